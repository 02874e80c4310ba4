"""Drawing one layer, one seam, one mark. Particles are placed by a fixed pattern, never by chance."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from cellbuilder.app.colours import CLASS_COLOURS
from cellbuilder.domain.finding import Finding
from cellbuilder.gui.canvas.layout import NO_BREAK, Slab
from cellbuilder.gui.theme import current, mixed

MARK = 8.0
HEAD, FOOT = 40.0, 54.0
"""Room above the layers for their names, and below for sizes and the legend."""
VERDICTS: Final = ("blocks", "grows", "risk", "no issue reported", "no data")


def draw_slab(canvas: QPainter, area: QRectF, slab: Slab, *, selected: bool) -> None:
    """Draw a layer with its particles and texts."""
    colours = current()
    canvas.save()
    canvas.setClipRect(area.adjusted(-2, -HEAD, 2, FOOT))
    canvas.fillRect(area, mixed(slab.fill, colours.base, 0.72))
    if slab.particles:
        _draw_particles(canvas, area, slab)
    canvas.setPen(QPen(QColor(colours.window), 1.0))
    canvas.drawLine(area.topRight(), area.bottomRight())
    if area.width() >= 30.0:
        _draw_texts(canvas, area, slab, selected=selected)
    if slab.finding is not None and area.width() >= 3 * MARK:
        draw_mark(canvas, QPointF(area.center().x(), area.bottom() - MARK - 4), slab.finding.verdict)
    canvas.restore()
    if selected:
        canvas.setPen(QPen(QColor(colours.accent), 3.0))
        canvas.setBrush(Qt.BrushStyle.NoBrush)
        canvas.drawRect(area.adjusted(1.5, 1.5, -1.5, -1.5))


def _draw_texts(canvas: QPainter, area: QRectF, slab: Slab, *, selected: bool) -> None:
    colours = current()
    metrics = QFontMetricsF(canvas.font())
    canvas.save()
    font = canvas.font()
    font.setBold(selected)
    canvas.setFont(font)
    canvas.setPen(QColor(colours.text))
    head = "\n".join(in_two_lines(slab.heading, QFontMetricsF(font), area.width() - 4))
    bottom = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
    canvas.drawText(QRectF(area.left(), area.top() - HEAD, area.width(), HEAD - 4), bottom, head)
    canvas.restore()
    canvas.setPen(QColor(colours.text))
    size = metrics.elidedText(slab.size, Qt.TextElideMode.ElideRight, area.width() - 2)
    canvas.drawText(QRectF(area.left(), area.bottom() + 3, area.width(), 20), Qt.AlignmentFlag.AlignCenter, size)
    free = area.adjusted(0, 0, 0, -2 * MARK - 8 if slab.finding is not None else 0)
    lines, turned = fitted(slab.content, metrics, free.width() - 12, free.height() - 14)
    _plate(canvas, free, lines, metrics, turned=turned)


def fitted(content: str, metrics: QFontMetricsF, width: float, height: float) -> tuple[list[str], bool]:
    """Choose how much of a layer's content is written, and whether upright or turned: the first that fits."""
    whole = content.split("\n")
    names = [line.rpartition(" ")[0] if NO_BREAK in line else line for line in whole]
    broken = [part for line in whole for part in _broken(line, metrics, width)]
    short = [part for line in names for part in _broken(line, metrics, width)]
    tries = ((whole, False), (broken, False), (whole, True), (names, False), (names, True), (short, False))
    for lines, turned in tries:
        along, across = (height, width) if turned else (width, height)
        tall = metrics.lineSpacing() * len(lines) > across
        if not tall and max(metrics.horizontalAdvance(line) for line in lines) <= along:
            return lines, turned
    most = max(1, int(width / metrics.lineSpacing()))
    return [metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, height) for line in names[:most]], True


