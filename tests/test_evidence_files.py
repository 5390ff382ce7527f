"""Files on their way in: looked at before anything is stored, and named so that they can leave again."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from rrsa.errors import BadInput, EnvironmentFailed, NotFound, ReadOnly
from rrsa.evidence_files import LIMIT, read_whole, stored_name, take_in
from rrsa.framework.adopted import adopt_file
from rrsa.portfolio.records import TITLE
from rrsa.setup import create_setting
from rrsa.store import Store, open_store

SMALL = Path(__file__).parent / "data" / "small-framework.yaml"
posix = sys.platform != "win32"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "rrsa.db") as made:
        create_setting(made, "Glen", adopt_file(SMALL), author="lead")
        yield made


def stored(store: Store) -> int:
    """How many files the database holds."""
    with store.database.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM file").scalar_one())


def read(store: Store, sha256: str) -> bytes:
    return b"".join(store.read_file("glen", sha256))


def file(folder: Path, name: str, content: bytes = b"We ask first.\n") -> Path:
    made = folder / name
    made.write_bytes(content)
    return made


def refused(store: Store, given_file: Path, kind: type[Exception] = BadInput) -> str:
    """The line that a file is refused with; nothing is stored then."""
    with pytest.raises(kind) as problem:
        take_in(store, "glen", given_file)
    assert stored(store) == 0
    assert "\n" not in str(problem.value)
    str(problem.value).encode()
    return str(problem.value)


# -- taken in ----------------------------------------------------------------------------------------


def test_a_file_is_stored_and_described(store: Store, tmp_path: Path) -> None:
    made = take_in(store, "glen", file(tmp_path, "minutes.pdf", b"%PDF-1.7 minutes"))
    assert made.values() == {
        "file_sha256": made.sha256,
        "file_name": "minutes.pdf",
        "file_type": "application/pdf",
        "file_size": 16,
    }
    assert read(store, made.sha256) == b"%PDF-1.7 minutes"


def test_the_same_twice_is_stored_once(store: Store, tmp_path: Path) -> None:
    one = take_in(store, "glen", file(tmp_path, "a.txt"))
    two = take_in(store, "glen", file(tmp_path, "b.txt"))
    assert one.sha256 == two.sha256
    assert (one.name, two.name) == ("a.txt", "b.txt")
    assert stored(store) == 1


def test_a_photo_is_stored_without_its_place(store: Store, tmp_path: Path) -> None:
    tags = Image.Exif()
    tags[0x010F] = "Pixeltel"
    tags.get_ifd(0x8825).update({1: "N", 2: (55.0, 57.0, 6.0)})
    Image.new("RGB", (30, 20), "green").save(tmp_path / "playground.jpg", exif=tags)
    made = take_in(store, "glen", tmp_path / "playground.jpg")
    kept = read(store, made.sha256)
    assert b"Pixeltel" not in kept
    assert made.size == len(kept)
    assert made.type == "image/jpeg"
    with Image.open(io.BytesIO(kept)) as found:
        assert found.size == (30, 20)


def test_a_photo_in_a_document_is_stored_without_its_place_too(store: Store, tmp_path: Path) -> None:
    photo = io.BytesIO()
    tags = Image.Exif()
    tags[0x010F] = "Pixeltel"
    Image.new("RGB", (30, 20)).save(photo, "JPEG", exif=tags)
    with zipfile.ZipFile(tmp_path / "letter.docx", "w") as document:
        document.writestr("[Content_Types].xml", "<Types/>")
        document.writestr("word/media/image1.jpg", photo.getvalue())
    assert b"Pixeltel" in (tmp_path / "letter.docx").read_bytes()
    made = take_in(store, "glen", tmp_path / "letter.docx")
    assert b"Pixeltel" not in read(store, made.sha256)


def test_a_file_of_just_the_limit_is_taken(store: Store, tmp_path: Path) -> None:
    made = take_in(store, "glen", file(tmp_path, "film.bin", bytes(LIMIT)))
    assert made.size == LIMIT
    assert made.type == "application/octet-stream"


# -- refused -----------------------------------------------------------------------------------------


def test_a_missing_file(store: Store, tmp_path: Path) -> None:
    line = refused(store, tmp_path / "gone.pdf", NotFound)
    assert line == f"there is no file “{tmp_path / 'gone.pdf'}” — check the name and the folder"
    file(tmp_path, "a.txt")
    assert refused(store, tmp_path / "a.txt" / "b.txt", NotFound).startswith("there is no file")


def test_a_folder(store: Store, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    assert refused(store, tmp_path / "photos") == "“photos” is a folder — choose one file inside it"
    assert "is a folder" in refused(store, Path())
    assert "is a folder" in refused(store, Path("/"))


@pytest.mark.parametrize("where", ["there.txt", "photos", "gone.txt"])
def test_a_link(store: Store, tmp_path: Path, where: str) -> None:
    file(tmp_path, "there.txt")
    (tmp_path / "photos").mkdir()
    try:
        (tmp_path / "link.txt").symlink_to(tmp_path / where)
    except OSError:  # Windows lets only some users make one
        return
    assert (
        refused(store, tmp_path / "link.txt")
        == "“link.txt” is a link to another file — choose the file itself"
    )


def test_an_empty_file(store: Store, tmp_path: Path) -> None:
    assert refused(store, file(tmp_path, "a.txt", b"")) == "“a.txt” is empty — choose the right file"


def test_a_file_over_the_limit(store: Store, tmp_path: Path) -> None:
    line = refused(store, file(tmp_path, "film.bin", bytes(LIMIT + 1)))
    assert line == (
        "“film.bin” is too large (26 MB) — 25 MB is the most; "
        "say where it is kept instead, or add a smaller copy"
    )


def test_a_file_that_grows_past_the_limit_while_it_is_read(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    growing = file(tmp_path, "log.txt", bytes(LIMIT + 1))
    sound = Path.lstat
    as_it_was = sound(file(tmp_path, "before.txt"))
    monkeypatch.setattr(Path, "lstat", lambda self: as_it_was if self == growing else sound(self))
    assert "is too large (26 MB)" in refused(store, growing)


if posix:

    def test_what_is_no_plain_file(store: Store, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        assert refused(store, tmp_path / "pipe") == "“pipe” is not a file — choose a file"
        assert refused(store, Path("/dev/null")) == "“null” is not a file — choose a file"

    def test_a_name_that_is_no_text_and_one_that_speaks_to_the_terminal(store: Store, tmp_path: Path) -> None:
        for raw in (b"caf\xe9.txt", b"a\nb\x1b[31m.txt"):
            given_file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + raw))
            assert "\x1b" not in refused(store, given_file, NotFound)
        for n, raw in enumerate((b"caf\xe9.txt", b"a\nb\x1b[31m.txt"), start=1):
            given_file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + raw))
            given_file.write_bytes(b"%d" % n)
            assert take_in(store, "glen", given_file).name in ("caf.txt", "a_b[31m.txt")


@pytest.mark.parametrize(
    ("problem", "kind", "line"),
    [
        (PermissionError(13, "Permission denied"), BadInput, "the file “a.txt” may not be read — copy it"),
        (OSError(5, "Input/output error"), EnvironmentFailed, "cannot be read: Input/output error"),
    ],
)
def test_a_file_that_cannot_be_read(
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    problem: OSError,
    kind: type[Exception],
    line: str,
) -> None:
    given_file = file(tmp_path, "a.txt")

    def failing(self: Path, mode: str = "r") -> None:
        raise problem

    monkeypatch.setattr(Path, "open", failing)
    assert line in refused(store, given_file, kind)


def test_what_cannot_be_a_name_at_all(store: Store) -> None:
    assert refused(store, Path("a\0b"), NotFound) == "that is not a file name — check the name and the folder"
    if posix:
        too_long = refused(store, Path("a" * 5000), NotFound)
        assert too_long == "no file has a name that long — check the name and the folder"


def test_a_photo_that_cannot_be_cleaned_is_not_stored(store: Store, tmp_path: Path) -> None:
    assert "may hold the place" in refused(store, file(tmp_path, "IMG_1.HEIC", b"\0\0\0\x18ftypheic"))
    assert "cannot be opened" in refused(store, file(tmp_path, "a.jpg", b"\xff\xd8\xff\xe0 broken"))
    assert "is damaged" in refused(store, file(tmp_path, "a.docx", b"no document"))


def test_a_database_for_reading_takes_nothing_in(store: Store, tmp_path: Path) -> None:
    with open_store(tmp_path / "rrsa.db", read_only=True) as reading, pytest.raises(ReadOnly):
        take_in(reading, "glen", file(tmp_path, "a.txt"))
    assert stored(store) == 0


# -- names -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Minutes 3 April.pdf", "Minutes 3 April.pdf"),
        ("سجل.pdf", "سجل.pdf"),
        ("👧.jpg", "👧.jpg"),
        ("../../etc/passwd", ".._.._etc_passwd"),
        (r"..\..\autoexec.bat", ".._.._autoexec.bat"),
        ("C:\\photo.jpg", "C__photo.jpg"),
        ('<a>:"b"|c?*.txt', "_a___b__c__.txt"),
        ("a\nb\tc\x00d\x1b.txt", "a_b_cd.txt"),
        ("\x01\x02", "file"),
        ("...", "file"),
        (" name . ", "name"),
        ("CON.txt", "_CON.txt"),
        ("nul", "_nul"),
        ("com1.pdf", "_com1.pdf"),
        ("console.txt", "console.txt"),
        ("half \ud83d.txt", "half .txt"),
    ],
)
def test_names_are_kept_as_every_system_can_write_them(name: str, kept: str) -> None:
    assert stored_name(name) == kept


def test_a_long_name_keeps_its_ending() -> None:
    kept = stored_name("a" * 250 + ".jpeg")
    assert kept.endswith("aaa.jpeg")
    assert len(kept) == TITLE - 1


@given(st.text(max_size=300))
def test_every_name_becomes_one_that_can_be_written(name: str) -> None:
    kept = stored_name(name)
    assert 0 < len(kept) <= TITLE
    assert not set('<>:"/\\|?*\n\t\0') & set(kept)
    assert kept not in (".", "..")
    assert stored_name(kept) == kept
    kept.encode()


def test_reading_alone_stores_nothing_and_changes_nothing(tmp_path: Path) -> None:
    given_file = file(tmp_path, "a.txt")
    assert read_whole(given_file) == b"We ask first.\n"
    assert given_file.read_bytes() == b"We ask first.\n"
