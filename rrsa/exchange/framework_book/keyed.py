"""The two sheets that hold a value to a row: About, and the numbers of Rules."""

from __future__ import annotations

from typing import NamedTuple

from rrsa.i18n import _

CAP = "cap."


class Line(NamedTuple):
    """A row: its key, its label, what it is for, and the words of its drop-down."""

    key: str
    label: str
    about: str
    offers: tuple[str, ...] = ()
    needed: bool = True


def about_lines() -> tuple[Line, ...]:
    return (
        Line("id", _("Short name"), _("Letters, digits and hyphens, such as our-school. It never changes.")),
        Line("version", _("Version"), _("Such as 1.0. Raise it whenever you change what is asked.")),
        Line("title", _("Title"), _("What people call it.")),
        Line("for", _("For whom"), _("Choose from the list."), ("school", "residential", "partnership")),
        Line("language", _("Language"), _("A code such as en-GB or gd.")),
        Line(
            "offered",
            _("Offered for new work"),
            _("no keeps it as history or as a draft."),
            ("yes", "no"),
            False,
        ),
        Line("licence", _("Who may use it"), _("Such as CC BY 4.0, or: for our own use.")),
        Line("about", _("What it is for"), _("A few sentences for whoever takes it up.")),
        Line(
            "source", _("Where its words come from"), _("And what they are not: nothing of somebody else's.")
        ),
    )


def rule_lines() -> tuple[Line, ...]:
    return (
        Line(
            "low_grade",
            _("A grade is low below"),
            _("Low outcomes open their look-fors and ask for an action."),
        ),
        Line("first-hand", _("Worth of a first-hand piece"), _("Above 0 and below 1, such as 0.6.")),
        Line("reported", _("Worth of a reported piece"), _("Less than first-hand.")),
        Line("intended", _("Worth of a plan or policy"), _("Less than reported.")),
        Line(
            "fresh_months", _("Months that a piece stays fresh"), _("Age lowers the score, never your view.")
        ),
        Line("stale_months", _("Months until it counts least"), _("More than the months above.")),
        Line("floor", _("What is left of it then"), _("Above 0, up to 1.")),
        Line("ceiling", _("The most that one perspective gives"), _("Below 1.")),
    )


def cap_lines() -> tuple[Line, ...]:
    up_to = _("Can be shown up to this grade. Empty: no limit.")
    return (
        Line(CAP + "only-intended", _("While there are only plans"), up_to, (), False),
        Line(CAP + "no-children", _("While children were not asked"), up_to, (), False),
        Line(CAP + "one-perspective", _("While there is one perspective"), up_to, (), False),
        Line(CAP + "two-perspectives", _("While there are two perspectives"), up_to, (), False),
        Line(CAP + "no-difference", _("While no difference is told"), up_to, (), False),
    )
