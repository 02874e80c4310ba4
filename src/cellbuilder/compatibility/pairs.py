"""Everything known about two materials: one verdict for each aspect, at which potential, and what each rests on."""

from __future__ import annotations

from typing import Final, Literal

from cellbuilder.compatibility import published, verdicts, windows
from cellbuilder.compatibility.contacts import Side
from cellbuilder.compatibility.evidence_base import EvidenceBase, Match
from cellbuilder.compatibility.potentials import LIMIT_WORDS, Potential, Window
from cellbuilder.compatibility.verdicts import Aspect, Judgement
from cellbuilder.domain.base import record
from cellbuilder.domain.evidence import EvidenceRecord, Grade, Verdict
from cellbuilder.domain.finding import Cited, Specificity
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import SourceRef

_ORDER: Final[tuple[Aspect, ...]] = ("stability", "contact", "dendrites", "transport", "processing", "moisture")
_CARRIERS: Final = ("cathode active material", "electrolyte", "anode")


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
    stable = _stability(first, second, between, evidence, here)
    found = [stable]
    if between is not None:
        others = (_layer_verdict(aspect, first, second, between, evidence, here) for aspect in _ORDER[1:3])
        found += [entry for entry in others if entry is not None]
    else:
        judged = verdicts.of_pair(evidence, first, second, here, electrode_of(first, second))
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
    first: Material, second: Material, between: Material | None, evidence: EvidenceBase, here: Potential | None
) -> AspectVerdict:
    ions = {entry.ion for entry in (first, second) if entry.ion is not None and entry.category in _CARRIERS}
    if len(ions) == 2:
        return AspectVerdict(
            "stability", "blocks", "A",
            f"{first.label} works with {first.ion} and {second.label} with {second.ion}: no ion passes from one to the "
            "other, so there is no such cell.",
        )  # fmt: skip
    if between is not None:
        told = _layer_verdict("stability", first, second, between, evidence, here)
        if told is None and here is not None and "cathode active material" in (first.category, second.category):
            exceeded = windows.oxidised_by(between, here, evidence)
            told = None if exceeded is None else _from_window(between, exceeded, "oxidised", here, None)
        return told or AspectVerdict(
            "stability", "no data", "E",
            f"Nothing is on record about {between.label} between {first.label} and {second.label}. See what is known "
            f"of {between.label} with either of them.", here,
        )  # fmt: skip
    judged = verdicts.of_pair(evidence, first, second, here, electrode_of(first, second)).get("stability")
    window = _window(first, second, evidence, here)
    if judged is not None and (window is None or windows.statement_goes_first(judged)):
        return _told(judged, here)
    if window is not None and here is not None:
        return _from_window(*window, here, judged)
    return AspectVerdict(
        "stability", "no data", "E",
        f"Nothing is on record about {first.label} in contact with {second.label}. That is no sign that they are "
        "stable.", here,
    )  # fmt: skip


def _window(
    first: Material, second: Material, evidence: EvidenceBase, here: Potential | None
) -> tuple[Material, Window, Literal["reduced", "oxidised"]] | None:
    """Return which of the two is not stable at the potential of the other, by its window."""
    if here is None:
        return None
    for entry, other in ((first, second), (second, first)):
        if entry.category not in ("electrolyte", "coating"):
            continue
        if other.category == "cathode active material" and (found := windows.oxidised_by(entry, here, evidence)):
            return entry, found, "oxidised"
        if windows.at_anode_potential(other) and (found := windows.reduced_by(entry, here, evidence)):
            return entry, found, "reduced"
    return None


def _from_window(
    entry: Material, window: Window, how: Literal["reduced", "oxidised"], here: Potential, judged: Judgement | None
) -> AspectVerdict:
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
    wanted = {first.casefold(), second.casefold()}
    return tuple(entry for entry in evidence.records if _names_both(entry, first.casefold(), second.casefold(), wanted))


def _names_both(entry: EvidenceRecord, first: str, second: str, wanted: set[str]) -> bool:
    names = []
    for side in entry.sides:
        plain = (side.material, side.family, side.material_class, side.printed)
        full = f"{side.material_class} {side.category}" if side.category else None
        names.append({text.casefold() for text in (*plain, full) if text})
    one, other = names
    return bool(wanted) and ((first in one and second in other) or (second in one and first in other))
