"""What the settings of an authority need, and who could help whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from rrsa.cli import output
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, pass_session
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.overview.groups import Figures
    from rrsa.overview.helping import Help
    from rrsa.overview.needs import FrameworkNeeds, OutcomeNeed
    from rrsa.store import Store


def figures_of(store: Store) -> Figures:
    """The figures as they stand, made anew where they are due and this reader may make them."""
    from rrsa.errors import RrsaError
    from rrsa.overview.groups import Figures
    from rrsa.overview.passing_on import pass_on
    from rrsa.overview.releasing import release

    try:
        release(store)
        pass_on(store)
    except RrsaError as problem:
        output.note(_("The figures are as they were: {why}").format(why=problem))
    return Figures.of(store)


@click.command(
    "needs",
    cls=Command,
    help=_(
        "What the settings of an authority need: outcomes where many stand low, articles that nobody "
        "covers, kinds of evidence that are missing, measures in common, and who could help whom. Figures "
        "are about five settings or more and name none."
    ),
    example="rrsa overview needs --group kind:school",
)
@click.option("--group", metavar="G", default="all", help=_("all, kind:school, area:East, framework:ID."))
@click.option("--over-time", is_flag=True, help=_("How it went over the figures that were made."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def needs(session: Session, group: str, over_time: bool, as_json: bool) -> None:
    from rrsa.overview.desk import Desk
    from rrsa.overview.figure_words import nothing_told, whose_figures
    from rrsa.overview.groups import EVERYBODY, belongs, group_of
    from rrsa.overview.helping import helps
    from rrsa.overview.needs import needs as found_needs
    from rrsa.overview.rows import rows

    wanted = group_of(group)
    with session.store() as store:
        desk = Desk.open(store, session.role, on=session.on)
        figures = figures_of(store)
        found = found_needs(figures, wanted)
        known = [row for row in rows(store, desk) if belongs(row, wanted)]
        help_ = helps(known)
        if as_json:
            output.say_json(_as_data(figures, found, help_, wanted.text))
            return
        output.say(output.wrapped(_("Needs of {group}").format(group=wanted.label)))
        if not found:
            output.say(output.wrapped(nothing_told(figures)))
        elif whose := whose_figures(figures):
            output.say(output.wrapped(whose))
        for each in found:
            for line in _framework(figures, each, over_time=over_time):
                output.say(line)
        for line in _helping(help_):
            output.say(line)
        if found:
            from rrsa.overview.figure_words import how_made

            output.say()
            output.say(output.wrapped(how_made()))
            if wanted == EVERYBODY and len(figures.groups()) > 2:
                groups = ", ".join(each.text for each in figures.groups()[1:])
                output.note(_("Other groups: {groups}").format(groups=groups))


def _framework(figures: Figures, found: FrameworkNeeds, *, over_time: bool) -> Iterator[str]:
    from rrsa.overview.figure_words import counted_words, share_words, stage_words
    from rrsa.overview.figures import closed
    from rrsa.overview.needs import tells_trends
    from rrsa.overview.stages import Stages

    kind = found.words.kind
    yield ""
    yield output.wrapped(Stages().title(found.framework))
    if found.area:
        told = _("{n} in {area}").format(n=found.area_n, area=found.area)
        yield output.wrapped(told, first="  ")
        if found.stage is not None:
            share = closed(found.stage.share("holding", found.area), found.area_n)
            held = share_words(share, found.area_n, kind)
            yield output.wrapped(_("Hold a stage: {said}").format(said=held), first="  ")
    elif found.stage is not None:
        yield output.wrapped(counted_words(found.stage), first="  ")
        for of, label in (("held", _("Hold: {said}")), ("aim", _("Work towards: {said}"))):
            if found.stage.stages(of):
                yield output.wrapped(label.format(said=stage_words(found.stage, of)), first="  ")
    yield from _outcomes(found)
    if over_time and tells_trends(figures, found):
        yield from _trends(figures, found)
    yield from _articles(found)
    if found.measures:
        from rrsa.overview.against import measure_words

        yield ""
        yield _("Measures in common")
        for figure in found.measures:
            title = _("outcome {id}: {title}").format(id=figure.said["outcome"], title=figure.said["title"])
            yield output.wrapped(f"{title}. {measure_words(figure)}", first="  ")


def _outcomes(found: FrameworkNeeds) -> Iterator[str]:
    from rrsa.overview.figure_words import (
        beside_words,
        counted_words,
        no_outcome_told,
        share_words,
        spread_words,
    )

    if found.views is None:
        yield output.wrapped(_("No views are told: fewer than five share them."), first="  ")
        return
    low = found.words.low
    yield ""
    yield output.wrapped(
        _("Outcomes, and how many stand below {grade} or have not looked (▼ at least half)").format(
            grade=found.words.grade(low) if low else "–"
        )
    )
    if not found.area:
        yield output.wrapped(counted_words(found.views), first="  ")
    if not found.tells_outcomes:
        yield output.wrapped(no_outcome_told(found.outcomes[0].n, found.words.kind), first="  ")
        return
    for each in found.outcomes:
        mark = "▼" if each.is_weak else " "
        said = share_words(each.low, each.n, found.words.kind)
        if each.whole_n:
            said += f" · {beside_words(each.whole, each.whole_n, found.words.kind)}"
        yield output.wrapped(
            _("{id} {short}: {said}").format(id=each.outcome, short=each.short, said=said), first=f"{mark} "
        )
        if not found.area:
            yield output.wrapped(
                _("views {said}").format(said=spread_words(found.views, each.outcome)), first="    "
            )
            if found.shown is not None:
                told = spread_words(found.shown, each.outcome)
                yield output.wrapped(_("shown {said}").format(said=told), first="    ")
            yield from _further(found, each)


def _further(found: FrameworkNeeds, each: OutcomeNeed) -> Iterator[str]:
    from rrsa.overview.figure_words import share_words

    if each.missing:
        kinds = ", ".join(kind.label for kind in each.missing)
        yield output.wrapped(
            _("shown to work by nobody, or only a few, through: {kinds}").format(kinds=kinds), first="    "
        )
    if each.is_weak and each.planned is not None:
        said = share_words(each.planned, each.planned_n, found.words.kind)
        yield output.wrapped(_("something in the plan: {said}").format(said=said), first="    ")


def _trends(figures: Figures, found: FrameworkNeeds) -> Iterator[str]:
    from rrsa.overview.figure_words import share_words
    from rrsa.overview.needs import trend
    from rrsa.portfolio.checks import show_day

    low = found.words.low
    yield ""
    yield output.wrapped(
        _("Over time: at {grade} or above").format(grade=found.words.grade(low) if low else "–")
    )
    for outcome, short in found.words.short.items():
        told = [
            _("{day}: {said}").format(
                day=show_day(then.figure.on), said=share_words(then.above, then.figure.n, found.words.kind)
            )
            for then in trend(figures, found.framework, outcome)
        ]
        yield output.wrapped("; ".join(told), first=f"  {outcome} {short}: ")


def _articles(found: FrameworkNeeds) -> Iterator[str]:
    if not found.articles:
        return
    yield ""
    yield output.wrapped(
        _("Articles of the Convention, over {n} that share what they have evidence of").format(
            n=found.articles_n
        )
    )
    for label, some in ((_("Nobody covers"), found.uncovered), (_("Only a few cover"), found.thin)):
        if some:
            named = "; ".join(article_name(each.number) for each in some)
            yield output.wrapped(f"{label}: {named}", first="  ")
    if not found.uncovered and not found.thin:
        yield output.wrapped(_("Each is covered by more than a few."), first="  ")


def article_name(number: int) -> str:
    """``12 Being heard``; the number alone where the articles are not at hand."""
    from rrsa.framework.catalogue import rights

    known = rights().by_number.get(number)
    return f"{number} {known.title}" if known else str(number)


def _helping(found: Help) -> Iterator[str]:
    if not (found.matches or found.unmet or found.open):
        return
    from rrsa.overview.helping import meetings, offered_alike, wanted_alike

    yield ""
    yield _("Who could help whom")
    for wanted, offers in meetings(found):
        yield output.wrapped(f"{wanted.text}: {wanted.names}", first="  ")
        for offer in offers:
            yield output.wrapped(f"{offer.text}: {offer.names}", first="    - ")
    for title, some in (
        (_("Nobody has offered this yet"), wanted_alike(found.unmet)),
        (_("Offered, and nobody has asked for it yet"), offered_alike(found.open)),
    ):
        if some:
            yield ""
            yield title
        for said in some:
            yield output.wrapped(f"{said.text}: {said.names}", first="  - ")


def _as_data(figures: Figures, found: list[FrameworkNeeds], help_: Help, group: str) -> dict[str, Any]:
    return {
        "group": group,
        "frameworks": [_framework_data(figures, each) for each in found],
        "help": {
            "could": [
                {
                    "setting": match.wants.setting,
                    "wants": match.wants.wants,
                    "offers": [{"setting": r.setting, "offers": r.offers} for r in match.could],
                }
                for match in help_.matches
            ],
            "unmet": [{"setting": row.setting, "wants": row.wants} for row in help_.unmet],
            "open": [{"setting": row.setting, "offers": row.offers} for row in help_.open],
        },
    }


def _framework_data(figures: Figures, found: FrameworkNeeds) -> dict[str, Any]:
    from rrsa.overview.needs import trend

    def told(ranges: Any) -> list[dict[str, int]]:
        return [each._asdict() for each in ranges]

    return {
        "framework": found.framework,
        "kind": found.words.kind.value,
        "area": found.area,
        "n": found.area_n if found.area else found.stage.n if found.stage else None,
        "on": found.stage.on.isoformat() if found.stage else None,
        "low_grade": found.words.low,
        "outcomes": [
            {
                "outcome": each.outcome,
                "short": each.short,
                "n": each.n,
                "low": each.low,
                "weak": each.is_weak,
                "whole": {"n": each.whole_n, "low": each.whole} if each.whole_n else None,
                "views": told(each.views),
                "shown": told(each.shown),
                "evidence": {kind.value: said for kind, said in each.kinds.items()},
                "planned": each.planned,
                "over_time": [
                    {"on": then.figure.on.isoformat(), "n": then.figure.n, "not_low": then.above}
                    for then in ([] if found.area else trend(figures, found.framework, each.outcome))
                ],
            }
            for each in found.outcomes
        ],
        "articles": [{"article": each.number, "covered": each.covered} for each in found.articles],
        "measures": [
            {key: value for key, value in figure.said.items() if key != "words"} for figure in found.measures
        ],
    }
