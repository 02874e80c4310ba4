"""All figures of one design, in the order in which they build on each other."""

from __future__ import annotations

from collections.abc import Mapping

from cellbuilder.domain.design import Design
from cellbuilder.domain.result import CellFigures, Figure, Input, unknown
from cellbuilder.engine import capacity, energy, geometry, layer_data, resistance, voltage
from cellbuilder.engine.layer_data import Known
from cellbuilder.engine.ranges import Spread, add_ranges, propagate


def calculate(design: Design, contacts: tuple[Figure, ...], inside: Mapping[str, Figure]) -> CellFigures:
    """Calculate every figure of a design.

    ``contacts`` are the area-specific resistances of the seams and ``inside`` those within composite
    electrodes (by layer id), as the evidence gives them; an unknown one is a figure without a value.
    """
    parts = geometry.bodies(design)
    balance = capacity.balance(design, parts)
    potential = voltage.average(design)
    areal_energy = energy.areal_energy(balance.cell, potential)
    report = resistance.report(design, parts, contacts, dict(inside))
    rows = geometry.budget(parts)
    current = _current(design, balance.cell)
    return CellFigures(
        resistance=report,
        cathode_capacity=balance.cathode,
        anode_capacity=balance.anode,
        capacity=balance.cell,
        limiting_electrode=balance.limiting,
        np_ratio=balance.np_ratio,
        average_voltage=potential,
        areal_energy=areal_energy,
        levels=energy.levels(design, parts, balance.cell, potential),
        budget=rows,
        thickness=_sum("thickness", "thickness of the stack", "um", [row.thickness for row in rows]),
        areal_mass=_sum("mass", "areal mass of the stack", "mg/cm2", [row.areal_mass for row in rows]),
        current_density=current,
        voltage_drop=_drop(current, report.totals[-1]),
    )


def _sum(key: str, name: str, unit: str, rows: list[Figure]) -> Figure:
    known = [(row.value, row.low, row.high) for row in rows if row.value is not None]
    missing = [row.name for row in rows if row.value is None]
    value, low, high = add_ranges(known)
    return Figure(
        key=key, name=name, value=value, unit=unit, low=low, high=high, label="bound" if missing else "computed",
        at_least=bool(missing), formula="sum of the layers as built, collectors in full",
        inputs=tuple(
            Input.of_figure(key[0], row) for row in rows if row.value is not None
        ),
        note=f"not counted, because unknown: {'; '.join(missing)}" if missing else None,
    )  # fmt: skip


def _current(design: Design, cell_capacity: Figure) -> Figure:
    name = "current density"
    conditions = design.stack.conditions
    if conditions.current_density is not None:
        spread = layer_data.spread_of(conditions.current_density)
        if spread is not None:
            known = Known(spread, (Input.of("j", "current density", conditions.current_density),))
            return geometry.figure("current", name, known, "mA/cm2", 10.0, "j as entered", ())
    rate = None if conditions.c_rate is None else layer_data.spread_of(conditions.c_rate)
    if conditions.c_rate is None or rate is None:
        return unknown("current", name, "mA/cm2", "no current density and no C-rate is given")
    if cell_capacity.value is None:
        return unknown("current", name, "mA/cm2", cell_capacity.note or "the capacity is unknown")
    value, low, high = propagate(
        lambda c, q: c * q,
        {
            "c": rate,
            "q": Spread(cell_capacity.value, cell_capacity.low, cell_capacity.high),
        },
    )
    used = (Input.of("C", "C-rate", conditions.c_rate), Input.of_figure("Q", cell_capacity))
    return Figure(key="current", name=name, value=value, unit="mA/cm2", low=low, high=high,
                  label="bound" if cell_capacity.at_most else "estimate", formula="j = C Q", inputs=used)  # fmt: skip


def _drop(current: Figure, total: Figure) -> Figure:
    name = f"voltage drop at this current ({total.regime})"
    if current.value is None or total.value is None:
        return unknown("drop", name, "mV", current.note or total.note or "unknown")
    value, low, high = propagate(
        lambda j, r: j * r,
        {"j": Spread(current.value, current.low, current.high), "r": Spread(total.value, total.low, total.high)},
    )
    inputs = (Input.of_figure("j", current), Input.of_figure("ASR", total))
    at_least = total.at_least and not current.at_most
    note = None
    if total.at_least and current.at_most:
        note = "the current is known from above and the resistance from below, so this is neither: a nominal value"
    return Figure(key="drop", name=name, value=value, unit="mV", low=low, high=high,
                  label="bound" if at_least else "estimate", at_least=at_least, regime=total.regime,
                  formula="dU = j ASR", inputs=inputs, note=note)  # fmt: skip
