"""The rate tab: curves at the C-rates that are typed, what caps them, and figures that can be asked."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

import cellbuilder
from cellbuilder.app import headlines, present
from cellbuilder.app.charts import rate
from cellbuilder.gui.document import Document
from cellbuilder.gui.results.panel import RATE
from cellbuilder.gui.results.rate_tab import RateTab


@pytest.fixture
def tab(document: Document, alone: Callable[[QWidget], None]) -> RateTab:
    """The tab by itself."""
    made = RateTab(document)
    alone(made)
    return made


@pytest.fixture
def inside(user: Any) -> RateTab:
    """The tab in its window."""
    user.window.resize(1366, 768)
    user.window.results.go_to(RATE)
    QApplication.processEvents()
    found = user.window.results.page(RATE)
    assert isinstance(found, RateTab)
    return found


def enter(tab: RateTab, typed: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    tab.field.setFocus()
    tab.field.selectAll()
    QTest.keyClicks(tab.field, typed)
    QTest.keyClick(tab.field, key)
    QApplication.processEvents()


def names(tab: RateTab) -> list[str]:
    assert tab.voltage.chart is not None
    return [line.name for line in tab.voltage.chart.lines]  # type: ignore[union-attr]


def test_that_the_curves_are_those_of_the_design(document: Document, tab: RateTab) -> None:
    expected = rate.voltage(rate.discharges(document.workspace, document.design))
    shown = tab.voltage.chart
    assert names(tab) == ["open circuit", "0.1C", "0.2C", "0.5C", "1C", "2C"]
    for one, other in zip(shown.lines, expected.lines, strict=True):  # type: ignore[union-attr]
        assert np.array_equal(one.y, other.y)
    assert tab.bound.full.startswith("Ohmic limit at nominal inputs: straight open-circuit line")
    assert tab.bound.full.endswith("Caps: diffusion in the grains, 417 s at least.")
    assert "ten times the diffusion time" in tab.bound.accessibleDescription()


def test_that_other_c_rates_are_typed(tab: RateTab) -> None:
    enter(tab, "0,5 3C")
    assert names(tab) == ["open circuit", "0.5C", "3C"]
    assert tab.field.text() == "0.5 3 C"
    assert not tab.problem.isVisible()
    assert [line.labels for line in tab.ragone.chart.lines][1] == ("0.5C", "3C")  # type: ignore[union-attr]


def test_that_wrong_c_rates_stay_with_the_reason_and_escape_takes_them_back(tab: RateTab) -> None:
    before = names(tab)
    enter(tab, "quick")
    assert tab.problem.text() == "'quick' is not a C-rate, such as 0.5 or 2C"
    assert tab.problem.isVisible()
    assert tab.field.text() == "quick"
    assert tab.field.accessibleDescription() == tab.problem.text()
    assert names(tab) == before
    QTest.keyClick(tab.field, Qt.Key.Key_Escape)
    assert tab.field.text() == "0.1 0.2 0.5 1 2 C"
    assert not tab.problem.isVisible()


def test_that_an_edit_moves_the_curves_and_the_figures(user: Any, inside: RateTab) -> None:
    before = inside.voltage.chart.lines[-1].y.copy()  # type: ignore[union-attr]
    user.window.layers.remove("anode-interface-layer")
    QApplication.processEvents()
    assert not np.array_equal(inside.voltage.chart.lines[-1].y, before)  # type: ignore[union-attr]
    figures = headlines.operating_rows(cellbuilder.evaluate(user.design))
    model = inside.figures
    assert [model.index(row, 1).data() for row in range(model.rowCount())] == [present.value(item) for item in figures]


def test_that_a_figure_can_be_asked_how_it_was_calculated(user: Any, inside: RateTab) -> None:
    inside.pages.turn_to(2)
    QApplication.processEvents()
    assert inside.table.isVisible()
    inside.table.setFocus()
    inside.table.selectRow(0)
    met: list[str] = []

    def answer(dialog: Any) -> None:
        met.append(dialog.text.toPlainText())
        dialog.reject()

    with user.answering(answer):
        QTest.keyClick(inside.table, Qt.Key.Key_Return)
    assert "current density" in met[0]


def test_that_a_design_without_a_cut_off_says_why_there_are_no_curves(document: Document, tab: RateTab) -> None:
    stack = document.design.stack.model_copy(update={"cutoffs": None})
    bare = document.design.model_copy(update={"stack": stack})
    document.apply(lambda _design: bare, "no cut-offs")
    QApplication.processEvents()
    assert names(tab) == []
    assert tab.bound.full.startswith("What the cell delivers under current is unknown: no lower voltage limit")
