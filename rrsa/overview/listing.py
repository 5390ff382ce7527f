"""The coordinator's list: which settings she looks after, so that those that are silent are seen as well."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import NamedTuple

from rrsa.errors import BadInput, NotFound
from rrsa.finding import unknown
from rrsa.i18n import _, ngettext
from rrsa.overview.desk import Desk
from rrsa.portfolio import edits
from rrsa.portfolio.changes import Change, ConflictError, Guard
from rrsa.portfolio.checks import checked, not_one_of, required
from rrsa.portfolio.desk import Listed
from rrsa.portfolio.edits import Edit
from rrsa.portfolio.ids import slug
from rrsa.portfolio.records import Value
from rrsa.vocabulary import SettingKind

FIELDS = ("name", "kind", "area", "framework", "role", "note")
"""What may be said of a setting on the list, in the order of a list's columns."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_ID = 60
_KINDS = {
    "house": "residential",
    "home": "residential",
    "childrens house": "residential",
    "childrens home": "residential",
    "residential house": "residential",
    "primary": "school",
    "secondary": "school",
    "nursery": "school",
    "elc": "school",
    "services": "partnership",
}


class Entry(NamedTuple):
    """A setting to be listed: its id, and what is said of it."""

    setting: str
    values: dict[str, Value]


class Added(NamedTuple):
    """What came of adding: ids that are new, that are known and changed, and that said nothing new."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]


def entry(given: Mapping[str, str | None]) -> Entry:
    """What somebody said of a setting, checked and clean; its id is made of its name where none is given.

    Raises :class:`BadInput` for the first thing that cannot be used.
    """
    said = {name: text.strip() for name, text in given.items() if text is not None and text.strip()}
    values: dict[str, Value] = {name: said[name] for name in FIELDS if name in said}
    if "kind" in said:
        values["kind"] = _kind(said["kind"])
    clean = checked("listed", values)
    required("name", clean.get("name"))
    if "framework" in said:
        adopted = _framework(said["framework"])
        clean["framework"] = adopted[0]
        if clean.setdefault("kind", adopted[1]) != adopted[1]:
            raise BadInput(
                _("{framework} is not for a {kind}").format(
                    framework=adopted[0], kind=SettingKind(str(clean["kind"])).label.lower()
                ),
                _("choose another framework, or leave the kind out"),
            )
    return Entry(checked_id(said["id"]) if said.get("id") else slug(str(clean["name"])), clean)


def checked_id(given: str) -> str:
    """A setting's id as somebody typed it. Raises :class:`BadInput` for one that no setting can have."""
    made = given.strip().lower()
    if len(made) > _LONGEST_ID or not _ID.fullmatch(made):
        raise BadInput(
            _("“{id}” cannot be a setting’s id").format(id=given[:60]),
            _("take small letters, digits and hyphens, such as kirkbrae-primary"),
        )
    return made


def add(desk: Desk, entries: Sequence[Entry]) -> Added:
    """Puts settings on the list, or says anew what is said of those that are on it; one step to undo.

    Only what is said is changed: a column that a file does not have stays as it is.
    """
    listed = desk.portfolio.listed
    changes: list[Change] = []
    guards: list[Guard] = []
    new: list[str] = []
    changed: list[str] = []
    same: list[str] = []
    for each in entries:
        if each.setting not in listed:
            changes += edits.create("listed", each.setting, each.values)
            new.append(each.setting)
            continue
        held = edits.present("listed", each.setting)
        own, kept = edits.set_fields(desk.portfolio, "listed", each.setting, each.values, guards=(held,))
        changes += own
        guards += kept
        (changed if own else same).append(each.setting)
    if len(entries) == 1:
        said = _("On the list: {name}") if new else _("List changed: {name}")
        reason = said.format(name=entries[0].values["name"])
    else:
        n = len(new) + len(changed)
        reason = ngettext("{n} setting put on the list", "{n} settings put on the list", n).format(n=n)
    desk.commit(reason, (tuple(changes), tuple(guards)))
    return Added(tuple(new), tuple(changed), tuple(same))


def edit(desk: Desk, setting: str, given: Mapping[str, str | None], seen: Listed | None = None) -> None:
    """Says anew what is said of one setting on the list; an empty text takes it away.

    ``seen`` is the record as the person saw it. Raises as ``Store.commit`` does, and :class:`BadInput`.
    """
    known = desk.portfolio.listed[setting]
    whole = {name: getattr(known, name) for name in FIELDS} | dict(given)
    clean = entry({**whole, "id": setting}).values
    values: dict[str, Value] = {name: clean.get(name) for name in given if name in FIELDS}
    before = None if seen is None else {name: getattr(seen, name) for name in values}
    made = edits.set_fields(
        desk.portfolio, "listed", setting, values, seen=before, guards=(edits.present("listed", setting),)
    )
    desk.commit(_("List changed: {name}").format(name=clean.get("name") or known.name), made)


