"""The base of what is read from a file: immutable, without pydantic, and kept as JSON that needs no check.

``kept`` and ``loaded`` turn a model into JSON and back. Only classes of a closed list are ever made of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, asdict, fields
from enum import Enum
from fractions import Fraction
from typing import Any, ClassVar

from rrsa.vocabulary import Directness, Perspective, SettingKind


class Model:
    """A frozen data class whose annotations say what may stand in a file; see ``validation.py``.

    One that is made in code is not checked but by its ``__post_init__``.
    """

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    __pydantic_config__: ClassVar[Mapping[str, Any]] = {"extra": "forbid", "arbitrary_types_allowed": True}


def key_of(name: str) -> str:
    """A field's key in a file: ``for_`` is written “for”, which is a word of Python's own."""
    return name.removesuffix("_")


def as_written(value: Any) -> Any:
    """A model as its file would say it: dicts, tuples and bare values, without what is as if left out."""
    if isinstance(value, Model):
        return {
            key_of(field.name): as_written(part)
            for field in fields(value)
            if not _left_out(field, part := getattr(value, field.name))
        }
    if isinstance(value, Mapping):
        return {as_written(key): as_written(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return tuple(map(as_written, value))
    return value.value if isinstance(value, Enum) else value


def in_full(model: Model) -> dict[str, Any]:
    """A model ready for JSON, with the fields that were left out."""
    return {key_of(name): value for name, value in asdict(model).items()}


def _left_out(field: Field[Any], value: Any) -> bool:
    if field.default_factory is not MISSING:
        return bool(value == field.default_factory())
    return field.default is not MISSING and bool(value == field.default)


# -- kept and loaded -------------------------------------------------------------------------------

_CLASS, _OF = "", "of"
"""The keys that say which class an object is of, and what it is made of; no field has an empty name."""
_VALUES: Mapping[str, Callable[[Any], Any]] = {
    "Fraction": Fraction,
    "Mapping": dict,
    **{words.__name__: words for words in (Directness, Perspective, SettingKind)},
}


def kept(model: Model) -> bytes:
    """``model`` as JSON for :func:`loaded`."""
    return json.dumps(_noted(model), ensure_ascii=False, separators=(",", ":")).encode()


def _noted(value: Any) -> Any:
    if isinstance(value, Model):
        noted = {_CLASS: type(value).__name__}
        for field in fields(value):
            part = getattr(value, field.name)
            if not _left_out(field, part):
                noted[field.name] = _noted(part)
        return noted
    if isinstance(value, tuple):
        return [_noted(part) for part in value]
    if isinstance(value, Mapping):
        return {_CLASS: "Mapping", _OF: [[_noted(key), _noted(part)] for key, part in value.items()]}
    if isinstance(value, Fraction):
        return {_CLASS: "Fraction", _OF: str(value)}
    if isinstance(value, Enum):
        return {_CLASS: type(value).__name__, _OF: value.value}
    return value


def loaded(body: bytes, models: Mapping[str, type[Model]]) -> Any:
    """What :func:`kept` has made, of these models by name.

    Raises ``ValueError``, ``KeyError`` or ``TypeError`` for anything else.
    """

    def made(noted: dict[str, Any]) -> Any:
        name = noted.pop(_CLASS)
        values = {key: _tuples(part) if type(part) is list else part for key, part in noted.items()}
        return _VALUES[name](*values.values()) if name in _VALUES else models[name](**values)

    return json.loads(body, object_hook=made)


def _tuples(parts: list[Any]) -> tuple[Any, ...]:
    return tuple([_tuples(part) if type(part) is list else part for part in parts])
