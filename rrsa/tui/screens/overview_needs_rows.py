"""What the page of needs shows, as rows and texts: the same figures and words as the command."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widgets.option_list import Option

from rrsa.i18n import _
from rrsa.overview import references
from rrsa.overview.against import measure_words
from rrsa.overview.figure_words import (
    beside_words,
    counted_words,
    how_made,
    no_outcome_told,
    nothing_told,
    share_words,
    spread_words,
    stage_words,
    whose_figures,
)
from rrsa.overview.figures import Few, Share
from rrsa.overview.groups import Figures
from rrsa.overview.helping import Help, Said, meetings, offered_alike, wanted_alike
from rrsa.overview.needs import FrameworkNeeds, OutcomeNeed, tells_trends, trend
from rrsa.overview.stages import Stages
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.desk import Reference
from rrsa.tui.screens.readiness_tabs import heading, saying

# -- outcomes ----------------------------------------------------------------------------------------


def outcomes(figures: Figures, found: list[FrameworkNeeds]) -> Iterator[Option]:
    """Each framework's outcomes: how many stand low, and where the others stand."""
    stages = Stages()
    if found and (whose := whose_figures(figures)):
        yield saying(whose)
    for each in found:
        yield heading(stages.title(each.framework))
        yield saying(_counted(each))
        if each.views is None:
            yield saying(_("No views are told: fewer than five share them."))
            continue
        if not each.tells_outcomes:
            yield saying(no_outcome_told(each.outcomes[0].n, each.words.kind))
            continue
        low = each.words.low
        if low is not None:
            text = _("How many stand below {grade} or have not looked; ▼ where that is half of them or more")
            yield saying(text.format(grade=each.words.grade(low)))
        for outcome in each.outcomes:
            yield Option(_outcome(each, outcome), id=f"{each.framework}/{outcome.outcome}")
    if not found:
        yield saying(nothing_told(figures))
    else:
        yield saying(how_made())


def _counted(each: FrameworkNeeds) -> str:
    if each.area:
        return _("{n} in {area}").format(n=each.area_n, area=each.area)
    if each.stage is None:
        return ""
    if not each.stage.stages("held"):
        return counted_words(each.stage)
    held = _("hold: {said}").format(said=stage_words(each.stage, "held"))
    return f"{counted_words(each.stage)} · {held}"


def _outcome(found: FrameworkNeeds, each: OutcomeNeed) -> Content:
    told = [share_words(each.low, each.n, found.words.kind)]
    if each.whole_n:
        told.append(beside_words(each.whole, each.whole_n, found.words.kind))
    if found.views is not None and each.views:
        told.append(_("views {said}").format(said=spread_words(found.views, each.outcome)))
    if found.shown is not None and each.shown:
        told.append(_("shown {said}").format(said=spread_words(found.shown, each.outcome)))
    if each.planned is not None and each.is_weak:
        said = share_words(each.planned, each.planned_n, found.words.kind)
        told.append(_("something in the plan: {said}").format(said=said))
    return Content.assemble(
        ("▼ " if each.is_weak else "  ", "$primary"),
        (f"{each.outcome} {each.short}", "bold"),
        *((f"\n     {line}", "$text-muted" if place else "") for place, line in enumerate(told)),
    )


# -- evidence ----------------------------------------------------------------------------------------


def evidence(found: list[FrameworkNeeds]) -> Iterator[Option]:
    """Kinds of evidence by outcome, then articles, then measures in common."""
    stages = Stages()
    told = False
    for each in found:
        if not each.articles_n and not each.measures:
            continue
        told = True
        yield heading(stages.title(each.framework))
        if each.articles_n:
            text = _("{n} share what they have evidence of. How many can show that it works, by kind:")
            yield saying(text.format(n=each.articles_n))
        for outcome in each.outcomes:
            if any(said is not None for said in outcome.kinds.values()):
                yield Option(_kinds(outcome), id=f"{each.framework}/{outcome.outcome}")
        for label, some in ((_("Nobody covers"), each.uncovered), (_("Only a few cover"), each.thin)):
            if some:
                named = "; ".join(article_name(one.number) for one in some)
                row = Content.assemble((f"{label}: ", "bold $foreground"), (named, "$foreground"))
                yield Option(row, disabled=True)
        for figure in each.measures:
            about = _("outcome {id}: {title}").format(id=figure.said["outcome"], title=figure.said["title"])
            row = Content.assemble(
                (about, "bold $foreground"), (f"\n     {measure_words(figure)}", "$text-muted")
            )
            yield Option(row, disabled=True)
    if not told:
        yield saying(_("Nothing is told of evidence here. It is told of whole frameworks, and not by area."))


