"""What a sitting of a sample holds, written into an evaluation entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation

_DAYS = ("days_ago", "in_days", "day")


class SampleWriter:
    """Writes what a sitting holds into an evaluation; remembers which id a key in the sample became."""

    def __init__(
        self, evaluation: Evaluation, files: Path, day: Callable[[Mapping[str, Any]], str | None]
    ) -> None:
        self._evaluation = evaluation
        self._files = files
        self._day = day
        self._ids: dict[str, str] = {}

    def write(self, sitting: Mapping[str, Any]) -> None:
        if "setting" in sitting:
            self._evaluation.record_setting(
                {
                    name: self._day(value) if isinstance(value, dict) else value
                    for name, value in sitting["setting"].items()
                }
            )
        for entry in sitting.get("milestones", ()):
            day = self._day(entry)
            self._evaluation.record_milestone(entry["id"], day, entry.get("note"))
        for entry in sitting.get("evidence", ()):
            self._add_evidence(dict(entry))
        for entry in sitting.get("change_evidence", ()):
            values = {name: value for name, value in entry.items() if name != "key"}
            self._evaluation.edit_evidence(self._ids[entry["key"]], values)
        for entry in sitting.get("actions", ()):
            self._add_action(dict(entry))
        for entry in sitting.get("finish", ()):
            self._evaluation.finish_action(
                self._ids[entry["key"]], on=self._day(entry), difference=entry.get("difference")
            )
        for entry in sitting.get("give_up", ()):
            self._evaluation.give_up_action(self._ids[entry["key"]], entry["why_not"])
        for entry in sitting.get("measures", ()):
            self._add_measure(dict(entry))
        for entry in sitting.get("readings", ()):
            values = self._dated(entry, "date")
            self._evaluation.add_reading(self._ids[values.pop("measure")], values)
        for entry in sitting.get("voices", ()):
            from rrsa.exchange.questionnaires.described import take_described

            take_described(self._evaluation, entry, lambda days: self._day({"days_ago": days}) or "")
        for entry in sitting.get("checklist", ()):
            self._evaluation.record_checklist(entry["id"], self._day(entry), entry.get("note"))
        for outcome, values in sitting.get("outcomes", {}).items():
            self._evaluation.record_outcome(outcome, values)
        for indicator, values in sitting.get("looks", {}).items():
            self._evaluation.record_look(indicator, values["answer"], values.get("why"))
        for entry in sitting.get("reviews", ()):
            self._add_review(dict(entry))

    def _add_evidence(self, entry: dict[str, Any]) -> None:
        """``shows`` says what the evidence shows for each outcome or look-for that it bears on."""
        key, shows, chosen = entry.pop("key"), entry.pop("shows"), entry.pop("chosen", ())
        file = entry.pop("file", None)
        values = self._dated(entry, "date")
        targets_by_direction: dict[str, list[str]] = {}
        for target, direction in shows.items():
            targets_by_direction.setdefault(direction, []).append(target)
        (first, targets), *others = targets_by_direction.items()
        made = self._evaluation.add_evidence(
            values, targets, direction=first, file=self._files / file if file else None
        )
        for direction, more in others:
            self._evaluation.link(made, more, direction)
        for target in chosen:
            self._evaluation.choose(made, target, True)
        self._ids[key] = made

    def _add_action(self, entry: dict[str, Any]) -> None:
        key, outcome = entry.pop("key"), entry.pop("outcome")
        values = self._dated(entry, "due")
        if "because" in values:
            values["because"] = self._ids[values["because"]]
        self._ids[key] = self._evaluation.add_action(outcome, values)

    def _add_measure(self, entry: dict[str, Any]) -> None:
        """``moved_by`` names the actions that are meant to move it."""
        key, outcome, actions = entry.pop("key"), entry.pop("outcome"), entry.pop("moved_by", ())
        values = {
            name: self._day(value) if isinstance(value, dict) else value for name, value in entry.items()
        }
        self._ids[key] = self._evaluation.add_measure(outcome, values)
        for action in actions:
            self._evaluation.edit_action(self._ids[action], {"measure": self._ids[key]})

    def _add_review(self, entry: dict[str, Any]) -> None:
        """``says`` holds what it says of each outcome, ``agree`` what was agreed after talking."""
        says, agree = entry.pop("says", {}), entry.pop("agree", {})
        made = self._evaluation.add_review(self._dated(entry, "date"))
        for outcome, values in says.items():
            self._evaluation.say_in_review(made, outcome, values)
        for outcome, values in agree.items():
            self._evaluation.agree(outcome, self._dated(values, "date"))

    def _dated(self, entry: Mapping[str, Any], name: str) -> dict[str, Any]:
        values = {key: value for key, value in entry.items() if key not in _DAYS}
        return {**values, name: self._day(entry)}
