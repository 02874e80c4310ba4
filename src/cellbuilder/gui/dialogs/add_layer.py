"""Asking for a new layer: role, one material or a composite, thickness, place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from cellbuilder.app import edits
from cellbuilder.app.placing import usual_thickness
from cellbuilder.app.words import tr
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import ROLE_ORDER, Function, Role
from cellbuilder.gui import text
from cellbuilder.gui.document import Document
from cellbuilder.gui.widgets.material_box import MaterialBox
from cellbuilder.gui.widgets.quantity_field import QuantityField
from cellbuilder.gui.widgets.still_box import StillBox

USUAL_MATERIAL: dict[Role, str] = {
    "cathode collector": "al",
    "cathode": "ncm811",
    "cathode interface layer": "linbo3",
    "electrolyte": "li6ps5cl",
    "anode interface layer": "li6ps5cl",
    "anode": "li-in",
    "anode collector": "cu",
}
"""A material to begin with, where the stack has none in such a layer."""
_BETWEEN: dict[tuple[Role, Role], Role] = {
    ("cathode collector", "electrolyte"): "cathode",
    ("cathode", "electrolyte"): "cathode interface layer",
    ("electrolyte", "anode"): "anode interface layer",
    ("electrolyte", "anode collector"): "anode",
}
_NEEDED: tuple[Role, ...] = ("cathode", "electrolyte", "anode")
"""What every cell has, in the order in which it is proposed where it is missing."""
_PARTS: tuple[Function, ...] = ("active material", "catholyte", "carbon")


class AddLayerDialog(QDialog):
    """Role, make-up, thickness and place of a new layer. It closes once the layer is in; else it says what is wrong."""

    def __init__(self, parent: QWidget, document: Document, index: int | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Add a layer"))
        self.setObjectName("add layer")
        self._document = document
        self.added: str | None = None
        self.role, self.made_of, self.place = StillBox(tr("Role")), StillBox(tr("Made of")), PlaceBox(document.design)
        self.role.addItems(list(ROLE_ORDER))
        self.made_of.addItem(tr("one material"), False)
        self.made_of.addItem(tr("a composite: active material, catholyte, carbon"), True)
        self.material = MaterialBox(tr("Material"))
        self.parts = {name: MaterialBox(_title(name), none=tr("none") if name == "carbon" else "") for name in _PARTS}
        self.thickness = QuantityField(tr("Thickness"), "length", "um")
        self.problem = QLabel()
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.problem.setProperty("problem", True)
        self._quantity: Quantity | None = None
        self._placed = index is not None
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Add"))
        self._form = self._lay_out()
        self.role.setCurrentText(self._first_role(index))
        self.role.currentTextChanged.connect(self._role_chosen)
        self.made_of.currentIndexChanged.connect(self._show_boxes)
        self.place.activated.connect(self._place_chosen)
        self.thickness.entered.connect(self._take)
        self.thickness.moved.connect(lambda quantity, _fresh: self._take(quantity))
        self.thickness.left.connect(self.reject)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._role_chosen(self.role.currentText())
        if index is not None:
            self.place.show_data(max(0, min(index, self.place.count() - 1)))
        self.resize(self.fontMetrics().averageCharWidth() * 84, self.sizeHint().height())

    def _lay_out(self) -> QFormLayout:
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow(tr("Role"), self.role)
        form.addRow(tr("Made of"), self.made_of)
        form.addRow(tr("Material"), self.material)
        for name, box in self.parts.items():
            form.addRow(_title(name), box)
        form.addRow(tr("Thickness"), self.thickness)
        form.addRow(tr("Place"), self.place)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addLayout(form)
        column.addWidget(self.problem)
        column.addStretch(1)
        column.addWidget(self._buttons)
        self.problem.hide()
        return form

    @property
    def chosen_role(self) -> Role:
        """The role that is shown."""
        return ROLE_ORDER[self.role.currentIndex()]

    @property
    def is_composite(self) -> bool:
        """Whether a composite is to be added."""
        return bool(self.made_of.currentData())

    @property
    def index(self) -> int:
        """Where the layer will stand."""
        return int(self.place.currentData())

    def accept(self) -> None:
        """Add the layer; stay open with the reason if that cannot be done."""
        self.thickness.commit()
        quantity = self._quantity
        if self.thickness.problem or quantity is None:
            self.thickness.edit.setFocus()
            return
        before = {layer.id for layer in self._document.design.stack.layers}
        problem = self._document.apply(lambda design: self._edit(design, quantity), tr("Add layer"))
        if problem:
            self.problem.setText(problem)
            self.problem.show()
            return
        self.added = next(layer.id for layer in self._document.design.stack.layers if layer.id not in before)
        super().accept()

    def _edit(self, design: Design, thickness: Quantity) -> Design:
        library = self._document.workspace.library
        if self.is_composite:
            chosen = {name: str(box.currentData()) for name, box in self.parts.items() if box.currentData()}
            return edits.add_composite(design, self.index, self.chosen_role, chosen, thickness, library)
        if self.material.currentData() is None:
            raise edits.EditError(tr("Choose a material."))
        key = str(self.material.currentData())
        return edits.add_layer(design, self.index, self.chosen_role, key, thickness, library)

    def _first_role(self, index: int | None) -> Role:
        """Propose what usually lies between the two neighbours, else the role of the layer before.

        Where no place is asked for, propose what the cell lacks.
        """
        layers = self._document.design.stack.layers
        if index is None:
            held = {layer.role for layer in layers}
            return next((role for role in _NEEDED if role not in held), "anode interface layer")
        at = max(0, min(index, len(layers)))
        before, after = layers[max(0, at - 1)].role, layers[min(at, len(layers) - 1)].role
        return _BETWEEN.get((before, after), before)

    def _place_chosen(self, _index: int) -> None:
        self._placed = True

    def _role_chosen(self, _text: str) -> None:
        role, workspace, design = self.chosen_role, self._document.workspace, self._document.design
        offered = workspace.for_role(role)
        self.material.offer(offered, workspace.fitting(design, role, offered))
        alike = [layer.material for layer in design.stack.layers if layer.role == role and layer.material is not None]
        self.material.show_material(workspace.library.material((alike or [USUAL_MATERIAL[role]])[0]))
        for name, box in self.parts.items():
            offered = workspace.for_function(name)
            box.offer(offered, workspace.fitting(design, role, offered))
            box.show_material(workspace.library.material(self._first(name, role)))
        electrode = role in ("cathode", "anode")
        self.made_of.setEnabled(electrode)
        self.made_of.setCurrentIndex(1 if role == "cathode" else 0)
        self._take(usual_thickness(role))
        if not self._placed:
            self.place.show_data(edits.usual_index(design, role))
        self._show_boxes()

    def _first(self, name: Function, role: Role) -> str:
        """Return the material to begin with: that of such a layer in the stack, or a usual one."""
        design, workspace = self._document.design, self._document.workspace
        alike = [layer for layer in design.stack.layers if layer.role == role]
        found = [part.material for layer in alike for part in layer.components if part.function == name]
        if name == "active material":
            found += [key for layer in alike for key in layer.material_ids] + [USUAL_MATERIAL[role], "ncm811"]
        offered = {entry.id for entry in workspace.for_function(name)}
        fitting = [key for key in found if key in offered]
        return fitting[0] if fitting else workspace.first_choice(design, name)

    def _show_boxes(self) -> None:
        self._form.setRowVisible(self.material, not self.is_composite)
        for box in self.parts.values():
            self._form.setRowVisible(box, self.is_composite)
        self.problem.hide()

    def _take(self, quantity: object) -> None:
        if isinstance(quantity, Quantity):
            self.problem.hide()
            self._quantity = quantity
            self.thickness.show_quantity(quantity)


class PlaceBox(StillBox):
    """Every place of a stack where a layer can go, by its neighbours."""

    def __init__(self, design: Design) -> None:
        super().__init__(tr("Place"))
        names = [design.title(layer) for layer in design.stack.layers]
        for index in range(len(names) + 1):
            before = names[index - 1] if index > 0 else tr("the cathode end")
            after = names[index] if index < len(names) else tr("the anode end")
            words = tr("between {before} and {after}").format(before=before, after=after)
            self.addItem(text.shortened(words), index)

    def text(self) -> str:
        """Return the place that is shown, in words."""
        return self.currentText()


def _title(name: Function) -> str:
    return name[:1].upper() + name[1:]


def ask_layer(parent: QWidget, document: Document, index: int | None) -> str | None:
    """Ask for a layer and add it; return its id, or None if the person thinks better of it."""
    dialog = AddLayerDialog(parent, document, index)
    dialog.exec()
    dialog.deleteLater()
    return dialog.added
