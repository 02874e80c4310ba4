"""Other materials in place of one that makes trouble: anodes, electrolytes, collectors that are reported to fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from cellbuilder import units
from cellbuilder.compatibility import pairs, published, verdicts, windows
from cellbuilder.compatibility.contacts import Contact, stack_order
from cellbuilder.compatibility.evidence_base import EvidenceBase, Match
from cellbuilder.compatibility.potentials import Potential
from cellbuilder.compatibility.verdicts import Aspect
from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import EvidenceRecord, Grade
from cellbuilder.domain.finding import Finding, Specificity
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.remedy import Remedy
from cellbuilder.engine import voltage

NEAR: Final[tuple[Specificity, ...]] = ("these materials", "the family")
_LAST_RESORT: Final[Specificity] = "the class"
_ASPECTS: Final[Mapping[str, Aspect]] = {"wetting": "contact", "dendrites": "dendrites", "transport": "transport"}
_COLLECTORS: Final = ("cathode collector", "anode collector")

RULE: Final = "remedies"
"""Code of the rule whose limits are used here and where a remedy is put to work."""
LEAST_SHARE: Final = 0.01
"""An electrolyte that conducts less than this share of the one it replaces is no remedy, unless the rule says so."""
_PRESSED: Final[frozenset[str]] = frozenset({"sulfide", "halide", "hydroborate", "antiperovskite", "polymer"})
_SINTERED: Final[frozenset[str]] = frozenset({"garnet", "nasicon", "perovskite", "β-alumina"})
"""Classes that are pressed cold or cast, and families of oxides that are sintered: one is no stand-in for the other.

The rule may name other families under ``families``.
"""


@record
class Option:
    """A remedy and what it ranks by: ``what`` is its group, ``order`` its place within."""

    remedy: Remedy
    what: str
    exact: bool
    grade: Grade
    order: tuple[float, ...]


@record
class _Swap:
    """What is replaced, in which layers, and what stays beside it."""

    what: str
    replaced: Material
    stays: Material
    layers: tuple[str, ...]


def of(
    design: Design, finding: Finding, touching: list[Contact], evidence: EvidenceBase,
    cathode: Potential | None, anode: Potential | None,
) -> Iterator[Option]:  # fmt: skip
    """Return other anodes, electrolytes and collectors with which no issue is reported, each with its statement."""
    aspect = aspect_of(finding)
    ion = voltage.working_ion(design)
    for swap in _swaps(design, touching):
        if _too_much(design, swap, finding):
            continue
        found: list[tuple[Material, Match]] = []
        for candidate in known(evidence).values():
            if candidate.id in (swap.replaced.id, swap.stays.id) or candidate.ion not in (None, ion):
                continue
            if _WANTED[swap.what](candidate) and not _in_vain(swap, candidate, finding, evidence, cathode, ion):
                here = _potential(swap, candidate, cathode, anode)
                match = _fitting(swap.stays, candidate, evidence, here, aspect)
                if match is not None:
                    found.append((candidate, match))
        near = [entry for entry in found if entry[1].specificity in NEAR]
        for candidate, match in near or found:
            yield _option(design, swap, candidate, match)


def _too_much(design: Design, swap: _Swap, finding: Finding) -> bool:
    """Whether a finding weighs too little for another separator, which changes the whole cell."""
    roles = {layer.role for layer in design.stack.layers if layer.id in swap.layers}
    return swap.what == "electrolyte" and "electrolyte" in roles and finding.severity not in ("error", "warning")


def known(evidence: EvidenceBase) -> Mapping[str, Material]:
    """Return the library's materials by id, as the evidence knows them."""
    return {entry.id: entry for entry in evidence.library}


