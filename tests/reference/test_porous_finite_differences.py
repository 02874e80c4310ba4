"""The closed forms of the porous electrode against simulations of it (equations 12 and 16 to 18 of docs/physics.md).

Tolerances are argued, not fitted: a second-order scheme whose error falls by 4 with every halving of the mesh is
extrapolated, and what is left must be a small part of the last difference; a simulated step or staircase may be off
by one step.
"""

import math

import numpy as np
import pytest

from cellbuilder.engine.kernels import composite

from .numerics import Array, Steady, cell_edges, fixed_state, flat_voltage, shared_rails, sloping_voltage

Triple = tuple[float, float, float]

ELECTRODES: dict[str, Triple] = {  # R_i, R_e, R_ct
    "equal rails": (10.0, 10.0, 5.0),
    "ionic rail in control": (40.0, 1.0, 2.0),
    "slow kinetics": (1.0, 1.0, 1e6),
    "good rails": (1e-3, 1e-3, 1.0),
    "fast kinetics, unequal rails": (1e3, 1.0, 1e-3),
    "fast kinetics, equal rails": (100.0, 100.0, 1e-4),
    "NCM811 with Li6PS5Cl": (119.0, 10.1, 0.59),
    "perfect electronic rail": (5.0, 0.0, 1.0),
    "perfect ionic rail": (0.0, 7.0, 0.3),
    "electronic rail in control": (1.0, 1e4, 1.0),
    "instant kinetics": (1.0, 1.0, 1e-8),
    "six decades apart": (1e6, 1.0, 1e-2),
}
MESHES = (200, 400, 800)
electrodes = pytest.mark.parametrize("electrode", ELECTRODES.values(), ids=ELECTRODES)


def equation_12(ionic: float, electronic: float, transfer: float) -> float:
    return float(composite.instantaneous_resistance(ionic, electronic, transfer))


def nu(electrode: Triple) -> float:
    return math.sqrt((electrode[0] + electrode[1]) / electrode[2])


def solved(electrode: Triple, cells: int) -> Steady:
    return fixed_state(cell_edges(cells, nu(electrode)), *electrode)


def equation_16(electrode: Triple, x: Array) -> Array:
    """j / j_mean, written with exponentials that cannot overflow."""
    ionic, electronic, _ = electrode
    n = nu(electrode)
    from_separator = (np.exp(-n * x) + np.exp(-n * (2.0 - x))) / -np.expm1(-2.0 * n)
    from_collector = (np.exp(-n * (1.0 - x)) + np.exp(-n * (1.0 + x))) / -np.expm1(-2.0 * n)
    return np.asarray(n / (ionic + electronic) * (ionic * from_separator + electronic * from_collector))


# --- fixed state of charge --------------------------------------------------------------------------------------


@electrodes
def test_that_equation_12_is_what_the_meshes_converge_to(electrode: Triple) -> None:
    coarse, middle, fine = (solved(electrode, cells).resistance for cells in MESHES)
    exact = equation_12(*electrode)
    assert fine == pytest.approx(exact, rel=1e-4, abs=0)

    change = abs(fine - middle)
    if change > 1e-7 * exact:  # else rounding hides the order
        assert (coarse - middle) / (middle - fine) == pytest.approx(4.0, abs=0.01)
    extrapolated = fine + (fine - middle) / 3.0
    assert abs(extrapolated - exact) <= 1e-3 * change + 1e-10 * exact


@electrodes
def test_that_the_simulated_reaction_is_spread_as_in_equation_16(electrode: Triple) -> None:
    peak = np.max(equation_16(electrode, np.linspace(0.0, 1.0, 3)))
    errors = []
    for cells in MESHES[1:]:
        solution = solved(electrode, cells)
        centres = (solution.edges[1:] + solution.edges[:-1]) / 2.0
        errors.append(float(np.max(np.abs(solution.reaction - equation_16(electrode, centres))) / peak))
        assert float(np.sum(solution.reaction * np.diff(solution.edges))) == pytest.approx(1.0, rel=1e-12)
    assert errors[1] < 5e-4
    assert errors[1] < errors[0] / 3.0 + 1e-9


@electrodes
def test_that_the_heat_of_rails_and_reaction_adds_up_to_equation_12(electrode: Triple) -> None:
    heat = np.dot(electrode, solved(electrode, MESHES[-1]).dissipation)
    assert float(heat) == pytest.approx(equation_12(*electrode), rel=5e-4, abs=0)


@electrodes
def test_that_the_slope_of_equation_12_is_the_mean_square_of_each_current(electrode: Triple) -> None:
    """dR/dR_k is the integral of the square of the current through k: the other currents are at their optimum."""
    squares = solved(electrode, MESHES[-1]).dissipation
    for index, square in enumerate(squares):
        if electrode[index] == 0.0:
            continue
        up, down = list(electrode), list(electrode)
        up[index] *= 1.0 + 1e-4
        down[index] *= 1.0 - 1e-4
        slope = (equation_12(*up) - equation_12(*down)) / (up[index] - down[index])
        share = electrode[index] / equation_12(*electrode)
        assert slope * share == pytest.approx(square * share, abs=5e-4)


