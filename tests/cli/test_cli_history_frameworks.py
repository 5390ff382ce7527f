"""History by command: listed apart, taken up on purpose, and a partnership's strengths and areas."""

from __future__ import annotations

import pytest
from command_runs import Run, assert_one_line_error

from rrsa.paths import demo_database

PARTNERSHIP = "childrens-services-2017"


@pytest.fixture
def partners(rrsa: Run) -> str:
    made = rrsa("new", "Strathlarig partners", "--framework", PARTNERSHIP, "--history")
    assert made.code == 0, made
    return made.out.strip()


def test_history_is_listed_apart(rrsa: Run) -> None:
    told = rrsa("frameworks").out
    before, _heading, after = told.partition("History and drafts, not offered for new work")
    assert "rights-respecting-school@2026.1" in before
    assert "rights-respecting-house@2026.1" in before
    assert "2017" not in before
    for ref in ("childrens-services-2017@2017.1", "rights-respecting-school-legacy@2016.1"):
        assert ref in after
    offered = {entry["id"]: entry["offered"] for entry in rrsa("frameworks", "--json").data}
    assert offered[PARTNERSHIP] is False


def test_history_is_refused_unless_it_is_meant(rrsa: Run) -> None:
    refused = rrsa("new", "Partners", "--framework", PARTNERSHIP)
    assert_one_line_error(refused)
    assert refused.code == 2
    assert "--history" in refused.err
    assert rrsa("settings", "--json").data == []
    assert rrsa("new", "Partners", "--framework", PARTNERSHIP, "--history").code == 0


def test_strengths_and_areas_are_recorded_and_cleared(rrsa: Run, partners: str) -> None:
    said = rrsa("view", partners, "6.3", "excellent", "--strengths", "Heard", "--improve", "One\nTwo")
    assert said.code == 0, said
    told = {o["id"]: o for o in rrsa("status", partners, "--json").data["outcomes"]}["6.3"]
    assert (told["view_name"], told["strengths"], told["improve"]) == ("Excellent", "Heard", "One\nTwo")
    assert rrsa("view", partners, "6.3", "--strengths", "").code == 0
    told = {o["id"]: o for o in rrsa("status", partners, "--json").data["outcomes"]}["6.3"]
    assert told["strengths"] is None


def test_a_school_says_no_strengths(rrsa: Run) -> None:
    school = rrsa("new", "Kirkbrae", "--framework", "rights-respecting-school").out.strip()
    refused = rrsa("view", school, "1", "3", "--strengths", "Kind")
    assert_one_line_error(refused)
    assert "partnerships" in refused.err
    assert_one_line_error(rrsa("action", "from-improvements", school))


def test_the_plan_is_made_from_the_areas_in_two_steps(rrsa: Run, partners: str) -> None:
    nothing = rrsa("action", "from-improvements", partners)
    assert (nothing.code, nothing.out) == (0, "")
    rrsa("view", partners, "5.2", "--improve", "- Neglect is seen sooner\n- Same day talks everywhere")
    rrsa("view", partners, "1.1", "--improve", "Fewer figures")
    seen = rrsa("action", "from-improvements", partners)
    assert [line.split()[0] for line in seen.out.splitlines()] == ["1.1", "5.2", "5.2"]
    assert "--apply" in seen.err
    assert rrsa("action", "list", partners, "--json").data == []
    one = rrsa("action", "from-improvements", partners, "--for", "1.1", "--apply")
    assert "1 more" in one.err
    assert "2 more" in rrsa("action", "from-improvements", partners, "--apply").err
    planned = {(a["outcome"], a["what"]) for a in rrsa("action", "list", partners, "--json").data}
    assert planned == {
        ("1.1", "Fewer figures"),
        ("5.2", "Neglect is seen sooner"),
        ("5.2", "Same day talks everywhere"),
    }
    assert "in the plan already" in rrsa("action", "from-improvements", partners).out
    rrsa("undo", partners)
    assert len(rrsa("action", "list", partners, "--json").data) == 1


def test_the_demo_brings_history_when_asked(rrsa: Run) -> None:
    rrsa("demo", "--create-only")
    made = rrsa("demo", "--create-only", "--with-history")
    assert made.code == 0, made
    kinds = {s["id"]: s["kind"] for s in rrsa("settings", "--json", "--database", demo_database()).data}
    assert kinds == {
        "corranbeath": "school",
        "inverdoran": "residential",
        "childrens-services-inverclyde-2017": "partnership",
        "legacy-kirkaldry": "school",
    }
    told = rrsa("status", "childrens-services-inverclyde-2017", "--database", demo_database()).out
    assert "6 (Excellent)" in told
    assert "3 (Adequate)" in told
    assert "not an inspection grade" in told
