"""The documentation check names each kind of mistake, with its file and line."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "check_docs.py"
README = """\
# A project

Not affiliated with or endorsed by UNICEF. See [the docs](docs/README.md).

`make demo` and `make test`; 2 look-fors.
"""


@pytest.fixture(scope="module")
def check_docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_docs", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("docs/how-to", "docs/decisions", "frameworks"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    (tmp_path / "Makefile").write_text("demo: ready\ntest: ready\n", encoding="utf-8")
    (tmp_path / "docs/README.md").write_text(
        "# Docs\n\n## How to\n\n[One](how-to/one.md) [Decisions](decisions/)\n", encoding="utf-8"
    )
    (tmp_path / "docs/how-to/one.md").write_text("# One\n\n[back](../README.md#how-to)\n", encoding="utf-8")
    (tmp_path / "docs/decisions/0001-why.md").write_text("# Why\n", encoding="utf-8")
    framework = 'indicators:\n  - id: "1.1"\n  - id: "1.2"\n'
    (tmp_path / "frameworks/rights-respecting-school.yaml").write_text(framework, encoding="utf-8")
    return tmp_path


def lines(check_docs: ModuleType, root: Path) -> list[str]:
    return [str(problem) for problem in check_docs.problems(root)]


def test_a_tree_in_order_has_no_problem(check_docs: ModuleType, root: Path) -> None:
    assert lines(check_docs, root) == []
    done = subprocess.run([sys.executable, SCRIPT, root], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("page", "text", "said"),
    [
        ("docs/how-to/one.md", "# One\n\n[gone](two.md)\n", "docs/how-to/one.md:3: two.md does not exist"),
        ("docs/how-to/one.md", "# One\n![a](../a.png)\n", "docs/how-to/one.md:2: ../a.png does not exist"),
        (
            "docs/how-to/one.md",
            "[a](../README.md#no)\n",
            "docs/how-to/one.md:1: ../README.md has no heading #no",
        ),
        ("docs/how-to/lost.md", "# Lost\n", "docs/how-to/lost.md:1: nothing leads here"),
        ("README.md", README.replace("make demo", ""), "README.md:1: it does not say “make demo”"),
        ("README.md", README.replace("make test", ""), "README.md:1: it does not say “make test”"),
        ("README.md", README.replace("endorsed", "backed"), "README.md:1: it does not say “Not affiliated"),
        ("README.md", README + "`make tea`\n", "README.md:6: make tea does not exist"),
        ("README.md", README.replace("2 look", "3 look"), "README.md:5: it speaks of 3 look-fors"),
    ],
)
def test_each_mistake_is_named_with_its_line(
    check_docs: ModuleType, root: Path, page: str, text: str, said: str
) -> None:
    (root / page).write_text(text, encoding="utf-8")
    found = lines(check_docs, root)
    assert [line for line in found if line.startswith(said)], found
    done = subprocess.run([sys.executable, SCRIPT, root], capture_output=True, text=True, check=False)
    assert done.returncode == 1


def test_links_in_examples_are_not_followed(check_docs: ModuleType, root: Path) -> None:
    (root / "docs/how-to/one.md").write_text("`[a](gone.md)`\n\n```\n[b](gone.md)\n```\n", encoding="utf-8")
    assert lines(check_docs, root) == []


REFERENCE = """\
# Commands

| `--database FILE` | Where. |

### rrsa overview

| `--json` | As JSON. |

### rrsa overview send

| `--packs` | Packs. |
"""


@pytest.mark.parametrize(
    ("shown", "wrong"),
    [
        ("```\nrrsa overview --json --database look.db\n```", None),
        ("`rrsa overview send out --packs`", None),
        ('`rrsa overview send "a --strange name" --packs`', None),
        ("`rrsa overview send out --copies`", "rrsa overview send has no --copies"),
        ("```\nrrsa overview --packs\n```", "rrsa overview has no --packs"),
    ],
)
def test_an_option_that_a_page_shows_is_there(
    check_docs: ModuleType, root: Path, shown: str, wrong: str | None
) -> None:
    (root / "docs/reference").mkdir()
    (root / "docs/reference/commands.md").write_text(REFERENCE, encoding="utf-8")
    (root / "docs/README.md").write_text("[One](how-to/one.md) [C](reference/commands.md) [D](decisions/)\n")
    (root / "docs/how-to/one.md").write_text(f"# One\n\n{shown}\n", encoding="utf-8")
    said = [line.split(": ", 1)[1].split(" — ")[0] for line in lines(check_docs, root)]
    assert said == ([] if wrong is None else [wrong])
