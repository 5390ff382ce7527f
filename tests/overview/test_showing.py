"""What one setting has shared: found by what people type, the newest and those before it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sharing_samples import a_shared, put
from test_narrowing import a_row

from rrsa.errors import BadInput, NotFound
from rrsa.overview.showing import find_row, newest, snapshots
from rrsa.store import open_store


def test_earlier_snapshots_are_kept_by_their_day(tmp_path: Path) -> None:
    with open_store(tmp_path / "rrsa.db") as store:
        assert snapshots(store, "birch-primary").by() is None
        assert newest(store, "birch-primary") is None
        for month in (3, 4, 5):
            at = f"2026-0{month}-02T12:00:00.000000+00:00"
            put(store, a_shared("birch-primary", at=at, views={"1": month - 2}))
        found = snapshots(store, "birch-primary")
        assert len(found.moments) == 3
        wanted = {
            day: (shared.outcomes["1"].view if (shared := found.by(date.fromisoformat(day))) else None)
            for day in ("2026-03-01", "2026-03-02", "2026-04-30", "2026-05-03")
        }
        assert list(wanted.values()) == [None, 1, 2, 3]
        shared, data = newest(store, "birch-primary"), found.data()
        assert shared is not None and data is not None
        assert (shared.outcomes["1"].view, data["setting"]) == (3, "birch-primary")


def test_a_setting_is_found_by_what_people_type() -> None:
    rows = [a_row("Ash Primary"), a_row("Birch House"), a_row("Birch Primary")]
    assert find_row(rows, "ash-primary").name == "Ash Primary"
    assert find_row(rows, " ASH  primary ").name == "Ash Primary"
    assert find_row(rows, "birch-h").name == "Birch House"
    with pytest.raises(BadInput, match=r"2 settings could be meant .* birch-house, birch-primary"):
        find_row(rows, "birch")
    with pytest.raises(NotFound, match="did you mean ash-primary"):
        find_row(rows, "ash-primry")
    with pytest.raises(NotFound, match="there is nothing to look at yet"):
        find_row([], "ash")
