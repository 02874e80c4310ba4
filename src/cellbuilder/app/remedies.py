"""Remedies put to work: a remedy as one edit of the design, and what it would change before anybody takes it."""

from __future__ import annotations

from typing import Any, Final

from cellbuilder.app import edits, headlines, present
from cellbuilder.app.edits import EditError
from cellbuilder.app.workspace import Workspace
from cellbuilder.compatibility import remedies
from cellbuilder.compatibility.contacts import all_contacts, separations
from cellbuilder.compatibility.verdicts import WORST_FIRST
from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import SEVERITY_ORDER, Evaluation, Finding
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.remedy import Remedy
from cellbuilder.domain.result import Figure
from cellbuilder.domain.stack import Coating, Component, Layer, Role
from cellbuilder.io.library import Library

MOST: Final = 5
"""So many remedies are offered for a finding."""
_TRIED: Final = 8
"""So many are tried, the best evidence first, until enough of them are worth an offer."""
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


@record
class Change:
    """One headline figure before and after."""

    name: str
    before: Figure
    after: Figure

    @property
    def text(self) -> str:
        """Such as ``ASR 120 to 34 Ω cm²``, or ``250 Wh/kg as before``."""
        unit = present.unit(self.after.unit)
        word = f"{self.name} " if self.name in ("ASR", "Thickness") else ""
        first, second = present.value(self.before), present.value(self.after)
        if first == second:
            return f"{word}{second} as before"
        return f"{word}{first.removesuffix(unit).rstrip()} to {second}"


@record
class Preview:
    """What a remedy would do: the design after it, figures before and after, and which findings come and go.

    ``softened`` says how the finding is left where it does not go. ``dropped`` names entered values that held for the
    old contact only. ``reported_by`` is who reported it, first the source of what is told.
    """

    remedy: Remedy
    design: Design
    changes: tuple[Change, ...]
    gone: tuple[Finding, ...]
    new: tuple[Finding, ...]
    softened: str | None
    dropped: tuple[str, ...]
    reported_by: tuple[str, ...]

    @property
    def figures(self) -> str:
        """The figures in one line."""
        return "; ".join(change.text for change in self.changes)

    @property
    def text(self) -> str:
        """All of it in plain sentences, one to a line."""
        lines = [
            f"{self.figures}.",
            f"Reported by {self.reported_by[0]}: {self.remedy.reported}" if self.reported_by else self.remedy.reported,
            f"Also reported by {', '.join(self.reported_by[1:])}." if self.reported_by[1:] else "",
            _unreported(self.changes[0]),
            "What the lower limit costs in capacity is not calculated." if self.remedy.upper is not None else "",
            "Thickness and shares by mass stay as they are." if self.remedy.kind == "exchange" else "",
            f"Goes: {_titles(self.gone)}." if self.gone else "",
            f"Left: {self.softened}." if self.softened else "",
            f"New: {_titles(self.new)}." if self.new else "",
            _thickness(self.remedy),
            f"Dropped, because it was entered for the old contact: {', '.join(self.dropped)}." if self.dropped else "",
        ]
        return "\n".join(line for line in lines if line)


def _titles(findings: tuple[Finding, ...]) -> str:
    return "; ".join(f"{item.title} ({item.severity})" for item in findings)


def _unreported(resistance: Change) -> str:
    if not resistance.before.at_least and not resistance.after.at_least:
        return ""
    return "At least (≥): some contact or layer has no resistance on record, so a gain there does not show."


def _thickness(remedy: Remedy) -> str:
    if remedy.material is None or remedy.kind not in ("coat", "insert layer"):
        return ""
    chosen = _thickness_of(remedy)
    origin = "assumed, not reported" if chosen.kind == "assumption" else "as reported"
    return f"Thickness: {present.quantity(chosen)}, {origin}."


def _thickness_of(remedy: Remedy) -> Quantity:
    return remedy.thickness or (COATING if remedy.kind == "coat" else INTERLAYER)


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
    for layer_id in remedy.targets:
        if remedy.kind == "coat":
            design = _coated(design, layer_id, remedy, remedy.material, library)
        else:
            design = _exchanged(design, layer_id, remedy, remedy.material, library)
    return _without_entered_contacts(design, remedy.targets)


def _lowered(design: Design, remedy: Remedy) -> Design:
    limits = design.stack.cutoffs
    if limits is None or remedy.upper is None:
        raise EditError("the design has no cut-off to lower")
    lowered = edits.evolve(limits, upper=remedy.upper)
    return edits.evolve(design, stack=edits.evolve(design.stack, cutoffs=lowered))


