"""Findings from published statements: what touches, what a layer or coating keeps apart, what nobody reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cellbuilder.compatibility.contacts import Contact, Separation, stack_order
from cellbuilder.compatibility.evidence_base import EvidenceBase, Match
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import Phenomenon, Verdict
from cellbuilder.domain.finding import Finding, Severity
from cellbuilder.domain.material import Material

SEVERITY: Final[dict[Verdict, Severity]] = {
    "blocks": "error",
    "grows": "warning",
    "risk": "notice",
    "no issue reported": "info",
    "no data": "info",
}
_WORST: Final[tuple[Verdict, ...]] = ("blocks", "grows", "risk", "no issue reported")
_RISK_WORDS: Final[dict[Phenomenon, str]] = {
    "chemical reaction": "reacts, or is expected to",
    "electrochemical reduction": "is reduced, or is expected to be",
    "electrochemical oxidation": "is oxidised, or is expected to be",
    "interphase growth": "an interphase forms",
    "wetting and contact": "poor wetting or contact",
    "mechanical contact": "poor mechanical contact",
    "dendrite growth": "dendrites may grow",
    "moisture": "spoiled by moist air",
    "processing": "may suffer when it is made",
    "transport": "ions pass with difficulty",
    "interlayer": "a layer between them is often used",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two materials that touch somewhere in the stack, and all layers in which they do."""

    first: Material
    second: Material
    key: str
    layers: tuple[str, ...]
    matches: tuple[Match, ...]


def pairs(design: Design, contacts: Iterable[Contact], evidence: EvidenceBase) -> tuple[Pair, ...]:
    """Gather contacts of the same two materials, with what is published about the bare contact."""
    groups: dict[str, list[Contact]] = {}
    for contact in contacts:
        groups.setdefault(contact.pair, []).append(contact)
    found = []
    for key, group in groups.items():
        first, second = group[0].first, group[0].second
        layers = stack_order(design, (layer for contact in group for layer in contact.layers))
        found.append(Pair(first, second, key, layers, evidence.about(first, second)))
    return tuple(found)


def judging(matches: Iterable[Match]) -> list[Match]:
    """Records that judge the bare contact; those about a layer or coating describe a remedy."""
    return [match for match in matches if match.record.layer is None and match.record.verdict != "no data"]


def touching(found: Iterable[Pair]) -> list[Finding]:
    """Return the worst published statement about each pair that touches."""
    return [_statement(pair, matches) for pair in found if (matches := judging(pair.matches))]


def _statement(pair: Pair, matches: list[Match]) -> Finding:
    """Tell the worst of the nearest records; a critical current is told only where nothing else is on record."""
    chosen = [match for match in matches if match.record.critical_current is None] or matches
    nearest = [match for match in chosen if match.steps == chosen[0].steps]
    worst = min(nearest, key=lambda match: (_WORST.index(match.record.verdict), match.grade))
    record = worst.record
    verdict: Verdict = "grows" if record.verdict == "blocks" else record.verdict
    severity: Severity = "info" if verdict == "risk" and worst.steps else SEVERITY[verdict]
    return Finding(
        id=f"contact:{pair.key}", code=record.phenomenon.replace(" ", "-"), severity=severity, verdict=verdict,
        grade=worst.grade, targets=pair.layers, title=f"{pair.first.label} | {pair.second.label}: {_words(worst)}",
        message=f"{_told(worst)}{_disagreement(nearest, verdict)}{_helpers(pair, verdict)}",
        conditions=record.conditions,
        evidence=tuple(match.record.id for match in nearest),
        sources=tuple(dict.fromkeys(match.record.source for match in nearest)),
    )  # fmt: skip


def _words(match: Match) -> str:
    record = match.record
    words: str = record.verdict
    if record.verdict in ("grows", "blocks"):
        words = "the interphase keeps growing"
    elif record.verdict == "risk":
        words = _RISK_WORDS.get(record.phenomenon, "difficulty reported")
    return f"of their classes it is said: {words}" if match.steps else words


