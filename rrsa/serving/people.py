"""People whom the proxy has let in: which role each works in, and with what they come to PostgreSQL.

On PostgreSQL the author of a change is the role that has connected, so each session connects as its own
role. It cannot come in as another and change over: ``SET SESSION AUTHORIZATION`` is for superusers, and with
``SET ROLE`` the session would remain the other's, which could change back. Each role therefore has a
password file of its own, and a session is given that one and no other; decision 0024 tells why.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from rrsa.errors import BadInput, EnvironmentFailed, NotFound
from rrsa.i18n import _
from rrsa.portfolio.checks import clean_text
from rrsa.portfolio.records import NAME

ENDING = ".pgpass"
LONGEST = 1_000_000
"""Characters that a file of people may have."""


def read_roles(file: Path) -> dict[str, str]:
    """Who may come in, and as what: a line ``USER = ROLE`` each; ``#`` begins a remark.

    Users are compared as they are spelt but for upper and lower case, as e-mail addresses are.
    Raises :class:`BadInput` that names the line, and for a file with nobody in it.
    """
    roles: dict[str, str] = {}
    for number, line in enumerate(_text(file).splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        user, equals, role = (part.strip() for part in text.rpartition("="))
        where = f"{file.name}:{number}"
        role = " ".join(clean_text(role).split())
        if not equals or not user or not role:
            raise BadInput(_("{where}: this is not USER = ROLE").format(where=where), _("write it so"))
        if len(role) > NAME:
            raise BadInput(
                _("{where}: the role is too long").format(where=where),
                _("keep it to {limit} characters").format(limit=NAME),
            )
        if known(user) in roles:
            raise BadInput(
                _("{where}: “{user}” is there twice").format(where=where, user=user[:60]),
                _("keep one of the lines"),
            )
        roles[known(user)] = role
    if not roles:
        raise BadInput(
            _("{file} lets nobody in").format(file=file.name), _("add a line USER = ROLE for each person")
        )
    return roles


def known(user: str) -> str:
    """A user's name as it is compared. Letters of other alphabets that look like ours and whose small form is
    ours (such as the sign for kelvin) make nobody else of it."""
    return "".join(c if not c.isascii() and c.lower().isascii() else c.lower() for c in user.strip())


def folder_of(user: str) -> str:
    """The name of a user's own folder: it says nothing to whoever sees it."""
    return sha256(known(user).encode()).hexdigest()[:20]


def password_file(folder: Path, role: str) -> Path:
    """The password file of a role, ``ROLE.pgpass`` in ``folder``."""
    return folder / f"{role}{ENDING}"


def check_passwords(folder: Path, roles: Mapping[str, str]) -> None:
    """Raises :class:`NotFound` for a role without its password file, and :class:`BadInput` for a file that
    others may read too: PostgreSQL's driver would leave it aside without a word."""
    if not folder.is_dir():
        raise NotFound(_("there is no folder {folder}").format(folder=folder), _("check its name"))
    for role in sorted(set(roles.values())):
        if "/" in role or "\\" in role or role.startswith("."):
            raise BadInput(
                _("“{role}” cannot be the name of a password file").format(role=role),
                _("name the role in the database without a slash or a dot in front"),
            )
        file = password_file(folder, role)
        if not file.is_file():
            raise NotFound(
                _("the role “{role}” has no password file").format(role=role),
                _("write {file}, a line host:port:database:role:password").format(file=file.name),
            )
        check_unseen(file, stat.S_IRWXG | stat.S_IRWXO)


def check_unseen(file: Path, by: int = stat.S_IRWXO) -> None:
    """Raises :class:`BadInput` for a file that others may read or alter, as far as the system tells."""
    if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & by:
        raise BadInput(
            _("{file} may be read by others").format(file=file.name), _("let nobody else read it: chmod 600")
        )


def _text(file: Path) -> str:
    try:
        with file.open(encoding="utf-8-sig") as stream:
            text = stream.read(LONGEST + 1)
    except FileNotFoundError:
        raise NotFound(_("there is no file {file}").format(file=file), _("check its name")) from None
    except UnicodeDecodeError:
        raise BadInput(
            _("{file} is not written in UTF-8").format(file=file.name), _("save it as UTF-8")
        ) from None
    except OSError as problem:
        raise EnvironmentFailed(
            _("{file} cannot be read: {why}").format(file=file.name, why=problem.strerror or problem),
            _("check who may read it"),
        ) from None
    if len(text) > LONGEST:
        raise BadInput(_("{file} is too large").format(file=file.name), _("it is a line for each person"))
    return text
