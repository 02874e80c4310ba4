"""What the library panel lists: models with their published cells, materials, and the person's own materials."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QMimeData, QModelIndex, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from cellbuilder.app.library import index as library_index
from cellbuilder.app.library import own_materials
from cellbuilder.app.library.index import Item, ItemKind
from cellbuilder.app.library.search import Query
from cellbuilder.app.words import tr
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.material import Material
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.domain.published import CellModel, PublishedCell
from cellbuilder.gui import text
from cellbuilder.gui.drops import LIBRARY_ITEM

KIND_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
KEY_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 2
BADGE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 4
TITLE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 5
HEADING_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 6
COUNT_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 7
FOUND_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 8
HITS_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 9
FOUND: Final = "found"
NEW: Final = "new"
"""Kind of the row that makes a material of one's own."""
CLASS_ORDER: Final = ("oxide", "sulfide", "halide", "hydroborate", "antiperovskite")


def mime_data(kind: str, key: str, title: str) -> QMimeData:
    """Return what a drag carries: kind and key as JSON, and the title for everyone else."""
    data = QMimeData()
    data.setData(LIBRARY_ITEM, json.dumps({"kind": kind, "key": key}, ensure_ascii=False).encode())
    data.setText(title)
    return data


def class_of(model: CellModel) -> str:
    """Return the heading under which a model stands."""
    return model.drawn_for[0] if len(model.drawn_for) == 1 else tr("several classes")


