"""Behind a proxy: it is the door, and only what comes through it is believed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from serving_desk import Somebody, serving, somebody, stand_in

from rrsa.errors import BadInput, NotFound
from rrsa.serving.asked import Asked, Behind, check_host, check_public, is_loopback, networks
from rrsa.serving.people import check_passwords, folder_of, read_roles

ROLES = {"head@glen.example": "Head", "p5@glen.example": "P5 teacher"}
BEHIND = Behind("X-Forwarded-Email", "https://rrsa.glen.example", ROLES)
FRONT = {"Host": "rrsa.glen.example", "X-Forwarded-Email": "head@glen.example"}
Comes = Callable[..., AbstractAsyncContextManager[Somebody]]


@pytest.fixture
def comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Comes:
    """Somebody whose request the proxy hands on, with these headers."""
    stand_in(monkeypatch)

    @asynccontextmanager
    async def through(behind: Behind = BEHIND, **headers: str | None) -> AsyncIterator[Somebody]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in {**FRONT, **named}.items() if value is not None}
        asked = Asked(str(tmp_path / "rrsa.db"), port=0, behind=behind)
        async with serving(asked) as server, somebody(server, sent) as one:
            yield one

    return through


async def test_who_has_signed_in_works_in_their_role(comes: Comes) -> None:
    async with comes() as one, one.app() as app:
        assert 'data-session-websocket-url="wss://rrsa.glen.example/session/' in app.text
        found = await app.environment()
        assert found["RRSA_AUTHOR"] == "Head"
        assert found["RRSA_PERSON"] == folder_of("head@glen.example")
        assert "head@glen.example" not in repr(found)


async def test_capitals_in_an_address_make_nobody_else_of_it(comes: Comes) -> None:
    async with comes(X_Forwarded_Email=" Head@Glen.example ") as one:
        assert (await one.get("/"))[0] == 200


async def test_a_letter_that_only_looks_alike_is_somebody_else(comes: Comes) -> None:
    kim = replace(BEHIND, roles={"kim@glen.example": "Head"})
    for user, status in (("KIM@glen.example", 200), ("\N{KELVIN SIGN}im@glen.example", 403)):
        async with comes(kim, X_Forwarded_Email=user) as one:
            assert (await one.get("/"))[0] == status


@pytest.mark.parametrize(
    "user", ["nobody@glen.example", "head", "", None, "head@glen.example,p5@glen.example"]
)
async def test_who_is_not_expected_is_refused(comes: Comes, user: str | None) -> None:
    async with comes(X_Forwarded_Email=user) as one:
        status, text, _answer = await one.get("/")
        assert status == 403
        assert "not expected here" in text


async def test_a_header_that_is_there_twice_is_nobody(comes: Comes) -> None:
    async with comes() as one:
        headers = [*FRONT.items(), ("X-Forwarded-Email", "p5@glen.example")]
        async with one.client.get(one.address + "/", headers=headers) as answer:
            assert answer.status == 403


async def test_only_the_proxy_s_own_address_is_believed(comes: Comes) -> None:
    async with comes(replace(BEHIND, proxies=networks(["10.0.0.5"]))) as one:
        for path in ("/", "/static/page.js"):
            status, text, _answer = await one.get(path)
            assert status == 403
            assert "Come in through the front" in text


async def test_with_a_secret_only_who_knows_it_is_believed(comes: Comes) -> None:
    secret = replace(BEHIND, secret="a long secret of the proxy")
    for given in (None, "", "another", "a long secret of the proxy "[:-2]):
        async with comes(secret, X_Rrsa_Secret=given) as one:
            assert (await one.get("/"))[0] == 403
    async with comes(secret, X_Rrsa_Secret="a long secret of the proxy") as one:
        assert (await one.get("/"))[0] == 200


async def test_the_address_is_the_one_that_people_type(comes: Comes) -> None:
    for host in ("127.0.0.1", "rrsa.glen.example:8765", "glen.example"):
        async with comes(Host=host) as one:
            assert (await one.get("/"))[0] == 421


async def test_another_site_gets_nothing_done_here_either(comes: Comes) -> None:
    async with comes() as one, one.app() as app:
        await app.until('"in": ')
        status, _text = await one.up(app, "x.txt", b"x", Origin="https://glen.example")
        assert status == 403
        assert (await one.up(app, "x.txt", b"x"))[0] == 200


async def test_no_link_leads_past_the_sign_in(comes: Comes) -> None:
    async with comes(X_Forwarded_Email="nobody@glen.example") as one:
        word = one.server.door.new_link()
        assert (await one.get(f"/in/{word}"))[0] == 403
        assert (await one.post("/in", {"word": word}))[0] == 403
    async with comes() as one:
        word = one.server.door.new_link()
        assert (await one.post("/in", {"word": word}))[0] == 410


async def test_nobody_takes_all_the_places(comes: Comes) -> None:
    async with comes() as one, AsyncExitStack() as opened:
        for _page in range(one.server.asked.each):
            await opened.enter_async_context(one.app())
        status, text, _answer = await one.get("/")
        assert (status, "several times already" in text) == (503, True)
        assert (await one.get("/", X_Forwarded_Email="p5@glen.example"))[0] == 200


async def test_nobody_stands_in_their_own_way_by_loading_again(comes: Comes) -> None:
    async with comes() as one:
        for _page in range(2 * one.server.asked.each):
            assert (await one.get("/"))[0] == 200
        async with one.app() as app:
            await app.until('"in": ')


async def test_browsers_are_told_to_keep_to_tls(comes: Comes) -> None:
    async with comes() as one:
        _status, _text, answer = await one.get("/")
        assert answer.headers["Strict-Transport-Security"]
        assert "wss://rrsa.glen.example" in answer.headers["Content-Security-Policy"]
        assert one.server.guard.cookie.startswith("__Host-")


# -- what is asked for ---------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "school.example", "10.0.0.1"])
def test_an_address_that_others_reach_is_refused_without_a_proxy(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(BadInput, match="--behind-proxy"):
        check_host(host, None)
    check_host(host, BEHIND)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.1.2.3"])
def test_this_machine_s_own_address_is_fine(host: str) -> None:
    check_host(host, None)


def test_the_public_address_has_tls_and_nothing_behind_it() -> None:
    assert check_public("https://RRSA.glen.example/") == "https://rrsa.glen.example"
    assert check_public("https://rrsa.glen.example:8443") == "https://rrsa.glen.example:8443"
    # As a browser says it in “Host” and “Origin”.
    assert check_public("https://rrsa.glen.example:443") == "https://rrsa.glen.example"
    assert check_public("https://glén.example") == "https://xn--gln-cma.example"
    assert check_public("https://[::1]:8443") == "https://[::1]:8443"
    for wrong in (
        "https://:p@x",
        "https://a;b",
        "https://a..b",
        "http://glen.example",
        "glen.example",
        "https://x/y",
        "https://u@x",
        "https://x:y",
        "https://",
    ):
        with pytest.raises(BadInput, match="TLS"):
            check_public(wrong)


def test_people_are_read_a_line_each(tmp_path: Path) -> None:
    file = tmp_path / "people.txt"
    file.write_text(
        "\ufeff# who may come in\n\nHead@Glen.example = Head\ncn=p5,o=glen = P5  teacher\n", encoding="utf-8"
    )
    assert read_roles(file) == {"head@glen.example": "Head", "cn=p5,o=glen": "P5 teacher"}


WRONG = {
    "no-role": ("a@b\n", "people.txt:1: this is not USER = ROLE"),
    "empty-role": ("# x\na@b = \n", "people.txt:2"),
    "empty-user": (" = Head\n", "people.txt:1"),
    "twice": ("a@b = Head\nA@B = P5\n", "people.txt:2: “A@B” is there twice"),
    "long": (f"a@b = {'x' * 400}\n", "too long"),
    "nobody": ("# nobody yet\n", "lets nobody in"),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG.keys())
def test_a_file_of_people_that_will_not_do_is_said_by_line(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "people.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as wrong:
        read_roles(file)
    assert said in str(wrong.value)


def test_a_file_of_people_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_roles(tmp_path / "nowhere.txt")
    file = tmp_path / "people.txt"
    file.write_bytes(b"a@b = T\xe4\n")
    with pytest.raises(BadInput, match="UTF-8"):
        read_roles(file)


def test_each_role_has_a_password_file_that_nobody_else_reads(tmp_path: Path, posix: None) -> None:
    roles = {"a": "head", "b": "p5"}
    with pytest.raises(NotFound, match="no folder"):
        check_passwords(tmp_path / "nowhere", roles)
    (tmp_path / "head.pgpass").write_text("*:*:*:head:x\n", encoding="utf-8")
    (tmp_path / "head.pgpass").chmod(0o600)
    with pytest.raises(NotFound, match="“p5” has no password file"):
        check_passwords(tmp_path, roles)
    (tmp_path / "p5.pgpass").write_text("*:*:*:p5:x\n", encoding="utf-8")
    (tmp_path / "p5.pgpass").chmod(0o644)
    with pytest.raises(BadInput, match=r"p5\.pgpass may be read by others"):
        check_passwords(tmp_path, roles)
    (tmp_path / "p5.pgpass").chmod(0o600)
    check_passwords(tmp_path, roles)
    with pytest.raises(BadInput, match="password file"):
        check_passwords(tmp_path, {"a": "../head"})
