"""Who may do what on a server, enforced by the database itself: forced row-level security on every table.

The rules are text (``functions.py``, ``policies.py``) and are laid on by :func:`rrsa.store.access.rules.lay`:
when an empty database is filled, when an older one is brought up to date, and by ``rrsa admin init``. Which
role may do what stands in the table ``access``; who asks is the role that the connection was made with.
"""

from __future__ import annotations
