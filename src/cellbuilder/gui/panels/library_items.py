"""What the library panel lists: items for models, published cells and materials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from cellbuilder.domain.material import Material
from cellbuilder.gui import text
from cellbuilder.io.library import Library

KIND_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
KEY_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 2
SEARCH_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 3
BADGE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 4
TITLE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 5


def add_models(model: QStandardItemModel, library: Library) -> None:
    """List the 28 models."""
    leaves = []
    for entry in library.models():
        classes = ", ".join(entry.drawn_for)
        item = _leaf(entry.letter, entry.title, "model", entry.letter, (entry.letter, entry.title, classes))
        item.setToolTip(text.plain(f"Model {entry.letter}: {entry.title}\n{classes}\n{entry.reconstructed}"))
        leaves.append(item)
    _group(model, "Models A to AB", leaves)


def add_cells(model: QStandardItemModel, library: Library) -> None:
    """List the published cells, as the tables print them."""
    leaves = []
    for cell in library.cells():
        badge = f"T{cell.table}.{cell.row:02d}"
        words = (badge, cell.id, f"{cell.table}.{cell.row}", cell.title, f"model {cell.model}", cell.material_class,
                 f"ref {cell.source.ref}")  # fmt: skip
        item = _leaf(badge, cell.title, "cell", cell.id, words)
        item.setToolTip(text.plain(f"{cell.title}\nmodel {cell.model}, reference {cell.source.ref}"))
        leaves.append(item)
    _group(model, "Published cells", leaves)


def add_materials(model: QStandardItemModel, library: Library) -> None:
    """List the materials by category."""
    by_category: dict[str, list[QStandardItem]] = {}
    for material in sorted(library.materials(), key=lambda entry: entry.label.casefold()):
        by_category.setdefault(material.category, []).append(_material(material))
    groups = [_group(None, category, leaves) for category, leaves in sorted(by_category.items())]
    count = sum(len(leaves) for leaves in by_category.values())
    _group(model, "Materials", groups, count)


def _material(material: Material) -> QStandardItem:
    words = (material.label, material.name, material.formula or "", material.material_class or "",
             material.family or "", material.category, *material.aliases)  # fmt: skip
    item = _leaf("", material.label, "material", material.id, words)
    item.setToolTip(text.plain(material.name))
    return item


def _group(
    parent: QStandardItemModel | None, name: str, children: Sequence[QStandardItem], count: int | None = None
) -> QStandardItem:
    item = QStandardItem(f"{name} ({len(children) if count is None else count})")
    item.setEditable(False)
    item.appendRows(children)
    if parent is not None:
        parent.appendRow(item)
    return item


def _leaf(badge: str, title: str, kind: str, key: str, words: Sequence[str]) -> QStandardItem:
    item = QStandardItem(f"{badge}  {title}".strip())
    for role, value in ((KIND_ROLE, kind), (KEY_ROLE, key), (SEARCH_ROLE, " ".join(words)),
                        (BADGE_ROLE, badge), (TITLE_ROLE, title)):  # fmt: skip
        item.setData(value, role)
    item.setEditable(False)
    return item
