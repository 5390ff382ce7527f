"""Each paper says what those who get it need, in both formats alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from report_settings import (
    COMING,
    QUESTION,
    SAID,
    SAID_TWO,
    TOLD,
    WHY_NOT,
    WISHED,
    opened,
    paper,
    text,
)

from rrsa.evaluation import Evaluation
from rrsa.exchange.report.audiences import Audience
from rrsa.vocabulary import SettingKind

FORMATS = (".docx", ".html")
Read = Callable[..., str]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evaluation]:
    with opened(tmp_path_factory.mktemp("full"), "corranbeath", full=True) as evaluation:
        yield evaluation


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evaluation]:
    with opened(tmp_path_factory.mktemp("house"), "inverdoran") as evaluation:
        yield evaluation


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evaluation]:
    with opened(tmp_path_factory.mktemp("bare"), None) as evaluation:
        yield evaluation


@pytest.fixture(params=FORMATS)
def read(request: pytest.FixtureRequest, tmp_path: Path) -> Read:
    def said(evaluation: Evaluation, audience: Audience, **more: str) -> str:
        return text(paper(evaluation, tmp_path / f"paper{request.param}", audience, **more))

    return said


@pytest.mark.parametrize("kind", SettingKind)
def test_every_paper_has_a_name_of_its_own_in_every_kind_of_setting(kind: SettingKind) -> None:
    names = [audience.label(kind) for audience in Audience]
    assert len(set(names)) == len(names)
    if kind is SettingKind.RESIDENTIAL:
        assert not any(word in name.lower() for name in names for word in ("school", "parent", "award"))


@pytest.mark.parametrize("audience", Audience)
def test_all_papers_can_be_written_in_both_formats_for_any_setting(
    audience: Audience, read: Read, full: Evaluation, house: Evaluation, bare: Evaluation
) -> None:
    for evaluation in (full, house, bare):
        name = evaluation.portfolio.setting.name
        assert name
        said = read(evaluation, audience)
        assert name in said
        if audience is not Audience.CHILDREN:
            assert "Self-evaluation, not an award decision." in said
            assert "Not affiliated with or endorsed by UNICEF." in said
        assert not set(said) & set("{}")  # every text was filled in


def test_the_evaluation_answers_the_three_questions_of_each_outcome(read: Read, full: Evaluation) -> None:
    said = read(full, Audience.EVALUATION, stage="silver")
    assert "School evaluation: Silver: Rights Aware" in said
    for outcome in full.framework.outcomes.values():
        assert f"{outcome.id} · {outcome.title}" in said
    assert said.count("How have we achieved this?") == 9
    assert said.count("What difference has it made?") == 9
    assert said.count("What evidence is there?") == 9
    record = full.portfolio.outcome("1")
    assert " ".join((record.achieved or "").split()) in said
    assert " ".join((record.difference or "").split()) in said
    assert "Rights wall outside P3" in said
    assert "Corridor outside P3" in said
    assert "Strathlarig Council (invented)" in said
    assert "Not looked at yet" in said  # outcome 9
    assert "Our view: 3 (Making a difference)" in said


def test_no_score_and_no_cap_goes_to_an_assessor(read: Read, full: Evaluation) -> None:
    said = read(full, Audience.EVALUATION, stage="gold").lower()
    assert "score" not in said
    assert not any(cap.why.lower() in said for cap in full.framework.caps)


def test_bronze_asks_for_milestones_a_grade_and_a_line_and_the_plan(read: Read, full: Evaluation) -> None:
    said = read(full, Audience.EVALUATION, stage="bronze")
    assert "A rights group of children and adults has met" in said
    assert "Some classes plan topics with the children." in said
    assert "What we are going to do now" in said
    assert "Mend the locks and the light in the far toilets" in said
    assert "How have we achieved this?" not in said
    assert "What evidence is there?" not in said


def test_keeping_gold_goes_by_strand_with_its_showcases(read: Read, full: Evaluation) -> None:
    said = read(full, Audience.EVALUATION, stage="keeping-gold")
    assert said.count("Showcases") == 3
    assert "How have we achieved this?" not in said
    _before, _strand, first = said.partition("Strand A")
    first = first.partition("Strand B")[0]
    assert "Talk in P5" in first
    assert SAID in first
    assert "None chosen yet. One or two for each strand are enough." not in first
    assert "None chosen yet. One or two for each strand are enough." in said.partition("Strand C")[2]


def test_a_house_has_the_forms_that_its_own_stages_ask_for(read: Read, house: Evaluation) -> None:
    forms = {stage.id: read(house, Audience.EVALUATION, stage=stage.id) for stage in house.framework.stages}
    assert "How have we achieved this?" not in forms["finding-out"]
    assert forms["making-it-real"].count("How have we achieved this?") == 9
    assert forms["how-we-live"].count("How have we achieved this?") == 9
    assert "Showcases" in forms["keeping-it"]
    for said in forms.values():
        assert "House evaluation" in said
        assert not any(word in said for word in ("Bronze", "Silver", "Gold", "School evaluation"))


def test_the_plan_gives_outcome_rag_what_who_and_when(read: Read, full: Evaluation) -> None:
    said = read(full, Audience.ACTION_PLAN)
    assert "Action plan: Silver: Rights Aware" in said
    for head in ("Outcome", "RAG", "What", "Who", "By when", "How far"):
        assert head in said
    row = said.partition("Children are safe and know where to turn")[2]
    row = row.partition("Feeling well")[0]
    assert "Amber" in row
    assert "2 (Taking shape)" in row
    assert "Mend the locks and the light in the far toilets" in row
    assert "Janitor and DHT" in row
    assert "Under way, overdue" in row
    assert f"We cannot: {WHY_NOT}" in said
    assert said.count(WHY_NOT) == 1
    assert "Nothing planned at present." in said.partition("Children take action for rights")[2]


def test_the_parent_council_reads_where_things_stand_and_what_comes_next(
    read: Read, full: Evaluation
) -> None:
    said = read(full, Audience.GOVERNORS)
    assert "For the parent council" in said
    assert "governor" not in said.lower()
    assert "3 (Making a difference): outcomes 1, 2, 3, 5, 8; 2 (Taking shape): outcomes 4, 6, 7." in said
    assert "Outcomes 1, 2, 3, 4, 8 are shown from two sides or more" in said
    assert "Milestones reached" in said
    assert "2 of 4" in said
    assert "21 times among 190 people" in said
    assert "less than half, 71 of 164" in said
    assert "Try three shorter lunch sittings" in said
    assert f"{WISHED}: {WHY_NOT}" in said
    assert "What our views mean" in said


def test_an_external_manager_reads_of_a_house(read: Read, house: Evaluation) -> None:
    said = read(house, Audience.GOVERNORS)
    assert "For the external manager" in said
    assert "%" not in said
    assert "parent council" not in said


def test_the_page_for_children_pairs_questions_and_answers(read: Read, full: Evaluation) -> None:
    said = read(full, Audience.CHILDREN)
    for heading in ("What we asked", "What you said", "What changed", "What we can’t do, and why"):
        assert heading in said
    assert said.index(QUESTION) < said.index(SAID)
    assert f"Is this true for you? “{full.framework.outcomes['8'].children}” “{SAID_TWO}”" in said
    assert TOLD in said
    assert COMING in said
    assert said.index(WISHED) < said.index(WHY_NOT)
    assert "tell an adult you trust" in said
    assert "advocate" in said
    assert "Childline" in said


def test_what_adults_wrote_stays_off_the_page_for_children(read: Read, full: Evaluation) -> None:
    said = read(full, Audience.CHILDREN)
    assert "Adults wrote this about it." not in said
    assert "Far toilets: mend the light" not in said
    assert "Making a difference" not in said
    assert "P6 teacher" not in said


def test_a_page_with_nothing_yet_says_so_kindly(read: Read, bare: Evaluation) -> None:
    said = read(bare, Audience.CHILDREN)
    assert "We have not written down yet what we asked you." in said
    assert "Nothing is finished yet." in said
    assert "Who you can tell" in said
    assert "Not looked at yet" in read(bare, Audience.EVALUATION, stage="silver")
    assert "Nobody’s answers have been recorded yet." in read(bare, Audience.QUESTIONNAIRES)


def test_the_questionnaires_page_says_what_was_asked_and_what_happened_then(
    read: Read, full: Evaluation
) -> None:
    said = read(full, Audience.QUESTIONNAIRES)
    assert QUESTION in said
    assert "Do you hear what happens to the things you ask for?" in said
    assert "People: 164" in said
    assert "Every note on the board gets an answer within two weeks" in said
    assert "Children were asked and chose not to say." in said
    assert "Nothing asked yet about outcomes 7, 9." in said
    assert "Rights group minutes" not in said  # nobody was asked for those
    assert "Children who hear back" in said
    assert "Quarrels adults stepped into" not in said  # no answers, but events


def test_the_any_day_page_is_about_one_outcome(read: Read, full: Evaluation, house: Evaluation) -> None:
    said = read(full, Audience.ANY_DAY, outcome="4")
    assert "4 · Children are safe and know where to turn" in said
    assert "Whom to ask P4 and P5, the janitor" in said
    assert "Rights wall outside P3" not in said
    served = read(house, Audience.ANY_DAY, outcome="4")
    assert "It serves too" in served
