"""The library: models, published cells and materials, with one search box over all three."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QTreeView, QVBoxLayout, QWidget

from cellbuilder.app.workspace import Workspace

KIND_ROLE = int(Qt.ItemDataRole.UserRole) + 1
KEY_ROLE = int(Qt.ItemDataRole.UserRole) + 2
SEARCH_ROLE = int(Qt.ItemDataRole.UserRole) + 3


class LibraryPanel(QWidget):
    """A tree of what can be opened; Return or a double click asks for it."""

    model_asked = Signal(str)
    cell_asked = Signal(str)
    material_asked = Signal(str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search name, formula, class …")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Search the library")
        self._source = _fill(workspace)
        self.proxy = QSortFilterProxyModel(self)
        self.proxy.setSourceModel(self._source)
        self.proxy.setRecursiveFilteringEnabled(True)
        self.proxy.setFilterRole(SEARCH_ROLE)
        self.proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.tree = _Tree()
        self.tree.setModel(self.proxy)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName("Library")
        self.tree.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.tree.expand(self.proxy.index(0, 0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.search)
        layout.addWidget(self.tree)
        self.search.textChanged.connect(self._filter)
        self.tree.chosen.connect(self._open)
        self.tree.doubleClicked.connect(self._open)

    def _filter(self, text: str) -> None:
        self.proxy.setFilterFixedString(text.strip())
        if text.strip():
            self.tree.expandAll()

    def _open(self, index: QModelIndex) -> None:
        kind, key = index.data(KIND_ROLE), index.data(KEY_ROLE)
        if kind == "model":
            self.model_asked.emit(key)
        elif kind == "cell":
            self.cell_asked.emit(key)
        elif kind == "material":
            self.material_asked.emit(key)


class _Tree(QTreeView):
    """A tree in which Return opens what is selected."""

    chosen = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and Enter open; all else as usual."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


def _fill(workspace: Workspace) -> QStandardItemModel:
    model = QStandardItemModel()
    library = workspace.library
    models = _group(model, "Models A to AB")
    for entry in library.models():
        classes = ", ".join(entry.drawn_for)
        item = _leaf(f"{entry.letter}  {entry.title}", "model", entry.letter, f"{entry.letter} {entry.title} {classes}")
        item.setToolTip(f"{classes}\n{entry.reconstructed}")
        models.appendRow(item)
    cells = _group(model, "Published cells")
    for cell in library.cells():
        text = f"{cell.id.upper()}  {cell.title}"
        item = _leaf(text, "cell", cell.id, f"{text} {cell.model} {cell.material_class} ref {cell.source.ref}")
        item.setToolTip(f"{cell.title}\nmodel {cell.model}, reference {cell.source.ref}")
        cells.appendRow(item)
    materials = _group(model, "Materials")
    groups: dict[str, QStandardItem] = {}
    for material in sorted(library.materials(), key=lambda entry: entry.label.casefold()):
        parent = groups.get(material.category)
        if parent is None:
            parent = groups[material.category] = _group(materials, material.category)
        words = (material.label, material.name, material.formula or "", material.material_class or "",
                 material.family or "", *material.aliases)  # fmt: skip
        item = _leaf(material.label, "material", material.id, " ".join(words))
        item.setToolTip(material.name)
        parent.appendRow(item)
    return model


def _group(parent: QStandardItemModel | QStandardItem, text: str) -> QStandardItem:
    item = QStandardItem(text)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    parent.appendRow(item)
    return item


def _leaf(text: str, kind: str, key: str, words: str) -> QStandardItem:
    item = QStandardItem(text)
    item.setData(kind, KIND_ROLE)
    item.setData(key, KEY_ROLE)
    item.setData(words, SEARCH_ROLE)
    item.setEditable(False)
    return item
