"""Where one setting stands beside its kind, its authority, and figures from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from rrsa.cli import output
from rrsa.cli.overview_needs import figures_of
from rrsa.cli.session import Session, find_setting
from rrsa.cli.shape import Command, pass_session
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.overview.against import Against


@click.command(
    "against",
    cls=Command,
    help=_(
        "Where one setting stands beside its kind, the authority, and reference figures: itself, and never "
        "another setting."
    ),
    example="rrsa overview against kirkbrae-primary",
)
@click.argument("setting")
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def against(session: Session, setting: str, as_json: bool) -> None:
    from rrsa.evaluation import Evaluation
    from rrsa.overview import against as beside
    from rrsa.overview.desk import Desk
    from rrsa.overview.passing_on import for_setting

    with session.store() as store:
        evaluation = Evaluation.open(store, find_setting(store, setting), author=session.role, on=session.on)
        desk = Desk.open(store, session.role, on=session.on)
        found = beside.against(evaluation, figures_of(store), for_setting(store, desk.portfolio))
        if as_json:
            output.say_json(_against_data(found))
            return
        output.say(output.wrapped(evaluation.portfolio.setting.name or evaluation.setting_id))
        output.say(output.wrapped(beside.heading(found)))
        for each in found.outcomes:
            output.say()
            output.say(output.wrapped(each.short, first=f"{each.outcome}  "))
            for label, said in beside.outcome_lines(each):
                output.say(output.wrapped(said, first=f"   {label}: "))
        if found.measures:
            output.say()
            output.say(_("Measures in common"))
            for measure in found.measures:
                from rrsa.guide.measures import now_words

                told = _("{title}: ours {own}").format(
                    title=measure.view.measure.title, own=now_words(measure.view)
                )
                output.say(output.wrapped(told, first="  "))
                output.say(output.wrapped(beside.measure_words(measure.figure), first="     "))
        if found.authority:
            output.say()
            output.say(_("In the authority"))
            for label, said in beside.authority_lines(found):
                output.say(output.wrapped(f"{label}: {said}", first="  "))
        if found.references:
            output.say()
            output.say(_("Figures from elsewhere"))
            for reference in found.references:
                label, said = beside.reference_line(reference)
                output.say(output.wrapped(f"{label}: {said}", first="  "))
        output.say()
        output.say(output.wrapped(beside.caution()))
        if found.is_empty:
            output.note(
                _(
                    "Figures come with a shared database, or as a file from your authority: "
                    "rrsa overview reference take FILE"
                )
            )


def _against_data(found: Against) -> dict[str, Any]:
    from rrsa.overview.references import as_data

    return {
        "kind": found.kind,
        "n": found.views.n if found.views else None,
        "on": found.views.on.isoformat() if found.views else None,
        "outcomes": [
            {
                "outcome": each.outcome,
                "view": each.view,
                "shown": each.shown,
                "views": [r._asdict() for r in found.views.ranges(each.outcome)] if found.views else [],
                "shows": [r._asdict() for r in found.shown.ranges(each.outcome)] if found.shown else [],
                "references": [as_data(reference) for reference in each.references],
            }
            for each in found.outcomes
        ],
        "measures": [
            {"measure": m.view.measure.id, **{k: v for k, v in m.figure.said.items() if k != "words"}}
            for m in found.measures
        ],
        "references": [as_data(reference) for reference in found.references],
    }
