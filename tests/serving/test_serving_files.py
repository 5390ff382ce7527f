"""Files come up and go down: bounded, with plain names, for nobody else, and gone at the end."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving_desk import Opened, Somebody, sessions_folder, somebody

from rrsa.errors import BadInput
from rrsa.serving.folders import SessionFolder, clean_name
from rrsa.serving.server import Server


def come_up(home: Path) -> dict[str, bytes]:
    """What lies in the only session's folder."""
    [folder] = sessions_folder(home)
    return {each.name: each.read_bytes() for each in (folder / "up").iterdir()}


async def offered(app: Opened, **about: object) -> dict[str, object]:
    """The app offers a file that it has written; what the page is told."""
    await app.press("meta " + json.dumps({"type": "rrsa", "what": "down", **about}))
    return await app.hears("down")


def write_down(home: Path, name: str, content: bytes) -> None:
    [folder] = sessions_folder(home)
    file = folder / "down" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


# -- up ------------------------------------------------------------------------------------------------


async def test_a_file_comes_up_under_its_name(visitor: Somebody, home: Path) -> None:
    async with visitor.app() as app:
        await app.until('"in": ')
        status, text = await visitor.up(app, "Assembly – notes.txt", b"led by children")
        assert (status, json.loads(text)) == (200, {"name": "Assembly – notes.txt"})
        assert come_up(home) == {"Assembly – notes.txt": b"led by children"}
        if os.name == "posix":
            [folder] = sessions_folder(home)
            assert folder.stat().st_mode & 0o077 == 0


async def test_two_of_one_name_lie_side_by_side(visitor: Somebody, home: Path) -> None:
    async with visitor.app() as app:
        await app.until('"in": ')
        await visitor.up(app, "notes.txt", b"one")
        _status, text = await visitor.up(app, "notes.txt", b"two")
        assert json.loads(text) == {"name": "notes (2).txt"}
        assert come_up(home) == {"notes.txt": b"one", "notes (2).txt": b"two"}


TRICKS = {
    "up-a-folder": "../x.txt",
    "far-up": "../../../../etc/cron.d/x",
    "absolute": "/etc/passwd",
    "backslash": "..\\x.txt",
    "drive": "C:x.txt",
    "share": "\\\\host\\share\\x.txt",
    "hidden": ".bashrc",
    "dots": "..",
    "dot": ".",
    "home": "~x",
    "nothing": " ",
}


@pytest.mark.parametrize("name", TRICKS.values(), ids=TRICKS.keys())
async def test_a_name_that_is_a_path_is_refused(visitor: Somebody, home: Path, name: str) -> None:
    async with visitor.app() as app:
        await app.until('"in": ')
        status, text = await visitor.up(app, name, b"x")
        assert status == 400
        assert "error" in json.loads(text)
        assert come_up(home) == {}


@given(st.text(max_size=300))
def test_whatever_the_name_it_stays_in_its_folder(name: str) -> None:
    try:
        kept = clean_name(name)
    except BadInput as refused:
        assert "\n" not in str(refused)
        return
    assert kept == Path(kept).name
    assert kept not in ("", ".", "..")
    assert not set(kept) & set('/\\:*?"<>|\n\r\t\0')


@pytest.mark.parametrize("told", [True, False], ids=["said-before", "found-out"])
async def test_a_file_that_is_too_large_is_stopped_on_its_way(
    visitor: Somebody, home: Path, told: bool
) -> None:
    async with visitor.app() as app:
        await app.until('"in": ')
        size = visitor.server.asked.upload + 1
        if told:
            status, text = await visitor.up(app, "large.bin", b"x" * (size + 100_000))
            assert (status, "too large" in text) == (400, True)
        else:
            taken = 0

            async def endless() -> AsyncIterator[bytes]:
                nonlocal taken
                head = '--B\r\nContent-Disposition: form-data; name="file"; filename="l.bin"\r\n\r\n'
                yield head.encode()
                while taken < 500:
                    taken += 1
                    yield b"x" * 65_536
                    await asyncio.sleep(0)

            try:
                status, text, _answer = await visitor.post(
                    f"/session/{app.key}/up", endless(), Content_Type="multipart/form-data; boundary=B"
                )
                assert (status, "too large" in text) == (400, True)
            except aiohttp.ClientError:
                pass  # it was cut off while we were still sending
            assert taken < 500
        assert come_up(home) == {}
        [folder] = sessions_folder(home)
        assert sorted(each.name for each in folder.iterdir() if each.suffix == ".part") == []


async def test_only_so_many_come_up(visitor: Somebody, home: Path) -> None:
    async with visitor.app() as app:
        await app.until('"in": ')
        answers = await asyncio.gather(*(visitor.up(app, f"{n}.txt", b"x") for n in range(5)))
        assert sorted(status for status, _text in answers) == [200] * 3 + [400] * 2
        assert len(come_up(home)) == 3


