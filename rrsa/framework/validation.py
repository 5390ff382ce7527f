"""What may stand in a file, checked by pydantic against the models' annotations.

The models name the types of their fields for the type checker alone, so that a framework that has been read
before loads without pydantic. Here those names are lent to them, and the checking is built on first use.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar, get_type_hints

from pydantic import Field, TypeAdapter

from rrsa.framework import crosswalk_model, fields, model, voices
from rrsa.framework.plain import Model, key_of

M = TypeVar("M", bound=Model)

for _module in (model, voices, crosswalk_model):
    for _name, _value in {**vars(fields), "Field": Field}.items():
        vars(_module).setdefault(_name, _value)


_adapters: dict[type[Model], TypeAdapter[Any]] = {}


def _adapter(root: type[Model]) -> TypeAdapter[Any]:
    if root not in _adapters:
        _adapters[root] = TypeAdapter(root)
    return _adapters[root]


def validated(root: type[M], value: Any) -> M:
    """``value``, made of dicts, tuples and texts, as a ``root``. Raises pydantic's ``ValidationError``."""
    found: M = _adapter(root).validate_python(value)
    return found


def schema_of(root: type[Model]) -> dict[str, Any]:
    """JSON Schema of ``root`` as pydantic has it."""
    return _adapter(root).json_schema(by_alias=True)


def keys_of(root: type[Model]) -> Mapping[str, Any]:
    """Key in a file → the type of what may stand there, in the order of the fields."""
    hints = get_type_hints(root, include_extras=True)
    return {key_of(field.name): hints[field.name] for field in dataclasses.fields(root)}
