"""A framework as the rows of its workbook's sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rrsa.exchange.framework_book.conditions import Row, rows_of
from rrsa.exchange.framework_book.keyed import CAP, about_lines, cap_lines, rule_lines
from rrsa.i18n import _

Tree = Mapping[str, Any]


def sheets(tree: Tree) -> dict[str, list[Row]]:
    """The rows of every sheet by its key, each by the keys of its columns, from a framework's tree. Parts
    that are missing give no rows."""
    return {
        "about": _about(tree),
        "scale": [_row(step) for step in tree.get("scale", ())],
        "stages": [_row(stage, but="conditions") for stage in tree.get("stages", ())],
        "conditions": [
            row for stage in tree.get("stages", ()) for row in rows_of(stage["id"], stage["conditions"])
        ],
        "strands": [_row(strand, but="outcomes") for strand in tree.get("strands", ())],
        "outcomes": list(_outcomes(tree)),
        "look-fors": list(_look_fors(tree)),
        "ideas": list(_ideas(tree)),
        "milestones": [_row(milestone) for milestone in tree.get("milestones", ())],
        "visit": list(_visit(tree.get("visit"))),
        "voices": [
            {**_row(questions, but="questions"), "words": "\n".join(questions["words"])}
            for questions in tree.get("voices", ())
        ],
        "questions": [
            {"set": questions["id"], **_row(question)}
            for questions in tree.get("voices", ())
            for question in questions["questions"]
        ],
        "standards": list(_standards(tree)),
        "rules": list(_rules(tree)),
    }


def _row(entry: Tree, but: str = "") -> Row:
    return {key: value for key, value in entry.items() if key != but and isinstance(value, str)}


def _yes_no(value: str) -> str:
    return {"true": "yes", "false": "no"}.get(value, value)


def _about(tree: Tree) -> list[Row]:
    found = []
    for line in about_lines():
        value = tree.get(line.key, "")
        found.append({"key": line.key, "value": _yes_no(value) if line.key == "offered" else value})
    return found


def _outcomes(tree: Tree) -> Iterator[Row]:
    for strand in tree.get("strands", ()):
        for outcome in strand["outcomes"]:
            row = {"strand": strand["id"], **_row(outcome)}
            row["articles"] = ", ".join(outcome["articles"])
            row.update({f"grade-{int(grade)}": text for grade, text in outcome["grades"].items()})
            if outcome.get("serves"):
                row["serves"] = "; ".join(
                    f"{name}: {', '.join(items)}" for name, items in outcome["serves"].items()
                )
            yield row


def _look_fors(tree: Tree) -> Iterator[Row]:
    for outcome in _each_outcome(tree):
        for indicator in outcome["indicators"]:
            row = {"outcome": outcome["id"], **_row(indicator)}
            row["prompts"] = "\n".join(indicator["prompts"])
            if "may_not_apply" in row:
                row["may_not_apply"] = _yes_no(row["may_not_apply"])
            yield row


def _ideas(tree: Tree) -> Iterator[Row]:
    for outcome in _each_outcome(tree):
        for indicator in outcome["indicators"]:
            for perspective, ideas in indicator["evidence"].items():
                for idea in ideas:
                    yield {"look_for": indicator["id"], "perspective": perspective, "idea": idea}


def _each_outcome(tree: Tree) -> Iterator[Tree]:
    return (outcome for strand in tree.get("strands", ()) for outcome in strand["outcomes"])


def _visit(visit: Tree | None) -> Iterator[Row]:
    if not visit:
        return
    yield {"what": "about", "text": visit["about"]}
    for item in visit.get("checklist", ()):
        yield {"what": "checklist", **_row(item)}
    for question in visit.get("questions", ()):
        yield {"what": "question", **_row(question, but="ask"), "text": question["ask"]}


def _standards(tree: Tree) -> Iterator[Row]:
    for standards in tree.get("standards", ()):
        yield {"set": standards["id"], "text": standards["title"], "source": standards["source"]}
        for item in standards["items"]:
            yield {"set": standards["id"], "item": item["id"], "text": item["text"]}


def _rules(tree: Tree) -> Iterator[Row]:
    evidence = tree.get("evidence", {})
    numbers = {
        **evidence.get("directness", {}),
        **_row(evidence.get("freshness", {})),
        "ceiling": evidence.get("ceiling", ""),
        "low_grade": tree.get("low_grade", ""),
    }
    for line in rule_lines():
        yield {"key": line.key, "number": numbers.get(line.key, "")}
    held = [CAP + cap["when"] for cap in tree.get("caps", ())]
    for key, cap in zip(held, tree.get("caps", ()), strict=True):
        yield {"key": key, "number": cap["at_most"], "why": cap["why"]}
    for line in cap_lines():
        if line.key not in held:
            yield {"key": line.key}


def examples() -> dict[str, tuple[Row, ...]]:
    """What shows how a row of a sheet is filled in. It is passed over when the workbook is read."""
    return {
        "strands": (
            {
                "id": "e.g. A",
                "title": _("Living together"),
                "short": _("Together"),
                "about": _("How children and adults are with each other, on good days and on bad ones."),
            },
        ),
        "outcomes": (
            {
                "id": "e.g. 1",
                "strand": "A",
                "title": _("Children are listened to, and something follows from it"),
                "short": _("Being heard"),
                "children": _("Adults listen to us, and we see what comes of it."),
                "why": _("Whoever is asked and never hears back stops answering."),
                "articles": "12, 13",
                "grade-1": _("We ask now and then."),
                "grade-3": _("Children can name two things that are different because they said so."),
            },
        ),
        "look-fors": (
            {
                "id": "e.g. 1.1",
                "outcome": "1",
                "stage": "shown",
                "statement": _("After each meeting children hear what was decided, and why not."),
                "children": _("They tell us what happens with our ideas, even if it is no."),
                "prompts": _("What came of the last three ideas?\nHow do quiet children put theirs in?"),
                "may_not_apply": "no",
            },
        ),
        "ideas": (
            {
                "look_for": "e.g. 1.1",
                "perspective": "children",
                "idea": _(
                    "Ask two children what happened to their last idea. Keep the answer, not the names."
                ),
            },
        ),
        "milestones": (
            {
                "id": "e.g. plan-agreed",
                "stage": "begun",
                "title": _("The plan is agreed"),
                "about": _("Each action has somebody who does it and a day."),
                "children": _("There is a plan, and some of our ideas are in it."),
            },
        ),
        "visit": (
            {
                "what": "e.g. question",
                "who": "children",
                "outcome": "1",
                "text": _("What came of your last idea?"),
            },
        ),
        "voices": (
            {
                "id": "e.g. younger",
                "title": _("How it is here"),
                "who": "children",
                "about": _("For children from about four to seven, in a circle."),
                "intro": _("There are no right or wrong answers. You can stop at any time."),
                "answers": "faces-3",
                "words": _("Yes\nSometimes\nNo"),
            },
        ),
        "questions": (
            {
                "set": "e.g. younger",
                "id": "heard",
                "ask": _("Grown-ups listen to me."),
                "aloud": _("When you say something, do grown-ups here listen?"),
                "picture": "ear",
                "outcome": "1",
            },
        ),
    }
