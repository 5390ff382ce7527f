"""The evidence register: narrowed down, told where it is shown, replaced, opened, thinned out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from app_desk import DAY, LARGE, LEAD, SETTING, Desk, at_home, at_outcome, complaint_beside
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import DataTable, Input, Select

from rrsa.evaluation import Evaluation
from rrsa.portfolio.records import Evidence
from rrsa.store import open_store
from rrsa.tui.app import RrsaApp
from rrsa.tui.widgets.ticks import TickList

Make = Callable[..., RrsaApp]
MAPS = "Safe-places maps, second round"


def found(desk: Desk, title: str) -> Evidence:
    (item,) = [item for item in desk.kept().evidence.values() if item.title == title]
    return item


def shown_for(desk: Desk, title: str) -> dict[str | None, str | None]:
    links = desk.kept().links_by_evidence.get(found(desk, title).id, ())
    return {link.target: link.direction for link in links}


def outcomes_of(desk: Desk, title: str) -> set[str]:
    return {str(target).split(".")[0] for target in shown_for(desk, title)}


def listed(desk: Desk) -> list[str]:
    """The titles in the table, from top to bottom."""
    table = desk.app.screen.query_one("#pieces", DataTable)
    return [str(table.get_row_at(n)[1]) for n in range(table.row_count)]


async def open_register(desk: Desk) -> None:
    await desk.press("E")
    await desk.at("RegisterScreen")


async def go_to(desk: Desk, title: str) -> None:
    """Puts the cursor on a piece."""
    table = desk.app.screen.query_one("#pieces", DataTable)
    table.move_cursor(row=listed(desk).index(title))
    await desk.settle()


def change(database: Path, what: Callable[[Evaluation], Any]) -> Any:
    """Something that is recorded before the app is opened."""
    with open_store(database) as store:
        return what(Evaluation.open(store, SETTING, author=LEAD))


async def test_everything_is_in_one_table_with_all_about_a_piece_beside_it(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await open_register(desk)
        kept = desk.kept().evidence
        assert desk.sees(f"{len(kept)} pieces of evidence")
        assert sorted(listed(desk)) == sorted(item.title or "" for item in kept.values())
        await go_to(desk, MAPS)
        for said in ("Shown for", "4.2", "Mixed", "Strength", "not an official figure", "Consent:"):
            assert desk.sees(said), said
        assert desk.sees(found(desk, MAPS).place or "?")
        await desk.press("escape")
        await desk.at("HomeScreen")


async def test_a_key_of_the_first_moment_is_no_search(
    make_app: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    focused: list[str | None] = []
    set_focus = Screen.set_focus

    def noted(screen: Screen[object], widget: Widget | None, *args: Any, **words: Any) -> None:
        focused.append(widget.id if widget is not None else None)
        set_focus(screen, widget, *args, **words)

    monkeypatch.setattr(Screen, "set_focus", noted)
    async with at_home(make_app()) as desk:
        await open_register(desk)
        assert "pieces" in focused
        assert "search" not in focused


async def test_filtered_searched_and_all_again(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await open_register(desk)
        everything = listed(desk)
        await desk.press("f")
        await desk.at("FilterDialog")
        await desk.type("4")
        await desk.choose("#perspective", "children")
        await desk.press("ctrl+s")
        await desk.at("RegisterScreen")
        assert 0 < len(listed(desk)) < len(everything)
        kept = desk.kept()
        for title in listed(desk):
            assert found(desk, title).perspective == "children"
            assert any((t or "").startswith("4") for t in shown_for(desk, title))
        assert desk.sees(f"of {len(kept.evidence)}: outcome 4 · Children's views")
        await desk.press("0")
        assert listed(desk) == everything
        await desk.press("/")
        await desk.type("p5 lunch table")
        assert listed(desk) == ["Ten minutes at the P5 lunch table"]
        await desk.press("enter")
        assert isinstance(desk.focused, DataTable)
        await desk.press("0", "/")
        await desk.type("no such words")
        assert listed(desk) == []
        assert desk.sees("Press 0 to list everything again")
        await desk.press("escape")
        assert isinstance(desk.focused, DataTable), "the box is left first, the page after that"
        assert desk.screen == "RegisterScreen"


async def test_a_filter_that_cannot_be_is_said_beside_its_field(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await open_register(desk)
        await desk.press("f")
        await desk.at("FilterDialog")
        await desk.type("44")
        await desk.press("ctrl+s")
        assert "44" in complaint_beside(desk, "#target")
        assert desk.app.screen.query_one("#target", Input).value == "44"


async def test_a_piece_is_added_and_the_cursor_goes_to_it(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await open_register(desk)
        await desk.press("a")
        await desk.at("EvidenceDialog")
        await desk.type("Circle time about worries")
        await desk.choose("#perspective", "children")
        await desk.write("#question", "Who can you go to?")
        await desk.write("#said", "There is always somebody in the blue room.")
        await desk.press("ctrl+s")
        assert "it is not said what it is for" in complaint_beside(desk, "#targets")
        desk.app.screen.query_one("#targets", TickList).select("4")
        await desk.press("ctrl+s")
        await desk.at("RegisterScreen")
        item = found(desk, "Circle time about worries")
        assert (item.question, item.said, item.date) == (
            "Who can you go to?",
            "There is always somebody in the blue room.",
            DAY.isoformat(),
        )
        assert shown_for(desk, "Circle time about worries") == {"4": "works"}
        await desk.see("They said: “There is always somebody in the blue room.”")


async def test_what_children_said_is_asked_for_their_views_alone(make_app: Make) -> None:
    async with at_home(make_app(), (100, 90)) as desk:
        await open_register(desk)
        await desk.press("a")
        await desk.at("EvidenceDialog")
        await desk.type("Walk round")
        await desk.choose("#perspective", "observation")
        assert not desk.sees("What were children asked?")
        await desk.choose("#perspective", "children")
        assert desk.sees("What were children asked?")
        assert desk.sees("stop, listen, and follow your child protection procedure")
        await desk.write("#said", "It is fine.")
        await desk.choose("#perspective", "observation")
        desk.app.screen.query_one("#targets", TickList).select("4")
        await desk.press("ctrl+s")
        await desk.at("RegisterScreen")
        assert found(desk, "Walk round").said is None, "what stands out of sight is not recorded"


async def test_the_same_piece_says_different_things_in_different_places(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await open_register(desk)
        await go_to(desk, MAPS)
        before = len(desk.reasons())
        await desk.press("k")
        await desk.at("PlacesDialog")
        await desk.press("n")  # the place where it is shown already comes first
        await desk.focus("#needle")
        await desk.type("6.1")
        await desk.press("down", "w", "ctrl+s")
        await desk.at("RegisterScreen")
        assert shown_for(desk, MAPS) == {"4.2": "not-yet", "6.1": "works"}
        assert len(desk.reasons()) == before + 1
        assert desk.sees("Shows not yet") and desk.sees("6.1")
        # The form leaves what it says in each place as it is.
        await desk.press("enter")
        await desk.at("EvidenceDialog")
        assert desk.app.screen.query_one("#direction", Select).value == "as-it-is"
        await desk.write("#place", "P5 cupboard")
        await desk.press("ctrl+s")
        await desk.at("RegisterScreen")
        assert shown_for(desk, MAPS) == {"4.2": "not-yet", "6.1": "works"}
        assert found(desk, MAPS).place == "P5 cupboard"
        await desk.press("k")
        await desk.at("PlacesDialog")
        await desk.press("0", "ctrl+s")
        await desk.at("RegisterScreen")
        assert shown_for(desk, MAPS) == {"6.1": "works"}


async def test_an_outcome_tells_where_else_a_piece_is_shown(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await open_register(desk)
        title = next(t for t in listed(desk) if len(outcomes_of(desk, t)) > 1)
        await go_to(desk, title)
        places = [str(place) for place in shown_for(desk, title)]
        assert all(desk.sees(place) for place in places)
    here = min(place.split(".")[0] for place in places)
    async with at_outcome(make_app(), here) as desk:
        elsewhere = [place for place in places if place.split(".")[0] != here]
        assert desk.sees("also for " + ", ".join(elsewhere))


async def test_a_newer_piece_takes_the_place_and_the_older_is_kept(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await open_register(desk)
        await go_to(desk, MAPS)
        places = shown_for(desk, MAPS)
        await desk.press("p")
        await desk.at("EvidenceDialog")
        await desk.write("#title", "Safe-places maps, third round")
        await desk.press("ctrl+s")
        await desk.at("RegisterScreen")
        newer = found(desk, "Safe-places maps, third round")
        assert (newer.replaces, newer.date) == (found(desk, MAPS).id, DAY.isoformat())
        assert shown_for(desk, newer.title or "") == places
        assert shown_for(desk, MAPS) == {}
        await desk.see(f"In the place of: {MAPS}")
        await go_to(desk, MAPS)
        await desk.see("Replaced by: Safe-places maps, third round")
        await desk.press("p")
        assert desk.screen == "RegisterScreen", "a piece is replaced once"
        # It can still be put right, though nothing is shown by it any more.
        await desk.press("enter")
        await desk.at("EvidenceDialog")
        await desk.write("#place", "Archive box")
        await desk.press("ctrl+s")
        await desk.at("RegisterScreen")
        assert found(desk, MAPS).place == "Archive box"
        await desk.press("u", "u")
        assert shown_for(desk, MAPS) == places


async def test_nothing_is_removed_without_a_yes(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await open_register(desk)
        await go_to(desk, MAPS)
        item, places = found(desk, MAPS), shown_for(desk, MAPS)
        for no in ("enter", "escape", "n"):
            await desk.press("d")
            await desk.at("Sure")
            assert desk.sees("It is shown for 4.2")
            await desk.press(no)
            await desk.at("RegisterScreen")
            assert found(desk, MAPS) == item
        await desk.press("d")
        await desk.at("Sure")
        await desk.press("y")
        await desk.at("RegisterScreen")
        assert item.id not in desk.kept().evidence
        assert MAPS not in listed(desk)
        await desk.press("u")
        assert (found(desk, MAPS), shown_for(desk, MAPS)) == (item, places)


async def test_a_showcase_is_marked_and_unmarked(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await open_register(desk)
        await go_to(desk, MAPS)
        was = bool(found(desk, MAPS).showcase)
        for now in (not was, was):
            await desk.press("w")
            assert bool(found(desk, MAPS).showcase) is now
            assert desk.sees("✦ A showcase of its strand") is now


async def test_from_a_piece_to_its_outcome(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await open_register(desk)
        await go_to(desk, MAPS)
        await desk.press("v")
        await desk.at("OutcomeScreen")
        assert desk.sees(MAPS)


async def test_thinning_out_takes_what_is_ticked_and_undo_brings_it_back(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await open_register(desk)
        before = desk.kept()
        await desk.press("t")
        await desk.at("PruneDialog")
        assert desk.sees("Two or three good pieces for an outcome are enough")
        assert desk.sees("from the same side")
        await desk.press("ctrl+s")
        assert "nothing is ticked" in complaint_beside(desk, "#spare")
        assert desk.kept() == before
        spare = desk.app.screen.query_one("#spare", TickList)
        await desk.focus("#spare")
        await desk.press("space")
        (key,) = spare.selected
        outcome, evidence = key.split()
        await desk.press("ctrl+s")
        await desk.at("RegisterScreen")
        after = desk.kept()
        assert evidence in after.evidence, "it stays in the register"
        gone = [before.links[each].target or "" for each in before.links.keys() - after.links.keys()]
        assert gone
        assert all(target.split(".")[0] == outcome for target in gone)
        await desk.press("u")
        assert desk.kept() == before


async def test_thinning_out_may_remove_what_is_shown_nowhere_else(make_app: Make) -> None:
    async with at_home(make_app()) as desk:
        await open_register(desk)
        before = desk.kept()
        await desk.press("t")
        await desk.at("PruneDialog")
        spare = desk.app.screen.query_one("#spare", TickList)
        spare.select_all()
        await desk.choose("#how", "remove")
        await desk.focus("#ok")
        await desk.press("enter")
        await desk.at("RegisterScreen")
        after = desk.kept()
        removed = before.evidence.keys() - after.evidence.keys()
        assert removed
        assert not [link for link in after.links.values() if link.evidence in removed]
        await desk.press("u")
        assert desk.kept() == before


async def test_a_file_is_opened_beside_the_screen(make_app: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from rrsa import opening_files

    handed: list[Path] = []
    monkeypatch.setattr(opening_files, "_hand_over", handed.append)
    async with at_home(make_app()) as desk:
        await open_register(desk)
        title = next(item.title or "" for item in desk.kept().evidence.values() if item.file_sha256)
        await go_to(desk, title)
        await desk.press("o")
        await desk.until(lambda: handed, "the file to be handed over")
        item = found(desk, title)
        assert (handed[0].name, handed[0].stat().st_size) == (item.file_name, item.file_size)
        opening_files.clear()


async def test_no_program_for_a_file_is_said(make_app: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from rrsa import opening_files

    def nobody(_copy: Path) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(opening_files, "_hand_over", nobody)
    async with at_home(make_app()) as desk:
        await open_register(desk)
        await go_to(desk, next(i.title or "" for i in desk.kept().evidence.values() if i.file_sha256))
        await desk.press("o")
        await desk.see("no program was found here")
        opening_files.clear()


async def test_what_could_run_is_not_opened_but_saved_as_a_copy(
    make_app: Make, school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rrsa import opening_files

    handed: list[Path] = []
    monkeypatch.setattr(opening_files, "_hand_over", handed.append)
    (tmp_path / "page.html").write_text("<script>alert(1)</script>")
    values = {"title": "Web page", "perspective": "records", "date": DAY.isoformat()}
    change(school, lambda e: e.add_evidence(values, ["4"], file=tmp_path / "page.html"))
    async with at_home(make_app()) as desk:
        await open_register(desk)
        await go_to(desk, "Web page")
        await desk.press("o")
        await desk.at("SaveCopyDialog")
        assert desk.sees("could run a program")
        await desk.write("#path", str(tmp_path / "page.html"))
        await desk.press("ctrl+s")
        assert "there already" in complaint_beside(desk, "#path")
        await desk.write("#path", str(tmp_path / "copy.html"))
        await desk.press("ctrl+s")
        await desk.at("RegisterScreen")
        assert (tmp_path / "copy.html").read_text() == "<script>alert(1)</script>"
        assert not handed


async def test_a_long_register_has_pages(make_app: Make, school: Path) -> None:
    def many(evaluation: Evaluation) -> None:
        from rrsa.portfolio import edits

        values = [{"title": f"Piece {n:03}", "perspective": "adults"} for n in range(130)]
        made = (edits.create("evidence", f"EX{n:03}", each) for n, each in enumerate(values))
        evaluation.commit("Many", (tuple(change for changes in made for change in changes), ()))

    change(school, many)
    async with at_home(make_app(), LARGE) as desk:
        await open_register(desk)
        total = len(desk.kept().evidence)
        assert len(listed(desk)) == 100
        first = listed(desk)[0]
        assert desk.sees("1–100, [ and ] turn the page")
        await desk.press("]")
        assert len(listed(desk)) == total - 100
        assert first not in listed(desk)
        await desk.press("]")
        assert len(listed(desk)) == total - 100, "there is no page behind the last"
        await desk.press("[")
        assert listed(desk)[0] == first


async def test_nothing_yet(make_app: Make, school: Path) -> None:
    def empty(evaluation: Evaluation) -> None:
        for each in list(evaluation.portfolio.evidence):
            evaluation.remove_evidence(each)

    change(school, empty)
    async with at_home(make_app()) as desk:
        await open_register(desk)
        assert desk.sees("No evidence yet. Press a")
        for key in ("k", "p", "w", "d", "o", "s", "enter"):
            await desk.press(key)
            assert desk.screen == "RegisterScreen"
        await desk.press("t")
        await desk.see("Every piece adds something")
