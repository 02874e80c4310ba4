"""The stability windows of a stack on one potential axis, beside the potentials of its electrodes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from cellbuilder.compatibility import potentials
from cellbuilder.compatibility.contacts import all_contacts, stack_order
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.compatibility.potentials import Method, Potential, Window
from cellbuilder.compatibility.windows import MARGIN_V
from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import Grade
from cellbuilder.domain.material import Material, StabilityWindow
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.stack import Layer
from cellbuilder.engine import voltage
from cellbuilder.engine.calculation import Calculation

Flag = Literal[
    "inside", "exceeded at the cathode", "exceeded at the anode", "exceeded at both electrodes",
    "would be exceeded at the cathode", "would be exceeded at the anode", "would be exceeded at both electrodes",
    "not known", "not comparable",
]  # fmt: skip
"""``inside`` needs both ends, the others one that is exceeded; ``would be`` where the material does not meet that
electrode. What is ``not comparable`` is not drawn."""

_EXCEEDED: Final[dict[tuple[bool, bool], Flag]] = {
    (True, True): "exceeded at both electrodes",
    (True, False): "exceeded at the cathode",
    (False, True): "exceeded at the anode",
}
_WOULD_BE: Final[dict[tuple[bool, bool], Flag]] = {
    (True, True): "would be exceeded at both electrodes",
    (True, False): "would be exceeded at the cathode",
    (False, True): "would be exceeded at the anode",
}
"""By what is exceeded: at the cathode, at the anode."""
_SAME_V: Final = 0.005
"""Two printed ends that differ by less are the same."""


@record
class Bar:
    """One window of one material, in V against the metal of the view; an end that is None is not on record.

    ``cathode_margin`` is how far the window reaches above the highest potential of the cathode, ``anode_margin`` how
    far below that of the anode; negative where it is exceeded, None where either is not known. ``discharge_margin`` is
    the same for the lower voltage limit, at which the cathode may reduce what it touches; the flag leaves it out.
    ``at_cathode`` and ``at_anode`` say whether the material meets electrons of that potential; the flag names first
    what it meets. Products are those calculated for these potentials. ``note`` says what is special, and why a bar
    is off the axis.
    """

    material: str
    label: str
    method: Method
    low: float | None
    high: float | None
    metal: str | None
    flag: Flag
    cathode_margin: float | None
    anode_margin: float | None
    at_cathode: bool
    at_anode: bool
    grade: Grade
    layers: tuple[str, ...]
    uses: tuple[str, ...]
    source: SourceRef | None = None
    evidence: str | None = None
    reduced_to: tuple[str, ...] = ()
    oxidised_to: tuple[str, ...] = ()
    discharge_margin: float | None = None
    note: str | None = None

    @property
    def on_axis(self) -> bool:
        """Whether there is anything to draw."""
        return self.flag != "not comparable" and not (self.low is None and self.high is None)


@record
class ElectrodeRange:
    """The potentials of an electrode in V against the metal of the view; None where not known.

    ``words`` says what the numbers rest on, or why there are none.
    """

    lower: float | None
    upper: float | None
    average: float | None
    words: str


@record
class WindowView:
    """All windows of a stack, in stack order, with the electrodes. ``metal`` is the reference of the axis.

    ``metal`` is None where the stack has no working ion; then nothing can be compared. ``ends`` are a tidy range of
    the axis, whole volts around everything that is on it.
    """

    metal: str | None
    bars: tuple[Bar, ...]
    cathode: ElectrodeRange
    anode: ElectrodeRange
    ends: tuple[float, float]


def bars(design: Design, evidence: EvidenceBase) -> WindowView:
    """Return the windows of all electrolytes, coatings and interlayers of a design on one potential axis.

    Potentials are in V against the metal of the working ion. One quoted against an electrode with a plateau is moved
    by that plateau (Li-In, Li4Ti5O12, Na-Sn); one against graphite, or against the metal of the other ion, stays off
    the axis.
    """
    ion = voltage.working_ion(design)
    metal = None if ion is None else f"{ion}/{ion}+"
    cathode, anode = _cathode(design, ion, metal), _anode(design, metal)
    at_cathode, at_anode = _meeting(design)
    found = []
    for material, layers, uses in _materials(design):
        place = (layers, uses, material.id in at_cathode, material.id in at_anode)
        shown = [_bar(material, window, metal, cathode, anode, place) for window in _windows(material, evidence)]
        lost = [_lost(material, entry, place) for entry in material.windows if _unmovable(entry)]
        found += [*shown, *lost] or [_without(material, place)]
    return WindowView(metal, tuple(found), cathode, anode, _ends(found, cathode, anode))


_Place = tuple[tuple[str, ...], tuple[str, ...], bool, bool]


def _materials(design: Design) -> list[tuple[Material, tuple[str, ...], tuple[str, ...]]]:
    """Every electrolyte, coating and interlayer once, with the layers it sits in and as what."""
    places: dict[str, list[tuple[str, str]]] = {}
    for layer in design.stack.layers:
        for key, use in _parts(design, layer):
            places.setdefault(key, []).append((layer.id, use))
    return [
        (design.material(key), stack_order(design, (layer for layer, _ in held)),
         tuple(dict.fromkeys(use for _, use in held)))
        for key, held in places.items()
    ]  # fmt: skip


def _parts(design: Design, layer: Layer) -> Iterable[tuple[str, str]]:
    name = design.title(layer)
    interlayer = layer.role in ("cathode interface layer", "anode interface layer")
    if layer.material is not None and (interlayer or _carries(design.material(layer.material))):
        yield layer.material, name
    for part in layer.components:
        if part.function not in ("active material", "binder", "carbon") and _carries(design.material(part.material)):
            yield part.material, f"{part.function} in {name}"
        if part.coating is not None:
            yield part.coating.material, f"coating of {design.material(part.material).label} in {name}"


def _carries(material: Material) -> bool:
    return material.category in ("electrolyte", "coating")


def _meeting(design: Design) -> tuple[set[str], set[str]]:
    """Ids of the materials that touch the cathode, or something at the potential of the anode."""
    cathode: set[str] = set()
    anode: set[str] = set()
    for contact in all_contacts(design):
        for material, other in ((contact.first, contact.second), (contact.second, contact.first)):
            if "cathode" in contact.roles and contact.place != "collector":
                cathode.add(material.id)
            passes_on = other.category in ("anode", "collector") or "anode" in other.also or other.metal_anode
            if contact.place in ("anode side", "inside anode") and passes_on:
                anode.add(material.id)
    return cathode, anode


def _windows(material: Material, evidence: EvidenceBase) -> list[Window]:
    """Windows that may be compared; one that only repeats an end of another is left out."""
    if not _carries(material) and "electrolyte" not in material.also:
        return []
    moved = tuple(_moved(material))
    known = {_numbers(window) for window in moved}
    plain = (window for window in potentials.windows(material, evidence) if _numbers(window) not in known)
    found = [*plain, *moved]
    return [window for window in found if not any(_repeats(window, other) for other in found)]


def _moved(material: Material) -> Iterable[Window]:
    """The material's own windows against an electrode with a plateau, moved to the metal."""
    for entry in material.windows:
        if entry.reference in ("Li/Li+", "Na/Na+") or _unmovable(entry):
            continue
        ends = [_against_metal(end, entry) for end in (entry.reduction, entry.oxidation)]
        quantity = entry.oxidation or entry.reduction
        grade: Grade = "B" if entry.method == "experimental" else "D"
        note = f"quoted against {entry.reference}, moved to {_metal_of(entry)}"
        yield Window(
            ends[0], ends[1], _metal_of(entry), entry.method, grade, None if quantity is None else quantity.source,
            note=f"{note}; {entry.note}" if entry.note else note,
        )  # fmt: skip


