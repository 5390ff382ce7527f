"""Files that are no working copy, or no longer whole: each refused in one line, and nothing changes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook as OtherWorkbook
from openpyxl import load_workbook
from openpyxl.comments import Comment
from returned_workbooks import RECORDS, SMALL, TODAY, look, made, refused, words, working
from workbook_reader import export

from rrsa.errors import RrsaError
from rrsa.evaluation import Evaluation
from rrsa.exchange.returning import opening, read_returns
from rrsa.exchange.returning.reading import Cancelled
from rrsa.exchange.returning.sheet_parser import Broken
from rrsa.exchange.returning.workbook import Workbook
from rrsa.framework.adopted import adopt_file
from rrsa.setup import create_setting
from rrsa.store import open_store

BOMB = (
    '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)


@pytest.fixture
def school(recorded: Callable[..., Evaluation]) -> Evaluation:
    return recorded(RECORDS)


def rewritten(source: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of a workbook with its parts changed; ``None`` leaves one out."""
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in archive.namelist():
            part = change(name, archive.read(name))
            if part is not None:
                made.writestr(name, part)
    return target


def bad_files(good: Path, folder: Path) -> Iterator[tuple[str, Path, str]]:
    """Each way in which a file can be none: its name, the file, and what the message says."""

    def made(name: str, content: bytes) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    content = good.read_bytes()
    yield "missing", folder / "nowhere.xlsx", "there is no file"
    yield "folder", folder, "is a folder"
    yield "empty", made("empty.xlsx", b""), "is empty"
    yield "text", made("text.xlsx", b"a,b,c\n1,2,3\n"), "is not a workbook"
    yield "cut off", made("cut.xlsx", content[: len(content) // 2]), "damaged or was cut off"
    yield "only its beginning", made("pk.xlsx", b"PK\x03\x04"), "damaged or was cut off"
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
    locked = ole + "EncryptedPackage".encode("utf-16-le")
    yield "password", made("locked.xlsx", locked), "locked with a password"
    yield "old form", made("old.xls", ole), "in the old form, .xls"
    turned = bytearray(content)
    turned[content.index(b"xl/worksheets/sheet2.xml") + 60] ^= 0xFF
    yield "a turned byte", made("turned.xlsx", bytes(turned)), "damaged or was cut off"

    def path(name: str, change: Callable[[str, bytes], bytes | None]) -> Path:
        return rewritten(good, folder / name, change)

    macros = path("macros.xlsm", lambda _name, part: part)
    with zipfile.ZipFile(macros, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Attribute")
    yield "macros", macros, "holds macros"
    yield (
        "no workbook at all",
        path("other.xlsx", lambda name, part: None if name.startswith("[Content") else part),
        "is not an .xlsx workbook",
    )
    bomb = path(
        "bomb.xlsx",
        lambda name, part: (
            part.replace(b"<sst", BOMB.encode() + b"<sst", 1).replace(b"<t>", b"<t>&d;", 1)
            if name == "xl/sharedStrings.xml"
            else part
        ),
    )
    yield "entity bomb in the texts", bomb, "holds declarations"
    for part_name in ("xl/workbook.xml", "xl/styles.xml", "docProps/core.xml", "xl/worksheets/sheet2.xml"):
        declared = path(
            part_name.rpartition("/")[2] + ".xlsx",
            lambda name, part, wanted=part_name: (  # type: ignore[misc]
                part.replace(b"?>", b"?>" + BOMB.encode(), 1) if name == wanted else part
            ),
        )
        if part_name != "docProps/core.xml":  # only read where the hidden sheet is gone
            yield f"entity bomb in {part_name}", declared, "holds declarations"
    broken = path("broken.xlsx", lambda name, part: part[:-40] if name == "xl/workbook.xml" else part)
    yield "broken part", broken, "damaged or was cut off"
    packed = folder / "packed.xlsx"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"x")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 20_000_000)
    yield "packed too closely", packed, "packed as no spreadsheet program packs"
    many = folder / "many.xlsx"
    with zipfile.ZipFile(many, "w") as archive:
        for n in range(opening.MEMBERS + 1):
            archive.writestr(f"part{n}", b"")
    yield "too many parts", many, "larger than any working copy"
    somebodys = folder / "somebodys.xlsx"
    book = OtherWorkbook()
    book.active["A1"] = "Shopping"
    book.save(somebodys)
    yield "somebody's own", somebodys, "holds no sheet of a working copy"


def test_what_is_no_working_copy_is_refused_in_a_line(school: Evaluation, tmp_path: Path) -> None:
    good = export(school, tmp_path / "good.xlsx", "working")
    folder = tmp_path / "bad"
    folder.mkdir()
    before = school.store.load(school.setting_id)
    for name, path, expected in bad_files(good, folder):
        with pytest.raises(RrsaError) as problem:
            read_returns(school.store, [path], today=TODAY)
        assert expected in problem.value.what, name
        assert problem.value.mend, name
        assert "\n" not in str(problem.value)
    assert school.store.load(school.setting_id) == before


def test_a_bad_file_among_good_ones_is_named_and_the_others_are_read(
    school: Evaluation, tmp_path: Path
) -> None:
    copy = working(school, tmp_path)
    copy.set("quick-look", "1", "line", "Now in every class.")
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"nothing")
    preview = look(school.store, bad, copy.save())
    assert words(preview) == {"outcome/1/line": "Now in every class."}
    assert "is not a workbook" in refused(preview)["bad.xlsx"]


