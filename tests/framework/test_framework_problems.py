"""What is wrong within a framework: each mistake in its place, once, with how to mend it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rrsa.framework.problems import FrameworkProblems, Problem, nearest
from rrsa.framework.reader import read_text

ProblemsIn = Callable[[str], list[Problem]]
Spoil = Callable[[str, str], tuple[list[Problem], tuple[int, int]]]

MISTAKES = [
    # old, new (¦ marks the place), words of the message
    ("licence: CC-BY-4.0", "¦licnce: CC-BY-4.0", "did you mean “licence”?"),
    ("licence: CC-BY-4.0", "licence: CC-BY-4.0\n¦colour: blue", "“colour” is not a key that is known here"),
    ("licence: CC-BY-4.0", "licence: CC-BY-4.0\n¦Title: x", "take it out"),
    ("id: small\nversion", "¦version", "“id” is missing"),
    ("    rag: red", "    ¦rgg: red", "did you mean “rag”?"),
    ("  - grade: 1\n    name: Not yet\n", "  - ¦grade: 1\n", "“name” is missing"),
    ("title: A small framework", "title:¦", "“title” is empty"),
    ("title: A small framework", "title: ¦'  '", "“title” is empty"),
    ("title: A small framework", "title: ¦[A, B]", "“title” is a list where a text is expected"),
    ("title: A small framework", "title: ¦" + "x" * 201, "“title” has 201 characters, more than 200"),
    ("id: small", "id: ¦a small one", "letters, digits, dots and hyphens"),
    ("language: en-GB", "language: ¦English (UK)", "en-GB"),
    ("for: school", "for: ¦scool", "did you mean “school”?"),
    ("for: school", "for: ¦hospital", "write school, residential or partnership"),
    ("low_grade: 3", "low_grade: ¦three", "“low_grade” is “three” where a whole number is expected"),
    ("low_grade: 3", "low_grade: ¦3.0", "digits"),
    ("low_grade: 3", "low_grade: ¦-1", "digits"),
    ("low_grade: 3", "low_grade: ¦5", "grade 5 is not on the scale — use one from 1 to 4"),
    ("low_grade: 3", "low_grade: ¦99", "at most 10"),
    ("low_grade: 3", "low_grade:¦", "nothing where a whole number is expected"),
    ("    rag: red", "    rag: ¦yellow", "write red, amber or green"),
    ("  - grade: 2\n", "  - grade: ¦3\n", "grade 3 stands where 2 is expected"),
    ("  - grade: 1\n", "  - grade: ¦0\n", "at least 1"),
    ("may_not_apply: true", "may_not_apply: ¦yes", "write true or false"),
    ("ceiling: 0.8", "ceiling: ¦80%", "0.6 or 3/5"),
    ("ceiling: 0.8", "ceiling: ¦1", "below 1"),
    ("ceiling: 0.8", "ceiling: ¦1e9", "0.6 or 3/5"),
    ("ceiling: 0.8", "ceiling: ¦1/0", "0.6 or 3/5"),
    ("floor: 1/4", "floor: ¦-1/4", "0.6 or 3/5"),
    ("    first-hand: 0.6", "    ¦first_hand: 0.6", "did you mean “first-hand”?"),
    ("    first-hand: 0.6\n    rep", "    ¦rep", "the numbers for first-hand are missing"),
    ("    first-hand: 0.6", "    first-hand: ¦1.5", "below 1"),
    ("    fresh_months: 12\n", "    ¦fresh_months: 36\n", "let stale_months be larger"),
    ("          - score: 0.5", "          - score: ¦1.0", "below 1"),
    ("          - shown: 3\n", "          - ¦shown: 3\n            pieces: 2\n", "exactly one of"),
    ("          - shown: 3\n", "          - shown: ¦5\n", "grade 5 is not on the scale"),
    ("              - view: 3", "              - view: ¦5", "grade 5 is not on the scale"),
    ("          - shown: 3\n", "          - any: ¦[]\n", "give at least 1 entry"),
    ("          - has: line", "          - has: ¦lines", "did you mean “line”?"),
    ("          - has: line", "          - ¦line", "where a set of keys is expected"),
    ("      - milestone: plan", "      - milestone: ¦pan", "no milestone “pan” — did you mean “plan”?"),
    ("              stage: second", "              stage: ¦third", "there is no stage “third”"),
    ("  - id: group\n    stage: first", "  - id: group\n    stage: ¦frist", "did you mean “first”?"),
    ("    at_most: 2", "    at_most: ¦7", "grade 7 is not on the scale"),
    ("  - when: no-children", "  - when: ¦no-child", "did you mean “no-children”?"),
    ("  - id: B\n", "  - id: ¦A\n", "id “A” is given twice"),
    ('      - id: "2"', '      - id: ¦"1"', "id “1” is given twice"),
    ("          - id: 1.b", "          - id: ¦1.a", "id “1.a” is given twice"),
    ("articles: [4, 29, 42]", "articles: [4, 29, ¦55]", "at most 54"),
    ("articles: [4, 29, 42]", "articles: [4, 29, ¦29]", "article “29” is named twice"),
    ("articles: [4, 29, 42]", "articles: [4, ¦c29, 42]", "whole number"),
    ("articles: [4, 29, 42]", "articles: ¦[]", "give at least 1 entry"),
    ("articles: [4, 29, 42]", "articles: ¦4", "where a list is expected"),
    ("          2: Some classes", "          ¦5: Some classes", "grade 5 is not on the scale"),
    ("          2: Some classes", "          ¦two: Some classes", "“two” cannot stand here"),
    ("          4: Anybody", "          ¦02: Anybody", "grade 2 is described twice"),
    ("    children: [What children", "    ¦childern: [What children", "did you mean “children”?"),
    ("adults: [A note from a parent]", "adults: ¦A note", "where a list is expected"),
    ("              - How would a parent know?", "              - ¦{a: b}", "an item of “prompts”"),
    ("stage: first\n            statement: Adults", "stage: ¦frst\n            statement: Adults", "“first”"),
    ("      outcome: \"3\"", "      outcome: ¦\"4\"", "there is no outcome “4”"),
    ("    - who: staff", "    - who: ¦stuff", "did you mean “staff”?"),
    ("    - id: plan-printed", "    - id: ¦room", "id “room” is given twice"),
    ("    lasts_months: 36", "    lasts_months: ¦0", "at least 1"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), MISTAKES, ids=[new[-40:] for _old, new, _words in MISTAKES])
def test_one_mistake_is_one_problem_in_its_place(spoil: Spoil, old: str, new: str, words: str) -> None:
    found, place = spoil(old, new)
    assert len(found) == 1, [str(problem) for problem in found]
    assert (found[0].line, found[0].column) == place
    assert words in f"{found[0].what} — {found[0].mend}"
    assert found[0].mend
    assert str(found[0]).isprintable()


@pytest.mark.parametrize(("id_", "first"), [("second", "first"), ("plan", "group")])
def test_a_stage_or_milestone_given_twice(spoil: Spoil, id_: str, first: str) -> None:
    found, place = spoil(f"  - id: {id_}\n", f"  - id: ¦{first}\n")
    assert place in [(p.line, p.column) for p in found if f"id “{first}” is given twice" in p.what]
    # Whatever else is said is of references that now lead nowhere.
    assert all("twice" in p.what or f"“{id_}”" in p.what for p in found)


def test_outcomes_and_look_fors_share_their_ids(small: str, problems_in: ProblemsIn) -> None:
    found = problems_in(small.replace("- id: 1.b", '- id: "1"'))
    assert len(found) == 1
    assert "id “1” is given twice" in found[0].what


def test_an_outcome_needs_a_look_for_for_each_stage_that_asks_for_look_fors(spoil: Spoil) -> None:
    found, place = spoil(
        '      - id: "2"\n        title: Relationships rest on dignity and respect\n'
        "        short: Respect\n        children: People are kind and fair here.\n",
        '      - ¦id: "2"\n        title: Relationships rest on dignity and respect\n'
        "        short: Respect\n        children: People are kind and fair here.\n",
    )
    assert found == []

    found, place = spoil(
        "            stage: second\n            statement: Children say that adults",
        "            stage: first¦\n            statement: Children say that adults",
    )
    assert len(found) == 1
    assert "outcome “2” has no look-for for “second”" in found[0].what
    assert found[0].line < place[0]


def test_many_mistakes_are_all_reported_in_order(small: str, problems_in: ProblemsIn) -> None:
    text = small
    for old, new in [
        ("id: small", "id: a b"),
        ("rag: green", "rag: blue"),
        ("milestone: plan", "milestone: pan"),
        ("at_most: 2", "at_most: 9"),
        ("ceiling: 0.8", "ceiling: x"),
        ("- id: 1.b", "- id: 1.a"),
        ('outcome: "3"', 'outcome: "4"'),
    ]:
        assert old in text
        text = text.replace(old, new, 1)
    found = problems_in(text)
    assert len(found) == 7
    assert found == sorted(found, key=lambda p: (p.line, p.column))


def test_a_missing_list_of_stages_is_not_echoed_by_all_that_refers_to_one(
    small: str, problems_in: ProblemsIn
) -> None:
    start, end = small.index("stages:\n"), small.index("milestones:\n")
    found = problems_in(small[:start] + small[end:])
    assert [p.what for p in found] == ["“stages” is missing"]


def test_a_stage_without_an_id_is_not_echoed_either(small: str, problems_in: ProblemsIn) -> None:
    found = problems_in(small.replace("  - id: second\n    name: Second", "  - name: Second"))
    assert [p.what for p in found] == ["“id” is missing"]


def test_equal_mistakes_in_one_place_are_said_once(problems_in: ProblemsIn) -> None:
    found = problems_in("id: [\n")
    assert len(found) == len(set(found)) == 1


@pytest.mark.parametrize("root", ["just some text\n", "- a\n- b\n", "42\n", "[]\n", "{}\n"])
def test_a_file_that_is_something_else(root: str, problems_in: ProblemsIn) -> None:
    found = problems_in(root)
    assert found
    assert all((p.line, p.column) == (1, 1) for p in found)


@pytest.mark.parametrize(
    "text",
    [
        "title: x\n" * 3_000,
        "title: x\n" * 1_001 + "a: [\n",
        "strands:\n- outcomes:\n" + "  - {id: x}\n" * 5_000,
        "stages: [{id: a}]\nstrands:\n- outcomes:\n  - indicators:\n" + "    - {stage: b}\n" * 2_000,
        "".join(f"key{n}: x\n" for n in range(3_000)),
    ],
    ids=["duplicates", "duplicates, then broken", "missing", "dangling", "unknown"],
)
def test_a_file_with_endlessly_many_problems_says_so_at_the_end(text: str, problems_in: ProblemsIn) -> None:
    found = problems_in(text)
    assert len(found) == 1_001
    assert "more problems than the 1,000 listed" in found[-1].what
    assert (found[-1].line, found[-1].column) == (found[-2].line, found[-2].column)


def test_problems_far_behind_a_long_good_beginning_are_found(small: str, problems_in: ProblemsIn) -> None:
    ideas = "".join("                - An idea.\n" for _n in range(25_000))
    text = small.replace("adults: [A note from a parent]\n", "adults:\n" + ideas)
    text += "    - who: nobody\n" * 21_000
    found = problems_in(text)
    assert len(found) == 1_001
    assert min(p.line for p in found) == text[: text.index("    - who: nobody")].count("\n") + 1


PIECES = st.sampled_from(
    [
        *(
            "- ",
            ": ",
            "{",
            "}",
            "[",
            "]",
            "&a ",
            "*a",
            "!x ",
            "|",
            ">",
            '"',
            "'",
            "#",
            "\t",
            "  ",
            "\n",
            "---\n",
        ),
        *(
            "...\n",
            "<<: ",
            "? ",
            "%",
            "@",
            "\\",
            "\0",
            "\x1b",
            "\x85",
            "\u2028",
            "\ud800",
            "\ufeff",
            "é",
            "9" * 9,
        ),
    ]
)
EDIT = st.tuples(st.floats(0, 1), st.integers(0, 60), PIECES | st.text(max_size=6), st.integers(0, 2))


def test_a_suggestion_can_be_seen_and_typed() -> None:
    assert nearest("secund", ["first", "second"]) == "second"
    assert nearest("second", ["first", "sec\U00018cd6ond"]) is None


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(EDIT, min_size=1, max_size=4))
def test_no_text_however_damaged_does_anything_but_read_or_say_what_is_wrong(
    small: str, edits: list[tuple[float, int, str, int]]
) -> None:
    text = small
    for where, length, piece, way in edits:
        at = int(where * len(text))
        if way == 0:
            text = text[:at] + piece + text[at:]
        elif way == 1:
            text = text[:at] + piece + text[at + length :]
        else:
            text = text[:at] + text[max(0, at - length) : at] + text[at:]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 2
    try:
        framework = read_text(text, "f.yaml")
    except FrameworkProblems as error:
        assert error.problems
        for problem in error.problems:
            assert 1 <= problem.line <= lines
            assert problem.column >= 1
            assert str(problem).isprintable()
    else:
        assert framework.strands


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.binary(max_size=30), where=st.floats(0, 1))
def test_no_bytes_do_either(
    small: str, tmp_path_factory: pytest.TempPathFactory, junk: bytes, where: float
) -> None:
    from rrsa.framework.reader import check

    data = small.encode()
    at = int(where * len(data))
    path = tmp_path_factory.mktemp("junk") / "f.yaml"
    path.write_bytes(data[:at] + junk + data[at:])
    for problem in check(path):
        assert str(problem).startswith(f"{path}:{problem.line}:{problem.column}: ")
