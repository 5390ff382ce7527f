"""A setting's own side of sharing: what would be seen, then sharing it, and taking it back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rrsa.errors import BadInput
from rrsa.exchange.sharing.files import (
    Writing,
    place_for,
    signed_snapshot,
    snapshot_file,
    withdrawal_file,
)
from rrsa.exchange.sharing.signing import new_keys
from rrsa.guide.shared import Part, Shared, earlier, parts_of, parts_text, with_needed
from rrsa.i18n import _
from rrsa.portfolio import edits
from rrsa.portfolio.checks import checked
from rrsa.portfolio.privacy import Why
from rrsa.portfolio.records import SETTING_ID, Value
from rrsa.store import shared as table

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from rrsa.evaluation import Evaluation
    from rrsa.exchange.gate.leaving import Hit
    from rrsa.exchange.gate.matching import Matcher
    from rrsa.portfolio.portfolio import Portfolio
    from rrsa.store.shared import Keys, SharedRow

_OF_EVIDENCE = frozenset({Part.SHOWN, Part.EVIDENCE, Part.MODERATION})
_TEXTS: Mapping[Part, Mapping[str, tuple[str, ...]]] = {
    Part.MEASURES: {"measure": ("title",)},
    Part.MODERATION: {"outcome": ("line", "achieved", "difference"), "evidence": ("title",)},
}
_ALWAYS = {"setting": ("area", "help_wanted", "help_offered")}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a setting chooses to share. ``None`` leaves a thing as it was; an empty text takes it away."""

    parts: frozenset[Part] | None = None
    area: str | None = None
    wants: str | None = None
    offers: str | None = None


@dataclass(frozen=True)
class Offer:
    """What would be shared, seen before it goes. ``hits`` are names found in what it says, and ``held`` how
    many pieces of evidence it leaves out of account, by reason."""

    shared: Shared
    values: Mapping[str, Value]
    held: Mapping[Why, int]
    hits: tuple[Hit, ...]
    known: SharedRow | None
    """What is shared now; a tombstone where that was withdrawn."""


class SharedOut(NamedTuple):
    """That it was shared: the snapshot, and the file, where one was written."""

    shared: Shared
    path: Path | None


# -- before it goes --------------------------------------------------------------------------------------


def snapshot(
    evaluation: Evaluation, parts: Collection[Part], *, keep: Collection[str] = (), at: str | None = None
) -> Shared:
    """A snapshot of these parts as the setting stands now, redacted as whatever leaves; nothing is shared."""
    return _looked_at(evaluation, evaluation.portfolio, parts, keep, at)[0]


def prepare(evaluation: Evaluation, choice: Choice, *, keep: Collection[str] = ()) -> Offer:
    """What sharing by ``choice`` would let others see; nothing is changed.

    ``keep`` names entries of the setting's list of names that are knowingly left in. Raises
    :class:`BadInput` for a text that is too long, or a name that is not on the list.
    """
    record = evaluation.portfolio.setting
    parts = parts_of(record.shares) if choice.parts is None else with_needed(choice.parts)
    given = {"area": choice.area, "help_wanted": choice.wants, "help_offered": choice.offers}
    values = checked("setting", {name: value for name, value in given.items() if value is not None})
    values["shares"] = parts_text(parts) or None
    changes, _guards = edits.set_fields(evaluation.portfolio, "setting", SETTING_ID, values)
    portfolio = evaluation.portfolio.with_changes(changes)
    known = table.row_of(evaluation.store, evaluation.setting_id)
    found, held, hits = _looked_at(evaluation, portfolio, parts, keep, table.next_moment(known))
    return Offer(found, values, held, hits, known)


