"""A working copy that somebody else has filled in, read as their view of us and not as our own.

Only the quick look is read: a grade and a line for each outcome. What went out in a copy that was not blank
is ours, so of that only what was changed counts as theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rrsa.errors import BadInput
from rrsa.exchange.returning.judging import Setting, judge
from rrsa.exchange.returning.layout import SHEETS
from rrsa.exchange.returning.ledger import Ledger, read_ledger, who_filled_in
from rrsa.exchange.returning.preview import Refusal
from rrsa.exchange.returning.workbook import Workbook
from rrsa.i18n import _
from rrsa.portfolio.ids import REVIEW_LETTER, derived_id
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Value

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation

_READ = {"view": "view", "line": "words"}
"""Field of the quick look → field of a review."""


@dataclass(frozen=True, slots=True)
class ReviewRead:
    """What a workbook says as a review. ``blind`` where nothing of ours stood in it."""

    id: str
    """Made from the workbook and what it says, so that reading it twice adds nothing."""
    said: dict[str, dict[str, Value]]
    blind: bool
    who: str
    refused: tuple[Refusal, ...]
    note: str


def read_review(evaluation: Evaluation, path: Path) -> ReviewRead:
    """What the workbook at ``path`` says of each outcome; nothing is changed.

    Raises :class:`BadInput` for a workbook that is no working copy, of another framework, of another setting
    unless it is blank, or that says nothing; and as :func:`rrsa.exchange.returning.read_returns` does.
    """
    with Workbook(path) as workbook:
        ledger = read_ledger(workbook)
        _check(evaluation, workbook.name, ledger)
        setting = evaluation.portfolio.setting
        # Compared with what went out alone: where they agree with us, that is their view too.
        empty = Setting(evaluation.framework, Portfolio.from_records([setting]), evaluation.today)
        who = who_filled_in(workbook, ledger)
        returned = judge(workbook, ledger, empty, who)
        sheet = ledger.sheets.get("quick-look") or SHEETS["quick-look"].name()
    said: dict[str, dict[str, Value]] = {}
    more = False
    for (kind, record), row in returned.rows.items():
        read = {_READ[name]: value for name, value in row.values.items() if name in _READ}
        more = more or len(read) < len(row.values) or kind != "outcome" or row.links is not None
        if kind == "outcome" and any(value is not None for value in read.values()):
            said[record] = read
    refused = tuple(each for each in returned.refused if each.place.startswith(f"{sheet}!"))
    if not said:
        raise BadInput(
            _("the quick look of “{name}” says nothing").format(name=workbook.name)
            if not refused
            else str(refused[0]),
            _("ask them to fill in the sheet “{sheet}” of a blank copy").format(sheet=sheet)
            if not refused
            else "",
        )
    order = list(evaluation.framework.outcomes)
    ordered = {outcome: said[outcome] for outcome in sorted(said, key=order.index)}
    content = [f"{outcome}:{each.get('view')}:{each.get('words')}" for outcome, each in ordered.items()]
    note = _("Only the quick look is read; whatever else they filled in stays in the file.")
    return ReviewRead(
        derived_id(REVIEW_LETTER, ledger.export, *content),
        ordered,
        ledger.blank,
        who,
        refused,
        note if more or returned.news else "",
    )


def _check(evaluation: Evaluation, name: str, ledger: Ledger) -> None:
    if not ledger.is_whole:
        raise BadInput(
            _("“{name}” has lost its hidden sheet, so your view and theirs cannot be told apart").format(
                name=name
            ),
            _("send them a blank copy, or enter what they say with rrsa review say"),
        )
    framework = evaluation.framework.ref
    if (theirs := ledger.lines.get("framework", "")) != framework:
        raise BadInput(
            _("“{name}” was written by the framework “{theirs}”, and yours is “{ours}”").format(
                name=name, theirs=theirs[:60], ours=framework
            ),
            _("send them a blank copy of yours: rrsa export … --copy working --blank"),
        )
    if ledger.setting != evaluation.setting_id and not ledger.blank:
        raise BadInput(
            _("“{name}” holds the view of “{setting}” itself").format(name=name, setting=ledger.setting[:60]),
            _("send them a blank copy of yours: rrsa export … --copy working --blank"),
        )
