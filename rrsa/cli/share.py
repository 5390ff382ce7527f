"""Sharing with the authority: seen first, done with --yes, and taken back at any time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rrsa.cli import output
from rrsa.cli.going_out import hit_data, keep_name, note_going_out
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, Many, pass_session
from rrsa.errors import BadInput
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.exchange.sharing import Offer
    from rrsa.guide.shared import Shared


@click.command(
    "share",
    cls=Command,
    help=_(
        "Share a snapshot with your authority: the stage and its days, help wanted and offered, and as much "
        "more as you choose. Without --yes it shows exactly what would be seen, and shares nothing. A file "
        "carries it (--to); where the database is a server that your authority reaches too, it is shared by "
        "being there. --withdraw takes all of it back. What you shared last time is taken as the choice."
    ),
    example='rrsa share kirkbrae-primary --parts views,actions --wants "Article 12" --to . --yes',
)
@click.argument("setting")
@click.option(
    "--parts",
    cls=Many,
    metavar="P...",
    help=_("What more: views, shown, actions, measures, evidence, moderation; or all, or none."),
)
@click.option("--wants", metavar="T", help=_("What you would like help with; empty to take it away."))
@click.option("--offers", metavar="T", help=_("What you could help others with; empty to take it away."))
@click.option("--area", metavar="T", help=_("The part of the authority: a cluster, a town."))
@click.option(
    "--to",
    metavar="FOLDER|FILE",
    help=_("Write a file for the coordinator, NAME.rrsa-share, to this folder."),
)
@keep_name
@click.option("--yes", "--apply", "do_it", is_flag=True, help=_("Share it."))
@click.option("--withdraw", is_flag=True, help=_("Take back all that was shared."))
@click.option("--show", "show_it", is_flag=True, help=_("Show what is shared now, as others see it."))
@click.option("--json", "as_json", is_flag=True, help=_("As data for a program."))
@pass_session
def share(
    session: Session,
    setting: str,
    parts: tuple[str, ...],
    wants: str | None,
    offers: str | None,
    area: str | None,
    to: str | None,
    keep: tuple[str, ...],
    do_it: bool,
    withdraw: bool,
    show_it: bool,
    as_json: bool,
) -> None:
    from rrsa.guide.shared import parts_of
    from rrsa.paths import expanded

    if show_it:
        if withdraw or do_it or parts or keep or any(text is not None for text in (to, wants, offers, area)):
            raise BadInput(_("--show only shows what is shared now"), _("use it with --json or alone"))
        with session.evaluation(setting) as evaluation:
            _show_now(evaluation, as_json=as_json)
        return
    target = expanded(Path(to)) if to and to.strip() else None
    if to is not None and target is None:
        raise BadInput(_("it is not said where the file goes"), _("name a folder, such as --to /media/stick"))
    if withdraw:
        if parts or keep or any(text is not None for text in (wants, offers, area)):
            raise BadInput(
                _("--withdraw takes back all that was shared"),
                _("use it with --to alone; to share less, share again with fewer --parts"),
            )
        with session.evaluation(setting, changing=True) as evaluation:
            _withdraw(evaluation, target, as_json=as_json)
        return
    from rrsa.exchange.sharing import Choice

    choice = Choice(parts_of(parts) if parts else None, area, wants, offers)
    with session.evaluation(setting, changing=do_it) as evaluation:
        _share(evaluation, choice, keep, target, do_it=do_it, as_json=as_json)


def _share(
    evaluation: Evaluation,
    choice: Any,
    keep: tuple[str, ...],
    target: Path | None,
    *,
    do_it: bool,
    as_json: bool,
) -> None:
    from rrsa.exchange.sharing import prepare, share
    from rrsa.exchange.sharing.files import place_for
    from rrsa.guide.shared_words import now_words

    if target is not None:
        place_for(target, evaluation.setting_id)  # said before anything is looked at
    offer = prepare(evaluation, choice, keep=keep)
    done = share(evaluation, offer, to=target) if do_it else None
    if as_json:
        output.say_json(_data(offer, done.path if done else None, done=done is not None))
        return
    show(offer.shared)
    note_going_out(offer.held, offer.hits) if offer.held or offer.hits else None
    if done is None:
        output.note(now_words(offer.known))
        output.note(
            _("Nothing was shared yet: type the same with --yes, and {where}").format(
                where=_where(evaluation, target)
            )
        )
        return
    if done.path is not None:
        output.note(
            _("Shared, and written to {file}. Hand the file to your coordinator.").format(file=done.path)
        )
    else:
        output.note(_("Shared; {where}").format(where=_where(evaluation, None)))


def _show_now(evaluation: Evaluation, *, as_json: bool) -> None:
    """What others see at this moment."""
    import json

    from rrsa.exchange.sharing.signing import fingerprint
    from rrsa.guide.shared import Shared
    from rrsa.guide.shared_words import now_words
    from rrsa.store.shared import content, keys_of, row_of

    store, setting = evaluation.store, evaluation.setting_id
    known, text = row_of(store, setting), content(store, setting)
    if as_json:
        output.say_json(json.loads(text) if text else None)
        return
    if text:
        show(Shared.from_json(text))
    output.note(now_words(known))
    if keys := keys_of(store, setting):
        output.note(
            _("Signed with the key {key}: your coordinator may ask for it on the telephone.").format(
                key=fingerprint(keys.public)
            )
        )


def show(shared: Shared) -> None:
    """What is seen of a setting, section by section."""
    from rrsa.guide.shared_words import nothing_else, sections

    for section in sections(shared):
        output.say(section.title)
        for line in section.lines:
            output.say(output.wrapped(line, first="  ", rest="    "))
    output.say(output.wrapped(nothing_else()))


def _where(evaluation: Evaluation, target: Path | None) -> str:
    if target is not None:
        return _("the file goes to {place}.").format(place=target)
    if evaluation.store.database.engine.dialect.name == "postgresql":
        return _("whoever coordinates on this server sees it there.")
    return _(
        "it is kept in {where}. For a coordinator who does not open that, --to FOLDER writes a file."
    ).format(where=evaluation.store.where)


def _withdraw(evaluation: Evaluation, target: Path | None, *, as_json: bool) -> None:
    from rrsa.exchange.sharing import take_back

    path = take_back(evaluation, to=target)
    if as_json:
        output.say_json({"withdrawn": True, "path": str(path) if path else None})
        return
    output.note(_("Taken back: of what was shared, nothing is left here but that it was."))
    if path is not None:
        output.note(
            _("{file} says so: hand it to your coordinator, whose copy goes with it.").format(file=path)
        )
    elif evaluation.store.database.engine.dialect.name != "postgresql":
        output.note(
            _(
                "If a file was handed over, hand one over that takes it back: rrsa share {setting} "
                "--withdraw --to FOLDER"
            ).format(setting=evaluation.setting_id)
        )


def _data(offer: Offer, path: Path | None, *, done: bool) -> dict[str, Any]:
    import json

    return {
        "shared": done,
        "snapshot": json.loads(offer.shared.to_json()),
        "path": str(path) if path else None,
        "held": {why.value: n for why, n in offer.held.items()},
        "hits": hit_data(offer.hits),
        "shared_now": offer.known is not None and not offer.known.withdrawn,
    }
