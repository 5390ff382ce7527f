"""The measures page: something to count, counted again, put right, taken away and brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from album import SIZES, Album
from app_desk import LEAD, SETTING, Desk, at_home, at_outcome, complaint_beside
from syrupy import SnapshotAssertion
from textual.widgets import Input, Select

from rrsa.evaluation import Evaluation
from rrsa.portfolio.records import Measure
from rrsa.store import open_store
from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]
TITLE = "Know whom to tell if they are worried"


@pytest.fixture
def counted(school: Path) -> str:
    """A measure of outcome 8 with a baseline, a target and a reading; its id."""
    with open_store(school) as store:
        evaluation = Evaluation.open(store, SETTING, author=LEAD)
        made = evaluation.add_measure(
            "8",
            {
                "title": TITLE,
                "counts": "people",
                "better": "more",
                "baseline": 41,
                "baseline_n": 68,
                "baseline_on": "2025-09-18",
                "target": 62,
                "target_n": 68,
                "target_on": "2026-06-19",
                "source": "P4–P7 questionnaire, question 4",
            },
        )
        evaluation.add_reading(made, {"count": 48, "n": 67, "date": "2026-01-15", "note": "P5 a week later"})
    return made


@pytest.fixture
def album(snapshot: SnapshotAssertion, tmp_path: Path) -> Iterator[Album]:
    from pytest_textual_snapshot import SVGImageExtension

    made = Album(snapshot.use_extension(SVGImageExtension), tmp_path)
    yield made
    assert not made.different, "these look different:\n" + "\n".join(made.different)


def found(desk: Desk, title: str) -> Measure:
    (measure,) = [each for each in desk.kept().measures.values() if each.title == title]
    return measure


async def to_measures(desk: Desk) -> None:
    await desk.press("M")
    await desk.at("MeasuresScreen")


async def test_something_to_count_is_added_for_the_outcome_at_hand(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await to_measures(desk)
        await desk.press("a")
        await desk.at("MeasureDialog")
        assert desk.app.screen.query_one("#outcome", Select).value == "9"
        await desk.type(TITLE)
        await desk.choose("#counts", "people")
        await desk.choose("#better", "more")
        await desk.write("#baseline", "12 of 41")
        await desk.write("#baseline_on", "3 Sep 2025")
        await desk.write("#target", "30/41")
        await desk.write("#target_on", "30 Jun 2026")
        await desk.press("ctrl+s")
        await desk.at("MeasuresScreen")
        kept = found(desk, TITLE)
        assert (kept.outcome, kept.baseline, kept.baseline_n, kept.baseline_on) == ("9", 12, 41, "2025-09-03")
        assert (kept.target, kept.target_n, kept.target_on) == (30, 41, "2026-06-30")
        assert desk.sees("The baseline is less than half, 12 of 41, on 3 Sep 2025.")


async def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await to_measures(desk)
        before = desk.kept().measures
        await desk.press("a")
        await desk.at("MeasureDialog")
        await desk.press("ctrl+s")
        assert complaint_beside(desk, "#title")
        await desk.write("#title", TITLE)
        await desk.press("ctrl+s")
        assert complaint_beside(desk, "#counts")
        await desk.choose("#counts", "people")
        await desk.choose("#better", "more")
        for field, typed, why in (
            ("#baseline", "60%", "out of how many"),
            ("#baseline", "12", "out of how many"),
            ("#baseline", "50/41", "50 people out of 41"),
            ("#baseline_on", "1 Apr 2026", "in the future"),
            ("#target", "most", "not a count"),
            ("#target_on", "summer", "not a date"),
        ):
            await desk.write(field, typed)
            if field == "#target_on":
                await desk.write("#target", "30/41")
            await desk.press("ctrl+s")
            assert why in complaint_beside(desk, field)
            await desk.write(field, "12/41" if field == "#baseline" else "")
        await desk.write("#baseline", "")
        await desk.write("#baseline_on", "3 Sep 2025")
        await desk.press("ctrl+s")
        assert "a day is given without a count" in complaint_beside(desk, "#baseline_on")
        assert desk.app.screen.query_one("#title", Input).value == TITLE
        assert desk.kept().measures == before


async def test_counted_again(make_app: Make, counted: str) -> None:
    async with at_outcome(make_app(), "8") as desk:
        await to_measures(desk)
        await desk.press("r")
        await desk.at("ReadingDialog")
        assert desk.sees("Last: the majority, 48 of 67, on 15 Jan 2026")
        await desk.type("56")
        await desk.press("ctrl+s")
        assert "out of how many" in complaint_beside(desk, "#count")
        await desk.type("/66")
        await desk.write("#date", "10 Mar 2026")
        await desk.press("ctrl+s")
        await desk.at("MeasuresScreen")
        assert [(r.count, r.n, r.date) for r in desk.kept().readings_by_measure[counted]] == [
            (48, 67, "2026-01-15"),
            (56, 66, "2026-03-10"),
        ]
        assert desk.sees("A larger share than on 18 Sep 2025")
        assert desk.sees("● 56/66")


async def test_a_reading_is_put_right_removed_and_brought_back(make_app: Make, counted: str) -> None:
    async with at_outcome(make_app(), "8") as desk:
        await to_measures(desk)
        await desk.focus("#reading-list")
        await desk.press("end", "enter")
        await desk.at("ReadingDialog")
        await desk.write("#count", "49/67")
        await desk.press("ctrl+s")
        await desk.at("MeasuresScreen")
        [reading] = desk.kept().readings_by_measure[counted]
        assert (reading.count, reading.note) == (49, "P5 a week later")
        await desk.press("d")
        assert counted not in desk.kept().readings_by_measure
        await desk.press("u")
        assert [r.count for r in desk.kept().readings_by_measure[counted]] == [49]


async def test_the_baseline_is_part_of_the_measure(make_app: Make, counted: str) -> None:
    async with at_outcome(make_app(), "8") as desk:
        await to_measures(desk)
        await desk.focus("#reading-list")
        await desk.press("home", "d")
        assert desk.kept().measures[counted].baseline == 41
        await desk.press("enter")
        await desk.at("MeasureDialog")
        await desk.write("#baseline", "42/68")
        await desk.press("ctrl+s")
        await desk.at("MeasuresScreen")
        assert desk.kept().measures[counted].baseline == 42


async def test_a_measure_is_removed_with_its_counts_and_brought_back(make_app: Make, counted: str) -> None:
    async with at_outcome(make_app(), "8") as desk:
        await to_measures(desk)
        await desk.press("d")
        assert counted not in desk.kept().measures
        assert counted not in desk.kept().readings_by_measure
        assert not desk.sees("48 of 67")
        await desk.press("u")
        assert len(desk.kept().readings_by_measure[counted]) == 1
        assert desk.sees("48 of 67")


async def test_what_was_done_stands_beside_and_no_reason_is_given(make_app: Make, counted: str) -> None:
    async with at_outcome(make_app(), "8") as desk:
        await to_measures(desk)
        text = " ".join(desk.texts())
        assert "What was done meanwhile, and what is planned" in text
        assert "The figures do not say whether one is the reason for the other" in text
        assert "because" not in text


async def test_the_page_says_how_to_begin_where_nothing_is_counted(make_app: Make, school: Path) -> None:
    with open_store(school) as store:
        evaluation = Evaluation.open(store, SETTING, author=LEAD)
        for measure in list(evaluation.portfolio.measures):
            evaluation.remove_measure(measure)
    async with at_home(make_app()) as desk:
        await to_measures(desk)
        assert desk.sees("Nothing is counted yet")
        await desk.press("r", "d", "a")
        await desk.at("MeasureDialog")


async def test_the_outcome_shows_a_line_a_measure(make_app: Make, counted: str) -> None:
    async with at_outcome(make_app(), "8") as desk:
        assert desk.sees(f"{TITLE} the majority, 48 of 67, on 15 Jan 2026; ▲ more")
        await desk.press("t")
        await desk.at("ActionDialog")
        await desk.type("Ask again in May")
        await desk.choose("#measure", counted)
        await desk.press("ctrl+s")
        await desk.at("OutcomeScreen")
        assert desk.sees(f"to move: {TITLE}")
        await to_measures(desk)
        assert desk.sees("meant to move this")


async def test_a_next_step_becomes_an_action_in_one_key(make_app: Make) -> None:
    async with at_outcome(make_app(), "4") as desk:
        await desk.see("→ ")
        await desk.press("s")
        await desk.at("ActionDialog")
        what = desk.app.screen.query_one("#what", Input).value
        assert what
        await desk.press("ctrl+s")
        await desk.at("OutcomeScreen")
        assert [a.what for a in desk.kept().actions.values() if a.what == what and a.outcome == "4"]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pictures(make_app: Make, counted: str, album: Album, size: tuple[int, int]) -> None:
    async with at_outcome(make_app(), "8", size) as desk:
        await to_measures(desk)
        await album.take(desk, "measures")
        await desk.press("enter")
        await album.take(desk, "measure")
        await desk.press("escape", "r")
        await desk.type("70/68")
        await desk.press("ctrl+s")
        await album.take(desk, "reading-error")
