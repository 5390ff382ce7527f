"""One outcome on one page: what it says, and that it says *not yet* plainly."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rrsa.framework.catalogue import find, rights
from rrsa.framework.model import Framework
from rrsa.guide import any_day as guide
from rrsa.guide.any_day import AnyDay, any_day
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import (
    Action,
    Evidence,
    Link,
    Measure,
    OutcomeRecord,
    Reading,
    Record,
    link_id,
)
from rrsa.scoring.assess import assess

ON = date(2026, 3, 18)


@pytest.fixture(scope="module")
def house() -> Framework:
    return find("rights-respecting-house").framework


@pytest.fixture(scope="module")
def school() -> Framework:
    return find("rights-respecting-school").framework


def page(framework: Framework, *records: Record, outcome: str = "4", **more: Any) -> AnyDay:
    portfolio = Portfolio.from_records(records)
    return any_day(framework, portfolio, assess(framework, portfolio, on=ON), outcome, **more)


def piece(name: str, *, direction: str = "works", chosen: bool | None = None, **values: Any) -> list[Record]:
    given = {"perspective": "records", "directness": "first-hand", "date": "2026-03-01", "title": name}
    item = Evidence(name, present=True, **{**given, **values})
    return [item, Link(link_id(name, "4"), True, name, "4", direction, chosen)]


def titles(found: AnyDay) -> list[str]:
    return [each.title for each in found.pieces]


def test_an_empty_outcome_says_not_yet_everywhere(house: Framework) -> None:
    found = page(house)
    assert found.view == "Not looked at yet"
    said = [
        guide.nothing_known(),
        guide.nothing_different(found),
        guide.nothing_said(found),
        guide.nothing_doing(found),
        guide.nobody_to_ask(),
    ]
    assert all(each.startswith("Not yet") for each in said)
    assert not (found.pieces or found.voices or found.doing or found.measures or found.line)


def test_whoever_asks_learns_what_we_say_and_what_that_grade_means(house: Framework) -> None:
    record = OutcomeRecord("4", view=2, line="It depends on the shift", whom_to_ask="House manager")
    found = page(house, record)
    assert (found.view, found.line, found.whom_to_ask) == (
        "2 (Weak)",
        "It depends on the shift",
        "House manager",
    )
    assert found.meaning == house.outcomes["4"].grades[2]
    # A grade that is described for no outcome is told by the scale.
    assert page(house, OutcomeRecord("4", view=3)).meaning == house.grade_by_number[3].meaning


def test_pieces_with_a_star_come_first_and_alone(house: Framework) -> None:
    records = [
        *piece("Strong"),
        *piece("Starred", directness="intended", date="2023-01-01", chosen=True),
        *piece("Other", perspective="children"),
    ]
    found = page(house, *records)
    assert titles(found) == ["Starred"]
    assert found.more == 2


def test_without_stars_each_perspective_has_its_strongest_first(house: Framework) -> None:
    records = [
        *piece("R1"),
        *piece("R2"),
        *piece("R3"),
        *piece("Old children", perspective="children", date="2023-01-01"),
        *piece("Mixed", perspective="observation", direction="mixed"),
    ]
    found = page(house, *records)
    assert len(found.pieces) == 3
    assert "Old children" in titles(found)
    assert "Mixed" not in titles(found)
    assert found.more == 2


def test_what_shows_not_yet_is_never_left_out(house: Framework) -> None:
    records = [*piece("A"), *piece("B"), *piece("C"), *piece("D"), *piece("Not yet", direction="not-yet")]
    found = page(house, *records)
    assert [each.title for each in found.shows_not_yet] == ["Not yet"]
    alone = page(house, *piece("Not yet", direction="not-yet"))
    assert titles(alone) == ["Not yet"]
    assert alone.shows_not_yet == ()


def test_a_piece_says_where_to_go_and_see_it(house: Framework) -> None:
    def words(**values: Any) -> str:
        return guide.piece_words(page(house, *piece("T", **values)).pieces[0])

    assert words(seen_by="Night shift", place="Office, blue folder") == (
        "Records and data · seen 1 Mar 2026 by Night shift · kept: Office, blue folder"
    )
    assert words(date=None, seen_by="Cook") == "Records and data · seen by Cook, no date"
    assert words(date=None) == "Records and data · no date"
    assert words(file_sha256="0" * 64, file_name="notes by Somebody.docx").endswith(
        "kept: a file in this portfolio"
    )


def test_an_agreed_sentence_comes_before_what_was_only_asked(house: Framework) -> None:
    records = [
        *piece("Newer", perspective="children", date="2026-03-10"),
        *piece("Agreed", perspective="children", date="2025-12-01", said="We are asked", question="Are you?"),
        *piece("No voice", perspective="adults", said="Somebody else’s"),
    ]
    found = page(house, *records)
    assert [(v.title, v.said) for v in found.voices] == [("Agreed", "We are asked"), ("Newer", "")]


def test_who_was_asked_and_chose_not_to_say_was_asked(house: Framework, school: Framework) -> None:
    found = page(house, OutcomeRecord("4", asked=True))
    assert guide.nothing_said(found) == "They were asked, and chose not to say."
    assert guide.voices_title(house) == "What young people say"
    assert guide.voices_title(school) == "What children say"


def test_what_we_do_now_is_what_is_open_and_then_what_cannot_be_done(house: Framework) -> None:
    records: list[Record] = [
        Action("A1", True, "Finished", "4", "Cook", None, "done", "2026-01-01"),
        Action("A2", True, "Refused", "4", None, None, "cannot", why_not="The landlord says no"),
        Action("A3", True, "Late", "4", "Early shift", "2026-03-01", "planned", measure="M1"),
        Action("A4", True, "Soon", "4", None, "2026-04-01", "under-way"),
        Action("A5", True, "Elsewhere", "5", None, None, "planned"),
        Measure("M1", True, "Nights with a call", "4", "events", "fewer"),
    ]
    found = page(house, *records)
    assert [(each.what, guide.doing_words(each)) for each in found.doing] == [
        ("Late", "Planned · Early shift · past its date, 1 Mar 2026"),
        ("Soon", "Under way · nobody named yet · by 1 Apr 2026"),
        ("Refused", "We cannot: The landlord says no"),
    ]
    assert found.doing[0].moves == "Nights with a call"


def test_a_good_view_with_nothing_planned_is_no_gap(house: Framework) -> None:
    assert guide.nothing_doing(page(house, OutcomeRecord("4", view=6))) == (
        "Nothing is planned beyond carrying on."
    )
    assert guide.nothing_doing(page(house, OutcomeRecord("4", view=1))) == "Not yet: nothing is planned."


def test_what_was_counted_stands_where_no_words_are(house: Framework) -> None:
    records: list[Record] = [
        Measure("M1", True, "Nights with a call", "4", "events", "fewer"),
        Reading("R1", True, "M1", "2026-03-01", 3, 6),
    ]
    found = page(house, *records)
    assert [view.measure.title for view in found.measures] == ["Nights with a call"]
    assert guide.nothing_different(found) == "Not yet in words; what was counted stands below."


def test_one_entry_serves_the_standards_and_the_articles(house: Framework, school: Framework) -> None:
    found = page(house, rights=rights())
    assert {s.standards.id: tuple(i.id for i in s.items) for s in found.serves} == dict(
        house.outcomes["4"].serves
    )
    assert "7.1" in guide.served_words(found.serves[0])
    assert "(" not in guide.served_words(found.serves[0], brief=True)
    assert guide.articles_words(found, titles=False) == ", ".join(map(str, house.outcomes["4"].articles))
    assert guide.articles_words(found) == " · ".join(
        f"{number} {rights().by_number[number].title}" for number in house.outcomes["4"].articles
    )
    assert guide.articles_words(page(house)) == " · ".join(map(str, house.outcomes["4"].articles))
    assert page(school).serves == ()
