"""A box to choose a material in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from cellbuilder.domain.material import Material
from cellbuilder.gui import text
from cellbuilder.gui.widgets.still_box import StillBox


class MaterialBox(StillBox):
    """Offers materials by label; emits the id of the one that a person chose.

    With ``none`` its first entry stands for no material at all, and emits an empty id.
    """

    chosen = Signal(str)

    def __init__(self, name: str, materials: tuple[Material, ...] = (), *, none: str = "") -> None:
        super().__init__(name)
        self._none = none
        self._shown: Material | None = None
        self.setMinimumContentsLength(7)
        self.setMinimumHeight(28)
        self.offer(materials)
        self.activated.connect(lambda _index: self.chosen.emit(str(self.currentData())))

    def offer(self, materials: tuple[Material, ...]) -> None:
        """Offer other materials."""
        self.clear()
        self._shown = None
        if self._none:
            self.addItem(self._none, "")
        for entry in materials:
            self._add(entry)

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
