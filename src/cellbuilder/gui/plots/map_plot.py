"""A result over two parameters: colours, contour lines with their numbers, hatching where nothing is known."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from cellbuilder.app import present
from cellbuilder.app.charts.model import Axis, Floats, Map
from cellbuilder.app.words import tr
from cellbuilder.gui.plots.labels import paint_note, paint_words, placed
from cellbuilder.gui.plots.lines_plot import scaled
from cellbuilder.gui.plots.plane_plot import PlanePlot
from cellbuilder.gui.plots.style import Heard, Style, axis_text, hatch, pen, reading, tick_texts, ticks

COLOURS, PIXELS, LEVELS = "cividis", 240, 6


class MapPlot(PlanePlot):
    """The widget: the map and, beside it, what its colours mean."""

    def __init__(self, heard: Heard) -> None:
        super().__init__(heard)
        self._chart: Map | None = None
        self._x, self._y, self._z = np.zeros(0), np.zeros(0), np.zeros((0, 0))
        self._lines: list[tuple[float, object]] = []
        self._numbers: list[tuple[float, Floats]] = []
        self._unknown_at: tuple[float, float] | None = None
        self._image = _Ground(self)
        self.canvas.getPlotItem().addItem(self._image)
        self.scale = Scale()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.canvas, 1)
        row.addWidget(self.scale)

    def show_chart(self, chart: Map, style: Style) -> None:
        """Draw another map."""
        self._chart, self._style = chart, style
        self._x, self._y, self._z = scaled(chart.xs, chart.x), scaled(chart.ys, chart.y), scaled(chart.values, chart.z)
        self.canvas.dress(chart.x, chart.y, style)
        known = self._z[np.isfinite(self._z)]
        low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
        if high <= low:
            low, high = low - 0.5, high + 0.5
        self._image.show(self._x, self._y, self._z, (low, high), style)
        self.scale.show_scale(chart.z, (low, high), style, known=bool(len(known)))
        self._contours(chart, low, high)
        self._redraw()

    def _has(self, at: tuple[int, int]) -> bool:
        return at[0] < len(self._y) and at[1] < len(self._x)

    def show_all(self) -> None:
        """Show the whole map."""
        self._held = False
        if len(self._x) and len(self._y):
            x, y = edges(self._x), edges(self._y)
            self.canvas.frame((x[0], x[-1]), (y[0], y[-1]), square=False)

    def summary(self) -> str:
        """Return the map in words: axes, and the range of the result."""
        chart = self._chart
        if chart is None:
            return ""
        known = chart.values[np.isfinite(chart.values)]
        if not len(known):
            return tr("nothing to draw")
        words = tr("{result} over {x} and {y}: from {low} to {high}")
        low, high = (
            f"{present.number(float(end))} {present.unit(chart.z.unit)}".strip() for end in (known.min(), known.max())
        )
        return words.format(result=chart.z.name, x=chart.x.name, y=chart.y.name, low=low, high=high)

    def readout(self) -> str:
        """Return the current point in words."""
        if self._at is None or self._chart is None:
            return ""
        i, j = self._at
        chart, value = self._chart, float(self._chart.values[i, j])
        last = f"{chart.z.name} {tr('unknown')}" if math.isnan(value) else reading(chart.z, value)
        return "\n".join((last, reading(chart.x, float(chart.xs[j])), reading(chart.y, float(chart.ys[i]))))

    def _contours(self, chart: Map, low: float, high: float) -> None:
        for _, item in self._lines:
            self.canvas.getPlotItem().removeItem(item)
        self._lines, self._numbers, self._unknown_at = [], [], None
        missing = np.argwhere(~np.isfinite(self._z))
        if len(missing):
            middle = missing[np.abs(missing - np.median(missing, axis=0)).sum(axis=1).argmin()]
            self._unknown_at = float(self._x[middle[1]]), float(self._y[middle[0]])
        if min(self._z.shape, default=0) < 2 or len(missing) == self._z.size:
            return
        levels = ticks(10.0**low, 10.0**high, LEVELS, log=True) if chart.z.log else ticks(low, high, LEVELS)
        for level in levels:
            at = math.log10(level) if chart.z.log else level
            if not low < at < high:
                continue
            found = contour(self._x, self._y, self._z, at)
            if not found:
                continue
            gap = np.full(1, np.nan)
            xs = np.concatenate([piece for line in found for piece in (line[:, 0], gap)])
            ys = np.concatenate([piece for line in found for piece in (line[:, 1], gap)])
            item = pyqtgraph.PlotCurveItem(
                xs,
                ys,
                connect="finite",
                antialias=True,
                pen=pyqtgraph.mkPen("#ffffffc0", width=1.4 * self._style.stroke),
            )
            self.canvas.getPlotItem().addItem(item)
            self._lines.append((level, item))
            longest = max(found, key=len)
            self._numbers.append((level, longest[[len(longest) * share // 12 for share in (6, 4, 8, 2, 10)]]))

    def _foreground(self, painter: QPainter, room: QRectF) -> None:
        chart, style = self._chart, self._style
        if chart is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(style.font)
        letters = style.letters
        marks = self._marks(room, chart)
        taken = [QRectF(place.x() - 8, place.y() - 8, 16, 16) for place, _, _ in marks]
        taken += [box for _, _, box in marks if box is not None]
        texts = tick_texts([number[0] for number in self._numbers], chart.z.log)
        for text, (_, tries) in zip(texts, self._numbers, strict=True):
            box = QRectF(0, 0, letters.horizontalAdvance(text) + 4, style.line)
            for x, y in tries:
                box.moveCenter(self.canvas.place(float(x), float(y)))
                if room.contains(box) and not any(box.intersects(other) for other in taken):
                    paint_words(painter, style, text, box)
                    taken.append(QRectF(box))
                    break
        if self._unknown_at is not None:
            box = QRectF(0, 0, letters.horizontalAdvance(tr("unknown")) + 4, style.line)
            box.moveCenter(self.canvas.place(*self._unknown_at))
            box.moveLeft(min(max(box.left(), room.left() + 4), room.right() - box.width() - 4))
            box.moveTop(min(max(box.top(), room.top() + 4), room.bottom() - box.height() - 4))
            paint_words(painter, style, tr("unknown"), box, "muted")
        self._paint_markers(painter, marks)
        if self._at is not None:
            point = self.canvas.place(float(self._x[self._at[1]]), float(self._y[self._at[0]]))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for colour, wide in (("base", 4.0), ("text", 2.0)):
                painter.setPen(pen(style.ink(colour), wide * style.stroke))
                painter.drawEllipse(point, style.line * 0.3, style.line * 0.3)
            paint_note(painter, style, self.readout(), point, room)

    def _marks(self, room: QRectF, chart: Map) -> list[tuple[QPointF, str, QRectF | None]]:
        shown = []
        for mark in chart.markers:
            if mark.y is None:
                continue
            x, y = (float(scaled(np.array([value]), axis)[0]) for value, axis in ((mark.x, chart.x), (mark.y, chart.y)))
            place = self.canvas.place(x, y) if math.isfinite(x + y) else QPointF(-1, -1)
            if room.adjusted(-2, -2, 2, 2).contains(place):
                shown.append((place, mark.name))
        sizes = [(self._style.letters.horizontalAdvance(name) + 2, self._style.line) for _, name in shown]
        boxes = placed([place for place, _ in shown], sizes, room)
        return [(place, name, box) for (place, name), box in zip(shown, boxes, strict=True)]

    def _paint_markers(self, painter: QPainter, marks: list[tuple[QPointF, str, QRectF | None]]) -> None:
        style = self._style
        for place, name, box in marks:
            size = style.line * 0.42
            painter.setPen(pen(style.ink("base"), 1.6 * style.stroke))
            painter.setBrush(style.ink("error"))
            painter.drawPolygon([place + QPointF(0, -size), place + QPointF(size, 0),
                                 place + QPointF(0, size), place + QPointF(-size, 0)])  # fmt: skip
            if name and box is not None:
                paint_words(painter, style, name, box)

    def _point_at(self, place: QPointF) -> tuple[int, int] | None:
        if not self.canvas.room.contains(place) or not len(self._x) or not len(self._y):
            return None
        point = self.canvas.point(place)
        x, y = edges(self._x), edges(self._y)
        if not (x[0] <= point.x() <= x[-1] and y[0] <= point.y() <= y[-1]):
            return None
        return int(np.abs(self._y - point.y()).argmin()), int(np.abs(self._x - point.x()).argmin())

    def _picked(self, place: QPointF) -> None:
        cell = self._point_at(place)
        if cell is not None and self._chart is not None:
            self._heard.picked(float(self._chart.xs[cell[1]]), float(self._chart.ys[cell[0]]))

    def _keyed(self, event: QKeyEvent) -> bool:
        """Arrows walk the points, Return picks one, Home shows everything."""
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (1, 0), Qt.Key.Key_Down: (-1, 0)}
        if key == Qt.Key.Key_Home:
            self.show_all()
        elif key == Qt.Key.Key_Escape and self._at is not None:
            self._at = None
        elif key in steps and len(self._x) and len(self._y):
            i, j = self._at or (len(self._y) // 2, len(self._x) // 2)
            i, j = (i + steps[key][0], j + steps[key][1]) if self._at is not None else (i, j)
            self._at = min(max(i, 0), len(self._y) - 1), min(max(j, 0), len(self._x) - 1)
            self._by_pointer = False
            self._heard.said(self.readout())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at is not None and self._chart is not None:
            self._heard.picked(float(self._chart.xs[self._at[1]]), float(self._chart.ys[self._at[0]]))
        else:
            return False
        self.canvas.viewport().update()
        return True


class _Ground(pyqtgraph.GraphicsObject):
    """Coloured cells; hatching shows where the result is not known."""

    def __init__(self, owner: MapPlot) -> None:
        super().__init__()
        self._owner = owner
        self._room = QRectF()
        self._picture = QImage()
        self._style: Style | None = None
        self._complete = True

    def show(self, x: Floats, y: Floats, z: Floats, ends: tuple[float, float], style: Style) -> None:
        """Take other values."""
        self.prepareGeometryChange()
        self._style = style
        if not z.size:
            self._room, self._picture = QRectF(), QImage()
            return
        across, down = edges(x), edges(y)
        self._room = QRectF(across[0], down[0], across[-1] - across[0], down[-1] - down[0])
        self._picture = _picture(across, down, z, ends)
        self._complete = bool(np.isfinite(z).all())
        self.update()

    def boundingRect(self) -> QRectF:
        """The room of the cells."""
        return self._room

    def paint(self, painter: QPainter, *_: object) -> None:
        """Paint in pixels, so that hatching looks the same at every zoom."""
        if self._style is None or self._picture.isNull():
            return
        canvas = self._owner.canvas
        corners = self._room.topLeft(), self._room.bottomRight()
        room = QRectF(*(canvas.place(corner.x(), corner.y()) for corner in corners)).normalized()
        painter.save()
        painter.setTransform(self.sceneTransform().inverted()[0], True)
        if not self._complete:
            seen = room.intersected(canvas.room)
            hatch(painter, seen, pen(self._style.ink("edge"), self._style.stroke), self._style.line * 0.5)
        painter.drawImage(room, self._picture)
        painter.restore()


class Scale(QWidget):
    """What the colours mean: a strip with numbers and a name."""

    def __init__(self) -> None:
        super().__init__()
        self._axis, self._ends, self._known = Axis(""), (0.0, 1.0), True
        self._style: Style | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_scale(self, axis: Axis, ends: tuple[float, float], style: Style, *, known: bool) -> None:
        """Show another range."""
        self._axis, self._ends, self._style, self._known = axis, ends, style, known
        wide = max((style.letters.horizontalAdvance(text) for text in self._texts()[1]), default=0.0)
        self.setFixedWidth(round(style.line * 2.9 + wide))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its numbers need."""
        return QSize(self.width(), 60)

    def _texts(self) -> tuple[list[float], list[str]]:
        low, high = self._ends
        found = ticks(10.0**low, 10.0**high, LEVELS, log=True) if self._axis.log else ticks(low, high, LEVELS)
        return [math.log10(value) if self._axis.log else value for value in found], tick_texts(found, self._axis.log)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint strip, numbers, name."""
        style = self._style
        if style is None:
            return
        painter = QPainter(self)
        painter.setFont(style.font)
        painter.fillRect(QRectF(self.rect()), style.ink("base"))
        line = style.line
        strip = QRectF(line * 0.3, line * 0.7, line * 0.7, self.height() - line * 3.4)
        if self._known and strip.height() > line:
            shades = (_table()[::-1][:, None, :]).copy()
            image = QImage(shades.data, 1, len(shades), 4, QImage.Format.Format_RGBA8888).copy()
            painter.drawImage(strip, image)
            low, high = self._ends
            painter.setPen(style.ink("muted"))
            for value, text in zip(*self._texts(), strict=True):
                y = strip.bottom() - (value - low) / (high - low) * strip.height()
                box = QRectF(strip.right() + line * 0.3, y - line / 2, self.width() - strip.right() - line * 0.3, line)
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(style.ink("text"))
        painter.translate(self.width() - line * 1.1, strip.center().y())
        painter.rotate(90)
        room = QRectF(-self.height() / 2, -line * 0.6, self.height(), line * 1.2)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, axis_text(self._axis))
        painter.end()


def edges(centres: Floats) -> Floats:
    """Return the borders of cells around their centres."""
    if len(centres) == 1:
        return np.array([centres[0] - 0.5, centres[0] + 0.5])
    between = (centres[1:] + centres[:-1]) / 2
    return np.concatenate([[2 * centres[0] - between[0]], between, [2 * centres[-1] - between[-1]]])


def contour(x: Floats, y: Floats, z: Floats, level: float) -> list[Floats]:
    """Return the lines of one level; they end where the result is not known."""
    filled = np.where(np.isfinite(z), z, np.nan)
    good = np.isfinite(filled)
    if good.all():
        parts = pyqtgraph.isocurve(filled, level, connected=True)
    else:
        # what is unknown lies far below; pieces of a line beside it are left out
        lowest = float(filled[good].min()) - 1e3 * (abs(float(filled[good].max())) + 1.0)
        parts = pyqtgraph.isocurve(np.where(good, filled, lowest), level, connected=True)
    found: list[Floats] = []
    last = np.array(z.shape) - 1
    for part in parts:
        line = np.array(part, dtype=float) - 0.5  # isocurve counts from the corners of the cells
        low, high = (np.clip(side(line).astype(int), 0, last) for side in (np.floor, np.ceil))
        kept = (good[low[:, 0], low[:, 1]] & good[high[:, 0], high[:, 1]]
                & good[low[:, 0], high[:, 1]] & good[high[:, 0], low[:, 1]])  # fmt: skip
        columns, rows = (np.interp(line[:, 1], np.arange(len(x)), x), np.interp(line[:, 0], np.arange(len(y)), y))
        breaks = np.flatnonzero(np.diff(kept.astype(int))) + 1
        runs = zip(np.split(np.column_stack([columns, rows]), breaks), np.split(kept, breaks), strict=True)
        found += [run for run, good_run in runs if len(run) > 1 and good_run[0]]
    return found


def _table() -> npt.NDArray[np.uint8]:
    """Return the colours from low to high, equally far apart for the eye, for colour-blind eyes too."""
    colours: npt.NDArray[np.uint8] = pyqtgraph.colormap.get(COLOURS).getLookupTable(nPts=256, alpha=True)
    return np.ascontiguousarray(colours, dtype=np.uint8)


def _picture(across: Floats, down: Floats, z: Floats, ends: tuple[float, float]) -> QImage:
    """Return the cells as an image, top row last in value; what is unknown is clear."""
    columns = _index(across, min(PIXELS * 2, max(PIXELS, len(across))))
    rows = _index(down, min(PIXELS * 2, max(PIXELS, len(down))))[::-1]
    cells = z[np.ix_(rows, columns)]
    share = np.clip((np.where(np.isfinite(cells), cells, ends[0]) - ends[0]) / (ends[1] - ends[0]), 0.0, 1.0)
    shades = _table()[(share * 255).astype(int)]
    shades[~np.isfinite(cells)] = 0
    shades = np.ascontiguousarray(shades)
    high, wide = shades.shape[:2]
    return QImage(shades.data, wide, high, 4 * wide, QImage.Format.Format_RGBA8888).copy()


def _index(borders: Floats, pixels: int) -> npt.NDArray[np.intp]:
    """Return in which cell each pixel of a row lies."""
    centres = borders[0] + (np.arange(pixels) + 0.5) / pixels * (borders[-1] - borders[0])
    cells: npt.NDArray[np.intp] = np.clip(np.searchsorted(borders, centres) - 1, 0, len(borders) - 2)
    return cells
