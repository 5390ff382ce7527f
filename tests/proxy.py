"""The tests' own line to a server on this machine: slow, cut, or silent when it matters.

It only passes bytes on, in threads, so that what it carries is what a real line would.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

PIECE = 65536


class Line:
    """A line to ``server``. ``delay`` is how long each way takes, in seconds; ``sent`` counts what went to
    the server, ``turns`` how often something went there after an answer had come: the times one waited."""

    def __init__(self, server: tuple[str, int], delay: float = 0.0) -> None:
        self._server = server
        self.delay = delay
        self.refuses = False
        self.deaf = False
        self.sent = 0
        self.turns = 0
        self._answered = True
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: list[socket.socket] = []
        self._guard = threading.Lock()
        self._before_answer: tuple[bytes, Callable[[], None]] | None = None
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Every connection breaks; new ones are taken unless the line refuses them."""
        with self._guard:
            broken, self._open = self._open, []
        for each in broken:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def lose_answer_to(self, order: bytes, then: Callable[[], None] = lambda: None) -> None:
        """The next order that holds these bytes reaches the server and is carried out; then the line breaks
        before anything comes back, and ``then`` is called first."""
        self._before_answer = (order, then)

    def close(self) -> None:
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            if self.refuses:
                client.close()
                continue
            try:
                server = socket.create_connection(self._server, timeout=5)
            except OSError:
                client.close()
                continue
            server.settimeout(None)
            for each in (client, server):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._guard:
                self._open += [client, server]
            _Pair(self, client, server).start()

    def noted_order(self) -> None:
        self.sent += 1
        self.turns += self._answered
        self._answered = False

    def noted_answer(self) -> None:
        self._answered = True

    def taken(self, piece: bytes) -> Callable[[], None] | None:
        """What is to happen instead of an answer to this piece."""
        if self._before_answer is None or self._before_answer[0] not in piece:
            return None
        _order, then = self._before_answer
        self._before_answer = None
        return then


class _Pair:
    """One connection through the line."""

    def __init__(self, line: Line, client: socket.socket, server: socket.socket) -> None:
        self._line, self._client, self._server = line, client, server
        self._then: Callable[[], None] | None = None

    def start(self) -> None:
        for source, target, orders in (
            (self._client, self._server, True),
            (self._server, self._client, False),
        ):
            waiting: queue.Queue[tuple[float, bytes]] = queue.Queue()
            threading.Thread(target=self._take, args=(source, waiting, orders), daemon=True).start()
            threading.Thread(target=self._give, args=(target, waiting, orders), daemon=True).start()

    def _take(self, source: socket.socket, waiting: queue.Queue[tuple[float, bytes]], orders: bool) -> None:
        while True:
            try:
                piece = source.recv(PIECE)
            except OSError:
                piece = b""
            if piece and self._line.deaf:
                continue  # as where a cable was pulled: nothing arrives, and nobody says so
            if orders and piece:
                self._line.noted_order()
                self._then = self._then or self._line.taken(piece)
            waiting.put((time.monotonic() + self._line.delay, piece))
            if not piece:
                return

    def _give(self, target: socket.socket, waiting: queue.Queue[tuple[float, bytes]], orders: bool) -> None:
        while True:
            due, piece = waiting.get()
            time.sleep(max(due - time.monotonic(), 0))
            if not orders and piece and self._then is not None:
                self._then()
                self._line.cut()
                return
            try:
                if not piece:
                    target.shutdown(socket.SHUT_WR)
                    return
                if not orders:
                    self._line.noted_answer()
                target.sendall(piece)
            except OSError:
                return


@contextmanager
def line_to(url: str, delay: float = 0.0) -> Iterator[tuple[Line, str]]:
    """A line to the server of a database's address, and the address through it."""
    parts = urlsplit(url)
    line = Line((parts.hostname or "127.0.0.1", parts.port or 5432), delay)
    try:
        name = f"{parts.username}@" if parts.username else ""
        yield line, parts._replace(netloc=f"{name}127.0.0.1:{line.port}").geturl()
    finally:
        line.close()
