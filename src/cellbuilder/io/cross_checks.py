"""The rules between fields, applied to raw data that does not validate, as far as it can be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from pydantic import TypeAdapter

from cellbuilder import units
from cellbuilder.domain import quantity, rules
from cellbuilder.domain.design import mixture
from cellbuilder.domain.problem import Problem
from cellbuilder.domain.quantity import Quantity
from cellbuilder.io.validation import place

_LENGTH: Final[TypeAdapter[Quantity]] = TypeAdapter(quantity.Length)
_MASS: Final[TypeAdapter[Quantity]] = TypeAdapter(quantity.Mass)
_DENSITY: Final[TypeAdapter[Quantity]] = TypeAdapter(quantity.Density)


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
        entries = {key: _object(_object(held).get("entry")) for key, held in raw["materials"].items()}
        faults = [fault for layer in map(_object, layers) for fault in _density_faults(layer, entries)]
        problems += _problems("", faults)
    return problems


def _problems(where: str, faults: list[str]) -> list[Problem]:
    return [Problem(where, "; ".join(faults))] if faults else []


def _body_faults(layer: dict[str, Any]) -> list[str]:
    components = _list(layer.get("components"))
    shares = [_share(_object(part).get("mass_fraction")) for part in components]
    known = [share for share in shares if share is not None]
    return rules.body_faults(
        {key for key, value in layer.items() if value is not None and (key != "components" or components)},
        total=sum(known) if len(known) == len(shares) else None,
        measured=_pressed(layer) is not None and _amount(_LENGTH, layer.get("thickness")) is not None,
    )


def _density_faults(layer: dict[str, Any], entries: dict[str, dict[str, Any]]) -> list[str]:
    material = _text(layer.get("material"))
    components = [_object(part) for part in _list(layer.get("components"))]
    if (material is None) == (not components):
        return []
    parts = [(material, 1.0)] if material is not None else []
    for part in components:
        key, fraction = _text(part.get("material")), _share(part.get("mass_fraction"))
        if key is None or fraction is None or fraction < 0.0:
            return []
        parts.append((key, fraction))
    if not abs(sum(fraction for _, fraction in parts) - 1.0) <= rules.SHARE_TOLERANCE:
        return []
    return rules.density_faults(
        _title(layer, components, entries),
        mixture((fraction, _quantity(_DENSITY, entries.get(key, {}).get("density"))) for key, fraction in parts),
        pressed=_pressed(layer),
        thickness=_amount(_LENGTH, layer.get("thickness")),
        entered=_amount(_DENSITY, layer.get("density")),
    )


def _title(layer: dict[str, Any], components: list[dict[str, Any]], entries: dict[str, dict[str, Any]]) -> str:
    def label(key: Any) -> str | None:
        entry = entries.get(key, {}) if isinstance(key, str) else {}
        return _text(entry.get("symbol")) or _text(entry.get("name")) or _text(key)

    active = [part for part in components if part.get("function") == "active material"] or components
    return rules.layer_title(
        _text(layer.get("name")),
        _text(layer.get("role")) or "a layer",
        label(layer.get("material")),
        label(active[0].get("material")) if active else None,
    )


def _pressed(layer: dict[str, Any]) -> tuple[rules.Amount, rules.Amount] | None:
    pressed = _object(layer.get("pressed"))
    mass, diameter = _amount(_MASS, pressed.get("mass")), _amount(_LENGTH, pressed.get("diameter"))
    return None if mass is None or diameter is None else (mass, diameter)


def _amount(kind: TypeAdapter[Quantity], raw: Any) -> rules.Amount | None:
    found = _quantity(kind, raw)
    return None if found is None else found.amount


def _quantity(kind: TypeAdapter[Quantity], raw: Any) -> Quantity | None:
    """Read a quantity, or None where it is none or not legible."""
    try:
        return kind.validate_json(json.dumps(raw))
    except (ValueError, RecursionError):
        return None


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
