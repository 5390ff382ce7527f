"""Whose file it is: how a database is shared, and one writer at a time on a shared drive."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from store_samples import set_up, view

from rrsa.errors import BadInput
from rrsa.store import Store, open_store, restore
from rrsa.store.arrangement import Arrangement
from rrsa.store.one_writer import STALE_SECONDS, Taken
from rrsa.vocabulary import Whose


def journal_mode(path: Path) -> str:
    connection = sqlite3.connect(path)
    try:
        return str(connection.execute("PRAGMA journal_mode").fetchone()[0])
    finally:
        connection.close()


def shared(path: Path, *roles: str) -> Path:
    with open_store(path) as store:
        set_up(store)
        store.arrange(Arrangement(Whose.SHARED_DRIVE, roles))
    return path


def test_a_database_is_its_owners_until_something_else_is_arranged(store: Store) -> None:
    assert store.arrangement() == Arrangement(Whose.ME, ())
    store.arrange(Arrangement(Whose.THIS_PC).with_role("Night shift").with_role("House manager"))
    assert store.arrangement() == Arrangement(Whose.THIS_PC, ("House manager", "Night shift"))


def test_a_role_is_remembered_once_and_the_latest_stands_first() -> None:
    arranged = Arrangement(roles=("Lead", "Night shift")).with_role("night SHIFT")
    assert arranged.roles == ("night SHIFT", "Lead")
    for n in range(60):
        arranged = arranged.with_role(f"Role {n}")
    assert len(arranged.roles) == 40 and arranged.roles[0] == "Role 59"


def test_a_shared_drive_gets_a_rollback_journal_and_keeps_it(tmp_path: Path) -> None:
    path = shared(tmp_path / "rrsa.db")
    assert journal_mode(path) == "delete"
    with open_store(path) as store:
        store.commit("birch", view("1", None, 2))
        assert journal_mode(path) == "delete"
        assert not path.with_name("rrsa.db-wal").exists()
        store.arrange(Arrangement(Whose.ME))
    assert journal_mode(path) == "wal"


def test_only_one_writes_on_a_shared_drive_and_the_others_are_told_who(tmp_path: Path) -> None:
    path = shared(tmp_path / "rrsa.db")
    with open_store(path) as writer, open_store(path) as other:
        writer.claim("House manager")
        with pytest.raises(Taken, match=r"House manager has been writing in this file since \d\d:\d\d — "):
            other.claim("Night shift")
        writer.claim("Depute")  # somebody else takes over the same keyboard
        with pytest.raises(Taken, match="Depute"):
            other.claim("Night shift")
        assert other.load("birch").revision == 1  # reading goes on
        writer.close()
        other.claim("Night shift")
    assert list(tmp_path.glob("*.writer")) == []


@pytest.mark.parametrize("whose", [Whose.ME, Whose.THIS_PC])
def test_elsewhere_several_may_write_at_once(store_url: str, whose: Whose) -> None:
    with open_store(store_url) as one, open_store(store_url) as other:
        set_up(one)
        one.arrange(Arrangement(whose))
        one.claim("A")
        other.claim("B")
        one.commit("birch", view("1", None, 2))
        other.commit("birch", view("2", None, 2))


def test_a_claim_left_by_a_killed_program_is_nobodys(tmp_path: Path) -> None:
    path = shared(tmp_path / "rrsa.db")
    code = (
        "import sys, time; from rrsa.store import open_store\n"
        "store = open_store(sys.argv[1]); store.claim('Night shift'); print('claimed', flush=True)\n"
        "time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "claimed\n"
        with open_store(path) as store:
            with pytest.raises(Taken, match="Night shift"):
                store.claim("Lead")
            holder.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
            holder.wait()
            store.claim("Lead")
            assert json.loads((tmp_path / "rrsa.db.writer").read_text(encoding="utf-8"))["role"] == "Lead"
    finally:
        holder.kill()
        holder.wait()
        assert holder.stdout is not None
        holder.stdout.close()


def foreign_claim(claim: Path, role: str = "Depute") -> None:
    claim.write_text(
        json.dumps({"role": role, "since": "09:05", "host": "elsewhere", "process": 1, "token": "theirs"})
    )


def test_a_claim_of_another_machine_lapses_when_it_is_not_renewed(tmp_path: Path) -> None:
    path = shared(tmp_path / "rrsa.db")
    claim = tmp_path / "rrsa.db.writer"
    foreign_claim(claim)
    with open_store(path) as store:
        with pytest.raises(Taken, match="Depute has been writing in this file since 09:05"):
            store.claim("Lead")
        long_ago = time.time() - STALE_SECONDS - 30
        os.utime(claim, (long_ago, long_ago))
        store.claim("Lead")
        store.commit("birch", view("1", None, 2))


def test_a_claim_is_renewed_while_the_program_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rrsa.store.one_writer.RENEW_SECONDS", 0.02)
    path = shared(tmp_path / "rrsa.db")
    claim = tmp_path / "rrsa.db.writer"
    with open_store(path) as store:
        store.claim("Lead")
        long_ago = time.time() - STALE_SECONDS - 30
        os.utime(claim, (long_ago, long_ago))
        end = time.monotonic() + 15
        while time.time() - claim.stat().st_mtime > STALE_SECONDS:
            assert time.monotonic() < end, "the claim was not renewed"
            time.sleep(0.02)


def test_whoever_slept_through_a_take_over_writes_no_more(tmp_path: Path) -> None:
    path = shared(tmp_path / "rrsa.db")
    with open_store(path) as store:
        store.claim("Lead")
        store.commit("birch", view("1", None, 2))
        foreign_claim(tmp_path / "rrsa.db.writer")
        with pytest.raises(Taken, match="Depute"):
            store.commit("birch", view("1", 2, 3))
        assert store.load("birch").portfolio.outcome("1").view == 2


def test_a_claim_that_was_swept_away_is_made_again(tmp_path: Path) -> None:
    path = shared(tmp_path / "rrsa.db")
    claim = tmp_path / "rrsa.db.writer"
    with open_store(path) as store:
        store.claim("Lead")
        claim.unlink()
        store.commit("birch", view("1", None, 2))
        assert json.loads(claim.read_text(encoding="utf-8"))["role"] == "Lead"


def test_whoever_may_open_the_file_may_read_who_is_writing(tmp_path: Path) -> None:
    path = shared(tmp_path / "rrsa.db")
    path.chmod(0o660)
    rights = path.stat().st_mode & 0o777  # Windows knows fewer
    with open_store(path) as store:
        store.claim("Lead")
        assert (tmp_path / "rrsa.db.writer").stat().st_mode & 0o777 == rights


def test_a_claim_that_somebody_took_over_is_left_to_them(tmp_path: Path) -> None:
    path = shared(tmp_path / "rrsa.db")
    claim = tmp_path / "rrsa.db.writer"
    with open_store(path) as store:
        store.claim("Lead")
        told = {"role": "Depute", "since": "10:00", "host": "elsewhere", "process": 1, "token": "theirs"}
        claim.write_text(json.dumps(told))
    assert json.loads(claim.read_text())["role"] == "Depute"


@pytest.mark.parametrize("content", ["", "[]", "{", '{"role": 1}', "\x00\xff"])
def test_a_claim_that_cannot_be_read_still_keeps_others_out_for_a_while(tmp_path: Path, content: str) -> None:
    path = shared(tmp_path / "rrsa.db")
    (tmp_path / "rrsa.db.writer").write_text(content, encoding="utf-8")
    with open_store(path) as store, pytest.raises(Taken, match="Somebody has been writing"):
        store.claim("Lead")


def test_a_synchronised_folder_is_refused_with_the_reason_and_nothing_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive - Inverclyde" / "rights"
    folder.mkdir(parents=True)
    with pytest.raises(BadInput, match=r"copied to other machines by OneDrive.* — keep the database in"):
        open_store(folder / "rrsa.db")
    assert list(folder.iterdir()) == []


def test_a_database_that_was_put_into_a_synchronised_folder_can_still_be_read(tmp_path: Path) -> None:
    with open_store(tmp_path / "rrsa.db") as store:
        set_up(store)
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    (tmp_path / "rrsa.db").rename(folder / "rrsa.db")
    with pytest.raises(BadInput, match="Dropbox"):
        open_store(folder / "rrsa.db")
    with open_store(folder / "rrsa.db", read_only=True) as store:
        assert store.load("birch").revision == 1


def test_what_is_restored_is_shared_as_its_new_database_is(tmp_path: Path) -> None:
    path = shared(tmp_path / "rrsa.db", "Night shift")
    with open_store(path) as store:
        store.backup(tmp_path / "copy.db")
    restore(tmp_path / "copy.db", tmp_path / "new.db")
    with open_store(tmp_path / "new.db") as store:
        assert store.arrangement() == Arrangement(Whose.ME, ())
        assert store.load("birch").revision == 1
