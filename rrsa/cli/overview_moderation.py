"""Joint quality assurance by command: draw a round, send it out, take it back, tell what it found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from rrsa.cli import output
from rrsa.cli.overview_moderation_files import back, out, report, take
from rrsa.cli.session import Session
from rrsa.cli.shape import Group, Whole, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.overview.desk import Desk
    from rrsa.overview.rounds import Round
    from rrsa.portfolio.desk import Moderated
    from rrsa.portfolio.records import Value


@click.pass_context
@pass_session
def _show(session: Session, context: click.Context, /) -> None:
    if context.invoked_subcommand is None:
        _list(session, as_json=False)


moderation = Group(
    "moderation",
    callback=_show,
    help=_(
        "Joint quality assurance: settings that agreed look at each other’s outcomes, drawn by lot, without "
        "seeing the other’s view. Settings agree by rrsa share SETTING --parts moderation. Without a "
        "command, lists the rounds."
    ),
)


@contextmanager
def opened(session: Session, *, changing: bool = False) -> Iterator[Desk]:
    """The coordinator's desk."""
    from rrsa.overview.desk import Desk

    with session.store(changing=changing, make=False) as store:
        yield Desk.open(store, session.role, on=session.on)


def found_round(desk: Desk, given: str | None) -> Round:
    """The round that was meant, with what is still shared of it."""
    from rrsa.overview.rounds import find_round, open_round

    return open_round(desk, find_round(desk, given))


@moderation.command(
    "list", help=_("List the rounds with how far each has come."), example="rrsa overview moderation list"
)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def list_(session: Session, /, as_json: bool) -> None:
    _list(session, as_json=as_json)


def _list(session: Session, *, as_json: bool) -> None:
    from rrsa.cli.overview_moderation_words import round_data, round_line
    from rrsa.overview.rounds import open_round, rounds

    with opened(session) as desk:
        found = [open_round(desk, each.id) for each in rounds(desk.portfolio)]
        if as_json:
            output.say_json([round_data(each) for each in found])
            return
        for each in found:
            for line in round_line(each):
                output.say(line)
        if not found:
            output.note(_("There is no round yet. See what one would be: rrsa overview moderation draw"))


