"""The app in a browser: the server's disk is never shown, files come up and go down."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from app_desk import LEAD
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input, OptionList

import rrsa
from rrsa import in_browser, opening_files
from rrsa.errors import BadInput, NotFound
from rrsa.tui.app import RrsaApp
from rrsa.tui.dialogs.choose_files import ChooseFiles
from rrsa.tui.dialogs.evidence import EvidenceDialog
from rrsa.tui.dialogs.export import ExportDialog
from rrsa.tui.in_browser import HasComeUp, choose_file, written

SOURCES = Path(rrsa.__file__).parent / "tui"
A_DISK = re.compile(r"Path\.home\(|expanduser\(|\bexpanded\(|textual_fspicker|SelectDirectory|\.cwd\(\)")


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a session in a browser, and what the page around it is told."""
    folder = tmp_path / "session"
    for name in (in_browser.UP, in_browser.DOWN):
        (folder / name).mkdir(parents=True)
    monkeypatch.setenv(in_browser.FOLDER, str(folder))
    return folder


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    from textual.drivers.headless_driver import HeadlessDriver

    heard: list[dict[str, Any]] = []
    monkeypatch.setattr(HeadlessDriver, "write_meta", lambda _self, data: heard.append(data), raising=False)
    return heard


def test_no_screen_looks_at_a_disk_by_itself() -> None:
    """Whatever asks for a file calls ``rrsa.in_browser``, which knows where it runs."""
    found = [
        f"{file.relative_to(SOURCES)}:{number}: {line.strip()}"
        for file in sorted(SOURCES.rglob("*.py"))
        if file != SOURCES / "in_browser.py"
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if A_DISK.search(line)
    ]
    assert found == []


# -- names ---------------------------------------------------------------------------------------------


def test_at_a_terminal_paths_are_paths(tmp_path: Path) -> None:
    assert in_browser.folder() is None
    assert in_browser.to_read(f'"{tmp_path}"') == tmp_path
    assert in_browser.to_write("~/x.xlsx") == Path("~/x.xlsx").expanduser()
    assert Path(in_browser.suggested("x.xlsx")).name == "x.xlsx"


@pytest.mark.parametrize(
    "typed", ["/etc/passwd", "../x", "~/x", "~", "a/b", "a\\b", "C:\\x", ".", "..", ".x"]
)
def test_in_a_browser_no_path_is_followed(session: Path, typed: str) -> None:
    for asked in (in_browser.to_read, in_browser.to_write):
        with pytest.raises(BadInput, match="no folder"):
            asked(typed)


@given(st.text(max_size=80))
def test_whatever_is_typed_it_stays_in_the_session(typed: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv(in_browser.FOLDER, place)
        try:
            path = in_browser.to_write(typed)
        except BadInput:
            return
        below = Path(place) / in_browser.DOWN
        assert path.parent.parent == below
        assert path.resolve().is_relative_to(below.resolve())


def test_only_what_has_come_up_can_be_read(session: Path) -> None:
    (session / "up" / "notes.txt").write_text("x", encoding="utf-8")
    assert in_browser.to_read("notes.txt") == session / "up" / "notes.txt"
    with pytest.raises(NotFound, match=r"no file “other\.txt” has come up"):
        in_browser.to_read("other.txt")


def test_two_files_of_one_name_go_down_side_by_side(session: Path) -> None:
    first, second = in_browser.to_write("x.xlsx"), in_browser.to_write("x.xlsx")
    assert first != second
    assert first.name == second.name == "x.xlsx"
    assert in_browser.suggested("x.xlsx") == "x.xlsx"


# -- on screens ----------------------------------------------------------------------------------------


async def test_choosing_waits_for_a_file_and_takes_it(
    session: Path, told: list[dict[str, Any]], tmp_path: Path
) -> None:
    app = RrsaApp(tmp_path / "rrsa.db", author=LEAD)
    taken: list[Path] = []
    async with app.run_test() as pilot:
        await pilot.pause()
        choose_file(app, taken.append, only=("Answers", (".csv",)))
        await pilot.pause()
        assert isinstance(app.screen, HasComeUp)
        assert told == [{"type": "rrsa", "what": "up"}]
        (session / "up" / "picture.png").write_bytes(b"x")
        (session / "up" / "answers.csv").write_bytes(b"x")
        app.screen._look()
        await pilot.pause()
        assert app.screen.query_one(OptionList).option_count == 1
        await pilot.press("enter")
        await pilot.pause()
        assert taken == [session / "up" / "answers.csv"]


async def test_nothing_has_come_up_is_said_and_leaves_all_as_it_was(
    session: Path, told: list[dict[str, Any]], tmp_path: Path
) -> None:
    app = RrsaApp(tmp_path / "rrsa.db", author=LEAD)
    taken: list[Path] = []
    async with app.run_test() as pilot:
        choose_file(app, taken.append)
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, HasComeUp)
        assert "nothing has come up yet" in str(app.screen.query_one("#dialog-error").render())
        await pilot.press("u")
        assert told[-1] == {"type": "rrsa", "what": "up"}
        await pilot.press("escape")
        await pilot.pause()
        assert taken == []


