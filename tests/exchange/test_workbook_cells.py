"""Whatever has been written down goes out as the text that it is."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from workbook_reader import COPIES, export, read, texts

from rrsa.evaluation import Evaluation
from rrsa.exchange.measure import count_lines, cut, height, wrap
from rrsa.exchange.text import CELL, cell_text, shortened, units
from rrsa.portfolio.changes import Cell

Recorded = Callable[..., Evaluation]

FORMULAS = (
    "=1+1",
    "@SUM(A1:A9)",
    "+44 1475 000000",
    "-1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org","x")',
    "{=1}",
    "http://example.org/x",
    "internal:'Evidence'!A1",
    "0042",
    "1.0",
    "TRUE",
    "#N/A",
    "_x0041_",
    "'quoted",
    'a < b & c > d "e"',
)


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_looks_like_something_else_stays_text(
    recorded: Recorded, tmp_path: Path, text: str
) -> None:
    evaluation = recorded(
        {
            ("outcome", "1"): {"view": 2, "line": text, "achieved": text, "whom_to_ask": text},
            ("evidence", "E00000001"): {"title": text, "perspective": "adults", "note": text, "place": text},
            ("link", "E00000001:1"): {"evidence": "E00000001", "target": "1", "direction": "works"},
            ("action", "A00000001"): {"what": text, "outcome": "1", "who": text},
        },
        name=f"School {text}",
    )
    returned = read(export(evaluation, tmp_path / "w.xlsx", "working"))
    assert returned.cells()[Cell("outcome", "1", "line")] == text
    assert returned.cells()[Cell("evidence", "E00000001", "note")] == text
    assert returned.base_cells()[Cell("action", "A00000001", "what")] == text
    export(evaluation, tmp_path / "a.xlsx", "assessor")
    for name in ("w.xlsx", "a.xlsx"):
        with zipfile.ZipFile(tmp_path / name) as archive:
            for part in archive.namelist():
                assert b"example.org" not in archive.read(part) or "rels" not in part, part
        found = [
            cell
            for sheet in load_workbook(tmp_path / name)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value == text
        ]
        assert len(found) >= 3
        assert {cell.data_type for cell in found} <= {"s"}


def test_only_the_score_sheet_has_formulas(exported: dict[str, Path]) -> None:
    for copy in COPIES:
        for sheet in load_workbook(exported[copy]):
            formulas = [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
            assert bool(formulas) is (sheet.title == "How scores work" and copy == "working")


@pytest.mark.parametrize("letter", ["a", "😀"])
def test_forty_thousand_characters_are_clipped_with_a_sentence(
    recorded: Recorded, tmp_path: Path, letter: str
) -> None:
    text = letter * 40_000
    evaluation = recorded({("outcome", "1"): {"achieved": text, "difference": "Short"}})
    returned = read(export(evaluation, tmp_path / "w.xlsx", "working"))
    shown = returned.rows["outcomes", "1"]["achieved"]
    assert units(shown) <= CELL
    assert shown.endswith("the rest is in the app.)")
    assert shown.startswith(letter * 16_000)
    # All of it went out with the base values, so that a return knows that nothing was deleted.
    assert returned.base["outcomes", "1"]["achieved"] == text
    assert cell_text(returned.base["outcomes", "1"]["achieved"]) == shown


def test_a_long_text_is_printed_whole_over_several_rows(recorded: Recorded, tmp_path: Path) -> None:
    text = "\n\n".join(f"Paragraph {n}. " + "Children said what had changed. " * 12 for n in range(40))
    evaluation = recorded({("outcome", "1"): {"view": 2, "achieved": text.strip()}})
    sheet = load_workbook(export(evaluation, tmp_path / "a.xlsx", "assessor"))["Outcomes"]
    column = [(row[1].value, sheet.row_dimensions[row[1].row].height) for row in sheet.iter_rows()]
    start = next(n for n, (value, _h) in enumerate(column) if str(value).startswith("Paragraph 0."))
    end = next(n for n, (value, _h) in enumerate(column) if "Paragraph 39." in str(value))
    assert end > start
    printed = " ".join(" ".join(str(value) for value, _h in column[start : end + 1]).split())
    assert printed == " ".join(text.split())
    assert all(h <= 409 for _value, h in column if h)


def test_control_characters_are_left_out(recorded: Recorded, tmp_path: Path) -> None:
    text = "bell\x07 escape\x1b[31m tab\there\r\nnew line\x85next \ufffe end\x9f"
    evaluation = recorded({("outcome", "1"): {"line": text}})
    path = export(evaluation, tmp_path / "w.xlsx", "working")
    clean = "bell escape[31m tab\there\nnew line\nnext  end"
    assert read(path).rows["quick-look", "1"]["line"] == clean
    assert read(path).base["quick-look", "1"]["line"] == text
    export(evaluation, tmp_path / "a.xlsx", "assessor")
    assert clean in texts(tmp_path / "a.xlsx")


def test_emoji_and_other_scripts_go_out_whole(recorded: Recorded, tmp_path: Path) -> None:
    text = "👩🏽‍🏫 Còraichean na Cloinne 🏴󠁧󠁢󠁳󠁣󠁴󠁿 حقوق الطفل 子どもの権利 é"
    path = export(recorded({("outcome", "1"): {"line": text}}), tmp_path / "w.xlsx", "working")
    assert read(path).cells()[Cell("outcome", "1", "line")] == text


def test_days_are_real_dates_shown_as_people_write_them(recorded: Recorded, tmp_path: Path) -> None:
    days = {"E00000001": "2026-04-03", "E00000002": "1900-01-15", "E00000003": "2024-02-29"}
    records: dict[tuple[str, str], dict[str, Any]] = {
        ("evidence", key): {"title": "A piece", "perspective": "records", "date": day}
        for key, day in days.items()
    }
    path = export(recorded(records), tmp_path / "w.xlsx", "working")
    returned = read(path)
    assert {key: returned.rows["evidence", key]["date"] for key in days} == days
    sheet = load_workbook(path)["Evidence"]
    [cell] = [c for row in sheet.iter_rows() for c in row if str(c.value) == "2026-04-03 00:00:00"]
    assert cell.number_format == "d mmm yyyy"


def test_rows_are_as_high_as_their_longest_text(exported: dict[str, Path]) -> None:
    """A line of ten-point type needs 12.75 points in Excel."""
    for copy in COPIES:
        for sheet in load_workbook(exported[copy]):
            if sheet.sheet_state != "visible":
                continue
            for row in sheet.iter_rows():
                needed = max((str(c.value).count("\n") + 1 for c in row if c.value is not None), default=0)
                tall = sheet.row_dimensions[row[0].row].height
                if needed:
                    assert tall is not None, (sheet.title, row[0].row)
                    assert tall >= min(needed * 11, 400), (sheet.title, row[0].row)


@given(st.text(st.sampled_from("abc WMil.,\n 😀é中"), max_size=300), st.integers(20, 600), st.booleans())
def test_measuring_and_wrapping_agree(text: str, pixels: int, bold: bool) -> None:
    lines = wrap(text, pixels, 10, bold)
    assert "".join(lines) == text
    assert len(lines) == count_lines(text, pixels, 10, bold)
    narrower = count_lines(text, max(20, pixels // 2), 10, bold)
    assert narrower >= len(lines)
    assert height(len(lines)) > 12.75 * len(lines)


@given(st.text(st.sampled_from("abc WMil.,\n "), max_size=400), st.integers(30, 300), st.integers(1, 5))
def test_a_cut_text_is_still_all_there(text: str, pixels: int, most: int) -> None:
    first, rest = cut(text, pixels, most)
    assert text.startswith(first)
    assert text.endswith(rest)
    assert not text[len(first) : len(text) - len(rest)].strip("\n ")
    assert count_lines(first, pixels) <= most


@given(st.text(max_size=200))
def test_what_a_cell_holds_can_be_held_again(text: str) -> None:
    once = cell_text(text)
    assert cell_text(once) == once
    assert units(once) <= CELL


@pytest.mark.parametrize("over", [0, 1, 2, 7])
def test_the_limit_is_counted_as_excel_counts_it(over: int) -> None:
    text = "a" * (CELL - 2) + "😀" + "b" * over
    assert units(cell_text(text)) <= CELL
    assert (cell_text(text) == text) is (over == 0)


def test_a_shortened_text_ends_between_words() -> None:
    assert shortened("Children asked for it and it came.", 22) == "Children asked for it …"
    assert shortened("Short", 22) == "Short"
