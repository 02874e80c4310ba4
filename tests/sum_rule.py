"""The sum rule of Kramers and Kronig, equation 32 of docs/physics.md: a check of any impedance, worked out here."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def kramers_kronig_sum(omega: ArrayLike, z: ArrayLike) -> NDArray[np.float64]:
    """Return (2/pi) times the integral of -Im z over ln omega, in the unit of z, by the trapezoidal rule.

    omega in rad/s, of shape (m,) and increasing, best spaced evenly in its logarithm; z of shape (..., m). For a
    stable linear system over a range wide enough it is Z(0) - Z(inf), once any pole 1/(j omega C) is taken off.
    """
    w, values = np.asarray(omega, float), np.asarray(z, complex)
    assert w[0] > 0.0
    assert np.all(np.diff(w) > 0.0)
    height = values.imag[..., 1:] + values.imag[..., :-1]
    return np.asarray(-np.sum(height * np.diff(np.log(w)), axis=-1) / np.pi)
