"""Reading what the engine needs from a design: names, densities, conductivities, with their inputs."""

from __future__ import annotations

from dataclasses import dataclass

from cellbuilder import units
from cellbuilder.domain.design import Design
from cellbuilder.domain.material import ConductivityPoint, Material
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import Input
from cellbuilder.domain.stack import Component, Layer
from cellbuilder.engine import transport
from cellbuilder.engine.ranges import Spread
from cellbuilder.units import ZERO_CELSIUS_K

ROOM_TEMPERATURE_K = 298.15
NEAR_K = 5.0
SINGLE_SOURCE_DECADES = 0.2
"""Range given to a conductivity that only one source reports (docs/physics.md 1h)."""


@dataclass(frozen=True, slots=True)
class Known:
    """A value in SI with its range, the inputs that name it, and what must be said about it."""

    spread: Spread
    inputs: tuple[Input, ...]
    note: str | None = None
    bound: bool = False


def title(design: Design, layer: Layer) -> str:
    """Name a layer as the user sees it: its own name, or role and material."""
    if layer.name:
        return layer.name
    if layer.material is not None:
        return f"{layer.role} ({design.material(layer.material).label})"
    active = next((part for part in layer.components if part.function == "active material"), layer.components[0])
    return f"{layer.role} ({design.material(active.material).label} composite)"


def spread_of(quantity: Quantity) -> Spread | None:
    """Return a quantity as an SI spread, or None where its value is unknown."""
    value = quantity.si
    if value is None:
        return None
    bounds = quantity.bounds_si()
    return Spread(value, *bounds) if bounds else Spread(value)


def temperature_k(design: Design) -> float:
    """Return the temperature of the cell in K (unknown: 298.15 K, which callers label)."""
    return design.stack.conditions.temperature.si or ROOM_TEMPERATURE_K


def layer_conductivity(design: Design, layer: Layer) -> Known | str:
    """Return the ionic conductivity of a one-material layer at cell temperature, or why it is unknown."""
    if layer.material is None:
        return "a mixture has no single conductivity"
    if layer.conductivity is not None:
        spread = spread_of(layer.conductivity)
        if spread is None:
            return "its conductivity is entered as unknown"
        return Known(spread, (Input.of("sigma", "ionic conductivity (entered)", layer.conductivity),))
    return conductivity(design, design.material(layer.material))


def conductivity(design: Design, material: Material) -> Known | str:
    """Return the preferred ionic conductivity of a material at cell temperature, or why it is unknown."""
    point = material.preferred_point
    if point is None or point.value is None:
        return f"no ionic conductivity of {material.label} is on record"
    reference_k = _reference_temperature(point)
    cell_k = temperature_k(design)
    name = f"ionic conductivity of {material.label} at {reference_k - ZERO_CELSIUS_K:.0f} degC"
    spread, shown = _with_range(material, point)
    inputs = [Input.of("sigma", name, shown)]
    energy = point.activation_energy.si if point.activation_energy is not None else None
    note, bound, factor = None, False, 1.0
    if energy is not None and point.activation_energy is not None:
        form = point.form or "ST"
        factor = float(transport.conductivity_at(1.0, energy, cell_k, reference_k, form))
        if abs(cell_k - reference_k) > 0.01:
            inputs.append(Input.of("Ea", f"activation energy (form {form})", point.activation_energy))
            note = (
                None if point.form else "the paper does not say which Arrhenius form its energy belongs to; ST assumed"
            )
    elif abs(cell_k - reference_k) > NEAR_K:
        side = "at most" if cell_k > reference_k else "at least"
        bound = True
        note = (
            f"no activation energy is on record: the value at {reference_k - ZERO_CELSIUS_K:.0f} degC is used, "
            f"so the resistance is {side} this"
        )
    scaled = Spread(
        spread.value * factor,
        None if spread.low is None else spread.low * factor,
        None if spread.high is None else spread.high * factor,
    )
    return Known(scaled, tuple(inputs), note, bound)


def _reference_temperature(point: ConductivityPoint) -> float:
    if point.temperature is not None and point.temperature.si is not None:
        return point.temperature.si
    return ROOM_TEMPERATURE_K


def _with_range(material: Material, point: ConductivityPoint) -> tuple[Spread, Quantity]:
    value = float(point.value or 0.0)
    low, high, why = point.low, point.high, point.note
    published = material.conductivity_spread
    if low is None and high is None and published is not None and published.low and published.high:
        scale = units.find(published.unit).factor / units.find(point.unit).factor
        low, high = min(published.low * scale, value), max(published.high * scale, value)
        count = f" of {published.n} values" if published.n else ""
        why = f"range: spread{count} in the literature"
    elif low is None and high is None:
        ratio = 10.0**SINGLE_SOURCE_DECADES
        low, high = value / ratio, value * ratio
        why = "range: usual scatter of a single source, 0.2 decades (assumption)"
    shown = Quantity(
        value=value, unit=point.unit, low=low, high=high, kind=point.kind, read_from=point.read_from,
        source=point.source, note=why,
    )  # fmt: skip
    spread = spread_of(shown)
    assert spread is not None
    return spread, shown


def density(design: Design, material_id: str) -> Known | str:
    """Return the true density of a material in kg/m3, or why it is unknown."""
    material = design.material(material_id)
    if material.density is None:
        return f"no density of {material.label} is on record"
    spread = spread_of(material.density)
    if spread is None:
        return f"no density of {material.label} is on record"
    return Known(spread, (Input.of("rho", f"density of {material.label}", material.density),))


def porosity(layer: Layer) -> Known:
    """Return the porosity of a layer; where none is given it is taken as zero, as an assumption."""
    if layer.porosity is not None:
        spread = spread_of(layer.porosity)
        if spread is not None:
            return Known(spread, (Input.of("p", "porosity", layer.porosity),))
    assumed = Quantity(value=0, unit="%", kind="assumption", note="no porosity is given; taken as dense")
    return Known(Spread(0.0), (Input.of("p", "porosity", assumed),))


def active(layer: Layer) -> Component | None:
    """Return the active material of a composite layer."""
    return next((part for part in layer.components if part.function == "active material"), None)


def conductor(layer: Layer) -> tuple[Component, ...]:
    """Return the components that conduct ions in a composite layer."""
    return tuple(part for part in layer.components if part.function in ("catholyte", "electrolyte"))
