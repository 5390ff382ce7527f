"""Sessions: how many, how long, and how they end."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp import web
from serving_desk import Somebody, serving, sessions_folder, somebody, stand_in

from rrsa.serving import hosted, sitting
from rrsa.serving.asked import Asked
from rrsa.serving.folders import of_server
from rrsa.serving.server import Server


async def test_keys_go_in_and_pictures_come_out(visitor: Somebody) -> None:
    async with visitor.app() as app:
        await app.until('"in": ')
        await app.press("hello")
        await app.until("you said hello")


async def test_what_a_page_should_not_send_does_no_harm(visitor: Somebody) -> None:
    async with visitor.app() as app:
        await app.until('"in": ')
        for nonsense in (
            "",
            "{",
            "[]",
            '"stdin"',
            "[1]",
            '["stdin", 5]',
            '["resize", 1]',
            '["resize", {}]',
            "[" * 100_000,
        ):
            await app.socket.send_str(nonsense)
        await app.socket.send_str('["resize", {"width": "1e9", "height": -4}]')
        await app.socket.send_bytes(b"\x00")
        await app.press("still here")
        await app.until("you said still here")


async def test_the_size_of_a_terminal_is_believed_within_reason(visitor: Somebody) -> None:
    async with visitor.app() as app:
        found = await app.environment()
        assert (found["COLUMNS"], found["ROWS"]) == ("100", "32")
    assert sitting._whole("99999999", 80) == sitting.LARGEST
    assert sitting._whole("x; rm", 80) == 80
    assert sitting._whole(None, 24) == 24


async def test_when_all_places_are_taken_a_kind_page_says_so(server: Server, visitor: Somebody) -> None:
    async with visitor.app() as one, somebody(server) as other:
        await one.until('"in": ')
        await other.come_in()
        async with other.app() as two:
            await two.until('"in": ')
            status, text, _answer = await other.get("/")
            assert status == 503
            assert "All places are taken" in text
            assert "Try again" in text
    async with somebody(server) as third:
        await third.come_in()
        async with asyncio.timeout(10):  # until a session whose page was closed has ended
            while (await third.get("/"))[0] != 200:
                await asyncio.sleep(0.02)


async def test_pages_that_are_never_come_by_for_take_no_place_for_long(
    server: Server, visitor: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _page in range(2):
        assert (await visitor.get("/"))[0] == 200
    async with somebody(server) as other:
        await other.come_in()
        assert (await other.get("/"))[0] == 503
        monkeypatch.setattr(sitting, "COME_BY", -1.0)
        assert (await other.get("/"))[0] == 200


async def test_who_loads_a_page_again_and_again_takes_one_place_more_at_most(
    server: Server, visitor: Somebody
) -> None:
    async with visitor.app() as app:
        await app.until('"in": ')
        for _time in range(3):
            assert (await visitor.get("/"))[0] == 200
        await app.press("still here")
        await app.until("you said still here")


async def test_a_session_that_nobody_touches_warns_and_ends_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    stand_in(monkeypatch)
    async with (
        serving(Asked(str(tmp_path / "x.db"), port=0, idle=0.01)) as server,
        somebody(server) as one,
    ):
        await one.come_in()
        async with one.app() as app:
            assert "about a minute" in (await app.hears("soon"))["text"]
            ended = (await app.hears("ended"))["text"]
            assert "Nobody pressed a key" in ended
            assert "is kept" in ended
            [base] = (home / "cache" / "browser").iterdir()
            assert (base / "quit").exists(), "it was asked to end and not killed"
        async with asyncio.timeout(10):
            while sessions_folder(home):
                await asyncio.sleep(0.02)


async def test_a_key_keeps_a_session_alive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch)
    async with (
        serving(Asked(str(tmp_path / "x.db"), port=0, idle=0.02)) as server,
        somebody(server) as one,
    ):
        await one.come_in()
        async with one.app() as app:
            assert (await app.hears("soon"))["text"]
            await app.press("x")
            assert (await app.hears("soon"))["text"] == ""
            await app.until("you said x")


async def test_who_leaves_has_left_everywhere(server: Server, visitor: Somebody) -> None:
    async with visitor.app() as app:
        await app.until('"in": ')
        status, text, _answer = await visitor.post("/leave")
        assert (status, "You have left" in text) == (200, True)
        assert "You have left" in (await app.hears("ended"))["text"]
    assert (await visitor.get("/"))[0] == 403


async def test_an_app_that_fails_says_why_on_the_page(visitor: Somebody) -> None:
    async with visitor.app() as app:
        await app.until('"in": ')
        await app.press("fail")
        assert (await app.hears("ended"))["text"] == "it is broken — mend it"


async def test_a_server_that_goes_ends_its_sessions_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    stand_in(monkeypatch)
    server = Server(Asked(str(tmp_path / "x.db"), port=0))
    running = server.running()
    await running.__aenter__()
    async with somebody(server) as one:
        await one.come_in()
        async with one.app() as app:
            await app.until('"in": ')
            assert sessions_folder(home)
            ending = asyncio.create_task(running.__aexit__(None, None, None))
            assert "The server is going" in (await app.hears("ended"))["text"]
            await app.socket.close()
            await ending
    assert not list((home / "cache" / "browser").iterdir())


async def test_a_page_that_stops_reading_keeps_no_server_from_ending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    """As a machine that fell asleep, or somebody who means ill: the app draws on and nobody takes it."""
    stand_in(monkeypatch)
    monkeypatch.setattr(sitting, "GOODBYE", 0.2, raising=False)
    monkeypatch.setattr(hosted, "PATIENCE", 0.2)
    transports: list[asyncio.WriteTransport] = []
    hold = sitting.Sitting.hold

    async def noted(own: sitting.Sitting, request: web.Request) -> web.WebSocketResponse:
        assert request.transport is not None
        transports.append(request.transport)
        return await hold(own, request)

    monkeypatch.setattr(sitting.Sitting, "hold", noted)
    server = Server(Asked(str(tmp_path / "x.db"), port=0))
    running = server.running()
    await running.__aenter__()
    async with somebody(server) as one:
        await one.come_in()
        async with one.app() as app:
            await app.until('"in": ')
            await app.press("flood")
            async with asyncio.timeout(30):
                sizes = [0, 1]
                while sizes[-2] != sizes[-1] or sizes[-1] <= transports[0].get_write_buffer_limits()[1]:
                    await asyncio.sleep(0.2)
                    sizes.append(transports[0].get_write_buffer_size())
                await running.__aexit__(None, None, None)
    assert not list((home / "cache" / "browser").iterdir())


def test_what_a_killed_server_has_left_goes_with_the_next(home: Path, posix: None) -> None:
    killed = (
        "import os; from rrsa.serving.folders import of_server\n"
        "with of_server() as base:\n    (base / 'notes.txt').write_text('x'); os._exit(1)\n"
    )
    subprocess.run([sys.executable, "-c", killed], check=False)
    [left] = (home / "cache" / "browser").iterdir()
    with of_server() as runs:
        assert not left.exists()
        with of_server():
            assert runs.exists()
    assert not list((home / "cache" / "browser").iterdir())


# -- the app itself ------------------------------------------------------------------------------------


async def test_two_people_work_on_one_file_and_each_sees_what_the_other_does(school: Path) -> None:
    from rrsa.evaluation import Evaluation
    from rrsa.store import open_store

    async with (
        serving(Asked(str(school), author="Lead", port=0)) as server,
        somebody(server) as one,
        somebody(server) as other,
    ):
        await one.come_in()
        await other.come_in()
        async with one.app() as first, other.app() as second:
            for app in (first, second):
                await app.until("Glen Primary")
                await app.press("\r")
            await first.until("not looked at yet")
            await second.until("not looked at yet")
            second.drawn = ""
            await first.press("\r")
            await first.until("esc Back")
            await first.press("3")
            await second.until("Somebody else has saved")
    with open_store(school, read_only=True) as store:
        evaluation = Evaluation.open(store, "glen-primary", author="x")
        assert [outcome.view for outcome in evaluation.portfolio.outcomes.values()] == [3]


async def test_who_comes_back_sees_the_keys_before_pressing_one(school: Path, home: Path) -> None:
    async with serving(Asked(str(school), author="Lead", port=0)) as server, somebody(server) as one:
        await one.come_in()
        async with one.app() as app:
            await app.until("Glen Primary")
            await app.press("\r")
            await app.until("not looked at yet")
            await app.press("\r")
            await app.until("esc Back")
        async with asyncio.timeout(30):  # where one was is written down at the end
            while sessions_folder(home):
                await asyncio.sleep(0.02)
        async with one.app() as app:
            await app.until("How do we know?")
            await app.until("esc Back")


async def test_typed_text_is_kept_when_the_page_goes(school: Path, home: Path) -> None:
    async with serving(Asked(str(school), author="Lead", port=0)) as server, somebody(server) as one:
        await one.come_in()
        async with one.app() as app:
            await app.until("Glen Primary")
            await app.press("\r")
            await app.until("not looked at yet")
            await app.press("\r")
            await app.until("To do")
            app.drawn = ""
            await app.press("\t")
            await app.until("esc Back")
            await app.press("Half a thought")
            await app.until("Half a thought")
    kept = [json.loads(file.read_text("utf-8")) for file in (home / "drafts").glob("*.json")]
    assert [draft["text"] for drafts in kept for draft in drafts] == ["Half a thought"]


async def test_a_database_that_is_not_there_is_said_on_the_page(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere" / "rrsa.db"
    async with serving(Asked(str(nowhere), author="Lead", port=0)) as server, somebody(server) as one:
        await one.come_in()
        async with one.app() as app:
            await app.until("nowhere")
