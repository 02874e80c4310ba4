"""What a person does with own materials: make, copy, edit, delete, send and take in. Each asks before it replaces."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from cellbuilder.app.edits import EditError
from cellbuilder.app.library import own_materials
from cellbuilder.app.words import tr
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.material import Material
from cellbuilder.domain.problem import UnreadableError, UnwritableError
from cellbuilder.gui.dialogs import file_names, writing
from cellbuilder.gui.dialogs.message import complain


class OwnMaterials:
    """``changed`` is called with the id of a material that came or changed, or with nothing where one went."""

    def __init__(self, parent: QWidget, workspace: Workspace, changed: Callable[[str], None]) -> None:
        self._parent, self._workspace, self._changed = parent, workspace, changed

    def new(self) -> None:
        """Ask for a new material."""
        self._edit(None, None)

    def copy(self, key: str) -> None:
        """Offer a copy of a material to be changed and saved."""
        try:
            material = self._workspace.library.material(key)
            self._edit(own_materials.copy_of(material, self._workspace.library), None)
        except (EditError, UnreadableError) as error:
            complain(self._parent.window(), tr("This material cannot be copied"), str(error))

    def edit(self, key: str) -> None:
        """Change an own material."""
        try:
            self._edit(self._workspace.library.material(key), key)
        except UnreadableError as error:
            complain(self._parent.window(), tr("This material cannot be edited"), error.text())

    def _edit(self, start: Material | None, replacing: str | None) -> None:
        from cellbuilder.gui.dialogs.material_editor import ask_material

        made = ask_material(self._parent.window(), self._workspace, start, replacing)
        if made is not None:
            self._changed(made.id)

    def delete(self, key: str) -> None:
        """Ask, and move the file of an own material out of the way."""
        path = own_materials.path_of(key)
        question = tr("Delete the material “{name}”? Its file moves to {folder}. Designs that use it keep their copy.")
        said = question.format(name=self._name(key), folder=own_materials.deleted_folder())
        if not file_names.confirmed(self._parent.window(), tr("Delete material"), said, tr("Delete")):
            return
        try:
            own_materials.remove(key, self._workspace.library)
        except UnwritableError as error:
            complain(self._parent.window(), tr("{name} was not deleted").format(name=path.name), str(error))
            return
        self._workspace.reread()
        self._changed("")

    def export(self, key: str) -> None:
        """Ask for a file and write the material into it."""
        material = self._workspace.library.material(key)
        proposed = Path.home() / f"{key}{own_materials.SUFFIX}"
        path = file_names.ask_target(
            self._parent.window(), tr("Export a material"), proposed, tr("Materials (*.json)"), own_materials.SUFFIX
        )
        if path is not None:
            done, refused = tr("Material written to {name}"), tr("The material was not exported")
            writing.write(self._parent, path, lambda: own_materials.export(material, path), done, refused)

    def import_file(self) -> None:
        """Ask for a file and take the material in it into the own folder."""
        name, _ = QFileDialog.getOpenFileName(
            self._parent.window(), tr("Import a material"), str(Path.home()), tr("Materials (*.json);;All files (*)")
        )
        if name:
            self.take_in(Path(name))

    def take_in(self, path: Path) -> None:
        """Take the material of a file into the own folder; nothing is replaced without a question."""
        library = self._workspace.library
        try:
            material = own_materials.read(path)
            clash = own_materials.clash(material, library)
            if clash == "same":
                self._tell_same(material)
                return
            if clash != "none":
                chosen = self._resolved(material, clash)
                if chosen is None:
                    return
                material = chosen
            own_materials.save(material, library)
        except UnreadableError as error:
            complain(self._parent.window(), tr("This file holds no usable material"), error.text())
            return
        except (UnwritableError, EditError) as error:
            complain(self._parent.window(), tr("The material was not imported"), str(error))
            return
        self._workspace.reread()
        self._changed(material.id)

    def _tell_same(self, material: Material) -> None:
        said = tr("“{name}” is in the library already, exactly as in this file.").format(name=material.name)
        box = file_names.question(self._parent.window(), tr("Import a material"), said)
        box.setStandardButtons(QMessageBox.StandardButton.Ok)
        box.exec()
        box.deleteLater()

    def _resolved(self, material: Material, clash: own_materials.Clash) -> Material | None:
        """Ask what to do with a material whose id is taken; None leaves all as it is."""
        whose = tr("one of yours") if clash == "mine" else tr("one of the library")
        said = tr("The id “{key}” of “{name}” belongs to another material already, {whose}.")
        said = said.format(key=material.id, name=material.name, whose=whose)
        box = file_names.question(self._parent.window(), tr("Import a material"), said)
        both = box.addButton(tr("Keep both"), QMessageBox.ButtonRole.AcceptRole)
        word = tr("Replace mine") if clash == "mine" else tr("Use instead of it")
        replace = box.addButton(word, QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(both)
        box.exec()
        chosen = box.clickedButton()
        box.deleteLater()
        if chosen is both:
            return own_materials.under_another_id(material, self._workspace.library)
        return material if chosen is replace else None

    def show_folder(self) -> None:
        """Show the folder of own materials in the system's file manager."""
        folder = own_materials.folder()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            complain(self._parent.window(), tr("The folder cannot be made"), f"{folder}\n{error.strerror or error}")
            return
        file_names.show_folder(self._parent.window(), folder, tr("Your materials are in this folder."))

    def _name(self, key: str) -> str:
        try:
            return self._workspace.library.material(key).name
        except (KeyError, UnreadableError):
            return key