def _broken(line: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """Break a line at its last space, which is the one before a share, if it is too long for the width."""
    name, _, share = line.rpartition(" ")
    return [line] if metrics.horizontalAdvance(line) <= width or not name else [name, share]


def in_two_lines(words: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """Break a name at a space into at most two lines; what is still too long ends in dots."""
    if metrics.horizontalAdvance(words) <= width:
        return [words]
    first, rest = "", words.split(" ")
    while len(rest) > 1 and (not first or metrics.horizontalAdvance(f"{first} {rest[0]}") <= width):
        first = f"{first} {rest.pop(0)}".strip()
    lines = [first, " ".join(rest)] if first else rest
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines]


def _plate(canvas: QPainter, area: QRectF, lines: list[str], metrics: QFontMetricsF, *, turned: bool) -> None:
    """Text on a quiet plate, so that it stays readable over any fill and any particles."""
    colours = current()
    width = max(metrics.horizontalAdvance(line) for line in lines) + 10
    height = metrics.lineSpacing() * len(lines) + 6
    canvas.save()
    canvas.translate(area.center())
    if turned:
        canvas.rotate(-90)
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
    canvas.setPen(Qt.PenStyle.NoPen)
    canvas.setBrush(mixed(current().base, slab.fill, 0.75))
    for point, own in _places(area, pitch * 0.6, 3.0):
        if own < 3.0 * slab.porosity:
            canvas.drawEllipse(point, 2.4 + 2.0 * own, 1.8 + 1.6 * own)
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
    canvas.restore()


def draw_seam(canvas: QPainter, room: QRectF, x: float, finding: Finding | None, *, selected: bool) -> None:
    """Draw a boundary and its state mark: shape and colour, with the word in the tool tip."""
    colours = current()
    if selected:
        canvas.setPen(QPen(QColor(colours.accent), 4.0))
        canvas.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))
    draw_mark(canvas, QPointF(x, room.top() + MARK + 3), verdict(finding))


def verdict(finding: Finding | None) -> str:
    """Return the word of a mark; nothing found is no data, not good news."""
    return finding.verdict if finding is not None else "no data"


def draw_mark(canvas: QPainter, centre: QPointF, word: str) -> None:
    """Square with a cross: blocks; triangle: grows; diamond: risk; disc: no issue reported; ring: no data."""
    colours = current()
    ink = {"blocks": colours.error, "grows": colours.warning, "risk": colours.notice,
           "no issue reported": colours.good}.get(word, colours.muted)  # fmt: skip
    canvas.setPen(QPen(QColor(colours.base), 1.6))
    canvas.setBrush(QColor(ink))
    x, y, r = centre.x(), centre.y(), MARK
    if word == "blocks":
        canvas.drawRect(QRectF(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7))
        canvas.setPen(QPen(QColor(colours.base), 2.0))
        canvas.drawLine(QPointF(x - r * 0.4, y - r * 0.4), QPointF(x + r * 0.4, y + r * 0.4))
        canvas.drawLine(QPointF(x - r * 0.4, y + r * 0.4), QPointF(x + r * 0.4, y - r * 0.4))
    elif word == "grows":
        canvas.drawPolygon(QPolygonF([QPointF(x, y - r), QPointF(x + r, y + r * 0.8), QPointF(x - r, y + r * 0.8)]))
    elif word == "risk":
        canvas.drawPolygon(QPolygonF([QPointF(x, y - r), QPointF(x + r, y), QPointF(x, y + r), QPointF(x - r, y)]))
    elif word == "no issue reported":
        canvas.drawEllipse(centre, r * 0.85, r * 0.85)
    else:
        ring = QPainterPath()
        ring.addEllipse(centre, r * 0.85, r * 0.85)
        ring.addEllipse(centre, r * 0.45, r * 0.45)
        canvas.drawPath(ring)


def draw_legend(canvas: QPainter, area: QRectF, verdicts: Iterable[str], scale: str) -> None:
    """Explain the marks that are there, and how widths are to be read."""
    colours = current()
    canvas.save()
    font = canvas.font()
    font.setPointSizeF(font.pointSizeF() * 0.88)
    canvas.setFont(font)
    metrics = QFontMetricsF(font)
    line = QRectF(area.left(), area.bottom() - 24, area.width(), 20)
    x = line.left() + MARK + 2
    seen = set(verdicts)
    room = line.right() - metrics.horizontalAdvance(scale) - 14
    for word in (name for name in VERDICTS if name in seen):
        width = metrics.horizontalAdvance(word)
        if x + MARK + 3 + width > room:
            break
        canvas.save()
        canvas.translate(x, line.center().y())
        canvas.scale(0.75, 0.75)
        draw_mark(canvas, QPointF(0, 0), word)
        canvas.restore()
        canvas.setPen(QColor(colours.muted))
        canvas.drawText(QRectF(x + MARK + 3, line.top(), width + 2, 20), Qt.AlignmentFlag.AlignVCenter, word)
        x += MARK * 2 + width + 16
    canvas.setPen(QColor(colours.muted))
    canvas.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, scale)
    canvas.restore()


def draw_focus(canvas: QPainter, area: QRectF) -> None:
    """Show that the keyboard works here."""
    canvas.setPen(QPen(QColor(current().accent), 2.0))
    canvas.setBrush(Qt.BrushStyle.NoBrush)
    canvas.drawRoundedRect(area.adjusted(2, 2, -2, -2), 5, 5)
