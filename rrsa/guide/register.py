"""The evidence register: every piece of a setting, narrowed down as somebody likes, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from rrsa.i18n import _, ngettext
from rrsa.portfolio.privacy import may_leave
from rrsa.portfolio.records import Evidence, Link
from rrsa.vocabulary import Consent, Direction, Directness, Perspective

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.portfolio.portfolio import Portfolio
    from rrsa.scoring.model import OutcomeAssessment, Piece
    from rrsa.scoring.strength import Scales


class Age(StrEnum):
    """How a piece has aged, by the framework's own months."""

    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"
    UNDATED = "undated"
    BEFORE = "before-accreditation"

    @property
    def label(self) -> str:
        return {
            "fresh": _("Fresh"),
            "ageing": _("Ageing"),
            "stale": _("Getting old"),
            "undated": _("No date"),
            "before-accreditation": _("From before the last accreditation"),
        }[self.value]


class Only(StrEnum):
    """What else a list can be narrowed down to."""

    UNLINKED = "unlinked"
    REPLACED = "replaced"
    WITH_FILE = "with-file"
    CHOSEN = "chosen"
    SHOWCASE = "showcase"
    HELD_BACK = "held-back"

    @property
    def label(self) -> str:
        return {
            "unlinked": _("Not linked"),
            "replaced": _("Replaced by a newer piece"),
            "with-file": _("With a file"),
            "chosen": _("Chosen for the assessor"),
            "showcase": _("Showcases"),
            "held-back": _("May not leave"),
        }[self.value]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which pieces are wanted; ``None`` wants all.

    ``target`` is an outcome, which brings its look-fors, or a look-for. ``direction`` speaks of the links to
    the target, or of any link where there is no target. ``search`` holds words that must all occur.
    """

    target: str | None = None
    perspective: Perspective | None = None
    direction: Direction | None = None
    directness: Directness | None = None
    consent: Consent | None = None
    age: Age | None = None
    only: frozenset[Only] = frozenset()
    search: str = ""

    @property
    def narrows(self) -> bool:
        """Whether anything may be left out."""
        return self != replace(EVERYTHING, search=self.search) or bool(self.search.strip())


EVERYTHING = Filter()


class Place(NamedTuple):
    """Where a piece is shown: an outcome or a look-for, its outcome, and what it says there."""

    target: str
    outcome: str
    direction: Direction
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A piece with all that the register says of it.

    ``piece`` is its weight in words and numbers (``None`` while nobody has said whose view it is);
    ``newer`` and ``older`` are the ids of the piece that took its place, and of the one whose place it took.
    """

    item: Evidence
    places: tuple[Place, ...]
    piece: Piece | None
    ages: frozenset[Age]
    may_leave: bool
    newer: str | None
    older: str | None

    @property
    def age(self) -> Age:
        """The one thing to say of its age."""
        order = (Age.UNDATED, Age.BEFORE, Age.STALE, Age.AGEING, Age.FRESH)
        return next(age for age in order if age in self.ages)

    @property
    def chosen(self) -> bool:
        return any(place.chosen for place in self.places)


class Page(NamedTuple):
    """Some rows of a longer list: those from ``first`` on, of ``total``."""

    rows: tuple[Row, ...]
    first: int
    total: int


def rows(evaluation: Evaluation, wanted: Filter = EVERYTHING) -> tuple[Row, ...]:
    """Every piece that is wanted, the newest first and the undated last."""
    return page(evaluation, wanted).rows


