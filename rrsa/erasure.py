"""Erasing for good: what is meant, what would go, doing it, and the receipt that holds no content.

:func:`of_items` and :func:`past_its_day` make a plan that is shown first; :func:`carry_out` does it. The
database's part is :mod:`rrsa.store.erasing`; drafts and opened copies on this machine are cleared here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rrsa import drafts, opening_files
from rrsa.errors import BadInput, NotAllowed
from rrsa.finding import found, unknown
from rrsa.guide.record_words import HEADS, Names
from rrsa.i18n import _, ngettext
from rrsa.portfolio.changes import Cell
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.ids import without_check
from rrsa.portfolio.records import SETTING_ID, SPECS

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.portfolio.portfolio import Portfolio
    from rrsa.portfolio.records import Parked
    from rrsa.store.erasing import Erasure
    from rrsa.store.rewriting import Mark

WORDS = {"evidence": ("question", "said"), "round": ("sentence",), "review_view": ("words",)}
"""Kind → the fields in which a person's own words stand."""

_WHOLE = ("evidence", "action", "measure", "reading", "round", "parked", "review")
FILE = ("file_sha256", "file_name", "file_type", "file_size")
"""The fields of a piece's file; ``--field file`` means all of them, and its content."""

_OWN_TEXTS = {"setting": ("authority", "head", "lead", "area", "help_wanted", "help_offered")}
_AN_ID = 64


class Line(NamedTuple):
    """One thing that would go: its id, what it is called, and what goes of it or why it is time."""

    id: str
    what: str
    about: str


@dataclass(frozen=True)
class Plan:
    """What would be erased, shown before it is. ``lines`` are for the person at the keyboard alone."""

    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]

    @property
    def shown(self) -> tuple[Mark, ...]:
        """The marks that ``lines`` speak of, in their order: a file is one thing."""
        return tuple(mark for mark in self.marks if mark.field not in FILE[1:])


@dataclass(frozen=True)
class Receipt:
    """That something was erased, when, by which role and where: never what."""

    setting: str
    moment: datetime
    role: str
    amount: str
    """``2 pieces of evidence, 1 action``."""
    cleared: tuple[str, ...]
    """Each place that was cleared, a line each."""
    left: tuple[str, ...]
    """What is still to be done about this database; empty where all is done."""

    @property
    def is_complete(self) -> bool:
        """Whether no trace is left in what this program keeps on this machine."""
        return not self.left

    @property
    def text(self) -> str:
        """The receipt as it is kept on paper or in a file."""
        lines = [
            _("Receipt of an erasure"),
            "",
            _("Setting: {name}").format(name=self.setting),
            _("When: {moment}").format(moment=f"{show_day(self.moment.date())} {self.moment:%H:%M}"),
            _("By: {role}").format(role=self.role),
            _("Erased for good: {what}").format(what=self.amount),
            "",
            _("Cleared:"),
            *(f"- {line}" for line in self.cleared),
        ]
        if self.left:
            lines += ["", _("Still to be done:"), *(f"- {line}" for line in self.left)]
        lines += ["", _("Not reached from here:"), *(f"- {line}" for line in not_reached())]
        return "\n".join(lines) + "\n"


def not_reached() -> tuple[str, ...]:
    """What this program cannot erase; somebody has to."""
    return (
        _("backups made before this, and whole packs: delete them, or make newer ones in their place"),
        _("workbooks, papers and packs that were handed out: ask whoever has them to delete them"),
        _("what the evidence pointed at: the paper, the photo, the folder where it is kept"),
        _("the list of names on this machine: rrsa names takes a name off it"),
    )


# -- what is meant -------------------------------------------------------------------------------------


