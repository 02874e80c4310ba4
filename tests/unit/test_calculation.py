"""A list of terms: inputs in SI, steps in order, and plans that run what moves and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.engine.calculation import Calculation, Leaf, Step, shown
from cellbuilder.engine.trace import Tracer


def leaf(calculation: Calculation, key: str, value: float, unit: str = "1", **more: Any) -> Leaf:
    added = calculation.leaf(key, key, f"the {key}", Quantity(value=value, unit=unit, **more))
    assert added is not None
    return added


class Counted:
    """Kernels that count how often they run."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()

    def of(self, name: str, kernel: Callable[..., Any]) -> Callable[..., Any]:
        def run(*values: Any) -> Any:
            self.calls[name] += 1
            return kernel(*values)

        return run


@pytest.fixture
def counted() -> Counted:
    return Counted()


@pytest.fixture
def tree(counted: Counted) -> Calculation:
    """a, b and c; ab = a * b, c2 = 2 c, whole = ab + c2, root = sqrt(whole)."""
    calculation = Calculation()
    a, b, c = (leaf(calculation, key, value) for key, value in (("a", 2.0), ("b", 3.0), ("c", 5.0)))
    ab = calculation.step("ab", "p", "product", "1", counted.of("ab", lambda x, y: x * y), "a * b",
                          [("a", a), ("b", b)])  # fmt: skip
    c2 = calculation.step("c2", "d", "double", "1", counted.of("c2", lambda x: 2.0 * x), "2 * c", [("c", c)])
    whole = calculation.step("whole", "s", "sum", "1", counted.of("whole", lambda x, y: x + y), "p + d",
                             [("p", ab), ("d", c2)])  # fmt: skip
    calculation.step("root", "r", "root", "1", counted.of("root", np.sqrt), "sqrt(s)", [("s", whole)])
    counted.calls.clear()
    return calculation


# --- terms -------------------------------------------------------------------------------------------------------


def test_that_an_input_is_kept_in_si_with_its_range_and_as_it_was_entered() -> None:
    entered = Quantity(value=30, unit="um", low=25, high=40, kind="measured", source=SourceRef(ref="7"), note="by eye")
    added = Calculation().leaf("thickness", "d", "thickness", entered)
    assert added is not None
    assert (added.value, added.low, added.high) == (pytest.approx(30e-6), pytest.approx(25e-6), pytest.approx(40e-6))
    assert (added.unit, added.label, added.source, added.note) == ("um", "measured", SourceRef(ref="7"), "by eye")
    assert added.shown is entered


def test_that_a_temperature_is_shifted_and_not_only_scaled() -> None:
    added = leaf(Calculation(), "temperature", 25, "degC", low=20, high=30)
    assert (added.value, added.low, added.high) == (pytest.approx(298.15), pytest.approx(293.15), pytest.approx(303.15))
    assert shown(added, 303.15) == pytest.approx(30.0)


def test_that_a_range_with_one_end_reaches_to_the_value_on_the_other_side() -> None:
    above = leaf(Calculation(), "x", 2.0, "mm", high=3.0)
    assert (above.low, above.high) == (pytest.approx(2e-3), pytest.approx(3e-3))
    below = leaf(Calculation(), "x", 2.0, "mm", low=0.0)
    assert (below.low, below.high) == (0.0, pytest.approx(2e-3))
    none = leaf(Calculation(), "x", 2.0, "mm")
    assert (none.low, none.high) == (None, None)


def test_that_an_input_of_no_stated_kind_is_an_assumption_and_an_unknown_one_is_none() -> None:
    calculation = Calculation()
    assert leaf(calculation, "x", 1.0).label == "assumption"
    assert calculation.leaf("y", "y", "y", Quantity(value=None, unit="V")) is None
    assert list(calculation.terms) == ["x"]


def test_that_a_key_stands_for_one_input_and_for_one_step(tree: Calculation, counted: Counted) -> None:
    first = tree.terms["a"]
    assert tree.leaf("a", "other", "other", Quantity(value=99, unit="V")) is first
    step = tree.terms["ab"]
    assert tree.step("ab", "x", "x", "V", counted.of("again", lambda: 0.0), "0", []) is step
    assert counted.calls["again"] == 0
    assert [term.key for term in tree.leaves()] == ["a", "b", "c"]
    assert list(tree.terms) == ["a", "b", "c", "ab", "c2", "whole", "root"]


