"""What must hold of anything that is recorded, whichever way it comes in: by form, command or workbook.

Pure: nothing here knows a store. Every rule raises :class:`BadInput` and changes nothing otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping

from rrsa.errors import BadInput
from rrsa.framework.model import Framework
from rrsa.i18n import _
from rrsa.portfolio.checks import required
from rrsa.portfolio.records import Value
from rrsa.vocabulary import ActionStatus, Answer, Counts


def check_grade(framework: Framework, view: Value) -> None:
    """Our view is a grade of the framework's scale, or not there yet."""
    if view is not None and view not in framework.grade_by_number:
        grades = ", ".join(f"{step.grade} ({step.name})" for step in framework.scale)
        raise BadInput(
            _("{view} is not a grade of this framework").format(view=view),
            _("choose one of: {grades}").format(grades=grades),
        )


def check_answer(framework: Framework, indicator: str, answer: Value, why: Value) -> None:
    """*Not applicable* needs a look-for that allows it, and a reason."""
    if answer != Answer.NOT_APPLICABLE:
        return
    if not framework.indicators[indicator].may_not_apply:
        raise BadInput(
            _("look-for {id} applies everywhere").format(id=indicator),
            _("answer yes, partly, not-yet or unsure"),
        )
    if not why:
        raise BadInput(
            _("“not applicable” needs a reason"), _("say in a few words why it does not apply here")
        )


def check_strengths(framework: Framework, clean: Mapping[str, Value]) -> None:
    """Strengths and areas for improvement are said where the framework asks for them."""
    if framework.asks_strengths:
        return
    if any(clean.get(name) for name in ("strengths", "improve")):
        raise BadInput(
            _("strengths and areas for improvement are for partnerships"),
            _("write what you did and what difference it made, and put what comes next into the plan"),
        )


def settle_status(clean: MutableMapping[str, Value], now: Mapping[str, Value], today: str) -> None:
    """What goes with how far an action has come: the day when it is done, the reason where it cannot be.

    ``clean`` are the new values and gains what follows from them; ``now`` are those that stand
    (``status done_on why_not``); ``today`` is ISO text, the day of what is done without one.
    """
    status = clean.get("status") or now["status"]
    if status == ActionStatus.CANNOT:
        required("why_not", clean.get("why_not", now["why_not"]))
    elif clean.get("why_not"):
        raise BadInput(
            _("a reason why it cannot be done is given, and the action is not one that we cannot do"),
            _("leave the reason out, or say that we cannot"),
        )
    elif "status" in clean:  # it can be done after all
        clean["why_not"] = None
    if clean.get("status") == ActionStatus.DONE:
        clean["done_on"] = clean.get("done_on") or now["done_on"] or today
    elif clean.get("status"):
        clean["done_on"] = None


def check_out_of(count: Value, n: Value, *, people: bool) -> None:
    """A count of people is out of so many; ``n`` is always shown, so it must be known.

    Of events, ``n`` may be absent. Raises :class:`BadInput`; forms ask this while they are still open.
    """
    if not isinstance(count, int) or (n is None and not people):
        return
    if not isinstance(n, int) or n < 1:
        raise BadInput(
            _("it is not said out of how many people that is"), _("give both, such as 12/41 for 12 of 41")
        )
    if people and count > n:
        raise BadInput(
            _("{count} people out of {n} cannot be").format(count=count, n=n), _("check the two numbers")
        )


def check_figures(values: Mapping[str, Value]) -> None:
    """A measure's baseline and target, each out of how many; ``values`` holds the whole measure."""
    for name in ("baseline", "target"):
        check_out_of(values.get(name), values.get(f"{name}_n"), people=values.get("counts") == Counts.PEOPLE)
