"""Two copies that moved apart, brought together: nothing is lost unseen, whichever side does it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_samples import AUTHOR
from two_copies import begin, bring, cells, dangling, pack, put, random_edit

from rrsa.errors import BadInput, RrsaError
from rrsa.exchange.returning.preview import Standing
from rrsa.exchange.whole import apply_whole_pack, read_whole_pack
from rrsa.portfolio.changes import Cell, ConflictError
from rrsa.store import Store, open_store
from rrsa.store.erasing import erase
from rrsa.store.kinship import Road
from rrsa.store.rewriting import Mark


@pytest.fixture
def pair(store_url: str, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Ours, on each engine, and a colleague's copy in a file of their own; both with a little in them."""
    with open_store(store_url) as ours, open_store(tmp_path / "theirs.db") as theirs:
        begin(ours)
        put(
            ours,
            AUTHOR,
            {
                ("evidence", "E1", "present"): True,
                ("evidence", "E1", "title"): "Council minutes",
                ("link", "E1:1", "present"): True,
                ("link", "E1:1", "evidence"): "E1",
                ("outcome", "1", "line"): "We have begun",
            },
        )
        bring(theirs, pack(ours, tmp_path))
        yield ours, theirs
        assert ours.check() == []
        assert theirs.check() == []


def test_what_only_one_side_did_comes_in_as_one_change_and_undo_takes_it_back(
    pair: tuple[Store, Store], tmp_path: Path
) -> None:
    ours, theirs = pair
    put(ours, "lead", {("outcome", "1", "achieved"): "A council"})
    put(theirs, "depute", {("outcome", "1", "line"): "It works"})
    put(theirs, "depute", {("evidence", "E2", "present"): True, ("evidence", "E2", "title"): "Walk"})
    before = cells(ours)
    done = bring(ours, pack(theirs, tmp_path))
    assert (done.road, done.committed, done.left) == (Road.MERGE, 3, ())
    portfolio = ours.load("birch").portfolio
    assert portfolio.outcome("1").line == "It works"
    assert portfolio.outcome("1").achieved == "A council"
    assert portfolio.evidence["E2"].title == "Walk"
    merge = ours.history("birch", limit=1)[0].changeset
    assert merge.reason.startswith("Brought together with the copy of depute, ")
    assert merge.author == "taker"
    ours.undo("birch", "taker")
    assert cells(ours) == before
    ours.redo("birch", "taker")
    assert ours.load("birch").portfolio == portfolio


def test_a_conflict_waits_and_nothing_is_done_until_it_is_settled(
    pair: tuple[Store, Store], tmp_path: Path
) -> None:
    ours, theirs = pair
    put(ours, "lead", {("outcome", "1", "line"): "Going well"})
    put(theirs, "depute", {("outcome", "1", "line"): "It works", ("outcome", "2", "line"): "New"})
    file = pack(theirs, tmp_path)
    seen = read_whole_pack(ours, file)
    (conflict,) = seen.preview.conflicts
    assert conflict.key == "outcome/1/line"
    assert (conflict.base, conflict.mine) == ("We have begun", "Going well")
    assert (conflict.theirs[0].words, conflict.theirs[0].who) == ("It works", "depute")
    assert [each.key for each in seen.preview.changes] == ["outcome/2/line"]
    before = cells(ours)
    assert [each.key for each in bring(ours, file).left] == ["outcome/1/line"]
    assert cells(ours) == before
    with pytest.raises(BadInput):
        bring(ours, file, {"outcome/9/line": "mine"})
    assert bring(ours, file, {"outcome/1/line": "theirs"}).committed == 2
    assert ours.load("birch").portfolio.outcome("1").line == "It works"


@pytest.mark.parametrize(("prefer", "line"), [("mine", "Going well"), ("theirs", "It works")])
def test_one_side_can_be_preferred_and_the_other_then_agrees(
    pair: tuple[Store, Store], tmp_path: Path, prefer: str, line: str
) -> None:
    ours, theirs = pair
    put(ours, "lead", {("outcome", "1", "line"): "Going well"})
    put(theirs, "depute", {("outcome", "1", "line"): "It works"})
    bring(ours, pack(theirs, tmp_path), prefer=prefer)
    assert ours.load("birch").portfolio.outcome("1").line == line
    assert bring(theirs, pack(ours, tmp_path)).left == ()
    assert cells(theirs) == cells(ours)


