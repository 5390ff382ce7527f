"""A framework written in a spreadsheet: what goes out comes back, and every mistake is named at its cell."""

from __future__ import annotations

import random
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from rrsa.errors import BadInput, NotFound
from rrsa.exchange.framework_book.conditions import condition_of, rows_of
from rrsa.exchange.framework_book.reading import BookRead, read_book
from rrsa.exchange.framework_book.shape import CONDITIONS
from rrsa.exchange.framework_book.writing import book_content, write_book
from rrsa.framework.model import Framework
from rrsa.framework.reader import read_framework, read_text
from rrsa.framework.starting import skeleton
from rrsa.framework.writing import as_tree, framework_yaml
from rrsa.paths import shipped

SHIPPED = sorted(path for path in shipped("frameworks").glob("*.yaml") if path.name != "rights.yaml")
SMALL = Path(__file__).resolve().parents[1] / "data" / "small-framework.yaml"
FIRST = 5  # the first row, as a spreadsheet counts, that somebody types into

Change = Callable[[Any], object]


def written(framework: Framework, folder: Path) -> Path:
    file = folder / "framework.xlsx"
    write_book(as_tree(framework), file)
    return file


def changed(folder: Path, change: Change, source: Path = SMALL) -> BookRead:
    """What is read of the small framework's workbook once somebody has changed it."""
    file = written(read_framework(source), folder)
    workbook = load_workbook(file)
    change(workbook)
    workbook.save(file)
    return read_book(file)


def told(read: BookRead) -> list[str]:
    return [str(problem) for problem in read.problems]


def cell(workbook: Any, sheet: str, head: str, row: int = FIRST) -> Any:
    """The cell below a head, as somebody finds it."""
    column = next(c.column for c in workbook[sheet][FIRST - 1] if c.value == head)
    return workbook[sheet].cell(row, column)


# -- there and back ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*SHIPPED, SMALL], ids=lambda path: path.stem)
def test_a_framework_comes_back_as_it_went_out(path: Path, tmp_path: Path) -> None:
    framework = read_framework(path)
    read = read_book(written(framework, tmp_path))
    assert told(read) == []
    assert read.framework == framework
    text = framework_yaml(read.tree, "As it came back.")
    assert read_text(text, "again.yaml") == framework


