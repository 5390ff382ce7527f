"""Whatever is sent back: one clear line or a preview, no traceback, nothing changed, no file left open.

``RRSA_FUZZ=5000`` tries more cases, ``RRSA_FUZZ_FROM=300`` others; a failure names its seed.
"""

from __future__ import annotations

import gc
import os
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from foreign_writers import BACK, foreign
from workbook_fuzz import spoiled

from rrsa.errors import RrsaError
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
