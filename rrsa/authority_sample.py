"""An invented authority with sixty settings, for trying out the coordinator's desk.

What each setting says is put together from the short texts of ``samples/authority/settings.yaml``, seeded by
its name, so that it says the same each time; days are counted from today. It goes through the same door as
everything else: a diary of sittings for each setting, and what the setting shares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from rrsa import clock
from rrsa.paths import private, shipped
from rrsa.portfolio import edits
from rrsa.portfolio.changes import Changeset
from rrsa.portfolio.ids import slug
from rrsa.portfolio.records import SETTING_ID

if TYPE_CHECKING:
    from rrsa.framework.adopted import Adopted
    from rrsa.framework.model import Framework
    from rrsa.store import Store

COORDINATOR = "Coordinator"
_FOLDER = "authority"
_FRAMEWORKS = {"school": "rights-respecting-school", "residential": "rights-respecting-house"}
_PERSPECTIVES = ("children", "observation", "records", "adults")
_FIRST, _SECOND = 210, 24  # about how many days ago the two sittings of a setting were
_SHARED_AT = time(16, 30)


@dataclass(frozen=True)
class Invented:
    """One invented setting: what it is, and all that it says."""

    name: str
    kind: str
    area: str
    authority: str
    texts: Mapping[str, Any]

    @property
    def id(self) -> str:
        return slug(self.name)

    @property
    def lead(self) -> str:
        return "Depute head" if self.kind == "school" else "House manager"

    @cached_property
    def level(self) -> int:
        """How far it has come: the number of stages that it holds, from 0."""
        return self._rng("level").choices((0, 1, 2, 3), (24, 42, 25, 9))[0]

    def _rng(self, what: str) -> Random:
        return Random(f"{self.name} {what}")

    # -- what it holds and aims at -----------------------------------------------------------------

    def setting(self, framework: Framework, *, days_ago: int) -> dict[str, Any]:
        """What it says of itself at a sitting so many days ago."""
        rng = self._rng("setting")
        found: dict[str, Any] = {"area": self.area, "authority": self.authority, "lead": self.lead}
        if self.level:
            stage = framework.stages[self.level - 1]
            lasts = 30 * (stage.lasts_months or 24)
            reached = rng.choice((lasts - rng.randint(20, 400), lasts // 3, rng.randint(30, 180)))
            if reached >= days_ago:
                found |= {"held": stage.id, "accredited_on": {"days_ago": reached}}
            elif self.level > 1:
                found["held"] = framework.stages[self.level - 2].id
        wants, offers = self.texts["wants"][self.kind], self.texts["offers"][self.kind]
        if rng.random() < 0.45:
            found["help_wanted"] = rng.choice(wants)
        if rng.random() < 0.2 + 0.2 * self.level:
            found["help_offered"] = rng.choice(offers)
        return found

    def aim(self, framework: Framework) -> str:
        return framework.stages[min(self.level, len(framework.stages) - 1)].id

    @property
    def parts(self) -> frozenset[str] | None:
        """The parts that it shares beside the least; ``None`` where it has not shared yet."""
        rng = self._rng("parts")
        if rng.random() < 0.13:
            return None
        shares = {"views": 0.85, "shown": 0.75, "evidence": 0.7, "actions": 0.55, "measures": 0.35}
        found = {part for part, share in shares.items() if rng.random() < share}
        if "views" in found and rng.random() < 0.6:
            found.add("moderation")
        return frozenset(found)

    # -- what it says ------------------------------------------------------------------------------

    def sittings(self, framework: Framework) -> Iterator[dict[str, Any]]:
        """Two sittings, as a sample's diary has them."""
        first = _FIRST + self._rng("first").randint(-20, 20)
        second = _SECOND + self._rng("second").randint(-20, 20)
        outcomes = list(framework.outcomes)
        half = self._rng("half").sample(outcomes, 6)
        yield {
            "days_ago": first,
            "by": self.lead,
            "reason": "A first look together",
            "setting": self.setting(framework, days_ago=first),
            "milestones": list(self._milestones(framework, first)),
            "outcomes": dict(self._views(half, earlier=True)),
            "evidence": list(self._evidence(half, first)),
        }
        seen = [o for o in outcomes if o in half or self._rng(f"seen {o}").random() < 0.8]
        more = [o for o in seen if o not in half]
        yield {
            "days_ago": second,
            "by": self.lead,
            "reason": "A look back at the year",
            "setting": self.setting(framework, days_ago=second),
            "outcomes": dict(self._views(seen)),
            "evidence": list(self._evidence(more, second)),
            "actions": list(self._actions(seen)),
            **self._measure(first, second),
        }

    def _milestones(self, framework: Framework, days: int) -> Iterator[dict[str, Any]]:
        reached = {stage.id for stage in framework.stages[: self.level]}
        for milestone in framework.milestones:
            rng = self._rng(milestone.id)
            if milestone.stage in reached or (milestone.stage == self.aim(framework) and rng.random() < 0.4):
                yield {"id": milestone.id, "days_ago": days + rng.randint(0, 90)}

    def _views(self, outcomes: list[str], *, earlier: bool = False) -> Iterator[tuple[str, dict[str, Any]]]:
        known = self.texts[self.kind]["grades"]
        for outcome in outcomes:
            rng = self._rng(f"view {outcome}")
            lines = known[outcome]
            step = self.level + rng.choice((-1, 0, 0, 0, 1)) - (earlier and rng.random() < 0.35)
            grade = sorted(lines)[max(0, min(len(lines) - 1, step))]
            said: dict[str, Any] = {"view": grade, "line": rng.choice(lines[grade])}
            if not earlier and self.level and rng.random() < 0.4:
                said["difference"] = rng.choice(lines[sorted(lines)[-1]])
            yield outcome, said

    def _evidence(self, outcomes: list[str], days: int) -> Iterator[dict[str, Any]]:
        titles = self.texts[self.kind]["evidence"]
        for outcome in outcomes:
            rng = self._rng(f"evidence {outcome}")
            for perspective in rng.sample(_PERSPECTIVES, min(4, rng.randint(0, 1 + self.level))):
                for title in rng.sample(titles[perspective][outcome], 1):
                    yield {
                        "key": f"{outcome} {perspective}",
                        "title": title,
                        "perspective": perspective,
                        "directness": "reported" if perspective == "adults" else "first-hand",
                        "days_ago": days + rng.randint(0, 60),
                        "seen_by": self.lead,
                        "consent": "not-needed",
                        "shows": {outcome: rng.choice(("works", "works", "mixed", "not-yet"))},
                        "chosen": [outcome],
                    }

    def _actions(self, outcomes: list[str]) -> Iterator[dict[str, Any]]:
        for outcome in outcomes:
            rng = self._rng(f"action {outcome}")
            if rng.random() < 0.45:
                what = rng.choice(self.texts[self.kind]["actions"][outcome])
                yield {
                    "key": f"action {outcome}",
                    "outcome": outcome,
                    "what": what,
                    "who": self.lead,
                    "in_days": rng.randint(-10, 120),
                }

    def _measure(self, first: int, second: int) -> dict[str, Any]:
        """A school counts the same thing as the others do, so that groups can be told of it."""
        rng = self._rng("measure")
        if self.kind != "school" or rng.random() < 0.4:
            return {}
        n = rng.randint(60, 420)
        before = int(n * rng.uniform(0.35, 0.7))
        after = min(n, int(before * rng.uniform(0.95, 1.35)))
        return {
            "measures": [
                {
                    "key": "tell",
                    "outcome": "4",
                    "title": "Children who can name an adult they would tell",
                    "counts": "people",
                    "better": "more",
                    "source": "Asked in class, by a show of hands",
                    "baseline": before,
                    "baseline_n": n,
                    "baseline_on": {"days_ago": first},
                }
            ],
            "readings": [{"measure": "tell", "days_ago": second, "count": after, "n": n}],
        }


