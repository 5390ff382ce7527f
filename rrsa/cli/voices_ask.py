"""Asking by command: the question sets, one asked aloud, counted cards typed in, cards to print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from rrsa.cli import output
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, Whole, pass_session
from rrsa.errors import BadInput, NotFound
from rrsa.i18n import _

F = TypeVar("F", bound=Callable[..., Any])

_PEOPLE = Whole(lambda: _("how many people"))


def _set_option(required: bool = True) -> Callable[[F], F]:
    return click.option(
        "--set", "set_", metavar="ID", required=required, help=_("The question set: rrsa voices sets.")
    )


@click.command(
    "sets",
    cls=Command,
    help=_("List the question sets of a setting’s framework; with --set, one of them with its questions."),
    example="rrsa voices sets kirkbrae-primary --set younger",
)
@click.argument("setting")
@_set_option(required=False)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def sets(session: Session, /, setting: str, set_: str | None, as_json: bool) -> None:
    from rrsa.framework.plain import in_full
    from rrsa.guide.asking import set_id, sets_of

    with session.evaluation(setting) as evaluation:
        framework = evaluation.framework
        found = sets_of(framework) if set_ is None else (set_id(framework, set_),)
        if as_json:
            output.say_json([in_full(each) for each in found])
            return
        for each in found:
            output.say(output.wrapped(each.title, first=f"{each.id}  "))
            output.say(output.wrapped(each.about, first="    "))
            output.say(output.wrapped(" · ".join(each.words), first="    "))
            if set_ is not None:
                for question in each.questions:
                    output.say(output.wrapped(question.ask, first=f"  {question.id}  "))
        if not found:
            output.note(_("This framework has no question sets."))


@click.command(
    "ask",
    cls=Command,
    help=_(
        "Ask a question set aloud, one plain question at a time, with a group or one child. Type what they "
        "choose; s skips, b goes back, q stops. At the end they hear what would be kept and say yes or no; "
        "of fewer than five people only a sentence is kept, and otherwise counts of the whole group."
    ),
    example='rrsa voices ask kirkbrae-primary --set younger --group "Primary 1"',
)
@click.argument("setting")
@_set_option()
@click.option("--n", "n", type=_PEOPLE, metavar="N", help=_("How many are asked."))
@click.option("--group", metavar="T", help=_("What the group is called: “Primary 7”. No child’s name."))
@click.option("--date", metavar="DAY", help=_("The day on which they were asked, if it is not today."))
@pass_session
def ask(
    session: Session, /, setting: str, set_: str, n: int | None, group: str | None, date: str | None
) -> None:
    from rrsa.cli.sitting.asking import AskTalk
    from rrsa.cli.sitting.lines import Lines
    from rrsa.guide.asking import set_id

    with session.evaluation(setting, changing=True) as evaluation:
        questions = set_id(evaluation.framework, set_)
        made = AskTalk(evaluation, Lines(), questions, n, group).whole(date)
        if made is not None:
            _note_kept(setting, made)


def _note_kept(setting: str, made: str) -> None:
    output.say(made)
    output.note(
        _(
            "Kept. As evidence: rrsa voices evidence {setting} {id}. To take it back: rrsa undo {setting}"
        ).format(setting=setting, id=made)
    )


@click.command(
    "round",
    cls=Command,
    help=_(
        "Keep a round whose cards were counted by hand: for each question how many gave each answer, in the "
        "order of the set’s words. Of fewer than five people only --sentence is kept."
    ),
    example=(
        'rrsa voices round kirkbrae-primary --set younger --group "Primary 1" --n 12 '
        "--answer safe=9,2,1 --answer kind=10,1,0"
    ),
)
@click.argument("setting")
@_set_option()
@click.option("--group", metavar="T", help=_("What the group is called: “Primary 7”. No child’s name."))
@click.option("--n", "n", type=_PEOPLE, metavar="N", required=True, help=_("How many were asked."))
@click.option(
    "--answer", "answers", multiple=True, metavar="Q=A,B,…", help=_("A question’s id and its counts.")
)
@click.option("--counts", metavar="FILE", help=_("A text file with such a line for each question."))
@click.option("--sentence", metavar="T", help=_("What they have heard and agreed, in their words."))
@click.option("--date", metavar="DAY", help=_("The day on which they were asked, if it is not today."))
@pass_session
def round_(
    session: Session,
    /,
    setting: str,
    set_: str,
    group: str | None,
    n: int,
    answers: tuple[str, ...],
    counts: str | None,
    sentence: str | None,
    date: str | None,
) -> None:
    from rrsa.evaluation.asking import checked_counts
    from rrsa.guide.asking import set_id
    from rrsa.portfolio.privacy import SMALL

    lines = [*_lines_of(counts), *answers]
    with session.evaluation(setting, changing=True) as evaluation:
        questions = set_id(evaluation.framework, set_)
        given = checked_counts(questions, n, _counts(lines, len(questions.words)))
        made = evaluation.keep_round(questions, n=n, counts=given, group=group, day=date, sentence=sentence)
        if n < SMALL and given:
            output.note(_("Fewer than five: the counts were thrown away; only the sentence is kept."))
        else:
            few = [q for q in questions.questions if 0 < sum(given.get(q.id, ())) < SMALL]
            if few:
                asked = ", ".join(_("“{question}”").format(question=q.ask) for q in few)
                output.note(
                    _("Left out, because fewer than five answered: {questions}").format(questions=asked)
                )
            most = max(map(sum, given.values()), default=n)
            if most < n:
                output.note(
                    _("At most {most} of {n} answered a question; the others count as “did not say”.").format(
                        most=most, n=n
                    )
                )
        _note_kept(setting, made)


def _lines_of(file: str | None) -> list[str]:
    """The lines of a file of counts; empty ones and those that begin with # are passed over."""
    if file is None:
        return []
    from rrsa.paths import expanded

    path = expanded(Path(file))
    try:
        if path.stat().st_size > 1_000_000:
            raise BadInput(
                _("“{name}” is too large for a file of counts").format(name=path.name),
                _("a line such as safe=9,2,1 for each question is enough"),
            )
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotFound(
            _("there is no file {file}").format(file=path), _("check the name and the folder")
        ) from None
    except (OSError, UnicodeDecodeError):
        raise BadInput(
            _("“{name}” cannot be read as text").format(name=path.name),
            _("save it as plain text (UTF-8) with a line such as safe=9,2,1 for each question"),
        ) from None
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def _counts(lines: list[str], words: int) -> dict[str, tuple[int, ...]]:
    from rrsa.cli.sitting.asking import whole_numbers

    found: dict[str, tuple[int, ...]] = {}
    for line in lines:
        name, equals, numbers = line.partition("=")
        name = name.strip()
        if not equals or not name:
            raise BadInput(
                _("“{line}” is not a question with its counts").format(line=line[:60]),
                _("write it like safe=9,2,1"),
            )
        if name in found:
            raise BadInput(_("“{id}” is given twice").format(id=name), _("keep one of the two"))
        found[name] = tuple(whole_numbers(numbers, words))
    return found


@click.command(
    "cards",
    cls=Command,
    help=_(
        "Write cards to print and cut out: a card for each question, reply cards with the faces, and a page "
        "for the adult. Nothing of the setting is on them."
    ),
    example="rrsa voices cards kirkbrae-primary --set younger -o cards.html",
)
@click.argument("setting")
@_set_option()
@click.option(
    "-o", "--output", "target", metavar="FILE.html|FILE.docx", required=True, help=_("The file to write.")
)
@pass_session
def cards(session: Session, /, setting: str, set_: str, target: str) -> None:
    from rrsa.exchange.report.cards import write_cards
    from rrsa.guide.asking import set_id

    with session.evaluation(setting) as evaluation:
        questions = set_id(evaluation.framework, set_)
        output.say(str(write_cards(evaluation.framework, questions, Path(target))))
