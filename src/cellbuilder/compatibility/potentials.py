"""Electrode potentials and stability windows on one reference, so that they may be compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import ReferenceElectrode, SourceRef
from cellbuilder.engine.capacity import working_ion

LI_IN_V: Final = 0.62
"""In/InLi against Li/Li+ (santhosha2019)."""
Method = Literal["thermodynamic", "topotactic", "experimental", "unknown"]


@dataclass(frozen=True, slots=True)
class Window:
    """A stability window in V against ``metal``; a side that is not known is None."""

    reduction: float | None
    oxidation: float | None
    metal: str
    method: Method
    source: SourceRef | None
    evidence: str | None
    products: tuple[str, ...] = ()


def against_metal(value_v: float, reference: ReferenceElectrode) -> tuple[float, str] | None:
    """Return a potential against Li/Li+ or Na/Na+, or None where no fixed offset is known.

    A window against Na is never turned into one against Li: the decomposition reactions differ.
    """
    if reference in ("Li/Li+", "Na/Na+"):
        return value_v, reference
    if reference == "Li-In":
        return value_v + LI_IN_V, "Li/Li+"
    return None


def windows(material: Material, evidence: EvidenceBase) -> tuple[Window, ...]:
    """Return every window of a material: calculated phase equilibria and the library's own."""
    found = []
    for record in evidence.windows(material):
        reduction = next((entry for entry in record.low_potential if entry.potential is not None), None)
        oxidation = next((entry for entry in record.high_potential if entry.potential is not None), None)
        found.append(
            Window(
                reduction.potential.si if reduction and reduction.potential else None,
                oxidation.potential.si if oxidation and oxidation.potential else None,
                record.potential_reference or f"{material.ion}/{material.ion}+",
                "thermodynamic",
                record.source,
                record.id,
                (reduction.products if reduction else ()) + (oxidation.products if oxidation else ()),
            )
        )
    for entry in material.windows:
        low = entry.reduction.si if entry.reduction is not None else None
        high = entry.oxidation.si if entry.oxidation is not None else None
        quantity = entry.oxidation or entry.reduction
        if entry.reference in ("Li/Li+", "Na/Na+"):
            found.append(Window(low, high, entry.reference, entry.method, quantity.source if quantity else None, None))
    return tuple(found)


def upper_cutoff(design: Design) -> tuple[float, str] | None:
    """Return the upper cut-off of the cell at the cathode, in V against the metal of its ion.

    A cut-off quoted as cell voltage is raised by the anode's average potential, where that is known.
    """
    limits = design.stack.cutoffs
    if limits is None or limits.upper is None or limits.upper.si is None:
        return None
    if limits.reference != "cell":
        return against_metal(limits.upper.si, limits.reference)
    anode = anode_potential(design)
    return None if anode is None else (limits.upper.si + anode[0], anode[1])


def anode_potential(design: Design) -> tuple[float, str] | None:
    """Return the average potential of the anode against the metal of its ion, in V."""
    layer = next((layer for layer in design.stack.layers if layer.role == "anode"), None)
    if layer is None:
        return None
    key = layer.material or next(
        (part.material for part in layer.components if part.function == "active material"), None
    )
    if key is None:
        return None
    material = design.material(key)
    ion = working_ion(design)
    quoted = material.potential_against(f"{ion}/{ion}+")
    if quoted is not None and quoted.si is not None:
        return quoted.si, f"{ion}/{ion}+"
    if material.average_potential is None or material.average_potential.si is None:
        return None
    return against_metal(material.average_potential.si, material.potential_reference or "cell")
