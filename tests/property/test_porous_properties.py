"""The porous electrode from principles other than its closed form: exact arithmetic, least heat, and its convexity.

Bounds, symmetry and limits of single values are in test_engine_properties.py; here they are asked of whole arrays,
of every decade from 1e-12 to 1e12, and, where the closed form is compared with exact arithmetic, from 1e-30 to 1e30.
"""

from decimal import Decimal, localcontext
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from cellbuilder.engine.kernels import composite

Array = NDArray[np.float64]
DIGITS = 150
NEAR = 1 + 1e-12

decades = st.floats(-12.0, 12.0).map(lambda power: 10.0**power)
extremes = st.floats(-30.0, 30.0).map(lambda power: 10.0**power)
triples = st.lists(st.tuples(decades, decades, decades), min_size=1, max_size=40).map(lambda rows: np.array(rows).T)
CORNERS = np.array(list(product([1e-30, 1e-12, 1e-4, 1.0, 1e4, 1e12, 1e30], repeat=3))).T


def equation_12(electrode: Array) -> Array:
    return composite.instantaneous_resistance(*electrode)


def parallel(ionic: Array, electronic: Array) -> Array:
    return np.asarray(1.0 / (1.0 / ionic + 1.0 / electronic))


def newman_tobias(ionic: float, electronic: float, transfer: float) -> Decimal:
    """The closed form of 1962 with its hyperbolic functions as they are printed, in 150 digits."""
    with localcontext() as context:
        context.prec = DIGITS
        context.Emax, context.Emin = 10**17, -(10**17)
        r_i, r_e, r_ct = Decimal(ionic), Decimal(electronic), Decimal(transfer)
        nu = ((r_i + r_e) / r_ct).sqrt()
        if nu > 1000:  # exp(-2 nu) is below the last of the digits that a float has, by far
            coth, csch = Decimal(1), Decimal(0)
        else:
            up = nu.exp()
            sinh, cosh = (up - 1 / up) / 2, (up + 1 / up) / 2
            coth, csch = cosh / sinh, 1 / sinh
        inner = 1 + (2 * csch + (r_e / r_i + r_i / r_e) * coth) / nu
        return r_i * r_e / (r_i + r_e) * inner


# --- exact arithmetic --------------------------------------------------------------------------------------------


@given(extremes, extremes, extremes)
def test_that_no_digit_is_lost_in_any_regime(ionic: float, electronic: float, transfer: float) -> None:
    value = Decimal(float(composite.instantaneous_resistance(ionic, electronic, transfer)))
    exact = newman_tobias(ionic, electronic, transfer)
    assert abs(value / exact - 1) < Decimal("2e-14")


@given(decades, st.floats(-6.0, 4.0).map(lambda power: 10.0**power), st.floats(0.0, 1.0))
def test_that_no_digit_is_lost_where_the_regimes_meet(rails: float, nu: float, share: float) -> None:
    ionic, electronic, transfer = rails * max(share, 1e-9), rails * max(1.0 - share, 1e-9), rails / nu**2
    value = Decimal(float(composite.instantaneous_resistance(ionic, electronic, transfer)))
    assert abs(value / newman_tobias(ionic, electronic, transfer) - 1) < Decimal("2e-14")


@given(extremes, extremes)
def test_that_the_other_two_regimes_lose_no_digit(ionic: float, electronic: float) -> None:
    with localcontext() as context:
        context.prec = DIGITS
        r_i, r_e = Decimal(ionic), Decimal(electronic)
        front = (r_i**2 + r_i * r_e + r_e**2) / (2 * (r_i + r_e))
        steady = 1 + (r_i + r_e) / 3
        assert abs(Decimal(float(composite.front_resistance(ionic, electronic))) / front - 1) < Decimal("2e-15")
        value = float(composite.pseudo_steady_resistance(ionic, electronic, 1.0))
        assert abs(Decimal(value) / steady - 1) < Decimal("2e-15")


# --- arrays ------------------------------------------------------------------------------------------------------


def test_that_every_corner_of_sixty_decades_is_finite_and_between_its_bounds() -> None:
    values = equation_12(CORNERS)
    ionic, electronic, transfer = CORNERS
    assert np.all(np.isfinite(values))
    assert np.all(np.maximum(transfer, parallel(ionic, electronic)) <= values * NEAR)
    assert np.all(values <= composite.pseudo_steady_resistance(*CORNERS) * NEAR)


@given(triples)
def test_that_an_array_gives_what_its_elements_give(electrodes: Array) -> None:
    one_by_one = [float(composite.instantaneous_resistance(*electrode)) for electrode in electrodes.T]
    assert np.allclose(equation_12(electrodes), one_by_one, rtol=2e-15, atol=0)
    table = composite.instantaneous_resistance(electrodes[0][:, None, None], electrodes[1][:, None], electrodes[2])
    assert table.shape == (electrodes.shape[1],) * 3
    assert np.allclose(np.einsum("iii->i", table), one_by_one, rtol=2e-15, atol=0)


