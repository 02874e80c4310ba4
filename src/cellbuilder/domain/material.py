"""A material of the library: what is known of it, datum by datum, each with its source."""

from typing import Literal, Self

from pydantic import Field, model_validator

from cellbuilder.domain import formula as chemistry
from cellbuilder.domain.base import Frozen, Identifier, Name, Number, Text
from cellbuilder.domain.quantity import (
    Change,
    Conductivity,
    Density,
    Diffusivity,
    Energy,
    Fraction,
    FractionAbove,
    Kind,
    Quantity,
    Ratio,
    ReadFrom,
    ReferenceElectrode,
    SourceRef,
    SpecificCapacity,
    Temperature,
    Voltage,
)

Category = Literal[
    "cathode active material", "electrolyte", "anode", "coating", "carbon", "binder", "collector", "packaging"
]
MaterialClass = Literal["oxide", "sulfide", "halide", "hydroborate", "antiperovskite", "polymer", "nitride", "other"]
Ion = Literal["Li", "Na"]


class ConductivityAt(Frozen):
    """A further value of the same table row at another temperature."""

    value: Number
    unit: str = "S/cm"
    temperature: Temperature
    activation_energy: Energy | None = None


class PrintedConductivity(Frozen):
    """The cells of a table row as they are printed, and the name that row carries."""

    name: str
    synthesis: str | None = None
    conductivity: str | None = None
    activation_energy: str | None = None
    ref: str | None = None


class ConductivityPoint(Frozen):
    """One published ionic conductivity, ``value`` in ``unit``.

    ``form`` says which Arrhenius plot the activation energy belongs to (S: ln sigma, ST: ln sigma T; null
    where the source is silent). ``at`` lists further temperatures of the same row. ``scope`` is total, bulk or unknown.
    """

    id: Identifier
    value: Number | None
    unit: str = "S/cm"
    low: Number | None = None
    high: Number | None = None
    approximate: bool = False
    temperature: Temperature | None = None
    room_temperature: bool = False
    activation_energy: Energy | None = None
    form: Literal["S", "ST"] | None = None
    at: tuple[ConductivityAt, ...] = ()
    scope: Literal["total", "bulk", "unknown"] = "unknown"
    relative_density: Fraction | None = None
    synthesis: str | None = None
    method: str | None = None
    kind: Kind
    read_from: ReadFrom
    source: SourceRef
    printed: PrintedConductivity | None = None
    restored: Text | None = None
    confidence: Literal["high", "medium", "low"] = "high"
    note: Text | None = None

    @model_validator(mode="after")
    def _is_a_conductivity(self) -> Self:
        Quantity.model_validate({"value": self.value, "unit": self.unit, "low": self.low, "high": self.high})
        if self.value is not None and self.value <= 0:
            raise ValueError("a conductivity must be greater than zero")
        return self

    def quantity(self) -> Quantity:
        """The value alone, as a quantity with its provenance."""
        return Quantity(
            value=self.value, unit=self.unit, low=self.low, high=self.high, kind=self.kind,
            read_from=self.read_from, source=self.source, note=self.note,
        )  # fmt: skip


class StabilityWindow(Frozen):
    """Electrochemical window. The three methods differ and are never mixed."""

    reduction: Voltage | None = None
    oxidation: Voltage | None = None
    reference: ReferenceElectrode
    method: Literal["thermodynamic", "topotactic", "experimental", "unknown"]
    note: Text | None = None


class Moisture(Frozen):
    """What air and water do to it."""

    behaviour: Text
    hazard: str | None = None
    kind: Kind
    read_from: ReadFrom
    source: SourceRef | None = None


class OtherPotential(Frozen):
    """The average potential of the same host against another metal (TiS2 works with Li and with Na)."""

    potential: Voltage
    reference: ReferenceElectrode


class PhaseTransition(Frozen):
    """A temperature that no activation energy crosses."""

    temperature: Temperature
    what: Text


class Mechanics(Frozen):
    """Mechanical data; unknown stays null."""

    youngs_modulus: Quantity | None = None
    yield_strength: Quantity | None = None
    fracture_toughness: Quantity | None = None


class Material(Frozen):
    """One library entry, one file. ``preferred`` names the conductivity point that the engine uses.

    ``capacity`` is the practical reversible capacity per gram of the formula as written; ``electrons``
    gives the theoretical one. ``holds_ion_as_made`` is false for hosts that are built empty (TiS2 ...).
    ``first_cycle_efficiency`` is the first discharge over the first charge in a half cell; ``diffusivity`` is
    the chemical one of the working ion in the solid; ``volume_change`` goes from as made to fully cycled.
    """

    id: Identifier
    name: Name
    symbol: Name | None = None
    aliases: tuple[Name, ...] = ()
    formula: Name | None = None
    category: Category
    also: tuple[Category, ...] = ()
    material_class: MaterialClass | None = None
    family: Name | None = None
    ion: Ion | None = None
    density: Density | None = None
    conductivity: tuple[ConductivityPoint, ...] = ()
    preferred: Identifier | None = None
    conductivity_spread: Conductivity | None = None
    phase_transitions: tuple[PhaseTransition, ...] = ()
    electronic_conductivity: Conductivity | None = None
    permittivity: Ratio | None = None
    diffusivity: Diffusivity | None = None
    electrons: Number | None = None
    capacity: SpecificCapacity | None = None
    first_cycle_efficiency: FractionAbove | None = None
    average_potential: Voltage | None = None
    potential_reference: ReferenceElectrode | None = None
    other_potentials: tuple[OtherPotential, ...] = ()
    ocv_shape: Literal["flat", "sloping"] | None = None
    holds_ion_as_made: bool | None = None
    metal_anode: Literal["metal", "alloy", "host"] | None = None
    volume_change: Change | None = None
    windows: tuple[StabilityWindow, ...] = ()
    moisture: Moisture | None = None
    mechanics: Mechanics | None = None
    oxidation_states: dict[str, Number] = Field(default_factory=dict)
    note: Text | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.formula is not None:
            chemistry.parse(self.formula)
        ids = [point.id for point in self.conductivity]
        if len(ids) != len(set(ids)):
            raise ValueError("two conductivity points share an id")
        if self.preferred is not None and self.preferred not in ids:
            raise ValueError(f"the preferred conductivity '{self.preferred}' is not among the points")
        if self.average_potential is not None and self.potential_reference is None:
            raise ValueError("average_potential needs potential_reference")
        return self

    @property
    def label(self) -> str:
        """The short name that stands in the stack and in messages."""
        return self.symbol or self.name

    def potential_against(self, reference: str) -> Voltage | None:
        """Return the average potential quoted against this electrode, or None where there is none."""
        if self.potential_reference == reference:
            return self.average_potential
        return next((entry.potential for entry in self.other_potentials if entry.reference == reference), None)

    @property
    def preferred_point(self) -> ConductivityPoint | None:
        """The conductivity that the engine uses, or None where none is known."""
        return next((point for point in self.conductivity if point.id == self.preferred), None)

    @property
    def theoretical_capacity_mah_per_g(self) -> float | None:
        """Q = n F / (3.6 M), or None where formula or electron count is missing."""
        if self.formula is None or self.electrons is None:
            return None
        return self.electrons * 96485.33212 / (3.6 * chemistry.molar_mass_g_per_mol(self.formula))
