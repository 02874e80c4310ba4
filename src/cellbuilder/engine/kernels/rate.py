"""Voltage under current, energy at a rate, and the times and losses that go with them.

All functions are pure, take SI numbers and broadcast over arrays of any shapes that fit together. Discharge currents
are positive. Areal capacities are in Ah/m2 and areal energies in Wh/m2; times are in s. ``s`` runs from 0 (charged) to
1 (discharged) in an open-circuit voltage that falls from U_max to U_min. Equation and
section numbers (physics 1e) are those of docs/physics.md.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cellbuilder.engine.kernels.transport import Array
from cellbuilder.units import FARADAY_C_PER_MOL

_S_PER_H: Final = 3600.0
SLOW_ENOUGH: Final = 10.0
"""A discharge counts as long against solid diffusion from this many diffusion times on: an assumption."""


def _over(numerator: ArrayLike, denominator: ArrayLike) -> Array:
    """Return the quotient, inf where a positive number is divided by zero and NaN for zero by zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.asarray(numerator, float) / np.asarray(denominator, float))


def current_density(c_rate_per_h: ArrayLike, capacity_ah_per_m2: ArrayLike) -> Array:
    """Return I = C Q in A/m2 from a C-rate in 1/h and an areal capacity in Ah/m2; they broadcast (physics 1e)."""
    return np.asarray(np.asarray(c_rate_per_h, float) * np.asarray(capacity_ah_per_m2, float))


def voltage_drop(current_a_per_m2: ArrayLike, resistance_ohm_m2: ArrayLike) -> Array:
    """Return I R in V from a current density in A/m2 and a resistance in Ohm m2; they broadcast (physics 1e)."""
    return np.asarray(np.asarray(current_a_per_m2, float) * np.asarray(resistance_ohm_m2, float))


def linear_ocv(u_max_v: ArrayLike, u_min_v: ArrayLike, s: ArrayLike) -> Array:
    """Return the open-circuit voltage U_max - (U_max - U_min) s in V (physics 1e).

    Voltages in V, ``s`` dimensionless from 0 (charged) to 1 (discharged); they broadcast.
    """
    top = np.asarray(u_max_v, float)
    return np.asarray(top - (top - np.asarray(u_min_v, float)) * np.asarray(s, float))


def discharge_voltage(ocv_v: ArrayLike, current_a_per_m2: ArrayLike, resistance_ohm_m2: ArrayLike) -> Array:
    """Return V = U - I R in V (physics 1e).

    U in V, discharge current density in A/m2 (negative when charging), resistance in Ohm m2 at that state of charge
    and in the regime that the result is meant for; they broadcast. Below zero where the cell is driven.
    """
    return np.asarray(np.asarray(ocv_v, float) - voltage_drop(current_a_per_m2, resistance_ohm_m2))


def front_resistance_line(ionic_ohm_m2: ArrayLike, electronic_ohm_m2: ArrayLike) -> tuple[Array, Array]:
    """Return R(0) and R(1) - R(0) of equation 18, both in Ohm m2, for ``resistance`` and ``resistance_rise`` below.

    The rails R_i and R_e are in Ohm m2 and broadcast; the rise is never negative. Rails of zero give zeros. R(s) is a
    straight line between R_i R_e/(R_i + R_e) and (R_i^2 + R_e^2)/(R_i + R_e), with ``s`` the share of the capacity that
    has reacted since the electrode was uniform; its mean is ``composite.front_resistance``. No charge-transfer
    resistance: a lower bound where that is not small.
    """
    r_i, r_e = np.asarray(ionic_ohm_m2, float), np.asarray(electronic_ohm_m2, float)
    rails = r_i + r_e
    safe = np.where(rails == 0.0, 1.0, rails)
    start = r_i * (r_e / safe)
    return np.asarray(start), np.asarray(((r_i - r_e) / safe) * (r_i - r_e) + start)


