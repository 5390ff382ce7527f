"""Settings that agreed to a joint round, invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import strategies as st

from rrsa.guide.shared import Part, Shared, SharedOutcome, SharedPiece
from rrsa.overview.moderation import Agreed
from rrsa.vocabulary import Perspective, SettingKind

SCALE = {1: "First steps", 2: "Taking shape", 3: "Making a difference", 4: "Second nature"}
SHORT = {
    "1": "Knowing rights",
    "2": "Enjoying rights",
    "3": "Relationships",
    "4": "Safe",
    "5": "Wellbeing",
    "6": "Included",
    "7": "Learning",
    "8": "Taking part",
    "9": "Acting for rights",
}
SCHOOL = "rights-respecting-school@2026.1"
HOUSE = "rights-respecting-house@2026.1"


def setting(
    name: str,
    views: Mapping[str, int],
    *,
    area: str | None = "East",
    house: bool = False,
    at: str = "2026-11-01T09:00:00.000000+00:00",
) -> Shared:
    """A setting's snapshot for a joint round, with a line on every view."""
    return Shared(
        setting=name,
        name=name.replace("-", " ").title(),
        kind=SettingKind.RESIDENTIAL if house else SettingKind.SCHOOL,
        framework=HOUSE if house else SCHOOL,
        framework_sha256="",
        at=at,
        by="Lead",
        parts=frozenset({Part.VIEWS, Part.MODERATION}),
        area=area,
        scale={n: f"Grade {n}" for n in range(1, 7)} if house else SCALE,
        short=SHORT,
        outcomes={
            outcome: SharedOutcome(
                outcome,
                view=view,
                line=f"Why {outcome} is {view} here",
                pieces=(SharedPiece("Council minutes", Perspective.CHILDREN, None, "2026-03-03"),),
            )
            for outcome, view in views.items()
        },
    )


def authority(count: int, areas: int = 3, views: int = 9) -> list[Shared]:
    """Schools in several areas, each with views of its own."""
    return [
        setting(
            f"school-{n:02}",
            {str(o): 1 + (n * 7 + o * 3) % 4 for o in range(1, views + 1)},
            area=f"Area {n % areas}",
        )
        for n in range(count)
    ]


def without_moderation(shared: Shared) -> Shared:
    return replace(shared, parts=frozenset({Part.VIEWS}))


def an_agreed(n: int, views: Mapping[str, int], area: str, house: bool) -> Agreed:
    return Agreed(
        setting=f"s{n:03}",
        kind=SettingKind.RESIDENTIAL if house else SettingKind.SCHOOL,
        area=area,
        framework=HOUSE if house else SCHOOL,
        asked=frozenset(SHORT),
        grades=6 if house else 4,
        views=views,
        at="2026-11-01T09:00:00.000000+00:00",
    )


@st.composite
def agreed_settings(draw: st.DrawFn, least: int = 2, most: int = 30) -> list[Agreed]:
    """Some settings, schools and houses, whatever they have looked at; at least two can exchange."""
    views = st.dictionaries(st.sampled_from(sorted(SHORT)), st.integers(1, 4), max_size=9)
    some = draw(
        st.lists(
            st.tuples(views, st.sampled_from(["", "East", "West", "Isles"]), st.booleans()),
            min_size=least,
            max_size=most,
        )
    )
    found = [an_agreed(n, *each) for n, each in enumerate(some)]
    found += [an_agreed(900 + n, {"4": 2, "8": 3}, "East", False) for n in range(2)]
    return draw(st.permutations(found))
