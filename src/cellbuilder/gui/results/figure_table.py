"""A table of figures: name, value, range, label, where from; each can be asked how it was calculated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMenu, QTableView

from cellbuilder.app import headlines, present
from cellbuilder.app.words import tr
from cellbuilder.domain.result import Figure, Regime, Trace
from cellbuilder.gui import text

Index = QModelIndex | QPersistentModelIndex
HEADS: Final = ("", tr("Value"), tr("Range"), tr("Label"), tr("From"))
_WORDS: Final[tuple[Callable[[Figure, Trace], str], ...]] = (
    lambda figure, _: figure.name,
    lambda figure, _: present.value(figure),
    lambda figure, _: present.span(figure),
    lambda figure, _: present.label(figure),
    headlines.basis,
)
_NUMBERS: Final = (1, 2)
LEAST_ORIGIN: Final = 12
"""The column of origins is shown where it has so many letters."""


class FigureModel(QAbstractTableModel):
    """Figures in rows: name, value, range, label, where from."""

    def __init__(self) -> None:
        super().__init__()
        self._figures: tuple[Figure, ...] = ()
        self._trace = Trace()
        self._texts: dict[tuple[int, int], str] = {}

    def show_figures(self, figures: tuple[Figure, ...], trace: Trace) -> None:
        """Show other figures; the view keeps its place where the rows are the same."""
        same = [figure.key for figure in figures] == [figure.key for figure in self._figures]
        if same and figures:
            self._figures, self._trace, self._texts = figures, trace, {}
            self.dataChanged.emit(self.index(0, 0), self.index(len(figures) - 1, len(HEADS) - 1), [])
        else:
            self.beginResetModel()
            self._figures, self._trace, self._texts = figures, trace, {}
            self.endResetModel()

    def row_of(self, layers: tuple[str, ...], regime: Regime | None = None) -> int | None:
        """Return the row of a layer or contact, in a regime where it has several."""
        rows = [row for row, figure in enumerate(self._figures) if layers and figure.layers == layers]
        fitting = [row for row in rows if self._figures[row].regime in (None, regime)]
        return next(iter(fitting or rows), None)

    def text(self, row: int, column: int) -> str:
        """Return what stands in a cell; it is put into words when somebody looks."""
        place = (row, column)
        if place not in self._texts:
            self._texts[place] = _WORDS[column](self._figures[row], self._trace)
        return self._texts[place]

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
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            words = [self.text(index.row(), column) for column in range(len(HEADS))]
            told = "  ".join(word for word in words[1:4] if word)
            mine = (words[0], told, words[4]) if index.column() == 0 else (words[index.column()],)
            parts = (*mine, figure.formula, figure.convention, figure.note)
            return text.plain("\n".join(dict.fromkeys(part for part in parts if part))) or None
        if role == Qt.ItemDataRole.FontRole and figure.key.startswith("asr@"):
            bold = QFont(QApplication.font())
            bold.setBold(True)
            return bold
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in _NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


class FigureTable(QTableView):
    """The view: names first, then numbers as wide as they are; the last columns go where there is no room.

    Return, a double click and the context menu ask how a figure was calculated.
    """

    asked = Signal(int)
    """The figure of a row was asked about."""
    visited = Signal(int)
    """A person went to a row."""

    def __init__(self, model: FigureModel, name: str) -> None:
        super().__init__()
        self.figures = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names that differ do so at their end
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self._shared: tuple[object, ...] = ()
        self._widths: dict[int, int] = {}
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        model.modelReset.connect(self._fit_columns)
        model.dataChanged.connect(self._fit_columns)
        self.clicked.connect(lambda index: self.visited.emit(index.row()))
        self._fit_letters()
        self.doubleClicked.connect(lambda index: self.asked.emit(index.row()))

    def follow(self, layers: tuple[str, ...], regime: Regime | None = None) -> None:
        """Mark the row of what is selected, without telling anybody; a row that is about it already stays."""
        current = self.currentIndex().row() if self.selectionModel().hasSelection() else -1
        if current >= 0 and self.figures.figure(current).layers in ((), layers):
            return
        row = self.figures.row_of(layers, regime)
        if row is None:
            self.clearSelection()
        else:
            self.selectRow(row)
            self.scrollTo(self.figures.index(row, 0))

    def changeEvent(self, event: QEvent) -> None:
        """Rows and columns follow the size of the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_model"):
            self._fit_letters()

    def _fit_columns(self, *_: object) -> None:
        """Give the numbers the width that they need, once somebody looks; a little less does not narrow them again."""
        if not self.isVisible():
            return
        letters = self.fontMetrics()
        for column in (1, 2, 3):
            texts = [HEADS[column], *(self.figures.text(row, column) for row in range(self.figures.rowCount()))]
            wanted = max(map(letters.horizontalAdvance, texts)) * 21 // 20 + letters.height()
            if not wanted <= self._widths.get(column, 0) <= wanted * 3 // 2:
                self._widths[column] = wanted
        self._share()

    def _fit_letters(self) -> None:
        line = self.fontMetrics().height()
        self.verticalHeader().setMinimumSectionSize(line)
        self.verticalHeader().setDefaultSectionSize(round(line * 1.65))
        self.horizontalHeader().setMinimumSectionSize(line * 3)
        self._widths.clear()
        self._fit_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return asks about the current row; the arrows go to others."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.asked.emit(self.currentIndex().row())
            return
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        if self.currentIndex().row() not in (before, -1):
            self.visited.emit(self.currentIndex().row())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to ask about the row at the mouse, or about the current one."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if not index.isValid():
            return
        place = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
        row = index.row()
        menu = QMenu(self)
        menu.addAction(text.HOW_CALCULATED, lambda: self.asked.emit(row))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._share()

    def showEvent(self, event: QShowEvent) -> None:
        """Share the width by the names, which are measured when somebody looks."""
        super().showEvent(event)
        self._fit_letters()

    def _share(self) -> None:
        """Names first: they get what they need, and the last columns go where there is no room for them."""
        header, width, least = self.horizontalHeader(), self.viewport().width(), self.fontMetrics().averageCharWidth()
        name = self.sizeHintForColumn(0) + 8
        now = (width, least, name, *self._widths.values())
        if now == self._shared:
            return  # as it was, or as a person made it since
        self._shared = now
        needed = {1: 0, 2: 0, 3: 0, **self._widths, 4: least * LEAST_ORIGIN}
        shown = [column for column in needed if column == 1 or name + sum(needed[each] for each in needed
                                                                           if each <= column) <= width]  # fmt: skip
        for column in needed:
            self.setColumnHidden(column, column not in shown)
        name = max(least * 14, min(name, width - sum(needed[column] for column in shown)))
        header.resizeSection(0, name)
        for column in shown[:-1]:
            header.resizeSection(column, needed[column])
        last = width - name - sum(needed[column] for column in shown[:-1])
        header.resizeSection(shown[-1], max(needed[shown[-1]], last))
