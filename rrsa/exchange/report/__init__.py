"""Papers: what the award asks for and what people are told, composed once and written as Word or as a page.

A composer (one module an audience) makes a :class:`~rrsa.exchange.report.paper.Paper` of blocks and knows
no format; ``word`` and ``page`` write any paper and know no content.
"""
