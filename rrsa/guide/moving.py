"""Moving to another framework, or to a new version of one's own: what becomes of everything, in words, and
the one changeset that does it.

Nothing is deleted. What still asks the same goes along; all else lies beside the new outcome for review or,
where nothing has taken its place, is kept to be found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rrsa.errors import BadInput
from rrsa.guide.moving_records import Mover, setting_changes
from rrsa.i18n import _, ngettext
from rrsa.portfolio.changes import Change

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.framework.adopted import Adopted
    from rrsa.framework.crosswalk_model import Crosswalk
    from rrsa.framework.model import Framework
    from rrsa.portfolio.portfolio import Portfolio
    from rrsa.portfolio.records import Parked


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one outcome or look-for, or of several that become one.

    ``moved``, ``beside`` and ``homeless`` count records by kind.
    """

    how: str
    """``kept``, ``renamed``, ``split``, ``merged``, ``retired`` or ``new``."""
    old: tuple[str, ...]
    new: tuple[str, ...]
    supports: tuple[str, ...]
    same: bool
    why: str
    moved: Counter[str]
    beside: Counter[str]
    homeless: Counter[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """A move that has not been made yet."""

    old: Framework
    new: Framework
    sha256: str
    text: str
    about: str
    fates: tuple[Fate, ...]
    rest: Fate
    """Milestones, the checklist and the setting's own stages."""
    parked: tuple[Parked, ...]
    changes: tuple[Change, ...]
    evidence: int
    """Pieces of evidence; all of them stay."""
    revision: int = 0
    """Of the portfolio that it was made of; it holds for no other."""

    @property
    def waiting(self) -> tuple[Parked, ...]:
        """What will wait for review."""
        return tuple(each for each in self.parked if each.outcome)

    @property
    def laid_by(self) -> tuple[Parked, ...]:
        """What will have no home."""
        return tuple(each for each in self.parked if not each.outcome)

    @property
    def reason(self) -> str:
        """As the history tells it."""
        return _("Moved from {old} to {new}").format(old=self.old.ref, new=self.new.ref)


def plan_move(old: Framework, adopted: Adopted, crosswalk: Crosswalk, portfolio: Portfolio) -> Plan:
    """What becomes of ``portfolio``, said under ``old``, when it takes ``adopted``'s text."""
    new = adopted.framework
    mover = Mover(old, new, crosswalk, portfolio)
    setting = setting_changes(mover, adopted.sha256)
    changes = (*setting, *mover.run())
    return Plan(
        old=old,
        new=new,
        sha256=adopted.sha256,
        text=adopted.text,
        about=crosswalk.about,
        fates=tuple(_fates(crosswalk, new, mover)),
        rest=_rest(mover, old),
        parked=tuple(mover.parked.values()),
        changes=changes,
        evidence=len(portfolio.evidence),
    )


def planned(evaluation: Evaluation, to: str | None, file: Path | None = None) -> Plan:
    """The plan of a move of an opened setting: to a framework by the crosswalk that is known for it, or by
    the crosswalk in ``file``.

    Raises :class:`BadInput` where it would move to itself or a crosswalk fits neither end, and
    :class:`NotFound` where none is known.
    """
    from rrsa.framework.catalogue import find
    from rrsa.framework.crosswalk import find_crosswalk, read_crosswalk

    old = evaluation.framework

    def known(ref: str) -> Framework:
        # The setting's own text is the truth, whatever file holds that version today.
        return old if ref == old.ref else find(ref).framework

    crosswalk = None if file is None else read_crosswalk(file, known)
    adopted = find(to or (crosswalk.to if crosswalk else ""))
    new = adopted.framework
    if new.ref == old.ref:
        raise BadInput(
            _("this setting works with {ref} already").format(ref=old.ref), _("name another version")
        )
    if crosswalk is None:
        crosswalk = find_crosswalk(old.ref, new.ref, find=known)
    if (crosswalk.from_, crosswalk.to) != (old.ref, new.ref):
        raise BadInput(
            _("that crosswalk leads from {one} to {other}").format(one=crosswalk.from_, other=crosswalk.to),
            _("this move is from {old} to {new}").format(old=old.ref, new=new.ref),
        )
    plan = plan_move(old, adopted, crosswalk, evaluation.portfolio)
    return replace(plan, revision=evaluation.revision)


def ways_on(ref: str) -> list[str]:
    """The frameworks to which a crosswalk leads from ``ref``, as ``ID@VERSION``."""
    from rrsa.framework.crosswalk import crosswalks

    return list(dict.fromkeys(one.to_ref for one in crosswalks() if one.from_ref == ref))


def _of(counted: Counter[tuple[str, str]], ids: Iterable[str]) -> Counter[str]:
    wanted = set(ids)
    found: Counter[str] = Counter()
    for (old, kind), n in counted.items():
        if old in wanted:
            found[kind] += n
    return found


def _fates(crosswalk: Crosswalk, new: Framework, mover: Mover) -> Iterator[Fate]:
    # One pass over the counts: a move may name a thousand ids, and there may be a thousand moves.
    by_id: dict[str, list[Counter[str]]] = {}
    for place, counted in enumerate((mover.moved, mover.beside, mover.homeless)):
        for (old, kind), n in counted.items():
            by_id.setdefault(old, [Counter(), Counter(), Counter()])[place][kind] += n
    named: set[str] = set()
    for move in crosswalk.moves:
        found = [Counter[str](), Counter[str](), Counter[str]()]
        for old in move.from_:
            for place, each in enumerate(by_id.get(old, ())):
                found[place].update(each)
        to = tuple(dict.fromkeys((*move.to, *(b for _a, b in move.pairs))))
        named.update(to, move.supports)
        yield Fate(move.how, move.from_, to, move.supports, move.same, move.why, *found)
    if unsaid := tuple(each for each in new.outcome_of if each not in named):
        yield Fate("new", (), unsaid, (), False, "", Counter(), Counter(), Counter())


def _rest(mover: Mover, old: Framework) -> Fate:
    known = set(old.outcome_of)

    def counted(of: Counter[tuple[str, str]]) -> Counter[str]:
        return _of(of, (each for each, _kind in of if each not in known))

    parts = (counted(mover.moved), counted(mover.beside), counted(mover.homeless))
    return Fate("kept", (), (), (), False, "", *parts)


# -- in words --------------------------------------------------------------------------------------


def how_word(how: str) -> str:
    return {
        "kept": _("Kept"),
        "renamed": _("Renamed"),
        "split": _("Split"),
        "merged": _("Merged"),
        "retired": _("Retired"),
        "new": _("New"),
    }[how]


def count_words(counted: Counter[str]) -> str:
    """``3 views and what was said of them, 4 answers, 12 pieces shown``."""
    words = {
        "outcome": lambda n: ngettext("{n} view or text", "{n} views and texts", n),
        "look": lambda n: ngettext("{n} answer to a look-for", "{n} answers to look-fors", n),
        "link": lambda n: ngettext("{n} piece of evidence shown", "{n} pieces of evidence shown", n),
        "action": lambda n: ngettext("{n} action", "{n} actions", n),
        "measure": lambda n: ngettext("{n} measure", "{n} measures", n),
        "tally": lambda n: ngettext("answers to {n} question", "answers to {n} questions", n),
        "agreed": lambda n: ngettext("{n} agreed view", "{n} agreed views", n),
        "review_view": lambda n: ngettext("{n} view of a review", "{n} views of reviews", n),
        "milestone": lambda n: ngettext("{n} milestone", "{n} milestones", n),
        "checklist": lambda n: ngettext("{n} thing made ready", "{n} things made ready", n),
        "setting": lambda n: ngettext("{n} stage", "{n} stages", n),
    }
    return ", ".join(words[kind](n).format(n=n) for kind, n in counted.items() if n)


def fate_head(fate: Fate) -> str:
    """``Split: 4.4 → 4.4, 4.6``."""
    joined = " → ".join(", ".join(ids) for ids in (fate.old, fate.new) if ids)
    if fate.how == "kept":
        joined = ", ".join(fate.old)
    if fate.supports:
        ids = ", ".join(fate.supports)
        return _("{how}: {ids}; evidence beside {others} too").format(
            how=how_word(fate.how), ids=joined, others=ids
        )
    return f"{how_word(fate.how)}: {joined}"


def fate_words(fate: Fate) -> list[str]:
    """What becomes of what was said there; nothing where nothing was."""
    said = []
    if moved := count_words(fate.moved):
        said.append(_("Goes along: {what}.").format(what=moved))
    if beside := count_words(fate.beside):
        said.append(_("Waits for review: {what}.").format(what=beside))
    if homeless := count_words(fate.homeless):
        said.append(_("Kept, without a place in the new one: {what}.").format(what=homeless))
    return said


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a plan as it is read: a heading, if it has one, and sentences."""

    head: str
    lines: tuple[str, ...]


def sections(plan: Plan) -> Iterator[Section]:
    """The whole plan in words: what is kept together, each other move by itself, the rest, the sum."""
    kept = [fate for fate in plan.fates if fate.how == "kept"]
    if kept:
        outcomes = sum(1 for fate in kept for each in fate.old if each in plan.old.outcomes)
        look_fors = sum(len(fate.old) for fate in kept) - outcomes
        head = _("{how}: {outcomes}, {look_fors}").format(
            how=how_word("kept"),
            outcomes=ngettext("{n} outcome", "{n} outcomes", outcomes).format(n=outcomes),
            look_fors=ngettext("{n} look-for", "{n} look-fors", look_fors).format(n=look_fors),
        )
        yield Section(head, tuple(fate_words(_together(kept))))
    for fate in plan.fates:
        if fate.how != "kept":
            why = (fate.why,) if fate.why else ()
            yield Section(fate_head(fate), (*why, *fate_words(fate)))
    if rest := fate_words(plan.rest):
        yield Section(_("Stages, milestones and the checklist"), tuple(rest))
    yield Section("", tuple(summary(plan)))


def _together(fates: Iterable[Fate]) -> Fate:
    counts: list[Counter[str]] = [Counter(), Counter(), Counter()]
    for fate in fates:
        for counted, more in zip(counts, (fate.moved, fate.beside, fate.homeless), strict=True):
            counted.update(more)
    return Fate("kept", (), (), (), True, "", *counts)


def summary(plan: Plan) -> list[str]:
    """What the whole move comes to."""
    waiting, laid_by = len(plan.waiting), len(plan.laid_by)
    said = [
        ngettext(
            "{n} piece of evidence stays as it is.",
            "All {n} pieces of evidence stay as they are.",
            plan.evidence,
        ).format(n=plan.evidence)
        if plan.evidence
        else "",
        ngettext(
            "{n} thing will lie beside its new outcome for review.",
            "{n} things will lie beside their new outcomes for review.",
            waiting,
        ).format(n=waiting)
        if waiting
        else _("Nothing will have to be reviewed."),
        ngettext(
            "{n} thing has no place in the new framework: it is kept, can be searched and is exported.",
            "{n} things have no place in the new framework: they are kept, can be searched and are exported.",
            laid_by,
        ).format(n=laid_by)
        if laid_by
        else "",
        _("Nothing is deleted, and one undo brings everything back as it is now."),
    ]
    if not plan.new.offered:
        said.insert(
            0,
            _("{title} ({ref}) is not offered for new work: a draft, or history.").format(
                title=plan.new.title, ref=plan.new.ref
            ),
        )
    return [each for each in said if each]
