"""Exploring without a window: curves, maps, spreads and taking values over, against the engine's own answers."""

import numpy as np
import pytest

import cellbuilder
from cellbuilder.app import edits, exploring, present
from cellbuilder.app.charts import explore as charts
from cellbuilder.app.edits import EditError
from cellbuilder.app.exploring import Choice, Outcome, Varied
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.explore.many import evaluate_many
from cellbuilder.explore.uncertainty import monte_carlo

ASR = "asr@pseudo-steady"


@pytest.fixture(scope="module")
def design() -> Design:
    return cellbuilder.from_model("T")


def choice(design: Design, key: str) -> Choice:
    found = exploring.menu(design, cellbuilder.evidence()).choices
    return next(entry for entry in found if entry.key == key)


def varied(design: Design, key: str, low: float | None = None, high: float | None = None) -> Varied:
    entry = choice(design, key)
    ends = entry.low if low is None else low, entry.high if high is None else high
    return Varied(entry.key, entry.name, entry.unit, *ends, entry.log, entry.value)


def outcomes(design: Design, *keys: str) -> list[Outcome]:
    found = {entry.key: entry for entry in exploring.menu(design, cellbuilder.evidence()).outcomes}
    return [found[key] for key in keys]


def curve(design: Design, key: str, result: str, points: int = 9, **ends: float) -> exploring.Curve:
    asked = varied(design, key, **ends)
    return exploring.curves(design, cellbuilder.evidence(), asked, outcomes(design, result), points)[0]


def test_that_the_usual_inputs_and_results_come_first(design: Design) -> None:
    menu = exploring.menu(design, cellbuilder.evidence())
    assert [entry.key for entry in menu.outcomes][:4] == [
        ASR, "asr@instantaneous", "wh_per_kg:stack", "wh_per_l:stack",
    ]  # fmt: skip
    thickness = next(entry for entry in menu.choices if entry.key == "thickness:electrolyte")
    assert (thickness.name, thickness.unit, thickness.value) == ("thickness of electrolyte (Li3InCl6)", "um", 430.0)
    assert thickness.low < 260.0 < 640.0 < thickness.high
    settable = [entry.settable for entry in menu.choices]
    assert settable == sorted(settable, reverse=True)
    porosity = next(entry for entry in menu.choices if entry.key == "porosity:electrolyte")
    assert (porosity.unit, porosity.value, porosity.low, porosity.high) == ("%", 12.0, 0.0, 50.0)


@pytest.mark.parametrize("letter", ["A", "B", "H", "K", "T", "U", "AB"])
def test_that_every_suggested_range_can_be_run_and_taken_from(letter: str) -> None:
    design, evidence = cellbuilder.from_model(letter), cellbuilder.evidence()
    wanted = outcomes(design, "wh_per_kg:stack")
    for entry in exploring.menu(design, evidence).choices:
        assert entry.low < entry.high
        asked = Varied(entry.key, entry.name, entry.unit, entry.low, entry.high, entry.log, entry.value)
        assert exploring.curves(design, evidence, asked, wanted, 3)[0].y.shape == (3,)
        if entry.settable:
            value = entry.high if entry.value is None else 0.9 * entry.value + 0.1 * entry.low
            assert exploring.take(design, evidence, asked, value) != design or value == entry.value


def test_that_a_curve_holds_the_values_of_evaluate_many_and_of_evaluate(design: Design) -> None:
    found = curve(design, "thickness:electrolyte", ASR, low=10.0, high=500.0)
    given = {"thickness:electrolyte": (found.x, "um")}
    expected = evaluate_many(design, cellbuilder.evidence(), given, [ASR]).values[ASR]
    assert np.array_equal(found.y, expected)
    assert found.figures is not None
    for x, y, figure in zip(found.x, found.y, found.figures, strict=True):
        thin = edits.set_quantity(design, "electrolyte", "thickness", Quantity(value=float(x), unit="um"))
        total = cellbuilder.evaluate(thin).figures.resistance.totals[-1]
        assert figure.value == pytest.approx(y)
        assert (figure.value, figure.low, figure.high) == pytest.approx((total.value, total.low, total.high))
        assert (figure.at_least, figure.label) == (True, "bound")


