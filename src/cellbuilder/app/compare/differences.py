"""What tells two designs apart: their layers, contacts, conditions and materials, their results and findings."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic import BaseModel

from cellbuilder.app import headlines, present
from cellbuilder.app.words import tr
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation, Finding
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import Figure
from cellbuilder.domain.stack import Component, Layer

Kind = Literal["added", "removed", "changed", "moved"]
NONE: Final = "–"
"""Stands where one of the two has nothing."""
_PLAIN: Final = ("schema_name", "schema_version", "id", "between", "source", "note", "printed", "restored")
_MATERIALS: Final = ("material", "packaging")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference of two designs: where, which field, and what stands there in each, as it was typed."""

    kind: Kind
    place: str
    field: str
    first: str
    second: str
    layers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """One result of both: ``difference`` (second less first) and ``ratio`` (second to first) as far as they are known.

    ``note`` says why there is no difference to be told, or how far it goes. ``change`` and ``quotient`` are the two as
    numbers; ``bound`` is the sign before both where they are known from one side only.
    """

    name: str
    first: Figure
    second: Figure
    difference: str
    ratio: str
    note: str
    change: float | None = None
    quotient: float | None = None
    bound: str = ""

    @property
    def differs(self) -> bool:
        """Whether a person reads something else in the second."""
        return present.value(self.first) != present.value(self.second) or present.span(self.first) != present.span(
            self.second
        )


@dataclass(frozen=True, slots=True)
class Differences:
    """All that tells a second design from a first."""

    names: tuple[str, str]
    changes: tuple[Change, ...]
    results: tuple[Compared, ...]
    gone: tuple[Finding, ...]
    """Findings of the first design that the second has not."""
    new: tuple[Finding, ...]


def differences(first: Design, second: Design, one: Evaluation, other: Evaluation) -> Differences:
    """Compare two designs and their evaluations."""
    ids = [{finding.id for finding in evaluation.findings} for evaluation in (one, other)]
    return Differences(
        (first.name, second.name), changes(first, second), results(one, other),
        tuple(finding for finding in one.findings if finding.id not in ids[1]),
        tuple(finding for finding in other.findings if finding.id not in ids[0]),
    )  # fmt: skip


def changes(first: Design, second: Design) -> tuple[Change, ...]:
    """Return what was added, removed, moved or changed from the first design to the second."""
    return tuple(_changes(first, second))


def results(one: Evaluation, other: Evaluation) -> tuple[Compared, ...]:
    """Return the headline numbers of both, side by side."""
    left, right = headlines.headlines(one), headlines.headlines(other)
    found = [compared(name, left[name], right[name]) for name in left]
    if found[0].first.regime != found[0].second.regime:  # what both have can still be compared
        totals = {total.regime: total for total in other.figures.resistance.totals}
        pairs = [(total, totals.get(total.regime)) for total in one.figures.resistance.totals]
        found[1:1] = [
            compared(tr("ASR, {regime}").format(regime=mine.regime), mine, theirs)
            for mine, theirs in pairs
            if theirs is not None and mine.regime is not None
        ]
    return tuple(found)


def compared(name: str, first: Figure, second: Figure) -> Compared:
    """Compare two figures; a difference is told only where it follows from what is known."""
    if first.value is None or second.value is None:
        which = tr("both are unknown") if first.value is None and second.value is None else tr("one is unknown")
        return Compared(name, first, second, "", "", which)
    if first.unit != second.unit:
        return Compared(name, first, second, "", "", tr("they have different units"))
    if first.regime != second.regime:
        words = tr("different regimes: {first}, {second}")
        note = words.format(first=first.regime or NONE, second=second.regime or NONE)
        return Compared(name, first, second, "", "", note)
    bound = _bound(first, second)
    change = second.value - first.value
    difference = f"{_signed(change)} {present.unit(first.unit)}".rstrip()
    if bound is None:
        both = tr("{difference} in what is known: both are at least")
        if not first.at_least:
            both = tr("{difference} in what is known: both are at most")
        note = both.format(difference=difference)
        overlap = _overlap(first, second, change)
        return Compared(name, first, second, "", "", f"{note}; {overlap}" if overlap else note)
    difference = f"{bound}{difference}"
    is_ratio = first.value > 0.0 and second.value > 0.0
    quotient = second.value / first.value if is_ratio else None
    ratio = "" if quotient is None else f"{bound}× {present.number(quotient)}"
    overlap = _overlap(first, second, change)
    return Compared(name, first, second, difference, ratio, overlap, change, quotient, bound.strip())


def _bound(first: Figure, second: Figure) -> str | None:
    """Return on which side of its value a difference lies; None where nothing is known of it."""
    up = second.at_least or first.at_most
    down = second.at_most or first.at_least
    return None if up and down else "≥ " if up else "≤ " if down else ""