def invented() -> list[Invented]:
    """The sixty settings, in the order of the file."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    file = shipped("samples") / _FOLDER / "settings.yaml"
    raw: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)
    # An outcome is written as a number there; its id is a text.
    texts = {**raw, **{kind: _by_outcome(raw[kind]) for kind in _FRAMEWORKS}}
    found: list[Invented] = []
    for area in raw["areas"]:
        named = [(_school(name, raw["high_schools"]), "school") for name in area["schools"]]
        named += [(name, "residential") for name in area["houses"]]
        found += [Invented(name, kind, area["name"], raw["authority"], texts) for name, kind in named]
    return found


def _school(name: str, high: list[str]) -> str:
    return f"{name} High School" if name in high else f"{name} Primary School"


def _by_outcome(texts: Mapping[str, Any]) -> dict[str, Any]:
    by = {str(outcome): lines for outcome, lines in texts["grades"].items()}
    evidence = {
        side: {str(outcome): titles for outcome, titles in of.items()}
        for side, of in texts["evidence"].items()
    }
    actions = {str(outcome): what for outcome, what in texts["actions"].items()}
    return {"grades": by, "evidence": evidence, "actions": actions}


def make(store: Store, progress: Callable[[int, int], None] | None = None) -> list[str]:
    """Writes the sixty settings, with what each shared after both sittings; returns their ids."""
    from rrsa.framework.catalogue import find

    adopted = {kind: find(ref) for kind, ref in _FRAMEWORKS.items()}
    everyone = invented()
    for done, each in enumerate(everyone):
        if progress is not None:
            progress(done, len(everyone))
        if not store.exists(each.id):
            _write(store, each, adopted[each.kind])
    if progress is not None:
        progress(len(everyone), len(everyone))
    return [each.id for each in everyone]


def ready(database: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """The sample in a database of its own, made aside and put in place whole where it is not there yet."""
    from rrsa.store import open_store

    if database.exists():
        return
    private(database.parent)
    with TemporaryDirectory(dir=database.parent, prefix="making-") as aside:
        made = Path(aside) / database.name
        with open_store(made) as store:
            make(store, progress)
            list_all(store)
        made.replace(database)


def list_all(store: Store) -> None:
    """The coordinator's desk, with the sixty settings on its list and the first figures of groups."""
    from rrsa.framework.catalogue import find
    from rrsa.overview.desk import Desk
    from rrsa.overview.listing import add, entry
    from rrsa.overview.releasing import release

    refs = {kind: find(ref).framework.ref for kind, ref in _FRAMEWORKS.items()}
    entries = [
        entry(
            {
                "id": each.id,
                "name": each.name,
                "kind": each.kind,
                "area": each.area,
                "framework": refs[each.kind],
                "role": each.lead,
            }
        )
        for each in invented()
    ]
    add(Desk.open(store, COORDINATOR), entries)
    release(store)


