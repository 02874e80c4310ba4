"""The stack: ordered layers from the cathode collector to the anode collector, and their contacts."""

from typing import Final, Literal, Self

from pydantic import Field, model_validator

from cellbuilder.domain import rules
from cellbuilder.domain.base import Frozen, Identifier, Name, Text
from cellbuilder.domain.bench import LayerResistance, Pressed
from cellbuilder.domain.contact import ChargeTransfer, Interface
from cellbuilder.domain.evidence import Verdict
from cellbuilder.domain.finding import Severity
from cellbuilder.domain.quantity import (
    Area,
    ArealCapacitance,
    ArealCapacity,
    ArealMass,
    AreaResistance,
    Conductivity,
    Count,
    CRate,
    CurrentDensity,
    Density,
    Diffusivity,
    Exponent,
    Fraction,
    FractionAbove,
    Gain,
    HeldMass,
    Length,
    Porosity,
    Pressure,
    Ratio,
    ReferenceElectrode,
    SpecificCapacity,
    Temperature,
    Time,
    Voltage,
    Volume,
)

Role = Literal[
    "cathode collector", "cathode", "cathode interface layer", "electrolyte", "anode interface layer",
    "anode", "anode collector",
]  # fmt: skip
ROLE_ORDER: tuple[Role, ...] = (
    "cathode collector", "cathode", "cathode interface layer", "electrolyte", "anode interface layer",
    "anode", "anode collector",
)  # fmt: skip
Function = Literal["active material", "catholyte", "electrolyte", "carbon", "binder", "other"]
MOST_LAYERS: Final = 200
"""Twenty times what the thickest cell has; each of them is calculated and drawn at every step of a slider."""
Solvent = Literal["none", "non-polar", "polar", "water"]
"""What a slurry was made with; ``none`` where the layers were made dry."""


class Coating(Frozen):
    """A coating on the particles of a component."""

    material: Identifier
    thickness: Length | None = None
    note: Text | None = None


class Component(Frozen):
    """One ingredient of a composite layer, by mass.

    The rest is asked of active materials only: ``particle_radius`` (of the grain that the catholyte touches),
    ``coverage`` (share of its surface that does), ``charge_transfer``, and what this sample has where it differs
    from the library: reversible ``capacity``, ``first_cycle_efficiency``, ``diffusivity``. ``ion_content`` is the
    working ion already in an alloy as made, per atom of the alloying element (0.5 for Li0.5In).
    """

    material: Identifier
    function: Function
    mass_fraction: Fraction
    coating: Coating | None = None
    particle_radius: Length | None = None
    coverage: FractionAbove | None = None
    charge_transfer: ChargeTransfer | None = None
    capacity: SpecificCapacity | None = None
    first_cycle_efficiency: FractionAbove | None = None
    diffusivity: Diffusivity | None = None
    ion_content: Ratio | None = None

    @model_validator(mode="after")
    def _has_a_share(self) -> Self:
        if self.mass_fraction.value is None:
            raise ValueError("every component needs a mass fraction")
        return self


class GrainBoundary(Frozen):
    """Boundaries in series through a polycrystal, added to a conductivity that is that of the grains alone."""

    grain_size: Length
    area_resistance: AreaResistance
    capacitance: ArealCapacitance | None = None


class Layer(Frozen):
    """One layer: either one ``material`` or a composite of ``components`` (wt %, adding up to 100).

    A layer is sized by ``thickness``, by ``loading`` (areal mass of active material or of the whole composite,
    see ``loading_basis``), by ``areal_capacity`` or by what was ``pressed``; with ``pressed`` and ``thickness`` its
    density and porosity follow. ``conductivity`` overrides the library's ionic conductivity, or
    ``measured_resistance`` (of the layer in ohm) gives it. A composite conducts ions with ``tortuosity_factor``, or
    else with phi to the power of ``ionic_exponent``. ``capacity`` and ``ion_content``
    are those of a one-material electrode (see Component). ``double_layer`` is a capacitance per true area of
    active material, with the exponent of its constant-phase element.
    """

    id: Identifier
    role: Role
    name: Name | None = None
    material: Identifier | None = None
    components: tuple[Component, ...] = ()
    arrangement: Literal["mixed", "core-shell"] | None = None
    thickness: Length | None = None
    loading: ArealMass | None = None
    loading_basis: Literal["active material", "composite"] = "active material"
    areal_capacity: ArealCapacity | None = None
    pressed: Pressed | None = None
    porosity: Porosity | None = None
    density: Density | None = None
    conductivity: Conductivity | None = None
    electronic_conductivity: Conductivity | None = None
    measured_resistance: LayerResistance | None = None
    grain_boundary: GrainBoundary | None = None
    ionic_exponent: Exponent | None = None
    tortuosity_factor: Gain | None = None
    capacity: SpecificCapacity | None = None
    ion_content: Ratio | None = None
    double_layer: ArealCapacitance | None = None
    double_layer_exponent: FractionAbove | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _one_body(self) -> Self:
        rules.refuse(
            rules.body_faults(
                {name for name in self.model_fields_set if getattr(self, name) not in (None, ())},
                total=sum(part.mass_fraction.si or 0.0 for part in self.components),
                measured=self.weighed is not None and self.thickness is not None and self.thickness.si is not None,
            )
        )
        return self

    @property
    def weighed(self) -> tuple[rules.Amount, rules.Amount] | None:
        """Mass and die of what was pressed, or None where nothing was or a number is unknown."""
        if self.pressed is None:
            return None
        mass, diameter = self.pressed.mass.amount, self.pressed.diameter.amount
        return None if mass is None or diameter is None else (mass, diameter)

    @property
    def material_ids(self) -> tuple[str, ...]:
        """Every material inside, coatings included, in order."""
        if self.material is not None:
            return (self.material,)
        ids: list[str] = []
        for part in self.components:
            ids.append(part.material)
            if part.coating is not None:
                ids.append(part.coating.material)
        return tuple(ids)


