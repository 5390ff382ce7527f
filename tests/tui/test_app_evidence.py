"""How we know: adding, editing, linking, choosing and removing evidence."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from app_desk import SETTING, Desk, at_outcome, complaint_beside
from PIL import Image
from textual.widgets import Checkbox, Input, Select

from rrsa.portfolio.records import Evidence
from rrsa.store import open_store
from rrsa.tui.app import RrsaApp
from rrsa.vocabulary import Direction, Perspective

Make = Callable[..., RrsaApp]


def found(desk: Desk, title: str) -> Evidence:
    """The one piece of evidence with this title."""
    (item,) = [item for item in desk.kept().evidence.values() if item.title == title]
    return item


def shown_for(desk: Desk, title: str) -> dict[str | None, str | None]:
    """What a piece is shown for, and which way."""
    portfolio = desk.kept()
    return {link.target: link.direction for link in portfolio.links_by_evidence[found(desk, title).id]}


async def open_form(desk: Desk) -> None:
    await desk.press("a")
    await desk.at("EvidenceDialog")


async def save(desk: Desk) -> None:
    await desk.press("ctrl+s")
    await desk.at("OutcomeScreen")


async def test_evidence_is_added_by_saying_where_it_is_kept(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        assert desk.sees("Nothing yet. Press a and say what you saw or heard")
        await open_form(desk)
        await desk.type("Letter that P7 wrote")
        await desk.write("#place", "Office, green folder")
        await desk.choose("#perspective", Perspective.CHILDREN.value)
        await save(desk)
        item = found(desk, "Letter that P7 wrote")
        assert (item.place, item.perspective, item.date) == ("Office, green folder", "children", "2026-03-18")
        assert item.file_sha256 is None
        assert shown_for(desk, "Letter that P7 wrote") == {"9": Direction.WORKS.value}
        assert desk.sees("◆ Letter that P7 wrote")
        assert desk.sees("Shown one way")
        assert desk.sees("our own help, not an official figure")


async def test_a_piece_tells_the_parts_of_its_score(make_app: Make) -> None:
    async with at_outcome(make_app(), "4") as desk:
        assert not desk.sees("Strength")
        await desk.focus("#evidence-list")
        pieces = desk.app.open_sitting.evaluation.assessment.outcomes["4"].pieces
        seen = set()
        for _piece in pieces:
            await desk.see("Strength")
            seen.add(desk.sees("Listed, not counted"))
            assert desk.sees("all together") != desk.sees("Listed, not counted")
            await desk.press("down")
        assert seen == {True, False}


async def test_the_save_button_saves_once_and_stays_on_the_page(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        before = len(desk.reasons())
        await open_form(desk)
        await desk.type("Letter that P7 wrote")
        await desk.choose("#perspective", Perspective.CHILDREN.value)
        await desk.focus("#ok")
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        assert found(desk, "Letter that P7 wrote")
        assert len(desk.reasons()) == before + 1


def photo_with_a_place(file: Path) -> bytes:
    """A photo as a telephone takes it: with where and by what."""
    exif = Image.Exif()
    exif[0x010F] = "Telephone Works"
    exif[0x8825] = {1: "N", 2: (56.0, 1.0, 2.0), 3: "W", 4: (3.0, 4.0, 5.0)}
    Image.new("RGB", (64, 48), "teal").save(file, exif=exif, format="JPEG")
    content = file.read_bytes()
    assert dict(Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)), "the photo must hold its place"
    return content


async def test_a_photo_is_stored_without_the_place_where_it_was_taken(make_app: Make, tmp_path: Path) -> None:
    before = photo_with_a_place(tmp_path / "mural.jpg")
    async with at_outcome(make_app(), "9") as desk:
        await open_form(desk)
        await desk.type("Mural by P2")
        await desk.write("#file", str(tmp_path / "mural.jpg"))
        await desk.choose("#perspective", Perspective.OBSERVATION.value)
        await save(desk)
        item = found(desk, "Mural by P2")
        assert item.file_name == "mural.jpg"
        with open_store(desk.database, read_only=True) as store:
            content = b"".join(store.read_file(SETTING, item.file_sha256 or ""))
        picture = Image.open(io.BytesIO(content))
        assert picture.size == (64, 48)
        assert not dict(picture.getexif()), "nothing but the picture"
        assert b"Telephone Works" in before
        assert b"Telephone Works" not in content
        assert desk.sees("file")


async def test_a_file_that_is_not_there_is_said_beside_its_field_and_nothing_typed_goes(
    make_app: Make, tmp_path: Path
) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await open_form(desk)
        await desk.type("Mural by P2")
        await desk.choose("#perspective", Perspective.OBSERVATION.value)
        await desk.write("#file", str(tmp_path / "nowhere.jpg"))
        await desk.press("ctrl+s")
        assert "there is no file" in complaint_beside(desk, "#file")
        assert desk.app.screen.query_one("#title", Input).value == "Mural by P2"
        assert desk.app.screen.query_one("#perspective", Select).value == "observation"
        assert "Mural by P2" not in [item.title for item in desk.kept().evidence.values()]
        await desk.write("#file", "")
        await save(desk)
        assert found(desk, "Mural by P2").file_name is None


async def test_what_cannot_be_used_is_said_beside_its_field(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await open_form(desk)
        await desk.choose("#perspective", Perspective.OBSERVATION.value)
        for selector, typed, said, mended in (
            ("#title", "", "—", "Mural by P2"),
            ("#date", "30 Feb 2026", "—", ""),
            ("#date", "1 Apr 2026", "future", ""),
            ("#date", "soon", "—", ""),
        ):
            await desk.write(selector, typed)
            await desk.press("ctrl+s")
            assert said in complaint_beside(desk, selector)
            assert desk.app.screen.query_one(selector, Input).value == typed
            assert "9" not in desk.kept().links_by_target
            await desk.write(selector, mended)
        await save(desk)
        assert found(desk, "Mural by P2").date is None


async def test_whose_view_it_is_must_be_said(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await open_form(desk)
        await desk.type("Mural by P2")
        await desk.press("ctrl+s")
        assert "whose view it is" in complaint_beside(desk, "#perspective")


async def test_leaving_the_form_changes_nothing(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        before = desk.reasons()
        await open_form(desk)
        await desk.type("Mural by P2")
        await desk.press("escape")
        await desk.at("OutcomeScreen")
        assert desk.reasons() == before


async def test_evidence_is_added_for_the_look_for_under_the_cursor(make_app: Make) -> None:
    async with at_outcome(make_app(), "4") as desk:
        await desk.focus("#look-list")
        await desk.press("down", "a")
        await desk.at("EvidenceDialog")
        await desk.type("Walk round with P5")
        await desk.choose("#perspective", Perspective.CHILDREN.value)
        await save(desk)
        assert shown_for(desk, "Walk round with P5") == {"4.2": Direction.WORKS.value}


async def test_evidence_is_opened_and_changed_as_one_change(make_app: Make) -> None:
    async with at_outcome(make_app(), "5") as desk:
        before = len(desk.reasons())
        await desk.focus("#evidence-list")
        await desk.press("enter")
        await desk.at("EvidenceDialog")
        assert desk.app.screen.query_one("#title", Input).value == "What parents said about mornings"
        await desk.write("#title", "What families said about mornings")
        await desk.choose("#direction", Direction.MIXED.value)
        desk.app.screen.query_one("#identifiable", Checkbox).value = True
        await save(desk)
        item = found(desk, "What families said about mornings")
        assert item.identifiable and item.people == 14
        assert shown_for(desk, item.title or "") == {"5": Direction.MIXED.value}
        assert desk.sees("◈ What families said about mornings")
        assert len(desk.reasons()) == before + 1


async def test_a_piece_that_is_there_is_linked_and_unlinked(make_app: Make) -> None:
    title = "Ten minutes at the P5 lunch table"
    async with at_outcome(make_app(), "9") as desk:
        await desk.press("k")
        await desk.at("FindDialog")
        await desk.type("lunch table")
        await desk.press("enter")
        await desk.at("OutcomeScreen")
        assert shown_for(desk, title)["9"] == Direction.WORKS.value
        assert desk.sees(f"◆ {title}")
        await desk.focus("#evidence-list")
        await desk.press("m")
        assert "9" not in shown_for(desk, title)
        assert not desk.sees(f"◆ {title}")
        assert found(desk, title).present


async def test_a_star_marks_what_the_assessor_is_shown(make_app: Make) -> None:
    title = "What parents said about mornings"
    async with at_outcome(make_app(), "5") as desk:
        await desk.focus("#evidence-list")
        await desk.press("c")
        (link,) = desk.kept().links_by_evidence[found(desk, title).id]
        assert link.chosen
        assert desk.sees(f"★ {title}")
        await desk.press("c")
        (link,) = desk.kept().links_by_evidence[found(desk, title).id]
        assert not link.chosen
        assert not desk.sees(f"★ {title}")


@pytest.mark.parametrize("key", ["delete", "backspace"])
async def test_evidence_that_is_removed_comes_back_whole(make_app: Make, key: str) -> None:
    title = "What parents said about mornings"
    async with at_outcome(make_app(), "5") as desk:
        item, links = found(desk, title), shown_for(desk, title)
        await desk.focus("#evidence-list")
        await desk.press(key)
        await desk.see("Press u to take that back")
        assert item.id not in desk.kept().evidence
        await desk.press("u")
        assert found(desk, title) == item
        assert shown_for(desk, title) == links
        assert desk.sees(f"◆ {title}")


async def test_what_shows_not_yet_is_welcome_and_leads_to_an_action(make_app: Make) -> None:
    async with at_outcome(make_app(), "9") as desk:
        await open_form(desk)
        await desk.type("Nobody here knows the helpline")
        await desk.choose("#perspective", Perspective.CHILDREN.value)
        await desk.choose("#direction", Direction.NOT_YET.value)
        await save(desk)
        assert desk.sees("◇ Nobody here knows the helpline")
        assert desk.kept().outcome("9").view is None, "our view stays our own"
        await desk.focus("#evidence-list")
        await desk.press("t")
        await desk.at("ActionDialog")
        await desk.type("Put the number on every door")
        await save(desk)
        (action,) = desk.kept().actions_by_outcome["9"]
        assert action.what == "Put the number on every door"
        assert action.because == found(desk, "Nobody here knows the helpline").id


async def test_the_file_picker_fills_the_field(
    make_app: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import textual_fspicker
    from textual.screen import ModalScreen

    class Picked(ModalScreen[Path]):
        """Somebody who knows at once which file."""

        def __init__(self, *_where: object, **_more: object) -> None:
            super().__init__()

        def on_mount(self) -> None:
            self.dismiss(tmp_path / "mural.jpg")

    monkeypatch.setattr(textual_fspicker, "FileOpen", Picked)
    async with at_outcome(make_app(), "9") as desk:
        await open_form(desk)
        await desk.focus("#browse")
        await desk.press("enter")
        await desk.until(
            lambda: desk.app.screen.query_one("#file", Input).value == str(tmp_path / "mural.jpg")
        )
