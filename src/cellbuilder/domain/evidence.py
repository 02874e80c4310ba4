"""What is published about two materials in contact, one record per statement."""

from typing import Literal, Self

from pydantic import model_validator

from cellbuilder.domain.base import Frozen, Identifier, Text
from cellbuilder.domain.contact import Behaviour
from cellbuilder.domain.material import Category, Ion, MaterialClass
from cellbuilder.domain.quantity import (
    AreaResistance,
    CurrentDensity,
    Kind,
    Pressure,
    Quantity,
    ReactionEnergy,
    ReadFrom,
    ReferenceElectrode,
    SourceRef,
    Temperature,
    Voltage,
)

Verdict = Literal["blocks", "grows", "risk", "no issue reported", "no data"]
Grade = Literal["A", "B", "C", "D", "E"]
Phenomenon = Literal[
    "chemical reaction", "electrochemical reduction", "electrochemical oxidation", "interphase growth",
    "stable interface", "wetting and contact", "mechanical contact", "dendrite growth", "moisture",
    "processing", "interlayer", "coating", "transport", "other",
]  # fmt: skip


class Side(Frozen):
    """One side of a contact: exactly one of a material, a family (such as NCM) or a class.

    A class means the electrolytes of that class, unless ``category`` names another.
    """

    material: Identifier | None = None
    family: str | None = None
    material_class: MaterialClass | None = None
    category: Category | None = None
    printed: str

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if sum(part is not None for part in (self.material, self.family, self.material_class)) != 1:
            raise ValueError("a side names exactly one of material, family, material_class")
        return self


class PhaseEquilibrium(Frozen):
    """Phases that form at a potential, as calculated from a grand potential phase diagram."""

    products: tuple[str, ...]
    potential: Voltage | None
    comparison: Literal["at", "below", "above", "about"] = "at"
    printed: str


class ResistanceChange(Frozen):
    """Area-specific resistance of the contact before and after a layer, a treatment or a time.

    ``contact_alone`` is false where the value counts more than contacts (a whole symmetric cell).
    """

    before: AreaResistance | None = None
    after: AreaResistance | None = None
    interfaces_counted: Literal["one", "two", "unknown"] = "unknown"
    contact_alone: bool = True


class CriticalCurrent(Frozen):
    """The current density at which a cell of this contact failed, or that it stood (``criterion`` says which).

    It is not a property of the material: it moves with pressure, temperature, direction and charge per step.
    """

    value: CurrentDensity
    direction: Literal["plating", "stripping", "both", "unknown"] = "unknown"
    temperature: Temperature | None = None
    pressure: Pressure | None = None
    capacity_per_half_cycle: Quantity | None = None
    criterion: Text


class PotentialRange(Frozen):
    """Electrode potentials, against the record's ``potential_reference``, at which a statement holds; null is open."""

    low: Voltage | None = None
    high: Voltage | None = None

    def holds_at(self, volts: float) -> bool:
        """Whether a potential in V lies within, ends included."""
        low = None if self.low is None else self.low.si
        high = None if self.high is None else self.high.si
        return (low is None or volts >= low - 1e-9) and (high is None or volts <= high + 1e-9)


class EvidenceRecord(Frozen):
    """One published statement about a contact.

    ``layer`` is the interlayer or coating it speaks of; ``helps`` says whether that layer was reported to
    help. With a layer, the verdict is that of the contact with the layer. ``interphase`` says how the products
    of the bare contact conduct. ``reaction_energy`` is per atom, negative where they react, for an active material in
    ``charge_state``. The verdict holds at an ``electrode_potential``, where one is given. Above ``temperature_limit``
    the two are spoiled when they are made.
    """

    id: Identifier
    sides: tuple[Side, Side]
    location: Literal["anode interface", "cathode interface", "electrolyte interface", "inside composite", "any"]
    phenomenon: Phenomenon
    verdict: Verdict
    grade: Grade
    statement: Text
    products: tuple[str, ...] = ()
    low_potential: tuple[PhaseEquilibrium, ...] = ()
    high_potential: tuple[PhaseEquilibrium, ...] = ()
    potential_reference: ReferenceElectrode | None = None
    resistance: ResistanceChange | None = None
    critical_current: CriticalCurrent | None = None
    interphase: Behaviour | None = None
    reaction_energy: ReactionEnergy | None = None
    charge_state: Literal["discharged", "half charged", "charged", "unknown"] | None = None
    electrode_potential: PotentialRange | None = None
    temperature_limit: Temperature | None = None
    layer: Side | None = None
    layer_thickness: Quantity | None = None
    process: str | None = None
    helps: bool | None = None
    conditions: Text | None = None
    ion: Ion | None = None
    kind: Kind
    read_from: ReadFrom
    source: SourceRef
    further_refs: tuple[str, ...] = ()
    restored: Text | None = None
    confidence: Literal["high", "medium", "low"] = "high"
    note: Text | None = None

    @model_validator(mode="after")
    def _potentials_have_a_reference(self) -> Self:
        if self.electrode_potential is not None and self.potential_reference is None:
            raise ValueError("electrode_potential needs potential_reference")
        return self


class ComponentClass(Frozen):
    """One row of the review's Table 6: what plays a part in sodium and in lithium cells."""

    id: Identifier
    row: int
    component: str
    sodium: tuple[str, ...]
    lithium: tuple[str, ...]
    sodium_materials: tuple[Identifier, ...] = ()
    lithium_materials: tuple[Identifier, ...] = ()
    source: SourceRef
    restored: Text | None = None
    note: Text | None = None
