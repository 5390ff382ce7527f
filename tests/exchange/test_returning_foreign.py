"""What LibreOffice and exceljs have made of working copies, brought in again.

The files in ``tests/data/foreign`` are made by ``python scripts/foreign_workbooks.py``; what was done to each
stands in ``tests/foreign/edits.yaml``. The same has to come of what each program makes today.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from foreign_writers import BACK, Said, compared, foreign, named, said
from openpyxl import load_workbook
from workbook_reader import carried

from rrsa import paths
from rrsa.errors import NotFound
from rrsa.evaluation import Evaluation
from rrsa.exchange.returning import apply_return, read_returns
from rrsa.portfolio.privacy import redact
from rrsa.store import Store, open_store

pytestmark = pytest.mark.xdist_group("foreign programs")  # each of them starts once

LINE = {"outcome/2/line": "Both sides are heard."}
SCRAMBLED = "this row was scrambled"

NOTHING = Said({}, {}, {})
FILLED_IN = {
    "outcome/3/view": "3 Growing",
    "outcome/3/line": "The pupil council is asked about most things.",
    "outcome/1/line": "All classes have talked about rights by now.",
    "outcome/2/difference": "Fewer children sit alone at lunch.",
    "look/1.b/answer": "Yes",
    "evidence/wall/place": "The hall; photographs on the shared drive",
    "evidence/circle/people": "31",
    "evidence/new/title": "A song about article 12",
    "evidence/new/perspective": "Children's views",
    "evidence/new/for": "1, 3.a (Shows not yet); chosen for 1",
    "evidence/new/date": "21 Aug 2026",
    "evidence/new/people": "18",
    "action/new/what": "Sing it at the open day",
    "action/new/outcome": "1 Know rights",
    "action/new/due": "6 Nov 2026",
    "action/new/status": "Planned",
    "action/tell-new/status": "Done 28 Aug 2026",
    "reading/new/measure": "“Children who say they heard back”",
    "reading/new/date": "31 Aug 2026",
    "reading/new/count": "40",
    "reading/new/n": "61",
}
DATES = {
    "evidence/wall/date": "3 Apr 2026",
    "evidence/circle/date": "3 Apr 2026",
    "evidence/note-home/date": "3 Apr 2026",
    "evidence/new/title": "Typed as machines do; Typed with a short year; Typed with dots",
    "evidence/new/perspective": "Observation; Observation; Observation",
    "evidence/new/date": "3 Apr 2026; 3 Apr 2026; 3 Apr 2026",
    "action/tell-new/due": "13 Nov 2026",
}
PASTED = {
    "outcome/1/achieved": "First this.\nThen\tthat.\n\n– and a list:\n• one\n• two",
    "outcome/2/line": "Both sides heard\u00a0– mostly.\u200b",
    "evidence/wall/note": '=HYPERLINK("http://example.org","look")',
    "evidence/minutes/note": "+44 is not a formula; @nor is this; -1 child",
    "evidence/circle/place": "رف الكتب 📚 second shelf",
}

EXPECTED: dict[str, Said] = {
    "saved": NOTHING,
    "by-another-format": NOTHING,
    "filled-in": Said(FILLED_IN, {}, {}),
    "sorted": Said({"evidence/minutes/place": "The green folder"}, {}, {}),
    "filtered": Said(
        {"evidence/wall/seen_by": "Janitor", "look/2.a/why": "Playground notes of a week in May"}, {}, {}
    ),
    # A row that is missing is asked about; one of the framework's is simply not there.
    "row-deleted": Said({}, {"missing/evidence/minutes": "", "missing/evidence/note-home": ""}, {}),
    "row-duplicated": Said(
        {}, {}, {f"Action plan!A{row}": "the reference answer-wall stands in row" for row in (5, 6)}
    ),
    "column-moved": Said({"evidence/circle/place": "P6 cupboard"}, {}, {}),
    "inserted": Said({"evidence/slide/seen_by": "Head teacher"}, {}, {}),
    "sheets": Said({"evidence/wall/seen_by": "Janitor"}, {}, {}),
    "pasted": Said(PASTED, {}, {}),
    "dates": Said(
        DATES,
        {},
        {
            "Evidence!H7": "“last Tuesday” is not a date",
            "Evidence!H8": "there is no such day as “32/13/2026”",
        },
    ),
    "grades": Said(
        {"outcome/1/view": "3 Growing", "outcome/2/view": "4 Rooted"},
        {},
        {
            "Quick look!D6": "“9” is not a grade of this framework",
            "Look-fors!F5": "“rather” is not among the words of this column",
            "Evidence!N6": "“about 30” is not a whole number",
            "Evidence!N8": "“-4” is not a whole number",
            "Evidence!D7": "there is no outcome or look-for “9.z”",
        },
    ),
    "merged": Said({"outcome/3/line": "Typed before the merge."}, {}, {}),
    "cleared": Said(
        {"outcome/2/line": "", "evidence/circle/place": "", "look/2.a/answer": ""},
        {},
        {"Evidence!B4": "the title is missing"},
    ),
    # No base is known any more: every difference is asked about.
    "hidden-sheet-gone": Said({}, LINE, {}),
    "all-signs-gone": Said({}, LINE, {}),
    "formulas": Said(
        {"evidence/circle/people": "29", "outcome/1/line": "All classes"},
        {},
        {"Quick look!D5": "the error #DIV/0! stands here"},
    ),
    "scrambled": Said(LINE, {}, {f"Evidence!A{row}": SCRAMBLED for row in (4, 6, 7)}),
    "all-at-once": Said(
        {
            "outcome/3/view": "4 Rooted",
            "outcome/1/line": "All classes have talked about rights by now.",
            "outcome/2/line": "",
            "outcome/2/difference": "Fewer children\nsit alone at lunch.",
            "outcome/1/achieved": "Each class chose a right.",
            "look/2.a/why": "Playground notes of a week in May",
            "evidence/circle/date": "3 Apr 2026",
            "evidence/wall/place": "The hall; photographs on the shared drive",
            "evidence/new/title": "A song about article 12",
            "evidence/new/perspective": "Children's views",
            "evidence/new/for": "1",
            "action/tell-new/status": "Done 28 Aug 2026",
            "measure/heard/target": "50",
        },
        {"missing/reading/june": ""},
        {"Evidence!I4": "there is no such day as “32/13/2026”"},
    ),
    "retyped-references": Said(
        {"evidence/minutes/seen_by": "Janitor"},
        {},
        {"Evidence!A4": "the row begins with E12 and ends with wall-M"},
    ),
}
# exceljs empties what a merged cell covers; LibreOffice keeps it.
COVERED_BY_EXCELJS = {"merged": ("Evidence!J5", "Evidence!J6"), "all-at-once": ("Look-fors!G5",)}


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Evaluation]:
    """The school whose copies went out, as it stood then."""
    with open_store(tmp_path / "school.db") as store:
        yield foreign.make_setting(store)


@pytest.fixture(scope="module")
def made_today(
    libreoffice: str, exceljs: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Path]]:
    """What both programs, as they are on this machine, make of the copies: way → files."""
    folder = tmp_path_factory.mktemp("foreign")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RRSA_HOME", str(folder / "home"))
        with open_store(folder / "school.db") as store:
            sources = foreign.export(foreign.make_setting(store), folder)
    found: dict[str, list[Path]] = {}
    for path in foreign.make(folder, sources):
        found.setdefault(path.name.split(".")[0], []).append(path)
    return found


def expected(path: Path) -> Said:
    """What has to come of a file, by its name."""
    way, writer, _ending = path.name.split(".")
    found = EXPECTED[way]
    covered = COVERED_BY_EXCELJS.get(way, ()) if writer == "exceljs" else ()
    return found._replace(refused=found.refused | dict.fromkeys(covered, "a merged cell covers this one"))


def agrees(preview: Said, wanted: Said, name: str) -> None:
    assert preview.changes == wanted.changes, name
    assert preview.waits == wanted.waits, name
    assert preview.refused.keys() == wanted.refused.keys(), name
    for place, why in preview.refused.items():
        assert why.startswith(wanted.refused[place]), f"{name} {place}: {why}"
        assert " — " in why, "it says how to mend it"


@pytest.mark.parametrize("way", EXPECTED)
def test_each_kept_workbook_says_what_was_done_to_it(school: Evaluation, way: str) -> None:
    (path,) = foreign.FIXTURES.glob(f"{way}.*.xlsx")
    agrees(said(compared(school.store, [path])), expected(path), path.name)


def test_every_way_of_editing_has_its_workbook_and_what_is_expected_of_it() -> None:
    kept = {path.name.split(".")[0] for path in foreign.FIXTURES.glob("*.*.xlsx")}
    ways = set(foreign.plan())
    assert kept == ways
    assert ways - EXPECTED.keys() == {"blank-filled-in", "one-column-sorted"}
    assert len(ways) >= 15
    assert sum(path.stat().st_size for path in foreign.FIXTURES.iterdir()) < 1024 * 1024


def test_what_each_program_makes_today_says_the_same(
    school: Evaluation, made_today: dict[str, list[Path]]
) -> None:
    tried = 0
    for way in EXPECTED:
        for path in made_today[way]:
            agrees(said(compared(school.store, [path])), expected(path), path.name)
            tried += 1
    assert tried >= 2 * len(EXPECTED) - 1


def test_a_column_that_was_sorted_on_its_own_is_noticed(school: Evaluation) -> None:
    (path,) = foreign.FIXTURES.glob("one-column-sorted.*.xlsx")
    found = said(compared(school.store, [path]))
    assert found.changes == LINE
    assert found.refused.keys() == {"Evidence!B4", "Evidence!B6", "Evidence!B7"}


# -- brought in ------------------------------------------------------------------------------------


@pytest.mark.parametrize("writer", ["libreoffice", "exceljs"])
def test_it_goes_out_comes_back_changed_and_goes_out_the_same(
    school: Evaluation, made_today: dict[str, list[Path]], tmp_path: Path, writer: str
) -> None:
    """What another program saved is taken in, and the next export holds just that."""
    store, before = school.store, school.store.load(school.setting_id).portfolio
    (path,) = [each for each in made_today["filled-in"] if writer in each.name]
    applied = apply_return(store, compared(store, [path]), {}, author="Depute head")
    assert applied.committed and not applied.left
    reopened = Evaluation.open(store, school.setting_id, author="Lead", on=BACK)
    again = foreign.export(reopened, tmp_path, ["working"])["working"]
    assert _table(path) == _table(again)
    assert said(compared(store, [path])) == NOTHING, "a second time adds nothing"
    assert said(compared(store, [again])) == NOTHING
    store.undo(school.setting_id, "Depute head")
    assert store.load(school.setting_id).portfolio == before


def _table(path: Path) -> dict[tuple[str, str], Any]:
    """What stands in the columns that come back; rows and new pieces by what they say, not where."""
    book = load_workbook(path, data_only=True)
    found: dict[tuple[str, str], Any] = {}
    for sheet in ("Quick look", "Outcomes", "Look-fors", "Evidence", "Action plan", "Measures", "Readings"):
        rows = [tuple(cell or None for cell in row[1:-1]) for row in book[sheet].iter_rows(values_only=True)]
        for row in rows[3:]:
            if any(row):
                found[sheet, str(row[0])] = _as_shown(sheet, row)
    return found


def _as_shown(sheet: str, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Without what the program says of its own accord once a row has come in."""
    said_first = {"Evidence": {13: "No"}, "Action plan": {5: "Planned"}}.get(sheet, {})
    shown_only = {"Readings": {1}}.get(sheet, set())
    return tuple(
        None if n in shown_only or value == said_first.get(n) else value for n, value in enumerate(row)
    )


