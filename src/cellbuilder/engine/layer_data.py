"""Reading what the engine needs from a design: names, densities, shares, with their inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import Input
from cellbuilder.domain.stack import Component, Layer
from cellbuilder.engine.ranges import Spread


@dataclass(frozen=True, slots=True)
class Known:
    """A value in SI with its range, the inputs that name it, and what must be said about it.

    ``limit`` says that the true value lies above (``floor``) or below (``ceiling``) this one.
    """

    spread: Spread
    inputs: tuple[Input, ...]
    note: str | None = None
    limit: Literal["floor", "ceiling"] | None = None
    extrapolated: bool = False


def title(design: Design, layer: Layer) -> str:
    """Name a layer as the user sees it: its own name, or role and material."""
    if layer.name:
        return layer.name
    if layer.material is not None:
        return f"{layer.role} ({design.material(layer.material).label})"
    first = next((part for part in layer.components if part.function == "active material"), layer.components[0])
    return f"{layer.role} ({design.material(first.material).label} composite)"


def spread_of(quantity: Quantity) -> Spread | None:
    """Return a quantity as an SI spread, or None where its value is unknown."""
    value = quantity.si
    if value is None:
        return None
    bounds = quantity.bounds_si()
    return Spread(value, *bounds) if bounds else Spread(value)


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


def shares(layer: Layer) -> tuple[float, ...]:
    """Return the mass fractions of the components (of a one-material layer: 1)."""
    if layer.material is not None:
        return (1.0,)
    return tuple(float(part.mass_fraction.si or 0.0) for part in layer.components)


def actives(layer: Layer) -> tuple[Component, ...]:
    """Return the active materials of a composite layer, of which there is a share."""
    return tuple(part for part in layer.components if part.function == "active material" and part.mass_fraction.si)


def active(layer: Layer) -> Component | None:
    """Return the (first) active material of a composite layer."""
    return next(iter(actives(layer)), None)


def conducts(part: Component) -> bool:
    """Whether a component carries ions in a composite layer."""
    return part.function in ("catholyte", "electrolyte") and bool(part.mass_fraction.si)
