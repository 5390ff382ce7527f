"""What may leave, and that nothing of the rest can be found in what does."""

from __future__ import annotations

from itertools import product

import pytest
from change_laws import contents
from hypothesis import given
from hypothesis import strategies as st
from portfolio_strategies import portfolios

from rrsa.portfolio import privacy
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.privacy import SMALL, may_leave, redact, show_count, suppress
from rrsa.portfolio.records import Action, Evidence, Link, OutcomeRecord, link_id
from rrsa.vocabulary import Consent


class Leaked(Exception):
    """Something left that may not, or what is hidden can be worked out."""


# -- evidence ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("consent", "identifiable", "leaves"),
    [
        ("not-needed", None, True),
        ("not-needed", True, True),
        ("given", None, True),
        ("given", True, True),
        ("unknown", None, True),
        ("unknown", True, False),
        (None, None, True),
        (None, True, False),
        ("refused", None, False),
        ("refused", True, False),
        ("withdrawn", None, False),
        ("withdrawn", True, False),
    ],
)
def test_consent_and_identifiability_decide(
    consent: str | None, identifiable: bool | None, leaves: bool
) -> None:
    assert may_leave(Evidence("E1", True, consent=consent, identifiable=identifiable)) is leaves


def test_every_kind_of_consent_is_in_the_table() -> None:
    assert {c.value for c in Consent} == {"not-needed", "given", "unknown", "refused", "withdrawn"}


SECRETS = ("Trampoline", "Blue folder", "Key worker", "She said so", "swing.jpg", "feed" * 16, "EHELD0001")


def school() -> Portfolio:
    """Everything that a held piece can say of itself, and everything that can point at it."""
    title, place, seen_by, note, file, sha, id_ = SECRETS
    held = Evidence(
        id_, True, title, "children", "first-hand", "2026-01-15", seen_by, place, note, "refused", True, 3,
        sha, file, "image/jpeg", 12345,
    )  # fmt: skip
    shown = Evidence("E2", True, "Minutes", "records", date="2026-02-01", consent="not-needed")
    return Portfolio.from_records(
        [
            held,
            shown,
            OutcomeRecord("1", view=3, line="We ask first"),
            Link(link_id(id_, "1"), True, id_, "1", "works", True),
            Link(link_id(id_, "1.a"), True, id_, "1.a", "not-yet"),
            Link("E2:1", True, "E2", "1", "works"),
            Action("A1", True, "Ask again", "1", because=id_),
            Action("A2", True, "Tell families", "1", because="E2"),
        ]
    )


def trace_law(portfolio: Portfolio) -> None:
    """No cell of the redacted portfolio is about, or names, a piece that may not leave; the rest stays."""
    redacted = privacy.redact(portfolio)
    held = {e.id for e in portfolio.evidence.values() if not may_leave(e)}
    if redacted.held_back != len(held):
        raise Leaked("the number is wrong")
    for cell, value in redacted.portfolio.cells():
        if value in held or cell.record in held or cell.record.partition(":")[0] in held:
            raise Leaked(str(cell))
    kept = {
        cell: value
        for cell, value in contents(portfolio).items()
        if not (
            (cell.kind == "evidence" and cell.record in held)
            or (cell.kind == "link" and portfolio.links[cell.record].evidence in held)
            or (cell.field == "because" and value[1] in held)
        )
    }
    if contents(redacted.portfolio) != kept:
        raise Leaked("something else has changed")


def test_a_held_piece_leaves_no_trace() -> None:
    trace_law(school())
    told = repr(redact(school()))
    assert not [secret for secret in SECRETS if secret in told]
    assert redact(school()).held_back == 1
    assert redact(school()).portfolio.actions["A1"].what == "Ask again"
    assert redact(school()).portfolio.actions["A2"].because == "E2"
    assert [link.id for link in redact(school()).portfolio.links_by_target["1"]] == ["E2:1"]


@given(portfolios())
def test_no_portfolio_lets_a_held_piece_out(portfolio: Portfolio) -> None:
    sound = Portfolio.from_records(
        record
        for records in portfolio.records.values()
        for record in records.values()
        if not isinstance(record, Link) or record.id == f"{record.evidence}:{record.target}"
    )
    trace_law(sound)
    assert redact(redact(sound).portfolio).held_back == 0


def test_with_nothing_to_hold_back_everything_leaves() -> None:
    open_ = Portfolio.from_records([Evidence("E1", True, "Minutes")])
    assert redact(open_) == privacy.Redacted(open_, 0)


