"""How cells look: one family of type, one accent colour, and nothing that is said by colour alone.

Arial is on every school computer and has a twin of the same measures elsewhere. The accent has a
contrast of 8.6 to 1 on white, the muted grey 7.2 to 1, and both print well in black and white.
"""

from __future__ import annotations

from typing import Any, NamedTuple

FONT = "Arial"
INK = "#1D2B30"
ACCENT = "#0B5563"
MUTED = "#4A5A60"
TINT = "#E6F0F1"
PALE = "#F5F9F9"
LINE = "#9DB2B7"
DAY = "d mmm yyyy"

DEFAULTS: dict[str, Any] = {"font_name": FONT, "font_size": 10}
_BASE: dict[str, Any] = {"font_color": INK, "valign": "top", "text_wrap": True}
_HEAD: dict[str, Any] = {
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": ACCENT,
    "border": 1,
    "border_color": ACCENT,
    "valign": "vcenter",
    "indent": 1,
}
_CELL: dict[str, Any] = {"border": 1, "border_color": LINE, "valign": "vcenter", "indent": 1}
_NARROW = {"indent": 0}
_SHOWN: dict[str, Any] = {**_CELL, "bg_color": PALE}

LOOKS: dict[str, dict[str, Any]] = {
    # flowing text
    "title": {"font_size": 24, "bold": True, "font_color": ACCENT, "valign": "bottom"},
    "subtitle": {"font_size": 14, "font_color": INK},
    "heading": {"font_size": 16, "bold": True, "font_color": ACCENT, "valign": "bottom"},
    "section": {
        "font_size": 11,
        "bold": True,
        "font_color": ACCENT,
        "bottom": 1,
        "bottom_color": ACCENT,
        "valign": "bottom",
    },
    "eyebrow": {"font_size": 9, "font_color": MUTED, "bold": True},
    "eyebrow_right": {"font_size": 9, "font_color": MUTED, "align": "right"},
    "quote": {"font_size": 12, "italic": True, "font_color": INK},
    "label": {"bold": True, "font_color": ACCENT},
    "body": {},
    "indented": {"valign": "vcenter", "indent": 1},
    "body_day": {"num_format": DAY, "align": "left"},
    "strong": {"bold": True, "font_size": 12},
    "small": {"font_size": 8, "font_color": MUTED},
    "note": {"font_size": 9, "font_color": MUTED},
    "link": {"font_color": ACCENT, "underline": 1},
    "rule": {"bottom": 5, "bottom_color": ACCENT},
    "box": {"border": 1, "border_color": INK, "valign": "vcenter", "indent": 1},
    "box_day": {"border": 1, "border_color": INK, "num_format": DAY, "valign": "vcenter", "indent": 1},
    "rich_strong": {"bold": True},
    "rich": {},
    # tables
    "head": _HEAD,
    "head_centre": {**_HEAD, **_NARROW, "align": "center"},
    "band": {**_CELL, "bold": True, "bg_color": TINT, "font_color": ACCENT},
    "band_link": {**_CELL, "bold": True, "bg_color": TINT, "font_color": ACCENT, "underline": 1},
    "cell": _CELL,
    "cell_strong": {**_CELL, "bold": True},
    "cell_muted": {**_CELL, "font_color": MUTED, "italic": True},
    "cell_day": {**_CELL, "num_format": DAY, "align": "left"},
    "cell_count": {**_CELL, **_NARROW, "num_format": "0", "align": "center"},
    "cell_typed": {**_CELL, "num_format": "@"},
    "cell_centre": {**_CELL, **_NARROW, "align": "center"},
    "cell_link": {**_CELL, "font_color": ACCENT, "underline": 1},
    "cell_ref": {**_SHOWN, **_NARROW, "font_size": 8, "font_color": MUTED, "align": "center"},
    "cell_ref_link": {
        **_SHOWN,
        **_NARROW,
        "font_size": 8,
        "font_color": ACCENT,
        "underline": 1,
        "align": "center",
    },
    "cell_shown": _SHOWN,
    "cell_share": {**_CELL, **_NARROW, "num_format": "0.00", "align": "center"},
}


class Look(NamedTuple):
    """A cell format with what is needed to measure text in it."""

    format: Any
    size: float
    bold: bool
    inset: int  # pixels that the cell keeps free beside its text


INDENT = 12
"""Pixels by which an indented cell sets its text in."""


def properties(name: str) -> dict[str, Any]:
    """The format named ``name`` as XlsxWriter takes it."""
    return {**_BASE, **LOOKS[name]}
