"""The overview in the app: many settings in one table, what each shared beside it, and the desk's history."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from album import SIZES, Album
from app_desk import DAY, Desk, at_desk, at_home, complaint_beside
from sharing_samples import a_shared, put, signed
from test_app_contrast import hard_to_read
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import DataTable, Input, OptionList

from rrsa.overview import listing
from rrsa.overview.desk import DESK_ID
from rrsa.overview.desk import Desk as Kept
from rrsa.store import open_store
from rrsa.tui import themes
from rrsa.tui.app import RrsaApp
from rrsa.vocabulary import SettingKind

Make = Callable[..., RrsaApp]
WIDE = (160, 50)


def at(day: str) -> str:
    return f"{day}T10:00:00.000000+00:00"


@pytest.fixture(autouse=True)
def one_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock on the wall is the same everywhere."""
    for module in ("rrsa.guide.history", "rrsa.tui.dialogs.taking_back"):
        monkeypatch.setattr(f"{module}.moment", datetime.fromisoformat)
    monkeypatch.setattr("rrsa.portfolio.changes.now_utc", lambda: f"{DAY}T10:00:00.000000+00:00")


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    """A coordinator's database: three have shared something, one more is on her list."""
    path = tmp_path / "authority.db"
    with open_store(path) as store:
        put(
            store,
            a_shared("ash-primary", area="East", wants="pupil voice", at=at("2026-03-10")),
            a_shared(
                "birch-primary", area="East", expires_on="2026-05-01", held="silver", at=at("2025-01-10")
            ),
            a_shared(
                "cedar-house",
                kind=SettingKind.RESIDENTIAL,
                area="West",
                offers="house meetings",
                parts=(),
                held=None,
                aim=None,
                accredited_on=None,
                at=at("2026-03-01"),
            ),
        )
        listing.add(Kept.open(store, "Coordinator"), [listing.entry({"name": "Elm Primary"})])
    return path


@asynccontextmanager
async def at_overview(app: RrsaApp, size: tuple[int, int] = WIDE) -> AsyncIterator[Desk]:
    async with at_desk(app, size, at="StartScreen") as desk:
        await desk.press("o")
        await desk.at("OverviewScreen")
        await read(desk)
        yield desk


async def read(desk: Desk) -> None:
    await desk.until(lambda: not desk.sees("Reading …"), "the settings")
    await desk.settle()


def listed(desk: Desk) -> list[str]:
    """The rows, by their keys."""
    table = desk.app.screen.query_one("#settings", DataTable)
    return [str(key.value) for key in table.rows]


def kept(path: Path) -> dict[str, str | None]:
    """The coordinator's list, as the database has it."""
    with open_store(path, read_only=True) as store:
        return {each.id: each.area for each in Kept.open(store, "x").portfolio.listed.values()}


EVERY = ["ash-primary", "birch-primary", "cedar-house", "elm-primary"]


# -- coming and going ----------------------------------------------------------------------------------


async def test_from_the_first_page_and_back(make_app: Make, authority: Path) -> None:
    async with at_overview(make_app(authority)) as desk:
        assert listed(desk) == EVERY
        assert desk.sees("4 settings, 3 have shared")
        await desk.press("escape")
        await desk.at("StartScreen")
        assert desk.app.desk_sitting is None
        await desk.press("o")
        await desk.at("OverviewScreen")


