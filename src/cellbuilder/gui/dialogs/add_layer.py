"""Asking for a new layer: role, material, thickness."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from cellbuilder.app import edits
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import ROLE_ORDER, Role
from cellbuilder.engine.layer_data import title
from cellbuilder.gui import text
from cellbuilder.gui.document import Document
from cellbuilder.gui.panels.material_box import MaterialBox
from cellbuilder.gui.quantity_field import QuantityField

USUAL_UM: dict[Role, float] = {
    "cathode collector": 15,
    "cathode": 60,
    "cathode interface layer": 0.1,
    "electrolyte": 50,
    "anode interface layer": 5,
    "anode": 50,
    "anode collector": 10,
}
"""A first thickness for a new layer; shown as an assumption."""


class AddLayerDialog(QDialog):
    """Role, material and thickness of a new layer. It closes once the layer is in; else it says what is wrong."""

    def __init__(self, parent: QWidget, document: Document, index: int | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Add a layer")
        self.setObjectName("add layer")
        self._document, self._index = document, index
        self.added: str | None = None
        self.role, self.material = QComboBox(), MaterialBox("Material")
        self.role.setAccessibleName("Role")
        self.role.setMinimumHeight(28)
        self.role.addItems(list(ROLE_ORDER))
        self.role.setCurrentText(self._first_role())
        self.thickness = QuantityField("Thickness", "length", "um")
        self.place, self.problem = QLabel(), QLabel()
        for label, name in ((self.place, "muted"), (self.problem, "problem")):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setProperty(name, True)
        self._quantity: Quantity | None = None
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Add")
        self._lay_out()
        self.role.currentTextChanged.connect(self._role_chosen)
        self.thickness.entered.connect(self._take)
        self.thickness.left.connect(self.reject)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._role_chosen(self.role.currentText())
        self.resize(440, self.sizeHint().height())

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow("Role", self.role)
        form.addRow("Material", self.material)
        form.addRow("Thickness", self.thickness)
        form.addRow("Place", self.place)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addLayout(form)
        column.addWidget(self.problem)
        column.addStretch(1)
        column.addWidget(self._buttons)
        self.problem.hide()

    @property
    def chosen_role(self) -> Role:
        """The role that is shown."""
        return ROLE_ORDER[self.role.currentIndex()]

    @property
    def index(self) -> int:
        """Where the layer will stand: where it was asked for, or where such a layer usually stands."""
        return edits.usual_index(self._document.design, self.chosen_role) if self._index is None else self._index

    def accept(self) -> None:
        """Add the layer; stay open with the reason if that cannot be done."""
        self.thickness.commit()
        quantity, material = self._quantity, self.material.currentData()
        if self.thickness.problem or quantity is None:
            self.thickness.edit.setFocus()
            return
        if material is None:
            self._refuse("Choose a material.")
            return
        role, place, library = self.chosen_role, self.index, self._document.workspace.library
        before = {layer.id for layer in self._document.design.stack.layers}
        problem = self._document.apply(
            lambda design: edits.add_layer(design, place, role, str(material), quantity, library), "Add layer"
        )
        if problem:
            self._refuse(problem)
            return
        self.added = next(layer.id for layer in self._document.design.stack.layers if layer.id not in before)
        super().accept()

    def _refuse(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.show()

    def _first_role(self) -> Role:
        """Propose the role of the layer before the place that was asked for, or the most common addition."""
        if self._index is None:
            return "anode interface layer"
        layers = self._document.design.stack.layers
        return layers[max(0, min(self._index, len(layers)) - 1)].role

    def _role_chosen(self, _text: str) -> None:
        role = self.chosen_role
        self.material.offer(self._document.workspace.for_role(role))
        self._take(Quantity(value=USUAL_UM[role], unit="um", kind="assumption", note="a usual size, change it"))
        layers = self._document.design.stack.layers
        names = [title(self._document.design, layer) for layer in layers]
        at = self.index
        before = names[at - 1] if at > 0 else "the cathode end"
        after = names[at] if at < len(names) else "the anode end"
        self.place.setText(text.shortened(f"between {before} and {after}"))

    def _take(self, quantity: object) -> None:
        if isinstance(quantity, Quantity):
            self.problem.hide()
            self._quantity = quantity
            self.thickness.show_quantity(quantity)


def ask_layer(parent: QWidget, document: Document, index: int | None) -> str | None:
    """Ask for a layer and add it; return its id, or None if the person thinks better of it."""
    dialog = AddLayerDialog(parent, document, index)
    dialog.exec()
    dialog.deleteLater()
    return dialog.added
