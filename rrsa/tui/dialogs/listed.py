"""The coordinator's list, in the app: one setting on it, or a whole file of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label, Select

from rrsa.i18n import _
from rrsa.overview import listing
from rrsa.overview.list_file import ListProblems, read
from rrsa.overview.listing import Added, Entry
from rrsa.portfolio.desk import Listed
from rrsa.portfolio.records import LINE, NAME
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.dialogs.one_file import CheckedFile
from rrsa.vocabulary import SettingKind

if TYPE_CHECKING:
    from rrsa.overview.rows import Row
    from rrsa.tui.screens.overview import OverviewScreen


class ListedDialog(Dialog[Entry]):
    """Gives a setting as it is to stand on the list."""

    HELP = _(
        "A name is enough. **Area** is the part of the authority that you group by. **Framework** is that of "
        "the blank copy that it is sent. **Write to** is a role, never a person's name. What a setting has "
        "shared stands beside this and is its own."
    )
    DEFAULT_CSS = """
    ListedDialog .row Label { width: 16; }
    ListedDialog .row Select { width: 1fr; }
    """

    def __init__(self, setting: str | None, said: Listed, *, new: bool) -> None:
        super().__init__()
        self._setting = setting
        self._said = said
        self._new = new

    def title_text(self) -> str:
        return _("Onto your list") if self._new else _("On your list: {name}").format(name=self._said.name)

    def body(self) -> ComposeResult:
        from rrsa.framework.catalogue import catalogue

        said = self._said
        yield from self._line("name", _("Name"), said.name, NAME)
        with Horizontal(classes="row"):
            yield Label(_("Kind"))
            kinds = [(kind.label, kind.value) for kind in SettingKind]
            value = said.kind or Select.NULL
            yield Select(kinds, prompt=_("not said"), value=value, id="kind", compact=True)
        yield from self._line("area", _("Area"), said.area, NAME, _("a cluster, a town"))
        offered = {entry.ref: entry.title for entry in catalogue() if entry.offered}
        if said.framework and said.framework not in offered:
            offered[said.framework] = said.framework
        with Horizontal(classes="row"):
            yield Label(_("Framework"))
            options = [(title, ref) for ref, title in offered.items()]
            value = said.framework or Select.NULL
            yield Select(options, prompt=_("by its kind"), value=value, id="framework", compact=True)
        yield from self._line("role", _("Write to"), said.role, NAME, _("a role, such as rights lead"))
        yield from self._line("note", _("Note"), said.note, LINE)

    @staticmethod
    def _line(name: str, label: str, text: str | None, limit: int, hint: str = "") -> ComposeResult:
        with Horizontal(classes="row"):
            yield Label(label)
            yield Input(text or "", max_length=limit, id=name, placeholder=hint)

    def on_mount(self) -> None:
        self.begin_at("#name")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def value(self) -> Entry:
        given = {name: self.reading(f"#{name}") for name in ("area", "role", "note", "name")}
        for name in ("kind", "framework"):
            value = self.query_one(f"#{name}", Select).value
            given[name] = "" if value is Select.NULL else str(value)
        return listing.entry({**given, "id": self._setting})

    @property
    def given(self) -> dict[str, str]:
        """Every field as it stands, empty ones too: an emptied field takes away what stood there."""
        texts = {name: self.query_one(f"#{name}", Input).value for name in ("name", "area", "role", "note")}
        for name in ("kind", "framework"):
            value = self.query_one(f"#{name}", Select).value
            texts[name] = "" if value is Select.NULL else str(value)
        return texts


def add_to_list(screen: OverviewScreen, row: Row | None) -> None:
    """Asks for a setting; one that has shared something or lies here already brings what is known of it."""
    known = Listed("") if row is None else Listed(
        row.setting, name=row.name, kind=row.kind, area=row.area, framework=row.framework
    )  # fmt: skip
    sitting = screen.sitting

    def given(entry: Entry | None) -> None:
        if entry is not None:
            sitting.do(
                lambda: listing.add(sitting.desk, [entry]),
                said=_("On the list: {name}").format(name=entry.values["name"]),
                loud=True,
            )

    screen.app.push_screen(ListedDialog(row.setting if row else None, known, new=True), given)


def edit_listed(screen: OverviewScreen, setting: str) -> None:
    """Asks what is noted of a setting on the list."""
    sitting = screen.sitting
    seen = sitting.desk.portfolio.listed.get(setting)
    if seen is None:
        return
    dialog = ListedDialog(setting, seen, new=False)

    def given(entry: Entry | None) -> None:
        if entry is not None:
            texts = dialog.given
            sitting.do(lambda: listing.edit(sitting.desk, setting, texts, seen), said=_("Saved"))

    screen.app.push_screen(dialog, given)


class ListFileDialog(CheckedFile[list[Entry]]):
    """Gives the settings that a file lists, once it has no mistakes."""

    TITLE_TEXT = _("Your list, from a file")
    OK = _("Take it in")
    ONLY = (_("CSV files"), (".csv", ".txt"))
    HELP = _(
        "A CSV file with a line for each setting, the first line naming the columns: **name**, and any of "
        "**id**, **kind**, **area**, **framework**, **role** and **note**. A setting that is on your list "
        "already is changed where the file says something else; nothing is taken off. u takes it all back."
    )

    def body(self) -> ComposeResult:
        yield Label(
            _("A CSV file with the columns name, id, kind, area, framework, role, note; name is enough."),
            classes="hint",
        )
        yield from self.file_row(_("type or paste where it lies"))
        yield from self.mistakes_row()

    def value(self) -> list[Entry]:
        self.say_mistakes(())
        try:
            return read(self.path())
        except ListProblems as problem:
            self.say_mistakes(problem.problems)
            raise


def take_list(screen: OverviewScreen) -> None:
    """Takes in a whole list."""
    sitting = screen.sitting

    def said(done: Added) -> str:
        if not done.new and not done.changed:
            return _("All of them are on the list, just so.")
        return _("{new} put on the list, {changed} changed, {same} as they were").format(
            new=len(done.new), changed=len(done.changed), same=len(done.same)
        )

    def given(entries: list[Entry] | None) -> None:
        if entries:
            sitting.do(lambda: listing.add(sitting.desk, entries), say=said)

    screen.app.push_screen(ListFileDialog(), given)
