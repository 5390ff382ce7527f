"""Writing a moderation round on the desk: drawn, said, closed, removed; each in one change."""

from __future__ import annotations

from collections.abc import Mapping

from rrsa.errors import BadInput
from rrsa.finding import unknown
from rrsa.guide.shared import Shared
from rrsa.i18n import _
from rrsa.overview.desk import Desk
from rrsa.overview.moderation import Draw
from rrsa.overview.rounds import LETTER, Round, items_of
from rrsa.portfolio import edits
from rrsa.portfolio.changes import Change, Guard
from rrsa.portfolio.checks import checked
from rrsa.portfolio.desk import Moderated
from rrsa.portfolio.edits import Edit
from rrsa.portfolio.records import Record, Value

SAID = ("view", "words", "looked_on", "why_not")
"""What somebody says who has looked."""


def start(desk: Desk, made: Draw, *, title: str = "", note: str = "") -> str:
    """Writes a draw down as a round, in one change; returns its id."""
    title = title.strip() or default_title(desk)
    taken = desk.portfolio.moderations
    round_id = desk.new_id(LETTER, taken)
    values = checked(
        "moderation",
        {
            "title": title,
            "framework": made.frameworks[0] if len(made.frameworks) == 1 else None,
            "seed": made.wish.seed,
            "drawn_on": desk.today.isoformat(),
            "each": made.wish.each,
            "settings": made.wish.settings,
            "across": made.wish.across,
            "drawn_from": made.drawn_from,
            "note": note,
        },
    )
    changes = list(edits.create("moderation", round_id, values))
    refs: set[str] = set()
    for item in made.items:
        refs.add(ref := desk.new_id(LETTER, refs))
        changes += edits.create(
            "moderated",
            item_id(round_id, item.setting, item.outcome),
            {
                "moderation": round_id,
                "setting": item.setting,
                "outcome": item.outcome,
                "reviewer": item.reviewer,
                "ref": ref,
                "shared_at": item.shared_at,
                "own": item.own,
            },
        )
    desk.commit(_("Moderation round drawn: {title}").format(title=title), (tuple(changes), ()))
    return round_id


def default_title(desk: Desk) -> str:
    """What a round is called where nobody says: ``Joint quality assurance, November 2026``."""
    months = (
        *(_("January"), _("February"), _("March"), _("April"), _("May"), _("June")),
        *(_("July"), _("August"), _("September"), _("October"), _("November"), _("December")),
    )
    title = _("Joint quality assurance, {month} {year}").format(
        month=months[desk.today.month - 1], year=desk.today.year
    )
    titles = {each.title for each in desk.portfolio.moderations.values()}
    n = 2
    unique = title
    while unique in titles:
        unique, n = f"{title} ({n})", n + 1
    return unique


def item_id(round_id: str, setting: str, outcome: str) -> str:
    """The id of one outcome in a round; being made of its three, it cannot be there twice."""
    return f"{round_id}:{setting}:{outcome}"


def said_edit(
    desk: Desk,
    round_: Round,
    item: Moderated,
    values: Mapping[str, Value],
    *,
    seen: Mapping[str, Value] | None = None,
) -> Edit:
    """What reviewers say of an outcome, as an edit: ``view words looked_on why_not``; nothing takes it back.

    The day is today unless given. Raises :class:`BadInput` for a closed round, a grade that the setting's
    scale does not have, and a setting that has withdrawn.
    """
    clean = checked("moderated", {name: values[name] for name in SAID if name in values})
    check_open(round_)
    shared = round_.shared.get(item.setting or "")
    if shared is None:
        raise withdrawn(item)
    check_grade(shared, clean.get("view"))
    desk.past(clean, "looked_on")
    after = {name: clean.get(name, getattr(item, name)) for name in SAID}
    if after["view"] is not None or after["words"]:
        clean["why_not"] = None
        if not after["looked_on"]:
            clean["looked_on"] = desk.today.isoformat()
    elif after["looked_on"]:
        clean["looked_on"] = None
    guards: tuple[Guard, ...] = (
        edits.present("moderation", round_.id),
        edits.present("moderated", item.id),
    )
    return edits.set_fields(desk.portfolio, "moderated", item.id, clean, seen=seen, guards=guards)


def say(
    desk: Desk,
    round_: Round,
    item: Moderated,
    values: Mapping[str, Value],
    *,
    seen: Mapping[str, Value] | None = None,
) -> None:
    """Notes what reviewers say of one outcome; see :func:`said_edit`."""
    edit = said_edit(desk, round_, item, values, seen=seen)
    reason = _("{title}: {setting}, outcome {outcome}").format(
        title=round_.title, setting=round_.name(item.setting or ""), outcome=item.outcome
    )
    desk.commit(reason, edit)


def check_grade(shared: Shared, view: Value) -> None:
    """Raises :class:`BadInput` for a grade that is not on the setting's scale."""
    if view is None or view in shared.scale:
        return
    grades = ", ".join(f"{grade} {name}" for grade, name in sorted(shared.scale.items()))
    raise BadInput(
        _("there is no grade {grade} on this scale").format(grade=view),
        _("choose one of: {choices}").format(choices=grades),
    )


def check_open(round_: Round) -> None:
    """Raises :class:`BadInput` for a round that is closed."""
    if round_.record.closed_on:
        raise BadInput(
            _("the round “{title}” is closed").format(title=round_.title),
            _("open it again with: rrsa overview moderation close {id} --again").format(id=round_.id),
        )


def withdrawn(item: Moderated) -> BadInput:
    """What is said where the setting of an outcome has withdrawn."""
    return BadInput(
        _("{setting} no longer shares what a joint round needs").format(setting=item.setting),
        _("leave it out; what others said of it is not taken"),
    )


def close(desk: Desk, round_id: str, on: str | None = None) -> None:
    """A round is finished, on a day (as people write one; otherwise today).

    Raises :class:`BadInput` for what is no day, or one to come, and as ``Store.commit`` does.
    """
    clean: dict[str, Value] = {"closed_on": on or desk.today.isoformat()}
    desk.past(clean, "closed_on")
    _set_closed(desk, round_id, clean, _("Moderation round closed: {title}"))


def reopen(desk: Desk, round_id: str) -> None:
    """A round is not finished after all."""
    _set_closed(desk, round_id, {"closed_on": None}, _("Moderation round opened again: {title}"))


def _set_closed(desk: Desk, round_id: str, values: Mapping[str, Value], reason: str) -> None:
    guards = (edits.present("moderation", round_id),)
    edit = edits.set_fields(desk.portfolio, "moderation", round_id, values, guards=guards)
    desk.commit(reason.format(title=desk.portfolio.moderations[round_id].title), edit)


def remove(desk: Desk, round_id: str) -> None:
    """A round goes with all that was said in it; undo brings all of it back.

    Raises :class:`NotFound` where there is no such round, and as ``Store.commit`` does.
    """
    desk.refresh()
    record = desk.portfolio.moderations.get(round_id)
    if record is None:
        raise unknown(_("moderation round"), round_id, desk.portfolio.moderations)
    changes: list[Change] = []
    guards: list[Guard] = []
    records: list[Record] = [record, *items_of(desk.portfolio, round_id)]
    for each in records:
        gone, held = edits.remove(each)
        changes += gone
        guards += held
    desk.commit(
        _("Moderation round removed: {title}").format(title=record.title), (tuple(changes), tuple(guards))
    )
