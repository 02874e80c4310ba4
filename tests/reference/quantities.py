"""Every number of a design by its place, what it is called in a trace, and designs in which one of them differs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from cellbuilder import units
from cellbuilder.domain.design import Design
from cellbuilder.domain.material import ConductivityAt, ConductivityPoint, Material
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Layer

Place = tuple[str | int, ...]
"""Attributes, positions in a tuple and keys of a table, from the design down."""

NAMES: dict[str, tuple[str, ...]] = {
    "stack.layers.*.thickness": ("thickness:{layer}",),
    "stack.layers.*.loading": ("loading:{layer}",),
    "stack.layers.*.areal_capacity": ("areal capacity:{layer}",),
    "stack.layers.*.pressed.mass": ("mass pressed:{layer}",),
    "stack.layers.*.pressed.diameter": ("die diameter:{layer}",),
    "stack.layers.*.porosity": ("porosity:{layer}",),
    "stack.layers.*.density": ("layer density:{layer}",),
    "stack.layers.*.conductivity": ("layer conductivity:{layer}",),
    "stack.layers.*.electronic_conductivity": ("electronic conductivity:{layer}",),
    "stack.layers.*.measured_resistance.resistance": ("measured resistance:{layer}",),
    "stack.layers.*.measured_resistance.area": ("measured area:{layer}",),
    "stack.layers.*.measured_resistance.diameter": ("measured diameter:{layer}",),
    "stack.layers.*.measured_resistance.lead_resistance": ("lead resistance:{layer}",),
    "stack.layers.*.grain_boundary.grain_size": ("grain size:{layer}",),
    "stack.layers.*.grain_boundary.area_resistance": ("grain boundary:{layer}",),
    "stack.layers.*.ionic_exponent": ("ionic exponent:{layer}",),
    "stack.layers.*.tortuosity_factor": ("tortuosity factor:{layer}",),
    "stack.layers.*.capacity": ("specific capacity:{layer}",),
    "stack.layers.*.ion_content": ("ion content:{layer}",),
    "stack.layers.*.components.*.mass_fraction": ("mass fraction:{part}",),
    "stack.layers.*.components.*.particle_radius": ("particle radius:{part}",),
    "stack.layers.*.components.*.coverage": ("coverage:{part}",),
    "stack.layers.*.components.*.coating.thickness": ("coating thickness:{part}",),
    "stack.layers.*.components.*.capacity": ("specific capacity:{part}",),
    "stack.layers.*.components.*.ion_content": ("ion content:{part}",),
    "stack.layers.*.components.*.diffusivity": ("diffusivity:{part}",),
    "stack.layers.*.components.*.first_cycle_efficiency": ("first-cycle efficiency:{layer}",),
    "stack.layers.*.components.*.charge_transfer.area_resistance": ("charge transfer:{part}",),
    "stack.layers.*.components.*.charge_transfer.exchange_current_density": ("exchange current density:{part}",),
    "stack.layers.*.components.*.charge_transfer.temperature": ("charge transfer measured at:{part}",),
    "stack.layers.*.components.*.charge_transfer.activation_energy": ("charge transfer activation energy:{part}",),
    "stack.interfaces.*.area_resistance": ("contact resistance:{contact}",),
    "stack.interfaces.*.measured.resistance": ("measured resistance:{contact}",),
    "stack.interfaces.*.measured.area": ("measured area:{contact}",),
    "stack.interfaces.*.measured.diameter": ("measured diameter:{contact}",),
    "stack.interfaces.*.measured.lead_resistance": ("lead resistance:{contact}",),
    "stack.interfaces.*.measured.pellet_resistance": ("pellet resistance:{contact}",),
    "stack.interfaces.*.temperature": ("measured at:{contact}",),
    "stack.interfaces.*.activation_energy": ("activation energy:{contact}",),
    "stack.interfaces.*.growth": ("growth:{contact}",),
    "stack.interfaces.*.interphase.thickness": ("interphase thickness:{contact}",),
    "stack.interfaces.*.interphase.after": ("interphase seen after:{contact}",),
    "stack.interfaces.*.interphase.conductivity": ("interphase conductivity:{contact}",),
    "stack.interfaces.*.pressure_law.exponent": ("pressure exponent:{contact}",),
    "stack.interfaces.*.pressure_law.pressure": ("measured under:{contact}",),
    "stack.interfaces.*.area_gain": ("area gain:{contact}",),
    "stack.interfaces.*.spots.radius": ("spot radius:{contact}",),
    "stack.interfaces.*.spots.per_area": ("spots per area:{contact}",),
    "stack.conditions.temperature": ("temperature",),
    "stack.conditions.current_density": ("current density",),
    "stack.conditions.c_rate": ("C-rate",),
    "stack.conditions.operating_pressure": ("operating pressure",),
    "stack.conditions.age": ("age",),
    "stack.conditions.coulombic_efficiency": ("coulombic efficiency given",),
    "stack.conditions.cycles": ("cycles",),
    "stack.cutoffs.lower": ("lower cut-off",),
    "stack.cutoffs.upper": ("upper cut-off",),
    "stack.format.area": ("cell area",),
    "stack.format.repeat_units": ("repeat units",),
    "stack.format.packaging_thickness": ("packaging thickness",),
    "stack.format.width": ("cell width",),
    "stack.format.height": ("cell height",),
    "stack.format.seal_width": ("seal width",),
    "stack.format.hardware_mass": ("hardware mass",),
    "stack.format.hardware_volume": ("hardware volume",),
    "materials.*.entry.density": ("density:{material}",),
    "materials.*.entry.electronic_conductivity": ("electronic conductivity of:{material}",),
    "materials.*.entry.diffusivity": ("diffusivity of:{material}",),
    "materials.*.entry.capacity": ("capacity of:{material}",),
    "materials.*.entry.electrons": ("theoretical capacity:{material}",),
    "materials.*.entry.first_cycle_efficiency": ("first-cycle efficiency of:{material}",),
    "materials.*.entry.average_potential": ("potential:{material}", "potential against Li-In:{material}"),
    "materials.*.entry.other_potentials.*.potential": ("potential:{material}", "potential against Li-In:{material}"),
    "materials.*.entry.volume_change": ("volume change of:{material}",),
    # the sample that is used: itself, and as part of a slope between two temperatures
    "materials.*.entry.conductivity.preferred.value": ("conductivity:{material}", "activation energy:{sample}"),
    "materials.*.entry.conductivity.preferred.temperature": ("measured at:{material}", "activation energy:{sample}"),
    "materials.*.entry.conductivity.preferred.activation_energy": ("activation energy:{sample}",),
    "materials.*.entry.conductivity.preferred.relative_density": ("relative density:{material}",),
    "materials.*.entry.conductivity.preferred.at.*.value": ("conductivity:{sample}", "activation energy:{sample}"),
    "materials.*.entry.conductivity.preferred.at.*.temperature": ("measured at:{sample}", "activation energy:{sample}"),
    "materials.*.entry.conductivity.preferred.at.*.activation_energy": ("activation energy:{sample}",),
    # other samples: what is borrowed from all of them
    "materials.*.entry.conductivity.other.activation_energy": ("activation energy:{sample}",),
}
"""What a number of the design is called among the inputs of a trace.

