"""What tests of ``rrsa serve`` share: a server on a port of its own, and somebody with a browser."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from rrsa.serving import sitting
from rrsa.serving.asked import Asked
from rrsa.serving.server import Server

PATIENCE = 40.0
DRAWING = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[@-_])")

STAND_IN = """
import json, os, sys

def packet(kind, data):
    os.write(1, kind + len(data).to_bytes(4, "big") + data)

os.write(1, b"__GANGLION__\\n")
packet(b"D", json.dumps({"environment": dict(os.environ), "words": sys.argv[1:], "in": os.getcwd()}).encode())
kept = b""
while True:
    data = os.read(0, 4096)
    if not data:
        break
    kept += data
    while len(kept) >= 5 and len(kept) >= 5 + int.from_bytes(kept[1:5], "big"):
        size = int.from_bytes(kept[1:5], "big")
        kind, payload, kept = kept[:1], kept[5:5 + size], kept[5 + size:]
        if kind == b"M" and json.loads(payload)["type"] == "quit":
            open(os.path.join(os.environ["RRSA_BROWSER_FOLDER"], "..", "quit"), "w").close()
            sys.exit(0)
        if kind == b"D" and payload.startswith(b"fail"):
            sys.stderr.write("error: it is broken \\u2014 mend it\\n")
            sys.exit(3)
        if kind == b"D" and payload.startswith(b"meta "):
            packet(b"M", payload[5:])
        elif kind == b"D" and payload == b"flood":
            while True:
                packet(b"D", bytes(65536))
        elif kind == b"D":
            packet(b"D", b"you said " + payload)
"""
"""In the place of the app: it says what it finds around it, repeats keys, and speaks to the page."""


def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions run a few lines in the place of the whole app."""

    def words(asked: Asked) -> list[str]:
        return [sys.executable, "-c", STAND_IN, *asked.words]

    monkeypatch.setattr(sitting, "command", words)


@asynccontextmanager
async def serving(asked: Asked) -> AsyncIterator[Server]:
    server = Server(asked)
    async with server.running():
        yield server


@dataclass
class Opened:
    """An open page: its socket, what has been drawn, what the page was told."""

    key: str
    text: str
    socket: aiohttp.ClientWebSocketResponse
    drawn: str = ""
    told: list[dict[str, Any]] = field(default_factory=list)

    async def until(self, seen: str) -> None:
        """Reads on until the app has drawn ``seen``."""
        try:
            async with asyncio.timeout(PATIENCE):
                while seen not in self.drawn:
                    await self.read()
        except TimeoutError:
            raise AssertionError(f"not seen: {seen}\n{self.drawn[-3000:]}") from None

    async def hears(self, what: str) -> dict[str, Any]:
        """Reads on until the page is told something."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for message in self.told:
                    if message["what"] == what:
                        self.told.remove(message)
                        return message
                await self.read()

    async def read(self) -> None:
        message = await self.socket.receive()
        if message.type is aiohttp.WSMsgType.BINARY:
            self.drawn += DRAWING.sub("", message.data.decode("utf-8", "replace"))
        elif message.type is aiohttp.WSMsgType.TEXT:
            kind, about = json.loads(message.data)
            if kind == "rrsa":
                self.told.append(about)
        else:
            raise AssertionError(f"the socket has closed: {self.drawn[-500:]}")

    async def press(self, text: str) -> None:
        await self.socket.send_json(["stdin", text])

    async def environment(self) -> dict[str, str]:
        """What the session's process finds around it (with the stand-in)."""
        await self.until('"in": ')
        found: dict[str, str] = json.loads(self.drawn)["environment"]
        return found


class Somebody:
    """Has a browser: cookies, and the headers that a browser cannot be made to leave out."""

    def __init__(self, server: Server, headers: dict[str, str] | None = None) -> None:
        self.server = server
        self.headers = headers or {}
        self.address = f"http://127.0.0.1:{server.guard.port}"
        self.client = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def get(self, path: str, **headers: str) -> tuple[int, str, aiohttp.ClientResponse]:
        return await self._ask("GET", path, headers)

    async def post(
        self, path: str, data: Any = None, **headers: str
    ) -> tuple[int, str, aiohttp.ClientResponse]:
        return await self._ask("POST", path, {"Origin": self.server.origin, **headers}, data)

    async def _ask(
        self, method: str, path: str, headers: dict[str, str], data: Any = None
    ) -> tuple[int, str, aiohttp.ClientResponse]:
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        async with self.client.request(
            method, self.address + path, headers=sent, data=data, allow_redirects=False
        ) as answer:
            return answer.status, (await answer.read()).decode("utf-8", "replace"), answer

    async def come_in(self) -> None:
        word = self.server.link().rpartition("/")[2]
        status, _text, _answer = await self.post("/in", {"word": word})
        assert status == 303

    @asynccontextmanager
    async def app(self) -> AsyncIterator[Opened]:
        """Opens the page, and its socket as the page does."""
        status, text, _answer = await self.get("/")
        assert status == 200, text
        path = path_of_socket(text)
        async with self.client.ws_connect(
            f"{self.address}{path}?width=100&height=32",
            headers={**self.headers, "Origin": self.server.origin},
        ) as socket:
            yield Opened(path.split("/")[2], text, socket)

    async def up(self, opened: Opened, name: str, content: bytes, **headers: str) -> tuple[int, str]:
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("file", content, filename=name)
        status, text, _answer = await self.post(f"/session/{opened.key}/up", form, **headers)
        return status, text


def path_of_socket(page: str) -> str:
    found = re.search(r'data-session-websocket-url="wss?://[^/]+([^"]+)"', page)
    assert found, page
    return found[1]


@asynccontextmanager
async def somebody(server: Server, headers: dict[str, str] | None = None) -> AsyncIterator[Somebody]:
    one = Somebody(server, headers)
    try:
        yield one
    finally:
        await one.client.close()


def sessions_folder(home: Path) -> list[Path]:
    """The folders of sessions on this machine."""
    return [each for each in (home / "cache" / "browser").glob("*/*") if each.is_dir()]
