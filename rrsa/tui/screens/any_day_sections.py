"""The any-day page in parts, from all that there is to say down to what fits a small window."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from rrsa.guide import any_day
from rrsa.guide.any_day import AnyDay, SeenPiece, Voice
from rrsa.guide.measure_drawing import small_drawing
from rrsa.guide.measures import MeasureView, change_word, count_words, line_words
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.tui.widgets.lists import DIRECTION_MARKS
from rrsa.vocabulary import ActionStatus


class Plenty(NamedTuple):
    """How much is said."""

    text: int  # characters of a text in our words
    item: int  # characters of a piece, a voice, an action or a measure with what belongs to it
    several: int  # voices, actions and measures
    pieces: int
    meaning: bool = False  # what our grade means, and what each standard asks
    notes: bool = False  # what evidence shows, in our words
    titles: bool = False  # the articles' titles


PLENTIES = (
    Plenty(20_000, 20_000, 99, 9, meaning=True, notes=True, titles=True),
    Plenty(1_000, 1_000, 6, 6, meaning=True, titles=True),
    Plenty(420, 1_000, 4, 4, titles=True),
    Plenty(240, 240, 3, 4),
    Plenty(180, 122, 2, 3),
    Plenty(120, 122, 1, 3),
    Plenty(120, 90, 1, 3),
    Plenty(120, 60, 1, 3),
)
"""From all there is to what fits 80 by 24; each says a little less than the one before."""
_TOLD_SHORTLY = 240  # characters of an item under which it is told without its labels


class Section(NamedTuple):
    """One part of the page, with its label for a wide and for a narrow window. ``cut``: more is known."""

    label: str
    short: str
    text: Content
    cut: bool = False

    def height(self, width: int) -> int:
        """Rows that the text takes in ``width`` columns."""
        lines = self.text.plain.split("\n")
        return sum(max(1, len(textwrap.wrap(line, max(width, 10)))) for line in lines)


class _Lines:
    """Lines of a section as they are put together."""

    def __init__(self, plenty: Plenty) -> None:
        self._lines: list[Content] = []
        self._plenty = plenty
        self._cut = False

    def text(self, text: str, style: str = "", *, before: str = "") -> None:
        """A text in our words, behind a word in bold where there is one."""
        short = self._short(text, self._plenty.text)
        self._lines.append(Content.assemble((f"{before}  " if before else "", "bold"), (short, style)))

    def whole(self, text: str) -> None:
        """A text that stays as it is in the smallest window too."""
        self._lines.append(Content(text))

    def item(self, mark: str, title: str, about: str) -> None:
        """A thing with its mark, and what belongs to it; the title keeps the larger part."""
        room = self._plenty.item - len(mark) - 3
        about = self._short(about, max(room - len(title), room * 2 // 5))
        title = self._short(title, max(room - len(about), room // 2))
        self._lines.append(
            Content.assemble((f"{mark} ", "$primary"), title, (f"  {about}" if about else "", "$text-muted"))
        )

    def some(self, items: Sequence[object]) -> int:
        """How many of ``items`` there is room for."""
        self._cut = self._cut or len(items) > self._plenty.several
        return self._plenty.several

    def section(self, label: str, short: str) -> Section:
        return Section(label, short, Content("\n").join(self._lines), self._cut)

    def _short(self, text: str, limit: int) -> str:
        whole = " ".join(text.split())
        if len(whole) <= limit:
            return whole
        self._cut = True
        return textwrap.shorten(whole, limit, placeholder=" …")


def sections(page: AnyDay, plenty: Plenty) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """The page's two halves: what we say, know and have seen change; what they say, what now, whom to ask."""
    first = (_view(page, plenty), _known(page, plenty), _difference(page, plenty))
    second = (_voices(page, plenty), _doing(page, plenty), _ask(page, plenty), _serves(page, plenty))
    return first, second


def _view(page: AnyDay, plenty: Plenty) -> Section:
    said = _Lines(plenty)
    line = page.line
    if not line and page.found.view is not None:
        line = _("Not yet: nobody has written down why.")
    said.text(line, before=page.view)
    if plenty.meaning and page.meaning:
        said.text(page.meaning, "$text-muted")
    return said.section(_("What we say"), _("We say"))


