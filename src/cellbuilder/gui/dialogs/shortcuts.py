"""All keys, made from the actions of the window and the keys of the drawing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFontMetrics, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cellbuilder.app.words import tr
from cellbuilder.gui.actions import Actions
from cellbuilder.gui.canvas import keys


class ShortcutsDialog(QDialog):
    """Keys in groups, as in the menus; typing into the search box leaves what fits."""

    def __init__(self, parent: QWidget, actions: Actions) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setWindowTitle(tr("Keys and shortcuts"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search"))
        self.search.setAccessibleName(tr("Search the keys"))
        self.search.textChanged.connect(self._filter)
        self._heads: list[QTreeWidgetItem] = []
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("Keys"))
        self.tree.setHeaderLabels([tr("What"), tr("Keys")])
        self.tree.setRootIsDecorated(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.header().setStretchLastSection(False)
        for title, rows in groups(actions):
            self._add(title, rows)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (self.search, self.tree, buttons):
            column.addWidget(widget)
        letters = QFontMetrics(self.tree.font())
        self.resize(letters.horizontalAdvance("0" * 64), letters.lineSpacing() * 28)

    def _add(self, title: str, rows: list[tuple[str, str]]) -> None:
        head = QTreeWidgetItem([title])
        font = head.font(0)
        font.setBold(True)
        head.setFont(0, font)
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self._heads.append(head)
        self.tree.addTopLevelItem(head)
        for what, which in rows:
            head.addChild(QTreeWidgetItem([what, which]))
        head.setExpanded(True)

    def _filter(self, typed: str) -> None:
        wanted = typed.casefold()
        for head in self._heads:
            left = 0
            for child in (head.child(row) for row in range(head.childCount())):
                fits = wanted in child.text(0).casefold() or wanted in child.text(1).casefold()
                child.setHidden(not fits)
                left += fits
            head.setHidden(not left)


def groups(actions: Actions) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the keys of all menus, submenus included, and those of the drawing: what, and which keys."""
    found: list[tuple[str, list[tuple[str, str]]]] = [
        (tr("In the drawing of the stack"), [(what[:1].upper() + what[1:], which) for which, what in keys.KEYS])
    ]
    for place in actions.bar.actions():
        rows = _rows(place)
        if rows:
            found.append((place.text().replace("&", ""), rows))
    return found


def _rows(place: QAction) -> list[tuple[str, str]]:
    """Return what and which keys for the actions of a menu and of the menus in it."""
    menu, rows = place.menu(), []
    for action in menu.actions() if isinstance(menu, QMenu) else ():
        names = [shortcut.toString(QKeySequence.SequenceFormat.NativeText) for shortcut in action.shortcuts()]
        if names:
            rows.append((action.text().removesuffix(" …").replace("&&", "&"), "  /  ".join(names)))
        rows += _rows(action)
    return rows