def test_the_same_pack_again_does_nothing_and_there_and_back_works(
    pair: tuple[Store, Store], tmp_path: Path
) -> None:
    ours, theirs = pair
    put(ours, "lead", {("outcome", "1", "achieved"): "ours"})
    put(theirs, "depute", {("outcome", "2", "achieved"): "theirs"})
    first = pack(theirs, tmp_path)
    bring(ours, first)
    revision = ours.load("birch").revision
    again = bring(ours, first)
    assert (again.road, again.committed) == (Road.NOTHING, 0)
    assert ours.load("birch").revision == revision
    back = bring(theirs, pack(ours, tmp_path))
    assert (back.road, back.left) == (Road.MERGE, ())
    assert cells(theirs) == cells(ours)
    # Both go on, and the same again: what was settled is not asked about once more.
    put(ours, "lead", {("outcome", "2", "achieved"): "ours on theirs"})
    put(theirs, "depute", {("outcome", "1", "achieved"): "theirs on ours"})
    bring(ours, pack(theirs, tmp_path))
    bring(theirs, pack(ours, tmp_path))
    assert cells(theirs) == cells(ours)
    assert ours.load("birch").portfolio.outcome("2").achieved == "ours on theirs"
    assert ours.load("birch").portfolio.outcome("1").achieved == "theirs on ours"
    # Where both hold the same, packs going to and fro add nothing to the history.
    revisions = ours.load("birch").revision, theirs.load("birch").revision
    for _n in range(2):
        bring(ours, pack(theirs, tmp_path))
        bring(theirs, pack(ours, tmp_path))
    assert (ours.load("birch").revision, theirs.load("birch").revision) == revisions


def test_packs_that_crossed_ask_about_nothing_that_was_heard_of(
    pair: tuple[Store, Store], tmp_path: Path
) -> None:
    ours, theirs = pair
    put(ours, "lead", {("evidence", "E1", "note"): "Read"})
    put(theirs, "depute", {("outcome", "2", "line"): "two"})
    from_ours, from_theirs = pack(ours, tmp_path, "ours.zip"), pack(theirs, tmp_path, "theirs.zip")
    bring(ours, from_theirs)
    bring(theirs, from_ours)
    assert cells(ours) == cells(theirs)
    everything = [cell for cell in cells(theirs) if cell.kind in ("evidence", "link")]
    put(theirs, "depute", {tuple(cell): None for cell in everything})  # type: ignore[misc]
    put(ours, "lead", {("outcome", "3", "line"): "three"})
    file = pack(theirs, tmp_path)
    assert read_whole_pack(ours, file).preview.conflicts == ()
    bring(ours, file)
    assert ours.load("birch").portfolio.evidence == {}
    assert ours.load("birch").portfolio.outcome("3").line == "three"


def test_a_merge_that_was_taken_back_can_be_done_once_more(pair: tuple[Store, Store], tmp_path: Path) -> None:
    ours, theirs = pair
    put(ours, "lead", {("outcome", "1", "achieved"): "ours"})
    put(theirs, "depute", {("outcome", "2", "achieved"): "theirs"})
    file = pack(theirs, tmp_path)
    bring(ours, file)
    ours.undo("birch", "taker")
    assert ours.load("birch").portfolio.outcome("2").achieved is None
    assert bring(ours, file).committed == 1
    assert ours.load("birch").portfolio.outcome("2").achieved == "theirs"
    assert len(ours.side_lines("birch")) == 1


def test_the_other_side_is_kept_as_a_side_line(pair: tuple[Store, Store], tmp_path: Path) -> None:
    ours, theirs = pair
    put(ours, "lead", {("outcome", "1", "achieved"): "ours"})
    uuids = [put(theirs, "depute", {("outcome", "2", "line"): text}, text) for text in ("one", "two")]
    bring(ours, pack(theirs, tmp_path))
    (line,) = ours.side_lines("birch")
    assert [changeset.uuid for changeset in line.changesets] == uuids
    assert [changeset.reason for changeset in line.changesets] == ["one", "two"]
    assert [changeset.changes[0].after for changeset in line.changesets] == ["one", "two"]
    assert (line.common, line.author) == (2, "taker")
    assert theirs.side_lines("birch") == []
    bring(theirs, pack(ours, tmp_path))
    assert [line.changesets[0].author for line in theirs.side_lines("birch")] == ["lead"]