def test_everything_that_went_out_is_what_comes_back_from_each_program(
    school: Evaluation, made_today: dict[str, list[Path]]
) -> None:
    """Saved, or saved by way of another format: nothing is lost that a working copy carries."""
    held = carried(redact(school.portfolio).portfolio)
    assert len(held) > 100
    for path in (*made_today["saved"], *made_today["by-another-format"]):
        preview = compared(school.store, [path])
        assert said(preview) == NOTHING
        assert not preview.conflicts


def test_colleagues_who_worked_with_different_programs_are_merged_in_any_order(school: Evaluation) -> None:
    names = ("filled-in.libreoffice", "sorted.libreoffice", "pasted.libreoffice", "scrambled.exceljs")
    workbooks = [foreign.FIXTURES / f"{name}.xlsx" for name in names]
    one, other = compared(school.store, workbooks), compared(school.store, reversed(workbooks))
    found = said(one)
    assert {named(each.key) for each in other.differences} == found.changes.keys() | found.waits.keys()
    assert said(other) == found
    assert found.waits.keys() == {"outcome/2/line"}, "two of them disagree about one line"
    assert found.changes["evidence/minutes/place"] == "The green folder"
    assert found.changes["outcome/3/view"] == "3 Growing"
    assert set(found.refused) == {"Evidence!A4", "Evidence!A6", "Evidence!A7"}
    (waiting,) = one.conflicts
    assert sorted(side.workbook for side in waiting.theirs) == [workbooks[2].name, workbooks[3].name]