def test_that_a_step_has_its_value_at_once_and_knows_what_it_rests_on(tree: Calculation) -> None:
    whole = tree.terms["whole"]
    assert isinstance(whole, Step)
    assert whole.value == 16.0
    assert [(symbol, term.key) for symbol, term in whole.inputs] == [("p", "ab"), ("d", "c2")]
    assert (whole.formula, whole.label, whole.limit) == ("p + d", "computed", None)
    assert type(tree.terms["root"].value) is float


@pytest.mark.parametrize("limit", ["floor", "ceiling"])
def test_that_a_step_known_from_one_side_is_a_bound_whatever_its_label(limit: Any) -> None:
    step = Calculation().step("x", "x", "x", "1", lambda: 1.0, "1", [], label="estimate", limit=limit)
    assert (step.label, step.limit) == ("bound", limit)


# --- plans -------------------------------------------------------------------------------------------------------


def test_that_a_plan_runs_only_what_moves(tree: Calculation, counted: Counted) -> None:
    run = tree.plan(["c"]).run({"c": 7.0})
    assert counted.calls == {"c2": 1, "whole": 1, "root": 1}
    assert run == {"c": 7.0, "c2": 14.0, "whole": 20.0, "root": pytest.approx(20.0**0.5)}
    assert tree.terms["whole"].value == 16.0


def test_that_a_plan_runs_only_what_is_wanted_and_returns_nothing_else(tree: Calculation, counted: Counted) -> None:
    assert tree.plan(["a", "c"], ["ab"]).run({"a": 4.0, "c": 1.0}) == {"ab": 12.0}
    assert counted.calls == {"ab": 1}


def test_that_what_is_wanted_and_does_not_move_keeps_its_value(tree: Calculation, counted: Counted) -> None:
    assert tree.plan(["c"], ["ab", "b", "c2"]).run({"c": np.array([1.0, 2.0])})["ab"] == 6.0
    assert counted.calls == {"c2": 1}
    assert tree.plan([], ["whole", "a"]).run({}) == {"whole": 16.0, "a": 2.0}
    assert tree.plan(["a"], []).run({"a": 1.0}) == {}


def test_that_an_input_that_is_wanted_is_returned_as_it_was_given(tree: Calculation) -> None:
    values = np.array([1.0, 2.0])
    assert tree.plan(["c"], ["c"]).run({"c": values})["c"] is values


def test_that_one_plan_runs_again_and_again_on_any_shape(tree: Calculation) -> None:
    plan = tree.plan(["a", "c"], ["root", "ab"])
    first = plan.run({"a": np.array([1.0, 2.0, 3.0]), "c": np.array([[5.0], [0.5]])})
    assert first["root"].shape == (2, 3)
    assert first["ab"].tolist() == [3.0, 6.0, 9.0]
    assert first["root"][1].tolist() == pytest.approx([2.0, 7.0**0.5, 10.0**0.5])
    assert plan.run({"a": 2.0, "c": 5.0}) == {"root": 4.0, "ab": 6.0}
    assert plan.run({"a": np.array([1.0, 2.0, 3.0]), "c": np.array([[5.0], [0.5]])})["root"].tolist() == (
        first["root"].tolist()
    )


def test_that_values_given_are_left_as_they_are(tree: Calculation) -> None:
    given = {"a": np.array([1.0, 2.0]), "c": np.array([3.0, 4.0])}
    tree.plan(given, ["root"]).run(given)
    assert {key: values.tolist() for key, values in given.items()} == {"a": [1.0, 2.0], "c": [3.0, 4.0]}


def test_that_an_input_that_is_not_given_stands_at_its_value(tree: Calculation) -> None:
    assert tree.plan(["a", "b"], ["ab"]).run({"b": 10.0}) == {"ab": 20.0}


@pytest.mark.parametrize(("given", "wanted"), [(["d"], None), (["ab"], None), (["a"], ["nothing"])])
def test_that_only_inputs_can_be_given_and_only_terms_wanted(
    tree: Calculation, given: list[str], wanted: list[str] | None
) -> None:
    with pytest.raises(KeyError):
        tree.plan(given, wanted)


def test_that_what_follows_at_once_is_what_a_plan_gives(tree: Calculation) -> None:
    given = {"a": np.array([1.0, 2.0]), "c": np.array([4.0, 5.0])}
    planned, followed = tree.plan(given).run(given), tree.follow(given)
    assert list(followed) == list(planned)
    assert all(np.array_equal(followed[key], planned[key]) for key in planned)
    assert list(tree.follow({"c": np.array([5.0])})) == ["c", "c2", "whole", "root"]


