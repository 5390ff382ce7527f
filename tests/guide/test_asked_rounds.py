"""A round while it is asked, what is kept of it, and that no small count can be worked out afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rrsa.errors import BadInput
from rrsa.evaluation import Evaluation
from rrsa.framework.catalogue import find
from rrsa.framework.voices import QuestionSet
from rrsa.guide import asking
from rrsa.guide.asking import Asking
from rrsa.guide.voice_pictures import FACES, faces, picture
from rrsa.guide.voices import RoundView, round_views
from rrsa.guide.voices_shown import rounds_shown
from rrsa.guide.you_said import you_said
from rrsa.portfolio.privacy import SMALL
from rrsa.setup import create_setting
from rrsa.store import open_store
from rrsa.vocabulary import Respondents

DAY, TERM = "2026-01-12", "2026-04-20"


def opened(folder: Path, framework: str = "rights-respecting-school") -> Iterator[Evaluation]:
    with open_store(folder / "asked.db") as store:
        made = create_setting(store, "Glen", find(framework), author="Lead")
        yield Evaluation.open(store, made, author="Lead")


@pytest.fixture
def glen(tmp_path: Path) -> Iterator[Evaluation]:
    yield from opened(tmp_path)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Evaluation]:
    yield from opened(tmp_path, "rights-respecting-house")


def younger(evaluation: Evaluation) -> QuestionSet:
    return evaluation.framework.voices_by_id["younger"]


def counts(safe: tuple[int, ...], **more: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    return {"safe": safe, **more}


# -- in memory --------------------------------------------------------------------------------------------


def test_hands_never_come_to_more_than_there_are(glen: Evaluation) -> None:
    asked = Asking(younger(glen), 12)
    asked.set(0, 0, 9)
    with pytest.raises(BadInput, match="13 answers of 12 people"):
        asked.set(0, 1, 4)
    assert asked.counts(0) == (9, 0, 0), "what was there stays"
    asked.set(0, 1, 2)
    assert asked.silent(0) == 1


def test_those_who_chose_not_to_say_are_counted_apart(glen: Evaluation) -> None:
    asked = Asking(younger(glen), 2)
    asked.press(0, None)
    asked.press(0, 2)
    asked.press(0, 1)  # a third press of two children
    assert (asked.counts(0), asked.silent(0), asked.pressed(0)) == ((0, 0, 1), 1, 2)
    asked.clear(0)
    assert not asked.touched()


def test_what_would_be_kept_is_what_is_kept(glen: Evaluation) -> None:
    asked = Asking(younger(glen), 12, "Primary 1")
    for place in range(3):
        asked.set(place, 0, 7)
        asked.set(place, 2, 5)
    asked.set(3, 0, 4)  # four answers: left out
    would = asking.view_of(asked, day=DAY, sentence="Longer play.")
    glen.keep_round(
        asked.questions, n=12, counts=asked.sums(), group="Primary 1", day=DAY, sentence="Longer play."
    )
    (kept,) = round_views(glen.portfolio)
    assert kept.questions == would.questions
    assert kept.round == would.round
    assert len(kept.questions) == 3
    assert asked.question(3).ask in asking.left_out(asked)
    lines = "\n".join(asking.kept_lines(asked, would, shares=True))
    assert "7 of 12" in lines and "Left out, because fewer than five answered" in lines


# -- kept -------------------------------------------------------------------------------------------------


def test_of_one_young_person_only_the_sentence_is_kept(house: Evaluation) -> None:
    questions = house.framework.voices_by_id["our-house"]
    before = house.portfolio
    with pytest.raises(BadInput, match="only a sentence"):
        house.keep_round(questions, n=1, counts={"safe": (0, 0, 0, 0, 1)})
    assert house.portfolio == before
    house.keep_round(
        questions, n=1, counts={"safe": (0, 0, 0, 0, 1)}, group="one person", sentence="I sleep badly."
    )
    (view,) = round_views(house.portfolio)
    assert (view.round.n, view.questions, view.round.sentence) == (None, (), "I sleep badly.")
    assert not [tally for tally in house.portfolio.tallies.values() if tally.present]
    house.undo()
    assert not round_views(house.portfolio)


def test_in_a_house_a_young_person_says_yes_to_one_sentence_at_a_time(house: Evaluation) -> None:
    two = "They stay with me. And I like toast."
    ours = house.framework.voices_by_id["our-house"]
    with pytest.raises(BadInput, match="in a house young people say yes to one sentence at a time"):
        house.keep_round(ours, n=1, sentence=two)
    assert not round_views(house.portfolio)
    house.keep_round(ours, n=1, sentence="They stay with me.")
    house.keep_round(house.framework.voices_by_id["staff"], n=2, sentence=two)


def test_the_same_round_a_term_later_stands_beside_the_first(glen: Evaluation) -> None:
    from rrsa.guide.voices import change_words, earlier, side_by_side

    for day, yes in ((DAY, 6), (TERM, 10)):
        glen.keep_round(younger(glen), n=12, counts=counts((yes, 12 - yes, 0)), group="Primary 1", day=day)
    views = round_views(glen.portfolio)
    before = earlier(views, views[1])
    assert before is views[0]
    ((then, now),) = side_by_side(before, views[1])
    assert change_words(then, now, shares=True) == "A larger share than before."


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"n": 12, "counts": {"safe": (9, 4, 0)}}, "counts 13 answers of 12 people"),
        ({"n": 12, "counts": {"safe": (9, 2)}}, "has 2 counts"),
        ({"n": 12, "counts": {"sfe": (9, 2, 1)}}, "has no question “sfe”"),
        ({"n": 12, "counts": {"safe": (9, -2, 1)}}, "below nought"),
        ({"n": 0, "counts": {}}, "0 people cannot be counted"),
        ({"n": 12, "counts": {"safe": (1, 2, 1)}}, "no question was answered by five"),
        ({"n": 12, "counts": {"safe": (9, 2, 1)}, "day": "2999-01-01"}, "in the future"),
    ],
)
def test_what_cannot_be_true_is_said_and_nothing_changes(
    glen: Evaluation, given: dict[str, object], said: str
) -> None:
    before = glen.portfolio
    with pytest.raises(BadInput, match=said):
        glen.keep_round(younger(glen), **given)  # type: ignore[arg-type]
    assert glen.portfolio == before


def test_what_adults_see_is_evidence_of_adults(glen: Evaluation) -> None:
    seen = glen.framework.voices_by_id["observing"]
    made = glen.keep_round(seen, n=6, counts={"calm": (6, 0, 0)}, day=DAY)
    assert glen.portfolio.rounds[made].who == Respondents.STAFF
    item = glen.evidence_of_round(made)
    assert glen.portfolio.evidence[item].perspective == "adults"


# -- worked out again? ------------------------------------------------------------------------------------


def test_the_same_group_is_not_counted_twice_in_a_day(glen: Evaluation) -> None:
    glen.keep_round(younger(glen), n=12, counts=counts((9, 2, 1)), group="Primary 1", day=DAY)
    for group, said in (("primary 1", "are in already"), (None, "of everybody or of a group")):
        with pytest.raises(BadInput, match=said):
            glen.keep_round(younger(glen), n=17, counts=counts((12, 4, 1)), group=group, day=DAY)
    glen.keep_round(younger(glen), n=9, counts=counts((9, 0, 0)), group="Primary 2", day=DAY)


def test_a_round_that_may_have_left_comes_back_only_as_it_was(glen: Evaluation) -> None:
    made = glen.keep_round(younger(glen), n=12, counts=counts((9, 2, 1)), group="Primary 1", day=DAY)
    glen.remove_round(made)
    for n, group in ((13, "Primary 1"), (20, "Primary 1"), (17, None)):
        with pytest.raises(BadInput, match="two papers, one from then and one from now"):
            glen.keep_round(younger(glen), n=n, counts=counts((9, 3, 1)), group=group, day=DAY)
    again = glen.keep_round(younger(glen), n=12, counts=counts((9, 1, 2)), group="Primary 1", day=DAY)
    assert again == made


def told(views: tuple[RoundView, ...]) -> dict[tuple[str, str, str, str], int | None]:
    """Every number that leaves: day, group, question and answer → count."""
    found: dict[tuple[str, str, str, str], int | None] = {}
    for view in views:
        whose = (view.round.date or "", view.round.group or "")
        found[(*whose, "", "n")] = view.round.n
        for question in view.questions:
            found[(*whose, question.text, "of")] = question.of
            for answer in question.answers:
                found[(*whose, question.text, answer.answer)] = answer.count
    return found


_ROUND = st.tuples(
    st.sampled_from(["", "Primary 1", "Primary 2"]),
    st.sampled_from([DAY, TERM]),
    st.lists(st.integers(0, 9), min_size=3, max_size=3),
    st.integers(0, 4),
    st.booleans(),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_ROUND, min_size=1, max_size=5))
def test_nothing_small_leaves_nor_can_be_worked_out(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[tuple[str, str, list[int], int, bool]]
) -> None:
    """Rounds are kept, some taken back; a paper leaves after each. Whoever holds all papers subtracts
    whatever can be subtracted."""
    papers: list[dict[tuple[str, str, str, str], int | None]] = []
    for glen in opened(tmp_path_factory.mktemp("asked")):
        for group, day, own, silent, gone in rounds:
            try:
                made = glen.keep_round(
                    younger(glen), n=sum(own) + silent, counts=counts(tuple(own)), group=group, day=day
                )
            except BadInput:
                continue
            papers.append(told(rounds_shown(glen.portfolio)))
            if gone:
                glen.remove_round(made)
                papers.append(told(rounds_shown(glen.portfolio)))
    for paper in papers:
        assert not [n for n in paper.values() if n is not None and 0 < n < SMALL], "a small count leaves"
        for (day, group, text, what), of in paper.items():
            if what != "of" or of is None:
                continue
            answers = {k: n for k, n in paper.items() if k[:3] == (day, group, text) and k[3] != "of"}
            hidden = [k for k, n in answers.items() if n is None]
            rest = of - sum(n for n in answers.values() if n is not None)
            # Where "of" is everybody who was asked, those who did not say are hidden among the rest.
            several = len(hidden) > 1 or of == paper[day, group, "", "n"]
            assert not hidden or (several and rest >= SMALL)
    for one, other in combinations(papers, 2):
        for (day, group, text, what), n in one.items():
            # The same group's answers of the same day in two papers are the same, but for slips that were
            # put right, and those of everybody never stand beside those of a group.
            then = other.get((day, group, text, what))
            if what == "n" and n is not None and then is not None:
                assert n == then
        days = {k[0] for k in one} & {k[0] for k in other}
        for day in days:
            groups = {k[1] for k in (*one, *other) if k[0] == day}
            assert not ("" in groups and len(groups) > 1), "everybody less a group is the others"


# -- you said ---------------------------------------------------------------------------------------------


def test_you_said_we_did_we_cannot_because(glen: Evaluation) -> None:
    made = glen.keep_round(
        younger(glen), n=12, counts=counts((12, 0, 0), play=(3, 4, 5)), group="Primary 1", day=DAY
    )
    item = glen.evidence_of_round(made)
    done = glen.add_action("2", {"what": "Rota", "because": item, "for_children": "Play is longer."})
    glen.finish_action(done)
    no = glen.add_action("2", {"what": "Pool", "because": item, "for_children": "A pool"})
    glen.give_up_action(no, "it costs more than the school has")
    (told_,) = you_said(glen.portfolio, round_views(glen.portfolio), shares=True)
    assert "I have time to play." in told_.said[0], "what fewest agree with comes first"
    assert told_.did == ("Play is longer.",)
    assert told_.cannot == ("A pool – because it costs more than the school has",)


# -- pictures ---------------------------------------------------------------------------------------------


def test_pictures_need_no_more_than_plain_characters() -> None:
    from rrsa.framework.voices import LEANINGS, PICTURES

    for name in PICTURES:
        rows = picture(name)
        assert len(rows) == 5 and len({len(row) for row in rows}) == 1
        assert "".join(rows).isascii()
    for answers, leans in LEANINGS.items():
        drawn = faces(answers)
        assert len(drawn) == len(leans) == len(FACES[answers])
        assert len(set(drawn)) == len(drawn), "faces are told apart by shape"
        assert all("".join(each).isascii() for each in drawn)


def test_a_setting_with_an_older_text_has_the_sets_that_are_offered(glen: Evaluation) -> None:
    older = replace(glen.framework, voices=())
    assert {each.id for each in asking.sets_of(older)} == {each.id for each in glen.framework.voices}
