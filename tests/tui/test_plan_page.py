"""The action plan's page: both orders, whose part, adding, finishing, and what cannot be done."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from album import SIZES, Album
from app_desk import Desk, at_home, at_outcome, complaint_beside
from textual.widgets import Input, OptionList, Select, TextArea

from rrsa.portfolio.records import Action
from rrsa.scoring.model import Gap, Missing, Step, StepKind
from rrsa.tui import recording
from rrsa.tui.app import RrsaApp
from rrsa.tui.widgets.ticks import Tick
from rrsa.vocabulary import Perspective

Make = Callable[..., RrsaApp]
LATE = "Mend the locks and the light in the far toilets, then let P5 test them"


@asynccontextmanager
async def at_plan(app: RrsaApp, size: tuple[int, int] = (120, 60)) -> AsyncIterator[Desk]:
    async with at_home(app, size) as desk:
        await desk.press("A")
        await desk.at("PlanScreen")
        yield desk


def found(desk: Desk, what: str) -> Action:
    (action,) = [action for action in desk.kept().actions.values() if action.what == what]
    return action


async def go_to(desk: Desk, what: str) -> None:
    listed = desk.app.screen.query_one("#plan-list", OptionList)
    listed.highlighted = listed.get_option_index(found(desk, what).id)
    await desk.settle()


async def test_by_outcome_and_by_date_with_lateness_in_words(make_app: Make) -> None:
    async with at_plan(make_app()) as desk:
        assert desk.sees("4 · Safe, with help at hand")
        assert desk.sees("Janitor and DHT · was due 9 Mar 2026, nine days ago")
        await desk.press("o")
        assert desk.sees("Past its date")
        assert desk.sees("No date yet") is any(a.due is None for a in desk.kept().actions.values())
        await desk.press("enter")
        await desk.at("ActionDialog")
        assert desk.app.screen.query_one("#what", Input).value == LATE, "the first row is not what is late"


async def test_one_role_is_shown_without_any_figure(make_app: Make) -> None:
    async with at_plan(make_app()) as desk:
        assert desk.sees("7 to do, 1 past its date · 2 done")
        await desk.press("w")
        await desk.at("FindDialog")
        await desk.type("janitor")
        await desk.press("enter")
        await desk.at("PlanScreen")
        assert desk.sees(LATE)
        assert not desk.sees("Stage leads")
        head = next(text for text in desk.texts() if text.startswith("Janitor and DHT By outcome"))
        assert not any(character.isdigit() for character in head)


async def test_how_far_goes_round(make_app: Make) -> None:
    async with at_plan(make_app()) as desk:
        seen = []
        for _press in range(5):
            await desk.press("s")
            seen.append((desk.sees(LATE), desk.sees("✓ Every class tries one maths lesson")))
        # still to do, past its date, done, cannot, and everything again
        assert seen == [(True, False), (True, False), (False, True), (False, False), (True, True)]


async def test_something_new_belongs_to_the_outcome_that_is_highlighted(make_app: Make) -> None:
    async with at_plan(make_app()) as desk:
        await go_to(desk, LATE)
        await desk.press("t")
        await desk.at("ActionDialog")
        await desk.type("Ask P5 again")
        await desk.write("#for_children", "We will ask you whether the lights work now")
        await desk.press("ctrl+s")
        await desk.at("PlanScreen")
        action = found(desk, "Ask P5 again")
        assert action.outcome == "4"
        assert action.for_children == "We will ask you whether the lights work now"
        await go_to(desk, "Ask P5 again")
        assert desk.sees("Children are told: We will ask you")


async def test_finishing_may_keep_the_answer_as_evidence(make_app: Make) -> None:
    async with at_plan(make_app()) as desk:
        await go_to(desk, LATE)
        await desk.press("f")
        await desk.at("FinishDialog")
        desk.app.screen.query_one("#keep", Tick).value = True
        await desk.press("ctrl+s")
        assert "no answer yet" in complaint_beside(desk, "#difference")
        await desk.type("P5 use them again and say so")
        await desk.press("ctrl+s")
        await desk.at("EvidenceDialog")
        screen = desk.app.screen
        assert screen.query_one("#title", Input).value == f"What came of it: {LATE}"
        assert screen.query_one("#note", TextArea).text == "P5 use them again and say so"
        # The maps had been children's own; whether it is better now, they know best.
        assert screen.query_one("#perspective", Select).value == Perspective.CHILDREN.value
        await desk.press("ctrl+s")
        await desk.at("PlanScreen")
        kept = desk.kept()
        assert found(desk, LATE).status == "done"
        (item,) = [e for e in kept.evidence.values() if e.note == "P5 use them again and say so"]
        assert [link.target for link in kept.links_by_evidence[item.id]] == ["4"]


async def test_we_cannot_asks_why_and_shows_it(make_app: Make) -> None:
    async with at_plan(make_app()) as desk:
        await go_to(desk, LATE)
        await desk.press("c")
        await desk.at("AskLine")
        await desk.press("enter")
        assert "why it cannot be done is missing" in complaint_beside(desk, "#line")
        await desk.type("The building is let to somebody else")
        await desk.press("enter")
        await desk.at("PlanScreen")
        assert found(desk, LATE).why_not == "The building is let to somebody else"
        assert desk.sees("We cannot · Janitor and DHT · The building is let to somebody else")
        assert desk.sees("6 to do · 2 done · 1 that we cannot do")


async def test_the_dialog_asks_why_only_of_what_we_cannot(make_app: Make) -> None:
    async with at_plan(make_app()) as desk:
        await go_to(desk, LATE)
        await desk.press("enter")
        await desk.at("ActionDialog")
        assert not desk.sees("If you cannot: why not?")
        await desk.choose("#status", "cannot")
        assert desk.sees("If you cannot: why not?")
        await desk.press("ctrl+s")
        assert "why it cannot be done is missing" in complaint_beside(desk, "#why_not")
        await desk.choose("#status", "planned")
        await desk.press("ctrl+s")
        await desk.at("PlanScreen")
        assert found(desk, LATE).status == "planned"


async def test_an_action_is_tied_to_a_measure_of_its_outcome(make_app: Make) -> None:
    async with at_plan(make_app()) as desk:
        evaluation = desk.app.open_sitting.evaluation
        for outcome, title in (("4", "Locks mended"), ("5", "Sleep")):
            evaluation.add_measure(outcome, {"title": title, "counts": "events", "better": "more"})
        await go_to(desk, LATE)
        await desk.press("enter")
        await desk.at("ActionDialog")
        measure = desk.app.screen.query_one("#measure", Select)
        offered = [value for _label, value in measure._options if value is not Select.NULL]
        (wanted,) = [m.id for m in desk.kept().measures.values() if m.title == "Locks mended"]
        assert wanted in offered
        assert not any(m.id in offered for m in desk.kept().measures.values() if m.outcome == "5")
        await desk.choose("#measure", wanted)
        await desk.press("ctrl+s")
        await desk.at("PlanScreen")
        assert found(desk, LATE).measure == wanted
        assert desk.sees("Is to move: Locks mended")


async def test_removing_can_be_taken_back(make_app: Make) -> None:
    async with at_plan(make_app()) as desk:
        await go_to(desk, LATE)
        action = found(desk, LATE)
        await desk.press("d")
        assert action.id not in desk.kept().actions
        await desk.press("u")
        assert found(desk, LATE) == action


async def test_an_empty_plan_says_how_to_begin(make_app: Make) -> None:
    async with at_plan(make_app()) as desk:
        evaluation = desk.app.open_sitting.evaluation
        for outcome in evaluation.framework.outcomes:
            evaluation.record_outcome(outcome, {"view": None})
        for action in list(evaluation.portfolio.actions):
            evaluation.remove_action(action)
        desk.app.screen.redraw()  # type: ignore[attr-defined]
        await desk.see("Nothing is planned yet. Press t")
        await desk.press("f", "c", "d", "h")
        assert desk.screen == "PlanScreen"
        await desk.press("t")
        await desk.at("ActionDialog")
        await desk.type("Begin")
        await desk.press("ctrl+s")
        assert "which outcome" in complaint_beside(desk, "#outcome")


async def test_a_gap_or_a_step_becomes_an_action(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        recording.action_from_gap(desk.app, Gap("silver", Missing.CHILDREN, outcome="4"))
        await desk.at("ActionDialog")
        asked = "Ask some children about outcome 4 (Safe, with help at hand) and note what they say"
        assert desk.app.screen.query_one("#what", Input).value == asked
        await desk.press("ctrl+s")
        await desk.at("HomeScreen")
        assert any(
            (a.what or "").startswith("Ask some children") for a in desk.kept().actions_by_outcome["4"]
        )
        recording.action_from_step(
            desk.app, Step(StepKind.ADD_EVIDENCE, "silver", outcome="5", perspective=Perspective.OBSERVATION)
        )
        await desk.at("ActionDialog")
        assert desk.app.screen.query_one("#what", Input).value.startswith("Go and see outcome 5 (")


async def test_evidence_that_shows_not_yet_becomes_an_action_in_one_key(make_app: Make) -> None:
    async with at_outcome(make_app(), "3") as desk:
        await desk.focus("#evidence-list")
        await desk.press("t")
        await desk.at("ActionDialog")
        await desk.press("ctrl+s")
        await desk.at("OutcomeScreen")
        made = [a for a in desk.kept().actions_by_outcome["3"] if (a.what or "").startswith("Do something")]
        assert len(made) == 1
        assert made[0].because in desk.kept().evidence


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pictures(make_app: Make, album: Album, size: tuple[int, int]) -> None:
    async with at_plan(make_app(), size) as desk:
        await album.take(desk, "plan")
        await desk.press("o")
        await album.take(desk, "plan-by-date")
        await desk.press("enter")
        await desk.at("ActionDialog")
        await album.take(desk, "plan-action")
        await desk.press("escape", "f")
        await album.take(desk, "plan-finish")
        await desk.press("escape", "c")
        await album.take(desk, "plan-cannot")
