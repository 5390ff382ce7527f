"""Rounds of questions as people read them: what a group answered, in words first, and then beside now.

A round holds counts for a whole group and never one person's answers. How many people there were (``n``) is
always said. Quantity words follow :mod:`rrsa.quantity`; in a house, where shares would mean little and soon
say who is meant, only counts are given. No sentence says why a later round came out as it did.

What may leave is another matter: :func:`rrsa.guide.voices_shown.rounds_shown` gives the same views with the
small numbers hidden, and every function here speaks of those too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.voices import Round, Tally
from rrsa.quantity import quantity_word
from rrsa.vocabulary import Asked, Direction, Leaning, Perspective, Respondents

OTHER = "*"
"""What stands in a tally for an answer that the form does not offer; what it was is not kept."""
_NAMED = 3
"""Answers that a sentence names where people could choose several."""


@dataclass(frozen=True, slots=True)
class Answered:
    """How many people gave one answer; ``count`` is ``None`` where that may not be seen."""

    answer: str  # empty where people wrote in words of their own
    count: int | None
    leans: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a round with its answers, in the form's order or from most to least agreeing."""

    text: str
    asked: str
    outcome: str | None
    of: int  # people who answered it
    answers: tuple[Answered, ...]

    @property
    def key(self) -> str:
        """What makes it the same question in another round."""
        return plain(self.text)

    @property
    def leaning(self) -> tuple[Answered, ...]:
        """The answers of those who agree; empty where answers neither agree nor disagree."""
        return tuple(each for each in self.answers if each.leans == Leaning.AGREES)

    @property
    def agreeing(self) -> int | None:
        """How many people agree; ``None`` where that cannot be said or may not be seen."""
        counts = [each.count for each in self.leaning]
        known = [count for count in counts if count is not None]
        return sum(known) if known and len(known) == len(counts) else None

    @property
    def hides(self) -> bool:
        """Whether a count is not shown."""
        return any(each.count is None for each in self.answers)


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round with its questions in order."""

    round: Round
    questions: tuple[Question, ...]
    hides: bool = False  # counts are kept that may not be seen

    @property
    def targets(self) -> tuple[str, ...]:
        """The outcomes and look-fors that its questions are about, each once."""
        return tuple(dict.fromkeys(q.outcome for q in self.questions if q.outcome))


def answer_label(answer: str) -> str:
    """An answer as people read it."""
    if answer == OTHER:
        return _("Another answer")
    return answer or _("Wrote something")


def plain(text: str) -> str:
    """A question or a head without what people change unawares: case, spaces, the mark at its end."""
    return " ".join(text.casefold().replace("\u00a0", " ").split()).rstrip(" .:?!*…")


# -- reading them out of a portfolio ---------------------------------------------------------------------


def round_views(portfolio: Portfolio) -> tuple[RoundView, ...]:
    """Every round, earliest first; those without a day before all others."""
    found = [view(portfolio, each) for each in portfolio.rounds.values() if each.present]
    return tuple(sorted(found, key=lambda v: _order(v.round)))


def _order(record: Round) -> tuple[str, str, str, str]:
    return (record.date or "", record.title or "", record.group or "", record.id)


def view(portfolio: Portfolio, record: Round) -> RoundView:
    """One round with its questions."""
    by_question: dict[tuple[int, str], list[Tally]] = {}
    for tally in portfolio.tallies_by_round.get(record.id, ()):
        if tally.present and tally.count is not None and tally.question:
            by_question.setdefault((tally.place or 0, tally.question), []).append(tally)
    return RoundView(record, tuple(_question(text, own) for (_place, text), own in by_question.items()))


def _question(text: str, tallies: Sequence[Tally]) -> Question:
    first = tallies[0]
    return Question(
        text=text,
        asked=first.asked or Asked.ONE.value,
        outcome=first.outcome,
        of=first.of if first.of is not None else sum(t.count or 0 for t in tallies),
        answers=tuple(Answered(t.answer or "", t.count, t.leans) for t in tallies),
    )


def series(views: Iterable[RoundView]) -> tuple[tuple[RoundView, ...], ...]:
    """Rounds of the same form and group stand together, earliest first: they can be laid side by side."""
    found: dict[tuple[str, ...], list[RoundView]] = {}
    for each in views:
        own = each.round
        form = own.form or f"{plain(own.title or '')} {own.who}"
        found.setdefault((form, plain(own.by or ""), plain(own.group or "")), []).append(each)
    return tuple(tuple(sorted(own, key=lambda v: _order(v.round))) for own in found.values())


def earlier(views: Iterable[RoundView], later: RoundView) -> RoundView | None:
    """The round just before ``later`` of the same form and group, if both hold counts."""
    for own in series(views):
        ids = [each.round.id for each in own]
        if later.round.id in ids:
            before = [each for each in own[: ids.index(later.round.id)] if each.questions]
            return before[-1] if before else None
    return None


def first_and_latest(views: Iterable[RoundView]) -> tuple[tuple[RoundView | None, RoundView], ...]:
    """For each form and group: the first round that has counts, and the latest; ``None`` and the one where
    there is only one. What has no counts to show is left out unless its group has agreed a sentence."""
    found: list[tuple[RoundView | None, RoundView]] = []
    for own in series(views):
        counted = [each for each in own if each.questions]
        said = [each for each in own if not each.questions and each.round.sentence]
        if counted:
            found.append((counted[0] if len(counted) > 1 else None, counted[-1]))
        found += [(None, each) for each in said]
    return tuple(sorted(found, key=lambda each: (plain(title_words(each[1].round)), each[1].round.id)))


def side_by_side(
    before: RoundView | None, after: RoundView
) -> tuple[tuple[Question | None, Question | None], ...]:
    """The same question then and now, in the later round's order; what was asked only once has ``None``."""
    then = {question.key: question for question in before.questions} if before else {}
    rows: list[tuple[Question | None, Question | None]] = [
        (then.pop(q.key, None), q) for q in after.questions
    ]
    return (*rows, *((question, None) for question in then.values()))


