"""What a careful editor would check in the framework of 2017 for partnerships, on every change."""

from __future__ import annotations

import re
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
from rrsa.framework.reader import check, read_framework, read_rights
from rrsa.paths import shipped

FILE = shipped("frameworks") / "childrens-services-2017.yaml"
NINE = ["1.1", "2.1", "2.2", "5.1", "5.2", "5.3", "6.2", "6.3", "9.2"]
STAGE = "looked-at"

# What the regulator called the nine, which is theirs; ours must not be the same sentence.
THEIR_TITLES = (
    "Improvements in the wellbeing of children and young people",
    "Impact on children and young people",
    "Providing help and support at an early stage",
    "Assessing and responding to risks and needs",
    "Planning for individual children and young people",
    "Planning and improving services",
    "Participation of children, young people, families and other stakeholders",
    "Leadership of improvement and change",
)
WITHOUT = (
    r"\bplacements?\b|\bcontact\w*|\brespite\b|\bunits?\b|\bLAC\b|\bsiblings?\b|\bservice users?\b|"
    r"\bsupport\w*|\bensur\w*|\bfoster\w*|\bempower\w*|\brobust\w*|\bholistic\w*|\bjourneys?\b|\bleverag\w*|"
    r"\bstakeholders?\b|\bembed\w*|\bdelv\w*|\bseamless\w*|\bverified\b|!"
)
JARGON = (
    r"\b(indicators?|evidence|strateg\w+|polic(y|ies)|outcomes?|frameworks?|implement\w*|participat\w*|wellbeing|"
    r"assess\w*|partnerships?|multi-agency|convention|consult\w*|engage\w*|appropriate\w*|data)\b"
)
OPEN_QUESTION = r"(What|Which|Who|Whom|Whose|How|Where|When|Why)\b"


@lru_cache(maxsize=1)
def services() -> Framework:
    return read_framework(FILE)


def outcomes() -> list[Outcome]:
    return list(services().outcomes.values())


def indicators() -> list[Indicator]:
    return list(services().indicators.values())


def test_the_file_has_no_problem() -> None:
    assert check(FILE) == []


def test_the_nine_indicators_of_2017_under_three_questions() -> None:
    assert list(services().outcomes) == NINE
    assert {s.id: [o.id for o in s.outcomes] for s in services().strands} == {
        "A": NINE[:3],
        "B": NINE[3:8],
        "C": NINE[8:],
    }
    assert all(strand.title.endswith("?") for strand in services().strands)


def test_it_is_for_partnerships_and_history() -> None:
    assert (services().ref, services().for_, services().offered, services().asks_strengths) == (
        "childrens-services-2017@2017.1",
        "partnership",
        False,
        True,
    )
    for text in (services().about, services().source):
        assert re.search(r"history|replaced since", text)


def test_six_grades_with_the_regulators_names() -> None:
    assert [(step.grade, step.name) for step in services().scale] == [
        (1, "Unsatisfactory"),
        (2, "Weak"),
        (3, "Adequate"),
        (4, "Good"),
        (5, "Very good"),
        (6, "Excellent"),
    ]


def test_one_stage_and_it_speaks_of_no_award() -> None:
    assert [stage.id for stage in services().stages] == [STAGE]
    awards = [
        text
        for where, text in texts(FILE)
        if re.search(r"\b(award|bronze|silver|gold|level \d)\b", text, re.I)
    ]
    assert awards == []


@pytest.mark.parametrize("outcome", outcomes(), ids=lambda o: o.id)
def test_an_outcome_is_described_at_five_and_two_only(outcome: Outcome) -> None:
    assert sorted(outcome.grades) == [2, 5]
    for grade, text in outcome.grades.items():
        assert 2 <= sentences(text) <= 4, f"grade {grade}"
    assert 2 <= sentences(outcome.why) <= 4
    assert len(outcome.short) <= 24, "narrow lists cut it off"
    assert 2 <= len(outcome.indicators) <= 3
    assert [i.id for i in outcome.indicators] == [
        f"{outcome.id}.{n + 1}" for n in range(len(outcome.indicators))
    ]


@pytest.mark.parametrize("outcome", outcomes(), ids=lambda o: o.id)
def test_every_article_named_is_a_right(outcome: Outcome) -> None:
    by_number = read_rights(shipped("frameworks") / "rights.yaml").by_number
    assert {by_number[number].kind for number in outcome.articles} == {"right"} or 42 in outcome.articles
    assert list(outcome.articles) == sorted(set(outcome.articles))


@pytest.mark.parametrize("indicator", indicators(), ids=lambda i: i.id)
def test_an_indicator_can_be_worked_with(indicator: Indicator) -> None:
    check_indicator(indicator, OPEN_QUESTION)


def test_the_words_are_our_own() -> None:
    ours = {text.casefold() for _, text in texts(FILE)}
    assert not ours & {title.casefold() for title in THEIR_TITLES}
    assert "every sentence in here is our own" in services().source
    assert "Not affiliated with or endorsed by the Care Inspectorate" in services().source
    assert "nothing here is an inspection grade" in services().source
    assert "(own)" in services().source


def test_no_word_that_we_do_without() -> None:
    assert with_words(FILE, WITHOUT) == []


def test_nothing_is_said_twice() -> None:
    assert said_twice(FILE) == []


def test_childrens_words_are_theirs() -> None:
    said = said_by_children(FILE)
    assert len(said) == len(services().milestones) + len(outcomes()) + len(indicators())
    assert [text for text in said if words(text) > 40] == []
    assert [text for text in said if re.search(JARGON, text, re.IGNORECASE)] == []


def test_the_lines_fit_an_editor() -> None:
    assert too_wide(FILE) == []


def test_a_question_for_every_outcome() -> None:
    assert services().visit is not None
    assert [q.outcome for q in services().visit.questions] == NINE  # type: ignore[union-attr]
