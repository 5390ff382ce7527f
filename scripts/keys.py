"""Writes ``docs/reference/keys.md`` from where the keys are declared, so that the page is never behind."""

from __future__ import annotations

import sys
from pathlib import Path

from textual.binding import Binding

from rrsa.tui.keys import place_classes

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "keys.md"
SIGNS = {
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "Esc",
    "enter": "Enter",
    "delete,backspace": "Del",
    "f1": "F1",
}


def page() -> str:
    """The whole page. Number keys give our view; they stand in one line."""
    lines = [
        "# Keys",
        "",
        "Everything works by keyboard, and the mouse works too. Tab and Shift+Tab go from field to field,",
        "the arrows through lists; Ctrl+P opens the palette with everything that can be done. Letters work",
        "outside of text fields; Escape leaves a field. F2 lists every key and lets you choose others.",
        "",
        "This page is written by `make docs` from the program itself.",
    ]
    for title, place in place_classes():
        declared = place.__dict__.get("BINDINGS", ())
        rows = [row(b) for b in declared if isinstance(b, Binding) and b.id and b.description]
        graded = any(isinstance(b, Binding) and "grade(" in b.action for b in declared)
        if graded:
            rows.insert(0, "| 1 … 9 | Our view; 0 takes it back |")
        lines += ["", f"## {title}", "", "| key | what it does |", "| --- | --- |", *rows]
    return "\n".join(lines) + "\n"


def row(binding: Binding) -> str:
    key = SIGNS.get(binding.key, binding.key.replace("ctrl+", "Ctrl+"))
    return f"| `{key}` | {binding.tooltip or binding.description} |"


def main() -> int:
    text = page()
    if "--check" in sys.argv[1:]:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            print("docs/reference/keys.md is out of date — run make docs", file=sys.stderr)
            return 1
        return 0
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
