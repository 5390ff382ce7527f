"""Where a setting stands, in words and as data."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from command_runs import Run

from rrsa.evaluation import Evaluation
from rrsa.store import open_store


def make_ready_for_the_first_stage(rrsa: Run, setting: str) -> None:
    rrsa("milestone", setting, "group")
    for outcome in ("1", "2", "3"):
        assert rrsa("view", setting, outcome, 3, "--line", "We see it every day").code == 0


def test_words_first_and_nothing_averaged(rrsa: Run, school: dict[str, str]) -> None:
    rrsa("view", school["SETTING"], "2", 4)
    ran = rrsa("status", school["SETTING"])
    assert (ran.code, ran.err) == (0, "")
    text = " ".join(ran.out.split())
    assert text.startswith("Glen Mhor School A small framework · working towards Second")
    assert "Starting" in text
    assert "Shown one way" in text
    assert "Not looked at yet" in text
    assert "Lowest: 1" in text
    assert "What comes next" in text
    assert text.endswith("Self-evaluation, not an award decision")
    for word in ("%", "average", "red", "score"):
        assert word not in text.lower().split()


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_lines_fit_the_terminal(
    columns: int, rrsa: Run, school: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for words in (
        ("status", school["SETTING"], "--stage", "second"),
        ("evidence", "list", school["SETTING"]),
    ):
        lines = rrsa(*words).out.splitlines()
        assert lines
        assert max(map(len, lines)) <= columns


def test_not_ready_is_exit_code_1_and_ready_0(rrsa: Run, school: dict[str, str]) -> None:
    setting = school["SETTING"]
    assert rrsa("status", setting, "--stage", "first").code == 1
    make_ready_for_the_first_stage(rrsa, setting)
    ready = rrsa("status", setting, "--stage", "First")
    assert ready.code == 0, ready
    assert "First: ready" in ready.out
    assert "Why not yet" not in ready.out
    not_ready = rrsa("status", setting, "--stage", "second")
    assert (not_ready.code, not_ready.err) == (1, "")
    assert "Why not yet: Second" in not_ready.out
    assert rrsa("status", setting).code == 0, "without --stage nothing was asked"
    as_json = rrsa("status", setting, "--stage", "second", "--json")
    assert (as_json.code, as_json.data["ready"], as_json.data["stage"]) == (1, False, "second")
    as_json = rrsa("status", setting, "--stage", "first", "--json")
    assert (as_json.code, as_json.data["ready"]) == (0, True)


def test_every_gap_of_the_stage_stands_in_the_text(rrsa: Run, school: dict[str, str]) -> None:
    told = rrsa("status", school["SETTING"], "--stage", "second")
    text = " ".join(told.out.split())
    gaps = next(s for s in rrsa("status", school["SETTING"], "--json").data["stages"] if s["id"] == "second")[
        "gaps"
    ]
    assert len(gaps) > 5
    for gap in gaps:
        for link in gap["chain"][1:]:
            assert " ".join(link.split()) in text


def test_data_holds_what_the_assessment_holds(rrsa: Run, school: dict[str, str]) -> None:
    told = rrsa("status", school["SETTING"], "--json", "--on", "2026-05-05").data
    with open_store(school["DATABASE"]) as store:
        from datetime import date

        evaluation = Evaluation.open(store, school["SETTING"], author="Lead", on=date(2026, 5, 5))
    assessed = evaluation.assessment
    assert told["setting"] == school["SETTING"]
    assert told["framework"] == "small@1.0"
    assert told["on"] == "2026-05-05"
    assert told["stage"] == "second"
    assert told["note"] == "Self-evaluation, not an award decision"
    assert [o["id"] for o in told["outcomes"]] == list(assessed.outcomes)
    for outcome in told["outcomes"]:
        mine = assessed.outcomes[outcome["id"]]
        assert (outcome["view"], outcome["shown"], outcome["ways"]) == (mine.view, mine.shown, mine.ways)
        assert outcome["state"] == mine.state.value
        assert outcome["score"] == mine.evidence.out_of_100
        assert 0 <= outcome["score"] < 100
        assert [p["evidence"] for p in outcome["pieces"]] == [p.evidence for p in mine.pieces]
        for shown, piece in zip(outcome["pieces"], mine.pieces, strict=True):
            assert Fraction(shown["strength_exact"]) == piece.strength
    first = told["outcomes"][0]
    assert (first["view_name"], first["ways_words"], first["strand"]) == ("Starting", "Shown one way", "A")
    assert first["line"] == "We have begun"
    assert first["pieces"][0]["evidence"] == school["EVIDENCE"]
    assert list(first["by_perspective"]) == ["children"]
    for stage in told["stages"]:
        mine_stage = assessed.stages[stage["id"]]
        assert (stage["ready"], stage["met"], stage["total"]) == (
            mine_stage.ready,
            mine_stage.met,
            mine_stage.total,
        )
        assert len(stage["gaps"]) == len(mine_stage.gaps)
        for gap in stage["gaps"]:
            assert gap["sentence"].endswith(".")
            assert gap["chain"][0] == stage["name"]
    assert told["steps"]
    assert all(step["sentence"] and step["kind"] for step in told["steps"])
    assert json.dumps(told).isascii()
