"""The context menu of a layer or a seam."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from cellbuilder.app import edits
from cellbuilder.gui.actions import Actions
from cellbuilder.gui.document import Document, Selection


class StackMenu:
    """Offers what can be done with what is selected, by the same actions as everywhere."""

    def __init__(self, window: QWidget, document: Document, selection: Selection, actions: Actions) -> None:
        self._window, self._document, self._selection, self._actions = window, document, selection, actions

    def pop_up(self, place: QPoint) -> None:
        """Show the menu; it goes when it closes."""
        menu = self.build()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def build(self) -> QMenu:
        """Make the menu for the selection as it is now."""
        menu, actions, chosen = QMenu(self._window), self._actions, self._selection.layers
        menu.setObjectName("stack menu")
        if not chosen:
            menu.addAction(actions.add)
            return menu
        menu.addAction(actions.edit)
        menu.addSeparator()
        first = edits.layer_index(self._document.design, chosen[0])
        if len(chosen) == 2:
            menu.addAction("Add layer here …", lambda: actions.add_at(first + 1))
            return menu
        menu.addAction("Add layer before …", lambda: actions.add_at(first))
        menu.addAction("Add layer after …", lambda: actions.add_at(first + 1))
        menu.addSeparator()
        for action in (actions.move_up, actions.move_down, actions.remove):
            menu.addAction(action)
        return menu
