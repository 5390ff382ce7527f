"""Looking after a database that several roles share: making it, and saying who may do what."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from rrsa.cli import output
from rrsa.cli.session import Session
from rrsa.cli.shape import Group, Many, Word, pass_session
from rrsa.errors import BadInput, EnvironmentFailed, PasswordNeeded
from rrsa.i18n import _, ngettext
from rrsa.store.access.levels import EVERY, Level

if TYPE_CHECKING:
    from rrsa.store.access.granting import Grant
    from rrsa.store.database import Database

_SHORTEST = 12  # characters of a password that is typed here

admin = Group(
    "admin",
    help=_(
        "Look after a database on a server that several roles share: make it, and say who may do what. The "
        "server itself keeps to it, whatever program somebody connects with."
    ),
)


@admin.command(
    "init",
    help=_(
        "Make the tables and rules of a shared database, or bring them up to date; says what it did, and "
        "doing it again is harmless. Connect as a role that owns the database and may make roles "
        "(CREATEROLE), or as the server's superuser; that role becomes the admin unless --admin names one."
    ),
    example="rrsa admin init --database postgresql://rrsa_admin@db.example.org/rrsa",
)
@click.option(
    "--admin", "role", metavar="ROLE", help=_("The role that is to grant; made where there is none such.")
)
@pass_session
def init(session: Session, role: str | None) -> None:
    session.check_writable()
    from rrsa.store.access import setting_up

    with _database(session) as database:
        done = setting_up.init(database, None if role is None else role.strip())
        for line in done.lines:
            output.say(line[:1].upper() + line[1:] + ".")
        if not done.lines:
            output.say(_("Everything is there and up to date already."))
        for note in done.notes:
            output.note(note[:1].upper() + note[1:] + ".")
        if done.made is not None:
            _first_password(database, done.made)


@admin.command(
    "grant",
    help=_(
        "Let a role do something: reader, reviewer, editor or coordinator of settings, or admin of all. A "
        "role that the server does not know is made; its password is asked for on the terminal, or set "
        "later with rrsa admin password. A setting that is not there yet is made by its editor."
    ),
    example="rrsa admin grant kirkbrae-lead --setting kirkbrae-primary --as editor",
)
@click.argument("role")
@click.option(
    "--setting", "settings", cls=Many, metavar="SETTING", help=_("Their ids, or all for every one there is.")
)
@click.option(
    "--as",
    "level",
    type=Word(Level, lambda: _("what they may be")),
    required=True,
    help=_("What the role is to be there."),
)
@pass_session
def grant(session: Session, role: str, settings: tuple[str, ...], level: str) -> None:
    session.check_writable()
    from rrsa.store.access import granting

    with _database(session) as database:
        done = granting.grant(database, role, settings, Level(level))
        if done.made:
            output.say(_("Made the role “{role}”.").format(role=role))
        for setting in done.new:
            output.say(_("“{role}” is now {level}: {setting}.").format(
                role=role, level=level, setting=_shown(setting)
            ))  # fmt: skip
        if not done.new:
            output.say(_("“{role}” is that already.").format(role=role))
        if done.unknown and level == Level.EDITOR:
            output.note(
                ngettext(
                    "Nobody was granted {ids} before: “{role}” may make a setting under that id.",
                    "Nobody was granted {ids} before: “{role}” may make settings under these ids.",
                    len(done.unknown),
                ).format(ids=", ".join(done.unknown), role=role)
            )
        elif done.unknown:
            output.note(
                _("Nobody was granted {ids} before; check how it is written.").format(
                    ids=", ".join(done.unknown)
                )
            )
        for each in done.near:
            output.note(
                _("There is “{near}” too: if that was meant, take this back with rrsa admin revoke.").format(
                    near=each
                )
            )
        if done.made:
            _first_password(database, role)
        elif done.no_login:
            output.note(_("The server does not let “{role}” connect: it has no LOGIN.").format(role=role))


@admin.command(
    "revoke",
    help=_(
        "Take back what a role may do: with one setting, or with every one. The role itself stays on the "
        "server; what it has written stays in the history."
    ),
    example="rrsa admin revoke kirkbrae-lead --setting kirkbrae-primary",
)
@click.argument("role")
@click.option("--setting", metavar="SETTING", help=_("Only there; all means what was granted for all."))
@click.option("--as", "level", type=Word(Level, lambda: _("what they may be")), help=_("Only this."))
@pass_session
def revoke(session: Session, role: str, setting: str | None, level: str | None) -> None:
    session.check_writable()
    from rrsa.store.access import granting

    with _database(session) as database:
        n = granting.revoke(database, role, setting, None if level is None else Level(level))
    output.say(
        ngettext("Took back {n} grant of “{role}”.", "Took back {n} grants of “{role}”.", n).format(
            n=n, role=role
        )
    )


@admin.command(
    "list",
    help=_("Who may do what: an admin sees everybody, everybody else what they may do themselves."),
    example="rrsa admin list --setting kirkbrae-primary",
)
@click.option("--setting", metavar="SETTING", help=_("Only what was granted for this one (or for all)."))
@click.option("--role", metavar="ROLE", help=_("Only what this role may do."))
@click.option("--json", "as_json", is_flag=True, help=_("As data for a program."))
@pass_session
def list_(session: Session, setting: str | None, role: str | None, as_json: bool) -> None:
    from rrsa.store.access import granting

    with _database(session) as database:
        found = granting.grants(database, setting, role)
    if as_json:
        output.say_json([each._asdict() for each in found])
        return
    for line in _lines(found):
        output.say(line)
    if not found:
        output.note(_("Nothing is granted that you may see."))


@admin.command(
    "password",
    help=_(
        "Set a role's password, or your own where none is named. It is typed on the terminal twice and "
        "leaves this machine only in the form in which the server keeps it."
    ),
    example="rrsa admin password kirkbrae-lead",
)
@click.argument("role", required=False)
@pass_session
def password(session: Session, role: str | None) -> None:
    session.check_writable()
    from rrsa.store.access import granting

    with _database(session) as database:
        typed = _typed(role or _("yourself"))
        if typed is None:
            raise BadInput(_("no password was typed"), _("run this on a terminal, and type it twice"))
        named = granting.set_password(database, role, typed)
    output.say(_("“{role}” has a new password.").format(role=named))


@admin.command(
    "tidy",
    help=_(
        "Have the server write its tables anew, so that nothing of what was erased is left in its files. "
        "It does so by itself in time; everybody has to wait for a moment."
    ),
    example="rrsa admin tidy",
)
@pass_session
def tidy(session: Session) -> None:
    session.check_writable()
    with _database(session) as database:
        if not database.sweep():
            raise EnvironmentFailed(
                _("the server did not write its tables anew"),
                _("connect as the role that owns the database, when nobody is working in it"),
            )
    output.say(_("Nothing of what was erased is left in the server's tables."))


# -- inside ----------------------------------------------------------------------------------------------


@contextmanager
def _database(session: Session) -> Iterator[Database]:
    """The server's database as it is: nothing is made in it by opening it."""
    from rrsa.cli.password import ask
    from rrsa.store import addresses

    where = session.where
    if not addresses.is_server(where):
        raise BadInput(
            _("a file has no roles: whoever may open it may do everything"),
            _("name a database on a server, such as --database postgresql://ROLE@SERVER/DATABASE"),
        )
    from rrsa.store.postgres import PostgresDatabase

    database = PostgresDatabase(where, read_only=session.read_only)
    try:
        asked = 0
        while True:
            try:
                with database.reading():
                    break
            except PasswordNeeded as problem:
                if not ask(where, problem, asked):
                    raise
                asked += 1
        yield database
    finally:
        database.close()


