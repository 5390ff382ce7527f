"""The one function that tells figures of groups to everybody who was granted anything.

It tells what was released (``rrsa/overview/releasing.py``), which is suppressed before it is written, and
nothing of how it came about: neither who was counted nor what is counted by area.
"""

from __future__ import annotations

_FIGURES = """
CREATE OR REPLACE FUNCTION rrsa_group_figures()
RETURNS TABLE (framework text, subject text, at text, content text)
LANGUAGE plpgsql STABLE {head} AS $body$
BEGIN
    RETURN QUERY SELECT r.framework, r.subject, r.at, r.content FROM released r
        WHERE r.subject NOT LIKE '%/areas';
END $body$;
"""


def figures(head: str) -> str:
    """The function, with what stands before the body of each of ours."""
    return _FIGURES.format(head=head)
