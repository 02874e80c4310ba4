"""Designs side by side: this one and the pinned ones, as a table and in one chart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cellbuilder.app.charts import compare as charts
from cellbuilder.app.charts.model import Line
from cellbuilder.app.compare import table as compare_table
from cellbuilder.app.compare.pins import Pin
from cellbuilder.app.words import tr
from cellbuilder.domain.design import Design
from cellbuilder.gui.compare.compared_table import ComparedTable
from cellbuilder.gui.compare.pins import PinBoard, compare_menu, made
from cellbuilder.gui.dialogs import file_names
from cellbuilder.gui.dialogs.files import FILTER, read_design
from cellbuilder.gui.dialogs.message import complain
from cellbuilder.gui.document import Document
from cellbuilder.gui.follow import Follower
from cellbuilder.gui.plots.chart_view import DOTS, ChartView
from cellbuilder.gui.results.sides import ControlBar
from cellbuilder.gui.widgets.segments import Segments
from cellbuilder.gui.widgets.view_pages import ViewPages

LEAST: Final = (46, 13)
"""Table and plot stand side by side where each has so much room: widths of an M, lines."""


def _row(*widgets: QWidget) -> QWidget:
    """Put widgets side by side, as wide as they need."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    for widget in widgets:
        layout.addWidget(widget)
    return row


