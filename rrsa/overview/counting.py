"""What is counted over a framework's settings, subject by subject, as it is kept and shown.

A subject is what settings choose to share together: their stage, their views, and so on; each measure that
they have in common is one too. Each is counted over those that share it, and made anew when at least five of
them have changed (:mod:`rrsa.overview.releasing`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rrsa.guide.shared import Part, Shared
from rrsa.overview import areas, figures
from rrsa.overview.figures import FEWEST
from rrsa.store.released import AREAS

PARTS: dict[str, Part | None] = {
    "stage": None,
    "views": Part.VIEWS,
    "shown": Part.SHOWN,
    "actions": Part.ACTIONS,
    "evidence": Part.EVIDENCE,
}
"""Subject → the part that a setting has to share to be counted; a stage is part of every snapshot."""

BY_AREA = ("stage", "views", "shown")
"""The subjects that are told by area too."""

MEASURE = "measure:"


class Subject(NamedTuple):
    """What is counted, and over whom: setting → the mark by which a change of it is known."""

    name: str
    basis: Mapping[str, str]
    tell: Callable[[], dict[str, Any]]


def subjects(settings: Sequence[Shared]) -> Iterator[Subject]:
    """Everything that can be counted over snapshots of one framework: where five or more share it."""
    for name, part in PARTS.items():
        held = figures.sharing(settings, part)
        if len(held) < FEWEST:
            continue
        basis = {each.setting: each.at for each in held}
        yield Subject(name, basis, _of(name, held))
        if name in BY_AREA:
            block_of = areas.blocks({each.setting: each.area for each in held})
            marks = {each.setting: f"{each.at} {block_of[each.setting]}" for each in held}
            yield Subject(name + AREAS, marks, _of_areas(name, held, block_of))
    at = {each.setting: each.at for each in settings}
    for key, counted in sorted(figures.measured(settings).items()):
        if len(counted) >= FEWEST:
            basis = {setting: at[setting] for setting in counted}
            yield Subject(key, basis, _of_measure(key, counted, settings))


def words(settings: Sequence[Shared]) -> dict[str, Any]:
    """What the framework calls its grades, stages and outcomes, so that no reader needs the framework.

    As most settings have it, the newest of several: one with a text of its own under the same name must not
    put its words into everybody's figures.
    """
    texts = [_wording(each) for each in settings]
    usual, _times = max(Counter(texts).items(), key=lambda each: (each[1], repr(each[0])))
    newest = max(
        (each for each, own in zip(settings, texts, strict=True) if own == usual),
        key=lambda each: (each.at, each.setting),
    )
    return {
        "kind": newest.kind.value,
        "scale": {str(grade): name for grade, name in newest.scale.items()},
        "low": newest.low_grade,
        "stages": dict(newest.stages),
        "short": dict(newest.short),
    }


def _wording(each: Shared) -> tuple[object, ...]:
    texts = (each.scale, each.stages, each.short)
    return (each.kind, each.low_grade, *(tuple(text.items()) for text in texts))


def _of(name: str, held: Sequence[Shared]) -> Callable[[], dict[str, Any]]:
    def count() -> dict[str, Any]:
        said = words(held)
        outcomes = list(said["short"])
        found: dict[str, Any] = {"n": len(held), "words": said}
        if name == "stage":
            stages = list(said["stages"])
            found["held"] = figures.stage_steps(held, stages, "held")
            found["aim"] = figures.stage_steps(held, stages, "aim")
        elif name == "actions":
            found["outcomes"] = figures.with_action(held, outcomes)
        elif name == "evidence":
            found["outcomes"] = figures.with_evidence(held, outcomes)
            found["articles"] = figures.with_article(held)
        else:
            grade = figures.view_of if name == "views" else figures.shown_of
            found["outcomes"] = figures.graded(
                held, grade, outcomes, max(map(int, said["scale"]), default=0), said["low"]
            )
        return found

    return count


def _of_areas(name: str, held: Sequence[Shared], block_of: Mapping[str, str]) -> Callable[[], dict[str, Any]]:
    """By area: who holds a stage; or for each outcome, who stands at a grade that is not low."""

    def count() -> dict[str, Any]:
        said = words(held)
        sizes: dict[str, int] = {}
        for block in block_of.values():
            sizes[block] = sizes.get(block, 0) + 1
        found: dict[str, Any] = {
            "words": said,
            "areas": {area: n for area, n in sorted(sizes.items()) if area != areas.REST},
        }
        names = [each.setting for each in held]
        if name == "stage":
            stages = list(said["stages"])
            so = {each.setting: each.held in stages for each in held}
            whole = bool(figures.stage_steps(held, stages, "held"))
            found["holding"] = areas.shares(areas.by_block(names, block_of, so), whole_known=whole)
            return found
        low = said["low"]
        if low is None:
            return found
        grade = figures.view_of if name == "views" else figures.shown_of
        found["outcomes"] = {
            outcome: areas.shares(
                areas.by_block(
                    names, block_of, {each.setting: (grade(each, outcome) or 0) >= low for each in held}
                ),
                whole_known=True,
            )
            for outcome in said["short"]
        }
        return found

    return count


def _of_measure(
    key: str, counted: Mapping[str, figures.Counted], settings: Sequence[Shared]
) -> Callable[[], dict[str, Any]]:
    def count() -> dict[str, Any]:
        _measure, outcome, counts, _title = key.split(":", 3)
        summed = figures.summed(counted, people=counts == "people")
        assert summed is not None  # there are five or more
        title = min(each.title for each in counted.values())
        own = [each for each in settings if each.setting in counted]
        about = {"title": title, "outcome": outcome, "counts": counts, "words": words(own)}
        return {**about, **summed._asdict()}

    return count
