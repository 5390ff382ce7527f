"""Bringing in what came back: seen first, chosen, in at once, and taken back at once."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from album import SIZES, Album
from app_desk import SETTING, Desk, at_desk, at_home
from returned import Returned, preview_of
from textual.widgets import Input, OptionList

from rrsa.errors import BadInput
from rrsa.portfolio.changes import Cell, Change, Changeset
from rrsa.store import Store
from rrsa.tui.app import RrsaApp
from rrsa.tui.screens.bringing_in import BringingInScreen

Make = Callable[..., RrsaApp]
SIZE = (120, 40)


@asynccontextmanager
async def at_return(
    app: RrsaApp, size: tuple[int, int] = SIZE, files: Returned | None = None
) -> AsyncIterator[Desk]:
    """The sample school with files that came back, compared."""
    async with at_home(app, size) as desk:
        app.push_screen(BringingInScreen(files or Returned()))
        await desk.at("BringingInScreen")
        await desk.see("to choose")
        yield desk


async def go_to(desk: Desk, key: str) -> None:
    listed = desk.app.screen.query_one("#differences", OptionList)
    listed.highlighted = listed.get_option_index(f"d {SETTING} {key}")
    await desk.settle()


def written(make_app: Make, folder: Path, **how: Any) -> Path:
    """A workbook of the sample school."""
    from rrsa.evaluation import Evaluation
    from rrsa.exchange.export import export_workbook
    from rrsa.store import open_store

    with open_store(make_app().database) as store:
        evaluation = Evaluation.open(store, SETTING, author="DHT")
        return export_workbook(evaluation, folder / "wc.xlsx", **how).path


def filled_in(path: Path, cells: dict[tuple[str, str], str]) -> None:
    """Somebody fills in cells and saves."""
    book = openpyxl.load_workbook(path)
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    book.save(path)


async def bring_in(desk: Desk) -> None:
    await desk.press("enter")
    await desk.at("BringIn")
    await desk.press("enter")
    await desk.settle()


async def test_it_says_what_it_comes_to_and_shows_all_sides(make_app: Make) -> None:
    async with at_return(make_app()) as desk:
        assert desk.sees("4 changes go in, 4 to choose, 1 cell not understood")
        assert desk.sees("Changed on both sides: m keeps what is here, t takes theirs.")
        assert desk.sees("They know whom to ask.")
        assert desk.sees("t head teacher (wc-head.xlsx, Outcomes!D7)")
        assert desk.sees("Every child names an adult.")
        assert desk.kept().outcome("4").line != "Every child names an adult."
        await desk.press("end", "up")
        assert desk.sees("Not understood: Evidence!F12")
        assert desk.sees("write it like 3 Apr 2026")


async def test_two_conflicts_are_settled_brought_in_taken_back_and_done_again(make_app: Make) -> None:
    async with at_return(make_app()) as desk:
        before = desk.kept()
        await desk.press("t")
        assert desk.sees("→ Why we say so goes in")
        await desk.press("n")
        await desk.press("2")
        assert desk.sees("goes in: nursery teacher")
        await bring_in(desk)
        await desk.see("6 changes brought in. u takes them back. 2 are still to choose.")
        kept = desk.kept()
        assert kept.outcome("4").line == "Every child names an adult."
        assert kept.outcome("5").line == "Fruit each morning."
        assert kept.outcome("6").view == before.outcome("6").view
        assert kept.actions["A00000777"].who == "janitor"
        assert len(kept.evidence) == len(before.evidence)
        await desk.see("2 to choose, 1 stays as it is, 1 cell not understood")
        assert desk.reasons()[0] == "Workbooks brought in: wc-head.xlsx, wc-nursery.xlsx"
        await desk.press("u")
        await desk.see("4 changes go in, 4 to choose")
        assert desk.kept() == before
        await desk.press("U")
        await desk.until(lambda: desk.kept() == kept, "done again")


async def test_mine_stays_and_what_belongs_to_a_row_stays_out_with_it(make_app: Make) -> None:
    async with at_return(make_app()) as desk:
        await go_to(desk, "action/A00000777/what")
        await desk.press("m")
        assert desk.sees("stays out with the rest")
        assert desk.sees("2 changes go in, 4 to choose, 2 stay as they are")
        await go_to(desk, "outcome/2/view")
        await desk.press("m")
        await bring_in(desk)
        await desk.see("1 change brought in. u takes it back. 4 are still to choose.")
        assert "A00000777" not in desk.kept().actions
        assert desk.kept().outcome("2").view == 3
        assert desk.kept().outcome("1").line == "They teach the others."


async def test_all_the_rest_at_once_but_never_a_removal_nor_one_of_several(make_app: Make) -> None:
    async with at_return(make_app()) as desk:
        await desk.press("T")
        assert desk.sees("6 changes go in, 1 to choose, 1 stays as it is")
        await desk.press("n")
        assert desk.sees("They disagree")
        await desk.press("t")
        assert desk.sees("goes in: head teacher")
        await desk.press("t")
        assert desk.sees("goes in: nursery teacher")
        await desk.press("n")
        await desk.see("Nothing is left to choose.")


async def test_a_missing_row_is_removed_only_where_somebody_says_so(make_app: Make) -> None:
    async with at_return(make_app()) as desk:
        piece = sorted(desk.kept().evidence)[0]
        await go_to(desk, f"missing/evidence/{piece}")
        assert desk.sees("It went out and did not come back. It stays, unless r removes it.")
        await desk.press("t")
        await desk.see("Press r to remove it")
        await desk.press("r")
        assert desk.sees("✕ The whole row is removed")
        await desk.press("r")
        assert desk.sees("= The whole row stays as it is")
        await desk.press("r", "M")
        await bring_in(desk)
        await desk.until(lambda: piece not in desk.kept().evidence, "gone")


async def test_what_somebody_saved_meanwhile_is_looked_at_and_choices_stand(make_app: Make) -> None:
    files = Returned()

    def somebody(store: Store) -> None:
        files.before_bringing = lambda _store: None
        line = Cell("outcome", "1", "line")
        was = store.load(SETTING).portfolio.value(line)
        store.commit(SETTING, Changeset("head", "Between", (Change(line, was, "Meanwhile."),)))

    async with at_return(make_app(), files=files) as desk:
        await desk.press("t")
        files.before_bringing = somebody
        await bring_in(desk)
        await desk.see("Somebody else has saved meanwhile, so nothing went in")
        await desk.until(lambda: files.looks >= 2, "looked again")
        await desk.settle()
        assert desk.kept().outcome("4").line != "Every child names an adult."
        await go_to(desk, "outcome/4/line")
        assert desk.sees("→ Why we say so goes in")
        await bring_in(desk)
        await desk.until(lambda: desk.kept().outcome("4").line == "Every child names an adult.", "in")


async def test_leaving_asks_where_choices_would_be_lost(make_app: Make) -> None:
    async with at_return(make_app()) as desk:
        await desk.press("t", "escape")
        await desk.at("Sure")
        assert desk.sees("What you have chosen here is forgotten.")
        await desk.press("escape")
        await desk.at("BringingInScreen")
        await desk.press("escape", "y")
        await desk.at("HomeScreen")
        assert desk.kept().outcome("4").line != "Every child names an adult."
        desk.app.push_screen(BringingInScreen(Returned()))
        await desk.see("to choose")
        await desk.press("escape")
        await desk.at("HomeScreen")


async def test_the_list_is_narrowed_and_whole_again(make_app: Make) -> None:
    async with at_return(make_app()) as desk:
        await desk.press("f")
        await desk.at("FindDialog")
        await desk.type("to choose")
        await desk.press("enter")
        await desk.at("BringingInScreen")
        assert desk.sees("4 listed, 0 lists everything")
        assert not desk.sees("Rights in daily life")
        await desk.press("0")
        assert desk.sees("Rights in daily life")


async def test_a_long_list_comes_in_pages_and_next_finds_what_waits(make_app: Make) -> None:
    from dataclasses import replace

    def many(store: Store) -> list:  # type: ignore[type-arg]
        preview = preview_of(store)
        first = preview.changes[0]
        copies = [replace(first, key=f"outcome/1/line/{n}", about=f"{n:03} · A line") for n in range(250)]
        return [replace(preview, differences=(*preview.differences[1:], *copies))]

    async with at_return(make_app(), files=Returned(many)) as desk:
        assert desk.sees("1–200 of 259, [ and ] turn the page")
        await desk.press("]")
        assert desk.sees("201–259 of 259")
        await desk.press("n")
        assert desk.sees("They disagree")
        assert desk.sees("1–200 of 259")


async def test_a_blank_copy_becomes_a_new_setting_and_opens(
    make_app: Make, empty: Path, tmp_path: Path
) -> None:
    """Filled in by somebody who has never seen the app, brought in where there is no setting yet."""
    blank = written(make_app, tmp_path, copy="working", blank=True)
    filled_in(blank, {("Quick look", "E4"): "We sing them.", ("Quick look", "D4"): "2"})
    async with at_desk(make_app(empty), SIZE, at="StartScreen") as desk:
        await desk.see("Press n")
        await desk.press("I")
        await desk.at("ChooseFiles")
        await desk.write("#path", str(blank))
        await desk.press("ctrl+s")
        await desk.see("“Corranbeath Primary School” becomes a new setting.")
        await desk.press("ctrl+s")
        await desk.at("BringIn")
        await desk.press("enter")
        await desk.at("HomeScreen")
        new = desk.app.open_sitting.evaluation.setting_id
        assert desk.kept(new).outcome("1").line == "We sing them."
        assert desk.kept(new).outcome("1").view == 2


async def test_a_real_working_copy_goes_out_and_comes_back(make_app: Make, tmp_path: Path) -> None:
    copy = written(make_app, tmp_path, copy="working")
    filled_in(
        copy,
        {
            ("Quick look", "E4"): "They teach the others.",
            ("Quick look", "E7"): "Every child names an adult.",
            ("Evidence", "H4"): "32/13/2026",
        },
    )
    async with at_home(make_app(), SIZE) as desk:
        desk.app.open_sitting.evaluation.record_outcome("4", {"line": "Meanwhile, in the app."})
        await desk.press("I")
        await desk.at("ChooseFiles")
        await desk.write("#path", str(copy))
        await desk.press("enter", "enter")
        await desk.see("1 change goes in, 1 to choose, 1 cell not understood")
        assert desk.sees("Meanwhile, in the app.")
        assert desk.sees("Every child names an adult.")
        await desk.press("t")
        await bring_in(desk)
        await desk.see("2 changes brought in. u takes them back.")
        await desk.press("escape")
        await desk.at("HomeScreen")
        assert desk.kept().outcome("4").line == "Every child names an adult."
        await desk.press("u")
        await desk.until(lambda: desk.kept().outcome("4").line == "Meanwhile, in the app.", "taken back")
        assert desk.kept().outcome("1").line != "They teach the others."
        await desk.press("U")
        await desk.until(lambda: desk.kept().outcome("1").line == "They teach the others.", "done again")


async def test_what_cannot_be_read_ends_in_words_and_escape_leaves(make_app: Make) -> None:
    def refuse(_store: Store) -> list:  # type: ignore[type-arg]
        raise BadInput("notes.xlsx is no workbook", "choose a working copy")

    async with at_home(make_app(), SIZE) as desk:
        desk.app.push_screen(BringingInScreen(Returned(refuse)))
        await desk.see("▲ notes.xlsx is no workbook — choose a working copy Nothing has changed.")
        await desk.press("escape")
        await desk.at("HomeScreen")


async def test_looking_is_stopped_with_escape(make_app: Make) -> None:
    go_on = threading.Event()

    class Slow(Returned):
        def look(self, store, progress):  # type: ignore[no-untyped-def]
            assert go_on.wait(15)
            return super().look(store, progress)

    async with at_home(make_app(), SIZE) as desk:
        desk.app.push_screen(BringingInScreen(Slow()))
        await desk.see("Looking at what came back")
        await desk.press("escape")
        go_on.set()
        await desk.at("HomeScreen")


async def test_workbooks_are_typed_or_taken_from_a_folder(make_app: Make, tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.xlsx", "~$a.xlsx", "notes.txt"):
        (tmp_path / name).write_bytes(b"PK")
    async with at_home(make_app(), SIZE) as desk:
        await desk.press("I")
        await desk.at("ChooseFiles")
        await desk.press("ctrl+s")
        assert desk.sees("▲ no file is chosen")
        await desk.write("#path", str(tmp_path / "nowhere.xlsx"))
        await desk.press("enter")
        assert desk.sees("▲ there is no file")
        await desk.write("#path", str(tmp_path))
        await desk.press("enter")
        listed = desk.app.screen.query_one("#chosen", OptionList)
        names = [str(option.prompt).split()[0] for option in listed.options]
        assert names == ["a.xlsx", "b.xlsx"]
        assert desk.app.screen.query_one("#path", Input).value == ""
        await desk.focus("#chosen")
        await desk.press("delete")
        assert listed.option_count == 1
        await desk.press("ctrl+s")
        await desk.at("BringingInScreen")


async def test_from_the_first_screen_what_was_brought_in_can_be_taken_back_there(make_app: Make) -> None:
    async with at_desk(make_app(), SIZE, at="StartScreen") as desk:
        await desk.see("Corranbeath")
        desk.app.push_screen(BringingInScreen(Returned()))
        await desk.see("to choose")
        await desk.press("t")
        await bring_in(desk)
        await desk.until(lambda: desk.kept().outcome("4").line == "Every child names an adult.", "in")
        await desk.see("3 to choose")
        await desk.press("u")
        await desk.until(lambda: desk.kept().outcome("4").line != "Every child names an adult.", "out")
        await desk.see("4 changes go in")
        await desk.press("U")
        await desk.until(lambda: desk.kept().outcome("4").line == "Every child names an adult.", "in again")


# -- whole packs ---------------------------------------------------------------------------------------


def whole_pack(app: RrsaApp, folder: Path) -> Path:
    """All of the sample school, as a colleague hands it over."""
    from rrsa.exchange.whole import write_whole_pack
    from rrsa.store import open_store

    with open_store(app.database) as store:
        return write_whole_pack(store, SETTING, folder / "whole.zip").path


async def take(desk: Desk, path: Path) -> None:
    await desk.press("I")
    await desk.at("ChooseFiles")
    await desk.write("#path", str(path))
    await desk.press("ctrl+s")
    await desk.at("BringingInScreen")


async def test_a_whole_pack_comes_in_complete_where_it_is_not_yet(
    make_app: Make, empty: Path, tmp_path: Path
) -> None:
    pack = whole_pack(make_app(), tmp_path)
    async with at_desk(make_app(empty), SIZE, at="StartScreen") as desk:
        await desk.see("Press n")
        await take(desk, pack)
        await desk.see("becomes a new setting")
        assert desk.sees("comes in complete")
        await desk.press("ctrl+s")
        await desk.at("BringIn")
        await desk.press("enter")
        await desk.at("HomeScreen")
        assert len(desk.reasons()) > 20
        await take(desk, pack)
        await desk.see("all that was done there is known here")
        await desk.press("ctrl+s")
        await desk.see("There is nothing to do")


async def test_a_pack_of_a_setting_that_moved_on_is_settled_and_comes_in_at_once(
    make_app: Make, school: Path, tmp_path: Path
) -> None:
    import shutil

    theirs = Path(shutil.copy(school, tmp_path / "theirs.db"))
    from rrsa.evaluation import Evaluation
    from rrsa.store import open_store

    with open_store(theirs) as store:
        Evaluation.open(store, SETTING, author="DHT").record_outcome("4", {"line": "Theirs."})
        Evaluation.open(store, SETTING, author="DHT").record_outcome("5", {"line": "Theirs alone."})
    pack = whole_pack(make_app(theirs), tmp_path)
    async with at_home(make_app(), SIZE) as desk:
        desk.app.open_sitting.evaluation.record_outcome("4", {"line": "Ours."})
        await take(desk, pack)
        await desk.see("1 change goes in, 1 to choose")
        await desk.press("ctrl+s")
        await desk.see("a whole pack comes in all at once")
        await desk.press("t")
        await bring_in(desk)
        await desk.at("HomeScreen")
        kept = desk.kept()
        assert (kept.outcome("4").line, kept.outcome("5").line) == ("Theirs.", "Theirs alone.")
        assert desk.reasons()[0].startswith("Brought together with the copy of DHT")
        await desk.press("H")
        await desk.at("HistoryScreen")
        await desk.press("s")
        await desk.at("SideLines")
        await desk.see("by P6 teacher: 2 changes")
        assert desk.sees("Theirs alone.")
        await desk.press("escape", "escape")
        await desk.at("HomeScreen")
        await desk.press("u")
        await desk.until(lambda: desk.kept().outcome("4").line == "Ours.", "the merge taken back")


async def test_reading_only_brings_nothing_in(make_app: Make) -> None:
    async with at_home(make_app(read_only=True), SIZE) as desk:
        await desk.press("I")
        await desk.see("open for reading only")
        assert desk.screen == "HomeScreen"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pictures(
    make_app: Make, album: Album, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RrsaApp, "notify", lambda *_args, **_more: None)
    async with at_return(make_app(), size) as desk:
        await album.take(desk, "bringing-in")
        await desk.press("n", "t", "t")
        await album.take(desk, "bringing-in-several")
        await desk.press("enter")
        await desk.at("BringIn")
        await album.take(desk, "bringing-in-sure")
