"""Reductions of a stream of results, so that a hundred million variants need no more memory than one chunk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cellbuilder.explore.many import Variants

Array = NDArray[np.float64]


class Reducer(Protocol):
    """Takes in chunks of inputs and results, and keeps little."""

    def add(self, given: Mapping[str, Array], results: Mapping[str, Array]) -> None:
        """Take in one chunk: inputs in SI, results in their units."""


@dataclass(slots=True)
class Histogram:
    """Counts of one result between ``edges`` (in its unit), and of what lies outside or is unknown."""

    result: str
    edges: Array
    counts: NDArray[np.int64] = field(init=False)
    below: int = 0
    above: int = 0
    unknown: int = 0

    def __post_init__(self) -> None:
        self.counts = np.zeros(len(self.edges) - 1, dtype=np.int64)

    def add(self, given: Mapping[str, Array], results: Mapping[str, Array]) -> None:  # noqa: ARG002
        """Take in one chunk."""
        values = results[self.result]
        self.counts += np.histogram(values[np.isfinite(values)], self.edges)[0]
        self.below += int(np.count_nonzero(values < self.edges[0]))
        self.above += int(np.count_nonzero(values > self.edges[-1]))
        self.unknown += int(np.count_nonzero(np.isnan(values)))


@dataclass(slots=True)
class Extremes:
    """The smallest and the largest of one result, and the inputs (SI) that gave them."""

    result: str
    smallest: float = np.inf
    largest: float = -np.inf
    smallest_at: dict[str, float] = field(default_factory=dict)
    largest_at: dict[str, float] = field(default_factory=dict)

    def add(self, given: Mapping[str, Array], results: Mapping[str, Array]) -> None:
        """Take in one chunk."""
        values = results[self.result]
        if np.isnan(values).all():
            return
        low, high = int(np.nanargmin(values)), int(np.nanargmax(values))
        if values[low] < self.smallest:
            self.smallest, self.smallest_at = float(values[low]), _inputs_at(given, low)
        if values[high] > self.largest:
            self.largest, self.largest_at = float(values[high]), _inputs_at(given, high)


@dataclass(slots=True)
class Pareto:
    """The variants that no other beats in two results at once.

    ``smaller`` and ``larger`` are the results to be made small and large. ``front`` holds one row per variant:
    the small result, the large one, then the inputs (SI) in the order of ``inputs``; sorted by the first column.
    """

    smaller: str
    larger: str
    inputs: tuple[str, ...] = ()
    front: Array = field(default_factory=lambda: np.empty((0, 2)))

    def add(self, given: Mapping[str, Array], results: Mapping[str, Array]) -> None:
        """Take in one chunk."""
        small, large = results[self.smaller], results[self.larger]
        if not self.inputs:
            self.inputs = tuple(given)
            self.front = np.empty((0, 2 + len(self.inputs)))
        columns = [small, large, *(np.broadcast_to(given[key], small.shape) for key in self.inputs)]
        rows = np.stack(columns, axis=1)[np.isfinite(small) & np.isfinite(large)]
        rows = np.concatenate((self.front, rows))
        rows = rows[np.lexsort((-rows[:, 1], rows[:, 0]))]
        best_before = np.maximum.accumulate(np.concatenate(([-np.inf], rows[:, 1])))[:-1]
        self.front = rows[rows[:, 1] > best_before]


def _inputs_at(given: Mapping[str, Array], index: int) -> dict[str, float]:
    return {key: float(values[index] if np.ndim(values) else values) for key, values in given.items()}


def stream(variants: Variants, chunks: Iterable[Mapping[str, Array]], reducers: Sequence[Reducer]) -> int:
    """Run chunks of inputs (SI) one after the other through all reducers; return how many variants there were.

    Memory is that of one chunk, however many there are.
    """
    count = 0
    for given in chunks:
        results = variants.run_all(given)
        for reducer in reducers:
            reducer.add(given, results)
        count += max((np.size(values) for values in given.values()), default=1)
    return count


def uniform_chunks(
    ranges: Mapping[str, tuple[float, float]], count: int, *, seed: int = 1, size: int = 262_144
) -> Iterator[dict[str, Array]]:
    """Yield ``count`` variants, each input (SI) drawn evenly between its ends, in chunks of at most ``size``."""
    for block, start in enumerate(range(0, count, size)):
        length = min(size, count - start)
        stream_ = np.random.default_rng((seed, block))
        yield {key: stream_.uniform(low, high, length) for key, (low, high) in ranges.items()}
