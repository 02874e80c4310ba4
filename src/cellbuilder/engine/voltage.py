"""Electrode potentials on one reference, and the average cell voltage."""

from __future__ import annotations

import math
from typing import Final

from cellbuilder.domain.design import Design
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import Quantity, ReferenceElectrode, SourceRef
from cellbuilder.domain.result import Figure, Input, unknown
from cellbuilder.engine import capacity, layer_data
from cellbuilder.engine.layer_data import Known
from cellbuilder.engine.ranges import Range, Spread

LI_IN: Final = Quantity(
    value=0.62, unit="V", kind="measured", read_from="secondary", source=SourceRef(ref="santhosha2019"),
    note="plateau of In/InLi against Li",
)  # fmt: skip
OFFSETS_V: Final[dict[ReferenceElectrode, tuple[float, str]]] = {
    "Li/Li+": (0.0, "Li/Li+"),
    "Na/Na+": (0.0, "Na/Na+"),
    "Li-In": (float(LI_IN.value or 0.0), "Li/Li+"),
    "Li4Ti5O12": (1.55, "Li/Li+"),
    "Na-Sn": (0.10, "Na/Na+"),
}
"""Reference electrodes with a plateau, in V against the metal of their ion (docs/physics.md 1g).

A potential against one metal is never turned into one against the other: the reactions differ.
"""


def against_metal(value_v: float, reference: ReferenceElectrode) -> tuple[float, str] | None:
    """Return a potential against Li/Li+ or Na/Na+, or None where no fixed offset is known."""
    known = OFFSETS_V.get(reference)
    return None if known is None else (value_v + known[0], known[1])


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


def of_material(material: Material, ion: str) -> Known | str:
    """Return the average potential of a host against the metal of the ion, in V; Li-In counts as 0.62 V."""
    metal = f"{ion}/{ion}+"
    direct = material.potential_against(metal)
    if direct is not None and direct.si is not None:
        spread = layer_data.spread_of(direct)
        assert spread is not None
        return Known(spread, (Input.of("U", f"average potential of {material.label} ({metal})", direct),))
    quoted = material.potential_against("Li-In") if ion == "Li" else None
    spread = None if quoted is None else layer_data.spread_of(quoted)
    if quoted is None or spread is None:
        return f"no potential of {material.label} against {metal} is on record"
    shift = OFFSETS_V["Li-In"][0]
    moved = Spread(
        spread.value + shift,
        None if spread.low is None else spread.low + shift,
        None if spread.high is None else spread.high + shift,
    )
    used = Input.of("U", f"average potential of {material.label} (Li-In)", quoted)
    return Known(moved, (used, Input.of("U(In/InLi)", "potential of In/InLi against Li", LI_IN)))


def of_cathode(design: Design, ion: str) -> Known | str:
    """Return the average potential of the cathode against the metal of the ion, in V."""
    found = capacity.hosts(design, "cathode")
    if len(found) != 1:
        return "the cathode has no active material" if not found else "the cathode has several active materials"
    return of_material(found[0], ion)


def of_anode(design: Design, ion: str) -> Known | str:
    """Return the average potential of the anode against the metal of the ion, in V; anode-free is the metal."""
    if capacity.anode_free(design):
        plated = Input(symbol="U", name=f"no anode as built: {ion} plates on the collector", value=0.0, unit="V",
                       kind="assumption")  # fmt: skip
        return Known(Spread(0.0), (plated,))
    found = capacity.hosts(design, "anode")
    if len(found) != 1:
        return "the anode has no active material" if not found else "the anode has several active materials"
    return of_material(found[0], ion)


def average(design: Design) -> Figure:
    """Return the average cell voltage: cathode minus anode, both against the same metal."""
    name = "average cell voltage"
    ion = working_ion(design)
    if ion is None:
        return unknown("voltage", name, "V", "the working ion of the electrodes is unknown")
    cathode, anode = of_cathode(design, ion), of_anode(design, ion)
    if isinstance(cathode, str) or isinstance(anode, str):
        return unknown("voltage", name, "V", "; ".join(entry for entry in (cathode, anode) if isinstance(entry, str)))
    value, low, high = _difference(cathode.spread, anode.spread)
    return Figure(
        key="voltage", name=name, value=value, unit="V", low=low, high=high, label="estimate",
        formula="U = U+ - U-", inputs=(*cathode.inputs, *anode.inputs),
        convention=f"both electrodes against {ion}/{ion}+, open circuit",
    )  # fmt: skip


def _difference(first: Spread, second: Spread) -> Range:
    value = first.value - second.value
    if all(end is None for end in (first.low, first.high, second.low, second.high)):
        return value, None, None
    down = math.hypot(_reach(first.value, first.low), _reach(second.value, second.high))
    up = math.hypot(_reach(first.value, first.high), _reach(second.value, second.low))
    return value, value - down, value + up


def _reach(value: float, end: float | None) -> float:
    return 0.0 if end is None else end - value
