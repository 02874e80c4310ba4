import json
from typing import Any

import jsonschema
import pytest

from cellbuilder.domain.problem import UnreadableError
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
        (("stack", "layers"), []),
        (("name",), "x" * 201),
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


NEW_FIELDS: list[tuple[tuple[Any, ...], Any, Any]] = [
    (
        ("stack", "layers", 2, "pressed"),
        {"mass": {"value": 80, "unit": "mg"}, "diameter": {"value": 10, "unit": "mm"}},
        {"mass": {"value": 100, "unit": "mg"}},
    ),
    (
        ("stack", "interfaces"),
        [
            {
                "between": ["electrolyte", "anode-interface-layer"],
                "measured": {
                    "resistance": {"value": 48, "unit": "Ohm"},
                    "area": {"value": 1, "unit": "cm2"},
                    "interfaces": 2,
                },
            }
        ],
        [
            {
                "between": ["electrolyte", "anode-interface-layer"],
                "measured": {
                    "resistance": {"value": 48, "unit": "Ohm"},
                    "area": {"value": 1, "unit": "cm2"},
                    "interfaces": 3,
                },
            }
        ],
    ),
    (
        ("stack", "interfaces"),
        [{"between": ["electrolyte", "anode-interface-layer"], "behaviour": "SEI"}],
        [{"between": ["electrolyte", "anode-interface-layer"], "behaviour": "passive"}],
    ),
    (
        ("stack", "layers", 2, "measured_resistance"),
        {"resistance": {"value": 48, "unit": "Ohm"}, "area": {"value": 1, "unit": "cm2"}, "interfaces": 1},
        {"resistance": {"value": 48, "unit": "Ohm"}, "area": {"value": 1, "unit": "cm2"}, "interfaces": True},
    ),
    (
        ("stack", "layers", 1, "components", 0, "charge_transfer"),
        {"exchange_current_density": {"value": None, "unit": "mA/cm2"}},
        {"exchange_current_density": None, "basis": None},
    ),
    (
        ("stack", "layers", 1, "components", 0, "charge_transfer"),
        {"area_resistance": {"value": 20, "unit": "Ohm cm2"}, "basis": "true contact"},
        {"area_resistance": {"value": 20, "unit": "Ohm cm2"}, "basis": "area"},
    ),
    (("stack", "layers", 1, "porosity", "distribution"), "uniform", "triangular"),
    (("stack", "conditions", "age"), {"value": 100, "unit": "h"}, 100),
    (("stack", "conventions"), {"volume": "charged"}, {"volume": "full"}),
]


@pytest.mark.parametrize(("path", "sound", "wrong"), NEW_FIELDS)
def test_that_the_schema_and_loading_agree_on_bench_and_contact_fields(
    validator: jsonschema.Draft202012Validator, raw: dict[str, Any], path: tuple[Any, ...], sound: Any, wrong: Any
) -> None:
    del raw["stack"]["layers"][2]["porosity"]  # which follows where mass, die and thickness are given
    target: Any = raw
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = sound
    assert list(validator.iter_errors(raw)) == []
    codec.loads(json.dumps(raw).encode())
    target[path[-1]] = wrong
    assert list(validator.iter_errors(raw))
    with pytest.raises(UnreadableError):
        codec.loads(json.dumps(raw).encode())


def test_that_the_schema_says_how_many_layers_and_how_long_a_name(validator: jsonschema.Draft202012Validator) -> None:
    defs = validator.schema["$defs"]
    layers = defs["Stack"]["properties"]["layers"]
    assert (layers["minItems"], layers["maxItems"]) == (1, 200)
    assert validator.schema["properties"]["name"]["maxLength"] == 200