def _kinds(each: OutcomeNeed) -> Content:
    parts = []
    for kind, said in each.kinds.items():
        parts.append(f"{kind.label} {_short(said)}")
    return Content.assemble(
        (f"{each.outcome} {each.short}", "bold"), (f"\n     {' · '.join(parts)}", "$text-muted")
    )


def _short(said: Share) -> str:
    if said is None:
        return _("not told")
    if isinstance(said, Few):
        return _("nearly all") if said.is_high else _("few")
    return str(said)


def article_name(number: int) -> str:
    """``12 Being heard``; the number alone where the articles are not at hand."""
    from rrsa.framework.catalogue import rights

    known = rights().by_number.get(number)
    return _("{number} {title}").format(number=number, title=known.title) if known else str(number)


# -- over time ---------------------------------------------------------------------------------------


def over_time(figures: Figures, found: list[FrameworkNeeds]) -> Content:
    """How many stood at a grade that is not low, each time that figures were made."""
    lines: list[Content] = []
    for each in found:
        low = each.words.low
        if low is None or not tells_trends(figures, each):
            continue
        lines.append(Content.styled(Stages().title(each.framework), "bold $secondary"))
        text = _("At {grade} or above, each time that figures were made")
        lines.append(Content.styled(text.format(grade=each.words.grade(low)), "$text-muted"))
        for outcome, short in each.words.short.items():
            told = [
                _("{day}: {said}").format(
                    day=show_day(then.figure.on),
                    said=_("{count} of {n}").format(count=then.above, n=then.figure.n)
                    if then.above is not None
                    else _("not told"),
                )
                for then in trend(figures, each.framework, outcome)
            ]
            lines.append(Content.assemble((f"{outcome} {short}  ", "bold"), " → ".join(told)))
        lines.append(Content(""))
    if not lines:
        return Content(
            _(
                "Nothing is told over time here. It is told of whole frameworks that are large enough, "
                "and not by area."
            )
        )
    return Content("\n").join(lines)


# -- who could help whom, and figures from elsewhere -------------------------------------------------


def helping(found: Help) -> Iterator[Option]:
    """What some would like help with, each with what is offered and by whom; and no figure."""
    if found.matches:
        yield heading(_("Could be brought together"))
    for wanted, offers in meetings(found):
        lines = [
            part
            for offer in offers
            for part in (f"\n   → {offer.text}", (f"\n     {offer.names}", "$text-muted"))
        ]
        yield Option(Content.assemble(_said(wanted), *lines), id=f"both-{wanted.rows[0].setting}")
    for title, some, said in (
        (_("Nobody has offered this yet"), wanted_alike(found.unmet), "wants"),
        (_("Offered, and nobody has asked for it yet"), offered_alike(found.open), "offers"),
    ):
        if some:
            yield heading(title)
        for each in some:
            yield Option(_said(each), id=f"{said}-{each.rows[0].setting}")
    if not (found.matches or found.unmet or found.open):
        yield saying(_("Nobody has asked for help or offered any yet. A setting says so when it shares."))


def _said(each: Said) -> Content:
    return Content.assemble((each.text, "bold"), (f"\n     {each.names}", "$text-muted"))


def elsewhere(found: list[Reference]) -> Iterator[Option]:
    """Reference figures with their source and date."""
    from rrsa.overview.groups import group_of
    from rrsa.overview.subjects import subject_of

    for each in found:
        about = subject_of(each.subject).label if each.subject else ""
        told = [group_of(each.group or "all").label, about, references.source_words(each), each.note or ""]
        row = Content.assemble(
            (f"{each.title}: ", "bold"),
            references.figure_words(each),
            (f"\n     {' · '.join(filter(None, told))}", "$text-muted"),
        )
        yield Option(row, id=each.id)
    if not found:
        yield saying(
            _(
                "No figure from elsewhere yet. Press f to take some from a CSV or YAML file: title, date, "
                "source and figure, or count and n."
            )
        )