``{contact}`` names both layers from the cathode side, ``{part}`` layer and material, ``{sample}`` every temperature of
the preferred sample. Where several names stand, the number goes into one of those inputs.
"""

NO_NUMBER = (
    "stack.layers.*.double_layer", "stack.layers.*.double_layer_exponent", "stack.layers.*.grain_boundary.capacitance",
    "stack.interfaces.*.capacitance", "stack.interfaces.*.capacitance_exponent", "materials.*.entry.permittivity",
    "stack.conditions.fabrication_pressure", "stack.conditions.fabrication_temperature", "stack.conditions.dew_point",
    "materials.*.entry.conductivity_spread",
    "materials.*.entry.conductivity.other.value", "materials.*.entry.conductivity.other.temperature",
    "materials.*.entry.conductivity.other.relative_density", "materials.*.entry.conductivity.other.at.*.value",
    "materials.*.entry.conductivity.other.at.*.temperature",
    "materials.*.entry.conductivity.other.at.*.activation_energy", "materials.*.entry.windows.*.reduction",
    "materials.*.entry.windows.*.oxidation", "materials.*.entry.mechanics.youngs_modulus",
    "materials.*.entry.mechanics.yield_strength", "materials.*.entry.mechanics.fracture_toughness",
    "stack.layers.*.measured_resistance.pellet_resistance",  # refused in a file: it belongs to a contact
)  # fmt: skip
"""What goes into spectra, ranges and findings only: no value of a result may move with it."""

STRUCTURAL = {
    "materials.*.entry.phase_transitions.*.temperature":
        "it decides which measured values may be used at the temperature of the cell, and enters no formula",
}  # fmt: skip
"""What decides which relations apply, with the reason why it is left out."""

_PLAIN_NUMBERS = ("electrons", "repeat_units")


def quantities(value: Any, place: Place = ()) -> Iterator[tuple[Place, float]]:
    """Every known number of a design with its place: quantities, conductivities, electrons, repeat units."""
    if isinstance(value, Quantity):
        if value.value is not None:
            yield place, value.value
        return
    if isinstance(value, (ConductivityPoint, ConductivityAt)) and value.value is not None:
        yield (*place, "value"), value.value
    entries: Iterator[tuple[str | int, Any]] = iter(())
    if isinstance(value, BaseModel):
        entries = ((name, getattr(value, name)) for name in type(value).model_fields)
    elif isinstance(value, tuple):
        entries = iter(enumerate(value))
    elif isinstance(value, dict):
        entries = iter(value.items())
    for name, entry in entries:
        if name in _PLAIN_NUMBERS and entry is not None:
            yield (*place, name), entry
        else:
            yield from quantities(entry, (*place, name))


def at(value: Any, place: Place) -> Any:
    """Return what stands at a place."""
    for step in place:
        value = getattr(value, step) if isinstance(step, str) and isinstance(value, BaseModel) else value[step]
    return value


def with_entry(value: Any, place: Place, entry: Any) -> Any:
    """Return a copy in which something else stands at a place. Nothing is checked, so that sums may be missed."""
    if not place:
        return entry
    step, rest = place[0], place[1:]
    if isinstance(value, BaseModel):
        assert isinstance(step, str)
        return value.model_copy(update={step: with_entry(getattr(value, step), rest, entry)})
    if isinstance(value, tuple):
        return tuple(with_entry(item, rest, entry) if index == step else item for index, item in enumerate(value))
    return {**value, step: with_entry(value[step], rest, entry)}


def with_value(design: Design, place: Place, number: float) -> Design:
    """Return the design with another number at a place; its range goes along in proportion, or goes."""
    entry = at(design, place)
    if not isinstance(entry, Quantity):
        changed: Design = with_entry(design, place, number)
        return changed
    factor = number / entry.value if entry.value else None
    low, high = (None if end is None or factor is None else end * factor for end in (entry.low, entry.high))
    new = entry.model_copy(update={"value": number, "low": low, "high": high})
    moved: Design = with_entry(design, place, new)
    return moved


def moved(design: Design, place: Place) -> float:
    """Return the number 5 % larger; a share that would exceed 1 is 5 % smaller, and zero becomes 0.05."""
    entry = at(design, place)
    if not isinstance(entry, Quantity):
        return float(entry) * 1.05
    number = float(entry.value or 0.0)
    if number == 0.0:
        return 0.05
    is_share = units.find(entry.unit).kind == "fraction" and abs(units.to_si(number, entry.unit)) <= 1.0
    return number / 1.05 if is_share and abs(units.to_si(number, entry.unit)) * 1.05 > 1.0 else number * 1.05


def kind_of(design: Design, place: Place) -> str:
    """Return a place without positions: ``stack.layers.*.thickness``."""
    words = [name if isinstance(name, str) else "*" for name in place]
    if words[0] == "materials":
        words[1] = "*"
        if words[3] == "conductivity":
            material = design.materials[str(place[1])].entry
            words[4] = "preferred" if material.conductivity[int(place[4])].id == material.preferred else "other"
    return ".".join(words)


def names(design: Design, place: Place) -> frozenset[str]:
    """Return what a number may be called among the inputs of a trace."""
    templates = NAMES.get(kind_of(design, place), ())
    words: dict[str, str] = {}
    samples: tuple[str, ...] = ("",)
    if place[:2] == ("stack", "layers"):
        layer = design.stack.layers[int(place[2])]
        words = {"layer": layer.id}
        if len(place) > 4 and place[3] == "components":
            words["part"] = _part(layer, int(place[4]))
    elif place[:2] == ("stack", "interfaces"):
        between = design.stack.interfaces[int(place[2])].between
        words = {"contact": "|".join(layer.id for layer in design.stack.layers if layer.id in between)}
    elif place[0] == "materials":
        material = design.materials[str(place[1])].entry
        words, samples = {"material": material.id}, _samples(material)
    return frozenset(template.format(**words, sample=sample) for template in templates for sample in samples)


def _part(layer: Layer, index: int) -> str:
    material = layer.components[index].material
    before = [part.material for part in layer.components[:index]].count(material)
    return f"{layer.id}/{material}" + (f"#{before + 1}" if before else "")


def _samples(material: Material) -> tuple[str, ...]:
    point = material.preferred_point
    further = [] if point is None else [entry.temperature.si or 0.0 for entry in point.at]
    return (material.id, *(f"{material.id}@{kelvin - 273.15:g}C" for kelvin in further))
