"""Two copies of one setting that are edited apart and brought together, for the tests."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

from store_samples import AUTHOR, change, founding

from rrsa.errors import RrsaError
from rrsa.exchange.whole import Brought, apply_whole_pack, write_whole_pack
from rrsa.framework.catalogue import find
from rrsa.portfolio.changes import Cell, Change, Changeset, Guard
from rrsa.portfolio.naming import NAMES
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import SPECS, Value
from rrsa.store import Store

SMALL = Path(__file__).resolve().parent.parent / "data" / "small-framework.yaml"


def begin(store: Store, setting: str = "birch") -> str:
    """A setting with a framework that is adopted, as packs expect it."""
    text = find(str(SMALL)).text
    sha = store_sha(text)
    first = founding()
    adopted = change("setting", "setting", "framework_sha256", None, sha)
    whole = Changeset(AUTHOR, first.reason, (*first.changes, adopted))
    store.create(setting, whole, framework_text=text)
    return setting


def store_sha(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode()).hexdigest()


def pack(store: Store, folder: Path, name: str = "whole.zip") -> Path:
    """A whole pack of the setting, under a name that is free."""
    path = folder / name
    path.unlink(missing_ok=True)
    write_whole_pack(store, "birch", path)
    return path


def bring(
    into: Store, file: Path, choices: Mapping[str, str] | None = None, *, prefer: str | None = None
) -> Brought:
    return apply_whole_pack(into, file, choices or {}, prefer=prefer, author="taker")


def put(store: Store, author: str, wanted: dict[tuple[str, str, str], Value], reason: str = "edit") -> str:
    """One edit from what stands now; returns its UUID."""
    seen = store.load("birch").portfolio
    made = Changeset(
        author,
        reason,
        tuple(Change(Cell(*cell), seen.value(Cell(*cell)), value) for cell, value in wanted.items()),
        tuple(_guards(seen, wanted)),
    )
    store.commit("birch", made)
    return made.uuid


def _guards(seen: Portfolio, wanted: dict[tuple[str, str, str], Value]) -> Iterator[Guard]:
    """What an edit relies on: that the record is there, and whatever it names."""
    relied = {(kind, record) for kind, record, _field in wanted}
    relied |= {(NAMES[kind, field], str(value)) for (kind, _record, field), value in wanted.items()
               if value is not None and (kind, field) in NAMES}  # fmt: skip
    for kind, record in sorted(relied):
        present = Cell(kind, record, "present")
        if tuple(present) not in wanted and seen.of_kind(kind).get(record) and "present" in SPECS[kind]:
            yield Guard(present, seen.value(present))


def cells(store: Store) -> dict[Cell, Value]:
    return dict(store.load("birch").portfolio.cells())


def dangling(portfolio: Portfolio) -> list[str]:
    """Records that are nothing without one that is gone, and cells without their record."""
    found = [link.id for link in portfolio.links.values() if link.evidence not in portfolio.evidence]
    found += [each.id for each in portfolio.readings.values() if each.measure not in portfolio.measures]
    for kind in ("evidence", "action", "link", "measure", "reading"):
        found += [each.id for each in portfolio.of_kind(kind).values() if not getattr(each, "present", 0)]
    return found


def random_edit(store: Store, chance: random.Random, author: str, made: list[str]) -> None:
    """Something that a person does through the app: records come whole, and go with what belongs to them."""
    portfolio = store.load("birch").portfolio
    word = f"{author} {chance.randrange(10**6)}"
    evidence, links = sorted(portfolio.evidence), sorted(portfolio.links)
    actions = sorted(portfolio.actions)
    turn = chance.random()
    wanted: dict[tuple[str, str, str], Value] = {}
    if turn < 0.12:
        try:
            store.undo("birch", author)
        except RrsaError:
            return
        return
    if turn < 0.3 or not evidence:
        new = f"E{author[:1]}{len(made)}{chance.randrange(1000)}"
        made.append(new)
        wanted = {
            ("evidence", new, "present"): True,
            ("evidence", new, "title"): word,
            ("link", f"{new}:1", "present"): True,
            ("link", f"{new}:1", "evidence"): new,
            ("link", f"{new}:1", "target"): "1",
        }
    elif turn < 0.45:
        wanted = {("outcome", chance.choice("123"), chance.choice(("line", "achieved"))): word}
    elif turn < 0.6:
        wanted = {("evidence", chance.choice(evidence), chance.choice(("title", "note", "said"))): word}
    elif turn < 0.7:
        item, target = chance.choice(evidence), chance.choice("123")
        wanted = {
            ("link", f"{item}:{target}", "present"): True,
            ("link", f"{item}:{target}", "evidence"): item,
            ("link", f"{item}:{target}", "target"): target,
            ("link", f"{item}:{target}", "direction"): chance.choice(("works", "mixed")),
        }
    elif turn < 0.8:
        new = chance.choice([*actions, f"A{author[:1]}{chance.randrange(1000)}"])
        wanted = {
            ("action", new, "present"): True,
            ("action", new, "what"): word,
            ("action", new, "because"): chance.choice(evidence),
        }
    elif turn < 0.9:
        item = chance.choice(evidence)
        gone = [portfolio.evidence[item], *portfolio.links_by_evidence.get(item, ())]
        wanted = {
            tuple(cell): None
            for record in gone
            for cell, _value in portfolio.cells()
            if (cell.kind, cell.record) == (record.KIND, record.id)
        }  # type: ignore[misc]
        wanted |= {
            ("action", each.id, "because"): None
            for each in portfolio.actions.values()
            if each.because == item
        }
    elif links:
        link = chance.choice(links)
        wanted = {tuple(c): None for c, _v in portfolio.cells() if c[:2] == ("link", link)}  # type: ignore[misc]
    if wanted:
        put(store, author, wanted)
