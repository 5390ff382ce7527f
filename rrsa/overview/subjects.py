"""What a target or a figure from elsewhere is about: ``view:4``, ``shown:4``, ``stage:silver``,
``measure:Children who know whom to tell``, ``article:12``, ``evidence:4``."""

from __future__ import annotations

from typing import NamedTuple

from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.portfolio.checks import not_one_of

KINDS = ("stage", "view", "shown", "measure", "article", "evidence")
COUNTED = ("stage", "view", "shown", "measure")
"""Those for which progress can be counted from what settings share."""


class Subject(NamedTuple):
    """``of`` is a stage's or an outcome's id, a measure's title, an article's number."""

    kind: str
    of: str

    @property
    def text(self) -> str:
        """As it is kept, and as :func:`subject_of` reads it: ``view:4``."""
        return f"{self.kind}:{self.of}"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "stage": _("stage {of}"),
            "view": _("view of outcome {of}"),
            "shown": _("outcome {of}, as far as it is shown"),
            "measure": _("measure “{of}”"),
            "article": _("article {of}"),
            "evidence": _("evidence of outcome {of}"),
        }[self.kind].format(of=self.of)


def subject_of(given: str, known: tuple[str, ...] = KINDS) -> Subject:
    """What was meant. Raises :class:`BadInput` for anything else."""
    kind, colon, of = given.strip().partition(":")
    kind, of = kind.strip().lower(), " ".join(of.split())
    if not colon or not of:
        raise BadInput(
            _("“{given}” does not say what it is about").format(given=given.strip()[:60]),
            _("write it like view:4, shown:4 or stage:silver"),
        )
    if kind not in known:
        raise not_one_of(_("what it is about"), kind, known)
    if kind == "article" and not of.isdecimal():
        raise BadInput(_("“{of}” is no article’s number").format(of=of[:40]), _("write it like article:12"))
    return Subject(kind, of)
