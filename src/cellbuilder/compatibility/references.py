"""The reference electrode of the voltage limits: whether it belongs to this cell and whether the numbers fit it."""

from __future__ import annotations

from typing import Literal

from cellbuilder.compatibility import by_rule
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.quantity import Quantity, ReferenceElectrode
from cellbuilder.domain.rulebook import Rulebook
from cellbuilder.engine import capacity_data, voltage
from cellbuilder.engine.calculation import Calculation
from cellbuilder.engine.voltage import PLATEAUS, against_metal


def findings(design: Design, rules: Rulebook | None = None) -> list[Finding]:
    """Return what is doubtful about the voltage limits and their reference; without ``rules``, the reference alone."""
    book = rules or Rulebook()
    return [
        *_of_the_other_ion(design),
        *_low_for_lithium(design, book),
        *_printed(design),
        *_implausible(design, book),
    ]


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


def _low_for_lithium(design: Design, rules: Rulebook) -> list[Finding]:
    rule, limits = rules.rule("reference-li-in"), design.stack.cutoffs
    if rule is None or limits is None or limits.upper is None or limits.reference != "Li/Li+":
        return []
    families = {name.casefold() for name in rule.families}
    layered = [host.label for host in capacity_data.hosts(design, "cathode") if (host.family or "").lower() in families]
    indium = any((host.family or "").lower() == "li-in" for host in capacity_data.hosts(design, "anode"))
    volts, plateau = limits.upper.si, PLATEAUS["Li-In"][0].si
    if volts is None or plateau is None or not layered or not indium or volts > rule.limit("low-upper"):
        return []
    return [
        by_rule.finding(
            rule, "Is the voltage window meant against Li-In?",
            f"{', '.join(layered)} is charged to {volts:g} V against lithium only, and the anode is Li-In. "
            f"{rule.statement} {volts:g} V against Li-In are {volts + plateau:.3g} V against lithium. Stability is "
            "checked with the number as it is entered.", _targets(design),
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


def _implausible(design: Design, rules: Rulebook) -> list[Finding]:
    """Return the one finding that says which voltage limits cannot be meant so."""
    rule = rules.rule("voltage-limits")
    if rule is None:
        return []
    doubts = [
        *_too_high(design, rule.limit("highest")),
        *_never_charged(design),
        *_reversed(design),
    ]
    if not doubts:
        return []
    return [
        by_rule.finding(
            rule, "The voltage limits look wrong", f"{' '.join(doubts)} {rule.statement} Check number, unit and "
            "reference.", _targets(design),
        )
    ]  # fmt: skip


def _entered(design: Design, side: Literal["upper", "lower"]) -> tuple[float, str] | None:
    """Return a voltage limit in V as it is entered, and against what."""
    limits = design.stack.cutoffs
    end: Quantity | None = None if limits is None else getattr(limits, side)
    if limits is None or end is None or end.si is None:
        return None
    between = "between the terminals" if limits.reference == "cell" else f"against {limits.reference}"
    return end.si, f"{end.si:g} V {between}"


def _upper_against_metal(design: Design) -> tuple[float, str] | None:
    """Return the upper limit in V against a metal, and which; None where that is unknown."""
    limits, ion, entered = design.stack.cutoffs, voltage.working_ion(design), _entered(design, "upper")
    if limits is None or entered is None:
        return None
    if limits.reference != "cell":
        return against_metal(entered[0], limits.reference)
    anode = "" if ion is None else voltage.of_anode(Calculation(), design, ion)
    return None if isinstance(anode, str) else (entered[0] + anode.value, f"{ion}/{ion}+")


def _too_high(design: Design, highest: float) -> list[str]:
    entered, moved = _entered(design, "upper"), _upper_against_metal(design)
    if entered is None:
        return []
    volts, metal = moved or (entered[0], "the metal, at least")
    if volts <= highest:
        return []
    same = f", {volts:.3g} V against {metal}" if volts != entered[0] or moved is None else ""
    return [f"The upper limit is {entered[1]}{same}: more than {highest:g} V against the metal."]


def _never_charged(design: Design) -> list[str]:
    """Say that the upper limit lies below the average potential of the cathode, both against one metal."""
    entered, moved, ion = _entered(design, "upper"), _upper_against_metal(design), voltage.working_ion(design)
    if entered is None or moved is None or ion is None or moved[1] != f"{ion}/{ion}+":
        return []
    cathode = voltage.of_cathode(Calculation(), design, ion)
    if isinstance(cathode, str) or moved[0] >= cathode.value:
        return []
    here = "" if moved[0] == entered[0] else f" ({moved[0]:.3g} V against {moved[1]})"
    said = f"lies below the average potential of the cathode, {cathode.value:.3g} V against {moved[1]}"
    return [f"The upper limit, {entered[1]}{here}, {said}: the cell can hardly be charged."]


def _reversed(design: Design) -> list[str]:
    entered = _entered(design, "lower")
    if entered is None:
        return []
    terminal = voltage.terminal_limit(Calculation(), design, "lower")
    volts = entered[0] if terminal is None else terminal.value
    if volts >= 0.0:
        return []
    same = "" if volts == entered[0] else f", {volts:.3g} V between the terminals"
    return [f"The lower limit is {entered[1]}{same}: below zero the cell would be driven past empty."]
