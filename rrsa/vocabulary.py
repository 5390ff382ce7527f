"""The field's words as closed lists: what is stored is the value, what people read is the label."""

from __future__ import annotations

from enum import StrEnum

from rrsa.i18n import _

DEFAULT_ROLE = "Lead"
"""Who is at the keyboard where nobody says. It is recorded, and so the same in every language."""


class Perspective(StrEnum):
    """Where a piece of evidence looks from (triangulation, plus children's own views first)."""

    CHILDREN = "children"
    OBSERVATION = "observation"
    RECORDS = "records"
    ADULTS = "adults"

    @property
    def label(self) -> str:
        return {
            "children": _("Children's views"),
            "observation": _("Observation"),
            "records": _("Records and data"),
            "adults": _("Adults' views"),
        }[self.value]


class Direction(StrEnum):
    """What a piece of evidence says about the thing it is linked to."""

    WORKS = "works"
    MIXED = "mixed"
    NOT_YET = "not-yet"

    @property
    def label(self) -> str:
        return {
            "works": _("Shows it works"),
            "mixed": _("Mixed"),
            "not-yet": _("Shows not yet"),
        }[self.value]


class Directness(StrEnum):
    """How close a piece of evidence stands to what happened."""

    FIRST_HAND = "first-hand"
    REPORTED = "reported"
    INTENDED = "intended"

    @property
    def label(self) -> str:
        return {
            "first-hand": _("First-hand: seen, heard or counted"),
            "reported": _("Reported: somebody told us"),
            "intended": _("Intended: a plan or a policy"),
        }[self.value]


class Consent(StrEnum):
    """Whether the people shown have said yes."""

    NOT_NEEDED = "not-needed"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            "not-needed": _("Not needed"),
            "given": _("Given"),
            "refused": _("Refused"),
            "withdrawn": _("Withdrawn"),
            "unknown": _("Not known yet"),
        }[self.value]


class Answer(StrEnum):
    """What we say of a look-for."""

    YES = "yes"
    PARTLY = "partly"
    NOT_YET = "not-yet"
    UNSURE = "unsure"
    NOT_APPLICABLE = "not-applicable"

    @property
    def label(self) -> str:
        return {
            "yes": _("Yes"),
            "partly": _("Partly"),
            "not-yet": _("Not yet"),
            "unsure": _("Not sure"),
            "not-applicable": _("Not applicable"),
        }[self.value]


class ActionStatus(StrEnum):
    """How far an action has come."""

    PLANNED = "planned"
    UNDER_WAY = "under-way"
    DONE = "done"
    CANNOT = "cannot"

    @property
    def label(self) -> str:
        return {
            "planned": _("Planned"),
            "under-way": _("Under way"),
            "done": _("Done"),
            "cannot": _("We cannot"),
        }[self.value]

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self not in (ActionStatus.DONE, ActionStatus.CANNOT)


class Counts(StrEnum):
    """What a measure counts."""

    PEOPLE = "people"
    EVENTS = "events"

    @property
    def label(self) -> str:
        return {
            "people": _("People, out of how many there are"),
            "events": _("Times that something happened"),
        }[self.value]


class Better(StrEnum):
    """Which way a measure should go."""

    MORE = "more"
    FEWER = "fewer"

    @property
    def label(self) -> str:
        return {"more": _("More is better"), "fewer": _("Fewer is better")}[self.value]


class SettingKind(StrEnum):
    """What a framework is for, and so what a setting is."""

    SCHOOL = "school"
    RESIDENTIAL = "residential"
    PARTNERSHIP = "partnership"

    @property
    def label(self) -> str:
        return {
            "school": _("School"),
            "residential": _("Children's house"),
            "partnership": _("Partnership"),
        }[self.value]

    @property
    def disclaimer(self) -> str:
        """What stands beside every score, without a full stop."""
        if self is SettingKind.PARTNERSHIP:
            return _("Self-evaluation, not an inspection grade")
        return _("Self-evaluation, not an award decision")

    @property
    def head_label(self) -> str:
        """Who leads the setting."""
        return _("Led by") if self is SettingKind.PARTNERSHIP else _("Head")


class Whose(StrEnum):
    """Whose file a database is, which decides how it is kept and whether roles are asked for."""

    ME = "me"
    THIS_PC = "this-pc"
    SHARED_DRIVE = "shared-drive"

    @property
    def label(self) -> str:
        return {
            "me": _("Only mine"),
            "this-pc": _("Ours, on this PC"),
            "shared-drive": _("Ours, on a shared drive"),
        }[self.value]

    @property
    def about(self) -> str:
        return {
            "me": _("It lies in your own folder on this machine."),
            "this-pc": _("Several people use this PC; whoever opens it says their role."),
            "shared-drive": _("Several machines reach it; one person writes at a time, the others can read."),
        }[self.value]


class Respondents(StrEnum):
    """Who answered a round of questions."""

    CHILDREN = "children"
    STAFF = "staff"
    PARENTS = "parents"
    OTHERS = "others"

    @property
    def label(self) -> str:
        return {
            "children": _("Children and young people"),
            "staff": _("Staff"),
            "parents": _("Parents and carers"),
            "others": _("Others"),
        }[self.value]


class Asked(StrEnum):
    """How a question of a questionnaire may be answered."""

    ONE = "one"
    SEVERAL = "several"
    ORDER = "order"
    WORDS = "words"

    @property
    def label(self) -> str:
        return {
            "one": _("One answer"),
            "several": _("Several answers"),
            "order": _("Put in order; counted is what comes first"),
            "words": _("In their own words"),
        }[self.value]


class Leaning(StrEnum):
    """Whether who gives an answer agrees with what is asked."""

    AGREES = "agrees"
    BETWEEN = "between"
    DISAGREES = "disagrees"

    @property
    def label(self) -> str:
        return {
            "agrees": _("Agrees"),
            "between": _("In between"),
            "disagrees": _("Does not agree"),
        }[self.value]


class Reviewer(StrEnum):
    """Who looks at us from outside our own view."""

    GROUP = "group"
    COLLEAGUE = "colleague"
    NEIGHBOUR = "neighbour"
    ASSESSOR = "assessor"

    @property
    def label(self) -> str:
        return {
            "group": _("Children's group or house meeting"),
            "colleague": _("A colleague"),
            "neighbour": _("A neighbouring school or house"),
            "assessor": _("Mock assessor"),
        }[self.value]


class Settled(StrEnum):
    """What was done with something that a change of framework had parked."""

    TAKEN = "taken"
    KEPT = "kept"

    @property
    def label(self) -> str:
        return {
            "taken": _("Taken over"),
            "kept": _("Kept as history"),
        }[self.value]
