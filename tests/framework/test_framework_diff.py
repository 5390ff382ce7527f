"""Two frameworks compared, the draft of a crosswalk, and frameworks written as YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrsa.framework.catalogue import find
from rrsa.framework.compose import compose
from rrsa.framework.crosswalk import read_crosswalk_text
from rrsa.framework.crosswalk_draft import draft_crosswalk
from rrsa.framework.difference import Difference, Kind, differences
from rrsa.framework.model import Framework
from rrsa.framework.reader import read_framework, read_text
from rrsa.framework.writing import as_tree, as_yaml, cleaned, framework_yaml
from rrsa.paths import shipped

SMALL = Path(__file__).resolve().parents[1] / "data" / "small-framework.yaml"
SCHOOL, DRAFT = "rights-respecting-school@2026.1", "rights-respecting-school@2027.1-draft"
PAIRS = [
    (SCHOOL, DRAFT),
    (DRAFT, SCHOOL),
    (SCHOOL, "rights-respecting-house"),
    ("rights-respecting-school-legacy", SCHOOL),
    ("childrens-services-2017", SCHOOL),
]


def small(**changes: Any) -> Framework:
    """The small framework, changed and under another version."""
    tree = {**as_tree(read_framework(SMALL)), "version": "2.0", **changes}
    return read_text(framework_yaml(tree, "Changed"), "changed.yaml")


def strands(change: Any) -> tuple[Any, ...]:
    """The small framework's strands as lists that ``change`` may alter."""
    tree = as_tree(read_framework(SMALL))
    loose = [
        {
            **strand,
            "outcomes": [{**o, "indicators": [dict(i) for i in o["indicators"]]} for o in strand["outcomes"]],
        }
        for strand in tree["strands"]
    ]
    change(loose)
    return tuple(
        {
            **strand,
            "outcomes": tuple({**o, "indicators": tuple(o["indicators"])} for o in strand["outcomes"]),
        }
        for strand in loose
    )


def found(new: Framework, kind: Kind) -> list[Difference]:
    return [each for each in differences(read_framework(SMALL), new) if each.kind is kind]


# -- differences -----------------------------------------------------------------------------------------


def test_the_same_framework_has_no_difference() -> None:
    assert differences(read_framework(SMALL), small()) == []


def test_what_is_new_and_what_is_gone() -> None:
    def change(loose: Any) -> None:
        gone = loose[0]["outcomes"][0]["indicators"].pop()
        loose[0]["outcomes"][0]["indicators"].append({**gone, "id": "fresh", "statement": "Something fresh."})

    before = next(iter(read_framework(SMALL).outcomes.values())).indicators[-1]
    new = small(strands=strands(change))
    assert [(d.part, d.id, d.name) for d in found(new, Kind.NEW)] == [
        ("a look-for", "fresh", "Something fresh.")
    ]
    assert [(d.part, d.id, d.name) for d in found(new, Kind.GONE)] == [
        ("a look-for", before.id, before.statement)
    ]


def test_new_words_stand_beside_the_old_ones() -> None:
    def change(loose: Any) -> None:
        loose[0]["outcomes"][0]["title"] = "Other words"

    (one,) = found(small(strands=strands(change)), Kind.REWORDED)
    first = next(iter(read_framework(SMALL).outcomes.values()))
    assert (one.part, one.id, one.field, one.before, one.after) == (
        "an outcome",
        first.id,
        "title",
        first.title,
        "Other words",
    )


def test_a_look_for_under_another_outcome_has_moved() -> None:
    def change(loose: Any) -> None:
        outcomes = [outcome for strand in loose for outcome in strand["outcomes"]]
        outcomes[1]["indicators"].append(outcomes[0]["indicators"].pop(0))

    old = read_framework(SMALL)
    first, second = list(old.outcomes.values())[:2]
    new = small(strands=strands(change))
    (one,) = found(new, Kind.MOVED)
    assert (one.id, one.field, one.before, one.after) == (
        first.indicators[0].id,
        "outcome",
        first.id,
        second.id,
    )
    assert found(new, Kind.NEW) == []
    assert found(new, Kind.GONE) == []


def test_other_numbers_and_conditions_are_told() -> None:
    new = small(low_grade="2")
    assert [(d.field, d.before, d.after) for d in found(new, Kind.NUMBERS)] == [("low_grade", "3", "2")]


def test_the_draft_for_2027_differs_in_what_its_page_says() -> None:
    told = differences(find(SCHOOL).framework, find(DRAFT).framework)
    assert {d.id for d in told if d.kind is Kind.NEW} == {
        *("2.6", "2.7", "4.6", "4.7", "5.6", "5.7", "7.6", "9.5")
    }
    assert {d.id for d in told if d.kind is Kind.GONE} == {"3.5", "4.3", "5.3", "7.2", "7.5"}


