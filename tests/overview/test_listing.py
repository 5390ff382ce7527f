"""The coordinator's list: one setting, or a whole file of them with every mistake by its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrsa.errors import BadInput, EnvironmentFailed, NotFound
from rrsa.overview import listing
from rrsa.overview.desk import Desk
from rrsa.overview.list_file import ListProblems, read
from rrsa.store import open_store

FILE = """\
Name;Kind;Cluster;Framework;Write to;Notes
St Mungo's Primary;school;East;rights-respecting-school;Rights lead;
Birch House;Children's house;West;;;"open till nine; ring first"

Services for children;partnership;;;;
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_store(tmp_path / "rrsa.db") as store:
        yield Desk.open(store, "Coordinator")


def a_file(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


# -- one setting ---------------------------------------------------------------------------------------


def test_a_name_is_enough_and_makes_the_id(desk: Desk) -> None:
    done = listing.add(desk, [listing.entry({"name": "  St Mungo’s   Primary ", "area": ""})])
    assert done == listing.Added(("st-mungos-primary",), (), ())
    assert desk.portfolio.listed["st-mungos-primary"].area is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": "  "}, "the name is missing"),
        ({"name": "Glen", "kind": "hotel"}, "the kind cannot be “hotel”"),
        ({"name": "Glen", "id": "Glen Primary"}, "cannot be a setting’s id"),
        ({"name": "Glen", "id": "desk.overview"}, "cannot be a setting’s id"),
        ({"name": "Glen", "framework": "nothing"}, "no framework “nothing”"),
        (
            {"name": "Glen", "kind": "residential", "framework": "rights-respecting-school"},
            "is not for a children's house",
        ),
        ({"name": "G" * 300}, "too long"),
    ],
    ids=["no-name", "kind", "id", "desk", "framework", "other-kind", "long"],
)
def test_what_cannot_be_used_is_said(given: dict[str, str], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        listing.entry(given)


def test_a_framework_says_the_kind(desk: Desk) -> None:
    listing.add(desk, [listing.entry({"name": "Birch", "framework": "rights-respecting-house"})])
    birch = desk.portfolio.listed["birch"]
    assert (birch.kind, birch.framework) == ("residential", "rights-respecting-house@2026.1")


def test_an_emptied_field_takes_away_what_stood_there(desk: Desk) -> None:
    listing.add(desk, [listing.entry({"name": "Glen", "area": "East", "note": "ring first"})])
    listing.edit(desk, "glen", {"name": "Glen Primary", "area": "", "note": "ring first"})
    glen = desk.portfolio.listed["glen"]
    assert (glen.name, glen.area, glen.note) == ("Glen Primary", None, "ring first")
    desk.undo()
    assert desk.portfolio.listed["glen"].area == "East"
    with pytest.raises(BadInput, match="the name is missing"):
        listing.edit(desk, "glen", {"name": ""})


def test_one_is_found_by_its_id_or_its_name(desk: Desk) -> None:
    with pytest.raises(NotFound, match="the list is empty"):
        listing.find_listed(desk, "glen")
    listing.add(desk, [listing.entry({"name": "Glen Primary"}), listing.entry({"name": "St Ann", "id": "a"})])
    listing.add(desk, [listing.entry({"name": "St Ann", "id": "b"})])
    assert listing.find_listed(desk, "glen-primary") == "glen-primary"
    assert listing.find_listed(desk, " glen  PRIMARY") == "glen-primary"
    with pytest.raises(BadInput, match="choose one by its id: a, b"):
        listing.find_listed(desk, "St Ann")
    with pytest.raises(NotFound, match="did you mean glen-primary"):
        listing.find_listed(desk, "glen-primry")


def test_removing_several_is_one_step(desk: Desk) -> None:
    listing.add(desk, [listing.entry({"name": name}) for name in ("Ash", "Birch", "Cedar")])
    listing.remove(desk, ["ash", "birch", "ash"])
    assert list(desk.portfolio.listed) == ["cedar"]
    assert desk.undo().changeset.reason == "2 settings taken off the list"
    assert sorted(desk.portfolio.listed) == ["ash", "birch", "cedar"]


def test_blank_copies_that_go_out_are_noted_in_one_step(desk: Desk) -> None:
    listing.add(desk, [listing.entry({"name": name}) for name in ("Ash", "Birch")])
    listing.note_issued(desk, {"ash": "u1", "birch": "u2"}, "2026-09-01")
    assert [each.issued_on for each in desk.portfolio.listed.values()] == ["2026-09-01"] * 2
    assert desk.undo().changeset.reason == "2 blank copies sent out"


# -- a file --------------------------------------------------------------------------------------------


def test_a_file_is_read_as_a_spreadsheet_writes_it(desk: Desk, tmp_path: Path) -> None:
    entries = read(a_file(tmp_path, FILE))
    assert [each.setting for each in entries] == ["st-mungos-primary", "birch-house", "services-for-children"]
    done = listing.add(desk, entries)
    assert len(done.new) == 3
    birch = desk.portfolio.listed["birch-house"]
    assert (birch.kind, birch.area, birch.note) == ("residential", "West", "open till nine; ring first")
    assert desk.portfolio.listed["st-mungos-primary"].role == "Rights lead"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_what_excel_saves_is_read(tmp_path: Path, encoding: str) -> None:
    (entry,) = read(a_file(tmp_path, "name,area\r\nSt Bríd’s,Oban\r\n".encode(encoding)))
    assert entry.values == {"name": "St Bríd’s", "area": "Oban"}


def test_the_same_file_twice_changes_nothing_and_a_newer_one_what_differs(desk: Desk, tmp_path: Path) -> None:
    listing.add(desk, read(a_file(tmp_path, FILE)))
    before = desk.revision
    assert len(listing.add(desk, read(a_file(tmp_path, FILE))).same) == 3
    assert desk.revision == before
    done = listing.add(desk, read(a_file(tmp_path, "name,cluster\nBirch House,North\n")))
    assert done.changed == ("birch-house",)
    birch = desk.portfolio.listed["birch-house"]
    assert (birch.area, birch.kind) == ("North", "residential")  # a column that is not there changes nothing


def test_every_mistake_is_named_with_its_line(tmp_path: Path) -> None:
    path = a_file(
        tmp_path,
        'name,kind\nAsh,school\n,school\nBirch,hotel\nAsh,school\n"Two\nlines",school,more\nElm,school\n',
    )
    with pytest.raises(ListProblems, match=r"list.csv has 4 lines that cannot be used") as caught:
        read(path)
    said = [problem.removeprefix(f"{path}:") for problem in caught.value.problems]
    assert [line.partition(":")[0] for line in said] == ["3", "4", "5", "7"]
    assert "the name is missing" in said[0]
    assert "the kind cannot be “hotel”" in said[1]
    assert "“ash” is in line 2 already" in said[2]
    assert "more cells than columns" in said[3]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"town,kind\nOban,school\n", "no column is called “name”"),
        (b"name,school\nAsh,Ash\n", "two columns hold the same: name"),
        (b"name,kind\n", "lists no setting"),
        (b"PK\x03\x04rest", "is no CSV file"),
        (b"name\n\0\0\n", "is no CSV file"),
        (b'name\n"Ash\n', "a quotation mark that is not closed"),
        (b"name\n" + b"a" * 200_000 + b"\n", "look for a quotation mark"),
    ],
    ids=["empty", "blank", "no-name", "twice", "heads-only", "workbook", "binary", "quote", "huge-cell"],
)
def test_what_is_no_list_is_refused_in_a_line(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read(a_file(tmp_path, content))


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no file"):
        read(tmp_path / "nothing.csv")
    with pytest.raises((BadInput, EnvironmentFailed), match="is a folder"):
        read(tmp_path)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=30), min_size=1, max_size=8))
def test_whatever_a_file_holds_is_a_list_or_a_line(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_text("name,area\n" + "\n".join(lines), encoding="utf-8", newline="")
    try:
        found = read(path)
    except BadInput:
        return
    assert all(entry.values["name"] for entry in found)