def _write(store: Store, each: Invented, adopted: Adopted) -> None:
    from rrsa.samples import Diarist

    first, second = each.sittings(adopted.framework)
    details = {"name": each.name, "aim": each.aim(adopted.framework), "authority": each.authority}
    diarist = Diarist(store, each.id, adopted, details, first)
    for sitting in (first, second):
        diarist.write(sitting)
        if each.parts is not None:
            _share(store, each, each.parts, sitting["days_ago"])
            diarist.passed_over()


def _share(store: Store, each: Invented, parts: frozenset[str], days_ago: int) -> None:
    """Shares on the day of a sitting what the setting would have shared then."""
    from rrsa.evaluation import Evaluation
    from rrsa.exchange.sharing import Choice, prepare
    from rrsa.exchange.sharing.files import signed_snapshot
    from rrsa.exchange.sharing.signing import new_keys
    from rrsa.guide.shared import Part, earlier
    from rrsa.store import shared

    day = clock.today() - timedelta(days=days_ago)
    at = datetime.combine(day, _SHARED_AT, UTC).isoformat(timespec="microseconds")
    evaluation = Evaluation.open(store, each.id, author=each.lead, on=day)
    offer = prepare(evaluation, Choice(frozenset(map(Part, parts))))
    keys = shared.keys_of(store, each.id) or shared.keep_keys(store, each.id, new_keys())
    signed = signed_snapshot(replace(offer.shared, at=at), keys)
    values = {**offer.values, "shared_on": day.isoformat()}
    changes, guards = edits.set_fields(evaluation.portfolio, "setting", SETTING_ID, values)
    changeset = Changeset(each.lead, "Shared with the authority", changes, guards, at=at)
    store.commit(each.id, changeset, also=lambda connection: shared.lay(connection, signed, earlier))
