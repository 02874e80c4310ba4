"""The kernels against numbers that were worked out by hand, and against an independent solution."""

import numpy as np
import pytest

from cellbuilder.engine.kernels import composite, transport


@pytest.mark.parametrize(
    ("thickness_m", "sigma_s_per_m", "ohm_cm2"), [(30e-6, 0.3, 1.000), (20e-6, 0.05, 4.000), (1e-3, 0.3, 33.3333333)]
)
def test_that_a_planar_layer_has_thickness_over_conductivity(
    thickness_m: float, sigma_s_per_m: float, ohm_cm2: float
) -> None:
    assert transport.planar_resistance(thickness_m, sigma_s_per_m) * 1e4 == pytest.approx(ohm_cm2, rel=1e-8)


def test_that_the_two_arrhenius_forms_differ_by_the_ratio_of_temperatures() -> None:
    by_sigma = transport.conductivity_at(1.0, 0.30, 333.15, 298.15, "S")
    by_sigma_t = transport.conductivity_at(1.0, 0.30, 333.15, 298.15, "ST")
    assert by_sigma == pytest.approx(3.40999, abs=5e-6)
    assert by_sigma_t == pytest.approx(3.05175, abs=1e-5)
    assert by_sigma_t / by_sigma == pytest.approx(0.894942, abs=5e-7)
    assert transport.conductivity_at(1.0, 0.35, 308.15, 298.15, "S") == pytest.approx(1.5559, abs=5e-5)


def test_that_a_two_phase_mixture_lies_where_theory_puts_it() -> None:
    low, high = transport.hashin_shtrikman_bounds([0.5, 0.5], [1.0, 0.01])
    assert 1 / (0.5 / 1.0 + 0.5 / 0.01) < low < high < 0.5 * 1.0 + 0.5 * 0.01
    assert low == pytest.approx(1 / (0.5 / 1.02 + 0.5 / 0.03) - 0.02, rel=1e-12) == pytest.approx(0.03829, abs=5e-6)
    assert high == pytest.approx(0.407186, abs=5e-7)
    assert transport.effective_medium(0.5, 1.0, 0.01) == pytest.approx(0.270953, abs=5e-7)


def test_that_an_insulator_blocks_below_a_third() -> None:
    assert transport.effective_medium(0.6, 1.0, 0.0) == pytest.approx(0.4, rel=1e-12)
    assert transport.effective_medium(0.3, 1.0, 0.0) == 0.0
    assert transport.effective_medium(0.3, 1.0, 1e-14) == pytest.approx(2e-14 / 0.2, rel=1e-9, abs=0)
    assert transport.effective_medium(0.5, 0.0, 0.0) == 0.0


def test_that_bounds_take_an_insulating_or_absent_phase() -> None:
    assert transport.hashin_shtrikman_bounds([0.5, 0.5], [1.0, 0.0])[0] == 0.0
    low, high = transport.hashin_shtrikman_bounds([0.0, 1.0], [1.0, 1e-20])
    assert low == high == pytest.approx(1e-20, abs=0)


def test_that_kernels_broadcast_over_arrays() -> None:
    one = np.array([10.0, 40.0])
    many = composite.instantaneous_resistance(one, np.array([10.0, 1.0]), np.array([5.0, 2.0]))
    assert many == pytest.approx([11.565176, 9.611371], abs=5e-7)
    assert transport.effective_medium(np.array([0.5, 0.6]), 1.0, np.array([0.01, 0.0])) == pytest.approx(
        [0.270953, 0.4], abs=5e-7
    )


@pytest.mark.parametrize(("ionic", "electronic", "transfer", "ohm_cm2"), [(10, 10, 5, 11.565176), (40, 1, 2, 9.611371)])
def test_that_equation_12_gives_the_known_values(
    ionic: float, electronic: float, transfer: float, ohm_cm2: float
) -> None:
    assert composite.instantaneous_resistance(ionic, electronic, transfer) == pytest.approx(ohm_cm2, abs=5e-7)


