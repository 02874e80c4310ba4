"""How wide each layer is drawn: in true proportion, or readable, so that 10 nm and 1 mm both show."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from cellbuilder.app.colours import CLASS_COLOURS
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation, Finding
from cellbuilder.domain.stack import Layer
from cellbuilder.engine.geometry import volume_fractions
from cellbuilder.engine.layer_data import active, title

SMALLEST_READABLE_WIDTH = 74.0
NO_BREAK = "\u00a0"
"""Stands between a share and its unit, so that a line is broken before the share, not within."""
THINNEST = 1.5
"""In true proportion a layer stays a visible line."""


@dataclass(frozen=True, slots=True)
class Slab:
    """One layer as drawn: left edge and width in pixels, fill, texts, particles of a composite."""

    layer: Layer
    left: float
    width: float
    fill: str
    heading: str
    content: str
    size: str
    particles: bool
    active_fraction: float
    coating: str | None
    carbon: bool
    porosity: float
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class Seam:
    """One boundary between two layers, with the worst finding that targets both."""

    layers: tuple[str, str]
    x: float
    finding: Finding | None


def slabs(design: Design, evaluation: Evaluation, width: float, *, true_scale: bool) -> tuple[Slab, ...]:
    """Lay the layers side by side over ``width`` pixels."""
    thickness = {row.layer: row.thickness.value for row in evaluation.figures.budget}
    layers = design.stack.layers
    shares = _shares([thickness.get(layer.id) for layer in layers], width, true_scale)
    drawn, left = [], 0.0
    for layer, share in zip(layers, shares, strict=True):
        drawn.append(_slab(design, layer, left, share, thickness.get(layer.id), _inside(layer, evaluation)))
        left += share
    return tuple(drawn)


def _shares(thicknesses: list[float | None], width: float, true_scale: bool) -> list[float]:
    if true_scale:
        known = [value or 0.0 for value in thicknesses]
        total = sum(known) or 1.0
        seen = [max(width * value / total, THINNEST) for value in known]
        return [width * value / sum(seen) for value in seen]
    weights = [1.0 if value is None else 1.0 + 0.45 * math.log10(1.0 + value) for value in thicknesses]
    total = sum(weights)
    floor = min(SMALLEST_READABLE_WIDTH, width / max(len(weights), 1))
    widths = [max(floor, width * weight / total) for weight in weights]
    scale = width / sum(widths)
    return [value * scale for value in widths]


def _inside(layer: Layer, evaluation: Evaluation) -> Finding | None:
    """Return the worst finding about a layer itself, if any is more than a remark."""
    return next(
        (
            item
            for item in evaluation.findings
            if item.targets == (layer.id,) and item.waived is None and item.severity != "info"
        ),
        None,
    )


def _slab(
    design: Design, layer: Layer, left: float, width: float, thickness_um: float | None, finding: Finding | None
) -> Slab:
    part = active(layer)
    coating = part.coating.material if part is not None and part.coating is not None else None
    return Slab(
        layer=layer,
        left=left,
        width=width,
        fill=_fill(design, layer),
        heading=title(design, layer).split(" (", maxsplit=1)[0],
        content=content(design, layer),
        size=_size(thickness_um),
        particles=part is not None,
        active_fraction=_active_fraction(design, layer),
        coating=None if coating is None else design.material(coating).label,
        carbon=any(entry.function == "carbon" for entry in layer.components),
        porosity=layer.porosity.si or 0.0 if layer.porosity is not None else 0.0,
        finding=finding,
    )


def _active_fraction(design: Design, layer: Layer) -> float:
    """Share of the area that active material takes: its volume fraction, or its mass fraction without densities."""
    part = active(layer)
    if part is None:
        return 0.0
    fractions = volume_fractions(design, layer)
    return fractions[layer.components.index(part)] if fractions else part.mass_fraction.si or 0.0


def content(design: Design, layer: Layer) -> str:
    """Say what a layer is made of, one ingredient a line."""
    if layer.material is not None:
        return design.material(layer.material).label
    lines = []
    for part in layer.components:
        coat = f" @ {design.material(part.coating.material).label}" if part.coating is not None else ""
        share = f"{part.mass_fraction.value:g}{NO_BREAK}{part.mass_fraction.unit}"
        lines.append(f"{design.material(part.material).label}{coat} {share}")
    return "\n".join(lines)


def _size(thickness_um: float | None) -> str:
    if thickness_um is None:
        return "thickness unknown"
    if thickness_um < 1.0:
        return f"{thickness_um * 1000:.3g} nm"
    return f"{thickness_um:.3g} µm" if thickness_um < 1000 else f"{thickness_um / 1000:.3g} mm"


def _fill(design: Design, layer: Layer) -> str:
    if layer.role in ("cathode collector", "anode collector"):
        return CLASS_COLOURS["collector"]
    keys = (layer.material,) if layer.material is not None else tuple(part.material for part in layer.components)
    materials = [design.material(key) for key in keys]
    if layer.role in ("cathode", "anode") and layer.components:
        carrier = next((entry for entry in materials if entry.category == "electrolyte"), None)
        return (
            CLASS_COLOURS.get(carrier.material_class or "other", CLASS_COLOURS["other"])
            if carrier
            else CLASS_COLOURS["other"]
        )
    first = materials[0]
    if first.category == "anode" and first.metal_anode in ("metal", "alloy"):
        return CLASS_COLOURS["metal"]
    if first.category == "cathode active material":
        return CLASS_COLOURS["active"]
    if first.category == "electrolyte":
        return CLASS_COLOURS.get(first.material_class or "other", CLASS_COLOURS["other"])
    return CLASS_COLOURS.get(first.category, CLASS_COLOURS["other"])


def seams(drawn: tuple[Slab, ...], evaluation: Evaluation) -> tuple[Seam, ...]:
    """Return the boundaries with the worst finding of each (findings come worst first)."""
    result = []
    for upper, lower in pairwise(drawn):
        pair = (upper.layer.id, lower.layer.id)
        finding = next(
            (item for item in evaluation.findings if set(item.targets) == set(pair) and item.waived is None), None
        )
        result.append(Seam(pair, lower.left, finding))
    return tuple(result)
