"""Thickness, density and areal mass of every layer: the bookkeeping that is exact given its inputs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cellbuilder.domain.design import Design
from cellbuilder.domain.result import Figure, Input, LayerBudget, unknown
from cellbuilder.domain.stack import Layer
from cellbuilder.engine import composite, layer_data
from cellbuilder.engine.layer_data import Known
from cellbuilder.engine.ranges import Spread, propagate

UM, MG_PER_CM2 = 1e-6, 1e-2


@dataclass(frozen=True, slots=True)
class Body:
    """One layer's geometry: SI values with ranges, or the reason why they are unknown."""

    layer: Layer
    title: str
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
    share = _active_share(layer)
    if layer.thickness is not None:
        spread = layer_data.spread_of(layer.thickness)
        if spread is None:
            reason = "its thickness is entered as unknown"
            return Body(layer, name, reason, reason, fractions, reason)
        thickness = Known(spread, (Input.of("d", "thickness", layer.thickness),))
        if isinstance(density, str):
            return Body(layer, name, thickness, density, fractions, density)
        mass = _times(thickness, density)
        return Body(layer, name, thickness, mass, fractions, _scaled(mass, share))
    loading = layer.loading
    assert loading is not None
    spread = layer_data.spread_of(loading)
    if spread is None:
        reason = "its loading is entered as unknown"
        return Body(layer, name, reason, reason, fractions, reason)
    entered = Known(spread, (Input.of("m", f"loading of {layer.loading_basis}", loading),))
    by_active = layer.loading_basis == "active material" and share > 0.0
    mass = _scaled(entered, 1.0 / share) if by_active else entered
    thickness_or_reason: Known | str = density if isinstance(density, str) else _divided(mass, density)
    active_mass = entered if by_active else _scaled(mass, share)
    return Body(layer, name, thickness_or_reason, mass, fractions, active_mass)


def _active_share(layer: Layer) -> float:
    if layer.material is not None:
        return 1.0
    part = layer_data.active(layer)
    return 0.0 if part is None else float(part.mass_fraction.si or 0.0)


def volume_fractions(design: Design, layer: Layer) -> tuple[float, ...]:
    """Return the volume fraction of each component (1 with the pores); empty where a density is missing."""
    pores = layer_data.porosity(layer).spread.value
    if not layer.components:
        return ()
    densities = [layer_data.density(design, part.material) for part in layer.components]
    if any(isinstance(entry, str) for entry in densities):
        return ()
    rho = [entry.spread.value for entry in densities if not isinstance(entry, str)]
    shares = [float(part.mass_fraction.si or 0.0) for part in layer.components]
    phi, _ = composite.volume_fractions(shares, rho, pores)
    return tuple(float(value) for value in np.atleast_1d(phi))


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
    shares = [1.0] if layer.material else [float(part.mass_fraction.si or 0.0) for part in layer.components]

    def layer_density(**values: float) -> float:
        rho = [values[f"rho{index}"] for index in range(len(known))]
        return float(composite.volume_fractions(shares, rho, values["p"])[1])

    spreads = {f"rho{index}": part.spread for index, part in enumerate(known)} | {"p": pores.spread}
    value, low, high = propagate(layer_density, spreads)
    inputs = [item for part in known for item in part.inputs]
    inputs += [
        Input.of("w", f"mass fraction of {design.material(part.material).name}", part.mass_fraction)
        for part in layer.components
    ]
    return Known(Spread(value, low, high), (*inputs, *pores.inputs))


def _scaled(known: Known, factor: float) -> Known:
    low, high = known.spread.low, known.spread.high
    return Known(
        Spread(
            known.spread.value * factor,
            None if low is None else low * factor,
            None if high is None else high * factor,
        ),
        known.inputs,
        known.note,
    )


def _times(first: Known, second: Known) -> Known:
    result = propagate(lambda a, b: a * b, {"a": first.spread, "b": second.spread})
    return Known(Spread(*result), (*first.inputs, *second.inputs))


def _divided(first: Known, second: Known) -> Known:
    result = propagate(lambda a, b: a / b, {"a": first.spread, "b": second.spread})
    return Known(Spread(*result), (*first.inputs, *second.inputs))


def figure(
    key: str, name: str, known: Known | str, unit: str, scale: float, formula: str, layers: tuple[str, ...]
) -> Figure:
    """Show an SI value with its range in ``unit`` (SI value / scale)."""
    if isinstance(known, str):
        return unknown(key, name, unit, known, layers)
    low, high = known.spread.low, known.spread.high
    return Figure(
        key=key, name=name, value=known.spread.value / scale, unit=unit,
        low=None if low is None else low / scale, high=None if high is None else high / scale,
        label="bound" if known.bound else "computed", formula=formula, inputs=known.inputs, note=known.note,
        layers=layers,
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
