"""What a command imports. A look at the sources cannot see a deferred import, so the real program is run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SMALL = Path(__file__).resolve().parent / "data" / "small-framework.yaml"
HEAVY = {"pydantic", "sqlalchemy", "textual", "xlsxwriter", "openpyxl", "PIL", "yaml", "alembic", "psycopg"}

RUN = """
import sys
from rrsa.cli.main import run
code = run(sys.argv[1:])
assert code == 0, code
print("LOADED", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def loaded(*words: object) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", RUN, *map(str, words)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rpartition("LOADED ")[2].split())


@pytest.mark.parametrize(
    "words", [("--help",), ("--version",), ("status", "--help"), ("evidence", "add", "-h")]
)
def test_help_imports_nothing_heavy(words: tuple[str, ...]) -> None:
    assert not loaded(*words) & HEAVY


def test_the_front_page_needs_no_library_at_all() -> None:
    assert not loaded("--help") & (HEAVY | {"click", "platformdirs", "shutil", "pathlib"})


def test_a_list_of_settings_needs_the_database_alone(tmp_path: Path) -> None:
    database = tmp_path / "rrsa.db"
    loaded("new", "Glen", "--framework", SMALL, "--database", database)
    assert loaded("settings", "--database", database) & HEAVY == {"sqlalchemy"}
    assert loaded("history", "glen", "--database", database) & HEAVY == {"sqlalchemy"}


def test_no_settings_need_nothing() -> None:
    assert not loaded("settings") & HEAVY


def test_a_check_needs_the_reader_alone() -> None:
    assert loaded("check", SMALL) & HEAVY == {"pydantic", "yaml"}


def test_a_view_needs_neither_screens_nor_workbooks(tmp_path: Path) -> None:
    database = tmp_path / "rrsa.db"
    loaded("new", "Glen", "--framework", SMALL, "--database", database)
    assert loaded("view", "glen", "1", "3", "--database", database) & HEAVY == {"sqlalchemy"}


def test_the_apps_first_frame_needs_no_records() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, rrsa.tui.app; print(*sys.modules)"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    found = set(done.stdout.split())
    assert not {name.partition(".")[0] for name in found} & (HEAVY - {"textual"})
    assert not {"rrsa.portfolio.records", "rrsa.framework.model", "rrsa.scoring.model"} & found


def test_importing_the_package_costs_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, rrsa, rrsa.paths, rrsa.store; print(*sys.modules)"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    found = {name.partition(".")[0] for name in done.stdout.split()}
    assert not found & (HEAVY | {"click", "platformdirs"})


@pytest.mark.parametrize(
    ("modules", "allowed"),
    [
        ("portfolio.portfolio portfolio.edits portfolio.checks portfolio.privacy portfolio.ids", set()),
        ("portfolio.photos portfolio.embedded evidence_files", set()),
        ("scoring.model evaluation setup finding drafts vocabulary", set()),
        ("framework.model", set()),
        ("scoring.assess scoring.readiness scoring.steps", set()),
    ],
)
def test_the_core_knows_no_database_no_screen_and_no_picture_library(modules: str, allowed: set[str]) -> None:
    imports = ", ".join(f"rrsa.{name}" for name in modules.split())
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, {imports}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    found = {name.partition(".")[0] for name in done.stdout.split()}
    assert found & (HEAVY | {"click", "zipfile"}) <= allowed
