"""The JSON Schema of a framework file as an author writes it, for editors that complete and check.

Editors read YAML their own way and take ``3`` for a number and ``1.0`` too, while this program keeps every
scalar as text; so wherever a text or a number is asked for, the schema allows both.
"""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from types import ModuleType
from typing import Any

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SHARE_PATTERN = r"^[0-9]{1,9}(\.[0-9]{1,9}|/[0-9]{1,9})?$"
_WHOLE_PATTERN = "^[0-9]{1,6}$"
_GRADE_PATTERN = "^0*([1-9]|10)$"
_BOUNDS = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a framework file."""
    from rrsa.framework import voices
    from rrsa.framework.model import Framework, OutcomeCondition, StageCondition, StrandCondition
    from rrsa.framework.validation import schema_of

    schema = schema_of(Framework)
    _describe(schema)
    _describe(schema, voices)
    for model in (OutcomeCondition, StageCondition, StrandCondition):
        schema["$defs"][model.__name__] |= {"minProperties": 1, "maxProperties": 1}
    # Keys that are numbers in the models have no place in JSON Schema, where keys are text.
    schema["$defs"]["Outcome"]["properties"]["grades"]["propertyNames"] = {"pattern": _GRADE_PATTERN}
    written: dict[str, Any] = {"$schema": _DIALECT, **_as_written(schema)}
    return written


def crosswalk_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a crosswalk file."""
    from rrsa.framework import crosswalk_model
    from rrsa.framework.validation import schema_of

    schema = schema_of(crosswalk_model.CrosswalkFile)
    _describe(schema, crosswalk_model)
    grades = schema["$defs"]["Crosswalk"]["properties"]["scale"]
    grades["propertyNames"] = {"pattern": _GRADE_PATTERN}
    written: dict[str, Any] = {"$schema": _DIALECT, **_as_written(schema)}
    # “null” is written out in these tables, where no new one means the old one.
    tables = written["$defs"]["Crosswalk"]["properties"]
    for name in ("scale", "stages", "milestones", "checklist"):
        table = tables[name]
        values = table.pop("additionalProperties", None) or next(
            iter(table.pop("patternProperties").values())
        )
        table["additionalProperties"] = {"anyOf": [values, {"enum": [None, "null", "~", "none"]}]}
    return written


def _describe(schema: dict[str, Any], of: ModuleType | None = None) -> None:
    """Puts what stands below each field in the models into the schema.

    Read from the source here, where it is wanted: pydantic would read it for every class at every start.
    """
    for name, texts in _field_docstrings(of).items():
        part = schema if name == schema.get("title") else schema["$defs"].get(name, {})
        properties = part.get("properties", {})
        for field, text in texts.items():
            written = field.removesuffix("_")  # "for" is a word of Python's own
            if written in properties:
                properties[written]["description"] = text


def _field_docstrings(of: ModuleType | None) -> dict[str, dict[str, str]]:
    """Model → field → the text that stands below the field."""
    from rrsa.framework import model

    found: dict[str, dict[str, str]] = {}
    for part in ast.parse(inspect.getsource(of or model)).body:
        if isinstance(part, ast.ClassDef):
            for field, below in pairwise(part.body):
                match field, below:
                    case (
                        ast.AnnAssign(target=ast.Name(id=name)),
                        ast.Expr(value=ast.Constant(value=str(text))),
                    ):
                        found.setdefault(part.name, {})[name] = inspect.cleandoc(text)
    return found


def _as_written(node: Any) -> Any:
    """The schema ``node`` with every part as it may be typed into a file."""
    if isinstance(node, list):
        return [_as_written(part) for part in node]
    if not isinstance(node, dict):
        return node
    if "anyOf" in node:
        node = _without_choices(node)
    written: dict[str, Any] = {}
    for key, value in node.items():
        if key in ("properties", "$defs"):
            written[key] = {name: _as_written(part) for name, part in value.items()}
        elif key not in (
            "title",
            "default",
        ):  # made from the fields' names, and null: neither tells an author anything
            written[_BOUNDS.get(key, key)] = _as_written(value)
    kind = written.get("type")
    if kind == "integer":
        written |= {"type": ["integer", "string"], "pattern": _WHOLE_PATTERN}
    elif kind == "boolean":
        written |= {"type": ["boolean", "string"], "enum": [True, False, "true", "false"]}
    elif kind == "string" and "enum" not in written:
        written["type"] = ["string", "number"]
    return written


def _without_choices(node: dict[str, Any]) -> dict[str, Any]:
    """Null is never written; an exact share is one number in two spellings."""
    rest = {key: value for key, value in node.items() if key != "anyOf"}
    choices = [choice for choice in node["anyOf"] if choice.get("type") != "null"]
    if any(choice.get("format") == "fraction" for choice in choices):
        number = next(choice for choice in choices if choice.get("type") == "number")
        return {**number, **rest, "type": ["number", "string"], "pattern": _SHARE_PATTERN}
    if len(choices) == 1:
        only = {**choices[0], **rest}
        return _without_choices(only) if "anyOf" in only else only
    return {**rest, "anyOf": choices}
