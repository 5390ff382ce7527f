"""Recording how others see us: what is refused, what is kept, what goes and comes back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rrsa.errors import BadInput, NotFound
from rrsa.evaluation import Evaluation
from rrsa.framework.catalogue import find
from rrsa.portfolio.privacy import redact
from rrsa.portfolio.records import review_view_id
from rrsa.setup import create_setting
from rrsa.store import open_store

SMALL = Path(__file__).parent / "data" / "small-framework.yaml"
GROUP: dict[str, Any] = {"by": "group", "who": "Rights group", "people": 12}
ASSESSOR: dict[str, Any] = {"by": "assessor", "who": "Head of Kirkbrae"}


@pytest.fixture
def evaluation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("rrsa.clock.today", lambda: date(2026, 3, 18))
    with open_store(tmp_path / "rrsa.db") as store:
        setting = create_setting(store, "Glen", find(str(SMALL)), author="Lead", aim="second")
        yield Evaluation.open(store, setting, author="Lead")


@pytest.fixture
def house(tmp_path: Path) -> Any:
    with open_store(tmp_path / "house.db") as store:
        adopted = find("rights-respecting-house")
        setting = create_setting(
            store, "Glen House", adopted, author="Lead", aim=adopted.framework.stages[0].id
        )
        yield Evaluation.open(store, setting, author="Lead")


def test_a_review_is_kept_with_what_it_says_and_leaves_our_view_alone(evaluation: Evaluation) -> None:
    evaluation.record_outcome("1", {"view": 3})
    made = evaluation.add_review(GROUP)
    evaluation.say_in_review(made, "1", {"view": 2, "words": "Only some teachers listen"})
    kept = evaluation.store.load(evaluation.setting_id).portfolio
    assert (kept.reviews[made].title, kept.reviews[made].date) == ("Rights group", "2026-03-18")
    said = kept.review_views[review_view_id(made, "1")]
    assert (said.view, said.words, said.said_yes) == (2, "Only some teachers listen", None)
    assert kept.outcome("1").view == 3


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({**GROUP, "by": "inspector"}, "choose one of: group, colleague, neighbour, assessor"),
        ({**GROUP, "by": None}, "whose review it is is missing"),
        ({**GROUP, "who": " "}, "who reviews is missing"),
        ({**GROUP, "date": "1 Apr 2026"}, "in the future"),
        ({**GROUP, "strengths": "Kind"}, "children’s group writes no report"),
    ],
)
def test_a_review_that_cannot_be_is_refused(evaluation: Evaluation, values: dict[str, Any], why: str) -> None:
    with pytest.raises(BadInput, match=why):
        evaluation.add_review(values)
    assert not evaluation.portfolio.reviews


def test_a_grade_outside_the_scale_and_an_unknown_outcome_are_refused(evaluation: Evaluation) -> None:
    made = evaluation.add_review(GROUP)
    with pytest.raises(BadInput, match="not a grade"):
        evaluation.say_in_review(made, "1", {"view": 9})
    with pytest.raises(NotFound):
        evaluation.say_in_review(made, "99", {"view": 2})
    with pytest.raises(NotFound, match="there is no review"):
        evaluation.say_in_review("W0000000", "1", {"view": 2})
    assert not evaluation.portfolio.review_views


def test_a_group_may_choose_not_to_say_and_take_that_back(evaluation: Evaluation) -> None:
    made = evaluation.add_review(GROUP)
    evaluation.choose_not_to_say(made, "1")
    said = evaluation.portfolio.review_views[review_view_id(made, "1")]
    assert said.rather_not and said.view is None and said.words is None
    evaluation.say_in_review(made, "1", {"view": 2})
    assert evaluation.portfolio.review_views[review_view_id(made, "1")].rather_not is None
    evaluation.choose_not_to_say(made, "1")
    evaluation.unsay_in_review(made, "1")
    assert not evaluation.portfolio.review_views


def test_what_is_cleared_again_is_as_if_nobody_had_been_asked(evaluation: Evaluation) -> None:
    made = evaluation.add_review(GROUP)
    evaluation.say_in_review(made, "1", {"words": "They listen"})
    evaluation.say_in_review(made, "1", {"words": None})
    assert not evaluation.portfolio.review_views


def test_new_words_take_back_the_yes_to_the_old_ones(evaluation: Evaluation) -> None:
    made = evaluation.add_review(GROUP)
    evaluation.say_in_review(made, "1", {"words": "They listen", "said_yes": True})
    evaluation.say_in_review(made, "1", {"words": "They listen on Mondays"})
    assert evaluation.portfolio.review_views[review_view_id(made, "1")].said_yes is None
    with pytest.raises(BadInput, match="nothing to read"):
        evaluation.say_in_review(made, "1", {"words": None, "said_yes": True})


def test_in_a_house_a_yes_is_to_one_sentence(house: Evaluation) -> None:
    made = house.add_review({"by": "group", "who": "House meeting"})
    outcome = next(iter(house.framework.outcomes))
    with pytest.raises(BadInput, match="one sentence at a time"):
        house.say_in_review(made, outcome, {"words": "They knock. Mostly.", "said_yes": True})
    house.say_in_review(made, outcome, {"words": "They knock, mostly.", "said_yes": True})
    assert house.portfolio.review_views[review_view_id(made, outcome)].said_yes


def test_an_agreed_view_needs_a_review_and_a_reason_and_stands_beside_ours(evaluation: Evaluation) -> None:
    evaluation.record_outcome("1", {"view": 3})
    with pytest.raises(BadInput, match="nobody else has said anything"):
        evaluation.agree("1", {"view": 2, "reason": "They showed us"})
    made = evaluation.add_review(ASSESSOR)
    evaluation.say_in_review(made, "1", {"view": 2})
    with pytest.raises(BadInput, match="needs its reason"):
        evaluation.agree("1", {"view": 2})
    evaluation.agree("1", {"view": 2, "reason": "They showed us"})
    agreed = evaluation.portfolio.agreed["1"]
    assert (agreed.view, agreed.reason, agreed.date) == (2, "They showed us", "2026-03-18")
    assert evaluation.portfolio.outcome("1").view == 3
    assert evaluation.assessment.outcomes["1"].view == 3
    evaluation.take_back_agreed("1")
    assert not evaluation.portfolio.agreed


def test_nothing_is_agreed_while_a_blind_review_is_going_on(evaluation: Evaluation) -> None:
    made = evaluation.add_review({**ASSESSOR, "blind": True})
    evaluation.say_in_review(made, "1", {"view": 2})
    with pytest.raises(BadInput, match="blind and not finished"):
        evaluation.agree("1", {"view": 2, "reason": "So it is"})
    evaluation.close_review(made)
    evaluation.agree("1", {"view": 2, "reason": "So it is"})
    evaluation.reopen_review(made)
    assert evaluation.portfolio.reviews[made].closed_on is None


def test_a_review_goes_with_all_that_it_says_and_comes_back_whole(evaluation: Evaluation) -> None:
    made = evaluation.add_review(ASSESSOR)
    evaluation.edit_review(made, {"strengths": "Warm", "before": "A charter", "after": "Keep asking"})
    evaluation.say_in_review(made, "1", {"view": 2, "note": "See the hall"})
    before = evaluation.portfolio
    evaluation.remove_review(made)
    assert not evaluation.portfolio.reviews and not evaluation.portfolio.review_views
    evaluation.undo()
    assert evaluation.portfolio == before


def test_of_a_group_only_what_it_said_yes_to_may_leave(evaluation: Evaluation) -> None:
    made = evaluation.add_review({**GROUP, "people": 4})
    evaluation.say_in_review(
        made, "1", {"view": 2, "words": "They listen", "said_yes": True, "note": "quiet"}
    )
    evaluation.say_in_review(made, "2", {"view": 3, "words": "Not for others"})
    out = redact(evaluation.portfolio).portfolio
    review = out.reviews[made]
    assert (review.who, review.title, review.people) == (None, None, None)
    first, second = (out.review_views[review_view_id(made, each)] for each in "12")
    assert (first.words, first.note, second.words, second.view) == ("They listen", None, None, 3)


def test_words_without_a_view_that_may_not_leave_do_not_seem_to_be_a_silence(evaluation: Evaluation) -> None:
    made = evaluation.add_review(GROUP)
    evaluation.say_in_review(made, "1", {"words": "Not for others"})
    evaluation.choose_not_to_say(made, "2")
    out = redact(evaluation.portfolio).portfolio
    assert set(out.review_views) == {review_view_id(made, "2")}
    assert out.reviews[made].who == "Rights group"


def test_of_a_review_that_is_going_on_nothing_leaves(evaluation: Evaluation) -> None:
    made = evaluation.add_review({**ASSESSOR, "blind": True})
    evaluation.say_in_review(made, "1", {"view": 2})
    out = redact(evaluation.portfolio).portfolio
    assert not out.reviews and not out.review_views


def test_a_groups_words_can_be_erased_from_the_history_too(evaluation: Evaluation, tmp_path: Path) -> None:
    from rrsa.erasure import carry_out, of_items

    made = evaluation.add_review(GROUP)
    evaluation.say_in_review(made, "1", {"view": 2, "words": "The marmalade sentence", "said_yes": True})
    evaluation.say_in_review(made, "1", {"words": "The second marmalade sentence"})
    plan = of_items(evaluation, [review_view_id(made, "1")], words=True)
    assert [line.about for line in plan.lines] == ["In their words"]
    carry_out(evaluation, plan)
    said = evaluation.portfolio.review_views[review_view_id(made, "1")]
    assert (said.view, said.words) == (2, None)
    carry_out(evaluation, of_items(evaluation, [made]))
    assert not evaluation.portfolio.reviews and not evaluation.portfolio.review_views
    left = b"".join(file.read_bytes() for file in tmp_path.glob("rrsa.db*"))
    assert b"marmalade" not in left and b"Rights group" not in left


def test_a_groups_review_is_kept_as_long_as_childrens_words_and_an_adults_longer(
    evaluation: Evaluation,
) -> None:
    from rrsa.portfolio.retention import past

    group = evaluation.add_review({**GROUP, "date": "2023-10-01"})
    evaluation.add_review({**ASSESSOR, "date": "2023-10-01"})
    due = past(evaluation.portfolio, {}, today=date(2026, 3, 18))
    assert [(each.kind, each.record) for each in due] == [("review", group)]


def test_the_history_of_an_outcome_tells_of_reviews_and_of_what_was_agreed(evaluation: Evaluation) -> None:
    from rrsa.guide.history import Wanted, page, tell

    made = evaluation.add_review(ASSESSOR)
    evaluation.say_in_review(made, "1", {"view": 2, "words": "See the hall"})
    evaluation.say_in_review(made, "2", {"view": 1})
    evaluation.agree("1", {"view": 2, "reason": "We looked"})
    entries = page(evaluation, Wanted(outcome="1"))
    assert [entry.changeset.reason for entry in entries] == [
        "Agreed on outcome 1",
        "Mock assessor: Head of Kirkbrae on outcome 1",
    ]
    told = [
        line
        for entry in entries
        for line in tell(evaluation.framework, evaluation.portfolio, entry.changeset.changes)
    ]
    said = " ".join(f"{line.about} {line.after}" for line in told)
    assert "We looked" in said and "See the hall" in said and "None" not in said
    assert len(page(evaluation, Wanted(item=made))) == 3
