"""What the screen says of a difference is what becomes of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rrsa.exchange.returning.preview import Difference, Preview, Side, Standing
from rrsa.portfolio.changes import Cell, Guard
from rrsa.tui.settling import Settling
from rrsa.tui.settling_rows import Fate, Only, Wanted


def cell(n: int) -> Cell:
    return Cell("outcome", str(n), "line")


def row(n: int) -> Cell:
    return Cell("evidence", str(n), "present")


@st.composite
def differences(draw: st.DrawFn) -> tuple[Difference, ...]:
    """A few of every standing; each may go in only with some of those before it, or rely on a row that is
    missing."""
    made: list[Difference] = []
    rows: list[Cell] = []
    for n in range(draw(st.integers(1, 7))):
        standing = draw(st.sampled_from(Standing))
        several = standing is Standing.CONFLICT and draw(st.booleans())
        sides = tuple(
            Side({cell(n): f"{n} {who}"}, f"{n} {who}", who, f"{who}.xlsx", "Outcomes!D1")
            for who in (("head", "nursery") if several else ("head",))
        )
        followed = draw(st.sets(st.integers(0, n - 1), max_size=2)) if n else set()
        if standing is Standing.MISSING:
            rows.append(row(n))
            sides = (Side({row(n): None}, "", "head.xlsx", "head.xlsx", "Evidence"),)
        guards = tuple(Guard(each, True) for each in rows if each != row(n) and draw(st.booleans()))
        follows = () if standing is Standing.MISSING else tuple(f"outcome/{k}/line" for k in sorted(followed))
        made.append(
            Difference(
                f"outcome/{n}/line",
                f"{n % 3} Outcome · Line {n}",
                "before",
                "mine",
                sides,
                standing,
                now={row(n): True} if standing is Standing.MISSING else {cell(n): "mine"},
                guards=() if standing is Standing.MISSING else guards,
                follows=follows,
            )
        )
    return tuple(made)


def preview_of(made: tuple[Difference, ...]) -> Preview:
    return Preview("kirkbrae", "Kirkbrae", False, 1, ("head.xlsx", "nursery.xlsx"), made)


@given(differences(), st.data())
def test_what_is_said_goes_in_and_nothing_else(made: tuple[Difference, ...], data: st.DataObject) -> None:
    preview = preview_of(made)
    settling = Settling([preview])
    assert settling.fates()  # what was found once must not stay so when something is chosen
    for difference in made:
        if data.draw(st.booleans()):
            settling.choose(preview, difference, data.draw(st.sampled_from(difference.choices)))
    settled = preview.settled(settling.choices(preview))
    gone_in = {change.cell for change in settled.changes}
    for difference in made:
        goes = settling.fate(preview, difference) in (Fate.GOES_IN, Fate.REMOVED)
        assert goes == any(c.cell in gone_in for side in difference.theirs for c in difference.changes(side))
    waits = {d.key for d in made if settling.fate(preview, d) is Fate.WAITS}
    assert waits == {left.key for left in settled.left}
    assert settling.left == len(waits) and settling.goes_in == len(gone_in)


@given(differences(), st.sampled_from(["mine", "theirs"]))
def test_settling_the_rest_leaves_nothing_but_a_choice_between_several(
    made: tuple[Difference, ...], choice: str
) -> None:
    preview = preview_of(made)
    settling = Settling([preview])
    settling.settle_the_rest(choice)
    for difference in made:
        if settling.fate(preview, difference) is Fate.WAITS:
            ahead = {d.key: d for d in made}
            several = len(difference.theirs) > 1 or any(
                settling.fate(preview, ahead[key]) is Fate.WAITS for key in difference.follows
            )
            assert choice == "theirs" and several
    removed = {d.key for d in made if settling.fate(preview, d) is Fate.REMOVED}
    assert not removed


@given(differences(), st.integers(1, 4), st.sampled_from(Only))
def test_pages_hold_each_line_once_under_its_heading(
    made: tuple[Difference, ...], most: int, only: Only
) -> None:
    preview = preview_of(made)
    settling = Settling([preview])
    wanted = Wanted(only)
    seen: list[str] = []
    first = 0
    while True:
        page = settling.page(wanted, first=first, most=most)
        seen += [row.id for row in page.rows if row.id]
        if page.rows:
            assert page.rows[0].id is None, "a page begins with a heading"
        first += most
        if first >= page.total:
            break
    assert len(seen) == len(set(seen)) == settling.matching(only)


@given(differences(), st.data())
def test_looked_at_again_choices_stand_where_nothing_is_new(
    made: tuple[Difference, ...], data: st.DataObject
) -> None:
    preview = preview_of(made)
    settling = Settling([preview])
    for difference in made:
        settling.choose(preview, difference, data.draw(st.sampled_from(difference.choices)))
    again = settling.again([preview_of(made)])
    assert again.choices(again.previews[0]) == settling.choices(preview)
    moved = tuple(
        Difference(d.key, d.about, d.base, "changed since", d.theirs, d.standing, now=d.now) for d in made
    )
    assert not settling.again([preview_of(moved)]).choices(preview_of(moved))
