"""The draft of a crosswalk between two frameworks, made from their texts alone.

What has kept its id and its words is kept and asks the same. What kept its id with other words is kept, and
its answers lie beside for review until somebody says that it asks the same. An old text that is very like a
new one of another id may have been renamed. All else is retired, or new. A comment marks what somebody has to
look at; the reasons say how the program came to it and want to be replaced by people's own.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rrsa.framework.crosswalk_rules import alike
from rrsa.framework.writing import as_yaml, comment
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.framework.model import Framework

LIKE = 0.75
"""From this likeness of two texts on, from 0 to 1, one may have become the other (own)."""
NEAR = 0.4
"""From this likeness on, a text is named beside another as perhaps having to do with it (own)."""
LOOK = "LOOK"
"""Stands in a comment above each move that somebody has to look at."""
_CANDIDATES = 12
"""So many old texts, those that share most words with a new one, are held against it."""
_FEW = 100
"""From so many texts on, words that stand in every fifth say nothing of likeness."""


@dataclass(slots=True)
class Draft:
    """A drafted crosswalk: its file's text, and the moves that want looking at, in words."""

    text: str
    look_at: list[str] = field(default_factory=list)


def draft_crosswalk(old: Framework, new: Framework) -> Draft:
    """A crosswalk from ``old`` to ``new`` that the reader accepts."""
    moves, notes = _moves(old, new)
    tree: dict[str, Any] = {
        "from": old.ref,
        "to": new.ref,
        "about": _(
            "A draft that the program made from the words alone. Write here what has changed on the whole, "
            "and who says so."
        ),
    }
    if not alike(old, new):
        tree["views"] = "beside"
    tree["moves"] = tuple(moves)
    for key, was, now in (
        ("stages", old.stage_by_id, new.stage_by_id),
        ("milestones", old.milestone_by_id, new.milestone_by_id),
        ("checklist", old.checklist_by_id, new.checklist_by_id),
    ):
        if was:
            tree[key] = {id_: id_ if id_ in now else "null" for id_ in was}
    head = _(
        "A draft. Look at each move that is marked {mark}, say in your own words why it is so, and take the "
        "mark out. “same: true” lets answers move by themselves; without it they lie beside the new one for "
        "review. Then let it be read: rrsa check FILE"
    ).format(mark=LOOK)
    if not alike(old, new):
        head += "\n" + _(
            "The scales differ, so views lie beside for review. If somebody has agreed which grade is which, "
            "write “scale:” with a line for each old grade in place of “views: beside”."
        )
    return Draft(_marked(as_yaml({"crosswalk": tree}, head=head), notes), [text for text in notes if text])


def _moves(old: Framework, new: Framework) -> tuple[list[dict[str, Any]], list[str]]:
    """The moves in order, and beside each what is to be looked at."""
    was, now = _texts(old), _texts(new)
    shared = [id_ for id_ in was if id_ in now and _level(id_, old) == _level(id_, new)]
    same = [id_ for id_ in shared if was[id_] == now[id_]]
    changed = [id_ for id_ in shared if was[id_] != now[id_]]
    gone = [id_ for id_ in was if id_ not in shared]
    fresh = [id_ for id_ in now if id_ not in shared]
    moves: list[dict[str, Any]] = []
    notes: list[str] = []

    def add(move: dict[str, Any], why: str, note: str = "") -> None:
        moves.append({**move, "why": why})
        notes.append(note)

    if same:
        add(
            {"from": tuple(same), "how": "kept", "same": "true"},
            _("The id is the same, and so is what it asks, word for word."),
        )
    for id_ in changed:
        add(
            {"from": (id_,), "how": "kept"},
            _("The id is the same and the words have changed. Nobody has said yet whether it asks the same."),
            _("{id}: does it still ask the same? Then add “same: true”.").format(id=id_),
        )
    ranked = _ranked(gone, fresh, was, now, old, new)
    near: dict[str, list[str]] = {}
    for _likeness, before, after in ranked:
        near.setdefault("<" + before, []).append(after)
        near.setdefault(">" + after, []).append(before)
    for before, after in _renamed(ranked):
        gone.remove(before)
        fresh.remove(after)
        add(
            {"from": (before,), "to": (after,), "how": "renamed"},
            _("The words are much alike. Nobody has said yet whether one has become the other."),
            _("{old} and {new}: has one become the other?").format(old=before, new=after),
        )
    for id_ in gone:
        add(
            {"from": (id_,), "how": "retired"},
            _("The program found nothing like it in the new framework."),
            _("{id}: is it retired, or has it been split, merged or rewritten?").format(id=id_)
            + _like(near.get("<" + id_)),
        )
    for id_ in fresh:
        add(
            {"to": (id_,), "how": "new"},
            _("The program found nothing like it in the old framework."),
            _("{id}: is it new, or does something old lead to it?").format(id=id_)
            + _like(near.get(">" + id_)),
        )
    return moves, notes


