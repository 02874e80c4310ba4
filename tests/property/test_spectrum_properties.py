"""What holds for the spectrum of any circuit: sum, passivity, limits, Kramers-Kronig, one run for many."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sum_rule import kramers_kronig_sum

from cellbuilder.domain.quantity import Quantity
from cellbuilder.engine import spectrum
from cellbuilder.engine.calculation import Calculation, Leaf
from cellbuilder.engine.circuit import Circuit, Missing
from cellbuilder.engine.elements import Arc, Element, Porous
from cellbuilder.engine.kernels import composite

HERTZ = np.geomspace(1e-8, 1e11, 61)


def between(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(np.log(low), np.log(high)).map(lambda x: float(np.exp(x)))


SIZE = between(1e-30, 1e30)
RESISTANCE = between(1e-6, 1.0)
EXPONENT = st.none() | st.floats(0.7, 1.0)


class Bench:
    """Circuits of drawn values, each value an input of its own."""

    def __init__(self) -> None:
        self.calculation = Calculation()
        self.elements: list[Element] = []

    def leaf(self, value: float) -> Leaf:
        key = f"x{len(self.calculation.terms)}"
        leaf = self.calculation.leaf(key, "x", key, Quantity(value=value, unit="1"))
        assert leaf is not None
        return leaf

    def arc(self, resistance: float, capacitance: float, exponent: float | None) -> None:
        r, c = self.leaf(resistance), self.leaf(capacitance)
        n = None if exponent is None else self.leaf(exponent)
        self.elements.append(Arc("contact", "arc", ("a", "b"), r, c, n, None, None, None))

    def porous(
        self, ionic: float, electronic: float, transfer: float | None, capacitance: float, exponent: float | None,
        diffusion: tuple[float, float] | None,
    ) -> None:  # fmt: skip
        self.elements.append(
            Porous(
                "porous electrode", "electrode", ("c",), self.leaf(ionic), self.leaf(electronic),
                None if transfer is None else self.leaf(transfer), self.leaf(capacitance),
                None if exponent is None else self.leaf(exponent),
                None if diffusion is None else self.leaf(diffusion[0]),
                None if diffusion is None else self.leaf(diffusion[1]), None, None,
            )
        )  # fmt: skip

    def circuit(self, *missing: Missing) -> Circuit:
        return Circuit(self.calculation, tuple(self.elements), missing, (), {})


def circuits(resistance: Any, capacitance: Any, diffusion: Any) -> st.SearchStrategy[Circuit]:
    arcs = st.lists(st.tuples(resistance, capacitance, EXPONENT), min_size=1, max_size=4)
    electrodes = st.lists(
        st.tuples(resistance, resistance, st.none() | resistance, capacitance, EXPONENT, diffusion), max_size=2
    )

    def make(parts: Any) -> Circuit:
        bench = Bench()
        for arc in parts[0]:
            bench.arc(*arc)
        for electrode in parts[1]:
            bench.porous(*electrode)
        return bench.circuit()

    return st.tuples(arcs, electrodes).map(make)


WILD = circuits(SIZE, SIZE, st.none() | st.tuples(SIZE, SIZE))
TAME = circuits(RESISTANCE, between(1e-2, 1e2), st.none() | st.tuples(RESISTANCE, between(1e2, 1e8)))


@given(WILD)
def test_that_every_spectrum_is_finite_and_passive(made: Circuit) -> None:
    found = spectrum.calculate(made, HERTZ)
    assert np.isfinite(found.total).all()
    assert np.all(found.total.real >= 0.0)
    assert np.all(found.total.imag <= 0.0)
    for part in found.parts:
        assert np.all(part.impedance.real >= 0.0)
        assert np.all(part.impedance.imag <= 0.0)
        assert part.resistance >= part.high_frequency * (1 - 1e-12) >= 0.0


@given(WILD)
def test_that_the_parts_add_up_to_the_total_exactly(made: Circuit) -> None:
    found = spectrum.calculate(made, HERTZ)
    total = np.zeros(HERTZ.size, complex)
    for part in found.parts:
        total = total + part.impedance
    assert np.array_equal(total, found.total)
    assert np.array_equal(spectrum.impedance(made, HERTZ), found.total)


@given(TAME)
def test_that_the_low_end_without_diffusion_is_the_sum_of_the_resistances(made: Circuit) -> None:
    found = spectrum.calculate(made, HERTZ)
    low = spectrum.impedance(made, [1e-14], diffusion=False)[0]
    assert low.real == pytest.approx(sum(part.resistance for part in found.parts), rel=1e-6)
    assert abs(low.imag) <= 1e-6 * low.real
    for element, part in zip(made.elements, found.parts, strict=True):
        if isinstance(element, Porous):
            transfer = 0.0 if element.transfer is None else element.transfer.value
            expected = composite.instantaneous_resistance(element.ionic.value, element.electronic.value, transfer)
            assert part.resistance == pytest.approx(float(expected), rel=1e-9)


@given(TAME)
def test_that_the_real_part_falls_with_frequency(made: Circuit) -> None:
    real = spectrum.impedance(made, HERTZ).real
    assert np.all(np.diff(real) <= 1e-9 * real[0])


@given(TAME)
def test_that_the_kramers_kronig_sum_holds(made: Circuit) -> None:
    hertz = np.geomspace(1e-10, 1e14, 3001)
    z = spectrum.impedance(made, hertz, diffusion=False)
    scale = z[0].real
    assert abs(kramers_kronig_sum(2 * np.pi * hertz, z) - (z[0].real - z[-1].real)) <= 5e-3 * scale


@given(TAME, st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_that_one_run_for_many_cells_equals_a_run_for_each(made: Circuit, count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    leaves = made.calculation.leaves()
    draws = {leaf.key: np.minimum(leaf.value * random.uniform(0.5, 1.0, count), leaf.value) for leaf in leaves}
    found = spectrum.impedance(made, HERTZ, draws)
    assert found.shape == (count, HERTZ.size)
    for place in range(count):
        one = spectrum.impedance(made, HERTZ, {key: values[place] for key, values in draws.items()})
        assert np.allclose(one, found[place], rtol=1e-12, atol=0.0)


@given(TAME, st.floats(0.01, 100.0))
def test_that_a_cell_k_times_as_thick_in_all_its_resistances_and_capacitive_for_less_is_k_times_its_spectrum(
    made: Circuit, k: float
) -> None:
    changed: dict[str, float] = {}
    for element in made.elements:
        if isinstance(element, Arc):
            changed |= {element.resistance.key: element.resistance.value * k,
                        element.capacitance.key: element.capacitance.value / k}  # fmt: skip
            continue
        for term in (element.ionic, element.electronic, element.transfer, element.diffusion):
            if term is not None:
                changed[term.key] = term.value * k
        assert element.capacitance is not None
        changed[element.capacitance.key] = element.capacitance.value / k
    assert np.allclose(spectrum.impedance(made, HERTZ, changed), k * spectrum.impedance(made, HERTZ), rtol=1e-9, atol=0)


@given(RESISTANCE, RESISTANCE, RESISTANCE, between(1e-2, 1e2), st.floats(0.6, 1.0) | st.none())
def test_that_the_apex_of_a_porous_electrode_is_the_highest_point_of_its_arc(
    ionic: float, electronic: float, transfer: float, capacitance: float, exponent: float | None
) -> None:
    bench = Bench()
    bench.porous(ionic, electronic, transfer, capacitance, exponent, None)
    (electrode,) = bench.elements
    apex = electrode.apex_hz()
    assert apex is not None
    top = spectrum.impedance(bench.circuit(), [apex])[0]
    around = spectrum.impedance(bench.circuit(), apex * np.geomspace(1e-6, 1e6, 601))
    assert -top.imag >= np.max(-around.imag) * (1 - 1e-4)


@given(TAME)
def test_that_a_symmetric_cell_counts_its_electrode_twice(made: Circuit) -> None:
    sides: dict[str, Any] = {"a": None, "b": None, "c": "cathode"}
    whole = Circuit(made.calculation, made.elements, (), (), sides)
    arcs = [element for element in made.elements if isinstance(element, Arc)]
    electrolyte = spectrum.impedance(Circuit(made.calculation, tuple(arcs), (), (), sides), HERTZ)
    assert np.allclose(spectrum.impedance(whole.symmetric("anode"), HERTZ), electrolyte, rtol=1e-12, atol=0)
    twice = 2 * spectrum.impedance(whole, HERTZ) - electrolyte
    assert np.allclose(spectrum.impedance(whole.symmetric("cathode"), HERTZ), twice, rtol=1e-9, atol=0)
