"""Electrode potentials and stability windows on one reference, so that they may be compared."""

from __future__ import annotations

from typing import Literal

from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import Grade, PhaseEquilibrium
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import SourceRef
from cellbuilder.engine import voltage
from cellbuilder.engine.calculation import Calculation
from cellbuilder.engine.voltage import against_metal

Method = Literal["thermodynamic", "topotactic", "experimental", "unknown"]
LIMIT_WORDS: dict[Method, str] = {
    "thermodynamic": "calculated (thermodynamic) limit",
    "topotactic": "calculated (topotactic) limit",
    "experimental": "measured limit",
    "unknown": "stated limit (method not said)",
}


@record
class Window:
    """A stability window in V against ``metal``; a side that is not known is None."""

    reduction: float | None
    oxidation: float | None
    metal: str
    method: Method
    grade: Grade
    source: SourceRef | None = None
    evidence: str | None = None
    reduced: tuple[PhaseEquilibrium, ...] = ()
    oxidised: tuple[PhaseEquilibrium, ...] = ()
    note: str | None = None

    def products_at(self, potential_v: float) -> tuple[str, ...]:
        """Return what it has turned into at a potential outside the window, as far as that is calculated."""
        below = [step for step in self.reduced if _volts(step) is not None and potential_v <= (_volts(step) or 0.0)]
        above = [step for step in self.oxidised if _volts(step) is not None and potential_v >= (_volts(step) or 0.0)]
        if below:
            return min(below, key=lambda step: _volts(step) or 0.0).products
        return max(above, key=lambda step: _volts(step) or 0.0).products if above else ()


@record
class Potential:
    """An electrode potential in V against ``metal``, and in words what it is."""

    volts: float
    metal: str
    words: str


def _volts(step: PhaseEquilibrium) -> float | None:
    return None if step.potential is None else step.potential.si


def windows(material: Material, evidence: EvidenceBase) -> tuple[Window, ...]:
    """Return every window of a material: calculated phase equilibria, then the library's own."""
    found = []
    for told in evidence.windows(material):
        ups = [volts for step in told.high_potential if (volts := _volts(step)) is not None]
        downs = [volts for step in told.low_potential if (volts := _volts(step)) is not None]
        metal = told.potential_reference or f"{material.ion}/{material.ion}+"
        found.append(
            Window(max(downs, default=None), min(ups, default=None), metal, "thermodynamic", told.grade,
                   told.source, told.id, told.low_potential, told.high_potential)
        )  # fmt: skip
    for entry in material.windows:
        moved = against_metal(0.0, entry.reference)
        if moved is not None:
            shift, metal = moved
            low, high = (None if end is None or end.si is None else end.si + shift
                         for end in (entry.reduction, entry.oxidation))  # fmt: skip
            quantity = entry.oxidation or entry.reduction
            source = quantity.source if quantity is not None else None
            grade: Grade = "B" if entry.method == "experimental" else "D"
            found.append(Window(low, high, metal, entry.method, grade, source, note=entry.note))
    return tuple(found)


def cathode_potential(design: Design) -> Potential | None:
    """Return the highest potential of the cathode against the metal of its ion.

    A cut-off quoted as cell voltage is raised by the anode's average potential. Without a cut-off, or with one that
    cannot be brought to the metal, the cathode's average potential stands in, which is exceeded on charging.
    """
    limits = design.stack.cutoffs
    upper = None if limits is None or limits.upper is None else limits.upper.si
    if limits is None or upper is None:
        return _mean_of_cathode(design, "no cut-off is given")
    if limits.reference == "cell":
        anode = anode_potential(design)
        if anode is None:
            return _mean_of_cathode(design, "that of the anode is not known")
        return Potential(upper + anode.volts, anode.metal, "the upper cut-off")
    moved = against_metal(upper, limits.reference)
    if moved is None:
        return _mean_of_cathode(design, f"limits against {limits.reference} are not comparable")
    return Potential(*moved, "the upper cut-off")


def _mean_of_cathode(design: Design, why: str) -> Potential | None:
    ion = voltage.working_ion(design)
    mean = "unknown" if ion is None else voltage.of_cathode(Calculation(), design, ion)
    if isinstance(mean, str):
        return None
    return Potential(mean.value, f"{ion}/{ion}+", f"the cathode's average potential ({why})")


def anode_potential(design: Design) -> Potential | None:
    """Return the average potential of the anode against the metal of its own ion."""
    first = voltage.working_ion(design)
    for ion in (first,) if first is not None else ("Li", "Na"):
        known = voltage.of_anode(Calculation(), design, ion)
        if not isinstance(known, str):
            return Potential(known.value, f"{ion}/{ion}+", "the anode's average potential")
    return None
