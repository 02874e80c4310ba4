"""Pictures and numbers of a chart as files and on the clipboard: PNG, SVG, CSV; always light, whatever the theme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QGuiApplication, QImage, QImageWriter, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from cellbuilder.app import export
from cellbuilder.app.charts.model import Bars, Chart, Lines, Map, Table
from cellbuilder.app.words import tr
from cellbuilder.gui.dialogs import writing
from cellbuilder.gui.dialogs.file_names import ask_target
from cellbuilder.gui.plots.bars_layout import BarsLayout
from cellbuilder.gui.plots.bars_paint import paint_bars
from cellbuilder.gui.plots.bars_plot import BarsPlot
from cellbuilder.gui.plots.style import Heard, Style, for_export
from cellbuilder.io import atomic

if TYPE_CHECKING:
    from cellbuilder.gui.plots.lines_plot import LinesPlot
    from cellbuilder.gui.plots.map_plot import MapPlot

    Plot: TypeAlias = BarsPlot | LinesPlot | MapPlot

SCALE: Final = 2
"""Pixels of a picture for one on the screen."""

LEAST: Final = QSize(720, 360)
ENDLESS: Final = 1e5
"""Rows of bars take the height that they like."""

_WRAPPED: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


def plot_class(chart: Chart) -> type[Plot]:
    """Return what draws a chart; pyqtgraph is loaded with the first that needs it."""
    if isinstance(chart, Bars):
        return BarsPlot
    if isinstance(chart, Lines):
        from cellbuilder.gui.plots.lines_plot import LinesPlot

        return LinesPlot
    from cellbuilder.gui.plots.map_plot import MapPlot

    return MapPlot


class Sheet:
    """A chart with its title and its note, laid out for a picture."""

    def __init__(self, chart: Chart, size: QSize, font: QFont) -> None:
        self._chart = chart
        self._style = for_export(font)
        width = max(size.width(), LEAST.width())
        letters = self._style.letters
        self._margin = letters.height() * 0.6
        room = width - 2 * self._margin
        bold = QFont(font)
        bold.setBold(True)
        self._bold = bold
        line = letters.height() * 1.5
        wide = QRectF(0, 0, room, 1e5)
        self._head = Style(self._style.colours, bold).letters.boundingRect(wide, _WRAPPED, chart.title).height()
        self._foot = letters.boundingRect(wide, _WRAPPED, chart.note).height() if chart.note else 0.0
        self._bars: BarsLayout | None = None
        self._plot: LinesPlot | MapPlot | None = None
        if isinstance(chart, Bars):
            self._bars = BarsLayout(chart, self._style, room, ENDLESS)
            height = self._bars.full_height
        else:
            height = max(size.height(), LEAST.height())
            self._plot = _drawn(chart, self._style, QSize(round(room), height))
        self._top = self._margin + (self._head + line * 0.3 if chart.title else 0.0)
        below = self._foot + line * 0.3 if chart.note else 0.0
        self.size = QSize(width, round(self._top + height + below + self._margin))

    def paint(self, painter: QPainter, scale: int = 1) -> None:
        """Paint everything, in light colours; ``scale`` is how many pixels stand for one."""
        painter.fillRect(QRectF(QPoint(0, 0), self.size), self._style.ink("base"))
        width = self.size.width() - 2 * self._margin
        painter.setPen(self._style.ink("text"))
        painter.setFont(self._bold)
        painter.drawText(QRectF(self._margin, self._margin, width, self._head + 2), _WRAPPED, self._chart.title)
        if self._chart.note:
            painter.setFont(self._style.font)
            painter.setPen(self._style.ink("muted"))
            bottom = self.size.height() - self._margin - self._foot
            painter.drawText(QRectF(self._margin, bottom, width, self._foot + 2), _WRAPPED, self._chart.note)
        painter.save()
        painter.translate(self._margin, self._top)
        if self._bars is not None:
            paint_bars(painter, self._bars)
        elif self._plot is not None:
            self._plot.prepare_picture(scale)
            self._plot.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
        painter.restore()

    def close(self) -> None:
        """Let the plot go."""
        if self._plot is not None:
            self._plot.deleteLater()


def _drawn(chart: Lines | Map, style: Style, size: QSize) -> LinesPlot | MapPlot:
    plot = plot_class(chart)(Heard())
    assert not isinstance(plot, BarsPlot)
    plot.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    plot.setFont(style.font)
    plot.resize(size)
    plot.show_chart(chart, style)  # type: ignore[arg-type]
    return plot


def image(chart: Chart, size: QSize, font: QFont) -> QImage:
    """Return the picture of a chart, two pixels for one."""
    sheet = Sheet(chart, size, font)
    made = QImage(sheet.size * SCALE, QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(SCALE)
    painter = QPainter(made)
    sheet.paint(painter, SCALE)
    painter.end()
    sheet.close()
    return made


def png(chart: Chart, size: QSize, font: QFont) -> bytes:
    """Return the picture as a PNG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image(chart, size, font))
    buffer.close()
    return bytes(data.data())


def svg(chart: Chart, size: QSize, font: QFont) -> bytes:
    """Return the picture as an SVG file: lines and letters, not pixels."""
    from PySide6.QtSvg import QSvgGenerator

    sheet = Sheet(chart, size, font)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    maker = QSvgGenerator()
    maker.setOutputDevice(buffer)
    maker.setResolution(96)
    maker.setSize(sheet.size)
    maker.setViewBox(QRectF(QPoint(0, 0), sheet.size))
    maker.setTitle(chart.title)
    painter = QPainter(maker)
    sheet.paint(painter)
    painter.end()
    buffer.close()
    sheet.close()
    return bytes(data.data())


def copy_picture(chart: Chart, size: QSize, font: QFont) -> None:
    """Put the picture on the clipboard."""
    QGuiApplication.clipboard().setImage(image(chart, size, font))


def copy_table(table: Table) -> None:
    """Put numbers on the clipboard, in columns that a spreadsheet takes."""
    data = QMimeData()
    data.setText(export.table_csv(table, delimiter="\t"))
    data.setData("text/csv", export.table_csv(table).encode())
    QGuiApplication.clipboard().setMimeData(data)


def write(chart: Chart, path: Path, size: QSize, font: QFont) -> None:
    """Write a picture or the numbers; the name's ending decides.

    Raises:
        UnwritableError: it could not be written; an earlier file is unchanged.
    """
    ending = path.suffix.lower()
    if ending == ".csv":
        atomic.write_text(path, export.table_csv(chart.table()))
    else:
        atomic.write_bytes(path, svg(chart, size, font) if ending == ".svg" else png(chart, size, font))


def ask_save(parent: QWidget, chart: Chart, size: QSize, font: QFont, ending: str) -> None:
    """Ask for a name and write; say clearly where that cannot be done."""
    kinds = {"png": tr("Picture (*.png)"), "svg": tr("Vector picture (*.svg)"), "csv": tr("Table (*.csv)")}
    proposed = Path.home() / f"{_file_name(chart)}.{ending}"
    known = [f".{kind}" for kind in kinds]
    path = ask_target(parent.window(), tr("Save plot"), proposed, kinds[ending], f".{ending}", *known)
    if path is not None:
        done, refused = tr("Plot written to {name}"), tr("The plot could not be saved")
        writing.write(parent, path, lambda: write(chart, path, size, font), done, refused)


def _file_name(chart: Chart) -> str:
    words = "".join(letter if letter.isalnum() else " " for letter in chart.title).split()
    return "-".join(words[:8]).lower() or "plot"
