"""A file of reference figures, CSV or YAML: read strictly, every mistake with its place.

In YAML a mistake is named by file, line and column; in CSV by file, line and the column's name. A file with
a mistake is not taken at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext
from rrsa.overview.csv_file import csv_lines, read_text
from rrsa.overview.references import FIELDS, Wrong, figure
from rrsa.portfolio.records import Value

MOST_FIGURES = 5_000

Found = tuple[str, dict[str, Value]]


class FigureProblems(BadInput):
    """A file that cannot be taken as it is, with everything that is wrong in it, one line each."""

    def __init__(self, name: str, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        n = len(self.problems)
        what = ngettext(
            "{name} has {n} thing that cannot be used", "{name} has {n} things that cannot be used", n
        ).format(name=name, n=n)
        super().__init__(what, _("mend what is said above; nothing was taken in"))


def read(path: Path, *, today: date) -> list[Found]:
    """Every figure in the file, with its id. Raises :class:`FigureProblems` with every mistake, and
    :class:`BadInput` for a file that holds no figures at all."""
    ending = path.suffix.lower()
    if ending not in (".csv", ".yaml", ".yml"):
        raise BadInput(
            _("“{name}” ends neither in .csv nor in .yaml").format(name=path.name),
            _("save it as CSV, or write it as YAML"),
        )
    text = read_text(path, utf8=ending != ".csv")
    if not text.strip():
        raise BadInput(_("“{name}” is empty").format(name=path.name), _how())
    problems: list[str] = []
    found = list(_from_csv(path, text, today, problems) if ending == ".csv" else
                 _from_yaml(path, text, today, problems))  # fmt: skip
    if problems:
        raise FigureProblems(path.name, problems)
    if not found:
        raise BadInput(_("“{name}” holds no figure").format(name=path.name), _how())
    if len(found) > MOST_FIGURES:
        raise BadInput(
            _("“{name}” holds more than {n} figures").format(name=path.name, n=MOST_FIGURES),
            _("split it into several"),
        )
    twice = next((each for each, n in Counter(each for each, _v in found).items() if n > 1), None)
    if twice is not None:
        title = dict(found)[twice]["title"]
        raise BadInput(
            _("“{title}” is in the file twice").format(title=title),
            _("leave one of the two, or give them titles of their own"),
        )
    return found


# -- CSV -------------------------------------------------------------------------------------------------


def _from_csv(path: Path, text: str, today: date, problems: list[str]) -> Iterator[Found]:
    lines = csv_lines(path, text)
    number, heads = next(lines, (1, []))
    names = ["_".join(head.casefold().split()) for head in heads]
    unknown = [head.strip() for head, name in zip(heads, names, strict=True) if name not in FIELDS]
    if unknown or not names:
        raise BadInput(
            _("{file}:{line}: there is no column “{head}”").format(
                file=path, line=number, head=(unknown or [""])[0][:40]
            ),
            _how(),
        )
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise BadInput(
            _("{file}:{line}: two columns are called “{head}”").format(file=path, line=number, head=twice),
            _("leave one of them"),
        )
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(names) :]):
            problems.append(f"{path}:{number}: {_more_cells()}")
            continue
        made = figure(dict(zip(names, cells, strict=False)), today=today)
        if isinstance(made, Wrong):
            place = f"{path}:{number}:{made.field}" if made.field else f"{path}:{number}"
            problems.append(f"{place}: {made.problem}")
        else:
            yield made


def _more_cells() -> BadInput:
    return BadInput(_("there are more cells than columns"), _("put a text that holds a comma in quotes"))


# -- YAML ------------------------------------------------------------------------------------------------


def _from_yaml(path: Path, text: str, today: date, problems: list[str]) -> Iterator[Found]:
    from rrsa.framework.compose import ListMarks, MapMarks, compose
    from rrsa.framework.problems import nearest
    from rrsa.framework.text import normal

    tree = compose(normal(text), str(path))
    problems += [str(problem) for problem in tree.problems]
    value: Any = tree.value
    marks: Any = tree.marks
    if value is None:
        return
    if isinstance(value, dict) and isinstance(marks, MapMarks):
        for key in value:
            if key != "figures":
                problems.append(f"{_place(path, marks.keys[key])}: {_no_key(key, ('figures',), nearest)}")
        marks, value = marks.values.get("figures", marks), value.get("figures")
    if not isinstance(value, tuple) or not isinstance(marks, ListMarks):
        problems.append(f"{_place(path, _start(marks))}: {_no_list()}")
        return
    for item, mark in zip(value, marks.items, strict=True):
        if not isinstance(item, dict) or not isinstance(mark, MapMarks):
            problems.append(f"{_place(path, _start(mark))}: {_no_list()}")
            continue
        wrong = False
        for key, said in item.items():
            if key not in FIELDS:
                problems.append(f"{_place(path, mark.keys[key])}: {_no_key(key, FIELDS, nearest)}")
                wrong = True
            elif not isinstance(said, str):
                problem = BadInput(_("“{key}” must be one text").format(key=key), _("write it on one line"))
                problems.append(f"{_place(path, _start(mark.values[key]))}: {problem}")
                wrong = True
        if wrong:
            continue
        made = figure(item, today=today)
        if isinstance(made, Wrong):
            at = mark.values.get(made.field, mark) if made.field else mark
            problems.append(f"{_place(path, _start(at))}: {made.problem}")
        else:
            yield made


def _start(marks: Any) -> Any:
    """Where something begins: a text is its own mark."""
    return getattr(marks, "start", marks)


def _place(path: Path, mark: Any) -> str:
    return f"{path}:{mark.line + 1}:{mark.column + 1}"


def _no_key(key: str, known: Sequence[str], nearest: Any) -> BadInput:
    near = nearest(key, known)
    mend = _("did you mean “{near}”?").format(near=near) if near else _how()
    return BadInput(_("there is no “{key}” here").format(key=key[:40]), mend)


def _no_list() -> BadInput:
    return BadInput(_("this is no list of figures"), _how())


def _how() -> str:
    return _("each figure has title, date, source and figure (or count and n), and may have {names}").format(
        names="subject, group, note"
    )
