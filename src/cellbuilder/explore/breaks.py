"""Varying inputs across values at which other relations of a design apply."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from threading import Lock
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cellbuilder.engine.calculation import Calculation, Plan, Step
from cellbuilder.engine.cell import Cell

Array = NDArray[np.float64]
Rows = NDArray[np.intp]
Point = tuple[float, ...]
EXACT: Final = 32
"""Up to so many variants, each is built on its own."""
FEW: Final = 3
"""Up to so many inputs, all combinations of their ends are tried; of more, one input at a time."""
CORNERS: Final = 4
"""A box of variants is tried at all its corners in up to so many inputs."""


class Prepared(NamedTuple):
    """What is to be run, and by result the key of its term, with factor and offset from its unit to SI.

    Without a plan nothing is known: the design would be refused.
    """

    plan: Plan | None
    scales: dict[str, tuple[str, float, float]]


class Breaks:
    """Finds, for any values of inputs, which of them the same relations apply to; what it has built it keeps.

    ``base`` holds the inputs that can be set in the design, with their values there (SI). ``marks`` are values at
    which other relations may apply: a variant exactly on one stands alone. For the rest, the design is built at
    the ends of what is asked for; where the relations differ there (a value that can be carried so far, but not
    further), the variants are halved until they agree. ``build`` returns None where a design would be refused.
    """

    def __init__(
        self, base: Mapping[str, float], marks: Mapping[str, Iterable[float]],
        build: Callable[[Mapping[str, float]], Cell | None], prepare: Callable[[Cell | None], Prepared],
        varied: Iterable[str] = (),
    ) -> None:  # fmt: skip
        self._keys = tuple(base)
        self._base: Point = tuple(base.values())
        self._marks = {key: np.array(sorted(marks[key])) for key in self._keys if marks.get(key)}
        self._build, self._prepare = build, prepare
        self._varied = frozenset((*varied, *base))
        self._known: dict[Point, Prepared] = {}
        self._alike: dict[Any, Prepared] = {}
        self._stretches: dict[tuple[Any, ...], tuple[Prepared, float, float]] = {}
        self._probed: tuple[dict[str, tuple[float, float]], tuple[str, ...]] | None = None
        self._lock = Lock()

    def switching(self, given: Mapping[str, Array], length: int) -> tuple[str, ...]:
        """Return the inputs that change the relations somewhere between their values here and that of the design."""
        spans = {}
        for key, value in zip(self._keys, self._base, strict=True):
            finite = given[key][np.isfinite(given[key])]
            if finite.size and (finite.size < given[key].size or finite.min() != value or finite.max() != value):
                spans[key] = (min(value, float(finite.min())), max(value, float(finite.max())))
        if not spans:
            return ()
        if length <= EXACT:
            return tuple(spans)
        with self._lock:
            probed = self._probed
        if probed is not None and probed[0].keys() == spans.keys() and all(
            probed[0][key][0] <= low and high <= probed[0][key][1] for key, (low, high) in spans.items()
        ):  # fmt: skip
            return probed[1]
        axes = self._crossed(given, spans)
        with self._lock:
            self._probed = spans, axes
        return axes

    def _crossed(self, given: Mapping[str, Array], spans: Mapping[str, tuple[float, float]]) -> tuple[str, ...]:
        home = dict(zip(self._keys, self._base, strict=True))
        ends = {key: sorted({low, home[key], high}) for key, (low, high) in spans.items()}
        if len(spans) > FEW:
            plain = self._at(home)
            return tuple(
                key for key, values in ends.items() if any(self._at({**home, key: v}) is not plain for v in values)
            )
        for key, values in ends.items():  # one value from the middle: both ends can be alike and it not
            finite = given[key][np.isfinite(given[key])]
            values.append(float(np.partition(finite.ravel(), finite.size // 2).ravel()[finite.size // 2]))
        alone = tuple(ends) if len(ends) == 1 else ()
        found = {
            point: self._at({**home, **dict(zip(ends, point, strict=True))}, alone) for point in product(*ends.values())
        }
        axes = []
        for index, key in enumerate(ends):
            seen: dict[Point, Prepared] = {}
            if any(seen.setdefault((*p[:index], *p[index + 1 :]), made) is not made for p, made in found.items()):
                axes.append(key)
        return tuple(axes)

    def groups(self, given: Mapping[str, Array], length: int, axes: tuple[str, ...]) -> Iterator[tuple[Rows, Prepared]]:
        """Yield places in the arrays and what is to be run there; those without a finite value are left out."""
        values = np.array([np.broadcast_to(given[key], (length,)) for key in axes]).reshape(len(axes), length)
        rows = np.flatnonzero(np.isfinite(values).all(axis=0))
        found: dict[int, tuple[Prepared, list[Rows]]] = {}
        for piece in self._pieces(values, rows, axes):
            pairs = self._one_by_one(values, piece, axes) if length <= EXACT else self._halved(values, piece, axes)
            for some, prepared in pairs:
                found.setdefault(id(prepared), (prepared, []))[1].append(some)
        for prepared, parts in found.values():
            yield np.concatenate(parts), prepared

    def _pieces(self, values: Array, rows: Rows, axes: tuple[str, ...]) -> Iterator[Rows]:
        """Divide the variants at the marks, and at the value of the design: what is refused lies on either side."""
        home = dict(zip(self._keys, self._base, strict=True))
        pieces = [rows]
        for row, key in zip(values, axes, strict=True):
            divided = []
            for piece in pieces:
                place = 2 * self._place(key, row[piece]) + (row[piece] < home[key])
                order = np.argsort(place, kind="stable")
                divided += np.split(piece[order], np.flatnonzero(np.diff(place[order])) + 1)
            pieces = divided
        yield from (piece for piece in pieces if piece.size)

    def _place(self, key: str, value: Any) -> Any:
        marks = self._marks.get(key)
        if marks is None:
            return np.zeros_like(value, int)
        return np.searchsorted(marks, value, "left") + np.searchsorted(marks, value, "right")

    def _one_by_one(self, values: Array, rows: Rows, axes: tuple[str, ...]) -> Iterator[tuple[Rows, Prepared]]:
        home = dict(zip(self._keys, self._base, strict=True))
        for row in rows:
            point = dict(zip(axes, values[:, row].tolist(), strict=True))
            yield np.array([row]), self._at({**home, **point})

    def _halved(self, values: Array, rows: Rows, axes: tuple[str, ...]) -> Iterator[tuple[Rows, Prepared]]:
        """Divide variants between the same marks until the corners of each box of them agree."""
        home = dict(zip(self._keys, self._base, strict=True))
        waiting = [rows]
        while waiting:
            piece = waiting.pop()
            some = values[:, piece]
            low, high = some.min(axis=1).tolist(), some.max(axis=1).tolist()
            corners = [self._at({**home, **dict(zip(axes, point, strict=True))}, axes) for point in _corners(low, high)]
            if all(made is corners[0] for made in corners):
                yield piece, corners[0]
                continue
            several = [np.unique(row) for row in some]
            widest = max(range(len(axes)), key=lambda index: several[index].size)
            middle = several[widest][(several[widest].size - 1) // 2]
            first = some[widest] <= middle
            waiting += [piece[first], piece[~first]]

    def _at(self, values: Mapping[str, float], axes: tuple[str, ...] = ()) -> Prepared:
        """Return what applies at these values: what does on both sides of them, or a new calculation."""
        point = tuple(values[key] for key in self._keys)
        places = tuple(int(self._place(key, values[key])) for key in self._marks)
        with self._lock:
            known = self._known.get(point)
            if known is not None:
                return known
            side = (axes, places, *(values[axis] < home for axis, home in zip(self._keys, self._base, strict=True)
                                    if axis in axes))  # fmt: skip
            value = values[axes[0]] if len(axes) == 1 else np.nan
            if len(axes) == 1:
                for where, (made, low, high) in self._stretches.items():
                    if where[0] == side and low <= value <= high:
                        return made
            cell = self._build({key: values[key] for key, old in zip(self._keys, self._base, strict=True)
                                if values[key] != old})  # fmt: skip
            relations = None if cell is None else (places, _relations(cell, self._varied))
            prepared = self._alike.get(relations)
            if prepared is None:
                prepared = self._alike[relations] = self._prepare(cell)
            if len(axes) == 1:
                _, low, high = self._stretches.get((side, id(prepared)), (prepared, value, value))
                self._stretches[side, id(prepared)] = prepared, min(low, value), max(high, value)
            if len(self._known) < 1_000_000:
                self._known[point] = prepared
            return prepared


def _corners(low: list[float], high: list[float]) -> list[Point]:
    """Return the corners of a box; of one in many inputs, two opposite ones and their neighbours."""
    moving = [index for index, (first, last) in enumerate(zip(low, high, strict=True)) if first < last]
    if len(moving) <= CORNERS:
        return list(product(*(sorted({first, last}) for first, last in zip(low, high, strict=True))))
    found = [tuple(low), tuple(high)]
    for index in moving:
        found.append((*low[:index], high[index], *low[index + 1 :]))
        found.append((*high[:index], low[index], *high[index + 1 :]))
    return found


def _relations(cell: Cell, varied: frozenset[str]) -> tuple[Any, ...]:
    """Return what decides the results besides the varied inputs: steps with their inputs, values, what is known."""
    return (*_terms(cell.calculation, varied), *(row.key for row in cell.rows() if isinstance(row.term, str)))


def _terms(calculation: Calculation, varied: frozenset[str]) -> Iterator[Any]:
    for key, term in calculation.terms.items():
        if isinstance(term, Step):
            yield (key, term.formula, *(source.key for _, source in term.inputs))
        elif key not in varied:
            yield key, term.value
