"""Questionnaire files of every making, and of none: read within bounds, or refused in one line."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from questionnaire_files import (
    AUTUMN,
    FOLDER,
    QUESTIONS,
    answers,
    as_csv,
    as_workbook,
    fixtures,
    google,
    microsoft,
)

from rrsa.errors import BadInput
from rrsa.exchange.questionnaires.columns import Column, Mapped, Use, kept, recognise, remembered
from rrsa.exchange.questionnaires.days import Order, Stamps, day_of
from rrsa.exchange.questionnaires.reading import Source, look_at
from rrsa.exchange.questionnaires.recognising import look_through, suggested
from rrsa.exchange.questionnaires.scales import scale_of
from rrsa.portfolio.voices import Form
from rrsa.vocabulary import Asked, Respondents

TODAY = date(2026, 6, 1)


def source(folder: Path, content: bytes, name: str = "answers.csv") -> Source:
    path = folder / name
    path.write_bytes(content)
    return look_at(path)


def uses(found: Source) -> dict[str, Column]:
    seen = look_through(found, TODAY)
    return {column.head: column for column in suggested(found.heads, seen)}


# -- what is there ----------------------------------------------------------------------------------------


def test_the_files_are_as_their_script_makes_them() -> None:
    """A workbook's bytes differ with the library, so what stands in it is compared."""
    for name, content in fixtures().items():
        if name.endswith(".csv"):
            assert (FOLDER / name).read_bytes() == content, name
        else:
            fresh = zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")
            assert zipfile.ZipFile(FOLDER / name).read("xl/worksheets/sheet1.xml") == fresh, name


@pytest.mark.parametrize("name", sorted(fixtures()))
def test_both_makers_in_both_forms_are_recognised(name: str) -> None:
    columns = uses(look_at(FOLDER / name))
    by_use = {use: [head for head, column in columns.items() if column.use is use] for use in Use}
    assert by_use[Use.WHEN] == ["Completion time" if "Start time" in columns else "Timestamp"]
    assert by_use[Use.GROUP] == ["Which class are you in?"]
    assert by_use[Use.QUESTION] == list(QUESTIONS[1:])
    assert [columns[head].asked for head in QUESTIONS[1:]] == [
        Asked.ONE,
        Asked.ONE,
        Asked.SEVERAL,
        Asked.WORDS,
    ]
    assert [step.answer for step in columns[QUESTIONS[1]].steps][:2] == ["Yes", "Sometimes"]
    assert {step.answer for step in columns[QUESTIONS[3]].steps} == {"My teacher", "A friend", "The office"}
    assert columns[QUESTIONS[4]].steps == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_way_of_writing_csv(tmp_path: Path, encoding: str, delimiter: str) -> None:
    said = 'Yes; "very"\nand more'
    heads = ["Timestamp", "Is it café-like, or not?"]
    rows = [heads, ["03/09/2025 08:30", said], ["13/09/2025", "No"]]
    found = source(tmp_path, as_csv(rows, delimiter=delimiter, encoding=encoding))
    assert found.heads == ("Timestamp", "Is it café-like, or not?")
    assert list(found.rows()) == [("03/09/2025 08:30", said), ("13/09/2025", "No")]


def test_excels_own_hint_about_the_delimiter(tmp_path: Path) -> None:
    assert source(tmp_path, b"sep=;\r\nClass;Safe?\r\nP6, upper;Yes\r\n").heads == ("Class", "Safe?")


def test_ragged_rows_empty_rows_and_equal_heads(tmp_path: Path) -> None:
    content = b"Safe?,Safe?,Class,\r\nYes\r\n,,,\r\nNo,Yes,P6,,over\r\n"
    found = source(tmp_path, content)
    assert found.heads == ("Safe?", "Safe? (2)", "Class")
    assert list(found.rows()) == [("Yes", "", ""), ("No", "Yes", "P6")]
    assert len(found.notes) == 2
    assert "more than one column" in found.notes[0]
    assert found.notes[1].startswith("1 row has more cells")


def test_a_long_answer_and_a_formula_are_only_text(tmp_path: Path) -> None:
    formula = '=HYPERLINK("http://invented.example","go")'
    rows = [["Class", "What else?"], ["P6", "x" * 40_000], ["P6", formula]]
    for found in (
        source(tmp_path, as_csv(rows)),
        source(tmp_path, as_workbook([rows[0], ["P6", "x" * 30_000], rows[2]]), "answers.xlsx"),
    ):
        (_first, long), (_second, text) = list(found.rows())
        assert len(str(long)) < 500
        assert text == formula


def test_a_workbook_keeps_its_days_and_whole_numbers(tmp_path: Path) -> None:
    content = as_workbook(microsoft(answers(6, first=AUTUMN)))
    row = next(source(tmp_path, content, "a.xlsx").rows())
    assert row[:3] == ("1", date(2025, 9, 15), date(2025, 9, 15))


