"""Charts as drawings: shapes with words on them, told apart by shape and never by colour alone.

A drawing is named and described for those who hear the page. Lengths are in the drawing's own units, 720
across. Widths of text are taken from the font's average, on the wide side.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from rrsa.exchange.report.paper import Bar, Bars, Chart, Chips, Mark, Marks
from rrsa.exchange.text import readable, shortened

_WIDE = 720
_LABEL = 190
_SIZE = 14
_INK = "#1D2B30"
_ACCENT = "#0B5563"
_TINT = "#E6F0F1"
_LINE = "#9DB2B7"
_MUTED = "#4A5A60"


def drawn(chart: Chart, key: str) -> str:
    """The chart as an SVG element; ``key`` keeps its ids apart from others on the page."""
    drawing = chart.drawing
    if isinstance(drawing, Chips):
        shapes, height = _chips(drawing)
    elif isinstance(drawing, Marks):
        shapes, height = _marks(drawing)
    else:
        shapes, height = _bars(drawing)
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {height}" role="img" ',
            f'aria-labelledby="{key}-title {key}-desc" font-family="Arial, Liberation Sans, sans-serif" ',
            f'font-size="{_SIZE}" fill="{_INK}">',
            f'<title id="{key}-title">{_text(chart.title)}</title>',
            f'<desc id="{key}-desc">{_text(_described(chart))}</desc>',
            *shapes,
            "</svg>",
        ]
    )


def _described(chart: Chart) -> str:
    """All that the drawing says, row by row."""
    heads = chart.table.heads[1:]
    parts = []
    for row in chart.table.rows:
        first, *others = [cell.text.replace("\n", ", ") if cell else "" for cell in row]
        if len(heads) == 1:
            parts.append(_ended(f"{first}: {others[0]}"))
        else:
            told = "; ".join(
                f"{head}: {other.removesuffix('.')}" for head, other in zip(heads, others, strict=True)
            )
            parts.append(f"{_ended(first)} {_ended(told)}")
    return " ".join(parts)


def _ended(text: str) -> str:
    """A sentence with what ends it, once: a question that is a heading has that already."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _text(text: str) -> str:
    return escape(" ".join(readable(text).split()))


def _wide(text: str, size: float = _SIZE) -> float:
    """About how wide a text is; capitals and digits are wider than most letters."""
    return (
        sum(0.72 if c.isupper() or c in "mwMW@%—" else 0.34 if c in "iljtf.,:;' |!" else 0.57 for c in text)
        * size
    )


def _wrapped(text: str, width: float, most: int = 3) -> list[str]:
    """A text in at most ``most`` lines that are about ``width`` wide."""
    lines: list[str] = [""]
    for word in readable(text).split():
        joined = f"{lines[-1]} {word}".strip()
        if _wide(joined) <= width or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], shortened(" ".join(lines[most - 1 :]), len(lines[most - 1])) + " …"]
    return [line if _wide(line) <= width else _clipped(line, width) for line in lines]


def _clipped(line: str, width: float) -> str:
    while line and _wide(line + "…") > width:
        line = line[:-1]
    return line + "…"


def _label(text: str, top: float, width: float = _LABEL, *, bold: bool = False) -> tuple[list[str], float]:
    """A label at the left in lines from ``top`` down; how deep it reaches."""
    lines = _wrapped(text, width - 14)
    weight = ' font-weight="bold"' if bold else ""
    shapes = [
        f'<text x="0" y="{top + 18 + 18 * n:g}"{weight}>{_text(line)}</text>' for n, line in enumerate(lines)
    ]
    return shapes, top + 18 * len(lines) + 8


def _chips(drawing: Chips) -> tuple[list[str], int]:
    shapes: list[str] = []
    top = 0.0
    for label, chips in drawing.rows:
        said, depth = _label(label, top + 4, bold=True)
        shapes += said
        left, line = float(_LABEL), top + 4
        for chip in chips:
            text = _clipped(chip, _WIDE - _LABEL - 24) if _wide(chip) > _WIDE - _LABEL - 24 else chip
            width = round(_wide(text) + 20, 1)
            if left + width > _WIDE and left > _LABEL:
                left, line = float(_LABEL), line + 34
            shapes.append(
                f'<rect x="{left:g}" y="{line:g}" width="{width:g}" height="26" rx="13" fill="{_TINT}" '
                f'stroke="{_ACCENT}"/>'
            )
            shapes.append(
                f'<text x="{left + width / 2:g}" y="{line + 18:g}" text-anchor="middle">{_text(text)}</text>'
            )
            left += width + 8
        top = max(depth, line + 32)
        shapes.append(f'<line x1="0" y1="{top:g}" x2="{_WIDE}" y2="{top:g}" stroke="{_LINE}"/>')
    return shapes, round(top + 2)


