"""What a careful editor would check in the framework of the older award, on every change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
import yaml

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


def _texts(node: Any, where: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _texts(value, f"{where}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _texts(value, f"{where}/{index}")
    else:
        yield where, node


@lru_cache(maxsize=1)
def texts() -> tuple[tuple[str, str], ...]:
    return tuple(_texts(yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)))


def _sentences(text: str) -> int:
    return len(re.findall(r"[.!?](?=\s|$)", text))


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
        assert 2 <= _sentences(text) <= 4
    assert 2 <= _sentences(outcome.why) <= 4
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
    assert 1 <= _sentences(indicator.statement) <= 3
    assert 2 <= len(indicator.prompts) <= 4
    assert all(prompt.endswith("?") for prompt in indicator.prompts)
    assert len(indicator.evidence) >= 3
    assert "children" in indicator.evidence


def test_the_standards_are_put_in_our_own_words() -> None:
    theirs = r"rights.respecting (ethos|values)|whole school community|empowered|active citizens"
    assert [text for _, text in texts() if re.search(theirs, text, re.IGNORECASE)] == []


def test_it_is_plain_about_what_it_is_and_is_not() -> None:
    source = legacy().source
    assert "original text written for this toolkit" in source
    assert "The eight statements are our own too" in source
    assert "Not affiliated with or endorsed by UNICEF" in source
    assert "no official scale exists" in source
    assert "(own)" in source


def test_no_word_that_we_do_without() -> None:
    assert [f"{where}: {text}" for where, text in texts() if re.search(WITHOUT, text, re.IGNORECASE)] == []


def test_nothing_is_said_twice_nor_taken_from_the_framework_of_today() -> None:
    counted = Counter(text.casefold() for _, text in texts() if " " in text and len(text) > 20)
    assert [text for text, times in counted.items() if times > 1] == []
    today = dict(_texts(yaml.load(SCHOOL.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)))
    assert [text for text in today.values() if len(text) > 40 and text.casefold() in counted] == []


def test_childrens_words_are_theirs() -> None:
    said = [text for where, text in texts() if where.endswith("/children")]
    assert len(said) == len(legacy().milestones) + len(outcomes()) + len(indicators())
    assert [text for text in said if len(text.split()) > 40] == []
    assert [text for text in said if re.search(JARGON, text, re.IGNORECASE)] == []


def test_the_lines_fit_an_editor() -> None:
    lines = FILE.read_text(encoding="utf-8").split("\n")
    assert [n for n, line in enumerate(lines, 1) if len(line) >= 110] == []
