"""What the engine returns: figures that can say why."""

from __future__ import annotations

from typing import Literal

from cellbuilder.domain.base import Frozen
from cellbuilder.domain.quantity import Kind, Quantity, SourceRef

Label = Kind | Literal["computed", "unknown"]
"""How a figure is labelled: ``computed`` is exact from stated inputs; ``unknown`` has no value."""

Regime = Literal["instantaneous", "pseudo-steady", "front"]
"""Which of three DC resistances a figure is (docs/physics.md 1b); null where all three agree."""


class Input(Frozen):
    """One number that went into a figure, in the unit it is shown in."""

    symbol: str
    name: str
    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    kind: Label
    source: SourceRef | None = None
    note: str | None = None
    rests_on_assumptions: bool = False

    @classmethod
    def of(cls, symbol: str, name: str, quantity: Quantity, *, default_kind: Label = "assumption") -> Input:
        """Make an input from a quantity of the design or the library."""
        return cls(
            symbol=symbol, name=name, unit=quantity.unit,
            value=None if quantity.value is None else float(quantity.value),
            low=None if quantity.low is None else float(quantity.low),
            high=None if quantity.high is None else float(quantity.high),
            kind=quantity.kind or default_kind, source=quantity.source, note=quantity.note or quantity.conditions,
        )  # fmt: skip

    @classmethod
    def of_figure(cls, symbol: str, figure: Figure) -> Input:
        """Make an input from a figure that was calculated before."""
        return cls(
            symbol=symbol, name=figure.name, value=figure.value, unit=figure.unit, low=figure.low,
            high=figure.high, kind=figure.label, rests_on_assumptions=figure.rests_on_assumptions,
        )  # fmt: skip


class Figure(Frozen):
    """A calculated number with its range, label, formula and inputs.

    ``value`` null means unknown; ``at_least`` marks a value to which unknown parts are still missing. A value
    labelled ``bound`` that is not ``at_least`` is an upper bound. ``low`` and ``high`` come from the ranges of
    the inputs.
    """

    key: str
    name: str
    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    label: Label
    at_least: bool = False
    regime: Regime | None = None
    formula: str | None = None
    inputs: tuple[Input, ...] = ()
    convention: str | None = None
    note: str | None = None
    layers: tuple[str, ...] = ()

    @property
    def at_most(self) -> bool:
        """Whether the value is known from above only."""
        return self.value is not None and self.label == "bound" and not self.at_least

    @property
    def rests_on_assumptions(self) -> bool:
        """Whether an assumption or estimate is among the inputs, or among theirs."""
        soft = ("assumption", "estimate", "extrapolated")
        return any(item.kind in soft or item.rests_on_assumptions for item in self.inputs)


def unknown(key: str, name: str, unit: str, note: str, layers: tuple[str, ...] = ()) -> Figure:
    """Return a figure that is not known, with the reason."""
    return Figure(key=key, name=name, value=None, unit=unit, label="unknown", note=note, layers=layers)


class ResistanceReport(Frozen):
    """Area-specific resistance of every layer and contact, and the totals by regime."""

    parts: tuple[Figure, ...]
    contacts: tuple[Figure, ...]
    totals: tuple[Figure, ...]
    unknown_parts: int


class EnergyLevel(Frozen):
    """Energy per mass and per volume at one named level."""

    level: Literal["material", "electrode", "stack", "cell"]
    specific_energy: Figure
    energy_density: Figure


class LayerBudget(Frozen):
    """Where the micrometres and the milligrams are."""

    layer: str
    name: str
    thickness: Figure
    areal_mass: Figure


class CellFigures(Frozen):
    """All numbers of one design."""

    resistance: ResistanceReport
    cathode_capacity: Figure
    anode_capacity: Figure
    capacity: Figure
    limiting_electrode: str
    np_ratio: Figure
    average_voltage: Figure
    areal_energy: Figure
    levels: tuple[EnergyLevel, ...]
    budget: tuple[LayerBudget, ...]
    thickness: Figure
    areal_mass: Figure
    current_density: Figure
    voltage_drop: Figure
