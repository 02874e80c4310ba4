"""Where a material that is dropped on the stack goes: which role a new layer has, and how thick it is at first."""

from __future__ import annotations

from typing import Final

from cellbuilder.app import edits
from cellbuilder.app.words import tr
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.design import Design
from cellbuilder.domain.material import Category, Material
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import ROLE_ORDER, Role

_ROLES: Final[dict[Category, tuple[Role, ...]]] = {
    "electrolyte": ("electrolyte", "anode interface layer", "cathode interface layer"),
    "coating": ("cathode interface layer", "anode interface layer"),
    "cathode active material": ("cathode",),
    "anode": ("anode", "anode interface layer"),
    "collector": ("cathode collector", "anode collector"),
}
"""Roles of a layer of one material, the likeliest first."""
_USUAL_UM: Final[dict[Role, float]] = {
    "cathode collector": 15, "cathode": 60, "cathode interface layer": 0.1, "electrolyte": 50,
    "anode interface layer": 5, "anode": 50, "anode collector": 10,
}  # fmt: skip


def usual_thickness(role: Role) -> Quantity:
    """Return how thick a new layer is at first; an assumption, and marked as one."""
    return Quantity(value=_USUAL_UM[role], unit="um", kind="assumption", note=tr("a usual size, change it"))


def role_at(design: Design, index: int, material: Material) -> Role | None:
    """Return the role that a layer of a material has between its neighbours; None if it makes no layer of its own."""
    roles = tuple(dict.fromkeys(role for use in (material.category, *material.also) for role in _ROLES.get(use, ())))
    if not roles:
        return None
    layers = design.stack.layers
    before = ROLE_ORDER.index(layers[index - 1].role) if index > 0 else 0
    after = ROLE_ORDER.index(layers[index].role) if index < len(layers) else len(ROLE_ORDER) - 1
    between = range(min(before, after), max(before, after) + 1)
    strictly = [role for role in roles if before < ROLE_ORDER.index(role) < after]
    fitting = strictly or [role for role in roles if ROLE_ORDER.index(role) in between]
    if fitting:
        return fitting[0]
    return min(roles, key=lambda role: abs(ROLE_ORDER.index(role) - (before + after) / 2))


def insert_material(design: Design, index: int, material_id: str, workspace: Workspace) -> Design:
    """Insert a layer of a library material before position ``index``, as thick as such layers usually are.

    Raises:
        EditError: the material makes no layer of its own.
    """
    material = workspace.library.material(material_id)
    role = role_at(design, index, material)
    if role is None:
        raise edits.EditError(f"{material.label} makes no layer of its own; drop it on a layer to put it inside")
    return edits.add_layer(design, index, role, material_id, usual_thickness(role), workspace.library)
