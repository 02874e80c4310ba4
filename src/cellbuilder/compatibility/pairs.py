"""Everything known about two materials: one verdict for each aspect, at which potential, and what each rests on."""

from __future__ import annotations

from typing import Final

from cellbuilder.compatibility import judging, published, verdicts, windows
from cellbuilder.compatibility.contacts import Side
from cellbuilder.compatibility.evidence_base import EvidenceBase, Match
from cellbuilder.compatibility.judging import ContactVerdict, Exceeded
from cellbuilder.compatibility.potentials import LIMIT_WORDS, Potential
from cellbuilder.compatibility.verdicts import Aspect, Judgement
from cellbuilder.domain.base import record
from cellbuilder.domain.evidence import EvidenceRecord, Grade, Verdict
from cellbuilder.domain.evidence import Side as EvidenceSide
from cellbuilder.domain.finding import Cited, Specificity
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import SourceRef

_ORDER: Final[tuple[Aspect, ...]] = ("stability", "contact", "dendrites", "transport", "processing", "moisture")


@record
class AspectVerdict:
    """The verdict on one aspect, in a sentence, with the statements for and against it.

    ``elsewhere`` are statements that hold at other potentials than ``at``.
    """

    aspect: Aspect
    verdict: Verdict
    grade: Grade
    sentence: str
    at: Potential | None = None
    specificity: Specificity | None = None
    supporting: tuple[Cited, ...] = ()
    opposing: tuple[Cited, ...] = ()
    elsewhere: tuple[Cited, ...] = ()
    sources: tuple[SourceRef, ...] = ()


@record
class PairReport:
    """Two materials, and a third between them if one was named: the verdicts and all that is on record.

    ``layers`` are statements about coatings and layers between the two, ``others`` all that judge nothing here: less
    near ones, observations and what is said of all materials of a use.
    """

    first: str
    second: str
    between: str | None
    aspects: tuple[AspectVerdict, ...]
    layers: tuple[Cited, ...]
    others: tuple[Cited, ...]

    @property
    def verdict(self) -> Verdict:
        """The verdict on stability."""
        return self.aspects[0].verdict


def report(
    first: Material,
    second: Material,
    evidence: EvidenceBase,
    between: Material | None = None,
    upper: Potential | None = None,
) -> PairReport:
    """Return what is known about a pair, whichever is named first.

    ``upper`` is the highest potential of the cathode; without it the average one of the active material is taken.
    """
    first, second = sorted((first, second), key=lambda entry: (_rank(entry), entry.id))
    here = potential_of(first, second, upper)
    matches = evidence.about(first, second)
    found_side: Side | None = electrode_of(first, second) or ("cathode" if upper is not None else None)
    met = judging.contact(first, second, evidence, here, found_side, meets=True)
    stable = _stability(first, second, between, evidence, here, met)
    found = [stable]
    if between is not None:
        others = (_layer_verdict(aspect, first, second, between, evidence, here) for aspect in _ORDER[1:3])
        found += [entry for entry in others if entry is not None]
    else:
        judged = met.judged
        found += [_told(judged[aspect], here) for aspect in _ORDER[1:] if aspect in judged]
    named = {cite.evidence for entry in found for cite in (*entry.supporting, *entry.opposing, *entry.elsewhere)}
    rest = [match for match in matches if match.record.id not in named]
    with_layer = [match for match in rest if match.record.layer is not None]
    return PairReport(
        first.label, second.label, None if between is None else between.label, tuple(found),
        tuple(verdicts.cited(match) for match in with_layer),
        tuple(verdicts.cited(match) for match in rest if match not in with_layer),
    )  # fmt: skip


def potential_of(first: Material, second: Material, upper: Potential | None) -> Potential | None:
    """Return the potential of the electrode in a pair; None where neither is one."""
    for entry in (first, second):
        if entry.category == "cathode active material":
            return upper or _average(entry, first if entry is second else second)
    for entry in (first, second):
        if "anode" in (entry.category, *entry.also):
            return _average(entry, first if entry is second else second)
    return upper


def electrode_of(first: Material, second: Material) -> Side | None:
    """Return at which electrode the two meet, where one of them belongs to one electrode only."""
    uses = {use for entry in (first, second) for use in (entry.category, *entry.also)}
    found = uses & {"cathode active material", "anode"}
    return None if len(found) != 1 else "anode" if "anode" in found else "cathode"


def _average(entry: Material, partner: Material) -> Potential | None:
    for ion in dict.fromkeys(name for name in (partner.ion, entry.ion, "Li", "Na") if name is not None):
        known = entry.potential_against(f"{ion}/{ion}+")
        if known is not None and known.si is not None:
            return Potential(known.si, f"{ion}/{ion}+", f"the average potential of {entry.label}")
    return None


def _rank(entry: Material) -> int:
    """Active materials first, then electrolytes and coatings, then anodes, then the rest."""
    order = ("cathode active material", "coating", "electrolyte", "anode", "carbon", "binder", "collector")
    return order.index(entry.category) if entry.category in order else len(order)


