"""The composition of a composite layer: materials, wt % that always add up to 100, coatings."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from cellbuilder.app import edits, inspection, present
from cellbuilder.app.words import tr
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Component, Function, Layer
from cellbuilder.gui.document import Document
from cellbuilder.gui.inspector.writer import Fill, Writer
from cellbuilder.gui.text import for_menu
from cellbuilder.gui.widgets.material_box import MaterialBox

FUNCTIONS: tuple[Function, ...] = ("active material", "catholyte", "electrolyte", "carbon", "binder", "other")
"""What an ingredient can be added as."""
_COATED: tuple[Function, ...] = ("active material",)
"""Ingredients whose grains are offered a coating."""


class CompositionEditor(QWidget):
    """One block an ingredient. What one gains, the balance row gives."""

    left = Signal()

    def __init__(self, document: Document, layer_id: str, writer: Writer | None = None) -> None:
        super().__init__()
        self._document, self._layer_id = document, layer_id
        self._writer = writer or Writer(document)
        layer = self._layer(document.design)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._blocks = [
            Ingredient(self, self._writer, layer_id, row, part) for row, part in enumerate(layer.components)
        ]
        for block in self._blocks:
            column.addWidget(block)
        self._note = QLabel()
        self._note.setWordWrap(True)
        self._note.setProperty("muted", True)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        foot = QHBoxLayout()
        foot.addWidget(self._note, 1)
        foot.addWidget(adder(self, self._writer, layer_id), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(foot)
        self._writer.left.connect(self.left)

    def refresh(self, design: Design) -> None:
        """Show the composition as it is now."""
        layer = self._layer(design)
        evaluation = self._document.evaluation
        for row, block in enumerate(self._blocks):
            block.show_part(design, layer, inspection.volume_share(evaluation, layer, row))
        if len(layer.components) > 1:
            name = layer.components[edits.balance_row(layer, -1)].function
            words = tr("Adds up to 100 wt%: the {name} takes up the balance.").format(name=name)
        else:
            words = tr("One ingredient: 100 wt%.")
        if self._note.text() != words:
            self._note.setText(words)

    def _layer(self, design: Design) -> Layer:
        return design.stack.layers[edits.layer_index(design, self._layer_id)]


class Ingredient(QWidget):
    """One ingredient: what it serves as and its share of the volume, material, share, coating."""

    def __init__(self, parent: QWidget, writer: Writer, layer_id: str, row: int, part: Component) -> None:
        super().__init__(parent)
        self._writer, self._layer_id, self._row, self._function = writer, layer_id, row, part.function
        workspace = writer.document.workspace
        self._name = QLabel()
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setWordWrap(True)
        self._name.setProperty("muted", True)
        offered, design = workspace.for_function(part.function), writer.document.design
        role = design.stack.layers[edits.layer_index(design, layer_id)].role
        self.box = MaterialBox(
            tr("{name}, material").format(name=part.function), offered,
            fitting=workspace.fitting(design, role, offered),
        )  # fmt: skip
        path: edits.Path = ("layer", layer_id, "components", row, "mass_fraction")
        number = inspection.Number(path, tr("{name}, share").format(name=part.function), "fraction",
                                   inspection.SHARE, needed=True)  # fmt: skip
        self.share, self._fill_share = writer.editor(number, self._put_share, heading=False)
        self._grid(self.share)
        self._coat: tuple[MaterialBox, Fill | None] | None = None
        if part.function in _COATED or part.coating is not None:
            self._coating(part)
        self.box.chosen.connect(self._material_chosen)

    def _grid(self, share: QWidget) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(3)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self._name, 0, 0)
        grid.addWidget(self._menu(), 0, 1)
        grid.addWidget(self.box, 1, 0, 1, 2)
        grid.addWidget(share, 2, 0, 1, 2)

    def _menu(self) -> QToolButton:
        button = QToolButton()
        button.setText("…")
        button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        button.setAutoRaise(True)
        button.setAccessibleName(tr("{name}, more").format(name=self._function))
        button.setToolTip(tr("Balance, take out"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        self.balance = menu.addAction(tr("Takes up the balance"))
        self.balance.setCheckable(True)
        self.balance.triggered.connect(self._name_balance)
        self.remove = menu.addAction(tr("Take this ingredient out"))
        self.remove.triggered.connect(self._take_out)
        button.setMenu(menu)
        return button

    def _coating(self, part: Component) -> None:
        grid, workspace = self.layout(), self._writer.document.workspace
        assert isinstance(grid, QGridLayout)
        name = tr("{name}, coating").format(name=part.function)
        box = MaterialBox(name, workspace.of_category("coating"), none=tr("no coating"))
        box.chosen.connect(self._coating_chosen)
        line = QHBoxLayout()
        label = QLabel(tr("Coating"))
        label.setBuddy(box)
        line.addWidget(label)
        line.addWidget(box, 1)
        grid.addLayout(line, 3, 0, 1, 2)
        fill = None
        if part.coating is not None:
            at: edits.Path = ("layer", self._layer_id, "components", self._row, "coating", "thickness")
            number = inspection.Number(at, tr("{name}, coating thickness").format(name=part.function), "length",
                                       inspection.Range("nm", 1, 100))  # fmt: skip
            editor, fill = self._writer.editor(number, heading=False)
            grid.addWidget(editor, 4, 0, 1, 2)
        self._coat = box, fill

    def show_part(self, design: Design, layer: Layer, volume: float | None) -> None:
        """Show the ingredient as it is now."""
        part = layer.components[self._row]
        self.box.show_material(design.material(part.material))
        self._fill_share(design)
        words = str(part.function)
        if volume is not None:
            words += tr(" · {number} vol%").format(number=present.number(100.0 * volume))
        if edits.is_balance(part):
            words += tr(" · balance")
        if self._name.text() != words:
            self._name.setText(words)
        self.balance.setChecked(len(layer.components) > 1 and edits.balance_row(layer, -1) == self._row)
        self.remove.setEnabled(len(layer.components) > 1)
        if self._coat is not None:
            box, fill = self._coat
            box.show_material(None if part.coating is None else design.material(part.coating.material))
            if fill is not None:
                fill(design)

    def _put_share(self, design: Design, share: Quantity | None) -> Design:
        return edits.set_share(design, self._layer_id, self._row, share or Quantity(value=None, unit="wt%"))

    def _again(self, problem: str | None) -> None:
        """Show what stands in the design where an edit was refused, and why."""
        if problem:
            self.show_part(self._writer.document.design, self._layer(), None)
            self.share.show_problem(problem)

    def _layer(self) -> Layer:
        design = self._writer.document.design
        return design.stack.layers[edits.layer_index(design, self._layer_id)]

    def _material_chosen(self, key: str) -> None:
        library, layer_id, row = self._writer.document.workspace.library, self._layer_id, self._row
        label = tr("Change material to {name}").format(name=for_menu(self.box.currentText()))
        self._again(
            self._writer.apply(lambda now: edits.set_component_material(now, layer_id, row, key, library), label)
        )

    def _coating_chosen(self, key: str) -> None:
        assert self._coat is not None
        library, layer_id, row = self._writer.document.workspace.library, self._layer_id, self._row
        name = for_menu(self._coat[0].currentText())
        label = tr("Coat with {name}").format(name=name) if key else tr("Take the coating off")
        self._again(self._writer.apply(lambda now: edits.set_coating(now, layer_id, row, key or None, library), label))

    def _name_balance(self) -> None:
        layer_id, row = self._layer_id, self._row
        label = tr("Balance with {name}").format(name=self._function)
        self._again(self._writer.apply(lambda now: edits.set_balance(now, layer_id, row), label))

    def _take_out(self) -> None:
        layer_id, row = self._layer_id, self._row
        label = tr("Take out {name}").format(name=self._function)
        self._again(self._writer.apply(lambda now: edits.remove_component(now, layer_id, row), label))


def adder(parent: QWidget, writer: Writer, layer_id: str) -> QToolButton:
    """Return a button that adds an ingredient to a layer; one of a single material becomes a composite."""
    button = QToolButton(parent)
    button.setText(tr("Add …"))
    button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
    button.setAccessibleName(tr("Add an ingredient"))
    button.setToolTip(tr("Add an ingredient"))
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    menu = QMenu(button)
    for function in FUNCTIONS:
        menu.addAction(function).triggered.connect(partial(_add, writer, layer_id, function))
    button.setMenu(menu)
    return button


def _add(writer: Writer, layer_id: str, function: Function, _checked: bool = False) -> None:
    document = writer.document
    workspace = document.workspace
    held = document.design.stack.layers[edits.layer_index(document.design, layer_id)]
    key = workspace.first_choice(document.design, function, {part.material for part in held.components})
    writer.apply(
        lambda now: edits.add_component(now, layer_id, function, key, workspace.library),
        tr("Add {name}").format(name=function),
    )
