"""The rules of what may be recorded, asked of what comes back: of each row, and once more of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from rrsa.errors import BadInput
from rrsa.evaluation.rules import check_answer, check_figures, check_out_of, settle_status
from rrsa.exchange.returning.circles import circle_words, in_a_circle, older_in
from rrsa.exchange.returning.layout import NEEDED
from rrsa.framework.model import Framework
from rrsa.i18n import _
from rrsa.portfolio.changes import Change
from rrsa.portfolio.checks import required
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Value
from rrsa.vocabulary import ActionStatus, Counts

STATUS = ("status", "done_on", "why_not")


def settled_status(said: Mapping[str, Value], stands: Mapping[str, Value], today: date) -> dict[str, Value]:
    """How far an action has come, with its day and its reason, once ``said`` is taken in.

    ``stands`` holds the same three where nothing is said. Raises :class:`BadInput`.
    """
    clean = dict(said)
    now = {name: stands.get(name) for name in STATUS}
    status = clean["status"] if clean.get("status") else now["status"]
    if clean.get("done_on") and status != ActionStatus.DONE:
        raise BadInput(
            _("a day is given on which it was done, and it is not said to be done"),
            _("choose “{done}” under how far it has come, or take the day out").format(
                done=ActionStatus.DONE.label
            ),
        )
    settle_status(clean, now, today.isoformat())
    return {**now, **clean}


def check_measure(values: Mapping[str, Value]) -> None:
    """A whole measure's figures. Raises :class:`BadInput`."""
    check_figures(values)


def check_reading(values: Mapping[str, Value], counts: Value) -> None:
    """A whole reading's figures, of a measure that counts ``counts``. Raises :class:`BadInput`."""
    check_out_of(values.get("count"), values.get("n"), people=counts == Counts.PEOPLE)


def check_look(framework: Framework, record: str, answer: Value, why: Value) -> None:
    """An answer with its reason. Raises :class:`BadInput`."""
    if record in framework.indicators:
        check_answer(framework, record, answer, why)


def check_all(framework: Framework, portfolio: Portfolio, changes: Iterable[Change]) -> None:
    """Whether all that ``changes`` touch may stand as ``portfolio``, in which they are made, has it.

    What was chosen from several sides may go together badly. Raises :class:`BadInput` that says what does.
    """
    touched = sorted({(change.cell.kind, change.cell.record) for change in changes})
    for kind, record in touched:
        held = portfolio.of_kind(kind).get(record)
        if held is None:
            continue
        try:
            for name in NEEDED.get(kind, ()):
                required(name, getattr(held, name))
            if kind == "look":
                look = portfolio.look(record)
                check_look(framework, record, look.answer, look.why)
            elif kind == "action":
                action = portfolio.actions[record]
                if action.status == ActionStatus.CANNOT:
                    required("why_not", action.why_not)
            elif kind == "evidence":
                if in_a_circle([record], lambda each: older_in(portfolio, each)):
                    raise BadInput(circle_words().partition(" — ")[0])
            elif kind == "measure":
                values = ("counts", "baseline", "baseline_n", "target", "target_n")
                check_measure({name: cast(Value, getattr(held, name)) for name in values})
            elif kind == "reading":
                reading = portfolio.readings[record]
                measure = portfolio.measures.get(reading.measure or "")
                counts = measure.counts if measure else None
                check_reading({"count": reading.count, "n": reading.n}, counts)
        except BadInput as problem:
            raise BadInput(
                _("what was chosen for {record} does not go together: {why}").format(
                    record=f"{kind}/{record}", why=problem.what
                ),
                _("choose the same side for all of it"),
            ) from None
