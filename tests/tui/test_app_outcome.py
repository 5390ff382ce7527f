"""An outcome's page: our view, its texts, its look-fors."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from app_desk import SETTING, Desk, at_outcome
from textual.widgets import Collapsible

from rrsa.tui.app import RrsaApp
from rrsa.vocabulary import Answer

Make = Callable[..., RrsaApp]


async def test_a_number_gives_our_view_and_the_page_says_so(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        assert desk.kept().outcome("9").view is None
        await desk.press("3")
        assert desk.kept().outcome("9").view == 3
        assert desk.sees("Saved: Making a difference")
        assert desk.sees("3 ● Making a difference")
        await desk.press("0")
        assert desk.kept().outcome("9").view is None
        assert desk.sees("3 ○ Making a difference")


async def test_a_view_can_be_given_with_the_arrow_keys(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await desk.press("down", "enter")
        assert desk.kept().outcome("9").view == 2


async def test_fifty_quick_numbers_end_in_the_last_and_are_told_in_their_order(make_app: Make) -> None:
    numbers = [str(1 + (7 * n + n // 5) % 4) for n in range(50)]
    async with at_outcome(make_app(), "9") as desk:
        for key in numbers:
            desk.send(key)  # faster than they can be saved
        await desk.settle()
        assert desk.kept().outcome("9").view == int(numbers[-1])
        store = desk.app.store
        assert store is not None
        told = [
            str(change.after)
            for entry in reversed(store.history(SETTING, limit=60))
            for change in entry.changeset.changes
            if change.cell == ("outcome", "9", "view")
        ]
        # The same number twice running is no change, so it is told once.
        assert told == [n for at, n in enumerate(numbers) if at == 0 or numbers[at - 1] != n]


async def leave_by_tab(desk: Desk) -> None:
    await desk.press("tab")
    assert desk.screen == "OutcomeScreen"


async def leave_by_escape(desk: Desk) -> None:
    await desk.press("escape")
    assert desk.screen == "OutcomeScreen"


async def leave_for_the_next(desk: Desk) -> None:
    # The mouse can leave without the field hearing of it first; the page looks for itself.
    desk.app.open_outcome("2")
    await desk.settle()
    assert desk.sees("outcome 2 of 9")


async def leave_for_home(desk: Desk) -> None:
    await desk.press("escape", "escape")
    assert desk.screen == "HomeScreen"


async def leave_for_good(desk: Desk) -> None:
    desk.send("ctrl+q")
    await desk.until(lambda: desk.app.store is None, "the app has closed")


@pytest.mark.parametrize(
    ("field", "leave"),
    [
        ("line", leave_by_tab),
        ("achieved", leave_by_tab),
        ("difference", leave_by_tab),
        ("whom_to_ask", leave_by_tab),
        ("line", leave_by_escape),
        ("achieved", leave_by_escape),
        ("difference", leave_for_the_next),
        ("line", leave_for_home),
        ("achieved", leave_for_good),
        ("whom_to_ask", leave_for_good),
    ],
)
async def test_text_is_saved_on_leaving_its_field(
    make_app: Make, field: str, leave: Callable[[Desk], object]
) -> None:
    async with at_outcome(make_app(), "1") as desk:
        await desk.write(f"#{field}", "Seen in P3 & P5")
        await leave(desk)  # type: ignore[misc]
        assert getattr(desk.kept().outcome("1"), field) == "Seen in P3 & P5"


async def test_text_that_was_not_touched_is_not_saved_again(make_app: Make) -> None:
    async with at_outcome(make_app(), "1") as desk:
        before = desk.reasons()
        await desk.focus("#line")
        await desk.press("tab", "tab", "escape", "n", "p")
        assert desk.reasons() == before


async def test_enter_in_the_line_leaves_it(make_app: Make) -> None:
    async with at_outcome(make_app(), "1") as desk:
        await desk.write("#line", "Said by P3")
        await desk.press("enter")
        assert desk.kept().outcome("1").line == "Said by P3"
        assert desk.focused is not None and desk.focused.id == "grades"


async def test_a_text_can_be_emptied(make_app: Make) -> None:
    async with at_outcome(make_app(), "1") as desk:
        await desk.write("#line", "")
        await desk.press("tab")
        assert desk.kept().outcome("1").line is None


async def test_next_and_previous_go_through_all_outcomes(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await desk.press("n")
        assert desk.sees("outcome 1 of 9")
        await desk.press("p", "p")
        assert desk.sees("outcome 8 of 9")


# -- look-fors --------------------------------------------------------------------------------------


async def test_look_fors_fold_and_unfold(make_app: Make) -> None:
    async with at_outcome(make_app(), "1") as desk:
        looks = desk.app.screen.query_one("#looks", Collapsible)
        assert looks.collapsed
        await desk.press("l")
        assert not looks.collapsed
        assert desk.focused is not None and desk.focused.id == "look-list"
        await desk.press("l")
        assert looks.collapsed


async def test_look_fors_stand_open_where_the_view_is_low(make_app: Make) -> None:
    async with at_outcome(make_app(), "4") as desk:  # a 2
        assert not desk.app.screen.query_one("#looks", Collapsible).collapsed
        await desk.press("n")  # outcome 5, a 3
        assert desk.app.screen.query_one("#looks", Collapsible).collapsed
        await desk.press("1")
        assert not desk.app.screen.query_one("#looks", Collapsible).collapsed


async def test_letters_answer_look_fors(make_app: Make) -> None:
    async with at_outcome(make_app(), "1") as desk:
        await desk.press("l", "down")
        for key, answer in (
            ("n", Answer.NOT_YET),
            ("p", Answer.PARTLY),
            ("s", Answer.UNSURE),
            ("y", Answer.YES),
            ("0", None),
        ):
            await desk.press(key)
            assert desk.kept().look("1.2").answer == (answer.value if answer else None)
            assert desk.sees(f"— {answer.label if answer else 'not looked at'}")
            assert desk.sees("outcome 1 of 9"), "the letters of the list are not those of the page"


async def test_an_answer_keeps_its_reason(make_app: Make) -> None:
    async with at_outcome(make_app(), "1") as desk:
        why = desk.kept().look("1.2").why
        assert why
        await desk.press("l", "down", "y")
        assert desk.kept().look("1.2").why == why


async def test_not_applicable_asks_why(make_app: Make) -> None:
    async with at_outcome(make_app(), "6") as desk:
        await desk.focus("#look-list")
        await desk.press("down", "down", "down", "0")
        assert desk.kept().look("6.4").answer is None
        await desk.press("o")
        await desk.at("AskLine")
        await desk.press("enter")
        assert desk.screen == "AskLine", "no reason, no answer"
        assert desk.sees("▲")
        await desk.type("All speak English this year")
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        kept = desk.kept().look("6.4")
        assert (kept.answer, kept.why) == (Answer.NOT_APPLICABLE.value, "All speak English this year")


async def test_leaving_the_question_why_changes_nothing(make_app: Make) -> None:
    async with at_outcome(make_app(), "6") as desk:
        await desk.focus("#look-list")
        await desk.press("down", "down", "down", "0", "o")
        await desk.at("AskLine")
        await desk.press("escape")
        await desk.at("OutcomeScreen")
        assert desk.kept().look("6.4").answer is None


async def test_a_look_for_that_applies_everywhere_says_so(make_app: Make) -> None:
    async with at_outcome(make_app(), "1") as desk:
        await desk.press("l", "o")
        await desk.see("Look-for 1.1 applies everywhere.")
        assert desk.kept().look("1.1").answer == Answer.YES.value


async def test_look_fors_that_disagree_are_said_and_change_nothing(make_app: Make) -> None:
    async with at_outcome(make_app(), "1") as desk:
        await desk.press("4", "l", "n", "down", "n", "down", "n")
        assert desk.kept().outcome("1").view == 4
        said = desk.app.screen.query_one("#disagree")
        assert said.display and "look-for" in " ".join(desk.texts()).lower()
