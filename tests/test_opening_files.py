"""Opening a stored file with the system's program: a copy for reading, nothing that could run, no waiting."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rrsa import opening_files, paths
from rrsa.errors import BadInput, EnvironmentFailed, NotFound
from rrsa.evaluation import Evaluation
from rrsa.framework.adopted import adopt_file
from rrsa.portfolio.records import Evidence
from rrsa.setup import create_setting
from rrsa.store import Store, open_store

SMALL = adopt_file(Path(__file__).parent / "data" / "small-framework.yaml")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "rrsa.db") as made:
        create_setting(made, "Glen", SMALL, author="lead")
        yield made


def kept(store: Store, folder: Path, name: str = "count.txt", **values: object) -> Evidence:
    """A piece of evidence with a file of this name."""
    (folder / name).write_bytes(b"P6: most said yes\n")
    glen = Evaluation.open(store, "glen", author="lead")
    details = {"title": "Count", "perspective": "records", **values}
    made = glen.add_evidence(details, ["1"], file=folder / name)  # type: ignore[arg-type]
    return glen.portfolio.evidence[made]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, posix: None) -> Path:
    """The system's opener, which notes what it is given and goes on for as long as it is told."""
    script = tmp_path / "bin" / ("open" if sys.platform == "darwin" else "xdg-open")
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nprintf %s "$1" > "{tmp_path}/given"\n. "{tmp_path}/then"\n')
    script.chmod(0o755)
    (tmp_path / "then").write_text("exit 0")
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def test_a_copy_for_reading_is_handed_to_the_systems_program(store: Store, program: Path) -> None:
    copy = opening_files.open_stored(store, "glen", kept(store, program))
    assert (program / "given").read_text() == str(copy)
    assert copy.name == "count.txt"
    assert copy.read_bytes() == b"P6: most said yes\n"
    assert copy.is_relative_to(paths.cache_dir())
    assert stat.S_IMODE(copy.stat().st_mode) == 0o400, "nobody can change it, and only its owner read it"
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700


def test_copies_are_cleared_away(store: Store, program: Path) -> None:
    copies = [opening_files.open_stored(store, "glen", kept(store, program)) for _ in range(2)]
    assert copies[0] != copies[1]
    opening_files.clear()
    assert not any(copy.exists() for copy in copies)
    opening_files.clear()  # where there is nothing


def test_copies_go_when_the_program_ends(store: Store, program: Path) -> None:
    item = kept(store, program)
    run = (
        "import sys; from rrsa import opening_files; from rrsa.store import open_store;"
        "store = open_store(sys.argv[1], read_only=True); item = store.load('glen').portfolio.evidence;"
        "print(opening_files.open_stored(store, 'glen', item[sys.argv[2]])); store.close()"
    )
    done = subprocess.run(
        [sys.executable, "-c", run, str(program / "rrsa.db"), item.id],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == (program / "given").read_text()
    assert not Path(done.stdout.strip()).exists()


def test_a_viewer_that_stays_open_is_not_waited_for(
    store: Store, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening_files, "_AT_ONCE", 0.2)
    (program / "then").write_text(f'while [ ! -e "{program}/enough" ]; do sleep 0.05; done')
    copy = opening_files.open_stored(store, "glen", kept(store, program))
    assert copy.exists()
    (program / "enough").touch()


@pytest.mark.parametrize("ending", ["exit 3", "exit 4"])
def test_no_program_takes_it(store: Store, program: Path, ending: str) -> None:
    (program / "then").write_text(ending)
    with pytest.raises(EnvironmentFailed, match=r"no program was found here that opens “count\.txt” — save"):
        opening_files.open_stored(store, "glen", kept(store, program))


def test_there_is_no_opener_at_all(
    store: Store, tmp_path: Path, posix: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EnvironmentFailed, match="no program was found"):
        opening_files.open_stored(store, "glen", kept(store, tmp_path))


@pytest.mark.parametrize(
    "name",
    [
        "run.exe",
        "run.sh",
        "run.bat",
        "run.ps1",
        "look.lnk",
        "page.html",
        "page.mht",
        "drawing.svg",
        "macro.docm",
        "macro.xlsm",
        "old.doc",
        "photo.jpg.exe",
        "photo.jpg.command",
        "app.desktop",
        "script.py",
        "noending",
    ],
)
def test_nothing_that_could_run_is_opened(store: Store, program: Path, name: str) -> None:
    item = Evidence("E1", True, "t", file_sha256="0" * 64, file_name=name)
    with pytest.raises(BadInput, match=r"could run a program.* — save a copy"):
        opening_files.open_stored(store, "glen", item)
    assert not (program / "given").exists()


@pytest.mark.parametrize("name", ["mural.JPG", "minutes.docx", "count.xlsx", "poster.pdf", "song.mp3"])
def test_what_is_looked_at_is_opened(name: str) -> None:
    assert opening_files.may_open(name)


def test_a_stored_name_cannot_lead_elsewhere(store: Store, program: Path) -> None:
    """As a restored database might bring one along."""
    from dataclasses import replace

    item = replace(kept(store, program), file_name="../../../away.txt")
    copy = opening_files.open_stored(store, "glen", item)
    assert copy.is_relative_to(paths.cache_dir() / "opened")
    assert "/" not in copy.name


def test_a_copy_is_saved_where_one_wants_it(store: Store, tmp_path: Path) -> None:
    item = kept(store, tmp_path)
    folder = tmp_path / "out"
    folder.mkdir()
    for to, name in ((folder, "count.txt"), (folder / "mine.txt", "mine.txt")):
        assert opening_files.save_copy(store, "glen", item, to) == folder / name
        assert (folder / name).read_bytes() == b"P6: most said yes\n"
    with pytest.raises(BadInput, match="there already"):
        opening_files.save_copy(store, "glen", item, folder)
    with pytest.raises(NotFound, match="there is no folder"):
        opening_files.save_copy(store, "glen", item, folder / "nowhere" / "a.txt")
    with pytest.raises(NotFound, match="no file with this piece"):
        opening_files.save_copy(store, "glen", Evidence("E1", True, "t"), folder)
    assert sorted(each.name for each in folder.iterdir()) == ["count.txt", "mine.txt"]


@pytest.mark.parametrize(
    "values", [{"consent": "refused"}, {"consent": "withdrawn"}, {"identifiable": True}], ids=str
)
def test_what_consent_holds_back_is_not_saved_as_a_copy(
    store: Store, tmp_path: Path, values: dict[str, object]
) -> None:
    item = kept(store, tmp_path, **values)
    with pytest.raises(BadInput, match="as consent stands"):
        opening_files.save_copy(store, "glen", item, tmp_path / "out.txt")
    assert not (tmp_path / "out.txt").exists()
