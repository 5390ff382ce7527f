"""Targets: how many settings of a group are to reach something by a day. Progress is counted, never kept.

It is counted from the same figures as everything else, so it says no more than they do: as of their day, and
where a number would be of fewer than five settings, a word. What was known when the target was set is its
baseline. A target is about a group, never about one setting, and nobody is named by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.overview.figure_words import share_words
from rrsa.overview.figures import Few, Share, at_least, closed, plain
from rrsa.overview.groups import Figure, Figures, Group, Words, group_of
from rrsa.overview.subjects import COUNTED, Subject, subject_of
from rrsa.portfolio import edits
from rrsa.portfolio.checks import checked, parse_day, show_day
from rrsa.portfolio.desk import Target
from rrsa.portfolio.records import Value
from rrsa.store.released import AREAS
from rrsa.vocabulary import SettingKind

if TYPE_CHECKING:
    from rrsa.overview.desk import Desk
    from rrsa.portfolio.portfolio import Portfolio

LETTER = "G"
FIELDS = ("title", "group", "subject", "at_least", "wanted", "by", "note")
"""What is said of a target; the baseline is counted."""


class Progress(NamedTuple):
    """How many have reached it, of how many, as of a day; ``None`` figures where nothing is told."""

    reached: Share
    n: int
    kind: SettingKind | None
    on: date | None

    @property
    def number(self) -> int | None:
        """The number, where one may be said."""
        return self.reached if isinstance(self.reached, int) and not isinstance(self.reached, Few) else None

    @property
    def words(self) -> str:
        """How many have reached it and as of which day; that nothing is told, where that is so."""
        if self.on is None or self.kind is None:
            return _("nothing is told of it yet")
        return _("{said}, as of {day}").format(
            said=share_words(self.reached, self.n, self.kind), day=show_day(self.on)
        )


NOTHING = Progress(None, 0, None, None)


# -- counting --------------------------------------------------------------------------------------------


def progress(figures: Figures, target: Target) -> Progress:
    """Where a target stands by the newest figures; nothing where its group or framework is told no more."""
    try:
        return _counted(figures, group_of(target.group or "all"), subject_of(target.subject or ""), target)
    except BadInput:
        return NOTHING


def baseline(target: Target, kind: SettingKind | None) -> Progress:
    """What was known when it was set."""
    if target.baseline_on is None or kind is None:
        return NOTHING
    return Progress(target.baseline, target.baseline_n or 0, kind, date.fromisoformat(target.baseline_on))


def _counted(figures: Figures, group: Group, subject: Subject, target: Target) -> Progress:
    framework = _framework(figures, group, subject)
    words = figures.frameworks[framework]
    area = figures.area(framework, group.key) if group.by == "area" else None
    if subject.kind == "measure":
        return _of_measure(figures, framework, subject, area)
    name = {"stage": "stage", "view": "views", "shown": "shown"}[subject.kind]
    figure = figures.newest(framework, name + (AREAS if area else ""))
    if figure is None:
        return NOTHING
    if area is not None:
        return _of_area(figure, area, subject, words, target.at_least)
    if subject.kind == "stage":
        ranges = figure.stages("held")
        step = list(words.stages).index(subject.of) + 1
    else:
        ranges, step = figure.ranges(subject.of), target.at_least or 0
    return Progress(at_least(ranges, step), figure.n, words.kind, figure.on)


def _of_area(figure: Figure, area: str, subject: Subject, words: Words, step: int | None) -> Progress:
    """Of an area, only one number is told: who holds a stage, or who stands at a grade that is not low."""
    n = int(figure.said["areas"].get(area, 0))
    if subject.kind == "stage":
        told = figure.share("holding", area) if subject.of == next(iter(words.stages)) else None
    else:
        told = figure.share("outcomes", subject.of, area) if step == words.low else None
    return Progress(closed(told, n), n, words.kind, figure.on)


def _of_measure(figures: Figures, framework: str, subject: Subject, area: str | None) -> Progress:
    """In how many settings a measure that they have in common has gone the better way."""
    for figure in figures.measures(framework):
        if plain(str(figure.said["title"])) == plain(subject.of) and area is None:
            compared = int(figure.said["compared"])
            said = closed(figure.share("better"), compared)
            return Progress(said, compared, figure.words.kind, figure.on)
    return NOTHING


def _framework(figures: Figures, group: Group, subject: Subject) -> str:
    """The one framework that a target is counted in: a grade of one scale is no grade of another."""
    found = figures.within(group)
    if subject.kind == "stage":
        found = [each for each in found if subject.of in figures.frameworks[each].stages]
    elif subject.kind in ("view", "shown"):
        found = [each for each in found if subject.of in figures.frameworks[each].short]
    else:
        found = [each for each in found if _title_of(figures, each, subject)]
    if len(found) > 1:
        kinds = ", ".join(f"framework:{each}" for each in found)
        raise BadInput(
            _("there are several frameworks among {group}, each with a scale of its own").format(
                group=group.label
            ),
            _("choose one as the group: {groups}").format(groups=kinds),
        )
    if not found:
        known = {each for name in figures.within(group) for each in _known(figures, name, subject)}
        raise BadInput(
            _("there is no {subject} in {group}").format(subject=subject.label, group=group.label),
            _("there are: {known}").format(known=", ".join(sorted(known)) or "–"),
        )
    return found[0]


def _known(figures: Figures, framework: str, subject: Subject) -> list[str]:
    """What a subject of this kind can be about."""
    if subject.kind == "measure":
        return [str(figure.said["title"]) for figure in figures.measures(framework)]
    words = figures.frameworks[framework]
    return list(words.stages if subject.kind == "stage" else words.short)


# -- recording -------------------------------------------------------------------------------------------


def add(desk: Desk, figures: Figures, given: Mapping[str, Value]) -> str:
    """Sets a target with the baseline of today; returns its id. Raises :class:`BadInput`."""
    values = _checked(desk, figures, given, Target(""))
    made = desk.new_id(LETTER, (*desk.portfolio.targets, *desk.portfolio.references))
    desk.commit(
        _("Target set: {title}").format(title=values["title"]),
        (edits.create("target", made, values), ()),
    )
    return made


def edit(
    desk: Desk, figures: Figures, target: str, given: Mapping[str, Value], seen: Target | None = None
) -> None:
    """Says anew what is said of a target. Where it is now about something else, it has a baseline of today.

    ``seen`` is the record as the person saw it. Raises as ``Store.commit`` does, and :class:`BadInput`.
    """
    known = desk.portfolio.targets[target]
    values = _checked(desk, figures, given, known)
    before = None if seen is None else {name: getattr(seen, name) for name in values}
    made = edits.set_fields(
        desk.portfolio, "target", target, values, seen=before, guards=(edits.present("target", target),)
    )
    desk.commit(_("Target changed: {title}").format(title=values.get("title") or known.title), made)


def close(desk: Desk, target: str, *, again: bool = False) -> None:
    """Closes a target, reached or not; or opens it ``again``."""
    known = desk.portfolio.targets[target]
    day = None if again else desk.today.isoformat()
    made = edits.set_fields(
        desk.portfolio, "target", target, {"closed_on": day}, guards=(edits.present("target", target),)
    )
    said = _("Target opened again: {title}") if again else _("Target closed: {title}")
    desk.commit(said.format(title=known.title), made)


def remove(desk: Desk, target: str) -> None:
    """Takes a target off the desk; undo brings it back."""
    known = desk.portfolio.targets[target]
    desk.commit(_("Target removed: {title}").format(title=known.title), edits.remove(known))


def _checked(desk: Desk, figures: Figures, given: Mapping[str, Value], known: Target) -> dict[str, Value]:
    """What was given, clean, with a baseline where it is about something else than before."""
    clean = checked("target", {name: given[name] for name in FIELDS if name in given and name != "by"})
    if "by" in given:
        text = str(given["by"] or "").strip()
        clean["by"] = parse_day(text, today=desk.today).isoformat() if text else None
    for name in ("group", "subject"):
        if clean.get(name) is not None:
            read = group_of if name == "group" else _subject
            clean[name] = read(str(clean[name])).text
    about = {name: clean.get(name, getattr(known, name)) for name in ("group", "subject", "at_least")}
    whole = {name: clean.get(name, getattr(known, name)) for name in FIELDS}
    if not about["subject"]:
        raise BadInput(
            _("it is not said what the target is about"), _("such as view:4, shown:4 or stage:silver")
        )
    if not isinstance(whole["wanted"], int) or whole["wanted"] < 1:
        raise BadInput(_("it is not said how many settings are to reach it"), _("one at the least"))
    group = group_of(str(about["group"] or "all"))
    clean["group"] = group.text
    subject = _subject(str(about["subject"]))
    framework = _framework(figures, group, subject)
    if subject.kind == "measure":
        subject = subject._replace(of=_title_of(figures, framework, subject) or subject.of)
        clean["subject"] = subject.text
    step = _step(figures.frameworks[framework], group, subject, about["at_least"])
    clean["at_least"] = step
    if not whole["title"]:
        clean["title"] = _title(figures.frameworks[framework], subject, step)
    if any(clean.get(name) != getattr(known, name) for name in ("group", "subject", "at_least")):
        counted = _counted(figures, group, subject, Target("", at_least=step))
        clean["baseline"] = counted.number
        clean["baseline_n"] = counted.n or None
        clean["baseline_on"] = counted.on.isoformat() if counted.on else None
    return clean


def _subject(given: str) -> Subject:
    return subject_of(given, COUNTED)


def _step(words: Words, group: Group, subject: Subject, given: Value) -> int | None:
    """The grade that counts as reached, checked. Stages and measures have none."""
    if subject.kind in ("stage", "measure"):
        if given is not None:
            raise BadInput(
                _("a grade is given for what has none"), _("leave it out for a stage or a measure")
            )
        return None
    if given is None:
        if words.low is None:
            raise BadInput(_("it is not said which grade counts as reached"), _grades(words))
        return words.low
    if not isinstance(given, int) or given not in words.scale:
        raise BadInput(_("there is no grade {grade}").format(grade=given), _grades(words))
    if group.by == "area" and given != words.low:
        raise BadInput(
            _("of an area it is told only who stands at {grade} or above").format(
                grade=words.grade(words.low) if words.low else "–"
            ),
            _("choose that grade, or a larger group"),
        )
    return given


def _title_of(figures: Figures, framework: str, subject: Subject) -> str | None:
    """The title of the measure that is meant, as settings write it."""
    titles = (str(figure.said["title"]) for figure in figures.measures(framework))
    return next((title for title in titles if plain(title) == plain(subject.of)), None)


def _grades(words: Words) -> str:
    return _("choose one of: {grades}").format(grades=", ".join(words.grade(each) for each in words.scale))


def _title(words: Words, subject: Subject, step: int | None) -> str:
    """What a target is called where nobody gives it a title."""
    if subject.kind == "stage":
        return _("{stage}: held").format(stage=words.stage(subject.of))
    if subject.kind == "measure" or step is None:
        return _("{title}: better than at the baseline").format(title=subject.of)
    text = _("{outcome} {short}: {grade} or above")
    if subject.kind == "shown":
        text = _("{outcome} {short}: shown at {grade} or above")
    return text.format(outcome=subject.of, short=words.short.get(subject.of, ""), grade=words.grade(step))


# -- in words --------------------------------------------------------------------------------------------


def in_order(portfolio: Portfolio) -> list[Target]:
    """Open targets by their day, those without one after them, closed ones at the end."""
    return sorted(
        portfolio.targets.values(),
        key=lambda each: (
            each.closed_on is not None,
            each.by or "9999",
            (each.title or "").casefold(),
            each.id,
        ),
    )


def wanted_words(target: Target, on: date) -> str:
    """What is wanted by when, and whether that day has gone: ``wanted: 30, by 30 Jun 2027``."""
    if target.by is None:
        return _("wanted: {n}").format(n=target.wanted)
    if target.closed_on is None and target.by < on.isoformat():
        return _("wanted: {n}, by {day}, which has passed").format(n=target.wanted, day=show_day(target.by))
    return _("wanted: {n}, by {day}").format(n=target.wanted, day=show_day(target.by))


def is_reached(target: Target, now: Progress) -> bool | None:
    """Whether as many have reached it as are wanted; ``None`` where that cannot be told."""
    wanted = target.wanted or 0
    if now.on is None or now.reached is None:
        return None
    if isinstance(now.reached, Few):
        low, high = now.reached.bounds(now.n)
        return True if low >= wanted else False if high < wanted else None
    return now.reached >= wanted


def as_data(target: Target, now: Progress) -> dict[str, object]:
    """A target for a program, with its progress as it is counted now."""
    found: dict[str, object] = {
        f.name: getattr(target, f.name) for f in fields(target) if f.name != "present"
    }
    found["progress"] = {
        "reached": now.number,
        "words": now.words,
        "n": now.n or None,
        "on": now.on.isoformat() if now.on else None,
        "is_reached": is_reached(target, now),
    }
    return found