def _swaps(design: Design, touching: Iterable[Contact]) -> Iterator[_Swap]:
    groups: dict[tuple[str, str, str], tuple[Material, Material, list[Contact]]] = {}
    for contact in touching:
        for one, other in ((contact.first, contact.second), (contact.second, contact.first)):
            what = _what(design, contact, one, other)
            if what is not None:
                groups.setdefault((what, one.id, other.id), (one, other, []))[2].append(contact)
    for (what, _, _), (one, other, contacts) in groups.items():
        inner = [contact for contact in contacts if len(contact.layers) == 1]
        held = {key for contact in inner or contacts for key in contact.layers}
        layers = [layer.id for layer in design.stack.layers if layer.id in held and one.id in layer.material_ids]
        yield _Swap(what, one, other, stack_order(design, layers))


def _what(design: Design, contact: Contact, one: Material, other: Material) -> str | None:
    """Say as what a material may be replaced beside another, if at all."""
    roles = {layer.role for layer in design.stack.layers if layer.id in contact.layers and one.id in layer.material_ids}
    if one.category == "collector":
        carrier = other.category == "electrolyte" and roles & set(_COLLECTORS)
        return ("anode collector" if "anode collector" in roles else "cathode collector") if carrier else None
    if contact.place == "collector":
        return None
    if "anode" in (one.category, *one.also) and "anode" in roles and other.category in ("electrolyte", "coating"):
        return "anode"
    stores = other.category == "cathode active material" or "anode" in (other.category, *other.also)
    return "electrolyte" if one.category == "electrolyte" and stores else None


_WANTED: Final[Mapping[str, Callable[[Material], bool]]] = {
    "anode": lambda entry: "anode" in (entry.category, *entry.also) and entry.metal_anode is not None,
    "electrolyte": lambda entry: entry.category == "electrolyte",
    "anode collector": lambda entry: entry.category == "collector",
    "cathode collector": lambda entry: entry.category == "collector",
}


def _in_vain(
    swap: _Swap, candidate: Material, finding: Finding, evidence: EvidenceBase, cathode: Potential | None,
    ion: str | None,
) -> bool:  # fmt: skip
    """Whether a candidate has the trouble it should cure, hardly conducts, is made in another way, or alloys."""
    if swap.what == "electrolyte":
        least = limit(evidence, "conductivity_share", LEAST_SHARE) * _conductivity(swap.replaced)
        if _conductivity(candidate) < least or _unlike(swap.replaced, candidate, evidence):
            return True
    if finding.id.startswith("oxidation:") and cathode is not None:
        return windows.oxidised_by(candidate, cathode, evidence) is not None
    if swap.what == "anode collector":
        metals = [entry for entry in known(evidence).values() if entry.metal_anode == "metal" and entry.ion == ion]
        judged = (verdicts.of_pair(evidence, candidate, metal).get("stability") for metal in metals)
        return any(entry is not None and entry.verdict in ("risk", "grows") for entry in judged)
    return False


def limit(evidence: EvidenceBase, name: str, otherwise: float) -> float:
    """Return a limit of the rule about remedies in SI, or the given one where the book has none."""
    rule = evidence.rules.rule(RULE)
    entry = None if rule is None else rule.limits.get(name)
    return otherwise if entry is None or entry.si is None else entry.si


def _unlike(first: Material, second: Material, evidence: EvidenceBase) -> bool:
    """Whether one is pressed cold or cast and the other a ceramic that is sintered."""
    rule = evidence.rules.rule(RULE)
    named = () if rule is None else rule.families
    families = frozenset(name.casefold() for name in named) or _SINTERED
    return {_making(first, families), _making(second, families)} == {"pressed", "sintered"}


def _making(material: Material, sintered: frozenset[str]) -> str | None:
    if material.material_class in _PRESSED:
        return "pressed"
    family = "" if material.family is None else material.family.casefold()
    return "sintered" if material.material_class == "oxide" and family in sintered else None


def aspect_of(finding: Finding) -> Aspect:
    """Return what a finding about a contact judges."""
    return _ASPECTS.get(finding.id.partition(":")[0], "stability")


