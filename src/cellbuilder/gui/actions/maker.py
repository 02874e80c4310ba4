"""Making actions the same way everywhere: name, shortcut, icon, tool tip, and what is still being typed taken first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from cellbuilder.gui import icons
from cellbuilder.gui.text import for_menu
from cellbuilder.gui.widgets.quantity_field import QuantityField
from cellbuilder.gui.widgets.text_box import TextBox
from cellbuilder.gui.widgets.text_line import TextLine


class Maker:
    """Makes the actions of one window and knows the icon of each."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self._icons: list[tuple[QAction, str]] = []

    def action(
        self,
        name: str,
        run: Callable[..., object],
        *shortcuts: str,
        checkable: bool = False,
        short: str = "",
        icon: str = "",
        tip: str = "",
    ) -> QAction:
        """Make an action. ``run`` gets the state of a checkable one and nothing otherwise."""
        action = QAction(name, self._window)
        action.setCheckable(checkable)
        if checkable:
            action.toggled.connect(run)
        else:
            action.triggered.connect(lambda _checked=False: after_pending(run))
        return self.dress(action, name, *shortcuts, short=short, icon=icon, tip=tip)

    def dress(
        self, action: QAction, name: str, *shortcuts: str, short: str = "", icon: str = "", tip: str = ""
    ) -> QAction:
        """Give an action its shortcuts, its icon, its word on the toolbar and its tool tip."""
        self._window.addAction(action)  # its keys work while the menu bar is out of sight
        action.setShortcuts([QKeySequence(shortcut) for shortcut in shortcuts])
        plain_name = name.removesuffix(" …").replace("&&", "&")
        action.setIconText(short or plain_name)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        said = tip or plain_name
        action.setToolTip(f"{said} ({keys})" if keys else said)
        if icon:
            self._icons.append((action, icon))
        return action

    def menu(self, title: str, *actions: QAction | QMenu | None) -> QMenu:
        """Make a menu; None is a line between two groups."""
        menu = QMenu(title, self._window)
        fill(menu, *actions)
        return menu

    def draw_icons(self) -> None:
        """Draw the icons in the colours in use."""
        for action, name in self._icons:
            action.setIcon(icons.icon(name))


def fill(menu: QMenu, *actions: QAction | QMenu | None) -> None:
    """Add actions and submenus to a menu; None is a line between two groups."""
    for each in actions:
        if each is None:
            menu.addSeparator()
        elif isinstance(each, QMenu):
            menu.addMenu(each)
        else:
            menu.addAction(each)


def entry(menu: QMenu, name: str, run: Callable[[], object]) -> QAction:
    """Add an entry whose name comes from a file or a folder: an ampersand in it is an ampersand."""
    action = menu.addAction(for_menu(name))
    action.triggered.connect(lambda _checked=False: after_pending(run))
    return action


def after_pending(run: Callable[[], object]) -> None:
    """Take what is typed in a field but not entered yet, then do it."""
    commit_pending()
    run()


def commit_pending() -> None:
    """Take what is typed in a field but not entered yet, before something else happens."""
    widget = QApplication.focusWidget()
    for field in () if widget is None else (widget, widget.parent()):
        if isinstance(field, (QuantityField, TextLine, TextBox)):
            field.commit()
