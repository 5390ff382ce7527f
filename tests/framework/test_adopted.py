"""Adopted texts: the same text is the same thing on every machine, and the cache never matters."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from rrsa import paths
from rrsa.framework import adopted, cache, reader
from rrsa.framework.adopted import adopt, adopt_file
from rrsa.framework.problems import FrameworkProblems

DATA = Path(__file__).parent.parent / "data"


def forget() -> None:
    """As if the program had been started anew."""
    adopted._adopt.cache_clear()


def cached() -> list[Path]:
    folder = paths.cache_dir() / "frameworks"
    return sorted(folder.iterdir()) if folder.is_dir() else []


@pytest.fixture
def unparsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, parsing is a failure."""

    def refuse(*_args: object) -> None:
        raise AssertionError("parsed although it was in the cache")

    monkeypatch.setattr(reader, "compose", refuse)


def test_the_hash_is_of_the_text_and_not_of_how_a_system_ends_its_lines(tmp_path: Path, small: str) -> None:
    plain = adopt(small)
    assert plain.sha256 == hashlib.sha256(small.encode()).hexdigest()
    assert plain.text == small

    path = tmp_path / "windows.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + small.replace("\n", "\r\n").encode())
    windows = adopt_file(path)
    assert (windows.sha256, windows.text) == (plain.sha256, plain.text)
    assert windows.framework == plain.framework
    assert adopt("\ufeff" + small.replace("\n", "\r\n")).sha256 == plain.sha256

    assert adopt(small + "# a remark\n").sha256 != plain.sha256


def test_what_was_read_once_is_not_parsed_again(small: str, request: pytest.FixtureRequest) -> None:
    first = adopt(small)
    forget()
    request.getfixturevalue("unparsed")
    again = adopt(small)
    assert again == first
    assert again.framework is not first.framework


def test_the_shipped_frameworks_come_out_of_the_cache_as_they_went_in() -> None:
    for path in sorted(paths.shipped("frameworks").glob("*.yaml")):
        if "articles:" in path.read_text(encoding="utf-8").split("\n"):
            continue
        first = adopt_file(path)
        assert cache.load(first.sha256) == first.framework


@pytest.mark.parametrize("damage", ["truncated", "empty", "flipped", "other text", "not a file", "foreign"])
def test_a_damaged_cache_is_passed_over(small: str, damage: str) -> None:
    first = adopt(small)
    (path,) = cached()
    content = path.read_bytes()
    if damage == "truncated":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "flipped":
        assert b"Disagreements" in content
        path.write_bytes(content.replace(b"Disagreements", b"Agreements", 1))
    elif damage == "other text":
        other = adopt(small.replace("A small framework", "Another framework"))
        (path_of_other,) = [p for p in cached() if p != path]
        path.write_bytes(path_of_other.read_bytes())
        assert other.sha256 != first.sha256
    elif damage == "not a file":
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes(cache._stamp(first.sha256, b'{"id": 1}') + b'\n{"id": 1}')
    forget()
    assert adopt(small) == first


def test_a_cache_that_cannot_be_written_is_done_without(small: str, home: Path) -> None:
    (home / "cache").write_text("a file where the folder should be", encoding="utf-8")
    assert adopt(small).framework.ref == "small@1.0"


def test_nothing_unfinished_is_left_in_the_cache(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    adopt(small)
    assert cached() == []


def test_a_framework_with_problems_is_never_kept(small: str) -> None:
    broken = small.replace("low_grade: 3", "low_grade: 9")
    for _time in range(2):
        forget()
        with pytest.raises(FrameworkProblems):
            adopt(broken, "mine.yaml")
    assert cached() == []


def test_half_a_character_is_a_problem_and_no_crash(small: str) -> None:
    with pytest.raises(FrameworkProblems) as caught:
        adopt(small + "# \ud83d\n", "mine.yaml")
    assert caught.value.problems[0].line == small.count("\n") + 1
