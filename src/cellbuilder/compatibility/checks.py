"""Every check of a design, put together: one list of findings, the worst first."""

from __future__ import annotations

from dataclasses import replace

from cellbuilder.compatibility import (
    electrons,
    exceeded,
    ions,
    making,
    mechanics,
    potentials,
    published,
    references,
    running,
    structure,
    waivers,
)
from cellbuilder.compatibility.contacts import Contact, Separation, fingerprint, plated
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.compatibility.potentials import Potential
from cellbuilder.compatibility.published import Pair
from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import SEVERITY_ORDER, Examined, Finding
from cellbuilder.domain.result import CellFigures
from cellbuilder.engine import voltage
from cellbuilder.engine.cell import Cell

_NO_TROUBLE = ("no issue reported", "no data")


@record
class Review:
    """Every finding, the worst first, and every contact as it was judged."""

    findings: tuple[Finding, ...]
    examined: tuple[Examined, ...]

    @property
    def without_evidence(self) -> int:
        """How many contacts nothing is published about."""
        return sum(entry.verdict == "no data" for entry in self.examined)


@record
class _Contacts:
    """What is said of contacts alone: all of them, the metal to be plated included; findings; how each was judged."""

    contacts: tuple[Contact, ...]
    findings: tuple[Finding, ...]
    examined: tuple[Examined, ...]


def review(
    design: Design, contacts: tuple[Contact, ...], apart: tuple[Separation, ...], evidence: EvidenceBase,
    cell: Cell, figures: CellFigures,
) -> Review:  # fmt: skip
    """Look at every contact of a design; waived findings carry their reason.

    Contacts are judged anew only where an edit changes what touches what, a name or the potential of an electrode.
    """
    cathode, anode = potentials.cathode_potential(design), potentials.anode_potential(design)
    key = ("contacts", fingerprint(design), *(_key(entry) for entry in (cathode, anode)))
    known = evidence.stacks.remember(key, lambda: _judged(design, contacts, apart, evidence, cathode, anode), design)
    found = [
        *structure.faults(design, evidence.rules),
        *ions.findings(design),
        *known.findings,
        *references.findings(design, evidence.rules),
        *electrons.findings(design, cell, evidence.rules),
        *making.findings(design, known.contacts, evidence),
        *running.findings(design, known.contacts, figures, evidence),
        *mechanics.findings(design, known.contacts, evidence.rules),
    ]
    marked = [*waivers.waived(design, found), *waivers.unused(design, found)]
    ordered = sorted(marked, key=_rank)
    return Review(tuple(ordered), known.examined)


def _rank(item: Finding) -> tuple[int, bool, str, str]:
    """Severe ones first; among equals what tells of trouble before what does not, then the better evidence."""
    return SEVERITY_ORDER.index(item.severity), item.verdict in _NO_TROUBLE, item.grade, item.id


def _key(here: Potential | None) -> tuple[float, str, str] | None:
    return None if here is None else (here.volts, here.metal, here.words)


def _judged(
    design: Design, contacts: tuple[Contact, ...], apart: tuple[Separation, ...], evidence: EvidenceBase,
    cathode: Potential | None, anode: Potential | None,
) -> _Contacts:  # fmt: skip
    contacts = _with_plated_metal(design, contacts, evidence)
    pairs = published.pairs(design, contacts, evidence, cathode, anode)
    layers, faces = published.kept_apart(design, apart, evidence, cathode, anode)
    told = exceeded.findings(design, pairs)
    said = {item.id for item in told}
    judged = tuple(pair for pair in pairs if pair.place != "collector")
    examined = tuple(_examined(pair, faces) for pair in judged)
    unknown = tuple(pair for pair, entry in zip(judged, examined, strict=True) if entry.verdict == "no data")
    as_face = sum((entry.finding or "").startswith("layer:") for entry in examined)
    found = [
        *told,
        *(item for item in published.touching(pairs) if not _said_already(item, said)),
        *layers,
        *published.missing(unknown, len(examined), as_face, design),
    ]
    return _Contacts(contacts, tuple(found), examined)


def _with_plated_metal(design: Design, contacts: tuple[Contact, ...], evidence: EvidenceBase) -> tuple[Contact, ...]:
    """Put the metal that will be plated in the place of the bare collector."""
    if any(layer.role == "anode" for layer in design.stack.layers):
        return contacts
    ion = voltage.working_ion(design)
    metal = None if ion is None else evidence.metal(ion)
    extra = () if metal is None else plated(design, metal)
    if not extra:
        return contacts
    there = {contact.layers for contact in extra}
    rest = (replace(entry, place="collector") if entry.layers in there else entry for entry in contacts)
    return (*rest, *extra)


def _said_already(item: Finding, told: set[str]) -> bool:
    """A risk said of the class adds nothing where the window of the material itself says the same."""
    if item.verdict != "risk" or item.specificity not in ("the class", "in general"):
        return False
    return item.id.startswith("contact:") and f"reduction:{item.id.partition(':')[2]}" in told


def _examined(pair: Pair, faces: dict[str, Finding]) -> Examined:
    """Say how one contact was judged; one without evidence of its own may be known as the face of a layer."""
    ends = (pair.first.id, pair.second.id, pair.place, pair.layers)
    contact = pair.contact
    if contact.basis == "ions":
        return Examined(*ends, contact.verdict, contact.grade, None, "ion-mismatch")
    face = faces.get(pair.key)
    coating = contact.basis == "window" and all(entry.material.category == "coating" for entry in contact.exceeded)
    if face is not None and (contact.basis == "nothing" or coating):
        return Examined(*ends, face.verdict, face.grade, face.specificity, face.id)
    if contact.basis == "statement":
        return Examined(*ends, contact.verdict, contact.grade, contact.specificity, f"contact:{pair.key}")
    if contact.basis == "window":
        entry = contact.exceeded[0]
        key = f"reduction:{pair.key}" if entry.how == "reduced" else f"oxidation:{entry.material.id}"
        return Examined(*ends, contact.verdict, contact.grade, contact.specificity, key)
    return Examined(*ends, "no data", "E")