async def test_what_is_no_form_with_a_file_is_refused(visitor: Somebody, home: Path) -> None:
    async with visitor.app() as app:
        await app.until('"in": ')
        path = f"/session/{app.key}/up"
        for body, kind in (
            (b"x", "text/plain"),
            (b"x", "multipart/form-data"),
            (b"x", "multipart/form-data; boundary=B"),
            (
                b'--B\r\nContent-Disposition: form-data; name="file"; filename="a\rb"\r\n\r\nx\r\n--B--\r\n',
                "multipart/form-data; boundary=B",
            ),
            (b"--B\r\nA: " + b"b" * 60_000 + b"\r\n\r\nx\r\n--B--\r\n", "multipart/form-data; boundary=B"),
            (b"--B\r\n\r\nx\r\n--B--\r\n", "multipart/form-data; boundary=B"),
            (
                b'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--B--\r\n',
                "multipart/form-data; boundary=B",
            ),
            (
                b'--B\r\nContent-Disposition: form-data; name="file"; filename="e.txt"\r\n\r\n\r\n--B--\r\n',
                "multipart/form-data; boundary=B",
            ),
        ):
            status, text, _answer = await visitor.post(path, body, Content_Type=kind)
            assert status == 400, body
            assert "—" in json.loads(text)["error"]
        assert come_up(home) == {}


async def test_a_disk_that_is_full_is_said(
    visitor: Somebody, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    async with visitor.app() as app:
        await app.until('"in": ')
        monkeypatch.setattr(Path, "replace", full)
        status, text = await visitor.up(app, "notes.txt", b"x")
        assert (status, "No space left" in text) == (400, True)
        assert come_up(home) == {}


# -- down ----------------------------------------------------------------------------------------------


async def test_a_file_goes_down_under_its_name(visitor: Somebody, home: Path) -> None:
    async with visitor.app() as app:
        await app.until('"in": ')
        write_down(home, "a1/Glen – für alle.html", b"<script>alert(1)</script>")
        told = await offered(app, name="a1/Glen – für alle.html")
        assert told["name"] == "Glen – für alle.html"
        status, text, answer = await visitor.get(str(told["url"]))
        assert (status, text) == (200, "<script>alert(1)</script>")
        assert answer.content_disposition is not None
        assert answer.content_disposition.type == "attachment"
        assert answer.content_disposition.filename == "Glen – für alle.html"
        assert answer.content_type == "application/octet-stream"
        assert (await visitor.get(str(told["url"])))[0] == 200


async def test_a_child_s_page_goes_down_once_and_is_gone(visitor: Somebody, home: Path) -> None:
    async with visitor.app() as app:
        await app.until('"in": ')
        write_down(home, "a1/rings.html", b"my nan")
        told = await offered(app, name="a1/rings.html", once=True)
        assert (await visitor.get(str(told["url"])))[1] == "my nan"
        assert (await visitor.get(str(told["url"])))[0] == 404
        [folder] = sessions_folder(home)
        assert not [each for each in (folder / "down").rglob("*") if each.is_file()]


async def test_nobody_else_gets_it(server: Server, visitor: Somebody, home: Path) -> None:
    async with visitor.app() as app, somebody(server) as other, somebody(server) as stranger:
        await app.until('"in": ')
        write_down(home, "a1/x.xlsx", b"x")
        url = str((await offered(app, name="a1/x.xlsx"))["url"])
        await other.come_in()
        assert (await other.get(url))[0] == 404
        assert (await stranger.get(url))[0] == 403
        assert (await visitor.get(url.rpartition("/")[0] + "/a1"))[0] == 404
    async with asyncio.timeout(10):
        while sessions_folder(home):
            await asyncio.sleep(0.02)
    assert (await visitor.get(url))[0] == 404


def test_only_plain_files_of_the_session_are_offered(tmp_path: Path, posix: None) -> None:
    folder = SessionFolder(tmp_path, largest=10, most=2)
    secret = tmp_path / "secret.txt"
    secret.write_text("x", encoding="utf-8")
    below = folder.place / "down"
    (below / "link.txt").symlink_to(secret)
    (below / "out").symlink_to(tmp_path)
    for name in ("link.txt", "out/secret.txt", "../up", "../../secret.txt", str(secret), "", "nothing"):
        assert folder.offer(name, once=False) is None, name


async def test_all_of_it_is_gone_at_the_end(visitor: Somebody, home: Path) -> None:
    async with visitor.app() as app:
        await app.until('"in": ')
        await visitor.up(app, "notes.txt", b"x")
        write_down(home, "a1/x.xlsx", b"x")
    async with asyncio.timeout(10):
        while sessions_folder(home):
            await asyncio.sleep(0.02)


async def test_a_page_elsewhere_is_opened_only_by_its_address(visitor: Somebody) -> None:
    async with visitor.app() as app:
        await app.until('"in": ')
        for url in ("javascript:alert(1)", "file:///etc/passwd", "https://www.gov.scot/"):
            await app.press("meta " + json.dumps({"type": "open_url", "url": url, "new_tab": False}))
        assert await app.hears("open") == {"what": "open", "url": "https://www.gov.scot/"}


async def test_what_textual_would_deliver_itself_goes_nowhere(visitor: Somebody) -> None:
    about = {"type": "deliver_file_start", "key": "k", "path": "/etc/passwd", "open_method": "download"}
    async with visitor.app() as app:
        await app.until('"in": ')
        await app.press("meta " + json.dumps(about))
        await app.press("x")
        await app.until("you said x")
        assert app.told == []
        assert (await visitor.get("/download/k"))[0] == 404
