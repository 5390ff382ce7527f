"""Reading frameworks and the Convention's articles from YAML files.

``check`` says everything that is wrong with a file; the others return what it holds or raise
``FrameworkProblems`` with the same list.
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rrsa.framework.compose import Tree, compose, shortened
from rrsa.framework.problems import MOST, FrameworkProblems, Problem, TooMany, in_order
from rrsa.framework.text import normal
from rrsa.i18n import _

if TYPE_CHECKING:
    from pydantic import ValidationError

    from rrsa.framework.model import Framework, Rights
    from rrsa.framework.plain import Model

SIZE_LIMIT = 16 * 1024 * 1024  # bytes; 5,880 look-fors take about four million


def check(path: Path) -> list[Problem]:
    """Everything that is wrong with the framework, rights or crosswalk file at ``path``, in order."""
    from rrsa.framework.crosswalk import check_crosswalk, holds_crosswalk

    try:
        text = load_text(path)
        if holds_crosswalk(text):
            return check_crosswalk(path)
        tree = compose(text, str(path))
        _validate(tree, is_rights(tree))
    except FrameworkProblems as problems:
        return list(problems.problems)
    return []


def read_framework(path: Path) -> Framework:
    """The framework in the file at ``path``. Raises ``FrameworkProblems``."""
    return read_text(load_text(path), str(path))


def read_rights(path: Path) -> Rights:
    """The articles in the file at ``path``. Raises ``FrameworkProblems``."""
    rights: Rights = _validate(compose(load_text(path), str(path)), rights=True)
    return rights


def read_text(text: str, name: str) -> Framework:
    """The framework that ``text`` holds; ``name`` stands for a file's name in messages."""
    framework: Framework = _validate(compose(normal(text), name), rights=False)
    return framework


def read_tree(tree: Tree) -> tuple[Framework | None, list[Problem]]:
    """The framework that ``tree`` holds, wherever it comes from, and what is wrong with it. Lines and columns
    are those of the tree's marks."""
    return _examine(tree, rights=False)


def is_rights(tree: Tree) -> bool:
    """A file that has the key ``articles`` at its top holds the Convention's articles."""
    return isinstance(tree.value, dict) and "articles" in tree.value


def load_text(path: Path) -> str:
    """The file's normal text. Raises ``FrameworkProblems`` when it cannot be had."""
    name = str(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise _unusable(name, _("this is a folder"), _("name a .yaml file inside it"))
        if not stat.S_ISREG(status.st_mode):
            raise _unusable(name, _("this is not a file"), _("name a .yaml file"))
        if status.st_size > SIZE_LIMIT:
            what = _("the file is larger than {n} MB").format(n=SIZE_LIMIT // 1024 // 1024)
            raise _unusable(name, what, _("a framework is text alone; keep pictures and the like out of it"))
        data = path.read_bytes()
    except FileNotFoundError:
        raise _unusable(name, _("there is no such file"), _("look at its name and folder")) from None
    except PermissionError:
        raise _unusable(
            name, _("you may not read this file"), _("ask its owner for the right to read it")
        ) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise _unusable(name, _("the file cannot be read: {why}").format(why=why), "") from None
    return normal(_decode(data, name))


def _unusable(name: str, what: str, mend: str, line: int = 1, column: int = 1) -> FrameworkProblems:
    return FrameworkProblems([Problem(name, line, column, what, mend)])


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = normal(data[: error.start].decode("utf-8"))
        line, column = good.count("\n") + 1, len(good) - (good.rfind("\n") + 1) + 1
        what = _("the byte {byte} here is not UTF-8").format(byte=f"0x{data[error.start]:02X}")
    raise _unusable(name, what, _("save the file with the encoding UTF-8"), line, column)


def _validate(tree: Tree, rights: bool) -> Any:
    """The models' reading of ``tree``, or every problem at once."""
    read, found = _examine(tree, rights)
    if found or read is None:
        raise FrameworkProblems(found)
    return read


def _examine(tree: Tree, rights: bool) -> tuple[Any, list[Problem]]:
    """The models' reading of ``tree``, if they take it, and every problem."""
    from pydantic import ValidationError

    from rrsa.framework import model
    from rrsa.framework.validation import validated

    root: type[Model] = model.Rights if rights else model.Framework
    found: list[Problem] = []
    read: Model | None = None
    if tree.value is not None:
        try:
            read = validated(root, tree.value)
        except ValidationError as error:
            found = _explained(tree, error, root)
        if len(found) < MOST:
            _check_across(tree, rights)
    return read, in_order([*found, *tree.problems])


def _explained(tree: Tree, error: ValidationError, root: type[Model]) -> list[Problem]:
    """The problems behind ``error``. Of a file with endlessly many, those of its beginning."""
    from pydantic import ValidationError

    from rrsa.framework.explain import explain
    from rrsa.framework.validation import validated

    if error.error_count() > 20 * MOST:
        beginning = shortened(tree, 20 * MOST)
        try:
            validated(root, beginning.value)
        except ValidationError as fewer:
            found = explain(beginning, fewer, root)
            if found:
                return found
    return explain(tree, error, root)


def _check_across(tree: Tree, rights: bool) -> None:
    from rrsa.framework.references import check_articles, check_references

    try:
        if rights:
            check_articles(tree)
        else:
            check_references(tree)
    except TooMany:
        pass  # as many are noted as will be listed
