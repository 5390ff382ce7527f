"""Writing a framework of one's own: in a spreadsheet, by questions; comparing, adding and trying it out."""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from command_runs import DATA, SMALL, Ran, Run, assert_one_line_error, recorded
from openpyxl import load_workbook

from rrsa.framework.catalogue import find
from rrsa.framework.reader import read_framework
from rrsa.paths import shipped, user_frameworks_dir
from rrsa.store import open_store

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "write-a-framework-in-a-spreadsheet.md"
SCHOOL = "rights-respecting-school"
DRAFT = f"{SCHOOL}@2027.1-draft"
FIRST_FREE = 6  # the first row below the examples, as a spreadsheet counts

NURSERY = (
    *("Our nursery", "", "", "", "For our nursery.", ""),  # title, id, for whom, language, about, source
    *("", "", ""),  # grades; one stage and no more
    *("Living together", "How we are with each other."),
    *(
        "Children are listened to",
        "They listen to us.",
        "It matters.",
        "13 12",
        "Children can say what changed.",
    ),
    *("There is a meeting.", "We meet.", "When was the last?", "Who came?", ""),
    *("Ask two children.", "", "", ""),
    *("", "", ""),  # no further look-for, outcome or strand
)
UP_TO_THE_OUTCOME = 11


@pytest.fixture
def answers(rrsa: Run, monkeypatch: pytest.MonkeyPatch) -> Any:
    def ran(lines: tuple[str, ...], *words: object) -> Ran:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return rrsa("frameworks", "new", *words)

    return ran


# -- by the page ---------------------------------------------------------------------------------------


def _tables(page: str) -> list[tuple[list[str], list[list[str]]]]:
    found = []
    for match in re.finditer(r"((?:^\|.*\n)+)", page, re.MULTILINE):
        rows = [[c.strip().strip("`") for c in row.strip("|\n").split("|")] for row in match[1].splitlines()]
        found.append((rows[0], rows[2:]))
    return found


