"""Every contact of a stack: layer on layer, inside a composite layer, and what a layer or coating keeps apart."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, pairwise
from typing import Literal

from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.material import Material
from cellbuilder.domain.stack import Component, Layer, Role
from cellbuilder.engine.layer_data import conducts

Place = Literal[
    "collector", "cathode side", "electrolyte side", "anode side", "inside cathode", "inside anode",
    "inside electrolyte",
]  # fmt: skip


Side = Literal["cathode", "anode", "electrolyte"]


def side_of(place: Place) -> Side | None:
    """Return which electrode a place belongs to, or the electrolyte; collectors belong to either electrode."""
    if place in ("cathode side", "inside cathode"):
        return "cathode"
    if place in ("electrolyte side", "inside electrolyte"):
        return "electrolyte"
    return None if place == "collector" else "anode"


@record
class Contact:
    """Two materials that touch; ``layers`` are the ids of the layers concerned (one, if inside), ``roles`` theirs."""

    first: Material
    second: Material
    place: Place
    layers: tuple[str, ...]
    roles: tuple[Role, ...]

    @property
    def pair(self) -> str:
        """A name of the two materials, whichever comes first in the stack."""
        return "|".join(sorted((self.first.id, self.second.id)))

    @property
    def side(self) -> Side | None:
        """Which electrode the contact belongs to, or the electrolyte between them."""
        if self.place == "collector":
            return "cathode" if "cathode collector" in self.roles else "anode"
        return side_of(self.place)


@record
class Separation:
    """Two materials that would touch but for a coating or a layer between them."""

    first: Material
    second: Material
    between: Material
    place: Place
    layers: tuple[str, ...]


def all_contacts(design: Design) -> tuple[Contact, ...]:
    """Return every contact, from the cathode collector to the anode collector, hidden ones included."""
    found: list[Contact] = []
    layers = design.stack.layers
    for index, layer in enumerate(layers):
        found += _inside(design, layer)
        if index + 1 < len(layers):
            found += _seam(design, layer, layers[index + 1])
    unique = {(contact.layers, contact.pair): contact for contact in found if contact.first.id != contact.second.id}
    return tuple(unique.values())


def plated(design: Design, metal: Material) -> tuple[Contact, ...]:
    """Return the contacts of the metal that a cell without anode plates on its collector, once it is charged."""
    layers = design.stack.layers
    if any(layer.role == "anode" for layer in layers):
        return ()
    found = []
    for upper, lower in pairwise(layers):
        if lower.role == "anode collector" and upper.role in ("electrolyte", "anode interface layer"):
            ids, roles = (upper.id, lower.id), (upper.role, lower.role)
            found += [Contact(face, metal, "anode side", ids, roles) for face in _faces(design, upper)]
    return tuple(found)


def separations(design: Design) -> tuple[Separation, ...]:
    """Return what coatings on grains and single layers of one material keep apart."""
    found: list[Separation] = []
    layers = design.stack.layers
    for layer in layers:
        place = _inner_place(layer)
        for part in layer.components:
            if part.coating is not None and place is not None:
                grain, coat = design.material(part.material), design.material(part.coating.material)
                found += [
                    Separation(grain, design.material(other.material), coat, place, (layer.id,))
                    for other in layer.components
                    if conducts(other)
                ]
    for upper, lower in pairwise(layers):
        place = _place(upper, lower)
        ids = (upper.id, lower.id)
        found += [Separation(*grain, face, place, ids) for grain, face in _coated_against(design, upper, lower)]
    for upper, middle, lower in zip(layers, layers[1:], layers[2:], strict=False):
        if middle.material is not None and {upper.role, lower.role}.isdisjoint(
            ("cathode collector", "anode collector")
        ):
            between, three = design.material(middle.material), (upper.id, middle.id, lower.id)
            found += [
                Separation(first, second, between, _place(middle, lower), three)
                for first in _faces(design, upper)
                for second in _faces(design, lower)
            ]
    return tuple(entry for entry in found if len({entry.first.id, entry.second.id, entry.between.id}) == 3)


def stack_order(design: Design, layers: Iterable[str]) -> tuple[str, ...]:
    """Return layer ids once each, as they lie in the stack."""
    wanted = set(layers)
    return tuple(layer.id for layer in design.stack.layers if layer.id in wanted)


def _inner_place(layer: Layer) -> Place | None:
    places: dict[Role, Place] = {
        "cathode": "inside cathode", "anode": "inside anode", "electrolyte": "inside electrolyte",
        "cathode interface layer": "inside electrolyte", "anode interface layer": "inside electrolyte",
    }  # fmt: skip
    return places.get(layer.role)


def _inside(design: Design, layer: Layer) -> list[Contact]:
    place = _inner_place(layer)
    if place is None or not layer.components:
        return []
    here, roles = (layer.id,), (layer.role,)
    carriers = [design.material(part.material) for part in layer.components if conducts(part)]
    carbons = [design.material(part.material) for part in layer.components if part.function == "carbon"]
    contacts: list[Contact] = []
    for part in layer.components:
        if part.coating is not None:
            contacts.append(
                Contact(design.material(part.material), design.material(part.coating.material), place, here, roles)
            )
        if part.function == "active material":
            contacts += [Contact(_face(design, part), carrier, place, here, roles) for carrier in carriers]
    contacts += [Contact(carrier, carbon, place, here, roles) for carrier in carriers for carbon in carbons]
    contacts += [Contact(first, second, place, here, roles) for first, second in combinations(carriers, 2)]
    return contacts


def _seam(design: Design, upper: Layer, lower: Layer) -> list[Contact]:
    place, ids, roles = _place(upper, lower), (upper.id, lower.id), (upper.role, lower.role)
    return [
        Contact(first, second, place, ids, roles) for first in _faces(design, upper) for second in _faces(design, lower)
    ]


def _place(upper: Layer, lower: Layer) -> Place:
    roles = {upper.role, lower.role}
    if "anode collector" in roles and not roles & {"anode", "cathode collector"}:
        return "anode side"
    if roles & {"cathode collector", "anode collector"}:
        return "collector"
    if roles & {"cathode", "cathode interface layer"}:
        return "cathode side"
    if roles & {"anode", "anode interface layer"}:
        return "anode side"
    return "electrolyte side"


def _coated_against(design: Design, upper: Layer, lower: Layer) -> list[tuple[tuple[Material, Material], Material]]:
    """Return grain and neighbour, and the coat between them, over a seam."""
    return [
        ((design.material(part.material), other), design.material(part.coating.material))
        for layer, neighbour in ((upper, lower), (lower, upper))
        for part in layer.components
        if part.coating is not None
        for other in _faces(design, neighbour)
        if other.category != "collector"
    ]


def _faces(design: Design, layer: Layer) -> list[Material]:
    """Materials that a layer shows to its neighbour; binder and carbon are left out, coated grains show the coat."""
    if layer.material is not None:
        return [design.material(layer.material)]
    return [_face(design, part) for part in layer.components if part.function not in ("binder", "carbon")]


def _face(design: Design, part: Component) -> Material:
    return design.material(part.coating.material if part.coating is not None else part.material)
