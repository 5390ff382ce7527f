"""Others' views by command."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_runs import Run, assert_one_line_error, recorded


def add(rrsa: Run, school: dict[str, str], *more: object) -> str:
    ran = rrsa("review", "add", school["SETTING"], "--by", "group", "--who", "Rights group", *more)
    assert ran.code == 0, ran
    assert ran.out == f"{ran.first}\n"
    return ran.first


def test_a_review_is_said_shown_and_laid_beside_our_view(rrsa: Run, school: dict[str, str]) -> None:
    setting, outcome = school["SETTING"], school["OUTCOME"]
    made = add(rrsa, school, "--people", 12)
    assert rrsa("review", "say", setting, made, outcome, 1, "--words", "Only some do", "--yes").code == 0
    assert rrsa("review", "say", setting, made, school["OTHER"], "--rather-not").code == 0
    [told] = rrsa("review", "list", setting, "--json").data
    assert (told["id"], told["by"], told["who"], told["people"]) == (made, "group", "Rights group", 12)
    first, second = told["says"]
    assert (first["view"], first["words"], first["said_yes"]) == (1, "Only some do", True)
    assert second["rather_not"] is True
    whole = rrsa("review", "show", setting, "--json").data
    beside = next(each for each in whole["outcomes"] if each["outcome"] == outcome)
    assert (beside["ours"], [each["view"] for each in beside["others"]]) == (2, [1])
    assert [each["outcome"] for each in whole["differences"]] == [outcome]
    shown = rrsa("review", "show", setting).out
    assert "Rights group says 1" in shown and "“Only some do”" in shown and "would rather not say" in shown


def test_what_was_agreed_stands_beside_and_our_view_stays(rrsa: Run, school: dict[str, str]) -> None:
    setting, outcome = school["SETTING"], school["OUTCOME"]
    made = add(rrsa, school)
    rrsa("review", "say", setting, made, outcome, 1)
    ran = rrsa("review", "agree", setting, outcome, 1, "--because", "We watched for a week")
    assert "Our own view still says 2" in ran.err
    whole = rrsa("review", "show", setting, "--json").data
    beside = whole["outcomes"][0]
    assert (beside["ours"], beside["agreed"]["view"]) == (2, 1)
    assert beside["agreed"]["reason"] == "We watched for a week"
    assert whole["differences"][0]["talked_over"] is True
    assert "Agreed to differ" in rrsa("review", "agree", setting, outcome, "--differ", "--because", "W").err
    assert rrsa("review", "agree", setting, outcome, "--clear").code == 0
    assert rrsa("review", "show", setting, "--json").data["outcomes"][0]["agreed"] is None


def test_a_blind_review_stands_beside_nothing_until_it_is_finished(rrsa: Run, school: dict[str, str]) -> None:
    setting, outcome = school["SETTING"], school["OUTCOME"]
    made = add(rrsa, school, "--blind")
    rrsa("review", "say", setting, made, outcome, 1)
    whole = rrsa("review", "show", setting, "--json").data
    assert whole["not_finished"] == [made] and not whole["differences"]
    assert not whole["outcomes"][0]["others"]
    assert "We have begun" not in rrsa("review", "show", setting, made).out
    assert rrsa("review", "close", setting, made).code == 0
    assert len(rrsa("review", "show", setting, "--json").data["differences"]) == 1
    assert rrsa("review", "close", setting, made, "--again").code == 0
    assert not rrsa("review", "show", setting, "--json").data["differences"]


def test_a_review_is_changed_reported_removed_and_brought_back(rrsa: Run, school: dict[str, str]) -> None:
    setting = school["SETTING"]
    made = add(rrsa, school)
    assert rrsa("review", "edit", setting, made, "--by", "assessor", "--who", "A head nearby").code == 0
    ran = rrsa("review", "report", setting, made, "--strengths", "Warm", "--before", "A charter")
    assert ran.code == 0
    shown = rrsa("review", "show", setting, made).out
    assert "Key strengths" in shown and "What must be done first" in shown and "Warm" in shown
    assert rrsa("review", "remove", setting, made).code == 0
    assert rrsa("review", "list", setting, "--json").data == []
    assert rrsa("undo", setting).code == 0
    assert rrsa("review", "list", setting, "--json").data[0]["strengths"] == "Warm"


@pytest.mark.parametrize(
    "words",
    [
        ("add", "SETTING", "--by", "inspector", "--who", "X"),
        ("add", "SETTING", "--by", "group", "--who", ""),
        ("add", "SETTING", "--by", "group", "--who", "X", "--date", "1 Jan 2999"),
        ("say", "SETTING", "W0000000", "OUTCOME", "1"),
        ("say", "SETTING", "REVIEW", "99", "1"),
        ("say", "SETTING", "REVIEW", "OUTCOME", "17"),
        ("say", "SETTING", "REVIEW", "OUTCOME"),
        ("say", "SETTING", "REVIEW", "OUTCOME", "1", "--rather-not"),
        ("say", "SETTING", "REVIEW", "OUTCOME", "--yes"),
        ("report", "SETTING", "REVIEW"),
        ("report", "SETTING", "REVIEW", "--strengths", "Kind"),
        ("edit", "SETTING", "REVIEW"),
        ("agree", "SETTING", "OUTCOME", "1", "--because", "X"),
        ("agree", "SETTING", "OUTCOME"),
        ("remove", "SETTING", "W0000000"),
        ("take", "SETTING", "nowhere.xlsx", "--by", "neighbour", "--who", "X"),
        ("close", "SETTING", "REVIEW", "--again", "--date", "today"),
    ],
)
def test_wrong_use_is_one_line_and_changes_nothing(
    rrsa: Run, school: dict[str, str], words: tuple[str, ...]
) -> None:
    made = add(rrsa, school)
    before = recorded(school["DATABASE"])
    ran = rrsa("review", *(made if word == "REVIEW" else school.get(word, word) for word in words))
    assert ran.code == 2
    assert_one_line_error(ran)
    assert recorded(school["DATABASE"]) == before


def blank_copy(rrsa: Run, school: dict[str, str], file: Path, *kind: str) -> None:
    assert rrsa("export", school["SETTING"], "-o", file, "--copy", "working", *kind).code == 0


def fill_in(file: Path, row: int, grade: object, line: str) -> None:
    """As a neighbour would: under the heads of the quick look, ``row`` rows down."""
    from openpyxl import load_workbook

    book = load_workbook(file)
    sheet = book["Quick look"]
    heads = next(r for r in sheet.iter_rows() if any(cell.value == "Our view" for cell in r))
    columns = {cell.value: cell.column for cell in heads}
    at = heads[0].row + row
    sheet.cell(at, columns["Our view"]).value = grade
    sheet.cell(at, columns["Why, in one line"]).value = line
    book.save(file)


def test_a_blank_copy_of_a_neighbour_is_a_blind_review_and_not_our_view(
    rrsa: Run, school: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "theirs.xlsx"
    blank_copy(rrsa, school, file, "--blank")
    fill_in(file, 1, 2, "Charters in the hall")
    words = ("--by", "neighbour", "--who", "Lead of Glenmore")
    ran = rrsa("review", "take", school["SETTING"], file, *words)
    assert ran.code == 0, ran
    [told] = rrsa("review", "list", school["SETTING"], "--json").data
    assert told["blind"] is True and told["closed_on"]
    [said] = told["says"]
    again = rrsa("review", "take", school["SETTING"], file, *words)
    assert (again.code, again.first) == (0, ran.first) and "read already" in again.err
    # The same grade as ours: from a blank copy that is their view, not a row that nobody touched.
    assert (said["outcome"], said["view"], said["words"]) == (school["OUTCOME"], 2, "Charters in the hall")
    ours = rrsa("review", "show", school["SETTING"], "--json").data["outcomes"][0]
    assert (ours["ours"], ours["line"]) == (2, "We have begun")


def test_of_a_copy_that_was_not_blank_only_what_was_changed_is_theirs(
    rrsa: Run, school: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "theirs.xlsx"
    blank_copy(rrsa, school, file)
    words = ("--by", "colleague", "--who", "P3 teacher")
    untouched = rrsa("review", "take", school["SETTING"], file, *words)
    assert untouched.code == 2 and "says nothing" in untouched.err
    fill_in(file, 2, 1, "Nothing seen")
    assert rrsa("review", "take", school["SETTING"], file, *words).code == 0
    [told] = rrsa("review", "list", school["SETTING"], "--json").data
    assert told["blind"] is False
    assert [(said["outcome"], said["view"]) for said in told["says"]] == [(school["OTHER"], 1)]


def test_a_cell_that_cannot_be_read_is_named_and_the_rest_comes_in(
    rrsa: Run, school: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "theirs.xlsx"
    blank_copy(rrsa, school, file, "--blank")
    fill_in(file, 1, "splendid", "Charters")
    fill_in(file, 2, 3, "Seen it")
    ran = rrsa("review", "take", school["SETTING"], file, "--by", "neighbour", "--who", "Lead nearby")
    assert ran.code == 1
    assert "Quick look!" in ran.err and "splendid" in ran.err
    [told] = rrsa("review", "list", school["SETTING"], "--json").data
    assert [said["view"] for said in told["says"]] == [None, 3]


def test_what_was_erased_is_not_read_again(rrsa: Run, school: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "theirs.xlsx"
    blank_copy(rrsa, school, file, "--blank")
    fill_in(file, 1, 2, "Charters in the hall")
    take = ("review", "take", school["SETTING"], file, "--by", "neighbour", "--who", "Lead of Glenmore")
    made = rrsa(*take).first
    assert rrsa("erase", school["SETTING"], made, "--apply").code == 0
    ran = rrsa(*take)
    assert ran.code == 2 and "was erased" in ran.err
    assert rrsa("review", "list", school["SETTING"], "--json").data == []


def test_a_workbook_of_another_setting_or_framework_is_refused(
    rrsa: Run, school: dict[str, str], tmp_path: Path
) -> None:
    rrsa("new", "Kirkbrae", "--framework", "rights-respecting-school")
    file = tmp_path / "theirs.xlsx"
    assert rrsa("export", "kirkbrae", "-o", file, "--copy", "working", "--blank").code == 0
    ran = rrsa("review", "take", school["SETTING"], file, "--by", "neighbour", "--who", "Lead")
    assert ran.code == 2 and "was written by the framework" in ran.err
    rrsa("new", "Glenmore", "--framework", "rights-respecting-school")
    rrsa("view", "glenmore", "4", "3")
    other = tmp_path / "glenmore.xlsx"
    assert rrsa("export", "glenmore", "-o", other, "--copy", "working").code == 0
    ran = rrsa("review", "take", "kirkbrae", other, "--by", "neighbour", "--who", "Lead")
    assert ran.code == 2 and "holds the view of “glenmore” itself" in ran.err


def test_a_search_for_a_person_finds_what_a_review_says(rrsa: Run, school: dict[str, str]) -> None:
    made = add(rrsa, school)
    rrsa("review", "say", school["SETTING"], made, school["OUTCOME"], "--words", "Marmalade is unfair")
    assert "Marmalade is unfair" in rrsa("find", school["SETTING"], "Marmalade").out


def test_json_names_in_the_page_are_those_that_are_given(rrsa: Run, school: dict[str, str]) -> None:
    made = add(rrsa, school)
    rrsa("review", "say", school["SETTING"], made, school["OUTCOME"], 1)
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "commands.md"
    told = page.read_text(encoding="utf-8")
    [listed] = rrsa("review", "list", school["SETTING"], "--json").data
    whole = rrsa("review", "show", school["SETTING"], "--json").data
    for found in (listed, listed["says"][0], whole, whole["outcomes"][0], whole["differences"][0]):
        assert f"`{' '.join(found)}`" in told
