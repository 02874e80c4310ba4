"""The impedance of the nine-layer cell at 100 frequencies, next to the package impedance.py on the same circuit."""

import numpy as np
import pytest
from nine_layers import nine_layers

from cellbuilder import assess
from cellbuilder.engine import circuit, spectrum
from cellbuilder.engine.elements import Arc

HERTZ = np.geomspace(1e-3, 1e7, 100)


@pytest.fixture(scope="module")
def whole():
    return nine_layers(contacts=True)


@pytest.fixture(scope="module")
def made(whole, evidence):
    return circuit.build(assess.cell_of(whole, evidence), whole)


@pytest.fixture(autouse=True)
def _group(benchmark):
    benchmark.group = "impedance"


def equivalent(made):
    """The same circuit in the words of impedance.py: arcs, and two rails as their ``T`` and a resistor."""
    circuits = pytest.importorskip("impedance.models.circuits", reason="impedance.py 1.7.1 and pandas are needed")
    words, values = [], []
    for index, element in enumerate(made.elements):
        if isinstance(element, Arc):
            words.append(f"p(R{index},C{index})")
            values += [element.resistance.value, element.capacitance.value]
        else:
            ionic, electronic, transfer = element.ionic.value, element.electronic.value, element.transfer.value
            rails = ionic + electronic
            words.append(f"T{index}-R{index}")
            values += [(ionic**2 + electronic**2) / rails, 2 * ionic * electronic / rails, rails / transfer,
                       rails * element.capacitance.value, ionic * electronic / rails]  # fmt: skip
    theirs = circuits.CustomCircuit("-".join(words), initial_guess=values)
    theirs.parameters_ = np.array(values)  # as after a fit
    return theirs


def test_impedance_py(benchmark, made):
    theirs = equivalent(made)
    found = benchmark(theirs.predict, HERTZ)
    assert found == pytest.approx(spectrum.impedance(made, HERTZ, diffusion=False), rel=1e-8)


def test_ours_without_diffusion(benchmark, made):
    """The circuit that impedance.py calculates too."""
    assert np.isfinite(benchmark(spectrum.impedance, made, HERTZ, diffusion=False)).all()


def test_ours(benchmark, made):
    """With diffusion in the grains of both electrodes."""
    assert np.isfinite(benchmark(spectrum.impedance, made, HERTZ)).all()


def test_ours_arc_by_arc(benchmark, made):
    """With what each element adds, and where its arc is."""
    assert len(benchmark(spectrum.calculate, made, HERTZ).parts) == 13


def test_ours_from_the_design(benchmark, whole, evidence):
    """With working out the cell and its circuit first."""

    def run():
        return spectrum.calculate(circuit.build(assess.cell_of(whole, evidence), whole), HERTZ)

    assert not benchmark(run).partial
