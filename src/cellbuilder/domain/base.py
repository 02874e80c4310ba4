"""What every value object of the domain shares: frozen, strict, and no field that nobody asked for."""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints


class Frozen(BaseModel):
    """A value: immutable, strict about types, refusing unknown fields."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        ser_json_inf_nan="constants",
        validate_by_name=True,
        validate_by_alias=True,
    )


MOST, LEAST = 1e30, 1e-30
"""No number of this field lies beyond; within, the engine's products and squares stay finite."""


def _finite_number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("must be a number")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("must be a finite number (no NaN, no infinity)")
    if abs(value) > MOST:
        raise ValueError("is too large")
    if value != 0 and abs(value) < LEAST:
        raise ValueError("is too close to zero")
    return value


Number = Annotated[int | float, BeforeValidator(_finite_number)]
"""A finite number that stays as it was typed: 30 stays 30, 0.5 stays 0.5."""

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
"""Names a layer or a library entry: lower-case letters, digits, dot, dash, underscore."""

Text = Annotated[str, StringConstraints(max_length=20_000)]
"""Free text; always shown as plain text, never as markup."""
