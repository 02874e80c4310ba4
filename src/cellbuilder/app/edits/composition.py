"""Changes of a composite layer: ingredients, shares that always add up to 100 wt%, coatings."""

from __future__ import annotations

from typing import Any, Final

from cellbuilder.app.edits.core import (
    EditError,
    build,
    change_layer,
    evolve,
    layer_index,
    set_components,
    without_unused_materials,
)
from cellbuilder.compatibility import exchanges
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Coating, Component, Function, Layer, Role
from cellbuilder.io.library import Library

BALANCE: Final = "balance to 100 wt%"
"""The note of a share begins with these words where its ingredient takes up what the others leave."""
COATING: Final = Quantity(
    value=10, unit="nm", kind="assumption", note="thickness not reported; 10 nm is usual for a coating"
)
"""How thick a new coating is made where no rule of the library says it."""
FIRST_SHARE: Final[dict[Function, float]] = {
    "active material": 10, "catholyte": 20, "electrolyte": 20, "carbon": 3, "binder": 2, "other": 5,
}  # fmt: skip
"""The share in wt% with which a new ingredient starts; shown as an assumption."""
_ORDER: Final = ("catholyte", "electrolyte", "active material", "carbon", "binder", "other")
_OF_THE_GRAIN: Final = ("charge_transfer", "capacity", "first_cycle_efficiency", "diffusivity", "ion_content")
_OF_THE_MIXTURE: Final = ("conductivity", "measured_resistance", "density")


def balance_row(layer: Layer, edited: int) -> int:
    """Return which component takes up the balance when another is changed.

    It is the one that was named for it, or else the catholyte, or else the active material.
    """
    others = [index for index in range(len(layer.components)) if index != edited]
    named = next((index for index in others if is_balance(layer.components[index])), None)
    return named if named is not None else min(others, key=lambda index: _ORDER.index(layer.components[index].function))


def is_balance(part: Component) -> bool:
    """Whether a component was named to take up the balance."""
    return (part.mass_fraction.note or "").startswith(BALANCE)


def set_balance(design: Design, layer_id: str, row: int) -> Design:
    """Name the component that takes up the balance; no share changes."""
    layer = _composite(design, layer_id, row)
    parts = [_with_share(part, _unmarked(part.mass_fraction)) for part in layer.components]
    share = parts[row].mass_fraction
    note = f"{BALANCE}; {share.note}" if share.note else BALANCE
    parts[row] = _with_share(parts[row], evolve(share, note=note))
    return _with_parts(design, layer_id, parts)


def set_share(design: Design, layer_id: str, row: int, share: Quantity) -> Design:
    """Change the mass fraction of one component; the balance row takes up the difference.

    Raises:
        EditError: the balance would fall below zero, or there is nothing to balance with.
    """
    layer = design.stack.layers[layer_index(design, layer_id)]
    if len(layer.components) < 2:
        raise EditError("the layer has one component only, so it is 100 wt%")
    if share.si is None:
        raise EditError("a share needs a number")
    balance = balance_row(layer, row)
    shares = [part.mass_fraction.si or 0.0 for part in layer.components]
    shares[row] = share.si
    left = _left(shares, balance, layer.components[balance])
    parts = [*layer.components]
    parts[row] = evolve(parts[row], mass_fraction=share)
    parts[balance] = evolve(parts[balance], mass_fraction=left)
    return _with_parts(design, layer_id, parts)


def set_component_material(design: Design, layer_id: str, row: int, material_id: str, library: Library) -> Design:
    """Swap the material of one component; share, coating and grain size stay, what was measured on the old one goes."""
    layer = _composite(design, layer_id, row)
    if layer.components[row].material == material_id:
        return design
    parts = [_without(part, _OF_THE_GRAIN if index == row else ("charge_transfer",))
             for index, part in enumerate(layer.components)]  # fmt: skip
    parts[row] = evolve(parts[row], material=material_id)
    return set_components(_without_mixture(design, layer_id), layer_id, tuple(parts), library)


def usual_coating(library: Library) -> Quantity:
    """Return how thick a coating is where nobody says it: as the rule about remedies assumes."""
    rule = library.rules.rule(exchanges.RULE)
    known = None if rule is None else rule.limits.get("coating")
    return COATING if known is None or known.value is None else known


def set_coating(
    design: Design,
    layer_id: str,
    row: int,
    material_id: str | None,
    library: Library,
    thickness: Quantity | None = None,
) -> Design:
    """Coat the grains of a component, coat them with something else, or take the coating off.

    The thickness of an earlier coating stays, else the usual one is assumed. What was measured on the surface of the
    grains before is dropped.
    """
    part = _composite(design, layer_id, row).components[row]
    if material_id is None:
        if part.coating is None:
            return design
        parts = _replaced(design, layer_id, row, evolve(_without(part, ("charge_transfer",)), coating=None))
        return without_unused_materials(_with_parts(design, layer_id, parts))
    before = None if part.coating is None else part.coating.thickness
    if part.coating is not None and part.coating.material == material_id and thickness in (None, before):
        return design
    fields = {"material": material_id, "thickness": thickness or before or usual_coating(library)}
    coated = evolve(_without(part, ("charge_transfer",)), coating=build(Coating, fields))
    return set_components(design, layer_id, tuple(_replaced(design, layer_id, row, coated)), library)


