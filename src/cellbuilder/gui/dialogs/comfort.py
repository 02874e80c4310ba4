"""The small windows of the Edit and Help menus: history, keys, settings, about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QPlainTextEdit, QVBoxLayout

from cellbuilder.app.words import tr
from cellbuilder.gui import errors
from cellbuilder.gui.dialogs import file_names
from cellbuilder.gui.dialogs.settings import SettingsDialog
from cellbuilder.gui.dialogs.shortcuts import ShortcutsDialog

if TYPE_CHECKING:
    from cellbuilder.gui.main_window import MainWindow


class HistoryDialog(QDialog):
    """The steps of a window, the current one chosen; choosing another goes there."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName("history")
        self.setWindowTitle(tr("Undo history"))
        self._stack = window.document.undo_stack
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Steps"))
        steps = [tr("As it was opened"), *(self._stack.text(number) for number in range(self._stack.count()))]
        for number, step in enumerate(steps):
            saved = number == self._stack.cleanIndex()
            self.list.addItem(tr("{step} (saved)").format(step=step) if saved else step)
        self.list.setCurrentRow(self._stack.index())
        self.list.currentRowChanged.connect(self._stack.setIndex)
        column = QVBoxLayout(self)
        column.addWidget(self.list, 1)
        column.addWidget(closing(self))
        letters = QFontMetrics(self.list.font())
        self.resize(letters.horizontalAdvance("0" * 38), letters.lineSpacing() * 20)
        self.list.setFocus()


class AboutDialog(QDialog):
    """What this program is, which versions run, where things are kept."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName("about")
        self.setWindowTitle(tr("About cellbuilder"))
        words = QLabel(tr("cellbuilder designs all-solid-state lithium and sodium cell stacks. MIT licence."))
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        recovery = window.program.recovery
        places = [tr("Settings: {path}").format(path=window.settings.path)]
        if recovery is not None:
            places.append(tr("Unsaved work: {path}").format(path=recovery.folder))
        self.text = QPlainTextEdit(errors.about() + "\n".join(places))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("Versions and places"))
        buttons = closing(self)
        self.copy_button = buttons.addButton(tr("Copy text"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        column = QVBoxLayout(self)
        for widget in (words, self.text, buttons):
            column.addWidget(widget)
        letters = QFontMetrics(self.text.font())
        self.resize(letters.horizontalAdvance("0" * 64), letters.lineSpacing() * 18)


def closing(dialog: QDialog) -> QDialogButtonBox:
    """Make the row with the button that closes a dialog."""
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
    return buttons


def show_history(window: MainWindow) -> None:
    """Show the steps that can be undone and redone."""
    _show(HistoryDialog(window))


def show_settings(window: MainWindow) -> None:
    """Show the settings."""
    _show(SettingsDialog(window, window.settings, lambda: open_settings_folder(window)))


def show_shortcuts(window: MainWindow) -> None:
    """Show all keys."""
    _show(ShortcutsDialog(window, window.actions_))


def show_about(window: MainWindow) -> None:
    """Say what this program is, and which versions run."""
    _show(AboutDialog(window))


def open_settings_folder(window: MainWindow) -> None:
    """Show the folder with the settings in the system's file manager, or say where it is."""
    file_names.show_folder(window, window.settings.path.parent, tr("The settings are in this folder."))


def _show(dialog: QDialog) -> None:
    dialog.exec()
    dialog.deleteLater()
