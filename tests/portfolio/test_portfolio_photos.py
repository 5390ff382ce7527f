"""Photos keep their picture and nothing else."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable

import picture_samples as samples
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from rrsa.errors import BadInput
from rrsa.portfolio.photos import cleaned

MADE: dict[str, Callable[[], bytes]] = {
    "photo.jpg": samples.jpeg,
    "two-lenses.jpg": samples.mpo,
    "drawing.png": samples.png,
    "photo.webp": samples.webp,
    "moving.gif": samples.gif,
    "scan.tif": samples.tiff,
    "scans.tiff": lambda: samples.tiff(3),
    "old.bmp": samples.bmp,
}
MEANT = {
    ".jpg": "JPEG",
    ".png": "PNG",
    ".webp": "WEBP",
    ".gif": "GIF",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".bmp": "BMP",
}


def hidden(content: bytes) -> list[bytes]:
    return [secret for secret in samples.SECRETS if secret in content]


def assert_bare(content: bytes) -> None:
    assert not hidden(content)
    found = samples.opened(content)
    tags = found.getexif()
    assert not tags.get_ifd(0x8825)
    assert not tags.get_ifd(0x8769)
    assert not {0x010E, 0x010F, 0x0110, 0x0112, 0x0131, 0x0132, 0x013B, 700, 33723, 34377} & set(tags)
    assert not {"exif", "xmp", "comment", "photoshop", "icc_profile", "mp", "XML:com.adobe.xmp"} & set(
        found.info
    )


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("called", [None, "notes.txt", "file.dat", "no-ending", "wrong.png", "UPPER.JPG"])
def test_only_the_picture_is_left_whatever_it_is_called(name: str, called: str | None) -> None:
    content = MADE[name]()
    assert hidden(content)
    bare = cleaned(content, called or name)
    assert_bare(bare)
    assert samples.opened(bare).format == MEANT["." + name.rpartition(".")[2]]
    assert samples.opened(bare).size == (40, 20)


@pytest.mark.parametrize("name", MADE)
def test_cleaning_again_finds_nothing_more_to_take(name: str) -> None:
    once = cleaned(MADE[name](), name)
    assert_bare(cleaned(once, name))
    assert samples.opened(cleaned(once, name)).size == samples.opened(once).size


def looks_like(content: bytes, wanted: Image.Image, *, within: float = 2) -> bool:
    """Whether the pixels are the same but for what lossy saving does to them (mean of 255 steps)."""
    found = samples.opened(content).convert("RGB")
    if found.size != wanted.size:
        return False
    return max(ImageStat.Stat(ImageChops.difference(found, wanted.convert("RGB"))).mean) <= within


@pytest.mark.parametrize("name", ["drawing.png", "photo.webp", "scan.tif", "old.bmp"])
def test_the_picture_itself_stays(name: str) -> None:
    assert looks_like(cleaned(MADE[name](), name), samples.picture())


TURNED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@pytest.mark.parametrize("orientation", TURNED)
def test_a_photo_is_turned_the_right_way_up(orientation: int) -> None:
    how = TURNED[orientation]
    upright = samples.picture() if how is None else samples.picture().transpose(how)
    lying = samples.png(orientation=orientation)
    assert looks_like(cleaned(lying, "photo.png"), upright, within=0)
    assert looks_like(cleaned(lying, "photo.png", upright=False), samples.picture(), within=0)
    lying = samples.jpeg(orientation)
    assert samples.opened(cleaned(lying, "photo.jpg")).size == upright.size
    assert_bare(cleaned(lying, "photo.jpg"))


def test_what_moves_keeps_moving_in_its_time() -> None:
    for content in (samples.gif(), _moving("WEBP"), _moving("PNG")):
        found = samples.opened(cleaned(content, "moving"))
        assert found.n_frames == 3
        times = []
        for n in range(3):
            found.seek(n)
            found.load()
            times.append(found.info["duration"])
        assert times == [100, 200, 300]
        assert found.info["loop"] == 2
        assert found.convert("RGB").getpixel((5, 5)) == pytest.approx((160, 0, 0), abs=8)


def _moving(kind: str) -> bytes:
    out = io.BytesIO()
    shades = [Image.new("RGB", (40, 20), (80 * n, 0, 0)) for n in range(3)]
    shades[0].save(
        out,
        kind,
        save_all=True,
        append_images=shades[1:],
        duration=[100, 200, 300],
        loop=2,
        exif=samples.exif(),
    )
    return out.getvalue()


def test_a_gif_that_plays_once_does_not_begin_to_repeat() -> None:
    out = io.BytesIO()
    shades = [Image.new("L", (4, 4), n) for n in (0, 99)]
    shades[0].save(out, "GIF", save_all=True, append_images=shades[1:])
    assert "loop" not in samples.opened(cleaned(out.getvalue(), "once.gif")).info


def test_every_page_of_a_scan_is_kept() -> None:
    found = samples.opened(cleaned(samples.tiff(3), "scan.tif"))
    assert found.n_frames == 3
    out = io.BytesIO()
    page = Image.new("1", (1700, 2200), 1)
    page.save(out, "TIFF", compression="group4", save_all=True, append_images=[page] * 9)
    assert len(cleaned(out.getvalue(), "fax.tif")) < 200_000


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_jpegs_of_every_colour_kind_open(mode: str) -> None:
    found = samples.opened(cleaned(samples.jpeg(mode=mode), "photo.jpg"))
    assert found.mode == mode
    assert looks_like(
        cleaned(samples.jpeg(mode=mode), "photo.jpg"), samples.picture(mode).convert("RGB"), within=60
    )


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pngs_of_every_colour_kind_open(mode: str) -> None:
    out = io.BytesIO()
    made = Image.new("I;16", (40, 20), 40_000) if mode == "I;16" else samples.picture(mode)
    made.save(out, "PNG", exif=samples.exif())
    found = samples.opened(cleaned(out.getvalue(), "drawing.png"))
    assert found.mode == mode
    assert found.tobytes() == made.tobytes()


@pytest.mark.parametrize(("mode", "clear"), [("P", 0), ("L", 255), ("RGB", (255, 255, 255)), ("1", 1)])
def test_what_is_see_through_stays_so(mode: str, clear: object) -> None:
    out = io.BytesIO()
    made = samples.picture(mode)
    if mode == "P":
        clear = made.getpixel((39, 19))
    made.save(out, "PNG", transparency=clear, exif=samples.exif())
    found = samples.opened(cleaned(out.getvalue(), "drawing.png")).convert("RGBA")
    assert found.getpixel((39, 19))[3] == 0
    assert found.getpixel((0, 0))[3] == 255


def test_a_see_through_gif_stays_so() -> None:
    out = io.BytesIO()
    made = samples.picture("P")
    made.save(out, "GIF", transparency=made.getpixel((39, 19)), comment=b"Kirkbrae")
    found = samples.opened(cleaned(out.getvalue(), "sign.gif")).convert("RGBA")
    assert found.getpixel((39, 19))[3] == 0
    assert found.getpixel((0, 0))[3] == 255


# -- what cannot be cleaned --------------------------------------------------------------------------

UNCLEANABLE = {
    "IMG_0001.HEIC": b"\0\0\0\x18ftypheic\0\0\0\0",
    "photo.avif": b"\0\0\0\x18ftypavif\0\0\0\0",
    "film.mp4": b"\0\0\0\x18ftypmp42\0\0\0\0",
    "film.mov": b"\0\0\0\x14ftypqt  \0\0\0\0",
    "film.avi": b"RIFF\0\0\0\0AVI LIST",
    "film.webm": b"\x1a\x45\xdf\xa3\0\0\0\0",
    "drawing.psd": b"8BPS\0\x01",
    "raw.raf": b"FUJIFILMCCD-RAW 0201",
    "raw.orf": b"IIRO\x08\0\0\0",
    "raw.cr2": b"II\x2a\0\x10\0\0\0CR\x02\0",
    "photo.jxl": b"\xff\x0a\xfa\x7f",
    "photo.jp2": b"\0\0\0\x0cjP  \r\n\x87\n",
}


@pytest.mark.parametrize("name", UNCLEANABLE)
@pytest.mark.parametrize("disguised", [False, True])
def test_photos_and_films_that_cannot_be_cleaned_are_refused(name: str, disguised: bool) -> None:
    called = "notes.txt" if disguised else name
    with pytest.raises(BadInput) as refused:
        cleaned(UNCLEANABLE[name], called)
    assert str(refused.value) == (
        f"“{called}” may hold the place where it was taken, and that cannot be taken out here — "
        "save it as a JPEG photo first, or say where it is kept and leave the file there"
    )


@pytest.mark.parametrize("name", ["drawing.svg", "DRAWING.SVG", "raw.dng", "film.MOV"])
def test_an_ending_that_cannot_be_cleaned_is_enough(name: str) -> None:
    with pytest.raises(BadInput, match="may hold the place where it was taken"):
        cleaned(b"<svg/>", name)


@pytest.mark.parametrize("name", ["photo.jpg", "photo.JPEG", "x.png", "x.gif", "x.webp", "x.tif", "x.bmp"])
@pytest.mark.parametrize(
    "content", [b"", b"no picture at all", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a"]
)
def test_what_is_called_a_picture_and_is_none_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(BadInput, match="cannot be opened — save it again, or choose another"):
        cleaned(content, name)


@pytest.mark.parametrize("name", ["photo.jpg", "drawing.png", "photo.webp", "scan.tif"])
@pytest.mark.parametrize("called", [None, "notes.txt"])
def test_a_picture_that_breaks_off_is_refused(name: str, called: str | None) -> None:
    out = io.BytesIO()
    noise = Image.effect_noise((200, 200), 90).convert("RGB")
    noise.save(out, MEANT["." + name.rpartition(".")[2]], exif=samples.exif())
    half = out.getvalue()[: len(out.getvalue()) // 2]
    with pytest.raises(BadInput, match="cannot be opened"):
        cleaned(half, called or name)


@pytest.mark.parametrize("side", [11_000, 20_000, 60_000])
def test_a_picture_that_says_it_is_giant_is_refused_before_it_is_unpacked(side: int) -> None:
    with pytest.raises(BadInput, match="is a very large picture — save a smaller copy and add that"):
        cleaned(samples.giant_png(side), "wall.png")


def test_many_large_frames_are_refused_too() -> None:
    screen = struct.pack("<HH", 4000, 4000)
    frame = b"\x2c\0\0\0\0" + screen + b"\0\x02\x02\x4c\x01\0"
    content = b"GIF89a" + screen + b"\x80\0\0" + b"\0\0\0\xff\xff\xff" + frame * 20 + b";"
    with pytest.raises(BadInput, match="is a very large picture"):
        cleaned(content, "wall.gif")


def test_a_large_photo_of_today_is_taken_without_a_word() -> None:
    out = io.BytesIO()
    Image.new("L", (9500, 9500)).save(out, "PNG")  # past the size at which the picture library warns
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        bare = cleaned(out.getvalue(), "wall.png")
    assert struct.unpack(">II", bare[16:24]) == (9500, 9500)


@pytest.mark.parametrize("name", MADE)
@settings(max_examples=40)
@given(st.data())
def test_a_damaged_picture_is_cleaned_or_refused_and_never_let_through(
    name: str, data: st.DataObject
) -> None:
    content = bytearray(MADE[name]())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(len(content) // 2, len(content)))
    try:
        bare = cleaned(bytes(content[:end]), name)
    except BadInput as refused:
        assert "\n" not in str(refused)
    else:
        assert not hidden(bare)


# -- other files -------------------------------------------------------------------------------------


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        # Its moment is written out: two test processes that begin in different seconds name the same tests.
        made.writestr(zipfile.ZipInfo("word/document.xml", (1980, 1, 1, 0, 0, 0)), "<w:document/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("minutes.pdf", b"%PDF-1.7\nminutes\n%%EOF"),
        ("answers.csv", "question,answer\r\nHeard?,yes — mostly\r\n".encode()),
        ("letter.docx", _zip()),
        ("notes.txt", "﻿Notes\r\n".encode("utf-16")),
        ("voice.mp3", b"ID3\x03\0\0\0\0\0\0"),
        ("nothing", b""),
        ("bytes.bin", bytes(range(256))),
    ],
)
def test_other_files_keep_every_byte(name: str, content: bytes) -> None:
    assert cleaned(content, name) == content


@given(st.binary(max_size=300))
def test_no_byte_of_another_file_is_touched(content: bytes) -> None:
    assert cleaned(b"%PDF-1.7" + content, "minutes.pdf") == b"%PDF-1.7" + content
