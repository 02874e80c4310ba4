"""Impedance elements: values by hand, the limits of each, and numerical solutions of the same equations."""

import cmath
import math
from typing import Any

import numpy as np
import pytest
from tests.sum_rule import kramers_kronig_sum

from cellbuilder.engine.kernels import composite, impedance

FREQUENCIES = np.logspace(-9, 12, 169)


def blocking(omega: Any, q: float, n: float) -> Any:
    """A constant-phase element: an arc that no current passes at zero frequency."""
    return impedance.arc(omega, np.inf, q, n)


def test_that_a_capacitor_has_no_real_part() -> None:
    z = blocking(FREQUENCIES, 2.0, 1.0)
    assert np.all(z.real == 0.0)
    assert z.imag == pytest.approx(-1.0 / (2.0 * FREQUENCIES), rel=1e-14, abs=0)


def test_that_a_constant_phase_element_turns_by_n_right_angles() -> None:
    z = blocking(16.0, 0.5, 0.75)
    assert abs(z) == pytest.approx(1 / (0.5 * 16**0.75), rel=1e-14) == pytest.approx(0.25)
    assert np.degrees(np.angle(z)) == pytest.approx(-67.5, rel=1e-13)
    assert blocking(1e6, 4.0, 0.0) == pytest.approx(0.25, rel=1e-14)


def test_that_an_arc_stands_half_as_high_as_wide_at_its_apex() -> None:
    z = impedance.arc(1.0 / (20e-4 * 5e-3), 20e-4, 5e-3, 1.0)
    assert z == pytest.approx(10e-4 - 10e-4j, rel=1e-14)


def test_that_a_depressed_arc_peaks_at_its_effective_capacitance() -> None:
    r, q, n = 20e-4, 5e-3, 0.8
    c = (5e-3 * 20e-4**0.2) ** 1.25
    assert impedance.cpe_coefficient(r, c, n) == pytest.approx(q, rel=1e-13)
    z = impedance.arc(1.0 / (r * c), r, impedance.cpe_coefficient(r, c, n), n)
    assert z == pytest.approx(r / 2 * (1 - 1j * math.tan(0.8 * math.pi / 4)), rel=1e-13)
    assert impedance.cpe_coefficient(r, c, 1.0) == pytest.approx(c, rel=1e-14)


def test_that_an_arc_ends_in_its_resistance_and_in_nothing() -> None:
    low, high = impedance.arc([1e-9, 1e12], 3.0, 10.0, 0.9)
    assert low == pytest.approx(3.0, rel=1e-6)
    assert abs(high) < 1e-10


def test_that_an_arc_with_an_infinite_resistance_leaves_the_others_alone() -> None:
    z = impedance.arc(FREQUENCIES[:, None], [np.inf, 1.0], 2.0, [1.0, 0.7])
    assert z[:, 0] == pytest.approx(-0.5j / FREQUENCIES, rel=1e-14, abs=0)
    assert z[:, 1] == pytest.approx(impedance.arc(FREQUENCIES, 1.0, 2.0, 0.7), rel=1e-14, abs=0)


@pytest.mark.parametrize("thickness", [1e-6, 30e-6, 1e-3])
def test_that_the_bulk_arc_peaks_at_54_megahertz_whatever_the_thickness(thickness: float) -> None:
    sigma, permittivity = 0.1, 33.0
    c = impedance.geometric_capacitance(thickness, permittivity)
    omega = 2 * np.pi * np.logspace(7, 8.5, 30001)
    z = impedance.arc(omega, thickness / sigma, c, 1.0)
    apex = omega[np.argmin(z.imag)] / (2 * np.pi)
    assert (
        apex
        == pytest.approx(sigma / (2 * math.pi * 8.8541878188e-12 * 33), rel=2e-4)
        == pytest.approx(54.5e6, rel=1e-3)
    )


# Lambert's continued fraction: p coth p = 1 + s/(3 + s/(5 + ...)), s = p^2, needs no hyperbolic function
def tail(s: complex, first: int) -> complex:
    value = complex(first + 400)
    for odd in range(first + 398, first - 1, -2):
        value = odd + s / value
    return value


