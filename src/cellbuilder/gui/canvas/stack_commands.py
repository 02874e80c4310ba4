"""What is asked of the stack beyond the common actions: drops, copies, swapping a material, the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from cellbuilder.app import edits, placing
from cellbuilder.app.drawing.picture import Pouch
from cellbuilder.app.words import tr
from cellbuilder.domain.design import Design
from cellbuilder.domain.material import Material
from cellbuilder.gui.canvas.look import STEP
from cellbuilder.gui.text import for_menu

if TYPE_CHECKING:
    from cellbuilder.gui.main_window import MainWindow


class StackCommands:
    """Each change is one undoable edit, and what cannot be done is said."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._document, self._selection = window, window.document, window.selection
        view, plug = window.stack_view, window.actions_.plug
        view.material_dropped.connect(self.drop_material)
        self.duplicate_action = plug("stack", tr("Duplicate layer"), self.duplicate_selected, "Ctrl+J")
        self.zoom_in = plug("view", tr("Zoom in"), lambda: view.zoom(STEP), "Ctrl++", "Ctrl+=")
        self.zoom_out = plug("view", tr("Zoom out"), lambda: view.zoom(1 / STEP), "Ctrl+-")
        self.zoom_fit = plug("view", tr("Whole stack"), lambda: view.zoom(0.0), "Ctrl+0")
        self.pouch_menu = self._pouch_menu()
        menu, after = window.actions_.menus["view"], window.actions_.views.present
        for action in (self.zoom_in, self.zoom_out, self.zoom_fit):
            menu.removeAction(action)
            menu.insertAction(after, action)
        menu.insertMenu(after, self.pouch_menu)
        menu.insertSeparator(after)
        self._selection.changed.connect(self._follow)
        view.look.changed.connect(self._follow)
        self._follow()

    def _pouch_menu(self) -> QMenu:
        menu, group = QMenu(tr("Cells of a pouch"), self._window), QActionGroup(self._window)
        words: dict[Pouch, str] = {
            "one cell": tr("One cell"), "two-sided": tr("Both sides of a collector"),
            "multi-layer": tr("Several cells"),
        }  # fmt: skip
        self._pouch: dict[Pouch, QAction] = {}
        for pouch, name in words.items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, pouch=pouch: self._window.stack_view.look.set_pouch(pouch))
            group.addAction(action)
            self._pouch[pouch] = action
        return menu

    def _follow(self) -> None:
        self.duplicate_action.setEnabled(len(self._selection.layers) == 1)
        look = self._window.stack_view.look.drawn
        self._pouch[look.pouch].setChecked(True)

    def drop_material(self, material_id: str, place: object) -> None:
        """Insert a layer of a material, or put the material into a layer."""
        library = self._document.workspace.library
        try:
            material = library.material(material_id)
        except KeyError:
            self._window.tell(tr("The library holds no material called {name}").format(name=material_id))
            return
        if isinstance(place, str):
            self._selection.select(place)
            self._window.layers.use_material(material_id)
        elif isinstance(place, int):
            self._insert(material, place)
        self._window.stack_view.setFocus()

    def _insert(self, material: Material, index: int) -> None:
        known = {layer.id for layer in self._document.design.stack.layers}
        problem = self._document.apply(
            lambda design: placing.insert_material(design, index, material.id, self._document.workspace),
            tr("Add a layer of {material}").format(material=for_menu(material.label)),
        )
        self._report(problem)
        added = [layer.id for layer in self._document.design.stack.layers if layer.id not in known]
        if added:
            self._selection.select(added[0])

    def duplicate(self, layer_id: str) -> None:
        """Put a copy of a layer behind it, and select the copy."""
        index = edits.layer_index(self._document.design, layer_id)
        problem = self._document.apply(lambda design: edits.duplicate_layer(design, layer_id), tr("Duplicate layer"))
        self._report(problem)
        if problem is None:
            self._selection.select(self._document.design.stack.layers[index + 1].id)

    def duplicate_selected(self) -> None:
        """Put a copy of the selected layer behind it."""
        if len(self._selection.layers) == 1:
            self.duplicate(self._selection.layers[0])

    def swap(self, layer_id: str, row: int | None, material: Material) -> None:
        """Give a layer, or one ingredient of it, another material of the library."""
        library = self._document.workspace.library

        def edit(design: Design) -> Design:
            if row is None:
                return edits.set_material(design, layer_id, material.id, library)
            return edits.set_component_material(design, layer_id, row, material.id, library)

        label = tr("Change material to {material}").format(material=for_menu(material.label))
        self._report(self._document.apply(edit, label))

    def _report(self, problem: str | None) -> None:
        if problem:
            self._window.tell(problem)
