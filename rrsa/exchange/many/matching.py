"""Which setting on the list a copy that came back belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rrsa.errors import NotFound
from rrsa.exchange.many.recognising import Recognised
from rrsa.i18n import _
from rrsa.portfolio.desk import is_desk

if TYPE_CHECKING:
    from rrsa.overview.desk import Desk
    from rrsa.portfolio.desk import Listed


class Belongs(NamedTuple):
    """Whose a copy is."""

    setting: str
    name: str
    must_name: bool  # it does not say so itself, or says another id
    must_begin: bool  # there is no such setting yet, and the copy alone cannot make it
    newest: bool  # it is the copy that went out last, or came back where none is noted


def belongs(desk: Desk, file: str, found: Recognised) -> Belongs:
    """Whose the copy ``file`` is: as it says itself, else by the export noted on the list, else by the
    setting's name. Raises :class:`NotFound` where it is nobody's on the list and no setting here."""
    listed = desk.portfolio.listed.get(found.setting) or _by_export(desk, found) or _by_name(desk, found)
    if listed is None:
        if found.setting and not is_desk(found.setting) and desk.store.exists(found.setting):
            return Belongs(found.setting, found.name or found.setting, False, False, True)
        raise _nobodys(file, found)
    says_so = found.setting == listed.id
    here = desk.store.exists(listed.id)
    first = listed.returned_on is None
    newest = first and (not listed.issued or not found.export or found.export == listed.issued)
    return Belongs(
        listed.id,
        listed.name or listed.id,
        must_name=not says_so,
        must_begin=not here and not (says_so and found.copy == "blank"),
        newest=newest,
    )


def _by_export(desk: Desk, found: Recognised) -> Listed | None:
    if not found.export:
        return None
    return next((each for each in desk.portfolio.listed.values() if each.issued == found.export), None)


def _by_name(desk: Desk, found: Recognised) -> Listed | None:
    """The one setting on the list that is called so; none where two are."""
    wanted = found.name.casefold()
    called = [each for each in desk.portfolio.listed.values() if (each.name or "").casefold() == wanted]
    return called[0] if wanted and len(called) == 1 else None


def _nobodys(file: str, found: Recognised) -> NotFound:
    if found.setting or found.name:
        return NotFound(
            _("it belongs to “{setting}”, which is not on the list").format(
                setting=(found.name or found.setting)[:60]
            ),
            _("if it should be, put it on with rrsa overview list add and run this again"),
        )
    return NotFound(
        _("it no longer says which setting it belongs to"),
        _("bring it in alone: rrsa import {file} --setting SETTING").format(file=file),
    )
