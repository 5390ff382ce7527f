"""An assessor prints it on A4, black and white; staff open it in whatever program they have."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from PIL import ImageFont
from pypdf import PdfReader
from workbook_reader import COPIES, KIND, read

from rrsa.evaluation import Evaluation
from rrsa.portfolio.checks import show_day

Convert = Callable[..., Path]

# One worker has LibreOffice convert the workbooks for all of these.
pytestmark = pytest.mark.xdist_group("workbooks")

FOOTER = "Self-evaluation, not an award decision"
DATA = ("Quick look", "Outcomes", "Look-fors", "Evidence", "Action plan", "Measures", "Readings")
DAYS = ("date", "due", "done_on", "baseline_on", "target_on")
NUMBERS = ("people", "baseline", "baseline_n", "target", "target_n", "count", "n")


def widths(sheet: Any) -> list[float]:
    """The pixels of each column; columns of the same width may share one note of it."""
    found = [0.0] * (sheet.max_column + 1)
    for dimension in sheet.column_dimensions.values():
        for column in range(dimension.min, min(dimension.max, sheet.max_column) + 1):
            found[column] = dimension.width * 7
    return found


def squashed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def pages(exported: dict[str, Path], convert: Convert) -> dict[str, list[str]]:
    """What stands on each printed page, by copy."""
    folder = convert("pdf", *exported.values())
    return {
        copy: [page.extract_text() for page in PdfReader(folder / f"{copy}.pdf").pages] for copy in COPIES
    }


@pytest.mark.parametrize("copy", COPIES)
def test_every_page_says_whose_it_is_and_holds_something(
    school: Evaluation, pages: dict[str, list[str]], copy: str
) -> None:
    for number, page in enumerate(pages[copy], start=1):
        said = squashed(page)
        footer = [FOOTER, f"Page {number} of {len(pages[copy])}", "Corranbeath Primary School"]
        footer.append(show_day(school.on))
        for part in footer:
            assert squashed(part) in said, (number, part)
            said = said.replace(squashed(part), "", 1)
        assert len(said) > 60, f"page {number} is empty"


def test_the_assessors_copy_is_short_and_has_a_page_for_each_outcome(
    school: Evaluation, pages: dict[str, list[str]]
) -> None:
    assert len(pages["assessor"]) <= 24
    for number, outcome in enumerate(school.framework.outcomes.values(), start=1):
        [page] = [p for p in pages["assessor"] if squashed(f"{number} of 9") in squashed(p)[:200]]
        assert squashed(outcome.title) in squashed(page)
        others = [o.title for o in school.framework.outcomes.values() if o.id != outcome.id]
        assert not [title for title in others if squashed(title) in squashed(page)]


def test_the_start_fits_one_page(pages: dict[str, list[str]]) -> None:
    for copy in ("working", "blank"):
        assert "How to fill it in" in pages[copy][0]
        assert "About this copy" in pages[copy][0]


def test_the_pages_are_upright_or_lying_a4(exported: dict[str, Path], convert: Convert) -> None:
    reader = PdfReader(convert("pdf", exported["assessor"]) / "assessor.pdf")
    sizes = {
        tuple(sorted((round(float(p.mediabox.width)), round(float(p.mediabox.height))))) for p in reader.pages
    }
    assert sizes == {(595, 842)}


def test_a_page_can_be_made_into_a_picture(
    exported: dict[str, Path], convert: Convert, poppler: str, tmp_path: Path
) -> None:
    """Ink stands on every page, and nothing runs into the paper's edge."""
    from PIL import Image

    pdf = convert("pdf", exported["assessor"]) / "assessor.pdf"
    subprocess.run([poppler, "-r", "30", "-gray", "-png", str(pdf), str(tmp_path / "p")], check=True)
    for picture in sorted(tmp_path.glob("p*.png")):
        with Image.open(picture) as image:
            ink = image.convert("L").point(lambda grey: 255 * (grey < 200)).getbbox()
            assert ink is not None, picture.name
            left, top, right, bottom = ink
            assert left > 8
            assert top > 8
            assert right < image.width - 8
            assert bottom < image.height - 8


