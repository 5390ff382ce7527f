"""Options that every command takes, before it and after it; who wrote; reading only; any code page."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_runs import SMALL, Run, assert_one_line_error, recorded

from rrsa import __version__, clock
from rrsa.cli import main as cli_main
from rrsa.cli.program import WHERE


def test_version_and_help(program: Run) -> None:
    assert program("--version").out == f"rrsa {__version__}\n"
    shown = program("--help")
    assert (shown.code, shown.err) == (0, "")
    for command in WHERE:
        assert f"  {command} " in shown.out
    assert shown.out == program("-h").out
    assert "award decision" in shown.out


def test_the_database_may_be_named_before_and_after(
    rrsa: Run, school: dict[str, str], tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    assert rrsa("--database", other, "new", "Other House", "--framework", SMALL).code == 0
    assert [s["id"] for s in rrsa("settings", "--json", "--database", other).data] == ["other-house"]
    assert [s["id"] for s in rrsa("--database", other, "settings", "--json").data] == ["other-house"]
    assert [s["id"] for s in rrsa("settings", "--json").data] == [school["SETTING"]]
    # The one nearest to the command's own words wins.
    both = rrsa("--database", school["DATABASE"], "settings", "--database", other, "--json")
    assert [s["id"] for s in both.data] == ["other-house"]
    within = rrsa("evidence", "--database", other, "list", "other-house", "--json")
    assert (within.code, within.data) == (0, [])
    assert [s["id"] for s in rrsa("settings", "--json", "--database", f"sqlite:///{other}").data] == [
        "other-house"
    ]


def test_a_database_on_a_server(rrsa: Run, postgres_url: str) -> None:
    made = rrsa("new", "Server School", "--framework", SMALL, "--database", postgres_url)
    assert made.first == "server-school"
    assert rrsa("view", "server-school", "1", "3", "--database", postgres_url).code == 0
    told = rrsa("--database", postgres_url, "status", "server-school", "--json").data
    assert told["outcomes"][0]["view"] == 3


def test_the_author_goes_into_the_history(
    rrsa: Run, school: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    setting, outcome = school["SETTING"], school["OUTCOME"]
    rrsa("view", setting, outcome, 3)
    rrsa("--author", "DHT", "view", setting, outcome, 4)
    monkeypatch.setenv("RRSA_AUTHOR", "P6 teacher")
    rrsa("view", setting, outcome, 2)
    rrsa("view", setting, outcome, 1, "--author", "Head")
    authors = [entry["author"] for entry in rrsa("history", setting, "--json", "--limit", 4).data]
    assert authors == ["Head", "P6 teacher", "DHT", "Lead"]


def test_on_looks_as_of_a_day(rrsa: Run, school: dict[str, str]) -> None:
    fresh = rrsa("status", school["SETTING"], "--json", "--on", "2026-04-03").data
    old = rrsa("--on", "3 Apr 2036", "status", school["SETTING"], "--json").data
    assert (fresh["on"], old["on"]) == ("2026-04-03", "2036-04-03")
    assert fresh["outcomes"][0]["score"] > old["outcomes"][0]["score"] > 0
    assert fresh["outcomes"][0]["view"] == old["outcomes"][0]["view"]
    assert "3 Apr 2036" in rrsa("status", school["SETTING"], "--on", "3/4/2036").out


CHANGING = [
    ("new", "Another", "--framework", str(SMALL)),
    ("view", "SETTING", "OUTCOME", "3"),
    ("look", "SETTING", "LOOK", "yes"),
    ("milestone", "SETTING", "group"),
    ("evidence", "add", "SETTING", "--title", "T", "--perspective", "adults", "--for", "OUTCOME"),
    ("evidence", "edit", "SETTING", "EVIDENCE", "--title", "T"),
    ("evidence", "link", "SETTING", "EVIDENCE", "--for", "OTHER"),
    ("evidence", "unlink", "SETTING", "EVIDENCE", "--for", "OUTCOME"),
    ("evidence", "remove", "SETTING", "EVIDENCE"),
    ("action", "add", "SETTING", "OUTCOME", "Ask"),
    ("action", "edit", "SETTING", "ACTION", "--who", "DHT"),
    ("action", "done", "SETTING", "ACTION"),
    ("action", "remove", "SETTING", "ACTION"),
    ("undo", "SETTING"),
    ("restore", "BACKUP"),
]
READING = [
    ("settings",),
    ("status", "SETTING"),
    ("evidence", "list", "SETTING"),
    ("action", "list", "SETTING"),
    ("history", "SETTING"),
]


@pytest.mark.parametrize("words", CHANGING, ids=lambda words: " ".join(words[:2]))
def test_read_only_refuses_changes(
    words: tuple[str, ...], rrsa: Run, school: dict[str, str], tmp_path: Path
) -> None:
    backup = tmp_path / "backup.db"
    if "BACKUP" in words:
        assert rrsa("backup", backup).code == 0
    before = recorded(school["DATABASE"])
    ran = rrsa("--read-only", *({**school, "BACKUP": str(backup)}.get(word, word) for word in words))
    assert ran.code == 3, ran
    assert_one_line_error(ran)
    assert "--read-only" in ran.err
    assert recorded(school["DATABASE"]) == before


@pytest.mark.parametrize(
    "words", [*CHANGING[:14], ("redo", "SETTING")], ids=lambda words: " ".join(words[:2])
)
def test_without_read_only_the_same_commands_change_something(
    words: tuple[str, ...], rrsa: Run, school: dict[str, str]
) -> None:
    if words[0] == "redo":
        rrsa("undo", school["SETTING"])
    before = recorded(school["DATABASE"])
    ran = rrsa(*(school.get(word, word) for word in words))
    assert ran.code == 0, ran
    assert recorded(school["DATABASE"]) != before


@pytest.mark.parametrize("words", READING, ids=lambda words: " ".join(words[:2]))
def test_read_only_reads(words: tuple[str, ...], rrsa: Run, school: dict[str, str]) -> None:
    said = [school.get(word, word) for word in words]
    ran = rrsa(*said, "--read-only")
    assert ran.code == 0, ran
    assert (ran.out, rrsa(*said).out) == (ran.out, ran.out)
    as_json = rrsa(*said, "--read-only", "--json")
    assert as_json.code == 0, as_json
    assert as_json.data


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_text_is_safe_in_any_code_page(encoding: str, school: dict[str, str]) -> None:
    def ran(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "rrsa", *words],
            env={**os.environ, "PYTHONIOENCODING": encoding},
            capture_output=True,
            timeout=60,
            check=False,
        )

    title = "Ēirinn’s “wall” — ☀ 学校"
    added = ran(
        *("evidence", "add", school["SETTING"], "--title", title, "--perspective", "children"),
        *("--for", school["OUTCOME"]),
    )
    assert added.returncode == 0, added.stderr
    listed = ran("evidence", "list", school["SETTING"])
    assert listed.returncode == 0, listed.stderr
    text = listed.stdout.decode(encoding)
    assert "wall" in text
    assert (title in " ".join(text.split())) == (encoding == "utf-8")
    as_json = ran("evidence", "list", school["SETTING"], "--json")
    assert as_json.stdout.isascii()
    wrong = ran("status", "nöwhere — “x”")
    assert wrong.returncode == 2
    assert wrong.stderr.decode(encoding).startswith("error: ")
    assert b"Traceback" not in wrong.stderr
    assert ran("--help").returncode == 0
    assert ran("status", "--help").stdout.decode(encoding).startswith("Usage: ")


def test_a_reader_that_leaves_early_is_no_failure(school: dict[str, str]) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "rrsa", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.read(10)
    running.stdout.close()
    assert running.wait(timeout=60) == 0
    assert running.stderr.read() == b""


def test_an_interruption_ends_quietly(
    rrsa: Run, school: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted() -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(clock, "today", interrupted)
    ran = rrsa("settings", "--on", "today")
    assert (ran.code, ran.out, ran.err) == (130, "", "")


def test_a_surprise_is_one_line_and_debug_tells_all(
    rrsa: Run, school: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("the clock\nhas stopped")

    monkeypatch.setattr(clock, "today", broken)
    ran = rrsa("settings", "--on", "today")
    assert ran.code == 3
    assert ran.err.startswith(
        "error: something went wrong that rrsa did not expect (RuntimeError: the clock has"
    )
    assert ran.err.count("\n") == 1
    told = rrsa("settings", "--on", "today", "--debug")
    assert told.code == 3
    assert "Traceback" in told.err
    assert told.err.splitlines()[-1].startswith("error: ")


def test_debug_shows_where_a_plain_error_came_from(rrsa: Run, school: dict[str, str]) -> None:
    ran = rrsa("--debug", "status", "nowhere")
    assert ran.code == 2
    assert "Traceback" in ran.err
    assert ran.err.splitlines()[-1].startswith("error: ")


def test_both_doors_open_the_same_program(program: Run) -> None:
    import tomllib

    project = tomllib.loads(
        (Path(__file__).resolve().parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    )
    assert project["project"]["scripts"]["rrsa"] == "rrsa.__main__:main"
    script = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.argv = ['rrsa', '--version']; from rrsa.__main__ import main; main()",
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (script.returncode, script.stdout) == (0, program("--version").out)
    assert cli_main.INTERRUPTED == 130
