"""Sharing with the authority: what to share, then exactly what will be seen, and only then it goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Label, Static
from textual.widgets.selection_list import Selection

from rrsa import in_browser
from rrsa.errors import RrsaError
from rrsa.guide.shared import Part, Shared, parts_of, with_needed
from rrsa.guide.shared_words import nothing_else, now_words, sections
from rrsa.i18n import _
from rrsa.portfolio.checks import checked
from rrsa.portfolio.records import LINE, NAME
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.in_browser import written
from rrsa.tui.widgets.ticks import TickList

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.exchange.sharing import Choice, Offer, SharedOut
    from rrsa.store.shared import SharedRow
    from rrsa.tui.app import RrsaApp
    from rrsa.tui.sitting import Sitting


class Wanted(NamedTuple):
    """What was chosen: what to share, or that it is taken back; and the file, where there is to be one."""

    choice: Choice | None
    to: Path | None


class ShareDialog(Dialog[Wanted]):
    """Step one: which parts, help wanted and offered, the area, and where a file goes."""

    TITLE_TEXT = _("Share with your authority")
    OK = _("Look at it …")
    DEFAULT_CSS = "ShareDialog #parts { height: auto; max-height: 8; }"
    HELP = _(
        "A setting **shares**; nobody looks in. The stage, its days and the help you ask for and offer are "
        "always part of it; the rest you tick. The next page shows exactly what will be seen. Names of your "
        "list, small numbers and evidence without consent stay here. The **file** is for your coordinator; "
        "where you work on a server that your authority reaches too, none is needed. **Take back** leaves "
        "nothing of it here; with a file named it also writes one that takes the coordinator’s copy back."
    )

    def __init__(self, evaluation: Evaluation, known: SharedRow | None, *, server: bool) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._known = known
        self._server = server

    def body(self) -> ComposeResult:
        record = self._evaluation.portfolio.setting
        chosen = parts_of(record.shares)
        yield Label(now_words(self._known), classes="hint", markup=False)
        yield Label(_("What more than stage, days and help? Space ticks"), classes="field")
        yield TickList(
            *(
                Selection(
                    Content.assemble(part.label, (f"  {part.about}", "$text-muted")),
                    part.value,
                    part in chosen,
                )
                for part in Part
            ),
            id="parts",
        )
        yield Label(_("Would like help with"), classes="field")
        yield Input(record.help_wanted or "", id="help_wanted", max_length=LINE)
        yield Label(_("Could help others with"), classes="field")
        yield Input(record.help_offered or "", id="help_offered", max_length=LINE)
        yield Label(_("Area: a cluster, a town"), classes="field")
        yield Input(record.area or "", id="area", max_length=NAME)
        yield Label(_("File for the coordinator"), classes="field")
        yield Input(
            "" if self._server else in_browser.suggested(self._file_name),
            id="path",
            placeholder=_("leave it empty: it is shared on the server"),
        )

    @property
    def _file_name(self) -> str:
        from rrsa.exchange.sharing import ENDING

        return f"{self._evaluation.setting_id}{ENDING}"

    def buttons(self) -> ComposeResult:
        yield Button(self.OK, variant="primary", id="ok", compact=True)
        if self._known is not None:
            if not self._known.withdrawn:
                yield Button(_("See it now"), id="now", compact=True)
            yield Button(_("Take back …"), id="withdraw", compact=True)
        yield Button(_("Leave"), id="cancel", compact=True)

    def on_mount(self) -> None:
        ticks = self.query_one("#parts", TickList)
        ticks.focus()
        ticks.highlighted = 0

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def value(self) -> Wanted:
        from rrsa.exchange.sharing import Choice

        text = {name: self.reading(f"#{name}") for name in ("help_wanted", "help_offered", "area")}
        checked("setting", text)
        ticked = with_needed([Part(each) for each in self.query_one("#parts", TickList).selected])
        choice = Choice(ticked, text["area"], text["help_wanted"], text["help_offered"])
        return Wanted(choice, self._place())

    def _place(self) -> Path | None:
        """Where the file goes; said here, beside its field, where it cannot go there."""
        typed = self.reading("#path").strip('"')
        if not typed:
            return None
        from rrsa.exchange.sharing.files import place_for

        return place_for(in_browser.to_write(typed), self._evaluation.setting_id)

    def pressed(self, button: str) -> None:
        if button == "now":
            self._see_now()
            return
        if button != "withdraw":
            super().pressed(button)
            return
        try:
            self.dismiss(Wanted(None, self._place()))
        except RrsaError as error:
            self.complain(str(error), "#path")

    def _see_now(self) -> None:
        from rrsa.store.shared import content

        text = content(self._evaluation.store, self._evaluation.setting_id)
        try:
            if text is not None:
                self.app.push_screen(SeenNow(Shared.from_json(text)))
        except RrsaError as error:
            self.complain(str(error))


class SeenNow(Dialog[bool]):
    """What is shared at this moment, as others read it."""

    TITLE_TEXT = _("This is seen now")
    HELP = _("What your authority sees of you, word for word, until you share again or take it back.")
    DEFAULT_CSS = "SeenNow #seen-scroll { height: auto; } SeenNow #seen { width: 100%; }"

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._shared = shared

    def body(self) -> ComposeResult:
        with VerticalScroll(id="seen-scroll"):
            yield Static(_words(self._shared), id="seen")

    def buttons(self) -> ComposeResult:
        yield Button(_("Leave"), id="cancel", compact=True)

    def on_mount(self) -> None:
        read_from_the_top(self)

    def value(self) -> None:
        self.action_leave()


class SeenDialog(Dialog[bool]):
    """Step two: exactly what will be seen. ``True`` shares it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "ok", _("Share"), id="dialog.ok")]
    TITLE_TEXT = _("This will be seen")
    OK = _("Share it")
    DEFAULT_CSS = """
    SeenDialog #seen-scroll { height: auto; }
    SeenDialog #seen { width: 100%; }
    """
    HELP = _(
        "Every word that others will see is on this page, and nothing else goes. Nothing has been shared "
        "yet: **Share it** does so, Escape leaves everything as it was."
    )

    def __init__(self, offer: Offer) -> None:
        super().__init__()
        self._offer = offer

    def body(self) -> ComposeResult:
        with VerticalScroll(id="seen-scroll"):
            yield Static(_seen(self._offer), id="seen")

    def on_mount(self) -> None:
        read_from_the_top(self)  # Enter on the button would share what nobody has read

    def value(self) -> bool:
        return True


