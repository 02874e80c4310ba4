"""A box to choose a material in."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel

from cellbuilder.app.words import tr
from cellbuilder.domain.material import Material
from cellbuilder.gui import text
from cellbuilder.gui.widgets.still_box import StillBox

_HEADING: Final = "heading of a group"
"""Data of a heading; no material has such an id."""


class MaterialBox(StillBox):
    """Offers materials by label; emits the id of the one that a person chose.

    With ``none`` its first entry stands for no material at all, and emits an empty id.
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, materials: tuple[Material, ...] = (), *, none: str = "", fitting: Collection[str] | None = None
    ) -> None:
        super().__init__(name)
        self._none = none
        self._shown: Material | None = None
        self.setMinimumContentsLength(7)
        self.setMinimumHeight(28)
        self.offer(materials, fitting)
        self.activated.connect(lambda _index: self.chosen.emit(str(self.currentData())))

    def offer(self, materials: tuple[Material, ...], fitting: Collection[str] | None = None) -> None:
        """Offer other materials: those that fit this cell first, the others below a heading."""
        self.clear()
        self._shown = None
        if self._none:
            self.addItem(self._none, "")
        first = [entry for entry in materials if fitting is None or entry.id in fitting]
        others = [entry for entry in materials if fitting is not None and entry.id not in fitting]
        for entry in first:
            self._add(entry)
        if first and others:
            self._head(tr("Of other cells"))
        for entry in others:
            self._add(entry)

    def _head(self, words: str) -> None:
        """Put in a heading, which no key and no click can choose."""
        self.insertSeparator(self.count())
        self.addItem(words, _HEADING)
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        model.item(self.count() - 1).setFlags(Qt.ItemFlag.NoItemFlags)

    def show_material(self, material: Material | None) -> None:
        """Show a material, also one that is not offered, or none; nothing is emitted."""
        key = "" if material is None else material.id
        if material is not None and material is self._shown and self.currentData() == key:
            return
        self._shown = material
        index = self.findData(key)
        if index < 0 and material is not None:
            self._add(material)
            index = self.count() - 1
        self.setCurrentIndex(index)
        self.setToolTip("" if material is None else text.plain(material.name))

    def _add(self, material: Material) -> None:
        self.addItem(material.label, material.id)
        self.setItemData(self.count() - 1, text.plain(material.name), Qt.ItemDataRole.ToolTipRole)
