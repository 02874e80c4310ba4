"""Evaluate a design: the engine's numbers and the findings, composed in one place."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

from cellbuilder.compatibility import checks, seams
from cellbuilder.compatibility.contacts import all_contacts, separations
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation
from cellbuilder.engine import cell


@cache
def engine_version() -> str:
    """Return the version that is stored with every result."""
    try:
        return version("cellbuilder")
    except PackageNotFoundError:
        return "0+unknown"


def evaluate(design: Design, evidence: EvidenceBase) -> Evaluation:
    """Return all numbers and findings of a design."""
    contacts, apart = all_contacts(design), separations(design)
    figures = cell.calculate(
        design,
        seams.seam_figures(design, contacts, apart, evidence),
        seams.inside_figures(contacts, apart, evidence),
    )
    review = checks.review(design, contacts, apart, evidence)
    return Evaluation(
        design=design.name,
        figures=figures,
        findings=review.findings,
        contacts=review.pairs,
        contacts_without_evidence=review.without_evidence,
        engine_version=engine_version(),
    )
