"""An evaluation, opened: read it, keep up with others, commit, take back, find by what people type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Self

from rrsa import clock
from rrsa.errors import BadInput
from rrsa.finding import found
from rrsa.i18n import _
from rrsa.portfolio import ids
from rrsa.portfolio.changes import Changeset
from rrsa.portfolio.checks import past_day
from rrsa.portfolio.edits import Edit
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Value

if TYPE_CHECKING:
    from rrsa.framework.model import Framework
    from rrsa.scoring.model import Assessment, Step
    from rrsa.store import Entry, Snapshot, Store
    from rrsa.store.store import Also

Values = Mapping[str, Value]


class Opened:
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
        self._text = snapshot.portfolio.setting.framework_sha256
        self._assessor = Assessor(framework, self.on)
        self._take(*snapshot)

    @classmethod
    def open(cls, store: Store, setting_id: str, *, author: str, on: date | None = None) -> Self:
        """The evaluation of an existing setting, by the framework text that it has adopted."""
        from rrsa.framework.adopted import adopt

        snapshot = store.load(setting_id)
        sha256 = snapshot.portfolio.setting.framework_sha256
        framework = adopt(store.framework_text(setting_id, sha256 or "")).framework
        return cls(store, setting_id, framework, snapshot, author=store.author_for(author), on=on)

    @property
    def on(self) -> date:
        """The day as of which everything is assessed."""
        return self._on or clock.today()

    # -- keeping up --------------------------------------------------------------------------------

    def refresh(self) -> bool:
        """Takes in what others have saved; says whether anything is new."""
        if self.assessment.on == self.on and self.store.revision(self.setting_id) == self.revision:
            return False
        self._reload()
        return True

    def _reload(self) -> None:
        # What was saved just now is saved: a line that breaks in this moment is no reason to say otherwise.
        self._take(*self.store.patiently(lambda: self.store.load(self.setting_id)))

    def _take(self, portfolio: Portfolio, revision: int) -> None:
        from rrsa.scoring.incremental import Assessor

        if (text := portfolio.setting.framework_sha256) != self._text:  # moved to another, or that undone
            from rrsa.framework.adopted import adopt

            self.framework = adopt(self.store.framework_text(self.setting_id, text or "")).framework
            self._text = text
            self._assessor = Assessor(self.framework, self.on)
        if self._assessor.on != self.on:  # past midnight: freshness may have changed everywhere
            self._assessor = Assessor(self.framework, self.on)
        self.assessment: Assessment = self._assessor.assess(portfolio)
        self.portfolio = portfolio
        self.revision = revision

    def commit(self, reason: str, edit: Edit, *, also: Also | None = None) -> None:
        """One user action, all or none; nothing where nothing changes, but for ``also``, which is done in
        the same transaction. Raises as ``Store.commit`` does."""
        changes, guards = edit
        if not changes and also is None:
            return
        changeset = Changeset(self.author, reason, changes, guards)
        if also is None:
            done = self.store.commit(self.setting_id, changeset)
        else:
            done = self.store.commit(self.setting_id, changeset, also=also)
        if done.changes and done.revision == self.revision + 1:  # else others have saved before
            self._take(self.portfolio.with_changes(done.changes), done.revision)
        else:
            self._reload()

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

    def measure_id(self, given: str) -> str:
        return found(_("measure"), given, self.portfolio.measures)

    def reading_id(self, given: str) -> str:
        return found(_("reading"), given, self.portfolio.readings)

    # -- for those who record ----------------------------------------------------------------------

    def new_id(self, letter: str) -> str:
        """An id for something new."""
        return ids.new_id(letter)

    def past(self, clean: dict[str, Value], name: str) -> None:
        """A day as somebody typed it becomes ISO text; the future is refused."""
        if isinstance(day := clean.get(name), str):
            clean[name] = past_day(day, today=self.today)
