"""``rrsa sit``: the same sitting in lines of text, with whatever is typed."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_runs import Ran, Run, assert_one_line_error, recorded

from rrsa.portfolio.portfolio import Portfolio
from rrsa.store import open_store

Sat = Callable[..., Ran]


@pytest.fixture
def sat(rrsa: Run, school: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Sat:
    """Sits down with the small school and types lines; then the input ends."""

    def sit(*lines: str, options: tuple[str, ...] = ()) -> Ran:
        typed = io.StringIO("".join(f"{line}\n" for line in lines))
        monkeypatch.setattr(sys, "stdin", typed)
        return rrsa("sit", school["SETTING"], *options)

    return sit


def kept(school: dict[str, str]) -> Portfolio:
    with open_store(school["DATABASE"], read_only=True) as store:
        return store.load(school["SETTING"]).portfolio


def test_one_outcome_is_gone_through_from_end_to_end(sat: Sat, school: dict[str, str]) -> None:
    other = school["OTHER"]
    framework_looks = len(looks(school, other))
    ran = sat(
        f"outcome {other}",
        *("2", "Charters are on the wall"),  # how are we doing
        *["partly"] * framework_looks,
        *("children", "Talk in P4", "1", "", "yesterday"),  # how do we know: whose, what, shows, where, when
        *("Ask P5 too", "P5 teacher", "30 Jun 2030"),  # what now
        "They ask for it by name",  # what difference
        "q",
    )
    assert ran.code == 0, ran
    assert ran.err == ""
    portfolio = kept(school)
    record = portfolio.outcome(other)
    assert (record.view, record.line) == (2, "Charters are on the wall")
    assert record.difference == "They ask for it by name"
    assert [portfolio.look(look).answer for look in looks(school, other)] == ["partly"] * framework_looks
    (item,) = [e for e in portfolio.evidence.values() if e.title == "Talk in P4"]
    assert item.perspective == "children"
    assert item.date is not None
    (action,) = portfolio.actions_by_outcome[other]
    assert (action.what, action.who, action.due) == ("Ask P5 too", "P5 teacher", "2030-06-30")
    assert f"That was it: {framework_looks + 4} things are done." in " ".join(ran.out.split())


def looks(school: dict[str, str], outcome: str) -> list[str]:
    from rrsa.evaluation import Evaluation

    with open_store(school["DATABASE"], read_only=True) as store:
        evaluation = Evaluation.open(store, school["SETTING"], author="Lead")
        found = evaluation.framework.outcomes[outcome]
        return [i.id for i in evaluation.framework.indicators_up_to(evaluation.stage, found)]


def test_everything_can_be_skipped(sat: Sat, school: dict[str, str]) -> None:
    before = recorded(school["DATABASE"])
    ran = sat("1", *["s"] * 6, "3")
    assert ran.code == 0
    assert "Nothing was recorded this time" in ran.out
    assert "Ready for next time:" in ran.out
    assert recorded(school["DATABASE"]) == before


def test_a_wrong_answer_is_one_line_and_is_asked_again(sat: Sat, school: dict[str, str]) -> None:
    ran = sat(f"outcome {school['OTHER']}", "99", "green", "", "3", "Why so", "q")
    lines = [line for line in ran.out.splitlines() if " — " in line or " - choose" in line]
    assert sum("choose a number from 1 to" in line for line in lines) >= 2
    assert "nothing was answered" in ran.out
    assert kept(school).outcome(school["OTHER"]).view == 3


def test_an_outcome_that_there_is_not_is_said_so(sat: Sat) -> None:
    ran = sat("outcome 77", "2", "88", "b", "q")
    assert "there is no outcome “77”" in ran.out
    assert "there is no outcome “88”" in ran.out
    assert ran.code == 0


def test_help_explains_and_asks_again(sat: Sat, school: dict[str, str]) -> None:
    ran = sat("?", f"outcome {school['OTHER']}", "?", "2", "?", "Because", "q")
    assert ran.out.count("? explains, s skips, b goes back, q stops") == 4
    assert kept(school).outcome(school["OTHER"]).line == "Because"


def test_back_changes_an_answer_and_makes_nothing_twice(sat: Sat, school: dict[str, str]) -> None:
    other = school["OTHER"]
    skipped = ["s"] * len(looks(school, other))
    ran = sat(
        f"outcome {other}",
        *("2", "b", "3", "Better so"),
        *skipped,
        *("children", "Talk", "1", "", ""),
        *("b", *("s" for _look in skipped[:1])),
        "q",
    )
    portfolio = kept(school)
    assert portfolio.outcome(other).view == 3
    assert len([e for e in portfolio.evidence.values() if e.title == "Talk"]) == 1
    assert "That is saved already" in ran.out


def test_what_is_enough_is_saved_however_it_ends(sat: Sat, school: dict[str, str]) -> None:
    ran = sat(f"outcome {school['OTHER']}", "2")  # and the input is at its end, as with Ctrl+D
    assert ran.code == 0
    assert kept(school).outcome(school["OTHER"]).view == 2
    assert "That was it: 1 thing is done." in ran.out


def test_half_of_what_is_needed_is_not_saved(sat: Sat, school: dict[str, str]) -> None:
    skipped = ["s"] * (1 + len(looks(school, school["OTHER"])))
    before = len(kept(school).evidence)
    sat(f"outcome {school['OTHER']}", *skipped, "children", "Talk", "q")
    assert len(kept(school).evidence) == before


def test_enter_keeps_what_stands_there_and_a_dash_clears_it(sat: Sat, school: dict[str, str]) -> None:
    outcome = school["OUTCOME"]
    sat(f"outcome {outcome}", "", "", "q")
    assert (kept(school).outcome(outcome).view, kept(school).outcome(outcome).line) == (2, "We have begun")
    sat(f"outcome {outcome}", "", "-", "q")
    assert (kept(school).outcome(outcome).view, kept(school).outcome(outcome).line) == (2, None)


def test_reading_only_and_an_unknown_setting_are_one_line(sat: Sat, rrsa: Run) -> None:
    assert_one_line_error(sat("1", options=("--read-only",)))
    ran = rrsa("sit", "nowhere")
    assert_one_line_error(ran)
    assert ran.code == 2


def test_an_input_that_cannot_be_read_is_at_its_end(
    rrsa: Run, school: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for broken in (None, Unreadable()):
        monkeypatch.setattr(sys, "stdin", broken)
        ran = rrsa("sit", school["SETTING"])
        assert (ran.code, ran.err) == (0, "")
        assert "All is saved." in ran.out


class Unreadable:
    """A standard input that nobody can read from."""

    def readline(self) -> str:
        raise OSError("no such device")


def real(school: dict[str, str], typed: bytes, **environment: str) -> Any:
    return subprocess.run(
        [sys.executable, "-m", "rrsa", "sit", school["SETTING"]],
        input=typed,
        env={**os.environ, **environment},
        capture_output=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "utf-8"])
def test_it_works_in_any_code_page(school: dict[str, str], encoding: str) -> None:
    other = school["OTHER"]
    text = f"outcome {other}\n2\nCh\u00e0rters — “here”\nq\n"
    done = real(school, text.encode(encoding, "replace"), PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    assert kept(school).outcome(other).view == 2
    assert b"\x1b" not in done.stdout, "no cursor control and no colour"
    assert b"\r" not in done.stdout.replace(b"\r\n", b"\n")


@pytest.mark.usefixtures("posix")
def test_ctrl_c_stops_with_everything_saved(school: dict[str, str], tmp_path: Path) -> None:
    sitting = subprocess.Popen(
        [sys.executable, "-m", "rrsa", "sit", school["SETTING"]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert sitting.stdin is not None
    assert sitting.stdout is not None
    sitting.stdin.write(f"outcome {school['OTHER']}\n2\n".encode())
    sitting.stdin.flush()
    seen = b""
    while b"Why do you say so?" not in seen:
        seen += sitting.stdout.read1(4096)  # type: ignore[attr-defined]
    while not seen.endswith(b"Answer: "):
        seen += sitting.stdout.read1(4096)  # type: ignore[attr-defined]
    sitting.send_signal(signal.SIGINT)
    out, err = sitting.communicate(timeout=60)
    assert sitting.returncode == 0, err
    assert err == b""
    assert b"That was it: 1 thing is done." in out
    assert kept(school).outcome(school["OTHER"]).view == 2
