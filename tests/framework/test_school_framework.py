"""What a careful editor would check in the shipped school framework and the rights, on every change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

import pytest
from careful_editor import (
    check_indicator,
    load,
    said_by_children,
    said_twice,
    sentences,
    too_wide,
    with_words,
    words,
)

from rrsa.framework.model import Framework, Indicator, Outcome, OutcomeCondition, Rights, Stage
from rrsa.framework.reader import read_framework, read_rights
from rrsa.paths import shipped
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import (
    Action,
    Evidence,
    Link,
    LookRecord,
    MilestoneRecord,
    OutcomeRecord,
    link_id,
)
from rrsa.scoring.assess import assess

SCHOOL = shipped("frameworks") / "rights-respecting-school.yaml"
RIGHTS = shipped("frameworks") / "rights.yaml"

BANNED = (
    r"\bensur\w*|\bfoster\w*|\bempower\w*|\brobust\w*|\bholistic\w*|\bjourneys?\b|celebrat\w* diversity|"
    r"\bleverag\w*|\bstakeholders?\b|\bembed\w*|\bdelv\w*|\bseamless\w*|\bsupported grades?\b|\bverified\b|"
    # the language that children who are looked after have asked adults to give up
    r"\bplacements?\b|\brespite\b|\bunits?\b|\bLAC\b|"
    # Scotland has parent councils and head teachers
    r"\bgovernors?\b|\bheadteacher\b|\bprincipal\b"
)
PERCENTAGE = (
    r"%|per ?cent|percentage|"
    # the inspectorate's words for quantities stand for bands of percentages
    r"\balmost all\b|\bmajority\b|\bless than half\b|\bmost (of the )?(children|pupils|staff|adults)\b"
)
JARGON = (
    r"\b(indicators?|evidence|strateg\w+|stakeholders?|polic(y|ies)|outcomes?|curricul\w+|frameworks?|"
    r"implement\w*|participat\w*|wellbeing|duty|duties|inclusi\w+|data|articulat\w*|convention|pedagog\w*|"
    r"consult\w*|engage\w*|ASN|pupils?|accreditation|dignity|appropriate\w*)\b"
)
OPEN_QUESTION = r"(What|Which|Who|Whose|How|Where|When|Why|Think of)\b"


@lru_cache(maxsize=1)
def school() -> Framework:
    return read_framework(SCHOOL)


@lru_cache(maxsize=1)
def rights() -> Rights:
    return read_rights(RIGHTS)


def outcomes() -> list[Outcome]:
    return list(school().outcomes.values())


def indicators() -> list[Indicator]:
    return list(school().indicators.values())


# The shape


def test_three_strands_hold_the_nine_outcomes():
    shape = {strand.id: [outcome.id for outcome in strand.outcomes] for strand in school().strands}
    assert shape == {"A": ["1"], "B": ["2", "3", "4", "5", "6", "7"], "C": ["8", "9"]}


def test_there_are_at_least_forty_indicators_each_of_silver_or_gold():
    assert len(indicators()) >= 40
    assert {indicator.stage for indicator in indicators()} == {"silver", "gold"}


@pytest.mark.parametrize("outcome", outcomes(), ids=lambda o: o.id)
def test_an_outcome_has_enough_to_look_for(outcome: Outcome):
    stages = Counter(indicator.stage for indicator in outcome.indicators)
    assert 3 <= stages["silver"] <= 4
    assert 1 <= stages["gold"] <= 2
    # Silver's look-fors come first, and ids run on without a gap: 1.1, 1.2, 1.3 …
    assert [i.stage for i in outcome.indicators] == ["silver"] * stages["silver"] + ["gold"] * stages["gold"]
    assert [i.id for i in outcome.indicators] == [
        f"{outcome.id}.{n}" for n in range(1, len(outcome.indicators) + 1)
    ]
    # somebody always has something to answer
    assert any(not indicator.may_not_apply for indicator in outcome.indicators if indicator.stage == "silver")
    assert any(not indicator.may_not_apply for indicator in outcome.indicators if indicator.stage == "gold")


@pytest.mark.parametrize("outcome", outcomes(), ids=lambda o: o.id)
def test_an_outcome_says_why_it_matters_and_describes_all_four_grades(outcome: Outcome):
    assert len(outcome.short) <= 24, "narrow lists cut it off"
    assert 2 <= sentences(outcome.why) <= 4
    assert sorted(outcome.grades) == [step.grade for step in school().scale] == [1, 2, 3, 4]
    for grade, text in outcome.grades.items():
        assert 2 <= sentences(text) <= 4, f"grade {grade}"


@pytest.mark.parametrize("indicator", indicators(), ids=lambda i: i.id)
def test_an_indicator_can_be_worked_with(indicator: Indicator):
    check_indicator(indicator, OPEN_QUESTION)
    assert sentences(indicator.statement) <= 2
    for perspective, ideas in indicator.evidence.items():
        assert 1 <= len(ideas) <= 2, perspective


# The articles


def test_the_rights_are_the_fifty_four_articles_in_order():
    assert [article.number for article in rights().articles] == list(range(1, 55))
    assert [article.number for article in rights().articles if article.kind == "machinery"] == list(
        range(43, 55)
    )


@pytest.mark.parametrize("outcome", outcomes(), ids=lambda o: o.id)
def test_every_article_named_is_a_right(outcome: Outcome):
    assert [rights().by_number[number].kind for number in outcome.articles] == ["right"] * len(
        outcome.articles
    )
    assert list(outcome.articles) == sorted(set(outcome.articles))


def test_each_article_is_short_and_has_its_own_title():
    titles = Counter(article.title for article in rights().articles)
    assert max(titles.values()) == 1
    for article in rights().articles:
        assert 1 <= sentences(article.text) <= 4, article.number
        assert words(article.text) <= 75, article.number


# The words


@pytest.mark.parametrize("path", [SCHOOL, RIGHTS], ids=lambda p: p.stem)
def test_no_word_that_the_house_does_without(path: Any):
    assert with_words(path, BANNED) == []


@pytest.mark.parametrize("path", [SCHOOL, RIGHTS], ids=lambda p: p.stem)
def test_no_percentage_is_claimed(path: Any):
    assert with_words(path, PERCENTAGE) == []


@pytest.mark.parametrize("path", [SCHOOL, RIGHTS], ids=lambda p: p.stem)
def test_support_only_ever_means_help_for_a_child(path: Any):
    assert with_words(path, r"\bsupport(?!\s+(needs|assistants?)\b)") == []


@pytest.mark.parametrize("path", [SCHOOL, RIGHTS], ids=lambda p: p.stem)
def test_nothing_is_said_twice(path: Any):
    assert said_twice(path) == []


@pytest.mark.parametrize("path", [SCHOOL, RIGHTS], ids=lambda p: p.stem)
def test_children_s_words_are_a_child_s(path: Any):
    said = said_by_children(path)
    assert len(said) >= 54
    assert [text for text in said if words(text) > 40] == []
    assert [text for text in said if re.search(JARGON, text, re.I)] == []


def test_children_speak_for_themselves_in_every_indicator():
    for indicator in indicators():
        assert re.search(r"\b(we|us|our|I|me|my|nobody|you)\b", indicator.children, re.I), indicator.id
        assert indicator.children.casefold() != indicator.statement.casefold()


def test_the_ideas_do_not_all_begin_alike():
    """A list in which every line starts with the same word reads like a form."""
    ideas = [idea for i in indicators() for given in i.evidence.values() for idea in given]
    word, times = Counter(idea.split()[0] for idea in ideas).most_common(1)[0]
    assert times <= len(ideas) / 4, f"{times} of {len(ideas)} ideas begin with {word}"


@pytest.mark.parametrize("path", [SCHOOL, RIGHTS], ids=lambda p: p.stem)
def test_the_source_is_plain_about_itself(path: Any):
    source = load(path)["source"]
    assert "Not affiliated with or endorsed by UNICEF" in source
    assert "written for this toolkit" in source


def test_the_framework_says_whose_judgement_its_numbers_are():
    assert "no official scale exists" in school().source
    assert "(own)" in school().source


@pytest.mark.parametrize("path", [SCHOOL, RIGHTS], ids=lambda p: p.stem)
def test_the_lines_fit_an_editor(path: Any):
    assert too_wide(path) == []


# The stages


def _leaves(conditions: tuple[OutcomeCondition, ...]) -> Iterator[OutcomeCondition]:
    for condition in conditions:
        if condition.any or condition.all:
            yield from _leaves((condition.any or ()) + (condition.all or ()))
        else:
            yield condition


def _each_outcome(stage: Stage) -> list[OutcomeCondition]:
    return [leaf for c in stage.conditions if c.each_outcome for leaf in _leaves(c.each_outcome)]


def _asked(stage: str, what: str) -> Any:
    found = [getattr(leaf, what) for leaf in _each_outcome(school().stage_by_id[stage])]
    return max((value for value in found if value is not None), default=None)


def test_the_stages_are_the_award_s_in_their_order():
    assert [stage.id for stage in school().stages] == ["bronze", "silver", "gold", "keeping-gold"]


def test_every_milestone_is_asked_for_by_its_own_stage():
    for stage in school().stages:
        asked = [condition.milestone for condition in stage.conditions if condition.milestone]
        assert asked == [m.id for m in school().milestones if m.stage == stage.id]
        assert asked


def test_bronze_asks_for_no_evidence():
    for what in ("pieces", "perspectives", "shown", "score", "looks"):
        assert _asked("bronze", what) is None
    assert not any(condition.each_strand for condition in school().stage_by_id["bronze"].conditions)


@pytest.mark.parametrize("stage", ["bronze", "silver", "gold", "keeping-gold"])
def test_two_or_three_good_pieces_are_enough(stage: str):
    assert (_asked(stage, "pieces") or 0) <= 3
    assert (_asked(stage, "perspectives") or 0) <= (_asked(stage, "pieces") or 0)
    for condition in school().stage_by_id[stage].conditions:
        for strand in condition.each_strand or ():
            assert (strand.pieces or 0) <= 3
            assert (strand.perspectives or 0) <= 3


TODAY = date(2026, 11, 20)
FRESH, OLD = "2026-09-01", "2022-09-01"
Sort = tuple[str, str, str]  # perspective, directness, date


def _ready(stage: str, grade: int, pieces: list[Sort], look: str = "partly", action: bool = False) -> bool:
    """Whether a school that has reached the stage's milestones, gives every outcome this grade, answers
    every look-for alike and shows every outcome by these pieces is ready for the stage."""
    records: list[Any] = [MilestoneRecord(m.id, done=FRESH) for m in school().milestones if m.stage == stage]
    records += [LookRecord(indicator.id, answer=look) for indicator in indicators()]
    for outcome in school().outcomes:
        said = {"line": "We asked.", "achieved": "We began.", "difference": "It is calmer."}
        records.append(OutcomeRecord(outcome, view=grade, **said))
        if action:
            records.append(Action(f"action-{outcome}", present=True, what="Ask P4.", outcome=outcome))
        for n, (perspective, directness, day) in enumerate(pieces):
            piece = f"piece-{outcome}-{n}"
            seen = {"title": "Seen", "perspective": perspective, "directness": directness, "date": day}
            records.append(Evidence(piece, present=True, **seen))
            shows = {"evidence": piece, "target": outcome, "direction": "works"}
            records.append(Link(link_id(piece, outcome), present=True, **shows))
    return assess(school(), Portfolio.from_records(records), TODAY).stages[stage].ready


def test_bronze_is_reached_by_a_grade_a_line_and_an_action_where_the_grade_is_low():
    assert _ready("bronze", 3, [])
    assert _ready("bronze", 1, [], action=True)
    assert not _ready("bronze", 2, [])


@pytest.mark.parametrize("day", [FRESH, OLD])
@pytest.mark.parametrize("other", ["observation", "records", "adults"])
def test_two_pieces_are_enough_for_silver_if_one_is_what_children_say(other: str, day: str):
    assert _ready("silver", 3, [("children", "reported", day), (other, "reported", day)])
    assert not _ready("silver", 3, [("children", "reported", day)])
    assert not _ready("silver", 3, [("children", "first-hand", day)] * 2), "one perspective"
    without = "records" if other == "adults" else "adults"
    assert not _ready("silver", 3, [(without, "first-hand", day), (other, "first-hand", day)])


def test_three_pieces_are_enough_for_gold_if_they_are_fresh_or_first_hand():
    sides = ("children", "observation", "adults")
    assert _ready("gold", 4, [(side, "reported", FRESH) for side in sides], look="yes")
    assert _ready("gold", 4, [(side, "first-hand", OLD) for side in sides], look="yes")
    assert not _ready("gold", 4, [(side, "reported", OLD) for side in sides], look="yes")
    assert not _ready("gold", 4, [(side, "first-hand", FRESH) for side in sides[:2]], look="yes")
    no_child = ("records", "observation", "adults")
    assert not _ready("gold", 4, [(side, "first-hand", FRESH) for side in no_child], look="yes")
    assert not _ready("gold", 4, [(side, "first-hand", FRESH) for side in sides], look="partly")


def test_gold_is_kept_with_what_gold_had_and_a_plan_where_something_slipped():
    had = [(side, "reported", OLD) for side in ("children", "observation", "adults")]
    assert _ready("keeping-gold", 4, had)
    assert _ready("keeping-gold", 3, had, action=True)
    assert not _ready("keeping-gold", 3, had)
    assert not _ready("keeping-gold", 2, had, action=True)


def test_what_evidence_can_carry_matches_what_the_stages_ask_to_be_shown():
    at_most = {cap.when: cap.at_most for cap in school().caps}
    silver, gold = _asked("silver", "shown"), _asked("gold", "shown")
    assert (silver, gold) == (3, 4)
    # Silver asks what children say, and a second side
    assert at_most["no-children"] < silver
    assert at_most["one-perspective"] < silver
    assert silver <= at_most["two-perspectives"]
    assert silver <= at_most["no-difference"]
    # Gold asks for a third side, and for what has changed
    assert at_most["two-perspectives"] < gold
    assert at_most["no-difference"] < gold
    assert len(at_most) == len(school().caps) == 5
    assert all(sentences(cap.why) == 1 for cap in school().caps)


def test_a_grade_that_silver_speaks_of_is_not_low():
    assert school().low_grade == _asked("silver", "view") == 3


# The visit


def test_the_visit_prepares_everyone_who_will_be_spoken_to():
    visit = school().visit
    assert visit is not None
    assert 10 <= len(visit.checklist) <= 14
    assert 14 <= len(visit.questions) <= 20
    assert {question.who for question in visit.questions} == {
        "children",
        "staff",
        "leaders",
        "families",
        "partners",
    }
    assert {question.outcome for question in visit.questions} - {None} == set(school().outcomes)
