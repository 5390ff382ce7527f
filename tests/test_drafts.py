"""Unsaved text, where somebody left off, and files that are written whole or not at all."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rrsa import atomic, paths
from rrsa.atomic import write_private
from rrsa.drafts import Draft, Drafts, Place, last_place, remember_place
from rrsa.portfolio.changes import Cell
from rrsa.tui.preferences import load_theme, save_theme

LINE = Cell("outcome", "1", "line")
ACHIEVED = Cell("outcome", "1", "achieved")
DATABASE = "/somewhere/rrsa.db"

DAMAGED = [
    b"",
    b"{",
    b"null",
    b"[]",
    b"{}",
    b"3",
    b'"text"',
    b"\xff\xfe\x00",
    b'[{"cell": ["outcome", "1"], "text": "x", "base": ""}]',
    b'[{"cell": null, "text": "x", "base": ""}]',
    b'[{"text": "x"}]',
    b"[[1, 2, 3]]",
    b'{"/somewhere/rrsa.db": null}',
    b'{"/somewhere/rrsa.db": ["a", "b", "c", "d"]}',
    b'{"/somewhere/rrsa.db": []}',
    b'{"theme": 3}',
    b"[" * 100_000,
]


def drafts(setting: str = "glen", database: str = DATABASE) -> Drafts:
    return Drafts(database, setting)


def only_file(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# -- drafts ------------------------------------------------------------------------------------------


def test_a_draft_is_there_again_after_the_terminal_was_closed() -> None:
    drafts().keep(LINE, "half a sent", "before")
    assert drafts().get(LINE) == Draft(LINE, "half a sent", "before")
    assert drafts().all() == (Draft(LINE, "half a sent", "before"),)
    assert drafts("elm").all() == ()
    assert drafts(database="/elsewhere/rrsa.db").all() == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from([LINE, ACHIEVED]), st.text(), st.sampled_from(["", "base"])), max_size=6
    )
)
def test_whatever_was_typed_last_is_what_comes_back(typed: list[tuple[Cell, str, str]]) -> None:
    now = drafts()
    for draft in now.all():
        now.clear(draft.cell)
    expected: dict[Cell, Draft] = {}
    for cell, text, base in typed:
        now.keep(cell, text, base)
        expected[cell] = Draft(cell, text, base)
        if text == base:
            del expected[cell]
    assert drafts().all() == tuple(expected[cell] for cell in sorted(expected))
    assert drafts().all() == now.all()


def test_saving_clears_the_draft_and_the_last_one_takes_the_file_with_it(home: Path) -> None:
    now = drafts()
    now.keep(LINE, "one", "")
    now.keep(ACHIEVED, "two", "")
    now.clear(LINE)
    assert [d.cell for d in drafts().all()] == [ACHIEVED]
    now.clear(ACHIEVED)
    now.clear(ACHIEVED)
    assert list((home / "drafts").iterdir()) == []


def test_text_as_it_was_is_no_draft(home: Path) -> None:
    now = drafts()
    now.keep(LINE, "typed", "before")
    now.keep(LINE, "before", "before")
    assert drafts().all() == ()
    assert not list((home / "drafts").iterdir())


def test_text_that_is_on_its_way_stays_a_draft_until_it_is_saved() -> None:
    """The pause after the last key may end when the field is left already: then its text is its base."""
    kept = drafts()
    kept.keep(LINE, "typed", "before")
    kept.save_asked(LINE)
    kept.keep(LINE, "typed", "typed")
    assert [(d.text, d.base) for d in drafts().all()] == [("typed", "before")]
    kept.keep(LINE, "typed on", "typed")
    kept.saved(LINE, "typed")
    assert [d.text for d in drafts().all()] == ["typed on"], "what was typed since is not saved yet"
    kept.saved(LINE, "typed on")
    assert drafts().all() == ()


def test_looking_at_drafts_makes_no_folder(home: Path) -> None:
    assert drafts().get(LINE) is None
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("content", DAMAGED, ids=lambda content: content[:20])
def test_a_damaged_file_of_drafts_is_an_empty_one(home: Path, content: bytes) -> None:
    drafts().keep(LINE, "lost", "")
    only_file(home / "drafts").write_bytes(content)
    now = drafts()
    assert now.all() == ()
    now.keep(LINE, "typed again", "")
    assert drafts().get(LINE) == Draft(LINE, "typed again", "")


def test_a_draft_that_cannot_be_kept_stops_nobody(home: Path) -> None:
    (home / "drafts").write_text("a file where the folder should be")
    now = drafts()
    now.keep(LINE, "typed", "")
    assert now.get(LINE) == Draft(LINE, "typed", "")
    now.clear(LINE)


def test_the_files_name_says_nothing_of_the_setting(home: Path) -> None:
    drafts("kirkbrae").keep(LINE, "typed", "")
    assert "kirkbrae" not in only_file(home / "drafts").name


# -- where somebody left off -------------------------------------------------------------------------


def test_a_place_is_remembered_for_each_database() -> None:
    assert last_place(DATABASE) is None
    remember_place(DATABASE, Place("glen", "outcome", "4"))
    remember_place("other.db", Place("elm"))
    assert last_place(DATABASE) == Place("glen", "outcome", "4")
    assert last_place("other.db") == Place("elm", "home", "")
    remember_place(DATABASE, None)
    assert last_place(DATABASE) is None
    assert last_place("other.db") == Place("elm")


@pytest.mark.parametrize("content", DAMAGED, ids=lambda content: content[:20])
def test_a_damaged_file_of_places_is_an_empty_one(home: Path, content: bytes) -> None:
    (home / "places.json").write_bytes(content)
    assert last_place(DATABASE) is None
    remember_place(DATABASE, Place("glen"))
    assert last_place(DATABASE) == Place("glen")


def test_a_place_that_cannot_be_noted_stops_nobody(home: Path) -> None:
    (home / "places.json").mkdir()
    remember_place(DATABASE, Place("glen"))
    assert last_place(DATABASE) is None


# -- preferences -------------------------------------------------------------------------------------


def test_the_theme_is_remembered() -> None:
    assert load_theme(["light", "dark"]) == "light"
    save_theme("dark")
    assert load_theme(["light", "dark"]) == "dark"
    assert load_theme(["light", "sepia"]) == "light"


@pytest.mark.parametrize("content", DAMAGED, ids=lambda content: content[:20])
def test_damaged_preferences_are_none(home: Path, content: bytes) -> None:
    (home / "preferences.json").write_bytes(content)
    assert load_theme(["light", "dark"]) == "light"
    save_theme("dark")
    assert load_theme(["light", "dark"]) == "dark"


# -- whole or not at all -----------------------------------------------------------------------------


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r")))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_holds_what_was_written_last(home: Path, text: str) -> None:
    write_private(home / "notes" / "a.txt", text)
    assert (home / "notes" / "a.txt").read_text("utf-8") == text
    assert only_file(home / "notes").name == "a.txt"


@pytest.mark.parametrize("failing", ["fsync", "replace", "write"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    write_private(home / "notes" / "a.txt", "old")

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    if failing == "replace":
        monkeypatch.setattr(Path, "replace", full)
    elif failing == "fsync":
        monkeypatch.setattr(atomic.os, "fsync", full)
    with pytest.raises((OSError, UnicodeEncodeError)):
        write_private(home / "notes" / "a.txt", "\ud83d" if failing == "write" else "new")
    monkeypatch.undo()
    assert only_file(home / "notes").read_text() == "old"


@pytest.mark.parametrize("moment", ["os.fsync", "pathlib.Path.replace"])
def test_killed_on_the_way_the_old_file_is_whole(home: Path, moment: str) -> None:
    drafts().keep(LINE, "old", "")
    module, _, name = moment.rpartition(".")
    program = f"""
        import os, pathlib
        from rrsa.drafts import Drafts
        from rrsa.portfolio.changes import Cell
        {module}.{name} = lambda *given: os._exit(9)
        Drafts({DATABASE!r}, "glen").keep(Cell("outcome", "1", "line"), "new" * 10_000, "")
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        env={**os.environ, "RRSA_HOME": str(home)},
        timeout=60,
        check=False,
    )
    assert done.returncode == 9
    assert drafts().get(LINE) == Draft(LINE, "old", "")
    drafts().keep(LINE, "newer", "")
    assert drafts().get(LINE) == Draft(LINE, "newer", "")


