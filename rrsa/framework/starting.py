"""What a new framework begins with: a usual scale, one or three stages, and the usual numbers.

All of it is this project's own judgement (own), the same as in the frameworks that come along, and everything
may be changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rrsa.i18n import _
from rrsa.vocabulary import SettingKind

Tree = dict[str, Any]

RAG = ("red", "amber", "green")


def scale(grades: int) -> tuple[Tree, ...]:
    """The usual scale of four or of six grades, in words of our own."""
    four = (
        (_("First steps"), _("We have made a start, or are about to."), "red"),
        (_("Taking shape"), _("Some of us do this. It depends on who happens to be there."), "amber"),
        (
            _("Making a difference"),
            _("Most of us do this, and the first things have become better for children."),
            "green",
        ),
        (_("Second nature"), _("It is how things are done here, and we can show what has changed."), "green"),
    )
    six = (
        (_("Unsatisfactory"), _("Great weaknesses. Something has to change at once."), "red"),
        (_("Weak"), _("Important weaknesses. What is good does not reach most children."), "red"),
        (_("Adequate"), _("A little more is good than is not."), "amber"),
        (_("Good"), _("Important strengths, and some things to improve."), "green"),
        (_("Very good"), _("Great strengths. Little is left to improve."), "green"),
        (_("Excellent"), _("Outstanding, for a long time, and others come to learn from it."), "green"),
    )
    steps = six if grades == 6 else four
    return tuple(
        {"grade": str(n), "name": name, "meaning": meaning, "rag": rag}
        for n, (name, meaning, rag) in enumerate(steps, start=1)
    )


def low_grade(grades: int) -> str:
    """The grade below which an outcome is low, by the length of the scale."""
    return str(grades // 2 + 1)


def stage(id_: str, name: str, low: str, *, first: bool) -> Tree:
    """A stage. The first asks where one stands; a later one asks what has been done and how one knows."""
    if first:
        about = _(
            "You know where you stand. Each outcome has a grade, a line on why, and an action if it is low."
        )
        each: tuple[Any, ...] = (
            {"has": "view"},
            {"has": "line"},
            {"any": ({"view": low}, {"has": "action"})},
        )
    else:
        about = _(
            "For each outcome you say what you did and what it changed, and show it in two ways, one of them "
            "being what children say."
        )
        each = (
            {"view": low},
            {"has": "achieved"},
            {"has": "difference"},
            {"has": "children"},
            {"pieces": "2"},
            {"perspectives": "2"},
        )
    return {"id": id_, "name": name, "about": about, "conditions": ({"each_outcome": each},)}


def evidence_rules() -> Tree:
    """The usual numbers behind the evidence score."""
    return {
        "directness": {"first-hand": "0.6", "reported": "0.4", "intended": "0.2"},
        "freshness": {"fresh_months": "12", "stale_months": "36", "floor": "0.5"},
        "ceiling": "0.8",
    }


def caps(grades: int) -> tuple[Tree, ...]:
    """The usual limits on what can be shown while something is missing."""
    low = grades // 2
    said = (
        (
            "only-intended",
            max(1, low - 1),
            _("A plan says what we mean to do, so one thing has to have happened."),
        ),
        ("no-children", low, _("Children know best whether it is true, so we ask them.")),
        ("one-perspective", low, _("A second look from another side tells us whether we saw it right.")),
        ("no-difference", grades - 1, _("One sentence on what is better for children completes it.")),
    )
    return tuple({"when": when, "at_most": str(most), "why": why} for when, most, why in said)


def skeleton(grades: int = 4, kind: SettingKind = SettingKind.SCHOOL, language: str = "en-GB") -> Tree:
    """All that a new framework needs but its title, its strands and what stands in them."""
    low = low_grade(grades)
    return {
        "version": "1.0",
        "for": kind.value,
        "language": language,
        "offered": "true",
        "licence": _("For our own use"),
        "scale": scale(grades),
        "low_grade": low,
        "stages": (
            stage("begun", _("We have begun"), low, first=True),
            stage("shown", _("We can show it"), low, first=False),
        ),
        "evidence": evidence_rules(),
        "caps": caps(grades),
    }


_KEPT = ("language", "scale", "low_grade", "stages", "milestones", "evidence", "caps", "visit", "voices")


def like(pattern: Mapping[str, Any]) -> Tree:
    """What a new framework takes over from ``pattern``, a framework's tree: all but its identity, its strands
    and the standards that they serve."""
    return {
        "offered": "true",
        "licence": pattern["licence"],
        **{k: pattern[k] for k in _KEPT if k in pattern},
    }


def assembled(tree: Mapping[str, Any], strands: Sequence[Tree]) -> Tree:
    """A whole framework's tree. Questions about outcomes that it does not have are left out."""
    held = tuple({**strand, "outcomes": tuple(strand["outcomes"])} for strand in strands)
    outcomes = {outcome["id"] for strand in held for outcome in strand["outcomes"]}
    look_fors = {
        each["id"] for strand in held for outcome in strand["outcomes"] for each in outcome["indicators"]
    }
    whole = {**tree, "strands": held}
    if "visit" in tree:
        asked = tree["visit"].get("questions", ())
        kept = tuple(each for each in asked if each.get("outcome", "") in {"", *outcomes})
        whole["visit"] = {key: value for key, value in tree["visit"].items() if key != "questions"}
        if kept:
            whole["visit"]["questions"] = kept
    if "voices" in tree:
        whole["voices"] = tuple(_fitting(tree["voices"], outcomes | look_fors))
        if not whole["voices"]:
            del whole["voices"]
    return whole


def _fitting(sets: Sequence[Tree], known: set[str]) -> Iterator[Tree]:
    for questions in sets:
        kept = tuple(q for q in questions["questions"] if q.get("outcome", next(iter(known))) in known)
        if kept:
            yield {**questions, "questions": kept}


def looked_at(tree: Mapping[str, Any]) -> tuple[str, ...]:
    """The stages whose look-fors some condition asks for: each outcome needs one for each of them."""
    found: dict[str, None] = {}

    def search(value: Any) -> None:
        if isinstance(value, Mapping):
            if isinstance(value.get("looks"), Mapping):
                found[value["looks"]["stage"]] = None
            for part in value.values():
                search(part)
        elif isinstance(value, tuple):
            for part in value:
                search(part)

    search(tree["stages"])
    return tuple(found)


def is_id(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", text) is not None


def is_language(text: str) -> bool:
    return re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) is not None
