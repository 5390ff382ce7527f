"""The real program in a pseudo-terminal: killed, hung up on, left, and in terminals that can do little."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest
from app_desk import LEAD, PATIENCE, SETTING

from rrsa.drafts import Drafts
from rrsa.store import open_store


class Terminal:
    """A program in a terminal: what it wrote, as text, and a keyboard."""

    def __init__(self, *arguments: str, home: Path, size: tuple[int, int] = (120, 40), **more: str) -> None:
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "RRSA_HOME": str(home),
            "HOME": str(home),
            **more,
        }
        for name in ("NO_COLOR", "COLORTERM"):
            if name not in more:
                environment.pop(name, None)
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "rrsa", *arguments],
            env=environment,
            dimensions=(size[1], size[0]),
            timeout=PATIENCE,
        )
        self.raw = b""

    def read(self) -> str:
        """Everything written so far, without the terminal's own language."""
        while not self.child.closed:
            try:
                self.raw += self.child.read_nonblocking(65536, timeout=0.05)
            except (pexpect.TIMEOUT, pexpect.EOF):
                break
        text = self.raw.decode("utf-8", "replace")
        return re.sub(r"\x1b(\[[0-?]*[ -/]*[@-~]|\].*?(\x07|\x1b\\)|[PX^_].*?\x1b\\|.)", "", text)

    def see(self, text: str) -> None:
        end = time.monotonic() + PATIENCE
        while text not in self.read():
            assert time.monotonic() < end, f"waited in vain for “{text}”:\n{self.read()[-3000:]}"
            assert self.child.isalive() or text in self.read(), self.read()[-3000:]

    def type(self, text: str) -> None:
        self.child.send(text)

    def ended(self) -> int:
        """Waits for the end and gives the exit code."""
        end = time.monotonic() + PATIENCE
        while self.child.isalive():
            self.read()
            assert time.monotonic() < end, "it does not end"
        self.read()
        self.child.close()
        assert self.child.exitstatus is not None, f"ended by signal {self.child.signalstatus}"
        return int(self.child.exitstatus)


@pytest.fixture
def terminal(home: Path, school: Path) -> Iterator[Any]:
    """Opens the program on the sample school; whatever still runs at the end is ended."""
    opened: list[Terminal] = []

    def start(*arguments: str, **more: Any) -> Terminal:
        opened.append(Terminal("--database", str(school), "--author", LEAD, *arguments, home=home, **more))
        return opened[-1]

    yield start
    for each in opened:
        if not each.child.closed:
            each.child.close(force=True)


def until(true: Any, what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)


def line_of(school: Path, outcome: str) -> str | None:
    with open_store(school, read_only=True) as store:
        return store.load(SETTING).portfolio.outcome(outcome).line


def type_a_line(program: Terminal) -> None:
    """From the start screen to the quick look's open outcome; a grade, and half a line."""
    program.see("Corranbeath")
    program.type("\r")
    program.see("things in place")
    program.type("k")
    program.see("Quick look")
    program.type("2")
    program.see("Saved: outcome 9")
    program.type("Half a thought")


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
def test_what_was_being_typed_survives_the_end_of_the_program(
    terminal: Any, school: Path, sent: signal.Signals
) -> None:
    program = terminal()
    type_a_line(program)
    if sent is signal.SIGKILL:  # nobody is asked, so only what lies on the disk by then can be there
        until(lambda: [d.text for d in Drafts(str(school), SETTING).all()] == ["Half a thought"], "the draft")
    else:
        program.see("Half a thought")
    program.child.kill(sent)
    until(lambda: program.read() is not None and not program.child.isalive(), "the end")

    with open_store(school, read_only=True) as store:
        outcome = store.load(SETTING).portfolio.outcome("9")
    assert outcome.view == 2, "what was said to be saved is saved"
    assert outcome.line is None
    again = terminal()
    again.see("You were typing when the window closed")
    again.see("Half a thought")
    again.type("\r")
    until(lambda: line_of(school, "9") == "Half a thought", "the line")
    again.type("\x11")
    assert again.ended() == 0


def test_a_terminal_that_closes_takes_nothing_with_it(terminal: Any, school: Path) -> None:
    program = terminal()
    type_a_line(program)
    program.see("Half a thought")
    os.close(program.child.fileno())  # the window is gone, and the system says so to the program
    program.child.child_fd, program.child.closed = -1, True
    until(lambda: os.waitpid(program.child.pid, os.WNOHANG)[0] != 0, "the end")
    again = terminal()
    again.see("You were typing when the window closed")
    again.see("Half a thought")


def test_control_q_saves_what_is_being_typed_and_ends_well(terminal: Any, school: Path) -> None:
    program = terminal()
    type_a_line(program)
    program.see("Half a thought")
    program.type("\x11")
    assert program.ended() == 0
    assert line_of(school, "9") == "Half a thought"
    assert not Drafts(str(school), SETTING).all()


def test_q_on_the_first_screen_ends_well(terminal: Any) -> None:
    program = terminal()
    program.see("Corranbeath")
    program.type("q")
    assert program.ended() == 0
    assert "Traceback" not in program.read()


@pytest.mark.parametrize(
    "environment",
    [{"NO_COLOR": "1"}, {"TERM": "xterm"}, {"TERM": "linux"}, {"TERM": "vt100", "NO_COLOR": "1"}],
)
def test_terminals_that_can_do_little_still_show_it(terminal: Any, environment: dict[str, str]) -> None:
    program = terminal(**environment)
    program.see("Not affiliated with or endorsed by UNICEF")
    program.see("Corranbeath")
    if "NO_COLOR" in environment:
        colours = set(re.findall(rb"38;2;(\d+);(\d+);(\d+)", program.raw))
        assert all(len(set(colour)) == 1 for colour in colours), "greys only"
    program.type("q")
    assert program.ended() == 0


def test_a_database_that_cannot_be_used_is_said_on_the_screen_and_in_the_exit_code(
    home: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.db").write_text("no database at all " * 100, encoding="utf-8")
    program = Terminal("--database", str(tmp_path / "notes.db"), home=home)
    program.see("is damaged or no database")
    program.type("q")
    assert program.ended() == 3
    assert "Traceback" not in program.read()


def without_a_terminal(home: Path, school: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rrsa", "--database", str(school)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env={**os.environ, "RRSA_HOME": str(home), **more},
        check=False,
    )


def test_without_a_terminal_one_line_says_why(home: Path, school: Path) -> None:
    done = without_a_terminal(home, school)
    assert done.returncode == 3
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: the app needs a terminal") and "rrsa --help" in line


def test_a_dumb_terminal_gets_one_line_too(terminal: Any) -> None:
    program = terminal(TERM="dumb")
    assert program.ended() == 3
    said = program.read().strip().splitlines()
    assert len(said) == 1 and said[0].startswith("error: the app needs a terminal")
    assert b"\x1b" not in program.raw
