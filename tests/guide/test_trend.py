"""How it went over time: told from the journal, by the text then in force, never averaged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from rrsa.evaluation import Evaluation
from rrsa.framework.adopted import adopt, adopt_file
from rrsa.guide.trend import chosen_days, sentences, spread_words, trend
from rrsa.portfolio.changes import Cell, Change, Changeset
from rrsa.portfolio.records import Value
from rrsa.setup import create_setting
from rrsa.store import open_store

SMALL = adopt_file(Path(__file__).parent.parent / "data" / "small-framework.yaml")
TODAY = date(2026, 3, 18)


@pytest.fixture(autouse=True)
def that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rrsa.clock.today", lambda: TODAY)


@pytest.fixture
def glen(tmp_path: Path) -> Iterator[Evaluation]:
    with open_store(tmp_path / "rrsa.db") as store:
        create_setting(store, "Glen", SMALL, author="lead", aim="second")
        yield Evaluation.open(store, "glen", author="lead")


def at(
    evaluation: Evaluation, day: str, *cells: tuple[str, str, str, Value], text: str | None = None
) -> None:
    """Something recorded at noon of a day."""
    changes = tuple(
        Change(Cell(kind, record, field), evaluation.portfolio.value(Cell(kind, record, field)), after)
        for kind, record, field, after in cells
    )
    moment = datetime.fromisoformat(f"{day}T12:00:00").astimezone(UTC).isoformat()
    changeset = Changeset("lead", "then", changes, at=moment)
    evaluation.store.commit("glen", changeset, framework_text=text)
    evaluation.refresh()


def view(outcome: str, grade: int) -> tuple[str, str, str, Value]:
    return "outcome", outcome, "view", grade


def days(*texts: str) -> list[tuple[int, date]]:
    return [(n, date.fromisoformat(text)) for n, text in enumerate(texts, start=1)]


# -- which days ----------------------------------------------------------------------------------------


def test_the_last_change_of_each_month_is_looked_back_to() -> None:
    found = chosen_days(days("2025-09-02", "2025-09-30", "2025-11-04", "2026-01-08", "2026-01-09"))
    assert found == {2: date(2025, 9, 30), 3: date(2025, 11, 4), 5: date(2026, 1, 9)}


def test_a_short_history_is_told_by_weeks_or_days() -> None:
    weeks = chosen_days(days("2026-03-02", "2026-03-04", "2026-03-09", "2026-03-17"))
    assert list(weeks) == [2, 3, 4]
    assert list(chosen_days(days("2026-03-16", "2026-03-17", "2026-03-17"))) == [1, 3]
    assert chosen_days([]) == {}


def test_a_long_history_is_thinned_evenly_and_keeps_its_ends() -> None:
    months = [(n, date(2020 + n // 12, n % 12 + 1, 5)) for n in range(60)]
    found = list(chosen_days(months, most=12))
    assert (len(found), found[0], found[-1]) == (12, 0, 59)
    gaps = [b - a for a, b in pairwise(found)]
    assert max(gaps) - min(gaps) <= 1


# -- what was then -------------------------------------------------------------------------------------


def test_each_point_is_the_portfolio_as_it_stood(glen: Evaluation) -> None:
    at(glen, "2025-10-07", view("1", 2), view("2", 2))
    at(glen, "2025-11-11", view("2", 3), view("3", 1))
    at(glen, "2025-12-02", view("1", 1))
    at(glen, "2026-03-17", view("1", 4))
    found = trend(glen)
    # The founding was today by the real clock, which lies after the day that is assessed.
    told = {point.on.isoformat(): dict(point.spread) for point in found.points}
    assert told["2025-10-07"] == {2: 2, None: 1}
    assert told["2025-11-11"] == {2: 1, 3: 1, 1: 1}
    assert told["2025-12-02"] == {1: 2, 3: 1}
    assert dict(found.now.spread) == {4: 1, 3: 1, 1: 1}
    assert found.now.on == TODAY
    assert found.views_of("1") == (2, 2, 1, 4)
    said = " ".join(sentences(found, "second"))
    assert "On 7 Oct 2025, 2 of 3 outcomes had been looked at; now 3 of 3." in said
    assert "average" not in said
    assert "%" not in said


def test_what_was_taken_back_counts_as_it_stood_then(glen: Evaluation) -> None:
    at(glen, "2025-10-07", view("1", 2))
    at(glen, "2025-11-11", view("1", 4))
    at(glen, "2025-12-09", view("2", 1))
    uuid = glen.store.history("glen", limit=2)[1].changeset.uuid
    glen.undo(uuid)
    found = trend(glen)
    assert found.views_of("1") == (2, 4, 4, 2)
    assert any("closer look" in sentence for sentence in sentences(found, "second"))


def test_evidence_is_as_old_as_it_was_then(glen: Evaluation) -> None:
    piece = [
        ("evidence", "E1", "present", True),
        ("evidence", "E1", "perspective", "children"),
        ("evidence", "E1", "date", "2025-10-01"),
        ("link", "E1:1", "present", True),
        ("link", "E1:1", "evidence", "E1"),
        ("link", "E1:1", "target", "1"),
        ("link", "E1:1", "direction", "works"),
    ]
    at(glen, "2025-09-01", view("1", 3))
    at(glen, "2025-10-07", *piece)
    at(glen, "2025-11-11", view("2", 3))
    at(glen, "2025-12-11", view("2", 2))
    found = trend(glen)
    assert [point.ways["1"] for point in found.points] == [0, 1, 1, 1]
    met = [point.stages["second"][0] for point in found.points]
    assert met[1] > met[0]


def test_each_day_is_read_by_the_text_then_in_force(glen: Evaluation) -> None:
    newer_text = SMALL.text.replace('version: "1.0"', 'version: "2.0"').replace(
        "name: Growing", "name: Grown"
    )
    newer = adopt(newer_text)
    assert newer.framework.ref != SMALL.framework.ref
    at(glen, "2025-09-01", view("1", 3))
    at(glen, "2025-10-07", view("2", 3))
    at(
        glen,
        "2025-11-11",
        ("setting", "setting", "framework_sha256", newer.sha256),
        ("setting", "setting", "framework", newer.framework.ref),
        text=newer.text,
    )
    at(glen, "2025-12-11", view("3", 3))
    again = Evaluation.open(glen.store, "glen", author="lead")
    found = trend(again)
    refs = [point.framework.ref for point in found.points]
    assert refs == ["small@1.0", "small@1.0", "small@2.0", "small@2.0"]
    assert "Growing" in spread_words(found.first)
    assert "Grown" in spread_words(found.now)
    assert "small@1.0, small@2.0" in sentences(found, "second")[-1]


def test_an_earlier_day_is_not_told_what_came_after(glen: Evaluation) -> None:
    for month in (9, 10, 11, 12):
        at(glen, f"2025-{month:02}-05", view("1", month % 4 + 1))
    then = Evaluation.open(glen.store, "glen", author="lead", on=date(2025, 10, 20))
    assert max(point.on for point in trend(then).points) == date(2025, 10, 20)


def test_a_new_start_has_nothing_to_look_back_on(glen: Evaluation) -> None:
    found = trend(glen)
    assert not found.begun
    (said,) = sentences(found, "second")
    assert "nothing to look back on yet" in said


def test_no_more_than_a_handful_of_days(glen: Evaluation) -> None:
    first = date(2023, 1, 10)
    for n in range(20):
        at(glen, (first + timedelta(days=31 * n)).isoformat(), view("1", n % 4 + 1))
    assert len(trend(glen, most=5).points) <= 6