# -- in words -------------------------------------------------------------------------------------------


def question_words(question: Question | None, *, shares: bool) -> str:
    """What came out, in a sentence with its counts: ``Most say “Yes”: 33 of 41.``

    ``shares`` says whether shares of people may be spoken of (a framework's ``percentages``).
    """
    if question is None:
        return _("Not asked.")
    if question.asked == Asked.WORDS:
        return _of_own_words(question)
    if question.leaning:
        if (agreeing := question.agreeing) is not None:
            return _sentence(question, agreeing, [each.answer for each in question.leaning], shares)
        best = _most_given(question)
        if not best or not best[0].count:
            return _not_shown()
        return _sentence(question, best[0].count, [best[0].answer], shares)
    best = _most_given(question)
    if not best or (question.hides and not best[0].count):
        return _not_shown()
    if question.asked != Asked.SEVERAL:
        # As many as the first may have chosen the second: then both are named.
        top = [each for each in best if each.count == best[0].count]
        return " ".join(_sentence(question, each.count or 0, [each.answer], shares) for each in top[:_NAMED])
    return " ".join(
        _sentence(question, each.count or 0, [each.answer], shares) for each in best[:_NAMED] if each.count
    ) or _("Nobody chose any of the answers.")


def _most_given(question: Question) -> list[Answered]:
    """The answers of the form whose counts may be seen, the most given first."""
    seen = [each for each in question.answers if each.count is not None and each.answer != OTHER]
    return sorted(seen, key=lambda each: -(each.count or 0))


def _sentence(question: Question, count: int, answers: Sequence[str], shares: bool) -> str:
    said = _(" or ").join(_("“{answer}”").format(answer=answer_label(answer)) for answer in answers)
    figure = _("{count} of {n}").format(count=count, n=question.of)
    if shares and 0 <= count <= question.of and question.of:
        word = quantity_word(count, question.of)
        text = {
            Asked.SEVERAL.value: _("{word} choose {said}: {figure}."),
            Asked.ORDER.value: _("{word} put {said} first: {figure}."),
        }.get(question.asked, _("{word} say {said}: {figure}."))
        return text.format(word=word[:1].upper() + word[1:], said=said, figure=figure)
    text = {
        Asked.SEVERAL.value: _("{figure} choose {said}."),
        Asked.ORDER.value: _("{figure} put {said} first."),
    }.get(question.asked, _("{figure} say {said}."))
    return text.format(said=said, figure=figure)


