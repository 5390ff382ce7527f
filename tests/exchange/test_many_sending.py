"""Assessors' copies and packs of many: whole or not at all, resumable, and the gate holds for each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from many_samples import small_framework
from returned_workbooks import SMALL
from workbook_reader import texts

from rrsa.errors import BadInput
from rrsa.evaluation import Evaluation
from rrsa.exchange.gate.names import Names
from rrsa.exchange.many.manifest import MANIFEST, Manifest, digest
from rrsa.exchange.many.sending import SentAll, SentState, What, send
from rrsa.exchange.many.telling import Stopped
from rrsa.framework.adopted import adopt_file
from rrsa.portfolio.privacy import Why
from rrsa.setup import create_setting
from rrsa.store import Store, open_store

BOTH = (What.COPY, What.PACK)


def school(store: Store, name: str, *, pieces: int = 2) -> str:
    """A school with something to show, and something that may not leave."""
    small_framework()
    setting = create_setting(store, name, adopt_file(SMALL), author="Lead", aim="second")
    evaluation = Evaluation.open(store, setting, author="Lead")
    evaluation.record_outcome("1", {"view": 3, "line": "We have begun, says Morag."})
    for n in range(pieces):
        evaluation.add_evidence({"title": f"Minutes {n}", "perspective": "children", "people": 12}, ["1"])
    return setting


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "rrsa.db") as opened:
        yield opened


@pytest.fixture
def three(store: Store) -> list[str]:
    return [school(store, name) for name in ("Ash Primary", "Birch Primary", "Cedar Primary")]


def all_of(
    store: Store, folder: Path, settings: list[str], what: tuple[What, ...] = BOTH, *, again: bool = False
) -> SentAll:
    return send(store, folder, settings, what, author="Lead", again=again)


def states(made: SentAll) -> set[SentState]:
    return {each.state for each in made.lines}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_copies_and_packs_with_a_list_of_what_they_are(
    store: Store, three: list[str], tmp_path: Path
) -> None:
    made = all_of(store, tmp_path / "out", three)
    assert states(made) == {SentState.WRITTEN}
    names = {f"{each}-{ending}" for each in three for ending in ("assessor.xlsx", "pack.zip")}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*names, MANIFEST}
    lines = (tmp_path / "out" / MANIFEST).read_text("ascii").splitlines()
    assert len(lines) == 7
    for line in lines[1:]:
        entry = json.loads(line)
        assert digest(tmp_path / "out" / entry["file"]) == (entry["sha256"], entry["size"])
        assert entry["revision"] == store.load(entry["setting"]).revision
    assert "Morag" not in "".join(lines), "what settings write stands in no list"
    assert zipfile.ZipFile(tmp_path / "out" / "ash-primary-pack.zip").testzip() is None


def test_what_may_not_leave_stays_and_is_said_by_count(
    store: Store, three: list[str], tmp_path: Path
) -> None:
    birch = Evaluation.open(store, "birch-primary", author="Lead")
    birch.add_evidence(
        {"title": "Photo of somebody", "perspective": "children", "consent": "refused", "identifiable": True},
        ["1"],
    )
    Names.of("birch-primary").add(["Morag"])
    made = all_of(store, tmp_path / "out", three)
    by_setting = {(each.setting, each.what): each for each in made.lines}
    copy = by_setting["birch-primary", What.COPY]
    assert copy.held == {Why.REFUSED: 1}
    assert copy.names == 1
    assert copy.entry is not None
    assert copy.entry.held_back == 1
    assert "1 piece of evidence was held back" in copy.words
    assert by_setting["ash-primary", What.COPY].names == 0
    said = texts(tmp_path / "out" / "birch-primary-assessor.xlsx", hidden=True)
    assert "Morag" not in said
    assert "Photo of somebody" not in said
    assert "Morag" in texts(tmp_path / "out" / "ash-primary-assessor.xlsx"), "each has a list of its own"


def test_run_again_it_leaves_what_still_stands(store: Store, three: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "out"
    all_of(store, folder, three)
    before = contents(folder)
    assert states(all_of(store, folder, three)) == {SentState.THERE}
    assert contents(folder) == before


def test_a_setting_that_has_moved_on_is_written_anew(store: Store, three: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "out"
    all_of(store, folder, three)
    before = contents(folder)
    Evaluation.open(store, "ash-primary", author="Lead").record_outcome("1", {"line": "Much further."})
    made = all_of(store, folder, three)
    anew = {each.setting for each in made.lines if each.state is SentState.ANEW}
    assert anew == {"ash-primary"}
    assert "Much further." in texts(folder / "ash-primary-assessor.xlsx")
    assert contents(folder)["birch-primary-pack.zip"] == before["birch-primary-pack.zip"]
    manifest = Manifest(folder)
    entry = manifest.entry("ash-primary-pack.zip")
    assert entry is not None
    assert digest(folder / entry.file)[0] == entry.sha256


def test_a_name_put_on_the_list_since_is_reason_enough(
    store: Store, three: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    all_of(store, folder, three)
    Names.of("cedar-primary").add(["Morag"])
    later = time.time() + 5
    os.utime(Names.of("cedar-primary").file, (later, later))
    made = all_of(store, folder, three)
    written = {each.setting for each in made.lines if each.state is not SentState.THERE}
    assert written == {"cedar-primary"}
    assert "Morag" not in texts(folder / "cedar-primary-assessor.xlsx")


def test_one_that_fails_is_said_and_the_others_go_on(store: Store, tmp_path: Path) -> None:
    bare = school(store, "Bare Primary", pieces=0)
    full = school(store, "Full Primary")
    made = all_of(store, tmp_path / "out", [bare, "nobody", full])
    assert {(each.setting, each.what) for each in made.problems} == {
        (bare, What.PACK),
        ("nobody", What.COPY),
        ("nobody", What.PACK),
    }
    assert "no piece of evidence to pack" in made.problems[0].words
    assert "records are not kept here" in made.problems[1].words
    assert (tmp_path / "out" / "full-primary-pack.zip").is_file()
    assert not (tmp_path / "out" / "bare-primary-pack.zip").exists()


def test_what_somebody_has_altered_is_never_written_over(
    store: Store, three: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    all_of(store, folder, three)
    noted = folder / "ash-primary-pack.zip"
    noted.write_bytes(noted.read_bytes() + b"notes of the assessor")
    content = noted.read_bytes()
    made = all_of(store, folder, three, again=True)
    assert [(each.setting, each.what) for each in made.problems] == [("ash-primary", What.PACK)]
    assert "has been altered since" in made.problems[0].words
    assert noted.read_bytes() == content


def test_stopped_within_a_pack_it_leaves_nothing_half(store: Store, three: list[str], tmp_path: Path) -> None:
    calls = 0

    def stop(done: int, _total: int) -> None:
        nonlocal calls
        calls += 1
        if done == 1 and calls > 8:
            raise Stopped

    made = send(store, tmp_path / "out", three, BOTH, author="Lead", progress=stop)
    assert made.stopped
    assert len(made.lines) == 1
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"ash-primary-assessor.xlsx", MANIFEST}
    rest = all_of(store, tmp_path / "out", three)
    assert [each.state for each in rest.lines].count(SentState.THERE) == 1
    assert not rest.stopped


KILLED = """
import sys, time
from pathlib import Path
from rrsa.exchange.many.sending import What, send
from rrsa.store import open_store
with open_store(sys.argv[1]) as store:
    settings = [info.id for info in store.settings()]
    send(store, Path(sys.argv[2]), settings, (What.COPY, What.PACK), author="Lead",
         said=lambda line: print(line.path.name, flush=True))
