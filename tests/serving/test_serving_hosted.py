"""What we rely on in textual-serve, and what is said when a newer one has changed it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual_serve.app_service import AppService

from rrsa.errors import EnvironmentFailed
from rrsa.serving import hosted


def test_the_textual_serve_that_is_here_will_do() -> None:
    assert hosted.what_has_changed() == []
    hosted.check()


@pytest.mark.parametrize("name", sorted(hosted.RELIED_UPON))
def test_a_hook_that_is_gone_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name == "__init__":

        def another(self: AppService, command: str, app: object) -> None:
            """Takes other things than it did."""

        monkeypatch.setattr(AppService, name, another)
        said = "AppService.__init__ takes command, app"
    else:
        monkeypatch.delattr(AppService, name)
        said = f"AppService.{name} is gone"
    with pytest.raises(EnvironmentFailed) as refused:
        hosted.check()
    assert said in str(refused.value)
    assert "pip install textual-serve==1.1.3" in str(refused.value)


def test_a_hook_that_needs_more_than_it_did_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    async def start(self: AppService, width: int, height: int, depth: int) -> None:
        """Needs one more."""

    monkeypatch.setattr(AppService, "start", start)
    assert hosted.what_has_changed() == ["AppService.start takes width, height, depth"]


@pytest.mark.parametrize("trace", hosted.IN_THE_SCRIPT)
def test_a_script_that_does_something_else_is_named(
    trace: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (hosted.SCRIPT, hosted.STYLE, *hosted.FONTS.values()):
        copy = tmp_path / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((hosted.STATIC / name).read_bytes())
    script = tmp_path / hosted.SCRIPT
    script.write_text(script.read_text("utf-8").replace(trace, "another"), encoding="utf-8")
    monkeypatch.setattr(hosted, "STATIC", tmp_path)
    assert hosted.what_has_changed() == [f"{hosted.SCRIPT} has no {trace}"]
    script.unlink()
    assert hosted.what_has_changed() == [f"{hosted.SCRIPT} is gone"]


async def test_our_own_hooks_are_the_ones_that_are_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``start`` goes by what we override; a textual-serve that went another way would start a shell with
    the server's whole environment."""
    import sys

    from serving_desk import STAND_IN

    (tmp_path / "home").mkdir()
    monkeypatch.setenv("RRSA_TEST_SECRET", "x")
    drawn = b""

    async def draw(picture: bytes) -> None:
        nonlocal drawn
        drawn += picture

    async def told(_message: object) -> None:
        """Nothing is told."""

    taking: Callable[[bytes], Awaitable[None]] = draw
    app = hosted.Hosted(
        [sys.executable, "-c", STAND_IN],
        {"RRSA_BROWSER_FOLDER": str(tmp_path), "MINE": "yes"},
        tmp_path,
        send_bytes=taking,
        told=told,
    )
    await app.start(91, 23)
    await app.stop()
    assert app._process is not None
    assert app._process.returncode == 0
    assert b'"MINE": "yes"' in drawn
    assert b'"COLUMNS": "91"' in drawn
    assert b"RRSA_TEST_SECRET" not in drawn


async def test_a_process_that_does_not_listen_is_made_to_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, posix: None
) -> None:
    import sys

    monkeypatch.setattr(hosted, "PATIENCE", 0.3)
    (tmp_path / "home").mkdir()
    deaf = (
        "import os, signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "os.write(1, b'__GANGLION__\\n')\n"
        "while True: os.write(1, b'D' + (1000).to_bytes(4, 'big') + b'x' * 1000)\n"
    )

    async def take(_given: object) -> None:
        """Takes it and does nothing."""

    app = hosted.Hosted([sys.executable, "-c", deaf], {}, tmp_path, send_bytes=take, told=take)
    await app.start(80, 24)
    await app.stop()
    assert app._process is not None
    assert app._process.returncode == -9