# -- the draft of a crosswalk ----------------------------------------------------------------------------


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_every_draft_is_a_crosswalk_that_the_reader_takes(old: str, new: str) -> None:
    draft = draft_crosswalk(find(old).framework, find(new).framework)
    crosswalk = read_crosswalk_text(draft.text, "draft.yaml")
    assert draft.text.count("# LOOK ") == len(draft.look_at)
    assert set(crosswalk.move_of) == set(find(old).framework.outcome_of)
    was, now = find(old).framework, find(new).framework
    for before, after in crosswalk.same_as.items():
        words = [
            (f.outcomes[i].title if i in f.outcomes else f.indicators[i].statement)
            for f, i in ((was, before), (now, after))
        ]
        assert words[0] == words[1], "nothing moves by itself whose words are other words"


def test_new_words_are_kept_and_marked_and_near_ones_may_be_renamed() -> None:
    def change(loose: Any) -> None:
        first, second = loose[0]["outcomes"][0]["indicators"][:2]
        first["statement"] = "Something else entirely is asked now."
        second["id"] = "renamed"
        second["statement"] += " Always."

    new = small(strands=strands(change))
    draft = draft_crosswalk(read_framework(SMALL), new)
    old = read_framework(SMALL)
    frameworks = {old.ref: old, new.ref: new}
    crosswalk = read_crosswalk_text(draft.text, "draft.yaml", frameworks.__getitem__)
    first, second = next(iter(old.outcomes.values())).indicators[:2]
    kept, renamed = crosswalk.move_of[first.id], crosswalk.move_of[second.id]
    assert (kept.how, kept.same) == ("kept", False)
    assert (renamed.how, renamed.to, renamed.same) == ("renamed", ("renamed",), False)
    assert len(draft.look_at) == 2
    marks = [n for n, line in enumerate(draft.text.splitlines()) if line.strip().startswith("# LOOK")]
    assert all(draft.text.splitlines()[n + 1].startswith("    - from: ") for n in marks)


def test_scales_that_differ_let_no_view_move() -> None:
    tree = as_tree(read_framework(SMALL))
    steps = [{**step, "name": step["name"] + " now"} for step in tree["scale"]]
    new = small(scale=tuple(steps))
    old = read_framework(SMALL)
    text = draft_crosswalk(old, new).text
    assert read_crosswalk_text(text, "d.yaml", {old.ref: old, new.ref: new}.__getitem__).views == "beside"


# -- YAML ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [SMALL, *(p for p in sorted(shipped("frameworks").glob("*.yaml")) if p.name != "rights.yaml")],
    ids=lambda path: path.stem,
)
def test_what_is_written_reads_back_as_the_same_framework(path: Path) -> None:
    framework = read_framework(path)
    text = framework_yaml(as_tree(framework), "A line above.")
    assert read_text(text, "again.yaml") == framework
    assert max(map(len, text.splitlines())) <= 110


def test_shares_are_written_as_people_write_them() -> None:
    tree = as_tree(find(SCHOOL).framework)
    assert tree["evidence"]["directness"]["first-hand"] == "0.6"
    rules = {**tree["evidence"], "ceiling": "2/3"}
    framework = read_text(framework_yaml({**tree, "evidence": rules}, ""), "t.yaml")
    assert as_tree(framework)["evidence"]["ceiling"] == "2/3"


TEXTS = st.text(max_size=300).map(cleaned).filter(bool)


@given(TEXTS, TEXTS, st.lists(TEXTS, min_size=1, max_size=4))
def test_any_text_reads_back_as_it_was(one: str, other: str, several: list[str]) -> None:
    tree = {
        "title": one,
        "strands": ({"id": other, "prompts": tuple(several)}, {"words": tuple(several)}),
        "visit": {"about": other},
    }
    read = compose(as_yaml(tree, head="Above\n\nand below"), "t.yaml")
    assert read.problems == []
    assert read.value == tree


@pytest.mark.parametrize(
    "text",
    [
        *(
            "no",
            "1:30",
            "3.10",
            "2026-01-01",
            "~",
            "- dash",
            "a: b",
            "a #b",
            "#a",
            "*a",
            "&a",
            "!a",
            "'a'",
            '"a"',
        ),
        *(
            "trailing:",
            "{a}",
            "[a]",
            "a, b",
            "two  spaces " * 20 + "end",
            "first\n\n  indented\nlast",
            "?",
            "|",
            ">-",
        ),
    ],
)
def test_what_yaml_would_take_for_more(text: str) -> None:
    tree = {"title": text, "words": (text, text), "strands": ({"about": text},)}
    read = compose(as_yaml(tree), "t.yaml")
    assert (read.problems, read.value) == ([], tree)
