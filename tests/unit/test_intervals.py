"""Ranges of results, worked out by hand: which input moves what, how far, and whose share it is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from cellbuilder.domain.quantity import Quantity
from cellbuilder.engine.calculation import Calculation, Step, Term
from cellbuilder.engine.intervals import Intervals, intervals

Ranged = tuple[float, float | None, float | None]


class Chain:
    """A calculation that grows by inputs and steps of plain names."""

    def __init__(self, inputs: Mapping[str, Ranged], unit: str = "1") -> None:
        self.calculation = Calculation()
        self.terms: dict[str, Term] = {}
        for key, (value, low, high) in inputs.items():
            entered = Quantity(value=value, low=low, high=high, unit=unit)
            leaf = self.calculation.leaf(key, key, key, entered)
            assert leaf is not None
            self.terms[key] = leaf

    def step(self, key: str, kernel: Callable[..., Any], *inputs: str, additive: bool = False) -> Step:
        step = self.calculation.step(key, key, key, "1", kernel, "f", [(name, self.terms[name]) for name in inputs],
                                     additive=additive)  # fmt: skip
        self.terms[key] = step
        return step

    def sum_of(self, key: str, *inputs: str) -> Step:
        return self.step(key, lambda *values: sum(values), *inputs, additive=True)

    def found(self) -> Intervals:
        return intervals(self.calculation)


def shares(found: Intervals, key: str) -> dict[str, float]:
    return {leaf.key: share for leaf, share in found.largest(0.0).get(key, []) if share > 0.0}


def test_that_inputs_without_a_range_leave_none() -> None:
    chain = Chain({"a": (2.0, None, None), "b": (3.0, 3.0, 3.0)})
    chain.step("y", lambda a, b: a * b, "a", "b")
    assert chain.found().ranges() == {}
    assert Chain({}).found().ranges() == {}
    assert chain.found().largest(0.0).get("y", []) in ([], [(chain.terms["b"], 0.0)])


def test_that_only_steps_above_an_input_with_a_range_have_one() -> None:
    chain = Chain({"a": (2.0, 1.0, 4.0), "b": (3.0, None, None)})
    chain.step("of a", lambda a: 10.0 * a, "a")
    chain.step("of b", lambda b: 10.0 * b, "b")
    assert chain.found().ranges() == {"of a": (pytest.approx(10.0), pytest.approx(40.0))}
    assert chain.found().largest(0.0).get("of b", []) == []


def test_that_a_product_is_log_normal() -> None:
    chain = Chain({"a": (5.0, 5.0 / 2.0, 5.0 * 2.0), "b": (7.0, 7.0 / 8.0, 7.0 * 8.0), "c": (2.0, 1.0, 4.0)})
    chain.step("y", lambda a, b, c: a * b / c**2, "a", "b", "c")
    low, high = chain.found().ranges()["y"]
    width = math.sqrt(1.0 + 9.0 + 4.0)  # in powers of two; that of c counts twice
    assert (low, high) == (pytest.approx(8.75 / 2.0**width), pytest.approx(8.75 * 2.0**width))
    assert shares(chain.found(), "y") == {
        "b": pytest.approx(9 / 14), "c": pytest.approx(4 / 14), "a": pytest.approx(1 / 14)}  # fmt: skip


def test_that_a_lopsided_range_keeps_its_sides_and_a_falling_result_swaps_them() -> None:
    chain = Chain({"a": (1.0, 0.5, 10.0), "b": (1.0, 0.25, 3.0)})
    chain.step("up", lambda a, b: a * b, "a", "b")
    chain.step("down", lambda a: 6.0 / a, "a")
    ranges = chain.found().ranges()
    assert ranges["up"][1] == pytest.approx(math.exp(math.hypot(math.log(10.0), math.log(3.0))))
    assert ranges["up"][0] == pytest.approx(math.exp(-math.hypot(math.log(2.0), math.log(4.0))))
    assert ranges["down"] == (pytest.approx(0.6), pytest.approx(12.0))


def test_that_one_sided_ranges_leave_the_other_side_at_the_value() -> None:
    chain = Chain({"a": (2.0, None, 3.0)})
    chain.step("y", lambda a: a * 2.0, "a")
    chain.sum_of("z", "a", "a")
    assert chain.found().ranges()["y"] == (pytest.approx(4.0), pytest.approx(6.0))
    assert chain.found().ranges()["z"] == (pytest.approx(4.0), pytest.approx(6.0))


def test_that_independent_parts_of_a_sum_combine_in_quadrature() -> None:
    chain = Chain({"a": (10.0, 7.0, 13.0), "b": (100.0, 96.0, 104.0)})
    chain.sum_of("y", "a", "b")
    assert chain.found().ranges()["y"] == (pytest.approx(105.0), pytest.approx(115.0))
    assert shares(chain.found(), "y") == {"b": pytest.approx(16 / 25), "a": pytest.approx(9 / 25)}


def test_that_a_shared_input_of_a_sum_adds_up_in_proportion() -> None:
    chain = Chain({"a": (10.0, 7.0, 13.0), "b": (100.0, 96.0, 104.0)})
    chain.step("one", lambda a: a, "a")
    chain.step("two", lambda a: 2.0 * a, "a")
    chain.sum_of("same", "one", "two")
    chain.sum_of("y", "one", "two", "b")
    assert chain.found().ranges()["same"] == (pytest.approx(21.0), pytest.approx(39.0))
    spread = math.hypot(9.0, 4.0)
    assert chain.found().ranges()["y"] == (pytest.approx(130.0 - spread), pytest.approx(130.0 + spread))


def test_that_opposite_parts_of_a_sum_take_from_each_other() -> None:
    chain = Chain({"a": (10.0, 9.0, 11.0)})
    chain.step("rising", lambda a: a, "a")
    chain.step("falling", lambda a: 20.0 - a, "a")
    chain.sum_of("y", "rising", "falling")
    middle = pytest.approx(20.0, abs=1e-9)
    assert chain.found().ranges().get("y", (20.0, 20.0)) == (middle, middle)


def test_that_a_sum_of_sums_is_a_sum() -> None:
    chain = Chain({key: (10.0, 10.0 - size, 10.0 + size) for key, size in (("a", 1.0), ("b", 2.0), ("c", 2.0))})
    chain.sum_of("ab", "a", "b")
    chain.sum_of("nested", "ab", "c")
    chain.sum_of("flat", "a", "b", "c")
    found = chain.found()
    assert found.ranges()["flat"] == (pytest.approx(27.0), pytest.approx(33.0))
    assert found.ranges()["nested"] == found.ranges()["flat"]
    assert shares(found, "nested") == {key: pytest.approx(share) for key, share in shares(found, "flat").items()}


def test_that_a_small_part_that_may_be_large_does_not_multiply_a_large_sum() -> None:
    chain = Chain({"small": (1.0, 0.1, 10.0), "large": (100.0, None, None)})
    chain.sum_of("y", "small", "large")
    assert chain.found().ranges()["y"] == (pytest.approx(100.1), pytest.approx(110.0))


def test_that_a_shared_input_cancels_in_a_difference() -> None:
    chain = Chain({"a": (4.0, 3.5, 4.5), "b": (1.0, 0.8, 1.2), "reference": (0.6, 0.1, 1.1)})
    chain.step("first", lambda a, r: a + r, "a", "reference")
    chain.step("second", lambda b, r: b + r, "b", "reference")
    chain.step("y", lambda first, second: first - second, "first", "second")
    low, high = chain.found().ranges()["y"]
    up = math.exp(math.hypot(math.log(3.5 / 3.0), math.log(3.2 / 3.0)))
    down = math.exp(math.hypot(math.log(2.5 / 3.0), math.log(2.8 / 3.0)))
    assert (low, high) == (pytest.approx(3.0 / down), pytest.approx(3.0 * up))
    assert set(shares(chain.found(), "y")) == {"a", "b"}


def test_that_a_negative_result_has_low_below_high() -> None:
    chain = Chain({"a": (-3.0, -4.0, -1.0)})
    chain.step("y", lambda a: 2.0 * a, "a")
    assert chain.found().ranges()["y"] == (pytest.approx(-8.0), pytest.approx(-2.0))


def test_that_a_limit_in_between_gives_a_range_on_one_side() -> None:
    chain = Chain({"a": (2.0, 1.0, 3.0), "b": (2.5, None, None)})
    chain.step("least", np.minimum, "a", "b")
    assert chain.found().ranges()["least"] == (pytest.approx(1.0), pytest.approx(2.5))


def test_that_the_share_of_some_inputs_is_the_sum_of_their_shares() -> None:
    chain = Chain({"a": (1.0, 0.5, 2.0), "b": (1.0, 0.25, 4.0), "c": (1.0, 0.5, 2.0)})
    chain.step("y", lambda a, b, c: a * b * c, "a", "b", "c")
    found = chain.found()
    assert [leaf.key for leaf in found.leaves] == ["a", "b", "c"]
    assert found.share_of([True, False, True])["y"] == pytest.approx(2 / 6)
    assert found.share_of([True, True, True])["y"] == pytest.approx(1.0)
    assert found.share_of([False, False, False])["y"] == 0.0
    assert [leaf.key for leaf, _ in found.largest(0.5).get("y", [])] == ["b"]
    assert found.largest(0.01).get("y", [])[0] == (chain.terms["b"], pytest.approx(4 / 6))


def test_that_ranges_are_those_of_si_values_of_any_unit() -> None:
    chain = Chain({"t": (25.0, 20.0, 30.0)}, unit="degC")
    chain.step("y", lambda kelvin: kelvin, "t")
    low, high = chain.found().ranges()["y"]
    assert (low, high) == (pytest.approx(293.15), pytest.approx(303.15))


@pytest.mark.filterwarnings("error")
@np.errstate(all="ignore")  # as when a cell is built
def test_that_a_step_without_a_finite_value_has_no_range_and_leaves_those_of_others_alone() -> None:
    chain = Chain({"a": (2.0, 1.0, 4.0), "zero": (0.0, 0.0, 1.0)})
    chain.step("fine", lambda a: 10.0 * a, "a")
    chain.step("endless", np.divide, "a", "zero")
    chain.step("undefined", lambda endless: endless - endless, "endless")
    chain.sum_of("sum", "endless", "fine")
    found = chain.found()
    assert found.ranges() == {"fine": (pytest.approx(10.0), pytest.approx(40.0))}
    assert np.isfinite(found.shares).all()
    assert found.share_of([True, True]) == {"fine": pytest.approx(1.0), "endless": 0.0, "undefined": 0.0, "sum": 0.0}


@pytest.mark.filterwarnings("error")
def test_that_what_grows_beyond_all_bounds_has_no_upper_end_and_finite_shares() -> None:
    chain = Chain({"a": (1.0, 0.5, 1e30), "b": (1.0, 0.5, 1e30)})
    chain.step("power", lambda a, b: a**9 * b**9, "a", "b")
    chain.sum_of("sum", "power", "a")
    found = chain.found()
    for key in ("power", "sum"):
        low, high = found.ranges()[key]
        assert high == math.inf
        assert 0.0 <= low < 1.0
    assert np.isfinite(found.shares).all()
    assert shares(found, "power") == {"a": pytest.approx(0.5), "b": pytest.approx(0.5)}
