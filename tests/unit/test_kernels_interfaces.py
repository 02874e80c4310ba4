"""Contacts, films and charge transfer against numbers worked out by hand."""

import math

import numpy as np
import pytest

from cellbuilder.engine.kernels import interfaces, transport

OHM_CM2 = 1e-4


def test_that_a_contact_follows_its_activation_energy() -> None:
    """0.30 eV from 25 to 60 degC divides by 3.40999, and ten kelvin at 0.35 eV by 1.5559."""
    assert 1 / interfaces.thermally_activated(1.0, 0.30, 333.15, 298.15) == pytest.approx(3.40999, abs=5e-6)
    assert 1 / interfaces.thermally_activated(1.0, 0.35, 308.15, 298.15) == pytest.approx(1.5559, abs=5e-5)
    assert interfaces.thermally_activated(7.0, 0.6, 298.15, 298.15) == 7.0


def test_that_resistance_and_conductivity_share_one_boltzmann_constant() -> None:
    sigma = transport.conductivity_at(1.0, 0.42, 353.15, 298.15, "S")
    assert interfaces.thermally_activated(1.0, 0.42, 353.15, 298.15) * sigma == pytest.approx(1.0, rel=1e-12)


def test_that_a_resistance_too_large_for_a_float_is_infinite_and_a_zero_one_stays_zero() -> None:
    assert interfaces.thermally_activated(1.0, 1e3, 1.0, 298.15) == math.inf
    assert interfaces.thermally_activated(0.0, 1e3, 1.0, 298.15) == 0.0
    assert interfaces.thermally_activated(1.0, 1e3, 298.15, 1.0) == 0.0


def test_that_growth_doubles_in_four_times_the_time() -> None:
    rate = 2.0 * OHM_CM2 / 60.0  # 2 Ohm cm2 / h^0.5
    first, later = (interfaces.parabolic_growth(0.0, rate, hours * 3600.0) for hours in (25.0, 100.0))
    assert first == pytest.approx(10.0 * OHM_CM2, rel=1e-12)
    assert later / first == pytest.approx(2.0, rel=1e-14)
    assert interfaces.parabolic_growth(5.0 * OHM_CM2, rate, 25.0 * 3600.0) == pytest.approx(15.0 * OHM_CM2, rel=1e-12)
    assert interfaces.parabolic_growth(5.0 * OHM_CM2, rate, 0.0) == 5.0 * OHM_CM2


def test_that_the_grown_layer_is_as_thick_as_its_constant_says() -> None:
    """540 nm after 400 h (aktekin2023) is k_p = (540 nm)^2 / (2 x 400 h) = 1.0125e-19 m2/s; half of it in 100 h."""
    k_p = interfaces.parabolic_constant(540e-9, 400 * 3600.0)
    assert k_p == pytest.approx(1.0125e-19, rel=1e-12)
    assert interfaces.layer_thickness(k_p, 400 * 3600.0) == pytest.approx(540e-9, rel=1e-12)
    assert interfaces.layer_thickness(k_p, 100 * 3600.0) == pytest.approx(270e-9, rel=1e-12)


def test_that_growth_by_thickness_and_growth_by_rate_are_one() -> None:
    k_p, sigma, time = 1.0125e-19, 1e-6, 400 * 3600.0
    by_thickness = interfaces.film_resistance(interfaces.layer_thickness(k_p, time), sigma)
    by_rate = interfaces.parabolic_growth(0.0, interfaces.growth_rate(k_p, sigma), time)
    assert by_thickness == pytest.approx(0.54, rel=1e-12)
    assert by_rate == pytest.approx(by_thickness, rel=1e-12)


def test_that_round_spots_constrict_as_holm_says() -> None:
    """1e8 spots per m2 of 10 um radius in 3 mS/cm: 8.3333 Ohm cm2, 3.1 % of the area."""
    assert interfaces.holm_constriction(10e-6, 1e8, 0.3) / OHM_CM2 == pytest.approx(8.3333, abs=5e-5)
    assert interfaces.contact_fraction(10e-6, 1e8) == pytest.approx(0.01 * math.pi, rel=1e-12)


