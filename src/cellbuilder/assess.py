"""Evaluate a design: the engine's numbers and the findings, composed in one place."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from cellbuilder.compatibility import checks, seams
from cellbuilder.compatibility.contacts import all_contacts
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation
from cellbuilder.engine import cell


def engine_version() -> str:
    """Return the version that is stored with every result."""
    try:
        return version("cellbuilder")
    except PackageNotFoundError:
        return "0+unknown"


def evaluate(design: Design, evidence: EvidenceBase) -> Evaluation:
    """Return all numbers and findings of a design."""
    contacts = all_contacts(design)
    figures = cell.calculate(
        design,
        seams.seam_figures(design, contacts, evidence),
        seams.inside_figures(design, contacts, evidence),
    )
    without, judged = checks.contacts_without_evidence(design, evidence)
    return Evaluation(
        design=design.name,
        figures=figures,
        findings=checks.findings(design, evidence),
        contacts=judged,
        contacts_without_evidence=len(without),
        engine_version=engine_version(),
    )
