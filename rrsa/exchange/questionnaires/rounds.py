"""What was counted as rounds of the portfolio, compared with those that are there.

A round keeps its id for good: it is made from the form, the way people were divided, the group and the first
day, so that the same file adds nothing, and two people who take in the same file say the same. A fuller file
of later takes the place of the counts; what cannot be told apart is refused, since two counts of the same
answers could be subtracted from each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rrsa.errors import BadInput
from rrsa.evaluation.voices import RoundTaken
from rrsa.exchange.questionnaires.columns import Mapped, Use, kept
from rrsa.exchange.questionnaires.counting import Answers, Counted, Group
from rrsa.exchange.questionnaires.in_time import how_divided
from rrsa.exchange.questionnaires.preview import Fate, Options, RoundPreview
from rrsa.guide.voices import OTHER, RoundView, days_words, plain, title_words, view
from rrsa.guide.voices_shown import divided, overlap, same_group
from rrsa.i18n import _
from rrsa.portfolio.checks import clean_text
from rrsa.portfolio.edits import Edit
from rrsa.portfolio.ids import ROUND_LETTER, TALLY_LETTER, derived_id
from rrsa.portfolio.privacy import SMALL
from rrsa.portfolio.records import LINE, TEXT, Value
from rrsa.portfolio.voices import Round, Tally
from rrsa.vocabulary import Asked

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation


def compared(
    evaluation: Evaluation, mapped: Mapped, found: Counted, file: str, options: Options
) -> tuple[tuple[RoundPreview, ...], Edit]:
    """The rounds of a file beside those that are there, and what it takes to record them."""
    by = next((mapped.columns[place] for place in mapped.having(Use.GROUP)), None)
    asked = by.heads[-1] if by else None  # as it was at first, through small changes of the heading
    spoken = _sentences(found, options)
    for said in spoken.values():
        evaluation.check_sentence(mapped.who, said)
    previews, taken = [], []
    for group in (*found.groups, *found.small):
        sentence = spoken.get((group.name, group.part))
        if not group.n and sentence is None:
            continue  # a group that is too small is there only by what it has agreed to say
        fate, record, tallies, now = _beside(evaluation, *_round(mapped, asked, group, sentence, file))
        there = view(evaluation.portfolio, now) if now else None
        previews.append(RoundPreview(fate, view_of(record, tallies), there, group.few))
        if fate in (Fate.NEW, Fate.FULLER):
            taken.append(_taken(record, tallies, evaluation.portfolio.rounds.get(record.id)))
    form: tuple[str, Mapping[str, Value]] | None = (mapped.id, kept(mapped))
    if not previews:
        form = None  # a form is remembered with what it has brought
    edit = evaluation.rounds_edit(form, taken) if form else ((), ())
    return tuple(previews), edit


def view_of(record: Round, tallies: Sequence[Tally]) -> RoundView:
    """A round that is not recorded yet, as people read it."""
    from rrsa.portfolio.portfolio import Portfolio

    return view(Portfolio.from_records([record, *tallies]), record)


# -- made -------------------------------------------------------------------------------------------------


def _round(
    mapped: Mapped, by: str | None, group: Group, sentence: str | None, file: str
) -> tuple[Round, tuple[Tally, ...]]:
    since = group.since.isoformat() if group.since else None
    until = group.until.isoformat() if group.until else None
    record = Round(
        "",
        present=True,
        title=mapped.title,
        who=mapped.who.value,
        group=group.name or None,
        by=by[:LINE] if by else None,
        since=since if since != until else None,
        date=until,
        n=group.n or None,
        source=file[:LINE],
        form=mapped.id,
        sentence=sentence,
    )
    whose: tuple[str, ...] = (
        mapped.id,
        divided(record),
        plain(record.group or ""),
        record.since or record.date or "",
    )
    if not group.n:
        whose = (*whose, "said", str(group.part))
    record = replace(record, id=derived_id(ROUND_LETTER, *whose))
    return record, tuple(
        tally
        for place, each in enumerate(group.questions, start=1)
        for tally in _tallies(record, place, each)
    )


def _tallies(record: Round, place: int, answers: Answers) -> list[Tally]:
    column, round_, of = answers.column, record.id, answers.of
    if column.asked is Asked.WORDS:
        counts: list[tuple[str, str | None, int]] = [("", None, of)]
        of = record.n or of  # everybody could have written something
    else:
        counts = [(s.answer, s.leans.value if s.leans else None, n) for s, n in answers.counts]
        if answers.other:
            counts.append((OTHER, None, answers.other))
    return [
        Tally(
            _tally_id(round_, column.question, answer),
            present=True,
            round=round_,
            outcome=column.about,
            question=column.question,
            asked=column.asked.value,
            place=place,
            answer=answer or None,
            rank=rank,
            leans=leans,
            count=count,
            of=of,
        )
        for rank, (answer, leans, count) in enumerate(counts, start=1)
    ]


def _tally_id(round_: str, question: str, answer: str) -> str:
    return derived_id(TALLY_LETTER, round_, plain(question), plain(answer) or "\0")


def _taken(record: Round, tallies: Sequence[Tally], standing: Round | None) -> RoundTaken:
    """The round to record. What somebody has added to one that is there stays."""
    names = ("title", "who", "group", "by", "since", "date", "n", "source", "form", "sentence")
    values: dict[str, Value] = {name: getattr(record, name) for name in names}
    if standing is not None and record.sentence is None:
        values["sentence"] = standing.sentence
    fields = ("outcome", "question", "asked", "place", "answer", "rank", "leans", "count", "of")
    return RoundTaken(
        record.id,
        values,
        tuple((tally.id, {name: getattr(tally, name) for name in fields}) for tally in tallies),
    )


# -- beside what is there -----------------------------------------------------------------------------------


def _beside(
    evaluation: Evaluation, record: Round, tallies: tuple[Tally, ...]
) -> tuple[Fate, Round, tuple[Tally, ...], Round | None]:
    """What becomes of a round, and with which id; the round that is there, if one is."""
    there = [
        each for each in evaluation.portfolio.rounds.values() if each.present and each.form == record.form
    ]
    if record.n:
        for each in there:
            if each.n and divided(each) != divided(record) and overlap(each, record):
                raise _divided_otherwise(evaluation, each)
    same = [each for each in there if same_group(each, record) and overlap(each, record)]
    if record.n is None:  # a sentence takes the place of a sentence, never of counts
        same = [each for each in same if not each.n]
    with_counts = [each for each in same if each.n]
    if len(with_counts) > 1:
        raise _several(with_counts)
    if not same:
        return Fate.NEW, record, tallies, None
    now = with_counts[0] if with_counts else same[0]
    if with_counts and not _covers(record, now) and not _covers(now, record):
        raise _partly(evaluation, now)
    whole = _moved(record, tallies, now.id)
    if (record.n or 0) < (now.n or 0) or (with_counts and not _covers(record, now)):
        return Fate.OLDER, *whole, now
    if _is_there(evaluation, *whole, now):
        return Fate.SAME, *whole, now
    if with_counts and 0 < (record.n or 0) - (now.n or 0) < SMALL:
        return Fate.WAITS, *whole, now
    if with_counts and record.n == now.n and _few_others(evaluation, whole[1], now):
        return Fate.WAITS, *whole, now
    return Fate.FULLER, *whole, now


def _moved(record: Round, tallies: Sequence[Tally], round_: str) -> tuple[Round, tuple[Tally, ...]]:
    """The round under the id of the one that is there."""
    if record.id == round_:
        return record, tuple(tallies)
    return replace(record, id=round_), tuple(
        replace(
            tally,
            round=round_,
            id=derived_id(
                TALLY_LETTER, round_, plain(tally.question or ""), plain(tally.answer or "") or "\0"
            ),
        )
        for tally in tallies
    )


def _covers(one: Round, other: Round) -> bool:
    """Whether all days of ``other`` are days of ``one``; what has no date covers everything."""
    if not (one.date and other.date):
        return True
    return (one.since or one.date) <= (other.since or other.date) and other.date <= one.date


def _is_there(evaluation: Evaluation, record: Round, tallies: Sequence[Tally], now: Round) -> bool:
    """Whether nothing would change; another file's name alone is no change."""
    names = ("title", "who", "group", "by", "since", "date", "n", "form")
    if any(getattr(record, name) != getattr(now, name) for name in names):
        return False
    if record.sentence is not None and record.sentence != now.sentence:
        return False
    there = {tally.id: tally for tally in evaluation.portfolio.tallies_by_round.get(now.id, ())}
    return there == {tally.id: tally for tally in tallies}


