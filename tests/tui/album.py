"""Pictures of screens, compared with those that were accepted before; see ``test_app_snapshots.py``."""

from __future__ import annotations

import sys
from pathlib import Path

from app_desk import Desk
from syrupy import SnapshotAssertion

COMPARED = sys.version_info[:2] == (3, 11)
SIZES = [(80, 24), (120, 40)]


class Album:
    """Takes pictures under names and remembers which differ from those that were accepted."""

    def __init__(self, accepted: SnapshotAssertion, aside: Path) -> None:
        self._accepted = accepted
        self._aside = aside
        self.different: list[str] = []

    async def take(self, desk: Desk, name: str) -> None:
        await desk.at_rest()
        assert sum(1 for line in desk.picture().splitlines() if line.strip()) > 3, f"{name} shows nothing"
        if not COMPARED:
            return
        picture = desk.app.export_screenshot(title="rrsa", simplify=True)
        assert str(desk.database.parent) not in picture, "a folder of this machine is on the picture"
        if picture != self._accepted(name=name):
            file = self._aside / f"{name}.svg"
            file.write_text(picture, encoding="utf-8")
            self.different.append(f"{name} (as it is now: {file})")
