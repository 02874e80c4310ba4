"""Painting a chart of bars onto anything: rows, ranges, markers, legend, axis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from cellbuilder.gui import theme
from cellbuilder.gui.plots.bars_layout import BarsLayout, Piece, end_text
from cellbuilder.gui.plots.style import axis_text, hatch, pen, tick_texts

LEFT_CENTRE: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT_CENTRE: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def paint_bars(
    painter: QPainter,
    here: BarsLayout,
    scrolled: float = 0.0,
    chosen: Sequence[int] = (),
    cursor: tuple[int, int] | None = None,
) -> None:
    """Paint a chart onto anything: the widget, a picture, a vector file."""
    painter.setFont(here.style.font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_frame(painter, here)
    painter.save()
    painter.setClipRect(here.view)
    seen = [row for row in range(len(here.chart.bars)) if here.row_rect(row, scrolled).intersects(here.view)]
    for row in seen:
        paint_row(painter, here, row, scrolled, chosen=row in chosen)
    paint_lines(painter, here)
    for row in seen:
        paint_inside(painter, here, row, scrolled)
    if cursor is not None:
        _paint_cursor(painter, here, cursor, scrolled)
    painter.restore()


def _paint_cursor(painter: QPainter, here: BarsLayout, cursor: tuple[int, int], scrolled: float) -> None:
    row, part = cursor
    piece = next((piece for piece in here.pieces(row) if piece.part == part), None)
    room = here.row_rect(row, scrolled).adjusted(2, 1, -2, -1)
    if piece is not None:
        room = here.bar_rect(row, piece, scrolled).adjusted(-2, -2, 2, 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, wide in (("base", 4), ("accent", 2)):
        painter.setPen(pen(here.style.ink(colour), wide * here.style.stroke))
        painter.drawRect(room)


def paint_frame(painter: QPainter, here: BarsLayout) -> None:
    """Paint what does not scroll: legend, axis with its numbers, names of the markers."""
    style = here.style
    foot = here.view.bottom()
    for entry in here.legend:
        patch = QRectF(entry.place.x(), entry.place.y() + here.line * 0.2, here.line * 0.8, here.line * 0.65)
        _paint_patch(painter, here, patch, entry.colour or "muted", hatched=entry.colour is None)
        painter.setPen(style.ink("text"))
        wide = style.letters.horizontalAdvance(entry.text) + 2
        painter.drawText(
            QRectF(patch.right() + here.gap * 0.6, entry.place.y(), wide, here.line), LEFT_CENTRE, entry.text
        )
    numbers = here.ticks()
    grid, muted = pen(style.ink("line"), style.stroke), style.ink("muted")
    for value, text in zip(numbers, tick_texts(numbers, here.chart.axis.log), strict=True):
        x = here.x(value)
        painter.setPen(grid)
        painter.drawLine(QLineF(x, here.view.top(), x, foot + here.line * 0.25))
        painter.setPen(muted)
        wide = style.letters.horizontalAdvance(text) + 4
        painter.drawText(
            QRectF(x - wide / 2, foot + here.line * 0.25, wide, here.line), Qt.AlignmentFlag.AlignCenter, text
        )
    painter.setPen(pen(style.ink("edge"), style.stroke))
    painter.drawLine(QLineF(here.left, foot, here.right, foot))
    if not here.chart.axis.log and here.low < 0 < here.high:
        painter.drawLine(QLineF(here.x(0.0), here.view.top(), here.x(0.0), foot))
    painter.setPen(muted)
    beside = QRectF(0, foot + here.line * 0.25, here.names, here.line)
    name = style.letters.elidedText(axis_text(here.chart.axis), Qt.TextElideMode.ElideRight, here.names)
    painter.drawText(beside, RIGHT_CENTRE, name)
    for mark in here.markers:
        painter.setPen(_marker_pen(here, mark.colour))
        top = mark.room.bottom() if mark.room.left() < mark.x else mark.room.top() + 2
        painter.drawLine(QLineF(mark.x, top, mark.x, foot))
    for mark in here.markers:
        painter.fillRect(mark.room, style.ink("base"))
        painter.setPen(style.ink(mark.colour))
        painter.drawText(mark.room, Qt.AlignmentFlag.AlignCenter, mark.text)


def paint_lines(painter: QPainter, here: BarsLayout) -> None:
    """Paint the markers over the pieces, and what is written in the pieces over them."""
    for mark in here.markers:
        painter.setPen(_marker_pen(here, mark.colour))
        painter.drawLine(QLineF(mark.x, here.view.top(), mark.x, here.view.bottom()))


def _marker_pen(here: BarsLayout, colour: str) -> QPen:
    line = pen(here.style.ink(colour), 1.3 * here.style.stroke)
    line.setDashPattern([4, 3])
    return line


def paint_row(painter: QPainter, here: BarsLayout, row: int, scrolled: float, *, chosen: bool) -> None:
    """Paint one row: name, pieces, range, value."""
    style, bar, room = here.style, here.chart.bars[row], here.row_rect(row, scrolled)
    if chosen:
        painter.fillRect(room, theme.mixed(style.colours.accent, style.colours.base, 0.16))
        painter.fillRect(QRectF(0, room.top(), 3 * style.stroke, room.height()), style.ink("accent"))
    painter.setPen(style.ink("text"))
    names = QRectF(here.gap * 0.5, room.top(), here.names - here.gap * 0.25, room.height())
    painter.drawText(names, RIGHT_CENTRE, here.name(row))
    for piece in here.pieces(row):
        _paint_piece(painter, here, row, piece, scrolled)
    whisker, middle = here.whisker(row), room.center().y()
    if whisker is not None and whisker[1] > whisker[0]:
        cap = here.thick * 0.22
        lines = [QLineF(whisker[0], middle, whisker[1], middle),
                 *(QLineF(x, middle - cap, x, middle + cap) for x in whisker)]  # fmt: skip
        for colour, wide in (("base", 3.4), ("text", 1.4)):
            painter.setPen(pen(style.ink(colour), wide * style.stroke))
            painter.drawLines(lines)
    text = end_text(bar)
    known = any(part.value is not None for part in bar.parts)
    painter.setPen(style.ink("text" if known or here.floating else "muted"))
    space = here.text_rect(row, scrolled)
    if style.letters.horizontalAdvance(text) > space.width() + 1:
        text = text.partition(" (")[0]  # half a range would be a wrong one
    painter.drawText(space, LEFT_CENTRE, style.letters.elidedText(text, Qt.TextElideMode.ElideRight, space.width() + 1))


def _paint_piece(painter: QPainter, here: BarsLayout, row: int, piece: Piece, scrolled: float) -> None:
    style, bar = here.style, here.chart.bars[row]
    part, room = bar.parts[piece.part], here.bar_rect(row, piece, scrolled)
    _paint_patch(painter, here, room, part.colour, hatched=part.hatched or not piece.known)
    if not piece.known:
        painter.setPen(style.ink("text"))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, "?")
        return
    for side, wanted in ((-1, part.open_start), (1, part.open_end)):
        if wanted:
            x, middle, size = (room.left() if side < 0 else room.right()), room.center().y(), here.thick * 0.55
            painter.setBrush(style.ink(part.colour))
            painter.setPen(Qt.PenStyle.NoPen)
            tip = QPointF(x + side * size * 0.8, middle)
            painter.drawPolygon(QPolygonF([QPointF(x, middle - size), tip, QPointF(x, middle + size)]))


def paint_inside(painter: QPainter, here: BarsLayout, row: int, scrolled: float) -> None:
    """Paint what is written in the pieces of a row, where it fits: the ends of a window, or the name of a piece."""
    style, bar = here.style, here.chart.bars[row]
    for piece in here.pieces(row):
        part, room = bar.parts[piece.part], here.bar_rect(row, piece, scrolled)
        if not piece.known:
            continue
        inside = part.text if here.floating else part.name if len(bar.parts) > 1 else ""
        wide = style.letters.horizontalAdvance(inside) + here.gap
        if inside and wide < room.width() and style.letters.height() <= room.height() + 2:
            ground = style.ink(part.colour)
            pale = part.hatched or ground.lightnessF() > 0.47
            ink = style.ink("text") if part.hatched else style.ink("#101418" if pale else "#ffffff")
            box = QRectF(0, 0, wide, min(style.letters.height(), room.height() - 1))
            box.moveCenter(room.center())
            painter.fillRect(box, style.ink("base") if part.hatched else ground)
            painter.setPen(ink)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, inside)


def _paint_patch(painter: QPainter, here: BarsLayout, room: QRectF, colour: str, *, hatched: bool) -> None:
    style = here.style
    ink = style.ink(colour)
    if hatched:
        painter.fillRect(room, theme.mixed(ink.name(), style.colours.base, 0.22))
        hatch(painter, room, pen(ink, 1.2 * style.stroke), here.line * 0.4)
        painter.setPen(pen(ink, style.stroke))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(room)
        return
    painter.fillRect(room, ink)
    if style.dark and ink.lightnessF() < 0.35:
        painter.setPen(pen(style.ink("edge"), style.stroke))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(room)
    painter.fillRect(QRectF(room.right() - style.stroke, room.top(), style.stroke, room.height()), style.ink("base"))