class CompareTab(QWidget):
    """Buttons above, then table and chart, side by side where there is room."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.board = PinBoard.of(document)
        self.setAccessibleName(tr("Compare"))
        self.table = ComparedTable(document)
        self.model = self.table.lines
        self.chart = ChartView(tr("Compared designs"), titled=False)
        views = ((tr("Table"), self.table), (tr("Plot"), self.chart))
        self.pages = ViewPages(views, tr("Table and plot"), LEAST)
        self.kinds = Segments(tr("Plot of"))
        self.kinds.offer(
            (("resistance", tr("Resistance"), tr("Layers and interfaces of each design, side by side")),
             ("impedance", tr("Impedance"), tr("Calculated spectra laid over each other"))), "resistance",
        )  # fmt: skip
        self.pin_button, self.with_button = QPushButton(tr("Pin")), QToolButton()
        self.against = QComboBox()
        self.rename_button, self.remove_button = QPushButton(tr("Rename …")), QPushButton(tr("Remove"))
        self.back_button, self.more_button = QPushButton(tr("Go back")), QToolButton()
        self.hint = QLabel(tr("Pin this design, change something, and see here what became of it; or compare with a "
                              "file, a model or a published cell."))  # fmt: skip
        self._spectra: list[tuple[Pin, tuple[Line, str] | None]] = []
        self._lay_out()
        self._connect()
        self.follower = Follower(self, self.draw, document.changed, self.board.changed)

    def draw(self) -> None:
        """Show the designs as they are now."""
        pins, chosen = self.board.pins, self.board.chosen
        names = [pin.name for pin in pins]
        if names != [self.against.itemText(place) for place in range(self.against.count())]:
            self.against.clear()
            self.against.addItems(names)
        self.against.setCurrentIndex(chosen if pins else -1)
        for widget in (self.against, self.rename_button, self.remove_button, self.back_button, self._against_name):
            widget.setEnabled(bool(pins))
        self.hint.setVisible(not pins)
        here = self.board.here
        self.table.show_comparison(compare_table.comparison(here, pins, chosen))
        if self.kinds.key == "impedance":
            self.chart.show_chart(charts.spectra(self._lines(here)))
        else:
            self.chart.show_chart(charts.resistances([here, *pins]))

    def set_presenting(self, on: bool) -> None:
        """Leave the plot alone in sight."""
        self.bar.setVisible(not on)
        self.pages.set_alone(on, 1)

    def pin(self) -> None:
        """Pin the open design as it is now."""
        self._report(self.board.pin())

    def compare_with(self, path: Path) -> None:
        """Pin the design of a file."""
        design = read_design(self.window(), path)
        if design is not None:
            self._report(self.board.pin(design, path.name))

    def ask_file(self) -> None:
        """Ask for a file and pin its design."""
        start = str(file_names.folder(self._document))
        name, _ = QFileDialog.getOpenFileName(self.window(), tr("Compare with a design"), start, FILTER)
        if name:
            self.compare_with(Path(name))

    def ask_name(self) -> None:
        """Ask for another name of the chosen pin."""
        chosen = self.board.chosen
        dialog = QInputDialog(self.window())
        dialog.setWindowTitle(tr("Rename the pinned design"))
        dialog.setLabelText(tr("Name"))
        dialog.setTextValue(self.board.pins[chosen].name)
        if dialog.exec():
            self.board.rename(chosen, dialog.textValue())
        dialog.deleteLater()

    def _pin_made(self, make: Callable[[], Design], name: str) -> None:
        design = made(make)
        if isinstance(design, str):
            complain(self.window(), tr("This library entry cannot be used"), design)
        else:
            self._report(self.board.pin(design, name))

    def _report(self, problem: str | None) -> None:
        if problem is not None:
            complain(self.window(), tr("This design cannot be pinned"), problem)

    def _lines(self, here: Pin) -> list[tuple[Line, str]]:
        """Return the spectra; those of pins are worked out once."""
        known = [pair for pair in self._spectra if any(pair[0] is pin for pin in self.board.pins)]
        workspace = self._document.workspace
        for pin in self.board.pins:
            if not any(pair[0] is pin for pair in known):
                known.append((pin, charts.spectrum(pin, workspace)))
        self._spectra = known
        by_pin = [next(line for held, line in known if held is pin) for pin in self.board.pins]
        found = [charts.spectrum(here, workspace), *by_pin]
        return [(replace(line[0], series=number), line[1]) for number, line in enumerate(found) if line is not None]

    def _lay_out(self) -> None:
        self.with_button.setText(tr("Compare with …"))
        self.with_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.with_button.setMenu(compare_menu(self, self._document, self.ask_file, self._pin_made))
        self.pin_button.setAccessibleName(tr("Pin this design"))
        self.pin_button.setToolTip(tr("Keep this design as it is now, to compare with"))
        self.back_button.setToolTip(tr("Make this design what was pinned; it can be undone"))
        self.against.setAccessibleName(tr("Pinned design"))
        self.against.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.against.setMinimumContentsLength(12)
        self._against_name = QLabel(tr("Pinned:"))
        self._against_name.setBuddy(self.against)
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setWordWrap(True)
        self.hint.setProperty("muted", True)
        self._pinned = _row(self._against_name, self.against, self.rename_button, self.remove_button, self.back_button)
        self.more_button.setText(DOTS)
        self.more_button.setAutoRaise(True)
        self.more_button.setAccessibleName(tr("{chart}: save or copy").format(chart=tr("Designs side by side")))
        self.more_button.setToolTip(tr("Save or copy this table"))
        ways = _row(self.pages.switch, self.pin_button, self.with_button)
        self.bar = ControlBar(ways, self._pinned, self.more_button)
        self.chart.add_corner(self.kinds)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(4)
        column.addWidget(self.bar)
        column.addWidget(self.hint)
        column.addWidget(self.pages, 1)

    def _connect(self) -> None:
        board = self.board
        self.pin_button.clicked.connect(lambda _checked=False: self.pin())
        self.against.activated.connect(board.choose)
        self.rename_button.clicked.connect(lambda _checked=False: self.ask_name())
        self.remove_button.clicked.connect(lambda _checked=False: board.remove(board.chosen))
        self.back_button.clicked.connect(lambda _checked=False: board.go_back(board.chosen))
        self.kinds.chosen.connect(lambda _key: self.follower.refresh())
        self.pages.turned.connect(lambda: self.more_button.setVisible(0 in self.pages.shown))
        self.more_button.clicked.connect(lambda _checked=False: self.table.offer_below(self.more_button))
