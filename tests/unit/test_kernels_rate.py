"""Rate against numbers worked out by hand and against integrals taken numerically here."""

import math

import numpy as np
import pytest

from cellbuilder.engine.kernels import composite, interfaces, rate

OHM_CM2 = 1e-4
STEPS = 200_000


def integrated(
    capacity: float, top: float, bottom: float, cut: float, current: float, start: float, rise: float = 0.0
) -> tuple[float, float]:
    """Share delivered and energy: V(s) step by step at midpoints until it is below the cut-off.

    Midpoints are exact on a line, so the error is that of the last step: Q V / steps.
    """
    s = (np.arange(STEPS) + 0.5) / STEPS
    volts = top - (top - bottom) * s - current * (start + rise * s)
    below = np.flatnonzero(volts < cut)
    count = int(below[0]) if below.size else STEPS
    return count / STEPS, float(np.sum(volts[:count])) * capacity / STEPS


def test_that_the_drop_at_one_c_is_capacity_times_resistance() -> None:
    """1C of 5 mAh/cm2 through 20 Ohm cm2: 0.100 V."""
    current = rate.current_density(1.0, 50.0)
    assert current == 50.0
    assert rate.voltage_drop(current, 20.0 * OHM_CM2) == pytest.approx(0.1000, rel=1e-12)


def test_that_energy_at_a_rate_is_the_worked_example() -> None:
    """4.3 to 3.3 V, 50 Ohm cm2, 2C of 5 mAh/cm2, cut-off 3.0 V: x = 0.8, 136 Wh/m2."""
    at = (4.3, 3.3, 3.0, 100.0, 50.0 * OHM_CM2)
    assert rate.utilisation(*at) == pytest.approx(0.8, rel=1e-12)
    assert rate.energy_at_rate(50.0, *at) == pytest.approx(136.0, rel=1e-12)


def test_that_the_power_of_a_resistance_is_limited() -> None:
    """3.8 V and 50 Ohm cm2: 72.2 mW/cm2."""
    assert rate.ohmic_power_limit(3.8, 50.0 * OHM_CM2) == pytest.approx(722.0, rel=1e-12)
    assert rate.ohmic_power_limit(3.8, 0.0) == math.inf
    current = np.linspace(0.0, 3.8 / (50.0 * OHM_CM2), 1001)
    power = current * rate.discharge_voltage(3.8, current, 50.0 * OHM_CM2)
    assert np.max(power) == pytest.approx(722.0, rel=1e-12)


@pytest.mark.parametrize(
    ("top", "bottom", "cut", "current", "start", "rise"),
    [
        (4.3, 3.3, 3.0, 100.0, 5e-3, 0.0),
        (4.3, 3.3, 3.0, 10.0, 5e-3, 0.0),
        (4.3, 3.3, 3.5, 0.0, 5e-3, 0.0),
        (3.45, 3.45, 2.5, 100.0, 2e-3, 10e-3),
        (3.45, 3.45, 2.5, 50.0, 2e-3, 10e-3),
        (4.2, 3.0, 2.8, 100.0, 2e-3, 4e-3),
        (4.2, 3.0, 2.8, 100.0, 6e-3, -3e-3),
        (4.2, 3.0, 0.0, 400.0, 6e-3, 2e-3),
    ],
)
def test_that_energy_at_a_rate_is_the_integral_of_the_voltage(
    top: float, bottom: float, cut: float, current: float, start: float, rise: float
) -> None:
    share, energy = integrated(50.0, top, bottom, cut, current, start, rise)
    at = (top, bottom, cut, current, start, rise)
    assert rate.utilisation(*at) == pytest.approx(share, abs=2 / STEPS)
    assert rate.energy_at_rate(50.0, *at) == pytest.approx(energy, abs=2 * 50.0 * top / STEPS)


def test_that_without_current_the_whole_capacity_comes_at_the_mean_voltage() -> None:
    at = (4.3, 3.3, 3.0, 0.0, 50.0 * OHM_CM2)
    assert rate.utilisation(*at) == 1.0
    assert rate.energy_at_rate(50.0, *at) == pytest.approx(50.0 * 3.8, rel=1e-12)


def test_that_a_cut_off_above_the_voltage_delivers_nothing() -> None:
    for cut in (4.3, 4.5, 100.0):
        assert rate.utilisation(4.3, 3.3, cut, 0.0, 0.0) == 0.0
        assert rate.energy_at_rate(50.0, 4.3, 3.3, cut, 0.0, 0.0) == 0.0


def test_that_a_huge_resistance_delivers_nothing() -> None:
    assert rate.utilisation(4.3, 3.3, 3.0, 1.0, 1e30) == 0.0
    assert rate.energy_at_rate(50.0, 4.3, 3.3, 3.0, 1.0, 1e30) == 0.0