if sys.platform != "win32":

    def test_what_is_private_is_its_owners_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("RRSA_HOME", str(tmp_path / "new" / "rrsa"))
        before = os.umask(0)
        try:
            drafts().keep(LINE, "typed", "")
            remember_place(DATABASE, Place("glen"))
        finally:
            os.umask(before)
        home = tmp_path / "new" / "rrsa"
        for folder in (home.parent, home, home / "drafts"):
            assert mode(folder) == 0o700
        for kept in (home / "places.json", only_file(home / "drafts")):
            assert mode(kept) == 0o600

    def test_a_folder_that_was_there_keeps_its_rights(tmp_path: Path) -> None:
        tmp_path.chmod(0o755)
        assert paths.private(tmp_path / "a" / "b") == tmp_path / "a" / "b"
        assert paths.private(tmp_path / "a" / "b") == tmp_path / "a" / "b"
        assert [mode(each) for each in (tmp_path, tmp_path / "a", tmp_path / "a" / "b")] == [
            0o755,
            0o700,
            0o700,
        ]


# -- paths -------------------------------------------------------------------------------------------


def test_everything_lies_in_the_home_that_is_named_and_naming_makes_nothing(home: Path) -> None:
    where = [
        paths.data_dir(),
        paths.cache_dir(),
        paths.default_database(),
        paths.demo_database(),
        paths.user_frameworks_dir(),
        paths.drafts_dir(),
    ]
    assert all(each == home or home in each.parents for each in where)
    assert len(set(where)) == len(where)
    assert list(home.iterdir()) == []


def test_without_a_home_the_systems_own_folders_are_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("RRSA_HOME")
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    assert "rrsa" in paths.data_dir().parts
    assert "rrsa" in paths.cache_dir().parts
    assert list(tmp_path.iterdir()) == []


def test_a_home_may_begin_with_a_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RRSA_HOME", "~/rights")
    assert paths.data_dir() == Path.home() / "rights"


def test_what_is_shipped_is_found() -> None:
    assert (paths.shipped("frameworks") / "rights-respecting-school.yaml").is_file()
    assert paths.shipped("samples").is_dir()


def test_drafts_are_plain_json(home: Path) -> None:
    drafts().keep(LINE, "“typed” 👧", "")
    rows = json.loads(only_file(home / "drafts").read_text("ascii"))
    assert rows == [{"cell": ["outcome", "1", "line"], "text": "“typed” 👧", "base": ""}]
