"""Every command is documented and has help."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from command_runs import DATA, Run

from rrsa.cli.front_page import sections
from rrsa.cli.program import WHERE, program
from rrsa.cli.shape import Command

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")


def commands(group: click.Group = program, within: str = "") -> Iterator[tuple[str, Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if isinstance(found, click.Group):
            yield from commands(found, f"{within}{name} ")
        else:
            assert isinstance(found, Command)
            yield f"{within}{name}", found


ALL = dict(commands())


def test_the_contract_is_there() -> None:
    assert set(ALL) == {
        *("demo", "check", "schema", "doctor", "new", "settings", "status", "view", "look"),
        *(
            "evidence add",
            "evidence edit",
            "evidence link",
            "evidence unlink",
            "evidence remove",
            "evidence list",
            "evidence replace",
            "evidence prune",
            "evidence file",
        ),
        *("action add", "action edit", "action done", "action cannot", "action remove", "action list"),
        "action from-improvements",
        *("measure add", "measure edit", "measure remove", "measure read", "measure list", "measure show"),
        *("voices take", "voices list", "voices show", "voices remove", "voices evidence"),
        *("voices sets", "voices ask", "voices round", "voices cards", "rings"),
        *("review list", "review add", "review edit", "review say", "review report", "review close"),
        *("review agree", "review remove", "review show", "review take"),
        *("milestone", "visit", "sit", "whose", "history", "undo", "redo"),
        *("export", "import", "report", "backup", "restore"),
        *("pack", "names"),
        *("erase", "find"),
        *("migrate", "frameworks beside"),
        *("frameworks new", "frameworks to-workbook", "frameworks from-workbook", "frameworks preview"),
        *("frameworks add", "frameworks diff"),
        *(f"overview moderation {name}" for name in ("list", "draw", "show", "look", "close", "remove")),
        *(f"overview moderation {name}" for name in ("out", "take", "back", "report")),
        *(f"overview {name}" for name in ("blanks", "collect", "missing", "send")),
        *(f"overview {name}" for name in ("show", "list add", "list remove", "history", "undo", "redo")),
        *("share", "serve", "overview inbox"),
        *("overview needs", "overview against", "overview rights-report"),
        *(f"overview targets {name}" for name in ("add", "edit", "close", "remove", "list")),
        *(f"overview reference {name}" for name in ("take", "give", "remove", "list")),
        *("admin init", "admin grant", "admin revoke", "admin list", "admin password", "admin tidy"),
    }
    listed = [name for _heading, rows in sections() for name, _about in rows]
    assert sorted(listed) == sorted(WHERE)


@pytest.mark.parametrize("name", ALL)
def test_every_command_is_documented_and_has_help(name: str, rrsa: Run) -> None:
    command = ALL[name]
    assert f"### rrsa {name}\n" in PAGE
    shown = rrsa(*name.split(), "--help")
    assert (shown.code, shown.err) == (0, "")
    assert command.help
    assert command.example.startswith(f"rrsa {name}")
    assert " ".join(command.example.split()) in " ".join(shown.out.split())
    assert "--database" in shown.out
    for param in command.params:
        if isinstance(param, click.Option) and not param.hidden:
            assert param.help, f"{name} {param.opts} says nothing"
            assert max(param.opts, key=len) in shown.out


ELSEWHERE = {
    *("demo", "new", "check", "schema", "restore", "import", "review take"),
    *("frameworks new", "frameworks from-workbook", "frameworks add"),
    *("admin init", "admin grant", "admin revoke", "admin list", "admin password", "admin tidy"),
    "serve",
}
"""Commands whose example needs a file of the reader's or a server, makes what is there already, or goes on
until it is stopped."""


@pytest.mark.parametrize("name", sorted(set(ALL) - ELSEWHERE))
def test_every_example_can_be_carried_out(
    name: str, rrsa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert rrsa(*shlex.split(ALL["new"].example)[1:]).code == 0
    setting = "kirkbrae-primary"
    words = ("evidence", "add", setting, "--title", "T", "--perspective", "adults", "--for", "3", "4.2")
    evidence = rrsa(*words).first
    action = rrsa("action", "add", setting, "4", "Ask").first
    counted = ("--counts", "people", "--better", "more", "--baseline", "1/41")
    measure = rrsa("measure", "add", setting, "--title", "T", "--outcome", "4", *counted).first
    voice = other = ""
    if name.startswith("review"):
        other = rrsa("review", "add", setting, "--by", "assessor", "--who", "A head nearby").first
        rrsa("review", "say", setting, other, "4", "2")
    if name == "action from-improvements":
        rrsa("new", "Kirkbrae partnership", "--framework", "childrens-services-2017", "--history")
    if name == "evidence file":
        (tmp_path / "Documents").mkdir()
        (tmp_path / "minutes.txt").write_text("Minutes")
        rrsa("evidence", "edit", setting, evidence, "--file", tmp_path / "minutes.txt")
    if name.startswith("voices"):
        survey = DATA / "questionnaires" / "Rights survey(1-24).xlsx"
        (tmp_path / "Rights survey(1-41).xlsx").write_bytes(survey.read_bytes())
        if name not in ("voices take", "voices list"):
            taken = rrsa("voices", "take", setting, survey, "--undivided", "--apply", "--json").data
            voice = taken["rounds"][0]["id"]
    if name in ("overview blanks", "overview collect", "overview missing"):
        rrsa("overview", "list", "add", "Kirkbrae Primary", "--kind", "school")
        (tmp_path / "returned").mkdir()
        rrsa("export", setting, "--blank", "-o", "returned/back.xlsx")
    if name == "overview inbox":
        (tmp_path / "Inbox").mkdir()
    if name in ("overview list remove", "overview undo", "overview redo"):
        rrsa("overview", "list", "add", "Kirkbrae Primary")
    if name == "overview redo":
        rrsa("overview", "undo")
    if name == "redo":
        rrsa("undo", setting)
    if name.startswith(("overview needs", "overview targets", "overview reference")):
        figures = an_authority(rrsa, tmp_path)
    else:
        figures = {}
    of_round = a_round(rrsa, tmp_path) if name.startswith("overview moderation") else {}
    example = re.sub(r"\bE[0-9A-Z]{8}\b", evidence, ALL[name].example)
    example = re.sub(r"\bA[0-9A-Z]{8}\b", action, example)
    example = re.sub(r"\bM[0-9A-Z]{8}\b", measure, example)
    example = re.sub(r"\bV[0-9A-Z]{8}\b", voice, example)
    example = re.sub(r"\bW[0-9A-Z]{8}\b", other, example)
    example = re.sub(r"\bG[0-9A-Z]{8}\b", figures.get(name.split()[-2] if figures else "", ""), example)
    example = re.sub(r"\bQ[0-9A-Z]{8}-[0-9A-Z]\b", of_round.get("item", ""), example)
    example = re.sub(r"\bQ[0-9A-Z]{8}\b(?!-)", of_round.get("round", ""), example)
    ran = rrsa(*shlex.split(example)[1:])
    assert ran.code in (0, 1), ran
    assert "error:" not in ran.err


def an_authority(rrsa: Run, folder: Path) -> dict[str, str]:
    """Settings that have shared, a target, and a figure from elsewhere; and a file with another."""
    from an_authority import filled

    from rrsa.paths import default_database

    filled(default_database(), 12, 0)
    head = "title,date,source,figure\n"
    (folder / "national-figures.csv").write_text(f"{head}Scotland,today,Survey,72 %\n", encoding="utf-8")
    (folder / "others.csv").write_text(f"{head}A neighbour,today,Its report,70 %\n", encoding="utf-8")
    target = rrsa("overview", "targets", "add", "--about", "view:8", "--wanted", "8").first
    figure = rrsa("overview", "reference", "take", folder / "others.csv").first
    return {"targets": target, "reference": figure}


def a_round(rrsa: Run, folder: Path) -> dict[str, str]:
    """A moderation round with one outcome looked at, and its workbooks in the folder ``round``."""
    from moderation_desk import NAMES, desk_with, snapshot

    from rrsa.paths import default_database

    with desk_with(default_database(), [snapshot(name) for name in NAMES]):
        pass
    made = rrsa("overview", "moderation", "draw", "--apply").first
    rrsa("overview", "moderation", "out", folder / "round")
    looking = rrsa("overview", "moderation", "show", "--who", "--json").data["looking"]
    rrsa("overview", "moderation", "look", looking[0]["items"][0]["reference"], "2")
    return {"round": made, "item": looking[1]["items"][0]["reference"]}


def test_the_page_is_made_from_the_commands() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "command_reference.py", "--check"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_json_names_in_the_page_are_those_that_are_given(rrsa: Run, school: dict[str, str]) -> None:
    told = rrsa("status", school["SETTING"], "--json").data
    for found in (
        told,
        told["outcomes"][0],
        told["outcomes"][0]["pieces"][0],
        told["stages"][0],
        told["stages"][0]["gaps"][0],
        told["steps"][0],
        rrsa("settings", "--json").data[0],
        rrsa("evidence", "list", school["SETTING"], "--json").data[0],
        rrsa("action", "list", school["SETTING"], "--json").data[0],
        rrsa("history", school["SETTING"], "--json").data[0],
        rrsa("overview", "--json").data["settings"][0],
        rrsa("frameworks", "--json").data[0],
        rrsa("check", DATA / "twelve-mistakes.yaml", "--json").data[0],
        rrsa("doctor", "--json").data["findings"][0],
    ):
        assert f"`{' '.join(found)}`" in PAGE, f"{' '.join(found)} is told otherwise in the page"
