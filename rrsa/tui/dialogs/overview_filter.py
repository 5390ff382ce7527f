"""Which settings the overview lists, in which order and in which groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Label, Select

from rrsa.i18n import _
from rrsa.overview.narrowing import By, Only, Sort, Wanted, all_of
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.vocabulary import SettingKind

W = TypeVar("W", SettingKind, Only, Sort, By)


class OverviewFilter(Dialog[Wanted]):
    """Gives what is wanted; what was searched for stays as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "ok", _("Show"), id="dialog.ok")]
    TITLE_TEXT = _("Which settings?")
    DEFAULT_CSS = """
    OverviewFilter .row Label { width: 16; }
    OverviewFilter .row Select { width: 1fr; }
    """
    HELP = _(
        "Leave a line at *any* to list everything. **Not heard from** holds nobody to account: a setting "
        "shares when it likes, and a call may be welcome. **0** on the overview lists everything again."
    )

    def __init__(self, wanted: Wanted, areas: Iterable[str]) -> None:
        super().__init__()
        self._wanted = wanted
        self._areas = list(areas)

    def body(self) -> ComposeResult:
        wanted = self._wanted
        kinds, groups = [(k.label, k.value) for k in SettingKind], [(b.label, b.value) for b in By]
        yield from self._line("kind", _("Kind"), kinds, wanted.kind)
        area = next((a for a in self._areas if a.casefold() == (wanted.area or "").casefold()), None)
        yield from self._line("area", _("Area"), [(a, a) for a in self._areas], area)
        yield from self._line("only", _("Only"), [(o.label, o.value) for o in Only], wanted.only)
        with Horizontal(classes="row"):
            yield Label(_("Order"))
            sorts = [(s.label, s.value) for s in Sort]
            yield Select(sorts, value=wanted.sort.value, allow_blank=False, id="sort", compact=True)
        yield from self._line("group", _("Groups"), groups, wanted.group, _("none"))

    @staticmethod
    def _line(
        name: str, label: str, options: list[tuple[str, str]], chosen: str | None, none: str = ""
    ) -> ComposeResult:
        with Horizontal(classes="row"):
            yield Label(label)
            value = str(chosen) if chosen is not None else Select.NULL
            yield Select(options, prompt=none or _("any"), value=value, id=name, compact=True)

    def buttons(self) -> ComposeResult:
        yield Button(_("Show"), variant="primary", id="ok", compact=True)
        yield Button(_("Everything"), id="everything", compact=True)
        yield Button(_("Leave"), id="cancel", compact=True)

    def on_mount(self) -> None:
        self.begin_at("#kind")

    def pressed(self, button: str) -> None:
        if button == "everything":
            self.dismiss(all_of(self._wanted))
        else:
            super().pressed(button)

    def value(self) -> Wanted:
        area = self.query_one("#area", Select).value
        return Wanted(
            search=self._wanted.search,
            kind=self._chosen("kind", SettingKind),
            area=None if area is Select.NULL else str(area),
            only=self._chosen("only", Only),
            sort=self._chosen("sort", Sort) or Sort.NAME,
            group=self._chosen("group", By),
        )

    def _chosen(self, name: str, words: type[W]) -> W | None:
        value = self.query_one(f"#{name}", Select).value
        return None if value is Select.NULL else words(str(value))
