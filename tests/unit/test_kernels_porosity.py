"""Pores and grain boundaries against numbers worked out by hand."""

import numpy as np
import pytest

from cellbuilder.engine.kernels import porosity, transport


def test_that_a_cold_pressed_pellet_loses_a_quarter() -> None:
    assert porosity.maxwell_porosity(0.18) == pytest.approx(1.64 / 2.18, rel=1e-14) == pytest.approx(0.752, abs=5e-4)


def test_that_a_dense_layer_keeps_all_and_a_void_nothing() -> None:
    assert porosity.maxwell_porosity(0.0) == 1.0
    assert porosity.maxwell_porosity(1.0) == 0.0


@pytest.mark.parametrize("nonsense", [-1e-9, 1.0 + 1e-9, 1e30, np.nan, np.inf])
def test_that_a_porosity_that_is_no_fraction_gives_nan(nonsense: float) -> None:
    assert np.isnan(porosity.maxwell_porosity(nonsense))


def test_that_pores_are_the_insulator_of_a_mixture() -> None:
    """Maxwell is the upper Hashin-Shtrikman bound; the effective medium is 1 - 3p/2 and ends at two thirds."""
    p = np.array([0.0, 0.1, 0.35, 0.6, 2 / 3, 0.8])
    solid = np.stack([1.0 - p, p], axis=-1)
    upper = transport.hashin_shtrikman_bounds(solid, np.array([1.0, 0.0]))[1]
    assert porosity.maxwell_porosity(p) == pytest.approx(upper, rel=1e-12)
    medium = transport.effective_medium(1.0 - p, 1.0, 0.0)
    assert medium == pytest.approx([1.0, 0.85, 0.475, 0.1, 0.0, 0.0], abs=1e-12)


def test_that_grain_boundaries_count_by_thickness_over_grain_size() -> None:
    """50 um of 5 um grains is 10 boundaries; at 0.2 Ohm cm2 each, 2 Ohm cm2."""
    assert porosity.grain_boundary_resistance(50e-6, 5e-6, 0.2e-4) == pytest.approx(2e-4, rel=1e-14)
    many = porosity.grain_boundary_resistance(50e-6, np.array([5e-6, 10e-6]), np.array([[0.2e-4], [0.4e-4]]))
    assert many == pytest.approx(np.array([[2e-4, 1e-4], [4e-4, 2e-4]]), rel=1e-14)
