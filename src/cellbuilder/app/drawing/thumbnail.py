"""A cell as small as a stamp: layers and particles, no words, no marks."""

from __future__ import annotations

import math

from cellbuilder.app.colours import Colours
from cellbuilder.app.drawing.layers import thicknesses
from cellbuilder.app.drawing.picture import tile
from cellbuilder.app.drawing.recipe import recipe
from cellbuilder.app.drawing.shapes import Box, Rect, Shape, Style
from cellbuilder.domain.design import Design

DETAIL = 0.45
"""Particles of a small picture are so much smaller than those of the large one."""


def thumbnail(design: Design, width: float, height: float, colours: Colours) -> tuple[Shape, ...]:
    """Return the shapes of a small picture; thicknesses as far as they are entered."""
    entered = thicknesses(design, None)
    sizes = [entered.get(layer.id) for layer in design.stack.layers]
    weights = [1.6 if size is None else 0.75 + 0.5 * math.log10(1.0 + size) for size in sizes]
    scale, x = width / sum(weights), 0.0
    shapes: list[Shape] = []
    for layer, weight in zip(design.stack.layers, weights, strict=True):
        box = Box(x, 0.0, weight * scale, height)
        shapes.append(tile(recipe(design, layer), box, colours, detail=DETAIL))
        x = box.right
        shapes.append(Rect(Box(x - 0.5, 0, 1.0, height), Style(fill=colours.base)))
    frame = Style(stroke=colours.line, width=1.0)
    return (*shapes[:-1], Rect(Box(0.5, 0.5, width - 1, height - 1), frame))
