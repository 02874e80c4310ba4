"""A material while it is being edited: the texts of a form, and the way to a valid material or to all problems."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from cellbuilder import units
from cellbuilder.app.words import tr
from cellbuilder.domain import formula as chemistry
from cellbuilder.domain.material import Category, ConductivityPoint, Material
from cellbuilder.domain.quantity import Quantity
from cellbuilder.io.validation import problems_of

OWN_POINT: Final = "own"
"""Id of the conductivity that a form adds."""
OWN_SOURCE: Final = "own data"


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity of the form: what it is called, what it measures, its usual unit, where it applies."""

    key: str
    name: str
    measures: str
    unit: str
    example: str
    categories: tuple[Category, ...] = ()


NUMBERS: Final[Mapping[str, Number]] = {
    entry.key: entry
    for entry in (
        Number("density", "Density", "density", "g/cm3", "1.86 g/cm3"),
        Number("conductivity", "Ionic conductivity", "conductivity", "mS/cm", "2.4 mS/cm",
               ("electrolyte", "coating", "cathode active material")),
        Number("electronic_conductivity", "Electronic conductivity", "conductivity", "S/cm", "1e-9 S/cm",
               ("electrolyte", "cathode active material", "carbon", "anode")),
        Number("reduction", "Window from", "voltage", "V", "1.7 V", ("electrolyte", "coating")),
        Number("oxidation", "Window to", "voltage", "V", "2.1 V", ("electrolyte", "coating")),
        Number("capacity", "Capacity", "specific capacity", "mAh/g", "200 mAh/g",
               ("cathode active material", "anode")),
        Number("average_potential", "Average potential", "voltage", "V", "3.8 V",
               ("cathode active material", "anode")),
    )
}  # fmt: skip
"""The quantities of the form by the name of their field, empty ``categories`` where each material has one."""


