"""What is covered, from two sides: the Convention's articles, and perspectives by outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from rrsa.framework.model import Framework
from rrsa.scoring.model import Assessment
from rrsa.vocabulary import Direction, Perspective


class Counts(NamedTuple):
    """Pieces of evidence by what they say."""

    works: int
    mixed: int
    not_yet: int


def article_coverage(framework: Framework, assessment: Assessment) -> Mapping[int, tuple[str, ...]]:
    """Every article that the framework names → the outcomes that name it and have evidence that shows it
    works, in the framework's order; an empty tuple where none has."""
    found: dict[int, list[str]] = {}
    for outcome in framework.outcomes.values():
        for article in outcome.articles:
            shown = found.setdefault(article, [])
            if assessment.outcomes[outcome.id].ways:
                shown.append(outcome.id)
    return {article: tuple(found[article]) for article in sorted(found)}


def thin_articles(framework: Framework, assessment: Assessment) -> tuple[int, ...]:
    """The articles that no outcome shows from two perspectives or more, in order."""
    outcomes = assessment.outcomes
    return tuple(
        article
        for article, shown in article_coverage(framework, assessment).items()
        if all(outcomes[outcome].ways < 2 for outcome in shown)
    )


def perspective_coverage(
    framework: Framework, assessment: Assessment
) -> Mapping[str, Mapping[Perspective, Counts]]:
    """Outcome → perspective → how many pieces say what; every outcome and perspective is there."""
    found = {}
    for outcome in framework.outcomes:
        pieces = Counter((p.perspective, p.direction) for p in assessment.outcomes[outcome].pieces)
        found[outcome] = {
            p: Counts(pieces[p, Direction.WORKS], pieces[p, Direction.MIXED], pieces[p, Direction.NOT_YET])
            for p in Perspective
        }
    return found
