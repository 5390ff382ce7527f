"""What is covered: the sides from which outcomes are shown, and the Convention's articles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from rrsa.framework.catalogue import find, rights
from rrsa.framework.reader import read_framework
from rrsa.guide import coverage as guide
from rrsa.guide.coverage import Reach, coverage
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Evidence, Link, Record, link_id
from rrsa.scoring.assess import assess
from rrsa.vocabulary import Direction, Perspective

SMALL = read_framework(Path(__file__).parent.parent / "data" / "small-framework.yaml")
ON = date(2026, 3, 18)


def shows(id_: str, perspective: str, target: str, direction: str = "works") -> list[Record]:
    return [
        Evidence(id_, True, id_, perspective, "first-hand", "2026-03-01"),
        Link(link_id(id_, target), True, id_, target, direction),
    ]


def covered(*records: Record) -> guide.Coverage:
    return coverage(SMALL, assess(SMALL, Portfolio.from_records(records), ON), rights())


def reaches(found: guide.Coverage) -> dict[int, Reach]:
    return {article.number: article.reach for article in found.articles}


def test_an_article_is_covered_two_ways_thin_one_way_or_has_nothing_yet() -> None:
    found = covered(*shows("E1", "children", "1"), *shows("E2", "adults", "1"), *shows("E3", "records", "2"))
    assert reaches(found) == {
        2: Reach.THIN,
        4: Reach.COVERED,
        12: Reach.NOTHING,
        13: Reach.NOTHING,
        28: Reach.THIN,
        29: Reach.COVERED,  # named by two outcomes, of which one is shown two ways
        42: Reach.COVERED,
    }
    assert guide.articles_sentence(found) == "3 articles are covered; 2 are thin; 2 have nothing yet."
    by_number = {article.number: article for article in found.articles}
    assert (by_number[29].named_by, by_number[29].shown_by) == (("1", "2"), ("1", "2"))
    assert by_number[12].title


def test_how_the_convention_is_run_is_never_a_gap() -> None:
    outcome = replace(SMALL.strands[0].outcomes[0], articles=(4, 45))
    strand = replace(SMALL.strands[0], outcomes=(outcome,))
    framework = replace(SMALL, strands=(strand, *SMALL.strands[1:]))
    for known in (rights(), None):
        found = coverage(framework, assess(framework, Portfolio(), ON), known)
        assert 45 not in reaches(found)
        assert not [number for number in found.unnamed if number >= 43]


def test_what_the_framework_does_not_name_is_no_gap_of_the_setting() -> None:
    found = covered()
    assert set(found.unnamed) & set(reaches(found)) == set()
    assert len(found.unnamed) + len(found.articles) == 42
    assert "no gap of yours" in guide.unnamed_sentence(found)


def test_an_outcome_says_which_side_is_silent() -> None:
    records = [*shows("E1", "children", "1"), *shows("E2", "records", "1", "not-yet")]
    line = covered(*records).outcomes[0]
    assert line.says(Perspective.CHILDREN) == (Direction.WORKS, 1)
    assert line.says(Perspective.RECORDS) == (Direction.NOT_YET, 1)
    assert line.says(Perspective.ADULTS) is None
    assert guide.outcome_words(line) == (
        "Shown by: Children's views. Nothing yet from: Observation, Adults' views."
    )
    assert guide.silent_words(covered().outcomes[0]) == "Nothing from any side yet."
    only_not_yet = covered(*shows("E2", "records", "1", "not-yet")).outcomes[0]
    assert guide.outcome_words(only_not_yet) == "Nothing shows yet that it works."


def test_sides_are_counted_by_outcome_and_never_as_a_share() -> None:
    said = guide.sides_sentence(covered(*shows("E1", "children", "1"), *shows("E2", "children", "2")))
    assert "Children's views 2 of 3" in said
    assert "Observation 0 of 3" in said
    assert "%" not in said


def test_it_holds_for_every_framework_that_is_shipped() -> None:
    for ref in ("rights-respecting-school", "rights-respecting-house"):
        framework = find(ref).framework
        found = coverage(framework, assess(framework, Portfolio(), ON), rights())
        assert len(found.outcomes) == len(framework.outcomes)
        assert {article.reach for article in found.articles} == {Reach.NOTHING}
