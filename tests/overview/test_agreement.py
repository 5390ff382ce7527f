"""What a round found: words first, counts only over five settings on either side, nothing of who looked."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moderation_samples import HOUSE, SCHOOL, authority, setting

from rrsa.overview.agreement import (
    How,
    State,
    agreement,
    back_words,
    counted_words,
    enough,
    how,
    progress_words,
    sentence,
    state,
    untold_words,
    without_names,
)
from rrsa.overview.moderation import Wish, agreed, draw
from rrsa.overview.rounds import Round
from rrsa.portfolio.desk import Moderated, Moderation

ROUND = Moderation(
    "Q1", present=True, title="Autumn round", seed="secret-seed", drawn_on="2026-11-26", each=1
)


def item(owner: str, outcome: str, reviewer: str, own: int, **said: object) -> Moderated:
    id_ = f"Q1:{owner}:{outcome}"
    made = Moderated(id_, True, "Q1", owner, outcome, reviewer, f"Q{owner}{outcome}", "2026-11-01", own)
    return replace(made, **said)  # type: ignore[arg-type]


def a_round(items: list[Moderated], gone: set[str] | None = None) -> Round:
    shared = {i.setting or "": setting(i.setting or "", {i.outcome or "": i.own or 1}) for i in items}
    return Round(ROUND, tuple(items), {s: each for s, each in shared.items() if s not in (gone or set())})


def ring(views: list[tuple[int, int]], outcome: str = "4") -> list[Moderated]:
    """One outcome of each of some settings, each looked at by the next: own view, theirs."""
    n = len(views)
    return [
        item(f"s{i}", outcome, f"s{(i + 1) % n}", own, view=view, words=f"words {i}")
        for i, (own, view) in enumerate(views)
    ]


@pytest.mark.parametrize(
    ("own", "view", "expected"),
    [(3, 3, How.SAME), (3, 2, How.ONE_STEP), (2, 3, How.ONE_STEP), (1, 4, How.FURTHER), (3, None, None)],
)
def test_two_views_are_alike_a_step_or_further_apart(own: int, view: int | None, expected: How) -> None:
    assert how(item("a", "4", "b", own, view=view)) is expected


def test_each_outcome_is_told_in_a_sentence() -> None:
    shared = setting("a", {"4": 3})
    told = [
        sentence(shared, item("a", "4", "b", 3, **said))
        for said in ({"view": 2}, {"words": "Well"}, {"why_not": "No time"}, {})  # type: ignore[arg-type]
    ]
    assert told == [
        "It says 3 Making a difference; whoever looked says 2 Taking shape: one step apart",
        "It says 3 Making a difference; whoever looked left words and no view",
        "It says 3 Making a difference; nobody could look: No time",
        "It says 3 Making a difference; nobody has looked yet",
    ]


def test_counts_over_five_settings_hide_their_small_parts() -> None:
    views = [(3, 3)] * 7 + [(3, 2)] * 6 + [(4, 1)] * 2
    counted = agreement(a_round(ring(views))).counted
    assert counted.n == 15
    # Two must not be told, and what the sum would give away is not told either.
    assert counted.parts[How.FURTHER] is None and list(counted.parts.values()).count(None) == 2
    assert "not shown" in "\n".join(counted_words(counted))
    whole = agreement(a_round(ring([(3, 3)] * 6 + [(3, 2)] * 5))).counted
    assert whole.parts == {How.SAME: 6, How.ONE_STEP: 5, How.FURTHER: 0}
    assert counted_words(whole)[1:] == ("Read alike: 6", "One step apart: 5", "Further apart: none")


@pytest.mark.parametrize("n", [2, 3, 4])
def test_below_five_settings_there_are_words_and_no_number(n: int) -> None:
    found = agreement(a_round(ring([(3, 2)] * n)))
    assert found.counted.n is None and set(found.counted.parts.values()) == {None}
    [line] = counted_words(found.counted)
    assert not any(c.isdigit() for c in line)
    assert not found.leaning
    assert not found.outcomes and not found.why_not, "it would tell one what another says of itself"
    [line] = untold_words(found, str)
    assert line.startswith("rights-respecting-school: fewer than five settings take part")


def test_of_two_houses_among_schools_nothing_is_told_to_one_of_the_other() -> None:
    houses = [
        item("house-a", "4", "house-b", 5, view=5, words="About A"),
        item("house-b", "6", "house-a", 2, view=3, words="About B"),
        item("house-a", "7", "house-b", 2, why_not="The lead at House A was away"),
    ]
    found = a_round([*ring([(3, 2)] * 6, "4"), *houses])
    made = {s: replace(each, framework=HOUSE) for s, each in found.shared.items() if s.startswith("house")}
    told = agreement(replace(found, shared={**found.shared, **made}))
    assert [(each.framework, each.outcome) for each in told.outcomes] == [(SCHOOL.partition("@")[0], "4")]
    assert told.untold == (HOUSE.partition("@")[0],)
    for text in ("About A", "About B", "was away"):
        assert text not in repr(told)


def test_why_something_could_not_be_looked_at_names_nobody() -> None:
    items = [*ring([(3, 2)] * 5), item("s5", "4", "s0", 3, why_not="S5 has sent nothing")]
    assert agreement(a_round(items)).why_not == ("the setting has sent nothing",)


def test_an_outcome_that_few_looked_at_is_told_without_a_number() -> None:
    items = [*ring([(3, 2)] * 6, "1"), item("s0", "4", "s1", 3, view=2)]
    told = {each.outcome: each.told for each in agreement(a_round(items)).outcomes}
    assert told["4"] == "Not always read alike"


def test_many_outcomes_of_few_settings_are_not_counted_either() -> None:
    items = [item(f"s{i % 4}", str(o), f"s{(i + 1) % 4}", 3, view=3) for i in range(4) for o in range(1, 6)]
    assert len(items) == 20 and not enough(items)
    assert agreement(a_round(items)).counted.n is None


def test_five_that_were_looked_at_by_few_are_not_counted() -> None:
    items = [item(f"s{i}", "4", f"r{i % 2}", 3, view=2) for i in range(9)]
    assert agreement(a_round(items)).counted.n is None


def test_how_each_outcome_was_read_is_told_in_words() -> None:
    items = [
        *ring([(3, 3)] * 6, "1"),
        *ring([(3, 2)] * 7, "2"),
        *ring([(3, 2)] * 5 + [(3, 3)] * 5, "3"),
        *ring([(3, 3)] * 20 + [(3, 1)] * 5, "4"),
    ]
    found = agreement(a_round(items))
    assert {each.outcome: each.told for each in found.outcomes} == {
        "1": "Read alike",
        "2": "Mostly read differently",
        "3": "Read differently about as often as alike",
        "4": "Mostly read alike",
    }
    by_id = {each.outcome: each for each in found.outcomes}
    assert not by_id["1"].differs and by_id["2"].differs
    assert set(by_id["4"].apart) == {f"words {n}" for n in range(20, 25)} and not by_id["4"].few
    # Where only a few were read differently, it is not told in which cases.
    few = agreement(a_round(ring([(3, 3)] * 8 + [(3, 1)] * 2))).outcomes[0]
    assert few.few and len(few.apart) == 10 and not few.alike


@pytest.mark.parametrize(
    ("views", "told"),
    [
        ([(4, 2)] * 6, "mostly see themselves higher"),
        ([(1, 2)] * 6, "mostly see themselves lower"),
        ([(1, 2), (2, 1)] * 4, "now higher, now lower"),
        ([(3, 3)] * 9 + [(4, 3)] * 3, ""),
    ],
    ids=["higher", "lower", "both", "few"],
)
def test_which_way_it_differs_is_said_over_enough_settings(views: list[tuple[int, int]], told: str) -> None:
    leaning = agreement(a_round(ring(views))).leaning
    assert told in leaning and bool(leaning) is bool(told)


@given(st.integers(2, 14), st.integers(1, 3), st.integers(0, 2**32), st.data())
def test_nothing_depends_on_who_looked(n: int, each: int, seed: int, data: st.DataObject) -> None:
    """Whoever reads what a round found could not tell it from one in which others had looked."""
    drawn = draw([a for s in authority(n) if (a := agreed(s))], Wish(str(seed), each))
    said = st.one_of(st.none(), st.integers(1, 4))
    words = st.sampled_from([None, "Well shown", "We missed children’s own words"])
    items = [
        item(i.setting, i.outcome, i.reviewer, i.own, view=data.draw(said), words=data.draw(words))
        for i in drawn.items
    ]
    names = list(drawn.taking_part)
    other = names.copy()
    random.Random(seed).shuffle(other)
    swapped = dict(zip(names, other, strict=True))
    changed = [replace(i, reviewer=swapped[i.reviewer or ""]) for i in items]
    found = agreement(a_round(items))
    assert agreement(a_round(changed)) == found
    told = repr(found)
    assert ROUND.seed and ROUND.seed not in told and not any(name in told for name in names)


def test_of_who_has_withdrawn_nothing_is_told() -> None:
    items = ring([(3, 2)] * 6)
    found = a_round(items, gone={"s0"})
    assert state(found, items[0]) is State.WITHDRAWN and found.withdrawn == 1
    assert "words 0" not in repr(agreement(found)) and agreement(found).counted.n == 5


def test_names_are_taken_out_of_words_however_they_are_written() -> None:
    names = {"St Mungo's Primary", "Glen", "Glen Mhor"}
    text = "At st  mungo’s PRIMARY, as in Glen Mhor and Glen, Glenda asked."
    assert without_names(text, names, "the setting") == (
        "At the setting, as in the setting and the setting, Glenda asked."
    )
    assert without_names("Nothing", (), "x") == "Nothing"


def test_progress_is_told_in_words() -> None:
    items = ring([(3, 2)] * 8)
    blank = [replace(i, view=None, words=None) for i in items]
    told = [progress_words(a_round(items[:n] + blank[n:])) for n in (0, 1, 6, 8)]
    assert told == [
        "nobody has looked yet",
        "some have been looked at",
        "most have been looked at",
        "all have been looked at, or it is said why not",
    ]
    assert not any(c.isdigit() for c in "".join(told))
    some = a_round(items)
    states = [back_words(some, "s1", each) for each in (items[:2], blank[:2], [items[0], blank[1]])]
    assert states == [
        "all back",
        "not back yet",
        "some still to come",
    ]
    closed = replace(ROUND, closed_on="2026-12-01")
    assert progress_words(replace(a_round(items), record=closed)) == "closed"


def test_what_nobody_is_to_look_at_any_more_waits_for_nobody() -> None:
    items = [replace(i, view=None, words=None) for i in ring([(3, 2)] * 6)]
    found = a_round(items, gone={"s1"})
    left = next(i for i in items if i.reviewer == "s1")
    assert state(found, left) is State.NOBODY and found.nobody == (left,)
    assert left not in found.waiting and len(found.waiting) == 4
    assert back_words(found, "s1", [left]) == "has withdrawn"


def test_the_same_words_stand_once() -> None:
    items = [replace(i, words="Well told") for i in ring([(3, 2)] * 6)]
    assert agreement(a_round(items)).outcomes[0].apart == ("Well told",)