async def test_a_key_of_the_first_moment_is_no_search(
    make_app: Make, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    focused: list[str | None] = []
    set_focus = Screen.set_focus

    def noted(screen: Screen[object], widget: Widget | None, *args: Any, **words: Any) -> None:
        focused.append(widget.id if widget is not None else None)
        set_focus(screen, widget, *args, **words)

    monkeypatch.setattr(Screen, "set_focus", noted)
    async with at_overview(make_app(authority)):
        assert "settings" in focused
        assert "search" not in focused


async def test_at_once_when_it_was_asked_for(make_app: Make, school: Path) -> None:
    """Also where a setting was open last: somebody who asks for the overview gets it."""
    from rrsa.drafts import Place, remember_place

    remember_place(str(school), Place("corranbeath"))
    async with at_desk(make_app(school, overview=True), WIDE, at="OverviewScreen") as desk:
        await read(desk)
        assert listed(desk) == ["corranbeath"]
        assert desk.sees("not yet")
        assert desk.sees("It lies in this database and has not shared anything")
        await desk.press("o")
        await desk.at("HomeScreen")
        assert desk.app.desk_sitting is None


async def test_whoever_left_at_the_desk_comes_back_to_it(make_app: Make, authority: Path) -> None:
    async with at_overview(make_app(authority)):
        pass
    async with at_desk(make_app(authority), WIDE, at="OverviewScreen") as desk:
        await read(desk)
        await desk.press("escape")
        await desk.at("StartScreen")
    async with at_desk(make_app(authority), WIDE, at="StartScreen") as desk:
        await desk.until(lambda: desk.app.store is not None, "the database")
        await desk.settle()
        assert desk.screen == "StartScreen"


async def test_no_desk_while_a_setting_is_open(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        desk.app.action_overview()
        await desk.settle()
        assert desk.screen == "HomeScreen"


async def test_a_new_coordinator_is_told_how_to_begin(make_app: Make, empty: Path) -> None:
    async with at_overview(make_app(empty), (80, 24)) as desk:
        assert listed(desk) == []
        assert desk.sees("Nothing is on this desk yet. Press l to take in your list")


# -- looking -------------------------------------------------------------------------------------------


async def test_what_the_one_under_the_cursor_has_shared(make_app: Make, authority: Path) -> None:
    async with at_overview(make_app(authority)) as desk:
        await desk.see("our view “Making a difference”")
        assert desk.sees("Shared 10 Mar 2026 by Lead")
        await desk.press("down", "down")
        await desk.see("Could help with: house meetings")
        assert not desk.sees("our view “")  # it shared no views
        await desk.press("down")
        await desk.see("It has not shared anything yet.")
        assert desk.sees("On your list")


async def test_narrowed_by_words_and_all_again(make_app: Make, authority: Path) -> None:
    async with at_overview(make_app(authority)) as desk:
        await desk.press("slash")
        await desk.type("voice")
        await desk.settle()
        assert listed(desk) == ["ash-primary"]
        assert desk.sees("1 of 4: “voice”")
        await desk.type(" nonsense")
        await desk.settle()
        assert desk.sees("No setting fits that.")
        await desk.press("escape", "0")
        assert listed(desk) == EVERY
        assert desk.app.screen.query_one("#search", Input).display is False


async def test_narrowed_by_what_one_chooses(make_app: Make, authority: Path) -> None:
    async with at_overview(make_app(authority)) as desk:
        for select, value, ids in (
            ("#only", "expiring", ["birch-primary"]),
            ("#only", "silent", ["birch-primary", "elm-primary"]),
            ("#kind", "residential", ["cedar-house"]),
            ("#area", "East", ["ash-primary", "birch-primary"]),
        ):
            await desk.press("f")
            await desk.at("OverviewFilter")
            await desk.choose(select, value)
            await desk.press("ctrl+s")
            await desk.at("OverviewScreen")
            assert listed(desk) == ids, value
            await desk.press("0")


async def test_order_and_groups_stay_with_the_setting_under_the_cursor(
    make_app: Make, authority: Path
) -> None:
    async with at_overview(make_app(authority)) as desk:
        await desk.press("down", "b")
        east, west, none = (f"group:{key}" for key in ("east", "west", ""))
        assert listed(desk) == [east, *EVERY[:2], west, "cedar-house", none, "elm-primary"]
        table = desk.app.screen.query_one("#settings", DataTable)
        assert table.cursor_row == 2
        await desk.press("up", "up")
        await desk.see("2 settings: 2 have shared")
        assert desk.sees("1 would like help")
        await desk.press("b", "b", "b")
        assert listed(desk) == EVERY
        await desk.press("s", "s", "s")
        assert listed(desk)[0] == "birch-primary"
        assert desk.sees("what runs out first")


async def test_thousands_come_in_pages(make_app: Make, tmp_path: Path) -> None:
    path = tmp_path / "many.db"
    with open_store(path) as store:
        names = [listing.entry({"name": f"S{n:04d}"}) for n in range(250)]
        listing.add(Kept.open(store, "Coordinator"), names)
    async with at_overview(make_app(path)) as desk:
        assert len(listed(desk)) == 100
        await desk.press("right_square_bracket", "right_square_bracket", "right_square_bracket")
        assert listed(desk)[0] == "s0200" and len(listed(desk)) == 50
        assert desk.sees("201–250, [ and ] turn the page · 250 settings, 0 have shared")
        await desk.press("left_square_bracket")
        assert listed(desk)[0] == "s0100"


async def test_what_is_worth_noticing_leads_to_the_setting(make_app: Make, authority: Path) -> None:
    async with at_overview(make_app(authority), (80, 24)) as desk:
        await desk.press("f")
        await desk.at("OverviewFilter")
        await desk.choose("#kind", "school")
        await desk.press("ctrl+s", "v")
        await desk.at("NoticesDialog")
        assert desk.sees("Runs out next term, to 31 Jul 2026 (1) Birch Primary (Silver, 1 May 2026)")
        await desk.press("down", "down", "enter")
        await desk.at("OverviewScreen")
        row = desk.app.screen.query_one("#settings", DataTable).cursor_row
        assert listed(desk)[row] == "cedar-house"  # who offers help; the filter is off, so that it is there


# -- the list ------------------------------------------------------------------------------------------


async def test_a_setting_is_put_on_the_list_and_taken_back(make_app: Make, authority: Path) -> None:
    async with at_overview(make_app(authority)) as desk:
        await desk.press("down", "down", "down", "a")
        await desk.at("ListedDialog")
        await desk.press("ctrl+s")
        assert "the name is missing" in complaint_beside(desk, "#name")
        await desk.write("#name", "Fir Nursery")
        await desk.write("#area", "Isles")
        await desk.press("ctrl+s")
        await desk.until(lambda: "fir-nursery" in listed(desk), "the new one")
        assert kept(authority) == {"elm-primary": None, "fir-nursery": "Isles"}
        await desk.press("u")
        await desk.until(lambda: "fir-nursery" not in listed(desk), "it gone again")
        assert desk.sees("Taken back: On the list: Fir Nursery")
        await desk.press("U")
        await desk.until(lambda: "fir-nursery" in listed(desk), "it there again")


async def test_one_that_shared_comes_onto_the_list_as_it_is(make_app: Make, authority: Path) -> None:
    async with at_overview(make_app(authority)) as desk:
        await desk.press("e")
        await desk.at("ListedDialog")
        assert desk.app.screen.query_one("#name", Input).value == "Ash Primary"
        await desk.press("ctrl+s")
        await desk.until(lambda: "ash-primary" in kept(authority), "it on the list")
        await desk.press("e")
        await desk.at("ListedDialog")
        await desk.write("#role", "Rights lead")
        await desk.press("ctrl+s")
        await desk.see("Write to: Rights lead")
        await desk.press("d")
        await desk.until(lambda: "ash-primary" not in kept(authority), "it off the list")
        assert listed(desk) == EVERY  # what it shared stays


async def test_a_whole_list_from_a_file(make_app: Make, authority: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,kind,area\nAsh Primary,school,North\nRowan,hotel,\n", encoding="utf-8")
    async with at_overview(make_app(authority)) as desk:
        await desk.press("l")
        await desk.at("ListFileDialog")
        await desk.write("#path", str(path))
        await desk.press("enter")
        assert desk.sees("the kind cannot be “hotel” — choose one of: school, residential, partnership")
        assert kept(authority) == {"elm-primary": None}
        path.write_text("name,kind,area\nAsh Primary,school,North\nRowan,house,\n", encoding="utf-8")
        await desk.press("enter")
        await desk.until(lambda: "rowan" in listed(desk), "the list")
        assert kept(authority) == {"elm-primary": None, "ash-primary": "North", "rowan": None}


async def test_what_settings_send_is_taken_in(make_app: Make, authority: Path, tmp_path: Path) -> None:
    from rrsa.exchange.sharing.files import snapshot_file

    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "gean.rrsa-share").write_bytes(snapshot_file(signed(a_shared("gean-primary", wants="maps"))))
    (folder / "photo.rrsa-share").write_bytes(b"no such thing")
    async with at_overview(make_app(authority)) as desk:
        await desk.press("I")
        await desk.at("InboxDialog")
        await desk.write("#path", str(tmp_path / "nowhere"))
        await desk.press("enter")
        await desk.until(lambda: desk.sees("▲"), "a complaint")
        await desk.write("#path", str(folder))
        await desk.press("enter")
        await desk.see("1 taken in, 1 left alone.")
        await desk.press("enter")
        await desk.until(lambda: "gean-primary" in listed(desk), "what came in")


async def test_the_workbook_of_what_is_listed(make_app: Make, authority: Path, tmp_path: Path) -> None:
    async with at_overview(make_app(authority)) as desk:
        await desk.press("f")
        await desk.at("OverviewFilter")
        await desk.choose("#kind", "school")
        await desk.press("ctrl+s", "x")
        await desk.at("OverviewWorkbook")
        await desk.write("#path", str(tmp_path / "overview.xlsx"))
        await desk.press("enter")
        await desk.see("Written:")
        assert (tmp_path / "overview.xlsx").read_bytes().startswith(b"PK")


async def test_what_somebody_else_writes_comes_onto_the_screen(make_app: Make, authority: Path) -> None:
    async with at_overview(make_app(authority)) as desk:
        with open_store(authority) as other:
            listing.add(Kept.open(other, "Assistant"), [listing.entry({"name": "Fir"})])
            put(other, a_shared("gean-primary"))
        sitting = desk.app.desk_sitting
        assert sitting is not None
        sitting.look_for_others()
        await desk.until(lambda: {"fir", "gean-primary"} <= set(listed(desk)), "what they wrote")


async def test_reading_only_changes_nothing(make_app: Make, authority: Path) -> None:
    async with at_overview(make_app(authority, read_only=True)) as desk:
        await desk.press("I")
        assert desk.screen == "OverviewScreen"
        await desk.press("down", "down", "down", "d")
        await desk.settle()
        assert kept(authority) == {"elm-primary": None}


# -- the history ---------------------------------------------------------------------------------------


async def test_the_history_of_the_desk_takes_an_older_change_back(make_app: Make, authority: Path) -> None:
    with open_store(authority) as store:
        desk_kept = Kept.open(store, "Assistant")
        listing.edit(desk_kept, "elm-primary", {"area": "Coast"})
        listing.add(desk_kept, [listing.entry({"name": "Fir"})])
    async with at_overview(make_app(authority)) as desk:
        await desk.press("h")
        await desk.at("DeskHistoryScreen")
        rows = desk.app.screen.query_one("#history-list", OptionList)
        await desk.until(lambda: rows.option_count > 2, "the history")
        await desk.settle()
        assert desk.sees("On the list: Fir Assistant")
        await desk.press("down")
        assert desk.sees("“Elm Primary”, area: Coast")
        await desk.press("enter")
        await desk.at("TakeBack")
        await desk.press("enter")
        await desk.until(lambda: kept(authority)["elm-primary"] is None, "it taken back")
        await desk.press("escape")
        await desk.at("OverviewScreen")
        assert desk.reasons(DESK_ID)[0] == "Undo: List changed: Elm Primary"


# -- being read ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", [theme.name for theme in themes.THEMES])
async def test_everything_can_be_read(make_app: Make, authority: Path, theme: str) -> None:
    app = make_app(authority)
    app.theme = theme
    async with at_overview(app, (112, 36)) as desk:
        found = hard_to_read(desk)
        await desk.press("b", "down")
        found |= hard_to_read(desk)
        await desk.press("tab")
        found |= hard_to_read(desk)
        for key, dialog in (("v", "NoticesDialog"), ("f", "OverviewFilter"), ("l", "ListFileDialog")):
            await desk.press(key)
            await desk.at(dialog)
            found |= hard_to_read(desk)
            if key == "l":
                await desk.press("ctrl+s")  # the error beside the field
                found |= hard_to_read(desk)
            await desk.press("escape")
            await desk.at("OverviewScreen")
        await desk.press("h")
        await desk.at("DeskHistoryScreen")
        await desk.see("On the list: Elm Primary")
        found |= hard_to_read(desk)
    assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize("width", [100, 112, 120, 139, 140, 160])
async def test_names_can_be_read_at_every_width(make_app: Make, authority: Path, width: int) -> None:
    async with at_overview(make_app(authority), (width, 32)) as desk:
        for key in ("b", "b", "b", "b"):
            table = desk.app.screen.query_one("#settings", DataTable)
            assert next(iter(table.columns.values())).width >= 18
            assert desk.sees("Ash Primary")
            assert table.max_scroll_x == 0, "every column is in view"
            await desk.press(key)


# -- pictures ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [*SIZES, WIDE], ids=["80x24", "120x40", "160x50"])
async def test_pictures(make_app: Make, album: Album, authority: Path, size: tuple[int, int]) -> None:
    wide = f"{size[0]}x{size[1]}"
    async with at_overview(make_app(authority), size) as desk:
        await desk.see("Shared 10 Mar 2026 by Lead")
        await album.take(desk, f"overview-{wide}")
        await desk.press("b")
        await album.take(desk, f"overview-groups-{wide}")
        if size == WIDE:
            return
        for key, dialog in (("v", "NoticesDialog"), ("f", "OverviewFilter"), ("a", "ListedDialog")):
            await desk.press(key)
            await desk.at(dialog)
            await album.take(desk, f"overview-{dialog.lower()}-{wide}")
            await desk.press("escape")
            await desk.at("OverviewScreen")