def of_items(
    evaluation: Evaluation, items: Sequence[str], *, words: bool = False, fields: Collection[str] = ()
) -> Plan:
    """The plan to erase some items by id: all of each, with ``words`` a person's own words in it, with
    ``fields`` those texts of it.

    An item that was removed can still be erased: the history has it. Raises
    :class:`~rrsa.errors.BadInput` for what there is not, or what cannot be erased so.
    """
    from rrsa.store.rewriting import Mark

    if not items:
        raise BadInput(_("it is not said what to erase"), _("name a piece of evidence, an action or another"))
    marks: list[Mark] = []
    for given in dict.fromkeys(items):
        kinds, record = _found(evaluation, given)
        if words or fields:
            marks += _texts(kinds, record, fields)
        else:
            kind = next((kind for kind in kinds if kind in _WHOLE), None)
            if kind is None:
                raise BadInput(
                    _("{item} cannot be erased as a whole").format(item=record),
                    _("name one of its texts, such as --field {field}").format(
                        field=next(iter(texts_of(kinds[0])), "line")
                    ),
                )
            marks.append(Mark(kind, record))
    marks += _kept_from_before(evaluation.portfolio, marks)
    names = Names(evaluation.framework, evaluation.portfolio)
    plan = Plan(tuple(marks), ())
    return replace(plan, lines=tuple(_line(evaluation, names, mark) for mark in plan.shown))


def _kept_from_before(portfolio: Portfolio, marks: Sequence[Mark]) -> list[Mark]:
    """What a change of framework has parked holds the same words once more: a text goes with its copies, and
    a copy with the others and with the text that it was in the history."""
    from rrsa.portfolio.parking import unpacked
    from rrsa.store.rewriting import Mark

    said = {
        each.id: {(each.kind or "", each.record or "", name) for name in unpacked(each).fields}
        for each in portfolio.parked.values()
    }
    wanted = {(mark.kind, mark.record, mark.field) for mark in marks if mark.field}
    for mark in marks:
        if mark.kind == "parked" and not mark.field:
            wanted |= {cell for cell in said.get(mark.record, ()) if cell[2] in texts_of(cell[0])}
    whole = {(mark.kind, mark.record) for mark in marks if not mark.field}

    def goes(parked: Parked) -> bool:
        kind, record = parked.kind or "", parked.record or ""
        owner = ("review", record.partition(":")[0]) if kind == "review_view" else (kind, record)
        return owner in whole or bool(said[parked.id] & wanted)

    more = [Mark("parked", each.id) for each in portfolio.parked.values() if goes(each)]
    more += [Mark(*cell) for cell in sorted(wanted)]
    return [mark for mark in more if mark not in marks]


def texts_of(kind: str) -> tuple[str, ...]:
    """What can be erased of a kind on its own: the fields in which people write, and a piece's file."""
    if kind in _OWN_TEXTS:
        return _OWN_TEXTS[kind]
    texts = (
        name
        for name, spec in SPECS[kind].items()
        if spec.type == "text" and not spec.choices and spec.limit > _AN_ID and name not in FILE
    )
    return (*texts, "file") if kind == "evidence" else tuple(texts)


def _found(evaluation: Evaluation, given: str) -> tuple[tuple[str, ...], str]:
    """The kinds that a record of this id is of, and its id; a check character may stand behind it."""
    store, portfolio = evaluation.store, evaluation.portfolio
    kinds = [kind for kind in SPECS if kind not in ("link", "tally")]
    erased = {record for _kind, record, field in store.erased(evaluation.setting_id) if not field}
    for item in dict.fromkeys((given.strip(), without_check(given) or given.strip())):
        if item in erased:
            raise BadInput(
                _("{id} was erased already").format(id=item), _("nothing is left of it but its id")
            )
        here = tuple(kind for kind in kinds if item in portfolio.of_kind(kind))
        if not here:
            ever = store.ever_changed(evaluation.setting_id, kinds, item) if item else set()
            here = tuple(sorted(kind for kind, _record in ever))
        if here:
            return here, item
    known = [record for kind in kinds for record in portfolio.of_kind(kind)]
    try:
        meant = found(_("item"), given, known)
    except BadInput:
        raise unknown(_("item"), given, known) from None
    return _found(evaluation, meant)


