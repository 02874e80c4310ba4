"""Drawing one layer, one seam, one mark. Particles are placed by a fixed pattern, never by chance."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from cellbuilder.domain.finding import Finding
from cellbuilder.gui.canvas.layout import Slab
from cellbuilder.gui.theme import CLASS_COLOURS, current

MARK = 8.0


def plain(text: str) -> str:
    """Return text that a tool tip shows as it is, never as markup."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<p style='white-space:pre-wrap'>{escaped}</p>" if text else ""


def draw_slab(canvas: QPainter, area: QRectF, slab: Slab, *, selected: bool) -> None:
    """Draw a layer with its particles and texts."""
    colours = current()
    canvas.save()
    canvas.setClipRect(area.adjusted(-2, -34, 2, 30))
    canvas.fillRect(area, _softened(slab.fill))
    if slab.particles:
        _draw_particles(canvas, area, slab)
    canvas.setPen(QPen(QColor(colours.window), 1.0))
    canvas.drawLine(area.topRight(), area.bottomRight())
    if area.width() >= 30.0:
        _draw_texts(canvas, area, slab)
    canvas.restore()
    if selected:
        canvas.setPen(QPen(QColor(colours.accent), 3.0))
        canvas.setBrush(Qt.BrushStyle.NoBrush)
        canvas.drawRect(area.adjusted(1.5, 1.5, -1.5, -1.5))


def _softened(fill: str) -> QColor:
    """Mix a fill with the background, so that texts and marks stand out."""
    ink, ground = QColor(fill), QColor(current().base)
    share = 0.72
    return QColor(
        int(ink.red() * share + ground.red() * (1 - share)),
        int(ink.green() * share + ground.green() * (1 - share)),
        int(ink.blue() * share + ground.blue() * (1 - share)),
    )


def _draw_texts(canvas: QPainter, area: QRectF, slab: Slab) -> None:
    colours = current()
    centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
    canvas.setPen(QColor(colours.text))
    metrics = QFontMetricsF(canvas.font())
    head = metrics.elidedText(slab.heading, Qt.TextElideMode.ElideRight, area.width() - 4)
    canvas.drawText(QRectF(area.left(), area.top() - 28, area.width(), 26), centre, head)
    canvas.setPen(QColor(colours.muted))
    size = metrics.elidedText(slab.size, Qt.TextElideMode.ElideRight, area.width() - 2)
    canvas.drawText(QRectF(area.left(), area.bottom() + 3, area.width(), 22), centre, size)
    lines = slab.content.split("\n")
    turned = max(metrics.horizontalAdvance(line) for line in lines) > area.width() - 10
    room = area.height() - 20 if turned else area.width() - 8
    shown = [metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, room) for line in lines]
    _plate(canvas, area, shown, metrics, turned=turned)


def _plate(canvas: QPainter, area: QRectF, lines: list[str], metrics: QFontMetricsF, *, turned: bool) -> None:
    """Text on a quiet plate, so that it stays readable over any fill and any particles."""
    colours = current()
    width = max(metrics.horizontalAdvance(line) for line in lines) + 10
    height = metrics.lineSpacing() * len(lines) + 6
    canvas.save()
    canvas.translate(area.center())
    if turned:
        canvas.rotate(-90)
        room = area.width() - 4
        while height > room and len(lines) > 1:
            lines = lines[:-1]
            height = metrics.lineSpacing() * len(lines) + 6
    plate = QRectF(-width / 2, -height / 2, width, height)
    back = QColor(colours.base)
    back.setAlpha(225)
    canvas.setPen(Qt.PenStyle.NoPen)
    canvas.setBrush(back)
    canvas.drawRoundedRect(plate, 4, 4)
    canvas.setPen(QColor(colours.text))
    canvas.drawText(plate, Qt.AlignmentFlag.AlignCenter, "\n".join(lines))
    canvas.restore()


def _fraction(*numbers: float) -> float:
    """A number between 0 and 1 that looks random and is the same every time."""
    value = math.sin(sum(number * weight for number, weight in zip(numbers, (12.9898, 78.233, 37.719), strict=False)))
    return (value * 43758.5453) % 1.0


def _places(area: QRectF, pitch: float, seed: float) -> Iterator[tuple[QPointF, float]]:
    """Places on a shaken hexagonal lattice, each with a number of its own between 0 and 1."""
    rows = int(area.height() / (pitch * 0.87)) + 2
    columns = int(area.width() / pitch) + 2
    for row in range(rows):
        for column in range(columns):
            shake_x, shake_y, own = (_fraction(row + 1, column + 1, seed + part) for part in (0.1, 0.5, 0.9))
            x = area.left() + (column + 0.5 * (row % 2) + 0.45 * (shake_x - 0.5)) * pitch
            y = area.top() + (row * 0.87 + 0.45 * (shake_y - 0.5)) * pitch
            yield QPointF(x, y), own


