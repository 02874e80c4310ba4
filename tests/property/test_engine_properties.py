"""Limits, bounds and symmetries of the engine, over ranges far wider than any cell needs."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.mixed import volume_fractions

import cellbuilder
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.engine.calculation import Calculation, Term
from cellbuilder.engine.intervals import Intervals, intervals
from cellbuilder.engine.kernels import composite, transport

wide = st.floats(1e-12, 1e12, allow_nan=False)
ohms = st.floats(-9, 9).map(lambda power: 10.0**power)
shares = st.floats(0.0, 1.0, allow_subnormal=False)
NEAR = 1 + 1e-9


def equation_12(ionic: float, electronic: float, transfer: float) -> float:
    return float(composite.instantaneous_resistance(ionic, electronic, transfer))


@given(wide, wide, wide)
def test_that_equation_12_lies_between_its_bounds(ionic: float, electronic: float, transfer: float) -> None:
    value = equation_12(ionic, electronic, transfer)
    parallel = 1.0 / (1.0 / ionic + 1.0 / electronic)
    assert math.isfinite(value)
    assert max(transfer, parallel) <= value * NEAR
    assert value <= (transfer + (ionic + electronic) / 3.0) * NEAR


@given(wide, wide, wide)
def test_that_equation_12_does_not_ask_which_rail_is_which(ionic: float, electronic: float, transfer: float) -> None:
    assert equation_12(ionic, electronic, transfer) == pytest.approx(
        equation_12(electronic, ionic, transfer), rel=1e-12
    )


@given(wide, wide, wide, st.floats(1e-6, 1e6))
def test_that_equation_12_scales_with_its_resistances(i: float, e: float, ct: float, factor: float) -> None:
    assert equation_12(i * factor, e * factor, ct * factor) == pytest.approx(
        factor * equation_12(i, e, ct), rel=1e-9, abs=0
    )


@given(ohms, ohms, ohms)
def test_that_the_logarithmic_sensitivities_add_up_to_one(i: float, e: float, ct: float) -> None:
    step = 1e-4
    total = 0.0
    for index in range(3):
        up, down = [i, e, ct], [i, e, ct]
        up[index] *= math.exp(step)
        down[index] *= math.exp(-step)
        total += math.log(equation_12(up[0], up[1], up[2]) / equation_12(down[0], down[1], down[2])) / (2 * step)
    assert total == pytest.approx(1.0, abs=1e-6)


@given(ohms, ohms, ohms, st.floats(1.0, 1e3))
def test_that_a_larger_resistance_inside_never_lowers_the_whole(i: float, e: float, ct: float, factor: float) -> None:
    value = equation_12(i, e, ct)
    for larger in (equation_12(i * factor, e, ct), equation_12(i, e * factor, ct), equation_12(i, e, ct * factor)):
        assert larger * NEAR >= value


@given(ohms, ohms)
def test_that_slow_kinetics_give_the_uniform_electrode(ionic: float, electronic: float) -> None:
    transfer = 1e6 * (ionic + electronic)
    assert equation_12(ionic, electronic, transfer) == pytest.approx(
        transfer + (ionic + electronic) / 3, rel=1e-12, abs=0
    )


@given(ohms, ohms)
def test_that_instant_kinetics_give_the_two_rails_in_parallel(ionic: float, electronic: float) -> None:
    parallel = 1.0 / (1.0 / ionic + 1.0 / electronic)
    assert equation_12(ionic, electronic, 0.0) == pytest.approx(parallel, rel=1e-12, abs=0)
    rails, tiny = ionic + electronic, 1e-20 * min(ionic, electronic)
    nu = math.sqrt(rails / tiny)
    rest = (ionic**2 + electronic**2) / rails / nu
    assert equation_12(ionic, electronic, tiny) == pytest.approx(parallel + rest, rel=1e-9, abs=0)


@given(ohms, st.floats(1e-6, 1e6))
def test_that_a_perfect_electronic_rail_gives_de_levie(ionic: float, ratio: float) -> None:
    transfer = ionic * ratio
    root = math.sqrt(ionic / transfer)
    de_levie = math.sqrt(ionic * transfer) / math.tanh(root)
    assert equation_12(ionic, 0.0, transfer) == pytest.approx(de_levie, rel=1e-9, abs=0)


@given(wide)
def test_that_perfect_rails_leave_the_charge_transfer(transfer: float) -> None:
    assert equation_12(0.0, 0.0, transfer) == transfer
    assert equation_12(0.0, 0.0, 0.0) == 0.0


@pytest.mark.parametrize("triple", [(1e150, 1e-150, 1e150), (1e-300, 1e300, 1.0), (5e-324, 5e-324, 1e300)])
def test_that_equation_12_neither_overflows_nor_yields_nan(triple: tuple[float, float, float]) -> None:
    assert math.isfinite(equation_12(*triple))
    assert math.isfinite(float(composite.front_resistance(*triple[:2])))


@given(wide, wide)
def test_that_the_front_lies_between_a_third_and_a_half_of_the_rails_at_most(ionic: float, electronic: float) -> None:
    value = float(composite.front_resistance(ionic, electronic))
    rails = ionic + electronic
    assert 3 / 8 * rails <= value * NEAR
    assert value <= rails / 2 * NEAR


@given(shares, ohms, ohms)
def test_that_a_mixture_keeps_to_the_order_of_the_bounds(share: float, first: float, second: float) -> None:
    phases = [share, 1.0 - share], [first, second]
    series, parallel = 1.0 / (share / first + (1.0 - share) / second), share * first + (1.0 - share) * second
    low, high = (float(bound) for bound in transport.hashin_shtrikman_bounds(*phases))
    middle = float(transport.effective_medium(share, first, second))
    slack = 1e-9 * high
    assert series <= low * NEAR
    assert low <= middle * NEAR + slack
    assert middle <= high * NEAR
    assert high <= parallel * NEAR


@given(shares, ohms, ohms)
def test_that_a_mixture_does_not_ask_which_phase_comes_first(share: float, first: float, second: float) -> None:
    one = float(transport.effective_medium(share, first, second))
    other = float(transport.effective_medium(1.0 - share, second, first))
    assert one == pytest.approx(other, rel=1e-6, abs=0)


@given(ohms, st.floats(0.0, 2.0), st.floats(150, 1500), st.floats(250, 350))
def test_that_the_arrhenius_forms_keep_their_relation(sigma: float, energy: float, kelvin: float, ref: float) -> None:
    by_sigma = float(transport.conductivity_at(sigma, energy, kelvin, ref, "S"))
    by_sigma_t = float(transport.conductivity_at(sigma, energy, kelvin, ref, "ST"))
    assert by_sigma_t == pytest.approx(by_sigma * ref / kelvin, rel=1e-12, abs=0)
    if kelvin > ref * NEAR and energy > 1e-6:
        assert by_sigma > sigma


@given(
    st.lists(st.tuples(st.floats(0.01, 1.0), st.floats(100.0, 2e4)), min_size=1, max_size=6),
    st.just(0.0) | st.floats(1e-6, 0.95),
)
def test_that_volume_fractions_and_pores_fill_the_layer(parts: list[tuple[float, float]], pores: int) -> None:
    """Equation 11, through the geometry of a layer."""
    weights = np.array([weight for weight, _ in parts])
    weights /= weights.sum()
    rho = np.array([density for _, density in parts])
    phi, density = volume_fractions(weights.tolist(), rho.tolist(), pores)
    assert sum(phi) + pores == pytest.approx(1.0, abs=1e-12)
    assert float((phi * rho).sum()) == pytest.approx(density, rel=1e-12, abs=0)


spreads = st.tuples(ohms, st.floats(1.001, 1e6), st.floats(1.001, 1e6)).map(
    lambda drawn: (drawn[0], drawn[0] / drawn[1], drawn[0] * drawn[2])
)
Spread = tuple[float, float | None, float | None]
Ends = tuple[float, float] | None


def ranged(kernel: Any, inputs: Mapping[str, Spread], *, additive: bool = False) -> tuple[float, Ends, Intervals]:
    """Value and range of ``kernel(*inputs)``: the engine's own propagation on a calculation of one step."""
    calculation = Calculation()
    leaves: list[tuple[str, Term]] = []
    for key, (value, low, high) in inputs.items():
        leaf = calculation.leaf(key, key, key, Quantity(value=value, low=low, high=high, unit="1"))
        assert leaf is not None
        leaves.append((key, leaf))
    step = calculation.step("y", "y", "y", "1", kernel, "f", leaves, additive=additive)
    found = intervals(calculation)
    return step.value, found.ranges().get("y"), found


