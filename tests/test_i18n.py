"""Every text can be translated: written so that it can be found, filled in, and shown in its place."""

from __future__ import annotations

import ast
import os
import string
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from rrsa import vocabulary

ROOT = Path(__file__).resolve().parent.parent

PACKAGE = Path(__file__).resolve().parent.parent / "rrsa"
TEXTS = {"_": 1, "ngettext": 2, "pgettext": 2}
"""The functions that mark a text, and how many of their first arguments are text."""


class Marked(NamedTuple):
    """A marked text: where, the call, and the texts in it."""

    where: str
    call: ast.Call
    texts: tuple[str | None, ...]
    formatted: ast.Call | None  # the ``.format(…)`` that follows at once


def marked(source: str, name: str) -> Iterator[Marked]:
    tree = ast.parse(source)
    formats = {
        id(call.func.value): call
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "format"
    }
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TEXTS:
            texts = tuple(
                argument.value
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                else None
                for argument in call.args[: TEXTS[call.func.id]]
            )
            yield Marked(f"{name}:{call.lineno}", call, texts, formats.get(id(call)))


def placeholders(text: str) -> list[str]:
    return [field for _, field, _, _ in string.Formatter().parse(text) if field is not None]


def problems(source: str, name: str = "made-up.py") -> list[str]:
    """What is wrong with the marked texts of one module."""
    found = []
    for each in marked(source, name):
        if None in each.texts:
            found.append(f"{each.where}: not a literal, so that no translator ever sees it")
            continue
        if each.formatted is None or any(keyword.arg is None for keyword in each.formatted.keywords):
            continue
        names = {field for text in each.texts for field in placeholders(text or "")}
        if any(not field.isidentifier() for field in names):
            found.append(f"{each.where}: a placeholder without a name")
        given = {keyword.arg for keyword in each.formatted.keywords}
        if each.formatted.args:
            found.append(f"{each.where}: filled in by place, which a translation cannot turn round")
        found += [f"{each.where}: nothing is given for {{{field}}}" for field in sorted(names - given)]
        found += [f"{each.where}: {field} is given and not shown" for field in sorted(given - names)]
    return found


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_text_can_be_found_and_filled_in(module: Path) -> None:
    assert problems(module.read_text("utf-8"), module.name) == []


def test_there_are_texts_to_look_at() -> None:
    assert sum(len(list(marked(module.read_text("utf-8"), ""))) for module in MODULES) > 500


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ('_(f"Saved {title}")', "not a literal"),
        ("_(title)", "not a literal"),
        ('_("Saved " + title)', "not a literal"),
        ('ngettext("one", many, n)', "not a literal"),
        ('_("Saved {title}").format(name=title)', "nothing is given for {title}"),
        ('_("Saved {title}").format(title=title, n=n)', "n is given and not shown"),
        ('_("Saved {}").format(title)', "filled in by place"),
        ('_("Saved {0}").format(title)', "a placeholder without a name"),
        ('ngettext("{n} piece", "{n} pieces of {all}", n).format(n=n)', "nothing is given for {all}"),
    ],
)
def test_a_wrong_text_is_noticed(source: str, problem: str) -> None:
    assert any(problem in each for each in problems(source))


def test_a_right_text_is_none() -> None:
    assert problems('_("Saved {title}").format(title=title); ngettext("one", "{n}", n).format(n=n)') == []


def test_no_text_is_translated_while_a_core_module_is_imported() -> None:
    """Looking for the language would cost every start."""
    for module in (*PACKAGE.glob("portfolio/*.py"), *PACKAGE.glob("scoring/*.py"), PACKAGE / "vocabulary.py"):
        tree = ast.parse(module.read_text("utf-8"))
        inside = {
            id(node)
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef | ast.Lambda)
            for node in ast.walk(function)
        }
        at_once = [
            node.lineno
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in TEXTS
            and id(node) not in inside
        ]
        assert at_once == [], module.name


# -- another language --------------------------------------------------------------------------------

