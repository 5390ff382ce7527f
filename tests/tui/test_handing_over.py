"""Handing over from the app: names first, the pack with what it no longer shows, and erasing for good."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from album import SIZES, Album
from app_desk import SETTING, Desk, at_home, complaint_beside
from textual.widgets import SelectionList

from rrsa.exchange.gate.names import Names
from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]
SIZE = (100, 60)


def texts_of(path: Path) -> str:
    """All that a workbook says."""
    book = openpyxl.load_workbook(path, read_only=True)
    said = "\n".join(
        str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value
    )
    book.close()
    return said


async def name_a_child(desk: Desk) -> None:
    """Somebody's name slips into a line, and stands on the list."""
    evaluation = desk.app.open_sitting.evaluation
    evaluation.record_outcome("4", {"line": "Isla MacRae drew the map that we use."})
    Names.of(SETTING).add(["Isla MacRae", "Tam"])


# -- names ---------------------------------------------------------------------------------------------


async def test_names_go_on_the_list_and_off_it(make_app: Make, home: Path) -> None:
    async with at_home(make_app(), SIZE) as desk:
        await desk.press("L")
        await desk.at("NamesDialog")
        assert desk.sees("No name is on the list yet")
        await desk.type("Isla MacRae, Tam Reid")
        await desk.press("enter")
        await desk.see("2 names on the list")
        await desk.type("12")
        await desk.press("enter")
        assert "is no name" in complaint_beside(desk, "#name")
        assert Names.of(SETTING).all() == ("Isla MacRae", "Tam Reid")
        await desk.write("#name", "")
        await desk.focus("#names")
        await desk.press("delete")
        await desk.see("1 name on the list")
        assert Names.of(SETTING).all() == ("Tam Reid",)
        assert desk.sees("It stays on this machine")
        await desk.press("escape")
        await desk.at("HomeScreen")
    assert (home / "names" / f"{SETTING}.txt").is_file()


async def test_a_name_is_shown_before_a_workbook_is_written_and_left_out(
    make_app: Make, tmp_path: Path
) -> None:
    async with at_home(make_app(), SIZE) as desk:
        await name_a_child(desk)
        await desk.press("x")
        await desk.at("ExportDialog")
        await desk.write("#path", str(tmp_path / "out.xlsx"))
        await desk.press("enter")
        await desk.at("NamesFound")
        assert desk.sees("Isla MacRae 1 place")
        assert desk.sees("Isla MacRae drew the map")
        assert not (tmp_path / "out.xlsx").exists()
        await desk.press("ctrl+s")
        await desk.see("1 name of your list was taken out of the texts.")
    said = texts_of(tmp_path / "out.xlsx")
    assert "[name] drew the map" in said and "Isla" not in said


async def test_a_name_stays_in_only_where_it_is_ticked(make_app: Make, tmp_path: Path) -> None:
    async with at_home(make_app(), SIZE) as desk:
        await name_a_child(desk)
        await desk.press("P")
        await desk.at("ReportDialog")
        await desk.choose("#form", ".html")
        await desk.write("#path", str(tmp_path / "out.html"))
        await desk.press("enter")
        await desk.at("NamesFound")
        await desk.press("escape")
        await desk.see("Nothing was written.")
        assert not (tmp_path / "out.html").exists()
        await desk.focus("#path")
        await desk.press("enter")
        await desk.at("NamesFound")
        await desk.press("space", "ctrl+s")
        await desk.see("1 name stays in, as you said.")
    assert "Isla MacRae drew the map" in (tmp_path / "out.html").read_text("utf-8")


# -- packs ---------------------------------------------------------------------------------------------


async def at_pack(desk: Desk, path: Path) -> SelectionList[str]:
    await desk.press("X")
    await desk.at("PackDialog")
    await desk.see("go along.")
    await desk.write("#path", str(path))
    return desk.app.screen.query_one("#pieces", SelectionList)


