"""Getting ready for a visit: the day in words, what will have aged, and what one could answer with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from rrsa.evaluation import Evaluation
from rrsa.framework.adopted import adopt_file
from rrsa.framework.catalogue import find
from rrsa.guide import visit
from rrsa.setup import create_setting
from rrsa.store import open_store

SMALL = adopt_file(Path(__file__).parent.parent / "data" / "small-framework.yaml")
TODAY = date(2026, 3, 18)


@pytest.fixture
def glen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Evaluation]:
    monkeypatch.setattr("rrsa.clock.today", lambda: TODAY)
    with open_store(tmp_path / "rrsa.db") as store:
        create_setting(store, "Glen", SMALL, author="lead", aim="second")
        yield Evaluation.open(store, "glen", author="lead")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "The visit is today."),
        (1, "The visit is tomorrow, 19 Mar 2026."),
        (2, "The visit is on 20 Mar 2026, in 2 days."),
        (13, "The visit is on 31 Mar 2026, in 13 days."),
        (14, "The visit is on 1 Apr 2026, in 2 weeks."),
        (59, "The visit is on 16 May 2026, in 8 weeks."),
        (100, "The visit is on 26 Jun 2026, in 3 months."),
        (-1, "The visit was on 17 Mar 2026, 1 day ago."),
        (-30, "The visit was on 16 Feb 2026, 4 weeks ago."),
    ],
)
def test_how_far_off_it_is_in_words(days: int, said: str) -> None:
    assert visit.countdown(TODAY + timedelta(days=days), TODAY) == said


def test_no_day_is_agreed_yet(glen: Evaluation) -> None:
    assert visit.visit_day(glen) is None
    assert visit.countdown(None, TODAY) == "No day is agreed yet."
    glen.record_setting({"visit_on": "12 June 2026"})
    assert visit.visit_day(glen) == date(2026, 6, 12)


def test_the_list_is_ticked(glen: Evaluation) -> None:
    assert visit.checklist_words(visit.checklist(glen)) == "0 of 2 things on the list are ready."
    glen.record_checklist("room", TODAY.isoformat(), "The library, until noon")
    room, printed = visit.checklist(glen)
    assert (room.done, room.note, printed.done) == ("2026-03-18", "The library, until noon", None)
    glen.record_checklist("plan-printed", TODAY.isoformat())
    assert visit.checklist_words(visit.checklist(glen)) == "Everything on the list is ready."
    assert visit.checklist_words(()) == ""


# -- aging ---------------------------------------------------------------------------------------------


def months_ago(months: int) -> str:
    month = TODAY.year * 12 + TODAY.month - 1 - months
    return date(month // 12, month % 12 + 1, TODAY.day).isoformat()


def test_what_will_have_aged_by_the_day(glen: Evaluation) -> None:
    rules = glen.framework.evidence.freshness
    pieces = {
        name: glen.add_evidence(
            {"title": name, "perspective": "children", "directness": "first-hand", "date": months_ago(age)},
            ["1"],
        )
        for name, age in (
            ("new", 0),
            ("fading", rules.fresh_months),
            ("going", rules.stale_months - 1),
            ("gone", rules.stale_months + 5),
        )
    }
    alone = glen.add_evidence({"title": "alone", "perspective": "adults", "date": months_ago(0)}, ["2"])
    glen.record_outcome("2", {"view": 3})
    day = TODAY + timedelta(days=45)
    before = glen.assessment
    found = visit.by_then(glen, day)
    assert [piece.evidence for piece in found.stale] == [pieces["going"]]
    assert [piece.evidence for piece in found.older] == [pieces["fading"]]
    assert [piece.evidence for piece in found.already] == [pieces["gone"]]
    assert found.stale[0].outcomes == ("1",)
    assert found.stale[0].months == rules.stale_months
    assert glen.assessment is before, "looking ahead changes nothing"
    said = visit.by_then_sentence(found)
    assert said.startswith("1 piece will have grown old by then. 1 piece will weigh a little less.")
    assert said.endswith("Age never lowers our view or what is shown.")
    far = visit.by_then(glen, TODAY + timedelta(days=4000))
    assert {fall.outcome for fall in far.falls} == {"1", "2"}
    assert all(fall.then < fall.now for fall in far.falls)
    assert alone in {piece.evidence for piece in far.stale}
    assert {gap.missing for gap in far.gaps} == {"score"}, "age takes nothing but weight"


def test_a_day_that_is_past_ages_nothing(glen: Evaluation) -> None:
    glen.add_evidence({"title": "t", "perspective": "children", "date": months_ago(30)}, ["1"])
    found = visit.by_then(glen, TODAY - timedelta(days=400))
    assert (found.day, found.stale, found.older, found.falls, found.gaps) == (TODAY, (), (), (), ())
    assert visit.by_then_sentence(found).startswith("Nothing more will have grown old by then.")


# -- questions -----------------------------------------------------------------------------------------


def test_a_question_stands_beside_what_one_could_answer_with(glen: Evaluation) -> None:
    asked = [answer for answer in visit.answers(glen) if answer.outcome == "3"]
    assert asked
    assert all(answer.nothing_yet for answer in asked)
    glen.record_outcome(
        "3", {"view": 2, "line": "They are heard", "difference": "The bell rings later", "whom_to_ask": "P5"}
    )
    item = glen.add_evidence({"title": "Minutes", "perspective": "children", "date": "2026-03-01"}, ["3"])
    done = glen.add_action("3", {"what": "Done already"})
    glen.finish_action(done)
    glen.add_action("3", {"what": "Ask the little ones"})
    answer = next(answer for answer in visit.answers(glen) if answer.outcome == "3")
    assert (answer.line, answer.difference, answer.whom_to_ask) == (
        "They are heard",
        "The bell rings later",
        "P5",
    )
    assert answer.pieces == ((item, "Minutes"),)
    assert answer.doing == ("Ask the little ones",)
    assert "Our view: 2" in answer.view


def test_children_learn_nothing_by_heart() -> None:
    assert "by heart" in visit.who_hint("children")
    assert [visit.who_label(who) for who in visit.WHO] == [
        "Children",
        "Staff",
        "Leaders",
        "Families",
        "Partners",
    ]


def test_questions_stand_by_who_is_asked(glen: Evaluation) -> None:
    who = [answer.who for answer in visit.answers(glen)]
    assert who == sorted(who, key=visit.WHO.index)
    assert len(who) == len(SMALL.framework.visit.questions)  # type: ignore[union-attr]


def test_partners_answer_with_strengths_and_areas_too(tmp_path: Path) -> None:
    with open_store(tmp_path / "partners.db") as store:
        made = create_setting(store, "Partners", find("childrens-services-2017"), author="L", history=True)
        evaluation = Evaluation.open(store, made, author="L")
        evaluation.record_outcome("6.3", {"strengths": "Heard", "improve": "One\nTwo"})
        [answer] = [each for each in visit.answers(evaluation) if each.outcome == "6.3"]
        assert (answer.strengths, answer.improve, answer.nothing_yet) == ("Heard", "One\nTwo", False)
