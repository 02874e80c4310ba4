"""Menus, toolbar and shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRegularExpression, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QToolBar

from cellbuilder.gui import icons, theme
from cellbuilder.gui.quantity_field import QuantityField

if TYPE_CHECKING:
    from cellbuilder.gui.main_window import MainWindow

WIDE_ENOUGH_FOR_WORDS = 1060
"""Width of the window in pixels below which the toolbar shows icons only."""


class Actions:
    """Every action of the window, once, for menu, toolbar and keyboard alike."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        files = window.files
        self.undo = self._history("Undo", "Ctrl+Z")
        self.redo = self._history("Redo", "Ctrl+Y", "Ctrl+Shift+Z")
        self.open = self._action("Open …", files.ask_open, "Ctrl+O")
        self.save = self._action("Save", files.save, "Ctrl+S")
        self.save_as = self._action("Save as …", files.save_as, "Ctrl+Shift+S")
        self.export = self._action("Export results …", files.export_results, "Ctrl+E", short="Export")
        self.add = self._action("Add layer …", window.add_layer, "Ctrl+L", short="Add")
        self.remove = self._action("Remove layer", window.remove_selected, "Ctrl+Del", short="Remove")
        self.move_up = self._action(
            "Move toward cathode", lambda: window.move_selected(-1), "Ctrl+Alt+Left", short="To cathode"
        )
        self.move_down = self._action(
            "Move toward anode", lambda: window.move_selected(1), "Ctrl+Alt+Right", short="To anode"
        )
        self.edit = self._action("Edit selected", window.inspector.focus_first_field, "F2")
        self.search = self._action("Search the library", self._search, "Ctrl+F")
        self.true_scale = self._action("True scale", window.stack_view.set_true_scale, "Ctrl+T", checkable=True)
        self.dark = self._action("Dark theme", self._set_dark, "Ctrl+D", checkable=True, short="Dark")
        self.quit = self._action("Quit", window.close, "Ctrl+Q")
        self.view_menu = self._menus()
        self._bar = self._toolbar()

    def add_at(self, index: int) -> None:
        """Ask for a layer at a place of the stack."""
        self._window.add_layer(index)

    def follow_selection(self) -> None:
        """Offer what can be done with what is selected."""
        one = len(self._window.selection.layers) == 1
        for action in (self.remove, self.move_up, self.move_down):
            action.setEnabled(one)

    def _history(self, name: str, *shortcuts: str) -> QAction:
        stack, window = self._window.document.undo_stack, self._window
        action = stack.createUndoAction(window, name) if name == "Undo" else stack.createRedoAction(window, name)
        action.setShortcuts([QKeySequence(shortcut) for shortcut in shortcuts])
        action.setIconText(name)
        action.setToolTip(f"{name} ({shortcuts[0]})")
        return action

    def _action(
        self, name: str, run: Callable[..., object], shortcut: str, *, checkable: bool = False, short: str = ""
    ) -> QAction:
        action = QAction(name, self._window)
        action.setShortcut(QKeySequence(shortcut))
        action.setCheckable(checkable)
        if checkable:
            action.toggled.connect(run)
        else:
            action.triggered.connect(lambda _checked=False: _after_pending(run))
        plain_name = name.removesuffix(" …")
        action.setIconText(short or plain_name)
        action.setToolTip(f"{plain_name} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
        return action

    def _menus(self) -> QMenu:
        bar = self._window.menuBar()
        file_menu, edit_menu, view_menu = (bar.addMenu(name) for name in ("&File", "&Edit", "&View"))
        file_menu.addActions([self.open, self.save, self.save_as, self.export])
        file_menu.addSeparator()
        file_menu.addAction(self.quit)
        edit_menu.addActions([self.undo, self.redo])
        edit_menu.addSeparator()
        edit_menu.addActions([self.add, self.remove, self.move_up, self.move_down])
        edit_menu.addSeparator()
        edit_menu.addActions([self.edit, self.search])
        view_menu.addActions([self.true_scale, self.dark])
        view_menu.addSeparator()
        return view_menu

    def _toolbar(self) -> QToolBar:
        bar = QToolBar("Main", self._window)
        bar.setObjectName("Main")
        bar.setMovable(False)
        bar.setIconSize(QSize(icons.SIZE, icons.SIZE))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        groups = ((self.open, self.save, self.export), (self.undo, self.redo),
                  (self.add, self.remove, self.move_up, self.move_down), (self.true_scale, self.dark))  # fmt: skip
        for number, group in enumerate(groups):
            if number:
                bar.addSeparator()
            bar.addActions(group)
        self._window.addToolBar(bar)
        return bar

    def draw_icons(self) -> None:
        """Draw the icons in the colours in use."""
        drawn = {"open": self.open, "save": self.save, "export": self.export, "undo": self.undo, "redo": self.redo,
                 "add": self.add, "remove": self.remove, "to cathode": self.move_up, "to anode": self.move_down,
                 "true scale": self.true_scale, "dark": self.dark}  # fmt: skip
        for name, action in drawn.items():
            action.setIcon(icons.icon(name))
        for button in self._window.findChildren(QAbstractButton, QRegularExpression("^qt_dockwidget_.*button$")):
            button.setIcon(icons.icon("close" if "close" in button.objectName() else "float"))

    def fit(self, width: int) -> None:
        """Show icons with words, or icons alone where the window is narrow."""
        style = Qt.ToolButtonStyle
        self._bar.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if width >= WIDE_ENOUGH_FOR_WORDS else style.ToolButtonIconOnly
        )

    def _search(self) -> None:
        self._window.library.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._window.library.search.selectAll()

    def _set_dark(self, on: bool) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, "dark" if on else "light")
            self.draw_icons()


def _after_pending(run: Callable[[], object]) -> None:
    commit_pending()
    run()


def commit_pending() -> None:
    """Take what is typed in a field but not entered yet, before something else happens."""
    widget = QApplication.focusWidget()
    field = widget.parent() if widget is not None else None
    if isinstance(field, QuantityField):
        field.commit()
