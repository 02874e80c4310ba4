"""Ranges of results from ranges of inputs, and which input each range comes from.

Every input is moved to its low and its high end with the others at their values. Per input the furthest result
upward and downward counts, and those of all inputs combine in quadrature, as logarithms where the result is
positive (docs/physics.md 1h). The range of a sum follows from those of its parts: as differences, of which those that
come from one input add up and those from different inputs combine in quadrature. An input that goes in at several
places moves at all of them at once. What no input makes negative has no range below zero, and a share (%) none above
the whole.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cellbuilder.domain.base import record
from cellbuilder.engine.calculation import Array, Calculation, Leaf, Step

NOTHING = 1e-12
"""A relative deviation below this is rounding."""

ENDLESS = 1e150
"""A deviation of so much (SI) has no end; the squares of those below stay finite."""


@record
class Intervals:
    """Low and high of every step (SI; infinite where it has no such end) and what each input adds to them.

    A step without a finite value has no range.
    ``shares`` has one row per step and one column per input with a range; a row adds up to 1, or to 0 where the
    step has no range.
    """

    rows: dict[str, int]
    leaves: tuple[Leaf, ...]
    low: Array
    high: Array
    shares: Array

    def ranges(self) -> dict[str, tuple[float, float]]:
        """Return low and high of every step that has a range."""
        moving: list[bool] = self.shares.any(axis=1).tolist()  # type: ignore[assignment]
        ends = zip(self.rows, self.low.tolist(), self.high.tolist(), moving, strict=True)
        return {key: (low, high) for key, low, high, moves in ends if moves}

    def largest(self, least: float) -> dict[str, list[tuple[Leaf, float]]]:
        """Return the inputs that make up at least this share of the range of each step, largest first."""
        rows, columns = np.nonzero(self.shares >= least)
        shares = self.shares[rows, columns]
        order = np.lexsort((-shares, rows))
        keys = list(self.rows)
        found: dict[str, list[tuple[Leaf, float]]] = {}
        for row, column, share in zip(
            rows[order].tolist(), columns[order].tolist(), shares[order].tolist(), strict=True
        ):
            found.setdefault(keys[row], []).append((self.leaves[column], share))
        return found

    def share_of(self, chosen: list[bool]) -> dict[str, float]:
        """Return the share of every range that these inputs make up together (one flag per input)."""
        whole = self.shares @ np.asarray(chosen, float)
        return dict(zip(self.rows, whole.tolist(), strict=True))


def intervals(calculation: Calculation) -> Intervals:
    """Return the ranges of all steps that move with an input that has a range."""
    with np.errstate(all="ignore"):
        return _intervals(calculation)


def _intervals(calculation: Calculation) -> Intervals:
    leaves = tuple(leaf for leaf in calculation.leaves() if leaf.low is not None or leaf.high is not None)
    ends = np.repeat(np.array([leaf.value for leaf in leaves], float)[:, None], 2 * len(leaves), axis=1)
    for place, leaf in enumerate(leaves):
        if leaf.low is not None:
            ends[place, 2 * place] = leaf.low
        if leaf.high is not None:
            ends[place, 2 * place + 1] = leaf.high
    run = calculation.follow(dict(zip([leaf.key for leaf in leaves], ends, strict=True)))
    steps = [term for term in calculation.terms.values() if isinstance(term, Step) and term.key in run]
    rows = {step.key: index for index, step in enumerate(steps)}
    if not steps:
        return Intervals({}, leaves, np.zeros(0), np.zeros(0), np.zeros((0, len(leaves))))
    table = np.empty((len(steps), 2 * len(leaves)))
    for row, step in zip(table, steps, strict=True):
        row[:] = run[step.key]
    value = np.array([step.value for step in steps])
    valued = np.isfinite(value)
    if not valued.all():
        value = np.where(valued, value, 1.0)
        table[~valued] = 1.0
    finite, least = np.isfinite(table), table.min(axis=1)
    whole = bool(finite.all())
    result = _Deviations(value, table if whole else np.where(finite, table, value[:, None]))
    columns = {leaf.key: place for place, leaf in enumerate(leaves)}
    for step in steps:
        if step.additive:
            terms = [term for _, term in step.inputs]
            inputs = [(columns[term.key], term) for term in terms if isinstance(term, Leaf) and term.key in columns]
            result.add_up(rows[step.key], [rows[term.key] for term in terms if term.key in rows], inputs)
    low = np.where(least >= 0.0, np.maximum(value - result.down, 0.0), value - result.down)
    share = np.array([step.unit == "%" for step in steps])
    high = np.where(share & (value <= 1.0), np.minimum(value + result.up, 1.0), value + result.up)
    high[result.up >= ENDLESS] = np.inf
    low[(result.down >= ENDLESS) & (least < 0.0)] = -np.inf
    shares = result.shares()
    shares[~valued] = 0.0
    found = Intervals(rows, leaves, low, high, shares)
    if not whole:
        _open(found, ~(finite[:, 0::2] & finite[:, 1::2]), ~(least > -np.inf))
    return found


def _open(found: Intervals, behind: NDArray[np.bool_], lost: NDArray[np.bool_]) -> None:
    """Take the upper end off what an end of an input makes infinite, and both ends where it leaves no value."""
    endless = behind.any(axis=1)
    found.high[endless] = np.inf
    found.low[lost] = -np.inf
    found.shares[endless] = behind[endless] / behind[endless].sum(axis=1, keepdims=True)


class _Deviations:
    """How far each step goes up and down (SI), and in which direction of the inputs, one unit vector per step.

    ``table`` has one row per step; its columns are the low and the high end of the first input, of the second ...
    """

    def __init__(self, value: Array, table: Array) -> None:
        positive = (value > 0.0) & (table.min(axis=1) > 0.0)
        linear = np.flatnonzero(~positive)
        differences = table[linear] - value[linear, None]
        differences[np.abs(differences) <= NOTHING * np.abs(value[linear, None])] = 0.0
        differences = np.clip(differences, -ENDLESS, ENDLESS)
        table[linear], start = 1.0, np.where(positive, value, 1.0)
        metric = np.log(table / start[:, None])
        metric[np.abs(metric) <= NOTHING] = 0.0
        metric[linear] = differences
        low, high = metric[:, 0::2], metric[:, 1::2]
        above, below = np.maximum(np.maximum(low, high), 0.0), np.minimum(np.minimum(low, high), 0.0)
        self.squares = above * above + below * below
        self.direction = _unit(np.where(high - low < 0.0, -1.0, 1.0) * np.sqrt(self.squares))
        top, bottom = _norm(above), _norm(below)
        self.up = np.where(positive, np.minimum(value * np.expm1(top), ENDLESS), top)
        self.down = np.where(positive, -value * np.expm1(-bottom), bottom)

    def add_up(self, row: int, parts: list[int], inputs: list[tuple[int, Leaf]]) -> None:
        """Replace what is known of a sum by what follows from its parts."""
        up = self.up[parts] @ self.direction[parts]
        down = self.down[parts] @ self.direction[parts]
        for column, leaf in inputs:
            up[column] += (leaf.value if leaf.high is None else leaf.high) - leaf.value
            down[column] += leaf.value - (leaf.value if leaf.low is None else leaf.low)
        self.up[row], self.down[row] = np.linalg.norm(up), np.linalg.norm(down)
        self.squares[row] = up**2 + down**2
        self.direction[row] = _unit((up + down)[None, :])[0]

    def shares(self) -> Array:
        """Return the share of each input in the squared width, one row per step."""
        whole = self.squares.sum(axis=1, keepdims=True)
        return np.asarray(np.divide(self.squares, whole, out=np.zeros_like(self.squares), where=whole > 0.0))


def _norm(deviations: Array) -> Array:
    return np.asarray(np.sqrt(np.sum(deviations**2, axis=1)))


def _unit(vectors: Array) -> Array:
    length = np.sqrt(np.sum(vectors**2, axis=1, keepdims=True))
    return np.asarray(np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0.0))
