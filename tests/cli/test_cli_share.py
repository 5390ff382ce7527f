"""Sharing by command, from a setting to a coordinator's desk and back out of it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_runs import Run, assert_one_line_error, recorded
from sharing_samples import a_shared, signed

from rrsa.exchange.gate.names import Names
from rrsa.exchange.sharing.files import snapshot_file
from rrsa.exchange.sharing.signing import new_keys
from rrsa.guide.shared import Shared


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


@pytest.fixture
def desk(tmp_path: Path) -> str:
    """Where the coordinator's own database will be."""
    return str(tmp_path / "desk.db")


def test_it_shows_first_and_shares_nothing(rrsa: Run, school: dict[str, str], folder: Path) -> None:
    before = recorded(school["DATABASE"])
    ran = rrsa(
        "share", school["SETTING"], "--parts", "views,actions", "--wants", "Article 12", "--to", folder
    )
    assert ran.code == 0, ran
    assert "Would like help with: Article 12" in ran.out
    assert "Shared besides: Our views, Actions." in ran.out
    assert "Nothing else goes: no score, no file, no name" in ran.out
    assert (
        "So far nothing is shared." in ran.err
        and "Nothing was shared yet: type the same with --yes" in ran.err
    )
    assert list(folder.iterdir()) == [] and recorded(school["DATABASE"]) == before


def test_it_goes_to_the_coordinator_and_is_taken_back(
    rrsa: Run, school: dict[str, str], folder: Path, desk: str
) -> None:
    setting = school["SETTING"]
    words = ("--parts", "all", "--wants", "Article 12", "--area", "East", "--to", folder, "--yes")
    ran = rrsa("share", setting, *words)
    assert ran.code == 0 and f"written to {folder / setting}.rrsa-share" in ran.err
    ran = rrsa("overview", "inbox", folder, "--database", desk)
    assert ran.code == 0 and "stage, days, help and 6 more parts" in " ".join(ran.out.split())
    assert ran.err == "1 taken in.\n"
    assert "Article 12" in rrsa("overview", "--database", desk).out
    status = rrsa("status", setting).out
    assert "Area: East" in status and "Shared now is how it was on" in status
    data = json.loads(rrsa("status", setting, "--json").out)
    assert (data["area"], data["help_wanted"]) == ("East", "Article 12")
    assert "moderation" in data["shared"]["parts"]

    ran = rrsa("share", setting, "--withdraw")
    assert ran.code == 0 and f"rrsa share {setting} --withdraw --to FOLDER" in ran.err
    ran = rrsa("share", setting, "--withdraw", "--to", folder)
    assert ran.code == 0 and "whose copy goes with it" in ran.err
    ran = rrsa("overview", "inbox", folder, "--database", desk)
    assert (ran.code, ran.err) == (0, "0 taken in, 1 withdrawn.\n")
    assert "Article 12" not in rrsa("overview", "--database", desk).out
    assert json.loads(rrsa("status", setting, "--json").out)["shared"] is None
    assert "What was shared was taken back on" in rrsa("status", setting).out


def test_the_choice_is_kept_and_an_empty_text_takes_help_away(rrsa: Run, school: dict[str, str]) -> None:
    setting = school["SETTING"]
    rrsa("share", setting, "--parts", "views", "--offers", "Rights walls", "--yes")
    data = json.loads(rrsa("share", setting, "--json").out)
    assert data["shared"] is False and data["shared_now"] is True
    found = Shared.from_json(json.dumps(data["snapshot"]))
    assert [part.value for part in found.parts] == ["views"] and found.offers == "Rights walls"
    data = json.loads(rrsa("share", setting, "--parts", "none", "--offers", "", "--yes", "--json").out)
    assert data["shared"] is True and "offers" not in data["snapshot"] and data["snapshot"]["parts"] == []
    assert "Could help with" not in rrsa("status", setting).out


def test_what_is_shared_now_can_be_seen(rrsa: Run, school: dict[str, str]) -> None:
    setting = school["SETTING"]
    ran = rrsa("share", setting, "--show")
    assert (ran.code, ran.out, ran.err) == (0, "", "So far nothing is shared.\n")
    assert rrsa("share", setting, "--show", "--json").data is None
    rrsa("share", setting, "--parts", "views", "--wants", "Article 12", "--yes")
    rrsa("view", setting, school["OUTCOME"], "1")
    ran = rrsa("share", setting, "--show")
    assert "Would like help with: Article 12" in ran.out and "Shared now is how it was on" in ran.err
    assert re.search(r"Signed with the key [0-9a-f]{4}( [0-9a-f]{4}){3}:", ran.err), "for the telephone"
    assert rrsa("share", setting, "--show", "--json").data["outcomes"][school["OUTCOME"]]["view"] == 2
    assert_one_line_error(rrsa("share", setting, "--show", "--yes"))
    told = " ".join(rrsa("history", setting, "--full").out.split())
    assert "Shared: stage, days and help; Our views" in told and "Shares: Our views" in told


def test_a_name_of_the_list_stays_here(rrsa: Run, school: dict[str, str]) -> None:
    Names.of(school["SETTING"]).add(["Isla MacRae"])
    ran = rrsa("share", school["SETTING"], "--wants", "Help for Isla MacRae")
    assert "Would like help with: Help for [name]" in ran.out
    assert "Names of your list were found:" in ran.err and "1 name of your list was taken out" in ran.err
    ran = rrsa("share", school["SETTING"], "--wants", "Help for Isla MacRae", "--keep-name", "Isla MacRae")
    assert "Help for Isla MacRae" in ran.out


