"""The functions that the rules call: who is connected, what that role may do, and what guards a few rows.

They belong to whoever owns the tables and run with the owner's rights, with a search path that nobody can
change. Each looks at ``session_user`` alone: the role that the connection was made with, whatever has been
set since. None tells a role anything of another role's settings.
"""

from __future__ import annotations

from rrsa.portfolio.desk import DESK
from rrsa.store.access.figures import figures
from rrsa.store.access.policies import COORDINATORS, OF_ALL

OWNER = "rrsa_owner"
"""Owns the tables where a server is shared: a role with which nobody can connect."""

PEOPLE = "rrsa_people"
"""The group of all roles that were granted something: it may use the tables, and the rules say how far."""

GROUPS = (PEOPLE, OF_ALL, COORDINATORS)

KEEPS = f"{DESK}overview"
"""The desk that whoever coordinates all settings keeps."""

_HEAD = "SECURITY DEFINER SET search_path = pg_catalog, {schema}, pg_temp SET enable_seqscan = off"
"""Asked with every statement, and of a few rows among many: without statistics the server cannot know that an
index is worth its while."""

# The role is put into a variable: compared as it is, it would go into no index of a table with rules.
_MINE = """
CREATE OR REPLACE FUNCTION rrsa_mine(VARIADIC wanted text[]) RETURNS text[]
LANGUAGE plpgsql STABLE {head} AS $body$
DECLARE
    me text := session_user;
BEGIN  -- the settings that the connected role has one of these levels for; all at once is rrsa_all
    IF 'editor' = ANY (wanted) AND rrsa_all('coordinator') THEN  -- who keeps the desk
        RETURN ARRAY['{keeps}'] || ARRAY(SELECT a.setting_id FROM access a WHERE a.role = me
                                  AND a.level = ANY (wanted) AND a.setting_id <> '*');
    END IF;
    RETURN ARRAY(SELECT a.setting_id FROM access a WHERE a.role = me
                 AND a.level = ANY (wanted) AND a.setting_id <> '*');
END $body$;

CREATE OR REPLACE FUNCTION rrsa_all(VARIADIC wanted text[]) RETURNS boolean
LANGUAGE plpgsql STABLE {head} AS $body$
DECLARE
    me text := session_user;
BEGIN  -- whether the connected role has one of these levels for all settings
    RETURN EXISTS (SELECT FROM access a WHERE a.role = me AND a.setting_id = '*'
                   AND a.level = ANY (wanted));
END $body$;

CREATE OR REPLACE FUNCTION rrsa_levels(of_setting text) RETURNS text[]
LANGUAGE plpgsql STABLE {head} AS $body$
DECLARE
    me text := session_user;
BEGIN  -- what the connected role may do with one setting; whoever coordinates all edits the desk
    RETURN coalesce((
        SELECT array_agg(DISTINCT CASE
            WHEN a.level = 'coordinator' AND a.setting_id = '*' AND of_setting = '{keeps}'
            THEN 'editor' ELSE a.level END)
        FROM access a WHERE a.role = me AND (
            a.setting_id = of_setting OR a.setting_id = '*' AND (
                NOT starts_with(of_setting, '{desk}') OR a.level = 'coordinator'))), '{{}}');
END $body$;
"""

