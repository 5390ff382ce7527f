"""Whose file: four questions of set-up, the role at the keyboard, covering the screen, one writer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from album import SIZES, Album
from app_desk import SETTING, at_desk, at_home

from rrsa.store import open_store
from rrsa.store.arrangement import Arrangement
from rrsa.tui.app import RrsaApp
from rrsa.vocabulary import Whose

Make = Callable[..., RrsaApp]


def arrange(database: Path, whose: Whose, *roles: str) -> None:
    with open_store(database) as store:
        store.arrange(Arrangement(whose, roles))


async def test_set_up_for_people_on_this_pc_and_the_next_one_says_their_role(
    make_app: Make, empty: Path
) -> None:
    async with at_desk(make_app(empty, author=None)) as desk:
        await desk.see("Press n")
        await desk.press("n")
        await desk.at("NewSettingDialog")
        await desk.type("Rowan House")
        await desk.choose("#whose", Whose.THIS_PC)
        assert desk.sees("whoever opens it says their role")
        await desk.write("#author", "House manager")
        await desk.press("ctrl+s")
        await desk.at("TourScreen")
        await desk.press("escape")
        await desk.at("HomeScreen")
        await desk.press("k")
        await desk.at("QuickLookScreen")
    with open_store(empty) as store:
        assert store.arrangement() == Arrangement(Whose.THIS_PC, ("House manager",))
        assert store.history("rowan-house")[0].changeset.author == "House manager"
    async with at_desk(make_app(empty, author=None), at="RoleDialog") as desk:
        assert desk.sees("House manager")
        await desk.type("Night shift")
        await desk.press("enter")
        await desk.at("QuickLookScreen")
        await desk.press("3")
        await desk.at_rest()
    with open_store(empty) as store:
        assert store.arrangement().roles == ("Night shift", "House manager")
        assert store.history("rowan-house")[0].changeset.author == "Night shift"


async def test_a_known_role_is_one_key_away(make_app: Make, school: Path) -> None:
    arrange(school, Whose.THIS_PC, "Night shift", "House manager")
    async with at_desk(make_app(author=None), at="StartScreen") as desk:
        await desk.see("Corranbeath")
        await desk.press("enter")
        await desk.at("RoleDialog")
        await desk.press("down", "enter")
        await desk.at("HomeScreen")
        assert desk.sees("House manager")


async def test_on_a_shared_server_the_connected_role_is_the_author(
    make_app: Make, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rrsa.store.store.Store.author_for", lambda self, named: "kilmorran")
    async with at_home(make_app(author="P6 teacher")) as desk:
        assert desk.sees("kilmorran") and not desk.sees("P6 teacher")
        desk.app.ask_role()
        await desk.see("You are connected as “kilmorran”")
        await desk.at("HomeScreen")


async def test_the_cover_hides_everything_and_asks_who_has_come_back(make_app: Make, school: Path) -> None:
    arrange(school, Whose.THIS_PC, "Night shift")
    async with at_home(make_app(author="P6 teacher")) as desk:
        await desk.press("f9")
        await desk.at("CoverScreen")
        shown = " ".join(desk.picture().split())
        assert shown == "Covered. Press Enter to go on.", shown
        await desk.press("f1", "ctrl+p", "3", "u")
        assert desk.screen == "CoverScreen"
        await desk.press("enter")
        await desk.at("RoleDialog")
        await desk.press("enter")
        await desk.at("HomeScreen")
        assert desk.sees("Night shift")


async def test_text_in_a_field_waits_behind_the_cover(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        await desk.write("#line", "Said before the bell")
        await desk.press("f9")
        await desk.at("CoverScreen")
        assert not desk.sees("Said before the bell")
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        assert desk.sees("Said before the bell")


async def test_a_second_writer_on_a_shared_drive_is_told_who_is_first_and_can_read(
    make_app: Make, school: Path
) -> None:
    arrange(school, Whose.SHARED_DRIVE)
    with open_store(school) as first:
        first.claim("House manager")
        async with at_desk(make_app(), at="StartScreen") as desk:
            await desk.see("House manager has been writing in this file since")
            await desk.press("enter")
            await desk.at("HomeScreen")
            assert desk.sees("reading only")
            before = desk.kept()
            await desk.press("enter", "4")
            await desk.settle()
            assert desk.kept() == before


async def test_a_synchronised_folder_is_refused_beside_the_field_and_what_was_typed_stays(
    make_app: Make, empty: Path, tmp_path: Path
) -> None:
    (tmp_path / "OneDrive - School").mkdir()
    async with at_desk(make_app(empty)) as desk:
        await desk.see("Press n")
        await desk.press("n")
        await desk.at("NewSettingDialog")
        await desk.type("Rowan Brae")
        await desk.choose("#whose", Whose.SHARED_DRIVE)
        await desk.write("#folder", str(tmp_path / "OneDrive - School"))
        await desk.press("ctrl+s")
        assert desk.screen == "NewSettingDialog"
        assert desk.sees("is copied to other machines by OneDrive")
        assert desk.app.screen.query_one("#folder").value == str(tmp_path / "OneDrive - School")  # type: ignore[attr-defined]
        assert desk.app.screen.query_one("#name").value == "Rowan Brae"  # type: ignore[attr-defined]
    assert list((tmp_path / "OneDrive - School").iterdir()) == []


async def test_everything_moves_to_a_shared_drive_and_opens_there_next_time(
    make_app: Make, school: Path, tmp_path: Path, home: Path
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    with open_store(school) as store:
        before = store.load(SETTING)
    async with at_desk(make_app(), at="StartScreen") as desk:
        await desk.see("Corranbeath")
        await desk.press("w")
        await desk.at("WhoseDialog")
        await desk.choose("#whose", Whose.SHARED_DRIVE)
        await desk.write("#folder", str(drive))
        await desk.press("ctrl+s")
        await desk.see("Ours, on a shared drive")
        await desk.until(lambda: desk.app.store is not None and str(drive) in desk.app.store.where)
    from rrsa.paths import default_database

    assert default_database() == drive / "rrsa.db"
    with open_store(drive / "rrsa.db") as store:
        assert store.load(SETTING) == before
        assert store.arrangement().whose is Whose.SHARED_DRIVE


async def test_go_to_lists_every_page_and_its_letter_opens_it(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("g")
        await desk.at("GoToDialog")
        for label in ("Ten minutes", "Evidence", "Action plan", "Measures", "History", "Readiness", "Papers"):
            assert desk.sees(label)
        await desk.press("r")
        await desk.at("ReadinessScreen")


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
async def test_pictures(
    make_app: Make,
    empty: Path,
    school: Path,
    album: Album,
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("rrsa.tui.dialogs.whose.folder_shown", lambda _database: "/home/shared/rrsa")
    at = f"{size[0]}x{size[1]}"
    async with at_desk(make_app(empty), size) as desk:
        await desk.see("Press n")
        await desk.press("n")
        await desk.at("NewSettingDialog")
        await album.take(desk, f"set-up-{at}")
        await desk.press("escape", "w")
        await desk.at("WhoseDialog")
        await desk.choose("#whose", Whose.SHARED_DRIVE)
        await album.take(desk, f"whose-{at}")
    arrange(school, Whose.THIS_PC, "Night shift", "Key worker", "House manager")
    async with at_home(make_app(), size) as desk:
        desk.app.action_role()  # type: ignore[attr-defined]
        await desk.at("RoleDialog")
        await album.take(desk, f"role-{at}")
        await desk.press("escape", "g")
        await desk.at("GoToDialog")
        await album.take(desk, f"go-to-{at}")
