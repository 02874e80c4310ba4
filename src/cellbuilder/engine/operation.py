"""What the cell does under current: losses, energy at a rate, limits, leakage, and the times that decide a regime."""

from __future__ import annotations

from typing import Any, Final, Literal

import numpy as np

from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import Regime
from cellbuilder.engine import capacity_data, layer_data, voltage
from cellbuilder.engine.calculation import Calculation, Limit, Step, Term
from cellbuilder.engine.capacity import Balance
from cellbuilder.engine.kernels import rate
from cellbuilder.engine.porous import Electrode
from cellbuilder.engine.resistance import Resistances

_SIDES: Final[tuple[Literal["upper", "lower"], ...]] = ("upper", "lower")
WRONG_WAY: Final = "the cathode lies at or below the potential of the anode, so the cell gives no energy"


@record
class Row:
    """One result: its key, name and unit, and the step behind it or the reason why it is unknown."""

    key: str
    name: str
    unit: str
    term: Term | str


@record
class Discharge:
    """What a discharge at constant current is worked out from (docs/physics.md 1e).

    The open-circuit voltage falls evenly from ``top`` to ``bottom``; the resistance goes from ``start`` by ``rise``;
    it ends at ``cut_off``.
    """

    capacity: Step
    top: Term
    bottom: Term
    cut_off: Term
    start: Term
    rise: Term | None
    partial: bool
    regime: Regime | None


def current(calculation: Calculation, design: Design, capacity: Step | str) -> Step | str:
    """Return the current density of the cell: entered, or from its C-rate."""
    conditions = design.stack.conditions
    entered = layer_data.given(calculation, "current density", "j_in", "current density (entered)",
                               conditions.current_density)  # fmt: skip
    if entered is not None:
        return calculation.step("current", "j", "current density", "mA/cm2", lambda j: j, "j_in", [("j_in", entered)])
    c_rate = layer_data.given(calculation, "C-rate", "C", "C-rate", conditions.c_rate)
    if c_rate is None:
        return "no current density and no C-rate is given"
    if isinstance(capacity, str):
        return capacity
    return calculation.step("current", "j", "current density", "mA/cm2", rate.current_density, "C * Q",
                            [("C", c_rate), ("Q", capacity)], label="estimate", limit=capacity.limit)  # fmt: skip


def voltage_drop(calculation: Calculation, density: Step | str, total: Step | str) -> Step | str:
    """Return the loss j ASR; of two opposite bounds it is neither."""
    if isinstance(density, str) or isinstance(total, str):
        return density if isinstance(density, str) else total
    limit, note = product_limit(density, total)
    return calculation.step(
        "drop", "dU", f"voltage drop at this current ({total.regime})", "mV", rate.voltage_drop, "j * ASR",
        [("j", density), ("ASR", total)], label="estimate", note=note, limit=limit, regime=total.regime,
    )  # fmt: skip


def product_limit(density: Step, total: Step) -> tuple[Limit | None, str | None]:
    """Return on which side the product of current and resistance lies, and what to say where they disagree."""
    limits = {density.limit, total.limit} - {None}
    if len(limits) == 2:
        return None, (
            "the current is known from above and the resistance from below, so this is neither: a nominal value"
        )
    return (limits.pop() if limits else None), None


def discharge(
    calculation: Calculation, design: Design, balance: Balance, potential: Step | str, report: Resistances
) -> Discharge | str:
    """Gather what a discharge at constant current is worked out from, or say what is missing."""
    total = report.totals[-1].term
    for entry in (balance.cell, potential, total):
        if isinstance(entry, str):
            return entry
    assert isinstance(balance.cell, Step)
    assert isinstance(potential, Step)
    assert isinstance(total, Step)
    if potential.value <= 0.0:
        return WRONG_WAY
    upper, lower = (voltage.terminal_limit(calculation, design, side) for side in _SIDES)
    if lower is None:
        return "no lower voltage limit is given, so where a discharge ends is unknown"
    if upper is not None and upper.value <= potential.value:
        return "the upper voltage limit lies below the average voltage, so the cell is never charged in full"
    host = capacity_data.hosts(design, "cathode")[0]
    span = voltage.ocv_span(calculation, design, host)
    if span is None:
        flat = Quantity(value=0, unit="V", kind="estimate", note=f"{host.label} has a flat voltage curve")
        span = calculation.leaf(
            voltage.span_key("cathode", host), "dU", f"change of the potential of {host.label}", flat
        )
        assert span is not None
    ends = [
        calculation.step(
            key, symbol, name, "V", kernel, formula, [("U", potential), ("dU", span)], label="estimate",
            note="voltage taken as falling evenly around its average",
        )
        for key, symbol, name, kernel, formula in (
            ("full charge voltage", "U_max", "open-circuit voltage of the charged cell",
             lambda u, d: u + 0.5 * d, "U + dU / 2"),
            ("empty voltage", "U_min", "open-circuit voltage of the discharged cell",
             lambda u, d: u - 0.5 * d, "U - dU / 2"),
        )
    ]  # fmt: skip
    fronts = [entry for entry in report.electrodes if entry.flat]
    start, rise = _front_line(calculation, total, fronts)
    return Discharge(balance.cell, ends[0], ends[1], lower, start, rise, total.limit == "floor", total.regime)


