"""Curves on two axes: bands, points, named markers, a read-out at the pointer; arrows walk the points."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import pyqtgraph
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QVBoxLayout

from cellbuilder.app import present
from cellbuilder.app.charts.model import Axis, Floats, Line, Lines
from cellbuilder.app.colours import SERIES
from cellbuilder.app.words import tr
from cellbuilder.gui.plots.labels import Legend, Sample, faint, paint_note, paint_words, placed
from cellbuilder.gui.plots.plane_plot import PlanePlot
from cellbuilder.gui.plots.style import Heard, Style, pen, reading

SHAPES: Final = ("o", "s", "t1", "d")
REACH: Final = 30.0
"""So many pixels from a point the pointer still reads it."""


class LinesPlot(PlanePlot):
    """The widget: a legend above a plot that can be zoomed with the wheel and moved with the mouse."""

    def __init__(self, heard: Heard) -> None:
        super().__init__(heard)
        self._chart: Lines | None = None
        self._drawn: object = None
        self._points: list[tuple[Floats, Floats]] = []
        self._items: list[tuple[object, object, object]] = []
        self.legend = Legend()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.legend)
        column.addWidget(self.canvas, 1)

    def show_chart(self, chart: Lines, style: Style) -> None:
        """Draw other curves; where only their numbers changed, nothing is made anew."""
        self._chart, self._style = chart, style
        self._points = [(scaled(line.x, chart.x), scaled(line.y, chart.y)) for line in chart.lines]
        drawn = (tuple((line.name, line.series, line.style, line.low is None, len(line.x) > 1)
                       for line in chart.lines), chart.x, chart.y, chart.square, style)  # fmt: skip
        if drawn != self._drawn:
            self._held = self._held and self._drawn is not None and drawn[:-1] == self._drawn[:-1]  # type: ignore[index]
            self._drawn = drawn
            self._build(chart)
        self._update(chart)
        self._redraw()

    def _has(self, at: tuple[int, int]) -> bool:
        return at[0] < len(self._points) and at[1] < len(self._points[at[0]][0])

    def show_all(self) -> None:
        """Show the whole of all curves."""
        self._held = False
        if self._chart is not None:
            x, y = self._ranges(self._chart)
            self.canvas.frame(x, y, square=self._chart.square)

    def summary(self) -> str:
        """Return the curves in words: names and ends."""
        if self._chart is None:
            return ""
        return "; ".join(_line_words(line, self._chart) for line in self._chart.lines) or tr("nothing to draw")

    def readout(self) -> str:
        """Return the current point in words."""
        return "" if self._at is None or self._chart is None else _point_words(self._chart, *self._at)

    def _build(self, chart: Lines) -> None:
        plot = self.canvas.getPlotItem()
        plot.clear()
        self._items = []
        self.canvas.dress(chart.x, chart.y, self._style)
        samples = []
        for line in chart.lines:
            colour, shape = self._style.series(line.series), SHAPES[line.series % len(SHAPES)]
            band = curve = points = None
            if line.low is not None and line.high is not None:
                band = pyqtgraph.PlotCurveItem(pen=None, brush=faint(self._style, colour), fillLevel="enclosed")
                plot.addItem(band)
            if line.style == "points" or len(line.x) == 1:
                points = pyqtgraph.ScatterPlotItem(
                    size=self._style.line * 0.5,
                    symbol=shape,
                    brush=colour,
                    pen=pyqtgraph.mkPen(self._style.colours.base),
                )
                plot.addItem(points)
            else:
                curve = pyqtgraph.PlotCurveItem(
                    pen=_pen_of(line, colour, self._style), antialias=True, connect="finite"
                )
                plot.addItem(curve)
            self._items.append((band, curve, points))
            kind = "points" if points is not None else "dashed" if _dashed(line) else "line"
            samples.append(Sample(line.name, colour, kind, shape))  # type: ignore[arg-type]
        shown = samples if len(samples) > 1 or (samples and chart.lines[0].name) else []
        self.legend.show_samples(tuple({sample.name: sample for sample in shown if sample.name}.values()), self._style)

    def _update(self, chart: Lines) -> None:
        for line, (x, y), (band, curve, points) in zip(chart.lines, self._points, self._items, strict=True):
            if band is not None and line.low is not None and line.high is not None:
                low, high = scaled(line.low, chart.y), scaled(line.high, chart.y)
                good = np.isfinite(low) & np.isfinite(high) & np.isfinite(x)
                around = np.concatenate([x[good], x[good][::-1]]), np.concatenate([low[good], high[good][::-1]])
                band.setData(*around)  # type: ignore[attr-defined]
            if curve is not None:
                curve.setData(x, y)  # type: ignore[attr-defined]
            if points is not None:
                good = np.isfinite(x) & np.isfinite(y)
                points.setData(x[good], y[good])  # type: ignore[attr-defined]

    def _ranges(self, chart: Lines) -> tuple[tuple[float, float], tuple[float, float]]:
        xs = [values for values, _ in self._points]
        ys = [values for _, values in self._points]
        ys += [scaled(ends, chart.y) for line in chart.lines for ends in (line.low, line.high) if ends is not None]
        xs += [scaled(np.array([mark.x]), chart.x) for mark in chart.markers]
        ys += [scaled(np.array([mark.y]), chart.y) for mark in chart.markers if mark.y is not None]
        return _range(xs, chart.x), _range(ys, chart.y)

    def _foreground(self, painter: QPainter, room: QRectF) -> None:
        chart, style = self._chart, self._style
        if chart is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(style.font)
        if not any(np.isfinite(x).any() for x, _ in self._points):
            painter.setPen(style.ink("muted"))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, tr("nothing to draw"))
        self._paint_markers(painter, room, chart)
        if self._at is None:
            return
        x, y = (values[self._at[1]] for values in self._points[self._at[0]])
        point = self.canvas.place(float(x), float(y))
        if not room.adjusted(-2, -2, 2, 2).contains(point):
            return
        painter.setBrush(style.ink("base"))
        painter.setPen(pen(style.ink("accent"), 2.4 * style.stroke))
        painter.drawEllipse(point, style.line * 0.3, style.line * 0.3)
        paint_note(painter, style, self.readout(), point, room)

    def _paint_markers(self, painter: QPainter, room: QRectF, chart: Lines) -> None:
        style = self._style
        ends: list[tuple[int, float]] = []
        points: list[tuple[QPointF, str, str]] = []
        for mark in sorted(chart.markers, key=lambda mark: mark.x):
            x = float(scaled(np.array([mark.x]), chart.x)[0])
            if mark.y is not None:
                y = float(scaled(np.array([mark.y]), chart.y)[0])
                place = self.canvas.place(x, y) if math.isfinite(x + y) else QPointF(-1, -1)
                if room.adjusted(-1, -1, 1, 1).contains(place):
                    points.append((place, mark.name, mark.colour))
                continue
            place = self.canvas.place(x, 0.0)
            if not (math.isfinite(x) and room.left() <= place.x() <= room.right()):
                continue
            stroke = pen(style.ink(mark.colour), 1.3 * style.stroke)
            stroke.setDashPattern([4, 3])
            painter.setPen(stroke)
            painter.drawLine(QLineF(place.x(), room.top(), place.x(), room.bottom()))
            wide = style.letters.horizontalAdvance(mark.name)
            left = max(min(place.x() + 4, room.right() - wide - 3), room.left() + 3)
            line = 1 + max((line for line, end in ends if end + 6 > min(left, place.x())), default=-1)
            ends.append((line, left + wide))
            box = QRectF(left, room.top() + 2 + line * style.line, wide, style.line)
            paint_words(painter, style, mark.name, box, mark.colour)
        sizes = [(style.letters.horizontalAdvance(name) + 2, style.line) for _, name, _ in points]
        boxes = placed([place for place, _, _ in points], sizes, room)
        for (place, name, colour), free in zip(points, boxes, strict=True):
            painter.setPen(pen(style.ink("base"), style.stroke))
            painter.setBrush(style.ink(colour))
            painter.drawPolygon(
                [place + QPointF(0, -5), place + QPointF(5, 0), place + QPointF(0, 5), place + QPointF(-5, 0)]
            )
            if name and free is not None:
                paint_words(painter, style, name, free, colour)

    def _point_at(self, place: QPointF) -> tuple[int, int] | None:
        origin, unit = self.canvas.place(0.0, 0.0), self.canvas.place(1.0, 1.0)
        wide, high = unit.x() - origin.x(), unit.y() - origin.y()
        best, found = REACH * REACH, None
        for number, (x, y) in enumerate(self._points):
            away = (origin.x() + x * wide - place.x()) ** 2 + (origin.y() + y * high - place.y()) ** 2
            away = np.where(np.isfinite(away), away, np.inf)
            if len(away) and away.min() < best:
                best, found = float(away.min()), (number, int(away.argmin()))
        return found

    def _picked(self, place: QPointF) -> None:
        if self._chart is not None:
            point = self.canvas.point(place)
            x, y = (10.0**value if axis.log else value
                    for value, axis in ((point.x(), self._chart.x), (point.y(), self._chart.y)))  # fmt: skip
            self._heard.picked(x, y)

    def _keyed(self, event: QKeyEvent) -> bool:
        """Left and right walk the points, up and down the curves, Return picks, Home shows everything."""
        key = event.key()
        if key == Qt.Key.Key_Home:
            self.show_all()
        elif key == Qt.Key.Key_Escape and self._at is not None:
            self._at = None
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk(key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at is not None and self._chart is not None:
            line = self._chart.lines[self._at[0]]
            self._heard.picked(float(line.x[self._at[1]]), float(line.y[self._at[1]]))
        else:
            return False
        self.canvas.viewport().update()
        return True

    def _walk(self, key: int) -> None:
        known = [
            (number, np.flatnonzero(np.isfinite(x) & np.isfinite(y))) for number, (x, y) in enumerate(self._points)
        ]
        known = [(number, places) for number, places in known if len(places)]
        if not known:
            return
        if self._at is None or self._at[0] not in [number for number, _ in known]:
            self._at = known[0][0], int(known[0][1][0])
        else:
            row = [number for number, _ in known].index(self._at[0])
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                row = min(max(row + (1 if key == Qt.Key.Key_Down else -1), 0), len(known) - 1)
            number, places = known[row]
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
            index = min(max(int(np.searchsorted(places, self._at[1])) + step, 0), len(places) - 1)
            self._at = number, int(places[index])
        self._by_pointer = False
        self._heard.said(self.readout())


def scaled(values: Floats, axis: Axis) -> Floats:
    """Return coordinates of the view: decimal logarithms on a logarithmic axis."""
    values = np.asarray(values, dtype=float)
    if not axis.log:
        return values
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(values > 0, np.log10(np.where(values > 0, values, 1.0)), np.nan)


def _range(found: list[Floats], axis: Axis) -> tuple[float, float]:
    """Return the range of an axis with a margin; from zero where the data come near it."""
    values = np.concatenate([np.ravel(each) for each in found]) if found else np.array([])
    values = values[np.isfinite(values)]
    if not len(values):
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    if not axis.log and 0.0 < low < 0.35 * high:
        low = 0.0
    if high - low <= 1e-12 * max(abs(high), 1e-300):
        half = 0.3 if axis.log else abs(high) * 0.1 or 1.0
        return low - half, high + half
    margin = 0.05 * (high - low)
    return (low if low == 0.0 and not axis.log else low - margin), high + margin


def _dashed(line: Line) -> bool:
    """Whether a curve is dashed: asked for, or its colour is taken already."""
    return line.style == "dashed" or line.series >= len(SERIES)


def _pen_of(line: Line, colour: QColor, style: Style) -> object:
    made = pyqtgraph.mkPen(colour, width=2.0 * style.stroke)
    if _dashed(line):
        made.setDashPattern([4, 3])
    return made


def _line_words(line: Line, chart: Lines) -> str:
    good = np.flatnonzero(np.isfinite(line.x) & np.isfinite(line.y))
    if not len(good):
        return f"{line.name}: {tr('unknown')}"
    first, last = (f"{reading(chart.x, float(line.x[at]))}, {reading(chart.y, float(line.y[at]))}"
                   for at in (good[0], good[-1]))  # fmt: skip
    return tr("{name}: from {first} to {last}").format(name=line.name, first=first, last=last)


def _point_words(chart: Lines, number: int, at: int) -> str:
    line = chart.lines[number]
    said = [line.name, reading(chart.x, float(line.x[at])), reading(chart.y, float(line.y[at]))]
    if line.low is not None and line.high is not None:
        said[-1] += f" ({present.number(float(line.low[at]), 2)} – {present.number(float(line.high[at]), 2)})"
    if line.labels:
        said.append(line.labels[at])
    return "\n".join(text for text in said if text)
