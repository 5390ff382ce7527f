"""What a moderation round sends out and takes in: which folder, what came of them; the report."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Label, Select, Static

from rrsa import clock, in_browser
from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.overview.desk import Desk
from rrsa.overview.rounds import Round
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.dialogs.writing import FileDialog, Job, Made, Progress
from rrsa.tui.in_browser import as_typed, choose_file, choose_folder
from rrsa.tui.widgets.ticks import Tick

DOCX, HTML = ".docx", ".html"
SHOWN = 200
"""Lines of what came of files; the command tells of all."""


class Folder(NamedTuple):
    """Where files go, and how they are."""

    path: Path
    named: bool = False
    paper: bool = False


class OutDialog(Dialog[Folder]):
    """Gives the folder for what each setting is to look at."""

    TITLE_TEXT = _("What each setting is to look at")
    OK = _("Write")
    HELP = _(
        "A file for each setting goes into the **folder**: the outcomes, what the grades look like, the "
        "other setting’s words and titles of evidence, and blank places for a view and why. The other’s view "
        "is not in it. By default the other setting is called by a letter, so that what is judged is what "
        "stands there and not the name on the door; **name** them only where all agreed to that. A file that "
        "somebody has filled in is never written over."
    )

    def __init__(self, round_: Round) -> None:
        super().__init__()
        self._round = round_

    def body(self) -> ComposeResult:
        if in_browser.folder() is None:
            yield Label(_("Which folder?"), classes="field")
            with Horizontal(classes="row"):
                yield Input(in_browser.suggested(self.folder_name()), id="path")
                yield Button(_("Folder"), id="browse", compact=True)
        else:
            yield Label(_("They come down with your browser, one for each setting."), classes="hint")
        yield from self.choices()

    def folder_name(self) -> str:
        return f"round-{self._round.id}"

    def choices(self) -> ComposeResult:
        forms = [(_("Workbooks, which come back"), "xlsx"), (_("Word documents, to write on"), "docx")]
        yield Label(_("In which form?"), classes="field")
        yield Select(forms, value="xlsx", allow_blank=False, id="form", compact=True)
        yield Tick(_("Name the other settings: all agreed to that"), id="named", compact=True)

    def on_mount(self) -> None:
        if self.query("#path"):
            self.begin_at("#path")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def pressed(self, button: str) -> None:
        if button == "browse":

            def take(path: Path) -> None:
                self.query_one("#path", Input).value = str(path)

            choose_folder(self.app, take)
        else:
            super().pressed(button)

    def folder(self) -> Path:
        from rrsa.exchange.many.telling import folder_to_write

        if in_browser.folder() is not None:
            # Files that go down have a folder of their own, whatever they are called.
            return in_browser.to_write("round.xlsx").parent
        typed = self.reading("#path").strip("\"'")
        if not typed:
            raise BadInput(_("no folder is chosen"), _("type where it lies, or choose it with Folder"))
        return folder_to_write(in_browser.to_write(typed))

    def value(self) -> Folder:
        paper = str(self.query_one("#form", Select).value) == "docx"
        return Folder(self.folder(), self.query_one("#named", Tick).value, paper)


class BackDialog(OutDialog):
    """Gives the folder for what others said of each setting's own outcomes."""

    TITLE_TEXT = _("For each setting what others said of it")
    HELP = _(
        "A workbook for each setting goes into the **folder**: of its own outcomes what it said, what others "
        "say, and why. Who looked is not said. The setting reads it, and **rrsa review take** brings it into "
        "its portfolio as a review beside its own view, which stays as it is."
    )

    def folder_name(self) -> str:
        return f"reviews-{self._round.id}"

    def choices(self) -> ComposeResult:
        yield from ()

    def value(self) -> Folder:
        return Folder(self.folder())


class TakeDialog(Dialog[list[Path]]):
    """Gives the workbooks that came back."""

    TITLE_TEXT = _("What came back")
    OK = _("Take in")
    HELP = _(
        "Name a workbook that came back, or the **folder** with all of them. Each cell is checked, and what "
        "cannot be read is named. An empty row says nothing yet; the same file may come again. What the desk "
        "holds already is not written over."
    )

    def body(self) -> ComposeResult:
        yield Label(_("A workbook, or a folder with several"), classes="field")
        with Horizontal(classes="row"):
            yield Input(id="path", placeholder=_("type or paste where it lies"))
            yield Button(_("File"), id="browse", compact=True)
            yield Button(_("Folder"), id="folder", compact=True)

    def on_mount(self) -> None:
        if in_browser.folder() is not None:
            self.query_one("#folder").display = False
        self.begin_at("#path")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def pressed(self, button: str) -> None:
        def take(path: Path) -> None:
            self.query_one("#path", Input).value = as_typed(path)
            self.query_one("#ok").focus()

        if button == "browse":
            choose_file(self.app, take, only=(_("Workbooks"), (".xlsx",)))
        elif button == "folder":
            choose_folder(self.app, take)
        else:
            super().pressed(button)

    def value(self) -> list[Path]:
        from rrsa.exchange.moderation.taking import workbooks

        typed = self.reading("#path").strip("\"'")
        if not typed:
            raise BadInput(_("no file is chosen"), _("type where it lies, or choose it with File"))
        return workbooks([str(in_browser.to_read(typed))])


class Came(Dialog[bool]):
    """Says what came of each file."""

    TITLE_TEXT = _("What came back")
    OK = _("Done")

    def __init__(self, told: list[str]) -> None:
        super().__init__()
        self._told = told

    def body(self) -> ComposeResult:
        told = self._told[:SHOWN]
        if len(self._told) > SHOWN:
            told = [*told, _("… rrsa overview moderation take says what came of every file.")]
        yield Static("\n".join(told), markup=False)

    def buttons(self) -> ComposeResult:
        yield Button(self.OK, variant="primary", id="ok", compact=True)

    def on_mount(self) -> None:
        self.query_one("#ok").focus()

    def value(self) -> bool:
        return True


class RoundReport(FileDialog):
    """Writes the report of a round."""

    TITLE_TEXT = _("The report of the round")
    OK = _("Write")
    HELP = _(
        "What was read alike and what differently, in words and in counts over at least five settings, and "
        "what words explain it. It names no setting and nobody who looked, and does not say the seed. A "
        "**Word document** can be changed and sent; a **page** opens in any browser and prints well."
    )

    def __init__(self, desk: Desk, round_: Round) -> None:
        super().__init__()
        self._desk = desk
        self._round = round_

    def choices(self) -> ComposeResult:
        forms = [(_("Word document: to send or change"), DOCX), (_("Page: to read and print"), HTML)]
        yield Label(_("In which form?"), classes="field")
        yield Select(forms, value=DOCX, allow_blank=False, id="form", compact=True)

    def file_name(self) -> str:
        ending = str(self.query_one("#form", Select).value)
        return f"joint-quality-assurance-{clock.today().isoformat()}{ending}"

    def job(self) -> Job:
        round_, day = self._round, self._desk.on.isoformat()

        def write(path: Path, _keep: Collection[str], progress: Progress) -> Made:
            from rrsa.exchange.moderation.report import write_report

            progress(0, 1)  # a paper is written in a moment; this is the last at which it can be stopped
            return Made(write_report(round_, path, day=day))

        return Job(write)
