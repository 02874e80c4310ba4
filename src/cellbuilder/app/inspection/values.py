"""What stands behind a field: where its value comes from, what is used where it is empty, what it was at first."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from cellbuilder import units
from cellbuilder.app import edits, present
from cellbuilder.app.edits import EditError, Path
from cellbuilder.app.inspection.rows import Number, Range
from cellbuilder.app.words import tr
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.base import record
from cellbuilder.domain.bench import Pressed
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.material import Material
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import ASSUMED, Figure
from cellbuilder.domain.source import Source
from cellbuilder.domain.stack import Layer
from cellbuilder.engine import layer_data

ENTERED: Final = "entered in the window"
"""The note of a quantity that was typed or set with a slider here."""
SIZINGS: Final = (
    ("thickness", tr("thickness")),
    ("loading", tr("loading of active material")),
    ("loading of composite", tr("loading of the composite")),
    ("areal capacity", tr("areal capacity")),
    ("pressed", tr("mass pressed")),
    ("pressed, thickness", tr("mass pressed and thickness")),
)
"""The ways in which a layer is sized, and what a person reads."""
_FOR_MILLI: Final = 1e-4
"""In S/m: conductivities from 0.001 mS/cm are told in mS/cm."""
_OF_ELECTRODES: Final = ("loading", "areal capacity")
_OF_COMPOSITES: Final = ("loading", "loading of composite")


def origin(quantity: Quantity | None) -> str:
    """Say in a word or two where a value comes from: ``yours``, ``assumption``, ``measured, ref. 7`` ..."""
    if quantity is None:
        return ""
    if quantity.note is not None and quantity.note.startswith(edits.BALANCE):
        return tr("balance")
    kind = quantity.kind or ""
    if quantity.source is not None:
        ref = quantity.source.ref
        name = tr("ref. {number}").format(number=ref) if ref.isdigit() else ref
        return f"{kind}, {name}" if kind else name
    if kind in ("assumption", "estimate"):
        return kind
    return tr("yours, {kind}").format(kind=kind) if kind else tr("yours")


def cited(quantity: Quantity | None, sources: Mapping[str, Source]) -> str:
    """Return where a value was read, in full; nothing where no source is named."""
    if quantity is None or quantity.source is None:
        return ""
    known = sources.get(quantity.source.ref)
    place = present.source(quantity.source, sources)
    return f"{place}\n{known.citation()}" if known is not None else place


def of_library(design: Design, number: Number) -> Quantity | None:
    """Return the value of the material in the design that stands in for an empty field."""
    if number.library is None or number.library[0] not in design.materials:
        return None
    material, field = design.material(number.library[0]), number.library[1]
    if field == "conductivity":
        return _conductivity(material)
    value = getattr(material, field)
    return value if isinstance(value, Quantity) else None


def _conductivity(material: Material) -> Quantity | None:
    point = material.preferred_point
    return None if point is None else usual(point.quantity())


@record
class StandIn:
    """What is used where a field is empty: as text, its value in SI, and whence it comes in a word."""

    text: str = ""
    si: float | None = None
    whence: str = ""


NOTHING: Final = StandIn()


def stands_in(design: Design, evaluation: Evaluation, number: Number) -> StandIn:
    """Return what is used where a field is empty: ``0.66 mS/cm`` from the ``library``; nothing if nothing is."""
    library = of_library(design, number)
    if library is not None and library.value is not None:
        text = f"{present.number(library.value)} {present.unit(library.unit)}".rstrip()
        return StandIn(text, library.si, tr("library"))
    trace, key = evaluation.figures.trace, number.used or ""
    step = trace.steps.get(key)
    used = trace.inputs.get(key) if step is None else step
    if used is None or used.value is None:
        return StandIn(tr("unknown"), None, tr("library")) if number.library is not None else NOTHING
    percent = used.unit == "1" and number.unit != "1"
    value, unit = (100.0 * used.value, "%") if percent else (used.value, used.unit)
    text = f"{present.number(value)} {present.unit(unit)}".rstrip()
    whence = tr("library") if isinstance(used, Figure) else str(used.kind)
    return StandIn(text, units.to_si(used.value, used.unit), whence)


class Originals:
    """The values with which a design started: those of its model or published cell."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[tuple[str | None, str | None], Design | None] = {}

    def value(self, design: Design, path: Path) -> Any:
        """Return what stood at a path when the design was new; None where that is not known."""
        first = self._design(design)
        if first is None:
            return None
        try:
            return edits.value_at(first, path)
        except (EditError, IndexError):
            return None

    def name(self, design: Design) -> str:
        """Return what the design started from, such as ``model T``."""
        if design.origin is None:
            return ""
        if design.origin.cell is not None:
            return tr("published cell")
        return tr("model {letter}").format(letter=design.origin.model)

    def _design(self, design: Design) -> Design | None:
        if design.origin is None:
            return None
        key = (design.origin.cell, design.origin.model)
        if key not in self._known:
            try:
                self._known[key] = (
                    self._workspace.from_cell(key[0]) if key[0] is not None else self._workspace.from_model(str(key[1]))
                )
            except (KeyError, ValueError, UnreadableError):  # this library does not hold it, or holds it damaged
                self._known[key] = None
        return self._known[key]


