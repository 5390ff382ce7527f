"""From YAML text to plain values with a mark for each, in one pass over the parser's events.

PyYAML's own composer is not used: it recurses in C and takes the whole program down on deeply nested
brackets, lets the last of two equal keys win in silence, and reads ``no``, ``1:30`` or ``3.10`` as something
other than what was typed. Here every scalar stays the text that it is, nesting is counted while the events
arrive, and what a framework has no use for (aliases, tags, several documents) is refused by name.
"""

from __future__ import annotations

import contextlib
import re
from itertools import islice
from typing import Any, Protocol

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from rrsa.framework.problems import MOST, Problem, TooMany, quoted
from rrsa.framework.syntax import explain_syntax
from rrsa.i18n import _

DEPTH_LIMIT = 64
MOST_INVISIBLE = 100
"""Characters that nobody sees, up to which each is named."""
ENTRIES_LIMIT = 500_000
"""Each item of a list and each key needs a new line or a comma, so counting these bounds the tree."""

LIBYAML = bool(getattr(yaml, "__with_libyaml__", False))

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff]")
_LINE_BREAKS = (
    "\x85",
    "\u2028",
    "\u2029",
)  # YAML ends a line here, no editor does: lines would be miscounted


class Mark(Protocol):
    """Where a node starts, counted from 0 (PyYAML's own object, so that a mark costs nothing)."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


class MapMarks:
    """The marks of a mapping: its start, each key's and each value's."""

    __slots__ = ("incomplete", "keys", "start", "values")

    def __init__(self, start: Mark) -> None:
        self.start = start
        self.keys: dict[str, Mark] = {}
        self.values: dict[str, Marks] = {}
        self.incomplete = False  # a refused key may have held what now seems to be missing


class ListMarks:
    """The marks of a list: its start and each item's."""

    __slots__ = ("incomplete", "items", "start")

    def __init__(self, start: Mark) -> None:
        self.start = start
        self.items: list[Marks] = []
        self.incomplete = False


Marks = Mark | MapMarks | ListMarks


class Tree:
    """What was read: ``value`` made of dict, tuple and str, ``marks`` of the same shape, and the problems
    met on the way. ``value`` stays None where reading had to stop."""

    __slots__ = ("marks", "name", "open", "problems", "value")

    def __init__(self, name: str) -> None:
        self.name = name
        self.value: Any = None
        self.marks: Marks | None = None
        self.problems: list[Problem] = []
        self.open: Mark | None = None  # where the innermost container starts that broken YAML left open

    def problem(self, mark: Mark, what: str, mend: str) -> None:
        """Note a problem. Raises ``TooMany``, which ``compose`` and the reader catch."""
        if len(self.problems) >= MOST:
            raise TooMany
        self.problems.append(Problem(self.name, mark.line + 1, mark.column + 1, what, mend))

    def problem_at(self, text: str, index: int, what: str, mend: str) -> None:
        """A problem at a place that is known as an index into ``text``."""
        before = text[:index]
        column = index - (before.rfind("\n") + 1) + 1
        self.problems.append(Problem(self.name, before.count("\n") + 1, column, what, mend))


_SKIP = "\0skip"  # a key that was refused; no key that was read can hold NUL


def compose(text: str, name: str) -> Tree:
    """Read ``text`` (lines ended by LF, no byte order mark) and never raise for what stands in it."""
    tree = Tree(name)
    if text.count("\n") + text.count(",") > ENTRIES_LIMIT:
        tree.problem_at(text, 0, _("the file is too long for a framework"), _("split it into several"))
        return tree
    if any(character in text for character in _LINE_BREAKS):
        return _compose_visible(text, name)
    try:
        _read(tree, text)
    except (yaml.YAMLError, UnicodeEncodeError):
        return _compose_visible(text, name)
    return tree


