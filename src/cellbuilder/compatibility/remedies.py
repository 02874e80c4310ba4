"""Remedies for a finding, each from what somebody reported: a layer, a coating, another material, a lower cut-off.

They are worked out when somebody looks at a finding, not with every evaluation.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Final

from cellbuilder.compatibility import exchanges, potentials, published, verdicts, windows
from cellbuilder.compatibility.contacts import Contact, Place, Separation, side_of, stack_order
from cellbuilder.compatibility.evidence_base import EvidenceBase, Match
from cellbuilder.compatibility.exchanges import NEAR, Option, known, reported
from cellbuilder.compatibility.potentials import LIMIT_WORDS, Potential
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import EvidenceRecord, Verdict
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import Quantity, ReferenceElectrode, SourceRef
from cellbuilder.domain.remedy import Remedy
from cellbuilder.engine import voltage
from cellbuilder.engine.calculation import Calculation

MOST: Final = 5
_CURABLE: Final = ("blocks", "grows", "risk")
_ELECTRONIC: Final = ("anode", "collector", "carbon")
_STEP_V: Final = 0.01
"""A cut-off is lowered to this many volts, rounded down."""
_ORDER: Final = (
    "coat", "insert layer", "exchange", "lower cut-off", "exchange anode", "exchange anode collector",
    "exchange cathode collector", "exchange electrolyte",
)  # fmt: skip
"""Kinds of remedy on equal evidence, the smaller change first."""


def described(
    design: Design,
    finding: Finding,
    contacts: tuple[Contact, ...],
    apart: tuple[Separation, ...],
    evidence: EvidenceBase,
    most: int = MOST,
) -> tuple[Remedy, ...]:
    """Return what is reported to help with a finding: statements about these very materials first, then by grade.

    Among those of one grade the kinds of remedy take turns. Whether a remedy does more good than harm in this stack
    is not judged here. A finding that reports no trouble has none.
    """
    about, _, side = finding.id.partition(":")[2].partition("@")
    if finding.verdict not in _CURABLE or not about:
        return ()
    cathode, anode = potentials.cathode_potential(design), potentials.anode_potential(design)
    met = touching(finding, contacts)
    kept = [entry for entry in apart if _key(entry) == about and side in ("", side_of(entry.place) or "")]
    options = [
        *_layers_for(design, met, evidence, cathode, anode),
        *_other_layers(design, kept if finding.id.startswith("layer:") else [], evidence, cathode, anode),
        *exchanges.of(design, finding, met, evidence, cathode, anode),
        *_lower(design, about, met, evidence, cathode, anode),
    ]
    return tuple(option.remedy for option in _ranked(options)[:most])


def worst(verdict: Verdict) -> int:
    """Return how good a verdict is, the worst being 0."""
    return verdicts.WORST_FIRST.index(verdict)


def speaks_of(remedy: Remedy, finding: Finding, evidence: EvidenceBase) -> bool:
    """Whether a statement behind a layer or coating is about the very trouble that a finding reports."""
    if remedy.kind not in ("coat", "insert layer"):
        return False
    aspect = exchanges.aspect_of(finding)
    told = (entry for entry in evidence.records if entry.id in remedy.evidence)
    return any(verdicts.ASPECT.get(entry.phenomenon) == aspect for entry in told)


def touching(finding: Finding, contacts: Iterable[Contact]) -> list[Contact]:
    """Return the contacts that a finding is about: those of its pair, or those of its material with the cathode."""
    about, _, side = finding.id.partition(":")[2].partition("@")
    if finding.id.startswith("oxidation:"):
        return [
            contact
            for contact in contacts
            if "cathode" in contact.roles and contact.place != "collector"
            if about in (contact.first.id, contact.second.id)
        ]
    return [contact for contact in contacts if contact.pair == about and side in ("", contact.side or "")]


def _key(entry: Separation) -> str:
    return "|".join((*sorted((entry.first.id, entry.second.id)), entry.between.id))


def _ranked(options: list[Option]) -> list[Option]:
    first: dict[str, Option] = {}
    for option in options:
        held = first.get(option.remedy.id)
        if held is None or option.order < held.order:
            first[option.remedy.id] = option
    turns: dict[tuple[object, ...], int] = {}
    ranks: dict[str, tuple[object, ...]] = {}
    for option in sorted(first.values(), key=lambda entry: (entry.order, entry.remedy.id)):
        group = (option.what, option.exact, option.grade)
        turns[group] = turns.get(group, 0) + 1
        turn, kind = turns[group], _ORDER.index(option.what)
        ranks[option.remedy.id] = (not option.exact, option.grade, turn, kind, option.remedy.id)
    return sorted(first.values(), key=lambda option: ranks[option.remedy.id])


def _layers_for(
    design: Design, touching: list[Contact], evidence: EvidenceBase, cathode: Potential | None, anode: Potential | None
) -> Iterator[Option]:
    """Return coatings of the grains and layers between, for each pair."""
    groups: dict[str, list[Contact]] = {}
    for contact in touching:
        groups.setdefault(contact.pair, []).append(contact)
    for group in groups.values():
        first, second = group[0].first, group[0].second
        here = published.potential_at(group[0].place, cathode, anode)
        grains = _grains(design, group, {first.id, second.id})
        seams = [contact for contact in group if len(contact.layers) == 2 and contact.place != "collector"]
        mixed = len(seams) < len(group)
        for material, matches in _helping(first, second, evidence, here).items():
            best = _best(matches)
            on_grains = bool(grains) and (mixed or best.record.phenomenon == "coating")
            if not _may_lie(known(evidence).get(material), best.record, group[0].place, on_grains=on_grains):
                continue
            if on_grains:
                yield _coat(design, grains, material, best, matches, evidence)
            elif not mixed:
                yield from (_insert(contact, material, best, matches, evidence) for contact in seams)


def _helping(
    first: Material, second: Material, evidence: EvidenceBase, here: Potential | None
) -> dict[str, list[Match]]:
    """Return the statements, by material, about coatings and layers that help at a contact or work without trouble."""
    found: dict[str, list[Match]] = {}
    for match in evidence.about(first, second):
        entry = match.record
        layer = None if entry.layer is None else entry.layer.material
        if layer is None or layer in (first.id, second.id) or match.specificity not in NEAR:
            continue
        good = entry.helps is True or (entry.helps is None and entry.verdict == "no issue reported")
        if good and entry.phenomenon != "moisture" and verdicts.holds(entry, here):
            found.setdefault(layer, []).append(match)
    return found


def _may_lie(layer: Material | None, entry: EvidenceRecord, place: Place, *, on_grains: bool) -> bool:
    """Whether a material may lie between two others: a coating or an electrolyte does.

    A metal or carbon does at the anode only, where it was reported as a layer of its own; it never coats grains.
    """
    if layer is None:
        return False
    if layer.metal_anode in ("metal", "alloy") or layer.category in _ELECTRONIC:
        return not on_grains and side_of(place) == "anode" and entry.location in ("anode interface", "any")
    return bool({layer.category, *layer.also} & {"coating", "electrolyte"})


def _best(matches: list[Match]) -> Match:
    """Return the statement that tells most: near, without trouble, with numbers, well graded."""
    return min(matches, key=lambda match: (
        match.steps, match.distance, match.record.verdict != "no issue reported", match.record.helps is not True,
        match.record.phenomenon not in ("coating", "interlayer"), match.grade, match.record.resistance is None,
        match.record.id,
    ))  # fmt: skip


def _grains(
    design: Design, contacts: Iterable[Contact | Separation], pair: set[str], coat: str | None = None
) -> dict[str, list[str]]:
    """Return the grains of the pair in composites, bare or in this coat, with the layers they lie in."""
    found: dict[str, list[str]] = {}
    wanted = {layer for contact in contacts for layer in contact.layers}
    for layer in design.stack.layers:
        if layer.id in wanted:
            for part in layer.components:
                worn = None if part.coating is None else part.coating.material
                if part.function == "active material" and part.material in pair and worn == coat:
                    found.setdefault(part.material, []).append(layer.id)
    return found


def _coat(
    design: Design, grains: dict[str, list[str]], material: str, best: Match, matches: list[Match],
    evidence: EvidenceBase,
) -> Option:  # fmt: skip
    grain = next(iter(grains))
    layers = stack_order(design, grains[grain])
    return _option(
        "coat", f"coat:{grain}:{material}",
        f"Coat {design.material(grain).label} with {_label(material, best, evidence)}", layers, material, grain, best,
        matches,
    )  # fmt: skip


def _insert(
    contact: Contact, material: str, best: Match, matches: list[Match], evidence: EvidenceBase
) -> Option:  # fmt: skip
    upper, lower = contact.layers
    return _option(
        "insert layer", f"insert:{upper}|{lower}:{material}",
        f"Put {_label(material, best, evidence)} between {contact.first.label} and {contact.second.label}",
        contact.layers, material, None, best, matches,
    )  # fmt: skip


def _other_layers(
    design: Design, kept: list[Separation], evidence: EvidenceBase, cathode: Potential | None, anode: Potential | None
) -> Iterator[Option]:
    """Return other coatings and layers in place of one about which trouble is reported."""
    if not kept:
        return
    entry = kept[0]
    here = published.potential_at(entry.place, cathode, anode)
    grains = _grains(design, kept, {entry.first.id, entry.second.id}, entry.between.id)
    for material, matches in _helping(entry.first, entry.second, evidence, here).items():
        if material == entry.between.id:
            continue
        best = _best(matches)
        if not _may_lie(known(evidence).get(material), best.record, entry.place, on_grains=bool(grains)):
            continue
        if grains:
            yield _coat(design, grains, material, best, matches, evidence)
        elif len(entry.layers) == 3:
            yield _option(
                "exchange", f"exchange:{entry.layers[1]}:{entry.between.id}:{material}",
                f"Replace the layer of {entry.between.label} by {_label(material, best, evidence)}",
                (entry.layers[1],), material, entry.between.id, best, matches,
            )  # fmt: skip


def _option(
    kind: str, key: str, title: str, targets: tuple[str, ...], material: str, replaces: str | None, best: Match,
    matches: list[Match],
) -> Option:  # fmt: skip
    near = [match for match in matches if (match.steps, match.distance) == (best.steps, best.distance)]
    named = [best, *(match for match in near if match is not best)]
    remedy = Remedy(
        id=key, kind="coat" if kind == "coat" else "insert layer" if kind == "insert layer" else "exchange",
        title=title, reported=reported(best), targets=targets, material=material, replaces=replaces,
        thickness=_thickness(best.record), evidence=tuple(match.record.id for match in named),
        sources=tuple(dict.fromkeys(match.record.source for match in named)),
    )  # fmt: skip
    return Option(remedy, kind, best.exact, best.grade, (best.steps, best.distance, remedy.thickness is None))


def _label(material: str, match: Match, evidence: EvidenceBase) -> str:
    entry = known(evidence).get(material)
    return entry.label if entry is not None else match.record.layer.printed if match.record.layer else material


def _thickness(entry: EvidenceRecord) -> Quantity | None:
    """Return the thickness that is on record, the middle of a range where that is all; None where it is not said."""
    given = entry.layer_thickness
    if given is None:
        return None
    if given.value is not None:
        origin = {"kind": given.kind or entry.kind, "source": given.source or entry.source,
                  "read_from": given.read_from or entry.read_from}  # fmt: skip
        return given.model_copy(update=origin)
    if given.low is None or given.high is None:
        return None
    note = f"the source says {given.low:g} to {given.high:g} {given.unit}; the middle is taken"
    middle = (given.low + given.high) / 2
    return Quantity(value=middle, unit=given.unit, low=given.low, high=given.high, kind="assumption",
                    source=given.source or entry.source, note=note)  # fmt: skip


def _lower(
    design: Design, about: str, touching: list[Contact], evidence: EvidenceBase, cathode: Potential | None,
    anode: Potential | None,
) -> Iterator[Option]:  # fmt: skip
    """Return lower cut-offs: the limit of a material's window, or the potential up to which a contact was run."""
    limits = design.stack.cutoffs
    if cathode is None or limits is None or limits.upper is None:
        return
    meets = [contact for contact in touching if contact.place in ("cathode side", "inside cathode")]
    alone = {entry.id: entry for contact in meets for entry in (contact.first, contact.second)}.get(about)
    window = None if alone is None else windows.oxidised_by(alone, cathode, evidence)
    if alone is not None and window is not None and window.oxidation is not None:
        limit = f"The {LIMIT_WORDS[window.method]} of {alone.label} is {window.oxidation:g} V against {window.metal}."
        remedy = _cut_off(
            design, window.oxidation, window.metal, anode, f"{limit} Evidence grade {window.grade}.",
            () if window.evidence is None else (window.evidence,), () if window.source is None else (window.source,),
        )  # fmt: skip
        if remedy is not None:
            yield Option(remedy, "lower cut-off", True, window.grade, (0,))
    for contact in meets:
        for match in evidence.about(contact.first, contact.second):
            high = _run_up_to(match, cathode)
            if high is not None:
                named, sources = (match.record.id,), (match.record.source,)
                remedy = _cut_off(design, high, cathode.metal, anode, reported(match), named, sources)
                if remedy is not None:
                    yield Option(remedy, "lower cut-off", match.exact, match.grade, (match.steps, match.distance))


