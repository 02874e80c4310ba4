"""The inspector: everything that can be changed of the selected layer, seam or cell."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from cellbuilder.app import edits
from cellbuilder.domain.design import Design
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Layer
from cellbuilder.engine.layer_data import title
from cellbuilder.gui.document import Document, Selection
from cellbuilder.gui.panels.composition_editor import CompositionEditor
from cellbuilder.gui.quantity_field import QuantityField


class InspectorPanel(QScrollArea):
    """Draws from the design and writes through edits. Rebuilt when the selection changes, refilled on edits."""

    def __init__(self, document: Document, selection: Selection) -> None:
        super().__init__()
        self._document, self._selection = document, selection
        self._fill: list[Callable[[Design], None]] = []
        self._shape: tuple[object, ...] = ()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Inspector")
        selection.changed.connect(self.refresh)
        document.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the selection; fields are made anew only when another kind of thing is shown."""
        design = self._document.design
        ids = {layer.id for layer in design.stack.layers}
        chosen = tuple(key for key in self._selection.layers if key in ids)
        shape = self._shape_of(design, chosen)
        if shape != self._shape:
            self._shape = shape
            self._build(design, chosen)
        for fill in self._fill:
            fill(design)

    def focus_first_field(self) -> None:
        """Put the cursor into the first field."""
        field = self.findChild(QuantityField)
        if field is not None:
            field.edit.setFocus()
            field.edit.selectAll()

    def _shape_of(self, design: Design, chosen: tuple[str, ...]) -> tuple[object, ...]:
        if len(chosen) != 1:
            return chosen
        layer = design.stack.layers[edits.layer_index(design, chosen[0])]
        return (*chosen, bool(layer.components), len(layer.components), layer.loading is not None)

    def _build(self, design: Design, chosen: tuple[str, ...]) -> None:
        self._fill = []
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(10, 8, 10, 8)
        heading = QLabel()
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        column.addWidget(heading)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(7)
        column.addLayout(form)
        if len(chosen) == 1:
            self._layer(design, chosen[0], heading, form)
        elif len(chosen) == 2:
            self._seam((chosen[0], chosen[1]), heading, form)
        else:
            heading.setText("The whole cell")
            note = QLabel("Select a layer or a seam to edit it.")
            note.setProperty("muted", True)
            form.addRow(note)
        self._conditions(form)
        column.addStretch(1)
        self.setWidget(body)

    def _layer(self, design: Design, layer_id: str, heading: QLabel, form: QFormLayout) -> None:
        layer = design.stack.layers[edits.layer_index(design, layer_id)]
        self._fill.append(lambda now: heading.setText(title(now, _layer(now, layer_id))))
        if layer.material is not None:
            form.addRow("Material", self._material_box(layer))
        else:
            editor = CompositionEditor(self._document, layer_id)
            self._fill.append(editor.refresh)
            form.addRow("Composition", editor)
        if layer.loading is not None:
            self._quantity(form, layer_id, f"Loading ({layer.loading_basis})", "loading", "areal mass", "mg/cm2")
        else:
            self._quantity(form, layer_id, "Thickness", "thickness", "length", "um")
        self._quantity(form, layer_id, "Porosity", "porosity", "fraction", "%", may_be_empty=True)
        if layer.material is not None and layer.role not in ("cathode collector", "anode collector", "anode"):
            self._quantity(
                form, layer_id, "Ionic conductivity (yours)", "conductivity", "conductivity", "mS/cm", may_be_empty=True
            )

    def _material_box(self, layer: Layer) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName("Material")
        box.setObjectName("material")
        box.setMinimumContentsLength(12)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        workspace, layer_id = self._document.workspace, layer.id
        fill_materials(box, workspace.for_role(layer.role))

        def refill(now: Design) -> None:
            show_material(box, now.material(_layer(now, layer_id).material or ""))

        def chosen(_index: int) -> None:
            key = str(box.currentData())
            self._document.apply(
                lambda now: edits.set_material(now, layer_id, key, workspace.library),
                f"Change material to {box.currentText()}",
            )

        self._fill.append(refill)
        box.activated.connect(chosen)
        return box

    def _quantity(
        self,
        form: QFormLayout,
        layer_id: str,
        name: str,
        field: str,
        kind: str,
        unit: str,
        *,
        may_be_empty: bool = False,
    ) -> None:
        editor = QuantityField(name, kind, unit, may_be_empty=may_be_empty)
        self._fill.append(lambda now: editor.show_quantity(getattr(_layer(now, layer_id), field)))

        self._tie(
            editor, lambda now, quantity: edits.set_quantity(now, layer_id, field, quantity), f"Change {name.lower()}"
        )
        form.addRow(name, editor)

    def _tie(self, editor: QuantityField, edit: Callable[[Design, Quantity | None], Design], label: str) -> None:
        """Let a field write through an edit; a refused edit is explained in the field."""

        def entered(quantity: object) -> None:
            value = quantity if isinstance(quantity, Quantity) else None
            problem = self._document.apply(lambda now: edit(now, value), label)
            if problem:
                editor.show_problem(problem)

        editor.entered.connect(entered)

    def _seam(self, between: tuple[str, str], heading: QLabel, form: QFormLayout) -> None:
        def refill(now: Design) -> None:
            heading.setText(f"Contact: {title(now, _layer(now, between[0]))} | {title(now, _layer(now, between[1]))}")
            entry = next((item for item in now.stack.interfaces if set(item.between) == set(between)), None)
            editor.show_quantity(entry.area_resistance if entry is not None else None)
            key = f"asr:{between[0]}|{between[1]}"
            figure = next(
                (item for item in self._document.evaluation.figures.resistance.contacts if item.key == key), None
            )
            note.setText("" if figure is None or figure.note is None else figure.note)

        editor = QuantityField("Area-specific resistance (yours)", "area resistance", "Ohm cm2", may_be_empty=True)
        note = QLabel()
        note.setTextFormat(Qt.TextFormat.PlainText)
        note.setWordWrap(True)
        note.setProperty("muted", True)

        self._tie(
            editor, lambda now, quantity: edits.set_interface(now, between, quantity), "Change contact resistance"
        )
        self._fill.append(refill)
        form.addRow("Area-specific resistance (yours)", editor)
        form.addRow(note)

    def _conditions(self, form: QFormLayout) -> None:
        heading = QLabel("Conditions")
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        form.addRow(heading)
        for name, field, kind, unit in (
            ("Temperature", "temperature", "temperature", "degC"),
            ("C-rate", "c_rate", "C-rate", "C"),
            ("Current density", "current_density", "current density", "mA/cm2"),
        ):
            form.addRow(name, self._condition(name, field, kind, unit))

    def _condition(self, name: str, field: str, kind: str, unit: str) -> QuantityField:
        editor = QuantityField(name, kind, unit, may_be_empty=field != "temperature")
        self._fill.append(lambda now: editor.show_quantity(getattr(now.stack.conditions, field)))

        self._tie(editor, lambda now, quantity: edits.set_condition(now, field, quantity), f"Change {name.lower()}")
        return editor


def _layer(design: Design, layer_id: str) -> Layer:
    return design.stack.layers[edits.layer_index(design, layer_id)]


def fill_materials(box: QComboBox, materials: tuple[Material, ...]) -> None:
    """Offer materials in a box by label."""
    for entry in materials:
        box.addItem(entry.label, entry.id)


def show_material(box: QComboBox, material: Material) -> None:
    """Show a material in a box, also one that the library does not offer there."""
    index = box.findData(material.id)
    if index < 0:
        box.addItem(material.label, material.id)
        index = box.count() - 1
    box.setCurrentIndex(index)
