"""The values that a framework file is made of: ids, texts, exact numbers, words of closed lists.

The reader hands every scalar over as text, so that nothing is guessed; these types say what a text may mean.
Everything is strict: what is no text, and was not understood as one of these, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, Strict, StringConstraints

from rrsa.i18n import _
from rrsa.vocabulary import Answer, Directness, Perspective, SettingKind

_SHARE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}|/[0-9]{1,9})?")
_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}@[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"

Id = Annotated[str, StringConstraints(strict=True, pattern=_NAME, max_length=64)]
Version = Annotated[str, StringConstraints(strict=True, pattern=_NAME, max_length=32)]
Language = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Text = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=8_000)]
Title = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=200)]
Short = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=32)]


def _whole(value: Any) -> Any:
    """Whole numbers are written as digits; the reader hands every scalar over as text."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 6:
        return int(value)
    return value


def _flag(value: Any) -> Any:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _share(value: Any) -> Any:
    """An exact share: ``0.6`` or ``3/5``, never a binary fraction."""
    if not isinstance(value, str):
        return value
    try:
        # No exponents: 1e9999999 would be worked out digit by digit.
        if _SHARE.fullmatch(value):
            return Fraction(value)
    except ZeroDivisionError:
        pass
    raise ValueError(_("this is not an exact number — write one such as 0.6 or 3/5"))


Whole = Annotated[int, Strict(), BeforeValidator(_whole)]
Flag = Annotated[bool, Strict(), BeforeValidator(_flag)]
Share = Annotated[Fraction, Strict(), BeforeValidator(_share)]
ShareBelowOne = Annotated[Share, Field(gt=0, lt=1)]
ShareOfWhole = Annotated[Share, Field(gt=0, le=1)]
Grade = Annotated[int, Strict(), BeforeValidator(_whole), Field(ge=1, le=10)]
ArticleNumber = Annotated[int, Strict(), BeforeValidator(_whole), Field(ge=1, le=54)]


def _word(cls: Any) -> BeforeValidator:
    """A closed list of words, given as text."""
    return BeforeValidator(lambda v: cls(v) if isinstance(v, str) and v in set(cls) else v)


PerspectiveWord = Annotated[Perspective, Strict(), _word(Perspective)]
DirectnessWord = Annotated[Directness, Strict(), _word(Directness)]
AnswerWord = Annotated[Answer, Strict(), _word(Answer)]
KindWord = Annotated[SettingKind, Strict(), _word(SettingKind)]


def _complete(directness: Mapping[Directness, Fraction]) -> Mapping[Directness, Fraction]:
    missing = [d.value for d in Directness if d not in directness]
    if missing:
        words = ", ".join(missing)
        raise ValueError(_("the numbers for {words} are missing — add a line for each").format(words=words))
    return directness


DirectnessNumbers = Annotated[Mapping[DirectnessWord, ShareBelowOne], AfterValidator(_complete)]


def _ref(value: str) -> str:
    if not _REF.fullmatch(value):
        raise ValueError(
            _("this is not one version of a framework — write its id, @ and the version: my-school@2026.1")
        )
    return value


def _none(value: Any) -> Any:
    return None if isinstance(value, str) and value.strip().casefold() in NOTHING else value


NOTHING = frozenset({"null", "~", "none", ""})
"""How “no new one” is written behind a colon; no id can be one of these by chance."""

Ref = Annotated[str, Strict(), AfterValidator(_ref)]
NewId = Annotated[Id | None, BeforeValidator(_none)]
NewGrade = Annotated[Grade | None, BeforeValidator(_none)]
