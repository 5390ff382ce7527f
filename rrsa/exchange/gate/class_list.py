"""Names in a text file: one a line, or a class list as an office saves one, with its columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

_WHOLE = frozenset({"name", "full name", "pupil", "pupil name", "student", "student name", "child"})
_FIRST = frozenset({"first name", "firstname", "forename", "forenames", "given name", "given names"})
_KNOWN_AS = frozenset({"known as", "preferred name", "preferred forename"})
_LAST = frozenset({"surname", "last name", "lastname", "family name", "legal surname"})
_NUMBERED = re.compile(r"^\s*(?:\d+\s*[.):]|[-*•–])\s+")
_IN_BRACKETS = re.compile(r"\s*[(\[][^)\]]*\d[^)\]]*[)\]]")
_BETWEEN = "\t;,"


def names_in(text: str) -> list[str]:
    """The names in ``text``, in its order. What stands behind ``#`` is a remark; a class, a number or a
    day of birth is no part of a name."""
    lines = [kept for line in text.lstrip("\ufeff").splitlines() if (kept := line.partition("#")[0].strip())]
    for delimiter in _BETWEEN:
        if lines and (heads := _heads(lines[0], delimiter)):
            return list(dict.fromkeys(_of_table(heads, csv.reader(lines[1:], delimiter=delimiter))))
    return list(dict.fromkeys(name for line in lines for name in _of_line(line)))


def _heads(line: str, delimiter: str) -> list[str]:
    """The heads of a class list, where the line holds such; nothing where it holds a name."""
    heads = [" ".join(head.casefold().split()) for head in next(csv.reader([line], delimiter=delimiter))]
    known = _WHOLE | _FIRST | _LAST | _KNOWN_AS
    return heads if any(head in known for head in heads) else []


def _of_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for row in rows:
        cells = {head: " ".join(cell.split()) for head, cell in zip(heads, row, strict=False)}
        whole, first, last, known_as = (
            next((cells[head] for head in heads if head in wanted and cells.get(head)), "")
            for wanted in (_WHOLE, _FIRST, _LAST, _KNOWN_AS)
        )
        for name in (whole, f"{first} {last}".strip(), f"{known_as} {last}".strip() if known_as else ""):
            if name:
                yield name


def _of_line(line: str) -> Iterator[str]:
    bare = _IN_BRACKETS.sub("", _NUMBERED.sub("", line))
    delimiter = next((each for each in _BETWEEN if each in bare), "")
    if not delimiter:
        yield " ".join(bare.split())
        return
    fields = [" ".join(field.split()) for field in next(csv.reader([bare], delimiter=delimiter))]
    fields = [field for field in fields if field and not any(c.isdigit() for c in field)]
    if len(fields) == 2 and f"{delimiter} " not in bare:
        # Which of the two is the family name cannot be told, so either may be.
        yield f"{fields[0]} {fields[1]}"
        yield f"{fields[1]} {fields[0]}"
    elif fields:
        yield ", ".join(fields)
