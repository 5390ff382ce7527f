"""Taking in what came back: one changeset, all or none, so that one undo takes all of it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from rrsa.exchange.returning.preview import Difference, Preview
from rrsa.i18n import _
from rrsa.portfolio.changes import Change, Changeset, ConflictError
from rrsa.portfolio.portfolio import Portfolio

if TYPE_CHECKING:
    from rrsa.store import Store


class Applied(NamedTuple):
    """What came of it: how many cells were changed, and what still waits for a choice."""

    setting: str
    committed: int
    left: tuple[Difference, ...]


def apply_return(
    store: Store,
    preview: Preview,
    choices: Mapping[str, str],
    *,
    prefer: str | None = None,
    author: str,
) -> Applied:
    """Takes in a preview, settled as :meth:`Preview.settled` says; nothing where nothing changes.

    A new setting comes into being together with everything in it. Raises
    :class:`~rrsa.portfolio.changes.ConflictError` where the portfolio has moved on since the preview: then
    nothing is done, and the files have to be looked at again.
    """
    settled = preview.settled(choices, prefer=prefer)
    _check(store, preview, settled.changes)
    changeset = Changeset(author, reason_words(preview), settled.changes, settled.guards)
    if preview.is_new:
        begins = Changeset(author, _("Set up: {name}").format(name=preview.name), preview.begins)
        committed = store.create(
            preview.setting,
            begins,
            framework_text=preview.framework_text,
            then=changeset if settled.changes else None,
        )
    elif settled.changes:
        try:
            committed = store.commit(preview.setting, changeset)
        except ConflictError as moved:
            raise ConflictError(
                moved.conflicts,
                _("somebody has changed the portfolio since this was compared"),
                _("look at the files again; nothing has been brought in"),
            ) from None
    else:
        return Applied(preview.setting, 0, settled.left)
    return Applied(preview.setting, len(committed.changes), settled.left)


def _check(store: Store, preview: Preview, changes: tuple[Change, ...]) -> None:
    """Raises :class:`~rrsa.errors.BadInput` where what was chosen may not be recorded together."""
    from rrsa.exchange.returning.lawful import check_all
    from rrsa.framework.adopted import adopt

    if not changes:
        return
    if preview.is_new:
        portfolio, text = Portfolio().with_changes(preview.begins), preview.framework_text or ""
    else:
        portfolio = store.load(preview.setting).portfolio
        text = store.framework_text(preview.setting, portfolio.setting.framework_sha256 or "")
    check_all(adopt(text).framework, portfolio.with_changes(changes), changes)


def reason_words(preview: Preview) -> str:
    """How the history calls it."""
    names = ", ".join(preview.workbooks)
    if len(preview.workbooks) == 1:
        return _("Workbook brought in: {name}").format(name=names)
    return _("Workbooks brought in: {names}").format(names=names)
