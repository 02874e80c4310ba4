"""What holds for the impedance of any passive part of a cell, over wide and over extreme ranges."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sum_rule import kramers_kronig_sum

from cellbuilder.engine.kernels import composite, impedance

OMEGA = np.logspace(-9, 12, 64)
ROUNDING = 1e-12
"""Of the modulus: some dozens of operations at 2e-16 each."""


def powers(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high).map(lambda exponent: 10.0**exponent)


extreme = powers(-30, 30)
wide = powers(-12, 12)
usual = powers(-3, 3)
exponents = st.floats(0.5, 1.0)
any_exponent = st.one_of(st.just(1.0), st.floats(0.0, 1.0))

Case = Callable[..., Any]


def is_passive(z: Any) -> None:
    """Finite, never a source of power, and never ahead like a coil."""
    assert np.all(np.isfinite(z))
    assert np.all(z.real >= -ROUNDING * np.abs(z))
    assert np.all(z.imag <= ROUNDING * np.abs(z))


@given(extreme, extreme, any_exponent)
def test_that_arcs_and_constant_phase_elements_are_passive(r: float, q: float, n: float) -> None:
    is_passive(impedance.arc(OMEGA, r, q, n))
    is_passive(impedance.arc(OMEGA, np.inf, q, n))


@given(extreme, extreme)
def test_that_diffusion_is_passive(r: float, time: float) -> None:
    is_passive(impedance.spherical_diffusion(OMEGA, r, time))


@given(
    extreme,
    extreme,
    st.one_of(extreme, st.just(np.inf), st.just(0.0)),
    extreme,
    any_exponent,
    extreme,
    extreme,
    extreme,
)
def test_that_porous_electrodes_are_passive(
    i: float, e: float, r: float, q: float, n: float, r_d: float, time: float, area: float
) -> None:
    for z_d in (0.0, impedance.spherical_diffusion(OMEGA, r_d, time)):
        z_ct = impedance.interfacial_impedance(OMEGA, r, q, n, z_d, area)
        is_passive(z_ct)
        is_passive(impedance.two_rail(i, e, z_ct))


@given(powers(-16, 16), st.floats(-90.0, 0.0))
def test_that_two_rails_stay_finite_up_to_a_modulus_of_nu_of_1e8(square: float, degrees: float) -> None:
    z_ct = np.exp(1j * np.radians(degrees)) / square
    for i, e in ((1.0, 0.0), (0.0, 1.0), (0.5, 0.5), (1.0 - 1e-9, 1e-9)):
        is_passive(impedance.two_rail(i, e, z_ct))


@given(wide, wide, wide, st.floats(-90.0, 0.0))
def test_that_the_rails_may_change_places(i: float, e: float, size: float, degrees: float) -> None:
    z_ct = size * np.exp(1j * np.radians(degrees))
    assert impedance.two_rail(i, e, z_ct) == pytest.approx(impedance.two_rail(e, i, z_ct), rel=1e-13, abs=0)


@given(wide, wide, wide, st.floats(-90.0, 0.0), wide)
def test_that_all_resistances_times_a_factor_give_the_impedance_times_it(
    i: float, e: float, size: float, degrees: float, factor: float
) -> None:
    z_ct = size * np.exp(1j * np.radians(degrees))
    scaled = impedance.two_rail(i * factor, e * factor, z_ct * factor)
    assert scaled == pytest.approx(factor * impedance.two_rail(i, e, z_ct), rel=1e-11, abs=0)


@given(extreme, extreme, extreme)
def test_that_a_real_reaction_gives_the_dc_resistance_everywhere(i: float, e: float, ct: float) -> None:
    z = impedance.two_rail(i, e, ct)
    assert z.imag == 0.0
    assert z.real == pytest.approx(float(composite.instantaneous_resistance(i, e, ct)), rel=1e-7, abs=0)


@given(wide, wide, wide)
def test_that_a_real_reaction_gives_the_dc_resistance_to_rounding_where_the_reaction_is_not_slow(
    i: float, e: float, speed: float
) -> None:
    ct = (i + e) / max(speed, 0.1)
    z = impedance.two_rail(i, e, ct)
    assert z.real == pytest.approx(float(composite.instantaneous_resistance(i, e, ct)), rel=1e-13, abs=0)


@given(wide, wide, wide, wide, exponents)
def test_that_the_real_part_falls_with_frequency_between_its_two_ends(
    i: float, e: float, r: float, q: float, n: float
) -> None:
    real = impedance.two_rail(i, e, impedance.arc(OMEGA, r, q, n)).real
    assert np.all(np.diff(real) <= ROUNDING * real[:-1])
    assert np.all(real >= i * e / (i + e) * (1 - ROUNDING))
    assert np.all(real <= (r + (i + e) / 3.0) * (1 + ROUNDING))


@given(usual, usual, exponents)
def test_that_an_arc_peaks_at_its_capacitance_whatever_the_exponent(r: float, c: float, n: float) -> None:
    z = impedance.arc(1.0 / (r * c), r, impedance.cpe_coefficient(r, c, n), n)
    assert z == pytest.approx(r / 2 * (1 - 1j * np.tan(n * np.pi / 4)), rel=1e-12, abs=0)


@given(extreme, extreme, st.floats(0.2, 1.0))
def test_that_capacitances_stay_finite(r: float, q: float, n: float) -> None:
    for value in (impedance.cpe_coefficient(r, q, n), impedance.geometric_capacitance(r, q)):
        assert np.isfinite(value)
        assert value > 0.0


# The sum rule. The tails beyond the grid fall with omega^n below and omega^(-n/2) above the slowest and the
# fastest relaxation, which lie within 1e-14 to 1e14 rad/s here: less than 1e-15 of the whole is cut off. The
# trapezoidal rule converges as exp(-2 pi d/h), d >= pi/2 and h = 0.115: to rounding.
GRID = np.logspace(-60, 80, 2801)
SUM = 1e-9


@given(usual, usual, exponents)
def test_that_arcs_obey_the_sum_rule(r: float, q: float, n: float) -> None:
    assert kramers_kronig_sum(GRID, impedance.arc(GRID, r, q, n)) == pytest.approx(r, rel=SUM)


@given(usual, powers(-8, 8))
def test_that_a_sphere_obeys_the_sum_rule_without_its_pole(r: float, time: float) -> None:
    # without the pole the integrand is a difference of large numbers below 1/time: start not far below it
    grid = np.logspace(-5, 40, 1801) / time
    pole = 15 * r / (1j * grid * time)
    tail = 1e-5 / np.pi  # of the order of what the lower end cuts off: -Im = omega time/35 r
    sums = kramers_kronig_sum(grid, impedance.spherical_diffusion(grid, r, time) - pole)
    assert sums == pytest.approx(r, rel=tail)


@given(usual, usual, usual, usual, exponents)
def test_that_porous_electrodes_obey_the_sum_rule(i: float, e: float, r: float, q: float, n: float) -> None:
    z_ct = impedance.arc(GRID, r, q, n)
    parallel = i * e / (i + e)
    whole = float(composite.instantaneous_resistance(i, e, r))
    sums = kramers_kronig_sum(GRID, impedance.two_rail(i, e, z_ct))
    assert sums == pytest.approx(whole - parallel, rel=SUM, abs=SUM * whole)


@given(st.floats(0.1, 10), st.floats(0.1, 10), st.floats(0.1, 10), powers(-3, -1), st.floats(0.1, 10), st.floats(1, 40))
def test_that_an_electrode_of_filling_particles_obeys_the_sum_rule_without_its_pole(
    i: float, e: float, r: float, c_dl: float, r_d: float, area: float
) -> None:
    time = 100.0
    c_d = time / (15.0 * r_d)
    # the slowest relaxation is that of equation 17b; below it the imaginary part falls with omega times its time
    slowest = (i + e + (r + r_d) / area) * area * (c_d + c_dl)
    omega = np.logspace(-6, 45, 2041) / max(slowest, time)
    z_ct = impedance.interfacial_impedance(omega, r, c_dl, 1.0, impedance.spherical_diffusion(omega, r_d, time), area)
    pole = 1.0 / (1j * omega * area * (c_d + c_dl))
    sums = kramers_kronig_sum(omega, impedance.two_rail(i, e, z_ct) - pole)
    low = (i + e) / 3.0 + (r + r_d) / area * (c_d / (c_d + c_dl)) ** 2
    assert sums == pytest.approx(low - i * e / (i + e), rel=1e-5)
