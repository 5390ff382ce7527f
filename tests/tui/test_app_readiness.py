"""Readiness: pictures, why not yet, next steps that open the right place, milestones."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from app_desk import LARGE, SETTING, Desk, at_desk
from textual.widgets import Input, OptionList, Select

from rrsa.drafts import Place, remember_place
from rrsa.scoring.model import StepKind
from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]


@asynccontextmanager
async def at_readiness(app: RrsaApp, size: tuple[int, int] = LARGE) -> AsyncIterator[Desk]:
    remember_place(app.database, Place(SETTING, "readiness"))
    async with at_desk(app, size, at="ReadinessScreen") as desk:
        yield desk


async def test_each_tab_answers_its_question(make_app: Make) -> None:
    async with at_readiness(make_app()) as desk:
        assert desk.sees("not an award decision")
        assert desk.sees("Lowest now:")
        await desk.press("2")
        assert desk.sees("○ ")
        assert desk.focused is not None and desk.focused.id == "gaps"
        await desk.press("3")
        await desk.at_rest()
        assert desk.focused is not None and desk.focused.id == "step-list"
        assert desk.sees("→ ")
        await desk.press("4")
        assert desk.focused is not None and desk.focused.id == "milestone-list"
        assert desk.sees("✓ ")
        await desk.press("1")
        assert desk.sees("Lowest now:")


async def test_brackets_show_another_stage_and_leave_the_aim_alone(make_app: Make) -> None:
    async with at_readiness(make_app()) as desk:
        assert desk.sees("Silver")
        await desk.press("]")
        assert any(text.startswith("Gold") and "not yet" in text for text in desk.texts())
        await desk.press("[", "[")
        assert any(text.startswith("Bronze") for text in desk.texts())
        assert desk.kept().setting.aim == "silver"


async def test_a_milestone_is_ticked_and_unticked(make_app: Make) -> None:
    async with at_readiness(make_app()) as desk:
        await desk.press("4")
        listed = desk.app.screen.query_one("#milestone-list", OptionList)
        listed.highlighted = listed.get_option_index("milestone-staff-asked")
        await desk.press("enter")
        done = desk.kept().milestones["staff-asked"]
        assert done.done == "2026-03-18"
        assert "Teachers only" in (done.note or ""), "the note stays"
        assert desk.sees("18 Mar 2026")
        await desk.press("enter")
        assert desk.kept().milestones["staff-asked"].done is None


async def test_what_is_missing_opens_its_outcome(make_app: Make) -> None:
    async with at_readiness(make_app()) as desk:
        await desk.press("2")
        gaps = desk.app.screen.query_one("#gaps", OptionList)
        at = next(i for i, gap in enumerate(desk.app.screen._gaps) if gap.outcome)  # type: ignore[attr-defined]
        outcome = desk.app.screen._gaps[at].outcome  # type: ignore[attr-defined]
        gaps.highlighted = gaps.get_option_index(f"gap-{at}")
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        assert desk.sees(f"outcome {outcome} of 9")


async def test_a_next_step_opens_the_place_where_it_is_taken(make_app: Make) -> None:
    async with at_readiness(make_app()) as desk:
        steps = desk.app.open_sitting.evaluation.steps(limit=12)
        asked = next(i for i, step in enumerate(steps) if step.kind is StepKind.ADD_EVIDENCE)
        await desk.press("3")
        await desk.at_rest()
        listed = desk.app.screen.query_one("#step-list", OptionList)
        listed.highlighted = listed.get_option_index(f"step-{asked}")
        await desk.press("enter")
        await desk.at("EvidenceDialog")
        perspective = steps[asked].perspective
        if perspective is not None:
            assert desk.app.screen.query_one("#perspective", Select).value == perspective.value
        await desk.press("escape")
        await desk.at("OutcomeScreen")
        assert desk.sees(f"outcome {steps[asked].outcome} of 9")


async def test_every_kind_of_step_goes_somewhere(make_app: Make) -> None:
    """Each step that can be suggested leads to a page or a dialog about the very thing it names."""
    from rrsa.tui import recording

    async with at_readiness(make_app()) as desk:
        evaluation = desk.app.open_sitting.evaluation
        steps = [s for stage in evaluation.framework.stages for s in evaluation.steps(stage.id)]
        by_kind = {step.kind: step for step in steps}
        expected = {
            StepKind.ADD_EVIDENCE: "EvidenceDialog",
            StepKind.DATE_EVIDENCE: "EvidenceDialog",
            StepKind.REFRESH_EVIDENCE: "EvidenceDialog",
            StepKind.PLAN_ACTION: "ActionDialog",
            StepKind.REACH_MILESTONE: "ReadinessScreen",
        }
        assert len(by_kind) >= 4
        for kind, step in by_kind.items():
            recording.take_step(desk.app, step)
            await desk.at(expected.get(kind, "OutcomeScreen"))
            if kind is StepKind.DATE_EVIDENCE or kind is StepKind.REFRESH_EVIDENCE:
                title = evaluation.portfolio.evidence[step.evidence or ""].title
                assert desk.app.screen.query_one("#title", Input).value == title
            if desk.screen.endswith("Dialog"):
                await desk.press("escape")
            if kind is not StepKind.REACH_MILESTONE:
                assert desk.sees(f"outcome {step.outcome} of 9")


async def test_a_milestone_from_the_steps_opens_the_milestones(make_app: Make) -> None:
    async with at_readiness(make_app()) as desk:
        evaluation = desk.app.open_sitting.evaluation
        step = next(
            s
            for stage in evaluation.framework.stages
            for s in evaluation.steps(stage.id)
            if s.kind is StepKind.REACH_MILESTONE
        )
        from rrsa.tui import recording

        await desk.press("escape")
        await desk.at("HomeScreen")
        recording.take_step(desk.app, step)
        await desk.at("ReadinessScreen")
        await desk.until(lambda: desk.focused is not None and desk.focused.id == "milestone-list")


async def test_no_low_view_is_drawn_in_the_colour_of_an_error(make_app: Make) -> None:
    """A low view is a beginning and no mistake: nothing about it is red."""
    async with at_readiness(make_app()) as desk:
        evaluation = desk.app.open_sitting.evaluation
        for outcome in evaluation.framework.outcomes:
            evaluation.record_outcome(outcome, {"view": 1})
        desk.app.open_sitting.look_for_others()
        await desk.settle()
        for screen in ("readiness", "home", "outcome", "quick-look"):
            if screen == "home":
                await desk.press("escape")
            elif screen == "outcome":
                desk.app.open_outcome("4")
            elif screen == "quick-look":
                desk.app.open_quick_look("4")
            await desk.settle()
            desk.app.screen.redraw()  # type: ignore[attr-defined]
            await desk.settle()
            assert desk.sees("First steps") or desk.sees("●○○○")
            wrong = {desk.app.theme_variables[name].lower() for name in ("error", "warning")}
            drawn = {
                segment.style.color.get_truecolor().hex
                for strip in desk.app.screen._compositor.render_strips()
                for segment in strip
                if segment.style is not None and segment.style.color is not None
            }
            assert drawn and not drawn & wrong, screen
