"""Keeping a round that was asked aloud: counts of five people or more, else a sentence that was agreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rrsa.errors import BadInput
from rrsa.evaluation.opened import Values
from rrsa.evaluation.voices import RoundTaken, Voices
from rrsa.i18n import _
from rrsa.portfolio.checks import past_day, show_day
from rrsa.portfolio.ids import ROUND_LETTER, TALLY_LETTER, derived_id, new_id
from rrsa.portfolio.privacy import SMALL
from rrsa.portfolio.records import Value
from rrsa.portfolio.reviewing import is_sentence
from rrsa.portfolio.voices import Round
from rrsa.vocabulary import Asked, Respondents, SettingKind

if TYPE_CHECKING:
    from rrsa.framework.voices import QuestionSet

MOST = 2_000
"""People that one round may count; more is a slip of the finger."""

Counts = Mapping[str, Sequence[int]]
"""Question id → how many people gave each answer, in the order of the set's words."""


def form_of(questions: QuestionSet) -> str:
    """What makes rounds of one set a series: they stand side by side."""
    return f"set.{questions.id}"[:64]


def checked_counts(questions: QuestionSet, n: int, counts: Counts) -> dict[str, tuple[int, ...]]:
    """Counts that can be true of ``n`` people, in the set's order.

    Raises :class:`BadInput` for a question that the set does not ask, for too few or too many answers, for a
    number below nought, and where more people answered than there are.
    """
    if not 0 < n <= MOST:
        raise BadInput(
            _("{n} people cannot be counted").format(n=n),
            _("give how many were asked, from 1 to {most}").format(most=MOST),
        )
    for given in counts:
        if given not in questions.by_id:
            raise BadInput(
                _("“{set}” has no question “{id}”").format(set=questions.id, id=given),
                _("its questions are: {ids}").format(ids=", ".join(questions.by_id)),
            )
    clean = {}
    for question in questions.questions:
        own = tuple(counts.get(question.id, ()))
        if not own:
            continue
        if len(own) != len(questions.words):
            raise BadInput(
                _("“{id}” has {given} counts").format(id=question.id, given=len(own)),
                _("give {n}, in this order: {words}").format(
                    n=len(questions.words), words=", ".join(questions.words)
                ),
            )
        if min(own) < 0:
            raise BadInput(
                _("a count of “{id}” is below nought").format(id=question.id), _("0 is the least there is")
            )
        if sum(own) > n:
            raise BadInput(
                _("“{id}” counts {sum} answers of {n} people").format(id=question.id, sum=sum(own), n=n),
                _("count again: at most one answer each; who chose not to say is not counted"),
            )
        clean[question.id] = own
    return clean


def taken(
    questions: QuestionSet,
    *,
    n: int,
    counts: Counts,
    group: str | None = None,
    day: str | None = None,
    sentence: str | None = None,
) -> RoundTaken:
    """A round as it is to stand. Of fewer than five people nothing is in it but the sentence; a question
    that fewer than five answered is left out."""
    form = form_of(questions)
    values: Values = {
        "title": questions.title,
        "who": questions.respondents.value,
        "group": group or None,
        "date": day,
        "n": n if n >= SMALL else None,
        "source": _("Asked aloud"),
        "form": form,
        "sentence": sentence or None,
    }
    if n < SMALL:
        return RoundTaken(new_id(ROUND_LETTER), values, ())
    id_ = derived_id(ROUND_LETTER, form, _plain(group), day or "")
    return RoundTaken(id_, values, tuple(_tallies(questions, id_, counts)))


def _tallies(questions: QuestionSet, round_: str, counts: Counts) -> Iterator[tuple[str, Values]]:
    for place, question in enumerate(questions.questions, start=1):
        own = counts.get(question.id, ())
        if sum(own) < SMALL:
            continue
        for rank, (word, leans, count) in enumerate(
            zip(questions.words, questions.leans, own, strict=True), start=1
        ):
            yield (
                derived_id(TALLY_LETTER, round_, question.id, str(rank)),
                {
                    "outcome": question.outcome,
                    "question": question.ask,
                    "asked": Asked.ONE.value,
                    "place": place,
                    "answer": word,
                    "rank": rank,
                    "leans": leans.value,
                    "count": count,
                    "of": sum(own),
                },
            )


def _plain(group: str | None) -> str:
    return " ".join((group or "").casefold().split())


