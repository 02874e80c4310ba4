"""What is known of a contact between two layers, or of active material and catholyte inside one."""

from typing import Literal, Self

from pydantic import model_validator

from cellbuilder.domain.base import Frozen, Identifier, Text
from cellbuilder.domain.bench import MeasuredResistance
from cellbuilder.domain.quantity import (
    ArealCapacitance,
    AreaResistance,
    Conductivity,
    Energy,
    ExchangeCurrentDensity,
    FractionAbove,
    Gain,
    Length,
    NumberPerArea,
    PressureAbove,
    ResistanceGrowth,
    SignedExponent,
    Temperature,
    TimeAbove,
)

Behaviour = Literal["stable", "SEI", "mixed-conducting"]
"""What the products of a contact do: none form; they block electrons and growth slows; they conduct and it goes on."""


class ContactSpots(Frozen):
    """Round spots that are all that touches."""

    radius: Length
    per_area: NumberPerArea


class PressureLaw(Frozen):
    """ASR proportional to pressure to this power, from the pressure at which it was measured to that of the cell."""

    exponent: SignedExponent
    pressure: PressureAbove


class Interphase(Frozen):
    """A layer of products whose thickness was seen once; it grows as the square root of time.

    With its ``conductivity`` it adds to the resistance of the contact.
    """

    thickness: Length
    after: TimeAbove
    conductivity: Conductivity | None = None


class Interface(Frozen):
    """What is known of the contact of two neighbouring layers, where it differs from the evidence.

    The area-specific resistance is entered or follows from a ``measured`` one. With ``temperature`` and
    ``activation_energy`` it moves with the temperature of the cell. ``growth`` adds k sqrt(age) to it, with the k at
    the temperature of the cell, and so does an ``interphase`` of known conductivity. ``area_gain`` is true over
    projected area of a textured contact, over which the resistance is divided; ``growth`` and the ``interphase`` come
    afterwards and are per projected area. A ``pressure_law`` needs an operating pressure. ``spots`` add their
    constriction in the electrolyte on either side.
    """

    between: tuple[Identifier, Identifier]
    area_resistance: AreaResistance | None = None
    measured: MeasuredResistance | None = None
    temperature: Temperature | None = None
    activation_energy: Energy | None = None
    behaviour: Behaviour | None = None
    growth: ResistanceGrowth | None = None
    interphase: Interphase | None = None
    pressure_law: PressureLaw | None = None
    area_gain: Gain | None = None
    spots: ContactSpots | None = None
    capacitance: ArealCapacitance | None = None
    capacitance_exponent: FractionAbove | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _one_value(self) -> Self:
        if self.area_resistance is not None and self.measured is not None:
            raise ValueError("area_resistance and measured are both given; keep one")
        return self


class ChargeTransfer(Frozen):
    """The resistance of active material against catholyte, or the exchange current that gives it.

    ``basis`` says which area the source divided by. Where that is unknown, both are worked out and shown as
    the range. Either value moves from its ``temperature`` to that of the cell with the ``activation_energy``.
    """

    area_resistance: AreaResistance | None = None
    exchange_current_density: ExchangeCurrentDensity | None = None
    basis: Literal["geometric", "true contact", "unknown"] = "unknown"
    temperature: Temperature | None = None
    activation_energy: Energy | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _one_value(self) -> Self:
        if self.area_resistance is not None and self.exchange_current_density is not None:
            raise ValueError("area_resistance and exchange_current_density are both given; keep one")
        if self.area_resistance is None and self.exchange_current_density is None:
            raise ValueError("needs either an area_resistance or an exchange_current_density")
        return self
