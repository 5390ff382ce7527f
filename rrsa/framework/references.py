"""What one part of a framework says of another: ids that stand once, references that lead somewhere.

Works on the raw tree and steps over whatever is not as it should be, so that these problems are found even
where others stand. What a mistake elsewhere would only echo is left unsaid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rrsa.framework.compose import ListMarks, MapMarks, Mark, Tree
from rrsa.framework.problems import listed, nearest, quoted
from rrsa.i18n import _


def check_references(tree: Tree) -> None:
    """Add to ``tree.problems`` what a framework's parts say wrongly of each other."""
    root, marks = tree.value, tree.marks
    if not isinstance(root, dict) or not isinstance(marks, MapMarks):
        return
    grades = _scale(tree, root, marks)
    stages = _ids(tree, _maps(root, marks, "stages"))
    milestones = _ids(tree, _maps(root, marks, "milestones"))
    _ids(tree, _maps(root, marks, "strands"))

    _grade(tree, root, marks, "low_grade", grades)
    for cap, cap_marks in _maps(root, marks, "caps"):
        _grade(tree, cap, cap_marks, "at_most", grades)
    for milestone, milestone_marks in _maps(root, marks, "milestones"):
        _reference(tree, milestone, milestone_marks, "stage", stages)

    looked_at: dict[str, None] = {}  # stages whose look-fors some condition speaks of, in order
    for stage, stage_marks in _maps(root, marks, "stages"):
        _conditions(tree, stage, stage_marks, "conditions", (grades, stages, milestones), looked_at)

    outcomes, targets = _outcomes(tree, root, marks, grades, stages, list(looked_at))
    _served(tree, root, marks)

    visit, visit_marks = root.get("visit"), marks.values.get("visit")
    if isinstance(visit, dict) and isinstance(visit_marks, MapMarks):
        _ids(tree, _maps(visit, visit_marks, "checklist"))
        for question, question_marks in _maps(visit, visit_marks, "questions"):
            _reference(tree, question, question_marks, "outcome", outcomes)

    _ids(tree, _maps(root, marks, "voices"))
    for questions, questions_marks in _maps(root, marks, "voices"):
        _ids(tree, _maps(questions, questions_marks, "questions"))
        for question, question_marks in _maps(questions, questions_marks, "questions"):
            _reference(tree, question, question_marks, "outcome", targets)


def check_articles(tree: Tree) -> None:
    """Add to ``tree.problems`` the articles of a rights file that stand twice."""
    if isinstance(tree.value, dict) and isinstance(tree.marks, MapMarks):
        _ids(tree, _maps(tree.value, tree.marks, "articles"), key="number")


def _maps(parent: Mapping[str, Any], marks: MapMarks, key: str) -> Iterator[tuple[dict[str, Any], MapMarks]]:
    """The mappings in the list at ``key``."""
    items, item_marks = parent.get(key), marks.values.get(key)
    if isinstance(items, tuple) and isinstance(item_marks, ListMarks):
        for item, item_mark in zip(items, item_marks.items, strict=True):
            if isinstance(item, dict) and isinstance(item_mark, MapMarks):
                yield item, item_mark


def _number(text: Any) -> int | None:
    """A grade as the models read it; None where they refuse it and say so themselves."""
    if (
        isinstance(text, str)
        and text.isascii()
        and text.isdigit()
        and len(text) <= 6
        and 1 <= int(text) <= 10
    ):
        return int(text)
    return None


def _plain(number: str) -> str:
    """``07`` and ``7`` are one number, and so one key."""
    return number.lstrip("0") if number.isascii() and number.isdigit() else number


def _place(marks: MapMarks, key: str) -> Mark:
    mark = marks.values[key]
    return mark.start if isinstance(mark, MapMarks | ListMarks) else mark


def _ids(
    tree: Tree,
    entries: Iterator[tuple[dict[str, Any], MapMarks]],
    seen: dict[str, Mark] | None = None,
    key: str = "id",
) -> dict[str, Mark] | None:
    """Id → mark; a second one of the same id is a problem. None when an id cannot be read, so that
    nothing can be said of references to it."""
    found: dict[str, Mark] = {} if seen is None else seen
    complete = True
    for entry, marks in entries:
        text = entry.get(key)
        if not isinstance(text, str):
            complete = False
            continue
        mark = _place(marks, key)
        text = _plain(text) if key == "number" else text
        if text in found:
            what = _("{key} {value} is given twice; the first is on line {line}").format(
                key=key, value=quoted(text), line=found[text].line + 1
            )
            tree.problem(mark, what, _("give this one another {key}").format(key=key))
        else:
            found[text] = mark
    return found if complete and found else None


