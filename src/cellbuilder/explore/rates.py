"""Discharges at several currents: voltage curves and the Ragone table, with what caps them besides resistance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cellbuilder.compatibility.contacts import all_contacts
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import CriticalCurrent
from cellbuilder.domain.result import Regime
from cellbuilder.domain.stack import Conditions
from cellbuilder.engine.calculation import Leaf, Step, Term
from cellbuilder.engine.cell import Cell
from cellbuilder.engine.kernels import rate
from cellbuilder.engine.operation import Discharge, curve

Array = NDArray[np.float64]
FAR_K: Final = 10.0
"""A critical current measured further from the temperature of the cell says nothing of it."""
FAR_PRESSURE: Final = 3.0
"""Nor does one measured at more than this factor from its pressure."""


@dataclass(frozen=True, slots=True)
class Cap:
    """A published critical current of a contact of the anode, and the conditions it was measured at, in words."""

    leaf: Leaf
    record: str
    conditions: str


@dataclass(frozen=True, slots=True)
class Rates:
    """One row per current: SI arrays of one length, and what keeps the higher ones from being reached.

    ``current`` in A/m2, ``c_rate`` in 1/h, ``instantaneous`` drop in V (NaN where that resistance is unknown) and
    ``drop`` at the start in V in the ``regime`` that the rest is worked out in, ``delivered`` as a share, ``energy`` in
    Wh/m2, ``power`` in W/m2. ``within`` is false where a published critical current (``above_critical``) or diffusion
    in the grains comes first. ``set_aside`` were measured far from the conditions of the cell.
    """

    current: Array
    c_rate: Array
    instantaneous: Array
    drop: Array
    delivered: Array
    energy: Array
    power: Array
    within: NDArray[np.bool_]
    above_critical: NDArray[np.bool_]
    regime: Regime | None
    critical: Cap | None
    set_aside: tuple[Cap, ...]
    diffusion_time: Term | None
    at_most: bool


def rates(
    cell: Cell, c_rates: Sequence[float], conditions: Conditions | None = None,
    measured: Mapping[str, CriticalCurrent] | None = None,
) -> Rates | str:  # fmt: skip
    """Return what the cell delivers at these C-rates (1/h), or why that is unknown (docs/physics.md 1e).

    The smallest published critical current of the contacts of the anode counts. Those whose temperature or pressure
    is on record (``measured``, by record) and far from the ``conditions`` of the cell are set aside.
    """
    found = cell.discharge
    if isinstance(found, str):
        return found
    c_rate = np.asarray(c_rates, float)
    current = rate.current_density(c_rate, found.capacity.value)
    near, far = _caps(cell, conditions, measured or {})
    critical = min(near, key=lambda cap: cap.leaf.value, default=None)
    slowest = _slowest_diffusion(cell)
    rise = 0.0 if found.rise is None else found.rise.value
    line = (found.top.value, found.bottom.value, found.cut_off.value, current, found.start.value, rise)
    most = np.inf if critical is None else critical.leaf.value
    table = rate.ragone(
        found.capacity.value, *line, critical_current_a_per_m2=most,
        diffusion_time_s=0.0 if slowest is None else slowest.value,
    )  # fmt: skip
    at_once, total = cell.resistances.totals[0].term, cell.resistances.totals[-1].term
    return Rates(
        current=current, c_rate=c_rate,
        instantaneous=rate.voltage_drop(current, at_once.value if isinstance(at_once, Step) else np.nan),
        drop=rate.voltage_drop(current, found.start.value), delivered=rate.utilisation(*line), energy=table.energy,
        power=table.power, within=table.within, above_critical=current > most,
        regime=total.regime if isinstance(total, Step) else None, critical=critical, set_aside=tuple(far),
        diffusion_time=slowest, at_most=found.partial,
    )  # fmt: skip


def critical_currents(design: Design, evidence: EvidenceBase) -> dict[str, CriticalCurrent]:
    """Return by record what is published of critical currents of the contacts of a design."""
    matches = (match for contact in all_contacts(design) for match in evidence.about(contact.first, contact.second))
    return {
        match.record.id: match.record.critical_current for match in matches if match.record.critical_current is not None
    }


def curves(found: Discharge, currents: Array, points: int) -> tuple[Any, Any]:
    """Return charge (Ah/m2) and voltage (V), one row per current (A/m2) and ``points`` columns."""
    return curve(found, currents, points)


def _caps(
    cell: Cell, conditions: Conditions | None, measured: Mapping[str, CriticalCurrent]
) -> tuple[list[Cap], list[Cap]]:
    """Return the published critical currents that count here, and those measured far from here."""
    near: list[Cap] = []
    far: list[Cap] = []
    for leaf in cell.calculation.leaves():
        start, _, record = leaf.key.partition(":")
        if start == "critical current":
            known = measured.get(record)
            cap = Cap(leaf, record, "conditions not at hand" if known is None else ", ".join(_said(known)))
            (far if known is not None and conditions is not None and _is_far(known, conditions) else near).append(cap)
    return near, far


def _said(known: CriticalCurrent) -> Iterable[str]:
    for what, entry in (("temperature", known.temperature), ("pressure", known.pressure)):
        given = entry is not None and entry.value is not None
        yield f"{entry.value:g} {entry.unit}" if given and entry is not None else f"{what} not given"
    if known.direction != "unknown":
        yield known.direction


def _is_far(known: CriticalCurrent, here: Conditions) -> bool:
    kelvin = None if known.temperature is None else known.temperature.si
    if kelvin is not None and here.temperature.si is not None and abs(kelvin - here.temperature.si) > FAR_K:
        return True
    there = None if known.pressure is None else known.pressure.si
    pressure = None if here.operating_pressure is None else here.operating_pressure.si
    return there is not None and pressure is not None and max(there, pressure) > FAR_PRESSURE * min(there, pressure)


def _slowest_diffusion(cell: Cell) -> Term | None:
    found = [row.term for row in cell.operation if row.key.startswith("diffusion time:")]
    return max((term for term in found if not isinstance(term, str)), key=lambda term: term.value, default=None)