def _helpers(pair: Pair, verdict: Verdict) -> str:
    """The layers and coatings that are reported to help at this very contact."""
    if verdict == "no issue reported":
        return ""
    names: dict[str, str] = {}
    for match in pair.matches:
        layer = match.record.layer
        if match.steps == 0 and match.record.helps and layer is not None:
            names.setdefault(layer.material or layer.printed, layer.printed)
    return f" Reported to help: {', '.join(names.values())}." if names else ""


def _told(match: Match) -> str:
    """The statement, with the products it does not name itself."""
    record = match.record
    silent = [product for product in record.products if product not in record.statement]
    products = f" Products: {', '.join(record.products)}." if silent else ""
    analogy = " This speaks of classes of materials, not of these two." if match.steps else ""
    return f"{record.statement}{products}{analogy}"


def _disagreement(nearest: list[Match], verdict: Verdict) -> str:
    good = sum(match.record.verdict == "no issue reported" for match in nearest)
    if verdict == "no issue reported" or not good:
        return ""
    return f" {good} of {len(nearest)} such records report no issue."


def kept_apart(design: Design, found: Iterable[Separation], evidence: EvidenceBase) -> tuple[list[Finding], set[str]]:
    """Return what is published about layers and coatings in their place, and the pairs that this settles."""
    groups: dict[str, list[Separation]] = {}
    for entry in found:
        key = "|".join((*sorted((entry.first.id, entry.second.id)), entry.between.id))
        groups.setdefault(key, []).append(entry)
    findings, settled = [], set()
    for key, group in groups.items():
        entry = group[0]
        matches = evidence.with_layer(entry.first, entry.second, entry.between)
        matches = tuple(match for match in matches if match.record.verdict != "no data")
        if matches:
            layers = stack_order(design, (layer for each in group for layer in each.layers))
            findings.append(_remedy(entry, key, layers, [m for m in matches if m.steps == matches[0].steps]))
            settled |= {
                "|".join(sorted((side.id, entry.between.id))) for side in (entry.first, entry.second)
            }  # fmt: skip
    return findings, settled


def _remedy(entry: Separation, key: str, layers: tuple[str, ...], nearest: list[Match]) -> Finding:
    """A layer or coating that helps is told by its best record; the others are counted, not hidden."""
    helping = [match for match in nearest if match.record.verdict == "no issue reported"]
    verdict: Verdict = "no issue reported" if helping else "risk"
    told = min(helping or nearest, key=lambda match: (match.record.helps is not True, match.grade, match.record.id))
    against = [match for match in nearest if match.record.verdict != "no issue reported" and match is not told]
    doubts = f" But: {against[0].record.statement}" if helping and against else ""
    ending = "reported to help" if helping and told.record.helps else verdict
    return Finding(
        id=f"layer:{key}", code=told.record.phenomenon.replace(" ", "-"), severity=SEVERITY[verdict], verdict=verdict,
        grade=told.grade, targets=layers,
        title=f"{entry.between.label} between {entry.first.label} and {entry.second.label}: {ending}",
        message=f"{_told(told)}{doubts}", conditions=told.record.conditions,
        evidence=tuple(match.record.id for match in nearest),
        sources=tuple(dict.fromkeys(match.record.source for match in nearest)),
    )  # fmt: skip


def without_evidence(found: Iterable[Pair], settled: set[str]) -> tuple[Pair, ...]:
    """Return the pairs about which nothing is published, neither bare nor as one face of a layer or coating."""
    return tuple(pair for pair in found if not judging(pair.matches) and pair.key not in settled)


def missing(without: tuple[Pair, ...], judged: int, design: Design) -> list[Finding]:
    """Return one finding that lists the pairs without evidence."""
    if not without:
        return []
    names = "; ".join(f"{pair.first.label} | {pair.second.label}" for pair in without)
    return [
        Finding(
            id="no-evidence", code="no-evidence", severity="info", verdict="no data", grade="E",
            targets=stack_order(design, (layer for pair in without for layer in pair.layers)),
            title=f"{len(without)} of {judged} pairs of materials in contact have no published evidence",
            message=f"Nothing is on record for: {names}. That is no sign that they are stable.",
        )
    ]  # fmt: skip
