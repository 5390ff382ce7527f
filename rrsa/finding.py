"""Finding what somebody meant by what they typed, and saying what there is where nothing fits."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from rrsa.errors import NotFound
from rrsa.i18n import _, ngettext

LISTED = 12
"""As many ids as an error message may list."""


def found(what: str, given: str, known: Iterable[str]) -> str:
    """The id that was meant: exactly, in other case, or by a beginning that fits only one."""
    ids = list(known)
    if given in ids:
        return given
    lower = given.strip().lower()
    same_letters = [i for i in ids if i.lower() == lower]
    begins = same_letters or ([i for i in ids if i.lower().startswith(lower)] if len(lower) >= 4 else [])
    if len(begins) == 1:
        return begins[0]
    raise unknown(what, given, ids)


def unknown(what: str, given: str, known: Iterable[str]) -> NotFound:
    """The error for an id that does not exist, with the nearest that do."""
    ids = list(known)
    near = get_close_matches(given, ids, n=3, cutoff=0.5)
    if near:
        mend = _("did you mean {near}?").format(near=_(" or ").join(near))
    elif len(ids) <= LISTED:
        mend = _("choose one of: {ids}").format(ids=", ".join(ids)) if ids else _("there is none yet")
    else:
        mend = ngettext("there is {n}, such as {first}", "there are {n}, such as {first}", len(ids)).format(
            n=len(ids), first=ids[0]
        )
    return NotFound(_("there is no {what} “{given}”").format(what=what, given=given[:60]), mend)
