"""What came back, made by hand: a few differences of every kind over the sample school."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from app_desk import SETTING

from rrsa.exchange.returning.applying import Applied, apply_return
from rrsa.exchange.returning.preview import Difference, Preview, Refusal, Side, Standing
from rrsa.portfolio import edits
from rrsa.portfolio.changes import Cell
from rrsa.portfolio.records import Value
from rrsa.store import Store
from rrsa.tui.coming_back import Workbooks

HEAD = "wc-head.xlsx"
NURSE = "wc-nursery.xlsx"


def side(cell: Cell, value: Any, words: str | None = None, who: str = "head teacher", **more: Any) -> Side:
    workbook = more.pop("workbook", HEAD)
    return Side({cell: value}, words or str(value or ""), who, workbook, more.pop("place", "Outcomes!D7"))


def some_differences(store: Store) -> tuple[Difference, ...]:
    """A change, a conflict, two workbooks that disagree, a question, a missing row, and a new row."""
    portfolio = store.load(SETTING).portfolio
    now = {
        cell: portfolio.value(cell)
        for cell in (
            Cell("outcome", "1", "line"),
            Cell("outcome", "2", "view"),
            Cell("outcome", "4", "line"),
            Cell("outcome", "5", "line"),
            Cell("outcome", "6", "view"),
        )
    }
    line_1, view_2, line_4, line_5, view_6 = now
    piece = sorted(portfolio.evidence)[0]
    gone, guards = edits.remove_evidence(portfolio, piece)
    made: dict[Cell, Value] = {
        Cell("action", "A00000777", name): value
        for name, value in {
            "present": True,
            "what": "Paint the gate",
            "outcome": "4",
            "status": "planned",
        }.items()
    }
    title = portfolio.evidence[piece].title or ""

    def difference(cell: Cell, about: str, standing: Standing, *theirs: Side, **more: Any) -> Difference:
        mine = more.pop("mine", str(now.get(cell) or ""))
        return Difference(
            "/".join(cell),
            about,
            more.pop("base", mine),
            mine,
            theirs,
            standing,
            now={cell: now.get(cell)},
            **more,
        )

    return (
        difference(
            line_4,
            "4 Safe · Why we say so",
            Standing.CONFLICT,
            side(line_4, "Every child names an adult."),
            base="They know whom to ask.",
        ),
        difference(
            line_5,
            "5 Wellbeing · Why we say so",
            Standing.CONFLICT,
            side(line_5, "Water bottles everywhere."),
            side(line_5, "Fruit each morning.", who="nursery teacher", workbook=NURSE, place="Outcomes!D9"),
        ),
        difference(
            view_6,
            "6 Everyone belongs · Our view",
            Standing.QUESTION,
            side(view_6, 3, "3 Making a difference"),
            base=None,
        ),
        Difference(
            f"missing/evidence/{piece}",
            f"“{title}” · The whole row",
            title,
            title,
            (Side({c.cell: None for c in gone}, "", HEAD, HEAD, "Evidence"),),
            Standing.MISSING,
            now={c.cell: c.before for c in gone},
            guards=tuple(guards),
        ),
        difference(
            line_1,
            "1 Knowing our rights · Why we say so",
            Standing.CHANGE,
            side(line_1, "They teach the others."),
        ),
        difference(
            view_2, "2 Rights in daily life · Our view", Standing.CHANGE, side(view_2, 4, "4 Second nature")
        ),
        Difference(
            "action/A00000777/what",
            "New action · What",
            None,
            "",
            (Side(made, "Paint the gate", "head teacher", HEAD, "Plan!C4"),),
            Standing.CHANGE,
            is_new=True,
            now=dict.fromkeys(made),
        ),
        Difference(
            "action/A00000777/who",
            "New action · Who",
            None,
            "",
            (
                Side(
                    {Cell("action", "A00000777", "who"): "janitor"},
                    "janitor",
                    "head teacher",
                    HEAD,
                    "Plan!D4",
                ),
            ),
            Standing.CHANGE,
            is_new=True,
            now={Cell("action", "A00000777", "who"): None},
            follows=("action/A00000777/what",),
        ),
    )


class Returned(Workbooks):
    """Files that came back: looked at and brought in as the real ones are, without a file."""

    title = "Bringing in wc-head.xlsx"

    def __init__(self, make: Callable[[Store], list[Preview]] | None = None) -> None:
        self._make = make or (lambda store: [preview_of(store)])
        self.looks = 0
        self.before_bringing: Callable[[Store], None] = lambda store: None

    def look(self, store: Store, progress: Callable[[int, int], None]) -> list[Preview]:
        self.looks += 1
        progress(0, 2)
        made = self._make(store)
        progress(2, 2)
        return made

    def bring_in(self, store: Store, preview: Preview, choices: Mapping[str, str], author: str) -> Applied:
        self.before_bringing(store)
        return apply_return(store, preview, choices, author=author)


REFUSED = Refusal("Evidence!F12", "“32/13/2026” is no day — write it like 3 Apr 2026", HEAD)


def preview_of(store: Store, **more: Any) -> Preview:
    """A preview of the sample school, as it stands now; what has gone in is no difference any more."""
    snapshot = store.load(SETTING)
    differences = tuple(
        each
        for each in some_differences(store)
        if any(list(each.changes(side)) for side in each.theirs)
        and not (each.is_new and "A00000777" in snapshot.portfolio.actions)
        and not (each.standing is Standing.MISSING and each.key[17:] not in snapshot.portfolio.evidence)
    )
    made = Preview(
        SETTING,
        snapshot.portfolio.setting.name or "",
        False,
        snapshot.revision,
        (HEAD, NURSE),
        differences,
        (REFUSED,),
        ("3 rows had not been touched",),
    )
    return replace(made, **more)
