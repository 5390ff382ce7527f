"""A measure in words and drawn: always out of how many, never why, no shares in a house."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from rrsa.framework.catalogue import find
from rrsa.framework.model import Framework
from rrsa.guide import measures
from rrsa.guide.measure_drawing import PLAIN, can_show, drawing, key_words, lettered, small_drawing
from rrsa.guide.measures import MeasureView, measure_view, measure_views
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Action, Measure, Reading, Record
from rrsa.vocabulary import ActionStatus

ON = date(2026, 3, 18)


@pytest.fixture(scope="module")
def school() -> Framework:
    return find("rights-respecting-school").framework


@pytest.fixture(scope="module")
def house() -> Framework:
    return find("rights-respecting-house").framework


def people(**more: Any) -> Measure:
    given: dict[str, Any] = {
        "title": "Know whom to tell",
        "outcome": "4",
        "counts": "people",
        "better": "more",
        "baseline": 13,
        "baseline_n": 41,
        "baseline_on": "2025-08-18",
        "target": 36,
        "target_n": 41,
        "target_on": "2026-06-30",
    }
    return Measure("M1", present=True, **{**given, **more})


def reading(day: str, count: int, n: int | None = 41, name: str = "") -> Reading:
    return Reading(name or f"R{day}", True, "M1", day, count, n)


def seen(framework: Framework, *records: Record) -> MeasureView:
    return measure_view(framework, Portfolio.from_records(records), "M1", ON)


def said(view: MeasureView) -> str:
    """Everything that is said of a measure."""
    words = [
        measures.change_sentences(view),
        measures.target_sentence(view),
        measures.line_words(view),
        measures.now_words(view),
    ]
    return " ".join([*words, *drawing(view)])


# -- what is said --------------------------------------------------------------------------------------


def test_more_than_before_with_both_counts_and_the_target(school: Framework) -> None:
    view = seen(school, people(), reading("2026-03-04", 34))
    assert measures.change_sentences(view) == (
        "More than on 18 Aug 2025: less than half, 13 of 41 then; most, 34 of 41, on 4 Mar 2026."
    )
    assert measures.target_sentence(view) == ("More is better; the target is most, 36 of 41, by 30 Jun 2026.")
    assert measures.line_words(view) == (
        "most, 34 of 41, on 4 Mar 2026; ▲ more since 18 Aug 2025 (13/41); target 36/41"
    )


def test_at_a_school_shares_are_compared_where_the_number_of_people_has_changed(school: Framework) -> None:
    fewer_but_larger = seen(school, people(), reading("2026-03-04", 12, 20))
    assert measures.change_sentences(fewer_but_larger).startswith("A larger share than on 18 Aug 2025")
    same = seen(school, people(baseline=20, baseline_n=40), reading("2026-03-04", 10, 20))
    assert measures.change_sentences(same).startswith("The same share as on 18 Aug 2025")
    assert measures.change_word(same) == "= no change"


def test_in_a_house_there_are_only_counts(house: Framework) -> None:
    measure = people(baseline=2, baseline_n=6, target=6, target_n=6)
    view = seen(house, measure, reading("2026-03-04", 4, 5))
    told = said(view)
    assert measures.change_sentences(view) == (
        "More than on 18 Aug 2025: 2 of 6 then; 4 of 5, on 4 Mar 2026. "
        "There were not as many people then as now, so compare with care."
    )
    assert not re.search("majority|most|half|almost|few |all|share|%", told)


def test_events_say_among_how_many_people(house: Framework) -> None:
    measure = people(counts="events", better="fewer", baseline=12, baseline_n=6, target=4, target_n=6)
    view = seen(house, measure, reading("2026-03-04", 7, 6))
    assert measures.change_sentences(view) == (
        "Fewer than on 18 Aug 2025: 12 times among 6 people then; 7 times among 6 people, on 4 Mar 2026."
    )
    unknown = seen(house, measure, reading("2026-03-04", 1, None))
    assert "1 time (among how many people is not noted)" in measures.change_sentences(unknown)


def test_people_without_their_number_have_no_word_for_the_share(school: Framework) -> None:
    """A measure that counted events and was made to count people has such readings."""
    view = seen(school, people(baseline=None), reading("2026-03-04", 7, None), reading("2026-03-05", 9, 6))
    assert measures.count_words(view, view.points[0]) == "7 (out of how many is not noted)"
    assert measures.count_words(view, view.points[1]) == "9 of 6"
    assert drawing(view)


def test_one_count_says_nothing_about_a_direction(school: Framework) -> None:
    assert measures.change_sentences(seen(school, people(baseline=None))) == "Nothing has been counted yet."
    assert "Nothing has been counted since" in measures.change_sentences(seen(school, people()))
    once = measures.change_sentences(seen(school, people(baseline=None), reading("2026-03-04", 7)))
    assert once == "Less than half, 7 of 41, on 4 Mar 2026. A second reading will show which way it goes."
    assert measures.change_word(seen(school, people())) == ""


@pytest.mark.parametrize(
    ("better", "count", "reached"),
    [("more", 36, True), ("more", 35, False), ("fewer", 36, True), ("fewer", 37, False), ("fewer", 0, True)],
)
def test_a_target_is_reached_at_it_or_beyond_on_the_better_side(
    better: str, count: int, reached: bool, school: Framework
) -> None:
    view = seen(school, people(better=better), reading("2026-03-04", count))
    assert view.reached is reached
    assert ("is reached" in measures.target_sentence(view)) is reached


def test_a_target_whose_day_has_gone_by_was_one(school: Framework) -> None:
    view = seen(school, people(target_on="2026-01-31"), reading("2026-03-04", 20))
    assert "the target was most, 36 of 41, by 31 Jan 2026" in measures.target_sentence(view)
    assert "no target is set" in measures.target_sentence(seen(school, people(target=None)))


def test_points_stand_in_order_of_time_with_the_baseline_before_a_reading_of_its_day(
    school: Framework,
) -> None:
    view = seen(
        school, people(), reading("2026-03-04", 30), reading("2025-08-18", 14), reading("2025-06-01", 9)
    )
    assert [(p.day, p.count) for p in view.points] == [
        ("2025-06-01", 9),
        ("2025-08-18", 13),
        ("2025-08-18", 14),
        ("2026-03-04", 30),
    ]
    assert view.latest is not None
    assert view.latest.count == 30
    assert [p.count for p in view.series][-1] == 36


def test_measures_are_listed_by_the_frameworks_outcomes(school: Framework) -> None:
    kept = Portfolio.from_records(
        [
            Measure("M1", True, "B", "8", "events", "more"),
            Measure("M2", True, "C", "2", "events", "more"),
            Measure("M3", True, "A", "8", "events", "more"),
        ]
    )
    assert [v.measure.id for v in measure_views(school, kept, ON)] == ["M2", "M3", "M1"]
    assert [v.measure.id for v in measure_views(school, kept, ON, "8")] == ["M3", "M1"]


# -- what was done beside it ---------------------------------------------------------------------------


def test_actions_stand_beside_on_the_same_time_line(school: Framework) -> None:
    done, planned, cannot = ActionStatus.DONE.value, ActionStatus.PLANNED.value, ActionStatus.CANNOT.value
    view = seen(
        school,
        people(),
        reading("2026-03-04", 30),
        Action("A1", True, "Planned later", "4", None, "2026-05-01", planned),
        Action("A2", True, "Done before", "4", "DHT", "2025-12-01", done, "2025-10-02"),
        Action("A3", True, "From another outcome", "2", None, None, planned, measure="M1"),
        Action("A4", True, "Moves something else", "4", None, "2026-01-01", planned, measure="M9"),
        Action("A5", True, "Cannot", "4", None, "2026-01-01", cannot),
    )
    assert [(each.action, each.day, each.tied) for each in view.beside] == [
        ("A2", "2025-10-02", False),
        ("A1", "2026-05-01", False),
        ("A3", None, True),
    ]
    assert [letter for letter, _each in lettered(view)] == ["a", "b", " "]
    assert measures.beside_words(view.beside[0]) == "Done, 2 Oct 2025"
    under = next(line for line in drawing(view) if re.fullmatch(r"\s+a\s+b", line))
    marks = "".join(drawing(view))
    assert under.index("a") < under.index("b")
    assert "●" in marks


def test_nothing_says_why(school: Framework, house: Framework) -> None:
    for framework in (school, house):
        for count in (0, 5, 6):
            measure = people(baseline=3, baseline_n=6, target=6, target_n=6)
            view = seen(framework, measure, reading("2026-03-04", count, 6))
            assert not re.search("because|led to|thanks to|due to|result of|caused", said(view).lower())


# -- the drawing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [40, 60, 72])
@pytest.mark.parametrize("readings", [1, 3, 9, 22, 90])
def test_a_drawing_never_leaves_its_width_and_shows_the_latest_count(
    width: int, readings: int, school: Framework
) -> None:
    days = [date.fromordinal(ON.toordinal() - 7 * n).isoformat() for n in range(readings)]
    measure = people(counts="events", baseline=140, baseline_n=190, baseline_on=None, target=0, target_n=190)
    view = seen(school, measure, *(reading(day, 100 + n, 190) for n, day in enumerate(days)))
    lines = drawing(view, width)
    assert max(map(len, lines)) <= width
    assert any(re.search(r"\b100\b", line) for line in lines)


def test_a_drawing_says_in_shape_what_each_point_is(school: Framework) -> None:
    lines = drawing(seen(school, people(), reading("2025-11-12", 20), reading("2026-03-04", 30)))
    text = "\n".join(lines)
    assert (text.count("○ 13/41"), text.count("● 20/41"), text.count("● 30/41"), text.count("◎ 36/41")) == (
        1,
        1,
        1,
        1,
    )
    higher = [next(n for n, line in enumerate(lines) if mark in line) for mark in ("36/41", "20/41", "13/41")]
    assert higher == sorted(higher)
    assert [line.split()[0] for line in lines if line.split()[0] in ("all", "half", "none")] == [
        "all",
        "half",
        "none",
    ]
    assert "18 Aug 2025" in lines[-1]
    assert lines[-1].endswith("30 Jun 2026")


def test_only_zero_stands_on_the_line(school: Framework) -> None:
    view = seen(school, people(baseline=0, target=None), reading("2026-03-04", 1, 4000))
    line = next(line for line in drawing(view) if line.startswith("none"))
    assert "○ 0/41" in line
    assert "●" not in line
    assert small_drawing(view) == "▁█"  # of what there is, the most


def test_something_is_never_drawn_as_nothing(school: Framework) -> None:
    view = seen(school, people(target=None, baseline=40), reading("2026-03-04", 1), reading("2026-03-05", 0))
    assert small_drawing(view) == "█▂▁"


def test_nothing_counted_draws_nothing(school: Framework) -> None:
    view = seen(school, people(baseline=None))
    assert drawing(view) == []
    assert small_drawing(view) == ""


def test_a_drawing_for_a_terminal_that_has_few_characters(school: Framework) -> None:
    view = seen(school, people(), reading("2026-03-04", 30))
    assert can_show("utf-8")
    assert not can_show("cp1252")
    assert not can_show(None)
    plain = drawing(view, signs=PLAIN)
    assert all(line.isascii() for line in plain)
    assert "* 30/41" in "".join(plain)
    assert key_words(PLAIN).startswith("o baseline   * counted   x target")
