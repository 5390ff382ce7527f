"""Getting ready for a visit: the day, what to have ready, what will have aged, what may be asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from rrsa.cli import output
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.guide.visit import Answer, ByThen


@click.command(
    "visit",
    cls=Command,
    help=_(
        "Get ready for a visit: the day, what to have ready, which evidence will have grown old by then, and "
        "questions to try. --date, --tick and --untick record something first. Nothing here is scored."
    ),
    example='rrsa visit kirkbrae-primary --date "12 Jun 2027"',
)
@click.argument("setting")
@click.option("--date", "day", metavar="D", help=_("Set the day of the visit; empty text (“”) clears it."))
@click.option("--tick", "ticked", metavar="ID", multiple=True, help=_("This is ready; may be given again."))
@click.option("--untick", "unticked", metavar="ID", multiple=True, help=_("This is not ready after all."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def visit(
    session: Session,
    setting: str,
    day: str | None,
    ticked: tuple[str, ...],
    unticked: tuple[str, ...],
    as_json: bool,
) -> None:
    changing = day is not None or bool(ticked) or bool(unticked)
    with session.evaluation(setting, changing=changing) as evaluation:
        if changing:
            _record(evaluation, day, ticked, unticked)
        if as_json:
            output.say_json(as_data(evaluation))
        elif not changing:
            for line in as_lines(evaluation):
                output.say(line)


def _announced(evaluation: Evaluation) -> bool:
    """Whether somebody comes on a day that is agreed; nobody tells a house."""
    from rrsa.vocabulary import SettingKind

    return evaluation.framework.for_ is not SettingKind.RESIDENTIAL


def _record(
    evaluation: Evaluation, day: str | None, ticked: tuple[str, ...], unticked: tuple[str, ...]
) -> None:
    """All of it is found and checked before any of it is recorded."""
    from rrsa.finding import found
    from rrsa.guide.visit import countdown, visit_day
    from rrsa.portfolio.checks import parse_day

    known = evaluation.framework.checklist_by_id
    ready = [found(_("checklist item"), item, known) for item in ticked]
    not_ready = [found(_("checklist item"), item, known) for item in unticked]
    if both := sorted({*ready} & {*not_ready}):
        raise BadInput(_("“{id}” is to be ticked and unticked").format(id=both[0]), _("say one of the two"))
    if day is not None:
        if not _announced(evaluation):
            raise BadInput(
                _("nobody tells a house the day of a visit"),
                _("leave out --date; rrsa visit shows what to have at hand on any day"),
            )
        when = parse_day(day, today=evaluation.today).isoformat() if day.strip() else None
        evaluation.record_setting({"visit_on": when})
        output.note(_("Saved. {when}").format(when=countdown(visit_day(evaluation), evaluation.today)))
    for item in ready:
        evaluation.record_checklist(item, evaluation.today.isoformat())
        output.note(_("Saved. Ready: {what}").format(what=known[item].text))
    for item in not_ready:
        evaluation.record_checklist(item, None)
        output.note(_("Saved. Not ready after all: {what}").format(what=known[item].text))


def _by_then(evaluation: Evaluation) -> ByThen | None:
    """What will have aged, where there is a day ahead."""
    from rrsa.guide.visit import by_then, visit_day

    day = visit_day(evaluation)
    if day is None or day < evaluation.on or not _announced(evaluation):
        return None
    return by_then(evaluation, day)


# -- in words --------------------------------------------------------------------------------------


def as_lines(evaluation: Evaluation) -> Iterator[str]:
    """The whole of it, as it is read from top to bottom."""
    from rrsa.guide import visit as guide

    about = evaluation.framework.visit
    yield output.wrapped(evaluation.portfolio.setting.name or evaluation.setting_id)
    if _announced(evaluation):
        yield output.wrapped(guide.countdown(guide.visit_day(evaluation), evaluation.today))
    if about is None:
        yield output.wrapped(_("This framework says nothing about a visit."))
        return
    yield ""
    yield output.wrapped(about.about)
    items = guide.checklist(evaluation)
    if items:
        yield ""
        yield output.wrapped(_("To have ready") + ". " + guide.checklist_words(items))
        wide = max(len(item.id) for item in items)
        for item in items:
            mark = "[x]" if item.done else "[ ]"
            yield output.wrapped(item.text, first=f"  {mark} {item.id:{wide}}  ")
    aging = _by_then(evaluation)
    if aging is not None:
        yield ""
        yield from _aging(evaluation, aging)
    yield from _questions(guide.answers(evaluation))


def _aging(evaluation: Evaluation, found: ByThen) -> Iterator[str]:
    from rrsa.guide.visit import by_then_sentence
    from rrsa.scoring.words import gap_sentence

    yield output.wrapped(by_then_sentence(found))
    for title, pieces in (
        (_("Will have grown old: worth another look"), found.stale),
        (_("Will weigh a little less"), found.older),
        (_("Old already"), found.already),
    ):
        if pieces:
            yield output.wrapped(title, first="  ")
        for piece in pieces:
            age = ngettext("{n} month old by then", "{n} months old by then", piece.months)
            yield output.wrapped(
                f"{piece.title} · {age.format(n=piece.months)}", first=f"    {piece.evidence}  "
            )
    for gap in found.gaps:
        yield output.wrapped(gap_sentence(evaluation.framework, gap), first="  - ")


def _questions(answers: tuple[Answer, ...]) -> Iterator[str]:
    from rrsa.guide.improvements import areas
    from rrsa.guide.visit import who_hint, who_label

    who = ""
    for answer in answers:
        if answer.who != who:
            who = answer.who
            yield ""
            yield output.wrapped(f"{who_label(who)}. {who_hint(who)}".rstrip())
        yield output.wrapped(answer.ask, first="  ? ")
        for label, text in (
            (_("We say"), answer.line),
            (_("Strengths"), answer.strengths),
            (_("To improve"), "; ".join(areas(answer.improve))),
            (_("To show"), "; ".join(title for _id, title in answer.pieces)),
            (_("Whom to ask"), answer.whom_to_ask),
        ):
            if text:
                yield output.wrapped(f"{label}: {text}", first="      ")


# -- as data ---------------------------------------------------------------------------------------


def as_data(evaluation: Evaluation) -> dict[str, Any]:
    """The same in plain values; ``by_then`` is null where no day lies ahead."""
    from dataclasses import asdict

    from rrsa.guide import visit as guide
    from rrsa.scoring.words import gap_sentence

    framework = evaluation.framework
    announced = _announced(evaluation)
    day = guide.visit_day(evaluation) if announced else None
    aging = _by_then(evaluation)
    return {
        "setting": evaluation.setting_id,
        "visit_on": day.isoformat() if day else None,
        "days_to_go": (day - evaluation.today).days if day else None,
        "about": framework.visit.about if framework.visit else None,
        "checklist": [asdict(item) for item in guide.checklist(evaluation)],
        "by_then": None
        if aging is None
        else {
            "day": aging.day.isoformat(),
            "stale": [asdict(piece) for piece in aging.stale],
            "older": [asdict(piece) for piece in aging.older],
            "already": [asdict(piece) for piece in aging.already],
            "scores": [asdict(fall) for fall in aging.falls],
            "gaps": [gap_sentence(framework, gap) for gap in aging.gaps],
        },
        "questions": [
            {**asdict(answer), "pieces": [{"id": id_, "title": title} for id_, title in answer.pieces]}
            for answer in guide.answers(evaluation)
        ],
        "note": evaluation.framework.for_.disclaimer,
    }
