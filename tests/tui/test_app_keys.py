"""Keys are declared once, can be changed, and stay changed; motion can be switched off."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from album import SIZES, Album
from app_desk import at_desk, at_home
from textual.binding import Binding
from textual.widgets import OptionList

from rrsa.errors import BadInput
from rrsa.tui import keys
from rrsa.tui.app import RrsaApp
from rrsa.tui.pages import PAGES

Make = Callable[..., RrsaApp]


def test_an_id_means_one_key_wherever_it_is_declared() -> None:
    declared: dict[str, set[str]] = {}
    for _title, owner in keys.place_classes():
        for binding in owner.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id:
                declared.setdefault(binding.id, set()).add(binding.key)
    assert not {id_: found for id_, found in declared.items() if len(found) > 1}
    assert all(key.label.strip() and key.key for key in keys.all_keys({}))


def test_every_page_is_among_the_places_whose_keys_are_listed() -> None:
    listed = {where for _title, where in keys.PLACES}
    assert {page.where for page in PAGES} <= listed


def test_no_two_keys_of_one_place_are_the_same() -> None:
    seen: dict[tuple[str, str], str] = {}
    for key in keys.all_keys({}):
        for each in key.key.split(","):
            assert (key.place, each) not in seen, (key.id, seen[key.place, each])
            seen[key.place, each] = key.id


def test_pages_have_letters_of_their_own() -> None:
    letters = [page.key for page in PAGES]
    assert len(letters) == len(set(letters))


@pytest.mark.parametrize(
    ("id_", "key", "line"),
    [
        ("home.quick", "ctrl+q", "is needed as it is"),
        ("home.quick", "tab", "is needed as it is"),
        ("home.quick", "r", "r is taken"),
        ("home.quick", "f9", "f9 is taken"),
        ("home.quick", "H", "H is taken"),
        ("app.cover", "a", "a is taken"),
    ],
)
def test_a_key_that_is_taken_is_refused_and_says_by_what(id_: str, key: str, line: str) -> None:
    with pytest.raises(BadInput, match=line):
        keys.changed({}, id_, key)


def test_a_key_may_mean_something_else_on_another_page() -> None:
    assert keys.changed({}, "home.quick", "a") == {"home.quick": "a"}


async def test_a_key_is_changed_with_keys_alone_works_at_once_and_next_time(
    make_app: Make, home: Path
) -> None:
    async with at_home(make_app()) as desk:
        await desk.press("f2")
        await desk.at("KeysDialog")
        listed = desk.app.screen.query_one("#keys", OptionList)
        listed.highlighted = listed.get_option_index("home.quick")
        await desk.press("enter")
        await desk.at("PressKey")
        await desk.press("r")  # taken
        await desk.at("KeysDialog")
        assert desk.sees("r is taken")
        await desk.press("enter")
        await desk.at("PressKey")
        await desk.press("o")
        await desk.at("KeysDialog")
        assert desk.sees("(your own)")
        await desk.press("ctrl+s")
        await desk.at("HomeScreen")
        await desk.press("k")
        assert desk.screen == "HomeScreen"
        await desk.press("o")
        await desk.at("QuickLookScreen")
    assert json.loads((home / "preferences.json").read_text())["keys"] == {"home.quick": "o"}
    async with at_desk(make_app()) as desk:
        await desk.at("QuickLookScreen")
        await desk.press("escape")
        await desk.at("HomeScreen")
        await desk.press("o")
        await desk.at("QuickLookScreen")


async def test_the_usual_key_comes_back(make_app: Make, home: Path) -> None:
    (home / "preferences.json").write_text(json.dumps({"keys": {"home.quick": "o"}}))
    async with at_home(make_app()) as desk:
        await desk.press("f2")
        await desk.at("KeysDialog")
        listed = desk.app.screen.query_one("#keys", OptionList)
        listed.highlighted = listed.get_option_index("home.quick")
        await desk.press("delete", "ctrl+s")
        await desk.at("HomeScreen")
        await desk.press("k")
        await desk.at("QuickLookScreen")


@pytest.mark.parametrize("content", ["", "[]", '{"keys": 3}', '{"keys": {"no.such": "q", "home.quick": ""}}'])
async def test_preferences_that_cannot_be_used_are_as_none(make_app: Make, home: Path, content: str) -> None:
    (home / "preferences.json").write_text(content)
    async with at_home(make_app()) as desk:
        await desk.press("k")
        await desk.at("QuickLookScreen")


async def test_less_motion_is_remembered_beside_the_theme(make_app: Make, home: Path) -> None:
    async with at_home(make_app()) as desk:
        desk.app.animation_level = "full"
        await desk.press("f3")
        assert desk.app.animation_level == "none"
        await desk.press("ctrl+t")
    kept = json.loads((home / "preferences.json").read_text())
    assert kept["motion"] == "less" and kept["theme"] == "rrsa-dark"
    assert make_app().animation_level == "none"


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
async def test_pictures(make_app: Make, album: Album, size: tuple[int, int]) -> None:
    async with at_home(make_app(), size) as desk:
        await desk.press("f2")
        await desk.at("KeysDialog")
        await album.take(desk, f"keys-{size[0]}x{size[1]}")
