"""Two models or published cells side by side, drawn alike, with what tells them apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cellbuilder.app import present
from cellbuilder.app.compare.differences import Differences, Kind, differences
from cellbuilder.app.library import index as library_index
from cellbuilder.app.library.index import ItemKind
from cellbuilder.app.words import tr
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.design import Design
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.gui import text
from cellbuilder.gui.library.pictures import drawn

KIND_WORDS: Final = {"added": "+", "removed": "−", "changed": "≠", "moved": "↕"}
PICTURE_LINES: Final = 4


class _Picker(QComboBox):
    """Offers all models, then all published cells."""

    def __init__(self, name: str, workspace: Workspace) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMinimumContentsLength(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMaxVisibleItems(20)
        for model in workspace.library.models():
            self._add(f"{model.letter}  {model.title}", "model", model.letter)
        self.insertSeparator(self.count())
        for cell in workspace.library.cells():
            self._add(f"{library_index.cell_badge(cell)}  {cell.title}", "cell", cell.id)

    def _add(self, name: str, kind: str, key: str) -> None:
        self.addItem(name, f"{kind}:{key}")
        self.setItemData(self.count() - 1, text.plain(name), Qt.ItemDataRole.ToolTipRole)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling past changes nothing."""
        event.ignore()

    def choose(self, kind: str, key: str) -> None:
        """Choose an entry."""
        self.setCurrentIndex(max(0, self.findData(f"{kind}:{key}")))

    @property
    def chosen(self) -> tuple[ItemKind, str]:
        """Kind and key of the entry."""
        kind, _, key = str(self.currentData()).partition(":")
        return cast(ItemKind, kind), key


