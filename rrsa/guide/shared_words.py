"""A snapshot in words: exactly what others will see, before it goes and after it has come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from rrsa.guide.shared import Part, Shared, SharedMeasure, SharedOutcome
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.quantity import quantity_word
from rrsa.scoring.model import State
from rrsa.vocabulary import Counts

if TYPE_CHECKING:
    from rrsa.portfolio.records import SettingRecord
    from rrsa.store.shared import SharedRow


class Section(NamedTuple):
    """Some lines under a heading."""

    title: str
    lines: tuple[str, ...]


def sections(shared: Shared) -> list[Section]:
    """All that a snapshot says, in the order in which it is read."""
    found = [Section(shared.name, tuple(_basics(shared)))]
    if shared.outcomes:
        found.append(Section(_("Outcomes"), tuple(outcome_lines(shared))))
    if shared.shares(Part.MEASURES):
        lines = tuple(measure_words(shared, each) for each in shared.measures)
        found.append(Section(_("Measures"), lines or (_("Nothing is counted yet."),)))
    if shared.articles:
        found.append(Section(_("Articles of the Convention"), tuple(_articles(shared))))
    if shared.shares(Part.MODERATION):
        found += _for_a_round(shared)
    return found


def parts_words(shared: Shared) -> str:
    """What is shared beyond the stage and the help: ``our views, actions``; or that it is nothing else."""
    labels = [part.label for part in Part if part in shared.parts]
    return _("{parts}.").format(parts=", ".join(labels)) if labels else _("Nothing beyond that.")


def now_words(known: SharedRow | None) -> str:
    """What a setting shares at this moment, in a sentence."""
    if known is None:
        return _("So far nothing is shared.")
    day = show_day(known.at[:10])
    if known.withdrawn:
        return _("What was shared was taken back on {day}.").format(day=day)
    return _("Shared now is how it was on {day}.").format(day=day)


def help_lines(record: SettingRecord) -> Iterator[str]:
    """The area, and the help that a setting asks for and offers; nothing where it says none of it."""
    if record.area:
        yield _("Area: {area}").format(area=record.area)
    if record.help_wanted:
        yield _("Would like help with: {what}").format(what=record.help_wanted)
    if record.help_offered:
        yield _("Could help with: {what}").format(what=record.help_offered)


def nothing_else() -> str:
    """What a snapshot never holds."""
    return _("Nothing else goes: no score, no file, no name, no child's words, no history.")


def _basics(shared: Shared) -> Iterator[str]:
    yield _("{kind}, by {framework}").format(kind=shared.kind.label, framework=shared.framework)
    if shared.area:
        yield _("Area: {area}").format(area=shared.area)
    yield held_words(shared)
    if shared.aim:
        yield _("Working towards: {stage}").format(stage=shared.stage_name(shared.aim))
    if shared.visit_on:
        yield _("Visit: {day}").format(day=show_day(shared.visit_on))
    if shared.wants:
        yield _("Would like help with: {what}").format(what=shared.wants)
    if shared.offers:
        yield _("Could help with: {what}").format(what=shared.offers)
    yield _("Shared besides: {parts}").format(parts=parts_words(shared))


def held_words(shared: Shared) -> str:
    """The stage held, since when and until when."""
    if not shared.held:
        return _("Holds no stage yet")
    stage = shared.stage_name(shared.held)
    if shared.accredited_on and shared.expires_on:
        return _("Holds: {stage}, since {day}, until {until}").format(
            stage=stage, day=show_day(shared.accredited_on), until=show_day(shared.expires_on)
        )
    if shared.accredited_on:
        return _("Holds: {stage}, since {day}").format(stage=stage, day=show_day(shared.accredited_on))
    return _("Holds: {stage}").format(stage=stage)


def outcome_lines(shared: Shared) -> Iterator[str]:
    """One line for each outcome, with what is shared of it."""
    for key, outcome in shared.outcomes.items():
        said = "; ".join(_outcome(shared, outcome))
        name = _("{outcome} {short}").format(outcome=key, short=shared.short.get(key, "")).rstrip()
        yield _("{name}: {said}").format(name=name, said=said) if said else name


def _outcome(shared: Shared, outcome: SharedOutcome) -> Iterator[str]:
    if shared.shares(Part.VIEWS):
        yield _view(shared, outcome)
    if shared.shares(Part.SHOWN):
        yield (
            _("shown as far as “{grade}”").format(grade=shared.grade_name(outcome.shown))
            if outcome.shown is not None
            else _("not shown yet")
        )
    if shared.shares(Part.ACTIONS):
        yield from _actions(outcome.open_actions or 0, outcome.done_actions or 0)
    if shared.shares(Part.EVIDENCE):
        kinds = ", ".join(
            _("{kind} {n}").format(kind=side.label, n=n) for side, n in outcome.evidence.items()
        )
        yield _("evidence: {kinds}").format(kinds=kinds) if kinds else _("no evidence yet")


def _actions(to_do: int, done: int) -> Iterator[str]:
    if to_do:
        yield ngettext("{n} action open", "{n} actions open", to_do).format(n=to_do)
    if done:
        yield ngettext("{n} action done", "{n} actions done", done).format(n=done)
    if not to_do and not done:
        yield _("no actions")


def _view(shared: Shared, outcome: SharedOutcome) -> str:
    if outcome.view is not None:
        return _("our view “{grade}”").format(grade=shared.grade_name(outcome.view))
    if outcome.state is State.NOT_APPLICABLE:
        return _("does not apply here")
    return _("not looked at yet")


def measure_words(shared: Shared, measure: SharedMeasure) -> str:
    """A measure in one line: now, at the start, the target. Figures that may not leave are not in it."""
    parts = [_figure(shared, measure, measure.count, measure.n, measure.date)]
    if measure.baseline is not None:
        figure = _figure(shared, measure, measure.baseline, measure.baseline_n, measure.baseline_on)
        parts.append(_("at the start {figure}").format(figure=figure))
    if measure.target is not None:
        figure = _figure(shared, measure, measure.target, measure.target_n, measure.target_on)
        parts.append(_("target {figure}").format(figure=figure))
    if measure.held_back:
        parts.append(_("small numbers are left out"))
    said = "; ".join(part for part in parts if part)
    return _("{title} (outcome {outcome}): {said}").format(
        title=measure.title, outcome=measure.outcome, said=said or _("nothing counted yet")
    )


def _figure(shared: Shared, measure: SharedMeasure, count: int | None, n: int | None, day: str | None) -> str:
    if count is None:
        return ""
    if measure.counts is Counts.EVENTS:
        said = ngettext("{count} time", "{count} times", count).format(count=count)
        if n:
            said = ngettext("{times}, with {n} person", "{times} among {n} people", n).format(times=said, n=n)
    elif n:
        said = _("{count} of {n}").format(count=count, n=n)
        if shared.percentages and count <= n:
            said = _("{word}, {said}").format(word=quantity_word(count, n), said=said)
    else:
        said = str(count)
    return _("{said}, on {day}").format(said=said, day=show_day(day)) if day else said


def _articles(shared: Shared) -> Iterator[str]:
    for reach, text in (
        ("covered", _("Covered: {articles}")),
        ("thin", _("Thin, shown one way only: {articles}")),
        ("nothing", _("Nothing yet: {articles}")),
    ):
        numbers = [str(number) for number, found in shared.articles.items() if found == reach]
        if numbers:
            yield text.format(articles=", ".join(numbers))


def _for_a_round(shared: Shared) -> Iterator[Section]:
    """What others read of each outcome in a joint round."""
    for key, outcome in shared.outcomes.items():
        lines = []
        for head, text in (
            (_("Why we say so"), outcome.line),
            (_("How it was achieved"), outcome.achieved),
            (_("What difference it has made"), outcome.difference),
        ):
            if text:
                lines.append(_("{head}: {text}").format(head=head, text=text))
        for piece in outcome.pieces:
            marks = [m.label for m in (piece.perspective, piece.direction) if m]
            marks += [show_day(piece.date)] if piece.date else []
            lines.append("• " + " · ".join((piece.title, *marks)))
        if lines:
            title = _("For a joint round: {outcome} {short}")
            yield Section(title.format(outcome=key, short=shared.short.get(key, "")), tuple(lines))
