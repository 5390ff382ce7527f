"""The pages: nothing from elsewhere, and something for everybody."""

from __future__ import annotations

import re

import pytest
from serving_desk import Somebody, somebody

from rrsa.serving import hosted
from rrsa.serving.server import Server

ELSEWHERE = re.compile(r"(?:https?:|wss?:)?//[a-z0-9]", re.IGNORECASE)


async def test_no_page_and_no_script_names_another_host(server: Server, visitor: Somebody) -> None:
    async with somebody(server) as stranger:
        texts = {
            "door": (await stranger.get(server.link().removeprefix(server.origin)))[1],
            "refused": (await stranger.get("/"))[1],
            "app": (await visitor.get("/"))[1],
            "page.css": (await visitor.get("/static/page.css"))[1],
        }
    own = server.origin.partition("//")[2]
    for name, text in texts.items():
        found = {match for match in re.findall(r"(?:https?:|wss?:)//[^\s\"'<>)]+", text) if own not in match}
        assert found == set(), name
        assert not re.search(r'(?:src|href|action)="(?!/|data:,|#)', text), name
    for name in ("page.js", "terminal.js", "terminal.css"):
        text = (await visitor.get(f"/static/{name}"))[1]
        assert len(text) > 1_000
        code = re.sub(r"^\s*(?://|\*|/\*).*$", "", text, flags=re.MULTILINE)
        assert not re.search(r"[\"'(](?:https?:|wss?:)?//[a-z0-9]", code, re.IGNORECASE), name
        assert "googleapis" not in code


async def test_every_address_on_the_page_is_answered_here(visitor: Somebody) -> None:
    _status, page, _answer = await visitor.get("/")
    wanted = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    style = (await visitor.get("/static/page.css"))[1]
    wanted |= set(re.findall(r'url\("(/static/[^"]+)"\)', style))
    assert {"/static/mono.ttf", "/static/page.js", "/static/terminal.js"} <= wanted
    for path in wanted:
        status, _text, answer = await visitor.get(path)
        assert status == 200, path
        assert answer.content_type in ("text/css", "text/javascript", "font/ttf"), path


@pytest.mark.parametrize("name", ["door", "refused", "app", "full"])
async def test_every_page_has_a_language_a_title_and_a_heading(
    server: Server, visitor: Somebody, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RRSA_LANGUAGE", "en_GB")
    async with somebody(server) as stranger:
        if name == "door":
            text = (await stranger.get(server.link().removeprefix(server.origin)))[1]
        elif name == "refused":
            text = (await stranger.get("/"))[1]
        else:
            for _time in range(3 if name == "full" else 1):
                text = (await visitor.get("/"))[1]
    assert '<html lang="en-GB">' in text
    assert re.search(r"<title>[^<]+ · rrsa</title>", text)
    assert len(re.findall(r"<h1>", text)) == 1
    assert "<script>" not in text
    assert not re.search(r"\son[a-z]+=", text), "no script stands in a page"


async def test_files_have_a_plain_form_and_there_is_a_word_for_those_who_cannot_see(
    visitor: Somebody,
) -> None:
    _status, page, _answer = await visitor.get("/")
    assert '<label for="file">' in page
    assert '<input type="file" id="file"' in page
    assert re.search(r'<form id="up" method="post" enctype="multipart/form-data" action="/session/', page)
    assert "F6" in page
    assert "You cannot use this page?" in page
    assert 'aria-live="polite"' in page
    assert "<noscript>" in page


async def test_a_word_in_an_address_is_not_taken_for_html(server: Server) -> None:
    async with somebody(server) as one:
        status, text, _answer = await one.get("/in/%3Cscript%3Ealert(1)%3C%2Fscript%3E")
        assert status in (404, 410)
        assert "<script>" not in text


def test_the_fonts_come_with_textual_serve() -> None:
    assert all((hosted.STATIC / font).stat().st_size > 10_000 for font in hosted.FONTS.values())
