"""What the evidence knows of each contact's resistance and current: published values, never similar pairs."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from cellbuilder.compatibility.contacts import Contact, Separation
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.contact import Behaviour
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import EvidenceRecord
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Layer
from cellbuilder.engine import contacts as engine
from cellbuilder.engine.layer_data import title
from cellbuilder.engine.limits import CriticalCurrent

_COLLECTORS: Final = ("cathode collector", "anode collector")
_Found = dict[str, tuple[EvidenceRecord, Quantity]]


def seams(
    design: Design, contacts: tuple[Contact, ...], apart: tuple[Separation, ...], evidence: EvidenceBase
) -> tuple[engine.Contact, ...]:
    """Return what is published of each pair of neighbouring layers.

    Contacts of collectors are electronic and count only where the design describes them.
    """
    bridged = _bridged(apart, evidence)
    result: list[engine.Contact] = []
    for upper, lower in pairwise(design.stack.layers):
        target = (upper.id, lower.id)
        collects = upper.role in _COLLECTORS or lower.role in _COLLECTORS
        if collects and not any(set(entry.between) == set(target) for entry in design.stack.interfaces):
            continue
        name = f"{title(design, upper)} | {title(design, lower)}"
        mine = [contact for contact in contacts if contact.layers == target]
        found: _Found = {}
        for contact in mine:
            found |= _bare(contact, evidence)
        for entry in apart:
            if entry.layers == target:
                found |= _treated(entry, evidence)
        behaviour = _behaviour(mine, evidence)
        shared = _same_conductor(design, upper, lower)
        if target in bridged:
            result.append(engine.Contact(target, name, _published(bridged[target]), share=0.5, behaviour=behaviour))
        elif shared:
            reason = f"{shared} on both sides: only the contact itself, not reported"
            result.append(engine.Contact(target, name, reason=reason))
        else:
            result.append(engine.Contact(target, name, _published(found), behaviour=behaviour))
    return tuple(result)


def _behaviour(contacts: Iterable[Contact], evidence: EvidenceBase) -> Behaviour | None:
    """Return how the products of a contact conduct: that of the worst pair of its materials."""
    order: tuple[Behaviour, ...] = ("mixed-conducting", "SEI", "stable")
    found = {
        match.record.interphase
        for contact in contacts
        for match in evidence.exact(contact.first, contact.second)
        if match.record.layer is None and match.record.interphase is not None
    }
    return next((behaviour for behaviour in order if behaviour in found), None)


def critical_currents(contacts: tuple[Contact, ...], evidence: EvidenceBase) -> tuple[CriticalCurrent, ...]:
    """Return the published current densities at which a contact of exactly these materials failed."""
    found: dict[str, CriticalCurrent] = {}
    for contact in contacts:
        if contact.place != "anode side":
            continue
        for match in evidence.exact(contact.first, contact.second):
            record, current = match.record, match.record.critical_current
            if record.layer is None and current is not None and current.value.si:
                name = f"{contact.first.label} | {contact.second.label}"
                if record.verdict != "no issue reported":
                    found[record.id] = CriticalCurrent(record.id, name, current.value, _conditions(record))
    return tuple(found.values())


def _conditions(record: EvidenceRecord) -> str:
    current = record.critical_current
    assert current is not None
    said: list[str | None] = [current.direction if current.direction != "unknown" else None]
    said += [f"{entry.value:g} {entry.unit}" for entry in (current.temperature, current.pressure)
             if entry is not None and entry.value is not None]  # fmt: skip
    return f"{', '.join(text for text in said if text) or 'conditions not given'}: {current.criterion}"


def _bridged(apart: Iterable[Separation], evidence: EvidenceBase) -> dict[tuple[str, str], _Found]:
    """Both seams of a layer whose whole contact was measured at once."""
    both: dict[tuple[str, str], _Found] = {}
    for entry in apart:
        if len(entry.layers) == 3 and (found := _treated(entry, evidence)):
            for seam in pairwise(entry.layers):
                both.setdefault((seam[0], seam[1]), {}).update(found)
    return both


def inside(
    contacts: tuple[Contact, ...], apart: tuple[Separation, ...], evidence: EvidenceBase
) -> dict[str, engine.Contact]:
    """Return what is published of active material against catholyte inside each composite electrode."""
    gathered: dict[str, _Found] = {}
    for contact in contacts:
        if contact.place in ("inside cathode", "inside anode") and _stores(contact):
            gathered.setdefault(contact.layers[0], {}).update(_bare(contact, evidence))
    for entry in apart:
        if entry.place in ("inside cathode", "inside anode") and _stores(entry):
            gathered.setdefault(entry.layers[0], {}).update(_treated(entry, evidence))
    name = "charge transfer inside the electrode"
    return {layer: engine.Contact((layer,), name, _published(found)) for layer, found in gathered.items() if found}


def _stores(contact: Contact | Separation) -> bool:
    return any(side.category in ("cathode active material", "anode") for side in (contact.first, contact.second))


def _bare(contact: Contact, evidence: EvidenceBase) -> _Found:
    """Values of the contact as it is; of a record about a layer, the one before it is put in."""
    found: _Found = {}
    for match in evidence.exact(contact.first, contact.second):
        change = match.record.resistance
        if change is not None and change.contact_alone:
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


def _same_conductor(design: Design, upper: Layer, lower: Layer) -> str | None:
    shared = [key for key in upper.material_ids if key in lower.material_ids]
    return design.material(shared[0]).label if shared else None


def _published(found: _Found) -> tuple[engine.Published, ...]:
    return tuple(
        engine.Published(
            record.id,
            f"{record.sides[0].printed} | {record.sides[1].printed}",
            quantity.model_copy(
                update={
                    "kind": record.kind,
                    "source": record.source,
                    "note": record.statement,
                    "low": None,
                    "high": None,
                }
            ),
            2 if record.resistance is not None and record.resistance.interfaces_counted == "two" else 1,
        )
        for record, quantity in found.values()
    )
