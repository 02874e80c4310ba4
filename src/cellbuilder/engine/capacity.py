"""Areal capacity of both electrodes, what limits the cell, and N/P: an inventory of the working ion."""

from __future__ import annotations

from typing import Any, Final, Literal

import numpy as np

from cellbuilder.domain import formula as chemistry
from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import ASSUMED
from cellbuilder.engine import capacity_data, layer_data
from cellbuilder.engine.calculation import Calculation, Leaf, Step, Term
from cellbuilder.engine.geometry import Body
from cellbuilder.engine.kernels import inventory

UNIT: Final = "mAh/cm2"
_IN_FULL: Final = "capacity of the alloying element taken in full; how much ion it holds as made is not given"
_PAST_PLATEAU: Final = (
    f"above Li/In {capacity_data.PLATEAU.value:g} the potential is below 0.62 V, and the voltage of the cell higher"
)


@record
class Balance:
    """Capacities of both electrodes and what follows from them: steps, or the reason why they are unknown."""

    cathode: Step | str
    anode: Step | str
    cell: Step | str
    limiting: str
    np_ratio: Step | str
    np_name: str


def balance(calculation: Calculation, design: Design, parts: tuple[Body, ...]) -> Balance:
    """Work out the areal capacities.

    A host or alloy anode limits by its own capacity; a metal anode is an inventory, which limits only
    where the cathode holds no working ion as made. What a host anode keeps in the first cycle is taken from
    what the cathode brings.
    """
    cathode = _electrode(calculation, design, parts, "cathode")
    anode = _electrode(calculation, design, parts, "anode")
    kind = capacity_data.anode_kind(design)
    cell, limiting = _limit(calculation, design, parts, cathode, anode)
    name = "N/P ratio" if kind in ("host", "alloy") else "anode inventory as built per cathode capacity"
    return Balance(cathode, anode, cell, limiting, _np(calculation, design, cathode, anode, name), name)


def _electrode(
    calculation: Calculation, design: Design, parts: tuple[Body, ...], role: Literal["cathode", "anode"]
) -> Step | str:
    mine = [body for body in parts if body.layer.role == role]
    materials = capacity_data.hosts(design, role)
    if not mine or not materials:
        return f"the stack has no {role} with an active material"
    if len(materials) > 1:
        return f"{len(materials)} active materials share the {role}, and how they divide the charge is not calculated"
    material, body = materials[0], mine[0]
    mass = body.active_mass
    if isinstance(mass, str):
        return mass
    key, own, content = _sample(body)
    stated = material.capacity is not None and material.capacity.kind == "bound"
    if material.metal_anode == "alloy" and material.holds_ion_as_made and not stated and own is None:
        gives = capacity_data.cathode_is_empty(design)
        return _alloy(calculation, body, material, mass, key, content, gives=gives)
    specific = capacity_data.specific(calculation, design, material, key, own)
    if isinstance(specific, str):
        return specific
    soft = specific.term.label in ASSUMED
    return calculation.step(
        f"capacity:{role}", "Q", f"areal capacity of the {role}", UNIT, lambda m, q: m * q, "m_a * q",
        [("m_a", mass), ("q", specific.term)], label="estimate" if soft else "computed", note=specific.note,
        limit=specific.limit, layers=(body.layer.id,),
    )  # fmt: skip


def _sample(body: Body) -> tuple[str, Quantity | None, Quantity | None]:
    """Return key, own capacity and ion content of the active material of an electrode."""
    part = layer_data.active(body.layer)
    if part is None:
        return body.layer.id, body.layer.capacity, body.layer.ion_content
    index = next(place for place, other in enumerate(body.layer.components) if other is part)
    return layer_data.part_key(body.layer, index), part.capacity, part.ion_content


def _alloy(
    calculation: Calculation, body: Body, material: Material, mass: Term, key: str, content: Quantity | None, *,
    gives: bool,
) -> Step | str:  # fmt: skip
    """Return what a Li-In anode takes up on its plateau, or what it ``gives`` to a cathode that is built without Li.

    For either its lithium as made has to be given.
    """
    name = f"areal capacity of the {body.layer.role}"
    as_made = layer_data.given(calculation, f"ion content:{key}", "y", f"Li per In in {body.title} as made", content)
    if as_made is None or material.family != "Li-In":
        return f"how much more ion {material.label} can take up depends on its composition, which is not given"
    host, ion = (chemistry.molar_mass_g_per_mol(symbol) / 1000.0 for symbol in ("In", "Li"))
    if gives:
        past = as_made.value > float(capacity_data.PLATEAU.value or 0.0)
        return calculation.step(
            f"capacity:{body.layer.role}", "Q", name, UNIT,
            lambda m, y: m * inventory.alloy_capacity(y, host, ion),
            f"m_a * y * F / (3600 * ({host:.9g} + y * {ion:.9g}))", [("m_a", mass), ("y", as_made)], label="estimate",
            note=layer_data.joined("the lithium that the alloy holds as made", _PAST_PLATEAU if past else None),
            layers=(body.layer.id,),
        )  # fmt: skip
    end = capacity_data.plateau_end(calculation)
    if as_made.value > end.value:
        return "its lithium content lies beyond the 0.62 V plateau"
    return calculation.step(
        f"capacity:{body.layer.role}", "Q", name, UNIT,
        lambda m, y, y_end: m / (1.0 + y * ion / host) * inventory.plateau_capacity(y_end, host, y),
        f"m_a / (1 + y * {ion / host:.9g}) * (y_end - y) * F / (3600 * {host:.9g})",
        [("m_a", mass), ("y", as_made), ("y_end", end)], label="estimate",
        note="what indium still takes up until the plateau ends", layers=(body.layer.id,),
    )  # fmt: skip