def _stability(
    first: Material, second: Material, between: Material | None, evidence: EvidenceBase, here: Potential | None,
    met: ContactVerdict,
) -> AspectVerdict:  # fmt: skip
    if met.basis == "ions":
        return AspectVerdict(
            "stability", "blocks", "A",
            f"{first.label} works with {first.ion} and {second.label} with {second.ion}: no ion passes from one to the "
            "other, so there is no such cell.",
        )  # fmt: skip
    if between is not None:
        return _with_layer(first, second, between, evidence, here)
    judged = met.judged.get("stability")
    if met.basis == "statement" and judged is not None:
        return _told(judged, here)
    if met.basis == "window":
        entry = met.exceeded[0]
        return _from_window(entry, judged)
    return AspectVerdict(
        "stability", "no data", "E",
        f"Nothing is on record about {first.label} in contact with {second.label}. That is no sign that they are "
        "stable.", here,
    )  # fmt: skip


def _with_layer(
    first: Material, second: Material, between: Material, evidence: EvidenceBase, here: Potential | None
) -> AspectVerdict:
    told = _layer_verdict("stability", first, second, between, evidence, here)
    at_cathode = "cathode active material" in (first.category, second.category)
    if told is None and here is not None and at_cathode and between.category in ("electrolyte", "coating"):
        window = windows.oxidised_by(between, here, evidence)
        told = None if window is None else _from_window(Exceeded(between, window, "oxidised", here), None)
    return told or AspectVerdict(
        "stability", "no data", "E",
        f"Nothing is on record about {between.label} between {first.label} and {second.label}. See what is known "
        f"of {between.label} with either of them.", here,
    )  # fmt: skip


def _from_window(exceeded: Exceeded, judged: Judgement | None) -> AspectVerdict:
    entry, window, how, here = exceeded.material, exceeded.window, exceeded.how, exceeded.at
    limit = window.reduction if how == "reduced" else window.oxidation
    products = window.products_at(here.volts)
    named = f" Calculated products: {', '.join(products)}." if products else ""
    near = () if judged is None else tuple(verdicts.cited(match) for match in (judged.told, *judged.supporting))
    agrees = judged is not None and judged.verdict != "no issue reported"
    return AspectVerdict(
        "stability", "risk", window.grade,
        f"{entry.label} is {how} here: its {LIMIT_WORDS[window.method]} is {limit:g} V against {window.metal}, and "
        f"{here.words} is {here.volts:g} V. The limit does not say how fast.{named}",
        here, "these materials", near if agrees else (), () if agrees else near,
        sources=() if window.source is None else (window.source,),
    )  # fmt: skip


def _layer_verdict(
    aspect: Aspect, first: Material, second: Material, between: Material, evidence: EvidenceBase,
    here: Potential | None,
) -> AspectVerdict | None:  # fmt: skip
    nearest = published.layered(first, second, between, evidence, here, (aspect,))
    if not nearest:
        return None
    verdict, best = published.layer_verdict(nearest)
    rest = [match for match in nearest if match is not best]
    bad = [match for match in rest if verdicts.is_bad(match) != verdicts.is_bad(best)]
    return AspectVerdict(
        aspect, verdict, best.grade, published.statement(best) + published.analogy(best), here, best.specificity,
        tuple(verdicts.cited(match) for match in (best, *(m for m in rest if m not in bad))),
        tuple(verdicts.cited(match) for match in bad), sources=(best.record.source,),
    )  # fmt: skip


def _told(judged: Judgement, here: Potential | None) -> AspectVerdict:
    near: tuple[Match, ...] = (judged.told, *judged.supporting)
    return AspectVerdict(
        judged.aspect, judged.verdict, judged.grade, published.statement(judged.told) + published.analogy(judged.told),
        here if judged.aspect == "stability" else None, judged.told.specificity,
        tuple(verdicts.cited(match) for match in near),
        tuple(verdicts.cited(match) for match in judged.opposing),
        tuple(verdicts.cited(match) for match in judged.elsewhere),
        tuple(dict.fromkeys(match.record.source for match in near)),
    )  # fmt: skip


def naming(evidence: EvidenceBase, first: str, second: str) -> tuple[EvidenceRecord, ...]:
    """Return the records whose sides carry these two names of a family, class, use or material id, in either order."""
    one, other = first.casefold(), second.casefold()
    return tuple(entry for entry in evidence.records if _names_both(entry, one, other))


def _names_both(entry: EvidenceRecord, first: str, second: str) -> bool:
    one, other = (_names(side) for side in entry.sides)
    return (first in one and second in other) or (second in one and first in other)


def _names(side: EvidenceSide) -> set[str]:
    plain = (side.material, side.family, side.material_class, side.printed)
    full = f"{side.material_class} {side.category}" if side.category else None
    return {text.casefold() for text in (*plain, full) if text}
