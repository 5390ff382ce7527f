"""Frameworks by command: listed, checked, described; and what the doctor says."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from command_runs import DATA, SMALL, Run, assert_one_line_error

from rrsa.paths import shipped, user_frameworks_dir

TWELVE = DATA / "twelve-mistakes.yaml"


def test_frameworks_are_listed_with_the_users_own(rrsa: Run) -> None:
    user_frameworks_dir().mkdir(parents=True)
    shutil.copy(SMALL, user_frameworks_dir())
    shutil.copy(TWELVE, user_frameworks_dir())
    listed = rrsa("frameworks", "--json").data
    by_id = {entry["id"]: entry for entry in listed}
    [school] = [e for e in listed if e["id"] == "rights-respecting-school" and e["offered"]]
    assert (school["for"], school["offered"], school["origin"], school["problems"]) == (
        "school",
        True,
        "shipped",
        [],
    )
    assert school["version"] and school["title"] and Path(school["path"]).is_file()
    assert (by_id["small"]["origin"], by_id["small"]["version"]) == ("yours", "1.0")
    broken = by_id["twelve-mistakes"]
    assert (broken["offered"], len(broken["problems"])) == (False, 12)
    text = rrsa("frameworks").out
    assert "rights-respecting-school@" in text
    assert "12 problems" in text
    assert rrsa("new", "X", "--framework", "small").code == 0


def test_files_that_are_fine(rrsa: Run) -> None:
    ran = rrsa("check", *sorted(shipped("frameworks").glob("*.yaml")), SMALL)
    assert (ran.code, ran.out) == (0, ""), ran
    assert "small-framework.yaml is fine: 3 outcomes, 8 look-fors" in ran.err
    assert "rights.yaml is fine: 54 articles" in ran.err


def test_every_problem_at_once_with_its_place(rrsa: Run) -> None:
    ran = rrsa("check", TWELVE)
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert len(lines) == 12
    for line in lines:
        place, _, what = line.removeprefix(str(TWELVE)).partition(": ")
        _nothing, row, column = place.split(":")
        assert int(row) > 0
        assert int(column) > 0
        assert " — " in what
    assert_one_line_error(ran)
    assert "12 problems" in ran.err


def test_problems_as_json(rrsa: Run) -> None:
    ran = rrsa("check", TWELVE, SMALL, "--json")
    assert ran.code == 1
    told = [f"{p['file']}:{p['line']}:{p['column']}: {p['what']} — {p['mend']}" for p in ran.data]
    assert told == rrsa("check", TWELVE).out.splitlines()
    fine = rrsa("check", SMALL, "--json")
    assert (fine.code, fine.data) == (0, [])


def test_one_bad_file_among_good_ones(rrsa: Run, tmp_path: Path) -> None:
    ran = rrsa("check", SMALL, tmp_path / "missing.yaml", tmp_path)
    assert ran.code == 1
    assert [line.split(":1:1:")[0] for line in ran.out.splitlines()] == [
        str(tmp_path / "missing.yaml"),
        str(tmp_path),
    ]
    assert "is fine" in ran.err
    assert ran.err.splitlines()[-1].startswith("error: 2 problems")


def test_a_star_that_the_shell_left_alone(rrsa: Run, tmp_path: Path) -> None:
    shutil.copy(SMALL, tmp_path / "a.yaml")
    shutil.copy(SMALL, tmp_path / "b.yaml")
    ran = rrsa("check", tmp_path / "*.yaml")
    assert ran.code == 0
    assert ran.err.count("is fine") == 2
    assert rrsa("check", tmp_path / "*.yml").code == 1


def test_a_broken_framework_is_bad_input_elsewhere(rrsa: Run) -> None:
    ran = rrsa("new", "X", "--framework", TWELVE)
    assert ran.code == 2
    assert_one_line_error(ran)


def test_the_schema_fits_the_shipped_framework(rrsa: Run) -> None:
    import jsonschema
    import yaml

    schema = rrsa("schema").data
    jsonschema.Draft202012Validator.check_schema(schema)
    good = yaml.load(SMALL.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    jsonschema.validate(good, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**good, "unknown": "key"}, schema)


# -- the doctor ----------------------------------------------------------------------------------------


def test_the_doctor_finds_nothing_wrong(rrsa: Run, school: dict[str, str]) -> None:
    ran = rrsa("doctor")
    assert ran.code == 0, ran
    assert "Everything is fine" in ran.err
    told = rrsa("doctor", "--json").data
    assert told["fine"] is True
    names = {finding["name"] for finding in told["findings"]}
    assert {"rrsa", "Python", "integrity", "TERM", "NO_COLOR", "COLORTERM", "size"} <= names
    assert school["DATABASE"] in ran.out.replace("\n", "").replace(" ", "") or "school.db" in ran.out


def test_the_doctor_before_anything_is_made(rrsa: Run) -> None:
    ran = rrsa("doctor")
    assert ran.code == 0
    assert "not made yet" in ran.out


def test_the_doctor_notices_a_damaged_database(rrsa: Run, school: dict[str, str]) -> None:
    file = Path(school["DATABASE"])
    content = bytearray(file.read_bytes())
    content[4096 * 2 : 4096 * 8] = os.urandom(4096 * 6)
    file.write_bytes(content)
    ran = rrsa("doctor")
    assert ran.code == 1, ran
    assert "Traceback" not in ran.err
    assert "!" in ran.out
    assert rrsa("doctor", "--json").data["fine"] is False


def test_the_doctor_notices_a_broken_framework(rrsa: Run) -> None:
    user_frameworks_dir().mkdir(parents=True)
    shutil.copy(TWELVE, user_frameworks_dir())
    ran = rrsa("doctor")
    assert ran.code == 1
    assert "twelve-mistakes" in ran.out
