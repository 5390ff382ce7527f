"""A round is drawn fairly: by lot, from those who agreed, and nobody looks at their own."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moderation_samples import agreed_settings, an_agreed, authority, setting, without_moderation

from rrsa.errors import BadInput
from rrsa.overview.draw_words import number_words
from rrsa.overview.moderation import Agreed, Draw, Why, Wish, agreed, digest, draw

SEEDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zs"]), min_size=1, max_size=20)


def of(shared: object) -> list[Agreed]:
    return [one for each in shared if (one := agreed(each)) is not None]  # type: ignore[attr-defined]


def gives_and_receives(made: Draw) -> tuple[Counter[str], Counter[str]]:
    return Counter(i.reviewer for i in made.items), Counter(i.setting for i in made.items)


@given(agreed_settings(), SEEDS, st.integers(1, 6), st.booleans())
def test_nobody_looks_at_their_own_and_each_gives_what_it_gets(
    found: list[Agreed], seed: str, each: int, across: bool
) -> None:
    made = draw(found, Wish(seed, each, across=across))
    known = {one.setting: one for one in found}
    for item in made.items:
        assert item.setting != item.reviewer
        assert item.own == known[item.setting].views[item.outcome]
        if not across:
            assert known[item.setting].framework == known[item.reviewer].framework
    assert len({(item.setting, item.outcome) for item in made.items}) == len(made.items)
    given_, got = gives_and_receives(made)
    for one in known:
        assert abs(given_[one] - got[one]) <= 1
        assert got[one] <= each
    # Whoever has as much to look at gets as much looked at, within one.
    for framework in {one.framework for one in found}:
        if across:
            continue
        rich = [got[o.setting] for o in found if o.framework == framework and len(o.views) >= each]
        if len(rich) > 1:
            assert min(rich) == max(rich) == each
    assert set(made.left_out) | set(made.taking_part) == set(known)
    assert not set(made.left_out) & set(made.taking_part)


@given(agreed_settings(), SEEDS, st.integers(1, 4), st.randoms())
def test_the_same_seed_and_settings_give_the_same_draw_in_any_order(
    found: list[Agreed], seed: str, each: int, chance: object
) -> None:
    made = draw(found, Wish(seed, each))
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert draw(shuffled, Wish(seed, each)) == made
    assert made.drawn_from == digest(found)


def test_the_draw_of_a_seed_never_changes() -> None:
    """Rounds that were drawn with an earlier version can still be checked."""
    made = draw(of(authority(5)), Wish("2026-11-26", 1))
    assert [(i.setting, i.outcome, i.reviewer) for i in made.items] == [
        ("school-00", "4", "school-01"),
        ("school-01", "2", "school-02"),
        ("school-02", "8", "school-03"),
        ("school-03", "1", "school-04"),
        ("school-04", "5", "school-00"),
    ]


def test_another_seed_gives_another_draw() -> None:
    found = of(authority(12))
    assert draw(found, Wish("a")).items != draw(found, Wish("b")).items


def test_different_people_look_and_not_at_each_other_while_there_are_others() -> None:
    made = draw(of(authority(12)), Wish("a", 3))
    pairs = [(item.setting, item.reviewer) for item in made.items]
    assert len(set(pairs)) == len(pairs) == 36
    assert not any((reviewer, owner) in pairs for owner, reviewer in pairs)


def test_every_grade_and_every_outcome_comes_up_evenly() -> None:
    made = draw(of(authority(36)), Wish("spring", 2))
    views = Counter(item.own for item in made.items)
    outcomes = Counter(item.outcome for item in made.items)
    assert len(views) == 4 and max(views.values()) - min(views.values()) <= 3, views
    assert len(outcomes) == 9 and max(outcomes.values()) - min(outcomes.values()) <= 3, outcomes


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_some_of_them_are_drawn_in_proportion_to_kind_and_area(seed: str) -> None:
    found = [an_agreed(n, {"1": 2, "4": 3}, "East" if n % 3 else "West", n >= 45) for n in range(60)]
    made = draw(found, Wish(seed, 1, settings=20))
    known = {one.setting: one for one in found}
    part = Counter((known[s].kind.value, known[s].area) for s in made.taking_part)
    assert part == {
        ("school", "East"): pytest.approx(10, abs=1),
        ("school", "West"): pytest.approx(5, abs=1),
        ("residential", "East"): pytest.approx(10 / 3, abs=1),
        ("residential", "West"): pytest.approx(5 / 3, abs=1),
    }
    assert sum(part.values()) == 20
    assert Counter(made.left_out.values()) == {Why.NOT_DRAWN: 40}


def test_everybody_has_a_chance() -> None:
    found = of(authority(10))
    drawn = Counter(s for n in range(200) for s in draw(found, Wish(f"{n}", 1, settings=4)).taking_part)
    assert len(drawn) == 10 and min(drawn.values()) > 50 and max(drawn.values()) < 110, drawn


def test_nobody_is_left_alone_where_one_of_a_kind_is_drawn() -> None:
    found = of([*authority(20), *(setting(f"house-{n}", {"4": 3}, house=True) for n in range(2))])
    for seed in map(str, range(30)):
        part = draw(found, Wish(seed, 1, settings=5)).taking_part
        assert sum(s.startswith("house") for s in part) in (0, 2)
        assert len(part) in (5, 6)


def test_another_number_than_was_asked_for_is_said() -> None:
    found = of([*authority(20), *(setting(f"house-{n}", {"4": 3}, house=True) for n in range(2))])
    told = {
        (len(made.taking_part), number_words(made))
        for made in (draw(found, Wish(str(seed), 1, settings=5)) for seed in range(30))
    }
    assert {n for n, _said in told} == {5, 6}
    for n, said in told:
        assert said.startswith("You asked for 5 settings, and 6 take part") if n == 6 else not said
    assert number_words(draw(found, Wish("a", 1, settings=40))).endswith("no more than 22 can take part.")
    assert not number_words(draw(found, Wish("a", 1)))


def test_schools_and_houses_look_at_each_other_only_where_that_is_said() -> None:
    found = of([*authority(3), setting("house", {"4": 3}, house=True)])
    assert draw(found, Wish("a")).left_out == {"house": Why.ALONE}
    across = draw(found, Wish("a", across=True))
    assert "house" in across.taking_part and not across.left_out


def test_other_outcomes_are_never_looked_at_across() -> None:
    other = setting("old-way", {"1": 3}, house=True)
    other = replace(other, short={"1": "Knowing", "A": "Leadership"})
    found = of([*authority(3), other])
    assert draw(found, Wish("a", across=True)).left_out == {"old-way": Why.ALONE}


def test_only_who_agreed_takes_part_and_only_with_something_to_read() -> None:
    silent = setting("silent", {"4": 3})
    silent = replace(
        silent, outcomes={o: replace(e, line=None, pieces=()) for o, e in silent.outcomes.items()}
    )
    found = of([*authority(3), without_moderation(setting("not-asked", {"4": 2})), silent])
    made = draw(found, Wish("a"))
    assert set(made.taking_part) == {"school-00", "school-01", "school-02"}
    assert made.left_out == {"silent": Why.NOTHING}


@pytest.mark.parametrize(
    ("count", "wish", "told"),
    [
        (0, Wish("a"), "none has agreed — a setting agrees with: rrsa share"),
        (1, Wish("a"), "needs two settings, and 1 has agreed — a setting agrees with: rrsa share"),
        (3, Wish(" "), "seed must be a few characters — give a day"),
        (3, Wish("a", 0), "0 outcomes from each setting is no sample — give a number from 1 to 20"),
        (3, Wish("a", 21), "no sample"),
        (3, Wish("a", settings=1), "nobody looks at their own — draw two or more"),
    ],
    ids=["none", "one", "seed", "zero", "many", "settings"],
)
def test_too_few_is_said_in_a_line(count: int, wish: Wish, told: str) -> None:
    with pytest.raises(BadInput) as problem:
        draw(of(authority(count)), wish)
    assert told in str(problem.value) and "\n" not in str(problem.value)


def test_two_that_cannot_exchange_are_told_how_they_could() -> None:
    found = of([setting("school", {"4": 2}), setting("house", {"4": 2}, house=True)])
    with pytest.raises(BadInput, match="--across"):
        draw(found, Wish("a"))
    assert len(draw(found, Wish("a", across=True)).items) == 2
