"""Answers that come late: behind a cover, under the help, for a page that is gone, or for something older."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from app_desk import SETTING, Desk, at_desk, at_home
from test_asking import asking

from rrsa import store
from rrsa.exchange import subject_access
from rrsa.store import shared
from rrsa.tui.app import RrsaApp
from rrsa.tui.dialogs.writing import Progress

Make = Callable[..., RrsaApp]
COVERED = "Covered. Press Enter to go on."


def slow(monkeypatch: pytest.MonkeyPatch, of: Any, name: str) -> threading.Event:
    """What ``of`` has under a name answers once the event that this gives is set."""
    go_on = threading.Event()
    real = getattr(of, name)

    def later(*args: Any, **more: Any) -> Any:
        assert go_on.wait(15)
        return real(*args, **more)

    monkeypatch.setattr(of, name, later)
    return go_on


async def cover(desk: Desk) -> None:
    await desk.press("f9")
    await desk.at("CoverScreen")


async def stays_covered(desk: Desk) -> None:
    """Nothing of anybody's can be read, whatever has come meanwhile."""
    await desk.at_rest()
    assert desk.screen == "CoverScreen"
    assert " ".join(desk.picture().split()) == COVERED


# -- behind the cover and under the help ---------------------------------------------------------------


async def look_for_somebody(desk: Desk) -> None:
    await desk.press("W")
    await desk.at("HeldAbout")
    await desk.type("Isla MacRae")
    await desk.press("enter")


