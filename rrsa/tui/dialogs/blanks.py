"""Blank copies out to the settings on the list, and filled ones in from a folder."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.widgets import Input, Label, Select

from rrsa import clock
from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext
from rrsa.overview.desk import Desk
from rrsa.tui.dialogs.many import Came, Job, ManyDialog, Progress

ONLY_NEW, AGAIN = "missing", "again"
EVERYBODY, LISTED = "all", "listed"


class BlanksDialog(ManyDialog):
    """A blank working copy for every setting on the list, with a letter for whoever fills them in."""

    TITLE_TEXT = _("Blank copies for all")
    OK = _("Write them")
    FOLDER = _("Into which folder?")
    HELP = _(
        "Writes a **blank working copy** for every setting on your list, each with its name on the first "
        "sheet, and a letter to send with it. Do it again and only what is **missing** is written; a copy "
        "that somebody has filled in is never written over. Escape stops; what is written by then stays."
    )

    def choices(self) -> ComposeResult:
        sitting = self._sitting
        every = len(sitting.desk.portfolio.listed)
        which = [(_("All {n} on your list").format(n=every), EVERYBODY)]
        if sitting.wanted.narrows:
            n = sum(row.listed for row in sitting.listed)
            which.insert(0, (_("The {n} that are listed now").format(n=n), LISTED))
        yield Label(_("For which settings?"), classes="field")
        yield Select(which, value=which[0][1], allow_blank=False, id="which", compact=True)
        how = [(_("Only what is missing"), ONLY_NEW), (_("New ones for all of them"), AGAIN)]
        yield Select(how, value=ONLY_NEW, allow_blank=False, id="how", compact=True)
        yield Label(_("Back to whom? A role"), classes="field")
        yield Input(id="to", placeholder=_("such as Children’s rights officer"))
        yield Label(_("Back by when?"), classes="field")
        yield Input(id="by", placeholder=_("such as 30 Jan"))

    def folder_name(self) -> str:
        return f"blank-copies-{clock.today().isoformat()}"

    def job(self) -> Job:
        from rrsa.portfolio.checks import checked, parse_day, show_day

        settings: list[str] = []
        if self.query_one("#which", Select).value == LISTED:
            settings = [row.setting for row in self._sitting.listed if row.listed]
            if not settings:
                raise BadInput(
                    _("none of those that are listed now is on your list"), _("put them on it with a first")
                )
        again = self.query_one("#how", Select).value == AGAIN
        role = str(checked("listed", {"role": self.reading("#to")})["role"] or "") or None
        typed = self.reading("#by")
        by = parse_day(typed, today=clock.today()) if typed else None
        if by is not None and by < clock.today():
            raise BadInput(
                _("{day} is over").format(day=show_day(by)),
                _("give the day by which copies are to be back"),
            )

        def write(desk: Desk, folder: Path, progress: Progress) -> Came:
            from rrsa.exchange.many.blanks import write_blanks

            made = write_blanks(
                desk, folder, settings, again=again, return_to=role, return_by=by, progress=progress
            )
            n = len(made.written)
            said = ngettext("{n} blank copy was written.", "{n} blank copies were written.", n).format(n=n)
            lines = tuple(f"{each.name}: {each.words}" for each in made.lines)
            return Came(said, lines, made.stopped)

        return write


class CollectDialog(ManyDialog):
    """Filled-in copies from a folder, whatever their names."""

    TITLE_TEXT = _("Copies that came back")
    OK = _("Take them in")
    FOLDER = _("In which folder do they lie?")
    WRITES = False
    HELP = _(
        "Takes in all copies that lie in a folder, whatever their names. Each becomes a setting in this "
        "database, or brings the one that it became up to date. What **waits for a choice** stays in its "
        "file: **I** on the first screen shows it cell by cell. Doing it twice adds nothing. Escape stops; "
        "what is in by then stays."
    )

    def choices(self) -> ComposeResult:
        yield Label(_("Each file is looked at by itself, and you are told what came of it."), classes="hint")

    def folder_name(self) -> str:
        return ""

    def job(self) -> Job:
        def take_in(desk: Desk, folder: Path, progress: Progress) -> Came:
            from rrsa.exchange.many.collecting import collect

            came = collect(desk, folder, progress=progress)
            back = sum(each.state.came_back for each in came.lines)
            said = ngettext("{n} of {all} file is in.", "{n} of {all} files are in.", len(came.lines))
            summary = said.format(n=back, all=len(came.lines))
            if n := len(came.problems):
                summary += " " + ngettext("{n} needs a look.", "{n} need a look.", n).format(n=n)
            ordered = sorted(came.lines, key=lambda each: not each.state.is_problem)
            lines = tuple(
                f"{'▲ ' if each.state.is_problem else ''}{each.file}: {each.words}" for each in ordered
            )
            return Came(summary, lines, came.stopped)

        return take_in
