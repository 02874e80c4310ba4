"""From the start to a saved file and past a crash, for a cell of each class; windows side by side; names of all."""

import gc
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

import cellbuilder
from cellbuilder.app.recovery import Recovery
from cellbuilder.app.workspace import Workspace
from cellbuilder.gui import theme
from cellbuilder.gui.dialogs.leftovers import LeftoversDialog
from cellbuilder.gui.library.gallery import GalleryDialog
from cellbuilder.gui.main_window import MainWindow
from cellbuilder.gui.program import Program
from cellbuilder.gui.results.panel import COMPARE, EXPLORE
from cellbuilder.io import codec

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Button = QMessageBox.StandardButton


@pytest.fixture
def program(settings: QSettings, workspace: Workspace, tmp_path: Path) -> Iterator[Program]:
    """A program of its own, with a place for unsaved work; its windows go without a question."""
    made = Program(settings, workspace, Recovery(tmp_path / "state"))
    yield made
    for window in tuple(made.windows):
        window.document.undo_stack.setClean()
        window.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def shown(window: MainWindow, qtbot: QtBot) -> MainWindow:
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and QApplication.focusWindow() is window.windowHandle())
    return window


def rest(window: Any, qtbot: QtBot) -> None:
    """Wait until nothing is worked out beside the window."""
    qtbot.waitUntil(lambda: not window.results.page(EXPLORE).slot.busy)


def test_that_somebody_new_comes_from_the_gallery_to_a_saved_file_with_keys_alone(
    program: Program, cell: Any, user_of: Any, qtbot: QtBot, tmp_path: Path, choose_file: Callable[..., None]
) -> None:
    user = user_of(shown(program.new_window(), qtbot))

    def start(dialog: GalleryDialog) -> None:
        assert dialog.focusWidget() is dialog.gallery.search
        QTest.keyClicks(dialog.gallery.search, f"is:model {cell.model}")
        user.press(Qt.Key.Key_Down, on=dialog.gallery.search)
        for _ in range(30):
            card: Any = dialog.focusWidget()
            if card.key == cell.model:
                break
            user.press(Qt.Key.Key_Right, on=card)
        user.press(Qt.Key.Key_Return, on=dialog.focusWidget())

    with user.answering(start, GalleryDialog):
        program.greet(user.window, named=False)
    assert user.json == codec.dumps(cellbuilder.from_model(cell.model))
    assert user.window.stack_view.hasFocus()

    user.press(Qt.Key.Key_End)
    for _ in range(len(user.layers)):
        if user.selected == ("electrolyte",):
            break
        user.press(Qt.Key.Key_Left)
    user.press(Qt.Key.Key_Return)
    field: Any = QApplication.focusWidget()
    QTest.keyClicks(field, "0,025 mm")
    choose_file(tmp_path / "mine")
    user.press(Qt.Key.Key_S, CTRL)  # what is being typed is taken first
    saved = codec.load(tmp_path / "mine.cellbuilder.json")
    thickness = next(layer.thickness for layer in saved.stack.layers if layer.id == "electrolyte")
    assert thickness is not None
    assert thickness.si == pytest.approx(25e-6)
    assert saved == user.design
    assert not user.window.document.is_modified
    user.shows_its_numbers()
    assert (tmp_path / "mine.cellbuilder.json") in [Path(name) for name in program.settings.recent]

    def see_it_offered(dialog: GalleryDialog) -> None:
        assert next(button.accessibleName() for button in dialog.gallery.recent).startswith("mine.cellbuilder.json")
        user.press(Qt.Key.Key_Escape, on=dialog)

    with user.answering(see_it_offered, GalleryDialog):
        user.press(Qt.Key.Key_N, CTRL)

    user.enter("Thickness", "26 um") if user.selected else user.press(Qt.Key.Key_Home)
    with user.answering(lambda box: user.press(Qt.Key.Key_Escape, on=box), QMessageBox):
        user.press(Qt.Key.Key_W, CTRL, on=user.window)
    assert user.window.isVisible()
    user.window.stack_view.setFocus()
    user.undo()
    assert user.design == saved
    user.press(Qt.Key.Key_W, CTRL)
    assert program.windows == []


