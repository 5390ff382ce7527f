"""Taking another framework's text, and settling what the move has laid beside an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rrsa.errors import BadInput
from rrsa.evaluation.opened import Opened
from rrsa.finding import found
from rrsa.i18n import _
from rrsa.portfolio import parking
from rrsa.portfolio.changes import Change, Changeset
from rrsa.portfolio.records import Parked
from rrsa.vocabulary import Settled


class Moving(Opened):
    """From one framework to another, without losing a word."""

    def move_to(self, text: str | None, changes: Sequence[Change], *, reason: str, revision: int) -> None:
        """Makes a planned move: one changeset, with the new framework's text, if any, kept beside it.

        ``revision`` is the one that the plan was made of: where somebody has saved since, a
        :class:`~rrsa.portfolio.changes.ConflictError` says so and nothing is changed.
        """
        changeset = Changeset(self.author, reason, tuple(changes))
        self.store.commit(self.setting_id, changeset, framework_text=text, revision=revision)
        self._reload()

    def parked_id(self, given: str) -> str:
        return found(_("kept record"), given, self.portfolio.parked)

    def take_parked(self, parked: str, target: str | None = None) -> str:
        """What lies beside an outcome becomes what is said now; returns of what.

        ``target`` is an outcome, look-for, milestone or stage of today's framework, else the one that the
        crosswalk names. Raises :class:`BadInput` where none or several could be meant.
        """
        record = self.portfolio.parked[self.parked_id(parked)]
        if record.settled == Settled.TAKEN:
            raise BadInput(_("this has been taken over already"), _("undo takes that back"))
        target = self._target(record, target)
        edit = parking.take_over(self.portfolio, record, target, self._day())
        self.commit(_("Taken over for {target}: {about}").format(target=target, about=record.about), edit)
        return target

    def keep_parked(self, parked: str) -> None:
        """It stays as history and waits no longer."""
        record = self.portfolio.parked[self.parked_id(parked)]
        if record.settled:
            raise BadInput(_("somebody has looked at this already"), _("undo takes that back"))
        edit = parking.settle(self.portfolio, record, Settled.KEPT, self._day())
        self.commit(_("Kept as history: {about}").format(about=record.about), edit)

    def keep_all(self) -> int:
        """All that still waits stays as history; returns how many things that is."""
        waiting = parking.waiting(self.portfolio)
        made = [parking.settle(self.portfolio, each, Settled.KEPT, self._day()) for each in waiting]
        changes = tuple(change for changes, _guards in made for change in changes)
        self.commit(_("Kept as history: all that was waiting"), (changes, ()))
        return len(waiting)

    def _day(self) -> str:
        day: date = self.today
        return day.isoformat()

    def targets_of(self, parked: str) -> tuple[str, ...]:
        """To which of today's ids something parked may belong: those that the crosswalk names, else all."""
        record = self.portfolio.parked[self.parked_id(parked)]
        known, _what = self._known(record)
        named = [each for each in parking.unpacked(record).to if each in known]
        if not named and record.outcome in known:
            named = [record.outcome]
        return tuple(named or known)

    def _known(self, record: Parked) -> tuple[list[str], str]:
        """The ids of today's framework to which such a record may belong, and what they are called."""
        framework = self.framework
        both = (list(framework.outcome_of), _("outcome or look-for"))
        return {
            "milestone": (list(framework.milestone_by_id), _("milestone")),
            "checklist": (list(framework.checklist_by_id), _("item of the checklist")),
            "setting": (list(framework.stage_by_id), _("stage")),
            "look": (list(framework.indicators), _("look-for")),
            "link": both,
            "tally": both,
        }.get(record.kind or "", (list(framework.outcomes), _("outcome")))

    def _target(self, record: Parked, given: str | None) -> str:
        known, what = self._known(record)
        if given is not None:
            return found(what, given, known)
        named = self.targets_of(record.id)
        if len(named) == 1:
            return named[0]
        if len(named) == len(known):
            raise BadInput(
                _("nothing says to which {what} this belongs now").format(what=what),
                _("name one of today's with --outcome"),
            )
        raise BadInput(
            _("this may belong to {ids}").format(ids=", ".join(named)),
            _("name the one that is meant with --outcome"),
        )
