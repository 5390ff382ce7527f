"""Files on screens: chosen from one's own disk or from what has come up, written there or sent down.

The only place of the app that shows a disk. What it tells the page around it goes over the driver that
``rrsa serve`` starts the app with; at a terminal there is no page, and nothing is told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button, Label, OptionList
from textual.widgets.option_list import Option

from rrsa import in_browser
from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.tui.dialogs.dialog import Dialog

LOOK_AFTER = 0.4
"""Seconds between looks at what has come up."""


def written(app: App[Any], path: Path, *, once: bool = False) -> str:
    """What is said of a file that was written; in a browser it goes down now, for ``once`` and no more."""
    place = in_browser.folder()
    if place is None:
        return _("Written: {path}").format(path=path)
    tell_page(app, "down", name=str(path.relative_to(place / in_browser.DOWN).as_posix()), once=once)
    return _("{name} comes down with your browser; look among its downloads.").format(name=path.name)


def as_typed(path: Path) -> str:
    """A chosen file as it stands in a field: its path, or in a browser its name."""
    return str(path) if in_browser.folder() is None else path.name


def choose_file(
    app: App[Any],
    take: Callable[[Path], object],
    *,
    title: str = "",
    only: tuple[str, Collection[str]] | None = None,
) -> None:
    """Has somebody choose a file, and gives it to ``take``; ``only`` are words and the endings they mean."""
    title = title or _("Choose a file")

    def chosen(path: Path | None) -> None:
        if path is not None:
            take(path)

    if in_browser.folder() is not None:
        app.push_screen(HasComeUp(title, only[1] if only else ()), chosen)
        return
    from textual_fspicker import FileOpen, Filters

    filters = None
    if only is not None:
        words, endings = only
        filters = Filters(
            (words, lambda path: path.suffix.lower() in endings), (_("All files"), lambda _path: True)
        )
    app.push_screen(FileOpen(Path.home(), title=title, filters=filters), chosen)


def choose_folder(app: App[Any], take: Callable[[Path], object]) -> None:
    """Has somebody choose a folder; in a browser it is the one with all that has come up."""
    place = in_browser.folder()
    if place is not None:
        take(place / in_browser.UP)
        return
    from textual_fspicker import SelectDirectory

    def chosen(path: Path | None) -> None:
        if path is not None:
            take(path)

    app.push_screen(SelectDirectory(Path.home(), title=_("Choose a folder")), chosen)


def tell_page(app: App[Any], what: str, **more: object) -> None:
    """Tells the page around the app: ``up`` asks it for a file, ``down`` names one that is ready."""
    write_meta = getattr(app._driver, "write_meta", None)
    if write_meta is not None:
        write_meta({"type": in_browser.META, "what": what, **more})


class ComeUp(OptionList):
    """Files that have come up in this session."""


class HasComeUp(Dialog[Path]):
    """Gives a file that has come up; waits for one where there is none yet."""

    OK = _("Take it")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "ok", _("Take it"), id="dialog.ok"),
        Binding("u", "ask", _("Send a file up"), id="come-up.ask"),
    ]
    HELP = _(
        "The app runs on a server and cannot see your machine, nor you its disk. **Send a file up** with the "
        "form below the app (**u** goes there; in it, Enter on the button sends the file). As soon as it is "
        "here it stands in this list, and Enter takes it. Files that have come up are gone when you leave."
    )
    DEFAULT_CSS = "HasComeUp ComeUp { height: auto; max-height: 10; margin-top: 1; }"

    def __init__(self, title: str, endings: Collection[str] = ()) -> None:
        super().__init__()
        self._title = title
        self._endings = frozenset(endings)
        self._shown: list[Path] | None = None

    def title_text(self) -> str:
        return self._title

    def body(self) -> ComposeResult:
        yield Label(
            _("Files come up with “Send a file up” below the app. What has come up stands here."),
            classes="hint",
        )
        yield ComeUp(id="come-up", markup=False)
        yield Label(_("Nothing has come up yet. Waiting for a file …"), id="none", markup=False)

    def buttons(self) -> ComposeResult:
        yield Button(_("Send a file up"), id="ask", compact=True)
        yield from super().buttons()

    def on_mount(self) -> None:
        self._look()
        self.set_interval(LOOK_AFTER, self._look)
        if not self._shown:
            self.action_ask()

    def _look(self) -> None:
        """Lists what is there; a file that has just come is the one that Enter takes."""
        there = [p for p in in_browser.arrived() if not self._endings or p.suffix.lower() in self._endings]
        if there == self._shown:
            return
        self._shown = there
        listed = self.query_one("#come-up", ComeUp)
        listed.clear_options()
        listed.add_options([Option(path.name) for path in there])
        listed.display = bool(there)
        self.query_one("#none").display = not there
        if there:
            listed.highlighted = 0
            listed.focus()
        else:
            self.query_one("#ask").focus()

    def action_ask(self) -> None:
        tell_page(self.app, "up")

    def pressed(self, button: str) -> None:
        if button == "ask":
            self.action_ask()
        else:
            super().pressed(button)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_ok()

    def value(self) -> Path:
        at = self.query_one("#come-up", ComeUp).highlighted
        if not self._shown or at is None:
            raise BadInput(_("nothing has come up yet"), _("send a file up with the form below the app"))
        return self._shown[at]
