"""A session's folder on the server's disk: private, bounded, gone at the end."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from rrsa import paths
from rrsa.errors import BadInput, EnvironmentFailed
from rrsa.evidence_files import stored_name
from rrsa.i18n import _
from rrsa.in_browser import DOWN, UP
from rrsa.serving.asked import MEGABYTE

FORGOTTEN = 24 * 60 * 60
"""Seconds after which the folder of a server that never ended in order may go, where nothing tells sooner."""
HELD = "held"
"""The file that a server has locked for as long as it runs."""


@contextmanager
def of_server() -> Iterator[Path]:
    """A folder for all sessions of this server, private; what killed servers have left is removed."""
    base = paths.private(paths.cache_dir() / "browser")
    for left in base.iterdir():
        with contextlib.suppress(OSError):
            if _is_left_behind(left):
                shutil.rmtree(left, ignore_errors=True)
    own = Path(tempfile.mkdtemp(dir=base))
    try:
        if sys.platform == "win32":  # a file that is open there cannot be removed: age has to do
            yield own
        else:
            import fcntl

            with (own / f".{HELD}").open("wb") as stream:
                with contextlib.suppress(OSError):  # some network drives know no locks
                    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    (own / f".{HELD}").rename(own / HELD)  # nobody sees it before it is locked
                yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _is_left_behind(folder: Path) -> bool:
    """Whether a folder's server has gone without removing it."""
    if time.time() - folder.stat().st_mtime > FORGOTTEN:
        return True
    if sys.platform == "win32" or not (folder / HELD).is_file():
        return False
    import fcntl

    with (folder / HELD).open("rb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)  # raises where it still runs
    return True


class Ready(NamedTuple):
    """A file that goes down, under the name that it is to have; ``once``, and then it is removed."""

    path: Path
    once: bool


class SessionFolder:
    """``up`` holds what has come up, ``down`` what goes down, ``home`` is empty to begin with."""

    def __init__(self, base: Path, *, largest: int, most: int) -> None:
        self.place = Path(tempfile.mkdtemp(dir=base))
        for name in (UP, DOWN, "home"):
            paths.private(self.place / name)
        self._largest = largest
        self._most = most
        self._ready: dict[str, Ready] = {}

    # -- up ----------------------------------------------------------------------------------------

    async def take_up(self, name: str, chunks: AsyncIterable[bytes]) -> str:
        """Takes in a file, bounded while it comes; gives the name that it has here.

        Raises :class:`BadInput` for a name with a trick in it, too much or too many, and
        :class:`EnvironmentFailed` where the disk will not take it; nothing of it is left then.
        """
        plain = clean_name(name)
        if len(list((self.place / UP).iterdir())) >= self._most:
            raise BadInput(
                _("{n} files have come up, and no more will").format(n=self._most),
                _("begin again: what has come up is gone then"),
            )
        handle, part = tempfile.mkstemp(dir=self.place, prefix=".", suffix=".part")
        try:
            size = 0
            with os.fdopen(handle, "wb") as stream:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > self._largest:
                        raise too_large(self._largest)
                    stream.write(chunk)
            if not size:
                raise BadInput(_("“{name}” is empty").format(name=plain), _("choose the right file"))
            place = self._free(plain)
            Path(part).replace(place)
        except OSError as problem:
            raise EnvironmentFailed(
                _("the server cannot take the file: {why}").format(why=problem.strerror or problem),
                _("tell whoever looks after it"),
            ) from None
        finally:
            Path(part).unlink(missing_ok=True)
        return place.name

    def _free(self, name: str) -> Path:
        """Where a file of this name goes: beside one of the same name, with a number."""
        place = self.place / UP / name
        n = 2
        while place.exists():
            place = self.place / UP / f"{Path(name).stem} ({n}){Path(name).suffix}"
            n += 1
        return place

    # -- down --------------------------------------------------------------------------------------

    def offer(self, name: str, *, once: bool) -> tuple[str, str] | None:
        """A key for a file that the session has written into ``down``, and its name; ``None`` where there is
        no plain file of that name in it."""
        below = (self.place / DOWN).resolve()
        path = below / name
        if path.is_symlink() or not path.is_file() or not path.resolve().is_relative_to(below):
            return None
        key = secrets.token_urlsafe(24)
        self._ready[key] = Ready(path, once)
        return key, path.name

    def ready(self, key: str) -> Ready | None:
        """The file that a key stands for."""
        return self._ready.get(key)

    def given(self, key: str) -> None:
        """It has gone down; one that goes once is removed."""
        ready = self._ready.get(key)
        if ready is not None and ready.once:
            del self._ready[key]
            ready.path.unlink(missing_ok=True)

    def remove(self) -> None:
        """All of it goes."""
        shutil.rmtree(self.place, ignore_errors=True)


def clean_name(name: str) -> str:
    """A file's name as it is kept. Raises :class:`BadInput` for one that is a path or hides."""
    text = name.strip()
    tricks = "/" in text or "\\" in text or any(ord(c) < 32 or ord(c) == 127 for c in text)
    if not text or tricks or text.startswith((".", "~")) or text.strip(". ") == "" or text[1:2] == ":":
        raise BadInput(
            _("“{name}” is no name that a file can come up under").format(
                name="".join(c for c in text if c.isprintable())[:60]
            ),
            _("give it a plain name on your machine first"),
        )
    return stored_name(text)


def too_large(largest: int) -> BadInput:
    """What is said of a file of more than ``largest`` bytes."""
    return BadInput(
        _("the file is too large to come up"), _("{n} MB is the most").format(n=max(largest // MEGABYTE, 1))
    )
