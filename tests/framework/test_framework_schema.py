"""The JSON Schema: an editor accepts what the reader accepts and marks the commonest mistakes."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from rrsa import paths
from rrsa.framework.schema import json_schema

DATA = Path(__file__).parent.parent / "data"
FILES = [DATA / "small-framework.yaml"] + [
    path for path in sorted(paths.shipped("frameworks").glob("*.yaml")) if path.name != "rights.yaml"
]


def as_an_editor_reads(path: Path, loader: type[Any] = yaml.SafeLoader) -> Any:
    """Numbers as numbers, keys as text."""
    return json.loads(json.dumps(yaml.load(path.read_text(encoding="utf-8"), Loader=loader)))


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.BaseLoader], ids=["typed", "all text"])
def test_what_the_reader_accepts_the_schema_accepts(
    validator: jsonschema.Draft202012Validator, path: Path, loader: type[Any]
) -> None:
    assert [e.json_path for e in validator.iter_errors(as_an_editor_reads(path, loader))] == []


@pytest.mark.parametrize(
    ("where", "value", "at"),
    [
        (("licnce",), "x", "$"),
        (("title",), ["x"], "$.title"),
        (("title",), None, "$.title"),
        (("id",), "a b", "$.id"),
        (("for",), "scool", "$.for"),
        (("low_grade",), "three", "$.low_grade"),
        (("low_grade",), 11, "$.low_grade"),
        (("offered",), "maybe", "$.offered"),
        (("stages", 1, "lasts_months"), None, "$.stages[1].lasts_months"),
        (("stages", 0, "conditions", 0), {}, "$.stages[0].conditions[0]"),
        (
            ("stages", 0, "conditions", 0),
            {"milestone": "group", "each_strand": [{"pieces": 1}]},
            "$.stages[0].conditions[0]",
        ),
        (("evidence", "ceiling"), 1, "$.evidence.ceiling"),
        (("evidence", "ceiling"), "lots", "$.evidence.ceiling"),
        (("evidence", "directness", "firsthand"), 0.5, "$.evidence.directness"),
        (("strands", 0, "outcomes", 0, "articles", 0), 55, "$.strands[0].outcomes[0].articles[0]"),
        (("strands", 0, "outcomes", 0, "grades", "eleven"), "x", "$.strands[0].outcomes[0].grades"),
    ],
)
def test_mistakes_are_marked(
    validator: jsonschema.Draft202012Validator, where: tuple[str | int, ...], value: object, at: str
) -> None:
    spoiled = copy.deepcopy(as_an_editor_reads(FILES[0]))
    parent = spoiled
    for step in where[:-1]:
        parent = parent[step]
    parent[where[-1]] = value
    assert at in [e.json_path for e in validator.iter_errors(spoiled)]


def test_a_missing_key_is_marked(validator: jsonschema.Draft202012Validator) -> None:
    spoiled = as_an_editor_reads(FILES[0])
    del spoiled["strands"][0]["outcomes"][0]["why"]
    (error,) = validator.iter_errors(spoiled)
    assert "'why' is a required property" in error.message


def test_keys_are_explained_to_the_author() -> None:
    schema = json_schema()
    assert schema["$schema"].startswith("https://json-schema.org/draft/2020-12/")
    assert "low" in schema["properties"]["low_grade"]["description"]
    assert "children's words" in schema["$defs"]["Indicator"]["properties"]["children"]["description"]
