"""Taking back and doing again, on both engines."""

from __future__ import annotations

import pytest
from store_samples import AUTHOR, evidence, link, view

from rrsa.errors import BadInput, NotFound
from rrsa.portfolio import edits
from rrsa.portfolio.changes import Cell, Changeset, Conflict, ConflictError
from rrsa.store import Store


def grade(store: Store, setting: str, outcome: str = "1") -> int | None:
    return store.load(setting).portfolio.outcome(outcome).view


def test_undo_restores_exactly_and_names_what_it_took_back(store: Store, birch: str) -> None:
    before = store.load(birch).portfolio
    mine = evidence("E1", people=4, identifiable=True)
    store.commit(birch, mine)
    entry = store.undo(birch, AUTHOR)
    assert entry.changeset == mine
    assert entry.undone
    assert store.load(birch).portfolio == before
    undo, original = store.history(birch, limit=2)
    assert undo.changeset.reason == "Undo: Evidence: Minutes"
    assert undo.changeset.undoes == mine.uuid
    assert (undo.undone, original.undone) == (False, True)


def test_undoing_twice_goes_further_back_and_redo_comes_forward_again(store: Store, birch: str) -> None:
    for n in (1, 2, 3):
        store.commit(birch, view("1", n - 1 or None, n))
    seen = []
    for step in (
        store.undo,
        store.undo,
        store.redo,
        store.undo,
        store.undo,
        store.redo,
        store.redo,
        store.redo,
    ):
        step(birch, AUTHOR)
        seen.append(grade(store, birch))
    assert seen == [2, 1, 2, 1, None, 1, 2, 3]
    with pytest.raises(NotFound, match="to do again"):
        store.redo(birch, AUTHOR)
    assert store.history(birch, limit=1)[0].changeset.reason == "Redo: View of 1: 3"


def test_redo_says_what_it_did_again(store: Store, birch: str) -> None:
    mine = view("1", None, 3)
    store.commit(birch, mine)
    store.undo(birch, AUTHOR)
    entry = store.redo(birch, AUTHOR)
    assert entry.changeset == mine
    assert not entry.undone
    assert not store.changeset(birch, mine.uuid).undone


def test_nothing_can_be_done_again_after_a_new_change(store: Store, birch: str) -> None:
    store.commit(birch, view("1", None, 1))
    store.undo(birch, AUTHOR)
    store.commit(birch, view("2", None, 4))
    with pytest.raises(NotFound):
        store.redo(birch, AUTHOR)
    store.undo(birch, AUTHOR)
    store.redo(birch, AUTHOR)
    assert grade(store, birch, "2") == 4
    with pytest.raises(NotFound):
        store.redo(birch, AUTHOR)


def test_each_author_takes_back_their_own(store: Store, birch: str) -> None:
    store.commit(birch, view("1", None, 1))
    store.commit(birch, view("2", None, 2, "head"))
    assert store.undo(birch, AUTHOR).changeset.reason == "View of 1: 1"
    with pytest.raises(NotFound, match="nothing of “rights lead” left"):
        store.undo(birch, AUTHOR)
    with pytest.raises(NotFound):
        store.redo(birch, "head")
    assert grade(store, birch, "2") == 2


def test_what_set_the_setting_up_stays(store: Store, birch: str) -> None:
    with pytest.raises(NotFound):
        store.undo(birch, AUTHOR)
    first = store.history(birch)[-1].changeset.uuid
    with pytest.raises(BadInput, match="set the setting up"):
        store.undo(birch, AUTHOR, first)
    assert store.load(birch).portfolio.setting.name == "Birch Primary"


def test_an_older_change_is_taken_back_while_nothing_stands_on_it(store: Store, birch: str) -> None:
    older = view("1", None, 1)
    store.commit(birch, older)
    store.commit(birch, view("2", None, 2))
    assert store.undo(birch, AUTHOR, older.uuid).changeset == older
    assert (grade(store, birch, "1"), grade(store, birch, "2")) == (None, 2)
    with pytest.raises(BadInput, match="already"):
        store.undo(birch, AUTHOR, older.uuid)


def test_an_older_change_with_another_on_top_shows_what_stands_on_it(store: Store, birch: str) -> None:
    older = view("1", None, 1)
    store.commit(birch, older)
    store.commit(birch, view("1", 1, 3, "head"))
    with pytest.raises(ConflictError, match="“View of 1: 3” by head stands on it") as refused:
        store.undo(birch, AUTHOR)
    assert refused.value.conflicts == (Conflict(Cell("outcome", "1", "view"), 1, None, 3),)
    assert grade(store, birch) == 3
    store.undo(birch, "head")
    store.undo(birch, AUTHOR)
    assert grade(store, birch) is None