class Asking(Voices):
    """What do people say when we ask them?"""

    def keep_round(
        self,
        questions: QuestionSet,
        *,
        n: int,
        counts: Counts | None = None,
        group: str | None = None,
        day: str | None = None,
        sentence: str | None = None,
    ) -> str:
        """Keeps a round of ``n`` people, as one change that undo takes back; returns its id.

        ``day`` is by default today (or the day as of which we look). Of fewer than five people only
        ``sentence`` is kept, which they have heard and agreed. Raises :class:`BadInput` for counts that
        cannot be true, for fewer than five without a sentence, and where the same people's answers of that
        day are there already: two counts of the same answers could be subtracted from each other.
        """
        clean = checked_counts(questions, n, counts or {})
        if n < SMALL and not (sentence or "").strip():
            raise BadInput(
                _("of fewer than five people only a sentence is kept, and there is none"),
                _("write down one that they have heard and agreed"),
            )
        if n >= SMALL and not sentence and all(sum(own) < SMALL for own in clean.values()):
            raise BadInput(
                _("no question was answered by five people or more, so there is nothing to keep"),
                _("keep a sentence that the group has agreed instead"),
            )
        self.check_sentence(questions.respondents, sentence)
        group = " ".join((group or "").split())
        on = past_day(day, today=self.today) if day else self._asked_on()
        round_ = taken(
            questions, n=n, counts=clean, group=group, day=on, sentence=" ".join((sentence or "").split())
        )
        if round_.tallies:
            self._apart(round_)
        edit = self.rounds_edit(None, [round_])
        self.commit(_("Asked: {title}").format(title=questions.title), edit)
        return round_.id

    def check_sentence(self, who: Respondents, sentence: str | None) -> None:
        """Raises :class:`BadInput` where young people in a house would say yes to more than one sentence."""
        kind = self.portfolio.setting.kind
        of_children = who is Respondents.CHILDREN
        if sentence and of_children and kind == SettingKind.RESIDENTIAL and not is_sentence(sentence, kind):
            raise BadInput(
                _("in a house young people say yes to one sentence at a time"),
                _("choose with them the one that matters most"),
            )

    def _asked_on(self) -> str:
        return min(self.on, self.today).isoformat()

    def _apart(self, round_: RoundTaken) -> None:
        """Refuses a second count of the same people's answers, beside those that are here or that were here
        once and may have left in a paper: the one could be subtracted from the other."""
        own, day = round_.values, str(round_.values["date"])
        named = _plain(str(own["group"] or ""))
        for each in self.portfolio.rounds.values():
            if not (each.present and each.n and each.form == own["form"] and _meets(each, day)):
                continue
            if _plain(each.group) == named:
                raise BadInput(
                    _("this group’s answers of {day} are in already").format(day=show_day(each.date)),
                    _("take them back first: rrsa voices remove {setting} {id}").format(
                        setting=self.setting_id, id=each.id
                    ),
                )
            if not each.group or not named:
                raise BadInput(
                    _(
                        "answers of {day} are in already, of everybody or of a group; beside each other "
                        "the two would give a small group away"
                    ).format(day=show_day(each.date)),
                    _("ask on another day, or give everybody’s answers by group"),
                )
        for group, n in self._gone(str(own["form"]), day):
            if (group == named and n != own["n"]) or bool(group) != bool(named):
                raise BadInput(
                    _(
                        "a round of {day} was kept and taken back with {n} people; two papers, one from "
                        "then and one from now, would say what a few of them answered"
                    ).format(day=show_day(day), n=n),
                    _("keep it as it was but for slips in the counts, or ask again on another day"),
                )

    def _gone(self, form: str, day: str) -> Iterator[tuple[str, int]]:
        """Group and number of the rounds of that form and day that were ever kept with counts, as the
        journal tells; none of them can be older than its day."""
        fields = ("form", "date", "group", "n")
        known: dict[str, dict[str, set[Value]]] = {}
        since = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        for entry in self.store.history(self.setting_id, since=since):
            for change in entry.changeset.changes:
                kind, record, field = change.cell
                if kind == "round" and field in fields:
                    values = known.setdefault(record, {}).setdefault(field, set())
                    values.update(v for v in (change.before, change.after) if v is not None)
        for each in known.values():
            if form in each.get("form", ()) and day in each.get("date", ()):
                groups = [_plain(str(group)) for group in each.get("group", ())] or [""]
                yield from ((group, n) for group in groups for n in each.get("n", ()) if isinstance(n, int))


def _meets(record: Round, day: object) -> bool:
    """Whether the round may hold answers of that day."""
    if not record.date:
        return True
    return str(record.since or record.date) <= str(day) <= record.date
