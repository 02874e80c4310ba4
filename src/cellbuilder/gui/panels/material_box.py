"""A box to choose a material in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox

from cellbuilder.domain.material import Material
from cellbuilder.gui import text


class MaterialBox(QComboBox):
    """Offers materials by label; emits the id of the one that a person chose."""

    chosen = Signal(str)

    def __init__(self, name: str, materials: tuple[Material, ...] = ()) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMinimumContentsLength(7)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMaxVisibleItems(18)
        self.setMinimumHeight(28)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.offer(materials)
        self.activated.connect(lambda _index: self.chosen.emit(str(self.currentData())))

    def offer(self, materials: tuple[Material, ...]) -> None:
        """Offer other materials."""
        self.clear()
        for entry in materials:
            self._add(entry)

    def show_material(self, material: Material) -> None:
        """Show a material, also one that is not offered; nothing is emitted."""
        index = self.findData(material.id)
        if index < 0:
            self._add(material)
            index = self.count() - 1
        self.setCurrentIndex(index)
        self.setToolTip(text.plain(material.name))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling past a box changes nothing in it."""
        event.ignore()

    def _add(self, material: Material) -> None:
        self.addItem(material.label, material.id)
        self.setItemData(self.count() - 1, text.plain(material.name), Qt.ItemDataRole.ToolTipRole)
