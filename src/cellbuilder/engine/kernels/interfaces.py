"""Contacts: temperature, growth, pressure, spots and texture; films and charge transfer on particles.

All functions are pure, take SI numbers (eV for activation energies) and broadcast over arrays of any shapes that
fit together. Equation numbers and section numbers (physics 1a) are those of docs/physics.md.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cellbuilder.engine.kernels.transport import Array, planar_resistance
from cellbuilder.units import BOLTZMANN_EV_PER_K, FARADAY_C_PER_MOL, GAS_CONSTANT_J_PER_MOL_K


def _times(resistance: ArrayLike, factor: Array) -> Array:
    """Return the product, zero for a zero resistance even where the factor is too large for a float."""
    r = np.asarray(resistance, float)
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(np.where(r == 0.0, 0.0, r * factor))


def thermally_activated(
    resistance_ohm_m2: ArrayLike,
    activation_energy_ev: ArrayLike,
    temperature_k: ArrayLike,
    reference_temperature_k: ArrayLike,
) -> Array:
    """Return a contact's resistance in Ohm m2 at a temperature (equation 19, first term).

    R_ref exp[(Ea/kB)(1/T - 1/T_ref)]: R_ref in Ohm m2, Ea in eV, temperatures in K and greater than zero; they
    broadcast. A result above the largest float is inf, below the smallest 0; a zero resistance stays zero.
    """
    t, t_ref = np.asarray(temperature_k, float), np.asarray(reference_temperature_k, float)
    inverse = (t_ref - t) / t / t_ref
    with np.errstate(over="ignore"):
        factor = np.exp(np.asarray(activation_energy_ev, float) / BOLTZMANN_EV_PER_K * inverse)
    return _times(resistance_ohm_m2, factor)


def parabolic_growth(initial_ohm_m2: ArrayLike, rate_ohm_m2_per_sqrt_s: ArrayLike, time_s: ArrayLike) -> Array:
    """Return ASR_0 + k' sqrt(t) in Ohm m2 (equation 19, growth of a passivating layer).

    ASR_0 in Ohm m2, k' in Ohm m2 / s^0.5, time since assembly in s and not negative; they broadcast. Not for a
    mixed-conducting contact, whose growth is not parabolic and which has no finite long-time value.
    """
    growth = np.asarray(rate_ohm_m2_per_sqrt_s, float) * np.sqrt(np.asarray(time_s, float))
    return np.asarray(np.asarray(initial_ohm_m2, float) + growth)


def layer_thickness(parabolic_constant_m2_per_s: ArrayLike, time_s: ArrayLike) -> Array:
    """Return the thickness xi = sqrt(2 k_p t) in m of a layer that grows by diffusion (equation 19).

    k_p in m2/s and time in s, neither negative; they broadcast.
    """
    return np.asarray(np.sqrt(2.0 * np.asarray(parabolic_constant_m2_per_s, float) * np.asarray(time_s, float)))


def parabolic_constant(thickness_m: ArrayLike, time_s: ArrayLike) -> Array:
    """Return k_p = xi^2 / 2t in m2/s from one thickness in m and its time in s (equation 19, solved for k_p).

    Time is greater than zero; arguments broadcast. One point fixes k_p, it does not show that the law holds.
    """
    xi = np.asarray(thickness_m, float)
    return np.asarray(xi * xi / (2.0 * np.asarray(time_s, float)))


def growth_rate(parabolic_constant_m2_per_s: ArrayLike, conductivity_s_per_m: ArrayLike) -> Array:
    """Return k' = sqrt(2 k_p) / sigma_i in Ohm m2 / s^0.5, the rate that ``parabolic_growth`` asks for (equation 19).

    k_p in m2/s; sigma_i, the conductivity of the grown layer, in S/m and greater than zero; they broadcast.
    """
    return planar_resistance(np.sqrt(2.0 * np.asarray(parabolic_constant_m2_per_s, float)), conductivity_s_per_m)


def holm_constriction(
    spot_radius_m: ArrayLike, spots_per_area_per_m2: ArrayLike, conductivity_s_per_m: ArrayLike
) -> Array:
    """Return the constriction resistance 1 / (4 sigma b n) in Ohm m2 of round contact spots, on one side (Holm).

    Spot radius b in m, number of spots n in 1/m2 and the conductivity sigma of the body on that side in S/m, all
    greater than zero; they broadcast. Where both bodies resist, add the values of the two sides. Holds for few spots
    far apart: look at ``contact_fraction``. At a fixed radius it goes as 1/A_contact, at a fixed number as
    A_contact^-1/2.
    """
    spots = np.asarray(spot_radius_m, float) * np.asarray(spots_per_area_per_m2, float)
    return np.asarray(1.0 / (4.0 * np.asarray(conductivity_s_per_m, float) * spots))


def contact_fraction(spot_radius_m: ArrayLike, spots_per_area_per_m2: ArrayLike) -> Array:
    """Return the share pi b^2 n of the area that touches (dimensionless, physics 1c); above 1 they overlap.

    Spot radius b in m, number of spots n in 1/m2; they broadcast. ``holm_constriction`` asks for a small share.
    """
    b = np.asarray(spot_radius_m, float)
    return np.asarray(np.pi * b * b * np.asarray(spots_per_area_per_m2, float))


def pressure_scaled(
    resistance_ohm_m2: ArrayLike, pressure_pa: ArrayLike, reference_pressure_pa: ArrayLike, exponent: ArrayLike
) -> Array:
    """Return R_ref (P/P_ref)^m in Ohm m2 (physics 1c).

    R_ref in Ohm m2 at P_ref, pressures in Pa (P_ref greater than zero), exponent dimensionless: negative where
    pressing helps; published values run from -0.5 to about -2, so it has no default. Arguments broadcast. A result
    above the largest float is inf and below the smallest 0; a zero resistance stays zero. Without any pressure the law
    says nothing: NaN.
    """
    pressure = np.asarray(pressure_pa, float)
    ratio = pressure / np.asarray(reference_pressure_pa, float)
    with np.errstate(over="ignore", divide="ignore"):
        factor = np.asarray(ratio ** np.asarray(exponent, float))
    return np.asarray(np.where(pressure == 0.0, np.nan, _times(resistance_ohm_m2, factor)))


def textured(resistance_ohm_m2: ArrayLike, area_gain: ArrayLike) -> Array:
    """Return the resistance per projected area in Ohm m2 of a textured contact: r / gain (physics 1c).

    r is per true area in Ohm m2, ``area_gain`` the true over the projected area, greater than zero; they broadcast.
    """
    return np.asarray(np.asarray(resistance_ohm_m2, float) / np.asarray(area_gain, float))


def film_resistance(
    thickness_m: ArrayLike, conductivity_s_per_m: ArrayLike, interphase_ohm_m2: ArrayLike = 0.0
) -> Array:
    """Return r_film = t/sigma + r_interphase in Ohm m2 per area of the film (physics 1b).

    Thickness in m, conductivity in S/m and greater than zero, r_interphase in Ohm m2; they broadcast. On a plane
    this is the area-specific resistance; on particles divide by their area with ``on_particles``.
    """
    return np.asarray(planar_resistance(thickness_m, conductivity_s_per_m) + np.asarray(interphase_ohm_m2, float))


def specific_area(volume_fraction: ArrayLike, radius_m: ArrayLike, coverage: ArrayLike = 1.0) -> Array:
    """Return the contact area of spheres per volume of electrode, a = 3 phi theta / r, in 1/m (physics 1b).

    Volume fraction phi and coverage theta (the share that is covered) are dimensionless, the radius is in m and greater
    than zero; they broadcast. For polycrystals r is the radius of the secondary particle.
    """
    covered = np.asarray(volume_fraction, float) * np.asarray(coverage, float)
    return np.asarray(3.0 * covered / np.asarray(radius_m, float))


def on_particles(
    area_resistance_ohm_m2: ArrayLike, specific_area_per_m: ArrayLike, electrode_thickness_m: ArrayLike
) -> Array:
    """Return r / (a L) in Ohm m2 of electrode, from a resistance r per true area of the particles (physics 1b, 1c).

    r in Ohm m2 of true contact, specific area a in 1/m, electrode thickness L in m, the latter two greater than
    zero; they broadcast. Not for an r that its source already gives per geometric area.
    """
    area_ratio = np.asarray(specific_area_per_m, float) * np.asarray(electrode_thickness_m, float)
    return np.asarray(np.asarray(area_resistance_ohm_m2, float) / area_ratio)


def charge_transfer_from_exchange_current(
    exchange_current_density_a_per_m2: ArrayLike, temperature_k: ArrayLike
) -> Array:
    """Return the linear charge-transfer resistance RT/(F i_0) in Ohm m2, per the area that i_0 refers to (physics 1b).

    i_0 in A/m2 and greater than zero, temperature in K; they broadcast. For one electron and overpotentials far
    below 50 mV.
    """
    volts = GAS_CONSTANT_J_PER_MOL_K / FARADAY_C_PER_MOL * np.asarray(temperature_k, float)
    return np.asarray(volts / np.asarray(exchange_current_density_a_per_m2, float))