def test_that_the_chart_marks_the_design_and_says_that_parts_are_unknown(design: Design) -> None:
    found = curve(design, "thickness:electrolyte", ASR, low=10.0, high=500.0)
    (chart,) = charts.lines([found])
    total = cellbuilder.evaluate(design).figures.resistance.totals[-1]
    assert [(mark.x, mark.y, mark.name) for mark in chart.markers] == [
        (430.0, total.value, f"this design: {present.value(total)}")
    ]
    assert (chart.x.name, chart.x.unit, chart.y.unit) == ("thickness of electrolyte (Li3InCl6)", "um", "Ohm cm2")
    assert "at least the value drawn" in chart.note
    line = chart.lines[0]
    assert line.low is not None
    assert line.high is not None
    assert (line.low <= line.y).all()
    assert (line.y <= line.high).all()
    assert set(line.labels) == {"at least, bound*"}
    assert charts.lines([curve(design, "thickness:electrolyte", ASR, low=10.0, high=20.0)])[0].markers == ()


def test_that_results_with_one_unit_share_a_chart(design: Design) -> None:
    asked = varied(design, "thickness:electrolyte")
    wanted = outcomes(design, ASR, "asr@instantaneous", "wh_per_kg:stack")
    found = charts.lines(exploring.curves(design, cellbuilder.evidence(), asked, wanted, 5))
    assert [len(chart.lines) for chart in found] == [2, 1]
    assert [chart.y.unit for chart in found] == ["Ohm cm2", "Wh/kg"]


def test_that_a_gap_says_why_there_is_no_value() -> None:
    design = cellbuilder.from_model("O")
    found = curve(design, "temperature", ASR, points=21, low=25.0, high=85.0)
    assert np.isnan(found.y[-1])
    assert np.isfinite(found.y[0])
    (gap,) = found.gaps
    assert gap.last == 85.0
    assert gap.reason != "not known there"
    note = charts.lines([found])[0].note
    assert "is unknown from" in note
    assert gap.reason in note


def test_that_an_unknown_contact_can_be_varied_and_entered(design: Design) -> None:
    key = "contact resistance:cathode|electrolyte"
    asked = varied(design, key)
    assert asked.value is None
    found = exploring.curves(design, cellbuilder.evidence(), asked, outcomes(design, ASR), 5)[0]
    assert found.y[-1] - found.y[0] == pytest.approx(100.0)
    taken = exploring.take(design, cellbuilder.evidence(), asked, 12.34567)
    assert taken.stack.interfaces[-1].area_resistance == Quantity(value=12.35, unit="Ohm cm2")


def test_that_a_value_is_taken_where_it_belongs(design: Design) -> None:
    evidence = cellbuilder.evidence()

    def take(key: str, value: float) -> Design:
        return exploring.take(design, evidence, varied(design, key), value)

    layers = {layer.id: layer for layer in take("thickness:electrolyte", 50.0).stack.layers}
    assert layers["electrolyte"].thickness == Quantity(value=50, unit="um")
    layers = {layer.id: layer for layer in take("mass fraction:cathode/lco", 80.0).stack.layers}
    assert [part.mass_fraction.si for part in layers["cathode"].components] == pytest.approx([0.8, 0.2])
    assert take("temperature", 60.0).stack.conditions.temperature == Quantity(value=60, unit="degC")
    layers = {layer.id: layer for layer in take("conductivity:li6ps5cl", 0.004).stack.layers}
    assert layers["anode-interface-layer"].conductivity == Quantity(value=0.004, unit="S/cm")
    with pytest.raises(EditError, match="holds for several layers"):
        take("conductivity:li3incl6", 0.004)
    with pytest.raises(EditError, match="change it in the library"):
        take("density:lco", 5.0)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(50.0, 50.0, "Both ends"), (-5.0, 50.0, "cannot be negative"), (0.0, 50.0, "cannot go so far")],
)
def test_that_a_range_that_cannot_be_is_refused_in_words(design: Design, low: float, high: float, words: str) -> None:
    with pytest.raises(EditError, match=words):
        curve(design, "thickness:electrolyte", ASR, low=low, high=high)


def test_that_a_target_is_read_off_the_curve(design: Design) -> None:
    found = curve(design, "thickness:electrolyte", ASR, points=21, low=10.0, high=500.0)
    (place,) = exploring.crossings(found, 70.0)
    given = {"thickness:electrolyte": ([place], "um")}
    there = evaluate_many(design, cellbuilder.evidence(), given, [ASR]).values[ASR][0]
    assert there == pytest.approx(70.0, rel=1e-3)
    (chart,) = charts.lines([found], (ASR, 70.0))
    assert chart.markers[-1].name == f"70.0 Ω cm² at {present.number(place)} µm (read off the curve)"
    assert "does not reach 10.0 Ω cm²" in charts.lines([found], (ASR, 10.0))[0].note


