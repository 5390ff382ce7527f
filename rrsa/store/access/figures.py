"""The one function that tells figures of groups to everybody who was granted anything.

It tells what was released (``rrsa/overview/releasing.py``), which is suppressed before it is written, and
nothing of how it came about: neither who was counted nor what is counted by area. Whoever sees several of the
settings that were counted could take those off and be left with the others: where these are one to four, the
subject is not told. Only what stands under the desk's id is told: a setting's editor may write rows of that
table under the setting's own.
"""

from __future__ import annotations

_FIGURES = """
CREATE OR REPLACE FUNCTION rrsa_group_figures()
RETURNS TABLE (framework text, subject text, at text, content text)
LANGUAGE plpgsql STABLE {head} AS $body$
DECLARE
    me text := session_user;
    seen text[] := rrsa_mine('reader', 'reviewer', 'editor', 'coordinator');
    untold text[];
BEGIN
    -- The groups are the server's, so that somebody may be in them for another database alone.
    IF NOT EXISTS (SELECT FROM access a WHERE a.role = me) THEN
        RETURN;
    END IF;
    IF cardinality(seen) > 1 AND NOT rrsa_all('reader', 'reviewer', 'editor', 'coordinator') THEN
        -- The newest figures alone know of whom they were made; those before them go the same way.
        untold := ARRAY(
            SELECT n.framework || ' ' || n.subject FROM released n
            WHERE n.setting_id = '{keeps}' AND starts_with(n.basis, '{{') AND (
                SELECT count(*) FROM json_object_keys(n.basis::json) AS counted (setting)
                WHERE NOT counted.setting = ANY (seen)) BETWEEN 1 AND 4);
    END IF;
    RETURN QUERY SELECT r.framework, r.subject, r.at, r.content FROM released r
        WHERE r.setting_id = '{keeps}' AND r.subject NOT LIKE '%/areas'
        AND NOT (r.framework || ' ' || r.subject) = ANY (coalesce(untold, '{{}}'));
END $body$;
"""


def figures(head: str, keeps: str) -> str:
    """The function, with what stands before the body of each of ours; ``keeps`` is the id of the desk."""
    return _FIGURES.format(head=head, keeps=keeps)
