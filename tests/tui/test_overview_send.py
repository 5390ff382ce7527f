"""Copies and packs of many settings from the app: out, back, who is missing, and on to an assessor."""

from __future__ import annotations

import shutil
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from album import SIZES, Album
from app_desk import Desk, at_desk
from openpyxl import load_workbook
from textual.widgets import Button

from rrsa.overview import listing
from rrsa.overview.desk import Desk as Kept
from rrsa.store import open_store
from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]
SIZE = (100, 50)
SMALL = (80, 24)


@pytest.fixture
def authority(school: Path) -> Path:
    """A coordinator's database: the sample school lies in it, two more are on her list."""
    with open_store(school) as store:
        entries = [listing.entry({"name": name, "role": "Head"}) for name in ("Ash Primary", "Elm Primary")]
        listing.add(Kept.open(store, "Coordinator"), entries)
    return school


@asynccontextmanager
async def at_send(app: RrsaApp, size: tuple[int, int] = SIZE) -> AsyncIterator[Desk]:
    async with at_desk(app, size, at="StartScreen") as desk:
        await desk.press("o")
        await desk.at("OverviewScreen")
        await desk.until(lambda: not desk.sees("Reading …"), "the settings")
        await desk.press("w")
        await desk.at("SendScreen")
        await desk.until(lambda: not desk.sees("Reading …"), "who is missing")
        yield desk


async def ended(desk: Desk, label: str = "Done") -> None:
    await desk.until(lambda: str(desk.app.screen.query_one("#ok", Button).label) == label, label)
    await desk.settle()


def listed(path: Path) -> dict[str, Any]:
    with open_store(path, read_only=True) as store:
        return dict(Kept.open(store, "x").portfolio.listed)


async def write_copies(desk: Desk, folder: Path) -> None:
    await desk.press("b")
    await desk.at("BlanksDialog")
    await desk.write("#path", str(folder))
    await desk.press("ctrl+s")
    await ended(desk)


async def test_blank_copies_go_out_and_one_comes_back(
    make_app: Make, authority: Path, tmp_path: Path
) -> None:
    out, back = tmp_path / "out", tmp_path / "back"
    async with at_send(make_app(authority)) as desk:
        await desk.see("2 on your list · 0 copies out · 0 back · 2 without one")
        await desk.press("b")
        await desk.at("BlanksDialog")
        await desk.write("#to", "Rights officer")
        await desk.write("#path", str(out))
        await desk.press("ctrl+s")
        await ended(desk)
        await desk.see("2 blank copies were written.")
        await desk.see("Ash Primary: ash-primary-blank.xlsx")
        await desk.press("enter")
        await desk.at("SendScreen")
        await desk.see("2 on your list · 2 copies out")
        assert all(each.issued for each in listed(authority).values())

        back.mkdir()
        book = load_workbook(out / "ash-primary-blank.xlsx")
        sheet = book["Quick look"]
        head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Why, in one line")
        sheet.cell(head.row + 1, head.column).value = "We have begun."
        book.save(back / "from ash.xlsx")
        (back / "holiday.pdf").write_bytes(b"%PDF-1.4")
        await desk.press("c")
        await desk.at("CollectDialog")
        await desk.write("#path", str(back))
        await desk.press("ctrl+s")
        await ended(desk)
        await desk.see("1 of 2 files are in. 1 needs a look.")
        await desk.see("▲ holiday.pdf: “holiday.pdf” is not a workbook")
        await desk.see("from ash.xlsx: a new setting; 1 entry came in")
        await desk.press("enter")
        await desk.at("SendScreen")
        await desk.see("1 copy out · 1 back")
        assert desk.kept("ash-primary").outcome("1").line == "We have begun."


async def test_what_is_undone_on_the_desk_is_seen(make_app: Make, authority: Path, tmp_path: Path) -> None:
    async with at_send(make_app(authority)) as desk:
        await write_copies(desk, tmp_path / "out")
        await desk.press("enter")
        await desk.at("SendScreen")
        await desk.see("2 copies out")
        await desk.press("u")
        await desk.see("0 copies out")
        assert not any(each.issued for each in listed(authority).values())


