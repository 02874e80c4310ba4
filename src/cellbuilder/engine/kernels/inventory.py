"""Capacity, the working ion and where it goes: metal, alloys, first-cycle loss, swelling.

All functions are pure and broadcast over arrays of any shapes that fit together. Capacities are in Ah/kg and Ah/m2
(1 mAh/g = 1 Ah/kg, 1 mAh/cm2 = 10 Ah/m2), molar masses in kg/mol. Equation and
section numbers (physics 1d) are those of docs/physics.md.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from cellbuilder.engine.kernels.transport import Array
from cellbuilder.units import FARADAY_C_PER_MOL

_AH_PER_MOL: Final = FARADAY_C_PER_MOL / 3600.0
"""Charge of one mole of electrons in Ah."""


def theoretical_capacity(molar_mass_kg_per_mol: ArrayLike, electrons: ArrayLike) -> Array:
    """Return n F / M in Ah/kg, which is n F / (3.6 M) in mAh/g with M in g/mol (equation 20).

    Molar mass of the formula that the mass is of, in kg/mol and greater than zero; ``electrons`` n per that formula,
    dimensionless; they broadcast.
    """
    return np.asarray(_AH_PER_MOL * np.asarray(electrons, float) / np.asarray(molar_mass_kg_per_mol, float))


def metal_thickness(
    capacity_ah_per_m2: ArrayLike, density_kg_per_m3: ArrayLike, specific_capacity_ah_per_kg: ArrayLike
) -> Array:
    """Return the thickness Q / (rho q) in m of dense metal that holds an areal capacity (physics 1d).

    Q in Ah/m2; density rho in kg/m3 and specific capacity q in Ah/kg, both greater than zero; they broadcast.
    """
    per_volume = np.asarray(density_kg_per_m3, float) * np.asarray(specific_capacity_ah_per_kg, float)
    return np.asarray(np.asarray(capacity_ah_per_m2, float) / per_volume)


def n_to_p(anode_ah_per_m2: ArrayLike, cathode_ah_per_m2: ArrayLike) -> Array:
    """Return N/P = Q- / Q+, dimensionless (equation 21).

    Both areal capacities in Ah/m2, that of the cathode greater than zero; they broadcast. For a metal say whether
    Q- is that of the charged or of the discharged cell.
    """
    return np.asarray(np.asarray(anode_ah_per_m2, float) / np.asarray(cathode_ah_per_m2, float))


def first_charge_capacity(reversible_ah_per_m2: ArrayLike, first_cycle_efficiency: ArrayLike) -> Array:
    """Return the capacity in Ah/m2 that the first half cycle takes: Q_rev / eta_1 (physics 1d).

    Q_rev is in Ah/m2. The first cycle efficiency eta_1 (second over first half cycle in a half cell) is dimensionless
    and greater than zero. They broadcast.
    """
    return np.asarray(np.asarray(reversible_ah_per_m2, float) / np.asarray(first_cycle_efficiency, float))


def irreversible_capacity(reversible_ah_per_m2: ArrayLike, first_cycle_efficiency: ArrayLike) -> Array:
    """Return the capacity in Ah/m2 lost in the first cycle: Q_rev (1/eta_1 - 1) (physics 1d).

    Q_rev in Ah/m2; the first cycle efficiency eta_1 is dimensionless and greater than zero; they broadcast.
    """
    eta = np.asarray(first_cycle_efficiency, float)
    return np.asarray(np.asarray(reversible_ah_per_m2, float) * (1.0 - eta) / eta)


def plateau_capacity(
    ion_per_host_at_end: ArrayLike, host_molar_mass_kg_per_mol: ArrayLike, ion_per_host_as_made: ArrayLike = 0.0
) -> Array:
    """Return what an alloying element still takes up until its plateau ends, in Ah/kg of the element (physics 1d).

    (y_end - y_as_made) F / M with the dimensionless ratios y: ion per host at end of the plateau (Li/In 0.82 to 0.89
    for that at 0.62 V, dimensionless) and ion per host as made (dimensionless). The host's molar mass M is in kg/mol
    and greater than zero; they broadcast. Zero where the alloy as
    made is already past the plateau.
    """
    taken = np.asarray(ion_per_host_at_end, float) - np.asarray(ion_per_host_as_made, float)
    return theoretical_capacity(host_molar_mass_kg_per_mol, np.maximum(taken, 0.0))


def alloy_capacity(
    ion_per_host_ratio: ArrayLike, host_molar_mass_kg_per_mol: ArrayLike, ion_molar_mass_kg_per_mol: ArrayLike
) -> Array:
    """Return the capacity held by an alloy, in Ah/kg of the alloy with its ion: y F / (M_host + y M_ion) (physics 1d).

    The ion per host ratio y is dimensionless and not negative, molar masses are in kg/mol and greater than zero; they
    broadcast.
    """
    y = np.asarray(ion_per_host_ratio, float)
    mass = np.asarray(host_molar_mass_kg_per_mol, float) + y * np.asarray(ion_molar_mass_kg_per_mol, float)
    return theoretical_capacity(mass, y)


def host_thickness_change(
    thickness_m: ArrayLike, volume_fraction: ArrayLike, volume_change: ArrayLike, utilisation: ArrayLike = 1.0
) -> Array:
    """Return the change in thickness L phi dV x in m of an electrode whose particles swell (physics 1d).

    Thickness L in m; volume fraction phi of the swelling material, its volume change dV from as made to fully cycled
    (negative where it shrinks) and the utilisation x, the share of that which is used, are dimensionless; they
    broadcast. The area is held and no pore takes up anything, so this is the most that the layer can grow or shrink.
    """
    share = np.asarray(volume_fraction, float) * np.asarray(volume_change, float) * np.asarray(utilisation, float)
    return np.asarray(np.asarray(thickness_m, float) * share)
