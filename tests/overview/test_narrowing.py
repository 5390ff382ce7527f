"""Which settings are listed, in which order and groups: a subset, never a ranking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrsa.overview import narrowing
from rrsa.overview.narrowing import EVERYTHING, By, Only, Sort, Wanted
from rrsa.overview.rows import Row, State
from rrsa.overview.stages import Stages
from rrsa.vocabulary import SettingKind

ON = date(2026, 9, 15)
SCHOOL = "rights-respecting-school@2026.1"
STAGES = Stages()


def a_row(name: str, **more: object) -> Row:
    """A setting that shared something in the summer, unless it is said otherwise."""
    nothing = dict.fromkeys(("area", "held", "aim", "accredited_on", "expires_on", "wants", "offers"))
    values: dict[str, object] = {
        **nothing,
        "setting": name.lower().replace(" ", "-"),
        "name": name,
        "kind": "school",
        "framework": SCHOOL,
        "parts": (),
        "state": State.SHARED,
        "shared_at": "2026-06-01T10:00:00+00:00",
        "listed": True,
        "here": False,
    }
    return Row(**{**values, **more})  # type: ignore[arg-type]


ROWS = [
    a_row("Ash", area="East", held="gold", expires_on="2027-01-31", wants="pupil voice"),
    a_row("Birch", kind="residential", framework="rights-respecting-house@2026.1", offers="house meetings"),
    a_row("Cedar", area="West", held="bronze", aim="silver", shared_at="2025-01-10T10:00:00+00:00"),
    a_row("Elm", area="East", held="silver", expires_on="2029-03-01", issued_on="2026-09-01"),
    a_row("Fir", state=State.NOT_YET, shared_at=None, framework=None, kind=None),
    a_row("Gean", state=State.WITHDRAWN, shared_at="2025-02-01T10:00:00+00:00"),
    a_row("Hazel", area="east", held="silver", expires_on="2026-08-01", returned_on="2026-09-10"),
]


def listed(wanted: Wanted) -> list[str]:
    return [row.name for row in narrowing.narrowed(ROWS, wanted, ON, STAGES)]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (EVERYTHING, ["Ash", "Birch", "Cedar", "Elm", "Fir", "Gean", "Hazel"]),
        (Wanted(kind=SettingKind.RESIDENTIAL), ["Birch"]),
        (Wanted(area="east"), ["Ash", "Elm", "Hazel"]),
        (Wanted(search="VOICE pupil"), ["Ash"]),
        (Wanted(search="east silver"), ["Elm", "Hazel"]),
        (Wanted(only=Only.WANTS), ["Ash"]),
        (Wanted(only=Only.OFFERS), ["Birch"]),
        (Wanted(only=Only.EXPIRING), ["Ash", "Hazel"]),
        (Wanted(only=Only.SILENT), ["Cedar", "Fir"]),
        (Wanted(only=Only.WITHDRAWN), ["Gean"]),
        (Wanted(only=Only.NOT_RETURNED), ["Elm"]),
        (Wanted(search="no such words"), []),
        (Wanted(sort=Sort.EXPIRY), ["Hazel", "Ash", "Elm", "Birch", "Cedar", "Fir", "Gean"]),
        (Wanted(sort=Sort.SHARED), ["Ash", "Birch", "Elm", "Hazel", "Gean", "Cedar", "Fir"]),
        (Wanted(sort=Sort.AREA), ["Ash", "Elm", "Hazel", "Cedar", "Birch", "Fir", "Gean"]),
    ],
    ids=lambda value: "" if isinstance(value, list) else str([*value.words, str(value.sort)]),
)
def test_what_is_wanted(wanted: Wanted, names: list[str]) -> None:
    assert listed(wanted) == names


def test_by_stage_means_in_the_order_of_each_framework() -> None:
    schools = [row for row in ROWS if row.framework == SCHOOL]
    found = narrowing.narrowed(schools, Wanted(sort=Sort.STAGE), ON, STAGES)
    assert [row.held for row in found] == [None, "bronze", "silver", "silver", "gold"]


def test_groups_have_names_and_those_of_none_come_last() -> None:
    areas = narrowing.grouped(ROWS, By.AREA, STAGES)
    assert [(group.name, len(group.rows)) for group in areas] == [
        ("East", 3),
        ("West", 1),
        ("No area said", 3),
    ]
    kinds = [group.name for group in narrowing.grouped(ROWS, By.KIND, STAGES)]
    assert kinds == ["Children's house", "School", "Kind not known"]
    frameworks = [group.name for group in narrowing.grouped(ROWS, By.FRAMEWORK, STAGES)]
    assert frameworks == ["A rights-respecting house", "A rights-respecting school", "Framework not known"]


def test_a_stage_of_a_framework_that_is_not_here_keeps_its_id() -> None:
    assert STAGES.name("somebody-else@1", "well-on-the-way") == "Well on the way"
    assert STAGES.name(SCHOOL, "silver") == "Silver"
    assert STAGES.name(SCHOOL, None) == ""
    assert STAGES.title("somebody-else@1") == "somebody-else@1"


def test_pages_follow_each_other_and_one_holds_what_is_sought() -> None:
    many = [a_row(f"S{n:03d}") for n in range(250)]
    first = narrowing.page(many, first=0, most=100)
    assert (len(first.rows), first.first, first.total) == (100, 0, 250)
    last = narrowing.page(many, first=0, most=100, at="s249")
    assert (len(last.rows), last.first) == (50, 200)
    assert narrowing.page(many, first=9_999, most=100).first == 200
    assert narrowing.page([], first=100, most=100) == narrowing.Page((), 0, 0)


a_wanted = st.builds(
    Wanted,
    search=st.sampled_from(["", "a", "east", "silver x"]),
    kind=st.none() | st.sampled_from(SettingKind),
    area=st.none() | st.sampled_from(["East", "West", "Nowhere"]),
    only=st.none() | st.sampled_from(Only),
    sort=st.sampled_from(Sort),
    group=st.none() | st.sampled_from(By),
)


@given(a_wanted)
def test_order_and_groups_leave_nobody_out_and_narrowing_invents_nobody(wanted: Wanted) -> None:
    found = listed(wanted)
    assert sorted(found) == sorted(listed(replace(wanted, sort=Sort.NAME, group=None)))
    assert set(found) <= {row.name for row in ROWS}
    assert wanted.narrows or len(found) == len(ROWS)
    assert sorted(listed(narrowing.all_of(wanted))) == sorted(row.name for row in ROWS)


@given(st.sampled_from(By))
def test_every_setting_is_in_one_group(by: By) -> None:
    groups = narrowing.grouped(ROWS, by, STAGES)
    assert sorted(row.name for group in groups for row in group.rows) == sorted(row.name for row in ROWS)