def _scale(tree: Tree, root: Mapping[str, Any], marks: MapMarks) -> list[int] | None:
    """The scale's grades. None when one cannot be read."""
    grades: list[int] = []
    readable = True
    before = 0
    for rank, (step, step_marks) in enumerate(_maps(root, marks, "scale"), start=1):
        grade = _number(step.get("grade"))
        if grade is None:
            readable, before = False, rank
            continue
        if grade not in (rank, before + 1):  # after a slip the rest may follow either count
            what = _("grade {grade} stands where {expected} is expected").format(grade=grade, expected=rank)
            mend = _("let the grades rise by one, from 1 for the lowest")
            tree.problem(_place(step_marks, "grade"), what, mend)
        grades.append(grade)
        before = grade
    # Where the count went wrong, the grades that were meant are known as well: the mistake is said once.
    return sorted({*grades, *range(1, len(grades) + 1)}) if readable and grades else None


def _grade(tree: Tree, entry: Mapping[str, Any], marks: MapMarks, key: str, grades: list[int] | None) -> None:
    number = _number(entry.get(key))
    if number is not None:
        _in_scale(tree, number, _place(marks, key), grades)


def _in_scale(tree: Tree, number: int, mark: Mark, grades: list[int] | None) -> None:
    if grades is not None and number not in grades:
        what = _("grade {grade} is not on the scale").format(grade=number)
        tree.problem(mark, what, _("use one from {low} to {high}").format(low=min(grades), high=max(grades)))


def _reference(
    tree: Tree, entry: Mapping[str, Any], marks: MapMarks, key: str, known: Mapping[str, Mark] | None
) -> bool:
    """Whether the id at ``key`` leads somewhere (or nothing can be said of it)."""
    text = entry.get(key)
    if not isinstance(text, str) or not text.strip() or known is None or text in known:
        return True
    what = _("there is no {key} {value}").format(key=key, value=quoted(text))
    meant = nearest(text, known)
    if meant:
        mend = _("did you mean “{key}”?").format(key=meant)
    else:
        few = listed(list(known)[:8], _("or"))
        mend = _("use one that the file defines, such as {few}").format(few=few)
    tree.problem(_place(marks, key), what, mend)
    return False


_Known = tuple[list[int] | None, Mapping[str, Mark] | None, Mapping[str, Mark] | None]


def _conditions(
    tree: Tree,
    parent: Mapping[str, Any],
    parent_marks: MapMarks,
    key: str,
    known: _Known,
    looked_at: dict[str, None],
) -> None:
    """A stage's or an outcome's conditions, and those within them."""
    grades, stages, milestones = known
    for condition, marks in _maps(parent, parent_marks, key):
        _reference(tree, condition, marks, "milestone", milestones)
        _grade(tree, condition, marks, "view", grades)
        _grade(tree, condition, marks, "shown", grades)
        looks, looks_marks = condition.get("looks"), marks.values.get("looks")
        if (
            isinstance(looks, dict)
            and isinstance(looks_marks, MapMarks)
            and _reference(tree, looks, looks_marks, "stage", stages)
            and isinstance(looks.get("stage"), str)
        ):
            looked_at[looks["stage"]] = None
        for within in ("any", "all", "each_outcome"):
            _conditions(tree, condition, marks, within, known, looked_at)


def _outcomes(
    tree: Tree,
    root: Mapping[str, Any],
    marks: MapMarks,
    grades: list[int] | None,
    stages: Mapping[str, Mark] | None,
    looked_at: list[str],
) -> tuple[dict[str, Mark] | None, dict[str, Mark] | None]:
    """Outcomes and their look-fors, which share one namespace. Returns the outcomes' ids, and all of them."""
    seen: dict[str, Mark] = {}
    outcomes: dict[str, Mark] = {}
    complete = readable = True
    for strand, strand_marks in _maps(root, marks, "strands"):
        for outcome, outcome_marks in _maps(strand, strand_marks, "outcomes"):
            complete &= _ids(tree, iter([(outcome, outcome_marks)]), seen) is not None
            if isinstance(outcome.get("id"), str):
                outcomes.setdefault(outcome["id"], _place(outcome_marks, "id"))
            readable &= _ids(tree, _maps(outcome, outcome_marks, "indicators"), seen) is not None
            _described(tree, outcome, outcome_marks, grades)
            _articles(tree, outcome, outcome_marks)
            _reached(tree, outcome, outcome_marks, stages, looked_at)
    known = complete and bool(outcomes)
    return outcomes if known else None, seen if known and readable else None


