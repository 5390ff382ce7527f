"""How long things are kept, as the table in docs/reference/retention.md says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Action, Evidence, Measure, Reading, Record
from rrsa.portfolio.retention import YEARS, Kept, last_day, past
from rrsa.portfolio.voices import Round

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "retention.md"


@pytest.mark.parametrize(
    ("day", "until"),
    [
        ("2026-04-03", "2027-07-31"),
        ("2026-07-31", "2027-07-31"),
        ("2026-08-01", "2028-07-31"),
        ("2026-12-31", "2028-07-31"),
    ],
)
def test_childrens_words_stay_to_the_end_of_the_next_school_year(day: str, until: str) -> None:
    assert last_day(Kept.WORDS, date.fromisoformat(day)) == date.fromisoformat(until)


def test_other_things_stay_for_whole_years() -> None:
    assert last_day(Kept.EVIDENCE, date(2024, 2, 29)) == date(2028, 2, 29)
    assert last_day(Kept.MEASURE, date(2024, 2, 29)) == date(2030, 2, 28)
    assert last_day(Kept.WORDS, date(2024, 2, 29), keep=2) == date(2026, 2, 28)


def found(*records: Record, today: str, **more: object) -> set[tuple[str, str]]:
    entered = {(each.KIND, each.id): "2020-01-15T10:00:00" for each in records}
    due = past(Portfolio.from_records(records), entered, today=date.fromisoformat(today), **more)  # type: ignore[arg-type]
    return {(each.record, each.field) for each in due}


def test_what_is_past_its_day_is_found_and_nothing_else() -> None:
    records = (
        Evidence("E1", present=True, perspective="children", date="2022-03-01"),
        Evidence("E2", present=True, perspective="records", date="2022-03-01"),
        Evidence("E3", present=True, perspective="observation", identifiable=True, date="2022-03-01"),
        Evidence("E4", present=True, perspective="records"),
        Action("A1", present=True, status="done", done_on="2022-03-01"),
        Action("A2", present=True, status="planned"),
        Action("A3", present=True, status="cannot"),
        Measure("M1", present=True, baseline_on="2018-03-01"),
        Measure("M2", present=True, baseline_on="2015-03-01"),
        Reading("R1", present=True, measure="M2", date="2022-03-01"),
        Round("V1", present=True, date="2022-03-01", n=4, sentence="We like it"),
        Round("V2", present=True, date="2022-03-01", n=30, sentence="We like it"),
    )
    assert found(*records, today="2023-07-31") == set()
    assert found(*records, today="2023-08-01") == {("E1", ""), ("E3", ""), ("V1", "sentence")}
    assert found(*records, today="2024-03-02") == {
        ("E1", ""), ("E3", ""), ("E4", ""), ("A3", ""), ("M1", ""), ("V1", "sentence"),
    }  # fmt: skip
    everything = {("E2", ""), ("A1", ""), ("M2", ""), ("V1", ""), ("V2", "")}
    assert everything <= found(*records, today="2028-03-02")
    assert ("A2", "") not in found(*records, today="2060-01-01")
    assert found(*records, today="2023-03-02", keep=1) >= {("E2", ""), ("A1", "")}


def test_the_table_says_the_same() -> None:
    """The page that people adopt, and what the command does."""
    words = {4: "four years", 6: "six years"}
    rows = {
        line.split("|")[1].strip(): line.split("|")[3].lower()
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and line.count("|") > 4
    }
    for kept, begins in (
        (Kept.EVIDENCE, "Other evidence"),
        (Kept.ACTION, "Actions"),
        (Kept.MEASURE, "Measures"),
        (Kept.ROUND, "Rounds"),
    ):
        (said,) = (said for row, said in rows.items() if row.startswith(begins))
        assert words[YEARS[kept]] in said
    (said,) = (said for row, said in rows.items() if row.startswith("Evidence with children"))
    assert "end of the school year after" in said
