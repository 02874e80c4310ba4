"""Menus, toolbar and shortcuts: every action of the window, once, for menu, toolbar and keyboard alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolBar

from cellbuilder.app.words import tr
from cellbuilder.gui import icons
from cellbuilder.gui.actions.edit_group import EditActions
from cellbuilder.gui.actions.file_group import FileActions
from cellbuilder.gui.actions.help_group import HelpActions
from cellbuilder.gui.actions.maker import Maker, commit_pending
from cellbuilder.gui.actions.view_group import ViewActions
from cellbuilder.gui.widgets.dock_title import DockTitle

if TYPE_CHECKING:
    from cellbuilder.gui.main_window import MainWindow

__all__ = ["Actions", "commit_pending"]


class Actions:
    """All groups of actions, their menus and the toolbar.

    A panel adds its own with ``plug``: into a menu by its key ("file", "export", "edit", "stack", "view", "panels",
    "library", "help"), and with an icon into the toolbar before its last group.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.make = Maker(window)
        self.files = FileActions(window, self.make)
        self.edits = EditActions(window, self.make)
        self.views = ViewActions(window, self.make)
        self.helps = HelpActions(window, self.make)
        self.undo, self.redo, self.edit = self.edits.undo, self.edits.redo, self.edits.edit
        self.add, self.remove = self.edits.add, self.edits.remove
        self.move_up, self.move_down = self.edits.move_up, self.edits.move_down
        self.dark, self.true_scale = self.views.dark, self.views.true_scale
        self.library_menu = self.make.menu(tr("&Library"))
        self.menus: dict[str, QMenu] = {
            "file": self.files.menu, "edit": self.edits.menu, "stack": self.edits.stack_menu,
            "library": self.library_menu, "view": self.views.menu, "help": self.helps.menu,
        }  # fmt: skip
        self.bar = window.menuBar()
        for menu in self.menus.values():
            self.bar.addMenu(menu)
        self.library_menu.menuAction().setVisible(False)
        self.menus |= {"export": self.files.export_menu, "panels": self.views.panels}
        self._anchors = {
            "file": _separators(self.files.menu)[-1], "edit": _separators(self.edits.menu)[-1],
            "view": _separators(self.views.menu)[0],
        }  # fmt: skip
        self._bar, self._plugs = self._toolbar()
        self._measured: tuple[tuple[int, int], int] = ((0, 0), 0)

    @property
    def bars(self) -> tuple[QToolBar, ...]:
        """The toolbars of the window."""
        return (self._bar,)

    def plug(
        self,
        menu: str,
        name: str,
        run: Callable[..., object],
        *shortcuts: str,
        checkable: bool = False,
        short: str = "",
        icon: str = "",
        tip: str = "",
        toolbar: bool = False,
    ) -> QAction:
        """Add an action of a panel to a menu, at the end of the group where it belongs, and to the toolbar if asked."""
        action = self.make.action(name, run, *shortcuts, checkable=checkable, short=short, icon=icon, tip=tip)
        before = self._anchors.get(menu)
        if before is None:
            self.menus[menu].addAction(action)
        else:
            self.menus[menu].insertAction(before, action)
        if menu == "library":
            self.library_menu.menuAction().setVisible(True)
        if toolbar:
            self._bar.insertAction(self._plugs, action)
        return action

    def add_at(self, index: int) -> None:
        """Ask for a layer at a place of the stack."""
        self._window.layers.add(index)

    def follow_selection(self) -> None:
        """Offer what can be done with what is selected and with the design as it is."""
        self.edits.follow()
        self.files.follow()

    def _toolbar(self) -> tuple[QToolBar, QAction]:
        bar = QToolBar(tr("Main"), self._window)
        bar.setObjectName("Main")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        files, edits, views = self.files, self.edits, self.views
        groups = ((files.new, files.open, files.save), (edits.undo, edits.redo),
                  (edits.add, edits.remove, edits.move_up, edits.move_down), (files.report,))  # fmt: skip
        for group in groups:
            bar.addActions(group)
            bar.addSeparator()
        plugs = bar.actions()[-1]
        bar.addActions((views.true_scale, views.present, views.dark, edits.search))
        self._window.addToolBar(bar)
        return bar, plugs

    def draw_icons(self) -> None:
        """Draw the icons in the colours and at the size in use, those of the docks included."""
        edge = icons.edge()
        self._bar.setIconSize(QSize(edge, edge))
        self.make.draw_icons()
        for title in self._window.findChildren(DockTitle):
            title.draw_icons()
        self._measured = ((0, 0), 0)
        self.fit(self._window.width())

    def fit(self, width: int) -> None:
        """Show icons with words, or icons alone where the window is narrow."""
        style = Qt.ToolButtonStyle
        self._bar.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if width >= self._room_for_words() else style.ToolButtonIconOnly
        )

    def _room_for_words(self) -> int:
        """Return how wide the toolbar is with words; measured again when texts change their size or tools are added."""
        key = (icons.edge(), len(self._bar.actions()))
        if self._measured[0] != key:
            self._bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            tools = [self._bar.widgetForAction(action) for action in self._bar.actions()]
            needed = sum(tool.sizeHint().width() + 2 for tool in tools) + icons.edge()
            self._measured = (key, needed)
        return self._measured[1]


def _separators(menu: QMenu) -> list[QAction]:
    return [action for action in menu.actions() if action.isSeparator()]
