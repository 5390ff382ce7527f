"""The any-day page: one outcome answered at a glance, on the outcome at hand, and written to print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from album import SIZES, Album
from app_desk import LEAD, Desk, at_desk, at_home, at_outcome, complaint_beside
from syrupy import SnapshotAssertion

from rrsa.drafts import Place, remember_place
from rrsa.store import open_store
from rrsa.tui.app import RrsaApp
from rrsa.tui.screens.any_day import AnyDayScreen

Make = Callable[..., RrsaApp]
HOUSE = "inverdoran"


@pytest.fixture(scope="session")
def house_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample house as it stands on the day of the tests."""
    from conftest import stand_still

    from rrsa.samples import load_sample

    file = tmp_path_factory.mktemp("house") / "house.db"
    with pytest.MonkeyPatch.context() as monkeypatch:
        stand_still(monkeypatch)
        with open_store(file) as store:
            load_sample(store, HOUSE, author=LEAD)
    return file


@pytest.fixture
def album(snapshot: SnapshotAssertion, tmp_path: Path) -> Iterator[Album]:
    from pytest_textual_snapshot import SVGImageExtension

    made = Album(snapshot.use_extension(SVGImageExtension), tmp_path)
    yield made
    assert not made.different, "these look different:\n" + "\n".join(made.different)


async def to_any_day(desk: Desk) -> None:
    """Goes to the page and waits until the articles' titles have been read."""
    await desk.press("D")
    await desk.at("AnyDayScreen")
    page = desk.app.screen
    assert isinstance(page, AnyDayScreen)
    await desk.until(lambda: page.articles_known, "the articles")
    await desk.settle()


async def test_it_opens_on_the_outcome_at_hand_and_goes_on(make_app: Make) -> None:
    async with at_outcome(make_app(), "4") as desk:
        await to_any_day(desk)
        assert desk.sees("4 · Children are safe and know where to turn")
        await desk.press("n")
        assert desk.sees("any day, outcome 5 of 9")
        await desk.press("p", "p")
        assert desk.sees("any day, outcome 3 of 9")
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        assert desk.sees("outcome 3 of 9")
        await desk.press("n")
        await to_any_day(desk)
        assert desk.sees("any day, outcome 4 of 9")
        await desk.press("escape")
        assert desk.screen != "AnyDayScreen", "a second page of the same kind was under it"


async def test_from_the_home_page_it_opens_on_what_is_highlighted(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("down", "down")
        highlighted = desk.app.screen.query_one("#outcomes").highlighted  # type: ignore[attr-defined]
        outcome = desk.app.screen.query_one("#outcomes").get_option_at_index(highlighted).id  # type: ignore[attr-defined]
        await to_any_day(desk)
        assert desk.sees(f"any day, outcome {outcome} of 9")


async def test_every_question_is_answered(make_app: Make) -> None:
    async with at_outcome(make_app(), "4", (120, 40)) as desk:
        await to_any_day(desk)
        await desk.see("19 Safe from violence")
        for text in (
            "Children know whom to tell and we answer quickly.",
            "Worry boxes: how many notes, how soon answered",
            "seen 18 Feb 2026 by DHT",
            "kept: Locked cabinet",
            "Nine red dots where there were thirty-one.",
            "Mend the locks and the light in the far toilets",
            "P4 and P5, the janitor",
        ):
            assert desk.sees(text), text


async def test_not_yet_is_said_plainly(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await to_any_day(desk)
        assert desk.sees("Not looked at yet")
        for text in (
            "nothing is noted that shows it",
            "nobody has written down what difference it makes",
            "nothing is planned",
            "nobody is named",
        ):
            assert desk.sees(f"Not yet: {text}"), text


@pytest.mark.parametrize("sample", ["school", "house"])
async def test_every_outcome_fits_80_by_24_without_scrolling(
    sample: str, make_app: Make, school: Path, house_file: Path
) -> None:
    app = make_app(school if sample == "school" else house_file)
    remember_place(app.database, Place("corranbeath" if sample == "school" else HOUSE, "outcome", "1"))
    async with at_desk(app, SIZES[0], at="OutcomeScreen") as desk:
        await to_any_day(desk)
        for outcome in app.open_sitting.evaluation.framework.outcomes:
            assert desk.sees("Whom to ask"), outcome
            assert desk.app.screen.query_one("#day").max_scroll_y == 0, outcome
            await desk.press("n")


async def test_a_house_is_answered_in_its_own_words(make_app: Make, house_file: Path) -> None:
    app = make_app(house_file)
    remember_place(app.database, Place(HOUSE, "outcome", "5"))
    async with at_desk(app, (120, 60), at="OutcomeScreen") as desk:
        await to_any_day(desk)
        assert desk.sees("What young people say")
        assert desk.sees("Health and Social Care Standards")
        text = " ".join(desk.texts()).lower()
        for word in ("school", "pupil", "%", "majority", "placement"):
            assert word not in text, word


async def test_the_page_is_written_to_print(make_app: Make, tmp_path: Path) -> None:
    async with at_outcome(make_app(), "4") as desk:
        await to_any_day(desk)
        await desk.press("w")
        await desk.at("WriteDayDialog")
        await desk.write("#path", str(tmp_path / "page.txt"))
        await desk.press("enter")
        await desk.see("▲ ")
        assert complaint_beside(desk, "#path")
        target = tmp_path / "page.html"
        await desk.write("#path", str(target))
        await desk.press("enter")
        await desk.see("Written: ")
        page = target.read_text(encoding="utf-8")
        assert "Children are safe and know where to turn" in page
        assert "P4 and P5, the janitor" in page
        await desk.press("enter")
        await desk.at("AnyDayScreen")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pictures(
    make_app: Make,
    album: Album,
    house_file: Path,
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("rrsa.in_browser.suggested", lambda name: f"Documents/{name}")
    async with at_outcome(make_app(), "4", size) as desk:
        await to_any_day(desk)
        await album.take(desk, "any-day")
        await desk.press("w")
        await album.take(desk, "any-day-print")
    app = make_app(house_file)
    remember_place(app.database, Place(HOUSE, "outcome", "4"))
    async with at_desk(app, size, at="OutcomeScreen") as desk:
        await to_any_day(desk)
        await album.take(desk, "any-day-house")
