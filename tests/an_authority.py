"""An authority of invented settings, for tests of what groups of them need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sharing_samples import a_shared, put

from rrsa.guide.shared import Part, Shared
from rrsa.store import Store, open_store
from rrsa.vocabulary import SettingKind

SCHOOLS = "rights-respecting-school@2026.1"
HOUSES = "rights-respecting-house@2026.1"
AT = "2026-03-02T10:00:00.000000+00:00"
BEFORE = "2025-11-10T10:00:00.000000+00:00"


def school(n: int, **more: object) -> Shared:
    """The first half stand low at outcome 1, two thirds at outcome 8; nobody covers article 31."""
    views: dict[str, int | None] = {"1": 2 if n % 2 else 4, "8": 1 if n % 3 else 3}
    return replace(
        a_shared(f"school-{n:02}", views=views, area="East" if n % 2 else "West"),
        **more,  # type: ignore[arg-type]
    )


def house(n: int) -> Shared:
    made = a_shared(f"house-{n:02}", views={"1": 2 if n < 4 else 5}, kind=SettingKind.RESIDENTIAL)
    scale = {grade: f"Grade {grade}" for grade in range(1, 7)}
    return replace(made, framework=HOUSES, scale=scale, low_grade=4, stages={"ready": "Ready"}, held="ready")


def authority(schools: int = 24, houses: int = 8) -> Iterator[Shared]:
    """Schools and houses; two schools would like help, one of which somebody offers."""
    for n in range(schools):
        wants = {1: "Hearing the youngest children", 2: "A garden for everybody"}.get(n)
        offers = {5: "We can show how the youngest are heard", 6: "A choir"}.get(n)
        yield school(n, wants=wants, offers=offers)
    for n in range(houses):
        yield house(n)


def filled(file: Path, schools: int = 24, houses: int = 8) -> Path:
    """A coordinator's database with an authority in it, half a year ago and now."""
    with open_store(file, create=True) as store:
        put(store, *(replace(each, at=BEFORE) for each in authority(schools, houses)))
        put(store, *(replace(each, at=AT) for each in authority(schools, houses)))
    return file


def share_again(store: Store, settings: range, view: int, at: str) -> None:
    """Some schools share anew, all with one view of outcome 1."""
    put(store, *(
        replace(a_shared(f"school-{n:02}", views={"1": view, "8": 3}, parts=tuple(Part)), at=at)
        for n in settings
    ))  # fmt: skip
