"""Real designs with any inputs: arrays and numbers give the same, ranges hold their value, products are log-normal."""

from __future__ import annotations

import math
from functools import cache
from itertools import cycle
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import cellbuilder
from cellbuilder import assess
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design, EmbeddedMaterial
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import CellFormat, Conditions, Layer, Stack
from cellbuilder.engine.calculation import Calculation, Leaf, Step, Term
from cellbuilder.engine.cell import Cell
from cellbuilder.engine.intervals import intervals
from cellbuilder.explore.draws import NINETY, draw
from cellbuilder.units import find, from_si

NAMES = ("t7-04", "t7-14", "t8-03", "t8-15", "t8-24", "t8-29", "t8-31", "t8-32", "t8-38", "t8-42")
NEAR = 1 + 1e-9
Columns = dict[str, NDArray[np.float64]]
hundredths = st.integers(-100, 100).map(lambda number: number / 100.0)


@cache
def cell(name: str) -> Cell:
    return assess.cell_of(cellbuilder.from_cell(name), EvidenceBase(cellbuilder.library().evidence))


def steps(calculation: Calculation) -> list[Step]:
    return [term for term in calculation.terms.values() if isinstance(term, Step)]


def moved(leaf: Leaf, shift: float) -> float:
    """Another value of an input: a temperature by some kelvin, a share towards 0 or 1, others by a factor."""
    kind = find(leaf.unit).kind
    if kind == "temperature":
        return leaf.value + 40.0 * shift
    if kind == "fraction" and 0.0 <= leaf.value <= 1.0:
        room = leaf.value if shift < 0.0 else 1.0 - leaf.value
        return leaf.value + 0.5 * shift * min(room, 0.5)
    return leaf.value * 3.0**shift if leaf.value else max(shift, 0.0)


@st.composite
def variants(draws: Any, count: int = 3) -> tuple[str, Columns]:
    """A cell of the library, and some of its inputs with several values each."""
    name = draws(st.sampled_from(NAMES))
    leaves = cell(name).calculation.leaves()
    some = draws(st.lists(st.sampled_from(range(len(leaves))), min_size=1, max_size=12, unique=True))
    shifts = st.lists(hundredths, min_size=count, max_size=count)
    return name, {
        leaves[index].key: np.array([moved(leaves[index], shift) for shift in draws(shifts)]) for index in some
    }


def same(first: Any, second: Any) -> bool:
    """Whether two numbers are alike to rounding; both NaN or the same infinity count as alike."""
    return first == second or (np.isnan(first) and np.isnan(second)) or abs(first - second) <= 1e-12 * abs(second)


@settings(max_examples=120)
@given(variants())
def test_that_arrays_give_what_their_numbers_give_for_every_step(drawn: tuple[str, Columns]) -> None:
    calculation, columns = cell(drawn[0]).calculation, drawn[1]
    plan = calculation.plan(columns)
    with np.errstate(all="ignore"):
        together = plan.run(columns)
        for index in range(3):
            alone = plan.run({key: float(values[index]) for key, values in columns.items()})
            assert alone.keys() == together.keys()
            for key, value in alone.items():
                column = np.broadcast_to(np.asarray(together[key], float), (3,))
                assert same(column[index], float(np.asarray(value))), key


@settings(max_examples=120)
@given(variants(1))
def test_that_a_plan_leaves_out_nothing_that_moves(drawn: tuple[str, Columns]) -> None:
    calculation, columns = cell(drawn[0]).calculation, drawn[1]
    changed = {key: float(values[0]) for key, values in columns.items()}
    with np.errstate(all="ignore"):
        found = calculation.plan(changed).run(changed)
        every: dict[str, float] = {leaf.key: changed.get(leaf.key, leaf.value) for leaf in calculation.leaves()}
        for step in steps(calculation):
            every[step.key] = float(np.asarray(step.kernel(*[every[term.key] for _, term in step.inputs])))
    for step in steps(calculation):
        assert same(float(np.asarray(found.get(step.key, step.value))), every[step.key]), step.key


