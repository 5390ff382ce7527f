"""The app on a database server: a password asked for, a line that breaks, nothing lost of what was done."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from app_desk import Desk, at_desk
from proxy import Line, line_to
from textual.widgets import Input

from rrsa.drafts import Drafts, Place, remember_place
from rrsa.portfolio.changes import Cell
from rrsa.portfolio.portfolio import Portfolio
from rrsa.store import addresses, open_store
from rrsa.store import patience as waiting
from rrsa.tui.app import RrsaApp
from rrsa.tui.in_touch import AwayLine


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that waits for seconds waits for a moment."""
    monkeypatch.setattr("rrsa.tui.widgets.fields.DRAFT_AFTER", 0.02)
    monkeypatch.setattr("rrsa.tui.app.LOOK_FOR_OTHERS", 0.05)
    monkeypatch.setattr(waiting, "LONG", (0.0, *[0.05] * 2000))
    monkeypatch.setattr(addresses, "_typed", {})


def made(url: str) -> str:
    """A school on the server; its id."""
    from rrsa.framework.catalogue import find
    from rrsa.setup import create_setting

    with open_store(url) as store:
        return create_setting(store, "Birch Primary", find("rights-respecting-school"), author="lead")


@pytest.fixture
def birch(postgres_url: str) -> str:
    return made(postgres_url)


@pytest.fixture
def line(postgres_url: str, birch: str) -> Iterator[tuple[Line, str]]:
    with line_to(postgres_url) as there:
        remember_place(there[1], Place(birch, "outcome", "1"))
        yield there


def kept(url: str, setting: str) -> Portfolio:
    with open_store(url, read_only=True) as store:
        return store.load(setting).portfolio


def said(desk: Desk) -> str:
    lines = desk.app.screen.query(AwayLine)
    return str(lines.first().render()) if lines else ""


async def break_line(desk: Desk, line: Line) -> None:
    line.refuses = True
    line.cut()
    await desk.until(lambda: said(desk), "the line that says so")


async def test_what_is_done_while_the_server_is_away_is_saved_in_order_when_it_is_back(
    line: tuple[Line, str], postgres_url: str, birch: str
) -> None:
    async with at_desk(RrsaApp(line[1], author="lead"), at="OutcomeScreen") as desk:
        await desk.until(lambda: desk.app.sitting and not desk.app.sitting.writer.busy)
        await break_line(desk, line[0])
        assert "No connection to the server. Go on: what you type is kept." in said(desk)
        for grade in "123":
            desk.send(grade)
        await desk.until(
            lambda: "3 things wait, and are saved when it is back" in said(desk), "how many wait"
        )
        await desk.focus("#line")
        await desk.type("Because they said so")
        desk.app.screen.set_focus(None)
        await desk.until(lambda: "4 things wait" in said(desk), "the text waits as well")
        [draft] = Drafts(line[1], birch).all()
        assert (draft.cell, draft.text) == (Cell("outcome", "1", "line"), "Because they said so")
        assert kept(postgres_url, birch).outcome("1").view is None

        line[0].refuses = False
        await desk.until(lambda: not said(desk), "the line goes")
        await desk.settle()
        there = kept(postgres_url, birch).outcome("1")
        assert (there.view, there.line) == (3, "Because they said so")
        assert Drafts(line[1], birch).all() == ()
    with open_store(postgres_url) as store:
        done = [e.changeset.changes for e in reversed(store.history(birch)) if e.changeset.author == "lead"][
            1:
        ]
        assert [[c.after for c in changes] for changes in done] == [[1], [2], [3], ["Because they said so"]]
        assert store.check() == []


async def test_an_answer_that_never_came_makes_no_second_piece_of_evidence(
    line: tuple[Line, str], postgres_url: str, birch: str
) -> None:
    async with at_desk(RrsaApp(line[1], author="lead"), at="OutcomeScreen") as desk:
        await desk.until(lambda: desk.app.sitting and not desk.app.sitting.writer.busy)
        evaluation = desk.app.open_sitting.evaluation
        line[0].lose_answer_to(b"COMMIT\0", lambda: setattr(line[0], "refuses", True))
        values = {"title": "Minutes", "perspective": "children"}
        desk.app.open_sitting.do(lambda: evaluation.add_evidence(values, ("1",)))
        await desk.until(lambda: "1 thing waits" in said(desk))
        line[0].refuses = False
        await desk.until(lambda: not said(desk))
        await desk.settle()
        assert [e.title for e in kept(postgres_url, birch).evidence.values()] == ["Minutes"]
        assert len(desk.app.open_sitting.evaluation.portfolio.evidence) == 1


async def test_trying_again_by_hand_after_all_waits_are_over_does_it_once(
    line: tuple[Line, str], postgres_url: str, birch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "LONG", (0.0, 0.01))
    async with at_desk(RrsaApp(line[1], author="lead"), at="OutcomeScreen") as desk:
        await desk.until(lambda: desk.app.sitting and not desk.app.sitting.writer.busy)
        evaluation = desk.app.open_sitting.evaluation
        line[0].lose_answer_to(b"COMMIT\0", lambda: setattr(line[0], "refuses", True))
        values = {"title": "Minutes", "perspective": "children"}
        desk.app.open_sitting.do(lambda: evaluation.add_evidence(values, ("1",)))
        await desk.at("NotSaved")
        line[0].refuses = False
        await desk.press("enter")
        await desk.until(lambda: not desk.app.unsaved)
        await desk.until(lambda: desk.app.open_sitting.evaluation.portfolio.evidence)
        assert [e.title for e in kept(postgres_url, birch).evidence.values()] == ["Minutes"]