def test_a_third_copy_is_known_by_what_the_second_has_heard(
    pair: tuple[Store, Store], tmp_path: Path
) -> None:
    ours, theirs = pair
    with open_store(tmp_path / "third.db") as third:
        bring(third, pack(ours, tmp_path))
        put(third, "janitor", {("outcome", "3", "line"): "third"})
        put(theirs, "depute", {("outcome", "2", "line"): "second"})
        put(ours, "lead", {("outcome", "1", "line"): "first"})
        bring(theirs, pack(third, tmp_path))
        bring(ours, pack(theirs, tmp_path))
        put(ours, "lead", {("outcome", "3", "line"): None})
        assert bring(ours, pack(third, tmp_path)).road is Road.NOTHING
        put(third, "janitor", {("outcome", "3", "achieved"): "more"})
        assert bring(ours, pack(third, tmp_path)).left == ()
    outcome = ours.load("birch").portfolio.outcome("3")
    assert (outcome.line, outcome.achieved) == (None, "more")


def test_a_piece_that_one_side_removed_and_the_other_worked_on_is_asked_about_as_a_whole(
    pair: tuple[Store, Store], tmp_path: Path
) -> None:
    ours, theirs = pair
    put(
        ours,
        "lead",
        {
            ("evidence", "E1", "present"): None,
            ("evidence", "E1", "title"): None,
            ("link", "E1:1", "present"): None,
            ("link", "E1:1", "evidence"): None,
        },
    )
    put(
        theirs,
        "depute",
        {
            ("evidence", "E1", "note"): "Read it",
            ("link", "E1:2", "present"): True,
            ("link", "E1:2", "evidence"): "E1",
        },
    )
    file = pack(theirs, tmp_path)
    (conflict,) = read_whole_pack(ours, file).preview.conflicts
    assert conflict.key == "evidence/E1"
    assert (conflict.mine, conflict.theirs[0].words) == ("", "“Council minutes” · Read it")
    assert bring(ours, file, prefer="theirs").left == ()
    portfolio = ours.load("birch").portfolio
    assert portfolio.evidence["E1"].title == "Council minutes"
    assert sorted(portfolio.links) == ["E1:1", "E1:2"]
    back = pack(ours, tmp_path, "back.zip")
    assert bring(theirs, back).left == ()
    assert cells(theirs) == cells(ours)


def test_keeping_it_removed_leaves_nothing_hanging(pair: tuple[Store, Store], tmp_path: Path) -> None:
    ours, theirs = pair
    put(
        ours,
        "lead",
        {
            ("evidence", "E1", "present"): None,
            ("evidence", "E1", "title"): None,
            ("link", "E1:1", "present"): None,
            ("link", "E1:1", "evidence"): None,
        },
    )
    put(
        theirs,
        "depute",
        {
            ("action", "A1", "present"): True,
            ("action", "A1", "what"): "Ask again",
            ("action", "A1", "because"): "E1",
        },
    )
    bring(ours, pack(theirs, tmp_path), prefer="mine")
    portfolio = ours.load("birch").portfolio
    assert portfolio.evidence == {} and portfolio.links == {}
    assert (portfolio.actions["A1"].what, portfolio.actions["A1"].because) == ("Ask again", None)


def test_files_and_framework_texts_come_along(pair: tuple[Store, Store], tmp_path: Path) -> None:
    import io

    ours, theirs = pair
    sha = theirs.put_file("birch", io.BytesIO(b"a drawing" * 300_000)).sha256
    text = theirs.put_framework("birch", "title: another")
    put(theirs, "depute", {("evidence", "E1", "file_sha256"): sha, ("evidence", "E1", "file_name"): "d.png"})
    put(ours, "lead", {("outcome", "1", "line"): "ours"})
    bring(ours, pack(theirs, tmp_path))
    assert b"".join(ours.read_file("birch", sha)) == b"a drawing" * 300_000
    assert ours.framework_text("birch", text) == "title: another"


# -- what was erased -----------------------------------------------------------------------------------


def test_what_was_erased_here_stays_away_and_that_is_said(pair: tuple[Store, Store], tmp_path: Path) -> None:
    ours, theirs = pair
    put(
        theirs,
        "depute",
        {
            ("evidence", "E1", "note"): "Morag said so",
            ("link", "E1:2", "evidence"): "E1",
            ("link", "E1:2", "present"): True,
            ("outcome", "2", "line"): "two",
        },
    )
    erase(ours, "birch", [Mark("evidence", "E1")], author="lead")
    file = pack(theirs, tmp_path)
    seen = read_whole_pack(ours, file)
    assert seen.left_out == 1
    assert "1 thing in it was erased here, and stays away." in seen.preview.notes
    bring(ours, file)
    portfolio = ours.load("birch").portfolio
    assert portfolio.evidence == {} and portfolio.links == {}
    assert portfolio.outcome("2").line == "two"
    assert "Morag" not in str(ours.side_lines("birch"))
    assert "Council minutes" not in str(ours.side_lines("birch"))


