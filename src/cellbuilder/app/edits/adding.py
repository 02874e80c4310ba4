"""New layers: of one material, as a composite, or as a copy of another."""

from __future__ import annotations

from typing import Final

from cellbuilder.app.edits.core import (
    add_body,
    build,
    evolve,
    free_id,
    layer_index,
    with_layers,
    with_materials,
    with_stack,
)
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Component, Function, Layer, Role
from cellbuilder.io.library import Library

RECIPE: Final[tuple[tuple[Function, float], ...]] = (("active material", 70), ("catholyte", 27), ("carbon", 3))
"""What a new composite is made of, in wt%; shown as an assumption."""
_POROSITY: Final = Quantity(value=15, unit="%", kind="assumption", note="usual for a cold-pressed composite, change it")


def add_composite(
    design: Design, index: int, role: Role, materials: dict[Function, str], thickness: Quantity, library: Library
) -> Design:
    """Insert a composite before position ``index``: active material and catholyte, and carbon if it is named."""
    chosen = [(function, share, materials[function]) for function, share in RECIPE if function in materials]
    missing = 100 - sum(share for _, share, _ in chosen)
    parts = []
    for number, (function, share, material) in enumerate(chosen):
        amount = share + missing if number == len(chosen) - 1 else share
        taken = Quantity(value=amount, unit="wt%", kind="assumption", note="a usual share, change it")
        parts.append(build(Component, {"material": material, "function": function, "mass_fraction": taken}))
    design = with_materials(design, [part.material for part in parts], library)
    return add_body(design, index, role, {"components": tuple(parts), "thickness": thickness, "porosity": _POROSITY})


def duplicate_layer(design: Design, layer_id: str) -> Design:
    """Put a copy of a layer behind it; what is known of the contact behind goes to the copy."""
    at = layer_index(design, layer_id)
    layers = [*design.stack.layers]
    layer = layers[at]
    changes = {"id": free_id(design, layer.role)} | ({"name": f"{layer.name} (copy)"} if layer.name else {})
    copy: Layer = evolve(layer, **changes)
    layers.insert(at + 1, copy)
    behind = {layer_id, layers[at + 2].id} if at + 2 < len(layers) else set()
    moved = tuple(
        evolve(entry, between=tuple(copy.id if key == layer_id else key for key in entry.between))
        if set(entry.between) == behind
        else entry
        for entry in design.stack.interfaces
    )
    if moved == design.stack.interfaces:
        return with_layers(design, layers)
    return with_stack(design, evolve(design.stack, layers=tuple(layers), interfaces=moved))
