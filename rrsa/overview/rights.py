"""What an authority can draw on for its report on children's rights, as a draft to work from.

Since the UNCRC (Incorporation) (Scotland) Act 2024, part 3, authorities report on what they have done for
children's rights. The headings here are our own and follow no official form; what settings share fills in a
part of them, and the rest is for people to write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rrsa.i18n import _, ngettext
from rrsa.overview import references, targets
from rrsa.overview.against import measure_words
from rrsa.overview.figure_words import (
    counted_words,
    how_made,
    share_words,
    spread_words,
    stage_words,
)
from rrsa.overview.figures import FEWEST
from rrsa.overview.groups import EVERYBODY, Figures
from rrsa.overview.helping import Help
from rrsa.overview.needs import FrameworkNeeds, OutcomeNeed, needs, trend
from rrsa.overview.stages import Stages
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.portfolio import Portfolio
from rrsa.vocabulary import Perspective


class Line(NamedTuple):
    """Something said, and what it is about; ``whose`` is the framework whose settings it is said of, and
    empty where it is said of all."""

    whose: str
    about: str
    said: str


class Section(NamedTuple):
    """A heading, what is known, and what is left to write."""

    title: str
    lines: tuple[Line, ...]
    to_write: str


Article = Callable[[int], str]
"""An article's number with its title."""


def sections(
    figures: Figures, desk: Portfolio, help_: Help, article: Article, on: date
) -> tuple[Section, ...]:
    """The draft, heading by heading. Nothing in it is about fewer than five settings or names one."""
    found = needs(figures, EVERYBODY)
    return (
        Section(
            _("What was done for children’s rights"),
            tuple(_done(found)),
            _(
                "Write what the authority itself has done: decisions, training, money, services, and how "
                "children’s rights were weighed in them."
            ),
        ),
        Section(
            _("How children took part"),
            tuple(_took_part(found)),
            _(
                "Write how children and young people took part, also in this report: who was asked, how, "
                "what they said and what has changed because of it. Whose voices are missing?"
            ),
        ),
        Section(
            _("What we know"),
            tuple(_known(figures, found, desk)),
            _("Write what else is known: inspections, complaints, what families and children have said."),
        ),
        Section(
            _("Gaps"),
            tuple(_gaps(found, help_, article)),
            _("Write which gaps weigh most for children, and which rights nothing is known of."),
        ),
        Section(
            _("What comes next"),
            tuple(_next(figures, desk, help_, on)),
            _("Write what the authority will do, by when, and how children will hear of it."),
        ),
    )


def about_this() -> tuple[str, ...]:
    """What has to be said of the draft wherever it stands."""
    return (
        _(
            "A draft to work from, for the report under part 3 of the UNCRC (Incorporation) (Scotland) Act "
            "2024. Its headings are our own; check the Act and its guidance for what has to be in the report."
        ),
        _("It draws on what settings chose to share: their own views, not an inspection and not an award."),
        how_made(),
    )


def rows(found: Sequence[Section]) -> list[tuple[str, str, str, str]]:
    """The draft for a sheet: heading, framework, what it is about, what is said. The first row has the
    heads."""
    made = [(_("Heading"), _("Framework"), _("About"), _("What is known, and what is left to write"))]
    for section in found:
        made += [(section.title, *line) for line in section.lines]
        made.append((section.title, "", _("To write"), section.to_write))
    return made


# -- heading by heading ----------------------------------------------------------------------------------


def _name(found: FrameworkNeeds) -> str:
    return Stages().title(found.framework)


def _about(outcome: OutcomeNeed) -> str:
    return f"{outcome.outcome} {outcome.short}"


