"""Whatever is sent back: one clear line or a preview, no traceback, nothing changed, no file left open.

``RRSA_FUZZ=5000`` tries more cases, ``RRSA_FUZZ_FROM=300`` others; a failure names its seed.
"""

from __future__ import annotations

import gc
import os
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from foreign_writers import BACK, compared, foreign, said
from openpyxl import load_workbook
from workbook_fuzz import spoiled

from rrsa.errors import BadInput, RrsaError
from rrsa.evaluation import Evaluation
from rrsa.exchange.returning import apply_return, read_returns
from rrsa.store import open_store

CASES = int(os.environ.get("RRSA_FUZZ", "240"))
FIRST = int(os.environ.get("RRSA_FUZZ_FROM", "0"))


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evaluation]:
    """The school whose copies are spoiled."""
    folder = tmp_path_factory.mktemp("fuzz")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RRSA_HOME", str(folder / "home"))
        with open_store(folder / "school.db") as store:
            yield foreign.make_setting(store)


@pytest.mark.parametrize("kind", ["working", "blank", "filled"])
def test_spoiled_workbooks_are_refused_in_a_line_or_compared(
    school: Evaluation, tmp_path: Path, kind: str
) -> None:
    made = {
        "working": foreign.FIXTURES / "working.xlsx",
        "blank": foreign.FIXTURES / "blank-filled-in.exceljs.xlsx",
        "filled": foreign.FIXTURES / "filled-in.libreoffice.xlsx",
    }[kind].read_bytes()
    store, setting = school.store, school.setting_id
    portfolio, settings = store.load(setting).portfolio, store.settings()
    came: Counter[str] = Counter()
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)  # a file that was left open
        for seed in range(FIRST, FIRST + CASES // 3):
            path = tmp_path / f"{seed}.xlsx"
            path.write_bytes(spoiled(made, seed))
            try:
                came[_bring_in(school, path)] += 1
            except Exception as problem:
                raise AssertionError(f"seed {seed} of {kind}: {problem!r}") from problem
            assert store.load(setting).portfolio == portfolio, f"seed {seed} of {kind} has changed something"
            path.unlink()
        gc.collect()
    assert [info.id for info in store.settings()][: len(settings)] == [info.id for info in settings]
    # All roads are taken, or this would try less than it seems to.
    assert came["refused"] and came["brought in"], came


def _bring_in(school: Evaluation, path: Path) -> str:
    """Brings a file in as far as it goes, and takes it back."""
    store = school.store
    revision = store.load(school.setting_id).revision
    try:
        previews = read_returns(store, [path], today=BACK)
    except RrsaError as refused:
        assert str(refused) and "\n" not in str(refused)
        return "refused"
    assert store.load(school.setting_id).revision == revision, "reading has changed something"
    how = "compared"
    for preview in previews:
        assert all(each.place and each.why and "\n" not in each.why for each in preview.refused)
        if preview.is_new:
            continue
        try:
            applied = apply_return(store, preview, {}, prefer="theirs", author="Lead")
        except RrsaError as refused:
            assert "\n" not in str(refused)
            continue
        if applied.committed:
            how = "brought in"
            store.undo(preview.setting, "Lead")
    return how


# -- what was found in this way, and must not come back ------------------------------------------------


def _altered(tmp_path: Path, alter: Callable[[Any], None]) -> Path:
    book = load_workbook(foreign.FIXTURES / "filled-in.libreoffice.xlsx")
    alter(book)
    book.save(tmp_path / "altered.xlsx")
    return tmp_path / "altered.xlsx"


@pytest.mark.parametrize("value", ["inf", "-5.5", '"x"', "_xD800_", "9" * 400])
def test_a_hidden_list_that_says_nonsense_of_a_grade_is_not_believed(
    school: Evaluation, tmp_path: Path, value: str
) -> None:
    def alter(book: Any) -> None:
        for row in book["_words"].iter_rows(min_row=2):
            if row[0].value == "grades":
                row[1].value = value

    found = said(compared(school.store, [_altered(tmp_path, alter)]))
    assert found.changes["outcome/3/view"] == "3 Growing"


def test_base_values_of_brackets_are_said_and_the_other_rows_come_in(
    school: Evaluation, tmp_path: Path
) -> None:
    def alter(book: Any) -> None:
        for row in book["_rrsa"].iter_rows():
            if row[0].value == "row" and row[1].value == "quick-look":
                row[4].value = "[" * 5_000

    found = said(compared(school.store, [_altered(tmp_path, alter)]))
    assert "outcome/1/line" not in found.changes
    assert found.changes["evidence/wall/place"].startswith("The hall")


def test_a_hidden_sheet_does_not_say_what_kind_of_words_a_column_holds(
    school: Evaluation, tmp_path: Path
) -> None:
    def alter(book: Any) -> None:
        for row in book["_rrsa"].iter_rows():
            if row[0].value == "column" and row[3].value in ("date", "due", "people"):
                row[4].value = "directions"
        for sheet, column in (("Evidence", 8), ("Action plan", 6)):
            for row in book[sheet].iter_rows(min_row=4, min_col=column, max_col=column):
                row[0].value = "Shows it works"

    found = said(compared(school.store, [_altered(tmp_path, alter)]))
    days = ("evidence/new/date", "action/new/due", "evidence/wall/date", "action/tell-new/due")
    assert not set(days) & found.changes.keys()
    assert found.refused["Evidence!H4"].startswith("“Shows it works” is not a date")


def test_an_encoding_that_nobody_knows_is_damage(school: Evaluation, tmp_path: Path) -> None:
    path = tmp_path / "encoded.xlsx"
    with zipfile.ZipFile(foreign.FIXTURES / "working.xlsx") as archive, zipfile.ZipFile(path, "w") as copy:
        for name in archive.namelist():
            copy.writestr(name, archive.read(name).replace(b'encoding="UTF-8"', b'encoding="UT3-8"'))
    with pytest.raises(BadInput, match="damaged"):
        compared(school.store, [path])
