"""Asking on the screen: one question at a time, skip and stop always there, kept only what they agreed to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from app_desk import SETTING, Desk, at_desk, at_home, at_outcome
from test_app_contrast import hard_to_read
from textual.widgets import Select

from rrsa.framework.catalogue import find
from rrsa.setup import create_setting
from rrsa.store import open_store
from rrsa.tui import themes
from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]


def kept(desk: Desk, setting: str = SETTING) -> list[tuple[str | None, int | None, str | None]]:
    """The rounds of the sets that the app asks; the sample has rounds of forms as well."""
    rounds = desk.kept(setting).rounds.values()
    return [(r.group, r.n, r.sentence) for r in rounds if r.present and (r.form or "").startswith("set.")]


@asynccontextmanager
async def asking(make_app: Make, n: str, group: str = "", set_: str = "younger") -> AsyncIterator[Desk]:
    """At the page for the adult, with ``n`` people."""
    async with at_home(make_app()) as desk:
        await desk.press("O")
        await desk.at("AskDialog")
        await desk.choose("#set", set_)
        await desk.write("#n", n)
        if group:
            await desk.write("#group", group)
        await desk.press("ctrl+s")
        await desk.at("AskingScreen")
        yield desk


async def test_it_begins_with_a_page_for_the_adult(make_app: Make) -> None:
    async with asking(make_app, "12", "Primary 1") as desk:
        for said in (
            "stop asking. Listen, stay calm",
            "Do not promise to keep it secret",
            "Skip and stop are always there, and never have a consequence",
            "I would like to know what it is like for you here.",
            "Only how many chose each face is kept, never who.",
            "You can ask for an advocate",
        ):
            assert said in " ".join(desk.texts())


async def test_a_group_of_twelve_counts_hands_and_agrees(make_app: Make) -> None:
    async with asking(make_app, "12", "Primary 1") as desk:
        await desk.press("enter")
        assert desk.sees("I know that I have rights.")
        assert desk.sees("12 have not said")
        assert "Corranbeath" not in desk.picture(), "nothing of the setting stands on it"
        await desk.press("9", "right", "1", "right", "plus", "plus")
        assert desk.sees("all 12 have answered")
        await desk.press("1")
        assert desk.sees("11 have not said") is False
        await desk.press("left", "5")
        assert desk.sees("answers of 12 people"), "one hand too many is said, and does not count"
        await desk.press("enter", "s", "b")
        assert desk.sees("I have time to play.")
        await desk.press("1", "2", "enter")
        for _question in range(8):
            await desk.press("s")
        assert desk.sees("This would be kept, and nothing else:")
        assert desk.sees("Yes 12 · Sometimes 0 · No 0 · did not say 0")
        assert desk.sees("Left out, because fewer than five answered")
        assert kept(desk) == [], "nothing is kept before they have said yes"
        await desk.press("y")
        await desk.at("RoundsScreen")
        assert kept(desk) == [("Primary 1", 12, None)]
        assert desk.sees("How it is here (younger children), Primary 1")
        await desk.press("u")
        assert kept(desk) == []


async def test_a_slip_of_the_finger_is_taken_back_with_the_backspace(make_app: Make) -> None:
    async with asking(make_app, "12", "Primary 1") as desk:
        await desk.press("enter", "1", "1", "backspace", "0")
        assert desk.sees("I know that I have rights.")
        assert desk.sees("2 have not said")
        await desk.press("right", "3", "backspace", "2")
        assert desk.sees("all 12 have answered")
        await desk.press("enter", "backspace")
        assert desk.sees("I know that I have rights."), "where no number is being typed it goes back"


async def test_one_child_presses_and_only_their_sentence_is_kept(make_app: Make) -> None:
    async with asking(make_app, "1") as desk:
        await desk.press("enter")
        for face in "1231s123s1":
            await desk.press(face)
        assert desk.sees("No numbers are kept: what was pressed is thrown away now.")
        await desk.press("y")
        assert desk.screen == "AskingScreen", "without a sentence there is nothing to agree to"
        await desk.press("t")
        await desk.type("I want a quiet place.")
        await desk.press("enter")
        assert desk.sees("“I want a quiet place.”")
        await desk.press("t")
        await desk.type(" To read.")
        await desk.press("enter", "y")
        await desk.at("RoundsScreen")
        assert kept(desk) == [("one person", None, "I want a quiet place. To read.")]
        made = [r.id for r in desk.kept().rounds.values() if (r.form or "").startswith("set.")]
        assert not [t for t in desk.kept().tallies.values() if t.present and t.round in made]


async def test_two_children_take_turns_and_are_never_apart(make_app: Make) -> None:
    async with asking(make_app, "2") as desk:
        await desk.press("enter")
        assert desk.sees("1 of 2 chooses")
        await desk.press("3")
        assert desk.sees("2 of 2 chooses")
        await desk.press("b")
        assert desk.sees("1 of 2 chooses"), "whose was which is not known: both choose anew"
        await desk.press("1", "s")
        assert desk.sees("I have time to play.")


@pytest.mark.parametrize("stop", ["q", "escape"])
async def test_stopping_is_never_asked_about_and_keeps_nothing(make_app: Make, stop: str) -> None:
    async with asking(make_app, "12") as desk:
        before = desk.reasons()
        await desk.press("enter", stop)
        await desk.at("HomeScreen")
        assert desk.sees("Nothing is kept.")
        assert desk.reasons() == before


async def test_half_way_they_decide_what_becomes_of_it(make_app: Make) -> None:
    async with asking(make_app, "12") as desk:
        await desk.press("enter", "8", "enter", "7", "q")
        assert desk.sees("You stopped after 2 of 10. That is fine.")
        await desk.press("w")
        await desk.at("HomeScreen")
        assert kept(desk) == []


async def test_leaving_the_app_half_way_keeps_nothing(make_app: Make, school: Path) -> None:
    async with asking(make_app, "12") as desk:
        await desk.press("enter", "8", "enter")
    with open_store(school, read_only=True) as store:
        rounds = store.load(SETTING).portfolio.rounds.values()
    assert not [r for r in rounds if (r.form or "").startswith("set.")]


async def test_a_round_that_cannot_be_kept_stays_on_the_screen(make_app: Make) -> None:
    async with asking(make_app, "12", "P1") as desk:
        for _time in range(2):
            await desk.press("enter", "9", "q", "y")
            if _time == 0:
                await desk.at("RoundsScreen")
                await desk.press("a")
                await desk.at("AskDialog")
                await desk.choose("#set", "younger")
                await desk.write("#n", "12")
                await desk.write("#group", "p1")
                await desk.press("ctrl+s")
                await desk.at("AskingScreen")
        assert desk.screen == "AskingScreen"
        assert desk.sees("are in already")
        assert len(kept(desk)) == 1


async def test_what_is_typed_wrong_is_said_beside_its_field(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("O")
        await desk.at("AskDialog")
        await desk.press("ctrl+s")
        assert desk.sees("it is not said how many are asked")
        await desk.write("#n", "0")
        await desk.press("ctrl+s")
        assert desk.sees("0 people cannot be counted")
        assert desk.screen == "AskDialog"


async def test_to_begin_is_not_called_saving(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("O")
        await desk.at("AskDialog")
        assert desk.app.screen.active_bindings["ctrl+s"].binding.description == "Begin"


async def test_it_is_reached_from_the_meeting(make_app: Make) -> None:
    async with at_outcome(make_app(), "4") as desk:
        await desk.press("G", "a")
        await desk.at("AskDialog")
        assert desk.app.screen.query_one("#set", Select).value == "younger"


async def test_only_reading_nobody_is_asked_in_vain(make_app: Make) -> None:
    async with at_home(make_app(read_only=True)) as desk:
        await desk.press("O")
        assert desk.screen == "HomeScreen"
        assert desk.sees("You are only reading")


async def test_in_a_house_two_sentences_are_chosen_from_before_anybody_agrees(
    tmp_path: Path,
) -> None:
    database = tmp_path / "house.db"
    with open_store(database) as store:
        create_setting(store, "Burnside", find("rights-respecting-house"), author="Lead")
    async with at_desk(RrsaApp(database, author="Lead"), (80, 24), at="StartScreen") as desk:
        await desk.see("Burnside")
        await desk.press("enter")
        await desk.at("HomeScreen")
        await desk.press("O")
        await desk.at("AskDialog")
        await desk.choose("#set", "wellbeing")
        await desk.write("#n", "1")
        await desk.press("ctrl+s")
        await desk.at("AskingScreen")
        assert desk.sees("No numbers are kept at all.")
        assert not desk.sees("You are fewer than five"), "one child is not a group"
        await desk.press("enter", "1", "q", "t")
        await desk.type("They stay with me. And I like toast.")
        await desk.press("enter")
        assert desk.sees("in a house young people say yes to one sentence at a time")
        assert not desk.sees("In your words:")
        await desk.write("#words", "They stay with me.")
        await desk.press("enter")
        assert desk.sees("“They stay with me.”")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_house_sees_no_percentage_and_reads_at_any_size(
    make_app: Make, tmp_path: Path, size: tuple[int, int]
) -> None:
    database = tmp_path / "house.db"
    with open_store(database) as store:
        create_setting(store, "Burnside", find("rights-respecting-house"), author="Lead")
    async with at_desk(RrsaApp(database, author="Lead"), size, at="StartScreen") as desk:
        await desk.see("Burnside")
        await desk.press("enter")
        await desk.at("HomeScreen")
        await desk.press("O")
        await desk.at("AskDialog")
        await desk.write("#n", "6")
        await desk.press("ctrl+s", "enter")
        picture = desk.picture()
        for seen in ("I know what my rights are.", "Always", "Never", "6 have not said", "'-----'"):
            assert seen in picture
        await desk.press("4", "right", "2", "q")
        assert desk.sees("6 of 6 say “Always” or “Mostly”.")
        assert "●●●●●●" in desk.picture() and "%" not in desk.picture()


@pytest.mark.parametrize("theme", [theme.name for theme in themes.THEMES])
async def test_everything_can_be_read_in_every_theme(make_app: Make, theme: str) -> None:
    async with at_home(make_app(), (112, 36)) as desk:
        desk.app.theme = theme
        await desk.press("O")
        await desk.at("AskDialog")
        await desk.write("#n", "12")
        await desk.press("ctrl+s")
        await desk.at("AskingScreen")
        found = hard_to_read(desk)
        await desk.press("enter", "9", "right", "9")
        found |= hard_to_read(desk)
        await desk.press("q")
        found |= hard_to_read(desk)
        await desk.press("w")
        await desk.press("K")
        await desk.at("RingsScreen")
        found |= hard_to_read(desk)
    assert not found, "\n".join(sorted(found))