async def test_what_is_held_about_somebody_waits_behind_the_cover(
    make_app: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = slow(monkeypatch, subject_access, "search")
    async with at_home(make_app()) as desk:
        await look_for_somebody(desk)
        await cover(desk)
        go_on.set()
        await stays_covered(desk)
        await desk.press("enter")
        await desk.at("HeldAboutAnswer")
        await desk.press("escape")
        await desk.at("HomeScreen")


async def test_help_that_is_open_when_the_answer_comes_stays_open(
    make_app: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = slow(monkeypatch, subject_access, "search")
    async with at_home(make_app()) as desk:
        await look_for_somebody(desk)
        await desk.press("f1")
        await desk.at("HelpScreen")
        go_on.set()
        await desk.at_rest()
        assert desk.screen == "HelpScreen"
        await desk.press("escape")
        await desk.at("HeldAboutAnswer")
        await desk.press("escape")
        await desk.at("HomeScreen")


async def test_names_that_were_found_are_not_shown_over_the_cover(
    make_app: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rrsa.exchange.gate.leaving import Hit

    go_on = threading.Event()

    def find(_progress: Progress) -> list[Hit]:
        assert go_on.wait(15)
        return [Hit("Isla", "outcome 4, its line", None, None, "Isla drew it", False)]

    monkeypatch.setattr("rrsa.tui.dialogs.export.names_in", lambda _evaluation: find)
    async with at_home(make_app()) as desk:
        await desk.press("x")
        await desk.at("ExportDialog")
        await desk.write("#path", str(tmp_path / "out.xlsx"))
        await desk.press("enter")
        await cover(desk)
        go_on.set()
        await stays_covered(desk)
        await desk.press("enter")
        await desk.at("NamesFound")


async def test_nothing_is_asked_about_names_once_it_was_stopped(
    make_app: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def find(_progress: Progress) -> list[str]:
        assert go_on.wait(15)
        return ["Isla"]

    monkeypatch.setattr("rrsa.tui.dialogs.export.names_in", lambda _evaluation: find)
    async with at_home(make_app()) as desk:
        await desk.press("x")
        await desk.at("ExportDialog")
        await desk.write("#path", str(tmp_path / "out.xlsx"))
        await desk.press("enter")
        await desk.press("escape")
        go_on.set()
        await desk.see("Stopped. Nothing was written.")
        assert desk.screen == "ExportDialog" and not (tmp_path / "out.xlsx").exists()


async def test_a_save_that_fails_says_so_once_somebody_is_back(
    make_app: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def fail(*_args: Any, **_more: Any) -> None:
        assert go_on.wait(15)
        raise ZeroDivisionError("a slip of ours")

    async with at_home(make_app()) as desk:
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        monkeypatch.setattr(desk.app.open_sitting.evaluation, "record_outcome", fail)
        desk.send("1")
        await desk.until(lambda: desk.app.unsaved, "the save")
        desk.send("f9")
        await desk.until(lambda: desk.screen == "CoverScreen")
        go_on.set()
        await desk.settle()
        await stays_covered(desk)
        await desk.press("enter")
        await desk.at("NotSaved")
        await desk.see("a slip of ours")


async def test_what_has_just_been_said_is_not_read_on_the_cover(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        desk.app.notify("Removed: Isla's letter", timeout=60)
        await desk.see("Isla")
        await cover(desk)
        await stays_covered(desk)


async def test_pages_that_close_by_themselves_leave_the_cover(make_app: Make) -> None:
    """As when somebody else has moved the setting to another framework."""
    async with at_home(make_app()) as desk:
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        await cover(desk)
        desk.app.back_to_outcomes()
        await stays_covered(desk)
        await desk.press("enter")
        await desk.at("HomeScreen")


async def test_a_round_that_was_kept_behind_the_cover_is_shown_afterwards(
    make_app: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rrsa.evaluation import Evaluation

    go_on = slow(monkeypatch, Evaluation, "keep_round")
    async with asking(make_app, "12", "Primary 1") as desk:
        await desk.press("enter", "1", "2", "enter")
        for _question in range(9):
            await desk.press("s")
        await desk.see("This would be kept, and nothing else:")
        desk.send("y")
        await desk.until(lambda: desk.app.unsaved, "the save")
        desk.send("f9")
        await desk.until(lambda: desk.screen == "CoverScreen")
        go_on.set()
        await desk.settle()
        await stays_covered(desk)
        await desk.press("enter")
        await desk.at("RoundsScreen")


# -- asked for twice, or of something else ---------------------------------------------------------------


async def test_sharing_that_is_asked_for_twice_opens_once(
    make_app: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = slow(monkeypatch, shared, "row_of")
    async with at_home(make_app()) as desk:
        desk.send("S")
        desk.send("S")
        await desk.pilot.pause(0.1)
        go_on.set()
        await desk.at("ShareDialog")
        await desk.at_rest()
        await desk.press("escape")
        await desk.at("HomeScreen")


# -- opening ---------------------------------------------------------------------------------------------


async def test_a_database_that_opens_late_does_not_take_the_place_of_another(
    make_app: Make, school: Path, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, asked, closed = threading.Event(), threading.Event(), threading.Event()
    real = store.open_store

    def late(database: str, **more: Any) -> Any:
        if database != str(empty):
            return real(database, **more)
        asked.set()
        assert go_on.wait(15)
        opened = real(database, **more)
        monkeypatch.setattr(opened, "close", closed.set)
        return opened

    monkeypatch.setattr(store, "open_store", late)
    async with at_desk(make_app(empty), at="StartScreen") as desk:
        await desk.until(asked.is_set)
        desk.app.database = str(school)
        desk.app.open_store()
        await desk.see("Corranbeath")
        opened = desk.app.store
        go_on.set()
        await desk.until(closed.is_set, "the late one being put away")
        assert desk.app.store is opened and desk.sees("Corranbeath")


async def test_a_setting_that_opens_while_the_screen_is_covered_opens_below(
    make_app: Make, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rrsa.drafts import Place, remember_place

    remember_place(str(school), Place(SETTING, "outcome", "4"))
    go_on = slow(monkeypatch, store, "open_store")
    async with at_desk(make_app(), at="StartScreen") as desk:
        await cover(desk)
        go_on.set()
        await stays_covered(desk)
        await desk.press("enter")
        await desk.at("OutcomeScreen")


async def test_a_window_that_is_too_small_from_the_beginning_says_so_until_it_is_larger(
    make_app: Make, school: Path
) -> None:
    from rrsa.drafts import Place, remember_place

    remember_place(str(school), Place(SETTING, "home", ""))
    async with at_desk(make_app(), (40, 12)) as desk:
        await desk.until(lambda: desk.app.screen_stack and desk.screen == "TooSmall")
        await desk.at_rest()
        assert desk.screen == "TooSmall"
        await desk.pilot.resize_terminal(100, 40)
        await desk.at("HomeScreen")
