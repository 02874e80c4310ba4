"""Undo, redo, search, settings; and what is done with layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence, QUndoStack

from cellbuilder.app.words import tr
from cellbuilder.gui.actions.maker import Maker
from cellbuilder.gui.text import plain

if TYPE_CHECKING:
    from cellbuilder.gui.main_window import MainWindow


class StepTip(QObject):
    """Names the step in the tool tip of Undo or Redo; the button itself keeps its short word."""

    def __init__(self, action: QAction, stack: QUndoStack) -> None:
        super().__init__(action)
        self._action = action
        stack.undoTextChanged.connect(self.tell)
        stack.redoTextChanged.connect(self.tell)

    @Slot()
    def tell(self) -> None:
        """Say what would be done."""
        # the window goes, and clears its history on the way
        if not shiboken6.isValid(self._action):  # type: ignore[no-untyped-call]
            return
        keys = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self._action.setToolTip(plain(f"{self._action.text()} ({keys})"))


class EditActions:
    """What changes the design, and the way back."""

    def __init__(self, window: MainWindow, make: Maker) -> None:
        self._window = window
        stack, layers = window.document.undo_stack, window.layers
        action = make.action
        self.undo = self._step(make, stack.createUndoAction(window, tr("Undo")), tr("Undo"), "Ctrl+Z")
        self.redo = self._step(make, stack.createRedoAction(window, tr("Redo")), tr("Redo"), "Ctrl+Y", "Ctrl+Shift+Z")
        self.history = action(tr("Undo history …"), window.show_history, "Ctrl+H")
        self.edit = action(tr("Edit selected"), window.inspector.focus_first_field, "F2")
        self.search = action(tr("Search the library"), self._search, "Ctrl+F", short=tr("Search"), icon="search")
        self.settings = action(tr("Settings …"), window.show_settings, "Ctrl+,")
        self.add = action(tr("Add layer …"), layers.add, "Ctrl+L", short=tr("Add"), icon="add")
        self.remove = action(tr("Remove layer"), layers.remove_selected, "Ctrl+Del", short=tr("Remove"), icon="remove")
        self.move_up = action(tr("Move toward cathode"), lambda: layers.move_selected(-1), "Ctrl+Alt+Left",
                              short=tr("To cathode"), icon="to cathode")  # fmt: skip
        self.move_down = action(tr("Move toward anode"), lambda: layers.move_selected(1), "Ctrl+Alt+Right",
                                short=tr("To anode"), icon="to anode")  # fmt: skip
        self.menu = make.menu(
            tr("&Edit"), self.undo, self.redo, self.history, None, self.edit, self.search, None, self.settings
        )
        self.stack_menu = make.menu(tr("&Stack"), self.add, self.remove, None, self.move_up, self.move_down)

    def follow(self) -> None:
        """Offer what can be done with what is selected."""
        one = len(self._window.selection.layers) == 1
        for action in (self.remove, self.move_up, self.move_down):
            action.setEnabled(one)

    def _step(self, make: Maker, action: QAction, name: str, *shortcuts: str) -> QAction:
        make.dress(action, name, *shortcuts, icon=name.lower())
        StepTip(action, self._window.document.undo_stack)
        return action

    def _search(self) -> None:
        library = self._window.library
        self._window.show_dock_of(library)
        library.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        library.search.selectAll()