async def test_packs_for_an_assessor(make_app: Make, authority: Path, tmp_path: Path) -> None:
    async with at_send(make_app(authority), SMALL) as desk:
        await desk.press("p")
        await desk.at("SendDialog")
        assert desk.sees("The 1 whose records are kept here")
        await desk.choose("#what", "both")
        await desk.write("#path", str(tmp_path / "out"))
        await desk.press("ctrl+s")
        await ended(desk)
        await desk.see("2 files were written.")
        await desk.see("evidence pack")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"corranbeath-assessor.xlsx", "corranbeath-pack.zip", "rrsa-sent.jsonl"}


async def test_escape_stops_between_two_and_goes_on(
    make_app: Make, authority: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rrsa.exchange.many import blanks

    at_work, go_on = threading.Event(), threading.Event()
    write = blanks._one

    def held(*words: Any, **named: Any) -> Any:
        at_work.set()
        go_on.wait(10)
        return write(*words, **named)

    monkeypatch.setattr(blanks, "_one", held)
    async with at_send(make_app(authority)) as desk:
        await desk.press("b")
        await desk.at("BlanksDialog")
        await desk.write("#path", str(tmp_path / "out"))
        await desk.press("ctrl+s")
        await desk.until(at_work.is_set)
        await desk.press("escape")
        assert desk.screen == "BlanksDialog", "it ends in words first"
        go_on.set()
        await ended(desk, "Go on")
        await desk.see("1 blank copy was written. Stopped; what is whole stays.")
        assert [path.name for path in (tmp_path / "out").glob("*.xlsx")] == ["ash-primary-blank.xlsx"]
        assert listed(authority)["ash-primary"].issued
        await desk.press("ctrl+s")
        await ended(desk)
        await desk.see("Elm Primary: elm-primary-blank.xlsx")


async def test_what_stands_in_the_way_is_said_in_the_dialog(
    make_app: Make, authority: Path, tmp_path: Path
) -> None:
    async with at_send(make_app(authority)) as desk:
        await desk.press("b")
        await desk.at("BlanksDialog")
        await desk.write("#path", str(tmp_path / "no" / "such"))
        await desk.press("ctrl+s")
        await desk.see("there is no folder")
        await desk.write("#by", "soon")
        await desk.press("ctrl+s")
        await desk.see("“soon” is not a date")
        await desk.write("#by", "1 Jan 2001")
        await desk.press("ctrl+s")
        await desk.see("1 Jan 2001 is over")
        await desk.press("escape")
        await desk.at("SendScreen")
        await desk.press("c")
        await desk.at("CollectDialog")
        await desk.write("#path", "")
        await desk.press("ctrl+s")
        await desk.see("no folder is chosen")


async def test_for_reading_only_packs_alone_can_be_written(make_app: Make, authority: Path) -> None:
    async with at_send(make_app(authority, read_only=True)) as desk:
        await desk.press("b", "c")
        assert desk.screen == "SendScreen"
        await desk.press("p")
        await desk.at("SendDialog")


async def test_in_a_browser_copies_come_down_as_one_file(
    make_app: Make, authority: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "session"
    (place / "up").mkdir(parents=True)
    (place / "down").mkdir()
    monkeypatch.setenv("RRSA_BROWSER_FOLDER", str(place))
    async with at_send(make_app(authority)) as desk:
        await desk.press("b")
        await desk.at("BlanksDialog")
        assert not desk.sees("Into which folder?"), "the server's disk is never shown"
        await desk.press("ctrl+s")
        await ended(desk)
        await desk.see("comes down with your browser")
    (made,) = (place / "down").rglob("*.zip")
    shutil.unpack_archive(made, tmp_path / "unpacked")
    assert (tmp_path / "unpacked" / "ash-primary-blank.xlsx").is_file()
    assert not list((place / "down").rglob("*.xlsx"))


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
async def test_pictures(make_app: Make, album: Album, authority: Path, size: tuple[int, int]) -> None:
    with open_store(authority) as store:
        kept = Kept.open(store, "Coordinator")
        listing.note_issued(kept, {"ash-primary": "an export"}, "2026-03-02")
    wide = f"{size[0]}x{size[1]}"
    async with at_send(make_app(authority), size) as desk:
        await album.take(desk, f"copies-and-packs-{wide}")
        for key, dialog in (("b", "BlanksDialog"), ("c", "CollectDialog"), ("p", "SendDialog")):
            await desk.press(key)
            await desk.at(dialog)
            await desk.write("#path", "copies")
            await album.take(desk, f"copies-{dialog.lower()}-{wide}")
            await desk.press("escape")
            await desk.at("SendScreen")