def test_that_a_map_holds_each_pair_of_values_once(design: Design) -> None:
    across = varied(design, "thickness:electrolyte", 10.0, 500.0)
    up = varied(design, "temperature", 25.0, 60.0)
    wanted = outcomes(design, ASR)[0]
    found = exploring.surface(design, cellbuilder.evidence(), across, up, wanted, 6)
    chart = charts.surface(found)
    for i in (0, 3, 5):
        for j in (0, 2, 5):
            given = {across.key: ([chart.xs[j]], "um"), up.key: ([chart.ys[i]], "degC")}
            one = evaluate_many(design, cellbuilder.evidence(), given, [ASR]).values[ASR][0]
            assert chart.values[i, j] == pytest.approx(one, nan_ok=True)
    assert [(mark.x, mark.y) for mark in chart.markers] == [(430.0, 25.0)]
    with pytest.raises(EditError, match="varied twice"):
        exploring.surface(design, cellbuilder.evidence(), across, across, wanted, 6)


def test_that_a_map_says_where_it_shows_bounds_and_not_only_at_the_design() -> None:
    design = cellbuilder.from_model("O")
    result = outcomes(design, "asr:electrolyte")[0]
    axes = varied(design, "temperature"), varied(design, "thickness:electrolyte")
    found = exploring.surface(design, cellbuilder.evidence(), *axes, result, 4)
    assert (found.here.at_least, found.here.at_most) == (False, False)
    note = charts.surface(found).note
    assert "is at least the value drawn in part of the range, for parts are unknown." in note
    assert "is at most the value drawn in part of the range." in note


def test_that_a_map_of_a_partly_known_result_says_so_for_all_of_it(design: Design) -> None:
    axes = varied(design, "thickness:electrolyte", 10.0, 500.0), varied(design, "temperature", 20.0, 60.0)
    found = exploring.surface(design, cellbuilder.evidence(), *axes, outcomes(design, ASR)[0], 4)
    assert len(found.figures) == 10
    assert "is at least the value drawn, for parts are unknown." in charts.surface(found).note


def test_that_the_ranking_is_that_of_the_random_draws(design: Design) -> None:
    evidence = cellbuilder.evidence()
    found = exploring.spread(design, evidence, outcomes(design, ASR), 1000)
    expected = monte_carlo(design, evidence, [ASR], draws=1000)[ASR]
    chart = charts.spread(found)
    assert [bar.key for bar in chart.bars] == [entry.key for entry in expected.contributions]
    assert [bar.parts[0].value for bar in chart.bars] == [100.0 * entry.share for entry in expected.contributions]
    assert f"between {present.number(expected.low)} and {present.number(expected.high)} Ω cm²" in chart.note
    about = next(bar for bar in chart.bars if bar.key == "conductivity:li3incl6")
    assert "S/cm (" in about.text


def test_that_a_target_in_a_jump_is_no_place_on_the_curve_but_told() -> None:
    found = curve(cellbuilder.from_model("F"), "temperature", "asr@instantaneous", points=13, low=0.0, high=60.0)
    assert found.y[6] == pytest.approx(110.8, rel=1e-3)  # at 30 degC
    assert found.y[7] == pytest.approx(0.183, rel=1e-2)  # at 35 degC
    assert exploring.crossings(found, 10.0) == ()
    assert exploring.jumps(found, 10.0) == (pytest.approx(30.0, abs=1e-3),)
    (chart,) = charts.lines([found], ("asr@instantaneous", 10.0))
    assert "ASR, instantaneous jumps across 10.0 Ω cm² at 30.0 °C, where other relations begin to apply." in chart.note
    assert "does not reach" not in chart.note
    assert all("read off" not in mark.name for mark in chart.markers)


def test_that_a_target_is_read_off_where_the_curve_goes_on_across_a_break(design: Design) -> None:
    found = curve(design, "temperature", "asr@instantaneous", points=13, low=0.0, high=60.0)
    (place,) = exploring.crossings(found, 62.0)
    assert 24.8 < place < 25.0  # other relations apply from 24.85 degC on, but with the same value there
    assert exploring.jumps(found, 62.0) == ()
    given = {"temperature": ([place], "degC")}
    there = evaluate_many(design, cellbuilder.evidence(), given, ["asr@instantaneous"]).values["asr@instantaneous"][0]
    assert there == pytest.approx(62.0, rel=1e-3)
