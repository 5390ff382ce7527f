"""What a session's process finds around it: built anew from a list, nothing handed on by accident."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from rrsa import in_browser, paths
from rrsa.serving.asked import Asked
from rrsa.serving.door import Visitor
from rrsa.serving.people import password_file

HANDED_ON = (
    *("LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LC_TIME", "TZ", "RRSA_LANGUAGE"),
    # Without these Windows opens no socket and finds no library.
    *("SYSTEMROOT", "WINDIR", "SYSTEMDRIVE", "NUMBER_OF_PROCESSORS"),
)
"""What every session needs of the server's own environment: its language, its clock, its system."""
TO_POSTGRES = ("PGSSLMODE", "PGSSLROOTCERT", "PGSSLCRL", "PGCONNECT_TIMEOUT", "PGTZ")
"""What a session needs for a server of PostgreSQL: how the way there is protected."""
WITH_ONE_ROLE = ("PGUSER", "PGPASSWORD", "PGPASSFILE", "PGSERVICE", "PGSERVICEFILE", "PGSSLCERT", "PGSSLKEY")
"""What goes along besides, where all sessions connect as the role that started the server."""


def environment(
    asked: Asked, visitor: Visitor, folder: Path, own: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The environment of one session; ``own`` is the server's, ``folder`` the session's."""
    own = os.environ if own is None else own
    names = [*HANDED_ON]
    if asked.on_server:
        names += TO_POSTGRES
        if asked.behind is None:
            names += WITH_ONE_ROLE
    built = {name: own[name] for name in names if own.get(name)}
    at_home = str(folder / "home")
    built |= {
        # A home of the session's own: whatever looks for one finds nothing of the server's.
        "HOME": at_home,
        "USERPROFILE": at_home,
        "TEMP": at_home,
        "TMP": at_home,
        "TMPDIR": at_home,
        "PATH": os.defpath,
        "PYTHONPATH": str(Path(in_browser.__file__).resolve().parent.parent),
        "PYTHONSAFEPATH": "1",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "RRSA_HOME": str(paths.data_dir().absolute()),
        "RRSA_DATABASE": _database(asked, visitor),
        in_browser.FOLDER: str(folder),
        "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
        "TEXTUAL_FPS": "30",
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TERM": "xterm-256color",
    }
    if visitor.role:
        built["RRSA_AUTHOR"] = visitor.role
    if visitor.person:
        built[paths.PERSON] = visitor.person
    if asked.on_server:
        built |= _to_postgres(asked, visitor, built)
    return built


def command(asked: Asked) -> list[str]:
    """The words that start a session: this Python, our own program, and nothing that is secret."""
    return [sys.executable, "-P", "-m", "rrsa", *asked.words]


def _to_postgres(asked: Asked, visitor: Visitor, built: Mapping[str, str]) -> dict[str, str]:
    """With what a session comes in at a server of PostgreSQL, beside what was handed on as it is.

    Its driver looks for files in one's home, and a session's home is another: they are named outright.
    """
    more: dict[str, str] = {}
    certificate = Path.home() / ".postgresql" / "root.crt"
    if "PGSSLROOTCERT" not in built and certificate.is_file():
        more["PGSSLROOTCERT"] = str(certificate)
    if asked.behind is not None and asked.behind.passwords is not None:
        assert visitor.role
        more["PGPASSFILE"] = str(password_file(asked.behind.passwords, visitor.role).absolute())
    elif asked.behind is None:
        if asked.password:
            more["PGPASSWORD"] = asked.password
        if "PGPASSFILE" not in built and (passwords := _own_passwords()).is_file():
            more["PGPASSFILE"] = str(passwords)
    return more


def _own_passwords() -> Path:
    """Where PostgreSQL's driver looks for passwords when nothing names a file."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", "")) / "postgresql" / "pgpass.conf"
    return Path.home() / ".pgpass"


def _database(asked: Asked, visitor: Visitor) -> str:
    """Where a session finds its database; on PostgreSQL as the role of whoever has signed in."""
    if not asked.on_server:
        return str(Path(asked.database.removeprefix("sqlite:///")).absolute())
    if asked.behind is None or not visitor.role:
        return asked.database
    from sqlalchemy.engine import make_url

    url = make_url(asked.database)._replace(username=visitor.role, password=None)
    # An address that names a user or a file of passwords would come before the role's own.
    url = url.difference_update_query(["user", "password", "passfile", "sslpassword"])
    return url.render_as_string(hide_password=False)