def _line(
    u_max_v: ArrayLike,
    u_min_v: ArrayLike,
    current_a_per_m2: ArrayLike,
    resistance_ohm_m2: ArrayLike,
    resistance_rise_ohm_m2: ArrayLike,
) -> tuple[Array, Array]:
    """Return V(0) and the fall V(0) - V(1) in V: with R(s) linear in s, V(s) is a straight line too."""
    top, current = np.asarray(u_max_v, float), np.asarray(current_a_per_m2, float)
    start = top - current * np.asarray(resistance_ohm_m2, float)
    fall = top - np.asarray(u_min_v, float) + current * np.asarray(resistance_rise_ohm_m2, float)
    return np.asarray(start), np.asarray(fall)


def _until(start: Array, fall: Array, cut_off_v: ArrayLike) -> Array:
    margin = start - np.asarray(cut_off_v, float)
    level = fall <= 0.0
    reached = np.clip(margin / np.where(level, 1.0, fall), 0.0, 1.0)
    return np.asarray(np.where(level, np.heaviside(margin, 1.0), reached))


def utilisation(
    u_max_v: ArrayLike,
    u_min_v: ArrayLike,
    cut_off_v: ArrayLike,
    current_a_per_m2: ArrayLike,
    resistance_ohm_m2: ArrayLike,
    resistance_rise_ohm_m2: ArrayLike = 0.0,
) -> Array:
    """Return the share x of the capacity delivered until V reaches the cut-off, dimensionless (equation 26).

    x = (U_max - I R_0 - V_c) / (U_max - U_min + I dR), for a linear open-circuit voltage and R(s) = R_0 + dR s (dR of
    zero: equation 26 as printed; ``front_resistance_line``: equation 18). Voltages in V, discharge current density in
    A/m2, resistances in Ohm m2; they broadcast. Kept within 0 and 1: 0 where the voltage under current starts at or
    below the cut-off, 1 where it never falls to it. Where it does not fall at all, 1 if it starts at or above the
    cut-off, else 0.
    """
    return _until(*_line(u_max_v, u_min_v, current_a_per_m2, resistance_ohm_m2, resistance_rise_ohm_m2), cut_off_v)


def energy_at_rate(
    capacity_ah_per_m2: ArrayLike,
    u_max_v: ArrayLike,
    u_min_v: ArrayLike,
    cut_off_v: ArrayLike,
    current_a_per_m2: ArrayLike,
    resistance_ohm_m2: ArrayLike,
    resistance_rise_ohm_m2: ArrayLike = 0.0,
) -> Array:
    """Return the energy in Wh/m2 of a discharge at constant current (equation 26).

    E = Q x [U_max - I R_0 - (U_max - U_min + I dR) x/2], with x from ``utilisation`` and its limits of 0 and 1.
    Capacity Q in Ah/m2, voltages in V, discharge current density in A/m2, resistances in Ohm m2; they broadcast.
    """
    start, fall = _line(u_max_v, u_min_v, current_a_per_m2, resistance_ohm_m2, resistance_rise_ohm_m2)
    x = _until(start, fall, cut_off_v)
    return np.asarray(np.asarray(capacity_ah_per_m2, float) * x * (start - 0.5 * fall * x))


class Ragone(NamedTuple):
    """Energy in Wh/m2, mean power in W/m2, and whether the point lies within the caps; arrays of one shape."""

    energy: Array
    power: Array
    within: NDArray[np.bool_]


def ragone(
    capacity_ah_per_m2: ArrayLike,
    u_max_v: ArrayLike,
    u_min_v: ArrayLike,
    cut_off_v: ArrayLike,
    current_a_per_m2: ArrayLike,
    resistance_ohm_m2: ArrayLike,
    resistance_rise_ohm_m2: ArrayLike = 0.0,
    *,
    critical_current_a_per_m2: ArrayLike = np.inf,
    diffusion_time_s: ArrayLike = 0.0,
    slow_enough: float = SLOW_ENOUGH,
) -> Ragone:
    """Return energy in Wh/m2 and mean power in W/m2 of discharges at constant current (equation 26, Ragone).

    Arguments of ``energy_at_rate`` in the same units, the critical current density in A/m2 and the diffusion time in s;
    all broadcast. The ohmic curve is an upper bound, and ``within`` says where it is not known to be too high: the
    current is at most the critical one and the discharge lasts at least ``slow_enough`` (dimensionless) diffusion
    times. Points outside keep their values. Where nothing is delivered, energy and power are 0.
    """
    current = np.asarray(current_a_per_m2, float)
    capacity = np.asarray(capacity_ah_per_m2, float)
    start, fall = _line(u_max_v, u_min_v, current, resistance_ohm_m2, resistance_rise_ohm_m2)
    x = _until(start, fall, cut_off_v)
    mean = start - 0.5 * fall * x
    energy, power = capacity * x * mean, np.where(x == 0.0, 0.0, current * mean)
    long_enough = _S_PER_H * capacity * x >= slow_enough * current * np.asarray(diffusion_time_s, float)
    within = (current <= np.asarray(critical_current_a_per_m2, float)) & long_enough
    e, p, w = np.broadcast_arrays(energy, power, within)
    return Ragone(np.asarray(e), np.asarray(p), np.asarray(w))


