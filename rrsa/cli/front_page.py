"""What ``rrsa --help`` shows: the commands by what people come to do. It needs no command-line library."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import NamedTuple

from rrsa.cli import output
from rrsa.i18n import _, note


class Everywhere(NamedTuple):
    """An option that every command takes; a flag has no ``metavar``."""

    name: str
    flag: str
    metavar: str | None
    about: str


def everywhere() -> list[Everywhere]:
    """The options that may stand before and after a command."""
    return [
        Everywhere(
            "database",
            "--database",
            "FILE_OR_URL",
            _("Where everything is kept: a file or an address (or RRSA_DATABASE)."),
        ),
        Everywhere(
            "author", "--author", "ROLE", _("Your role, for the history (or RRSA_AUTHOR; otherwise Lead).")
        ),
        Everywhere("on", "--on", "DATE", _("Look at things as of this day.")),
        Everywhere("read_only", "--read-only", None, _("Change nothing.")),
        Everywhere("debug", "--debug", None, _("Say everything when something fails.")),
    ]


def sections() -> list[tuple[str, list[tuple[str, str]]]]:
    """The commands as people look for them: a heading, then each with what it is for."""
    return [
        (
            _("Begin"),
            [
                ("demo", _("Try everything out on an invented school and house.")),
                ("new", _("Set up a school or house.")),
                ("settings", _("List your settings.")),
                ("whose", _("Whose file it is: mine, ours on this PC, or on a shared drive.")),
            ],
        ),
        (
            _("How we are doing, how we know, what now"),
            [
                ("status", _("Where a setting stands, what is missing and what comes next.")),
                ("sit", _("Ten minutes, or one outcome, question by question.")),
                ("view", _("Say how an outcome is going, and the words around it.")),
                ("look", _("Answer a look-for.")),
                ("evidence", _("Add, list, edit, link, replace or thin out evidence.")),
                ("action", _("Add, list, edit, finish, give up or remove actions.")),
                ("measure", _("Count something more than once: add, read, show, list, edit or remove.")),
                ("voices", _("Ask children and adults, print cards, or take in a form’s answers; show it.")),
                ("rings", _("A blank page of key people for a child to draw on; nothing is stored.")),
                ("review", _("How children, colleagues or a neighbour see it, beside your view.")),
                ("milestone", _("Note a milestone as reached.")),
                ("visit", _("Get ready for a visit: the day, a checklist, questions to try.")),
            ],
        ),
        (
            _("Look back"),
            [
                ("find", _("Every place where a name or words occur.")),
                ("history", _("Who changed what, and when.")),
                ("undo", _("Take back your latest change, or an older one.")),
                ("redo", _("Do again what you took back.")),
            ],
        ),
        (
            _("Hand over and keep safe"),
            [
                ("export", _("Write a workbook: for the assessor, to work in, or blank.")),
                ("import", _("Bring back workbooks that colleagues have filled in.")),
                ("report", _("Write a paper: evaluation, plan, for parents, for children.")),
                ("pack", _("Write an evidence pack for an assessor, or all of a setting.")),
                ("names", _("Names that are looked for in whatever leaves.")),
                ("share", _("Share a snapshot with your authority, seen before it goes; or take it back.")),
                ("erase", _("Erase for good, with a receipt.")),
                ("backup", _("Copy everything into one file.")),
                ("restore", _("Bring a backup back, or a whole pack in.")),
            ],
        ),
        (
            _("Many settings"),
            [
                ("overview", _("A coordinator’s desk: every setting with what it has shared.")),
            ],
        ),
        (
            _("Frameworks and this machine"),
            [
                ("frameworks", _("List the frameworks there are; write, compare and try out your own.")),
                ("migrate", _("Move to another framework or version.")),
                ("check", _("Check framework files that you have written.")),
                ("schema", _("Print the format of a framework file as JSON Schema.")),
                ("doctor", _("Check that everything works on this machine.")),
                ("admin", _("A database on a server that several share: make it, say who may do what.")),
                ("serve", _("Show the app in a browser, for people with no terminal.")),
            ],
        ),
    ]


def front_page() -> str:
    """The whole page, as wide as the terminal bears."""
    options = [
        *((f"{each.flag} {each.metavar or ''}".rstrip(), each.about) for each in everywhere()),
        ("-h, --help", _("Show this and stop.")),
        ("--version", _("Show the version and stop.")),
    ]
    lines = [
        _("Usage: rrsa [OPTIONS] [COMMAND] …"),
        "",
        output.wrapped(
            _(
                "Self-evaluation for rights-respecting schools and houses. Without a command, rrsa opens the "
                "app; everything in it can be done by command too. COMMAND --help says how."
            )
        ),
    ]
    for heading, rows in (*sections(), (_("Options, before or after any command"), options)):
        lines += ["", f"{heading}:", *_columns(rows)]
    lines += [
        "",
        output.wrapped(
            _("Self-evaluation, not an award decision. Not affiliated with or endorsed by UNICEF.")
        ),
    ]
    if draft := note():
        lines += ["", output.wrapped(draft)]
    return "\n".join(lines)


def _columns(rows: list[tuple[str, str]]) -> Iterator[str]:
    wide = max(len(first) for first, _about in rows)
    for first, about in rows:
        begin = f"  {first:{wide}}  "
        yield textwrap.fill(
            about, width=output.width(), initial_indent=begin, subsequent_indent=" " * len(begin)
        )
