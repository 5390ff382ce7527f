"""Bringing workbooks back by command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_runs import Run, assert_one_line_error, recorded
from openpyxl import load_workbook

ROOT = Path(__file__).resolve().parent.parent.parent


def copy(rrsa: Run, school: dict[str, str], path: Path, *words: str) -> Path:
    assert rrsa("export", school["SETTING"], "-o", path, "--copy", "working", *words).code == 0
    return path


def fill_in(path: Path, cells: dict[tuple[str, str], object], target: Path | None = None) -> Path:
    book = load_workbook(path)
    for (sheet, place), value in cells.items():
        book[sheet][place] = value
    book.save(target or path)
    return target or path


@pytest.fixture
def returned(rrsa: Run, school: dict[str, str], tmp_path: Path) -> Path:
    """A copy that came back: a line that only they have changed, a view that both have, and a bad grade."""
    path = copy(rrsa, school, tmp_path / "back.xlsx")
    fill_in(
        path,
        {("Quick look", "E4"): "In every class", ("Quick look", "D4"): "four", ("Quick look", "D5"): 9},
    )
    assert rrsa("view", school["SETTING"], school["OUTCOME"], "3").code == 0
    return path


def test_nothing_changes_until_it_is_applied(rrsa: Run, school: dict[str, str], returned: Path) -> None:
    before = recorded(school["DATABASE"])
    ran = rrsa("import", returned)
    assert ran.code == 1
    assert recorded(school["DATABASE"]) == before
    for line in (
        "We have begun",
        "In every class",
        "Quick look!E4",
        "outcome/1/view",
        "base",
        "mine",
        "theirs",
    ):
        assert line in ran.out
    assert "Quick look!D5: “9” is not a grade of this framework" in ran.out
    assert "--apply" in ran.err
    assert all(len(line) <= 100 for line in ran.out.splitlines())


def test_what_is_settled_goes_in_and_undo_takes_it_back(
    rrsa: Run, school: dict[str, str], returned: Path
) -> None:
    before = rrsa("status", school["SETTING"], "--json").data["outcomes"][0]
    ran = rrsa("import", returned, "--apply", "--author", "Depute")
    assert ran.code == 1
    assert "outcome/1/view" in ran.out
    assert "In every class" not in ran.out
    assert "1 cell was brought in" in ran.err
    now = rrsa("status", school["SETTING"], "--json").data["outcomes"][0]
    assert (now["view"], now["line"]) == (3, "In every class")
    entry = rrsa("history", school["SETTING"], "--json").data[0]
    assert (entry["author"], entry["reason"]) == ("Depute", "Workbook brought in: back.xlsx")
    assert "Nothing was brought in" in rrsa("import", returned, "--apply").err
    assert rrsa("undo", school["SETTING"], "--author", "Depute").code == 0
    assert rrsa("status", school["SETTING"], "--json").data["outcomes"][0] == before


def test_preferring_a_side(rrsa: Run, school: dict[str, str], returned: Path) -> None:
    fill_in(returned, {("Quick look", "D5"): None})
    assert rrsa("import", returned, "--prefer", "mine").code == 0
    assert rrsa("import", returned, "--prefer", "theirs", "--apply").code == 0
    assert rrsa("status", school["SETTING"], "--json").data["outcomes"][0]["view"] == 4
    ran = rrsa("import", returned)
    assert ran.code == 0
    assert "Nothing in it differs" in ran.err


def test_a_file_of_choices_is_written_filled_in_and_read(
    rrsa: Run, school: dict[str, str], returned: Path, tmp_path: Path
) -> None:
    fill_in(returned, {("Quick look", "D5"): None})
    choices = tmp_path / "choices.yaml"
    assert rrsa("import", returned, "--write-choices", choices).code == 1
    text = choices.read_text(encoding="utf-8")
    assert "#    theirs: 4 Rooted (back.xlsx, back.xlsx, Quick look!D4)" in text
    # What is still empty waits.
    assert rrsa("import", returned, "--choices", choices).code == 1
    assert_one_line_error(rrsa("import", returned, "--write-choices", choices))
    choices.write_text(text.replace("outcome/1/view:", "outcome/1/view: theirs"), encoding="utf-8")
    ran = rrsa("import", returned, "--choices", choices, "--apply")
    assert ran.code == 0, ran
    assert rrsa("status", school["SETTING"], "--json").data["outcomes"][0]["view"] == 4
    # The same again does no harm, and says so.
    again = rrsa("import", returned, "--choices", choices, "--apply")
    assert again.code == 0
    assert "nothing differs at “outcome/1/view”" in again.err


def test_sides_that_disagree_are_numbered_as_they_are_chosen(
    rrsa: Run, school: dict[str, str], tmp_path: Path
) -> None:
    out = copy(rrsa, school, tmp_path / "out.xlsx")
    one = fill_in(out, {("Quick look", "E4"): "One line"}, tmp_path / "one.xlsx")
    other = fill_in(out, {("Quick look", "E4"): None}, tmp_path / "other.xlsx")
    choices = tmp_path / "choices.yaml"
    assert rrsa("import", other, one, "--write-choices", choices).code == 1
    text = choices.read_text(encoding="utf-8")
    assert "#    theirs:1: One line (one.xlsx, one.xlsx, Quick look!E4)" in text
    assert "#    theirs:2: (nothing) (other.xlsx, other.xlsx, Quick look!E4)" in text


def test_what_waits_with_something_else_is_not_said_to_go_in(
    rrsa: Run, school: dict[str, str], tmp_path: Path
) -> None:
    path = copy(rrsa, school, tmp_path / "back.xlsx")
    [item] = rrsa("evidence", "list", school["SETTING"], "--json").data
    row = next(
        row[0].row
        for row in load_workbook(path)["Evidence"].iter_rows(min_row=4, max_col=1)
        if str(row[0].value).startswith("N")
    )
    new = {"B": item["title"], "C": "Adults' views", "H": item["date"], "J": "In the office"}
    fill_in(path, {("Evidence", f"{column}{row}"): value for column, value in new.items()})
    ran = rrsa("import", path)
    assert ran.code == 1
    assert "0 changes, 1 to choose" in ran.err
    assert "New rows" not in ran.out
    assert "with it: Whose view: Adults' views" in ran.out
    data = rrsa("import", path, "--json", "--apply").data
    assert data["committed"] == 0
    assert data["changes"] == []
    assert [each["key"] for each in data["conflicts"]] == data["left"]
    assert {each["key"].rpartition("/")[2] for each in data["waiting"]} >= {"perspective", "place"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("outcome/1/view: theirs\noutcome/1/lin: mine\n", ":2: there is no difference “outcome/1/lin”"),
        ("\noutcome/1/view: ours\n", ":2: “outcome/1/view” cannot be settled with “ours”"),
        ("a: [1\n", "this cannot be read"),
        ("- mine\n", ":1: this is no list of choices"),
        ("outcome/1/view: mine\noutcome/1/view: theirs\n", ":2: “outcome/1/view” is chosen twice"),
        ("outcome/1/view: {a: b}\n", ":1: a choice is one word"),
        ("[" * 4000, "this cannot be read"),
        ('{"outcome/1/view": "theirs:2"}', ":1: “outcome/1/view” cannot be settled with “theirs:2”"),
    ],
)
def test_choices_that_are_none_are_named_with_their_line(
    rrsa: Run, school: dict[str, str], returned: Path, tmp_path: Path, text: str, expected: str
) -> None:
    choices = tmp_path / "choices.yaml"
    choices.write_text(text, encoding="utf-8")
    before = recorded(school["DATABASE"])
    ran = rrsa("import", returned, "--choices", choices, "--apply")
    assert ran.code == 2
    assert_one_line_error(ran)
    assert expected in ran.err
    assert recorded(school["DATABASE"]) == before


def test_as_json(rrsa: Run, returned: Path) -> None:
    told = rrsa("import", returned, "--json").data
    (change,), (conflict,), (refused,) = told["changes"], told["conflicts"], told["refused"]
    assert (change["key"], change["base"], change["mine"]) == (
        "outcome/1/line",
        "We have begun",
        "We have begun",
    )
    assert change["theirs"] == [
        {"words": "In every class", "who": "back.xlsx", "workbooks": ["back.xlsx"], "place": "Quick look!E4"}
    ]
    assert (conflict["standing"], conflict["choices"]) == ("conflict", ["mine", "theirs"])
    assert refused["place"] == "Quick look!D5"
    assert (told["applied"], told["left"]) == (False, ["outcome/1/view"])
    assert rrsa("import", returned, "--json", "--apply").data["committed"] == 1


def test_json_names_are_those_of_the_page(rrsa: Run, returned: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "commands.md").read_text(
        encoding="utf-8"
    )
    told = json.loads(rrsa("import", returned, "--json").out)
    for names in (told, told["settings"][0], told["conflicts"][0], told["conflicts"][0]["theirs"][0]):
        assert f"`{' '.join(names)}`" in page
    assert f"`{' '.join(told['refused'][0])}`" in page


def test_copies_of_several_settings_at_once(rrsa: Run, school: dict[str, str], tmp_path: Path) -> None:
    assert rrsa("new", "Other School", "--framework", "rights-respecting-school").code == 0
    first = copy(rrsa, school, tmp_path / "first.xlsx")
    second = copy(rrsa, {"SETTING": "other-school"}, tmp_path / "second.xlsx")
    for path in (first, second):
        fill_in(path, {("Quick look", "E4"): f"From {path.stem}"})
    assert rrsa("import", second, first, "--apply").code == 0
    for setting, line in ((school["SETTING"], "From first"), ("other-school", "From second")):
        assert rrsa("status", setting, "--json").data["outcomes"][0]["line"] == line


def test_files_by_a_pattern(rrsa: Run, school: dict[str, str], tmp_path: Path) -> None:
    path = copy(rrsa, school, tmp_path / "one.xlsx")
    fill_in(path, {("Quick look", "E4"): "From one"}, tmp_path / "two.xlsx")
    told = rrsa("import", tmp_path / "*.xlsx", "--json").data
    assert told["settings"][0]["workbooks"] == ["one.xlsx", "two.xlsx"]
    assert_one_line_error(rrsa("import", tmp_path / "*.nothing"))


def test_what_is_left_is_written_and_nothing_goes_in_where_it_cannot_be(
    rrsa: Run, school: dict[str, str], returned: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there.yaml"
    there.write_text("", encoding="utf-8")
    before = recorded(school["DATABASE"])
    assert_one_line_error(rrsa("import", returned, "--apply", "--write-choices", there))
    assert recorded(school["DATABASE"]) == before
    ran = rrsa("import", returned, "--prefer", "mine", "--write-choices", tmp_path / "none.yaml")
    assert ran.code == 1 and "Nothing waits for a choice" in ran.err
    assert not (tmp_path / "none.yaml").exists()


def test_a_blank_copy_makes_a_setting_where_there_is_nothing(
    rrsa: Run, school: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rrsa("new", "Kirkbrae Primary", "--framework", "rights-respecting-school").code == 0
    path = copy(rrsa, {"SETTING": "kirkbrae-primary"}, tmp_path / "blank.xlsx", "--blank")
    fill_in(path, {("Quick look", "D4"): 2, ("Quick look", "E4"): "First thoughts"})
    empty = tmp_path / "empty.db"
    monkeypatch.delenv("RRSA_DATABASE")
    ran = rrsa("import", path)
    assert ran.code == 0, ran
    assert "It becomes a new setting, kirkbrae-primary." in ran.out
    assert not rrsa("settings").out  # still nothing there
    assert rrsa("import", path, "--apply", "--database", empty).code == 0
    told = rrsa("status", "kirkbrae-primary", "--json", "--database", empty).data
    assert told["outcomes"][0]["line"] == "First thoughts"
    assert school["SETTING"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("import",), "FILE"),
        (("import", ""), "FILE is empty"),
        (("import", "nowhere.xlsx"), "there is no file"),
        (("import", "."), "is a folder"),
        (("import", "{returned}", "--prefer", "ours"), "mine, theirs"),
        (("import", "{returned}", "--setting", "nobody"), "there is no setting"),
        (("import", "{returned}", "--choices", "nowhere.yaml"), "there is no file"),
        (("import", "{returned}", "--write-choices", "no/such/folder.yaml"), "there is no folder"),
        (("import", "{returned}", "--apply", "--read-only"), "reading only"),
    ],
)
def test_wrong_use_is_one_line(
    rrsa: Run, school: dict[str, str], returned: Path, words: tuple[str, ...], expected: str
) -> None:
    before = recorded(school["DATABASE"])
    ran = rrsa(*(word.format(returned=returned) for word in words))
    assert ran.code in (2, 3)
    assert_one_line_error(ran)
    assert expected in ran.err
    assert recorded(school["DATABASE"]) == before


def test_what_cannot_be_read_makes_no_database(rrsa: Run, school: dict[str, str], tmp_path: Path) -> None:
    pack = tmp_path / "whole.zip"
    assert rrsa("pack", school["SETTING"], "-o", pack, "--whole").code == 0
    text = tmp_path / "text.xlsx"
    text.write_text("no workbook", encoding="utf-8")
    new = tmp_path / "new.db"
    for file, why in ((pack, "is a whole pack — bring it in with rrsa restore"), (text, "is not a workbook")):
        ran = rrsa("import", file, "--apply", "--database", new)
        assert ran.code == 2
        assert_one_line_error(ran)
        assert why in ran.err
        assert not new.exists()
