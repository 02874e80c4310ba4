"""Evaluate a design: the engine's numbers and the findings, composed in one place."""

from __future__ import annotations

from cellbuilder.compatibility import checks, seams
from cellbuilder.compatibility.contacts import Contact, Separation, all_contacts, fingerprint, separations
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation
from cellbuilder.engine import cell
from cellbuilder.engine.cell import Cell
from cellbuilder.version import __version__


def engine_version() -> str:
    """Return the version that is stored with every result."""
    return __version__


def cell_of(design: Design, evidence: EvidenceBase) -> Cell:
    """Return the calculation of a design, with what the evidence knows of its contacts."""
    contacts, apart = all_contacts(design), separations(design)
    return _cell(design, contacts, apart, evidence)


def _cell(design: Design, contacts: tuple[Contact, ...], apart: tuple[Separation, ...], evidence: EvidenceBase) -> Cell:
    """Build the calculation; what is published of its contacts is looked up anew where an edit changes them."""
    names = tuple(layer.name for layer in design.stack.layers)
    described = tuple(entry.between for entry in design.stack.interfaces)
    known = evidence.stacks.remember(
        ("published", fingerprint(design), names, described),
        lambda: (
            seams.seams(design, contacts, apart, evidence),
            seams.inside(contacts, apart, evidence),
            seams.critical_currents(contacts, evidence),
        ),
        design,
    )
    return cell.build(design, *known)


def evaluate(design: Design, evidence: EvidenceBase) -> Evaluation:
    """Return all numbers and findings of a design."""
    return evaluate_with_cell(design, evidence)[0]


def evaluate_with_cell(design: Design, evidence: EvidenceBase) -> tuple[Evaluation, Cell]:
    """Return all numbers and findings of a design, and the calculation that they come from."""
    contacts, apart = all_contacts(design), separations(design)
    built = _cell(design, contacts, apart, evidence)
    figures = cell.figures(built)
    review = checks.review(design, contacts, apart, evidence, built, figures)
    # all of it was made here: to validate it once more would cost every start and every step of a slider
    evaluation = Evaluation.model_construct(
        design=design.name,
        figures=figures,
        findings=review.findings,
        examined=review.examined,
        contacts=len(review.examined),
        contacts_without_evidence=review.without_evidence,
        engine_version=engine_version(),
    )
    return evaluation, built
