"""Discharges at several currents as charts: the numbers of ``explore.rates``, and what they may claim."""

import numpy as np
import pytest

import cellbuilder
from cellbuilder import assess
from cellbuilder.app.charts import rate
from cellbuilder.app.workspace import Workspace
from cellbuilder.explore import rates


@pytest.fixture
def workspace() -> Workspace:
    return Workspace(cellbuilder.library())


@pytest.mark.parametrize("letter", ["A", "O", "T"])
def test_that_the_curves_are_the_discharges_of_the_engine(workspace: Workspace, letter: str) -> None:
    design = cellbuilder.from_model(letter)
    cell = assess.cell_of(design, cellbuilder.evidence())
    asked = (0.2, 1.0, 3.0)
    expected = rates.rates(cell, asked, design.stack.conditions)
    assert isinstance(expected, rates.Rates)
    assert not isinstance(cell.discharge, str)
    found = rate.discharges(workspace, design, asked)
    assert isinstance(found, rate.Discharges)
    chart = rate.voltage(found)
    charge, volts = rates.curves(cell.discharge, expected.current, 41)
    curves = [line for line in chart.lines if line.name.startswith(("0.2C", "1C", "3C"))]
    assert len(curves) == 3
    for place, line in enumerate(curves):
        assert np.allclose(line.x, charge[place] / 10.0, rtol=1e-12)
        assert np.allclose(line.y, volts[place], rtol=1e-12)
        assert line.x[-1] == pytest.approx(expected.delivered[place] * cell.discharge.capacity.value / 10.0)
        assert line.labels[-1] == f"{100 * expected.delivered[place]:.0f} %"
    assert chart.lines[0].name == "open circuit"
    assert chart.lines[0].y.tolist() == [cell.discharge.top.value, cell.discharge.bottom.value]


def test_that_energy_and_power_are_those_of_the_stack_by_its_mass(workspace: Workspace) -> None:
    design = cellbuilder.from_model("T")
    figures = cellbuilder.evaluate(design).figures
    stack = next(level for level in figures.levels if level.level == "stack").specific_energy
    found = rate.discharges(workspace, design, (1e-4, 1.0))
    assert isinstance(found, rate.Discharges)
    chart = rate.ragone(found)
    assert (chart.x.unit, chart.y.unit, chart.x.log, chart.y.log) == ("W/kg", "Wh/kg", True, True)
    points = next(line for line in chart.lines if line.style == "points")
    assert stack.value is not None
    assert points.y[0] == pytest.approx(stack.value, rel=1e-3)  # hardly any current: nearly all of it
    assert points.y[1] < points.y[0]
    assert found.mass is not None
    assert points.x[1] == pytest.approx(found.rates.power[1] / found.mass)
    assert points.labels == ("0.0001C", "1C")
    assert chart.title == "Ragone plot, stack level: ohmic limit"
    assert chart.lines[0].name == "ohmic limit at nominal inputs"


def test_that_a_stack_of_unknown_mass_is_shown_per_area(workspace: Workspace) -> None:
    design = cellbuilder.from_model("T")
    found = rate.discharges(workspace, design)
    assert isinstance(found, rate.Discharges)
    bare = rate.Discharges(
        found.c_rates, found.rates, found.fine, found.capacity, found.voltage, found.line, None, "no density"
    )
    chart = rate.ragone(bare)
    assert (chart.x.unit, chart.y.unit) == ("mW/cm2", "mWh/cm2")
    assert "Per area, because the mass of the stack is unknown: no density." in chart.note
    points = next(line for line in chart.lines if line.style == "points")
    assert np.allclose(points.y, found.rates.energy / 10.0)


def test_that_a_design_without_a_cut_off_says_why_nothing_is_drawn(workspace: Workspace) -> None:
    design = cellbuilder.from_model("T")
    stack = design.stack.model_copy(update={"cutoffs": None})
    found = rate.discharges(workspace, design.model_copy(update={"stack": stack}))
    assert isinstance(found, str)
    for chart in (rate.voltage(found), rate.ragone(found)):
        assert chart.lines == ()
        assert chart.note == f"What the cell delivers under current is unknown: {found}."
    assert rate.remarks(found) == ()


def test_that_the_charts_say_what_they_are(workspace: Workspace) -> None:
    found = rate.discharges(workspace, cellbuilder.from_model("T"))
    assert isinstance(found, rate.Discharges)
    note = rate.voltage(found).note
    assert note.startswith(
        "Ohmic limit at nominal inputs: straight open-circuit line less j · ASR (pseudo-steady), until"
    )
    assert note.endswith("Part of the resistance is unknown, so less is delivered.")
    assert rate.caps(found) == "Caps: diffusion in the grains, 417 s at least."
    assert "41.7 s." in rate.ragone(found).note
    assert any(
        text.startswith("Cap: a discharge has to last ten times the diffusion time") for text in rate.remarks(found)
    )


def test_that_currents_beyond_a_cap_are_set_apart(workspace: Workspace) -> None:
    found = rate.discharges(workspace, cellbuilder.from_model("T"), (0.1, 50.0))
    assert isinstance(found, rate.Discharges)
    assert found.rates.within.tolist() == [True, False]
    names = {line.name: line.style for line in rate.voltage(found).lines}
    if found.rates.delivered[1] > 0.0:
        assert names["50C, beyond a cap"] == "dashed"
        points = {line.name for line in rate.ragone(found).lines if line.style == "points"}
        assert points == {"chosen C-rates", "beyond a critical current or diffusion"}
    assert names["0.1C"] == "line"


def test_that_a_current_at_which_nothing_comes_out_is_named_and_not_drawn(workspace: Workspace) -> None:
    found = rate.discharges(workspace, cellbuilder.from_model("T"), (0.1, 9000.0))
    assert isinstance(found, rate.Discharges)
    assert found.rates.delivered[1] == 0.0
    assert "Nothing is delivered at 9000C." in rate.voltage(found).note
    assert all("9000C" not in line.name for line in rate.voltage(found).lines)
    for line in rate.ragone(found).lines:
        assert np.all(line.y > 0.0)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0.1 0.2 0.5 1 2 C", (0.1, 0.2, 0.5, 1, 2)),
        ("2C 0,5C; 1", (0.5, 1, 2)),
        ("0.1, 0.5, 1", (0.1, 0.5, 1)),
        ("0.1,0.5,1", (0.1, 0.5, 1)),
        ("  1   1 c", (1,)),
        ("0,1", (0.1,)),
    ],
)
def test_that_c_rates_are_read_as_people_type_them(text: str, values: tuple[float, ...]) -> None:
    assert rate.read_rates(text) == values
    assert rate.read_rates(rate.rates_text(values)) == values


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "type C-rates"),
        ("C", "type C-rates"),
        ("fast", "'fast' is not a C-rate"),
        ("1 -2", "-2 is not between 0 and 10000 C"),
        ("0", "0 is not between"),
        ("nan", "nan is not between"),
        ("1e9", "1e9 is not between"),
        ("1 2 3 4 5 6 7 8 9 10 11 12 13", "at most 12"),
    ],
)
def test_that_other_words_are_refused_with_the_reason(text: str, words: str) -> None:
    with pytest.raises(rate.RateError, match=words):
        rate.read_rates(text)
