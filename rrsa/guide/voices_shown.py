"""What of rounds of questions may leave: counts so hidden that no small one can be worked out again.

Three things would give a small number away, and each is looked after:

- *Within a question* the answers and those who skipped it come to the round's ``n``: a small one takes a
  second with it (:func:`rrsa.portfolio.privacy.suppress`). Where several answers could be chosen, those who
  did not choose one are weighed against those who did.
- *Across groups*: rounds of one form and the same days that divide people in different ways (all of them;
  by class; by age) come to the same sum. Only one way of dividing is shown, so nothing can be subtracted.
- *Across days*: where two rounds of one group count some of the same answers, only the fuller is shown.

Rounds that are shown share no answers, so no sum of one is a sum of another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rrsa.guide.voices import Question, RoundView, plain, round_views
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.privacy import SMALL, suppress
from rrsa.portfolio.voices import Round
from rrsa.vocabulary import Asked


def rounds_shown(portfolio: Portfolio) -> tuple[RoundView, ...]:
    """Every round as it may leave, earliest first.

    ``round.n`` is ``None`` where it may not be seen; then there are no questions. A count that may not be
    seen is ``None``. ``round.note`` and everything else is as it was recorded.
    """
    views = round_views(portfolio)
    kept = _apart(views)
    return tuple(_shown(each) if each.round.id in kept else _without_counts(each) for each in views)


def may_be_counted(n: int | None) -> bool:
    """Whether a group is large enough to have counts."""
    return n is not None and n >= SMALL


def _without_counts(view: RoundView) -> RoundView:
    hides = bool(view.questions) or view.round.n is not None
    return RoundView(replace(view.round, n=None), (), hides)


# -- across rounds --------------------------------------------------------------------------------------


def _apart(views: Iterable[RoundView]) -> set[str]:
    """The ids of rounds that may keep their counts: large enough, and no two share an answer."""
    large = [view.round for view in views if may_be_counted(view.round.n)]
    # The fullest first; among equals the one that is not divided, then by id, so that it is always the same.
    large.sort(key=lambda r: (-(r.n or 0), divided(r) != "", r.id))
    kept: list[Round] = []
    for form in {record.form or record.id for record in large}:
        own = [record for record in large if (record.form or record.id) == form]
        taken: list[Round] = []
        for way in _fullest_first(own):
            mine = [record for record in own if divided(record) == way]
            free = [r for r in mine if not any(divided(t) != way and overlap(r, t) for t in taken)]
            # A way of dividing is shown whole or, where it meets another, not at all for those days.
            for record in free:
                if not any(same_group(record, t) and overlap(record, t) for t in taken):
                    taken.append(record)
        kept += taken
    return {record.id for record in kept}


def _fullest_first(own: list[Round]) -> list[str]:
    """The ways in which people were divided: undivided first, then the one that counts most answers."""
    sums: dict[str, int] = {}
    for record in own:
        sums[divided(record)] = sums.get(divided(record), 0) + (record.n or 0)
    return sorted(sums, key=lambda way: (way != "", -sums[way], way))


def divided(record: Round) -> str:
    """How people were divided: empty where they were not; by the same question, the same text."""
    return f"by {plain(record.by)}" if record.by else "named" if record.group else ""


def same_group(one: Round, other: Round) -> bool:
    return divided(one) == divided(other) and plain(one.group or "") == plain(other.group or "")


def overlap(one: Round, other: Round) -> bool:
    """Whether some day may be in both; what has no date may be of any day."""
    if not (one.date and other.date):
        return True
    return (one.since or one.date) <= other.date and (other.since or other.date) <= one.date


# -- within one -----------------------------------------------------------------------------------------


def _shown(view: RoundView) -> RoundView:
    n = view.round.n or 0
    questions = tuple(_question(each, n) for each in view.questions if may_be_counted(each.of))
    hides = len(questions) < len(view.questions) or any(each.hides for each in questions)
    return RoundView(view.round, questions, hides)


def _question(question: Question, n: int) -> Question:
    """The question with its small counts hidden. Where those who skipped it may not be known, its counts
    stand beside the round's ``n``."""
    of = question.of
    counts = {str(place): each.count or 0 for place, each in enumerate(question.answers)}
    if question.asked in (Asked.SEVERAL, Asked.WORDS):
        hidden, shows_of = _among_several(counts, of, n)
    else:
        hidden, shows_of = _one_each(counts, of, n)
    return replace(
        question,
        of=of if shows_of else n,
        answers=tuple(
            replace(each, count=None) if str(place) in hidden else each
            for place, each in enumerate(question.answers)
        ),
    )


def _one_each(counts: dict[str, int], of: int, n: int) -> tuple[set[str], bool]:
    """Each person gave one answer: the answers and those who skipped come to ``n``."""
    rest, skipped = of - sum(counts.values()), n - of
    if rest < 0 or skipped < 0:  # it does not add up, so nothing can be vouched for
        return set(counts), False
    if skipped == 1 and of == SMALL:  # as five answered at the least, one of six would be known to be silent
        return set(counts), False
    shown = suppress({**counts, "rest": rest, "skipped": skipped})
    return {key for key, count in shown.items() if count is None}, shown["skipped"] is not None


def _among_several(counts: dict[str, int], of: int, n: int) -> tuple[set[str], bool]:
    """Each person gave as many answers as they liked: who gave one and who did not come to the whole."""
    skipped = n - of
    if skipped < 0 or any(count > of for count in counts.values()):
        return set(counts), False
    shows_of = skipped == 0 or skipped >= SMALL
    wholes = (n, of) if shows_of else (n,)
    hidden = {
        key
        for key, count in counts.items()
        if any(None in suppress({"so": count, "not": whole - count}).values() for whole in wholes)
    }
    if hidden and sum(counts.values()) == of:  # perhaps each gave just one answer, so that they have a sum
        hidden |= {key for key, count in suppress(counts).items() if count is None}
    if len(hidden) == 1 and len(counts) > 1:
        others = [key for key in counts if key not in hidden]
        hidden.add(min(others, key=lambda key: (counts[key] == 0, counts[key], key)))
    return hidden, shows_of
