"""Photos lose their location, camera data and everything else but the picture when they are added."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import TYPE_CHECKING

from rrsa.errors import BadInput
from rrsa.i18n import _

if TYPE_CHECKING:
    from PIL.Image import Image

_UNCLEANABLE = {
    ".heic", ".heif", ".avif", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".raf", ".orf",
    ".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".3gp", ".svg", ".psd",
}  # fmt: skip
_PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff", ".bmp"}
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP")
_MOST_PIXELS = 120_000_000


def cleaned(content: bytes, name: str) -> bytes:
    """``content`` with nothing in it but the picture, turned the right way up; other files as they are.

    What a file *is* decides, not what it is called. Raises :class:`BadInput` for photos and films whose
    hidden data this program cannot take out, and for pictures that cannot be opened.
    """
    ending = PurePath(name).suffix.lower()
    if ending in _UNCLEANABLE or _is_film_or_heic(content):
        raise BadInput(
            _("“{name}” may hold the place where it was taken, and that cannot be taken out here").format(
                name=name
            ),
            _("save it as a JPEG photo first, or say where it is kept and leave the file there"),
        )
    from PIL import Image as Pictures
    from PIL import UnidentifiedImageError

    try:
        with Pictures.open(io.BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise BadInput(
                    _("“{name}” is a very large picture").format(name=name),
                    _("save a smaller copy and add that"),
                )
            return _only_the_picture(picture)
    except UnidentifiedImageError:
        if ending not in _PICTURES:
            return content
    except (OSError, SyntaxError, ValueError, EOFError, Pictures.DecompressionBombError):
        pass
    raise BadInput(
        _("the picture “{name}” cannot be opened").format(name=name), _("save it again, or choose another")
    )


def _is_film_or_heic(content: bytes) -> bool:
    """ISO media files (MP4, MOV, HEIC, AVIF) carry ``ftyp`` at byte 4."""
    return content[4:8] == b"ftyp"


def _only_the_picture(picture: Image) -> bytes:
    from PIL import ImageOps, ImageSequence

    kind = "JPEG" if picture.format == "MPO" else (picture.format or "PNG")
    out = io.BytesIO()
    if getattr(picture, "n_frames", 1) > 1 and kind in ("GIF", "WEBP", "PNG"):
        frames = [_bare(frame.copy()) for frame in ImageSequence.Iterator(picture)]
        frames[0].save(
            out,
            format=kind,
            save_all=True,
            append_images=frames[1:],
            duration=picture.info.get("duration", 100),
            loop=picture.info.get("loop", 0),
        )
        return out.getvalue()
    upright = _bare(ImageOps.exif_transpose(picture))
    if kind == "JPEG":
        upright.save(out, format=kind, quality=92, optimize=True)
    else:
        upright.save(out, format=kind)
    return out.getvalue()


def _bare(picture: Image) -> Image:
    """The same pixels in a new picture: colours and see-through parts stay, everything else goes."""
    from PIL import Image as Pictures

    if picture.mode == "P" and "transparency" in picture.info:
        picture = picture.convert("RGBA")
    bare = Pictures.new(picture.mode, picture.size)
    if picture.mode == "P" and (palette := picture.getpalette()):
        bare.putpalette(palette)
    bare.paste(picture)
    return bare