def test_what_was_erased_there_is_asked_about_and_goes_when_somebody_says_so(
    pair: tuple[Store, Store], tmp_path: Path
) -> None:
    ours, theirs = pair
    put(ours, "lead", {("outcome", "1", "achieved"): "ours"})
    erase(theirs, "birch", [Mark("evidence", "E1")], author="depute")
    file = pack(theirs, tmp_path)
    (asked,) = read_whole_pack(ours, file).preview.conflicts
    assert asked.key == "erased/evidence/E1"
    assert asked.standing is Standing.MISSING
    assert bring(ours, file, prefer="theirs").left == (asked,)
    assert "E1" in ours.load("birch").portfolio.evidence
    assert bring(ours, file, {"erased/evidence/E1": "remove"}).erased == 1
    assert ours.load("birch").portfolio.evidence == {}
    assert ours.erased("birch") == theirs.erased("birch")
    assert "Council minutes" not in str(ours.history("birch"))


def test_what_was_never_here_and_erased_there_cannot_come_by_another_road(
    pair: tuple[Store, Store], tmp_path: Path
) -> None:
    ours, theirs = pair
    with open_store(tmp_path / "third.db") as third:
        put(theirs, "depute", {("evidence", "E9", "present"): True, ("evidence", "E9", "title"): "Nine"})
        bring(third, pack(theirs, tmp_path))
        put(ours, "lead", {("outcome", "1", "line"): "ours"})
        erase(theirs, "birch", [Mark("evidence", "E9")], author="depute")
        bring(ours, pack(theirs, tmp_path))
        assert ("evidence", "E9", "") in ours.erased("birch")
        seen = read_whole_pack(ours, pack(third, tmp_path))
        assert seen.left_out in (0, 1)
        bring(ours, pack(third, tmp_path))
    assert "E9" not in ours.load("birch").portfolio.evidence
    assert "Nine" not in str(ours.side_lines("birch"))


def test_what_was_erased_there_may_be_kept_here(pair: tuple[Store, Store], tmp_path: Path) -> None:
    ours, theirs = pair
    put(ours, "lead", {("evidence", "E1", "note"): "Ours"})
    erase(theirs, "birch", [Mark("evidence", "E1")], author="depute")
    put(theirs, "depute", {("outcome", "2", "line"): "two"})
    bring(ours, pack(theirs, tmp_path), prefer="mine")
    portfolio = ours.load("birch").portfolio
    assert portfolio.evidence["E1"].note == "Ours"
    assert portfolio.links["E1:1"].evidence == "E1"
    assert portfolio.outcome("2").line == "two"
    assert ours.erased("birch") == frozenset()
    put(ours, "lead", {("evidence", "E1", "note"): "Still here"})


# -- what can go wrong ---------------------------------------------------------------------------------


def test_whoever_saves_in_between_makes_one_look_again(pair: tuple[Store, Store], tmp_path: Path) -> None:
    ours, theirs = pair
    put(ours, "lead", {("outcome", "1", "line"): "ours"})
    put(theirs, "depute", {("outcome", "2", "line"): "theirs"})
    file = pack(theirs, tmp_path)
    seen = read_whole_pack(ours, file)
    put(ours, "lead", {("outcome", "3", "line"): "just now"})
    before = cells(ours)
    with pytest.raises(ConflictError, match="look at it again"):
        apply_whole_pack(ours, file, {}, author="taker", seen=seen)
    assert cells(ours) == before


def test_another_setting_of_the_same_id_is_refused(store: Store, tmp_path: Path) -> None:
    begin(store)
    with open_store(tmp_path / "other.db") as other:
        begin(other)
        file = pack(other, tmp_path)
    with pytest.raises(BadInput, match="another setting “birch” here, with a history of its own — bring"):
        bring(store, file)


# -- laws ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def laws(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("merging")


