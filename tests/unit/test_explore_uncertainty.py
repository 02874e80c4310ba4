"""Monte Carlo runs against exact distributions."""

from typing import Any

import numpy as np
import pytest

from cellbuilder import assess
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.explore.draws import draw
from cellbuilder.explore.uncertainty import monte_carlo

NO_EVIDENCE = EvidenceBase(())
Z95 = 1.6448536269514722
DRAWS = 40_000
SPREAD = 0.015
"""Relative: about four standard errors of a percentile of so many draws."""


def ranged(make: Any, key: str, sigma: float, low: float, high: float) -> Any:
    """An electrolyte (mS/cm) with a range."""
    material = make.conductor(key, sigma)
    point = material.conductivity[0].model_copy(update={"low": low, "high": high})
    return material.model_copy(update={"conductivity": (point,)})


@pytest.fixture
def design(make: Any) -> Design:
    """Two separators of one electrolyte, one of another."""
    q = make.q
    return make.design(
        [make.layer(id="a", role="electrolyte", material="x", thickness=q(30, "um", low=20, high=45)),
         make.layer(id="b", role="electrolyte", material="x", thickness=q(60, "um")),
         make.layer(id="c", role="electrolyte", material="y", thickness=q(60, "um"))],
        [ranged(make, "x", 1.0, 0.5, 2.0), ranged(make, "y", 1.0, 0.5, 2.0)],
    )  # fmt: skip


def test_that_a_product_of_log_normal_inputs_is_log_normal(design: Design) -> None:
    """d / sigma: the variances of the logarithms add up."""
    found = monte_carlo(design, NO_EVIDENCE, ["asr:a"], draws=DRAWS)["asr:a"]
    ratio = np.exp(np.hypot(np.log(1.5), np.log(2.0)))
    assert found.unit == "Ohm cm2"
    assert (found.low, found.median, found.high) == pytest.approx((3.0 / ratio, 3.0, 3.0 * ratio), rel=SPREAD)
    assert found.valued == 1.0
    assert (found.key, found.draws.shape) == ("asr:a", (DRAWS,))


def test_that_percentiles_are_those_of_the_draws(design: Design) -> None:
    found = monte_carlo(design, NO_EVIDENCE, ["asr:a"], draws=1000)["asr:a"]
    assert [found.low, found.median, found.high] == np.quantile(found.draws, [0.05, 0.5, 0.95]).tolist()


def test_that_every_draw_is_the_design_with_the_drawn_inputs(design: Design) -> None:
    leaves = {leaf.key: leaf for leaf in assess.cell_of(design, NO_EVIDENCE).calculation.leaves()}
    found = monte_carlo(design, NO_EVIDENCE, ["asr:a"], draws=500, seed=4)["asr:a"]
    thickness, sigma = (draw(leaves[key], 500, 4) for key in ("thickness:a", "conductivity:x"))
    assert found.draws == pytest.approx(1e4 * thickness / sigma, rel=1e-12)


def test_that_layers_of_one_material_share_its_draw(design: Design) -> None:
    found = monte_carlo(design, NO_EVIDENCE, ["asr:a", "asr:b", "asr:c"], draws=5000)
    ranks = {key: np.argsort(np.argsort(spread.draws)) for key, spread in found.items()}
    only_sigma = found["asr:b"].draws
    only_thickness = found["asr:a"].draws / only_sigma
    assert abs(np.corrcoef(np.log(only_thickness), np.log(only_sigma))[0, 1]) < 0.05
    assert abs(np.corrcoef(ranks["asr:b"], ranks["asr:c"])[0, 1]) < 0.05


def test_that_two_equal_layers_of_one_material_move_as_one(make: Any) -> None:
    layers = [make.layer(id=key, role="electrolyte", material="x", thickness=make.q(30, "um")) for key in ("a", "b")]
    found = monte_carlo(make.design(layers, [ranged(make, "x", 1.0, 0.5, 2.0)]), NO_EVIDENCE, draws=2000)
    assert np.array_equal(found["asr:a"].draws, found["asr:b"].draws)
    assert found["asr@instantaneous"].high == pytest.approx(2 * found["asr:a"].high, rel=1e-12)


def test_that_one_input_more_moves_no_other(design: Design, make: Any) -> None:
    before = monte_carlo(design, NO_EVIDENCE, ["asr:a", "asr:c"], draws=500)
    layers = list(design.stack.layers)
    layers[1] = layers[1].model_copy(update={"thickness": make.q(60, "um", low=40, high=90)})
    more = design.model_copy(update={"stack": design.stack.model_copy(update={"layers": tuple(layers)})})
    after = monte_carlo(more, NO_EVIDENCE, ["asr:a", "asr:c"], draws=500)
    for key, spread in before.items():
        assert np.array_equal(spread.draws, after[key].draws)