@pytest.mark.parametrize(("cut", "share"), [(3.3999, 1.0), (3.4, 1.0), (3.4001, 0.0)])
def test_that_a_flat_voltage_delivers_all_or_nothing(cut: float, share: float) -> None:
    assert rate.utilisation(3.4, 3.4, cut, 0.0, 0.0) == share


def test_that_a_cut_off_that_is_not_known_gives_nan() -> None:
    assert np.isnan(rate.utilisation([3.4, 4.3], [3.4, 3.3], np.nan, 0.0, 0.0)).all()


def test_that_the_voltage_under_current_meets_the_cut_off_at_the_utilisation() -> None:
    x = rate.utilisation(4.3, 3.3, 3.0, 100.0, 5e-3, 2e-3)
    volts = rate.discharge_voltage(rate.linear_ocv(4.3, 3.3, x), 100.0, 5e-3 + 2e-3 * x)
    assert 0.0 < x < 1.0
    assert volts == pytest.approx(3.0, rel=1e-12)


def test_that_the_open_circuit_voltage_falls_along_a_line() -> None:
    assert rate.linear_ocv(4.3, 3.3, [0.0, 0.25, 1.0]) == pytest.approx([4.3, 4.05, 3.3], rel=1e-14)


def test_that_fronts_start_in_parallel_and_average_to_equation_18() -> None:
    """Rails of 40 and 2: mean 20.0476; 1.9048 at the start and 1604/42 at the end."""
    start, rise = rate.front_resistance_line(40.0, 2.0)
    assert (start, start + rise) == (pytest.approx(80 / 42, rel=1e-12), pytest.approx(1604 / 42, rel=1e-12))
    assert start + rise / 2 == pytest.approx(float(composite.front_resistance(40.0, 2.0)), rel=1e-12)
    assert start + rise / 2 == pytest.approx(20.0476, abs=5e-5)


def test_that_a_front_with_no_electronic_resistance_ends_at_the_ionic_rail() -> None:
    start, rise = rate.front_resistance_line([40.0, 0.0], 0.0)
    assert (start.tolist(), rise.tolist()) == ([0.0, 0.0], [40.0, 0.0])


def test_that_the_worked_electrode_relaxes_in_246_seconds() -> None:
    """5 mAh/cm2 over 1 V is 18 F/cm2; rails 119 and 10.1, charge transfer 0.59 Ohm cm2."""
    capacitance = rate.intercalation_capacitance(50.0, 1.0)
    assert capacitance * 1e-4 == pytest.approx(18.0, rel=1e-12)
    tau = rate.relaxation_time(capacitance, 119 * OHM_CM2, 10.1 * OHM_CM2, 0.59 * OHM_CM2)
    assert tau == pytest.approx(246.0, abs=0.5)
    assert rate.intercalation_capacitance(50.0, 0.0) == math.inf


def test_that_diffusion_resistance_is_diffusion_time_over_capacitance() -> None:
    """Two roads to equation 17: the slope of the voltage per concentration, or r^2/15D over Q/dU."""
    density, specific, phi, radius, diffusivity, thickness = 4780.0, 200.0, 0.519, 2.5e-6, 1e-14, 101e-6
    slope = rate.potential_slope(1.0, density * specific)
    area = interfaces.specific_area(phi, radius) * thickness
    capacitance = rate.intercalation_capacitance(density * specific * phi * thickness, 1.0)
    assert slope == pytest.approx(96485.33212 / (956000.0 * 3600.0), rel=1e-12)
    assert rate.diffusion_resistance(slope, radius, diffusivity, area) == pytest.approx(
        rate.diffusion_time(radius, diffusivity) / capacitance, rel=1e-12
    )


def test_that_diffusion_time_is_a_fifteenth_of_radius_squared_over_diffusivity() -> None:
    assert rate.diffusion_time(3e-6, 1e-14) == pytest.approx(60.0, rel=1e-12)


def test_that_an_electronic_conductivity_of_a_separator_empties_the_cell() -> None:
    """30 um at 4 V: 0.13 mA/cm2 at 1e-7 S/cm; at 1e-6 S/cm 5 mAh/cm2 are gone in 3.75 h."""
    assert rate.leakage_current(1e-5, 4.0, 30e-6) == pytest.approx(1.3333333, rel=1e-7)
    gone = rate.self_discharge_time(50.0, rate.leakage_current(1e-4, 4.0, 30e-6))
    assert gone / 3600.0 == pytest.approx(3.75, rel=1e-12)
    assert rate.self_discharge_time(50.0, 0.0) == math.inf


def test_that_heat_is_ohmic_and_entropic() -> None:
    assert rate.heat(100.0, 5e-3) == pytest.approx(50.0, rel=1e-12)
    assert rate.heat(100.0, 5e-3, 298.15, 2e-4) == pytest.approx(50.0 - 100.0 * 298.15 * 2e-4, rel=1e-12)
    assert rate.heat(-100.0, 5e-3, 298.15, 2e-4) == pytest.approx(50.0 + 100.0 * 298.15 * 2e-4, rel=1e-12)