def test_a_missing_row_stays_unless_its_removal_is_chosen(school: Evaluation) -> None:
    (path,) = foreign.FIXTURES.glob("row-deleted.*.xlsx")
    preview = compared(school.store, [path])
    minutes = foreign.record_id("evidence", "minutes")
    apply_return(school.store, preview, {}, prefer="theirs", author="Lead")
    assert minutes in school.store.load(school.setting_id).portfolio.evidence
    apply_return(school.store, preview, {f"missing/evidence/{minutes}": "remove"}, author="Lead")
    left = school.store.load(school.setting_id).portfolio
    assert minutes not in left.evidence
    assert foreign.record_id("evidence", "note-home") in left.evidence
    assert left.actions[foreign.record_id("action", "tell-new")].because is None


def test_fifteen_ways_at_once_are_settled_brought_in_taken_back_and_done_again(school: Evaluation) -> None:
    """A whole staff room's workbook, while the app has moved on in two of its cells."""
    store, setting = school.store, school.setting_id
    school.record_outcome("1", {"line": "Every class has, twice."})
    school.record_outcome("3", {"view": 2})
    before = store.load(setting).portfolio
    (path,) = foreign.FIXTURES.glob("all-at-once.*.xlsx")
    preview = compared(store, [path])
    assert said(preview).waits.keys() == {"outcome/1/line", "outcome/3/view", "missing/reading/june"}
    choices = {"outcome/1/line": "mine", "outcome/3/view": "theirs"}
    applied = apply_return(store, preview, choices, author="Depute head")
    assert [named(each.key) for each in applied.left] == ["missing/reading/june"]
    after = store.load(setting).portfolio
    assert after.outcome("1").line == "Every class has, twice."
    assert after.outcome("3").view == 4
    assert after.outcome("2").line is None
    assert after.measures[foreign.record_id("measure", "heard")].target == 50
    assert after.readings.keys() == before.readings.keys()
    assert len(after.evidence) == len(before.evidence) + 1
    store.undo(setting, "Depute head")
    assert store.load(setting).portfolio == before
    store.redo(setting, "Depute head")
    assert store.load(setting).portfolio == after
    left = said(compared(store, [path]))
    assert not left.changes, "a second time adds nothing"
    assert "outcome/1/line" not in left.changes


