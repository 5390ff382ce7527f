"""``rrsa serve``: what it refuses to begin with, and how it begins and ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest
from command_runs import Run

from rrsa.errors import Exit

FROM_PROXY = ("--behind-proxy", "X-User", "--public-url", "https://rrsa.example")


@pytest.fixture
def school(template: tuple[Path, dict[str, str]]) -> Path:
    return template[0]


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "people.txt"
    file.write_text("head@example.com = Head\n", encoding="utf-8")
    return file


def refused(rrsa: Run, *words: object) -> str:
    ran = rrsa("serve", *words)
    assert ran.code in (Exit.BAD_INPUT, Exit.ENVIRONMENT), ran
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    return str(ran.err)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "school.example", "::"])
def test_an_address_that_others_can_reach_is_refused(rrsa: Run, school: Path, host: str) -> None:
    said = refused(rrsa, "--database", school, "--host", host)
    assert "can be reached from other machines" in said
    assert "--behind-proxy" in said


WRONG = {
    "url-alone": (("--public-url", "https://x"), "--public-url goes with a proxy"),
    "address-alone": (("--proxy-address", "10.0.0.1"), "--proxy-address goes with a proxy"),
    "proxy-alone": (("--behind-proxy", "X-User"), "needs --public-url and --user-role"),
    "no-file": ((*FROM_PROXY, "--user-role", "nowhere.txt"), "there is no file"),
    "no-tls": (
        ("--behind-proxy", "X-User", "--public-url", "http://x", "--user-role", "{people}"),
        "not the address of a site with TLS",
    ),
    "no-header": (
        ("--behind-proxy", "X User:", "--public-url", "https://x", "--user-role", "{people}"),
        "no name of a header",
    ),
    "no-number": (
        (*FROM_PROXY, "--user-role", "{people}", "--proxy-address", "proxy.example"),
        "no address of a machine",
    ),
    "network": (
        (
            *FROM_PROXY,
            "--user-role",
            "{people}",
            "--proxy-address",
            "10.0.0.5",
            "--proxy-address",
            "10.1.0.0/16",
        ),
        "every machine in 10.1.0.0/16 could pass for the proxy",
    ),
    "no-secret": ((*FROM_PROXY, "--user-role", "{people}", "--proxy-secret", "nowhere"), "there is no file"),
    "weak-secret": ((*FROM_PROXY, "--user-role", "{people}", "--proxy-secret", "{people}"), "no good secret"),
    "none": (("--sessions", "0"), "--sessions is none at all"),
    "idle": (("--idle", "0"), "--idle is none at all"),
    "port": (("--port", "70000"), "port"),
}


@pytest.mark.parametrize(("words", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_does_not_go_together_is_said_in_one_line(
    rrsa: Run, school: Path, people: Path, words: tuple[str, ...], said: str
) -> None:
    if "weak" in said or "good" in said:
        people.write_text("a = b\n", encoding="utf-8")
    given = [word.format(people=people) for word in words]
    assert said in refused(rrsa, "--database", school, *given)


def test_a_secret_that_everybody_may_read_is_none(
    rrsa: Run, school: Path, people: Path, tmp_path: Path, posix: None
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("0123456789abcdef\n", encoding="utf-8")
    words = ("--database", school, *FROM_PROXY, "--user-role", people, "--proxy-secret", secret)
    secret.chmod(0o644)
    assert "secret may be read by others" in refused(rrsa, *words)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        for mode in (0o600, 0o640):  # a group of the two that know it is fine
            secret.chmod(mode)
            said = refused(rrsa, *words, "--proxy-address", "10.0.0.0/8", "--port", other.getsockname()[1])
            assert "is taken" in said


def test_on_a_server_each_role_needs_its_password_file(rrsa: Run, people: Path) -> None:
    url = "postgresql://db.example/rrsa"
    said = refused(rrsa, "--database", url, *FROM_PROXY, "--user-role", people)
    assert "--password-files" in said


def test_without_the_extra_one_line_says_what_to_install(
    rrsa: Run, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    assert 'pip install "rrsa[serve]"' in refused(rrsa, "--database", school)


def test_a_textual_serve_that_is_not_known_is_refused(
    rrsa: Run, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from textual_serve.app_service import AppService

    monkeypatch.delattr(AppService, "on_meta")
    said = refused(rrsa, "--database", school, "--port", "0")
    assert "AppService.on_meta is gone" in said


def test_a_database_that_is_not_there_is_said_before_anybody_comes(rrsa: Run, tmp_path: Path) -> None:
    said = refused(rrsa, "--database", tmp_path / "nowhere.db")
    assert "nowhere.db" in said
    assert not (tmp_path / "nowhere.db").exists()
    assert "rrsa new" in refused(rrsa)


def test_a_port_that_is_taken_is_said(rrsa: Run, school: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refused(rrsa, "--database", school, "--port", port)
    assert f"the port {port} is taken" in said
    assert "--port" in said


@pytest.fixture
def running(school: Path, tmp_path: Path, posix: None) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "rrsa", "serve", "--port", "0", "--database", str(school), "--author", "Lead"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
    )
    yield process
    process.kill()
    process.communicate()


def test_it_prints_one_link_and_ends_in_order(running: subprocess.Popen[str], home: Path) -> None:
    assert running.stdout is not None
    link = running.stdout.readline().strip()
    assert link.startswith("http://127.0.0.1:")
    with urllib.request.urlopen(link, timeout=20) as page:
        assert b"Come in" in page.read()
    os.kill(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert running.returncode == Exit.DONE
    assert out == ""
    assert "works once" in err
    assert "what was being typed is kept" in err
    assert "Traceback" not in err
    assert not list((home / "cache" / "browser").iterdir())


def test_in_the_background_of_a_shell_it_goes_on(school: Path, posix: None) -> None:
    """It listens for Enter at its terminal, and a program in the background that reads there is stopped."""
    shell = pexpect.spawn(
        "bash", ["--norc", "--noprofile", "-i"], env={**os.environ, "PS1": "$ "}, encoding="utf-8", timeout=60
    )
    shell.sendline(f"'{sys.executable}' -m rrsa --database '{school}' --author Lead serve --port 0 &")
    shell.expect(r"(http://127\.0\.0\.1:\d+/in/\S+)")
    link = shell.match[1]
    shell.expect("Ctrl.C ends it")
    for _time in range(2):  # it has not begun to listen when it answers first
        shell.sendline("sleep 0.5; echo wait''ed")
        shell.expect("waited")
        with urllib.request.urlopen(link, timeout=30) as answer:
            assert answer.status == 200
    shell.sendline("jobs; kill %1; wait; echo en''ded")
    shell.expect("Running")
    shell.expect("ended")
    shell.close()
