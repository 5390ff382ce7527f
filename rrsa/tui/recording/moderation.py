"""Moderation rounds on the desk: drawing, looking, what goes out and comes back, closing, removing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rrsa.errors import RrsaError
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from rrsa.overview.rounds import Round
    from rrsa.portfolio.desk import Moderated
    from rrsa.tui.dialogs.moderation_draw import DrawForm
    from rrsa.tui.dialogs.moderation_files import Folder
    from rrsa.tui.dialogs.moderation_look import LookForm
    from rrsa.tui.screens.overview_moderation import ModerationScreen


def draw(screen: ModerationScreen) -> None:
    """Shows what a round would be, and writes it down."""
    from rrsa.overview.round_edits import start
    from rrsa.overview.rounds import agreed_settings, names_of
    from rrsa.tui.dialogs.moderation_draw import DrawDialog

    sitting = screen.sitting
    desk = sitting.desk

    def filled(form: DrawForm | None) -> None:
        if form is not None:
            sitting.do(
                lambda: start(desk, form.made, title=form.title),
                said=_("The round is drawn"),
                loud=True,
                then=lambda made: screen.choose(str(made)) if screen.is_mounted else None,
            )

    def read(found: Any) -> None:
        if not screen.is_active:
            return  # it was asked for twice, or somebody has gone on
        agreed, names = found
        screen.app.push_screen(DrawDialog(desk, agreed, names), filled)

    apart(screen, lambda: (agreed_settings(desk.store), names_of(desk.store)), read)


def look(screen: ModerationScreen, round_: Round, item: Moderated) -> None:
    """Records by hand what somebody says who has looked."""
    from rrsa.overview.round_edits import check_open, say
    from rrsa.tui.dialogs.moderation_look import LookDialog

    sitting = screen.sitting
    try:
        check_open(round_)
    except RrsaError as error:
        screen.notify(str(error), markup=False)
        return

    def filled(form: LookForm | None) -> None:
        if form is not None:
            sitting.do(
                lambda: say(sitting.desk, round_, item, form.values, seen=form.seen),
                forced=lambda: say(sitting.desk, round_, item, form.values),
                said=_("Saved"),
            )

    screen.app.push_screen(LookDialog(round_, item), filled)


def out(screen: ModerationScreen, round_: Round) -> None:
    """Writes for each setting what its people are to look at."""
    from rrsa.overview.round_edits import check_open
    from rrsa.tui.dialogs.moderation_files import OutDialog

    def write(folder: Folder) -> list[Path]:
        from rrsa.exchange.moderation.going_out import write_out

        check_open(round_)
        day = screen.desk.on.isoformat()
        sent = write_out(round_, folder.path, day=day, named=folder.named, paper=folder.paper)
        return [each.path for each in sent]

    _write(screen, OutDialog(round_), write)


def back(screen: ModerationScreen, round_: Round) -> None:
    """Writes for each setting what others said of its outcomes."""
    from rrsa.tui.dialogs.moderation_files import BackDialog

    if not round_.looked_at:
        screen.notify(_("Nobody has said anything in this round yet."))
        return

    def write(folder: Folder) -> list[Path]:
        from rrsa.exchange.moderation.going_back import write_back

        return [each.path for each in write_back(round_, folder.path, day=screen.desk.on.isoformat())]

    _write(screen, BackDialog(round_), write)


def _write(screen: ModerationScreen, dialog: Any, write: Callable[[Folder], list[Path]]) -> None:
    from rrsa import in_browser
    from rrsa.tui.in_browser import written

    def said(paths: Any) -> None:
        if in_browser.folder() is not None:
            for path in paths:
                written(screen.app, path)
        n = len(paths)
        told = ngettext("{n} file, for {n} setting.", "{n} files, one for each setting.", n).format(n=n)
        if paths and in_browser.folder() is None:
            told += " " + _("Written to {folder}").format(folder=paths[0].parent)
        screen.notify(told, markup=False, timeout=10)

    def filled(folder: Folder | None) -> None:
        if folder is not None:
            apart(screen, lambda: write(folder), said)

    screen.app.push_screen(dialog, filled)


def take(screen: ModerationScreen) -> None:
    """Takes in workbooks that came back, and says what came of each."""
    from rrsa.tui.dialogs.moderation_files import Came, TakeDialog

    sitting = screen.sitting

    def show(told: Any) -> None:
        screen.rrsa.in_turn(lambda: screen.app.push_screen(Came(told)))

    def filled(paths: list[Path] | None) -> None:
        if paths is not None:
            sitting.do(lambda: _taken(screen, paths), said=_("Taken in"), then=show)

    screen.app.push_screen(TakeDialog(), filled)


def _taken(screen: ModerationScreen, paths: list[Path]) -> list[str]:
    """Reads and writes each by itself, so that a file which will not do keeps no other back."""
    from rrsa.exchange.moderation.taking import read_reply, reply_words
    from rrsa.exchange.moderation.taking import take as take_in

    desk = screen.sitting.desk
    told = []
    for path in paths:
        try:
            reply = read_reply(desk, path)
            take_in(desk, reply)
        except RrsaError as problem:
            told.append(f"{path.name}: {problem}")
            continue
        told.append(f"{path.name}: {reply_words(reply)}")
        told += [f"   {each.place}: {each.why}" for each in reply.refused]
    return told


def report(screen: ModerationScreen, round_: Round) -> None:
    """The report of the round, as a document or a page."""
    from rrsa.tui.dialogs.moderation_files import RoundReport

    screen.app.push_screen(RoundReport(screen.desk, round_))


def close(screen: ModerationScreen, round_: Round) -> None:
    """Closed, or open again."""
    from rrsa.overview import round_edits

    sitting = screen.sitting
    if round_.record.closed_on:
        sitting.do(
            lambda: round_edits.reopen(sitting.desk, round_.id),
            said=_("Open again: {title}").format(title=round_.title),
            loud=True,
        )
    else:
        sitting.do(
            lambda: round_edits.close(sitting.desk, round_.id),
            said=_("Closed: {title}").format(title=round_.title),
            loud=True,
        )


def remove(screen: ModerationScreen, round_: Round) -> None:
    """A round goes with all that was said in it, once that is sure; undo brings it back."""
    from rrsa.overview import round_edits
    from rrsa.tui.dialogs.sure import Sure

    sitting = screen.sitting

    def answered(yes: bool | None) -> None:
        if yes:
            sitting.do(
                lambda: round_edits.remove(sitting.desk, round_.id),
                said=_("Removed: {title}. Press u to take that back.").format(title=round_.title),
                loud=True,
            )

    about = _("What was drawn and all that was said in it goes; u brings it back.")
    screen.app.push_screen(
        Sure(_("Remove {title}?").format(title=round_.title), about, _("Remove it")), answered
    )


def apart(screen: ModerationScreen, job: Callable[[], Any], then: Callable[[Any], None]) -> None:
    """Does something beside the screen's thread that writes nothing on the desk; what fails is said."""

    def run() -> None:
        call = screen.app.call_from_thread
        try:
            result = job()
        except RrsaError as error:
            call(screen.notify, str(error), severity="error", timeout=10, markup=False)
        else:
            call(then, result)

    screen.run_worker(run, thread=True, exit_on_error=False, group="moderation-apart")
