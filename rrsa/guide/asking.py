"""A round while it is asked: sums in memory, one question at a time, and what of them would be kept.

One child's answers are never apart: of each question only how many gave each answer is known, from the first
press. Nothing is written down until those who were asked have seen what would be kept and said yes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rrsa.errors import BadInput
from rrsa.evaluation.asking import checked_counts, form_of, taken
from rrsa.guide.voices import Question, RoundView, question_words, view
from rrsa.i18n import _, ngettext
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.privacy import SMALL
from rrsa.portfolio.voices import Round as RoundRecord
from rrsa.portfolio.voices import Tally
from rrsa.vocabulary import SettingKind

if TYPE_CHECKING:
    from rrsa.framework.model import Framework
    from rrsa.framework.voices import QuestionSet, VoiceQuestion


class Asking:
    """One round, from the first question to the last; it forgets everything when it is let go of."""

    def __init__(self, questions: QuestionSet, n: int, group: str = "") -> None:
        checked_counts(questions, n, {})
        self.questions = questions
        self.n = n
        self.group = group
        self._counts = [[0] * len(questions.words) for _question in questions.questions]
        self._silent = [0] * len(questions.questions)

    @property
    def few(self) -> bool:
        """Whether there are too few to keep counts of."""
        return self.n < SMALL

    def question(self, place: int) -> VoiceQuestion:
        return self.questions.questions[place]

    def counts(self, place: int) -> tuple[int, ...]:
        """How many gave each answer to the question at ``place`` (from 0)."""
        return tuple(self._counts[place])

    def answered(self, place: int) -> int:
        return sum(self._counts[place])

    def pressed(self, place: int) -> int:
        """How many have had their turn: those who answered and those who chose not to."""
        return self.answered(place) + self._silent[place]

    def silent(self, place: int) -> int:
        """How many did not answer: they chose not to say."""
        return self.n - self.answered(place)

    def touched(self) -> bool:
        """Whether anybody has answered anything."""
        return any(map(any, self._counts)) or any(self._silent)

    def set(self, place: int, answer: int, count: int) -> None:
        """So many hands for an answer. Raises :class:`BadInput` where there would be more than people."""
        rest = self.answered(place) - self._counts[place][answer]
        if count < 0:
            count = 0
        if rest + count > self.n:
            raise BadInput(
                _("that makes {sum} answers of {n} people").format(sum=rest + count, n=self.n),
                _("count again: at most one answer each"),
            )
        self._counts[place][answer] = count
        self._silent[place] = 0

    def press(self, place: int, answer: int | None) -> None:
        """One of them has chosen; ``None`` chose not to say. What is pressed beyond ``n`` is passed over."""
        if self.pressed(place) >= self.n:
            return
        if answer is None:
            self._silent[place] += 1
        else:
            self._counts[place][answer] += 1

    def clear(self, place: int) -> None:
        """The question is asked anew; whose answer was which is not known, so all of them go."""
        self._counts[place] = [0] * len(self.questions.words)
        self._silent[place] = 0

    def sums(self) -> dict[str, tuple[int, ...]]:
        """Question id → how many gave each answer; questions that nobody answered are left out."""
        return {
            question.id: tuple(own)
            for question, own in zip(self.questions.questions, self._counts, strict=True)
            if any(own)
        }


def view_of(
    asked: Asking, *, day: str | None = None, sentence: str | None = None, group: str | None = None
) -> RoundView:
    """The round exactly as it would be kept."""
    made = taken(
        asked.questions,
        n=asked.n,
        counts=asked.sums(),
        group=asked.group if group is None else group,
        day=day,
        sentence=sentence,
    )
    record = RoundRecord(made.id, present=True, **made.values)  # type: ignore[arg-type]
    tallies = [Tally(id_, present=True, round=made.id, **values) for id_, values in made.tallies]  # type: ignore[arg-type]
    return view(Portfolio.from_records([record, *tallies]), record)


def kept_lines(asked: Asking, kept: RoundView, *, shares: bool) -> Iterator[str]:
    """What would be kept, in exact words: a sentence for each question, and what is left out and why."""
    for question in kept.questions:
        yield _("{question} {answer}").format(
            question=question.text, answer=question_words(question, shares=shares)
        )
        yield "   " + counts_words(question, asked.n)
    left = left_out(asked)
    if left:
        yield _("Left out, because fewer than five answered: {questions}").format(
            questions=" · ".join(_("“{question}”").format(question=each) for each in left)
        )


def counts_words(question: Question, n: int) -> str:
    """``Yes 9 · Sometimes 2 · No 0 · did not say 1``."""
    parts = [f"{each.answer} {each.count}" for each in question.answers]
    parts.append(_("did not say {n}").format(n=n - question.of))
    return " · ".join(parts)


def left_out(asked: Asking) -> tuple[str, ...]:
    """The questions that fewer than five answered: no counts of them are kept."""
    return tuple(
        question.ask
        for place, question in enumerate(asked.questions.questions)
        if asked.answered(place) < SMALL
    )


def enough_to_keep(asked: Asking) -> bool:
    """Whether there are counts that may be kept."""
    return not asked.few and any(asked.answered(p) >= SMALL for p in range(len(asked.questions.questions)))


# -- what is told beforehand and afterwards --------------------------------------------------------------


def if_not_safe() -> str:
    """What an adult does where a child says that they are not safe."""
    return _(
        "If somebody says that they are not safe: stop asking. Listen, stay calm, do not question them. Do "
        "not promise to keep it secret; say what you will do next. Follow your child-protection procedure "
        "today. Do not type it here."
    )


def before_you_ask() -> str:
    """How a round goes, for the adult."""
    return _(
        "Read aloud; do not hurry. Skip and stop are always there, and never have a consequence. Do not "
        "comment on an answer, and do not ask why while others listen."
    )


def what_is_kept(n: int) -> str:
    """What will become of the answers, said before anything is asked."""
    if n == 1:
        return _(
            "No numbers are kept at all. At the end you may agree one sentence, in your words. If you would "
            "rather not, nothing is kept. Other people may read the sentence, never with your name, and you "
            "can take it back at any time."
        )
    if n < SMALL:
        return _(
            "You are fewer than five, so no numbers are kept at all. At the end you may agree one sentence, "
            "in your words. If you would rather not, nothing is kept. Other people may read the sentence, "
            "never with your name, and you can take it back at any time."
        )
    return _(
        "Only how many chose each face is kept, never who. At the end you see exactly what that is, and say "
        "yes or no. If you say no, nothing is kept."
    )


def whom_to_tell(framework: Framework) -> str:
    """Whom a child can tell, said to the child."""
    if framework.for_ is SettingKind.RESIDENTIAL:
        return _(
            "If something is not right, or you are worried, you can tell any adult you trust, here or "
            "somewhere else. You choose who. You can ask for an advocate: somebody from outside the house "
            "who is there to help you say what you want. Childline is free, day and night: 0800 1111."
        )
    return _(
        "If something is not right, or you are worried, tell an adult you trust, here or at home. You choose "
        "who. You can ask for an advocate: somebody whose job it is to help you say what you want. Childline "
        "is free, day and night: 0800 1111."
    )


def what_yes_means() -> str:
    """What those who agree to a sentence should know before they do."""
    return _(
        "If you say yes, other people may read these words, never with your name. You can take them back at "
        "any time: tell the adult who asked, or another."
    )


def people_asked(n: int) -> str:
    """How many are asked: ``12 people``; one is not counted."""
    return ngettext("one person", "{n} people", n).format(n=n)


def sets_of(framework: Framework) -> tuple[QuestionSet, ...]:
    """The question sets that a setting can use: those of its own framework; where the text that it has
    adopted is older than question sets, those of the framework as it is offered now, as far as they fit."""
    if framework.voices:
        return framework.voices
    from rrsa.errors import RrsaError
    from rrsa.framework.catalogue import find

    try:
        offered = find(framework.id).framework
    except RrsaError:
        return ()
    return tuple(
        each
        for each in offered.voices
        if all(q.outcome is None or q.outcome in framework.outcome_of for q in each.questions)
    )


def set_id(framework: Framework, given: str) -> QuestionSet:
    """The set that was meant. Raises :class:`BadInput` where there is none of that name."""
    from rrsa.finding import found

    sets = {each.id: each for each in sets_of(framework)}
    if not sets:
        raise BadInput(
            _("this framework has no question sets"),
            _("add them under “voices”, or take answers in with rrsa voices take"),
        )
    return sets[found(_("question set"), given, sets)]


def about_of(framework: Framework, record: RoundRecord) -> tuple[str, ...]:
    """The outcomes that the set of a round asks about, in the framework's order; none where it is unknown."""
    for each in sets_of(framework):
        if form_of(each) == record.form:
            asked = {framework.outcome_of.get(q.outcome or "") for q in each.questions}
            return tuple(outcome for outcome in framework.outcomes if outcome in asked)
    return ()
