"""The demo: real from the first minute, apart from real work, and never at the cost of what was typed."""

from __future__ import annotations

import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from command_runs import SMALL, Run, assert_one_line_error, recorded

from rrsa import clock
from rrsa.paths import demo_database
from rrsa.store import open_store


def kinds(rrsa: Run, database: Path) -> dict[str, str]:
    """Setting → its kind, as the program lists them."""
    return {s["id"]: s["kind"] for s in rrsa("settings", "--json", "--database", database).data}


def test_without_a_terminal_the_demo_is_told_and_written(program: Run) -> None:
    ran = program("demo")
    assert ran.code == 0, ran
    assert "Self-evaluation, not an award decision" in ran.out
    assert "Why not yet" in ran.out
    workbooks = [Path(line.partition(": ")[2]) for line in ran.out.splitlines() if line.endswith(".xlsx")]
    assert len(workbooks) == 2
    assert all(zipfile.is_zipfile(workbook) for workbook in workbooks)
    assert str(demo_database()) in ran.err
    assert program("settings", "--json").data == [], "real work is untouched"


def test_it_says_how_to_look_at_the_sample_house(program: Run) -> None:
    ran = program("demo")
    [said] = [line for line in ran.err.splitlines() if "Inverdoran House is there too" in line]
    _before, _rrsa, command = said.partition("rrsa status ")
    setting, database = command.split(" --database ")
    looked = program("status", setting, "--database", database.strip('"'))
    assert looked.code == 0, looked
    assert "Making it real" in looked.out


def test_create_only_makes_it_and_stops(rrsa: Run, tmp_path: Path) -> None:
    made = rrsa("demo", "--create-only")
    assert made.code == 0, made
    assert str(demo_database()) in made.err
    assert kinds(rrsa, demo_database()) == {made.out.strip(): "school", "inverdoran": "residential"}
    assert not list(demo_database().parent.glob("*.xlsx"))
    assert rrsa("demo", "--create-only").out == made.out
    assert len(kinds(rrsa, demo_database())) == 2
    elsewhere = tmp_path / "elsewhere.db"
    assert rrsa("demo", "--create-only", "--database", elsewhere).out == made.out
    assert kinds(rrsa, elsewhere) == kinds(rrsa, demo_database())


def test_what_was_typed_in_the_demo_stays(rrsa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    setting = rrsa("demo", "--create-only").out.strip()
    words = ("--database", demo_database())
    rrsa("view", setting, "1", "--line", "Typed by somebody", *words)
    before = recorded(demo_database())
    next_week = date.today() + timedelta(days=7)  # noqa: DTZ011 - a local day
    monkeypatch.setattr(clock, "today", lambda: next_week)
    assert rrsa("demo", "--create-only").code == 0
    assert recorded(demo_database()) == before
    fresh = rrsa("demo", "--create-only", "--fresh")
    assert fresh.code == 0, fresh
    assert recorded(demo_database()) != before
    [kept] = demo_database().parent.glob("rrsa-*.db")
    assert str(kept) in fresh.err
    assert recorded(kept) == before


def test_an_untouched_demo_of_another_day_is_made_anew(rrsa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    rrsa("demo", "--create-only")
    before = recorded(demo_database())
    assert rrsa("demo", "--create-only").code == 0
    assert recorded(demo_database()) == before, "the same day, the same demo"
    next_week = date.today() + timedelta(days=7)  # noqa: DTZ011 - a local day
    monkeypatch.setattr(clock, "today", lambda: next_week)
    rrsa("demo", "--create-only")
    assert recorded(demo_database()) != before
    assert not list(demo_database().parent.glob("rrsa-*.db"))


def test_a_demo_that_is_open_elsewhere_is_left_alone(rrsa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    setting = rrsa("demo", "--create-only").out.strip()
    with open_store(demo_database()) as somebody:
        before = somebody.load(setting)
        next_week = date.today() + timedelta(days=7)  # noqa: DTZ011 - a local day
        monkeypatch.setattr(clock, "today", lambda: next_week)
        assert rrsa("demo", "--create-only").code == 0
        assert somebody.load(setting) == before
    assert before.portfolio.records in [records for _info, records in recorded(demo_database())]


def test_a_fresh_demo_waits_until_the_other_window_is_closed(rrsa: Run) -> None:
    setting = rrsa("demo", "--create-only").out.strip()
    with open_store(demo_database()) as somebody:
        before = somebody.load(setting)
        assert rrsa("view", setting, "1", "--line", "Typed", "--database", demo_database()).code == 0
        ran = rrsa("demo", "--create-only", "--fresh")
        assert ran.code == 3
        assert_one_line_error(ran)
        assert somebody.load(setting).revision == before.revision + 1
    assert rrsa("demo", "--create-only", "--fresh").code == 0


def test_a_damaged_demo_gives_way_to_a_fresh_one(rrsa: Run) -> None:
    rrsa("demo", "--create-only")
    demo_database().write_bytes(b"no database at all" * 100)
    assert rrsa("demo", "--create-only").code == 3
    assert rrsa("demo", "--create-only", "--fresh").code == 0
    assert len(kinds(rrsa, demo_database())) == 2


def test_real_work_named_in_the_environment_is_not_mixed_with_the_demo(
    rrsa: Run, school: dict[str, str]
) -> None:
    before = recorded(school["DATABASE"])
    made = rrsa("demo", "--create-only")
    assert made.code == 0
    assert str(demo_database()) in made.err
    assert recorded(school["DATABASE"]) == before


def test_an_empty_database_named_in_the_environment_takes_the_sample(
    rrsa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RRSA_DATABASE", str(tmp_path / "new.db"))
    made = rrsa("demo", "--create-only")
    assert made.code == 0, made
    assert {s["id"] for s in rrsa("settings", "--json").data} == {made.out.strip(), "inverdoran"}
    assert rrsa("demo", "--create-only").out == made.out


def test_a_demo_cannot_be_made_for_reading_only(rrsa: Run) -> None:
    ran = rrsa("demo", "--read-only")
    assert ran.code == 3
    assert_one_line_error(ran)
    assert not demo_database().exists()


def test_the_demo_beside_another_setting_in_a_named_database(rrsa: Run, tmp_path: Path) -> None:
    database = tmp_path / "both.db"
    rrsa("new", "Glen", "--framework", SMALL, "--database", database)
    made = rrsa("demo", "--create-only", "--database", database)
    assert {s["id"] for s in rrsa("settings", "--json", "--database", database).data} == {
        "glen",
        made.out.strip(),
        "inverdoran",
    }