async def test_the_pack_holds_what_is_ticked_and_says_what_it_no_longer_shows(
    make_app: Make, tmp_path: Path
) -> None:
    async with at_home(make_app(), SIZE) as desk:
        pieces = await at_pack(desk, tmp_path / "pack.zip")
        whole = len(pieces.selected)
        assert whole > 8
        await desk.focus("#pieces")
        await desk.press("home", "space")
        await desk.see(f"{whole - 1} pieces go along.")
        left_out = pieces.get_option_at_index(0).value
        for n in range(1, whole):
            pieces.deselect(pieces.get_option_at_index(n))
        pieces.select(pieces.get_option_at_index(whole))
        await desk.see("1 piece goes along.")
        assert desk.sees("No longer shown, because of what was left out:")
        await desk.focus("#path")
        await desk.press("enter")
        await desk.see("1 piece of evidence")
        assert left_out not in pieces.selected
    with zipfile.ZipFile(tmp_path / "pack.zip") as pack:
        assert any(name.endswith("-assessor.xlsx") for name in pack.namelist())


async def test_a_strand_alone(make_app: Make, tmp_path: Path) -> None:
    async with at_home(make_app(), SIZE) as desk:
        pieces = await at_pack(desk, tmp_path / "pack.zip")
        whole = pieces.option_count
        await desk.choose("#strand", "A")
        await desk.until(lambda: 0 < pieces.option_count < whole, "the strand's pieces")
        rows = [str(pieces.get_option_at_index(n).prompt).split()[0] for n in range(pieces.option_count)]
        assert set(rows) == {"1"}