@pytest.mark.parametrize("x", [1e-12, 1e-5, 9.99e-3, 1.001e-2, 0.0999, 0.1001, 1.0, 30.0, 1e3])
def test_that_diffusion_in_a_sphere_agrees_with_a_continued_fraction(x: float) -> None:
    s = 1j * x
    sphere = impedance.spherical_diffusion(x, 1.0, 1.0)
    assert sphere == pytest.approx(5 * tail(s, 3) / s, rel=1e-12)
    # the real part alone, which is small beside the pole
    assert sphere.real == pytest.approx((5 / tail(s, 5)).real, rel=1e-11)


@pytest.mark.parametrize("omega", [1e-9, 1e-5])
def test_that_a_sphere_has_the_real_part_r_d_and_its_capacity_at_low_frequency(omega: float) -> None:
    slope, radius, diffusivity, faraday = 1e-5, 2.5e-6, 1e-14, 96485.33212
    r_d, time = slope * radius / (5 * faraday * diffusivity), radius**2 / diffusivity
    z = impedance.spherical_diffusion(omega, r_d, time)
    assert z.real == pytest.approx(slope * radius / (5 * faraday * diffusivity), rel=1e-5)
    assert z.imag == pytest.approx(-1 / (omega * radius * faraday / (3 * slope)), rel=1e-5)


def test_that_a_sphere_becomes_a_warburg_element_at_high_frequency() -> None:
    r, time, omega = 3.0, 100.0, 1e12
    warburg = 5.0 * r / math.sqrt(2 * time) * (1 - 1j) / math.sqrt(omega)
    assert impedance.spherical_diffusion(omega, r, time) == pytest.approx(warburg, rel=2e-7)


def sphere_by_volumes(x: float, shells: int) -> complex:
    """Surface concentration over surface flux in a unit sphere, times five: c'' + 2c'/r = j x c."""
    edges = np.linspace(0.0, 1.0, shells + 1)
    volume = np.diff(edges**3) / 3.0
    conductance = edges[1:-1] ** 2 * shells
    matrix = np.diag(1j * x * volume)
    inner = np.arange(shells - 1)
    np.add.at(matrix, (inner, inner), conductance)
    np.add.at(matrix, (inner + 1, inner + 1), conductance)
    np.add.at(matrix, (inner, inner + 1), -conductance)
    np.add.at(matrix, (inner + 1, inner), -conductance)
    flux = np.zeros(shells, complex)
    flux[-1] = 1.0
    last = np.linalg.solve(matrix, flux)[-1]
    return complex(5.0 * (last + 0.5 / shells))  # half a shell on to the surface


@pytest.mark.parametrize("x", [0.1, 1.0, 10.0, 100.0])
def test_that_the_sphere_agrees_with_finite_volumes(x: float) -> None:
    coarse, fine = sphere_by_volumes(x, 100), sphere_by_volumes(x, 200)
    exact = impedance.spherical_diffusion(x, 1.0, 1.0)
    # second order: half the step, a quarter of the error
    assert abs(fine - exact) < 0.3 * abs(coarse - exact)
    assert (4 * fine - coarse) / 3 == pytest.approx(exact, rel=1e-4)


def test_that_an_interface_is_its_parts_over_the_area() -> None:
    z_d = 2.0 - 3.0j
    z = impedance.interfacial_impedance(5.0, 4.0, 0.1, 0.9, z_d, 40.0)
    by_hand = 1 / (40.0 * (0.1 * (5.0j) ** 0.9 + 1 / (4.0 + z_d)))
    assert z == pytest.approx(by_hand, rel=1e-14)


def test_that_an_interface_without_transfer_blocks_and_one_without_resistance_does_nothing() -> None:
    z = impedance.interfacial_impedance([3.0, 3.0], [np.inf, 0.0], 0.1, 1.0, [1.0 - 1.0j, 0.0], 40.0)
    assert z == pytest.approx([1 / (40.0 * 0.3j), 0.0], rel=1e-14)
    assert z[0].real == 0.0
    assert impedance.interfacial_impedance(3.0, 4.0, 0.0, 1.0, 0.0, 40.0) == pytest.approx(0.1, rel=1e-14)


