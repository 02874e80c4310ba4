"""The resistance of a seam, where a published one exists; unknown otherwise, never zero."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from cellbuilder.compatibility.contacts import Contact, Separation
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.contact import Interface
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import EvidenceRecord
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import Figure, Input, unknown
from cellbuilder.domain.stack import Layer
from cellbuilder.engine.layer_data import title
from cellbuilder.engine.porous import OHM_CM2

HALF_DECADE: Final = 10.0**0.5
"""Range given to a resistance measured on another cell (docs/physics.md 1h: half to one decade)."""
INNER_AREA: Final = 40.0
"""True contact area in a composite over that of the electrode, about (docs/physics.md 1b)."""
_COLLECTORS: Final = ("cathode collector", "anode collector")
_Found = dict[str, tuple[EvidenceRecord, Quantity]]


def seam_figures(
    design: Design, contacts: tuple[Contact, ...], apart: tuple[Separation, ...], evidence: EvidenceBase
) -> tuple[Figure, ...]:
    """Return one figure per pair of neighbouring layers, collectors left out (electronic contacts)."""
    figures: list[Figure] = []
    bridged = _bridged(apart, evidence)
    for upper, lower in pairwise(design.stack.layers):
        if upper.role in _COLLECTORS or lower.role in _COLLECTORS:
            continue
        key = f"asr:{upper.id}|{lower.id}"
        name = f"{title(design, upper)} | {title(design, lower)}"
        target = (upper.id, lower.id)
        entered = _entered(design, upper, lower)
        found: _Found = {}
        for contact in contacts:
            if contact.layers == target:
                found |= _bare(contact, evidence)
        for entry in apart:
            if entry.layers == target:
                found |= _treated(entry, evidence)
        if entered is not None:
            figures.append(_from_entry(key, name, entered, target))
        elif target in bridged:
            figures.append(_half(_from_records(key, name, bridged[target], target)))
        elif shared := _same_conductor(design, upper, lower):
            reason = f"{shared} on both sides: only the contact itself, not reported"
            figures.append(unknown(key, name, "Ohm cm2", reason, target))
        elif found:
            figures.append(_from_records(key, name, found, target))
        else:
            figures.append(unknown(key, name, "Ohm cm2", "no published resistance for this contact", target))
    return tuple(figures)


def _bridged(apart: Iterable[Separation], evidence: EvidenceBase) -> dict[tuple[str, str], _Found]:
    """Both seams of a layer whose whole contact was measured at once."""
    both: dict[tuple[str, str], _Found] = {}
    for entry in apart:
        if len(entry.layers) == 3 and (found := _treated(entry, evidence)):
            for seam in pairwise(entry.layers):
                both.setdefault((seam[0], seam[1]), {}).update(found)
    return both


def _half(figure: Figure) -> Figure:
    """The published value counts both faces of the layer between: half of it for each."""
    return figure.model_copy(
        update={
            "value": None if figure.value is None else figure.value / 2.0,
            "low": None if figure.low is None else figure.low / 2.0,
            "high": None if figure.high is None else figure.high / 2.0,
            "note": f"half of the published value, which counts both faces of the layer; {figure.note}",
        }
    )


def inside_figures(
    contacts: tuple[Contact, ...], apart: tuple[Separation, ...], evidence: EvidenceBase
) -> dict[str, Figure]:
    """Return the charge-transfer resistance inside each composite electrode, where one is published.

    The sources seldom say which area they divide by. Taken as that of the electrode; the range reaches
    down to what it would be if it were the true area of contact.
    """
    gathered: dict[str, _Found] = {}
    for contact in contacts:
        if contact.place in ("inside cathode", "inside anode") and _stores(contact):
            gathered.setdefault(contact.layers[0], {}).update(_bare(contact, evidence))
    for entry in apart:
        if entry.place in ("inside cathode", "inside anode"):
            gathered.setdefault(entry.layers[0], {}).update(_treated(entry, evidence))
    figures = {}
    for layer, found in gathered.items():
        if found:
            figure = _from_records(f"rct:{layer}", "charge transfer inside the electrode", found, (layer,))
            low = None if figure.low is None else figure.low / INNER_AREA
            note = f"area basis not stated: taken as that of the electrode; {figure.note}"
            figures[layer] = figure.model_copy(update={"low": low, "note": note})
    return figures


def _stores(contact: Contact) -> bool:
    return any(side.category in ("cathode active material", "anode") for side in (contact.first, contact.second))


def _bare(contact: Contact, evidence: EvidenceBase) -> _Found:
    """Values of the contact as it is; of a record about a layer, the one before it is put in."""
    found: _Found = {}
    for match in evidence.about(contact.first, contact.second):
        change = match.record.resistance
        if match.exact and change is not None and change.contact_alone:
            quantity = change.before or (change.after if match.record.layer is None else None)
            if quantity is not None and quantity.si:
                found[match.record.id] = (match.record, quantity)
    return found


def _treated(entry: Separation, evidence: EvidenceBase) -> _Found:
    """Values of a contact with this layer or coating in it."""
    found: _Found = {}
    for match in evidence.with_layer(entry.first, entry.second, entry.between):
        change = match.record.resistance
        if match.exact and change is not None and change.contact_alone and change.after and change.after.si:
            found[match.record.id] = (match.record, change.after)
    return found


def _entered(design: Design, upper: Layer, lower: Layer) -> Interface | None:
    pair = {upper.id, lower.id}
    return next(
        (
            entry
            for entry in design.stack.interfaces
            if set(entry.between) == pair and entry.area_resistance is not None
        ),
        None,
    )


def _from_entry(key: str, name: str, entry: Interface, target: tuple[str, str]) -> Figure:
    quantity = entry.area_resistance
    assert quantity is not None
    if quantity.si is None:
        return unknown(key, name, "Ohm cm2", entry.note or "entered as unknown", target)
    bounds = quantity.bounds_si()
    return Figure(
        key=key, name=name, value=quantity.si / OHM_CM2, unit="Ohm cm2",
        low=bounds[0] / OHM_CM2 if bounds else None, high=bounds[1] / OHM_CM2 if bounds else None,
        label=quantity.kind or "assumption", formula="ASR as entered",
        inputs=(Input.of("ASR", "area-specific resistance (entered)", quantity),), note=entry.note, layers=target,
    )  # fmt: skip


def _same_conductor(design: Design, upper: Layer, lower: Layer) -> str | None:
    shared = [key for key in upper.material_ids if key in lower.material_ids]
    return design.material(shared[0]).label if shared else None


def _from_records(key: str, name: str, found: _Found, target: tuple[str, ...]) -> Figure:
    """One published value with half a decade of range, or the spread of several around their geometric mean."""
    inputs = tuple(_as_input(record, quantity) for record, quantity in found.values())
    values = [item.value for item in inputs if item.value]
    mean = math.exp(sum(math.log(value) for value in values) / len(values))
    note = "measured on other cells; range: " + (
        "half a decade either way" if len(values) == 1 else f"spread of {len(values)} published values"
    )
    return Figure(
        key=key, name=name, value=mean, unit="Ohm cm2",
        low=min(*values, mean / HALF_DECADE), high=max(*values, mean * HALF_DECADE), label="estimate",
        formula="ASR as published" if len(values) == 1 else "geometric mean of the published ASR",
        inputs=inputs, note=note, layers=target,
    )  # fmt: skip


def _as_input(record: EvidenceRecord, quantity: Quantity) -> Input:
    two = record.resistance is not None and record.resistance.interfaces_counted == "two"
    value = (quantity.si or 0.0) / OHM_CM2 * (0.5 if two else 1.0)
    halved = "two contacts in the source, halved; " if two else ""
    return Input(
        symbol="ASR", name=f"{record.sides[0].printed} | {record.sides[1].printed}", value=value, unit="Ohm cm2",
        kind=record.kind, source=record.source, note=f"{halved}{record.statement}",
    )  # fmt: skip
