"""The inspector: everything that can be changed of the selected layer, seam or cell."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from cellbuilder.app import edits, present
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Layer
from cellbuilder.engine.layer_data import title
from cellbuilder.gui import text
from cellbuilder.gui.document import Document, Selection, is_seam
from cellbuilder.gui.panels.composition_editor import CompositionEditor
from cellbuilder.gui.panels.material_box import MaterialBox
from cellbuilder.gui.quantity_field import QuantityField


class InspectorPanel(QScrollArea):
    """Draws from the design and writes through edits. Rebuilt when the selection changes, refilled on edits."""

    left = Signal()
    """Nothing more is to be done here: the keyboard may go back to the stack."""

    def __init__(self, document: Document, selection: Selection) -> None:
        super().__init__()
        self._document, self._selection = document, selection
        self._fill: list[Callable[[Design], None]] = []
        self._shape: tuple[object, ...] | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
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
        """Put the cursor into the first number that can be edited."""
        body = self.widget()
        field = body.findChild(QuantityField) if body is not None else None
        if field is not None:
            field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.edit.selectAll()

    def _shape_of(self, design: Design, chosen: tuple[str, ...]) -> tuple[object, ...]:
        if len(chosen) != 1:
            return (*chosen, is_seam(design, chosen))
        layer = design.stack.layers[edits.layer_index(design, chosen[0])]
        return (*chosen, bool(layer.components), len(layer.components), layer.loading is not None)

    def _build(self, design: Design, chosen: tuple[str, ...]) -> None:
        self._fill = []
        self._put_away()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(10, 8, 10, 8)
        heading = _heading("")
        column.addWidget(heading)
        form = _Rows()
        column.addLayout(form)
        if len(chosen) == 1:
            self._layer(design, chosen[0], heading, form)
        elif is_seam(design, chosen):
            self._seam((chosen[0], chosen[1]), heading, form)
        else:
            self._cell(heading, form)
        self._conditions(form)
        column.addStretch(1)
        self.setWidget(body)

    def _put_away(self) -> None:
        """Let the old fields go: they write no more, the keyboard goes back to the stack, an event may still end."""
        old = self.widget()
        if old is None:
            return
        for field in old.findChildren(QuantityField):
            field.blockSignals(True)
        focused = QApplication.focusWidget()
        if focused is not None and old.isAncestorOf(focused):
            self.left.emit()
        self.takeWidget()
        old.deleteLater()

    def _cell(self, heading: QLabel, form: _Rows) -> None:
        note = _muted("Select a layer or a seam in the stack to edit it.")
        about = _muted("")

        def refill(now: Design) -> None:
            heading.setText(now.name)
            _show_note(about, now.notes)

        self._fill.append(refill)
        form.add(note)
        form.add(about)

    def _layer(self, design: Design, layer_id: str, heading: QLabel, form: _Rows) -> None:
        layer = design.stack.layers[edits.layer_index(design, layer_id)]
        self._fill.append(lambda now: heading.setText(title(now, _layer(now, layer_id))))
        if layer.material is not None:
            form.add(self._material_box(layer), "Material")
        else:
            editor = CompositionEditor(self._document, layer_id)
            editor.left.connect(self.left)
            self._fill.append(editor.refresh)
            form.add(editor, "Composition")
        if layer.loading is not None:
            self._quantity(form, layer_id, f"Loading ({layer.loading_basis})", "loading", "areal mass", "mg/cm2")
        else:
            self._quantity(form, layer_id, "Thickness", "thickness", "length", "um")
        self._quantity(form, layer_id, "Porosity", "porosity", "fraction", "%", may_be_empty=True)
        if layer.material is not None and layer.role not in ("cathode collector", "anode collector", "anode"):
            name = "Ionic conductivity (yours)"
            field = self._quantity(form, layer_id, name, "conductivity", "conductivity", "mS/cm", may_be_empty=True)
            self._fill.append(lambda now: field.edit.setPlaceholderText(_library_value(now, _layer(now, layer_id))))
        note = _muted("")
        self._fill.append(lambda now: _show_note(note, _layer(now, layer_id).note))
        form.add(note)

    def _material_box(self, layer: Layer) -> MaterialBox:
        workspace, layer_id = self._document.workspace, layer.id
        box = MaterialBox("Material", workspace.for_role(layer.role))
        box.setObjectName("material")

        def refill(now: Design) -> None:
            box.show_material(now.material(_layer(now, layer_id).material or ""))

        def chosen(key: str) -> None:
            problem = self._document.apply(
                lambda now: edits.set_material(now, layer_id, key, workspace.library),
                f"Change material to {text.for_menu(box.currentText())}",
            )
            if problem:
                refill(self._document.design)

        self._fill.append(refill)
        box.chosen.connect(chosen)
        return box

    def _quantity(
        self,
        form: _Rows,
        layer_id: str,
        name: str,
        field: str,
        kind: str,
        unit: str,
        *,
        may_be_empty: bool = False,
    ) -> QuantityField:
        editor = QuantityField(name, kind, unit, may_be_empty=may_be_empty)
        self._fill.append(lambda now: editor.show_quantity(getattr(_layer(now, layer_id), field)))
        label = f"Change {name.lower()}"
        self._tie(editor, lambda now, quantity: edits.set_quantity(now, layer_id, field, quantity), label)
        form.add(editor, name)
        return editor

    def _tie(self, editor: QuantityField, edit: Callable[[Design, Quantity | None], Design], label: str) -> None:
        """Let a field write through an edit; a refused edit is explained in the field."""

        def entered(quantity: object) -> None:
            value = quantity if isinstance(quantity, Quantity) else None
            problem = self._document.apply(lambda now: edit(now, value), label)
            if problem:
                editor.show_problem(problem)

        editor.entered.connect(entered)
        editor.left.connect(self.left)

    def _seam(self, between: tuple[str, str], heading: QLabel, form: _Rows) -> None:
        name = "Area-specific resistance (yours)"
        editor = QuantityField(name, "area resistance", "Ohm cm2", may_be_empty=True)
        used, findings = _muted(""), _muted("")

        def refill(now: Design) -> None:
            heading.setText(f"Contact: {title(now, _layer(now, between[0]))} | {title(now, _layer(now, between[1]))}")
            entry = next((item for item in now.stack.interfaces if set(item.between) == set(between)), None)
            editor.show_quantity(entry.area_resistance if entry is not None else None)
            used.setText(self._used_at(between))
            findings.setText(self._found_at(between))

        edit = partial(_set_interface, between)
        self._tie(editor, edit, "Change contact resistance")
        self._fill.append(refill)
        form.add(editor, name)
        form.add(used)
        form.add(findings)

    def _used_at(self, between: tuple[str, str]) -> str:
        key = f"asr:{between[0]}|{between[1]}"
        contacts = self._document.evaluation.figures.resistance.contacts
        figure = next((item for item in contacts if item.key == key), None)
        if figure is None:
            return ""
        note = f": {figure.note}" if figure.note else ""
        return f"In the calculation: {present.value(figure)}{note}"

    def _found_at(self, between: tuple[str, str]) -> str:
        found = [item for item in self._document.evaluation.findings if set(item.targets) == set(between)]
        return "\n".join(f"{item.verdict}: {item.title}" for item in found)

    def _conditions(self, form: _Rows) -> None:
        rule = QFrame()
        rule.setObjectName("rule")
        rule.setFrameShape(QFrame.Shape.HLine)
        form.add(rule)
        form.add(_heading("Conditions"))
        for name, field, kind, unit in (
            ("Temperature", "temperature", "temperature", "degC"),
            ("C-rate", "c_rate", "C-rate", "C"),
            ("Current density", "current_density", "current density", "mA/cm2"),
        ):
            form.add(self._condition(name, field, kind, unit), name)

    def _condition(self, name: str, field: str, kind: str, unit: str) -> QuantityField:
        editor = QuantityField(name, kind, unit, may_be_empty=field != "temperature")
        self._fill.append(lambda now: editor.show_quantity(getattr(now.stack.conditions, field)))
        self._tie(editor, lambda now, quantity: edits.set_condition(now, field, quantity), f"Change {name.lower()}")
        return editor


class _Rows(QVBoxLayout):
    """Labels above what they name; a form layout would misjudge the height of wrapped texts."""

    def __init__(self) -> None:
        super().__init__()
        self.setSpacing(3)

    def add(self, widget: QWidget, name: str = "") -> None:
        """Add a row, with a label if it has a name."""
        if self.count():
            self.addSpacing(4)
        if name:
            label = QLabel(name)
            label.setBuddy(widget)
            self.addWidget(label)
        self.addWidget(widget)


def _set_interface(between: tuple[str, str], design: Design, quantity: Quantity | None) -> Design:
    return edits.set_interface(design, between, quantity)


def _library_value(design: Design, layer: Layer) -> str:
    """Say what the calculation uses where a person gives no conductivity."""
    point = design.material(layer.material).preferred_point if layer.material is not None else None
    if point is None or point.value is None:
        return "library: unknown"
    return f"library: {present.number(point.value)} {present.unit(point.unit)}"


def _layer(design: Design, layer_id: str) -> Layer:
    return design.stack.layers[edits.layer_index(design, layer_id)]


def _show_note(label: QLabel, note: str | None) -> None:
    label.setText(text.shortened(note or "", 240))
    label.setToolTip(text.plain(note or ""))
    label.setVisible(bool(note))


def _heading(words: str) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label


def _muted(words: str) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("muted", True)
    return label