@given(triples)
def test_that_the_bounds_hold_to_the_last_digits_at_every_scale(electrodes: Array) -> None:
    ionic, electronic, transfer = electrodes
    values = equation_12(electrodes)
    assert np.all(np.maximum(transfer, parallel(ionic, electronic)) <= values * NEAR)
    assert np.all(values <= composite.pseudo_steady_resistance(*electrodes) * NEAR)


@given(triples)
def test_that_the_rails_can_be_exchanged_in_every_regime(electrodes: Array) -> None:
    ionic, electronic, transfer = electrodes
    assert np.allclose(equation_12(electrodes), composite.instantaneous_resistance(electronic, ionic, transfer),
                       rtol=1e-14, atol=0)  # fmt: skip
    assert composite.front_resistance(ionic, electronic) == pytest.approx(
        composite.front_resistance(electronic, ionic), rel=1e-14, abs=0
    )


@given(triples, decades)
def test_that_all_three_regimes_are_homogeneous(electrodes: Array, factor: float) -> None:
    scaled = electrodes * factor
    assert np.allclose(equation_12(scaled), factor * equation_12(electrodes), rtol=1e-13, atol=0)
    for kernel, arguments in ((composite.pseudo_steady_resistance, 3), (composite.front_resistance, 2)):
        first, second = kernel(*scaled[:arguments]), factor * kernel(*electrodes[:arguments])
        assert np.allclose(first, second, rtol=1e-13, atol=0)


# --- the slopes --------------------------------------------------------------------------------------------------


def shares(electrodes: Array) -> Array:
    """d ln R / d ln of each resistance, by central differences of fourth order in the logarithm."""
    step = 2e-3
    found = []
    for index in range(3):
        logs = []
        for steps in (-2, -1, 1, 2):
            moved = electrodes.copy()
            moved[index] *= np.exp(steps * step)
            logs.append(np.log(equation_12(moved) / equation_12(electrodes)))
        found.append((logs[0] - 8.0 * logs[1] + 8.0 * logs[2] - logs[3]) / (12.0 * step))
    return np.array(found)


@given(triples)
def test_that_the_shares_of_the_three_resistances_are_shares(electrodes: Array) -> None:
    found = shares(electrodes)
    assert np.all(found > -1e-10)
    assert np.all(found < 1.0 + 1e-10)
    assert found.sum(axis=0) == pytest.approx(np.ones(electrodes.shape[1]), abs=1e-10)


@given(triples, st.floats(1e-9, 3.0))
def test_that_a_growing_charge_transfer_costs_at_least_itself_and_a_growing_rail_at_most_itself(
    electrodes: Array, growth: float
) -> None:
    """The mean square of the reaction is at least 1, that of a rail current at most 1."""
    before = equation_12(electrodes)
    for index in range(3):
        grown = electrodes.copy()
        grown[index] *= 1.0 + growth
        rise, own = equation_12(grown) - before, grown[index] - electrodes[index]
        rounding = 4e-15 * equation_12(grown)
        assert np.all(rise >= (own if index == 2 else 0.0) - rounding)
        if index < 2:
            assert np.all(rise <= own + rounding)


@given(triples, st.tuples(decades, decades, decades))
def test_that_two_electrodes_in_one_cost_at_least_what_they_cost_apart(electrodes: Array, other: Array) -> None:
    """R is a least heat over all reaction profiles, each linear in the resistances: concave and homogeneous."""
    second = np.array(other)[:, None] * np.ones_like(electrodes)
    assert np.all(equation_12(electrodes + second) * NEAR >= equation_12(electrodes) + equation_12(second))


# --- least heat, and its dual ------------------------------------------------------------------------------------

POLYNOMIALS = st.lists(st.floats(-3.0, 3.0), min_size=1, max_size=5)
SHARP = st.floats(0.0, 40.0)
POINTS, WEIGHTS = np.polynomial.legendre.leggauss(60)
POINTS, WEIGHTS = (POINTS + 1.0) / 2.0, WEIGHTS / 2.0


@given(decades, decades, decades, POLYNOMIALS)
def test_that_no_other_reaction_profile_makes_less_heat(i: float, e: float, ct: float, shape: list[float]) -> None:
    """Thomson's principle, with polynomials of mean 1 (the constant gives the upper bound of equation 14)."""
    profile = np.polynomial.Polynomial(shape)
    total = profile.integ()
    profile = profile + (1.0 - (total(1.0) - total(0.0)))
    electronic = profile.integ()(POINTS) - profile.integ()(0.0)
    heat = np.array([np.sum(WEIGHTS * (1.0 - electronic) ** 2), np.sum(WEIGHTS * electronic**2),
                     np.sum(WEIGHTS * profile(POINTS) ** 2)])  # fmt: skip
    value = float(composite.instantaneous_resistance(i, e, ct))
    assert value <= float(heat @ [i, e, ct]) * NEAR


