"""The first checks: working ion, ion source, stability windows, published reactions, missing evidence."""

from __future__ import annotations

from cellbuilder.compatibility import potentials
from cellbuilder.compatibility.contacts import Contact, all_contacts
from cellbuilder.compatibility.evidence_base import EvidenceBase, Match
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import Verdict
from cellbuilder.domain.finding import SEVERITY_ORDER, Finding, Severity
from cellbuilder.domain.material import Material
from cellbuilder.domain.stack import Layer
from cellbuilder.engine.layer_data import title

MARGIN_V = 0.05
"""A window counts as exceeded only beyond this margin (docs/physics.md 1g)."""
_SEVERITY: dict[Verdict, Severity] = {
    "blocks": "error",
    "grows": "warning",
    "risk": "notice",
    "no issue reported": "info",
    "no data": "info",
}


def findings(design: Design, evidence: EvidenceBase) -> tuple[Finding, ...]:
    """Return every finding, the worst first; waived ones carry their reason."""
    contacts = all_contacts(design)
    found = [
        *_working_ion(design),
        *_ion_source(design),
        *_anode_window(design, contacts, evidence),
        *_cathode_window(design, contacts, evidence),
        *_published(contacts, evidence),
        *_printed_reference(design),
        *_missing(design, evidence),
    ]
    reasons = {waiver.finding: waiver.reason for waiver in design.waivers}
    marked = [item.model_copy(update={"waived": reasons[item.id]}) if item.id in reasons else item for item in found]
    return tuple(sorted(marked, key=lambda item: (SEVERITY_ORDER.index(item.severity), item.grade, item.id)))


def contacts_without_evidence(design: Design, evidence: EvidenceBase) -> tuple[tuple[Contact, ...], int]:
    """Return the contacts without any published statement, and how many contacts were looked at."""
    judged = [contact for contact in all_contacts(design) if contact.place != "collector"]
    return tuple(contact for contact in judged if not evidence.about(contact.first, contact.second)), len(judged)


def _materials(design: Design, layer: Layer, categories: tuple[str, ...]) -> list[Material]:
    materials = [design.material(key) for key in layer.material_ids]
    return [entry for entry in materials if entry.category in categories or set(entry.also) & set(categories)]


def _working_ion(design: Design) -> list[Finding]:
    holders: dict[str, list[tuple[Layer, Material]]] = {}
    for layer in design.stack.layers:
        for material in _materials(design, layer, ("cathode active material", "electrolyte", "anode")):
            if material.ion is not None and layer.role not in ("anode interface layer", "cathode interface layer"):
                holders.setdefault(material.ion, []).append((layer, material))
    if len(holders) < 2:
        return []
    sides = []
    for ion in sorted(holders):
        names = dict.fromkeys(f"{title(design, layer)}" for layer, _ in holders[ion])
        sides.append(f"{ion}: {', '.join(names)}")
    targets = tuple(dict.fromkeys(layer.id for pairs in holders.values() for layer, _ in pairs))
    return [
        Finding(
            id="ion-mismatch", code="ion-mismatch", severity="error", verdict="blocks", grade="A", targets=targets,
            title="Lithium and sodium parts in one cell",
            message=f"The working ion differs ({'; '.join(sides)}). A lithium electrolyte carries no sodium and the "
            "other way round, so this cell cannot work. Choose electrodes and electrolyte of one ion.",
        )
    ]  # fmt: skip


def _ion_source(design: Design) -> list[Finding]:
    cathodes = [layer for layer in design.stack.layers if layer.role == "cathode"]
    anodes = [layer for layer in design.stack.layers if layer.role == "anode"]
    hosts = [entry for layer in cathodes for entry in _materials(design, layer, ("cathode active material",))]
    stores = [entry for layer in anodes for entry in _materials(design, layer, ("anode", "cathode active material"))]
    if not hosts or any(entry.holds_ion_as_made is not False for entry in hosts):
        return []
    if any(entry.metal_anode == "metal" or entry.holds_ion_as_made for entry in stores):
        return []
    names = ", ".join(entry.label for entry in hosts)
    targets = tuple(layer.id for layer in (*cathodes, *anodes))
    if any(entry.metal_anode == "alloy" for entry in stores):
        return [
            Finding(
                id="ion-source", code="ion-source", severity="notice", verdict="risk", grade="E", targets=targets,
                title="The anode must bring the working ion",
                message=f"{names} is made without the working ion. The alloy anode has to hold it from the start; "
                "state how much.",
            )
        ]  # fmt: skip
    return [
        Finding(
            id="ion-source", code="ion-source", severity="error", verdict="blocks", grade="A", targets=targets,
            title="No source of the working ion",
            message=f"{names} is made without the working ion, and the anode brings none either, so there is nothing "
            "to cycle. Use a metal or a charged anode.",
        )
    ]  # fmt: skip


def _anode_window(design: Design, contacts: tuple[Contact, ...], evidence: EvidenceBase) -> list[Finding]:
    potential = potentials.anode_potential(design)
    if potential is None:
        return []
    value, metal = potential
    found = []
    for contact in contacts:
        if contact.place not in ("anode side", "inside anode"):
            continue
        for material, other in ((contact.first, contact.second), (contact.second, contact.first)):
            is_anode = other.category == "anode" or "anode" in other.also
            if not is_anode or material.category == "anode":
                continue
            if any(match.steps == 0 for match in _judging(evidence.about(material, other))):
                continue
            found += _reduced(contact, material, other, value, metal, evidence)
    return found


