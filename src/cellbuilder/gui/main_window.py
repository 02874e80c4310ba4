"""The main window: docks around the stack, and the actions that tie them to the document."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QSplitter, QVBoxLayout, QWidget

from cellbuilder.app import edits, present
from cellbuilder.gui.actions import Actions
from cellbuilder.gui.canvas.stack_view import StackView
from cellbuilder.gui.dialogs.add_layer import ask_layer
from cellbuilder.gui.dialogs.files import FileDialogs
from cellbuilder.gui.document import Document, Selection
from cellbuilder.gui.panels.inspector_panel import InspectorPanel
from cellbuilder.gui.panels.library_panel import LibraryPanel
from cellbuilder.gui.panels.results_panel import Headline, ResultsPanel


class MainWindow(QMainWindow):
    """One design in one window."""

    def __init__(self, document: Document, settings: QSettings) -> None:
        super().__init__()
        self.document, self.selection = document, Selection()
        self.files = FileDialogs(self, document)
        self._settings = settings
        self.stack_view = StackView(document, self.selection)
        self.results = ResultsPanel(document)
        self.inspector = InspectorPanel(document, self.selection)
        self.library = LibraryPanel(document.workspace)
        self.actions_ = Actions(self)
        self._lay_out()
        self._status = QLabel()
        self._status.setTextFormat(Qt.TextFormat.PlainText)
        self.statusBar().addWidget(self._status, 1)
        self._connect()
        self._refresh()
        self.setMinimumSize(880, 560)
        self._restore()

    def _lay_out(self) -> None:
        centre = QSplitter(Qt.Orientation.Vertical)
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(6, 6, 6, 0)
        column.setSpacing(6)
        column.addWidget(self.stack_view, 1)
        column.addWidget(Headline(self.document))
        centre.addWidget(top)
        centre.addWidget(self.results)
        centre.setStretchFactor(0, 3)
        centre.setStretchFactor(1, 2)
        centre.setChildrenCollapsible(False)
        self.setCentralWidget(centre)
        self._dock("Library", self.library, Qt.DockWidgetArea.LeftDockWidgetArea, 240)
        self._dock("Inspector", self.inspector, Qt.DockWidgetArea.RightDockWidgetArea, 290)

    def _dock(self, name: str, content: QWidget, area: Qt.DockWidgetArea, width: int) -> None:
        dock = QDockWidget(name, self)
        dock.setObjectName(name)
        dock.setWidget(content)
        content.setMinimumWidth(200)
        self.addDockWidget(area, dock)
        self.resizeDocks([dock], [width], Qt.Orientation.Horizontal)
        self.actions_.view_menu.addAction(dock.toggleViewAction())

    def _connect(self) -> None:
        self.document.changed.connect(self._refresh)
        self.document.path_changed.connect(self._refresh)
        self.document.undo_stack.cleanChanged.connect(self._refresh)
        self.library.model_asked.connect(self.files.open_model)
        self.library.cell_asked.connect(self.files.open_cell)
        self.library.material_asked.connect(self.use_material)
        self.stack_view.move_asked.connect(self.move_layer)
        self.stack_view.remove_asked.connect(self.remove_layer)
        self.stack_view.add_asked.connect(self.add_layer)
        self.results.findings.layers_chosen.connect(self._select_targets)

    def _refresh(self) -> None:
        design, path = self.document.design, self.document.path
        name = path.name if path is not None else design.name
        self.setWindowTitle(f"{name}[*] – cellbuilder")
        self.setWindowModified(self.document.is_modified)
        conditions = design.stack.conditions
        parts = [f"{present.quantity(conditions.temperature)}"]
        current = conditions.current_density or conditions.c_rate
        parts += [present.quantity(current)] if current is not None else ["no current given"]
        evaluation = self.document.evaluation
        parts.append(f"{evaluation.contacts_without_evidence} of {evaluation.contacts} contacts without evidence")
        parts.append("* an assumption or estimate is inside")
        self._status.setText("   ·   ".join(parts))
        known = {layer.id for layer in design.stack.layers}
        if any(layer not in known for layer in self.selection.layers):
            self.selection.select()

    def _select_targets(self, targets: tuple[str, ...]) -> None:
        neighbours = [layer.id for layer in self.document.design.stack.layers if layer.id in targets]
        self.selection.select(*neighbours[:2])

    def use_material(self, material_id: str) -> None:
        """Make the selected one-material layer of a material chosen in the library."""
        chosen = self.selection.layers
        if len(chosen) != 1:
            self.statusBar().showMessage("Select a layer first; then the material goes into it", 5000)
            return
        library = self.document.workspace.library
        self._report(
            self.document.apply(
                lambda design: edits.set_material(design, chosen[0], material_id, library), "Change material"
            )
        )

    def move_layer(self, layer_id: str, to_index: int) -> None:
        """Move a layer."""
        self._report(self.document.apply(lambda design: edits.move_layer(design, layer_id, to_index), "Move layer"))

    def move_selected(self, step: int) -> None:
        """Move the selected layer by one place."""
        if len(self.selection.layers) == 1:
            index = edits.layer_index(self.document.design, self.selection.layers[0])
            self.move_layer(self.selection.layers[0], index + step)

    def remove_layer(self, layer_id: str) -> None:
        """Take a layer out."""
        self._report(self.document.apply(lambda design: edits.remove_layer(design, layer_id), "Remove layer"))

    def remove_selected(self) -> None:
        """Take the selected layer out."""
        if len(self.selection.layers) == 1:
            self.remove_layer(self.selection.layers[0])

    def add_layer(self, index: int | None = None) -> None:
        """Ask for a role, a material and a thickness, and insert the layer."""
        answer = ask_layer(self, self.document.workspace)
        if answer is None:
            return
        role, material_id, thickness = answer
        library = self.document.workspace.library
        place = edits.usual_index(self.document.design, role) if index is None else index
        problem = self.document.apply(
            lambda design: edits.add_layer(design, place, role, material_id, thickness, library), "Add layer"
        )
        self._report(problem)
        if problem is None:
            self.selection.select(
                self.document.design.stack.layers[min(place, len(self.document.design.stack.layers) - 1)].id
            )

    def _report(self, problem: str | None) -> None:
        if problem:
            self.statusBar().showMessage(problem, 8000)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved work; remember the sizes."""
        if not self.files.may_discard():
            event.ignore()
            return
        self._settings.setValue("window/geometry", self.saveGeometry())
        self._settings.setValue("window/state", self.saveState())
        event.accept()

    def _restore(self) -> None:
        geometry, state = self._settings.value("window/geometry"), self._settings.value("window/state")
        if isinstance(geometry, QByteArray) and isinstance(state, QByteArray):
            self.restoreGeometry(geometry)
            self.restoreState(state)
        else:
            self.resize(1280, 760)

    def open_path(self, path: Path) -> None:
        """Open a file, with a message if it cannot be used."""
        self.files.open_file(path)
