"""Ion transport through layers: temperature dependence, planar resistance, two-phase mixtures.

All functions broadcast over numpy arrays of one shape; SI units, eV for activation energies.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cellbuilder.units import BOLTZMANN_EV_PER_K

Array = NDArray[np.float64]
Form = Literal["S", "ST"]


def conductivity_at(
    reference_s_per_m: ArrayLike,
    activation_energy_ev: ArrayLike,
    temperature_k: ArrayLike,
    reference_temperature_k: ArrayLike,
    form: Form,
) -> Array:
    """Return the conductivity in S/m at a temperature (Arrhenius).

    Conductivity at the reference temperature in S/m, activation energy in eV, temperatures in K and greater than
    zero; they broadcast. Form S: sigma = sigma_ref exp[-(Ea/kB)(1/T - 1/Tref)]; form ST: the same for sigma * T
    (docs/physics.md, equations 2 and 3).
    """
    t, t_ref = np.asarray(temperature_k, float), np.asarray(reference_temperature_k, float)
    factor = np.exp(-np.asarray(activation_energy_ev, float) / BOLTZMANN_EV_PER_K * (1.0 / t - 1.0 / t_ref))
    if form == "ST":
        factor = factor * t_ref / t
    return np.asarray(np.asarray(reference_s_per_m, float) * factor)


def planar_resistance(thickness_m: ArrayLike, conductivity_s_per_m: ArrayLike) -> Array:
    """Return the area-specific resistance d / sigma in Ohm m2 (equation 1).

    Thickness in m, conductivity in S/m and greater than zero; they broadcast.
    """
    return np.asarray(np.divide(thickness_m, conductivity_s_per_m), float)


def _per(fractions: Array, conductivities: Array) -> Array:
    """Return fraction / conductivity, where a phase that is not there counts nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(fractions > 0.0, fractions / conductivities, 0.0)


def _inverse(resistivity: Array) -> Array:
    with np.errstate(divide="ignore"):
        return np.asarray(1.0 / resistivity)


def _wiener(phi: Array, sigma: Array) -> tuple[Array, Array]:
    """Return series and parallel conductivity in S/m of phases along the last axis (equation 7)."""
    return _inverse(np.sum(_per(phi, sigma), axis=-1)), np.asarray(np.sum(phi * sigma, axis=-1))


def hashin_shtrikman_bounds(fractions: ArrayLike, conductivities_s_per_m: ArrayLike) -> tuple[Array, Array]:
    """Return the Hashin-Shtrikman bounds in S/m, phases along the last axis (equation 8).

    Volume fractions add up to 1. Rounding is kept inside the Wiener bounds.
    """
    phi, sigma = np.asarray(fractions, float), np.asarray(conductivities_s_per_m, float)
    series, parallel = _wiener(phi, sigma)

    def bound(reference: Array) -> Array:
        raw = _inverse(np.sum(_per(phi, sigma + 2.0 * reference), axis=-1)) - 2.0 * reference[..., 0]
        return np.asarray(np.clip(raw, series, np.maximum(series, parallel)))

    return bound(np.min(sigma, axis=-1, keepdims=True)), bound(np.max(sigma, axis=-1, keepdims=True))


def effective_medium(fraction: ArrayLike, first_s_per_m: ArrayLike, second_s_per_m: ArrayLike) -> Array:
    """Return the symmetric effective-medium conductivity in S/m of two phases (equation 9).

    ``fraction`` is the volume fraction of the first phase (dimensionless), both conductivities are in S/m; they
    broadcast. Below the threshold of 1/3 an insulating
    second phase gives zero. Below zero ``b`` the other form of the root is used, which loses no digits.
    """
    phi, s1, s2 = np.broadcast_arrays(
        np.asarray(fraction, float), np.asarray(first_s_per_m, float), np.asarray(second_s_per_m, float)
    )
    scale = np.where(np.maximum(s1, s2) > 0.0, np.maximum(s1, s2), 1.0)
    a, c = s1 / scale, s2 / scale
    b = (3.0 * phi - 1.0) * a + (2.0 - 3.0 * phi) * c
    root = np.sqrt(b * b + 8.0 * a * c)
    with np.errstate(divide="ignore", invalid="ignore"):
        flipped = 2.0 * a * c / (root - b)
    return np.asarray(scale * np.where(b >= 0.0, (b + root) / 4.0, flipped))
