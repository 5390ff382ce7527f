"""What is worth noticing: what runs out in which term, what is new, who has been quiet, without blame."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_narrowing import ON, STAGES, a_row

from rrsa.overview.notices import notices
from rrsa.overview.rows import Row, State
from rrsa.overview.terms import LATELY, NEW_STAGE, SILENT, is_silent, noticed, terms


@pytest.mark.parametrize(
    ("on", "ends"),
    [
        (date(2026, 9, 15), ["2026-12-31", "2027-03-31", "2027-07-31"]),
        (date(2026, 12, 31), ["2026-12-31", "2027-03-31", "2027-07-31"]),
        (date(2027, 1, 1), ["2027-03-31", "2027-07-31", "2027-12-31"]),
        (date(2027, 7, 31), ["2027-07-31", "2027-12-31", "2028-03-31"]),
    ],
    ids=["autumn", "last-day", "spring", "summer"],
)
def test_the_term_that_a_day_lies_in_and_the_two_after_it(on: date, ends: list[str]) -> None:
    assert [term.end.isoformat() for term in terms(on)] == ends


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_terms_look_ahead_for_most_of_a_year_without_a_gap(on: date) -> None:
    first, second, third = (term.end for term in terms(on))
    assert on <= first < second < third
    assert 200 < (third - on).days < 370


def the_day(n: int) -> str:
    return (ON + timedelta(days=n)).isoformat()


def test_what_runs_out_stands_in_its_term_the_soonest_first() -> None:
    rows = [
        a_row("A", expires_on="2027-01-10"),
        a_row("B", expires_on=the_day(0)),
        a_row("C", expires_on=the_day(-1)),
        a_row("D", expires_on="2026-12-31"),
        a_row("E", expires_on="2028-01-01"),
        a_row("F", expires_on="2027-01-01"),
    ]
    found = noticed(rows, ON)
    assert [row.name for row in found.out] == ["C"]
    assert [[row.name for row in own] for _term, own in found.by_term] == [["B", "D"], ["F", "A"], []]


def test_a_stage_is_news_for_half_a_year_and_a_snapshot_for_four_weeks() -> None:
    old, new = ON - NEW_STAGE - timedelta(days=1), ON - NEW_STAGE
    rows = [
        a_row("A", held="silver", accredited_on=new.isoformat()),
        a_row("B", held="silver", accredited_on=old.isoformat()),
        a_row("C", held=None, accredited_on=new.isoformat()),
        a_row("D", shared_at=f"{ON - LATELY}T12:00:00+00:00"),
        a_row("E", shared_at=f"{ON - LATELY - timedelta(days=1)}T12:00:00+00:00"),
    ]
    found = noticed(rows, ON)
    assert [row.name for row in found.new_stages] == ["A"]
    assert [row.name for row in found.lately] == ["D"]


def test_who_is_silent() -> None:
    long_ago = f"{ON - SILENT - timedelta(days=1)}T12:00:00+00:00"
    assert is_silent(a_row("A", shared_at=long_ago), ON)
    assert not is_silent(a_row("A", shared_at=f"{ON - SILENT}T12:00:00+00:00"), ON)
    assert is_silent(a_row("A", state=State.NOT_YET, shared_at=None), ON)
    # Of a setting that merely lies in the database nobody is waiting to hear.
    assert not is_silent(a_row("A", state=State.NOT_YET, shared_at=None, listed=False), ON)
    # One that has withdrawn has said what it wanted to say.
    assert not is_silent(a_row("A", state=State.WITHDRAWN, shared_at=long_ago), ON)


def told(*rows: Row) -> dict[str, list[str]]:
    return {n.heading: [item.text for item in n.items] for n in notices(noticed(rows, ON), STAGES)}


def test_notices_are_in_words_and_empty_headings_are_left_out() -> None:
    assert told() == {}
    assert told(
        a_row("Ash", held="silver", expires_on="2026-12-01", accredited_on="2026-06-01", wants="pupil voice")
    ) == {
        "Runs out this term, to 31 Dec 2026 (1)".removesuffix(" (1)"): ["Ash (Silver, 1 Dec 2026)"],
        "Would like help": ["Ash: pupil voice"],
        "To celebrate: a stage reached": ["Ash: Silver since 1 Jun 2026"],
    }
    quiet = told(a_row("Elm", state=State.NOT_YET, shared_at=None))
    assert quiet == {"Not heard from yet, or not for a year; a call may be welcome": ["Elm"]}
    assert told(a_row("Fir", issued_on="2026-09-01")) == {
        "Blank copies that are out": ["Fir (since 1 Sep 2026)"]
    }
