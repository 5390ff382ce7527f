"""``make demo-authority`` as it is really started: a server of its own with sixty settings on it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "demo_authority.py"
WALK = """
import json, os, subprocess, sys

import openpyxl

def rrsa(*words, database=os.environ["RRSA_DATABASE"]):
    ran = subprocess.run(
        [sys.executable, "-m", "rrsa", *words, "--database", database], capture_output=True, text=True,
        encoding="utf-8",
    )
    return {"code": ran.returncode, "out": ran.stdout, "err": ran.stderr}

out = rrsa("overview", "blanks", "copies", "kirkness-primary-school", "quarryfoot-primary-school")
for name in ("kirkness-primary-school", "quarryfoot-primary-school"):
    book = openpyxl.load_workbook(f"copies/{name}-blank.xlsx")
    book["Quick look"]["E8"] = "Said on a copy"
    book.save(f"copies/{name}-blank.xlsx")
at_home = os.environ["RRSA_DATABASE"].replace("coordinator@", "kilmorran@")
print(json.dumps({
    "overview": rrsa("overview", "--json"),
    "seen": rrsa("settings", "--json"),
    "looked-in": rrsa("status", "kilmorran-high-school"),
    "packs": rrsa("overview", "send", "packs", "--packs", "--only", "expiring"),
    "out": out,
    "back": rrsa("overview", "collect", "copies"),
    "at-home": rrsa("settings", "--json", database=at_home),
}))
"""


@pytest.fixture(scope="module")
def walked(postgres_servers: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the coordinator, and one setting, meet on it."""
    assert postgres_servers
    folder = tmp_path_factory.mktemp("walk")
    (folder / "walk.py").write_text(WALK, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RRSA_HOME", str(folder / "home"))
        patch.setenv("PYTHONUTF8", "1")
        ran = subprocess.run(
            [sys.executable, str(SCRIPT), sys.executable, "walk.py"],
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    assert ran.returncode == 0, ran.stderr
    return {"folder": folder, "said": ran.stderr, **json.loads(ran.stdout)}


def test_the_coordinator_sees_sixty_settings(walked: dict[str, Any]) -> None:
    settings = json.loads(walked["overview"]["out"])["settings"]
    assert len(settings) == 60
    assert sum(each["state"] == "shared" for each in settings) >= 45
    assert "coordinator  postgresql://" in walked["said"]


def test_she_looks_into_none_that_has_not_asked_her_to(walked: dict[str, Any]) -> None:
    seen = {each["id"] for each in json.loads(walked["seen"]["out"])}
    assert "abbeyfield-high-school" in seen, "it asked her to send its pack"
    assert "kilmorran-high-school" not in seen and len(seen) < 15
    assert walked["looked-in"]["code"] == 2
    assert "there is no setting “kilmorran-high-school”" in walked["looked-in"]["err"]


def test_three_packs_are_sent(walked: dict[str, Any]) -> None:
    assert walked["packs"]["code"] == 0, walked["packs"]
    assert len(list((walked["folder"] / "packs").glob("*-pack.zip"))) == 3


def test_copies_come_back_for_those_that_she_edits(walked: dict[str, Any]) -> None:
    assert walked["out"]["code"] == 0, walked["out"]
    said = " ".join(walked["back"]["out"].split())
    assert "(Quarryfoot Primary School): 1 waits for a choice" in said
    assert "(Kirkness Primary School): its records are not yours to write on this server" in said
    assert "rrsa admin grant ROLE --as editor --setting kirkness-primary-school" in said


def test_a_setting_sees_itself_alone(walked: dict[str, Any]) -> None:
    assert [each["id"] for each in json.loads(walked["at-home"]["out"])] == ["kilmorran-high-school"]


def test_nothing_of_the_server_is_left(walked: dict[str, Any]) -> None:
    port = walked["said"].partition("coordinator  postgresql://coordinator@127.0.0.1:")[2].partition("/")[0]
    import psycopg

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(f"postgresql://coordinator@127.0.0.1:{port}/rrsa", connect_timeout=2)
