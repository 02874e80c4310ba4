"""Findings that rest on a rule of the book: its words and weight, with the fact that was worked out here."""

from __future__ import annotations

from collections.abc import Iterable

from cellbuilder.compatibility import verdicts
from cellbuilder.compatibility.evidence_base import Match
from cellbuilder.domain.evidence import Grade, Verdict
from cellbuilder.domain.finding import Finding, Severity
from cellbuilder.domain.quantity import SourceRef
from cellbuilder.domain.rulebook import Rule


def finding(
    rule: Rule, title: str, message: str, targets: tuple[str, ...], *,
    of: str = "", severity: Severity | None = None, verdict: Verdict | None = None, grade: Grade | None = None,
    conditions: str | None = None, supporting: Iterable[Match] = (), opposing: Iterable[Match] = (),
    sources: Iterable[SourceRef | None] = (),
) -> Finding:  # fmt: skip
    """Return the finding of a rule; ``of`` tells apart several of one rule, the rest overrides what the rule says.

    Where that makes it weigh less than an error, a rule that blocks tells a risk, and no other verdict is an error.
    """
    weight, judged = severity or rule.severity, verdict or rule.verdict
    if (weight == "error") != (judged == "blocks"):
        weight = "warning" if weight == "error" else weight
        judged = "risk" if judged == "blocks" else judged
    near, against = _once(supporting), _once(opposing)
    records = (*near, *against)
    cited = (rule.source, *(match.record.source for match in records), *(entry for entry in sources if entry))
    return Finding(
        id=f"{rule.code}:{of}" if of else rule.code, code=rule.code, severity=weight,
        verdict=judged, grade=grade or rule.grade, title=title, message=message, targets=targets,
        phenomenon=rule.phenomenon, conditions=conditions, would_change=rule.would_change,
        supporting=tuple(verdicts.cited(match) for match in near),
        opposing=tuple(verdicts.cited(match) for match in against),
        evidence=tuple(match.record.id for match in records), sources=tuple(dict.fromkeys(cited)),
    )  # fmt: skip


def _once(matches: Iterable[Match]) -> tuple[Match, ...]:
    return tuple({match.record.id: match for match in matches}.values())


def listed(names: Iterable[str]) -> str:
    """Return names as a list in words, each once: "A, B and C"."""
    unique = list(dict.fromkeys(names))
    return " and ".join(part for part in (", ".join(unique[:-1]), unique[-1]) if part) if unique else ""