class ModelsCompared(QDialog):
    """Shows two entries of the library; ``asked`` holds the one that a person wants to open."""

    def __init__(self, parent: QWidget | None, workspace: Workspace, kind: str, key: str) -> None:
        super().__init__(parent)
        self.setObjectName("models compared")
        self.setWindowTitle(tr("Two models side by side"))
        self.asked: tuple[str, str] | None = None
        self._workspace = workspace
        self.pickers = (_Picker(tr("First"), workspace), _Picker(tr("Second"), workspace))
        self.pictures, self.layers = (QLabel(), QLabel()), (QLabel(), QLabel())
        self.swap = QPushButton("⇄")
        self.swap.setAccessibleName(tr("Swap the two"))
        self.swap.setToolTip(tr("Swap the two"))
        self.swap.setMaximumWidth(self.fontMetrics().horizontalAdvance("⇄") * 3 + 16)
        self.summary = QLabel()
        self.table = QTableView()
        self._model = QStandardItemModel(self)
        self._lay_out()
        self.pickers[0].choose(kind, key)
        self.pickers[1].choose(*self._partner(kind, key))
        for picker in self.pickers:
            picker.currentIndexChanged.connect(lambda _at: self.compare())
        self.swap.clicked.connect(lambda _checked=False: self._swap())
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._draw)
        self.compare()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.addWidget(self.pickers[0], 0, 0)
        grid.addWidget(self.swap, 0, 1)
        grid.addWidget(self.pickers[1], 0, 2)
        for side, (picture, layers) in enumerate(zip(self.pictures, self.layers, strict=True)):
            picture.setMinimumHeight(self.fontMetrics().lineSpacing() * PICTURE_LINES)
            picture.setMinimumWidth(100)
            layers.setTextFormat(Qt.TextFormat.PlainText)
            layers.setWordWrap(True)
            layers.setProperty("muted", True)
            layers.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(picture, 1, 2 * side)
            grid.addWidget(layers, 2, 2 * side)
        for column in (0, 2):
            grid.setColumnStretch(column, 1)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.table.setModel(self._model)
        self.table.setAccessibleName(tr("Differences"))
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        for side, word in enumerate((tr("Open the first"), tr("Open the second"))):
            button = buttons.addButton(word, QDialogButtonBox.ButtonRole.ActionRole)
            button.clicked.connect(lambda _checked=False, side=side: self._open(side))
        column_ = QVBoxLayout(self)
        column_.setSpacing(8)
        column_.addLayout(grid)
        column_.addWidget(self.summary)
        column_.addWidget(self.table, 1)
        column_.addWidget(buttons)
        room = self.screen().availableSize()
        letters = self.fontMetrics().averageCharWidth()
        lines = self.fontMetrics().lineSpacing()
        self.resize(min(letters * 130, room.width() - 40), min(lines * 38, room.height() - 60))

    def _partner(self, kind: str, key: str) -> tuple[str, str]:
        """Return what an entry is first compared with: a cell with its model, a model with the next of its class."""
        library = self._workspace.library
        if kind == "cell":
            return "model", library.cell(key).model
        models = list(library.models())
        own = next((model for model in models if model.letter == key), None)
        alike: list[str] = [model.letter for model in models if own is not None and model.drawn_for == own.drawn_for]
        chosen: list[str] = alike if len(alike) > 1 else [model.letter for model in models]
        return "model", chosen[(chosen.index(key) + 1) % len(chosen)]

    def _swap(self) -> None:
        first, second = (picker.currentIndex() for picker in self.pickers)
        for picker, index in zip(self.pickers, (second, first), strict=True):
            picker.blockSignals(True)
            picker.setCurrentIndex(index)
            picker.blockSignals(False)
        self.compare()

    def _open(self, side: int) -> None:
        self.asked = self.pickers[side].chosen
        self.accept()

    def compare(self) -> None:
        """Draw both, and list what tells them apart."""
        designs = [self._design(picker) for picker in self.pickers]
        self._later.start(0)
        self._model.clear()
        first, second = designs
        if first is None or second is None:
            self.summary.setText(tr("One of the two cannot be used."))
            return
        evaluate = self._workspace.evaluate
        self._fill(differences(first, second, evaluate(first), evaluate(second)))
        for label, design in zip(self.layers, designs, strict=True):
            if design is not None:
                label.setText(" | ".join(design.title(layer) for layer in design.stack.layers))

    def _design(self, picker: _Picker) -> Design | None:
        kind, key = picker.chosen
        try:
            return self._workspace.from_model(key) if kind == "model" else self._workspace.from_cell(key)
        except (KeyError, UnreadableError):
            return None

    def _fill(self, found: Differences) -> None:
        names = [picker.currentText().split("  ")[0] for picker in self.pickers]
        self._model.setHorizontalHeaderLabels(["", tr("Where"), tr("What"), *names])
        for change in found.changes:
            self._row(KIND_WORDS[change.kind], change.place, change.field or _said(change.kind), change.first,
                      change.second, _said(change.kind))  # fmt: skip
        for result in found.results:
            if result.differs:
                values = [f"{present.value(figure)}  {present.span(figure)}".strip()
                          for figure in (result.first, result.second)]  # fmt: skip
                self._row("≠", tr("Result"), result.name, *values, result.note)
        for side, findings in enumerate((found.gone, found.new)):
            for finding in findings:
                both = ["–", "–"]
                both[side] = finding.title
                self._row("−" if side == 0 else "+", tr("Finding"), finding.severity, *both, finding.title)
        count = self._model.rowCount()
        self.summary.setText(
            tr("No difference") if count == 0 else tr("{n} differences from {first} to {second}").format(
                n=count, first=names[0], second=names[1])
        )  # fmt: skip
        header = self.table.horizontalHeader()
        for column in range(3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        self.table.resizeColumnToContents(0)
        widest = self.fontMetrics().averageCharWidth() * 26
        for column in (1, 2):
            self.table.resizeColumnToContents(column)
            self.table.setColumnWidth(column, min(self.table.columnWidth(column), widest))
        for column in (3, 4):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._fit_rows()

    def _fit_rows(self) -> None:
        self.table.resizeRowsToContents()
        for row in range(self._model.rowCount()):
            self.table.setRowHeight(row, self.table.rowHeight(row) + 4)

    def _row(self, *cells: str) -> None:
        items = [QStandardItem(cell) for cell in cells[:5]]
        for item, cell in zip(items, cells[:5], strict=True):
            item.setToolTip(text.plain(cell if cell is not cells[0] else cells[5]))
        items[0].setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        items[0].setData(cells[5], Qt.ItemDataRole.AccessibleTextRole)
        self._model.appendRow(items)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw both for the new width."""
        super().resizeEvent(event)
        self._later.start(0)

    def _draw(self) -> None:
        for picker, label in zip(self.pickers, self.pictures, strict=True):
            kind, key = picker.chosen
            size = QSize(max(label.width(), 60), self.fontMetrics().lineSpacing() * PICTURE_LINES)
            picture = drawn(self._workspace, kind, key, size, self.devicePixelRatioF())
            if picture is None:
                label.clear()
            else:
                label.setPixmap(picture)
            label.setAccessibleName(picker.currentText())
        self._fit_rows()


def _said(kind: Kind) -> str:
    words = {"added": tr("added"), "removed": tr("removed"), "changed": tr("changed"), "moved": tr("moved")}
    return words[kind]


def show_compared(
    parent: QWidget, workspace: Workspace, kind: str, key: str, open_: Callable[[str, str], None]
) -> None:
    """Show two entries side by side; ``open_`` is called with the one that shall be opened."""
    dialog = ModelsCompared(parent, workspace, kind, key)
    dialog.exec()
    dialog.deleteLater()
    if dialog.asked is not None:
        open_(*dialog.asked)
