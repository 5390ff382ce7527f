"""Many settings: what each has shared, and what their coordinator keeps of her own.

A setting shares; nobody looks in. Nothing here opens a setting's portfolio.
"""