def _looked_at(
    evaluation: Evaluation,
    portfolio: Portfolio,
    parts: Collection[Part],
    keep: Collection[str],
    at: str | None,
) -> tuple[Shared, Mapping[Why, int], tuple[Hit, ...]]:
    from rrsa.exchange.gate.leaving import matcher_of, through_the_gate
    from rrsa.guide.snapshot import snapshot_of
    from rrsa.portfolio.changes import now_utc
    from rrsa.scoring.assess import assess

    setting, framework = evaluation.setting_id, evaluation.framework
    leaving = through_the_gate(evaluation.store, setting, framework, portfolio, keep=keep)
    made = snapshot_of(
        setting,
        framework,
        leaving.portfolio,
        assess(framework, leaving.portfolio, evaluation.on),
        parts,
        at=at or now_utc(),
        by=_role(evaluation.author, matcher_of(setting, portfolio)),
    )
    texts = {kind: set(names) for kind, names in _ALWAYS.items()}
    for part in made.parts & set(_TEXTS):
        texts.update({kind: set(names) for kind, names in _TEXTS[part].items()})
    hits = tuple(h for h in leaving.hits if h.cell and h.cell.field in texts.get(h.cell.kind, ()))
    return made, leaving.held if made.parts & _OF_EVIDENCE else {}, hits


def _role(author: str, matcher: Matcher) -> str:
    """Who shares, without a name of the list, where somebody has written a name for a role."""
    from rrsa.exchange.gate.leaving import name_left_out

    for start, end, _names in reversed(matcher.find(author)):
        author = author[:start] + name_left_out() + author[end:]
    return author


# -- sharing ---------------------------------------------------------------------------------------------


def share(evaluation: Evaluation, offer: Offer, *, to: Path | None = None) -> SharedOut:
    """Shares exactly what was offered: in the database, and in a file where ``to`` names one or a folder.

    The choice, the day and the snapshot are recorded in one go, once the file lies complete beside its
    place. Raises :class:`BadInput` where it cannot be written there, and
    :class:`~rrsa.portfolio.changes.ConflictError` where somebody else has shared or changed the same since.
    """
    store, setting = evaluation.store, evaluation.setting_id
    path = None if to is None else place_for(to, setting)
    keys = _keys(evaluation)
    known = table.row_of(store, setting)
    made = replace(offer.shared, at=table.next_moment(known))
    signed = signed_snapshot(made, keys)
    values = {**offer.values, "shared_on": evaluation.today.isoformat()}
    edit = edits.set_fields(evaluation.portfolio, "setting", SETTING_ID, values)

    def lay(connection: Connection) -> None:
        table.lay(connection, signed, earlier)

    with nullcontext() if path is None else Writing(path, snapshot_file(signed)):
        evaluation.commit(_reason(made), edit, also=lay)
    return SharedOut(made, path)


def _keys(evaluation: Evaluation) -> Keys:
    known = table.keys_of(evaluation.store, evaluation.setting_id)
    return known or table.keep_keys(evaluation.store, evaluation.setting_id, new_keys())


def _reason(shared: Shared) -> str:
    labels = ", ".join(part.label for part in Part if part in shared.parts)
    if not labels:
        return _("Shared: stage, days and help")
    return _("Shared: stage, days and help; {parts}").format(parts=labels)


# -- taking it back --------------------------------------------------------------------------------------


def take_back(evaluation: Evaluation, *, to: Path | None = None) -> Path | None:
    """Takes back all that was shared: of the snapshot and those before it only a tombstone is left.

    ``to`` names a file, or a folder for one, that tells the same where a file was handed over; it may be
    asked for again later. Raises :class:`BadInput` where nothing was ever shared.
    """
    store, setting = evaluation.store, evaluation.setting_id
    evaluation.refresh()
    known = table.row_of(store, setting)
    if known is None:
        raise BadInput(_("nothing has been shared yet"), _("so there is nothing to take back"))
    path = None if to is None else place_for(to, setting)

    def bury(connection: Connection) -> None:
        table.withdraw(connection, setting)

    edit = edits.set_fields(evaluation.portfolio, "setting", SETTING_ID, {"shared_on": None})
    evaluation.commit(_("Took back what was shared"), edit, also=bury)
    if path is None:
        return None
    stone, keys = table.row_of(store, setting), _keys(evaluation)
    assert stone is not None
    with Writing(path, withdrawal_file(setting, stone.at, keys)):
        pass
    return path
