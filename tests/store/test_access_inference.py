"""What is not theirs cannot be counted, timed or guessed: by plans, statistics, errors, calls, locks."""

from __future__ import annotations

import re
from collections.abc import Iterator

import access_world
import psycopg
import pytest
from access_world import NAMES, SAME, World, row
from psycopg import sql
from sqlalchemy import Table
from store_samples import change

from rrsa.overview.desk import Desk
from rrsa.store import open_store, tables

HIDDEN, NOWHERE = "oak", "elm"  # there, and not to be seen by those of birch; and not there at all
ORDINARY = ("lead", "head", "friend", "coord", "area", "boss")
KEYED = [n for n in NAMES if n not in ("meta", "arrangement", "access")]


@pytest.fixture(scope="module")
def world(postgres_server: str) -> Iterator[World]:
    with access_world.world(postgres_server) as made:
        admin = made.line("postgres")
        for n in range(60):  # so much that statistics would speak of it, and an index is worth its while
            for table in ("evidence", "journal", "shared_before", "file"):
                access_world.insert(
                    admin, tables.metadata.tables[table],
                    {**row(tables.metadata.tables[table], HIDDEN, number=n + 10, word=f"w{n}"),
                     **({"at": f"a{n}"} if table == "shared_before" else {}),
                     **({"sha256": f"s{n}"} if table == "file" else {})},
                )  # fmt: skip
        for table in NAMES:  # nothing is to change by itself between two looks
            admin.execute(f'ALTER TABLE "{table}" SET (autovacuum_enabled = off)')  # type: ignore[arg-type]
        admin.commit()
        with psycopg.connect(made.url, autocommit=True) as line:
            line.execute("VACUUM ANALYZE")
        yield made


def key(table: str) -> str:
    return "id" if table == "setting" else "setting_id"


def plan(line: psycopg.Connection[object], asked: str, *values: object) -> list[str]:
    """A statement's plan as it was carried out, down to the pages that were looked at, but for the times."""
    for _warm in range(2):  # what is asked first also fetches what the server knows of the table
        told = line.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) {asked}", values).fetchall()  # type: ignore[arg-type]
    kept = [str(each[0]) for each in told if not str(each[0]).startswith(("Planning Time", "Execution Time"))]
    return [re.sub(f"{HIDDEN}|{NOWHERE}", "X", each) for each in kept]


@pytest.mark.parametrize("force", ["nothing", "seqscan", "indexscan"])
def test_a_plan_tells_nothing_of_a_hidden_setting(world: World, force: str) -> None:
    """Neither estimates nor the rows that were passed over tell what is there from what is not."""
    for role in ORDINARY:
        with world.trying(role) as line:
            if force != "nothing":
                line.execute(f"SET LOCAL enable_{force} = off")
            for table in KEYED:
                asked = f'SELECT * FROM "{table}" WHERE {key(table)} = %s'
                if role == "coord" and table in access_world.SHARED:
                    continue  # sees all of them
                hidden, nowhere = (plan(line, asked, each) for each in (HIDDEN, NOWHERE))
                assert hidden == nowhere, (role, table)
                assert not [each for each in hidden if "Rows Removed" in each and force == "seqscan"]


def test_a_plan_tells_nothing_of_what_stands_in_columns(world: World) -> None:
    with world.trying("lead") as line:
        for asked in (
            "SELECT * FROM evidence WHERE title = %s",
            "SELECT * FROM journal WHERE author = %s",
            "SELECT * FROM journal WHERE reason < %s",
            "SELECT * FROM setting WHERE name = %s",
        ):
            assert plan(line, asked, "secret of oak") == plan(line, asked, "secret of elm")


def test_statistics_say_nothing_of_what_columns_hold(world: World) -> None:
    for role in ORDINARY:
        with world.trying(role) as line:
            told = line.execute("SELECT tablename FROM pg_stats WHERE schemaname = 'public'").fetchall()
            assert told == []
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                line.execute("SELECT * FROM pg_statistic")
    with world.trying("postgres") as line:  # nor are there any that a plan could go by
        kept = line.execute(
            "SELECT c.relname FROM pg_statistic s JOIN pg_class c ON c.oid = s.starelid"
            " WHERE c.relnamespace = 'public'::regnamespace"
        )
        assert kept.fetchall() == []


def test_there_are_no_sequences_and_no_large_objects(world: World) -> None:
    with world.trying("postgres") as line:
        ours = "relnamespace = 'public'::regnamespace"
        assert line.execute(f"SELECT relname FROM pg_class WHERE relkind = 'S' AND {ours}").fetchall() == []  # type: ignore[arg-type]
        assert line.execute("SELECT oid FROM pg_largeobject_metadata").fetchall() == []
        others = f"SELECT relname FROM pg_class WHERE relkind IN ('v', 'm', 'f') AND {ours}"
        assert line.execute(others).fetchall() == []  # type: ignore[arg-type]


