"""Moving between frameworks loses nothing: whatever was said is in its place or lies beside it, and undo
brings all of it back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moving_strategies import lost, portfolios

from rrsa.errors import BadInput
from rrsa.framework.adopted import Adopted
from rrsa.framework.catalogue import find
from rrsa.framework.crosswalk import crosswalks, find_crosswalk, read_crosswalk
from rrsa.framework.crosswalk_model import Crosswalk
from rrsa.guide import moving
from rrsa.portfolio.changes import Changeset
from rrsa.portfolio.parking import laid_by, take_over, unpacked, waiting
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import (
    SETTING_ID,
    Action,
    AgreedView,
    Evidence,
    Link,
    LookRecord,
    MilestoneRecord,
    OutcomeRecord,
    Review,
    ReviewView,
    SettingRecord,
    link_id,
)
from rrsa.portfolio.voices import Tally

LEGACY, SCHOOL, DRAFT, HOUSE = (
    "rights-respecting-school-legacy@2016.1",
    "rights-respecting-school@2026.1",
    "rights-respecting-school@2027.1-draft",
    "rights-respecting-house@2026.1",
)


def moved(
    portfolio: Portfolio, old: Adopted, new: Adopted, crosswalk: Crosswalk
) -> tuple[Portfolio, Changeset]:
    plan = moving.plan_move(old.framework, new, crosswalk, portfolio)
    changeset = Changeset("lead", plan.reason, plan.changes)
    return portfolio.apply(changeset), changeset


@settings(max_examples=25)
@given(st.data())
@pytest.mark.parametrize("road", [(LEGACY, SCHOOL, DRAFT), (SCHOOL, HOUSE, SCHOOL), (HOUSE, SCHOOL, DRAFT)])
def test_two_moves_lose_nothing_and_two_undos_bring_back_the_start(
    road: tuple[str, str, str], data: st.DataObject
) -> None:
    first, second, third = map(find, road)
    start = data.draw(portfolios(first.framework, first.sha256))
    one, there = moved(start, first, second, find_crosswalk(road[0], road[1]))
    two, onward = moved(one, second, third, find_crosswalk(road[1], road[2]))
    assert not lost(start, one)
    assert not lost(one, two) and not lost(start, two)
    for portfolio, framework in ((one, second.framework), (two, third.framework)):
        assert set(portfolio.evidence) == set(start.evidence)
        assert portfolio.outcomes.keys() <= framework.outcomes.keys()
        assert portfolio.looks.keys() <= framework.indicators.keys()
        assert {link.target for link in portfolio.links.values()} <= framework.outcome_of.keys()
        assert {each.outcome for each in waiting(portfolio)} <= framework.outcomes.keys()
        assert portfolio.setting.framework == framework.ref
    assert two.setting.framework_sha256 == third.sha256
    back = two.apply(onward.reversed("lead", "undo"))
    assert back == one
    assert back.apply(there.reversed("lead", "undo")) == start


@settings(max_examples=25)
@given(st.data())
def test_every_piece_is_shown_or_waits_as_often_as_before(data: st.DataObject) -> None:
    """No link is lost: each is where it was, where its meaning went, or waits beside an outcome."""
    old, new = find(SCHOOL), find(DRAFT)
    start = data.draw(portfolios(old.framework, old.sha256))
    after, _changes = moved(start, old, new, find_crosswalk(SCHOOL, DRAFT))
    kept = {(p.evidence, unpacked(p).fields["target"]) for p in after.parked.values() if p.kind == "link"}
    for link in start.links.values():
        there = link_id(link.evidence or "", link.target or "") in after.links
        assert there != ((link.evidence, link.target) in kept)


def test_what_asks_the_same_goes_along_and_a_split_look_for_waits() -> None:
    old, new = find(SCHOOL), find(DRAFT)
    start = Portfolio.from_records(
        [
            SettingRecord(SETTING_ID, name="Kirkbrae", kind="school", framework=SCHOOL, aim="silver"),
            OutcomeRecord("4", 3, "Children say so", "We listened", "Fewer worries"),
            LookRecord("4.1", "yes"),
            LookRecord("4.3", "partly", "Online is taught, bodies are not"),
            LookRecord("3.5", "yes"),
            Evidence("E1", True, "Three rules for chatting"),
            Link("E1:4.3", True, "E1", "4.3", "works", True),
            MilestoneRecord("leaders-agree", "2026-01-05"),
        ]
    )
    plan = moving.plan_move(old.framework, new, find_crosswalk(SCHOOL, DRAFT), start)
    after = start.with_changes(plan.changes)
    assert after.outcome("4") == start.outcome("4")
    assert after.look("4.1").answer == "yes" and "4.3" not in after.looks
    assert after.milestones == start.milestones and after.setting.aim == "silver"
    answer, link = waiting(after)
    assert (answer.kind, answer.outcome, unpacked(answer).to) == ("look", "4", ("4.6", "4.7"))
    assert "Online is taught" in (answer.words or "") and (answer.about or "").startswith(
        "4.3 Children learn"
    )
    assert (link.kind, link.evidence) == ("link", "E1")
    (retired,) = laid_by(after)
    assert retired.record == "3.5" and retired.outcome is None
    told = "\n".join(
        line for fate in plan.fates for line in (moving.fate_head(fate), *moving.fate_words(fate))
    )
    assert (
        "Split: 4.3 → 4.6, 4.7\nWaits for review: 1 answer to a look-for, 1 piece of evidence shown." in told
    )
    assert "Retired: 3.5" in told and "New: 9.5" in told
    assert "2 things will lie beside their new outcomes for review." in moving.summary(plan)


def test_between_scales_a_grade_waits_and_words_go_along() -> None:
    old, new = find(SCHOOL), find(HOUSE)
    start = Portfolio.from_records(
        [
            SettingRecord(SETTING_ID, name="Two", kind="school", framework=SCHOOL),
            OutcomeRecord("4", 3, "Children say so", "We listened"),
            LookRecord("4.1", "yes"),
        ]
    )
    after, _changes = moved(start, old, new, find_crosswalk(SCHOOL, HOUSE))
    assert after.outcome("4") == OutcomeRecord("4", None, "Children say so", "We listened")
    assert after.look("4.1").answer == "yes" and after.setting.kind == "residential"
    (view,) = waiting(after)
    assert view.words == "Our view: Making a difference"


def test_a_stated_table_converts_the_grades_that_it_names() -> None:
    old, new = find(SCHOOL), find(HOUSE)
    scale = {1: 2, 2: 3, 3: 5, 4: None}
    crosswalk = replace(find_crosswalk(SCHOOL, HOUSE), scale=scale, views="move")
    start = Portfolio.from_records(
        [SettingRecord(SETTING_ID, framework=SCHOOL), OutcomeRecord("1", 3), OutcomeRecord("2", 4, "Why")]
    )
    after, _changes = moved(start, old, new, crosswalk)
    assert after.outcome("1").view == 5
    assert after.outcome("2") == OutcomeRecord("2", None, "Why")
    (left,) = waiting(after)
    assert (left.outcome, unpacked(left).fields["view"]) == ("2", 4)


def test_ids_that_change_places_do_not_run_over_each_other() -> None:
    old = find(SCHOOL)
    swapped = {"1.1": "1.2", "1.2": "1.1"}
    whole = find_crosswalk(SCHOOL, DRAFT)
    rest = next(m for m in whole.moves if "1.1" in m.from_)
    moves = [m for m in whole.moves if m is not rest]
    moves.append(replace(rest, from_=tuple(i for i in rest.from_ if i not in swapped)))
    moves += [replace(rest, from_=(a,), to=(b,), how="renamed") for a, b in swapped.items()]
    crosswalk = replace(whole, moves=tuple(moves))
    start = Portfolio.from_records([LookRecord("1.1", "yes", "one"), LookRecord("1.2", "not-yet", "two")])
    after, changes = moved(start, old, find(DRAFT), crosswalk)
    assert after.look("1.2") == LookRecord("1.2", "yes", "one")
    assert after.look("1.1") == LookRecord("1.1", "not-yet", "two")
    assert after.apply(changes.reversed("lead", "undo")) == start


def test_the_older_award_leaves_everything_for_review_and_actions_go_along() -> None:
    start = Portfolio.from_records(
        [
            SettingRecord(SETTING_ID, framework=LEGACY, aim="level-2", held="level-1"),
            OutcomeRecord("A", 3, None, "The plan names rights"),
            Evidence("E1", True, "Minutes"),
            Link("E1:A", True, "E1", "A", "works"),
            Action("A1", True, "Write the policy again", "A"),
            Action("A2", True, "Ask the youngest", "D"),
            Tally("T1", True, "V1", "A", "Is it fair?", count=9),
        ]
    )
    after, _changes = moved(start, find(LEGACY), find(SCHOOL), find_crosswalk(LEGACY, SCHOOL))
    assert not after.outcomes and not after.links
    assert (after.setting.aim, after.setting.held) == ("gold", "silver")
    assert after.actions["A1"].outcome == "2" and after.actions["A2"].outcome == "7"
    assert after.tallies["T1"].outcome is None
    by_kind = {}
    for each in waiting(after):
        by_kind.setdefault(each.kind, []).append(each.outcome)
    assert by_kind["outcome"] == ["2", "2"], "the view and the long text are settled apart"
    assert by_kind["link"] == ["1", "2", "8", "9"], "evidence is offered to what it supports as well"
    assert by_kind["tally"] == ["2"] and by_kind["action"] == ["2", "7", "8", "9"]


def test_taking_over_puts_it_where_it_belongs_and_keeps_what_was_written_since() -> None:
    start = Portfolio.from_records(
        [
            SettingRecord(SETTING_ID, framework=LEGACY),
            OutcomeRecord("B", 3, "It is taught", "Each class has a charter"),
            Evidence("E1", True, "Charter"),
            Link("E1:B", True, "E1", "B", "mixed", True),
        ]
    )
    after, _changes = moved(start, find(LEGACY), find(SCHOOL), find_crosswalk(LEGACY, SCHOOL))
    after = after.with_changes([*_set("outcome", "1", "achieved", "New words")])
    for each in waiting(after):
        changes, _guards = take_over(after, each, "1", "2026-05-01")
        after = after.with_changes(changes)
    assert after.outcome("1").achieved == "New words\n\nEach class has a charter"
    assert after.outcome("1").line == "It is taught"
    assert after.outcome("1").view is None, "a grade of 2016 is a grade of 2016"
    assert after.links["E1:1"] == Link("E1:1", True, "E1", "1", "mixed", True)
    assert not waiting(after) and len(laid_by(after)) == 3


@pytest.mark.parametrize("kind", ["outcome", "agreed", "review_view"])
def test_a_bare_grade_of_another_scale_is_not_said_to_be_taken_over(kind: str) -> None:
    start = Portfolio.from_records(
        [
            SettingRecord(SETTING_ID, framework=LEGACY),
            OutcomeRecord("B", 3),
            AgreedView("B", 3, None, "2016-05-01"),
            Review("W1", True, "Visit", "colleague"),
            ReviewView("W1:B", True, "W1", "B", 3),
        ]
    )
    after, _changes = moved(start, find(LEGACY), find(SCHOOL), find_crosswalk(LEGACY, SCHOOL))
    (parked,) = (each for each in waiting(after) if each.kind == kind)
    with pytest.raises(BadInput, match="a grade of another scale is not taken over"):
        take_over(after, parked, "1", "2026-05-01")


def test_back_where_it_was_said_a_grade_can_be_taken_over_again() -> None:
    start = Portfolio.from_records(
        [SettingRecord(SETTING_ID, framework=SCHOOL), OutcomeRecord("4", 3, "A worry box")]
    )
    away, _changes = moved(start, find(SCHOOL), find(HOUSE), find_crosswalk(SCHOOL, HOUSE))
    assert (away.outcome("4").view, away.outcome("4").line) == (None, "A worry box")
    back, _changes = moved(away, find(HOUSE), find(SCHOOL), find_crosswalk(HOUSE, SCHOOL))
    on, _changes = moved(back, find(SCHOOL), find(DRAFT), find_crosswalk(SCHOOL, DRAFT))
    for there in (back, on):
        (parked,) = waiting(there)
        changes, _guards = take_over(there, parked, "4", "2026-05-01")
        assert there.with_changes(changes).outcome("4") == start.outcome("4")


def _set(kind: str, record: str, field: str, value: str) -> list:
    from rrsa.portfolio.changes import Cell, Change

    return [Change(Cell(kind, record, field), None, value)]


def test_the_longest_text_is_parked_whole() -> None:
    text = '"\\\n' * 6_666
    start = Portfolio.from_records([OutcomeRecord("A", None, None, text)])
    after, _changes = moved(start, find(LEGACY), find(SCHOOL), find_crosswalk(LEGACY, SCHOOL))
    (only,) = waiting(after)
    assert only.words == text and json.loads(only.content or "")["fields"] == {"achieved": text}


def test_content_that_cannot_be_read_is_no_stumbling_block() -> None:
    from rrsa.portfolio.records import Parked

    for broken in ("", "[", "[]", '{"fields": 3, "to": "x", "view": "y"}'):
        found = unpacked(Parked("P1", True, content=broken))
        assert not found.fields and not found.to and found.view is None


def test_every_crosswalk_that_comes_with_the_program_is_in_order() -> None:
    known = crosswalks()
    assert {(one.from_ref, one.to_ref) for one in known} >= {
        (LEGACY, SCHOOL),
        (SCHOOL, DRAFT),
        (SCHOOL, HOUSE),
        (HOUSE, SCHOOL),
    }
    for one in known:
        assert read_crosswalk(one.path).moves


def test_words_of_children_that_nobody_said_yes_to_stay_here_when_they_are_parked_too() -> None:
    from rrsa.portfolio.privacy import redact
    from rrsa.portfolio.records import Review, ReviewView

    start = Portfolio.from_records(
        [
            SettingRecord(SETTING_ID, kind="school", framework=LEGACY),
            Review("W1", True, "Rights group", "group", people=9, closed_on="2026-03-01"),
            ReviewView("W1:A", True, "W1", "A", 2, words="We were not asked.", said_yes=True),
            ReviewView("W1:B", True, "W1", "B", 3, words="Nobody listens.", note="P6, by the window"),
            Review("W2", True, "Going on", "colleague", blind=True),
            ReviewView("W2:A", True, "W2", "A", 1, words="Not yet shown"),
        ]
    )
    after, _changes = moved(start, find(LEGACY), find(SCHOOL), find_crosswalk(LEGACY, SCHOOL))
    assert {"We were not asked.", "Nobody listens.", "Not yet shown"} <= {
        p.words for p in after.parked.values()
    }
    left = " ".join(f"{p.words} {p.content}" for p in redact(after).portfolio.parked.values())
    assert "We were not asked." in left
    assert not any(each in left for each in ("Nobody listens", "by the window", "Not yet shown"))
    taken = next(p for p in after.parked.values() if p.words == "We were not asked.")
    changes, _guards = take_over(after, taken, "2", "2026-05-01")
    again = after.with_changes(changes).review_views["W1:2"]
    assert (again.words, again.said_yes, again.outcome) == ("We were not asked.", True, "2")
