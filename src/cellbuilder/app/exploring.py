"""What can be varied and looked at in a design, and what comes out: curves, maps, spreads; and taking a value over."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from cellbuilder import assess, units
from cellbuilder.app import present
from cellbuilder.app.edits import EditError, set_at, set_interface, set_share
from cellbuilder.app.exploring_menu import Choice, Menu, Outcome, layer_of_one, menu
from cellbuilder.app.words import tr
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import Figure
from cellbuilder.engine.cell import Cell
from cellbuilder.engine.trace import Tracer, shown_or_unknown
from cellbuilder.explore import sweep as sweeps
from cellbuilder.explore.fields import Place, Places, fault, with_values
from cellbuilder.explore.many import evaluate_many
from cellbuilder.explore.parameters import CONTACT, UnknownParameterError, with_contact
from cellbuilder.explore.uncertainty import Spread, monte_carlo
from cellbuilder.units import UnitError

__all__ = [
    "Choice", "Curve", "Gap", "Menu", "Outcome", "Spreading", "Surface", "Varied", "crossings", "curves", "jumps",
    "menu", "spread", "surface", "take", "varied_values",
]  # fmt: skip

Floats = npt.NDArray[np.float64]
Report = Callable[[float], None]
"""Told the share that is done; may raise to stop the work."""

DRAWS: Final = 4096
EDGE: Final = 1e-6
"""How near to a break its sides are looked at, as a share of the range."""
JUMP: Final = 1e-3
"""Values on both sides of a break that differ by more are a jump."""
LOOKS: Final = 3
"""A map is looked into at so many values of each input, to find where it shows bounds."""
MOST_GAPS: Final = 3
"""So many gaps of a curve are put into words."""


@dataclass(frozen=True, slots=True)
class Varied:
    """An input with the ends between which it goes, in ``unit``; in equal factors if ``log``."""

    key: str
    name: str
    unit: str
    low: float
    high: float
    log: bool = False
    value: float | None = None
    """Where the design is now."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a curve has no value, and why."""

    first: float
    last: float
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One result along an input; NaN where it is unknown. ``figures`` are those of the design at each point.

    ``breaks`` are the values at which other relations begin to apply, ``sides`` the points hard by them.
    """

    outcome: Outcome
    varied: Varied
    x: Floats
    y: Floats
    here: Figure
    figures: tuple[Figure, ...] | None
    gaps: tuple[Gap, ...]
    breaks: tuple[float, ...]
    sides: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """One result over two inputs: ``values[i, j]`` at ``ys[i]``, ``xs[j]``.

    ``figures`` are those of the design, and of places all over the map where both inputs stand in the design.
    """

    outcome: Outcome
    across: Varied
    up: Varied
    xs: Floats
    ys: Floats
    values: Floats
    here: Figure
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Spreading:
    """What random draws make of results, and what is known of the inputs behind them, by key."""

    spreads: tuple[tuple[Outcome, Spread], ...]
    inputs: dict[str, tuple[str, str]]
    """Value and range of an input as text, and what its range is."""


def curves(
    design: Design, evidence: EvidenceBase, varied: Varied, outcomes: Sequence[Outcome], points: int,
    report: Report = lambda _: None,
) -> tuple[Curve, ...]:  # fmt: skip
    """Return results along an input, with the range that each has at each point where the input stands in the design.

    Raises:
        EditError: the input cannot go so far, in words.
    """
    table = _swept(design, evidence, [varied], points, outcomes)
    report(0.1)
    base, place = _opened(design, evidence, varied)
    here = _figures(assess.cell_of(design, evidence), outcomes)
    x = varied_values(varied, points)
    found: list[dict[str, Figure] | str] | None = None
    if place is not None:
        found = []
        for index, value in enumerate(x.tolist()):
            report(0.1 + 0.9 * index / points)
            found.append(_at(base, evidence, {place: (value, varied.unit)}, outcomes))
    marks = assess.cell_of(base, evidence).calculation.breaks.get(varied.key, set())
    low, high = sorted((varied.low, varied.high))
    inside = [mark for mark in sorted(units.from_si(mark, varied.unit) for mark in marks) if low < mark < high]
    hard_by = _hard_by(base, evidence, varied, inside, outcomes)
    result = []
    for outcome in outcomes:
        y = np.where(np.isfinite(table.results.values[outcome.key]), table.results.values[outcome.key], np.nan)
        own = None if found is None else tuple(_own(entry, outcome) for entry in found)
        result.append(Curve(outcome, varied, x, y, here[outcome.key], own, _gaps(x, y, own), tuple(inside),
                            hard_by[outcome.key]))  # fmt: skip
    report(1.0)
    return tuple(result)


def surface(
    design: Design, evidence: EvidenceBase, across: Varied, up: Varied, outcome: Outcome, points: int
) -> Surface:
    """Return a result over two inputs.

    Raises:
        EditError: an input cannot go so far, or both are the same, in words.
    """
    table = _swept(design, evidence, [across, up], points, [outcome])
    values = table.results.values[outcome.key].reshape(points, points).T
    here = _figures(assess.cell_of(design, evidence), [outcome])[outcome.key]
    elsewhere = _over(design, evidence, across, up, outcome)
    return Surface(outcome, across, up, varied_values(across, points), varied_values(up, points),
                   np.where(np.isfinite(values), values, np.nan), here, (here, *elsewhere))  # fmt: skip


def _over(
    design: Design, evidence: EvidenceBase, across: Varied, up: Varied, outcome: Outcome
) -> tuple[Figure, ...]:  # fmt: skip
    """Return the figures of a result at the corners of a map, in the middle of its sides and in its middle."""
    base, _ = _opened(design, evidence, across)
    base, second = _opened(base, evidence, up)
    _, first = _opened(base, evidence, across)
    if first is None or second is None:
        return ()
    pairs = product(varied_values(across, LOOKS).tolist(), varied_values(up, LOOKS).tolist())
    entries = (_at(base, evidence, {first: (x, across.unit), second: (y, up.unit)}, [outcome]) for x, y in pairs)
    return tuple(_own(entry, outcome) for entry in entries)


def spread(design: Design, evidence: EvidenceBase, outcomes: Sequence[Outcome], draws: int = DRAWS) -> Spreading:
    """Draw all inputs within their ranges and say which of them the results follow."""
    known = [outcome for outcome in outcomes if outcome.known]
    found = monte_carlo(design, evidence, [outcome.key for outcome in known], draws=draws, workers=1)
    leaves = assess.cell_of(design, evidence).calculation.leaves()
    said = {leaf.key: (present.quantity(leaf.shown), str(leaf.range_label)) for leaf in leaves if leaf.shown}
    return Spreading(tuple((outcome, found[outcome.key]) for outcome in known), said)


def take(design: Design, evidence: EvidenceBase, varied: Varied, value: float) -> Design:
    """Return the design with this value of an input, to four digits.

    Raises:
        EditError: the input is no field of the design, or does not take the value.
    """
    number: float | int = float(f"{value:.4g}")
    quantity = Quantity(value=int(number) if float(number).is_integer() else number, unit=varied.unit)
    if varied.key.startswith(CONTACT):
        first, _, second = varied.key.removeprefix(CONTACT).partition("|")
        ids = {layer.id for layer in design.stack.layers}
        if {first, second} <= ids:
            return set_interface(design, (first, second), quantity)
    return _taken(design, evidence, varied, quantity)


def _taken(design: Design, evidence: EvidenceBase, varied: Varied, quantity: Quantity) -> Design:
    start, _, rest = varied.key.partition(":")
    if start == "conductivity":
        return set_at(design, ("layer", _only_layer(design, rest, varied.name), "conductivity"), quantity)
    path = _place_of(design, evidence, varied.key)
    if path is None or path[0] != "stack":
        words = tr("{input} belongs to a material or a rule, not to this stack; change it in the library")
        raise EditError(words.format(input=present.capitalised(varied.name)))
    stack = design.stack
    if path[1] == "layers":
        layer = stack.layers[path[2]]
        if path[3:4] == ("components",) and path[-1] == "mass_fraction":
            return set_share(design, layer.id, path[4], quantity)
        return set_at(design, ("layer", layer.id, *path[3:]), quantity)
    if path[1] == "interfaces":
        return set_at(design, ("seam", *stack.interfaces[path[2]].between, *path[3:]), quantity)
    return set_at(design, path[1:], quantity)


def _hard_by(
    design: Design, evidence: EvidenceBase, varied: Varied, marks: Sequence[float], outcomes: Sequence[Outcome]
) -> dict[str, tuple[tuple[float, float], ...]]:  # fmt: skip
    """Return the points just below and just above each mark, for every result."""
    if not marks:
        return {outcome.key: () for outcome in outcomes}
    step = EDGE * abs(varied.high - varied.low)
    places = np.array([mark + side for mark in marks for side in (-step, step)])
    keys = [outcome.key for outcome in outcomes]
    found = evaluate_many(design, evidence, {varied.key: (places, varied.unit)}, keys, workers=1).values
    return {key: tuple(zip(places.tolist(), found[key].tolist(), strict=True)) for key in keys}


def crossings(curve: Curve, target: float) -> tuple[float, ...]:
    """Return where a curve meets a value, read off between its points; not where it jumps across it."""
    points = _points(curve, target)
    found = []
    for first, last in pairwise(points):
        if first[1] == 0.0:
            found.append(first[0])
        elif first[1] * last[1] < 0.0 and not _is_jump(curve, first, last, target):
            start, end = (math.log(x) if curve.varied.log else x for x in (first[0], last[0]))
            place = start + (end - start) * first[1] / (first[1] - last[1])
            found.append(math.exp(place) if curve.varied.log else place)
    if points[-1][1] == 0.0:
        found.append(points[-1][0])
    return tuple(found)


def jumps(curve: Curve, target: float) -> tuple[float, ...]:
    """Return where a curve jumps across a value, because other relations begin to apply there."""
    return tuple(
        (first[0] + last[0]) / 2.0
        for first, last in pairwise(_points(curve, target))
        if first[1] * last[1] < 0.0 and _is_jump(curve, first, last, target)
    )


def _points(curve: Curve, target: float) -> list[tuple[float, float]]:
    """Return all points that are known of a curve, from left to right, and how far each lies above a value."""
    points = {**dict(curve.sides), **dict(zip(curve.x.tolist(), curve.y.tolist(), strict=True))}
    return [(x, points[x] - target if math.isfinite(points[x]) else math.nan) for x in sorted(points)]


def _is_jump(curve: Curve, first: tuple[float, float], last: tuple[float, float], target: float) -> bool:
    """Whether two points lie hard by each other, but their values do not."""
    near = last[0] - first[0] <= 2.5 * EDGE * abs(curve.varied.high - curve.varied.low)
    return near and abs(last[1] - first[1]) > JUMP * max(abs(first[1] + target), abs(last[1] + target))


def varied_values(varied: Varied, points: int) -> Floats:
    """Return the values that an input goes through."""
    values = np.geomspace if varied.log else np.linspace
    return np.asarray(values(varied.low, varied.high, points), float)


def _swept(
    design: Design, evidence: EvidenceBase, asked: Sequence[Varied], points: int, outcomes: Sequence[Outcome]
) -> sweeps.Table:
    for entry in asked:
        if entry.low == entry.high:
            raise EditError(tr("Both ends of the range are the same"))
        if entry.log and min(entry.low, entry.high) <= 0.0:
            raise EditError(tr("Equal factors need both ends above zero"))
    ranges = [sweeps.Range(entry.key, entry.low, entry.high, entry.unit, entry.log) for entry in asked]
    try:
        return sweeps.sweep(design, evidence, ranges, points, [outcome.key for outcome in outcomes])
    except KeyError as error:
        raise EditError(tr("The design has no result called {key}").format(key=error.args[0])) from None
    except (UnknownParameterError, UnitError, ValueError) as error:
        raise EditError(present.capitalised(str(error))) from None


def _opened(design: Design, evidence: EvidenceBase, varied: Varied) -> tuple[Design, Place | None]:
    """Return the design in which the input exists, and where it stands there."""
    for base in (design, with_contact(design, varied.key, varied.unit, max(varied.low, varied.high, 0.0))):
        if base is not None:
            leaves = {leaf.key: leaf for leaf in assess.cell_of(base, evidence).calculation.leaves()}
            if varied.key in leaves:
                return base, Places(base).find(leaves[varied.key])
    return design, None


def _figures(cell: Cell, outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    tracer = Tracer(cell.calculation)
    rows = {row.key: row for row in cell.rows()}
    found = {}
    for outcome in outcomes:
        row = rows.get(outcome.key)
        term = _missing(cell, outcome) if row is None else row.term
        found[outcome.key] = shown_or_unknown(tracer, term, outcome.key, outcome.name, outcome.unit)
    return found


def _missing(cell: Cell, outcome: Outcome) -> str:
    """Say why a design has no such result: a total of a regime needs its layers."""
    if outcome.key.startswith("asr@"):
        for row in cell.rows():
            if row.key.startswith("asr:") and "|" not in row.key and isinstance(row.term, str):
                return row.term
    return tr("this design has no such result")


def _at(
    design: Design, evidence: EvidenceBase, values: Mapping[Place, tuple[float, str]], outcomes: Sequence[Outcome]
) -> dict[str, Figure] | str:
    """Return the figures of the design with these values, or why a design file cannot hold them."""
    reason = next(filter(None, (place.refusal(value, unit) for place, (value, unit) in values.items())), None)
    if reason is not None:
        return reason
    changed = with_values(design, {place: units.to_si(value, unit) for place, (value, unit) in values.items()})
    try:
        with np.errstate(all="ignore"):
            return _figures(assess.cell_of(changed, evidence), outcomes)
    except (ArithmeticError, ValueError):
        return fault(changed) or tr("not defined for these inputs")


def _own(entry: dict[str, Figure] | str, outcome: Outcome) -> Figure:
    if isinstance(entry, str):
        return Figure(outcome.key, outcome.name, None, outcome.unit, "unknown", note=entry)
    return entry[outcome.key]


def _gaps(x: Floats, y: Floats, figures: Sequence[Figure] | None) -> tuple[Gap, ...]:
    missing = np.flatnonzero(np.isnan(y))
    if not missing.size:
        return ()
    found = []
    for run in np.split(missing, np.flatnonzero(np.diff(missing) > 1) + 1):
        middle = int(run[run.size // 2])
        note = None if figures is None else figures[middle].note
        reason = note or tr("not known there")
        found.append(Gap(float(x[run[0]]), float(x[run[-1]]), reason))
    return tuple(found[:MOST_GAPS])


def _place_of(design: Design, evidence: EvidenceBase, key: str) -> tuple[Any, ...] | None:
    """Return the way to the field of an input."""
    leaves = assess.cell_of(design, evidence).calculation.leaves()
    leaf = next((leaf for leaf in leaves if leaf.key == key), None)
    place = None if leaf is None else Places(design).find(leaf)
    return None if place is None else place.path


def _only_layer(design: Design, material: str, name: str) -> str:
    layer = layer_of_one(design, material)
    if layer is None:
        words = tr("{input} holds for several layers; enter a conductivity in the layer that it is for")
        raise EditError(words.format(input=present.capitalised(name)))
    return layer
