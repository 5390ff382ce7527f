"""The desk's history as people read it."""

from __future__ import annotations

from pathlib import Path

from rrsa.overview import desk_words, listing
from rrsa.overview.desk import Desk
from rrsa.portfolio import desk, edits
from rrsa.portfolio.changes import Cell, Change
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import SPECS
from rrsa.store import open_store


def latest(desk: Desk) -> list[str]:
    (entry,) = desk.history(limit=1)
    return [line.text for line in desk_words.tell(desk.portfolio, entry.changeset.changes)]


def test_what_was_done_to_the_list_is_told(tmp_path: Path) -> None:
    with open_store(tmp_path / "rrsa.db") as store:
        desk = Desk.open(store, "Coordinator")
        listing.add(desk, [listing.entry({"name": "Birch House", "kind": "house", "area": "West"})])
        assert latest(desk) == ["New: “Birch House”", "Kind: Children's house", "Area: West"]
        listing.edit(desk, "birch-house", {"area": "East", "role": "Manager"})
        assert latest(desk) == [
            "“Birch House”, area: West → East",
            "“Birch House”, whom one writes to: Manager",
        ]
        listing.note_issued(desk, {"birch-house": "an-export"}, "2026-09-01")
        assert latest(desk) == ["“Birch House”, blank copy sent: 1 Sep 2026"]
        listing.remove(desk, ["birch-house"])
        assert latest(desk) == ["Removed: “Birch House”"]


def test_targets_and_rounds_are_told_in_words(tmp_path: Path) -> None:
    with open_store(tmp_path / "rrsa.db") as store:
        desk = Desk.open(store, "Coordinator")
        listing.add(desk, [listing.entry({"name": "Ash Primary"}), listing.entry({"name": "Elm"})])
        target = {"title": "Safe everywhere", "group": "kind:residential", "subject": "view:4", "wanted": 5}
        desk.commit("Target set", (edits.create("target", "T1", target), ()))
        assert latest(desk) == [
            "New: “Safe everywhere”",
            "For whom: Children's house",
            "About what: our view of outcome 4",
            "How many settings are to reach it: 5",
        ]
        drawn = {"moderation": "W1", "setting": "ash-primary", "outcome": "4", "reviewer": "elm"}
        desk.commit("Drawn", (edits.create("moderated", "W1:ash-primary:4", drawn), ()))
        assert latest(desk) == ["New: outcome 4 of Ash Primary: Elm"]
    assert desk_words.group_words("all") == "all settings"
    assert desk_words.group_words("area:East") == "East"


def test_every_field_can_be_told() -> None:
    """A field that is added to a record and has no heading would go untold."""
    for_the_program = {
        *(("listed", field) for field in ("issued",)),
        *(("moderation", field) for field in ("drawn_from",)),
        *(("moderated", field) for field in ("ref", "shared_at")),
    }
    untold = {
        (record.KIND, field)
        for record in desk.RECORDS
        for field in SPECS[record.KIND]
        if field != "present" and (record.KIND, field) not in for_the_program
        if not desk_words.tell(
            Portfolio(),
            [
                Change(
                    Cell(record.KIND, "x", field),
                    None,
                    1 if SPECS[record.KIND][field].type == "whole" else "2026-01-01",
                )
            ],
        )
    }
    assert untold == set()
