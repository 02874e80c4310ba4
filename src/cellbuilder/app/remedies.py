"""Remedies put to work: a remedy as one edit of the design, and what it would change before anybody takes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from cellbuilder import units
from cellbuilder.app import edits, headlines, remedy_preview
from cellbuilder.app.edits import EditError
from cellbuilder.app.remedy_preview import Change, Preview
from cellbuilder.app.workspace import Workspace
from cellbuilder.compatibility import exchanges, potentials, remedies
from cellbuilder.compatibility.contacts import all_contacts, separations
from cellbuilder.compatibility.potentials import Potential
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import Verdict
from cellbuilder.domain.finding import SEVERITY_ORDER, Evaluation, Finding
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.remedy import Remedy
from cellbuilder.domain.rulebook import Rulebook
from cellbuilder.domain.stack import Coating, Component, Layer, Role
from cellbuilder.engine import capacity_data
from cellbuilder.io.library import Library

MOST: Final = 5
"""So many remedies are offered for a finding."""
TRIED: Final = 16
"""So many are tried, the best evidence first, until enough of them are worth an offer."""
_ALIKE_V: Final = 0.3
"""Of lower cut-offs that lie within so many volts one is offered, the highest that cures."""
COATING: Final = Quantity(
    value=10, unit="nm", kind="assumption", note="thickness not reported; 10 nm is usual for a coating"
)
INTERLAYER: Final = Quantity(
    value=1, unit="um", kind="assumption", note="thickness not reported; 1 um taken for a layer between two others"
)
_SHOWN: Final = ("ASR", "Wh/kg, stack", "Wh/L, stack", "Thickness")
_OF_THE_BARE_GRAIN: Final = dict.fromkeys(("charge_transfer",))
_OF_THE_ACTIVE_MATERIAL: Final = dict.fromkeys(
    ("charge_transfer", "capacity", "first_cycle_efficiency", "diffusivity", "ion_content")
)
_OF_THE_MIXTURE: Final = dict.fromkeys(("conductivity", "measured_resistance", "density", "name"))


def thickness_of(remedy: Remedy, rules: Rulebook) -> Quantity | None:
    """Return how thick a coating or layer is made: as reported, or as the rule about remedies assumes."""
    if remedy.material is None or remedy.kind not in ("coat", "insert layer"):
        return None
    if remedy.thickness is not None:
        return remedy.thickness
    name, usual = ("coating", COATING) if remedy.kind == "coat" else ("interlayer", INTERLAYER)
    rule = rules.rule(exchanges.RULE)
    known = None if rule is None else rule.limits.get(name)
    return usual if known is None or known.value is None else known


def apply(design: Design, remedy: Remedy, library: Library) -> Design:
    """Return the design with a remedy in it.

    What was entered for the old contact, such as its resistance, is dropped with it.

    Raises:
        EditError: the remedy does not fit this design, or its material is not in the library.
    """
    try:
        changed = _applied(design, remedy, library)
    except UnreadableError as error:
        raise EditError(f"the library entry of {remedy.material!r} is damaged: {error}") from None
    return edits.without_unused_materials(changed)


def _applied(design: Design, remedy: Remedy, library: Library) -> Design:
    if remedy.kind == "lower cut-off":
        return _lowered(design, remedy)
    if remedy.material is None or not remedy.targets:
        raise EditError("the remedy names no material and no layer")
    if remedy.kind == "insert layer":
        return _inserted(design, remedy, remedy.material, library)
    changed = design
    for layer_id in remedy.targets:
        if remedy.kind == "coat":
            changed = _coated(changed, layer_id, remedy, remedy.material, library)
        else:
            changed = _exchanged(changed, layer_id, remedy, remedy.material, library)
    return _with_limits_kept(design, _without_entered_contacts(changed, remedy.targets))


def _lowered(design: Design, remedy: Remedy) -> Design:
    limits = design.stack.cutoffs
    if limits is None or remedy.upper is None:
        raise EditError("the design has no cut-off to lower")
    lowered = edits.evolve(limits, upper=remedy.upper)
    return edits.evolve(design, stack=edits.evolve(design.stack, cutoffs=lowered))


def _with_limits_kept(before: Design, after: Design) -> Design:
    """Move limits that are entered as cell voltage with the potential of another anode, as the cathode is to stay."""
    limits = before.stack.cutoffs
    same = [entry.id for entry in capacity_data.hosts(before, "anode")] == [
        entry.id for entry in capacity_data.hosts(after, "anode")
    ]
    if same or limits is None or limits.reference != "cell" or (limits.upper is None and limits.lower is None):
        return after
    was, now = potentials.anode_potential(before), potentials.anode_potential(after)
    if was is None or now is None or was.metal != now.metal:
        raise EditError("the limits are cell voltages and the potential of one of the anodes is not known")
    shift = was.volts - now.volts
    note = f"moved by {shift:+.3g} V with the average potential of the anode"
    upper, lower = (_moved(entry, shift, note) for entry in (limits.upper, limits.lower))
    if any(entry is not None and entry.value is not None and entry.value < 0 for entry in (upper, lower)):
        raise EditError("the limits of the cell would lie below zero with this anode")
    moved = edits.evolve(limits, upper=upper, lower=lower, printed_reference=None, note=None)
    return edits.evolve(after, stack=edits.evolve(after.stack, cutoffs=moved))


def _moved(entry: Quantity | None, shift_v: float, note: str) -> Quantity | None:
    if entry is None or entry.value is None:
        return entry
    shift = units.from_si(shift_v, entry.unit)
    value, low, high = (None if end is None else round(end + shift, 6) for end in (entry.value, entry.low, entry.high))
    return Quantity(value=value, unit=entry.unit, low=low, high=high, note=note)


def _inserted(design: Design, remedy: Remedy, material: str, library: Library) -> Design:
    upper, lower = (edits.layer_index(design, layer_id) for layer_id in remedy.targets)
    if lower != upper + 1:
        raise EditError("the two layers are no longer neighbours")
    layers, thick = design.stack.layers, thickness_of(remedy, library.rules) or INTERLAYER
    return edits.add_layer(design, lower, _role(layers[upper], layers[lower]), material, thick, library)


def _role(upper: Layer, lower: Layer) -> Role:
    """Return as what a layer between two others counts; between two electrolytes it is one more of them."""
    if upper.role in ("cathode", "cathode interface layer"):
        return "cathode interface layer"
    if lower.role in ("anode", "anode interface layer", "anode collector"):
        return "anode interface layer"
    return "electrolyte"


def _coated(design: Design, layer_id: str, remedy: Remedy, material: str, library: Library) -> Design:
    layer = design.stack.layers[edits.layer_index(design, layer_id)]
    coating = Coating(material=material, thickness=thickness_of(remedy, library.rules))
    parts = tuple(
        edits.evolve(part, coating=coating, **_OF_THE_BARE_GRAIN) if part.material == remedy.replaces else part
        for part in layer.components
    )
    if parts == layer.components:
        raise EditError(f"there are no grains of {remedy.replaces!r} in '{layer_id}'")
    return edits.set_components(design, layer_id, parts, library)


def _exchanged(design: Design, layer_id: str, remedy: Remedy, material: str, library: Library) -> Design:
    layer = design.stack.layers[edits.layer_index(design, layer_id)]
    if layer.material == remedy.replaces:
        changed = edits.set_material(design, layer_id, material, library)
        return _layer_without(changed, layer_id, dict.fromkeys(("ion_content",)))
    parts = tuple(_exchanged_part(part, remedy.replaces, material) for part in layer.components)
    if parts == layer.components:
        raise EditError(f"there is no {remedy.replaces!r} in '{layer_id}'")
    design = _layer_without(design, layer_id, _OF_THE_MIXTURE)
    return edits.set_components(design, layer_id, parts, library)


def _exchanged_part(part: Component, replaced: str | None, material: str) -> Component:
    if part.material != replaced:
        # what was measured between grains and the old catholyte says nothing of the new one
        return part if part.charge_transfer is None else edits.evolve(part, **_OF_THE_BARE_GRAIN)
    return edits.evolve(part, material=material, **_OF_THE_ACTIVE_MATERIAL)


def _layer_without(design: Design, layer_id: str, fields: dict[str, None]) -> Design:
    index = edits.layer_index(design, layer_id)
    layers = [*design.stack.layers]
    gone: dict[str, Any] = {name: None for name in fields if getattr(layers[index], name) is not None}
    if not gone:
        return design
    layers[index] = edits.evolve(layers[index], **gone)
    return edits.evolve(design, stack=edits.evolve(design.stack, layers=tuple(layers)))


def _without_entered_contacts(design: Design, targets: tuple[str, ...]) -> Design:
    """Drop what was entered for the contacts of changed layers, save those of collectors that stay as they are."""
    changed = set(targets)
    kept = tuple(entry for entry in design.stack.interfaces if not changed & set(entry.between))
    if len(kept) == len(design.stack.interfaces):
        return design
    return edits.evolve(design, stack=edits.evolve(design.stack, interfaces=kept))


def offered(design: Design, finding_id: str, workspace: Workspace, most: int = MOST) -> tuple[Preview, ...]:
    """Return the remedies of a finding that do good in this design, each with what it would change.

    Left out are those that cannot be made, that take no finding away and do not make this one less severe, that hide it
    by what is not known (a potential, a contact without evidence), that bring a finding worse than the one they cure,
    and that bring any new error or warning. Of those that bring notices, or more contacts without evidence, one is
    kept, at the end.
    """
    before = workspace.evaluate(design)
    finding = next((item for item in before.findings if item.id == finding_id), None)
    if finding is None:
        return ()
    contacts, apart = all_contacts(design), separations(design)
    clean: list[Preview] = []
    burdened: list[Preview] = []
    for choice in _choices(remedies.described(design, finding, contacts, apart, workspace.evidence, TRIED)):
        previews = [entry for remedy in choice if (entry := tried(design, before, finding, remedy, workspace))]
        best = next((entry for entry in previews if entry.softened is None), previews[0] if previews else None)
        if best is not None:
            (burdened if best.burden else clean).append(best)
        if len(clean) == most:
            break
    return (*clean, *burdened[:1])[:most]


def _choices(found: Iterable[Remedy]) -> list[list[Remedy]]:
    """Return each remedy in its turn; cut-offs that lie close together are one choice, the highest first."""
    groups: list[list[Remedy]] = []
    turns: dict[str, list[Remedy]] = {}
    listed = list(found)
    for remedy in sorted((entry for entry in listed if entry.upper is not None), key=_cut_off, reverse=True):
        if not groups or _cut_off(groups[-1][0]) - _cut_off(remedy) > _ALIKE_V + 1e-9:
            groups.append([])
        groups[-1].append(remedy)
        turns[remedy.id] = groups[-1]
    ordered: list[list[Remedy]] = []
    for remedy in listed:
        choice = turns.get(remedy.id, [remedy])
        if choice not in ordered:
            ordered.append(choice)
    return ordered


def _cut_off(remedy: Remedy) -> float:
    return (remedy.upper.si if remedy.upper is not None else None) or 0.0


def tried(design: Design, before: Evaluation, finding: Finding, remedy: Remedy, workspace: Workspace) -> Preview | None:
    """Return what a remedy would do, or None where it cannot be made or does this design no good."""
    try:
        changed = apply(design, remedy, workspace.library)
    except EditError:
        return None
    if changed == design or _hides(design, changed):
        return None
    after = workspace.evaluate(changed)
    left = _still(finding, after)
    softened = None if left is None else _softened(finding, left, design, changed)
    gone = tuple(item for item in before.findings if item.verdict not in _GOOD and _still(item, after) is None)
    milder = left is not None and _rank(left) > _rank(finding)
    if (left is not None and softened is None) or not (gone or milder):
        return None
    on_record = remedies.speaks_of(remedy, finding, workspace.evidence)
    if left is None and not on_record and _replaced_by_unknown(design, before, after, finding, remedy):
        return None
    new = tuple(item for item in after.findings if _is_new(item, before))
    if any(_forbids(item, finding, design) for item in new):
        return None
    shown = tuple(item for item in new if item.verdict != "no issue reported")
    unknown = after.contacts_without_evidence - before.contacts_without_evidence
    rows = [headlines.headlines(entry) for entry in (before, after)]
    return Preview(
        remedy=remedy, design=changed, gone=gone, new=shown, softened=softened, unknown=unknown,
        changes=tuple(Change(name, rows[0][name], rows[1][name]) for name in _SHOWN if remedy.upper is None),
        burden=unknown > 0 or any(item.severity == "notice" for item in shown),
        moved=_limits_moved(remedy, design, changed),
        thickness=thickness_of(remedy, workspace.library.rules), dropped=_dropped(design, changed),
        reported_by=remedy_preview.people(remedy, workspace.library),
    )  # fmt: skip


def _limits_moved(remedy: Remedy, before: Design, after: Design) -> str | None:
    known = remedy_preview.limits_moved(before.stack.cutoffs, after.stack.cutoffs)
    return known if remedy.kind == "exchange" else None


_GOOD: Final[tuple[Verdict, ...]] = ("no issue reported", "no data")


def _hides(before: Design, after: Design) -> bool:
    """Whether the potential of an electrode is known no more, so that nothing can be compared with it."""
    ways = (potentials.cathode_potential, potentials.anode_potential)
    return any(_lost(known(before), known(after)) for known in ways)


def _lost(was: Potential | None, now: Potential | None) -> bool:
    if was is None:
        return False
    return now is None or now.metal != was.metal or (was.words != now.words and was.words == _FIRM)


_FIRM: Final = "the upper cut-off"
"""How the potential of a cathode is called where it does not rest on an average that stands in for it."""


def _still(finding: Finding, after: Evaluation) -> Finding | None:
    """Return the worst of what is left of a finding, which may be told of one electrode now or of both."""
    about, _, side = finding.id.partition("@")
    same = [
        item
        for item in after.findings
        if (entry := item.id.partition("@"))[0] == about and (not side or entry[2] in ("", side))
    ]
    return min(same, key=lambda item: (_rank(item), remedies.worst(item.verdict)), default=None)


def _replaced_by_unknown(
    design: Design, before: Evaluation, after: Evaluation, finding: Finding, remedy: Remedy
) -> bool:
    """Whether a contact without evidence stands where the finding was, which cures nothing.

    Where a window is held at the new cut-off, that is known though nothing is published of the contact.
    """
    about = set(finding.id.partition(":")[2].partition("@")[0].split("|"))
    if finding.id.startswith("oxidation:"):
        met = remedies.touching(finding, all_contacts(design))
        ends = {entry.id: entry for contact in met for entry in (contact.first, contact.second)}
        about |= {key for key, entry in ends.items() if entry.category != "electrolyte"}
    had = {frozenset((entry.first, entry.second)) for entry in before.examined if entry.verdict == "no data"}
    fresh = [frozenset((entry.first, entry.second)) for entry in after.examined if entry.verdict == "no data"]
    put_in = {remedy.material} if remedy.material is not None else set()
    held = finding.id.startswith(("oxidation:", "reduction:"))
    return any(pair not in had and _stands_for(pair, about, put_in, held=held) for pair in fresh)


def _stands_for(pair: frozenset[str], about: set[str], put_in: set[str], *, held: bool) -> bool:
    inside = bool(pair & about) and pair <= about | put_in
    return inside and (bool(pair & put_in) or not held)


def _softened(was: Finding, left: Finding, design: Design, changed: Design) -> str | None:
    """Say how a finding that stays is milder, or None where it is as it was."""
    if _rank(left) > _rank(was):
        return f"{left.title}, now {left.severity} instead of {was.severity}"
    if _rank(left) == _rank(was) and remedies.worst(left.verdict) > remedies.worst(was.verdict):
        return f"{left.title}, now {left.verdict} instead of {was.verdict}"
    about = was.id.partition(":")[2].partition("@")[0]
    inside = [[contact for contact in all_contacts(entry) if contact.pair == about and len(contact.layers) == 1]
              for entry in (design, changed)]  # fmt: skip
    if inside[0] and not inside[1] and _rank(left) == _rank(was):
        return f"{left.title}, only where two layers meet and no longer around every grain"
    return None


def _rank(finding: Finding) -> int:
    return SEVERITY_ORDER.index(finding.severity)


def _forbids(item: Finding, cured: Finding, design: Design) -> bool:
    """Whether a finding that a remedy brings is a reason not to offer it."""
    if item.severity in ("error", "warning") or _rank(item) < _rank(cured):
        return True
    return _again(item, cured, design)


def _again(item: Finding, cured: Finding, design: Design) -> bool:
    """Whether an electrolyte that was reduced at one neighbour is so at the new one, which cures nothing."""
    (kind, pair), (was, had) = (entry.id.partition("@")[0].partition(":")[::2] for entry in (item, cured))
    shared = set(pair.split("|")) & set(had.split("|"))
    same = kind == was == "reduction" and _rank(item) <= _rank(cured)
    return same and any(design.material(key).category == "electrolyte" for key in shared)


def _is_new(item: Finding, before: Evaluation) -> bool:
    """Whether a finding was not there, at either electrode, or was less severe."""
    about = item.id.partition("@")[0]
    known = [_rank(entry) for entry in before.findings if entry.id.partition("@")[0] == about]
    return not known or _rank(item) < min(known)


def _dropped(before: Design, after: Design) -> tuple[str, ...]:
    """Name what was entered in the old design and is left out of the new one."""
    names = [
        f"resistance of {' | '.join(entry.between)}"
        for entry in before.stack.interfaces
        if entry not in after.stack.interfaces
    ]
    kept = {layer.id: layer for layer in after.stack.layers}
    for layer in before.stack.layers:
        same = kept.get(layer.id)
        if same is None:
            continue
        names += [f"{name.replace('_', ' ')} of {layer.id}" for name in ("conductivity", "measured_resistance",
                  "density", "capacity", "ion_content") if getattr(layer, name) != getattr(same, name)]  # fmt: skip
        names += [
            f"{field.replace('_', ' ')} of {old.material} in {layer.id}"
            for old, new in zip(layer.components, same.components, strict=False)
            for field in _OF_THE_ACTIVE_MATERIAL
            if getattr(old, field) is not None and getattr(new, field) is None
        ]
    return tuple(names)
