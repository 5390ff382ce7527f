"""How a Word document looks and what it says of itself: styles, page, footer, language, properties."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from rrsa.exchange.looks import ACCENT, FONT, INK, MUTED
from rrsa.exchange.report.paper import Paper
from rrsa.exchange.report.place import IDENTIFIER
from rrsa.exchange.text import readable
from rrsa.i18n import _

MARGIN = 20
"""Millimetres around the page."""
SHORT, LONG = 210, 297
"""A4 in millimetres."""

LABEL, LEAD, QUIET, EYEBROW, FOOT = "RRSA Label", "RRSA Lead", "RRSA Quiet", "RRSA Eyebrow", "RRSA Foot"
CELL, UNDER, GAP = "RRSA Cell", "RRSA Under", "RRSA Gap"
_WORD_2013 = "15"


def width(paper: Paper) -> int:
    """Millimetres that text may take across the page."""
    return (LONG if paper.landscape else SHORT) - 2 * margin(paper)


def margin(paper: Paper) -> int:
    return 13 if paper.large or paper.tight else 15 if paper.landscape else MARGIN


def colour(value: str) -> RGBColor:
    return RGBColor.from_string(value.removeprefix("#"))


def set_up(document: Document, paper: Paper) -> None:
    """The page, the styles, the language and the footer."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(SHORT), Mm(LONG)
    if paper.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(LONG), Mm(SHORT)
    side = Mm(margin(paper))
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = side
    section.header_distance = section.footer_distance = Mm(9)
    _styles(document, paper)
    _language(document, paper.language)
    _compatible(document)
    _footer(document, paper)


def _styles(document: Document, paper: Paper) -> None:
    large = paper.large
    body = (11 if paper.tight else 12.5) if large else 10 if paper.tight else 10.5
    room = 6 if large or paper.tight else 16
    _style(document, "Normal", body, INK, before=0, after=4)
    _style(document, "Title", 18 if paper.tight else 22, ACCENT, bold=True, after=2)
    _style(document, "Heading 1", 14, ACCENT, bold=True, before=room, after=room / 4 + 1)
    _style(document, "Heading 2", 12, ACCENT, bold=True, before=12, after=4)
    _style(document, "Caption", 9, MUTED, before=8, after=3).paragraph_format.keep_with_next = True
    _style(document, "Quote", body + 0.5, INK, italic=True, before=4, after=4)
    document.styles["Quote"].paragraph_format.left_indent = Mm(6)
    _style(document, "List Bullet", body, INK, after=3)
    _style(document, LABEL, body, ACCENT, bold=True, before=8, after=1).paragraph_format.keep_with_next = True
    _style(document, LEAD, body + 1, INK, before=2, after=4)
    _style(document, QUIET, body, MUTED, after=4)
    _style(document, EYEBROW, 11, MUTED, bold=True, after=2)
    _style(document, CELL, body if large else 9.5, INK, after=0)
    _style(document, UNDER, body - 1 if large else 9, MUTED, before=1, after=0)
    _style(document, GAP, 3 if paper.tight or large else 8, INK, after=0)
    _style(document, FOOT, 8.5, MUTED, before=2, after=2)
    for name in ("Title", "Heading 1", "Heading 2"):
        document.styles[name].paragraph_format.keep_with_next = True
    for border in document.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)


def _style(
    document: Document,
    name: str,
    size: float,
    ink: str,
    *,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    after: float = 4,
) -> Any:
    """A paragraph style in our own type; the template's themes would bring other ones."""
    known = [style.name for style in document.styles]
    style: Any = (
        document.styles[name] if name in known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    )
    if name not in known:
        style.base_style = document.styles["Normal"]
        style.quick_style = True
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, italic
    font.color.rgb = colour(ink)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.attrib.pop(qn(f"w:{script}Theme"), None)
        fonts.set(qn(f"w:{script}"), FONT)
    for spacing in style.element.rPr.findall(qn("w:spacing")) + style.element.rPr.findall(qn("w:kern")):
        style.element.rPr.remove(spacing)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.12
    return style


def _language(document: Document, language: str) -> None:
    """The language that a spelling checker and a screen reader take."""
    for lang in document.styles.element.iter(qn("w:lang")):
        for script in ("val", "eastAsia"):
            lang.set(qn(f"w:{script}"), language)


def _compatible(document: Document) -> None:
    """The template says that it is of an older Word, and Word would then hold back."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _WORD_2013)


def _footer(document: Document, paper: Paper) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles[FOOT]
    stops = paragraph.paragraph_format.tab_stops
    for stop in document.styles["Footer"].paragraph_format.tab_stops:
        stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(Mm(width(paper)), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(readable(f"{paper.title} · {paper.eyebrow}") + "\t")
    before, between, after = (
        _("Page {page} of {pages}").replace("{page}", "{}").replace("{pages}", "{}").split("{}")
    )
    paragraph.add_run(before)
    _field(paragraph, "PAGE")
    paragraph.add_run(between)
    _field(paragraph, "NUMPAGES")
    paragraph.add_run(after)


def _field(paragraph: Any, code: str) -> None:
    """A field that Word works out, such as the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def rule(paragraph: Any) -> None:
    """A line below a paragraph."""
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "4"), ("color", ACCENT.removeprefix("#"))):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(borders)


def whole(document: Document, paper: Paper) -> bytes:
    """The document's bytes. It names no user and no machine; made and last saved are one moment, and no
    member bears a date, so that it can be told later whether somebody has saved it."""
    now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    about = document.core_properties
    about.title = readable(f"{paper.title}: {paper.eyebrow}")[:250]
    about.subject = _("Rights-respecting self-evaluation")
    about.author = about.last_modified_by = readable(paper.title)[:250]
    about.comments = about.keywords = about.category = ""
    about.language = paper.language
    about.identifier = f"{IDENTIFIER} {uuid4()}"
    about.revision = 1
    about.created = about.modified = now
    package = document.part.package
    for key, relationship in list(package.rels.items()):
        if relationship.reltype == RELATIONSHIP_TYPE.THUMBNAIL:  # of the template, not of this document
            del package.rels[key]
    made = io.BytesIO()
    document.save(made)
    return _undated(made)


def _undated(made: io.BytesIO) -> bytes:
    again = io.BytesIO()
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(member, before.read(name))
    return again.getvalue()