async def test_what_is_written_goes_down(session: Path, told: list[dict[str, Any]], tmp_path: Path) -> None:
    app = RrsaApp(tmp_path / "rrsa.db", author=LEAD)
    async with app.run_test():
        path = in_browser.to_write("x.xlsx")
        path.write_bytes(b"x")
        said = written(app, path, once=True)
        assert str(session) not in said
        assert said.startswith("x.xlsx comes down")
        name = path.relative_to(session / "down").as_posix()
        assert told == [{"type": "rrsa", "what": "down", "name": name, "once": True}]


async def test_an_export_goes_down_and_says_no_place_of_the_server(
    session: Path, told: list[dict[str, Any]], sample_file: Path
) -> None:
    app = RrsaApp(sample_file, author=LEAD, read_only=True)
    async with app.run_test(size=(100, 40)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        dialog = app.screen
        assert isinstance(dialog, ExportDialog)
        path = dialog.query_one("#path", Input)
        assert "/" not in path.value
        path.value = "/etc/cron.d/x.xlsx"
        dialog.action_ok()
        await pilot.pause()
        assert "no folder" in str(dialog.query_one("#dialog-error").render())
        path.value = "for-the-assessor.xlsx"
        from textual.widgets import Select

        dialog.query_one("#copy", Select).value = "blank"
        await pilot.pause()
        path.value = "for-the-assessor.xlsx"
        dialog.action_ok()
        await app.workers.wait_for_complete()
        await pilot.pause()
        said = str(dialog.query_one("#said").render())
        assert "for-the-assessor.xlsx comes down" in said
        assert str(session) not in said
        [message] = told
        assert (session / "down" / str(message["name"])).read_bytes()[:2] == b"PK"


async def test_evidence_takes_what_has_come_up_by_its_name(
    session: Path, told: list[dict[str, Any]], sample_file: Path
) -> None:
    (session / "up" / "notes.txt").write_text("x", encoding="utf-8")
    app = RrsaApp(sample_file, author=LEAD, read_only=True)
    async with app.run_test(size=(100, 40)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.sitting is not None
        app.push_screen(EvidenceDialog(app.sitting.evaluation, ("1",)))
        await pilot.pause()
        dialog = app.screen
        assert isinstance(dialog, EvidenceDialog)
        dialog._browse()
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert dialog.query_one("#file", Input).value == "notes.txt"
        dialog.query_one("#title", Input).value = "Notes"
        dialog.query_one("#file", Input).value = "/etc/passwd"
        dialog.action_ok()
        await pilot.pause()
        assert "no folder" in str(dialog.query_one("#dialog-error").render())


async def test_all_that_has_come_up_can_be_brought_in_at_once(
    session: Path, told: list[dict[str, Any]], tmp_path: Path
) -> None:
    (session / "up" / "a.xlsx").write_bytes(b"x")
    (session / "up" / "b.xlsx").write_bytes(b"x")
    app = RrsaApp(tmp_path / "rrsa.db", author=LEAD)
    async with app.run_test() as pilot:
        app.push_screen(ChooseFiles())
        await pilot.pause()
        dialog = app.screen
        assert isinstance(dialog, ChooseFiles)
        dialog._browse(folder=True)
        await pilot.pause()
        shown = [str(option.prompt) for option in dialog.query_one("#chosen", OptionList).options]
        assert shown == ["a.xlsx", "b.xlsx"]


async def test_where_things_are_kept_is_not_changed_from_a_browser(
    session: Path, tmp_path: Path, sample_file: Path
) -> None:
    app = RrsaApp(sample_file, author=LEAD, read_only=True)
    async with app.run_test() as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("w")
        await pilot.pause()
        assert type(app.screen).__name__ == "StartScreen"
        assert any("cannot be changed in a browser" in each.message for each in app._notifications)


def test_no_program_of_the_server_opens_a_file(session: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rrsa.portfolio.records import Evidence

    def never(_copy: Path) -> None:
        raise AssertionError("a program was started")

    monkeypatch.setattr(opening_files, "_hand_over", never)
    item = Evidence("e", file_sha256="0" * 64, file_name="notes.txt")
    with pytest.raises(BadInput, match="cannot be opened on the server"):
        opening_files.open_stored(None, "glen", item)  # type: ignore[arg-type]


async def test_when_the_server_asks_the_app_to_end_what_is_being_typed_is_kept(
    session: Path, sample_file: Path, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json
    import shutil

    from textual import messages

    from rrsa.tui.widgets.fields import NoteField

    monkeypatch.setattr("rrsa.tui.widgets.fields.DRAFT_AFTER", 600)  # nothing is kept by waiting
    app = RrsaApp(shutil.copy(sample_file, tmp_path / "school.db"), author=LEAD)
    async with app.run_test(size=(100, 40)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        field = app.screen.query(NoteField).first()
        field.focus()
        await pilot.pause()
        field.text = "Half a thought"
        await pilot.pause()
        assert not list((home / "drafts").glob("*.json"))
        app.post_message(messages.ExitApp())
        await pilot.pause()
    kept = [json.loads(file.read_text("utf-8")) for file in (home / "drafts").glob("*.json")]
    assert [draft["text"] for drafts in kept for draft in drafts] == ["Half a thought"]
