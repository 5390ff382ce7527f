"""What is different between two frameworks, or versions of one: new, gone, reworded, moved, other numbers.

Outcomes, look-fors, stages and the like are the same where their ids are. Nothing is guessed: what looks like
another under a new id is a matter of the draft of a crosswalk (:mod:`rrsa.framework.crosswalk_draft`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rrsa.framework.writing import as_tree
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.framework.model import Framework


class Kind(StrEnum):
    """What has happened to a part."""

    NEW = "new"
    GONE = "gone"
    REWORDED = "reworded"
    MOVED = "moved"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different. ``part`` is its kind in words (an outcome), ``id`` and ``name`` say which,
    ``field`` what of it; ``before`` and ``after`` are empty where there was or is nothing."""

    kind: Kind
    part: str
    id: str
    name: str
    field: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    texts: Mapping[str, str]
    numbers: Mapping[str, str]
    place: Mapping[str, str]


def differences(old: Framework, new: Framework) -> list[Difference]:
    """All differences, part by part in the new framework's order; what is gone ends its part."""
    before, after = _parts(as_tree(old)), _parts(as_tree(new))
    found: list[Difference] = []
    for part, now in after.items():
        found += _compared(part, before[part], now)
    return found


def _compared(part: str, was: Mapping[str, _Part], now: Mapping[str, _Part]) -> Iterator[Difference]:
    for id_, each in now.items():
        earlier = was.get(id_)
        if earlier is None:
            yield Difference(Kind.NEW, part, id_, each.name, after=next(iter(each.texts.values()), ""))
            continue
        for kind, a, b in (
            (Kind.MOVED, earlier.place, each.place),
            (Kind.REWORDED, earlier.texts, each.texts),
            (Kind.NUMBERS, earlier.numbers, each.numbers),
        ):
            for field in dict.fromkeys((*b, *a)):
                if a.get(field, "") != b.get(field, ""):
                    yield Difference(kind, part, id_, each.name, field, a.get(field, ""), b.get(field, ""))
    for id_, each in was.items():
        if id_ not in now:
            yield Difference(Kind.GONE, part, id_, each.name, before=next(iter(each.texts.values()), ""))


def _parts(tree: Mapping[str, Any]) -> dict[str, dict[str, _Part]]:
    """Every part of a framework by its kind in words and its id."""
    evidence = tree["evidence"]
    rules = {**evidence["directness"], **evidence["freshness"], "ceiling": evidence["ceiling"]}
    visit = tree.get("visit", {})
    strands = tree["strands"]
    outcomes = [(strand, outcome) for strand in strands for outcome in strand["outcomes"]]
    voices = tree.get("voices", ())
    return {
        _("the framework"): {"": _framework(tree)},
        _("a grade"): {s["grade"]: _plain(s, s["name"], ("name", "meaning", "rag")) for s in tree["scale"]},
        _("a stage"): {s["id"]: _stage(s) for s in tree["stages"]},
        _("a milestone"): {
            m["id"]: _plain(m, m["title"], ("title", "about", "children"), place={_("stage"): m["stage"]})
            for m in tree.get("milestones", ())
        },
        _("the rules"): {"": _Part("", {}, rules, {})},
        _("a limit"): {
            c["when"]: _plain(c, c["when"], ("why",), numbers=("at_most",)) for c in tree.get("caps", ())
        },
        _("a strand"): {s["id"]: _plain(s, s["title"], ("title", "short", "about")) for s in strands},
        _("an outcome"): {o["id"]: _outcome(s, o) for s, o in outcomes},
        _("a look-for"): {i["id"]: _look_for(o, i) for _s, o in outcomes for i in o["indicators"]},
        _("a visit"): {"": _plain(visit, "", ("about",))} if visit else {},
        _("a thing to have ready"): {c["id"]: _plain(c, "", ("text",)) for c in visit.get("checklist", ())},
        _("a question for a visit"): {q["ask"]: _visitor(q) for q in visit.get("questions", ())},
        _("a set of questions"): {
            v["id"]: _plain(v, v["title"], ("title", "who", "about", "intro", "answers"), lists=("words",))
            for v in voices
        },
        _("a question to ask aloud"): {
            f"{v['id']}: {q['id']}": _plain(q, q["ask"], ("ask", "aloud", "picture", "outcome", "wellbeing"))
            for v in voices
            for q in v["questions"]
        },
        _("a standard"): {
            f"{s['id']} {i['id']}": _plain(i, "", ("text",))
            for s in tree.get("standards", ())
            for i in s["items"]
        },
    }


def _plain(
    entry: Mapping[str, Any],
    name: str,
    texts: Sequence[str],
    *,
    numbers: Sequence[str] = (),
    lists: Sequence[str] = (),
    place: Mapping[str, str] | None = None,
) -> _Part:
    said = {key: str(entry[key]) for key in texts if key in entry}
    said |= {key: _listed(entry[key]) for key in lists if key in entry}
    return _Part(name, said, {key: str(entry[key]) for key in numbers if key in entry}, place or {})


def _listed(items: Sequence[str]) -> str:
    return " / ".join(items)


def _framework(tree: Mapping[str, Any]) -> _Part:
    texts = ("title", "for", "language", "offered", "licence", "about", "source")
    return _plain(tree, "", texts, numbers=("low_grade",))


def _stage(stage: Mapping[str, Any]) -> _Part:
    part = _plain(stage, stage["name"], ("name", "about"), numbers=("lasts_months",))
    asked = "; ".join(_condition(each) for each in stage["conditions"])
    return _Part(part.name, part.texts, {**part.numbers, "conditions": asked}, {})


def _condition(value: Any) -> str:
    """A condition on one line, as the file has it."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_condition(part)}" for key, part in value.items())
    if isinstance(value, tuple):
        return "[" + "; ".join(map(_condition, value)) + "]"
    return str(value)


def _outcome(strand: Mapping[str, Any], outcome: Mapping[str, Any]) -> _Part:
    part = _plain(
        outcome, outcome["title"], ("title", "short", "children", "why"), place={_("strand"): strand["id"]}
    )
    texts = dict(part.texts)
    texts |= {f"grade {grade}": text for grade, text in outcome["grades"].items()}
    numbers = {"articles": ", ".join(outcome["articles"])}
    numbers |= {name: ", ".join(items) for name, items in outcome.get("serves", {}).items()}
    return _Part(part.name, texts, numbers, part.place)


def _look_for(outcome: Mapping[str, Any], indicator: Mapping[str, Any]) -> _Part:
    place = {_("outcome"): outcome["id"], _("stage"): indicator["stage"]}
    part = _plain(indicator, "", ("statement", "children"), lists=("prompts",), place=place)
    texts = dict(part.texts)
    texts |= {f"evidence, {who}": _listed(ideas) for who, ideas in indicator["evidence"].items()}
    numbers = {"may_not_apply": indicator.get("may_not_apply", "false")}
    return _Part(indicator["statement"], texts, numbers, place)


def _visitor(question: Mapping[str, Any]) -> _Part:
    return _plain(
        question, "", ("ask",), place={"who": question["who"], "outcome": question.get("outcome", "")}
    )
