"""What limits a cell under current and at rest: power, losses, leakage, critical currents, times that matter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import CurrentDensity, Quantity
from cellbuilder.engine import capacity_data, layer_data
from cellbuilder.engine.calculation import Calculation, Leaf, Limit, Step, Term
from cellbuilder.engine.capacity import Balance
from cellbuilder.engine.contacts import interphase_constant
from cellbuilder.engine.geometry import Body
from cellbuilder.engine.kernels import interfaces, rate
from cellbuilder.engine.operation import WRONG_WAY, Discharge, Row, at_rate, product_limit
from cellbuilder.engine.porous import Electrode
from cellbuilder.engine.reaction import alike
from cellbuilder.engine.resistance import Resistances

_RETAINED: Final = Quantity(value=80, unit="%", kind="assumption", note="usual end of life")
_CYCLES: Final = Quantity(value=1000, unit="cycles", kind="assumption", note="usual demand")


@record
class CriticalCurrent:
    """A published critical current density of a contact of this stack, with its conditions in words."""

    record: str
    name: str
    value: CurrentDensity
    conditions: str


def rows(
    calculation: Calculation, design: Design, parts: tuple[Body, ...], report: Resistances, balance: Balance,
    potential: Step | str, density: Step | str, found: Discharge | str, critical: Iterable[CriticalCurrent],
) -> list[Row]:  # fmt: skip
    """Return all results of operation that are one number."""
    if isinstance(potential, Step) and potential.value <= 0.0:
        potential = WRONG_WAY
    total = report.totals[-1].term
    leak = _leakage(calculation, design, parts, potential)
    result = [
        *at_rate(calculation, density, found),
        Row("power limit", "highest power that the resistance lets through", "mW/cm2",
            _power_limit(calculation, potential, total)),
        Row("efficiency", "round-trip energy efficiency at this current", "%",
            _efficiency(calculation, potential, density, total)),
        Row("heat", "heat from the resistance at this current", "mW/cm2", _heat(calculation, density, total)),
        Row("leakage", "electronic leakage through the separator", "mA/cm2", leak),
        Row("self-discharge", "time in which the leakage empties the cell", "h",
            _self_discharge(calculation, balance.cell, leak)),
        *(_relaxation(calculation, entry, balance.cell) for entry in report.electrodes if not entry.flat),
        *(_diffusion_time(calculation, entry) for entry in report.electrodes),
        *(_critical(calculation, density, entry) for entry in critical),
    ]  # fmt: skip
    result += _interphases(calculation, design)
    if capacity_data.anode_free(design):
        result.append(Row("coulombic efficiency", "coulombic efficiency needed without excess of metal", "%",
                          _needed_efficiency(calculation, design)))  # fmt: skip
    if design.stack.conditions.coulombic_efficiency is not None:
        result.append(Row("capacity left", "areal capacity left after the cycles, without excess", "mAh/cm2",
                          _left(calculation, design, balance.cell)))  # fmt: skip
    return result


def _power_limit(calculation: Calculation, potential: Step | str, total: Step | str) -> Step | str:
    if isinstance(potential, str) or isinstance(total, str):
        return potential if isinstance(potential, str) else total
    return calculation.step(
        "power limit", "P_max", "highest power that the resistance lets through", "mW/cm2", rate.ohmic_power_limit,
        "U^2 / (4 * ASR)", [("U", potential), ("ASR", total)], limit="ceiling", regime=total.regime,
        note="at half of the voltage; an upper bound, because diffusion and critical currents come first",
    )  # fmt: skip


def _efficiency(calculation: Calculation, potential: Step | str, density: Step | str, total: Step | str) -> Step | str:
    for entry in (potential, density, total):
        if isinstance(entry, str):
            return entry
    assert isinstance(potential, Step)
    assert isinstance(density, Step)
    assert isinstance(total, Step)
    limit: Limit | None = "ceiling" if total.limit == "floor" and density.limit is None else None
    return calculation.step(
        "efficiency", "eta", "round-trip energy efficiency at this current", "%",
        lambda u, j, r: np.maximum(rate.round_trip_efficiency(u, j, r), 0.0),
        "max((U - j * ASR) / (U + j * ASR), 0)", [("U", potential), ("j", density), ("ASR", total)],
        label="estimate", limit=limit, note="loss to resistance only, the same current both ways", regime=total.regime,
    )  # fmt: skip


def _heat(calculation: Calculation, density: Step | str, total: Step | str) -> Step | str:
    if isinstance(density, str) or isinstance(total, str):
        return density if isinstance(density, str) else total
    limit, note = product_limit(density, total)
    return calculation.step(
        "heat", "P_heat", "heat from the resistance at this current", "mW/cm2", rate.heat, "j^2 * ASR",
        [("j", density), ("ASR", total)], label="estimate", limit=limit, regime=total.regime,
        note=layer_data.joined(note, "without the reversible heat, for which no entropy is on record"),
    )  # fmt: skip


def _leakage(calculation: Calculation, design: Design, parts: tuple[Body, ...], potential: Step | str) -> Step | str:
    """Return what the electronic conductivity of the separator lets through (docs/physics.md 2.2)."""
    if isinstance(potential, str):
        return potential
    pairs: list[tuple[str, Term]] = []
    missing: list[str] = []
    for body in parts:
        if body.layer.role != "electrolyte":
            continue
        sigma = _electronic(calculation, design, body)
        if sigma is None or isinstance(body.thickness, str):
            missing.append(body.title)
        else:
            pairs += [("d", body.thickness), ("sigma_e", sigma)]
    if not pairs:
        what = "; ".join(missing)
        return f"no electronic conductivity of {what} is on record" if missing else "the stack has no electrolyte"

    def through(volts: Any, *values: Any) -> Any:
        return volts / sum(d / sigma for d, sigma in zip(values[::2], values[1::2], strict=True))

    note = f"at most: {'; '.join(missing)} not counted, whose electronic conductivity is unknown" if missing else None
    if len(pairs) == 2:

        def through(volts: Any, *values: Any) -> Any:
            return rate.leakage_current(values[1], volts, values[0])

    return calculation.step(
        "leakage", "j_leak", "electronic leakage through the separator", "mA/cm2", through, "U / sum(d / sigma_e)",
        [("U", potential), *pairs], label="estimate", note=note, limit="ceiling" if missing else None,
    )  # fmt: skip


def _electronic(calculation: Calculation, design: Design, body: Body) -> Term | None:
    layer = body.layer
    own = layer_data.given(calculation, f"electronic conductivity:{layer.id}", "sigma_e",
                           f"electronic conductivity of {body.title} (entered)", layer.electronic_conductivity,
                           )  # fmt: skip
    if own is not None or layer.material is None:
        return own
    material = design.material(layer.material)
    return layer_data.given(calculation, f"electronic conductivity of:{material.id}", "sigma_e",
                            f"electronic conductivity of {material.label}", material.electronic_conductivity,
                            )  # fmt: skip


def _self_discharge(calculation: Calculation, capacity: Step | str, leak: Step | str) -> Step | str:
    if isinstance(capacity, str) or isinstance(leak, str):
        return capacity if isinstance(capacity, str) else leak
    limit: Limit | None = "floor" if leak.limit == "ceiling" and capacity.limit is None else None
    return calculation.step(
        "self-discharge", "t", "time in which the leakage empties the cell", "h", rate.self_discharge_time,
        "3600 * Q / j_leak", [("Q", capacity), ("j_leak", leak)], label="estimate", limit=limit,
        note="a time shorter than the cells of this kind are stored means that the electronic conductivity is too high",
    )  # fmt: skip


def _relaxation(calculation: Calculation, found: Electrode, capacity: Step | str) -> Row:
    """Return the time from the instantaneous to the pseudo-steady resistance (equation 17b, with diffusion)."""
    body = found.body
    key, name = f"relaxation:{body.layer.id}", f"time to level out in {body.title}"
    part = layer_data.active(body.layer)
    if _is_blend(body):
        return Row(key, name, "s", _BLEND)
    span = None if part is None else calculation.terms.get(f"voltage span:{body.layer.role}/{part.material}")
    if isinstance(capacity, str) or found.transfer is None or span is None:
        reason = capacity if isinstance(capacity, str) else "the charge-transfer resistance is unknown"
        return Row(key, name, "s", reason if found.transfer is None else "the change of its voltage is unknown")
    through: list[tuple[str, Term]] = [("R_ct", found.transfer)]
    if found.diffusion is not None:
        through.append(("R_diff", found.diffusion))
    formula = "3600 * Q / dU * (" + " + ".join(symbol for symbol, _ in through) + " + (R_i + R_e) / pi^2)"
    step = calculation.step(
        key, "tau", name, "s", _relaxation_time, formula,
        [("Q", capacity), ("dU", span), ("R_i", found.ionic), ("R_e", found.electronic), *through], label="estimate",
        note="a pulse much shorter than this shows the instantaneous resistance, a discharge much longer the other",
        layers=(body.layer.id,),
    )  # fmt: skip
    return Row(key, name, "s", step)


_BLEND: Final = "several active materials share the electrode, each with a time of its own"


def _is_blend(body: Body) -> bool:
    return len(alike(body.layer)) > 1


def _relaxation_time(capacity: Any, span: Any, ionic: Any, electronic: Any, *through: Any) -> Any:
    return rate.relaxation_time(rate.intercalation_capacitance(capacity, span), ionic, electronic, sum(through))


def _diffusion_time(calculation: Calculation, found: Electrode) -> Row:
    body = found.body
    key, name = f"diffusion time:{body.layer.id}", f"diffusion time of the grains of {body.title}"
    part = layer_data.active(body.layer)
    if _is_blend(body):
        return Row(key, name, "s", _BLEND)
    diffusivity = radius = None
    if part is not None:
        index = next(place for place, other in enumerate(body.layer.components) if other is part)
        grain = layer_data.part_key(body.layer, index)
        diffusivity = calculation.terms.get(f"diffusivity:{grain}") or calculation.terms.get(
            f"diffusivity of:{part.material}"
        )
        radius = calculation.terms.get(f"particle radius:{grain}")
    if diffusivity is None or radius is None:
        return Row(key, name, "s", "the diffusivity of the ion in the grains is not on record")
    step = calculation.step(
        key, "t_D", name, "s", rate.diffusion_time, "r^2 / (15 * D)", [("r", radius), ("D", diffusivity)],
        label="estimate", note="a discharge has to last much longer than this", layers=(body.layer.id,),
    )  # fmt: skip
    return Row(key, name, "s", step)


def _critical(calculation: Calculation, density: Step | str, entry: CriticalCurrent) -> Row:
    key, name = f"critical:{entry.record}", f"current over the published critical one of {entry.name}"
    limit_value = calculation.leaf(f"critical current:{entry.record}", "j_c",
                                   f"critical current density of {entry.name}", entry.value)  # fmt: skip
    if limit_value is None or isinstance(density, str):
        return Row(key, name, "1", density if isinstance(density, str) else "its value is not on record")
    step = calculation.step(
        key, "s", name, "1", lambda j, j_c: j / j_c, "j / j_c", [("j", density), ("j_c", limit_value)],
        label="estimate", limit=density.limit,
        note=f"no property of the material; {entry.conditions}",
    )  # fmt: skip
    return Row(key, name, "1", step)


def _cycles(calculation: Calculation, design: Design) -> Leaf:
    entered = design.stack.conditions.cycles
    given = _CYCLES if entered is None or entered.si is None else entered
    cycles = calculation.leaf("cycles", "n", "cycles to last", given)
    assert cycles is not None
    return cycles


def _needed_efficiency(calculation: Calculation, design: Design) -> Step:
    kept = calculation.leaf("capacity to keep", "f", "capacity to keep", _RETAINED)
    assert kept is not None
    return calculation.step(
        "coulombic efficiency", "CE", "coulombic efficiency needed without excess of metal", "%",
        rate.required_coulombic_efficiency, "f^(1 / n)", [("f", kept), ("n", _cycles(calculation, design))],
    )  # fmt: skip


def _left(calculation: Calculation, design: Design, capacity: Step | str) -> Step | str:
    entered = layer_data.given(calculation, "coulombic efficiency given", "CE", "coulombic efficiency",
                               design.stack.conditions.coulombic_efficiency)  # fmt: skip
    if entered is None or isinstance(capacity, str):
        return capacity if isinstance(capacity, str) else layer_data.marked_unknown("coulombic efficiency", "the cell")
    return calculation.step(
        "capacity left", "Q_n", "areal capacity left after the cycles, without excess", "mAh/cm2",
        rate.retained_capacity, "Q * CE^n",
        [("Q", capacity), ("CE", entered), ("n", _cycles(calculation, design))], label="estimate",
        limit=capacity.limit, note="every loss taken from the cycled inventory",
    )  # fmt: skip


def _interphases(calculation: Calculation, design: Design) -> list[Row]:
    """Return how thick the interphases of the contacts have grown at the age of the cell (equation 19)."""
    rows = []
    for entry in design.stack.interfaces:
        if entry.interphase is None:
            continue
        between = tuple(layer.id for layer in design.stack.layers if layer.id in entry.between)
        pair, contact = "|".join(between), " | ".join(between)
        key, name = f"interphase:{pair}", f"thickness of the interphase of {contact}"
        constant = interphase_constant(calculation, pair, contact, entry)
        age = layer_data.given(calculation, "age", "t", "time since assembly", design.stack.conditions.age)
        if constant is None or age is None:
            rows.append(Row(key, name, "nm", "the age of the cell, or its thickness or time as seen, is not given"))
            continue
        rows.append(Row(key, name, "nm", calculation.step(
            key, "xi", name, "nm", interfaces.layer_thickness, "sqrt(2 * k_p * t)",
            [("k_p", constant), ("t", age)], label="estimate", layers=between,
        )))  # fmt: skip
    return rows
