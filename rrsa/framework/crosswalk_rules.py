"""What a crosswalk must say, held against the two frameworks that it joins.

Works on the raw tree, as the rules for frameworks do, so that these problems are found even where others
stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rrsa.framework.compose import ListMarks, MapMarks, Mark, Tree
from rrsa.framework.fields import NOTHING
from rrsa.framework.problems import listed, nearest, quoted
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.framework.model import Framework

_Move = tuple[dict[str, Any], MapMarks]


def check_against(tree: Tree, old: Framework, new: Framework) -> None:
    """Add to ``tree.problems`` what does not fit ``old`` and ``new``."""
    root, file_marks = tree.value["crosswalk"], tree.marks
    marks = file_marks.values["crosswalk"] if isinstance(file_marks, MapMarks) else None
    if not isinstance(marks, MapMarks):
        return
    moves = list(_maps(root, marks, "moves"))
    _moves(tree, moves, old, new)
    _unmentioned(tree, root, marks, moves, old)
    _scale(tree, root, marks, moves, old, new)
    _table(tree, root, marks, "stages", old.stage_by_id, new.stage_by_id)
    _table(tree, root, marks, "milestones", old.milestone_by_id, new.milestone_by_id)
    _table(tree, root, marks, "checklist", old.checklist_by_id, new.checklist_by_id, whole=False)


def _maps(parent: Mapping[str, Any], marks: MapMarks, key: str) -> Iterator[_Move]:
    items, item_marks = parent.get(key), marks.values.get(key)
    if isinstance(items, tuple) and isinstance(item_marks, ListMarks):
        for item, item_mark in zip(items, item_marks.items, strict=True):
            if isinstance(item, dict) and isinstance(item_mark, MapMarks):
                yield item, item_mark


def _ids(move: Mapping[str, Any], marks: MapMarks, key: str) -> list[tuple[str, Mark]]:
    items, item_marks = move.get(key), marks.values.get(key)
    if not isinstance(items, tuple) or not isinstance(item_marks, ListMarks):
        return []
    pairs = zip(items, item_marks.items, strict=True)
    return [
        (item, mark)
        for item, mark in pairs
        if isinstance(item, str) and not isinstance(mark, MapMarks | ListMarks)
    ]


def _start(marks: Any) -> Mark:
    mark: Mark = marks.start if isinstance(marks, MapMarks | ListMarks) else marks
    return mark


def _at(marks: MapMarks, *keys: str) -> Mark:
    """The value's mark at the first of ``keys`` that is there, else the mapping's own."""
    return next((_start(marks.values[key]) for key in keys if key in marks.values), marks.start)


def _unknown(tree: Tree, mark: Mark, word: str, known: Iterable[str], framework: str) -> None:
    what = _("{framework} has no {id}").format(framework=framework, id=quoted(word))
    ids = list(known)
    meant = nearest(word, ids)
    if meant:
        mend = _("did you mean “{key}”?").format(key=meant)
    elif ids:
        mend = _("use one that it defines, such as {few}").format(few=listed(ids[:8], _("or")))
    else:
        mend = _("take the line out")
    tree.problem(mark, what, mend)


def _moves(tree: Tree, moves: list[_Move], old: Framework, new: Framework) -> None:
    used: dict[str, Mark] = {}
    same: dict[str, Mark] = {}
    reached: dict[str, Mark] = {}
    fresh: dict[str, Mark] = {}
    for move, marks in moves:
        olds, news = _ids(move, marks, "from"), _ids(move, marks, "to")
        supported = _ids(move, marks, "supports")
        for one, mark in olds:
            if one not in old.outcome_of:
                _unknown(tree, mark, one, old.outcome_of, old.ref)
            elif one in used:
                _twice(tree, one, mark, used[one])
            used.setdefault(one, mark)
        within: dict[str, Mark] = {}
        for one, mark in (*news, *supported):
            if one not in new.outcome_of:
                _unknown(tree, mark, one, new.outcome_of, new.ref)
            elif one in within:
                _twice(tree, one, mark, within[one])
            within.setdefault(one, mark)
        how = move.get("how")
        if isinstance(how, str):
            _shape(tree, how, move, marks, olds, [*news, *supported], old, new)
        pairs = [(one, one, mark) for one, mark in olds] if how == "kept" else []
        if how == "renamed":
            pairs = [(a, b, mark) for (a, _mark), (b, mark) in zip(olds, news, strict=False)]
        if move.get("same") == "true":
            _same(tree, how, marks, pairs, old, new)
            for _old, one, mark in pairs:
                if one in same:
                    what = _("two views would become one: {id} stands on line {line} as well").format(
                        id=quoted(one), line=same[one].line + 1
                    )
                    tree.problem(mark, what, _("leave “same” out of one, so that it lies beside for review"))
                same.setdefault(one, mark)
        target = fresh if how == "new" else reached
        for one, mark in (*news, *((b, mark) for _a, b, mark in pairs)):
            target.setdefault(one, mark)
    for one, mark in fresh.items():
        if one in reached:
            what = _("{id} is called new, and line {line} leads to it").format(
                id=quoted(one), line=reached[one].line + 1
            )
            tree.problem(mark, what, _("take it out of one of the two"))


def _twice(tree: Tree, one: str, mark: Mark, first: Mark) -> None:
    what = _("{id} is used twice; the first is on line {line}").format(id=quoted(one), line=first.line + 1)
    tree.problem(mark, what, _("keep one of the two"))


def _shape(
    tree: Tree,
    how: str,
    move: Mapping[str, Any],
    marks: MapMarks,
    olds: list[tuple[str, Mark]],
    news: list[tuple[str, Mark]],
    old: Framework,
    new: Framework,
) -> None:
    """How many old and new ids such a move joins."""
    a, b = len(olds), len(news)
    place = _at(marks, "how")
    if how == "kept":
        if not a:
            tree.problem(place, _("nothing is named that is kept"), _("add “from: [ids]”"))
        if move.get("to") and [one for one, _mark in olds] != [one for one, _mark in news]:
            what = _("what is kept keeps its id")
            tree.problem(_at(marks, "to"), what, _("take “to” out, or write “how: renamed”"))
        for one, mark in olds:
            if one in old.outcome_of and one not in new.outcome_of:
                what = _("{id} is not in {ref}, so it cannot be kept").format(id=quoted(one), ref=new.ref)
                tree.problem(mark, what, _("write “how: renamed” with its new id, or “how: retired”"))
    elif how == "renamed" and (a, b) != (1, 1):
        tree.problem(place, _("renamed joins one old id with one new one"), _("write a move for each"))
    elif how == "split" and (a != 1 or b < 2):
        mend = _("name one id under “from” and two or more under “to” or “supports”")
        tree.problem(place, _("a split leads from one old id to several new ones"), mend)
    elif how == "merged" and (a < 2 or b != 1):
        mend = _("name two or more under “from” and one under “to”")
        tree.problem(place, _("a merge leads from several old ids to one new one"), mend)
    elif how == "retired" and (not a or b):
        tree.problem(
            place, _("what is retired leads nowhere"), _("name it under “from” alone; leave “to” out")
        )
    elif how == "new" and (a or not b):
        tree.problem(
            place, _("what is new comes from nowhere"), _("name it under “to” alone; leave “from” out")
        )


def _same(
    tree: Tree,
    how: Any,
    marks: MapMarks,
    pairs: list[tuple[str, str, Mark]],
    old: Framework,
    new: Framework,
) -> None:
    if how in ("split", "merged", "retired", "new"):
        what = _("only what is kept or renamed can still ask the same")
        tree.problem(_at(marks, "same"), what, _("leave “same” out, so that answers lie beside for review"))
    for before, after, mark in pairs:
        if (before in old.outcomes) != (after in new.outcomes) and after in new.outcome_of:
            what = _("an outcome and a look-for cannot ask the same")
            tree.problem(mark, what, _("leave “same” out, so that answers lie beside for review"))


def _unmentioned(
    tree: Tree, root: Mapping[str, Any], marks: MapMarks, moves: list[_Move], old: Framework
) -> None:
    """An old outcome or look-for of which nothing is said would take its answers with it."""
    if not isinstance(root.get("moves"), tuple):
        return
    named = {one for move, move_marks in moves for one, _mark in _ids(move, move_marks, "from")}
    for one in old.outcome_of:
        if one not in named:
            kind = _("outcome") if one in old.outcomes else _("look-for")
            what = _("nothing is said of the old {kind} {id}").format(kind=kind, id=quoted(one))
            mend = _("add a move with “from: [{id}]”; “how: retired” if nothing takes its place").format(
                id=one
            )
            tree.problem(marks.keys["moves"], what, mend)


def alike(old: Framework, new: Framework) -> bool:
    """Whether a grade means the same in both: as many grades, of the same names."""
    return [(step.grade, step.name) for step in old.scale] == [(step.grade, step.name) for step in new.scale]


def _scale(
    tree: Tree,
    root: Mapping[str, Any],
    marks: MapMarks,
    moves: list[_Move],
    old: Framework,
    new: Framework,
) -> None:
    table, table_marks = root.get("scale"), marks.values.get("scale")
    if isinstance(table, dict) and isinstance(table_marks, MapMarks) and table:
        seen: dict[int | None, Mark] = {}
        for grade, mark in table_marks.keys.items():
            number = _number(grade)
            if number is not None and number not in old.grade_by_number:
                _off_scale(tree, mark, number, old)
            elif number is not None and number in seen:  # 1 and 01: the last would win in silence
                _twice(tree, str(number), mark, seen[number])
            seen.setdefault(number, mark)
            to = _number(table[grade])
            if to is not None and to not in new.grade_by_number:
                _off_scale(tree, _start(table_marks.values[grade]), to, new)
        for step in old.scale:
            if step.grade not in seen:
                what = _("nothing is said of the old grade {grade}").format(grade=step.grade)
                mend = _("add a line “{grade}: …”, or “{grade}: null” if no new one means it").format(
                    grade=step.grade
                )
                tree.problem(marks.keys["scale"], what, mend)
        _rising(tree, table, table_marks)
        if root.get("views") == "beside":
            what = _("a table says which grade is which, and “views: beside” that nobody can say it")
            tree.problem(_at(marks, "views"), what, _("take one of the two out"))
        return
    if alike(old, new) or root.get("views") == "beside":
        return
    for move, move_marks in moves:
        if move.get("same") == "true" and any(
            one in old.outcomes for one, _mark in _ids(move, move_marks, "from")
        ):
            what = _("a view cannot move: the scales differ, and no table says which grade is which")
            mend = _("add “scale:” with a line for each old grade, or “views: beside”")
            tree.problem(_at(move_marks, "same"), what, mend)


def _rising(tree: Tree, table: Mapping[str, Any], marks: MapMarks) -> None:
    """On every scale 1 is the lowest, so a table that falls has two lines mixed up."""
    highest: tuple[int, int] | None = None  # the new grade so far, and the old one that it comes from
    first = {n: grade for grade in reversed(list(table)) if (n := _number(grade)) is not None}
    for old, grade in sorted(first.items()):
        new = _number(table[grade])
        if new is None:
            continue
        if highest is not None and new < highest[0]:
            what = _("grade {old} would become {new}, lower than what grade {lower} becomes").format(
                old=old, new=new, lower=highest[1]
            )
            mend = _("let the table rise, or write null where no new grade means it")
            tree.problem(_start(marks.values[grade]), what, mend)
        else:
            highest = (new, old)


def _off_scale(tree: Tree, mark: Mark, grade: int, framework: Framework) -> None:
    what = _("grade {grade} is not on the scale of {ref}").format(grade=grade, ref=framework.ref)
    high = len(framework.scale)
    tree.problem(mark, what, _("use one from {low} to {high}").format(low=1, high=high))


def _number(text: Any) -> int | None:
    return (
        int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 3 else None
    )


def _table(
    tree: Tree,
    root: Mapping[str, Any],
    marks: MapMarks,
    key: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    whole: bool = True,
) -> None:
    """Stages, milestones or the checklist: each old one once, each new one by one old one at most."""
    table, table_marks = root.get(key, {}), marks.values.get(key)
    if not isinstance(table, dict):
        return
    reached: dict[str, Mark] = {}
    if isinstance(table_marks, MapMarks):
        for one, mark in table_marks.keys.items():
            if one not in old:
                _unknown(tree, mark, one, old, root["from"])
            to = table.get(one)
            if not isinstance(to, str) or to.strip().casefold() in NOTHING:
                continue
            to_mark = _start(table_marks.values[one])
            if to not in new:
                _unknown(tree, to_mark, to, new, root["to"])
            elif to in reached:
                _twice(tree, to, to_mark, reached[to])
            reached.setdefault(to, to_mark)
    if not whole:
        return
    words = {"stages": _("stage"), "milestones": _("milestone")}
    for one in old:
        if one not in table:
            what = _("nothing is said of the old {kind} {id}").format(kind=words[key], id=quoted(one))
            mend = _("add a line “{id}: …” under “{key}”, or “{id}: null” if no new one means it").format(
                id=one, key=key
            )
            tree.problem(marks.keys.get(key, marks.start), what, mend)
