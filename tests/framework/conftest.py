"""What the framework tests share: the small framework, an own data folder, and both YAML parsers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rrsa.framework import adopted, compose
from rrsa.framework.problems import FrameworkProblems, Problem
from rrsa.framework.reader import read_text

DATA = Path(__file__).parent.parent / "data"

Spoil = Callable[[str, str], tuple[list[Problem], tuple[int, int]]]


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder, new for each test."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("RRSA_HOME", str(folder))
    adopted._adopt.cache_clear()
    return folder


@pytest.fixture(scope="session")
def small() -> str:
    """The text of the small framework."""
    return (DATA / "small-framework.yaml").read_text(encoding="utf-8")


@pytest.fixture(params=["libyaml", "pure Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both parsers: not every machine has the fast one."""
    if request.param == "libyaml":
        assert compose.LIBYAML, "PyYAML was built without libyaml"
    else:
        monkeypatch.setattr(compose, "LIBYAML", False)
    return str(request.param)


@pytest.fixture
def problems_in() -> Callable[[str], list[Problem]]:
    """Everything that is wrong with a text."""

    def problems(text: str) -> list[Problem]:
        try:
            read_text(text, "f.yaml")
        except FrameworkProblems as error:
            return list(error.problems)
        return []

    return problems


@pytest.fixture
def spoil(small: str, problems_in: Callable[[str], list[Problem]]) -> Spoil:
    """Replace a part of the small framework; ``¦`` in the new part marks where a problem is expected.

    Returns the problems, and the place of the mark as line and column.
    """

    def spoiled(old: str, new: str) -> tuple[list[Problem], tuple[int, int]]:
        assert old in small
        text = small.replace(old, new, 1)
        assert text.count("¦") == 1
        before = text[: text.index("¦")]
        place = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        return problems_in(text.replace("¦", "")), place

    return spoiled