@pytest.mark.parametrize("forgotten", ["evidence", "link", "action"])
def test_a_forgotten_kind_is_noticed(forgotten: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = Portfolio.with_changes
    monkeypatch.setattr(
        Portfolio,
        "with_changes",
        lambda self, changes: sound(self, [c for c in changes if c.cell.kind != forgotten]),
    )
    with pytest.raises(Leaked):
        trace_law(school())


# -- counts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "shown"),
    [(None, ""), (0, "0"), (1, "fewer than five"), (4, "fewer than five"), (5, "5"), (1200, "1200")],
)
def test_a_count_under_five_is_not_a_number(count: int | None, shown: str) -> None:
    assert show_count(count) == shown


def ways(shown: dict[str, int | None], total: int) -> list[dict[str, int]]:
    """Every set of counts that fits what is shown and the total.

    Who reads it may know that a nought is hidden only where everything is.
    """
    hidden = [key for key, n in shown.items() if n is None]
    least = 0 if len(hidden) == len(shown) else 1
    left = total - sum(n for n in shown.values() if n is not None)
    if not hidden:
        return []
    found = [(*some, left - sum(some)) for some in product(range(least, left + 1), repeat=len(hidden) - 1)]
    return [dict(zip(hidden, each, strict=True)) for each in found if each[-1] >= least]


def subtraction_law(counts: dict[str, int]) -> None:
    """Nothing small is shown, and the total does not say what any hidden count is."""
    shown = dict(privacy.suppress(counts))
    if any(n is not None and 0 < n < SMALL for n in shown.values()):
        raise Leaked("a small count is shown")
    if any(n is not None and n != counts[key] for key, n in shown.items()):
        raise Leaked("a wrong count is shown")
    total = sum(counts.values())
    if total < SMALL:
        return  # such a total leaves as "fewer than five" itself
    for key in (key for key, n in shown.items() if n is None):
        if len({way[key] for way in ways(shown, total)}) < 2:
            raise Leaked(f"{key} can be worked out")


@given(st.lists(st.integers(0, 9), min_size=1, max_size=4))
def test_what_is_hidden_cannot_be_worked_out_from_the_total(numbers: list[int]) -> None:
    subtraction_law({f"k{n}": number for n, number in enumerate(numbers)})


@given(st.dictionaries(st.text(max_size=3), st.integers(SMALL, 99) | st.just(0)))
def test_where_nothing_is_small_everything_is_shown(counts: dict[str, int]) -> None:
    assert suppress(counts) == counts


def test_hiding_the_small_ones_alone_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        privacy, "suppress", lambda counts: {k: None if 0 < n < SMALL else n for k, n in counts.items()}
    )
    for counts in ({"a": 2, "b": 9, "c": 9}, {"a": 1, "b": 1, "c": 9}):
        with pytest.raises(Leaked, match="a can be worked out"):
            subtraction_law(counts)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 9, "b": 7}, {"a": 9, "b": 7}),
        ({"a": 3, "b": 7, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 3, "b": 4, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 1, "b": 1, "c": 9, "d": 8}, {"a": None, "b": None, "c": 9, "d": None}),
        ({"a": 3, "b": 0, "c": 9}, {"a": None, "b": 0, "c": None}),
        ({"a": 3, "b": 7, "c": 7}, {"a": None, "b": None, "c": None}),
        ({"a": 4, "b": 4, "c": 9}, {"a": None, "b": None, "c": None}),
        ({"a": 2, "b": 1, "c": 1, "d": 1, "e": 0}, dict.fromkeys("abcde")),
        ({"a": 0, "b": 0}, {"a": 0, "b": 0}),
        ({"a": 3}, {"a": None}),
        ({}, {}),
    ],
)
def test_a_second_count_is_hidden_beside_a_small_one(
    counts: dict[str, int], shown: dict[str, int | None]
) -> None:
    assert suppress(counts) == shown


@pytest.mark.parametrize(("places", "most"), [(2, 24), (3, 18), (4, 12), (5, 9)])
def test_who_knows_the_rule_cannot_work_a_small_count_out(places: int, most: int) -> None:
    """Everything that could be told alike is laid side by side, and no small count is the same in all."""
    alike: dict[tuple[int, tuple[int | None, ...]], list[tuple[int, ...]]] = {}
    for numbers in product(range(most + 1), repeat=places):
        total = sum(numbers)
        if SMALL <= total <= most:
            told = suppress(dict(enumerate(numbers)))
            alike.setdefault((total, tuple(told[n] for n in range(places))), []).append(numbers)
    for told_of, ways_ in alike.items():
        for place in range(places):
            found = {numbers[place] for numbers in ways_}
            assert len(found) > 1 or not 0 < min(found) < SMALL, told_of