def _served(tree: Tree, root: Mapping[str, Any], marks: MapMarks) -> None:
    """Sets of standards and their items stand once each, and outcomes serve only those that there are."""
    sets = _ids(tree, _maps(root, marks, "standards"))
    items: dict[str, dict[str, Mark] | None] = {}
    for standards, standards_marks in _maps(root, marks, "standards"):
        found = _ids(tree, _maps(standards, standards_marks, "items"))
        if isinstance(standards.get("id"), str):
            items[standards["id"]] = found
    for strand, strand_marks in _maps(root, marks, "strands"):
        for outcome, outcome_marks in _maps(strand, strand_marks, "outcomes"):
            served, served_marks = outcome.get("serves"), outcome_marks.values.get("serves")
            if isinstance(served, dict) and isinstance(served_marks, MapMarks):
                for name, numbers in served.items():
                    _serves(tree, name, numbers, served_marks, sets, items)


def _serves(
    tree: Tree,
    name: str,
    numbers: Any,
    marks: MapMarks,
    sets: Mapping[str, Mark] | None,
    items: Mapping[str, dict[str, Mark] | None],
) -> None:
    if name not in items:
        # Without any set the reference would lead nowhere for certain; with an unreadable one, who knows.
        if sets is not None or not items:
            what = _("there is no set of standards {value}").format(value=quoted(name))
            meant = nearest(name, items)
            mend = (
                _("did you mean “{key}”?").format(key=meant)
                if meant
                else _("define it under “standards”, or take it out")
            )
            tree.problem(marks.keys[name], what, mend)
        return
    known, number_marks = items[name], marks.values[name]
    if known is None or not isinstance(numbers, tuple) or not isinstance(number_marks, ListMarks):
        return
    for number, mark in zip(numbers, number_marks.items, strict=True):
        if isinstance(number, str) and not isinstance(mark, MapMarks | ListMarks) and number not in known:
            what = _("{set} has no item {value}").format(set=quoted(name), value=quoted(number))
            few = listed(list(known)[:8], _("or"))
            tree.problem(mark, what, _("use one that it defines, such as {few}").format(few=few))


def _described(tree: Tree, outcome: Mapping[str, Any], marks: MapMarks, grades: list[int] | None) -> None:
    described, described_marks = outcome.get("grades"), marks.values.get("grades")
    if isinstance(described, dict) and isinstance(described_marks, MapMarks):
        seen: set[int] = set()
        for text in described:
            number = _number(text)
            if number is None:
                continue
            mark = described_marks.keys[text]
            if number in seen:
                what = _("grade {grade} is described twice").format(grade=number)
                tree.problem(mark, what, _("keep one of the two"))
            seen.add(number)
            _in_scale(tree, number, mark, grades)


def _articles(tree: Tree, outcome: Mapping[str, Any], marks: MapMarks) -> None:
    articles, article_marks = outcome.get("articles"), marks.values.get("articles")
    if not isinstance(articles, tuple) or not isinstance(article_marks, ListMarks):
        return
    seen: set[str] = set()
    for article, mark in zip(articles, article_marks.items, strict=True):
        if not isinstance(article, str) or isinstance(mark, MapMarks | ListMarks):
            continue
        if article in seen:
            tree.problem(
                mark, _("article {n} is named twice").format(n=quoted(article)), _("take one of them out")
            )
        seen.add(article)


def _reached(
    tree: Tree,
    outcome: Mapping[str, Any],
    marks: MapMarks,
    stages: Mapping[str, Mark] | None,
    looked_at: list[str],
) -> None:
    """Each look-for belongs to a stage, and each stage that asks for look-fors finds one here."""
    held: set[str] = set()
    readable = True
    for indicator, indicator_marks in _maps(outcome, marks, "indicators"):
        stage = indicator.get("stage")
        readable &= _reference(tree, indicator, indicator_marks, "stage", stages) and isinstance(stage, str)
        if isinstance(stage, str):
            held.add(stage)
    if not readable or not held:
        return
    name = outcome.get("id")
    for stage in looked_at:
        if stage not in held:
            what = _("outcome {outcome} has no look-for for {stage}, whose conditions ask for one").format(
                outcome=quoted(name) if isinstance(name, str) else "", stage=quoted(stage)
            )
            mend = _("give one of its indicators “stage: {stage}”").format(stage=stage)
            tree.problem(marks.start, what, mend)
