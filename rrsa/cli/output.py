"""What commands print: data on standard output, everything else on standard error, in any code page."""

from __future__ import annotations

import codecs
import contextlib
import os
import sys
from typing import Any, TextIO

PLAIN = {
    "—": "-",
    "–": "-",
    "−": "-",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "…": "...",
    "·": "-",
    "•": "-",
    "→": "->",
    "×": "x",
    "≥": ">=",
    "\u00a0": " ",
}
"""What stands in for typographic characters where a code page has none."""

_CONTROLS = dict.fromkeys(
    (*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
"""Every control character but tabs and line breaks, and what turns writing round: dropped of a text."""

WIDEST = 100  # columns; longer lines are hard to read


def prepare() -> None:
    """Makes sure that no character can stop a line from being printed."""
    codecs.register_error("rrsa-plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="rrsa-plain")


def _plain(problem: UnicodeError) -> tuple[str, int]:
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    return "".join(map(_plain_character, problem.object[problem.start : problem.end])), problem.end


def _plain_character(character: str) -> str:
    if character in PLAIN:
        return PLAIN[character]
    import unicodedata

    bare = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return bare or "?"


def say(text: str = "") -> None:
    """A line of data, on standard output."""
    _write(sys.stdout, text)


def note(text: str) -> None:
    """One line for the person at the keyboard, on standard error, whatever was typed into it."""
    note_lines(" ".join(text.split()))


def note_lines(text: str) -> None:
    """Several lines for the person at the keyboard, as they are."""
    try:
        _write(sys.stderr, text)
    except OSError:
        silence(sys.stderr)


def say_json(value: Any) -> None:
    """Data for a program: JSON in plain ASCII, so that no code page can damage it."""
    import json

    say(json.dumps(value, indent=2, ensure_ascii=True))


def _write(stream: TextIO | None, text: str) -> None:
    if stream is not None:
        # The name of a file, or what another program put on a server, must not steer the terminal.
        stream.write(text.translate(_CONTROLS) + "\n")


def flush() -> None:
    """What was said is out now. Raises :class:`OSError` where data could not be written; that a note could
    not (a full disk behind ``2>``) undoes nothing."""
    if sys.stdout is not None:
        sys.stdout.flush()
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
    except OSError:
        silence(sys.stderr)


def silence(stream: TextIO) -> None:
    """Nobody reads any more: what is still buffered goes nowhere, without a complaint at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError, ValueError):
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def width() -> int:
    """The columns that text may take."""
    # As shutil.get_terminal_size does, which would bring four compression libraries with it.
    columns = os.environ.get("COLUMNS", "")
    if not columns.isdecimal() or int(columns) == 0:
        try:
            return _bearable(os.get_terminal_size(sys.__stdout__.fileno()).columns)  # type: ignore[union-attr]
        except (AttributeError, OSError, ValueError):
            return _bearable(80)
    return _bearable(int(columns))


def _bearable(columns: int) -> int:
    return max(40, min(WIDEST, columns or 80))


def wrapped(text: str, *, first: str = "", rest: str | None = None) -> str:
    """``text`` in lines that fit, the first one behind ``first``, the others behind ``rest``."""
    import textwrap

    return textwrap.fill(
        " ".join(text.split()),
        width=width(),
        initial_indent=first,
        subsequent_indent=" " * len(first) if rest is None else rest,
        break_on_hyphens=False,
        break_long_words=False,  # a path or an id must stay fit to be copied
    )
