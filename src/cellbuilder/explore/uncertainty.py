"""Monte Carlo: what the results of one design are when all inputs vary at once within their ranges."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cellbuilder import assess
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.domain.result import Contribution
from cellbuilder.engine.calculation import Leaf
from cellbuilder.explore.draws import draw, drawn_leaves
from cellbuilder.explore.fields import Places
from cellbuilder.explore.many import Variants

Array = NDArray[np.float64]
NAMED: Final = 6
RANKED: Final = 4096
"""So many draws are enough to rank the inputs by."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What the draws of one result give: 5th, 50th and 95th percentile in ``unit``, and which inputs it follows.

    ``valued`` is the share of draws that have a finite value; the percentiles are those of the draws that have.
    ``contributions`` are squared rank correlations with the inputs, scaled to add up to 1 over all inputs.
    """

    key: str
    unit: str
    low: float
    median: float
    high: float
    valued: float
    contributions: tuple[Contribution, ...]
    draws: Array


def monte_carlo(
    design: Design, evidence: EvidenceBase, results: Sequence[str] | None = None, *, draws: int = 10_000,
    seed: int = 1, workers: int | None = None,
) -> dict[str, Spread]:  # fmt: skip
    """Return the spread of results (keys as in ``evaluate_many``) over random draws of all inputs that have a range.

    Inputs that several results share are drawn once. Equal seeds give equal draws.

    Raises:
        KeyError: no such result.
        ValueError: fewer than two draws.
    """
    if draws < 2:
        raise ValueError("a Monte Carlo run needs at least two draws")
    cell = assess.cell_of(design, evidence)
    leaves = drawn_leaves(cell.calculation.leaves())
    variants = Variants(design, evidence, (leaf.key for leaf in leaves), results)
    places = Places(design)
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        drawn = pool.map(lambda leaf: draw(leaf, draws, seed, allows=_limits(places, leaf)), leaves)
        given = {leaf.key: values for leaf, values in zip(leaves, drawn, strict=True)}
        found = variants.run_all(given, workers) if given else {
            key: np.full(draws, values[0]) for key, values in variants.run_all({}).items()
        }  # fmt: skip
        ranked = _Ranks({leaf: given[leaf.key][:RANKED] for leaf in leaves})
        spreads = pool.map(lambda key: _spread(key, variants.units[key], found[key], ranked), found)
        return dict(zip(found, spreads, strict=True))


def _limits(places: Places, leaf: Leaf) -> Callable[[float], bool] | None:
    """Return what the field of an input allows, where it stands in one."""
    place = places.find(leaf)
    return None if place is None else place.allows


def _spread(key: str, unit: str, values: Array, ranked: _Ranks) -> Spread:
    finite = np.isfinite(values)
    good = values if finite.all() else values[finite]
    low, median, high = np.quantile(good, (0.05, 0.5, 0.95)) if good.size else (np.nan,) * 3
    return Spread(key, unit, float(low), float(median), float(high), float(finite.mean()),
                  ranked.behind(values[:RANKED]), values)  # fmt: skip


class _Ranks:
    """The ranks of the first draws of every input, which results are compared with."""

    def __init__(self, given: Mapping[Leaf, Array]) -> None:
        self._leaves = tuple(given)
        self._ranks = np.array([_centred(values) for values in given.values()])

    def behind(self, values: Array) -> tuple[Contribution, ...]:
        """Return the inputs that a result follows, the strongest first."""
        if not self._leaves or not np.isfinite(values).all() or np.ptp(values) == 0.0:
            return ()
        squared = (self._ranks @ _centred(values)) ** 2
        noise = 4.0 / values.size
        squared[squared < noise] = 0.0
        whole = squared.sum()
        order = np.argsort(-squared, kind="stable")[:NAMED]
        return tuple(
            Contribution(self._leaves[index].key, self._leaves[index].name, float(squared[index] / whole),
                         self._leaves[index].range_label)
            for index in order if squared[index] > 0.01 * whole
        )  # fmt: skip


def _centred(values: Array) -> Array:
    """Return the ranks of values as a vector of mean zero and length one."""
    ranks = np.empty(values.size)
    ranks[np.argsort(values, kind="stable")] = np.arange(values.size, dtype=float)
    ranks -= ranks.mean()
    return np.asarray(ranks / np.linalg.norm(ranks))
