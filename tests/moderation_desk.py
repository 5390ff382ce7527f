"""A desk with a round on it, over settings whose snapshots lie in the same database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rrsa.guide.shared import Shared, SharedOutcome, SharedPiece, parts_text
from rrsa.overview.desk import Desk
from rrsa.overview.moderation import Wish
from rrsa.overview.round_edits import start
from rrsa.overview.rounds import Round, drawn_now, open_round
from rrsa.store import Store, open_store
from rrsa.store.shared import SharedRow, Signed
from rrsa.store.shared import take as take_snapshot
from rrsa.vocabulary import Perspective, SettingKind

AT = "2026-11-01T09:00:00.000000+00:00"
LATER = "2026-11-09T09:00:00.000000+00:00"
SCHOOL = {1: "First steps", 2: "Taking shape", 3: "Making a difference", 4: "Second nature"}
HOUSE = {1: "Unsatisfactory", 2: "Weak", 3: "Adequate", 4: "Good", 5: "Very good", 6: "Excellent"}
NAMES = (
    "Kirkbrae Primary",
    "Glenmore School",
    "Inverallan Academy",
    "Strathcarron School",
    "Balgreen Primary",
    "St Mungo's Primary",
    "Dunmore High",
)
SHORT = {str(n): f"Outcome {n}" for n in range(1, 10)}


def slug(name: str) -> str:
    return name.lower().replace("'", "").replace(" ", "-")


def snapshot(name: str, *, house: bool = False, at: str = AT, views: dict[str, int] | None = None) -> Shared:
    """A setting that says something of every outcome, and of outcome 4 more than elsewhere."""
    from rrsa.guide.shared import Part

    views = views or {str(o): 1 + (len(name) + o) % 4 for o in range(1, 10)}
    return Shared(
        setting=slug(name),
        name=name,
        kind=SettingKind.RESIDENTIAL if house else SettingKind.SCHOOL,
        framework="rights-respecting-house@2026.1" if house else "rights-respecting-school@2026.1",
        framework_sha256="",
        at=at,
        by="Lead",
        parts=frozenset({Part.VIEWS, Part.MODERATION}),
        area="East" if len(name) % 2 else "West",
        scale=HOUSE if house else SCHOOL,
        short=SHORT,
        outcomes={
            outcome: SharedOutcome(
                outcome,
                view=view,
                line=f"In {name} the council asks everybody",
                achieved='=HYPERLINK("http://example.org")',
                pieces=(SharedPiece(f"Minutes of {name}", Perspective.CHILDREN, None, "2026-03-03"),),
            )
            for outcome, view in views.items()
        },
    )


def lay(store: Store, shared: Shared) -> None:
    """Puts a snapshot where the coordinator's inbox would."""
    row = SharedRow(
        shared.setting,
        shared.at,
        shared.at,
        withdrawn=False,
        key="k",
        name=shared.name,
        kind=shared.kind.value,
        area=shared.area,
        framework=shared.framework,
        parts=parts_text(shared.parts),
    )
    take_snapshot(store, Signed(row, shared.to_json(), "s"), lambda text, _parts: text)


def withdraw(store: Store, shared: Shared) -> None:
    row = SharedRow(shared.setting, LATER, LATER, withdrawn=True, key="k")
    take_snapshot(store, Signed(row, None, "s"), lambda text, _parts: text)


@contextmanager
def desk_with(file: Path, settings: Iterable[Shared]) -> Iterator[Desk]:
    with open_store(file, create=True) as store:
        for each in settings:
            lay(store, each)
        yield Desk.open(store, "Coordinator")


def drawn(desk: Desk, each: int = 2, **wish: Any) -> Round:
    """A round on the desk."""
    made = drawn_now(desk.store, Wish("a seed", each, **wish))
    return open_round(desk, start(desk, made, title="Autumn round"))


def fill_in(path: Path, answer: Callable[[int, list[Any]], None], sheet: str = "Your views") -> None:
    """Has ``answer`` change the cells of every row that is to be filled in, as somebody in Excel would."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    rows = [row for row in book[sheet].iter_rows(min_row=4) if row[0].value]
    for n, row in enumerate(rows):
        answer(n, list(row))
    book.save(path)
    book.close()


VIEW, WORDS, WHY_NOT = 3, 4, 5
