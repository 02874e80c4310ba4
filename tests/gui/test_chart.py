"""The chart of where the resistance sits: made when looked at, drawn from the same evaluation."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

import cellbuilder
from cellbuilder.app import headlines

CHART = 3


def bars(user: Any) -> list[float]:
    plot = user.window.results.chart.plot
    (item,) = [item for item in plot.getPlotItem().items if type(item).__name__ == "BarGraphItem"]
    return [float(width) for width in item.opts["width"]]


def ticks(user: Any) -> list[str]:
    return [name for _, name in user.window.results.chart.plot.getAxis("left")._tickLevels[0]]


def test_that_the_chart_is_made_when_it_is_first_looked_at(user: Any) -> None:
    assert user.window.results.chart.plot is None
    user.window.results.setCurrentIndex(CHART)
    QApplication.processEvents()
    assert user.window.results.chart.plot is not None


def test_that_the_bars_are_the_evaluated_resistances_in_stack_order(user: Any) -> None:
    user.window.results.setCurrentIndex(CHART)
    QApplication.processEvents()
    profile = headlines.resistance_profile(cellbuilder.evaluate(user.design))
    assert [figure.layers for figure in profile] == [
        ("cathode",),
        ("cathode", "electrolyte"),
        ("electrolyte",),
        ("electrolyte", "anode-interface-layer"),
        ("anode-interface-layer",),
        ("anode-interface-layer", "anode"),
    ]
    assert bars(user) == [figure.value or 0.0 for figure in profile]
    assert [name.rstrip("…") for name in ticks(user)] == [
        figure.name[: len(name.rstrip("…"))] for name, figure in zip(ticks(user), profile, strict=True)
    ]


def test_that_the_chart_says_of_each_part_whether_it_is_unknown(user: Any) -> None:
    user.window.results.setCurrentIndex(CHART)
    QApplication.processEvents()
    assert user.window.results.chart.accessibleDescription().count("unknown") == 3


def test_that_an_edit_moves_the_bars(user: Any) -> None:
    user.window.results.setCurrentIndex(CHART)
    QApplication.processEvents()
    before = bars(user)
    user.window.remove_layer("anode-interface-layer")
    QApplication.processEvents()
    assert len(bars(user)) == len(before) - 2


@pytest.mark.parametrize(("width", "height"), [(960, 540), (1366, 728)])
def test_that_every_value_of_the_chart_fits_beside_its_bar(user: Any, width: int, height: int) -> None:
    user.window.resize(width, height)
    user.window.results.setCurrentIndex(CHART)
    for letter in ("T", "A", "Z"):
        user.window.files.open_model(letter)
        for _ in range(3):
            QApplication.processEvents()
        plot = user.window.results.chart.plot
        texts = [item for item in plot.getPlotItem().items if type(item).__name__ == "TextItem"]
        assert texts
        for item in texts:
            box = item.mapRectToScene(item.boundingRect())
            assert box.right() <= plot.viewport().width(), (letter, item.toPlainText())


def test_that_the_chart_takes_part_in_a_change_of_theme(user: Any) -> None:
    user.window.results.setCurrentIndex(CHART)
    QApplication.processEvents()
    plot = user.window.results.chart.plot
    light = plot.backgroundBrush().color().lightnessF()
    user.window.actions_.dark.trigger()
    assert plot.backgroundBrush().color().lightnessF() < 0.2 < 0.9 < light
