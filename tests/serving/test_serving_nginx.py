"""The guide's own nginx in front: TLS, a sign-in, and only what the proxy says of who somebody is."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import re
import socket
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import aiohttp
import pytest
from aiohttp import web
from conftest import SMALL

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from browsing import page
from serving_desk import path_of_socket, serving, stand_in

from rrsa.serving.asked import Asked, Behind

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "school-server.md"
SECRET = "0123456789abcdef0123456789abcdef"
HEAD, P5, NOBODY = "head@glen.example", "p5@glen.example", "nobody@glen.example"
ROLES = {HEAD: "glen_head", P5: "glen_p5"}
FORGED = {"X-Forwarded-Email": HEAD, "X_Forwarded_Email": HEAD}


@dataclass
class Front:
    """nginx's address, and what a browser needs to trust its certificate."""

    url: str
    trust: ssl.SSLContext
    server_port: int

    async def get(self, path: str, user: str = "", **headers: str) -> tuple[int, str]:
        async with (
            aiohttp.ClientSession() as client,
            client.get(self.url + path, ssl=self.trust, headers={**signed(user), **headers}) as answer,
        ):
            return answer.status, await answer.text()


def signed(user: str) -> dict[str, str]:
    """What a browser sends for somebody who has signed in; the password is the name backwards."""
    if not user:
        return {}
    words = base64.b64encode(f"{user}:{user[::-1]}".encode()).decode()
    return {"Authorization": f"Basic {words}"}


def examples() -> list[str]:
    """The pieces of nginx's configuration in the guide."""
    return re.findall(r"```nginx\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def filled_in(text: str, **given: object) -> str:
    """An example with the places and addresses of this test in it; each must be there to be replaced."""
    for name, value in given.items():
        old = PLACES[name]
        assert old in text, old
        text = text.replace(old, str(value))
    return text


PLACES = {
    "name": "rights.glen.example",
    "listen": "listen 443 ssl",
    "certificate": "/etc/ssl/rights.crt",
    "key": "/etc/ssl/rights.key",
    "server": "127.0.0.1:8765",
    "secret": "the line in /etc/rrsa/proxy-secret",
    "users": "/etc/nginx/rights.users",
    "sign_in": "127.0.0.1:4180",
}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def run(*words: object, given: str | None = None) -> str:
    command = [str(word) for word in words]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout


def certificate(folder: Path) -> None:
    """One for ``localhost`` that nobody has signed but itself."""
    run(
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
        *("-addext", "subjectAltName=DNS:localhost", "-keyout", folder / "key", "-out", folder / "crt"),
    )


@asynccontextmanager
async def proxied(
    nginx: str, folder: Path, asked: Asked, site: str, **places: object
) -> AsyncIterator[Front]:
    """rrsa and nginx in front of it, by a configuration of the guide."""
    folder.mkdir()
    certificate(folder)
    port = free_port()
    public = f"https://localhost:{port}"
    behind = asked.behind
    assert behind is not None
    async with serving(replace(asked, behind=replace(behind, public=public))) as server:
        text = filled_in(
            site,
            name="localhost",
            listen=f"listen 127.0.0.1:{port} ssl",
            certificate=folder / "crt",
            key=folder / "key",
            server=f"127.0.0.1:{server.guard.port}",
            secret=SECRET,
            **places,
        )
        (folder / "site.conf").write_text(text, encoding="utf-8")
        own = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        around = [
            "daemon off;",
            f"pid {folder}/pid;",
            "user root;" if os.geteuid() == 0 else "",
            "events {}",
            "http {",
            "access_log off;",
            *(f"{name}_temp_path {folder}/{name};" for name in own),
            f"include {folder}/site.conf;",
            "}",
        ]
        (folder / "nginx.conf").write_text("\n".join(around), encoding="utf-8")
        process = await asyncio.create_subprocess_exec(
            *(nginx, "-e", str(folder / "log"), "-p", str(folder), "-c", str(folder / "nginx.conf"))
        )
        try:
            await _answers(process, port, folder / "log")
            trust = ssl.create_default_context(cafile=str(folder / "crt"))
            yield Front(public, trust, server.guard.port)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.wait()


async def _answers(process: asyncio.subprocess.Process, port: int, log: Path) -> None:
    async with asyncio.timeout(30):
        while True:
            assert process.returncode is None, log.read_text("utf-8")
            with contextlib.suppress(OSError):
                _reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.02)


