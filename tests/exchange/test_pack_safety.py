"""A pack appears whole or not at all, takes little memory, and never takes the place of anybody's work."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
from gate_files import jpeg, with_files

from rrsa.errors import BadInput, EnvironmentFailed
from rrsa.evaluation import Evaluation
from rrsa.exchange import target
from rrsa.exchange.export import Cancelled
from rrsa.exchange.pack.archive import Archive
from rrsa.exchange.pack.choice import Choice
from rrsa.exchange.pack.places import SUMS
from rrsa.exchange.pack.writing import write_pack

Recorded = Callable[..., Evaluation]
MB = 1024 * 1024


@pytest.fixture
def small(recorded: Recorded) -> Evaluation:
    return with_files(recorded, {f"{n}.bin": (bytes([n]) * 3 * MB, {}) for n in range(3)})


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix in (".zip", ".part"))


@pytest.mark.parametrize("nameless", [True, False])
def test_cancelling_anywhere_leaves_nothing(
    small: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nameless: bool
) -> None:
    if not nameless:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    steps: list[int] = []
    write_pack(small, tmp_path / "a.zip", progress=lambda done, _total: steps.append(done))
    assert len(steps) > 6
    (tmp_path / "a.zip").unlink()
    for stop in range(len(steps)):
        seen = 0

        def progress(_done: int, _total: int, stop: int = stop) -> None:
            nonlocal seen
            seen += 1
            if seen > stop:
                raise Cancelled

        with pytest.raises(Cancelled):
            write_pack(small, tmp_path / "a.zip", progress=progress)
        assert left(tmp_path) == []


def test_progress_only_grows_and_ends_at_the_whole(small: Evaluation, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    write_pack(small, tmp_path / "a.zip", progress=lambda *each: seen.append(each))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1] == 2 * 9 * MB


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.999])
def test_a_full_disk_leaves_no_half_pack(
    small: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    """The disk takes so much of the pack and no more."""
    write_pack(small, tmp_path / "a.zip")
    earlier = (tmp_path / "a.zip").read_bytes()
    real = Archive.__init__

    class Full:
        def __init__(self, stream: BinaryIO) -> None:
            self._stream, self._room = stream, int(len(earlier) * share)

        def write(self, content: Any) -> int:
            self._room -= len(content)
            if self._room < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            return self._stream.write(content)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._stream, name)

    monkeypatch.setattr(Archive, "__init__", lambda self, stream: real(self, cast(BinaryIO, Full(stream))))
    with pytest.raises(EnvironmentFailed, match=r"no room left on the disk for “a\.zip”"):
        write_pack(small, tmp_path / "a.zip")
    assert left(tmp_path) == ["a.zip"]
    assert (tmp_path / "a.zip").read_bytes() == earlier, "the earlier pack is still there"


def test_the_last_bytes_may_find_the_disk_full_too(
    small: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentFailed, match="no room left"):
        write_pack(small, tmp_path / "a.zip")
    assert left(tmp_path) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from rrsa.exchange.pack.writing import write_pack
from rrsa.evaluation import Evaluation
from rrsa.store import open_store

def progress(done, total):
    if done * 4 > total * 3:
        os.kill(os.getpid(), getattr(signal, sys.argv[3]))

with open_store(sys.argv[1], create=False) as store:
    evaluation = Evaluation.open(store, store.settings()[0].id, author="Lead")
    write_pack(evaluation, Path(sys.argv[2]), progress=progress)
"""


@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM"])
def test_killed_in_mid_write_leaves_no_pack(posix: None, small: Evaluation, tmp_path: Path, how: str) -> None:
    words = [sys.executable, "-c", KILLED, str(tmp_path / "recorded.db"), str(tmp_path / "a.zip"), how]
    done = subprocess.run(words, capture_output=True, timeout=120, check=False)
    assert done.returncode == -getattr(signal, how), done.stderr
    assert not (tmp_path / "a.zip").exists()
    if hasattr(os, "O_TMPFILE"):
        assert left(tmp_path) == []
    write_pack(small, tmp_path / "a.zip")
    assert "a.zip" in left(tmp_path)


def test_what_a_killed_program_left_goes_with_the_next(small: Evaluation, tmp_path: Path) -> None:
    stale, fresh, other = (tmp_path / f".{name}.part" for name in ("a.0123abcd", "a.4567abcd", "b.0123abcd"))
    for each in (stale, fresh, other):
        each.write_bytes(b"half")
    for each in (stale, other):
        os.utime(each, (time.time() - 7200,) * 2)
    write_pack(small, tmp_path / "a.zip")
    assert not stale.exists()
    assert fresh.exists(), "somebody may still be at it"
    assert other.exists(), "that is somebody else's"


