"""What holds for a whole run: which database, who is at the keyboard, as of which day."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from rrsa.errors import BadInput, NotFound, PasswordNeeded, ReadOnly
from rrsa.i18n import _
from rrsa.vocabulary import DEFAULT_ROLE

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.store import Store


class Session:
    """The options that every command takes, and what they open."""

    def __init__(self) -> None:
        self.database: str | None = None
        self.author: str | None = None
        self.on: date | None = None
        self.read_only = False
        self.debug = False

    # -- taking the options ------------------------------------------------------------------------

    def take(self, name: str, value: object) -> None:
        """Notes one option; the place nearest to the command's own words wins."""
        if value is None or value is False:
            return
        if name == "database":
            if not str(value).strip():
                raise BadInput(_("--database names nothing"), _("give a file or an address"))
            from rrsa.store import addresses

            addresses.refuse_password(str(value))
            self.database = str(value)
        elif name == "author":
            self.author = _role(str(value))
        elif name == "on":
            from rrsa import clock
            from rrsa.portfolio.checks import parse_day

            self.on = parse_day(str(value), today=clock.today())
        elif name == "read_only":
            self.read_only = True
        elif name == "debug":
            self.debug = True

    # -- what they come to -------------------------------------------------------------------------

    @property
    def where(self) -> str:
        """The database in use: a file or an address."""
        if self._named:
            return self._named
        from rrsa.paths import default_database

        return str(default_database())

    @property
    def _named(self) -> str | None:
        if self.database:
            return self.database
        # Others cannot read this program's environment; still, nothing else is to see a password in it.
        from rrsa.store import addresses

        named = addresses.without_password(os.environ.get("RRSA_DATABASE", ""))
        return named if named.strip() else None

    @property
    def role(self) -> str:
        """Who is at the keyboard."""
        return self.named_role or DEFAULT_ROLE

    @property
    def named_role(self) -> str | None:
        """Who is at the keyboard, where that was said."""
        named = os.environ.get("RRSA_AUTHOR")
        return self.author or (_role(named) if named else None)

    def check_writable(self) -> None:
        """Raises :class:`ReadOnly` before anything is done where only reading was asked for."""
        if self.read_only:
            raise ReadOnly(_("this was opened for reading only"), _("leave out --read-only to change things"))

    # -- opening -----------------------------------------------------------------------------------

    @contextmanager
    def store(self, *, changing: bool = False, make: bool = False) -> Iterator[Store]:
        """The database, closed afterwards. Only with ``make`` is one made where there is none."""
        if changing:
            self.check_writable()
        if not make and not self._named and not exists(self.where):
            raise none_yet()
        try:
            store = opened(self.where, read_only=self.read_only, create=make)
        except ReadOnly:
            # A file that may only be read is good enough for a command that only reads.
            if changing or self.read_only:
                raise
            store = opened(self.where, read_only=True, create=False)
        try:
            if changing:
                store.claim(self.role)
            yield store
        finally:
            store.close()

    def knock(self) -> None:
        """Sees that a server lets one in, and asks for its password, before the core opens it by itself."""
        from rrsa.store import addresses

        if addresses.is_server(self.where):
            opened(self.where, read_only=self.read_only).close()

    @contextmanager
    def evaluation(self, setting: str, *, changing: bool = False) -> Iterator[Evaluation]:
        """One setting's evaluation, opened by what was typed for it."""
        from rrsa.evaluation import Evaluation

        with self.store(changing=changing) as store:
            found = find_setting(store, setting)
            yield Evaluation.open(store, found, author=self.role, on=self.on)


def opened(where: str, *, read_only: bool = False, create: bool = False) -> Store:
    """The database at ``where``. A server's password is asked for where the server wants one, nothing else
    knows it, and somebody is there to type it."""
    from rrsa.cli.password import ask
    from rrsa.store import open_store

    asked = 0
    while True:
        try:
            return open_store(where, read_only=read_only, create=create)
        except PasswordNeeded as problem:
            if not ask(where, problem, asked):
                raise
            asked += 1


def refuse_unreadable(text: str) -> None:
    """Raises where a text holds bytes that this machine could not read: what they meant would be lost."""
    if not text.isprintable() and any("\ud800" <= character <= "\udfff" for character in text):
        raise BadInput(
            _("“{text}” holds characters that cannot be read here").format(text=text[:60]),
            _("set the terminal to UTF-8 and type it again"),
        )


def _role(text: str) -> str:
    from rrsa.portfolio.checks import clean_text
    from rrsa.portfolio.records import NAME

    refuse_unreadable(text)
    role = " ".join(clean_text(text).split())
    if not role:
        raise BadInput(_("it is not said who is at the keyboard"), _("give a role, such as --author Lead"))
    if len(role) > NAME:
        raise BadInput(_("the role is too long"), _("keep it to {limit} characters").format(limit=NAME))
    return role


def exists(where: str) -> bool:
    """Whether there is a database at ``where``, as far as one can tell without opening it.

    A server, a name that is no file's, or a folder that is not there is left to the opening, which says
    what is the matter.
    """
    import stat
    from pathlib import Path

    from rrsa.paths import data_dir, expanded

    file = where.removeprefix("sqlite:///")
    if "://" in file or file.startswith(("sqlite:", ":memory:")):
        return True
    path = expanded(Path(file)).absolute()
    try:
        status = path.stat()
    except FileNotFoundError:
        # Our own folder comes with the first setting; any other that is not there was mistyped.
        return not (path.parent.exists() or path.is_relative_to(data_dir().absolute()))
    except (OSError, ValueError):
        return True
    return status.st_size > 0 or not stat.S_ISREG(status.st_mode)


def none_yet() -> NotFound:
    return NotFound(_("there is no setting yet"), _("make one with: rrsa new NAME --framework ID"))


def none_seen() -> NotFound:
    """What is said on a shared server to a role that sees no setting's records."""
    return NotFound(
        _("you see no setting’s records on this server"),
        _("rrsa overview has what settings share; make your own with: rrsa new NAME --framework ID"),
    )


def find_setting(store: Store, given: str) -> str:
    """The id of the setting that was meant: by its id or its name, in any case."""
    if store.exists(given):
        return given
    settings = store.settings()
    if not settings:
        raise none_seen() if store.database.role is not None else none_yet()
    wanted = _plain(given)
    same = [s.id for s in settings if wanted in (_plain(s.id), _plain(s.name or ""))]
    if len(same) == 1:
        return same[0]
    if same:
        raise BadInput(
            _("{n} settings are called “{given}”").format(n=len(same), given=given[:60]),
            _("choose one by its id: {ids}").format(ids=", ".join(same)),
        )
    from rrsa.finding import unknown

    raise unknown(_("setting"), given, [s.id for s in settings])


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