def test_that_a_branch_adds_nothing_to_what_it_goes_on_from(tree: Calculation) -> None:
    before = dict(tree.terms)
    branch = tree.branch()
    assert branch.terms == before
    leaf(branch, "d", 1.0)
    branch.breaks.setdefault("a", set()).add(1.0)
    assert tree.terms == before
    assert tree.breaks == {}


def test_that_an_array_is_let_go_when_no_later_step_needs_it() -> None:
    calculation, alive = Calculation(), []

    class Watched(float):
        def __del__(self) -> None:
            alive.remove(id(self))

    def link(value: float) -> Watched:
        made = Watched(float(value))
        alive.append(id(made))
        return made

    term: Any = leaf(calculation, "start", 1.0)
    for index in range(5):
        term = calculation.step(f"link {index}", "x", "x", "1", link, "x", [("x", term)])
    alive.clear()
    counts = []
    calculation.step("end", "y", "y", "1", lambda value: counts.append(len(alive)) or value, "x", [("x", term)])
    counts.clear()
    calculation.plan(["start"], ["end"]).run({"start": 2.0})
    assert counts == [1]
    calculation.plan(["start"]).run({"start": 2.0})
    assert counts == [1, 5]


# --- what has no finite value, and whose range is whose ------------------------------------------------------------


@pytest.mark.filterwarnings("error")
@np.errstate(all="ignore")  # as when a cell is built
def test_that_a_division_by_zero_is_infinite_whatever_divides() -> None:
    calculation = Calculation()
    one, zero = leaf(calculation, "one", 1.0), leaf(calculation, "zero", 0.0)
    inputs = [("a", one), ("b", zero)]
    plain = calculation.step("plain", "p", "p", "1", lambda a, b: a / b, "a / b", inputs)
    arrays = calculation.step("arrays", "p", "p", "1", np.divide, "a / b", inputs)
    none = calculation.step("none", "p", "p", "1", lambda b: b / b, "b / b", inputs[1:])
    assert (plain.value, arrays.value) == (np.inf, np.inf)
    assert np.isnan(none.value)
    assert calculation.plan(["zero"]).run({"zero": np.array([0.0, 2.0])})["arrays"].tolist() == [np.inf, 0.5]


@pytest.mark.filterwarnings("error")
@np.errstate(all="ignore")  # as when a cell is built
def test_that_a_figure_without_a_finite_value_is_unknown_and_says_why() -> None:
    calculation = Calculation()
    one, zero = leaf(calculation, "one", 1.0, low=0.5, high=2.0), leaf(calculation, "zero", 0.0)
    inputs = [("a", one), ("b", zero)]
    endless = calculation.step("endless", "e", "quotient", "um", np.divide, "a / b", inputs, note="by hand",
                               limit="floor", regime="front", layers=("x",))  # fmt: skip
    calculation.step("undefined", "u", "difference", "um", np.subtract, "e - e", [("e", endless), ("e", endless)])
    tracer = Tracer(calculation, ["endless"])
    figure = tracer.figure(endless, "endless", "quotient", "um")
    assert (figure.value, figure.low, figure.high, figure.label) == (None, None, None, "unknown")
    assert (figure.note, figure.at_least, figure.at_most) == ("beyond all bounds; by hand", False, False)
    assert (figure.regime, figure.layers, figure.formula) == ("front", ("x",), "e = a / b")
    assert (figure.contributions, figure.assumed_share) == ((), None)
    above = tracer.trace().steps["undefined"]
    assert (above.value, above.note) == (None, "not defined for these inputs")
    assert [(item.value, item.kind) for item in above.inputs] == [(None, "unknown"), (None, "unknown")]


def test_that_a_share_of_a_range_is_of_the_kind_of_the_range_and_not_of_the_value() -> None:
    calculation = Calculation()
    scatter = {"low": 0.5, "high": 2.0, "kind": "measured"}
    entered = {"own": scatter, "assumed": {**scatter, "range_kind": "assumption"}}
    inputs = [(key, leaf(calculation, key, 1.0, **fields)) for key, fields in entered.items()]
    step = calculation.step("y", "y", "product", "1", lambda a, b: a * b, "own * assumed", inputs)
    tracer = Tracer(calculation, ["y"])
    figure = tracer.figure(step, "y", "product", "1")
    assert {entry.key: entry.kind for entry in figure.contributions} == {"own": "measured", "assumed": "assumption"}
    assert figure.assumed_share == pytest.approx(0.5)
    assert not figure.rests_on_assumptions
    shown_inputs = tracer.trace().inputs
    assert [(item.kind, item.range_kind) for item in shown_inputs.values()] == [
        ("measured", None), ("measured", "assumption"),
    ]  # fmt: skip
