"""What does not leave is nowhere in the file."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from workbook_reader import COPIES, export, read, texts

from rrsa.evaluation import Evaluation
from rrsa.exchange.content import people_shown
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.privacy import SMALL, may_leave
from rrsa.portfolio.records import Evidence

Recorded = Callable[..., Evaluation]


def members(path: Path) -> Mapping[str, bytes]:
    """Every part of a workbook, unpacked."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("copy", COPIES)
def test_no_trace_of_what_was_held_back(school: Evaluation, exported: dict[str, Path], copy: str) -> None:
    held = [item for item in school.portfolio.evidence.values() if not may_leave(item)]
    assert len(held) == 3
    for item in held:
        for text in (item.id, item.title, item.place, item.note, item.file_name, item.file_sha256):
            if text:
                for name, content in members(exported[copy]).items():
                    assert text.encode() not in content, name


def test_an_action_forgets_the_held_back_piece_that_it_came_from(recorded: Recorded, tmp_path: Path) -> None:
    evaluation = recorded(
        {
            ("evidence", "ESECRET01"): {
                "title": "A film of a child",
                "perspective": "children",
                "consent": "refused",
            },
            ("link", "ESECRET01:1"): {"evidence": "ESECRET01", "target": "1", "direction": "not-yet"},
            ("action", "A00000001"): {"what": "Ask again", "outcome": "1", "because": "ESECRET01"},
        }
    )
    for copy in COPIES:
        path = export(evaluation, tmp_path / f"{copy}.xlsx", copy)
        assert not any(b"ESECRET01" in content for content in members(path).values())
    returned = read(tmp_path / "working.xlsx")
    assert returned.rows["plan", "A00000001"]["because"] is None
    assert "because" not in returned.base["plan", "A00000001"]


@pytest.mark.parametrize("copy", ["working", "blank"])
def test_whoever_fills_it_in_is_told_what_to_do_with_a_worry(exported: dict[str, Path], copy: str) -> None:
    book = load_workbook(exported[copy])
    first = " ".join(str(c) for row in book.worksheets[0].iter_rows(values_only=True) for c in row if c)
    assert "stop, listen, and follow your child protection procedure" in first


@pytest.mark.parametrize("copy", ["assessor", "working"])
def test_the_first_page_says_how_many_and_that_the_screen_may_show_more(
    exported: dict[str, Path], copy: str
) -> None:
    book = load_workbook(exported[copy])
    first = " ".join(str(c) for row in book.worksheets[0].iter_rows(values_only=True) for c in row if c)
    assert "3 pieces of evidence were held back" in first
    assert "setting's own screen may therefore be fuller than this copy" in first
    assert "Not affiliated with or endorsed by UNICEF" in first
    assert "Self-evaluation, not an award decision" in first


def test_figures_come_from_what_may_leave(recorded: Recorded, tmp_path: Path) -> None:
    """Two ways on the screen, one of them held back: one way on paper."""
    records: dict[tuple[str, str], dict[str, Any]] = {("outcome", "1"): {"view": 3, "line": "We see it"}}
    for n, (perspective, consent) in enumerate((("children", "refused"), ("records", "not-needed"))):
        key = f"E0000000{n}"
        records["evidence", key] = {"title": f"Piece {n}", "perspective": perspective, "consent": consent}
        records["link", f"{key}:1"] = {"evidence": key, "target": "1", "direction": "works"}
    evaluation = recorded(records)
    assert evaluation.assessment.outcomes["1"].ways == 2
    for copy in ("assessor", "working"):
        said = texts(export(evaluation, tmp_path / f"{copy}.xlsx", copy))
        assert "Shown one way" in said
        assert "Shown two ways" not in said


def heard(counts: Mapping[str, int], perspective: str = "children") -> dict[tuple[str, str], dict[str, Any]]:
    """Pieces that speak for so many people each."""
    records: dict[tuple[str, str], dict[str, Any]] = {}
    for key, people in counts.items():
        records["evidence", key] = {
            "title": f"Talk {key}",
            "perspective": perspective,
            "consent": "not-needed",
            "people": people,
        }
        records["link", f"{key}:1"] = {"evidence": key, "target": "1", "direction": "works"}
    return records


def test_a_small_number_is_hidden_with_a_second_beside_the_sum(recorded: Recorded, tmp_path: Path) -> None:
    evaluation = recorded(heard({"ECHILDRN1": 3, "ECHILDRN2": 31, "ECHILDRN3": 47}))
    path = export(evaluation, tmp_path / "a.xlsx", "assessor")
    sheet = load_workbook(path)["Children's views"]
    column = next(c.column for row in sheet.iter_rows() for c in row if c.value == "How many")
    shown = {
        str(row[1].value).partition("\n")[0]: row[column - 1].value
        for row in sheet.iter_rows()
        if str(row[1].value).startswith("Talk")
    }
    assert shown == {"Talk ECHILDRN1": "not shown", "Talk ECHILDRN2": "not shown", "Talk ECHILDRN3": 47}
    assert "81 answers were given" in texts(path)
    register = texts(path)
    assert "People: 31" not in register
    assert "People: 3\n" not in register + "\n"
    returned = read(export(evaluation, tmp_path / "w.xlsx", "working"))
    assert returned.rows["evidence", "ECHILDRN3"]["people"] == 47
    for key in ("ECHILDRN1", "ECHILDRN2"):
        assert returned.rows["evidence", key]["people"] is None
        assert "people" not in returned.base["evidence", key]
        assert returned.base["evidence", key]["withheld"] == ["people"]


