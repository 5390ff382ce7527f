"""One line for each setting, from what it shared and the coordinator's list, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sharing_samples import a_shared, keys_for, put

from rrsa.evaluation import Evaluation
from rrsa.framework.adopted import adopt_file
from rrsa.overview import listing
from rrsa.overview.desk import Desk
from rrsa.overview.rows import Row, State, rows, stamp
from rrsa.setup import create_setting
from rrsa.store import Store, open_store

SMALL = adopt_file(Path(__file__).parent.parent / "data" / "small-framework.yaml")


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with open_store(store_url) as opened:
        yield opened


def by_id(store: Store) -> dict[str, Row]:
    return {row.setting: row for row in rows(store, Desk.open(store, "Coordinator"))}


def test_three_sources_make_one_list_by_name(store: Store) -> None:
    create_setting(store, "Ash Primary", SMALL, author="Lead")
    put(store, a_shared("birch-primary", wants="maths outdoors", area="East"))
    desk = Desk.open(store, "Coordinator")
    listing.add(desk, [listing.entry({"name": "Cedar House", "kind": "house", "role": "Manager"})])
    found = rows(store, desk)
    assert [(row.name, row.state, row.listed, row.here) for row in found] == [
        ("Ash Primary", State.NOT_YET, False, True),
        ("Birch Primary", State.SHARED, False, False),
        ("Cedar House", State.NOT_YET, True, False),
    ]
    birch = found[1]
    assert (birch.held, birch.aim, birch.accredited_on) == ("bronze", "silver", "2025-06-01")
    assert (birch.wants, birch.area, "views" in birch.parts) == ("maths outdoors", "East", True)
    assert (found[2].kind, found[2].role) == ("residential", "Manager")


def test_what_a_setting_says_of_itself_comes_first_and_the_list_fills_in(store: Store) -> None:
    put(store, a_shared("birch-primary", area="East"), a_shared("elm-primary"))
    desk = Desk.open(store, "Coordinator")
    entries = [
        listing.entry({"name": "Birch (old)", "id": "birch-primary", "area": "West"}),
        listing.entry({"name": "Elm", "id": "elm-primary", "area": "West", "note": "ring first"}),
    ]
    listing.add(desk, entries)
    found = by_id(store)
    assert (found["birch-primary"].name, found["birch-primary"].area) == ("Birch Primary", "East")
    assert (found["elm-primary"].area, found["elm-primary"].note) == ("West", "ring first")
    assert len(found) == 2


def test_what_was_recorded_and_not_shared_is_not_looked_into(store: Store) -> None:
    """Aim, stage, area and help stand in a setting's own record; until it shares, nobody reads them."""
    create_setting(store, "Ash Primary", SMALL, author="Lead", details={"authority": "Highland"})
    evaluation = Evaluation.open(store, "ash-primary", author="Lead")
    stage = evaluation.framework.stages[0].id
    evaluation.record_setting({"held": stage, "help_wanted": "all of it", "area": "Secret Town"})
    row = by_id(store)["ash-primary"]
    assert (row.held, row.aim, row.wants, row.area, row.shared_at) == (None,) * 5
    assert (row.kind, row.framework, row.here) == ("school", SMALL.framework.ref, True)


def test_a_withdrawal_leaves_the_name_that_the_list_has(store: Store, tmp_path: Path) -> None:
    from rrsa.exchange.sharing.files import read_share, withdrawal_file
    from rrsa.guide.shared import earlier
    from rrsa.store.shared import take

    put(store, a_shared("birch-primary", wants="help"))
    desk = Desk.open(store, "Coordinator")
    listing.add(desk, [listing.entry({"name": "Birch", "id": "birch-primary"})])
    before = stamp(store)
    data = withdrawal_file("birch-primary", "2026-03-05T10:00:00.000000+00:00", keys_for("birch-primary"))
    path = tmp_path / "birch.rrsa-share"
    path.write_bytes(data)
    take(store, read_share(path).signed, earlier)
    row = by_id(store)["birch-primary"]
    assert (row.name, row.state, row.wants, row.held) == ("Birch", State.WITHDRAWN, None, None)
    assert row.shared_on is not None
    assert stamp(store) != before


def test_a_copy_is_out_until_one_comes_back_after_it(store: Store) -> None:
    desk = Desk.open(store, "Coordinator")
    listing.add(desk, [listing.entry({"name": "Ash"})])
    assert not by_id(store)["ash"].not_returned
    listing.note_issued(desk, {"ash": "u"}, "2026-09-01")
    assert by_id(store)["ash"].not_returned
    from rrsa.portfolio import edits

    for day, out in (("2026-08-20", True), ("2026-09-01", False), ("2026-09-20", False)):
        desk.commit("Back", edits.set_fields(desk.portfolio, "listed", "ash", {"returned_on": day}))
        assert by_id(store)["ash"].not_returned is out, day
