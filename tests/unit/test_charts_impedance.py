"""The impedance of a design as charts: the same numbers as ``cellbuilder.impedance``, and nothing hidden."""

import numpy as np
import pytest

import cellbuilder
from cellbuilder.app.charts import impedance
from cellbuilder.app.charts.model import Line, Lines
from cellbuilder.app.overlays import Overlay, Overlays
from cellbuilder.app.workspace import Workspace
from cellbuilder.io.spectrum_files import MeasuredSpectrum


@pytest.fixture
def workspace() -> Workspace:
    return Workspace(cellbuilder.library())


def measured(hz: list[float], real: list[float], imaginary: list[float], **more: object) -> MeasuredSpectrum:
    fields: dict[str, object] = {"name": "cell", "source": "cell.csv", "kind": "table", "per_area": True}
    arrays = {"frequency": np.array(hz), "real": np.array(real), "imaginary": np.array(imaginary)}
    return MeasuredSpectrum(**{**fields, **arrays, **more})  # type: ignore[arg-type]


def line(chart: Lines, name: str) -> Line:
    return next(entry for entry in chart.lines if entry.name == name)


def first(value: Overlays) -> Overlay:
    return value.items[0]


@pytest.mark.parametrize("letter", ["A", "O", "Q", "T", "Z"])
def test_that_the_curves_are_the_calculated_spectrum(workspace: Workspace, letter: str) -> None:
    design = cellbuilder.from_model(letter)
    hz = impedance.frequencies(1e-2, 1e7)
    expected = cellbuilder.impedance(design, hz)
    z = expected.shown(expected.total)
    predicted = impedance.predict(workspace, design)
    nyquist = impedance.nyquist(predicted).lines[0]
    magnitude, phase = (chart.lines[0] for chart in impedance.bode(predicted))
    assert np.allclose(nyquist.x, z.real, rtol=1e-12)
    assert np.allclose(nyquist.y, -z.imag, rtol=1e-12, atol=1e-15)
    assert np.array_equal(magnitude.x, hz)
    assert np.allclose(magnitude.y, np.abs(z), rtol=1e-12)
    assert np.allclose(phase.y, np.degrees(np.angle(z)), rtol=1e-12)
    assert len(nyquist.labels) == len(hz)
    again = predicted.at(np.array([3.3, 1e4]))
    single = cellbuilder.impedance(design, [3.3, 1e4])
    assert np.allclose(again[0], single.shown(single.total.real), rtol=1e-12)
    assert np.allclose(again[1], single.shown(single.total.imag), rtol=1e-12)


def test_that_views_share_the_calculation_of_a_design_and_add_nothing_to_it(workspace: Workspace) -> None:
    design, other = cellbuilder.from_model("T"), cellbuilder.from_model("A")
    workspace.evaluate(design)
    cell = workspace.cell(design)
    terms = list(cell.calculation.terms)
    predicted = impedance.predict(workspace, design)
    assert workspace.cell(design) is cell
    assert list(cell.calculation.terms) == terms
    assert predicted.known
    assert workspace.cell(other).bodies[0].layer is other.stack.layers[0]
    workspace.reread()
    assert workspace.cell(other) is not cell


def test_that_both_axes_of_a_nyquist_plot_have_one_scale_and_a_unit() -> None:
    chart = impedance.nyquist(impedance.predict(Workspace(cellbuilder.library()), cellbuilder.from_model("T")))
    assert chart.square
    assert (chart.x.name, chart.y.name, chart.x.unit, chart.y.unit) == ("Z'", "-Z''", "Ohm cm2", "Ohm cm2")


def test_that_frequencies_hold_every_power_of_ten() -> None:
    hz = impedance.frequencies(0.02, 3e6)
    assert (hz[0], hz[-1]) == (0.02, 3e6)
    assert np.all(np.diff(hz) > 0)
    for power in range(-1, 7):
        assert np.any(np.isclose(hz, 10.0**power, rtol=1e-12))


def test_that_the_points_at_powers_of_ten_lie_on_the_curve(workspace: Workspace) -> None:
    predicted = impedance.predict(workspace, cellbuilder.from_model("T"))
    marks = {mark.name: mark for mark in impedance.nyquist(predicted).markers}
    real, imaginary = predicted.at(np.array([1e6]))
    assert marks["1 MHz"].x == pytest.approx(real[0])
    assert marks["1 MHz"].y == pytest.approx(-imaginary[0])


