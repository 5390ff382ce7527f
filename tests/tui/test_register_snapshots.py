"""Pictures of the register and its dialogs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from album import SIZES, Album
from app_desk import at_home

from rrsa.tui.app import RrsaApp

Make = Callable[..., RrsaApp]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_register(make_app: Make, album: Album, size: tuple[int, int]) -> None:
    async with at_home(make_app(), size) as desk:
        await desk.press("E")
        await desk.at("RegisterScreen")
        await album.take(desk, "register")
        for key, dialog, name in (
            ("f", "FilterDialog", "register-filter"),
            ("k", "PlacesDialog", "register-places"),
            ("p", "EvidenceDialog", "register-newer"),
            ("d", "Sure", "register-remove"),
            ("t", "PruneDialog", "register-thin-out"),
        ):
            await desk.press(key)
            await desk.at(dialog)
            await album.take(desk, name)
            await desk.press("escape")
            await desk.at("RegisterScreen")
        await desk.press("/")
        await desk.type("lunch")
        await album.take(desk, "register-search")
        await desk.press("escape", "0", "a")
        await desk.at("EvidenceDialog")
        await desk.choose("#perspective", "children")
        await desk.focus("#said")
        await album.take(desk, "register-add")
