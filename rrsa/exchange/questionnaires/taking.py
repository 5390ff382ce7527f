"""From a questionnaire's file to a preview, and from a preview into the portfolio."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rrsa.errors import BadInput
from rrsa.exchange.questionnaires.columns import Column, Mapped, Use, kept, recognise, remembered
from rrsa.exchange.questionnaires.counting import Counted, Period, count
from rrsa.exchange.questionnaires.days import Order
from rrsa.exchange.questionnaires.guessing import guess
from rrsa.exchange.questionnaires.in_time import check_apart
from rrsa.exchange.questionnaires.preview import Fate, Options, Preview, RoundPreview
from rrsa.exchange.questionnaires.reading import Source, look_at
from rrsa.exchange.questionnaires.recognising import (
    Seen,
    look_through,
    says_who,
    suggested,
    who_answered,
    with_new_answers,
)
from rrsa.exchange.questionnaires.rounds import compared
from rrsa.finding import unknown
from rrsa.guide.voices import plain
from rrsa.i18n import _, ngettext
from rrsa.paths import expanded
from rrsa.portfolio.checks import clean_text, show_day
from rrsa.portfolio.records import NAME, TITLE
from rrsa.vocabulary import Asked

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation

_NAMED = 6
"""Small groups that a preview names; more are hardly groups."""
_APART = timedelta(days=28)
_NUMBERS = re.compile(r"\s*[(\[](\d+\s*-\s*\d+|responses?|antworten|\d+)[)\]]", re.IGNORECASE)


def take_in(evaluation: Evaluation, path: Path, options: Options | None = None) -> Preview:
    """Reads a questionnaire's file and says what it would come to; nothing is recorded.

    Raises :class:`~rrsa.errors.BadInput` for a file or an option that cannot be used, and
    :class:`~rrsa.errors.EnvironmentFailed` where the machine is in the way.
    """
    path = expanded(Path(path))
    options = options or Options()
    source = look_at(path)
    seen = look_through(source, evaluation.today)
    read = _Read(evaluation, source, seen, options)
    mapped = read.mapped()
    period = Period(options.since, options.until, options.split)
    if options.since and options.until and options.since > options.until:
        raise BadInput(
            _("{since} is after {until}").format(
                since=show_day(options.since), until=show_day(options.until)
            ),
            _("give the earlier day as --since"),
        )
    order = read.order(mapped)
    found = count(source, mapped, period, today=evaluation.today, order=order)
    found = _dated(found, mapped, options)
    rounds, edit = compared(evaluation, mapped, found, path.name, options)
    fresh = {each.view.round.id for each in rounds if each.fate in (Fate.NEW, Fate.FULLER)}
    check_apart(evaluation, mapped.id, evaluation.portfolio.with_changes(edit[0]), fresh)
    before = _last_of_before(rounds, options)
    if before is not None:
        text = _(
            "Answers of after {day} would be added to those before; they can also stand side by side, as "
            "before and after."
        )
        read.notes.append(text.format(day=show_day(before)))
    small = tuple(_group_words(group.name) for group in found.small)
    return Preview(
        setting=evaluation.setting_id,
        file=path.name,
        mapped=mapped,
        is_known=bool(read.known),
        guessed=frozenset(read.guessed),
        renamed=read.renamed,
        rounds=rounds,
        small=tuple(dict.fromkeys(small)) if _may_be_named(found) else (),
        small_groups=len(set(small)),
        notes=(*source.notes, *read.notes, *_notes(found, mapped, options, order, seen)),
        hints=tuple(_hints(found, mapped, options, before)),
        edit=edit,
    )


def apply(evaluation: Evaluation, preview: Preview) -> int:
    """Records what a preview shows, as one change that undo takes back; returns how many rounds changed.

    Raises :class:`~rrsa.portfolio.changes.ConflictError` where somebody has changed the same meanwhile:
    nothing is done then, and the file has to be looked at again.
    """
    if not preview.edit[0]:
        return 0
    evaluation.take_rounds(preview.mapped.title, preview.edit)
    return sum(each.fate in (Fate.NEW, Fate.FULLER) for each in preview.rounds)


class _Read:
    """A file's columns as they are to be read: remembered or suggested, then as somebody says."""

    def __init__(
        self, evaluation: Evaluation, source: Source, seen: Sequence[Seen], options: Options
    ) -> None:
        self._evaluation = evaluation
        self._source = source
        self._seen = seen
        self._options = options
        self.known: Mapped | None = None
        self.renamed: tuple[tuple[str, str], ...] = ()
        self.guessed: list[str] = []
        self.notes: list[str] = []

    def mapped(self) -> Mapped:
        found = self._remembered() or self._suggested()
        if self._options.map_file is not None:
            from rrsa.exchange.questionnaires.map_file import read

            before = {column.head: column.about for column in found.columns}
            found = read(expanded(self._options.map_file), found, self._evaluation.framework)
            said = {column.head for column in found.columns if column.about != before[column.head]}
            self.guessed = [head for head in self.guessed if head not in said]
        found = self._as_said(found)
        if not found.questions:
            raise BadInput(
                _("no question was found in “{name}”").format(name=self._source.path.name),
                _("look at the file, or say what its columns are: --write-map FILE, then --map FILE"),
            )
        kept(found)  # too long a form is said before anything is counted
        return found

    def order(self, mapped: Mapped) -> Order:
        """Whether day or month comes first."""
        when = mapped.having(Use.WHEN)
        if not when:
            return Order.DAY_FIRST
        return self._seen[when[0]].stamps.order(mapped.order)

    def _remembered(self) -> Mapped | None:
        forms = [remembered(form) for form in self._evaluation.portfolio.forms.values() if form.present]
        found = recognise(self._source.heads, [form for form in forms if form is not None])
        if found is None:
            return None
        self.known, self.renamed = found.mapped, found.renamed
        fresh = suggested(self._source.heads, self._seen)
        columns = []
        for old, new, seen in zip(found.mapped.columns, fresh, self._seen, strict=True):
            if old.head in found.new:
                # A column that divides or dates anew would change what the form is: that has to be said.
                column = new if new.use is Use.QUESTION else Column(new.head, why=new.why)
                columns.append(self._about(column))
            else:
                columns.append(with_new_answers(old, seen) if old.use is Use.QUESTION else old)
        for head in found.new:
            self.notes.append(_("“{head}” is new in this form.").format(head=head))
        for question in found.gone:
            self.notes.append(_("“{question}” is no longer in this form.").format(question=question))
        return replace(found.mapped, columns=tuple(_told_apart(columns)))

    def _suggested(self) -> Mapped:
        heads = self._source.heads
        title = _title(self._source.path)
        columns = tuple(self._about(column) for column in suggested(heads, self._seen))
        return Mapped(title, who_answered(title, heads), columns)

    def _about(self, column: Column) -> Column:
        """A question with the outcome that it may be about; of free words nothing can be said."""
        if column.use is not Use.QUESTION or column.asked is Asked.WORDS:
            return column
        about = guess(self._evaluation.framework, column.question)
        if about:
            self.guessed.append(column.head)
        return replace(column, about=about)

    def _as_said(self, mapped: Mapped) -> Mapped:
        options = self._options
        if options.title is not None:
            mapped = replace(mapped, title=_line(options.title, TITLE, "--title"))
        mapped = replace(mapped, who=options.who or mapped.who, order=options.order or mapped.order)
        if sum((options.group is not None, options.group_name is not None, options.undivided)) > 1:
            raise BadInput(
                _("--group, --group-name and --undivided cannot all be meant"), _("leave one of them")
            )
        if options.group is not None:
            place = self._column(options.group, mapped)
            return _grouped(mapped, place)
        if options.group_name is not None or options.undivided:
            return _grouped(mapped, None)
        return mapped

    def _column(self, given: str, mapped: Mapped) -> int:
        """The column that was meant: by its heading, or a part of it that fits only one."""
        wanted = plain(given)
        places = {plain(column.head): place for place, column in enumerate(mapped.columns) if column.head}
        if wanted in places:
            place = places[wanted]
        else:
            like = [place for head, place in places.items() if wanted and wanted in head]
            if len(like) != 1:
                raise unknown(_("column"), given, [column.head for column in mapped.columns if column.head])
            place = like[0]
        column = mapped.columns[place]
        own = self._seen[place]
        if says_who(column.head, own) or own.addresses or own.overflowed:
            raise BadInput(
                _("“{head}” says who answered and makes no groups").format(head=column.head),
                _("choose a column such as the class, or none with --undivided"),
            )
        return place


