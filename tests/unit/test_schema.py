import json
from typing import Any

import jsonschema
import pytest

from cellbuilder.io import codec


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(codec.json_schema())


def test_that_the_published_schema_is_valid_json_schema_2020_12() -> None:
    schema = codec.json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema, allow_nan=False)) == schema


def test_that_the_schema_takes_a_sound_design(validator: jsonschema.Draft202012Validator, raw: dict[str, Any]) -> None:
    assert list(validator.iter_errors(raw)) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("colour",), "red"),
        (("schema",), "other"),
        (("schema_version",), 2),
        (("stack", "layers"), {}),
        (("stack", "layers", 0, "role"), "roof"),
        (("stack", "layers", 0, "colour"), "red"),
        (("stack", "layers", 0, "thickness", "value"), "30"),
        (("stack", "layers", 0, "thickness", "unit"), 3),
        (("stack", "conditions"), None),
    ],
)
def test_that_the_schema_refuses_what_loading_refuses(
    validator: jsonschema.Draft202012Validator, raw: dict[str, Any], path: tuple[Any, ...], value: Any
) -> None:
    target: Any = raw
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    assert list(validator.iter_errors(raw))
