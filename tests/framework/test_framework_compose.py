"""The traps of YAML: nothing crashes, nothing is guessed, nothing is dropped in silence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rrsa.framework.compose import DEPTH_LIMIT, compose
from rrsa.framework.problems import Problem

ProblemsIn = Callable[[str], list[Problem]]
Spoil = Callable[[str, str], tuple[list[Problem], tuple[int, int]]]


def only(text: str) -> Problem:
    tree = compose(text, "f.yaml")
    assert len(tree.problems) == 1, tree.problems
    return tree.problems[0]


def place(text: str) -> tuple[int, int]:
    problem = only(text)
    return problem.line, problem.column


@pytest.mark.parametrize(
    "typed",
    [
        "no",
        "on",
        "Yes",
        "off",
        "true",
        "null",
        "~",
        "1:30",
        "010",
        "0x1F",
        "1_000",
        "1e3",
        ".inf",
        "3.10",
        "2024-01-01",
        "2024-01-01 10:00:00",
        "+1",
        "=",
        "1.0",
    ],
)
def test_every_scalar_stays_the_text_that_was_typed(typed: str, parser: str) -> None:
    tree = compose(f"{typed}: {typed}\nlist: [{typed}, '{typed}']\n", "f.yaml")
    assert tree.value == {typed: typed, "list": (typed, typed)}
    assert not tree.problems


def test_each_node_has_its_mark(parser: str) -> None:
    tree = compose("a: 1\nb:\n  - é x: 2\n    y: [3, 4]\n", "f.yaml")
    marks = tree.marks
    assert (marks.start.line, marks.start.column) == (0, 0)
    assert (marks.values["a"].line, marks.values["a"].column) == (0, 3)
    entry = marks.values["b"].items[0]
    assert (entry.start.line, entry.start.column) == (2, 4)
    assert (entry.keys["y"].line, entry.keys["y"].column) == (3, 4)
    assert (entry.values["é x"].line, entry.values["é x"].column) == (2, 9)
    last = entry.values["y"].items[1]
    assert (last.line, last.column) == (3, 11)


@pytest.mark.parametrize("opening", ["[", "{", "- ", "[{a: ", "? "])
def test_thousands_of_nested_openings_are_a_problem_and_no_crash(tmp_path: Path, opening: str) -> None:
    path = tmp_path / "deep.yaml"
    begin = "strands: " if opening[0] in "[{" else ""
    path.write_text(begin + opening * 30_000, encoding="utf-8")
    program = (
        "import sys, pathlib; from rrsa.framework.reader import check\n"
        "print(*check(pathlib.Path(sys.argv[1])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=Path(__file__).parents[2],
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{path}:1:")
    assert "nested more than 64 deep" in done.stdout
    assert done.stdout.count(f"{path}") <= 2, "the same mistake said over and over"


def test_the_depth_limit_is_a_limit(parser: str) -> None:
    assert not compose("[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT, "f.yaml").problems
    problem = only("[" * (DEPTH_LIMIT + 1) + "]" * (DEPTH_LIMIT + 1))
    assert (problem.line, problem.column) == (1, DEPTH_LIMIT + 1)


def test_an_alias_and_its_anchor_are_refused_each_in_its_place(problems_in: ProblemsIn, small: str) -> None:
    text = small.replace("about: Three", "about: &a Three").replace(
        "    about: We have looked", "    about: *a #"
    )
    found = problems_in(text)
    lines = text.split("\n")
    assert [(p.line, p.column) for p in found] == [
        (next(i for i, line in enumerate(lines, 1) if "&a" in line), 8),
        (next(i for i, line in enumerate(lines, 1) if "*a" in line), 12),
    ]


def test_an_alias_bomb_is_refused_without_being_unfolded(parser: str) -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
    )
    tree = compose(bomb, "f.yaml")
    assert len(tree.problems) == 10 + 81


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a: !!int 3\n", (1, 4)),
        ("a: !x b\n", (1, 4)),
        ("a: ! b\n", (1, 4)),
        ("a:\n  - !!python/object/apply:os.system [x]\n", (2, 5)),
        ("!!map\na: b\n", (1, 1)),
        ("!!str a: b\n", (1, 1)),
    ],
)
def test_tags_are_refused(text: str, where: tuple[int, int], parser: str) -> None:
    assert place(text) == where


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a: 1\nb: 2\na: 3\n", (3, 1)),
        ("x:\n  a: 1\n  'a': [1, {b: 2}]\n", (3, 3)),
        ("x: {a: 1, a: {b: c}}\n", (1, 11)),
        ("x:\n  - y: &z 1\n", (2, 8)),
        ("[a]: b\n", (1, 1)),
        ("? {a: b}\n: c\n", (1, 3)),
        ("a: b\n? - c\n: - d\n", (2, 3)),
        ("a: 1\n<<: 2\n", (2, 1)),
        ("a: b\n---\nc: d\n", (2, 1)),
        ("a: b\n...\n---\nc: d\n", (3, 1)),
    ],
)
def test_what_would_be_read_otherwise_than_meant_is_refused(
    text: str, where: tuple[int, int], parser: str
) -> None:
    assert place(text) == where


def test_the_first_of_two_equal_keys_is_kept_and_both_lines_are_said() -> None:
    tree = compose("a: 1\nb: 2\na: 3\n", "f.yaml")
    assert tree.value == {"a": "1", "b": "2"}
    assert "“a” stands twice; the first is on line 1" in str(tree.problems[0])
    assert tree.problems[0].line == 3


@pytest.mark.parametrize(
    ("text", "where", "word"),
    [
        ("a: b: c\n", (1, 5), "colon"),
        ("a:\n\tb: c\n", (2, 1), "tab"),
        ("a:\n  b: c\n\td: e\n", (3, 1), "tab"),
        ("a:\n  b: c\n d: e\n", (3, 2), "indentation"),
        ("a: 1\nfoo\nb: 2\n", (2, 1), "no colon"),
        ('a: 1\nb: "abc\nc: d\n', (2, 4), "never closed"),
        ("a: 'abc\nb: c\n", (1, 4), "never closed"),
        ('a: "b\n---\nc: d\n', (1, 4), "never closed"),
        ("a: 'it's'\n", (1, 8), "quotation marks"),
        ("a: [x, y\nb: c\n", (1, 4), "["),
        ("a: {x: y\n", (1, 4), "{"),
        ("a: 1\nb: @foo\n", (2, 4), "“@”"),
        ("a: `x`\n", (1, 4), "“`”"),
        ("a: %x\n", (1, 4), "“%”"),
        ("a: *\n", (1, 4), "“*”"),
        ("a: & b\n", (1, 4), "“&”"),
        ("a: - b\n", (1, 4), "list"),
        ("a:\n  - b\n  c: d\n", (3, 3), "“- ”"),
        ("a: |x\n  b\n", (1, 5), "next line"),
        ("a: !x!y b\n", (1, 4), "tag"),
        ("a: b\n...\nfoo: bar\n", (3, 1), "second document"),
        ("a: ]\n", (1, 4), "“]” stands where a text is expected"),
        ("a: [b, ,c]\n", (1, 8), "“,” stands where a text is expected"),
        ("a: {b: ]}\n", (1, 8), "“]” stands where a text is expected"),
        ("a: ? b\n", (1, 4), "question mark"),
        ("a: b\n%c: d\n", (2, 1), "“%”"),
    ],
)
def test_broken_yaml_is_one_problem_in_plain_words(
    text: str, where: tuple[int, int], word: str, parser: str
) -> None:
    problem = only(text)
    assert (problem.line, problem.column) == where
    assert word in f"{problem.what} — {problem.mend}"
    assert problem.mend


def test_a_backslash_in_double_quotes(parser: str) -> None:
    problem = only('a: 1\nb: "\\q"\n')
    assert problem.line == 2
    assert "single quotation marks" in problem.mend


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a: b\0c\n", (1, 5)),
        ("é: 1\nbé: \x07\n", (2, 5)),
        ("a: 1\nb: c\x85d\n", (2, 5)),
        ("a: 1\nb: c\u2028d\n", (2, 5)),
        ("a: \ud800\n", (1, 4)),
        ("a: 1\nb: \x1b[31mred\n", (2, 4)),
        ('a: 1\nb: "\\0"\n', (2, 4)),
        ('a: 1\nb: "\\e[2J"\n', (2, 4)),
    ],
)
def test_control_characters_are_refused_where_they_stand(
    text: str, where: tuple[int, int], parser: str
) -> None:
    assert place(text) == where


def test_whoever_pasted_many_invisible_characters_hears_of_all_and_of_the_rest(
    problems_in: ProblemsIn, small: str, parser: str
) -> None:
    pasted = small.replace("about: Three outcomes", "about: Three\u2028 outcomes")
    pasted = pasted.replace("Children and adults know", "Chil\x07dren and\x85 adults know")
    found = problems_in(pasted.replace("low_grade: 3", "low_grade: 9"))
    assert [(p.line, p.column, p.what) for p in found] == [
        (7, 13, "an invisible control character (U+2028) stands here"),
        (28, 12, "grade 9 is not on the scale"),
        (103, 20, "an invisible control character (U+0007) stands here"),
        (103, 29, "an invisible control character (U+0085) stands here"),
    ]


def test_a_message_never_carries_a_control_character_to_the_terminal(problems_in: ProblemsIn) -> None:
    for text in ('"\\e[2J": 1\n', 'id: "\\e[2J"\n', 'x: "a\\u202Eb"\n', '"\\u202E": b\n', "&\u202ea b: c\n"):
        found = problems_in(text)
        assert found
        for problem in found:
            assert str(problem).isprintable(), repr(str(problem))


def test_what_stands_before_a_break_is_reported_with_it(parser: str) -> None:
    tree = compose("a: 1\na: 2\nb: !x 3\nc: [\n", "f.yaml")
    assert [p.line for p in tree.problems] == [2, 3, 4]
