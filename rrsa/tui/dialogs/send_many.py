"""Assessors' copies and evidence packs of many settings in one go."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.widgets import Label, Select

from rrsa import clock
from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext
from rrsa.overview.desk import Desk
from rrsa.overview.rows import Row
from rrsa.tui.dialogs.many import Came, Job, ManyDialog, Progress

PACKS, COPIES, BOTH = "packs", "copies", "both"
ALL, LISTED = "all", "listed"


class SendDialog(ManyDialog):
    """Each goes through the privacy gate as it would alone."""

    TITLE_TEXT = _("Send to an assessor")
    OK = _("Write them")
    FOLDER = _("Into which folder?")
    HELP = _(
        "Writes the **evidence pack** or the **assessor’s copy** of many settings, one after the other, of "
        "those whose records are kept here. Each goes through the same gate as it would alone: what may not "
        "leave stays, names of its own list are taken out, and how much is said by count. Do it again in "
        "the same folder and it **goes on where it was**: only settings that have moved on are written "
        "anew. Narrow the overview down first to send only some. Escape stops; what is whole stays."
    )

    @property
    def _which(self) -> list[tuple[str, str]]:
        sitting = self._sitting
        every = sum(row.here for row in sitting.rows)
        words = ngettext("The {n} whose records are kept here", "All {n} whose records are kept here", every)
        found = [(words.format(n=every), ALL)]
        if sitting.wanted.narrows:
            n = sum(row.here for row in sitting.listed)
            found.insert(0, (_("The {n} of them that are listed now").format(n=n), LISTED))
        return found

    def choices(self) -> ComposeResult:
        what = [
            (_("Evidence packs: the copy with its files"), PACKS),
            (_("Assessors’ copies: to read and print"), COPIES),
            (_("Both"), BOTH),
        ]
        yield Label(_("What?"), classes="field")
        yield Select(what, value=PACKS, allow_blank=False, id="what", compact=True)
        yield Label(_("Of which settings?"), classes="field")
        yield Select(self._which, value=self._which[0][1], allow_blank=False, id="which", compact=True)

    def folder_name(self) -> str:
        return f"for-the-assessor-{clock.today().isoformat()}"

    def _meant(self) -> list[Row]:
        listed = self.query_one("#which", Select).value == LISTED
        rows = self._sitting.listed if listed else self._sitting.rows
        return [row for row in rows if row.here]

    def job(self) -> Job:
        from rrsa.exchange.many.sending import What

        chosen = str(self.query_one("#what", Select).value)
        what = {PACKS: (What.PACK,), COPIES: (What.COPY,), BOTH: tuple(What)}[chosen]
        settings = [row.setting for row in self._meant()]
        if not settings:
            raise BadInput(
                _("the records of none of these settings are kept here"),
                _("take in their filled-in copies, or ask each to send its own pack"),
            )
        own = self._sitting.desk
        on = own.on if own.on != own.today else None

        def write(desk: Desk, folder: Path, progress: Progress) -> Came:
            from rrsa.exchange.many.sending import SentState, send

            made = send(desk.store, folder, settings, what, author=desk.author, on=on, progress=progress)
            n = sum(each.state in (SentState.WRITTEN, SentState.ANEW) for each in made.lines)
            summary = ngettext("{n} file was written.", "{n} files were written.", n).format(n=n)
            if n := len(made.problems):
                summary += " " + ngettext("{n} could not be.", "{n} could not be.", n).format(n=n)
            failed = SentState.FAILED
            ordered = sorted(made.lines, key=lambda each: each.state is not failed)
            lines = tuple(
                f"{'▲ ' if each.state is failed else ''}{each.name}, {each.what.label}: {each.words}"
                for each in ordered
            )
            return Came(summary, lines, made.stopped)

        return write
