"""Invented settings that have shared something, put into a database for tests of many of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from rrsa.guide.shared import Part, Shared, SharedMeasure, SharedOutcome, earlier, with_needed
from rrsa.scoring.model import State
from rrsa.vocabulary import Better, Counts, Perspective, SettingKind

if TYPE_CHECKING:
    from rrsa.store import Store
    from rrsa.store.shared import Keys, Signed, Taken

SCALE = {1: "First steps", 2: "Taking shape", 3: "Making a difference", 4: "Second nature"}
STAGES = {"bronze": "Bronze: Rights Committed", "silver": "Silver: Rights Aware"}
AT = "2026-03-02T10:00:00.000000+00:00"


def a_shared(
    setting: str = "birch-primary",
    *,
    parts: Iterable[Part] = tuple(Part),
    views: Mapping[str, int | None] | None = None,
    at: str = AT,
    kind: SettingKind = SettingKind.SCHOOL,
    **more: Any,
) -> Shared:
    """A snapshot of an invented setting: ``views`` by outcome, everything else derived from them, and only
    the ``parts`` that are asked for."""
    found = views if views is not None else {"1": 3, "2": 2, "4": None}
    short = {outcome: f"Outcome {outcome}" for outcome in found}
    outcomes = {
        outcome: SharedOutcome(
            outcome,
            state=State.NOT_LOOKED_AT if view is None else State.VIEWED,
            view=view,
            shown=None if view is None else min(view, 2),
            evidence={} if view is None else {Perspective.RECORDS: view},
            open_actions=1 if view is not None and view < 3 else 0,
            done_actions=0,
            line=f"Why {outcome}" if view is not None else None,
        )
        for outcome, view in found.items()
    }
    measure = SharedMeasure(
        "Children who know whom to tell",
        next(iter(found), "1"),
        Counts.PEOPLE,
        Better.MORE,
        count=30,
        n=40,
        date="2026-02-20",
        baseline=12,
        baseline_n=40,
        baseline_on="2025-09-01",
    )
    made = Shared(
        setting=setting,
        name=setting.replace("-", " ").title(),
        kind=kind,
        framework="rights-respecting-school@2026.1",
        framework_sha256="0" * 64,
        at=at,
        by="Lead",
        parts=frozenset(Part),
        held="bronze",
        aim="silver",
        accredited_on="2025-06-01",
        scale=SCALE,
        stages=STAGES,
        short=short,
        low_grade=3,
        outcomes=outcomes,
        measures=(measure,),
        articles={12: "covered", 13: "thin", 31: "nothing"},
    )
    return replace(made.narrowed(with_needed(frozenset(parts))), **more)


@cache
def keys_for(setting: str) -> Keys:
    """The keys of an invented setting, the same throughout a run."""
    from rrsa.exchange.sharing.signing import new_keys

    assert setting
    return new_keys()


def signed(shared: Shared, keys: Keys | None = None) -> Signed:
    """A snapshot, signed by its setting or with other keys."""
    from rrsa.exchange.sharing.files import signed_snapshot

    return signed_snapshot(shared, keys or keys_for(shared.setting))


def put(store: Store, *shared: Shared) -> list[Taken]:
    """Takes snapshots in as a coordinator's database does."""
    from rrsa.store.shared import take

    return [take(store, signed(each), earlier) for each in shared]
