"""What an outcome can do without: named only where nobody would notice, and never anything that says no."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from scoring_laws import link_to, with_records
from scoring_strategies import ON, OUTCOMES, SMALL, TARGETS, evidence_items, frameworks, portfolios

from rrsa.framework.model import Framework
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Evidence, Link, OutcomeRecord, link_id
from rrsa.scoring import surplus as module
from rrsa.scoring.assess import assess
from rrsa.scoring.surplus import ENOUGH, Surplus, surplus
from rrsa.vocabulary import Direction

PILE = tuple(f"P{n:02}" for n in range(14))


@st.composite
def piles(draw: st.DrawFn) -> Portfolio:
    """Portfolios of every shape with a pile of evidence on top, most of it on one outcome."""
    portfolio = draw(portfolios())
    items = draw(
        st.lists(evidence_items(st.sampled_from(PILE), sound=True), min_size=6, unique_by=lambda i: i.id)
    )
    works = [Direction.WORKS] * 9 + [Direction.MIXED, Direction.NOT_YET]
    links: list[Link] = []
    for item in items:
        for target in draw(st.lists(st.sampled_from(["1", "1", "1.a", *TARGETS]), min_size=1, max_size=3)):
            link = link_to(item.id, target, draw(st.sampled_from(works)))
            links.append(replace(link, chosen=draw(st.sampled_from([None] * 8 + [True]))))
    shown = [replace(i, showcase=draw(st.sampled_from([None] * 8 + [True]))) for i in items]
    return with_records(portfolio, *shown, *links)


def without(portfolio: Portfolio, gone: list[Surplus]) -> Portfolio:
    """The portfolio with these links undone."""
    ids = {link_id(each.evidence, target) for each in gone for target in each.targets}
    assert ids <= portfolio.links.keys(), "only links that are there can be undone"
    links = {id_: link for id_, link in portfolio.links.items() if id_ not in ids}
    return Portfolio({**portfolio.records, "link": links})


def nobody_notices(framework: Framework, before: Portfolio, after: Portfolio) -> None:
    was, now = assess(framework, before, ON), assess(framework, after, ON)
    for outcome, one in was.outcomes.items():
        other = now.outcomes[outcome]
        assert (one.shown, one.ways, one.caps) == (other.shown, other.ways, other.caps)
        assert [p for p in one.pieces if not p.counts] == [p for p in other.pieces if not p.counts]
        assert len(other.counting) >= min(ENOUGH, len(one.counting))
    for stage, readiness in was.stages.items():
        assert (readiness.met, readiness.total) == (now.stages[stage].met, now.stages[stage].total)
        assert tuple(readiness.gaps) == tuple(now.stages[stage].gaps)


def law_nobody_notices(framework: Framework, portfolio: Portfolio, random: Random) -> None:
    """All that is named can go together, and so can any part of it."""
    found = list(surplus(framework, portfolio, assess(framework, portfolio, ON)))
    nobody_notices(framework, portfolio, without(portfolio, found))
    some = random.sample(found, random.randint(0, len(found)))
    nobody_notices(framework, portfolio, without(portfolio, some))


def law_nothing_more_could_go(framework: Framework, portfolio: Portfolio, _random: Random) -> None:
    """Once it is gone, nothing is left to name: the tidying comes to an end."""
    found = list(surplus(framework, portfolio, assess(framework, portfolio, ON)))
    left = without(portfolio, found)
    assert surplus(framework, left, assess(framework, left, ON)) == ()


LAWS = [law_nobody_notices, law_nothing_more_could_go]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@given(framework=frameworks, portfolio=piles(), random=st.randoms(use_true_random=False))
@settings(max_examples=60, derandomize=True)
def test_the_law_holds(law, framework: Framework, portfolio: Portfolio, random: Random) -> None:
    law(framework, portfolio, random)


@given(framework=frameworks, portfolio=piles())
@settings(max_examples=40, derandomize=True)
def test_trying_runs_of_pieces_comes_to_the_same_as_trying_each(
    framework: Framework, portfolio: Portfolio
) -> None:
    assessment = assess(framework, portfolio, ON)
    quick = surplus(framework, portfolio, assessment)

    def one_by_one(self, outcome, before, todo):
        gone: list[str] = []
        for each in todo:
            if self._unnoticed(outcome, before, [*gone, each]):
                gone.append(each)
        return gone

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module._Trial, "_most", one_by_one)
        assert surplus(framework, portfolio, assessment) == quick


def found_in_some(framework: Framework = SMALL, tries: int = 100) -> None:
    """Runs the first law on many piles; raises where it does not hold."""

    @given(portfolio=piles(), random=st.randoms(use_true_random=False))
    @settings(max_examples=tries, derandomize=True, phases=[Phase.generate], report_multiple_bugs=False)
    def run(portfolio: Portfolio, random: Random) -> None:
        law_nobody_notices(framework, portfolio, random)

    run()


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("_gaps", lambda self, outcome, found: []),
        ("_unnoticed", lambda self, outcome, before, gone: len(before.counting) - len(gone) >= 2),
    ],
)
def test_the_law_notices_a_broken_rule(name: str, broken: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module._Trial, name, broken)
    with pytest.raises(AssertionError):
        found_in_some()


# -- a pile that anybody can follow --------------------------------------------------------------------


def pile(*perspectives: str, view: int = 3, direction: str = Direction.WORKS) -> Portfolio:
    """Outcome 1 with a piece from each of these sides, the first the oldest."""
    ids = count(1)
    records: list[Evidence | Link | OutcomeRecord] = [OutcomeRecord("1", view, difference="Better")]
    for perspective in perspectives:
        n = next(ids)
        made, day = f"E{n}", f"{2026 - len(perspectives) + n}-03-03"
        records += [Evidence(made, True, "t", perspective, "first-hand", day), link_to(made, "1", direction)]
    return Portfolio.from_records(records)


def named(portfolio: Portfolio) -> list[str]:
    return [each.evidence for each in surplus(SMALL, portfolio, assess(SMALL, portfolio, ON), "1")]


def test_three_pieces_are_never_too_many() -> None:
    assert named(pile("children", "records", "records")) == []


def test_the_weakest_of_a_pile_is_named_and_the_only_one_of_its_side_never() -> None:
    portfolio = pile("adults", "records", "records", "records", "records", "children")
    assert named(portfolio) == ["E2", "E3", "E4"]
    (first, *_rest) = surplus(SMALL, portfolio, assess(SMALL, portfolio, ON), "1")
    assert (first.targets, first.beside) == (("1",), ("E5",))


@pytest.mark.parametrize("direction", [Direction.MIXED, Direction.NOT_YET])
def test_what_does_not_show_that_it_works_is_never_tidied_away(direction: Direction) -> None:
    portfolio = pile("records", "records", "records", "records", "records", "children")
    assert "E1" in named(portfolio)
    honest = replace(portfolio.links["E1:1"], direction=direction.value)
    assert "E1" not in named(with_records(portfolio, honest))
    # Nor is a piece that works for the outcome as a whole and shows not yet in one look-for.
    both = with_records(portfolio, link_to("E1", "1.a", direction))
    assert "E1" not in named(both)


def test_what_was_chosen_stays() -> None:
    portfolio = pile("records", "records", "records", "records", "children")
    assert named(portfolio) == ["E1", "E2"]
    assert "E1" not in named(with_records(portfolio, replace(portfolio.links["E1:1"], chosen=True)))
    assert "E1" not in named(with_records(portfolio, replace(portfolio.evidence["E1"], showcase=True)))


def test_the_only_piece_of_a_look_for_stays() -> None:
    portfolio = pile("records", "records", "records", "records", "children")
    assert "E1" not in named(with_records(portfolio, link_to("E1", "1.a")))


def test_what_a_higher_view_would_need_stays() -> None:
    """Children's views carry nothing while our view is low; they will when it is not."""
    portfolio = pile("children", "records", "records", "records", "records", view=1)
    assert "E1" not in named(portfolio)


def test_every_outcome_or_one() -> None:
    portfolio = pile("records", "records", "records", "records", "children")
    assessment = assess(SMALL, portfolio, ON)
    assert surplus(SMALL, portfolio, assessment) == surplus(SMALL, portfolio, assessment, "1")
    assert not any(surplus(SMALL, portfolio, assessment, other) for other in OUTCOMES if other != "1")