def users(file: Path) -> Path:
    """The file of users as the guide has it made."""
    hashes = {user: run("openssl", "passwd", "-6", "-stdin", given=user[::-1]) for user in (HEAD, P5, NOBODY)}
    file.write_text("".join(f"{user}:{made.strip()}\n" for user, made in hashes.items()), encoding="utf-8")
    return file


@pytest.fixture
def glen(postgres_servers: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server of PostgreSQL that asks for passwords, with a school, an editor and a reader; its address."""
    import psycopg

    from rrsa.framework.catalogue import find
    from rrsa.setup import create_setting
    from rrsa.store import open_store
    from rrsa.store.access import granting, setting_up
    from rrsa.store.access.levels import Level
    from rrsa.store.postgres import PostgresDatabase

    passwords = tmp_path / "passwords"
    passwords.mkdir()
    with postgres_servers.server(scram=True) as made:
        monkeypatch.setenv("PGPASSWORD", made.password)
        with psycopg.connect(made.url, autocommit=True) as admin:
            admin.execute("CREATE ROLE glen_admin LOGIN CREATEROLE PASSWORD 'the word of the admin'")
            admin.execute("CREATE DATABASE rrsa OWNER glen_admin")
            for role in ROLES.values():
                admin.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'the word of {role}'")
                file = passwords / f"{role}.pgpass"
                file.write_text(f"*:*:rrsa:{role}:the word of {role}\n", encoding="utf-8")
                file.chmod(0o600)
        host = f"{made.url.rpartition('@')[2].rpartition('/')[0]}/rrsa"
        monkeypatch.setenv("PGPASSWORD", "the word of the admin")
        database = PostgresDatabase(f"postgresql://glen_admin@{host}")
        setting_up.init(database)
        granting.grant(database, ROLES[HEAD], ["glen-primary"], Level.EDITOR)
        granting.grant(database, ROLES[P5], ["glen-primary"], Level.READER)
        database.close()
        monkeypatch.delenv("PGPASSWORD")
        with monkeypatch.context() as as_head:
            as_head.setenv("PGPASSFILE", str(passwords / f"{ROLES[HEAD]}.pgpass"))
            with open_store(f"postgresql://{ROLES[HEAD]}@{host}") as store:
                create_setting(store, "Glen Primary", find(str(SMALL)), author=ROLES[HEAD])
        yield f"postgresql://{host}"


def behind(passwords: Path | None = None) -> Behind:
    return Behind("X-Forwarded-Email", "", ROLES, secret=SECRET, passwords=passwords)


async def test_from_the_sign_in_to_a_view_in_one_s_own_role(
    nginx: str, chromium: str, glen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, posix: None
) -> None:
    from rrsa.evaluation import Evaluation
    from rrsa.store import open_store

    asked = Asked(glen, port=0, behind=behind(tmp_path / "passwords"))
    site = examples()[0]
    async with proxied(nginx, tmp_path / "nginx", asked, site, users=users(tmp_path / "users")) as front:
        downloads = tmp_path / "downloads"
        downloads.mkdir()
        async with page(chromium, downloads) as browser:
            await browser.do("Security.setIgnoreCertificateErrors", ignore=True)
            # The browser is told the password once and keeps it, as for somebody who has typed it.
            name = f"{HEAD.replace('@', '%40')}:{HEAD[::-1].replace('@', '%40')}"
            await browser.go(front.url.replace("https://", f"https://{name}@") + "/static/page.css")
            await browser.go(front.url)
            await browser.see("Glen Primary")
            await browser.press("Enter")
            await browser.see("not looked at yet")
            browser.forget()
            await browser.press("Enter")
            await browser.see("To do")
            await browser.press("3")
            await browser.see("Write one line on why you see outcome 1")
            # A browser wants a picture for what is no page of ours; we have none.
            assert [each for each in browser.complaints if "favicon" not in each] == []
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "passwords" / f"{ROLES[P5]}.pgpass"))
    with open_store(glen.replace("://", f"://{ROLES[P5]}@"), read_only=True) as store:
        evaluation = Evaluation.open(store, "glen-primary", author="x")
        assert [outcome.view for outcome in evaluation.portfolio.outcomes.values()] == [3]
        last = store.history("glen-primary")[0]
        assert last.changeset.author == ROLES[HEAD]


async def test_nobody_is_let_in_past_the_sign_in(
    nginx: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, posix: None
) -> None:
    stand_in(monkeypatch)
    asked = Asked(str(tmp_path / "rrsa.db"), port=0, behind=behind())
    site = examples()[0]
    async with proxied(nginx, tmp_path / "nginx", asked, site, users=users(tmp_path / "users")) as front:
        for path in ("/", "/static/page.js", "/session/x/socket"):
            assert (await front.get(path, **FORGED))[0] == 401
        status, text = await front.get("/", NOBODY, **FORGED)
        assert (status, "not expected here" in text) == (403, True)
        assert (await front.get("/", HEAD, Host="evil.example"))[0] == 421
        status, text = await front.get("/", P5, X_Forwarded_Host="evil.example", **FORGED)
        assert status == 200
        socket_at = front.url + path_of_socket(text)
        async with aiohttp.ClientSession() as client:
            for user, origin, refused in (
                ("", front.url, 401),
                (HEAD, front.url, 404),
                (P5, "https://evil.example", 403),
            ):
                with pytest.raises(aiohttp.WSServerHandshakeError) as answer:
                    await client.ws_connect(
                        socket_at, ssl=front.trust, origin=origin, headers={**signed(user), **FORGED}
                    )
                assert answer.value.status == refused
            async with client.ws_connect(
                socket_at, ssl=front.trust, origin=front.url, headers={**signed(P5), **FORGED}
            ) as app:
                drawn = ""
                async with asyncio.timeout(30):
                    while '"in": ' not in drawn:
                        drawn += (await app.receive_bytes()).decode()
                assert '"RRSA_AUTHOR": "glen_p5"' in drawn
            # Past nginx, on the same machine, its word is not known.
            there = f"http://127.0.0.1:{front.server_port}/"
            headers = {**FORGED, "Host": front.url.partition("//")[2]}
            async with client.get(there, headers=headers) as direct:
                assert direct.status == 403


async def test_the_guide_s_way_to_a_council_s_sign_in(
    nginx: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, posix: None
) -> None:
    """With a stand-in for oauth2-proxy, which knows people by a cookie."""
    stand_in(monkeypatch)
    asked_of: list[str | None] = []

    async def who(request: web.Request) -> web.Response:
        asked_of.append(request.headers.get("Content-Length"))
        user = request.cookies.get("signed_in")
        if user is None:
            return web.Response(status=401)
        return web.Response(status=202, headers={"X-Auth-Request-Email": user})

    async def sign_in(_request: web.Request) -> web.Response:
        return web.Response(status=403, text="Sign in with your council")

    council = web.Application()
    council.add_routes([web.get("/oauth2/auth", who), web.get("/oauth2/sign_in", sign_in)])
    runner = web.AppRunner(council)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    whole, within, beside = examples()
    site = re.sub(r"(?m)^ *auth_basic.*\n", "", whole)
    site = site.replace("    location / {\n", beside + "\n    location / {\n" + within)
    site = site.replace("$remote_user", "$email")
    asked = Asked(str(tmp_path / "rrsa.db"), port=0, behind=behind())
    there = f"127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with proxied(nginx, tmp_path / "nginx", asked, site, sign_in=there) as front:
            assert await front.get("/", **FORGED) == (403, "Sign in with your council")
            assert (await front.get("/", Cookie=f"signed_in={NOBODY}", **FORGED))[0] == 403
            as_p5 = {"Cookie": f"signed_in={P5}", **FORGED, "Origin": front.url}
            status, text = await front.get("/", **as_p5)
            assert status == 200
            path = path_of_socket(text)
            async with (
                aiohttp.ClientSession() as client,
                client.ws_connect(front.url + path, ssl=front.trust, headers=as_p5) as app,
            ):
                await app.receive_bytes()
                form = aiohttp.FormData()
                form.add_field("file", bytes(300_000), filename="notes.txt")
                at = front.url + path.replace("/socket", "/up")
                async with client.post(at, data=form, ssl=front.trust, headers=as_p5) as answer:
                    assert await answer.json() == {"name": "notes.txt"}
            assert set(asked_of) == {None}, "who that is is asked without the file"
    finally:
        await runner.cleanup()
