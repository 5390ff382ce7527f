"""Making a shared database: from nothing, from one role's own, from an older one; and what it needs."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from types import ModuleType

import psycopg
import pytest
from older import take_back_to
from store_samples import AUTHOR, set_up, view
from test_store_opening import one_line

from rrsa.errors import BadInput, EnvironmentFailed, NotAllowed, NotFound
from rrsa.store import open_store
from rrsa.store.access import granting, setting_up
from rrsa.store.access.functions import GROUPS, OWNER
from rrsa.store.access.levels import Level
from rrsa.store.postgres import PostgresDatabase


class Place:
    """An empty database that the role ``boss`` owns, which may make roles."""

    def __init__(self, server: str, name: str, suffix: str) -> None:
        self.server, self.name, self.suffix = server, name, suffix
        self.databases: list[PostgresDatabase] = []

    def role(self, name: str) -> str:
        return f"{name}_{self.suffix}"

    def url(self, role: str) -> str:
        named = role if role == "postgres" else self.role(role)
        return f"postgresql://{named}@{self.server.rpartition('@')[2].rpartition('/')[0]}/{self.name}"

    def database(self, role: str) -> PostgresDatabase:
        self.databases.append(PostgresDatabase(self.url(role)))
        return self.databases[-1]

    def admin(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url("postgres"), autocommit=True) as line:
            done = line.execute(statement)  # type: ignore[arg-type]
            return done.fetchall() if done.description else []


@pytest.fixture
def place(postgres_server: str) -> Iterator[Place]:
    made = Place(postgres_server, f"t_{uuid.uuid4().hex}", uuid.uuid4().hex[:8])
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {made.role('boss')} LOGIN CREATEROLE")
        admin.execute(f"CREATE ROLE {made.role('plain')} LOGIN")
        admin.execute(f"CREATE DATABASE {made.name} OWNER {made.role('boss')} TEMPLATE template0")
        try:
            yield made
        finally:
            for database in made.databases:
                database.close()
            admin.execute(f"DROP DATABASE {made.name} WITH (FORCE)")
            ours = admin.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE %s", (f"%{made.suffix}",))
            for (name,) in ours.fetchall():
                admin.execute(f'DROP ROLE "{name}"')


def test_it_says_what_it_did_and_once_more_does_nothing(place: Place) -> None:
    done = setting_up.init(place.database("boss"))
    assert done.lines[-2:] == [
        "made the tables, with their rules",
        f"“{place.role('boss')}” is an admin: it makes settings and grants",
    ]
    assert (done.notes, done.made) == ([], None)
    assert setting_up.init(place.database("boss")).lines == []
    owners = place.admin("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
    assert owners == [(OWNER,)]
    roles = ", ".join(f"'{each}'" for each in (OWNER, *GROUPS))
    assert place.admin(f"SELECT 1 FROM pg_roles WHERE rolname IN ({roles}) AND rolcanlogin") == []
    # Whoever set it up can no longer act as the owner.
    members = f"SELECT 1 FROM pg_auth_members m WHERE pg_get_userbyid(m.roleid) = '{OWNER}'"
    assert place.admin(f"{members} AND pg_get_userbyid(m.member) LIKE '%{place.suffix}'") == []
    with open_store(place.url("boss")) as store:
        set_up(store)
        assert store.commit("birch", view("1", None, 3)).revision == 2


def test_a_superuser_makes_it_for_somebody_else(place: Place) -> None:
    with pytest.raises(BadInput, match="is a superuser, and no good as an admin") as refused:
        setting_up.init(place.database("postgres"))
    assert "--admin ROLE" in one_line(refused.value)
    assert place.admin("SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []
    done = setting_up.init(place.database("postgres"), place.role("chief"))
    assert done.made == place.role("chief")
    assert done.notes == [
        "“postgres” is a superuser, for whom no rule holds; use it for this and nothing else"
    ]
    with open_store(place.url("chief")) as store:
        assert store.levels("birch") == {Level.ADMIN}
    granted = granting.grant(place.database("chief"), place.role("lead"), ["birch"], Level.EDITOR)
    assert granted.made
    with open_store(place.url("lead")) as store:
        set_up(store)


def test_what_one_role_had_for_itself_is_taken_over(place: Place) -> None:
    with open_store(place.url("boss")) as store:  # the way it has always worked: it is all its own
        set_up(store)
        store.commit("birch", view("1", None, 3, author="the head"))
        assert store.levels("birch") == {Level.ADMIN, Level.COORDINATOR, Level.EDITOR}
        assert [each.changeset.author for each in store.history("birch")] == ["the head", AUTHOR]
        store.arrange(store.arrangement().with_role("the head"))
    with pytest.raises(BadInput, match="not shared by roles yet"):
        granting.grants(place.database("boss"))
    done = setting_up.init(place.database("boss"))
    assert f"the tables belonged to “{place.role('boss')}”" in "\n".join(done.lines)
    with open_store(place.url("boss")) as store:
        store.commit("birch", view("1", 3, 2, author="the head"))
        authors = [each.changeset.author for each in store.history("birch")]
        assert authors == [place.role("boss"), "the head", AUTHOR]  # from now on it is known who it was
        assert store.arrangement().roles == ()
        assert store.check() == []
    granting.grant(place.database("boss"), place.role("plain"), ["birch"], Level.READER)
    with open_store(place.url("plain")) as store, pytest.raises(NotAllowed):
        store.commit("birch", view("1", 2, 3))


def test_an_older_database_of_one_role_is_brought_up_to_date_on_the_way(place: Place) -> None:
    with open_store(place.url("boss")) as store:
        set_up(store)
        set_up(store, "oak")
        take_back_to(store, "0004")
    done = setting_up.init(place.database("postgres"))
    assert "brought the tables from 0004 to 0005" in done.lines
    with open_store(place.url("boss")) as store:
        assert [info.id for info in store.settings()] == ["birch", "oak"]
        assert store.commit("oak", view("1", None, 3)).revision == 2
        assert store.check() == []


def test_an_older_database_that_a_plain_role_opens_goes_on_being_its_own(place: Place) -> None:
    with open_store(place.url("boss")) as store:
        set_up(store)
        take_back_to(store, "0004")
    with open_store(place.url("boss")) as store:
        assert store.commit("birch", view("1", None, 3, author="the head")).revision == 2
        assert store.history("birch")[0].changeset.author == "the head"
        set_up(store, "oak")


def test_rules_of_an_earlier_program_are_laid_anew(place: Place) -> None:
    setting_up.init(place.database("boss"))
    place.admin("COMMENT ON FUNCTION rrsa_levels(text) IS 'rrsa 0'")
    place.admin("DROP POLICY rrsa_reads ON evidence")
    assert setting_up.init(place.database("boss")).lines == ["laid the rules on the tables"]
    assert place.admin("SELECT 1 FROM pg_policies WHERE tablename = 'evidence' AND policyname = 'rrsa_reads'")


def test_what_is_missing_is_said_before_anything_is_done(place: Place) -> None:
    for role, said in (("plain", "may not make roles"), ("other", "owns neither the database")):
        if role == "other":
            place.admin(f"CREATE ROLE {place.role('other')} LOGIN CREATEROLE")
        with pytest.raises(NotAllowed, match=said) as refused:
            setting_up.init(place.database(role))
        one_line(refused.value)
    assert place.admin("SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []
    with open_store(place.url("boss")) as store:
        set_up(store)
    place.admin(f"ALTER DATABASE {place.name} OWNER TO {place.role('other')}")
    with pytest.raises(NotAllowed, match=f"the tables belong to “{place.role('boss')}”"):
        setting_up.init(place.database("other"))
    place.admin("UPDATE meta SET version_num = '9999'")
    with pytest.raises(EnvironmentFailed, match="newer version of this program"):
        setting_up.init(place.database("postgres"))


def test_a_second_admin_is_named_and_never_taken_for_granted(place: Place) -> None:
    setting_up.init(place.database("boss"))
    place.admin(f"CREATE ROLE {place.role('other')} LOGIN CREATEROLE")
    place.admin(f"ALTER DATABASE {place.name} OWNER TO {place.role('other')}")
    assert setting_up.init(place.database("other")).lines == []
    with pytest.raises(NotAllowed):
        granting.grants(place.database("other"))
    with pytest.raises(BadInput, match="nobody connects as"):
        setting_up.init(place.database("other"), OWNER)


def test_anybody_who_could_act_as_the_owner_is_named(place: Place) -> None:
    setting_up.init(place.database("boss"))
    place.admin(f"GRANT {OWNER} TO {place.role('plain')}")
    (note,) = setting_up.init(place.database("boss")).notes
    assert place.role("plain") in note
    assert "pass over every rule" in note


# -- granting ------------------------------------------------------------------------------------------


@pytest.fixture
def shared(place: Place) -> PostgresDatabase:
    database = place.database("boss")
    setting_up.init(database)
    return database


def test_what_was_granted_is_listed_and_can_be_taken_back(place: Place, shared: PostgresDatabase) -> None:
    lead, other = place.role("lead"), place.role("plain")
    done = granting.grant(shared, lead, ["birch", "oak", "birch"], Level.EDITOR)
    assert done == granting.Granted(("birch", "oak"), True, ("birch", "oak"), False)
    again = granting.grant(shared, lead, ["birch"], Level.EDITOR)
    assert again == granting.Granted((), False, (), False)
    granting.grant(shared, other, ["all"], Level.COORDINATOR)
    told = [(each.role, each.setting, each.level, each.there) for each in granting.grants(shared)]
    assert told == [
        (place.role("boss"), "*", "admin", True),
        (other, "*", "coordinator", True),
        (lead, "birch", "editor", True),
        (lead, "oak", "editor", True),
    ]
    assert [each.role for each in granting.grants(shared, setting="all")] == [place.role("boss"), other]
    assert [each.setting for each in granting.grants(place.database("lead"))] == ["birch", "oak"]
    assert granting.revoke(shared, lead, "birch", None) == 1
    with pytest.raises(NotFound, match="nothing of that was granted"):
        granting.revoke(shared, lead, "birch", None)
    assert granting.revoke(shared, lead, None, None) == 1
    with pytest.raises(NotAllowed, match="granted nothing"):
        open_store(place.url("lead"))
    assert granting.revoke(shared, other, "all", Level.COORDINATOR) == 1
    with pytest.raises(NotAllowed, match="granted nothing"):
        open_store(place.url("plain"))


def test_two_databases_of_one_server_say_nothing_of_each_other(postgres_servers: ModuleType) -> None:
    """Groups are the server's, grants are the database's: one neither opens nor closes the other."""
    with postgres_servers.server() as server:
        url = server.url
        ours = ", ".join(f"'{each}'" for each in GROUPS)
        members = f"SELECT count(*) FROM pg_auth_members WHERE pg_get_userbyid(roleid) IN ({ours})"

        def groups_of(role: str) -> int:
            with psycopg.connect(url) as line:
                return int(line.execute(f"{members} AND pg_get_userbyid(member) = '{role}'").fetchone()[0])  # type: ignore[arg-type, index]

        def address(role: str, name: str) -> str:
            return f"postgresql://{role}@{url.rpartition('@')[2].rpartition('/')[0]}/{name}"

        with psycopg.connect(url, autocommit=True) as admin:
            for role in ("boss", "lead"):
                admin.execute(f"CREATE ROLE {role} LOGIN{' CREATEROLE' if role == 'boss' else ''}")  # type: ignore[arg-type]
            for name in ("one", "two"):
                admin.execute(f"CREATE DATABASE {name} OWNER boss TEMPLATE template0")  # type: ignore[arg-type]
        one, two = (PostgresDatabase(address("boss", name)) for name in ("one", "two"))
        try:
            setting_up.init(one)
            granting.grant(one, "lead", ["birch"], Level.EDITOR)
            assert groups_of("lead") == 1
            granting.revoke(one, "lead", None, None)
            assert groups_of("lead") == 0, "alone on the server, nothing is left behind"
            setting_up.init(two)
            granting.grant(two, "lead", ["all"], Level.COORDINATOR)
            with psycopg.connect(address("lead", "one")) as line:
                assert line.execute("SELECT * FROM rrsa_group_figures()").fetchall() == []
                assert line.execute("SELECT rrsa_levels('birch')").fetchone() == ([],)
            with pytest.raises(NotAllowed, match="granted nothing"):
                open_store(address("lead", "one"))
            granting.grant(one, "lead", ["birch"], Level.READER)
            granting.revoke(one, "lead", None, None)
            with pytest.raises(NotAllowed, match="granted nothing"):
                open_store(address("lead", "one"))
            open_store(address("lead", "two")).close()
        finally:
            one.close()
            two.close()


def test_what_was_probably_meant_is_said(place: Place, shared: PostgresDatabase) -> None:
    lead = place.role("lead")
    granting.grant(shared, lead, ["birch-primary"], Level.EDITOR)
    done = granting.grant(shared, lead.replace("lead", "laed"), ["birhc-primary"], Level.EDITOR)
    assert done.near == ("birch-primary", lead)
    assert granting.grant(shared, lead, ["oak"], Level.EDITOR).near == ()
    with pytest.raises(BadInput, match="no rule holds for “postgres”"):
        granting.grant(shared, "postgres", ["oak"], Level.EDITOR)


def test_the_last_admin_stays(place: Place, shared: PostgresDatabase) -> None:
    with pytest.raises(NotAllowed, match="is the last admin"):
        granting.revoke(shared, place.role("boss"), None, None)
    granting.grant(shared, place.role("second"), ["all"], Level.ADMIN)
    assert granting.revoke(place.database("second"), place.role("boss"), None, None) == 1


def test_a_new_role_does_not_get_what_one_of_its_name_had(place: Place, shared: PostgresDatabase) -> None:
    lead = place.role("lead")
    granting.grant(shared, lead, ["birch"], Level.EDITOR)
    place.admin(f"DROP ROLE {lead}")
    assert [each.there for each in granting.grants(shared, role=lead)] == [False]
    granting.grant(shared, lead, ["oak"], Level.READER)
    assert [(each.setting, each.there) for each in granting.grants(shared, role=lead)] == [("oak", True)]


@pytest.mark.parametrize(
    ("role", "settings", "level", "said"),
    [
        ("pg_monitor", ["birch"], Level.READER, "cannot be a role's name"),
        ("a'b", ["birch"], Level.READER, "cannot be a role's name"),
        ('a"b', ["birch"], Level.READER, "cannot be a role's name"),
        ("", ["birch"], Level.READER, "cannot be a role's name"),
        ("public", ["birch"], Level.READER, "cannot be a role's name"),
        ("x" * 64, ["birch"], Level.READER, "too long"),
        ("rrsa_people", ["birch"], Level.READER, "nobody connects as"),
        ("lead", [], Level.READER, "not said for which setting"),
        ("lead", ["Birch Primary"], Level.READER, "is no setting's id"),
        ("lead", ["birch; DROP TABLE access"], Level.READER, "is no setting's id"),
        ("lead", ["birch"], Level.ADMIN, "an admin is one for all settings"),
    ],
)
def test_what_cannot_be_granted_is_said(
    shared: PostgresDatabase, role: str, settings: list[str], level: Level, said: str
) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        granting.grant(shared, role, settings, level)
    one_line(refused.value)
    assert len(granting.grants(shared)) == 1


def test_nobody_grants_themselves_anything_and_only_admins_grant(
    place: Place, shared: PostgresDatabase
) -> None:
    with pytest.raises(NotAllowed, match="nobody grants themselves anything"):
        granting.grant(shared, place.role("boss"), ["birch"], Level.READER)
    granting.grant(shared, place.role("lead"), ["birch"], Level.EDITOR)
    for attempt in (
        lambda: granting.grant(place.database("lead"), place.role("plain"), ["birch"], Level.READER),
        lambda: granting.revoke(place.database("lead"), place.role("boss"), None, None),
    ):
        with pytest.raises(NotAllowed, match="only an admin says who may do what"):
            attempt()


def test_an_admin_that_may_not_make_roles_is_told_who_can(place: Place, shared: PostgresDatabase) -> None:
    granting.grant(shared, place.role("second"), ["all"], Level.ADMIN)
    with pytest.raises(NotAllowed, match="and you may not make one — have the server's superuser make it"):
        granting.grant(place.database("second"), place.role("new"), ["birch"], Level.READER)
    granting.grant(place.database("second"), place.role("plain"), ["birch"], Level.READER)


def test_a_password_goes_to_the_server_in_the_form_in_which_it_is_kept(
    place: Place, shared: PostgresDatabase
) -> None:
    granting.grant(shared, place.role("lead"), ["birch"], Level.EDITOR)
    assert granting.set_password(shared, place.role("lead"), "four words are easy") == place.role("lead")
    kept = f"SELECT rolpassword FROM pg_authid WHERE rolname = '{place.role('lead')}'"
    assert str(place.admin(kept)[0][0]).startswith("SCRAM-SHA-256$")
    lead = place.database("lead")
    before = place.admin(kept)
    assert granting.set_password(lead, None, "four other words now") == place.role("lead")
    assert place.admin(kept) != before
    with pytest.raises(NotFound, match="there is no role"):
        granting.set_password(shared, "nobody-at-all", "x")
    with pytest.raises(NotAllowed):
        granting.set_password(lead, place.role("boss"), "x")
