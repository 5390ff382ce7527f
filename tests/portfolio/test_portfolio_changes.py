"""Changes compared, made, merged and taken back; each law holds, and fails where its rule is broken."""

from __future__ import annotations

from typing import Any

import pytest
from change_laws import (
    Broken,
    all_or_nothing_law,
    compare_law,
    guarded,
    look_at_indexes,
    map_law,
    merge_law,
    reverse_law,
    squash_law,
)
from hypothesis import given
from hypothesis import strategies as st
from portfolio_strategies import addresses, changeset, changesets, portfolios, wishes

from rrsa.portfolio import changes as rules
from rrsa.portfolio import edits, portfolio
from rrsa.portfolio.changes import (
    Cell,
    Change,
    Changeset,
    Conflict,
    ConflictError,
    Guard,
    compare,
    merge,
    same,
    squash,
    with_guards,
)
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Action, Evidence, Link, OutcomeRecord, Value, link_id

VIEW = Cell("outcome", "1", "view")
LINE = Cell("outcome", "1", "line")
THERE = Cell("evidence", "E1", "present")

SCHOOL = Portfolio.from_records(
    [
        OutcomeRecord("1", view=2, line="We began"),
        Evidence("E1", present=True, title="Survey"),
        Link("E1:1", present=True, evidence="E1", target="1", direction="works"),
    ]
)


def wants(*changes: Change, guards: tuple[Guard, ...] = ()) -> Changeset:
    return Changeset("rights lead", "a change", changes, guards)


# -- the laws ----------------------------------------------------------------------------------------


@given(portfolios(), wishes())
def test_changing_cells_changes_these_cells_alone(start: Portfolio, wanted: dict[Cell, Value]) -> None:
    map_law(start, changeset(start, wanted).changes)


@given(portfolios(), st.lists(wishes(), max_size=5))
def test_indexes_keep_up_through_many_changes(start: Portfolio, sittings: list[dict[Cell, Value]]) -> None:
    for wanted in sittings:
        map_law(start, changeset(start, wanted).changes)
        start = start.with_changes(changeset(start, wanted).changes)


@given(portfolios(), portfolios(), st.data())
def test_comparing_drops_makes_or_refuses(seen: Portfolio, now: Portfolio, data: st.DataObject) -> None:
    wanted = data.draw(changesets(seen))
    compare_law(now, wanted)
    compare_law(seen, wanted)
    all_or_nothing_law(now, wanted)
    all_or_nothing_law(seen, wanted)


@given(portfolios(), st.data())
def test_taken_back_leaves_no_trace(start: Portfolio, data: st.DataObject) -> None:
    reverse_law(start, data.draw(changesets(start)))


@given(portfolios(), st.data())
def test_a_merge_is_the_same_in_either_order(start: Portfolio, data: st.DataObject) -> None:
    merge_law(start, data.draw(changesets(start)), data.draw(changesets(start)))


@given(portfolios(), st.lists(wishes(6), max_size=4))
def test_squashed_changes_come_to_the_same(start: Portfolio, sittings: list[dict[Cell, Value]]) -> None:
    squash_law(start, [(cell, value) for wanted in sittings for cell, value in wanted.items()])


@given(portfolios())
def test_a_portfolio_is_its_cells(start: Portfolio) -> None:
    again = Portfolio.from_records(
        record for kind in start.records for record in start.of_kind(kind).values()
    )
    assert again == start
    assert all(start.value(cell) == value for cell, value in start.cells())
    assert [cell for cell, _ in start.cells()] == [cell for cell, _ in again.cells()]


# -- the laws fail where a rule is broken ------------------------------------------------------------


def test_the_guard_law_notices_guards_that_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = rules.compare
    monkeypatch.setattr(rules, "compare", lambda read, wanted: sound(read, wants(*wanted.changes)))
    with pytest.raises(Broken, match="a guard is not kept"):
        compare_law(Portfolio(), guarded(THERE, True, Change(VIEW, None, 3)))


def test_the_compare_law_notices_that_the_last_one_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "compare", lambda read, wanted: (wanted.changes, ()))
    with pytest.raises(Broken):
        compare_law(SCHOOL, wants(Change(VIEW, None, 3)))


def test_all_or_nothing_notices_half_a_changeset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "compare", lambda read, wanted: (wanted.changes[:1], ()))
    with pytest.raises(Broken, match="made in part"):
        all_or_nothing_law(SCHOOL, wants(Change(VIEW, 2, 3), Change(LINE, "We began", "We go on")))


def test_the_compare_law_notices_that_true_passes_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Portfolio().with_changes([Change(VIEW, None, 1)])
    compare_law(one, wants(Change(VIEW, None, True)))
    monkeypatch.setattr(rules, "same", lambda a, b: a == b)
    with pytest.raises(Broken, match="a stale change is no conflict"):
        compare_law(one, wants(Change(VIEW, None, True)))


def test_the_map_law_notices_empty_records_that_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "is_empty", lambda record: False)
    with pytest.raises(Broken):
        map_law(SCHOOL, [Change(VIEW, 2, None), Change(LINE, "We began", None)])


