"""The values that a framework file is made of: ids, texts, exact numbers, words of closed lists.

The reader hands every scalar over as text, so that nothing is guessed; these types say what a text may mean.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from rrsa.i18n import _
from rrsa.vocabulary import Answer, Directness, Perspective, SettingKind

_SHARE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}|/[0-9]{1,9})?")

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=64)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8_000)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=32)]


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


Whole = Annotated[int, BeforeValidator(_whole)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Share = Annotated[Fraction, BeforeValidator(_share)]
Grade = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=10)]
ArticleNumber = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=54)]


class Model(BaseModel):
    """Strict, frozen, no unknown keys."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, defer_build=True, arbitrary_types_allowed=True
    )


def _word(cls: Any) -> BeforeValidator:
    """A closed list of words, given as text."""
    return BeforeValidator(lambda v: cls(v) if isinstance(v, str) and v in set(cls) else v)


PerspectiveWord = Annotated[Perspective, _word(Perspective)]
DirectnessWord = Annotated[Directness, _word(Directness)]
AnswerWord = Annotated[Answer, _word(Answer)]
KindWord = Annotated[SettingKind, _word(SettingKind)]