def _front_line(calculation: Calculation, total: Step, fronts: list[Electrode]) -> tuple[Term, Term | None]:
    """Return the resistance at the start of a discharge and what moving fronts add until its end (equation 18)."""
    if not fronts or total.regime != "front":
        return total, None
    rails: list[tuple[str, Term]] = [(symbol, term) for entry in fronts
                                     for symbol, term in (("R_i", entry.ionic), ("R_e", entry.electronic))]  # fmt: skip

    def rises(*values: Any) -> Any:
        pairs = zip(values[::2], values[1::2], strict=True)
        return sum(rate.front_resistance_line(ionic, electronic)[1] for ionic, electronic in pairs)

    rise = calculation.step(
        "resistance rise", "R_rise", "what the fronts add to the resistance from full to empty", "Ohm cm2", rises,
        "sum((R_i^2 - R_i * R_e + R_e^2) / (R_i + R_e))", rails, label="estimate", regime="front",
    )  # fmt: skip
    start = calculation.step(
        "resistance at the start", "R_0", "resistance at the start of a discharge", "Ohm cm2",
        lambda whole, more: whole - 0.5 * more, "ASR - R_rise / 2", [("ASR", total), ("R_rise", rise)],
        label="estimate", regime="front", limit=total.limit,
    )  # fmt: skip
    return start, rise


def at_rate(calculation: Calculation, density: Step | str, found: Discharge | str) -> list[Row]:
    """Return what a discharge at the current of the cell delivers (equation 26)."""
    regime = "" if isinstance(found, str) else f" ({found.regime})"
    names = ("delivered", f"share of the capacity delivered at this current{regime}", "%"), (
        "energy at rate", f"areal energy delivered at this current{regime}", "mWh/cm2")  # fmt: skip
    reason = next((entry for entry in (density, found) if isinstance(entry, str)), None)
    if reason is not None:
        return [Row(*name, str(reason)) for name in names]
    assert isinstance(density, Step)
    assert isinstance(found, Discharge)
    inputs: list[tuple[str, Term]] = [("U_max", found.top), ("U_min", found.bottom), ("V_c", found.cut_off),
                                      ("j", density), ("R_0", found.start)]  # fmt: skip
    fall = "(U_max - U_min)"
    if found.rise is not None:
        inputs.append(("R_rise", found.rise))
        fall = "(U_max - U_min + j * R_rise)"
    note = "at most: the resistance is known from below only" if found.partial else None
    limit: Limit | None = "ceiling" if found.partial else None
    share = calculation.step(
        "delivered", "x", names[0][1], "%", rate.utilisation, f"until((U_max - j * R_0 - V_c), {fall})", inputs,
        label="estimate", note=note, limit=limit, regime=found.regime,
    )  # fmt: skip
    energy = calculation.step(
        "energy at rate", "E_j", names[1][1], "mWh/cm2",
        lambda q, _, *line: rate.energy_at_rate(q, *line), f"Q * x * (U_max - j * R_0 - {fall} * x / 2)",
        [("Q", found.capacity), ("x", share), *inputs], label="estimate", note=note, limit=limit, regime=found.regime,
        convention="resistance only: diffusion beyond R_diff and critical currents make it smaller",
    )  # fmt: skip
    return [Row(*names[0], share), Row(*names[1], energy)]


def curve(found: Discharge, currents: Any, points: int = 101) -> tuple[Any, Any]:
    """Return charge (Ah/m2) and voltage (V) of discharges at constant current, one row per current (A/m2).

    Every row ends where the voltage reaches the cut-off; ``points`` columns.
    """
    density = np.atleast_1d(np.asarray(currents, float))[:, None]
    rise = 0.0 if found.rise is None else found.rise.value
    ends = (found.top.value, found.bottom.value)
    share = rate.utilisation(*ends, found.cut_off.value, density, found.start.value, rise)
    s = share * np.linspace(0.0, 1.0, points)
    voltage_v = rate.discharge_voltage(rate.linear_ocv(*ends, s), density, found.start.value + rise * s)
    return found.capacity.value * s, voltage_v