def _overlap(first: Figure, second: Figure, change: float) -> str:
    if change == 0.0 or None in (first.low, first.high, second.low, second.high):
        return ""
    lower, upper = (first, second) if change > 0.0 else (second, first)
    apart = (lower.high or 0.0) < (upper.low or 0.0)
    return tr("the ranges do not meet") if apart else tr("the ranges overlap")


def _signed(value: float) -> str:
    if value == 0.0 or not math.isfinite(value):
        return present.number(value)
    return f"{'+' if value > 0.0 else '−'}{present.number(abs(value))}"


def _changes(first: Design, second: Design) -> Iterator[Change]:
    pairs = match_layers(first.stack.layers, second.stack.layers)
    taken = {id(layer) for _, layer in pairs}
    kept = {id(layer) for layer, _ in pairs}
    for layer in first.stack.layers:
        if id(layer) not in kept:
            yield Change("removed", first.title(layer), tr("layer"), _body(first, layer), NONE, (layer.id,))
    for layer in second.stack.layers:
        if id(layer) not in taken:
            yield Change("added", second.title(layer), tr("layer"), NONE, _body(second, layer), (layer.id,))
    still = _in_order([second.stack.layers.index(layer) for _, layer in pairs])
    for number, (old, new) in enumerate(pairs):
        titles = first.title(old), second.title(new)
        place = titles[1] if titles[0] == titles[1] else new.name or new.role
        if number not in still:
            spots = [str(design.stack.layers.index(layer) + 1) for design, layer in ((first, old), (second, new))]
            yield Change("moved", place, tr("place in the stack"), spots[0], spots[1], (new.id,))
        for field, one, other in _layer_fields(first, second, old, new):
            yield Change("changed", place, field, one, other, (new.id,))
    yield from _seams(first, second, {old.id: new.id for old, new in pairs})
    for name, title in (("conditions", tr("conditions")), ("cutoffs", tr("voltage limits")),
                        ("format", tr("cell format")), ("conventions", tr("conventions"))):  # fmt: skip
        for field, one, other in _fields(first, second, getattr(first.stack, name), getattr(second.stack, name)):
            yield Change("changed", title, field, one, other)
    yield from _materials(first, second)
    yield from _waivers(first, second)


def match_layers(first: Sequence[Layer], second: Sequence[Layer]) -> list[tuple[Layer, Layer]]:
    """Return which layers stand for each other: by id and role, then by role and material, then by role in order."""
    found: dict[int, tuple[Layer, Layer]] = {}
    free = list(second)
    for rule in (_same_id, _same_material, _same_role):
        for index, layer in enumerate(first):
            if index not in found:
                other = next((entry for entry in free if rule(layer, entry)), None)
                if other is not None:
                    found[index] = (layer, other)
                    free = [entry for entry in free if entry is not other]
    return [found[index] for index in sorted(found)]


def _same_id(first: Layer, second: Layer) -> bool:
    return first.id == second.id and first.role == second.role


def _same_material(first: Layer, second: Layer) -> bool:
    return first.role == second.role and first.material_ids == second.material_ids


def _same_role(first: Layer, second: Layer) -> bool:
    return first.role == second.role


def _in_order(places: Sequence[int]) -> set[int]:
    """Return which entries keep their order, as many as can: the others were moved."""
    best: list[tuple[int, ...]] = []
    for index, place in enumerate(places):
        before = [chain for chain in best if places[chain[-1]] < place]
        best.append((*_longest(before), index))
    return set(_longest(best))


def _longest(chains: list[tuple[int, ...]]) -> tuple[int, ...]:
    return max(chains, key=lambda chain: len(chain), default=())


def _body(design: Design, layer: Layer) -> str:
    """Return what a layer is made of and how thick it is, in a few words."""
    size = layer.thickness or layer.loading or layer.areal_capacity
    parts = [design.material(key).label for key in layer.material_ids]
    return ", ".join([" + ".join(parts), *([present.quantity(size)] if size is not None else [])])


def _layer_fields(first: Design, second: Design, old: Layer, new: Layer) -> Iterator[tuple[str, str, str]]:
    yield from _fields(first, second, old, new, skip=("components",))
    free = list(new.components)
    for part in old.components:
        other = next((entry for entry in free if entry.material == part.material and entry.function == part.function),
                     None) or next((entry for entry in free if entry.function == part.function), None)  # fmt: skip
        label = first.material(part.material).label
        if other is None:
            yield tr("ingredient {name}").format(name=label), _share(part), NONE
            continue
        free = [entry for entry in free if entry is not other]
        for field, one, two in _fields(first, second, part, other):
            yield f"{label}: {field}", one, two
    for part in free:
        yield tr("ingredient {name}").format(name=second.material(part.material).label), NONE, _share(part)


def _share(part: Component) -> str:
    return present.quantity(part.mass_fraction)


