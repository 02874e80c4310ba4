"""Discharges at several currents: voltage curves and the Ragone table, with what caps them besides resistance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cellbuilder.engine.calculation import Leaf, Term
from cellbuilder.engine.cell import Cell
from cellbuilder.engine.kernels import rate
from cellbuilder.engine.operation import Discharge, curve

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rates:
    """One row per current: SI arrays of one length, and what keeps the higher ones from being reached.

    ``current`` in A/m2, ``c_rate`` in 1/h, ``drop`` at the start in V, ``delivered`` as a share, ``energy`` in Wh/m2,
    ``power`` in W/m2. ``within`` is false where a published critical current or diffusion in the grains comes first.
    """

    current: Array
    c_rate: Array
    drop: Array
    delivered: Array
    energy: Array
    power: Array
    within: NDArray[np.bool_]
    critical_current: Leaf | None
    diffusion_time: Term | None
    at_most: bool


def rates(cell: Cell, c_rates: Sequence[float]) -> Rates | str:
    """Return what the cell delivers at these C-rates (1/h), or why that is unknown (docs/physics.md 1e).

    The smallest published critical current of the contacts of the anode counts, whatever its conditions.
    """
    found = cell.discharge
    if isinstance(found, str):
        return found
    c_rate = np.asarray(c_rates, float)
    current = rate.current_density(c_rate, found.capacity.value)
    critical = _smallest_critical(cell)
    slowest = _slowest_diffusion(cell)
    rise = 0.0 if found.rise is None else found.rise.value
    line = (found.top.value, found.bottom.value, found.cut_off.value, current, found.start.value, rise)
    table = rate.ragone(
        found.capacity.value, *line,
        critical_current_a_per_m2=np.inf if critical is None else critical.value,
        diffusion_time_s=0.0 if slowest is None else slowest.value,
    )  # fmt: skip
    return Rates(
        current, c_rate, rate.voltage_drop(current, found.start.value), rate.utilisation(*line), table.energy,
        table.power, table.within, critical, slowest, found.partial,
    )  # fmt: skip


def curves(found: Discharge, currents: Array, points: int) -> tuple[Any, Any]:
    """Return charge (Ah/m2) and voltage (V), one row per current (A/m2) and ``points`` columns."""
    return curve(found, currents, points)


def _smallest_critical(cell: Cell) -> Leaf | None:
    found = [leaf for leaf in cell.calculation.leaves() if leaf.key.startswith("critical current:")]
    return min(found, key=lambda leaf: leaf.value, default=None)


def _slowest_diffusion(cell: Cell) -> Term | None:
    found = [row.term for row in cell.operation if row.key.startswith("diffusion time:")]
    return max((term for term in found if not isinstance(term, str)), key=lambda term: term.value, default=None)
