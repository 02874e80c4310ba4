"""What the window does with layers: each is one undoable edit, and what cannot be done is said."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cellbuilder.app import edits
from cellbuilder.app.words import tr
from cellbuilder.domain.design import Design
from cellbuilder.gui.dialogs.add_layer import ask_layer
from cellbuilder.gui.document import Document, Selection
from cellbuilder.gui.text import for_menu


class LayerCommands:
    """Add, remove, move, change the material. ``tell`` shows a short message that needs no answer."""

    def __init__(self, parent: QWidget, document: Document, selection: Selection, tell: Callable[[str], None]) -> None:
        self._parent, self._document, self._selection, self._tell = parent, document, selection, tell

    def use_material(self, material_id: str) -> None:
        """Put a material of the library into the selected layer: as its material, or as the fitting ingredient."""
        chosen, workspace = self._selection.layers, self._document.workspace
        if len(chosen) != 1:
            self._tell(tr("Select a layer first; then the material goes into it"))
            return
        layer = self._document.design.stack.layers[edits.layer_index(self._document.design, chosen[0])]
        material = workspace.library.material(material_id)
        row = workspace.row_for(layer, material)

        def edit(design: Design) -> Design:
            if row is None:
                return edits.set_material(design, chosen[0], material_id, workspace.library)
            return edits.set_component_material(design, chosen[0], row, material_id, workspace.library)

        if layer.components and row is None:
            self._tell(tr("{material} serves as no ingredient of this layer").format(material=material.label))
        else:
            label = tr("Change material to {material}").format(material=for_menu(material.label))
            self._report(self._document.apply(edit, label))

    def move(self, layer_id: str, to_index: int) -> None:
        """Move a layer."""
        self._report(
            self._document.apply(lambda design: edits.move_layer(design, layer_id, to_index), tr("Move layer"))
        )

    def move_selected(self, step: int) -> None:
        """Move the selected layer by one place."""
        if len(self._selection.layers) == 1:
            index = edits.layer_index(self._document.design, self._selection.layers[0])
            self.move(self._selection.layers[0], max(0, index + step))

    def remove(self, layer_id: str) -> None:
        """Take a layer out, and select the one that takes its place."""
        index = edits.layer_index(self._document.design, layer_id)
        problem = self._document.apply(lambda design: edits.remove_layer(design, layer_id), tr("Remove layer"))
        self._report(problem)
        layers = self._document.design.stack.layers
        if problem is None and self._selection.layers == ():
            self._selection.select(layers[min(index, len(layers) - 1)].id)

    def remove_selected(self) -> None:
        """Take the selected layer out."""
        if len(self._selection.layers) == 1:
            self.remove(self._selection.layers[0])

    def add(self, index: int | None = None) -> None:
        """Ask for a role, a material and a thickness, and insert the layer."""
        added = ask_layer(self._parent, self._document, index)
        if added is not None:
            self._selection.select(added)

    def _report(self, problem: str | None) -> None:
        if problem:
            self._tell(problem)
