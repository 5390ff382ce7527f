"""What goes out must be able to come back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from workbook_reader import KIND, carried, export, read

from rrsa import __version__
from rrsa.evaluation import Evaluation
from rrsa.portfolio.changes import Cell
from rrsa.portfolio.ids import without_check
from rrsa.portfolio.privacy import redact

Recorded = Callable[..., Evaluation]
Convert = Callable[..., Path]

PIECE = {"title": "A walk", "perspective": "observation", "consent": "not-needed"}


def test_a_working_copy_holds_every_cell_of_what_may_leave(
    school: Evaluation, exported: dict[str, Path]
) -> None:
    expected = carried(redact(school.portfolio).portfolio)
    returned = read(exported["working"])
    assert returned.cells() == expected
    assert returned.base_cells() == expected
    assert {cell.kind for cell in expected} == {
        *("outcome", "look", "evidence", "link", "action", "measure", "reading")
    }


def test_it_comes_back_from_another_program_with_every_cell(
    school: Evaluation, exported: dict[str, Path], convert: Convert
) -> None:
    saved = convert("xlsx", exported["working"], exported["blank"])
    working, blank = read(saved / "working.xlsx"), read(saved / "blank.xlsx")
    expected = carried(redact(school.portfolio).portfolio)
    assert working.cells() == working.base_cells() == expected
    assert working.identity == read(exported["working"]).identity
    assert blank.issued == read(exported["blank"]).issued
    before, after = load_workbook(exported["working"]), load_workbook(saved / "working.xlsx")
    assert [s.sheet_state for s in after] == [s.sheet_state for s in before]
    for sheet in KIND:
        name = working.names[sheet]
        assert drop_downs(after[name]) == drop_downs(before[name])


def drop_downs(sheet: Any) -> set[tuple[str, str]]:
    """The lists that cells offer: where, and from which cells of the hidden sheet."""
    return {
        (str(cells), str(rule.formula1).replace("'", ""))
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
        for cells in rule.sqref.ranges
    }


@pytest.mark.parametrize("copy", ["assessor", "working", "blank"])
def test_every_copy_says_which_export_of_which_setting_it_is(
    school: Evaluation, exported: dict[str, Path], copy: str
) -> None:
    book = load_workbook(exported[copy])
    hidden = {row[0]: row[1] for row in book["_rrsa"].iter_rows(max_row=9, values_only=True)}
    latest = school.store.history(school.setting_id, limit=1)[0].changeset.uuid
    assert hidden == {
        "format": "1",
        "export": hidden["export"],
        "base": latest,
        "setting": school.setting_id,
        "framework": "rights-respecting-school@2026.1",
        "framework_sha256": school.portfolio.setting.framework_sha256,
        "copy": copy,
        "day": school.on.isoformat(),
        "rrsa": __version__,
    }
    assert book["_rrsa"].sheet_state == "hidden"
    first_sheet = "\n".join(str(cell.value) for row in book.worksheets[0] for cell in row)
    for uuid in (hidden["export"], latest):
        assert uuid in book.properties.title
        assert uuid in first_sheet


def test_two_exports_are_told_apart(school: Evaluation, exported: dict[str, Path], tmp_path: Path) -> None:
    first, again = read(exported["working"]), read(export(school, tmp_path / "again.xlsx", "working"))
    assert first.identity["export"] != again.identity["export"]
    assert not first.issued["evidence"] & again.issued["evidence"]


def test_a_blank_copy_has_the_same_sheets_and_nothing_filled_in(exported: dict[str, Path]) -> None:
    blank, working = read(exported["blank"]), read(exported["working"])
    assert blank.names == working.names
    assert blank.columns == working.columns
    assert blank.cells() == blank.base_cells() == {}
    outcomes = {record for sheet, record in blank.rows if sheet == "quick-look"}
    assert outcomes == {str(n) for n in range(1, 10)}
    assert {r for s, r in blank.rows if s == "look-fors"} == {r for s, r in working.rows if s == "look-fors"}
    assert not {
        record for sheet, record in blank.rows if sheet in ("evidence", "plan", "measures", "readings")
    }


def test_empty_rows_are_handed_out_with_references_of_their_own(exported: dict[str, Path]) -> None:
    for copy in ("working", "blank"):
        returned = read(exported[copy])
        evidence, actions = returned.issued["evidence"], returned.issued["plan"]
        assert len(evidence) >= 60
        assert len(actions) >= 30
        assert not evidence & actions
        assert all(without_check(reference) for reference in evidence | actions)
        assert len(returned.issued["measures"]) >= 10
        assert len(returned.issued["readings"]) >= 30
        assert set(returned.new) == {(key, one) for key, all_ in returned.issued.items() for one in all_}
        known = {record for _sheet, record in returned.base}
        assert not known & {without_check(reference) for reference in evidence | actions}


def test_what_is_typed_into_an_empty_row_is_read_back(exported: dict[str, Path], tmp_path: Path) -> None:
    book = load_workbook(exported["blank"])
    returned = read(exported["blank"])
    sheet = book[returned.names["evidence"]]
    row = returned.heads["evidence"] + 1
    typed = {"What it is": "A wall", "Seen from": "Children's views", "For": "4, 7.2 (Shows not yet)"}
    typed |= {"What it shows": "Shows it works", "Chosen for": "4"}
    for cell in sheet[returned.heads["evidence"]]:
        if cell.value in typed:
            sheet.cell(row, cell.column, typed[cell.value])
    book.save(tmp_path / "filled.xlsx")
    [values] = [v for v in read(tmp_path / "filled.xlsx").new.values() if v.get("title")]
    assert values["perspective"] == "children"
    assert values["links"] == {"4": ("works", True), "7.2": ("not-yet", False)}


def test_a_sort_keeps_each_row_with_its_reference(exported: dict[str, Path], tmp_path: Path) -> None:
    book, returned = load_workbook(exported["working"]), read(exported["working"])
    sheet, first = book[returned.names["look-fors"]], returned.heads["look-fors"] + 1
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]
    for number, row in enumerate(sorted(rows, key=lambda r: str(r[3]) + str(r[1])[::-1]), start=first):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value
    book.save(tmp_path / "sorted.xlsx")
    assert read(tmp_path / "sorted.xlsx").rows == returned.rows


def test_links_that_say_different_things_come_back_as_they_were(recorded: Recorded, tmp_path: Path) -> None:
    says = {"1": "works", "2": "not-yet", "2.a": "not-yet", "3.c": "mixed"}
    records: dict[tuple[str, str], dict[str, Any]] = {("evidence", "E00000001"): dict(PIECE)}
    for target, direction in says.items():
        link = {"evidence": "E00000001", "target": target, "direction": direction}
        link |= {"chosen": True} if target == "2" else {}
        records["link", f"E00000001:{target}"] = link
    returned = read(export(recorded(records), tmp_path / "links.xlsx", "working"))
    expected = {target: (direction, target == "2") for target, direction in says.items()}
    assert returned.rows["evidence", "E00000001"]["links"] == expected


def test_a_grade_beyond_the_scale_is_kept_as_it_is(recorded: Recorded, tmp_path: Path) -> None:
    """The framework may have changed since; what was recorded is not lost on the way out."""
    evaluation = recorded({("outcome", "1"): {"view": 7, "line": "From another scale"}})
    returned = read(export(evaluation, tmp_path / "grade.xlsx", "working"))
    assert returned.base_cells()[Cell("outcome", "1", "view")] == 7


def test_a_long_history_names_its_last_changeset_as_base(recorded: Recorded, tmp_path: Path) -> None:
    evaluation = recorded({})
    for line in ("one", "two", "three"):
        evaluation.record_outcome("1", {"line": line})
    uuid = evaluation.store.history(evaluation.setting_id)[0].changeset.uuid
    assert read(export(evaluation, tmp_path / "base.xlsx", "working")).identity["base"] == uuid


def test_not_applicable_is_offered_only_where_it_can_be_true(recorded: Recorded, tmp_path: Path) -> None:
    path = export(recorded({}), tmp_path / "small.xlsx", "working")
    returned, book = read(path), load_workbook(path)
    sheet = book[returned.names["look-fors"]]
    column = next(c.column for c in sheet[returned.heads["look-fors"]] if c.value == "What we say")
    for row in range(returned.heads["look-fors"] + 1, sheet.max_row + 1):
        record = without_check(sheet.cell(row, 1).value)
        rule = next(
            r for r in sheet.data_validations.dataValidation if sheet.cell(row, column).coordinate in r.sqref
        )
        first, last = rule.formula1.replace("$", "").partition("!")[2].split(":")
        offered = {cell.value for (cell,) in book["_words"][first:last]}
        assert ("Not applicable" in offered) is (record == "3.c"), record
        assert {"Yes", "Partly", "Not yet", "Not sure"} <= offered


def test_the_layout_is_documented(exported: dict[str, Path]) -> None:
    """Whoever writes a reader needs every sheet, field, list and line by name."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "workbooks.md").read_text("utf-8")
    returned = read(exported["working"])
    fields = {name for columns in returned.columns.values() for name, _words in columns.values()}
    named = set(returned.names) | fields | set(returned.words) | set(returned.identity) | {"sheet", "column"}
    named |= {"row", "new", "withheld", "_rrsa", "_words"}
    assert not [name for name in sorted(named) if f"`{name}`" not in page]
    for name in (
        load_workbook(exported["assessor"]).sheetnames + load_workbook(exported["working"]).sheetnames
    ):
        assert name in page
