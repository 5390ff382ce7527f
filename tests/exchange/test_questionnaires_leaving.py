"""What of rounds of questions stands in the assessor's copy and in the findings, and what never does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from questionnaire_files import AUTUMN, FOLDER, SAFE, answers, as_csv, microsoft

from rrsa.cli.voices_words import preview_lines
from rrsa.errors import RrsaError
from rrsa.evaluation import Evaluation
from rrsa.exchange.content import people_shown
from rrsa.exchange.export import export_workbook
from rrsa.exchange.questionnaires import Options, Preview, apply, take_in
from rrsa.exchange.questionnaires.columns import Use
from rrsa.exchange.report.audiences import Audience
from rrsa.exchange.report.writing import write_report
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.privacy import redact
from rrsa.portfolio.records import Evidence
from rrsa.portfolio.voices import Round, Tally

BOTH = FOLDER / "Rights survey(1-50).xlsx"


@pytest.fixture
def glen(recorded: Callable[..., Evaluation]) -> Evaluation:
    return recorded({})


def sheet(evaluation: Evaluation, folder: Path) -> list[tuple[Any, ...]]:
    """The rows of Children's views in the assessor's copy."""
    path = folder / "assessor.xlsx"
    export_workbook(evaluation, path)
    book = load_workbook(path)
    return list(book["Children's views"].iter_rows(values_only=True))


def text_of(rows: list[tuple[Any, ...]]) -> str:
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


def taken(evaluation: Evaluation, path: Path, **options: Any) -> Preview:
    preview = take_in(evaluation, path, Options(**options))
    apply(evaluation, preview)
    return preview


def test_before_and_after_stand_in_the_assessors_copy(glen: Evaluation, tmp_path: Path) -> None:
    taken(glen, BOTH, split=date(2026, 1, 1), undivided=True)
    rows = sheet(glen, tmp_path)
    said = next(row for row in rows if row[1] == SAFE)
    assert said[2] == "The majority say “Yes”: 15 of 24."
    assert said[4] == "Most say “Yes”: 21 of 26."
    heads = text_of(rows)
    assert "24 answered" in heads
    assert "26 answered" in heads
    assert "The counts don't say why." in heads


def test_what_a_questionnaire_asked_about_is_not_still_to_ask(
    recorded: Callable[..., Evaluation], tmp_path: Path
) -> None:
    asked = {"title": "Survey", "who": "children", "date": "2026-03-01", "n": 20, "present": True}
    yes = {"round": "V1", "outcome": "2", "question": "Safe?", "asked": "one", "answer": "Yes", "count": 20}
    school = recorded({("round", "V1"): asked, ("tally", "T1"): {**yes, "of": 20, "present": True}})
    assert "Not asked about yet: outcomes 1, 3." in text_of(sheet(school, tmp_path))


def test_small_counts_stand_in_no_paper_and_no_workbook(glen: Evaluation, tmp_path: Path) -> None:
    """3 of 16 chose the office, 13 did not: neither leaves, nor a word that would say as much."""
    rows = answers(24, first=AUTUMN)
    path = tmp_path / "a.csv"
    path.write_bytes(as_csv(microsoft(rows)))
    taken(glen, path, group="class")
    wholes = {record.n for record in glen.portfolio.rounds.values()}
    assert wholes == {15, 9}
    for form in (".html", ".docx"):
        write_report(glen, tmp_path / f"q{form}", audience=Audience.QUESTIONNAIRES)
    page = re.sub(r"<[^>]+>", " ", (tmp_path / "q.html").read_text(encoding="utf-8"))
    for text in (page, text_of(sheet(glen, tmp_path))):
        for count in range(1, 5):
            assert not re.search(rf"\b{count} of (15|9)\b", text)
            for whole in wholes:
                assert f"{(whole or 0) - count} of {whole}" not in text
        assert "not shown" in text.casefold()


def test_in_a_house_there_is_no_share(recorded: Callable[..., Evaluation], tmp_path: Path) -> None:
    from rrsa.framework.catalogue import find
    from rrsa.setup import create_setting
    from rrsa.store import open_store

    with open_store(tmp_path / "house.db") as store:
        made = create_setting(store, "A house", find("rights-respecting-house"), author="Lead")
        house = Evaluation.open(store, made, author="Lead")
        path = tmp_path / "a.csv"
        path.write_bytes(as_csv([["Safe?", "Listened to?"], *[["Yes", "Yes"]] * 6, ["Yes", "No"]]))
        preview = taken(house, path)
        told = "\n".join(preview_lines(house, preview))
        assert "7 of 7 say “Yes”." in told
        assert not re.search(r"\b(all|most|majority)\b say|%", told.casefold())
        page = text_of(sheet(house, tmp_path))
        assert "7 of 7 say “Yes”." in page
        assert "6 of 7" not in page
        with pytest.raises(RrsaError, match="one sentence at a time"):
            take_in(house, path, Options(sentences=("We know whom to tell. And we do.",)))


def test_who_takes_a_yes_back_takes_the_counts_back() -> None:
    portfolio = Portfolio.from_records(
        [
            Evidence("E1", True, "Survey", "children", consent="withdrawn", people=20),
            Round("V1", True, "Survey", "children", n=20, evidence="E1", sentence="We said so"),
            Tally("T1", True, "V1", question="Safe?", answer="Yes", count=20, of=20),
        ]
    )
    left = redact(portfolio).portfolio
    assert (left.rounds, left.tallies, left.evidence) == ({}, {}, {})


def test_what_a_piece_says_of_people_is_no_way_round_a_round() -> None:
    """Two pieces, one small; the second number that would hide it is the round's, which says it itself."""
    portfolio = Portfolio.from_records(
        [
            Evidence("E1", True, "Survey", "children", people=12),
            Evidence("E2", True, "Talk", "children", people=3),
            Round("V1", True, "Survey", "children", date="2026-03-01", n=12, evidence="E1"),
            Tally("T1", True, "V1", question="Safe?", answer="Yes", count=12, of=12),
        ]
    )
    shown, in_all = people_shown(portfolio)
    assert not isinstance(shown["E2"], int)
    assert in_all is None