def _known(page: AnyDay, plenty: Plenty) -> Section:
    said = _Lines(plenty)
    pieces = (*page.pieces[: max(plenty.pieces - 1, 3 - len(page.shows_not_yet))], *page.shows_not_yet)
    pieces = pieces[: plenty.pieces]
    if not pieces:
        said.text(any_day.nothing_known())
    elif not page.found.counting:
        said.text(_("Not yet: nothing of it shows that it works."))
    for piece in pieces:
        _piece(said, piece, plenty)
    more = len(page.pieces) + page.more - len(pieces)
    if more > 0 and plenty.item >= _TOLD_SHORTLY:
        words = ngettext("and {n} more piece in the register", "and {n} more pieces in the register", more)
        said.text(words.format(n=more), "$text-muted")
    return said.section(_("How we know"), _("How we know"))


def _piece(said: _Lines, piece: SeenPiece, plenty: Plenty) -> None:
    about = any_day.piece_words(piece)
    if plenty.item < _TOLD_SHORTLY:
        known = (show_day(piece.day) or _("no date"), piece.seen_by, piece.place)
        about = " · ".join(filter(None, known))
    said.item(DIRECTION_MARKS[piece.direction], piece.title, about)
    if plenty.notes and piece.note:
        said.text(piece.note, "$text-muted")


def _difference(page: AnyDay, plenty: Plenty) -> Section:
    said = _Lines(plenty)
    if page.difference:
        said.text(page.difference)
    else:
        said.text(any_day.nothing_different(page))
    for view in page.measures[: said.some(page.measures)]:
        said.item(small_drawing(view) or "·", view.measure.title or "", _measure(view, plenty))
    return said.section(_("What difference it makes"), _("Difference"))


def _measure(view: MeasureView, plenty: Plenty) -> str:
    if plenty.item >= _TOLD_SHORTLY or view.latest is None:
        return line_words(view)
    return " ".join(filter(None, (count_words(view, view.latest), change_word(view))))


def _voices(page: AnyDay, plenty: Plenty) -> Section:
    said = _Lines(plenty)
    if not page.voices:
        said.text(any_day.nothing_said(page))
    for voice in page.voices[: said.some(page.voices)]:
        _voice(said, voice, plenty)
    return said.section(any_day.voices_title(page.framework), _("They say"))


def _voice(said: _Lines, voice: Voice, plenty: Plenty) -> None:
    day = show_day(voice.day)
    if voice.said:
        asked = _("asked: {question}").format(question=voice.question) if voice.question else ""
        said.item("–", _("“{said}”").format(said=voice.said), " · ".join(filter(None, (day, asked))))
        return
    people = voice.people
    many = ngettext("{n} person", "{n} people", people).format(n=people) if people else ""
    told = (voice.title, many, day) if voice.question else (many, day)
    about = " · ".join(filter(None, told))
    said.item(DIRECTION_MARKS[voice.direction], voice.question or voice.title, about)
    if voice.note and plenty.text >= _TOLD_SHORTLY:
        said.text(voice.note, "$text-muted")


def _doing(page: AnyDay, plenty: Plenty) -> Section:
    said = _Lines(plenty)
    if not page.doing:
        said.text(any_day.nothing_doing(page))
    for doing in page.doing[: said.some(page.doing)]:
        mark = "✕" if doing.status is ActionStatus.CANNOT else "☐"
        said.item(mark, doing.what, any_day.doing_words(doing))
    return said.section(_("What we do now"), _("We do now"))


def _ask(page: AnyDay, plenty: Plenty) -> Section:
    said = _Lines(plenty)
    said.text(page.whom_to_ask or any_day.nobody_to_ask())
    return said.section(_("Whom to ask"), _("Whom to ask"))


def _serves(page: AnyDay, plenty: Plenty) -> Section:
    """Other people's standards, then the articles: both are long in full and short by number."""
    said = _Lines(plenty)
    if plenty.meaning:
        for served in page.serves:
            said.text(served.standards.title, "bold")
            for item in served.items:
                said.item(item.id, item.text, "")
    elif page.serves:
        # Numbers are what is looked for here, so they are never cut; who publishes them gives way.
        brief = plenty.item < _TOLD_SHORTLY
        between = "; " if brief else "\n"
        said.whole(between.join(any_day.served_words(served, brief=brief) for served in page.serves))
    titles = any_day.articles_words(page, titles=plenty.titles)
    said.whole(_("Articles of the Convention: {articles}").format(articles=titles))
    return said.section(_("What it serves"), _("It serves"))
