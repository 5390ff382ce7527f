"""One setting's evaluation, opened: look at it, record in it, take things back.

Screens and commands both work through this class, so neither grows its own copy of a rule. What is read
(``framework``, ``portfolio``, ``assessment``) is immutable and swapped whole after each commit, so a
screen may read it while the writer thread records. Recording methods are for one thread at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rrsa import clock
from rrsa.errors import BadInput, NotFound
from rrsa.evidence_files import take_in
from rrsa.finding import found, unknown
from rrsa.i18n import _
from rrsa.portfolio import edits
from rrsa.portfolio.changes import Changeset, Guard
from rrsa.portfolio.checks import checked, parse_day, past_day, required
from rrsa.portfolio.edits import Edit
from rrsa.portfolio.ids import ACTION_LETTER, EVIDENCE_LETTER, new_id
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import SETTING_ID, Action, Value, link_id
from rrsa.vocabulary import ActionStatus, Answer, Direction

if TYPE_CHECKING:
    from rrsa.framework.model import Framework
    from rrsa.scoring.model import Assessment, Step
    from rrsa.store import Entry, Snapshot, Store

Values = Mapping[str, Value]


class Evaluation:
    """A setting with its adopted framework, its portfolio now, and what they come to."""

    def __init__(
        self,
        store: Store,
        setting_id: str,
        framework: Framework,
        snapshot: Snapshot,
        *,
        author: str,
        on: date | None = None,
    ) -> None:
        from rrsa.scoring.incremental import Assessor

        self.store = store
        self.setting_id = setting_id
        self.framework = framework
        self.author = author
        self._on = on
        self._assessor = Assessor(framework, self.on)
        self._take(*snapshot)

    @classmethod
    def open(cls, store: Store, setting_id: str, *, author: str, on: date | None = None) -> Evaluation:
        """The evaluation of an existing setting, by the framework text that it has adopted."""
        from rrsa.framework.adopted import adopt

        snapshot = store.load(setting_id)
        sha256 = snapshot.portfolio.setting.framework_sha256
        framework = adopt(store.framework_text(setting_id, sha256 or "")).framework
        return cls(store, setting_id, framework, snapshot, author=author, on=on)

    @property
    def on(self) -> date:
        """The day as of which everything is assessed."""
        return self._on or clock.today()

    # -- keeping up --------------------------------------------------------------------------------

    def refresh(self) -> bool:
        """Takes in what others have saved; says whether anything is new."""
        snapshot = self.store.load(self.setting_id)
        if snapshot.revision == self.revision and self.assessment.on == self.on:
            return False
        self._take(*snapshot)
        return True

    def _reload(self) -> None:
        self._take(*self.store.load(self.setting_id))

    def _take(self, portfolio: Portfolio, revision: int) -> None:
        from rrsa.scoring.incremental import Assessor

        if self._assessor.on != self.on:  # past midnight: freshness may have changed everywhere
            self._assessor = Assessor(self.framework, self.on)
        self.assessment: Assessment = self._assessor.assess(portfolio)
        self.portfolio = portfolio
        self.revision = revision

    def _commit(self, reason: str, edit: Edit) -> None:
        changes, guards = edit
        if not changes:
            return
        done = self.store.commit(self.setting_id, Changeset(self.author, reason, changes, guards))
        if done.changes and done.revision == self.revision + 1:  # else others have saved before
            self._take(self.portfolio.with_changes(done.changes), done.revision)
        else:
            self._reload()

    # -- what we say -------------------------------------------------------------------------------

    def record_outcome(self, outcome: str, values: Values, *, seen: Values | None = None) -> None:
        """Our view of an outcome and the words around it.

        ``values`` may hold view, line, achieved, difference, asked, whom_to_ask.
        """
        outcome = self.outcome_id(outcome)
        clean = checked("outcome", values)
        view = clean.get("view")
        if view is not None and view not in self.framework.grade_by_number:
            grades = ", ".join(f"{step.grade} ({step.name})" for step in self.framework.scale)
            raise BadInput(
                _("{view} is not a grade of this framework").format(view=view),
                _("choose one of: {grades}").format(grades=grades),
            )
        title = self.framework.outcomes[outcome].short
        reason = _("Our view of outcome {id}, {title}").format(id=outcome, title=title)
        self._commit(reason, edits.set_fields(self.portfolio, "outcome", outcome, clean, seen=seen))

    def record_look(self, indicator: str, answer: str | None, why: str | None = None) -> None:
        """An answer to a look-for; *not applicable* needs a reason and an indicator that allows it."""
        indicator = self.indicator_id(indicator)
        clean = checked("look", {"answer": answer, "why": why})
        if clean["answer"] == Answer.NOT_APPLICABLE:
            if not self.framework.indicators[indicator].may_not_apply:
                raise BadInput(
                    _("look-for {id} applies everywhere").format(id=indicator),
                    _("answer yes, partly, not-yet or unsure"),
                )
            if not clean["why"]:
                raise BadInput(
                    _("“not applicable” needs a reason"), _("say in a few words why it does not apply here")
                )
        reason = _("Look-for {id}").format(id=indicator)
        self._commit(reason, edits.set_fields(self.portfolio, "look", indicator, clean))

    def record_milestone(self, milestone: str, done: str | None, note: str | None = None) -> None:
        """A milestone reached on a day (ISO text), or not reached after all (``None``)."""
        known = self.framework.milestone_by_id.get(milestone)
        if known is None:
            raise unknown(_("milestone"), milestone, self.framework.milestone_by_id)
        clean = checked("milestone", {"done": done} if note is None else {"done": done, "note": note})
        self._past(clean, "done")
        edit = edits.set_fields(self.portfolio, "milestone", milestone, clean)
        self._commit(_("Milestone: {title}").format(title=known.title), edit)

    def record_setting(self, values: Values, *, seen: Values | None = None) -> None:
        """The setting's own details: name, aim, stage held and since when, authority, head, lead."""
        clean = checked("setting", values)
        if "name" in clean:
            required("name", clean["name"])
        for field in ("aim", "held"):
            if (stage := clean.get(field)) is not None and stage not in self.framework.stage_by_id:
                raise unknown(_("stage"), str(stage), self.framework.stage_by_id)
        self._past(clean, "accredited_on")
        edit = edits.set_fields(self.portfolio, "setting", SETTING_ID, clean, seen=seen)
        self._commit(_("About this setting"), edit)

    # -- how we know -------------------------------------------------------------------------------

    def add_evidence(
        self,
        values: Values,
        targets: Sequence[str],
        *,
        direction: str = Direction.WORKS,
        file: Path | None = None,
    ) -> str:
        """A new piece of evidence, linked to outcomes or look-fors; returns its id.

        By default it points at where the evidence is kept. A file is a choice: photos lose their
        location first, and the same content is stored once a setting.
        """
        clean = self._evidence_values({"title": None, "perspective": None, **values})
        made = new_id(EVIDENCE_LETTER)
        shows = _direction(direction)
        links, _guards = edits.link(self.portfolio, made, self.target_ids(targets), shows, new=True)
        clean.update(self._file_values(file))
        changes = edits.create("evidence", made, clean) + links
        self._commit(_("Evidence added: {title}").format(title=clean["title"]), (changes, ()))
        return made

    def edit_evidence(
        self, evidence: str, values: Values, *, seen: Values | None = None, file: Path | None = None
    ) -> None:
        """New values for a piece of evidence; a new file takes the old one's place."""
        evidence = self.evidence_id(evidence)
        clean = self._evidence_values(values)
        clean.update(self._file_values(file))
        title = clean.get("title") or self.portfolio.evidence[evidence].title
        guards = (edits.present("evidence", evidence),)
        edit = edits.set_fields(self.portfolio, "evidence", evidence, clean, seen=seen, guards=guards)
        self._commit(_("Evidence changed: {title}").format(title=title), edit)

    def revise_evidence(
        self,
        evidence: str,
        values: Values,
        targets: Sequence[str],
        direction: str,
        *,
        seen: Values | None = None,
        file: Path | None = None,
    ) -> None:
        """New values and exactly these links, as one change: what an evidence form says when it is saved."""
        evidence = self.evidence_id(evidence)
        wanted = self.target_ids(targets)
        shows = _direction(direction)
        clean = self._evidence_values(values)
        clean.update(self._file_values(file))
        guards: tuple[Guard, ...] = (edits.present("evidence", evidence),)
        changes = edits.set_fields(self.portfolio, "evidence", evidence, clean, seen=seen)[0]
        changes += edits.link(self.portfolio, evidence, wanted, shows)[0]
        linked = (link.target or "" for link in self.portfolio.links_by_evidence.get(evidence, ()))
        gone = edits.unlink(self.portfolio, evidence, [t for t in linked if t not in wanted])
        changes, guards = changes + gone[0], guards + gone[1]
        title = clean.get("title") or self.portfolio.evidence[evidence].title
        self._commit(_("Evidence changed: {title}").format(title=title), (changes, guards))

    def link(self, evidence: str, targets: Sequence[str], direction: str = Direction.WORKS) -> None:
        """Shows a piece of evidence against more outcomes or look-fors."""
        evidence = self.evidence_id(evidence)
        edit = edits.link(self.portfolio, evidence, self.target_ids(targets), _direction(direction))
        self._commit(self._about(_("Evidence linked: {title}"), evidence), edit)

    def unlink(self, evidence: str, targets: Sequence[str]) -> None:
        """Takes a piece of evidence away from outcomes or look-fors; the evidence stays."""
        evidence = self.evidence_id(evidence)
        meant = self.target_ids(targets)
        for target in meant:
            if link_id(evidence, target) not in self.portfolio.links:
                raise NotFound(
                    _("{evidence} is not linked to {target}").format(evidence=evidence, target=target),
                    _("rrsa evidence list shows its links"),
                )
        edit = edits.unlink(self.portfolio, evidence, meant)
        self._commit(self._about(_("Evidence unlinked: {title}"), evidence), edit)

    def choose(self, evidence: str, target: str, chosen: bool) -> None:
        """Marks a piece as one of the two or three that the assessor is shown for an outcome."""
        evidence, (target,) = self.evidence_id(evidence), self.target_ids([target])
        made = link_id(evidence, target)
        if made not in self.portfolio.links:
            raise NotFound(_("{evidence} is not linked to {target}").format(evidence=evidence, target=target))
        values, guards = checked("link", {"chosen": chosen}), (edits.present("link", made),)
        edit = edits.set_fields(self.portfolio, "link", made, values, guards=guards)
        self._commit(self._about(_("Evidence chosen: {title}"), evidence), edit)

    def remove_evidence(self, evidence: str) -> None:
        """Removes a piece of evidence with its links; undo brings all of it back."""
        evidence = self.evidence_id(evidence)
        reason = self._about(_("Evidence removed: {title}"), evidence)
        # A link that somebody has made meanwhile must go too, though this portfolio does not know it yet.
        now = self.store.load(self.setting_id).portfolio
        self._commit(reason, edits.remove_evidence(self.portfolio, evidence, now))

    def _evidence_values(self, values: Values) -> dict[str, Value]:
        clean = checked("evidence", values)
        for name in ("title", "perspective"):
            if name in clean:
                required(name, clean[name])
        self._past(clean, "date")
        return clean

    def _past(self, clean: dict[str, Value], name: str) -> None:
        """A day as somebody typed it becomes ISO text; the future is refused."""
        if isinstance(day := clean.get(name), str):
            clean[name] = past_day(day, today=self.today)

    def _file_values(self, file: Path | None) -> dict[str, Value]:
        """What evidence says of a file, once it is stored; nothing where there is none."""
        if file is None:
            return {}
        return take_in(self.store, self.setting_id, file).values()

    def _about(self, text: str, evidence: str) -> str:
        return text.format(title=self.portfolio.evidence[evidence].title)

    # -- what we do now ----------------------------------------------------------------------------

    def add_action(self, outcome: str, values: Values) -> str:
        """Something to do about an outcome: ``what who due because``; returns its id."""
        made = new_id(ACTION_LETTER)
        given = {"status": ActionStatus.PLANNED.value, "what": None, **values, "outcome": outcome}
        clean, guards = self._action_values(given, Action(made))
        changes = edits.create("action", made, clean)
        self._commit(_("Action added: {what}").format(what=clean["what"]), (changes, guards))
        return made

    def edit_action(self, action: str, values: Values, *, seen: Values | None = None) -> None:
        """New values for an action. ``done_on`` goes with the status *done*."""
        action = self.action_id(action)
        clean, guards = self._action_values(values, self.portfolio.actions[action])
        guards += (edits.present("action", action),)
        edit = edits.set_fields(self.portfolio, "action", action, clean, seen=seen, guards=guards)
        what = clean.get("what") or self.portfolio.actions[action].what
        self._commit(_("Action changed: {what}").format(what=what), edit)

    def finish_action(self, action: str, *, on: str | None = None, difference: str | None = None) -> None:
        """An action is done, today or on a day; what difference it has made may follow now or later."""
        given = {"done_on": on or None, "difference": difference}
        values = {name: value for name, value in given.items() if value is not None}
        self.edit_action(action, {"status": ActionStatus.DONE.value, **values})

    def remove_action(self, action: str) -> None:
        """Removes an action; undo brings it back."""
        record = self.portfolio.actions[self.action_id(action)]
        self._commit(_("Action removed: {what}").format(what=record.what), edits.remove(record))

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
        if isinstance(day := clean.get("due"), str):
            clean["due"] = parse_day(day, today=self.today).isoformat()
        self._past(clean, "done_on")
        if clean.get("status") == ActionStatus.DONE:
            clean["done_on"] = clean.get("done_on") or action.done_on or self.today.isoformat()
        elif clean.get("status"):
            clean["done_on"] = None
        return clean, guards

    # -- taking back -------------------------------------------------------------------------------

    def undo(self, changeset: str | None = None) -> Entry:
        """Takes back the author's latest changeset, or the one named; returns what was taken back."""
        entry = self.store.undo(self.setting_id, self.author, changeset)
        self._reload()
        return entry

    def redo(self) -> Entry:
        """Does again what the author took back last."""
        entry = self.store.redo(self.setting_id, self.author)
        self._reload()
        return entry

    # -- looking ahead -----------------------------------------------------------------------------

    @property
    def stage(self) -> str:
        """The stage worked towards: the setting's aim, or the framework's first."""
        aim = self.portfolio.setting.aim
        return aim if aim and aim in self.framework.stage_by_id else self.framework.stages[0].id

    def steps(self, stage: str | None = None, *, limit: int | None = None) -> tuple[Step, ...]:
        """What to do next for a stage, the most useful first."""
        from rrsa.scoring.steps import next_steps

        return next_steps(self.framework, self.portfolio, self.assessment, stage or self.stage, limit=limit)

    @property
    def today(self) -> date:
        """The real day, which no ``--on`` changes: nothing may be recorded as of the future."""
        return clock.today()

    # -- finding by what people type ---------------------------------------------------------------

    def outcome_id(self, given: str) -> str:
        return found(_("outcome"), given, self.framework.outcomes)

    def indicator_id(self, given: str) -> str:
        return found(_("look-for"), given, self.framework.indicators)

    def target_ids(self, given: Iterable[str]) -> tuple[str, ...]:
        """Outcomes or look-fors, at least one."""
        meant = tuple(
            dict.fromkeys(found(_("outcome or look-for"), g, self.framework.outcome_of) for g in given)
        )
        if not meant:
            raise BadInput(
                _("it is not said what this is evidence for"),
                _("name an outcome or a look-for, such as 4 or 4.2"),
            )
        return meant

    def evidence_id(self, given: str) -> str:
        return found(_("evidence"), given, self.portfolio.evidence)

    def action_id(self, given: str) -> str:
        return found(_("action"), given, self.portfolio.actions)


def _direction(given: str) -> str:
    """What a link says, as it is stored."""
    clean = checked("link", {"direction": given})["direction"]
    required("direction", clean)
    return str(clean)
