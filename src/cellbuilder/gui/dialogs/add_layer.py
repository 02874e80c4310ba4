"""Asking for a new layer: role, material, thickness."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QWidget

from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import ROLE_ORDER, Role
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
    """Role, material and thickness of a new layer."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self.setWindowTitle("Add a layer")
        self._workspace = workspace
        self.role, self.material = QComboBox(), QComboBox()
        self.role.setAccessibleName("Role")
        self.material.setAccessibleName("Material")
        self.role.addItems(list(ROLE_ORDER))
        self.role.setCurrentText("anode interface layer")
        self.thickness = QuantityField("Thickness", "length", "um")
        self.quantity: Quantity | None = None
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        form = QFormLayout(self)
        form.addRow("Role", self.role)
        form.addRow("Material", self.material)
        form.addRow("Thickness", self.thickness)
        form.addRow(buttons)
        self.role.currentTextChanged.connect(self._role_chosen)
        self.thickness.entered.connect(self._take)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._role_chosen(self.role.currentText())

    @property
    def chosen_role(self) -> Role:
        """The role that is shown."""
        return ROLE_ORDER[self.role.currentIndex()]

    def _role_chosen(self, _text: str) -> None:
        role = self.chosen_role
        self.material.clear()
        for entry in self._workspace.for_role(role):
            self.material.addItem(entry.label, entry.id)
        value = USUAL_UM[role]
        self._take(Quantity(value=value, unit="um", kind="assumption", note="usual size, change it"))

    def _take(self, quantity: object) -> None:
        if not isinstance(quantity, Quantity):
            return
        self.quantity = quantity
        self.thickness.show_quantity(quantity)


def ask_layer(parent: QWidget, workspace: Workspace) -> tuple[Role, str, Quantity] | None:
    """Ask for a layer; None if the person thinks better of it."""
    dialog = AddLayerDialog(parent, workspace)
    if dialog.exec() != QDialog.DialogCode.Accepted or dialog.quantity is None or dialog.material.currentIndex() < 0:
        return None
    return dialog.chosen_role, str(dialog.material.currentData()), dialog.quantity
