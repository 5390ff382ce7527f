"""Running: the port, the links, and an end in which nothing typed is lost."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web, web_response

from rrsa.errors import EnvironmentFailed
from rrsa.i18n import _
from rrsa.serving import hosted
from rrsa.serving.asked import Asked
from rrsa.serving.door import Door
from rrsa.serving.folders import of_server
from rrsa.serving.guard import Guard
from rrsa.serving.site import Site

LOG = logging.getLogger("rrsa.serving")
"""Where faults of our own go: nowhere, unless ``--debug`` was said. What visitors do is never logged."""
LOG.addHandler(logging.NullHandler())
LOG.propagate = False
vars(web_response)["SERVER_SOFTWARE"] = "rrsa"  # it says so even to a request that is too broken to reach us
TOUCH = 60 * 60
"""Seconds between signs of life that the server gives its folder."""
AT_THE_END = 30.0
"""Seconds that sessions have to end in: longer than it takes to end one that has to be made to."""


class Server:
    """One server: ``origin`` is where people find it, :meth:`link` lets one of them in."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.door = Door(link_seconds=asked.link * 60, role=asked.author)
        self.guard = Guard(asked, self.door)

    @property
    def origin(self) -> str:
        """Where people find it, without a path: the public address behind a proxy, else of this machine."""
        if self.asked.behind is not None:
            return self.asked.behind.public
        host = self.asked.host.strip("[]")
        host = f"[{host}]" if ":" in host else host
        wanted = f"http://{host}:{self.guard.port}"
        return wanted if wanted in self.guard.origins else self.guard.origins[0]

    def link(self) -> str:
        """An address that lets one browser in, once."""
        return f"{self.origin}/in/{self.door.new_link()}"

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answers while it is entered; ends every session afterwards.

        Raises :class:`EnvironmentFailed` where the port cannot be had.
        """
        with of_server() as base:
            async with self._answering(base):
                yield

    @asynccontextmanager
    async def _answering(self, base: Path) -> AsyncIterator[None]:
        runner: web.AppRunner | None = None
        try:
            site = Site(self.asked, self.door, self.guard, base)
            runner = web.AppRunner(
                site.application(),
                access_log=None,
                handle_signals=False,
                logger=LOG,
                shutdown_timeout=AT_THE_END,
            )
            await runner.setup()
            host = self.asked.host.strip("[]")
            try:
                await web.TCPSite(runner, host, self.asked.port).start()
            except OSError as problem:
                raise _no_port(self.asked, problem) from None
            self.guard.port = runner.addresses[0][1]
            alive = asyncio.create_task(_show_life(base))
            try:
                yield
            finally:
                alive.cancel()
        finally:
            if runner is not None:
                await runner.cleanup()


async def serve(asked: Asked, *, started: Callable[[Server], None], more: Callable[[Server], None]) -> None:
    """Serves until it is stopped with Ctrl+C or a signal.

    ``started`` is called once it answers, ``more`` whenever Enter is pressed at its terminal.
    """
    hosted.check()
    server = Server(asked)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(getattr(signal, name), stop.set)
    async with server.running():
        started(server)
        if sys.stdin is not None and sys.stdin.isatty():
            if hasattr(signal, "SIGTTIN"):
                signal.signal(signal.SIGTTIN, signal.SIG_IGN)  # in the background, reading would stop all
            _on_enter(lambda: loop.call_soon_threadsafe(more, server))
        await stop.wait()


def _on_enter(do: Callable[[], object]) -> None:
    """Listens beside everything else; it ends with the program."""

    def listen() -> None:
        with contextlib.suppress(OSError, ValueError, RuntimeError):
            for _line in _typed():
                do()

    threading.Thread(target=listen, name="rrsa-enter", daemon=True).start()


def _typed() -> Iterator[str]:
    """Lines that are typed at the terminal; none while another program has it (``rrsa serve &``)."""
    while True:
        if _in_background():
            time.sleep(1)
            continue
        try:
            line = sys.stdin.readline()
        except OSError:
            if _in_background():  # it was put there while it waited
                continue
            return
        if not line:
            return
        yield line


def _in_background() -> bool:
    return hasattr(os, "tcgetpgrp") and os.tcgetpgrp(sys.stdin.fileno()) != os.getpgrp()


async def _show_life(folder: Path) -> None:
    while True:
        with contextlib.suppress(OSError):
            os.utime(folder)
        await asyncio.sleep(TOUCH)


def _no_port(asked: Asked, problem: OSError) -> EnvironmentFailed:
    if problem.errno in (errno.EADDRINUSE, 10048):
        return EnvironmentFailed(
            _("the port {port} is taken").format(port=asked.port),
            _("another rrsa serve may be running; otherwise choose another port with --port"),
        )
    if problem.errno in (errno.EACCES, 10013):
        return EnvironmentFailed(
            _("the port {port} is not to be had").format(port=asked.port),
            _("choose one above 1024 with --port"),
        )
    return EnvironmentFailed(
        _("{host} cannot be listened on: {why}").format(host=asked.host, why=problem.strerror or problem),
        _("check --host"),
    )
