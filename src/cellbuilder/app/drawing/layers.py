"""Where each layer of a cell is drawn: in true proportion, or readable, so that 10 nm and 1 mm both show."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

from cellbuilder.app import present
from cellbuilder.app.drawing.words import NO_BREAK
from cellbuilder.app.words import tr
from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation, Finding
from cellbuilder.domain.stack import Layer
from cellbuilder.engine.layer_data import title

SMALLEST_READABLE_WIDTH: Final = 74.0
THINNEST: Final = 1.5
"""In true proportion a layer stays a visible line."""


@record
class Slab:
    """One layer as drawn: left edge and width in pixels, its texts, the worst finding about it."""

    layer: Layer
    left: float
    width: float
    heading: str
    content: str
    size: str
    thickness_um: float | None
    finding: Finding | None


@record
class Seam:
    """One boundary between two layers, with the worst finding that targets both."""

    layers: tuple[str, str]
    x: float
    finding: Finding | None


def slab(
    design: Design, layer: Layer, left: float, width: float, thickness_um: float | None, evaluation: Evaluation | None
) -> Slab:
    """Return one layer with its texts."""
    return Slab(
        layer, left, width,
        heading=title(design, layer).split(" (", maxsplit=1)[0], content=content(design, layer),
        size=size_text(thickness_um), thickness_um=thickness_um, finding=_inside(design, layer, evaluation),
    )  # fmt: skip


def thicknesses(design: Design, evaluation: Evaluation | None) -> dict[str, float | None]:
    """Return the thickness of every layer in micrometres: calculated, or as far as it is entered."""
    if evaluation is not None:
        return {row.layer: row.thickness.value for row in evaluation.figures.budget}
    entered = ((layer.id, layer.thickness) for layer in design.stack.layers)
    return {key: None if entry is None or entry.si is None else entry.si * 1e6 for key, entry in entered}


def shares(sizes: list[float | None], width: float, *, true_scale: bool) -> list[float]:
    """Return how many pixels each thickness takes of a width."""
    if not sizes:
        return []
    if true_scale:
        known = [value or 0.0 for value in sizes]
        total = sum(known) or 1.0
        seen = [max(width * value / total, THINNEST) for value in known]
        return [width * value / sum(seen) for value in seen]
    weights = [1.0 if value is None else 1.0 + 0.45 * math.log10(1.0 + value) for value in sizes]
    total = sum(weights)
    floor = min(SMALLEST_READABLE_WIDTH, width / max(len(weights), 1))
    widths = [max(floor, width * weight / total) for weight in weights]
    scale = width / sum(widths)
    return [value * scale for value in widths]


def _inside(design: Design, layer: Layer, evaluation: Evaluation | None) -> Finding | None:
    """Return the worst finding about a layer itself, if any is more than a remark.

    What is wrong with several layers together stands in each of them, if it is an error; at a seam it stands there.
    """
    found = evaluation.findings if evaluation is not None else ()
    told = (item for item in found if item.waived is None and item.severity != "info")
    seams = {frozenset(pair) for pair in pairwise(each.id for each in design.stack.layers)}
    return next(
        (
            item
            for item in told
            if item.targets == (layer.id,)
            or (item.severity == "error" and layer.id in item.targets and frozenset(item.targets) not in seams)
        ),
        None,
    )


def content(design: Design, layer: Layer) -> str:
    """Say what a layer is made of, one ingredient a line."""
    if layer.material is not None:
        return design.material(layer.material).label
    lines = []
    for part in layer.components:
        coat = f" @ {design.material(part.coating.material).label}" if part.coating is not None else ""
        share = present.localised(f"{part.mass_fraction.value:g}{NO_BREAK}{part.mass_fraction.unit}")
        lines.append(f"{design.material(part.material).label}{coat} {share}")
    return "\n".join(lines)


def size_text(thickness_um: float | None) -> str:
    """Return a thickness in the unit that suits it."""
    if thickness_um is None:
        return tr("thickness unknown")
    if thickness_um < 1.0:
        return present.localised(f"{thickness_um * 1000:.3g} nm")
    return present.localised(f"{thickness_um:.3g} µm" if thickness_um < 1000 else f"{thickness_um / 1000:.3g} mm")


def seams(drawn: tuple[Slab, ...], evaluation: Evaluation | None) -> tuple[Seam, ...]:
    """Return the boundaries with the worst finding of each (findings come worst first)."""
    worst: dict[frozenset[str], Finding] = {}
    for item in evaluation.findings if evaluation is not None else ():
        if item.waived is None and len(item.targets) == 2:
            worst.setdefault(frozenset(item.targets), item)
    result = []
    for upper, lower in pairwise(drawn):
        pair = (upper.layer.id, lower.layer.id)
        result.append(Seam(pair, lower.left, worst.get(frozenset(pair))))
    return tuple(result)