@pytest.mark.parametrize("copy", COPIES)
def test_every_sheet_is_set_up_for_paper(exported: dict[str, Path], copy: str) -> None:
    for sheet in load_workbook(exported[copy]):
        if sheet.sheet_state != "visible":
            continue
        assert int(sheet.page_setup.paperSize) == 9, sheet.title
        assert sheet.print_area, sheet.title
        assert FOOTER in sheet.oddFooter.center.text
        assert "&P" in sheet.oddFooter.right.text
        assert not sheet.protection.sheet
        last = sheet.print_area.replace("$", "").rpartition(":")[2]
        assert sheet[last].row == sheet.max_row or sheet.title == "Coverage"
        fits = sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage
        assert fits or sum(widths(sheet)) < 670, sheet.title


@pytest.mark.parametrize("copy", ["working", "blank"])
def test_data_sheets_are_ready_to_be_filled_in(exported: dict[str, Path], copy: str) -> None:
    book, returned = load_workbook(exported[copy]), read(exported[copy])
    for key in KIND:
        sheet, head = book[returned.names[key]], returned.heads[key]
        assert sheet.freeze_panes == f"C{head + 1}"
        assert sheet.auto_filter.ref == f"A{head}:{get_column_letter(sheet.max_column)}{sheet.max_row}"
        assert sheet.print_title_rows == f"${head}:${head}"
        for _head, (name, words) in returned.columns[key].items():
            if words or name in DAYS + NUMBERS:
                column = next(c.column for c in sheet[head] if c.value == _head)
                for row in (head + 1, sheet.max_row):
                    where = sheet.cell(row, column).coordinate
                    rules = [r for r in sheet.data_validations.dataValidation if where in r.sqref]
                    assert len(rules) == 1, (key, name, row)
                    assert rules[0].type == ("list" if words else "whole" if name in NUMBERS else "date")


def test_rows_grow_with_what_is_typed(exported: dict[str, Path]) -> None:
    """Heights are there for whoever only looks, and none is fixed where somebody types."""
    returned = read(exported["working"])
    book = load_workbook(exported["working"])
    numbers = {sheet.title: n for n, sheet in enumerate(book, start=1)}
    with zipfile.ZipFile(exported["working"]) as archive:
        for key in KIND:
            part = archive.read(f"xl/worksheets/sheet{numbers[returned.names[key]]}.xml").decode()
            rows = re.findall(r'<row r="(\d+)"([^>]*)>', part)
            assert len(rows) > 5
            for number, attributes in rows:
                assert ("customHeight" in attributes) is (int(number) <= returned.heads[key]), (key, number)
                assert "ht=" in attributes


def test_links_lead_from_an_outcome_to_its_evidence_and_back(exported: dict[str, Path]) -> None:
    book = load_workbook(exported["assessor"])

    def follow(cell: Any) -> Any:
        name, _bang, where = cell.hyperlink.location.rpartition("!")
        return book[name.strip("'").replace("''", "'")][where]

    pages, register = book["Outcomes"], book["Evidence"]
    references = [c for row in pages.iter_rows() for c in row if c.hyperlink and "-" in str(c.value)]
    assert len(references) >= 10
    for cell in references:
        assert follow(cell).value == cell.value
        assert follow(cell).parent is register
    back = [c for row in register.iter_rows() for c in row if c.hyperlink]
    assert len(back) >= 15
    for cell in back:
        first = str(cell.value).partition(",")[0]
        page = follow(cell)
        assert page.parent is pages
        assert str(pages.cell(page.row + 1, 1).value).startswith(f"{first}  ")
    for sheet in ("Cover", "Summary", "Children's views", "Action plan", "Visit"):
        links = [c for row in book[sheet].iter_rows() for c in row if c.hyperlink]
        assert links, sheet
        for cell in links:
            assert follow(cell).value is not None


