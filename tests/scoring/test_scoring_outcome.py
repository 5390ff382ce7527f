"""One outcome: what counts, how far it carries our view, and what is said about it."""

from __future__ import annotations

import pytest
from scoring_laws import link_to, with_records
from scoring_strategies import ON, SMALL, TWISTED

from rrsa.framework.model import Framework
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Evidence, Link, LookRecord, OutcomeRecord
from rrsa.scoring.assess import assess
from rrsa.scoring.model import OutcomeAssessment, State
from rrsa.vocabulary import Answer, Direction, Perspective


def piece(id_: str, perspective: str | None, directness: str = "first-hand", day: str = "2026-03-01"):
    return Evidence(id_, True, f"Title {id_}", perspective, directness, day)


def found(*records, framework: Framework = SMALL, outcome: str = "3") -> OutcomeAssessment:
    return assess(framework, Portfolio.from_records(records), ON).outcomes[outcome]


def shown_by(*perspectives: str, directness: str = "first-hand"):
    made = [piece(f"E{n}", p, directness) for n, p in enumerate(perspectives)]
    return [*made, *(link_to(item.id, "3") for item in made)]


# -- three states, none of them a zero ---------------------------------------------------------------


def test_nobody_has_looked() -> None:
    blank = found()
    assert (blank.state, blank.view, blank.shown) == (State.NOT_LOOKED_AT, None, None)


def test_viewed_and_nothing_shown() -> None:
    viewed = found(OutcomeRecord("3", 4))
    assert (viewed.state, viewed.view, viewed.shown, viewed.ways) == (State.VIEWED, 4, None, 0)


def test_evidence_without_a_view_shows_nothing_yet() -> None:
    assert found(*shown_by("children", "adults")).shown is None


def test_a_grade_outside_of_the_scale_is_no_view() -> None:
    assert found(OutcomeRecord("3", 9)).state is State.NOT_LOOKED_AT


def test_not_applicable_is_heard_only_where_the_framework_allows_it() -> None:
    looks = {
        look.indicator: look
        for look in found(LookRecord("3.c", "not-applicable"), LookRecord("3.b", "not-applicable")).indicators
    }
    assert looks["3.c"].state is State.NOT_APPLICABLE
    assert looks["3.b"].state is State.NOT_LOOKED_AT
    assert looks["3.b"].answer is None


# -- what counts -------------------------------------------------------------------------------------


def test_evidence_counts_from_the_outcome_and_from_its_look_fors_but_once() -> None:
    item = piece("E1", "children")
    both = found(item, link_to("E1", "3"), link_to("E1", "3.a"), OutcomeRecord("3", 2))
    assert [p.evidence for p in both.pieces] == ["E1"]
    assert both.evidence == found(item, link_to("E1", "3.a")).evidence


def test_a_piece_says_the_best_that_any_of_its_links_says() -> None:
    item = piece("E1", "children")
    said = found(item, link_to("E1", "3.a", Direction.NOT_YET), link_to("E1", "3.b", Direction.MIXED))
    assert [p.direction for p in said.pieces] == [Direction.MIXED]
    better = found(item, link_to("E1", "3.a", Direction.NOT_YET), link_to("E1", "3"))
    assert better.ways == 1


def test_a_look_for_that_is_set_aside_sets_its_evidence_aside() -> None:
    item, link = piece("E1", "records"), link_to("E1", "3.c")
    assert found(item, link).ways == 1
    aside = found(item, link, LookRecord("3.c", "not-applicable"))
    assert (aside.ways, aside.pieces) == (0, ())
    assert [p.evidence for p in aside.indicators[2].pieces] == ["E1"]


def test_evidence_that_is_gone_or_says_nothing_is_passed_over() -> None:
    assert not found(link_to("gone", "3")).pieces
    assert not found(Evidence("E1", None, "t", "children"), link_to("E1", "3")).pieces
    assert not found(piece("E1", None), link_to("E1", "3")).pieces
    assert not found(piece("E1", "children"), Link("E1:3", None, "E1", "3", "works")).pieces
    assert not found(piece("E1", "children"), Link("E1:3", True, "E1", "3", None)).pieces


def test_not_yet_is_seen_and_counts_for_nothing() -> None:
    said = found(piece("E1", "children"), link_to("E1", "3", Direction.NOT_YET), OutcomeRecord("3", 2))
    assert [p.evidence for p in said.not_yet] == ["E1"]
    assert (said.shown, said.ways, said.evidence.score, said.asked) == (None, 0, 0, True)


