"""Electrode potentials on one reference, and the average cell voltage."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from cellbuilder.domain.design import Design
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import Quantity, ReferenceElectrode, SourceRef
from cellbuilder.engine import capacity_data, layer_data
from cellbuilder.engine.calculation import Calculation, Step, Term

LI_IN: Final = Quantity(
    value=0.62, unit="V", kind="measured", read_from="secondary", source=SourceRef(ref="santhosha2019"),
    note="plateau of In/InLi against Li",
)  # fmt: skip
_NOTES: Final = SourceRef(ref="physics-notes", section="2.3")
LTO: Final = Quantity(
    value=1.55, unit="V", low=1.53, high=1.57, kind="estimate", read_from="memory", source=_NOTES,
    note="plateau of Li4Ti5O12 against Li",
)  # fmt: skip
NA_SN: Final = Quantity(
    value=0.10, unit="V", low=0.05, high=0.25, kind="estimate", read_from="memory", source=_NOTES,
    note="Na15Sn4 against Na",
)  # fmt: skip
_ITSELF: Final = Quantity(value=0, unit="V", kind="calculated", note="the reference itself")
PLATEAUS: Final[dict[ReferenceElectrode, tuple[Quantity, str]]] = {
    "Li/Li+": (_ITSELF, "Li/Li+"),
    "Na/Na+": (_ITSELF, "Na/Na+"),
    "Li-In": (LI_IN, "Li/Li+"),
    "Li4Ti5O12": (LTO, "Li/Li+"),
    "Na-Sn": (NA_SN, "Na/Na+"),
}
"""Reference electrodes with a plateau, and the metal that their potential is against (docs/physics.md 1g).

