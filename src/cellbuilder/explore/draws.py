"""Random draws of the inputs: every input with a range has its own stream, so one more input moves no other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from cellbuilder import units
from cellbuilder.engine.calculation import Leaf

Array = NDArray[np.float64]
NINETY: Final = 1.6448536269514722
"""The 95th percentile of a normal distribution in standard deviations: ``low`` and ``high`` are the 5th and 95th."""
TRIES: Final = 100


def draw(leaf: Leaf, count: int, seed: int, block: int = 0, allows: Callable[[float], bool] | None = None) -> Array:
    """Return ``count`` values (SI) of an input with a range.

    Two half-distributions meet at the value, which is the median; ``low`` and ``high`` are the 5th and the 95th
    percentile. Log-normal for a positive range unless the input says otherwise; uniform between its ends. Values that
    cannot be (a fraction above 1, or what ``allows`` denies of a value in SI: the field it stands in) are drawn again
    on the same side of the value. ``block`` numbers the blocks of one long series.
    """
    stream = np.random.default_rng((seed, crc32(leaf.key.encode()), block))
    low = leaf.value if leaf.low is None else leaf.low
    high = leaf.value if leaf.high is None else leaf.high
    kind = leaf.distribution or ("lognormal" if low > 0.0 else "normal")
    if kind == "uniform":
        return stream.uniform(low, high, count)
    least, most = _limits(leaf, low, high)
    normal = stream.standard_normal(count)
    values = _values(leaf.value, low, high, normal, kind == "lognormal")
    for _ in range(TRIES):
        first, last = _allowed(values, leaf.value, allows)
        outside = (values < max(least, first)) | (values > min(most, last))
        again = int(np.count_nonzero(outside))
        if not again:
            break
        normal[outside] = np.copysign(stream.standard_normal(again), normal[outside])
        values[outside] = _values(leaf.value, low, high, normal[outside], kind == "lognormal")
    return values


def _allowed(values: Array, value: float, allows: Callable[[float], bool] | None) -> tuple[float, float]:
    """Return the least and the largest of the values that are allowed; all are that lie between the value and one."""
    if allows is None or not values.size:
        return -np.inf, np.inf
    below, above = (-np.inf, np.inf)
    if not allows(float(values.min())):
        sides = np.sort(values[values < value]).tolist()
        place = bisect_left(sides, True, key=allows)
        below = sides[place] if place < len(sides) else value
    if not allows(float(values.max())):
        sides = np.sort(values[values > value]).tolist()
        place = bisect_right(sides, False, key=lambda number: not allows(number))
        above = sides[place - 1] if place else value
    return below, above


def _values(value: float, low: float, high: float, normal: Array, logarithmic: bool) -> Array:
    if logarithmic:
        down, up = np.log(value / low) / NINETY, np.log(high / value) / NINETY
        return np.asarray(value * np.exp(normal * np.where(normal < 0.0, down, up)))
    return np.asarray(value + normal * np.where(normal < 0.0, value - low, high - value) / NINETY)


def _limits(leaf: Leaf, low: float, high: float) -> tuple[float, float]:
    """Return what a quantity of this kind can be; as its range does, it stays positive, or a fraction."""
    least = 0.0 if low >= 0.0 else -np.inf
    is_share = units.find(leaf.unit).kind == "fraction" and high <= 1.0
    return least, 1.0 if is_share else np.inf


def drawn_leaves(leaves: tuple[Leaf, ...]) -> tuple[Leaf, ...]:
    """Return the inputs that have a range."""
    return tuple(leaf for leaf in leaves if any(end is not None and end != leaf.value for end in (leaf.low, leaf.high)))
