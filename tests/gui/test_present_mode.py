"""Present mode shows stack, headline and one plot in large type, and leaves everything as it was."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from cellbuilder.gui import theme


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