@given(spreads, spreads, spreads)
def test_that_a_range_holds_its_value_and_stays_within_the_ends_of_its_inputs(a: Spread, b: Spread, c: Spread) -> None:
    value, ends, found = ranged(lambda a, b, c: a * b / c, {"a": a, "b": b, "c": c})
    assert ends is not None
    low, high = ends
    assert low <= value * NEAR
    assert value <= high * NEAR
    assert low * NEAR >= (a[1] or 0) * (b[1] or 0) / (c[2] or 1)
    assert high <= (a[2] or 0) * (b[2] or 0) / (c[1] or 1) * NEAR
    assert float(found.shares[0].sum()) == pytest.approx(1.0)
    assert sum(found.share_of([True, False, False]).values()) == pytest.approx(float(found.shares[0, 0]))


@given(spreads)
def test_that_the_range_of_one_input_is_that_of_the_result(a: Spread) -> None:
    value, ends, found = ranged(lambda a: 7.0 / a, {"a": a})
    assert value == pytest.approx(7.0 / a[0])
    assert ends == (pytest.approx(7.0 / (a[2] or 1), rel=1e-9), pytest.approx(7.0 / (a[1] or 1), rel=1e-9))
    assert found.largest(0.01).get("y", []) == [(found.leaves[0], pytest.approx(1.0))]