def test_that_constriction_follows_the_number_of_spots_or_the_root_of_their_size() -> None:
    base, touching = interfaces.holm_constriction(10e-6, 1e8, 0.3), interfaces.contact_fraction(10e-6, 1e8)
    more = interfaces.holm_constriction(10e-6, 4e8, 0.3) / base
    larger = interfaces.holm_constriction(20e-6, 1e8, 0.3) / base
    assert interfaces.contact_fraction(10e-6, 4e8) / touching == pytest.approx(4.0, rel=1e-14)
    assert interfaces.contact_fraction(20e-6, 1e8) / touching == pytest.approx(4.0, rel=1e-14)
    assert (more, larger) == (pytest.approx(1 / 4, rel=1e-14), pytest.approx(1 / 2, rel=1e-14))


def test_that_pressure_acts_by_its_exponent() -> None:
    assert interfaces.pressure_scaled(100.0, 4e6, 1e6, -0.5) == pytest.approx(50.0, rel=1e-14)
    assert interfaces.pressure_scaled(100.0, 4e6, 1e6, -2.0) == pytest.approx(6.25, rel=1e-14)
    assert interfaces.pressure_scaled(100.0, 3e6, 3e6, -1.7) == 100.0
    assert interfaces.pressure_scaled(100.0, 4e6, 1e6, 0.0) == 100.0


def test_that_the_pressure_law_says_nothing_of_a_cell_without_pressure() -> None:
    for resistance, exponent in ((100.0, -0.5), (0.0, -0.5), (100.0, 0.5), (100.0, 0.0)):
        assert math.isnan(interfaces.pressure_scaled(resistance, 0.0, 1e6, exponent))


def test_that_texture_divides_by_the_gain_in_area() -> None:
    assert interfaces.textured(60.0, 2.5) == pytest.approx(24.0, rel=1e-14)


def test_that_a_bilayer_adds_its_layers_and_the_contact_between_them() -> None:
    layers = transport.planar_resistance([30e-6, 20e-6], [0.3, 0.05])
    whole = float(np.sum(layers)) + interfaces.film_resistance(0.0, 1.0, 5.0 * OHM_CM2)
    assert whole / OHM_CM2 == pytest.approx(10.000, rel=1e-12)


def test_that_a_coating_costs_little_on_particles() -> None:
    """10 nm at 1e-6 S/cm: 1 Ohm cm2 on a plane; on 2.5 um particles, 50 vol% of 100 um, a sixtieth."""
    film = interfaces.film_resistance(10e-9, 1e-4)
    area = interfaces.specific_area(0.5, 2.5e-6)
    assert film / OHM_CM2 == pytest.approx(1.000, rel=1e-12)
    assert area == pytest.approx(6e5, rel=1e-12)
    assert interfaces.on_particles(film, area, 100e-6) / OHM_CM2 == pytest.approx(0.016667, abs=5e-7)


def test_that_a_film_adds_to_the_interphase_under_it() -> None:
    assert interfaces.film_resistance(10e-9, 1e-4, 3.0 * OHM_CM2) == pytest.approx(4.0 * OHM_CM2, rel=1e-12)
    assert interfaces.film_resistance(0.0, 1e-4) == 0.0


def test_that_half_the_contact_doubles_what_it_costs() -> None:
    full, half = (interfaces.specific_area(0.519, 2.5e-6, share) for share in (0.6, 0.3))
    assert full == pytest.approx(3.7368e5, rel=1e-12)
    assert interfaces.on_particles(22.4 * OHM_CM2, full, 101e-6) / OHM_CM2 == pytest.approx(0.59, abs=5e-3)
    assert full / half == pytest.approx(2.0, rel=1e-14)


def test_that_an_exchange_current_is_a_resistance() -> None:
    """RT/F is 25.693 mV at 25 degC: 10 A/m2 (1 mA/cm2) is 25.69 Ohm cm2."""
    r_ct = interfaces.charge_transfer_from_exchange_current(10.0, 298.15)
    assert r_ct / OHM_CM2 == pytest.approx(25.693, abs=5e-4)


def test_that_contacts_broadcast_over_arrays() -> None:
    pressure = np.array([[1e6], [4e6]])
    exponent = np.array([-0.5, -1.0, -2.0])
    assert interfaces.pressure_scaled(100.0, pressure, 1e6, exponent).tolist() == [[100.0] * 3, [50.0, 25.0, 6.25]]
    hot = interfaces.thermally_activated(np.ones((2, 1)), 0.3, np.array([298.15, 333.15]), 298.15)
    assert hot[:, 1] == pytest.approx([1 / 3.40999] * 2, rel=2e-6)