class LibraryModel(QStandardItemModel):
    """The tree, filled entry by entry; it says what a drag carries, and keeps the items that a search looks at."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._groups: dict[tuple[str, ...], QStandardItem] = {}
        self._models: dict[str, QStandardItem] = {}
        self.entries: dict[tuple[str, str], Item] = {}
        self._query = Query()
        self._hidden: set[str] = set()
        self._head(tr("Models A to AB"))
        self._head(tr("Materials"))
        self._head(tr("Mine"))

    def mimeTypes(self) -> list[str]:
        """The one kind of data that a drag carries."""
        return [LIBRARY_ITEM]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return kind and key of what is dragged."""
        index = indexes[0]
        return mime_data(index.data(KIND_ROLE), index.data(KEY_ROLE), index.data(TITLE_ROLE))

    def supportedDragActions(self) -> Qt.DropAction:
        """A drag copies; nothing leaves the library."""
        return Qt.DropAction.CopyAction

    def mark(self, query: Query) -> int:
        """Mark what fulfils a query, and all that is listed later likewise; return how much that is."""
        self._query = query
        with QSignalBlocker(self):  # the proxy looks at all of it afterwards, once
            return sum(self._mark_below(self.item(row)) for row in range(self.rowCount()))

    def _mark_below(self, item: QStandardItem) -> int:
        """Mark an item and all below it; a heading says how much of that was found."""
        hits = sum(self._mark_below(item.child(row)) for row in range(item.rowCount()))
        if item.data(HEADING_ROLE) is None:
            return hits + self._mark(item)
        item.setData(hits, HITS_ROLE)
        self._count(item)
        return hits

    def _mark(self, item: QStandardItem) -> bool:
        entry = self.entries.get((item.data(KIND_ROLE), item.data(KEY_ROLE)))
        found = entry is not None and self._query.matches(entry)
        item.setData(FOUND if found else "", FOUND_ROLE)
        return found

    def fill(self) -> Iterator[bool]:
        """List everything, one entry a step: models, their cells, the own materials, the others.

        The step that is true is the one after which the models are there.
        """
        library = self._workspace.library
        read: list[CellModel] = []
        for model in library.models():
            read.append(model)
            yield False
        for name in (*CLASS_ORDER, tr("several classes")):
            for model in read:
                if class_of(model) == name:
                    self._add_model(model, name)
        yield True
        for cell in library.cells():
            self._add_cell(cell)
            yield False
        yield from self._fill_own()
        yield from self._fill_materials()

    def _fill_own(self) -> Iterator[bool]:
        library = self._workspace.library
        self._hidden = self._replaced()
        head = self._groups[tr("Mine"),]
        for key in own_materials.own_keys(library):
            try:
                self._add_material(library.material(key), head, own=True)
            except UnreadableError as error:
                library.damaged[library.paths("materials")[key]] = error
            yield False
        made = self._leaf("+", tr("New material …"), NEW, "")
        made.setToolTip(text.plain(tr("Make a material of your own; it is kept as a file that you can share")))
        made.setDragEnabled(False)
        head.appendRow(made)
        self._count(head)

    def _replaced(self) -> set[str]:
        """Return the entries of the library that own materials stand for."""
        folders = [root / "materials" for root in self._workspace.library.roots]
        others = [folder for folder in folders if folder != own_materials.folder()]
        keys = own_materials.own_keys(self._workspace.library)
        return {key for key in keys if any((folder / f"{key}.json").exists() for folder in others)}

    def _fill_materials(self) -> Iterator[bool]:
        library, mine = self._workspace.library, set(own_materials.own_keys(self._workspace.library))
        read = []
        for material in library.materials():
            read += [] if material.id in mine else [material]
            yield False
        _ = self._workspace.evidence
        yield False
        for material in sorted(read, key=lambda entry: (entry.category, _rank(entry), entry.label.casefold())):
            names = [tr("Materials"), material.category]
            if material.category == "electrolyte":
                names.append(material.material_class or tr("other"))
            self._add_material(material, self._group(*names))
            yield False

    def renew_own(self) -> None:
        """List the own materials anew, and the others only where own ones hide others than before."""
        stale = (tr("Mine"),) if self._replaced() == self._hidden else (tr("Mine"), tr("Materials"))
        for name in stale:
            head = self._groups[name,]
            head.removeRows(0, head.rowCount())
            head.setData(0, COUNT_ROLE)
            head.setData(0, HITS_ROLE)
            self._groups = {path: item for path, item in self._groups.items() if path[0] != name or len(path) == 1}
        gone = {key for key, item in self.entries.items() if key[0] == "material" and (item.own or len(stale) == 2)}
        self.entries = {key: item for key, item in self.entries.items() if key not in gone}
        for fill in (self._fill_own, self._fill_materials)[: len(stale)]:
            for _step in fill():
                pass

    def _add_model(self, model: CellModel, group: str) -> None:
        classes = ", ".join(model.drawn_for)
        item = self._leaf(model.letter, model.title, "model", model.letter)
        item.setToolTip(text.plain(f"Model {model.letter}: {model.title}\n{classes}\n{model.reconstructed}"))
        self._models[model.letter] = item
        self.entries["model", model.letter] = library_index.of_model(model)
        self._mark(item)
        self._append(self._group(tr("Models A to AB"), group), item)

    def _add_cell(self, cell: PublishedCell) -> None:
        item = self._leaf(library_index.cell_badge(cell), cell.title, "cell", cell.id)
        item.setToolTip(text.plain(f"{cell.title}\nmodel {cell.model}, reference {cell.source.ref}"))
        self.entries["cell", cell.id] = library_index.of_cell(cell)
        self._mark(item)
        parent = self._models.get(cell.model)
        (parent if parent is not None else self._group(tr("Models A to AB"), tr("other cells"))).appendRow(item)

    def _add_material(self, material: Material, parent: QStandardItem, *, own: bool = False) -> None:
        item = self._leaf("", material.label, "material", material.id)
        item.setToolTip(text.plain(material.name))
        self.entries["material", material.id] = library_index.in_library(material, self._workspace.evidence, own=own)
        self._mark(item)
        self._append(parent, item)

    def _append(self, parent: QStandardItem, item: QStandardItem) -> None:
        parent.appendRow(item)
        above: QStandardItem | None = parent
        while above is not None:
            above.setData(above.data(COUNT_ROLE) + 1, COUNT_ROLE)
            above.setData(above.data(HITS_ROLE) + (item.data(FOUND_ROLE) == FOUND), HITS_ROLE)
            self._count(above)
            above = above.parent()

    def _head(self, name: str) -> None:
        self._groups[name,] = self._made(name)
        self.appendRow(self._groups[name,])

    def _group(self, *names: str) -> QStandardItem:
        known = self._groups.get(names)
        if known is None:
            known = self._groups[names] = self._made(names[-1])
            self._group(*names[:-1]).appendRow(known)
        return known

    @staticmethod
    def _made(name: str) -> QStandardItem:
        item = QStandardItem(name)
        item.setEditable(False)
        item.setDragEnabled(False)
        item.setData(name, HEADING_ROLE)
        item.setData(0, COUNT_ROLE)
        item.setData(0, HITS_ROLE)
        return item

    def _count(self, group: QStandardItem) -> None:
        """Say how much stands below a heading; while something is asked for, how much of it was found."""
        number = group.data(COUNT_ROLE if self._query.is_empty else HITS_ROLE)
        words = f"{group.data(HEADING_ROLE)} ({number})"
        if group.text() != words:
            group.setText(words)

    @staticmethod
    def _leaf(badge: str, title: str, kind: ItemKind | str, key: str) -> QStandardItem:
        item = QStandardItem(f"{badge}  {title}".strip())
        for role, value in ((KIND_ROLE, kind), (KEY_ROLE, key), (BADGE_ROLE, badge), (TITLE_ROLE, title)):
            item.setData(value, role)
        item.setEditable(False)
        return item


def _rank(material: Material) -> int:
    name = material.material_class or ""
    return CLASS_ORDER.index(name) if name in CLASS_ORDER else len(CLASS_ORDER)
