"""Ranges of results from ranges of inputs, one input at a time, combined in quadrature.

Each input is moved to its low and its high end with the others at their central values. Per input the
furthest result upward and downward counts; those of all inputs are combined in quadrature, as logarithms
where every result is positive and as differences otherwise. First order: docs/physics.md 1h.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Range = tuple[float, float | None, float | None]
"""Value, low and high; no range where no input has one."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A central value with an optional range, in SI."""

    value: float
    low: float | None = None
    high: float | None = None

    def scaled(self, factor: float) -> Spread:
        """Return the spread times a positive factor."""
        low, high = self.low, self.high
        return Spread(
            self.value * factor, None if low is None else low * factor, None if high is None else high * factor
        )

    @property
    def triple(self) -> Range:
        """Value, low and high."""
        return self.value, self.low, self.high


def propagate(function: Callable[..., float], inputs: Mapping[str, Spread]) -> Range:
    """Return value, low and high of ``function(**inputs)``; no range where no input has one."""
    central = {name: spread.value for name, spread in inputs.items()}
    value = float(function(**central))
    tops, bottoms = [], []
    for name, spread in inputs.items():
        ends = [end for end in (spread.low, spread.high) if end is not None and end != spread.value]
        if ends:
            moved = [float(function(**(central | {name: end}))) for end in ends]
            tops.append(max(value, *moved))
            bottoms.append(min(value, *moved))
    if not tops:
        return value, None, None
    if min(bottoms) > 0.0:
        down = math.exp(-math.hypot(*(math.log(value / bottom) for bottom in bottoms)))
        return value, value * down, value * math.exp(math.hypot(*(math.log(top / value) for top in tops)))
    down = math.hypot(*(value - bottom for bottom in bottoms))
    return value, value - down, value + math.hypot(*(top - value for top in tops))


def add_ranges(parts: Iterable[Range]) -> Range:
    """Return the sum of independent positive parts; deviations add in quadrature."""
    parts = list(parts)
    total = sum(value for value, _, _ in parts)
    if all(low is None and high is None for _, low, high in parts):
        return total, None, None
    down = math.hypot(*(value - (value if low is None else low) for value, low, _ in parts))
    up = math.hypot(*((value if high is None else high) - value for value, _, high in parts))
    return total, max(total - down, 0.0), total + up


def add_together(parts: Iterable[Range]) -> Range:
    """Return the sum of parts that rest on the same input, so that they move together: the ends add."""
    parts = list(parts)
    total = sum(value for value, _, _ in parts)
    if all(low is None and high is None for _, low, high in parts):
        return total, None, None
    low = sum(value if low is None else low for value, low, _ in parts)
    return total, low, sum(value if high is None else high for value, _, high in parts)
