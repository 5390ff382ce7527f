"""The page of rounds: before and now beside each other, evidence in one key, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from app_desk import SETTING, Desk, at_home

from rrsa.evaluation import Evaluation
from rrsa.guide.voices import title_words
from rrsa.store import open_store
from rrsa.tui.app import RrsaApp
from rrsa.tui.screens.rounds import RoundsScreen

Make = Callable[..., RrsaApp]
YES_TERM_ONE, YES_TERM_TWO = 6, 10


@pytest.fixture
def asked(school: Path) -> Path:
    """A group of twelve, asked twice, a term apart; and one child's sentence."""
    with open_store(school) as store:
        evaluation = Evaluation.open(store, SETTING, author="DHT")
        younger = evaluation.framework.voices_by_id["younger"]
        for day, yes in (("2025-10-06", YES_TERM_ONE), ("2026-03-16", YES_TERM_TWO)):
            evaluation.keep_round(
                younger, n=12, counts={"safe": (yes, 12 - yes, 0)}, group="Primary 1", day=day
            )
        evaluation.keep_round(
            younger, n=1, group="one person", sentence="I want a quiet place.", day="2026-03-17"
        )
    return school


async def at_rounds(desk: Desk, title: str) -> None:
    await desk.press("C")
    await desk.at("RoundsScreen")
    for _row in range(12):
        page = desk.app.screen
        assert isinstance(page, RoundsScreen)
        if page.shown is not None and title in title_words(page.shown.round):
            return
        await desk.press("down")
    raise AssertionError(f"no round {title}")


async def test_now_and_before_stand_beside_each_other(make_app: Make, asked: Path) -> None:
    async with at_home(make_app()) as desk:
        await at_rounds(desk, "Primary 1")
        assert desk.sees("Beside it, before: 6 Oct 2025")
        assert desk.sees("Most say “Yes”: 10 of 12.")
        assert desk.sees("The majority say “Yes”: 6 of 12.")
        assert desk.sees("A larger share than before.")
        assert desk.sees("The counts don't say why.")
        assert "█" in desk.picture()


async def test_one_key_makes_evidence_and_the_same_turns_what_it_shows(make_app: Make, asked: Path) -> None:
    async with at_home(make_app()) as desk:
        await at_rounds(desk, "Primary 1")
        await desk.press("e")
        (item,) = [e for e in desk.kept().evidence.values() if "Primary 1" in (e.title or "") and e.people]
        (link,) = desk.kept().links_by_evidence[item.id]
        assert (item.perspective, link.target, link.direction) == ("children", "4", "works")
        await desk.press("e")
        (link,) = desk.kept().links_by_evidence[item.id]
        assert link.direction == "mixed"
        assert desk.sees("for 4: Mixed")
        await desk.press("u", "u")
        assert item.id not in {e.id for e in desk.kept().evidence.values() if e.present}


async def test_a_sentence_asks_what_it_is_about(make_app: Make, asked: Path) -> None:
    async with at_home(make_app()) as desk:
        await at_rounds(desk, "one person")
        assert desk.sees("only a sentence")
        await desk.press("e")
        await desk.at("AboutOutcome")
        await desk.press("down", "enter")
        await desk.at("RoundsScreen")
        (item,) = [e for e in desk.kept().evidence.values() if e.said == "I want a quiet place."]
        assert [link.target for link in desk.kept().links_by_evidence[item.id]] == ["2"]


async def test_what_is_done_because_of_it_stands_below(make_app: Make, asked: Path) -> None:
    async with at_home(make_app()) as desk:
        await at_rounds(desk, "Primary 1")
        await desk.press("w")
        assert desk.sees("First e")
        await desk.press("e")
        await desk.press("w")
        await desk.at("ActionDialog")
        await desk.write("#what", "Second adult at the gate")
        await desk.write("#for_children", "Two grown-ups at the gate")
        await desk.press("ctrl+s")
        await desk.at("RoundsScreen")
        assert desk.sees("We are doing: Two grown-ups at the gate")


async def test_a_round_is_removed_and_comes_back(make_app: Make, asked: Path) -> None:
    async with at_home(make_app()) as desk:
        await at_rounds(desk, "one person")
        before = len([r for r in desk.kept().rounds.values() if r.present])
        await desk.press("d")
        assert len([r for r in desk.kept().rounds.values() if r.present]) == before - 1
        await desk.press("u")
        assert len([r for r in desk.kept().rounds.values() if r.present]) == before