def _run_up_to(match: Match, cathode: Potential) -> float | None:
    """Return the potential up to which a contact was run without trouble, if that lies below the cathode's."""
    entry, span = match.record, match.record.electrode_potential
    if span is None or span.high is None or span.high.si is None or entry.layer is not None:
        return None
    good = entry.verdict == "no issue reported" and match.specificity in NEAR
    fits = entry.potential_reference == cathode.metal and span.high.si < cathode.volts - 1e-9
    return span.high.si if good and fits else None


def _cut_off(
    design: Design, volts: float, metal: str, anode: Potential | None, said: str, evidence: tuple[str, ...],
    sources: tuple[SourceRef, ...],
) -> Remedy | None:  # fmt: skip
    """Return the remedy that lowers the upper cut-off to a potential against a metal, if a cell is left then."""
    limits = design.stack.cutoffs
    ion = voltage.working_ion(design)
    mean = "unknown" if ion is None else voltage.of_cathode(Calculation(), design, ion)
    if limits is None or limits.upper is None or limits.upper.si is None or isinstance(mean, str):
        return None
    entered = as_entered(volts, metal, limits.reference, anode)
    if metal != f"{ion}/{ion}+" or volts <= mean.value or entered is None:
        return None
    value = round(math.floor(entered / _STEP_V + 1e-6) * _STEP_V, 2)
    lower = None if limits.lower is None else limits.lower.si
    if value >= limits.upper.si or (lower is not None and value <= lower):
        return None
    against = "between the terminals" if limits.reference == "cell" else f"against {limits.reference}"
    return Remedy(
        id=f"cut-off:{value:g}", kind="lower cut-off", title=f"Lower the upper cut-off to {value:g} V {against}",
        reported=said, targets=tuple(layer.id for layer in design.stack.layers if layer.role == "cathode"),
        upper=Quantity(value=value, unit="V", note=f"lowered to {volts:g} V against {metal} at the cathode"),
        evidence=evidence, sources=sources,
    )  # fmt: skip


def as_entered(volts: float, metal: str, reference: ReferenceElectrode, anode: Potential | None) -> float | None:
    """Return a potential in V against a metal as it stands against the reference of the limits.

    None where no offset is known, or where the reference belongs to the other ion. ``anode`` is the potential of the
    anode, which a cell voltage leaves out.
    """
    if reference == "cell":
        return volts - anode.volts if anode is not None and anode.metal == metal else None
    offset = voltage.against_metal(0.0, reference)
    return volts - offset[0] if offset is not None and offset[1] == metal else None
