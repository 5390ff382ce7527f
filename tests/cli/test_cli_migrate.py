"""``rrsa migrate``: the school of 2016 comes along, settles what waits, and goes all the way back."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_runs import Run, assert_one_line_error, recorded

from rrsa.framework.catalogue import find
from rrsa.paths import shipped
from rrsa.samples import load_sample
from rrsa.store import open_store

CURRENT, DRAFT = "rights-respecting-school@2026.1", "rights-respecting-school@2027.1-draft"
SCHOOL = "legacy-kirkaldry"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("legacy") / "rrsa.db"
    with open_store(file) as store:
        load_sample(store, SCHOOL)
    return file


@pytest.fixture
def old_school(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of the test's own with the school of 2016, in use."""
    file = tmp_path / "school.db"
    shutil.copy(made, file)
    monkeypatch.setenv("RRSA_DATABASE", str(file))
    return file


def test_the_school_of_2016_moves_twice_is_undone_twice_and_equals_the_start(
    rrsa: Run, old_school: Path
) -> None:
    (_info, start), *_others = recorded(old_school)
    assert rrsa("migrate", SCHOOL, "--to", CURRENT, "--apply").code == 0
    first = rrsa("status", SCHOOL, "--json").data
    assert first["framework"] == CURRENT and first["kept_from_before"]["waiting"] > 50
    assert rrsa("migrate", SCHOOL, "--to", DRAFT, "--apply").code == 0
    second = rrsa("status", SCHOOL, "--json").data
    assert second["framework"] == DRAFT
    assert sum(second["kept_from_before"].values()) == sum(first["kept_from_before"].values())
    assert rrsa("undo", SCHOOL).code == rrsa("undo", SCHOOL).code == 0
    (_info, back), *_others = recorded(old_school)
    assert back == start
    with open_store(old_school) as store:
        assert (
            store.load(SCHOOL).portfolio.setting.framework_sha256
            == find("rights-respecting-school-legacy").sha256
        )
        assert not store.check()


def test_a_preview_tells_all_and_changes_nothing(rrsa: Run, old_school: Path) -> None:
    before = recorded(old_school)
    ran = rrsa("migrate", SCHOOL, "--to", CURRENT)
    told = " ".join(ran.out.split())
    assert ran.code == 0 and "Nothing has changed yet" in ran.err
    assert "Split: A → 2; evidence beside 1, 8, 9 too" in told
    assert "Nothing is deleted, and one undo brings everything back as it is now." in told
    data = rrsa("migrate", SCHOOL, "--to", CURRENT, "--json").data
    assert data["applied"] is False and data["waiting"] > 50
    assert recorded(old_school) == before