def test_that_ranges_are_combined_in_quadrature_of_their_logarithms() -> None:
    value, ends, found = ranged(lambda a, b: a * b, {"a": (1, 0.5, 2), "b": (10, 10 / 2**3, 10 * 2**3)})
    assert value == 10
    assert ends == (pytest.approx(10 / 2 ** math.sqrt(10)), pytest.approx(10 * 2 ** math.sqrt(10)))
    shares = {leaf.key: share for leaf, share in found.largest(0.01).get("y", [])}
    assert shares == {"b": pytest.approx(0.9), "a": pytest.approx(0.1)}
    assert ranged(lambda a, b: a * b, {"a": (1, None, None), "b": (10, None, None)})[:2] == (10, None)


def test_that_an_input_that_cancels_leaves_no_range() -> None:
    assert ranged(lambda a: a / a * 3.0, {"a": (2, 1, 4)})[:2] == (3.0, None)


def test_that_a_result_that_bends_back_counts_each_input_once_each_way() -> None:
    value, ends, _ = ranged(lambda a: 1 + a * a, {"a": (0.0, -1.0, 2.0)})
    assert (value, ends) == (1.0, (pytest.approx(1.0), pytest.approx(5.0)))
    value, ends, _ = ranged(lambda a: 10 - a * a, {"a": (0.0, -1.0, 2.0)})
    assert (value, ends) == (10.0, (pytest.approx(6.0), pytest.approx(10.0)))


def test_that_a_range_through_zero_is_kept() -> None:
    assert ranged(lambda a: a, {"a": (0.0, 0.0, 3.0)})[:2] == (0.0, (0.0, 3.0))
    value, ends, _ = ranged(lambda a: a, {"a": (0.1, -0.2, 0.3)})
    assert (value, ends) == (0.1, (pytest.approx(-0.2), pytest.approx(0.3)))


def test_that_what_cannot_be_negative_has_no_range_below_zero() -> None:
    value, ends, _ = ranged(lambda a, b: a * b, {"a": (1.0, 0.0, 2.0), "b": (1.0, 0.5, 1.5)})
    assert value == 1.0
    assert ends == (0.0, pytest.approx(1.0 + math.hypot(1.0, 0.5)))


def test_that_a_share_has_no_range_beyond_the_whole() -> None:
    calculation = Calculation()
    inputs = [(key, calculation.leaf(key, key, key, Quantity(value=0.9, low=0.5, high=1.1, unit="1"))) for key in "ab"]
    given = [(key, leaf) for key, leaf in inputs if leaf is not None]
    for unit, high in (("%", 1.0), ("1", 0.81 * math.exp(math.sqrt(2) * math.log(1.1 / 0.9)))):
        step = calculation.step(unit, "x", "x", unit, lambda a, b: a * b, "a * b", given)
        assert step.value == pytest.approx(0.81)
        assert intervals(calculation).ranges()[unit][1] == pytest.approx(high)


def test_that_an_input_whose_end_makes_the_result_infinite_takes_its_upper_end() -> None:
    value, ends, found = ranged(lambda a, b: b / a, {"a": (1.0, 0.0, 2.0), "b": (1.0, 0.5, 2.0)})
    assert value == 1.0
    assert ends == (pytest.approx(2.0 ** -math.sqrt(2.0)), math.inf)
    assert [(leaf.key, share) for leaf, share in found.largest(0.01).get("y", [])] == [("a", 1.0)]


