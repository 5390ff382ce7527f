"""Figures of a group say nothing of fewer than five settings, also to somebody who reckons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sharing_samples import a_shared

from rrsa.guide.shared import Part, Shared, SharedMeasure
from rrsa.overview import areas, figures
from rrsa.overview.areas import REST, Block
from rrsa.overview.counting import subjects
from rrsa.overview.figures import Few, Range, at_least, closed, share, spread
from rrsa.vocabulary import Better, Counts


def _steps(counts: tuple[int, ...]) -> list[int]:
    return [step for step, settings in enumerate(counts) for _each in range(settings)]


def _all(settings: int, places: int) -> Iterator[tuple[int, ...]]:
    """Every way in which settings can stand on so many steps."""
    if places == 1:
        yield (settings,)
        return
    for here in range(settings + 1):
        for rest in _all(settings - here, places - 1):
            yield (here, *rest)


def test_neighbours_are_told_together_until_they_are_five() -> None:
    assert spread(_steps((1, 2, 9, 8, 3)), 4, 3) == (Range(0, 2, 12), Range(3, 4, 11))
    assert spread(_steps((5, 0, 9, 8, 6)), 4, 3) == (
        Range(0, 0, 5),
        Range(1, 2, 9),
        Range(3, 3, 8),
        Range(4, 4, 6),
    )


def test_nothing_is_said_where_all_stand_together_or_are_too_few() -> None:
    assert spread([3] * 40, 4, 3) == ()
    assert spread([1, 2, 3, 4], 4) == ()
    assert spread([1] * 4 + [4] * 4, 4) == ()


@pytest.mark.parametrize("top, cut", [(4, 3), (4, 2), (3, 1), (3, None), (2, 1)])
def test_nobody_who_knows_the_rule_can_tell_a_number_below_five(top: int, cut: int | None) -> None:
    """Over every group there can be: whatever is said, no step and no run of steps must hold one to four."""
    for n in range(5, 14):
        alike = defaultdict(list)
        for counts in _all(n, top + 1):
            said = spread(_steps(counts), top, cut)
            assert all(each.settings == 0 or each.settings >= 5 for each in said)
            alike[said].append(counts)
        for said, groups in alike.items():
            for low, high in ((a, b) for a in range(top + 1) for b in range(a, top + 1)):
                held = {sum(counts[low : high + 1]) for counts in groups}
                assert len(held) > 1 or not 0 < min(held) < 5, (n, said, low, high)


def test_how_many_stand_at_a_grade_or_above_is_told_where_ranges_meet_there() -> None:
    said = spread(_steps((1, 2, 9, 8, 3)), 4, 3)
    assert at_least(said, 3) == 11
    assert at_least(said, 4) is None
    assert at_least((), 3) is None


def test_a_share_is_a_number_only_with_five_on_either_side() -> None:
    assert share(5, 12) == 5
    assert share(0, 12) is share(3, 12) is Few.NONE_OR_FEW
    assert share(9, 12) is share(12, 12) is Few.ALL_OR_NEARLY
    assert share(3, 8) is share(8, 8) is share(0, 8) is None
    assert share(0, 4) is None


def test_a_gap_that_all_have_is_told_and_nothing_that_all_have_is() -> None:
    assert (share(0, 12, gap=True), share(0, 5, gap=True)) == (0, 0)
    assert share(3, 12, gap=True) is Few.FEW
    assert share(12, 12, gap=True) is Few.ALL_OR_NEARLY
    assert share(8, 8, gap=True) is None
    assert share(0, 4, gap=True) is None


def test_no_share_gives_a_number_below_five_away_nor_each_ones_own_answer() -> None:
    for n, gap in product(range(5, 30), (False, True)):
        said = defaultdict(set)
        for so in range(n + 1):
            said[share(so, n, gap=gap)].add(so)
        for told, held in said.items():
            only = min(held)
            assert len(held) > 1 or (gap and only == 0) or (only >= 5 and n - only >= 5)
            if isinstance(told, Few):
                assert {min(held), max(held)} == set(told.bounds(n))
                assert set(told.beside.bounds(n)) == {n - max(held), n - min(held)}


def test_nobody_and_all_of_figures_of_before_are_not_told_any_more() -> None:
    assert closed(0, 12) is Few.NONE_OR_FEW and closed(12, 12) is Few.ALL_OR_NEARLY
    assert closed(8, 8) is None and closed(None, 8) is None
    assert closed(6, 12) == 6 and closed(Few.FEW, 12) is Few.FEW


@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), min_size=2, max_size=5))
def test_an_area_cannot_be_reckoned_from_the_whole_and_the_others(sizes: list[tuple[int, int]]) -> None:
    """Whatever is said of areas, beside a whole that is known: some other numbers would be told alike."""
    held = {
        (f"area {place}" if place else REST): Block(min(so, n), n)
        for place, (so, n) in enumerate(sizes)
        if n >= 5
    }
    if len(held) < 2:
        return
    said = areas.shares(held, whole_known=True)
    if said is None:
        return
    total = sum(block.so for block in held.values())
    names = list(held)
    fits: dict[str, set[int]] = defaultdict(set)
    for numbers in product(*(range(held[name].n + 1) for name in names)):
        if sum(numbers) == total and all(
            name == REST or share(so, held[name].n) == said[name]
            for name, so in zip(names, numbers, strict=True)
        ):
            for name, so in zip(names, numbers, strict=True):
                fits[name].add(so)
    for name in names:
        only = min(fits[name])
        telling = min(only, held[name].n - only) < 5
        assert len(fits[name]) > 1 or not telling, "nor that it is so for all of them, or for nobody"


def test_small_areas_are_told_together_and_never_alone() -> None:
    area_of = {f"e{n}": "East" for n in range(7)} | {f"w{n}": "West" for n in range(3)}
    assert set(areas.blocks(area_of).values()) == {REST}  # East alone would give West away
    area_of |= {f"n{n}": "North" for n in range(2)}
    told = areas.blocks(area_of)
    assert told["e0"] == "East"
    assert told["w0"] == told["n0"] == REST


def _settings(n: int, **more: object) -> list[Shared]:
    return [a_shared(f"setting-{place:02}", **more) for place in range(n)]  # type: ignore[arg-type]


@given(st.lists(st.sampled_from([None, 1, 2, 3, 4]), min_size=5, max_size=25), st.randoms())
def test_the_order_of_settings_never_matters(views: list[int | None], random: object) -> None:
    held = [a_shared(f"setting-{n:02}", views={"1": view}) for n, view in enumerate(views)]
    mixed = list(held)
    random.shuffle(mixed)  # type: ignore[attr-defined]

    def told(settings: list[Shared]) -> list[object]:
        return [(each.name, dict(each.basis), each.tell()) for each in subjects(settings)]

    assert told(held) == told(mixed)


def test_only_those_who_share_a_part_are_counted_in_it() -> None:
    held = _settings(6) + [a_shared(f"quiet-{n}", parts=()) for n in range(3)]
    told = {each.name: each.tell() for each in subjects(held)}
    assert told["stage"]["n"] == 9
    assert told["views"]["n"] == 6
    assert "views" not in {each.name for each in subjects(held[2:])}


def test_one_setting_with_a_text_of_its_own_puts_no_word_into_the_figures_of_all() -> None:
    rude = a_shared(
        "aaa", at="2026-03-09T10:00:00.000000+00:00", scale={999: "=1+1"}, short={"1": "Lies"}, low_grade=1,
        views={"1": 900},
    )  # fmt: skip
    held = [*_settings(12), rude]
    plain = {each.name: each.tell() for each in subjects(_settings(13))}
    told = {each.name: each.tell() for each in subjects(held)}
    for name in ("stage", "views", "shown"):
        assert told[name]["words"] == plain[name]["words"]
        assert told[name]["n"] == 13
    for ranges in told["views"]["outcomes"].values():
        assert not ranges or sum(each.settings for each in ranges) == 13


def test_a_measure_that_five_have_in_common_is_added_up() -> None:
    held = _settings(5)
    (key,) = (each.name for each in subjects(held) if each.name.startswith("measure:"))
    told = next(each.tell() for each in subjects(held) if each.name == key)
    assert (told["n"], told["total"], told["of"]) == (5, 150, 200)
    assert told["better"] is None  # all five, and so each one's own
    few = [replace(each, measures=(_measure(0 if n else 3),)) for n, each in enumerate(held)]
    told = next(each.tell() for each in subjects(few) if each.name.startswith("measure:"))
    assert told["total"] is None  # three people in all


def _measure(count: int) -> SharedMeasure:
    return SharedMeasure("Went without supper", "5", Counts.PEOPLE, Better.FEWER, count=count, n=8)


def test_evidence_says_what_nobody_has_and_never_what_one_has() -> None:
    held = [replace(each, articles={12: "covered"} if n else {12: "nothing"}) for n, each in
            enumerate(_settings(12))]  # fmt: skip
    said = figures.with_article(figures.sharing(held, Part.EVIDENCE))
    assert said == {"12": Few.ALL_OR_NEARLY}
    nobody = [replace(each, articles={31: "nothing"}) for each in held]
    assert figures.with_article(nobody) == {"31": 0}