def _numbers(window: Window) -> tuple[object, ...]:
    return window.reduction, window.oxidation, window.metal, window.method, window.source


def _unmovable(entry: StabilityWindow) -> bool:
    return voltage.against_metal(0.0, entry.reference) is None


def _metal_of(entry: StabilityWindow) -> str:
    moved = voltage.against_metal(0.0, entry.reference)
    return "" if moved is None else moved[1]


def _against_metal(end: Quantity | None, entry: StabilityWindow) -> float | None:
    moved = None if end is None or end.si is None else voltage.against_metal(end.si, entry.reference)
    return None if moved is None else moved[0]


def _repeats(window: Window, other: Window) -> bool:
    """Whether a window with one end says only what another of the same method and source says with two."""
    if window is other or (window.method, window.metal) != (other.method, other.metal):
        return False
    if None in (other.reduction, other.oxidation) or (window.reduction is None) == (window.oxidation is None):
        return False
    same_source = window.source is not None and other.source is not None and window.source.ref == other.source.ref
    mine = window.oxidation if window.reduction is None else window.reduction
    its = other.oxidation if window.reduction is None else other.reduction
    return same_source and mine is not None and its is not None and abs(mine - its) < _SAME_V


def _bar(
    material: Material, window: Window, metal: str | None, cathode: ElectrodeRange, anode: ElectrodeRange, place: _Place
) -> Bar:
    layers, uses, meets_cathode, meets_anode = place
    if window.metal != metal:
        reason = f"against {window.metal}: potentials against two metals are not compared"
        return Bar(
            material.id, material.label, window.method, window.reduction, window.oxidation, window.metal,
            "not comparable", None, None, meets_cathode, meets_anode, window.grade, layers, uses, window.source,
            window.evidence, note=f"{reason}; {window.note}" if window.note else reason,
        )  # fmt: skip
    top, bottom = _highest(cathode), anode.average
    above = _margin(window.oxidation, top)
    below, discharged = _margin(bottom, window.reduction), _margin(cathode.lower, window.reduction)
    return Bar(
        material.id, material.label, window.method, window.reduction, window.oxidation, window.metal,
        _flag(above, below, at_cathode=meets_cathode, at_anode=meets_anode), above, below, meets_cathode, meets_anode,
        window.grade, layers, uses, window.source, window.evidence,
        window.products_at(bottom) if bottom is not None and below is not None and below < 0.0 else (),
        window.products_at(top) if top is not None and above is not None and above < 0.0 else (),
        discharged, window.note,
    )  # fmt: skip


