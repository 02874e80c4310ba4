"""Areal capacity of both electrodes, the limiting one, N/P, and the average voltage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cellbuilder.domain.design import Design
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.result import Figure, Input, unknown
from cellbuilder.engine import layer_data
from cellbuilder.engine.geometry import Body
from cellbuilder.engine.layer_data import Known
from cellbuilder.engine.ranges import Spread, propagate

MAH_PER_CM2 = 10.0
AnodeKind = Literal["metal", "alloy", "host", "none"]

LI_IN_POTENTIAL = Quantity(
    value=0.62, unit="V", kind="measured", read_from="secondary", source=SourceRef(ref="santhosha2019"),
    note="plateau of In/InLi against Li",
)  # fmt: skip


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
    cathode = _electrode(design, _find(parts, "cathode"), "cathode")
    anode_body = _find(parts, "anode")
    anode = _electrode(design, anode_body, "anode")
    kind = anode_kind(design, anode_body)
    empty_host = _cathode_is_empty(design, _find(parts, "cathode"))
    cell, limiting = _limit(cathode, anode, kind, empty_host)
    return Balance(cathode, anode, cell, limiting, _np(cathode, anode, kind, empty_host))


def _find(parts: tuple[Body, ...], role: str) -> Body | None:
    return next((body for body in parts if body.layer.role == role), None)


def host(design: Design, body: Body | None) -> Material | None:
    """Return the material that stores the ion in an electrode layer."""
    if body is None:
        return None
    if body.layer.material is not None:
        return design.material(body.layer.material)
    part = layer_data.active(body.layer)
    return None if part is None else design.material(part.material)


def anode_kind(design: Design, body: Body | None) -> AnodeKind:
    """Return how the anode stores the ion."""
    material = host(design, body)
    if material is None:
        return "none"
    return material.metal_anode or "host"


def _cathode_is_empty(design: Design, body: Body | None) -> bool:
    material = host(design, body)
    return material is not None and material.holds_ion_as_made is False


def _electrode(design: Design, body: Body | None, role: str) -> Figure:
    key, name = f"capacity:{role}", f"areal capacity of the {role}"
    material = host(design, body)
    if body is None or material is None:
        return unknown(key, name, "mAh/cm2", f"the stack has no {role} with an active material")
    target = (body.layer.id,)
    if isinstance(body.active_mass, str):
        return unknown(key, name, "mAh/cm2", body.active_mass, target)
    if material.metal_anode == "alloy" and material.holds_ion_as_made:
        reason = f"how much more ion {material.label} can take up depends on its composition, which is not given"
        return unknown(key, name, "mAh/cm2", reason, target)
    specific = _specific_capacity(material)
    if isinstance(specific, str):
        return unknown(key, name, "mAh/cm2", specific, target)
    value, low, high = propagate(lambda m, q: m * q, {"m": body.active_mass.spread, "q": specific.spread})
    return Figure(
        key=key, name=name, value=value / MAH_PER_CM2, unit="mAh/cm2",
        low=None if low is None else low / MAH_PER_CM2, high=None if high is None else high / MAH_PER_CM2,
        label="estimate" if any(item.kind in ("estimate", "assumption") for item in specific.inputs) else "computed",
        formula="Q = m(active) q", inputs=(*body.active_mass.inputs, *specific.inputs), layers=target,
    )  # fmt: skip


def _specific_capacity(material: Material) -> Known | str:
    if material.capacity is not None:
        spread = layer_data.spread_of(material.capacity)
        if spread is not None:
            return Known(spread, (Input.of("q", f"specific capacity of {material.label}", material.capacity),))
    theoretical = material.theoretical_capacity_mah_per_g
    if theoretical is None:
        return f"no capacity of {material.label} is on record"
    shown = Input(
        symbol="q", name=f"theoretical capacity of {material.label}", value=theoretical, unit="mAh/g",
        kind="bound", note="n F / (3.6 M); practical capacity is smaller",
    )  # fmt: skip
    return Known(Spread(theoretical), (shown,))


def _limit(cathode: Figure, anode: Figure, kind: AnodeKind, empty_host: bool) -> tuple[Figure, str]:
    key, name = "capacity", "areal capacity of the cell"
    if cathode.value is None:
        return unknown(key, name, "mAh/cm2", cathode.note or "the cathode's capacity is unknown"), "unknown"
    counts = kind in ("host", "alloy") or empty_host
    if counts and anode.value is None:
        reason = f"the anode may limit, and its capacity is unknown ({anode.note})"
        figure = cathode.model_copy(update={"key": key, "name": name, "label": "bound", "note": reason})
        return figure, "cathode (anode unknown)"
    if counts and anode.value is not None and anode.value < cathode.value:
        return anode.model_copy(update={"key": key, "name": name, "formula": "Q = min(Q+, Q-)"}), "anode"
    return cathode.model_copy(update={"key": key, "name": name, "formula": "Q = min(Q+, Q-)"}), "cathode"


def _np(cathode: Figure, anode: Figure, kind: AnodeKind, empty_host: bool) -> Figure:
    key = "np"
    name = "N/P ratio" if kind in ("host", "alloy") else "anode inventory as built per cathode capacity"
    if cathode.value is None or anode.value is None or cathode.value == 0:
        missing = anode.note if anode.value is None else cathode.note
        return unknown(key, name, "1", missing or "a capacity is unknown")
    value, low, high = propagate(
        lambda n, p: n / p,
        {"n": Spread(anode.value, anode.low, anode.high), "p": Spread(cathode.value, cathode.low, cathode.high)},
    )
    note = None
    if kind == "metal" and not empty_host:
        note = "the cathode brings the working ion: this metal is excess"
    elif kind == "alloy":
        note = "capacity of the alloying element taken in full; how much ion it holds as made is not given"
    return Figure(
        key=key, name=name, value=value, unit="1", low=low, high=high, label="estimate", formula="N/P = Q- / Q+",
        inputs=tuple(Input.of_figure(symbol, figure) for symbol, figure in (("Q-", anode), ("Q+", cathode))), note=note,
    )  # fmt: skip


def potential_against_metal(design: Design, body: Body | None, ion: str) -> Known | str:
    """Return an electrode's average potential against the metal of the working ion, in V.

    Li-In counts as 0.62 V against Li. A potential quoted against the other metal is not converted.
    """
    material = host(design, body)
    if material is None:
        return "the electrode has no active material"
    metal = f"{ion}/{ion}+"
    direct = material.potential_against(metal)
    quoted = direct or (material.potential_against("Li-In") if ion == "Li" else None)
    spread = None if quoted is None else layer_data.spread_of(quoted)
    if quoted is None or spread is None:
        return f"no potential of {material.label} against {metal} is on record"
    reference = metal if direct is not None else "Li-In"
    inputs = (Input.of("U", f"average potential of {material.label} ({reference})", quoted),)
    if direct is not None:
        return Known(spread, inputs)
    shift = float(LI_IN_POTENTIAL.value or 0.0)
    moved = Spread(
        spread.value + shift,
        None if spread.low is None else spread.low + shift,
        None if spread.high is None else spread.high + shift,
    )
    return Known(moved, (*inputs, Input.of("U(In/InLi)", "potential of In/InLi against Li", LI_IN_POTENTIAL)))


def working_ion(design: Design) -> str | None:
    """Return the ion that the electrolyte carries, or else the one the anode holds."""
    for roles in (("electrolyte",), ("anode",), ("cathode",)):
        for layer in design.stack.layers:
            if layer.role in roles:
                ions = [design.material(key).ion for key in layer.material_ids]
                found = next((ion for ion in ions if ion is not None), None)
                if found is not None:
                    return found
    return None


def average_voltage(design: Design, parts: tuple[Body, ...]) -> Figure:
    """Return the average cell voltage: cathode minus anode, both against the same metal."""
    name = "average cell voltage"
    cathode_body, anode_body = _find(parts, "cathode"), _find(parts, "anode")
    ion = working_ion(design)
    if ion is None:
        return unknown("voltage", name, "V", "the working ion of the electrodes is unknown")
    cathode = potential_against_metal(design, cathode_body, ion)
    anode = potential_against_metal(design, anode_body, ion)
    reasons = [entry for entry in (cathode, anode) if isinstance(entry, str)]
    if isinstance(cathode, str) or isinstance(anode, str):
        return unknown("voltage", name, "V", "; ".join(reasons))
    value, low, high = _difference(cathode.spread, anode.spread)
    return Figure(
        key="voltage", name=name, value=value, unit="V", low=low, high=high, label="estimate",
        formula="U = U+ - U-", inputs=(*cathode.inputs, *anode.inputs),
        convention=f"both electrodes against {ion}/{ion}+, open circuit",
    )  # fmt: skip


def _difference(first: Spread, second: Spread) -> tuple[float, float | None, float | None]:
    value = first.value - second.value
    ends = [first.low, first.high, second.low, second.high]
    if all(end is None for end in ends):
        return value, None, None
    down = (first.value - (first.low or first.value)) ** 2 + ((second.high or second.value) - second.value) ** 2
    up = ((first.high or first.value) - first.value) ** 2 + (second.value - (second.low or second.value)) ** 2
    return value, value - float(down**0.5), value + float(up**0.5)
