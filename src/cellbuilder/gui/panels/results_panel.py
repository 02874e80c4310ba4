"""Headline numbers and the tables behind them, all from one evaluation."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QHeaderView, QLabel, QTableView, QTabWidget, QVBoxLayout, QWidget

from cellbuilder.app import headlines, present
from cellbuilder.domain.result import Figure
from cellbuilder.gui.document import Document
from cellbuilder.gui.panels.findings_panel import FindingsPanel

Index = QModelIndex | QPersistentModelIndex
HEADS = ("", "value", "range", "label", "from")


class FigureModel(QAbstractTableModel):
    """Figures in rows: name, value, range, label, where from."""

    def __init__(self) -> None:
        super().__init__()
        self._figures: tuple[Figure, ...] = ()

    def show_figures(self, figures: tuple[Figure, ...]) -> None:
        """Show other figures; the view keeps its place where the rows are the same."""
        same = [figure.key for figure in figures] == [figure.key for figure in self._figures]
        if same and figures:
            self._figures = figures
            self.dataChanged.emit(self.index(0, 0), self.index(len(figures) - 1, len(HEADS) - 1), [])
        else:
            self.beginResetModel()
            self._figures = figures
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Count the figures."""
        return 0 if parent.isValid() else len(self._figures)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Count the columns."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Show a figure's text; totals are bold."""
        figure = self._figures[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return headlines.row(figure)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (figure.formula, figure.convention, figure.note) if part) or None
        if role == Qt.ItemDataRole.FontRole and figure.key.startswith("asr@"):
            bold = QFont()
            bold.setBold(True)
            return bold
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (1, 2):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


class Card(QFrame):
    """One headline: name, value, range, label."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.name, self.value, self.detail = QLabel(name), QLabel(), QLabel()
        font = self.value.font()
        font.setPointSizeF(font.pointSizeF() * 1.15)
        font.setBold(True)
        self.value.setFont(font)
        self.value.setObjectName(f"headline:{name}")
        for label in (self.name, self.detail):
            label.setProperty("muted", True)
            small = label.font()
            small.setPointSizeF(small.pointSizeF() * 0.85)
            label.setFont(small)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 5, 6, 5)
        layout.setSpacing(1)
        for label in (self.name, self.value, self.detail):
            label.setTextFormat(Qt.TextFormat.PlainText)
            layout.addWidget(label)
        self.setMinimumWidth(96)

    def show_figure(self, figure: Figure) -> None:
        """Show another value."""
        self.value.setText(present.value(figure))
        span = present.span(figure)
        self.detail.setText("\n".join((span or " ", present.label(figure))))
        self.setToolTip(
            "\n".join(part for part in (figure.name, figure.formula, figure.convention, figure.note) if part)
        )
        self.setAccessibleName(f"{self.name.text()}: {self.value.text()}, {self.detail.text()}")


class Headline(QWidget):
    """The row of cards above the tabs."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._cards = {name: Card(name) for name in headlines.NAMES}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for column, (name, card) in enumerate(self._cards.items()):
            layout.addWidget(card, 0, column)
            layout.setColumnStretch(column, 5 if name in ("ASR", "Capacity") else 4)
        document.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the numbers of the design as it is now."""
        for name, figure in headlines.headlines(self._document.evaluation).items():
            self._cards[name].show_figure(figure)


class ResultsPanel(QTabWidget):
    """Resistance, energy and mass, findings."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.resistance, self.energy = FigureModel(), FigureModel()
        self.findings = FindingsPanel(document)
        self.addTab(_table(self.resistance, "Resistance"), "Resistance")
        self.addTab(_table(self.energy, "Energy and mass"), "Energy && mass")
        self.addTab(self.findings, "Findings")
        document.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the numbers of the design as it is now."""
        evaluation = self._document.evaluation
        self.resistance.show_figures(headlines.resistance_rows(evaluation))
        self.energy.show_figures(headlines.energy_rows(evaluation))
        count = sum(
            finding.severity in ("error", "warning") and finding.waived is None for finding in evaluation.findings
        )
        self.setTabText(2, f"Findings ({count})" if count else "Findings")


def _table(model: FigureModel, name: str) -> QTableView:
    view = QTableView()
    view.setModel(model)
    view.setAccessibleName(name)
    view.verticalHeader().hide()
    view.setShowGrid(False)
    view.setAlternatingRowColors(True)
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.setWordWrap(False)
    header = view.horizontalHeader()
    header.setStretchLastSection(True)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
    for column, width in enumerate((330, 130, 130, 110)):
        view.setColumnWidth(column, width)
    return view
