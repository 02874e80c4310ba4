"""Bench inputs against numbers worked out by hand, and what is refused."""

import math

import numpy as np
import pytest

from cellbuilder.engine.kernels import bench, transport

CM2 = 1e-4


@pytest.mark.parametrize(("millimetres", "cm2"), [(10, 0.785), (12, 1.131), (13, 1.327)])
def test_that_a_die_has_the_area_of_its_circle(millimetres: float, cm2: float) -> None:
    assert bench.die_area(millimetres * 1e-3) / CM2 == pytest.approx(cm2, abs=5e-4)


def test_that_a_pressed_mass_is_spread_over_its_die() -> None:
    """80 mg in a 12 mm die."""
    assert bench.areal_mass(80e-6, bench.die_area(12e-3)) == pytest.approx(0.707355, rel=1e-6)


def test_that_a_pellet_gives_its_conductivity() -> None:
    """1 mm between 1 cm2 and 35.333 Ohm, 2 of them in the leads: 3 mS/cm."""
    assert bench.conductivity_from_resistance(1e-3, 35.0 + 1 / 3, CM2, 2.0) == pytest.approx(0.3, rel=1e-12)
    assert bench.conductivity_from_resistance(1e-3, 33.0 + 1 / 3, CM2) == pytest.approx(0.3, rel=1e-12)


def test_that_a_symmetric_cell_has_two_contacts() -> None:
    """Li|LPSCl|Li of 13 mm, 50 Ohm at 10 MPa, 33.8 in the pellet: 10.75 Ohm cm2 each."""
    area = bench.die_area(13e-3)
    each = bench.area_resistance(50.0, area, 0.0, 33.8, 2)
    assert each / CM2 == pytest.approx(10.751, abs=5e-4)
    assert bench.area_resistance(50.0, area, 0.0, 33.8) == pytest.approx(2 * each, rel=1e-12)
    assert bench.area_resistance(52.0, area, 2.0, 33.8, 2) == pytest.approx(each, rel=1e-12)


def test_that_a_pellet_with_more_resistance_than_the_cell_leaves_no_value() -> None:
    """The 25 MPa value of the same series, 32 Ohm, is below the 33.8 Ohm that its pellet should have."""
    assert math.isnan(bench.area_resistance(32.0, bench.die_area(13e-3), 0.0, 33.8, 2))


@pytest.mark.parametrize("lead", [5.0, 6.0, math.nan, math.inf])
def test_that_leads_that_leave_nothing_leave_no_value(lead: float) -> None:
    assert math.isnan(bench.area_resistance(5.0, CM2, lead))
    assert math.isnan(bench.conductivity_from_resistance(1e-3, 5.0, CM2, lead))


def test_that_a_resistance_of_zero_gives_no_conductivity() -> None:
    assert math.isnan(bench.conductivity_from_resistance(1e-3, 0.0, CM2))


def test_that_one_impossible_element_leaves_the_others_alone() -> None:
    leads = np.array([1.0, 2.0, 9.0])
    assert bench.area_resistance(10.0, CM2, leads) == pytest.approx([9e-4, 8e-4, 1e-4], rel=1e-12)
    assert bench.area_resistance(8.0, CM2, leads) == pytest.approx([7e-4, 6e-4, math.nan], rel=1e-12, nan_ok=True)
    sigma = bench.conductivity_from_resistance(1e-3, 8.0, CM2, leads)
    assert sigma == pytest.approx([10.0 / 7.0, 10.0 / 6.0, math.nan], rel=1e-12, nan_ok=True)


def test_that_a_conductivity_gives_back_the_resistance_it_came_from() -> None:
    sigma = bench.conductivity_from_resistance(np.array([1e-3, 2e-3]), 120.0, bench.die_area(10e-3), 3.5)
    back = transport.planar_resistance(np.array([1e-3, 2e-3]), sigma) / bench.die_area(10e-3)
    assert back == pytest.approx([116.5, 116.5], rel=1e-12)
