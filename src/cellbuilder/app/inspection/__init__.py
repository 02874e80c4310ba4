"""What can be edited of what is selected, as rows without widgets, and what stands behind each of them."""

from __future__ import annotations

from itertools import pairwise

from cellbuilder.app.inspection.cell import of_cell, of_conditions, of_seam
from cellbuilder.app.inspection.layers import of_layer, sizing
from cellbuilder.app.inspection.rows import (
    SHARE,
    THIN,
    Body,
    Choice,
    Composition,
    Number,
    Packaging,
    Part,
    Range,
    Row,
    Section,
    Sizing,
    Told,
    Whole,
    Words,
)
from cellbuilder.app.inspection.values import (
    ENTERED,
    NOTHING,
    Originals,
    StandIn,
    assumptions,
    cited,
    converted,
    of_library,
    origin,
    set_to,
    sized,
    sizings,
    span_of,
    stands_in,
    stepped,
    usual,
    volume_share,
)
from cellbuilder.domain.design import Design

__all__ = [
    "ENTERED",
    "NOTHING",
    "SHARE",
    "THIN",
    "Body",
    "Choice",
    "Composition",
    "Number",
    "Originals",
    "Packaging",
    "Part",
    "Range",
    "Row",
    "Section",
    "Sizing",
    "StandIn",
    "Told",
    "Whole",
    "Words",
    "assumptions",
    "cited",
    "converted",
    "kind_of",
    "of_cell",
    "of_conditions",
    "of_layer",
    "of_library",
    "of_seam",
    "of_selection",
    "origin",
    "set_to",
    "sized",
    "sizing",
    "sizings",
    "span_of",
    "stands_in",
    "stepped",
    "usual",
    "volume_share",
]  # fmt: skip


def kind_of(design: Design, chosen: tuple[str, ...]) -> str:
    """Return what is selected: ``layer``, ``seam`` or ``cell``."""
    if len(chosen) == 1:
        return "layer"
    return "seam" if chosen in tuple(pairwise(layer.id for layer in design.stack.layers)) else "cell"


def of_selection(design: Design, chosen: tuple[str, ...]) -> tuple[Section, ...]:
    """Return what can be edited of a layer, of a seam (two neighbours), or of the cell, and the conditions."""
    kind = kind_of(design, chosen)
    if kind == "layer":
        return (*of_layer(design, chosen[0]), *of_conditions(is_open=False))
    if kind == "seam":
        return (*of_seam(design, (chosen[0], chosen[1])), *of_conditions(is_open=True))
    return of_cell(design)
