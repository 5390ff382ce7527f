"""Texts for people, through gettext.

``from rrsa.i18n import _`` and wrap every text that a person reads. The language is taken once,
from ``RRSA_LANGUAGE`` or the usual ``LANGUAGE``/``LC_ALL``/``LC_MESSAGES``/``LANG``. The source
texts are British English.
"""

from __future__ import annotations

import gettext as _gettext
import os
from functools import lru_cache

DOMAIN = "rrsa"
LOCALES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "locale")  # noqa: PTH100, PTH118, PTH120 - pathlib is slow to import


@lru_cache(maxsize=1)
def _translations() -> _gettext.NullTranslations:
    chosen = os.environ.get("RRSA_LANGUAGE")
    return _gettext.translation(
        DOMAIN, localedir=LOCALES, languages=[chosen] if chosen else None, fallback=True
    )


def _(text: str) -> str:
    """``text`` in the user's language."""
    return _translations().gettext(text)


def ngettext(one: str, many: str, n: int) -> str:
    """``one`` or ``many``, as the user's language counts ``n``."""
    return _translations().ngettext(one, many, n)


def pgettext(context: str, text: str) -> str:
    """``text`` as meant in ``context``, where one English word has two senses."""
    return _translations().pgettext(context, text)


def note() -> str:
    """What the translators say of their work, such as that it is a draft; empty for the source texts."""
    return _translations().info().get("x-note", "")


def language() -> str:
    """The language that texts are in, as BCP 47 writes it."""
    return _translations().info().get("language", "en-GB").replace("_", "-") or "en-GB"
