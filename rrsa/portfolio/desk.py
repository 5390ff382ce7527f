"""What a coordinator's desk records: its list of settings, targets, reference figures, moderation rounds.

A desk is kept as a portfolio like any other, under an id that no setting can have, so that history, undo,
two people at once, backup and erasure hold for it too. It holds nothing of what a setting records: what
settings have shared lies in a table of its own (``store/shared.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rrsa.portfolio.fields import LINE, NAME, TEXT, TITLE, choice, day, flag, text, whole
from rrsa.vocabulary import SettingKind

DESK = "desk."
"""What a desk's id begins with; a setting's id is a slug and holds no full stop."""


def is_desk(setting_id: str) -> bool:
    """Whether a portfolio is a coordinator's desk and no setting."""
    return setting_id.startswith(DESK)


@dataclass(frozen=True, slots=True)
class Listed:
    """A setting that the coordinator looks after; its id is the setting's id."""

    KIND: ClassVar[str] = "listed"
    id: str
    present: bool | None = flag()
    name: str | None = text(NAME)
    kind: str | None = choice(SettingKind)
    area: str | None = text(NAME)
    framework: str | None = text(NAME)  # "id@version" of the blank copy that it is sent
    role: str | None = text(NAME)  # whom one writes to there: a role, never a name
    issued_on: str | None = day()  # when the last blank copy went out
    issued: str | None = text(64)  # and its export's UUID
    returned_on: str | None = day()  # when one last came back
    note: str | None = text(LINE)


@dataclass(frozen=True, slots=True)
class Target:
    """Something that a group of settings is to reach by a day; progress is counted, never stored."""

    KIND: ClassVar[str] = "target"
    id: str
    present: bool | None = flag()
    title: str | None = text(TITLE)
    group: str | None = text(NAME)  # "all", "kind:school", "area:East"
    subject: str | None = text(NAME)  # "stage:silver", "view:4", "shown:4", "measure:attendance"
    at_least: int | None = whole()  # the grade or level of shown that counts as reached
    wanted: int | None = whole()  # how many settings are to reach it
    by: str | None = day()
    baseline: int | None = whole()  # how many had reached it on that day
    baseline_n: int | None = whole()  # of how many
    baseline_on: str | None = day()
    closed_on: str | None = day()
    note: str | None = text()


@dataclass(frozen=True, slots=True)
class Reference:
    """A figure from elsewhere to stand beside a group's own, with where and when it was taken."""

    KIND: ClassVar[str] = "reference"
    id: str
    present: bool | None = flag()
    title: str | None = text(TITLE)
    group: str | None = text(NAME)
    subject: str | None = text(NAME)
    figure: str | None = text(NAME)  # as it is published: "72 %", "18 of 25"
    count: int | None = whole()
    n: int | None = whole()
    date: str | None = day()
    source: str | None = text(LINE)
    note: str | None = text(LINE)


@dataclass(frozen=True, slots=True)
class Moderation:
    """A round of joint quality assurance over settings that agreed to it."""

    KIND: ClassVar[str] = "moderation"
    id: str
    present: bool | None = flag()
    title: str | None = text(TITLE)
    framework: str | None = text(NAME)
    seed: str | None = text(NAME)  # the draw can be done again from it
    drawn_on: str | None = day()
    each: int | None = whole()  # outcomes drawn from each setting
    settings: int | None = whole()  # how many settings were drawn, where not all that agreed
    across: bool | None = flag()  # whether schools and houses look at each other's
    drawn_from: str | None = text(64)  # SHA-256 of what it was drawn from, so that it can be checked
    closed_on: str | None = day()
    note: str | None = text()


@dataclass(frozen=True, slots=True)
class Moderated:
    """One outcome of one setting in a round, looked at by another; its id is ``ROUND:SETTING:OUTCOME``."""

    KIND: ClassVar[str] = "moderated"
    id: str
    present: bool | None = flag()
    moderation: str | None = text(64)
    setting: str | None = text(NAME)  # whose outcome it is
    outcome: str | None = text(64)
    reviewer: str | None = text(NAME)  # the setting whose people look at it, never its own
    ref: str | None = text(64)  # by which it is known in what goes out: it tells nobody whose it is
    shared_at: str | None = text(40)  # the snapshot that they looked at
    own: int | None = whole()  # the setting's own view in it
    view: int | None = whole()  # the reviewers'
    words: str | None = text(TEXT)
    looked_on: str | None = day()
    why_not: str | None = text(LINE)  # why it could not be looked at


RECORDS = (Listed, Target, Reference, Moderation, Moderated)
"""The kinds of record that only a desk has."""
