"""Where a setting stands, in words: how it goes, how far it is shown, what is missing, what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from rrsa.cli import output
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, pass_session
from rrsa.errors import Exit
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.framework.model import Framework
    from rrsa.scoring.model import StageReadiness

STEPS = 5
"""How many next steps are said at once."""


@click.command(
    "status",
    cls=Command,
    help=_(
        "Where a setting stands: each outcome, what is missing and what comes next. With --stage, everything "
        "that is missing for that stage, and exit code 1 while it is not ready. --coverage and --over-time "
        "say more."
    ),
    example="rrsa status kirkbrae-primary --stage silver",
)
@click.argument("setting")
@click.option("--stage", metavar="S", help=_("Ask for one stage: is it ready, and why not yet?"))
@click.option("--coverage", is_flag=True, help=_("From which sides, and which articles of the Convention."))
@click.option("--over-time", is_flag=True, help=_("How it went, by the framework text then in force."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def status(
    session: Session, setting: str, stage: str | None, coverage: bool, over_time: bool, as_json: bool
) -> int:
    with session.evaluation(setting) as evaluation:
        asked = None if stage is None else find_stage(evaluation.framework, stage)
        if as_json:
            from rrsa.cli.status_json import as_data

            output.say_json(as_data(evaluation, asked or evaluation.stage, over_time=over_time))
        else:
            for line in as_lines(evaluation, asked, coverage=coverage, over_time=over_time):
                output.say(line)
        if asked is None or evaluation.assessment.stages[asked].ready:
            return Exit.DONE
        return Exit.PROBLEMS


def find_stage(framework: Framework, given: str) -> str:
    """The stage that was meant by its id or its name, in any case."""
    wanted = given.strip().casefold()
    for each in framework.stages:
        if wanted in (each.id.casefold(), each.name.casefold(), each.name.split(":")[0].casefold()):
            return each.id
    from rrsa.finding import unknown

    raise unknown(_("stage"), given, framework.stage_by_id)


def as_lines(
    evaluation: Evaluation, stage: str | None = None, *, coverage: bool = False, over_time: bool = False
) -> Iterator[str]:
    """The whole picture; with ``stage``, every gap of that stage with it."""
    from rrsa.cli.status_more import coverage_lines, trend_lines

    yield from _heading(evaluation)
    yield from _outcomes(evaluation)
    yield ""
    yield from _spread(evaluation)
    yield from _kept(evaluation)
    yield ""
    for readiness in evaluation.assessment.stages.values():
        yield _stage(evaluation.framework, readiness)
    if stage is not None:
        yield from _gaps(evaluation, stage)
    yield from _next(evaluation, stage or evaluation.stage)
    if coverage:
        yield from coverage_lines(evaluation)
    if over_time:
        yield from trend_lines(evaluation, stage or evaluation.stage)
    yield ""
    yield evaluation.framework.for_.disclaimer


def _heading(evaluation: Evaluation) -> Iterator[str]:
    from rrsa.portfolio.checks import show_day

    framework = evaluation.framework
    yield output.wrapped(evaluation.portfolio.setting.name or evaluation.setting_id)
    told = _("{framework} · working towards {stage} · as of {day}").format(
        framework=framework.title,
        stage=framework.stage_by_id[evaluation.stage].name,
        day=show_day(evaluation.on),
    )
    yield output.wrapped(told)
    yield from _shared(evaluation)


def _shared(evaluation: Evaluation) -> Iterator[str]:
    """The help asked for and offered, and what is shared with the authority, where there is any of it."""
    from rrsa.guide.shared_words import help_lines, now_words
    from rrsa.store.shared import row_of

    for line in help_lines(evaluation.portfolio.setting):
        yield output.wrapped(line)
    if known := row_of(evaluation.store, evaluation.setting_id):
        yield output.wrapped(now_words(known))


def _outcomes(evaluation: Evaluation) -> Iterator[str]:
    framework, assessment = evaluation.framework, evaluation.assessment
    ids = max(map(len, framework.outcomes))
    wide = max(len(outcome.short) for outcome in framework.outcomes.values())
    for strand in framework.strands:
        yield ""
        yield output.wrapped(strand.title, first=f"{strand.id}  ")
        for outcome in strand.outcomes:
            yield output.wrapped(
                _outcome(framework, assessment.outcomes[outcome.id]),
                first=f"  {outcome.id:>{ids}}  {outcome.short:{wide}}  ",
            )


def _outcome(framework: Framework, assessed: object) -> str:
    from rrsa.scoring.model import OutcomeAssessment, State
    from rrsa.scoring.words import grade_words, shown_in_ways, state_words

    assert isinstance(assessed, OutcomeAssessment)
    if assessed.state is not State.VIEWED or assessed.view is None:
        words = state_words(framework, assessed)
        return f"{words} · {shown_in_ways(assessed.ways)}" if assessed.ways else words
    words = f"{grade_words(framework, assessed.view)} · {shown_in_ways(assessed.ways)}"
    if assessed.shown is not None and assessed.shown < assessed.view:
        words += _(", as far as {grade}").format(grade=grade_words(framework, assessed.shown))
    return words


def _kept(evaluation: Evaluation) -> Iterator[str]:
    """What an earlier framework left, where there is anything."""
    from rrsa.guide.parked import count_words

    for line in count_words(evaluation.portfolio):
        yield output.wrapped(line)


def _spread(evaluation: Evaluation) -> Iterator[str]:
    """How many outcomes hold which view, and which stand lowest. Nothing is averaged."""
    from rrsa.scoring.words import grade_words, outcome_words

    framework, assessment = evaluation.framework, evaluation.assessment
    told = []
    for step in reversed(framework.scale):
        if n := len(assessment.spread.get(step.grade, ())):
            text = ngettext("{n} outcome at {grade}", "{n} outcomes at {grade}", n)
            told.append(text.format(n=n, grade=grade_words(framework, step.grade)))
    if n := len(assessment.spread.get(None, ())):
        told.append(ngettext("{n} not looked at yet", "{n} not looked at yet", n).format(n=n))
    yield output.wrapped("; ".join(told) + ".")
    views = {o.view for o in assessment.outcomes.values() if o.view is not None}
    if len(views) > 1:
        lowest = "; ".join(outcome_words(framework, outcome) for outcome in assessment.lowest)
        yield output.wrapped(_("Lowest: {outcomes}.").format(outcomes=lowest))


def _stage(framework: Framework, readiness: StageReadiness) -> str:
    name = framework.stage_by_id[readiness.stage].name
    if readiness.ready:
        return output.wrapped(_("{stage}: ready").format(stage=name))
    n = len(readiness.gaps)
    return output.wrapped(
        ngettext(
            "{stage}: not yet, {n} thing is missing ({met} of {total} conditions met)",
            "{stage}: not yet, {n} things are missing ({met} of {total} conditions met)",
            n,
        ).format(stage=name, n=n, met=readiness.met, total=readiness.total)
    )


def _gaps(evaluation: Evaluation, stage: str) -> Iterator[str]:
    """Everything missing for a stage, with its chain: outcome, look-for, what is missing."""
    from rrsa.scoring.words import gap_chain

    framework = evaluation.framework
    gaps = evaluation.assessment.stages[stage].gaps
    if not gaps:
        return
    yield ""
    yield _("Why not yet: {stage}").format(stage=framework.stage_by_id[stage].name)
    above: list[str] = []
    for gap in gaps:
        chain = gap_chain(framework, gap)[1:]
        for depth, link in enumerate(chain):
            if chain[: depth + 1] == above[: depth + 1] and depth < len(chain) - 1:
                continue
            yield output.wrapped(link, first="  " * (depth + 1) + "- ")
        above = chain


def _next(evaluation: Evaluation, stage: str) -> Iterator[str]:
    from rrsa.scoring.effects import effect_words
    from rrsa.scoring.words import step_sentence

    steps = evaluation.steps(stage, limit=STEPS)
    if not steps:
        return
    yield ""
    yield _("What comes next")
    for n, step in enumerate(steps, start=1):
        yield output.wrapped(
            step_sentence(evaluation.framework, evaluation.portfolio, step), first=f"  {n}  "
        )
        yield output.wrapped(effect_words(evaluation.framework, evaluation.assessment, step), first="       ")
