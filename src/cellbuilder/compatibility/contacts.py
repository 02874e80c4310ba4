"""Every contact of a stack: layer on layer, inside a composite layer, and what a layer or coating keeps apart."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import combinations, pairwise
from typing import Final, Literal

from cellbuilder.compatibility.memo import Memo
from cellbuilder.domain import formula as chemistry
from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.material import Material
from cellbuilder.domain.stack import Component, Layer, Role
from cellbuilder.engine.layer_data import conducts

Place = Literal[
    "collector", "cathode side", "electrolyte side", "anode side", "inside cathode", "inside anode",
    "inside electrolyte",
]  # fmt: skip


_COLLECTORS: Final = ("cathode collector", "anode collector")
_SAME: Final = 1e-4
"""Formulas whose elements all differ by less than this share of the atoms are one composition, written in two ways."""
Side = Literal["cathode", "anode", "electrolyte"]
_KNOWN: Final = Memo(100)


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
    return _KNOWN.remember(("contacts", fingerprint(design)), lambda: _all_contacts(design), design)


def _all_contacts(design: Design) -> tuple[Contact, ...]:
    found: list[Contact] = []
    layers = design.stack.layers
    for index, layer in enumerate(layers):
        found += _inside(design, layer)
        if index + 1 < len(layers):
            found += _seam(design, layer, layers[index + 1])
    return tuple({(contact.layers, contact.pair): contact for contact in found if _differ(contact)}.values())


def plated(design: Design, metal: Material) -> tuple[Contact, ...]:
    """Return the contacts of the metal that a cell without anode plates on its collector, once it is charged.

    The metal grows between the two layers: it touches what lies over the collector, and the collector.
    """
    layers = design.stack.layers
    if any(layer.role == "anode" for layer in layers):
        return ()
    found = []
    for upper, lower in pairwise(layers):
        if lower.role == "anode collector" and upper.role in ("electrolyte", "anode interface layer"):
            ids, roles = (upper.id, lower.id), (upper.role, lower.role)
            found += [Contact(face, metal, "anode side", ids, roles) for face in _faces(design, upper)]
            found += [Contact(metal, face, "collector", ids, roles) for face in _faces(design, lower)]
    return tuple(contact for contact in found if _differ(contact))


def separations(design: Design) -> tuple[Separation, ...]:
    """Return what coatings on grains and single layers of one material keep apart."""
    return _KNOWN.remember(("apart", fingerprint(design)), lambda: _separations(design), design)


def _separations(design: Design) -> tuple[Separation, ...]:
    found: list[Separation] = []
    layers = design.stack.layers
    for layer in layers:
        place = _inner_place(layer)
        if place is not None:
            found += [
                Separation(design.material(grain.material), _face(design, other), coat, place, (layer.id,))
                for pair in _mixed(layer)
                for grain, other in (pair, pair[::-1])
                if (coat := _coat(design, grain)) is not None
            ]
    for upper, lower in pairwise(layers):
        place = _place(upper, lower)
        ids = (upper.id, lower.id)
        found += [Separation(*grain, face, place, ids) for grain, face in _coated_against(design, upper, lower)]
    for upper, middle, lower in zip(layers, layers[1:], layers[2:], strict=False):
        if middle.material is not None and {upper.role, lower.role}.isdisjoint(_COLLECTORS):
            between, three = design.material(middle.material), (upper.id, middle.id, lower.id)
            found += [
                Separation(first, second, between, _place(middle, lower), three)
                for first in _faces(design, upper, carbon=False)
                for second in _faces(design, lower, carbon=False)
            ]
    return tuple(entry for entry in found if _all_differ(entry))


def same_material(first: Material, second: Material) -> bool:
    """Whether two entries are one material: by id, or by composition, use and, where both say so, class and family."""
    if first.id == second.id:
        return True
    classes = {entry.material_class for entry in (first, second)} - {None}
    families = {entry.family.strip().casefold() for entry in (first, second) if entry.family is not None}
    alike = first.category == second.category and len(classes) < 2 and len(families) < 2
    return alike and _same_composition(first.formula, second.formula)


def _same_composition(first: str | None, second: str | None) -> bool:
    """Whether two formulas hold the same elements in the same shares; not where one is unknown."""
    if first is None or second is None:
        return False
    one, other = chemistry.parse(first), chemistry.parse(second)
    if one.keys() != other.keys():
        return False
    atoms = sum(one.values()), sum(other.values())
    return all(abs(count / atoms[0] - other[name] / atoms[1]) < _SAME for name, count in one.items())


def _differ(contact: Contact) -> bool:
    return not same_material(contact.first, contact.second)


def _all_differ(entry: Separation) -> bool:
    return not any(same_material(*two) for two in combinations((entry.first, entry.second, entry.between), 2))


def fingerprint(design: Design) -> Hashable:
    """Return what decides which materials touch; materials by identity.

    It stays the same when a thickness, a loading, a name of a layer or a condition changes.
    """
    layers = tuple(
        (layer.id, layer.role, layer.material,
         tuple((part.material, part.function, part.mass_fraction.value == 0, part.coating and part.coating.material)
               for part in layer.components))
        for layer in design.stack.layers
    )  # fmt: skip
    return layers, tuple(id(held.entry) for held in design.materials.values())


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
    if place is None:
        return []
    here, roles = (layer.id,), (layer.role,)
    coated = [
        Contact(design.material(part.material), coat, place, here, roles)
        for part in _solid(layer)
        if (coat := _coat(design, part)) is not None
    ]
    mixed = [Contact(_face(design, one), _face(design, other), place, here, roles) for one, other in _mixed(layer)]
    return [*coated, *mixed]


def _solid(layer: Layer) -> list[Component]:
    """The grains of a composite: all that is there but its binder."""
    return [part for part in layer.components if part.function != "binder" and part.mass_fraction.si]


def _mixed(layer: Layer) -> list[tuple[Component, Component]]:
    """Pairs of grains inside a composite, one of which carries ions: first what stores them, last carbon.

    Nothing is judged of bare fillers (function "other") in there; a coating meets both its sides whatever it covers.
    """
    judged = [part for part in _solid(layer) if part.function != "other" or part.coating is not None]
    order = sorted(judged, key=lambda part: 1 if conducts(part) else 2 if part.function == "carbon" else 0)
    return [(one, other) for one, other in combinations(order, 2) if conducts(one) or conducts(other)]


def _seam(design: Design, upper: Layer, lower: Layer) -> list[Contact]:
    place, ids, roles = _place(upper, lower), (upper.id, lower.id), (upper.role, lower.role)
    return [
        Contact(first, second, place, ids, roles)
        for first in _faces(design, upper, carbon=lower.role not in _COLLECTORS)
        for second in _faces(design, lower, carbon=upper.role not in _COLLECTORS)
    ]


def _place(upper: Layer, lower: Layer) -> Place:
    roles = {upper.role, lower.role}
    if "anode collector" in roles and not roles & {"anode", "cathode collector"}:
        return "anode side"
    if roles & set(_COLLECTORS):
        return "collector"
    if roles & {"cathode", "cathode interface layer"}:
        return "cathode side"
    if roles & {"anode", "anode interface layer"}:
        return "anode side"
    return "electrolyte side"


def _coated_against(design: Design, upper: Layer, lower: Layer) -> list[tuple[tuple[Material, Material], Material]]:
    """Return grain and neighbour, and the coat between them, over a seam."""
    return [
        ((design.material(part.material), other), coat)
        for layer, neighbour in ((upper, lower), (lower, upper))
        for part in _solid(layer)
        if (coat := _coat(design, part)) is not None
        for other in _faces(design, neighbour)
        if other.category != "collector"
    ]


def _faces(design: Design, layer: Layer, *, carbon: bool = True) -> list[Material]:
    """Materials that a layer shows to its neighbour: coated grains show the coat, binder is left out.

    Without ``carbon`` (at a collector, or with a whole layer between) that of a composite counts only where it has no
    other grains.
    """
    if layer.material is not None:
        return [design.material(layer.material)]
    grains = _solid(layer)
    others = [part for part in grains if part.function != "carbon"]
    return [_face(design, part) for part in (grains if carbon else others or grains)]


def _coat(design: Design, part: Component) -> Material | None:
    return None if part.coating is None else design.material(part.coating.material)


def _face(design: Design, part: Component) -> Material:
    return _coat(design, part) or design.material(part.material)
