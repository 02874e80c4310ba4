"""Pinning designs and comparing them: table, marks, charts, names, going back."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu, QStyleOptionViewItem

import cellbuilder
from cellbuilder.app import edits, present
from cellbuilder.app.charts.model import Bars, Lines
from cellbuilder.app.compare import pins
from cellbuilder.domain.quantity import Quantity
from cellbuilder.gui import text, theme
from cellbuilder.gui.compare.tab import CompareTab
from cellbuilder.gui.dialogs.explanation import ExplanationDialog
from cellbuilder.gui.results.panel import COMPARE
from cellbuilder.io import codec

User = Any


@pytest.fixture
def tab(user: User) -> CompareTab:
    user.window.results.go_to(COMPARE)
    found = user.window.results.page(COMPARE)
    assert isinstance(found, CompareTab)
    user.qtbot.waitUntil(found.isVisible)
    user.come_back()
    return found


def rows(tab: CompareTab) -> dict[str, list[str]]:
    model = tab.model
    read = [[str(model.index(row, column).data() or "") for column in range(model.columnCount())]
            for row in range(model.rowCount())]  # fmt: skip
    return {row[0]: row[1:] for row in read}


def is_bold(tab: CompareTab, name: str, column: int) -> bool:
    row = list(rows(tab)).index(name)
    return bool(tab.model.index(row, column).data(Qt.ItemDataRole.FontRole).bold())


def pin(user: User) -> None:
    user.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier, on=user.window)


def thin(user: User, value: float = 50.0) -> None:
    quantity = Quantity(value=value, unit="um")
    user.window.document.apply(
        lambda design: edits.set_quantity(design, "electrolyte", "thickness", quantity), "Change thickness"
    )


def test_that_without_a_pin_the_tab_shows_the_design_and_says_what_to_do(user: User, tab: CompareTab) -> None:
    total = user.window.document.evaluation.figures.resistance.totals[-1]
    assert rows(tab)["ASR"][0] == f"{present.value(total)} ({present.span(total)})"
    assert tab.hint.isVisible()
    assert not tab.back_button.isEnabled()
    assert "Pin this design" in tab.hint.text()


def test_that_a_pin_keeps_the_design_and_an_edit_shows_what_differs(user: User, tab: CompareTab) -> None:
    pin(user)
    assert user.told.startswith("Pinned as “Model T”")
    before = user.window.document.evaluation.figures
    thin(user)
    after = user.window.document.evaluation.figures
    shown = rows(tab)
    assert shown["electrolyte (Li3InCl6): thickness"] == ["50 µm", "≠ 430 µm (260 – 640)", ""]
    assert shown["Thickness"][0].startswith(present.value(after.thickness))
    assert shown["Thickness"][1].startswith(f"≠ {present.value(before.thickness)}")
    assert shown["Thickness"][2] == "−380 µm   × 0.594"
    known = (after.resistance.totals[-1].value or 0.0) - (before.resistance.totals[-1].value or 0.0)
    words = "in what is known: both are at least; the ranges overlap"
    assert shown["ASR"][2] == f"−{present.number(-known)} Ω cm² {words}"
    assert shown["Voltage"][1] == shown["Voltage"][0]
    assert is_bold(tab, "Thickness", 2)
    assert not is_bold(tab, "Voltage", 2)
    index = tab.model.index(list(shown).index("Thickness"), 2)
    assert str(index.data(Qt.ItemDataRole.AccessibleTextRole)).startswith("differs: ")
    assert not tab.hint.isVisible()


def test_that_going_back_to_a_pin_is_one_undoable_step(user: User, tab: CompareTab) -> None:
    original = user.json
    pin(user)
    thin(user)
    changed = user.json
    QTest.mouseClick(tab.back_button, Qt.MouseButton.LeftButton)
    assert user.json == original
    assert user.window.document.undo_stack.undoText() == "Go back to Model T"
    user.window.document.undo_stack.undo()
    assert user.json == changed


def test_that_pins_can_be_renamed_chosen_and_removed(user: User, tab: CompareTab) -> None:
    pin(user)
    thin(user)
    pin(user)
    assert [tab.against.itemText(place) for place in range(2)] == ["Model T", "Model T (2)"]
    assert tab.against.currentIndex() == 1

    def answer(dialog: QInputDialog) -> None:
        dialog.setTextValue("thin <b>one</b>")
        dialog.accept()

    with user.answering(answer):
        QTest.mouseClick(tab.rename_button, Qt.MouseButton.LeftButton)
    heads = [tab.model.headerData(column, Qt.Orientation.Horizontal) for column in range(tab.model.columnCount())]
    assert heads[3:] == ["thin <b>one</b>", "this design less thin <b>one</b>"]
    tab.against.setFocus()
    QTest.keyClick(tab.against, Qt.Key.Key_Up)
    assert tab.board.chosen == 0
    assert rows(tab)["Thickness"][3].startswith("−380 µm")
    QTest.mouseClick(tab.remove_button, Qt.MouseButton.LeftButton)
    assert [held.name for held in tab.board.pins] == ["thin <b>one</b>"]
    QTest.mouseClick(tab.remove_button, Qt.MouseButton.LeftButton)
    assert tab.hint.isVisible()


def test_that_a_file_and_a_model_can_be_compared_with(
    user: User, tab: CompareTab, tmp_path: Path, choose_file: Callable[..., None]
) -> None:
    path = tmp_path / "other.cellbuilder.json"
    codec.save(cellbuilder.from_model("U"), path)
    choose_file(path)
    tab.ask_file()
    menu = tab.with_button.menu()
    models = next(held for held in menu.findChildren(QMenu) if held.title() == "A model")
    models.aboutToShow.emit()
    entries = [action.text() for action in models.actions()]
    assert len(entries) == 28
    next(action for action in models.actions() if action.text().startswith("AB ")).trigger()
    assert [held.name for held in tab.board.pins] == ["other.cellbuilder.json", "Model AB"]
    assert tab.board.pins[1].design == cellbuilder.from_model("AB")
    assert rows(tab)["anode: material"][0] == "Li-In"


def test_that_a_damaged_file_is_explained_and_pins_nothing(user: User, tab: CompareTab, tmp_path: Path) -> None:
    path = tmp_path / "broken.cellbuilder.json"
    path.write_text("{", encoding="utf-8")
    with user.answering(lambda dialog: dialog.reject()):
        tab.compare_with(path)
    assert tab.board.pins == ()


def test_that_the_charts_hold_every_design(user: User, tab: CompareTab) -> None:
    pin(user)
    thin(user)
    chart = tab.chart.chart
    assert isinstance(chart, Bars)
    assert [bar.name for bar in chart.bars] == ["this design", "Model T"]
    total = user.window.document.evaluation.figures.resistance.totals[-1]
    assert chart.bars[0].text.startswith(present.value(total))
    tab.pages.turn_to(1)
    user.qtbot.waitUntil(tab.kinds.isVisible)
    QTest.mouseClick(tab.kinds.button("impedance"), Qt.MouseButton.LeftButton)
    spectra = tab.chart.chart
    assert isinstance(spectra, Lines)
    assert [line.name for line in spectra.lines] == ["this design", "Model T"]
    assert spectra.lines[0].x.min() < spectra.lines[1].x.min()
    assert spectra.square


def test_that_pins_outlive_the_design_that_is_open(user: User, tab: CompareTab) -> None:
    pin(user)
    user.window.document.open(cellbuilder.from_model("U"), None)
    shown = rows(tab)
    assert shown["cathode: LCO: material"][:2] == ["LFP", "≠ LCO"]
    assert tab.chart.chart is not None


def test_that_no_more_are_pinned_than_can_stand_side_by_side(user: User, tab: CompareTab) -> None:
    for _ in range(pins.MOST):
        tab.board.pin()
    with user.answering(lambda dialog: dialog.reject()):
        pin(user)
    assert len(tab.board.pins) == pins.MOST


def test_that_a_result_opens_how_it_was_calculated(user: User, tab: CompareTab) -> None:
    row = list(rows(tab)).index("Thickness")
    tab.table.setFocus()
    tab.table.setCurrentIndex(tab.model.index(row, 1))
    said: list[str] = []

    def read(dialog: ExplanationDialog) -> None:
        said.append(dialog.text.toPlainText())
        dialog.reject()

    with user.answering(read, ExplanationDialog):
        QTest.keyClick(tab.table, Qt.Key.Key_Return)
    assert [text.split(":")[0].split("\n")[0] for text in said] == ["thickness of the stack"]


def cut(tab: CompareTab) -> list[str]:
    """Return the texts that have less room than they need."""
    table, model, found = tab.table, tab.model, []
    for row in range(model.rowCount()):
        if model.comparison.rows[row].is_heading:
            continue
        for column in range(model.columnCount()):
            index, option = model.index(row, column), QStyleOptionViewItem()
            table.initViewItemOption(option)
            option.rect = QRect(0, 0, table.columnWidth(column), table.rowHeight(row))
            needed = table.itemDelegate().sizeHint(option, index)
            if needed.height() > table.rowHeight(row):
                found.append(str(index.data()))
    return found


@pytest.mark.parametrize("percent", [100, 200])
def test_that_long_notes_are_whole_in_a_small_window(user: User, tab: CompareTab, percent: int) -> None:
    theme.dress(QApplication.instance(), "light", percent)
    user.window.resize(1366, 768)
    pin(user)
    thin(user)
    user.qtbot.waitUntil(lambda: tab.table.width() < user.window.width())
    assert any("the ranges overlap" in row[-1] for row in rows(tab).values())
    assert cut(tab) == []
    thin(user, 1000.0)
    assert cut(tab) == []
    if percent == 100:
        assert not tab.table.horizontalScrollBar().isVisible()
    tab.table.horizontalHeader().resizeSection(1, 60)
    assert cut(tab) == []


def cell_of(tab: CompareTab, name: str, column: int) -> QModelIndex:
    return tab.model.index(list(rows(tab)).index(name), column)


def act(tab: CompareTab, index: QModelIndex, word: str) -> None:
    next(action for action in tab.table.menu(index).actions() if action.text() == word).trigger()


def test_that_the_comparison_is_written_as_numbers_with_units_ranges_and_labels(
    user: User, tab: CompareTab, tmp_path: Path, choose_file: Callable[..., None]
) -> None:
    pin(user)
    thin(user)
    tab.board.rename(0, "=danger()")
    path = tmp_path / "compared.csv"
    choose_file(path)
    act(tab, QModelIndex(), "Save table as CSV …")
    assert user.told == "Table written to compared.csv"
    heads, *lines = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    found = {line[1]: dict(zip(heads, line, strict=True)) for line in lines}
    now, before = user.window.document.evaluation.figures, tab.board.pins[0].evaluation.figures
    thickness = found["Thickness"]
    assert (thickness["part"], thickness["unit"]) == ("Results", "um")
    assert float(thickness["this design"]) == now.thickness.value
    assert float(thickness["'=danger()"]) == before.thickness.value
    assert float(thickness["this design: low"]) == now.thickness.low
    assert thickness["this design: label"] == "computed*"
    assert float(thickness["this design less =danger()"]) == pytest.approx(-380)
    assert float(thickness["ratio"]) == pytest.approx(now.thickness.value / before.thickness.value)
    assert found["ASR"]["this design: label"] == "at least*"
    assert found["ASR"]["this design less =danger()"] == ""
    assert found["ASR"]["remark"].startswith("difference: −")
    assert found["N/P"]["this design"] == ""
    assert found["electrolyte (Li3InCl6): thickness"]["'=danger()"] == "430 µm (260 – 640)"
    assert not any(cell.startswith("'") for line in lines for cell in line)


def test_that_table_and_cells_are_copied_whole(user: User, tab: CompareTab) -> None:
    pin(user)
    thin(user)
    act(tab, QModelIndex(), "Copy table")
    copied = QApplication.clipboard().text().splitlines()
    assert copied[0].split("\t")[:4] == ["part", "what", "unit", "this design"]
    assert len(copied) == 1 + sum(not row.is_heading for row in tab.model.comparison.rows)
    thickness = cell_of(tab, "Thickness", 3)
    act(tab, thickness, "Copy cell")
    assert QApplication.clipboard().text() == "−380 µm   × 0.594\nthe ranges overlap"
    assert "the ranges overlap" in thickness.data(Qt.ItemDataRole.ToolTipRole)
    assert tab.table.menu(thickness).actions()[0].text() == text.HOW_CALCULATED
    field = cell_of(tab, "electrolyte (Li3InCl6): thickness", 0)
    assert tab.table.menu(field).actions()[0].text() == "Copy cell"
    QApplication.clipboard().clear()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_that_the_corner_button_offers_the_table_where_the_table_is_shown(user: User, tab: CompareTab) -> None:
    user.window.resize(1366, 768)
    tab.pages.turn_to(0)
    QTest.mouseClick(tab.more_button, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["Copy table", "Save table as CSV …"]
    menu.close()
    user.qtbot.waitUntil(lambda: len(tab.pages.shown) == 1)
    tab.pages.turn_to(1)
    assert not tab.more_button.isVisible()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_that_the_shortcut_for_comparing_opens_the_tab_and_its_menu(user: User) -> None:
    user.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, on=user.window)
    assert user.window.results.currentIndex() == COMPARE
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["A file …", "A model", "A published cell"]
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=QPoint(-5, -5))
    menu.close()
