"""Rounds of questions: in words, before and after, and so hidden that no small count can be worked out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rrsa.guide import voices
from rrsa.guide.voices import Answered, Question, RoundView
from rrsa.guide.voices_shown import rounds_shown
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.privacy import SMALL
from rrsa.portfolio.voices import Round, Tally
from rrsa.vocabulary import Asked, Direction, Leaning

YES, SOMETIMES, NO = Leaning.AGREES.value, Leaning.BETWEEN.value, Leaning.DISAGREES.value


def question(
    counts: dict[str, tuple[int | None, str | None]],
    *,
    of: int,
    asked: str = Asked.ONE.value,
    text: str = "Safe?",
) -> Question:
    answers = tuple(Answered(answer, count, leans) for answer, (count, leans) in counts.items())
    return Question(text, asked, "4", of, answers)


def a_round(
    id_: str,
    counts: Sequence[int],
    *,
    n: int | None = None,
    asked: str = Asked.ONE.value,
    of: int | None = None,
    form: str = "F1",
    group: str | None = None,
    by: str | None = None,
    date: str = "2026-03-01",
    since: str | None = None,
    sentence: str | None = None,
) -> list[Round | Tally]:
    """A round with one question, and its tallies."""
    answered = sum(counts) if of is None else of
    people = answered if n is None else n
    made: list[Round | Tally] = [
        Round(
            id_,
            True,
            "Survey",
            "children",
            group,
            by,
            since,
            date,
            people,
            "survey.csv",
            form,
            sentence,
        )
    ]
    return made + [
        Tally(f"{id_}-{n}", True, id_, "4", "Safe?", asked, 1, f"answer {n}", n, None, count, answered)
        for n, count in enumerate(counts)
    ]


def shown(*rounds: list[Round | Tally]) -> dict[str, RoundView]:
    portfolio = Portfolio.from_records(record for each in rounds for record in each)
    return {view.round.id: view for view in rounds_shown(portfolio)}


# -- in words -------------------------------------------------------------------------------------------


def test_words_come_first_and_the_count_with_its_n() -> None:
    asked = question({"Yes": (33, YES), "Sometimes": (6, SOMETIMES), "No": (2, NO)}, of=41)
    assert voices.question_words(asked, shares=True) == "Most say “Yes”: 33 of 41."


def test_those_who_agree_are_counted_together() -> None:
    asked = question({"Strongly agree": (30, YES), "Agree": (8, YES), "Disagree": (3, NO)}, of=41)
    told = voices.question_words(asked, shares=True)
    assert told == "Almost all say “Strongly agree” or “Agree”: 38 of 41."


def test_in_a_house_there_are_counts_and_no_shares() -> None:
    asked = question({"Yes": (4, YES), "No": (2, NO)}, of=6)
    told = voices.question_words(asked, shares=False)
    assert told == "4 of 6 say “Yes”."
    before = question({"Yes": (2, YES), "No": (4, NO)}, of=6)
    assert voices.change_words(before, asked, shares=False) == "More than before."


def test_choices_are_named_by_how_often_they_were_chosen() -> None:
    several = question(
        {"A friend": (9, None), "My teacher": (12, None), "The office": (0, None)},
        of=16,
        asked=Asked.SEVERAL.value,
    )
    told = voices.question_words(several, shares=True)
    assert told == "Most choose “My teacher”: 12 of 16. The majority choose “A friend”: 9 of 16."
    first = question({"Play": (7, None), "Food": (7, None)}, of=14, asked=Asked.ORDER.value)
    assert voices.question_words(first, shares=False) == "7 of 14 put “Play” first. 7 of 14 put “Food” first."


def test_what_people_wrote_is_only_counted() -> None:
    wrote = question({"": (12, None)}, of=41, asked=Asked.WORDS.value)
    assert voices.question_words(wrote, shares=True) == "12 of 41 wrote something in their own words."


def test_a_hidden_count_is_never_spoken_of() -> None:
    hidden = question({"Yes": (None, YES), "No": (None, NO)}, of=6)
    assert voices.question_words(hidden, shares=True) == "Not shown: a small number would be seen."
    assert voices.change_words(hidden, hidden, shares=True) == ""
    partly = question({"Agree a lot": (30, YES), "Agree": (None, YES), "No": (None, NO)}, of=41)
    assert voices.question_words(partly, shares=True) == "The majority say “Agree a lot”: 30 of 41."
    none_left = question({"Yes": (None, YES), "Sometimes": (None, SOMETIMES), "No": (0, NO)}, of=16)
    assert voices.question_words(none_left, shares=True) == "Not shown: a small number would be seen."


def test_before_and_after_stand_side_by_side() -> None:
    portfolio = Portfolio.from_records(
        [
            *a_round("V1", [20, 10], date="2025-09-20", group="P6"),
            *a_round("V2", [25, 5], date="2026-02-20", group="p6 "),
            *a_round("V3", [9, 9], date="2026-02-20", group="P7"),
        ]
    )
    views = voices.round_views(portfolio)
    later = next(view for view in views if view.round.id == "V2")
    before = voices.earlier(views, later)
    assert before is not None and before.round.id == "V1"
    assert [(b and b.round.id, a.round.id) for b, a in voices.first_and_latest(views)] == [
        ("V1", "V2"),
        (None, "V3"),
    ]


def test_what_a_round_shows_is_suggested_by_how_many_agree() -> None:
    good = question({"Yes": (8, YES), "No": (2, NO)}, of=10)
    bad = question({"Yes": (2, YES), "No": (8, NO)}, of=10)

    def suggestion(*questions: Question) -> Direction:
        return voices.suggested_direction(RoundView(Round("V1"), questions))

    assert suggestion(good) is Direction.WORKS
    assert suggestion(bad) is Direction.NOT_YET
    assert suggestion(good, bad) is Direction.MIXED
    assert suggestion() is Direction.MIXED


def test_evidence_made_of_a_round_holds_words_and_no_count() -> None:
    view = RoundView(Round("V1"), (question({"Yes": (33, YES), "No": (8, NO)}, of=41),))
    assert voices.evidence_note(view, shares=True) == "“Safe?”: most say “Yes”."
    assert voices.evidence_note(view, shares=False) == "Asked: “Safe?”"


# -- what may leave -------------------------------------------------------------------------------------


def counts_of(view: RoundView) -> list[int | None]:
    return [each.count for question in view.questions for each in question.answers]


def test_a_small_count_takes_a_second_with_it() -> None:
    view = shown(a_round("V1", [30, 8, 3]))["V1"]
    assert counts_of(view) == [30, None, None]
    assert view.hides


def test_nobody_who_skipped_can_be_counted_either() -> None:
    view = shown(a_round("V1", [30, 9], n=41))["V1"]
    (asked,) = view.questions
    assert counts_of(view) == [30, None]
    assert asked.of == 41  # not 39, which would say that two skipped it


@pytest.mark.parametrize(("answers", "most"), [(2, 16), (3, 13), (5, 8)])
def test_who_knows_the_rule_cannot_work_out_an_answer_or_who_kept_silent(answers: int, most: int) -> None:
    """Every round that could be told in the same way is laid beside it: no small number is in all of them.

    A question that fewer than five answered is not in a round, and the reader knows that too.
    """
    alike: dict[tuple[int, int, tuple[int | None, ...]], list[tuple[int, ...]]] = {}
    for counts in product(range(most + 1), repeat=answers):
        for n in range(max(SMALL, sum(counts)), most + 1) if sum(counts) >= SMALL else ():
            (asked,) = shown(a_round("V1", counts, n=n))["V1"].questions
            told = (n, asked.of, tuple(each.count for each in asked.answers))
            alike.setdefault(told, []).append((*counts, n - sum(counts)))
    for told, ways in alike.items():
        for numbers in zip(*ways, strict=True):
            assert len(set(numbers)) > 1 or not 0 < numbers[0] < SMALL, told


def test_who_did_not_choose_an_answer_counts_as_well() -> None:
    view = shown(a_round("V1", [39, 20, 2], of=41, asked=Asked.SEVERAL.value))["V1"]
    assert counts_of(view) == [None, 20, None]


def test_a_group_of_fewer_than_five_shows_its_sentence_alone() -> None:
    view = shown(a_round("V1", [3, 1], group="P7", sentence="We know whom to tell."))["V1"]
    assert view.round.n is None
    assert view.questions == ()
    assert view.round.sentence == "We know whom to tell."


def test_all_and_their_parts_are_never_shown_together() -> None:
    whole = a_round("V1", [20, 12], n=32)
    part = a_round("V2", [18, 11], n=29, group="P6", by="Class")
    views = shown(whole, part)
    assert views["V1"].round.n == 32
    assert (views["V2"].round.n, views["V2"].questions) == (None, ())


def test_two_ways_of_dividing_are_never_shown_together() -> None:
    by_class = [
        a_round("V1", [20, 9], group="P6", by="Class"),
        a_round("V2", [15, 9], group="P7", by="Class"),
    ]
    by_age = [
        a_round("V3", [12, 9], group="10", by="Age"),
        a_round("V4", [20, 8], group="11", by="Age"),
    ]
    views = shown(*by_class, *by_age)
    assert {id_ for id_, view in views.items() if view.questions} == {"V1", "V2"}
    # Of other days they share no answers.
    later = [a_round(f"V{n}", [20, 9], group=str(n), by="Age", date="2026-06-01") for n in (8, 9)]
    assert {id_ for id_, view in shown(*by_class, *later).items() if view.questions} == {
        *("V1", "V2", "V8", "V9")
    }


def test_rounds_that_count_the_same_answers_are_shown_once() -> None:
    first = a_round("V1", [20, 10], since="2026-02-01", date="2026-03-01")
    fuller = a_round("V2", [22, 10], since="2026-02-01", date="2026-03-04")
    views = shown(first, fuller)
    assert [views[id_].round.n for id_ in ("V1", "V2")] == [None, 32]


def test_what_does_not_add_up_is_not_shown() -> None:
    view = shown(a_round("V1", [30, 30], n=41, of=41))["V1"]
    assert counts_of(view) == [None, None]


# -- the law --------------------------------------------------------------------------------------------

DAYS = ("2025-09-10", "2025-09-20", "2026-02-10", "2026-02-20")


@st.composite
def some_rounds(draw: st.DrawFn) -> list[list[Round | Tally]]:
    """Rounds of one form over groups and dates: as they are taken in, and as a merge might leave them."""
    rounds = []
    ways: dict[str | None, tuple[str | None, ...]] = {
        None: (None, "P5"),
        "Class": ("P6", "P7"),
        "Age": ("9",),
    }
    for number in range(draw(st.integers(1, 4))):
        by = draw(st.sampled_from(sorted(ways, key=str)))
        asked = draw(st.sampled_from([Asked.ONE.value, Asked.SEVERAL.value, Asked.ORDER.value]))
        counts = draw(st.lists(st.integers(0, 9), min_size=2, max_size=4))
        least = max(counts) if asked == Asked.SEVERAL.value else sum(counts)
        of = least + (draw(st.integers(0, 6)) if asked == Asked.SEVERAL.value else 0)
        first, last = sorted((draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))))
        rounds.append(
            a_round(
                f"V{number}",
                counts,
                of=of,
                n=of + draw(st.integers(0, 7)),
                asked=asked,
                group=draw(st.sampled_from(ways[by])),
                by=by,
                since=first,
                date=last,
            )
        )
    return rounds


@settings(max_examples=250)
@given(some_rounds())
def test_no_hidden_count_can_be_worked_out_by_subtraction(rounds: list[list[Round | Tally]]) -> None:
    views = shown(*rounds)
    told = [view for view in views.values() if view.questions]
    for view in views.values():
        assert view.round.n is None or view.round.n >= SMALL
        for count in counts_of(view):
            assert count is None or count == 0 or count >= SMALL
    # No two that are shown share an answer, so that none is a part of another.
    for one, other in product(told, told):
        if one.round.id < other.round.id:
            a, b = one.round, other.round
            apart = a.date < (b.since or "") or b.date < (a.since or "")  # type: ignore[operator]
            other_group = (a.by, bool(a.group)) == (b.by, bool(b.group)) and a.group != b.group
            assert apart or other_group
    for view in told:
        (asked,) = view.questions
        n = view.round.n or 0
        _cannot_be_worked_out(asked, n)


def _cannot_be_worked_out(asked: Question, n: int) -> None:
    counts = [each.count for each in asked.answers]
    seen = [count for count in counts if count is not None]
    hidden = len(counts) - len(seen)
    if asked.asked == Asked.SEVERAL:
        for whole in {n, asked.of}:
            assert whole == n or n - whole == 0 or n - whole >= SMALL
            for count in seen:
                assert whole - count == 0 or whole - count >= SMALL
        assert hidden != 1 or len(counts) == 1
        return
    # One answer each: with those who skipped, they come to the round's n.
    left = n - sum(seen)
    if asked.of != n:
        assert n - asked.of >= SMALL
        left -= n - asked.of
    if hidden:
        assert left >= SMALL
        # Whatever is hidden is at least one, and might be more than one way.
        unknown = hidden + (asked.of == n)
        assert hidden > 1 or unknown > 1
        assert left > hidden or hidden == 0
    else:
        assert left == 0 or left >= SMALL


@pytest.mark.parametrize("n", range(SMALL))
def test_the_smallest_groups_leave_nothing(n: int) -> None:
    view = shown(a_round("V1", [n], n=n))["V1"]
    assert (view.round.n, view.questions) == (None, ())
