"""Stages by their names, for settings of many frameworks at once."""

from __future__ import annotations

from typing import NamedTuple

from rrsa.errors import RrsaError


class Place(NamedTuple):
    """A stage's short name (``Silver`` of ``Silver: Rights Aware``), and where it comes among its
    framework's, the first being 1."""

    name: str
    at: int


class Stages:
    """Knows the stages of every framework that this machine has; each is read once."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Place]] = {}
        self._titles: dict[str, str] = {}

    def place(self, framework: str | None, stage: str | None) -> Place:
        """A stage by its id. Of a framework that is not here, the id itself serves as its name."""
        if not stage:
            return Place("", 0)
        found = self._of(framework or "").get(stage)
        return found or Place(stage.replace("-", " ").capitalize(), 1)

    def name(self, framework: str | None, stage: str | None) -> str:
        """What a stage is called; empty where there is none."""
        return self.place(framework, stage).name

    def title(self, framework: str | None) -> str:
        """What a framework is called; its ``id@version`` where it is not here, empty where there is none."""
        self._of(framework or "")
        return self._titles.get(framework or "") or framework or ""

    def _of(self, framework: str) -> dict[str, Place]:
        known = self._known.get(framework)
        if known is None:
            known = self._known[framework] = {}
            if framework:
                from rrsa.framework.catalogue import find

                try:
                    found = find(framework).framework
                except RrsaError:
                    return known  # somebody's own, which never came here
                self._titles[framework] = found.title
                known.update(
                    (s.id, Place(s.name.partition(":")[0], n)) for n, s in enumerate(found.stages, start=1)
                )
        return known