def test_undo_takes_it_back_here(rrsa: Run, school: dict[str, str]) -> None:
    rrsa("share", school["SETTING"], "--yes")
    ran = rrsa("undo", school["SETTING"])
    assert ran.code == 0, ran
    assert "What was shared was taken back on" in rrsa("status", school["SETTING"]).out


Words = Callable[[Path], tuple[Any, ...]]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (lambda _f: ("--parts", "vews"), "did you mean views"),
        (lambda _f: ("--to", ""), "it is not said where the file goes"),
        (lambda f: ("--to", f / "nowhere" / "x.rrsa-share"), "there is no folder"),
        (lambda f: ("--to", f / "x.zip"), "does not end in .rrsa-share"),
        (lambda _f: ("--wants", "w" * 301), "1 character too long"),
        (lambda _f: ("--withdraw", "--parts", "views"), "--withdraw takes back all that was shared"),
        (lambda _f: ("--withdraw",), "nothing has been shared yet"),
        (lambda _f: ("--keep-name", "Nobody"), "“Nobody” is not on the list of names"),
        (lambda _f: ("--yes", "--read-only"), "reading only"),
    ],
    ids=["part", "nowhere", "no folder", "ending", "long", "mixed", "never", "name", "read only"],
)
def test_bad_input_is_one_line_and_changes_nothing(
    rrsa: Run, school: dict[str, str], folder: Path, words: Words, says: str
) -> None:
    before = recorded(school["DATABASE"])
    ran = rrsa("share", school["SETTING"], *words(folder))
    assert_one_line_error(ran)
    assert ran.code == (3 if says == "reading only" else 2)
    assert says in ran.err
    assert recorded(school["DATABASE"]) == before and list(folder.iterdir()) == []


def test_what_is_wrong_in_an_inbox_is_said_and_counts_as_a_problem(
    rrsa: Run, folder: Path, desk: str
) -> None:
    (folder / "ash.rrsa-share").write_bytes(snapshot_file(signed(a_shared("ash"))))
    (folder / "minutes.txt").write_text("minutes", encoding="utf-8")
    ran = rrsa("overview", "inbox", folder, "--database", desk)
    assert ran.code == 1
    assert "minutes.txt: left alone: it is not a shared snapshot" in ran.out
    assert ran.err == "1 taken in, 1 left alone.\n"
    (folder / "minutes.txt").unlink()
    assert rrsa("overview", "inbox", folder, "--database", desk).code == 0

    later = "2026-05-02T10:00:00.000000+00:00"
    (folder / "ash.rrsa-share").write_bytes(snapshot_file(signed(a_shared("ash", at=later), new_keys())))
    ran = rrsa("overview", "inbox", folder, "--database", desk, "--json")
    (came,) = json.loads(ran.out)["files"]
    assert ran.code == 1 and came["outcome"] == "other-key" and came["problem"] is True
    ran = rrsa("overview", "inbox", folder, "--database", desk, "--accept", "birch")
    assert ran.code == 1 and "Nothing in the folder was of “birch”" in ran.err
    ran = rrsa("overview", "inbox", folder, "--database", desk, "--accept", "ash")
    assert (ran.code, ran.err) == (0, "1 taken in.\n")


@pytest.mark.parametrize(("given", "says"), [("", "which folder"), ("nowhere", "there is no folder")])
def test_an_inbox_that_is_none(rrsa: Run, tmp_path: Path, desk: str, given: str, says: str) -> None:
    ran = rrsa("overview", "inbox", tmp_path / given if given else "", "--database", desk)
    assert_one_line_error(ran)
    assert ran.code == 2 and says in ran.err
    assert not Path(desk).exists(), "a slip leaves no empty database behind"


def test_whoever_asks_what_is_held_is_told_what_is_shared(rrsa: Run, school: dict[str, str]) -> None:
    setting = school["SETTING"]
    rrsa("share", setting, "--wants", "A book for Morag", "--yes")
    places = rrsa("find", setting, "Morag", "--json").data["places"]
    assert [each["around"] for each in places if each["kept"] == "shared"] == ["… with: A book for Morag"]
    rrsa("share", setting, "--withdraw")
    assert not [
        each for each in rrsa("find", setting, "Morag", "--json").data["places"] if each["kept"] == "shared"
    ]


def test_erasing_help_that_was_shared_takes_it_back(
    rrsa: Run, school: dict[str, str], tmp_path: Path
) -> None:
    setting = school["SETTING"]
    rrsa("share", setting, "--wants", "A book for Morag", "--to", tmp_path, "--yes")
    ran = rrsa("erase", setting, "setting", "--field", "help_wanted", "--apply")
    assert ran.code == 0, ran
    assert "what was shared with the authority: taken back" in " ".join(ran.out.split())
    assert f"rrsa share {setting} --withdraw --to FOLDER" in " ".join(ran.out.split())
    assert b"Morag" not in Path(school["DATABASE"]).read_bytes()
    assert "What was shared was taken back on" in rrsa("status", setting).out


def test_the_name_of_a_file_steers_no_terminal(rrsa: Run, tmp_path: Path) -> None:
    control = "" if sys.platform == "win32" else "\x1b[2J\x1b]0;mine\x07"  # no file is called so there
    (tmp_path / f"{control}\u202e.rrsa-share").write_text("x", encoding="utf-8")
    ran = rrsa("overview", "inbox", tmp_path)
    assert "not a shared snapshot" in " ".join(ran.out.split())
    assert not {"\x1b", "\x07", "\u202e"} & set(ran.out + ran.err)
