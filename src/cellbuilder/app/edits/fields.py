"""Changes of any one field of a design, named by its path.

A path starts with where the field is: ``("layer", id, ...)``, ``("seam", upper, lower, ...)``, ``("conditions", ...)``,
``("cutoffs", ...)``, ``("format", ...)``, ``("conventions", ...)`` or ``("design", ...)``.
"""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel

from cellbuilder.app.edits.core import (
    EditError,
    build,
    change_layer,
    evolve,
    layer_index,
    set_name,
    with_materials,
    with_stack,
    without_unused_materials,
)
from cellbuilder.domain.contact import Interface
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.rules import EXCLUSIVE
from cellbuilder.domain.stack import Role
from cellbuilder.io.library import Library

Path = tuple[str | int, ...]
"""The way to a field, layers and seams by the ids of layers."""

SIZES: Final = ("thickness", "loading", "areal_capacity", "pressed")
"""What can size a layer."""
_EXCLUSIVE: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "Layer": EXCLUSIVE,
    "Interface": (("area_resistance", "measured"),),
    "Conditions": (("current_density", "c_rate"),),
    "ChargeTransfer": (("area_resistance", "exchange_current_density"),),
    "MeasuredResistance": (("area", "diameter"),),
}
"""Pairs of fields of which one can stand, by the class that has them."""


def value_at(design: Design, path: Path) -> Any:
    """Return what stands at a path; None where nothing does."""
    node: Any
    if path[0] == "layer":
        node, rest = design.stack.layers[layer_index(design, str(path[1]))], path[2:]
    elif path[0] == "seam":
        node, rest = _seam(design, path), path[3:]
    elif path[0] == "design":
        node, rest = design, path[1:]
    else:
        node, rest = design.stack, path
    for step in rest:
        if node is None:
            return None
        node = node[step] if isinstance(step, int) else getattr(node, step, None)
    return node


def set_at(design: Design, path: Path, value: Any) -> Design:
    """Put a value at a path, None to leave the field out; what cannot stand beside it is dropped.

    Raises:
        EditError: the field does not take the value, or there is no such field.
    """
    if isinstance(value, str):
        value = value.strip() or None
    if path == ("design", "name"):
        return set_name(design, value or "")
    if path[0] == "design":
        return evolve(design, **{str(path[1]): value})
    if path[0] == "layer":
        return change_layer(design, str(path[1]), lambda layer: _put(layer, path[2:], value))
    if path[0] == "seam":
        return _with_seam(design, path, value)
    stack = design.stack
    if len(path) == 1:
        return with_stack(design, evolve(stack, **{str(path[0]): value}))
    return with_stack(design, _put(stack, path, value))


def resize(design: Design, layer_id: str, **sizes: Any) -> Design:
    """Size a layer anew, by ``thickness``, ``loading`` (with ``loading_basis``), ``areal_capacity`` or ``pressed``.

    What sized it before is dropped; with ``pressed`` and ``thickness`` so are porosity and density, which follow.
    """
    changes: dict[str, Any] = {**dict.fromkeys(SIZES), "loading_basis": None, **sizes}
    if sizes.get("pressed") is not None and sizes.get("thickness") is not None:
        changes |= {"porosity": None, "density": None}
    return change_layer(design, layer_id, lambda layer: evolve(layer, **changes))


def set_packaging(design: Design, material_id: str | None, library: Library) -> Design:
    """Wrap the cell in a material of the library, or in none."""
    held = design if material_id is None else with_materials(design, [material_id], library)
    return without_unused_materials(set_at(held, ("format", "packaging"), material_id))


def set_role(design: Design, layer_id: str, role: Role) -> Design:
    """Give a layer another role; its place stays."""
    return change_layer(design, layer_id, lambda layer: evolve(layer, role=role))


def rename_layer(design: Design, layer_id: str, name: str) -> Design:
    """Give a layer a name of its own; an empty one is taken back to role and material."""
    return set_at(design, ("layer", layer_id, "name"), name)


def _put(owner: Any, path: Path, value: Any) -> Any:
    """Return a value object with another value at a path below it."""
    step = path[0]
    if isinstance(owner, tuple):
        if not isinstance(step, int) or not 0 <= step < len(owner):
            raise EditError(f"there is no number {step} here")
        inner = value if len(path) == 1 else _put(owner[step], path[1:], value)
        return (*owner[:step], inner, *owner[step + 1 :])
    if not isinstance(owner, BaseModel):
        raise EditError(f"there is nothing to hold '{step}' yet")
    field = str(step)
    if len(path) > 1:
        return evolve(owner, **{field: _put(getattr(owner, field, None), path[1:], value)})
    changes: dict[str, Any] = {field: value}
    if value is not None:
        pairs = _EXCLUSIVE.get(type(owner).__name__, ())
        changes |= {other: None for pair in pairs if field in pair for other in pair if other != field}
    return evolve(owner, **changes)


def _seam(design: Design, path: Path) -> Interface | None:
    between = set(path[1:3])
    return next((entry for entry in design.stack.interfaces if set(entry.between) == between), None)


def _with_seam(design: Design, path: Path, value: Any) -> Design:
    entries, held = list(design.stack.interfaces), _seam(design, path)
    entry = _put(held or build(Interface, {"between": (path[1], path[2])}), path[3:], value)
    empty = all(getattr(entry, name) is None for name in type(entry).model_fields if name != "between")
    if held is None:
        entries += [] if empty else [entry]
    else:
        entries[entries.index(held) : entries.index(held) + 1] = [] if empty else [entry]
    return with_stack(design, evolve(design.stack, interfaces=tuple(entries) or None))


def with_range(quantity: Quantity, /, **changes: Any) -> Quantity:
    """Return a quantity with another range, kind or note; value, unit and source stay.

    Raises:
        EditError: the range does not hold the value.
    """
    return evolve(quantity, **changes)
