"""Ranges of results from ranges of inputs, one input at a time, combined in quadrature.

Each input is moved to its low and its high end with the others at their central values; deviations
of the logarithm are combined separately upward and downward. First order: docs/physics.md 1h.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """A central value with an optional range, in SI."""

    value: float
    low: float | None = None
    high: float | None = None


def propagate(function: Callable[..., float], inputs: Mapping[str, Spread]) -> tuple[float, float | None, float | None]:
    """Return value, low and high of ``function(**inputs)``; no range where no input has one."""
    central = {name: spread.value for name, spread in inputs.items()}
    value = float(function(**central))
    up = down = 0.0
    ranged = False
    for name, spread in inputs.items():
        for end in (spread.low, spread.high):
            if end is None or end == spread.value:
                continue
            ranged = True
            moved = float(function(**(central | {name: end})))
            change = _log_ratio(moved, value)
            if change > 0:
                up += change * change
            else:
                down += change * change
    if not ranged:
        return value, None, None
    return value, value * math.exp(-math.sqrt(down)), value * math.exp(math.sqrt(up))


def _log_ratio(moved: float, value: float) -> float:
    if moved <= 0.0 or value <= 0.0:
        return 0.0
    return math.log(moved / value)


def add_ranges(parts: list[tuple[float, float | None, float | None]]) -> tuple[float, float | None, float | None]:
    """Return the sum of independent parts; deviations add in quadrature."""
    total = sum(value for value, _, _ in parts)
    if all(low is None and high is None for _, low, high in parts):
        return total, None, None
    down = math.sqrt(sum((value - (value if low is None else low)) ** 2 for value, low, _ in parts))
    up = math.sqrt(sum(((value if high is None else high) - value) ** 2 for value, _, high in parts))
    return total, max(total - down, 0.0), total + up
