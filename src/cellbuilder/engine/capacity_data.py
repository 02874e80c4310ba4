"""What an electrode stores: its host materials, and the capacity per gram of each."""

from __future__ import annotations

from typing import Final, Literal

from cellbuilder.domain import formula as chemistry
from cellbuilder.domain.design import Design
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.stack import Layer
from cellbuilder.engine import layer_data
from cellbuilder.engine.calculation import Calculation, Leaf
from cellbuilder.engine.kernels import inventory
from cellbuilder.engine.layer_data import Known

AnodeKind = Literal["metal", "alloy", "host", "none"]
"""How the anode stores the ion; ``none`` where no material of it does."""
PLATEAU: Final = Quantity(
    value=0.85, unit="1", low=0.82, high=0.89, kind="estimate", read_from="secondary",
    source=SourceRef(ref="physics-notes", section="1d"), note="Li/In at which the 0.62 V plateau ends",
)  # fmt: skip


def specific(
    calculation: Calculation, design: Design, material: Material, key: str, own: Quantity | None
) -> Known | str:
    """Return the specific capacity of a host: this sample's own, else the practical one, else n F / M as a ceiling."""
    if own is not None:
        entered = layer_data.given(calculation, f"specific capacity:{key}", "q",
                                   f"specific capacity of {material.label} in this cell", own)  # fmt: skip
        return layer_data.marked_unknown("capacity", material.label) if entered is None else Known(entered)
    theoretical = design.stack.conventions.capacity == "theoretical"
    if _is_bare_indium(material) and not theoretical:
        return _plateau(calculation, material)
    if material.capacity is not None and not (theoretical and material.theoretical_capacity_mah_per_g):
        leaf = layer_data.given(calculation, f"capacity of:{material.id}", "q",
                                f"specific capacity of {material.label}", material.capacity)  # fmt: skip
        if leaf is not None and material.capacity.kind == "bound":
            return Known(leaf, f"at most: {material.label} taken to its full uptake", "ceiling")
        if leaf is not None:
            note = "practical capacity at low rate; solid cells often deliver 60 to 95 % of it"
            return Known(leaf, None if material.metal_anode in ("metal", "alloy") else note)
    value = material.theoretical_capacity_mah_per_g
    if value is None:
        return f"no capacity of {material.label} is on record"
    molar = chemistry.molar_mass_g_per_mol(material.formula or "")
    bound = Quantity(
        value=value, unit="mAh/g", kind="bound",
        note=f"n F / (3.6 M) with n = {material.electrons:g} and M = {molar:.5g} g/mol of {material.formula}; "
        "practical capacity is smaller",
    )  # fmt: skip
    leaf = calculation.leaf(
        f"theoretical capacity:{material.id}", "q", f"theoretical capacity of {material.label}", bound
    )
    assert leaf is not None
    return Known(leaf, "at most: the theoretical capacity is used", "ceiling")


def plateau_end(calculation: Calculation) -> Leaf:
    """Return the Li/In ratio at which indium leaves its plateau at 0.62 V."""
    end = calculation.leaf("end of the Li-In plateau", "y_end", "Li per In at the end of the plateau", PLATEAU)
    assert end is not None
    return end


def _is_bare_indium(material: Material) -> bool:
    stated = material.capacity is not None and material.capacity.kind == "bound"
    bare = material.metal_anode == "alloy" and material.holds_ion_as_made is False
    return material.family == "Li-In" and bare and not stated


def _plateau(calculation: Calculation, material: Material) -> Known:
    """Return what indium without lithium takes up until its plateau ends, per gram."""
    host = chemistry.molar_mass_g_per_mol("In") / 1000.0
    step = calculation.step(
        f"capacity of:{material.id}", "q", f"specific capacity of {material.label}", "mAh/g",
        lambda end: inventory.plateau_capacity(end, host), f"y_end * F / (3600 * {host:.9g})",
        [("y_end", plateau_end(calculation))], label="estimate",
    )  # fmt: skip
    return Known(step, "what indium takes up until its plateau at 0.62 V ends")


def hosts(design: Design, role: Literal["cathode", "anode"]) -> tuple[Material, ...]:
    """Return the materials that store the ion in an electrode."""
    found = []
    for layer in design.stack.layers:
        if layer.role == role:
            keys = (layer.material,) if layer.material else tuple(part.material for part in layer_data.actives(layer))
            found += [design.material(key) for key in keys]
    return tuple({material.id: material for material in found}.values())


def anode_layer(design: Design) -> Layer | None:
    """Return the anode, or None where the stack is built without one."""
    return next((layer for layer in design.stack.layers if layer.role == "anode"), None)


def anode_free(design: Design) -> bool:
    """Whether the metal is to be plated on a bare collector."""
    return anode_layer(design) is None and any(layer.role == "anode collector" for layer in design.stack.layers)


def anode_kind(design: Design) -> AnodeKind:
    """Return how the anode stores the ion."""
    material = next(iter(hosts(design, "anode")), None)
    return "none" if material is None else material.metal_anode or "host"


def cathode_is_empty(design: Design) -> bool:
    """Whether the cathode is built without the working ion (TiS2, NaTi2(PO4)3 ...)."""
    found = hosts(design, "cathode")
    return bool(found) and all(material.holds_ion_as_made is False for material in found)


def lacks_ion(design: Design) -> bool:
    """Whether neither electrode brings the working ion, so that there is nothing to cycle."""
    stores = hosts(design, "anode")
    if anode_layer(design) is not None and not stores:
        return False
    return cathode_is_empty(design) and all(material.holds_ion_as_made is False for material in stores)
