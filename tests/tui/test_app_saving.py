"""Drafts, somebody else at the same school, and saves that do not go through."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from app_desk import SETTING, Desk, at_desk, at_outcome
from textual.widgets import TextArea

from rrsa.drafts import Drafts
from rrsa.errors import EnvironmentFailed
from rrsa.evaluation import Evaluation
from rrsa.portfolio.changes import Cell
from rrsa.store import open_store
from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]
LINE = Cell("outcome", "9", "line")


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts, looks at what others did, and giving up on a busy database: all at once instead of soon."""
    monkeypatch.setattr("rrsa.tui.widgets.fields.DRAFT_AFTER", 0.02)
    monkeypatch.setattr("rrsa.tui.app.LOOK_FOR_OTHERS", 0.05)
    monkeypatch.setattr("rrsa.store.sqlite.WAIT_SECONDS", 0.1)


def kept_drafts(desk: Desk) -> dict[Cell, str]:
    """The drafts as they lie on the disk."""
    return {draft.cell: draft.text for draft in Drafts(desk.app.database, SETTING).all()}


def typed(desk: Desk, selector: str) -> str:
    return desk.app.screen.query_one(selector, TextArea).text


@contextmanager
def colleague(database: Path) -> Iterator[Evaluation]:
    """Somebody else, with the same database open on another machine."""
    with open_store(database) as store:
        yield Evaluation.open(store, SETTING, author="DHT")


# -- drafts -----------------------------------------------------------------------------------------


