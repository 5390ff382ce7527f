"""Wrong use and bad input: exit code, one line that says how to mend it, and nothing has changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_runs import SMALL, Run, assert_one_line_error, recorded

LONG = "x" * 40_000
ADD = ("evidence", "add", "SETTING", "--title", "T", "--perspective", "records")

# The words of a command line (capitals stand for ids of the small school), and what its one line must name.
BAD: list[tuple[tuple[str, ...], str]] = [
    # no such command, no such option, too little, too much
    (("stattus", "SETTING"), "rrsa status"),
    (("merge", "x.xlsx"), "rrsa --help"),
    (("",), "no command"),
    (("evidence",), "add, edit, link"),
    (("evidence", "ad", "SETTING"), "rrsa evidence add"),
    (("action",), "add, edit, done"),
    (("status",), "SETTING is missing"),
    (("status", "SETTING", "--jsn"), "--json"),
    (("--nonsense",), "rrsa --help"),
    (("status", "SETTING", "extra"), "extra"),
    (("settings", "--json=yes"), "takes no value"),
    (("view", "SETTING", "OUTCOME", "3", "--line"), "--line needs a value"),
    (("view",), "SETTING is missing"),
    (("view", "SETTING"), "OUTCOME is missing"),
    (("view", "SETTING", "OUTCOME"), "GRADE is missing"),
    (("new",), "NAME is missing"),
    (("new", "Somewhere"), "--framework is missing"),
    (("check",), "FILE"),
    (("export", "SETTING"), "-o"),
    # settings, outcomes, look-fors, stages, grades, answers
    (("status", "glen-mor-school"), "glen-mhor-school"),
    (("status", "SETTING", "--stage", "secnd"), "second"),
    (("view", "SETTING", "77", "3"), "77"),
    (("view", "SETTING", "LOOK", "3"), "outcome"),
    (("view", "SETTING", "OUTCOME", "9"), "choose one of: 1 ("),
    (("view", "SETTING", "OUTCOME", "-1"), "dash"),
    (("view", "SETTING", "OUTCOME", "--", "-1"), "not a grade"),
    (("view", "SETTING", "OUTCOME", "3.5"), "not a grade"),
    (("view", "SETTING", "OUTCOME", "excellent"), "not a grade"),
    (("view", "SETTING", "OUTCOME", ""), "not a grade"),
    (("view", "SETTING", "OUTCOME", "3", "--line", LONG), "too long"),
    (("view", "SETTING", "OUTCOME", "3", "--difference", LONG), "too long"),
    (("look", "SETTING", "LOOK", "maybe"), "partly"),
    (("look", "SETTING", "OUTCOME", "yes"), "look-for"),
    (("look", "SETTING", "LOOK", "not-applicable", "--why", "x"), "applies everywhere"),
    (("look", "SETTING", "3.c", "not-applicable"), "reason"),
    (("look", "SETTING", "LOOK", "yes", "--why", LONG), "too long"),
    (("milestone", "SETTING", "grup"), "group"),
    (("milestone", "SETTING", "group", "--done", "someday"), "not a date"),
    (("milestone", "SETTING", "group", "--done", "tomorrow"), "future"),
    (("milestone", "SETTING", "group", "--done", ""), "--done needs a day"),
    (("milestone", "SETTING", "group", "--done", "today", "--not-done"), "opposite"),
    # setting up
    (("new", "", "--framework", str(SMALL)), "name is missing"),
    (("new", "   ", "--framework", str(SMALL)), "name is missing"),
    (("new", LONG, "--framework", str(SMALL)), "too long"),
    (("new", "Glen Mhor School", "--framework", str(SMALL)), "already"),
    (("new", "Elsewhere", "--framework", "rights-respecting-scool"), "rights-respecting-school"),
    (("new", "Elsewhere", "--framework", "rights-respecting-school@1"), "rights-respecting-school"),
    (("new", "Elsewhere", "--framework", "missing.yaml"), "missing.yaml"),
    (("new", "Elsewhere", "--framework", str(SMALL), "--aim", "secnd"), "second"),
    (("new", "Elsewhere", "--framework", str(SMALL.with_name("twelve-mistakes.yaml"))), "rrsa check"),
    # evidence
    (ADD, "--for is missing"),
    ((*ADD, "--for"), "--for needs a value"),
    ((*ADD, "--for", "--date", "today"), "--for needs a value"),
    ((*ADD, "--for", ","), "for"),
    ((*ADD, "--for", "OUTCOME", "99"), "99"),
    ((*ADD, "--for", "OUTCOME", "--direction", "up"), "works"),
    ((*ADD, "--for", "OUTCOME", "--directness", "secondhand"), "first-hand"),
    ((*ADD, "--for", "OUTCOME", "--consent", "maybe"), "given"),
    ((*ADD, "--for", "OUTCOME", "--date", "32/1/2026"), "no such day"),
    ((*ADD, "--for", "OUTCOME", "--date", "2026-13-01"), "no such day"),
    ((*ADD, "--for", "OUTCOME", "--date", "1066-10-14"), "too long ago"),
    ((*ADD, "--for", "OUTCOME", "--date", "tomorrow"), "future"),
    ((*ADD, "--for", "OUTCOME", "--people", "many"), "whole number"),
    ((*ADD, "--for", "OUTCOME", "--people", "-3"), "whole number"),
    ((*ADD, "--for", "OUTCOME", "--file", "missing.pdf"), "missing.pdf"),
    ((*ADD, "--for", "OUTCOME", "--file", ""), "--file"),
    ((*ADD, "--for", "OUTCOME", "--file", "."), "folder"),
    ((*ADD, "--for", "OUTCOME", "--place", LONG), "too long"),
    (("evidence", "add", "SETTING", "--perspective", "records", "--for", "OUTCOME"), "--title is missing"),
    (("evidence", "add", "SETTING", "--title", "T", "--for", "OUTCOME"), "--perspective is missing"),
    (
        ("evidence", "add", "SETTING", "--title", "", "--perspective", "records", "--for", "OUTCOME"),
        "the title is missing",
    ),
    (
        ("evidence", "add", "SETTING", "--title", "T", "--perspective", "childern", "--for", "OUTCOME"),
        "children",
    ),
    (("evidence", "edit", "SETTING", "EVIDENCE"), "nothing to change"),
    (("evidence", "edit", "SETTING", "EVIDENCE", "--title", " "), "title is missing"),
    (("evidence", "edit", "SETTING", "E00000000", "--title", "T"), "E00000000"),
    (("evidence", "edit", "SETTING", "EVIDENCE", "--direction", "mixed"), "--for"),
    (("evidence", "edit", "SETTING", "EVIDENCE", "--note", "changed", "--for", "99"), "99"),
    (("evidence", "link", "SETTING", "EVIDENCE"), "--for is missing"),
    (("evidence", "unlink", "SETTING", "EVIDENCE", "--for", "OTHER"), "not linked"),
    (("evidence", "remove", "SETTING", "nothing"), "nothing"),
    (("evidence", "list", "SETTING", "--for", "99"), "99"),
    # actions
    (("action", "add", "SETTING"), "the outcome is missing"),
    (("action", "add", "SETTING", "OUTCOME"), "what to do is missing"),
    (("action", "add", "SETTING", "OUTCOME", ""), "what to do is missing"),
    (("action", "add", "SETTING", "OUTCOME", "Ask", "--what", "Ask"), "twice"),
    (("action", "add", "SETTING", "99", "Ask"), "99"),
    (("action", "add", "SETTING", "OUTCOME", "Ask", "--due", "soon"), "not a date"),
    (("action", "add", "SETTING", "OUTCOME", "Ask", "--because", "E00000000"), "E00000000"),
    (("action", "edit", "SETTING", "ACTION"), "nothing to change"),
    (("action", "edit", "SETTING", "ACTION", "--status", "stuck"), "under-way"),
    (("action", "done", "SETTING", "ACTION", "--on-date", "tomorrow"), "future"),
    (("action", "done", "SETTING", "nothing"), "nothing"),
    (("action", "remove", "SETTING", "nothing"), "nothing"),
    # looking and taking back
    (("undo", "SETTING", "999"), "999"),
    (("undo", "SETTING", ""), "CHANGESET is empty"),
    (("check", ""), "FILE is empty"),
    (("undo", "SETTING", "not-a-uuid"), "not-a-uuid"),
    (("redo", "SETTING"), "nothing"),
    (("history", "SETTING", "--limit", "-1"), "whole number"),
    (("history", "nowhere"), "glen-mhor-school"),
    # options known everywhere
    (("settings", "--on", "someday"), "not a date"),
    (("--on", "31 Feb 2026", "settings"), "no such day"),
    (("settings", "--author", " "), "role"),
    (("settings", "--author", LONG), "too long"),
    (("settings", "--database", ""), "--database"),
    (("settings", "--database"), "--database needs a value"),
    (("--database",), "--database needs a value"),
    (("status", "SETTING", "--on"), "--on needs a value"),
    (("view", "SETTING", "OUTCOME", "3", "--author"), "--author needs a value"),
    (("settings", "--database", "ftp://somewhere/x"), "database"),
    (("settings", "--database", "."), "folder"),
    (("status", "SETTING", "--database", "missing.db"), "missing.db"),
    (("demo", "--fresh", "--database", "other.db"), "--fresh"),
    # handing over
    (("export", "SETTING", "-o", ""), "-o"),
    (("export", "SETTING", "-o", "x.xlsx", "--copy", "teacher"), "assessor"),
    (("export", "SETTING", "-o", "x.xlsx", "--copy", "assessor", "--blank"), "blank"),
    (("export", "SETTING", "-o", "x.pdf"), ".xlsx"),
    (("export", "SETTING", "-o", "no/such/folder/x.xlsx"), "folder"),
    (("export", "SETTING", "-o", "."), "."),
    (("backup", ""), "FILE"),
    (("restore", ""), "FILE"),
    (("restore", "missing.db"), "missing.db"),
]


@pytest.mark.parametrize(
    ("words", "named"), BAD, ids=lambda value: None if isinstance(value, str) else " ".join(value)[:60]
)
def test_bad_input_is_one_line_and_changes_nothing(
    words: tuple[str, ...],
    named: str,
    rrsa: Run,
    school: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    before = recorded(school["DATABASE"])
    ran = rrsa(*(school.get(word, word) for word in words))
    assert ran.code in (2, 3), ran
    assert_one_line_error(ran)
    assert named in ran.err, ran.err
    assert ran.out == ""
    assert recorded(school["DATABASE"]) == before
    assert list(folder.iterdir()) == [], "nothing may be left behind"


def test_a_file_that_is_no_database_stays_as_it_is(rrsa: Run, tmp_path: Path) -> None:
    file = tmp_path / "diary.db"
    file.write_bytes(b"Dear diary, " * 500)
    for words in (("settings",), ("new", "X", "--framework", str(SMALL)), ("doctor",)):
        ran = rrsa(*words, "--database", file)
        assert ran.code in (1, 2, 3), ran
        assert "Traceback" not in ran.err
        assert file.read_bytes() == b"Dear diary, " * 500


def test_no_setting_yet_is_said_with_the_way_to_make_one(rrsa: Run) -> None:
    for words in (("status", "anything"), ("evidence", "list", "anything"), ("undo", "anything")):
        ran = rrsa(*words)
        assert ran.code == 2
        assert_one_line_error(ran)
        assert "rrsa new" in ran.err


def test_a_slip_in_new_leaves_no_database_behind(rrsa: Run, tmp_path: Path) -> None:
    database = tmp_path / "fresh.db"
    for words in (
        ("new", "", "--framework", str(SMALL)),
        ("new", "X", "--framework", "nothing"),
        ("new", "X" * 500, "--framework", str(SMALL)),
    ):
        assert rrsa(*words, "--database", database).code == 2
        assert not database.exists()
