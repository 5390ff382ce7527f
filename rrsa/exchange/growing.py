"""A sheet that people type into: its rows grow with what is typed.

A height that was given to a row counts as fixed by hand, and a spreadsheet program then hides what no
longer fits. Noted as merely measured, it is worked out again whenever somebody edits the row.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet


class GrowingSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """``fixed`` rows at the top, titles and heads, keep their heights."""

    fixed = 0

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = None) -> None:
        if tag == "row" and attributes[0][1] > self.fixed:
            attributes = [each for each in attributes if each[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)
