"""What a setting was asked, in the words of its framework, for somebody else who looks at its answer.

The texts come from the frameworks on this computer. Of one that is not here, or that has another scale under
the same name, only the names are known that came with the snapshot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rrsa.errors import BadInput
from rrsa.guide.shared import Shared

if TYPE_CHECKING:
    from rrsa.framework.model import Framework


@dataclass(frozen=True, slots=True)
class GradeAsked:
    """A grade; ``looks_like`` says what the outcome is like there, where the framework describes it."""

    grade: int
    name: str
    meaning: str = ""
    looks_like: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One outcome as a framework asks it."""

    outcome: str
    title: str
    why: str
    grades: tuple[GradeAsked, ...]
    """The highest first."""
    is_known: bool
    """Whether the framework's own text is here."""

    def name(self, grade: int) -> str:
        """A grade with its name, ``3 Making a difference``; the number alone where it has none."""
        return next((f"{g.grade} {g.name}" for g in self.grades if g.grade == grade), str(grade))


class Wording:
    """The frameworks' words, each framework read once."""

    def __init__(self) -> None:
        self._known: dict[str, Framework | None] = {}

    def framework(self, shared: Shared) -> Framework | None:
        """The framework of a snapshot, where it is here and has the same scale."""
        if shared.framework not in self._known:
            self._known[shared.framework] = _find(shared.framework)
        found = self._known[shared.framework]
        if found is None or _scale(found) != dict(shared.scale):
            return None
        return found

    def asked(self, shared: Shared, outcome: str) -> Asked:
        """What ``outcome`` asks of the setting."""
        framework = self.framework(shared)
        known = framework.outcomes.get(outcome) if framework else None
        if framework is None or known is None:
            grades = tuple(GradeAsked(g, name) for g, name in sorted(shared.scale.items(), reverse=True))
            return Asked(outcome, shared.short.get(outcome, ""), "", grades, is_known=False)
        steps = sorted(framework.scale, key=lambda step: step.grade, reverse=True)
        grades = tuple(
            GradeAsked(step.grade, step.name, step.meaning, known.grades.get(step.grade, ""))
            for step in steps
        )
        return Asked(outcome, known.title, known.why, grades, is_known=True)


def _find(ref: str) -> Framework | None:
    from rrsa.framework.catalogue import find

    try:
        return find(ref).framework
    except BadInput:
        return None


def _scale(framework: Framework) -> Mapping[int, str]:
    return {step.grade: step.name for step in framework.scale}