@given(variants(2), st.data())
def test_that_what_is_wanted_comes_out_as_if_all_were(drawn: tuple[str, Columns], data: st.DataObject) -> None:
    calculation, columns = cell(drawn[0]).calculation, drawn[1]
    wanted = data.draw(st.lists(st.sampled_from(sorted(calculation.terms)), max_size=6))
    with np.errstate(all="ignore"):
        some, every = calculation.plan(columns, wanted).run(columns), calculation.plan(columns).run(columns)
    assert set(some) == set(wanted)
    for key in wanted:
        expected = every.get(key, calculation.terms[key].value)
        assert np.array_equal(np.asarray(some[key], float), np.asarray(expected, float), equal_nan=True)


@pytest.mark.parametrize("name", NAMES)
def test_that_steps_come_after_what_they_rest_on_and_have_the_value_of_their_kernel(name: str) -> None:
    seen: set[str] = set()
    for key, term in cell(name).calculation.terms.items():
        assert key == term.key
        if isinstance(term, Step):
            assert {source.key for _, source in term.inputs} <= seen
            assert float(np.asarray(term.kernel(*[source.value for _, source in term.inputs]))) == term.value
        seen.add(key)


# --- ranges ------------------------------------------------------------------------------------------------------


designs = st.sampled_from(NAMES)
reaches = st.lists(st.tuples(hundredths, hundredths), min_size=1, max_size=30)
"""How far inputs reach down and up, taken in turn."""


def reranged(name: str, reach: list[tuple[float, float]]) -> Calculation:
    """The calculation of a cell of the library in which every input has another range."""
    calculation = Calculation()
    made: dict[str, Term] = {}
    for (key, term), (down, up) in zip(cell(name).calculation.terms.items(), cycle(reach), strict=False):
        if isinstance(term, Step):
            inputs = [(symbol, made[source.key]) for symbol, source in term.inputs]
            made[key] = calculation.step(key, term.symbol, term.name, term.unit, term.kernel, term.formula, inputs,
                                         additive=term.additive)  # fmt: skip
            continue
        assert isinstance(term, Leaf)
        assert term.shown is not None
        ends = [from_si(moved(term, shift), term.unit) for shift in (-abs(down), abs(up))]
        value = float(term.shown.value or 0)
        entered = Quantity(value=value, unit=term.unit, low=min(*ends, value), high=max(*ends, value))
        leaf = calculation.leaf(key, term.symbol, term.name, entered)
        assert leaf is not None
        made[key] = leaf
    return calculation


@settings(max_examples=80)
@given(designs, reaches)
def test_that_every_range_of_a_design_holds_its_value_and_its_shares_add_up(
    name: str, reach: list[tuple[float, float]]
) -> None:
    calculation = reranged(name, reach)
    found = intervals(calculation)
    ranges = found.ranges()
    assert len(ranges) > 10 or not all(down and up for down, up in reach)
    for key, (low, high) in ranges.items():
        value = calculation.terms[key].value
        slack = 1e-9 * abs(value)
        assert low <= value + slack, key
        assert value <= high + slack, key
    sums = found.shares.sum(axis=1)
    assert np.all((np.abs(sums - 1.0) < 1e-9) | (sums == 0.0))
    assert found.shares.min() >= 0.0
    behind = found.share_of([index % 2 == 0 for index in range(len(found.leaves))])
    assert all(-1e-12 <= share <= NEAR for share in behind.values())


@settings(max_examples=80)
@given(designs, reaches)
def test_that_a_share_belongs_to_an_input_below_the_step(name: str, reach: list[tuple[float, float]]) -> None:
    calculation = reranged(name, reach)
    below: dict[str, set[str]] = {}
    for key, term in calculation.terms.items():
        sources = [source.key for _, source in term.inputs] if isinstance(term, Step) else []
        below[key] = set().union(*(below[source] for source in sources)) if sources else {key}
    for key, behind in intervals(calculation).largest(1e-15).items():
        assert {leaf.key for leaf, _ in behind} <= below[key]