@moderation.command(
    "draw",
    help=_(
        "Draw a round over the settings that agreed, and show it; with --apply it is written on your desk. "
        "As many outcomes from each, by lot, every grade and outcome as evenly as can be; each setting’s "
        "people look at as many as others look at of theirs, and nobody at their own. The same seed and the "
        "same settings give the same draw."
    ),
    example="rrsa overview moderation draw --each 2 --seed 2026-11-26 --apply",
)
@click.option("--seed", metavar="T", help=_("What the lots come from; otherwise today’s date."))
@click.option(
    "--each",
    type=Whole(lambda: _("how many outcomes from each")),
    help=_("How many outcomes from each setting; otherwise 2."),
)
@click.option(
    "--settings",
    "some",
    type=Whole(lambda: _("how many settings")),
    help=_("Only so many of those that agreed, in proportion to kind and area."),
)
@click.option(
    "--across",
    is_flag=True,
    help=_("Schools and houses look at each other’s too, where their outcomes have the same ids."),
)
@click.option("--title", metavar="T", help=_("What the round is called; otherwise after the month."))
@click.option("--note", metavar="T", help=_("A note, which stands in its report."))
@click.option("--apply", is_flag=True, help=_("Write it on the desk; otherwise it is only shown."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def draw(
    session: Session,
    /,
    seed: str | None,
    each: int | None,
    some: int | None,
    across: bool,
    title: str | None,
    note: str | None,
    apply: bool,
    as_json: bool,
) -> None:
    from rrsa.cli.overview_moderation_words import draw_data, draw_lines
    from rrsa.overview.draw_words import number_words
    from rrsa.overview.moderation import EACH, Wish
    from rrsa.overview.round_edits import start
    from rrsa.overview.rounds import drawn_now, names_of

    with opened(session, changing=apply) as desk:
        wish = Wish(
            seed=desk.today.isoformat() if seed is None else seed.strip(),
            each=EACH if each is None else each,
            settings=some,
            across=across,
        )
        made = drawn_now(desk.store, wish)
        names = names_of(desk.store)
        round_id = start(desk, made, title=title or "", note=note or "") if apply else None
        if as_json:
            output.say_json(draw_data(made, names, round_id))
        elif round_id is not None:
            output.say(round_id)
        else:
            for line in draw_lines(made, names):
                output.say(line)
        if (as_json or round_id is not None) and (other := number_words(made)):
            output.note(other)
        if round_id is not None:
            record = desk.portfolio.moderations[round_id]
            output.note(
                _("Drawn {id}: {title}. Next: rrsa overview moderation out FOLDER {id}").format(
                    id=round_id, title=record.title
                )
            )
        else:
            output.note(_("Nothing is written yet. The same again with --apply writes it on your desk."))


@moderation.command(
    "show",
    help=_(
        "How far a round has come and what it found: each outcome with its setting’s own view beside that of "
        "whoever looked, in words. --who tells instead who looks at what, without a view; --check draws it "
        "again from its seed and says whether it is the same."
    ),
    example="rrsa overview moderation show",
)
@click.argument("round_id", metavar="[ROUND]", required=False)
@click.option("--who", is_flag=True, help=_("Who looks at what, and whose workbook is not back yet."))
@click.option("--check", is_flag=True, help=_("Draw it again and compare."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def show(session: Session, /, round_id: str | None, who: bool, check: bool, as_json: bool) -> int | None:
    from rrsa.cli import overview_moderation_words as words

    if who and check:
        raise BadInput(_("--who and --check do not go together"), _("leave out one of the two"))
    with opened(session) as desk:
        found = found_round(desk, round_id)
        if check:
            return _check(desk, found, as_json)
        if as_json:
            output.say_json(words.who_data(found) if who else words.found_data(found))
            return None
        for line in words.who_lines(found) if who else words.found_lines(found):
            output.say(line)
    return None


def _check(desk: Desk, found: Round, as_json: bool) -> int | None:
    from rrsa.overview.rounds import check_draw

    checked = check_draw(desk, found)
    if as_json:
        output.say_json({"round": found.id, "can_tell": checked.can_tell, "same": checked.same})
        return None if checked.same else 1
    if not checked.can_tell:
        output.say(
            _(
                "It cannot be told any more: settings have shared again or withdrawn since, so the draw no "
                "longer begins with the same."
            )
        )
        return 1
    if checked.same:
        output.say(_("Drawn again from its seed, it is the same."))
        return None
    output.say(_("Drawn again from its seed, it is another: somebody has changed what was drawn."))
    return 1


@moderation.command(
    "look",
    help=_(
        "Record by hand what people say who looked, such as from paper or the telephone. ITEM is the "
        "reference on the paper, or SETTING:OUTCOME. GRADE is a number of the setting’s scale or its name. "
        "--clear takes it back."
    ),
    example='rrsa overview moderation look QK7M2Q9X4-4 3 --words "Children could say whom to ask"',
)
@click.argument("item")
@click.argument("grade", required=False)
@click.option("--words", metavar="T", help=_("Why they see it so."))
@click.option("--why-not", metavar="T", help=_("Why it could not be looked at."))
@click.option("--date", "looked_on", metavar="D", help=_("The day; otherwise today."))
@click.option("--clear", is_flag=True, help=_("Take back what they said of it."))
@click.option("--round", "round_id", metavar="ROUND", help=_("The round, where several are open."))
@pass_session
def look(
    session: Session,
    /,
    item: str,
    grade: str | None,
    words: str | None,
    why_not: str | None,
    looked_on: str | None,
    clear: bool,
    round_id: str | None,
) -> None:
    from rrsa.exchange.moderation.taking import grade_of
    from rrsa.overview.agreement import outcome_words, sentence
    from rrsa.overview.round_edits import say, withdrawn

    said = grade is not None or words is not None
    if sum((said, why_not is not None, clear)) != 1:
        raise BadInput(
            _("it is not said what they say"),
            _("give a grade or --words; or --why-not alone, or --clear alone"),
        )
    with opened(session, changing=True) as desk:
        found, meant = _found_item(desk, item, round_id)
        shared = found.shared.get(meant.setting or "")
        if shared is None:
            raise withdrawn(meant)
        values: dict[str, Value] = {}
        if clear:
            values = dict.fromkeys(("view", "words", "why_not", "looked_on"))
        if grade is not None:
            values["view"] = grade_of(grade, shared.scale)
        for name, value in (("words", words), ("why_not", why_not), ("looked_on", looked_on)):
            if value is not None:
                values[name] = value
        if why_not is not None:
            values |= {"view": None, "words": None}
        say(desk, found, meant, values)
        now = desk.portfolio.moderated[meant.id]
        output.note(
            _("Saved. {outcome}: {said}").format(
                outcome=outcome_words(shared, meant.outcome or ""), said=sentence(shared, now)
            )
        )


def _found_item(desk: Desk, given: str, round_id: str | None) -> tuple[Round, Moderated]:
    """What was meant by a reference, with or without its check character, or by setting and outcome."""
    from rrsa.finding import unknown
    from rrsa.overview.rounds import find_item, find_round, item_of_reference, open_round

    found = item_of_reference(desk.portfolio, given)
    if found is not None:
        return open_round(desk, found.moderation or ""), found
    setting, colon, outcome = given.rpartition(":")
    if not colon:
        refs = [each.ref or "" for each in desk.portfolio.moderated.values()]
        raise unknown(_("outcome of a round"), given, refs)
    round_ = open_round(desk, find_round(desk, round_id))
    return round_, find_item(round_, setting, outcome)


@moderation.command(
    "close",
    help=_("Close a round: nothing more is taken. --again opens it."),
    example="rrsa overview moderation close",
)
@click.argument("round_id", metavar="[ROUND]", required=False)
@click.option("--date", metavar="D", help=_("The day; otherwise today."))
@click.option("--again", is_flag=True, help=_("It is not finished after all."))
@pass_session
def close(session: Session, /, round_id: str | None, date: str | None, again: bool) -> None:
    from rrsa.overview import round_edits

    if again and date:
        raise BadInput(_("--again takes no day"), _("leave out one of the two"))
    with opened(session, changing=True) as desk:
        found = found_round(desk, round_id)
        if again:
            round_edits.reopen(desk, found.id)
            output.note(_("Open again: {title}").format(title=found.title))
            return
        round_edits.close(desk, found.id, date)
        said = _("Closed: {title}.").format(title=found.title)
        if found.waiting:
            said += " " + _("Some of it was not looked at.")
        output.note(said)


@moderation.command(
    "remove",
    help=_("Remove a round with all that was said in it. rrsa overview undo brings it back."),
    example="rrsa overview moderation remove QW4K7M2Q9",
)
@click.argument("round_id", metavar="ROUND")
@pass_session
def remove(session: Session, /, round_id: str) -> None:
    from rrsa.overview.round_edits import remove as take_away
    from rrsa.overview.rounds import find_round

    with opened(session, changing=True) as desk:
        found = find_round(desk, round_id)
        title = desk.portfolio.moderations[found].title
        take_away(desk, found)
        output.note(_("Removed: {title}. To have it back: rrsa overview undo").format(title=title))


for _command in (out, take, back, report):
    moderation.add_command(_command)
