"""Stability windows against the potentials of the electrodes: what is reduced, what is oxidised."""

from __future__ import annotations

from collections.abc import Iterable

from cellbuilder.compatibility import potentials
from cellbuilder.compatibility.contacts import Contact, stack_order
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.compatibility.potentials import LIMIT_WORDS, Potential, Window
from cellbuilder.compatibility.published import judging
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.material import Material

MARGIN_V = 0.05
"""A window counts as exceeded only beyond this margin (docs/physics.md 1g)."""


def reductions(design: Design, contacts: Iterable[Contact], evidence: EvidenceBase) -> list[Finding]:
    """Return which materials in touch with the anode are not stable at its potential.

    Exact published evidence about the contact goes before the window.
    """
    anode = potentials.anode_potential(design)
    if anode is None:
        return []
    exposed: dict[str, tuple[Material, Material, list[str]]] = {}
    for contact in contacts:
        if contact.place not in ("anode side", "inside anode"):
            continue
        for material, other in ((contact.first, contact.second), (contact.second, contact.first)):
            if _at_anode_potential(other) and material.category in ("electrolyte", "coating"):
                exposed.setdefault(contact.pair, (material, other, []))[2].extend(contact.layers)
    found = []
    for key, (material, other, layers) in exposed.items():
        if any(match.steps == 0 for match in judging(evidence.about(material, other))):
            continue
        below = [
            (window, window.reduction)
            for window in potentials.windows(material, evidence)
            if window.reduction is not None and window.metal == anode.metal
            if window.reduction > anode.volts + MARGIN_V
        ]
        if below:
            window, limit = max(below, key=lambda entry: (entry[0].method == "thermodynamic", entry[1]))
            found.append(_reduced(key, material, other, window, limit, anode, stack_order(design, layers)))
    return found


def _at_anode_potential(material: Material) -> bool:
    """Anodes, and metals or carbons that pass electrons on, take the potential of the anode."""
    return material.category in ("anode", "collector") or "anode" in material.also or material.metal_anode is not None


def _reduced(
    key: str, material: Material, other: Material, window: Window, limit: float, anode: Potential,
    layers: tuple[str, ...],
) -> Finding:  # fmt: skip
    products = window.products_at(anode.volts)
    named = f" Calculated products: {', '.join(products)}." if products else ""
    return Finding(
        id=f"reduction:{key}", code="reduction", severity="notice", verdict="risk", grade=window.grade, targets=layers,
        title=f"{material.label} is reduced at {other.label}",
        message=f"The {LIMIT_WORDS[window.method]} of {material.label} is {limit:g} V against {window.metal}, and the "
        f"potential here is {anode.volts:g} V. An interphase forms. It stops growing if its products block electrons, "
        f"and goes on if they conduct them.{named}{_note(window)}",
        conditions=f"anode at {anode.volts:g} V against {anode.metal}",
        evidence=(window.evidence,) if window.evidence else (), sources=(window.source,) if window.source else (),
    )  # fmt: skip


def oxidations(design: Design, contacts: Iterable[Contact], evidence: EvidenceBase) -> list[Finding]:
    """Return which electrolytes and coatings in touch with the cathode are not stable up to its highest potential.

    What lies behind a separate layer is left out: it does not meet the electrons of the cathode.
    """
    cathode = potentials.cathode_potential(design)
    if cathode is None:
        return []
    exposed: dict[str, tuple[Material, list[str]]] = {}
    for contact in contacts:
        if "cathode" in contact.roles and contact.place != "collector":
            for material in (contact.first, contact.second):
                if material.category in ("electrolyte", "coating"):
                    exposed.setdefault(material.id, (material, []))[1].extend(contact.layers)
    found = []
    for material, layers in exposed.values():
        limits = [
            (window, window.oxidation)
            for window in potentials.windows(material, evidence)
            if window.oxidation is not None and window.metal == cathode.metal
        ]
        thermodynamic = [entry for entry in limits if entry[0].method == "thermodynamic"]
        for window, limit in (thermodynamic or limits)[:1]:
            if cathode.volts > limit + MARGIN_V:
                found.append(_oxidised(design, material, window, limit, cathode, stack_order(design, layers)))
    return found


_COATING = " Coatings are used beyond this limit all the same, and widely: they are a few nanometres thin and insulate."
_ELECTROLYTE = " Such cells do run, with a coating on the grains or with a resistance that grows."
_CARBON = " Carbon in the cathode speeds this up."


def _oxidised(
    design: Design, material: Material, window: Window, limit: float, cathode: Potential, layers: tuple[str, ...]
) -> Finding:  # fmt: skip
    carbon = material.material_class == "sulfide" and any(
        part.function == "carbon" for layer in design.stack.layers if layer.role == "cathode"
        for part in layer.components
    )  # fmt: skip
    coating = material.category == "coating"
    firm = window.method != "unknown" and not coating
    products = window.products_at(cathode.volts)
    named = f" Calculated products: {', '.join(products)}." if products else ""
    return Finding(
        id=f"oxidation:{material.id}", code="oxidation", severity="notice" if firm else "info", verdict="risk",
        grade=window.grade, targets=layers,
        title=f"{material.label} {'is' if firm else 'may be'} oxidised before the cell is full",
        message=f"The {LIMIT_WORDS[window.method]} of {material.label} is {limit:g} V against {window.metal}; "
        f"{cathode.words} lies at {cathode.volts:g} V. There is a driving force; how fast it acts is not said."
        f"{_COATING if coating else _ELECTROLYTE}{_CARBON if carbon else ''}{named}{_note(window)}",
        conditions=f"{cathode.words.removeprefix('the ')}: {cathode.volts:g} V against {cathode.metal}",
        evidence=(window.evidence,) if window.evidence else (), sources=(window.source,) if window.source else (),
    )  # fmt: skip


def _note(window: Window) -> str:
    return f" On this limit: {window.note}" if window.note else ""
