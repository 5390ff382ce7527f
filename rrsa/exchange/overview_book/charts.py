"""Native charts, drawn by any spreadsheet program from the table above; told apart without colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rrsa.exchange.book import Sheet
from rrsa.exchange.looks import ACCENT, FONT, INK, LINE, MUTED

_ROW = 24.0  # points
_FILLS: tuple[dict[str, Any], ...] = (
    {"fill": {"color": ACCENT}},
    {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": ACCENT, "bg_color": "#FFFFFF"}},
    {"fill": {"color": "#FFFFFF"}},
)


def stacked(
    sheet: Sheet,
    *,
    head: int,
    last: int,
    names: int,
    values: Sequence[int],
    title: str,
    about: str,
    across: str,
) -> None:
    """Stacked bars of the columns ``values`` of a table whose heads stand in row ``head``, a bar for each row
    down to ``last``; ``names`` is the column of what they are called. Takes the rows below."""
    font = {"name": FONT, "size": 9, "color": INK}
    chart = sheet.book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for number, column in enumerate(values):
        dark = number == 0
        chart.add_series(
            {
                "name": [sheet.name, head, column],
                "categories": [sheet.name, head + 1, names, last, names],
                "values": [sheet.name, head + 1, column, last, column],
                "border": {"color": ACCENT, "width": 1},
                "gap": 45,
                "data_labels": {
                    "value": True,
                    "num_format": "0;;;",  # a zero needs no label
                    "font": {"name": FONT, "size": 9, "bold": True, "color": "#FFFFFF" if dark else INK},
                    **({} if dark else {"fill": {"color": "#FFFFFF"}}),
                },
                **_FILLS[number],
            }
        )
    chart.set_title(
        {
            "name": title,
            "name_font": {"name": FONT, "size": 11, "bold": True, "color": ACCENT},
            "overlay": False,
        }
    )
    chart.set_x_axis(
        {
            "name": across,
            "name_font": font,
            "num_font": font,
            "num_format": "0",
            "min": 0,
            "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}},
        }
    )
    chart.set_y_axis({"num_font": font, "reverse": True, "crossing": "max", "line": {"color": MUTED}})
    chart.set_legend({"position": "bottom", "font": font})
    rows = 5 + (last - head)
    chart.set_size({"width": sum(sheet.widths) - 10, "height": int(rows * _ROW / 0.75) - 10})
    chart.set_chartarea({"border": {"color": LINE}})
    sheet.worksheet.insert_chart(
        sheet.row, 0, chart, {"x_offset": 4, "y_offset": 4, "object_position": 1, "description": about}
    )
    for _row in range(rows):
        sheet.gap(_ROW)


def height_of(bars: int) -> int:
    """How many rows a chart of so many bars takes."""
    return 5 + bars