"""


def test_killed_in_the_middle_it_goes_on_where_it_was(store: Store, tmp_path: Path) -> None:
    settings = [school(store, f"School {n}") for n in range(10)]
    folder = tmp_path / "out"
    command = [sys.executable, "-c", KILLED, str(tmp_path / "rrsa.db"), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(5)]
        process.kill()
        process.wait()
    manifest = Manifest(folder)
    for name in acknowledged:
        entry = manifest.entry(name)
        assert entry is not None, "what was said to be written is noted"
        assert digest(folder / name) == (entry.sha256, entry.size)
    kept = {name: (folder / name).stat().st_mtime_ns for name in acknowledged}
    made = all_of(store, folder, settings)
    assert not made.problems
    there = {each.path.name for each in made.lines if each.path and each.state is SentState.THERE}
    assert set(acknowledged) <= there
    assert len(there) < len(made.lines), "it was killed before the end"
    assert {name: (folder / name).stat().st_mtime_ns for name in acknowledged} == kept
    for each in settings:
        assert zipfile.ZipFile(folder / f"{each}-pack.zip").testzip() is None
    assert not list(folder.glob(".*.part"))


def test_a_list_that_was_cut_off_loses_its_last_line_alone(
    store: Store, three: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    all_of(store, folder, three, (What.COPY,))
    listed = folder / MANIFEST
    listed.write_bytes(listed.read_bytes()[:-20])
    made = all_of(store, folder, three, (What.COPY,))
    assert [each.state for each in made.lines] == [SentState.THERE, SentState.THERE, SentState.WRITTEN]
    assert states(all_of(store, folder, three, (What.COPY,))) == {SentState.THERE}


def test_somebody_elses_list_stays(store: Store, three: list[str], tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / MANIFEST).write_text("my own list\n", "utf-8")
    with pytest.raises(BadInput, match="no list of ours"):
        all_of(store, tmp_path / "out", three)
    with pytest.raises(BadInput, match="nothing to send"):
        all_of(store, tmp_path / "out", [])
    assert (tmp_path / "out" / MANIFEST).read_text("utf-8") == "my own list\n"


def test_memory_does_not_grow_with_their_number(store: Store, tmp_path: Path) -> None:
    settings = [school(store, f"School {n}", pieces=5) for n in range(9)]
    for each in settings:
        evaluation = Evaluation.open(store, each, author="Lead")
        file = tmp_path / f"{each}.txt"
        file.write_text("Minutes of the council. " * 40_000, "utf-8")
        evaluation.edit_evidence(next(iter(evaluation.portfolio.evidence)), {}, file=file)

    def peak(some: list[str], folder: str) -> int:
        tracemalloc.start()
        try:
            made = all_of(store, tmp_path / folder, some, (What.PACK,))
            assert not made.problems
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(settings[:1], "first")  # what is read once and kept
    few, many = peak(settings[:2], "few"), peak(settings, "many")
    assert many < few * 1.15, (few, many)