async def test_pages_that_need_the_server_say_so_and_the_app_stays(line: tuple[Line, str]) -> None:
    async with at_desk(RrsaApp(line[1], author="lead"), at="OutcomeScreen") as desk:
        await desk.until(lambda: desk.app.sitting and not desk.app.sitting.writer.busy)
        await break_line(desk, line[0])
        desk.send("H")
        await desk.until(lambda: desk.screen == "HistoryScreen")
        await desk.until(lambda: said(desk), "the line stands on this page too")
        desk.send("escape")
        await desk.until(lambda: desk.screen == "OutcomeScreen")
        line[0].refuses = False
        await desk.until(lambda: not said(desk))
        desk.send("H")
        await desk.see("Birch Primary")


async def test_a_server_that_does_not_answer_is_said_before_the_line_is_known_to_be_dead(
    line: tuple[Line, str], postgres_url: str, birch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rrsa.tui.in_touch.SLOW", 0.3)
    async with at_desk(RrsaApp(line[1], author="lead"), at="OutcomeScreen") as desk:
        await desk.until(lambda: desk.app.sitting and not desk.app.sitting.writer.busy)
        line[0].deaf = True  # as where a cable was pulled: what is sent arrives nowhere
        desk.send("2")
        await desk.until(lambda: "The server is slow to answer. Go on: what you type is kept." in said(desk))
        line[0].deaf = False
        line[0].cut()  # by now the machine has noticed
        await desk.until(lambda: not said(desk))
        await desk.settle()
        assert kept(postgres_url, birch).outcome("1").view == 2


async def test_leaving_while_something_waits_is_asked_about(line: tuple[Line, str], birch: str) -> None:
    app = RrsaApp(line[1], author="lead")
    async with at_desk(app, at="OutcomeScreen") as desk:
        await desk.until(lambda: desk.app.sitting and not desk.app.sitting.writer.busy)
        await break_line(desk, line[0])
        desk.send("2")
        await desk.until(lambda: "1 thing waits" in said(desk))
        await desk.focus("#line")
        await desk.type("Half a thought")
        desk.send("ctrl+q")
        await desk.until(lambda: desk.screen == "Sure")
        await desk.until(lambda: desk.sees("2 things could not be saved yet. Texts stay on this machine"))
        desk.send("escape")
        await desk.until(lambda: desk.screen == "OutcomeScreen")
        desk.send("ctrl+q")
        await desk.until(lambda: desk.screen == "Sure")
        desk.send("y")
        await desk.until(lambda: app.store is None, "it ends, without waiting for the server")
    assert [d.text for d in Drafts(line[1], birch).all()] == ["Half a thought"]


async def test_what_others_saved_meanwhile_is_there_when_the_server_is_back(
    line: tuple[Line, str], postgres_url: str, birch: str
) -> None:
    from rrsa.evaluation import Evaluation

    async with at_desk(RrsaApp(line[1], author="lead"), at="OutcomeScreen") as desk:
        await desk.until(lambda: desk.app.sitting and not desk.app.sitting.writer.busy)
        await break_line(desk, line[0])
        with open_store(postgres_url) as store:
            Evaluation.open(store, birch, author="DHT").record_outcome("1", {"line": "Seen by somebody else"})
        line[0].refuses = False
        await desk.see("Seen by somebody else")


# -- passwords --------------------------------------------------------------------------------------


@pytest.fixture
def strict(postgres_servers: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("PGPASSFILE", "/nowhere/pgpass")
    monkeypatch.delenv("PGPASSWORD", raising=False)
    with postgres_servers.server(scram=True) as server:
        addresses.remember(server.url, server.password)
        made(server.url)
        addresses.forget(server.url)
        yield server


async def test_a_password_is_asked_for_before_anything_opens_until_it_is_right(strict: Any) -> None:
    async with at_desk(RrsaApp(strict.url, author="lead"), at="PasswordDialog") as desk:
        assert desk.sees(strict.url)
        for typed in ("not the one", strict.password):
            assert desk.focused is desk.app.screen.query_one("#password", Input)
            await desk.type(typed)
            assert not desk.sees(typed)
            desk.send("enter")
            if typed != strict.password:
                await desk.until(lambda: desk.sees("That was not the password."))
        await desk.at("StartScreen")
        await desk.see("Birch Primary")
        assert not desk.sees(strict.password)


async def test_whoever_knows_no_password_is_told_where_it_may_stand(strict: Any) -> None:
    async with at_desk(RrsaApp(strict.url, author="lead"), at="PasswordDialog") as desk:
        await desk.press("enter")
        assert desk.sees("▲ nothing was typed — type the password, or press Escape")
        await desk.press("escape")
        await desk.at("StartScreen")
        await desk.see("set PGPASSWORD, keep it in a pgpass file")


async def test_a_password_in_an_address_is_kept_out_of_what_the_app_notes(strict: Any, home: Any) -> None:
    secret = strict.url.replace("postgres@", f"postgres:{strict.password}@")
    async with at_desk(RrsaApp(secret, author="lead"), at="StartScreen") as desk:
        await desk.see("Birch Primary")
        await desk.press("enter")
        await desk.at("HomeScreen")
    noted = [file for file in home.rglob("*") if file.is_file() and "cache" not in file.parts]
    assert any(file.name == "places.json" for file in noted)
    assert not any(strict.password.encode() in file.read_bytes() for file in noted)
