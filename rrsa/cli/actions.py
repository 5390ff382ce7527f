"""Actions: what we are going to do now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rrsa.cli import output
from rrsa.cli.session import Session
from rrsa.cli.shape import Group, Word, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.vocabulary import ActionStatus

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.portfolio.records import Value


action = Group("action", help=_("What we are going to do now: the action plan."))


@action.command(
    "add",
    help=_("Add an action for an outcome and print its id."),
    example='rrsa action add kirkbrae-primary 8 "Tell every class what changed" --due "30 Jun 2026"',
)
@click.argument("setting")
@click.argument("outcome", required=False)
@click.argument("what", required=False)
@click.option("--for", "for_", metavar="OUTCOME", help=_("The outcome, if not given above."))
@click.option("--what", "what_", metavar="T", help=_("What to do, if not given above."))
@click.option("--who", metavar="ROLE", help=_("Who does it (a role)."))
@click.option("--due", metavar="D", help=_("The day it is due."))
@click.option("--because", metavar="ID", help=_("The evidence that showed not yet, if that is why."))
@click.option("--measure", metavar="ID", help=_("The measure that it is meant to move."))
@click.option("--for-children", metavar="T", help=_("The same, as children are told it."))
@pass_session
def add(
    session: Session,
    /,
    setting: str,
    outcome: str | None,
    what: str | None,
    for_: str | None,
    what_: str | None,
    who: str | None,
    due: str | None,
    because: str | None,
    measure: str | None,
    for_children: str | None,
) -> None:
    if for_ is not None and outcome is not None and what is None and what_ is None:
        outcome, what = None, outcome  # --for 4 "Ask P7": the one text left is what to do
    outcome = _one(_("the outcome"), outcome, for_)
    what = _one(_("what to do"), what, what_)
    with session.evaluation(setting, changing=True) as evaluation:
        values: dict[str, Value] = {"what": what}
        if who is not None:
            values["who"] = who
        if due is not None:
            values["due"] = _due(evaluation, due)
        if because is not None:
            values["because"] = evaluation.evidence_id(because)
        if measure is not None:
            values["measure"] = evaluation.measure_id(measure)
        if for_children is not None:
            values["for_children"] = for_children
        found = evaluation.framework.outcome_of.get(outcome, outcome)  # a look-for means its outcome
        made = evaluation.add_action(found, values)
        output.say(made)
        output.note(_("Saved {id}: {what}").format(id=made, what=evaluation.portfolio.actions[made].what))


def _one(what: str, first: str | None, second: str | None) -> str:
    if first is not None and second is not None:
        raise BadInput(_("{what} is given twice").format(what=what), _("give it once"))
    if first is None and second is None:
        raise BadInput(
            _("{what} is missing").format(what=what),
            _('write it like this: rrsa action add SETTING 4 "Ask P7 what would help"'),
        )
    return first if first is not None else second or ""


def _due(evaluation: Evaluation, text: str) -> str:
    """A day, which for once may lie ahead; empty text clears it."""
    from rrsa.portfolio.checks import parse_day

    return parse_day(text, today=evaluation.today).isoformat() if text.strip() else ""


@action.command(
    "edit",
    help=_("Change an action. An empty text (“”) clears it."),
    example='rrsa action edit kirkbrae-primary A4K7M2Q9X --due "30 Jun 2026" --status under-way',
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@click.option("--what", metavar="T", help=_("What to do."))
@click.option("--for", "outcome", metavar="OUTCOME", help=_("The outcome that it is for."))
@click.option("--who", metavar="ROLE", help=_("Who does it (a role)."))
@click.option("--due", metavar="D", help=_("The day it is due."))
@click.option(
    "--status", type=Word(ActionStatus, lambda: _("how far it has come")), help=_("How far it has come.")
)
@click.option("--difference", metavar="T", help=_("What difference it has made."))
@click.option("--because", metavar="ID", help=_("The evidence that showed not yet, if that is why."))
@click.option("--measure", metavar="ID", help=_("The measure that it is meant to move."))
@click.option("--for-children", metavar="T", help=_("The same, as children are told it."))
@click.option("--why", "why_not", metavar="T", help=_("Why we cannot, with --status cannot."))
@pass_session
def edit(session: Session, /, setting: str, id_: str, **given: str | None) -> None:
    values: dict[str, Value] = {name: value for name, value in given.items() if value is not None}
    if not values:
        raise BadInput(
            _("nothing to change is given"), _("name what changes, such as --what, --who or --due")
        )
    with session.evaluation(setting, changing=True) as evaluation:
        found = evaluation.action_id(id_)
        if (due := given.get("due")) is not None:
            values["due"] = _due(evaluation, due)
        if because := given.get("because"):
            values["because"] = evaluation.evidence_id(because)
        if measure := given.get("measure"):
            values["measure"] = evaluation.measure_id(measure)
        if values.get("status") == ActionStatus.DONE and not evaluation.portfolio.actions[found].done_on:
            values["done_on"] = evaluation.today.isoformat()
        evaluation.edit_action(found, values)
        output.note(_("Saved {id}: {what}").format(id=found, what=evaluation.portfolio.actions[found].what))


@action.command(
    "done",
    help=_("An action is done: today, or on the day given. Say what difference it has made, now or later."),
    example='rrsa action done kirkbrae-primary A4K7M2Q9X --difference "Two classes now run their own box"',
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@click.option("--difference", metavar="T", help=_("What difference it has made."))
@click.option("--on-date", metavar="D", help=_("The day it was done; otherwise today."))
@pass_session
def done(session: Session, /, setting: str, id_: str, difference: str | None, on_date: str | None) -> None:
    with session.evaluation(setting, changing=True) as evaluation:
        found = evaluation.action_id(id_)
        evaluation.finish_action(found, on=on_date, difference=difference)
        what = evaluation.portfolio.actions[found].what
        output.note(_("Saved. Done: {what}").format(what=what))
        if not evaluation.portfolio.actions[found].difference:
            output.note(
                _("What difference has it made? rrsa action edit {setting} {id} --difference “…”").format(
                    setting=evaluation.setting_id, id=found
                )
            )


@action.command(
    "cannot",
    help=_("An action cannot be done: say why. Children are told the reason."),
    example='rrsa action cannot kirkbrae-primary A4K7M2Q9X --why "The roof has to be mended first"',
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@click.option("--why", metavar="T", required=True, help=_("Why not, as you would say it to children."))
@pass_session
def cannot(session: Session, /, setting: str, id_: str, why: str) -> None:
    with session.evaluation(setting, changing=True) as evaluation:
        found = evaluation.action_id(id_)
        evaluation.give_up_action(found, why)
        output.note(_("Saved. We cannot: {what}").format(what=evaluation.portfolio.actions[found].what))


@action.command(
    "remove",
    help=_("Remove an action. rrsa undo brings it back."),
    example="rrsa action remove kirkbrae-primary A4K7M2Q9X",
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@pass_session
def remove(session: Session, /, setting: str, id_: str) -> None:
    with session.evaluation(setting, changing=True) as evaluation:
        found = evaluation.action_id(id_)
        what = evaluation.portfolio.actions[found].what
        evaluation.remove_action(found)
        output.note(
            _("Removed: {what}. To have it back: rrsa undo {setting}").format(
                what=what, setting=evaluation.setting_id
            )
        )


@action.command(
    "from-improvements",
    help=_(
        "Make the action plan from the areas for improvement of a partnership: one action for each. Without "
        "--apply they are only shown. What stands in the plan already stays as it is."
    ),
    example="rrsa action from-improvements kirkbrae-partnership --apply",
)
@click.argument("setting")
@click.option("--for", "outcome", metavar="OUTCOME", help=_("Only the areas of this outcome."))
@click.option("--apply", "apply_", is_flag=True, help=_("Put them into the plan."))
@pass_session
def from_improvements(session: Session, /, setting: str, outcome: str | None, apply_: bool) -> None:
    from rrsa.guide.improvements import proposals, to_plan

    with session.evaluation(setting, changing=apply_) as evaluation:
        if not evaluation.framework.asks_strengths:
            raise BadInput(
                _("areas for improvement are for partnerships"),
                _("add actions with rrsa action add; rrsa status says what could come next"),
            )
        wanted = None if outcome is None else evaluation.outcome_id(outcome)
        found = proposals(evaluation.framework, evaluation.portfolio, wanted)
        for each in found:
            mark = _("in the plan already") if each.planned else _("new")
            output.say(output.wrapped(f"{each.what} ({mark})", first=f"{each.outcome:<5}"))
        new = sum(not each.planned for each in found)
        if not found:
            output.note(_("No area for improvement is written yet: rrsa view SETTING OUTCOME --improve “…”"))
        elif apply_:
            output.note(
                _("Saved. In the plan now: {n} more").format(n=evaluation.plan_improvements(to_plan(found)))
            )
        elif new:
            output.note(_("Nothing is changed yet. To put them into the plan, add --apply"))
        else:
            output.note(_("All of them are in the plan already."))


@action.command(
    "list",
    help=_("List the actions, by outcome or by date, what is open first."),
    example="rrsa action list kirkbrae-primary --by date --status open",
)
@click.argument("setting")
@click.option("--for", "outcome", metavar="OUTCOME", help=_("Only the actions of this outcome."))
@click.option(
    "--by",
    type=Word(("outcome", "date"), lambda: _("the order")),
    default="outcome",
    help=_("In which order; otherwise by outcome."),
)
@click.option("--role", metavar="R", help=_("Only what a role does; a part of it will do."))
@click.option(
    "--status",
    type=Word(("open", *(s.value for s in ActionStatus)), lambda: _("how far it has come")),
    help=_("Only those that have come so far; open is planned or under way."),
)
@click.option("--late", is_flag=True, help=_("Only those past their date."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def list_(
    session: Session,
    /,
    setting: str,
    outcome: str | None,
    by: str,
    role: str | None,
    status: str | None,
    late: bool,
    as_json: bool,
) -> None:
    from rrsa.cli.action_list import as_data, as_lines
    from rrsa.guide import plan

    statuses = plan.OPEN if status == "open" else frozenset({ActionStatus(status)}) if status else None
    with session.evaluation(setting) as evaluation:
        wanted = None if outcome is None else evaluation.outcome_id(outcome)
        only = plan.Only(wanted, role or "", statuses, late)
        if by == "date":
            groups = plan.by_date(evaluation.portfolio, evaluation.on, only)
        else:
            groups = plan.by_outcome(evaluation.framework, evaluation.assessment, evaluation.portfolio, only)
        found = [action for group in groups for action in group.actions]
        if as_json:
            output.say_json([as_data(evaluation, each) for each in found])
            return
        for group in groups:
            if group.actions:
                output.say(group.heading)
            for each in group.actions:
                for line in as_lines(evaluation, each):
                    output.say(line)
        if not evaluation.portfolio.actions:
            output.note(_("No action yet. Add one with: rrsa action add --help"))
        elif not found:
            output.note(_("Nothing of that kind is in the plan."))
