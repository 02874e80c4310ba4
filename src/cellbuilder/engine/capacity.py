"""Areal capacity of both electrodes, the limiting one, and N/P."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cellbuilder.domain.design import Design
from cellbuilder.domain.material import Material
from cellbuilder.domain.result import Figure, Input, Label, unknown
from cellbuilder.domain.stack import Layer
from cellbuilder.engine import layer_data
from cellbuilder.engine.geometry import Body
from cellbuilder.engine.layer_data import Known
from cellbuilder.engine.ranges import Spread, propagate

MAH_PER_CM2 = 10.0
AnodeKind = Literal["metal", "alloy", "host", "none"]
"""How the anode stores the ion; ``none`` where no material of it does."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Capacities of both electrodes and what follows from them."""

    cathode: Figure
    anode: Figure
    cell: Figure
    limiting: str
    np_ratio: Figure


def balance(design: Design, parts: tuple[Body, ...]) -> Balance:
    """Work out the areal capacities.

    A host or alloy anode limits by its own capacity; a metal anode is an inventory, which limits only
    where the cathode holds no working ion as made.
    """
    cathode = _electrode(design, parts, "cathode")
    anode = _electrode(design, parts, "anode")
    kind = anode_kind(design)
    cell, limiting = _limit(design, cathode, anode, kind)
    return Balance(cathode, anode, cell, limiting, _np(cathode, anode, kind, cathode_is_empty(design)))


def hosts(design: Design, role: Literal["cathode", "anode"]) -> tuple[Material, ...]:
    """Return the materials that store the ion in an electrode."""
    found = []
    for layer in design.stack.layers:
        if layer.role == role:
            keys = (layer.material,) if layer.material else tuple(part.material for part in layer_data.actives(layer))
            found += [design.material(key) for key in keys]
    return tuple(found)


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


def _electrode(design: Design, parts: tuple[Body, ...], role: Literal["cathode", "anode"]) -> Figure:
    key, name = f"capacity:{role}", f"areal capacity of the {role}"
    mine = [body for body in parts if body.layer.role == role]
    materials = hosts(design, role)
    if not mine or not materials:
        return unknown(key, name, "mAh/cm2", f"the stack has no {role} with an active material")
    target = tuple(body.layer.id for body in mine)
    if len(materials) > 1:
        reason = f"{len(materials)} active materials share the {role}, and how they divide the charge is not calculated"
        return unknown(key, name, "mAh/cm2", reason, target)
    material, mass = materials[0], mine[0].active_mass
    if isinstance(mass, str):
        return unknown(key, name, "mAh/cm2", mass, target)
    stated = material.capacity is not None and material.capacity.kind == "bound"
    if material.metal_anode == "alloy" and material.holds_ion_as_made and not stated:
        reason = f"how much more ion {material.label} can take up depends on its composition, which is not given"
        return unknown(key, name, "mAh/cm2", reason, target)
    specific = _specific_capacity(material)
    if isinstance(specific, str):
        return unknown(key, name, "mAh/cm2", specific, target)
    value = propagate(lambda m, q: m * q, {"m": mass.spread, "q": specific.spread})
    shown = Spread(*value).scaled(1.0 / MAH_PER_CM2)
    return Figure(
        key=key, name=name, value=shown.value, unit="mAh/cm2", low=shown.low, high=shown.high,
        label=_label(specific), formula="Q = m(active) q", inputs=(*mass.inputs, *specific.inputs), layers=target,
        note=specific.note,
    )  # fmt: skip


def _label(specific: Known) -> Label:
    if specific.limit is not None:
        return "bound"
    return "estimate" if any(item.kind in ("estimate", "assumption") for item in specific.inputs) else "computed"


def _specific_capacity(material: Material) -> Known | str:
    if material.capacity is not None:
        spread = layer_data.spread_of(material.capacity)
        if spread is not None:
            used = Input.of("q", f"specific capacity of {material.label}", material.capacity)
            if material.capacity.kind == "bound":
                return Known(spread, (used,), f"at most: {material.label} taken to its full uptake", "ceiling")
            note = "practical capacity at low rate; solid cells often deliver 60 to 95 % of it"
            return Known(spread, (used,), None if material.metal_anode in ("metal", "alloy") else note)
    theoretical = material.theoretical_capacity_mah_per_g
    if theoretical is None:
        return f"no capacity of {material.label} is on record"
    shown = Input(
        symbol="q", name=f"theoretical capacity of {material.label}", value=theoretical, unit="mAh/g",
        kind="bound", note="n F / (3.6 M); practical capacity is smaller",
    )  # fmt: skip
    return Known(Spread(theoretical), (shown,), "at most: the theoretical capacity is used", "ceiling")


def _limit(design: Design, cathode: Figure, anode: Figure, kind: AnodeKind) -> tuple[Figure, str]:
    key, name = "capacity", "areal capacity of the cell"
    if lacks_ion(design):
        reason = "neither electrode holds the working ion as made, so there is nothing to cycle"
        return unknown(key, name, "mAh/cm2", reason, (*cathode.layers, *anode.layers)), "none"
    if cathode.value is None:
        return unknown(key, name, "mAh/cm2", cathode.note or "the cathode's capacity is unknown"), "unknown"
    counts = kind in ("host", "alloy") or cathode_is_empty(design)
    if anode_layer(design) is not None and counts and anode.value is None:
        reason = f"at most: the anode may limit, and its capacity is unknown ({anode.note})"
        figure = cathode.model_copy(update={"key": key, "name": name, "label": "bound", "note": reason})
        return figure, "cathode (anode unknown)"
    if counts and anode.value is not None and anode.value < cathode.value:
        return anode.model_copy(update={"key": key, "name": name, "formula": "Q = min(Q+, Q-)"}), "anode"
    update: dict[str, object] = {"key": key, "name": name, "formula": "Q = min(Q+, Q-)"}
    if counts and anode.at_most:
        update |= {
            "label": "bound",
            "note": f"at most: the anode may limit, its capacity is known from above ({anode.note})",
        }
    return cathode.model_copy(update=update), "cathode"


def _np(cathode: Figure, anode: Figure, kind: AnodeKind, empty_host: bool) -> Figure:
    key = "np"
    name = "N/P ratio" if kind in ("host", "alloy") else "anode inventory as built per cathode capacity"
    if cathode.value is None or anode.value is None or cathode.value == 0.0:
        missing = anode.note if anode.value is None else cathode.note
        return unknown(key, name, "1", missing or "a capacity is unknown or zero")
    value, low, high = propagate(
        lambda n, p: n / p,
        {
            "n": Spread(anode.value, anode.low, anode.high),
            "p": Spread(cathode.value, cathode.low or None, cathode.high),
        },
    )
    note = None
    if kind == "metal" and not empty_host:
        note = "the cathode brings the working ion: this metal is excess"
    elif anode.at_most:
        note = f"of the anode: {anode.note}"
    elif kind == "alloy":
        note = "capacity of the alloying element taken in full; how much ion it holds as made is not given"
    label: Label = "bound" if anode.at_most and not cathode.at_most else "estimate"
    return Figure(
        key=key, name=name, value=value, unit="1", low=low, high=high, label=label, formula="N/P = Q- / Q+",
        inputs=tuple(Input.of_figure(symbol, figure) for symbol, figure in (("Q-", anode), ("Q+", cathode))), note=note,
    )  # fmt: skip
