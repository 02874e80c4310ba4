"""The composition of a composite layer: materials and wt %, always adding up to 100."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cellbuilder.app import edits
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Component, Layer
from cellbuilder.gui.document import Document
from cellbuilder.gui.panels.material_box import MaterialBox
from cellbuilder.gui.quantity_field import QuantityField
from cellbuilder.gui.text import for_menu


class CompositionEditor(QWidget):
    """One row an ingredient. What one row gains, the balance row gives."""

    left = Signal()

    def __init__(self, document: Document, layer_id: str) -> None:
        super().__init__()
        self._document, self._layer_id = document, layer_id
        layer = self._layer(document.design)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self._boxes: list[MaterialBox] = []
        self._names: list[QLabel] = []
        self._fields: list[QuantityField] = []
        for row, part in enumerate(layer.components):
            self._row(grid, row, part)
        note = QLabel(f"Adds up to 100 wt%: the {self._balance_name(layer)} takes up the balance.")
        note.setWordWrap(True)
        note.setProperty("muted", True)
        grid.addWidget(note, 3 * len(layer.components), 0, 1, 2)

    def _row(self, grid: QGridLayout, row: int, part: Component) -> None:
        name = QLabel()
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setWordWrap(True)
        name.setProperty("muted", True)
        box = MaterialBox(f"{part.function}, material", self._document.workspace.for_function(part.function))
        box.chosen.connect(partial(self._material_chosen, row))
        field = QuantityField(f"{part.function}, share", "fraction", "wt%")
        field.entered.connect(partial(self._share_entered, row))
        field.left.connect(self.left)
        grid.addWidget(name, 3 * row, 0, 1, 2)
        grid.addWidget(box, 3 * row + 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(field, 3 * row + 1, 1)
        grid.addWidget(field.message, 3 * row + 2, 0, 1, 2)
        self._boxes.append(box)
        self._fields.append(field)
        self._names.append(name)

    def refresh(self, design: Design) -> None:
        """Show the composition as it is now."""
        for row, part in enumerate(self._layer(design).components):
            self._boxes[row].show_material(design.material(part.material))
            self._fields[row].show_quantity(part.mass_fraction)
            self._names[row].setText(part.function + _coating(design, part))

    def _layer(self, design: Design) -> Layer:
        return design.stack.layers[edits.layer_index(design, self._layer_id)]

    @staticmethod
    def _balance_name(layer: Layer) -> str:
        return layer.components[edits.balance_row(layer, 0)].function if len(layer.components) > 1 else "layer"

    def _material_chosen(self, row: int, key: str) -> None:
        library = self._document.workspace.library
        problem = self._document.apply(
            lambda design: edits.set_component_material(design, self._layer_id, row, key, library),
            f"Change material to {for_menu(self._boxes[row].currentText())}",
        )
        if problem:
            self.refresh(self._document.design)

    def _share_entered(self, row: int, quantity: Quantity) -> None:
        problem = self._document.apply(
            lambda design: edits.set_share(design, self._layer_id, row, quantity), "Change composition"
        )
        if problem:
            self._fields[row].show_problem(problem)


def _coating(design: Design, part: Component) -> str:
    if part.coating is None:
        return ""
    thickness = part.coating.thickness
    size = f", {thickness.value:g} {thickness.unit}" if thickness is not None and thickness.value is not None else ""
    return f", coated with {design.material(part.coating.material).label}{size}"