async def test_what_is_typed_is_kept_before_it_is_saved(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await desk.write("#line", "Half a thought")
        await desk.until(lambda: kept_drafts(desk) == {LINE: "Half a thought"}, "the draft")
        assert desk.kept().outcome("9").line is None, "not in the journal while it is being typed"
        await desk.press("tab")
        assert desk.kept().outcome("9").line == "Half a thought"
        await desk.until(lambda: not kept_drafts(desk), "the draft is cleared")


async def test_typing_and_taking_it_back_leaves_no_draft(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await desk.write("#line", "ab")
        await desk.until(lambda: kept_drafts(desk), "the draft")
        await desk.press("backspace", "backspace")
        await desk.until(lambda: not kept_drafts(desk), "no draft")


async def test_an_orderly_end_leaves_nothing_to_offer(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await desk.write("#line", "Half a thought")
        await desk.until(lambda: kept_drafts(desk), "the draft")
        desk.send("ctrl+q")
        await desk.until(lambda: desk.app.store is None, "the app has closed")
        await desk.until(lambda: not kept_drafts(desk), "the draft is cleared")
        assert desk.kept().outcome("9").line == "Half a thought"
    async with at_desk(make_app(), at="OutcomeScreen") as desk:
        assert typed(desk, "#line") == "Half a thought"


async def left_behind(make_app: Make) -> None:
    """A window that was closed while somebody was typing."""
    async with at_outcome(make_app(), "9") as desk:
        await desk.write("#line", "Half a thought")
        await desk.until(lambda: kept_drafts(desk), "the draft")


async def test_what_was_left_behind_is_offered_and_saved(make_app: Make) -> None:
    await left_behind(make_app)
    async with at_desk(make_app(), at="LeftBehind") as desk:
        assert desk.sees("You were typing when the window closed")
        assert desk.sees("Half a thought")
        assert desk.sees("9 · Acting for rights")
        assert desk.kept().outcome("9").line is None
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        assert desk.kept().outcome("9").line == "Half a thought"
        assert typed(desk, "#line") == "Half a thought"
        await desk.until(lambda: not kept_drafts(desk), "the draft is cleared")


async def test_what_was_left_behind_can_be_let_go(make_app: Make) -> None:
    await left_behind(make_app)
    async with at_desk(make_app(), at="LeftBehind") as desk:
        await desk.focus("#drop")
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        assert not kept_drafts(desk)
        assert desk.kept().outcome("9").line is None
    async with at_desk(make_app(), at="OutcomeScreen"):
        pass


@pytest.mark.parametrize("key", ["escape", "enter"])
async def test_what_was_left_behind_can_wait(make_app: Make, key: str) -> None:
    await left_behind(make_app)
    async with at_desk(make_app(), at="LeftBehind") as desk:
        await desk.focus("#cancel")
        await desk.press(key)
        await desk.at("OutcomeScreen")
        assert desk.kept().outcome("9").line is None
    async with at_desk(make_app(), at="LeftBehind") as desk:
        assert desk.sees("Half a thought")


async def test_a_draft_under_which_somebody_else_has_written_is_a_question(
    make_app: Make, school: Path
) -> None:
    await left_behind(make_app)
    with colleague(school) as other:
        other.record_outcome("9", {"line": "Written by the DHT"})
    async with at_desk(make_app(), at="LeftBehind") as desk:
        await desk.press("enter")
        await desk.at("SettleConflict")
        assert desk.kept().outcome("9").line == "Written by the DHT"
        assert desk.sees("Half a thought") or any("Half a thought" in text for text in desk.texts())
        await desk.press("escape")


async def test_a_draft_file_that_cannot_be_read_is_no_trouble(make_app: Make, home: Path) -> None:
    await left_behind(make_app)
    for file in (home / "drafts").glob("*.json"):
        file.write_text("[{broken", encoding="utf-8")
    async with at_desk(make_app(), at="OutcomeScreen"):
        pass


# -- somebody else ----------------------------------------------------------------------------------


async def test_what_somebody_else_saves_comes_to_the_screen(make_app: Make, school: Path) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await desk.settle()
        with colleague(school) as other:
            other.record_outcome("9", {"view": 4, "line": "Written by the DHT"})
        await desk.see("4 ● Second nature")
        await desk.until(lambda: typed(desk, "#line") == "Written by the DHT")
        await desk.see("Somebody else has saved something")


async def test_it_never_takes_the_place_of_what_is_being_typed(make_app: Make, school: Path) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await desk.write("#line", "Half a thought")
        with colleague(school) as other:
            other.record_outcome("9", {"view": 4, "line": "Written by the DHT"})
        await desk.see("4 ● Second nature")
        assert typed(desk, "#line") == "Half a thought"
        assert desk.app.screen.query_one("#line").has_focus


async def in_conflict(desk: Desk, database: Path) -> None:
    """Both have written the same line."""
    await desk.write("#line", "Half a thought")
    with colleague(database) as other:
        other.record_outcome("9", {"line": "Written by the DHT"})
    await desk.press("tab")
    await desk.at("SettleConflict")
    shown = " ".join(desk.texts())
    assert "It was: (nothing)" in shown
    assert "You wrote: Half a thought" in shown
    assert "It is now: Written by the DHT" in shown


async def test_a_conflict_can_end_in_mine(make_app: Make, school: Path) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await in_conflict(desk, school)
        await desk.focus("#ok")
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        assert desk.kept().outcome("9").line == "Half a thought"
        assert typed(desk, "#line") == "Half a thought"
        await desk.until(lambda: not kept_drafts(desk), "the draft is cleared")
        # What was not chosen stays in the history.
        assert len([reason for reason in desk.reasons() if "outcome 9" in reason]) == 2


async def test_a_conflict_can_end_in_theirs(make_app: Make, school: Path) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await in_conflict(desk, school)
        await desk.focus("#theirs")
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        assert desk.kept().outcome("9").line == "Written by the DHT"
        await desk.until(lambda: typed(desk, "#line") == "Written by the DHT", "their text")
        await desk.until(lambda: not kept_drafts(desk), "the draft is cleared")


async def test_a_conflict_that_is_put_off_loses_neither(make_app: Make, school: Path) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await in_conflict(desk, school)
        await desk.press("escape")
        await desk.at("OutcomeScreen")
        assert desk.kept().outcome("9").line == "Written by the DHT"
        assert kept_drafts(desk) == {LINE: "Half a thought"}


async def test_a_form_over_which_somebody_else_wrote_asks(make_app: Make, school: Path) -> None:
    async with at_outcome(make_app(), "5") as desk:
        await desk.focus("#evidence-list")
        await desk.press("enter")
        await desk.at("EvidenceDialog")
        await desk.write("#place", "Blue folder")
        with colleague(school) as other:
            (item,) = [e for e in other.portfolio.evidence.values() if "mornings" in (e.title or "")]
            other.edit_evidence(item.id, {"place": "Green folder"})
        await desk.press("ctrl+s")
        await desk.at("SettleConflict")
        assert desk.kept().evidence[item.id].place == "Green folder"
        await desk.focus("#ok")
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        assert desk.kept().evidence[item.id].place == "Blue folder"


# -- saves that do not go through -------------------------------------------------------------------


@contextmanager
def busy(database: Path) -> Iterator[None]:
    """Another program holds the database."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_a_busy_database_is_said_and_tried_again(make_app: Make, school: Path) -> None:
    async with at_outcome(make_app(), "9") as desk:
        with busy(school):
            await desk.press("3")
            await desk.at("NotSaved")
            assert "is busy with another program" in " ".join(desk.texts())
            assert desk.kept().outcome("9").view is None
        await desk.focus("#ok")
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        assert desk.kept().outcome("9").view == 3


async def test_text_that_could_not_be_saved_stays_in_its_field(make_app: Make, school: Path) -> None:
    async with at_outcome(make_app(), "9") as desk:
        with busy(school):
            await desk.write("#line", "Half a thought")
            await desk.press("tab")
            await desk.at("NotSaved")
            assert desk.sees("What you typed is kept.")
            await desk.press("escape")
            await desk.at("OutcomeScreen")
            assert kept_drafts(desk) == {LINE: "Half a thought"}
            assert typed(desk, "#line") == "Half a thought", "as it was typed, for another try"
        await desk.focus("#line")
        await desk.press("tab")
        assert desk.kept().outcome("9").line == "Half a thought"
        await desk.until(lambda: not kept_drafts(desk), "the draft is cleared")


async def test_a_full_disk_is_said_and_trying_again_saves_the_text(
    make_app: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_outcome(make_app(), "9") as desk:
        store = desk.app.store
        assert store is not None
        real = store.commit

        def full(*_args: Any, **_more: Any) -> Any:
            raise EnvironmentFailed("the disk is full", "make some room, then do it again")

        monkeypatch.setattr(store, "commit", full)
        await desk.write("#achieved", "A letter by P7")
        await desk.press("tab")
        await desk.at("NotSaved")
        assert "the disk is full — make some room, then do it again" in " ".join(desk.texts())
        monkeypatch.setattr(store, "commit", real)
        await desk.focus("#ok")
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        assert desk.kept().outcome("9").achieved == "A letter by P7"
        assert typed(desk, "#achieved") == "A letter by P7"


async def test_a_slip_of_ours_is_no_crash(make_app: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_outcome(make_app(), "9") as desk:

        def broken(*_args: Any, **_more: Any) -> Any:
            raise ZeroDivisionError("a slip of ours")

        monkeypatch.setattr(desk.app.open_sitting.evaluation.store, "commit", broken)
        await desk.press("3")
        await desk.at("NotSaved")
        assert "rrsa did not expect this: ZeroDivisionError" in " ".join(desk.texts())
        await desk.press("escape")
        await desk.at("OutcomeScreen")
        assert desk.sees("3 ○ Making a difference")


async def test_saves_that_fail_together_are_tried_again_in_their_order(make_app: Make, school: Path) -> None:
    async with at_outcome(make_app(), "9") as desk:
        with busy(school):
            for key in "342":
                desk.send(key)
            await desk.at("NotSaved")
        await desk.press("ctrl+s")
        await desk.at("OutcomeScreen")
        assert desk.kept().outcome("9").view == 2
        assert desk.sees("2 ● Taking shape")


# -- the writer -------------------------------------------------------------------------------------


def test_the_writer_does_one_thing_after_another_and_waits_on_closing() -> None:
    from rrsa.tui.writer import Writer

    done: list[Any] = []
    writer = Writer()
    for n in range(200):
        writer.put(lambda n=n: n, lambda result, error: done.append((result, error)))
    writer.close()
    assert done == [(n, None) for n in range(200)]


def test_a_job_that_fails_does_not_stop_the_next() -> None:
    from rrsa.tui.writer import Writer

    done: list[Any] = []
    writer = Writer()
    writer.put(lambda: 1 // 0, lambda result, error: done.append(type(error)))
    writer.put(lambda: "saved", lambda result, error: done.append(result))
    writer.close()
    assert done == [ZeroDivisionError, "saved"]
