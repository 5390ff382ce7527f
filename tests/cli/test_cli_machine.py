"""The machine in the way of a command: what cannot be written, opened or waited for."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from command_runs import SMALL, Run, assert_one_line_error, recorded

from rrsa.store import sqlite

NO_ROOM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
from rrsa.__main__ import main
sys.argv = ["rrsa", *sys.argv[1:]]
main()
"""


@pytest.mark.parametrize(
    "words", [("--help",), ("settings", "--json"), ("status", "SETTING")], ids=lambda words: words[0]
)
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
def test_an_answer_that_cannot_be_written_is_one_line(
    words: tuple[str, ...], unbuffered: str, school: dict[str, str], tmp_path: Path, posix: None
) -> None:
    with (tmp_path / "answer").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", NO_ROOM, *(school.get(word, word) for word in words), "--read-only"],
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    told = done.stderr.decode("utf-8")
    assert done.returncode == 3, told
    assert told.startswith("error: ")
    assert told.count("\n") == 1, told


def test_a_note_that_cannot_be_written_undoes_nothing(tmp_path: Path, posix: None) -> None:
    with (tmp_path / "notes").open("wb") as full:
        done = subprocess.run([sys.executable, "-c", NO_ROOM, "check", str(SMALL)], stderr=full, check=False)
    assert done.returncode == 0


def test_a_locked_database_is_said_and_nothing_is_saved(
    rrsa: Run, school: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "WAIT_SECONDS", 0.1)
    before = recorded(school["DATABASE"])
    other = sqlite3.connect(school["DATABASE"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ran = rrsa("view", school["SETTING"], school["OUTCOME"], 3)
    assert ran.code == 3
    assert_one_line_error(ran)
    assert "busy" in ran.err
    assert rrsa("status", school["SETTING"]).code == 0, "reading goes on meanwhile"
    other.rollback()
    other.close()
    assert recorded(school["DATABASE"]) == before


def test_a_file_that_may_only_be_read_is_read(
    rrsa: Run, school: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(school["DATABASE"])
    allowed = os.access

    def read_only(path: object, mode: int, **more: bool) -> bool:
        # The rights themselves mean nothing to root, as whom tests may run.
        return allowed(path, mode, **more) and not (mode == os.W_OK and Path(str(path)) == file)  # type: ignore[arg-type]

    expected = rrsa("status", school["SETTING"]).out
    before = file.read_bytes()
    monkeypatch.setattr(os, "access", read_only)
    for words in (
        ("settings",),
        ("evidence", "list", "SETTING"),
        ("history", "SETTING"),
        ("export", "SETTING", "-o", str(tmp_path / "a.xlsx")),
        ("backup", str(tmp_path / "backup.db")),
    ):
        assert rrsa(*(school.get(word, word) for word in words)).code == 0, words
    assert rrsa("status", school["SETTING"]).out == expected
    for words in (
        ("view", "SETTING", "OUTCOME", "3"),
        ("undo", "SETTING"),
        ("new", "X", "--framework", str(SMALL)),
    ):
        ran = rrsa(*(school.get(word, word) for word in words))
        assert ran.code == 3, words
        assert_one_line_error(ran)
        assert "may not be written" in ran.err
    assert file.read_bytes() == before


@pytest.mark.parametrize("words", [("settings",), ("status", "x"), ("new", "X", "--framework", str(SMALL))])
def test_a_pipe_is_no_database(words: tuple[str, ...], program: Run, tmp_path: Path, posix: None) -> None:
    os.mkfifo(tmp_path / "pipe.db")
    for place in (tmp_path / "pipe.db", os.devnull):
        ran = program(*words, "--database", place)
        assert ran.code == 2
        assert_one_line_error(ran)
        assert "is not a file" in ran.err


def test_a_pipe_is_replaced_by_nothing(
    program: Run, school: dict[str, str], tmp_path: Path, posix: None
) -> None:
    for words in (("export", school["SETTING"], "-o", "pipe.xlsx"), ("backup", "pipe.db")):
        pipe = tmp_path / words[-1]
        os.mkfifo(pipe)
        ran = program(*words)
        assert ran.code == 2
        assert_one_line_error(ran)
        assert pipe.is_fifo()


def test_a_folder_that_is_not_there_is_no_empty_list(rrsa: Run, tmp_path: Path) -> None:
    ran = rrsa("settings", "--json", "--database", tmp_path / "mistyped" / "rrsa.db")
    assert ran.code == 2
    assert_one_line_error(ran)
    assert rrsa("settings", "--json", "--database", tmp_path / "rrsa.db").data == []
    assert rrsa("settings", "--json").data == []


@pytest.mark.parametrize(
    "words",
    [
        ("settings", "--database", "{}.db"),
        ("new", "X", "--framework", str(SMALL), "--database", "{}.db"),
        ("backup", "{}.db"),
        ("restore", "{}.db"),
        ("export", "SETTING", "-o", "{}.xlsx"),
        (
            *("evidence", "add", "SETTING", "--title", "T", "--perspective", "adults"),
            *("--for", "OUTCOME", "--file", "{}"),
        ),
    ],
    ids=lambda words: words[0],
)
@pytest.mark.parametrize("name", ["n" * 4000, "~nobody-of-this-name/file"], ids=["long", "nobody's home"])
def test_a_name_that_no_file_can_have_is_one_line(
    words: tuple[str, ...], name: str, rrsa: Run, school: dict[str, str]
) -> None:
    before = recorded(school["DATABASE"])
    ran = rrsa(*(school.get(word, word.replace("{}", name)) for word in words))
    assert ran.code in (2, 3), ran
    assert_one_line_error(ran)
    assert "said no" not in ran.err
    assert recorded(school["DATABASE"]) == before
