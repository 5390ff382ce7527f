"""What a careful editor would check in the framework of the older award, on every change."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

import pytest
from careful_editor import check_indicator, said_by_children, sentences, texts, too_wide, with_words, words

from rrsa.framework.model import Framework, Indicator, Outcome
from rrsa.framework.reader import check, read_framework, read_rights
from rrsa.paths import shipped

FILE = shipped("frameworks") / "rights-respecting-school-legacy.yaml"
SCHOOL = shipped("frameworks") / "rights-respecting-school.yaml"
IMPACT = [f"impact-{n}" for n in range(1, 9)]
WITHOUT = (
    r"\bplacements?\b|\bcontact\w*|\brespite\b|\bunits?\b|\bLAC\b|\bservice users?\b|\bsupport\w*|"
    r"\bgovernors\b|\bensur\w*|\bfoster\w*|\bempower\w*|\brobust\w*|\bholistic\w*|\bjourneys?\b|\bleverag\w*|"
    r"\bstakeholders?\b|\bembed\w*|\bdelv\w*|\bseamless\w*|\bverified\b|!"
)
JARGON = (
    r"\b(indicators?|evidence|strateg\w+|polic(y|ies)|outcomes?|frameworks?|implement\w*|participat\w*|wellbeing|"
    r"duty|duties|inclusi\w+|convention|consult\w*|engage\w*|dignity|appropriate\w*|ethos)\b"
)


@lru_cache(maxsize=1)
def legacy() -> Framework:
    return read_framework(FILE)


@lru_cache(maxsize=1)
def school() -> Framework:
    return read_framework(SCHOOL)


def outcomes() -> list[Outcome]:
    return list(legacy().outcomes.values())


def indicators() -> list[Indicator]:
    return list(legacy().indicators.values())


def test_the_file_has_no_problem() -> None:
    assert check(FILE) == []


def test_four_standards_and_three_steps() -> None:
    assert list(legacy().outcomes) == ["A", "B", "C", "D"]
    assert [stage.id for stage in legacy().stages] == ["roc", "level-1", "level-2"]
    assert {m.stage for m in legacy().milestones} == {"roc", "level-1", "level-2"}


def test_it_is_for_schools_and_history() -> None:
    assert (legacy().ref, legacy().for_, legacy().offered) == (
        "rights-respecting-school-legacy@2016.1",
        "school",
        False,
    )


def test_no_id_and_no_grade_is_taken_for_one_of_today() -> None:
    ours = {*legacy().outcome_of, *legacy().stage_by_id, *legacy().milestone_by_id}
    assert not ours & {*school().outcome_of, *school().stage_by_id, *school().milestone_by_id}
    assert not {s.name for s in legacy().scale} & {s.name for s in school().scale}


def test_the_impact_form_is_eight_look_fors_that_no_level_asks_for() -> None:
    assert sorted(i.id for i in indicators() if i.id.startswith("impact-")) == IMPACT
    asked = [
        condition.looks.stage
        for stage in legacy().stages
        for each in stage.conditions
        for condition in each.each_outcome or ()
        if condition.looks is not None
    ]
    assert {legacy().indicators[each].stage for each in IMPACT} == {"level-2"}
    assert set(asked) == {"level-1"}, "“no evidence” would hold a school back"


def test_no_evidence_is_not_no_impact_and_the_file_says_so() -> None:
    about = legacy().about
    assert "“not sure”" in about or '"not sure" for no evidence' in about
    assert "not the same as no impact" in about


@pytest.mark.parametrize("outcome", outcomes(), ids=lambda o: o.id)
def test_a_standard_is_complete(outcome: Outcome) -> None:
    assert sorted(outcome.grades) == [2, 4]
    for text in outcome.grades.values():
        assert 2 <= sentences(text) <= 4
    assert 2 <= sentences(outcome.why) <= 4
    assert len(outcome.short) <= 24
    own = [i.id for i in outcome.indicators if not i.id.startswith("impact-")]
    assert own == [f"{outcome.id}.{n + 1}" for n in range(len(own))]
    assert len(own) >= 3
    assert any(i.id.startswith("impact-") for i in outcome.indicators)
    by_number = read_rights(shipped("frameworks") / "rights.yaml").by_number
    assert all(number in by_number for number in outcome.articles)
    assert list(outcome.articles) == sorted(set(outcome.articles))


@pytest.mark.parametrize("indicator", indicators(), ids=lambda i: i.id)
def test_a_look_for_can_be_worked_with(indicator: Indicator) -> None:
    check_indicator(indicator)


def test_the_standards_are_put_in_our_own_words() -> None:
    theirs = r"rights.respecting (ethos|values)|whole school community|empowered|active citizens"
    assert [text for _, text in texts(FILE) if re.search(theirs, text, re.IGNORECASE)] == []


def test_it_is_plain_about_what_it_is_and_is_not() -> None:
    source = legacy().source
    assert "original text written for this toolkit" in source
    assert "The eight statements are our own too" in source
    assert "Not affiliated with or endorsed by UNICEF" in source
    assert "no official scale exists" in source
    assert "(own)" in source


def test_no_word_that_we_do_without() -> None:
    assert with_words(FILE, WITHOUT) == []


def test_nothing_is_said_twice_nor_taken_from_the_framework_of_today() -> None:
    counted = Counter(text.casefold() for _, text in texts(FILE) if " " in text and len(text) > 20)
    assert [text for text, times in counted.items() if times > 1] == []
    today = dict(texts(SCHOOL))
    assert [text for text in today.values() if len(text) > 40 and text.casefold() in counted] == []


def test_childrens_words_are_theirs() -> None:
    said = said_by_children(FILE)
    assert len(said) == len(legacy().milestones) + len(outcomes()) + len(indicators())
    assert [text for text in said if words(text) > 40] == []
    assert [text for text in said if re.search(JARGON, text, re.IGNORECASE)] == []


def test_the_lines_fit_an_editor() -> None:
    assert too_wide(FILE) == []
