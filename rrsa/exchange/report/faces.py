"""The faces of question sets as drawings for paper: a line, two eyes and a mouth, and no colour."""

from __future__ import annotations

from rrsa.guide.voice_pictures import FACES

_MOUTHS = {
    "glad": "M28 56 Q50 92 72 56 Z",
    "well": "M30 60 Q50 80 70 60",
    "so-so": "M30 66 L70 66",
    "low": "M32 72 Q50 58 68 72",
    "sad": "M28 78 Q50 50 72 78",
}
_MARKS = {"yes": "M22 54 L42 74 L80 26", "no": "M26 26 L74 74 M74 26 L26 74"}


def svg(name: str) -> str:
    """One face, or a tick or a cross, as a drawing of 100 by 100; the words beside it say the same."""
    if name in _MARKS:
        inner = f'<path d="{_MARKS[name]}" class="line"/>'
    else:
        tears = '<path d="M34 50 L34 60 M66 50 L66 60" class="line"/>' if name == "sad" else ""
        inner = (
            '<circle cx="50" cy="50" r="44" class="line"/>'
            '<circle cx="34" cy="40" r="5" class="dot"/><circle cx="66" cy="40" r="5" class="dot"/>'
            f'<path d="{_MOUTHS[name]}" class="line"/>{tears}'
        )
    return f'<svg viewBox="0 0 100 100" aria-hidden="true">{inner}</svg>'


def of(answers: str) -> tuple[str, ...]:
    """The drawings of a way of answering, from the one who agrees most to the one who agrees least."""
    return tuple(svg(name) for name in FACES[answers])
