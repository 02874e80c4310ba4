"""What is read off a balance, a calliper and an instrument, before anything is divided by an area."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from cellbuilder.domain.base import Frozen, Text
from cellbuilder.domain.quantity import Area, Length, Mass, Resistance


class Pressed(Frozen):
    """A pellet: what was weighed in and the die it was pressed in; it sizes the layer.

    With a thickness on the layer too, its relative density follows.
    """

    mass: Mass
    diameter: Length


class MeasuredResistance(Frozen):
    """A resistance in ohm, with what it takes to make an area-specific one of it.

    ``interfaces`` counts the equal contacts of the measured cell: a symmetric cell has two, which are halved.
    ``pellet_resistance`` is the part of the measured cell that is not contact (its electrolyte). One of ``area``
    and ``diameter`` is given.
    """

    resistance: Resistance
    area: Area | None = None
    diameter: Length | None = None
    lead_resistance: Resistance | None = None
    pellet_resistance: Resistance | None = None
    interfaces: Literal[1, 2] = 1
    note: Text | None = None

    @model_validator(mode="after")
    def _has_one_area(self) -> Self:
        if (self.area is None) == (self.diameter is None):
            raise ValueError("a measured resistance needs either an area or a diameter")
        whole = self.resistance.si
        taken = sum(part.si or 0.0 for part in (self.lead_resistance, self.pellet_resistance) if part is not None)
        if whole is not None and taken >= whole:
            raise ValueError("the leads and the pellet alone have more resistance than was measured in all")
        return self
