"""What is read off a balance, a calliper and an instrument, before anything is divided by an area."""

import json
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from cellbuilder.domain import rules
from cellbuilder.domain.base import Frozen, Text
from cellbuilder.domain.quantity import Area, Length, Mass, Resistance


class Pressed(Frozen):
    """A pellet: what was weighed in and the die it was pressed in; it sizes the layer.

    With a thickness on the layer too, its relative density follows.
    """

    mass: Mass
    diameter: Length


def _whole_number(value: Any) -> Any:
    """Refuse what equals 1 or 2 and is something else."""
    if isinstance(value, (bool, float)):
        raise ValueError(f"{json.dumps(value)} is not allowed; use one of 1 or 2")
    return value


class MeasuredResistance(Frozen):
    """A resistance in ohm, with what it takes to make an area-specific one of it.

    ``interfaces`` counts the equal contacts of the measured cell: a symmetric cell has two, which are halved.
    ``pellet_resistance`` is the part of the measured cell in ohm that is not contact (its electrolyte). One of
    ``area`` and ``diameter`` is given.
    """

    resistance: Resistance
    area: Area | None = None
    diameter: Length | None = None
    lead_resistance: Resistance | None = None
    pellet_resistance: Resistance | None = None
    interfaces: Annotated[Literal[1, 2], BeforeValidator(_whole_number)] = 1
    note: Text | None = None

    @model_validator(mode="after")
    def _can_be_converted(self) -> Self:
        rules.refuse(
            rules.measured_faults(
                area=self.area is not None,
                diameter=self.diameter is not None,
                whole=self.resistance.si,
                parts=[part.si for part in (self.lead_resistance, self.pellet_resistance) if part is not None],
            )
        )
        return self


def _of_a_layer(measured: MeasuredResistance) -> MeasuredResistance:
    """Refuse what takes a contact out of a measured cell."""
    given = []
    if measured.pellet_resistance is not None:
        given.append("pellet_resistance belongs to a contact; leave it out")
    if measured.interfaces != 1:
        given.append("interfaces belong to a contact; leave them out")
    rules.refuse(given)
    return measured


LayerResistance = Annotated[MeasuredResistance, AfterValidator(_of_a_layer)]
"""The measured resistance of a layer: the leads are taken off, and there is no contact in it to count."""
