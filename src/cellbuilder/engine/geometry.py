"""Thickness, density and areal mass of every layer: the bookkeeping that is exact given its inputs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cellbuilder.domain.design import Design
from cellbuilder.domain.result import Figure, Input, Label, LayerBudget, unknown
from cellbuilder.domain.stack import Layer
from cellbuilder.engine import layer_data
from cellbuilder.engine.kernels import composite
from cellbuilder.engine.layer_data import Known
from cellbuilder.engine.ranges import Spread, propagate

UM, MG_PER_CM2 = 1e-6, 1e-2


@dataclass(frozen=True, slots=True)
class Body:
    """One layer's geometry: SI values with ranges, or the reason why they are unknown.

    ``volume_fractions`` count the pores in: they and the porosity add up to 1.
    """

    layer: Layer
    title: str
    density: Known | str
    thickness: Known | str
    areal_mass: Known | str
    volume_fractions: tuple[float, ...] = ()
    active_mass: Known | str = "no active material"


def bodies(design: Design) -> tuple[Body, ...]:
    """Work out thickness and areal mass of every layer, in order."""
    return tuple(_body(design, layer) for layer in design.stack.layers)


def _body(design: Design, layer: Layer) -> Body:
    name = layer_data.title(design, layer)
    density = _layer_density(design, layer)
    fractions = volume_fractions(design, layer)
    share = 1.0 if layer.material else sum(float(part.mass_fraction.si or 0.0) for part in layer_data.actives(layer))
    given = layer.loading if layer.thickness is None else layer.thickness
    assert given is not None
    spread = layer_data.spread_of(given)
    if spread is None:
        reason = f"its {'loading' if layer.thickness is None else 'thickness'} is entered as unknown"
        return Body(layer, name, density, reason, reason, fractions, reason)
    if layer.thickness is not None:
        thickness = Known(spread, (Input.of("d", "thickness", given),))
        mass = density if isinstance(density, str) else _times(thickness, density)
        return Body(layer, name, density, thickness, mass, fractions, _part(mass, share))
    entered = Known(spread, (Input.of("m", f"loading of {layer.loading_basis}", given),))
    by_active = layer.loading_basis == "active material" and layer.material is None
    if by_active and not share:
        reason = "its loading is that of the active material, of which there is none"
        return Body(layer, name, density, reason, reason, fractions, reason)
    mass = Known(spread.scaled(1.0 / share), entered.inputs) if by_active else entered
    size = density if isinstance(density, str) else _divided(mass, density)
    return Body(layer, name, density, size, mass, fractions, entered if by_active else _part(mass, share))


def _part(mass: Known | str, share: float) -> Known | str:
    if isinstance(mass, str):
        return mass
    return Known(mass.spread.scaled(share), mass.inputs) if share else "no active material"


def volume_fractions(design: Design, layer: Layer) -> tuple[float, ...]:
    """Return the volume fraction of each component (1 with the pores); empty where a density is missing.

    A density entered for the whole layer decides how much of it is pores.
    """
    if not layer.components:
        return ()
    densities = [layer_data.density(design, part.material) for part in layer.components]
    rho = [entry.spread.value for entry in densities if not isinstance(entry, str)]
    if len(rho) < len(densities):
        return ()
    pores = layer_data.porosity(layer).spread.value
    if layer.density is not None and layer.density.si is not None:
        relative = relative_density(design, layer)
        pores = 0.0 if relative is None else max(1.0 - relative, 0.0)
    phi, _ = composite.volume_fractions(layer_data.shares(layer), rho, pores)
    return tuple(float(value) for value in np.atleast_1d(phi))


def relative_density(design: Design, layer: Layer) -> float | None:
    """Return the entered density of a layer over that of its dense materials; None where either is unknown."""
    ids = (layer.material,) if layer.material is not None else tuple(part.material for part in layer.components)
    parts = [layer_data.density(design, key) for key in ids]
    rho = [part.spread.value for part in parts if not isinstance(part, str)]
    entered = None if layer.density is None else layer.density.si
    if entered is None or len(rho) < len(parts):
        return None
    return entered / float(composite.volume_fractions(layer_data.shares(layer), rho, 0.0)[1])


def _layer_density(design: Design, layer: Layer) -> Known | str:
    if layer.density is not None:
        spread = layer_data.spread_of(layer.density)
        if spread is not None:
            return Known(spread, (Input.of("rho", "density of the layer (entered)", layer.density),))
    pores = layer_data.porosity(layer)
    ids = (layer.material,) if layer.material is not None else tuple(part.material for part in layer.components)
    parts = [layer_data.density(design, key) for key in ids]
    reasons = [part for part in parts if isinstance(part, str)]
    if reasons:
        return "; ".join(dict.fromkeys(reasons))
    known = [part for part in parts if not isinstance(part, str)]
    shares = layer_data.shares(layer)

    def layer_density(**values: float) -> float:
        volume = sum(share / values[f"rho{index}"] for index, share in enumerate(shares))
        return (1.0 - values["p"]) / volume

    spreads = {f"rho{index}": part.spread for index, part in enumerate(known)} | {"p": pores.spread}
    value, low, high = propagate(layer_density, spreads)
    inputs = [item for part in known for item in part.inputs]
    inputs += [
        Input.of("w", f"mass fraction of {design.material(part.material).label}", part.mass_fraction)
        for part in layer.components
    ]
    return Known(Spread(value, low, high), (*inputs, *pores.inputs))


def _times(first: Known, second: Known) -> Known:
    result = propagate(lambda a, b: a * b, {"a": first.spread, "b": second.spread})
    return Known(Spread(*result), (*first.inputs, *second.inputs))


def _divided(first: Known, second: Known) -> Known:
    result = propagate(lambda a, b: a / b, {"a": first.spread, "b": second.spread})
    return Known(Spread(*result), (*first.inputs, *second.inputs))


def figure(
    key: str, name: str, known: Known | str, unit: str, scale: float, formula: str, layers: tuple[str, ...],
    label: Label = "computed",
) -> Figure:  # fmt: skip
    """Show an SI value with its range in ``unit`` (SI value / scale)."""
    if isinstance(known, str):
        return unknown(key, name, unit, known, layers)
    shown = known.spread.scaled(1.0 / scale)
    return Figure(
        key=key, name=name, value=shown.value, unit=unit, low=shown.low, high=shown.high, label=label,
        formula=formula, inputs=known.inputs, note=known.note, layers=layers,
    )  # fmt: skip


def budget(parts: tuple[Body, ...]) -> tuple[LayerBudget, ...]:
    """Say where the micrometres and the milligrams are."""
    rows = []
    for body in parts:
        target = (body.layer.id,)
        by_loading = body.layer.thickness is None
        thickness = figure(
            f"thickness:{body.layer.id}", f"thickness of {body.title}", body.thickness, "um", UM,
            "d = m / rho" if by_loading else "d as entered", target,
        )  # fmt: skip
        mass = figure(
            f"mass:{body.layer.id}", f"areal mass of {body.title}", body.areal_mass, "mg/cm2", MG_PER_CM2,
            "m as entered" if by_loading else "m = d rho", target,
        )  # fmt: skip
        rows.append(LayerBudget(layer=body.layer.id, name=body.title, thickness=thickness, areal_mass=mass))
    return tuple(rows)
