"""The register: every piece that may leave, what it shows and where it is kept."""

from __future__ import annotations

from rrsa.exchange.book import Book, Sheet, Titled
from rrsa.exchange.content import Content
from rrsa.exchange.identity import reference
from rrsa.exchange.phrases import day_of
from rrsa.i18n import _, ngettext
from rrsa.portfolio.records import Evidence
from rrsa.vocabulary import Direction, Directness, Perspective

_WIDTHS = (88, 334, 110, 90, 92, 98, 112, 76)


def write(book: Book, content: Content) -> None:
    sheet = book.sheet("evidence", _("Evidence"), _WIDTHS, landscape=True)
    sheet.anchor("evidence")
    sheet.put(0, _("Evidence"), "heading", span=4)
    sheet.end(least=30)
    items = content.register
    sheet.put(0, _how_many(content, len(items)), "body", span=8)
    sheet.end(least=20)
    sheet.gap(6)
    head = sheet.row
    for column, text in enumerate(
        (
            _("Reference"),
            _("What it is and what it shows"),
            _("Seen from"),
            _("How direct"),
            _("Date"),
            _("Seen by"),
            _("Kept at"),
            _("Outcome"),
        )
    ):
        sheet.put(column, text, "head")
    sheet.end(least=22)
    for item in items:
        _row(sheet, content, item)
    if items:
        sheet.worksheet.autofilter(head, 0, sheet.row - 1, len(_WIDTHS) - 1)
    else:
        sheet.put(0, _("No evidence has been recorded yet."), "cell_muted", span=8)
        sheet.end(least=20)
    sheet.worksheet.freeze_panes(head + 1, 1)
    sheet.finish(repeat=(head, head), one_page_wide=True)


def _row(sheet: Sheet, content: Content, item: Evidence) -> None:
    sheet.anchor(f"evidence:{item.id}")
    about = [item.title or "–"]
    if item.note:
        about.append(item.note)
    about += _otherwise(content, item)
    seen = _label(Perspective, item.perspective)
    people = content.people.get(item.id)
    if people is not None:
        seen += "\n" + _("People: {count}").format(count=people)
    outcomes = content.outcomes_of(item)
    in_pack = item.id in (content.files or {})
    if in_pack:
        sheet.put(0, reference(item.id), "cell_ref_link", link=f"file:{item.id}", tip=_("Open the file"))
    else:
        sheet.put(0, reference(item.id), "cell_ref")
    sheet.put(1, Titled("\n".join(about)), "cell")
    sheet.put(2, seen, "cell")
    sheet.put(3, _label(Directness, item.directness).partition(":")[0], "cell")
    sheet.put(4, day_of(item.date) or _("Undated"), "cell_day")
    sheet.put(5, item.seen_by, "cell")
    kept = [_("In this pack")] if in_pack else []
    sheet.put(6, "\n".join([*kept, item.place or ""]).strip(), "cell")
    if outcomes:
        sheet.put(7, ", ".join(outcomes), "cell_link", link=f"outcome:{outcomes[0]}")
    else:
        sheet.put(7, _("None yet"), "cell_muted")
    sheet.end(least=20)


def _how_many(content: Content, n: int) -> str:
    if content.files is None:
        return ngettext(
            "{n} piece. Most are kept where they came about and can be seen on a visit.",
            "{n} pieces. Most are kept where they came about and can be seen on a visit.",
            n,
        ).format(n=n)
    return ngettext(
        "{n} piece was chosen for this pack. A reference that is underlined opens the file beside this "
        "workbook.",
        "{n} pieces were chosen for this pack. A reference that is underlined opens the file beside this "
        "workbook.",
        n,
    ).format(n=n)


def _label(words: type[Perspective] | type[Directness], value: str | None) -> str:
    return words(value).label if value in set(words) else ""


def _otherwise(content: Content, item: Evidence) -> list[str]:
    """A line for each thing that a piece shows other than that it works."""
    known = content.framework.outcome_of
    found: dict[str, dict[str, None]] = {}
    for link in content.links(item.id):
        found.setdefault(link.direction or "", {})[known[link.target or ""]] = None
    return [
        ngettext("{shows}: outcome {ids}", "{shows}: outcomes {ids}", len(ids)).format(
            shows=direction.label, ids=", ".join(ids)
        )
        for direction in (Direction.MIXED, Direction.NOT_YET)
        if (ids := found.get(direction))
    ]
