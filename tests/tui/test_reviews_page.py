"""Others' views on the screen: theirs beside ours, and doing a review, with children or as an assessor."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from app_desk import LEAD, SETTING, at_home, complaint_beside
from moderation_desk import snapshot
from test_app_contrast import hard_to_read
from textual.widgets import TextArea

from rrsa.evaluation import Evaluation
from rrsa.portfolio.records import review_view_id
from rrsa.store import open_store
from rrsa.tui import themes
from rrsa.tui.app import RrsaApp
from rrsa.tui.screens.reviewing import ReviewingScreen

Make = Callable[..., RrsaApp]
OPEN = {"by": "assessor", "who": "Head of Glenmore"}
GROUP = {"by": "group", "who": "Rights group", "people": 14}


@pytest.fixture
def school(sample_file: Path, tmp_path: Path) -> Path:
    """The sample school before anybody else has looked."""
    file = Path(shutil.copy(sample_file, tmp_path / "school.db"))
    with open_store(file) as store:
        evaluation = Evaluation.open(store, SETTING, author="DHT")
        for review in list(evaluation.portfolio.reviews):
            evaluation.remove_review(review)
        for outcome in list(evaluation.portfolio.agreed):
            evaluation.take_back_agreed(outcome)
    return file


def reviewed(school: Path, values: dict[str, object], **said: dict[str, object]) -> str:
    with open_store(school) as store:
        evaluation = Evaluation.open(store, SETTING, author="DHT")
        made = evaluation.add_review(values)  # type: ignore[arg-type]
        for outcome, each in said.items():
            evaluation.say_in_review(made, outcome.lstrip("o"), each)  # type: ignore[arg-type]
        return made


def ours(school: Path, outcome: str) -> tuple[int, str]:
    with open_store(school, read_only=True) as store:
        record = store.load(SETTING).portfolio.outcome(outcome)
    return record.view or 0, record.line or ""


async def test_theirs_stands_beside_ours_and_what_lies_furthest_apart_comes_first(
    make_app: Make, school: Path
) -> None:
    four, eight = ours(school, "4")[0], ours(school, "8")[0]
    near, far = (four - 1 or four + 1), (1 if eight > 2 else 4)
    reviewed(school, OPEN, o4={"view": near, "words": "Ask the youngest"}, o8={"view": far})
    async with at_home(make_app(), (80, 24)) as desk:
        await desk.press("R")
        await desk.at("ReviewsScreen")
        assert desk.sees("2 outcomes are seen otherwise")
        if abs(far - eight) > abs(near - four):
            assert desk.picture().index("8  ") < desk.picture().index("4  ")
        listed = desk.app.screen.query_one("#side-list")
        listed.highlighted = listed.get_option_index("side-4")  # type: ignore[attr-defined]
        await desk.settle()
        assert desk.sees("Head of Glenmore says") and desk.sees("“Ask the youngest”")


async def test_what_was_agreed_is_noted_with_its_reason_and_our_view_stays(
    make_app: Make, school: Path
) -> None:
    view = ours(school, "4")[0]
    reviewed(school, OPEN, o4={"view": 1 if view != 1 else 2})
    async with at_home(make_app(), (80, 24)) as desk:
        await desk.press("R", "w")
        await desk.at("AgreeDialog")
        await desk.choose("#view", "2")
        await desk.press("ctrl+s")
        assert "reason is missing" in complaint_beside(desk, "#reason")
        await desk.write("#reason", "We walked round together")
        await desk.press("ctrl+s")
        await desk.at("ReviewsScreen")
        assert desk.sees("We walked round together")
        kept = desk.kept()
        assert (kept.agreed["4"].view, kept.outcome("4").view) == (2, view)
        await desk.press("u")
        assert not desk.kept().agreed


async def test_a_blind_review_hides_our_view_and_our_words_until_it_is_finished(
    make_app: Make, school: Path
) -> None:
    line = ours(school, "4")[1][:24]
    made = reviewed(school, {**OPEN, "blind": True})
    async with at_home(make_app()) as desk:
        desk.app.push_screen(ReviewingScreen(made, "4"))
        await desk.at("ReviewingScreen")
        assert line not in " ".join(desk.texts())
        assert desk.sees("shown once this review is finished")
        await desk.press("2")
        assert desk.kept().review_views[review_view_id(made, "4")].view == 2
        await desk.press("f")
        assert line in " ".join(desk.texts())


async def test_an_assessor_reads_writes_in_the_margin_and_reports(make_app: Make, school: Path) -> None:
    made = reviewed(school, OPEN)
    before = ours(school, "4")
    async with at_home(make_app()) as desk:
        desk.app.push_screen(ReviewingScreen(made, "4"))
        await desk.at("ReviewingScreen")
        assert desk.sees("The portfolio, to read") and desk.sees(before[1][:20])
        await desk.write("#note", "Ask the P1s who helps them")
        await desk.press("escape", "t")
        await desk.at("ReportPartsDialog")
        await desk.write("#strengths", "Children speak up")
        await desk.write("#before", "Reach the nursery")
        await desk.press("ctrl+s")
        await desk.at("ReviewingScreen")
        kept = desk.kept()
        assert kept.review_views[review_view_id(made, "4")].note == "Ask the P1s who helps them"
        assert (kept.reviews[made].strengths, kept.reviews[made].before) == (
            "Children speak up",
            "Reach the nursery",
        )
    assert ours(school, "4") == before


async def test_a_group_says_it_in_plain_words_says_yes_and_may_rather_not_say(
    make_app: Make, school: Path
) -> None:
    made = reviewed(school, GROUP)
    async with at_home(make_app(), (80, 24)) as desk:
        desk.app.push_screen(ReviewingScreen(made, "4"))
        await desk.at("ReviewingScreen")
        assert desk.sees("I feel safe here") and desk.sees("Yes, nearly always")
        assert LEAD not in desk.picture() and "Making a difference" not in desk.picture()
        await desk.press("2")
        await desk.write("#words", "Not on the stairs")
        await desk.press("escape")
        said = desk.kept().review_views[review_view_id(made, "4")]
        assert (said.view, said.words, said.said_yes) == (2, "Not on the stairs", None)
        await desk.focus("#yes")
        await desk.press("space")
        assert desk.kept().review_views[review_view_id(made, "4")].said_yes
        await desk.focus("#grades")
        await desk.press("n")
        await desk.press("c")
        assert desk.kept().review_views[review_view_id(made, "5")].rather_not
        assert desk.sees("would rather not say")
        await desk.press("t")  # a group writes no report
        assert desk.screen == "ReviewingScreen"


async def test_a_review_is_begun_opened_finished_and_removed_with_keys_alone(
    make_app: Make, school: Path
) -> None:
    async with at_home(make_app(), (80, 24)) as desk:
        await desk.press("R", "a")
        await desk.at("ReviewDialog")
        await desk.press("ctrl+s")
        assert "who looks" in complaint_beside(desk, "#by")
        await desk.choose("#by", "neighbour")
        await desk.write("#who", "Lead of Glenmore")
        await desk.press("ctrl+s")
        await desk.at("ReviewingScreen")
        await desk.press("3", "escape")
        await desk.at("ReviewsScreen")
        await desk.press("2")
        assert desk.sees("1 of 9 outcomes")
        (made,) = desk.kept().reviews
        await desk.press("f")
        assert desk.kept().reviews[made].closed_on
        await desk.press("d")
        assert not desk.kept().reviews and not desk.kept().review_views
        await desk.press("u")
        assert desk.kept().reviews[made].who == "Lead of Glenmore"


async def test_words_that_were_typed_are_kept_as_a_draft_until_they_are_saved(
    make_app: Make, school: Path
) -> None:
    made = reviewed(school, OPEN)
    async with at_home(make_app()) as desk:
        desk.app.push_screen(ReviewingScreen(made, "4"))
        await desk.at("ReviewingScreen")
        await desk.focus("#words")
        await desk.type("Half a sent")
        field = desk.app.screen.query_one("#words", TextArea)
        field.keep_draft()  # type: ignore[attr-defined]
        assert not desk.kept().review_views
        assert desk.app.sitting is not None
        (draft,) = desk.app.sitting.drafts.all()
        assert (draft.cell.kind, draft.text) == ("review_view", "Half a sent")


@pytest.mark.parametrize("theme", [theme.name for theme in themes.THEMES])
async def test_it_can_be_read_in_every_theme(make_app: Make, school: Path, theme: str) -> None:
    made = reviewed(school, GROUP, o4={"view": 1, "words": "Not on the stairs"})
    app = make_app()
    app.theme = theme
    async with at_home(app, (112, 36)) as desk:
        await desk.press("R")
        found = hard_to_read(desk)
        desk.app.push_screen(ReviewingScreen(made, "4"))
        await desk.at("ReviewingScreen")
        found |= hard_to_read(desk)
    assert not found, "\n".join(sorted(found))


async def test_the_sample_shows_what_was_talked_over(
    make_app: Make, sample_file: Path, tmp_path: Path
) -> None:
    file = Path(shutil.copy(sample_file, tmp_path / "untouched.db"))
    async with at_home(make_app(file), (80, 24)) as desk:
        await desk.press("R")
        await desk.at("ReviewsScreen")
        assert desk.sees("you have talked it over")
        assert desk.sees("The rights group says 2 Taking shape: “You ask us, then it takes ages.”")
        assert desk.sees("Agreed on 6 Mar 2026: 3 Making a difference.")


async def test_a_review_that_is_taken_back_while_it_is_open_closes_its_page(
    make_app: Make, school: Path
) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("R", "a")
        await desk.at("ReviewDialog")
        await desk.choose("#by", "colleague")
        await desk.write("#who", "P3 teacher")
        await desk.press("ctrl+s")
        await desk.at("ReviewingScreen")
        await desk.press("u")
        await desk.at("ReviewsScreen")
        assert not desk.kept().reviews


async def test_a_report_of_a_review_is_written_from_the_papers(
    make_app: Make, school: Path, tmp_path: Path
) -> None:
    made = reviewed(school, {**OPEN, "strengths": "Children speak up"}, o4={"view": 2})
    reviewed(school, {"by": "colleague", "who": "P3 teacher", "strengths": "Kind"})
    async with at_home(make_app()) as desk:
        await desk.press("P")
        await desk.at("ReportDialog")
        assert not desk.app.screen.query_one("#by-review").display
        await desk.choose("#paper", "review")
        await desk.choose("#review", made)
        await desk.choose("#form", ".html")
        await desk.write("#path", str(tmp_path / "r.html"))
        await desk.press("enter")
        await desk.see("Written:")
    said = (tmp_path / "r.html").read_text("utf-8")
    assert "Children speak up" in said and "Kind" not in said


async def test_what_came_of_a_moderation_round_comes_in_from_its_workbook(
    make_app: Make, school: Path, tmp_path: Path
) -> None:
    """One finished, blind review beside our view; the same file again adds nothing."""
    from rrsa.exchange.moderation.going_back import content
    from rrsa.overview.rounds import Round
    from rrsa.portfolio.desk import Moderated, Moderation

    four = ours(school, "4")[0]
    shared = replace(snapshot("Corranbeath", views={"4": four}), setting=SETTING)
    item = Moderated(
        "Q1:a:4", True, "Q1", SETTING, "4", "b", "Q2", "", four, 1 if four > 2 else 4, "Ask them"
    )
    round_ = Round(Moderation("Q1", True, "Autumn round"), (item,), {SETTING: shared})
    file = tmp_path / "reviews.xlsx"
    file.write_bytes(content(round_, shared, [item], day="2026-03-01"))
    async with at_home(make_app()) as desk:
        await desk.press("R")
        await desk.at("ReviewsScreen")
        await desk.press("i")
        await desk.at("ReviewFile")
        await desk.press("ctrl+s")
        assert "no file is chosen" in complaint_beside(desk, "#path")
        await desk.write("#path", str(file))
        await desk.press("enter")
        await desk.see("1 outcome read")
        [review] = desk.kept().reviews.values()
        assert (review.title, review.blind, bool(review.closed_on)) == ("Autumn round", True, True)
        assert desk.sees("Autumn round says") and desk.sees("“Ask them”")
        assert ours(school, "4")[0] == four
        await desk.press("i")
        await desk.at("ReviewFile")
        await desk.write("#path", str(file))
        await desk.press("enter")
        await desk.see("Read already")
        assert len(desk.kept().reviews) == 1


async def test_a_copy_that_a_neighbour_filled_in_comes_in_as_theirs(
    make_app: Make, school: Path, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    from rrsa.exchange.export import export_workbook

    file = tmp_path / "theirs.xlsx"
    with open_store(school) as store:
        export_workbook(Evaluation.open(store, SETTING, author="DHT"), file, copy="working", blank=True)
    book = load_workbook(file)
    sheet = book["Quick look"]
    row = next(r for r in sheet.iter_rows() if str(r[0].value or "").startswith("4-"))
    row[3].value, row[4].value = 1, "Two classes only"
    book.save(file)
    book.close()
    async with at_home(make_app()) as desk:
        await desk.press("R")
        await desk.press("i")
        await desk.at("ReviewFile")
        await desk.write("#path", str(file))
        await desk.press("enter")
        await desk.at("ReviewDialog")
        await desk.write("#who", "Head of Glenmore School")
        await desk.press("ctrl+s")
        await desk.see("1 outcome read")
        [review] = desk.kept().reviews.values()
        assert (review.by, review.who, review.blind) == ("neighbour", "Head of Glenmore School", True)
        assert desk.kept().review_views[review_view_id(review.id, "4")].words == "Two classes only"
