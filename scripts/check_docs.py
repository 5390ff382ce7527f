"""Checks what the documentation claims about this repository: ``python scripts/check_docs.py [FOLDER]``.

Every relative link and image leads somewhere, headings that are linked to exist, every page in ``docs/``
can be reached from its index, the README says what it must, and the ``make`` targets, the options of
commands and the figures that are named are true. One line for each problem, as
``file:line: what — how to mend it``; exit 1 when there is any.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
TOP_PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "frameworks/README.md")
FRAMEWORK = "frameworks/rights-respecting-school.yaml"
COMMANDS = "docs/reference/commands.md"
MUST_SAY = ("make demo", "make test", "Not affiliated with or endorsed by UNICEF")

_LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)")
_MAKE = re.compile(r"`make ([a-z]+)|^make ([a-z]+)", re.MULTILINE)
_LOOK_FORS = re.compile(r"\b(\d+) look-fors")
_COMMAND = re.compile(r"^\s*(rrsa [^\n]+)|`(rrsa [^`]+)`")
_CHAPTER = re.compile(r"^### (rrsa [a-z -]+)$", re.MULTILINE)
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
_INDICATOR = re.compile(r'^ +- id: "?\d+\.\d+"?$', re.MULTILINE)


class Problem(NamedTuple):
    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} — {self.mend}"


def pages(root: Path) -> list[Path]:
    """Every page that is checked."""
    found = [root / name for name in TOP_PAGES if (root / name).is_file()]
    return found + sorted((root / "docs").rglob("*.md"))


def prose(page: Path) -> Iterator[tuple[int, str]]:
    """The page's lines with their numbers, without what stands in a fenced block or in code marks."""
    fenced = False
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced:
            yield number, re.sub(r"`[^`]*`", "", line)


def links(page: Path) -> Iterator[tuple[int, str]]:
    """Relative links and images: line and target."""
    for number, line in prose(page):
        for match in _LINK.finditer(line):
            target = unquote(match[1])
            if "://" not in target and not target.startswith("mailto:"):
                yield number, target


def anchors(page: Path) -> set[str]:
    """What a link may put behind ``#`` for this page, made from its headings as code hosts make it."""
    found = set()
    for _, line in prose(page):
        if line.startswith("#"):
            words = re.sub(r"[^\w\- ]", "", line.lstrip("#").strip().lower())
            found.add(words.replace(" ", "-"))
    return found


def check_links(root: Path) -> Iterator[Problem]:
    for page in pages(root):
        shown = page.relative_to(root).as_posix()
        for number, target in links(page):
            path, _, anchor = target.partition("#")
            there = (page.parent / path).resolve() if path else page
            if not there.exists():
                yield Problem(
                    shown, number, f"{target} does not exist", "mend the link, or add what it means"
                )
            elif anchor and there.suffix == ".md" and anchor not in anchors(there):
                yield Problem(
                    shown, number, f"{path or shown} has no heading #{anchor}", "name one that it has"
                )


def check_reachable(root: Path) -> Iterator[Problem]:
    """Every page in ``docs/`` can be reached from its index. A link to a folder leads to every page in it."""
    index = root / "docs" / "README.md"
    if not index.is_file():
        yield Problem("docs/README.md", 1, "there is no index", "write one that leads to every page")
        return
    seen: set[Path] = set()
    waiting = [index.resolve()]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        for _, target in links(page):
            there = (page.parent / target.partition("#")[0]).resolve()
            if there.is_dir():
                waiting += there.glob("*.md")
            elif there.suffix == ".md" and there.is_file():
                waiting.append(there)
    for page in sorted((root / "docs").rglob("*.md")):
        if page.resolve() not in seen:
            shown = page.relative_to(root).as_posix()
            yield Problem(shown, 1, "nothing leads here from docs/README.md", "link to it there")


def check_claims(root: Path) -> Iterator[Problem]:
    """The README says what it must; targets and figures that are named are true."""
    readme = root / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.is_file() else ""
    for sentence in MUST_SAY:
        if sentence not in text:
            yield Problem("README.md", 1, f"it does not say “{sentence}”", "say it near the top")
    targets = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    look_fors = len(_INDICATOR.findall((root / FRAMEWORK).read_text(encoding="utf-8")))
    for page in pages(root):
        shown = page.relative_to(root).as_posix()
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
            for match in _MAKE.finditer(line):
                name = match[1] or match[2]
                if name not in targets:
                    yield Problem(
                        shown, number, f"make {name} does not exist", "name a target of the Makefile"
                    )
            for match in _LOOK_FORS.finditer(line):
                if int(match[1]) != look_fors:
                    yield Problem(
                        shown, number, f"it speaks of {match[1]} look-fors", f"the framework has {look_fors}"
                    )


def check_commands(root: Path) -> Iterator[Problem]:
    """A command that a page shows has the options that it shows, by the reference that is made from them."""
    reference = root / COMMANDS
    if not reference.is_file():
        return
    before, *chapters = _CHAPTER.split(reference.read_text(encoding="utf-8"))
    everywhere = {*_OPTION.findall(before), "--help", "--version"}
    options = {
        name: everywhere | set(_OPTION.findall(text))
        for name, text in zip(chapters[::2], chapters[1::2], strict=True)
    }
    for page in pages(root):
        shown = page.relative_to(root).as_posix()
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
            for match in _COMMAND.finditer(line):
                words = re.sub(r'"[^"]*"', "TEXT", match[1] or match[2]).split("#")[0]
                named = [name for name in options if f"{words} ".startswith(f"{name} ")]
                if not named:
                    continue
                name = max(named, key=len)
                for option in sorted(set(_OPTION.findall(words)) - options[name]):
                    yield Problem(shown, number, f"{name} has no {option}", f"see {COMMANDS}")


def problems(root: Path) -> list[Problem]:
    """Everything that is wrong, by file and line."""
    return sorted([*check_links(root), *check_reachable(root), *check_claims(root), *check_commands(root)])


def main() -> int:
    root = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT
    found = problems(root)
    for problem in found:
        print(problem)
    if not found:
        print(f"documentation: {len(pages(root))} pages, every link leads somewhere")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
