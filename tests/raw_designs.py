"""Changing a design as plain data, and opening it as a file would be."""

import json
from typing import Any

import pytest

from cellbuilder.domain.design import Design
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.io import codec

Raw = dict[str, Any]


def q(value: float | None, unit: str, **more: Any) -> Raw:
    return {"value": value, "unit": unit, **more}


def layer(raw: Raw, index: int) -> Raw:
    found: Raw = raw["stack"]["layers"][index]
    return found


def with_layer(raw: Raw, index: int, **fields: Any) -> Raw:
    layer(raw, index).update(fields)
    return raw


def opened(raw: Raw) -> Design:
    return codec.loads(json.dumps(raw).encode(), "x.json")


def refusals(raw: Raw) -> list[str]:
    with pytest.raises(UnreadableError) as caught:
        opened(raw)
    return [str(problem) for problem in caught.value.problems]
