"""What may not leave is in no paper, and small numbers are in none either."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_settings import SECRET, SECRET_SAID, opened, paper, raw, text

from rrsa.evaluation import Evaluation
from rrsa.exchange.report.audiences import Audience
from rrsa.exchange.report.counted import figure
from rrsa.exchange.report.writing import write_report
from rrsa.guide.measures import MeasureView, Point, Role
from rrsa.portfolio.privacy import SMALL, may_leave
from rrsa.portfolio.records import Measure

FORMATS = (".docx", ".html")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evaluation]:
    with opened(tmp_path_factory.mktemp("full"), "corranbeath", full=True) as evaluation:
        yield evaluation


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("audience", Audience)
def test_no_trace_of_what_was_held_back(
    full: Evaluation, tmp_path: Path, audience: Audience, ending: str
) -> None:
    held = [item for item in full.portfolio.evidence.values() if not may_leave(item)]
    assert len(held) == 4
    for outcome in ("1", "6"):
        path = paper(full, tmp_path / f"{outcome}{ending}", audience, outcome=outcome)
        content = raw(path)
        for item in held:
            for said in (item.id, item.title, item.note, item.place, item.question, item.said):
                if said:
                    assert said.encode() not in content
        said = text(path)
        assert SECRET not in said
        assert SECRET_SAID not in said
        if audience is Audience.CHILDREN:
            assert "4 things are kept back" in said
        else:
            assert "4 pieces of evidence were held back" in said


@pytest.mark.parametrize("ending", FORMATS)
def test_how_many_were_held_back_is_handed_over(full: Evaluation, tmp_path: Path, ending: str) -> None:
    assert write_report(full, tmp_path / f"a{ending}").held_back == 4


@pytest.mark.parametrize("ending", FORMATS)
def test_small_numbers_of_people_are_hidden(full: Evaluation, tmp_path: Path, ending: str) -> None:
    said = text(paper(full, tmp_path / f"q{ending}", Audience.QUESTIONNAIRES))
    assert "People: 3 " not in said
    assert "People: not shown" in said
    # 158 of 160 would tell that two do not hear back.
    assert "158" not in said
    assert "almost all of 160" in said
    assert "the majority, 101 of 161" in said


def counting(better: str, shares: bool) -> MeasureView:
    from rrsa import clock

    measure = Measure("M1", title="Told", counts="people", better=better)
    return MeasureView(measure, (), None, (), shares, clock.today())


@given(st.integers(0, 60), st.integers(1, 60), st.booleans())
def test_no_figure_gives_a_few_people_away(count: int, n: int, shares: bool) -> None:
    said = figure(counting("more", shares), Point(Role.READING, "2026-01-01", min(count, n), n))
    so, rest = min(count, n), n - min(count, n)
    if 0 < so < SMALL or 0 < rest < SMALL:
        assert f"{so} of" not in said
    else:
        assert f"{so} of {n}" in said
    assert "%" not in said


@pytest.mark.parametrize("n", range(1, 41))
def test_no_quantity_word_stands_for_one_small_number_alone(n: int) -> None:
    """*Almost all of 14* would be 13 of them, and one who is not."""
    heard: dict[str, set[int]] = {}
    for count in range(n + 1):
        said = figure(counting("more", True), Point(Role.READING, None, count, n))
        heard.setdefault(said, set()).add(count)
    for said, counts in heard.items():
        (only, *others) = counts
        assert others or not (0 < only < SMALL or 0 < n - only < SMALL), said


def test_a_house_has_no_quantity_words_and_no_shares() -> None:
    view = counting("more", shares=False)
    assert figure(view, Point(Role.READING, None, 6, 6)) == "6 of 6"
    assert figure(view, Point(Role.READING, None, 4, 6)) == "not shown: too few people"
    assert figure(view, Point(Role.READING, None, 38, 41)) == "not shown: a small number would be seen"


def test_events_stay_and_the_few_they_are_about_do_not(full: Evaluation) -> None:
    from rrsa import clock

    measure = Measure("M1", title="Calls", counts="events", better="fewer")
    view = MeasureView(measure, (), None, (), False, clock.today())
    assert figure(view, Point(Role.READING, None, 1, 6)) == "1 time among 6 people"
    assert figure(view, Point(Role.READING, None, 9, 2)) == "9 times among fewer than five people"
