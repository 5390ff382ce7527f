"""The meeting: one outcome in children's words, large, with what came of what they said, nothing personal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from album import SIZES, Album
from app_desk import LEAD, SETTING, at_desk, at_home, at_outcome
from test_app_contrast import hard_to_read
from textual.widgets import Input, Select

from rrsa.evaluation import Evaluation
from rrsa.framework.catalogue import find
from rrsa.guide.meeting import Card, CardKind, cards
from rrsa.setup import create_setting
from rrsa.store import open_store
from rrsa.tui import themes
from rrsa.tui.app import RrsaApp
from rrsa.tui.screens.meeting import balanced

Make = Callable[..., RrsaApp]


def said(evaluation: Evaluation, text: str, **more: str | bool) -> str:
    values = {"title": "Talk", "perspective": "children", "said": text, "date": "2026-03-02", **more}
    return evaluation.add_evidence(values, ["4"])


def of_kind(evaluation: Evaluation, kind: CardKind) -> list[Card]:
    return [card for card in cards(evaluation, "4") if card.kind is kind]


@pytest.fixture
def council(school: Path) -> Path:
    """What children said about outcome 4, with each kind of answer."""
    with open_store(school) as store:
        evaluation = Evaluation.open(store, SETTING, author="DHT")
        doors = said(evaluation, "The doors are too heavy", question="What is hard here?")
        done = evaluation.add_action(
            "4", {"what": "Refit with the janitor", "because": doors, "for_children": "New door springs"}
        )
        evaluation.finish_action(done, difference="P1 open them alone. The janitor oils them each month.")
        pool = said(evaluation, "We want a pool")
        asked = evaluation.add_action(
            "4", {"what": "Ask the council", "because": pool, "who": "Head teacher"}
        )
        evaluation.give_up_action(asked, "a pool costs more than the whole school")
    return school


def test_what_they_said_stands_with_what_came_of_it(council: Path) -> None:
    with open_store(council) as store:
        evaluation = Evaluation.open(store, SETTING, author="DHT")
        told = {card.texts[0]: card for card in of_kind(evaluation, CardKind.YOU_SAID)}
    assert told["“The doors are too heavy”"].over == "What is hard here?"
    assert told["“The doors are too heavy”"].texts[1:] == (
        "What changed: New door springs",
        "P1 open them alone. The janitor oils them each month.",
    )
    assert told["“We want a pool”"].texts[1:] == (
        "We cannot, because: a pool costs more than the whole school",
    )


def test_nothing_personal_is_on_any_card(council: Path) -> None:
    with open_store(council) as store:
        evaluation = Evaluation.open(store, SETTING, author="DHT")
        said(evaluation, "Not to be read out", consent="refused")
        said(evaluation, "Taken back", consent="withdrawn")
        said(evaluation, "Who was that", identifiable=True)
        said(evaluation, "Nobody answered yet")
        text = "\n".join(t for card in cards(evaluation, "4") for t in (card.over, *card.texts))
    for hidden in ("Not to be read out", "Taken back", "Who was that", "Head teacher", "DHT", LEAD):
        assert hidden not in text
    assert "Nobody answered yet" in text, "what has no answer is not hushed up"


def test_in_a_house_a_sentence_needs_a_yes(tmp_path: Path) -> None:
    with open_store(tmp_path / "house.db") as store:
        setting = create_setting(store, "Burnside", find("rights-respecting-house"), author="Lead")
        evaluation = Evaluation.open(store, setting, author="Lead")
        said(evaluation, "Later bedtimes", consent="given")
        said(evaluation, "Only between us")
        told = [card.texts[0] for card in of_kind(evaluation, CardKind.YOU_SAID)]
    assert told == ["“Later bedtimes”"]


def test_lines_are_about_as_long_as_each_other() -> None:
    text = "I feel safe here. I know who I can tell if I'm worried, and they do something about it."
    lines = balanced(text, 56)
    assert " ".join(lines) == text
    assert len(lines) == 2
    assert max(map(len, lines)) - min(map(len, lines)) < 12


async def test_space_goes_through_the_cards_and_n_to_the_next_outcome(make_app: Make, council: Path) -> None:
    async with at_outcome(make_app(), "4") as desk:
        await desk.press("G")
        await desk.at("MeetingScreen")
        assert desk.sees("I feel safe here")
        assert desk.sees("Steering group")
        await desk.press("space")
        assert desk.sees("Is it like this here? 1 of")
        for _card in range(10):
            await desk.press("space")
        assert desk.sees("What should be better?")
        await desk.press("left")
        assert not desk.sees("What should be better?")
        await desk.press("n")
        assert desk.sees("What we talk about today")
        await desk.press("p")
        assert desk.sees("I feel safe here")


async def test_no_role_is_on_the_screen(make_app: Make, council: Path) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("G")
        await desk.at("MeetingScreen")
        for _card in range(8):
            assert LEAD not in desk.picture()
            await desk.press("space")


async def test_afterwards_what_the_group_agreed_is_written_down(make_app: Make) -> None:
    async with at_outcome(make_app(), "4") as desk:
        await desk.press("G", "e")
        await desk.at("EvidenceDialog")
        assert desk.app.screen.query_one("#perspective", Select).value == "children"
        assert isinstance(desk.focused, Input)
        await desk.type("House council, March")
        await desk.press("ctrl+s")
        await desk.at("MeetingScreen")
        (made,) = [e for e in desk.kept().evidence.values() if e.title == "House council, March"]
        assert made.perspective == "children"
        assert [link.target for link in desk.kept().links_by_evidence[made.id]] == ["4"]
        assert LEAD not in desk.picture()


async def test_it_comes_back_to_the_outcome_it_was_left_at(make_app: Make) -> None:
    async with at_outcome(make_app(), "4") as desk:
        await desk.press("G", "n")
        assert desk.app.screen.place == "5"  # type: ignore[attr-defined]
        database = desk.database
    async with at_desk(make_app(database), at="MeetingScreen"):
        pass


@pytest.mark.parametrize("theme", [theme.name for theme in themes.THEMES])
async def test_it_can_be_read_in_every_theme(make_app: Make, council: Path, theme: str) -> None:
    app = make_app()
    app.theme = theme
    async with at_outcome(app, "4", (112, 36)) as desk:
        await desk.press("G")
        found = hard_to_read(desk)
        while not desk.sees("What changed"):
            await desk.press("space")
        found |= hard_to_read(desk)
    assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pictures(make_app: Make, council: Path, album: Album, size: tuple[int, int]) -> None:
    async with at_outcome(make_app(), "4", size) as desk:
        await desk.press("G")
        await desk.at("MeetingScreen")
        await album.take(desk, "meeting")
        await desk.press("space")
        await album.take(desk, "meeting-look-for")
        while not desk.sees("What changed"):
            await desk.press("space")
        await album.take(desk, "meeting-you-said")
        while not desk.sees("What should be better?"):
            await desk.press("space")
        await album.take(desk, "meeting-talk")
