"""What every screen of an open setting shares: its title line, its keys, and keeping up with saves."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.events import ScreenResume
from textual.worker import get_current_worker

from rrsa.i18n import _
from rrsa.tui import recording
from rrsa.tui.pages import PAGES
from rrsa.tui.screens.framed import FramedScreen

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.scoring.model import Assessment, Step
    from rrsa.tui.sitting import Sitting
    from rrsa.tui.widgets.fields import Left


class SettingScreen(FramedScreen):
    """A screen of an open setting. Subclasses fill :meth:`body` and redraw in :meth:`show`."""

    NAME: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", _("Back"), id="setting.back"),
        Binding(
            "r",
            "app.readiness",
            _("Readiness"),
            show=False,
            id="setting.readiness",
            tooltip=_("How ready we are"),
        ),
        Binding(
            "x", "app.export", _("Export"), show=False, id="setting.export", tooltip=_("Write a workbook")
        ),
        Binding(
            "I",
            "app.bring_in",
            _("Bring in"),
            show=False,
            id="setting.bring-in",
            tooltip=_("Workbooks that came back, or a whole pack"),
        ),
        Binding(
            "Q",
            "app.questionnaire",
            _("Questionnaire"),
            show=False,
            id="setting.questionnaire",
            tooltip=_("Answers of a form, in as counts of whole groups"),
        ),
        Binding(
            "X",
            "app.pack",
            _("Pack"),
            show=False,
            id="setting.pack",
            tooltip=_("Hand over: a pack for an assessor, or all of it for a colleague"),
        ),
        Binding(
            "L",
            "app.names",
            _("Names to look for"),
            show=False,
            id="setting.names",
            tooltip=_("The list of names that is looked for in what leaves"),
        ),
        Binding(
            "W",
            "app.held_about",
            _("Held about somebody"),
            show=False,
            id="setting.held-about",
            tooltip=_("For somebody who asks: every place that speaks of them"),
        ),
        Binding(
            "slash",
            "app.search",
            _("Search"),
            key_display="/",
            show=False,
            id="setting.search",
            tooltip=_("Find an outcome, look-for, piece of evidence or action"),
        ),
        Binding("u", "app.undo", _("Undo"), id="setting.undo", tooltip=_("Take back what was saved last")),
        Binding(
            "U", "app.redo", _("Redo"), show=False, id="setting.redo", tooltip=_("Do again what u took back")
        ),
        Binding("g", "app.go_to", _("Go to"), id="setting.go-to", tooltip=_("Every page, with its key")),
        Binding(
            "P",
            "app.papers",
            _("Papers"),
            show=False,
            id="setting.papers",
            tooltip=_("Evaluation, action plan, one page for parents or children"),
        ),
        *[
            Binding(
                page.key,
                f"app.page('{page.name}')",
                page.label,
                show=False,
                id=f"page.{page.name}",
                tooltip=page.tooltip,
            )
            for page in PAGES
        ],
        Binding(
            "O",
            "app.ask_aloud",
            _("Ask"),
            show=False,
            id="setting.ask",
            tooltip=_("Ask children or adults aloud, one question at a time"),
        ),
        Binding(
            "K",
            "app.rings",
            _("Key people"),
            show=False,
            id="setting.rings",
            tooltip=_("A child places the people in their life; nothing is stored"),
        ),
        Binding("question_mark", "app.help", _("Help"), key_display="?", id="setting.help"),
    ]

    _sitting: Sitting | None = None

    @property
    def sitting(self) -> Sitting:
        """The sitting that this page belongs to; messages may still come in when the app has ended it."""
        if self._sitting is None:
            self._sitting = self.rrsa.open_sitting
        return self._sitting

    @property
    def evaluation(self) -> Evaluation:
        return self.sitting.evaluation

    @property
    def is_open(self) -> bool:
        return self.is_mounted and self.rrsa.sitting is not None

    def on_mount(self) -> None:
        self.redraw()
        self._remember()

    def on_screen_resume(self, _event: ScreenResume) -> None:
        if self.is_open:
            self.redraw()
            self._remember()

    def _remember(self) -> None:
        """Notes this page for resuming, unless another has been opened over it before word came here."""
        if self.app.screen is self:
            self.sitting.remember(self.NAME, self.place)

    @property
    def place(self) -> str:
        """The outcome that is open, for resuming."""
        return ""

    @work(thread=True, exclusive=True, group="steps", exit_on_error=False)
    def find_steps(self, stage: str, limit: int | None = None) -> None:
        """Works out next steps beside the screen's thread, then hands them to :meth:`show_steps`."""
        assessment = self.evaluation.assessment
        steps = self.evaluation.steps(stage, limit=limit)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._take_steps, steps, stage, assessment)

    def _take_steps(self, steps: tuple[Step, ...], stage: str, of: Assessment) -> None:
        # Where something has been saved since, other steps are on their way.
        if self.is_open and of is self.evaluation.assessment:
            self.show_steps(steps, stage)

    def show_steps(self, steps: tuple[Step, ...], stage: str) -> None:
        """What comes next towards a stage, on screens that show it."""

    def save_text(self, left: Left) -> None:
        """Saves what a field of this page was left with."""
        recording.save_text(self.rrsa, left)

    def title_words(self) -> str:
        stage = self.evaluation.framework.stage_by_id[self.evaluation.stage].name
        name = self.evaluation.portfolio.setting.name
        return _("{setting} — working towards {stage}").format(setting=name, stage=stage)