def test_it_comes_back_from_libreoffice_too(tmp_path: Path, libreoffice: str) -> None:
    sources = {path.stem: read_framework(path) for path in SHIPPED}
    going, back = tmp_path / "going", tmp_path / "back"
    going.mkdir()
    for name, framework in sources.items():
        (going / f"{name}.xlsx").write_bytes(book_content(as_tree(framework)))
    subprocess.run(
        [
            libreoffice,
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--headless", "--convert-to", "xlsx", "--outdir", str(back)),
            *map(str, sorted(going.glob("*.xlsx"))),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    for name, framework in sources.items():
        read = read_book(back / f"{name}.xlsx")
        assert told(read) == []
        assert read.framework == framework, name


def test_columns_and_rows_may_be_moved_and_sheets_of_ones_own_added(tmp_path: Path) -> None:
    def change(workbook: Any) -> None:
        workbook.create_sheet("My notes")["A1"] = "Ask Morag about outcome 2"
        sheet = workbook["Scale"]
        for row in sheet.iter_rows(min_row=3):
            row[1].value, row[2].value = row[2].value, row[1].value
        workbook.move_sheet("Rules", -5)
        last = workbook["Strands"].max_row + 4
        for place in range(1, 5):
            first = workbook["Strands"].cell(FIRST, place)
            workbook["Strands"].cell(last, place).value, first.value = first.value, None

    read = changed(tmp_path, change)
    assert told(read) == []
    before = read_framework(SMALL)
    assert read.framework is not None
    assert read.framework.scale == before.scale
    assert {s.id for s in read.framework.strands} == {s.id for s in before.strands}


def test_a_sheet_whose_hidden_row_has_gone_is_known_by_its_heads(tmp_path: Path) -> None:
    def change(workbook: Any) -> None:
        for sheet in workbook.worksheets:
            if sheet.title not in ("About", "Rules"):
                sheet.delete_rows(3)

    read = changed(tmp_path, change)
    assert told(read) == []
    assert read.framework == read_framework(SMALL)


CONDITION = st.one_of(
    st.sampled_from(["view", "line", "achieved", "difference", "action", "children"]).map(
        lambda w: {"has": w}
    ),
    st.integers(1, 4).map(lambda n: {"view": str(n)}),
    st.integers(1, 9).map(lambda n: {"pieces": str(n)}),
    st.sampled_from(["partly", "yes"]).map(lambda w: {"looks": {"stage": "second", "answer": w}}),
)
NESTED = st.recursive(
    CONDITION,
    lambda inner: st.tuples(st.sampled_from(["any", "all"]), st.lists(inner, min_size=1, max_size=3)).map(
        lambda pair: {pair[0]: tuple(pair[1])}
    ),
    max_leaves=6,
)


@given(st.lists(NESTED, min_size=1, max_size=5))
def test_conditions_come_back_however_deep_they_are_nested(conditions: list[dict[str, Any]]) -> None:
    framework = read_framework(SMALL)
    tree = as_tree(framework)
    last = dict(tree["stages"][-1])
    last["conditions"] = (
        {"any": ({"milestone": tree["milestones"][0]["id"]}, {"each_outcome": tuple(conditions)})},
        {"each_outcome": tuple(conditions)},
        {"each_outcome": tuple(conditions)},
        {"each_strand": ({"pieces": "2"}, {"perspectives": "2"})},
    )
    rows = list(rows_of("second", last["conditions"]))
    assert all(row["what"] in CONDITIONS for row in rows)
    for row in rows:
        assert condition_of(row["what"], row["value"]) is not None


def test_nested_conditions_go_through_a_workbook(tmp_path: Path) -> None:
    tree = as_tree(read_framework(SMALL))
    deep = (
        {"any": ({"view": "2"}, {"has": "line"})},
        {"any": ({"pieces": "2"}, {"has": "children"})},
        {"all": ({"any": ({"view": "2"}, {"all": ({"has": "line"}, {"pieces": "3"})})},)},
    )
    stages = [dict(stage) for stage in tree["stages"]]
    stages[-1]["conditions"] = (
        {"each_outcome": deep},
        {"each_outcome": ({"has": "view"},)},
        {"any": ({"milestone": tree["milestones"][0]["id"]}, {"each_strand": ({"pieces": "2"},)})},
        {"each_strand": ({"pieces": "2"},)},
    )
    whole = {**tree, "stages": tuple(stages)}
    framework = read_text(framework_yaml(whole, "Deep"), "deep.yaml")
    assert read_book(written(framework, tmp_path)).framework == framework


# -- blank ---------------------------------------------------------------------------------------------


def test_a_blank_workbook_says_what_is_still_to_be_written_and_no_more(tmp_path: Path) -> None:
    file = tmp_path / "blank.xlsx"
    write_book(skeleton(), file, blank=True)
    read = read_book(file)
    assert read.framework is None
    places = [line.split(":")[0] for line in told(read)]
    assert [place.split("!")[0] for place in places] == [*["About"] * 4, "Strands", "Outcomes", "Look-fors"]
    assert "e.g. A" in str([c.value for c in load_workbook(file)["Strands"][FIRST]])


def test_a_row_of_three_cells_and_the_examples_left_in_place(tmp_path: Path) -> None:
    file = tmp_path / "blank.xlsx"
    write_book(skeleton(6), file, blank=True)
    workbook = load_workbook(file)
    for key, value in {
        "id": "mine",
        "title": "Mine",
        "about": "For us.",
        "source": "Our own words.",
    }.items():
        row = next(r for r in workbook["About"].iter_rows(min_row=FIRST) if r[0].value == key)
        row[2].value = value
    for sheet, values in {
        "Strands": ("A", "Together", "Together", "How we are."),
        "Outcomes": (
            1,
            "A",
            "Heard",
            "Heard",
            "We are heard.",
            "It matters.",
            12,
            None,
            None,
            None,
            "Children say so.",
        ),
        "Look-fors": (1.1, 1, "begun", "We meet.", "We meet.", "- When?\n- Who comes?"),
        "Evidence ideas": (1.1, "Children", "Ask two."),
    }.items():
        for place, value in enumerate(values, start=1):
            workbook[sheet].cell(FIRST + 1, place).value = value
    workbook.save(file)
    read = read_book(file)
    assert told(read) == []
    assert read.framework is not None
    assert (read.framework.ref, len(read.framework.scale)) == ("mine@1.0", 6)
    assert read.framework.outcomes["1"].articles == (12,)
    assert read.framework.indicators["1.1"].prompts == ("When?", "Who comes?")
    assert [str(who) for who in read.framework.indicators["1.1"].evidence] == ["children"]


# -- what goes wrong -----------------------------------------------------------------------------------


def test_two_rows_with_one_id(tmp_path: Path) -> None:
    def change(workbook: Any) -> None:
        cell(workbook, "Look-fors", "Id", FIRST + 1).value = cell(workbook, "Look-fors", "Id").value

    lines = told(changed(tmp_path, change))
    assert any(line.startswith(f"Look-fors!A{FIRST + 1}: ") and f"line {FIRST}" in line for line in lines)


def test_an_outcome_of_a_strand_that_is_not_there(tmp_path: Path) -> None:
    def change(workbook: Any) -> None:
        cell(workbook, "Outcomes", "Strand").value = "Zebra"

    read = changed(tmp_path, change)
    assert [line.split(" — ")[0] for line in told(read)] == [f"Outcomes!B{FIRST}: there is no strand “Zebra”"]
    assert read.framework is None


@pytest.mark.parametrize(
    ("sheet", "head", "value", "what"),
    [
        ("Look-fors", "Stage", "sliver", "there is no stage “sliver”"),
        ("Evidence ideas", "Look-for", "9.9", "there is no look-for “9.9”"),
        ("Scale", "Grade", "two", "“Grade” is “two”"),
        ("Scale", "Name", None, "“Name” is empty"),
        ("Scale", "Colour word", "blue", "“Colour word” is “blue”"),
        ("Stages", "Lasts (months)", "three years", "“Lasts (months)” is “three years”"),
        ("Stage conditions", "What it asks", "is nice", "“is nice” is not one of the words"),
        ("Stage conditions", "Stage", "nowhere", "there is no stage “nowhere”"),
        ("Outcomes", "Articles", "12, 99", "99"),
        ("Outcomes", "Short title", "x" * 40, "40 characters"),
        ("Outcomes", "Why it matters", "x" * 32_000, "32000 characters"),
        ("Look-fors", "May not apply", "perhaps", "“perhaps” is neither yes nor no"),
        ("Rules", "Number", "nine", "“A grade is low below” is “nine”"),
        ("About", "What you write", "no id", "“Short name” cannot be “no id”"),
        ("Look-fors", "In children's words", "=1/0", "a formula here, and no result"),
    ],
)
def test_a_bad_cell_is_named_with_what_mends_it(
    sheet: str, head: str, value: Any, what: str, tmp_path: Path
) -> None:
    places: list[str] = []

    def change(workbook: Any) -> None:
        bad = cell(workbook, sheet, head)
        bad.value = value
        places.append(f"{sheet}!{bad.coordinate}: ")

    lines = told(changed(tmp_path, change))
    fitting = [line for line in lines if line.startswith(places[0])]
    assert fitting, lines
    assert what in fitting[0]
    assert " — " in fitting[0]


def test_a_number_typed_as_text_and_a_text_typed_as_a_number_are_taken(tmp_path: Path) -> None:
    def change(workbook: Any) -> None:
        cell(workbook, "Scale", "Grade").value = "1"
        cell(workbook, "Rules", "Number").value = str(cell(workbook, "Rules", "Number").value)

    read = changed(tmp_path, change)
    assert told(read) == []
    assert read.framework == read_framework(SMALL)


def test_a_day_that_was_an_id_is_not_guessed_back(tmp_path: Path) -> None:
    from datetime import date

    def change(workbook: Any) -> None:
        bad = cell(workbook, "Look-fors", "Id")
        bad.value = date(2026, 1, 1)
        bad.number_format = "d mmm yyyy"

    lines = told(changed(tmp_path, change))
    assert f"Look-fors!A{FIRST}: the spreadsheet has made a day of this" in lines[0]


def test_forty_thousand_characters(tmp_path: Path) -> None:
    file = written(read_framework(SMALL), tmp_path)
    long = tmp_path / "long.xlsx"
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(long, "w") as after:
        for member in before.namelist():
            content = before.read(member)
            if member == "xl/sharedStrings.xml":
                title = read_framework(SMALL).title.encode()
                content = content.replace(b"<t>" + title, b"<t>" + b"x" * 40_000, 1)
            after.writestr(member, content)
    lines = told(read_book(long))
    assert any("40000 characters" in line and line.startswith("About!C") for line in lines), lines


@pytest.mark.parametrize(
    "sheet", ["About", "Scale", "Stages", "Stage conditions", "Outcomes", "Look-fors", "Rules"]
)
def test_a_missing_sheet_is_said_once(sheet: str, tmp_path: Path) -> None:
    lines = told(changed(tmp_path, lambda workbook: workbook.remove(workbook[sheet])))
    assert f"{sheet}: this sheet is missing" in " | ".join(lines)
    assert len(lines) == 1, lines


def test_a_second_sheet_of_the_same_kind(tmp_path: Path) -> None:
    def change(workbook: Any) -> None:
        workbook.copy_worksheet(workbook["Scale"])

    assert any("second sheet “Scale”" in line for line in told(changed(tmp_path, change)))


def test_what_is_no_workbook(tmp_path: Path) -> None:
    text = tmp_path / "framework.xlsx"
    text.write_text("id: mine")
    with pytest.raises(BadInput, match="is not a workbook"):
        read_book(text)
    with pytest.raises(NotFound):
        read_book(tmp_path / "nothing.xlsx")
    with pytest.raises(BadInput, match="folder"):
        read_book(tmp_path)


def test_a_workbook_of_something_else_misses_every_sheet(tmp_path: Path) -> None:
    from openpyxl import Workbook

    file = tmp_path / "other.xlsx"
    Workbook().save(file)
    assert len(told(read_book(file))) == 8


def test_a_workbook_that_is_there_stays(tmp_path: Path) -> None:
    file = written(read_framework(SMALL), tmp_path)
    before = file.read_bytes()
    with pytest.raises(BadInput, match="there already"):
        write_book(skeleton(), file, blank=True)
    assert file.read_bytes() == before


JUNK = (
    *("", " ", "\t", "x" * 9_000, "=A1", "=1/0", "any", "{}", '{"all": []}', '{"any": [{"any": []}]}'),
    *(
        '{"x": {"y": [1, null]}}',
        "e.g.",
        "qi:",
        "🎈",
        "<<",
        "id",
        "A",
        "1",
        "yes",
        "outcomes.id",
        "a\nb\n\nc",
    ),
    *(0, -1, 3.7, 1e300, True, None),
)


@pytest.mark.parametrize("seed", range(25))
def test_whatever_is_typed_where_is_read_or_told(seed: int, tmp_path: Path) -> None:
    by = random.Random(seed)

    def change(workbook: Any) -> None:
        for _n in range(by.choice((1, 2, 5, 40))):
            sheet = by.choice(workbook.worksheets)
            what = by.random()
            if what < 0.04 and len(workbook.worksheets) > 1:
                workbook.remove(sheet)
            elif what < 0.08:
                sheet.delete_rows(by.randint(1, 10))
            elif what < 0.12:
                sheet.delete_cols(by.randint(1, 6))
            else:
                cell = sheet.cell(by.randint(1, sheet.max_row + 2), by.randint(1, sheet.max_column + 1))
                if type(cell).__name__ != "MergedCell":
                    cell.value = by.choice(JUNK)

    read = changed(tmp_path, change)
    text = framework_yaml(read.tree, "What was read.")
    if read.framework is None:
        assert read.problems
        assert all(problem.what and problem.sheet for problem in read.problems)
    else:
        assert read_text(text, "read.yaml") == read.framework