def ohmic_power_limit(ocv_v: ArrayLike, resistance_ohm_m2: ArrayLike) -> Array:
    """Return the most power U^2 / 4R in W/m2 that a resistance lets through, at V = U/2 (physics 1e; a bound).

    U in V, R in Ohm m2; they broadcast. Without resistance there is no limit: inf (NaN if U is 0 too).
    """
    u = np.asarray(ocv_v, float)
    return _over(u * u, 4.0 * np.asarray(resistance_ohm_m2, float))


def intercalation_capacitance(capacity_ah_per_m2: ArrayLike, ocv_span_v: ArrayLike) -> Array:
    """Return C = Q/|dU| in F/m2 of an electrode with a sloping open-circuit voltage (equation 17b).

    Q in Ah/m2, the change |dU| over that charge in V; they broadcast. A flat voltage gives inf: the electrode has no
    slowest relaxation time of this kind.
    """
    return _over(_S_PER_H * np.asarray(capacity_ah_per_m2, float), np.abs(np.asarray(ocv_span_v, float)))


def relaxation_time(
    capacitance_f_per_m2: ArrayLike, ionic_ohm_m2: ArrayLike, electronic_ohm_m2: ArrayLike, transfer_ohm_m2: ArrayLike
) -> Array:
    """Return the slowest time C [R_ct + (R_i + R_e)/pi^2] in s from the instantaneous to the pseudo-steady resistance.

    C in F/m2 (``intercalation_capacitance``), resistances in Ohm m2; they broadcast (equation 17b).
    """
    rails = np.asarray(ionic_ohm_m2, float) + np.asarray(electronic_ohm_m2, float)
    through = np.asarray(transfer_ohm_m2, float) + rails / np.pi**2
    return np.asarray(np.asarray(capacitance_f_per_m2, float) * through)


def potential_slope(ocv_span_v: ArrayLike, capacity_ah_per_m3: ArrayLike) -> Array:
    """Return -dU/dc in V m3/mol of an active material whose voltage falls evenly: dU F / q_v (equation 17).

    ``ocv_span_v`` is the fall in V over the capacity q_v, in Ah per m3 of active material (density in kg/m3 times
    Ah/kg) and greater than zero; they broadcast.
    """
    ion_per_m3 = np.asarray(capacity_ah_per_m3, float) * (_S_PER_H / FARADAY_C_PER_MOL)
    return np.asarray(np.asarray(ocv_span_v, float) / ion_per_m3)


def diffusion_resistance(
    potential_slope_v_m3_per_mol: ArrayLike, radius_m: ArrayLike, diffusivity_m2_per_s: ArrayLike, area_ratio: ArrayLike
) -> Array:
    """Return R_diff = (-dU/dc) r / (5 F D) / a_g in Ohm m2 of electrode (equation 17).

    Steady diffusion in spheres: slope -dU/dc in V m3/mol, radius r in m, chemical diffusivity D in m2/s, whole
    surface of the spheres over area of electrode a_g (the area ratio, dimensionless, whatever share of it is covered),
    D and a_g greater than zero; they broadcast.
    """
    per_true_area = np.asarray(potential_slope_v_m3_per_mol, float) * np.asarray(radius_m, float)
    denominator = 5.0 * FARADAY_C_PER_MOL * np.asarray(diffusivity_m2_per_s, float) * np.asarray(area_ratio, float)
    return np.asarray(per_true_area / denominator)


