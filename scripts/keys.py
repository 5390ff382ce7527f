"""Writes ``docs/reference/keys.md`` from where the keys are declared, so that the page is never behind."""

from __future__ import annotations

import sys
from pathlib import Path

from textual.binding import Binding

from rrsa.tui.app import RrsaApp
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.screens.home import HomeScreen
from rrsa.tui.screens.outcome import OutcomeScreen
from rrsa.tui.screens.quick_look import QuickLookScreen
from rrsa.tui.screens.readiness import ReadinessScreen
from rrsa.tui.screens.setting_screen import SettingScreen
from rrsa.tui.screens.start import StartScreen
from rrsa.tui.widgets.lists import ActionList, EvidenceList, LookForList

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "keys.md"
PLACES = (
    ("Everywhere", RrsaApp),
    ("First screen", StartScreen),
    ("Every page of a setting", SettingScreen),
    ("Home", HomeScreen),
    ("Quick look", QuickLookScreen),
    ("Outcome", OutcomeScreen),
    ("Outcome: look-fors", LookForList),
    ("Outcome: evidence", EvidenceList),
    ("Outcome: actions", ActionList),
    ("Readiness", ReadinessScreen),
    ("Dialogs", Dialog),
)
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
        "outside of text fields; Escape leaves a field.",
        "",
        "This page is written by `make docs` from the program itself.",
    ]
    for title, place in PLACES:
        rows = [row(b) for b in place.BINDINGS if isinstance(b, Binding) and b.id and b.description]
        graded = any(isinstance(b, Binding) and "grade(" in b.action for b in place.BINDINGS)
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
