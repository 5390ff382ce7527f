"""The assessor's copy carries what papers carry: children's own words, and why something cannot be done."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from report_settings import QUESTION, SAID, SECRET_SAID, WHY_NOT, WISHED, opened
from workbook_reader import export, texts


def test_children_and_the_plan_stand_in_the_assessors_copy(tmp_path: Path) -> None:
    with opened(tmp_path, "corranbeath", full=True) as evaluation:
        path = export(evaluation, tmp_path / "a.xlsx", "assessor")
    book = load_workbook(path)
    children = " ".join(str(cell) for row in book["Children's views"].values for cell in row if cell)
    assert f"Asked: {QUESTION}" in children
    assert f"In their words: “{SAID}”" in children
    assert SECRET_SAID not in texts(path, hidden=True)
    plan = [[str(cell or "") for cell in row] for row in book["Action plan"].values]
    heads = next(row for row in plan if "Who" in row)
    assert {"What", "Who", "By when", "How far"} <= set(heads)
    wished = next(row for row in plan if WISHED in row)
    assert wished[heads.index("Who")] == "Head teacher"
    assert wished[heads.index("How far")] == f"We cannot: {WHY_NOT}"
    assert any("Amber: 2 (Taking shape)" in cell for row in plan for cell in row)
