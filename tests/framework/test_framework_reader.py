"""Files as they come: good ones, and every way in which one cannot be read at all."""

from __future__ import annotations

import os
import socket
from fractions import Fraction
from pathlib import Path

import pytest

from rrsa.errors import Exit
from rrsa.framework import reader
from rrsa.framework.problems import FrameworkProblems, Problem
from rrsa.framework.reader import check, read_framework, read_rights, read_text

DATA = Path(__file__).parent.parent / "data"


def test_a_framework_is_read_with_all_that_it_says(parser: str) -> None:
    framework = read_framework(DATA / "small-framework.yaml")

    assert framework.ref == "small@1.0"
    assert list(framework.outcomes) == ["1", "2", "3"]
    assert len(framework.indicators) == 8
    assert framework.evidence.freshness.floor == Fraction(1, 4)
    assert framework.evidence.ceiling == Fraction(4, 5)
    assert framework.indicators["3.c"].may_not_apply is True
    assert framework.indicators["3.b"].children == "Then you tell us what happened, even when it's no."
    assert check(DATA / "small-framework.yaml") == []


def test_twelve_mistakes_are_reported_as_twelve_with_their_places(parser: str) -> None:
    path = DATA / "twelve-mistakes.yaml"

    found = check(path)

    assert [(p.line, p.column) for p in found] == [
        (5, 1),
        (10, 1),
        (17, 5),
        (24, 12),
        (31, 20),
        (33, 13),
        (40, 12),
        (48, 11),
        (52, 14),
        (66, 28),
        (74, 22),
        (77, 17),
    ]
    words = ["twice", "licence", "rag", "three", "group", "exactly one", "&meeting", "no-children", "1 to 3"]
    words += ["54", "list", "1.a"]
    for problem, word in zip(found, words, strict=True):
        assert word in str(problem)
        assert str(problem).startswith(f"{path}:{problem.line}:{problem.column}: ")
        assert problem.mend, problem


def test_a_framework_that_cannot_be_used_says_the_first_problem_and_how_many_more() -> None:
    with pytest.raises(FrameworkProblems) as caught:
        read_framework(DATA / "twelve-mistakes.yaml")

    assert caught.value.exit_code is Exit.BAD_INPUT
    assert len(caught.value.problems) == 12
    assert "twelve-mistakes.yaml:5:1: “title” stands twice" in str(caught.value)
    assert "11 more problems" in str(caught.value)
    assert "rrsa check" in caught.value.mend
    assert "\n" not in str(caught.value)


def test_rights_are_told_from_frameworks_by_their_articles(tmp_path: Path) -> None:
    path = tmp_path / "rights.yaml"
    text = """
id: rights
version: "1"
title: Rights
language: en
source: Ours.
licence: CC-BY-4.0
articles:
  - number: 12
    title: Being heard
    text: Adults listen to what children think.
    children: You can say what you think.
  - number: 43
    title: The committee
    text: Some people look after all this.
    children: Some grown-ups look after all this.
    kind: machinery
"""
    path.write_text(text, encoding="utf-8")
    assert check(path) == []
    assert read_rights(path).by_number[12].title == "Being heard"

    path.write_text(text.replace("number: 43", "number: 012"), encoding="utf-8")
    assert [(p.line, p.column) for p in check(path)] == [(13, 13)]

    path.write_text(text.replace("number: 43", "number: 55"), encoding="utf-8")
    assert [(p.line, p.column) for p in check(path)] == [(13, 13)]


def the_one_problem(path: Path) -> Problem:
    found = check(path)
    assert len(found) == 1, found
    with pytest.raises(FrameworkProblems) as caught:
        read_framework(path)
    assert list(caught.value.problems) == found
    return found[0]


def test_a_missing_file(tmp_path: Path) -> None:
    problem = the_one_problem(tmp_path / "none.yaml")
    assert (
        str(problem) == f"{tmp_path / 'none.yaml'}:1:1: there is no such file — look at its name and folder"
    )


def test_a_folder(tmp_path: Path) -> None:
    assert "this is a folder" in the_one_problem(tmp_path).what


def test_a_name_that_no_file_can_have() -> None:
    assert "cannot be read" in the_one_problem(Path("a\0b.yaml")).what


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# only a comment\n", "---\n", "\ufeff", "--- \n# nothing\n...\n"]
)
def test_an_empty_file(tmp_path: Path, text: str, parser: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(text, encoding="utf-8")
    problem = the_one_problem(path)
    assert "empty" in problem.what or "does not begin with keys" in problem.what


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    with path.open("wb") as file:
        file.truncate(reader.SIZE_LIMIT + 1)
    assert "larger than 16 MB" in the_one_problem(path).what


def test_a_file_of_endlessly_many_entries(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("strands: [" + "a," * 600_000 + "]\n", encoding="utf-8")
    assert "too long" in the_one_problem(path).what


def test_bytes_that_are_not_utf8_are_placed_by_line(tmp_path: Path, small: str) -> None:
    path = tmp_path / "f.yaml"
    text = "# café\r\n# naïve\r\nid: caf"
    path.write_bytes(text.encode() + b"\xe9\r\n" + small.encode())
    problem = the_one_problem(path)
    assert (problem.line, problem.column) == (3, 8)
    assert "0xE9" in problem.what
    assert "UTF-8" in problem.mend


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path, small: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + small.replace("\n", "\r\n").encode())
    assert read_framework(path) == read_text(small, "f.yaml")

    path.write_bytes(b"\xef\xbb\xbf" + small.replace("\n", "\r\n").replace("low_grade", "lowgrade").encode())
    line = small.split("\n").index("low_grade: 3") + 1
    assert [(p.line, p.column) for p in check(path)] == [(line, 1)]


def test_what_is_no_regular_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    assert "not a file" in the_one_problem(pipe).what
    with socket.socket(socket.AF_UNIX) as unix:
        os.chdir(tmp_path)
        unix.bind("s.yaml")
        assert "not a file" in the_one_problem(Path("s.yaml")).what


def test_a_file_that_may_not_be_read(tmp_path: Path, small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(small, encoding="utf-8")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "you may not read this file" in the_one_problem(path).what


def test_a_disk_that_fails(tmp_path: Path, small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(small, encoding="utf-8")

    def fail(self: Path) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", fail)
    assert "Input/output error" in the_one_problem(path).what
