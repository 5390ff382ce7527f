"""One outcome on one page, for whoever asks today: readable from across a desk, and printed with a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Label, Static

from rrsa.guide.any_day import AnyDay, any_day
from rrsa.i18n import _
from rrsa.tui.at_hand import outcome_at_hand
from rrsa.tui.screens.any_day_sections import PLENTIES, Section, sections
from rrsa.tui.screens.setting_screen import SettingScreen

if TYPE_CHECKING:
    from rrsa.framework.model import Rights
    from rrsa.tui.app import RrsaApp

_LABELS = 13  # columns of the labels beside the texts, as in the style sheet
_HALVES = (3, 4)


class AnyDayScreen(SettingScreen):
    """What we say, how we know, what difference, what they say, what now, whom to ask: of one outcome."""

    NAME = "any-day"
    CSS_PATH = "any_day.tcss"
    HELP = _(
        "Somebody asks about an outcome, without notice: this page answers. It takes what you have recorded "
        "already, the two or three best pieces (★ first), and says **not yet** where that is so. **n** and "
        "**p** go to other outcomes, Enter opens this one to work on, **w** writes the page as a file that "
        "prints well. In a small window long texts end in “…”; a larger one shows all of it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "go(1)", _("Next"), id="day.next", tooltip=_("Next outcome")),
        Binding("p", "go(-1)", _("Prev"), id="day.previous", tooltip=_("Previous outcome")),
        Binding("enter", "open", _("Work on it"), id="day.open", tooltip=_("Open this outcome")),
        Binding("w", "write", _("Print"), id="day.write", tooltip=_("Write this page as a file that prints")),
    ]

    def __init__(self, outcome: str | None = None) -> None:
        super().__init__()
        self._outcome = outcome
        self._rights: Rights | None = None

    @property
    def place(self) -> str:
        return self._outcome or ""

    @property
    def outcome_id(self) -> str:
        return self._outcome or next(iter(self.evaluation.framework.outcomes))

    @property
    def articles_known(self) -> bool:
        """Whether the articles' titles have been read."""
        return self._rights is not None

    def body(self) -> ComposeResult:
        yield Static(id="head")
        with VerticalScroll(id="day"):
            for half, parts in enumerate(_HALVES):
                with Container(classes="half"):
                    for part in range(parts):
                        yield Label(id=f"label-{half}-{part}", classes="label", markup=False)
                        yield Static(id=f"told-{half}-{part}", classes="told")
        yield Static(id="cut")

    def on_mount(self) -> None:
        if self._outcome not in self.evaluation.framework.outcomes:
            self._outcome = outcome_at_hand(self.rrsa) or self.outcome_id
        self.query_one("#day").focus()
        self._read_rights()
        self.redraw()

    @work(thread=True, exclusive=True, group="rights", exit_on_error=False)
    def _read_rights(self) -> None:
        """The articles' titles come when they have been read; their numbers do for the first frame."""
        from rrsa.framework.catalogue import rights

        self.app.call_from_thread(self._take_rights, rights())

    def _take_rights(self, rights: Rights) -> None:
        self._rights = rights
        if self.is_open:
            self.redraw()

    # -- what is drawn -----------------------------------------------------------------------------

    def page(self) -> AnyDay:
        """What there is to say today."""
        evaluation = self.evaluation
        return any_day(
            evaluation.framework,
            evaluation.portfolio,
            evaluation.assessment,
            self.outcome_id,
            rights=self._rights,
        )

    def show(self) -> None:
        page = self.page()
        self.query_one("#head", Static).update(
            Content.assemble(
                (f"{page.outcome.id} · {page.outcome.title}", "bold"),
                (f"\n“{page.outcome.children}”" if self._wide else "", "italic $secondary"),
            )
        )
        halves = self._fitting(page)
        for half, parts in enumerate(halves):
            for part, section in enumerate(parts):
                self.query_one(f"#label-{half}-{part}", Label).update(
                    section.label if self._wide else section.short
                )
                self.query_one(f"#told-{half}-{part}", Static).update(section.text)
        cut = self.query_one("#cut", Static)
        cut.display = any(section.cut for parts in halves for section in parts)
        cut.update(_("Shortened to fit this window. Enter opens all of it."))

    @property
    def _wide(self) -> bool:
        return self.has_class("-wide")

    def _fitting(self, page: AnyDay) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
        """As much as fits without scrolling; the shortest where nothing does."""
        for plenty in PLENTIES:
            halves = sections(page, plenty)
            if self._rows(halves) <= self.size.height:
                return halves
        return halves

    def _rows(self, halves: tuple[tuple[Section, ...], tuple[Section, ...]]) -> int:
        """Rows that a page would take, with the title line and the keys."""
        around = 2 + int(any(section.cut for parts in halves for section in parts))
        if self._wide:
            width = self.size.width // 2 - 6
            tall = max(sum(section.height(width) + 3 for section in parts) for parts in halves)
            return around + 4 + tall
        width = self.size.width - _LABELS - 5
        title = Section("", "", Content(f"{self.outcome_id} · {self._title}")).height(self.size.width - 4)
        return around + title + sum(section.height(width) for parts in halves for section in parts)

    @property
    def _title(self) -> str:
        return self.evaluation.framework.outcomes[self.outcome_id].title

    def title_words(self) -> str:
        ids = list(self.evaluation.framework.outcomes)
        return _("{setting} — any day, outcome {n} of {total}").format(
            setting=self.evaluation.portfolio.setting.name,
            n=ids.index(self.outcome_id) + 1,
            total=len(ids),
        )

    def on_resize(self) -> None:
        if self.is_open:
            self.call_after_refresh(self.redraw)

    # -- what one can do ---------------------------------------------------------------------------

    def action_go(self, by: int) -> None:
        ids = list(self.evaluation.framework.outcomes)
        self.open_outcome(ids[(ids.index(self.outcome_id) + by) % len(ids)])

    def open_outcome(self, outcome: str) -> None:
        """Answers for another outcome."""
        self._outcome = outcome
        self.redraw()
        self.query_one("#day").scroll_home(animate=False)
        self.sitting.remember(self.NAME, outcome)

    def action_open(self) -> None:
        self.rrsa.open_outcome(self.outcome_id)

    def action_write(self) -> None:
        from rrsa.tui.dialogs.any_day import WriteDayDialog

        self.app.push_screen(WriteDayDialog(self.evaluation, self.outcome_id))


def open_any_day(app: RrsaApp, outcome: str) -> None:
    """The page of an outcome; one that is open below is gone back to."""
    for screen in app.screen_stack:
        if isinstance(screen, AnyDayScreen):
            page: AnyDayScreen = screen
            while app.screen is not page:
                app.pop_screen()
            page.open_outcome(outcome)
            return
    app.push_screen(AnyDayScreen(outcome))