def test_that_what_a_crash_left_comes_back_to_the_byte(
    program: Program, cell: Any, user_of: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    lost = cellbuilder.from_cell(next(entry.id for entry in cellbuilder.library().cells()
                                      if entry.model == cell.model))  # fmt: skip
    other = Recovery(tmp_path / "state")
    other.keep("lost", lost, None)
    assert other._lock is not None
    other._lock.close()
    user = user_of(shown(program.new_window(), qtbot))
    with user.answering(lambda dialog: QTest.mouseClick(dialog.restore, LEFT), LeftoversDialog):
        program.greet(user.window, named=False)
    assert user.json == codec.dumps(lost)
    assert user.window.document.is_modified
    user.shows_its_numbers()


def test_that_windows_side_by_side_leave_each_other_alone(
    program: Program, cell: Any, user_of: Any, qtbot: QtBot
) -> None:
    first = user_of(shown(program.new_window(), qtbot))
    first.click_layer("electrolyte")
    first.enter("Thickness", "41 um")
    first.window.results.go_to(COMPARE)
    first.press(Qt.Key.Key_P, CTRL, on=first.window)
    before, chosen = first.json, first.selected
    pins = first.window.results.page(COMPARE).board.pins
    second = user_of(shown(program.new_window(program.workspace.from_model(cell.model)), qtbot))
    second.click_layer("electrolyte")
    second.enter("Thickness", "31 um")
    second.window.stack_view.setFocus()
    second.press(Qt.Key.Key_Delete)
    second.shows_its_numbers()
    assert (first.json, first.selected) == (before, chosen)
    assert first.window.results.page(COMPARE).board.pins == pins
    assert second.window.results.page(COMPARE).board.pins == ()
    assert first.window.document.undo_stack.count() == 1
    second.undo()
    second.undo()
    assert second.json == codec.dumps(cellbuilder.from_model(cell.model))
    first.come_back()
    first.window.stack_view.setFocus()
    assert first.json == before
    first.undo()
    assert first.json == codec.dumps(cellbuilder.from_model("T"))
    first.shows_its_numbers()


def test_that_a_window_that_was_closed_is_gone_and_hears_nothing_more(
    program: Program, user_of: Any, qtbot: QtBot
) -> None:
    stays = user_of(shown(program.new_window(), qtbot))
    goes = shown(program.new_window(program.workspace.from_model("AA")), qtbot)
    for tab in range(goes.results.count()):
        goes.results.go_to(tab)
    rest(goes, qtbot)
    held = [weakref.ref(each) for each in (goes, goes.document, goes.actions_, goes.library, goes.stack_view)]
    goes.close()
    del goes
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    stays.come_back()
    stays.press(Qt.Key.Key_D, CTRL, on=stays.window)  # pytest-qt fails the test if a slot raises
    assert theme.scheme() == "dark"
    program.settings.set_scale(125)
    program.settings.set_scale(100)
    program.settings.set_decimal("comma")
    program.settings.set_decimal("point")
    program.settings.set_autosave(False)
    stays.window.actions_.views.present.setChecked(True)
    stays.window.actions_.views.present.setChecked(False)
    gc.collect()
    assert [each() for each in held] == [None] * len(held)
    stays.shows_its_numbers()


class Flashes(QObject):
    """Notes what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


def test_that_nothing_but_the_window_comes_up_as_a_window(program: Program, qapp: QApplication, qtbot: QtBot) -> None:
    program.settings.set_tips(True)
    flashes = Flashes()
    qapp.installEventFilter(flashes)
    window = shown(program.new_window(program.workspace.from_model("C")), qtbot)
    for tab in range(window.results.count()):
        window.results.go_to(tab)
    rest(window, qtbot)
    for layer in window.document.design.stack.layers:
        window.selection.select(layer.id)
    window.actions_.views.present.setChecked(True)
    window.actions_.views.present.setChecked(False)
    qapp.removeEventFilter(flashes)
    assert flashes.seen == ["MainWindow "]


ASKING = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QAbstractItemView, QTabBar)


def unnamed(root: QWidget) -> set[str]:
    """What takes the keyboard or the mouse and has no name for a screen reader."""
    return {
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in root.findChildren(QWidget)
        if widget.isVisible() and is_control(widget) and not is_named(widget)
    }


def is_control(widget: QWidget) -> bool:
    """Whether it is one, and not the inner part of another."""
    inside = isinstance(widget.parentWidget(), QComboBox | QAbstractItemView) or widget.focusProxy() is not None
    of_qt = widget.objectName().startswith("qt_") or widget.inherits("QScrollBar") or widget.inherits("QHeaderView")
    asks = isinstance(widget, ASKING) or bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return asks and not inside and not of_qt


def is_named(widget: QWidget) -> bool:
    """Whether a screen reader can say what it is."""
    by_action = isinstance(widget, QToolButton) and widget.defaultAction() is not None
    return bool(widget.accessibleName() or getattr(widget, "text", str)() or by_action)


def test_that_everything_on_every_tab_and_in_every_field_has_a_name(user: Any) -> None:
    user.open_entry("model", "C")
    window = user.window
    found: set[str] = set()
    window.results.go_to(COMPARE)
    user.press(Qt.Key.Key_P, CTRL, on=window)
    for tab in range(window.results.count()):
        window.results.go_to(tab)
        QApplication.processEvents()
        found |= unnamed(window)
    user.qtbot.waitUntil(lambda: not window.results.page(EXPLORE).slot.busy)
    seams = list(zip(user.layers, user.layers[1:], strict=False))
    for chosen in ((), *((key,) for key in user.layers), *seams):
        window.selection.select(*chosen)
        for fold in window.inspector._folds:
            if fold.heading is not None:
                fold.heading.setChecked(True)
        found |= unnamed(window.inspector)
    assert found == set()


def test_that_everything_in_every_dialog_has_a_name_and_goes_with_escape(user: Any) -> None:
    window, met = user.window, []
    actions = window.actions_

    def look(dialog: QDialog) -> None:
        QApplication.processEvents()
        assert dialog.windowTitle()
        met.append(dialog.windowTitle())
        assert unnamed(dialog) == set(), dialog.windowTitle()
        assert dialog.focusWidget() is not None, dialog.windowTitle()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    user.click_layer("electrolyte")
    wanted = [actions.files.new, actions.edits.history, actions.edits.settings, actions.add,
              actions.helps.shortcuts, actions.helps.about]  # fmt: skip
    wanted += [action for action in actions.library_menu.actions()
               if action.text() in ("Compare models …", "New material …")]  # fmt: skip
    for action in wanted:
        with user.answering(look):
            action.trigger()
    assert len(set(met)) == len(wanted)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert [type(dialog).__name__ for dialog in window.findChildren(QDialog)] == []
    user.press(Qt.Key.Key_Delete, on=window.stack_view)
    with user.answering(look, QMessageBox):
        window.close()
    assert window.isVisible()
