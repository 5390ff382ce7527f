"""Bringing an older database up to date, with a step of the tests' own on a filled database."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from older import take_back_to
from sqlalchemy import inspect, text
from store_samples import AUTHOR, change, evidence, link, set_up, view

from rrsa.errors import EnvironmentFailed
from rrsa.portfolio.changes import Changeset
from rrsa.store import Store, migrating, open_store, tables
from rrsa.store.erasing import erase
from rrsa.store.migrating import FOLDERS, bring_up_to_date
from rrsa.store.rewriting import Mark

AHEAD = (*FOLDERS, Path(__file__).parent / "migrations_ahead")


def fill(store: Store) -> None:
    set_up(store, "birch")
    set_up(store, "ash")
    authority = change("setting", "setting", "authority", None, "Inverclyde")
    store.commit("birch", Changeset(AUTHOR, "Authority", (authority,)))
    for n in range(30):
        store.commit("birch", evidence(f"E{n}"))
        store.commit("birch", link(f"E{n}", "4"))
    store.commit("ash", view("1", None, 2))


def counts(store: Store) -> dict[str, int]:
    with store.database.reading() as connection:
        return {
            t.name: int(connection.execute(text(f"SELECT count(*) FROM {t.name}")).scalar_one())
            for t in tables.CONTENT
        }


def version(store: Store) -> str:
    with store.database.reading() as connection:
        return str(connection.execute(text("SELECT version_num FROM meta")).scalar_one())


def copies(path: Path) -> list[str]:
    return sorted(p.name for p in path.parent.iterdir() if p.name.startswith(path.name + ".before"))


def leftovers(path: Path) -> list[str]:
    return sorted(p.name for p in path.parent.iterdir() if "rehearsal" in p.name)


def test_a_filled_database_keeps_every_row(store_url: str) -> None:
    with open_store(store_url) as store:
        fill(store)
        before = counts(store)
        bring_up_to_date(store.database, to="0006", folders=AHEAD)
        assert counts(store) == before
        assert version(store) == "0006"
        with store.database.reading() as connection:
            rows = connection.execute(text("SELECT id, council FROM setting ORDER BY id")).all()
            why = connection.execute(text("SELECT why FROM journal WHERE revision = 2 ORDER BY 1")).scalars()
            assert [tuple(row) for row in rows] == [("ash", None), ("birch", "Inverclyde")]
            assert list(why) == ["Authority", "View of 1: 2"]
        assert store.database.own_check() == []


def test_an_older_database_is_brought_up_to_date_when_it_is_opened(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(store_url) as store:
        fill(store)
    monkeypatch.setattr(tables, "SCHEMA", "0006")
    monkeypatch.setattr(migrating, "FOLDERS", AHEAD)
    with pytest.raises(EnvironmentFailed, match="open it once without --read-only"):
        open_store(store_url, read_only=True)
    with open_store(store_url) as store:
        assert version(store) == "0006"
        assert store.load("birch").portfolio.setting.authority == "Inverclyde"
    with open_store(store_url, read_only=True) as store:
        assert len(store.load("birch").portfolio.links) == 30


def test_a_filled_database_from_before_side_lines_and_erasing_keeps_every_row(store_url: str) -> None:
    with open_store(store_url) as store:
        fill(store)
        store.undo("birch", AUTHOR)
        before = counts(store)
        told = store.history("birch")
        portfolio = store.load("birch").portfolio
        take_back_to(store, "0002")
        assert version(store) == "0002"
    with open_store(store_url) as store:
        assert version(store) == "0005"
        assert counts(store) == before
        assert store.history("birch") == told
        assert store.load("birch").portfolio == portfolio
        assert (store.erased("birch"), store.side_lines("birch")) == (frozenset(), [])
        assert store.check() == []
        erase(store, "birch", [Mark("evidence", "E3")], author=AUTHOR)
        assert "E3" not in store.load("birch").portfolio.evidence
        store.redo("birch", AUTHOR)
        assert store.check() == []
    assert copies_without_word(store_url)


def copies_without_word(where: str) -> bool:
    """Whether the copy from before the update went with the erasure; a server makes none."""
    return where.startswith("postgresql") or copies(Path(where)) == []


def test_a_newer_database_is_left_alone(store_url: str) -> None:
    with open_store(store_url) as store:
        fill(store)
        bring_up_to_date(store.database, to="0006", folders=AHEAD)
    for read_only in (False, True):
        with pytest.raises(EnvironmentFailed, match="newer version of this program — install the newest"):
            open_store(store_url, read_only=read_only)


def test_the_first_step_makes_the_tables_that_a_new_database_has(store_url: str) -> None:
    """What ``migrations/`` tells and what ``tables`` says must not drift apart."""
    with open_store(store_url) as store:
        made = _shape(store)
        with store.database.writing() as connection:
            tables.metadata.drop_all(connection)
            connection.execute(text("CREATE TABLE meta (version_num TEXT NOT NULL)"))
        with store.database.writing() as connection:
            migrating._run(connection, tables.SCHEMA, FOLDERS)
        assert _shape(store) == made
        assert version(store) == tables.SCHEMA


def _shape(store: Store) -> dict[str, object]:
    with store.database.reading() as connection:
        seen = inspect(connection)
        return {
            name: (
                [(c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(name)],
                seen.get_pk_constraint(name)["constrained_columns"],
                sorted((f["constrained_columns"], f["referred_table"]) for f in seen.get_foreign_keys(name)),
                sorted(u["column_names"] for u in seen.get_unique_constraints(name)),
                sorted(
                    (str(i["name"]), i["column_names"]) for i in seen.get_indexes(name) if not i["unique"]
                ),
            )
            for name in sorted(seen.get_table_names())
        }


def test_two_copies_of_how_it_was_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "rrsa.db"
    with open_store(path) as store:
        fill(store)
    original = _content(path)
    for _again in range(3):
        with open_store(path) as store:
            bring_up_to_date(store.database, to="0006", folders=AHEAD)
        newest = tmp_path / copies(path)[-1]
        assert _content(newest) == original
        for name in ("", "-wal", "-shm"):
            (tmp_path / f"rrsa.db{name}").unlink(missing_ok=True)
        shutil.copyfile(newest, path)
    assert len(copies(path)) == 2
    assert leftovers(path) == []


def _content(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


BROKEN = {
    "raises": "    raise RuntimeError('half way')",
    "orphans": '    op.execute("DELETE FROM journal WHERE revision = 2")',
    "wrong sql": "    op.execute('UPDATE nothing SET x = 1')",
}


def step(folder: Path, body: str) -> tuple[Path, ...]:
    """A step that empties a table, then does ``body``."""
    folder.mkdir()
    (folder / "r0006_broken.py").write_text(
        "from alembic import op\nrevision = '0006'\ndown_revision = '0005'\n"
        f"def upgrade():\n    op.execute('DELETE FROM link')\n{body}\n"
    )
    return (*FOLDERS, folder)


@pytest.mark.parametrize("body", BROKEN.values(), ids=list(BROKEN))
def test_a_step_that_fails_half_way_leaves_the_old_database(
    store_url: str, tmp_path: Path, body: str
) -> None:
    folders = step(tmp_path / "broken", body)
    with open_store(store_url) as store:
        fill(store)
        before = counts(store)
        with pytest.raises(EnvironmentFailed, match="it is as it was before"):
            bring_up_to_date(store.database, to="0006", folders=folders)
        assert counts(store) == before
        assert version(store) == "0005"
        assert store.check() == []
        store.commit("birch", view("9", None, 1))
    assert copies(tmp_path / "rrsa.db") == leftovers(tmp_path / "rrsa.db") == []


@pytest.mark.parametrize("pass_number", [1, 2])
def test_a_program_killed_half_way_leaves_the_old_database(tmp_path: Path, pass_number: int) -> None:
    """Killed in the rehearsal, and in the step itself."""
    path = tmp_path / "rrsa.db"
    with open_store(path) as store:
        fill(store)
        before = counts(store)
    mark = tmp_path / "passes"
    body = (
        f"    import os\n    with open({str(mark)!r}, 'a') as f: f.write('.')\n"
        f"    if os.path.getsize({str(mark)!r}) == {pass_number}: os.kill(os.getpid(), 9)"
    )
    folders = step(tmp_path / "killing", body)
    code = (
        "import sys; from pathlib import Path; from rrsa.store import open_store\n"
        "from rrsa.store.migrating import bring_up_to_date\n"
        "folders = tuple(map(Path, sys.argv[2:]))\n"
        "bring_up_to_date(open_store(sys.argv[1]).database, to='0006', folders=folders)"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(path), *map(str, folders)], check=False)
    assert killed.returncode == -9
    with open_store(path) as store:
        assert counts(store) == before
        assert version(store) == "0005"
        assert store.check() == []
        bring_up_to_date(store.database, to="0006", folders=AHEAD)
        assert counts(store) == before
    assert leftovers(path) == []


def test_no_room_on_the_disk_is_said_before_anything_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rrsa.db"
    with open_store(path) as store:
        fill(store)
        usage = shutil.disk_usage(tmp_path)
        monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=2 * path.stat().st_size))
        with pytest.raises(EnvironmentFailed, match="make some room"):
            bring_up_to_date(store.database, to="0006", folders=AHEAD)
        assert version(store) == "0005"
    assert copies(path) == []


def test_two_programs_that_open_an_older_database_at_once_bring_it_up_to_date_once(store_url: str) -> None:
    with open_store(store_url) as store, open_store(store_url) as other:
        fill(store)
        bring_up_to_date(store.database, to="0006", folders=AHEAD)
        bring_up_to_date(other.database, to="0006", folders=AHEAD)
        assert version(other) == "0006"


def test_a_damaged_database_is_not_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rrsa.db"
    with open_store(path) as store:
        fill(store)
        monkeypatch.setattr(migrating, "engine_check", lambda _driver: ["page 7 is wrong"])
        with pytest.raises(EnvironmentFailed, match="damaged, so it was not brought up to date"):
            bring_up_to_date(store.database, to="0006", folders=AHEAD)
        assert version(store) == "0005"
    assert copies(path) == []