def test_the_map_law_notices_an_index_that_is_out_of_date(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = Portfolio.with_changes

    def keeping_everything(self: Portfolio, changes: Any) -> Portfolio:
        changed = sound(self, changes)
        for name in ("links_by_target", "links_by_evidence", "actions_by_outcome"):
            if name in self.__dict__:
                changed.__dict__[name] = self.__dict__[name]
        return changed

    monkeypatch.setattr(Portfolio, "with_changes", keeping_everything)
    with pytest.raises(Broken, match="links_by_target is out of date"):
        map_law(SCHOOL, edits.remove(SCHOOL.links["E1:1"])[0])


def test_the_reverse_law_notices_an_undo_that_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = Changeset.reversed

    def forgetting(self: Changeset, author: str, reason: str) -> Changeset:
        back = sound(self, author, reason)
        return Changeset(author, reason, back.changes[:-1], undoes=back.undoes)

    monkeypatch.setattr(Changeset, "reversed", forgetting)
    with pytest.raises(Broken, match="undo left something"):
        reverse_law(SCHOOL, wants(Change(VIEW, 2, 3), Change(LINE, "We began", None)))


def test_the_merge_law_notices_that_the_first_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    def first_wins(a: Changeset, b: Changeset) -> Any:
        cells = {c.cell: c for c in b.changes} | {c.cell: c for c in a.changes}
        return tuple(cells[cell] for cell in sorted(cells)), ()

    monkeypatch.setattr(rules, "merge", first_wins)
    with pytest.raises(Broken, match="the order matters"):
        merge_law(SCHOOL, wants(Change(VIEW, 2, 3)), wants(Change(VIEW, 2, 4)))


def test_the_merge_law_notices_a_link_whose_evidence_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = rules.merge
    monkeypatch.setattr(rules, "merge", lambda a, b: sound(wants(*a.changes), wants(*b.changes)))
    linking = Changeset("a", "link", *edits.link(SCHOOL, "E1", ["2"], "works"))
    removing = Changeset("b", "remove", *edits.remove_evidence(SCHOOL, "E1"))
    with pytest.raises(Broken, match="hidden conflict"):
        merge_law(SCHOOL, linking, removing)


def test_the_squash_law_notices_that_the_first_value_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        rules, "squash", lambda changes: tuple({c.cell: c for c in reversed(changes)}.values())
    )
    with pytest.raises(Broken, match="not the same in the end"):
        squash_law(SCHOOL, [(VIEW, 3), (VIEW, 4)])


# -- examples ----------------------------------------------------------------------------------------


def test_what_is_there_already_needs_nothing() -> None:
    assert compare(SCHOOL.value, wants(Change(VIEW, 1, 2))) == ((), ())


def test_what_somebody_else_has_changed_is_shown_as_base_mine_and_theirs() -> None:
    todo, conflicts = compare(SCHOOL.value, wants(Change(VIEW, 1, 3), Change(LINE, "We began", "New")))
    assert conflicts == (Conflict(VIEW, base=1, mine=3, theirs=2),)
    assert todo == (Change(LINE, "We began", "New"),)
    with pytest.raises(
        ConflictError, match="somebody else has changed 1 thing that you were changing — look"
    ):
        SCHOOL.apply(wants(Change(VIEW, 1, 3), Change(LINE, "We began", "New")))


def test_several_conflicts_are_counted() -> None:
    assert "changed 2 things" in str(ConflictError([Conflict(VIEW, 1, 2, 3)] * 2))
    assert str(ConflictError([], "what", "mend")) == "what — mend"


def test_a_guard_refuses_a_link_to_evidence_that_has_gone() -> None:
    linking = with_guards(wants(Change(Cell("link", "E1:2", "present"), None, True)), Guard(THERE, True))
    assert SCHOOL.apply(linking).value(Cell("link", "E1:2", "present")) is True
    gone = SCHOOL.apply(wants(*edits.remove_evidence(SCHOOL, "E1")[0]))
    with pytest.raises(ConflictError) as refused:
        gone.apply(linking)
    assert refused.value.conflicts == (Conflict(THERE, True, True, None),)


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        (True, 1, False),
        (None, "", False),
        (None, 0, False),
        (0, False, False),
        ("1", 1, False),
        (None, None, True),
        (3, 3, True),
        ("é", "é", True),
    ],
)
def test_same_is_equal_in_value_and_type(a: Value, b: Value, equal: bool) -> None:
    assert same(a, b) is equal
    assert same(b, a) is equal


def test_a_merge_of_different_cells_takes_both() -> None:
    both, conflicts = merge(wants(Change(VIEW, 2, 3)), wants(Change(LINE, "We began", None)))
    assert both == (Change(LINE, "We began", None), Change(VIEW, 2, 3))
    assert conflicts == ()


def test_a_merge_of_the_same_wish_is_no_conflict() -> None:
    assert merge(wants(Change(VIEW, 2, 3)), wants(Change(VIEW, 2, 3))) == ((Change(VIEW, 2, 3),), ())


