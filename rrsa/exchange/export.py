"""Exporting a workbook: the assessor's copy, the working copy, or a blank one."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from rrsa.errors import BadInput, RrsaError
from rrsa.exchange.target import check_target, write_whole
from rrsa.i18n import _
from rrsa.paths import expanded

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.exchange.content import Content
    from rrsa.exchange.gate.leaving import Hit
    from rrsa.portfolio.privacy import Why
    from rrsa.portfolio.records import SettingRecord

Copy: TypeAlias = Literal["assessor", "working"]
Progress: TypeAlias = Callable[[int, int], None]


class Cancelled(RrsaError):
    """Raised by a progress callback to stop an export; nothing is written then."""

    def __init__(self) -> None:
        super().__init__(_("the export was cancelled"), _("nothing was written"))


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: where, how many pieces of evidence were held back, the sheets that people see.
    ``held`` counts by reason; ``hits`` are the names that were found on the way."""

    path: Path
    held_back: int
    sheets: tuple[str, ...]
    held: Mapping[Why, int] = field(default_factory=dict)
    hits: tuple[Hit, ...] = ()

    @property
    def fuller_on_screen(self) -> bool:
        """Whether figures on the setting's own screen may be higher than in the workbook."""
        return self.held_back > 0


def export_workbook(
    evaluation: Evaluation,
    path: Path,
    *,
    copy: Copy = "assessor",
    blank: bool = False,
    keep: Collection[str] = (),
    progress: Progress | None = None,
) -> Exported:
    """Writes a workbook of ``evaluation`` to ``path``, an ``.xlsx`` file.

    ``blank`` gives the working copy with nothing filled in. Everything is assessed from what may leave;
    ``keep`` names entries of the setting's list of names that are knowingly left in.
    ``progress`` is called with how many of how many steps are done, and may raise :class:`Cancelled`.
    The file appears whole or not at all. Raises :class:`~rrsa.errors.BadInput` for a path that will not
    do or a file that is not ours to replace, and :class:`~rrsa.errors.EnvironmentFailed` where the
    machine is in the way.
    """
    path = expanded(Path(path))
    if copy not in ("assessor", "working"):
        raise BadInput(
            _("there is no copy “{copy}”").format(copy=copy), _("choose one of: assessor, working")
        )
    if blank and copy != "working":
        raise BadInput(_("only the working copy can be blank"), _("leave out one of the two"))
    check_target(path)
    with _no_collecting():
        content = content_of(evaluation, "blank" if blank else copy, keep)
        made, sheets = render(content, progress)
    check_target(path)  # somebody may have put a file there meanwhile
    write_whole(path, made)
    return Exported(path, content.held_back, sheets, content.held, content.hits)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """A workbook is a great many small values without a cycle among them: looking for cycles again and
    again while they are made takes a fifth of the time and finds nothing."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def content_of(evaluation: Evaluation, copy: str, keep: Collection[str] = ()) -> Content:
    """What may leave of an evaluation, and what that comes to."""
    from rrsa.exchange.content import Content, people_shown
    from rrsa.exchange.gate.leaving import through_the_gate
    from rrsa.exchange.identity import NO_BASE, Identity
    from rrsa.portfolio.portfolio import Portfolio
    from rrsa.scoring.assess import assess

    on = evaluation.on  # once: midnight may pass
    # One snapshot, so that the base changeset is the one that the values stand on.
    snapshot = evaluation.store.load(evaluation.setting_id)
    base = evaluation.store.uuid_at(evaluation.setting_id, snapshot.revision)
    whole = snapshot.portfolio
    if copy == "blank":
        whole = Portfolio.from_records([whole.setting])
    leaving = through_the_gate(
        evaluation.store, evaluation.setting_id, evaluation.framework, whole, keep=keep
    )
    portfolio = leaving.portfolio
    people, children_in_all = people_shown(portfolio)
    identity = Identity(
        setting=evaluation.setting_id,
        framework=evaluation.framework.ref,
        framework_sha256=portfolio.setting.framework_sha256 or "",
        copy=copy,
        day=on.isoformat(),
        base=base or NO_BASE,
        details=() if copy == "assessor" else copy_details(portfolio.setting),
    )
    return Content(
        framework=evaluation.framework,
        portfolio=portfolio,
        assessment=assess(evaluation.framework, portfolio, on),
        on=on,
        held_back=leaving.held_back,
        identity=identity,
        people=people,
        children_in_all=children_in_all,
        held=leaving.held,
        hits=leaving.hits,
    )


def copy_details(setting: SettingRecord) -> tuple[tuple[str, str], ...]:
    """What a working copy says of its setting, so that a blank one can become a new one; and beside which
    words its first sheet has the role that filled it in."""
    known = (
        ("name", setting.name),
        ("aim", setting.aim),
        ("authority", setting.authority),
        ("lead", setting.lead),
        ("who", _("Filled in by (a role)")),
    )
    return tuple((name, value) for name, value in known if value)


def render(content: Content, progress: Progress | None = None) -> tuple[bytes, tuple[str, ...]]:
    """The workbook's bytes and the names of the sheets that people see."""
    from rrsa.exchange import assessor, working
    from rrsa.exchange.book import Book
    from rrsa.exchange.text import cell_text
    from rrsa.portfolio.checks import show_day

    kind = content.identity.copy
    subject = {
        "assessor": _("Assessor's copy of a rights-respecting self-evaluation"),
        "working": _("Working copy of a rights-respecting self-evaluation"),
        "blank": _("Blank working copy of a rights-respecting self-evaluation"),
    }[kind]
    write, steps = (assessor.write, assessor.steps) if kind == "assessor" else (working.write, working.steps)
    done = 0
    total = steps(content) + 1

    def step() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, total)

    if progress is not None:
        progress(0, total)
    book = Book(
        setting=content.name,
        day=show_day(content.on),
        title=f"{cell_text(content.name)}: {content.identity.marker}",
        subject=subject,
        note=content.framework.for_.disclaimer,
        step=step,
    )
    write(book, content)
    made = book.content()
    step()
    return made, tuple(sheet.name for sheet in book.sheets.values())
