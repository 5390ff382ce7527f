"""Keys pressed while a page of the desk, a history or a dialog is still reading what it is about."""

from __future__ import annotations

import shutil
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import pytest
from an_authority import filled
from app_desk import Desk, at_desk, at_home
from textual.widgets import DataTable, OptionList, Select, SelectionList

from rrsa.errors import BadInput
from rrsa.evaluation import Evaluation
from rrsa.guide import history
from rrsa.overview import listing
from rrsa.overview.desk import Desk as Kept
from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("authority") / "desk.db")


@pytest.fixture
def authority(made: Path, tmp_path: Path) -> Path:
    """A coordinator's database with two dozen schools and eight houses."""
    return Path(shutil.copy(made, tmp_path / "desk.db"))


class Gate:
    """A function that answers only while this is open; ``refuses`` has it fail instead."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
        module, _dot, name = where.rpartition(".")
        real = getattr(resolve_name(module), name)
        self._open = threading.Event()
        self.asked = 0
        self.refuses = False

        def answer(*args: Any, **more: Any) -> Any:
            self.asked += 1
            assert self._open.wait(15)
            if self.refuses:
                raise BadInput("the server does not answer", "try again")
            return real(*args, **more)

        monkeypatch.setattr(where, answer)

    def open(self) -> None:
        self._open.set()

    def shut(self) -> None:
        self._open.clear()


@asynccontextmanager
async def at_overview(app: RrsaApp) -> AsyncIterator[Desk]:
    async with at_desk(app, (160, 50), at="StartScreen") as desk:
        await desk.until(lambda: app.store is not None)
        await desk.press("o")
        await desk.at("OverviewScreen")
        yield desk


# -- the desk ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "false", "screen"),
    [
        ("v", "Nothing at present", "NoticesDialog"),
        ("x", "There is nothing to write yet", "OverviewWorkbook"),
        ("f", "", "OverviewFilter"),
    ],
)
async def test_a_key_pressed_while_settings_are_read_waits_for_them(
    make_app: Make,
    authority: Path,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    false: str,
    screen: str,
) -> None:
    gate = Gate(monkeypatch, "rrsa.tui.screens.overview.rows")
    async with at_overview(make_app(authority)) as desk:
        await desk.press(key)
        assert desk.screen == "OverviewScreen" and not (false and desk.sees(false))
        gate.open()
        await desk.at(screen)
        assert not (false and desk.sees(false))


async def test_nothing_false_is_said_of_settings_that_are_being_read(
    make_app: Make, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch, "rrsa.tui.screens.overview.rows")
    async with at_overview(make_app(authority)) as desk:
        await desk.press("s", "d")
        assert desk.sees("Reading …") and not desk.sees("0 settings")
        assert not desk.sees("It is not on your list.")
        gate.open()
        await desk.see("32 settings")


async def test_what_another_page_has_read_is_listed_when_one_comes_back(
    make_app: Make, authority: Path
) -> None:
    async with at_overview(make_app(authority)) as desk:
        await desk.see("32 settings")
        await desk.press("w")
        await desk.at("SendScreen")
        sitting = desk.app.desk_sitting
        assert sitting is not None
        sitting.do(lambda: listing.add(sitting.desk, [listing.entry({"name": "Elm Primary"})]))
        await desk.settle()
        await desk.until(lambda: len(sitting.rows) == 33, "the list with the new one")
        await desk.press("escape")
        await desk.at("OverviewScreen")
        await desk.at_rest()
        table = desk.app.screen.query_one("#settings", DataTable)
        assert "elm-primary" in [str(key.value) for key in table.rows]


async def test_an_error_in_the_head_line_goes_when_settings_can_be_read_again(
    make_app: Make, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch, "rrsa.tui.screens.overview.rows")
    gate.open()
    async with at_overview(make_app(authority)) as desk:
        await desk.see("32 settings")
        gate.refuses = True
        desk.app.refresh_page()
        await desk.see("the server does not answer — try again")
        gate.refuses = False
        desk.app.refresh_page()
        await desk.see("32 settings")


async def test_a_target_can_be_set_as_soon_as_figures_are_read(
    make_app: Make, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch, "rrsa.tui.screens.overview_targets.release")
    async with at_overview(make_app(authority)) as desk:
        await desk.press("t")
        await desk.at("TargetsScreen")
        await desk.press("a")
        assert desk.screen == "TargetsScreen" and not desk.sees("Targets need figures")
        gate.open()
        await desk.at("TargetDialog")


@pytest.mark.parametrize(
    ("key", "where"),
    [
        ("t", "overview_targets.release"),
        ("w", "overview_send.rows"),
        ("n", "overview_needs.rows"),
    ],
)
async def test_a_page_that_cannot_be_read_says_why_instead_of_reading_on(
    make_app: Make, authority: Path, monkeypatch: pytest.MonkeyPatch, key: str, where: str
) -> None:
    gate = Gate(monkeypatch, f"rrsa.tui.screens.{where}")
    gate.refuses = True
    gate.open()
    async with at_overview(make_app(authority)) as desk:
        await desk.press(key)
        await desk.see("the server does not answer — try again")
        assert not desk.sees("Reading …")
        gate.refuses = False
        desk.app.back_in_touch()
        await desk.at_rest()
        assert not desk.sees("the server does not answer")


async def test_packs_are_offered_once_it_is_known_whose_records_are_here(
    make_app: Make, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Gate(monkeypatch, "rrsa.tui.screens.overview.rows")
    gate = Gate(monkeypatch, "rrsa.tui.screens.overview_send.rows")
    async with at_overview(make_app(school)) as desk:
        await desk.press("w")
        await desk.at("SendScreen")
        await desk.press("p")
        assert desk.screen == "SendScreen"
        gate.open()
        await desk.at("SendDialog")
        await desk.see("The 1 whose records are kept here")
        first.open()


async def test_the_rights_report_and_removing_wait_for_the_needs(
    make_app: Make, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch, "rrsa.tui.screens.overview_needs.rows")
    async with at_overview(make_app(authority)) as desk:
        await desk.press("n")
        await desk.at("NeedsScreen")
        await desk.press("5", "d")
        assert not desk.sees("Choose a line first")
        await desk.press("r")
        assert desk.screen == "NeedsScreen"
        gate.open()
        await desk.at("RightsReport")


async def test_a_round_that_is_drawn_by_two_presses_is_asked_about_once(
    make_app: Make, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch, "rrsa.overview.rounds.agreed_settings")
    async with at_overview(make_app(authority)) as desk:
        await desk.press("m")
        await desk.at("ModerationScreen")
        await desk.press("a", "a")
        await desk.until(lambda: gate.asked == 2)
        gate.open()
        await desk.at("DrawDialog")
        await desk.at_rest()
        await desk.press("escape")
        await desk.at("ModerationScreen")


async def test_an_overview_that_opens_late_opens_for_its_own_database_alone(
    make_app: Make, authority: Path, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    real = Kept.open

    def late(*args: Any, **more: Any) -> Any:
        assert gate.wait(15)
        return real(*args, **more)

    monkeypatch.setattr(Kept, "open", late)
    async with at_desk(make_app(authority), at="StartScreen") as desk:
        await desk.until(lambda: desk.app.store is not None)
        before = desk.app.store
        await desk.press("o")
        desk.app.database = str(school)
        desk.app.open_store()
        await desk.until(lambda: desk.app.store is not before, "the other database")
        gate.set()
        await desk.at_rest()
        assert desk.app.desk_sitting is None


# -- histories -------------------------------------------------------------------------------------------


async def test_a_change_is_asked_about_once(make_app: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("H")
        await desk.at("HistoryScreen")
        await desk.at_rest()
        gate = Gate(monkeypatch, "rrsa.tui.screens.history.HistoryScreen.standing_on")
        await desk.press("enter")
        await desk.until(lambda: gate.asked == 1)
        await desk.press("enter")
        await desk.until(lambda: gate.asked == 2)
        gate.open()
        await desk.at("TakeBack")
        await desk.at_rest()
        await desk.press("escape")
        await desk.at("HistoryScreen")


async def test_older_changes_asked_for_while_a_new_one_is_read_bring_both(
    make_app: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "PAGE", 5)
    gate = Gate(monkeypatch, "rrsa.guide.history.page")
    gate.open()
    async with at_home(make_app()) as desk:
        await desk.press("H")
        await desk.at("HistoryScreen")
        await desk.at_rest()
        gate.shut()
        evaluation = desk.app.open_sitting.evaluation
        desk.app.open_sitting.do(lambda: evaluation.record_outcome("2", {"view": 1}), said="Saved")
        await desk.until(lambda: gate.asked == 2, "the list being read again")
        await desk.press("end", "enter")
        gate.open()
        await desk.at_rest()
        entries = desk.app.screen._entries  # type: ignore[attr-defined]
        assert entries[0].revision == evaluation.revision
        assert len(entries) == 10
        assert [entry.revision for entry in entries] == sorted({e.revision for e in entries}, reverse=True)


@pytest.mark.parametrize(("key", "where"), [("H", "guide.history.page"), ("N", "tui.screens.news.since")])
async def test_what_could_not_be_read_is_read_when_the_server_is_back(
    make_app: Make, monkeypatch: pytest.MonkeyPatch, key: str, where: str
) -> None:
    from rrsa import visits
    from rrsa.visits import Visit

    monkeypatch.setattr(visits, "last_visit", lambda *_args: Visit(1, "2026-03-01"))
    gate = Gate(monkeypatch, f"rrsa.{where}")
    gate.open()
    gate.refuses = True
    async with at_home(make_app()) as desk:
        await desk.press(key)
        await desk.see("the server does not answer — try again")
        gate.refuses = False
        desk.app.back_in_touch()
        await desk.at_rest()
        listed = desk.app.screen.query(OptionList).first()
        assert listed.option_count > 1


# -- dialogs and pages of a setting ----------------------------------------------------------------------


async def test_a_pack_is_written_once_its_pieces_are_known(
    make_app: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch, "rrsa.exchange.pack.choice.choices")
    async with at_home(make_app()) as desk:
        await desk.press("X")
        await desk.at("PackDialog")
        await desk.write("#path", str(tmp_path / "pack.zip"))
        await desk.press("ctrl+s")
        assert not desk.sees("no piece is ticked")
        gate.open()
        await desk.until((tmp_path / "pack.zip").exists, "the pack")
        assert desk.app.screen.query_one("#pieces", SelectionList).option_count
        await desk.at_rest()


async def test_another_column_chosen_while_the_file_is_read_is_looked_at_too(
    make_app: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from test_questionnaire_dialog import MICROSOFT

    gate = Gate(monkeypatch, "rrsa.exchange.questionnaires.take_in")
    gate.open()
    async with at_home(make_app()) as desk:
        await desk.press("Q")
        await desk.at("QuestionnaireDialog")
        await desk.write("#path", str(MICROSOFT))
        await desk.press("enter")
        await desk.see("a form that is new here")
        gate.shut()
        before = gate.asked
        await desk.choose("#group", "\0together")
        await desk.until(lambda: gate.asked == before + 1)
        await desk.choose("#who", "staff")
        gate.open()
        await desk.at_rest()
        dialog = desk.app.screen
        assert dialog._read is not None and dialog._read[1].who == "staff"  # type: ignore[attr-defined]


async def test_a_plan_of_a_move_that_comes_late_is_not_taken_for_another(make_app: Make) -> None:
    from rrsa.tui.dialogs.moving import MoveDialog

    async with at_home(make_app()) as desk:
        desk.app.action_move()
        await desk.at("MoveDialog")
        dialog = desk.app.screen
        assert isinstance(dialog, MoveDialog)
        await desk.at_rest()
        late = dialog._plan
        other = next(ref for ref in dialog._ways if late is not None and ref != late.new.ref)
        await desk.choose("#to", other)
        await desk.at_rest()
        assert late is not None
        dialog._show(late, late.new.ref)
        assert dialog.query_one("#to", Select).value == other
        assert dialog._plan is not None and dialog._plan.new.ref == other


async def test_a_review_is_not_taken_into_a_setting_opened_meanwhile(
    make_app: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    asked = threading.Event()

    def nothing(*_args: Any) -> None:
        asked.set()
        assert gate.wait(15)

    monkeypatch.setattr("rrsa.exchange.moderation.bringing.read_reviews", nothing)
    monkeypatch.setattr("rrsa.exchange.returning.reviewing.read_review", lambda *_args: object())
    took: list[Any] = []
    monkeypatch.setattr("rrsa.tui.recording.review_files._ask", lambda *args: took.append(args))
    file = tmp_path / "review.xlsx"
    file.write_bytes(b"PK")
    async with at_home(make_app()) as desk:
        await desk.press("R")
        await desk.at("ReviewsScreen")
        await desk.press("i")
        await desk.at("ReviewFile")
        await desk.write("#path", str(file))
        await desk.press("enter")
        await desk.until(asked.is_set)
        await desk.press("escape", "escape")
        await desk.at("StartScreen")
        await desk.press("enter")
        await desk.at("HomeScreen")
        gate.set()
        await desk.at_rest()
        assert not took


async def test_steps_that_are_being_worked_out_are_not_asked_for(
    make_app: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch, "rrsa.scoring.steps.next_steps")
    async with at_home(make_app()) as desk:
        await desk.press("r")
        await desk.at("ReadinessScreen")
        await desk.press("3", "t")
        assert not desk.sees("Choose a line first")
        gate.open()
        await desk.at_rest()
        await desk.press("t")
        await desk.until(lambda: desk.screen != "ReadinessScreen", "the action")


async def test_steps_of_how_it_was_before_are_not_shown(
    make_app: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("r")
        await desk.at("ReadinessScreen")
        await desk.at_rest()
        screen, evaluation = desk.app.screen, desk.app.open_sitting.evaluation
        before = evaluation.assessment
        evaluation.record_outcome("2", {"view": 1})
        desk.app.refresh_page()
        await desk.at_rest()
        steps = screen._steps  # type: ignore[attr-defined]
        screen._take_steps((), evaluation.stage, before)  # type: ignore[attr-defined]
        assert steps and screen._steps is steps  # type: ignore[attr-defined]


# -- a setting -------------------------------------------------------------------------------------------


async def test_a_setting_that_opens_late_holds_up_no_key_and_opens_once(
    make_app: Make, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    real = Evaluation.open
    asked: list[Any] = []

    def late(*args: Any, **more: Any) -> Any:
        asked.append(args)
        assert gate.wait(15)
        return real(*args, **more)

    async with at_home(make_app()) as desk:
        await desk.press("escape")
        await desk.at("StartScreen")
        monkeypatch.setattr(Evaluation, "open", late)
        await desk.press("enter", "enter")
        await desk.until(lambda: asked, "it has begun")
        await desk.press("question_mark")
        await desk.at("HelpScreen")
        gate.set()
        await desk.at_rest()
        assert desk.screen == "HelpScreen", "it waits until the help is read"
        await desk.press("escape")
        await desk.at("HomeScreen")
        await desk.press("escape")
        await desk.at("StartScreen")