def _inserted(design: Design, remedy: Remedy, material: str, library: Library) -> Design:
    upper, lower = (edits.layer_index(design, layer_id) for layer_id in remedy.targets)
    if lower != upper + 1:
        raise EditError("the two layers are no longer neighbours")
    layers = design.stack.layers
    return edits.add_layer(design, lower, _role(layers[upper], layers[lower]), material, _thickness_of(remedy), library)


def _role(upper: Layer, lower: Layer) -> Role:
    """Return as what a layer between two others counts; between two electrolytes it is one more of them."""
    if upper.role in ("cathode", "cathode interface layer"):
        return "cathode interface layer"
    if lower.role in ("anode", "anode interface layer", "anode collector"):
        return "anode interface layer"
    return "electrolyte"


def _coated(design: Design, layer_id: str, remedy: Remedy, material: str, library: Library) -> Design:
    layer = design.stack.layers[edits.layer_index(design, layer_id)]
    coating = Coating(material=material, thickness=_thickness_of(remedy))
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

    Left out are those that cannot be made, that leave the finding as it is, that bring a finding worse than the one
    they cure, and that bring any new error or warning.
    """
    before = workspace.evaluate(design)
    finding = next((item for item in before.findings if item.id == finding_id), None)
    if finding is None:
        return ()
    contacts, apart = all_contacts(design), separations(design)
    found: list[Preview] = []
    for remedy in remedies.described(design, finding, contacts, apart, workspace.evidence, _TRIED):
        preview = _tried(design, before, finding, remedy, workspace)
        if preview is not None:
            found.append(preview)
        if len(found) == most:
            break
    return tuple(found)


def _tried(
    design: Design, before: Evaluation, finding: Finding, remedy: Remedy, workspace: Workspace
) -> Preview | None:
    try:
        changed = apply(design, remedy, workspace.library)
    except EditError:
        return None
    after = workspace.evaluate(changed)
    had, has = ({item.id: item for item in entry.findings} for entry in (before, after))
    left = has.get(finding.id)
    softened = None if left is None else _softened(finding, left, design, changed)
    if changed == design or (left is not None and softened is None):
        return None
    new = tuple(item for item in after.findings if _is_new(item, had))
    if any(_forbids(item, finding, design) for item in new):
        return None
    rows = [headlines.headlines(entry) for entry in (before, after)]
    return Preview(
        remedy, changed, tuple(Change(name, rows[0][name], rows[1][name]) for name in _SHOWN),
        tuple(item for item in before.findings if item.id not in has and item.verdict not in _GOOD),
        tuple(item for item in new if item.verdict != "no issue reported"), softened, _dropped(design, changed),
        _people(remedy, workspace.library),
    )  # fmt: skip


_GOOD: Final = ("no issue reported", "no data")


def _softened(was: Finding, left: Finding, design: Design, changed: Design) -> str | None:
    """Say how a finding that stays is milder, or None where it is as it was."""
    if _rank(left) > _rank(was):
        return f"{left.title}, now {left.severity} instead of {was.severity}"
    if _rank(left) == _rank(was) and WORST_FIRST.index(left.verdict) > WORST_FIRST.index(was.verdict):
        return f"{left.title}, now {left.verdict} instead of {was.verdict}"
    about = was.id.partition(":")[2]
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
    (kind, pair), (was, had) = (entry.id.partition(":")[::2] for entry in (item, cured))
    shared = set(pair.split("|")) & set(had.split("|"))
    same = kind == was == "reduction" and _rank(item) <= _rank(cured)
    return same and any(design.material(key).category == "electrolyte" for key in shared)


def _is_new(item: Finding, had: dict[str, Finding]) -> bool:
    known = had.get(item.id)
    return known is None or _rank(item) < _rank(known)


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


def _people(remedy: Remedy, library: Library) -> tuple[str, ...]:
    """Return who reported it: authors and year where they are known, else the key of the source."""
    return tuple(dict.fromkeys(_person(ref, library) for ref in remedy.sources))


def _person(ref: SourceRef, library: Library) -> str:
    source = library.sources.get(ref.ref)
    if source is not None and source.kind == "project notes":
        return f"docs/physics.md {ref.section or ''}".rstrip()
    if source is None or not source.authors:
        return present.source(ref, {})
    first = source.authors[0].split(" ")[-1] + (" et al." if len(source.authors) > 1 else "")
    return f"{first} {source.year}" if source.year is not None else first
