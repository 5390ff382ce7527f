"""A coordinator's desk: made with the first thing written on it, and kept as safely as a setting is."""

from __future__ import annotations

import pytest

from rrsa.errors import NotAllowed, NotFound
from rrsa.overview import listing
from rrsa.overview.desk import DESK_ID, Desk
from rrsa.portfolio import desk as kinds
from rrsa.portfolio.changes import ConflictError
from rrsa.store import open_store


def named(name: str) -> listing.Entry:
    return listing.entry({"name": name})


def names(desk: Desk) -> list[str]:
    return sorted(each.name or "" for each in desk.portfolio.listed.values())


def test_opening_writes_nothing(store_url: str) -> None:
    with open_store(store_url) as store:
        desk = Desk.open(store, "Coordinator")
        assert (desk.revision, names(desk), desk.history()) == (0, [], [])
        assert store.portfolios() == []
        with pytest.raises(NotFound, match="nothing on the desk to take back"):
            desk.undo()
        with pytest.raises(NotFound, match="begin with rrsa overview list add"):
            desk.redo()


def test_a_desk_is_no_setting_and_still_has_a_history(store_url: str) -> None:
    with open_store(store_url) as store:
        desk = Desk.open(store, "Coordinator")
        listing.add(desk, [named("Birch Primary")])
        assert store.settings() == []
        assert [info.id for info in store.portfolios()] == [DESK_ID]
        assert [entry.changeset.reason for entry in desk.history()] == [
            "On the list: Birch Primary",
            "Set up: The coordinator’s desk",
        ]
        assert store.check() == []


def test_what_was_done_is_taken_back_and_done_again_but_never_the_desk(store_url: str) -> None:
    with open_store(store_url) as store:
        desk = Desk.open(store, "Coordinator")
        listing.add(desk, [named("Birch Primary")])
        assert desk.undo().changeset.reason == "On the list: Birch Primary"
        assert names(desk) == []
        with pytest.raises(NotFound, match="left to undo"):
            desk.undo()
        desk.redo()
        assert names(desk) == ["Birch Primary"]
        desk.undo(desk.history()[0].changeset.uuid)
        assert names(desk) == []


def test_two_begin_at_the_same_moment_on_one_desk(store_url: str) -> None:
    with open_store(store_url) as store, open_store(store_url) as other:
        one, two = Desk.open(store, "Coordinator"), Desk.open(other, "Assistant")
        assert (one.revision, two.revision) == (0, 0)
        listing.add(one, [named("Birch Primary")])
        listing.add(two, [named("Rowan House")])
        assert names(two) == ["Birch Primary", "Rowan House"]
        assert one.refresh() is True
        assert names(one) == ["Birch Primary", "Rowan House"]
        assert one.refresh() is False


def test_a_cell_that_somebody_else_changed_meanwhile_is_a_conflict(store_url: str) -> None:
    with open_store(store_url) as store, open_store(store_url) as other:
        one = Desk.open(store, "Coordinator")
        listing.add(one, [named("Birch Primary")])
        two = Desk.open(other, "Assistant")
        seen = two.portfolio.listed["birch-primary"]
        listing.edit(one, "birch-primary", {"area": "East"})
        with pytest.raises(ConflictError):
            listing.edit(two, "birch-primary", {"area": "West"}, seen)
        two.refresh()
        assert two.portfolio.listed["birch-primary"].area == "East"


def test_what_is_removed_by_one_is_not_changed_by_another(store_url: str) -> None:
    with open_store(store_url) as store, open_store(store_url) as other:
        one = Desk.open(store, "Coordinator")
        listing.add(one, [named("Birch Primary")])
        two = Desk.open(other, "Assistant")
        listing.remove(one, ["birch-primary"])
        with pytest.raises(ConflictError):
            listing.edit(two, "birch-primary", {"area": "West"})
        one.refresh()
        assert names(one) == []


def test_every_kind_that_a_desk_keeps_survives_a_backup(tmp_path_factory: pytest.TempPathFactory) -> None:
    from rrsa.portfolio import edits

    folder = tmp_path_factory.mktemp("desk")
    with open_store(folder / "rrsa.db") as store:
        desk = Desk.open(store, "Coordinator")
        for record in kinds.RECORDS:
            desk.commit("One of each", (edits.create(record.KIND, f"x:{record.KIND}:1", {}), ()))
        kept = desk.portfolio.records
        store.backup(folder / "copy.db")
    with open_store(folder / "copy.db", create=False) as store:
        assert Desk.open(store, "Coordinator").portfolio.records == kept


def test_whoever_may_not_keep_the_desk_is_told_whose_it_is(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_given: object, **_more: object) -> None:
        raise NotAllowed("you may not set up “desk.overview” here", "choose another name")

    with open_store(tmp_path_factory.mktemp("desk") / "rrsa.db") as store:
        monkeypatch.setattr(store, "create", refused)
        with pytest.raises(NotAllowed, match="belongs to whoever coordinates all settings here — ask"):
            listing.add(Desk.open(store, "Lead"), [named("Birch Primary")])
