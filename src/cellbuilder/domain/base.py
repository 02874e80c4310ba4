"""What every value object of the domain shares: frozen, strict, and no field that nobody asked for.

Modules with models do without ``from __future__ import annotations``: it makes texts of the annotations of all fields,
and pydantic would compile each of them at every start.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Annotated, Any, TypeVar, dataclass_transform

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
        defer_build=True,  # a start needs some of the models, and each of them costs a millisecond
    )


T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make a small value object, of which the engine and the drawings build hundreds per evaluation.

    Type checkers treat it as frozen. At run time it is a plain dataclass with slots, which is made ten times as fast;
    objects are equal, are hashed and are shown as those of any frozen dataclass, by methods that need not be written
    for each class: a start makes a hundred of them.
    """
    made = dataclass(slots=True, eq=False, repr=False)(cls)
    names = [each.name for each in fields(made)]  # type: ignore[arg-type]
    values = attrgetter(*names) if names else bool

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if type(self) is type(other) else NotImplemented

    def hashed(self: object) -> int:
        return hash(values(self))

    def shown(self: object) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    made.__eq__, made.__repr__, made.__hash__ = equal, shown, hashed  # type: ignore[method-assign]
    return made


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

Name = Annotated[str, StringConstraints(max_length=200)]
"""What a design, a layer or a material is called."""

Text = Annotated[str, StringConstraints(max_length=20_000)]
"""Free text; always shown as plain text, never as markup."""
