"""A paper as one page of HTML: nothing from elsewhere, no script, made to be read, heard and printed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rrsa.exchange.report import paper as blocks
from rrsa.exchange.report.paper import Block, Paper
from rrsa.exchange.report.place import BLANK, SEAL, sealed
from rrsa.exchange.report.svg import drawn
from rrsa.exchange.text import readable
from rrsa.i18n import _

if TYPE_CHECKING:
    from jinja2 import Template

_HERE = Path(__file__).resolve().parent
_KINDS: dict[type[Any], str] = {
    blocks.Heading: "heading",
    blocks.Text: "text",
    blocks.Bullets: "bullets",
    blocks.Facts: "facts",
    blocks.Table: "table",
    blocks.Chart: "chart",
    blocks.Panel: "panel",
    blocks.Pairs: "pairs",
    blocks.PageBreak: "break",
}


def render(paper: Paper) -> bytes:
    """The page's bytes, with its seal."""
    page = _template().render(
        paper=paper,
        blocks=[(_KINDS[type(block)], block, n) for n, block in enumerate(paper.blocks)],
        css=_css(),
        drawings=_drawings(paper.blocks),
        seal=SEAL,
        blank=BLANK,
        as_table=_("The same as a table"),
    )
    return sealed(page)


@cache
def _template() -> Template:
    """Making it takes longer than most of a pack, and packs for sixty settings are written in one go."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader(_HERE),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=lambda value: readable(value) if type(value) is str else value,
    )
    environment.filters["lines"] = _lines
    return environment.get_template("page.html.jinja")


def _lines(text: str) -> list[str]:
    """A text's paragraphs."""
    return [line for line in readable(text).split("\n") if line.strip()] or [""]


def _css() -> Any:
    from markupsafe import Markup

    return Markup((_HERE / "page.css").read_text(encoding="utf-8"))


def _drawings(found: tuple[Block, ...]) -> dict[int, Any]:
    """The charts' drawings by the number of their block."""
    from markupsafe import Markup

    return {
        n: Markup(drawn(block, f"chart-{n}"))
        for n, block in enumerate(found)
        if isinstance(block, blocks.Chart)
    }
