"""From statements to a verdict: which of them hold here, which is told, which speak against it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from cellbuilder.compatibility.contacts import Side
from cellbuilder.compatibility.evidence_base import EvidenceBase, Match, Surrounding
from cellbuilder.compatibility.potentials import Potential
from cellbuilder.domain.base import record
from cellbuilder.domain.evidence import EvidenceRecord, Grade, Phenomenon, Verdict
from cellbuilder.domain.finding import Cited, Severity
from cellbuilder.domain.material import Material

Aspect = Literal["stability", "contact", "dendrites", "processing", "moisture", "transport"]
"""What a pair is judged on; each aspect has a verdict of its own."""

ASPECT: Final[dict[Phenomenon, Aspect]] = {
    "chemical reaction": "stability",
    "electrochemical reduction": "stability",
    "electrochemical oxidation": "stability",
    "interphase growth": "stability",
    "stable interface": "stability",
    "wetting and contact": "contact",
    "mechanical contact": "contact",
    "dendrite growth": "dendrites",
    "processing": "processing",
    "moisture": "moisture",
    "transport": "transport",
}
"""Phenomena that judge. A coating or an interlayer judges where it lies in the stack; other statements do not."""

SEVERITY: Final[dict[Verdict, Severity]] = {
    "blocks": "error",
    "grows": "warning",
    "risk": "notice",
    "no issue reported": "info",
    "no data": "info",
}
WORST_FIRST: Final[tuple[Verdict, ...]] = ("blocks", "grows", "risk", "no issue reported", "no data")


_ELSEWHERE: Final[dict[Side | None, tuple[str, ...]]] = {
    "cathode": ("anode interface",),
    "anode": ("cathode interface",),
    "electrolyte": ("anode interface", "cathode interface"),
}


@record
class Judgement:
    """The verdict about one aspect of a pair and the statements behind it.

    ``told`` is the statement that gives the verdict; ``supporting`` and ``opposing`` are the others as near as it,
    ``elsewhere`` those that hold at other potentials than here.
    """

    aspect: Aspect
    verdict: Verdict
    told: Match
    supporting: tuple[Match, ...]
    opposing: tuple[Match, ...]
    elsewhere: tuple[Match, ...]

    @property
    def grade(self) -> Grade:
        """The grade of the statement that is told."""
        return self.told.grade

    @property
    def severity(self) -> Severity:
        """What the verdict weighs: a step less where it was said of other materials than these, or is only a rule."""
        near = self.told.specificity in ("these materials", "the family") and self.grade != "E"
        if self.verdict == "grows":
            return "warning" if self.told.exact else "notice"
        return SEVERITY[self.verdict] if near else "info"


def verdict_of(entry: EvidenceRecord) -> Verdict:
    """Return the verdict of a record; none may call a contact impossible, since published cells exist all the same."""
    return "grows" if entry.verdict == "blocks" else entry.verdict


def of_pair(
    evidence: EvidenceBase, first: Material, second: Material | Surrounding, here: Potential | None = None,
    side: Side | None = None,
) -> dict[Aspect, Judgement]:  # fmt: skip
    """Judge what is published of a bare contact at the potential ``here`` of the electrode, aspect by aspect.

    What was said of the contact elsewhere than at ``side`` is left out.
    """
    at = (side, None if here is None else (here.volts, here.metal))

    def judged() -> dict[Aspect, Judgement]:
        elsewhere = _ELSEWHERE.get(side, ())
        matches = (match for match in evidence.about(first, second) if match.record.location not in elsewhere)
        return aspects(matches, here)

    return evidence.memo.remember(("pair", evidence.names(first), evidence.names(second), at), judged)


def aspects(matches: Iterable[Match], here: Potential | None = None) -> dict[Aspect, Judgement]:
    """Judge the bare contact, aspect by aspect, at the potential ``here`` of the electrode.

    Records about a coating or layer are left out, and so are those without a verdict.
    """
    groups: dict[Aspect, list[Match]] = {}
    for match in matches:
        aspect = ASPECT.get(match.record.phenomenon)
        if aspect is not None and match.record.layer is None and match.record.verdict != "no data":
            groups.setdefault(aspect, []).append(match)
    return {aspect: found for aspect, group in groups.items() if (found := judge(aspect, group, here)) is not None}


def judge(aspect: Aspect, matches: Iterable[Match], here: Potential | None = None) -> Judgement | None:
    """Return the verdict of the nearest statements that hold here, or None where there is none.

    Among those as near as each other the best grade decides, measured before calculated, and among these the worst
    verdict. A critical current says nothing of the contact itself where anything else is on record.
    """
    holding: list[Match] = []
    elsewhere: list[Match] = []
    for match in matches:
        (holding if holds(match.record, here) else elsewhere).append(match)
    if not holding:
        return None
    rest = [match for match in holding if match.record.critical_current is None] or holding
    first = min(rest, key=lambda match: (match.steps, match.distance))
    nearest = [match for match in rest if (match.steps, match.distance) == (first.steps, first.distance)]
    told = min(nearest, key=_weight)
    verdict = verdict_of(told.record)
    others = [match for match in nearest if match is not told]
    return Judgement(
        aspect, verdict, told,
        tuple(match for match in others if is_bad(match) == is_bad(told)),
        tuple(match for match in others if is_bad(match) != is_bad(told)),
        tuple(elsewhere),
    )  # fmt: skip


def holds(entry: EvidenceRecord, here: Potential | None) -> bool:
    """Whether a statement holds at this potential; one against another metal, or without a range, always does.

    Where the potential is not known, trouble reported in a range counts, and its absence does not.
    """
    if entry.electrode_potential is None:
        return True
    if here is None:
        return entry.verdict != "no issue reported"
    if entry.potential_reference != here.metal:
        return True
    return entry.electrode_potential.holds_at(here.volts)


def cited(match: Match) -> Cited:
    """Return a statement as a finding cites it."""
    entry = match.record
    return Cited(
        entry.id, entry.statement, verdict_of(entry), match.grade, match.specificity, entry.kind, entry.source,
        entry.conditions,
    )  # fmt: skip


def cited_record(entry: EvidenceRecord) -> Cited:
    """Return a statement as it stands, of no pair in particular."""
    return Cited(
        entry.id, entry.statement, verdict_of(entry), entry.grade, "in general", entry.kind, entry.source,
        entry.conditions,
    )  # fmt: skip


def _weight(match: Match) -> tuple[str, int, int, str]:
    measured = match.record.kind == "measured"
    return match.grade, not measured, WORST_FIRST.index(verdict_of(match.record)), match.record.id


def is_bad(match: Match) -> bool:
    """Whether a statement reports trouble."""
    return match.record.verdict != "no issue reported"
