"""The letter that goes with blank copies: what it is, where to begin, who will see it, where it goes back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from rrsa.errors import RrsaError
from rrsa.exchange.phrases import not_affiliated
from rrsa.exchange.report.paper import Block, Bullets, Facts, Heading, Paper, Text
from rrsa.i18n import _, language
from rrsa.portfolio.checks import show_day


def letter_name() -> str:
    """What the letter is called."""
    return "read-me-first.docx"


def write_letter(folder: Path, *, return_to: str | None, return_by: date | None, day: date) -> Path | None:
    """Writes the letter into ``folder``; one that somebody has made her own stays, and gives ``None``."""
    from rrsa.exchange.report.place import check_paper
    from rrsa.exchange.report.word import render
    from rrsa.exchange.target import write_whole

    path = folder / letter_name()
    with suppress(RrsaError):  # the copies lie there, and they say how they are filled in themselves
        check_paper(path)
        write_whole(path, render(letter(return_to=return_to, return_by=return_by, day=day)))
        return path
    return None


def letter(*, return_to: str | None, return_by: date | None, day: date) -> Paper:
    """The letter as a paper."""
    return Paper(
        eyebrow=_("For whoever fills in the workbook"),
        title=_("Your blank copy"),
        day=show_day(day),
        language=language(),
        blocks=tuple(_blocks(return_to, return_by)),
        foot=(_("Self-evaluation, not an award decision") + ". " + not_affiliated(),),
    )


def _blocks(return_to: str | None, return_by: date | None) -> Iterator[Block]:
    yield Text(
        _(
            "With this letter comes a workbook for your setting’s self-evaluation of children’s rights. It "
            "opens in Excel or LibreOffice; nothing has to be installed. Your setting’s name stands on its "
            "first sheet: please use the one that bears yours."
        ),
        "lead",
    )
    yield Heading(_("Begin with twenty minutes"))
    yield Bullets(
        (
            _("Sit down with a colleague or two and open Quick look: a grade and one line for each outcome."),
            _("Leave out what you don’t know. A gap is welcome; a guess helps nobody."),
            _(
                "When there is time, go on to Evidence: two or three good pieces for an outcome are enough. "
                "Say where each is kept; don’t copy it in."
            ),
            _("Put what you are going to do next into Action plan."),
        )
    )
    yield Heading(_("What does not belong in it"))
    yield Bullets(
        (
            _("A child’s name or initials, and nothing from a child’s own record. Write roles."),
            _(
                "If a child tells you that they are not safe: stop, listen, and follow your child protection "
                "procedure. Don’t type it here."
            ),
        )
    )
    yield Heading(_("Who will see it"))
    yield Text(
        _(
            "Whoever takes the workbook in sees all that stands in it, and you can have it taken out again. "
            "What goes on to an assessor is checked once more: what may not leave stays behind. If your "
            "setting has the program itself, you need not fill this in: there you share a dated snapshot "
            "of as much as you choose, and see it before it goes."
        )
    )
    yield Heading(_("Sending it back"))
    facts = []
    if return_to:
        facts.append((_("To"), return_to))
    if return_by:
        facts.append((_("By"), show_day(return_by)))
    if facts:
        yield Facts(tuple(facts))
    yield Text(
        _(
            "Save it as it is, as .xlsx, under any name. Leave the grey cells with the references and the "
            "sheets’ names alone: by them each row finds its way back. You may send it half filled in, and "
            "again later; nothing comes in twice."
        )
    )
