"""A review from a workbook: read beside the screen's thread, then recorded as any other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.worker import get_current_worker

from rrsa.errors import RrsaError
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from rrsa.exchange.moderation.bringing import Brought
    from rrsa.exchange.returning.preview import Refusal
    from rrsa.exchange.returning.reviewing import ReviewRead
    from rrsa.tui.app import RrsaApp
    from rrsa.tui.dialogs.review import ReviewForm
    from rrsa.tui.sitting import Sitting


def take_review(app: RrsaApp) -> None:
    """Asks for the workbook, and for whose review it is where the workbook does not say."""
    from rrsa.tui.dialogs.review_file import ReviewFile

    sitting = app.open_sitting

    def chosen(path: Path | None) -> None:
        if path is not None:
            app.run_worker(
                lambda: _read(app, sitting, path),
                thread=True,
                exclusive=True,
                exit_on_error=False,
                group="review-from-file",
            )

    app.push_screen(ReviewFile(), chosen)


def _read(app: RrsaApp, sitting: Sitting, path: Path) -> None:
    """Reads it; called in a worker's thread, and writes nothing."""
    from rrsa.exchange.moderation.bringing import read_reviews
    from rrsa.exchange.returning.reviewing import read_review

    worker, evaluation = get_current_worker(), sitting.evaluation

    def still_wanted(do: Callable[[], None]) -> None:
        """Nothing goes into a setting that was opened while the file was read, and nothing twice."""
        if app.sitting is sitting and not worker.is_cancelled:
            do()

    def then(do: Callable[[], None]) -> None:
        app.call_from_thread(app.in_turn, lambda: still_wanted(do))

    try:
        brought = read_reviews(evaluation, path)
        read = read_review(evaluation, path) if brought is None else None
    except RrsaError as error:
        why = str(error)
        then(lambda: app.notify(why, severity="error", timeout=10, markup=False))
        return
    if brought is not None:
        then(lambda: _bring(app, brought))
    elif read is not None:
        then(lambda: _ask(app, read))


def _bring(app: RrsaApp, brought: Brought) -> None:
    """From a moderation round: one review, however often it comes."""
    from rrsa.exchange.moderation.bringing import bring

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    _say_refused(app, brought.refused)

    def told(result: Any) -> str:
        new, other = result
        if not new:
            return _("Read already; what the review says stays.") if other else _("Read already.")
        return _outcomes_read(new)

    sitting.do(lambda: bring(evaluation, brought, {}), say=told)


def _ask(app: RrsaApp, found: ReviewRead) -> None:
    """From a copy that somebody filled in: who they are is asked, then it comes in with all it says."""
    from rrsa.portfolio.records import Review
    from rrsa.tui.dialogs.review import ReviewDialog
    from rrsa.vocabulary import Reviewer

    sitting = app.open_sitting
    evaluation = sitting.evaluation
    if found.id in evaluation.portfolio.reviews:
        app.notify(_("This was read already; nothing changes."))
        return
    _say_refused(app, found.refused)
    today = evaluation.today.isoformat()
    known = Review("", by=Reviewer.NEIGHBOUR.value, who=found.who or None, blind=found.blind, date=today)

    def filled(form: ReviewForm | None) -> None:
        if form is None:
            return
        values = dict(form.values)
        if found.blind and values.get("blind"):
            values["closed_on"] = values.get("date") or today
        sitting.do(
            lambda: evaluation.add_review(values, found.said, made=found.id),
            said=_outcomes_read(len(found.said)),
            loud=True,
        )

    app.push_screen(ReviewDialog(known), filled)


def _outcomes_read(n: int) -> str:
    return ngettext("{n} outcome read.", "{n} outcomes read.", n).format(n=n)


def _say_refused(app: RrsaApp, refused: tuple[Refusal, ...]) -> None:
    if refused:
        lines = "\n".join(f"{each.place}: {each.why}" for each in refused)
        app.notify(lines, severity="warning", timeout=15, markup=False)
