"""``rrsa whose``: seeing and changing how the database is shared."""

from __future__ import annotations

from pathlib import Path

from command_runs import Run, assert_one_line_error, recorded

from rrsa.store import open_store
from rrsa.vocabulary import Whose


def test_it_says_whose_file_it_is_and_changes_that(rrsa: Run, home: Path) -> None:
    rrsa("new", "Rowan House", "--framework", "rights-respecting-school")
    assert rrsa("whose").out.startswith("Only mine: ")
    ran = rrsa("whose", "this-pc", "--author", "Night shift")
    assert ran.code == 0 and ran.out.startswith("Ours, on this PC: ")
    assert rrsa("whose", "--json").data == {
        "whose": "this-pc",
        "database": str(home / "rrsa.db"),
        "roles": ["Night shift"],
    }


def test_moving_to_a_shared_drive_takes_everything_along_and_is_found_next_time(
    rrsa: Run, home: Path, tmp_path: Path
) -> None:
    setting = rrsa("new", "Rowan House", "--framework", "rights-respecting-school").first
    rrsa("view", setting, "1", "2", "--line", "We have begun")
    before = recorded(home / "rrsa.db")
    moved = rrsa("whose", "shared-drive", "--folder", tmp_path / "rights", "--author", "Depute")
    assert moved.code == 0 and str(tmp_path / "rights" / "rrsa.db") in moved.out
    assert recorded(tmp_path / "rights" / "rrsa.db") == before
    assert recorded(home / "rrsa.db") == before  # the old file stays
    assert rrsa("view", setting, "2", "3").code == 0
    with open_store(tmp_path / "rights" / "rrsa.db") as store:
        assert store.arrangement().whose is Whose.SHARED_DRIVE
        assert store.load(setting).portfolio.outcome("2").view == 3
        store.claim("House manager")
        ran = rrsa("view", setting, "3", "3")
        assert ran.code == 3 and "House manager has been writing" in ran.err
        assert_one_line_error(ran)
        assert rrsa("status", setting).code == 0  # reading goes on


def test_bad_places_are_refused_and_nothing_changes(rrsa: Run, home: Path, tmp_path: Path) -> None:
    rrsa("new", "Rowan House", "--framework", "rights-respecting-school")
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "rrsa.db").write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    for folder, word in (
        (tmp_path / "Dropbox", "Dropbox"),
        (tmp_path / "taken", "already"),
        (tmp_path / "taken" / "rrsa.db", "not a folder"),
        (tmp_path / "no" / "such", "no folder"),
        ("", "missing"),
    ):
        ran = rrsa("whose", "shared-drive", "--folder", folder)
        assert ran.code == 2 and word in ran.err, ran.err
        assert_one_line_error(ran)
    assert sorted(tmp_path.rglob("*")) == before
    assert not (home / "usual-database.txt").exists()
    assert rrsa("whose").out.startswith("Only mine: ")
    ran = rrsa("whose", "everybody")
    assert ran.code == 2
    assert_one_line_error(ran)


def test_a_drive_that_is_not_connected_is_said_in_one_line(rrsa: Run, home: Path, tmp_path: Path) -> None:
    home.joinpath("usual-database.txt").write_text(str(tmp_path / "gone" / "rrsa.db"), encoding="utf-8")
    ran = rrsa("status", "anything")
    assert ran.code in (2, 3)
    assert_one_line_error(ran)