def test_a_sum_that_would_be_the_small_number_itself_is_not_said(recorded: Recorded, tmp_path: Path) -> None:
    path = export(recorded(heard({"ECHILDRN1": 4})), tmp_path / "a.xlsx", "assessor")
    assert "answers were given" not in texts(path)


def test_adults_are_counted_with_the_same_care(recorded: Recorded, tmp_path: Path) -> None:
    evaluation = recorded(heard({"EADVLTS01": 2, "EADVLTS02": 12}, "adults"))
    register = texts(export(evaluation, tmp_path / "a.xlsx", "assessor"))
    assert "People: fewer than five" in register
    assert "People: 12" in register
    assert "People: 2\n" not in register


@given(st.lists(st.integers(0, 60), max_size=8))
def test_nobody_can_reckon_a_small_number_from_the_rest(counts: list[int]) -> None:
    pieces = [
        Evidence(f"E{n}", present=True, perspective="children", people=people)
        for n, people in enumerate(counts)
    ]
    shown, in_all = people_shown(Portfolio.from_records(pieces))
    hidden = [n for key, n in zip([p.id for p in pieces], counts, strict=True) if isinstance(shown[key], str)]
    assert not any(isinstance(n, int) and 0 < n < SMALL for n in shown.values())
    if in_all is not None and hidden:
        left = in_all - sum(n for n in shown.values() if isinstance(n, int))
        assert left == sum(hidden)
        assert left >= SMALL  # more than one answer fits
        assert len(hidden) > 1


def test_the_assessor_reads_no_score_and_no_cap(school: Evaluation, exported: dict[str, Path]) -> None:
    said = texts(exported["assessor"], hidden=True)
    assert "score" not in said.lower()
    for cap in school.framework.caps:
        assert cap.why not in said
    assert school.assessment.outcomes["5"].caps  # the sample has one in force
    working = texts(exported["working"])
    assert school.assessment.outcomes["5"].caps[0].why in working
    assert "Evidence score" in working


def test_only_dates_and_counts_of_people_are_numbers_for_the_assessor(exported: dict[str, Path]) -> None:
    """A score could hide behind any other number."""
    for sheet in load_workbook(exported["assessor"]):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "n" and cell.value is not None:
                    assert sheet.title == "Children's views", (sheet.title, cell.coordinate)


def test_a_piece_forgets_the_held_back_one_whose_place_it_took(recorded: Recorded, tmp_path: Path) -> None:
    piece = {"title": "A film", "perspective": "children"}
    evaluation = recorded(
        {
            ("evidence", "ESECRET01"): {**piece, "consent": "withdrawn"},
            ("evidence", "E00000001"): {**piece, "consent": "given"},
            ("evidence", "E00000002"): {**piece, "consent": "given", "replaces": "ESECRET01"},
            ("evidence", "E00000003"): {**piece, "consent": "given", "replaces": "E00000001"},
        }
    )
    path = export(evaluation, tmp_path / "w.xlsx", "working")
    assert not any(b"ESECRET01" in content for content in members(path).values())
    returned = read(path)
    assert returned.rows["evidence", "E00000002"]["replaces"] is None
    assert returned.rows["evidence", "E00000003"]["replaces"] == "E00000001"


@pytest.mark.parametrize(
    ("counts", "count", "n", "withheld"),
    [
        ("people", 12, 41, []),
        ("people", 0, 41, []),
        ("people", 3, 41, ["count"]),
        ("people", 39, 41, ["count"]),  # two are left over
        ("people", 2, 4, ["count", "n"]),
        ("people", 3, None, ["count"]),
        ("events", 3, 41, []),
        ("events", 3, 4, ["n"]),
        (None, 3, 41, ["count"]),
    ],
)
def test_no_measure_gives_a_few_people_away(
    recorded: Recorded, tmp_path: Path, counts: str | None, count: int, n: int | None, withheld: list[str]
) -> None:
    measure = {"title": "Safe on the stairs", "outcome": "1", "counts": counts}
    measure |= {"baseline": count, "baseline_n": n, "target": count, "target_n": n}
    reading = {"measure": "M00000001", "date": "2026-04-03", "count": count, "n": n}
    evaluation = recorded({("measure", "M00000001"): measure, ("reading", "R00000001"): reading})
    returned = read(export(evaluation, tmp_path / "w.xlsx", "working"))
    kept = {"count": count, "n": n}
    shown = {name: None if name in withheld else value for name, value in kept.items()}
    row, base = returned.rows["readings", "R00000001"], returned.base["readings", "R00000001"]
    assert {name: row[name] for name in kept} == {name: base.get(name) for name in kept} == shown
    assert base.get("withheld", []) == withheld
    row, base = returned.rows["measures", "M00000001"], returned.base["measures", "M00000001"]
    for first in ("baseline", "target"):
        named = {"count": first, "n": f"{first}_n"}
        assert {x: row[named[x]] for x in kept} == {x: base.get(named[x]) for x in kept} == shown
        assert [x for x in named if named[x] in base.get("withheld", [])] == withheld
