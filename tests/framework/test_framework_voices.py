"""Question sets in a framework: one idea each, about something that exists, readable by who is asked."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from rrsa.framework.catalogue import find
from rrsa.framework.reader import check, read_framework
from rrsa.framework.schema import json_schema
from rrsa.framework.voices import LEANINGS, PICTURES, WELLBEING, QuestionSet
from rrsa.vocabulary import Leaning, Respondents

OFFERED = ("rights-respecting-school", "rights-respecting-house")
SET = """
voices:
  - id: young
    title: How it is here
    who: children
    about: For a circle.
    intro: Skip what you like.
    answers: faces-3
    words: ["Yes", Sometimes, "No"]
    questions:
      - id: safe
        outcome: "1"
        ask: I feel safe.
        aloud: Do you feel safe?
        picture: house
"""


@pytest.fixture
def written(tmp_path: Path, small: str):  # type: ignore[no-untyped-def]
    def write(text: str) -> Path:
        path = tmp_path / "own.yaml"
        path.write_text(small + text, encoding="utf-8")
        return path

    return write


def told(path: Path) -> list[str]:
    return [str(problem).removeprefix(f"{path}:") for problem in check(path)]


@pytest.mark.parametrize("name", OFFERED)
def test_each_offered_framework_asks_young_old_accessible_wellbeing_and_adults(name: str) -> None:
    sets = find(name).framework.voices_by_id
    assert {"accessible", "wellbeing", "observing", "staff"} < set(sets)
    assert {q.wellbeing for q in sets["wellbeing"].questions} == set(WELLBEING)
    assert sets["observing"].who == "adults-observing"
    assert sets["observing"].respondents is Respondents.STAFF, "what adults see is no child's answer"
    assert all(5 <= len(questions.questions) <= 10 for questions in sets.values())


@pytest.mark.parametrize("name", OFFERED)
def test_a_question_is_short_and_says_skipping_is_fine(name: str) -> None:
    framework = find(name).framework
    for questions in framework.voices:
        if questions.who == "children":
            assert "skip" in questions.intro.casefold() and "stop" in questions.intro.casefold()
            few = 4 if questions.id == "accessible" else 9
            assert [q.ask for q in questions.questions if len(q.ask.split()) > few] == []
        assert all(q.outcome in framework.outcome_of for q in questions.questions)


def test_children_of_the_house_are_young_people() -> None:
    for questions in find("rights-respecting-house").framework.voices:
        text = f"{questions.about} {questions.intro}"
        assert "children" not in text.replace("children’s", "")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('outcome: "1"', 'outcome: "1.99"', "there is no outcome “1.99”"),
        ('        outcome: "1"\n', "", "the question is about nothing"),
        ('        outcome: "1"\n', "        wellbeing: save\n", "safe"),
        ("picture: house", "picture: hous", "house"),
        ("answers: faces-3", "answers: yes-no", "yes-no has 2 answers"),
        ("who: children", "who: pupils", "children"),
        ("ask: I feel safe.", "aks: I feel safe.", "ask"),
    ],
)
def test_a_slip_is_named_with_its_place(written, old: str, new: str, said: str) -> None:  # type: ignore[no-untyped-def]
    assert told(written(SET)) == []
    (problem,) = told(written(SET.replace(old, new)))
    line, column, words = problem.split(":", 2)
    assert line.isdigit() and column.isdigit()
    assert said in words


def test_a_question_may_be_about_a_look_for_or_wellbeing_alone(written) -> None:  # type: ignore[no-untyped-def]
    look = next(iter(read_framework(written("")).indicators))
    of_look = read_framework(written(SET.replace('outcome: "1"', f'outcome: "{look}"')))
    assert of_look.voices[0].questions[0].outcome == look
    of_well = read_framework(written(SET.replace('outcome: "1"', "wellbeing: safe")))
    assert of_well.voices[0].by_id["safe"].outcome is None


def test_two_questions_or_sets_of_one_id_are_told(written) -> None:  # type: ignore[no-untyped-def]
    question = SET[SET.index("      - id: safe") :]
    assert any("given twice" in problem for problem in told(written(SET + question)))
    assert any("given twice" in problem for problem in told(written(SET + SET.removeprefix("\nvoices:\n"))))


def test_the_best_answer_comes_first_in_every_scale() -> None:
    for leans in LEANINGS.values():
        assert leans[0] is Leaning.AGREES and leans[-1] is Leaning.DISAGREES


def test_editors_are_told_what_each_key_is() -> None:
    parts = json_schema()["$defs"]
    assert parts["QuestionSet"]["properties"]["words"]["description"]
    assert set(parts["VoiceQuestion"]["properties"]["picture"]["enum"]) == set(PICTURES)
    assert {field.name for field in fields(QuestionSet)} == set(parts["QuestionSet"]["properties"])