def _limit(
    calculation: Calculation, design: Design, parts: tuple[Body, ...], cathode: Step | str, anode: Step | str
) -> tuple[Step | str, str]:
    kind = capacity_data.anode_kind(design)
    if capacity_data.lacks_ion(design):
        return "neither electrode holds the working ion as made, so there is nothing to cycle", "none"
    if isinstance(cathode, str):
        return cathode, "unknown"
    key, name = "capacity", "areal capacity of the cell"
    counts = kind in ("host", "alloy") or capacity_data.cathode_is_empty(design)
    if not counts or capacity_data.anode_layer(design) is None:
        step = calculation.step(key, "Q", name, UNIT, lambda q: q, "Q_c", [("Q_c", cathode)], label=cathode.label,
                                note=cathode.note, limit=cathode.limit, layers=cathode.layers)  # fmt: skip
        return step, "cathode"
    if isinstance(anode, str):
        reason = f"at most: the anode may limit, and its capacity is unknown ({anode})"
        step = calculation.step(key, "Q", name, UNIT, lambda q: q, "Q_c", [("Q_c", cathode)], note=reason,
                                limit="ceiling", layers=cathode.layers)  # fmt: skip
        return step, "cathode (anode unknown)"
    inputs: list[tuple[str, Term]] = [("Q_c", cathode), ("Q_a", anode)]
    first = _first_charge(calculation, design, parts, cathode, anode)
    if first is not None:
        inputs.append(("Q_left", first))
    least = min(inputs, key=lambda entry: entry[1].value)[0]
    limiting = {"Q_c": "cathode", "Q_a": "anode", "Q_left": "first-cycle loss of the anode"}[least]
    smaller = anode if least == "Q_a" else cathode
    bounded = cathode.limit is not None or anode.limit is not None
    note = smaller.note
    if anode.limit is not None:
        note = f"at most: the anode may limit, its capacity is known from above ({anode.note})"
    step = calculation.step(
        key, "Q", name, UNIT, _least, f"min({', '.join(symbol for symbol, _ in inputs)})", inputs, label=smaller.label,
        note=note, limit="ceiling" if bounded else None, layers=smaller.layers,
    )  # fmt: skip
    return step, limiting


def _least(*capacities: Any) -> Any:
    found = np.minimum(capacities[0], capacities[1])
    return found if len(capacities) == 2 else np.minimum(found, capacities[2])


def _first_charge(
    calculation: Calculation, design: Design, parts: tuple[Body, ...], cathode: Step, anode: Step
) -> Term | None:
    """Return what is left of the cathode's first charge after the first-cycle loss of a host anode (1d)."""
    if capacity_data.cathode_is_empty(design) or capacity_data.anode_kind(design) != "host":
        return None
    lost = first_cycle_efficiency(calculation, design, parts, "anode")
    if lost is None:
        return None
    inputs: list[tuple[str, Term]] = [("Q_c", cathode), ("Q_a", anode), ("eta_a", lost)]
    gained = first_cycle_efficiency(calculation, design, parts, "cathode")
    if gained is None:
        return calculation.step(
            "capacity after first cycle", "Q_left", "capacity left after the first-cycle loss of the anode", UNIT,
            lambda c, a, eta: np.maximum(c - inventory.irreversible_capacity(a, eta), 0.0),
            "max(Q_c - Q_a * (1 / eta_a - 1), 0)", inputs, label="estimate",
            note="the cathode's own first-cycle surplus is not on record",
        )  # fmt: skip
    return calculation.step(
        "capacity after first cycle", "Q_left", "capacity left after the first-cycle loss of the anode", UNIT,
        lambda c, a, eta_a, eta_c: np.maximum(
            inventory.first_charge_capacity(c, eta_c) - inventory.irreversible_capacity(a, eta_a), 0.0
        ),
        "max(Q_c / eta_c - Q_a * (1 / eta_a - 1), 0)", [*inputs, ("eta_c", gained)], label="estimate",
    )  # fmt: skip


def first_cycle_efficiency(
    calculation: Calculation, design: Design, parts: tuple[Body, ...], role: Literal["cathode", "anode"]
) -> Leaf | None:
    """Return the first-cycle efficiency of the active material of an electrode, where one is on record."""
    body = next((body for body in parts if body.layer.role == role), None)
    if body is None or not capacity_data.hosts(design, role):
        return None
    material = capacity_data.hosts(design, role)[0]
    part = layer_data.active(body.layer)
    own = None if part is None else part.first_cycle_efficiency
    key = f"first-cycle efficiency:{body.layer.id}" if own else f"first-cycle efficiency of:{material.id}"
    return layer_data.given(
        calculation, key, "eta_1", f"first-cycle efficiency of {material.label}", own or material.first_cycle_efficiency
    )


def _np(calculation: Calculation, design: Design, cathode: Step | str, anode: Step | str, name: str) -> Step | str:
    if isinstance(anode, str):
        return anode
    if isinstance(cathode, str):
        return cathode
    if cathode.value == 0.0:
        return "the cathode has no capacity"
    kind = capacity_data.anode_kind(design)
    note = None
    if kind == "metal" and not capacity_data.cathode_is_empty(design):
        note = "the cathode brings the working ion: this metal is excess"
    elif anode.limit is not None:
        note = f"of the anode: {anode.note}"
    elif kind == "alloy":
        note = anode.note or _IN_FULL
    ceiling = anode.limit is not None and cathode.limit is None
    return calculation.step(
        "np", "N/P", name, "1", inventory.n_to_p, "Q_a / Q_c", [("Q_a", anode), ("Q_c", cathode)], label="estimate",
        note=note, limit="ceiling" if ceiling else None,
    )  # fmt: skip
