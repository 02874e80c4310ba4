"""The chart of where the resistance sits: made when looked at, drawn from the same evaluation."""

from typing import Any

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
