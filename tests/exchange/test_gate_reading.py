"""What a file says is read wherever it stands; what cannot be read is said, within bounds."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from gate_files import docx, jpeg, pdf, xlsx, zipped

from rrsa.exchange.gate.reading import LIMIT, look_into, texts_of
from rrsa.paths import shipped


@pytest.mark.parametrize("place", ["body", "cell", "header", "footer", "comment", "title"])
def test_word(place: str) -> None:
    assert "Isla MacRae" in (texts_of(docx(**{place: "Isla MacRae"})) or "")


@pytest.mark.parametrize("place", ["cell", "hidden", "sheet", "comment", "title"])
def test_excel(place: str) -> None:
    assert "Isla MacRae" in (texts_of(xlsx(**{place: "Isla MacRae"})) or "")


def test_opendocument_keeps_words_together() -> None:
    content = (
        b'<office:document-content xmlns:office="o" xmlns:text="t"><text:p>Is<text:span>la</text:span>'
        b" MacRae</text:p></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    assert "Isla MacRae" in (texts_of(out.getvalue()) or "")


def test_pdf_pages_and_properties() -> None:
    text = texts_of(pdf("We saw it", "Isla drew it", author="Tam"))
    assert text is not None
    assert "Isla drew it" in text
    assert "Tam" in text


@pytest.mark.parametrize(
    "content",
    [
        "Zoë said so".encode(),
        "Zoë said so".encode("cp1252"),
        "Zoë said so".encode("utf-16"),
        "\ufeffZoë said so".encode(),
        b"<p>Zo&euml; said so</p>",
        rb"{\rtf1\ansi Zo\'eb said so\par}",
        rb"{\rtf1\ansi Zo\u235? said so\par}",
    ],
)
def test_plain_text_from_any_program(content: bytes) -> None:
    assert "Zoë said so" in (texts_of(content) or "")


def test_documents_in_a_zip() -> None:
    assert "Isla" in (texts_of(zipped(a_docx=docx(body="Isla"), b_csv=b"x,y")) or "")
    half = look_into(zipped(a_txt=b"Isla", b_jpg=jpeg()))
    assert "Isla" in half.text
    assert not half.whole


@pytest.mark.parametrize(
    "content",
    [
        jpeg(),
        pdf("text", ""),  # a scanned page among others
        pdf("text")[:200],
        docx()[:900],
        b"PK\x03\x04 and nothing more",
        b"\x00\x01\x02\x03" * 50,
        b"x" * (LIMIT + 1),
    ],
    ids=["photo", "scan", "half-pdf", "half-docx", "no-zip", "binary", "too-large"],
)
def test_what_cannot_be_read_is_said(content: bytes) -> None:
    assert texts_of(content) is None


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        for n in range(5):
            archive.writestr(f"word/{n}.xml", b"<p>" + b" " * 60_000_000 + b"</p>")
    return out.getvalue()


def entities() -> bytes:
    text = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", text)
    return out.getvalue()


def deep() -> bytes:
    made = b"Isla"
    for _ in range(6):
        made = zipped(a_txt=made)
    return made


@pytest.mark.parametrize("content", [bomb(), entities(), deep()], ids=["bomb", "entities", "deep"])
def test_what_would_swell_is_left_alone(content: bytes) -> None:
    assert texts_of(content) is None


def test_a_page_of_endless_instructions_is_not_followed() -> None:
    found = look_into(pdf("Isla is here", "x) Tj ET " + "BT (y) Tj ET " * 400_000 + "BT (z"))
    assert "Isla is here" in found.text
    assert not found.whole


def test_the_samples_files_are_read() -> None:
    for path in sorted(shipped("samples").rglob("files/*")):
        found = texts_of(path.read_bytes())
        assert (found is None) == (path.suffix in (".jpg", ".png")), path.name


def test_damaged_files_never_break_it() -> None:
    chance = random.Random(4)
    for content in (docx(), xlsx(), pdf("one", "two"), zipped(a_txt=b"x")):
        for _ in range(25):
            damaged = bytearray(content)
            for _change in range(chance.randint(1, 12)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            look_into(bytes(damaged[: chance.randint(1, len(damaged))]))
