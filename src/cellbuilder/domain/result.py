"""What the engine returns: figures that can say why."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Literal

from cellbuilder.domain.base import record
from cellbuilder.domain.quantity import Kind, SourceRef

Label = Kind | Literal["computed", "unknown"]
"""How a figure is labelled: ``computed`` is exact from stated inputs; ``unknown`` has no value."""

Regime = Literal["instantaneous", "pseudo-steady", "front"]
"""Which of three DC resistances a figure is (docs/physics.md 1b); null where all three agree."""

ASSUMED: tuple[Label, ...] = ("assumption", "estimate", "extrapolated")
"""Kinds of input that no source states for this very cell."""


@record
class Input:
    """One number that went into a figure, in the unit it is shown in.

    ``key`` names it: an input of the design, or another figure of the trace. ``range_kind`` is what its range is,
    where that is not what the value is.
    """

    key: str
    symbol: str
    name: str
    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    kind: Label = "computed"
    source: SourceRef | None = None
    note: str | None = None
    range_kind: Label | None = None


@record
class Contribution:
    """How much of the range of a figure comes from one input: ``share`` of the squared width, 0 to 1.

    ``kind`` is what the range of that input is, which need not be what its value is.
    """

    key: str
    name: str
    share: float
    kind: Label


@record
class Figure:
    """A calculated number with its range, label, formula and inputs. Its numbers are finite or null.

    ``value`` null means unknown; ``at_least`` marks a value to which unknown parts are still missing. A value
    labelled ``bound`` that is not ``at_least`` is an upper bound. ``low`` and ``high`` hold the value nine times in
    ten if those of the inputs do; ``contributions`` says which inputs that range comes from, largest first, and
    ``assumed_share`` how much of it rests on assumptions and estimates.
    """

    key: str
    name: str
    value: float | None
    unit: str
    label: Label
    symbol: str = ""
    low: float | None = None
    high: float | None = None
    at_least: bool = False
    regime: Regime | None = None
    formula: str | None = None
    inputs: tuple[Input, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    assumed_share: float | None = None
    rests_on_assumptions: bool = False
    convention: str | None = None
    note: str | None = None
    layers: tuple[str, ...] = ()

    @property
    def as_entered(self) -> bool:
        """Whether it stands as it was entered: an input, not the result of a formula."""
        return self.formula == entered(self.symbol)

    @property
    def at_most(self) -> bool:
        """Whether the value is known from above only."""
        return self.value is not None and self.label == "bound" and not self.at_least


def entered(symbol: str) -> str:
    """Return what stands in place of a formula where a result is an input."""
    return f"{symbol} as entered"


def unknown(key: str, name: str, unit: str, note: str, layers: tuple[str, ...] = ()) -> Figure:
    """Return a figure that is not known, with the reason."""
    return Figure(key=key, name=name, value=None, unit=unit, label="unknown", note=note, layers=layers)


@record
class Trace:
    """Every step of the calculation and every input of the design that it used, by key."""

    steps: Mapping[str, Figure] = field(default_factory=dict)
    inputs: Mapping[str, Input] = field(default_factory=dict)

    def inputs_of(self, figure: Figure) -> tuple[Input, ...]:
        """Return the inputs of the design under a figure, each once, in the order in which they come up."""
        return tuple({item.key: item for item in self._under(figure, set())}.values())

    def _under(self, figure: Figure, seen: set[str]) -> Iterator[Input]:
        for item in figure.inputs:
            step = self.steps.get(item.key)
            if step is None:
                yield self.inputs.get(item.key, item)
            elif item.key not in seen:
                seen.add(item.key)
                yield from self._under(step, seen)


@record
class ResistanceReport:
    """Area-specific resistance of every layer and contact, and the totals by regime."""

    parts: tuple[Figure, ...]
    contacts: tuple[Figure, ...]
    totals: tuple[Figure, ...]
    unknown_parts: int


@record
class EnergyLevel:
    """Energy per mass and per volume at one named level."""

    level: Literal["material", "electrode", "stack", "cell"]
    specific_energy: Figure
    energy_density: Figure


@record
class LayerBudget:
    """Where the micrometres and the milligrams are."""

    layer: str
    name: str
    thickness: Figure
    areal_mass: Figure


@record
class CellFigures:
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
    charged_thickness: Figure
    current_density: Figure
    voltage_drop: Figure
    operation: tuple[Figure, ...]
    trace: Trace
