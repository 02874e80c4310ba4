"""The reference electrode of the voltage limits: whether it belongs to this cell and whether the numbers fit it."""

from __future__ import annotations

from typing import Final

from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.quantity import ReferenceElectrode
from cellbuilder.engine import capacity_data, voltage
from cellbuilder.engine.voltage import against_metal

LOW_UPPER_V: Final = 3.8
"""A layered oxide charged no higher than this against lithium is hardly charged (docs/physics.md 1g)."""
LI_IN_V: Final = 0.62
_LAYERED: Final = ("ncm", "nca", "lco")


def findings(design: Design) -> list[Finding]:
    """Return what is doubtful about the reference of the voltage limits."""
    return [*_of_the_other_ion(design), *_low_for_lithium(design), *_printed(design)]


def _targets(design: Design) -> tuple[str, ...]:
    return tuple(layer.id for layer in design.stack.layers if layer.role == "cathode")


def _limits_text(design: Design) -> str:
    limits = design.stack.cutoffs
    ends = [] if limits is None else [limits.lower, limits.upper]
    return " to ".join("?" if end is None or end.value is None else f"{end.value:g} {end.unit}" for end in ends)


def _of_the_other_ion(design: Design) -> list[Finding]:
    limits, ion = design.stack.cutoffs, voltage.working_ion(design)
    if limits is None or limits.reference == "cell" or ion is None:
        return []
    moved = against_metal(0.0, limits.reference)
    if moved is None or moved[1] == f"{ion}/{ion}+":
        return []
    other = moved[1].partition("/")[0]
    name = {"Li": "lithium", "Na": "sodium"}.get(ion, ion)
    own: tuple[ReferenceElectrode, ...] = ("Na/Na+", "Na-Sn") if ion == "Na" else ("Li/Li+", "Li-In")
    return [
        Finding(
            id="reference-ion", code="reference-ion", severity="warning", verdict="risk", grade="E",
            targets=_targets(design),
            title=f"The voltage window is quoted against {limits.reference}, in a {name} cell",
            message=f"The limits ({_limits_text(design)}) are entered against {limits.reference}, an electrode of "
            f"{other}. A {name} cell has no such electrode in it, and potentials against {other} and against {ion} "
            "cannot be turned into each other for a stability window, because the reactions differ. Until the "
            f"reference is put right, what is oxidised in the cathode is not checked. Did the numbers mean the voltage "
            f"between the terminals, or potentials against {own[0]} or {own[1]}?",
            would_change=f"Limits entered as the voltage of the cell, or against {own[0]}.",
        )
    ]  # fmt: skip


def _low_for_lithium(design: Design) -> list[Finding]:
    limits = design.stack.cutoffs
    if limits is None or limits.upper is None or limits.upper.si is None or limits.reference != "Li/Li+":
        return []
    layered = [host.label for host in capacity_data.hosts(design, "cathode") if (host.family or "").lower() in _LAYERED]
    indium = any((host.family or "").lower() == "li-in" for host in capacity_data.hosts(design, "anode"))
    if not layered or not indium or limits.upper.si > LOW_UPPER_V:
        return []
    volts = limits.upper.si
    return [
        Finding(
            id="reference-li-in", code="reference-li-in", severity="notice", verdict="risk", grade="E",
            targets=_targets(design), title="Is the voltage window meant against Li-In?",
            message=f"{', '.join(layered)} is charged to {volts:g} V against lithium only, and the anode is Li-In. "
            f"Papers often print the voltage of such a cell as if it were against lithium: {volts:g} V against Li-In "
            f"are {volts + LI_IN_V:.3g} V against lithium. Stability is checked with the number as it is entered.",
            would_change="The same limit entered against Li-In, or as the voltage of the cell.",
        )
    ]  # fmt: skip


def _printed(design: Design) -> list[Finding]:
    limits = design.stack.cutoffs
    if limits is None or limits.printed_reference is None:
        return []
    printed = limits.printed_reference
    if printed.split("/")[0].casefold() == limits.reference.split("/")[0].casefold():
        return []
    said = "prints no reference" if printed == "not stated" else f"prints it against {printed}"
    read = "as the voltage of the cell" if limits.reference == "cell" else f"against {limits.reference}"
    return [
        Finding(
            id="cutoff-reference", code="cutoff-reference", severity="info", verdict="risk", grade="E",
            targets=_targets(design),
            title="The reference of the voltage window is doubtful",
            message=f"The source {said}; it is read {read}. {limits.note or ''}".strip(),
        )
    ]  # fmt: skip
