"""Makes the screenshots of the app in a browser, with a real one: ``python scripts/browser_screenshots.py``.

They go to ``docs/screenshots/browser``. Where there is no Chromium, nothing is made and that is said.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from browsing import page
from screenshots import DAY, ROOT

OUT = ROOT / "docs" / "screenshots" / "browser"
SIZE = (1120, 700)
ON_THE_DAY = (
    "import datetime, rrsa.clock\n"
    f"rrsa.clock.today = lambda: datetime.date({DAY.year}, {DAY.month}, {DAY.day})\n"
    "from rrsa.__main__ import main\n"
    "main()\n"
)


async def main(chromium: str, home: Path) -> None:
    """Comes in with a link, looks at a school, sends a file up and takes an export down."""
    from rrsa.serving.asked import Asked
    from rrsa.serving.server import Server

    database = home / "demo.db"
    notes = home / "Assembly notes.txt"
    notes.write_text("Children led the assembly.", encoding="utf-8")
    server = Server(Asked(str(database), author="Lead", port=0))
    async with server.running(), page(chromium, home / "downloads", size=SIZE) as browser:

        async def write(name: str) -> None:
            await asyncio.sleep(0.6)  # until it is drawn
            file = OUT / f"{name}.png"
            await browser.picture(file)
            print(file.relative_to(ROOT))

        await browser.go(server.link())
        await write("door")
        await browser.press("Enter")
        await browser.see("Inverdoran House")
        await browser.press("Enter")
        await browser.see("Taking shape")
        await write("home")
        await browser.press("ArrowDown", "ArrowDown", "ArrowDown", "Enter")
        await browser.see("To do")
        await browser.press("a")
        await browser.see("What is it?")
        await browser.type("Assembly")
        await browser.press("Tab", "Tab", "Tab", "Enter")
        await browser.see("Nothing has come up yet")
        await browser.choose("#file", notes)
        await browser.holds("document.activeElement.type === 'submit'")
        await browser.press("Enter")
        await browser.see("Assembly notes.txt")
        await write("file-up")


if __name__ == "__main__":
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        print("no Chromium here: the pictures in docs/screenshots/browser stay as they are", file=sys.stderr)
        sys.exit()
    with tempfile.TemporaryDirectory() as temporary, patch.dict(os.environ, {"RRSA_HOME": temporary}):
        from rrsa.samples import ensure_demo

        with patch("rrsa.clock.today", lambda: DAY):
            ensure_demo(Path(temporary) / "demo.db")
        OUT.mkdir(parents=True, exist_ok=True)
        with patch("rrsa.serving.sitting.command", lambda _asked: [sys.executable, "-c", ON_THE_DAY]):
            asyncio.run(main(found, Path(temporary)))
