"""A folder of copies that came back: a line for each, settings made or brought up to date, nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from many_samples import NAMES, desk_with, fill, fill_quickly, written
from openpyxl import load_workbook
from returned_workbooks import Copy

from rrsa.errors import BadInput, NotFound
from rrsa.exchange.many.collecting import Collected, FileState, collect
from rrsa.exchange.many.telling import Stopped
from rrsa.overview.desk import Desk
from rrsa.portfolio import edits
from rrsa.store import open_store


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_store(tmp_path / "rrsa.db") as store:
        yield desk_with(store, *NAMES)


@pytest.fixture
def blanks(desk: Desk, tmp_path: Path) -> dict[str, Path]:
    made = written(desk, tmp_path / "out")
    (tmp_path / "in").mkdir()
    return {each.setting: each.path for each in made.written if each.path}


def states(came: Collected) -> dict[str, FileState]:
    return {each.file: each.state for each in came.lines}


def revisions(desk: Desk) -> dict[str, int]:
    return {info.id: info.revision for info in desk.store.portfolios()}


def test_sixty_with_three_odd_ones(tmp_path: Path) -> None:
    names = [f"School {n:02}" for n in range(58)]
    with open_store(tmp_path / "rrsa.db") as store:
        desk = desk_with(store, *names)
        written(desk, tmp_path / "out")
        folder = tmp_path / "in"
        folder.mkdir()
        blank = sorted((tmp_path / "out").glob("*.xlsx"))
        fill_quickly({path: folder / f"Copy of {n} (final).XLSX" for n, path in enumerate(blank[:57])})
        (folder / "holiday.pdf").write_bytes(b"%PDF-1.4")
        (folder / "torn.xlsx").write_bytes((tmp_path / "out" / "school-00-blank.xlsx").read_bytes()[:4000])
        load_workbook(tmp_path / "out" / "school-57-blank.xlsx").save(folder / "saved, not filled.xlsx")
        (folder / "~$Copy of 1 (final).XLSX").write_bytes(b"lock")
        (folder / "older").mkdir()
        came = collect(desk, folder)
        assert len(came.lines) == 60
        assert came.folders == 1
        assert [each.file for each in came.problems] == ["holiday.pdf", "saved, not filled.xlsx", "torn.xlsx"]
        assert "is not a workbook" in came.problems[0].words
        assert "nothing filled in" in came.problems[1].words
        assert "damaged" in came.problems[2].words
        assert len(store.settings()) == 57
        back = [each for each in desk.portfolio.listed.values() if each.returned_on]
        assert len(back) == 57
        assert all(store.load(each.id).portfolio.outcome("1").view == 2 for each in back[:5])

        before = revisions(desk)
        twice = collect(desk, folder)
        assert revisions(desk) == before, "running it twice adds nothing, on the desk neither"
        assert {each.state for each in twice.lines if not each.state.is_problem} == {FileState.SAME}


def test_a_copy_brings_its_setting_up_to_date(desk: Desk, blanks: dict[str, Path], tmp_path: Path) -> None:
    first = fill(blanks["ash-primary"], tmp_path / "in" / "first.xlsx")
    came = collect(desk, tmp_path / "in")
    assert came.lines[0].new
    copy = Copy(first)
    copy.set("quick-look", "2", "view", "3 Growing")
    copy.save(tmp_path / "in" / "more.xlsx")
    first.unlink()
    came = collect(desk, tmp_path / "in")
    assert (came.lines[0].new, came.lines[0].taken) == (False, 1)
    assert desk.store.load("ash-primary").portfolio.outcome("2").view == 3
    assert len(desk.store.load("ash-primary").portfolio.evidence) == 1


def test_where_two_colleagues_differ_it_waits_for_a_choice(
    desk: Desk, blanks: dict[str, Path], tmp_path: Path
) -> None:
    fill(blanks["ash-primary"], tmp_path / "in" / "a.xlsx", line="We have begun.")
    fill(blanks["ash-primary"], tmp_path / "in" / "b.xlsx", line="Not here.")
    came = collect(desk, tmp_path / "in")
    assert states(came) == {"a.xlsx": FileState.WAITS, "b.xlsx": FileState.WAITS}
    assert "1 waits for a choice" in came.lines[0].words
    portfolio = desk.store.load("ash-primary").portfolio
    assert portfolio.outcome("1").view == 2
    assert portfolio.outcome("1").line is None
    assert desk.portfolio.listed["ash-primary"].returned_on


def test_what_stands_here_is_not_written_over(desk: Desk, blanks: dict[str, Path], tmp_path: Path) -> None:
    from rrsa.evaluation import Evaluation

    fill(blanks["ash-primary"], tmp_path / "in" / "a.xlsx")
    collect(desk, tmp_path / "in")
    Evaluation.open(desk.store, "ash-primary", author="Lead").record_outcome("1", {"line": "Our own words"})
    came = collect(desk, tmp_path / "in")
    assert came.lines[0].state is FileState.WAITS
    assert desk.store.load("ash-primary").portfolio.outcome("1").line == "Our own words"


def test_a_cell_that_is_not_understood_is_named_and_the_rest_comes_in(
    desk: Desk, blanks: dict[str, Path], tmp_path: Path
) -> None:
    copy = Copy(fill(blanks["ash-primary"], tmp_path / "in" / "a.xlsx"))
    place = copy.set("quick-look", "2", "view", "fifty")
    copy.save()
    came = collect(desk, tmp_path / "in")
    assert came.lines[0].state is FileState.WAITS
    assert place in came.lines[0].words
    assert came.lines[0].taken == 5


@pytest.mark.parametrize("named", ["by its export", "by its name"])
def test_one_that_lost_its_hidden_sheets_finds_home_by_the_list(
    desk: Desk, blanks: dict[str, Path], tmp_path: Path, named: str
) -> None:
    path = fill(blanks["birch-primary"], tmp_path / "in" / "lost.xlsx")
    book = load_workbook(path)
    del book["_rrsa"], book["_words"]
    if named == "by its export":
        book.properties.title = "Copy of a copy"  # the first sheet alone still says which export it is
    book.save(path)
    if named == "by its name":
        edit = edits.set_fields(desk.portfolio, "listed", "birch-primary", {"issued": None})
        desk.commit("Forgotten", edit)
    came = collect(desk, tmp_path / "in")
    assert came.lines[0].setting == "birch-primary"
    assert came.lines[0].state is FileState.TAKEN, came.lines
    portfolio = desk.store.load("birch-primary").portfolio
    assert (portfolio.outcome("1").view, portfolio.outcome("1").line) == (2, "We have begun.")
    assert len(portfolio.evidence) == 1
    before = revisions(desk)
    collect(desk, tmp_path / "in")
    assert revisions(desk) == before


def test_one_that_lost_them_and_is_empty_makes_no_setting(
    desk: Desk, blanks: dict[str, Path], tmp_path: Path
) -> None:
    book = load_workbook(blanks["birch-primary"])
    del book["_rrsa"], book["_words"]
    book.save(tmp_path / "in" / "lost.xlsx")
    came = collect(desk, tmp_path / "in")
    assert came.lines[0].state is FileState.EMPTY
    assert not desk.store.settings()
    assert not desk.portfolio.listed["birch-primary"].returned_on


def test_a_copy_of_somebody_who_is_not_on_the_list_is_said(
    desk: Desk, blanks: dict[str, Path], tmp_path: Path
) -> None:
    fill(blanks["ash-primary"], tmp_path / "in" / "a.xlsx")
    desk.commit("Off", edits.remove(desk.portfolio.listed["ash-primary"]))
    came = collect(desk, tmp_path / "in")
    assert "“Ash Primary”, which is not on the list" in came.lines[0].words
    assert not desk.store.settings()


def test_copies_that_lie_there_as_they_went_out_are_no_problem(
    desk: Desk, blanks: dict[str, Path], tmp_path: Path
) -> None:
    folder = blanks["ash-primary"].parent
    fill(blanks["ash-primary"])
    came = collect(desk, folder)
    assert not came.problems
    assert states(came)["ash-primary-blank.xlsx"] is FileState.TAKEN
    assert states(came)["elm-primary-blank.xlsx"] is FileState.UNFILLED
    assert "read-me-first.docx" not in states(came)
    assert not desk.portfolio.listed["elm-primary"].returned_on


def test_an_older_copy_does_not_count_as_the_one_that_is_out(
    desk: Desk, blanks: dict[str, Path], tmp_path: Path
) -> None:
    from rrsa.exchange.many.blanks import write_blanks

    fill(blanks["ash-primary"], tmp_path / "in" / "a.xlsx")
    collect(desk, tmp_path / "in")
    write_blanks(desk, tmp_path / "new", ["ash-primary"], again=True)
    assert collect(desk, tmp_path / "in").lines[0].state is FileState.SAME
    assert desk.portfolio.listed["ash-primary"].returned_on is None


def test_stopped_it_keeps_what_came_in(desk: Desk, blanks: dict[str, Path], tmp_path: Path) -> None:
    for setting, path in blanks.items():
        fill(path, tmp_path / "in" / f"{setting}.xlsx")

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Stopped

    came = collect(desk, tmp_path / "in", progress=stop)
    assert came.stopped
    assert len(came.lines) == 2
    assert len(desk.store.settings()) == 2
    assert sum(bool(each.returned_on) for each in desk.portfolio.listed.values()) == 2
    assert not collect(desk, tmp_path / "in").stopped
    assert len(desk.store.settings()) == len(NAMES)


def test_bad_places(desk: Desk, blanks: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no folder"):
        collect(desk, tmp_path / "nowhere")
    with pytest.raises(NotFound, match="there is no file in"):
        collect(desk, tmp_path / "in")
    with pytest.raises(BadInput, match="is a file"):
        collect(desk, blanks["ash-primary"])