def test_that_the_sensitivities_of_the_worked_example_are_found() -> None:
    electrode = (20.0, 1.0, 4.0)
    shares = np.multiply(electrode, solved(electrode, 800).dissipation) / equation_12(*electrode)
    assert shares == pytest.approx([0.4385, 0.0489, 0.5126], abs=1e-4)


def test_that_the_reaction_dies_out_over_the_length_one_over_nu() -> None:
    electrode = (100.0, 0.0, 0.1)
    solution = solved(electrode, 1600)
    centres = (solution.edges[1:] + solution.edges[:-1]) / 2.0
    near = (centres > 0.05) & (centres < 0.3)
    slope = np.polyfit(centres[near], np.log(solution.reaction[near]), 1)[0]
    assert -slope == pytest.approx(nu(electrode), rel=1e-3)


def test_that_both_ways_to_write_the_network_agree() -> None:
    """Kirchhoff's loops, which give the currents, and the shared paths, which give the voltages."""
    for electrode in ((10.0, 10.0, 5.0), (40.0, 1.0, 2.0), (5.0, 0.0, 1.0)):
        edges = cell_edges(60)
        centres = (edges[1:] + edges[:-1]) / 2.0
        network = shared_rails(centres, *electrode[:2]) + np.eye(60) * electrode[2] * 60
        flow = np.linalg.solve(network, np.ones(60))
        solution = fixed_state(edges, *electrode)
        assert 1.0 / flow.sum() == pytest.approx(solution.resistance, rel=1e-11)
        assert flow / flow.sum() * 60 == pytest.approx(solution.reaction, rel=1e-9)


# --- sloping open-circuit voltage --------------------------------------------------------------------------------

SLOPING: dict[str, Triple] = {
    "ionic rail in control": (40.0, 1.0, 2.0),
    "NCM811 with Li6PS5Cl": (119.0, 10.1, 0.59),
    "electronic rail in control": (2.0, 30.0, 1.0),
    "slow kinetics": (12.0, 3.0, 20.0),
    "perfect electronic rail": (9.0, 0.0, 0.5),
}
CAPACITY = 18.0
sloping = pytest.mark.parametrize("electrode", SLOPING.values(), ids=SLOPING)


def equation_17b(electrode: Triple, mode: int = 1) -> float:
    return CAPACITY * (electrode[2] + (electrode[0] + electrode[1]) / (mode * math.pi) ** 2)


def modes(electrode: Triple, time: float) -> float:
    """Resistance after a time, as a sum over the cosines in which the open-circuit voltage levels out."""
    ionic, electronic, transfer = electrode
    number = np.arange(1, 20001)
    square = (number * math.pi) ** 2
    drive = ionic + np.where(number % 2, -1.0, 1.0) * electronic
    tau = CAPACITY * (transfer + (ionic + electronic) / square)
    missing = 2.0 * drive**2 / (square * (ionic + electronic + square * transfer)) * np.exp(-time / tau)
    return float(composite.pseudo_steady_resistance(ionic, electronic, transfer)) - float(missing.sum())


def late_time_constant(electrode: Triple, duration: float) -> float:
    """Slope of the logarithm of what is missing, where between 2 % and 0.1 % of it are left."""
    run = sloping_voltage(*electrode, CAPACITY, duration, cells=120, steps=1600)
    missing = run.resistance[-1] - run.resistance
    late = (missing < 2e-2 * missing[0]) & (missing > 1e-3 * missing[0])
    assert np.count_nonzero(late) > 20
    return float(-1.0 / np.polyfit(run.times[late], np.log(missing[late]), 1)[0])


@sloping
def test_that_the_resistance_relaxes_from_the_instantaneous_to_the_pseudo_steady_value(electrode: Triple) -> None:
    run = sloping_voltage(*electrode, CAPACITY, 16.0 * equation_17b(electrode), cells=120, steps=1600)
    pseudo_steady = float(composite.pseudo_steady_resistance(*electrode))
    assert run.resistance[0] == pytest.approx(equation_12(*electrode), rel=1e-3, abs=0)
    assert run.resistance[-1] == pytest.approx(pseudo_steady, rel=1e-4, abs=0)
    assert np.all(np.diff(run.resistance) > -1e-9 * pseudo_steady)


@sloping
def test_that_the_slowest_relaxation_has_the_time_constant_of_equation_17b(electrode: Triple) -> None:
    duration = 16.0 * equation_17b(electrode)
    assert late_time_constant(electrode, duration) == pytest.approx(equation_17b(electrode), rel=0.02)


def test_that_an_electrode_with_equal_rails_relaxes_in_the_second_mode() -> None:
    """Its reaction is even about the middle, so that the slowest mode of equation 17b is never excited."""
    electrode = (20.0, 20.0, 1.0)
    found = late_time_constant(electrode, 16.0 * equation_17b(electrode, mode=2))
    assert found == pytest.approx(equation_17b(electrode, mode=2), rel=0.02)
    assert found < 0.5 * equation_17b(electrode)


