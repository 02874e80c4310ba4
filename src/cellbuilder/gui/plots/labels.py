"""Words in front of a plot: names that keep clear of each other, the read-out at the pointer, the legend above."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from cellbuilder.gui import theme
from cellbuilder.gui.plots.style import Style, pen

GAP = 7.0


def placed(points: list[QPointF], sizes: list[tuple[float, float]], room: QRectF) -> list[QRectF | None]:
    """Return where names go so that they meet neither each other nor the edge; None where no place is left."""
    taken = [QRectF(point.x() - 4, point.y() - 4, 8, 8) for point in points]
    found: list[QRectF | None] = []
    for point, (wide, high) in zip(points, sizes, strict=True):
        x, y = point.x(), point.y()
        tries = (
            QRectF(x + dx, y + dy, wide, high)
            for far in (0.0, 1.0, 2.0, 3.0, 4.5)
            for dx, dy in (
                (GAP, -high / 2 - far * high), (-GAP - wide, -high / 2 - far * high),
                (-wide / 2, -GAP - high - far * high), (-wide / 2, GAP + far * high),
                (GAP, -high / 2 + far * high), (-GAP - wide, -high / 2 + far * high),
            )
        )  # fmt: skip
        fitting = (box for box in tries if room.contains(box) and not any(box.intersects(other) for other in taken))
        free = next(fitting, None)
        taken += [] if free is None else [free]
        found.append(free)
    return found


def _inside(box: QRectF, room: QRectF) -> QRectF:
    box.moveLeft(min(max(box.left(), room.left()), max(room.right() - box.width(), room.left())))
    box.moveTop(min(max(box.top(), room.top()), max(room.bottom() - box.height(), room.top())))
    return box


def paint_note(painter: QPainter, style: Style, text: str, point: QPointF, room: QRectF) -> None:
    """Paint a small box with words beside a point, inside of the room."""
    letters = style.letters
    lines = text.split("\n")
    wide = max(letters.horizontalAdvance(line) for line in lines) + 12
    high = letters.lineSpacing() * len(lines) + 8
    box = QRectF(point.x() + 12, point.y() - high - 8, wide, high)
    if box.right() > room.right():
        box.moveRight(point.x() - 12)
    if box.top() < room.top():
        box.moveTop(point.y() + 12)
    box = _inside(box, room)
    ground = QColor(style.colours.raised)
    ground.setAlpha(238)
    painter.setPen(pen(style.ink("edge"), style.stroke))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(style.ink("text"))
    painter.setFont(style.font)
    painter.drawText(box.adjusted(6, 4, -6, -4), Qt.AlignmentFlag.AlignLeft, text)


def paint_words(painter: QPainter, style: Style, text: str, room: QRectF, colour: str = "text") -> None:
    """Paint words on a ground that keeps them readable over curves and colours."""
    ground = QColor(style.colours.base)
    ground.setAlpha(205)
    painter.fillRect(room.adjusted(-2, 0, 2, 0), ground)
    painter.setPen(style.ink(colour))
    painter.setFont(style.font)
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


@dataclass(frozen=True)
class Sample:
    """One entry of a legend."""

    name: str
    colour: QColor
    kind: Literal["line", "dashed", "points"]
    shape: str = "o"


class Legend(QWidget):
    """The names of the curves above the plot, in as many lines as they need; they never cover data."""

    def __init__(self) -> None:
        super().__init__()
        self._samples: tuple[Sample, ...] = ()
        self._style: Style | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_samples(self, samples: tuple[Sample, ...], style: Style) -> None:
        """Show other names."""
        if (samples, style) != (self._samples, self._style):
            self._samples, self._style = samples, style
            self.setFixedHeight(self.height_for(self.width()))
            self.setVisible(bool(samples))
            self.update()

    def height_for(self, width: int) -> int:
        """Return the height of all lines."""
        places = self._places(width)
        return round(places[-1].bottom() + 2) if places and self._style is not None else 0

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return QSize(100, self.height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Break the lines anew."""
        wanted = self.height_for(self.width())
        if wanted != self.height():
            self.setFixedHeight(wanted)

    def _places(self, width: int) -> list[QRectF]:
        if self._style is None:
            return []
        line, letters = self._style.line, self._style.letters
        found: list[QRectF] = []
        x, y = line * 0.4, 1.0
        for sample in self._samples:
            wide = letters.horizontalAdvance(sample.name) + line * 2.1
            if x + wide > width and x > line:
                x, y = line * 0.4, y + line * 1.12
            found.append(QRectF(x, y, min(wide, max(width - x, 1.0)), line))
            x += wide + line * 0.6
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint samples and names."""
        style = self._style
        if style is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(style.font)
        painter.fillRect(QRectF(self.rect()), style.ink("base"))
        for sample, box in zip(self._samples, self._places(self.width()), strict=True):
            middle = box.center().y()
            if sample.kind == "points":
                paint_shape(painter, QPointF(box.left() + style.line * 0.8, middle), style.line * 0.28, sample)
            else:
                stroke = pen(sample.colour, 2.2 * style.stroke)
                if sample.kind == "dashed":
                    stroke.setDashPattern([3, 2])
                painter.setPen(stroke)
                painter.drawLine(QLineF(box.left(), middle, box.left() + style.line * 1.6, middle))
            painter.setPen(style.ink("text"))
            words = box.adjusted(style.line * 2.0, 0, 2, 0)
            name = style.letters.elidedText(sample.name, Qt.TextElideMode.ElideMiddle, words.width() + 1)
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.end()


def paint_shape(painter: QPainter, point: QPointF, size: float, sample: Sample) -> None:
    """Paint the sign of a series of points."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(sample.colour)
    box = QRectF(point.x() - size, point.y() - size, 2 * size, 2 * size)
    if sample.shape == "s":
        painter.drawRect(box)
    elif sample.shape == "d":
        painter.drawPolygon([point + QPointF(0, -size * 1.2), point + QPointF(size * 1.2, 0),
                             point + QPointF(0, size * 1.2), point + QPointF(-size * 1.2, 0)])  # fmt: skip
    elif sample.shape == "t1":
        painter.drawPolygon([point + QPointF(0, -size), point + QPointF(size, size), point + QPointF(-size, size)])
    else:
        painter.drawEllipse(box)


def faint(style: Style, colour: QColor) -> QColor:
    """Return the colour of a band behind a curve."""
    return theme.mixed(colour.name(), style.colours.base, 0.25)


class Note(QLabel):
    """A text in at most so many lines; where it is longer, the last one ends in dots and the tool tip has it all."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("muted", True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._lines = 0

    def show_lines(self, lines: int) -> None:
        """Show at most so many lines."""
        letters = self.fontMetrics()
        wide = letters.horizontalAdvance(self.text())
        wanted = min(lines, 1 + int(1.08 * wide / max(self.width(), 60)))
        self._lines = wanted
        height = wanted * letters.lineSpacing() + 2
        if self.maximumHeight() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)
        self.setVisible(bool(self.text()) and lines > 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Break the text at words, and the last line anywhere."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        letters, rest, width = self.fontMetrics(), self.text().split(" "), self.width()
        for number in range(self._lines):
            line = ""
            while rest and (not line or letters.horizontalAdvance(f"{line} {rest[0]}") <= width):
                line = f"{line} {rest.pop(0)}".strip()
            if number == self._lines - 1:
                line = " ".join([line, *rest])
            shown = letters.elidedText(line, Qt.TextElideMode.ElideRight, width)
            painter.drawText(0, letters.ascent() + number * letters.lineSpacing(), shown)
        painter.end()