def _lines(found: list[Grant]) -> Iterator[str]:
    """One line a grant, what is granted for one setting together."""
    widest = max((len(_shown(each.setting)) for each in found), default=0)
    level = max((len(each.level) for each in found), default=0)
    for each in found:
        gone = "" if each.there else "  " + _("(no such role on the server any more)")
        yield f"{_shown(each.setting):<{widest}}  {each.level:<{level}}  {each.role}{gone}"


def _shown(setting: str) -> str:
    return _("all settings") if setting == EVERY else setting


def _first_password(database: Database, role: str) -> None:
    """Asks for the password of a role that was just made; without a terminal, says how to set it."""
    from rrsa.store.access import granting

    typed = _typed(role)
    if typed is None:
        output.note(
            _("“{role}” has no password yet, and nobody gets in as it: rrsa admin password {role}").format(
                role=role
            )
        )
        return
    granting.set_password(database, role, typed)
    output.say(_("“{role}” has a password.").format(role=role))


def _typed(role: str) -> str | None:
    """A password, typed twice on the terminal; ``None`` where there is none or nothing was typed."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
        return None
    import getpass

    while True:
        try:
            first = getpass.getpass(_("New password for {role} (leave empty for later): ").format(role=role))
            if not first:
                return None
            if len(first) < _SHORTEST:
                output.note(
                    _("That is short. Three or four words are easy to keep: {n} characters at least.").format(
                        n=_SHORTEST
                    )
                )
                continue
            again = getpass.getpass(_("The same once more: "))
        except EOFError:
            return None
        if first == again:
            return first
        output.note(_("The two are not the same."))