def test_a_merge_names_every_cell_in_dispute_in_order() -> None:
    mine = wants(Change(VIEW, 2, 3), Change(LINE, "We began", "Mine"))
    theirs = wants(Change(LINE, "We began", "Theirs"), Change(VIEW, 2, 4))
    assert merge(mine, theirs) == (
        (),
        (Conflict(LINE, "We began", "Mine", "Theirs"), Conflict(VIEW, 2, 3, 4)),
    )


def test_a_merge_refuses_a_link_whose_evidence_the_other_removes() -> None:
    linking = Changeset("a", "link", *edits.link(SCHOOL, "E1", ["2"], "works"))
    removing = Changeset("b", "remove", *edits.remove_evidence(SCHOOL, "E1"))
    assert merge(linking, removing) == ((), (Conflict(THERE, True, True, None),))
    assert merge(removing, linking) == ((), (Conflict(THERE, True, None, True),))


def test_squash_forgets_what_came_to_nothing() -> None:
    there_and_back = [Change(VIEW, 2, 3), Change(LINE, None, "x"), Change(VIEW, 3, 2)]
    assert squash(there_and_back) == (Change(LINE, None, "x"),)


def test_every_changeset_has_an_identity_and_a_moment_of_its_own() -> None:
    one, two = wants(), wants()
    assert one.uuid != two.uuid
    assert len(one.at) == len("2026-04-03T10:00:00.000000+00:00")
    assert one.at.endswith("+00:00")


@given(addresses())
def test_nothing_stands_in_an_empty_portfolio(cell: Cell) -> None:
    assert Portfolio().value(cell) is None
    assert Portfolio().outcome("1") == OutcomeRecord("1")
    assert Portfolio().look("1.a").answer is None
    assert Portfolio().setting.name is None


# -- edits -------------------------------------------------------------------------------------------


def test_fields_that_hold_it_already_are_left_out() -> None:
    changes, guards = edits.set_fields(
        SCHOOL, "outcome", "1", {"view": 2, "line": "New"}, guards=(edits.present("evidence", "E1"),)
    )
    assert changes == (Change(LINE, "We began", "New"),)
    assert guards == (Guard(THERE, True),)
    assert edits.set_fields(SCHOOL, "outcome", "1", {"view": 2}, guards=guards) == ((), ())


def test_what_the_form_showed_is_the_base_even_where_it_has_changed_since() -> None:
    changes, _ = edits.set_fields(SCHOOL, "outcome", "1", {"view": 3, "line": "x"}, seen={"view": 1})
    assert changes == (Change(VIEW, 1, 3), Change(LINE, "We began", "x"))
    with pytest.raises(ConflictError):
        SCHOOL.apply(wants(*changes))


def test_linking_again_changes_the_direction_alone() -> None:
    changes, guards = edits.link(SCHOOL, "E1", ["1", "1"], "mixed")
    assert changes == (Change(Cell("link", "E1:1", "direction"), "works", "mixed"),)
    assert guards == (Guard(THERE, True),)
    assert edits.link(SCHOOL, "E1", ["1"], "works") == ((), ())
    made = SCHOOL.apply(wants(*edits.link(SCHOOL, "E1", ["2", "2"], "works")[0]))
    assert made.links[link_id("E1", "2")] == Link("E1:2", True, "E1", "2", "works")


def test_removing_evidence_takes_its_links_and_actions_forget_the_reason() -> None:
    busy = SCHOOL.with_changes(
        [
            *edits.create("action", "A1", {"what": "Ask again", "outcome": "1", "because": "E1"}),
            *edits.create("evidence", "E2", {"title": "Other"}),
            *edits.link(SCHOOL, "E2", ["1"], "works", new=True)[0],
        ]
    )
    removing = wants(*edits.remove_evidence(busy, "E1")[0])
    after = busy.apply(removing)
    assert set(after.evidence) == {"E2"}
    assert set(after.links) == {"E2:1"}
    assert after.actions["A1"] == Action("A1", True, "Ask again", "1")
    assert after.apply(removing.reversed("a", "undo")) == busy


def test_a_link_made_meanwhile_goes_too() -> None:
    now = SCHOOL.with_changes(edits.link(SCHOOL, "E1", ["2"], "works")[0])
    assert not now.apply(wants(*edits.remove_evidence(SCHOOL, "E1", now)[0])).links


def test_unlinking_leaves_the_evidence_and_skips_what_is_not_linked() -> None:
    after = SCHOOL.apply(wants(*edits.unlink(SCHOOL, "E1", ["1", "9"])[0]))
    assert not after.links
    assert "E1" in after.evidence


def test_actions_are_sorted_by_their_day_with_undated_ones_last() -> None:
    busy = Portfolio.from_records(
        [
            Action("A1", outcome="1"),
            Action("A2", outcome="1", due="2026-12-01"),
            Action("A3", outcome="1", due="2026-02-01"),
        ]
    )
    assert [a.id for a in busy.actions_by_outcome["1"]] == ["A3", "A2", "A1"]


def test_a_view_keeps_the_indexes_of_links() -> None:
    look_at_indexes(SCHOOL)
    after = SCHOOL.with_changes([Change(VIEW, 2, 3)])
    assert after.links_by_target is SCHOOL.links_by_target
    assert after.links is SCHOOL.links
