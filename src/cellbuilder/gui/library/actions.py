"""What can be done with an entry of the library, for its card, its menu and the keyboard alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from cellbuilder.app import edits, placing
from cellbuilder.app.library import own_materials
from cellbuilder.app.words import tr
from cellbuilder.domain.material import Category
from cellbuilder.domain.stack import Role
from cellbuilder.gui.library.items import NEW
from cellbuilder.gui.library.own import OwnMaterials
from cellbuilder.gui.text import for_menu

if TYPE_CHECKING:
    from cellbuilder.gui.library.panel import LibraryPanel


USUAL_ROLES: Final[dict[Category, Role]] = {
    "electrolyte": "electrolyte", "coating": "cathode interface layer", "cathode active material": "cathode",
    "anode": "anode", "collector": "anode collector",
}  # fmt: skip
"""Where a layer of a material usually stands."""


class LibraryActions:
    """All actions of a panel; ``offered`` are those of the current entry, the usual one first."""

    def __init__(self, panel: LibraryPanel) -> None:
        self._panel = panel
        self.own = OwnMaterials(panel, panel.workspace, self._own_changed)
        self.open = self._action(tr("Open"), lambda kind, key: self.use(kind, key))
        self.compare = self._action(tr("Compare with …"), self._compare)
        self.use_in_layer = self._action(tr("Use in selected layer"), lambda kind, key: self.use(kind, key))
        self.use_in_layer.setIconText(tr("Use in layer"))
        self.add_as_layer = self._action(tr("Add as new layer"), lambda _kind, key: self._add_layer(key))
        self.update = self._action(tr("Update from library"), lambda _kind, key: self._update(key))
        self.copy = self._action(tr("Copy to mine …"), lambda _kind, key: self.own.copy(key))
        self.edit = self._action(tr("Edit …"), lambda _kind, key: self.own.edit(key))
        self.delete = self._action(tr("Delete …"), lambda _kind, key: self.own.delete(key))
        self.export = self._action(tr("Export file …"), lambda _kind, key: self.own.export(key))
        self.new = self._action(tr("New material …"), lambda _kind, _key: self.own.new())
        self.import_ = self._action(tr("Import file …"), lambda _kind, _key: self.own.import_file())
        self.folder = self._action(tr("Show folder"), lambda _kind, _key: self.own.show_folder())

    def _action(self, name: str, run: Callable[[str, str], object]) -> QAction:
        action = QAction(name, self._panel)
        action.triggered.connect(lambda _checked=False: run(*self._panel.current()))
        return action

    def offered(self) -> tuple[QAction, ...]:
        """Return what can be done with the current entry, the usual thing first."""
        kind, key = self._panel.current()
        if kind in ("model", "cell"):
            return (self.open, self.compare)
        if kind == NEW:
            return (self.new, self.import_, self.folder)
        if kind != "material":
            return ()
        document = self._panel.document
        library = self._panel.workspace.library
        differs = document is not None and own_materials.differs(document.design, key, library)
        mine = own_materials.is_own(key, library)
        return (
            self.use_in_layer,
            self.add_as_layer,
            *((self.update,) if differs else ()),
            *((self.edit,) if mine else ()),
            self.copy,
            self.export,
            *((self.delete,) if mine else ()),
        )

    def pop_up(self) -> None:
        """Show the menu of the current entry where it stands."""
        tree = self._panel.tree
        menu = QMenu(tree)
        menu.addActions(list(self.offered()))
        general = [action for action in (self.new, self.import_, self.folder) if action not in menu.actions()]
        if general:
            menu.addSeparator()
            menu.addActions(general)
        place = tree.visualRect(tree.currentIndex())
        menu.exec(tree.viewport().mapToGlobal(place.center() if place.isValid() else tree.viewport().rect().center()))
        menu.deleteLater()

    def use(self, kind: str, key: str) -> None:
        """Do the usual thing with an entry: open it, or put the material into the selected layer."""
        panel = self._panel
        asked = {"model": panel.model_asked, "cell": panel.cell_asked, "material": panel.material_asked}
        if kind in asked:
            asked[kind].emit(key)

    def compare_models(self) -> None:
        """Show two models side by side: the current one, or the one at hand, and another."""
        kind, key = self._panel.current()
        document = self._panel.document
        origin = document.design.origin if document is not None else None
        if kind not in ("model", "cell"):
            kind, key = "model", (origin.model if origin is not None else None) or "A"
        self._compare(kind, key)

    def _compare(self, kind: str, key: str) -> None:
        from cellbuilder.gui.dialogs.models_compared import show_compared

        show_compared(self._panel.window(), self._panel.workspace, kind, key, self.use)

    def _add_layer(self, key: str) -> None:
        """Insert a layer of a material where such a layer usually stands."""
        document, workspace = self._panel.document, self._panel.workspace
        if document is None:
            return
        material = workspace.library.material(key)
        role = USUAL_ROLES.get(material.category, "electrolyte")
        known = {layer.id for layer in document.design.stack.layers}
        problem = document.apply(
            lambda design: placing.insert_material(design, edits.usual_index(design, role), key, workspace),
            tr("Add a layer of {material}").format(material=for_menu(material.label)),
        )
        if problem:
            self._panel.told.emit(problem)
        for layer in document.design.stack.layers:
            if layer.id not in known:
                self._panel.layer_added.emit(layer.id)

    def _update(self, key: str) -> None:
        document, library = self._panel.document, self._panel.workspace.library
        if document is None:
            return
        label = tr("Update {material} from the library").format(material=for_menu(library.material(key).label))
        problem = document.apply(lambda design: own_materials.update_material(design, key, library), label)
        if problem:
            self._panel.told.emit(problem)

    def _own_changed(self, key: str) -> None:
        self._panel.reload(key)
