"""Pictures that hide things, made with the very blocks that telephones and programs write."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image, PngImagePlugin, TiffImagePlugin

SECRETS = (
    b"Kirkbrae",  # a place in words
    b"Pixeltel",  # the telephone
    b"SN-4711",  # its number
    b"2026:01:15",  # the moment
    b"A. Child",  # the name that somebody typed
    b"\x37\x00\x00\x00\x01\x00\x00\x00\x39",  # 55 degrees, little-endian, as a GPS tag holds it
    b"Exif\0\0",
    b"http://ns.adobe.com/xap",
    b"Photoshop 3.0",
)

XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description photoshop:City="Kirkbrae" '
    b'exif:GPSLatitude="55,57.1N" dc:creator="A. Child"/></x:xmpmeta>'
)


def picture(mode: str = "RGB", size: tuple[int, int] = (40, 20)) -> Image.Image:
    """White, with a red block in the top left corner, so that turning it shows."""
    made = Image.new("RGB", size, "white")
    made.paste((200, 0, 0), (0, 0, size[0] // 4, size[1] // 2))
    return made.convert(mode) if mode != "RGB" else made


def exif(orientation: int = 1) -> bytes:
    """A telephone's: make, model, number, moment, place, and a small picture of the picture."""
    tags = Image.Exif()
    tags[0x010E] = "Kirkbrae playground"
    tags[0x010F] = "Pixeltel"
    tags[0x0110] = "Pixeltel 9"
    tags[0x0112] = orientation
    tags[0x013B] = "A. Child"
    tags.get_ifd(0x8769).update({0x9003: "2026:01:15 10:00:00", 0xA431: "SN-4711"})
    tags.get_ifd(0x8825).update({1: "N", 2: (55.0, 57.0, 6.0), 3: "W", 4: (3.0, 11.0, 18.0)})
    return tags.tobytes()


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def jpeg(orientation: int = 1, mode: str = "RGB", *, thumbnail: bool = True, film: bool = True) -> bytes:
    """EXIF with a thumbnail, XMP, IPTC, a comment, a block of the maker's own, and a film at its end."""
    out = io.BytesIO()
    picture(mode).save(out, "JPEG", exif=exif(orientation), comment=b"Kirkbrae", quality=95)
    content = out.getvalue()
    iptc = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\0\0\0\x0d" + b"\x1c\x02\x5a\0\x08Kirkbrae\0"
    blocks = (
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)
        + segment(0xED, iptc)
        + segment(0xEC, b"Pixeltel SN-4711")
    )
    if thumbnail:
        small = io.BytesIO()
        picture().resize((8, 4)).save(small, "JPEG", comment=b"SN-4711")
        blocks += segment(0xE2, b"Pixeltel thumbnail" + small.getvalue())
    return content[:2] + blocks + content[2:] + (b"\0\0\0\x18ftypmp42 Kirkbrae" if film else b"")


def mpo() -> bytes:
    """Two photos in one file, each with what it hides, as telephones with two lenses write."""
    out = io.BytesIO()
    second = picture()
    second.encoderinfo = {"exif": exif()}
    picture().save(out, "MPO", save_all=True, append_images=[second], exif=exif())
    return out.getvalue()


def png(mode: str = "RGB", orientation: int = 1) -> bytes:
    """eXIf, tEXt, zTXt, iTXt, tIME, and a chunk of a program's own."""
    out = io.BytesIO()
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "Kirkbrae")
    notes.add_text("Author", "A. Child", zip=True)
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    picture(mode).save(out, "PNG", pnginfo=notes, exif=exif(orientation))
    content = out.getvalue()
    own = chunk(b"tIME", struct.pack(">HBBBBB", 2026, 1, 15, 10, 0, 0)) + chunk(b"prVt", b"Pixeltel SN-4711")
    return content[:33] + own + content[33:]


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def webp() -> bytes:
    out = io.BytesIO()
    picture().save(out, "WEBP", lossless=True, exif=exif(), xmp=XMP)
    return out.getvalue()


def gif(frames: int = 3) -> bytes:
    """Moving, each frame for a different time, with a comment."""
    out = io.BytesIO()
    shades = [Image.new("RGB", (40, 20), (80 * n, 0, 0)) for n in range(frames)]
    shades[0].save(
        out,
        "GIF",
        save_all=True,
        append_images=shades[1:],
        duration=[100, 200, 300][:frames],
        loop=2,
        comment=b"Kirkbrae SN-4711",
    )
    return out.getvalue()


def tiff(pages: int = 1, mode: str = "RGB") -> bytes:
    """Scanned pages, with who scanned them, where and with what."""
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[0x010F] = "Pixeltel"
    tags[0x013B] = "A. Child"
    tags[0x010E] = "Kirkbrae"
    tags[0x0132] = "2026:01:15 10:00:00"
    tags[700] = XMP
    out = io.BytesIO()
    shades = [picture(mode)] + [Image.new(mode, (40, 20)) for _ in range(pages - 1)]
    gps = Image.Exif()
    gps.get_ifd(0x8825).update({1: "N", 2: (55.0, 57.0, 6.0)})
    more: dict[str, Any] = {"save_all": True, "append_images": shades[1:]} if pages > 1 else {}
    tags[0x8825] = dict(gps.get_ifd(0x8825))  # type: ignore[assignment]
    shades[0].save(out, "TIFF", tiffinfo=tags, **more)
    return out.getvalue()


def bmp() -> bytes:
    out = io.BytesIO()
    picture().save(out, "BMP")
    return out.getvalue() + b"Kirkbrae SN-4711"


def opened(content: bytes) -> Image.Image:
    made = Image.open(io.BytesIO(content))
    made.load()
    return made


def giant_png(side: int) -> bytes:
    """A small file that says it is ``side`` by ``side`` pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")
