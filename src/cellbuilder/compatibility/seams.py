"""The resistance of a seam, where a published one exists; unknown otherwise, never zero."""

from __future__ import annotations

import math
from itertools import pairwise

from cellbuilder.compatibility.contacts import Contact
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import EvidenceRecord
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import Figure, Input, unknown
from cellbuilder.domain.stack import Interface, Layer
from cellbuilder.engine.layer_data import title
from cellbuilder.engine.resistance import OHM_CM2

HALF_DECADE = 10.0**0.5
"""Range given to a resistance measured on another cell (docs/physics.md 1h: half to one decade)."""
_COLLECTORS = ("cathode collector", "anode collector")


def seam_figures(design: Design, contacts: tuple[Contact, ...], evidence: EvidenceBase) -> tuple[Figure, ...]:
    """Return one figure per pair of neighbouring layers, collectors left out (electronic contacts)."""
    layers = design.stack.layers
    figures: list[Figure] = []
    bridged = _bridged(design, evidence)
    for upper, lower in pairwise(layers):
        if upper.role in _COLLECTORS or lower.role in _COLLECTORS:
            continue
        key = f"asr:{upper.id}|{lower.id}"
        name = f"{title(design, upper)} | {title(design, lower)}"
        target = (upper.id, lower.id)
        entered = _entered(design, upper, lower)
        if entered is not None:
            figures.append(_from_entry(key, name, entered, target))
            continue
        if target in bridged:
            figures.append(_bridge(key, name, target, bridged[target]))
            continue
        bonded = _same_conductor(design, upper, lower)
        if bonded:
            figures.append(
                unknown(key, name, "Ohm cm2", f"{bonded} on both sides: only the contact itself, not reported", target)
            )
            continue
        mine = [contact for contact in contacts if contact.layers == target]
        figures.append(_published(design, key, name, mine, evidence, target))
    return tuple(figures)


def _bridged(design: Design, evidence: EvidenceBase) -> dict[tuple[str, str], EvidenceRecord | None]:
    """Seams of an interface layer whose whole contact (both faces) was measured at once.

    The first seam carries the value (the record); the second is part of it (None).
    """
    layers = design.stack.layers
    found: dict[tuple[str, str], EvidenceRecord | None] = {}
    for upper, middle, lower in zip(layers, layers[1:], layers[2:], strict=False):
        if middle.role not in ("anode interface layer", "cathode interface layer") or middle.material is None:
            continue
        for first in upper.material_ids:
            for second in lower.material_ids:
                for match in evidence.about(design.material(first), design.material(second)):
                    record = match.record
                    treated = record.layer is not None and record.layer.material == middle.material
                    if (
                        match.steps == 0
                        and treated
                        and record.resistance
                        and record.resistance.contact_alone
                        and record.resistance.after
                    ):
                        found.setdefault((upper.id, middle.id), record)
                        found.setdefault((middle.id, lower.id), None)
    return found


def _bridge(key: str, name: str, target: tuple[str, str], record: EvidenceRecord | None) -> Figure:
    if record is None:
        return Figure(
            key=key, name=name, value=0.0, unit="Ohm cm2", label="computed", layers=target,
            note="included in the other face: the published value counts both faces of the interface layer",
        )  # fmt: skip
    assert record.resistance is not None
    assert record.resistance.after is not None
    return _from_records(key, name, [(record, record.resistance.after)], target)


def inside_figures(design: Design, contacts: tuple[Contact, ...], evidence: EvidenceBase) -> dict[str, Figure]:
    """Return the charge-transfer resistance inside each composite electrode, where one is published."""
    result: dict[str, Figure] = {}
    for contact in contacts:
        if (
            contact.place not in ("inside cathode", "inside anode")
            or contact.first.category != "cathode active material"
        ):
            continue
        layer_id = contact.layers[0]
        figure = _published(
            design, f"rct:{layer_id}", f"charge transfer in {contact.names[0]}", [contact], evidence, (layer_id,)
        )
        if figure.value is not None:
            result.setdefault(layer_id, figure)
    return result


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


def _published(
    design: Design, key: str, name: str, contacts: list[Contact], evidence: EvidenceBase, target: tuple[str, ...]
) -> Figure:
    present = set(design.stack.material_ids)
    found: dict[str, tuple[EvidenceRecord, Quantity]] = {}
    for contact in contacts:
        for match in evidence.about(contact.first, contact.second):
            quantity = _resistance_for(match.record, present)
            if match.steps == 0 and quantity is not None and quantity.si:
                found.setdefault(match.record.id, (match.record, quantity))
    if not found:
        return unknown(key, name, "Ohm cm2", "no published resistance for this contact", target)
    return _from_records(key, name, list(found.values()), target)


def _resistance_for(record: EvidenceRecord, present: set[str]) -> Quantity | None:
    """The bare value for a bare contact, the treated one where the treating layer is in the stack."""
    if record.resistance is None or not record.resistance.contact_alone:
        return None
    if record.layer is None:
        return record.resistance.before or record.resistance.after
    treated = record.layer.material is not None and record.layer.material in present
    return record.resistance.after if treated else record.resistance.before


def _from_records(key: str, name: str, found: list[tuple[EvidenceRecord, Quantity]], target: tuple[str, ...]) -> Figure:
    """One published value with half a decade of range, or the spread of several around their geometric mean."""
    inputs = tuple(_as_input(record, quantity) for record, quantity in found)
    values = [item.value for item in inputs if item.value is not None]
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