@pytest.mark.parametrize("table", KEYED)
def test_what_is_refused_sounds_alike_whether_it_is_there_or_not(world: World, table: str) -> None:
    """Adding, altering and taking away, also where the same key is there: no answer names a row."""
    described = tables.metadata.tables[table]
    column = key(table)
    asked = (
        f'UPDATE "{table}" SET {column} = {column} WHERE {column} = %s',
        f'DELETE FROM "{table}" WHERE {column} = %s',
        f'SELECT 1 FROM "{table}" WHERE {column} = %s FOR UPDATE',
    )
    for role in ORDINARY:
        if (role == "boss" and table == "setting") or (role == "coord" and table in access_world.SHARED):
            continue  # an admin knows every id from what was granted, and a coordinator sees what is shared
        hidden, nowhere = (
            [
                *(attempt(world, role, each, setting) for each in asked),
                adding(world, role, described, setting),
                adding(world, role, described, setting, " ON CONFLICT DO NOTHING"),
            ]
            for setting in (HIDDEN, NOWHERE)
        )
        assert hidden == nowhere, role
        assert not any("secret" in answer or HIDDEN in answer for answer in hidden)


def attempt(world: World, role: str, asked: str, *values: object) -> str:
    """What a statement comes to, in words: rows, or the whole of what the server says."""
    with world.trying(role) as line:
        try:
            return str(line.execute(asked, values).rowcount)  # type: ignore[arg-type]
        except psycopg.Error as problem:
            told = problem.diag
            return "|".join(
                re.sub(f"{HIDDEN}|{NOWHERE}", "X", str(each))
                for each in (problem.sqlstate, told.message_primary, told.message_detail, told.context)
            )


def adding(world: World, role: str, table: Table, setting: str, more: str = "") -> str:
    values = row(table, setting)
    names = sql.SQL(", ").join(map(sql.Identifier, values))
    places = sql.SQL(", ").join(sql.Placeholder() * len(values))
    asked = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(table.name), names, places)
    return attempt(world, role, asked.as_string(world.line(role)) + more, *values.values())


@pytest.mark.parametrize("table", KEYED)
def test_a_row_of_ones_own_is_not_given_to_another_setting(world: World, table: str) -> None:
    """Neither does the answer tell whether that one is there, or has a key of its own."""
    column = key(table)
    for role, own in (("lead", "birch"), ("alledit", "birch"), ("area", "birch"), ("friend", "birch")):
        moved = f'UPDATE "{table}" SET {column} = %s WHERE {column} = %s'
        told = {attempt(world, role, moved, setting, own) for setting in (HIDDEN, NOWHERE)}
        if role != "alledit":
            assert len(told) == 1, (role, told)
            assert not any(each.isdigit() and int(each) for each in told)


def test_adding_a_snapshot_with_another_key_tells_of_no_key(world: World) -> None:
    shared = {**row(tables.shared, HIDDEN), "key": "another"}
    asked = f"INSERT INTO shared ({', '.join(shared)}) VALUES ({', '.join(['%s'] * len(shared))})"
    for role in ("lead", "head", "friend", "area", "boss"):
        told = {
            attempt(world, role, asked, *{**shared, "setting_id": setting}.values())
            for setting in (HIDDEN, NOWHERE)
        }
        assert len(told) == 1 and "another key" not in str(told), role


def test_a_coordinator_moves_no_snapshot_and_so_takes_none_away(world: World) -> None:
    told = attempt(world, "coord", "UPDATE shared SET setting_id = 'elm' WHERE setting_id = 'birch'")
    assert told.startswith("42501|a snapshot stays with its setting")


def test_a_file_that_another_school_has_too_is_stored_like_any_other(world: World) -> None:
    """The same content is kept once a setting, so storing it tells nobody who else has it."""
    with world.trying("lead") as line:
        line.execute("DELETE FROM file_chunk")
        line.execute("DELETE FROM file")
        for sha in ("review", "never seen anywhere"):
            for statement in (
                "INSERT INTO file_chunk VALUES ('birch', %s, 1, %s) ON CONFLICT DO NOTHING",
                "INSERT INTO file VALUES ('birch', %s, 1, 1) ON CONFLICT DO NOTHING",
            ):
                values = (sha, SAME) if "chunk" in statement else (sha,)
                assert line.execute(statement, values).rowcount == 1  # type: ignore[arg-type]
        asked = "SELECT count(*) FROM file_chunk WHERE content = %s"
        assert line.execute(asked, (SAME,)).fetchone() == (2,)
        seen = {
            str(plan(line, "SELECT 1 FROM file WHERE sha256 = %s", each)).replace("s7", "none")
            for each in ("s7", "none")
        }
        assert len(seen) == 1


