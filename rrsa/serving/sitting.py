"""One session: a page in somebody's browser, a process of the app, and the folder that they share."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

from rrsa.errors import Exit
from rrsa.i18n import _, ngettext
from rrsa.serving.asked import Asked
from rrsa.serving.door import Visitor
from rrsa.serving.environment import command, environment
from rrsa.serving.folders import SessionFolder
from rrsa.serving.hosted import Hosted

WARNING = 60.0
"""Seconds before its end in which an idle session says that it is going to end."""
LOOK = 5.0
"""Seconds between looks at whether somebody is still there."""
LONGEST_MESSAGE = 1024 * 1024
"""Bytes that a message of a browser may have: a long text that is pasted in."""
LARGEST = 500
"""Columns or lines of a terminal that are believed."""
GOODBYE = 5.0
"""Seconds that a page has to take in that its session has ended."""
COME_BY = 60.0
"""Seconds that a page has to open its socket."""


class Sitting:
    """Opened for a visitor's page; ``key`` is known to that page alone."""

    def __init__(self, asked: Asked, visitor: Visitor, base: Path) -> None:
        self.key = secrets.token_urlsafe(18)
        self.visitor = visitor
        self.begun = time.monotonic()
        self.is_live = False
        self.coming_up = asyncio.Lock()
        self._asked = asked
        self._base = base
        self._folder: SessionFolder | None = None
        self._socket: web.WebSocketResponse | None = None
        self._transport: asyncio.Transport | None = None
        self._touched = time.monotonic()
        self._why = ""

    @property
    def folder(self) -> SessionFolder | None:
        """Its folder, while it is live."""
        return self._folder if self.is_live else None

    @property
    def is_stale(self) -> bool:
        """Whether its page was asked for and never came by."""
        return not self.is_live and time.monotonic() - self.begun > COME_BY

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = time.monotonic()

    async def hold(self, request: web.Request) -> web.WebSocketResponse:
        """Runs the app for as long as the page is open and somebody is there."""
        self.is_live = True  # before anything is waited for: a page has one socket
        self.touch()
        socket = web.WebSocketResponse(heartbeat=20, max_msg_size=LONGEST_MESSAGE)
        await socket.prepare(request)
        self._socket = socket
        self._transport = request.transport
        folder = SessionFolder(self._base, largest=self._asked.upload, most=self._asked.uploads)
        self._folder = folder
        app = Hosted(
            command(self._asked),
            environment(self._asked, self.visitor, folder.place),
            folder.place,
            send_bytes=self._draw,
            told=self._told,
        )
        try:
            await app.start(_whole(request.query.get("width"), 80), _whole(request.query.get("height"), 24))
            await self._until_one_ends(app, socket)
        except OSError as problem:
            self._why = _("The app could not be started: {why}.").format(why=problem.strerror or problem)
        finally:
            await app.stop()
            await self._say_the_end(socket)
            self.is_live = False
            folder.remove()
        return socket

    async def end(self, why: str) -> None:
        """Ends it and says why on its page; what is being typed is kept."""
        self._why = self._why or why
        if self._socket is not None and not self._socket.closed:
            await self._say_the_end(self._socket)

    # -- while it lasts ----------------------------------------------------------------------------

    async def _until_one_ends(self, app: Hosted, socket: web.WebSocketResponse) -> None:
        listening = asyncio.create_task(self._listen(app, socket))
        running = asyncio.create_task(app.ended())
        watching = asyncio.create_task(self._watch())
        tasks = (listening, running, watching)
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if running.done() and not self._why:
                self._why = _how_it_ended(running.result(), app.complaint())
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self, app: Hosted, socket: web.WebSocketResponse) -> None:
        """Hands on what the page sends. What it should not send is passed over."""
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                kind, *rest = message.json()
            except (ValueError, TypeError, RecursionError):
                continue
            given = rest[0] if rest else None
            if kind == "stdin" and isinstance(given, str):
                self.touch()
                await app.send_bytes(given.encode("utf-8", "replace"))
            elif kind == "resize" and isinstance(given, dict):
                await app.set_terminal_size(_whole(given.get("width"), 80), _whole(given.get("height"), 24))
            elif kind == "ping":
                await socket.send_json(["pong", str(given)[:40]])
            elif kind == "blur":
                await app.blur()
            elif kind == "focus":
                await app.focus()

    async def _watch(self) -> None:
        """Ends when nobody has pressed a key for long, and says so before."""
        limit = self._asked.idle * 60
        warned = False
        while True:
            idle = time.monotonic() - self._touched
            if idle >= limit:
                n = max(round(self._asked.idle), 1)
                self._why = ngettext(
                    "Nobody pressed a key for {n} minute, so this ended. What was being typed is kept and is "
                    "offered when you come back.",
                    "Nobody pressed a key for {n} minutes, so this ended. What was being typed is kept and "
                    "is offered when you come back.",
                    n,
                ).format(n=n)
                return
            soon = limit - idle <= min(WARNING, limit / 2)
            if soon != warned:
                warned = soon
                text = _("This ends in about a minute. Press any key to stay.") if soon else ""
                await self._tell(what="soon", text=text)
            await asyncio.sleep(min(LOOK, max(limit - idle, 0.05), limit / 4))

    async def _draw(self, picture: bytes) -> None:
        """What the app draws goes to the page; where that has gone it goes nowhere, so that the app can
        still end in order."""
        if self._socket is not None and not self._socket.closed:
            with contextlib.suppress(ConnectionError, RuntimeError):
                await self._socket.send_bytes(picture)

    async def _told(self, message: Mapping[str, Any]) -> None:
        """What the app tells the page around it."""
        what = message.get("what")
        if what == "up":
            await self._tell(what="up")
        elif what == "down" and self._folder is not None:
            offered = self._folder.offer(str(message.get("name")), once=bool(message.get("once")))
            if offered is not None:
                key, name = offered
                await self._tell(what="down", url=f"/session/{self.key}/down/{key}", name=name)
        elif what == "open" and str(message.get("url")).startswith(("https://", "http://")):
            await self._tell(what="open", url=str(message.get("url")))

    async def _tell(self, **message: object) -> None:
        if self._socket is not None and not self._socket.closed:
            with contextlib.suppress(ConnectionError, RuntimeError):
                await self._socket.send_json(["rrsa", message])

    async def _say_the_end(self, socket: web.WebSocketResponse) -> None:
        if socket.closed:
            return
        try:
            async with asyncio.timeout(GOODBYE):
                await self._tell(what="ended", text=self._why or _("This has ended."))
                with contextlib.suppress(ConnectionError, RuntimeError):
                    await socket.close()
        except TimeoutError:
            # A page that has stopped reading would keep its session, and a server that ends, for ever.
            if self._transport is not None:
                self._transport.abort()


def _how_it_ended(code: int, complaint: str) -> str:
    if complaint:
        return complaint
    if code == Exit.DONE:
        return _("You have left. All that was saved is there when you come back.")
    return _("The app ended unexpectedly. All that was saved is there when you begin again.")


def _whole(given: object, otherwise: int) -> int:
    """A number of columns or lines, as far as it is to be believed."""
    try:
        number = int(str(given))
    except ValueError:
        return otherwise
    return min(max(number, 1), LARGEST)