def test_that_an_arc_is_named_at_its_top(workspace: Workspace) -> None:
    design = cellbuilder.from_model("A")
    predicted = impedance.predict(workspace, design)
    (part,) = predicted.found.parts
    mark = impedance.nyquist(predicted).markers[0]
    assert part.apex_hz == pytest.approx(95.9e3, rel=1e-3)
    assert mark.name == "electrolyte, 95.9 kHz"
    half = predicted.found.shown(part.resistance) / 2.0
    assert mark.x == pytest.approx(half, rel=0.02)
    assert mark.y == pytest.approx(half, rel=0.02)


def test_that_displaced_arcs_add_up_to_the_cell(workspace: Workspace) -> None:
    predicted = impedance.predict(workspace, workspace.from_cell("t8-32"))
    chart = impedance.nyquist(predicted)
    total, fast, slow = chart.lines[:3]
    assert [mark.name for mark in chart.markers[:2]] == [
        "antiperovskite bond, 539 kHz",
        "garnet pellet | anode, 152 Hz",
    ]
    assert (fast.style, slow.style) == ("dashed", "dashed")
    for arc in (fast, slow):  # where an arc is alone, it lies on the spectrum of the cell
        top = int(np.argmax(arc.y))
        assert total.x[top] == pytest.approx(arc.x[top], rel=0.01)
        assert total.y[top] == pytest.approx(arc.y[top], rel=0.01)
    parts = predicted.found.parts
    low = predicted.found.shown(sum(part.resistance for part in parts))
    assert slow.x.max() == pytest.approx(low, rel=1e-3)


def test_that_arcs_can_be_left_out(workspace: Workspace) -> None:
    predicted = impedance.predict(workspace, cellbuilder.from_model("T"))
    chart = impedance.nyquist(predicted, arcs=False)
    assert [entry.name for entry in chart.lines] == ["calculated, partial"]


def test_that_a_partial_spectrum_says_what_it_lacks(workspace: Workspace) -> None:
    design = cellbuilder.from_model("T")
    predicted = impedance.predict(workspace, design)
    missing = cellbuilder.impedance(design, [1.0]).missing
    assert predicted.partial
    note = impedance.nyquist(predicted).note
    assert note == (
        "Calculated without: cathode | electrolyte, electrolyte | argyrodite layer, argyrodite layer | anode; "
        "calculated only in part: cathode."
    )
    for item in missing:
        assert f"{item.name}: {item.reason}" in predicted.reasons()
    assert impedance.beyond(predicted) == "Arcs above 10.0 MHz: electrolyte (95.9 MHz), argyrodite layer (120 MHz)"
    assert impedance.beyond(impedance.predict(workspace, design, 1.0, 1e10)) == ""


def test_that_a_formula_with_brackets_leaves_nothing_of_itself_in_a_name() -> None:
    assert impedance._brief("cathode (Fe2(MoO4)3) | electrolyte (Li3OCl)") == "cathode | electrolyte"
    assert impedance._brief("electrolyte (LLZO), grain boundaries") == "electrolyte, grain boundaries"


def test_that_a_cell_of_which_nothing_is_known_has_no_curve(workspace: Workspace) -> None:
    design = cellbuilder.from_model("A")
    stripped = design.model_copy(update={"stack": design.stack.model_copy(update={"layers": design.stack.layers[:1]})})
    predicted = impedance.predict(workspace, stripped)
    assert not predicted.known
    chart = impedance.nyquist(predicted, Overlays().add(measured([3, 2, 1], [1, 2, 3], [-1, -1, -1])))
    assert [entry.name for entry in chart.lines] == ["cell"]
    assert chart.note == "Nothing is known of this cell that a spectrum could be made of."
    assert impedance.comparison(predicted, Overlays()) == {}
    assert [entry.lines for entry in impedance.bode(predicted)] == [(), ()]


