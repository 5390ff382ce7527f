"""The site: every address that is answered, and what it answers. All else is not there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from rrsa.errors import BadInput, RrsaError
from rrsa.i18n import _
from rrsa.serving import hosted, pages
from rrsa.serving.asked import Asked
from rrsa.serving.door import STAY, Door, Visitor
from rrsa.serving.folders import too_large
from rrsa.serving.guard import Guard, Refused
from rrsa.serving.sitting import Sitting

LOG = logging.getLogger("rrsa.serving")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
OF_TERMINAL = {"terminal.js": hosted.SCRIPT, "terminal.css": hosted.STYLE, **hosted.FONTS}
KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".ttf": "font/ttf"}
COMING_UP = 15 * 60
"""Seconds that a file may take to come up."""
PIECE = 64 * 1024
AROUND = 64 * 1024
"""Bytes of a form around the file in it."""


class Site:
    """Answers requests; holds the sessions that are open."""

    def __init__(self, asked: Asked, door: Door, guard: Guard, base: Path) -> None:
        self._asked = asked
        self._door = door
        self._guard = guard
        self._base = base
        self._sittings: dict[str, Sitting] = {}

    def application(self) -> web.Application:
        """The site as aiohttp runs it."""
        app = web.Application(middlewares=[self._watch_over], client_max_size=AROUND)
        app.add_routes(
            [
                # HEAD would take up a place, or use up what goes down once, with nobody there.
                web.get("/", self._page, allow_head=False),
                web.get("/in/{word}", self._before_the_door),
                web.post("/in", self._come_in),
                web.post("/leave", self._leave),
                web.get("/session/{key}/socket", self._socket, allow_head=False),
                web.post("/session/{key}/up", self._up),
                web.get("/session/{key}/down/{file}", self._down, allow_head=False),
                web.get("/static/{name}", self._static),
            ]
        )
        app.on_response_prepare.append(self._with_headers)
        app.on_shutdown.append(self._end_all)
        return app

    # -- around every answer -----------------------------------------------------------------------

    @web.middleware
    async def _watch_over(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            self._guard.check(request)
            return await handler(request)
        except Refused as refused:
            return _plain(refused.status, refused.heading, refused.text)
        except web.HTTPException as answer:
            if answer.status < 400:
                raise
            return _plain(answer.status, _("There is nothing here"), _("Check the address, or go back."))
        except Exception:
            LOG.exception("a request could not be answered")
            return _plain(500, _("Something went wrong here"), _("Go back and try again."))

    async def _with_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers.pop("Server", None)
        for name, value in self._guard.headers(request.path).items():
            response.headers.setdefault(name, value)

    async def _end_all(self, _app: web.Application) -> None:
        why = _("The server is going. All that was saved is there when it is back; what was typed is kept.")
        await asyncio.gather(*(each.end(why) for each in self._sittings.values()))

    # -- the door ----------------------------------------------------------------------------------

    async def _before_the_door(self, request: web.Request) -> web.Response:
        word = request.match_info["word"]
        if self._guard.is_secure or not self._door.is_open(word):
            raise Refused(
                410,
                _("This link has been used, or is too old"),
                _("Each link works once and not for long. Where rrsa serve runs, press Enter for a new one."),
            )
        return _html(pages.door_page(word))

    async def _come_in(self, request: web.Request) -> web.Response:
        try:
            word = str((await request.post()).get("word", ""))
        except (ValueError, LookupError):  # no form at all, or of no alphabet that there is
            word = ""
        entered = None if self._guard.is_secure else self._door.enter(word)
        if entered is None:
            raise Refused(
                410,
                _("This link has been used, or is too old"),
                _("Each link works once and not for long. Where rrsa serve runs, press Enter for a new one."),
            )
        answer = web.Response(status=303, headers={"Location": "/"})
        answer.set_cookie(
            self._guard.cookie,
            entered[1],
            max_age=STAY,
            path="/",
            httponly=True,
            samesite="Strict",
            secure=self._guard.is_secure,
        )
        return answer

    async def _leave(self, request: web.Request) -> web.Response:
        visitor = self._visitor(request)
        self._door.leave(request.cookies.get(self._guard.cookie, ""))
        why = _("You have left. All that was saved is there when you come back.")
        await asyncio.gather(*(each.end(why) for each in self._of(visitor)))
        answer = _html(pages.plain_page(_("You have left"), _("You can close this page now.")))
        answer.del_cookie(self._guard.cookie, path="/")
        return answer

    # -- the app -----------------------------------------------------------------------------------

    async def _page(self, request: web.Request) -> web.Response:
        self._guard.check_page(request)
        self._forget_stale()
        visitor = self._visitor(request)
        each = self._asked.each if self._guard.is_secure else self._asked.sessions
        if len(self._of(visitor)) >= each or len(self._sittings) >= self._asked.sessions:
            self._give_up_unopened(visitor)
        if self._guard.is_secure and len(self._of(visitor)) >= each:
            return _plain(
                503,
                _("You have this open several times already"),
                _("Close one of the other pages first, so that there is room for others."),
                again=True,
            )
        if len(self._sittings) >= self._asked.sessions:
            return _plain(
                503,
                _("All places are taken"),
                _("As many people are at work here as this server can take. Try again in a few minutes."),
                again=True,
            )
        sitting = Sitting(self._asked, visitor, self._base)
        self._sittings[sitting.key] = sitting
        # The address that the page has come from, so that the socket is of the same.
        origin = self._guard.origin_of(request)
        return _html(
            pages.app_page(
                key=sitting.key,
                socket=f"{origin.replace('http', 'ws', 1)}/session/{sitting.key}/socket",
                largest=self._asked.upload,
                leaves=not self._guard.is_secure,
            )
        )

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        sitting = self._sitting(request)
        if sitting.is_live:
            raise web.HTTPConflict
        try:
            return await sitting.hold(request)
        finally:
            self._sittings.pop(sitting.key, None)

    def _visitor(self, request: web.Request) -> Visitor:
        visitor = self._guard.visitor(request)
        if visitor is None:  # the cookie has grown old in this very moment
            raise web.HTTPForbidden
        return visitor

    def _forget_stale(self) -> None:
        for key in [key for key, each in self._sittings.items() if each.is_stale]:
            del self._sittings[key]

    def _give_up_unopened(self, visitor: Visitor) -> None:
        """Whoever loads a page again and again before it has opened does not stand in their own way."""
        for sitting in self._of(visitor):
            if not sitting.is_live:
                del self._sittings[sitting.key]
                return

    def _of(self, visitor: Visitor) -> list[Sitting]:
        return [each for each in self._sittings.values() if each.visitor.key == visitor.key]

    def _sitting(self, request: web.Request) -> Sitting:
        """The session that an address names, where it is this visitor's own."""
        sitting = self._sittings.get(request.match_info["key"])
        if sitting is None or sitting.visitor.key != self._visitor(request).key:
            raise web.HTTPNotFound
        return sitting

    # -- files -------------------------------------------------------------------------------------

    async def _up(self, request: web.Request) -> web.Response:
        sitting = self._sitting(request)
        if sitting.folder is None:
            raise web.HTTPNotFound
        sitting.touch()
        try:
            if (request.content_length or 0) > self._asked.upload + AROUND:
                raise too_large(self._asked.upload)
            # One at a time: they are counted as they lie there.
            async with sitting.coming_up, asyncio.timeout(COMING_UP):
                name = await self._take_up(request, sitting)
        except RrsaError as error:
            answer = web.json_response({"error": str(error)}, status=400)
            answer.force_close()  # the rest of it is not waited for
            return answer
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        sitting.touch()
        return web.json_response({"name": name})

    async def _take_up(self, request: web.Request, sitting: Sitting) -> str:
        if not request.content_type.startswith("multipart/") or sitting.folder is None:
            raise no_file()
        try:
            async for part in await request.multipart():
                if isinstance(part, BodyPartReader) and part.name == "file":
                    return await sitting.folder.take_up(part.filename or "", _pieces(part))
                if isinstance(part, BodyPartReader):
                    await _passed_over(part)
        except (ValueError, AssertionError, HttpProcessingError, web.RequestPayloadError):
            raise no_file() from None
        raise no_file()

    async def _down(self, request: web.Request) -> web.StreamResponse:
        sitting = self._sitting(request)
        folder, key = sitting.folder, request.match_info["file"]
        ready = folder.ready(key) if folder is not None else None
        if folder is None or ready is None or not ready.path.is_file():
            raise web.HTTPNotFound
        sitting.touch()
        response = web.StreamResponse(
            headers={
                # A page that was written is kept, never opened here: no script of it runs in our place.
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(ready.path.name, safe='')}",
                "Content-Type": "application/octet-stream",
            }
        )
        response.content_length = ready.path.stat().st_size
        with ready.path.open("rb") as stream:
            await response.prepare(request)
            while piece := await asyncio.to_thread(stream.read, PIECE):
                await response.write(piece)
        await response.write_eof()
        folder.given(key)
        return response

    async def _static(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name in ("page.css", "page.js"):
            place = pages.HERE / "static" / name
        elif name in OF_TERMINAL:
            place = hosted.STATIC / OF_TERMINAL[name]
        else:
            raise web.HTTPNotFound
        # Not what this machine thinks of an ending: a script under another kind is not run.
        return web.FileResponse(place, headers={"Content-Type": KINDS[place.suffix]})


def no_file() -> BadInput:
    """What is said where a form came up without a file."""
    return BadInput(_("no file has come up"), _("choose a file, then send it"))


async def _pieces(part: BodyPartReader) -> AsyncIterator[bytes]:
    while piece := await part.read_chunk(PIECE):
        yield piece


async def _passed_over(part: BodyPartReader) -> None:
    size = 0
    async for piece in _pieces(part):
        size += len(piece)
        if size > AROUND:
            raise no_file()


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, content_type="text/html", charset="utf-8", status=status)


def _plain(status: int, heading: str, text: str, *, again: bool = False) -> web.Response:
    return _html(pages.plain_page(heading, text, again=again), status)