@dataclass(frozen=True, slots=True)
class Entered:
    """One quantity as it stands in the form."""

    value: str = ""
    low: str = ""
    high: str = ""
    kind: str = "measured"
    source: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is no number."""
        return not (self.value.strip() or self.low.strip() or self.high.strip())


@dataclass(frozen=True, slots=True)
class Draft:
    """All texts of the form."""

    name: str = ""
    symbol: str = ""
    formula: str = ""
    category: str = "electrolyte"
    material_class: str = ""
    family: str = ""
    ion: str = ""
    aliases: str = ""
    note: str = ""
    temperature: str = ""
    activation_energy: str = ""
    window_reference: str = "Li/Li+"
    window_method: str = "unknown"
    potential_reference: str = ""
    numbers: Mapping[str, Entered] = field(default_factory=dict)

    def number(self, key: str) -> Entered:
        """Return a quantity of the form."""
        return self.numbers.get(key, Entered())

    def applies(self, key: str) -> bool:
        """Whether a quantity usually belongs to such a material, or has been entered."""
        return not NUMBERS[key].categories or self.category in NUMBERS[key].categories or not self.number(key).is_empty


def of(material: Material) -> Draft:
    """Return the texts that show a material."""
    point, window = material.preferred_point, next(iter(material.windows), None)
    shown: dict[str, Quantity | None] = {
        "density": material.density,
        "conductivity": None if point is None else point.quantity(),
        "electronic_conductivity": material.electronic_conductivity,
        "reduction": None if window is None else window.reduction,
        "oxidation": None if window is None else window.oxidation,
        "capacity": material.capacity,
        "average_potential": material.average_potential,
    }
    return Draft(
        name=material.name,
        symbol=material.symbol or "",
        formula=material.formula or "",
        category=material.category,
        material_class=material.material_class or "",
        family=material.family or "",
        ion=material.ion or "",
        aliases="; ".join(material.aliases),
        note=material.note or "",
        temperature="" if point is None else _temperature(point),
        activation_energy="" if point is None else _typed(point.activation_energy),
        window_reference="Li/Li+" if window is None else window.reference,
        window_method="unknown" if window is None else window.method,
        potential_reference=material.potential_reference or "",
        numbers={key: _entered(quantity) for key, quantity in shown.items()},
    )


def _entered(quantity: Quantity | None) -> Entered:
    if quantity is None:
        return Entered()
    ends = ["" if end is None else f"{end!r}" for end in (quantity.low, quantity.high)]
    alone = quantity.value is None and ends[0]
    low = f"{ends[0]} {quantity.unit}" if alone else ends[0]
    source = "" if quantity.source is None else quantity.source.ref
    return Entered(_typed(quantity), low, ends[1], quantity.kind or "measured", source)


def _typed(quantity: Quantity | None) -> str:
    return "" if quantity is None or quantity.value is None else f"{quantity.value!r} {quantity.unit}"


def _temperature(point: ConductivityPoint) -> str:
    return "RT" if point.temperature is None and point.room_temperature else _typed(point.temperature)


@dataclass(slots=True)
class Faults:
    """What is wrong, by the field it stands beside; ``""`` holds what belongs to no field."""

    by_field: dict[str, list[str]] = field(default_factory=dict)

    def add(self, key: str, what: str) -> None:
        """Add a problem, each once."""
        known = self.by_field.setdefault(key, [])
        if what not in known:
            known.append(what)


def build(draft: Draft, key: str, base: Material | None = None) -> Material | Faults:
    """Return the material of a form under an id, or every problem with the field it stands beside.

    What the form does not show is kept from ``base``, and so is every quantity that was not touched.
    """
    faults = Faults()
    raw: dict[str, Any] = {} if base is None else base.model_dump(mode="json", exclude_unset=True)
    before = Draft() if base is None else of(base)
    _words(draft, raw, faults)
    for name in ("density", "electronic_conductivity", "capacity", "average_potential"):
        if draft.number(name) != before.number(name):
            _put(raw, name, _quantity(draft.number(name), name, raw.get(name), faults))
    _conductivity(draft, before, raw, faults)
    _window(draft, before, raw, faults)
    _put(raw, "potential_reference", draft.potential_reference or None)
    if raw.get("average_potential") and not draft.potential_reference:
        faults.add("average_potential", tr("say against which electrode"))
    if not raw.get("average_potential"):
        raw.pop("potential_reference", None)
    ordered = {name: raw[name] for name in Material.model_fields if name in raw and name != "id"}
    material = _valid({"id": key, **ordered}, faults)
    return material if material is not None and not faults.by_field else faults


def _words(draft: Draft, raw: dict[str, Any], faults: Faults) -> None:
    if not draft.name.strip():
        faults.add("name", tr("a material needs a name"))
    formula = draft.formula.strip()
    if formula:
        try:
            chemistry.parse(formula)
        except chemistry.FormulaError as error:
            faults.add("formula", str(error))
            formula = ""
    raw["name"], raw["category"] = draft.name.strip(), draft.category
    aliases = tuple(part.strip() for part in draft.aliases.split(";") if part.strip())
    for name, value in (("symbol", draft.symbol.strip()), ("formula", formula), ("family", draft.family.strip()),
                        ("material_class", draft.material_class), ("ion", draft.ion), ("aliases", list(aliases)),
                        ("note", draft.note.strip())):  # fmt: skip
        _put(raw, name, value or None)


def _put(raw: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        raw.pop(name, None)
    else:
        raw[name] = value


def _quantity(entered: Entered, key: str, before: Any, faults: Faults) -> dict[str, Any] | None:
    """Return a quantity as raw data, in the unit that was typed first; None where nothing was entered."""
    if entered.is_empty:
        return None
    known = NUMBERS[key]
    read: dict[str, tuple[float, str]] = {}
    unit = ""
    for name, text in (("value", entered.value), ("low", entered.low), ("high", entered.high)):
        if not text.strip():
            continue
        try:
            read[name] = units.parse(text, known.measures, unit or known.unit)
        except units.UnitError as error:
            faults.add(key, str(error) if name == "value" else f"{_END[name]}: {error}")
            continue
        unit = unit or read[name][1]
    if not read:
        return None
    result: dict[str, Any] = {"value": None, "unit": unit}
    for name, (number, symbol) in read.items():
        same = number if symbol == unit else units.from_si(units.to_si(number, symbol), unit)
        result[name] = int(same) if float(same).is_integer() and abs(same) < 1e15 else float(f"{same:.12g}")
    try:
        Quantity(**result)
    except ValidationError as error:
        faults.add(key, "; ".join(problem.what for problem in problems_of(error, result)))
    result["kind"] = entered.kind
    if entered.source.strip():
        result["source"] = _source(entered.source.strip(), before)
    note = before.get("note") if isinstance(before, dict) else None
    return result if note is None else {**result, "note": note}


_END: Final = {"low": "from", "high": "to"}


def _source(text: str, before: Any) -> dict[str, Any]:
    earlier = before.get("source") if isinstance(before, dict) else None
    return earlier if isinstance(earlier, dict) and earlier.get("ref") == text else {"ref": text}


def _conductivity(draft: Draft, before: Draft, raw: dict[str, Any], faults: Faults) -> None:
    now = (draft.number("conductivity"), draft.temperature, draft.activation_energy)
    if now == (before.number("conductivity"), before.temperature, before.activation_energy):
        return
    points = list(raw.get("conductivity", ()))
    preferred = raw.get("preferred") or OWN_POINT
    earlier: dict[str, Any] = next((point for point in points if point["id"] == preferred), {})
    made = _quantity(now[0], "conductivity", earlier, faults)
    if made is None:
        raw.pop("preferred", None)
        if draft.temperature.strip() or draft.activation_energy.strip():
            faults.add("conductivity", tr("a conductivity is missing"))
        return
    point = {**earlier, **made, "id": preferred}
    for end in ("low", "high"):
        if end not in made:
            point.pop(end, None)
    point.setdefault("source", {"ref": OWN_SOURCE})
    if "source" not in made:
        point["source"] = {"ref": OWN_SOURCE}
    point["read_from"] = earlier.get("read_from") or (
        "memory" if point["kind"] in ("estimate", "assumption") else "full text"
    )
    _temperature_of(point, draft.temperature.strip(), faults)
    energy = draft.activation_energy.strip()
    if energy != before.activation_energy:
        _put(point, "activation_energy", _simple(energy, "energy per particle", "eV", "conductivity", faults))
    raw["conductivity"] = [point if entry["id"] == preferred else entry for entry in points]
    if not earlier:
        raw["conductivity"].append(point)
    raw["preferred"] = preferred


def _temperature_of(point: dict[str, Any], typed: str, faults: Faults) -> None:
    point.pop("room_temperature", None)
    if typed.casefold() in ("rt", "room temperature"):
        point.pop("temperature", None)
        point["room_temperature"] = True
        return
    made = _simple(typed, "temperature", "degC", "conductivity", faults)
    earlier = point.get("temperature")
    if made is None or earlier is None or (made["value"], made["unit"]) != (earlier["value"], earlier["unit"]):
        _put(point, "temperature", made)


def _simple(typed: str, measures: str, unit: str, key: str, faults: Faults) -> dict[str, Any] | None:
    if not typed:
        return None
    try:
        number, symbol = units.parse(typed, measures, unit)
    except units.UnitError as error:
        faults.add(key, str(error))
        return None
    return {"value": int(number) if number.is_integer() and abs(number) < 1e15 else number, "unit": symbol}


def _window(draft: Draft, before: Draft, raw: dict[str, Any], faults: Faults) -> None:
    ends = ("reduction", "oxidation")
    now = (*(draft.number(end) for end in ends), draft.window_reference, draft.window_method)
    if now == (*(before.number(end) for end in ends), before.window_reference, before.window_method):
        return
    windows = list(raw.get("windows", ()))
    first = dict(windows[0]) if windows else {}
    for end in ends:
        if draft.number(end) != before.number(end):
            _put(first, end, _quantity(draft.number(end), end, first.get(end), faults))
    first |= {"reference": draft.window_reference, "method": draft.window_method}
    low, high = (first.get(end) for end in ends)
    if low and high and low["value"] is not None and high["value"] is not None:
        volts = [units.to_si(entry["value"], entry["unit"]) for entry in (low, high)]
        if volts[0] >= volts[1]:
            faults.add("oxidation", tr("must lie above the lower end of the window"))
    rest = windows[1:]
    _put(raw, "windows", [first, *rest] if low or high else rest or None)


_FIELD_OF: Final = {"preferred": "conductivity", "windows": "oxidation", "potential_reference": "average_potential"}


def _valid(raw: dict[str, Any], faults: Faults) -> Material | None:
    try:
        return Material.model_validate_json(json.dumps(raw))
    except ValidationError as error:
        for item, problem in zip(error.errors(include_url=False), _each(error, raw), strict=True):
            first = str(item["loc"][0]) if item["loc"] else ""
            if first == "windows" and "reduction" in item["loc"]:
                first = "reduction"
            faults.add(_FIELD_OF.get(first, first), problem)
    except ValueError as error:
        faults.add("", str(error))
    return None


def _each(error: ValidationError, raw: dict[str, Any]) -> list[str]:
    """Return each error in the words that files are refused with, one for each, in their order."""
    words = []
    for item in error.errors(include_url=False):
        alone = ValidationError.from_exception_data(error.title, [_line(item)])
        words.append("; ".join(problem.what for problem in problems_of(alone, raw)))
    return words


def _line(item: Any) -> Any:
    line = {"type": item["type"], "loc": item["loc"], "input": item["input"]}
    return line | ({"ctx": item["ctx"]} if "ctx" in item else {})
