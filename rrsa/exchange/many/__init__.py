"""Many settings at once: blank copies out, filled ones in, assessors' copies and packs of a selection.

Each goes out or comes in as it would alone, one after the other; what came of each is said in a line.
"""
