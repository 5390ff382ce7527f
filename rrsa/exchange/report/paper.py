"""A paper as blocks: what stands on it, in which order, and nothing about how a format writes it.

Every text is plain; a line break in it begins a new paragraph. A colour never says anything that words
beside it do not say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Look: TypeAlias = Literal["body", "lead", "label", "quote", "quiet"]
Mark: TypeAlias = Literal["full", "half", "none"]


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 2 or 3; the paper's title is the one heading above them."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    look: Look = "body"


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """A label and what belongs to it, a row each."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """``rows`` counts the rows that it stands for; below it those rows have ``None``."""

    text: str
    strong: bool = False
    quiet: bool = False
    rows: int = 1
    under: str = ""  # a quieter text on lines of its own
    link: str = ""  # on a page: where the text leads, as an address relative to it


@dataclass(frozen=True, slots=True)
class Table:
    """A row holds as many cells as there are ``heads``; the first cell of a row names it."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    widths: tuple[int, ...]  # shares of the whole width
    heard: bool = False  # the caption is for those who hear it: what stands above says it already


@dataclass(frozen=True, slots=True)
class Chips:
    """Groups with what belongs to each, as a heap of labelled chips."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """Rows and columns with a mark where they meet: *full*, *half* or *none*."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Mark, ...]], ...]
    meaning: tuple[tuple[Mark, str], ...]  # what each mark says


@dataclass(frozen=True, slots=True)
class Bar:
    """``filled`` of ``whole``; ``filled`` is ``None`` where the number may not be seen."""

    label: str
    words: str
    filled: int | None
    whole: int
    planned: bool = False  # not yet so: a target


@dataclass(frozen=True, slots=True)
class Bars:
    rows: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with what it says in words: ``said`` stands beside it, ``table`` tells all of it."""

    title: str
    said: str
    drawing: Chips | Marks | Bars
    table: Table


@dataclass(frozen=True, slots=True)
class Panel:
    """A box with a heading of its own: entries, each with a quieter text under it where there is one."""

    title: str
    entries: tuple[tuple[str, str], ...]
    otherwise: str = ""  # said where there is no entry


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two columns that belong together line by line, such as a question and its answer."""

    title: str
    heads: tuple[str, str]
    rows: tuple[tuple[str, str], ...]
    otherwise: str = ""  # said under the title where there is no line


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


Block: TypeAlias = Heading | Text | Bullets | Facts | Table | Chart | Panel | Pairs | PageBreak


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. ``foot`` stands small at its end: what was held back, and what this is not."""

    eyebrow: str  # what kind of paper it is
    title: str
    day: str  # of which day, as people read it
    language: str  # of its texts, as BCP 47 writes it
    blocks: tuple[Block, ...]
    foot: tuple[str, ...]
    landscape: bool = False
    large: bool = False  # for children: large type, few words
    tight: bool = False  # meant to be one page: less room between things
