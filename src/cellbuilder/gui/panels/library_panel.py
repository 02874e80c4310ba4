"""The library: models, published cells and materials, with one search box over all three."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRegularExpression, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QPushButton, QTreeView, QVBoxLayout, QWidget

from cellbuilder.app.workspace import Workspace
from cellbuilder.gui.dialogs.message import complain
from cellbuilder.gui.panels import library_items
from cellbuilder.gui.panels.library_items import KEY_ROLE, KIND_ROLE, SEARCH_ROLE
from cellbuilder.gui.panels.library_rows import LibraryRows


class LibraryPanel(QWidget):
    """A tree of what can be opened; Return or a double click asks for it.

    The models are there at once; cells and materials, some three hundred files, follow after the first paint.
    """

    model_asked = Signal(str)
    cell_asked = Signal(str)
    material_asked = Signal(str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._complete = False
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search name, formula, class …")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Search the library")
        self.search.installEventFilter(self)
        self._source = QStandardItemModel(self)
        library_items.add_models(self._source, workspace.library)
        self.proxy = QSortFilterProxyModel(self)
        self.proxy.setSourceModel(self._source)
        self.proxy.setRecursiveFilteringEnabled(True)
        self.proxy.setFilterRole(SEARCH_ROLE)
        self.tree = _Tree()
        self.tree.setModel(self.proxy)
        self.tree.setItemDelegate(LibraryRows(self.tree))
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(11)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.tree.setAccessibleName("Library")
        self.tree.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.expand(self.proxy.index(0, 0))
        self.damaged = QPushButton()
        self.damaged.setFlat(True)
        self.damaged.setAccessibleDescription("Shows which files of the library are left out, and why")
        self.damaged.clicked.connect(self._explain_damage)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 0, 6)
        layout.addWidget(self.search)
        layout.addWidget(self.tree)
        layout.addWidget(self.damaged)
        self.search.textChanged.connect(self._filter)
        self.tree.chosen.connect(self._open)
        self.tree.doubleClicked.connect(self._open)
        self._count_damage()
        self.tree.first_painted.connect(self.complete, Qt.ConnectionType.QueuedConnection)

    def complete(self) -> None:
        """List cells and materials too, once."""
        if not self._complete:
            self._complete = True
            library_items.add_cells(self._source, self._workspace.library)
            library_items.add_materials(self._source, self._workspace.library)
            self._count_damage()

    def _count_damage(self) -> None:
        count = len(self._workspace.library.damaged)
        self.damaged.setVisible(count > 0)
        self.damaged.setText("1 file cannot be used …" if count == 1 else f"{count} files cannot be used …")

    def _explain_damage(self) -> None:
        reasons = [error.text() for error in self._workspace.library.damaged.values()]
        complain(self.window(), "Some files of the library are left out", "\n\n".join(reasons), "The rest can be used.")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search box, Down goes to the matches, Return opens the only one, Escape clears."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go_to_matches(open_single=event.key() != Qt.Key.Key_Down)
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _go_to_matches(self, *, open_single: bool) -> None:
        leaves = list(_leaves(self.proxy, QModelIndex()))
        if not leaves:
            return
        self.tree.setCurrentIndex(leaves[0])
        self.tree.setFocus(Qt.FocusReason.TabFocusReason)
        if open_single and len(leaves) == 1:
            self._open(leaves[0])

    def _filter(self, text: str) -> None:
        self.complete()
        words = [QRegularExpression.escape(word) for word in text.split()]
        pattern = QRegularExpression("".join(f"(?=.*{word})" for word in words))
        pattern.setPatternOptions(
            QRegularExpression.PatternOption.CaseInsensitiveOption
            | QRegularExpression.PatternOption.DotMatchesEverythingOption
        )
        self.proxy.setFilterRegularExpression(pattern)
        if words:
            self.tree.expandAll()
        else:
            self.tree.collapseAll()
            self.tree.expand(self.proxy.index(0, 0))

    def _open(self, index: QModelIndex) -> None:
        kind, key = index.data(KIND_ROLE), index.data(KEY_ROLE)
        if kind == "model":
            self.model_asked.emit(key)
        elif kind == "cell":
            self.cell_asked.emit(key)
        elif kind == "material":
            self.material_asked.emit(key)
        else:
            self.tree.setExpanded(index, not self.tree.isExpanded(index))


class _Tree(QTreeView):
    """A tree in which Return opens what is selected."""

    chosen = Signal(QModelIndex)
    first_painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._was_painted = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and Enter open; all else as usual."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say so if nothing is listed."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.first_painted.emit()
        if self.model().rowCount() == 0:
            canvas = QPainter(self.viewport())
            canvas.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            area = self.viewport().rect().adjusted(8, 8, -8, -8)
            canvas.drawText(area, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, "nothing matches")
            canvas.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the titles anew for the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()


def _leaves(model: QSortFilterProxyModel, parent: QModelIndex) -> Iterator[QModelIndex]:
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        if index.data(KIND_ROLE):
            yield index
        else:
            yield from _leaves(model, index)
