"""The main road by commands alone, with the real program: from nothing to a workbook, and back by undo."""

from __future__ import annotations

import zipfile
from pathlib import Path

from command_runs import Run, assert_one_line_error


def test_from_nothing_to_a_workbook(program: Run, tmp_path: Path) -> None:
    made = program("new", "Kirkbrae Primary", "--framework", "rights-respecting-school", "--aim", "silver")
    assert (made.code, made.out) == (0, "kirkbrae-primary\n")
    assert "Set up: Kirkbrae Primary" in made.err

    [setting] = program("settings", "--json").data
    assert (setting["id"], setting["name"], setting["kind"]) == (
        "kirkbrae-primary",
        "Kirkbrae Primary",
        "school",
    )
    assert setting["framework"].startswith("rights-respecting-school@")
    assert setting["aim"] == "silver"

    for outcome in range(1, 10):
        viewed = program("view", "kirkbrae-primary", outcome, 3, "--line", f"We see it in class {outcome}")
        assert viewed.code == 0, viewed.err
        assert f"Outcome {outcome} " in viewed.err
    looked = program("look", "kirkbrae-primary", "4.2", "partly", "--why", "P1 are still learning it")
    assert looked.code == 0, looked.err

    notes = tmp_path / "minutes.txt"
    notes.write_text("Pupil council, Tuesday: we talked about the toilets.", encoding="utf-8")
    pointed = program(
        *("evidence", "add", "kirkbrae-primary", "--title", "Council minutes", "--perspective", "children"),
        *("--for", "4", "4.2", "8", "--date", "yesterday", "--place", "Office, blue folder"),
    )
    filed = program(
        *("evidence", "add", "kirkbrae-primary", "--title", "Notes", "--perspective", "records"),
        *("--for", "4", "--file", notes, "--directness", "first-hand", "--consent", "not-needed"),
    )
    assert (pointed.code, filed.code) == (0, 0), pointed.err + filed.err
    assert "Outcome 4 (" in filed.err
    assert "Shown two ways" in filed.err
    listed = program("evidence", "list", "kirkbrae-primary", "--json").data
    assert {item["id"] for item in listed} == {pointed.first, filed.first}
    by_id = {item["id"]: item for item in listed}
    assert [link["target"] for link in by_id[pointed.first]["links"]] == ["4", "4.2", "8"]
    assert by_id[filed.first]["file_name"] == "minutes.txt"

    action = program("action", "add", "kirkbrae-primary", "8", "Tell every class what changed")
    assert action.code == 0, action.err
    milestones = program("status", "kirkbrae-primary", "--json").data["milestones"]
    reached = program("milestone", "kirkbrae-primary", milestones[0]["id"])
    assert reached.code == 0, reached.err

    ready = program("status", "kirkbrae-primary", "--stage", "silver")
    assert ready.code == 1, ready.err
    assert "Why not yet: Silver" in ready.out
    assert "What comes next" in ready.out
    assert ready.out.rstrip().endswith("Self-evaluation, not an award decision")

    workbook = tmp_path / "kirkbrae.xlsx"
    exported = program("export", "kirkbrae-primary", "-o", workbook)
    assert (exported.code, exported.out.strip()) == (0, str(workbook)), exported.err
    assert zipfile.is_zipfile(workbook)

    assert "Milestone" in program("undo", "kirkbrae-primary").err
    assert "Action added" in program("undo", "kirkbrae-primary").err
    assert program("action", "list", "kirkbrae-primary", "--json").data == []
    history = program("history", "kirkbrae-primary", "--json").data
    assert [entry["undone"] for entry in history[:4]] == [False, False, True, True]


def test_without_a_terminal_the_app_says_so(program: Run) -> None:
    ran = program()
    assert ran.code == 3
    assert_one_line_error(ran)
    assert "terminal" in ran.err
    assert "rrsa --help" in ran.err


def test_a_dumb_terminal_is_no_terminal_for_the_app(program: Run) -> None:
    ran = program(TERM="dumb")
    assert ran.code == 3
    assert_one_line_error(ran)


def test_failures_of_the_real_program_are_one_line(program: Run) -> None:
    for words, code in (
        (("status", "nowhere"), 2),
        (("stauts", "nowhere"), 2),
        (("view",), 2),
        (("check", "missing.yaml"), 1),
        (
            ("--database", "/proc/no/such/place.db", "new", "X", "--framework", "rights-respecting-school"),
            None,
        ),
    ):
        ran = program(*words)
        assert ran.code == code or (code is None and ran.code in (2, 3)), (words, ran)
        assert_one_line_error(ran)