def _fields(
    first: Design, second: Design, old: Any, new: Any, skip: tuple[str, ...] = (), prefix: str = ""
) -> Iterator[tuple[str, str, str]]:
    """Yield the fields in which two values differ, with both texts."""
    if old == new:
        return
    model = old if isinstance(old, BaseModel) else new
    for name in type(model).model_fields:
        if name in _PLAIN or name in skip:
            continue
        one, two = getattr(old, name, None), getattr(new, name, None)
        if one == two:
            continue
        title = f"{prefix}{name.replace('_', ' ')}"
        whole = one if one is not None else two
        if isinstance(whole, BaseModel) and not isinstance(whole, Quantity):
            yield from _fields(first, second, one, two, prefix=f"{title}, ")
            continue
        texts = _texts(first, second, name, one, two)
        if texts is not None:
            yield title, texts[0], texts[1]


def _texts(first: Design, second: Design, name: str, one: Any, two: Any) -> tuple[str, str] | None:
    if isinstance(one, Quantity) and isinstance(two, Quantity):
        if _amounts(one) == _amounts(two) and one.kind == two.kind:
            return None  # the same, typed otherwise or found elsewhere
        shown = present.quantity(one), present.quantity(two)
        if shown[0] == shown[1]:
            return f"{shown[0]}, {one.kind or NONE}", f"{shown[1]}, {two.kind or NONE}"
        return shown
    return _text(first, name, one), _text(second, name, two)


def _amounts(entry: Quantity) -> tuple[float | None, ...]:
    bounds = entry.bounds_si() or (None, None)
    return tuple(None if number is None else float(f"{number:.12g}") for number in (entry.si, *bounds))


def _text(design: Design, name: str, value: Any) -> str:
    if value is None or value in ((), ""):
        return NONE
    if isinstance(value, Quantity):
        return present.quantity(value)
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if name in _MATERIALS and value in design.materials:
        return design.material(value).label
    if isinstance(value, (tuple, Mapping)):
        return tr("{n} entries").format(n=len(value)) if len(value) != 1 else tr("1 entry")
    return str(value)


def _seams(first: Design, second: Design, mapped: Mapping[str, str]) -> Iterator[Change]:
    new = {frozenset(entry.between): entry for entry in second.stack.interfaces}
    old = {frozenset(mapped.get(key, f"gone {key}") for key in e.between): e for e in first.stack.interfaces}
    for pair in dict.fromkeys((*old, *new)):
        one, two = old.get(pair), new.get(pair)
        design, entry = (second, two) if two is not None else (first, one)
        if entry is None:
            continue
        titles = {layer.id: design.title(layer) for layer in design.stack.layers}
        place = " | ".join(titles.get(key, key) for key in entry.between)
        for field, left, right in _fields(first, second, one, two):
            yield Change("changed", place, field, left, right, entry.between)


def _materials(first: Design, second: Design) -> Iterator[Change]:
    """Yield where a material of the same id is another in the two files."""
    for key in first.materials:
        if key in second.materials:
            one, two = first.material(key), second.material(key)
            for field, left, right in _fields(first, second, one, two):
                if left == right:
                    left, right = tr("as in the first"), tr("other values")
                yield Change("changed", two.label, field, left, right)


def _waivers(first: Design, second: Design) -> Iterator[Change]:
    one, two = ({entry.finding: entry.reason for entry in design.waivers} for design in (first, second))
    for key in dict.fromkeys((*one, *two)):
        if one.get(key) != two.get(key):
            yield Change("changed", tr("accepted findings"), key, one.get(key, NONE), two.get(key, NONE))


def as_data(found: Differences) -> dict[str, Any]:
    """Return everything as plain data, for JSON."""
    return {
        "first": found.names[0],
        "second": found.names[1],
        "changes": [{"kind": entry.kind, "place": entry.place, "field": entry.field, "first": entry.first,
                     "second": entry.second, "layers": list(entry.layers)} for entry in found.changes],
        "results": [{"name": entry.name, "unit": entry.first.unit, "first": _figure(entry.first),
                     "second": _figure(entry.second), "difference": entry.difference or None,
                     "ratio": entry.ratio or None, "note": entry.note} for entry in found.results],
        "findings_gone": [_finding(entry) for entry in found.gone],
        "findings_new": [_finding(entry) for entry in found.new],
    }  # fmt: skip


def _figure(figure: Figure) -> dict[str, Any]:
    return {"key": figure.key, "value": figure.value, "low": figure.low, "high": figure.high, "label": figure.label,
            "at_least": figure.at_least, "at_most": figure.at_most, "regime": figure.regime}  # fmt: skip


def _finding(finding: Finding) -> dict[str, Any]:
    return {"id": finding.id, "severity": finding.severity, "title": finding.title, "verdict": finding.verdict,
            "grade": finding.grade}  # fmt: skip