@settings(max_examples=12)
@given(seed=st.integers(0, 10**9))
def test_whatever_two_people_did_apart_nothing_is_lost_unseen(laws: Path, seed: int) -> None:
    chance = random.Random(seed)
    for leftover in laws.iterdir():
        leftover.unlink()
    with open_store(laws / "a.db") as a, open_store(laws / "b.db") as b:
        begin(a)
        made: list[str] = []
        for store in (a, b):
            store.database.driver().execute("PRAGMA synchronous=OFF")
        for _n in range(chance.randint(0, 4)):
            random_edit(a, chance, "anna", made)
        base = cells(a)
        bring(b, pack(a, laws, "begin.zip"))
        for _n in range(chance.randint(1, 5)):
            random_edit(a, chance, "anna", made)
        for _n in range(chance.randint(1, 5)):
            random_edit(b, chance, "ben", made)
        mine, theirs = cells(a), cells(b)
        from_a, from_b = pack(a, laws, "a.zip"), pack(b, laws, "b.zip")
        seen = read_whole_pack(a, from_b)
        shown = {cell for each in seen.preview.conflicts for cell in each.now}
        prefer = chance.choice(("mine", "theirs"))
        assert bring(a, from_b, prefer=prefer).left == ()
        after = cells(a)
        for cell in base.keys() | mine.keys() | theirs.keys() | after.keys():
            was, my, their, now = (each.get(cell) for each in (base, mine, theirs, after))
            if cell in shown:
                assert now == (my if prefer == "mine" else their)
            elif my == was:
                assert now == their, cell
            else:
                assert now == my, cell
                assert their in (was, my), cell
        assert dangling(a.load("birch").portfolio) == []
        if not seen.preview.conflicts and seen.road is Road.MERGE:
            assert bring(b, from_a).left == ()
            assert cells(b) == after
        else:
            back = bring(b, pack(a, laws, "back.zip"))
            assert back.left == ()
            assert cells(b) == after
        if seen.road is Road.MERGE and after != mine:
            a.undo("birch", "taker")
            assert cells(a) == mine
            a.redo("birch", "taker")
        for _n in range(chance.randint(0, 3)):
            random_edit(a, chance, "anna", made)
        for _n in range(chance.randint(0, 3)):
            random_edit(b, chance, "ben", made)
        bring(a, pack(b, laws, "again-b.zip"), prefer="mine")
        bring(b, pack(a, laws, "again-a.zip"), prefer="theirs")
        assert cells(a) == cells(b)
        assert dangling(a.load("birch").portfolio) == []
        assert a.check() == [] and b.check() == []


@settings(max_examples=6)
@given(seed=st.integers(0, 10**9))
def test_three_copies_may_cross_erase_and_take_back_as_they_like(laws: Path, seed: int) -> None:
    chance = random.Random(seed)
    for leftover in laws.iterdir():
        leftover.unlink()
    with (
        open_store(laws / "anna.db") as anna,
        open_store(laws / "ben.db") as ben,
        open_store(laws / "cleo.db") as cleo,
    ):
        stores = {"anna": anna, "ben": ben, "cleo": cleo}
        made: list[str] = []
        begin(anna)
        for store in stores.values():
            store.database.driver().execute("PRAGMA synchronous=OFF")
        for _n in range(3):
            random_edit(anna, chance, "anna", made)
        packs = [pack(anna, laws, "first.zip")]
        for store in (ben, cleo):
            bring(store, packs[0])
        for step in range(14):
            who = chance.choice(list(stores))
            store, turn = stores[who], chance.random()
            evidence = sorted(store.load("birch").portfolio.evidence)
            if turn < 0.55:
                random_edit(store, chance, who, made)
            elif turn < 0.63 and evidence:
                mark = Mark("evidence", chance.choice(evidence), chance.choice(("", "note", "title")))
                erase(store, "birch", [mark], author=who)
            elif turn < 0.7:
                with suppress(RrsaError):
                    store.undo("birch", "taker")
            else:
                if chance.random() < 0.8:
                    packs.append(pack(stores[chance.choice(list(stores))], laws, f"{step}.zip"))
                file, before = chance.choice(packs[-3:]), cells(store)
                differences = read_whole_pack(store, file).preview.differences
                choices = {each.key: chance.choice(each.choices) for each in differences if each.is_open}
                done = bring(store, file, choices)
                assert done.left == ()
                if done.road is Road.MERGE and not done.erased:
                    shown = {cell for each in differences for cell in each.now}
                    altered = {c for c, _v in before.items() ^ cells(store).items()}
                    assert altered <= shown
                assert read_whole_pack(store, file).road is Road.NOTHING
            assert dangling(store.load("birch").portfolio) == []
        for store in stores.values():
            assert store.check() == []


def test_a_cell_is_a_cell() -> None:
    """The keys that a person types are made from cells."""
    from rrsa.exchange.whole.saying import key_of

    assert key_of(Cell("evidence", "E1", "present")) == "evidence/E1"
    assert key_of(Cell("evidence", "E1", "file_sha256")) == "evidence/E1/file"
    assert key_of(Cell("outcome", "4", "line")) == "outcome/4/line"