def _few_others(evaluation: Evaluation, tallies: Sequence[Tally], now: Round) -> bool:
    """Whether as many have answered as before, but one to four of them otherwise: somebody's row was taken
    out and another's came. A question that is read otherwise than before tells nothing of that."""
    before = _by_question(evaluation.portfolio.tallies_by_round.get(now.id, ()))
    most = 0
    for question, counts in _by_question(tallies).items():
        then = before.get(question, {})
        if counts.keys() == then.keys():
            most = max(most, sum(max(0, n - then[answer]) for answer, n in counts.items()))
            most = max(most, sum(max(0, then[answer] - n) for answer, n in counts.items()))
    return 0 < most < SMALL


def _by_question(tallies: Iterable[Tally]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for tally in tallies:
        found.setdefault(tally.question or "", {})[tally.answer or ""] = tally.count or 0
    return found


def _divided_otherwise(evaluation: Evaluation, there: Round) -> BadInput:
    how = how_divided(there)
    return BadInput(
        _(
            "answers of these days are in already, {how}; in two ways they would give a small group away"
        ).format(how=how),
        _("count them {how} again, or take the other rounds out: rrsa voices remove {setting} {id}").format(
            how=how, setting=evaluation.setting_id, id=there.id
        ),
    )


def _several(there: Sequence[Round]) -> BadInput:
    return BadInput(
        _("the file goes over {n} rounds that are in already: {rounds}").format(
            n=len(there), rounds="; ".join(_named(each) for each in there[:4])
        ),
        _("divide it as before with --split DAY, or choose days with --since and --until"),
    )


def _partly(evaluation: Evaluation, there: Round) -> BadInput:
    return BadInput(
        _("some of these answers are in already, in {round}").format(round=_named(there)),
        _("choose days with --since and --until, or take it out: rrsa voices remove {setting} {id}").format(
            setting=evaluation.setting_id, id=there.id
        ),
    )


def _named(record: Round) -> str:
    return _("{title} ({days})").format(title=title_words(record), days=days_words(record))


# -- what was agreed ----------------------------------------------------------------------------------------


def _sentences(found: Counted, options: Options) -> dict[tuple[str, int], str]:
    """Group and part of the time → the sentence that the group has agreed."""
    small = [(group.name, group.part) for group in found.small]
    places = [(group.name, group.part) for group in found.groups] + small
    spoken: dict[tuple[str, int], str] = {}
    for given in options.sentences:
        text = clean_text(given)
        name, equals, rest = text.partition("=")
        named = [place for place in places if equals and plain(place[0]) == plain(name)]
        if named:
            text, place = rest.strip(), max(named, key=lambda each: each[1])
        else:
            likely = small if len(small) == 1 else places
            if len(likely) != 1:
                raise BadInput(
                    _("it is not said which group has agreed the sentence"),
                    _('write it like --sentence "Primary 7=We know whom to tell."'),
                )
            place = likely[0]
        if not text or len(text) > TEXT:
            raise BadInput(
                _("the sentence is empty or too long"), _("one sentence that the group has agreed is enough")
            )
        spoken[place] = text
    return spoken
