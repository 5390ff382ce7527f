"""For whom a paper is: the words that a command takes, what each is called, and where it is composed."""

from __future__ import annotations

from enum import StrEnum

from rrsa.i18n import _
from rrsa.vocabulary import SettingKind


class Audience(StrEnum):
    """The papers that can be written."""

    EVALUATION = "evaluation"
    ACTION_PLAN = "action-plan"
    GOVERNORS = "governors"
    CHILDREN = "children"
    QUESTIONNAIRES = "questionnaires"
    ANY_DAY = "any-day"
    REVIEW = "review"

    def label(self, kind: SettingKind) -> str:
        """What the paper is called in this kind of setting. Scotland's schools have parent councils, and a
        children's house has an external manager."""
        return {
            Audience.EVALUATION: {
                SettingKind.SCHOOL: _("School evaluation"),
                SettingKind.RESIDENTIAL: _("House evaluation"),
                SettingKind.PARTNERSHIP: _("Partnership evaluation"),
            }[kind],
            Audience.ACTION_PLAN: _("Action plan"),
            Audience.GOVERNORS: {
                SettingKind.SCHOOL: _("For the parent council"),
                SettingKind.RESIDENTIAL: _("For the external manager"),
                SettingKind.PARTNERSHIP: _("For the partners"),
            }[kind],
            Audience.CHILDREN: {
                SettingKind.RESIDENTIAL: _("For young people, on one page"),
            }.get(kind, _("For children, on one page")),
            Audience.QUESTIONNAIRES: _("What the questionnaires found"),
            Audience.ANY_DAY: _("One outcome on one page, for any day"),
            Audience.REVIEW: _("Somebody else’s view, as a report"),
        }[self]

    @property
    def by_stage(self) -> bool:
        """Whether the paper differs from stage to stage."""
        return self in (Audience.EVALUATION, Audience.ACTION_PLAN, Audience.GOVERNORS, Audience.REVIEW)
