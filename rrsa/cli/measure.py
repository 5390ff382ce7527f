"""Measures: what is counted more than once, beside what was done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rrsa.cli import output
from rrsa.cli.session import Session
from rrsa.cli.shape import Group, Word, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.vocabulary import Better, Counts

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.guide.measures import MeasureView, Point
    from rrsa.portfolio.records import Value

F = TypeVar("F", bound=Callable[..., Any])


measure = Group("measure", help=_("What difference it has made, counted: measures and their readings."))


def _details(*, new: bool) -> Callable[[F], F]:
    """The options that describe a measure, for a new one and for changing one."""
    options = [
        click.option("--title", metavar="T", required=new, help=_("What is counted, in a few words.")),
        click.option("--outcome", metavar="O", required=new, help=_("The outcome that it is about.")),
        click.option(
            "--counts",
            type=Word(Counts, lambda: _("what is counted")),
            required=new,
            help=_("People, out of how many there are; or events, how often something happened."),
        ),
        click.option(
            "--better",
            type=Word(Better, lambda: _("which way is better")),
            required=new,
            help=_("Which way is better."),
        ),
        click.option(
            "--baseline", metavar="N/OF", help=_("Where it began: 12/41 for 12 of 41 people, or 12 times.")
        ),
        click.option("--baseline-date", metavar="D", help=_("The day of the baseline.")),
        click.option("--target", metavar="N/OF", help=_("Where you would like it to be, such as 30/41.")),
        click.option("--by", metavar="D", help=_("The day for the target.")),
        click.option("--source", metavar="T", help=_("Where the figures come from.")),
        click.option("--note", metavar="T", help=_("How it is counted, so that it is the same next time.")),
    ]

    def with_all(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return with_all


def _counted(text: str) -> tuple[int | None, int | None]:
    """A count and out of how many; empty text clears both."""
    from rrsa.quantity import read_count

    return read_count(text) if text.strip() else (None, None)


def _values(given: dict[str, str | None], *, new: bool) -> dict[str, Value]:
    """What was given, as a measure's fields. A baseline that goes takes its day with it, a target too."""
    values: dict[str, Value] = {
        name: given[name]
        for name in ("title", "outcome", "counts", "better", "source", "note")
        if given[name] is not None
    }
    for name, day in (("baseline", "baseline_date"), ("target", "by")):
        text, date = given[name], given[day]
        if text is not None:
            values[name], values[f"{name}_n"] = _counted(text)
            if values[name] is None:
                values[f"{name}_on"] = None
        if date is None:
            continue
        if date.strip() and values.get(name) is None and (new or text is not None):
            raise BadInput(_("a day is given without a count"), _("give --{option} too").format(option=name))
        values[f"{name}_on"] = date
    return values


@measure.command(
    "add",
    help=_("Add something to count for an outcome and print its id."),
    example=(
        'rrsa measure add kirkbrae-primary --title "Know whom to tell" --outcome 4 --counts people '
        '--better more --baseline 24/41 --baseline-date "3 Sep 2025" --target 36/41'
    ),
)
@click.argument("setting")
@_details(new=True)
@pass_session
def add(session: Session, /, setting: str, **given: str | None) -> None:
    with session.evaluation(setting, changing=True) as evaluation:
        values = _values(given, new=True)
        outcome = str(values.pop("outcome"))
        made = evaluation.add_measure(evaluation.framework.outcome_of.get(outcome, outcome), values)
        output.say(made)
        output.note(_("Saved {id}: {title}").format(id=made, title=values["title"]))
        output.note(
            _("Counted again? rrsa measure read {setting} {id} COUNT").format(
                setting=evaluation.setting_id, id=made
            )
        )


