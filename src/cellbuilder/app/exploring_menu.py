"""What a design has to vary and to look at: inputs with their names and a range to begin with, and results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cellbuilder import assess, units
from cellbuilder.app.words import tr
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.engine.calculation import Leaf
from cellbuilder.engine.cell import Cell
from cellbuilder.engine.operation import Row
from cellbuilder.explore.fields import Place, Places
from cellbuilder.explore.parameters import CONTACT

_HIDDEN: Final = ("measured at", "reference of the limits")
_SHARES: Final = ("porosity", "mass fraction", "coverage", "first-cycle efficiency of", "relative density")
_WIDE: Final = ("conductivity", "diffusivity", "area resistance", "number per area", "time", "resistance growth")
_FIRST: Final = ("asr@pseudo-steady", "asr@front", "asr@instantaneous", "wh_per_kg:stack", "wh_per_l:stack", "capacity",
                 "voltage", "np", "thickness")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """An input to vary: its value in ``unit`` (None where it is unknown) and a range to begin with.

    ``settable`` says whether a value from a curve can be taken over into the design.
    """

    key: str
    name: str
    unit: str
    value: float | None
    low: float
    high: float
    log: bool
    settable: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result to look at."""

    key: str
    name: str
    unit: str
    known: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """All that a design has to vary and to look at."""

    choices: tuple[Choice, ...]
    outcomes: tuple[Outcome, ...]


def menu(design: Design, evidence: EvidenceBase) -> Menu:
    """Return what can be varied and looked at, the usual things first."""
    cell = assess.cell_of(design, evidence)
    places = Places(design)
    leaves = [leaf for leaf in cell.calculation.leaves() if not leaf.key.startswith(_HIDDEN)]
    choices = [_choice(design, leaf, places.find(leaf)) for leaf in leaves]
    choices += list(_open_contacts(design, cell))
    choices.sort(key=lambda choice: not choice.settable)
    outcomes = [Outcome(row.key, _title(row), row.unit, not isinstance(row.term, str)) for row in cell.rows()]
    rank = {key: index for index, key in enumerate(_FIRST)}
    outcomes.sort(key=lambda outcome: rank.get(outcome.key, len(rank)))
    return Menu(tuple(choices), tuple(outcomes))


def layer_of_one(design: Design, material: str) -> str | None:
    """Return the only layer with a material, if it is made of it alone."""
    having = [layer for layer in design.stack.layers if material in layer.material_ids]
    return having[0].id if len(having) == 1 and having[0].material == material else None


def _title(row: Row) -> str:
    """Return the name of a result as it stands in a list of many: short, and saying what it is of."""
    if row.key.startswith("asr@"):
        return tr("ASR, {regime}").format(regime=row.key.partition("@")[2])
    return tr("ASR of {part}").format(part=row.name) if row.key.startswith("asr:") else row.name


def _choice(design: Design, leaf: Leaf, place: Place | None) -> Choice:
    start = leaf.key.partition(":")[0]
    unit = "%" if leaf.unit == "1" and start in _SHARES else leaf.unit
    value = units.from_si(leaf.value, unit)
    low, high, log = _suggested(leaf, start, unit, value)
    if place is not None:
        low, high = (_within(place, value, end, unit) for end in (low, high))
    settable = place is not None and place.path[0] == "stack"
    if start == "conductivity":
        settable = layer_of_one(design, leaf.key.partition(":")[2]) is not None
    return Choice(leaf.key, leaf.name, unit, _short(value), low, high, log and low > 0.0, settable)


def _suggested(leaf: Leaf, start: str, unit: str, value: float) -> tuple[float, float, bool]:
    """Return a range to begin with, in a unit: what is likely to be asked, and the range of the input itself."""
    kind = units.find(unit).kind
    ends = [units.from_si(end, unit) for end in (leaf.low, leaf.high) if end is not None]
    if kind == "temperature":
        shift = units.from_si(units.ZERO_CELSIUS_K, unit)
        return min(_round(value - 40.0), shift), max(_round(value + 60.0), shift + 80.0), False
    if start in _SHARES:
        full = units.from_si(1.0, unit)
        low = 0.0 if start == "porosity" else full * 0.1
        high = full * (0.5 if start == "porosity" else 0.95)
        return min(low, _short(value)), max(high, _short(value)), False
    if kind == "voltage":
        step = units.from_si(0.5, unit)
        return _round(min([value - step, *ends])), _round(max([value + step, *ends])), False
    if value <= 0.0:
        return _round(min([2.0 * value, *ends])), _round(max([1.0 if value == 0.0 else 0.0, *ends])), False
    wide = kind in _WIDE
    down, up = (10.0, 10.0) if wide else (20.0, 2.0) if kind == "length" else (5.0, 3.0)
    positive = [end for end in ends if end > 0.0]
    return _round(min([_rough(value / down), *positive])), _round(max([_rough(value * up), *positive])), wide


def _within(place: Place, value: float, end: float, unit: str) -> float:
    """Return the end of a range, brought so near to the value that the field takes it."""
    for _ in range(20):
        if place.refusal(end, unit) is None:
            return end
        end = _short((value + end) / 2.0)
    return value


def _open_contacts(design: Design, cell: Cell) -> Iterator[Choice]:
    """Yield the contacts whose resistance is unknown: to vary it shows what it would cost."""
    unknown = {row.key: row.name for row in cell.rows() if isinstance(row.term, str)}
    for first, second in pairwise(layer.id for layer in design.stack.layers):
        name = unknown.get(f"asr:{first}|{second}")
        if name is not None:
            words = tr("resistance of the contact {name} (unknown now)").format(name=name)
            yield Choice(f"{CONTACT}{first}|{second}", words, "Ohm cm2", None, 0.0, 100.0, False, True)


def _round(value: float) -> float:
    return float(f"{value:.2g}")


def _rough(value: float) -> float:
    return float(f"{value:.1g}")


def _short(value: float) -> float:
    return float(f"{value:.6g}")
