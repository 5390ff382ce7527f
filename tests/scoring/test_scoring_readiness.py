"""How far towards each stage, and why not yet."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from scoring_laws import link_to
from scoring_strategies import ON, SMALL, TWISTED

from rrsa.framework.model import Framework
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Action, Evidence, LookRecord, MilestoneRecord, OutcomeRecord
from rrsa.scoring.assess import assess
from rrsa.scoring.model import Gap, Missing, StageReadiness


def stage(name: str, *records, framework: Framework = SMALL) -> StageReadiness:
    return assess(framework, Portfolio.from_records(records), ON).stages[name]


def gaps(found: StageReadiness, outcome: str | None = None) -> list[Missing]:
    return [gap.missing for gap in found.gaps if gap.outcome == outcome]


DONE_FIRST = [
    MilestoneRecord("group", "2026-01-10"),
    *(OutcomeRecord(o, 3, line="so") for o in ("1", "2", "3")),
]


def test_a_blank_portfolio_has_met_nothing_and_is_told_all_of_it() -> None:
    blank = stage("first")
    assert (blank.met, blank.total, blank.ready) == (0, 1 + 3 * 3, False)
    assert gaps(blank) == [Missing.MILESTONE]
    assert gaps(blank, "2") == [Missing.VIEW, Missing.LINE, Missing.ANY]


def test_the_first_stage_asks_for_no_evidence() -> None:
    assert stage("first", *DONE_FIRST).ready


def test_a_low_grade_asks_for_an_action() -> None:
    low = [*DONE_FIRST[:-1], OutcomeRecord("3", 2, line="so")]
    found = stage("first", *low)
    options = [(o.missing, o.need, o.have) for gap in found.gaps for o in gap.options]
    assert options == [(Missing.VIEW_BELOW, 3, 2), (Missing.ACTION, None, None)]
    assert stage("first", *low, Action("A1", True, "do", "3")).ready
    assert not stage("first", *low, Action("A1", None, "do", "3")).ready
    assert not stage("first", *low, Action("A1", True, "do", "2")).ready


def test_every_chain_leads_from_the_stage_to_what_is_missing() -> None:
    found = stage("second", OutcomeRecord("3", 3), LookRecord("3.b", "not-yet"))
    look = [gap for gap in found.gaps if gap.indicator == "3.b"]
    assert look == [
        Gap("second", Missing.LOOK, "B", "3", "3.b", need="partly", have="not-yet", place=(2, 6)),
    ]
    shown = next(gap for gap in found.gaps if gap.outcome == "3" and gap.missing is Missing.SHOWN)
    assert (shown.strand, shown.need, shown.have) == ("B", 3, None)
    strand = [gap for gap in found.gaps if gap.strand == "A" and gap.outcome is None]
    assert [(gap.missing, gap.need, gap.have) for gap in strand] == [
        (Missing.PIECES, 3, 0),
        (Missing.PERSPECTIVES, 2, 0),
    ]


def test_a_look_for_answered_partly_or_set_aside_is_no_gap() -> None:
    found = stage("second", LookRecord("3.b", "partly"), LookRecord("3.c", "not-applicable"))
    assert Missing.LOOK not in gaps(found, "3")
    assert Missing.LOOK in gaps(stage("second", LookRecord("3.b", "unsure")), "3")


def test_a_strand_counts_each_piece_once() -> None:
    item = Evidence("E1", True, "t", "adults", "reported", "2026-01-01")
    found = stage("second", item, link_to("E1", "2"), link_to("E1", "3.a"))
    assert [g.have for g in found.gaps if g.strand == "B" and g.outcome is None] == [1, 1]


def test_children_who_were_asked_and_chose_not_to_say_count_as_asked() -> None:
    item = Evidence("E1", True, "t", "adults", "reported", "2026-01-01")
    said = OutcomeRecord("2", 3, asked=True)
    missing = gaps(stage("second", item, link_to("E1", "2"), said), "2")
    assert Missing.CHILDREN not in missing
    assert Missing.PERSPECTIVES not in missing


def test_children_who_say_not_yet_have_been_heard_and_do_not_show_it() -> None:
    item = Evidence("E1", True, "t", "children", "first-hand", "2026-01-01")
    found = stage("second", item, link_to("E1", "2", "not-yet"))
    gap = next(gap for gap in found.gaps if gap.outcome == "2" and gap.missing is Missing.CHILDREN)
    assert gap.have == 1


def test_the_score_is_compared_exactly() -> None:
    item = Evidence("E1", True, "t", "adults", "reported", "2026-01-01")
    found = stage("second", item, link_to("E1", "2"))
    gap = next(gap for gap in found.gaps if gap.outcome == "2" and gap.missing is Missing.SCORE)
    assert (gap.need, gap.have) == (Fraction(1, 2), Fraction(2, 5))


def test_an_outcome_needs_a_look_for_that_applies() -> None:
    whole = SMALL.outcomes["3"]
    outcome = replace(whole, indicators=tuple(i for i in whole.indicators if i.id == "3.c"))
    strands = tuple(
        replace(s, outcomes=tuple(outcome if o.id == "3" else o for o in s.outcomes)) for s in SMALL.strands
    )
    framework = replace(SMALL, strands=strands)
    aside = LookRecord("3.c", "not-applicable")
    for name in ("first", "second"):
        assert gaps(stage(name, aside, framework=framework), "3")[0] is Missing.APPLICABLE
        assert Missing.APPLICABLE not in gaps(stage(name, framework=framework), "3")


def test_either_or_counts_as_one_and_lists_what_would_do() -> None:
    found = stage("third", framework=TWISTED)
    top = found.gaps[0]
    assert (top.missing, top.outcome) == (Missing.ANY, None)
    assert [option.missing for option in top.options] == [Missing.MILESTONE, Missing.ALL]
    assert top.options[1].options[0].milestone == "group"
    plan = MilestoneRecord("plan", "2026-01-01")
    assert stage("third", plan, framework=TWISTED).met == found.met + 1
