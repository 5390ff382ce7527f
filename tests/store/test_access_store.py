"""What people meet on a shared server: each role does its own work, and a refusal says so in one line."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import access_world
import pytest
from access_world import World
from store_samples import AUTHOR, change, evidence, founding, view
from test_store_opening import one_line
from two_copies import begin, bring, cells, pack, put

from rrsa.errors import BadInput, EnvironmentFailed, Exit, NotAllowed, NotFound, RrsaError
from rrsa.overview.desk import Desk
from rrsa.portfolio.changes import Changeset, ConflictError
from rrsa.portfolio.edits import Edit
from rrsa.store import Store, open_store, restore
from rrsa.store.access.levels import Level
from rrsa.store.erasing import erase
from rrsa.store.kinship import Road
from rrsa.store.rewriting import Mark

Open = Callable[[str], Store]


@pytest.fixture(scope="module")
def one_world(postgres_server: str) -> Iterator[World]:
    with access_world.world(postgres_server, filled=False) as made:
        yield made


@pytest.fixture
def world(one_world: World) -> Iterator[World]:
    """The roles, and nothing recorded yet."""
    yield one_world
    admin = one_world.line("postgres")
    admin.rollback()
    for name in reversed(access_world.NAMES):
        if name not in ("meta", "access"):
            admin.execute(f'DELETE FROM "{name}"')
    admin.execute("DELETE FROM access WHERE role = %s AND level <> 'admin'", (one_world.role("boss"),))
    admin.commit()


@pytest.fixture
def as_(world: World) -> Iterator[Open]:
    """Opens the database as a role; on closing it must be whole, as far as that role sees it."""
    held: dict[str, Store] = {}

    def opened(role: str) -> Store:
        if role not in held:
            held[role] = open_store(world.address(role))
        return held[role]

    yield opened
    for store in held.values():
        assert store.check() == []
        store.close()


@pytest.fixture
def lead(as_: Open) -> Store:
    """The editor of birch, which it has just made."""
    store = as_("lead")
    begin(store)
    return store


def review(title: str = "A neighbour") -> Changeset:
    values = {"present": True, "title": title, "by": "peer", "who": "A school nearby"}
    return Changeset(
        "Visitor", f"Review: {title}", tuple(change("review", "R1", f, None, v) for f, v in values.items())
    )


def refusals(store: Store) -> Iterator[Callable[[], object]]:
    """Everything that changes a portfolio, whether it would conflict or not."""
    yield lambda: store.commit("birch", view("1", None, 3))
    yield lambda: store.commit("birch", view("1", 4, 3))
    yield lambda: store.commit("birch", view("1", None, 3), revision=7)
    yield lambda: store.commit("birch", view("1", None, 3), framework_text="title: other\n")
    yield lambda: erase(store, "birch", [Mark("evidence", "E1")], author="x")
    yield lambda: store.put_file("birch", io.BytesIO(b"a photograph"))
    yield lambda: store.put_framework("birch", "title: other\n")


def test_a_reader_reads_everything_and_is_told_when_it_writes(as_: Open, lead: Store, world: World) -> None:
    lead.commit("birch", evidence("E1"))
    before = lead.load("birch")
    reader = as_("head")
    assert reader.load("birch") == before
    assert [info.id for info in reader.settings()] == ["birch"]
    assert len(reader.history("birch")) == 2
    for attempt in (
        *refusals(reader),
        lambda: reader.undo("birch", "x"),
        lambda: reader.redo("birch", "x"),
        lambda: reader.undo("birch", "x", lead.history("birch")[0].changeset.uuid),
    ):
        with pytest.raises(NotAllowed) as refused:
            attempt()
        assert one_line(refused.value) == (
            "you may read “Birch Primary” but not change it — ask whoever looks after the server to make"
            f" “{world.role('head')}” its editor"
        )
        assert refused.value.exit_code == Exit.ENVIRONMENT
    assert lead.load("birch") == before
    assert reader.levels("birch") == {Level.READER}


def test_what_is_hidden_sounds_like_what_is_not_there(as_: Open, lead: Store) -> None:
    stranger = as_("oaklead")
    assert stranger.portfolios() == []
    assert not stranger.exists("birch")
    for ask in (
        lambda id_: stranger.load(id_),
        lambda id_: stranger.history(id_),
        lambda id_: stranger.commit(id_, view("1", None, 3)),
        lambda id_: stranger.commit(id_, view("1", 4, 3)),
        lambda id_: stranger.undo(id_, "x"),
        lambda id_: erase(stranger, id_, [Mark("evidence", "E1")], author="x"),
        lambda id_: stranger.framework_text(id_, "x"),
        lambda id_: stranger.create(id_, founding()),
        lambda id_: stranger.put_file(id_, io.BytesIO(b"a photograph")),
        lambda id_: stranger.put_framework(id_, "title: other\n"),
    ):
        said = []
        for setting in ("birch", "elm"):
            with pytest.raises(RrsaError) as refused:
                ask(setting)
            said.append((type(refused.value), one_line(refused.value).replace(setting, "X")))
        assert said[0] == said[1]
    assert len(lead.history("birch")) == 1


def test_the_history_names_the_role_that_is_connected(lead: Store, world: World) -> None:
    lead.commit("birch", view("1", None, 3, author="The head herself"))
    lead.commit("birch", view("1", 3, 4, author="Somebody else"))
    assert {entry.changeset.author for entry in lead.history("birch")} == {world.role("lead")}
    assert lead.undo("birch", "whoever").changeset.reason == "View of 1: 4"
    assert lead.redo("birch", "whoever").changeset.reason == "View of 1: 4"
    assert lead.load("birch").portfolio.outcome("1").view == 4


def test_an_editor_does_everything_with_its_setting(lead: Store, tmp_path: Path, world: World) -> None:
    stored = lead.put_file("birch", io.BytesIO(b"a photograph"))
    lead.commit("birch", evidence("E1", "Secret words", file_sha256=stored.sha256))
    lead.commit("birch", evidence("E2"))
    assert b"".join(lead.read_file("birch", stored.sha256)) == b"a photograph"
    done = erase(lead, "birch", [Mark("evidence", "E1")], author="x")
    assert (done.kinds, done.files) == ({"evidence": 1}, 1)
    assert (done.swept.clean, done.swept.elsewhere) == (False, True)  # the server's files are its owner's
    with pytest.raises(BadInput, match="erased for good"):
        lead.commit("birch", evidence("E1"))
    lead.backup(tmp_path / "backup.db")
    with open_store(tmp_path / "backup.db") as copy:
        assert copy.load("birch") == lead.load("birch")
        assert copy.check() == []
    shown = world.line("postgres").execute("SELECT count(*) FROM journal_change WHERE after LIKE '%Secret%'")
    assert shown.fetchone() == (0,)


def test_a_reviewer_writes_reviews_and_nothing_else(as_: Open, lead: Store, world: World) -> None:
    friend = as_("friend")
    assert friend.commit("birch", review()).revision == 2
    words = change("review_view", "R1:1", "words", None, "The children knew their council")
    assert friend.commit("birch", Changeset("x", "Said", (words,))).revision == 3
    assert lead.load("birch").portfolio.reviews["R1"].title == "A neighbour"
    assert lead.history("birch")[0].changeset.author == world.role("friend")
    friend.undo("birch", "x")
    lead.commit("birch", view("1", None, 3))
    both = Changeset("x", "Both", (words, change("outcome", "1", "view", 3, 4)))
    for attempt in (
        *refusals(friend),
        lambda: friend.commit("birch", both),
        lambda: friend.undo("birch", "x", lead.history("birch")[0].changeset.uuid),
    ):
        with pytest.raises(NotAllowed, match="you may write reviews of “Birch Primary”, and nothing else"):
            attempt()
    assert lead.load("birch").portfolio.outcome("1").view == 3
    with pytest.raises(ConflictError):  # within what it may write, it is told of conflicts as ever
        friend.commit("birch", review("Another"))


def test_an_editor_makes_the_setting_that_it_was_granted_and_no_other(as_: Open, lead: Store) -> None:
    for other in ("oak", "elm"):
        with pytest.raises(NotAllowed, match=f"you may not set up “{other}” here — choose another name"):
            lead.create(other, founding())
    with pytest.raises(BadInput, match="there is a setting “birch” already"):
        lead.create("birch", founding("Another"))
    as_("oaklead").create("oak", founding("Oak Primary"))
    with pytest.raises(NotAllowed, match="you may not set up “oak” here"):
        lead.create("oak", founding())


def test_an_admin_makes_settings_and_reads_no_others(as_: Open, lead: Store, world: World) -> None:
    boss = as_("boss")
    boss.create("elm", founding("Elm House"))
    assert [info.id for info in boss.settings()] == ["elm"]
    assert boss.levels("elm") == {Level.ADMIN, Level.EDITOR}
    assert boss.commit("elm", view("1", None, 2)).revision == 2
    with pytest.raises(NotFound):
        boss.load("birch")
    for taken in ("birch", access_world.DESK):  # nor does an admin make the desk, and so get to see it
        with pytest.raises(NotAllowed, match=f"you may not set up “{taken}” here"):
            boss.create(taken, founding())
    assert boss.history("elm")[0].changeset.author == world.role("boss")


def test_a_coordinator_keeps_a_desk_and_sees_no_portfolio(as_: Open, lead: Store, world: World) -> None:
    coordinator = as_("coord")
    assert coordinator.settings() == []
    with pytest.raises(NotFound):
        coordinator.load("birch")
    desk = Desk.open(coordinator, "Coordinator")
    listed: Edit = ((change("listed", "birch", "name", None, "Birch Primary"),), ())
    desk.commit("Listed", listed)
    assert Desk.open(coordinator, "x").portfolio.of_kind("listed")["birch"].name == "Birch Primary"
    assert coordinator.history(desk.id)[0].changeset.author == world.role("coord")
    desk.undo()
    for role in ("lead", "area", "boss", "alledit"):
        assert not as_(role).exists(desk.id)


# -- bringing in ---------------------------------------------------------------------------------------


def test_what_an_editor_brings_in_comes_as_its_own_change_and_keeps_where_it_came_from(
    lead: Store, tmp_path: Path, world: World
) -> None:
    with open_store(tmp_path / "theirs.db") as theirs:
        bring(theirs, pack(lead, tmp_path))
        put(theirs, "depute", {("outcome", "1", "line"): "It works"})
        put(theirs, "depute", {("evidence", "E2", "present"): True, ("evidence", "E2", "title"): "Walk"})
        done = bring(lead, pack(theirs, tmp_path))
        assert done.road is Road.MERGE
        assert cells(lead) == cells(theirs)
    assert [entry.changeset.author for entry in lead.history("birch")] == [world.role("lead")] * 2
    assert [side.author for side in lead.side_lines("birch")] == [world.role("lead")]
    assert {c.author for side in lead.side_lines("birch") for c in side.changesets} == {"depute"}
    lead.undo("birch", "x")
    assert lead.load("birch").portfolio.outcome("1").line is None


def test_a_history_with_other_names_in_it_is_an_admins_to_bring_in(as_: Open, tmp_path: Path) -> None:
    with open_store(tmp_path / "theirs.db") as theirs:
        begin(theirs)
        put(theirs, "depute", {("outcome", "1", "line"): "It works"})
        whole = pack(theirs, tmp_path)
        theirs.backup(tmp_path / "backup.db")
    lead, boss = as_("lead"), as_("boss")
    with pytest.raises(NotAllowed, match="is brought in by an admin of the server") as refused:
        bring(lead, whole)
    one_line(refused.value)
    assert lead.settings() == []
    assert bring(boss, whole).road is Road.NEW
    assert [e.changeset.author for e in boss.history("birch")] == ["depute", AUTHOR]
    assert [e.changeset.author for e in lead.history("birch")] == ["depute", AUTHOR]


def test_a_backup_is_an_admins_to_bring_back(as_: Open, tmp_path: Path, world: World) -> None:
    with open_store(tmp_path / "first.db") as store:
        begin(store)
        put(store, "depute", {("outcome", "1", "line"): "It works"})
        store.backup(tmp_path / "backup.db")
    with pytest.raises(NotAllowed, match="is brought in by an admin of the server"):
        restore(tmp_path / "backup.db", world.address("lead"))
    assert restore(tmp_path / "backup.db", world.address("boss")) == ["birch"]
    assert as_("lead").history("birch")[0].changeset.author == "depute"
    boss = world.role("boss")  # which is no longer to see what it has brought back
    world.line("postgres").execute("DELETE FROM access WHERE role = %s AND setting_id = 'birch'", (boss,))
    world.line("postgres").commit()
    with pytest.raises(NotAllowed, match="you may not set up “birch” here"):
        restore(tmp_path / "backup.db", world.address("boss"))
    with (
        open_store(tmp_path / "first.db") as store,
        pytest.raises(NotAllowed, match="may not set up “birch”"),
    ):
        bring(as_("boss"), pack(store, tmp_path))
    assert as_("lead").commit("birch", view("2", None, 3)).revision == 3


# -- opening ---------------------------------------------------------------------------------------------


def test_a_role_that_was_granted_nothing_is_told_whom_to_ask(world: World) -> None:
    with pytest.raises(NotAllowed, match="your role has been granted nothing in") as refused:
        open_store(world.address("stranger"))
    assert "rrsa admin grant" in one_line(refused.value)


def test_an_empty_database_that_a_role_may_not_fill_says_so(postgres_url: str, world: World) -> None:
    with pytest.raises(NotAllowed, match="may not make or alter the tables") as refused:
        open_store(postgres_url.replace("rrsa_plain", world.role("stranger")))
    assert "rrsa admin init" in one_line(refused.value)


def test_an_older_shared_database_is_brought_up_to_date_by_whoever_looks_after_it(
    world: World, lead: Store
) -> None:
    admin = world.line("postgres")
    admin.execute("UPDATE meta SET version_num = '0004'")
    admin.commit()
    try:
        with pytest.raises(EnvironmentFailed) as refused:
            open_store(world.address("lead"))
        assert "rrsa admin init" in one_line(refused.value)
    finally:
        admin.execute("UPDATE meta SET version_num = '0005'")
        admin.commit()
