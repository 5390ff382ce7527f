"""Others' views beside ours: never averaged, what lies furthest apart first, and in words."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrsa.framework.catalogue import find
from rrsa.framework.model import Framework
from rrsa.guide import reviews as guide
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import AgreedView, OutcomeRecord, Record, Review, ReviewView

SCHOOL = find("rights-respecting-school").framework
GROUP = Review("W1", present=True, by="group", who="the rights group", title="G", date="2026-03-01")
BLIND = Review("W2", present=True, by="colleague", who="P3 teacher", title="B", date="2026-03-02", blind=True)


def said(review: Review, outcome: str, view: int | None = None, words: str | None = None) -> ReviewView:
    return ReviewView(
        f"{review.id}:{outcome}", present=True, review=review.id, outcome=outcome, view=view, words=words
    )


def holding(*records: Record) -> Portfolio:
    return Portfolio.from_records(records)


def test_a_difference_is_said_in_words_with_theirs_quoted() -> None:
    portfolio = holding(
        OutcomeRecord("4", view=3), GROUP, said(GROUP, "4", 2, "Some of us don’t know whom to tell")
    )
    (beside,) = guide.differences(SCHOOL, portfolio)
    assert guide.difference_sentences(SCHOOL, beside) == (
        "We say 3 Making a difference; the rights group says 2 Taking shape: "
        "“Some of us don’t know whom to tell”",
    )


def test_what_is_seen_alike_or_only_in_words_is_no_difference() -> None:
    portfolio = holding(
        OutcomeRecord("4", view=3), GROUP, said(GROUP, "4", 3), said(GROUP, "5", None, "It is loud")
    )
    assert guide.differences(SCHOOL, portfolio) == ()
    sides = {each.outcome.id: each for each in guide.side_by_side(SCHOOL, portfolio)}
    assert guide.said_sentence(SCHOOL, sides["5"].said[0]) == "the rights group says: “It is loud”"


def test_a_view_where_we_have_none_is_worth_talking_about_too() -> None:
    (beside,) = guide.differences(SCHOOL, holding(GROUP, said(GROUP, "4", 3)))
    assert guide.difference_sentences(SCHOOL, beside) == (
        "We have not looked yet; the rights group says 3 Making a difference",
    )


def test_what_lies_furthest_apart_comes_first_and_what_was_talked_over_last() -> None:
    records = (
        *(OutcomeRecord(outcome, view=4) for outcome in ("1", "2", "3")),
        GROUP,
        said(GROUP, "1", 3),
        said(GROUP, "2", 1),
        said(GROUP, "3", 2),
    )
    order = [each.outcome.id for each in guide.differences(SCHOOL, holding(*records))]
    assert order == ["2", "3", "1"]
    agreed = AgreedView("2", view=2, reason="We looked", date="2026-03-05")
    order = [each.outcome.id for each in guide.differences(SCHOOL, holding(*records, agreed))]
    assert order == ["3", "1", "2"]


def test_what_was_agreed_before_the_review_does_not_settle_it() -> None:
    portfolio = holding(
        OutcomeRecord("4", view=3),
        GROUP,
        said(GROUP, "4", 2),
        AgreedView("4", view=3, reason="Last year", date="2025-06-01"),
    )
    (beside,) = guide.differences(SCHOOL, portfolio)
    assert not beside.is_talked_over


def test_the_agreed_view_says_where_ours_is_another_one() -> None:
    agreed = AgreedView("4", view=2, reason="The youngest do not know", date="2026-03-05")
    portfolio = holding(OutcomeRecord("4", view=3), GROUP, said(GROUP, "4", 2), agreed)
    (beside,) = guide.differences(SCHOOL, portfolio)
    assert guide.agreed_sentence(SCHOOL, beside) == (
        "Agreed on 5 Mar 2026: 2 Taking shape. The youngest do not know. "
        "Our own view still says 3 Making a difference."
    )
    differ = dataclasses.replace(beside, agreed=AgreedView("4", reason="They want more", date="2026-03-05"))
    assert guide.agreed_sentence(SCHOOL, differ) == "Agreed to differ on 5 Mar 2026: They want more"


def test_a_blind_review_stands_beside_nothing_until_it_is_finished() -> None:
    records = (OutcomeRecord("4", view=3), said(BLIND, "4", 1))
    assert guide.differences(SCHOOL, holding(*records, BLIND)) == ()
    assert guide.going_on(holding(*records, BLIND)) == (BLIND,)
    finished = dataclasses.replace(BLIND, closed_on="2026-03-03")
    assert len(guide.differences(SCHOOL, holding(*records, finished))) == 1


@pytest.mark.parametrize("name", ["rights-respecting-school", "rights-respecting-house"])
def test_children_have_plain_words_for_every_grade(name: str) -> None:
    framework: Framework = find(name).framework
    plain = guide.plain_grades(framework)
    assert list(plain) == sorted(step.grade for step in framework.scale)
    assert len(set(plain.values())) == len(plain)
    assert not set(plain.values()) & {step.name for step in framework.scale}


GRADES = st.none() | st.integers(1, 4)


@given(ours=st.lists(GRADES, min_size=9, max_size=9), theirs=st.lists(GRADES, min_size=9, max_size=9))
def test_no_view_is_ever_altered_by_another_and_every_difference_is_listed_once(
    ours: list[int | None], theirs: list[int | None]
) -> None:
    ids = list(SCHOOL.outcomes)
    records: list[Record] = [GROUP]
    records += [OutcomeRecord(id_, view=view) for id_, view in zip(ids, ours, strict=True) if view]
    records += [said(GROUP, id_, view) for id_, view in zip(ids, theirs, strict=True) if view]
    portfolio = holding(*records)
    sides = guide.side_by_side(SCHOOL, portfolio)
    assert [each.ours for each in sides] == ours
    assert [each.said[0].view if each.said else None for each in sides] == theirs
    apart = guide.differences(SCHOOL, portfolio)
    wanted = {id_ for id_, a, b in zip(ids, ours, theirs, strict=True) if b is not None and a != b}
    assert {each.outcome.id for each in apart} == wanted and len(apart) == len(wanted)
    steps = [each.steps for each in apart]
    assert steps == sorted(steps, reverse=True)