def _compose_visible(text: str, name: str) -> Tree:
    """Reads a text in which characters stand that nobody sees, as if they were letters, and names each of
    them; where a NUL is among them it is no text at all, and where there are very many, reading stops."""
    tree = Tree(name)
    found = list(islice(_CONTROL.finditer(text), MOST_INVISIBLE + 1))
    if "\0" in text or len(found) > MOST_INVISIBLE or not found:
        _invisible(tree, text, found[0].start() if found else 0)
        return tree
    for each in found:
        _invisible(tree, text, each.start())
    with contextlib.suppress(yaml.YAMLError):
        _read(tree, _CONTROL.sub("x", text))
    return tree


def _read(tree: Tree, text: str) -> None:
    """The document in ``text``, with what is wrong with it. Raises ``yaml.YAMLError`` or
    ``UnicodeEncodeError`` for a character that YAML refuses."""
    try:
        loader: Any = yaml.CSafeLoader(text) if LIBYAML else yaml.SafeLoader(text)
        try:
            _build(tree, loader.get_event)
        finally:
            loader.dispose()
    except TooMany:
        pass
    except yaml.MarkedYAMLError as error:
        mark, what, mend = explain_syntax(error, text, tree.open)
        with contextlib.suppress(TooMany):
            tree.problem(mark, what, mend)


def shortened(tree: Tree, entries: int) -> Tree:
    """The first ``entries`` of what was read; containers that lose something become ``incomplete``."""
    left = entries

    def cut(value: Any, marks: Any) -> tuple[Any, Any]:
        nonlocal left
        if isinstance(value, dict):
            values, map_marks = {}, MapMarks(marks.start)
            for key, part in value.items():
                if left <= 0:
                    map_marks.incomplete = True
                    break
                left -= 1
                map_marks.keys[key] = marks.keys[key]
                values[key], map_marks.values[key] = cut(part, marks.values[key])
            return values, map_marks
        if isinstance(value, tuple):
            items, list_marks = [], ListMarks(marks.start)
            for part, mark in zip(value, marks.items, strict=True):
                if left <= 0:
                    list_marks.incomplete = True
                    break
                left -= 1
                item, item_mark = cut(part, mark)
                items.append(item)
                list_marks.items.append(item_mark)
            return tuple(items), list_marks
        return value, marks

    beginning = Tree(tree.name)
    beginning.problems = tree.problems
    beginning.value, beginning.marks = cut(tree.value, tree.marks)
    return beginning


def _invisible(tree: Tree, text: str, index: int) -> None:
    what = _("an invisible control character (U+{code:04X}) stands here").format(
        code=ord(text[index : index + 1])
    )
    tree.problem_at(text, index, what, _("delete it, or type the line again"))


def _build(tree: Tree, get_event: Any) -> None:
    """Consume the events of one document. Anything that must end the reading returns early."""
    if type(get_event()) is not StreamStartEvent:
        return
    event = get_event()
    if type(event) is not DocumentStartEvent:
        tree.problem(
            event.start_mark, _("the file is empty"), _("begin with the lines id:, version: and title:")
        )
        return
    if not _build_root(tree, get_event):
        return
    if type(get_event()) is not DocumentEndEvent:
        return
    event = get_event()
    if type(event) is not StreamEndEvent:
        mend = _("keep one framework in a file; take the line --- out")
        tree.problem(event.start_mark, _("a second document begins here"), mend)
        return