def test_recalculated_elsewhere_the_figures_are_the_same(
    school: Evaluation, exported: dict[str, Path], convert: Convert
) -> None:
    saved = load_workbook(convert("xlsx", exported["working"]) / "working.xlsx", data_only=True)
    for sheet in saved:
        for row in sheet.iter_rows(values_only=True):
            assert not [v for v in row if isinstance(v, str) and re.match(r"#(REF|NAME|VALUE|DIV|N/A)", v)]
    scores = saved["How scores work"]
    shown = {
        str(row[0]).partition(" ")[0]: row[3]
        for row in scores.iter_rows(values_only=True)
        if isinstance(row[3], int | float)
    }
    from rrsa.portfolio.privacy import redact
    from rrsa.scoring.assess import assess

    what_left = assess(school.framework, redact(school.portfolio).portfolio, school.on)
    expected = {o.outcome: o.evidence.out_of_100 for o in what_left.outcomes.values() if o.counting}
    assert shown == expected
    assert len(expected) >= 6


def test_the_chart_is_native_and_told_apart_without_colour(
    exported: dict[str, Path], convert: Convert
) -> None:
    with zipfile.ZipFile(exported["working"]) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    for text in ("Pieces that show it works, by where they look from", "Pieces of evidence", ">Outcome<"):
        assert text in chart
    assert chart.count("<c:ser>") == 4
    fills = set(re.findall(r'<a:pattFill prst="(\w+)"', chart)) | set(
        re.findall(r'<c:spPr><a:solidFill><a:srgbClr val="(\w+)"', chart)
    )
    assert len(fills) >= 4
    assert "<c:showVal" in chart
    assert "descr=" in drawing
    saved = convert("xlsx", exported["working"]) / "working.xlsx"
    with zipfile.ZipFile(saved) as archive:
        [again] = [n for n in archive.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", n)]
        assert archive.read(again).decode().count("<c:ser>") == 4


# -- no text is cut --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def type_faces(liberation_sans: dict[bool, Path]) -> dict[bool, Any]:
    """The real letters: a second opinion on how wide text is."""
    return {bold: ImageFont.truetype(str(path), 200) for bold, path in liberation_sans.items()}


def cells_with_room(sheet: Any) -> Iterator[tuple[Any, float]]:
    """Each text cell with the points that its text has beside itself."""
    wide = widths(sheet)
    merged = {r.coord.split(":")[0]: r for r in sheet.merged_cells.ranges}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type != "s":
                continue
            area = merged.get(cell.coordinate)
            columns = range(area.min_col, area.max_col + 1) if area else [cell.column]
            pixels = sum(wide[c] for c in columns)
            yield cell, pixels * 0.75 - 3 - 6.5 * (cell.alignment.indent or 0)


def real_lines(text: str, room: float, size: float, face: Any) -> int:
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and face.getlength(longer) * size / 200 > room:
                lines += 1
                longer = word
            line = longer
    return lines


@pytest.mark.parametrize("copy", COPIES)
def test_no_text_is_cut(exported: dict[str, Path], type_faces: dict[bool, Any], copy: str) -> None:
    for sheet in load_workbook(exported[copy]):
        if sheet.sheet_state != "visible":
            continue
        for cell, room in cells_with_room(sheet):
            size = cell.font.sz
            lines = real_lines(cell.value, room, size, type_faces[bool(cell.font.b)])
            tall = sheet.row_dimensions[cell.row].height
            assert lines * size * 1.17 <= tall, (sheet.title, cell.coordinate, lines, tall)
            widest = max(cell.value.split(), key=len, default="")
            if cell.font.sz >= 9 and "/" not in widest:
                length = type_faces[bool(cell.font.b)].getlength(widest) * size / 200
                assert length <= room + 1, (sheet.title, cell.coordinate, widest)
