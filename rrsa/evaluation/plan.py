"""Recording what we do now: actions."""

from __future__ import annotations

from collections.abc import Sequence

from rrsa.evaluation.opened import Opened, Values
from rrsa.evaluation.rules import settle_status
from rrsa.i18n import _, ngettext
from rrsa.portfolio import edits
from rrsa.portfolio.changes import Change, Guard
from rrsa.portfolio.checks import checked, parse_day, required
from rrsa.portfolio.ids import ACTION_LETTER
from rrsa.portfolio.records import Action, Value
from rrsa.vocabulary import ActionStatus


class Plan(Opened):
    """What are we going to do now?"""

    def add_action(self, outcome: str, values: Values) -> str:
        """Something to do about an outcome: ``what who due because measure for_children``; returns its id."""
        made = self.new_id(ACTION_LETTER)
        given = {"status": ActionStatus.PLANNED.value, "what": None, **values, "outcome": outcome}
        clean, guards = self._action_values(given, Action(made))
        changes = edits.create("action", made, clean)
        self.commit(_("Action added: {what}").format(what=clean["what"]), (changes, guards))
        return made

    def plan_improvements(self, proposed: Sequence[tuple[str, str, str]]) -> int:
        """Puts actions made from areas for improvement into the plan, as one change; returns how many.

        ``proposed`` are ids with outcome and what to do. An id that is there already is left as it is.
        """
        new = [each for each in proposed if each[0] not in self.portfolio.actions]
        changes: list[Change] = []
        for action, outcome, what in new:
            given = {"status": ActionStatus.PLANNED.value, "what": what, "outcome": outcome}
            clean, _guards = self._action_values(given, Action(action))
            changes += edits.create("action", action, clean)
        if changes:
            n = len(new)
            reason = ngettext(
                "{n} action made from areas for improvement", "{n} actions made from areas for improvement", n
            ).format(n=n)
            self.commit(reason, (tuple(changes), ()))
        return len(new)

    def edit_action(self, action: str, values: Values, *, seen: Values | None = None) -> None:
        """New values for an action. ``done_on`` goes with the status *done*."""
        action = self.action_id(action)
        clean, guards = self._action_values(values, self.portfolio.actions[action])
        guards += (edits.present("action", action),)
        edit = edits.set_fields(self.portfolio, "action", action, clean, seen=seen, guards=guards)
        what = clean.get("what") or self.portfolio.actions[action].what
        self.commit(_("Action changed: {what}").format(what=what), edit)

    def finish_action(self, action: str, *, on: str | None = None, difference: str | None = None) -> None:
        """An action is done, today or on a day; what difference it has made may follow now or later."""
        given = {"done_on": on or None, "difference": difference}
        values = {name: value for name, value in given.items() if value is not None}
        self.edit_action(action, {"status": ActionStatus.DONE.value, **values})

    def give_up_action(self, action: str, why_not: str) -> None:
        """An action cannot be done, and why: children are owed the reason too."""
        self.edit_action(action, {"status": ActionStatus.CANNOT.value, "why_not": why_not})

    def remove_action(self, action: str) -> None:
        """Removes an action; undo brings it back."""
        record = self.portfolio.actions[self.action_id(action)]
        self.commit(_("Action removed: {what}").format(what=record.what), edits.remove(record))

    def _action_values(self, values: Values, action: Action) -> tuple[dict[str, Value], tuple[Guard, ...]]:
        clean = checked("action", values)
        guards: tuple[Guard, ...] = ()
        if "what" in clean:
            required("what", clean["what"])
        if "outcome" in clean:
            clean["outcome"] = self.outcome_id(str(clean["outcome"] or ""))
        if because := clean.get("because"):
            clean["because"] = self.evidence_id(str(because))
            guards = (edits.present("evidence", str(clean["because"])),)
        if measure := clean.get("measure"):
            clean["measure"] = self.measure_id(str(measure))
            guards += (edits.present("measure", str(clean["measure"])),)
        if isinstance(day := clean.get("due"), str):
            clean["due"] = parse_day(day, today=self.today).isoformat()
        self.past(clean, "done_on")
        now = {name: getattr(action, name) for name in ("status", "done_on", "why_not")}
        settle_status(clean, now, self.today.isoformat())
        return clean, guards
