"""Crosswalks: what is wrong with one is said with its place, all of it at once."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
import yaml

from rrsa.errors import BadInput, NotFound
from rrsa.framework import catalogue
from rrsa.framework.crosswalk import (
    check_crosswalk,
    crosswalks,
    find_crosswalk,
    read_crosswalk,
    read_crosswalk_text,
)
from rrsa.framework.model import Framework
from rrsa.framework.problems import FrameworkProblems
from rrsa.framework.reader import check, read_text
from rrsa.framework.schema import crosswalk_schema
from rrsa.paths import shipped, user_frameworks_dir

GOOD = """\
crosswalk:
  from: small@1.0
  to: small@2.0
  about: A try.
  moves:
    - from: ["1", "2", "3"]
      how: kept
      same: true
      why: They ask the same.
    - from: [1.a, 1.b, 2.a, 3.a, 3.c]
      how: kept
      same: true
      why: Not a word is different.
    - from: [1.c]
      to: [1.d]
      how: renamed
      same: true
      why: It has another number now.
    - from: [2.b]
      to: [2.c, 2.d]
      how: split
      why: It was two things.
    - from: [3.b]
      how: retired
      why: Nobody asks that any more.
  stages: {first: first, second: second}
  milestones: {group: group, plan: "null"}
"""


@pytest.fixture
def ends(small: str) -> dict[str, Framework]:
    """The small framework and its second version, in which some look-fors have other ids."""
    new = small.replace('version: "1.0"', 'version: "2.0"', 1)
    for old, other in (("1.c", "1.d"), ("2.b", "2.c"), ("3.b", "2.d")):
        new = new.replace(f"- id: {old}\n", f"- id: {other}\n")
    assert "- id: 2.d\n" in new
    read = {text.split("version: ")[1][1:4]: read_text(text, "small.yaml") for text in (small, new)}
    return {f"small@{version}": framework for version, framework in read.items()}


def problems(text: str, ends: dict[str, Framework]) -> list[str]:
    """``line:column: what — how to mend it``, one for each problem."""

    def find(ref: str) -> Framework:
        if ref not in ends:
            raise NotFound(f"there is no framework “{ref}”", "list them with: rrsa frameworks")
        return ends[ref]

    try:
        read_crosswalk_text(text, "walk.yaml", find)
    except FrameworkProblems as found:
        return [str(problem).removeprefix("walk.yaml:") for problem in found.problems]
    return []


def test_a_good_one_says_where_each_id_leads(ends: dict[str, Framework]) -> None:
    read = read_crosswalk_text(GOOD, "walk.yaml", lambda ref: ends[ref])
    assert read.same_as["1.c"] == "1.d" and read.same_as["1"] == "1"
    assert "2.b" not in read.same_as
    assert read.move_of["2.b"].to == ("2.c", "2.d")
    assert read.milestones["plan"] is None
    assert problems(GOOD, ends) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("1.a, 1.b", "1.a, 1.x", "10:19: small@1.0 has no “1.x”"),
        ("1.a, 1.b", "1.a, 1.x", "5:3: nothing is said of the old look-for “1.b”"),
        ('["1", "2", "3"]', '["1", "2"]', "5:3: nothing is said of the old outcome “3”"),
        ("to: [1.d]", "to: [1.e]", "15:12: small@2.0 has no “1.e”"),
        ("from: [3.b]", "from: [3.b, 1.a]", "23:19: “1.a” is used twice; the first is on line 10"),
        ("[2.c, 2.d]", "[2.c, 2.c]", "20:17: “2.c” is used twice"),
        ("[2.c, 2.d]", "[2.c]", "21:12: a split leads from one old id to several new ones"),
        ("how: retired", "how: merged", "24:12: a merge leads from several old ids to one new one"),
        ("how: retired", "how: kept", "23:14: “3.b” is not in small@2.0, so it cannot be kept"),
        ("how: retired", "how: new", "24:12: what is new comes from nowhere"),
        ("how: retired", "how: retird", "24:12: “how” is “retird” where one of a few words is expected"),
        ("how: split", "how: split\n      same: true", "22:13: only what is kept or renamed can still ask"),
        ("to: [1.d]", "to: [1.b]", "15:12: two views would become one: “1.b” stands on line 10 as well"),
        ("to: [1.d]", 'to: ["2"]', "15:12: an outcome and a look-for cannot ask the same"),
        (
            "{first: first, second: second}",
            "{first: first}",
            "26:3: nothing is said of the old stage “second”",
        ),
        ("second: second", "second: gold", "26:34: small@2.0 has no “gold”"),
        ("second: second", "second: first", "26:34: “first” is used twice"),
        (', plan: "null"', "", "27:3: nothing is said of the old milestone “plan”"),
        ("plan:", "plant:", "27:30: small@1.0 has no “plant” — did you mean “plan”?"),
        ("to: small@2.0", "to: small@1.0", "3:7: it leads from “small@1.0” to the same"),
        ("to: small@2.0", "to: small@3.0", "3:7: there is no framework “small@3.0”"),
        ("to: small@2.0", "to: small", "3:7: this is not one version of a framework"),
        ("  about: A try.\n", "", "2:3: “about” is missing"),
        ("why: It was two things.", "why: ''", "22:12: “why” is empty"),
        ("  about: A try.", "  abuot: A try.", "4:3: “abuot” is not a key that is known here"),
        ("    - from: [1.c]", "    - form: [1.c]", "14:7: “form” is not a key that is known here"),
    ],
)
def test_each_mistake_is_said_where_it_stands(
    ends: dict[str, Framework], old: str, new: str, said: str
) -> None:
    assert old in GOOD
    found = problems(GOOD.replace(old, new, 1), ends)
    assert any(said in problem for problem in found), found
    assert all(" — " in problem for problem in found), found


def test_scales_are_crossed_by_a_stated_table_alone(ends: dict[str, Framework]) -> None:
    other = ends["small@2.0"]
    scale = tuple(replace(step, name=f"{step.name} here") for step in other.scale)
    ends["small@2.0"] = replace(other, scale=scale)
    found = problems(GOOD, ends)
    assert found == [
        "8:13: a view cannot move: the scales differ, and no table says which grade is which — add “scale:” "
        "with a line for each old grade, or “views: beside”"
    ]
    assert not problems(GOOD.replace("  moves:", "  views: beside\n  moves:"), ends)
    grades = [step.grade for step in other.scale]
    whole = ", ".join(f"{grade}: {grade}" for grade in grades[:-1]) + f", {grades[-1]}: null"
    assert not problems(GOOD.replace("  moves:", f"  scale: {{{whole}}}\n  moves:"), ends)
    short = problems(GOOD.replace("  moves:", "  scale: {1: 1, 9: 2}\n  moves:"), ends)
    assert any("5:17: grade 9 is not on the scale of small@1.0" in each for each in short), short
    assert any("5:3: nothing is said of the old grade 2" in each for each in short), short
    high = problems(GOOD.replace("  moves:", f"  scale: {{{whole.replace('1: 1', '1: 9')}}}\n  moves:"), ends)
    assert any("grade 9 is not on the scale of small@2.0" in each for each in high), high
    twice = problems(GOOD.replace("  moves:", f"  scale: {{{whole}, 01: 2}}\n  moves:"), ends)
    assert twice == ["5:38: “1” is used twice; the first is on line 5 — keep one of the two"]
    mixed = problems(GOOD.replace("  moves:", "  scale: {1: 2, 2: 1, 3: null, 4: 4}\n  moves:"), ends)
    assert mixed == [
        "5:20: grade 2 would become 1, lower than what grade 1 becomes — let the table rise, or write null "
        "where no new grade means it"
    ]
    both = problems(GOOD.replace("  moves:", f"  views: beside\n  scale: {{{whole}}}\n  moves:"), ends)
    assert [each.partition(" — ")[0] for each in both] == [
        "5:10: a table says which grade is which, and “views: beside” that nobody can say it"
    ]


def test_all_is_said_at_once_and_in_order(ends: dict[str, Framework]) -> None:
    text = GOOD.replace("[1.d]", "[1.e]").replace("plan:", "plant:").replace("2.a, 3.a", "2.z, 3.a")
    found = problems(text, ends)
    places = [tuple(map(int, each.split(":")[:2])) for each in found]
    assert places == sorted(places) and len(places) >= 5


def test_broken_yaml_is_no_traceback(ends: dict[str, Framework]) -> None:
    for text in (
        "crosswalk:",
        "crosswalk: [",
        "crosswalk: 3",
        "crosswalk:\n  moves: 3",
        "crosswalk: {}",
        "a: 1",
    ):
        assert problems(text, ends)


def test_check_knows_a_crosswalk_by_its_first_key(tmp_path: Path) -> None:
    folder = shipped("frameworks") / "crosswalks"
    for path in folder.iterdir():
        assert check(path) == []
    spoiled = tmp_path / "walk.yaml"
    text = (folder / "rights-respecting-school-to-house.yaml").read_text(encoding="utf-8")
    spoiled.write_text(text.replace('to: ["3.3"]', 'to: ["3.33"]'), encoding="utf-8")
    (problem,) = check(spoiled)
    assert problem == check_crosswalk(spoiled)[0]
    assert "rights-respecting-house@2026.1 has no “3.33” — did you mean “3.3”?" in str(problem)


@pytest.mark.parametrize("head", ['{"crosswalk": {', '{\n  "crosswalk": {', "{crosswalk: {"])
def test_one_that_is_written_as_json_is_a_crosswalk_too(tmp_path: Path, head: str) -> None:
    walk = tmp_path / "walk.json.yaml"
    walk.write_text(head + "from: a@1, to: b@1}}", encoding="utf-8")
    assert [problem.what for problem in check(walk)][:2] == [
        "“about” is missing",
        "“moves” is missing",
    ]


def test_one_between_frameworks_of_which_one_is_broken_says_so(tmp_path: Path, small: str) -> None:
    own = user_frameworks_dir()
    own.mkdir(parents=True)
    (own / "small.yaml").write_text(small.replace("stage: first", "stage: frist", 1), encoding="utf-8")
    walk = tmp_path / "walk.yaml"
    walk.write_text(GOOD.replace("small@2.0", "rights-respecting-school@2026.1"), encoding="utf-8")
    found = [str(problem) for problem in check(walk)]
    assert any("small@1.0" in each for each in found), found


def test_crosswalks_are_no_frameworks_and_ones_own_comes_first(tmp_path: Path) -> None:
    own = user_frameworks_dir() / "crosswalks"
    own.mkdir(parents=True)
    name = "rights-respecting-school-to-house.yaml"
    text = (shipped("frameworks") / "crosswalks" / name).read_text(encoding="utf-8")
    (own / name).write_text(text.replace("about: >-", "about: >-\n    Ours.", 1), encoding="utf-8")
    (user_frameworks_dir() / "loose.yaml").write_text(text, encoding="utf-8")
    refs = [(one.from_ref, one.to_ref) for one in crosswalks()]
    school, house = "rights-respecting-school@2026.1", "rights-respecting-house@2026.1"
    assert refs.count((school, house)) == 3
    assert all(not entry.problems for entry in catalogue.catalogue())
    with pytest.raises(BadInput, match="holds a crosswalk"):
        catalogue.find(str(user_frameworks_dir() / "loose.yaml"))
    (user_frameworks_dir() / "loose.yaml").unlink()
    assert find_crosswalk(school, house).about.startswith("Ours.")


def test_without_one_the_ways_that_there_are_are_named() -> None:
    legacy = "rights-respecting-school-legacy@2016.1"
    with pytest.raises(NotFound, match=r"move to rights-respecting-school@2026.1 first"):
        find_crosswalk(legacy, "rights-respecting-house@2026.1")
    with pytest.raises(NotFound, match=r"from here one can move to rights-respecting-school@2026.1"):
        find_crosswalk(legacy, "nowhere@1")
    with pytest.raises(NotFound, match="write one and name it with --crosswalk"):
        find_crosswalk("nowhere@1", legacy)


def test_a_bare_id_means_the_newest_on_offer_and_a_draft_is_asked_for_by_name() -> None:
    assert catalogue.find("rights-respecting-school").framework.version == "2026.1"
    assert catalogue.find("rights-respecting-school@2027.1-draft").framework.offered is False
    assert catalogue.find("rights-respecting-school-legacy").framework.offered is False


def test_the_draft_differs_as_it_says() -> None:
    walk = read_crosswalk(
        shipped("frameworks") / "crosswalks" / "rights-respecting-school-2026.1-to-2027.1-draft.yaml"
    )
    how = [move.how for move in walk.moves]
    assert (how.count("split"), how.count("merged"), how.count("retired"), how.count("new")) == (2, 1, 1, 3)
    old = catalogue.find("rights-respecting-school@2026.1").framework
    new = catalogue.find("rights-respecting-school@2027.1-draft").framework
    for same in walk.same_as:
        if same in old.indicators:
            assert old.indicators[same] == new.indicators[same], same
    fresh = set(new.indicators) - set(old.indicators)
    said = {to for move in walk.moves for to in move.to}
    assert fresh == said - set(old.indicators)


def test_the_schema_accepts_what_comes_with_the_program() -> None:
    schema = json.loads(json.dumps(crosswalk_schema()))
    for path in (shipped("frameworks") / "crosswalks").iterdir():
        jsonschema.Draft202012Validator(schema).validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    described = schema["$defs"]["Move"]["properties"]["same"]["description"]
    assert described.startswith("Whether it still asks the same")
    wrong = {"crosswalk": {"from": "a@1", "to": "b@1", "about": "x", "moves": [{"how": "kept"}]}}
    assert not jsonschema.Draft202012Validator(schema).is_valid(wrong)
