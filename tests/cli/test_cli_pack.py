"""An evidence pack by command."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from command_runs import Run, assert_one_line_error, recorded


@pytest.fixture
def filled(rrsa: Run, school: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The small school with a file, and a second piece that nobody has chosen."""
    file = tmp_path / "minutes.txt"
    file.write_text("Minutes", "utf-8")
    rrsa("evidence", "edit", school["SETTING"], school["EVIDENCE"], "--file", file)
    words = ("--title", "Lunch table", "--perspective", "observation", "--for", school["OUTCOME"])
    other = rrsa("evidence", "add", school["SETTING"], *words, "--consent", "not-needed").first
    return {**school, "OTHER_PIECE": other}


def members(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_a_pack(rrsa: Run, filled: dict[str, str], tmp_path: Path) -> None:
    before = recorded(filled["DATABASE"])
    target = tmp_path / "pack.zip"
    ran = rrsa("pack", filled["SETTING"], "-o", target, "--read-only")
    assert (ran.code, ran.out) == (0, f"{target}\n"), ran
    assert "2 pieces of evidence and 1 file are in it" in ran.err
    assert "Nothing was held back." in ran.err
    assert "No names were looked for: there is no list yet." in ran.err
    assert recorded(filled["DATABASE"]) == before
    names = members(target)
    assert names[:2] == [f"{filled['SETTING']}-assessor.xlsx", "note-for-the-assessor.html"]
    assert names[-1] == "SHA256SUMS.txt"
    (file,) = [name for name in names if name.startswith("evidence/")]
    assert file.endswith(" minutes.txt")


def test_without_a_file_it_shows_the_choice(rrsa: Run, filled: dict[str, str], tmp_path: Path) -> None:
    ran = rrsa("pack", filled["SETTING"], "--leave", filled["EVIDENCE"])
    assert ran.code == 0
    assert f"[ ] {filled['EVIDENCE']}" in ran.out
    assert f"[x] {filled['OTHER_PIECE']}" in ran.out
    assert "no longer seen from: Children's views" in " ".join(ran.err.split())
    assert "Nothing was written." in ran.err
    assert not list(tmp_path.glob("*.zip"))
    data = rrsa("pack", filled["SETTING"], "--json").data
    pieces = [piece for outcome in data["outcomes"] for piece in outcome["pieces"]]
    assert {piece["evidence"] for piece in pieces} == {filled["EVIDENCE"], filled["OTHER_PIECE"]}
    assert data["no_longer_shown"] == []


def test_as_data(rrsa: Run, filled: dict[str, str], tmp_path: Path) -> None:
    rrsa("names", filled["SETTING"], "add", "Minutes")  # stands in the file and in a title
    ran = rrsa("pack", filled["SETTING"], "-o", tmp_path / "a.zip", "--json")
    data = ran.data
    assert ran.code == 0
    assert (data["pieces"], data["files"], data["held"]) == (2, 0, {"name": 1})
    assert {hit["name"] for hit in data["hits"]} == {"Minutes"}
    assert data["size"] == (tmp_path / "a.zip").stat().st_size
    kept = rrsa("pack", filled["SETTING"], "-o", tmp_path / "a.zip", "--json", "--keep-name", "minutes").data
    assert (kept["files"], kept["held"]) == (1, {})
    assert all(hit["kept"] for hit in kept["hits"])


def test_what_is_held_back_is_counted_by_reason(rrsa: Run, filled: dict[str, str], tmp_path: Path) -> None:
    rrsa("evidence", "edit", filled["SETTING"], filled["EVIDENCE"], "--consent", "refused")
    ran = rrsa("pack", filled["SETTING"], "-o", tmp_path / "a.zip")
    assert "1 piece of evidence was held back: consent was refused (1)." in ran.err
    assert filled["EVIDENCE"] not in ran.err
    assert "Council minutes" not in ran.err
    for name in members(tmp_path / "a.zip"):
        assert filled["EVIDENCE"] not in name
    added = rrsa("pack", filled["SETTING"], "-o", tmp_path / "b.zip", "--add", filled["EVIDENCE"])
    assert added.code == 2
    assert "stays here" in added.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "a.docx"), "does not end in .zip"),
        (("-o", " "), "not said where the pack goes"),
        (("-o", "nowhere/a.zip"), "there is no folder"),
        (("-o", "a.zip", "--stage", "gold"), "there is no stage “gold”"),
        (("-o", "a.zip", "--strand", "Z"), "there is no strand “Z”"),
        (("-o", "a.zip", "--add", "E99999999"), "there is no evidence “E99999999”"),
        (("-o", "a.zip", "--keep-name", "Tam"), "“Tam” is not on the list"),
        (("--whole",), "not said where the pack goes"),
        (("--whole", "-o", "a.zip", "--strand", "A"), "leaves nothing out"),
    ],
)
def test_wrong_use(
    rrsa: Run,
    filled: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = rrsa("pack", filled["SETTING"], *words)
    assert ran.code == 2, ran
    assert_one_line_error(ran)
    assert said in ran.err
    assert not list(tmp_path.glob("*.zip"))


def test_nothing_to_pack(rrsa: Run, filled: dict[str, str], tmp_path: Path) -> None:
    for piece in (filled["EVIDENCE"], filled["OTHER_PIECE"]):
        rrsa("evidence", "remove", filled["SETTING"], piece)
    ran = rrsa("pack", filled["SETTING"], "-o", tmp_path / "a.zip")
    assert ran.code == 2
    assert_one_line_error(ran)
    assert "rrsa export" in ran.err


def test_the_samples_pack_without_a_terminal(program: Run, tmp_path: Path) -> None:
    where = program("demo", "--create-only").err.partition("The sample is in ")[2].strip()
    for sample in ("corranbeath", "inverdoran"):
        ran = program("pack", sample, "-o", tmp_path / f"{sample}.zip", "--json", "--database", where)
        data = json.loads(ran.out)
        assert (ran.code, ran.err) == (0, "")
        assert data["held"]["name"] == 1
        assert len(data["hits"]) >= 2
        assert members(tmp_path / f"{sample}.zip")
