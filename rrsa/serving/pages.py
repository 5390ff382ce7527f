"""The page around the app, and those that say why there is none: HTML with no word from elsewhere in it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from rrsa import i18n
from rrsa.i18n import _
from rrsa.serving.asked import MEGABYTE

HERE = Path(__file__).with_name("page")


def app_page(*, key: str, socket: str, largest: int, leaves: bool) -> str:
    """The page with the app in it; ``leaves`` where a cookie let somebody in, who can give it back."""
    words = {
        "sending": _("Sending …"),
        "choose": _("Choose a file first."),
        "large": _("The file is too large: {n} MB is the most.").format(n=max(largest // MEGABYTE, 1)),
        "failed": _("It did not arrive. Try once more."),
        "sent": _("{name} has come up. Choose it in the app."),
        "ready": _("{name} has come down; look among your downloads."),
        "lost": _(
            "The connection is lost. All that was saved is there when you begin again, and what was being "
            "typed is offered."
        ),
        "open": _("Open this page in a new window? {url}"),
    }
    return _page(
        "app.html",
        title=_("Rights-respecting self-evaluation"),
        key=key,
        socket=socket,
        largest=largest,
        leaves=leaves,
        words=json.dumps(words),
        skip=_("Go to the files"),
        keys=_("F6 leaves the app and comes back. F1 in the app is help."),
        app=_("The app. Press F6 to leave it with the keyboard."),
        files=_("Files"),
        send=_("Send a file up"),
        send_button=_("Send"),
        downs=_("Files for you"),
        leave=_("Leave"),
        other_ways=_("You cannot use this page?"),
        other_ways_text=_(
            "A screen reader cannot follow an app that is drawn. Each task has another way: a workbook or a "
            "paper that somebody sends you and takes back in, and a command for each step. Ask whoever gave "
            "you this address; “Work by ear, by keyboard, or with strong contrast” in the documentation "
            "tells how. To make everything larger, use your browser’s zoom."
        ),
        opening=_("Opening …"),
        again=_("Begin again"),
        ended=_("This has ended"),
        no_script=_(
            "The app needs JavaScript, all of it from this address. Without it, ask whoever gave you this "
            "address for a workbook in its place."
        ),
    )


def door_page(word: str) -> str:
    """A link was followed; coming in is a step of its own, so that what looks ahead cannot use it up."""
    return _page(
        "door.html",
        title=_("Rights-respecting self-evaluation"),
        word=word,
        text=_("This link lets one browser in, once."),
        button=_("Come in"),
    )


def plain_page(heading: str, text: str, *, again: bool = False) -> str:
    """A page with a heading and a sentence."""
    return _page("plain.html", title=heading, text=text, again=_("Try again") if again else "")


def _page(name: str, **given: Any) -> str:
    text: str = _templates().get_template(name).render(language=i18n.language().replace("_", "-"), **given)
    return text


@cache
def _templates() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