WORDS = {
    "“{text}” is not a date": "chan e ceann-latha a th' ann an “{text}”",
    "write it like 3 Apr 2026 or 2026-04-03": "sgrìobh e mar 3 Apr 2026 no 2026-04-03",
    "Children's views": "Beachdan na cloinne",
    "How are we doing? How do we know? What are we going to do now?": "Ciamar a tha sinn a' dèanamh?",
}


@pytest.fixture
def gaelic(tmp_path: Path) -> dict[str, str]:
    """An environment in Gaelic, with a translation of a few texts."""
    catalogue = Catalog(locale="gd", domain="rrsa")
    for text, translated in WORDS.items():
        catalogue.add(text, translated)
    folder = tmp_path / "locale" / "gd" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "rrsa.mo").open("wb") as file:
        write_mo(file, catalogue)
    return {
        **os.environ,
        "RRSA_LANGUAGE": "gd",
        "LOCALES": str(tmp_path / "locale"),
        "PYTHONIOENCODING": "utf-8",
    }


def said(program: str, environment: dict[str, str]) -> str:
    """What a program says that takes its texts from the translation."""
    begin = "import os, rrsa.i18n\nrrsa.i18n.LOCALES = os.environ['LOCALES']\n"
    done = subprocess.run(
        [sys.executable, "-c", begin + textwrap.dedent(program)],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_messages_come_in_the_language_that_is_chosen(gaelic: dict[str, str]) -> None:
    program = """
        from datetime import date
        from rrsa.errors import BadInput
        from rrsa.portfolio.checks import parse_day
        from rrsa.vocabulary import Perspective
        try:
            parse_day("soon", today=date(2026, 4, 3))
        except BadInput as problem:
            print(problem)
        print(Perspective.CHILDREN.label, Perspective.ADULTS.label, sep="|")
    """
    first, second = said(program, gaelic).splitlines()
    assert first == ("chan e ceann-latha a th' ann an “soon” — sgrìobh e mar 3 Apr 2026 no 2026-04-03")
    assert second == "Beachdan na cloinne|Adults' views"
    assert "is not a date" in said(program, {**gaelic, "RRSA_LANGUAGE": "fr"})


def test_a_screen_comes_in_the_language_that_is_chosen(gaelic: dict[str, str], tmp_path: Path) -> None:
    program = f"""
        import asyncio
        from rrsa.tui.app import RrsaApp
        async def look():
            app = RrsaApp({str(tmp_path / "none.db")!r})
            async with app.run_test(size=(80, 24)) as pilot:
                await pilot.pause()
                print(app.screen.query_one("#start-questions").render())
        asyncio.run(look())
    """
    assert said(program, gaelic).strip() == "Ciamar a tha sinn a' dèanamh?"
    assert said(program, {**gaelic, "RRSA_LANGUAGE": "en_GB"}).startswith("How are we doing?")


def test_the_usual_settings_of_a_system_choose_too(gaelic: dict[str, str]) -> None:
    del gaelic["RRSA_LANGUAGE"]
    program = "from rrsa.vocabulary import Perspective\nprint(Perspective.CHILDREN.label)"
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        plain = {k: v for k, v in gaelic.items() if k not in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")}
        assert said(program, {**plain, name: "gd_GB.UTF-8"}).strip() == "Beachdan na cloinne"
        assert said(program, {**plain, name: "C"}).strip() == "Children's views"


def test_every_word_of_a_list_has_a_label() -> None:
    for words in (
        vocabulary.Perspective,
        vocabulary.Direction,
        vocabulary.Directness,
        vocabulary.Consent,
        vocabulary.Answer,
        vocabulary.ActionStatus,
        vocabulary.SettingKind,
    ):
        labels = [word.label for word in words]
        assert len(set(labels)) == len(labels)
        assert not [label for label in labels if not label[0].isupper() or label.endswith(".")]


def test_no_text_hides_in_a_formatted_string() -> None:
    """Whoever collects the texts cannot see one there before Python 3.12."""
    hidden = [
        f"{file.name}:{node.lineno}"
        for file in sorted((ROOT / "rrsa").rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if isinstance(part, ast.Call)
        and isinstance(part.func, ast.Name)
        and part.func.id in ("_", "ngettext", "pgettext")
    ]
    assert not hidden
