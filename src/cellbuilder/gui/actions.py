"""Menus, toolbar and shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QToolBar

from cellbuilder.gui import theme

if TYPE_CHECKING:
    from cellbuilder.gui.main_window import MainWindow


class Actions:
    """Every action of the window, once, for menu, toolbar and keyboard alike."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        files, stack = window.files, window.document.undo_stack
        self.undo = stack.createUndoAction(window, "Undo")
        self.undo.setShortcut(QKeySequence.StandardKey.Undo)
        self.redo = stack.createRedoAction(window, "Redo")
        self.redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        self.open = self._action("Open …", files.ask_open, QKeySequence.StandardKey.Open)
        self.save = self._action("Save", files.save, QKeySequence.StandardKey.Save)
        self.save_as = self._action("Save as …", files.save_as, "Ctrl+Shift+S")
        self.export = self._action("Export results …", files.export_results, "Ctrl+E")
        self.add = self._action("Add layer …", window.add_layer, "Ctrl+L")
        self.remove = self._action("Remove layer", window.remove_selected, "Ctrl+Del")
        self.move_up = self._action("Move toward cathode", lambda: window.move_selected(-1), "Ctrl+Alt+Left")
        self.move_down = self._action("Move toward anode", lambda: window.move_selected(1), "Ctrl+Alt+Right")
        self.edit = self._action("Edit selected", window.inspector.focus_first_field, "F2")
        self.search = self._action("Search the library", window.library.search.setFocus, QKeySequence.StandardKey.Find)
        self.true_scale = self._action("True scale", window.stack_view.set_true_scale, "Ctrl+T", checkable=True)
        self.dark = self._action("Dark theme", self._set_dark, "Ctrl+D", checkable=True)
        self.dark.setChecked(theme.scheme() == "dark")
        self.quit = self._action("Quit", window.close, QKeySequence.StandardKey.Quit)
        self.view_menu = self._menus()
        self._toolbar()

    def _action(
        self,
        text: str,
        run: Callable[..., object],
        shortcut: str | QKeySequence.StandardKey,
        *,
        checkable: bool = False,
    ) -> QAction:
        action = QAction(text, self._window)
        action.setShortcut(QKeySequence(shortcut))
        action.setCheckable(checkable)
        if checkable:
            action.toggled.connect(run)
        else:
            action.triggered.connect(lambda _checked=False: run())
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{text.removesuffix(' …')} ({shown})" if shown else text)
        return action

    def _menus(self) -> QMenu:
        bar = self._window.menuBar()
        file_menu = bar.addMenu("&File")
        for action in (self.open, self.save, self.save_as, self.export):
            file_menu.addAction(action)
        file_menu.addSeparator()
        file_menu.addAction(self.quit)
        edit_menu = bar.addMenu("&Edit")
        for action in (
            self.undo,
            self.redo,
            self.add,
            self.remove,
            self.move_up,
            self.move_down,
            self.edit,
            self.search,
        ):
            edit_menu.addAction(action)
        view_menu = bar.addMenu("&View")
        view_menu.addAction(self.true_scale)
        view_menu.addAction(self.dark)
        view_menu.addSeparator()
        return view_menu

    def _toolbar(self) -> None:
        bar = QToolBar("Main", self._window)
        bar.setObjectName("Main")
        bar.setMovable(False)
        for group in ((self.open, self.save, self.export), (self.undo, self.redo),
                      (self.add, self.remove, self.move_up, self.move_down), (self.true_scale, self.dark)):  # fmt: skip
            for action in group:
                bar.addAction(action)
            bar.addSeparator()
        self._window.addToolBar(bar)

    def _set_dark(self, on: bool) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, "dark" if on else "light")
            self._window.document.changed.emit()
