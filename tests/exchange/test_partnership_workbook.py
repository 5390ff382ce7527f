"""A partnership's workbook: strengths and areas for improvement go out and come back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from returned_workbooks import look, refused

from rrsa.evaluation import Evaluation
from rrsa.exchange.export import export_workbook
from rrsa.framework.catalogue import find
from rrsa.setup import create_setting
from rrsa.store import open_store


@pytest.fixture
def partners(tmp_path: Path) -> Iterator[Evaluation]:
    with open_store(tmp_path / "partners.db") as store:
        made = create_setting(store, "Partners", find("childrens-services-2017"), author="Lead", history=True)
        evaluation = Evaluation.open(store, made, author="Lead")
        evaluation.record_outcome("6.3", {"view": 6, "strengths": "Heard", "improve": "One"})
        yield evaluation


def _column(sheet: object, head: str) -> int:
    for row in sheet.iter_rows():  # type: ignore[attr-defined]
        for cell in row:
            if cell.value == head:
                return int(cell.column)
    raise AssertionError(head)


def _row(sheet: object, outcome: str) -> int:
    for row in sheet.iter_rows():  # type: ignore[attr-defined]
        if any(str(cell.value or "").startswith(f"{outcome} ") for cell in row):
            return int(row[0].row)
    raise AssertionError(outcome)


@pytest.mark.parametrize("hidden_sheet", [True, False])
def test_they_come_back(partners: Evaluation, tmp_path: Path, hidden_sheet: bool) -> None:
    file = tmp_path / "working.xlsx"
    export_workbook(partners, file, copy="working")
    book = load_workbook(file)
    sheet = book["Outcomes"]
    strengths, improve = _column(sheet, "Strengths"), _column(sheet, "Areas for improvement")
    assert sheet.cell(_row(sheet, "6.3"), strengths).value == "Heard"
    sheet.cell(_row(sheet, "6.3"), improve).value = "One\nTwo"
    sheet.cell(_row(sheet, "9.2"), strengths).value = "One aim"
    if not hidden_sheet:
        del book["_rrsa"]
    book.save(file)
    preview = look(partners.store, file)
    assert refused(preview) == {}
    new = {(d.key, d.theirs[0].words) for d in preview.differences}
    assert {key for key, _text in new} == {"outcome/6.3/improve", "outcome/9.2/strengths"}
    assert {text for _key, text in new} == {"One\nTwo", "One aim"}


def test_a_school_has_no_such_columns_and_misses_none(tmp_path: Path) -> None:
    with open_store(tmp_path / "school.db") as store:
        made = create_setting(store, "Glen", find("rights-respecting-school"), author="Lead")
        evaluation = Evaluation.open(store, made, author="Lead")
        file = tmp_path / "working.xlsx"
        export_workbook(evaluation, file, copy="working")
        book = load_workbook(file)
        heads = {cell.value for row in book["Outcomes"].iter_rows() for cell in row}
        assert not heads & {"Strengths", "Areas for improvement"}
        del book["_rrsa"]
        book.save(file)
        preview = look(store, file)
        assert not any("comes without" in note for note in preview.notes)
