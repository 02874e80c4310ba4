from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMenu

import cellbuilder
from cellbuilder.app import explain, explain_text, headlines
from cellbuilder.gui.dialogs.explanation import COLUMNS, ExplanationDialog
from cellbuilder.gui.results.figure_table import FigureTable

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
OPERATION = 4


def table_of(user: Any, tab: int) -> FigureTable:
    table: FigureTable = user.table(tab)
    if not table.isVisible():  # on the tab of rates, behind the plots
        pages = user.window.results.page(tab).pages
        QTest.mouseClick(pages.buttons[-1], Qt.MouseButton.LeftButton)
        QApplication.processEvents()
    return table


def row_named(table: FigureTable, name: str) -> int:
    model = table.model()
    return next(row for row in range(model.rowCount()) if model.index(row, 0).data() == name)


def click(table: FigureTable, row: int, press: Callable[..., None] = QTest.mouseClick) -> None:
    index = table.model().index(row, 0)
    table.scrollTo(index)
    place = table.visualRect(index).center()
    press(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def double_click(widget: Any, *words: Any) -> None:
    QTest.mouseClick(widget, *words)
    QTest.mouseDClick(widget, *words)


def right_click(table: FigureTable, place: QPoint) -> None:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, table.viewport().mapToGlobal(place))
    QApplication.sendEvent(table.viewport(), event)


def expected(user: Any, key: str) -> str:
    found = explain.explain(cellbuilder.evaluate(user.design), key, cellbuilder.library().sources)
    return explain_text.text(found, COLUMNS)


def close(dialog: ExplanationDialog) -> None:
    QTest.mouseClick(dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Close),
                     Qt.MouseButton.LeftButton)  # fmt: skip


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_that_return_on_a_row_tells_how_it_was_calculated(user: Any, key: Qt.Key) -> None:
    table = table_of(user, 0)
    click(table, row_named(table, "electrolyte (Li3InCl6)"))
    wanted = expected(user, "asr:electrolyte")
    assert "  ASR = d / sigma\n" in wanted

    def read(dialog: ExplanationDialog) -> None:
        assert isinstance(dialog, ExplanationDialog)
        assert dialog.windowTitle() == "How was this calculated?"
        assert dialog.text.toPlainText() == wanted
        assert dialog.text.isReadOnly()
        close(dialog)

    with user.answering(read):
        user.press(key, on=table)
    assert not user.window.isWindowModified()


def test_that_the_text_can_be_selected_and_copied_in_part_or_whole(user: Any) -> None:
    table = table_of(user, 1)
    wanted = expected(user, "wh_per_kg:stack")

    def copy(dialog: ExplanationDialog) -> None:
        QTest.keyClick(dialog.text, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(dialog.text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == "specific energy, stack level"
        QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
        assert QGuiApplication.clipboard().text() == wanted
        QTest.keyClick(dialog.text, Qt.Key.Key_Escape)

    with user.answering(copy):
        click(table, row_named(table, "specific energy, stack level"), double_click)


def test_that_the_context_menu_asks_about_the_row_at_the_mouse(user: Any) -> None:
    table = table_of(user, 0)
    click(table, 0)
    right_click(table, table.visualRect(table.model().index(1, 0)).center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["How was this calculated?"]
    menu.setActiveAction(menu.actions()[0])
    wanted = expected(user, "asr@pseudo-steady")

    def read(dialog: ExplanationDialog) -> None:
        assert dialog.text.toPlainText() == wanted
        close(dialog)

    with user.answering(read):
        QTest.keyClick(menu, Qt.Key.Key_Return)


def test_that_the_menu_key_asks_about_the_chosen_row(user: Any) -> None:
    table = table_of(user, OPERATION)
    click(table, row_named(table, "current density"))
    here = QPoint(3, 3)
    QApplication.sendEvent(table, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, here, table.mapToGlobal(here)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.setActiveAction(menu.actions()[0])
    wanted = expected(user, "current")

    def read(dialog: ExplanationDialog) -> None:
        assert dialog.text.toPlainText() == wanted
        close(dialog)

    with user.answering(read):
        QTest.keyClick(menu, Qt.Key.Key_Return)


def test_that_nothing_comes_where_there_is_no_row(user: Any) -> None:
    user.window.results.setMinimumHeight(table_of(user, OPERATION).model().rowCount() * 40 + 160)
    table = table_of(user, OPERATION)
    QApplication.processEvents()
    outside = table.viewport().rect().bottomLeft() - QPoint(-5, 3)
    assert not table.indexAt(outside).isValid()
    right_click(table, outside)
    assert QApplication.activePopupWidget() is None
    user.press(Qt.Key.Key_Return, on=table)
    assert QApplication.activeModalWidget() is None


def test_that_every_row_of_every_table_can_be_explained_as_the_design_is_now(user: Any) -> None:
    user.click_layer("electrolyte")
    user.enter("Thickness", "30 um")
    for tab in (0, 1, OPERATION):
        table = table_of(user, tab)
        for row in range(table.model().rowCount()):
            told: list[str] = []

            def read(dialog: ExplanationDialog, told: list[str] = told) -> None:
                told.append(dialog.text.toPlainText())
                dialog.reject()

            table.setCurrentIndex(table.model().index(row, 0))
            with user.answering(read):
                user.press(Qt.Key.Key_Return, on=table)
            name, value, *_ = user.rows(tab)[row]
            assert f" = {value}" in told[0].split("\n")[1], name


def test_that_a_table_out_of_sight_is_put_into_words_when_somebody_looks(
    user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = user.table()
    user.window.results.page(0).sides.button.setChecked(False)
    asked: list[int] = []
    text = table.figures.text
    monkeypatch.setattr(table.figures, "text", lambda row, column: asked.append(column) or text(row, column))
    user.click_layer("electrolyte")
    user.enter("Thickness", "33 um")
    assert not table.isVisible()
    assert asked == []
    user.window.results.page(0).sides.button.setChecked(True)
    assert table.isVisible()
    letters = table.fontMetrics()
    widest = max(letters.horizontalAdvance(text(row, 1)) for row in range(table.figures.rowCount()))
    assert table.columnWidth(1) >= widest


def test_that_the_window_shows_what_happens_under_current(user: Any) -> None:
    table_of(user, OPERATION)
    assert user.window.results.tabText(OPERATION) == "Rate"
    evaluation = cellbuilder.evaluate(user.design)
    rows = [list(headlines.row(figure, evaluation.figures.trace)) for figure in headlines.operating_rows(evaluation)]
    assert user.rows(OPERATION) == rows
    assert [row[0] for row in rows][:2] == ["current density", "voltage drop at this current (pseudo-steady)"]
