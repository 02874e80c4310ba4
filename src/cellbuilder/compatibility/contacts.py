"""Every contact of a stack: layer on layer, and inside a composite electrode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cellbuilder.domain.design import Design
from cellbuilder.domain.material import Material
from cellbuilder.domain.stack import Component, Layer
from cellbuilder.engine.layer_data import title

Place = Literal["collector", "cathode side", "electrolyte side", "anode side", "inside cathode", "inside anode"]


@dataclass(frozen=True, slots=True)
class Contact:
    """Two materials that touch.

    ``layers`` are the ids of the layers concerned (one, if inside); ``shielded`` says that a coating
    stands between the grain and its neighbour.
    """

    first: Material
    second: Material
    place: Place
    layers: tuple[str, ...]
    names: tuple[str, ...]
    shielded: bool = False

    @property
    def key(self) -> str:
        """A stable name: the layers and the two materials, in stack order."""
        return f"{'|'.join(self.layers)}:{self.first.id}|{self.second.id}"


def all_contacts(design: Design) -> tuple[Contact, ...]:
    """Return every contact, from the cathode collector to the anode collector, hidden ones included."""
    found: list[Contact] = []
    layers = design.stack.layers
    for index, layer in enumerate(layers):
        found += _inside(design, layer)
        if index + 1 < len(layers):
            found += _seam(design, layer, layers[index + 1])
    unique = {contact.key: contact for contact in found if contact.first.id != contact.second.id}
    return tuple(unique.values())


def _inside(design: Design, layer: Layer) -> list[Contact]:
    if layer.role not in ("cathode", "anode") or not layer.components:
        return []
    place: Place = "inside cathode" if layer.role == "cathode" else "inside anode"
    here, names = (layer.id,), (title(design, layer),)
    actives = [part for part in layer.components if part.function == "active material"]
    carriers = [part for part in layer.components if part.function in ("catholyte", "electrolyte")]
    carbons = [part for part in layer.components if part.function == "carbon"]
    contacts: list[Contact] = []
    for part in actives:
        active = design.material(part.material)
        coating = design.material(part.coating.material) if part.coating is not None else None
        if coating is not None:
            contacts.append(Contact(active, coating, place, here, names))
        contacts += [
            Contact(coating or active, design.material(carrier.material), place, here, names, coating is not None)
            for carrier in carriers
        ]
    contacts += [
        Contact(design.material(carrier.material), design.material(carbon.material), place, here, names)
        for carrier in carriers
        for carbon in carbons
    ]
    return contacts


def _seam(design: Design, upper: Layer, lower: Layer) -> list[Contact]:
    place = _place(upper, lower)
    ids, names = (upper.id, lower.id), (title(design, upper), title(design, lower))
    return [
        Contact(first, second, place, ids, names, first_coated or second_coated)
        for first, first_coated in _faces(design, upper)
        for second, second_coated in _faces(design, lower)
    ]


def _place(upper: Layer, lower: Layer) -> Place:
    roles = {upper.role, lower.role}
    if roles & {"cathode collector", "anode collector"}:
        return "collector"
    if "cathode" in roles or "cathode interface layer" in roles:
        return "cathode side"
    if "anode" in roles or "anode interface layer" in roles:
        return "anode side"
    return "electrolyte side"


def _faces(design: Design, layer: Layer) -> list[tuple[Material, bool]]:
    """Materials that a layer shows to its neighbour; binder and carbon are left out, coated grains show the coat."""
    if layer.material is not None:
        return [(design.material(layer.material), False)]
    return [_face(design, part) for part in layer.components if part.function not in ("binder", "carbon")]


def _face(design: Design, part: Component) -> tuple[Material, bool]:
    if part.coating is not None:
        return design.material(part.coating.material), True
    return design.material(part.material), False
