"""Painting shapes with Qt: the same that go into the SVG of a report. Textures are kept and only cut anew."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from cellbuilder.app.drawing import marks
from cellbuilder.app.drawing import shapes as s
from cellbuilder.gui.theme import current

STEP: Final = 128
"""Textures grow by so many pixels, so that a change of a size mostly cuts and seldom draws."""
_ROOM: Final = 4000.0
"""Words stand in so much room, in its middle or at one of its ends."""
_LINE: Final = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_ANCHORS: Final = {
    "start": (Qt.AlignmentFlag.AlignLeft | _LINE, 0.0),
    "middle": (Qt.AlignmentFlag.AlignHCenter | _LINE, -_ROOM / 2),
    "end": (Qt.AlignmentFlag.AlignRight | _LINE, -_ROOM),
}
MOST_KEPT: Final = 48_000_000
"""Bytes of textures that are kept; the ones used longest ago go first."""


class FontMeasure:
    """Measures words in a font; remembers what it measured."""

    def __init__(self, font: QFont) -> None:
        bold = QFont(font)
        bold.setBold(True)
        self._metrics, self._bold = QFontMetricsF(font), QFontMetricsF(bold)
        self.size = float(QFontInfo(font).pixelSize())
        self.line = self._metrics.lineSpacing()
        self._known: dict[tuple[str, bool], float] = {}

    def width(self, words: str, *, bold: bool = False) -> float:
        """Return how wide words are, in pixels."""
        known = self._known.get((words, bold))
        if known is None:
            if len(self._known) > 4000:
                self._known.clear()
            known = (self._bold if bold else self._metrics).horizontalAdvance(words)
            self._known[words, bold] = known
        return known


class Painter:
    """Paints shapes on a canvas, in a font whose size is ``measure.size``.

    Textures are kept for the next time, unless ``keep`` is off: for what is painted once.
    """

    def __init__(self, font: QFont, size: float, *, keep: bool = True) -> None:
        self._font, self._size, self._keep = font, size, keep
        self._fonts: dict[tuple[float, bool], QFont] = {}

    def paint(self, canvas: QPainter, shapes: Iterable[s.Shape]) -> None:
        """Paint shapes one after the other."""
        last: s.Style | None = None
        for shape in shapes:
            if isinstance(shape, s.Text):
                self._write(canvas, shape)
                last = None
                continue
            if isinstance(shape, s.Group | s.Tile):
                canvas.save()
                self._whole(canvas, shape)
                canvas.restore()
                continue
            if shape.style != last:
                last = shape.style
                _use(canvas, last)
            if last.opacity < 1:
                before = canvas.opacity()
                canvas.setOpacity(before * last.opacity)
                _draw(canvas, shape)
                canvas.setOpacity(before)
            else:
                _draw(canvas, shape)

    def _whole(self, canvas: QPainter, shape: s.Group | s.Tile) -> None:
        if isinstance(shape, s.Tile):
            self._lay(canvas, shape)
        else:
            canvas.setOpacity(canvas.opacity() * shape.opacity)
            self.paint(canvas, shape.shapes)

    def _lay(self, canvas: QPainter, tile: s.Tile) -> None:
        box = tile.box
        if box.width <= 0 or box.height <= 0:
            return
        canvas.translate(box.right if tile.mirrored else box.x, box.y)
        if tile.mirrored:
            canvas.scale(-1.0, 1.0)
        whole = QRectF(0, 0, box.width, box.height)
        if self._keep:
            dpr = canvas.device().devicePixelRatioF()
            canvas.drawPixmap(whole, _kept.picture(tile, dpr), QRectF(0, 0, box.width * dpr, box.height * dpr))
        else:
            canvas.setClipRect(whole)
            canvas.scale(tile.scale, tile.scale)
            self.paint(canvas, tile.make(box.width / tile.scale, box.height / tile.scale))

    def _write(self, canvas: QPainter, text: s.Text) -> None:
        canvas.setFont(self._letters(text.size, text.bold))
        canvas.setPen(_colour(text.colour))
        flags, left = _ANCHORS[text.anchor]
        if text.turned:
            canvas.save()
            canvas.translate(text.x, text.y)
            canvas.rotate(-90)
            canvas.drawText(QRectF(left, -100.0, _ROOM, 200.0), flags, text.words)
            canvas.restore()
        else:
            canvas.drawText(QRectF(text.x + left, text.y - 100.0, _ROOM, 200.0), flags, text.words)

    def _letters(self, size: float, bold: bool) -> QFont:
        font = self._fonts.get((size, bold))
        if font is None:
            font = self._fonts[size, bold] = QFont(self._font)
            if size != self._size:
                font.setPointSizeF(font.pointSizeF() * size / self._size)
            font.setBold(bold)
        return font


def rect(box: s.Box) -> QRectF:
    """Return a place as Qt has it."""
    return QRectF(box.x, box.y, box.width, box.height)


@lru_cache(maxsize=512)
def _colour(name: str) -> QColor:
    return QColor(name)


def _use(canvas: QPainter, style: s.Style) -> None:
    if style.stroke is None:
        canvas.setPen(Qt.PenStyle.NoPen)
    else:
        pen = QPen(_colour(style.stroke), style.width)
        if style.dash:
            pen.setDashPattern(list(style.dash))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        canvas.setPen(pen)
    canvas.setBrush(Qt.BrushStyle.NoBrush if style.fill is None else _colour(style.fill))


def _draw(canvas: QPainter, shape: s.Rect | s.Ellipse | s.Polygon | s.Line) -> None:
    if isinstance(shape, s.Rect):
        if shape.radius:
            canvas.drawRoundedRect(rect(shape.box), shape.radius, shape.radius)
        else:
            canvas.drawRect(rect(shape.box))
    elif isinstance(shape, s.Ellipse):
        canvas.drawEllipse(QPointF(shape.x, shape.y), shape.rx, shape.ry)
    elif isinstance(shape, s.Polygon):
        if shape.soft:
            canvas.drawPath(_soft(shape.points))
        else:
            canvas.drawPolygon(QPolygonF([QPointF(x, y) for x, y in shape.points]))
    elif shape.soft:
        path = QPainterPath(QPointF(*shape.points[0]))
        path.cubicTo(*(QPointF(x, y) for x, y in shape.points[1:4]))
        canvas.strokePath(path, canvas.pen())
    else:
        canvas.drawPolyline(QPolygonF([QPointF(x, y) for x, y in shape.points]))


def _soft(points: tuple[s.Point, ...]) -> QPainterPath:
    """Return a closed curve that touches the middle of every side."""
    turned = (*points[1:], points[0])
    middles = [QPointF((x + u) / 2, (y + v) / 2) for (x, y), (u, v) in zip(points, turned, strict=True)]
    path = QPainterPath(middles[-1])
    for (x, y), middle in zip(points, middles, strict=True):
        path.quadTo(QPointF(x, y), middle)
    path.closeSubpath()
    return path


class _Kept:
    """Textures as pictures; what was used longest ago goes when they take too much room."""

    def __init__(self) -> None:
        self._pictures: OrderedDict[object, QPixmap] = OrderedDict()
        self._bytes = 0

    def picture(self, tile: s.Tile, dpr: float) -> QPixmap:
        """Return a picture that is at least as large as the tile."""
        wide, high = (math.ceil(side / STEP) * STEP for side in (tile.box.width, tile.box.height))
        key = (tile.key, tile.scale, wide, high, dpr)
        found = self._pictures.get(key)
        if found is not None:
            self._pictures.move_to_end(key)
            return found
        made = QPixmap(math.ceil(wide * dpr), math.ceil(high * dpr))
        made.setDevicePixelRatio(dpr)
        made.fill(Qt.GlobalColor.transparent)
        canvas = QPainter(made)
        canvas.setRenderHint(QPainter.RenderHint.Antialiasing)
        canvas.scale(tile.scale, tile.scale)
        Painter(QFont(), 1.0).paint(canvas, tile.make(wide / tile.scale, high / tile.scale))
        canvas.end()
        self._pictures[key] = made
        self._bytes += made.width() * made.height() * 4
        while self._bytes > MOST_KEPT and len(self._pictures) > 1:
            _, gone = self._pictures.popitem(last=False)
            self._bytes -= gone.width() * gone.height() * 4
        return made


_kept = _Kept()


def draw_mark(canvas: QPainter, centre: QPointF, word: str, radius: float = marks.MARK) -> None:
    """Draw the mark of a verdict in the colours in use."""
    Painter(QFont(), 1.0).paint(canvas, marks.mark(centre.x(), centre.y(), word, current(), radius))