def test_that_the_round_trip_is_the_ratio_of_the_two_energies() -> None:
    out, into = (rate.discharge_voltage(3.8, current, 20.0 * OHM_CM2) for current in (50.0, -50.0))
    assert rate.round_trip_efficiency(3.8, 50.0, 20.0 * OHM_CM2) == pytest.approx(float(out / into), rel=1e-12)
    assert rate.round_trip_efficiency(3.8, 0.5, 20.0 * OHM_CM2) == pytest.approx(1 - 2 * 1e-3 / 3.8, abs=2e-7)
    assert rate.round_trip_efficiency(3.8, 0.0, 1.0) == 1.0
    assert rate.round_trip_efficiency(1.0, 2.0, 1.0) < 0.0


def test_that_an_anode_free_cell_lives_by_its_coulombic_efficiency() -> None:
    """0.999 leaves 37 % after 1000 cycles."""
    assert rate.retained_capacity(50.0, 0.999, 1000) / 50.0 == pytest.approx(0.3677, abs=5e-5)
    assert rate.retained_capacity(50.0, 1.0, 1e6) == 50.0
    assert rate.retained_capacity(50.0, 0.0, 1) == 0.0
    assert np.isnan(rate.retained_capacity(50.0, [1.01, -0.1], 10)).all()


def test_that_the_efficiency_asked_for_is_the_one_that_retains() -> None:
    needed = rate.required_coulombic_efficiency(0.8, 500)
    assert needed == pytest.approx(0.999554, abs=5e-7)
    assert rate.retained_capacity(1.0, needed, 500) == pytest.approx(0.8, rel=1e-12)
    assert rate.required_coulombic_efficiency([0.0, 1.0], 500).tolist() == [0.0, 1.0]
    assert np.isnan(rate.required_coulombic_efficiency([1.2, -0.1], 500)).all()


def test_that_a_ragone_point_is_energy_over_the_time_it_took() -> None:
    """The worked example: 136 Wh/m2 in 0.8 x 50 Ah/m2 / 100 A/m2 = 0.4 h, so 340 W/m2."""
    point = rate.ragone(50.0, 4.3, 3.3, 3.0, 100.0, 5e-3)
    assert (point.energy, point.power) == (pytest.approx(136.0, rel=1e-12), pytest.approx(340.0, rel=1e-12))
    assert bool(point.within)


def test_that_a_ragone_point_follows_a_resistance_that_rises() -> None:
    """V falls from 4.0 V by 2.2 V: x = 1/2.2 at 3.5 V on average."""
    steep = rate.ragone(50.0, 4.3, 2.3, 3.0, 100.0, 3e-3, 2e-3)
    assert steep.energy == pytest.approx(50.0 / 2.2 * 3.5, rel=1e-12)
    assert steep.power == pytest.approx(350.0, rel=1e-12)


def test_that_a_ragone_curve_says_where_its_caps_are() -> None:
    """0.4 h is 1440 s at 100 A/m2, so ten times 144 s of diffusion; nothing comes at 300 A/m2."""
    current = np.array([0.0, 50.0, 100.0, 300.0])
    free = rate.ragone(50.0, 4.3, 3.3, 3.0, current, 5e-3)
    assert free.within.tolist() == [True] * 4
    assert free.energy[[0, 3]].tolist() == [pytest.approx(190.0, rel=1e-12), 0.0]
    assert free.power[[0, 3]].tolist() == [0.0, 0.0]
    by_current = rate.ragone(50.0, 4.3, 3.3, 3.0, current, 5e-3, critical_current_a_per_m2=50.0)
    assert by_current.within.tolist() == [True, True, False, False]
    by_diffusion = rate.ragone(50.0, 4.3, 3.3, 3.0, current, 5e-3, diffusion_time_s=143.0)
    assert by_diffusion.within.tolist() == [True, True, True, False]
    slower = rate.ragone(50.0, 4.3, 3.3, 3.0, current, 5e-3, diffusion_time_s=145.0)
    assert slower.within.tolist() == [True, True, False, False]
    assert slower.energy.tolist() == free.energy.tolist()


def test_that_rates_broadcast_over_arrays() -> None:
    current = np.array([0.0, 100.0])
    resistance = np.array([[0.0], [5e-3], [1e30]])
    energy = rate.energy_at_rate(50.0, 4.3, 3.3, 3.0, current, resistance)
    assert energy == pytest.approx(np.array([[190.0, 190.0], [190.0, 136.0], [190.0, 0.0]]), rel=1e-12)
    points = rate.ragone(50.0, 4.3, 3.3, 3.0, current, resistance, critical_current_a_per_m2=50.0)
    assert points.energy.shape == points.power.shape == points.within.shape == (3, 2)