def _potential(
    swap: _Swap, candidate: Material, cathode: Potential | None, anode: Potential | None
) -> Potential | None:
    if swap.what == "anode":
        return pairs.potential_of(swap.stays, candidate, None)
    if swap.what == "electrolyte":
        return cathode if swap.stays.category == "cathode active material" else anode
    return None


def _fitting(
    stays: Material, candidate: Material, evidence: EvidenceBase, here: Potential | None, aspect: Aspect
) -> Match | None:
    """Return the statement that no issue is reported of a candidate, if the verdict on it is just that.

    The statement has to name the candidate or its family; it may speak of a relative of the material that stays.
    """
    matches = evidence.about(stays, candidate)
    if not matches:
        return None
    judged = verdicts.aspects(matches, here)
    asked = [judged[name] for name in dict.fromkeys((aspect, "stability")) if name in judged]
    if not asked or any(entry.verdict != "no issue reported" for entry in asked):
        return None
    told = asked[0].told
    near = told.specificity in NEAR or told.specificity == _LAST_RESORT
    return told if near and names(told.record, candidate) else None


def names(entry: EvidenceRecord, material: Material) -> bool:
    """Whether a record names a material itself, or its family."""
    family = None if material.family is None else material.family.casefold()
    return any(
        side.material == material.id or (side.family is not None and side.family.casefold() == family)
        for side in entry.sides
    )


_PLACES: Final = {"anode": "as the anode", "anode collector": "as the anode collector",
                  "cathode collector": "as the cathode collector"}  # fmt: skip


def _option(design: Design, swap: _Swap, candidate: Material, match: Match) -> Option:
    roles = [layer.role for layer in design.stack.layers if layer.id in swap.layers]
    place = _PLACES.get(swap.what) or f"in the {' and the '.join(dict.fromkeys(roles))}"
    remedy = Remedy(
        id=f"exchange:{'+'.join(swap.layers)}:{swap.replaced.id}:{candidate.id}", kind="exchange",
        title=f"Replace {swap.replaced.label} by {candidate.label} {place}", reported=reported(match),
        targets=swap.layers, material=candidate.id, replaces=swap.replaced.id, evidence=(match.record.id,),
        sources=(match.record.source,),
    )  # fmt: skip
    named = any(side.material == candidate.id for side in match.record.sides)
    return Option(
        remedy, f"exchange {swap.what}", match.exact, match.grade,
        (candidate.metal_anode != "alloy", not named, match.steps, match.distance, *_conduction(candidate)),
    )  # fmt: skip


def _conductivity(material: Material) -> float:
    """Return the conductivity that the engine uses, in S/m, 0 where none is known."""
    point = material.preferred_point
    return 0.0 if point is None else point.quantity().si or 0.0


def _conduction(candidate: Material) -> tuple[float, float]:
    """Rank good conductors first, those of unknown conductivity last."""
    sigma = _conductivity(candidate)
    return (0.0, -sigma) if sigma else (1.0, 0.0)


def reported(match: Match) -> str:
    """Return what a statement says was done and what it gave, with its grade as it counts here."""
    entry = match.record
    conditions = f" Conditions: {entry.conditions.rstrip('.')}." if entry.conditions else ""
    return (
        f"{published.statement(match)}{published.analogy(match)}{_resistance(entry)}{conditions} "
        f"Evidence grade {match.grade}."
    )


def _resistance(entry: EvidenceRecord) -> str:
    """Return the resistance before and after, unless the statement says it."""
    change = entry.resistance
    if change is None or change.after is None or change.after.si is None:
        return ""
    known_ones = [_ohm_cm2(value) for value in (change.before, change.after) if value is not None and value.si]
    said = "".join(entry.statement.split())
    if all(number in said for number in known_ones):
        return ""
    counted = "" if change.contact_alone else " (the whole cell)"
    both = " (both contacts)" if change.interfaces_counted == "two" else ""
    return f" Resistance: {' to '.join(known_ones)} Ohm cm2{counted or both}."


def _ohm_cm2(value: Quantity) -> str:
    return f"{units.from_si(value.si or 0.0, 'Ohm cm2'):.6g}"