def test_that_a_measured_spectrum_is_laid_over_point_by_point(workspace: Workspace) -> None:
    predicted = impedance.predict(workspace, cellbuilder.from_model("T"))
    spectrum = measured([1e5, 10.0, 0.1], [30.0, 60.0, 80.0], [-2.0, -20.0, -5.0], per_area=False, area_m2=0.5e-4)
    overlays = Overlays().add(spectrum)
    points = line(impedance.nyquist(predicted, overlays), "cell")
    assert (points.style, points.series) == ("points", first(overlays).series)
    assert np.allclose(points.x, [15.0, 30.0, 40.0])
    assert np.allclose(points.y, [1.0, 10.0, 2.5])
    assert points.labels == ("100 kHz", "10.0 Hz", "100 mHz")
    magnitude, phase = impedance.bode(predicted, overlays)
    assert np.allclose(line(magnitude, "cell").y, np.hypot([15.0, 30.0, 40.0], [1.0, 10.0, 2.5]))
    assert np.allclose(line(phase, "cell").y, np.degrees(np.arctan2([-1.0, -10.0, -2.5], [15.0, 30.0, 40.0])))


def test_that_a_spectrum_without_area_waits_and_that_is_said(workspace: Workspace) -> None:
    predicted = impedance.predict(workspace, cellbuilder.from_model("T"))
    overlays = Overlays().add(measured([3, 2, 1], [1, 2, 3], [-1, -1, -1], per_area=False))
    chart = impedance.nyquist(predicted, overlays)
    assert "cell" not in [entry.name for entry in chart.lines]
    assert "In Ω, waiting for the area of the electrode: cell." in chart.note
    hidden = overlays.show(first(overlays).key, False)
    assert "waiting" not in impedance.nyquist(predicted, hidden).note


def test_that_both_ends_are_compared_and_what_is_missing_is_said(workspace: Workspace) -> None:
    design = cellbuilder.from_model("T")
    predicted = impedance.predict(workspace, design)
    hz = np.array([1e6, 1e2, 1.0])
    there = cellbuilder.impedance(design, hz)
    real, imaginary = there.shown(there.total.real), there.shown(there.total.imag)
    overlays = Overlays().add(measured(list(hz), list(real + 10.0), list(imaginary)))
    said = impedance.comparison(predicted, overlays)[first(overlays).key].splitlines()
    assert said[0] == f"Intercept, 1.00 MHz: {real[0] + 10:.1f} Ω cm² measured, {real[0]:.1f} calculated (+10.0)"
    assert said[1] == f"Low end, 1.00 Hz: {real[2] + 10:.1f} Ω cm² measured, {real[2]:.1f} calculated (+10.0)"
    assert said[2].startswith("Calculated without: cathode | electrolyte")
    short = impedance.comparison(predicted, overlays, lacking=False)[first(overlays).key]
    assert short.splitlines() == said[:2]


def test_that_the_intercept_is_where_an_inductive_end_meets_the_axis() -> None:
    hz, real = np.array([1e6, 1e4, 1e2]), np.array([10.0, 12.0, 20.0])
    assert impedance.intercept(hz, real, np.array([-1.0, -2.0, -3.0])) == (1e6, 10.0)
    at, value = impedance.intercept(hz, real, np.array([1.0, -1.0, -3.0]))
    assert (at, value) == (pytest.approx(1e5), pytest.approx(11.0))
    assert impedance.intercept(hz, real, np.array([1.0, 1.0, 2.0])) == (1e6, 10.0)


def test_that_the_table_of_a_nyquist_plot_has_all_points_with_their_frequencies(workspace: Workspace) -> None:
    predicted = impedance.predict(workspace, cellbuilder.from_model("A"))
    rows = impedance.nyquist(predicted).table().rows
    assert ("calculated, partial", rows[0][1], rows[0][2], None, None, "10.0 mHz") == rows[0]


def test_that_overlays_take_free_colours_and_names() -> None:
    spectrum = measured([3, 2, 1], [1, 2, 3], [-1, -1, -1])
    value = Overlays().add(spectrum).add(spectrum).add(spectrum)
    assert [item.name for item in value] == ["cell", "cell (2)", "cell (3)"]
    assert len({item.series for item in value}) == 3
    gone = value.items[1]
    less = value.remove(gone.key)
    assert [item.name for item in less] == ["cell", "cell (3)"]
    more = less.add(spectrum)
    assert (more.items[-1].name, more.items[-1].series) == ("cell (2)", gone.series)
    assert len({item.key for item in (*value, *more)}) == 4
    with pytest.raises(KeyError):
        more.get(gone.key)