class Conditions(Frozen):
    """How the cell is made and run. Current is given as a density or as a C-rate, never both.

    ``age`` is the time since assembly, which growing contacts ask for. ``coulombic_efficiency`` and ``cycles`` say
    what is left of an inventory without excess. ``fabrication_temperature`` is the highest at which the layers of this
    stack are heated together, ``dew_point`` that of the room or glove box where it is assembled, ``solvent`` what the
    slurry of its composite layers was made with.
    """

    temperature: Temperature
    current_density: CurrentDensity | None = None
    c_rate: CRate | None = None
    operating_pressure: Pressure | None = None
    fabrication_pressure: Pressure | None = None
    fabrication_temperature: Temperature | None = None
    dew_point: Temperature | None = None
    solvent: Solvent | None = None
    age: Time | None = None
    coulombic_efficiency: Fraction | None = None
    cycles: Count | None = None

    @model_validator(mode="after")
    def _one_current(self) -> Self:
        if self.current_density is not None and self.c_rate is not None:
            raise ValueError("current_density and c_rate are both given; keep one")
        return self


class Cutoffs(Frozen):
    """Voltage limits and the electrode they are quoted against.

    ``reference`` is what the numbers are used with; ``printed_reference`` is what the source prints,
    where the two differ (``note`` says why).
    """

    lower: Voltage | None = None
    upper: Voltage | None = None
    reference: ReferenceElectrode
    printed_reference: str | None = None
    note: Text | None = None


class CellFormat(Frozen):
    """The body of the cell.

    ``repeat_units`` counts cathode | anode pairs of a pouch; with ``end_anode`` it holds one anode sheet more, so that
    both ends are anodes (its collector, with an anode on each side that is coated). ``packaging`` is a library
    material with ``packaging_thickness``. ``width`` and ``height`` are the sides of the electrodes in a pouch, without
    the seal (a square of the same area where they are not given); ``seal_width`` is added at each side.
    ``hardware_mass`` and ``hardware_volume`` are tabs, or the case, springs and spacers of a coin or pellet cell.
    """

    kind: Literal["pellet", "pouch", "coin", "thin film"]
    area: Area
    repeat_units: int = Field(1, ge=1, le=10_000)
    two_sided: bool = False
    end_anode: bool = False
    packaging: Identifier | None = None
    packaging_thickness: Length | None = None
    width: Length | None = None
    height: Length | None = None
    seal_width: Length | None = None
    hardware_mass: HeldMass | None = None
    hardware_volume: Volume | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _sides_give_the_area(self) -> Self:
        if (self.width is None) != (self.height is None):
            raise ValueError("width and height come together; give both or neither")
        if self.end_anode and self.kind != "pouch":
            raise ValueError("end_anode is one more sheet in a pouch; other cells have none")
        if self.kind == "pouch" and self.width is not None and self.height is not None:
            width, height, area = self.width.amount, self.height.amount, self.area.amount
            rules.refuse(rules.sides_faults(width=width, height=height, area=area))
        return self


class Conventions(Frozen):
    """How energies are counted; every result names the choice.

    ``collectors``: as the format says (half where both sides are coated), in full, or left out. ``volume``: of
    the layers as built, or of the charged cell with the plated metal and the swollen hosts. ``capacity``: the
    practical one, or n F / M.
    """

    collectors: Literal["as built", "full", "none"] = "as built"
    volume: Literal["as built", "charged"] = "as built"
    capacity: Literal["practical", "theoretical"] = "practical"


class Waiver(Frozen):
    """A finding that the designer accepts, with the reason.

    ``severity`` and ``verdict`` are those it had when it was accepted: the waiver does not hold for a worse one. Files
    made before these were kept say neither.
    """

    finding: str
    reason: Text
    severity: Severity | None = None
    verdict: Verdict | None = None


class Stack(Frozen):
    """What a design, a published cell and a model share: layers, contacts, conditions, body."""

    layers: tuple[Layer, ...] = Field(min_length=1, max_length=MOST_LAYERS)
    interfaces: tuple[Interface, ...] = ()
    conditions: Conditions
    cutoffs: Cutoffs | None = None
    format: CellFormat
    conventions: Conventions = Conventions.model_construct()  # a start need not build its validator

    @model_validator(mode="after")
    def _contacts_name_neighbours(self) -> Self:
        contacts = [interface.between for interface in self.interfaces]
        rules.refuse(rules.contact_faults([layer.id for layer in self.layers], contacts))
        return self

    @property
    def material_ids(self) -> tuple[str, ...]:
        """Every material of the stack, once each, in order of first use."""
        ids = [material for layer in self.layers for material in layer.material_ids]
        if self.format.packaging is not None:
            ids.append(self.format.packaging)
        return tuple(dict.fromkeys(ids))
