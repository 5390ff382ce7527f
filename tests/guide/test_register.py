"""The register: what is wanted is listed, and nothing else; each row says all that there is to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from rrsa import clock
from rrsa.evaluation import Evaluation
from rrsa.framework.adopted import adopt_file
from rrsa.guide.pruning import apart, elsewhere_words, spare
from rrsa.guide.register import (
    EVERYTHING,
    Age,
    Filter,
    Only,
    filter_words,
    leaving_words,
    page,
    piled,
    row,
    rows,
)
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Evidence, Link, Value, link_id
from rrsa.setup import create_setting
from rrsa.store import open_store
from rrsa.vocabulary import Consent, Direction, Directness, Perspective

SMALL = adopt_file(Path(__file__).parents[1] / "data" / "small-framework.yaml")
TODAY = date(2026, 4, 3)


@pytest.fixture
def glen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Evaluation]:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    with open_store(tmp_path / "rrsa.db") as store:
        create_setting(store, "Glen", SMALL, author="lead")
        yield Evaluation.open(store, "glen", author="lead")


def add(glen: Evaluation, title: str, *targets: str, direction: str = "works", **values: Value) -> str:
    details: dict[str, Value] = {"title": title, "perspective": "records", "date": "2026-04-01", **values}
    return glen.add_evidence(details, targets or ("1",), direction=direction)


def titles(glen: Evaluation, **wanted: object) -> list[str]:
    return [each.item.title or "" for each in rows(glen, Filter(**wanted))]  # type: ignore[arg-type]


@pytest.fixture
def filled(glen: Evaluation) -> Evaluation:
    add(glen, "Maps", "1", "2.a", perspective="children", question="Where?", said="On the stairs.")
    add(glen, "Walk", "1.b", direction="not-yet", perspective="observation", date="2025-01-01")
    add(glen, "Policy", "2", directness="intended", date="2015-03-03", consent="refused")
    add(glen, "Minutes", "1", date=None, note="What the council said of lunch", showcase=True)
    loose = add(glen, "Loose", "2", identifiable=True, place="Green folder", date="2026-03-01")
    glen.unlink(loose, ["2"])
    return glen


def test_newest_first_and_the_undated_last(filled: Evaluation) -> None:
    assert titles(filled) == ["Maps", "Loose", "Walk", "Policy", "Minutes"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"target": "1"}, ["Maps", "Walk", "Minutes"]),
        ({"target": "1.b"}, ["Walk"]),
        ({"target": "2", "direction": Direction.WORKS}, ["Maps", "Policy"]),
        ({"perspective": Perspective.CHILDREN}, ["Maps"]),
        ({"direction": Direction.NOT_YET}, ["Walk"]),
        ({"target": "1", "direction": Direction.NOT_YET}, ["Walk"]),
        ({"target": "2", "direction": Direction.NOT_YET}, []),
        ({"directness": Directness.INTENDED}, ["Policy"]),
        ({"directness": Directness.REPORTED}, ["Maps", "Loose", "Walk", "Minutes"]),
        ({"consent": Consent.REFUSED}, ["Policy"]),
        ({"consent": Consent.UNKNOWN}, ["Maps", "Loose", "Walk", "Minutes"]),
        ({"age": Age.FRESH}, ["Maps", "Loose"]),
        ({"age": Age.AGEING}, ["Walk"]),
        ({"age": Age.STALE}, ["Policy"]),
        ({"age": Age.UNDATED}, ["Minutes"]),
        ({"only": frozenset({Only.UNLINKED})}, ["Loose"]),
        ({"only": frozenset({Only.HELD_BACK})}, ["Loose", "Policy"]),
        ({"only": frozenset({Only.HELD_BACK, Only.UNLINKED})}, ["Loose"]),
        ({"only": frozenset({Only.SHOWCASE})}, ["Minutes"]),
        ({"search": "LUNCH"}, ["Minutes"]),
        ({"search": "  council lunch "}, ["Minutes"]),
        ({"search": "stairs"}, ["Maps"]),
        ({"search": "where"}, ["Maps"]),
        ({"search": "green"}, ["Loose"]),
        ({"search": "green lunch"}, []),
        ({"target": "1", "search": "lunch", "age": Age.UNDATED}, ["Minutes"]),
    ],
)
def test_what_is_wanted_is_listed(wanted: dict[str, object], found: list[str], filled: Evaluation) -> None:
    assert titles(filled, **wanted) == found


def test_chosen_with_a_file_and_replaced(filled: Evaluation, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    maps, walk = (each.item.id for each in rows(filled) if each.item.title in ("Maps", "Walk"))
    filled.edit_evidence(walk, {}, file=tmp_path / "a.txt")
    filled.choose(maps, "1", True)
    assert titles(filled, only=frozenset({Only.WITH_FILE})) == ["Walk"]
    assert titles(filled, only=frozenset({Only.CHOSEN})) == ["Maps"]
    made = filled.replace_evidence(maps, {"title": "Maps again", "date": "2026-04-02"})
    assert titles(filled, only=frozenset({Only.REPLACED})) == ["Maps"]
    assert titles(filled, only=frozenset({Only.CHOSEN})) == ["Maps again"], "the star goes over with the link"
    assert "Maps" not in titles(filled, only=frozenset({Only.UNLINKED})), "it has done its work"
    assert (row(filled, maps).newer, row(filled, made).older) == (made, maps)


def test_from_before_the_last_accreditation(filled: Evaluation) -> None:
    filled.record_setting({"accredited_on": "2025-06-01"})
    assert titles(filled, age=Age.BEFORE) == ["Walk", "Policy"]
    assert titles(filled, age=Age.STALE) == ["Policy"], "old and from before are said of the same piece"


def test_a_row_says_where_it_is_shown_and_what_it_weighs(filled: Evaluation) -> None:
    (maps,) = (each for each in rows(filled) if each.item.title == "Maps")
    assert [(p.target, p.outcome, p.direction) for p in maps.places] == [
        ("1", "1", Direction.WORKS),
        ("2.a", "2", Direction.WORKS),
    ]
    (piece,) = (p for p in filled.assessment.outcomes["1"].pieces if p.evidence == maps.item.id)
    assert maps.piece == piece, "the register and the outcome weigh a piece alike"
    assert maps.may_leave
    assert (maps.age, maps.chosen, maps.newer, maps.older) == (Age.FRESH, False, None, None)


def test_pages(glen: Evaluation) -> None:
    ids = [add(glen, f"Piece {n:02}", date=f"2026-03-{n + 1:02}") for n in range(25)][::-1]
    whole = [each.item.id for each in rows(glen)]
    assert whole == ids
    for first in (0, 10, 20):
        found = page(glen, first=first, most=10)
        assert ([each.item.id for each in found.rows], found.first) == (ids[first : first + 10], first)
        assert found.total == 25
    assert page(glen, first=70, most=10).first == 20, "past the end is the last page"
    assert page(glen, most=10, at=ids[13]).first == 10
    assert page(glen, first=20, most=10, at="gone").first == 20
    assert page(glen, Filter(search="nothing like it"), first=10, most=10) == ((), 0, 0)


def test_a_filter_in_words(filled: Evaluation) -> None:
    assert filter_words(filled, EVERYTHING) == []
    assert not EVERYTHING.narrows
    assert not Filter(search="  ").narrows
    every = Filter(
        target="1.b",
        perspective=Perspective.ADULTS,
        direction=Direction.MIXED,
        directness=Directness.INTENDED,
        consent=Consent.UNKNOWN,
        age=Age.STALE,
        only=frozenset({Only.WITH_FILE}),
        search=" lunch  box ",
    )
    assert filter_words(filled, every) == [
        "look-for 1.b",
        "Adults' views",
        "Mixed",
        "Intended",
        "consent: not known yet",
        "Getting old",
        "With a file",
        "“lunch box”",
    ]
    for each in fields(Filter):
        assert Filter(**{each.name: getattr(every, each.name)}).narrows


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"consent": "given", "identifiable": True}, "may be part of what you hand over"),
        ({}, "may be part of what you hand over"),
        ({"identifiable": True}, "consent is not known yet"),
        ({"consent": "withdrawn"}, "is left out of everything"),
    ],
    ids=str,
)
def test_whether_it_may_leave_in_words(values: dict[str, Value], said: str, glen: Evaluation) -> None:
    made = add(glen, "Photo", **values)
    assert said in leaving_words(glen.portfolio.evidence[made])


def test_a_pile_is_named(glen: Evaluation) -> None:
    for n in range(3):
        add(glen, f"Piece {n}")
        assert piled(glen.assessment.outcomes["1"]) == ""
    add(glen, "Not yet", direction="not-yet")
    assert piled(glen.assessment.outcomes["1"]) == ""
    add(glen, "One more")
    assert piled(glen.assessment.outcomes["1"]) == (
        "Outcome 1 has 4 pieces that show it works. Two or three good pieces for an outcome are enough."
    )


def test_what_can_go_says_why_and_where_else_it_is_shown(glen: Evaluation) -> None:
    add(glen, "Voices", perspective="children")
    both = add(glen, "Both", "1", "2", directness="intended")
    alone = add(glen, "Alone", directness="reported")
    add(glen, "Count", directness="first-hand")
    add(glen, "Tally", directness="first-hand")
    first, second = spare(glen, "1")
    assert (first.evidence, second.evidence) == (both, alone)
    assert first.why.startswith("Records and data: “")
    assert "“Count” and “Tally”" in first.why or "“Tally” and “Count”" in first.why
    assert "What is shown stays as it is" in first.why
    assert elsewhere_words(first) == "It is also shown for 2 and stays there."
    assert elsewhere_words(second) == ""
    assert spare(glen) == (first, second)
    assert apart(glen, [first, second], remove=False) == ({both: ["1"], alone: ["1"]}, [])
    assert apart(glen, [first, second], remove=True) == ({both: ["1"]}, [alone])


def test_thinning_out_is_one_change(glen: Evaluation) -> None:
    test_what_can_go_says_why_and_where_else_it_is_shown(glen)
    before, revision = glen.portfolio, glen.revision
    shown = glen.assessment.outcomes["1"].shown
    unlinked, removed = apart(glen, spare(glen), remove=True)
    glen.prune(unlinked, removed)
    assert glen.revision == revision + 1
    assert glen.assessment.outcomes["1"].shown == shown
    assert set(before.evidence) - set(glen.portfolio.evidence) == set(removed)
    assert spare(glen, "1") == ()
    glen.undo()
    assert glen.portfolio == before


def test_of_thousands_only_a_page_is_made(glen: Evaluation, monkeypatch: pytest.MonkeyPatch) -> None:
    from rrsa.guide import register

    items = [
        Evidence(f"E{n:05}", True, f"Piece {n}", "records", "first-hand", f"20{n % 20 + 5:02}-01-01")
        for n in range(5000)
    ]
    links = [Link(link_id(item.id, "1"), True, item.id, "1", "works") for item in items]
    glen.portfolio = Portfolio.from_records([*items, *links, *glen.portfolio.of_kind("setting").values()])
    made = []
    row_class = register.Row
    monkeypatch.setattr(register, "Row", lambda *parts: made.append(parts) or row_class(*parts))
    found = page(glen, Filter(search="piece 49", age=Age.STALE), first=100, most=50)
    assert found.total > 100
    assert len(made) == len(found.rows) <= 50