def _of_own_words(question: Question) -> str:
    count = sum(each.count or 0 for each in question.answers)
    if question.hides:
        return _not_shown()
    if not count:
        return _("Nobody wrote anything.")
    return _("{figure} wrote something in their own words.").format(
        figure=_("{count} of {n}").format(count=count, n=question.of)
    )


def _not_shown() -> str:
    return _("Not shown: a small number would be seen.")


def answer_words(each: Answered, of: int) -> str:
    """One answer's count: ``33 of 41``, or that it is not shown."""
    return _("not shown") if each.count is None else _("{count} of {n}").format(count=each.count, n=of)


def change_words(before: Question | None, after: Question | None, *, shares: bool) -> str:
    """Which way the same question has gone between two rounds; empty where that cannot be said."""
    if before is None or after is None:
        return ""
    then, now = before.agreeing, after.agreeing
    if then is None or now is None or not before.of or not after.of:
        return ""
    if shares:
        was, is_ = Fraction(then, before.of), Fraction(now, after.of)
        if was == is_:
            return _("The same share as before.")
        return _("A larger share than before.") if is_ > was else _("A smaller share than before.")
    if then == now:
        return _("As many as before.")
    return _("More than before.") if now > then else _("Fewer than before.")


def caution() -> str:
    """What to bear in mind wherever two rounds stand side by side."""
    return _(
        "Not everybody who answered the second time need have answered the first. The counts don't say why."
    )


def title_words(record: Round) -> str:
    """A round by its title and group: ``Our rights survey, Primary 7``."""
    title = record.title or _("Questions")
    return _("{title}, {group}").format(title=title, group=record.group) if record.group else title


def days_words(record: Round) -> str:
    """When people answered: ``3 Sep 2026 to 9 Sep 2026``; one day; or that it is not known."""
    if record.since and record.date and record.since != record.date:
        return _("{first} to {last}").format(first=show_day(record.since), last=show_day(record.date))
    return show_day(record.date or record.since) or _("no date")


def people_words(record: Round) -> str:
    """How many answered, or that they were fewer than five (or may not be shown)."""
    if record.n is None:
        return _("the counts are not kept or not shown")
    return ngettext("{n} answered", "{n} answered", record.n).format(n=record.n)


def perspective(record: Round) -> Perspective:
    """Where evidence that is made of a round looks from."""
    return Perspective.CHILDREN if record.who == Respondents.CHILDREN else Perspective.ADULTS


def evidence_note(shown: RoundView, *, shares: bool) -> str:
    """What a round shows, for a piece of evidence that is made of it.

    In words and without counts: evidence is kept as it was written, and beside a fuller round of later an
    older count would say how those answered who came last.
    """
    lines = []
    for question in shown.questions:
        if question.asked == Asked.WORDS:
            continue
        agreeing = question.agreeing
        if agreeing is None or not shares or not question.of:
            lines.append(_("Asked: “{question}”").format(question=question.text))
            continue
        said = _(" or ").join(_("“{answer}”").format(answer=each.answer) for each in question.leaning)
        word = quantity_word(agreeing, question.of)
        lines.append(
            _("“{question}”: {word} say {said}.").format(question=question.text, word=word, said=said)
        )
    return "\n".join(lines)


def suggested_direction(found: RoundView) -> Direction:
    """What a round shows, by how many agree: in every question at least half, in none, or some and some.

    It is a suggestion: a question may be put so that to agree is no good news.
    """
    agree = [
        Fraction(question.agreeing or 0, question.of) >= Fraction(1, 2)
        for question in found.questions
        if question.agreeing is not None and question.of
    ]
    if agree and all(agree):
        return Direction.WORKS
    return Direction.NOT_YET if agree and not any(agree) else Direction.MIXED
