"""From what a balance, a calliper and an instrument say to areal quantities.

All functions are pure, take SI numbers and broadcast over arrays of any shapes that fit together.
Equation numbers and section numbers (physics 1a) are those of docs/physics.md.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cellbuilder.engine.kernels.transport import Array, planar_resistance


def die_area(diameter_m: ArrayLike) -> Array:
    """Return the area pi d^2 / 4 in m2 of a round die of diameter d in m, any shape (geometry)."""
    d = np.asarray(diameter_m, float)
    return np.asarray(np.pi / 4.0 * d * d)


def areal_mass(mass_kg: ArrayLike, area_m2: ArrayLike) -> Array:
    """Return m / A in kg/m2 from a mass in kg and an area in m2, greater than zero; they broadcast (geometry)."""
    return np.asarray(np.asarray(mass_kg, float) / np.asarray(area_m2, float))


def _rest(whole_ohm: ArrayLike, taken_ohm: ArrayLike) -> Array:
    """Return what is left of a resistance, NaN where nothing is."""
    whole, taken = np.asarray(whole_ohm, float), np.asarray(taken_ohm, float)
    return np.where(taken < whole, whole - taken, np.nan)


def conductivity_from_resistance(
    thickness_m: ArrayLike, resistance_ohm: ArrayLike, area_m2: ArrayLike, lead_resistance_ohm: ArrayLike = 0.0
) -> Array:
    """Return sigma = d / ((R - R_lead) A) in S/m of a measured layer (equation 1, solved for sigma).

    Thickness d in m, resistances in Ohm, area A in m2 and greater than zero; they broadcast. Contacts are not taken
    off: with them in R the result is at most the conductivity of the layer. NaN where the leads have as much
    resistance as the whole, or more.
    """
    return planar_resistance(thickness_m, _rest(resistance_ohm, lead_resistance_ohm) * np.asarray(area_m2, float))


def area_resistance(
    resistance_ohm: ArrayLike,
    area_m2: ArrayLike,
    lead_resistance_ohm: ArrayLike = 0.0,
    pellet_resistance_ohm: ArrayLike = 0.0,
    interfaces: ArrayLike = 1.0,
) -> Array:
    """Return the area-specific resistance (R - R_lead - R_pellet) A / n in Ohm m2 of one contact (physics 1c).

    Resistances in Ohm (R_pellet: the electrolyte in the measured cell), area A in m2; ``interfaces``, the number n of
    equal contacts (2 in a symmetric cell), is dimensionless. Arguments broadcast. NaN where leads and pellet have as
    much resistance as the whole, or more.
    """
    taken = np.asarray(lead_resistance_ohm, float) + np.asarray(pellet_resistance_ohm, float)
    return np.asarray(_rest(resistance_ohm, taken) * np.asarray(area_m2, float) / np.asarray(interfaces, float))
