"""The rules between fields, applied to raw data that does not validate, as far as it can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cellbuilder import units
from cellbuilder.domain import rules
from cellbuilder.domain.problem import Problem
from cellbuilder.io.validation import place


def cross_problems(raw: dict[str, Any]) -> list[Problem]:
    """Return what breaks a rule between fields; a part that cannot be read breaks none."""
    stack = _object(raw.get("stack"))
    layers = _list(stack.get("layers"))
    problems = []
    for index, layer in enumerate(layers):
        if isinstance(layer, dict):
            faults = _body_faults(layer)
            problems += _problems(place(("stack", "layers", index), raw), faults)
    ids = [_text(_object(layer).get("id")) for layer in layers]
    known = [key for key in ids if key is not None]
    contacts = list(_contacts(stack)) if len(known) == len(ids) else []
    problems += _problems("stack", rules.contact_faults(known, contacts))
    if isinstance(raw.get("materials"), dict):
        problems += _problems("", rules.embedding_faults(_used(stack, layers), _embedded(raw["materials"])))
    return problems


def _problems(where: str, faults: list[str]) -> list[Problem]:
    return [Problem(where, "; ".join(faults))] if faults else []


def _body_faults(layer: dict[str, Any]) -> list[str]:
    components = _list(layer.get("components"))
    shares = [_share(_object(part).get("mass_fraction")) for part in components]
    known = [share for share in shares if share is not None]
    return rules.body_faults(
        material=layer.get("material") is not None,
        components=bool(components),
        total=sum(known) if len(known) == len(shares) else None,
        thickness=layer.get("thickness") is not None,
        loading=layer.get("loading") is not None,
        pressed=layer.get("pressed") is not None,
    )


def _share(quantity: Any) -> float | None:
    value, unit = _object(quantity).get("value"), _object(quantity).get("unit")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return units.to_si(value, unit) if unit in units.symbols("fraction") else None


def _contacts(stack: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for entry in _list(stack.get("interfaces")):
        match _list(_object(entry).get("between")):
            case [str(first), str(second)]:
                yield first, second


def _used(stack: dict[str, Any], layers: list[Any]) -> Iterator[str]:
    places = [_object(stack.get("format")).get("packaging")]
    for layer in map(_object, layers):
        places.append(layer.get("material"))
        for part in map(_object, _list(layer.get("components"))):
            places += [part.get("material"), _object(part.get("coating")).get("material")]
    yield from (key for key in places[1:] + places[:1] if isinstance(key, str))


def _embedded(materials: dict[str, Any]) -> dict[str, str | None]:
    return {key: _text(_object(_object(held).get("entry")).get("id")) for key, held in materials.items()}


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
