"""A real browser without a window: Chromium, driven over its own protocol. For tests and pictures.

Nothing is installed for it: aiohttp speaks with the browser as it does with ours. What the app draws is read
from the page's socket, since a terminal in a browser is a drawing and holds no text.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--remote-debugging-port=0",
)
PATIENCE = 30.0
"""Seconds to wait for anything on a page."""
KEYS = {
    "Enter": ("Enter", 13, "\r"),
    "Tab": ("Tab", 9, ""),
    "Escape": ("Escape", 27, ""),
    "ArrowDown": ("ArrowDown", 40, ""),
    "ArrowUp": ("ArrowUp", 38, ""),
    "Home": ("Home", 36, ""),
    "F6": ("F6", 117, ""),
}
_DRAWING = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[@-_])")


class Page:
    """One page of the browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._number = 0
        self.drawn = ""
        """What the app has drawn since :meth:`forget`, as text."""
        self.asked: list[str] = []
        """Every address that the page has asked for."""
        self.complaints: list[str] = []
        """What the page has written to the console as an error."""
        self.chooser: dict[str, Any] | None = None
        """The last file chooser that opened."""
        self._reader = asyncio.create_task(self._read())

    async def do(self, method: str, **given: Any) -> dict[str, Any]:
        """One command of the browser's protocol; gives its result."""
        self._number += 1
        answer = self._answers[self._number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": self._number, "method": method, "params": given})
        return await asyncio.wait_for(answer, PATIENCE)

    async def _read(self) -> None:
        async for message in self._socket:
            told = json.loads(message.data)
            if "id" in told:
                waiting = self._answers.pop(told["id"], None)
                if waiting is None or waiting.done():
                    continue
                if "error" in told:
                    waiting.set_exception(RuntimeError(told["error"]["message"]))
                else:
                    waiting.set_result(told["result"])
            else:
                self._happened(told["method"], told.get("params", {}))

    def _happened(self, what: str, about: dict[str, Any]) -> None:
        if what == "Network.webSocketFrameReceived":
            frame = about["response"]
            if frame["opcode"] == 2:
                text = base64.b64decode(frame["payloadData"]).decode("utf-8", "replace")
                self.drawn += _DRAWING.sub("", text)
        elif what == "Network.requestWillBeSent":
            self.asked.append(about["request"]["url"])
        elif what == "Network.webSocketCreated":
            self.asked.append(about["url"])
        elif what == "Page.fileChooserOpened":
            self.chooser = about
        elif what == "Log.entryAdded" and about["entry"]["level"] == "error":
            self.complaints.append(f"{about['entry']['text']} {about['entry'].get('url', '')}")
        elif what == "Runtime.exceptionThrown":
            self.complaints.append(about["exceptionDetails"]["text"])

    # -- looking -----------------------------------------------------------------------------------

    async def value(self, expression: str) -> Any:
        """What an expression comes to on the page."""
        found = await self.do(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        return found["result"].get("value")

    async def until(self, is_so: Callable[[], Any], what: str) -> None:
        """Waits until something is so; fails with ``what``."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    came = is_so()
                    if asyncio.iscoroutine(came):
                        came = await came
                    if came:
                        return
                    await asyncio.sleep(0.05)
        except TimeoutError:
            ended = await self.value("document.getElementById('ended-text')?.textContent")
            raise AssertionError(
                f"not seen: {what}\n{self.drawn[-3000:]}\n{self.complaints}\nended: {ended}"
            ) from None

    async def see(self, text: str) -> None:
        """Waits until the app has drawn ``text``."""
        await self.until(lambda: text in self.drawn, text)

    async def holds(self, expression: str) -> None:
        """Waits until an expression is true on the page, through its loading too."""

        async def is_so() -> bool:
            with contextlib.suppress(RuntimeError):
                return bool(await self.value(expression))
            return False

        await self.until(is_so, expression)

    def forget(self) -> None:
        """What was drawn so far is of no interest any more."""
        self.drawn = ""

    async def picture(self, file: Path) -> None:
        """The page as it looks."""
        found = await self.do("Page.captureScreenshot", format="png")
        file.write_bytes(base64.b64decode(found["data"]))

    # -- acting ------------------------------------------------------------------------------------

    async def go(self, url: str) -> None:
        await self.do("Page.navigate", url=url)
        await self.holds("document.readyState === 'complete'")

    async def press(self, *keys: str) -> None:
        """Presses keys one after another: names as browsers have them, or a character."""
        for key in keys:
            name, code, text = KEYS.get(key, (key, ord(key[0].upper()), key))
            about = {"key": name, "code": name if key in KEYS else "", "windowsVirtualKeyCode": code}
            down = "keyDown" if text else "rawKeyDown"
            await self.do("Input.dispatchKeyEvent", type=down, text=text, **about)
            await self.do("Input.dispatchKeyEvent", type="keyUp", **about)

    async def ctrl(self, letter: str) -> None:
        about = {
            "key": letter,
            "code": f"Key{letter.upper()}",
            "windowsVirtualKeyCode": ord(letter.upper()),
            "modifiers": 2,
        }
        await self.do("Input.dispatchKeyEvent", type="rawKeyDown", **about)
        await self.do("Input.dispatchKeyEvent", type="keyUp", **about)

    async def type(self, text: str) -> None:
        await self.press(*text)

    async def choose(self, selector: str, file: Path) -> None:
        """Puts a file into a field, as somebody does in the window that opens for it."""
        root = (await self.do("DOM.getDocument"))["root"]["nodeId"]
        node = (await self.do("DOM.querySelector", nodeId=root, selector=selector))["nodeId"]
        await self.do("DOM.setFileInputFiles", nodeId=node, files=[str(file)])

    async def close(self) -> None:
        self._reader.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._reader
        await self._socket.close()


@asynccontextmanager
async def page(chromium: str, downloads: Path, *, size: tuple[int, int] = (1280, 800)) -> AsyncIterator[Page]:
    """A browser with one empty page, which keeps what comes down in ``downloads``; ended afterwards."""
    own = Path(tempfile.mkdtemp(prefix="rrsa-chromium-"))
    process = await asyncio.create_subprocess_exec(
        chromium,
        *OPTIONS,
        f"--user-data-dir={own}",
        f"--window-size={size[0]},{size[1]}",
        "about:blank",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        port = await _port(own)
        async with aiohttp.ClientSession() as client:
            async with client.get(f"http://127.0.0.1:{port}/json/list") as answer:
                pages = [each for each in await answer.json() if each["type"] == "page"]
            address = pages[0]["webSocketDebuggerUrl"]
            socket = await client.ws_connect(address, max_msg_size=0, heartbeat=None)
            opened = Page(socket)
            try:
                for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
                    await opened.do(f"{domain}.enable")
                await opened.do("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
                await opened.do("Page.setInterceptFileChooserDialog", enabled=True)
                await opened.do(
                    "Emulation.setDeviceMetricsOverride",
                    width=size[0],
                    height=size[1],
                    deviceScaleFactor=1,
                    mobile=False,
                )
                yield opened
                with contextlib.suppress(Exception):
                    await opened.do("Browser.close")
            finally:
                await opened.close()
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(process.wait(), 10)
        if process.returncode is None:
            process.kill()
            await process.wait()
        shutil.rmtree(own, ignore_errors=True)


async def _port(own: Path) -> int:
    """The port that the browser has chosen, as it writes it down."""
    async with asyncio.timeout(PATIENCE):
        while True:
            with contextlib.suppress(OSError, ValueError, IndexError):
                return int((own / "DevToolsActivePort").read_text(encoding="utf-8").splitlines()[0])
            await asyncio.sleep(0.05)