@sloping
def test_that_the_whole_relaxation_follows_the_sum_of_its_modes(electrode: Triple) -> None:
    assert modes(electrode, 0.0) == pytest.approx(equation_12(*electrode), rel=1e-8, abs=0)
    run = sloping_voltage(*electrode, CAPACITY, 2.0 * equation_17b(electrode), cells=120, steps=400)
    for index in (20, 50, 100, 200, 400):
        assert run.resistance[index] == pytest.approx(modes(electrode, float(run.times[index])), rel=1e-3, abs=0)


def test_that_ten_seconds_see_one_resistance_and_an_hour_the_other() -> None:
    """The electrode of the worked example: 5 mAh/cm2 over 1 V are 18 F/cm2, and it needs 246 s to level out.

    A pulse of 10 s already reads some 15 % more than at once, a tenth of the way to the pseudo-steady value.
    """
    electrode = ELECTRODES["NCM811 with Li6PS5Cl"]
    assert equation_17b(electrode) == pytest.approx(246.0, abs=0.5)
    low, high = equation_12(*electrode), float(composite.pseudo_steady_resistance(*electrode))
    pulse = sloping_voltage(*electrode, CAPACITY, 10.0, cells=160, steps=200).resistance[-1]
    assert pulse == pytest.approx(modes(electrode, 10.0), rel=1e-3)
    assert 1.1 < pulse / low < 1.2
    hour = sloping_voltage(*electrode, CAPACITY, 3600.0, cells=120, steps=1440).resistance[-1]
    assert hour == pytest.approx(high, rel=1e-4)


# --- flat open-circuit voltage -----------------------------------------------------------------------------------

RAILS: dict[str, tuple[float, float]] = {
    "ionic rail in control": (40.0, 2.0),
    "equal rails": (10.0, 10.0),
    "perfect electronic rail": (5.0, 0.0),
    "perfect ionic rail": (0.0, 3.0),
    "electronic rail in control": (1.0, 30.0),
}
rails_of = pytest.mark.parametrize("rails", RAILS.values(), ids=RAILS)
CELLS = 120


def equation_18(rails: tuple[float, float]) -> float:
    return float(composite.front_resistance(*rails))


@rails_of
def test_that_reaction_fronts_have_the_mean_resistance_of_equation_18(rails: tuple[float, float]) -> None:
    """Instant kinetics. The place that is filled last is known to half a cell, which counts in second order."""
    run = flat_voltage(*rails, 0.0, CELLS)
    half_a_cell = sum(rails) / 2.0 * (0.5 / CELLS) ** 2
    assert abs(run.mean - equation_18(rails)) <= half_a_cell + 1e-9 * equation_18(rails)
    assert run.least_reaction > -1e-9


@rails_of
def test_that_the_resistance_grows_in_a_straight_line_as_the_fronts_advance(rails: tuple[float, float]) -> None:
    ionic, electronic = rails
    run = flat_voltage(ionic, electronic, 0.0, CELLS)
    begin, end = ionic * electronic / sum(rails), (ionic**2 + electronic**2) / sum(rails)
    expected = begin + (end - begin) * run.charge
    assert np.max(np.abs(run.resistance - expected)) < 2.0 / CELLS * sum(rails)


def test_that_a_front_from_the_separator_alone_costs_half_the_ionic_rail() -> None:
    assert flat_voltage(8.0, 0.0, 0.0, CELLS).mean == pytest.approx(4.0, rel=1e-9)
    assert flat_voltage(8.0, 0.0, 8e-4, CELLS).mean == pytest.approx(4.0, rel=1e-3)
    assert flat_voltage(8.0, 8.0, 0.0, CELLS).mean < 0.8 * 8.0  # not (R_i + R_e)/2: there are two fronts


@rails_of
@pytest.mark.parametrize("ratio", [1e-4, 1e-2, 0.1, 1.0, 10.0])
def test_that_a_full_discharge_adds_the_charge_transfer_to_the_fronts(rails: tuple[float, float], ratio: float) -> None:
    """For any kinetics: the voltage law of the cell that is filled last, integrated until it is full."""
    transfer = ratio * sum(rails)
    run = flat_voltage(*rails, transfer, CELLS)
    half_a_cell = sum(rails) / 2.0 * (0.5 / CELLS) ** 2
    assert abs(run.mean - (transfer + equation_18(rails))) <= half_a_cell + 1e-9 * run.mean
    assert run.mean > equation_18(rails)


@rails_of
@pytest.mark.parametrize("ratio", [1e-3, 0.1, 1.0])
def test_that_a_flat_voltage_starts_at_the_instantaneous_value(rails: tuple[float, float], ratio: float) -> None:
    transfer = ratio * sum(rails)
    run = flat_voltage(*rails, transfer, CELLS)
    assert run.resistance[0] == pytest.approx(equation_12(*rails, transfer), rel=1e-2, abs=0)
