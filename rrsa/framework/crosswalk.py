"""Reading crosswalks, strictly: every problem at once, with its place in the file.

A crosswalk is checked against both frameworks that it names, so that a move can never meet an id that
nobody knows, nor forget one that somebody has answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rrsa import paths
from rrsa.errors import BadInput, NotFound
from rrsa.framework.problems import MOST, FrameworkProblems, Problem, TooMany, in_order, quoted
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.framework.compose import Tree
    from rrsa.framework.crosswalk_model import Crosswalk
    from rrsa.framework.model import Framework

FOLDER = "crosswalks"
"""Below the folder of frameworks, the program's and one's own."""

_AT_TOP = re.compile(r"^(?:\{\s*)?([\"']?)crosswalk\1[ \t]*:", re.MULTILINE)

FindFramework = Callable[[str], "Framework"]
"""``ID@VERSION`` → the framework. Raises ``BadInput`` or ``NotFound``."""


@dataclass(frozen=True, slots=True)
class Known:
    """A crosswalk that there is: where it stands, and between what it leads."""

    path: Path
    from_ref: str
    to_ref: str


def holds_crosswalk(text: str) -> bool:
    """A file that has the key ``crosswalk`` at its top holds one."""
    return _AT_TOP.search(text) is not None


def check_crosswalk(path: Path, find: FindFramework | None = None) -> list[Problem]:
    """Everything that is wrong with the crosswalk at ``path``, from top to bottom."""
    try:
        read_crosswalk(path, find)
    except FrameworkProblems as problems:
        return list(problems.problems)
    return []


def read_crosswalk(path: Path, find: FindFramework | None = None) -> Crosswalk:
    """The crosswalk in the file at ``path``. Raises ``FrameworkProblems``."""
    from rrsa.framework.reader import load_text

    return read_crosswalk_text(load_text(path), str(path), find)


def read_crosswalk_text(text: str, name: str, find: FindFramework | None = None) -> Crosswalk:
    """The crosswalk that ``text`` holds; ``name`` stands for a file's name in messages and ``find`` looks
    frameworks up, otherwise among those that there are. Raises ``FrameworkProblems``."""
    from pydantic import ValidationError

    from rrsa.framework.compose import compose
    from rrsa.framework.crosswalk_model import CrosswalkFile
    from rrsa.framework.crosswalk_rules import check_against
    from rrsa.framework.explain import explain
    from rrsa.framework.text import normal
    from rrsa.framework.validation import validated

    tree = compose(normal(text), name)
    found: list[Problem] = []
    read: CrosswalkFile | None = None
    if tree.value is not None:
        try:
            read = validated(CrosswalkFile, tree.value)
        except ValidationError as error:
            found = explain(tree, error, CrosswalkFile)[:MOST]
        try:
            ends = _ends(tree, find or _from_catalogue)
            if ends and len(found) < MOST:
                check_against(tree, *ends)
        except TooMany:
            pass  # as many are noted as will be listed
    found += tree.problems
    if found or read is None:
        raise FrameworkProblems(in_order(found))
    return read.crosswalk


def crosswalks() -> list[Known]:
    """All crosswalks that can be read at their top: those that come with the program, then one's own."""
    from rrsa.framework.compose import compose
    from rrsa.framework.reader import load_text

    found = []
    own = paths.user_frameworks_dir()
    for folder in (paths.shipped("frameworks") / FOLDER, own / FOLDER, own):
        for path in _files(folder):
            try:
                text = load_text(path)
            except FrameworkProblems:
                continue  # `rrsa check` says why
            if not holds_crosswalk(text):
                continue
            root = compose(text, str(path)).value
            inner = root.get("crosswalk") if isinstance(root, dict) else None
            if isinstance(inner, dict) and all(isinstance(inner.get(key), str) for key in ("from", "to")):
                found.append(Known(path, inner["from"], inner["to"]))
    return found


def find_crosswalk(from_ref: str, to_ref: str, find: FindFramework | None = None) -> Crosswalk:
    """The crosswalk between two frameworks; of two, the user's own. Raises ``NotFound`` where there is
    none, with the ways that do lead on from here, and ``FrameworkProblems`` for one that cannot be used."""
    known = crosswalks()
    there = [one for one in known if (one.from_ref, one.to_ref) == (from_ref, to_ref)]
    if there:
        return read_crosswalk(there[-1].path, find)
    what = _("there is no crosswalk from {old} to {new}").format(old=from_ref, new=to_ref)
    onward = sorted({one.to_ref for one in known if one.from_ref == from_ref})
    between = [ref for ref in onward if any((one.from_ref, one.to_ref) == (ref, to_ref) for one in known)]
    if between:
        raise NotFound(
            what, _("move to {ref} first, and from there to {new}").format(ref=between[0], new=to_ref)
        )
    if onward:
        raise NotFound(what, _("from here one can move to {refs}").format(refs=", ".join(onward)))
    raise NotFound(what, _("write one and name it with --crosswalk FILE"))


def _from_catalogue(ref: str) -> Framework:
    from rrsa.framework.catalogue import find

    return find(ref).framework


def _ends(tree: Tree, find: FindFramework) -> tuple[Framework, Framework] | None:
    """Both frameworks, where both can be read; what stands against it is noted in ``tree``."""
    from rrsa.framework.compose import MapMarks

    root, marks = tree.value, tree.marks
    inner = root.get("crosswalk") if isinstance(root, dict) else None
    inner_marks = marks.values.get("crosswalk") if isinstance(marks, MapMarks) else None
    if not isinstance(inner, dict) or not isinstance(inner_marks, MapMarks):
        return None
    ends = []
    for key in ("from", "to"):
        ref = inner.get(key)
        if not isinstance(ref, str) or "@" not in ref:
            continue  # the model has said so
        mark = inner_marks.values[key]
        try:
            ends.append(find(ref))
        except FrameworkProblems as error:
            what = _("{ref} has problems of its own").format(ref=quoted(ref))
            tree.problem(
                mark,  # type: ignore[arg-type]  # a text's mark
                what,
                _("mend it first: rrsa check {file}").format(file=error.problems[0].file),
            )
        except (NotFound, BadInput) as error:
            tree.problem(mark, error.what, error.mend)  # type: ignore[arg-type]
    if len(ends) == 2 and inner["from"] == inner["to"]:
        what = _("it leads from {ref} to the same").format(ref=quoted(inner["to"]))
        tree.problem(inner_marks.values["to"], what, _("name another version"))  # type: ignore[arg-type]
        return None
    return (ends[0], ends[1]) if len(ends) == 2 else None


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() in (".yaml", ".yml"))
    except OSError:
        return []
