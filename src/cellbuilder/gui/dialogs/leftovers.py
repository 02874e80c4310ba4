"""Designs that an earlier run could not save: which, from when, and what shall become of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cellbuilder.app.recovery import Leftover
from cellbuilder.app.words import tr
from cellbuilder.gui import text
from cellbuilder.gui.dialogs.file_names import confirmed
from cellbuilder.gui.dialogs.message import complain

if TYPE_CHECKING:
    from cellbuilder.gui.main_window import MainWindow
    from cellbuilder.gui.program import Program


class LeftoversDialog(QDialog):
    """A list to tick. Closing the window decides nothing: the designs are offered again at the next start."""

    def __init__(self, parent: QWidget, leftovers: tuple[Leftover, ...]) -> None:
        super().__init__(parent)
        self.setObjectName("leftovers")
        self.setWindowTitle(tr("These designs were not saved"))
        words = QLabel(
            tr(
                "cellbuilder ended before these designs were saved. Restored, each opens as unsaved work; your files "
                "stay as they are until you save."
            )
        )
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("Unsaved designs"))
        self.tree.setHeaderLabels([tr("Design"), tr("Last change"), tr("File")])
        self.tree.setRootIsDecorated(False)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for leftover in leftovers:
            file = str(leftover.file) if leftover.file is not None else tr("never saved")
            item = QTreeWidgetItem([leftover.name, moment(leftover.written), file])
            item.setToolTip(0, text.plain(leftover.name))
            item.setToolTip(2, text.plain(file))
            item.setCheckState(0, Qt.CheckState.Checked)
            item.setData(0, Qt.ItemDataRole.UserRole, leftover)
            self.tree.addTopLevelItem(item)
        self.restore, self.discard, self.later = (QPushButton(word) for word in (tr("Restore"), tr("Discard"),
                                                                                tr("Decide later")))  # fmt: skip
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        for button, part in ((self.restore, role.AcceptRole), (self.discard, role.DestructiveRole),
                             (self.later, role.RejectRole)):  # fmt: skip
            buttons.addButton(button, part)
        self.discarded = False
        self.restore.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.discard.clicked.connect(self._discard)
        self.tree.itemChanged.connect(self._follow)
        column = QVBoxLayout(self)
        for widget in (words, self.tree, buttons):
            column.addWidget(widget)
        letters = QFontMetrics(self.tree.font())
        self.resize(letters.horizontalAdvance("0" * 80), letters.lineSpacing() * 16)

    @property
    def ticked(self) -> tuple[Leftover, ...]:
        """The designs that are ticked."""
        items = [self.tree.topLevelItem(row) for row in range(self.tree.topLevelItemCount())]
        return tuple(
            item.data(0, Qt.ItemDataRole.UserRole)
            for item in items
            if item is not None and item.checkState(0) == Qt.CheckState.Checked
        )

    def _follow(self) -> None:
        for button in (self.restore, self.discard):
            button.setEnabled(bool(self.ticked))

    def _discard(self) -> None:
        words = tr("Delete the unsaved work of {n} designs? It cannot be brought back.").format(n=len(self.ticked))
        if confirmed(self, tr("Discard unsaved work?"), words):
            self.discarded = True
            self.accept()


def ask_leftovers(program: Program, window: MainWindow, leftovers: tuple[Leftover, ...]) -> None:
    """Ask about the designs that can be read, and explain the files that cannot."""
    damaged = [leftover for leftover in leftovers if leftover.design is None]
    if damaged:
        told = tr("The files are kept for you or for whoever can mend them.")
        title = tr("Unsaved work cannot be restored")
        complain(window, title, "\n\n".join(f"{each.path}\n{each.problem}" for each in damaged), told)
    whole = tuple(leftover for leftover in leftovers if leftover.design is not None)
    if not whole:
        return
    dialog = LeftoversDialog(window, whole)
    decided = dialog.exec() == QDialog.DialogCode.Accepted
    ticked, discarded = dialog.ticked, dialog.discarded
    dialog.deleteLater()
    for leftover in ticked if decided else ():
        if discarded:
            program.drop_leftover(leftover)
        else:
            program.restore(leftover, window)


def moment(seconds: float) -> str:
    """Return when something was written, as this system writes dates."""
    when = QDateTime.fromSecsSinceEpoch(int(seconds))
    return QLocale.system().toString(when, QLocale.FormatType.ShortFormat)
