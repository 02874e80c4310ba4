"""Icons of the toolbar, drawn as lines on a grid of 24, sharp on every screen and in the colour of the text."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPainterPath, QPen, QPixmap

from cellbuilder.gui.theme import current, scale

SIZE: Final = 18
"""Edge of an icon in logical pixels, at 100 %."""


def edge() -> int:
    """Return the edge of an icon in logical pixels at the size of texts in use."""
    return round(SIZE * scale())


def icon(name: str) -> QIcon:
    """Return an icon in the colours in use, for the screens in use; ask again after a change of either."""
    result = QIcon()
    screens = {screen.devicePixelRatio() for screen in QGuiApplication.screens()}
    for mode, ink in ((QIcon.Mode.Normal, current().text), (QIcon.Mode.Disabled, current().line)):
        for dots in sorted(screens):
            result.addPixmap(_drawn(name, ink, dots), mode)
    return result


def _drawn(name: str, ink: str, dots: float) -> QPixmap:
    pixels = math.ceil(edge() * dots)
    picture = QPixmap(pixels, pixels)
    picture.fill(Qt.GlobalColor.transparent)
    canvas = QPainter(picture)
    canvas.setRenderHint(QPainter.RenderHint.Antialiasing)
    canvas.scale(pixels / 24.0, pixels / 24.0)
    pen = QPen(QColor(ink), 2.0)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    canvas.setPen(pen)
    canvas.drawPath(_SHAPES[name]())
    canvas.end()
    picture.setDevicePixelRatio(dots)
    return picture


def _lines(*strokes: tuple[tuple[float, float], ...]) -> QPainterPath:
    path = QPainterPath()
    for stroke in strokes:
        path.moveTo(QPointF(*stroke[0]))
        for point in stroke[1:]:
            path.lineTo(QPointF(*point))
    return path


def _folder() -> QPainterPath:
    path = _lines(((3, 19), (3, 5), (9, 5), (11, 8), (19, 8), (19, 11)))
    path.addPath(_lines(((3, 19), (6.5, 11), (22, 11), (18.5, 19), (3, 19))))
    return path


def _disk() -> QPainterPath:
    path = _lines(((4, 4), (17, 4), (20, 7), (20, 20), (4, 20), (4, 4)))
    path.addPath(_lines(((8, 4), (8, 9), (15, 9), (15, 4)), ((7, 20), (7, 14), (17, 14), (17, 20))))
    return path


def _export() -> QPainterPath:
    return _lines(((12, 15), (12, 3)), ((7.5, 7.5), (12, 3), (16.5, 7.5)), ((4, 13), (4, 20), (20, 20), (20, 13)))


def _turn_back() -> QPainterPath:
    path = _lines(((8.5, 4.5), (4, 9), (8.5, 13.5)), ((4, 9), (14, 9)))
    path.arcTo(QRectF(8.5, 9, 11, 11), 90, -180)
    path.lineTo(QPointF(9, 20))
    return path


def _turn_forth() -> QPainterPath:
    path = _lines(((15.5, 4.5), (20, 9), (15.5, 13.5)), ((20, 9), (10, 9)))
    path.arcTo(QRectF(4.5, 9, 11, 11), 90, 180)
    path.lineTo(QPointF(15, 20))
    return path


def _layer_in() -> QPainterPath:
    path = _lines(((3, 4), (3, 20)), ((21, 4), (21, 20)))
    path.addPath(_lines(((12, 7), (12, 17)), ((7, 12), (17, 12))))
    return path


def _layer_out() -> QPainterPath:
    return _lines(((3, 4), (3, 20)), ((21, 4), (21, 20)), ((7, 12), (17, 12)))


def _to_left() -> QPainterPath:
    return _lines(((3, 4), (3, 20)), ((20, 12), (7.5, 12)), ((12, 7), (7, 12), (12, 17)))


def _to_right() -> QPainterPath:
    return _lines(((21, 4), (21, 20)), ((4, 12), (16.5, 12)), ((12, 7), (17, 12), (12, 17)))


def _ruler() -> QPainterPath:
    path = _lines(((2, 8), (22, 8), (22, 16), (2, 16), (2, 8)))
    path.addPath(_lines(*(((x, 8.0), (x, 12.0 if x != 12 else 13.5)) for x in (7.0, 12.0, 17.0))))
    return path


def _moon() -> QPainterPath:
    path = QPainterPath()
    path.moveTo(QPointF(19.5, 14.5))
    path.arcTo(QRectF(3.5, 3.5, 17, 17), -22, -246)
    path.cubicTo(QPointF(7.5, 9), QPointF(11, 17), QPointF(19.5, 14.5))
    return path


def _sheet() -> QPainterPath:
    return _lines(((14, 3), (5, 3), (5, 21), (19, 21), (19, 8), (14, 3), (14, 8), (19, 8)))


def _new() -> QPainterPath:
    path = _sheet()
    path.addPath(_lines(((12, 11), (12, 18)), ((8.5, 14.5), (15.5, 14.5))))
    return path


def _report() -> QPainterPath:
    path = _sheet()
    path.addPath(_lines(((8.5, 12), (15.5, 12)), ((8.5, 16), (13, 16))))
    return path


def _screen() -> QPainterPath:
    path = _lines(((2, 4), (22, 4)), ((4, 4), (4, 15), (20, 15), (20, 4)), ((12, 15), (12, 18)))
    path.addPath(_lines(((8, 21), (12, 18), (16, 21)), ((9.5, 7), (14.5, 9.5), (9.5, 12), (9.5, 7))))
    return path


def _glass() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(10.5, 10.5), 6.5, 6.5)
    path.addPath(_lines(((15.5, 15.5), (21, 21))))
    return path


def _scales() -> QPainterPath:
    path = _lines(((12, 3), (12, 20)), ((7, 20), (17, 20)), ((5, 6), (19, 6)))
    path.addPath(_lines(((5, 6), (2, 13), (8, 13), (5, 6)), ((19, 6), (16, 13), (22, 13), (19, 6))))
    return path


def _cross() -> QPainterPath:
    return _lines(((6, 6), (18, 18)), ((18, 6), (6, 18)))


def _two_windows() -> QPainterPath:
    frames = (((8, 8), (8, 4), (20, 4), (20, 16), (16, 16)), ((4, 8), (16, 8), (16, 20), (4, 20), (4, 8)))
    return _lines(*frames)


_SHAPES: Final[dict[str, Callable[[], QPainterPath]]] = {
    "open": _folder, "save": _disk, "export": _export, "undo": _turn_back, "redo": _turn_forth, "add": _layer_in,
    "remove": _layer_out, "to cathode": _to_left, "to anode": _to_right, "true scale": _ruler, "dark": _moon,
    "new": _new, "report": _report, "present": _screen, "search": _glass, "compare": _scales,
    "close": _cross, "float": _two_windows,
}  # fmt: skip
