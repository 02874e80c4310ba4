"""The results of many variants of one design, in chunks and on all cores."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cellbuilder import assess, units
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.engine.calculation import Leaf, Term
from cellbuilder.engine.cell import Cell
from cellbuilder.explore.breaks import Breaks, Prepared
from cellbuilder.explore.fields import Place, Places, with_values

Array = NDArray[np.float64]
CHUNK: Final = 8192
"""Variants per step of work: a chunk of every array in use fits into the cache of a core."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Results by key, one array each, in the unit of ``units``; NaN where a result is unknown."""

    values: Mapping[str, Array]
    units: Mapping[str, str]


class Variants:
    """A design whose inputs take arrays of values.

    Made once, it runs on any number of chunks. Where inputs cross values at which other relations apply (another
    measured conductivity takes over, contact spots cover too much), the calculation is built anew on the other side.
    A value that its field in the design would refuse has unknown results.
    """

    def __init__(
        self, design: Design, evidence: EvidenceBase, keys: Iterable[str], results: Sequence[str] | None = None
    ) -> None:
        """Prepare to vary the inputs ``keys``; ``results`` are keys of results, all that are known by default.

        Raises:
            KeyError: a key is no input, or no result, of the calculation.
        """
        self._design, self._evidence = design, evidence
        self._keys = tuple(keys)
        self.cell = assess.cell_of(design, evidence)
        known, unknown = _found(self.cell)
        rows = [row.key for row in self.cell.rows() if row.key in known]
        self.results = tuple(rows if results is None else results)
        self.units = {key: known[key].unit if key in known else unknown[key] for key in self.results}
        self._plain = self._prepared(self.cell)
        leaves = {leaf.key: leaf for leaf in self.cell.calculation.leaves()}
        self._places = _places(design, [leaves[key] for key in self._keys])
        base = {key: leaves[key].value for key in self._places}
        self._breaks = Breaks(base, self.cell.calculation.breaks, self._built_at, self._prepared, self._keys)

    def _prepared(self, cell: Cell | None) -> Prepared:
        """Return what is to be run, and for every known result the key of its term and how SI becomes its unit."""
        if cell is None:
            return Prepared(None, {})
        known, _ = _found(cell)
        scales = {}
        for key in self.results:
            if key in known:
                scale = units.find(self.units[key])
                scales[key] = (known[key].key, scale.factor, scale.offset)
        moving = [key for key in self._keys if key in cell.calculation.terms or cell is self.cell]
        return Prepared(cell.calculation.plan(moving, {term for term, _, _ in scales.values()}), scales)

    def run(self, given: Mapping[str, ArrayLike]) -> dict[str, Array]:
        """Return results in their units for inputs in SI, arrays of one length or numbers.

        Raises:
            KeyError: an input that was announced is missing.
            ValueError: arrays of different lengths, or of more than one axis.
        """
        arrays = {key: np.asarray(given[key], float) for key in self._keys}
        length = _length(arrays)
        return self._run(arrays, length, self._breaks.switching(arrays, length))

    def _run(self, arrays: Mapping[str, Array], length: int, axes: tuple[str, ...]) -> dict[str, Array]:
        if not axes:
            return self._filled(self._plain, arrays, length)
        result = {key: np.full(length, np.nan) for key in self.results}
        for where, prepared in self._breaks.groups(arrays, length, axes):
            some = {key: array[where] if array.ndim else array for key, array in arrays.items()}
            for key, values in self._filled(prepared, some, where.size).items():
                result[key][where] = values
        return result

    def run_all(self, given: Mapping[str, Array], workers: int | None = None) -> dict[str, Array]:
        """Return what ``run`` returns, chunk by chunk on several threads (as many as there are cores by default).

        Raises:
            ValueError: arrays of different lengths, or of more than one axis.
        """
        arrays = {key: np.asarray(given[key], float) for key in self._keys}
        length = _length(arrays)
        result = {key: np.empty(length) for key in self.results}
        axes = self._breaks.switching(arrays, length)

        def work(start: int) -> None:
            stop = min(start + CHUNK, length)
            part = {key: array[start:stop] if array.ndim else array for key, array in arrays.items()}
            for key, values in self._run(part, _length(part), axes).items():
                result[key][start:stop] = values

        starts = range(0, length, CHUNK)
        if len(starts) <= 1:
            work(0)
        else:
            with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
                for _ in pool.map(work, starts):
                    pass
        return result

    def _filled(self, prepared: Prepared, given: Mapping[str, Array], length: int) -> dict[str, Array]:
        result = dict.fromkeys(self.results, np.broadcast_to(np.nan, (length,)))
        if prepared.plan is None:
            return result
        with np.errstate(all="ignore"):
            found = prepared.plan.run(given)
        for key, (term, factor, offset) in prepared.scales.items():
            values = np.asarray(found[term], float)
            result[key] = np.broadcast_to((values - offset if offset else values) / factor, (length,))
        return result

    def _built_at(self, values: Mapping[str, float]) -> Cell | None:
        places = {self._places[key]: value for key, value in values.items()}
        if not all(place.allows(value) for place, value in places.items()):
            return None
        with np.errstate(all="ignore"):
            return assess.cell_of(with_values(self._design, places), self._evidence)


def evaluate_many(
    design: Design, evidence: EvidenceBase, given: Mapping[str, tuple[ArrayLike, str]],
    results: Sequence[str] | None = None, *, workers: int | None = None,
) -> Columns:  # fmt: skip
    """Return the results of many variants of a design.

    Args:
        design: the design to vary.
        evidence: what is published of its contacts.
        given: by key of the input, its values (arrays of one length n, or single numbers) and their unit.
        results: keys of the results, such as ``asr@instantaneous`` or ``wh_per_kg:stack``; all that are known by
            default.
        workers: threads; as many as there are cores by default.

    Returns:
        Arrays of length n, in the unit of each result. NaN means unknown, or that a design file with such a value
        would be refused; an overflow is infinite.

    Raises:
        KeyError: a key is no input or no result of the design.
        ValueError: arrays of different lengths.
    """
    arrays = {key: _si(values, unit) for key, (values, unit) in given.items()}
    variants = Variants(design, evidence, arrays, results)
    return Columns(variants.run_all(arrays, workers), variants.units)


def _places(design: Design, leaves: Iterable[Leaf]) -> dict[str, Place]:
    """Return by key the places of the inputs that can be set in the design."""
    places = Places(design)
    found = ((leaf.key, places.find(leaf)) for leaf in leaves)
    return {key: place for key, place in found if place is not None}


def _found(cell: Cell) -> tuple[dict[str, Term], dict[str, str]]:
    """Return what can be asked for: known results and terms by key, and the unit of every unknown result."""
    rows = {row.key: row for row in cell.rows()}
    known = {key: row.term for key, row in rows.items() if not isinstance(row.term, str)}
    terms = {key: term for key, term in cell.calculation.terms.items() if key not in rows}
    return {**terms, **known}, {key: row.unit for key, row in rows.items() if key not in known}


def _length(given: Mapping[str, Array]) -> int:
    """Return the one length of all arrays; numbers go with any, and alone make one variant."""
    if any(array.ndim > 1 for array in given.values()):
        raise ValueError("the arrays of values have more than one axis")
    sizes = {array.size for array in given.values() if array.ndim}
    if len(sizes) > 1:
        raise ValueError(f"the arrays of values have different lengths: {sorted(sizes)}")
    return sizes.pop() if sizes else 1


def _si(values: ArrayLike, unit: str) -> Array:
    scale = units.find(unit)
    return np.asarray(values, float) * scale.factor + scale.offset
