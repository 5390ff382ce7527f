"""A stage's conditions as rows of a sheet, and back.

A row says one thing. Rows with the same letter are alternatives; whatever is nested deeper stands in one
cell as the framework's file has it, written as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rrsa.exchange.framework_book.shape import (
    CONDITIONS,
    EACH_OUTCOME,
    EACH_STRAND,
    IN_FULL,
    MILESTONE,
    SETTING,
)

Row = dict[str, str]
_WORDS = {meant: word for word, meant in CONDITIONS.items() if meant[0]}
_SCOPES = {"each_outcome": EACH_OUTCOME, "each_strand": EACH_STRAND}
SCOPE_KEYS = {word: key for key, word in _SCOPES.items()}
ALLOWED = {
    SETTING: frozenset({MILESTONE, IN_FULL}),
    EACH_OUTCOME: frozenset(CONDITIONS) - {MILESTONE},
    EACH_STRAND: frozenset({"pieces of evidence at least", "perspectives at least", IN_FULL}),
}
"""What can be asked of whom."""


def rows_of(stage: str, conditions: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    """The rows for one stage, in the order of its conditions."""
    letters = _letters()
    before = ""
    for condition in conditions:
        ((key, value),) = condition.items()
        scope = _SCOPES.get(key)
        # Two lists in a row would come back as one.
        if scope is None or key == before:
            yield from _group(stage, SETTING, condition, letters)
        else:
            for inner in value:
                yield from _group(stage, scope, inner, letters)
        before = key if scope else ""


def _letters() -> Iterator[str]:
    n = 0
    while True:
        yield chr(ord("A") + n) if n < 26 else f"A{n}"
        n += 1


def _group(stage: str, of: str, condition: Mapping[str, Any], letters: Iterator[str]) -> Iterator[Row]:
    ((key, value),) = condition.items()
    if key == "any":
        said = [_said(of, each) for each in value]
        if all(what is not None for what in said):
            letter = next(letters)
            for what in said:
                yield {"stage": stage, "of": of, **(what or {}), "either": letter}
            return
    told = _said(of, condition)
    if told is None:
        told = {"what": IN_FULL, "value": json.dumps(condition, ensure_ascii=False)}
    yield {"stage": stage, "of": of, **told, "either": ""}


def _said(of: str, condition: Mapping[str, Any]) -> Row | None:
    """The words of one condition; None where a row cannot say it."""
    ((key, value),) = condition.items()
    if key == "looks":
        word = _WORDS.get((key, value["answer"]))
        value = value["stage"]
    elif key == "has":
        word, value = _WORDS.get((key, value)), ""
    else:
        word = _WORDS.get((key, ""))
    if word is None or word not in ALLOWED[of]:
        return None
    return {"what": word, "value": value}


def condition_of(what: str, value: str) -> dict[str, Any] | None:
    """The condition that a row says; None where its value cannot be taken."""
    key, word = CONDITIONS[what]
    if what == IN_FULL:
        return _in_full(value)
    if key == "has":
        return {key: word}
    return {key: {"stage": value, "answer": word}} if key == "looks" else {key: value}


def needs_value(what: str) -> bool:
    return CONDITIONS[what][0] != "has"


def _in_full(value: str) -> dict[str, Any] | None:
    try:
        read = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return _texts(read, 12) if isinstance(read, dict) and len(read) == 1 else None


def _texts(value: Any, deepest: int) -> Any:
    """JSON as the framework's reader has it: all scalars as text."""
    if deepest and isinstance(value, dict):
        return {key: _texts(part, deepest - 1) for key, part in value.items()}
    if deepest and isinstance(value, list):
        return tuple(_texts(part, deepest - 1) for part in value)
    return value if isinstance(value, str) else json.dumps(value)
