"""Changes of layers, seams, conditions and waivers, and what all edits are made of."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import pairwise
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from cellbuilder.app.assembly import embed
from cellbuilder.domain.contact import Interface
from cellbuilder.domain.design import Design, EmbeddedMaterial
from cellbuilder.domain.evidence import Verdict
from cellbuilder.domain.finding import Severity
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.rules import EXCLUSIVE
from cellbuilder.domain.stack import ROLE_ORDER, Component, Layer, Role, Stack, Waiver
from cellbuilder.io.library import Library
from cellbuilder.io.validation import problems_of

Model = TypeVar("Model", bound=BaseModel)


class EditError(Exception):
    """An edit that cannot be made; the text says why, in the user's words."""


def evolve(value: Model, /, **changes: Any) -> Model:
    """Return a validated copy with some fields changed; None removes an optional field.

    Raises:
        EditError: the result would not be valid.
    """
    fields = {name: getattr(value, name) for name in value.model_fields_set}
    fields |= changes
    kept = {name: entry for name, entry in fields.items() if not (entry is None and name in changes)}
    return build(type(value), kept)


def build(model: type[Model], fields: dict[str, Any]) -> Model:
    """Return a validated value object.

    Raises:
        EditError: it would not be valid.
    """
    try:
        return model(**fields)
    except ValidationError as error:
        raise EditError("; ".join(str(problem) for problem in problems_of(error, {}))) from None


def layer_index(design: Design, layer_id: str) -> int:
    """Return where a layer stands, counted from the cathode collector.

    Raises:
        EditError: no such layer.
    """
    for index, layer in enumerate(design.stack.layers):
        if layer.id == layer_id:
            return index
    raise EditError(f"there is no layer called '{layer_id}'")


_OF_THE_MATERIAL: Final = dict.fromkeys(("name", "conductivity", "measured_resistance", "density", "capacity"))


def set_name(design: Design, name: str) -> Design:
    """Rename the design."""
    if not name.strip():
        raise EditError("a design needs a name")
    return evolve(design, name=name.strip())


def set_quantity(design: Design, layer_id: str, field: str, quantity: Quantity | None) -> Design:
    """Set a quantity of a layer; what cannot stand beside it (loading beside thickness ...) is dropped."""
    changes: dict[str, Any] = {field: quantity}
    if quantity is not None:
        changes |= {other: None for pair in EXCLUSIVE if field in pair for other in pair if other != field}
    return change_layer(design, layer_id, lambda layer: evolve(layer, **changes))


def set_material(design: Design, layer_id: str, material_id: str, library: Library) -> Design:
    """Make a layer of one library material.

    A composition it had is dropped, and so is what was measured on the material before; its thickness stays.
    """
    design = with_materials(design, [material_id], library)
    changed = change_layer(
        design,
        layer_id,
        lambda layer: evolve(layer, material=material_id, components=None, **_OF_THE_MATERIAL),
    )
    return without_unused_materials(changed)


def set_components(design: Design, layer_id: str, components: tuple[Component, ...], library: Library) -> Design:
    """Give a layer a new composition (wt %, adding up to 100)."""
    ids = [part.material for part in components]
    ids += [part.coating.material for part in components if part.coating is not None]
    design = with_materials(design, ids, library)
    changed = change_layer(design, layer_id, lambda layer: evolve(layer, components=components, material=None))
    return without_unused_materials(changed)


def add_layer(
    design: Design, index: int, role: Role, material_id: str, thickness: Quantity, library: Library
) -> Design:
    """Insert a layer of one material before position ``index``."""
    design = with_materials(design, [material_id], library)
    return add_body(design, index, role, {"material": material_id, "thickness": thickness})


def add_body(design: Design, index: int, role: Role, fields: dict[str, Any]) -> Design:
    """Insert a layer with these fields before position ``index``; its materials are embedded already."""
    layer = build(Layer, {"id": free_id(design, role), "role": role, **fields})
    layers = [*design.stack.layers]
    layers.insert(max(0, min(index, len(layers))), layer)
    return with_layers(design, layers)


def remove_layer(design: Design, layer_id: str) -> Design:
    """Take a layer out.

    Raises:
        EditError: it is the last one.
    """
    layers = [layer for layer in design.stack.layers if layer.id != layer_id]
    if not layers:
        raise EditError("a stack needs at least one layer")
    layer_index(design, layer_id)
    return without_unused_materials(with_layers(design, layers))


