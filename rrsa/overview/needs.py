"""What an authority needs to see: where outcomes are low, what nobody covers, which kinds of evidence are
missing. All of it is about groups, and names nobody.
"""

from __future__ import annotations

from typing import NamedTuple

from rrsa.overview.figures import Few, Ranges, Share, at_least, closed
from rrsa.overview.groups import Figure, Figures, Group, Words
from rrsa.store.released import AREAS
from rrsa.vocabulary import Perspective


class OutcomeNeed(NamedTuple):
    """One outcome over a group's settings. ``low`` is how many stand below the grade from which a view is
    no longer low, or have not looked; ``None`` where that is not told. ``n`` is how many share their views.
    """

    outcome: str
    short: str
    n: int
    low: Share
    views: Ranges  # empty for an area
    shown: Ranges
    planned: Share  # for how many something is in the plan
    planned_n: int
    kinds: dict[Perspective, Share]  # for how many there is evidence of a kind
    kinds_n: int
    whole: Share = None  # beside an area: how many stand low over all settings of the framework
    whole_n: int = 0

    @property
    def tells(self) -> bool:
        """Whether anything is told of where settings stand."""
        return self.low is not None or bool(self.views) or bool(self.shown)

    @property
    def is_weak(self) -> bool:
        """Whether at least as many stand low as do not, or all but a few do."""
        if isinstance(self.low, Few):
            return self.low.is_high
        return self.low is not None and 2 * self.low >= self.n > 0

    @property
    def missing(self) -> list[Perspective]:
        """The kinds of evidence that no setting has for it, or only a few."""
        return [kind for kind, said in self.kinds.items() if said is Few.FEW or said == 0]


class ArticleNeed(NamedTuple):
    """An article that an outcome names: for how many settings anything shows it."""

    number: int
    covered: Share


class FrameworkNeeds(NamedTuple):
    """What is told of one framework's settings in a group."""

    framework: str
    words: Words
    stage: Figure | None
    views: Figure | None
    shown: Figure | None
    area: str | None  # where the group is an area: only what is told of areas
    area_n: int
    outcomes: tuple[OutcomeNeed, ...]  # in the framework's order
    articles: tuple[ArticleNeed, ...]
    articles_n: int
    measures: tuple[Figure, ...]

    @property
    def tells_outcomes(self) -> bool:
        """Whether anything is told of any outcome; of a small group, often nothing may be."""
        return any(each.tells for each in self.outcomes)

    @property
    def weak(self) -> list[OutcomeNeed]:
        """The outcomes where at least half stand low; in the framework's order, which is no ranking."""
        return [each for each in self.outcomes if each.is_weak]

    @property
    def uncovered(self) -> list[ArticleNeed]:
        """The articles that nobody shows."""
        return [each for each in self.articles if each.covered == 0]

    @property
    def thin(self) -> list[ArticleNeed]:
        """The articles that only a few show."""
        return [each for each in self.articles if each.covered is Few.FEW]


def needs(figures: Figures, group: Group) -> list[FrameworkNeeds]:
    """What is told of a group, framework by framework. Raises :class:`~rrsa.errors.BadInput` where nothing
    is told of it at all."""
    return [_of(figures, framework, group) for framework in figures.within(group)]


def _of(figures: Figures, framework: str, group: Group) -> FrameworkNeeds:
    area = figures.area(framework, group.key) if group.by == "area" else None
    part = AREAS if area else ""
    views, shown, actions, evidence, stage = (
        figures.newest(framework, name)
        for name in (f"views{part}", f"shown{part}", "actions", "evidence", f"stage{part}")
    )
    if area:
        actions = evidence = None  # of areas, only where they stand is told
    over_all = figures.newest(framework, "views") if area else None
    words = figures.frameworks[framework]
    articles = evidence.said["articles"] if evidence else {}
    sizes = [figure.said["areas"].get(area, 0) for figure in (views, shown, stage) if figure and area]
    return FrameworkNeeds(
        framework,
        words,
        stage,
        views,
        shown,
        area,
        max(sizes, default=0),
        tuple(
            _outcome(o, words, area, views, shown, actions, evidence)._replace(
                whole=_low(over_all, o, None, over_all.n) if over_all else None,
                whole_n=over_all.n if over_all else 0,
            )
            for o in words.short
        ),
        tuple(
            ArticleNeed(int(number), evidence.share("articles", number) if evidence else None)
            for number in sorted(articles, key=int)
        ),
        evidence.n if evidence else 0,
        () if area else tuple(figures.measures(framework)),
    )


def _outcome(
    outcome: str,
    words: Words,
    area: str | None,
    views: Figure | None,
    shown: Figure | None,
    actions: Figure | None,
    evidence: Figure | None,
) -> OutcomeNeed:
    n = 0 if views is None else views.said["areas"].get(area, 0) if area else views.n
    kinds = {}
    if evidence is not None:
        kinds = {kind: evidence.share("outcomes", outcome, kind.value) for kind in Perspective}
    return OutcomeNeed(
        outcome,
        words.short.get(outcome, outcome),
        n,
        _low(views, outcome, area, n),
        views.ranges(outcome) if views and not area else (),
        shown.ranges(outcome) if shown and not area else (),
        actions.share("outcomes", outcome) if actions else None,
        actions.n if actions else 0,
        kinds,
        evidence.n if evidence else 0,
    )


def _low(views: Figure | None, outcome: str, area: str | None, n: int) -> Share:
    """How many stand low: the other side of those who do not, as far as that is told."""
    if views is None or not n or views.words.low is None:
        return None
    if area:
        told = closed(views.share("outcomes", outcome, area), n)
        if isinstance(told, Few):
            return told.beside
        return None if told is None else n - told
    above = at_least(views.ranges(outcome), views.words.low)
    return None if above is None else n - above


# -- over time -------------------------------------------------------------------------------------------


class Then(NamedTuple):
    """One outcome at one moment of the figures: how many stood at or above the grade that is not low."""

    figure: Figure
    above: int | None


def tells_trends(figures: Figures, found: FrameworkNeeds) -> bool:
    """Whether anything is told of how any outcome of a whole framework went."""
    return not found.area and any(
        then.above is not None for o in found.words.short for then in trend(figures, found.framework, o)
    )


def trend(figures: Figures, framework: str, outcome: str, subject: str = "views") -> list[Then]:
    """How an outcome went over the figures that were made, the earliest first."""
    found = []
    for figure in figures.series(framework, subject):
        low = figure.words.low
        found.append(Then(figure, None if low is None else at_least(figure.ranges(outcome), low)))
    return found
