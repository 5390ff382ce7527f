"""What people type into the cells of a working copy, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from returned_workbooks import RECORDS, TODAY, look, refused, words, working

from rrsa.errors import BadInput
from rrsa.evaluation import Evaluation
from rrsa.exchange.returning import cells
from rrsa.exchange.returning.cells import Words
from rrsa.exchange.returning.sheet_parser import Broken
from rrsa.framework.adopted import adopt_file

SMALL = Path(__file__).resolve().parent.parent / "data" / "small-framework.yaml"
FRAMEWORK = adopt_file(SMALL).framework
WORDS = Words(FRAMEWORK, {})
TARGETS = {cells.plain(target): target for target in FRAMEWORK.outcome_of}


@pytest.fixture
def school(recorded: Callable[..., Evaluation]) -> Evaluation:
    return recorded(RECORDS)


@pytest.mark.parametrize(
    "typed",
    [
        "4",
        4,
        4.0,
        "4 ",
        " 4",
        "four",
        "Four",
        "FOUR.",
        "4 Rooted",
        "4 - rooted",
        "Rooted",
        "4.0",
        "4 (Rooted)",
        "4: Rooted.",
        "4 – root",
        "4.",
    ],
)
def test_grades_as_people_write_them(typed: str | float) -> None:
    assert cells.grade(WORDS, typed) == 4


@pytest.mark.parametrize(
    "typed",
    [
        9,
        0,
        "9",
        "nine",
        "2 Rooted",
        "3-4",
        "3 or 4",
        "4/5",
        3.5,
        -4,
        True,
        "best",
        "4?",
        "4-",
        "4+",
        "4%",
        "4 or so",
        "4, if P1 counts",
        "4 (was lower)",
        "100%",
    ],
)
def test_what_is_no_grade_is_refused_with_the_scale(typed: str | float) -> None:
    with pytest.raises(BadInput, match="4 Rooted"):
        cells.grade(WORDS, typed)


@pytest.mark.parametrize(
    "typed",
    [
        date(2026, 4, 3),
        datetime(2026, 4, 3, 14, 30),  # noqa: DTZ001 - a spreadsheet knows no zone
        46115,
        46115.75,
        "46115",
        "3/4/2026",
        "3.4.26",
        "03-04-2026",
        "3 Apr 2026",
        "3rd April 2026",
        " 3  april  2026 ",
        "2026-04-03",
        "2026/4/3",
        "2026-04-03T10:00:00",
        "3 Apr 2026 10:30",
        "03/04/2026 9:30 am",
        "Fri 3 April 2026",
    ],
)
def test_days_as_people_write_them(typed: date | float | str) -> None:
    assert cells.day(typed, "date", TODAY) == "2026-04-03"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("32/13/2026", "there is no such day"),
        ("31 Feb 2026", "there is no such day"),
        ("next week", "is not a date"),
        ("09:30", "is not a date"),
        ("2026", "is not a date"),
        (12, "is not a date"),
        (True, "is not a date"),
        ("21 Apr 2026", "is in the future"),
        (date(2027, 1, 1), "is in the future"),
    ],
)
def test_what_is_no_day_is_named(typed: date | str, expected: str) -> None:
    with pytest.raises(BadInput, match=expected):
        cells.day(typed, "date", TODAY)
    if expected == "is in the future":  # where it may lie ahead, it may
        assert cells.day(typed, "due", TODAY) > TODAY.isoformat()


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), (12, 12), (12.0, 12), ("1,200", 1200), ("1 200", 1200), (" 7 ", 7)],
)
def test_whole_numbers(typed: str | float, number: int) -> None:
    assert cells.whole(typed) == number


@pytest.mark.parametrize(
    "typed", [12.5, "12.5", "about 12", -3, "-3", "12 children", True, date(2026, 1, 1), "1.200"]
)
def test_what_is_no_whole_number_is_named(typed: str | float | date) -> None:
    with pytest.raises(BadInput, match="is not a whole number"):
        cells.whole(typed)


@pytest.mark.parametrize("typed", ["Yes", "yes", "Y", "x", "✓", "TRUE", True, 1, " YES "])
def test_yes(typed: str | bool) -> None:
    assert cells.word(WORDS, "yes", typed) == "true"


@pytest.mark.parametrize("typed", ["No", "n", False, "FALSE", 0, "-"])
def test_no_is_nothing(typed: str | bool) -> None:
    assert cells.word(WORDS, "yes-no", typed) is None


@pytest.mark.parametrize(
    ("list_name", "typed", "value"),
    [
        ("perspectives", "children's views", "children"),
        ("perspectives", "Children’s  Views", "children"),
        ("perspectives", "children", "children"),
        ("perspectives", "observ", "observation"),
        ("answers-all", "NOT YET", "not-yet"),
        ("answers-all", "n/a", "not-applicable"),
        ("status", "under way", "under-way"),
        ("outcomes", "2", "2"),
        ("outcomes", "2 Respect", "2"),
        ("outcomes", "Relationships rest on dignity and respect", "2"),
    ],
)
def test_words_of_lists(list_name: str, typed: str, value: str) -> None:
    assert cells.word(WORDS, list_name, typed) == value


def test_words_in_the_language_of_whoever_wrote_the_workbook() -> None:
    gaelic = Words(FRAMEWORK, {"answers-all": {"Chan eil fhathast": "not-yet"}})
    assert cells.word(gaelic, "answers-all", "chan eil fhathast") == "not-yet"
    assert cells.word(gaelic, "answers-all", "Not yet") == "not-yet"


def test_a_word_outside_its_list_is_named_with_the_list() -> None:
    with pytest.raises(BadInput, match=r"“rather” .* Yes, Partly, Not yet"):
        cells.word(WORDS, "answers-all", "rather")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1, 2.a (Shows not yet)", {"1": None, "2.a": "not-yet"}),
        ("1;2", {"1": None, "2": None}),
        ("1 / 2", {"1": None, "2": None}),
        ("1 and 2.a", {"1": None, "2.a": None}),
        ("1 & 2", {"1": None, "2": None}),
        ("1 2 3", {"1": None, "2": None, "3": None}),
        ("1\n2", {"1": None, "2": None}),
        (2, {"2": None}),
        ("1 (mixed) 2", {"1": "mixed", "2": None}),
        ("Outcome 1, look-for 2.A", {"1": None, "2.a": None}),
        ("2, 2", {"2": None}),
        ("1 Children and adults know about rights", {"1": None}),
        ("Children and adults know about rights (mixed); 2 Respect", {"1": "mixed", "2": None}),
        ("Views are sought and change things\n1 and 2.a", {"3": None, "1": None, "2.a": None}),
    ],
)
def test_what_a_piece_is_for(typed: str | int, expected: dict[str, str | None]) -> None:
    assert dict(cells.targets(typed, TARGETS, WORDS)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1, 99", "no outcome or look-for “99”"),
        ("1 (rubbish)", "not something that a piece can show"),
        ("1 (mixed), 1", "stands here twice"),
        (date(2026, 4, 7), "made a day of it"),
        (Broken("#REF!"), "the error #REF! stands here"),
    ],
)
def test_targets_that_are_none_are_named(typed: str | date | Broken, expected: str) -> None:
    with pytest.raises(BadInput, match=expected):
        cells.targets(typed, TARGETS, WORDS)


def test_cells_that_are_not_understood_are_named_and_the_rest_of_the_row_goes_in(
    school: Evaluation, tmp_path: Path
) -> None:
    copy = working(school, tmp_path)
    expected = {
        copy.set("quick-look", "1", "view", 9): "is not a grade of this framework",
        copy.set("evidence", "E11111111", "date", "32/13/2026"): "there is no such day",
        copy.set("evidence", "E11111111", "people", "about 30"): "is not a whole number",
        copy.set("evidence", "E11111111", "title", None): "the title is missing",
        copy.set("evidence", "E22222222", "title", "x" * 260): "the title is 60 characters too long",
        copy.set("evidence", "E22222222", "note", "=A1"): "nobody has reckoned it",
        copy.set("evidence", "E33333333", "replaces", "E22222222-Z"): "check character",
        copy.set("plan", "A11111111", "measure", "M99999999"): "there is no “M99999999” to refer to",
        copy.set("plan", "A11111111", "status", "We cannot"): "why it cannot be done is missing",
        copy.set("look-fors", "1.a", "answer", "Not applicable"): "applies everywhere",
        copy.set("look-fors", "3.c", "answer", "n/a"): "needs a reason",
        copy.set("readings", "R11111111", "count", 42): "42 people out of 41 cannot be",
    }
    copy.set("evidence", "E11111111", "place", "Library")
    copy.set("quick-look", "1", "line", "Still goes in.")
    preview = look(school.store, copy.save())
    found = refused(preview)
    assert sorted(found) == sorted(expected)
    for place, why in expected.items():
        assert why in found[place], place
        assert " — " in found[place] or why == "there is no such day", place
    assert words(preview) == {"evidence/E11111111/place": "Library", "outcome/1/line": "Still goes in."}


def test_what_goes_together_is_weighed_together(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    copy.set("plan", "A11111111", "status", "done")
    copy.set("readings", "R11111111", "count", 50)
    copy.set("readings", "R11111111", "n", 60)
    copy.set("look-fors", "3.c", "answer", "n/a")
    copy.set("look-fors", "3.c", "why", "We share a building.")
    assert words(look(school.store, copy.save())) == {
        "action/A11111111/status": "Done 20 Apr 2026",
        "reading/R11111111/count": "50 of 60",
        "look/3.c/answer": "Not applicable: We share a building.",
    }


def test_a_day_when_it_was_done_needs_done(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    place = copy.set("plan", "A11111111", "done_on", date(2026, 4, 1))
    assert "it is not said to be done" in refused(look(school.store, copy.save()))[place]


def test_the_three_columns_of_what_a_piece_is_for(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    copy.set("evidence", "E11111111", "for", "1, 3")
    copy.set("evidence", "E22222222", "direction", "Mixed")
    copy.set("evidence", "E33333333", "for", "1, 2 (mixed)")
    copy.set("evidence", "E33333333", "chosen", "2")
    assert words(look(school.store, copy.save())) == {
        "evidence/E11111111/for": "1, 3; chosen for 1",
        "evidence/E22222222/for": "2 (Mixed)",
        "evidence/E33333333/for": "1, 2 (Mixed); chosen for 2",
    }
    place = copy.set("evidence", "E33333333", "chosen", "3")
    assert "chosen for 3 and not shown for it" in refused(look(school.store, copy.save()))[place]


def test_a_number_that_did_not_leave_is_no_change_and_a_new_one_is_asked_about(
    school: Evaluation, tmp_path: Path
) -> None:
    copy = working(school, tmp_path)
    assert copy.cell("evidence", "E22222222", "people").value == "fewer than five"
    copy.set("evidence", "E22222222", "place", "Shed")
    assert words(look(school.store, copy.save())) == {"evidence/E22222222/place": "Shed"}
    copy.set("evidence", "E22222222", "people", 9)
    (asked,) = look(school.store, copy.save()).conflicts
    assert (asked.key, asked.base, asked.mine) == ("evidence/E22222222/people", None, "3")


def test_merged_cells_say_nothing_of_what_lies_under_them(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    sheet = copy.sheet("evidence")
    first = copy.cell("evidence", "E11111111", "seen_by")
    second = copy.cell("evidence", "E11111111", "place")
    sheet.merge_cells(f"{first.coordinate}:{second.coordinate}")
    copy.set("evidence", "E11111111", "seen_by", "Head")
    preview = look(school.store, copy.save())
    assert words(preview) == {"evidence/E11111111/seen_by": "Head"}
    assert "a merged cell covers this one" in refused(preview)[f"Evidence!{second.coordinate}"]


def test_every_head_and_list_is_as_the_workbook_itself_says(school: Evaluation, tmp_path: Path) -> None:
    """What is known of the layout without the hidden sheet is what the hidden sheet says."""
    from rrsa.exchange.returning.layout import SHEETS
    from rrsa.exchange.returning.ledger import Ledger, read_ledger
    from rrsa.exchange.returning.tables import heads_of
    from rrsa.exchange.returning.workbook import Workbook

    with Workbook(working(school, tmp_path).path) as workbook:
        ledger = read_ledger(workbook)
    assert ledger.sheets == {key: layout.name() for key, layout in SHEETS.items()}
    for key in SHEETS:
        assert heads_of(Ledger(), FRAMEWORK, key) == ledger.columns[key], key