def test_a_condition_of_ones_own_is_shown_no_other_rows(world: World) -> None:
    """A function in a condition could tell of each row that it is asked about; it costs next to nothing, so
    the server would like to ask it first."""
    with world.trying("lead") as line:
        said: list[str] = []
        line.add_notice_handler(lambda told: said.append(str(told.message_primary)))
        line.execute(
            "CREATE FUNCTION pg_temp.peek(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS"
            " $$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$"
        )
        for table, column in (("evidence", "title"), ("journal", "reason"), ("setting", "name")):
            for part in ("", " TABLESAMPLE system (100)"):
                line.execute(f"SELECT 1 FROM {table}{part} WHERE pg_temp.peek({column})")  # type: ignore[arg-type]
        assert said and set(said) == {"secret of birch"}
        with pytest.raises(psycopg.errors.InvalidTextRepresentation) as failed:
            line.execute("SELECT 1 FROM evidence WHERE title::integer = 1")
        assert "birch" in str(failed.value)


OF_THE_OWNER = ("GRANT rrsa_owner", "CREATE SCHEMA", "CREATE FUNCTION", "CREATE TABLE", "DROP FUNCTION")


@pytest.mark.parametrize("role", [*ORDINARY, "stranger"])
@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE rrsa_owner",
        "SET SESSION AUTHORIZATION postgres",
        "GRANT rrsa_owner TO CURRENT_USER",
        "ALTER TABLE evidence DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE evidence NO FORCE ROW LEVEL SECURITY",
        "CREATE POLICY mine ON evidence USING (true)",
        "DROP POLICY rrsa_reads ON evidence",
        "TRUNCATE evidence",
        "CREATE TRIGGER t BEFORE INSERT ON evidence FOR EACH ROW EXECUTE FUNCTION rrsa_setting_made()",
        "CREATE RULE r AS ON INSERT TO evidence DO ALSO NOTHING",
        "CREATE SCHEMA mine",
        "ALTER TABLE evidence ADD COLUMN x text DEFAULT 'x'",
        "CREATE TABLE public.evidence2 (x text)",
        "CREATE FUNCTION public.f() RETURNS text LANGUAGE sql AS 'SELECT 1::text'",
        "CREATE OR REPLACE FUNCTION rrsa_all(VARIADIC wanted text[]) RETURNS boolean LANGUAGE sql"
        " AS 'SELECT true'",
        "DROP FUNCTION rrsa_levels(text) CASCADE",
        "ALTER FUNCTION rrsa_levels(text) OWNER TO CURRENT_USER",
        "CREATE PUBLICATION p FOR ALL TABLES",
        "COPY evidence FROM PROGRAM 'true'",
        "COPY evidence FROM '/etc/passwd'",
        "SELECT * FROM access",
        "INSERT INTO access VALUES ('*', session_user, 'editor', '', '')",
        "UPDATE access SET role = session_user",
        "DELETE FROM access",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT * FROM pg_authid",
        "SET session_replication_role = replica",
    ],
)
def test_no_way_round_is_open(world: World, role: str, statement: str) -> None:
    if role == "boss" and statement.startswith(OF_THE_OWNER):
        return  # owns the database: docs/reference/roles.md says what that means
    with world.trying(role) as line, pytest.raises(psycopg.Error) as refused:
        line.execute(statement)  # type: ignore[arg-type]
    assert refused.value.sqlstate in ("42501", "42809", "0LP01"), refused.value