def test_where_a_nameless_file_cannot_be_named_it_is_copied(
    small: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_words: Any, **_more: Any) -> None:
        raise OSError(errno.EXDEV, "no")

    monkeypatch.setattr(os, "link", refused)
    packed = write_pack(small, tmp_path / "a.zip")
    with zipfile.ZipFile(packed.path) as archive:
        assert archive.testzip() is None
    assert left(tmp_path) == ["a.zip"]


def test_a_damaged_file_stops_the_pack(
    small: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = small.store.read_file
    times = 0

    def read(setting: str, sha256: str) -> Iterator[bytes]:
        nonlocal times
        times += 1
        yield from real(setting, sha256)
        if times > 3:
            raise EnvironmentFailed("a stored file is damaged")

    monkeypatch.setattr(small.store, "read_file", read)
    with pytest.raises(EnvironmentFailed, match="damaged"):
        write_pack(small, tmp_path / "a.zip")
    assert left(tmp_path) == []


# -- what is there already ---------------------------------------------------------------------------------


def test_our_own_untouched_pack_is_replaced(small: Evaluation, tmp_path: Path) -> None:
    write_pack(small, tmp_path / "a.zip")
    assert write_pack(small, tmp_path / "a.zip").files == 3


def altered(path: Path, how: str) -> None:
    content = path.read_bytes()
    if how == "added":
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("my notes.txt", "what the assessor wrote")
    elif how == "behind":
        path.write_bytes(content + b"more")
    elif how == "packed anew":
        with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(path, "w") as new:
            new.comment = old.comment
            for name in old.namelist():
                new.writestr(name, old.read(name))
    elif how == "another":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.txt", "somebody's")
    else:
        path.write_bytes(b"PK no zip at all")


@pytest.mark.parametrize("how", ["added", "behind", "packed anew", "another", "no zip"])
def test_anything_else_stays(small: Evaluation, tmp_path: Path, how: str) -> None:
    path = tmp_path / "a.zip"
    write_pack(small, path)
    altered(path, how)
    before = path.read_bytes()
    with pytest.raises(BadInput) as error:
        write_pack(small, path)
    assert "choose another name" in error.value.mend
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["a.rar", "a", "nowhere/a.zip", ""])
def test_a_place_that_will_not_do(small: Evaluation, tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput) as error:
        write_pack(small, tmp_path / name)
    assert error.value.mend
    assert left(tmp_path) == []


def test_the_same_content_is_the_same_zip(small: Evaluation) -> None:
    made = []
    for _ in range(2):
        out = BytesIO()
        archive = Archive(out)
        archive.add("b.txt", [b"one", b"two"], 6)
        archive.add("a.jpg", [jpeg()], 1)
        archive.close("export")
        made.append(out.getvalue())
    assert made[0] == made[1]
    with zipfile.ZipFile(BytesIO(made[0])) as archive_read:
        assert archive_read.testzip() is None
        assert [line[66:] for line in archive_read.read(SUMS).decode().splitlines()] == ["a.jpg", "b.txt"]


# -- memory ------------------------------------------------------------------------------------------------


def peak(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_files(recorded: Recorded, tmp_path: Path) -> None:
    """Sixteen files of 2 MB take hardly more than four: each is looked into and written on its own."""
    block = os.urandom(2 * MB - 1)

    def evaluation(name: str, files: int) -> Evaluation:
        made = recorded({("outcome", "1"): {"view": 3}}, name=name)
        return with_files(
            lambda *_a, **_k: made, {f"{n}.jpg.bin": (bytes([n]) + block, {}) for n in range(files)}
        )

    few, many = evaluation("Few School", 4), evaluation("Many School", 16)

    def pack(of: Evaluation, name: str) -> Callable[[], object]:
        everything = Choice(add=tuple(of.portfolio.evidence))
        return lambda: write_pack(of, tmp_path / name, choice=everything)

    pack(few, "warm.zip")()
    small, large = peak(pack(few, "few.zip")), peak(pack(many, "many.zip"))
    assert (tmp_path / "many.zip").stat().st_size > 30 * MB
    # Twelve files more would be 24 MB if they were kept; one or two are on their way at any moment.
    assert large < small + 6 * MB
    assert large < 16 * MB


def test_two_gigabytes_need_no_more_than_a_chunk(tmp_path: Path) -> None:
    """The zip itself is streamed: its size is of no matter to memory."""
    chunk = bytes(MB)

    def write() -> None:
        with target.whole_file(tmp_path / "large.zip") as stream:
            archive = Archive(stream)
            archive.add("zeros.txt", (chunk for _ in range(64)), 64 * MB)
            archive.close("export")

    assert peak(write) < 4 * MB
    with zipfile.ZipFile(tmp_path / "large.zip") as archive_read:
        assert archive_read.getinfo("zeros.txt").file_size == 64 * MB
