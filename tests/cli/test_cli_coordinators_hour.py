"""The tutorial for coordinators: each command of it is typed, in order, with workbooks filled in between."""

from __future__ import annotations

import shlex
from pathlib import Path

import openpyxl
import pytest
from command_runs import Run

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "a-coordinators-first-hour.md"


def commands() -> list[str]:
    blocks = PAGE.read_text(encoding="utf-8").split("```")[1::2]
    return [line for block in blocks for line in block.split("\n") if line.startswith("rrsa ")]


def two_come_back(folder: Path) -> None:
    """What the page has a reader do as two schools."""
    (folder / "returned").mkdir()
    quarryfoot = openpyxl.load_workbook(folder / "copies" / "quarryfoot-primary-school-blank.xlsx")
    assert str(quarryfoot["Quick look"]["B7"].value).startswith("4 ")
    quarryfoot["Quick look"]["D7"] = "2 Taking shape"
    quarryfoot["Quick look"]["E7"] = "P3 to P7 could name an adult they would tell"
    for cell, text in {"B4": "Worry box, hall", "C4": "Children's views", "D4": "4"}.items():
        quarryfoot["Evidence"][cell] = text
    quarryfoot.save(folder / "returned" / "Quarryfoot FINAL.xlsx")
    netherwood = openpyxl.load_workbook(folder / "copies" / "netherwood-primary-school-blank.xlsx")
    netherwood["Quick look"]["D7"] = "lots"
    netherwood.save(folder / "returned" / "scan0017.xlsx")


def three_look(folder: Path) -> None:
    for path in sorted((folder / "round").glob("*.xlsx"))[:3]:
        book = openpyxl.load_workbook(path)
        sheet = book["Your views"]
        for row in (4, 5):
            sheet.cell(row, 4).value = 2
            sheet.cell(row, 5).value = "Children could say whom to ask"
        book.save(path)


def test_the_hour_as_it_is_written(rrsa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = {"rrsa overview collect": two_come_back, "rrsa overview moderation take": three_look}
    said: dict[str, list[str]] = {}
    for command in commands():
        for begins, prepare in before.items():
            if command.startswith(begins):
                prepare(tmp_path)
        ran = rrsa(*shlex.split(command)[1:])
        assert ran.code == (1 if " collect " in command else 0), f"{command}\n{ran}"
        key = command.removeprefix("rrsa ").partition(" --")[0]
        said.setdefault(key, []).append(" ".join((ran.out + ran.err).split()))

    assert "60 settings: 53 have shared, 7 have not shared yet" in said["demo"][0]
    assert "the majority, 26 of 39" in said["overview needs"][0]
    assert "less than half, 18 of 39" in said["overview targets"][0]
    assert "7 blank copies were written" in said["overview blanks copies"][0]
    (collected,) = said["overview collect returned"]
    assert "(Quarryfoot Primary School): 5 entries came in" in collected
    assert "Quick look!D7: “lots” is not a grade" in collected
    assert "Has a blank copy and has not sent it back: 5 of 60" in said["overview missing"][0]
    assert "13 files, one for each setting" in said["overview moderation out round"][0]
    kilmorran = said["overview show kilmorran-high-school"]
    assert "A choir that everybody can join" in kilmorran[0]
    assert "It withdrew on" in kilmorran[1] and "choir" not in kilmorran[1]
    for name in ("round.docx", "rights-report.docx", "overview.xlsx"):
        assert (tmp_path / name).stat().st_size > 5_000
    assert len(list((tmp_path / "for-the-assessor").glob("*-pack.zip"))) == 3
    assert 1 <= len(list((tmp_path / "reviews").iterdir())) <= 6, "those of which something was said"