@given(decades, decades, decades, POLYNOMIALS, POLYNOMIALS)
@settings(max_examples=200)
def test_that_no_pair_of_potentials_conducts_less(
    i: float, e: float, ct: float, ions: list[float], electrons: list[float]
) -> None:
    """Dirichlet's principle: potentials of 1 where ions enter and 0 where electrons leave, else anything."""
    x = np.polynomial.Polynomial([0.0, 1.0])
    ionic = 1.0 + x * np.polynomial.Polynomial([value / 3.0 for value in ions])
    electronic = (1.0 - x) * np.polynomial.Polynomial([value / 3.0 for value in electrons])
    conductance = (
        np.sum(WEIGHTS * ionic.deriv()(POINTS) ** 2) / i
        + np.sum(WEIGHTS * electronic.deriv()(POINTS) ** 2) / e
        + np.sum(WEIGHTS * (ionic(POINTS) - electronic(POINTS)) ** 2) / ct
    )
    assert float(composite.instantaneous_resistance(i, e, ct)) * float(conductance) * NEAR >= 1.0


@given(st.floats(-3.0, 3.0).map(lambda p: 10.0**p), st.floats(0.0, 1.0), SHARP)
def test_that_the_profile_of_equation_16_makes_the_heat_of_equation_12(rails: float, share: float, nu: float) -> None:
    nu = max(nu, 1e-2)
    i, e, ct = rails * share, rails * (1.0 - share), rails / nu**2
    scale = nu / np.sinh(nu)
    profile = scale * (share * np.cosh(nu * (1.0 - POINTS)) + (1.0 - share) * np.cosh(nu * POINTS))
    electronic = (share * (np.sinh(nu) - np.sinh(nu * (1.0 - POINTS))) + (1.0 - share) * np.sinh(nu * POINTS)) / (
        np.sinh(nu)
    )
    heat = np.sum(WEIGHTS * (i * (1.0 - electronic) ** 2 + e * electronic**2 + ct * profile**2))
    assert float(composite.instantaneous_resistance(i, e, ct)) == pytest.approx(float(heat), rel=1e-10, abs=0)


# --- limits ------------------------------------------------------------------------------------------------------


@given(triples, st.floats(2.0, 20.0))
def test_that_slow_kinetics_approach_their_limit_with_the_square_of_the_rails(electrodes: Array, power: float) -> None:
    """What is missing from equation 13a is the next term of the series; the third is at most 2/945 rails^3/R_ct^2."""
    ionic, electronic, _ = electrodes
    rails = ionic + electronic
    transfer = rails * 10.0**power
    missing = composite.pseudo_steady_resistance(ionic, electronic, transfer) - composite.instantaneous_resistance(
        ionic, electronic, transfer
    )
    share = ionic / rails
    series = rails * (rails / transfer) * (1.0 / 45.0 - share * (1.0 - share) / 12.0)
    assert np.all(np.abs(missing - series) <= 0.0022 * (rails / transfer) ** 2 * rails + 1e-14 * transfer)


@given(triples, st.floats(3.2, 20.0))
def test_that_fast_kinetics_approach_the_parallel_rails_with_one_over_nu(electrodes: Array, power: float) -> None:
    ionic, electronic, _ = electrodes
    rails = ionic + electronic
    nu = 10.0 ** (power / 2.0)
    value = composite.instantaneous_resistance(ionic, electronic, rails / nu**2)
    rest = rails * ((ionic / rails) ** 2 + (electronic / rails) ** 2) / nu
    assert np.allclose(value, parallel(ionic, electronic) + rest, rtol=1e-13, atol=0)


@given(triples)
def test_that_one_perfect_rail_gives_de_levie_in_every_regime(electrodes: Array) -> None:
    rail, _, transfer = electrodes
    with np.errstate(over="ignore"):
        exact = np.sqrt(rail) * np.sqrt(transfer) / np.tanh(np.sqrt(rail / transfer))
    assert np.allclose(composite.instantaneous_resistance(rail, 0.0, transfer), exact, rtol=1e-13, atol=0)
    assert np.allclose(composite.instantaneous_resistance(0.0, rail, transfer), exact, rtol=1e-13, atol=0)
    tiny = rail * 1e-18
    nearly = composite.instantaneous_resistance(rail, tiny, transfer)
    assert np.all(np.abs(nearly - exact) <= tiny + 1e-13 * exact)  # a rail costs no more than itself


@given(triples)
def test_that_good_rails_leave_the_charge_transfer_and_a_third_of_them(electrodes: Array) -> None:
    _, _, transfer = electrodes
    value = composite.instantaneous_resistance(transfer * 1e-9, transfer * 2e-9, transfer)
    assert np.allclose(value / transfer - 1.0, 1e-9, rtol=0, atol=2e-15)


@given(triples)
def test_that_the_fronts_cost_as_much_as_parallel_rails_and_series_rails_half_way(electrodes: Array) -> None:
    """Equation 18 is the mean of its straight line, and lies above the instantaneous value of fast kinetics."""
    ionic, electronic, _ = electrodes
    both = parallel(ionic, electronic)
    end = ionic + electronic - 2.0 * both
    assert np.allclose(composite.front_resistance(ionic, electronic), (both + end) / 2.0, rtol=1e-13, atol=0)
    assert np.all(composite.front_resistance(ionic, electronic) * NEAR >= both)
