"""Reference figures from a file: taken once it has no mistakes, each of which is said with its place."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult
from textual.widgets import Label

from rrsa import clock
from rrsa.i18n import _
from rrsa.overview.figure_file import FigureProblems, Found, read
from rrsa.tui.dialogs.one_file import CheckedFile


class FigureFile(NamedTuple):
    """A file's name, and the figures in it."""

    name: str
    figures: list[Found]


class FigureFileDialog(CheckedFile[FigureFile]):
    """Gives the figures that a file holds."""

    TITLE_TEXT = _("Figures from elsewhere")
    OK = _("Take them in")
    ONLY = (_("CSV and YAML files"), (".csv", ".yaml", ".yml"))
    HELP = _(
        "A CSV file with the columns **title**, **date**, **source** and **figure** (as it is published), or "
        "**count** and **n**; also **subject** (view:4, shown:4, article:12), **group** and **note**. Or a "
        "YAML file with the same. A figure without its source and date is refused. Taking a file twice adds "
        "nothing; u takes it all back."
    )

    def body(self) -> ComposeResult:
        yield Label(_("CSV or YAML: title, date, source and figure, or count and n."), classes="hint")
        yield from self.file_row(_("type or paste where it lies"))
        yield from self.mistakes_row()

    def value(self) -> FigureFile:
        self.say_mistakes(())
        path = self.path()
        try:
            return FigureFile(path.name, read(path, today=clock.today()))
        except FigureProblems as problem:
            self.say_mistakes(problem.problems)
            raise
