"""A framework's text, the same on every system. Knows no YAML, so that a cached framework loads none."""

from __future__ import annotations


def normal(text: str) -> str:
    """``text`` without a byte order mark and with lines ended by LF, so that it reads (and is adopted) the
    same from a checkout on any system."""
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
