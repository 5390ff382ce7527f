"""Frameworks written as YAML, in the manner of those that come with the program.

A framework is taken as the tree of plain texts that the reader composes: mappings, tuples and texts. What is
written reads back as the same tree.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from rrsa.framework.plain import as_written
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.framework.model import Framework

Plain: TypeAlias = Any
"""A text, a tuple of these, or a mapping from texts to these."""

WIDTH = 104
_FLOW = frozenset({"articles", "words", "from", "to", "supports"})
"""Lists that stand on one line, in square brackets; so do the items that an outcome serves."""
_BARE = frozenset(
    {
        *(
            "grade",
            "low_grade",
            "lasts_months",
            "view",
            "shown",
            "pieces",
            "perspectives",
            "score",
            "at_most",
        ),
        *("fresh_months", "stale_months", "floor", "ceiling", "first-hand", "reported", "intended"),
        *("offered", "may_not_apply", "articles", "same"),
    }
)
"""Keys whose values are numbers, shares or true and false: they stand without quotation marks."""
_SHARES = frozenset({"first-hand", "reported", "intended", "floor", "ceiling", "score"})
_ORDER = (
    *("id", "version", "title", "for", "language", "offered", "licence", "about", "source"),
    *("scale", "low_grade", "stages", "milestones", "evidence", "caps", "strands"),
    *("visit", "standards", "voices"),
)
_PARAGRAPHS = frozenset({"stages", "strands", "outcomes", "voices", "standards", "moves"})
"""Lists whose items stand apart from each other."""
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff]")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf"})
_NUMBER = re.compile(r"[0-9][0-9a-fA-FxXoO_.:+eE/-]*")


def as_tree(framework: Framework) -> dict[str, Plain]:
    """What the framework's file says, key by key."""
    tree: dict[str, Plain] = _plain(as_written(framework))
    return tree


def cleaned(text: str) -> str:
    """``text`` without what no framework file may hold, and without outer space."""
    return _REFUSED.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).strip()


def as_yaml(tree: Mapping[str, Plain], *, head: str = "", notes: Mapping[str, str] | None = None) -> str:
    """``tree`` as the text of a file. ``head`` becomes comment lines at the top, and ``notes`` those above
    the keys that they name."""
    notes = notes or {}
    lines = [line for part in head.splitlines() for line in comment(part, 0)]
    if lines:
        lines.append("")
    for key, value in tree.items():
        block = not isinstance(value, str)
        if lines and lines[-1] and (block or key in notes):
            lines.append("")
        if key in notes:
            lines += comment(notes[key], 0)
        lines += _entry(key, value, 0)
        if block:
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def framework_yaml(tree: Mapping[str, Plain], head: str) -> str:
    """A framework's file, in the usual order, with a word on each part."""
    known = {key: tree[key] for key in _ORDER if key in tree}
    return as_yaml({**known, **tree}, head=head, notes=_notes())


def _notes() -> dict[str, str]:
    return {
        "scale": _("The grades of our view, from 1 for the lowest."),
        "low_grade": _("Below this grade an outcome opens its look-fors, and the plan asks for an action."),
        "stages": _("What one works towards, in order. All conditions of a stage have to hold."),
        "milestones": _("What is done once on the way to a stage."),
        "evidence": _("The numbers behind the evidence score."),
        "caps": _("How far the evidence carries our view while something is missing."),
        "strands": _("The outcomes, and what one can go and see. Answers follow ids: keep them."),
        "visit": _("What helps before a visit, or on any day."),
        "standards": _("Other people's standards that the same entries serve."),
        "voices": _("Questions that are asked aloud."),
    }


