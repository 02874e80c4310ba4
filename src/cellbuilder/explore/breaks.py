"""Varying the temperature across values at which other relations of a design apply."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from threading import Lock
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cellbuilder.engine.calculation import Calculation, Plan, Step
from cellbuilder.engine.cell import Cell

Array = NDArray[np.float64]
TEMPERATURE: Final = "temperature"


class Prepared(NamedTuple):
    """What is to be run, and by result the key of its term, with factor and offset from its unit to SI."""

    plan: Plan
    scales: dict[str, tuple[str, float, float]]


class _Built(NamedTuple):
    kelvin: float
    place: int
    relations: tuple[Any, ...]
    prepared: Prepared


class Breaks:
    """Finds, for any temperatures, which of them the same relations apply to; what it has built it keeps.

    ``marks`` are temperatures (K) at which others may apply: a variant exactly on one stands alone. Between two marks
    the calculation is built at the lowest and the highest temperature asked for; where they differ (a value that
    can be carried so far, but not further), the first temperature of the other kind is found by halving.
    """

    def __init__(
        self, marks: Iterable[float], build: Callable[[float], Cell], prepare: Callable[[Cell], Prepared]
    ) -> None:
        self._marks = np.array(sorted(marks))
        self._build, self._prepare = build, prepare
        self._known: list[_Built] = []
        self._lock = Lock()

    def groups(self, kelvin: Array) -> Iterator[tuple[NDArray[np.intp], Prepared]]:
        """Yield places in ``kelvin`` and what is to be run there; those that are no temperature are left out."""
        usable = np.flatnonzero((kelvin > 0.0) & np.isfinite(kelvin))
        order = usable[np.argsort(kelvin[usable], kind="stable")]
        if not order.size:
            return
        cuts = np.flatnonzero(np.diff(self._place(kelvin[order]))) + 1
        for piece in np.split(order, cuts):
            yield from self._alike(piece, kelvin)

    def _place(self, kelvin: Any) -> Any:
        return np.searchsorted(self._marks, kelvin, "left") + np.searchsorted(self._marks, kelvin, "right")

    def _alike(self, piece: NDArray[np.intp], kelvin: Array) -> Iterator[tuple[NDArray[np.intp], Prepared]]:
        """Divide a piece (sorted by temperature, between two marks) where the relations change."""
        last = self._at(float(kelvin[piece[-1]])).prepared
        while (first := self._at(float(kelvin[piece[0]])).prepared) is not last:
            same, other = 0, piece.size - 1
            while other - same > 1:
                middle = (same + other) // 2
                if self._at(float(kelvin[piece[middle]])).prepared is first:
                    same = middle
                else:
                    other = middle
            yield piece[:other], first
            piece = piece[other:]
        yield piece, last

    def _at(self, kelvin: float) -> _Built:
        """Return what applies at a temperature: what does on both sides of it, or a new calculation."""
        with self._lock:
            index = bisect_left(self._known, kelvin, key=lambda built: built.kelvin)
            near = self._known[max(index - 1, 0) : index + 1]
            if near and near[-1].kelvin == kelvin:
                return near[-1]
            if len(near) == 2 and near[0].prepared is near[1].prepared:
                return near[0]
            cell = self._build(kelvin)
            place, relations = int(self._place(kelvin)), _relations(cell.calculation)
            alike = next((old for old in self._known if (old.place, old.relations) == (place, relations)), None)
            prepared = self._prepare(cell) if alike is None else alike.prepared
            built = _Built(kelvin, place, relations, prepared)
            self._known.insert(index, built)
            return built


def _relations(calculation: Calculation) -> tuple[Any, ...]:
    """Return what decides the results besides the temperature: the steps with their inputs, and the input values."""
    return tuple(
        (key, *(source.key for _, source in term.inputs)) if isinstance(term, Step) else (key, term.value)
        for key, term in calculation.terms.items()
        if key != TEMPERATURE
    )