def converted(quantity: Quantity, unit: str) -> Quantity:
    """Return the same quantity in another unit of its kind."""
    ends: dict[str, Any] = {}
    for name in ("value", "low", "high"):
        number = getattr(quantity, name)
        if number is not None:
            ends[name] = tidy(units.from_si(units.to_si(number, quantity.unit), unit), 12)
    return edits.with_range(quantity, unit=unit, **ends)


def usual(quantity: Quantity) -> Quantity:
    """Return a conductivity of the library in mS/cm, as people say it, unless it is too low for that."""
    si = quantity.si
    if quantity.unit != "S/cm" or si is None or si < _FOR_MILLI:
        return quantity
    return converted(quantity, "mS/cm")


def tidy(value: float, digits: int) -> int | float:
    """Return a number with so many digits, whole where it is whole."""
    rounded = float(f"{value:.{digits}g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def stepped(quantity: Quantity, steps: int) -> Quantity:
    """Return a value one or more steps up or down; a step is one in its second digit."""
    value = float(quantity.value or 0.0)
    ground = abs(value) * (1.0 - 1e-9 if steps * value < 0 else 1.0)
    step = 10.0 ** (math.floor(math.log10(ground)) - 1) if ground else 0.1
    return set_to(quantity.unit, value + steps * step, 6)


def set_to(unit: str, value: float, digits: int = 3) -> Quantity:
    """Return a quantity that was set here."""
    return Quantity(value=tidy(value, digits), unit=unit, note=ENTERED)


def span_of(number: Range, quantity: Quantity | None) -> tuple[float, float]:
    """Return the ends of a slider in SI: the working range, widened to hold the value."""
    low, high = units.to_si(number.low, number.unit), units.to_si(number.high, number.unit)
    si = None if quantity is None else quantity.si
    if si is not None and (si > 0 or not number.log):
        low, high = min(low, si), max(high, si)
    return low, high


def sizings(design: Design, layer_id: str) -> tuple[tuple[str, str], ...]:
    """Return the ways in which this layer can be sized."""
    layer = design.stack.layers[edits.layer_index(design, layer_id)]
    electrode, composite = layer.role in ("cathode", "anode"), bool(layer.components)
    return tuple(
        (way, name)
        for way, name in SIZINGS
        if (electrode or way not in _OF_ELECTRODES) and (composite or way not in _OF_COMPOSITES)
        and (electrode or layer.role == "electrolyte" or not way.startswith("pressed"))
    )  # fmt: skip


def sized(design: Design, evaluation: Evaluation, layer_id: str, way: str) -> dict[str, Any]:
    """Return the fields that size a layer in another way as it is sized now; for ``edits.resize``.

    Raises:
        EditError: the size now is not known, so there is nothing to begin with.
    """
    layer = design.stack.layers[edits.layer_index(design, layer_id)]
    figures = evaluation.figures
    budget = next((entry for entry in figures.budget if entry.layer == layer_id), None)
    mass = None if budget is None else budget.areal_mass.value
    thickness = None if budget is None else budget.thickness.value
    if way == "thickness":
        return {"thickness": layer.thickness or _worked_out(thickness, "um")}
    if way == "areal capacity":
        capacity = figures.trace.steps.get(f"capacity:{layer_id}")
        side = figures.cathode_capacity if layer.role == "cathode" else figures.anode_capacity
        return {"areal_capacity": _worked_out((capacity or side).value, "mAh/cm2")}
    if way.startswith("loading"):
        active = way == "loading"
        share = sum(part.mass_fraction.si or 0.0 for part in layer.components if part.function == "active material")
        loading = _worked_out(None if mass is None else mass * (share if active else 1.0), "mg/cm2")
        return {"loading": loading, "loading_basis": "active material" if active else "composite"}
    pressed = layer.pressed
    if pressed is None:
        area = (design.stack.format.area.si or 0.0) * 1e4
        weight = _worked_out(None if mass is None or not area else mass * area, "mg")
        pressed = Pressed(mass=weight, diameter=_worked_out(10.0 * math.sqrt(4.0 * area / math.pi), "mm"))
    both = way == "pressed, thickness"
    return {"pressed": pressed} | ({"thickness": layer.thickness or _worked_out(thickness, "um")} if both else {})


def _worked_out(value: float | None, unit: str) -> Quantity:
    if value is None:
        raise EditError(tr("the size of this layer is not known now, so it cannot be carried over"))
    return Quantity(value=tidy(value, 4), unit=unit, kind="calculated", note="worked out from the size before")


def assumptions(evaluation: Evaluation) -> tuple[str, ...]:
    """Return every assumed or estimated input of the calculation in a line."""
    lines = []
    for item in evaluation.figures.trace.inputs.values():
        if item.kind in ASSUMED and item.value is not None:
            value, low, high = present.with_ends(item.value, item.low, item.high, entered=True)
            ends = f" ({low} – {high})" if low and high else ""
            lines.append(f"{item.name}: {value} {present.unit(item.unit)}".rstrip() + f"{ends}, {item.kind}")
    return tuple(lines)


def volume_share(evaluation: Evaluation, layer: Layer, row: int) -> float | None:
    """Return what part of the volume of a composite an ingredient takes, pores included; None where it is unknown."""
    figure = evaluation.figures.trace.steps.get(f"volume fraction:{layer_data.part_key(layer, row)}")
    return None if figure is None else figure.value
