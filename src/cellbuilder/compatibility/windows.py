"""Stability windows against the potentials of the electrodes: what is reduced, what is oxidised."""

from __future__ import annotations

from collections.abc import Iterable

from cellbuilder.compatibility import potentials, verdicts
from cellbuilder.compatibility.contacts import Contact, stack_order
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.compatibility.potentials import LIMIT_WORDS, Potential, Window
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.material import Material

MARGIN_V = 0.05
"""A window counts as exceeded only beyond this margin (docs/physics.md 1g)."""


def reductions(
    design: Design, contacts: Iterable[Contact], evidence: EvidenceBase, anode: Potential | None
) -> list[Finding]:
    """Return which materials in touch with the anode are not stable at its potential.

    Exact published evidence about the contact goes before the window.
    """
    if anode is None:
        return []
    exposed: dict[str, tuple[Material, Material, list[str]]] = {}
    for contact in contacts:
        if contact.place not in ("anode side", "inside anode"):
            continue
        for material, other in ((contact.first, contact.second), (contact.second, contact.first)):
            if at_anode_potential(other) and material.category in ("electrolyte", "coating"):
                exposed.setdefault(contact.pair, (material, other, []))[2].extend(contact.layers)
    found = []
    for key, (material, other, layers) in exposed.items():
        known = verdicts.of_pair(evidence, material, other, anode, "anode").get("stability")
        if known is not None and (
            known.told.exact or (statement_goes_first(known) and not verdicts.is_bad(known.told))
        ):
            continue
        window = reduced_by(material, anode, evidence)
        if window is not None:
            found.append(_reduced(key, material, other, window, anode, stack_order(design, layers)))
    return found


def reduced_by(material: Material, anode: Potential, evidence: EvidenceBase) -> Window | None:
    """Return the window of a material that says it is reduced at the potential of the anode, calculated ones first."""
    below = [
        window
        for window in potentials.windows(material, evidence)
        if window.reduction is not None and window.metal == anode.metal
        if window.reduction > anode.volts + MARGIN_V
    ]
    return max(below, key=lambda window: (window.method == "thermodynamic", window.reduction or 0.0), default=None)


def statement_goes_first(judged: verdicts.Judgement) -> bool:
    """Whether what is published of a contact counts more than a window that is exceeded.

    It does where it names both materials, or reports trouble that goes on. So does a report without trouble about
    their relatives or classes (grade D or better as it stands): calculated windows leave out what slows a reaction.
    """
    entry = judged.told
    near = entry.specificity in ("the family", "the class") and entry.record.grade != "E"
    return entry.exact or judged.verdict == "grows" or (judged.verdict == "no issue reported" and near)


def oxidised_by(material: Material, cathode: Potential, evidence: EvidenceBase) -> Window | None:
    """Return the window of a material that says it is oxidised at the potential of the cathode, calculated first."""
    limits = [
        window
        for window in potentials.windows(material, evidence)
        if window.oxidation is not None and window.metal == cathode.metal
    ]
    chosen = next((window for window in limits if window.method == "thermodynamic"), limits[0] if limits else None)
    exceeded = chosen is not None and cathode.volts > (chosen.oxidation or 0.0) + MARGIN_V
    return chosen if exceeded else None


def at_anode_potential(material: Material) -> bool:
    """Anodes, and metals or carbons that pass electrons on, take the potential of the anode."""
    return material.category in ("anode", "collector") or "anode" in material.also or material.metal_anode is not None


def _reduced(
    key: str, material: Material, other: Material, window: Window, anode: Potential, layers: tuple[str, ...]
) -> Finding:
    products, limit = window.products_at(anode.volts), window.reduction or 0.0
    named = f" Calculated products: {', '.join(products)}." if products else ""
    return Finding(
        id=f"reduction:{key}", code="reduction", severity="notice", verdict="risk", grade=window.grade, targets=layers,
        title=f"{material.label} is reduced at {other.label}",
        message=f"The {LIMIT_WORDS[window.method]} of {material.label} is {limit:g} V against {window.metal}, and the "
        f"potential here is {anode.volts:g} V. An interphase forms. It stops growing if its products block electrons, "
        f"and goes on if they conduct them.{named}{_note(window)}",
        phenomenon="electrochemical reduction", products=products, specificity="these materials",
        conditions=f"anode at {anode.volts:g} V against {anode.metal}",
        would_change="A measurement on this contact, or an anode or layer at a higher potential. "
        f"{_OTHER_METHODS}",
        evidence=(window.evidence,) if window.evidence else (), sources=(window.source,) if window.source else (),
    )  # fmt: skip


