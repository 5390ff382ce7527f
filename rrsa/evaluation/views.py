"""Recording what we say: views, look-fors, milestones, the checklist, the setting's own details."""

from __future__ import annotations

from rrsa.evaluation.opened import Opened, Values
from rrsa.evaluation.rules import check_answer, check_grade, check_strengths
from rrsa.finding import unknown
from rrsa.i18n import _
from rrsa.portfolio import edits
from rrsa.portfolio.checks import checked, parse_day, required
from rrsa.portfolio.records import SETTING_ID


class Views(Opened):
    """How are we doing?"""

    def record_outcome(self, outcome: str, values: Values, *, seen: Values | None = None) -> None:
        """Our view of an outcome and the words around it.

        ``values`` may hold view, line, achieved, difference, asked, whom_to_ask; and strengths and improve
        (areas for improvement, one a line) where the framework asks for them.
        """
        outcome = self.outcome_id(outcome)
        clean = checked("outcome", values)
        check_grade(self.framework, clean.get("view"))
        check_strengths(self.framework, clean)
        title = self.framework.outcomes[outcome].short
        reason = _("Our view of outcome {id}, {title}").format(id=outcome, title=title)
        self.commit(reason, edits.set_fields(self.portfolio, "outcome", outcome, clean, seen=seen))

    def record_look(self, indicator: str, answer: str | None, why: str | None = None) -> None:
        """An answer to a look-for; *not applicable* needs a reason and an indicator that allows it."""
        indicator = self.indicator_id(indicator)
        clean = checked("look", {"answer": answer, "why": why})
        check_answer(self.framework, indicator, clean["answer"], clean["why"])
        reason = _("Look-for {id}").format(id=indicator)
        self.commit(reason, edits.set_fields(self.portfolio, "look", indicator, clean))

    def record_milestone(self, milestone: str, done: str | None, note: str | None = None) -> None:
        """A milestone reached on a day (ISO text), or not reached after all (``None``)."""
        known = self.framework.milestone_by_id.get(milestone)
        if known is None:
            raise unknown(_("milestone"), milestone, self.framework.milestone_by_id)
        clean = checked("milestone", {"done": done} if note is None else {"done": done, "note": note})
        self.past(clean, "done")
        edit = edits.set_fields(self.portfolio, "milestone", milestone, clean)
        self.commit(_("Milestone: {title}").format(title=known.title), edit)

    def record_setting(self, values: Values, *, seen: Values | None = None) -> None:
        """The setting's own details: name, aim, stage held and since when, the visit, authority,
        head, lead."""
        clean = checked("setting", values)
        if "name" in clean:
            required("name", clean["name"])
        for field in ("aim", "held"):
            if (stage := clean.get(field)) is not None and stage not in self.framework.stage_by_id:
                raise unknown(_("stage"), str(stage), self.framework.stage_by_id)
        self.past(clean, "accredited_on")
        if isinstance(day := clean.get("visit_on"), str):
            clean["visit_on"] = parse_day(day, today=self.today).isoformat()
        edit = edits.set_fields(self.portfolio, "setting", SETTING_ID, clean, seen=seen)
        self.commit(_("About this setting"), edit)

    def record_checklist(self, item: str, done: str | None, note: str | None = None) -> None:
        """Something ready for a visit on a day (ISO text), or not ready after all (``None``)."""
        known = self.framework.checklist_by_id.get(item)
        if known is None:
            raise unknown(_("checklist item"), item, self.framework.checklist_by_id)
        clean = checked("checklist", {"done": done} if note is None else {"done": done, "note": note})
        self.past(clean, "done")
        edit = edits.set_fields(self.portfolio, "checklist", item, clean)
        self.commit(_("Ready for the visit: {what}").format(what=known.text[:80]), edit)
