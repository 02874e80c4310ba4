"""What pores and grain boundaries take from the conductivity of a layer.

All functions are pure, take SI numbers and broadcast over arrays of any shapes that fit together.
Equation numbers and section numbers (physics 1a) are those of docs/physics.md.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cellbuilder.engine.kernels.transport import Array


def maxwell_porosity(porosity: ArrayLike) -> Array:
    """Return sigma / sigma_dense = 2(1 - p)/(2 + p), dimensionless, for insulating pores (equation 5, Maxwell).

    This is the upper Hashin-Shtrikman bound: no isotropic porous layer conducts better. ``porosity`` is a volume
    fraction from 0 to 1 of any shape; outside that the result is NaN. Never for a conductivity that was itself
    measured on a porous pellet: see ``between_pores``.
    """
    p = np.asarray(porosity, float)
    p = np.where((p >= 0.0) & (p <= 1.0), p, np.nan)
    return np.asarray(2.0 * (1.0 - p) / (2.0 + p))


def between_pores(conductivity_s_per_m: ArrayLike, porosity: ArrayLike, relative_density: ArrayLike) -> Array:
    """Return the conductivity of a layer in S/m from that of a sample with other pores (equation 5, twice).

    sigma_layer = sigma_sample [(1 - p)/(2 + p)] / [r/(3 - r)]: Maxwell's factor for the layer over that for the
    sample. ``conductivity_s_per_m`` is that of the sample in S/m; ``porosity`` p of the layer (0 to 1) and
    ``relative_density`` r of the sample (above 0, up to 1) are dimensionless volume fractions; they broadcast. The
    result is NaN for a fraction outside 0 to 1, and infinite or NaN for r = 0.
    """
    r = np.asarray(relative_density, float)
    r = np.where((r >= 0.0) & (r <= 1.0), r, np.nan)
    return np.asarray(np.asarray(conductivity_s_per_m, float) * maxwell_porosity(porosity) / (2.0 * r / (3.0 - r)))


def grain_boundary_resistance(
    thickness_m: ArrayLike, grain_size_m: ArrayLike, boundary_resistance_ohm_m2: ArrayLike
) -> Array:
    """Return the resistance in Ohm m2 of the grain boundaries across a layer: (d/D) r_gb (brick layer, physics 1a).

    ``thickness_m`` d and ``grain_size_m`` D (greater than zero) are in m, the resistance of one boundary
    r_gb = delta_gb / sigma_gb in Ohm m2; they broadcast. To be added to d / sigma only where sigma is that of the
    grains alone. d/D is the mean number of boundaries, so less than one boundary counts in part.
    """
    boundaries = np.asarray(thickness_m, float) / np.asarray(grain_size_m, float)
    return np.asarray(boundaries * np.asarray(boundary_resistance_ohm_m2, float))
