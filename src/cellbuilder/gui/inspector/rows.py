"""From the rows of an inspection to widgets, each with what shows a design in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from cellbuilder.app import edits, inspection
from cellbuilder.app.words import tr
from cellbuilder.domain.design import Design
from cellbuilder.domain.stack import Layer
from cellbuilder.gui import text
from cellbuilder.gui.inspector.composition_editor import CompositionEditor, adder
from cellbuilder.gui.inspector.told import told
from cellbuilder.gui.inspector.writer import Fill, Writer
from cellbuilder.gui.widgets.material_box import MaterialBox
from cellbuilder.gui.widgets.still_box import StillBox
from cellbuilder.gui.widgets.text_box import TextBox
from cellbuilder.gui.widgets.text_line import TextLine

Made = tuple[QWidget, Fill]


def make(row: inspection.Row, writer: Writer) -> Made:
    """Return the widget of a row."""
    if isinstance(row, inspection.Number):
        return writer.editor(row)
    if isinstance(row, inspection.Choice):
        return _choice(row, writer)
    if isinstance(row, inspection.Words):
        return _words(row, writer)
    if isinstance(row, inspection.Whole):
        return _whole(row, writer)
    if isinstance(row, inspection.Part):
        return _part(row, writer)
    if isinstance(row, inspection.Composition):
        editor = CompositionEditor(writer.document, row.layer, writer)
        return editor, editor.refresh
    if isinstance(row, inspection.Body):
        return _body(row.layer, writer)
    if isinstance(row, inspection.Sizing):
        return _sizing(row, writer)
    if isinstance(row, inspection.Packaging):
        return _packaging(writer)
    return told(row, writer)


def layer_of(design: Design, layer_id: str) -> Layer:
    """Return a layer by its id."""
    return design.stack.layers[edits.layer_index(design, layer_id)]


def _named(name: str, widget: QWidget, problem: QLabel | None = None) -> QWidget:
    """Put a name beside or above a widget, whichever leaves it room."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    label = QLabel(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setBuddy(widget)
    column.addWidget(label)
    column.addWidget(widget)
    if problem is not None:
        problem.setTextFormat(Qt.TextFormat.PlainText)
        problem.setWordWrap(True)
        problem.setProperty("problem", True)
        problem.hide()
        column.addWidget(problem)
    return holder


def _say(problem: QLabel, reason: str | None) -> None:
    if problem.text() != (reason or ""):
        problem.setText(reason or "")
    problem.setVisible(bool(reason))


def _choice(row: inspection.Choice, writer: Writer) -> Made:
    box, problem = StillBox(row.name), QLabel()
    for data, words in row.options:
        box.addItem(words, data)

    def fill(now: Design) -> None:
        held = edits.value_at(now, row.path)
        if box.findData(held) < 0 and held is not None:
            box.addItem(str(held), held)
        box.show_data(held)
        _say(problem, None)

    def chosen(_index: int) -> None:
        reason = writer.set_at(row.path, box.currentData(), row.name)
        if reason:
            fill(writer.document.design)
            _say(problem, reason)

    box.activated.connect(chosen)
    return _named(row.name, box, problem), fill


def _words(row: inspection.Words, writer: Writer) -> Made:
    problem = QLabel()

    def write(words: str) -> None:
        if words.strip() != (edits.value_at(writer.document.design, row.path) or ""):
            _say(problem, writer.set_at(row.path, words, row.name))

    if row.long:
        box = TextBox(row.name)
        box.entered.connect(write)
        box.left.connect(writer.left)
        return _named(row.name, box, problem), lambda now: box.show_text(edits.value_at(now, row.path) or "")
    line = TextLine(row.name)
    line.entered.connect(write)
    line.left.connect(writer.left)

    def fill(now: Design) -> None:
        line.show_text(edits.value_at(now, row.path) or "")
        if row.path[0] == "layer":
            line.setPlaceholderText(now.title(layer_of(now, str(row.path[1]))))

    return _named(row.name, line, problem), fill


class _StillSpinBox(QSpinBox):
    def wheelEvent(self, event: object) -> None:
        """Scrolling past changes nothing."""
        event.ignore()  # type: ignore[attr-defined]


def _whole(row: inspection.Whole, writer: Writer) -> Made:
    box = _StillSpinBox()
    box.setAccessibleName(row.name)
    box.setRange(row.least, row.most)
    box.setKeyboardTracking(False)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def fill(now: Design) -> None:
        held = edits.value_at(now, row.path)
        if box.value() != held:
            box.blockSignals(True)
            box.setValue(held)
            box.blockSignals(False)

    def changed(value: int) -> None:
        if writer.set_at(row.path, value, row.name):
            fill(writer.document.design)

    box.valueChanged.connect(changed)
    return _named(row.name, box), fill


