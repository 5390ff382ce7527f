"""Two copies laid side by side: what is taken over, what is asked, and what goes together."""

from __future__ import annotations

from rrsa.portfolio.changes import Cell, Change
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Action, Evidence, Link, OutcomeRecord
from rrsa.portfolio.three_way import Decided, Part, three_way

LINE = Cell("outcome", "4", "line")
PIECE = Evidence("E1", present=True, title="Minutes")


def line(text: str | None) -> Portfolio:
    return Portfolio.from_records([OutcomeRecord("4", view=2, line=text)])


def sides(base: str, mine: str, theirs: str) -> list[Part]:
    return three_way(line(mine), line(theirs), [Change(LINE, base, mine)], [Change(LINE, base, theirs)])


def test_what_one_side_changed_is_taken_over_and_what_both_did_is_asked() -> None:
    assert sides("a", "b", "a") == []
    (taken,) = sides("a", "a", "b")
    assert (taken.is_conflict, taken.theirs[LINE]) == (False, "b")
    (asked,) = sides("a", "b", "c")
    assert (asked.is_conflict, asked.base, asked.mine[LINE], asked.theirs[LINE]) == (True, "a", "b", "c")
    assert sides("a", "b", "b") == []


def test_whoever_started_from_what_the_other_has_goes_on() -> None:
    assert three_way(line("c"), line("b"), [Change(LINE, "b", "c")], [Change(LINE, "a", "b")]) == []
    (taken,) = three_way(line("b"), line("c"), [Change(LINE, "a", "b")], [Change(LINE, "b", "c")])
    assert not taken.is_conflict


def test_where_both_have_settled_it_it_is_asked_again_and_else_whoever_settled_it_wins() -> None:
    (asked,) = three_way(line("b"), line("c"), [], [])
    assert (asked.is_conflict, asked.is_known) == (True, False)
    assert three_way(line("b"), line("c"), [], [], decided=Decided.MINE) == []
    (taken,) = three_way(line("b"), line("c"), [], [], decided=Decided.THEIRS)
    assert not taken.is_conflict


def changes_to(before: Portfolio, after: Portfolio) -> list[Change]:
    was, now = dict(before.cells()), dict(after.cells())
    return [
        Change(c, was.get(c), now.get(c)) for c in sorted(was.keys() | now.keys()) if was.get(c) != now.get(c)
    ]


def test_a_removal_beside_work_on_the_same_piece_is_one_question() -> None:
    base = Portfolio.from_records([PIECE])
    work = Portfolio.from_records(
        [
            Evidence("E1", present=True, title="Minutes", note="Read"),
            Link("E1:4", present=True, evidence="E1", target="4"),
            Action("A1", present=True, what="Ask", because="E1"),
        ]
    )
    gone = Portfolio()
    (asked, *others) = three_way(gone, work, changes_to(base, gone), changes_to(base, work))[::-1]
    assert asked.key == Cell("evidence", "E1", "present")
    assert asked.is_conflict
    assert Cell("link", "E1:4", "present") in asked.theirs
    assert Cell("action", "A1", "because") in asked.theirs
    assert [(each.key.record, each.is_conflict) for each in others] == [("A1", False)]
    (other,) = three_way(work, gone, changes_to(base, work), changes_to(base, gone))
    assert (other.key, other.is_conflict) == (asked.key, True)


def test_a_new_piece_comes_with_its_links_as_one() -> None:
    work = Portfolio.from_records([PIECE, Link("E1:4", present=True, evidence="E1", target="4")])
    (part,) = three_way(Portfolio(), work, [], changes_to(Portfolio(), work))
    assert part.is_new
    assert {cell.record for cell in part.theirs} == {"E1", "E1:4"}


def test_a_file_is_taken_as_a_whole() -> None:
    def piece(sha: str, name: str) -> Portfolio:
        return Portfolio.from_records(
            [Evidence("E1", present=True, title="Minutes", file_sha256=sha, file_name=name)]
        )

    base, mine, theirs = piece("a", "a.txt"), piece("b", "a.txt"), piece("c", "c.txt")
    (part,) = three_way(mine, theirs, changes_to(base, mine), changes_to(base, theirs))
    assert part.is_conflict
    assert {cell.field for cell in part.theirs} == {"file_sha256", "file_name"}


def test_what_was_erased_on_one_side_alone_may_differ() -> None:
    work = Portfolio.from_records([PIECE, Action("A1", present=True, what="Ask", because="E1")])
    left = Portfolio.from_records([Action("A1", present=True, what="Ask")])
    assert three_way(work, left, [], [], apart={("evidence", "E1")}) == []
    assert three_way(work, left, [], []) != []