def test_that_equal_seeds_and_any_threads_give_equal_draws(design: Design) -> None:
    first, again, other = (
        monte_carlo(design, NO_EVIDENCE, ["asr:a"], draws=20_000, seed=seed, workers=workers)["asr:a"].draws
        for seed, workers in ((1, 1), (1, 3), (2, 1))
    )
    assert np.array_equal(first, again)
    assert not np.any(first == other)


def test_that_contributions_are_the_shares_of_the_variance(design: Design) -> None:
    """Of a sum of logarithms the squared correlations are the shares; ranks follow them closely."""
    found = monte_carlo(design, NO_EVIDENCE, ["asr:a"], draws=DRAWS)["asr:a"]
    thickness, sigma = np.log(1.5) ** 2, np.log(2.0) ** 2
    assert [entry.key for entry in found.contributions] == ["conductivity:x", "thickness:a"]
    assert [entry.share for entry in found.contributions] == pytest.approx(
        [sigma / (sigma + thickness), thickness / (sigma + thickness)], abs=0.03
    )
    assert found.contributions[0].kind == "measured"
    assert found.contributions[0].name == "ionic conductivity of x at 25 degC"


def test_that_a_result_without_a_moving_input_has_no_contributions(design: Design) -> None:
    found = monte_carlo(design, NO_EVIDENCE, ["thickness:b"], draws=100)["thickness:b"]
    assert (found.low, found.median, found.high, found.contributions) == (60.0, 60.0, 60.0, ())


def test_that_a_design_without_ranges_has_the_same_draw_each_time(make: Any) -> None:
    layer = make.layer(id="a", role="electrolyte", material="x", thickness=make.q(30, "um"))
    found = monte_carlo(make.design([layer], [make.conductor("x", 1.0)]), NO_EVIDENCE, draws=100)["asr:a"]
    assert found.draws == pytest.approx(np.full(100, 3.0), rel=1e-12)
    assert (found.low, found.high, found.valued) == (pytest.approx(3.0), pytest.approx(3.0), 1.0)


def test_that_draws_without_a_value_are_counted_and_left_out(make: Any) -> None:
    """Half of the temperatures lie above the phase transition, beyond which nothing is known."""
    material = make.conductor(
        "x", 1.0, energy=0.3, form="S", phase_transitions=({"temperature": make.q(40, "degC"), "what": "melts"},)
    )
    layer = make.layer(id="a", role="electrolyte", material="x", thickness=make.q(30, "um"))
    made = make.design([layer], [material], celsius=30)
    conditions = made.stack.conditions.model_copy(
        update={"temperature": make.q(39.999, "degC", low=30, high=50, distribution="uniform")}
    )
    made = made.model_copy(update={"stack": made.stack.model_copy(update={"conditions": conditions})})
    found = monte_carlo(made, NO_EVIDENCE, ["asr:a"], draws=4000)["asr:a"]
    assert found.valued == pytest.approx(0.5, abs=0.03)
    assert found.valued == np.isfinite(found.draws).mean()
    good = found.draws[np.isfinite(found.draws)]
    assert [found.low, found.high] == np.quantile(good, [0.05, 0.95]).tolist()
    assert found.contributions == ()


def test_that_an_unknown_result_has_no_percentiles(make: Any) -> None:
    layer = make.layer(id="a", role="electrolyte", material="x", thickness=make.q(30, "um", low=20, high=40))
    found = monte_carlo(make.design([layer], [make.conductor("x")]), NO_EVIDENCE, ["asr:a"], draws=10)["asr:a"]
    assert found.valued == 0.0
    assert np.isnan([found.low, found.median, found.high]).all()
    assert found.contributions == ()


def test_that_two_draws_are_the_least(design: Design) -> None:
    with pytest.raises(ValueError, match="a Monte Carlo run needs at least two draws"):
        monte_carlo(design, NO_EVIDENCE, draws=1)
    assert monte_carlo(design, NO_EVIDENCE, ["asr:a"], draws=2)["asr:a"].draws.shape == (2,)


def test_that_an_unknown_result_key_is_refused(design: Design) -> None:
    with pytest.raises(KeyError, match="nothing"):
        monte_carlo(design, NO_EVIDENCE, ["nothing"], draws=10)
