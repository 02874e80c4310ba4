"""Laws of scaling, limits and monotonicity of the kernels, over ranges far wider than any cell needs."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cellbuilder.engine.kernels import bench, composite, interfaces, inventory, porosity, rate, transport

wide = st.floats(-30.0, 30.0).map(lambda power: 10.0**power)
"""Any size of anything: 1e-30 to 1e30, evenly over the decades."""
decades = st.floats(-9.0, 9.0).map(lambda power: 10.0**power)
shares = st.floats(0.0, 1.0, allow_subnormal=False)
kelvin = st.floats(150.0, 1500.0)
volts = st.floats(0.0, 6.0, allow_subnormal=False)
A_LITTLE = 1e-9

Kernel = Callable[..., transport.Array]

POWER_LAWS: list[tuple[Kernel, tuple[float, ...]]] = [
    (transport.planar_resistance, (1, -1)),
    (porosity.grain_boundary_resistance, (1, -1, 1)),
    (interfaces.layer_thickness, (0.5, 0.5)),
    (interfaces.parabolic_constant, (2, -1)),
    (interfaces.growth_rate, (0.5, -1)),
    (interfaces.holm_constriction, (-1, -1, -1)),
    (interfaces.contact_fraction, (2, 1)),
    (interfaces.textured, (1, -1)),
    (interfaces.film_resistance, (1, -1)),
    (interfaces.specific_area, (1, -1, 1)),
    (interfaces.on_particles, (1, -1, -1)),
    (interfaces.charge_transfer_from_exchange_current, (-1, 1)),
    (inventory.theoretical_capacity, (-1, 1)),
    (inventory.metal_thickness, (1, -1, -1)),
    (inventory.n_to_p, (1, -1)),
    (inventory.first_charge_capacity, (1, -1)),
    (inventory.plateau_capacity, (1, -1)),
    (inventory.host_thickness_change, (1, 1, 1, 1)),
    (bench.die_area, (2,)),
    (bench.areal_mass, (1, -1)),
    (bench.conductivity_from_resistance, (1, -1, -1)),
    (bench.area_resistance, (1, 1)),
    (rate.current_density, (1, 1)),
    (rate.voltage_drop, (1, 1)),
    (rate.ohmic_power_limit, (2, -1)),
    (rate.intercalation_capacitance, (1, -1)),
    (rate.potential_slope, (1, -1)),
    (rate.diffusion_resistance, (1, 1, -1, -1)),
    (rate.diffusion_time, (2, -1)),
    (rate.leakage_current, (1, 1, -1)),
    (rate.self_discharge_time, (1, -1)),
    (rate.heat, (2, 1)),
]

SUMS: list[tuple[Kernel, int]] = [
    (interfaces.parabolic_growth, 3),
    (interfaces.film_resistance, 3),
    (inventory.irreversible_capacity, 2),
    (inventory.plateau_capacity, 3),
    (inventory.alloy_capacity, 3),
    (rate.linear_ocv, 3),
    (rate.discharge_voltage, 3),
    (rate.utilisation, 6),
    (rate.energy_at_rate, 7),
    (rate.relaxation_time, 4),
    (rate.heat, 4),
    (rate.round_trip_efficiency, 3),
]
"""Kernels that are no power law, and how many arguments they take."""

ALL = [(kernel, len(powers)) for kernel, powers in POWER_LAWS] + SUMS


def called(item: tuple[Kernel, object]) -> str:
    return getattr(item[0], "__name__", "kernel")


@pytest.mark.parametrize("law", POWER_LAWS, ids=called)
@given(data=st.data())
def test_that_each_argument_acts_by_its_power(law: tuple[Kernel, tuple[float, ...]], data: st.DataObject) -> None:
    kernel, powers = law
    values = [data.draw(wide) for _ in powers]
    factor = data.draw(decades)
    base = float(kernel(*values))
    for index, power in enumerate(powers):
        scaled = list(values)
        scaled[index] *= factor
        assert float(kernel(*scaled)) == pytest.approx(base * factor**power, rel=1e-12, abs=0)


@pytest.mark.parametrize("kernel", ALL, ids=called)
@given(data=st.data())
def test_that_no_size_of_input_overflows(kernel: tuple[Kernel, int], data: st.DataObject) -> None:
    assert math.isfinite(kernel[0](*(data.draw(wide) for _ in range(kernel[1]))))


@pytest.mark.parametrize("kernel", ALL, ids=called)
@given(data=st.data())
def test_that_many_are_worked_out_as_one_is(kernel: tuple[Kernel, int], data: st.DataObject) -> None:
    columns = np.array([[data.draw(wide) for _ in range(3)] for _ in range(kernel[1])])
    together = kernel[0](*columns)
    one_by_one = [float(kernel[0](*column)) for column in columns.T]
    assert together.dtype == np.float64
    assert together.tolist() == pytest.approx(one_by_one, rel=1e-14, abs=0)


@pytest.mark.parametrize("kernel", ALL, ids=called)
def test_that_shapes_that_fit_together_broadcast(kernel: tuple[Kernel, int]) -> None:
    first, *rest = range(kernel[1])
    columns: list[Any] = [np.full((3, 1), 2.0 + first), *(np.full(4, 2.0 + index) for index in rest)]
    assert kernel[0](*columns).shape == ((3, 4) if rest else (3, 1))


# --- pores -----------------------------------------------------------------------------------------------


@given(shares)
def test_that_pores_leave_at_most_what_maxwell_says(p: float) -> None:
    medium, power, maxwell = transport.effective_medium(1.0 - p, 1.0, 0.0), (1 - p) ** 1.5, porosity.maxwell_porosity(p)
    assert 0.0 <= medium <= power * (1 + A_LITTLE) + 1e-15
    assert power <= maxwell * (1 + A_LITTLE) <= 1 + A_LITTLE


@given(shares, shares)
def test_that_more_pores_never_help(first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert porosity.maxwell_porosity(high) <= porosity.maxwell_porosity(low)


# --- contacts --------------------------------------------------------------------------------------------


@given(wide, st.floats(0.0, 2.0), kelvin, kelvin)
def test_that_activation_is_the_inverse_of_that_of_a_conductivity(r: float, ea: float, t: float, ref: float) -> None:
    product = interfaces.thermally_activated(r, ea, t, ref) * transport.conductivity_at(1.0 / r, ea, t, ref, "S")
    assert product == pytest.approx(1.0, rel=1e-9)


@given(wide, st.floats(0.0, 2.0), kelvin, kelvin, kelvin)
def test_that_two_steps_in_temperature_are_one(r: float, ea: float, a: float, b: float, c: float) -> None:
    by_two = interfaces.thermally_activated(interfaces.thermally_activated(r, ea, b, a), ea, c, b)
    assert by_two == pytest.approx(float(interfaces.thermally_activated(r, ea, c, a)), rel=1e-9, abs=0)


@given(wide, st.floats(0.0, 2.0), kelvin, kelvin, kelvin)
def test_that_heating_never_adds_resistance(r: float, ea: float, a: float, b: float, ref: float) -> None:
    cold, hot = sorted((a, b))
    assert interfaces.thermally_activated(r, ea, hot, ref) <= interfaces.thermally_activated(r, ea, cold, ref)


@given(wide, wide, wide, wide)
def test_that_any_temperature_gives_a_number_or_infinity(r: float, ea: float, t: float, ref: float) -> None:
    value = float(interfaces.thermally_activated(r, ea, t, ref))
    assert value >= 0.0
    assert (value >= r) if t < ref else (value <= r)


@given(wide, wide, wide, st.floats(-30.0, 30.0))
def test_that_any_pressure_gives_a_number_or_infinity(r: float, p: float, ref: float, exponent: float) -> None:
    assert float(interfaces.pressure_scaled(r, p, ref, exponent)) >= 0.0


@given(wide, decades, decades, decades, st.floats(-3.0, 3.0))
def test_that_two_steps_in_pressure_are_one(r: float, a: float, b: float, c: float, exponent: float) -> None:
    by_two = interfaces.pressure_scaled(interfaces.pressure_scaled(r, b, a, exponent), c, b, exponent)
    assert by_two == pytest.approx(float(interfaces.pressure_scaled(r, c, a, exponent)), rel=1e-9, abs=0)


@given(decades, decades, decades)
def test_that_growth_by_thickness_is_growth_by_rate(k_p: float, sigma: float, time: float) -> None:
    thickness = interfaces.layer_thickness(k_p, time)
    by_rate = interfaces.parabolic_growth(0.0, interfaces.growth_rate(k_p, sigma), time)
    assert by_rate == pytest.approx(float(transport.planar_resistance(thickness, sigma)), rel=1e-12, abs=0)
    assert interfaces.parabolic_constant(thickness, time) == pytest.approx(k_p, rel=1e-12, abs=0)


@given(decades, decades, decades, decades)
def test_that_a_film_on_particles_adds_to_the_charge_transfer(
    r_ct: float, film: float, a: float, length: float
) -> None:
    apart = interfaces.on_particles(r_ct, a, length) + interfaces.on_particles(film, a, length)
    assert interfaces.on_particles(r_ct + film, a, length) == pytest.approx(float(apart), rel=1e-12, abs=0)


# --- rate ------------------------------------------------------------------------------------------------


@given(volts, volts, volts, st.floats(0.0, 1e3), st.floats(0.0, 0.1), st.floats(0.0, 0.1))
def test_that_energy_at_a_rate_is_the_integral_of_the_voltage(
    a: float, b: float, cut: float, current: float, start: float, rise: float
) -> None:
    """Midpoints are exact on a line; what is left is one step at the cut-off."""
    bottom, top = sorted((a, b))
    steps = 4000
    s = (np.arange(steps) + 0.5) / steps
    v = top - (top - bottom) * s - current * (start + rise * s)
    assume(abs(top - current * start - cut) > 1e-9)
    numeric = float(np.sum(np.where(v >= cut, v, 0.0))) / steps
    assert rate.energy_at_rate(1.0, top, bottom, cut, current, start, rise) == pytest.approx(numeric, abs=6.0 / steps)


@given(volts, volts, volts, wide, wide, wide, st.floats(1.0, 1e3))
def test_that_more_current_or_resistance_or_a_higher_cut_off_never_gives_more(
    a: float, b: float, cut: float, current: float, start: float, rise: float, factor: float
) -> None:
    bottom, top = sorted((a, b))
    at = np.array([top, bottom, cut, current, start, rise])
    share, energy = rate.utilisation(*at), rate.energy_at_rate(1.0, *at)
    assert 0.0 <= share <= 1.0
    assert 0.0 <= energy <= share * top * (1 + A_LITTLE)
    for index in (2, 3, 4, 5):
        more = at.copy()
        more[index] *= factor
        assert rate.utilisation(*more) <= share + A_LITTLE
        assert rate.energy_at_rate(1.0, *more) <= energy + A_LITTLE


@given(volts, volts, volts, wide, wide, wide)
def test_that_the_voltage_is_never_below_the_cut_off_while_charge_is_delivered(
    a: float, b: float, cut: float, current: float, start: float, rise: float
) -> None:
    bottom, top = sorted((a, b))
    x = float(rate.utilisation(top, bottom, cut, current, start, rise))
    assume(x > 0.0)
    at_the_end = rate.discharge_voltage(rate.linear_ocv(top, bottom, x), current, start + rise * x)
    assert at_the_end >= cut - 1e-12 * max(1.0, top)
    assert x == 1.0 or at_the_end == pytest.approx(cut, abs=1e-12 * max(1.0, top))


@given(volts, volts, volts, wide, wide, wide, wide)
def test_that_a_ragone_point_is_energy_over_time(
    a: float, b: float, cut: float, capacity: float, current: float, start: float, rise: float
) -> None:
    bottom, top = sorted((a, b))
    at = (top, bottom, cut, current, start, rise)
    point, x = rate.ragone(capacity, *at), float(rate.utilisation(*at))
    assert point.energy == rate.energy_at_rate(capacity, *at)
    assert bool(point.within)
    if x == 0.0:
        assert (point.energy, point.power) == (0.0, 0.0)
    else:
        assert point.power * (capacity * x / current) == pytest.approx(float(point.energy), rel=1e-9, abs=0)


@given(decades, decades, decades)
def test_that_no_ragone_point_beats_the_ohmic_limit(top: float, resistance: float, current: float) -> None:
    point = rate.ragone(1.0, top, top, 0.0, current, resistance)
    assert point.power <= rate.ohmic_power_limit(top, resistance) * (1 + A_LITTLE)


@given(wide, wide)
def test_that_fronts_go_from_parallel_to_the_sum_of_squares(i: float, e: float) -> None:
    start, rise = (float(value) for value in rate.front_resistance_line(i, e))
    assert rise >= 0.0
    assert start == pytest.approx(i * (e / (i + e)), rel=1e-12, abs=0)
    assert start + rise == pytest.approx(i * (i / (i + e)) + e * (e / (i + e)), rel=1e-12, abs=0)
    exchanged = sum(float(value) for value in rate.front_resistance_line(e, i))
    assert exchanged == pytest.approx(start + rise, rel=1e-12, abs=0)
    assert start + rise / 2 == pytest.approx(float(composite.front_resistance(i, e)), rel=1e-12, abs=0)


def test_that_the_line_of_fronts_broadcasts() -> None:
    start, rise = rate.front_resistance_line(np.array([[40.0], [0.0]]), np.array([2.0, 0.0, 1e30]))
    assert start.shape == rise.shape == (2, 3)
    assert [start[0, 0], rise[0, 0]] == [float(value) for value in rate.front_resistance_line(40.0, 2.0)]


@given(decades, decades, decades, decades, decades)
def test_that_diffusion_resistance_is_diffusion_time_over_capacitance(
    span: float, q_v: float, radius: float, diffusivity: float, solid_length: float
) -> None:
    """Whole spheres: a L = 3 (phi L) / r, and the electrode holds q_v phi L."""
    ratio = interfaces.specific_area(solid_length, radius)
    slope = rate.potential_slope(span, q_v)
    time, capacitance = (
        rate.diffusion_time(radius, diffusivity),
        rate.intercalation_capacitance(q_v * solid_length, span),
    )
    assert rate.diffusion_resistance(slope, radius, diffusivity, ratio) == pytest.approx(
        float(time / capacitance), rel=1e-12, abs=0
    )


@given(decades, decades, decades, decades, decades)
def test_that_relaxation_scales_with_resistance_and_capacitance(
    c: float, i: float, e: float, ct: float, factor: float
) -> None:
    tau = float(rate.relaxation_time(c, i, e, ct))
    assert rate.relaxation_time(c, e, i, ct) == pytest.approx(tau, rel=1e-12, abs=0)
    assert rate.relaxation_time(factor * c, i, e, ct) == pytest.approx(factor * tau, rel=1e-12, abs=0)
    assert rate.relaxation_time(c, factor * i, factor * e, factor * ct) == pytest.approx(factor * tau, rel=1e-12, abs=0)
    assert c * ct * (1 - A_LITTLE) <= tau <= c * composite.pseudo_steady_resistance(i, e, ct) * (1 + A_LITTLE)


@given(decades, st.floats(0.0, 0.2))
def test_that_the_round_trip_loses_twice_the_drop_when_it_is_small(u: float, share: float) -> None:
    exact = rate.round_trip_efficiency(u, 1.0, u * share)
    assert abs(exact - (1 - 2 * share)) <= 2 * share**2 + A_LITTLE
    assert exact >= 1 - 2 * share - A_LITTLE


@given(decades, shares, st.integers(0, 5000), st.integers(0, 5000))
def test_that_cycles_add_up(capacity: float, ce: float, first: int, second: int) -> None:
    step = rate.retained_capacity(rate.retained_capacity(capacity, ce, first), ce, second)
    assert step == pytest.approx(float(rate.retained_capacity(capacity, ce, first + second)), rel=1e-9, abs=1e-290)
    assert 0.0 <= step <= capacity


@given(st.floats(0.01, 1.0), st.integers(1, 10**6))
def test_that_the_efficiency_asked_for_retains_what_is_asked(share: float, cycles: int) -> None:
    needed = rate.required_coulombic_efficiency(share, cycles)
    assert rate.retained_capacity(1.0, needed, cycles) == pytest.approx(share, rel=1e-9)


# --- inventory and bench ---------------------------------------------------------------------------------


@given(decades, st.floats(1e-3, 1.0))
def test_that_the_first_charge_is_what_comes_back_and_what_is_lost(capacity: float, efficiency: float) -> None:
    lost = inventory.irreversible_capacity(capacity, efficiency)
    first = float(inventory.first_charge_capacity(capacity, efficiency))
    assert lost >= 0.0
    assert capacity + lost == pytest.approx(first, rel=1e-12, abs=0)


@given(st.floats(0.0, 0.999), decades, decades)
def test_that_an_alloy_holds_as_much_as_its_element_took_up(x: float, host: float, ion: float) -> None:
    """Per mass of alloy or of element, the charge of one mole of element is the same."""
    ratio = x / (1.0 - x)
    per_mole = inventory.alloy_capacity(ratio, host, ion) * (host + ratio * ion)
    assert per_mole == pytest.approx(float(inventory.plateau_capacity(ratio, host) * host), rel=1e-12, abs=0)


@given(st.floats(0.1, 1e3), st.floats(0.0, 1e3), st.floats(0.0, 1e3), st.floats(1e-5, 1e-2), st.sampled_from([1, 2]))
def test_that_a_contact_comes_back_from_the_cell_that_it_makes(
    contact_ohm: float, lead: float, pellet_ohm: float, area: float, count: int
) -> None:
    whole = lead + pellet_ohm + count * contact_ohm
    found = bench.area_resistance(whole, area, lead, pellet_ohm, count)
    assert found == pytest.approx(contact_ohm * area, rel=1e-10, abs=0)


@given(wide, wide, st.floats(1.0, 1e3))
def test_that_leads_that_are_the_whole_leave_no_value_at_any_size(whole: float, area: float, factor: float) -> None:
    assert math.isnan(bench.area_resistance(whole, area, whole * factor))
    assert math.isnan(bench.conductivity_from_resistance(1e-3, whole, area, whole * factor))
