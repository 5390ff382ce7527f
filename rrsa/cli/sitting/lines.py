"""Lines of text in and out: no colour, no cursor, nothing that a screen reader would have to guess."""

from __future__ import annotations

import sys

from rrsa.cli import output
from rrsa.i18n import _


class Stopped(Exception):
    """Nobody types any more: ``q``, the end of the input, or Ctrl+C."""


class Lines:
    """What is said goes to standard output, what is typed comes from standard input."""

    def __init__(self) -> None:
        reconfigure = getattr(sys.stdin, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")  # a wrong code page costs a letter, never the sitting

    def say(self, text: str = "", *, first: str = "") -> None:
        """A paragraph, wrapped to the width of the terminal."""
        output.say(output.wrapped(text, first=first) if text else "")

    def read(self) -> str:
        """The next line that is typed, without outer space. Raises :class:`Stopped` where there is none."""
        prompt = _("Answer: ")
        try:
            if sys.stdout is not None:
                sys.stdout.write(prompt)
            output.flush()
            line = sys.stdin.readline() if sys.stdin is not None else ""
        except (KeyboardInterrupt, OSError, ValueError):
            # What cannot be read from is as good as at its end; a pipe that is gone says so when written to.
            line = ""
        if not line:
            output.say()
            raise Stopped
        if not self._echoes():
            output.say()
        return line.strip()

    @staticmethod
    def _echoes() -> bool:
        """Whether what is typed, and so its line's end, stands on the terminal already."""
        try:
            return sys.stdin.isatty()
        except (AttributeError, ValueError):
            return False
