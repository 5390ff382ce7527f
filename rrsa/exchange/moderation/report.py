"""The report of a moderation round: what was read alike, what differently, and what words explain it.

It names no setting and nobody who looked, and it does not say the seed: with it and the list of settings one
could work out who looked at what.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rrsa.exchange.report.paper import Block, Bullets, Cell, Facts, Heading, Paper, Table, Text
from rrsa.i18n import _
from rrsa.overview.agreement import (
    Agreement,
    OutcomeRead,
    agreement,
    counted_words,
    part_words,
    progress_words,
    untold_words,
)
from rrsa.overview.rounds import Round
from rrsa.overview.wording import Wording
from rrsa.portfolio.checks import show_day

if TYPE_CHECKING:
    from collections.abc import Callable


def write_report(round_: Round, path: Path, *, day: str) -> Path:
    """Writes the report to ``path``, a ``.docx`` or ``.html`` file, whole or not at all; ``day`` is ISO text.

    Raises :class:`~rrsa.errors.BadInput` for a path that will not do or a file that is not ours to replace,
    and :class:`~rrsa.errors.EnvironmentFailed` where the machine is in the way.
    """
    from rrsa.exchange.report.place import DOCX, check_paper
    from rrsa.exchange.target import write_whole
    from rrsa.paths import expanded

    path = expanded(Path(path))
    ending = check_paper(path)
    render: Callable[[Paper], bytes]
    if ending == DOCX:
        from rrsa.exchange.report.word import render
    else:
        from rrsa.exchange.report.page import render
    made = render(compose(round_, day=day))
    check_paper(path)  # somebody may have put a file there meanwhile
    write_whole(path, made)
    return path


def compose(round_: Round, *, day: str) -> Paper:
    """The report as a paper."""
    found = agreement(round_)
    wording = Wording()
    titles = {
        (shared.framework.partition("@")[0], outcome): wording.asked(shared, outcome).title
        for shared in round_.shared.values()
        for outcome in shared.short
    }
    frameworks = {
        shared.framework.partition("@")[0]: (known.title if (known := wording.framework(shared)) else "")
        for shared in round_.shared.values()
    }
    return Paper(
        eyebrow=_("Joint quality assurance"),
        title=round_.title,
        day=show_day(day),
        language="en-GB",
        blocks=tuple(_body(round_, found, titles, frameworks)),
        foot=(
            _(
                "This tells how outcomes are read, so that settings come to mean the same by the same words. "
                "It says nothing about whoever looked, and is no award decision."
            ),
            _("A count is over at least five settings on either side; parts of it below five are not shown."),
        ),
    )


def _body(
    round_: Round,
    found: Agreement,
    titles: dict[tuple[str, str], str],
    frameworks: dict[str, str],
) -> Iterator[Block]:
    yield _facts(round_, found)
    yield Heading(_("How it was done"))
    yield Text(_how(round_))
    yield Heading(_("Over the round"))
    yield from _over(found)
    if found.outcomes or found.untold:
        yield Heading(_("Outcome by outcome"))
        yield from _table(found, titles, frameworks)
        for line in untold_words(found, lambda each: frameworks.get(each) or each):
            yield Text(line, "quiet")
        yield from _words(found, titles, frameworks)
    if found.why_not:
        yield Heading(_("What could not be looked at"))
        yield Bullets(found.why_not)
    yield Heading(_("To talk over"))
    yield Bullets(_questions(found))
    if round_.record.note:
        yield Heading(_("Note"))
        yield Text(round_.record.note)


def _facts(round_: Round, found: Agreement) -> Facts:
    # Where a number may not be told, the kind stands alone.
    kinds = [kind.label if n is None else f"{kind.label}: {n}" for kind, n in found.settings.items()]
    closed = round_.record.closed_on
    rows = (
        (_("Drawn on"), show_day(round_.record.drawn_on)),
        (_("Closed on"), show_day(closed)),
        (_("How far it has come"), "" if closed else progress_words(round_).capitalize()),
        (_("Who took part"), "\n".join(kinds)),
        (_("Outcomes from each"), _at_most(round_.record.each or 1)),
    )
    return Facts(tuple((label, value) for label, value in rows if value))


def _at_most(each: int) -> str:
    return _("up to {n}").format(n=each)


def _how(round_: Round) -> str:
    said = [
        _(
            "Only settings that agreed took part, by sharing what they say of their outcomes for a joint "
            "round. Outcomes were drawn by lot: as many from each, and over the round every grade and every "
            "outcome as evenly as could be. Each setting’s people looked at as many as others looked at of "
            "theirs, and nobody at their own."
        )
    ]
    if round_.record.settings:
        said.append(_("Which settings were asked was drawn as well, in proportion to kind and area."))
    if round_.record.across:
        said.append(
            _(
                "Settings of different frameworks looked at each other’s, each by the other’s framework and "
                "on its scale; a step is a step of that scale."
            )
        )
    said.append(
        _(
            "They read the words and the titles of evidence, without the setting’s own view, and each "
            "setting was called by a letter. The draw can be checked on the coordinator’s desk."
        )
    )
    if round_.withdrawn:
        said.append(_("Some settings have withdrawn since; nothing of theirs is in this report."))
    return " ".join(said)


def _over(found: Agreement) -> Iterator[Block]:
    if found.counted.n is None:
        yield Text(counted_words(found.counted)[0])
        return
    yield Text(counted_words(found.counted)[0], "lead")
    yield Table(
        caption=_("How alike the views were"),
        heads=(_("The two views"), _("Outcomes")),
        rows=tuple(
            (Cell(how.label.capitalize(), strong=True), Cell(part_words(part), quiet=part is None))
            for how, part in found.counted.parts.items()
        ),
        widths=(50, 50),
        heard=True,
    )
    if found.leaning:
        yield Text(found.leaning)
    if found.waiting:
        yield Text(_("Some outcomes wait to be looked at still."), "quiet")


def _named(each: OutcomeRead, titles: dict[tuple[str, str], str]) -> str:
    title = titles.get((each.framework, each.outcome)) or each.short
    return _("{id} · {title}").format(id=each.outcome, title=title) if title else each.outcome


def _table(
    found: Agreement, titles: dict[tuple[str, str], str], frameworks: dict[str, str]
) -> Iterator[Block]:
    by_framework: dict[str, list[OutcomeRead]] = {}
    for each in found.outcomes:
        by_framework.setdefault(each.framework, []).append(each)
    for framework, outcomes in by_framework.items():
        if len(by_framework) > 1:
            yield Heading(frameworks.get(framework) or framework, 3)
        yield Table(
            caption=_("How each outcome was read"),
            heads=(_("Outcome"), _("How it was read")),
            rows=tuple((Cell(_named(each, titles), strong=True), Cell(each.told)) for each in outcomes),
            widths=(60, 40),
            heard=True,
        )


def _words(
    found: Agreement, titles: dict[tuple[str, str], str], frameworks: dict[str, str]
) -> Iterator[Block]:
    told = [each for each in found.outcomes if each.apart or each.alike]
    if not told:
        return
    yield Heading(_("What words explain it"))
    several = len({each.framework for each in told}) > 1
    for each in told:
        where = frameworks.get(each.framework) if several else ""
        yield Heading(" · ".join(filter(None, (_named(each, titles), where))), 3)
        for label, words in (
            ("" if each.few else _("Where it was read differently"), each.apart),
            ("" if each.few else _("Where it was read alike"), each.alike),
        ):
            if words and label:
                yield Text(label, "label")
            for text in words:
                yield Text(_("“{words}”").format(words=text), "quote")


def _questions(found: Agreement) -> tuple[str, ...]:
    differs = [each for each in found.outcomes if each.differs]
    said = []
    if differs and len(differs) == len(found.outcomes) > 1:
        said.append(
            _("Read together what the grades say of each outcome: which words were taken differently?")
        )
    elif differs:
        names = ", ".join(dict.fromkeys(f"{each.outcome} {each.short}".strip() for each in differs))
        said.append(
            _("Read together what the grades say of {outcomes}: which words were taken differently?").format(
                outcomes=names
            )
        )
    if differs or not found.outcomes:
        said.append(_("What would somebody have to write, or show, so that others see the same?"))
    else:
        said.append(_("What made it easy to see the same? Keep those words."))
    said.append(_("Which words of the framework would you put otherwise for the next round?"))
    return tuple(said)
