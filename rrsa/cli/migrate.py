"""Moving a setting to another framework or version, and settling what the move laid beside its outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rrsa.cli import output
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.guide.moving import Plan
    from rrsa.guide.parked import Kept


@click.command(
    "migrate",
    cls=Command,
    help=_(
        "Move a setting to another framework, or to a new version of its own, by a crosswalk. Says first "
        "what becomes of everything; nothing changes without --apply, nothing is ever deleted, and undo "
        "brings all of it back. --queue lists what waits for review afterwards; --take and --keep settle it."
    ),
    example="rrsa migrate kirkbrae-primary --to rights-respecting-school@2027.1-draft",
)
@click.argument("setting")
@click.option("--to", "to", metavar="ID@VERSION", help=_("The framework to move to."))
@click.option("--crosswalk", "file", metavar="FILE", help=_("A crosswalk of your own."))
@click.option("--apply", "apply_", is_flag=True, help=_("Do it, as one change."))
@click.option("--queue", "listing", is_flag=True, help=_("List what waits for review, and what is kept."))
@click.option("--take", "taken", metavar="ID", multiple=True, help=_("Take this over; may be given again."))
@click.option(
    "--outcome", metavar="O", help=_("With --take: for which outcome, look-for, milestone or stage.")
)
@click.option(
    "--keep", "kept", metavar="ID", multiple=True, help=_("Keep this as history; may be given again.")
)
@click.option(
    "--tidy",
    is_flag=True,
    help=_("What came in from a copy that had not moved yet: lay it where it belongs."),
)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def migrate(
    session: Session,
    setting: str,
    to: str | None,
    file: str | None,
    apply_: bool,
    listing: bool,
    taken: tuple[str, ...],
    outcome: str | None,
    kept: tuple[str, ...],
    tidy: bool,
    as_json: bool,
) -> None:
    settling = bool(taken or kept)
    wanted = [to is not None or file is not None, listing, settling, tidy]
    if sum(wanted) > 1 or (apply_ and not wanted[0]):
        raise BadInput(
            _("a move, the queue and settling are three things"),
            _("give --to with --apply, or --queue, or --take and --keep"),
        )
    if not any(wanted):
        raise BadInput(
            _("it is not said where to move to"),
            _("give --to ID@VERSION (rrsa frameworks lists them), or --queue"),
        )
    if outcome is not None and len(taken) != 1:
        raise BadInput(_("--outcome says where one thing belongs"), _("give it with one --take"))
    if listing:
        with session.evaluation(setting) as evaluation:
            _show_queue(evaluation, as_json)
    elif tidy:
        with session.evaluation(setting, changing=True) as evaluation:
            _tidy(evaluation, as_json)
    elif settling:
        with session.evaluation(setting, changing=True) as evaluation:
            _settle(evaluation, taken, outcome, kept, as_json)
    else:
        with session.evaluation(setting, changing=apply_) as evaluation:
            _move(evaluation, setting, to, file, apply_, as_json)


def _move(
    evaluation: Evaluation, typed: str, to: str | None, file: str | None, apply_: bool, as_json: bool
) -> None:
    from rrsa.guide.moving import planned

    plan = planned(evaluation, to, None if file is None else Path(file))
    if apply_:
        evaluation.move_to(plan.text, plan.changes, reason=plan.reason, revision=plan.revision)
    if as_json:
        output.say_json(_plan_data(plan, apply_))
        return
    for line in _plan_lines(plan):
        output.say(line)
    if apply_:
        output.note(_("Done, as one change. rrsa undo {setting} takes it back.").format(setting=typed))
        if plan.waiting:
            output.note(_("Look at what waits: rrsa migrate {setting} --queue").format(setting=typed))
    else:
        output.note(_("Nothing has changed yet. Do it with --apply."))


def _plan_lines(plan: Plan) -> Iterator[str]:
    from rrsa.guide.moving import sections

    yield output.wrapped(_("From {old} to {new}").format(old=plan.old.ref, new=plan.new.ref))
    yield output.wrapped(plan.about, first="  ")
    for section in sections(plan):
        yield ""
        if section.head:
            yield output.wrapped(section.head)
        for line in section.lines:
            yield output.wrapped(line, first="  " if section.head else "")


def _plan_data(plan: Plan, applied: bool) -> dict[str, Any]:
    return {
        "from": plan.old.ref,
        "to": plan.new.ref,
        "applied": applied,
        "changes": len(plan.changes),
        "evidence": plan.evidence,
        "waiting": len(plan.waiting),
        "without_place": len(plan.laid_by),
        "moves": [
            {
                "how": fate.how,
                "from": list(fate.old),
                "to": list(fate.new),
                "supports": list(fate.supports),
                "same": fate.same,
                "why": fate.why,
                "goes_along": dict(fate.moved),
                "waits": dict(fate.beside),
                "without_place": dict(fate.homeless),
            }
            for fate in plan.fates
        ],
    }


def _show_queue(evaluation: Evaluation, as_json: bool) -> None:
    from rrsa.guide.moving_late import late_records
    from rrsa.guide.parked import history, queue

    waiting = queue(evaluation.framework, evaluation.portfolio)
    kept = history(evaluation.portfolio)
    if as_json:
        output.say_json({"waiting": [asdict(each) for each in waiting], "kept": [asdict(k) for k in kept]})
        return
    if not waiting:
        output.note(_("Nothing waits for review."))
    for each in waiting:
        _say_kept(evaluation, each)
    if kept:
        if waiting:
            output.say()
        output.say(_("Kept as history"))
        for each in kept:
            _say_kept(evaluation, each)
    if late := len(late_records(evaluation.framework, evaluation.portfolio)):
        text = ngettext(
            "{n} thing came in under an earlier framework; --tidy lays it where it belongs.",
            "{n} things came in under an earlier framework; --tidy lays them where they belong.",
            late,
        )
        output.note(text.format(n=late))
    if waiting:
        output.note(_("--take ID takes one over, --keep ID keeps it as history."))


def _say_kept(evaluation: Evaluation, each: Kept) -> None:
    """One thing that is kept: what it is, where it lies, what it was about, what was said, why it waits."""
    from rrsa.guide.parked import beside_words

    told = [each.label, beside_words(evaluation.framework, each), each.settled]
    output.say(output.wrapped(" · ".join(filter(None, told)), first=f"{each.id}  "))
    output.say(output.wrapped(f"{each.origin}: {each.about}", first="    "))
    for line in each.words.splitlines():
        output.say(output.wrapped(line, first="    | "))
    if each.why and not each.settled:
        output.say(output.wrapped(each.why, first="    "))


def _tidy(evaluation: Evaluation, as_json: bool) -> None:
    from rrsa.guide.moving_late import plan_late

    late = plan_late(evaluation)
    reason = _("Laid where it belongs: what came in from {ref}").format(ref=late.origin)
    evaluation.move_to(None, late.changes, reason=reason, revision=late.revision)
    if as_json:
        output.say_json({"from": late.origin, "things": late.things})
        return
    said = ngettext(
        "{n} thing from {ref} waits now, or is kept",
        "{n} things from {ref} wait now, or are kept",
        late.things,
    )
    output.say(said.format(n=late.things, ref=late.origin))


def _settle(
    evaluation: Evaluation, taken: tuple[str, ...], outcome: str | None, kept: tuple[str, ...], as_json: bool
) -> None:
    if any(each.strip().casefold() == "all" for each in kept):
        if len(kept) > 1 or taken:
            raise BadInput(_("“--keep all” stands alone"), _("take over what you want first"))
        n = evaluation.keep_all()
        output.say_json({"taken": {}, "kept": n}) if as_json else output.say(
            ngettext("{n} thing kept as history", "{n} things kept as history", n).format(n=n)
        )
        return
    # All of it is found before any of it is settled.
    to_take = [evaluation.parked_id(each) for each in taken]
    to_keep = [evaluation.parked_id(each) for each in kept]
    if both := sorted({*to_take} & {*to_keep}):
        raise BadInput(_("{id} is to be taken over and kept").format(id=both[0]), _("say one of the two"))
    done = {each: evaluation.take_parked(each, outcome) for each in to_take}
    for each in to_keep:
        evaluation.keep_parked(each)
    if as_json:
        output.say_json({"taken": done, "kept": to_keep})
        return
    for each, target in done.items():
        output.say(_("{id}: taken over for {target}").format(id=each, target=target))
    for each in to_keep:
        output.say(_("{id}: kept as history").format(id=each))