powers = st.sampled_from([-2, -1, -0.5, 0.5, 1, 2])
widths = st.floats(0.05, 1.2)


@settings(max_examples=15)
@given(st.lists(st.tuples(powers, widths), min_size=1, max_size=4))
def test_that_the_range_of_a_product_holds_nine_in_ten_of_its_draws(parts: list[tuple[float, float]]) -> None:
    calculation = Calculation()
    leaves: list[tuple[str, Term]] = []
    for index, (_, width) in enumerate(parts):
        entered = Quantity(value=3, low=3 / math.exp(width), high=3 * math.exp(width), unit="1")
        leaf = calculation.leaf(f"x{index}", "x", "x", entered)
        assert leaf is not None
        leaves.append(("x", leaf))

    def product(*values: Any) -> Any:
        return math.prod(value**power for value, (power, _) in zip(values, parts, strict=True))

    step = calculation.step("y", "y", "y", "1", product, "y", leaves)
    low, high = intervals(calculation).ranges()["y"]
    width = math.sqrt(sum((power * width) ** 2 for power, width in parts))
    assert (low, high) == (pytest.approx(step.value / math.exp(width)), pytest.approx(step.value * math.exp(width)))
    columns = {leaf.key: draw(leaf, 100_000, 3) for leaf in calculation.leaves()}
    drawn = calculation.plan(columns).run(columns)["y"]
    error = 2.1 * width / NINETY / math.sqrt(100_000)  # of a 5th percentile, as a share of it
    assert np.quantile(drawn, (0.05, 0.5, 0.95)) == pytest.approx([low, step.value, high], rel=5 * error)


def test_that_ranges_and_monte_carlo_agree_on_a_separator() -> None:
    """d / sigma of one layer: with symmetric logarithmic ranges both are the same log-normal distribution."""
    library = cellbuilder.library()
    layer = Layer(
        id="separator", role="electrolyte", material="li6ps5cl",
        thickness=Quantity(value=30, unit="um", low=30 / 1.5, high=30 * 1.5),
        conductivity=Quantity(value=2, unit="mS/cm", low=0.8, high=5),
    )  # fmt: skip
    stack = Stack(
        layers=(layer,), conditions=Conditions(temperature=Quantity(value=25, unit="degC")),
        format=CellFormat(kind="pellet", area=Quantity(value=1, unit="cm2")),
    )  # fmt: skip
    held = {"li6ps5cl": EmbeddedMaterial(entry=library.material("li6ps5cl"))}
    design = Design(schema_name="cellbuilder-design", name="separator", stack=stack, materials=held)
    figure = next(entry for entry in cellbuilder.evaluate(design).figures.resistance.parts)
    spread = cellbuilder.monte_carlo(design, ["asr:separator"], draws=40_000)["asr:separator"]
    assert figure.value == pytest.approx(1.5)
    factor = math.exp(math.hypot(math.log(1.5), math.log(2.5)))
    assert (figure.low, figure.high) == (pytest.approx(1.5 / factor), pytest.approx(1.5 * factor))
    assert spread.median == pytest.approx(figure.value, rel=0.03)
    assert (spread.low, spread.high) == (pytest.approx(figure.low, rel=0.03), pytest.approx(figure.high, rel=0.03))
    shares = {entry.key: entry.share for entry in figure.contributions}
    ranks = {entry.key: entry.share for entry in spread.contributions}
    assert shares == {"layer conductivity:separator": pytest.approx(math.log(2.5) ** 2 / math.log(factor) ** 2),
                      "thickness:separator": pytest.approx(math.log(1.5) ** 2 / math.log(factor) ** 2)}  # fmt: skip
    assert ranks == {key: pytest.approx(share, abs=0.05) for key, share in shares.items()}
