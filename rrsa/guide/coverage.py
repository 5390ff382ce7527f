"""What is covered, in words: the sides from which each outcome is shown, and the Convention's articles.

The counts are those of :mod:`rrsa.scoring.coverage`; this says what they mean to somebody who reads them.
Articles 43 to 54 say how the Convention is run and are never a gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rrsa.framework.model import Framework, Rights
from rrsa.i18n import _, ngettext
from rrsa.scoring.coverage import Counts, article_coverage, perspective_coverage, thin_articles
from rrsa.scoring.model import Assessment
from rrsa.vocabulary import Direction, Perspective

MACHINERY = 43
"""The first article that is about how the Convention is run."""


class Reach(StrEnum):
    """How far an article is shown."""

    COVERED = "covered"  # an outcome that names it is shown two ways or more
    THIN = "thin"  # shown, and one way only
    NOTHING = "nothing"  # named by an outcome, and nothing shows it yet

    @property
    def label(self) -> str:
        return {
            "covered": _("Covered: shown two ways or more"),
            "thin": _("Thin: shown one way only"),
            "nothing": _("Nothing yet"),
        }[self.value]


@dataclass(frozen=True, slots=True)
class OutcomeCoverage:
    """An outcome and how many pieces say what from which side."""

    outcome: str
    short: str
    strand: str
    counts: Mapping[Perspective, Counts]
    ways: int

    def says(self, perspective: Perspective) -> tuple[Direction, int] | None:
        """The best that this side says, and how many pieces say it; ``None`` where there are none."""
        counts = self.counts[perspective]
        for direction, n in zip(Direction, counts, strict=True):
            if n:
                return direction, n
        return None


@dataclass(frozen=True, slots=True)
class ArticleCoverage:
    """An article that the framework names. ``title`` is empty where the articles are not at hand."""

    number: int
    title: str
    reach: Reach
    shown_by: tuple[str, ...]  # outcomes that name it and are shown
    named_by: tuple[str, ...]  # outcomes that name it


@dataclass(frozen=True, slots=True)
class Coverage:
    """Both sides of it, in the framework's order and by number."""

    outcomes: tuple[OutcomeCoverage, ...]
    articles: tuple[ArticleCoverage, ...]
    unnamed: tuple[int, ...]  # rights that no outcome of the framework names: nothing to do with the setting


def coverage(framework: Framework, assessment: Assessment, rights: Rights | None = None) -> Coverage:
    """What an assessment covers; with ``rights``, articles have titles."""
    found = perspective_coverage(framework, assessment)
    outcomes = tuple(
        OutcomeCoverage(
            outcome.id,
            outcome.short,
            framework.strand_of[outcome.id].id,
            found[outcome.id],
            assessment.outcomes[outcome.id].ways,
        )
        for outcome in framework.outcomes.values()
    )
    articles = tuple(_articles(framework, assessment, rights))
    named = {article.number for article in articles}
    known = rights.articles if rights else ()
    unnamed = tuple(a.number for a in known if a.kind == "right" and a.number not in named)
    return Coverage(outcomes, articles, unnamed)


def _articles(
    framework: Framework, assessment: Assessment, rights: Rights | None
) -> Iterator[ArticleCoverage]:
    thin = set(thin_articles(framework, assessment))
    named: dict[int, list[str]] = {}
    for outcome in framework.outcomes.values():
        for number in outcome.articles:
            named.setdefault(number, []).append(outcome.id)
    for number, shown_by in article_coverage(framework, assessment).items():
        known = rights.by_number.get(number) if rights else None
        if number >= MACHINERY or (known is not None and known.kind == "machinery"):
            continue
        reach = Reach.NOTHING if not shown_by else Reach.THIN if number in thin else Reach.COVERED
        title = known.title if known else ""
        yield ArticleCoverage(number, title, reach, shown_by, tuple(named[number]))


# -- in words --------------------------------------------------------------------------------------


def outcome_words(line: OutcomeCoverage) -> str:
    """One outcome's sides: what shows it works, and which side has not been asked yet."""
    there = [p.label for p in Perspective if line.counts[p].works]
    if not there:
        return _("Nothing shows yet that it works.")
    said = _("Shown by: {sides}.").format(sides=", ".join(there))
    return f"{said} {silent_words(line)}".rstrip()


def silent_words(line: OutcomeCoverage) -> str:
    """The sides that say nothing of an outcome yet; empty where all do."""
    silent = [p.label for p in Perspective if not any(line.counts[p])]
    if len(silent) == len(Perspective):
        return _("Nothing from any side yet.")
    return _("Nothing yet from: {sides}.").format(sides=", ".join(silent)) if silent else ""


def sides_sentence(found: Coverage) -> str:
    """For how many outcomes each side shows that it works."""
    total = len(found.outcomes)
    parts = []
    for perspective in Perspective:
        n = sum(1 for line in found.outcomes if line.counts[perspective].works)
        parts.append(_("{side} {n} of {total}").format(side=perspective.label, n=n, total=total))
    return _("Outcomes shown by each side: {parts}.").format(parts=" · ".join(parts))


def articles_sentence(found: Coverage) -> str:
    """How many of the articles are covered, thin, or waiting."""
    counts = {reach: sum(1 for a in found.articles if a.reach is reach) for reach in Reach}
    parts = [
        ngettext("{n} article is covered", "{n} articles are covered", counts[Reach.COVERED]).format(
            n=counts[Reach.COVERED]
        )
    ]
    if n := counts[Reach.THIN]:
        parts.append(ngettext("{n} is thin", "{n} are thin", n).format(n=n))
    if n := counts[Reach.NOTHING]:
        parts.append(ngettext("{n} has nothing yet", "{n} have nothing yet", n).format(n=n))
    return "; ".join(parts) + "."


def unnamed_sentence(found: Coverage) -> str:
    """The rights that the framework itself does not speak of; empty where it speaks of all."""
    if not found.unnamed:
        return ""
    return _("No outcome of this framework names: {articles}. That is no gap of yours.").format(
        articles=", ".join(map(str, found.unnamed))
    )