def test_a_bad_file_is_named_once_however_many_settings_the_others_belong_to(
    school: Evaluation, tmp_path: Path
) -> None:
    other = create_setting(school.store, "Other School", adopt_file(SMALL), author="Lead", aim="second")
    paths = [
        working(Evaluation.open(school.store, setting, author="Lead"), tmp_path, f"{setting}.xlsx").path
        for setting in (school.setting_id, other)
    ]
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"nothing")
    previews = read_returns(school.store, [*paths, bad], today=TODAY)
    assert len(previews) == 2
    assert [each.place for preview in previews for each in preview.refused] == ["bad.xlsx"]


def test_an_assessors_copy_and_one_from_a_newer_program_do_not_come_back(
    school: Evaluation, tmp_path: Path
) -> None:
    with pytest.raises(RrsaError, match="assessor's copy, which does not come back"):
        look(school.store, export(school, tmp_path / "assessor.xlsx", "assessor"))
    copy = working(school, tmp_path)
    copy.book["_rrsa"]["B1"] = "2"
    with pytest.raises(RrsaError, match="written by a newer rrsa — bring rrsa up to date"):
        look(school.store, copy.save())


def test_an_older_export_is_still_compared_with_its_own_base(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    ledger = copy.book["_rrsa"]
    # As they went out before a copy said what its setting is called.
    for row in reversed(range(1, 20)):
        if ledger.cell(row, 1).value in ("name", "aim", "who"):
            ledger.delete_rows(row)
    school.record_outcome("2", {"line": "Since then."})
    copy.set("quick-look", "1", "line", "Filled in since.")
    assert words(look(school.store, copy.save())) == {"outcome/1/line": "Filled in since."}


def test_a_copy_of_a_setting_that_is_not_here_says_where_it_belongs(
    school: Evaluation, tmp_path: Path
) -> None:
    path = export(school, tmp_path / "copy.xlsx", "working")
    with open_store(tmp_path / "elsewhere.db") as other, pytest.raises(RrsaError) as problem:
        look(other, path)
    assert "belongs to “glen-school”, which is not kept here" in str(problem.value)


def test_where_comments_stand_is_said(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    copy.set("quick-look", "1", "line", "Now in every class.")
    assert not any("comments" in note for note in look(school.store, copy.save()).notes)
    cell = copy.cell("evidence", "E11111111", "note")
    cell.comment = Comment("Ask the kitchen as well.", "P6")
    preview = look(school.store, copy.save())
    said = f"copy.xlsx: comments are not read; look at those at Evidence!{cell.coordinate}"
    assert said in preview.notes
    assert words(preview) == {"outcome/1/line": "Now in every class."}

    def broken(name: str, part: bytes) -> bytes:
        return b"<!DOCTYPE x><x>" if "comment" in name and name.endswith(".xml") else part

    preview = look(school.store, rewritten(copy.path, tmp_path / "broken.xlsx", broken))
    assert words(preview) == {"outcome/1/line": "Now in every class."}


def test_a_sheet_that_was_copied_inside_is_named_and_not_read(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    second = copy.book.copy_worksheet(copy.book["Evidence"])
    second.title = "Evidence (2)"
    for row in second.iter_rows():
        for cell in row:
            if cell.value == "Library":
                cell.value = "Elsewhere"
    preview = look(school.store, copy.save())
    assert not preview.differences
    assert any("“Evidence (2)” is a copy of “Evidence” and is not read" in note for note in preview.notes)


def test_without_its_hidden_sheet_every_difference_is_asked_about(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    copy.set("quick-look", "1", "line", "Now in every class.")
    copy.set("evidence", "E11111111", "place", "Library")
    del copy.book["_rrsa"]
    preview = look(school.store, copy.save())
    assert words(preview) == {"outcome/1/line": "Now in every class.", "evidence/E11111111/place": "Library"}
    assert not preview.changes
    assert {each.base for each in preview.conflicts} == {None}
    assert any("has lost its hidden sheet" in note for note in preview.notes)
    # A small number of people that did not leave is no difference either.
    assert not preview.refused


def test_what_is_left_of_the_hidden_sheet_is_used_and_what_is_said_of_it_is_so(
    school: Evaluation, tmp_path: Path
) -> None:
    copy = working(school, tmp_path)
    copy.set("quick-look", "1", "line", "Now in every class.")
    hidden = copy.book["_rrsa"]
    first = {row[0].value: row[0].row for row in hidden.iter_rows(max_col=1)}
    for name in ("format", "export", "base", "setting"):
        hidden.cell(first[name], 1).value = None
    preview = look(school.store, copy.save())
    assert [each.key for each in preview.changes] == ["outcome/1/line"]
    assert not preview.conflicts
    assert not any("hidden sheet" in note for note in preview.notes)
    for row in hidden.iter_rows(max_col=1):
        if row[0].value == "row":
            row[0].value = None
    preview = look(school.store, copy.save())
    assert [each.key for each in preview.conflicts] == ["outcome/1/line"]
    assert not preview.changes
    assert any("has lost its hidden sheet" in note for note in preview.notes)


def test_a_copy_from_another_history_is_asked_about(
    school: Evaluation, recorded: Callable[..., Evaluation], tmp_path: Path
) -> None:
    """As from another computer, or from before a backup was brought back: its base is not ours."""
    other = dict(RECORDS)
    other["outcome", "1"] = {"view": 4, "line": "Another view."}
    other["evidence", "E44444444"] = {"title": "Seen there only", "perspective": "adults"}
    with open_store(tmp_path / "other.db") as store:
        path = export(made(store, other), tmp_path / "other.xlsx", "working")
    preview = look(school.store, path)
    assert not preview.changes
    assert words(preview) == {
        "outcome/1/view": "4 Rooted",
        "outcome/1/line": "Another view.",
        "outcome/1/achieved": "",
        "evidence/E44444444/present": "Title: Seen there only; Whose view: Adults' views",
    }
    assert any("every difference is asked about" in note for note in preview.notes)
    assert not preview.refused


def test_progress_reaches_its_end_and_can_cancel(school: Evaluation, tmp_path: Path) -> None:
    path = export(school, tmp_path / "copy.xlsx", "working")
    told: list[tuple[int, int]] = []
    read_returns(school.store, [path], today=TODAY, progress=lambda *step: told.append(step))
    assert told[-1][0] == told[-1][1]
    assert [done for done, _total in told] == sorted(done for done, _total in told)

    def cancel(done: int, _total: int) -> None:
        if done > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_returns(school.store, [path], today=TODAY, progress=cancel)


def test_what_is_read_is_what_openpyxl_reads(school: Evaluation, tmp_path: Path) -> None:
    path = working(school, tmp_path).save()
    theirs = load_workbook(path, data_only=True)
    with Workbook(path) as ours:
        assert list(ours.sheets) == theirs.sheetnames
        for name in ours.sheets:
            read = {
                (row.number, column): value
                for row in ours.sheet(name).rows
                for column, value in row.cells.items()
                if not isinstance(value, Broken)  # openpyxl forgets what a formula came to
            }
            expected = {
                (cell.row, cell.column): cell.value.date() if hasattr(cell.value, "date") else cell.value
                for row in theirs[name].iter_rows()
                for cell in row
                if cell.value not in (None, "")
            }
            assert read == expected, name


def test_days_counted_from_1904_and_days_without_a_format_are_days(
    school: Evaluation, tmp_path: Path
) -> None:
    copy = working(school, tmp_path)
    cell = copy.cell("evidence", "E11111111", "date")
    cell.value, cell.number_format = 46115, "General"
    assert words(look(school.store, copy.save())) == {"evidence/E11111111/date": "3 Apr 2026"}

    def from_1904(name: str, part: bytes) -> bytes:
        if name == "xl/workbook.xml":
            return part.replace(b"<workbookPr", b'<workbookPr date1904="1"', 1)
        return part.replace(b"<v>46115</v>", b"<v>44653</v>")

    cell = copy.cell("evidence", "E11111111", "date")
    cell.number_format = "d mmm yyyy"
    dated = rewritten(copy.save(), tmp_path / "1904.xlsx", from_1904)
    assert words(look(school.store, dated))["evidence/E11111111/date"] == "3 Apr 2026"


def test_a_wrong_size_and_a_missing_style_sheet_do_no_harm(school: Evaluation, tmp_path: Path) -> None:
    path = export(school, tmp_path / "copy.xlsx", "working")

    def odd(name: str, part: bytes) -> bytes | None:
        if name == "xl/styles.xml":
            return None
        return re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1"/>', part)

    preview = look(school.store, rewritten(path, tmp_path / "odd.xlsx", odd))
    assert not preview.differences and not preview.refused


def test_control_characters_and_directions_are_taken_out(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    copy.set("evidence", "E11111111", "note", "مرحبا 👋🏽 \u202eabc _x0007_ end\r\nline")
    copy.set("evidence", "E22222222", "note", '=cmd|"/C calc"!A0')
    copy.cell("evidence", "E22222222", "note").data_type = "s"
    preview = look(school.store, copy.save())
    side = next(each for each in preview.differences if each.key.endswith("E11111111/note")).theirs[0]
    (value,) = side.values.values()
    assert value == "مرحبا 👋🏽 abc  end\nline"
    assert words(preview)["evidence/E22222222/note"] == '=cmd|"/C calc"!A0'


def test_copy_is_found_by_its_references_alone(school: Evaluation, tmp_path: Path) -> None:
    """Hidden sheets, title and the first sheet gone, sheets renamed: what is left still finds its way."""
    copy = working(school, tmp_path)
    copy.set("quick-look", "2", "view", "4")
    for name in ("_rrsa", "_words", "Start here"):
        del copy.book[name]
    copy.book.properties.title = None
    copy.book["Quick look"].title = "Our grades"
    preview = look(school.store, copy.save())
    assert [each.key for each in preview.differences] == ["outcome/2/view"]