@given(st.lists(spreads, min_size=1, max_size=8))
def test_that_a_sum_holds_its_parts_and_moves_less_when_they_are_independent(parts: list[Spread]) -> None:
    named = {f"part {index}": part for index, part in enumerate(parts)}
    value, ends, _ = ranged(lambda *values: sum(values), named, additive=True)
    assert ends is not None
    low, high = ends
    assert low <= value * NEAR
    assert value <= high * NEAR
    assert low * NEAR >= sum(part[1] or 0 for part in parts)
    assert high <= sum(part[2] or 0 for part in parts) * NEAR
    assert high == pytest.approx(value + math.hypot(*((part[2] or 0) - part[0] for part in parts)), rel=1e-9)
    assert value * NEAR >= max(part[0] for part in parts)


def test_that_parts_of_a_sum_that_rest_on_one_input_add_up_and_others_combine_in_quadrature() -> None:
    calculation = Calculation()
    leaves = {}
    for key in ("a", "b"):
        leaves[key] = calculation.leaf(key, key, key, Quantity(value=1, low=0.5, high=3, unit="1"))
    a, b = leaves["a"], leaves["b"]
    assert a is not None
    assert b is not None
    double = calculation.step("double", "p", "p", "1", lambda x: 2.0 * x, "2 * a", [("a", a)])
    third = calculation.step("third", "r", "r", "1", lambda x: x / 1.0, "a", [("a", a)])
    other = calculation.step("other", "s", "s", "1", lambda x: x * 1.0, "b", [("b", b)])
    total = calculation.step("total", "t", "t", "1", lambda *parts: sum(parts), "sum",
                             [("p", double), ("r", third), ("s", other)], additive=True)  # fmt: skip
    assert total.value == 4.0
    found = intervals(calculation)
    low, high = found.ranges()["total"]
    assert high == pytest.approx(4 + math.hypot(6, 2))
    assert low == pytest.approx(4 - math.hypot(1.5, 0.5))
    assert {leaf.key: share for leaf, share in found.largest(0.01).get("total", [])} == {
        "a": pytest.approx(0.9), "b": pytest.approx(0.1)
    }  # fmt: skip


def _changed(design: Design, celsius: int, factor: float, porosity: int) -> Design:
    """The design at another temperature, every layer thicker or thinner, composites as porous as said."""
    layers = []
    for layer in design.stack.layers:
        update: dict[str, object] = {"porosity": Quantity(value=porosity, unit="%") if layer.components else None}
        for name in ("thickness", "loading"):
            size = getattr(layer, name)
            if size is not None and size.value is not None:
                update[name] = Quantity(value=size.value * factor, unit=size.unit)
        layers.append(layer.model_copy(update=update))
    conditions = design.stack.conditions.model_copy(update={"temperature": Quantity(value=celsius, unit="degC")})
    return design.model_copy(update={"stack": design.stack.model_copy(
        update={"layers": tuple(layers), "conditions": conditions})})  # fmt: skip


@settings(max_examples=80)
@given(
    st.sampled_from(["t7-04", "t7-14", "t8-03", "t8-15", "t8-24", "t8-29", "t8-31", "t8-32", "t8-42"]),
    st.integers(-273, 2700), st.floats(-9, 4).map(lambda power: 10.0**power), st.integers(0, 99),
)  # fmt: skip
def test_that_no_temperature_or_size_breaks_a_figure(cell: str, celsius: int, factor: float, pores: int) -> None:
    design = cellbuilder.from_cell(cell)
    sizes = [size.si for layer in design.stack.layers for size in (layer.thickness, layer.loading) if size is not None]
    assume(max(size or 0 for size in sizes) * factor < 1.0)
    figures = cellbuilder.evaluate(_changed(design, celsius, factor, pores)).figures
    report = figures.resistance
    energies = [figure for level in figures.levels for figure in (level.specific_energy, level.energy_density)]
    for figure in (*report.parts, *report.contacts, *report.totals, *energies, figures.capacity, figures.voltage_drop,
                   figures.areal_mass, figures.thickness, figures.charged_thickness, *figures.operation):  # fmt: skip
        if figure.value is not None:
            assert math.isfinite(figure.value), figure.key
            assert figure.value >= 0, figure.key
            assert (figure.low or 0) <= figure.value * NEAR, figure.key
            assert figure.high is None or figure.value <= figure.high * NEAR < math.inf, figure.key
