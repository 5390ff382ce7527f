"""One standard in two wordings, for a young person who lives in a house and learns in a school."""

from __future__ import annotations

import pytest

from rrsa.errors import BadInput, NotFound
from rrsa.framework.catalogue import find
from rrsa.guide.beside import beside, words

SCHOOL, HOUSE = "rights-respecting-school", "rights-respecting-house"


def test_a_shared_look_for_stands_in_both_wordings() -> None:
    school, house = find(SCHOOL).framework, find(HOUSE).framework
    (told,) = beside(house, "4.1")
    assert told.own.text == house.indicators["4.1"].statement
    (other,) = told.others
    assert (other.id, other.text) == ("4.1", school.indicators["4.1"].statement)
    assert other.children == school.indicators["4.1"].children
    assert words(told) == "Both ask the same."


def test_every_shared_id_has_its_counterpart_both_ways() -> None:
    school, house = find(SCHOOL).framework, find(HOUSE).framework
    for one, other in ((school, house), (house, school)):
        for target in one.outcome_of.keys() & other.outcome_of.keys():
            (told,) = beside(one, target)
            assert told.same and [each.id for each in told.others] == [target]


def test_what_only_one_of_them_asks_is_said_with_the_reason() -> None:
    (told,) = beside(find(HOUSE).framework, "4.h2")
    assert not told.others and words(told).startswith("There is nothing like it there: Only a home")
    (told,) = beside(find(SCHOOL).framework, "8.2")
    assert [each.id for each in told.others] == ["8.1"]
    assert words(told).startswith("Not quite the same:")


def test_what_there_is_not_is_said() -> None:
    with pytest.raises(NotFound, match="outcome or look-for"):
        beside(find(HOUSE).framework, "4.99")
    with pytest.raises(BadInput, match="no crosswalk leads from childrens-services"):
        beside(
            find("childrens-services-2017").framework,
            next(iter(find("childrens-services-2017").framework.outcomes)),
        )