def _build_root(tree: Tree, get_event: Any) -> bool:
    """The document's root node into ``tree``; false when reading has to stop."""
    stack: list[tuple[bool, Any, Any, str | None, Any]] = []
    in_map = False
    values: Any = []  # the innermost open container and its marks; at first a list that will hold the root
    marks: Any = ListMarks.__new__(ListMarks)
    marks.items = items = []
    key: str | None = None
    key_mark: Any = None

    while True:
        try:
            event = get_event()
        except yaml.MarkedYAMLError:
            tree.open = getattr(marks, "start", None)
            raise
        kind = type(event)
        if kind is ScalarEvent:
            value: Any = event.value
            mark: Any = event.start_mark
            if (
                event.tag is not None
                or event.anchor is not None
                or (event.style == '"' and _CONTROL.search(value) is not None)
            ):
                value = _refuse(tree, event)
            if in_map:
                if key is None:
                    key_mark = mark
                    key = (
                        value
                        if value not in values and value != "<<"
                        else _refuse_key(tree, marks, value, mark)
                    )
                    continue
                if key is not _SKIP:
                    values[key] = value
                    marks.keys[key] = key_mark
                    marks.values[key] = mark
                key = None
                continue
            values.append(value)
            items.append(mark)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.tag is not None or event.anchor is not None:
                _refuse(tree, event)
            if len(stack) >= DEPTH_LIMIT:
                what = _("this is nested more than {n} deep").format(n=DEPTH_LIMIT)
                tree.problem(
                    event.start_mark, what, _("a bracket or an indentation has gone astray; close it")
                )
                return False
            if in_map and key is None:
                key_mark = event.start_mark
                _refuse_container_key(tree, key_mark)
                marks.incomplete = True
            stack.append((in_map, values, marks, key, key_mark))
            key = None
            in_map = kind is MappingStartEvent
            if in_map:
                values, marks = {}, MapMarks(event.start_mark)
            else:
                values, marks = [], ListMarks(event.start_mark)
                items = marks.items
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            value, mark = values if in_map else tuple(values), marks
            in_map, values, marks, key, key_mark = stack.pop()
            if not in_map:
                items = marks.items
                values.append(value)
                items.append(mark)
            elif key is None:
                key = _SKIP  # what has just ended was itself a key
                continue
            else:
                if key is not _SKIP:
                    values[key] = value
                    marks.keys[key] = key_mark
                    marks.values[key] = mark
                key = None
        elif kind is AliasEvent:
            what = _("{alias} repeats another part of the file").format(alias=quoted("*" + event.anchor))
            mend = _("write it out in full; if it is text that begins with *, put it in quotation marks")
            tree.problem(event.start_mark, what, mend)
            if in_map:
                marks.incomplete = True
                key = _SKIP if key is None else None
                continue
            values.append("")
            items.append(event.start_mark)
        else:
            return False
        if not stack and values:
            tree.value, tree.marks = values[0], items[0]
            return True


def _refuse(tree: Tree, event: Any) -> str:
    """Say what is not wanted on this node; the value is kept, so that the rest is checked as well."""
    mark = event.start_mark
    if event.tag is not None:
        mend = _("take it out; if it is text that begins with !, put it in quotation marks")
        tree.problem(mark, _("{tag} is a tag").format(tag=quoted(event.tag)), mend)
    if event.anchor is not None:
        mend = _("take it out; if it is text that begins with &, put it in quotation marks")
        tree.problem(mark, _("{name} names a part of the file").format(name=quoted("&" + event.anchor)), mend)
    value = event.value if type(event) is ScalarEvent else ""
    if _CONTROL.search(value):
        mend = _("take the backslash and what follows it out")
        tree.problem(mark, _("a control character is written into this text"), mend)
        value = _CONTROL.sub("", value) or "?"
    return str(value)


def _refuse_container_key(tree: Tree, mark: Mark) -> None:
    what = _("a key must be plain text")
    last = tree.problems[-1] if tree.problems else None
    if last is None or (last.line, last.what) != (mark.line + 1, what):  # brackets within brackets: once
        mend = _("put the key, or the whole text that begins with a brace or bracket, in quotation marks")
        tree.problem(mark, what, mend)


def _refuse_key(tree: Tree, marks: MapMarks, key: str, mark: Mark) -> str:
    if key == "<<":
        marks.incomplete = True
        tree.problem(mark, _("“<<” merges another part of the file"), _("write it out in full"))
    else:
        what = _("{key} stands twice; the first is on line {line}").format(
            key=quoted(key), line=marks.keys[key].line + 1
        )
        tree.problem(mark, what, _("keep one of the two"))
    return _SKIP
