"""How one field of a record is described: its type, its limit, what may stand in it."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

Value: TypeAlias = str | int | bool | None

LINE = 300  # characters: one line said in passing
TITLE = 200
TEXT = 20_000  # below the 32,767 characters that a spreadsheet cell can hold
NAME = 120
FORM = 32_000  # the columns of a long questionnaire
KEPT = 64_000  # a long text as JSON, every quotation mark of it escaped


class FieldSpec(NamedTuple):
    """How one field is stored and checked."""

    name: str
    type: str  # "text" | "whole" | "flag" | "day"
    limit: int  # characters, for text
    choices: tuple[str, ...]  # empty where any text will do


def text(limit: int = TEXT) -> Any:
    """A text of at most ``limit`` characters."""
    return field(default=None, metadata={"type": "text", "limit": limit})


def choice(words: type[StrEnum]) -> Any:
    """One of the words of ``words``."""
    values = tuple(word.value for word in words)
    return field(default=None, metadata={"type": "text", "limit": 40, "choices": values})


def whole() -> Any:
    """A whole number."""
    return field(default=None, metadata={"type": "whole"})


def flag() -> Any:
    """Yes or no."""
    return field(default=None, metadata={"type": "flag"})


def day() -> Any:
    """A day as ISO text."""
    return field(default=None, metadata={"type": "day"})
