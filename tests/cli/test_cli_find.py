"""Finding every place where a name or words occur."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import pytest
from command_runs import Run, assert_one_line_error, recorded

from rrsa.drafts import Drafts
from rrsa.portfolio.changes import Cell


def test_every_kind_of_place_is_looked_at(
    rrsa: Run, school: dict[str, str], tmp_path: Path, home: Path
) -> None:
    setting, database = school["SETTING"], school["DATABASE"]
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all,\nMÓRAG\nWintergreen drew it.", encoding="utf-8")
    add = ("evidence", "add", setting, "--perspective", "children", "--for", school["OUTCOME"])
    now = rrsa(*add, "--title", "A drawing by Morag Wintergreen", "--date", "2026-03-03").first
    file = rrsa(*add, "--title", "A letter", "--date", "2026-03-03", "--file", letter).first
    earlier = rrsa(*add, "--title", "Morag Wintergreen's walk", "--date", "2026-03-03").first
    rrsa("evidence", "edit", setting, earlier, "--title", "A walk")
    named = tmp_path / "MoragWintergreen_2.txt"
    named.write_text("a drawing", encoding="utf-8")
    by_name = rrsa(*add, "--title", "Another", "--date", "2026-03-03", "--file", named).first
    rrsa("action", "add", setting, school["OUTCOME"], "--what", "Ask Moragwen")
    Drafts(database, setting).keep(Cell("outcome", school["OUTCOME"], "line"), "morag wintergreen says", "")
    (home / "names").mkdir()
    (home / "names" / f"{setting}.txt").write_text("Morag Wintergreen\n", encoding="utf-8")
    before = recorded(database)
    ran = rrsa("find", setting, "morag wintergreen", "--json", "--read-only")
    assert ran.code == 0
    places = {(each["kept"], each["id"], each["field"]) for each in ran.data["places"]}
    assert places == {
        ("now", now, "title"),
        ("now", by_name, "file_name"),
        ("earlier", earlier, "title"),
        ("earlier", None, None),
        ("file", file, "file_sha256"),
        ("draft", school["OUTCOME"], "line"),
        ("names", None, None),
    }
    assert ran.data["files"] == 2
    assert recorded(database) == before
    ran = rrsa("find", setting, "Morag")
    assert "Moragwen" not in ran.out
    text = " ".join(ran.out.split())
    assert "What is recorded now:" in text
    assert "Earlier, in the history:" in text
    assert "letter.txt, the file of evidence" in text
    assert "Not looked at from here: backups" in text


def test_what_cannot_be_looked_into_is_said(rrsa: Run, school: dict[str, str], tmp_path: Path) -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    photo = tmp_path / "wall.png"
    photo.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )
    rrsa(
        "evidence", "add", school["SETTING"], "--title", "Wall", "--perspective", "observation",
        "--for", school["OUTCOME"], "--date", "2026-03-03", "--file", photo,
    )  # fmt: skip
    ran = rrsa("find", school["SETTING"], "Wintergreen")
    assert "Nothing was found." in ran.out
    assert "wall.png, the file of evidence" in " ".join(ran.out.split())


def test_side_lines_are_looked_at(
    rrsa: Run, school: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting, theirs = school["SETTING"], str(tmp_path / "theirs.db")
    rrsa("pack", setting, "--whole", "-o", tmp_path / "a.zip")
    monkeypatch.setenv("RRSA_DATABASE", theirs)
    rrsa("restore", tmp_path / "a.zip")
    rrsa("view", setting, school["OTHER"], "2", "--line", "Wintergreen said so")
    rrsa("view", setting, school["OTHER"], "2", "--line", "Somebody said so")
    rrsa("pack", setting, "--whole", "-o", tmp_path / "b.zip")
    monkeypatch.setenv("RRSA_DATABASE", school["DATABASE"])
    rrsa("view", setting, school["OUTCOME"], "3")
    assert rrsa("restore", tmp_path / "b.zip").code == 0
    ran = rrsa("find", setting, "wintergreen", "--json")
    assert [each["kept"] for each in ran.data["places"]] == ["side-line"]
    assert ran.data["places"][0]["field"] == "line"


def test_the_answer_can_be_kept_and_nobody_elses_file_goes(
    rrsa: Run, school: dict[str, str], tmp_path: Path
) -> None:
    target = tmp_path / "request.txt"
    ran = rrsa("find", school["SETTING"], "council", "-o", target)
    assert (ran.code, ran.out) == (0, f"{target}\n")
    text = target.read_text(encoding="utf-8")
    assert "“Council minutes” · Title: Council minutes" in text
    if os.name == "posix":
        assert target.stat().st_mode & 0o077 == 0
    again = rrsa("find", school["SETTING"], "council", "-o", target)
    assert again.code == 2
    assert_one_line_error(again)
    assert target.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("words", [("",), (" ", "!?"), ()])
def test_nothing_to_look_for_is_said(rrsa: Run, school: dict[str, str], words: tuple[str, ...]) -> None:
    ran = rrsa("find", school["SETTING"], *words)
    assert ran.code == 2
    assert_one_line_error(ran)
