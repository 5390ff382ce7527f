"""A review as a report, and what other papers and the assessor's copy say of others' views."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from report_settings import opened, text
from workbook_reader import export

from rrsa.errors import BadInput, NotFound
from rrsa.evaluation import Evaluation
from rrsa.exchange.gate.names import Names
from rrsa.exchange.report.audiences import Audience
from rrsa.exchange.report.writing import write_report

Read = Callable[..., str]
AGREED = "They hear it at assembly"
PRIVATE = "It is different in our class"


@pytest.fixture(scope="module")
def glen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evaluation]:
    """A school that a rights group and a mock assessor have looked at."""
    with opened(tmp_path_factory.mktemp("reviewed"), None) as evaluation:
        evaluation.record_outcome("4", {"view": 3, "line": "They know whom to tell"})
        evaluation.record_outcome("8", {"view": 3})
        group = evaluation.add_review({"by": "group", "who": "Room 7 Owls", "people": 4})
        evaluation.say_in_review(group, "8", {"view": 2, "words": AGREED, "said_yes": True})
        evaluation.say_in_review(group, "4", {"view": 3, "words": PRIVATE})
        evaluation.choose_not_to_say(group, "5")
        assessor = evaluation.add_review({"by": "assessor", "who": "Head of Glenmore"})
        evaluation.edit_review(
            assessor,
            {
                "strengths": "Children speak up\nAdults listen",
                "before": "Reach the nursery",
                "after": "Ask again each term",
            },
        )
        evaluation.say_in_review(assessor, "4", {"view": 2, "words": "The P1s look away", "note": "Ask them"})
        evaluation.agree("4", {"view": 2, "reason": "The youngest do not know yet"})
        blind = evaluation.add_review({"by": "colleague", "who": "P2 teacher", "blind": True})
        evaluation.say_in_review(blind, "1", {"view": 1, "words": "Nobody may read this yet"})
        yield evaluation


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def said(evaluation: Evaluation, audience: Audience, ending: str = ".html", **more: Any) -> str:
        return text(write_report(evaluation, tmp_path / f"p{ending}", audience=audience, **more).path)

    return said


def of(evaluation: Evaluation, by: str) -> str:
    return next(each.id for each in evaluation.portfolio.reviews.values() if each.by == by)


@pytest.mark.parametrize("ending", [".html", ".docx"])
def test_the_report_has_the_shape_of_a_published_one(glen: Evaluation, read: Read, ending: str) -> None:
    said = read(glen, Audience.REVIEW, ending)
    parts = (
        "Reviewed by",
        "Head of Glenmore",
        "Key strengths",
        "Children speak up",
        "must be done before reaching",
        "Reach the nursery",
        "Recommendations for keeping it",
        "Ask again each term",
        "The P1s look away",
        "Ask them",
        "The youngest do not know yet",
    )
    places = [said.index(part) for part in parts]
    assert places == sorted(places)
    assert "award decision" in said


def test_of_a_small_group_no_name_leaves_and_no_word_without_its_yes(glen: Evaluation, read: Read) -> None:
    said = read(glen, Audience.REVIEW, review=of(glen, "group"))
    assert AGREED in said and "Children's group or house meeting" in said
    for secret in ("Room 7", "Owls", PRIVATE):
        assert secret not in said
    assert "fewer than five" not in said and "Key strengths" not in said


def test_the_evaluation_says_where_others_looked_and_what_was_agreed(glen: Evaluation, read: Read) -> None:
    for stage in ("bronze", "silver", "keeping-gold"):
        said = read(glen, Audience.EVALUATION, stage=stage)
        assert "How others see it" in said and "Head of Glenmore: 2" in said and AGREED in said
        assert "The youngest do not know yet" in said
        for secret in ("Room 7", PRIVATE, "Nobody may read this yet", "P2 teacher"):
            assert secret not in said


def test_that_children_would_rather_not_say_is_in_no_paper(glen: Evaluation, read: Read) -> None:
    assert "rather not" not in read(glen, Audience.EVALUATION, stage="silver")
    assert "rather not" not in read(glen, Audience.REVIEW, review=of(glen, "group"))


def test_the_assessors_copy_says_so_beside_the_outcome(glen: Evaluation, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(export(glen, tmp_path / "copy.xlsx", "assessor"))
    said = "\n".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value)
    book.close()
    assert "Head of Glenmore says 2 Taking shape: “The P1s look away”" in said
    assert "Our own view still says 3 Making a difference" in said
    for secret in ("Room 7", PRIVATE, "Nobody may read this yet"):
        assert secret not in said


def test_names_of_the_list_are_taken_out_of_a_review(
    glen: Evaluation, read: Read, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RRSA_HOME", str(tmp_path / "other"))
    Names.of(glen.setting_id).add(["Glenmore"])
    said = read(glen, Audience.REVIEW)
    assert "Head of [name]" in said and "Glenmore" not in said


def test_a_review_that_cannot_be_reported_is_refused(glen: Evaluation, read: Read) -> None:
    with pytest.raises(BadInput, match="blind and not finished"):
        read(glen, Audience.REVIEW, review=of(glen, "colleague"))
    with pytest.raises(NotFound, match="there is no review"):
        read(glen, Audience.REVIEW, review="W0000000")
    with pytest.raises(BadInput, match="only a review’s report"):
        read(glen, Audience.GOVERNORS, review=of(glen, "group"))


def test_without_a_review_the_report_says_so(tmp_path: Path, read: Read) -> None:
    with opened(tmp_path, None) as bare:
        assert "Nobody else has looked yet" in read(bare, Audience.REVIEW)
        assert "How others see it" not in read(bare, Audience.EVALUATION)
