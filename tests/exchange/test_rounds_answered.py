"""A round that was asked aloud, as it leaves: what came of it, and nothing small or taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from rrsa.evaluation import Evaluation
from rrsa.exchange.export import export_workbook
from rrsa.exchange.report.audiences import Audience
from rrsa.exchange.report.writing import write_report
from rrsa.framework.catalogue import find
from rrsa.setup import create_setting
from rrsa.store import open_store

SAID = "We would like a longer play."


@pytest.fixture
def glen(tmp_path: Path) -> Iterator[Evaluation]:
    """A school whose Primary 1 was asked, agreed a sentence, and has had its answers."""
    with open_store(tmp_path / "glen.db") as store:
        made = create_setting(store, "Glen", find("rights-respecting-school"), author="Lead")
        glen = Evaluation.open(store, made, author="Lead")
        round_ = glen.keep_round(
            glen.framework.voices_by_id["younger"],
            n=17,
            counts={"play": (9, 5, 3), "safe": (11, 6, 0)},
            group="Primary 1",
            sentence=SAID,
            day="2026-01-12",
        )
        item = glen.evidence_of_round(round_)
        done = glen.add_action("2", {"what": "Rota", "because": item, "for_children": "Play is longer now."})
        glen.finish_action(done)
        no = glen.add_action("2", {"what": "Pool", "because": item, "for_children": "A pool"})
        glen.give_up_action(no, "it costs more than the school has")
        yield glen


def page(glen: Evaluation, folder: Path) -> str:
    file = folder / "children.html"
    write_report(glen, file, audience=Audience.CHILDREN)
    return file.read_text(encoding="utf-8")


def children_sheet(glen: Evaluation, folder: Path) -> str:
    file = folder / "assessor.xlsx"
    export_workbook(glen, file)
    rows: list[tuple[Any, ...]] = list(load_workbook(file)["Children's views"].iter_rows(values_only=True))
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


def test_children_read_what_they_said_and_what_came_of_it(glen: Evaluation, tmp_path: Path) -> None:
    told = page(glen, tmp_path)
    for said in (
        "How it is here (younger children), Primary 1",
        SAID,
        "Play is longer now.",
        f"You said: “{SAID}”",
        "A pool",
        "Why: it costs more than the school has",
    ):
        assert said in told
    assert "Rota" not in told, "children are told it in the words that were written for them"


def test_the_assessor_reads_it_among_childrens_views(glen: Evaluation, tmp_path: Path) -> None:
    told = children_sheet(glen, tmp_path)
    assert "We did: Play is longer now." in told
    assert "We can’t: A pool – because it costs more than the school has" in told


def test_small_counts_do_not_leave(glen: Evaluation, tmp_path: Path) -> None:
    for told in (page(glen, tmp_path), children_sheet(glen, tmp_path)):
        assert "3 of 17" not in told


def test_words_that_are_taken_back_leave_nowhere(glen: Evaluation, tmp_path: Path) -> None:
    (item,) = [e for e in glen.portfolio.evidence.values() if e.said == SAID]
    glen.edit_evidence(item.id, {"consent": "withdrawn"})
    for told in (page(glen, tmp_path), children_sheet(glen, tmp_path)):
        assert SAID not in told


def test_in_a_house_a_sentence_leaves_only_as_evidence(tmp_path: Path) -> None:
    words = "I want to cook on Sundays."
    with open_store(tmp_path / "house.db") as store:
        made = create_setting(store, "Burnside", find("rights-respecting-house"), author="Lead")
        house = Evaluation.open(store, made, author="Lead")
        round_ = house.keep_round(
            house.framework.voices_by_id["our-house"], n=1, group="one person", sentence=words
        )
        assert words not in children_sheet(house, tmp_path) + page(house, tmp_path)
        item = house.evidence_of_round(round_, ["2"])
        assert words in children_sheet(house, tmp_path)
        assert words in page(house, tmp_path)
        house.edit_evidence(item, {"consent": "withdrawn"})
        assert words not in children_sheet(house, tmp_path) + page(house, tmp_path)
