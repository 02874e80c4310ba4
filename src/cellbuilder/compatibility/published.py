"""Findings from published statements: what touches, what a layer or coating keeps apart, what nobody reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from cellbuilder.compatibility import judging, verdicts
from cellbuilder.compatibility.contacts import Contact, Place, Separation, Side, side_of, stack_order
from cellbuilder.compatibility.evidence_base import EvidenceBase, Match
from cellbuilder.compatibility.judging import ContactVerdict
from cellbuilder.compatibility.potentials import Potential
from cellbuilder.compatibility.verdicts import WORST_FIRST, Aspect, Judgement
from cellbuilder.domain.base import record
from cellbuilder.domain.contact import Behaviour
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import Phenomenon, Verdict
from cellbuilder.domain.finding import Finding, Specificity
from cellbuilder.domain.material import Material

TOLD: Final[tuple[Aspect, ...]] = ("stability", "contact", "dendrites", "transport")
"""Aspects of a contact in the finished cell; how it is made is judged elsewhere."""

_RISK_WORDS: Final[dict[Phenomenon, tuple[str, str]]] = {
    "chemical reaction": ("they react", "a reaction is expected"),
    "electrochemical reduction": ("is reduced", "reduction is expected"),
    "electrochemical oxidation": ("is oxidised", "oxidation is expected"),
    "interphase growth": ("an interphase forms", "an interphase is expected"),
    "stable interface": ("not stable, or not for long", "not stable, or not for long"),
    "wetting and contact": ("poor wetting or contact", "poor wetting or contact"),
    "mechanical contact": ("poor mechanical contact", "poor mechanical contact"),
    "dendrite growth": ("dendrites may grow", "dendrites may grow"),
    "transport": ("ions pass with difficulty", "ions pass with difficulty"),
}
"""What is said of a risk that was measured, and of one that was calculated or is only expected."""
_LEVEL_WORDS: Final[dict[Specificity, str]] = {
    "these materials": "",
    "the family": " (said of relatives)",
    "the class": " (said of their classes)",
    "in general": " (said in general)",
}
_BEHAVIOUR: Final[dict[Behaviour, str]] = {
    "mixed-conducting": " What forms conducts electrons, so the reaction does not stop by itself.",
    "SEI": " What forms blocks electrons, so growth slows down.",
    "stable": "",
}
_GOOD_WORDS: Final[dict[Aspect, str]] = {
    "stability": "no issue reported",
    "contact": "good contact reported",
    "dendrites": "no dendrites reported",
    "transport": "ions pass well",
}
_ID: Final[dict[Aspect, str]] = {"stability": "contact", "contact": "wetting"}


@record
class Pair:
    """Two materials that touch somewhere in the stack, all layers in which they do, and how they are judged.

    ``key`` names the pair; where it is judged otherwise at the other electrode, the second names its place too.
    """

    first: Material
    second: Material
    key: str
    place: Place
    layers: tuple[str, ...]
    matches: tuple[Match, ...]
    contact: ContactVerdict

    @property
    def judged(self) -> dict[Aspect, Judgement]:
        """The statements by aspect."""
        return self.contact.judged


def pairs(
    design: Design, contacts: Iterable[Contact], evidence: EvidenceBase,
    cathode: Potential | None, anode: Potential | None,
) -> tuple[Pair, ...]:  # fmt: skip
    """Gather contacts of the same two materials and judge them at the potential of the electrode they meet."""
    groups: dict[str, dict[Side | None, list[Contact]]] = {}
    for contact in contacts:
        groups.setdefault(contact.pair, {}).setdefault(contact.side, []).append(contact)
    found = []
    for key, by_side in groups.items():
        judged = [
            _pair(design, key, group, evidence, {"cathode": cathode, "anode": anode}.get(side or ""))
            for side, group in by_side.items()
        ]
        if len(judged) > 1 and _alike(judged):
            layers = stack_order(design, (layer for pair in judged for layer in pair.layers))
            judged = [replace(judged[0], layers=layers)]
        elif len(judged) > 1:
            later = zip(list(by_side)[1:], judged[1:], strict=True)
            judged = [judged[0], *(replace(pair, key=f"{key}@{side}") for side, pair in later)]
        found += judged
    return tuple(found)


def _pair(design: Design, key: str, group: list[Contact], evidence: EvidenceBase, here: Potential | None) -> Pair:
    contact = group[0]
    first, second = contact.first, contact.second
    layers = stack_order(design, (layer for entry in group for layer in entry.layers))
    meets = any(_meets(entry) for entry in group)
    verdict = judging.contact(first, second, evidence, here, contact.side, meets=meets)
    return Pair(first, second, key, contact.place, layers, evidence.about(first, second), verdict)


def _meets(contact: Contact) -> bool:
    """Whether a contact meets the electrons of its electrode; a layer between keeps them off."""
    if contact.place == "collector":
        return False
    return "cathode" in contact.roles if contact.side == "cathode" else contact.side == "anode"


def _alike(found: list[Pair]) -> bool:
    """Whether the same statements and windows are told of each."""
    told = [
        ({aspect: entry.told.record.id for aspect, entry in pair.judged.items()}, pair.contact.verdict,
         [(entry.material.id, entry.how) for entry in pair.contact.exceeded])
        for pair in found
    ]  # fmt: skip
    return all(entry == told[0] for entry in told)


def potential_at(place: Place, cathode: Potential | None, anode: Potential | None) -> Potential | None:
    """Return the potential that a contact in this place meets; between two electrolytes it is not known."""
    return {"cathode": cathode, "anode": anode}.get(side_of(place) or "")


def touching(found: Iterable[Pair]) -> list[Finding]:
    """Return what is published about each pair that touches, one finding for every aspect."""
    return [
        told(pair, judgement) for pair in found for aspect in TOLD if (judgement := pair.judged.get(aspect)) is not None
    ]


def told(pair: Pair, judgement: Judgement) -> Finding:
    """Tell one verdict about a pair with the statements for and against it."""
    entry, near = judgement.told.record, (judgement.told, *judgement.supporting)
    return Finding(
        id=finding_id(pair, judgement), code=entry.phenomenon.replace(" ", "-"),
        severity=judgement.severity, verdict=judgement.verdict, grade=judgement.grade, targets=pair.layers,
        title=f"{pair.first.label} | {pair.second.label}: {_words(judgement)}",
        message=_message(pair, judgement),
        phenomenon=entry.phenomenon, products=entry.products, conditions=entry.conditions,
        specificity=judgement.told.specificity,
        supporting=tuple(verdicts.cited(match) for match in near),
        opposing=tuple(verdicts.cited(match) for match in judgement.opposing),
        would_change=_would_change(judgement),
        evidence=tuple(match.record.id for match in (*near, *judgement.opposing)),
        sources=tuple(dict.fromkeys(match.record.source for match in (*near, *judgement.opposing))),
    )  # fmt: skip


def _message(pair: Pair, judgement: Judgement) -> str:
    return (
        statement(judgement.told) + analogy(judgement.told) + _mechanism(pair, judgement)
        + _disagreement(judgement) + _helpers(pair, judgement)
    )  # fmt: skip


def finding_id(pair: Pair, judgement: Judgement) -> str:
    """Return the id of the finding about one aspect of a pair."""
    return f"{_ID.get(judgement.aspect, judgement.aspect)}:{pair.key}"


def _words(judgement: Judgement) -> str:
    told = judgement.told
    if judgement.verdict == "no issue reported":
        words = _GOOD_WORDS.get(judgement.aspect, judgement.verdict)
    elif judgement.verdict == "grows":
        words = "the interphase keeps growing"
    else:
        measured, expected = _RISK_WORDS.get(told.record.phenomenon, ("difficulty reported", "difficulty expected"))
        words = measured if told.record.kind == "measured" and told.exact else expected
    return words + _LEVEL_WORDS[told.specificity]


def statement(match: Match) -> str:
    """Return the statement of a record, with the products it does not name itself."""
    entry = match.record
    silent = [product for product in entry.products if product not in entry.statement]
    return entry.statement + (f" Products: {', '.join(entry.products)}." if silent else "")


def analogy(match: Match) -> str:
    """Return the sentence that says how far a statement had to be generalised; none where it names both."""
    lower = f"; the grade is lowered from {match.record.grade} to {match.grade}."
    if match.record.grade == match.grade:
        lower = "."
    if match.specificity == "these materials":
        return ""
    if match.specificity == "the family":
        said = f"a near relative, {' and '.join(match.relatives)}" if match.relatives else "the family"
        return f" This was said of {said}, not of these two{lower}"
    if match.specificity == "the class":
        return f" This speaks of classes of materials, not of these two{lower}"
    return f" This is said of all materials of that use, not of these two{lower}"


def _disagreement(judgement: Judgement) -> str:
    count, against = 1 + len(judgement.supporting) + len(judgement.opposing), len(judgement.opposing)
    texts = ""
    if against and judgement.verdict != "no issue reported":
        texts = f" {against} of {count} statements {'report' if against > 1 else 'reports'} no issue."
    elif against:
        texts = (
            f" {against} of {count} statements {'report' if against > 1 else 'reports'} trouble, on weaker evidence."
        )
    if judgement.elsewhere:
        other = "; ".join(_where(match) for match in judgement.elsewhere[:2])
        texts += f" At other potentials than here: {other}."
    return texts


def _where(match: Match) -> str:
    span, metal = match.record.electrode_potential, match.record.potential_reference
    low = None if span is None or span.low is None else span.low.value
    high = None if span is None or span.high is None else span.high.value
    ends = [f"from {low:g} V" if low is not None else "", f"up to {high:g} V" if high is not None else ""]
    said = {"no issue reported": "no issue reported", "grows": "growth reported"}.get(
        match.record.verdict, "trouble reported"
    )
    return f"{' '.join(end for end in ends if end)} against {metal} {said}"


def _mechanism(pair: Pair, judgement: Judgement) -> str:
    """How the products of the bare contact conduct, and which they are where the statement does not say."""
    if judgement.aspect != "stability" or judgement.verdict == "no issue reported":
        return ""
    exact = [match.record for match in pair.matches if match.exact and match.record.layer is None]
    behaviour = next((entry.interphase for entry in exact if entry.interphase is not None), None)
    words = "" if behaviour is None else _BEHAVIOUR[behaviour]
    if judgement.told.record.products or not judgement.told.exact:
        return words
    products = next((match.record.products for match in judgement.supporting if match.record.products), ())
    return words + (f" Products: {', '.join(products)}." if products else "")


def _helpers(pair: Pair, judgement: Judgement) -> str:
    """The layers and coatings that are reported to help at this very contact."""
    if judgement.verdict == "no issue reported":
        return ""
    names: dict[str, str] = {}
    for match in pair.matches:
        layer = match.record.layer
        if match.exact and match.record.helps and layer is not None:
            names.setdefault(layer.material or layer.printed, layer.printed)
    return f" Reported to help: {', '.join(names.values())}." if names else ""


def _would_change(judgement: Judgement) -> str:
    entry = judgement.told.record
    if judgement.told.specificity != "these materials":
        return "A measurement on these two materials."
    if judgement.opposing:
        return "Knowing which of the differing reports resembles this cell: preparation, carbon, pressure, potential."
    if entry.kind == "calculated":
        return "A measurement on this contact: a calculated driving force says nothing of the rate."
    if judgement.verdict == "no issue reported":
        return "Longer cycling, a higher potential or current, or another preparation than was reported."
    return "A report of the same contact without trouble, with its conditions; or a layer between the two."


def kept_apart(
    design: Design, found: Iterable[Separation], evidence: EvidenceBase,
    cathode: Potential | None, anode: Potential | None,
) -> tuple[list[Finding], dict[str, Finding]]:  # fmt: skip
    """Return what is published about layers and coatings in their place, and for each face of one the worst of them."""
    groups: dict[str, list[Separation]] = {}
    for entry in found:
        key = "|".join((*sorted((entry.first.id, entry.second.id)), entry.between.id))
        groups.setdefault(key, []).append(entry)
    findings: list[Finding] = []
    faces: dict[str, Finding] = {}
    for key, group in groups.items():
        entry = group[0]
        here = potential_at(entry.place, cathode, anode)
        matches = layered(entry.first, entry.second, entry.between, evidence, here)
        if matches:
            layers = stack_order(design, (layer for each in group for layer in each.layers))
            finding = _layer_finding(entry, key, layers, matches)
            findings.append(finding)
            for side in (entry.first, entry.second):
                face = "|".join(sorted((side.id, entry.between.id)))
                known = faces.get(face)
                if known is None or WORST_FIRST.index(finding.verdict) < WORST_FIRST.index(known.verdict):
                    faces[face] = finding
    return findings, faces


def layered(
    first: Material, second: Material, between: Material, evidence: EvidenceBase, here: Potential | None,
    aspects: tuple[Aspect, ...] = ("stability", "contact", "transport"),
) -> tuple[Match, ...]:  # fmt: skip
    """Return the nearest records about a pair with this layer or coating between them that hold here.

    What is said of a coating or interlayer as such counts for stability and for contact.
    """
    both = {"stability", "contact"} & set(aspects)
    matches = [
        match
        for match in evidence.with_layer(first, second, between)
        if match.record.verdict != "no data" and verdicts.holds(match.record, here)
        if verdicts.ASPECT.get(match.record.phenomenon) in aspects
        or (both and match.record.phenomenon in ("coating", "interlayer"))
    ]
    return tuple(m for m in matches if (m.steps, m.distance) == (matches[0].steps, matches[0].distance))


def layer_verdict(nearest: tuple[Match, ...]) -> tuple[Verdict, Match]:
    """Return the verdict with a layer, and the record that tells it: one that helps is told by its best record."""
    helping = [match for match in nearest if match.record.verdict == "no issue reported"]
    best = min(
        helping or nearest,
        key=lambda m: (m.record.helps is not True, m.grade, m.record.resistance is None, m.record.id),
    )
    return ("no issue reported" if helping else "risk"), best


def _layer_finding(entry: Separation, key: str, layers: tuple[str, ...], nearest: tuple[Match, ...]) -> Finding:
    verdict, best = layer_verdict(nearest)
    against = [match for match in nearest if match.record.verdict != "no issue reported" and match is not best]
    doubts = f" But: {against[0].record.statement}" if verdict == "no issue reported" and against else ""
    helped = verdict == "no issue reported" and best.record.helps
    near = tuple(match for match in nearest if match not in against)
    return Finding(
        id=f"layer:{key}", code=best.record.phenomenon.replace(" ", "-"), severity=verdicts.SEVERITY[verdict],
        verdict=verdict, grade=best.grade, targets=layers,
        title=f"{entry.between.label} between {entry.first.label} and {entry.second.label}: "
        f"{'reported to help' if helped else verdict}",
        message=f"{statement(best)}{analogy(best)}{doubts}",
        phenomenon=best.record.phenomenon, products=best.record.products, conditions=best.record.conditions,
        specificity=best.specificity,
        supporting=tuple(verdicts.cited(match) for match in near),
        opposing=tuple(verdicts.cited(match) for match in against),
        would_change="Both the bare and the coated contact measured in this cell.",
        evidence=tuple(match.record.id for match in nearest),
        sources=tuple(dict.fromkeys(match.record.source for match in nearest)),
    )  # fmt: skip


def missing(without: tuple[Pair, ...], judged: int, faces: int, design: Design) -> list[Finding]:
    """Return one finding that lists the contacts without evidence on stability.

    ``faces`` counts those that are known only as a face of a layer or coating.
    """
    if not without:
        return []
    names = "; ".join(f"{pair.first.label} | {pair.second.label}" for pair in without)
    only = f" A further {faces} are known only together with the layer or coating between two others." if faces else ""
    return [
        Finding(
            id="no-evidence", code="no-evidence", severity="info", verdict="no data", grade="E",
            targets=stack_order(design, (layer for pair in without for layer in pair.layers)),
            title=f"{len(without)} of {judged} contacts have no published evidence",
            message=f"Of their stability nothing is on record: {names}. That is no sign that they are stable.{only}",
            would_change="A published or own measurement; own statements are files too (see docs/data.md).",
        )
    ]  # fmt: skip