def _texts(kinds: Sequence[str], record: str, fields: Collection[str]) -> Iterator[Mark]:
    from rrsa.store.rewriting import Mark

    if not fields:
        own = [(kind, name) for kind in kinds for name in WORDS.get(kind, ())]
        if not own:
            raise BadInput(
                _("{item} holds nobody's own words").format(item=record),
                _("name a text of it: {fields}").format(fields=", ".join(texts_of(kinds[0]))),
            )
        yield from (Mark(kind, record, name) for kind, name in own)
        return
    for given in dict.fromkeys(fields):
        name = given.strip().lower().replace("-", "_").replace(" ", "_")
        kind = next((kind for kind in kinds if name in texts_of(kind)), None)
        if kind is None:
            raise BadInput(
                _("{item} has no text called “{field}”").format(item=record, field=given[:60]),
                _("choose one of: {choices}").format(
                    choices=", ".join(name for each in kinds for name in texts_of(each))
                ),
            )
        yield from (Mark(kind, record, each) for each in (FILE if name == "file" else (name,)))


def past_its_day(evaluation: Evaluation, *, keep: int | None = None) -> Plan:
    """The plan to erase all that is past its day; ``keep`` is a number of years for everything."""
    from rrsa.portfolio.retention import past
    from rrsa.store.rewriting import Mark

    entered = evaluation.store.entered(evaluation.setting_id)
    due = past(evaluation.portfolio, entered, today=evaluation.on, keep=keep)
    names = Names(evaluation.framework, evaluation.portfolio)
    marks = [Mark(each.kind, each.record, each.field) for each in due]
    lines = [
        _line(evaluation, names, mark)._replace(
            about=_("from {day}, to be kept until {until}").format(
                day=show_day(each.day), until=show_day(each.until)
            )
        )
        for mark, each in zip(marks, due, strict=True)
    ]
    return Plan(tuple(marks), tuple(lines))


def _line(evaluation: Evaluation, names: Names, mark: Mark) -> Line:
    portfolio = evaluation.portfolio
    here = mark.record in portfolio.of_kind(mark.kind)
    what = names.record(mark.kind, mark.record) if here else _("removed, but still in the history")
    if mark.field:
        from rrsa.store.erasing import NEEDED

        head = HEADS.get(mark.kind, {}).get("file_name" if mark.field in FILE else mark.field)
        about = head() if head else mark.field
        if (mark.kind, mark.field) in NEEDED:
            about = _("{text}: every earlier wording; how it reads now stays").format(text=about)
        return Line(mark.record, what, about)
    links = len(portfolio.links_by_evidence.get(mark.record, ())) if mark.kind == "evidence" else 0
    readings = len(portfolio.readings_by_measure.get(mark.record, ())) if mark.kind == "measure" else 0
    about = ""
    if links:
        about = ngettext("shown in {n} place", "shown in {n} places", links).format(n=links)
    elif readings:
        about = ngettext("with {n} reading", "with {n} readings", readings).format(n=readings)
    return Line(mark.record, what, about)


# -- doing it ------------------------------------------------------------------------------------------


def carry_out(evaluation: Evaluation, plan: Plan, *, opened_as: Collection[str] = ()) -> Receipt:
    """Erases what is planned and says where; nothing brings it back.

    ``opened_as`` are further names by which the database is opened on this machine: drafts are kept by name.
    """
    from rrsa.store.erasing import amount, erase

    store, setting = evaluation.store, evaluation.setting_id
    done = erase(store, setting, plan.marks, author=evaluation.author)
    forgotten = _forget_drafts(plan.marks, setting, (store.where, *opened_as))
    opening_files.clear()
    evaluation.refresh()
    if done.shared:
        from rrsa.portfolio.edits import set_fields

        edit = set_fields(evaluation.portfolio, "setting", SETTING_ID, {"shared_on": None})
        evaluation.commit(_("Took back what was shared"), edit)
    return Receipt(
        setting=evaluation.portfolio.setting.name or setting,
        moment=datetime.now().astimezone(),
        role=evaluation.author,
        amount=amount(done.kinds, done.fields),
        cleared=tuple(_cleared(setting, done, forgotten)),
        left=tuple(_left(setting, done)),
    )