_GUARDS = """
CREATE OR REPLACE FUNCTION rrsa_setting_made() RETURNS trigger
LANGUAGE plpgsql {head} AS $body$
BEGIN  -- whoever makes a setting goes on with it
    IF NOT 'editor' = ANY (rrsa_levels(NEW.id)) THEN
        INSERT INTO access (setting_id, role, level, at, by)
        VALUES (NEW.id, session_user, 'editor', {now}, session_user);
    END IF;
    RETURN NULL;
END $body$;

CREATE OR REPLACE FUNCTION rrsa_setting_kept() RETURNS trigger
LANGUAGE plpgsql {head} AS $body$
BEGIN  -- its id stays; whoever may only review raises the revision by one and alters nothing else
    IF NEW.id <> OLD.id THEN
        RAISE EXCEPTION 'a setting keeps its id' USING ERRCODE = '42501';
    END IF;
    IF NOT 'editor' = ANY (rrsa_levels(NEW.id)) THEN
        OLD.revision := OLD.revision + 1;
        IF NEW IS DISTINCT FROM OLD THEN
            RAISE EXCEPTION 'a reviewer alters nothing of a setting' USING ERRCODE = '42501';
        END IF;
    END IF;
    RETURN NEW;
END $body$;

CREATE OR REPLACE FUNCTION rrsa_revision_told() RETURNS trigger
LANGUAGE plpgsql {head} AS $body$
BEGIN  -- a reviewer's revision is in the journal when the transaction ends
    IF NOT 'editor' = ANY (rrsa_levels(NEW.id)) AND NOT EXISTS (
        SELECT FROM journal j WHERE j.setting_id = NEW.id AND j.revision = NEW.revision) THEN
        RAISE EXCEPTION 'a revision without its changeset' USING ERRCODE = '42501';
    END IF;
    RETURN NULL;
END $body$;

CREATE OR REPLACE FUNCTION rrsa_journal_kept() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, {schema}, pg_temp AS $body$
BEGIN  -- who did what and when stays; an erasure may only take words out of the reason
    OLD.reason := NEW.reason;
    IF NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'the journal keeps who did what and when' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $body$;

CREATE OR REPLACE FUNCTION rrsa_shared_kept() RETURNS trigger
LANGUAGE plpgsql {head} AS $body$
DECLARE
    mine text[] := rrsa_levels(NEW.setting_id);
BEGIN  -- what a setting of this database shares is signed with its own key and never put back by others
    IF TG_OP = 'UPDATE' AND NEW.setting_id <> OLD.setting_id THEN
        RAISE EXCEPTION 'a snapshot stays with its setting' USING ERRCODE = '42501';
    END IF;
    -- Whoever may write nothing of that setting is refused by the rules, in words that tell of no key.
    IF 'coordinator' = ANY (mine) AND NOT 'editor' = ANY (mine) THEN
        IF EXISTS (SELECT FROM sharing_key k WHERE k.setting_id = NEW.setting_id
                   AND k.public <> NEW.key) THEN
            RAISE EXCEPTION 'a snapshot with another key' USING ERRCODE = '42501';
        END IF;
        IF TG_OP = 'UPDATE' AND NEW.at < OLD.at THEN
            RAISE EXCEPTION 'an older snapshot' USING ERRCODE = '42501';
        END IF;
    END IF;
    RETURN NEW;
END $body$;
"""

_GRANTING = """
CREATE OR REPLACE FUNCTION rrsa_grants()
RETURNS TABLE (setting_id text, role text, level text, at text, by text)
LANGUAGE plpgsql STABLE {head} AS $body$
BEGIN  -- an admin sees every grant, everybody else the own ones
    RETURN QUERY SELECT a.setting_id, a.role, a.level, a.at, a.by FROM access a
        WHERE a.role = session_user::text OR rrsa_all('admin')
        ORDER BY a.setting_id <> '*', a.setting_id, a.level, a.role;
END $body$;

CREATE OR REPLACE FUNCTION rrsa_grant(to_role text, of_setting text, as_level text) RETURNS boolean
LANGUAGE plpgsql {head} AS $body$
BEGIN  -- whether anything is new
    IF NOT rrsa_all('admin') THEN
        RAISE EXCEPTION 'only an admin grants' USING ERRCODE = '42501';
    END IF;
    IF to_role = session_user::text THEN
        RAISE EXCEPTION 'nobody grants themselves anything' USING ERRCODE = '42501';
    END IF;
    IF as_level IS NULL OR as_level NOT IN ('reader', 'reviewer', 'editor', 'coordinator', 'admin')
       OR as_level = 'admin' AND of_setting <> '*' OR coalesce(of_setting, '') = ''
       OR to_role IN ('{owner}', '{people}', '{of_all}', '{coordinators}')
       OR NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = to_role) THEN
        RAISE EXCEPTION 'that cannot be granted' USING ERRCODE = '22023';
    END IF;
    EXECUTE format('GRANT {people} TO %I', to_role);
    IF of_setting = '*' AND as_level IN ('reader', 'reviewer', 'editor') THEN
        EXECUTE format('GRANT {of_all} TO %I', to_role);
    ELSIF of_setting = '*' AND as_level = 'coordinator' THEN
        EXECUTE format('GRANT {coordinators} TO %I', to_role);
    END IF;
    INSERT INTO access (setting_id, role, level, at, by)
    VALUES (of_setting, to_role, as_level, {now}, session_user) ON CONFLICT DO NOTHING;
    RETURN FOUND;
END $body$;

CREATE OR REPLACE FUNCTION rrsa_revoke(from_role text, of_setting text, of_level text) RETURNS integer
LANGUAGE plpgsql {head} AS $body$
DECLARE
    taken integer;
BEGIN  -- how many grants are gone; NULL stands for any setting, any level
    IF NOT rrsa_all('admin') THEN
        RAISE EXCEPTION 'only an admin takes back' USING ERRCODE = '42501';
    END IF;
    DELETE FROM access a WHERE a.role = from_role AND a.setting_id = coalesce(of_setting, a.setting_id)
        AND a.level = coalesce(of_level, a.level);
    GET DIAGNOSTICS taken = ROW_COUNT;
    IF NOT EXISTS (SELECT FROM access a WHERE a.setting_id = '*' AND a.level = 'admin') THEN
        RAISE EXCEPTION 'the last admin stays' USING ERRCODE = '55000';
    END IF;
    -- The groups are the server's: where another database uses them too, somebody may have been granted
    -- something there. Without a grant here, being in them gives nothing here.
    IF EXISTS (SELECT FROM pg_roles r WHERE r.rolname = from_role) AND NOT EXISTS (
        SELECT FROM pg_shdepend d, pg_database b WHERE d.refclassid = 'pg_authid'::regclass
        AND d.refobjid = '{people}'::regrole AND d.dbid = b.oid AND b.datname <> current_database()) THEN
        IF NOT EXISTS (SELECT FROM access a WHERE a.role = from_role AND a.setting_id = '*'
                       AND a.level IN ('reader', 'reviewer', 'editor')) THEN
            EXECUTE format('REVOKE {of_all} FROM %I', from_role);
        END IF;
        IF NOT EXISTS (SELECT FROM access a WHERE a.role = from_role AND a.setting_id = '*'
                       AND a.level = 'coordinator') THEN
            EXECUTE format('REVOKE {coordinators} FROM %I', from_role);
        END IF;
        IF NOT EXISTS (SELECT FROM access a WHERE a.role = from_role) THEN
            EXECUTE format('REVOKE {people} FROM %I', from_role);
        END IF;
    END IF;
    RETURN taken;
END $body$;
"""

