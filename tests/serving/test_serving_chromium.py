"""The whole way in a real browser, by keyboard: from the link to a view, a file up and an export down."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from browsing import Page, page
from serving_desk import serving

from rrsa.evaluation import Evaluation
from rrsa.serving.asked import Asked
from rrsa.serving.server import Server
from rrsa.store import open_store


@pytest.fixture
async def server(school: Path) -> AsyncIterator[Server]:
    """A server whose sessions run the app itself, on a small school."""
    async with serving(Asked(str(school), author="Lead", port=0)) as running:
        yield running


@asynccontextmanager
async def inside(chromium: str, server: Server, tmp_path: Path) -> AsyncIterator[tuple[Page, Path]]:
    """A browser that has come in with a link and sees the school; and where what goes down arrives."""
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    async with page(chromium, downloads) as browser:
        await browser.go(server.link())
        await browser.press("Enter")
        await browser.see("Glen Primary")
        await browser.holds("document.activeElement.className === 'xterm-helper-textarea'")
        yield browser, downloads


async def come_down(downloads: Path, ending: str) -> Path:
    """Waits until a file has come down whole."""
    async with asyncio.timeout(30):
        while True:
            for each in downloads.glob(f"*{ending}"):
                return each
            await asyncio.sleep(0.05)


async def test_from_the_link_to_a_view_a_file_up_and_an_export_down(
    chromium: str, server: Server, school: Path, tmp_path: Path
) -> None:
    import openpyxl

    notes = tmp_path / "Assembly notes.txt"
    notes.write_text("Children led the assembly.", encoding="utf-8")
    async with inside(chromium, server, tmp_path) as (browser, downloads):
        # A view.
        await browser.press("Enter")
        await browser.see("not looked at yet")
        browser.forget()
        await browser.press("Enter")
        await browser.see("To do")
        await browser.press("3")
        await browser.see("Write one line on why you see outcome 1")
        # A file up, as evidence.
        browser.forget()
        await browser.press("a")
        await browser.see("What is it?")
        await browser.type("Assembly")
        await browser.press("Tab", "Tab", "Tab", "Enter")
        await browser.see("Nothing has come up yet")
        await browser.until(lambda: browser.chooser, "the window in which one chooses a file")
        await browser.holds("document.activeElement.id === 'file'")
        browser.forget()
        await browser.choose("#file", notes)
        await browser.holds("document.activeElement.type === 'submit'")
        await browser.press("Enter")
        await browser.see("Assembly notes.txt")
        await browser.holds("document.activeElement.className === 'xterm-helper-textarea'")
        assert "Assembly notes.txt has come up" in await browser.value(
            "document.getElementById('say').textContent"
        )
        browser.forget()
        await browser.press("Enter")
        await browser.see("Whose view is it?")
        browser.forget()
        await browser.press("Tab", "Enter")
        await browser.see("Observation")
        await browser.press("ArrowDown", "ArrowDown")
        browser.forget()
        await browser.press("Enter")
        await browser.see("Observation")
        await asyncio.sleep(0.5)  # what was drawn is taken in a moment later, sooner than a person goes on
        browser.forget()
        await browser.ctrl("s")
        await browser.see("Shown one way")
        # An export down.
        browser.forget()
        await browser.press("Escape")
        await browser.see("Export")
        browser.forget()
        await browser.press("x")
        await browser.see("Which copy?")
        await browser.ctrl("s")
        file = await come_down(downloads, ".xlsx")
        await browser.see("comes down with your browser")
        assert file.name.startswith("glen-primary-assessor-")
        assert openpyxl.load_workbook(file, read_only=True).sheetnames[0] == "Cover"
        link = await browser.value("document.querySelector('#down-list a').textContent")
        assert link == file.name
        # Nothing came from elsewhere, and nothing was forbidden to the page or broke on it.
        own = server.origin.partition("//")[2]
        assert {url for url in browser.asked if url.partition("//")[2].partition("/")[0] != own} == set()
        assert browser.complaints == []
    with open_store(school, read_only=True) as store:
        portfolio = Evaluation.open(store, "glen-primary", author="x").portfolio
        assert [outcome.view for outcome in portfolio.outcomes.values()] == [3]
        [piece] = portfolio.evidence.values()
        assert (piece.title, piece.file_name) == ("Assembly", "Assembly notes.txt")
        assert b"".join(store.read_file("glen-primary", piece.file_sha256 or "")) == notes.read_bytes()


async def test_no_keyboard_is_trapped_and_the_end_is_said(
    chromium: str, server: Server, tmp_path: Path
) -> None:
    async with inside(chromium, server, tmp_path) as (browser, _downloads):
        await browser.press("F6")
        await browser.holds("document.activeElement.id === 'file'")
        await browser.press("F6")
        await browser.holds("document.activeElement.className === 'xterm-helper-textarea'")
        await browser.press("q")
        await browser.holds("!document.getElementById('ended').hidden")
        said = await browser.value("document.getElementById('ended-text').textContent")
        assert said == "You have left. All that was saved is there when you come back."
        # “Begin again” has the focus: Enter is enough.
        browser.forget()
        await browser.press("Enter")
        await browser.see("Glen Primary")


async def test_the_page_has_no_serious_fault(
    chromium: str, axe_core: Path, server: Server, tmp_path: Path
) -> None:
    """What axe-core finds of the page around the app; the drawing itself is nothing that it can read."""
    look = (
        "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations"
        ".filter(each => ['serious', 'critical'].includes(each.impact))"
        ".map(each => [each.id, each.nodes.map(node => node.html)]))"
    )
    downloads = tmp_path / "downloads"
    async with page(chromium, downloads) as browser:

        async def faults() -> Any:
            await browser.do("Runtime.evaluate", expression=axe_core.read_text("utf-8"))
            return await browser.value(look)

        await browser.go(server.link())
        assert await faults() == []
        await browser.press("Enter")
        await browser.see("Glen Primary")
        assert await faults() == []
        await browser.go(server.origin + "/nothing")
        assert await faults() == []
