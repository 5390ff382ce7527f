"""Reference figures from a file: taken once it has no mistakes, each of which is said with its place."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Label, Static

from rrsa import clock
from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext
from rrsa.overview.figure_file import FigureProblems, Found, read
from rrsa.tui.dialogs.dialog import Dialog

SHOWN = 12
"""Mistakes of a file that are said at once."""


class FigureFile(NamedTuple):
    """A file's name, and the figures in it."""

    name: str
    figures: list[Found]


class FigureFileDialog(Dialog[FigureFile]):
    """Gives the figures that a file holds."""

    TITLE_TEXT = _("Figures from elsewhere")
    OK = _("Take them in")
    HELP = _(
        "A CSV file with the columns **title**, **date**, **source** and **figure** (as it is published), or "
        "**count** and **n**; also **subject** (view:4, shown:4, article:12), **group** and **note**. Or a "
        "YAML file with the same. A figure without its source and date is refused. Taking a file twice adds "
        "nothing; u takes it all back."
    )

    def body(self) -> ComposeResult:
        yield Label(_("CSV or YAML: title, date, source and figure, or count and n."), classes="hint")
        with Horizontal(classes="row"):
            yield Input(id="path", placeholder=_("type or paste where it lies"))
            yield Button(_("File"), id="browse", compact=True)
        yield Static(id="problems", markup=False)

    def on_mount(self) -> None:
        self.begin_at("#path")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def pressed(self, button: str) -> None:
        if button == "browse":
            from rrsa.tui.in_browser import as_typed, choose_file

            def take(path: Path) -> None:
                self.query_one("#path", Input).value = as_typed(path)
                self.query_one("#ok").focus()

            choose_file(self.app, take, only=(_("CSV and YAML files"), (".csv", ".yaml", ".yml")))
        else:
            super().pressed(button)

    def value(self) -> FigureFile:
        from rrsa import in_browser

        problems = self.query_one("#problems", Static)
        problems.update("")
        typed = self.reading("#path").strip("\"'")
        if not typed:
            raise BadInput(_("no file is chosen"), _("type where it lies, or choose it with File"))
        path = in_browser.to_read(typed)
        try:
            return FigureFile(path.name, read(path, today=clock.today()))
        except FigureProblems as problem:
            said = list(problem.problems[:SHOWN])
            if (more := len(problem.problems) - SHOWN) > 0:
                said.append(ngettext("and {n} more", "and {n} more", more).format(n=more))
            problems.update("\n".join(said))
            raise
