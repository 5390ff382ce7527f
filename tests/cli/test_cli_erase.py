"""Erasing by command: shown first, done with --apply, a receipt without content, and no trace on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_runs import Run, assert_one_line_error, recorded

from rrsa.drafts import Drafts
from rrsa.portfolio.changes import Cell
from rrsa.store import open_store

WORDS = "Somebody says hello on the stairs"
ASKED = "Where in school do you feel safe"


@pytest.fixture
def piece(rrsa: Run, school: dict[str, str], tmp_path: Path) -> str:
    """A piece with a child's words and a file; its id."""
    file = tmp_path / "hello-stairs.txt"
    file.write_text("Notes about the hello stairs " * 50, encoding="utf-8")
    made = rrsa(
        "evidence", "add", school["SETTING"], "--title", "Maps of the hello stairs",
        "--perspective", "children", "--for", school["OUTCOME"], "--date", "2023-11-06", "--file", file,
        "--question", ASKED, "--said", WORDS,
    )  # fmt: skip
    assert made.code == 0, made.err
    file.unlink()
    return made.first


def test_it_is_shown_first_and_nothing_goes(rrsa: Run, school: dict[str, str], piece: str) -> None:
    before = recorded(school["DATABASE"])
    ran = rrsa("erase", school["SETTING"], piece, school["ACTION"])
    assert ran.code == 0
    assert f"{piece} · “Maps of the hello stairs” · shown in 1 place" in ran.out
    assert "2 things would be erased for good. Nothing has changed yet" in ran.err
    assert recorded(school["DATABASE"]) == before
    assert rrsa("erase", school["SETTING"], piece, "--read-only").code == 0
    ran = rrsa("erase", school["SETTING"], piece, "--json")
    assert ran.data["items"][0]["id"] == piece
    assert ran.data["erased"] is False


def test_what_is_erased_is_gone_from_every_file(
    rrsa: Run, school: dict[str, str], piece: str, home: Path, tmp_path: Path
) -> None:
    database = Path(school["DATABASE"])
    drafts = Drafts(str(database), school["SETTING"])
    drafts.keep(Cell("evidence", piece, "note"), "The hello stairs again", "")
    drafts.keep(Cell("outcome", school["OTHER"], "line"), "Going on", "")
    other = Drafts("another name", f"{school['SETTING']}\nten-minutes")
    other.keep(Cell("evidence", piece, "said"), "hello stairs", "")
    opened = home / "cache" / "opened" / "x"
    opened.mkdir(parents=True)
    (opened / "hello-stairs.txt").write_text("the hello stairs", encoding="utf-8")
    rrsa("evidence", "edit", school["SETTING"], piece, "--title", "The hello stairs, second round")
    rrsa("undo", school["SETTING"])
    with open_store(database) as store:
        store.backup(database.with_name(f"{database.name}.before-0003-20260101-000000-000000"))
    receipt = tmp_path / "receipts" / "erased.txt"
    receipt.parent.mkdir()
    ran = rrsa("erase", school["SETTING"], piece, "--apply", "--receipt", receipt, "--author", "Depute")
    assert ran.code == 0, ran.err
    assert ran.out.strip() == receipt.read_text(encoding="utf-8").strip()
    for line in (
        "Setting: Glen Mhor School",
        "By: Depute",
        "Erased for good: 1 piece of evidence",
        "stored files: 1",
        "drafts on this machine: 2",
        "1 copy of the database from before an update: removed",
        "backups made before this, and whole packs",
    ):
        assert line in ran.out
    for file in [*tmp_path.rglob("*"), *home.rglob("*")]:
        if file.is_file():
            content = file.read_bytes()
            for text in ("hello stairs", "hello-stairs", WORDS, ASKED, "hello"):
                for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                    assert text.encode(encoding) not in content, (file, text)
    assert [draft.text for draft in Drafts(str(database), school["SETTING"]).all()] == ["Going on"]
    # A page that has the drafts open does not write them again with the next key.
    drafts.keep(Cell("outcome", school["OTHER"], "line"), "Going on well", "")
    assert "hello" not in "".join(file.read_text(encoding="utf-8") for file in home.glob("drafts/*"))
    with open_store(database) as store:
        assert store.check() == []
    told = rrsa("history", school["SETTING"], "--full")
    assert "Erased for good: 1 piece of evidence" in told.out
    assert "hello" not in told.out
    again = rrsa("erase", school["SETTING"], piece)
    assert again.code == 2
    assert_one_line_error(again)
    assert "was erased already" in again.err


def test_only_a_persons_words(rrsa: Run, school: dict[str, str], piece: str) -> None:
    ran = rrsa("erase", school["SETTING"], piece, "--words")
    assert "What children were asked" in ran.out
    assert "What they said" in ran.out
    assert rrsa("erase", school["SETTING"], piece, "--words", "--apply").code == 0
    listed = rrsa("evidence", "list", school["SETTING"]).out
    assert "Maps of the hello stairs" in listed
    assert WORDS not in listed
    assert rrsa("evidence", "edit", school["SETTING"], piece, "--said", "We say hello").code == 0


