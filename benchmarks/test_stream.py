"""Variants that are drawn, evaluated and reduced chunk by chunk: memory must not grow with their number."""

import pytest


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("count", [1_000_000, 20_000_000, 100_000_000])
def test_streamed_variants(benchmark, alone, count):
    benchmark.group = "stream"
    found = benchmark.pedantic(alone, ("stream", count), rounds=1)
    benchmark.extra_info.update(count=count, **found)
