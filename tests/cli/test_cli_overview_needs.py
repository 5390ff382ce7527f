"""What settings need, targets, figures from elsewhere and the rights report, by command."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from an_authority import HOUSES, SCHOOLS, filled, share_again
from command_runs import Ran, Run, assert_one_line_error

from rrsa.store import open_store


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = filled(tmp_path / "desk.db")
    monkeypatch.setenv("RRSA_DATABASE", str(file))
    return file


def schools(ran: Ran) -> dict[str, object]:
    (found,) = (each for each in ran.data["frameworks"] if each["framework"] == SCHOOLS)
    return dict(found)


def outcome(ran: Ran, number: str) -> dict[str, object]:
    found: list[dict[str, object]] = schools(ran)["outcomes"]  # type: ignore[assignment]
    return next(each for each in found if each["outcome"] == number)


def test_needs_say_where_many_stand_low_and_name_nobody(rrsa: Run, desk: Path) -> None:
    ran = rrsa("overview", "needs")
    assert ran.code == 0, ran.err
    assert "24 schools" in ran.out
    assert "▼ 8 Outcome 8: the majority, 16 of 24" in ran.out
    assert "8 children’s houses" in ran.out
    assert "Nobody covers: 31" in ran.out
    assert "School 07" not in ran.out
    assert "Figures are about five settings or more" in ran.out


def test_needs_as_data_hold_no_number_below_five(rrsa: Run, desk: Path) -> None:
    ran = rrsa("overview", "needs", "--json")
    for each in schools(ran)["outcomes"]:  # type: ignore[attr-defined]
        assert all(range_["settings"] >= 5 for range_ in [*each["views"], *each["shown"]])
    assert outcome(ran, "8")["low"] == 16
    assert outcome(ran, "8")["weak"] is True
    assert outcome(ran, "1")["evidence"]["children"] == 0  # type: ignore[index]
    (houses,) = (each for each in ran.data["frameworks"] if each["framework"] == HOUSES)
    assert houses["outcomes"][0]["low"] is None  # four of eight


def test_one_setting_more_changes_nothing_until_five_have_shared(rrsa: Run, desk: Path) -> None:
    before = outcome(rrsa("overview", "needs", "--json"), "1")["views"]
    for n, at in enumerate((2, 4, 6, 8), start=3):
        with open_store(desk, create=False) as store:
            share_again(store, range(at, at + 1), 1, f"2026-03-{n:02}T10:00:00.000000+00:00")
        assert outcome(rrsa("overview", "needs", "--json"), "1")["views"] == before
    with open_store(desk, create=False) as store:
        share_again(store, range(10, 11), 1, "2026-03-09T10:00:00.000000+00:00")
    assert outcome(rrsa("overview", "needs", "--json"), "1")["views"] != before


def test_a_group_is_told_by_itself(rrsa: Run, desk: Path) -> None:
    ran = rrsa("overview", "needs", "--group", "area:east")
    assert "12 in East" in ran.out
    assert "children’s houses" not in ran.out
    told = " ".join(ran.out.split())
    assert "all 12, or all but fewer than five · all schools: the majority, 12 of 24" in told, "all stand low"
    assert rrsa("overview", "needs", "--group", "kind:residential").out.count("schools") == 0


def test_a_group_that_is_none_is_said_with_those_there_are(rrsa: Run, desk: Path) -> None:
    ran = rrsa("overview", "needs", "--group", "area:North")
    assert ran.code == 2
    assert_one_line_error(ran)
    assert "area:East" in ran.err
    assert rrsa("overview", "needs", "--group", "north").code == 2


def test_a_trend_is_told_from_the_first_look_on(rrsa: Run, desk: Path) -> None:
    ran = rrsa("overview", "needs", "--group", "kind:school", "--over-time")
    assert "Over time: at 3 (Making a difference) or above" in ran.out
    days = outcome(rrsa("overview", "needs", "--json"), "8")["over_time"]
    assert [each["not_low"] for each in days] == [8, 8]  # type: ignore[attr-defined]
    assert days[0]["on"] < days[1]["on"]  # type: ignore[index]


def test_help_wanted_is_laid_beside_help_offered(rrsa: Run, desk: Path) -> None:
    found = rrsa("overview", "needs", "--json").data["help"]
    (pair,) = found["could"]
    assert pair["setting"] == "school-01"
    assert [each["setting"] for each in pair["offers"]] == ["school-05"]
    assert [each["setting"] for each in found["unmet"]] == ["school-02"]
    assert [each["setting"] for each in found["open"]] == ["school-06"]


def test_nothing_shared_is_said_and_no_fault(
    rrsa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RRSA_DATABASE", str(filled(tmp_path / "few.db", 4, 0)))
    ran = rrsa("overview", "needs")
    assert ran.code == 0
    assert "Nothing is told of groups yet" in ran.out


def test_reading_only_makes_no_figures(rrsa: Run, desk: Path) -> None:
    assert "Nothing is told of groups yet" in rrsa("overview", "needs", "--read-only").out
    rrsa("overview", "needs")
    assert "24 schools" in rrsa("overview", "needs", "--read-only").out


# -- targets -----------------------------------------------------------------------------------------


def test_a_target_is_set_counted_changed_closed_and_taken_back(rrsa: Run, desk: Path) -> None:
    ran = rrsa("overview", "targets", "add", "--about", "view:8", "--wanted", 15, "--group", "kind:school",
               "--by", "30 Jun 2027")  # fmt: skip
    assert ran.code == 0, ran.err
    made = ran.first
    (target,) = rrsa("overview", "targets", "--json").data
    assert (target["at_least"], target["baseline"], target["baseline_n"]) == (3, 8, 24)
    assert target["progress"]["reached"] == 8
    assert target["progress"]["is_reached"] is False
    assert "wanted: 15, by 30 Jun 2027" in rrsa("overview", "targets").out
    assert rrsa("overview", "targets", "edit", made, "--wanted", 8).code == 0
    (target,) = rrsa("overview", "targets", "--json").data
    assert target["progress"]["is_reached"] is True
    assert target["baseline_on"]
    rrsa("overview", "targets", "close", made)
    assert rrsa("overview", "targets", "--json").data[0]["closed_on"]
    rrsa("overview", "targets", "remove", made)
    assert rrsa("overview", "targets", "--json").data == []
    rrsa("overview", "undo")
    assert rrsa("overview", "targets", "--json").data[0]["id"] == made


def test_progress_is_counted_anew_and_says_nothing_of_few(rrsa: Run, desk: Path) -> None:
    rrsa("overview", "targets", "add", "--about", "view:1", "--wanted", 6, "--group", "kind:residential")
    (target,) = rrsa("overview", "targets", "--json").data
    assert target["progress"]["reached"] is None  # four of eight houses
    assert target["baseline"] is None
    assert "fewer than five" in rrsa("overview", "targets").out


@pytest.mark.parametrize(
    "words, said",
    [
        (("--about", "view:1", "--wanted", 6), "several frameworks"),
        (("--about", "view:77", "--wanted", 6, "--group", "kind:school"), "there are: 1, 8"),
        (("--about", "view:1", "--wanted", 0, "--group", "kind:school"), "how many settings"),
        (("--about", "mood", "--wanted", 6), "write it like view:4"),
        (("--about", "view:1", "--wanted", 6, "--group", "kind:school", "--at-least", 9), "no grade 9"),
        (("--about", "stage:silver", "--wanted", 6, "--at-least", 3), "leave it out"),
        (("--about", "view:1", "--wanted", 6, "--group", "area:East", "--at-least", 4), "of an area"),
        (("--about", "view:1", "--wanted", 6, "--group", "kind:school", "--by", "soon"), "not a date"),
    ],
)  # fmt: skip
def test_a_target_that_cannot_be_counted_is_refused(
    rrsa: Run, desk: Path, words: tuple[object, ...], said: str
) -> None:
    ran = rrsa("overview", "targets", "add", *words)
    assert ran.code == 2
    assert_one_line_error(ran)
    assert said in ran.err
    assert rrsa("overview", "targets", "--json").data == []


# -- figures from elsewhere --------------------------------------------------------------------------


CSV = """title,subject,group,figure,count,n,date,source,note
Scotland at 3 or above,view:1,kind:school,72 %,,,1 Feb 2026,National survey,
Children who know the Convention,,,,620,1000,2026-01-05,Another report,all ages
"""

YAML = """figures:
  - title: A neighbour
    subject: shown:1
    count: 18
    n: 25
    date: 2026-01-05
    source: Its annual report
