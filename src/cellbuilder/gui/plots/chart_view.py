"""One widget for every chart: bars, lines, maps; with a read-out, the keyboard, and pictures and numbers to take away.

``ChartView(name).show_chart(chart)`` is all that a view needs; call it as often as the design changes. The plot is
made when it is first looked at; while what draws it is still being loaded, a word stands in its place.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QPalette,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QSpacerItem, QToolButton, QVBoxLayout, QWidget

from cellbuilder.app.charts.model import Bars, Chart, Lines
from cellbuilder.app.words import tr
from cellbuilder.gui.plots import exporting, loading, style
from cellbuilder.gui.plots.bars_plot import BarsPlot
from cellbuilder.gui.plots.labels import Note
from cellbuilder.gui.text import HOW_CALCULATED, plain

if TYPE_CHECKING:
    from cellbuilder.gui.plots.lines_plot import LinesPlot
    from cellbuilder.gui.plots.map_plot import MapPlot

    Plot: TypeAlias = BarsPlot | LinesPlot | MapPlot

DOTS: Final = "⋯"


class ChartView(QWidget):
    """Draws a chart and draws it again, cheaply, when its numbers change.

    ``titled`` shows the chart's title above it. Keyboard: arrows walk bars and points, Return asks how a bar was
    calculated (or picks a point), Ctrl+C copies the picture, Home shows the whole chart.
    """

    part_asked = Signal(str)
    """The key of a figure: how was this calculated?"""
    layers_chosen = Signal(tuple)
    """The layers that a bar stands for."""
    point_picked = Signal(float, float)
    """A place in lines or a map, in the units of its axes: by a double click or Return."""

    said = Signal(str)
    """What stands at the cursor, in words."""

    def __init__(self, name: str, *, titled: bool = True) -> None:
        super().__init__()
        self._name = name
        self._chart: Chart | None = None
        self._plot: Plot | None = None
        self._stale = False
        self._layers: tuple[str, ...] = ()
        self.with_note = True
        self.setAccessibleName(name)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.title, self.note = QLabel(), Note()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if not titled:
            self.title.hide()
        self.note.hide()
        self.button = QToolButton()
        self.button.setText(DOTS)
        self.button.setAutoRaise(True)
        self.button.setAccessibleName(tr("{chart}: save or copy").format(chart=name))
        self.button.setToolTip(tr("Save or copy this plot"))
        self.button.clicked.connect(lambda: self._pop_up(self.button.mapToGlobal(self.button.rect().bottomLeft())))
        self.top = QHBoxLayout()
        self.top.setSpacing(6)
        self.top.addWidget(self.title, 1)
        if not titled:
            self.top.addStretch(1)
        self.top.addWidget(self.button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(6, 2, 6, 4)
        self._column.setSpacing(2)
        self._column.addLayout(self.top)
        self._room = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)
        self._column.addItem(self._room)
        self._coming: QLabel | None = None
        self._column.addWidget(self.note)

    @property
    def chart(self) -> Chart | None:
        """What is shown."""
        return self._chart

    @property
    def plot(self) -> Plot | None:
        """The plot, once somebody has looked."""
        return self._plot

    def show_chart(self, chart: Chart) -> None:
        """Draw a chart now if it is in sight, otherwise when it is next shown."""
        self._chart = chart
        self._stale = True
        if self.isVisible():
            self._draw()

    def readout(self) -> str:
        """Return what stands at the cursor, in words."""
        return "" if self._plot is None else self._plot.readout()

    def select_layers(self, layers: tuple[str, ...]) -> None:
        """Mark the bars that stand for these layers."""
        self._layers = layers
        if isinstance(self._plot, BarsPlot):
            self._plot.select_layers(layers)

    def add_corner(self, widget: QWidget) -> None:
        """Put a control of the chart beside the export button."""
        self.top.insertWidget(self.top.count() - 1, widget)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in another theme or size of letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_column"):
            self._stale = self._chart is not None
            if self._stale and self.isVisible():
                self._draw()

    def sizeHint(self) -> QSize:
        """A plot takes what it gets."""
        line = round(style.on_screen(self.font()).line)
        return QSize(line * 26, line * 14)

    def _draw(self) -> None:
        chart = self._chart
        if chart is None:
            return
        self._stale = False
        self._show_title()
        self._show_note()
        if loading.draws(chart):
            self._show_plot(chart)
        elif self._coming is None:
            self._say_it_comes()

    def _say_it_comes(self) -> None:
        """Show a word until what draws the plot is loaded."""
        self._coming = QLabel(tr("Loading the plot …"))
        self._coming.setProperty("muted", True)
        self._coming.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column.insertWidget(self._column.indexOf(self.note), self._coming)
        loading.loader().finished.connect(self._come)

    @Slot()
    def _come(self) -> None:
        """Put the plot in the place of the word, now if it is in sight."""
        if self._coming is None or self._chart is None:
            return
        self._stale = not self.isVisible()
        if not self._stale:
            self._show_plot(self._chart)

    def _show_plot(self, chart: Chart) -> None:
        if self._coming is not None:
            self._column.removeWidget(self._coming)
            self._coming.deleteLater()
            self._coming = None
        plot = self._plot_for(chart)
        plot.show_chart(chart, style.on_screen(self.font()))  # type: ignore[arg-type]
        plot.face().setAccessibleDescription(plot.summary())

    def _show_title(self) -> None:
        """Show as much of the title as fits; the tool tip says all."""
        title = "" if self._chart is None else self._chart.title
        room = self.width() - self.button.sizeHint().width() - 24
        shown = self.title.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, max(room, 0))
        if self.title.text() != shown:
            self.title.setText(shown)
        self.title.setToolTip(plain(title))

    def _show_note(self) -> None:
        """Show a line of the note where there is room; all of it is in the tool tip and in every picture."""
        note = "" if self._chart is None or not self.with_note else self._chart.note
        if self.note.text() != note:
            self.note.setText(note)
            self.note.setToolTip(plain(note))
        line = self.fontMetrics().height()
        self.note.show_lines(0 if self.height() < 12 * line else 1 if self.height() < 22 * line else 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the note as fits."""
        super().resizeEvent(event)
        self._show_title()
        self._show_note()

    def _plot_for(self, chart: Chart) -> Plot:
        wanted = exporting.plot_class(chart)
        if not isinstance(self._plot, wanted):
            if self._plot is not None:
                self._column.removeWidget(self._plot)
                self._plot.deleteLater()
            else:
                self._column.removeItem(self._room)
            heard = style.Heard(self.part_asked.emit, self.layers_chosen.emit, self.point_picked.emit, self._say)
            self._plot = wanted(heard)
            self._plot.face().setAccessibleName(self._name)
            self._column.insertWidget(self._column.indexOf(self.note), self._plot, 1)
            self._plot.show()
            if isinstance(self._plot, BarsPlot):
                self._plot.select_layers(self._layers)
        return self._plot

    def _say(self, words: str) -> None:
        """Tell a screen reader, and who listens, what stands at the cursor."""
        self.said.emit(words)
        if self._plot is not None:
            face = self._plot.face()
            face.setAccessibleDescription(words or self._plot.summary())
            QAccessible.updateAccessibility(QAccessibleEvent(face, QAccessible.Event.DescriptionChanged))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the picture; the plot has had its keys before."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_picture()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the plot."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        self._pop_up(event.globalPos() if by_mouse else self.mapToGlobal(self.rect().center()))

    def _pop_up(self, place: QPoint) -> None:
        menu = self.menu()
        if menu.isEmpty():
            menu.deleteLater()
            return
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def menu(self) -> QMenu:
        """Return what can be done with the plot and its current bar."""
        menu = QMenu(self)
        if self._chart is None:
            return menu
        key = self._plot.current_key() if isinstance(self._plot, BarsPlot) else ""
        if key:
            menu.addAction(HOW_CALCULATED, lambda: self.part_asked.emit(key))
        if self._plot is not None and not isinstance(self._plot, BarsPlot):
            menu.addAction(tr("Show the whole chart"), self._plot.show_all)
        menu.addSeparator()
        menu.addAction(tr("Copy picture"), self.copy_picture)
        menu.addAction(tr("Copy numbers"), self.copy_numbers)
        menu.addSeparator()
        for name, ending in ((tr("Save as PNG …"), "png"), (tr("Save as SVG …"), "svg"), (tr("Save as CSV …"), "csv")):
            menu.addAction(name, partial(self.ask_save, ending))
        return menu

    def copy_picture(self) -> None:
        """Put the picture on the clipboard, in light colours."""
        if self._chart is not None:
            exporting.copy_picture(self._chart, self._size(), self.font())

    def copy_numbers(self) -> None:
        """Put the numbers on the clipboard, for a spreadsheet."""
        if self._chart is not None:
            exporting.copy_table(self._chart.table())

    def ask_save(self, ending: str) -> None:
        """Ask for a file's name and write the picture or the numbers."""
        if self._chart is not None:
            exporting.ask_save(self, self._chart, self._size(), self.font(), ending)

    def _size(self) -> QSize:
        plot = self._plot
        return plot.size() if plot is not None and isinstance(self._chart, Bars | Lines) else self.size()
