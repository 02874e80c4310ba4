"""The table of compared designs: what differs is marked and bold, long texts break, and all of it can be taken away."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetricsF, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cellbuilder.app import export
from cellbuilder.app.compare.table import MARK, Comparison
from cellbuilder.app.words import tr
from cellbuilder.gui import text
from cellbuilder.gui.dialogs import file_names, writing
from cellbuilder.gui.document import Document
from cellbuilder.gui.plots import exporting
from cellbuilder.gui.results.explaining import explain_figure
from cellbuilder.io import atomic

Index = QModelIndex | QPersistentModelIndex
WIDEST: Final = (26, 27, 40)
"""The first column, those of designs and the last are at most so many digits wide at first."""
NARROWEST: Final = (16, 16, 22)
"""... and at least so many where there is little room, if their texts are as long as that."""


class CompareModel(QAbstractTableModel):
    """The lines of a comparison."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = Comparison((), ())

    @property
    def comparison(self) -> Comparison:
        """What is shown."""
        return self._shown

    def show_comparison(self, found: Comparison) -> bool:
        """Show another comparison; return whether the lines are others than before, and not their texts alone."""
        old = self._shown
        same = old.heads == found.heads and [row.name for row in old.rows] == [row.name for row in found.rows]
        if not same:
            self.beginResetModel()
        self._shown = found
        if not same:
            self.endResetModel()
        elif found.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(found.rows) - 1, len(found.heads) - 1), [])
        return not same

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One line each."""
        return 0 if parent.isValid() else len(self._shown.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """What, this design, the pins, the difference."""
        return 0 if parent.isValid() else len(self._shown.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the name of a column."""
        if orientation == Qt.Orientation.Horizontal and section < len(self._shown.heads):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._shown.heads[section]
            if role == Qt.ItemDataRole.ToolTipRole:
                return text.plain(self._shown.heads[section])
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a text, or bold letters for what differs."""
        row, column = self._shown.rows[index.row()], index.column()
        entry = row.entries[column - 1] if 1 <= column <= len(row.entries) else None
        differs = entry is not None and entry.differs
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(differs or row.is_heading)
            return font
        said = row.name if column == 0 else entry.text if entry is not None else row.difference or row.note
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{MARK} {said}" if differs else said
        if role == Qt.ItemDataRole.ToolTipRole:
            return text.plain(self.whole_text(index))
        if role == Qt.ItemDataRole.AccessibleTextRole and differs:
            return tr("differs: {text}").format(text=said)
        return None

    def is_result(self, index: Index) -> bool:
        """Whether a cell holds a result of one of the designs."""
        row = self._shown.rows[index.row()]
        return row.figure is not None and 1 <= index.column() <= len(row.entries)

    def whole_text(self, index: Index) -> str:
        """Return all that a cell has to say, as plain text."""
        row, column = self._shown.rows[index.row()], index.column()
        if column == 0:
            return row.name
        if column <= len(row.entries):
            return row.entries[column - 1].text
        return "\n".join(part for part in (row.difference, row.note) if part)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading cannot be chosen."""
        return Qt.ItemFlag.NoItemFlags if self._shown.rows[index.row()].is_heading else super().flags(index)


class _Cells(QStyledItemDelegate):
    """Breaks a result that is too long before its range, never between a number and its unit."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Put the range on a line of its own where both do not fit on one."""
        super().initStyleOption(option, index)
        model = index.model()
        if isinstance(model, CompareModel) and model.is_result(index):
            letters = option.fontMetrics
            if letters.horizontalAdvance(option.text) + letters.height() // 2 > option.rect.width():
                option.text = option.text.replace(" (", "\N{LINE SEPARATOR}(")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Leave air between the lines of the table."""
        size = super().sizeHint(option, index)
        return QSize(size.width(), size.height() + option.fontMetrics.height() // 3)


class ComparedTable(QTableView):
    """All columns in the width there is, as far as that goes; rows as tall as their texts.

    Return or a double click asks how a result was calculated; the context menu offers that, and the table to take away.
    """

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.lines = CompareModel()
        self.setModel(self.lines)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName(tr("Designs side by side"))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.sectionResized.connect(lambda *_: self.resizeRowsToContents())
        self.activated.connect(self._explain)

    def show_comparison(self, found: Comparison) -> None:
        """Show another comparison; where its lines are the same ones, only rows with other texts are measured anew."""
        old = [row.texts for row in self.lines.comparison.rows]
        if self.lines.show_comparison(found):
            self._fit()
            return
        for number, (before, row) in enumerate(zip(old, found.rows, strict=True)):
            if row.texts != before:
                self.resizeRowToContents(number)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Other letters need other widths."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "lines"):
            self._fit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a line, and with the table."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        place = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
        self._pop_up(self.menu(index), place)

    def offer_below(self, button: QWidget) -> None:
        """Offer the table to be taken away, below a button."""
        self._pop_up(self.menu(QModelIndex()), button.mapToGlobal(button.rect().bottomLeft()))

    def menu(self, index: QModelIndex) -> QMenu:
        """Return what can be done with the line of a cell, if one is given, and with the table."""
        menu = QMenu(self)
        if index.isValid():
            if self.lines.comparison.rows[index.row()].figure is not None:
                menu.addAction(text.HOW_CALCULATED, lambda: self._explain(index))
            menu.addAction(tr("Copy cell"), lambda: QGuiApplication.clipboard().setText(self.lines.whole_text(index)))
            menu.addSeparator()
        menu.addAction(tr("Copy table"), lambda: exporting.copy_table(self.lines.comparison.table()))
        menu.addAction(tr("Save table as CSV …"), self.ask_save)
        return menu

    def _pop_up(self, menu: QMenu, place: QPoint) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def ask_save(self) -> None:
        """Ask for a name and write the table as CSV."""
        stem = f"{file_names.stem(self._document)}-compared.csv"
        path = file_names.ask_target(
            self.window(), tr("Save table"), file_names.folder(self._document) / stem, tr("Table (*.csv)"), ".csv"
        )
        if path is not None:
            words = export.table_csv(self.lines.comparison.table())
            done, refused = tr("Table written to {name}"), tr("The table could not be saved")
            writing.write(self, path, lambda: atomic.write_text(path, words), done, refused)

    def _explain(self, index: QModelIndex) -> None:
        figure = self.lines.comparison.rows[index.row()].figure
        if figure is not None:
            explain_figure(self, self._document, figure)

    def _fit(self) -> None:
        """Give columns what they want, or a fair share where that is too much; headings have the whole line."""
        self.clearSpans()
        last = self.lines.columnCount() - 1
        if last < 1:
            return
        for number, row in enumerate(self.lines.comparison.rows):
            if row.is_heading:
                self.setSpan(number, 0, 1, last + 1)
        digit = QFontMetricsF(self.font()).horizontalAdvance("0")
        kinds = [0, *[1] * (last - 1), 2]
        wanted = [
            min(self.sizeHintForColumn(column) + digit, WIDEST[kind] * digit) for column, kind in enumerate(kinds)
        ]
        least = [min(width, NARROWEST[kind] * digit) for width, kind in zip(wanted, kinds, strict=True)]
        spare, asked = self.viewport().width() - sum(least), sum(wanted) - sum(least)
        share = min(max(spare / asked, 0.0), 1.0) if asked > 0 else 1.0
        header = self.horizontalHeader()
        header.blockSignals(True)
        for column, (low, high) in enumerate(zip(least, wanted, strict=True)):
            self.setColumnWidth(column, int(low + (high - low) * share))
        header.blockSignals(False)
        self.resizeRowsToContents()