def _done(found: Sequence[FrameworkNeeds]) -> Iterator[Line]:
    for each in found:
        whose = _name(each)
        if each.stage is not None:
            yield Line(whose, _("Counted"), counted_words(each.stage))
            for of, about in (("held", _("Stages held")), ("aim", _("Stages worked towards"))):
                if each.stage.stages(of):
                    yield Line(whose, about, stage_words(each.stage, of))
        for outcome in each.outcomes:
            if outcome.planned is not None:
                said = share_words(outcome.planned, outcome.planned_n, each.words.kind)
                text = _("settings with something in their plan: {said}")
                yield Line(whose, _about(outcome), text.format(said=said))


def _took_part(found: Sequence[FrameworkNeeds]) -> Iterator[Line]:
    for each in found:
        for outcome in each.outcomes:
            share = outcome.kinds.get(Perspective.CHILDREN)
            if share is not None:
                said = share_words(share, outcome.kinds_n, each.words.kind)
                text = _("settings where children’s own views show that it works: {said}")
                yield Line(_name(each), _about(outcome), text.format(said=said))


def _known(figures: Figures, found: Sequence[FrameworkNeeds], desk: Portfolio) -> Iterator[Line]:
    for each in found:
        whose = _name(each)
        for outcome in each.outcomes:
            about = _about(outcome)
            if each.views is not None and outcome.views:
                text = _("views {said}").format(said=spread_words(each.views, outcome.outcome))
                yield Line(whose, about, text)
            if each.shown is not None and outcome.shown:
                text = _("shown {said}").format(said=spread_words(each.shown, outcome.outcome))
                yield Line(whose, about, text)
            then = [one for one in trend(figures, each.framework, outcome.outcome) if one.above is not None]
            if each.words.low and len(then) > 1:
                told = "; ".join(
                    _("{day}: {said}").format(
                        day=show_day(one.figure.on),
                        said=share_words(one.above, one.figure.n, each.words.kind),
                    )
                    for one in then
                )
                text = _("at {grade} or above: {told}")
                grade = each.words.grade(each.words.low)
                yield Line(whose, about, text.format(grade=grade, told=told))
        for figure in each.measures:
            yield Line(whose, str(figure.said["title"]), measure_words(figure))
    for reference in references.listed(desk):
        said = _("{figure} ({source})").format(
            figure=references.figure_words(reference), source=references.source_words(reference)
        )
        yield Line("", reference.title or "", said)


def _gaps(found: Sequence[FrameworkNeeds], help_: Help, article: Article) -> Iterator[Line]:
    for each in found:
        whose = _name(each)
        low = each.words.grade(each.words.low) if each.words.low else "–"
        for outcome in each.weak:
            said = share_words(outcome.low, outcome.n, each.words.kind)
            text = _("below {grade}, or not looked at: {said}").format(grade=low, said=said)
            yield Line(whose, _about(outcome), text)
        for outcome in each.outcomes:
            if outcome.missing:
                kinds = ", ".join(kind.label for kind in outcome.missing)
                text = _("shown to work by nobody, or only a few, through: {kinds}").format(kinds=kinds)
                yield Line(whose, _about(outcome), text)
        for about, some in (
            (_("Articles that nobody covers"), each.uncovered),
            (_("Articles that only a few cover"), each.thin),
        ):
            if some:
                yield Line(whose, about, "; ".join(article(one.number) for one in some))
    if (n := len(help_.unmet)) >= FEWEST:
        text = ngettext(
            "{n} setting would like help that no other has offered",
            "{n} settings would like help that no other has offered",
            n,
        ).format(n=n)
        yield Line("", _("Help wanted"), text)


def _next(figures: Figures, desk: Portfolio, help_: Help, on: date) -> Iterator[Line]:
    for target in targets.in_order(desk):
        if target.closed_on is None:
            now = targets.progress(figures, target)
            text = _("{wanted}. Now: {now}").format(wanted=targets.wanted_words(target, on), now=now.words)
            yield Line("", target.title or "", text)
    if (n := len(help_.matches)) >= FEWEST:
        text = ngettext(
            "{n} setting would like help that another has offered",
            "{n} settings would like help that others have offered",
            n,
        ).format(n=n)
        yield Line("", _("Help between settings"), text)