def finish(evaluation: Evaluation) -> bool:
    """Clears what an earlier erasure could not, since another program had the database open; says whether
    that went well. Raises :class:`NotAllowed` where the traces are a shared server's own."""
    from rrsa.store.erasing import sweep

    swept = sweep(evaluation.store, evaluation.setting_id)
    if swept.elsewhere:
        raise NotAllowed(
            _("the server's own files are cleared by whoever looks after it"),
            _("ask them for: rrsa admin tidy"),
        )
    opening_files.clear()
    return swept.clean and not swept.left


def _forget_drafts(marks: Collection[Mark], setting: str, names: Collection[str]) -> int:
    """Drafts of what was erased go. A record's id is found in any draft; a field of an outcome or the like,
    whose id every setting has, only in this setting's."""
    whole = {(kind, record) for kind, record, field in marks if not field}
    fields = {Cell(*mark) for mark in marks if mark.field}
    gone: set[tuple[Path, Cell]] = set()
    for own, each in (
        *((False, each) for each in drafts.everywhere()),
        *((True, each) for each in drafts.of_setting(names, setting)),
    ):
        for cell in [draft.cell for draft in each.all()]:
            if (cell.kind, cell.record) in whole or (cell in fields and (own or cell.kind in _WHOLE)):
                gone.add((each.file, cell))
                each.clear(cell)
    return len(gone)


def _cleared(setting: str, done: Erasure, forgotten: int) -> Iterator[str]:
    yield _("what is recorded now, with every mention elsewhere")
    yield ngettext(
        "the history: {n} change taken out of it", "the history: {n} changes taken out of it", done.rows
    ).format(n=done.rows)
    if done.reasons:
        yield ngettext(
            "{n} line of the history that quoted it", "{n} lines of the history that quoted it", done.reasons
        ).format(n=done.reasons)
    if done.sides:
        yield ngettext(
            "side lines: {n} change that spoke of it", "side lines: {n} changes that spoke of it", done.sides
        ).format(n=done.sides)
    yield ngettext("stored files: {n}", "stored files: {n}", done.files).format(n=done.files)
    if done.swept.clean:
        yield _("traces in the database's own files")
    if done.swept.copies:
        n = len(done.swept.copies)
        yield ngettext(
            "{n} copy of the database from before an update: removed",
            "{n} copies of the database from before an update: removed",
            n,
        ).format(n=n)
    yield ngettext("drafts on this machine: {n}", "drafts on this machine: {n}", forgotten).format(
        n=forgotten
    )
    yield _("copies of files that were opened on this machine")
    if done.shared:
        yield _(
            "what was shared with the authority: taken back, since it may have spoken of it; if a file was "
            "handed over, rrsa share {setting} --withdraw --to FOLDER takes that back"
        ).format(setting=setting)


def _left(setting: str, done: Erasure) -> Iterator[str]:
    if done.swept.elsewhere:
        yield _(
            "traces in the server's own files: it writes over them in time; whoever looks after it clears "
            "them at once with: rrsa admin tidy"
        )
    elif not done.swept.clean:
        yield _(
            "traces in the database's own files: another program has it open, or the disk is full; close it "
            "everywhere, then run: rrsa erase {setting} --finish"
        ).format(setting=setting)
    for copy in done.swept.left:
        yield _("a copy from before an update could not be removed: {name}").format(name=copy.name)
