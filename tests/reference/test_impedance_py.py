"""Our impedance elements against those of the package impedance.py, where both have one.

The package computes with hyperbolic functions from numpy or, in its porous electrode ``T``, with 1e10 in
place of a sinh beyond an argument of 100: the share of that term is then below 1e-10, and the tolerance here
is above it.
"""

from typing import Any

import numpy as np
import pytest

from cellbuilder.engine.kernels import impedance

pytestmark = pytest.mark.external

theirs = pytest.importorskip(
    "impedance.models.circuits.elements",
    reason="the package impedance (1.7.1) is not installed, or lacks pandas, which it imports without naming it",
).circuit_elements

HERTZ = np.logspace(-6, 9, 151)
OMEGA = 2 * np.pi * HERTZ
SAME = 1e-9


def element(name: str, *parameters: float) -> Any:
    return theirs[name]([float(value) for value in parameters], HERTZ)


@pytest.mark.parametrize(("q", "n"), [(2e-3, 1.0), (0.5, 0.8), (30.0, 0.55)])
def test_that_constant_phase_elements_agree(q: float, n: float) -> None:
    assert impedance.arc(OMEGA, np.inf, q, n) == pytest.approx(element("CPE", q, n), rel=SAME, abs=0)


@pytest.mark.parametrize(("r", "q", "n"), [(20.0, 2e-3, 1.0), (0.5, 0.5, 0.8), (300.0, 1e-6, 0.7)])
def test_that_arcs_agree(r: float, q: float, n: float) -> None:
    ours = impedance.arc(OMEGA, r, q, n)
    assert ours == pytest.approx(theirs["p"]([element("R", r), element("CPE", q, n)]), rel=SAME, abs=0)
    assert ours == pytest.approx(element("Zarc", r, (r * q) ** (1 / n), n), rel=SAME, abs=0)


@pytest.mark.parametrize(("r", "c", "n"), [(20.0, 2e-3, 1.0), (0.5, 0.5, 0.8), (300.0, 1e-6, 0.7)])
def test_that_an_arc_of_a_capacitance_has_its_time_constant(r: float, c: float, n: float) -> None:
    ours = impedance.arc(OMEGA, r, impedance.cpe_coefficient(r, c, n), n)
    assert ours == pytest.approx(element("Zarc", r, r * c, n), rel=SAME, abs=0)


@pytest.mark.parametrize(("ionic", "q", "n"), [(9.0, 1e-3, 1.0), (120.0, 5.0, 0.85), (1e3, 2.0, 0.9)])
def test_that_a_blocking_pore_agrees(ionic: float, q: float, n: float) -> None:
    ours = impedance.two_rail(ionic, 0.0, impedance.arc(OMEGA, np.inf, q, n))
    assert ours == pytest.approx(element("TLMQ", ionic, q, n), rel=SAME, abs=0)


@pytest.mark.parametrize(("ionic", "r", "c"), [(9.0, 2.0, 1e-3), (120.0, 0.5, 5.0)])
def test_that_a_pore_with_a_reaction_is_a_finite_gerischer_element(ionic: float, r: float, c: float) -> None:
    ours = impedance.two_rail(ionic, 0.0, impedance.arc(OMEGA, r, c, 1.0))
    assert ours == pytest.approx(element("Gs", np.sqrt(ionic * r), r * c, np.sqrt(ionic / r)), rel=SAME, abs=0)


@pytest.mark.parametrize(
    ("ionic", "electronic", "r", "c"), [(9.0, 6.0, 2.0, 1e-3), (119.0, 10.1, 0.59, 0.4), (1.0, 50.0, 300.0, 20.0)]
)
def test_that_two_rails_are_their_porous_electrode_and_the_parallel_value(
    ionic: float, electronic: float, r: float, c: float
) -> None:
    rails = ionic + electronic
    a, b = (ionic**2 + electronic**2) / rails, 2 * ionic * electronic / rails
    expected = element("T", a, b, rails / r, rails * c) + ionic * electronic / rails
    assert impedance.two_rail(ionic, electronic, impedance.arc(OMEGA, r, c, 1.0)) == pytest.approx(
        expected, rel=SAME, abs=0
    )