@measure.command(
    "edit",
    help=_("Change a measure. An empty text (“”) clears it."),
    example='rrsa measure edit kirkbrae-primary M4K7M2Q9X --target 38/41 --by "30 Jun 2026"',
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@_details(new=False)
@pass_session
def edit(session: Session, /, setting: str, id_: str, **given: str | None) -> None:
    if all(value is None for value in given.values()):
        raise BadInput(
            _("nothing to change is given"), _("name what changes, such as --title, --target or --by")
        )
    with session.evaluation(setting, changing=True) as evaluation:
        found = evaluation.measure_id(id_)
        evaluation.edit_measure(found, _values(given, new=False))
        output.note(
            _("Saved {id}: {title}").format(id=found, title=evaluation.portfolio.measures[found].title)
        )


@measure.command(
    "remove",
    help=_("Remove a measure with its readings, or one reading by its id. rrsa undo brings all of it back."),
    example="rrsa measure remove kirkbrae-primary M4K7M2Q9X",
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@pass_session
def remove(session: Session, /, setting: str, id_: str) -> None:
    with session.evaluation(setting, changing=True) as evaluation:
        reading = evaluation.portfolio.readings.get(id_.strip().upper())
        if reading is not None:
            evaluation.remove_reading(reading.id)
            text = _("Reading removed. To have it back: rrsa undo {setting}")
            output.note(text.format(setting=evaluation.setting_id))
            return
        found = evaluation.measure_id(id_)
        title = evaluation.portfolio.measures[found].title
        evaluation.remove_measure(found)
        output.note(
            _("Removed: {title}. To have it back: rrsa undo {setting}").format(
                title=title, setting=evaluation.setting_id
            )
        )


@measure.command(
    "read",
    help=_(
        "Note what a measure is now, or was on a day; prints the reading's id. With a reading's id instead "
        "of a measure's, that reading is put right."
    ),
    example='rrsa measure read kirkbrae-primary M4K7M2Q9X 30/40 --date "4 Mar 2026"',
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@click.argument("count", metavar="COUNT[/OF]")
@click.option("--date", metavar="D", help=_("The day it was counted; otherwise today."))
@click.option("--note", metavar="T", help=_("What a reader has to know about it. No child's name."))
@pass_session
def read(session: Session, /, setting: str, id_: str, count: str, date: str | None, note: str | None) -> None:
    from rrsa.guide.measures import change_sentences, measure_view
    from rrsa.quantity import read_count

    with session.evaluation(setting, changing=True) as evaluation:
        number, n = read_count(count)
        values: dict[str, Value] = {"count": number, "n": n}
        given: dict[str, Value] = {"date": date, "note": note}
        values.update({name: value for name, value in given.items() if value is not None})
        reading = evaluation.portfolio.readings.get(id_.strip().upper())
        if reading is not None and reading.measure is not None:
            found = reading.measure
            evaluation.edit_reading(reading.id, values)
        else:
            found = evaluation.measure_id(id_)
            output.say(evaluation.add_reading(found, values))
        view = measure_view(evaluation.framework, evaluation.portfolio, found, evaluation.on)
        output.note(
            _("Saved. {title}: {change}").format(title=view.measure.title, change=change_sentences(view))
        )


@measure.command(
    "list",
    help=_("List the measures with where they stand, by outcome."),
    example="rrsa measure list kirkbrae-primary",
)
@click.argument("setting")
@click.option("--for", "outcome", metavar="OUTCOME", help=_("Only the measures of this outcome."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def list_(session: Session, /, setting: str, outcome: str | None, as_json: bool) -> None:
    from rrsa.guide.measures import measure_views

    with session.evaluation(setting) as evaluation:
        wanted = None if outcome is None else evaluation.outcome_id(outcome)
        views = measure_views(evaluation.framework, evaluation.portfolio, evaluation.on, wanted)
        if as_json:
            output.say_json([_as_data(view) for view in views])
            return
        for view in views:
            for line in _as_lines(evaluation, view):
                output.say(line)
        if not views:
            output.note(_("Nothing is counted yet. Begin with: rrsa measure add --help"))


@measure.command(
    "show",
    help=_("Show one measure: drawn, in words, with its readings and what was done beside it."),
    example="rrsa measure show kirkbrae-primary M4K7M2Q9X",
)
@click.argument("setting")
@click.argument("id_", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def show(session: Session, /, setting: str, id_: str, as_json: bool) -> None:
    from rrsa.guide.measures import measure_view

    with session.evaluation(setting) as evaluation:
        found = evaluation.measure_id(id_)
        view = measure_view(evaluation.framework, evaluation.portfolio, found, evaluation.on)
        if as_json:
            output.say_json(_as_data(view))
            return
        for line in _whole(evaluation, view):
            output.say(line)


def _as_data(view: MeasureView) -> dict[str, Any]:
    data = {f.name: getattr(view.measure, f.name) for f in fields(view.measure) if f.name != "present"}
    data["reached"] = view.reached
    data["readings"] = [
        {"id": p.reading, "date": p.day, "count": p.count, "n": p.n, "note": p.note or None}
        for p in view.readings
    ]
    data["beside"] = [
        {"action": b.action, "what": b.what, "who": b.who or None, "status": b.status.value, "day": b.day}
        | {"tied": b.tied}
        for b in view.beside
    ]
    return data


def _as_lines(evaluation: Evaluation, view: MeasureView) -> Iterator[str]:
    from rrsa.guide.measure_drawing import can_show, small_drawing
    from rrsa.guide.measures import line_words

    indent = " " * (len(view.measure.id) + 2)
    yield output.wrapped(view.measure.title or "", first=f"{view.measure.id}  ")
    outcome = evaluation.framework.outcomes.get(view.measure.outcome or "")
    told = [_("outcome {id}").format(id=view.measure.outcome), outcome.short if outcome else ""]
    yield output.wrapped(" · ".join(filter(None, told)), first=indent)
    drawn = small_drawing(view) if can_show(_encoding()) else ""
    yield output.wrapped(_spoken(f"{drawn} {line_words(view)}".strip()), first=indent)


def _whole(evaluation: Evaluation, view: MeasureView) -> Iterator[str]:
    from rrsa.guide import measure_drawing
    from rrsa.guide.measures import beside_words, caution, change_sentences, target_sentence

    yield output.wrapped(view.measure.title or "", first=f"{view.measure.id}  ")
    outcome = evaluation.framework.outcomes.get(view.measure.outcome or "")
    if outcome is not None:
        yield output.wrapped(_("For outcome {id}: {title}").format(id=outcome.id, title=outcome.title))
    yield output.wrapped(change_sentences(view))
    yield output.wrapped(target_sentence(view))
    signs = measure_drawing.SIGNS if measure_drawing.can_show(_encoding()) else measure_drawing.PLAIN
    lines = measure_drawing.drawing(view, min(output.width(), measure_drawing.WIDTH), signs=signs)
    if lines:
        yield ""
        yield from lines
        yield measure_drawing.key_words(signs)
    if view.points:
        yield ""
        yield _("What was counted")
        for point in view.points:
            yield output.wrapped(_counted_line(view, point), first="  ")
    for name in (view.measure.source, view.measure.note):
        if name:
            yield output.wrapped(name, first="  ")
    if view.beside:
        yield ""
        yield _("What was done meanwhile, and what is planned")
        for letter, each in measure_drawing.lettered(view):
            tied = _("meant to move this") if each.tied else ""
            told = " · ".join(filter(None, (each.what, beside_words(each), each.who, tied)))
            yield output.wrapped(told, first=f"  {letter} ")
        yield output.wrapped(caution())


def _counted_line(view: MeasureView, point: Point) -> str:
    from rrsa.guide.measures import Role, point_words

    what = _("baseline") if point.role is Role.BASELINE else point.reading
    return " · ".join(filter(None, (what, point_words(view, point), point.note)))


def _encoding() -> str | None:
    return getattr(sys.stdout, "encoding", None)


def _spoken(text: str) -> str:
    """Without the arrows beside *more* and *fewer* where a terminal cannot show them; the words stay."""
    from rrsa.guide.measure_drawing import can_show

    return text if can_show(_encoding(), ("▲", "▼")) else text.replace("▲ ", "").replace("▼ ", "")
