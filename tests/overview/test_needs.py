"""What is told of needs: which outcomes are weak, who could help whom, whether a target is reached."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrsa.overview.figure_words import range_name, share_words, stage_range_name
from rrsa.overview.figures import Few, Range, Share
from rrsa.overview.groups import Words, group_of
from rrsa.overview.helping import helps, terms
from rrsa.overview.needs import OutcomeNeed
from rrsa.overview.rows import Row, State
from rrsa.overview.targets import Progress, is_reached
from rrsa.portfolio.desk import Target
from rrsa.vocabulary import SettingKind

SCHOOL = Words(
    SettingKind.SCHOOL,
    {1: "First steps", 2: "Taking shape", 3: "Making a difference", 4: "Second nature"},
    3,
    {"bronze": "Bronze", "silver": "Silver", "gold": "Gold"},
    {"4": "Safe"},
)


def row(name: str, wants: str | None = None, offers: str | None = None, area: str = "East") -> Row:
    nothing = (None,) * 4
    return Row(
        name,
        name.title(),
        "school",
        area,
        "f@1",
        *nothing,
        wants,
        offers,
        (),
        State.SHARED,
        None,
        False,
        False,
    )


def need(low: Share, n: int = 20) -> OutcomeNeed:
    return OutcomeNeed("4", "Safe", n, low, (), (), None, 0, {}, 0)


@pytest.mark.parametrize(
    "low, weak",
    [
        (9, False),
        (10, True),
        (20, True),
        (0, False),
        (None, False),
        (Few.FEW, False),
        (Few.NEARLY_ALL, True),
        (Few.NONE_OR_FEW, False),
        (Few.ALL_OR_NEARLY, True),
    ],
)
def test_an_outcome_is_weak_where_half_stand_low(low: Share, weak: bool) -> None:
    assert need(low).is_weak is weak


def test_ranges_are_told_by_the_names_of_their_grades() -> None:
    assert range_name(SCHOOL, Range(0, 0, 5), "not looked at yet") == "not looked at yet"
    assert range_name(SCHOOL, Range(0, 2, 5), "not looked at yet") == (
        "at 2 (Taking shape) or lower, or not looked at yet"
    )
    assert range_name(SCHOOL, Range(3, 4, 5), "") == "at 3 (Making a difference) or above"
    assert range_name(SCHOOL, Range(4, 4, 5), "") == "at 4 (Second nature)"
    assert stage_range_name(SCHOOL, Range(0, 1, 5), "none yet") == "none yet or Bronze"
    assert stage_range_name(SCHOOL, Range(2, 3, 5), "none yet") == "Silver or Gold"


def test_a_quantity_has_a_word_only_where_there_are_enough_and_never_for_houses() -> None:
    assert share_words(24, 41, SettingKind.SCHOOL) == "the majority, 24 of 41"
    assert share_words(9, 15, SettingKind.SCHOOL) == "9 of 15"
    assert share_words(24, 41, SettingKind.RESIDENTIAL) == "24 of 41"
    for said in (*Few, None):
        assert "fewer than five" in share_words(said, 41, SettingKind.SCHOOL)


def test_help_is_matched_by_what_sentences_speak_of() -> None:
    asks = row("ash", wants="How do we hear the youngest children?")
    near = row("elm", offers="Hearing the very youngest, with pictures")
    far = row("oak", offers="We heard our youngest in a council", area="West")
    other = row("yew", offers="A choir for everybody")
    alone = row("fir", wants="Money", offers="Money for everyone")
    found = helps([asks, far, near, other, alone])
    (match,) = found.matches
    assert match.wants is asks
    assert match.could == (near, far)
    assert found.unmet == (alone,)  # nobody helps themselves
    assert found.open == (other, alone)


def test_an_outcome_is_known_by_its_number_too() -> None:
    assert terms("Outcome 8") == {"8"}
    assert terms("Can you help our school with children’s rights?") == set()


@given(st.permutations([row("a", wants="pupil council"), row("b", offers="pupil council"),
                        row("c", offers="council minutes"), row("d", wants="outdoor play")]))  # fmt: skip
def test_the_order_of_settings_changes_nobody_s_help(rows: list[Row]) -> None:
    found = helps(rows)
    assert [each.setting for each in found.matches[0].could] == ["b", "c"]
    assert [each.setting for each in found.unmet] == ["d"]


@pytest.mark.parametrize(
    "reached, wanted, said",
    [(8, 8, True), (8, 9, False), (None, 3, None), (Few.FEW, 5, False), (Few.FEW, 3, None),
     (Few.NEARLY_ALL, 20, True), (Few.NEARLY_ALL, 22, None), (0, 1, False), (Few.NONE_OR_FEW, 5, False),
     (Few.NONE_OR_FEW, 1, None), (Few.ALL_OR_NEARLY, 20, True), (Few.ALL_OR_NEARLY, 24, None)],
)  # fmt: skip
def test_a_target_is_reached_only_where_that_can_be_told(
    reached: Share, wanted: int, said: bool | None
) -> None:
    now = Progress(reached, 24, SettingKind.SCHOOL, date(2026, 3, 2))
    assert is_reached(Target("", wanted=wanted), now) is said


@pytest.mark.parametrize(
    "typed, text",
    [("all", "all"), (" Kind : School", "kind:school"), ("kind:houses", "kind:residential"),
     ("area:  East  Side", "area:East Side"), ("kind:children’s houses", "kind:residential")],
)  # fmt: skip
def test_groups_are_understood_as_people_type_them(typed: str, text: str) -> None:
    assert group_of(typed).text == text
