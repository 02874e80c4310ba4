"""The context menu of a layer or a seam."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from cellbuilder.app import edits
from cellbuilder.app.words import tr
from cellbuilder.domain.material import Material
from cellbuilder.domain.stack import Layer
from cellbuilder.gui.actions import Actions
from cellbuilder.gui.canvas.stack_commands import StackCommands
from cellbuilder.gui.document import Document, Selection, is_seam
from cellbuilder.gui.text import for_menu

if TYPE_CHECKING:
    from cellbuilder.gui.main_window import MainWindow


class StackMenu:
    """Offers what can be done with what is selected, by the same actions as everywhere."""

    def __init__(self, window: MainWindow, document: Document, selection: Selection, actions: Actions) -> None:
        self._window, self._document, self._selection, self._actions = window, document, selection, actions
        self.commands = StackCommands(window)

    def pop_up(self, place: QPoint) -> None:
        """Show the menu; it goes when it closes."""
        menu = self.build()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def build(self) -> QMenu:
        """Make the menu for the selection as it is now."""
        menu, actions, chosen = QMenu(self._window), self._actions, self._selection.layers
        menu.setObjectName("stack menu")
        if len(chosen) == 1:
            self._of_layer(menu, chosen[0])
        elif is_seam(self._document.design, chosen):
            first = edits.layer_index(self._document.design, chosen[0])
            menu.addAction(actions.edit)
            menu.addSeparator()
            menu.addAction(tr("Add layer here …"), lambda: actions.add_at(first + 1))
        else:
            menu.addAction(actions.add)
        menu.addSeparator()
        menu.addMenu(self.commands.pouch_menu)
        menu.addAction(self._actions.files.copy_picture)
        return menu

    def _of_layer(self, menu: QMenu, layer_id: str) -> None:
        actions = self._actions
        index = edits.layer_index(self._document.design, layer_id)
        menu.addAction(actions.edit)
        self._add_swaps(menu, self._document.design.stack.layers[index])
        menu.addSeparator()
        menu.addAction(tr("Add layer before …"), lambda: actions.add_at(index))
        menu.addAction(tr("Add layer after …"), lambda: actions.add_at(index + 1))
        menu.addAction(self.commands.duplicate_action)
        menu.addSeparator()
        for action in (actions.move_up, actions.move_down, actions.remove):
            menu.addAction(action)

    def _add_swaps(self, menu: QMenu, layer: Layer) -> None:
        """Add a list of fitting materials for the layer, or one for each of its ingredients."""
        workspace, design = self._document.workspace, self._document.design
        if layer.material is not None:
            swap = menu.addMenu(tr("Swap material"))
            swap.aboutToShow.connect(lambda: self._fill(swap, layer, None, workspace.for_role(layer.role)))
            return
        swap = menu.addMenu(tr("Swap material"))
        for row, part in enumerate(layer.components):
            label = for_menu(design.material(part.material).label)
            inner = swap.addMenu(f"{part.function}: {label}")
            fitting = workspace.for_function(part.function)
            inner.aboutToShow.connect(
                lambda inner=inner, row=row, fitting=fitting: self._fill(inner, layer, row, fitting)
            )

    def _fill(self, menu: QMenu, layer: Layer, row: int | None, fitting: Iterable[Material]) -> None:
        """List materials by class, so that a long list stays short."""
        if menu.actions():
            return
        now = layer.material if row is None else layer.components[row].material
        groups: dict[str, list[Material]] = {}
        for material in fitting:
            names = (material.material_class, material.family)
            name = (names if material.category == "electrolyte" else names[::-1])[0] or material.category
            groups.setdefault(name, []).append(material)
        many = sum(len(group) for group in groups.values()) > 16 and len(groups) > 1
        for name, group in sorted(groups.items()):
            inner = menu.addMenu(for_menu(name)) if many else menu
            for material in group:
                action = inner.addAction(for_menu(material.label))
                action.setCheckable(True)
                action.setChecked(material.id == now)
                action.triggered.connect(partial(self._swap, layer.id, row, material))

    def _swap(self, layer_id: str, row: int | None, material: Material, _checked: bool = False) -> None:
        self.commands.swap(layer_id, row, material)