# --- porous electrode


@pytest.mark.parametrize(
    ("ionic", "electronic", "ct", "expected"),
    [(10, 10, 5, 11.565176), (40, 1, 2, 9.611371), (3, 2, 0, 1.2), (0, 0, 4, 4)],
)
def test_that_a_real_reaction_gives_the_dc_resistance(
    ionic: float, electronic: float, ct: float, expected: float
) -> None:
    z = impedance.two_rail(ionic, electronic, ct)
    assert z.imag == 0.0
    assert z.real == pytest.approx(expected, abs=5e-7)
    assert z.real == pytest.approx(float(composite.instantaneous_resistance(ionic, electronic, ct)), rel=1e-14)


@pytest.mark.parametrize(("electronic", "low", "high"), [(0.0, 3.0, 0.0), (6.0, 5.0, 3.6)])
def test_that_a_blocking_electrode_goes_from_a_third_of_the_sum_to_the_parallel_value(
    electronic: float, low: float, high: float
) -> None:
    z_ct = blocking(np.array([1e-9, 1e-3, 1e20]), 2.0, 1.0)
    z = impedance.two_rail(9.0, electronic, z_ct)
    assert z[:2].real == pytest.approx([low, low], rel=1e-5)
    assert z[0].imag == pytest.approx(-1 / 2e-9, rel=1e-12)
    assert z[2] == pytest.approx(high, abs=1e-8)


@pytest.mark.parametrize("n", [1.0, 0.8])
def test_that_a_blocking_electrode_has_a_45_degree_line(n: float) -> None:
    omega = np.logspace(4, 9, 50)
    z = impedance.two_rail(9.0, 0.0, blocking(omega, 1.0, n))
    assert np.degrees(np.angle(z)) == pytest.approx(np.full(50, -45.0 * n), rel=1e-9)
    assert np.abs(z) == pytest.approx(np.sqrt(9.0 / omega**n), rel=1e-9)


def test_that_the_straight_part_of_two_rails_is_at_45_degrees_from_the_parallel_value() -> None:
    omega = np.logspace(4, 9, 50)
    z = impedance.two_rail(9.0, 6.0, blocking(omega, 1.0, 1.0)) - 3.6
    assert np.degrees(np.angle(z)) == pytest.approx(np.full(50, -45.0), rel=1e-7)


def test_that_one_rail_is_the_pore_of_de_levie() -> None:
    z_ct = 2.0 - 5.0j
    root = cmath.sqrt(9.0 / z_ct)
    assert impedance.two_rail(9.0, 0.0, z_ct) == pytest.approx(cmath.sqrt(9.0 * z_ct) / cmath.tanh(root), rel=1e-14)


@pytest.mark.parametrize("z_ct", [900.0 - 100.0j, 1510.0, 1490.0j, -30.0j, 5.0 - 5.0j, 0.1, 0.1 - 1.0j])
def test_that_two_rails_follow_the_plain_form_of_equation_12(z_ct: complex) -> None:
    i, e = 9.0, 6.0
    nu = cmath.sqrt((i + e) / z_ct)
    plain = i * e / (i + e) * (1 + 2 / (nu * cmath.sinh(nu))) + (i * i + e * e) / (i + e) / (nu * cmath.tanh(nu))
    assert impedance.two_rail(i, e, z_ct) == pytest.approx(plain, rel=1e-12)


