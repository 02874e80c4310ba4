"""A million variants of the nine-layer design, and what they are compared with."""

import numpy as np
import pytest
from variants import RESULTS, drawn

from cellbuilder import assess
from cellbuilder.explore.many import evaluate_many

COUNT = 1_000_000


@pytest.fixture(scope="module")
def million():
    return drawn(COUNT)


@pytest.fixture(autouse=True)
def _group(benchmark):
    benchmark.group = "many designs"


def test_a_million_designs(benchmark, design, evidence, million, alone):
    found = benchmark.pedantic(evaluate_many, (design, evidence, million, RESULTS), rounds=7, warmup_rounds=1)
    assert all(np.isfinite(values).all() for values in found.values.values())
    benchmark.extra_info.update(count=COUNT, inputs=len(million), results=len(RESULTS), **alone("many", COUNT))


def test_one_design_after_the_other(benchmark, design, evidence):
    """A thousand times the single-design path."""

    def run():
        for _ in range(1000):
            assess.cell_of(design, evidence).results()

    benchmark.extra_info["count"] = 1000
    benchmark.pedantic(run, rounds=3)


def test_reading_the_inputs_and_writing_the_results_once(benchmark, million):
    """The least that any way has to do: ten arrays are read, twelve are written."""
    inputs = [values for values, _ in million.values()]

    def run():
        total = inputs[0] + inputs[1]
        for values in inputs[2:]:
            total += values
        return [np.multiply(total, factor) for factor in range(len(RESULTS))]

    assert len(benchmark.pedantic(run, rounds=7, warmup_rounds=1)) == 12
    benchmark.extra_info["count"] = COUNT