def read_from_the_top(dialog: Dialog[bool]) -> None:
    """The words themselves have the focus, so that they scroll, and as much of the screen as there is."""
    scroll = dialog.query_one("#seen-scroll", VerticalScroll)
    scroll.styles.max_height = max(dialog.size.height - 8, 4)
    scroll.focus()


def _words(shared: Shared) -> Content:
    lines: list[Content] = []
    for section in sections(shared):
        lines.append(Content.styled(section.title, "bold $secondary"))
        lines += [Content(f"  {line}") for line in section.lines]
    return Content("\n").join([*lines, Content(nothing_else())])


def _seen(offer: Offer) -> Content:
    from rrsa.exchange.gate.words import held_lines

    lines = [_words(offer.shared)]
    if offer.held or offer.hits:
        lines += [Content.styled(line, "$text-muted") for line in held_lines(offer.held, offer.hits)]
    return Content("\n").join(lines)


# -- from the home page ----------------------------------------------------------------------------------


def share_setting(app: RrsaApp) -> None:
    """Asks what to share, shows what will be seen, shares it; or takes back what was shared."""
    from rrsa.store.shared import row_of

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    if app.read_only:
        app.notify(_("Nothing can be shared while this is open for reading only."), timeout=6)
        return

    page = app.screen

    def known(row: SharedRow | None) -> None:
        if app.screen is not page:
            return  # it was asked for twice, or somebody has gone on
        server = evaluation.store.database.engine.dialect.name == "postgresql"
        app.push_screen(ShareDialog(evaluation, row, server=server), chosen)

    def chosen(wanted: Wanted | None) -> None:
        if wanted is None:
            return
        if wanted.choice is None:
            _ask_taking_back(app, sitting, wanted.to)
        else:
            _Sharing(app, sitting, wanted.choice, wanted.to).look(frozenset())

    _first(sitting, lambda: row_of(evaluation.store, evaluation.setting_id), known)


