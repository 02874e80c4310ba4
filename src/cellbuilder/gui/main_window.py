"""The main window: docks around the stack, and the actions that tie them to the document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QWidget

from cellbuilder.app import present
from cellbuilder.app.words import tr
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.gui import drops
from cellbuilder.gui.actions import Actions, commit_pending
from cellbuilder.gui.canvas.stack_menu import StackMenu
from cellbuilder.gui.canvas.stack_view import StackView
from cellbuilder.gui.compare.plug import plug_compare
from cellbuilder.gui.dialogs.exports import Exports
from cellbuilder.gui.dialogs.files import FileDialogs
from cellbuilder.gui.document import Document, Selection, is_seam
from cellbuilder.gui.follow import Follower
from cellbuilder.gui.inspector.panel import InspectorPanel
from cellbuilder.gui.layer_commands import LayerCommands
from cellbuilder.gui.lessons.course import plug_lessons
from cellbuilder.gui.library.panel import LibraryPanel
from cellbuilder.gui.library.plug import plug_library
from cellbuilder.gui.presenting import Presenting
from cellbuilder.gui.results.cards import Headline
from cellbuilder.gui.results.panel import ResultsPanel
from cellbuilder.gui.results.remark import Remark
from cellbuilder.gui.text import for_title
from cellbuilder.gui.widgets.quantity_field import QuantityField
from cellbuilder.gui.window_layout import WindowLayout

if TYPE_CHECKING:
    from cellbuilder.gui.program import Program
    from cellbuilder.gui.widgets.written_bar import WrittenBar

MESSAGE_MS = 6000


class MainWindow(QMainWindow):
    """One design in one window."""

    def __init__(self, document: Document, settings: QSettings, program: Program | None = None) -> None:
        super().__init__()
        if program is None:
            from cellbuilder.gui.program import Program

            program = Program(settings, document.workspace)
        self.program, self.settings = program, program.settings
        self.document, self.selection = document, Selection()
        self.files = FileDialogs(self, document, self.tell, self.settings, self._is_elsewhere)
        self.exports = Exports(self, document, self.tell, lambda: self.stack_view.copy_picture())
        self.layers = LayerCommands(self, document, self.selection, self.tell)
        self.library = LibraryPanel(document.workspace)
        self.stack_view = StackView(document, self.selection)
        self.headline = Headline(document)
        self.results = ResultsPanel(document, self.selection)
        self.inspector = InspectorPanel(document, self.selection)
        self.actions_ = Actions(self)
        self.stack_menu = StackMenu(self, document, self.selection, self.actions_)
        self.presenting = Presenting(self)
        self.layout_ = WindowLayout(self)
        self._written: WrittenBar | None = None
        self._status = Remark(tr("Conditions"))
        self._status.allow(1)
        holder = QWidget()  # a message hides it, whatever is said below meanwhile
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._status)
        self.statusBar().addWidget(holder, 1)
        self.setAcceptDrops(True)
        self._connect()
        plug_library(self)
        plug_compare(self)
        self.lessons = plug_lessons(self)
        self._refresh()
        self.layout_.restore()
        self.program.adopt(self)
        self.stack_view.setFocus()

    def _connect(self) -> None:
        self.document.changed.connect(self._refresh)
        self.document.path_changed.connect(self._refresh)
        self.document.replaced.connect(self.selection.select)
        self.document.undo_stack.cleanChanged.connect(self._refresh)
        self.settings.look_changed.connect(self._follow_look)
        self.settings.numbers_changed.connect(self._write_numbers)
        self.library.model_asked.connect(self.files.open_model)
        self.library.cell_asked.connect(self.files.open_cell)
        self.library.material_asked.connect(self.layers.use_material)
        self.selection.changed.connect(self.actions_.follow_selection)
        self.stack_view.move_asked.connect(self.layers.move)
        self.stack_view.remove_asked.connect(self.layers.remove)
        self.stack_view.add_asked.connect(self.layers.add)
        self.stack_view.edit_asked.connect(self.inspector.focus_first_field)
        self.stack_view.menu_asked.connect(self.stack_menu.pop_up)
        self.inspector.left.connect(self.stack_view.setFocus)
        self.results.layers_chosen.connect(self._select_targets)
        self.results.told.connect(self.tell)

    def _refresh(self) -> None:
        design, path = self.document.design, self.document.path
        name = path.name if path is not None else design.name
        self.setWindowTitle(tr("{name}[*] – cellbuilder").format(name=for_title(name)))
        self.setWindowModified(self.document.is_modified)
        self._status.say(self._summary())
        self._let_go_of_what_is_gone(design)
        self.actions_.follow_selection()

    def _follow_look(self) -> None:
        """Follow another theme or size; the settings outlive the window, so it is the window itself that listens."""
        self.actions_.draw_icons()
        self.actions_.views.follow()
        self.layout_.follow_look()

    def _is_elsewhere(self, path: Path) -> bool:
        return self.program.window_of(path, besides=self) is not None

    def _write_numbers(self) -> None:
        """Write all numbers with the decimal separator that was chosen; nothing else is new."""
        self._refresh()
        for follower in self.findChildren(Follower):
            follower.refresh()
        for field in self.findChildren(QuantityField):
            field.rewrite()

    def _summary(self) -> str:
        """Say in one line under which conditions the numbers hold."""
        conditions, evaluation = self.document.design.stack.conditions, self.document.evaluation
        current = conditions.current_density or conditions.c_rate
        parts = [_said(conditions.temperature, tr("temperature unknown"))]
        parts.append(_said(current, tr("current unknown")) if current is not None else tr("no current given"))
        if conditions.operating_pressure is not None:
            parts.append(_said(conditions.operating_pressure, tr("pressure unknown")))
        parts.append(
            tr("{n} of {contacts} judged contacts have no evidence").format(
                n=evaluation.contacts_without_evidence, contacts=evaluation.contacts
            )
        )
        parts.append(tr("* an assumption or estimate is inside"))
        return "   ·   ".join(parts)

    def tell(self, message: str) -> None:
        """Show a short message that needs no answer."""
        self.statusBar().showMessage(message, MESSAGE_MS)

    def tell_written(self, message: str, path: Path) -> None:
        """Say that a file was written, and offer to open it or its folder."""
        if self._written is None:
            from cellbuilder.gui.widgets.written_bar import WrittenBar

            self._written = WrittenBar(self.tell)
            self.statusBar().addPermanentWidget(self._written)
            # the bar lays itself out anew and would show the conditions again, below the message
            QCoreApplication.sendPostedEvents(self._status.parentWidget(), QEvent.Type.MetaCall.value)
        self._written.offer(path)
        self.tell(message)

    def _select_targets(self, targets: tuple[str, ...]) -> None:
        self.selection.select(*(layer.id for layer in self.document.design.stack.layers if layer.id in targets))

    def _let_go_of_what_is_gone(self, design: Design) -> None:
        chosen, known = self.selection.layers, {layer.id for layer in design.stack.layers}
        if not known.issuperset(chosen) or (len(chosen) == 2 and not is_seam(design, chosen)):
            self.selection.select()

    def new_design(self) -> None:
        """Show the gallery of models."""
        self.program.show_gallery(self)

    def new_window(self) -> None:
        """Open another window."""
        self.program.new_window().show()

    def quit(self) -> None:
        """Close all windows; each asks about its unsaved work."""
        self.program.quit()

    def set_presenting(self, on: bool) -> None:
        """Enter or leave present mode."""
        self.presenting.set(on)

    def reset_layout(self) -> None:
        """Put panels back to where they were at first."""
        self.layout_.reset()

    def show_dock_of(self, panel: QWidget) -> None:
        """Bring the dock around a panel into sight."""
        dock = panel.parentWidget()
        if isinstance(dock, QDockWidget):
            self.presenting.leave()
            dock.show()
            dock.raise_()

    def show_history(self) -> None:
        """Show the steps that can be undone and redone."""
        from cellbuilder.gui.dialogs import comfort

        comfort.show_history(self)

    def show_settings(self) -> None:
        """Show the settings."""
        from cellbuilder.gui.dialogs import comfort

        comfort.show_settings(self)

    def show_shortcuts(self) -> None:
        """Show all keys."""
        from cellbuilder.gui.dialogs import comfort

        comfort.show_shortcuts(self)

    def show_tips(self) -> None:
        """Show the first tips again."""
        self.layout_.show_tips()

    def open_settings_folder(self) -> None:
        """Show the folder with the settings in the system's file manager."""
        from cellbuilder.gui.dialogs import comfort

        comfort.open_settings_folder(self)

    def show_about(self) -> None:
        """Say what this program is, and which versions run."""
        from cellbuilder.gui.dialogs import comfort

        comfort.show_about(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved work; remember sizes."""
        commit_pending()
        if not self.files.may_discard():
            event.ignore()
            return
        self.presenting.leave()
        self.layout_.remember()
        self.program.forget(self)
        self.document.undo_stack.clear()  # garbage goes in any order: steps that went before their stack are a crash
        event.accept()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the icons, the docks' own included, once the style has set theirs."""
        super().showEvent(event)
        self.layout_.shown()
        self.actions_.draw_icons()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the toolbar and the panels to the size."""
        super().resizeEvent(event)
        self.actions_.fit(event.size().width())
        self.layout_.fit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, and models and cells of the library."""
        if drops.wanted(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        if drops.take(self, event.mimeData()):
            event.acceptProposedAction()

    def event(self, event: QEvent) -> bool:
        """Draw the icons anew on a screen that has more or fewer pixels."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.actions_.draw_icons()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Say in present mode that the window came back from full screen by other ways."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.presenting.follow_window()


def _said(entry: Quantity, unknown: str) -> str:
    """Return a condition as it was typed, or the words for one that nobody knows."""
    return unknown if entry.value is None and entry.low is None else present.quantity(entry)
