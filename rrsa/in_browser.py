"""Where files come from and go to: the disk of one's own machine, or, in a browser, a session's own folder.

``rrsa serve`` starts the app for somebody who sits elsewhere. The disk it runs on is not theirs, so no path
that they type is ever followed: files are chosen from what they sent up, by name, and what they have written
goes down to them. The folder is the session's alone, and is removed at its end. Every screen that asks for a
file calls :func:`to_read`, :func:`to_write` and :func:`suggested`, so that it needn't know where it runs.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from rrsa import paths
from rrsa.errors import BadInput, EnvironmentFailed, NotFound
from rrsa.i18n import _

FOLDER = "RRSA_BROWSER_FOLDER"
"""The session's folder, in the environment of an app that is shown in a browser."""
UP, DOWN = "up", "down"
"""In it: what has come up from the browser, and what goes down to it."""
META = "rrsa"
"""What messages of the app to the page around it are called, beside those of Textual's own driver."""


def folder() -> Path | None:
    """The session's folder; ``None`` at a terminal."""
    named = os.environ.get(FOLDER)
    return Path(named) if named else None


def arrived() -> list[Path]:
    """What has come up, the latest first."""
    place = folder()
    if place is None:
        return []
    try:
        files = [each for each in (place / UP).iterdir() if each.is_file() and not each.is_symlink()]
        return sorted(files, key=lambda file: (-file.stat().st_mtime_ns, file.name))
    except OSError:
        return []


def to_read(typed: str) -> Path:
    """The file that is meant by what was typed.

    Raises :class:`BadInput` in a browser for anything but the name of a file that has come up.
    """
    text = typed.strip("\"' ")
    place = folder()
    if place is None:
        return paths.expanded(Path(text))
    _only_a_name(text)
    found = next((file for file in arrived() if file.name == text), None)
    if found is None:
        raise NotFound(
            _("no file “{name}” has come up").format(name=text[:60]),
            _("send it up with the form below the app, then choose it by its name"),
        )
    return found


def to_write(typed: str) -> Path:
    """Where a file of the typed name is to be written; in a browser it goes down from there afterwards.

    In a browser each file has a folder of its own, so that it keeps its name and writes over no other.
    Raises :class:`BadInput` for anything but a name there.
    """
    text = typed.strip("\"' ")
    place = folder()
    if place is None:
        return paths.expanded(Path(text))
    _only_a_name(text)
    from rrsa.evidence_files import stored_name

    try:
        below = paths.private(place / DOWN)
        return Path(tempfile.mkdtemp(dir=below)) / stored_name(text)
    except OSError as problem:
        raise EnvironmentFailed(
            _("nothing can be written on the server: {why}").format(why=problem.strerror or problem),
            _("tell whoever looks after it"),
        ) from None


def suggested(name: str) -> str:
    """What stands in a field that asks where to: in one's own documents, or in a browser the name alone."""
    if folder() is not None:
        return name
    own = next((f for f in (Path.home() / "Documents", Path.home()) if f.is_dir()), Path())
    return str(own / name)


def refuse_places() -> None:
    """Raises :class:`BadInput` in a browser: where things are kept is decided on the server."""
    if folder() is not None:
        raise BadInput(
            _("where things are kept cannot be changed in a browser"),
            _("ask whoever looks after the server"),
        )


def _only_a_name(text: str) -> None:
    if not text:
        raise BadInput(_("the file has no name"), _("type one"))
    if "/" in text or "\\" in text or "\0" in text or text.startswith(("~", ".")) or text[1:2] == ":":
        raise BadInput(
            _("in a browser a file has a name and no folder"),
            _("leave out the folders; files come up and go down with the browser"),
        )
