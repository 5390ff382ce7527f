"""Who is turned away, and what every answer says."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from serving_desk import Somebody, path_of_socket, somebody

from rrsa.serving.server import Server

FOREIGN = "https://evil.example"


async def test_without_a_cookie_there_is_no_way_in(server: Server) -> None:
    async with somebody(server) as stranger:
        for path in ("/", "/session/x/socket", "/session/x/down/y"):
            status, text, _answer = await stranger.get(path)
            assert status == 403
            assert "A link lets you in" in text
        for path in ("/session/x/up", "/leave"):
            status, text, _answer = await stranger.post(path)
            assert status == 403


async def test_a_link_is_a_page_first_so_that_looking_ahead_does_not_use_it_up(server: Server) -> None:
    async with somebody(server) as one:
        path = server.link().removeprefix(server.origin)
        for _time in range(2):
            status, text, _answer = await one.get(path)
            assert status == 200
            assert "Come in" in text
        word = path.rpartition("/")[2]
        status, _text, answer = await one.post("/in", {"word": word})
        assert (status, answer.headers["Location"]) == (303, "/")
        status, _text, _answer = await one.get("/")
        assert status == 200


async def test_a_cookie_is_kept_from_scripts_and_from_other_sites(server: Server) -> None:
    async with somebody(server) as one:
        word = server.link().rpartition("/")[2]
        _status, _text, answer = await one.post("/in", {"word": word})
        cookie = answer.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert "Path=/" in cookie
        assert word not in cookie


async def test_a_link_that_was_used_lets_nobody_in(server: Server) -> None:
    path = server.link().removeprefix(server.origin)
    word = path.rpartition("/")[2]
    async with somebody(server) as first, somebody(server) as second:
        assert (await first.post("/in", {"word": word}))[0] == 303
        status, text, answer = await second.post("/in", {"word": word})
        assert status == 410
        assert "works once" in text
        assert "Set-Cookie" not in answer.headers
        assert (await second.get(path))[0] == 410
        assert (await second.get("/"))[0] == 403


async def test_a_link_that_is_too_old_lets_nobody_in(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    word = server.link().rpartition("/")[2]
    now = server.door._now()
    monkeypatch.setattr(server.door, "_now", lambda: now + server.asked.link * 60)
    async with somebody(server) as one:
        assert (await one.post("/in", {"word": word}))[0] == 410


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1:1", "127.0.0.1", ""])
async def test_a_name_that_was_made_to_point_here_is_turned_away(visitor: Somebody, host: str) -> None:
    named = host.format(port=visitor.server.guard.port)
    for path in ("/", "/in/x", "/static/page.js", "/session/x/socket"):
        status, text, _answer = await visitor.get(path, Host=named)
        assert status == 421, path
        assert "Not the right address" in text
    status, _text, _answer = await visitor.post("/session/x/up", Host=named)
    assert status == 421


async def test_another_site_gets_nothing_done(visitor: Somebody) -> None:
    word = visitor.server.link().rpartition("/")[2]
    for path, data in (("/in", {"word": word}), ("/session/x/up", None), ("/leave", None)):
        for origin in (FOREIGN, "null", f"{visitor.server.origin}.evil.example", "http://127.0.0.1:1"):
            status, text, _answer = await visitor.post(path, data, Origin=origin)
            assert status == 403
            assert "Another site sent this" in text
    assert visitor.server.door.is_open(word)
    assert (await visitor.get("/", Origin=FOREIGN))[0] == 403
    assert (await visitor.get("/"))[0] == 200


async def test_our_own_pages_of_another_name_are_another_site(visitor: Somebody) -> None:
    """Another program may have the port under that name."""
    port = visitor.server.guard.port
    for origin in (f"http://localhost:{port}", f"http://[::1]:{port}"):
        assert (await visitor.post("/leave", Origin=origin))[0] == 403
    named = {"Host": f"localhost:{port}", "Origin": f"http://localhost:{port}"}
    assert (await visitor.post("/leave", **named))[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Dest": "image", "Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Dest": "iframe"},
        {"Sec_Fetch_Dest": "empty"},
        {"Sec_Fetch_Dest": "document", "Sec_Purpose": "prefetch;prerender"},
    ],
)
async def test_a_page_that_nobody_opened_takes_no_place(visitor: Somebody, headers: dict[str, str]) -> None:
    status, text, _answer = await visitor.get("/", **headers)
    assert (status, "data-key" in text) == (403, False)
    assert (await visitor.get("/", Sec_Fetch_Dest="document"))[0] == 200


async def test_a_form_that_is_none_opens_no_door(visitor: Somebody) -> None:
    for kind, body in (
        ("multipart/form-data; boundary=x", b"abc"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"word=x"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"word=x"),
    ):
        assert (await visitor.post("/in", body, Content_Type=kind))[0] == 410


async def test_a_request_that_hides_where_it_comes_from_changes_nothing(visitor: Somebody) -> None:
    word = visitor.server.link().rpartition("/")[2]
    async with visitor.client.post(visitor.address + "/in", data={"word": word}) as answer:
        assert answer.status == 403
    status, _text, _answer = await visitor.post("/in", {"word": word}, Sec_Fetch_Site="cross-site")
    assert status == 403
    assert visitor.server.door.is_open(word)


@pytest.mark.parametrize("origin", [FOREIGN, "null", None])
async def test_a_socket_opens_for_our_own_page_alone(visitor: Somebody, origin: str | None) -> None:
    _status, page, _answer = await visitor.get("/")
    headers = {"Origin": origin} if origin else {}
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await visitor.client.ws_connect(visitor.address + path_of_socket(page), headers=headers)
    assert refused.value.status == 403


async def test_a_session_is_one_visitor_s_own(server: Server, visitor: Somebody) -> None:
    async with visitor.app() as app, somebody(server) as other:
        await app.until('"in": ')
        await other.come_in()
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await other.client.ws_connect(
                f"{other.address}/session/{app.key}/socket", headers={"Origin": server.origin}
            )
        assert refused.value.status == 404
        assert (await other.up(app, "notes.txt", b"mine"))[0] == 404


async def test_a_session_has_one_socket(visitor: Somebody) -> None:
    async with visitor.app() as app:
        await app.until('"in": ')
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await visitor.client.ws_connect(
                f"{visitor.address}/session/{app.key}/socket", headers={"Origin": visitor.server.origin}
            )
        assert refused.value.status == 409


async def test_every_answer_keeps_to_itself(visitor: Somebody) -> None:
    for path in ("/", "/nothing", "/static/page.css", "/static/terminal.js", "/in/x", "/session/x/down/y"):
        _status, _text, answer = await visitor.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "Server" not in answer.headers
        if not path.startswith("/static/"):
            assert answer.headers["Cache-Control"] == "no-store"


async def test_an_answer_to_nonsense_names_no_version_either(server: Server) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.guard.port)
    writer.write(b"GET / HTTP/9.9\r\nnonsense\r\n\r\n")
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    await writer.wait_closed()
    assert b"400" in answer
    assert b"aiohttp" not in answer
    assert b"Python" not in answer


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/../server.py",
        "/static/..%2f..%2fserver.py",
        "/static/app.html",
        "/download/x",
        "/ws",
        "/.git/config",
        "/session/x/down/..%2f..%2fetc%2fpasswd",
    ],
)
async def test_all_else_is_not_there(visitor: Somebody, path: str) -> None:
    import yarl

    async with visitor.client.get(yarl.URL(visitor.address + path, encoded=True)) as answer:
        assert answer.status == 404
        text = await answer.text()
    assert "There is nothing here" in text


async def test_methods_that_are_not_meant_do_nothing(visitor: Somebody) -> None:
    async with visitor.client.put(visitor.address + "/", headers={"Origin": visitor.server.origin}) as answer:
        assert answer.status == 405
    for path in ("/", "/session/x/socket", "/session/x/down/y"):
        async with visitor.client.head(visitor.address + path) as answer:
            assert answer.status == 405, path
