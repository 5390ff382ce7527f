"""A coordinator's desk, opened: read it, keep up with others, commit, take back, find by what people type.

The desk is a portfolio without a framework (``portfolio/desk.py``); there is one in a database, made with
the first thing that is written on it. So everybody who coordinates sees the same list.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self

from rrsa import clock
from rrsa.errors import BadInput, NotAllowed, NotFound
from rrsa.finding import found
from rrsa.i18n import _
from rrsa.portfolio import edits, ids
from rrsa.portfolio.changes import Changeset
from rrsa.portfolio.checks import past_day
from rrsa.portfolio.desk import DESK
from rrsa.portfolio.edits import Edit
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import SETTING_ID, Value

if TYPE_CHECKING:
    from rrsa.store import Committed, Entry, Store

DESK_ID = f"{DESK}overview"
"""The id of the one desk that a database has."""


class Desk:
    """What a coordinator keeps of her own: the settings on her list, targets, figures, rounds.

    Before anything was written on it there is none in the database: ``portfolio`` is empty and ``revision``
    0 then.
    """

    def __init__(self, store: Store, *, author: str, on: date | None = None) -> None:
        self.store = store
        self.author = author
        self._on = on
        self.portfolio = Portfolio()
        self.revision = 0
        self._reload()

    @classmethod
    def open(cls, store: Store, author: str, *, on: date | None = None) -> Self:
        """The desk of a database; opening writes nothing."""
        return cls(store, author=store.author_for(author), on=on)

    @property
    def id(self) -> str:
        """The id under which the desk is kept among the portfolios; no setting can have it."""
        return DESK_ID

    @property
    def on(self) -> date:
        """The day as of which everything is looked at."""
        return self._on or clock.today()

    @property
    def today(self) -> date:
        """The real day, which no ``--on`` changes: nothing may be recorded as of the future."""
        return clock.today()

    # -- keeping up --------------------------------------------------------------------------------

    def refresh(self) -> bool:
        """Takes in what others have saved; says whether anything is new."""
        before = self.revision
        self._reload()
        return self.revision != before

    def _reload(self) -> None:
        if self.revision == 0 and not self.store.exists(DESK_ID):
            return
        self.portfolio, self.revision = self.store.patiently(lambda: self.store.load(DESK_ID))

    # -- writing -----------------------------------------------------------------------------------

    def commit(self, reason: str, edit: Edit) -> None:
        """One user action, all or none; nothing where nothing changes. Raises as ``Store.commit`` does."""
        changes, guards = edit
        if not changes:
            return
        changeset = Changeset(self.author, reason, changes, guards)
        done = self._written(changeset)
        if done.changes and done.revision == self.revision + 1:  # else others have saved before
            self.portfolio = self.portfolio.with_changes(done.changes)
            self.revision = done.revision
        else:
            self._reload()

    def _written(self, changeset: Changeset) -> Committed:
        try:
            if self.revision == 0:
                try:
                    return self.store.create(DESK_ID, self._made(), then=changeset)
                except BadInput:
                    if not self.store.exists(DESK_ID):
                        raise
                    # A colleague was quicker by a moment: hers is ours.
            return self.store.commit(DESK_ID, changeset)
        except NotAllowed:
            raise NotAllowed(
                _("the desk belongs to whoever coordinates all settings here"),
                _("ask whoever looks after the server to make you a coordinator"),
            ) from None

    def _made(self) -> Changeset:
        name = _("The coordinator’s desk")
        changes, guards = edits.set_fields(Portfolio(), "setting", SETTING_ID, {"name": name})
        return Changeset(self.author, _("Set up: {name}").format(name=name), changes, guards)

    # -- taking back -------------------------------------------------------------------------------

    def history(self, *, limit: int | None = None, before: int | None = None) -> list[Entry]:
        """The desk's changes, newest first."""
        if self.revision == 0:
            return []
        return self.store.history(DESK_ID, limit=limit, before=before)

    def undo(self, changeset: str | None = None) -> Entry:
        """Takes back the author's latest changeset, or the one named; returns what was taken back."""
        self._must_be_there(_("there is nothing on the desk to take back"))
        entry = self.store.undo(DESK_ID, self.author, changeset)
        self._reload()
        return entry

    def redo(self) -> Entry:
        """Does again what the author took back last."""
        self._must_be_there(_("there is nothing on the desk to do again"))
        entry = self.store.redo(DESK_ID, self.author)
        self._reload()
        return entry

    def _must_be_there(self, what: str) -> None:
        if self.revision == 0:
            raise NotFound(what, _("nothing has been written on it yet; begin with rrsa overview list add"))

    # -- finding by what people type ---------------------------------------------------------------

    def listed_id(self, given: str) -> str:
        """The id of a setting on the list. These four raise as :func:`found` does for anything else."""
        return found(_("setting on the list"), given, self.portfolio.listed)

    def target_id(self, given: str) -> str:
        """The id of a target."""
        return found(_("target"), given, self.portfolio.targets)

    def reference_id(self, given: str) -> str:
        """The id of a reference figure."""
        return found(_("reference figure"), given, self.portfolio.references)

    def moderation_id(self, given: str) -> str:
        """The id of a moderation round."""
        return found(_("moderation round"), given, self.portfolio.moderations)

    # -- for those who record ----------------------------------------------------------------------

    def new_id(self, letter: str, taken: Iterable[str] = ()) -> str:
        """An id for something new."""
        known = set(taken)
        while (made := ids.new_id(letter)) in known:
            pass
        return made

    def past(self, clean: dict[str, Value], name: str) -> None:
        """A day as somebody typed it becomes ISO text; the future is refused."""
        if isinstance(day := clean.get(name), str):
            clean[name] = past_day(day, today=self.today)
