"""Recording measures and readings: what is refused, what is kept, what goes and comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rrsa.errors import BadInput, NotFound
from rrsa.evaluation import Evaluation
from rrsa.framework.catalogue import find
from rrsa.setup import create_setting
from rrsa.store import open_store

SMALL = Path(__file__).parent / "data" / "small-framework.yaml"
PEOPLE: dict[str, Any] = {"title": "Know whom to tell", "counts": "people", "better": "more"}
EVENTS: dict[str, Any] = {"title": "Calls at night", "counts": "events", "better": "fewer"}


@pytest.fixture
def evaluation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    from datetime import date

    monkeypatch.setattr("rrsa.clock.today", lambda: date(2026, 3, 18))
    with open_store(tmp_path / "rrsa.db") as store:
        setting = create_setting(store, "Glen", find(str(SMALL)), author="Lead", aim="second")
        yield Evaluation.open(store, setting, author="Lead")


def test_a_measure_is_kept_as_it_was_said(evaluation: Evaluation) -> None:
    made = evaluation.add_measure(
        "1",
        {
            **PEOPLE,
            "baseline": 12,
            "baseline_n": 41,
            "baseline_on": "3 Sep 2025",
            "target": 30,
            "target_n": 41,
            "target_on": "30 Jun 2026",
        },
    )
    kept = evaluation.store.load(evaluation.setting_id).portfolio.measures[made]
    assert (kept.outcome, kept.baseline, kept.baseline_n, kept.baseline_on) == ("1", 12, 41, "2025-09-03")
    assert (kept.target, kept.target_n, kept.target_on) == (30, 41, "2026-06-30")


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({**PEOPLE, "title": " "}, "title is missing"),
        ({**PEOPLE, "counts": None}, "what is counted is missing"),
        ({**PEOPLE, "better": "sideways"}, "which way is better"),
        ({**PEOPLE, "baseline": 12}, "out of how many people"),
        ({**PEOPLE, "baseline": 12, "baseline_n": 0}, "out of how many people"),
        ({**PEOPLE, "target": 12}, "out of how many people"),
        ({**PEOPLE, "baseline": 12, "baseline_n": 11}, "12 people out of 11 cannot be"),
        ({**EVENTS, "baseline": 12, "baseline_n": 0}, "out of how many people"),
        ({**PEOPLE, "baseline": 1, "baseline_n": 2, "baseline_on": "1 Apr 2026"}, "in the future"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    values: dict[str, Any], why: str, evaluation: Evaluation
) -> None:
    with pytest.raises(BadInput, match=why):
        evaluation.add_measure("1", values)
    assert not evaluation.store.load(evaluation.setting_id).portfolio.measures


def test_events_may_outnumber_people_or_stand_alone(evaluation: Evaluation) -> None:
    made = evaluation.add_measure("1", {**EVENTS, "baseline": 29, "baseline_n": 6})
    evaluation.add_reading(made, {"count": 9})
    assert [r.n for r in evaluation.portfolio.readings.values()] == [None]


def test_a_measure_that_counted_events_needs_the_number_of_people_before_it_counts_them(
    evaluation: Evaluation,
) -> None:
    made = evaluation.add_measure("1", {**EVENTS, "baseline": 9})
    with pytest.raises(BadInput, match="out of how many people"):
        evaluation.edit_measure(made, {"counts": "people"})
    evaluation.edit_measure(made, {"counts": "people", "baseline_n": 41})
    assert evaluation.portfolio.measures[made].counts == "people"


def test_a_reading_is_of_today_unless_it_says_otherwise(evaluation: Evaluation) -> None:
    made = evaluation.add_measure("1", PEOPLE)
    today = evaluation.add_reading(made, {"count": 20, "n": 41})
    earlier = evaluation.add_reading(made, {"count": 18, "n": 40, "date": "2 Feb 2026", "note": "P5 away"})
    kept = evaluation.portfolio.readings
    assert kept[today].date == "2026-03-18"
    assert (kept[earlier].date, kept[earlier].note) == ("2026-02-02", "P5 away")
    evaluation.edit_reading(earlier, {"count": 19})
    assert evaluation.portfolio.readings[earlier].count == 19


@pytest.mark.parametrize(
    "values",
    [
        {"n": 41},
        {"count": 20},
        {"count": 42, "n": 41},
        {"count": 1, "n": 2, "date": "tomorrow"},
        {"count": 1, "n": 2, "date": ""},
    ],
)
def test_a_reading_that_cannot_be_is_refused(values: dict[str, Any], evaluation: Evaluation) -> None:
    made = evaluation.add_measure("1", PEOPLE)
    with pytest.raises(BadInput):
        evaluation.add_reading(made, values)
    assert not evaluation.portfolio.readings


def test_removing_takes_readings_along_and_undo_brings_all_of_it_back(evaluation: Evaluation) -> None:
    made = evaluation.add_measure("1", PEOPLE)
    evaluation.add_reading(made, {"count": 20, "n": 41})
    action = evaluation.add_action("1", {"what": "Posters", "measure": made})
    before = evaluation.portfolio
    evaluation.remove_measure(made)
    assert not evaluation.portfolio.measures
    assert not evaluation.portfolio.readings
    assert evaluation.portfolio.actions[action].measure is None
    evaluation.undo()
    assert dict(evaluation.portfolio.cells()) == dict(before.cells())


def test_a_reading_that_is_removed_comes_back_too(evaluation: Evaluation) -> None:
    made = evaluation.add_measure("1", PEOPLE)
    reading = evaluation.add_reading(made, {"count": 20, "n": 41})
    evaluation.remove_reading(reading)
    assert not evaluation.portfolio.readings
    evaluation.undo()
    assert evaluation.portfolio.readings[reading].count == 20


def test_what_is_not_there_is_said(evaluation: Evaluation) -> None:
    with pytest.raises(NotFound, match="measure"):
        evaluation.add_reading("M00000000", {"count": 1, "n": 2})
    with pytest.raises(NotFound, match="outcome"):
        evaluation.add_measure("99", PEOPLE)
