"""Where an input stands in a design: what its field allows, and the design with another value in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final

from pydantic import BaseModel, TypeAdapter, ValidationError

from cellbuilder import units
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Kind, Quantity
from cellbuilder.engine import layer_data
from cellbuilder.engine.calculation import Leaf

_OF_LAYER: Final = {"porosity": "porosity", "ionic exponent": "ionic_exponent"}
_OF_PART: Final = {"particle radius": "particle_radius", "coverage": "coverage"}
_OF_CONDITIONS: Final = {"temperature": "temperature", "cycles": "cycles"}
_OF_FORMAT: Final = {"seal width": "seal_width"}
"""Fields that the engine fills with a usual value where a design leaves them out, by the start of the input's key."""


@dataclass(frozen=True, slots=True)
class Place:
    """A field of a design: the way to it, the class that has it, and the kind of value that stands there."""

    path: tuple[Any, ...]
    owner: type[BaseModel]
    field: str
    unit: str
    kind: Kind | None

    def refusal(self, value: float, unit: str) -> str | None:
        """Return what the field says of a value in a unit of its kind, or None where it takes it."""
        number = int(value) if float(value).is_integer() and abs(value) < 1e15 else value
        try:
            _adapter(self.owner, self.field).validate_python(Quantity(value=number, unit=unit))
        except ValidationError as error:
            return str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        return None

    def allows(self, value: float) -> bool:
        """Whether the field takes a value in SI."""
        return self.refusal(float(value), _si_unit(self.unit)) is None


class Places:
    """The places of the inputs of a design.

    An input that the design or its materials hold is found by the quantity itself, so that the limits are those of
    its field; a usual value that stands in for what is left out, by its key. What the engine or the evidence brings
    along has no place.
    """

    def __init__(self, design: Design) -> None:
        self._design = design
        self._found: dict[int, list[tuple[Place, frozenset[str]]]] = {}
        for quantity, place, ids in _walk(design, (), frozenset()):
            self._found.setdefault(id(quantity), []).append((place, ids))

    def find(self, leaf: Leaf) -> Place | None:
        """Return where an input stands, or None where it has no one place."""
        if leaf.shown is None:
            return None
        found = self._found.get(id(leaf.shown), [])
        if len(found) == 1:
            return found[0][0]
        if found:  # one object at several places: the key names the layer or material
            _, _, rest = leaf.key.partition(":")
            wanted = {rest, *rest.replace("|", "/").partition("#")[0].split("/")}
            best = max(len(ids & wanted) for _, ids in found)
            named = [place for place, ids in found if len(ids & wanted) == best]
            return named[0] if len(named) == 1 else None
        return self._left_out(leaf)

    def _left_out(self, leaf: Leaf) -> Place | None:
        start, _, rest = leaf.key.partition(":")
        stack = self._design.stack
        if start in _OF_CONDITIONS:
            return self._at(("stack", "conditions"), stack.conditions, _OF_CONDITIONS[start], leaf)
        if start in _OF_FORMAT:
            return self._at(("stack", "format"), stack.format, _OF_FORMAT[start], leaf)
        if start == "activation energy" and rest in self._design.materials:
            return self._barrier(rest, leaf)
        if start == "activation energy":
            for index, entry in enumerate(stack.interfaces):
                if set(entry.between) == set(rest.split("|")):
                    return self._at(("stack", "interfaces", index), entry, "activation_energy", leaf)
        for index, layer in enumerate(stack.layers):
            path = ("stack", "layers", index)
            if start in _OF_LAYER and rest == layer.id:
                return self._at(path, layer, _OF_LAYER[start], leaf)
            for number, part in enumerate(layer.components):
                if rest == layer_data.part_key(layer, number):
                    if start in _OF_PART:
                        return self._at((*path, "components", number), part, _OF_PART[start], leaf)
                    if start == "charge transfer activation energy" and part.charge_transfer is not None:
                        inner = (*path, "components", number, "charge_transfer")
                        return self._at(inner, part.charge_transfer, "activation_energy", leaf)
        return None

    def _barrier(self, material: str, leaf: Leaf) -> Place | None:
        """The activation energy of the conductivity in use, where that states one (its range is widened)."""
        entry = self._design.material(material)
        for index, point in enumerate(entry.conductivity):
            if point.id == entry.preferred and point.activation_energy is not None:
                path = ("materials", material, "entry", "conductivity", index)
                return self._at(path, point, "activation_energy", leaf)
        return None

    @staticmethod
    def _at(path: tuple[Any, ...], owner: BaseModel, field: str, leaf: Leaf) -> Place:
        kind = None if leaf.shown is None else leaf.shown.kind
        return Place((*path, field), type(owner), field, leaf.unit, kind)


def with_values(design: Design, values: Mapping[Place, float]) -> Design:
    """Return the design with values (SI) at these places; nothing is checked."""
    changed: Any = design
    for place, value in values.items():
        unit = _si_unit(place.unit)
        entered = Quantity(value=units.from_si(float(value), unit), unit=unit, kind=place.kind)
        changed = _replaced(changed, place.path, entered)
    return changed  # type: ignore[no-any-return]


def fault(design: Design) -> str | None:
    """Return why a file with this design would be refused, or None."""
    try:
        Design.model_validate(design.model_dump(by_alias=True))
    except ValidationError as error:
        return str(error.errors()[0]["msg"]).removeprefix("Value error, ")
    return None


def _walk(node: Any, path: tuple[Any, ...], ids: frozenset[str]) -> Iterator[tuple[Quantity, Place, frozenset[str]]]:
    """Yield every quantity below a node with its place and the names of layers and materials on the way."""
    if isinstance(node, BaseModel):
        own = {getattr(node, name, None) for name in ("id", "material")} - {None}
        between = getattr(node, "between", ())
        ids = ids | {str(name) for name in (*own, *between)} | {"|".join(between)} - {""}
        for name in type(node).model_fields:
            value = getattr(node, name)
            if isinstance(value, Quantity):
                yield value, Place((*path, name), type(node), name, value.unit, value.kind), ids
            else:
                yield from _walk(value, (*path, name), ids)
    elif isinstance(node, tuple):
        for index, value in enumerate(node):
            yield from _walk(value, (*path, index), ids)
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _walk(value, (*path, key), ids)


def _replaced(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    first, *rest = path
    if isinstance(node, BaseModel):
        return node.model_copy(update={first: _replaced(getattr(node, first), tuple(rest), value)})
    inner = _replaced(node[first], tuple(rest), value)
    if isinstance(node, tuple):
        return (*node[:first], inner, *node[first + 1 :])
    return {**node, first: inner}


@cache
def _adapter(owner: type[BaseModel], field: str) -> TypeAdapter[Any]:
    info = owner.model_fields[field]
    annotation: Any = info.annotation
    for entry in info.metadata:
        annotation = Annotated[annotation, entry]
    return TypeAdapter(annotation)


@cache
def _si_unit(unit: str) -> str:
    """Return the unit of the same kind whose numbers are those of SI, or this one where there is none."""
    same = (units.find(symbol) for symbol in units.symbols(units.find(unit).kind))
    return next((entry.symbol for entry in same if entry.factor == 1.0 and entry.offset == 0.0), unit)