def _first(sitting: Sitting, job: Callable[[], Any], then: Callable[[Any], None]) -> None:
    """Does a job in the writer's thread, after all that was asked for before; ``then`` in the app's own."""

    def done(result: Any, error: BaseException | None) -> None:
        if error is None:
            sitting.app.call_later(then, result)
            return
        why = str(error)
        if not isinstance(error, RrsaError):
            why = _("rrsa did not expect this: {error}").format(error=f"{type(error).__name__}: {error}")
        sitting.app.call_later(lambda: sitting.app.notify(why, severity="error", timeout=10, markup=False))

    sitting.writer.put(job, done)


class _Sharing:
    """One choice on its way: looked at, names asked about, seen, shared."""

    def __init__(self, app: RrsaApp, sitting: Sitting, choice: Choice, to: Path | None) -> None:
        self._app, self._sitting = app, sitting
        self._choice, self._to = choice, to

    def look(self, keep: frozenset[str], *, asked: bool = False) -> None:
        from rrsa.exchange.sharing import prepare

        evaluation = self._sitting.evaluation
        _first(
            self._sitting,
            lambda: prepare(evaluation, self._choice, keep=keep),
            lambda offer: self._app.in_turn(lambda: self._show(offer, asked=asked)),
        )

    def _show(self, offer: Offer, *, asked: bool) -> None:
        if offer.hits and not asked:
            from rrsa.tui.dialogs.names_found import NamesFound

            self._app.push_screen(NamesFound(offer.hits), self._named)
            return
        self._app.push_screen(SeenDialog(offer), lambda yes: self._share(offer) if yes else None)

    def _named(self, keep: frozenset[str] | None) -> None:
        if keep is not None:
            self.look(keep, asked=True)

    def _share(self, offer: Offer) -> None:
        from rrsa.exchange.sharing import share

        evaluation, to = self._sitting.evaluation, self._to

        def then(done: SharedOut) -> None:
            said = (
                _("Shared.")
                if done.path is None
                else _("Shared. {file}").format(file=written(self._app, done.path))
            )
            self._app.notify(said, timeout=10, markup=False)

        self._sitting.do(lambda: share(evaluation, offer, to=to), said=_("Shared"), then=then)


def _ask_taking_back(app: RrsaApp, sitting: Sitting, to: Path | None) -> None:
    from rrsa.exchange.sharing import take_back
    from rrsa.tui.dialogs.sure import Sure

    evaluation = sitting.evaluation
    about = _(
        "Of what you have shared nothing is left here but that it was; you can share again at any time."
    )
    if to is not None:
        about += " " + _("{file} will say so: hand it to your coordinator, whose copy goes with it.").format(
            file=to.name
        )
    else:
        about += " " + _("If you have handed over a file, name one on the page before to take that back too.")

    def then(path: Path | None) -> None:
        if path is not None:
            app.notify(written(app, path), timeout=10, markup=False)

    def answered(yes: bool | None) -> None:
        if yes:
            sitting.do(lambda: take_back(evaluation, to=to), said=_("Taken back"), then=then)

    app.push_screen(Sure(_("Take back what is shared?"), about, _("Take it back")), answered)
