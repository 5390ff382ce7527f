"""How a careful editor reads a framework's file: every text with its place, and what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from rrsa.framework.model import Indicator

WIDE = 110
"""Columns from which a line no longer fits an editor."""


def load(path: Path) -> Any:
    """The file as it is written, every scalar as text."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def _texts(node: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _texts(value, f"{where}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _texts(value, f"{where}/{index}")
    else:
        yield where, node


@lru_cache(maxsize=8)
def texts(path: Path) -> tuple[tuple[str, str], ...]:
    """Every text of a file with the path that leads to it."""
    return tuple(_texts(load(path), ""))


def sentences(text: str) -> int:
    return len(re.findall(r"[.!?](?=\s|$)", text))


def words(text: str) -> int:
    return len(text.split())


def with_words(path: Path, pattern: str) -> list[str]:
    """The texts in which a pattern occurs, each behind its place."""
    return [f"{where}: {text}" for where, text in texts(path) if re.search(pattern, text, re.IGNORECASE)]


def said_twice(path: Path) -> list[str]:
    """Texts that occur more than once; short ones such as "amber" or "CC BY 4.0" may."""
    counted = Counter(text.casefold() for _, text in texts(path) if len(text) > 20)
    return [text for text, times in counted.items() if times > 1]


def said_by_children(path: Path) -> list[str]:
    """What is put in children's words.

    Under ``evidence``, ``children`` names a perspective and holds a list, which is for adults.
    """
    return [text for where, text in texts(path) if where.endswith("/children")]


def too_wide(path: Path) -> list[int]:
    """The numbers of lines that do not fit an editor."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return [n for n, line in enumerate(lines, 1) if len(line) >= WIDE]


def check_indicator(indicator: Indicator, opens: str = "") -> None:
    """It can be worked with: said in a few sentences, with questions that begin with ``opens`` and ideas."""
    assert 1 <= sentences(indicator.statement) <= 3
    assert 2 <= len(indicator.prompts) <= 4
    for prompt in indicator.prompts:
        assert re.match(opens, prompt), f"answered with yes or no: {prompt}"
        assert prompt.endswith("?"), prompt
    assert len(indicator.evidence) >= 3, "ideas from three perspectives at least"
    assert "children" in indicator.evidence
