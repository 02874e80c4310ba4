"""A hundred thousand draws of every input with a range."""

import pytest
from variants import RESULTS

from cellbuilder.explore.uncertainty import monte_carlo

DRAWS = 100_000


@pytest.fixture(autouse=True)
def _group(benchmark):
    benchmark.group = "random draws"
    benchmark.extra_info["draws"] = DRAWS


def test_twelve_results(benchmark, design, evidence):
    found = benchmark.pedantic(monte_carlo, (design, evidence, RESULTS), {"draws": DRAWS}, rounds=7, warmup_rounds=1)
    assert all(spread.valued == 1.0 for spread in found.values())


def test_all_results(benchmark, design, evidence):
    found = benchmark.pedantic(monte_carlo, (design, evidence), {"draws": DRAWS}, rounds=7, warmup_rounds=1)
    benchmark.extra_info["results"] = len(found)