def _told_apart(columns: Sequence[Column]) -> Iterator[Column]:
    """The columns with no two questions of the same words: a new one may read as an old one once did."""
    seen: dict[str, int] = {}
    for column in columns:
        key = plain(column.question)
        if column.use is Use.QUESTION:
            seen[key] = seen.get(key, 0) + 1
            if seen[key] > 1:
                column = replace(column, question=f"{column.question[:280]} ({seen[key]})")
        yield column


def _grouped(mapped: Mapped, by: int | None) -> Mapped:
    """The map with only this column dividing people."""
    columns = []
    for place, column in enumerate(mapped.columns):
        if place == by:
            columns.append(Column(column.head, Use.GROUP, was=column.was))
        elif column.use is Use.GROUP:
            columns.append(replace(column, use=Use.IGNORE))
        else:
            columns.append(column)
    return replace(mapped, columns=tuple(columns))


def _title(path: Path) -> str:
    """A form's title from its file's name: ``Rights survey(1-41).xlsx`` → ``Rights survey``."""
    title = " ".join(_NUMBERS.sub("", path.stem).replace("_", " ").split()).strip(" -–")
    return title[:TITLE] or _("Questions")


def _line(text: str, limit: int, option: str) -> str:
    line = " ".join(clean_text(text).split())
    if not line or len(line) > limit:
        raise BadInput(
            _("{option} is empty or too long").format(option=option),
            _("keep it to {limit} characters").format(limit=limit),
        )
    return line


