"""The app from the command line, on a pseudo-terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pexpect
from command_runs import SMALL, recorded

from rrsa.paths import demo_database

CTRL_Q = "\x11"


def on_a_terminal(*words: str, term: str = "xterm-256color", **environment: str) -> pexpect.spawn:
    return pexpect.spawn(
        sys.executable,
        ["-m", "rrsa", *words],
        env={**os.environ, "TERM": term, "LANG": "C.UTF-8", **environment},
        dimensions=(40, 120),
        encoding="utf-8",
        codec_errors="replace",
        timeout=60,
    )


def test_the_app_opens_and_leaves(school: dict[str, str]) -> None:
    before = recorded(school["DATABASE"])
    app = on_a_terminal()
    app.expect("Glen Mhor School")
    app.send(CTRL_Q)
    app.expect(pexpect.EOF)
    app.close()
    assert app.exitstatus == 0
    assert recorded(school["DATABASE"]) == before


def test_the_demo_opens_the_app_on_the_sample() -> None:
    app = on_a_terminal("demo")
    app.expect("Corranbeath")
    app.send(CTRL_Q)
    app.expect(pexpect.EOF)
    app.close()
    assert app.exitstatus == 0
    assert demo_database().exists()


def test_a_preview_opens_an_empty_setting_and_leaves_nothing(school: dict[str, str], tmp_path: Path) -> None:
    before = recorded(school["DATABASE"])
    app = on_a_terminal("frameworks", "preview", str(SMALL), TMPDIR=str(tmp_path))
    app.expect("A place to try things out")
    app.send(CTRL_Q)
    app.expect(pexpect.EOF)
    app.close()
    assert app.exitstatus == 0
    assert list(tmp_path.glob("rrsa-preview-*")) == []
    assert recorded(school["DATABASE"]) == before


def test_the_app_ends_where_its_terminal_goes_without_a_signal(school: dict[str, str]) -> None:
    """As where make or a script stands between: nobody passes on that the window was closed."""
    ours, theirs = os.openpty()
    app = subprocess.Popen(
        [sys.executable, "-m", "rrsa"],
        stdin=theirs, stdout=theirs, stderr=theirs,
        env={**os.environ, **school, "TERM": "xterm-256color"},
        start_new_session=True,  # without a controlling terminal there is no signal either
    )  # fmt: skip
    os.close(theirs)
    drawn = b""
    while b"Rights-respecting" not in drawn:
        drawn += os.read(ours, 65536)
    os.close(ours)
    assert app.wait(timeout=60) == 0


def test_in_a_browser_the_app_ends_where_its_server_was_killed(
    school: dict[str, str], tmp_path: Path, posix: None
) -> None:
    app = subprocess.Popen(
        [sys.executable, "-m", "rrsa"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={
            **os.environ, **school,
            "RRSA_BROWSER_FOLDER": str(tmp_path),
            "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
        },
    )  # fmt: skip
    assert app.stdin and app.stdout and app.stderr
    drawn = b""
    while b"Rights-respecting" not in drawn:
        drawn += os.read(app.stdout.fileno(), 65536)
    app.stdin.close()
    app.stdout.close()
    try:
        app.wait(timeout=60)
    finally:
        app.kill()
        app.stderr.close()


def test_a_dumb_terminal_gets_one_line(school: dict[str, str]) -> None:
    app = on_a_terminal(term="dumb")
    app.expect(pexpect.EOF)
    app.close()
    assert app.exitstatus == 3
    assert app.before.startswith("error: ")
    assert app.before.count("\n") == 1


def test_an_export_shows_how_far_it_is(school: dict[str, str], tmp_path: Path) -> None:
    target = tmp_path / "glen.xlsx"
    app = on_a_terminal("export", school["SETTING"], "-o", str(target))
    app.expect("Writing … 50 %")
    app.expect(str(target))
    app.expect(pexpect.EOF)
    app.close()
    assert app.exitstatus == 0
    assert target.exists()


def test_commands_work_on_any_terminal(school: dict[str, str]) -> None:
    for environment in ({"NO_COLOR": "1"}, {"COLUMNS": "20"}):
        app = on_a_terminal("status", school["SETTING"], term="dumb", **environment)
        app.expect("not an award")
        app.expect(pexpect.EOF)
        app.close()
        assert app.exitstatus == 0
        assert "\x1b" not in app.before