A potential against one metal is never turned into one against the other: the reactions differ.
"""
SPAN_V: Final = Quantity(value=1, unit="V", low=0.5, high=1.5, kind="assumption",
                         note="no upper voltage limit above the average is given; usual for a sloping curve",
                         )  # fmt: skip

ANODE_SPAN_V: Final = Quantity(value=0.3, unit="V", low=0.1, high=1, kind="assumption",
                               note="usual for a sloping anode (graphite 0.1 to 0.2 V, hard carbon near 1 V)",
                               )  # fmt: skip


def against_metal(value_v: float, reference: ReferenceElectrode) -> tuple[float, str] | None:
    """Return a potential against Li/Li+ or Na/Na+, or None where no fixed offset is known."""
    known = PLATEAUS.get(reference)
    return None if known is None else (value_v + (known[0].si or 0.0), known[1])


def working_ion(design: Design) -> str | None:
    """Return the ion that the electrolyte carries, or else the one the anode holds."""
    for role in ("electrolyte", "anode", "cathode"):
        for layer in design.stack.layers:
            if layer.role == role:
                ions = [design.material(key).ion for key in layer.material_ids]
                found = next((ion for ion in ions if ion is not None), None)
                if found is not None:
                    return found
    return None


def of_material(calculation: Calculation, material: Material, ion: str) -> Term | str:
    """Return the average potential of a host against the metal of the ion, in V; Li-In counts as 0.62 V."""
    metal = f"{ion}/{ion}+"
    name = f"average potential of {material.label}"
    direct = layer_data.given(
        calculation, f"potential:{material.id}", "U", f"{name} ({metal})", material.potential_against(metal)
    )
    if direct is not None:
        return direct
    quoted = layer_data.given(
        calculation, f"potential against Li-In:{material.id}", "U_LiIn", f"{name} (Li-In)",
        material.potential_against("Li-In") if ion == "Li" else None,
    )  # fmt: skip
    if quoted is None:
        return f"no potential of {material.label} against {metal} is on record"
    plateau = layer_data.given(calculation, "potential of In/InLi", "U_ref", "potential of In/InLi against Li", LI_IN)
    assert plateau is not None
    return calculation.step(
        f"potential:{material.id}", "U", f"{name} ({metal})", "V", lambda u, shift: u + shift, "U_LiIn + U_ref",
        [("U_LiIn", quoted), ("U_ref", plateau)],
    )  # fmt: skip


def of_cathode(calculation: Calculation, design: Design, ion: str) -> Term | str:
    """Return the average potential of the cathode against the metal of the ion, in V."""
    found = capacity_data.hosts(design, "cathode")
    if len(found) != 1:
        return "the cathode has no active material" if not found else "the cathode has several active materials"
    return of_material(calculation, found[0], ion)


def of_anode(calculation: Calculation, design: Design, ion: str) -> Term | str:
    """Return the average potential of the anode against the metal of the ion, in V; anode-free is the metal."""
    if capacity_data.anode_free(design):
        note = f"no anode as built: {ion} plates on the collector"
        plated = Quantity(value=0, unit="V", kind="assumption", note=note)
        leaf = calculation.leaf("potential of plated metal", "U", f"potential of plated {ion}", plated)
        assert leaf is not None
        return leaf
    found = capacity_data.hosts(design, "anode")
    if len(found) != 1:
        return "the anode has no active material" if not found else "the anode has several active materials"
    return of_material(calculation, found[0], ion)


def average(calculation: Calculation, design: Design) -> Step | str:
    """Return the average cell voltage: cathode minus anode, both against the same metal."""
    ion = working_ion(design)
    if ion is None:
        return "the working ion of the electrodes is unknown"
    cathode, anode = of_cathode(calculation, design, ion), of_anode(calculation, design, ion)
    if isinstance(cathode, str) or isinstance(anode, str):
        return "; ".join(entry for entry in (cathode, anode) if isinstance(entry, str))
    return calculation.step(
        "voltage", "U", "average cell voltage", "V", lambda high, low: high - low, "U_c - U_a",
        [("U_c", cathode), ("U_a", anode)], label="estimate",
        convention=f"both electrodes against {ion}/{ion}+, open circuit",
    )  # fmt: skip


def terminal_limit(calculation: Calculation, design: Design, side: Literal["upper", "lower"]) -> Term | None:
    """Return a voltage limit as it stands between the terminals, in V, where its reference allows."""
    cutoffs, ion = design.stack.cutoffs, working_ion(design)
    if cutoffs is None or ion is None:
        return None
    symbol = "V_max" if side == "upper" else "V_min"
    entered = layer_data.given(calculation, f"{side} cut-off", symbol, f"{side} voltage limit", getattr(cutoffs, side))
    if entered is None or cutoffs.reference == "cell":
        return entered
    anode, plateau = of_anode(calculation, design, ion), PLATEAUS.get(cutoffs.reference)
    if isinstance(anode, str) or plateau is None or plateau[1] != f"{ion}/{ion}+":
        return None
    name = f"potential of {cutoffs.reference} against {plateau[1]}"
    offset = calculation.leaf("reference of the limits", "U_ref", name, plateau[0])
    assert offset is not None
    return calculation.step(
        f"{side} cell voltage", "V_up" if side == "upper" else "V_c", f"{side} limit between the terminals", "V",
        lambda v, ref, a: v + ref - a, f"{symbol} + U_ref - U_a",
        [(symbol, entered), ("U_ref", offset), ("U_a", anode)],
    )  # fmt: skip


def span_key(role: Literal["cathode", "anode"], material: Material) -> str:
    """Name the change of the potential of a host in one of the electrodes."""
    return f"voltage span:{role}/{material.id}"


def ocv_span(
    calculation: Calculation, design: Design, material: Material, role: Literal["cathode", "anode"] = "cathode"
) -> Term | None:
    """Return the change of the potential of a sloping host over its capacity, in V; None for a flat curve.

    Of a cathode, twice the way from the average voltage to the upper limit, so that the voltage falls evenly from
    that limit around its average; a usual value where no upper limit is given, and for an anode.
    """
    if material.ocv_shape == "flat":
        return None
    key, name = span_key(role, material), f"change of the potential of {material.label} over its capacity"
    upper = terminal_limit(calculation, design, "upper") if role == "cathode" else None
    potential = average(calculation, design) if role == "cathode" else ""
    if upper is not None and isinstance(potential, Step) and upper.value > potential.value:
        return calculation.step(
            key, "dU", name, "V", lambda top, mean: np.where(top > mean, 2.0 * (top - mean), np.nan), "2 * (V_up - U)",
            [("V_up", upper), ("U", potential)], label="estimate",
            note="the voltage is taken as falling evenly from the upper limit around its average, and the capacity as "
            "the one up to that limit: who moves the limit has to enter the capacity and the potential that go with it",
        )  # fmt: skip
    return calculation.leaf(key, "dU", name, SPAN_V if role == "cathode" else ANODE_SPAN_V)