def test_what_the_app_has_changed_meanwhile_waits_for_a_choice(school: Evaluation) -> None:
    school.record_outcome("1", {"line": "Every class has, twice."})
    school.record_outcome("3", {"view": 2})
    school.record_outcome("2", {"achieved": "A rota of listeners."})
    (path,) = foreign.FIXTURES.glob("filled-in.*.xlsx")
    preview = compared(school.store, [path])
    found = said(preview)
    assert found.waits.keys() == {"outcome/1/line", "outcome/3/view"}
    assert found.changes.keys() == FILLED_IN.keys() - found.waits.keys()
    line = next(each for each in preview.conflicts if each.key == "outcome/1/line")
    assert (line.base, line.mine) == ("Most classes have talked about rights.", "Every class has, twice.")
    assert line.theirs[0].place == "Quick look!E4"
    choices = {"outcome/1/line": "theirs", "outcome/3/view": "mine"}
    apply_return(school.store, preview, choices, author="Lead")
    now = school.store.load(school.setting_id).portfolio
    assert now.outcome("1").line == FILLED_IN["outcome/1/line"]
    assert now.outcome("3").view == 2
    assert now.outcome("2").achieved == "A rota of listeners."


def test_a_blank_copy_becomes_a_setting_where_there_is_none(tmp_path: Path) -> None:
    (path,) = foreign.FIXTURES.glob("blank-filled-in.*.xlsx")
    with open_store(tmp_path / "empty.db") as store:
        with pytest.raises(NotFound, match=r"“small@1\.0”, which is not here"):
            _previews(store, path)
        paths.user_frameworks_dir().mkdir(parents=True)
        shutil.copy(foreign.FRAMEWORK, paths.user_frameworks_dir())
        (preview,) = _previews(store, path)
        assert preview.is_new
        assert not preview.refused
        made = apply_return(store, preview, {}, author="Lead").setting
        held = store.load(made).portfolio
        assert held.outcome("1").view == 2
        assert held.outcome("1").line == "We have begun in two classes."
        assert held.look("1.a").answer == "partly"
        assert [item.title for item in held.evidence.values()] == ["Drawings of a fair playground"]
        assert [action.what for action in held.actions.values()] == ["Ask the other classes"]
        assert store.load(made).revision == len(store.history(made))
        (again,) = _previews(store, path)
        assert not again.is_new
        assert said(again) == NOTHING


def test_a_blank_copy_names_no_file_that_is_then_read(tmp_path: Path) -> None:
    """The framework is one of those kept here, whatever path stands in its place."""
    (path,) = foreign.FIXTURES.glob("blank-filled-in.*.xlsx")
    book = load_workbook(path)
    cell = next(row[1] for row in book["_rrsa"].iter_rows() if row[0].value == "framework")
    with open_store(tmp_path / "empty.db") as store:
        for named_instead in (str(foreign.FRAMEWORK), "a" * 5_000, "rights-respecting-school", "_xD800_"):
            cell.value = named_instead
            book.save(tmp_path / "hostile.xlsx")
            with pytest.raises(NotFound, match="which is not here"):
                _previews(store, tmp_path / "hostile.xlsx")


def _previews(store: Store, path: Path) -> list[Any]:
    return list(read_returns(store, [path], today=BACK))
