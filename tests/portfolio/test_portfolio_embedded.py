"""Documents and zips: their pictures lose what they hide, and nothing else in them is touched."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

import picture_samples as samples
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rrsa.errors import BadInput
from rrsa.portfolio import embedded
from rrsa.portfolio.embedded import cleaned_document

CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    b'<cp:coreProperties xmlns:cp="x" xmlns:dc="y"><dc:title>Our rights</dc:title>'
    b"<dc:creator>A. Child</dc:creator><cp:lastModifiedBy xml:space='preserve'>A. Child</cp:lastModifiedBy>"
    b"<cp:revision>7</cp:revision></cp:coreProperties>"
)
META = (
    b"<office:meta><meta:initial-creator>A. Child</meta:initial-creator><dc:creator>A. Child</dc:creator>"
    b"<dc:title>Our rights</dc:title></office:meta>"
)
TYPES = b'<?xml version="1.0"?><Types/>'
BODY = "<w:document>We ask first. 👧</w:document>".encode()
TURNED = 6  # lying on its side


def packed(parts: Mapping[str, bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            made.writestr(zipfile.ZipInfo(name, (2026, 1, 15, 10, 0, 0)), content, compress_type=kind)
    return out.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        assert found.testzip() is None
        return {part.filename: found.read(part) for part in found.infolist()}


DOCUMENTS = {
    "letter.docx": {
        "[Content_Types].xml": TYPES,
        "word/document.xml": BODY,
        "word/media/image1.jpg": samples.jpeg(TURNED),
        "word/media/image2.png": samples.png(),
        "docProps/thumbnail.jpeg": samples.jpeg(),
        "docProps/core.xml": CORE,
    },
    "assembly.pptx": {
        "[Content_Types].xml": TYPES,
        "ppt/slides/slide1.xml": b"<p:sld/>",
        "ppt/media/image1.jpeg": samples.mpo(),
        "ppt/media/image2.gif": samples.gif(),
        "ppt/media/image3.emf": b"\x01\0\0\0 EMF Kirkbrae",
        "ppt/media/image4.svg": b"<svg/>",
        "docProps/core.xml": CORE,
    },
    "answers.xlsx": {
        "[Content_Types].xml": TYPES,
        "xl/worksheets/sheet1.xml": b"<worksheet/>",
        "xl/media/image1.tiff": samples.tiff(),
        "xl/media/picture-without-ending": samples.jpeg(),
    },
    "minutes.odt": {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": b"<office:document-content/>",
        "Pictures/1000.jpg": samples.jpeg(TURNED),
        "Pictures/2000.webp": samples.webp(),
        "meta.xml": META,
    },
}
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".tiff", ".webp", "picture-without-ending")
AUTHORS = ("docProps/core.xml", "meta.xml")


def hidden(content: bytes) -> list[bytes]:
    return [secret for secret in samples.SECRETS if secret in content]


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("called", [None, "renamed.zip", "renamed.dat"])
def test_pictures_lose_what_they_hide_and_other_parts_keep_their_bytes(name: str, called: str | None) -> None:
    before = DOCUMENTS[name]
    after = unpacked(cleaned_document(packed(before, stored=("mimetype",)), called or name))
    assert list(after) == list(before)
    for part, content in before.items():
        if part.endswith(PICTURES):
            assert hidden(content)
            assert not hidden(after[part])
            assert samples.opened(after[part]).size == samples.opened(content).size
            assert samples.opened(after[part]).format == samples.opened(content).format.replace("MPO", "JPEG")
        elif part not in AUTHORS:
            assert after[part] == content


def test_authors_names_go_and_the_rest_of_the_properties_stays() -> None:
    core = unpacked(cleaned_document(packed(DOCUMENTS["letter.docx"]), "letter.docx"))["docProps/core.xml"]
    assert core == CORE.replace(b"A. Child", b"")
    meta = unpacked(cleaned_document(packed(DOCUMENTS["minutes.odt"]), "minutes.odt"))["meta.xml"]
    assert meta == META.replace(b"A. Child", b"")


def test_what_is_called_so_inside_something_else_is_no_author() -> None:
    own = {"[Content_Types].xml": TYPES, "word/document.xml": CORE}
    assert cleaned_document(packed(own), "letter.docx") == packed(own)


def test_opendocument_begins_with_its_kind_unpacked_as_it_must() -> None:
    content = cleaned_document(packed(DOCUMENTS["minutes.odt"], stored=("mimetype",)), "minutes.odt")
    assert content[30:38] == b"mimetype"
    assert content[38:].startswith(b"application/vnd.oasis")


def test_a_picture_in_a_document_stays_as_it_lies_and_one_in_a_zip_is_turned() -> None:
    inside = unpacked(cleaned_document(packed(DOCUMENTS["letter.docx"]), "letter.docx"))
    assert samples.opened(inside["word/media/image1.jpg"]).size == (40, 20)
    loose = unpacked(cleaned_document(packed({"walk/photo.jpg": samples.jpeg(TURNED)}), "photos.zip"))
    assert samples.opened(loose["walk/photo.jpg"]).size == (20, 40)
    assert not hidden(loose["walk/photo.jpg"])


@pytest.mark.parametrize("name", ["letter.docx", "photos.zip", "page.odt", "program.jar", "no-ending"])
def test_with_nothing_to_take_out_every_byte_stays(name: str) -> None:
    content = packed({"[Content_Types].xml": TYPES, "word/document.xml": BODY, "empty/": b"", "x.jpg/": b""})
    assert cleaned_document(content, name) == content


@pytest.mark.parametrize(
    "content", [b"", b"P", b"%PDF-1.7", b"PK but no zip", b"PK\x05\x06" + bytes(18), b"\xd0\xcf\x11\xe0 old"]
)
@pytest.mark.parametrize("name", ["minutes.pdf", "photos.zip", "old.doc", "no-ending"])
def test_what_cannot_be_read_as_a_zip_is_left_alone(content: bytes, name: str) -> None:
    assert cleaned_document(content, name) == content


def test_zips_in_zips_are_looked_into() -> None:
    inner = packed(DOCUMENTS["letter.docx"])
    outer = {"week.zip": packed({"letter.docx": inner, "sheet.xlsx": packed(DOCUMENTS["answers.xlsx"])})}
    week = unpacked(unpacked(cleaned_document(packed(outer), "term.zip"))["week.zip"])
    letter = unpacked(week["letter.docx"])
    assert not hidden(letter["word/media/image1.jpg"])
    assert letter["word/document.xml"] == BODY
    assert samples.opened(letter["word/media/image1.jpg"]).size == (40, 20)


def test_the_notes_that_a_mac_packs_beside_photos_are_no_photos() -> None:
    note = b"\0\x05\x16\x07\0\x02\0\0Mac OS X"
    content = packed({"photo.jpg": samples.jpeg(), "__MACOSX/._photo.jpg": note})
    after = unpacked(cleaned_document(content, "photos.zip"))
    assert after["__MACOSX/._photo.jpg"] == note
    assert not hidden(after["photo.jpg"])


# -- what is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["letter.docx", "assembly.PPTX", "answers.xlsx", "minutes.odt"])
@pytest.mark.parametrize(
    "content", [b"no document", b"PK\x03\x04 broken off", packed(DOCUMENTS["letter.docx"])[:900], b"PK"]
)
def test_a_damaged_document_is_named(name: str, content: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        cleaned_document(content, name)
    assert str(refused.value) == (
        f"“{name}” is damaged, or not what its name says — "
        "open it in its own program, save it again and add that"
    )


def test_a_document_whose_part_is_damaged_is_named() -> None:
    content = bytearray(packed({"[Content_Types].xml": TYPES, "word/document.xml": BODY * 50}))
    at = content.index(b"word/document.xml") + 30
    content[at : at + 10] = b"\xff" * 10
    for name in ("letter.docx", "renamed.dat"):
        with pytest.raises(BadInput, match="is damaged, or not what its name says"):
            cleaned_document(bytes(content), name)


def locked_documents() -> dict[str, bytes]:
    marked = bytearray(packed({"[Content_Types].xml": TYPES, "word/document.xml": BODY}))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = marked.index(sign)
        marked[start + at] |= 1
    manifest = b'<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></x>'
    return {
        "password.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "zipped.docx": bytes(marked),
        "locked.odt": packed(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "content.xml": b"\x8a\x01\xff",
                "Pictures/1.png": b"\x8a\x01\xff",
                "META-INF/manifest.xml": manifest,
            }
        ),
    }


@pytest.mark.parametrize("name", locked_documents())
def test_a_document_with_a_password_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match=rf"^“{name}” is locked with a password — save a copy without one"):
        cleaned_document(locked_documents()[name], name)


def test_a_zip_with_a_password_is_left_alone() -> None:
    content = packed({"photo.jpg": samples.jpeg()})
    marked = bytearray(content)
    marked[6] |= 1
    marked[marked.index(b"PK\x01\x02") + 8] |= 1
    assert cleaned_document(bytes(marked), "photos.zip") == bytes(marked)


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("ppt/media/media1.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0"),
        ("ppt/media/image1.heic", b"\0\0\0\x18ftypheic\0\0\0\0"),
        ("ppt/media/image1.png", b"\0\0\0\x18ftypheic\0\0\0\0"),
    ],
)
def test_a_film_in_a_document_is_refused_with_its_name(part: str, content: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        cleaned_document(packed({"[Content_Types].xml": TYPES, part: content}), "assembly.pptx")
    assert refused.value.what == "“assembly.pptx” holds a film or photo that may say where it was taken"
    assert part.rpartition("/")[2] in refused.value.mend


def test_a_picture_that_cannot_be_opened_is_refused_with_its_name() -> None:
    broken = {"[Content_Types].xml": TYPES, "word/media/image7.jpg": samples.jpeg(film=False)[:-60]}
    with pytest.raises(
        BadInput, match=r"“letter.docx”: the picture “word/media/image7.jpg” cannot be opened"
    ):
        cleaned_document(packed(broken), "letter.docx")


def bomb(inner: bytes, count: int) -> bytes:
    return packed({f"{n}.zip": inner for n in range(count)})


def test_what_unpacks_to_very_much_is_refused_before_it_is_unpacked() -> None:
    content = bytearray(packed({"[Content_Types].xml": TYPES, "word/document.xml": b"x"}))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 3_000_000_000)
    many = packed({f"{n}.xml": b"" for n in range(10_001)})
    deep = packed(DOCUMENTS["letter.docx"])
    for _ in range(5):
        deep = packed({"inner.zip": deep})
    for each in (bytes(content), many, deep):
        with pytest.raises(BadInput, match="unpacks to more than can be looked into — save a smaller copy"):
            cleaned_document(each, "letter.docx")


def test_zips_in_zips_share_what_may_be_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = packed({"notes.txt": bytes(60_000)})
    sound = embedded._Allowance
    monkeypatch.setattr(embedded, "_Allowance", lambda: sound(parts=100, bytes=200_000))
    assert cleaned_document(bomb(inner, 2), "two.zip") == bomb(inner, 2)
    with pytest.raises(BadInput, match="unpacks to more than can be looked into"):
        cleaned_document(bomb(inner, 9), "nine.zip")


@pytest.mark.parametrize("name", ["letter.docx", "photos.zip"])
@settings(max_examples=80)
@given(st.data())
def test_a_damaged_zip_is_cleaned_refused_or_left_alone_whole(name: str, data: st.DataObject) -> None:
    content = bytearray(packed(DOCUMENTS["letter.docx"]))
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    given_ = bytes(content[: data.draw(st.integers(len(content) // 2, len(content)))])
    try:
        after = cleaned_document(given_, name)
    except BadInput as refused:
        assert "\n" not in str(refused)
    else:
        assert after == given_ or zipfile.is_zipfile(io.BytesIO(after))
