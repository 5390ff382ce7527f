"""How a round looks while it is asked: the adult’s page, a question with its faces, what would be kept."""

from __future__ import annotations

import textwrap

from textual.content import Content

from rrsa.framework.model import Framework
from rrsa.guide import asking
from rrsa.guide.asking import Asking
from rrsa.guide.voice_pictures import faces, picture
from rrsa.guide.voices import question_words
from rrsa.i18n import _, ngettext
from rrsa.tui.pictures import bar, people_marks

_FACE = 11
"""Columns of a face."""


def adult_page(framework: Framework, asked: Asking) -> Content:
    """What the adult reads first, and what they then read aloud."""
    questions = asked.questions
    parts = (
        (_("For you who ask"), f"{questions.about} {asking.before_you_ask()}"),
        (_("If somebody says that they are not safe"), asking.if_not_safe()),
        (_("Read aloud"), questions.intro),
        (_("What is kept"), asking.what_is_kept(asked.n)),
        (_("Whom they can tell"), asking.whom_to_tell(framework)),
    )
    blocks = [Content.assemble((f"{head}\n", "bold $primary"), text) for head, text in parts]
    return Content("\n\n").join(blocks)


def question_page(asked: Asking, place: int, chosen: int, width: int, low: bool) -> Content:
    """One question: its picture, its words, and the faces with words and how many chose each."""
    question = asked.question(place)
    parts = []
    if drawn := picture(question.picture):
        parts.append(Content.styled("\n".join(drawn), "$secondary"))
    wide = max(min(width - 4, 60), 20)
    parts.append(Content.styled("\n".join(textwrap.wrap(question.ask, wide)), "bold"))
    parts.append(Content.styled("\n".join(textwrap.wrap(question.aloud, min(width - 2, 72))), "$text-muted"))
    parts.append(_faces(asked, place, chosen, width))
    return Content("\n" if low else "\n\n").join(parts)


def _faces(asked: Asking, place: int, chosen: int, width: int) -> Content:
    questions = asked.questions
    n = len(questions.words)
    column = max(min((width - 2) // n, 18), _FACE + 1)
    lines: list[list[tuple[str, str]]] = [[], [], [], [], []]
    for answer, rows in enumerate(faces(questions.answers)):
        look = "bold $accent" if answer == chosen and not asked.few else ""
        for line, drawn in zip(lines, rows, strict=True):
            line.append((drawn.center(column), look))
    wrapped = [textwrap.wrap(word, column - 1) or [""] for word in questions.words]
    for row_number in range(max(map(len, wrapped))):
        row = []
        for answer, parts in enumerate(wrapped):
            text = parts[row_number] if row_number < len(parts) else ""
            row.append((text.center(column), "bold" if asked.few or answer == chosen else ""))
        lines.append(row)
    lines.append(_beneath(asked, place, chosen, column))
    return Content("\n").join(Content.assemble(*line) for line in lines)


def _beneath(asked: Asking, place: int, chosen: int, column: int) -> list[tuple[str, str]]:
    """Below each face its number to press, or how many hands went up for it."""
    row = []
    for answer, count in enumerate(asked.counts(place)):
        if asked.few:
            row.append((f"({answer + 1})".center(column), "$text-muted"))
        else:
            text = f"> {count} <" if answer == chosen else str(count)
            row.append((text.center(column), "bold reverse" if answer == chosen else "bold"))
    return row


def question_hint(asked: Asking, place: int) -> str:
    """How it goes on, below the faces."""
    if asked.few:
        if asked.n == 1:
            return _("Press the number of a face. s skips, q stops: both are fine.")
        turn = min(asked.pressed(place) + 1, asked.n)
        return _(
            "{n} of {of} chooses: press the number of a face, and pass it on. s skips, q stops: both are "
            "fine."
        ).format(n=turn, of=asked.n)
    silent = asked.silent(place)
    rest = ngettext("{n} has not said", "{n} have not said", silent).format(n=silent)
    if not silent:
        rest = _("all {n} have answered").format(n=asked.n)
    return _(
        "{rest}. Type how many hands went up; ← → the next face; Enter the next question. s skips, q stops."
    ).format(rest=rest)


def end_page(asked: Asking, *, shares: bool, sentence: str, stopped: int, framework: Framework) -> Content:
    """What would be kept, in exact words, for those who were asked to see."""
    parts: list[Content] = []
    if stopped:
        text = _("You stopped after {n} of {of}. That is fine.")
        parts.append(Content(text.format(n=stopped, of=len(asked.questions.questions))))
    if asking.enough_to_keep(asked):
        parts.append(Content.styled(_("This would be kept, and nothing else:"), "bold $primary"))
        kept = asking.view_of(asked, sentence=sentence)
        for question in kept.questions:
            words = question_words(question, shares=shares)
            counts = asking.counts_words(question, asked.n)
            agreeing = question.agreeing or 0
            parts.append(
                Content.assemble(
                    (question.text, "bold"),
                    f"\n  {words}\n  ",
                    (share(agreeing, question.of, shares=shares), "$primary"),
                    (f"  {counts}", "$text-muted"),
                )
            )
        if left := asking.left_out(asked):
            named = " · ".join(_("“{question}”").format(question=each) for each in left)
            text = _("Left out, because fewer than five answered: {questions}").format(questions=named)
            parts.append(Content.styled(text, "$text-muted"))
    else:
        parts.append(
            Content.styled(_("No numbers are kept: what was pressed is thrown away now."), "bold $primary")
        )
    if sentence:
        parts.append(
            Content.assemble(
                (_("In your words:\n"), "bold $primary"),
                (f"“{sentence}”", "bold"),
                f"\n{asking.what_yes_means()}",
            )
        )
    parts.append(Content.styled(asking.whom_to_tell(framework), "$text-muted"))
    return Content("\n\n").join(parts)


def end_hint(asked: Asking, sentence: str) -> str:
    """What one can say to it."""
    if not sentence and not asking.enough_to_keep(asked):
        return _("t: one sentence that you agree to, in your words · w: keep nothing")
    if asked.few:
        return _("Read it back. y: yes, keep these words · t: change the words · w: keep nothing")
    return _("y: we agree, keep it · c: count again · t: a sentence in your words · w: keep nothing")


def share(count: int, n: int, *, shares: bool, width: int = 24) -> str:
    """How many of all, as a bar; in a house, where a share would mean little, a mark for each person."""
    return bar(count, n, width) if shares else people_marks(count, n, width)