def test_that_the_slow_regimes_give_the_known_values() -> None:
    assert composite.pseudo_steady_resistance(40, 1, 2) == pytest.approx(15.6667, abs=5e-5)
    assert composite.front_resistance(40, 2) == pytest.approx(20.0476, abs=5e-5)
    assert composite.front_resistance(40, 0) == 20.0
    assert composite.front_resistance(0, 0) == 0.0


def test_that_the_worked_electrode_differs_by_regime_as_stated() -> None:
    assert composite.instantaneous_resistance(119, 10.1, 0.59) == pytest.approx(16.8, abs=0.1)
    assert composite.pseudo_steady_resistance(119, 10.1, 0.59) == pytest.approx(43.6, abs=0.1)
    assert composite.instantaneous_resistance(288, 10.1, 0.59) == pytest.approx(22.2, abs=0.1)


def _resistor_ladder(ionic: float, electronic: float, transfer: float, cells: int = 500) -> float:
    """The same electrode as a ladder of resistors, solved as a linear network: no formula of the engine in it.

    Ions enter the first cell, electrons leave the last, each through half a cell; one unit of current flows.
    """
    size = 2 * cells
    laplacian = np.zeros((size, size))

    def connect(first: int, second: int, conductance: float) -> None:
        laplacian[first, first] += conductance
        laplacian[second, second] += conductance
        laplacian[first, second] -= conductance
        laplacian[second, first] -= conductance

    for cell in range(cells):
        connect(cell, cells + cell, 1.0 / (transfer * cells))
        if cell + 1 < cells:
            connect(cell, cell + 1, cells / ionic)
            connect(cells + cell, cells + cell + 1, cells / electronic)
    injected = np.zeros(size)
    injected[0], injected[-1] = 1.0, -1.0
    laplacian[-1, :] = 0.0
    laplacian[-1, -1], injected[-1] = 1.0, 0.0
    potential = np.linalg.solve(laplacian, injected)
    return float(potential[0] - potential[-1]) + (ionic + electronic) / (2.0 * cells)


@pytest.mark.parametrize(
    ("ionic", "electronic", "transfer"),
    [(10, 10, 5), (40, 1, 2), (1, 40, 2), (119, 10.1, 0.59), (0.1, 0.05, 30), (30, 0.001, 10), (200, 200, 1)],
)
def test_that_equation_12_agrees_with_a_ladder_of_resistors(ionic: float, electronic: float, transfer: float) -> None:
    exact = composite.instantaneous_resistance(ionic, electronic, transfer)
    assert exact == pytest.approx(_resistor_ladder(ionic, electronic, transfer), rel=2e-4)


def test_that_the_sensitivities_are_those_of_the_worked_example() -> None:
    values = {"ionic": 20.0, "electronic": 1.0, "charge_transfer": 4.0}
    step = 1e-5
    logs = {
        name: float(
            np.log(
                composite.instantaneous_resistance(**(values | {name: value * (1 + step)}))
                / composite.instantaneous_resistance(**(values | {name: value * (1 - step)}))
            )
        )
        / np.log((1 + step) / (1 - step))
        for name, value in values.items()
    }
    assert list(logs.values()) == pytest.approx([0.4385, 0.0489, 0.5126], abs=5e-5)
    assert sum(logs.values()) == pytest.approx(1.0, abs=1e-8)


def test_that_the_carbon_free_curve_passes_through_its_measured_points() -> None:
    shares = np.array([0.25, 0.33, 0.42, 0.61])
    s_per_cm = composite.carbon_free_electronic_conductivity(shares) / 100.0
    assert s_per_cm == pytest.approx([2.1e-5, 2.4e-4, 5.6e-4, 1e-3], rel=1e-9)
    assert composite.carbon_free_electronic_conductivity(0.1) == composite.carbon_free_electronic_conductivity(0.25)
