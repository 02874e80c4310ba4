"""The main window: docks around the stack, and the actions that tie them to the document."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from cellbuilder.app import edits, present
from cellbuilder.domain.design import Design
from cellbuilder.gui.actions import Actions, commit_pending
from cellbuilder.gui.canvas.stack_menu import StackMenu
from cellbuilder.gui.canvas.stack_view import StackView
from cellbuilder.gui.dialogs.add_layer import ask_layer
from cellbuilder.gui.dialogs.files import FileDialogs
from cellbuilder.gui.document import Document, Selection, is_seam
from cellbuilder.gui.panels.cards import Headline
from cellbuilder.gui.panels.inspector_panel import InspectorPanel
from cellbuilder.gui.panels.library_panel import LibraryPanel
from cellbuilder.gui.panels.results_panel import ResultsPanel
from cellbuilder.gui.text import for_menu, for_title

FIRST_SIZE = QSize(1280, 760)
SMALLEST_SIZE = QSize(900, 500)
LEAST_LIBRARY, LEAST_INSPECTOR = 180, 245


class MainWindow(QMainWindow):
    """One design in one window."""

    def __init__(self, document: Document, settings: QSettings) -> None:
        super().__init__()
        self.document, self.selection = document, Selection()
        self.files = FileDialogs(self, document, self.tell)
        self._settings = settings
        self._share_width = False
        self.library = LibraryPanel(document.workspace)
        self.stack_view = StackView(document, self.selection)
        self.headline = Headline(document)
        self.results = ResultsPanel(document)
        self.inspector = InspectorPanel(document, self.selection)
        self.actions_ = Actions(self)
        self.stack_menu = StackMenu(self, document, self.selection, self.actions_)
        self._lay_out()
        self._status = QLabel()
        self._status.setTextFormat(Qt.TextFormat.PlainText)
        self._status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.statusBar().addWidget(self._status, 1)
        self._connect()
        self._refresh()
        self.setMinimumSize(SMALLEST_SIZE)
        self._restore()
        self.stack_view.setFocus()

    def _lay_out(self) -> None:
        centre = QSplitter(Qt.Orientation.Vertical)
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(6, 6, 6, 4)
        column.setSpacing(6)
        column.addWidget(self.stack_view, 1)
        column.addWidget(self.headline)
        centre.addWidget(top)
        centre.addWidget(self.results)
        centre.setStretchFactor(0, 3)
        centre.setStretchFactor(1, 2)
        centre.setChildrenCollapsible(False)
        # the order in which they enter the window is the order of the Tab key
        self._dock("Library", self.library, Qt.DockWidgetArea.LeftDockWidgetArea, LEAST_LIBRARY)
        self.setCentralWidget(centre)
        self._dock("Inspector", self.inspector, Qt.DockWidgetArea.RightDockWidgetArea, LEAST_INSPECTOR)

    def _dock(self, name: str, content: QWidget, area: Qt.DockWidgetArea, least: int) -> None:
        dock = QDockWidget(name, self)
        dock.setObjectName(name)
        dock.setWidget(content)
        content.setMinimumWidth(least)
        self.addDockWidget(area, dock)
        self.actions_.view_menu.addAction(dock.toggleViewAction())

    def _connect(self) -> None:
        self.document.changed.connect(self._refresh)
        self.document.path_changed.connect(self._refresh)
        self.document.replaced.connect(self.selection.select)
        self.document.undo_stack.cleanChanged.connect(self._refresh)
        self.library.model_asked.connect(self.files.open_model)
        self.library.cell_asked.connect(self.files.open_cell)
        self.library.material_asked.connect(self.use_material)
        self.selection.changed.connect(self.actions_.follow_selection)
        self.stack_view.move_asked.connect(self.move_layer)
        self.stack_view.remove_asked.connect(self.remove_layer)
        self.stack_view.add_asked.connect(self.add_layer)
        self.stack_view.edit_asked.connect(self.inspector.focus_first_field)
        self.stack_view.menu_asked.connect(self.stack_menu.pop_up)
        self.inspector.left.connect(self.stack_view.setFocus)
        self.results.findings.layers_chosen.connect(self._select_targets)
        self.results.findings.told.connect(self.tell)

    def _refresh(self) -> None:
        design, path = self.document.design, self.document.path
        name = path.name if path is not None else design.name
        self.setWindowTitle(f"{for_title(name)}[*] – cellbuilder")
        self.setWindowModified(self.document.is_modified)
        self._status.setText(self._summary())
        self._let_go_of_what_is_gone(design)
        self.actions_.follow_selection()

    def _summary(self) -> str:
        """Say in one line under which conditions the numbers hold."""
        conditions, evaluation = self.document.design.stack.conditions, self.document.evaluation
        current = conditions.current_density or conditions.c_rate
        parts = [present.quantity(conditions.temperature)]
        parts.append(present.quantity(current) if current is not None else "no current given")
        if conditions.operating_pressure is not None:
            parts.append(present.quantity(conditions.operating_pressure))
        parts.append(f"{evaluation.contacts_without_evidence} of {evaluation.contacts} contacts without evidence")
        parts.append("* an assumption or estimate is inside")
        return "   ·   ".join(parts)

    def tell(self, message: str) -> None:
        """Show a short message that needs no answer."""
        self.statusBar().showMessage(message, 6000)

    def _select_targets(self, targets: tuple[str, ...]) -> None:
        self.selection.select(*(layer.id for layer in self.document.design.stack.layers if layer.id in targets))

    def _let_go_of_what_is_gone(self, design: Design) -> None:
        chosen, known = self.selection.layers, {layer.id for layer in design.stack.layers}
        if not known.issuperset(chosen) or (len(chosen) == 2 and not is_seam(design, chosen)):
            self.selection.select()

    def use_material(self, material_id: str) -> None:
        """Put a material of the library into the selected layer: as its material, or as the fitting ingredient."""
        chosen, workspace = self.selection.layers, self.document.workspace
        if len(chosen) != 1:
            self.tell("Select a layer first; then the material goes into it")
            return
        layer = self.document.design.stack.layers[edits.layer_index(self.document.design, chosen[0])]
        material = workspace.library.material(material_id)
        row = workspace.row_for(layer, material)

        def edit(design: Design) -> Design:
            if row is None:
                return edits.set_material(design, chosen[0], material_id, workspace.library)
            return edits.set_component_material(design, chosen[0], row, material_id, workspace.library)

        if layer.components and row is None:
            self.tell(f"{material.label} serves as no ingredient of this layer")
        else:
            self._report(self.document.apply(edit, f"Change material to {for_menu(material.label)}"))

    def move_layer(self, layer_id: str, to_index: int) -> None:
        """Move a layer."""
        self._report(self.document.apply(lambda design: edits.move_layer(design, layer_id, to_index), "Move layer"))

    def move_selected(self, step: int) -> None:
        """Move the selected layer by one place."""
        if len(self.selection.layers) == 1:
            index = edits.layer_index(self.document.design, self.selection.layers[0])
            self.move_layer(self.selection.layers[0], max(0, index + step))

    def remove_layer(self, layer_id: str) -> None:
        """Take a layer out, and select the one that takes its place."""
        index = edits.layer_index(self.document.design, layer_id)
        problem = self.document.apply(lambda design: edits.remove_layer(design, layer_id), "Remove layer")
        self._report(problem)
        layers = self.document.design.stack.layers
        if problem is None and self.selection.layers == ():
            self.selection.select(layers[min(index, len(layers) - 1)].id)

    def remove_selected(self) -> None:
        """Take the selected layer out."""
        if len(self.selection.layers) == 1:
            self.remove_layer(self.selection.layers[0])

    def add_layer(self, index: int | None = None) -> None:
        """Ask for a role, a material and a thickness, and insert the layer."""
        added = ask_layer(self, self.document, index)
        if added is not None:
            self.selection.select(added)
        self.stack_view.setFocus()

    def _report(self, problem: str | None) -> None:
        if problem:
            self.tell(problem)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved work; remember sizes and theme."""
        commit_pending()
        if not self.files.may_discard():
            event.ignore()
            return
        self._settings.setValue("window/geometry", self.saveGeometry())
        self._settings.setValue("window/state", self.saveState())
        self._settings.setValue("window/theme", "dark" if self.actions_.dark.isChecked() else "light")
        event.accept()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the icons, the docks' own included, once the style has set theirs."""
        super().showEvent(event)
        if self._share_width:
            self._share_width, share = False, self.width() // 5
            widths = [max(LEAST_LIBRARY, min(share, 250)), max(LEAST_INSPECTOR, min(share, 265))]
            self.resizeDocks(self.findChildren(QDockWidget), widths, Qt.Orientation.Horizontal)
        self.actions_.draw_icons()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the toolbar to the width."""
        super().resizeEvent(event)
        self.actions_.fit(event.size().width())

    def _restore(self) -> None:
        geometry, state = self._settings.value("window/geometry"), self._settings.value("window/state")
        if isinstance(geometry, QByteArray) and isinstance(state, QByteArray):
            self.restoreGeometry(geometry)
            self.restoreState(state)
        else:
            self.resize(FIRST_SIZE.boundedTo(self.screen().availableSize()))
            self._share_width = True
        self.actions_.dark.setChecked(self._settings.value("window/theme") == "dark")

    def open_path(self, path: Path) -> None:
        """Open a file, with a message if it cannot be used."""
        self.files.open_file(path)