"""


def test_figures_come_from_csv_and_yaml_with_source_and_date(rrsa: Run, desk: Path, tmp_path: Path) -> None:
    for name, text, new in (("a.csv", CSV, 2), ("b.yaml", YAML, 1)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        ran = rrsa("overview", "reference", "take", tmp_path / name)
        assert ran.code == 0, ran.err
        assert len(ran.out.split()) == new
    said = rrsa("overview", "reference").out
    assert "72 %" in said
    assert "National survey, 1 Feb 2026" in said
    again = rrsa("overview", "reference", "take", tmp_path / "a.csv")
    assert again.out == ""
    assert "2 as they were" in again.err
    first = rrsa("overview", "reference", "--json").data[0]["id"]
    rrsa("overview", "reference", "remove", first)
    assert len(rrsa("overview", "reference", "--json").data) == 2
    rrsa("overview", "undo")
    assert len(rrsa("overview", "reference", "--json").data) == 3


@pytest.mark.parametrize(
    "name, text, place",
    [
        ("x.csv", "title,date,source,figure\nA,1 Feb 2026,S,3\nB,1 Feb 2036,S,3\n", "x.csv:3:date: "),
        ("x.csv", "title,date,source,figure\nA,1 Feb 2026,,3\n", "x.csv:2: "),
        ("x.csv", "title,date,source,count\nA,1 Feb 2026,S,3\n", "x.csv:2:count: "),
        ("x.csv", "title,date,source,percent\nA,1 Feb 2026,S,3\n", "x.csv:1: "),
        ("x.yaml", "- title: A\n  figure: 3\n  date: 1 Feb 2036\n  source: S\n", "x.yaml:3:9: "),
        ("x.yaml", "figures:\n  - titel: A\n", "x.yaml:2:5: "),
        ("x.yaml", "- title: A\n  figure: 3\n  date: today\n", "x.yaml:1:3: "),
        ("x.yaml", "figures: [\n", "x.yaml:1:10: "),
    ],
)  # fmt: skip
def test_a_mistake_in_a_file_is_named_with_its_place_and_nothing_is_taken(
    rrsa: Run, desk: Path, tmp_path: Path, name: str, text: str, place: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    ran = rrsa("overview", "reference", "take", tmp_path / name)
    assert ran.code == 2
    assert place in ran.err, ran.err
    assert rrsa("overview", "reference", "--json").data == []


@pytest.mark.parametrize("name", ["nothing.csv", "list.txt", "empty.csv", "binary.csv"])
def test_a_file_that_holds_no_figures_is_refused(rrsa: Run, desk: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "list.txt").write_text("a", encoding="utf-8")
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    (tmp_path / "binary.csv").write_bytes(b"PK\x03\x04\0\0")
    ran = rrsa("overview", "reference", "take", tmp_path / name)
    assert ran.code == 2
    assert_one_line_error(ran)


def test_figures_of_the_authority_go_to_settings_as_a_file(rrsa: Run, desk: Path, tmp_path: Path) -> None:
    file = tmp_path / "given.csv"
    ran = rrsa("overview", "reference", "give", file, "--source", "Inverbrae Council")
    assert ran.code == 0, ran.err
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows
    assert all(int(row["count"]) >= 5 for row in rows)
    assert "school-" not in file.read_text(encoding="utf-8-sig")
    assert rrsa("overview", "reference", "give", file, "--source", "X").code == 2  # never over a file
    other = ("--database", tmp_path / "own.db")
    assert rrsa("new", "Birch Primary", "--framework", "rights-respecting-school", *other).code == 0
    assert rrsa("overview", "reference", "take", file, *other).code == 0
    said = rrsa("overview", "against", "birch-primary", *other)
    assert "Inverbrae Council" in said.out
    assert said.code == 0


# -- beside others -----------------------------------------------------------------------------------


def test_a_setting_sees_itself_beside_its_kind_and_never_another(rrsa: Run, desk: Path) -> None:
    rrsa("new", "Birch Primary", "--framework", "rights-respecting-school")
    rrsa("view", "birch-primary", "1", "3")
    ran = rrsa("overview", "against", "birch-primary")
    assert ran.code == 0, ran.err
    assert "Our view: 3 (Making a difference)" in ran.out
    assert "of 24: 12 at 2 (Taking shape) or lower" in ran.out
    assert "8 children’s houses" in ran.out
    assert "School 0" not in ran.out
    data = rrsa("overview", "against", "birch-primary", "--json").data
    assert data["n"] == 24
    assert data["outcomes"][0]["view"] == 3


def test_a_setting_alone_hears_where_figures_come_from(rrsa: Run, tmp_path: Path) -> None:
    own = ("--database", tmp_path / "own.db")
    rrsa("new", "Birch Primary", "--framework", "rights-respecting-school", *own)
    ran = rrsa("overview", "against", "birch-primary", *own)
    assert ran.code == 0
    assert "Nothing is told of schools yet" in ran.out
    assert "rrsa overview reference take FILE" in ran.err


# -- the rights report -------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["html", "docx"])
def test_a_draft_of_the_rights_report_is_written_and_says_that_it_is_one(
    rrsa: Run, desk: Path, tmp_path: Path, ending: str
) -> None:
    rrsa("overview", "targets", "add", "--about", "view:8", "--wanted", 15, "--group", "kind:school")
    file = tmp_path / f"report.{ending}"
    ran = rrsa("overview", "rights-report", "-o", file, "--authority", "Inverbrae Council")
    assert ran.code == 0, ran.err
    assert ran.out.strip() == str(file)
    text = _read(file)
    for words in (
        "Inverbrae Council",
        "A draft to work from",
        "UNCRC (Incorporation) (Scotland) Act 2024",
        "How children took part",
        "16 of 24",
        "To write",
        "wanted: 15",
    ):
        assert words in text, words
    assert "School 0" not in text
    assert rrsa("overview", "rights-report", "-o", file).code == 0  # nobody has changed ours


def _read(file: Path) -> str:
    if file.suffix == ".html":
        return file.read_text(encoding="utf-8")
    from docx import Document

    document = Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


@pytest.mark.parametrize("name", ["report.pdf", "report", "folder/report.docx", ""])
def test_a_place_that_will_not_do_is_said(rrsa: Run, desk: Path, tmp_path: Path, name: str) -> None:
    ran = rrsa("overview", "rights-report", "-o", tmp_path / name if name else "")
    assert ran.code in (2, 3)
    assert_one_line_error(ran)
