"""Rows and columns that were sorted, moved, doubled or scrambled, and how each finds its way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from returned_workbooks import RECORDS, look, refused, words, working

from rrsa.evaluation import Evaluation
from rrsa.exchange.returning.preview import Standing
from rrsa.portfolio.ids import with_check


@pytest.fixture
def school(recorded: Callable[..., Evaluation]) -> Evaluation:
    return recorded(RECORDS)


def test_rows_are_known_by_their_references(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    sheet = copy.sheet("evidence")
    last = sheet.max_column
    rows = {record: copy.row("evidence", record) for record in ("E11111111", "E22222222", "E33333333")}
    copy.set("evidence", "E11111111", "place", "One")
    sheet.cell(rows["E11111111"], 1).value = " e11111111 – " + with_check("E11111111")[-1].lower()
    copy.book.save(copy.path)
    assert words(look(school.store, copy.path)) == {"evidence/E11111111/place": "One"}
    sheet.cell(rows["E22222222"], 1).value = None  # the other end will do
    sheet.cell(rows["E22222222"], copy.column("evidence", "place")).value = "Two"
    sheet.cell(rows["E33333333"], last).value = with_check("E22222222")
    preview = look(school.store, copy.save())
    assert words(preview)["evidence/E22222222/place"] == "Two"
    assert "this row was scrambled" in refused(preview)[f"Evidence!A{rows['E33333333']}"]
    assert not any(each.standing is Standing.MISSING for each in preview.differences)
    for column in (1, last):
        sheet.cell(rows["E33333333"], column).value = "E33333334-" + with_check("E33333333")[-1]
    assert "check character" in refused(look(school.store, copy.save()))[f"Evidence!A{rows['E33333333']}"]
    for column in (1, last):
        sheet.cell(rows["E33333333"], column).value = with_check("E99999999")
    assert "there is no row" in refused(look(school.store, copy.save()))[f"Evidence!A{rows['E33333333']}"]


def test_the_same_row_twice(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    sheet = copy.sheet("evidence")
    row, other = copy.row("evidence", "E11111111"), sheet.max_row + 1
    for column in range(1, sheet.max_column + 1):
        sheet.cell(other, column).value = sheet.cell(row, column).value
    preview = look(school.store, copy.save())
    assert not preview.differences and not preview.refused
    sheet.cell(other, copy.column("evidence", "place")).value = "Elsewhere"
    preview = look(school.store, copy.save())
    assert not preview.differences
    assert {f"Evidence!A{row}", f"Evidence!A{other}"} == set(refused(preview))


def test_a_row_of_which_only_its_references_are_left_is_missing(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    for key, record in (("evidence", "E11111111"), ("plan", "A11111111")):
        sheet, row = copy.sheet(key), copy.row(key, record)
        for column in range(2, sheet.max_column):
            sheet.cell(row, column).value = None
    preview = look(school.store, copy.save())
    assert {each.key: each.standing for each in preview.differences} == {
        "missing/evidence/E11111111": Standing.MISSING,
        "missing/action/A11111111": Standing.MISSING,
    }
    assert not preview.refused
    sheet = copy.sheet("evidence")  # where some of it is left, that is what was meant
    sheet.cell(copy.row("evidence", "E11111111"), copy.column("evidence", "title")).value = "Minutes"
    preview = look(school.store, copy.save())
    assert words(preview)["evidence/E11111111/title"] == "Minutes"
    assert words(preview)["evidence/E11111111/place"] == ""


def test_rows_are_not_missing_where_the_column_that_names_them_is_gone(
    school: Evaluation, tmp_path: Path
) -> None:
    copy = working(school, tmp_path)
    keep = {copy.column("evidence", "place")}
    sheet = copy.sheet("evidence")
    for column in range(sheet.max_column - 1, 1, -1):
        if column not in keep:
            sheet.delete_cols(column)
    preview = look(school.store, copy.save())
    assert not preview.differences and not preview.refused


def test_a_column_that_was_sorted_alone_is_noticed(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    titles = ["Council minutes", "Playground watch", "Letter home"]
    for record, title in zip(("E11111111", "E22222222", "E33333333"), titles[1:] + titles[:1], strict=True):
        copy.set("evidence", record, "title", title)
    copy.set("quick-look", "1", "line", "Fine.")
    preview = look(school.store, copy.save())
    assert words(preview) == {"outcome/1/line": "Fine."}
    assert len(preview.refused) == 3
    assert all("sorted alone" in why for why in refused(preview).values())


def test_columns_moved_inserted_renamed_or_gone(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    sheet = copy.sheet("evidence")
    copy.set("evidence", "E11111111", "place", "Library")
    sheet.cell(
        copy.head("evidence"), copy.column("evidence", "note")
    ).value = "WHAT it shows,  in our words: "
    sheet.delete_cols(copy.column("evidence", "seen_by"))
    sheet.insert_cols(3)
    sheet.insert_rows(1, 4)
    preview = look(school.store, copy.save())
    assert words(preview) == {"evidence/E11111111/place": "Library"}
    assert not preview.refused
