"""The history as people read it: found by outcome, item and day, and told in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from rrsa.errors import NotFound
from rrsa.evaluation import Evaluation
from rrsa.framework.adopted import adopt_file
from rrsa.guide import history
from rrsa.guide.history import Line, Wanted
from rrsa.portfolio.changes import Cell, Change, Changeset, ConflictError
from rrsa.portfolio.records import Value
from rrsa.setup import create_setting
from rrsa.store import open_store

SMALL = adopt_file(Path(__file__).parent.parent / "data" / "small-framework.yaml")


@pytest.fixture
def glen(tmp_path: Path) -> Iterator[Evaluation]:
    with open_store(tmp_path / "rrsa.db") as store:
        create_setting(store, "Glen", SMALL, author="lead")
        yield Evaluation.open(store, "glen", author="lead")


def outcomes(evaluation: Evaluation) -> tuple[str, str]:
    one, two = list(evaluation.framework.outcomes)[:2]
    return one, two


def reasons(evaluation: Evaluation, wanted: Wanted, **more: int) -> list[str]:
    return [entry.changeset.reason for entry in history.page(evaluation, wanted, **more)]


def latest(evaluation: Evaluation) -> list[str]:
    """What the latest change did, in words."""
    (entry,) = history.page(evaluation, Wanted(), limit=1)
    told = history.tell(evaluation.framework, evaluation.portfolio, entry.changeset.changes)
    return [line.text for line in told]


# -- finding -------------------------------------------------------------------------------------------


def test_an_outcome_brings_all_that_ever_belonged_to_it(glen: Evaluation) -> None:
    one, two = outcomes(glen)
    look = glen.framework.outcomes[one].indicators[0].id
    glen.record_outcome(one, {"view": 2})
    glen.record_outcome(two, {"view": 3})
    item = glen.add_evidence({"title": "Survey", "perspective": "children"}, [look])
    glen.edit_evidence(item, {"place": "Blue folder"})
    glen.remove_evidence(item)
    gone = glen.add_action(one, {"what": "Ask"})
    glen.edit_action(gone, {"outcome": two})
    glen.remove_action(gone)
    measure = glen.add_measure(one, {"title": "Late", "counts": "events", "better": "fewer"})
    reading = glen.add_reading(measure, {"count": 4})
    glen.remove_reading(reading)
    assert reasons(glen, Wanted(outcome=one)) == [
        "Reading removed: Late",
        "Reading added: Late",
        "Measure added: Late",
        "Action removed: Ask",
        "Action changed: Ask",
        "Action added: Ask",
        "Evidence removed: Survey",
        "Evidence changed: Survey",
        "Evidence added: Survey",
        f"Our view of outcome {one}, {glen.framework.outcomes[one].short}",
    ]


def test_an_item_is_found_after_its_removal_and_by_a_beginning_before(glen: Evaluation) -> None:
    one, two = outcomes(glen)
    item = glen.add_evidence({"title": "Survey", "perspective": "children"}, [one])
    glen.add_evidence({"title": "Other", "perspective": "adults"}, [one])
    glen.link(item, [two])
    assert reasons(glen, Wanted(item=item[:5].lower())) == [
        "Evidence linked: Survey",
        "Evidence added: Survey",
    ]
    glen.remove_evidence(item)
    assert reasons(glen, Wanted(item=item))[0] == "Evidence removed: Survey"
    with pytest.raises(NotFound, match="no item “nothing”"):
        history.page(glen, Wanted(item="nothing"))


def test_one_day_as_the_clock_on_the_wall_has_it(glen: Evaluation) -> None:
    one, _two = outcomes(glen)
    cell = Cell("outcome", one, "line")
    before: Value = None
    for at, line in (
        ("2026-03-01T11:59:00.000000+00:00", "the day before"),
        ("2026-03-02T12:00:00.000000+00:00", "that day"),
        ("2026-03-03T12:00:00+00:00", "the day after"),
    ):
        glen.store.commit("glen", Changeset("lead", line, (Change(cell, before, line),), at=at))
        before = line
    assert reasons(glen, Wanted(day=date(2026, 3, 2))) == ["that day"]
    assert reasons(glen, Wanted(day=date(2026, 3, 4))) == []
    assert reasons(glen, Wanted(outcome=one, day=date(2026, 3, 3))) == ["the day after"]


def test_pages_follow_each_other_without_a_gap(glen: Evaluation) -> None:
    one, two = outcomes(glen)
    for n in range(1, 8):
        glen.record_outcome(one, {"line": f"line {n}"})
        glen.record_outcome(two, {"line": f"line {n}"})
    whole = history.page(glen, Wanted(outcome=one), limit=None)
    assert len(whole) == 7
    found = []
    before = None
    while page := history.page(glen, Wanted(outcome=one), limit=3, before=before):
        found += page
        before = page[-1].revision
    assert found == whole


def test_a_page_knows_what_was_taken_back_far_away(glen: Evaluation) -> None:
    one, two = outcomes(glen)
    glen.record_outcome(one, {"view": 2})
    (first,) = history.page(glen, Wanted(), limit=1)
    for n in range(5):
        glen.record_outcome(two, {"line": f"line {n}"})
    glen.undo(first.changeset.uuid)

    def undone() -> list[bool]:
        return [entry.undone for entry in history.page(glen, Wanted(outcome=one))]

    assert undone() == [False, True]
    glen.redo()
    assert undone() == [False, True, False]
    glen.undo(first.changeset.uuid)
    assert undone() == [False, True, True, True]


def test_it_says_what_stands_on_a_change(glen: Evaluation) -> None:
    one, two = outcomes(glen)
    glen.record_outcome(one, {"view": 2})
    (first,) = history.page(glen, Wanted(), limit=1)
    glen.record_outcome(two, {"view": 2})
    assert glen.store.standing_on("glen", first.changeset.uuid) == []
    glen.record_outcome(one, {"view": 3})
    glen.record_outcome(one, {"view": 4})
    stands = glen.store.standing_on("glen", first.changeset.uuid)
    assert [entry.changeset.changes[0].after for entry in stands] == [4, 3]
    glen.undo()
    glen.undo()
    assert glen.store.standing_on("glen", first.changeset.uuid) == []


def test_an_action_comes_back_only_with_its_measure(glen: Evaluation) -> None:
    one, _two = outcomes(glen)
    measure = glen.add_measure(one, {"title": "Late", "counts": "events", "better": "fewer"})
    made = glen.add_action(one, {"what": "Ask", "measure": measure})
    glen.remove_action(made)
    (removal,) = history.page(glen, Wanted(), limit=1)
    glen.remove_measure(measure)
    with pytest.raises(ConflictError):
        glen.undo(removal.changeset.uuid)
    assert made not in glen.portfolio.actions


# -- telling -------------------------------------------------------------------------------------------


def test_a_view_is_told_by_its_names(glen: Evaluation) -> None:
    one, _two = outcomes(glen)
    short = glen.framework.outcomes[one].short
    names = {step.grade: step.name for step in glen.framework.scale}
    glen.record_outcome(one, {"view": 1})
    assert latest(glen) == [f"Our view of {one} {short}: {names[1]}"]
    glen.record_outcome(one, {"view": 2})
    assert latest(glen) == [f"Our view of {one} {short}: {names[1]} → {names[2]}"]
    glen.record_outcome(one, {"view": None})
    assert latest(glen) == [f"Our view of {one} {short}: {names[2]} → (taken away)"]


def test_evidence_and_links_are_told_without_ids_and_hashes(glen: Evaluation, tmp_path: Path) -> None:
    one, two = outcomes(glen)
    file = tmp_path / "count.csv"
    file.write_text("a,b\n", encoding="utf-8")
    item = glen.add_evidence(
        {"title": "Survey", "perspective": "children", "date": "3 Apr 2026", "identifiable": True},
        [one],
        file=file,
    )
    told = latest(glen)
    assert told[0] == "New: “Survey”"
    assert {"Whose view: Children's views", "Date: 3 Apr 2026", "File: count.csv"} <= set(told)
    assert "Shows a child who could be recognised: yes" in told
    said = glen.framework.outcomes[one]
    assert f"“Survey”, shown for {one} {said.short}: Shows it works" in told
    stored = glen.portfolio.evidence[item]
    assert not any(str(each) in line for line in told for each in (item, stored.file_sha256))
    glen.choose(item, one, True)
    assert latest(glen) == [f"“Survey”: chosen for {one} {said.short}"]
    glen.link(item, [two], "not-yet")
    glen.unlink(item, [two])
    assert latest(glen) == [f"“Survey”: no longer shown for {two} {glen.framework.outcomes[two].short}"]
    glen.remove_evidence(item)
    assert "Removed: “Survey”" in latest(glen)


def test_an_action_tells_what_it_is_tied_to(glen: Evaluation) -> None:
    one, _two = outcomes(glen)
    measure = glen.add_measure(one, {"title": "Late", "counts": "events", "better": "fewer"})
    made = glen.add_action(one, {"what": "Open the gate", "measure": measure, "due": "2026-04-30"})
    assert {"New: “Open the gate”", "Is to move: “Late”", "By when: 30 Apr 2026"} <= set(latest(glen))
    glen.give_up_action(made, "The road is closed")
    assert set(latest(glen)) == {
        "“Open the gate”, how far: Planned → We cannot",
        "“Open the gate”, why not: The road is closed",
    }


def test_long_texts_stand_before_and_after() -> None:
    assert not Line("Why", "short", "also short").is_long
    assert Line("Why", "", "x" * 61).is_long
    assert Line("Why", "two\nlines", "").is_long


def test_every_field_can_be_told(glen: Evaluation) -> None:
    """A field that is added to a record and has no heading would go untold."""
    from rrsa.portfolio import desk
    from rrsa.portfolio.records import SPECS

    at_a_desk = {record.KIND for record in desk.RECORDS}  # no setting's history; a desk tells its own
    silent = {"present", "file_sha256", "file_type", "file_size", "framework_sha256", "evidence", "target"}
    for_the_program = {
        *(("reading", "measure"), ("form", "columns")),
        *(("review_view", field) for field in ("review", "outcome")),
        *(("parked", field) for field in ("origin", "kind", "record", "about", "content")),
        *(("tally", field) for field in ("round", "place", "rank")),
    }
    untold = {
        (kind, field)
        for kind, specs in SPECS.items()
        if kind not in at_a_desk
        for field in specs
        if field not in silent and kind != "link" and (kind, field) not in for_the_program
        if not history.tell(
            glen.framework,
            glen.portfolio,
            [Change(Cell(kind, "x", field), None, 1 if specs[field].type == "whole" else "2026-01-01")],
        )
    }
    assert untold == set()


def test_days_are_headed_as_people_say_them() -> None:
    today = date(2026, 4, 3)
    days = [today, today - timedelta(days=1), today - timedelta(days=2)]
    assert [history.day_words(day, today) for day in days] == ["Today", "Yesterday", "1 Apr 2026"]
