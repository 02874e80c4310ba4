"""A finding: what is known or suspected of the stack, where, why and on what evidence."""

from typing import Literal

from cellbuilder.domain.base import Frozen, record
from cellbuilder.domain.evidence import Grade, Phenomenon, Verdict
from cellbuilder.domain.quantity import Kind, SourceRef
from cellbuilder.domain.result import CellFigures

Severity = Literal["error", "warning", "notice", "info"]
SEVERITY_ORDER: tuple[Severity, ...] = ("error", "warning", "notice", "info")

Specificity = Literal["these materials", "the family", "the class", "in general"]
"""How near a statement is to the pair: it names both, a relative of one, a class, or all materials of a kind."""


@record
class Cited:
    """One published statement behind a finding: the record ``evidence``, with its ``grade`` as it counts here."""

    evidence: str
    statement: str
    verdict: Verdict
    grade: Grade
    specificity: Specificity
    kind: Kind
    source: SourceRef
    conditions: str | None = None


@record
class Finding:
    """One finding. ``targets`` are layer ids, as they lie in the stack.

    Severity ``error`` belongs to the verdict ``blocks`` alone. ``supporting`` and ``opposing`` are the statements for
    and against the verdict; ``evidence`` and ``sources`` name those it rests on, be they statements or windows.
    ``would_change`` says what would change the verdict. ``waived`` is the reason of whoever accepted the finding.
    """

    id: str
    code: str
    severity: Severity
    verdict: Verdict
    grade: Grade
    title: str
    message: str
    targets: tuple[str, ...]
    phenomenon: Phenomenon = "other"
    products: tuple[str, ...] = ()
    conditions: str | None = None
    specificity: Specificity | None = None
    supporting: tuple[Cited, ...] = ()
    opposing: tuple[Cited, ...] = ()
    would_change: str | None = None
    evidence: tuple[str, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    waived: str | None = None


@record
class Examined:
    """One contact of the stack as it was judged: the two materials, where they touch, verdict and grade.

    The verdict is that of chemical and electrochemical stability where it is known, else of what else is published;
    ``no data`` where nothing is. ``finding`` is the id of the finding that tells it.
    """

    first: str
    second: str
    place: str
    layers: tuple[str, ...]
    verdict: Verdict
    grade: Grade
    specificity: Specificity | None = None
    finding: str | None = None


class Evaluation(Frozen):
    """Numbers and findings of one design, composed in one place.

    ``examined`` lists every contact that was judged, ``contacts`` counts their pairs of materials and
    ``contacts_without_evidence`` those about which nothing is published.
    """

    design: str
    figures: CellFigures
    findings: tuple[Finding, ...]
    examined: tuple[Examined, ...]
    contacts: int
    contacts_without_evidence: int
    engine_version: str