def remove(desk: Desk, settings: Sequence[str]) -> None:
    """Takes settings off the list; what they have shared stays, and is theirs to withdraw."""
    listed = desk.portfolio.listed
    gone = [listed[setting] for setting in dict.fromkeys(settings)]
    made = [edits.remove(each) for each in gone]
    edit_: Edit = (tuple(c for own, _g in made for c in own), tuple(g for _c, own in made for g in own))
    if len(gone) == 1:
        reason = _("Off the list: {name}").format(name=gone[0].name or gone[0].id)
    else:
        reason = ngettext(
            "{n} setting taken off the list", "{n} settings taken off the list", len(gone)
        ).format(n=len(gone))
    desk.commit(reason, edit_)


def note_issued(desk: Desk, issued: Mapping[str, str], on: str) -> None:
    """Notes that blank copies have gone out: setting → its export's UUID. ``on`` is the day, ISO. What has
    gone out anew has not come back yet."""
    reason = ngettext("{n} blank copy sent out", "{n} blank copies sent out", len(issued))
    values = {
        setting: {"issued_on": on, "issued": uuid, "returned_on": None} for setting, uuid in issued.items()
    }
    _note(desk, reason.format(n=len(issued)), values)


def note_returned(desk: Desk, settings: Sequence[str], on: str) -> None:
    """Notes that copies of these have come back, ``on`` a day, ISO."""
    reason = ngettext("{n} copy came back", "{n} copies came back", len(settings))
    _note(desk, reason.format(n=len(settings)), {setting: {"returned_on": on} for setting in settings})


def _note(desk: Desk, reason: str, noted: Mapping[str, Mapping[str, Value]]) -> None:
    """Notes fields of settings on the list, as one changeset.

    Where a colleague has just written on the desk too, it is done once more on top of that; a setting that
    she has taken off the list meanwhile is left alone.
    """
    try:
        desk.commit(reason, _noting(desk, noted))
    except ConflictError:
        desk.refresh()
        desk.commit(reason, _noting(desk, noted))


def _noting(desk: Desk, noted: Mapping[str, Mapping[str, Value]]) -> Edit:
    made = [
        edits.set_fields(
            desk.portfolio, "listed", setting, values, guards=(edits.present("listed", setting),)
        )
        for setting, values in noted.items()
        if setting in desk.portfolio.listed
    ]
    return tuple(c for own, _g in made for c in own), tuple(g for _c, own in made for g in own)


def find_listed(desk: Desk, given: str) -> str:
    """The id of a setting on the list, by its id or its name, in any case. Raises :class:`NotFound`."""
    listed = desk.portfolio.listed
    if given in listed:
        return given
    wanted = " ".join(given.casefold().split())
    same = [each.id for each in listed.values() if wanted in (each.id, (each.name or "").casefold())]
    if len(same) == 1:
        return same[0]
    if same:
        raise BadInput(
            _("{n} settings on the list are called “{given}”").format(n=len(same), given=given[:60]),
            _("choose one by its id: {ids}").format(ids=", ".join(same)),
        )
    if not listed:
        raise NotFound(_("the list is empty"), _("put a setting on it with: rrsa overview list add NAME"))
    raise unknown(_("setting on the list"), given, listed)


def as_data(listed: Listed) -> dict[str, Value]:
    """A setting on the list, for a program."""
    return {f.name: getattr(listed, f.name) for f in fields(listed) if f.name not in ("present", "issued")}


def _kind(given: str) -> str:
    plain = " ".join(given.casefold().replace("'", "").replace("’", "").split())
    for kind in SettingKind:
        if plain in (kind.value, " ".join(kind.label.casefold().replace("'", "").split())):
            return kind.value
    if plain in _KINDS:
        return _KINDS[plain]
    raise not_one_of(_("the kind"), given, [kind.value for kind in SettingKind])


def _framework(given: str) -> tuple[str, str]:
    """``id@version`` and the kind that it is for. Raises :class:`NotFound`."""
    known = _FOUND.get(given)
    if known is None:
        from rrsa.framework.catalogue import find

        framework = find(given).framework
        known = _FOUND[given] = (framework.ref, framework.for_.value)
    return known


_FOUND: dict[str, tuple[str, str]] = {}
"""Frameworks that were named before: a file of sixty settings names the same one sixty times."""