def page(
    evaluation: Evaluation,
    wanted: Filter = EVERYTHING,
    *,
    first: int = 0,
    most: int | None = None,
    at: str | None = None,
) -> Page:
    """At most ``most`` rows from ``first`` on, or from the page of so many that holds the piece ``at``.

    A page of a long list costs little more than finding what is wanted.
    """
    reading = _Reading(evaluation)
    found = list(reading.wanted(wanted))
    found.sort(key=lambda item: item.id)
    found.sort(key=lambda item: item.date or "", reverse=True)
    if most is not None:
        place = next((n for n, item in enumerate(found) if item.id == at), None) if at else None
        first = place // most * most if place is not None else first
        first = max(min(first, (len(found) - 1) // most * most), 0)
        shown = found[first : first + most]
    else:
        shown = found[first:]
    return Page(tuple(reading.row(item) for item in shown), first, len(found))


def row(evaluation: Evaluation, evidence: str) -> Row:
    """One piece, by its id."""
    return _Reading(evaluation).row(evaluation.portfolio.evidence[evidence])


class _Reading:
    """One reading of the portfolio as it stands."""

    def __init__(self, evaluation: Evaluation) -> None:
        from rrsa.scoring.strength import Scales

        self._portfolio: Portfolio = evaluation.portfolio
        self._framework = evaluation.framework
        accredited = self._portfolio.setting.accredited_on
        self._scales: Scales = Scales(self._framework.evidence, evaluation.on, accredited)
        self._known: dict[tuple[str | None, str | None], frozenset[Age]] = {}
        self._order = {target: n for n, target in enumerate(self._framework.outcome_of)}
        self._newer = {item.replaces: item.id for item in self._portfolio.evidence.values() if item.replaces}

    def wanted(self, wanted: Filter) -> Iterator[Evidence]:
        evidence = self._portfolio.evidence
        if wanted == EVERYTHING:
            yield from evidence.values()
            return
        parts = wanted.search.casefold().split()
        candidates = evidence.values() if wanted.target is None else self._at(wanted)
        for item in candidates:
            if self._fits(item, wanted) and (not parts or _says(item, parts)):
                yield item

    def _at(self, wanted: Filter) -> Iterator[Evidence]:
        """What is linked to the target, saying what is wanted there."""
        target = wanted.target or ""
        outcome = self._framework.outcomes.get(target)
        targets = [target, *(i.id for i in outcome.indicators)] if outcome else [target]
        by_target = self._portfolio.links_by_target
        links = [link for each in targets for link in by_target.get(each, ())]
        ids = dict.fromkeys(
            link.evidence or "" for link in links if wanted.direction in (None, link.direction)
        )
        for each in ids:
            if item := self._portfolio.evidence.get(each):
                yield item

    def _fits(self, item: Evidence, wanted: Filter) -> bool:
        said = (
            (wanted.perspective, item.perspective),
            (wanted.directness, item.directness or Directness.REPORTED),
            (wanted.consent, item.consent or Consent.UNKNOWN),
        )
        if any(asked is not None and asked != has for asked, has in said):
            return False
        if wanted.target is None and wanted.direction is not None:
            directions = [link.direction for link in self._links(item)]
            if wanted.direction not in directions:
                return False
        if wanted.age is not None and wanted.age not in self._ages(item):
            return False
        return all(self._is(item, only) for only in wanted.only)

    def _is(self, item: Evidence, only: Only) -> bool:
        if only is Only.UNLINKED:  # a piece that a newer one has replaced has done its work
            return not self._links(item) and item.id not in self._newer
        if only is Only.REPLACED:
            return item.id in self._newer
        if only is Only.WITH_FILE:
            return bool(item.file_sha256)
        if only is Only.CHOSEN:
            return any(link.chosen for link in self._links(item))
        if only is Only.SHOWCASE:
            return bool(item.showcase)
        return not may_leave(item)

    def _links(self, item: Evidence) -> tuple[Link, ...]:
        return self._portfolio.links_by_evidence.get(item.id, ())

    def _ages(self, item: Evidence) -> frozenset[Age]:
        key = (item.date, item.directness)  # all that a weight depends on, on one day
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._ages_of(item)
        return found

    def _ages_of(self, item: Evidence) -> frozenset[Age]:
        from rrsa.scoring.model import Flag

        weight = self._scales.weigh(item)
        words = {Flag.UNDATED: Age.UNDATED, Flag.STALE: Age.STALE, Flag.BEFORE_ACCREDITATION: Age.BEFORE}
        said = {words[flag] for flag in weight.flags}
        return frozenset(said or {Age.FRESH if weight.freshness == 1 else Age.AGEING})

    def row(self, item: Evidence) -> Row:
        places = [
            Place(
                link.target or "",
                self._framework.outcome_of[link.target or ""],
                Direction(link.direction or Direction.WORKS),
                bool(link.chosen),
            )
            for link in self._links(item)
            if link.target in self._framework.outcome_of
        ]
        places.sort(key=lambda place: self._order[place.target])
        older = item.replaces if item.replaces in self._portfolio.evidence else None
        return Row(
            item,
            tuple(places),
            self._piece(item, places),
            self._ages(item),
            may_leave(item),
            self._newer.get(item.id),
            older,
        )

    def _piece(self, item: Evidence, places: list[Place]) -> Piece | None:
        from rrsa.scoring.model import Piece

        if not item.perspective:
            return None
        w = self._scales.weigh(item)
        best = min((place.direction for place in places), key=list(Direction).index, default=Direction.WORKS)
        return Piece(
            item.id,
            Perspective(item.perspective),
            best,
            w.kind,
            w.directness,
            w.freshness,
            w.strength,
            w.months,
            w.flags,
        )


def _says(item: Evidence, parts: list[str]) -> bool:
    """Whether every word occurs somewhere in what is said of a piece."""
    texts = (item.title, item.note, item.place, item.question, item.said, item.seen_by, item.file_name)
    text = " ".join([item.id, *filter(None, texts)]).casefold()
    return all(part in text for part in parts)


# -- in words ------------------------------------------------------------------------------------------


def filter_words(evaluation: Evaluation, wanted: Filter) -> list[str]:
    """What a list was narrowed down to, one short text for each thing."""
    found = []
    framework = evaluation.framework
    if wanted.target in framework.outcomes:
        found.append(_("outcome {id}").format(id=wanted.target))
    elif wanted.target is not None:
        found.append(_("look-for {id}").format(id=wanted.target))
    words = (wanted.perspective, wanted.direction, wanted.directness, wanted.consent, wanted.age)
    for word in words:
        if isinstance(word, Consent):
            found.append(_("consent: {word}").format(word=word.label.lower()))
        elif word is not None:
            found.append(word.label.partition(":")[0])
    found += [only.label for only in Only if only in wanted.only]
    if wanted.search.strip():
        found.append(_("“{words}”").format(words=" ".join(wanted.search.split())))
    return found


def piled(found: OutcomeAssessment) -> str:
    """A word where an outcome has more than is needed; empty where it has not."""
    from rrsa.scoring.surplus import ENOUGH
    from rrsa.scoring.words import enough_words

    n = len(found.counting)
    if n <= ENOUGH:
        return ""
    return ngettext(
        "Outcome {id} has {n} piece that shows it works. {enough}",
        "Outcome {id} has {n} pieces that show it works. {enough}",
        n,
    ).format(id=found.outcome, n=n, enough=enough_words())


def leaving_words(item: Evidence) -> str:
    """Whether a piece may be part of what is handed over, and why not."""
    consent = Consent(item.consent or Consent.UNKNOWN)
    if may_leave(item):
        return _("Consent: {consent}. It may be part of what you hand over.").format(
            consent=consent.label.lower()
        )
    if consent is Consent.UNKNOWN:
        return _("It shows a child who could be recognised, and consent is not known yet: it stays here.")
    return _("Consent: {consent}. It stays here and is left out of everything that you hand over.").format(
        consent=consent.label.lower()
    )