NOW = "to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"')"

TRIGGERS = """
CREATE TRIGGER rrsa_made AFTER INSERT ON setting
    FOR EACH ROW EXECUTE FUNCTION rrsa_setting_made();
CREATE TRIGGER rrsa_kept BEFORE UPDATE ON setting
    FOR EACH ROW EXECUTE FUNCTION rrsa_setting_kept();
CREATE CONSTRAINT TRIGGER rrsa_told AFTER UPDATE ON setting DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.revision <> NEW.revision) EXECUTE FUNCTION rrsa_revision_told();
CREATE TRIGGER rrsa_kept BEFORE UPDATE ON journal
    FOR EACH ROW EXECUTE FUNCTION rrsa_journal_kept();
CREATE TRIGGER rrsa_kept BEFORE INSERT OR UPDATE ON shared
    FOR EACH ROW EXECUTE FUNCTION rrsa_shared_kept();
"""
"""What calls the guards."""

DROP_TRIGGERS = """
DO $body$
DECLARE
    each record;
BEGIN
    FOR each IN SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                WHERE c.relnamespace = current_schema()::regnamespace AND starts_with(t.tgname, 'rrsa_') LOOP
        EXECUTE format('DROP TRIGGER %I ON %I', each.tgname, each.relname);
    END LOOP;
END $body$;
"""

CALLED = (
    "rrsa_mine(text[])",
    "rrsa_all(text[])",
    "rrsa_levels(text)",
    "rrsa_grants()",
    "rrsa_grant(text, text, text)",
    "rrsa_revoke(text, text, text)",
    "rrsa_group_figures()",
)
"""The functions that may be called by whoever was granted something; the others only guard rows."""


def functions(schema: str) -> str:
    """All functions for the tables of ``schema`` (quoted), to be run by the tables' owner."""
    parts = {"now": NOW, "desk": DESK, "keeps": KEEPS, "owner": OWNER, "schema": schema}
    parts |= {"people": PEOPLE, "of_all": OF_ALL, "coordinators": COORDINATORS}
    head = _HEAD.format(schema=schema)
    made = "".join(text.format(head=head, **parts) for text in (_MINE, _GUARDS, _GRANTING))
    return made + figures(head, KEEPS)
