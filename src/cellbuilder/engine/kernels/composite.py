"""Composite electrodes: effective conductivities, the porous-electrode resistance.

All functions are pure and take SI numbers. Equation numbers and section numbers (physics 1b) are those of
docs/physics.md.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from cellbuilder.engine.kernels.transport import Array

_BARE_CAM_VOLUME_FRACTION: Final = np.array([0.25, 0.33, 0.42, 0.61])
_BARE_CAM_LOG_CONDUCTIVITY: Final = np.log([2.1e-3, 2.4e-2, 5.6e-2, 1.0e-1])
BARE_CAM_DECADES: Final = 1.0
"""Range of the measured carbon-free curve, in decades on each side."""
_SLOW: Final = 1e-4
"""Below this nu equation 12 equals its slow limit, equation 13a, to all digits."""


def ionic_conductivity(sigma_s_per_m: ArrayLike, volume_fraction: ArrayLike, exponent: ArrayLike) -> Array:
    """Return the effective ionic conductivity sigma * phi^alpha in S/m (physics 1b).

    ``sigma_s_per_m`` of the catholyte in S/m; its volume fraction phi and the exponent alpha are dimensionless. All
    broadcast.
    """
    phi, alpha = np.asarray(volume_fraction, float), np.asarray(exponent, float)
    return np.asarray(np.asarray(sigma_s_per_m, float) * phi**alpha)


def carbon_free_electronic_conductivity(cam_volume_fraction: ArrayLike) -> Array:
    """Return the electronic conductivity in S/m of a carbon-free NCM composite (physics 1b).

    The CAM volume fraction, that of the active material, is dimensionless and of any shape. Log-linear interpolation of
    the measured series at 25, 33, 42 and 61 vol% active material (minnmann2021); held constant outside. The range is a
    decade on either side.
    """
    phi = np.asarray(cam_volume_fraction, float)
    return np.asarray(np.exp(np.interp(phi, _BARE_CAM_VOLUME_FRACTION, _BARE_CAM_LOG_CONDUCTIVITY)))


def instantaneous_resistance(ionic: ArrayLike, electronic: ArrayLike, charge_transfer: ArrayLike) -> Array:
    """Return the DC resistance at fixed state of charge in Ohm m2 (equation 12; Newman and Tobias 1962).

    The ionic rail R_i = L/kappa, the electronic rail R_e = L/sigma_e and the charge transfer R_ct = 1/(g L), all in
    Ohm m2, broadcast. Written with exp(-nu) and with the
    shares of the two rails, it can neither overflow nor divide by zero: a zero charge-transfer resistance
    gives the parallel value, zero rails give R_ct.
    """
    r_i, r_e, r_ct = np.asarray(ionic, float), np.asarray(electronic, float), np.asarray(charge_transfer, float)
    rails = r_i + r_e
    safe = np.where(rails > 0.0, rails, 1.0)
    i, e = r_i / safe, r_e / safe
    with np.errstate(divide="ignore", over="ignore"):
        nu = np.sqrt(safe / r_ct)
    slow = nu < _SLOW
    nu = np.where(slow, 1.0, nu)
    decay = np.exp(-nu)
    one_minus = -np.expm1(-2.0 * nu)
    coth, csch = (1.0 + decay * decay) / one_minus, 2.0 * decay / one_minus
    exact = rails * (i * e * (1.0 + 2.0 * csch / nu) + (i * i + e * e) * coth / nu)
    return np.asarray(np.where(rails <= 0.0, r_ct, np.where(slow, r_ct + rails / 3.0, exact)))


def nu(ionic: ArrayLike, electronic: ArrayLike, charge_transfer: ArrayLike) -> Array:
    """Return nu = sqrt((R_i + R_e) / R_ct), dimensionless: electrode thickness over reaction depth (equation 12).

    The ionic rail R_i, the electronic rail R_e and the charge transfer R_ct, in Ohm m2, broadcast. Without
    charge-transfer resistance the result is inf.
    """
    rails = np.asarray(ionic, float) + np.asarray(electronic, float)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        return np.asarray(np.sqrt(rails / np.asarray(charge_transfer, float)))


def pseudo_steady_resistance(ionic: ArrayLike, electronic: ArrayLike, charge_transfer: ArrayLike) -> Array:
    """Return R_ct + (R_i + R_e)/3 in Ohm m2, for a sloping open-circuit voltage (equation 17).

    The ionic rail R_i, the electronic rail R_e and the charge transfer R_ct, in Ohm m2, broadcast.
    """
    rails = np.asarray(ionic, float) + np.asarray(electronic, float)
    return np.asarray(np.asarray(charge_transfer, float) + rails / 3.0)


def front_resistance(ionic: ArrayLike, electronic: ArrayLike) -> Array:
    """Return the mean resistance in Ohm m2 of reaction fronts in a flat-voltage electrode (equation 18).

    The ionic rail R_i and the electronic rail R_e, in Ohm m2, broadcast. Two sharp fronts, no charge-transfer
    resistance: a lower bound where that is not small.
    """
    r_i, r_e = np.asarray(ionic, float), np.asarray(electronic, float)
    rails = r_i + r_e
    safe = np.where(rails > 0.0, rails, 1.0)
    i, e = r_i / safe, r_e / safe
    return np.asarray(rails * (i * i + i * e + e * e) / 2.0)