async def test_of_very_many_pieces_only_some_are_listed(
    make_app: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rrsa.tui.dialogs.pack.MOST_OTHERS", 3)
    async with at_home(make_app(), SIZE) as desk:
        pieces = await at_pack(desk, tmp_path / "pack.zip")
        assert pieces.option_count == len(pieces.selected) + 3
        assert desk.sees("more pieces are not listed")


async def test_nothing_ticked_is_no_pack(make_app: Make, tmp_path: Path) -> None:
    async with at_home(make_app(), SIZE) as desk:
        pieces = await at_pack(desk, tmp_path / "pack.zip")
        pieces.deselect_all()
        await desk.settle()
        await desk.focus("#path")
        await desk.press("enter")
        assert "no piece is ticked" in complaint_beside(desk, "#pieces")
        assert not (tmp_path / "pack.zip").exists()


async def test_a_pack_is_stopped_with_escape_and_leaves_nothing(
    make_app: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import rrsa.exchange.pack.writing as writing

    begun, go_on = threading.Event(), threading.Event()
    real = writing.write_pack

    def slow(*args: Any, progress: Callable[[int, int], None], **more: Any) -> Any:
        def step(done: int, total: int) -> None:
            begun.set()
            assert go_on.wait(15)
            progress(done, total)

        return real(*args, progress=step, **more)

    monkeypatch.setattr(writing, "write_pack", slow)
    folder = tmp_path / "out"
    folder.mkdir()
    async with at_home(make_app(), SIZE) as desk:
        await at_pack(desk, folder / "pack.zip")
        await desk.press("enter")
        await desk.until(begun.is_set, "the pack has begun")
        await desk.press("escape")
        go_on.set()
        await desk.see("Stopped. Nothing was written.")
        assert list(folder.iterdir()) == []


# -- erasing -------------------------------------------------------------------------------------------


async def at_erase(desk: Desk, evidence: str) -> None:
    await desk.press("E")
    await desk.at("RegisterScreen")
    screen: Any = desk.app.screen
    screen._list(evidence)
    await desk.settle()
    await desk.press("E")
    await desk.at("EraseDialog")


async def test_a_persons_words_go_for_good_and_the_piece_stays(make_app: Make, tmp_path: Path) -> None:
    async with at_home(make_app(), SIZE) as desk:
        said = next(item for item in desk.kept().evidence.values() if item.said)
        assert said.said
        await at_erase(desk, said.id)
        assert desk.sees("Erasing is not removing")
        await desk.press("ctrl+s")
        await desk.at("EraseSure")
        await desk.press("ctrl+s")
        assert "type it, or leave everything as it is" in complaint_beside(desk, "#word")
        assert desk.kept().evidence[said.id].said == said.said
        await desk.write("#word", "erase")
        await desk.press("enter")
        await desk.at("ReceiptDialog")
        assert desk.sees("Receipt of an erasure")
        assert desk.sees("backups made before this")
        kept = desk.kept().evidence[said.id]
        assert kept.said is None and kept.title == said.title
        await desk.write("#path", str(tmp_path / "receipt.txt"))
        await desk.press("enter")
        await desk.at("RegisterScreen")
    receipt = (tmp_path / "receipt.txt").read_text("utf-8")
    assert "Receipt of an erasure" in receipt and said.said not in receipt
    assert said.said.encode() not in b"".join(
        file.read_bytes() for file in desk.database.parent.glob("school.db*")
    )


async def test_the_whole_piece_goes_and_undo_cannot_bring_it_back(make_app: Make) -> None:
    async with at_home(make_app(), SIZE) as desk:
        piece = next(item for item in desk.kept().evidence.values() if not item.said)
        await at_erase(desk, piece.id)
        await desk.press("ctrl+s")
        await desk.at("EraseSure")
        await desk.press("escape")
        await desk.at("RegisterScreen")
        assert piece.id in desk.kept().evidence
        await desk.press("E", "ctrl+s")
        await desk.at("EraseSure")
        await desk.write("#word", "erase")
        await desk.press("enter")
        await desk.at("ReceiptDialog")
        await desk.press("escape")
        await desk.at("RegisterScreen")
        await desk.press("u")
        assert piece.id not in desk.kept().evidence


# -- what is held about somebody -----------------------------------------------------------------------


async def test_every_place_that_speaks_of_somebody_is_listed_and_kept(make_app: Make, tmp_path: Path) -> None:
    async with at_home(make_app(), SIZE) as desk:
        evaluation = desk.app.open_sitting.evaluation
        evaluation.record_outcome("4", {"line": "Isla MacRae drew the map that we use."})
        evaluation.record_outcome("4", {"line": "A child drew the map that we use."})
        await desk.press("W")
        await desk.at("HeldAbout")
        await desk.press("enter")
        assert "a few words are enough" in complaint_beside(desk, "#words")
        await desk.type("Isla MacRae")
        await desk.press("enter")
        await desk.at("HeldAboutAnswer")
        assert desk.sees("Isla MacRae drew the map")
        await desk.write("#path", str(tmp_path / "request.txt"))
        await desk.press("enter")
        await desk.at("HomeScreen")
    assert "Isla MacRae drew the map" in (tmp_path / "request.txt").read_text("utf-8")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pictures(
    make_app: Make, album: Album, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RrsaApp, "notify", lambda *_args, **_more: None)
    monkeypatch.setattr("rrsa.in_browser.suggested", lambda name: f"Documents/{name}")
    monkeypatch.setattr("rrsa.tui.dialogs.names.where_words", lambda _file: "The list lies in …")
    async with at_home(make_app(), size) as desk:
        await name_a_child(desk)
        await desk.press("L")
        await desk.at("NamesDialog")
        await album.take(desk, "names")
        await desk.press("escape", "X")
        await desk.at("PackDialog")
        await desk.until(lambda: desk.app.screen.query_one("#pieces", SelectionList).option_count, "pieces")
        await album.take(desk, "pack")
        await desk.press("escape", "x")
        await desk.at("ExportDialog")
        await desk.press("ctrl+s")
        await desk.at("NamesFound")
        await album.take(desk, "names-found")
        await desk.press("escape", "escape")
        await at_erase(desk, next(item.id for item in desk.kept().evidence.values() if item.said))
        await album.take(desk, "erase")
