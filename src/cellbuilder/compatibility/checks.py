"""Every check of a design, put together: one list of findings, the worst first."""

from __future__ import annotations

from dataclasses import replace

from cellbuilder.compatibility import (
    electrons,
    ions,
    making,
    mechanics,
    potentials,
    published,
    references,
    running,
    structure,
    windows,
)
from cellbuilder.compatibility.contacts import Contact, Separation, plated
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.compatibility.published import Pair
from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import Verdict
from cellbuilder.domain.finding import SEVERITY_ORDER, Examined, Finding
from cellbuilder.domain.result import CellFigures
from cellbuilder.engine import voltage
from cellbuilder.engine.cell import Cell


@record
class Review:
    """Every finding, the worst first, and every contact as it was judged."""

    findings: tuple[Finding, ...]
    examined: tuple[Examined, ...]

    @property
    def without_evidence(self) -> int:
        """How many contacts nothing is published about."""
        return sum(entry.verdict == "no data" for entry in self.examined)


def review(
    design: Design, contacts: tuple[Contact, ...], apart: tuple[Separation, ...], evidence: EvidenceBase,
    cell: Cell, figures: CellFigures,
) -> Review:  # fmt: skip
    """Look at every contact of a design; waived findings carry their reason."""
    cathode, anode = potentials.cathode_potential(design), potentials.anode_potential(design)
    contacts = _with_plated_metal(design, contacts, evidence)
    pairs = published.pairs(design, contacts, evidence, cathode, anode)
    layers, settled = published.kept_apart(design, apart, evidence, cathode, anode)
    reduced = windows.reductions(design, contacts, evidence, anode)
    oxidised = windows.oxidations(design, contacts, evidence, cathode)
    told = {item.id.partition(":")[2] for item in reduced}
    examined = tuple(_examined(pair, settled, reduced, oxidised) for pair in pairs if pair.place != "collector")
    without = {entry.first + "|" + entry.second for entry in examined if entry.verdict == "no data"}
    unknown = tuple(pair for pair in pairs if f"{pair.first.id}|{pair.second.id}" in without)
    found = [
        *structure.faults(design),
        *ions.findings(design),
        *reduced,
        *oxidised,
        *(item for item in published.touching(pairs) if not _said_already(item, told)),
        *layers,
        *references.findings(design),
        *electrons.findings(design, cell, evidence.rules),
        *making.findings(design, contacts, evidence),
        *running.findings(design, contacts, figures, evidence),
        *mechanics.findings(design, contacts, evidence.rules),
        *published.missing(unknown, len(examined), design),
    ]
    reasons = {waiver.finding: waiver.reason for waiver in design.waivers}
    marked = [replace(item, waived=reasons[item.id]) if item.id in reasons else item for item in found]
    ordered = sorted(marked, key=lambda item: (SEVERITY_ORDER.index(item.severity), item.grade, item.id))
    return Review(tuple(ordered), examined)


def _with_plated_metal(design: Design, contacts: tuple[Contact, ...], evidence: EvidenceBase) -> tuple[Contact, ...]:
    """Put the metal that will be plated in the place of the bare collector."""
    ion = voltage.working_ion(design)
    metal = None if ion is None else evidence.metal(ion)
    extra = () if metal is None else plated(design, metal)
    if not extra:
        return contacts
    there = {contact.layers for contact in extra}
    rest = (replace(entry, place="collector") if entry.layers in there else entry for entry in contacts)
    return (*rest, *extra)


def _said_already(item: Finding, reduced: set[str]) -> bool:
    """A risk said of the class adds nothing where the window of the material itself says the same."""
    if item.verdict != "risk" or item.specificity not in ("the class", "in general"):
        return False
    return item.id.startswith("contact:") and item.id.partition(":")[2] in reduced


def _examined(pair: Pair, settled: dict[str, Verdict], reduced: list[Finding], oxidised: list[Finding]) -> Examined:
    """Say how one contact was judged: by what is published of its stability, else by a window, else by what else is."""
    ends = (pair.first.id, pair.second.id, pair.place, pair.layers)
    judged = pair.judged.get("stability")
    window = next((item for item in reduced if item.id == f"reduction:{pair.key}"), None)
    if window is None and pair.place in ("cathode side", "inside cathode"):
        ids = {f"oxidation:{pair.first.id}", f"oxidation:{pair.second.id}"}
        window = next((item for item in oxidised if item.id in ids), None)
    if judged is not None and (window is None or windows.statement_goes_first(judged)):
        told = judged.told
        return Examined(*ends, judged.verdict, judged.grade, told.specificity, f"contact:{pair.key}")
    if window is not None:
        return Examined(*ends, window.verdict, window.grade, window.specificity, window.id)
    if pair.key in settled:
        return Examined(*ends, settled[pair.key], "E")
    other = next(iter(pair.judged.values()), None)
    if other is not None:
        return Examined(*ends, other.verdict, other.grade, other.told.specificity, published.finding_id(pair, other))
    return Examined(*ends, "no data", "E")
