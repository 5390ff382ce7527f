"""Two settings of one id at one coordinator's inbox, and a setting that began anew with another key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sharing_samples import a_shared, signed

from rrsa.errors import BadInput
from rrsa.exchange.sharing import inbox, read_inbox
from rrsa.exchange.sharing.files import snapshot_file, withdrawal_file
from rrsa.exchange.sharing.inbox import Outcome
from rrsa.exchange.sharing.signing import new_keys
from rrsa.guide.shared import Shared
from rrsa.overview.groups import Figures
from rrsa.overview.releasing import release
from rrsa.overview.rounds import agreed_settings
from rrsa.store import Store, open_store
from rrsa.store import shared as table
from rrsa.store.shared import Keys

JAN, FEB = "2026-01-10T09:00:00.000000+00:00", "2026-02-10T09:00:00.000000+00:00"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Store]:
    """The coordinator's own database."""
    with open_store(tmp_path / "desk.db") as store:
        yield store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


def outcomes(found: inbox.Inbox) -> dict[str, str]:
    return {each.file: each.outcome.value for each in found.came}


def areas(desk: Store) -> set[tuple[str, str | None]]:
    return {(row.setting_id, row.area) for row in table.latest(desk)}


def write(folder: Path, name: str, shared: Shared, keys: Keys | None = None) -> Path:
    path = folder / f"{name}.rrsa-share"
    path.write_bytes(snapshot_file(signed(shared, keys)))
    return path


def test_two_schools_of_one_id_are_told_apart_and_both_kept(desk: Store, folder: Path) -> None:
    """Each in a database of its own, both called St Mary's: neither knows of the other."""
    first, second = new_keys(), new_keys()
    (east, west) = (a_shared("st-marys", area=area, at=JAN) for area in ("East", "West"))
    write(folder, "st-marys", east, keys=first)
    write(folder, "st-marys (1)", west, keys=second)
    found = read_inbox(desk, folder)
    assert sorted(outcomes(found).values()) == ["other-key", "taken"]
    (waits,) = found.problems
    assert "“st-marys”" in waits.words and "St Marys in West has here already" in waits.words
    found = read_inbox(desk, folder, another=["st-marys"])
    assert not found.problems and not found.unknown
    other = next(each.setting for each in found.came if each.outcome is Outcome.TAKEN)
    assert other == f"st-marys-{first.public[:4]}"
    assert f"kept here as “{other}”" in "\n".join(inbox.lines(found))
    assert {(row.setting_id, row.area) for row in table.latest(desk)} == {
        ("st-marys", "West"),
        (other, "East"),
    }

    # From then on each finds its place by its key: newer, older, taken back.
    later = write(folder, "st-marys", a_shared("st-marys", area="North", at=FEB), keys=first)
    assert set(outcomes(read_inbox(desk, folder)).values()) == {"taken", "same"}
    assert {(row.setting_id, row.area) for row in table.latest(desk)} == {
        ("st-marys", "West"),
        (other, "North"),
    }
    shown = Shared.kept_as(other, table.content(desk, other) or "")
    assert (shown.setting, shown.own_id) == (other, "st-marys")
    later.write_bytes(withdrawal_file("st-marys", "2026-02-11T09:00:00.000000+00:00", first))
    assert set(outcomes(read_inbox(desk, folder)).values()) == {"withdrawn", "same"}
    assert {row.setting_id: row.withdrawn for row in table.latest(desk)} == {"st-marys": False, other: True}
    write(folder, "st-marys", a_shared("st-marys", at=FEB), keys=first)
    assert outcomes(read_inbox(desk, folder))["st-marys.rrsa-share"] == "gone"


def test_figures_count_two_of_one_id_as_two(desk: Store, folder: Path) -> None:
    for n in range(4):
        write(folder, f"s{n}", a_shared(f"s{n}"))
    write(folder, "t", a_shared("s0"), keys=new_keys())
    read_inbox(desk, folder, another=["s0"])
    assert release(desk) > 0
    figure = Figures.of(desk).newest("rights-respecting-school@2026.1", "views")
    assert figure is not None and figure.n == 5
    assert len(agreed_settings(desk)) == 5


def test_a_new_key_is_accepted_once_and_the_old_one_does_not_come_back(desk: Store, folder: Path) -> None:
    old = write(folder, "ash", a_shared("ash", at=FEB))  # signed before they began anew; still in the folder
    read_inbox(desk, folder)
    write(folder, "a-new", a_shared("ash", at=JAN), keys=new_keys())
    write(folder, "b-third", a_shared("ash", at=JAN), keys=new_keys())
    found = read_inbox(desk, folder, accept=["ash"])
    assert outcomes(found) == {
        "a-new.rrsa-share": "taken",
        old.name: "other-key",
        "b-third.rrsa-share": "other-key",
    }
    assert table.latest(desk)[0].at == JAN
    with pytest.raises(BadInput, match="cannot be one setting and two at once"):
        read_inbox(desk, folder, accept=["Ash"], another=["ash"])