# -- what is not ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\r\n\r\n,,,\r\n", "is empty"),
        (b"Timestamp,Safe?\r\n", "holds questions and no answers"),
        (b"03/09/2025 08:30,Yes\r\n04/09/2025 09:00,No\r\n", "holds answers, not questions"),
        (b"1,2,3\r\n4,5,6\r\n", "holds answers, not questions"),
        (b"Dear all,\r\n", "has only one column"),
        (b"one column\r\nand its rows\r\n", "has only one column"),
        (b"%PDF-1.7 and so on", "is neither a CSV file nor a workbook"),
        (b"\x89PNG\r\n\x1a\n0000", "is neither a CSV file nor a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an older workbook"),
        (bytes(range(256)) * 20, "“answers.csv”"),
        (b"a,b\r\n\x81\x8d\x8f,\x90\r\n", "the letters of “answers.csv” cannot be read"),
        (b"PK\x03\x04 and then nothing", "is damaged"),
        (b",".join(b"q%d" % n for n in range(500)) + b"\r\n1\r\n", "more than 400 columns"),
        (b'a,b\r\n"' + b"x" * 1_200_000 + b'",c\r\n', "cannot be taken apart"),
        (b"a,b\r\n" + b"1,2\r\n" * 50_002, "has more than 50000 rows"),
    ],
)
def test_what_is_no_questionnaire_is_refused_in_one_line(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=says) as refused:
        list(source(tmp_path, content).rows())
    assert refused.value.mend
    assert "\n" not in str(refused.value)


def test_a_folder_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is a folder"):
        look_at(tmp_path)
    with pytest.raises(BadInput, match="there is no file"):
        look_at(tmp_path / "none.csv")


def test_a_workbook_that_swells_is_not_taken_apart(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (200 * 1024 * 1024))
    with pytest.raises(BadInput, match="packed as no spreadsheet program packs"):
        look_at(path)


def test_a_working_copy_is_no_questionnaire(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "working.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Start").write_string(0, 0, "Hello")
        book.add_worksheet("_rrsa").hide()
    with pytest.raises(BadInput, match="is a workbook of this program"):
        look_at(path)


# -- days -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2025/09/03 8:31:12 am GMT+1", date(2025, 9, 3)),
        ("2025-09-03T08:31:12", date(2025, 9, 3)),
        ("03/09/2025 08:31:12", date(2025, 9, 3)),
        ("3.9.25 08:31", date(2025, 9, 3)),
        ("3 Sep 2025 08:31", date(2025, 9, 3)),
        ("Sep 3, 2025 8:31 AM", date(2025, 9, 3)),
        ("32/13/2025", None),
        ("03/09/2199", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_stamps_as_forms_write_them(stamp: str, day: date | None) -> None:
    assert day_of(stamp, Order.DAY_FIRST, today=TODAY) == day


def order_of(*stamps: str) -> Order:
    seen = Stamps(TODAY)
    for stamp in stamps:
        seen.take(stamp)
    return seen.order()


def test_the_order_of_day_and_month_is_told_by_what_is_possible() -> None:
    assert order_of("3/9/2025", "13/9/2025") is Order.DAY_FIRST
    assert order_of("9/3/2025", "9/13/2025") is Order.MONTH_FIRST
    assert order_of("9/9/2025") is Order.DAY_FIRST
    # The other reading would be in the future.
    assert order_of("3/12/2026") is Order.MONTH_FIRST
    with pytest.raises(BadInput, match="“3/9/2025” may be 3 Sep 2025 or 9 Mar 2025 — say which"):
        order_of("3/9/2025")
    with pytest.raises(BadInput, match="some dates in the file have the day first"):
        order_of(*["13/9/2025"] * 5, *["9/13/2025"] * 5)


# -- scales and maps --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "order"),
    [
        (["No", "Yes", "Sometimes"], ["Yes", "Sometimes", "No"]),
        (
            ["Disagree", "Strongly agree", "Neutral", "Agree"],
            ["Strongly agree", "Agree", "Neutral", "Disagree"],
        ),
        (["🙁", "😀", "😐"], ["😀", "😐", "🙁"]),
        (["1", "5", "3"], ["5", "3", "1"]),
        (
            ["Not at all", "All of the time", "Some of the time"],
            ["All of the time", "Some of the time", "Not at all"],
        ),
        (["★", "★★★★★"], ["★★★★★", "★"]),
    ],
)
def test_scales_run_from_most_to_least_agreeing(given: list[str], order: list[str]) -> None:
    steps = scale_of(given)
    assert steps is not None
    assert [step.answer for step in steps] == order
    assert (steps[0].leans, steps[-1].leans) == ("agrees", "disagrees")


def test_places_are_no_scale() -> None:
    assert scale_of(["The library", "The office"]) is None