def test_a_small_group_leaves_its_sentence(glen: Evaluation, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(as_csv([["Class", SAFE], *[["P7", "No"]] * 3]))
    taken(glen, path, group_name="P7", sentences=("We know whom to tell.",), on=date(2026, 3, 3))
    text = text_of(sheet(glen, tmp_path))
    assert "The group has agreed: “We know whom to tell.”" in text
    assert "answered" not in text


# -- whatever is in a file --------------------------------------------------------------------------------

CELLS = st.sampled_from(
    [
        *("", "Yes", "No", "sometimes", "5", "0", "★★★", "😀", "A;B;", "A, B", ";", ", ", "=1+1", "@SUM(A1)"),
        *("3/9/2025", "13/9/2025", "9/13/2025", "2025/09/03 8:31:12 am", "32/13/2026", "NaN", "a@b.invented"),
        *("عربي 👧", "x" * 500, '"', "two\nlines", "\u202e", "P6", "*", "\0"),
    ]
)
HEADS = st.sampled_from(
    ["Timestamp", "Safe?", "Safe?", "Class", "Name", "", "Completion time", "x" * 400, "{n}", "Why:", "Score"]
)


@pytest.fixture(scope="module")
def any_school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evaluation]:
    from rrsa.framework.adopted import adopt_file
    from rrsa.setup import create_setting
    from rrsa.store import open_store

    small = Path(__file__).resolve().parent.parent / "data" / "small-framework.yaml"
    with open_store(tmp_path_factory.mktemp("any") / "any.db") as store:
        yield Evaluation.open(store, create_setting(store, "Any", adopt_file(small), author="L"), author="L")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(HEADS, min_size=1, max_size=5), st.lists(st.lists(CELLS, max_size=6), max_size=14))
def test_whatever_is_in_a_file_it_is_read_or_refused(
    any_school: Evaluation, tmp_path: Path, heads: list[str], rows: list[list[str]]
) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(as_csv([heads, *rows, *rows]))
    before = any_school.store.load(any_school.setting_id)
    try:
        preview = take_in(any_school, path)
    except RrsaError as refused:
        assert "\n" not in str(refused)
        return
    assert "".join(preview_lines(any_school, preview))
    assert any_school.store.load(any_school.setting_id) == before
    for each in preview.rounds:
        assert (each.view.round.n or 0) >= 5
        for question in each.view.questions:
            assert sum(a.count or 0 for a in question.answers) >= 0
            assert all((a.count or 0) <= question.of for a in question.answers)
    assert sum(column.use is Use.WHEN for column in preview.mapped.columns) <= 1
    apply(any_school, preview)
    assert all(each.fate.value == "same" for each in take_in(any_school, path).rounds)
    if preview.changes:
        any_school.undo()
    assert any_school.store.load(any_school.setting_id).portfolio == before.portfolio
