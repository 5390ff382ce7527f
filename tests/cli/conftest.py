"""Running commands: within this process where that is enough, as the real program where it is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_runs import SMALL, Ran, Run

from rrsa.cli.main import run
from rrsa.store import open_store

# There is no pseudo-terminal of this kind on Windows, nor the library for it.
collect_ignore = ["test_cli_terminal.py"] if sys.platform == "win32" else []


@pytest.fixture
def rrsa(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line within this process."""

    def ran(*words: object) -> Ran:
        capsys.readouterr()
        code = run([str(word) for word in words])
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return ran


@pytest.fixture
def program(tmp_path: Path) -> Run:
    """Runs the real program, away from any terminal, in a folder of the test's own."""

    def ran(*words: object, **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "rrsa", *map(str, words)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return ran


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A database with one small school, made once; and the ids of what is in it."""
    from rrsa.evaluation import Evaluation
    from rrsa.framework.catalogue import find
    from rrsa.setup import create_setting

    file = tmp_path_factory.mktemp("template") / "rrsa.db"
    with open_store(file) as store:
        setting = create_setting(store, "Glen Mhor School", find(str(SMALL)), author="Lead", aim="second")
        evaluation = Evaluation.open(store, setting, author="Lead")
        outcome, other = list(evaluation.framework.outcomes)[:2]
        evaluation.record_outcome(outcome, {"view": 2, "line": "We have begun"})
        item = evaluation.add_evidence(
            {"title": "Council minutes", "perspective": "children", "date": "2026-03-03"}, [outcome]
        )
        action = evaluation.add_action(outcome, {"what": "Tell every class"})
        indicator = evaluation.framework.outcomes[outcome].indicators[0].id
    return file, {
        "SETTING": setting,
        "OUTCOME": outcome,
        "OTHER": other,
        "LOOK": indicator,
        "EVIDENCE": item,
        "ACTION": action,
    }


@pytest.fixture
def school(
    template: tuple[Path, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """A database of the test's own with the small school, in use; the ids of what is in it."""
    file = tmp_path / "school.db"
    shutil.copy(template[0], file)
    monkeypatch.setenv("RRSA_DATABASE", str(file))
    return {**template[1], "DATABASE": str(file)}