@pytest.mark.parametrize(
    "head",
    [
        "Name",
        "Your name",
        "What is your name?",
        "Email Address",
        "Pupil number",
        "Date of birth",
        "First name",
        "Full name of pupil",
        "What is your name and class?",
        "Name of child",
        "Who are you?",
        "What should we call you?",
        "Nickname (optional)",
        "Your initials please",
        "Pupil",
        "Parent/carer name",
        "Candidate no.",
        "Class teacher",
        "What is your teacher's name?",
        "Who is your key worker?",
        "Which teacher helped you most?",
        "Who filled this in?",
        "Ainm",
    ],
)
def test_who_somebody_is_is_never_a_question(tmp_path: Path, head: str) -> None:
    rows = [[head, "Safe?"], *[[f"Invented {n % 4}", "Yes"] for n in range(12)]]
    assert uses(source(tmp_path, as_csv(rows)))[head].use is Use.IGNORE


@pytest.mark.parametrize(
    "head",
    [
        "Can you name a right?",
        "Do adults know your name?",
        "My teacher listens to me",
        "Who do you talk to?",
        "Who is your trusted adult?",
        "Teachers listen",
        "Name of your school",
        "Are you filling this in with help?",
    ],
)
def test_a_question_about_people_is_a_question(tmp_path: Path, head: str) -> None:
    rows = [[head, "Safe?"], *[[f"Answer {'abc'[n % 3]}", "Yes"] for n in range(12)]]
    assert uses(source(tmp_path, as_csv(rows)))[head].use is not Use.IGNORE


def test_what_only_one_or_two_wrote_is_no_answer_of_the_form(tmp_path: Path) -> None:
    rows = [["Class", "Where?"], *[["P6", "The library"]] * 9, ["P6", "Behind Kenzie's shed"]]
    column = uses(source(tmp_path, as_csv(rows)))["Where?"]
    assert [step.answer for step in column.steps] == ["The library"]
    few = [["Class", "Where?"], *[["P6", text] for text in ("A", "B", "C", "D", "E", "F")]]
    assert uses(source(tmp_path, as_csv(few)))["Where?"].asked is Asked.WORDS


def test_things_put_in_order_and_stars(tmp_path: Path) -> None:
    rows = [["Rank these", "How many stars?"]]
    rows += [["Play;Food;Rest;", "4"], ["Food;Play;Rest;", "5"], ["Rest;Food;Play;", "1"]] * 3
    columns = uses(source(tmp_path, as_csv(rows)))
    assert columns["Rank these"].asked is Asked.ORDER
    assert [step.answer for step in columns["How many stars?"].steps] == ["5", "4", "1"]


def known(heads: tuple[str, ...]) -> Mapped:
    columns = tuple(Column(head, Use.QUESTION, question=head) for head in heads)
    return Mapped("Survey", Respondents.CHILDREN, columns, form="F1")


HEADS = ("I feel safe in school", "Adults listen to what I say", "I know my rights", "I like lunch")


def test_a_form_is_found_again_by_its_heads() -> None:
    changed = (HEADS[1], "I feel safe in our school.", HEADS[2].upper() + " :", HEADS[3])
    found = recognise(changed, [known(("Other", "Form")), known(HEADS)])
    assert found is not None
    assert found.renamed == ((HEADS[0], "I feel safe in our school."),)
    assert [column.question for column in found.mapped.columns] == [HEADS[1], HEADS[0], HEADS[2], HEADS[3]]
    assert recognise(("Quite", "another", "questionnaire"), [known(HEADS)]) is None
    more = recognise((*HEADS, "Is there anything else?"), [known(HEADS)])
    assert more is not None
    assert (more.new, more.gone) == (("Is there anything else?",), ())


def test_what_is_kept_of_a_form_can_be_read_again(tmp_path: Path) -> None:
    columns = tuple(uses(look_at(FOLDER / "Rights survey.csv")).values())
    mapped = Mapped("Survey", Respondents.STAFF, columns, Order.MONTH_FIRST, "F1")
    values = kept(mapped)
    again = remembered(Form("F1", True, values["title"], values["who"], values["columns"]))
    assert again is not None
    assert again.order is Order.MONTH_FIRST
    assert [(c.head, c.use, c.asked, c.steps) for c in again.columns] == [
        (c.head, c.use, c.asked, c.steps) for c in columns
    ]
    assert remembered(Form("F1", True, "x", "staff", "{not json")) is None
    assert remembered(Form("F1", True, "x", "staff", '{"columns": [{"head": "a", "as": "later"}]}')) is None


def test_google_files_hold_several_answers_behind_commas(tmp_path: Path) -> None:
    found = source(tmp_path, as_csv(google(answers(24, first=AUTUMN))))
    assert uses(found)["Where do you go when something is wrong?"].asked is Asked.SEVERAL