def move_layer(design: Design, layer_id: str, to_index: int) -> Design:
    """Move a layer so that it stands at ``to_index``."""
    layers = [*design.stack.layers]
    layer = layers.pop(layer_index(design, layer_id))
    layers.insert(max(0, min(to_index, len(layers))), layer)
    return with_layers(design, layers)


def set_interface(design: Design, between: tuple[str, str], resistance: Quantity | None) -> Design:
    """Enter a measured resistance of a seam, or remove it."""
    kept = [entry for entry in design.stack.interfaces if set(entry.between) != set(between)]
    if resistance is not None:
        kept.append(build(Interface, {"between": between, "area_resistance": resistance}))
    return with_stack(design, evolve(design.stack, interfaces=tuple(kept)))


def set_condition(design: Design, field: str, quantity: Quantity | None) -> Design:
    """Set temperature, current density, C-rate or a pressure; the two currents exclude each other."""
    changes: dict[str, Any] = {field: quantity}
    if field == "current_density" and quantity is not None:
        changes["c_rate"] = None
    if field == "c_rate" and quantity is not None:
        changes["current_density"] = None
    return with_stack(design, evolve(design.stack, conditions=evolve(design.stack.conditions, **changes)))


def waive(
    design: Design, finding_id: str, reason: str, *, severity: Severity | None = None, verdict: Verdict | None = None
) -> Design:
    """Accept a finding with a reason; an empty reason takes the waiver back.

    ``severity`` and ``verdict`` are those of the finding now; the waiver does not hold for a worse one.
    """
    kept = tuple(waiver for waiver in design.waivers if waiver.finding != finding_id)
    if reason.strip():
        form = {"severity": severity, "verdict": verdict}
        said = {name: value for name, value in form.items() if value is not None}
        kept = (*kept, build(Waiver, {"finding": finding_id, "reason": reason.strip(), **said}))
    return evolve(design, waivers=kept)


def without_waivers(design: Design, waivers: Collection[Waiver]) -> Design:
    """Drop waivers, such as those for which there is no finding any more."""
    return evolve(design, waivers=tuple(waiver for waiver in design.waivers if waiver not in waivers))


def without_unused_materials(design: Design) -> Design:
    """Drop embedded materials that no layer uses any more."""
    used = set(design.stack.material_ids)
    kept = {key: entry for key, entry in design.materials.items() if key in used}
    return design if len(kept) == len(design.materials) else evolve(design, materials=kept)


def with_materials(design: Design, ids: list[str], library: Library) -> Design:
    """Embed materials of the library that the design does not hold yet."""
    missing = [key for key in dict.fromkeys(ids) if key not in design.materials]
    if not missing:
        return design
    try:
        added: dict[str, EmbeddedMaterial] = embed(library, missing)
    except KeyError as error:
        raise EditError(f"the library holds no material called {error.args[0]!r}") from None
    return evolve(design, materials=design.materials | added)


def change_layer(design: Design, layer_id: str, change: Callable[[Layer], Layer]) -> Design:
    """Change one layer; the others are shared."""
    index = layer_index(design, layer_id)
    layers = [*design.stack.layers]
    layers[index] = change(layers[index])
    return with_layers(design, layers)


def with_layers(design: Design, layers: list[Layer]) -> Design:
    """Give a design these layers; what was known of contacts that are gone is dropped."""
    ids = [layer.id for layer in layers]
    neighbours = {frozenset(pair) for pair in pairwise(ids)}
    kept = tuple(entry for entry in design.stack.interfaces if frozenset(entry.between) in neighbours)
    changes: dict[str, Any] = {"layers": tuple(layers)}
    if kept != design.stack.interfaces:
        changes["interfaces"] = kept
    return with_stack(design, evolve(design.stack, **changes))


def with_stack(design: Design, stack: Stack) -> Design:
    """Give a design another stack."""
    return evolve(design, stack=stack)


def free_id(design: Design, role: Role) -> str:
    """Return an id for a new layer of this role."""
    base = role.replace(" ", "-")
    taken = {layer.id for layer in design.stack.layers}
    number = 1
    while (name := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return name


def usual_index(design: Design, role: Role) -> int:
    """Return the position at which a layer of this role usually stands."""
    rank = ROLE_ORDER.index(role)
    for index, layer in enumerate(design.stack.layers):
        if ROLE_ORDER.index(layer.role) > rank:
            return index
    return len(design.stack.layers)