def oxidations(
    design: Design, contacts: Iterable[Contact], evidence: EvidenceBase, cathode: Potential | None
) -> list[Finding]:
    """Return which electrolytes and coatings in touch with the cathode are not stable up to its highest potential.

    What lies behind a separate layer is left out: it does not meet the electrons of the cathode. Where a cell with the
    contact is published without trouble up to this potential, the limit is information only.
    """
    if cathode is None:
        return []
    exposed: dict[str, tuple[Material, list[str]]] = {}
    run: set[str] = set()
    for contact in contacts:
        if "cathode" in contact.roles and contact.place != "collector":
            known = verdicts.of_pair(evidence, contact.first, contact.second, cathode, contact.side).get("stability")
            good = known is not None and known.verdict == "no issue reported" and statement_goes_first(known)
            for material in (contact.first, contact.second):
                if material.category in ("electrolyte", "coating"):
                    exposed.setdefault(material.id, (material, []))[1].extend(contact.layers)
                    run |= {material.id} if good else set()
    found = []
    for material, layers in exposed.values():
        window = oxidised_by(material, cathode, evidence)
        if window is not None:
            ran = material.id in run
            found.append(_oxidised(design, material, window, cathode, stack_order(design, layers), ran=ran))
    return found


_OTHER_METHODS = "Calculated, topotactic and measured limits differ; they are never mixed."
_RAN = " Cells with this contact are published without trouble up to here."
_COATING = " Coatings are used beyond this limit all the same, and widely: they are a few nanometres thin and insulate."
_ELECTROLYTE = " Such cells do run, with a coating on the grains or with a resistance that grows."
_CARBON = " Carbon in the cathode speeds this up."


def _oxidised(
    design: Design, material: Material, window: Window, cathode: Potential, layers: tuple[str, ...], *, ran: bool
) -> Finding:
    limit = window.oxidation or 0.0
    carbon = material.material_class == "sulfide" and any(
        part.function == "carbon" for layer in design.stack.layers if layer.role == "cathode"
        for part in layer.components
    )  # fmt: skip
    coating = material.category == "coating"
    firm = window.method != "unknown" and not coating
    products = window.products_at(cathode.volts)
    named = f" Calculated products: {', '.join(products)}." if products else ""
    return Finding(
        id=f"oxidation:{material.id}", code="oxidation", severity="notice" if firm and not ran else "info",
        verdict="risk",
        grade=window.grade, targets=layers,
        title=f"{material.label} {'is' if firm else 'may be'} oxidised before the cell is full",
        message=f"The {LIMIT_WORDS[window.method]} of {material.label} is {limit:g} V against {window.metal}; "
        f"{cathode.words} lies at {cathode.volts:g} V. It can be oxidised there; the limit does not say how fast."
        f"{_COATING if coating else _RAN if ran else _ELECTROLYTE}{_CARBON if carbon else ''}{named}{_note(window)}",
        phenomenon="electrochemical oxidation", products=products, specificity="these materials",
        would_change="A lower upper cut-off, a coating or a layer in between, or a measured growth of the resistance "
        f"in this cell. {_OTHER_METHODS}",
        conditions=f"{cathode.words.removeprefix('the ')}: {cathode.volts:g} V against {cathode.metal}",
        evidence=(window.evidence,) if window.evidence else (), sources=(window.source,) if window.source else (),
    )  # fmt: skip


def _note(window: Window) -> str:
    return f" On this limit: {window.note}" if window.note else ""