def _mark(mark: Mark, x: float, y: float) -> str:
    """A full disc, a ring with its lower half filled, a short line."""
    if mark == "none":
        return (
            f'<line x1="{x - 5:g}" y1="{y:g}" x2="{x + 5:g}" y2="{y:g}" stroke="{_MUTED}" stroke-width="2"/>'
        )
    if mark == "full":
        return f'<circle cx="{x:g}" cy="{y:g}" r="8" fill="{_ACCENT}"/>'
    half = f'<path d="M {x - 8:g} {y:g} A 8 8 0 0 0 {x + 8:g} {y:g} Z" fill="{_ACCENT}"/>'
    return f'<circle cx="{x:g}" cy="{y:g}" r="8" fill="#FFFFFF" stroke="{_ACCENT}" stroke-width="2"/>{half}'


def _marks(drawing: Marks) -> tuple[list[str], int]:
    label = 250
    each = (_WIDE - label) / max(len(drawing.columns), 1)
    heads = [_wrapped(column, each - 8) for column in drawing.columns]
    deep = 20 + 18 * max(map(len, heads), default=1)
    shapes = [
        f'<text x="{label + each * (n + 0.5):g}" y="{18 + 18 * m}" text-anchor="middle" font-weight="bold">'
        f"{_text(line)}</text>"
        for n, lines in enumerate(heads)
        for m, line in enumerate(lines)
    ]
    top = float(deep)
    for name, marks in drawing.rows:
        shapes.append(f'<line x1="0" y1="{top:g}" x2="{_WIDE}" y2="{top:g}" stroke="{_LINE}"/>')
        said, depth = _label(name, top + 2, label)
        shapes += said
        middle = (top + depth) / 2
        shapes += [_mark(mark, label + each * (n + 0.5), middle) for n, mark in enumerate(marks)]
        top = depth
    shapes.append(f'<line x1="0" y1="{top:g}" x2="{_WIDE}" y2="{top:g}" stroke="{_LINE}"/>')
    shapes += _meaning(drawing, top + 22)
    return shapes, round(top + 36)


def _meaning(drawing: Marks, y: float) -> Iterator[str]:
    left = 10.0
    for mark, words in drawing.meaning:
        yield _mark(mark, left, y)
        yield f'<text x="{left + 14:g}" y="{y + 5:g}">{_text(words)}</text>'
        left += 44 + _wide(words)


def _bars(drawing: Bars) -> tuple[list[str], int]:
    shapes: list[str] = []
    top = 0.0
    room = 250.0
    for bar in drawing.rows:
        said, depth = _label(bar.label, top)
        shapes += said
        words = _wrapped(bar.words, _WIDE - _LABEL - room - 14)
        depth = max(depth, top + 18 * len(words) + 8)
        shapes += _bar(bar, top + 4, room)
        shapes += [
            f'<text x="{_LABEL + room + 12:g}" y="{top + 18 + 18 * n:g}">{_text(line)}</text>'
            for n, line in enumerate(words)
        ]
        top = depth
    return shapes, round(top + 2)


def _bar(bar: Bar, y: float, room: float) -> Iterator[str]:
    """An empty frame as long as the whole, filled as far as the count; what is only planned is hatched by
    a dashed edge; a hidden count has a frame with nothing in it."""
    dashed = ' stroke-dasharray="5 4"' if bar.planned or bar.filled is None else ""
    yield (
        f'<rect x="{_LABEL}" y="{y:g}" width="{room:g}" height="18" rx="4" fill="#FFFFFF" '
        f'stroke="{_LINE}"{dashed}/>'
    )
    if bar.filled:
        width = max(room * min(bar.filled, bar.whole) / max(bar.whole, 1), 3)
        fill = "#FFFFFF" if bar.planned else _ACCENT
        yield (
            f'<rect x="{_LABEL}" y="{y:g}" width="{width:g}" height="18" rx="4" fill="{fill}" '
            f'stroke="{_ACCENT}"{dashed}/>'
        )
