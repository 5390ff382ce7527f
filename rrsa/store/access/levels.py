"""The levels of access, what each may do, and how it is said that somebody may not."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from rrsa.errors import NotAllowed
from rrsa.i18n import _

EVERY = "*"
"""Stands in ``access`` for all settings, those that are still to be made included."""

REVIEWS = frozenset({"review", "review_view"})
"""The kinds of record that a reviewer may write."""


class Level(StrEnum):
    """What a role may do with a setting, or with all of them."""

    READER = "reader"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    COORDINATOR = "coordinator"
    ADMIN = "admin"

    @property
    def about(self) -> str:
        """What the level lets a role do, in words for whoever grants it."""
        return {
            "reader": _("reads everything of it"),
            "reviewer": _("reads everything of it, and writes reviews"),
            "editor": _("reads and writes everything of it, and shares"),
            "coordinator": _("sees what it has shared, and nothing of its portfolio"),
            "admin": _("makes settings and says who may do what; reads no portfolio"),
        }[self.value]


READING = (Level.READER, Level.REVIEWER, Level.EDITOR)
"""The levels that see a portfolio."""


def may_write(levels: Collection[str], kinds: Collection[str] | None) -> bool:
    """Whether ``levels`` allow a change of records of ``kinds``; of anything where ``kinds`` is ``None``."""
    if Level.EDITOR in levels:
        return True
    return Level.REVIEWER in levels and kinds is not None and REVIEWS.issuperset(kinds)


def refused(levels: Collection[str], name: str, role: str) -> NotAllowed:
    """What is said to a role that sees a setting and may not change it in this way."""
    if Level.REVIEWER in levels:
        what = _("you may write reviews of “{name}”, and nothing else of it")
    else:
        what = _("you may read “{name}” but not change it")
    return NotAllowed(
        what.format(name=name),
        _("ask whoever looks after the server to make “{role}” its editor").format(role=role),
    )


def not_to_be_made(setting_id: str) -> NotAllowed:
    """What is said where a role may not make a setting, be it that there is one that it may not see."""
    return NotAllowed(
        _("you may not set up “{id}” here").format(id=setting_id[:60]),
        _("choose another name, or ask whoever looks after the server"),
    )


def nothing_granted(shown: str) -> NotAllowed:
    """What is said to a role that may do nothing in a database, named as in ``shown``."""
    return NotAllowed(
        _("your role has been granted nothing in {where} yet").format(where=shown),
        _("ask whoever looks after the server; they use: rrsa admin grant ROLE"),
    )


def histories_refused() -> NotAllowed:
    """What is said where changes of other people would be written into a history."""
    return NotAllowed(
        _("a portfolio with its history is brought in by an admin of the server"),
        _("give the file to whoever looks after it; afterwards you can be made its editor"),
    )