def test_only_a_file(rrsa: Run, school: dict[str, str], piece: str) -> None:
    ran = rrsa("erase", school["SETTING"], piece, "--field", "file", "--json")
    assert [each["about"] for each in ran.data["items"]] == ["File"]
    ran = rrsa("erase", school["SETTING"], piece, "--field", "file", "--apply")
    assert ran.code == 0
    assert "stored files: 1" in ran.out
    assert "Erased for good: 1 text" in ran.out
    item = recorded(school["DATABASE"])[0][1]["evidence"][piece]
    assert (item.title, item.file_sha256, item.file_size) == ("Maps of the hello stairs", None, None)
    assert b"Notes about the hello" not in Path(school["DATABASE"]).read_bytes()
    with open_store(school["DATABASE"]) as store:
        assert store.check() == []


def test_a_text_of_an_outcome(rrsa: Run, school: dict[str, str]) -> None:
    setting, outcome = school["SETTING"], school["OUTCOME"]
    rrsa("view", setting, outcome, "2", "--line", "Wintergreen helped us")
    ran = rrsa("erase", setting, outcome, "--field", "line", "--apply")
    assert (ran.code, "Erased for good: 1 text" in ran.out) == (0, True)
    assert b"Wintergreen" not in Path(school["DATABASE"]).read_bytes()
    rrsa("view", setting, outcome, "3", "--line", "Somebody helped us")
    assert recorded(school["DATABASE"])[0][1]["outcome"][outcome].line == "Somebody helped us"
    assert rrsa("erase", setting, outcome, "--field", "line", "--apply").code == 0
    assert recorded(school["DATABASE"])[0][1]["outcome"][outcome].line is None


def test_what_is_past_its_day_is_found(rrsa: Run, school: dict[str, str], piece: str) -> None:
    """A child's words of November 2023: to the end of the school year after, 31 July 2025."""
    assert (
        "Nothing is past its day"
        in rrsa("erase", school["SETTING"], "--past-retention", "--on", "2025-07-31").err
    )
    ran = rrsa("erase", school["SETTING"], "--past-retention", "--on", "2025-08-01")
    assert piece in ran.out
    assert "from 6 Nov 2023, to be kept until 31 Jul 2025" in " ".join(ran.out.split())
    assert school["EVIDENCE"] not in ran.out
    wide = rrsa("erase", school["SETTING"], "--past-retention", "--keep", "9", "--on", "2030-01-01")
    assert "Nothing is past its day" in wide.err
    assert rrsa("erase", school["SETTING"], "--past-retention", "--on", "2025-08-01", "--apply").code == 0
    assert piece not in rrsa("evidence", "list", school["SETTING"]).out
    ran = rrsa("erase", school["SETTING"], "--past-retention", "--on", "2025-08-01", "--apply")
    assert (ran.code, ran.out) == (0, "")


def test_what_was_removed_long_ago_is_past_its_day_too(rrsa: Run, school: dict[str, str], piece: str) -> None:
    """It stands in the history alone, where nobody would look for it."""
    assert rrsa("evidence", "remove", school["SETTING"], piece).code == 0
    assert piece not in rrsa("erase", school["SETTING"], "--past-retention").out
    ran = rrsa("erase", school["SETTING"], "--past-retention", "--on", "2050-01-01")
    assert f"{piece} · removed, but still in the history · from" in " ".join(ran.out.split())
    assert rrsa("erase", school["SETTING"], "--past-retention", "--on", "2050-01-01", "--apply").code == 0
    assert WORDS.encode() not in Path(school["DATABASE"]).read_bytes()
    assert rrsa("erase", school["SETTING"], "--past-retention", "--on", "2050-01-01").out == ""


def test_traces_that_another_program_holds_are_said_and_go_later(
    rrsa: Run, school: dict[str, str], piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3
    from contextlib import closing

    from rrsa.store import sqlite

    monkeypatch.setattr(sqlite, "WAIT_SECONDS", 0.2)
    with closing(sqlite3.connect(school["DATABASE"], isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM evidence").fetchall()
        ran = rrsa("erase", school["SETTING"], piece, "--apply")
        assert ran.code == 1
        assert f"rrsa erase {school['SETTING']} --finish" in " ".join(ran.out.split())
        assert rrsa("erase", school["SETTING"], "--finish").code == 1
    ran = rrsa("erase", school["SETTING"], "--finish")
    assert (ran.code, ran.err) == (0, "No trace is left of what was erased.\n")
    assert b"hello stairs" not in Path(school["DATABASE"]).read_bytes()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "it is not said what to erase"),
        (("E0000",), "there is no item"),
        (("4",), "there is no item"),
        (("OUTCOME",), "cannot be erased as a whole"),
        (("OUTCOME", "--field", "lime"), "has no text called “lime”"),
        (("ACTION", "--words"), "holds nobody's own words"),
        (("EVIDENCE", "--past-retention"), "finds its items by itself"),
        (("EVIDENCE", "--keep", "3"), "--keep says nothing here"),
        (("EVIDENCE", "--words", "--field", "note"), "do not go together"),
        (("EVIDENCE", "--receipt", "r.txt"), "no receipt before anything is erased"),
        (("EVIDENCE", "--apply", "--receipt", "no/such/r.txt"), "there is no folder"),
        (("EVIDENCE", "--finish"), "--finish goes alone"),
        (("setting", "--field", "name"), "has no text called “name”"),
        (("EVIDENCE", "--apply", "--read-only"), "for reading only"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    rrsa: Run, school: dict[str, str], words: tuple[str, ...], says: str
) -> None:
    before = recorded(school["DATABASE"])
    ran = rrsa("erase", school["SETTING"], *(school.get(word, word) for word in words))
    assert ran.code in (2, 3)
    assert says in ran.err
    assert ran.err.count("\n") == 1
    assert recorded(school["DATABASE"]) == before