def diffusion_time(radius_m: ArrayLike, diffusivity_m2_per_s: ArrayLike) -> Array:
    """Return r^2 / (15 D) in s, which a discharge has to last much longer than (physics 1e).

    Radius in m, chemical diffusivity in m2/s and greater than zero; they broadcast.
    """
    r = np.asarray(radius_m, float)
    return np.asarray(r * r / (15.0 * np.asarray(diffusivity_m2_per_s, float)))


def leakage_current(electronic_s_per_m: ArrayLike, voltage_v: ArrayLike, thickness_m: ArrayLike) -> Array:
    """Return the current density sigma_e U / d in A/m2 that leaks through a separator (physics 2.2).

    Electronic conductivity in S/m, voltage in V, thickness in m and greater than zero; they broadcast.
    """
    charge = np.asarray(electronic_s_per_m, float) * np.asarray(voltage_v, float)
    return np.asarray(charge / np.asarray(thickness_m, float))


def self_discharge_time(capacity_ah_per_m2: ArrayLike, leakage_a_per_m2: ArrayLike) -> Array:
    """Return the time Q / j in s in which a constant leakage empties the cell; inf without leakage (physics 2.2).

    Capacity in Ah/m2, leakage current density in A/m2; they broadcast.
    """
    return _over(_S_PER_H * np.asarray(capacity_ah_per_m2, float), leakage_a_per_m2)


def heat(
    current_a_per_m2: ArrayLike,
    resistance_ohm_m2: ArrayLike,
    temperature_k: ArrayLike = 0.0,
    entropic_v_per_k: ArrayLike = 0.0,
) -> Array:
    """Return the heat I^2 R - I T dU/dT in W/m2 that a cell gives off (physics 1e; Bernardi 1985).

    Discharge current density in A/m2 (negative when charging), resistance in Ohm m2, temperature in K, dU/dT in V/K;
    they broadcast. With the defaults only the ohmic part; negative where the cell cools.
    """
    current = np.asarray(current_a_per_m2, float)
    entropic = np.asarray(temperature_k, float) * np.asarray(entropic_v_per_k, float)
    return np.asarray(current * (current * np.asarray(resistance_ohm_m2, float) - entropic))


def round_trip_efficiency(ocv_v: ArrayLike, current_a_per_m2: ArrayLike, resistance_ohm_m2: ArrayLike) -> Array:
    """Return energy out over energy in, (U - I R)/(U + I R), dimensionless; 1 - 2 I R/U for small losses (physics 1e).

    The same charge and current density (in A/m2, not negative) both ways, U in V and greater than zero, R in Ohm m2;
    they broadcast. Negative where the drop exceeds U and nothing comes out.
    """
    u, drop = np.asarray(ocv_v, float), voltage_drop(current_a_per_m2, resistance_ohm_m2)
    return np.asarray((u - drop) / (u + drop))


def retained_capacity(capacity_ah_per_m2: ArrayLike, coulombic_efficiency: ArrayLike, cycles: ArrayLike) -> Array:
    """Return Q_0 CE^n in Ah/m2, what is left of an inventory without excess after n cycles (physics 1d).

    Q_0 in Ah/m2; the coulombic efficiency CE and the cycles n, not negative, are dimensionless; they broadcast. NaN
    where CE is outside 0 to 1.
    """
    ce = np.asarray(coulombic_efficiency, float)
    ce = np.where((ce >= 0.0) & (ce <= 1.0), ce, np.nan)
    return np.asarray(np.asarray(capacity_ah_per_m2, float) * ce ** np.asarray(cycles, float))


def required_coulombic_efficiency(retained: ArrayLike, cycles: ArrayLike) -> Array:
    """Return CE = f^(1/n), dimensionless, that keeps the share f of an inventory without excess over n cycles.

    The share retained f, from 0 to 1, and the cycles n, greater than zero, are dimensionless; they broadcast
    (physics 1d). NaN where f is outside.
    """
    f = np.asarray(retained, float)
    f = np.where((f >= 0.0) & (f <= 1.0), f, np.nan)
    return np.asarray(f ** (1.0 / np.asarray(cycles, float)))