def _reduced(
    contact: Contact, material: Material, anode: Material, value: float, metal: str, evidence: EvidenceBase
) -> list[Finding]:
    limits = [
        (window, window.reduction)
        for window in potentials.windows(material, evidence)
        if window.reduction is not None and window.metal == metal and window.reduction > value + MARGIN_V
    ]
    if not limits:
        return []
    window, limit = max(limits, key=lambda entry: (entry[0].method == "thermodynamic", entry[1]))
    return [
        Finding(
            id=f"reduction:{contact.key}", code="reduction", severity="notice", verdict="risk", grade="C",
            targets=contact.layers, title=f"{material.label} is reduced at {anode.label}",
            message=f"{material.label} is stable down to {limit:g} V against {metal} ({window.method} window); "
            f"{anode.label} lies at {value:g} V. An interphase forms; whether it stops growing depends on its products"
            + (f" ({', '.join(window.products[:4])})." if window.products else "."),
            evidence=(window.evidence,) if window.evidence else (), sources=(window.source,) if window.source else (),
        )
    ]  # fmt: skip


def _cathode_window(design: Design, contacts: tuple[Contact, ...], evidence: EvidenceBase) -> list[Finding]:
    cutoff = potentials.upper_cutoff(design)
    if cutoff is None:
        return []
    value, metal = cutoff
    places: dict[str, tuple[Material, tuple[str, ...]]] = {}
    for contact in contacts:
        if contact.place not in ("inside cathode", "cathode side"):
            continue
        for material in (contact.first, contact.second):
            if material.category in ("electrolyte", "coating") and "cathode" in " ".join(contact.names):
                _, layers = places.get(material.id, (material, ()))
                places[material.id] = (material, tuple(dict.fromkeys((*layers, *contact.layers))))
    found = []
    for material, layers in places.values():
        limits = [
            (window, window.oxidation)
            for window in potentials.windows(material, evidence)
            if window.oxidation is not None and window.metal == metal
        ]
        thermodynamic = [entry for entry in limits if entry[0].method == "thermodynamic"]
        for window, limit in (thermodynamic or limits)[:1]:
            if value <= limit + MARGIN_V:
                continue
            found.append(
                Finding(
                    id=f"oxidation:{material.id}", code="oxidation", severity="notice", verdict="risk", grade="C",
                    targets=layers, title=f"{material.label} is oxidised before the cell is full",
                    message=f"Charging to {value:g} V against {metal} exceeds the {window.method} limit of "
                    f"{material.label} ({limit:g} V). Cells run with a coating or with resistance that grows; the "
                    "window says that a driving force exists, not how fast.",
                    conditions=f"upper cut-off {value:g} V against {metal}",
                    evidence=(window.evidence,) if window.evidence else (),
                    sources=(window.source,) if window.source else (),
                )
            )  # fmt: skip
    return found


def _judging(matches: tuple[Match, ...]) -> list[Match]:
    """Records that judge the bare contact; those about a helping layer or coating describe a remedy."""
    return [match for match in matches if match.record.layer is None and match.record.verdict != "no data"]


_WORST: tuple[Verdict, ...] = ("blocks", "grows", "risk", "no issue reported")


def _published(contacts: tuple[Contact, ...], evidence: EvidenceBase) -> list[Finding]:
    found = []
    for contact in contacts:
        matches = _judging(evidence.about(contact.first, contact.second))
        if not matches:
            continue
        nearest = [match for match in matches if match.steps == matches[0].steps]
        worst = min(nearest, key=lambda match: (_WORST.index(match.record.verdict), match.grade))
        record = worst.record
        verdict: Verdict = "grows" if record.verdict == "blocks" else record.verdict
        analogy = " (by analogy: a statement about the class)" if worst.steps else ""
        products = f" Products: {', '.join(record.products)}." if record.products else ""
        found.append(
            Finding(
                id=f"contact:{contact.key}", code=record.phenomenon.replace(" ", "-"), severity=_SEVERITY[verdict],
                verdict=verdict, grade=worst.grade, targets=contact.layers,
                title=f"{contact.first.label} | {contact.second.label}: {_TITLES[verdict]}",
                message=f"{record.statement}{products}{analogy}", conditions=record.conditions,
                evidence=tuple(match.record.id for match in nearest), sources=tuple(
                    dict.fromkeys(match.record.source for match in nearest)
                ),
            )
        )  # fmt: skip
    return found


_TITLES: dict[Verdict, str] = {
    "blocks": "cannot work",
    "grows": "the interphase keeps growing",
    "risk": "reacts, or is expected to",
    "no issue reported": "no issue reported",
    "no data": "no data",
}


def _printed_reference(design: Design) -> list[Finding]:
    limits = design.stack.cutoffs
    if limits is None or limits.printed_reference is None or limits.printed_reference == limits.reference:
        return []
    return [
        Finding(
            id="cutoff-reference", code="cutoff-reference", severity="info", verdict="risk", grade="E",
            targets=tuple(layer.id for layer in design.stack.layers if layer.role == "cathode"),
            title="The reference of the voltage window is doubtful",
            message=f"The source prints it against {limits.printed_reference}; it is read against {limits.reference}. "
            f"{limits.note or ''}".strip(),
        )
    ]  # fmt: skip


def _missing(design: Design, evidence: EvidenceBase) -> list[Finding]:
    without, judged = contacts_without_evidence(design, evidence)
    if not without:
        return []
    pairs = dict.fromkeys(f"{contact.first.label} | {contact.second.label}" for contact in without)
    return [
        Finding(
            id="no-evidence", code="no-evidence", severity="info", verdict="no data", grade="E",
            targets=tuple(dict.fromkeys(layer for contact in without for layer in contact.layers)),
            title=f"{len(without)} of {judged} contacts have no published evidence",
            message=f"Nothing is on record for: {'; '.join(pairs)}. That is no sign that they are stable.",
        )
    ]  # fmt: skip
