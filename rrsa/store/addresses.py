"""Addresses of databases on servers, and the passwords that belong to them.

A password never stays in an address: an address is shown, remembered as the place where somebody left off,
and handed from one program to another. It is taken out at once and kept in this program's memory alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlencode

from rrsa.errors import BadInput
from rrsa.i18n import _

_SERVER = re.compile(r"postgres(?:ql)?(?:\+\w+)?://?", re.IGNORECASE)
_INSIDE = re.compile(r"^([^:/?@]*://[^:/?@]*):([^@]*)@")
_SECRET = frozenset({"password", "sslpassword"})
_typed: dict[str, str] = {}


def is_server(where: object) -> bool:
    """Whether ``where`` is the address of a database on a server rather than a file."""
    return isinstance(where, str) and _SERVER.match(where) is not None


def has_password(address: str) -> bool:
    """Whether a password stands in an address, before the ``@`` or among its options."""
    inside = _INSIDE.match(address)
    return bool(inside and inside[2]) or not _SECRET.isdisjoint(_options(address))


def refuse_password(address: str) -> None:
    """Raises where a password stands in an address that everybody on this machine can see."""
    if is_server(address) and has_password(address):
        raise BadInput(
            _("a password on the command line can be read by others on this machine"),
            _(
                "leave it out, and set PGPASSWORD, keep it in a pgpass file, or type it when you are asked "
                "for it"
            ),
        )


def without_password(address: str) -> str:
    """An address without the password that stands in it; that one is remembered for as long as this program
    runs. Raises :class:`~rrsa.errors.BadInput` where one cannot tell where the password ends."""
    if not is_server(address) or not has_password(address):
        return address
    inside = _INSIDE.match(address)
    bare, password = address, ""
    if inside:
        bare, password = _INSIDE.sub(r"\1@", address), unquote(inside[2])
        if "@" in re.split(r"[/?]", bare.partition("://")[2].partition("@")[2])[0]:
            raise BadInput(
                _("one cannot tell where the password in that address ends"),
                _("write @ as %40 in it, / as %2F and : as %3A"),
            )
    front, _mark, _query = bare.partition("?")
    options = _options(bare)
    password = options.get("password") or password
    left = {name: value for name, value in options.items() if name not in _SECRET}
    bare = f"{front}?{urlencode(left)}" if left else front
    if password:
        remember(bare, password)
    return bare


def remember(address: str, password: str) -> None:
    """Keeps the password that somebody typed for an address, for as long as this program runs."""
    _typed[address] = password


def forget(address: str) -> None:
    """A password was not the right one."""
    _typed.pop(address, None)


def password_for(address: str) -> str | None:
    """The password that was typed for an address; ``None`` leaves it to PGPASSWORD and the pgpass file."""
    return _typed.get(address)


def _options(address: str) -> Mapping[str, str]:
    return dict(parse_qsl(address.partition("?")[2], keep_blank_values=True))
