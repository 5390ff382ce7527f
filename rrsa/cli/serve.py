"""The app in a browser: on this machine, or for others behind a proxy that has them sign in."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrsa.cli import output
from rrsa.cli.session import Session
from rrsa.cli.shape import Command, Many, Whole, pass_session
from rrsa.errors import BadInput, EnvironmentFailed, NotFound
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from rrsa.serving.asked import Asked, Behind
    from rrsa.serving.server import Server

LONGEST_SECRET = 10_000


@click.command(
    "serve",
    cls=Command,
    help=_(
        "Show the app in a browser, for people with no terminal. A link lets one browser in, once; Enter "
        "makes another, Ctrl+C ends it. Only this machine can reach it, unless a proxy with TLS and a "
        "sign-in stands in front."
    ),
    example="rrsa serve --author Lead",
)
@click.option("--port", type=Whole(lambda: _("port"), 65_535), help=_("The port; 8765 unless said."))
@click.option(
    "--host", default="127.0.0.1", help=_("The address to listen on; this machine's own unless said.")
)
@click.option(
    "--sessions", type=Whole(lambda: _("number of sessions"), 1_000), default=10, help=_("How many at once.")
)
@click.option(
    "--idle",
    type=Whole(lambda: _("number of minutes"), 1_440),
    default=30,
    help=_("Minutes without a key after which a session ends; what was being typed is kept."),
)
@click.option(
    "--upload-mb",
    type=Whole(lambda: _("number of megabytes"), 2_000),
    default=100,
    help=_("The largest file that may come up, in MB."),
)
@click.option(
    "--behind-proxy",
    metavar="HEADER",
    help=_("A proxy with TLS and a sign-in is in front, and says in this header who has signed in."),
)
@click.option("--public-url", metavar="URL", help=_("Behind a proxy: the https address that people type."))
@click.option(
    "--user-role",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=_("Behind a proxy: who may come in and as what, a line USER = ROLE each."),
)
@click.option(
    "--proxy-address", cls=Many, metavar="ADDRESS", help=_("Behind a proxy: where it comes from, by number.")
)
@click.option(
    "--proxy-secret",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=_("Behind a proxy: what it must send as X-Rrsa-Secret stands in this file."),
)
@click.option(
    "--password-files",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help=_("Behind a proxy, on PostgreSQL: a password file for each role, ROLE.pgpass."),
)
@pass_session
def serve(
    session: Session,
    port: int | None,
    host: str,
    sessions: int,
    idle: int,
    upload_mb: int,
    behind_proxy: str | None,
    public_url: str | None,
    user_role: Path | None,
    proxy_address: tuple[str, ...],
    proxy_secret: Path | None,
    password_files: Path | None,
) -> None:
    from rrsa.serving.asked import MEGABYTE, PORT, Asked, check_host
    from rrsa.store.addresses import password_for

    for number, what in (
        (sessions, "--sessions"),
        (idle, "--idle"),
        (upload_mb, "--upload-mb"),
    ):
        if not number:
            raise BadInput(_("{option} is none at all").format(option=what), _("give at least 1"))
    behind = _behind(
        session, behind_proxy, public_url, user_role, proxy_address, proxy_secret, password_files
    )
    check_host(host, behind)
    _need_extra()
    _need_database(session, behind)
    asked = Asked(
        database=session.where,
        author=None if behind else session.named_role,
        words=_words(session),
        host=host,
        port=PORT if port is None else port,
        behind=behind,
        sessions=sessions,
        idle=idle,
        upload=upload_mb * MEGABYTE,
        password=password_for(session.where) or "",
    )
    if session.debug:
        import logging

        logging.getLogger("rrsa.serving").addHandler(logging.StreamHandler())
    _run(asked)


def _behind(
    session: Session,
    header: str | None,
    public: str | None,
    roles: Path | None,
    addresses: tuple[str, ...],
    secret: Path | None,
    passwords: Path | None,
) -> Behind | None:
    from rrsa.paths import expanded
    from rrsa.serving.asked import Behind, check_header, check_proxies, check_public, networks
    from rrsa.serving.people import check_passwords, read_roles
    from rrsa.store.addresses import is_server

    if header is None:
        for given, option in (
            (public, "--public-url"),
            (roles, "--user-role"),
            (addresses, "--proxy-address"),
            (secret, "--proxy-secret"),
            (passwords, "--password-files"),
        ):
            if given:
                raise BadInput(
                    _("{option} goes with a proxy").format(option=option),
                    _("say with --behind-proxy in which header it names who has signed in"),
                )
        return None
    if public is None or roles is None:
        raise BadInput(
            _("--behind-proxy needs --public-url and --user-role"),
            _("say what address people type, and in a file who may come in and as what"),
        )
    people = read_roles(expanded(roles))
    if passwords is not None:
        passwords = expanded(passwords)
        check_passwords(passwords, people)
    elif is_server(session.where):
        raise BadInput(
            _("on PostgreSQL each role comes in with a password file of its own"),
            _("name their folder with --password-files"),
        )
    word = _secret(expanded(secret)) if secret else ""
    proxies = networks(addresses)
    check_proxies(proxies, word)
    return Behind(check_header(header), check_public(public), people, proxies, word, passwords)


def _secret(file: Path) -> str:
    from rrsa.serving.people import check_unseen

    try:
        with file.open(encoding="utf-8") as stream:
            secret = stream.read(LONGEST_SECRET).strip()
    except FileNotFoundError:
        raise NotFound(_("there is no file {file}").format(file=file), _("check its name")) from None
    except (OSError, UnicodeDecodeError):
        raise BadInput(
            _("{file} cannot be read").format(file=file.name), _("write one line of letters and digits in it")
        ) from None
    if len(secret) < 16 or not secret.isascii() or not secret.isprintable():
        raise BadInput(
            _("what stands in {file} is no good secret").format(file=file.name),
            _("write one line of at least 16 letters and digits in it"),
        )
    check_unseen(file)
    return secret


def _words(session: Session) -> tuple[str, ...]:
    """The options that hold for every session."""
    words = ["--on", session.on.isoformat()] if session.on else []
    return (*words, "--read-only") if session.read_only else tuple(words)


def _need_extra() -> None:
    try:
        import aiohttp  # noqa: F401
        import textual_serve  # noqa: F401
    except ImportError:
        raise EnvironmentFailed(
            _("what shows the app in a browser is not installed"),
            _('install it with: pip install "rrsa[serve]"'),
        ) from None


def _need_database(session: Session, behind: Behind | None) -> None:
    """Whether there is something to show is found out now and not by the first who comes."""
    if behind is not None and behind.passwords is not None:
        return  # only the people themselves may come in there
    with session.store():
        return


def _run(asked: Asked) -> None:
    from rrsa.serving.server import serve as run

    with contextlib.suppress(KeyboardInterrupt):  # Windows has no other way to be told
        asyncio.run(run(asked, started=_say_start, more=_say_link))
    output.note(_("Ended. All that was saved is there, and what was being typed is kept."))


def _say_start(server: Server) -> None:
    asked = server.asked
    if asked.behind is not None:
        output.say(server.origin)
        n = len(asked.behind.roles)
        output.note(
            ngettext(
                "{n} person may come in. Ctrl+C ends it.", "{n} people may come in. Ctrl+C ends it.", n
            ).format(n=n)
        )
        return
    output.note(_("Open this link in a browser on this machine. It works once, within ten minutes:"))
    _say_link(server)
    output.note(_("Enter makes another link, Ctrl+C ends it."))


def _say_link(server: Server) -> None:
    if server.asked.behind is None:
        output.say(server.link())
        output.flush()
