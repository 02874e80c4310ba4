"""A quantity: a number as typed, its unit, and where it comes from."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, field_validator, model_validator

from cellbuilder import units
from cellbuilder.domain.base import Frozen, Number, Text
from cellbuilder.domain.rules import Amount

Kind = Literal["measured", "calculated", "estimate", "assumption", "bound", "extrapolated"]
"""What a value is."""

ReadFrom = Literal["full text", "abstract", "review", "database", "secondary", "memory"]
"""Where the value was read, which is never mixed with what it is."""

Distribution = Literal["lognormal", "normal", "uniform"]
"""How a value lies between ``low`` and ``high`` when it is drawn at random."""

ReferenceElectrode = Literal["Li/Li+", "Na/Na+", "Li-In", "Na-Sn", "Li4Ti5O12", "graphite", "cell"]
"""What a potential is quoted against; ``cell`` is the voltage between the two terminals."""


class SourceRef(Frozen):
    """Points into ``sources.json`` and to the place in the source.

    ``ref`` is the review's reference number as text, ``review`` for a statement of the review itself, or the
    key of another source.
    """

    ref: str
    table: int | None = None
    row: int | None = None
    section: str | None = None


class Quantity(Frozen):
    """A value with unit, range and provenance. ``value`` null means unknown, which is not zero.

    ``low`` and ``high`` are in the same unit and hold the value nine times in ten (from the 5th to the 95th
    percentile; of a uniform one they are the ends); ``n`` counts the independent sources behind the range. Without
    a ``distribution``, a positive range is read as log-normal and any other as normal. ``kind`` is what the value is,
    and the range too unless ``range_kind`` says otherwise: a measured value can have a range that is assumed.
    """

    value: Number | None
    unit: str
    low: Number | None = None
    high: Number | None = None
    n: int | None = None
    distribution: Distribution | None = None
    kind: Kind | None = None
    range_kind: Kind | None = None
    read_from: ReadFrom | None = None
    source: SourceRef | None = None
    conditions: Text | None = None
    printed: Text | None = None
    restored: Text | None = None
    note: Text | None = None

    @field_validator("unit")
    @classmethod
    def _known_unit(cls, unit: str) -> str:
        units.find(unit)
        return unit

    @model_validator(mode="after")
    def _range_holds_value(self) -> Self:
        low, high, value = self.low, self.high, self.value
        if low is not None and high is not None and low > high:
            raise ValueError(f"low ({low}) is above high ({high})")
        if value is not None and low is not None and value < low:
            raise ValueError(f"value ({value}) is below low ({low}); change or remove low and high too")
        if value is not None and high is not None and value > high:
            raise ValueError(f"value ({value}) is above high ({high}); change or remove low and high too")
        if self.distribution == "lognormal":
            for name, number in (("low", low), ("value", value), ("high", high)):
                if number is not None and units.to_si(number, self.unit) <= 0.0:
                    raise ValueError(f"{name} ({number}) of a lognormal range must be greater than zero")
        return self

    @property
    def amount(self) -> Amount | None:
        """The value as typed and in SI, or None where it is unknown."""
        si = self.si
        return None if si is None or self.value is None else Amount(_as_typed(self.value, self.unit), si)

    @property
    def si(self) -> float | None:
        """The value in SI, or None where it is unknown."""
        return None if self.value is None else units.to_si(self.value, self.unit)

    @property
    def high_si(self) -> float | None:
        """The high end in SI, the value where none is given, or None where that is unknown."""
        return self.si if self.high is None else units.to_si(self.high, self.unit)

    def bounds_si(self) -> tuple[float, float] | None:
        """Low and high in SI, or None where no range is given (a one-sided range uses the value)."""
        low = self.low if self.low is not None else self.value
        high = self.high if self.high is not None else self.value
        if low is None or high is None or (self.low is None and self.high is None):
            return None
        return units.to_si(low, self.unit), units.to_si(high, self.unit)


def _as_typed(number: float, unit: str) -> str:
    return str(number) if unit == "1" else f"{number} {unit}"


def _limit(si: float, unit: str) -> str:
    number = f"{units.from_si(si, unit):g}"
    return number if unit == "1" else f"{number} {unit}"


def _checker(kind: str, minimum: float | None, above: float | None, maximum: float | None) -> AfterValidator:
    def check(quantity: Quantity) -> Quantity:
        units.require(quantity.unit, kind)
        for number in (quantity.value, quantity.low, quantity.high):
            if number is None:
                continue
            si, typed = units.to_si(number, quantity.unit), _as_typed(number, quantity.unit)
            if minimum is not None and si < minimum:
                below = "negative" if minimum == 0.0 else f"less than {_limit(minimum, quantity.unit)}"
                raise ValueError(f"{typed} is {below}")
            if above is not None and si <= above:
                least = "absolute zero" if kind == "temperature" else "zero"
                raise ValueError(f"{typed} must be greater than {least}")
            if maximum is not None and si > maximum:
                raise ValueError(f"{typed} is more than {_limit(maximum, quantity.unit)}")
        return quantity

    return AfterValidator(check)


Length = Annotated[Quantity, _checker("length", None, 0.0, 1.0)]
Area = Annotated[Quantity, _checker("area", None, 0.0, None)]
Conductivity = Annotated[Quantity, _checker("conductivity", None, 0.0, None)]
AreaResistance = Annotated[Quantity, _checker("area resistance", 0.0, None, None)]
ArealMass = Annotated[Quantity, _checker("areal mass", None, 0.0, None)]
Density = Annotated[Quantity, _checker("density", None, 0.0, None)]
SpecificCapacity = Annotated[Quantity, _checker("specific capacity", 0.0, None, None)]
CurrentDensity = Annotated[Quantity, _checker("current density", 0.0, None, None)]
CRate = Annotated[Quantity, _checker("C-rate", 0.0, None, None)]
ExchangeCurrentDensity = Annotated[Quantity, _checker("current density", None, 0.0, None)]
Voltage = Annotated[Quantity, _checker("voltage", None, None, None)]
Energy = Annotated[Quantity, _checker("energy per particle", 0.0, None, None)]
ReactionEnergy = Annotated[Quantity, _checker("reaction energy", None, None, None)]
Temperature = Annotated[Quantity, _checker("temperature", None, 0.0, 3000.0)]
Pressure = Annotated[Quantity, _checker("pressure", 0.0, None, None)]
PressureAbove = Annotated[Quantity, _checker("pressure", None, 0.0, None)]
Fraction = Annotated[Quantity, _checker("fraction", 0.0, None, 1.0)]
FractionAbove = Annotated[Quantity, _checker("fraction", None, 0.0, 1.0)]
Porosity = Annotated[Quantity, _checker("fraction", 0.0, None, 0.99)]
Ratio = Annotated[Quantity, _checker("fraction", None, 0.0, 1e6)]
Gain = Annotated[Quantity, _checker("fraction", 1.0, None, 1e6)]
Exponent = Annotated[Quantity, _checker("fraction", 1.0, None, 10.0)]
SignedExponent = Annotated[Quantity, _checker("fraction", -10.0, None, 10.0)]
Mass = Annotated[Quantity, _checker("mass", None, 0.0, None)]
HeldMass = Annotated[Quantity, _checker("mass", 0.0, None, None)]
Volume = Annotated[Quantity, _checker("volume", 0.0, None, None)]
Resistance = Annotated[Quantity, _checker("resistance", 0.0, None, None)]
ResistanceGrowth = Annotated[Quantity, _checker("resistance growth", 0.0, None, None)]
Count = Annotated[Quantity, _checker("count", None, 0.0, None)]
ArealCapacity = Annotated[Quantity, _checker("areal capacity", None, 0.0, None)]
ArealCapacitance = Annotated[Quantity, _checker("capacitance per area", None, 0.0, None)]
NumberPerArea = Annotated[Quantity, _checker("number per area", None, 0.0, None)]
Diffusivity = Annotated[Quantity, _checker("diffusivity", None, 0.0, None)]
Time = Annotated[Quantity, _checker("time", 0.0, None, None)]
TimeAbove = Annotated[Quantity, _checker("time", None, 0.0, None)]
Change = Annotated[Quantity, _checker("fraction", None, None, None)]