def test_a_value_that_has_come_back_by_itself_does_not_make_its_first_writer_the_last(
    store: Store, birch: str
) -> None:
    mine = view("1", None, 1)
    store.commit(birch, mine)
    store.commit(birch, view("1", 1, 2, "head"))
    store.commit(birch, view("1", 2, 1, "deputy"))
    with pytest.raises(ConflictError, match="2 later changes stand on it"):
        store.undo(birch, AUTHOR)
    assert grade(store, birch) == 1


def test_evidence_that_somebody_has_linked_cannot_simply_go(store: Store, birch: str) -> None:
    mine = evidence("E1")
    store.commit(birch, mine)
    store.commit(birch, link("E1", "4", "head"))
    with pytest.raises(ConflictError, match="Link E1 to 4"):
        store.undo(birch, AUTHOR)
    store.undo(birch, "head")
    store.undo(birch, AUTHOR)
    assert store.load(birch).portfolio.evidence == {}
    with pytest.raises(ConflictError):  # and the link not come back without its evidence
        store.redo(birch, "head")


def test_a_link_does_not_come_back_to_evidence_that_is_gone(store: Store, birch: str) -> None:
    store.commit(birch, evidence("E1"))
    store.commit(birch, link("E1", "4"))
    portfolio = store.load(birch).portfolio
    store.commit(birch, Changeset(AUTHOR, "Unlink", edits.unlink(portfolio, "E1", ["4"])[0]))
    portfolio = store.load(birch).portfolio
    store.commit(birch, Changeset("head", "Remove", edits.remove_evidence(portfolio, "E1")[0]))
    with pytest.raises(ConflictError):
        store.undo(birch, AUTHOR)
    assert store.load(birch).portfolio.links == {}
    store.undo(birch, "head")
    store.undo(birch, AUTHOR)
    assert list(store.load(birch).portfolio.links) == ["E1:4"]


def test_removed_evidence_comes_back_with_its_links_and_what_it_was_the_reason_for(
    store: Store, birch: str
) -> None:
    store.commit(birch, evidence("E1"))
    store.commit(birch, link("E1", "4"))
    action = {"present": True, "what": "Ask again", "outcome": "4", "because": "E1"}
    store.commit(birch, Changeset(AUTHOR, "Act", edits.create("action", "A1", action)))
    before = store.load(birch).portfolio
    store.commit(birch, Changeset(AUTHOR, "Remove", edits.remove_evidence(before, "E1")[0]))
    assert store.load(birch).portfolio.actions["A1"].because is None
    store.undo(birch, AUTHOR)
    assert store.load(birch).portfolio == before


def test_a_change_may_be_named_by_the_beginning_of_its_uuid(store: Store, birch: str) -> None:
    mine = view("1", None, 1)
    store.commit(birch, mine)
    store.undo(birch, AUTHOR, mine.uuid[:8])
    assert grade(store, birch) is None
    with pytest.raises(NotFound, match="no change “ffff"):
        store.undo(birch, AUTHOR, "ffff-not-there")
    undo = store.history(birch, limit=1)[0].changeset
    assert not store.undo(birch, AUTHOR, undo.uuid).undone  # taking back an undo does it again
    assert grade(store, birch) == 1


def test_another_authors_change_can_be_taken_back_by_name(store: Store, birch: str) -> None:
    theirs = view("1", None, 1, "head")
    store.commit(birch, theirs)
    store.undo(birch, AUTHOR, theirs.uuid)
    newest = store.history(birch, limit=1)[0].changeset
    assert (newest.author, newest.undoes) == (AUTHOR, theirs.uuid)
    store.redo(birch, AUTHOR)
    assert grade(store, birch) == 1


def test_a_redo_over_somebody_elses_later_change_is_refused(store: Store, birch: str) -> None:
    store.commit(birch, view("1", None, 1))
    store.undo(birch, AUTHOR)
    store.commit(birch, view("1", None, 4, "head"))
    with pytest.raises(ConflictError, match="“View of 1: 1” cannot be done again: “View of 1: 4” by head"):
        store.redo(birch, AUTHOR)
    assert grade(store, birch) == 4
