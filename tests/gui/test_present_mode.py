"""Present mode shows stack, headline and one plot in large type, and leaves everything as it was."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from cellbuilder.gui import theme
from cellbuilder.gui.plots.chart_view import ChartView
from cellbuilder.gui.results.panel import COMPARE, ENERGY, EXPLORE, IMPEDANCE, RATE, RESISTANCE, WINDOWS

CONTROLS = (QAbstractItemView, QLineEdit, QComboBox, QPushButton)


def bystanders(window: Any) -> list[Any]:
    return [window.menuBar(), window.statusBar(), *window.actions_.bars, *window.layout_.docks]


def test_that_presenting_leaves_only_stack_headline_and_results_in_large_type(user: Any) -> None:
    window = user.window
    letters = window.headline.findChildren(QLabel)[0].font().pointSizeF()
    user.press(Qt.Key.Key_F5)
    assert window.isFullScreen()
    assert [widget.isVisible() for widget in bystanders(window)] == [False] * len(bystanders(window))
    assert window.stack_view.isVisible()
    assert window.headline.isVisible()
    assert window.results.isVisible()
    assert not window.results.tabBar().isVisible()
    assert window.headline.findChildren(QLabel)[0].font().pointSizeF() >= 1.5 * letters
    assert window.settings.scale == 100, "the size that was chosen stays"
    user.press(Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert [widget.isVisible() for widget in bystanders(window)] == [True] * len(bystanders(window))
    assert window.results.tabBar().isVisible()
    assert window.headline.findChildren(QLabel)[0].font().pointSizeF() == letters


def in_sight(root: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [widget for widget in root.findChildren(kind) if widget.isVisible()]


def controls(page: QWidget) -> set[tuple[str, str]]:
    return {(type(widget).__name__, widget.accessibleName()) for kind in (ChartView, *CONTROLS)
            for widget in in_sight(page, kind)}  # fmt: skip


@pytest.mark.parametrize("tab", [RESISTANCE, ENERGY, WINDOWS, IMPEDANCE, RATE, EXPLORE, COMPARE])
def test_that_stack_headline_and_one_plot_are_all_that_is_shown(user: Any, tab: int) -> None:
    window = user.window
    page = window.results.page(tab)
    window.results.setCurrentIndex(tab)
    QApplication.processEvents()
    before = controls(page)
    window.stack_view.setFocus()
    user.press(Qt.Key.Key_F5)
    QApplication.processEvents()
    assert len(in_sight(page, ChartView)) == 1
    for kind in CONTROLS:
        assert in_sight(page, kind) == []
    splitter = window.layout_.centre
    assert [splitter.widget(place).isVisible() for place in range(splitter.count())] == [True, True]
    user.press(Qt.Key.Key_Escape)
    user.qtbot.waitUntil(lambda: controls(page) == before)


def test_that_what_was_hidden_before_stays_hidden_after(user: Any) -> None:
    user.window.layout_.docks[0].hide()
    user.press(Qt.Key.Key_F11)
    user.press(Qt.Key.Key_F11)
    assert [dock.isVisible() for dock in user.window.layout_.docks] == [False, True]
    assert not user.window.isFullScreen()


def test_that_editing_goes_on_while_presenting(user: Any) -> None:
    before = user.json
    user.press(Qt.Key.Key_F5)
    user.click_layer("electrolyte")
    user.press(Qt.Key.Key_Delete, on=user.window.stack_view)
    assert user.json != before
    user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, on=user.window.stack_view)
    assert user.json == before
    user.press(Qt.Key.Key_Escape, on=user.window.stack_view)
    assert not user.window.presenting.on


def test_that_closing_while_presenting_remembers_the_usual_layout(user: Any, make_window: Any) -> None:
    size = user.window.size()
    user.press(Qt.Key.Key_F5)
    user.window.close()
    assert theme.scale() == 1.0
    again = make_window()
    QApplication.processEvents()
    assert not again.isFullScreen()
    assert again.size() == size
    assert all(dock.isVisible() for dock in again.layout_.docks)