def test_switching_the_rules_off_is_refused_and_shows_nothing(world: World) -> None:
    with world.trying("lead") as line:
        line.execute("SET LOCAL row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            line.execute("SELECT * FROM evidence")


def test_tables_and_paths_of_ones_own_change_no_rule(world: World) -> None:
    with world.trying("lead") as line:
        line.execute("CREATE TEMP TABLE access (setting_id text, role text, level text, at text, by text)")
        line.execute("INSERT INTO pg_temp.access SELECT '*', session_user, unnest(ARRAY['editor', 'admin'])")
        for of_ours in ("starts_with(text, text)", "rrsa_all(text[])"):
            made = f"CREATE FUNCTION pg_temp.{of_ours} RETURNS boolean LANGUAGE sql AS 'SELECT true'"
            line.execute(made)  # type: ignore[arg-type]
        line.execute("SET LOCAL search_path = pg_temp, public, pg_catalog")
        assert line.execute("SELECT DISTINCT setting_id FROM evidence").fetchall() == [("birch",)]
        assert line.execute("SELECT public.rrsa_all('editor', 'admin')").fetchone() == (False,)
        assert line.execute("SELECT public.rrsa_levels('oak')").fetchone() == ([],)


def test_no_function_answers_about_others(world: World) -> None:
    with world.trying("lead") as line:
        for asked, answer in (
            ("SELECT rrsa_mine('editor', 'admin', 'reader', 'coordinator')", ["birch"]),
            ("SELECT rrsa_mine(NULL)", []),
            ("SELECT rrsa_mine(VARIADIC ARRAY[NULL, '*', 'x'' OR true'])", []),
            ("SELECT rrsa_all(VARIADIC '{}'::text[])", False),
            ("SELECT rrsa_levels(NULL)", []),
            ("SELECT rrsa_levels('*')", []),
            ("SELECT rrsa_levels('oak')", []),
            ("SELECT rrsa_levels('elm')", []),
            ("SELECT rrsa_levels('desk.overview')", []),
            ("SELECT array_agg(DISTINCT setting_id) FROM rrsa_grants()", ["birch"]),
            ("SELECT count(*) FROM rrsa_group_figures()", 1),  # the desk's, and no setting's own
        ):
            assert line.execute(asked).fetchone() == (answer,), asked  # type: ignore[arg-type]
        told = line.execute("SELECT * FROM rrsa_group_figures()")
        assert [c.name for c in told.description or ()] == ["framework", "subject", "at", "content"]
    with world.trying("stranger") as line, pytest.raises(psycopg.errors.InsufficientPrivilege):
        line.execute("SELECT * FROM rrsa_group_figures()")


def test_nobody_but_an_admin_grants_and_nobody_to_themselves(world: World) -> None:
    lead, boss = world.role("lead"), world.role("boss")
    for role, asked, state in (
        ("lead", (lead, "oak", "editor"), "42501"),
        ("lead", (world.role("head"), "birch", "editor"), "42501"),
        ("coord", (lead, "oak", "editor"), "42501"),
        ("boss", (boss, "birch", "reader"), "42501"),
        ("boss", (lead, "birch", "owner"), "22023"),
        ("boss", (lead, "birch", "admin"), "22023"),
        ("boss", (lead, "", "reader"), "22023"),
        ("boss", (lead, None, "reader"), "22023"),
        ("boss", (lead, "birch", None), "22023"),
        ("boss", (None, "birch", "reader"), "22023"),
        ("boss", ("rrsa_owner", "*", "editor"), "22023"),
        ("boss", ("rrsa_of_all", "*", "editor"), "22023"),
        ("boss", ('x"; DROP TABLE access; --', "*", "editor"), "22023"),
    ):
        with world.trying(role) as line, pytest.raises(psycopg.Error) as refused:
            line.execute("SELECT rrsa_grant(%s, %s, %s)", asked)
        assert refused.value.sqlstate == state, (role, asked)
    for role, back in (("lead", (world.role("oaklead"), None, None)), ("coord", (lead, "birch", "editor"))):
        with world.trying(role) as line, pytest.raises(psycopg.errors.InsufficientPrivilege):
            line.execute("SELECT rrsa_revoke(%s, %s, %s)", back)


def test_a_call_to_all_says_nothing(world: World) -> None:
    """Whoever may connect may listen, and hears that there is something new somewhere, nothing else."""
    with psycopg.connect(world.address("head"), autocommit=True) as line:
        line.execute("LISTEN rrsa")
        with open_store(world.address("coord")) as store:
            Desk.open(store, "x").commit("Listed", ((change("listed", "elm", "name", None, "Elm"),), ()))
        heard = next(iter(line.notifies(timeout=20, stop_after=1)))
        assert (heard.channel, heard.payload) == ("rrsa", "")


def test_what_others_are_asking_is_not_shown(world: World) -> None:
    with psycopg.connect(world.address("oaklead")) as other:
        other.execute("SELECT 'something private' FROM evidence")
        with world.trying("lead") as line:
            asked = "SELECT query FROM pg_stat_activity WHERE usename = %s"
            told = line.execute(asked, (world.role("oaklead"),)).fetchall()
            assert told and all("private" not in str(query) for (query,) in told)


def test_nobody_waits_for_a_setting_that_is_not_theirs(world: World) -> None:
    """A lock that one had to wait for would tell that somebody is working there."""
    with psycopg.connect(world.address("oaklead")) as busy:
        busy.execute("UPDATE setting SET revision = revision + 1 WHERE id = 'oak'")
        busy.execute("UPDATE evidence SET title = title WHERE setting_id = 'oak'")
        for role in ORDINARY:
            with world.trying(role) as line:
                line.execute("SET LOCAL lock_timeout = '1s'")
                for statement in (
                    "UPDATE setting SET revision = revision + 1 WHERE id = 'oak'",
                    "SELECT * FROM setting WHERE id = 'oak' FOR UPDATE",
                    "DELETE FROM evidence WHERE setting_id = 'oak'",
                ):
                    assert line.execute(statement).rowcount == 0  # type: ignore[arg-type]
        busy.rollback()
