"""A draft of the authority's report on children's rights, as a page or a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from rrsa.exchange.phrases import not_affiliated
from rrsa.exchange.report.paper import Block, Cell, Heading, Paper, Table, Text
from rrsa.exchange.report.place import DOCX, check_paper
from rrsa.exchange.target import write_whole
from rrsa.framework.catalogue import rights
from rrsa.i18n import _
from rrsa.overview.groups import Figures
from rrsa.overview.helping import helps
from rrsa.overview.rights import Section, about_this, sections
from rrsa.overview.rows import rows
from rrsa.paths import expanded
from rrsa.portfolio.checks import show_day

if TYPE_CHECKING:
    from rrsa.overview.desk import Desk
    from rrsa.store import Store


def write_rights_report(
    store: Store, desk: Desk, figures: Figures, path: Path, *, authority: str | None = None
) -> Path:
    """Writes the draft to ``path``, a ``.docx`` or ``.html`` file, whole or not at all.

    Raises :class:`~rrsa.errors.BadInput` for a path that will not do or a file that is not ours to replace,
    and :class:`~rrsa.errors.EnvironmentFailed` where the machine is in the way.
    """
    path = expanded(path)
    ending = check_paper(path)
    found = draft(store, desk, figures)
    made = paper(found, day=show_day(desk.on), authority=authority or "")
    renderer = "word" if ending == DOCX else "page"
    render: Callable[[Paper], bytes] = import_module(f"rrsa.exchange.report.{renderer}").render
    content = render(made)
    check_paper(path)  # somebody may have put a file there meanwhile
    write_whole(path, content)
    return path


def draft(store: Store, desk: Desk, figures: Figures) -> tuple[Section, ...]:
    """What is known, heading by heading."""
    return sections(figures, desk.portfolio, helps(rows(store, desk)), article_name, desk.on)


def article_name(number: int) -> str:
    """``12 Being heard``; the number alone for one that has no title."""
    known = rights().by_number.get(number)
    return _("{number} {title}").format(number=number, title=known.title) if known else str(number)


def paper(found: tuple[Section, ...], *, day: str, authority: str) -> Paper:
    """The draft as a paper."""
    return Paper(
        eyebrow=_("Children’s rights: a draft to work from"),
        title=authority or _("Report on children’s rights"),
        day=day,
        language="en-GB",
        blocks=tuple(_blocks(found)),
        foot=(*about_this()[1:], not_affiliated()),
    )


def _blocks(found: tuple[Section, ...]) -> Iterator[Block]:
    yield Text(about_this()[0], "lead")
    for section in found:
        yield Heading(section.title)
        told: dict[str, dict[str, list[str]]] = {}
        for line in section.lines:
            told.setdefault(line.whose, {}).setdefault(line.about, []).append(line.said)
        for whose, about in told.items():
            if whose:
                yield Heading(whose, 3)
            elif len(told) > 1:
                yield Heading(_("Over all settings"), 3)
            yield _table(section.title, about)
        if not told:
            yield Text(_("Nothing is known of it from what settings share."), "quiet")
        yield Text(_("To write"), "label")
        yield Text(section.to_write)


def _table(title: str, told: Mapping[str, Sequence[str]]) -> Table:
    """What is said of one thing stands in one row, a paragraph each."""
    return Table(
        caption=title,
        heads=(_("About"), _("What is known")),
        rows=tuple((Cell(about), Cell("\n".join(said))) for about, said in told.items()),
        widths=(30, 70),
        heard=True,
    )