def test_what_waits_is_listed_taken_over_and_kept(rrsa: Run, old_school: Path) -> None:
    rrsa("migrate", SCHOOL, "--to", CURRENT, "--apply")
    waiting = rrsa("migrate", SCHOOL, "--queue", "--json").data["waiting"]
    text = next(each for each in waiting if each["label"] == "How it was achieved")
    link = next(each for each in waiting if each["kind"] == "link")
    listed = " ".join(rrsa("migrate", SCHOOL, "--queue").out.replace("|", " ").split())
    assert text["id"] in listed and " ".join(text["words"].split()) in listed
    done = rrsa("migrate", SCHOOL, "--take", text["id"])
    assert done.code == 0 and f"taken over for {text['outcome']}" in done.out
    assert rrsa("migrate", SCHOOL, "--take", link["id"], "--outcome", "9.3").code == 0
    other = next(e for e in waiting if e["id"] not in (text["id"], link["id"]))
    assert rrsa("migrate", SCHOOL, "--keep", other["id"]).code == 0
    with open_store(old_school) as store:
        portfolio = store.load(SCHOOL).portfolio
    assert portfolio.outcome(text["outcome"]).achieved == text["words"]
    assert f"{link['evidence']}:9.3" in portfolio.links
    assert len(rrsa("migrate", SCHOOL, "--queue", "--json").data["waiting"]) == len(waiting) - 3
    said = rrsa("status", SCHOOL).out
    assert f"{len(waiting) - 3} things from an earlier framework wait for review." in " ".join(said.split())
    rest = rrsa("migrate", SCHOOL, "--keep", "all")
    assert f"{len(waiting) - 3} things kept as history" in rest.out
    assert rrsa("undo", SCHOOL).code == 0
    assert len(rrsa("migrate", SCHOOL, "--queue", "--json").data["waiting"]) == len(waiting) - 3


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--to", "rights-respecting-school-legacy@2016.1"),
        ("--to", DRAFT),
        ("--to", "rights-respecting-school@1.0"),
        ("--to", "rights-respecting-house@2026.1"),
        ("--to", CURRENT, "--queue"),
        ("--apply",),
        ("--queue", "--keep", "all"),
        ("--take", "P00000000"),
        ("--keep", "all", "--take", "P00000000"),
        ("--outcome", "4", "--queue"),
        ("--to", CURRENT, "--crosswalk", "nowhere.yaml"),
        ("--to", CURRENT, "--crosswalk", "frameworks/rights-respecting-school.yaml"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line_and_changes_nothing(
    rrsa: Run, old_school: Path, words: tuple[str, ...]
) -> None:
    before = recorded(old_school)
    ran = rrsa("migrate", SCHOOL, *words)
    assert ran.code == 2
    assert_one_line_error(ran)
    assert recorded(old_school) == before


def test_where_no_crosswalk_leads_the_way_round_is_named(rrsa: Run, old_school: Path) -> None:
    assert f"move to {CURRENT} first" in rrsa("migrate", SCHOOL, "--to", DRAFT).err


def test_a_crosswalk_of_ones_own_and_one_between_others(rrsa: Run, old_school: Path, tmp_path: Path) -> None:
    folder = shipped("frameworks") / "crosswalks"
    own = tmp_path / "own.yaml"
    shutil.copy(folder / "rights-respecting-school-legacy-to-2026.1.yaml", own)
    assert rrsa("migrate", SCHOOL, "--crosswalk", own, "--json").data["to"] == CURRENT
    other = folder / "rights-respecting-school-to-house.yaml"
    ran = rrsa("migrate", SCHOOL, "--crosswalk", other, "--to", CURRENT)
    assert ran.code == 2 and "that crosswalk leads from rights-respecting-school@2026.1" in ran.err


def test_reading_only_previews_and_refuses_to_move(rrsa: Run, old_school: Path) -> None:
    assert rrsa("--read-only", "migrate", SCHOOL, "--to", CURRENT).code == 0
    assert rrsa("--read-only", "migrate", SCHOOL, "--to", CURRENT, "--apply").code == 3


def test_a_workbook_holds_what_is_kept(rrsa: Run, old_school: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    file = tmp_path / "working.xlsx"
    assert rrsa("export", SCHOOL, "-o", file, "--copy", "working").code == 0
    book = load_workbook(file)
    assert "Kept from before" not in book.sheetnames
    book.close()
    rrsa("migrate", SCHOOL, "--to", CURRENT, "--apply")
    waiting = rrsa("migrate", SCHOOL, "--queue", "--json").data["waiting"]
    file = tmp_path / "after.xlsx"
    assert rrsa("export", SCHOOL, "-o", file, "--copy", "working").code == 0
    book = load_workbook(file)
    said = {str(cell) for row in book["Kept from before"].iter_rows(values_only=True) for cell in row if cell}
    book.close()
    assert {each["words"] for each in waiting if each["kind"] == "outcome"} <= said
    back = rrsa("import", file)
    assert back.code == 0, back.err


def test_what_is_kept_of_a_piece_is_held_back_with_it(rrsa: Run, old_school: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    rrsa("migrate", SCHOOL, "--to", CURRENT, "--apply")
    link = next(
        e for e in rrsa("migrate", SCHOOL, "--queue", "--json").data["waiting"] if e["kind"] == "link"
    )
    title = link["words"].rpartition(" (")[0]
    assert rrsa("evidence", "edit", SCHOOL, link["evidence"], "--consent", "withdrawn").code == 0
    file = tmp_path / "working.xlsx"
    assert rrsa("export", SCHOOL, "-o", file, "--copy", "working").code == 0
    book = load_workbook(file)
    said = [str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row if c]
    book.close()
    assert not [each for each in said if title in each]


def test_something_kept_is_erased_for_good_wherever_its_words_stand(rrsa: Run, old_school: Path) -> None:
    """It lies beside four outcomes and stands in the history: no undo may bring a word of it back."""
    rrsa("migrate", SCHOOL, "--to", CURRENT, "--apply")
    waiting = rrsa("migrate", SCHOOL, "--queue", "--json").data["waiting"]
    one = next(each for each in waiting if each["label"] == "How it was achieved" and each["outcome"] == "4")
    assert sum(each["words"] == one["words"] for each in waiting) == 4
    assert rrsa("erase", SCHOOL, one["id"], "--apply").code == 0
    assert one["words"] not in rrsa("migrate", SCHOOL, "--queue", "--json").out
    assert one["words"].encode() not in old_school.read_bytes()
    with open_store(old_school) as store:
        assert not store.check()
    rrsa("undo", SCHOOL)
    with open_store(old_school) as store:
        assert not store.check()
        assert one["words"] not in str(store.load(SCHOOL).portfolio.records)


def test_an_action_that_is_erased_leaves_no_note_of_itself(rrsa: Run, old_school: Path) -> None:
    rrsa("migrate", SCHOOL, "--to", CURRENT, "--apply")
    waiting = rrsa("migrate", SCHOOL, "--queue", "--json").data["waiting"]
    note = next(each for each in waiting if each["kind"] == "action")
    with open_store(old_school) as store:
        action = store.load(SCHOOL).portfolio.parked[note["id"]].record
    assert rrsa("erase", SCHOOL, action, "--apply").code == 0
    assert note["words"] not in rrsa("migrate", SCHOOL, "--queue", "--json").out
    assert note["words"].encode() not in old_school.read_bytes()


def test_what_a_copy_says_that_had_not_moved_yet_is_laid_where_it_belongs(
    rrsa: Run, old_school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(old_school, copy)
    rrsa("migrate", SCHOOL, "--to", CURRENT, "--apply")
    refused = rrsa("migrate", SCHOOL, "--tidy")
    assert refused.code == 2
    assert_one_line_error(refused)
    monkeypatch.setenv("RRSA_DATABASE", str(copy))
    words = ("--title", "Late piece", "--perspective", "adults", "--for", "A", "B.1")
    piece = rrsa("--author", "Head", "evidence", "add", SCHOOL, *words).first
    assert rrsa("--author", "Head", "milestone", SCHOOL, "level-1-charters", "--done", "2016-09-01").code == 0
    assert rrsa("pack", SCHOOL, "-o", tmp_path / "late.zip", "--whole").code == 0
    monkeypatch.setenv("RRSA_DATABASE", str(old_school))
    done = rrsa("restore", tmp_path / "late.zip", "--prefer", "mine")
    assert done.code in (0, 1), done.err
    assert "came in under an earlier framework" in rrsa("migrate", SCHOOL, "--queue").err
    before = rrsa("migrate", SCHOOL, "--queue", "--json").data
    tidied = rrsa("migrate", SCHOOL, "--tidy")
    assert tidied.code == 0 and "wait now, or are kept" in tidied.out
    after = rrsa("migrate", SCHOOL, "--queue", "--json").data
    fresh = [each for each in after["waiting"] if each not in before["waiting"]]
    assert {(each["evidence"], each["outcome"]) for each in fresh} >= {(piece, o) for o in "1289"}
    with open_store(old_school) as store:
        portfolio = store.load(SCHOOL).portfolio
    assert {link.target for link in portfolio.links.values()} <= find(CURRENT).framework.outcome_of.keys()
    assert piece in portfolio.evidence
    assert rrsa("undo", SCHOOL).code == 0
    assert rrsa("migrate", SCHOOL, "--queue", "--json").data == before


KILLED = """
import os, signal, sys
from rrsa.cli.main import run
from rrsa.store.statements import Prepared

original, left = Prepared.run_many, int(sys.argv[1])

def killed(self, *words):
    global left
    original(self, *words)
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

Prepared.run_many = killed
run(["migrate", sys.argv[2], "--to", sys.argv[3], "--apply"])
"""


@pytest.mark.usefixtures("posix")
@pytest.mark.parametrize("where", ["1", "4"])
def test_killed_on_the_way_nothing_has_moved(rrsa: Run, old_school: Path, where: str) -> None:
    before = recorded(old_school)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, where, SCHOOL, CURRENT], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert recorded(old_school) == before
    with open_store(old_school) as store:
        assert not store.check()
    assert rrsa("migrate", SCHOOL, "--to", CURRENT, "--apply").code == 0


def test_somebody_who_saves_meanwhile_is_not_run_over(rrsa: Run, old_school: Path) -> None:
    """A plan holds for the portfolio that it was made of; a view that came since would be left behind."""
    from rrsa.evaluation import Evaluation
    from rrsa.guide.moving import planned
    from rrsa.portfolio.changes import ConflictError

    with open_store(old_school) as store:
        mine = Evaluation.open(store, SCHOOL, author="Lead")
        plan = planned(mine, CURRENT)
        theirs = Evaluation.open(store, SCHOOL, author="Head")
        theirs.record_look("A.1", "unsure")
        with pytest.raises(ConflictError, match="somebody else has saved"):
            mine.move_to(plan.text, plan.changes, reason=plan.reason, revision=plan.revision)
        assert store.load(SCHOOL).portfolio.look("A.1").answer == "unsure"
        mine.refresh()
        plan = planned(mine, CURRENT)
        mine.move_to(plan.text, plan.changes, reason=plan.reason, revision=plan.revision)
        assert mine.framework.ref == CURRENT
        mine.undo()
        assert mine.framework.ref.startswith("rights-respecting-school-legacy")


def test_the_trend_reads_each_day_by_the_text_then_in_force(rrsa: Run, old_school: Path) -> None:
    rrsa("migrate", SCHOOL, "--to", CURRENT, "--apply")
    told = " ".join(rrsa("status", SCHOOL, "--over-time").out.split())
    assert "Each day is read by the framework text then in force" in told