def test_the_strongest_comes_first() -> None:
    pieces = found(
        piece("E1", "adults", "intended"), link_to("E1", "3"), piece("E2", "records"), link_to("E2", "3.a")
    ).pieces
    assert [p.evidence for p in pieces] == ["E2", "E1"]


# -- caps --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("perspectives", "values", "shown", "caps"),
    [
        (["adults"], {}, 2, ["no-children", "one-perspective", "two-perspectives", "no-difference"]),
        (["adults", "records"], {"difference": "x"}, 2, ["no-children", "two-perspectives"]),
        (["children"], {"difference": "x"}, 2, ["one-perspective", "two-perspectives"]),
        (["children", "adults"], {"difference": "x"}, 3, ["two-perspectives"]),
        (["children", "adults", "records"], {}, 3, ["no-difference"]),
        (["children", "adults", "records"], {"difference": "  "}, 3, ["no-difference"]),
        (["children", "adults", "records"], {"difference": "x"}, 4, []),
        (["adults"], {"difference": "x", "asked": True}, 3, ["two-perspectives"]),
        (["adults", "records"], {"difference": "x", "asked": True}, 4, []),
        (["children", "adults"], {"difference": "x", "asked": True}, 3, ["two-perspectives"]),
    ],
)
def test_caps(perspectives: list[str], values: dict, shown: int, caps: list[str]) -> None:
    said = found(OutcomeRecord("3", 4, **values), *shown_by(*perspectives), framework=TWISTED)
    assert said.shown == shown
    assert [cap.when for cap in said.caps] == caps


def test_plans_alone_do_not_carry_far_and_one_thing_beside_them_does() -> None:
    view = OutcomeRecord("3", 4, difference="x")
    plans = shown_by("children", "adults", "records", directness="intended")
    assert found(view, *plans, framework=TWISTED).shown == 1
    seen = [piece("seen", "adults"), link_to("seen", "3")]
    assert found(view, *plans, *seen, framework=TWISTED).shown == 4


def test_only_caps_below_our_view_are_named() -> None:
    said = found(OutcomeRecord("3", 2), *shown_by("adults"), framework=TWISTED)
    assert (said.shown, said.caps) == (2, ())


# -- where answers do not sit with our view ------------------------------------------------------------


def test_not_yet_beside_a_view_that_is_not_low() -> None:
    looks = [LookRecord("3.a", Answer.NOT_YET), LookRecord("3.b", Answer.YES)]
    assert found(OutcomeRecord("3", 3), *looks).disagreements == ("3.a",)
    assert found(OutcomeRecord("3", 2), *looks).disagreements == ()


def test_yes_to_every_look_for_of_a_stage_beside_a_low_view() -> None:
    looks = [LookRecord("3.b", Answer.YES), LookRecord("3.c", Answer.YES)]
    assert found(OutcomeRecord("3", 2), *looks).disagreements == ("3.b", "3.c")
    assert found(OutcomeRecord("3", 2), looks[0]).disagreements == ()
    aside = LookRecord("3.c", Answer.NOT_APPLICABLE)
    assert found(OutcomeRecord("3", 2), looks[0], aside).disagreements == ("3.b",)


def test_disagreeing_changes_nothing_else() -> None:
    base = Portfolio.from_records([OutcomeRecord("3", 3), *shown_by("children")])
    before = assess(SMALL, base, ON).outcomes["3"]
    after = assess(SMALL, with_records(base, LookRecord("3.a", Answer.NOT_YET)), ON).outcomes["3"]
    assert (before.view, before.shown, before.evidence) == (after.view, after.shown, after.evidence)


# -- the whole -----------------------------------------------------------------------------------------


def test_spread_and_lowest_name_outcomes_instead_of_averaging_them() -> None:
    said = assess(SMALL, Portfolio.from_records([OutcomeRecord("1", 4), OutcomeRecord("3", 2)]), ON)
    assert said.spread == {4: ("1",), None: ("2",), 2: ("3",)}
    assert said.lowest == ("3",)
    assert assess(SMALL, Portfolio(), ON).lowest == ()


def test_ids_that_the_framework_does_not_know_change_nothing() -> None:
    junk = [
        OutcomeRecord("99", 1),
        LookRecord("99.a", "yes"),
        piece("E9", Perspective.CHILDREN),
        link_to("E9", "99"),
    ]
    assert assess(SMALL, Portfolio.from_records(junk), ON) == assess(SMALL, Portfolio(), ON)
