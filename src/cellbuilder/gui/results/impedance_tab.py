"""The impedance of the design: Nyquist and Bode plots with named arcs, and measured spectra laid over them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cellbuilder.app.charts import impedance
from cellbuilder.app.words import tr
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.domain.quantity import Quantity
from cellbuilder.gui.dialogs.message import complain
from cellbuilder.gui.document import Document
from cellbuilder.gui.follow import Follower
from cellbuilder.gui.plots.chart_view import ChartView
from cellbuilder.gui.results.overlay_list import OverlayList, SharedOverlays
from cellbuilder.gui.results.remark import Remark
from cellbuilder.gui.widgets.quantity_field import QuantityField
from cellbuilder.gui.widgets.view_pages import ViewPages
from cellbuilder.io import codec, spectrum_files

MOST_FILES: Final = 12
LOW: Final = 11
"""A tab of fewer lines has little room."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person asked to see: frequencies in Hz, and whether the arcs of the parts are drawn."""

    first_hz: float = impedance.FIRST_HZ
    last_hz: float = impedance.LAST_HZ
    arcs: bool = True


class ImpedanceTab(QWidget):
    """Draws the spectrum of the design and the measured ones. Files are imported by a button or dropped on it."""

    def __init__(self, document: Document, overlays: SharedOverlays | None = None) -> None:
        super().__init__()
        self._document = document
        self.overlays = overlays if overlays is not None else SharedOverlays()
        if overlays is None:
            self.overlays.setParent(self)
        self.wanted = Shown()
        self._presenting = False
        self.setAccessibleName(tr("Impedance"))
        self.setAcceptDrops(True)
        self.nyquist = ChartView(tr("Nyquist plot"))
        self.magnitude = ChartView(tr("Bode plot: magnitude"))
        self.phase = ChartView(tr("Bode plot: phase"))
        self.charts = (self.nyquist, self.magnitude, self.phase)
        for chart in self.charts:
            chart.with_note = False  # it is said once, above all three
        self.pages = ViewPages(
            list(zip((tr("Nyquist"), tr("|Z|"), tr("Phase")), self.charts, strict=True)), tr("Plots")
        )
        self.list = OverlayList(self.overlays)
        self.lack = Remark(tr("What the calculated spectrum lacks"))
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(8)
        self._body.addWidget(self.pages, 1)
        self._body.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(4)
        column.addLayout(self._bar())
        column.addWidget(self.lack)
        column.addLayout(self._body, 1)
        self.follower = Follower(self, self.draw, document.changed, self.overlays.changed)

    def _bar(self) -> QHBoxLayout:
        self.first = self._frequency_field(tr("Lowest frequency"))
        self.last = self._frequency_field(tr("Highest frequency"))
        self.arcs = QCheckBox(tr("Arcs"))
        self.arcs.setAccessibleName(tr("Arcs of the parts"))
        self.arcs.setChecked(self.wanted.arcs)
        self.arcs.setToolTip(tr("Draw each part's own arc, displaced so that together they make up the cell"))
        self.arcs.toggled.connect(lambda on: self.show_wanted(replace(self.wanted, arcs=on)))
        self.import_button = QPushButton(tr("Import …"))
        self.import_button.setAccessibleName(tr("Import measured spectra"))
        kinds = "Gamry, BioLogic, Autolab, ZPlot, VersaStudio, Parstat, PowerSuite, CH Instruments"
        self.import_button.setToolTip(
            tr("Lay measured spectra over this one: CSV, or files of {instruments}").format(instruments=kinds)
        )
        self.import_button.clicked.connect(self.ask_import)
        to = QLabel(tr("to"))
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.pages.switch)
        bar.addStretch(1)
        self.nyquist.add_corner(self.arcs)
        self._controls = (self.first, to, self.last, self.import_button, self.arcs)
        for widget in self._controls[:4]:
            bar.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        return bar

    def _frequency_field(self, name: str) -> QuantityField:
        field = QuantityField(name, "frequency", "Hz")
        field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        field.setToolTip(name)
        field.entered.connect(lambda quantity: self._take_frequency(field, quantity))
        return field

    def draw(self) -> None:
        """Draw the design and the measured spectra as they are now."""
        wanted, overlays = self.wanted, self.overlays.value
        predicted = impedance.predict(self._document.workspace, self._document.design, wanted.first_hz, wanted.last_hz)
        charts = (impedance.nyquist(predicted, overlays, arcs=wanted.arcs), *impedance.bode(predicted, overlays))
        for view, chart in zip(self.charts, charts, strict=True):
            view.show_chart(chart)
        said = "  ".join(part for part in (impedance.note(predicted, overlays), impedance.beyond(predicted)) if part)
        self.lack.say(said, predicted.reasons())
        self.list.draw(impedance.comparison(predicted, overlays, lacking=False))
        if self._presenting:
            self.list.hide()
        for field, hertz in ((self.first, wanted.first_hz), (self.last, wanted.last_hz)):
            field.show_quantity(_in_hertz(hertz))
            field.edit.setFixedWidth(round(QFontMetricsF(self.font()).horizontalAdvance("M") * 7))

    def set_presenting(self, on: bool) -> None:
        """Leave one plot alone in sight."""
        for widget in self._controls:
            widget.setVisible(not on)
        self.pages.set_alone(on)
        self._presenting = on
        self.follower.refresh()

    def show_wanted(self, wanted: Shown) -> None:
        """See other frequencies, or the arcs."""
        if wanted != self.wanted:
            self.wanted = wanted
            self.follower.refresh()

    def _take_frequency(self, field: QuantityField, quantity: Quantity) -> None:
        hertz = quantity.si
        lowest = field is self.first
        if hertz is None or not impedance.LEAST_HZ <= hertz <= impedance.MOST_HZ:
            ends = impedance.hertz(impedance.LEAST_HZ), impedance.hertz(impedance.MOST_HZ)
            field.show_problem(tr("from {first} to {last}").format(first=ends[0], last=ends[1]))
        elif hertz >= self.wanted.last_hz if lowest else hertz <= self.wanted.first_hz:
            field.show_problem(tr("has to be below the highest") if lowest else tr("has to be above the lowest"))
        else:
            self.show_wanted(replace(self.wanted, first_hz=hertz) if lowest else replace(self.wanted, last_hz=hertz))

    def ask_import(self) -> None:
        """Ask for files and lay their spectra over the calculated one."""
        endings = " ".join(f"*{ending} *{ending.upper()}" for ending in spectrum_files.SUFFIXES)
        kinds = f"{tr('Measured spectra')} ({endings});;{tr('All files')} (*)"
        path = self._document.path
        folder = str(path.parent if path is not None else Path.home())
        names, _ = QFileDialog.getOpenFileNames(self, tr("Import measured spectra"), folder, kinds)
        self.import_files([Path(name) for name in names])

    def import_files(self, paths: Iterable[Path]) -> None:
        """Lay the spectra of files over the calculated one; those that cannot be read are explained."""
        value, refused = self.overlays.value, []
        for path in list(paths)[:MOST_FILES]:
            try:
                value = value.add(spectrum_files.read(path))
            except UnreadableError as error:
                refused.append(error.text())
        self.overlays.show(value)
        if refused:
            title = tr("This spectrum was not imported") if len(refused) == 1 else tr("Some spectra were not imported")
            complain(self, title, "\n\n".join(refused))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of spectra; a design goes to the window."""
        if _spectra(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Go on taking them wherever they are held."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped, once the other program has its mouse back."""
        paths = _spectra(event.mimeData())
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        QTimer.singleShot(0, self, lambda: self.import_files(paths))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the list of measured spectra beside the plots, or below them where it is narrow."""
        super().resizeEvent(event)
        letters = QFontMetricsF(self.font())
        lines = self.height() / letters.lineSpacing()
        narrow = self.width() < letters.horizontalAdvance("M") * 54 and lines > 20
        self.lack.allow(1 if lines < LOW else 2)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._body.direction() != direction:
            self._body.setDirection(direction)
        hint = self.list.sizeHint()
        self.list.setMaximumHeight(hint.height() if narrow else 16_777_215)
        self.list.setMaximumWidth(16_777_215 if narrow else min(hint.width(), self.width() * 2 // 5))


def _spectra(data: QMimeData) -> list[Path]:
    """Return the files that are dragged, where all of them are files and none is a design."""
    urls = data.urls()
    if not urls or not all(url.isLocalFile() for url in urls):
        return []
    paths = [Path(url.toLocalFile()) for url in urls]
    return [] if any(path.name.endswith((codec.SUFFIX, ".json")) for path in paths) else paths


@lru_cache(maxsize=16)
def _in_hertz(hertz: float) -> Quantity:
    unit, size = next(((unit, size) for unit, size in (("MHz", 1e6), ("kHz", 1e3)) if hertz >= size), ("Hz", 1.0))
    number = float(f"{hertz / size:.12g}")
    return Quantity(value=int(number) if number.is_integer() else number, unit=unit)
