"""Voices: what people answered when they were asked, as counts of a whole group."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rrsa.cli import evidence_options, output
from rrsa.cli.session import Session
from rrsa.cli.shape import Group, Word, pass_session
from rrsa.cli.voices_ask import ask, cards, round_, sets
from rrsa.cli.voices_words import preview_data, preview_lines, round_data, round_lines, told_words
from rrsa.errors import BadInput
from rrsa.i18n import _, ngettext
from rrsa.vocabulary import Respondents

if TYPE_CHECKING:
    from pathlib import Path

    from rrsa.evaluation import Evaluation
    from rrsa.exchange.questionnaires import Options, Preview

F = TypeVar("F", bound=Callable[..., Any])


voices = Group(
    "voices",
    help=_(
        "What people say, counted: asked aloud, on cards, or answers from Microsoft Forms and Google Forms."
    ),
)
for _command in (sets, ask, cards, round_):
    voices.add_command(_command)


def _how(function: F) -> F:
    """The options that say how a file is read."""
    options = [
        click.option("--title", metavar="T", help=_("What the questionnaire is called.")),
        click.option("--who", type=Word(Respondents, lambda: _("who answered")), help=_("Who answered it.")),
        click.option(
            "--group", metavar="COLUMN", help=_("The column that divides people, such as the class.")
        ),
        click.option(
            "--group-name",
            metavar="T",
            help=_("One name for all who answered: “Primary 7”. No child's name."),
        ),
        click.option("--undivided", is_flag=True, help=_("Count all together, whatever the form asks.")),
        click.option("--since", metavar="DAY", help=_("Only answers of this day and later.")),
        click.option("--until", metavar="DAY", help=_("Only answers of this day and earlier.")),
        click.option("--split", metavar="DAY", help=_("Two rounds: before this day, and from it on.")),
        click.option("--date", metavar="DAY", help=_("The day of a file that holds no dates.")),
        click.option(
            "--dates",
            type=Word(("day-first", "month-first"), lambda: _("what comes first in dates")),
            help=_("What comes first in dates such as 3/9/2026."),
        ),
        click.option("--map", "map_file", metavar="FILE", help=_("How the columns are to be read (YAML).")),
        click.option(
            "--write-map", metavar="FILE", help=_("Write down how the columns are read, to be changed.")
        ),
        click.option(
            "--sentence",
            "sentences",
            metavar="TEXT",
            multiple=True,
            help=_("What a group has agreed to say; “Primary 7=…” where there are several groups."),
        ),
    ]
    for option in reversed(options):
        function = option(function)
    return function


@voices.command(
    "take",
    help=_(
        "Take in a form's answers. The file is a .csv or .xlsx; without --apply you only look. Only counts "
        "of whole groups are kept, and none of a group of fewer than five."
    ),
    example='rrsa voices take kirkbrae-primary "Rights survey(1-41).xlsx" --group class --apply',
)
@click.argument("setting")
@click.argument("file")
@_how
@click.option("--apply", "applying", is_flag=True, help=_("Take the answers in; otherwise only look."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def take(
    session: Session,
    /,
    setting: str,
    file: str,
    write_map: str | None,
    applying: bool,
    as_json: bool,
    **given: Any,
) -> None:
    from pathlib import Path

    from rrsa.exchange.questionnaires import apply, take_in

    with session.evaluation(setting, changing=applying) as evaluation:
        preview = take_in(evaluation, Path(file), _options(evaluation, given))
        if write_map is not None:
            _write_map(evaluation, preview, Path(write_map))
        done = apply(evaluation, preview) if applying else 0
        if as_json:
            output.say_json({**preview_data(preview), "applied": done})
            return
        for line in preview_lines(evaluation, preview):
            output.say(line)
        if applying:
            _note_taken(evaluation, done)
        elif preview.changes:
            output.note(_("Nothing has changed yet. If that is right, add --apply."))
        else:
            output.note(_("There is nothing in it to take in."))


def _note_taken(evaluation: Evaluation, done: int) -> None:
    text = ngettext(
        "{n} round taken in. To take it back: rrsa undo {setting}",
        "{n} rounds taken in. To take them back: rrsa undo {setting}",
        done,
    )
    if done:
        output.note(text.format(n=done, setting=evaluation.setting_id))
    else:
        output.note(_("No counts have changed."))


def _options(evaluation: Evaluation, given: dict[str, Any]) -> Options:
    from pathlib import Path

    from rrsa.exchange.questionnaires import Options, Order

    def day(name: str) -> date | None:
        from rrsa.portfolio.checks import parse_day

        text = given[name]
        return None if text is None else parse_day(str(text), today=evaluation.today)

    on = day("date")
    if on is not None and on > evaluation.today:
        raise BadInput(_("--date is in the future"), _("give the day on which people answered"))
    return Options(
        title=given["title"],
        who=Respondents(given["who"]) if given["who"] else None,
        group=given["group"],
        group_name=given["group_name"],
        undivided=given["undivided"],
        since=day("since"),
        until=day("until"),
        split=day("split"),
        on=on,
        order=Order(given["dates"]) if given["dates"] else None,
        map_file=Path(given["map_file"]) if given["map_file"] else None,
        sentences=tuple(given["sentences"]),
    )


def _write_map(evaluation: Evaluation, preview: Preview, path: Path) -> None:
    from rrsa.exchange.questionnaires.map_file import save
    from rrsa.paths import expanded

    path = expanded(path)
    save(path, preview.mapped, evaluation.framework)
    output.note(_("Written: {path}. Change what is not right, then: --map {path}").format(path=path))


@voices.command(
    "list",
    help=_("List the rounds of questions, earliest first."),
    example="rrsa voices list kirkbrae-primary",
)
@click.argument("setting")
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def list_(session: Session, /, setting: str, as_json: bool) -> None:
    from rrsa.guide.voices import round_views, title_words
    from rrsa.guide.voices_shown import rounds_shown

    with session.evaluation(setting) as evaluation:
        if as_json:  # data is passed on, so small counts are hidden in it as in every paper
            output.say_json([round_data(view) for view in rounds_shown(evaluation.portfolio)])
            return
        views = round_views(evaluation.portfolio)
        for view in views:
            record = view.round
            indent = " " * (len(record.id) + 2)
            output.say(output.wrapped(title_words(record), first=f"{record.id}  "))
            output.say(output.wrapped(told_words(record), first=indent))
        if not views:
            output.note(_("Nothing has been taken in yet. Begin with: rrsa voices take --help"))


@voices.command(
    "show",
    help=_("Show a round: what came out, in words and with its counts, beside the round before."),
    example="rrsa voices show kirkbrae-primary V4K7M2Q9X",
)
@click.argument("setting")
@click.argument("round_", metavar="ROUND")
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def show(session: Session, /, setting: str, round_: str, as_json: bool) -> None:
    from rrsa.guide.voices import earlier, round_views
    from rrsa.guide.voices_shown import rounds_shown

    with session.evaluation(setting) as evaluation:
        found = evaluation.round_id(round_)
        views = rounds_shown(evaluation.portfolio) if as_json else round_views(evaluation.portfolio)
        view = next(each for each in views if each.round.id == found)
        before = earlier(views, view)
        if as_json:
            data = round_data(view)
            data["before"] = before.round.id if before else None
            output.say_json(data)
            return
        for line in round_lines(evaluation, view, before):
            output.say(line)


@voices.command(
    "remove",
    help=_("Remove a round with its counts; evidence that was made of it stays. rrsa undo brings it back."),
    example="rrsa voices remove kirkbrae-primary V4K7M2Q9X",
)
@click.argument("setting")
@click.argument("round_", metavar="ROUND")
@pass_session
def remove(session: Session, /, setting: str, round_: str) -> None:
    from rrsa.guide.voices import title_words

    with session.evaluation(setting, changing=True) as evaluation:
        found = evaluation.round_id(round_)
        title = title_words(evaluation.portfolio.rounds[found])
        evaluation.remove_round(found)
        output.note(
            _("Removed: {title}. To have it back: rrsa undo {setting}").format(
                title=title, setting=evaluation.setting_id
            )
        )


@voices.command(
    "evidence",
    help=_(
        "Make a piece of evidence of a round and print its id: children's views of what children answered, "
        "adults' views of the rest."
    ),
    example="rrsa voices evidence kirkbrae-primary V4K7M2Q9X --direction mixed --for 4 8",
)
@click.argument("setting")
@click.argument("round_", metavar="ROUND")
@evidence_options.direction(None)
@evidence_options.targets(
    required=False, text=_("What it is evidence for; otherwise what its questions are about.")
)
@pass_session
def evidence(
    session: Session, /, setting: str, round_: str, direction: str | None, targets: tuple[str, ...]
) -> None:
    from rrsa.guide.voices import evidence_note, suggested_direction, view
    from rrsa.guide.voices_shown import rounds_shown
    from rrsa.vocabulary import Direction

    with session.evaluation(setting, changing=True) as evaluation:
        found = evaluation.round_id(round_)
        shown = next(each for each in rounds_shown(evaluation.portfolio) if each.round.id == found)
        whole = view(evaluation.portfolio, evaluation.portfolio.rounds[found])
        shows = Direction(direction) if direction else suggested_direction(whole)
        note = evidence_note(shown, shares=evaluation.framework.percentages)
        made = evaluation.evidence_of_round(found, targets, shows, note=note)
        output.say(made)
        output.note(_("Saved {id}: {title}").format(id=made, title=evaluation.portfolio.evidence[made].title))
        if direction is None:
            text = _(
                "It says: {direction}. If that is not right: "
                "rrsa evidence link {setting} {id} --for {targets} --direction …"
            )
            links = evaluation.portfolio.links_by_evidence.get(made, ())
            targets = tuple(str(link.target) for link in links)
            output.note(
                text.format(
                    direction=shows.label, setting=evaluation.setting_id, id=made, targets=" ".join(targets)
                )
            )