def _margin(higher: float | None, lower: float | None) -> float | None:
    return None if higher is None or lower is None else round(higher - lower, 6)


def _flag(above: float | None, below: float | None, *, at_cathode: bool, at_anode: bool) -> Flag:
    """Compare the margins with the one of the findings (docs/physics.md 1g).

    An electrode that the material meets is told before one that it does not meet.
    """
    over, under = (margin is not None and margin < -MARGIN_V for margin in (above, below))
    met = (over and at_cathode, under and at_anode)
    if any(met):
        return _EXCEEDED[met]
    if over or under:
        return _WOULD_BE[over, under]
    return "not known" if above is None or below is None else "inside"


def _without(material: Material, place: _Place) -> Bar:
    solid = _carries(material) or "electrolyte" in material.also
    note = "no window is on record" if solid else f"{material.category}: it has no stability window of its own"
    return Bar(
        material.id, material.label, "unknown", None, None, None, "not known", None, None, place[2], place[3], "E",
        place[0], place[1], note=note,
    )  # fmt: skip


def _lost(material: Material, entry: StabilityWindow, place: _Place) -> Bar:
    """A window against an electrode without a fixed offset: named, but not drawn."""
    ends = " to ".join("?" if end is None or end.value is None else f"{end.value:g} {end.unit}"
                       for end in (entry.reduction, entry.oxidation))  # fmt: skip
    quantity = entry.oxidation or entry.reduction
    return Bar(
        material.id, material.label, entry.method, None, None, None, "not comparable", None, None, place[2], place[3],
        "D", place[0], place[1], None if quantity is None else quantity.source,
        note=f"{ends} against {entry.reference}, which has no fixed potential against the metal",
    )  # fmt: skip


def _highest(cathode: ElectrodeRange) -> float | None:
    return cathode.average if cathode.upper is None else cathode.upper


def _cathode(design: Design, ion: str | None, metal: str | None) -> ElectrodeRange:
    if ion is None or metal is None:
        return ElectrodeRange(None, None, None, "the working ion is not known")
    mean = voltage.of_cathode(Calculation(), design, ion)
    average = None if isinstance(mean, str) else float(mean.value)
    limits = design.stack.cutoffs
    if limits is None or (limits.lower is None and limits.upper is None):
        why = "no voltage limits are given" + (f"; {mean}" if isinstance(mean, str) else "; the average stands in")
        return ElectrodeRange(None, None, average, why)
    lower, upper = (_limit(design, metal, end) for end in (limits.lower, limits.upper))
    shift = "" if limits.reference == metal else f", moved to {metal}"
    words = f"voltage limits quoted against {limits.reference}{shift}"
    if limits.reference == "cell":
        words = f"voltage limits of the cell, raised by the average potential of the anode against {metal}"
    if lower is None and upper is None:
        words = f"the voltage limits are quoted against {limits.reference}, which cannot be moved to {metal}"
        words = "the average potential of the anode is not known" if limits.reference == "cell" else words
    return ElectrodeRange(lower, upper, average, words)


def _limit(design: Design, metal: str, end: Quantity | None) -> float | None:
    """A voltage limit as a potential of the cathode against the metal."""
    limits = design.stack.cutoffs
    if limits is None or end is None or end.si is None:
        return None
    if limits.reference == "cell":
        anode = _on(potentials.anode_potential(design), metal)
        return None if anode is None else round(end.si + anode, 6)
    moved = voltage.against_metal(end.si, limits.reference)
    return round(moved[0], 6) if moved is not None and moved[1] == metal else None


def _on(potential: Potential | None, metal: str | None) -> float | None:
    return potential.volts if potential is not None and potential.metal == metal else None


def _anode(design: Design, metal: str | None) -> ElectrodeRange:
    known = potentials.anode_potential(design)
    average = _on(known, metal)
    if average is None:
        why = "the potential of the anode is not known" if known is None else f"it is known against {known.metal} only"
        return ElectrodeRange(None, None, None, why)
    return ElectrodeRange(None, None, float(average), "average potential of the anode")


def _ends(found: Iterable[Bar], cathode: ElectrodeRange, anode: ElectrodeRange) -> tuple[float, float]:
    numbers = [cathode.lower, cathode.upper, cathode.average, anode.average]
    numbers += [end for bar in found if bar.on_axis for end in (bar.low, bar.high)]
    known = [number for number in numbers if number is not None]
    low, high = min([0.0, *known]), max([5.0, *known])
    return float(low // 1), float(-(-high // 1))