def _draw_particles(canvas: QPainter, area: QRectF, slab: Slab) -> None:
    radius = max(5.0, min(13.0, area.width() / 8.0))
    share = min(max(slab.active_fraction, 0.15), 0.68)
    pitch = radius * math.sqrt(math.pi / (0.87 * share))
    canvas.save()
    canvas.setClipRect(area)
    pen = QPen(QColor(CLASS_COLOURS["coating"]), 2.4) if slab.coating else QPen(QColor("#2d3642"), 0.8)
    for point, own in _places(area, pitch, 1.0):
        size = radius * (0.84 + 0.32 * own)
        canvas.setPen(pen)
        canvas.setBrush(QColor(CLASS_COLOURS["active"]).lighter(int(100 + 30 * own)))
        canvas.drawEllipse(point, size, size * (0.86 + 0.14 * own))
    canvas.setPen(Qt.PenStyle.NoPen)
    if slab.carbon:
        canvas.setBrush(QColor("#101418"))
        for point, own in _places(area, pitch * 0.8, 2.0):
            canvas.drawEllipse(point, 1.2 + own, 1.2 + own)
    canvas.setBrush(QColor(current().base))
    for point, own in _places(area, pitch, 3.0):
        if own < 3.0 * slab.porosity:
            canvas.drawEllipse(point, 2.2 + 2.0 * own, 1.6 + 1.6 * own)
    canvas.restore()


def draw_seam(canvas: QPainter, room: QRectF, x: float, finding: Finding | None, *, selected: bool) -> None:
    """Draw a boundary and its state mark: shape and colour, with the word in the tool tip."""
    colours = current()
    if selected:
        canvas.setPen(QPen(QColor(colours.accent), 4.0))
        canvas.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))
    draw_mark(canvas, QPointF(x, room.top() + MARK + 3), finding.verdict if finding is not None else "no data")


def draw_mark(canvas: QPainter, centre: QPointF, verdict: str) -> None:
    """Square with a cross: blocks; triangle: grows; diamond: risk; disc: no issue reported; ring: no data."""
    colours = current()
    ink = {"blocks": colours.error, "grows": colours.warning, "risk": colours.notice,
           "no issue reported": colours.good}.get(verdict, colours.muted)  # fmt: skip
    canvas.setPen(QPen(QColor(colours.base), 1.6))
    canvas.setBrush(QColor(ink))
    x, y, r = centre.x(), centre.y(), MARK
    if verdict == "blocks":
        canvas.drawRect(QRectF(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7))
        canvas.setPen(QPen(QColor(colours.base), 2.0))
        canvas.drawLine(QPointF(x - r * 0.4, y - r * 0.4), QPointF(x + r * 0.4, y + r * 0.4))
        canvas.drawLine(QPointF(x - r * 0.4, y + r * 0.4), QPointF(x + r * 0.4, y - r * 0.4))
    elif verdict == "grows":
        canvas.drawPolygon(QPolygonF([QPointF(x, y - r), QPointF(x + r, y + r * 0.8), QPointF(x - r, y + r * 0.8)]))
    elif verdict == "risk":
        canvas.drawPolygon(QPolygonF([QPointF(x, y - r), QPointF(x + r, y), QPointF(x, y + r), QPointF(x - r, y)]))
    elif verdict == "no issue reported":
        canvas.drawEllipse(centre, r * 0.85, r * 0.85)
    else:
        ring = QPainterPath()
        ring.addEllipse(centre, r * 0.85, r * 0.85)
        ring.addEllipse(centre, r * 0.45, r * 0.45)
        canvas.drawPath(ring)


def draw_caption(canvas: QPainter, area: QRectF, scale: str, *, focused: bool) -> None:
    """Say how widths are to be read, and show the focus."""
    colours = current()
    canvas.setPen(QColor(colours.muted))
    font = canvas.font()
    font.setPointSizeF(font.pointSizeF() * 0.82)
    canvas.setFont(font)
    canvas.drawText(area.adjusted(0, 0, -10, -5), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, scale)
    if focused:
        canvas.setPen(QPen(QColor(colours.accent), 2.0))
        canvas.setBrush(Qt.BrushStyle.NoBrush)
        canvas.drawRoundedRect(area.adjusted(2, 2, -2, -2), 5, 5)
