"""A finding: what is known or suspected of the stack, where, why and on what evidence."""

from __future__ import annotations

from typing import Literal

from cellbuilder.domain.base import Frozen
from cellbuilder.domain.evidence import Grade, Verdict
from cellbuilder.domain.quantity import SourceRef
from cellbuilder.domain.result import CellFigures

Severity = Literal["error", "warning", "notice", "info"]
SEVERITY_ORDER: tuple[Severity, ...] = ("error", "warning", "notice", "info")


class Finding(Frozen):
    """One finding. ``targets`` are layer ids; ``evidence`` are ids of evidence records.

    Severity ``error`` belongs to the verdict ``blocks`` alone.
    """

    id: str
    code: str
    severity: Severity
    verdict: Verdict
    grade: Grade
    title: str
    message: str
    targets: tuple[str, ...]
    conditions: str | None = None
    evidence: tuple[str, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    waived: str | None = None


class Evaluation(Frozen):
    """Numbers and findings of one design, composed in one place."""

    design: str
    figures: CellFigures
    findings: tuple[Finding, ...]
    contacts: int
    contacts_without_evidence: int
    engine_version: str
