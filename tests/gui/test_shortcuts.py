"""Every action has one place, a name and keys of its own; the list of keys is made from them."""

import os
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolBar, QToolButton

from cellbuilder.gui.canvas import keys
from cellbuilder.gui.dialogs.shortcuts import ShortcutsDialog


def in_menus(window: Any) -> list[QAction]:
    found: list[QAction] = []

    def walk(menu: QMenu) -> None:
        for action in menu.actions():
            inner = action.menu()
            if isinstance(inner, QMenu):
                walk(inner)
            elif not action.isSeparator():
                found.append(action)

    for action in window.menuBar().actions():
        menu = action.menu()
        assert isinstance(menu, QMenu)
        walk(menu)
    return found


def test_that_no_two_actions_share_a_key(user: Any) -> None:
    actions = {id(action): action for action in user.window.findChildren(QAction)}.values()
    taken = Counter(
        key.toString() for action in actions for key in action.shortcuts() if key != QKeySequence(Qt.Key.Key_Escape)
    )
    assert [key for key, times in taken.items() if times > 1] == []


def test_that_every_tool_is_in_a_menu_too_and_has_icon_name_and_tip(user: Any) -> None:
    known = in_menus(user.window)
    (bar,) = user.window.findChildren(QToolBar)
    tools = [action for action in bar.actions() if not action.isSeparator()]
    assert len(tools) >= 10
    for action in tools:
        assert action in known, action.text()
        assert not action.icon().isNull(), action.text()
        assert action.toolTip()
        assert action.iconText()


@pytest.mark.parametrize(
    ("width", "style"),
    [(920, Qt.ToolButtonStyle.ToolButtonIconOnly), (1900, Qt.ToolButtonStyle.ToolButtonTextBesideIcon)],
)
def test_that_a_narrow_window_shows_icons_only_and_all_of_them(
    user: Any, width: int, style: Qt.ToolButtonStyle
) -> None:
    user.window.resize(width, 700)
    (bar,) = user.window.findChildren(QToolBar)
    assert bar.toolButtonStyle() == style
    shown = [button for button in bar.findChildren(QToolButton) if button.isVisible()]
    assert all(button.geometry().right() <= bar.width() for button in shown)
    tools = [action for action in bar.actions() if not action.isSeparator()]
    assert len([button for button in shown if button.defaultAction() in tools]) == len(tools)


@pytest.mark.parametrize("width", [1000, 1200, 1366, 1380, 1450, 1600])
@pytest.mark.parametrize("percent", [100, 150])
def test_that_no_tool_is_pushed_out_of_the_toolbar(user: Any, width: int, percent: int) -> None:
    user.window.settings.set_scale(percent)
    user.window.resize(width, 728)
    (bar,) = user.window.findChildren(QToolBar)
    QApplication.processEvents()
    tools = [action for action in bar.actions() if not action.isSeparator()]
    assert len(tools) > 8
    for action in tools:
        button = bar.widgetForAction(action)
        assert button.isVisible(), action.text()
        assert button.geometry().right() <= bar.width(), action.text()


def test_that_the_list_of_keys_holds_those_of_the_menus_and_of_the_drawing(user: Any) -> None:
    def read(dialog: ShortcutsDialog) -> None:
        rows = []
        for number in range(dialog.tree.topLevelItemCount()):
            head = dialog.tree.topLevelItem(number)
            rows += [(head.child(row).text(0), head.child(row).text(1)) for row in range(head.childCount())]
        told = " ".join(which for _, which in rows)
        for action in in_menus(user.window):
            for key in action.shortcuts():
                assert key.toString(QKeySequence.SequenceFormat.NativeText) in told, action.text()
        for which, _ in keys.KEYS:
            assert which in told
        QTest.keyClicks(dialog.search, "seam")
        heads = [dialog.tree.topLevelItem(number) for number in range(dialog.tree.topLevelItemCount())]
        left = [head.child(row).text(0) for head in heads if not head.isHidden()
                for row in range(head.childCount()) if not head.child(row).isHidden()]  # fmt: skip
        assert left
        assert all("seam" in what for what in left)
        dialog.reject()

    with user.answering(read):
        user.press(Qt.Key.Key_F1)


IN_A_LINE = """
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from cellbuilder.gui.widgets.text_box import TextBox
from cellbuilder.gui.widgets.text_line import LineEdit
app, window, met = QApplication([]), QMainWindow(), []
for key in ("Ctrl+E", "Ctrl+D", "Ctrl+A"):
    window.addAction(key, key, lambda key=key: met.append(key))
for make in (LineEdit, lambda: TextBox("note")):
    field = make()
    window.setCentralWidget(field)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window, 3000)
    field.setFocus()
    for key in (Qt.Key.Key_E, Qt.Key.Key_D, Qt.Key.Key_A):
        QTest.keyClick(field, key, Qt.KeyboardModifier.ControlModifier)
    print(type(field).__name__, *met, flush=True)
    met.clear()
"""


def test_that_keys_of_the_window_work_in_a_line_on_x11(display: str) -> None:
    here = {**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
    ended = subprocess.run(
        [sys.executable, "-c", IN_A_LINE], env=here, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines() == ["LineEdit Ctrl+E Ctrl+D", "TextBox Ctrl+E Ctrl+D"]


def test_that_export_works_while_a_field_has_the_keyboard(user: Any) -> None:
    user.click_layer("electrolyte")
    for widget in (user.field("Thickness").edit, user.window.library.search):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        event.accept()
        assert not widget.event(event)
        assert not event.isAccepted()
