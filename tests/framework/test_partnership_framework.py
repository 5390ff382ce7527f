"""What a careful editor would check in the framework of 2017 for partnerships, on every change."""

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
        text for where, text in texts() if re.search(r"\b(award|bronze|silver|gold|level \d)\b", text, re.I)
    ]
    assert awards == []


@pytest.mark.parametrize("outcome", outcomes(), ids=lambda o: o.id)
def test_an_outcome_is_described_at_five_and_two_only(outcome: Outcome) -> None:
    assert sorted(outcome.grades) == [2, 5]
    for grade, text in outcome.grades.items():
        assert 2 <= _sentences(text) <= 4, f"grade {grade}"
    assert 2 <= _sentences(outcome.why) <= 4
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
    assert 1 <= _sentences(indicator.statement) <= 3
    assert 2 <= len(indicator.prompts) <= 4
    for prompt in indicator.prompts:
        assert re.match(OPEN_QUESTION, prompt), f"answered with yes or no: {prompt}"
        assert prompt.endswith("?"), prompt
    assert len(indicator.evidence) >= 3, "ideas from three perspectives at least"
    assert "children" in indicator.evidence


def test_the_words_are_our_own() -> None:
    ours = {text.casefold() for _, text in texts()}
    assert not ours & {title.casefold() for title in THEIR_TITLES}
    assert "every sentence in here is our own" in services().source
    assert "Not affiliated with or endorsed by the Care Inspectorate" in services().source
    assert "nothing here is an inspection grade" in services().source
    assert "(own)" in services().source


def test_no_word_that_we_do_without() -> None:
    assert [f"{where}: {text}" for where, text in texts() if re.search(WITHOUT, text, re.IGNORECASE)] == []


def test_nothing_is_said_twice() -> None:
    counted = Counter(text.casefold() for _, text in texts() if len(text) > 20)
    assert [text for text, times in counted.items() if times > 1] == []


def test_childrens_words_are_theirs() -> None:
    said = [text for where, text in texts() if where.endswith("/children")]
    assert len(said) == len(services().milestones) + len(outcomes()) + len(indicators())
    assert [text for text in said if len(text.split()) > 40] == []
    assert [text for text in said if re.search(JARGON, text, re.IGNORECASE)] == []


def test_the_lines_fit_an_editor() -> None:
    lines = FILE.read_text(encoding="utf-8").split("\n")
    assert [n for n, line in enumerate(lines, 1) if len(line) >= 110] == []


def test_a_question_for_every_outcome() -> None:
    assert services().visit is not None
    assert [q.outcome for q in services().visit.questions] == NINE  # type: ignore[union-attr]
