"""Random portfolios said under a framework, and whether a move has lost anything of them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from hypothesis import strategies as st

from rrsa.framework.model import Framework
from rrsa.portfolio.portfolio import Portfolio, record_cells
from rrsa.portfolio.records import (
    SETTING_ID,
    Action,
    AgreedView,
    ChecklistRecord,
    Evidence,
    Link,
    LookRecord,
    Measure,
    MilestoneRecord,
    OutcomeRecord,
    Record,
    Review,
    ReviewView,
    SettingRecord,
    link_id,
)
from rrsa.portfolio.voices import Round, Tally

TEXT = (
    st.text(
        st.characters(min_codepoint=32, max_codepoint=0x24F, blacklist_categories=("Cs", "Cc")), min_size=1
    )
    .map(str.strip)
    .filter(bool)
)
_MAYBE = st.none() | TEXT


def portfolios(framework: Framework, sha256: str) -> st.SearchStrategy[Portfolio]:
    """Portfolios in which every kind of record that follows an id may stand."""
    grades = st.none() | st.sampled_from([step.grade for step in framework.scale])
    stages = st.none() | st.sampled_from(list(framework.stage_by_id))
    targets = list(framework.outcome_of)

    @st.composite
    def made(draw: st.DrawFn) -> Portfolio:
        records: list[Record] = [
            SettingRecord(
                SETTING_ID,
                name=draw(TEXT)[:100],
                kind=framework.for_.value,
                framework=framework.ref,
                framework_sha256=sha256,
                aim=draw(stages),
                held=draw(stages),
            )
        ]

        def some(ids: list[str], most: int) -> list[str]:
            return draw(st.lists(st.sampled_from(ids), unique=True, max_size=most)) if ids else []

        for each in some(list(framework.outcomes), 4):
            records.append(
                OutcomeRecord(
                    each, draw(grades), draw(_MAYBE), draw(_MAYBE), draw(_MAYBE), None, draw(_MAYBE)
                )
            )
        for each in some(list(framework.indicators), 6):
            answer = draw(st.sampled_from(["yes", "partly", "not-yet", "unsure"]))
            records.append(LookRecord(each, answer, draw(_MAYBE)))
        for each in some(list(framework.outcomes), 3):
            records.append(AgreedView(each, draw(grades), draw(TEXT), "2026-03-02"))
        if draw(st.booleans()):
            records.append(Review("W1", True, draw(TEXT), "colleague"))
            for each in some(list(framework.outcomes), 3):
                words, note = draw(_MAYBE), draw(_MAYBE)
                yes = draw(st.none() | st.booleans())
                records.append(
                    ReviewView(
                        f"W1:{each}", True, "W1", each, draw(grades), words=words, said_yes=yes, note=note
                    )
                )
        for number in range(draw(st.integers(0, 3))):
            name = f"E{number}"
            records.append(Evidence(name, True, draw(TEXT), "children", "first-hand", "2026-02-01"))
            for target in some(targets, 4):
                direction = draw(st.sampled_from(["works", "mixed", "not-yet"]))
                chosen = draw(st.sampled_from([None, True]))
                records.append(Link(link_id(name, target), True, name, target, direction, chosen))
        for number, each in enumerate(some(list(framework.outcomes), 3)):
            records.append(Action(f"A{number}", True, draw(TEXT), each))
            records.append(Measure(f"M{number}", True, draw(TEXT), each))
        if draw(st.booleans()):
            records.append(Round("V1", True, "Asked", "children", n=12))
            for number, each in enumerate(some(targets, 3)):
                records.append(
                    Tally(f"T{number}", True, "V1", each, draw(TEXT), "agree", 1, "yes", 1, None, 6, 12)
                )
        for each in some(list(framework.milestone_by_id), 4):
            records.append(MilestoneRecord(each, "2026-01-05", draw(_MAYBE)))
        for each in some(list(framework.checklist_by_id), 3):
            records.append(ChecklistRecord(each, "2026-01-05", draw(_MAYBE)))
        return Portfolio.from_records(r for r in records if any(record_cells(r)))

    return made()


PLACES = {"outcome", "target", "review", "present", "aim", "held", "framework", "framework_sha256", "kind"}
"""Fields that say where something belongs, which a move is there to change."""


def said(portfolio: Portfolio) -> Iterator[tuple[str, str, object]]:
    """Everything that somebody has said, done or seen, wherever it stands now: kind, field, value."""
    for cell, value in portfolio.cells():
        if cell.kind == "parked":
            if cell.field == "content":
                parked = portfolio.parked[cell.record]
                for name, kept in json.loads(str(value))["fields"].items():
                    yield parked.kind or "", name, kept
        else:
            yield cell.kind, cell.field, value


def lost(before: Portfolio, after: Portfolio) -> list[tuple[str, str, object]]:
    """What stood in ``before`` and cannot be found in ``after``."""
    there = set(said(after))
    return [each for each in said(before) if each[1] not in PLACES and each not in there]
