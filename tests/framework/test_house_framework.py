"""What a careful editor would check in the framework for children's houses, on every change."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

import pytest
from careful_editor import (
    check_indicator,
    said_by_children,
    said_twice,
    sentences,
    texts,
    too_wide,
    with_words,
    words,
)

from rrsa.framework.model import Framework, Indicator, Outcome
from rrsa.framework.reader import read_framework, read_rights
from rrsa.paths import shipped

HOUSE = shipped("frameworks") / "rights-respecting-house.yaml"
SCHOOL = shipped("frameworks") / "rights-respecting-school.yaml"
FIRST, LATER = "making-it-real", "how-we-live"
AT_THE_CORE = {9, 16, 20, 25, 37}

THE_PROMISE = (
    # the language that young people who are looked after have asked adults to give up
    r"\bplacements?\b|\bplaced (with|at|there)\b|\bcontact\w*|\brespite\b|\bunits?\b|\bLAC\b|\bsiblings?\b|"
    r"\babscond\w*|\bcare homes?\b|\bservice users?\b|\bresidents?\b|\bchallenging\b|\bbeds?\b"
)
SOUNDS_MADE = (
    r"\bensur\w*|\bfoster\w*|\bempower\w*|\brobust\w*|\bholistic\w*|\bjourneys?\b|\bleverag\w*|"
    r"\bstakeholders?\b|\bembed\w*|\bdelv\w*|\bseamless\w*|\bverified\b|!"
)
A_SHARE = (
    r"%|per ?cent|percentage|\bmajority\b|\bminority\b|\balmost all\b|\bless than half\b|"
    r"\b(most|many|few|several|half|some)( of the| of our)? (young people|staff|adults|children|families)\b"
)
JARGON = (
    r"\b(indicators?|evidence|strateg\w+|stakeholders?|polic(y|ies)|outcomes?|frameworks?|implement\w*|"
    r"participat\w*|wellbeing|duty|duties|inclusi\w+|data|convention|consult\w*|engage\w*|dignity|"
    r"appropriate\w*|keyworking|care plan|multi-agency)\b"
)
OPEN_QUESTION = r"(What|Which|Who|Whose|How|Where|When|Why|Think of)\b"


@lru_cache(maxsize=1)
def house() -> Framework:
    return read_framework(HOUSE)


@lru_cache(maxsize=1)
def school() -> Framework:
    return read_framework(SCHOOL)


def outcomes() -> list[Outcome]:
    return list(house().outcomes.values())


def indicators() -> list[Indicator]:
    return list(house().indicators.values())


# The shape


def test_the_same_nine_outcomes_in_the_same_three_strands() -> None:
    def shape(framework: Framework) -> dict[str, list[str]]:
        return {strand.id: [outcome.id for outcome in strand.outcomes] for strand in framework.strands}

    assert shape(house()) == shape(school())
    assert [s.title for s in house().strands] == [s.title for s in school().strands]


def test_it_is_for_houses_and_offered() -> None:
    assert (house().ref, house().for_, house().offered) == (
        "rights-respecting-house@2026.1",
        "residential",
        True,
    )


def test_there_are_enough_look_fors_to_open_and_enough_folded_for_later() -> None:
    stages = Counter(indicator.stage for indicator in indicators())
    assert set(stages) == {FIRST, LATER}
    assert stages[FIRST] >= 27
    assert stages[LATER] >= 18


@pytest.mark.parametrize("outcome", outcomes(), ids=lambda o: o.id)
def test_an_outcome_has_enough_to_look_for(outcome: Outcome) -> None:
    stages = [indicator.stage for indicator in outcome.indicators]
    assert 3 <= stages.count(FIRST) <= 6
    assert 2 <= stages.count(LATER) <= 3
    assert stages == [FIRST] * stages.count(FIRST) + [LATER] * stages.count(LATER), "first to open come first"
    for stage in (FIRST, LATER):
        assert any(not i.may_not_apply for i in outcome.indicators if i.stage == stage)


@pytest.mark.parametrize("outcome", outcomes(), ids=lambda o: o.id)
def test_an_outcome_is_described_at_five_and_two_only(outcome: Outcome) -> None:
    assert sorted(outcome.grades) == [2, 5]
    for grade, text in outcome.grades.items():
        assert 2 <= sentences(text) <= 4, f"grade {grade}"
    assert 2 <= sentences(outcome.why) <= 4
    assert len(outcome.short) <= 24, "narrow lists cut it off"


def test_the_six_grades_have_the_names_that_houses_know() -> None:
    assert [(step.grade, step.name) for step in house().scale] == [
        (1, "Unsatisfactory"),
        (2, "Weak"),
        (3, "Adequate"),
        (4, "Good"),
        (5, "Very good"),
        (6, "Excellent"),
    ]
    assert house().low_grade == 4


@pytest.mark.parametrize("indicator", indicators(), ids=lambda i: i.id)
def test_an_indicator_can_be_worked_with(indicator: Indicator) -> None:
    check_indicator(indicator, OPEN_QUESTION)


# One framework, two wordings


def test_an_id_that_the_school_has_too_belongs_to_the_same_outcome() -> None:
    shared = set(house().indicators) & set(school().indicators)
    assert len(shared) >= 27
    for indicator in shared:
        assert house().outcome_of[indicator] == school().outcome_of[indicator]


def test_an_id_of_the_house_s_own_can_be_told_from_the_school_s() -> None:
    own = set(house().indicators) - set(school().indicators)
    assert own
    for indicator in own:
        assert re.fullmatch(rf"{house().outcome_of[indicator]}\.h[1-9]", indicator), indicator


def test_what_is_asked_in_both_is_put_in_other_words() -> None:
    for indicator in set(house().indicators) & set(school().indicators):
        ours, theirs = house().indicators[indicator], school().indicators[indicator]
        assert ours.statement != theirs.statement, indicator
        assert ours.children != theirs.children, indicator
        assert not {*ours.prompts} & {*theirs.prompts}, indicator


@pytest.mark.parametrize(
    ("outcome", "word"),
    [
        ("2", r"\bhome\b"),
        ("4", r"\bmissing\b"),
        ("4", r"\bheld\b"),
        ("4", r"\bcomplain"),
        ("4", r"\badvocate"),
        ("5", r"\bsleep"),
        ("5", r"\bcook"),
        ("5", r"\bdoctor\b"),
        ("6", r"\bbrothers\b"),
        ("6", r"\bfaith\b"),
        ("6", r"\bprivate\b"),
        ("6", r"\bwho they are\b"),
        ("7", r"\bschool\b"),
        ("7", r"\breviews?\b"),
        ("8", r"\bhouse meetings\b"),
        ("8", r"\bown plan\b"),
        ("8", r"\bchoosing and training staff\b"),
    ],
)
def test_what_a_house_adds_is_asked_for(outcome: str, word: str) -> None:
    found = house().outcomes[outcome]
    asked = [i.statement for i in found.indicators] + [found.grades[5]]
    assert any(re.search(word, text, re.IGNORECASE) for text in asked)


# The articles and the standards


def test_the_articles_of_living_away_from_home_are_at_the_core() -> None:
    named = Counter(article for outcome in outcomes() for article in outcome.articles)
    assert set(named) >= AT_THE_CORE
    assert {20, 25, 37} <= {article for article, times in named.items() if times >= 2}
    assert 16 in house().outcomes["6"].articles
    assert 9 in house().outcomes["6"].articles


@pytest.mark.parametrize("outcome", outcomes(), ids=lambda o: o.id)
def test_every_article_named_is_a_right(outcome: Outcome) -> None:
    by_number = read_rights(shipped("frameworks") / "rights.yaml").by_number
    assert {by_number[number].kind for number in outcome.articles} == {"right"}
    assert list(outcome.articles) == sorted(set(outcome.articles))


@pytest.mark.parametrize("outcome", outcomes(), ids=lambda o: o.id)
def test_every_outcome_serves_the_inspection_and_the_standards(outcome: Outcome) -> None:
    assert set(outcome.serves) == {"qi", "hscs"}
    for standards, items in outcome.serves.items():
        assert items
        assert set(items) <= set(house().standards_by_id[standards].by_id)


def test_every_standard_listed_is_served() -> None:
    for standards in house().standards:
        served = {item for outcome in outcomes() for item in outcome.serves[standards.id]}
        assert served == set(standards.by_id)
    hscs = set(house().standards_by_id["hscs"].by_id)
    assert hscs >= {"2.3", "2.4", "2.14", "3.2", "3.10", "4.4", "4.8", "4.9"}
    assert "7.1" in house().standards_by_id["qi"].by_id


def test_the_standards_words_are_our_own_and_say_so() -> None:
    for standards in house().standards:
        assert "words here are our own" in standards.source
        for item in standards.items:
            assert sentences(item.text) == 1
            assert "support" not in item.text, "theirs speak of care and support throughout"


# The words


@pytest.mark.parametrize("pattern", [THE_PROMISE, SOUNDS_MADE, A_SHARE, r"\bsupport\w*"])
def test_no_word_that_the_house_does_without(pattern: str) -> None:
    assert with_words(HOUSE, pattern) == []


def test_no_stage_of_the_school_award() -> None:
    assert with_words(HOUSE, r"\b(bronze|silver|gold)\b") == []
    assert not {stage.id for stage in house().stages} & {stage.id for stage in school().stages}


def test_nothing_is_said_twice() -> None:
    assert said_twice(HOUSE) == []


def test_young_people_s_words_are_theirs() -> None:
    said = said_by_children(HOUSE)
    assert len(said) == len(house().milestones) + len(outcomes()) + len(indicators())
    assert [text for text in said if words(text) > 40] == []
    assert [text for text in said if re.search(JARGON, text, re.IGNORECASE)] == []
    assert [text for text in said if not re.search(r"\b(I|me|my|we|us|our|you|nobody)\b", text, re.I)] == []
    # what one would say to a wee one
    assert [text for text in said if re.search(r"\b(grown-ups?|wee ones|kiddies|tummy)\b", text)] == []


def test_ideas_count_no_people() -> None:
    ideas = [idea for i in indicators() for given in i.evidence.values() for idea in given]
    counting = r"\b(count|tally|number of) (the )?(young people|those who|how many young|people who)\b"
    assert [idea for idea in ideas if re.search(counting, idea, re.IGNORECASE)] == []
    word, times = Counter(idea.split()[0] for idea in ideas).most_common(1)[0]
    assert times <= len(ideas) / 4, f"{times} of {len(ideas)} ideas begin with {word}"


def test_it_is_plain_about_what_it_is_and_is_not() -> None:
    source = house().source
    assert "original adaptation written for this toolkit" in source
    assert "Not affiliated with or endorsed by UNICEF" in source
    assert "nothing of it is in here" in source, "the pilot's text"
    assert "no official scale exists" in source
    assert "(own)" in source
    assert "nothing here is an inspection grade" in source


def test_the_lines_fit_an_editor() -> None:
    assert too_wide(HOUSE) == []


# Any day


def test_questions_for_any_day_and_no_countdown() -> None:
    visit = house().visit
    assert visit is not None
    assert re.search(r"nothing in here counts down", visit.about)
    assert 12 <= len(visit.checklist) <= 16
    assert 14 <= len(visit.questions) <= 20
    assert {q.who for q in visit.questions} == {"children", "staff", "leaders", "families", "partners"}
    assert {q.outcome for q in visit.questions} - {None} == set(house().outcomes)
    asked = " ".join(q.ask for q in visit.questions if q.who == "partners")
    assert "advocate" in asked
    assert "social worker" in asked
    assert not [text for _, text in texts(HOUSE) if re.search(r"\bcountdown|days (left|to go)\b", text)]
