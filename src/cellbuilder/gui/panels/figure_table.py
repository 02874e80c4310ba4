"""A table of figures: name, value, range, label, where from; each can be asked how it was calculated."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QMenu, QTableView

from cellbuilder.app import headlines
from cellbuilder.domain.result import Figure, Trace
from cellbuilder.gui import text

Index = QModelIndex | QPersistentModelIndex
HEADS: Final = ("", "Value", "Range", "Label", "From")
_NUMBERS: Final = (1, 2)
QUESTION: Final = "How was this calculated?"


class FigureModel(QAbstractTableModel):
    """Figures in rows: name, value, range, label, where from."""

    def __init__(self) -> None:
        super().__init__()
        self._figures: tuple[Figure, ...] = ()
        self._rows: list[tuple[str, ...]] = []

    def show_figures(self, figures: tuple[Figure, ...], trace: Trace) -> None:
        """Show other figures; the view keeps its place where the rows are the same."""
        rows: list[tuple[str, ...]] = [headlines.row(figure, trace) for figure in figures]
        same = [figure.key for figure in figures] == [figure.key for figure in self._figures]
        if same and figures:
            self._figures, self._rows = figures, rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(figures) - 1, len(HEADS) - 1), [])
        else:
            self.beginResetModel()
            self._figures, self._rows = figures, rows
            self.endResetModel()

    def figure(self, row: int) -> Figure:
        """Return the figure of a row."""
        return self._figures[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Count the figures."""
        return 0 if parent.isValid() else len(self._figures)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Count the columns."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name the columns; a head stands where its column's text stands."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in _NUMBERS else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Show a figure's text; totals are bold."""
        if not index.isValid():
            return None
        figure = self._figures[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            parts = (self._rows[index.row()][index.column()], figure.formula, figure.convention, figure.note)
            return text.plain("\n".join(dict.fromkeys(part for part in parts if part))) or None
        if role == Qt.ItemDataRole.FontRole and figure.key.startswith("asr@"):
            bold = QFont(QApplication.font())
            bold.setBold(True)
            return bold
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in _NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


class FigureTable(QTableView):
    """The view: numbers as wide as they are, names and origins share what is left.

    Return, a double click and the context menu ask how a figure was calculated.
    """

    asked = Signal(int)
    """The figure of a row was asked about."""

    def __init__(self, model: FigureModel, name: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(name)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(26)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names that differ do so at their end
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(60)
        for column in range(1, 4):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.sectionResized.connect(lambda column, _old, _new: self._share() if column in (1, 2, 3) else None)
        self.doubleClicked.connect(lambda index: self.asked.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return asks about the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.asked.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to ask about the row at the mouse, or about the current one."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if not index.isValid():
            return
        place = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
        row = index.row()
        menu = QMenu(self)
        menu.addAction(QUESTION, lambda: self.asked.emit(row))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Give names what they need, but leave a third of the free width to the origins."""
        header = self.horizontalHeader()
        free = self.viewport().width() - sum(header.sectionSize(column) for column in (1, 2, 3))
        wanted = self.sizeHintForColumn(0) + 8
        header.resizeSection(0, max(150, min(wanted, free * 2 // 3)))