def _plain(value: Any) -> Plain:
    if isinstance(value, Mapping):
        tree = {_plain(key): _plain(part) for key, part in value.items()}
        # Shares come out of the models as fractions of whole numbers.
        return {key: _share(Fraction(part)) if key in _SHARES else part for key, part in tree.items()}
    if isinstance(value, (tuple, list)):
        return tuple(map(_plain, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _share(value: Fraction) -> str:
    """``0.6`` where that is exact and short, else ``2/3``."""
    shown = f"{float(value):.6f}".rstrip("0").rstrip(".")
    return shown if Fraction(shown) == value else f"{value.numerator}/{value.denominator}"


# -- lines ---------------------------------------------------------------------------------------------


def comment(text: str, indent: int) -> list[str]:
    """``text`` as comment lines."""
    prefix = " " * indent + "# "
    return textwrap.wrap(text, WIDTH, initial_indent=prefix, subsequent_indent=prefix, break_on_hyphens=False)


def _entry(key: str, value: Plain, indent: int, *, flow: bool = False) -> list[str]:
    """The lines of ``key: value``."""
    start = " " * indent + f"{_key(key)}:"
    if isinstance(value, str):
        return _text(start, value, indent, bare=key in _BARE)
    if not value:
        return [f"{start} {'{}' if isinstance(value, Mapping) else '[]'}"]
    if isinstance(value, Mapping):
        served = key == "serves"
        return [start, *(line for k, v in value.items() for line in _entry(k, v, indent + 2, flow=served))]
    if (flow or key in _FLOW) and all(isinstance(item, str) for item in value):
        return _flow(start, value, indent, bare=key in _BARE)
    return [start, *_items(key, value, indent + 2)]


def _items(key: str, value: Plain, indent: int) -> Iterator[str]:
    dash = " " * indent + "- "
    for n, item in enumerate(value):
        if isinstance(item, str):
            yield from _text(dash.rstrip(), item, indent, bare=key in _BARE)
            continue
        if n and key in _PARAGRAPHS:
            yield ""
        lines = (
            [line for k, v in item.items() for line in _entry(k, v, indent + 2)]
            if isinstance(item, Mapping)
            else [" " * (indent + 2) + json.dumps(list(item), ensure_ascii=False)]
        )
        first, *rest = lines or [" " * (indent + 2) + "{}"]
        yield dash + first[indent + 2 :]
        yield from rest


def _text(start: str, text: str, indent: int, *, bare: bool) -> list[str]:
    if "\n" in text:
        return _literal(start, text, indent)
    if bare and re.fullmatch(r"[0-9./]+|true|false", text):
        return [f"{start} {text}"]
    line = f"{start} {_scalar(text)}"
    if len(line) <= WIDTH:
        return [line]
    inner = " " * (indent + 2)
    folded = textwrap.wrap(text, WIDTH - indent - 2, break_long_words=False, break_on_hyphens=False)
    if " ".join(folded) == text:
        return [f"{start} >-", *(inner + each for each in folded)]
    return [f"{start} {json.dumps(text, ensure_ascii=False)}"]


def _literal(start: str, text: str, indent: int) -> list[str]:
    lines = text.split("\n")
    if text != text.strip() or lines[0].startswith(" "):
        return [f"{start} {json.dumps(text, ensure_ascii=False)}"]
    return [
        f"{start} |-",
        *((" " * (indent + 2) + line).rstrip() if not line else " " * (indent + 2) + line for line in lines),
    ]


def _flow(start: str, items: Plain, indent: int, *, bare: bool) -> list[str]:
    shown = [item if bare and item.isdigit() else _scalar(item, flow=True) for item in items]
    line = f"{start} [{', '.join(shown)}]"
    if len(line) <= WIDTH:
        return [line]
    inner = " " * (indent + 4)
    body = textwrap.wrap(
        ", ".join(shown), WIDTH - 1, initial_indent=inner, subsequent_indent=inner, break_on_hyphens=False
    )
    if _unwrapped(body) != ", ".join(shown):  # an item with a space of its own stays whole
        body = [f"{inner}{item}," for item in shown[:-1]] + [inner + shown[-1]]
    return [f"{start} [", *body, " " * (indent + 2) + "]"]


def _unwrapped(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines)


def _key(key: str) -> str:
    return (
        key
        if re.fullmatch("[A-Za-z_][A-Za-z0-9_.-]*|[0-9]+", key) and key.casefold() not in _WORDS
        else (json.dumps(key, ensure_ascii=False))
    )


def _scalar(text: str, *, flow: bool = False) -> str:
    """``text`` on one line, in quotation marks where YAML, in any of its versions, would take it for more."""
    plain = (
        bool(text)
        and (text[0].isalnum() or text[0] in "“‘(")
        and text[-1] not in ": "
        and "\n" not in text
        and ": " not in text
        and " #" not in text
        and text.casefold() not in _WORDS
        and not _NUMBER.fullmatch(text)
        and not (flow and re.search(r"[,\[\]{}\"]", text))
    )
    return text if plain else json.dumps(text, ensure_ascii=False)
