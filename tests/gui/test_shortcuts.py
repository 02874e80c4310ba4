"""Every action has one place, a name and keys of its own; the list of keys is made from them."""

from collections import Counter
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
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
