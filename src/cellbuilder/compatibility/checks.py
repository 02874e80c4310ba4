"""The first checks: working ion, ion source, density, stability windows, published reactions, missing evidence."""

from __future__ import annotations

from dataclasses import dataclass

from cellbuilder.compatibility import published, structure, windows
from cellbuilder.compatibility.contacts import Contact, Separation, stack_order
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import SEVERITY_ORDER, Finding
from cellbuilder.domain.material import Material
from cellbuilder.domain.stack import Layer
from cellbuilder.engine import capacity_data, geometry
from cellbuilder.engine.layer_data import title

DENSEST = 1.02
"""A layer may be measured this much denser than its materials before that is called impossible."""


@dataclass(frozen=True, slots=True)
class Review:
    """Every finding, the worst first, and how many pairs of materials were judged without and with evidence."""

    findings: tuple[Finding, ...]
    pairs: int
    without_evidence: int


def review(
    design: Design, contacts: tuple[Contact, ...], apart: tuple[Separation, ...], evidence: EvidenceBase
) -> Review:
    """Look at every contact of a design; waived findings carry their reason."""
    pairs = published.pairs(design, contacts, evidence)
    on_collectors = {contact.pair for contact in contacts if contact.place == "collector"}
    judged = tuple(pair for pair in pairs if pair.key not in on_collectors)
    remedies, settled = published.kept_apart(design, apart, evidence)
    without = published.without_evidence(judged, settled)
    reduced = windows.reductions(design, contacts, evidence)
    told = {item.id.partition(":")[2] for item in reduced}
    found = [
        *structure.faults(design),
        *_working_ion(design),
        *_ion_source(design),
        *_too_dense(design),
        *reduced,
        *windows.oxidations(design, contacts, evidence),
        *(item for item in published.touching(pairs) if not _said_already(item, told)),
        *remedies,
        *_printed_reference(design),
        *published.missing(without, len(judged), design),
    ]
    reasons = {waiver.finding: waiver.reason for waiver in design.waivers}
    marked = [item.model_copy(update={"waived": reasons[item.id]}) if item.id in reasons else item for item in found]
    ordered = sorted(marked, key=lambda item: (SEVERITY_ORDER.index(item.severity), item.grade, item.id))
    return Review(tuple(ordered), len(judged), len(without))


def _said_already(item: Finding, reduced: set[str]) -> bool:
    """A risk said of the class adds nothing where the window of the material itself says the same."""
    return item.grade == "E" and item.verdict == "risk" and item.id.partition(":")[2] in reduced


def _materials(design: Design, layer: Layer, categories: tuple[str, ...]) -> list[Material]:
    materials = [design.material(key) for key in layer.material_ids]
    return [entry for entry in materials if entry.category in categories or set(entry.also) & set(categories)]


def _working_ion(design: Design) -> list[Finding]:
    holders: dict[str, list[tuple[Layer, Material]]] = {}
    for layer in design.stack.layers:
        if layer.role in ("anode interface layer", "cathode interface layer"):
            continue
        for material in _materials(design, layer, ("cathode active material", "electrolyte", "anode")):
            if material.ion is not None:
                holders.setdefault(material.ion, []).append((layer, material))
    if len(holders) < 2:
        return []
    named = {ion: dict.fromkeys(_in_layer(design, *pair) for pair in pairs) for ion, pairs in sorted(holders.items())}
    sides = [f"{ion}: {', '.join(places)}" for ion, places in named.items()]
    targets = stack_order(design, (layer.id for pairs in holders.values() for layer, _ in pairs))
    return [
        Finding(
            id="ion-mismatch", code="ion-mismatch", severity="error", verdict="blocks", grade="A", targets=targets,
            title="Lithium and sodium parts in one cell",
            message=f"The working ion differs ({'; '.join(sides)}). A lithium electrolyte carries no sodium and the "
            "other way round, so this cell cannot work. Choose electrodes and electrolyte of one ion.",
        )
    ]  # fmt: skip


def _in_layer(design: Design, layer: Layer, material: Material) -> str:
    name = title(design, layer)
    return name if material.label in name and len(layer.material_ids) == 1 else f"{material.label} in {name}"


def _ion_source(design: Design) -> list[Finding]:
    if not capacity_data.cathode_is_empty(design):
        return []
    stores = capacity_data.hosts(design, "anode")
    names = ", ".join(entry.label for entry in capacity_data.hosts(design, "cathode"))
    targets = tuple(layer.id for layer in design.stack.layers if layer.role in ("cathode", "anode"))
    if capacity_data.lacks_ion(design):
        return [
            Finding(
                id="ion-source", code="ion-source", severity="error", verdict="blocks", grade="A", targets=targets,
                title="No source of the working ion",
                message=f"{names} is made without the working ion, and the anode brings none either, so there is "
                "nothing to cycle. Use a metal anode or one that is charged with the ion beforehand.",
            )
        ]  # fmt: skip
    if any(entry.metal_anode == "metal" for entry in stores):
        return []
    anode = ", ".join(entry.label for entry in stores) or "the anode"
    return [
        Finding(
            id="ion-source", code="ion-source", severity="notice", verdict="risk", grade="E", targets=targets,
            title="The anode must bring the working ion",
            message=f"{names} is made without the working ion, so {anode} has to hold enough of it from the start. How "
            "much it holds is not stated here; the capacity of the cell cannot exceed it.",
        )
    ]  # fmt: skip


def _too_dense(design: Design) -> list[Finding]:
    found = []
    for layer in design.stack.layers:
        relative = geometry.relative_density(design, layer)
        if relative is not None and relative > DENSEST:
            found.append(
                Finding(
                    id=f"density:{layer.id}", code="density", severity="warning", verdict="risk", grade="E",
                    targets=(layer.id,), title=f"{title(design, layer)} is denser than its materials",
                    message=f"The density entered is {100 * relative:.0f} % of that of the pore-free materials. Check "
                    "mass, thickness and density: any two of them give the third.",
                )
            )  # fmt: skip
    return found


def _printed_reference(design: Design) -> list[Finding]:
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
            targets=tuple(layer.id for layer in design.stack.layers if layer.role == "cathode"),
            title="The reference of the voltage window is doubtful",
            message=f"The source {said}; it is read {read}. {limits.note or ''}".strip(),
        )
    ]  # fmt: skip
