"""A paper as a Word document: real styles and headings, so that it can be pasted, edited and heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from rrsa.exchange.looks import ACCENT, LINE, MUTED, PALE, TINT
from rrsa.exchange.report import paper as blocks
from rrsa.exchange.report import word_style as style
from rrsa.exchange.report.paper import Cell, Paper
from rrsa.exchange.text import readable

_TALL = 900
"""Characters in a row above which it may run over to the next page; below, it stays whole."""


def render(paper: Paper) -> bytes:
    """The document's bytes."""
    return _Writer(paper).bytes()


class _Writer:
    """Writes one paper, block by block."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._document: Any = Document()
        self._across = style.width(paper)
        self._break = False
        style.set_up(self._document, paper)
        self._write: dict[type[Any], Callable[[Any], None]] = {
            blocks.Heading: self._heading,
            blocks.Text: self._text,
            blocks.Bullets: self._bullets,
            blocks.Facts: self._facts,
            blocks.Table: self._table,
            blocks.Chart: self._chart,
            blocks.Panel: self._panel,
            blocks.Pairs: self._pairs,
            blocks.PageBreak: self._page_break,
        }

    def bytes(self) -> bytes:
        paper = self._paper
        self._paragraph(paper.eyebrow, style.EYEBROW)
        self._paragraph(paper.title, "Title")
        style.rule(self._paragraph(paper.day, style.QUIET))
        for block in paper.blocks:
            self._write[type(block)](block)
        gap = self._paragraph("", style.FOOT)
        gap.paragraph_format.keep_with_next = True
        for n, line in enumerate(paper.foot):
            written = self._paragraph(line, style.FOOT)
            written.paragraph_format.keep_with_next = n < len(paper.foot) - 1
        return style.whole(self._document, paper)

    # -- flowing text --------------------------------------------------------------------------------

    def _paragraph(self, text: str, name: str = "Normal") -> Any:
        paragraph = self._document.add_paragraph(readable(text), style=name)
        if self._break:
            paragraph.paragraph_format.page_break_before = True
            self._break = False
        return paragraph

    def _heading(self, block: blocks.Heading) -> None:
        self._paragraph(block.text, f"Heading {block.level - 1}")

    def _text(self, block: blocks.Text) -> None:
        names = {"lead": style.LEAD, "label": style.LABEL, "quote": "Quote", "quiet": style.QUIET}
        for line in _lines(block.text):
            self._paragraph(line, names.get(block.look, "Normal"))

    def _bullets(self, block: blocks.Bullets) -> None:
        for item in block.items:
            self._paragraph(item.replace("\n", " "), "List Bullet")

    def _page_break(self, _block: blocks.PageBreak) -> None:
        self._break = True

    # -- tables --------------------------------------------------------------------------------------

    def _facts(self, block: blocks.Facts) -> None:
        rows = tuple((Cell(label, strong=True), Cell(value)) for label, value in block.rows)
        made = self._grid(rows, (26, 74), ruled=False)
        for row in made.rows:
            for cell in row.cells:
                _shade(cell, PALE)
        self._after()

    def _table(self, block: blocks.Table) -> None:
        if not block.heard:
            self._paragraph(block.caption, "Caption")
        heads = tuple(Cell(head, strong=True) for head in block.heads)
        made = self._grid((heads, *block.rows), block.widths)
        _describe(made, block.caption)
        head = made.rows[0]
        _row_property(head, "w:tblHeader")
        for cell in head.cells:
            _shade(cell, TINT)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True
                for run in paragraph.runs:
                    run.font.color.rgb = style.colour(ACCENT)
        self._after()

    def _chart(self, block: blocks.Chart) -> None:
        """A chart in a document is its table: it can be read, heard and edited, in any program."""
        self._table(block.table)
        for line in _lines(block.said):
            self._paragraph(line)

    def _panel(self, block: blocks.Panel) -> None:
        made = self._grid(((Cell(""),),), (100,))
        _borders(made, ACCENT, 8)
        cell = made.rows[0].cells[0]
        heading = cell.paragraphs[0]
        heading.style = self._document.styles["Heading 1"]
        heading.paragraph_format.space_before = Mm(1)
        heading.add_run(readable(block.title))
        for entry, under in block.entries:
            name = "List Bullet" if len(block.entries) > 1 else "Normal"
            cell.add_paragraph(readable(entry), style=name)
            if under:
                quieter = cell.add_paragraph(readable(under), style=style.UNDER)
                quieter.paragraph_format.left_indent = Mm(6 if len(block.entries) > 1 else 0)
        if not block.entries:
            cell.add_paragraph(readable(block.otherwise), style="Normal")
        self._after()

    def _pairs(self, block: blocks.Pairs) -> None:
        if not block.rows:
            self._panel(blocks.Panel(block.title, (), block.otherwise))
            return
        heads = tuple(Cell(head, strong=True) for head in block.heads)
        rows = tuple((Cell(first), Cell(second)) for first, second in block.rows)
        made = self._grid((heads, *rows), (50, 50))
        _borders(made, ACCENT, 8)
        _describe(made, block.title)
        _row_property(made.rows[0], "w:tblHeader")
        for cell in made.rows[0].cells:
            cell.paragraphs[0].style = self._document.styles["Heading 1"]
            cell.paragraphs[0].paragraph_format.space_before = Mm(1)
            for run in cell.paragraphs[0].runs:
                run.bold = None
        for row in made.rows[1:]:
            _shade(row.cells[1], TINT)
        self._after()

    def _grid(
        self,
        rows: tuple[tuple[Cell | None, ...], ...],
        shares: tuple[int, ...],
        *,
        ruled: bool = True,
    ) -> Any:
        """A table of cells; ``shares`` are parts of the width, ``None`` belongs to the cell above."""
        table = self._document.add_table(rows=0, cols=len(shares), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        table.autofit = False
        _borders(table, LINE if ruled else "#FFFFFF", 4, inner=ruled, sides=False)
        _padding(table)
        widths = [Mm(self._across * share / sum(shares)) for share in shares]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row in rows:
            made = table.add_row()
            if sum(len(cell.text) + len(cell.under) for cell in row if cell) < _TALL:
                _row_property(made, "w:cantSplit")
            for cell, into, width in zip(row, made.cells, widths, strict=True):
                into.width = width
                if cell is None or cell.rows > 1:
                    _merged(into, "continue" if cell is None else "restart")
                if cell is not None:
                    self._fill(into, cell)
        return table

    def _fill(self, into: Any, cell: Cell) -> None:
        first = into.paragraphs[0]
        first.style = self._document.styles[style.CELL]
        lines = _lines(cell.text)
        for n, line in enumerate(lines):
            paragraph = first if n == 0 else into.add_paragraph(style=style.CELL)
            run = paragraph.add_run(line)
            if cell.strong:
                run.bold = True
            if cell.quiet:
                run.font.color.rgb = style.colour(MUTED)
        for line in _lines(cell.under) if cell.under else ():
            into.add_paragraph(line, style=style.UNDER)

    def _after(self) -> None:
        """A little room below a table: Word joins two that touch."""
        self._paragraph("", style.GAP)


def _lines(text: str) -> list[str]:
    return [line for line in readable(text).split("\n") if line.strip()] or [""]


# -- what python-docx has no words for ---------------------------------------------------------------


def _shade(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour.removeprefix("#"))):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _row_property(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _merged(cell: Any, value: str) -> None:
    merge = OxmlElement("w:vMerge")
    merge.set(qn("w:val"), value)
    cell._tc.get_or_add_tcPr().append(merge)


def _borders(table: Any, colour: str, size: int, *, inner: bool = True, sides: bool = True) -> None:
    """The table's lines, ``size`` eighths of a point thick."""
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblBorders")):
        properties.remove(old)
    borders = OxmlElement("w:tblBorders")
    for name in ("top", "left", "bottom", "right", "insideH", "insideV"):
        shown = (inner or name != "insideH") and (sides or name not in ("left", "right", "insideV"))
        line = OxmlElement(f"w:{name}")
        line.set(qn("w:val"), "single" if shown else "nil")
        line.set(qn("w:sz"), str(size))
        line.set(qn("w:space"), "0")
        line.set(qn("w:color"), colour.removeprefix("#"))
        borders.append(line)
    properties.append(borders)
    _in_order(properties)


def _in_order(properties: Any) -> None:
    """A table's properties in the order that the format prescribes; Word refuses others now and then."""
    order = (
        *("tblStyle", "tblW", "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout"),
        *("tblCellMar", "tblLook", "tblCaption"),
    )
    names = [qn(f"w:{name}") for name in order]
    properties[:] = sorted(properties, key=lambda each: names.index(each.tag))


def _padding(table: Any) -> None:
    """Room within cells, in twentieths of a point."""
    margins = OxmlElement("w:tblCellMar")
    for name, twentieths in (("top", 50), ("left", 90), ("bottom", 50), ("right", 90)):
        side = OxmlElement(f"w:{name}")
        side.set(qn("w:w"), str(twentieths))
        side.set(qn("w:type"), "dxa")
        margins.append(side)
    table._tbl.tblPr.append(margins)
    _in_order(table._tbl.tblPr)


def _describe(table: Any, text: str) -> None:
    """What a screen reader says of the table."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), readable(text)[:250])
    table._tbl.tblPr.append(caption)
    _in_order(table._tbl.tblPr)
