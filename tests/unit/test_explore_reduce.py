"""Reductions against the whole table at once, and the memory they take."""

import tracemalloc
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.explore.many import Variants
from cellbuilder.explore.reduce import Extremes, Histogram, Pareto, stream, uniform_chunks

RNG = np.random.default_rng(5)
GIVEN = {"a": RNG.uniform(0, 1, 1000), "b": np.asarray(3.0), "c": RNG.uniform(1, 2, 1000)}
SMALL = np.round(RNG.normal(5, 2, 1000), 1)  # rounded: there are ties
LARGE = np.round(SMALL + RNG.normal(0, 2, 1000), 1)
SMALL[[3, 500, 999]] = np.nan
LARGE[[4, 500]] = np.nan
LARGE[7], SMALL[8] = np.inf, -np.inf
RESULTS = {"small": SMALL, "large": LARGE}


def fed(reducer: Any, size: int) -> Any:
    for start in range(0, 1000, size):
        piece = slice(start, start + size)
        given = {key: values[piece] if values.ndim else values for key, values in GIVEN.items()}
        reducer.add(given, {key: values[piece] for key, values in RESULTS.items()})
    return reducer


@pytest.mark.parametrize("size", [1000, 999, 250, 7, 1])
class TestAnyChunks:
    def test_that_a_histogram_counts_each_value_once(self, size: int) -> None:
        edges = np.linspace(2.0, 8.0, 13)
        found = fed(Histogram("small", edges), size)
        expected = [
            sum(low <= value < high or (high == edges[-1] and value == high) for value in SMALL)
            for low, high in pairwise(edges)
        ]
        assert found.counts.tolist() == expected
        assert found.below == sum(value < 2.0 for value in SMALL)
        assert found.above == sum(value > 8.0 for value in SMALL)
        assert found.unknown == 3
        assert found.counts.sum() + found.below + found.above + found.unknown == 1000

    def test_that_extremes_are_found_with_their_inputs(self, size: int) -> None:
        found = fed(Extremes("large"), size)
        lowest = min(value for value in LARGE if not np.isnan(value))
        assert (found.smallest, found.largest) == (lowest, np.inf)
        first = LARGE.tolist().index(lowest)
        assert found.smallest_at == {"a": GIVEN["a"][first], "b": 3.0, "c": GIVEN["c"][first]}
        assert found.largest_at == {"a": GIVEN["a"][7], "b": 3.0, "c": GIVEN["c"][7]}

    def test_that_the_front_is_what_no_other_beats(self, size: int) -> None:
        found = fed(Pareto("small", "large"), size)
        points = [(s, g) for s, g in zip(SMALL, LARGE, strict=True) if np.isfinite(s) and np.isfinite(g)]
        best = {
            (s, g) for s, g in points
            if not any((o <= s and p >= g) and (o < s or p > g) for o, p in points)
        }  # fmt: skip
        assert found.inputs == ("a", "b", "c")
        assert [tuple(row) for row in found.front[:, :2]] == sorted(best)
        for small, large, a, b, c in found.front:
            index = GIVEN["a"].tolist().index(a)
            assert (small, large) == (SMALL[index], LARGE[index])
            assert (b, c) == (3.0, GIVEN["c"][index])


def test_that_a_chunk_without_values_changes_nothing() -> None:
    nothing = {"small": np.full(3, np.nan), "large": np.full(3, np.nan)}
    extremes, pareto = Extremes("small"), Pareto("small", "large")
    for reducer in (extremes, pareto):
        reducer.add({"a": np.zeros(3)}, nothing)
    assert (extremes.smallest, extremes.largest, extremes.smallest_at) == (np.inf, -np.inf, {})
    assert pareto.front.shape == (0, 3)


@pytest.fixture
def variants(make: Any) -> Variants:
    made = make.design(
        [make.layer(id="e", role="electrolyte", material="a", thickness=make.q(30, "um"))], [make.conductor("a", 1.0)]
    )
    return Variants(made, EvidenceBase(()), ["thickness:e", "conductivity:a"], ["asr:e"])


RANGES = {"thickness:e": (10e-6, 100e-6), "conductivity:a": (0.01, 0.1)}


def test_that_a_stream_gives_what_one_array_gives(variants: Variants) -> None:
    chunks = list(uniform_chunks(RANGES, 10_000, seed=3, size=1024))
    histogram, extremes = Histogram("asr:e", np.linspace(0, 100, 21)), Extremes("asr:e")
    assert stream(variants, chunks, [histogram, extremes]) == 10_000
    whole = {key: np.concatenate([chunk[key] for chunk in chunks]) for key in RANGES}
    expected = 1e4 * whole["thickness:e"] / whole["conductivity:a"]
    assert histogram.counts.tolist() == np.histogram(expected, np.linspace(0, 100, 21))[0].tolist()
    assert histogram.above == 0
    best = int(np.argmin(expected))
    assert extremes.smallest == pytest.approx(expected[best], rel=1e-12)
    assert extremes.smallest_at == {key: values[best] for key, values in whole.items()}


def test_that_chunks_are_even_within_their_ends_and_repeat() -> None:
    first, again, other = (list(uniform_chunks(RANGES, 2500, seed=seed, size=1000)) for seed in (3, 3, 4))
    assert [chunk["thickness:e"].size for chunk in first] == [1000, 1000, 500]
    for key, (low, high) in RANGES.items():
        values = np.concatenate([chunk[key] for chunk in first])
        assert values.tolist() == np.concatenate([chunk[key] for chunk in again]).tolist()
        assert not set(values) & set(np.concatenate([chunk[key] for chunk in other]))
        assert len(set(values)) == 2500
        assert low <= values.min() < low + 0.01 * (high - low)
        assert high - 0.01 * (high - low) < values.max() < high
        assert values.mean() == pytest.approx((low + high) / 2, rel=0.03)


def peak(variants: Variants, chunks: Iterable[Mapping[str, np.ndarray]]) -> int:
    reducers = [Histogram("asr:e", np.linspace(0, 100, 21)), Extremes("asr:e")]
    tracemalloc.start()
    try:
        stream(variants, chunks, reducers)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_that_memory_does_not_grow_with_the_number_of_chunks(variants: Variants) -> None:
    size = 8192
    peak(variants, uniform_chunks(RANGES, size, size=size))  # what is loaded once
    few = peak(variants, uniform_chunks(RANGES, 4 * size, size=size))
    many = peak(variants, uniform_chunks(RANGES, 64 * size, size=size))
    assert few > 3 * 8 * size  # two inputs and a result
    assert many < few + 8 * size  # one array more would be as long as a chunk