def add_component(
    design: Design, layer_id: str, function: Function, material_id: str, library: Library, share: Quantity | None = None
) -> Design:
    """Add an ingredient; the balance row gives what it takes. A layer of one material becomes a composite."""
    layer = design.stack.layers[layer_index(design, layer_id)]
    taken = share or Quantity(
        value=FIRST_SHARE[function], unit="wt%", kind="assumption", note="a usual share, change it"
    )
    parts = [*layer.components] or [_only_ingredient(layer)]
    balance = balance_row(evolve(layer, components=tuple(parts), material=None, **_GONE), len(parts))
    parts.append(build(Component, {"material": material_id, "function": function, "mass_fraction": taken}))
    balanced = tuple(_balanced(parts, balance))
    return set_components(_without_mixture(design, layer_id), layer_id, balanced, library)


def remove_component(design: Design, layer_id: str, row: int) -> Design:
    """Take an ingredient out; the balance row gets its share.

    Raises:
        EditError: it is the only one.
    """
    layer = _composite(design, layer_id, row)
    if len(layer.components) < 2:
        raise EditError("a layer needs at least one ingredient")
    balance = balance_row(layer, row)
    parts = [part for index, part in enumerate(layer.components) if index != row]
    balanced = _balanced(parts, balance - (balance > row))
    return without_unused_materials(_with_parts(_without_mixture(design, layer_id), layer_id, balanced))


_GONE: Final[dict[str, None]] = dict.fromkeys(("capacity", "ion_content"))


def main_function(role: Role) -> Function:
    """Return as what the material of a layer counts, should others join it."""
    if role in ("cathode", "anode"):
        return "active material"
    return "other" if role in ("cathode collector", "anode collector") else "electrolyte"


def _only_ingredient(layer: Layer) -> Component:
    own = {name: getattr(layer, name) for name in _GONE if getattr(layer, name) is not None}
    whole = Quantity(value=100, unit="wt%", note=BALANCE)
    return build(Component, {"material": layer.material, "function": main_function(layer.role),
                             "mass_fraction": whole, **own})  # fmt: skip


def _balanced(parts: list[Component], balance: int) -> list[Component]:
    left = _left([part.mass_fraction.si or 0.0 for part in parts], balance, parts[balance])
    return [evolve(part, mass_fraction=left) if row == balance else part for row, part in enumerate(parts)]


def _left(shares: list[float], balance: int, part: Component) -> Quantity:
    """Return what the others leave for the balance row."""
    rest = sum(share for row, share in enumerate(shares) if row != balance)
    left = round(100.0 * (1.0 - rest), 6)
    if left < 0:
        raise EditError(f"that leaves {left:g} wt% for the {part.function}")
    return Quantity(value=int(left) if left.is_integer() else left, unit="wt%", note=BALANCE)


def _unmarked(share: Quantity) -> Quantity:
    if not (share.note or "").startswith(BALANCE):
        return share
    return evolve(share, note=(share.note or "").removeprefix(BALANCE).removeprefix("; ") or None)


def _with_share(part: Component, share: Quantity) -> Component:
    return part if share is part.mass_fraction else evolve(part, mass_fraction=share)


def _without(part: Component, fields: tuple[str, ...]) -> Component:
    gone: dict[str, Any] = {name: None for name in fields if getattr(part, name) is not None}
    return evolve(part, **gone) if gone else part


def _without_mixture(design: Design, layer_id: str) -> Design:
    """Drop what was measured on the layer as it was mixed before."""
    layer = design.stack.layers[layer_index(design, layer_id)]
    gone: dict[str, Any] = {name: None for name in (*_OF_THE_MIXTURE, *_GONE) if getattr(layer, name) is not None}
    return change_layer(design, layer_id, lambda now: evolve(now, **gone)) if gone else design


def _composite(design: Design, layer_id: str, row: int) -> Layer:
    layer = design.stack.layers[layer_index(design, layer_id)]
    if not 0 <= row < len(layer.components):
        raise EditError(f"the layer '{layer_id}' has no ingredient number {row + 1}")
    return layer


def _replaced(design: Design, layer_id: str, row: int, part: Component) -> list[Component]:
    parts = [*_composite(design, layer_id, row).components]
    parts[row] = part
    return parts


def _with_parts(design: Design, layer_id: str, parts: list[Component]) -> Design:
    return change_layer(design, layer_id, lambda now: evolve(now, components=tuple(parts)))
