"""What a file hides is found on the way out and taken out; a clean file leaves byte for byte."""

from __future__ import annotations

import io
import zipfile

import pytest
from gate_files import docx, jpeg, pdf, xlsx, zipped
from PIL import Image
from pypdf import PdfReader

from rrsa.errors import BadInput
from rrsa.exchange.gate.hidden import clean_copy, picture_hides
from rrsa.paths import shipped
from rrsa.portfolio.photos import cleaned


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_photo_that_says_where_it_was_taken(kind: str) -> None:
    before = jpeg(place=True, kind=kind)
    after = clean_copy(before, f"a.{kind.lower()}")
    assert after != before
    assert b"Invented Cameras" in before
    assert b"Invented Cameras" not in after
    with Image.open(io.BytesIO(after)) as picture:
        assert not picture.getexif().get_ifd(0x8825)
    assert clean_copy(after, f"a.{kind.lower()}") == after


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_what_was_cleaned_when_it_was_added_leaves_as_it_is(kind: str, mode: str) -> None:
    out = io.BytesIO()
    Image.effect_noise((60, 40), 80).convert(mode).save(out, kind)
    stored = cleaned(out.getvalue(), f"a.{kind.lower()}")
    assert not picture_hides(stored)
    assert clean_copy(stored, f"a.{kind.lower()}") == stored


def test_remarks_and_what_stands_behind_a_picture_are_hidden_too() -> None:
    gif, png = io.BytesIO(), io.BytesIO()
    Image.new("P", (9, 9)).save(gif, "GIF", comment=b"Isla took it")
    assert b"Isla" not in clean_copy(gif.getvalue(), "a.gif")
    Image.new("RGB", (9, 9)).save(png, "PNG")
    assert b"Isla" not in clean_copy(png.getvalue() + b"Isla", "a.png")
    assert b"Isla" not in clean_copy(jpeg() + jpeg(place=True), "a.jpg")[-700:]


def test_the_samples_sources_lose_their_place_and_all_others_stay() -> None:
    for path in sorted(shipped("samples").rglob("files/*")):
        content = path.read_bytes()
        after = clean_copy(content, path.name)
        assert (after == content) == (path.suffix != ".jpg"), path.name
        assert b"Invented Cameras" not in after


@pytest.mark.parametrize("made", [docx(author="Isla MacRae"), xlsx(author="Isla MacRae")])
def test_who_wrote_a_document(made: bytes) -> None:
    after = clean_copy(made, "a.docx")
    with zipfile.ZipFile(io.BytesIO(after)) as archive:
        assert archive.testzip() is None
        assert all(b"Isla" not in archive.read(name) for name in archive.namelist())
    assert clean_copy(after, "a.docx") == after


def test_the_folder_of_whoever_saved_a_workbook() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    path = b'<x15ac:absPath url="C:\\Users\\Isla\\" xmlns:x15ac="x"/></workbook>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</workbook>", path)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with zipfile.ZipFile(io.BytesIO(clean_copy(out.getvalue(), "a.xlsx"))) as archive:
        assert b"Isla" not in archive.read("xl/workbook.xml")


def test_a_pdf_loses_its_author_and_its_photos_place() -> None:
    made = pdf("The text stays", "", author="Isla MacRae", photo=jpeg(place=True))
    assert b"Invented Cameras" in made
    after = clean_copy(made, "a.pdf")
    assert b"Invented Cameras" not in after
    reader = PdfReader(io.BytesIO(after))
    assert not {"/Author", "/Creator", "/Producer"} & set(reader.metadata or {})
    assert "The text stays" in reader.pages[0].extract_text()
    (image,) = reader.pages[1].images
    assert image.image is not None
    assert image.image.size == (16, 16)
    assert clean_copy(after, "a.pdf") == after


def test_photos_in_a_zip() -> None:
    after = clean_copy(zipped(a_jpg=jpeg(place=True), b_txt=b"text"), "a.zip")
    with zipfile.ZipFile(io.BytesIO(after)) as archive:
        assert b"Invented Cameras" not in archive.read("a.jpg")
        assert archive.read("b.txt") == b"text"


def test_sound_and_rich_text_lose_their_tags() -> None:
    tag = b"ID3\x03\0\0\0\0\0\x0bIsla MacRae"
    assert clean_copy(tag + b"\xff\xfbsound", "a.mp3") == b"\xff\xfbsound"
    rich = rb"{\rtf1{\info{\author Isla MacRae}{\operator Tam}}text}"
    assert clean_copy(rich, "a.rtf") == rb"{\rtf1{\info{\author }{\operator }}text}"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\0\0\0\x18ftypmp42" + b"\0" * 90, "film.mp4"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 90, "old.doc"),
        (b"<svg/>", "drawing.svg"),
        (b"PK\x03\x04 broken", "a.docx"),
        (b"%PDF-1.7 /Author broken", "a.pdf"),
        (jpeg(place=True)[:-400] + b"\0" * 10, "half.jpg"),
    ],
)
def test_what_cannot_be_cleaned_does_not_leave(content: bytes, name: str) -> None:
    with pytest.raises(BadInput):
        clean_copy(content, name)
