"""Photos lose their location, camera data and everything else but the picture when they are added."""

from __future__ import annotations

import io
import warnings
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from rrsa.errors import BadInput
from rrsa.i18n import _

if TYPE_CHECKING:
    from PIL.Image import Image

_UNCLEANABLE = {
    ".heic", ".heif", ".avif", ".jxl", ".jp2", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".raf", ".orf", ".rw2",
    ".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".3gp", ".wmv", ".mpg", ".mpeg", ".mts", ".svg", ".psd",
}  # fmt: skip
_STARTS = (
    b"8BPS",  # Photoshop
    b"\x1a\x45\xdf\xa3",  # Matroska and WebM films
    b"FUJIFILMCCD-RAW", b"IIRO", b"IIU\0", b"II\x2a\0\x10\0\0\0CR",  # Fuji, Olympus, Panasonic, Canon
    b"\xff\x0a", b"\0\0\0\x0cJXL ", b"\0\0\0\x0cjP  ",  # JPEG XL and JPEG 2000
)  # fmt: skip
_PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff", ".bmp"}
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP")
_SAVED: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92, "optimize": True},
    "WEBP": {"quality": 92},
    "TIFF": {"compression": "tiff_deflate"},
    "PNG": {},
    "GIF": {},
    "BMP": {},
}
_MOST_PIXELS = 120_000_000
"""In all of a file's frames or pages together; a telephone's largest photos have 108 million."""


def cleaned(content: bytes, name: str, *, upright: bool = True) -> bytes:
    """``content`` with nothing in it but the picture, turned the right way up; other files as they are.

    What a file *is* decides, not what it is called. Without ``upright`` the picture stays as it lies. Raises
    :class:`BadInput` for photos and films whose hidden data this program cannot take out, and for pictures
    that cannot be opened.
    """
    ending = PurePath(name).suffix.lower()
    if ending in _UNCLEANABLE or cannot_be_cleaned(content):
        raise BadInput(
            _("“{name}” may hold the place where it was taken, and that cannot be taken out here").format(
                name=name
            ),
            _("save it as a JPEG photo first, or say where it is kept and leave the file there"),
        )
    from PIL import Image as Pictures
    from PIL import UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on size and on odd tags: our own limit stands below
            with Pictures.open(io.BytesIO(content), formats=_FORMATS) as picture:
                if picture.width * picture.height * _frames(picture) > _MOST_PIXELS:
                    raise _too_large(name)
                return _only_the_picture(picture, upright=upright)
    except UnidentifiedImageError:
        if ending not in _PICTURES:
            return content
    except BadInput:
        raise
    except Pictures.DecompressionBombError:
        raise _too_large(name) from None
    except Exception:  # a damaged picture may fail anywhere in its decoder, and in any way
        pass
    raise BadInput(
        _("the picture “{name}” cannot be opened").format(name=name), _("save it again, or choose another")
    )


def cannot_be_cleaned(content: bytes) -> bool:
    """Whether this is a film, or a kind of photo, whose hidden data cannot be taken out here.

    ISO media files (MP4, MOV, HEIC, AVIF) carry ``ftyp`` at byte 4, AVI films ``AVI`` at byte 8.
    """
    film = content[4:8] == b"ftyp" or (content[:4] == b"RIFF" and content[8:11] == b"AVI")
    return film or content.startswith(_STARTS)


def _too_large(name: str) -> BadInput:
    return BadInput(
        _("“{name}” is a very large picture").format(name=name), _("save a smaller copy and add that")
    )


def _frames(picture: Image) -> int:
    """Frames or pages. What a telephone packs behind a JPEG photo (depth, a second lens) is no page of it."""
    return 1 if picture.format in ("JPEG", "MPO") else int(getattr(picture, "n_frames", 1))


def _only_the_picture(picture: Image, *, upright: bool) -> bytes:
    from PIL import ImageOps, ImageSequence

    kind = "JPEG" if picture.format == "MPO" else (picture.format or "PNG")
    out = io.BytesIO()
    if _frames(picture) > 1:
        frames, times = [], []
        for frame in ImageSequence.Iterator(picture):
            frames.append(_bare(frame.copy()))
            times.append(frame.info.get("duration", 100))
        moving: dict[str, Any] = {} if kind == "TIFF" else {"duration": times}
        if "loop" in picture.info:
            moving["loop"] = picture.info["loop"]
        frames[0].save(out, format=kind, save_all=True, append_images=frames[1:], **moving, **_SAVED[kind])
    else:
        bare = _bare(ImageOps.exif_transpose(picture) if upright else picture)
        bare.save(out, format=kind, **_SAVED[kind])
    return out.getvalue()


def _bare(picture: Image) -> Image:
    """The same pixels in a new picture: colours and see-through parts stay, everything else goes."""
    from PIL import Image as Pictures

    if "transparency" in picture.info and picture.mode in ("1", "L", "P", "RGB"):
        picture = picture.convert("RGBA")
    bare = Pictures.new(picture.mode, picture.size)
    if picture.mode == "P" and (palette := picture.getpalette()):
        bare.putpalette(palette)
    bare.paste(picture)
    return bare
