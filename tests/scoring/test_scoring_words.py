"""What people read about an assessment, and what is covered."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from scoring_laws import link_to
from scoring_strategies import ON, SMALL, TWISTED, frameworks, portfolios

from rrsa.framework.model import Framework
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Action, Evidence, LookRecord, OutcomeRecord, SettingRecord
from rrsa.scoring import words
from rrsa.scoring.assess import assess
from rrsa.scoring.coverage import article_coverage, perspective_coverage, thin_articles
from rrsa.scoring.model import CapInForce, Flag, Gap, Missing, Step, StepKind
from rrsa.scoring.steps import next_steps
from rrsa.vocabulary import Perspective


def outcome(*records, framework: Framework = SMALL):
    return assess(framework, Portfolio.from_records(records), ON).outcomes["3"]


def test_ways_in_words() -> None:
    assert [words.shown_in_ways(n) for n in range(5)] == [
        "Not shown yet",
        "Shown one way",
        "Shown two ways",
        "Shown three ways",
        "Shown four ways",
    ]


def test_the_states_read_differently() -> None:
    assert words.state_words(SMALL, outcome()) == "Not looked at yet"
    assert words.state_words(SMALL, outcome(OutcomeRecord("3", 3))) == "Our view: 3, Growing"


def test_how_far_it_is_shown() -> None:
    item = Evidence("E1", True, "t", "adults", "first-hand", "2026-01-01")
    view = OutcomeRecord("3", 4)
    assert words.shown_sentence(SMALL, outcome()) == ""
    assert words.shown_sentence(SMALL, outcome(view)) == "There is nothing yet that shows it works."
    assert words.shown_sentence(SMALL, outcome(view, item, link_to("E1", "3"))) == (
        "What we have shows it as far as 2 (Starting)."
    )
    low = replace(view, view=2)
    assert words.shown_sentence(SMALL, outcome(low, item, link_to("E1", "3"))) == (
        "What we have shows all of it: 2 (Starting)."
    )


def test_a_cap_speaks_in_the_frameworks_words() -> None:
    cap = CapInForce("no-children", 2, "Nobody has asked the children yet.")
    assert words.cap_sentence(SMALL, cap) == (
        "Nobody has asked the children yet. Until then, what we have shows it as far as 2 (Starting)."
    )


def test_disagreements_are_said_gently() -> None:
    assert words.disagreement_sentence(SMALL, outcome(OutcomeRecord("3", 3))) == ""
    one = outcome(OutcomeRecord("3", 3), LookRecord("3.a", "not-yet"))
    assert words.disagreement_sentence(SMALL, one) == (
        "Our view is 3 (Growing), and look-for 3.a says “Not yet”. You may want to look at the two together."
    )
    low = outcome(OutcomeRecord("3", 1), LookRecord("3.b", "yes"), LookRecord("3.c", "yes"))
    assert "look-fors 3.b and 3.c say “Yes”" in words.disagreement_sentence(SMALL, low)


@pytest.mark.parametrize(
    ("gap", "sentence"),
    [
        (
            Gap("second", Missing.DIFFERENCE, "B", "3"),
            "Outcome 3, Being heard: nobody has written yet what difference it has made.",
        ),
        (
            Gap("second", Missing.PIECES, "B", need=3, have=1),
            "Strand B, Living: 1 of 3 pieces of evidence that show it works.",
        ),
        (
            Gap("second", Missing.PERSPECTIVES, "B", "3", need=2, have=0),
            "Outcome 3, Being heard: not shown yet, and 2 ways are asked for.",
        ),
        (
            Gap(
                "second", Missing.SCORE, "B", "3", need=Fraction(2, 3), have=Fraction(2, 3) - Fraction(1, 999)
            ),
            "Outcome 3, Being heard: the evidence score is 66 out of 100, and 67 is asked for.",
        ),
        (
            Gap("second", Missing.SHOWN, "B", "3", need=3, have=2),
            "Outcome 3, Being heard: what we have shows it as far as 2 (Starting), "
            "and 3 (Growing) is asked for.",
        ),
        (
            Gap("second", Missing.LOOK, "B", "3", "3.b", need="partly", have="unsure"),
            "Outcome 3, Being heard: look-for 3.b says “Not sure”, and “Partly” is asked for.",
        ),
        (
            Gap("second", Missing.CHILDREN, "B", "3", need=1, have=2),
            "Outcome 3, Being heard: children have been asked, and what they say does not show it yet.",
        ),
        (
            Gap(
                "first",
                Missing.ANY,
                "B",
                "3",
                options=(
                    Gap("first", Missing.VIEW_BELOW, "B", "3", need=3, have=2),
                    Gap("first", Missing.ACTION, "B", "3"),
                ),
            ),
            "Outcome 3, Being heard: it still needs our view at 3 (Growing) or above, "
            "or something planned for it.",
        ),
        (
            Gap("first", Missing.MILESTONE, milestone="group"),
            "The whole setting: “Our rights group has met” is still to come.",
        ),
    ],
)
def test_a_gap_in_a_sentence(gap: Gap, sentence: str) -> None:
    assert words.gap_sentence(SMALL, gap) == sentence


def test_the_chain_goes_down_to_what_is_missing() -> None:
    gap = Gap("second", Missing.LOOK, "B", "3", "3.b", need="partly")
    assert words.gap_chain(SMALL, gap) == [
        "Second",
        "Outcome 3 · Views are sought and change things",
        "3.b Children hear what came of what they said.",
        "Look-for 3.b has not been looked at yet",
    ]
    assert words.gap_chain(SMALL, Gap("second", Missing.PIECES, "B", need=3, have=0))[1] == (
        "Strand B · Living with rights"
    )


@given(frameworks, portfolios())
def test_every_gap_and_every_step_can_be_said(framework: Framework, portfolio: Portfolio) -> None:
    said = assess(framework, portfolio, ON)
    for stage, readiness in said.stages.items():
        sentences = [words.gap_sentence(framework, gap) for gap in readiness.gaps]
        sentences += [" → ".join(words.gap_chain(framework, gap)) + "." for gap in readiness.gaps]
        sentences += [
            words.step_sentence(framework, portfolio, step)
            for step in next_steps(framework, portfolio, said, stage)
        ]
        for sentence in sentences:
            assert sentence[0].isupper() or sentence[0] in "“3"
            assert sentence.rstrip()[-1] in ".?!", sentence
            assert "{" not in sentence
            assert "None" not in sentence


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (
            Step(StepKind.ADD_EVIDENCE, "s", "3", perspective=Perspective.CHILDREN, strength=Fraction(1, 20)),
            "Ask some children about outcome 3 (Being heard) and note what they said.",
        ),
        (
            Step(
                StepKind.ADD_EVIDENCE,
                "s",
                "3",
                perspective=Perspective.RECORDS,
                strength=Fraction(3, 5),
                count=2,
            ),
            "Find 2 records or counts that show outcome 3 (Being heard). "
            "It helps if it is first-hand, and from the last 12 months.",
        ),
        (
            Step(StepKind.DATE_EVIDENCE, "s", "3", evidence="E1"),
            "Give “Council minutes” its date: it helps if it is from the last 12 months.",
        ),
        (
            Step(StepKind.LOOK_AT_INDICATOR, "s", "3", "3.b"),
            "Look at 3.b: Children hear what came of what they said.",
        ),
        (
            Step(StepKind.PLAN_ACTION, "s", "3"),
            "Carry on with what is planned for outcome 3 (Being heard), or plan what comes next.",
        ),
        (Step(StepKind.PLAN_ACTION, "s", "2"), "Plan one thing to do about outcome 2 (Respect)."),
        (Step(StepKind.REACH_MILESTONE, "s", milestone="group"), "Work towards: Our rights group has met."),
    ],
)
def test_a_step_is_an_invitation(step: Step, sentence: str) -> None:
    portfolio = Portfolio.from_records(
        [Evidence("E1", True, "Council minutes"), Action("A1", True, "do", "3", status="planned")]
    )
    assert words.step_sentence(SMALL, portfolio, step) == sentence


def test_the_parts_of_a_strength() -> None:
    item = Evidence("E1", True, "t", "adults", "first-hand", "2024-04-03")
    old = outcome(item, link_to("E1", "3")).pieces[0]
    assert words.piece_parts(SMALL, old) == [
        ("First-hand: seen, heard or counted", "0.6"),
        ("24 months old", "0.62"),
        ("Strength", "0.38"),
    ]
    fresh = outcome(replace(item, date="2026-04-01"), link_to("E1", "3")).pieces[0]
    assert words.piece_parts(SMALL, fresh)[1] == (
        "Less than a month old; it counts in full for 12 months",
        "1",
    )
    undated = outcome(replace(item, date=None), link_to("E1", "3")).pieces[0]
    assert words.piece_parts(SMALL, undated)[1] == (words.flag_words(Flag.UNDATED), "0.25")
    renewed = SettingRecord("setting", accredited_on="2025-01-01")
    before = outcome(item, link_to("E1", "3"), renewed).pieces[0]
    assert words.piece_parts(SMALL, before)[1][0] == "24 months old, from before the last accreditation"


def test_articles_and_those_that_are_thin() -> None:
    item = Evidence("E1", True, "t", "children", "first-hand", "2026-01-01")
    other = replace(item, id="E2", perspective="adults")
    said = assess(
        SMALL,
        Portfolio.from_records([item, other, link_to("E1", "3"), link_to("E2", "3.a"), link_to("E1", "2")]),
        ON,
    )
    covered = article_coverage(SMALL, said)
    assert covered == {
        2: ("2",),
        4: (),
        12: ("3",),
        13: ("3",),
        28: ("2",),
        29: ("2",),
        42: (),
    }
    assert thin_articles(SMALL, said) == (2, 4, 28, 29, 42)


def test_perspectives_by_outcome_count_what_each_piece_says() -> None:
    item = Evidence("E1", True, "t", "children", "first-hand", "2026-01-01")
    other = replace(item, id="E2")
    said = assess(
        TWISTED,
        Portfolio.from_records([item, other, link_to("E1", "3"), link_to("E2", "3", "not-yet")]),
        ON,
    )
    found = perspective_coverage(TWISTED, said)
    assert found["3"][Perspective.CHILDREN] == (1, 0, 1)
    assert found["3"][Perspective.RECORDS] == (0, 0, 0)
    assert set(found) == {"1", "2", "3"}