def _part(row: inspection.Part, writer: Writer) -> Made:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 4, 0, 0)
    column.setSpacing(2)
    line = QHBoxLayout()
    name = QLabel(row.name)
    name.setTextFormat(Qt.TextFormat.PlainText)
    name.setWordWrap(True)
    button = QPushButton(tr("Take out") if row.present else tr("Add"))
    button.setAccessibleName(f"{button.text()}: {row.name}")
    line.addWidget(name, 1)
    line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    if row.present:
        rule = QFrame()
        rule.setObjectName("rule")
        rule.setFrameShape(QFrame.Shape.HLine)
        column.addWidget(rule)
    column.addLayout(line)
    problem = QLabel()
    for label, kind, words in ((QLabel(), "muted", row.hint), (problem, "problem", "")):
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty(kind, True)
        label.setText(words)
        column.addWidget(label)
        label.setVisible(bool(words))

    def press() -> None:
        words = tr("Take out {name}") if row.present else tr("Add {name}")
        value = None if row.present else row.start
        label = words.format(name=row.name[:1].lower() + row.name[1:])
        _say(problem, writer.apply(lambda now: edits.set_at(now, row.path, value), label))

    button.clicked.connect(press)
    return holder, lambda _now: None


def _body(layer_id: str, writer: Writer) -> Made:
    document = writer.document
    workspace = document.workspace
    layer = layer_of(document.design, layer_id)
    offered, problem = workspace.for_role(layer.role), QLabel()
    box = MaterialBox(tr("Material"), offered, fitting=workspace.fitting(document.design, layer.role, offered))
    box.setObjectName("material")

    def fill(now: Design) -> None:
        box.show_material(now.material(layer_of(now, layer_id).material or ""))
        _say(problem, None)

    def chosen(key: str) -> None:
        label = tr("Change material to {name}").format(name=text.for_menu(box.currentText()))
        reason = writer.apply(lambda now: edits.set_material(now, layer_id, key, workspace.library), label)
        if reason:
            fill(document.design)
            _say(problem, reason)

    box.chosen.connect(chosen)
    if layer.role in ("cathode collector", "anode collector"):
        return _named(tr("Material"), box, problem), fill
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    row.addWidget(box, 1)
    row.addWidget(adder(line, writer, layer_id))
    line.setFocusProxy(box)
    return _named(tr("Material"), line, problem), fill


def _sizing(row: inspection.Sizing, writer: Writer) -> Made:
    box, problem = StillBox(tr("Sized by")), QLabel()
    for way, words in inspection.sizings(writer.document.design, row.layer):
        box.addItem(words, way)
    if box.findData(row.way) < 0:
        box.addItem(row.way, row.way)

    def fill(now: Design) -> None:
        box.show_data(inspection.sizing(layer_of(now, row.layer)))
        _say(problem, None)

    def chosen(_index: int) -> None:
        way, evaluation = str(box.currentData()), writer.document.evaluation

        def edit(now: Design) -> Design:
            return edits.resize(now, row.layer, **inspection.sized(now, evaluation, row.layer, way))

        if way == inspection.sizing(layer_of(writer.document.design, row.layer)):
            return
        reason = writer.apply(edit, tr("Size by {way}").format(way=box.currentText()))
        if reason:
            fill(writer.document.design)
            _say(problem, reason)

    box.activated.connect(chosen)
    return _named(tr("Sized by"), box, problem), fill


def _packaging(writer: Writer) -> Made:
    workspace = writer.document.workspace
    box = MaterialBox(tr("Packaging"), workspace.of_category("packaging"), none=tr("none"))

    def fill(now: Design) -> None:
        held = now.stack.format.packaging
        box.show_material(None if held is None else now.material(held))

    def chosen(key: str) -> None:
        def edit(now: Design) -> Design:
            return edits.set_packaging(now, key or None, workspace.library)

        if writer.apply(edit, tr("Change packaging")):
            fill(writer.document.design)

    box.chosen.connect(chosen)
    return _named(tr("Packaging"), box), fill


def given(design: Design) -> Callable[[inspection.Section], int]:
    """Return what counts the values that a section holds and that somebody gave."""

    def count(section: inspection.Section) -> int:
        numbers = [row for row in section.rows if isinstance(row, inspection.Number) and not row.needed]
        return sum(edits.value_at(design, row.path) is not None for row in numbers)

    return count
