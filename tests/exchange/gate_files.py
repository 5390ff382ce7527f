"""Small files of every kind, made here, that hold a text wherever a file of that kind can hold one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from PIL import ExifTags, Image

from rrsa.evaluation import Evaluation
from rrsa.portfolio import edits
from rrsa.portfolio.changes import Changeset

Recorded = Callable[..., Evaluation]


def docx(**said: str) -> bytes:
    """``body`` is cut into three runs; also ``cell``, ``header``, ``footer``, ``comment``, ``title``,
    ``author``."""
    from docx import Document

    document = Document()
    body = said.get("body", "body")
    paragraph = document.add_paragraph()
    for piece in (body[:2], body[2:4], body[4:]):
        paragraph.add_run(piece).bold = piece == body[2:4]
    document.add_table(1, 2).cell(0, 1).text = said.get("cell", "cell")
    section = document.sections[0]
    section.header.paragraphs[0].text = said.get("header", "header")
    section.footer.paragraphs[0].text = said.get("footer", "footer")
    document.add_comment(paragraph.runs, said.get("comment", "comment"), author="rrsa", initials="r")
    document.core_properties.title = said.get("title", "title")
    document.core_properties.author = said.get("author", "")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx(**said: str) -> bytes:
    """``cell``, ``hidden`` (on a very hidden sheet), ``sheet`` (a sheet's name), ``comment``, ``title``,
    ``author``."""
    from openpyxl import Workbook
    from openpyxl.comments import Comment

    book = Workbook()
    first = book.active
    assert first is not None
    first["A1"] = said.get("cell", "cell")
    other = book.create_sheet(said.get("sheet", "sheet"))
    other.sheet_state = "veryHidden"
    other["B2"] = said.get("hidden", "hidden")
    other["B2"].comment = Comment(said.get("comment", "comment"), "rrsa")
    book.properties.title = said.get("title", "title")
    book.properties.creator = said.get("author", "")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pdf(*pages: str, author: str = "", photo: bytes | None = None) -> bytes:
    """A PDF with a line of text a page; a page without text shows ``photo`` (JPEG) and nothing else."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject, StreamObject

    writer = PdfWriter()
    for text in pages:
        page = writer.add_blank_page(300, 200)
        resources = DictionaryObject()
        stream = DecodedStreamObject()
        if text:
            font = DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Font"),
                    NameObject("/Subtype"): NameObject("/Type1"),
                    NameObject("/BaseFont"): NameObject("/Helvetica"),
                }
            )
            resources[NameObject("/Font")] = DictionaryObject({NameObject("/F1"): font})
            stream.set_data(f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode("latin-1"))
        else:
            image = StreamObject()
            image._data = photo or jpeg()
            for key, value in (("/Type", "/XObject"), ("/Subtype", "/Image"), ("/ColorSpace", "/DeviceRGB")):
                image[NameObject(key)] = NameObject(value)
            image[NameObject("/Filter")] = NameObject("/DCTDecode")
            for key, number in (("/Width", 16), ("/Height", 16), ("/BitsPerComponent", 8)):
                image[NameObject(key)] = NumberObject(number)
            named = writer._add_object(image)
            resources[NameObject("/XObject")] = DictionaryObject({NameObject("/I1"): named})
            stream.set_data(b"100 0 0 100 0 0 cm /I1 Do")
        page[NameObject("/Resources")] = resources
        page[NameObject("/Contents")] = writer._add_object(stream)
    writer.metadata = {"/Author": author} if author else None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def jpeg(*, place: bool = False, kind: str = "JPEG") -> bytes:
    """A small photo; with ``place`` it says where and with what it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    if place:
        exif[ExifTags.Base.Make] = "Invented Cameras"
        exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    Image.new("RGB", (16, 16), "teal").save(out, kind, **({"exif": exif} if place else {}))
    return out.getvalue()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return out.getvalue()


def with_files(recorded: Recorded, files: dict[str, tuple[bytes, dict[str, Any]]]) -> Evaluation:
    """A piece for each file name: its content, as stored, and other values of the piece."""
    evaluation = recorded({("outcome", "1"): {"view": 3, "line": "So"}})
    records: dict[tuple[str, str], dict[str, Any]] = {}
    for n, (name, (content, values)) in enumerate(files.items()):
        stored = evaluation.store.put_file(evaluation.setting_id, io.BytesIO(content))
        key = f"E0000000{n}"
        records["evidence", key] = {
            "title": f"Piece {n}",
            "perspective": "records",
            "consent": "not-needed",
            "file_sha256": stored.sha256,
            "file_name": name,
            "file_size": stored.size,
        } | values
        records["link", f"{key}:1"] = {"evidence": key, "target": "1", "direction": "works", "chosen": True}
    changes = [c for (kind, key), v in records.items() for c in edits.create(kind, key, v)]
    evaluation.store.commit(evaluation.setting_id, Changeset("Lead", "Files", tuple(changes)))
    return Evaluation.open(evaluation.store, evaluation.setting_id, author="Lead")
