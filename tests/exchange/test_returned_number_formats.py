"""Numbers that a spreadsheet has made of what somebody typed: shares, hours, money."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from returned_workbooks import RECORDS, look, refused, words, working

from rrsa.evaluation import Evaluation
from rrsa.exchange.returning.number_formats import Shows, number_format


@pytest.fixture
def school(recorded: Callable[..., Evaluation]) -> Evaluation:
    return recorded(RECORDS)


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        (0.85, "0%", "85%"),
        (0.07, "0.00%", "7%"),
        (0.125, "0.0%", "12.5%"),
        (1, "0%", "100%"),
        (time(9, 30), "hh:mm", "09:30"),
        (time(9, 30, 15), "h:mm:ss AM/PM", "09:30:15"),
        (timedelta(hours=30), "[h]:mm:ss", "30:00"),
        (300, '"£"#,##0', "£300"),
        (1300.5, "[$£-809]#,##0.00;[Red]-[$£-809]#,##0.00", "£1,300.50"),
        (-12, "[$€-2] #,##0", "-€12"),
        (12, "#,##0", "12"),
        (0.5, "0.00", "0.5"),
    ],
)
def test_a_text_is_what_its_cell_showed(
    school: Evaluation, tmp_path: Path, value: Any, form: str, said: str
) -> None:
    copy = working(school, tmp_path)
    cell = copy.cell("outcomes", "1", "achieved")
    cell.value, cell.number_format = value, form
    assert words(look(school.store, copy.save())) == {"outcome/1/achieved": said}


def test_a_share_is_neither_a_grade_nor_a_number_of_people_nor_a_day(
    school: Evaluation, tmp_path: Path
) -> None:
    copy = working(school, tmp_path)
    places = []
    for key, record, field in (
        ("quick-look", "1", "view"),
        ("evidence", "E11111111", "people"),
        ("evidence", "E11111111", "date"),
        ("evidence", "E11111111", "for"),
    ):
        places.append(copy.set(key, record, field, 1))
        copy.cell(key, record, field).number_format = "0%"
    preview = look(school.store, copy.save())
    assert not preview.differences
    assert refused(preview).keys() == set(places)
    assert all("100%" in why for why in refused(preview).values())


def test_another_format_alone_is_no_change(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    cell = copy.cell("quick-look", "1", "view")
    cell.value, cell.number_format = 2, "0%"  # as somebody had it without its words
    for key, record, field in (("evidence", "E11111111", "people"), ("measures", "M11111111", "baseline")):
        copy.cell(key, record, field).number_format = "0%"
    preview = look(school.store, copy.save())
    assert not preview.differences and not preview.refused


@pytest.mark.parametrize(
    ("form", "shows"),
    [
        ("9", Shows.PERCENT),
        ("14", Shows.DAY),
        ("20", Shows.TIME),
        ("22", Shows.DAY),
        ("46", Shows.LASTING),
        ("0", None),
        ("nonsense", None),
    ],
)
def test_forms_that_every_workbook_has(form: str, shows: Shows | None) -> None:
    found = number_format(form, {})
    assert (found.shows if found else None) is shows


@pytest.mark.parametrize(
    ("code", "shows"),
    [
        ("d mmm yyyy", Shows.DAY),
        ("mmmm", Shows.DAY),
        ("dd/mm/yyyy hh:mm", Shows.DAY),
        ("mm:ss", Shows.TIME),
        ('0" days"', None),
        ('0"%"', None),
        ("General", None),
        ("@", None),
    ],
)
def test_forms_that_a_workbook_adds(code: str, shows: Shows | None) -> None:
    found = number_format("164", {"164": code})
    assert (found.shows if found else None) is shows
