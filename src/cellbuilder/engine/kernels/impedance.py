"""Impedance per geometric area of the parts of a cell, as complex numbers.

Conventions of every function here:

- omega is the angular frequency in rad/s, omega = 2 pi f > 0. It broadcasts against all parameters: give
  parameters of shape (k, 1) and frequencies of shape (m,) for an answer of shape (k, m).
- Areal SI units: Ohm m2, F/m2, and F s^(n-1)/m2 for the coefficient Q of a constant-phase element with
  the exponent n, 0 < n <= 1. An impedance is in Ohm m2, with time dependence exp(j omega t): a capacitor
  has a negative imaginary part.
- Positive parameters from 1e-30 to 1e30 and frequencies from 1e-9 to 1e12 rad/s neither overflow nor
  give NaN. Where an element has a pole 1/(j omega C), its real part is calculated apart from the pole, so
  that it is not lost beside it. Values are not checked here: a negative one gives a number without meaning.
- No function raises an error of its own; shapes that do not broadcast raise ValueError.

The equations are those of docs/physics.md, section 1b.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cellbuilder.engine.kernels.transport import Array

ComplexArray = NDArray[np.complex128]

VACUUM_PERMITTIVITY_F_PER_M: Final = 8.8541878188e-12
"""CODATA 2022."""

_SMALL: Final = 0.1
"""Below this |p^2| the series of coth and of the sphere are exact to rounding, and their closed forms lose digits."""
_TANH: Final = (1.0, -1 / 3, 2 / 15, -17 / 315, 62 / 2835, -1382 / 155925, 21844 / 6081075)
"""tanh(p)/p in powers of p^2."""
_COTH: Final = (1 / 3, -1 / 45, 2 / 945, -1 / 4725, 2 / 93555, -1382 / 638512875, 4 / 18243225)
"""coth(p)/p - 1/p^2 in powers of p^2."""
_SPHERE: Final = (1.0, -1 / 35, 2 / 1575, -37 / 606375, 118 / 39414375, -5506 / 37246584375)
"""5/(p coth p - 1) - 15/p^2 in powers of p^2."""


def _power_series(s: ComplexArray, coefficients: tuple[float, ...]) -> ComplexArray:
    total: ComplexArray = np.asarray(coefficients[-1] + 0.0 * s)
    for coefficient in coefficients[-2::-1]:
        total = total * s + coefficient
    return total


def _roots(s: ComplexArray) -> tuple[NDArray[np.bool_], ComplexArray, ComplexArray]:
    """Return where s is small, p = sqrt(s) with a positive real part (1 where small), and exp(-p)."""
    small = np.asarray(np.abs(s) < _SMALL)
    p = np.sqrt(np.where(small, 1.0, s))
    return small, p, np.exp(-p)


def _jw_power(omega: ArrayLike, n: ArrayLike) -> ComplexArray:
    """Return (j omega)^n, without a real part where n is 1."""
    angle = (0.5 * np.pi) * (1.0 - np.asarray(n, float))
    return np.asarray(np.asarray(omega, float) ** n * (np.sin(angle) + 1j * np.cos(angle)))


def _across(branch: ArrayLike, admittance: ComplexArray) -> ComplexArray:
    """Return the impedance of a branch with an admittance across it; an infinite branch leaves the latter alone.

    Both have real parts of at least zero, so that 1 + admittance * branch stays clear of zero.
    """
    branch = np.asarray(branch)
    blocked = np.isinf(branch)
    if not blocked.any():
        return np.asarray(branch / (1.0 + admittance * branch))
    blocked, admittance = np.broadcast_arrays(blocked, admittance)
    open_branch = np.where(blocked, 0.0, branch)
    alone = 1.0 / np.where(blocked, admittance, 1.0)
    return np.where(blocked, alone, open_branch / (1.0 + admittance * open_branch))


def arc(omega: ArrayLike, resistance: ArrayLike, q: ArrayLike, n: ArrayLike) -> ComplexArray:
    """Return R/(1 + R Q (j omega)^n) in Ohm m2: a resistance and a constant-phase element in parallel.

    Physics 1b. omega in rad/s, resistance = R >= 0 in Ohm m2 (inf leaves the constant-phase element, which then needs
    Q > 0), q = Q >= 0 in F s^(n-1)/m2, n from 0 to 1 (1 is a capacitor). All arguments broadcast.
    """
    return _across(np.asarray(resistance, float), np.asarray(q, float) * _jw_power(omega, n))


def cpe_coefficient(resistance: ArrayLike, capacitance: ArrayLike, n: ArrayLike) -> Array:
    """Return Q = C^n R^(n-1) in F s^(n-1)/m2, with which an arc of R peaks where that of R and C does (physics 1b).

    resistance = R in Ohm m2, capacitance = C in F/m2, 0 < n <= 1. All arguments broadcast.
    """
    n = np.asarray(n, float)
    return np.asarray(np.asarray(capacitance, float) ** n * np.asarray(resistance, float) ** (n - 1.0))


def geometric_capacitance(thickness: ArrayLike, relative_permittivity: ArrayLike) -> Array:
    """Return eps0 eps_r/d in F/m2 of a planar layer (physics 1b).

    thickness = d in m, relative_permittivity = eps_r without unit. Both broadcast. With R = d/sigma the arc
    peaks at omega = sigma/(eps0 eps_r), whatever the thickness.
    """
    permittivity = VACUUM_PERMITTIVITY_F_PER_M * np.asarray(relative_permittivity, float)
    return np.asarray(permittivity / np.asarray(thickness, float))


def spherical_diffusion(omega: ArrayLike, resistance: ArrayLike, time: ArrayLike) -> ComplexArray:
    """Return 5 r_d/(p coth p - 1) in Ohm m2 of particle surface: diffusion inside a sphere (Meyers 2000).

    p = sqrt(j omega time). omega in rad/s; resistance = r_d = (-dU/dc) r/(5 F D) in Ohm m2, time = r^2/D in
    s, with the particle radius r, the diffusivity D and the slope of the potential -dU/dc against the
    concentration c. All arguments broadcast.

    r_d is chosen to be the real part at low frequency, the R_diff of equation 17 per particle surface. It is
    not a DC value of the whole element: a particle fills up, so that the impedance goes to
    r_d + 1/(j omega C), with C = time/(15 r_d) = r F/(3 (-dU/dc)) in F/m2, and has no finite limit.
    At high frequency it is the Warburg element 5 r_d/p.
    """
    x = np.asarray(omega, float) * np.asarray(time, float)
    s = np.asarray(1j * x)
    small, p, decay = _roots(s)
    square = decay * decay
    ratio = np.asarray(5.0 * (1.0 - square) / (p * (1.0 + square) - (1.0 - square)))
    if small.any():
        low = _power_series(np.where(small, s, 0.0), _SPHERE) - 15j / np.where(small, x, 1.0)
        ratio = np.where(small, low, ratio)
    return np.asarray(np.asarray(resistance, float) * ratio)


def interfacial_impedance(
    omega: ArrayLike,
    charge_transfer: ArrayLike,
    capacitance: ArrayLike,
    n: ArrayLike,
    diffusion: ArrayLike,
    area_ratio: ArrayLike,
) -> ComplexArray:
    """Return z_ct in Ohm m2 of geometric area: 1/z_ct = a L [Q (j omega)^n + 1/(r + z_D)] (physics 1b).

    omega in rad/s. Per true area of the interface: charge_transfer = r >= 0 in Ohm m2, films included (inf
    for a blocking interface, which needs Q > 0); capacitance = Q >= 0 in F s^(n-1)/m2 with n from 0 to 1 (at
    1 a capacitance in F/m2); diffusion = z_D in Ohm m2, complex, at the same frequencies (0 for none).
    area_ratio = a L > 0, true area per geometric area (dimensionless). All arguments broadcast. Give values that were
    normalised to the geometric area with an area_ratio of 1.
    """
    branch = np.asarray(charge_transfer, float) + np.asarray(diffusion, complex)
    admittance = np.asarray(capacitance, float) * _jw_power(omega, n)
    return np.asarray(_across(branch, admittance) / np.asarray(area_ratio, float))


def _shares(ionic: ArrayLike, electronic: ArrayLike) -> tuple[Array, Array, Array]:
    """Return R_i + R_e and the two shares in it, zero where there is nothing to share."""
    r_i, r_e = np.asarray(ionic, float), np.asarray(electronic, float)
    rails = np.asarray(r_i + r_e)
    whole = np.where(rails > 0.0, rails, 1.0)
    return rails, np.asarray(r_i / whole), np.asarray(r_e / whole)


def _coupling(rails: Array, z_ct: ArrayLike) -> tuple[ComplexArray, ComplexArray, NDArray[np.bool_]]:
    """Return z_ct, nu^2 = (R_i + R_e)/z_ct, and where z_ct is zero (nu^2 is then without meaning)."""
    z = np.asarray(z_ct, complex)
    short = np.asarray(z == 0.0)
    return z, np.asarray(rails / (np.where(short, 1.0, z) if short.any() else z)), short


def two_rail(ionic: ArrayLike, electronic: ArrayLike, z_ct: ArrayLike) -> ComplexArray:
    """Return the impedance in Ohm m2 of a porous electrode: ions enter on one face, electrons on the other.

    Equation 12 with a complex nu = sqrt((R_i + R_e)/z_ct) (Bisquert 1999, Siroma 2016), exact for uniform
    properties. ionic = R_i = L/kappa >= 0 and electronic = R_e = L/sigma_e >= 0 in Ohm m2, z_ct in Ohm m2 of
    geometric area as from ``interfacial_impedance``, with a real part of at least zero. All arguments
    broadcast; for a real z_ct it equals ``composite.instantaneous_resistance``.

    Limits: z_ct + (R_i + R_e)/3 for large |z_ct|, that is a real part of (R_i + R_e)/3 for a blocking electrode
    at low frequency; R_i R_e/(R_i + R_e) at high frequency and for z_ct = 0. Holds for any |nu|^2 < 1e300.
    """
    rails, i, e = _shares(ionic, electronic)
    both = i * e
    z, s, short = _coupling(rails, z_ct)
    small, nu, decay = _roots(s)
    square = decay * decay
    # coth(nu) - 2 i e tanh(nu/2), over one denominator
    top = 1.0 + square - 2.0 * both * (1.0 - decay) ** 2
    total = np.asarray(rails * (both + top / ((1.0 - square) * nu)))
    if small.any():
        s = np.where(small, s, 0.0)
        tanh = _power_series(0.25 * s, _TANH)
        low = z + rails * (_power_series(s, _COTH) + both * (1.0 - tanh))
        total = np.where(small, low, total)
    return np.where(short, rails * both, total) if short.any() else total
