"""Next steps: each goes to where it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrsa.scoring.model import Step, StepKind
from rrsa.tui.recording.actions import add_action
from rrsa.tui.recording.evidence import add_evidence, edit_evidence

if TYPE_CHECKING:
    from rrsa.tui.app import RrsaApp


def take_step(app: RrsaApp, step: Step) -> None:
    """Goes to where a next step is taken, with its dialog open where it has one."""
    if step.kind is StepKind.REACH_MILESTONE or step.outcome is None:
        app.open_milestones()
        return
    app.open_outcome(step.outcome)
    if step.kind is StepKind.ADD_EVIDENCE:
        perspective = step.perspective.value if step.perspective else None
        add_evidence(app, (step.indicator or step.outcome,), perspective=perspective)
    elif step.kind in (StepKind.DATE_EVIDENCE, StepKind.REFRESH_EVIDENCE) and step.evidence:
        edit_evidence(app, step.evidence)
    elif step.kind is StepKind.PLAN_ACTION:
        add_action(app, step.outcome)
