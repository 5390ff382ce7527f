"""A session's process, spoken with as textual-serve does: the only module that leans on its private hooks.

textual-serve starts an app in a process, hands keys in and pictures out. Its ``AppService`` is used for that
and nothing else of its server: that would serve pages to anybody, load a font from another host, list its
folders and hand on the whole environment. What is relied upon is named in :data:`RELIED_UPON` and tried by
:func:`what_has_changed` before a server starts, so that a newer textual-serve is refused in one line.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import textual_serve
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from rrsa.errors import EnvironmentFailed
from rrsa.i18n import _
from rrsa.in_browser import META

PATIENCE = 6.0
"""Seconds that a session has to end in order, with what was being typed kept, before it is made to."""
STATIC = Path(textual_serve.__file__).parent / "static"
SCRIPT, STYLE = "js/textual.js", "css/xterm.css"
FONTS = {
    "mono.ttf": "fonts/RobotoMono-VariableFont_wght.ttf",
    "mono-italic.ttf": "fonts/RobotoMono-Italic-VariableFont_wght.ttf",
}
RELIED_UPON = {
    "__init__": ("command", "write_bytes", "write_str", "close", "download_manager", "debug"),
    "_build_environment": ("width", "height"),
    "_open_app_process": ("width", "height"),
    "start": ("width", "height"),
    "on_meta": ("data",),
    "on_data": ("payload",),
    "send_bytes": ("data",),
    "send_meta": ("data",),
    "set_terminal_size": ("width", "height"),
    "blur": (),
    "focus": (),
    "run": (),
}
"""Methods of ``AppService`` and what they take."""
IN_THE_SCRIPT = (
    '"?width="',  # the page's socket is opened with its size
    "sessionWebsocketUrl",  # … at the address that the page names
    ".textual-terminal",  # … for the element of this class
    "deliver_file_start",  # the message in which a download would come; we send our own
    "-first-byte",  # the class that the page has once something is drawn
    "new WebSocket(",  # our script looks at what comes over it
)
"""Traces in textual-serve's script of what our page relies upon."""

# What goes wrong is said on the page and in our own words; its log would hold the texts of a session.
logging.getLogger("textual-serve").setLevel(logging.CRITICAL + 1)


class Hosted(AppService):
    """One process of our own program, in an environment of its own."""

    def __init__(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        *,
        send_bytes: Callable[[bytes], Awaitable[None]],
        told: Callable[[Mapping[str, Any]], Awaitable[None]],
    ) -> None:
        """``told`` is given what the app tells the page around it."""

        async def nothing(*_given: object) -> None:
            """What textual-serve would tell the browser is told by our own messages."""

        super().__init__(
            "",
            write_bytes=send_bytes,
            write_str=nothing,
            close=nothing,
            download_manager=DownloadManager(),
        )
        self._words = tuple(words)
        self._environment = dict(environment)
        self._folder = folder
        self._told = told

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        return {**self._environment, "COLUMNS": str(width), "ROWS": str(height), "LINES": str(height)}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> asyncio.subprocess.Process:
        """Starts it without a shell, in an empty folder; what it complains of goes into a file of ours."""
        with self._complaints.open("wb") as complaints:
            process = await asyncio.create_subprocess_exec(
                *self._words,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=complaints,
                env=self._build_environment(width, height),
                cwd=self._folder / "home",
            )
        process.stderr = asyncio.StreamReader()
        process.stderr.feed_eof()
        self._process, self._stdin = process, process.stdin
        return process

    async def on_meta(self, data: bytes) -> None:
        """Hands on what is ours and what opens a page elsewhere; the rest is textual-serve's own affair."""
        try:
            message = json.loads(data)
        except ValueError:
            return
        if message.get("type") == META:
            await self._told(message)
        elif message.get("type") == "open_url":
            await self._told({"what": "open", "url": str(message.get("url"))})

    @property
    def _complaints(self) -> Path:
        return self._folder / "complaints.txt"

    def complaint(self) -> str:
        """The last line that the process complained with, where it is one of ours."""
        try:
            lines = self._complaints.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return ""
        said = next((line for line in reversed(lines) if line.startswith("error: ")), "")
        return said.removeprefix("error: ")

    async def ended(self) -> int:
        """Waits for its end; gives its exit code."""
        assert self._process is not None and self._task is not None
        await asyncio.shield(self._task)  # it reads to the end, whoever has stopped waiting
        return await self._process.wait()

    async def stop(self) -> None:
        """Asks it to end, which keeps what is being typed; makes it end where it does not."""
        process = self._process
        if process is None:
            return
        with contextlib.suppress(asyncio.TimeoutError):  # one that takes nothing in any more
            await asyncio.wait_for(self.send_meta({"type": "quit"}), PATIENCE)
        for make_it in (process.terminate, process.kill, None):
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(process.wait(), PATIENCE)
                break
            if make_it is not None:
                with contextlib.suppress(ProcessLookupError):
                    make_it()
        if self._stdin is not None:
            self._stdin.close()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        if process.stdout is not None:  # what nobody took; the pipe is closed once it is read to its end
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(process.stdout.read(), PATIENCE)


def what_has_changed() -> list[str]:
    """What this textual-serve lacks of what is relied upon; empty for one that will do."""
    return [*_changed_hooks(), *_changed_files()]


def check() -> None:
    """Raises :class:`EnvironmentFailed` for a textual-serve that we do not know."""
    changed = what_has_changed()
    if changed:
        raise EnvironmentFailed(
            _("this textual-serve is not one that rrsa knows: {what}").format(what="; ".join(changed)),
            _("install the one that was tried: pip install textual-serve==1.1.3"),
        )


def _changed_hooks() -> Iterator[str]:
    for name, wanted in RELIED_UPON.items():
        found = getattr(AppService, name, None)
        if found is None:
            yield f"AppService.{name} is gone"
            continue
        takes = [each for each in inspect.signature(found).parameters if each != "self"]
        missing = [each for each in wanted if each not in takes]
        needed = [
            each.name
            for each in inspect.signature(found).parameters.values()
            if each.default is each.empty and each.name not in ("self", *wanted)
        ]
        if missing or needed:
            yield f"AppService.{name} takes {', '.join(takes) or 'nothing'}"
    for name in ("_process", "_stdin", "_task"):
        if f"self.{name}" not in inspect.getsource(AppService):
            yield f"AppService.{name} is gone"


def _changed_files() -> Iterator[str]:
    for name in (SCRIPT, STYLE, *FONTS.values()):
        if not (STATIC / name).is_file():
            yield f"{name} is gone"
    try:
        script = (STATIC / SCRIPT).read_text(encoding="utf-8")
    except OSError:
        return
    for trace in IN_THE_SCRIPT:
        if trace not in script:
            yield f"{SCRIPT} has no {trace}"
