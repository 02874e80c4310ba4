"""The composition of a composite layer: materials and wt %, always adding up to 100."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from cellbuilder.app import edits
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Layer
from cellbuilder.gui.document import Document
from cellbuilder.gui.quantity_field import QuantityField


class CompositionEditor(QWidget):
    """One row an ingredient. What one row gains, the balance row gives."""

    def __init__(self, document: Document, layer_id: str) -> None:
        super().__init__()
        self._document, self._layer_id = document, layer_id
        layer = self._layer(document.design)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self._boxes: list[QComboBox] = []
        self._fields: list[QuantityField] = []
        for row, part in enumerate(layer.components):
            box = QComboBox()
            box.setMinimumContentsLength(9)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setAccessibleName(f"{part.function}, material")
            for entry in document.workspace.for_function(part.function):
                box.addItem(entry.label, entry.id)
            box.activated.connect(partial(self._material_chosen, row))
            field = QuantityField(f"{part.function}, share", "fraction", "wt%")
            field.entered.connect(partial(self._share_entered, row))
            grid.addWidget(box, 2 * row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, 2 * row, 1)
            self._boxes.append(box)
            self._fields.append(field)
        note = QLabel(f"adds up to 100 wt%; the balance is taken from the {self._balance_name(layer)}")
        note.setWordWrap(True)
        note.setProperty("muted", True)
        grid.addWidget(note, 2 * len(layer.components), 0, 1, 2)

    def refresh(self, design: Design) -> None:
        """Show the composition as it is now."""
        for box, field, part in zip(self._boxes, self._fields, self._layer(design).components, strict=True):
            material = design.material(part.material)
            if box.findData(material.id) < 0:
                box.addItem(material.label, material.id)
            box.setCurrentIndex(box.findData(material.id))
            field.show_quantity(part.mass_fraction)

    def _layer(self, design: Design) -> Layer:
        return design.stack.layers[edits.layer_index(design, self._layer_id)]

    @staticmethod
    def _balance_name(layer: Layer) -> str:
        return layer.components[edits.balance_row(layer, 0)].function if len(layer.components) > 1 else "layer"

    def _material_chosen(self, row: int, _index: int) -> None:
        key = str(self._boxes[row].currentData())
        library = self._document.workspace.library
        self._document.apply(
            lambda design: edits.set_component_material(design, self._layer_id, row, key, library),
            f"Change material to {self._boxes[row].currentText()}",
        )

    def _share_entered(self, row: int, quantity: Quantity) -> None:
        problem = self._document.apply(
            lambda design: edits.set_share(design, self._layer_id, row, quantity), "Change composition"
        )
        if problem:
            self._fields[row].show_problem(problem)
