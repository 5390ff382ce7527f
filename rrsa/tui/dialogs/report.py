"""Writing a paper: which one, for which stage or outcome, as a document or a page, and where to."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label, Select

from rrsa.exchange.report.audiences import Audience
from rrsa.guide.reviews import reviews
from rrsa.i18n import _
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.reviewing import is_going_on
from rrsa.tui.dialogs.writing import Job, Made, Progress, Stayed, WritingDialog, names_in

DOCX, HTML = ".docx", ".html"


class ReportDialog(WritingDialog):
    """A paper for the award, for parents, for children."""

    TITLE_TEXT = _("Write a paper")
    OK = _("Write")
    DEFAULT_CSS = "ReportDialog .part { height: auto; }"
    HELP = _(
        "The **evaluation** and the **action plan** are what the award’s forms ask for. The other papers are "
        "for reading. A **Word document** can be changed and sent; a **page** opens in any browser and "
        "prints well. Evidence without consent stays behind in all of them, and each says how many pieces "
        "did. Names of your own list are looked for first."
    )

    def choices(self) -> ComposeResult:
        framework = self._evaluation.framework
        papers = [(audience.label(framework.for_), audience.value) for audience in Audience]
        stages = [(stage.name, stage.id) for stage in framework.stages]
        outcomes = [
            (f"{outcome.id} · {outcome.short}", outcome.id) for outcome in framework.outcomes.values()
        ]
        forms = [(_("Word document: to send or change"), DOCX), (_("Page: to read and print"), HTML)]
        yield Label(_("Which paper?"), classes="field")
        yield Select(papers, value=Audience.EVALUATION.value, allow_blank=False, id="paper", compact=True)
        with Vertical(id="by-stage", classes="part"):
            yield Label(_("For which stage?"), classes="field")
            yield Select(stages, value=self._evaluation.stage, allow_blank=False, id="stage", compact=True)
        with Vertical(id="by-outcome", classes="part"):
            yield Label(_("Which outcome?"), classes="field")
            yield Select(outcomes, value=outcomes[0][1], allow_blank=False, id="outcome", compact=True)
        with Vertical(id="by-review", classes="part"):
            yield Label(_("Which review?"), classes="field")
            yield Select(self._reviews(), prompt=_("the latest"), id="review", compact=True)
        yield Label(_("In which form?"), classes="field")
        yield Select(forms, value=DOCX, allow_blank=False, id="form", compact=True)

    def _reviews(self) -> list[tuple[str, str]]:
        """The reviews that a report can be written of."""
        found = [each for each in reviews(self._evaluation.portfolio) if not is_going_on(each)]
        return [(f"{each.title} · {show_day(each.date)}", each.id) for each in found]

    def on_mount(self) -> None:
        self._show_parts()
        self.begin_at("#paper")

    @property
    def _audience(self) -> Audience:
        return Audience(str(self.query_one("#paper", Select).value))

    def file_name(self) -> str:
        return self.dated(self._audience.value, str(self.query_one("#form", Select).value))

    def _show_parts(self) -> None:
        self.query_one("#by-stage").display = self._audience.by_stage
        self.query_one("#by-outcome").display = self._audience is Audience.ANY_DAY
        self.query_one("#by-review").display = self._audience is Audience.REVIEW and bool(self._reviews())

    def chosen(self, what: str) -> None:
        if what in ("paper", "form"):
            self._show_parts()
            self.suggest()

    def job(self) -> Job:
        audience, evaluation = self._audience, self._evaluation
        stage = str(self.query_one("#stage", Select).value) if audience.by_stage else None
        outcome = str(self.query_one("#outcome", Select).value) if audience is Audience.ANY_DAY else None
        chosen = self.query_one("#review", Select).value
        of_one = audience is Audience.REVIEW and chosen is not Select.NULL
        review = str(chosen) if of_one else None

        def write(path: Path, keep: Collection[str], progress: Progress) -> Made:
            from rrsa.exchange.report.writing import write_report

            # A paper is written in a moment; this is the last at which it can be stopped.
            progress(0, 1)
            written = write_report(
                evaluation,
                path,
                audience=audience,
                stage=stage,
                outcome=outcome,
                review=review,
                keep=keep,
            )
            return Made(written.path, Stayed(written.held, written.hits).words(screen=False))

        return Job(write, names_in(evaluation))
