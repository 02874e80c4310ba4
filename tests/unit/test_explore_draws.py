"""Random draws: what their percentiles are, and what moves them."""

import numpy as np
import pytest

from cellbuilder.engine.calculation import Leaf
from cellbuilder.explore.draws import draw, drawn_leaves

COUNT = 200_000
SHARE = 0.003
"""Four standard deviations of a share of one half of so many draws."""


def leaf(value: float, low: float | None, high: float | None, **more: object) -> Leaf:
    fields = {"key": "thickness:x", "unit": "m", "distribution": None, **more}
    return Leaf(fields["key"], "d", "an input", fields["unit"], value, "assumption", None, low, high,
                fields["distribution"])  # type: ignore[arg-type]  # fmt: skip


def shares_below(values: np.ndarray, *ends: float) -> list[float]:
    return [float((values < end).mean()) for end in ends]


@pytest.mark.parametrize(
    ("value", "low", "high", "distribution"),
    [
        (20e-6, 10e-6, 40e-6, None),
        (20e-6, 19e-6, 90e-6, "lognormal"),  # lopsided
        (1e-15, 1e-18, 1e-11, None),  # seven decades
        (20.0, 15.0, 22.0, "normal"),
        (-0.05, -0.06, -0.04, None),  # a shrinking host
        (0.1, -0.3, 0.2, None),
    ],
)
def test_that_value_low_and_high_are_the_50th_5th_and_95th_percentile(
    value: float, low: float, high: float, distribution: str | None
) -> None:
    values = draw(leaf(value, low, high, distribution=distribution), COUNT, seed=1)
    assert shares_below(values, low, value, high) == pytest.approx([0.05, 0.5, 0.95], abs=SHARE)


def test_that_a_positive_range_is_normal_in_the_logarithm() -> None:
    values = np.log(draw(leaf(2.0, 1.0, 4.0), COUNT, seed=1) / 2.0) / (np.log(2.0) / 1.6448536)
    assert (values.mean(), values.std()) == pytest.approx((0.0, 1.0), abs=0.01)
    assert np.mean(values**4) == pytest.approx(3.0, abs=0.1)


def test_that_a_lopsided_range_is_two_halves_of_different_width() -> None:
    values = draw(leaf(10.0, 9.0, 30.0, distribution="normal"), COUNT, seed=1)
    below, above = values[values < 10.0], values[values > 10.0]
    assert np.sqrt(np.mean((below - 10.0) ** 2)) == pytest.approx(1.0 / 1.6448536, rel=0.01)
    assert np.sqrt(np.mean((above - 10.0) ** 2)) == pytest.approx(20.0 / 1.6448536, rel=0.01)


def test_that_a_one_sided_range_stays_on_its_side() -> None:
    values = draw(leaf(10.0, None, 20.0), COUNT, seed=1)
    assert values.min() == 10.0
    assert shares_below(values, 10.0, 20.0) == pytest.approx([0.0, 0.95], abs=SHARE)


def test_that_a_uniform_range_is_even_between_its_ends() -> None:
    values = draw(leaf(2.0, 1.0, 5.0, distribution="uniform"), COUNT, seed=1)
    assert values.min() >= 1.0
    assert values.max() < 5.0
    assert shares_below(values, 2.0, 3.0, 4.0) == pytest.approx([0.25, 0.5, 0.75], abs=SHARE)


@pytest.mark.parametrize(
    ("value", "low", "high", "unit", "least", "most"),
    [
        (0.9, 0.7, 0.99, "%", 0.0, 1.0),
        (0.05, 0.0, 0.2, "%", 0.0, 1.0),
        (1e-6, 0.0, 2e-6, "um", 0.0, np.inf),
        (1.2, 0.5, 3.0, "1", 0.0, np.inf),  # a factor, no share
    ],
)
def test_that_what_cannot_be_is_drawn_again_on_its_side(
    value: float, low: float, high: float, unit: str, least: float, most: float
) -> None:
    values = draw(leaf(value, low, high, unit=unit), COUNT, seed=1)
    assert values.min() >= least
    assert values.max() <= most
    assert np.median(values) == pytest.approx(value, rel=0.02)
    assert values.size == COUNT


def test_that_a_factor_may_go_beyond_one() -> None:
    assert draw(leaf(1.2, 0.5, 3.0, unit="1"), COUNT, seed=1).max() > 3.0


def test_that_equal_seeds_give_equal_draws_and_others_do_not() -> None:
    entry = leaf(2.0, 1.0, 4.0)
    assert np.array_equal(draw(entry, 1000, 7), draw(entry, 1000, 7))
    assert not np.any(draw(entry, 1000, 7) == draw(entry, 1000, 8))
    assert not np.any(draw(entry, 1000, 7) == draw(entry, 1000, 7, block=1))


def test_that_every_input_has_its_own_stream() -> None:
    first, second = (np.log(draw(leaf(2.0, 1.0, 4.0, key=key), COUNT, 1)) for key in ("thickness:a", "thickness:b"))
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.01


def test_that_more_draws_begin_with_the_fewer() -> None:
    entry = leaf(2.0, 1.0, 4.0)
    assert np.array_equal(draw(entry, 5000, 3)[:1000], draw(entry, 1000, 3))


def test_that_inputs_without_a_range_are_not_drawn() -> None:
    leaves = (leaf(1.0, None, None), leaf(1.0, 1.0, 1.0), leaf(1.0, 0.5, None), leaf(1.0, None, 2.0))
    assert drawn_leaves(leaves) == leaves[2:]