def _texts(framework: Framework) -> dict[str, str]:
    """What each outcome and look-for asks."""
    found = {id_: outcome.title for id_, outcome in framework.outcomes.items()}
    found.update({id_: indicator.statement for id_, indicator in framework.indicators.items()})
    return found


def _level(id_: str, framework: Framework) -> bool:
    return id_ in framework.outcomes


def _like(near: Sequence[str] | None) -> str:
    return " " + _("Somewhat like it: {ids}.").format(ids=", ".join(near[:3])) if near else ""


def _ranked(
    gone: Sequence[str],
    fresh: Sequence[str],
    was: Mapping[str, str],
    now: Mapping[str, str],
    old: Framework,
    new: Framework,
) -> list[tuple[float, str, str]]:
    """Old and new ids whose texts have to do with each other, the likest first."""
    old_words = [_words(was[id_]) for id_ in gone]
    nearby = _by_word(old_words)
    found: list[tuple[float, int, int]] = []
    for m, after in enumerate(fresh):
        words = _words(now[after])
        shared = Counter(n for word in set(words) for n in nearby.get(word, ()))
        matcher = difflib.SequenceMatcher(b=words, autojunk=False)
        likely = [
            n
            for n, _count in shared.most_common(3 * _CANDIDATES)
            if _level(gone[n], old) == _level(after, new)
        ]
        for n in likely[:_CANDIDATES]:
            matcher.set_seq1(old_words[n])
            if matcher.quick_ratio() >= NEAR:
                found.append((-matcher.ratio(), n, m))
    return [(-likeness, gone[n], fresh[m]) for likeness, n, m in sorted(found) if -likeness >= NEAR]


def _by_word(texts: Sequence[Sequence[str]]) -> dict[str, list[int]]:
    """Word → the texts in which it occurs, without the words that stand everywhere."""
    found: dict[str, list[int]] = {}
    for n, words in enumerate(texts):
        for word in set(words):
            found.setdefault(word, []).append(n)
    if len(texts) < _FEW:
        return found
    return {word: places for word, places in found.items() if len(places) * 5 <= len(texts)}


def _renamed(ranked: Sequence[tuple[float, str, str]]) -> list[tuple[str, str]]:
    """Pairs of which one may have become the other, each id once."""
    pairs: dict[str, str] = {}
    reached: set[str] = set()
    for likeness, before, after in ranked:
        if likeness >= LIKE and before not in pairs and after not in reached:
            pairs[before] = after
            reached.add(after)
    return list(pairs.items())


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text.casefold()).split()


def _marked(text: str, notes: Sequence[str]) -> str:
    """``text`` with each note as a comment above its move."""
    lines: list[str] = []
    place = -1
    in_moves = False
    for line in text.split("\n"):
        if line.startswith("  ") and line[2:3].isalpha():
            in_moves = line == "  moves:"
        if in_moves and line.startswith("    - "):
            place += 1
            if notes[place]:
                lines += comment(f"{LOOK} {notes[place]}", 4)
        lines.append(line)
    return "\n".join(lines)
