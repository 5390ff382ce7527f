"""Assessing again costs the change and no more."""

from __future__ import annotations

from dataclasses import replace

from scoring_laws import link_to, set_view, with_records
from scoring_strategies import ON, SMALL

from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Evidence, LookRecord, OutcomeRecord, SettingRecord
from rrsa.scoring.assess import assess
from rrsa.scoring.incremental import Assessor

BASE = Portfolio.from_records(
    [
        OutcomeRecord("2", 3),
        OutcomeRecord("3", 3),
        Evidence("E1", True, "t", "children", "first-hand", "2026-01-01"),
        link_to("E1", "3.a"),
        link_to("E1", "2"),
    ]
)


def test_a_view_leaves_the_other_outcomes_and_all_evidence_as_they_were() -> None:
    assessor = Assessor(SMALL, ON)
    before = assessor.assess(BASE)
    after = assessor.assess(set_view(BASE, "3", 1))
    assert after.outcomes["3"].view == 1
    assert after.outcomes["2"] is before.outcomes["2"]
    assert after.outcomes["3"].pieces is before.outcomes["3"].pieces
    assert after == assess(SMALL, set_view(BASE, "3", 1), ON)


def test_evidence_reaches_every_outcome_that_it_is_linked_to() -> None:
    assessor = Assessor(SMALL, ON)
    assessor.assess(BASE)
    stale = with_records(BASE, replace(BASE.evidence["E1"], date="2019-01-01"))
    after = assessor.assess(stale)
    assert after.outcomes["2"].evidence.score == after.outcomes["3"].evidence.score
    assert after == assess(SMALL, stale, ON)


def test_a_new_accreditation_touches_everything() -> None:
    assessor = Assessor(SMALL, ON)
    assessor.assess(BASE)
    renewed = with_records(BASE, SettingRecord("setting", accredited_on="2026-03-01"))
    assert assessor.assess(renewed) == assess(SMALL, renewed, ON)
    assert assessor.assess(BASE) == assess(SMALL, BASE, ON)


def test_a_portfolio_loaded_anew_costs_no_more_although_its_records_are_others() -> None:
    assessor = Assessor(SMALL, ON)
    before = assessor.assess(BASE)
    copy = Portfolio.from_records(replace(r) for kind in BASE.records.values() for r in kind.values())
    assert assessor.assess(copy).outcomes["3"] is before.outcomes["3"]


def test_setting_a_look_for_aside_reaches_the_outcome() -> None:
    assessor = Assessor(SMALL, ON)
    linked = with_records(BASE, link_to("E1", "3.c"))
    assessor.assess(linked)
    aside = with_records(linked, LookRecord("3.c", "not-applicable"))
    assert assessor.assess(aside) == assess(SMALL, aside, ON)


def test_what_was_handed_out_does_not_change_afterwards() -> None:
    assessor = Assessor(SMALL, ON)
    before = assessor.assess(BASE)
    assessor.assess(set_view(BASE, "3", 1))
    assert before == assess(SMALL, BASE, ON)
