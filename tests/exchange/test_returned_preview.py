"""A preview as it is settled: what goes in together, what waits with something else, what a removal takes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rrsa.errors import BadInput
from rrsa.exchange.returning.preview import Difference, Preview, Side, Standing, summary_words
from rrsa.portfolio.changes import Cell, Change, Guard
from rrsa.portfolio.edits import present

LINE, VIEW = Cell("outcome", "4", "line"), Cell("outcome", "4", "view")


def side(values: dict[Cell, Any], workbook: str = "a.xlsx", also: tuple[str, ...] = ()) -> Side:
    return Side(values, "words", workbook, workbook, "Quick look!E4", also)


def difference(key: str, *sides: Side, standing: Standing = Standing.CHANGE, **more: Any) -> Difference:
    return Difference(key, key, "", "", sides, standing, **more)


def preview(*differences: Difference) -> Preview:
    return Preview("glen", "Glen School", False, 7, ("a.xlsx", "b.xlsx"), differences)


def new_row(
    kind: str, record: str, head: str, *, standing: Standing = Standing.CHANGE, **more: Any
) -> Difference:
    cells = {Cell(kind, record, "present"): True, Cell(kind, record, head): "x"}
    return difference(f"{kind}/{record}/{head}", side(cells), standing=standing, is_new=True, **more)


def test_changes_hold_on_to_what_was_compared() -> None:
    settled = preview(
        difference("outcome/4/line", side({LINE: "b"}), now={LINE: "a"}, guards=(Guard(VIEW, 3),))
    ).settled({})
    assert settled.changes == (Change(LINE, "a", "b"),)
    assert settled.guards == (Guard(VIEW, 3),)
    assert not settled.left


def test_what_is_changed_itself_needs_no_guard() -> None:
    settled = preview(
        difference("outcome/4/line", side({LINE: "b"}), now={LINE: "a"}, guards=(Guard(VIEW, 3),)),
        difference("outcome/4/view", side({VIEW: 4}), now={VIEW: 3}),
    ).settled({})
    assert {change.cell for change in settled.changes} == {LINE, VIEW}
    assert not settled.guards


def test_sides_are_chosen_by_number_or_by_file() -> None:
    both = preview(
        difference(
            "outcome/4/line",
            side({LINE: "a"}, "a.xlsx", ("c.xlsx",)),
            side({LINE: "b"}, "b.xlsx"),
            standing=Standing.CONFLICT,
        )
    )
    for choice, expected in (("theirs:2", "b"), ("B.XLSX", "b"), ("theirs:1", "a"), ("c.xlsx", "a")):
        (change,) = both.settled({"outcome/4/line": choice}).changes
        assert change.after == expected
    assert not both.settled({"outcome/4/line": "mine"}).changes
    # Nobody's preference picks one of several.
    assert both.settled({}, prefer="theirs").left
    for wrong in ("theirs", "theirs:3", "theirs:0", "d.xlsx", "remove", ""):
        with pytest.raises(BadInput, match="choose one of: mine, theirs:1, theirs:2"):
            both.settled({"outcome/4/line": wrong})
    with pytest.raises(BadInput, match="cannot be preferred"):
        both.settled({}, prefer="ours")


def test_what_follows_something_that_waits_is_waited_for_too() -> None:
    measure = new_row("measure", "M1", "title", standing=Standing.QUESTION)
    reading = new_row("reading", "R1", "measure", follows=(measure.key,))
    count = difference(
        "reading/R1/count", side({Cell("reading", "R1", "count"): 3}), is_new=True, follows=(reading.key,)
    )
    waiting = preview(count, reading, measure)  # in whatever order they stand
    assert waiting.conflicts == (measure,)
    assert not waiting.going_in
    assert waiting.held_up == (count, reading)
    assert summary_words(waiting) == "0 changes, 1 to choose"
    settled = waiting.settled({})
    assert not settled.changes
    assert {each.key for each in settled.left} == {measure.key, reading.key, count.key}
    assert len(waiting.settled({measure.key: "theirs"}).changes) == 5
    # Where it is decided that the measure stays out, nothing of the rest waits any longer.
    assert waiting.settled({measure.key: "mine"}) == ((), (), ())


def test_a_removal_wins_over_what_else_was_said_of_the_row() -> None:
    there, title = Cell("evidence", "E1", "present"), Cell("evidence", "E1", "title")
    because = Cell("action", "A1", "because")
    gone = difference(
        "missing/evidence/E1",
        side({there: None, title: None}),
        standing=Standing.MISSING,
        now={there: True, title: "x"},
    )
    renamed = difference(
        "evidence/E1/title", side({title: "y"}), now={title: "x"}, guards=(present("evidence", "E1"),)
    )
    relying = difference("action/A1/because", side({because: "E1"}), guards=(present("evidence", "E1"),))
    all_three = preview(gone, renamed, relying)
    kept = all_three.settled({gone.key: "mine"})
    assert {change.cell for change in kept.changes} == {title, because}
    removed = all_three.settled({gone.key: "remove"})
    assert removed.changes == (Change(there, True, None), Change(title, "x", None))
    assert not removed.left


def test_what_came_back_in_a_line() -> None:
    change = difference("outcome/4/line", side({LINE: "b"}))
    asked = replace(change, key="outcome/4/view", standing=Standing.QUESTION)
    assert summary_words(preview()) == "Nothing in it differs from what is here."
    assert summary_words(preview(change, asked)) == "1 change, 1 to choose"