def _dated(found: Counted, mapped: Mapped, options: Options) -> Counted:
    """A file without dates is of the day that somebody names, if they do."""
    if options.group_name is not None:
        name = _line(options.group_name, NAME, "--group-name")
        found = replace(
            found,
            groups=tuple(replace(group, name=name) for group in found.groups),
            small=tuple(replace(group, name=name) for group in found.small),
        )
    if options.on is None:
        return found
    if mapped.having(Use.WHEN):
        raise BadInput(
            _("the file itself says when people answered"), _("leave out --date, or use --since and --until")
        )
    return replace(
        found,
        groups=tuple(replace(group, since=options.on, until=options.on) for group in found.groups),
        small=tuple(replace(group, since=options.on, until=options.on) for group in found.small),
    )


def _group_words(name: str) -> str:
    return name or _("those who named no group")


def _may_be_named(found: Counted) -> bool:
    """Whether small groups may be named: they are groups, and not a list of people."""
    names = {group.name for group in found.small}
    return bool(found.groups) and len(names) <= min(_NAMED, len({g.name for g in found.groups}) + 2)


def _notes(found: Counted, mapped: Mapped, options: Options, order: Order, seen: Sequence[Seen]) -> list[str]:
    notes = []
    when = mapped.having(Use.WHEN)
    if when and seen[when[0]].stamps.numeric:
        notes.append(
            _("Dates were read with the day first.")
            if order is Order.DAY_FIRST
            else _("Dates were read with the month first, as in the United States.")
        )
    if not when and options.on is None:
        notes.append(_("The file does not say when people answered."))
    if found.undated:
        notes.append(
            ngettext(
                "{n} answer has no date that can be read and was left out.",
                "{n} answers have no date that can be read and were left out.",
                found.undated,
            ).format(n=found.undated)
        )
    if found.outside:
        notes.append(_("Answers of other days were left out."))
    if not found.groups:
        notes.append(_none_large(found, mapped))
    if any(q.asked is Asked.WORDS for q in mapped.questions):
        notes.append(
            _(
                "What people wrote in words of their own is not kept. A sentence that shows something can "
                "become evidence: one at a time, with the yes of whoever wrote it."
            )
        )
    if any(q.other for group in found.groups for q in group.questions):
        notes.append(
            _(
                "Answers that the map does not list are counted together as “another answer”. If they are "
                "the form's own, name them in the map."
            )
        )
    return notes


def _last_of_before(rounds: Sequence[RoundPreview], options: Options) -> date | None:
    """The last day of a round of long before, to which later answers would be added."""
    if options.split is not None:
        return None
    for each in rounds:
        new, now = each.view.round, each.now.round if each.now else None
        if each.fate is Fate.FULLER and now is not None and now.n and new.date and now.date:
            last = date.fromisoformat(now.date)
            if date.fromisoformat(new.date) - last > _APART:
                return last
    return None


def _all_small(found: Counted, mapped: Mapped) -> bool:
    """Whether people are divided into groups of which none is large enough."""
    return not found.groups and len(found.small) > 1 and bool(mapped.having(Use.GROUP))


def _none_large(found: Counted, mapped: Mapped) -> str:
    if not found.small:
        return _("Nobody answered in those days.")
    if _all_small(found, mapped):
        return _("No group has five answers, so no counts are kept. All together there may be enough.")
    return _("Fewer than five answered, so no counts are kept.")


def _hints(found: Counted, mapped: Mapped, options: Options, before: date | None) -> list[str]:
    """What the command's options could do about what the notes say."""
    hints = []
    if _all_small(found, mapped):
        hints.append(_("--undivided counts all together"))
    if found.small:
        hints.append(_('--sentence "GROUP=TEXT" keeps what a group has agreed to say'))
    if not mapped.having(Use.WHEN) and options.on is None:
        hints.append(_("--date gives a day"))
    if before is not None:
        day = show_day(before + timedelta(days=1))
        hints.append(_('--split "{day}" keeps before and after apart').format(day=day))
    return hints


def few_words(few: Sequence[str]) -> str:
    """That a question was answered by too few to be counted."""
    return ngettext(
        "Fewer than five answered {questions}, so it is left out.",
        "Fewer than five answered {questions}, so they are left out.",
        len(few),
    ).format(questions=", ".join(_("“{question}”").format(question=each) for each in few))