def ladder(ionic: float, electronic: float, z_ct: complex, steps: int) -> complex:
    """Kirchhoff's laws on two rails of resistors with z_ct between them, one amp in and out, solved as they stand.

    Unknowns: the potential of each node, ions first. Current enters the rail of the ions at the left and leaves the
    rail of the electrons at the right.
    """
    nodes = steps + 1
    matrix = np.zeros((2 * nodes, 2 * nodes), complex)

    def connect(first: int, second: int, conductance: complex) -> None:
        matrix[first, first] += conductance
        matrix[second, second] += conductance
        matrix[first, second] -= conductance
        matrix[second, first] -= conductance

    for node in range(nodes):
        share = (0.5 if node in (0, steps) else 1.0) / steps
        connect(node, nodes + node, share / z_ct)
        if node < steps:
            connect(node, node + 1, steps / ionic)
            connect(nodes + node, nodes + node + 1, steps / electronic)
    enters, leaves = 0, nodes + steps
    current = np.zeros(2 * nodes, complex)
    current[enters] = 1.0
    kept = np.delete(np.arange(2 * nodes), leaves)  # this node is the ground
    potential = np.zeros(2 * nodes, complex)
    potential[kept] = np.linalg.solve(matrix[np.ix_(kept, kept)], current[kept])
    return complex(potential[enters])


@pytest.mark.parametrize("omega", [1e-3, 0.1, 3.0, 70.0])
def test_that_two_rails_agree_with_kirchhoffs_laws_on_a_ladder(omega: float) -> None:
    z_d = impedance.spherical_diffusion(omega, 3.0, 50.0)
    z_ct = complex(impedance.interfacial_impedance(omega, 20.0, 0.01, 0.9, z_d, 10.0))
    exact = impedance.two_rail(12.0, 5.0, z_ct)
    coarse, fine = (ladder(12.0, 5.0, z_ct, steps) for steps in (100, 200))
    assert fine == pytest.approx(exact, rel=2e-3)
    # the error of the ladder is of second order in the step; without it the fourth order is left, of the order
    # of (|nu| step)^4/100, which is 7e-7 at the highest frequency here (|nu| = 9)
    assert (4 * fine - coarse) / 3 == pytest.approx(exact, rel=1e-6)


@pytest.mark.parametrize("omega", [2.0, 1e3])
def test_that_two_rails_agree_with_a_ladder_of_four_hundred_steps(omega: float) -> None:
    z_ct = complex(impedance.interfacial_impedance(omega, 20.0, 0.01, 0.9, 0.0, 10.0))
    # a ladder is wrong by (|nu| step)^2/8 in the impedance of its end and by /24 in nu: together less than /5
    step = math.sqrt(abs(17.0 / z_ct)) / 400
    assert ladder(12.0, 5.0, z_ct, 400) == pytest.approx(impedance.two_rail(12.0, 5.0, z_ct), rel=step**2 / 5)


@pytest.mark.parametrize("z_ct", [1e-16, 1e-16 - 1e-16j, -1e-16j, 1e-70, -1e-70j, 1e80, -1e80j, 1e-200])
def test_that_no_reaction_is_too_fast_or_too_slow(z_ct: complex) -> None:
    z = impedance.two_rail([0.5, 1e-30, 1e30], [0.5, 1e30, 1e-30], z_ct)
    assert np.all(np.isfinite(z))
    slow = abs(z_ct) > 1e60
    expected = [z_ct + 1 / 3 if slow else 0.25, z_ct + 1e30 / 3 if slow else None]
    assert z[0] == pytest.approx(expected[0], rel=1e-7)
    if slow:
        assert z[1] == pytest.approx(expected[1], rel=1e-7)


# --- the sum rule


def test_that_the_kramers_kronig_sum_of_an_arc_is_its_resistance() -> None:
    omega = np.logspace(-15, 15, 1000)
    z = impedance.arc(omega, [[20.0], [3.0]], 0.01, 1.0)
    assert kramers_kronig_sum(omega, z) == pytest.approx([20.0, 3.0], rel=1e-9)


def test_that_parameters_and_frequencies_broadcast() -> None:
    omega = np.logspace(0, 3, 4)
    many = impedance.two_rail([[9.0], [1.0]], [[6.0], [0.0]], impedance.arc(omega, [[2.0], [3.0]], 0.1, [[1.0], [0.8]]))
    assert many.shape == (2, 4)
    assert many.dtype == np.complex128
    assert many[1, 2] == pytest.approx(impedance.two_rail(1.0, 0.0, impedance.arc(100.0, 3.0, 0.1, 0.8)), rel=1e-14)