def test_what_the_page_says_typed_into_a_spreadsheet_works_in_the_app(
    rrsa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = PAGE.read_text(encoding="utf-8")
    commands = [
        line.split()[1:]
        for block in re.findall(r"```\n(rrsa .*?)```", page, re.DOTALL)
        for line in block.splitlines()
    ]
    make, _school, back, look, add, _new = commands
    assert rrsa(*make).code == 0
    book = Path("our-nursery.xlsx")
    workbook = load_workbook(book)
    about, *rest = _tables(page)
    for label, value in about[1]:
        row = next(row for row in workbook["About"].iter_rows(min_row=5) if row[1].value == label)
        row[2].value = value
    for (heads, rows), name in zip(rest, ("Strands", "Outcomes", "Look-fors", "Evidence ideas"), strict=True):
        sheet = workbook[name]
        places = {str(cell.value).casefold(): cell.column for cell in sheet[4] if cell.value}
        for n, values in enumerate(rows):
            for head, value in zip(heads, values, strict=True):
                sheet.cell(FIRST_FREE + n, places[head.casefold()]).value = value
    workbook.save(book)
    assert rrsa(*back).code == 0
    shown = rrsa(*look)
    assert "“They listen, and then something happens.”" in shown.out
    assert rrsa(*add).code == 0
    setting = rrsa("new", "Seaview Nursery", "--framework", "our-nursery").first
    assert rrsa("view", setting, "1", "2", "--line", "We have begun").code == 0
    assert rrsa("look", setting, "1.1", "partly").code == 0
    status = rrsa("status", setting, "--json").data
    assert [outcome["id"] for outcome in status["outcomes"]] == ["1", "2"]


# -- workbooks -----------------------------------------------------------------------------------------


def test_there_and_back_by_command(rrsa: Run, tmp_path: Path) -> None:
    book, file = tmp_path / "school.xlsx", tmp_path / "school.yaml"
    assert rrsa("frameworks", "to-workbook", SCHOOL, "-o", book).code == 0
    ran = rrsa("frameworks", "from-workbook", book, "-o", file)
    assert (ran.code, ran.out.strip()) == (0, str(file))
    assert read_framework(file) == find(SCHOOL).framework


def test_problems_are_all_said_and_nothing_is_written(rrsa: Run, tmp_path: Path) -> None:
    book, file = tmp_path / "blank.xlsx", tmp_path / "blank.yaml"
    assert rrsa("frameworks", "to-workbook", "--blank", "-o", book).code == 0
    ran = rrsa("frameworks", "from-workbook", book, "-o", file)
    assert ran.code == 1
    assert_one_line_error(ran)
    lines = ran.out.splitlines()
    assert len(lines) == 7
    assert all(re.match(r"[A-Z][A-Za-z -]*![A-Z]+[0-9]+: .+ — .+", line) for line in lines), lines
    assert not file.exists()
    told = rrsa("frameworks", "from-workbook", book, "-o", file, "--json")
    assert [f"{p['sheet']}!{p['cell']}: {p['what']} — {p['mend']}" for p in told.data] == lines
    draft = rrsa("frameworks", "from-workbook", book, "-o", file, "--draft")
    assert (draft.code, file.exists()) == (1, True)
    assert rrsa("check", file).code == 1


def test_it_is_written_anew_until_somebody_changes_it_by_hand(rrsa: Run, tmp_path: Path) -> None:
    book, file = tmp_path / "school.xlsx", tmp_path / "school.yaml"
    rrsa("frameworks", "to-workbook", SCHOOL, "-o", book)
    assert rrsa("frameworks", "from-workbook", book, "-o", file).code == 0
    workbook = load_workbook(book)
    row = next(row for row in workbook["About"].iter_rows(min_row=5) if row[0].value == "title")
    row[2].value = "Another title"
    workbook.save(book)
    assert rrsa("frameworks", "from-workbook", book, "-o", file).code == 0
    assert read_framework(file).title == "Another title"
    file.write_text(file.read_text(encoding="utf-8").replace("Another title", "By hand"), encoding="utf-8")
    before = file.read_bytes()
    ran = rrsa("frameworks", "from-workbook", book, "-o", file)
    assert ran.code == 2
    assert_one_line_error(ran)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        ("to-workbook", "-o", "new.xlsx"),
        ("to-workbook", SCHOOL, "--blank", "-o", "new.xlsx"),
        ("to-workbook", SCHOOL, "--grades", "6", "-o", "new.xlsx"),
        ("to-workbook", "nothing", "-o", "new.xlsx"),
        ("to-workbook", SCHOOL, "-o", "new.csv"),
        ("to-workbook", SCHOOL, "-o", "nowhere/new.xlsx"),
        ("to-workbook", SCHOOL, "-o", "there.xlsx"),
        ("to-workbook", "twelve.yaml", "-o", "new.xlsx"),
        ("from-workbook", "missing.xlsx", "-o", "new.yaml"),
        ("from-workbook", "there.xlsx", "-o", "new.yaml"),
        ("from-workbook", "there.xlsx", "-o", "new.txt"),
        ("from-workbook", "there.xlsx", "-o", "there.yaml"),
        ("from-workbook", "there.xlsx", "-o", "nowhere/new.yaml"),
        ("diff", SCHOOL, "nothing"),
        ("diff", SCHOOL, SCHOOL, "--crosswalk", "new.yaml"),
        ("diff", SCHOOL, DRAFT, "--crosswalk", "there.yaml"),
        ("add", "missing.yaml"),
        ("add", "twelve.yaml"),
        ("add", str(shipped("frameworks") / "rights.yaml")),
        ("preview", "nothing"),
        ("new", "--like", "nothing"),
        ("new", "-o", "there.yaml"),
    ],
)
def test_bad_input_is_one_line_and_changes_nothing(
    words: tuple[str, ...], rrsa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there.xlsx").write_text("Somebody's own")
    Path("there.yaml").write_text("# Somebody's own\n")
    Path("twelve.yaml").write_bytes((DATA / "twelve-mistakes.yaml").read_bytes())
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    ran = rrsa("frameworks", *words)
    assert ran.code == 2, ran
    assert_one_line_error(ran)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert not user_frameworks_dir().exists()


# -- by questions --------------------------------------------------------------------------------------


def test_a_framework_by_questions(answers: Any, rrsa: Run) -> None:
    ran = answers(NURSERY)
    assert ran.code == 0, ran
    made = find("our-nursery").framework
    assert made.ref == "our-nursery@1.0"
    assert [stage.name for stage in made.stages] == ["We have begun"]
    assert made.outcomes["1"].articles == (12, 13)
    assert made.indicators["1.1"].prompts == ("When was the last?", "Who came?")
    listed = {entry["id"]: entry for entry in rrsa("frameworks", "--json").data}
    assert listed["our-nursery"]["origin"] == "yours"
    assert rrsa("new", "Seaview", "--framework", "our-nursery").code == 0


def test_a_second_one_never_replaces_the_first(answers: Any, tmp_path: Path) -> None:
    answers(NURSERY)
    (first,) = user_frameworks_dir().iterdir()
    before = first.read_bytes()
    answers(("Our nursery", *NURSERY[1:4], "Something else.", *NURSERY[5:]))
    assert first.read_bytes() == before
    assert len(list(user_frameworks_dir().iterdir())) == 2


def test_stopping_before_an_outcome_is_complete_keeps_nothing(answers: Any) -> None:
    for n in (1, UP_TO_THE_OUTCOME, UP_TO_THE_OUTCOME + 6):
        ran = answers((*NURSERY[:n], "q"))
        assert ran.code == 0
        assert "Nothing is kept" in ran.err
        assert not user_frameworks_dir().exists()


def test_stopping_later_keeps_the_outcomes_that_are_complete(answers: Any, tmp_path: Path) -> None:
    file = tmp_path / "half.yaml"
    ran = answers((*NURSERY[:-2], "A second outcome", "Words"), "-o", file)  # the input ends here
    assert ran.code == 0
    assert "What is complete is kept" in ran.out
    assert list(read_framework(file).outcomes) == ["1"]


def test_what_cannot_be_used_is_asked_for_again(answers: Any, tmp_path: Path) -> None:
    file = tmp_path / "again.yaml"
    slips = {
        0: ("", "x" * 201),  # a title is needed, and has its length
        1: ("two words",),
        2: ("9",),
        3: ("English!",),
        14: ("99", "none", ","),
    }
    lines = [line for n, answer in enumerate(NURSERY) for line in (*slips.get(n, ()), answer)]
    ran = answers(tuple(lines), "-o", file)
    assert ran.code == 0, ran
    assert read_framework(file).outcomes["1"].articles == (12, 13)


def test_beginning_with_a_shipped_one(answers: Any, tmp_path: Path) -> None:
    file = tmp_path / "like.yaml"
    pattern = find(SCHOOL).framework
    taken = ["n"] * len(pattern.outcomes)
    taken[3] = ""
    own = (
        *("Ours", "We do it.", "Outcome of our own", "Ours.", "It matters.", "31", "It looks well."),
        *("Seen for Silver.", "We see it.", "When?", "", "", "", "", ""),
        *("Seen for Gold.", "We see more.", "Where?", "", "", "", "", ""),
        *("", "", ""),
    )
    ran = answers(("Like it", "", "", "", "For us.", "", *taken, *own), "--like", SCHOOL, "-o", file)
    assert ran.code == 0, ran
    made = read_framework(file)
    fourth = list(pattern.outcomes)[3]
    assert made.scale == pattern.scale
    assert made.stages == pattern.stages
    assert made.outcomes[fourth].indicators == pattern.outcomes[fourth].indicators
    (new,) = set(made.outcomes) - {fourth}
    assert [i.stage for i in made.outcomes[new].indicators] == ["silver", "gold"]
    known = set(made.outcome_of)
    assert all(q.outcome in {None, *known} for s in made.voices for q in s.questions)


# -- comparing -----------------------------------------------------------------------------------------


def test_a_comparison_in_words_and_a_crosswalk_that_the_program_takes(rrsa: Run, tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    ran = rrsa("frameworks", "diff", f"{SCHOOL}@2026.1", DRAFT, "--crosswalk", file)
    assert ran.code == 0
    for words in ("New (8)", "Gone (5)", "Reworded", "was: A rights-respecting school", "a look-for 9.5:"):
        assert words in ran.out
    assert "13 moves in it want looking at" in ran.err
    assert rrsa("check", file).code == 0
    as_json = rrsa("frameworks", "diff", f"{SCHOOL}@2026.1", DRAFT, "--json").data
    assert {each["id"] for each in as_json if each["kind"] == "gone"} == {"3.5", "4.3", "5.3", "7.2", "7.5"}
    assert "Both say and ask the same." in rrsa("frameworks", "diff", SCHOOL, SCHOOL).out


def test_a_drafted_crosswalk_that_was_added_moves_a_setting(
    rrsa: Run, school: dict[str, str], tmp_path: Path
) -> None:
    text = SMALL.read_text(encoding="utf-8").replace('version: "1.0"', 'version: "2.0"', 1)
    newer = tmp_path / "newer.yaml"
    newer.write_text(
        text.replace("id: group\n", "id: circle\n").replace("milestone: group\n", "milestone: circle\n")
    )
    assert rrsa("frameworks", "add", SMALL).code == 0
    assert rrsa("frameworks", "add", newer).code == 0
    walk = tmp_path / "walk.yaml"
    assert rrsa("frameworks", "diff", "small@1.0", "small@2.0", "--crosswalk", walk).code == 0
    assert rrsa("frameworks", "add", walk).code == 0
    assert rrsa("migrate", school["SETTING"], "--to", "small@2.0", "--apply").code == 0
    with open_store(school["DATABASE"], create=False) as store:
        assert store.load(school["SETTING"]).portfolio.setting.framework == "small@2.0"


# -- adding and trying out -----------------------------------------------------------------------------


def test_adding_twice_is_said_and_another_text_is_refused(rrsa: Run, tmp_path: Path) -> None:
    assert rrsa("frameworks", "add", SMALL).first == "small@1.0"
    again = rrsa("frameworks", "add", SMALL)
    assert (again.code, "there already" in again.err) == (0, True)
    other = tmp_path / "other.yaml"
    other.write_text(SMALL.read_text(encoding="utf-8").replace("A small framework", "Other words"))
    ran = rrsa("frameworks", "add", other)
    assert ran.code == 2
    assert_one_line_error(ran)
    theirs = tmp_path / "theirs.yaml"
    shipped_text = (shipped("frameworks") / f"{SCHOOL}.yaml").read_text(encoding="utf-8")
    theirs.write_text(shipped_text.replace("A rights-respecting school", "Ours"), encoding="utf-8")
    ran = rrsa("frameworks", "add", theirs)
    assert ran.code == 2
    assert "comes with the program" in ran.err
    assert len(list(user_frameworks_dir().iterdir())) == 1


def test_a_preview_without_a_terminal_is_text(rrsa: Run) -> None:
    for words in ((SMALL,), (SMALL, "--text")):
        ran = rrsa("frameworks", "preview", *words)
        assert ran.code == 0
        for outcome in read_framework(SMALL).outcomes.values():
            assert " ".join(outcome.children.split())[:30] in " ".join(ran.out.split())
    assert not user_frameworks_dir().exists()


def test_a_preview_opens_the_app_in_a_home_that_is_gone_afterwards(
    rrsa: Run, school: dict[str, str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rrsa.cli import app
    from rrsa.drafts import last_place

    seen: dict[str, Any] = {}

    def open_app(session: Any, *, where: str) -> int:
        seen["home"] = Path(os.environ["RRSA_HOME"])
        seen["where"] = Path(where)
        with open_store(where, create=False) as store:
            (info,) = store.settings()
            seen["framework"] = info.framework
        seen["place"] = last_place(where)
        return 0

    monkeypatch.setattr(app, "has_terminal", lambda: True)
    monkeypatch.setattr(app, "open_app", open_app)
    (home / "preferences.json").write_text("{}")
    before = recorded(school["DATABASE"])
    files = sorted(home.rglob("*"))
    assert rrsa("frameworks", "preview", SMALL).code == 0
    assert seen["framework"] == "small@1.0"
    assert seen["where"].parent == seen["home"] != home
    assert seen["place"] is not None
    assert not seen["home"].exists()
    assert os.environ["RRSA_HOME"] == str(home)
    assert recorded(school["DATABASE"]) == before
    assert [f for f in sorted(home.rglob("*")) if "cache" not in f.parts] == [
        f for f in files if "cache" not in f.parts
    ]
