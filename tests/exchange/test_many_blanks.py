"""Blank copies for every setting on the list: each with its name, noted on the desk, none written twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from many_samples import NAMES, desk_with, fill, ident, written
from openpyxl import load_workbook
from returned_workbooks import SMALL

from rrsa.errors import BadInput, NotFound
from rrsa.exchange.many.blanks import BlankState, write_blanks
from rrsa.exchange.many.recognising import recognised
from rrsa.exchange.many.telling import Stopped
from rrsa.framework.adopted import adopt
from rrsa.overview.desk import Desk
from rrsa.portfolio import edits
from rrsa.setup import create_setting
from rrsa.store import open_store


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_store(tmp_path / "rrsa.db") as store:
        yield desk_with(store, *NAMES)


def test_each_has_its_name_on_the_cover_and_its_export_on_the_desk(desk: Desk, tmp_path: Path) -> None:
    before = desk.revision
    made = write_blanks(desk, tmp_path / "out", return_to="Rights officer", return_by=date(2099, 1, 30))
    assert [each.name for each in made.written] == list(NAMES)
    for each in made.written:
        assert each.path is not None
        assert each.path.name == f"{each.setting}-blank.xlsx"
        start = load_workbook(each.path).worksheets[0]
        cells = {row[0]: row[1] for row in start.iter_rows(max_col=2, values_only=True)}
        assert each.name in cells
        assert cells["Return to"] == "Rights officer"
        assert str(cells["Return by"]).startswith("2099-01-30")
        found = recognised(each.path)
        assert (found.setting, found.copy, found.untouched) == (each.setting, "blank", True)
        listed = desk.portfolio.listed[each.setting]
        assert listed.issued == found.export == each.export
        assert listed.issued_on == desk.today.isoformat()
    assert desk.revision == before + 1, "one changeset for all"
    assert desk.history()[0].changeset.reason == "4 blank copies sent out"
    desk.undo()
    assert not any(each.issued for each in desk.portfolio.listed.values())


def test_the_letter_says_to_whom_and_until_when_and_stays_as_somebody_made_it(
    desk: Desk, tmp_path: Path
) -> None:
    made = write_blanks(desk, tmp_path / "out", return_to="Rights officer", return_by=date(2099, 1, 30))
    assert made.letter is not None
    said = "\n".join(p.text for p in Document(str(made.letter)).paragraphs)
    cells = [c.text for t in Document(str(made.letter)).tables for row in t.rows for c in row.cells]
    assert "stop, listen, and follow your child protection procedure" in said
    assert {"Rights officer", "30 Jan 2099"} <= set(cells)
    assert write_blanks(desk, tmp_path / "out").letter is None, "a later run leaves it"
    own = Document(str(made.letter))
    own.add_paragraph("With kind regards")
    own.save(str(made.letter))
    content = made.letter.read_bytes()
    assert write_blanks(desk, tmp_path / "out", again=True, return_to="Somebody").letter is None
    assert made.letter.read_bytes() == content


def test_run_again_it_writes_only_what_is_missing(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    written(desk, folder)
    contents = {path: path.read_bytes() for path in folder.iterdir()}
    desk.commit("One more", (edits.create("listed", "fir-primary", {"name": "Fir Primary"}), ()))
    made = write_blanks(desk, folder)
    assert [each.setting for each in made.written] == ["fir-primary"]
    assert {each.state for each in made.lines} == {BlankState.THERE, BlankState.WRITTEN}
    assert all(path.read_bytes() == content for path, content in contents.items())
    elsewhere = write_blanks(desk, tmp_path / "elsewhere")
    assert {each.state for each in elsewhere.lines} == {BlankState.ISSUED}
    assert not elsewhere.problems


def test_again_writes_new_ones_and_they_have_not_come_back_yet(desk: Desk, tmp_path: Path) -> None:
    written(desk, tmp_path / "out")
    edit = edits.set_fields(desk.portfolio, "listed", ident(NAMES[0]), {"returned_on": "2026-01-01"})
    desk.commit("Back", edit)
    first = desk.portfolio.listed[ident(NAMES[0])].issued
    made = write_blanks(desk, tmp_path / "out", again=True)
    assert len(made.written) == len(NAMES)
    listed = desk.portfolio.listed[ident(NAMES[0])]
    assert listed.issued not in (None, first)
    assert listed.returned_on is None


def test_one_that_was_filled_in_is_never_written_over(desk: Desk, tmp_path: Path) -> None:
    made = written(desk, tmp_path / "out")
    path = made.written[0].path
    assert path is not None
    fill(path)
    content = path.read_bytes()
    once_more = write_blanks(desk, tmp_path / "out", again=True)
    assert once_more.lines[0].state is BlankState.FILLED
    assert [each.setting for each in once_more.problems] == [ident(NAMES[0])]
    assert path.read_bytes() == content
    assert len(once_more.written) == len(NAMES) - 1, "the others go on"


def test_something_else_of_that_name_stays(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    written(desk, folder)
    (folder / "birch-primary-blank.xlsx").write_bytes((folder / "ash-primary-blank.xlsx").read_bytes())
    (folder / "cedar-primary-blank.xlsx").write_text("my notes", "utf-8")
    made = write_blanks(desk, folder, again=True)
    assert [each.setting for each in made.problems] == ["birch-primary", "cedar-primary"]
    assert "is no copy for this setting" in made.problems[0].words
    assert (folder / "cedar-primary-blank.xlsx").read_text("utf-8") == "my notes"


def test_stopped_it_keeps_what_is_whole_and_goes_on_later(desk: Desk, tmp_path: Path) -> None:
    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Stopped

    made = write_blanks(desk, tmp_path / "out", progress=stop)
    assert made.stopped
    assert len(made.written) == 2
    assert sum(bool(each.issued) for each in desk.portfolio.listed.values()) == 2
    later = write_blanks(desk, tmp_path / "out")
    assert len(later.written) == 2
    assert all(each.issued for each in desk.portfolio.listed.values())


def test_copies_that_a_killed_run_left_are_noted_by_the_next(desk: Desk, tmp_path: Path) -> None:
    written(desk, tmp_path / "out")
    desk.undo()  # as if it had been killed before it wrote that down
    made = write_blanks(desk, tmp_path / "out")
    assert {each.state for each in made.lines} == {BlankState.THERE}
    for each in made.lines:
        assert each.export
        assert desk.portfolio.listed[each.setting].issued == each.export


def test_a_colleague_at_the_same_desk_loses_nothing(desk: Desk, tmp_path: Path) -> None:
    other = Desk.open(desk.store, "Colleague")
    ash = other.portfolio.listed["ash-primary"]
    other.commit("Taken off", edits.remove(ash))
    other.commit("Noted", edits.set_fields(other.portfolio, "listed", "elm-primary", {"issued": "x"}))
    made = write_blanks(desk, tmp_path / "out")
    assert len(made.written) == len(NAMES)
    desk.refresh()
    assert "ash-primary" not in desk.portfolio.listed
    assert desk.portfolio.listed["elm-primary"].issued == made.written[-1].export


def test_a_setting_that_is_kept_here_is_sent_its_own_framework_text(desk: Desk, tmp_path: Path) -> None:
    own = adopt(SMALL.read_text("utf-8") + "# our own remark\n")
    create_setting(desk.store, NAMES[0], own, author="Lead")
    made = write_blanks(desk, tmp_path / "out", ["ash-primary"])
    assert [each.setting for each in made.written] == ["ash-primary"]
    path = made.written[0].path
    assert path is not None
    assert ("framework_sha256", own.sha256) in [
        row[:2] for row in load_workbook(path)["_rrsa"].iter_rows(values_only=True)
    ]


@pytest.mark.parametrize("kind", ["partnership"])
def test_where_no_framework_is_on_offer_the_others_go_on(desk: Desk, tmp_path: Path, kind: str) -> None:
    desk.commit("More", (edits.create("listed", "board", {"name": "A board", "kind": kind}), ()))
    made = write_blanks(desk, tmp_path / "out")
    assert [each.setting for each in made.problems] == ["board"]
    assert "no framework is on offer for a partnership" in made.problems[0].words
    assert len(made.written) == len(NAMES)


def test_bad_places_change_nothing(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x", "utf-8")
    before = desk.revision
    with pytest.raises(BadInput, match="is a file"):
        write_blanks(desk, file)
    with pytest.raises(BadInput, match="there is no folder"):
        write_blanks(desk, tmp_path / "no" / "such")
    assert desk.revision == before
    with open_store(tmp_path / "empty.db") as store, pytest.raises(NotFound, match="nobody on the list"):
        write_blanks(Desk.open(store, "Coordinator"), tmp_path / "out")
