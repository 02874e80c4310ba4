"""A small card beside the pointer: what a layer or a seam is, its numbers, its findings."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cellbuilder.app.drawing.card import Card
from cellbuilder.app.drawing.marks import radius
from cellbuilder.app.words import tr
from cellbuilder.gui.canvas.painter import FontMeasure, draw_mark
from cellbuilder.gui.text import shortened

MOST_FINDINGS: Final = 3
_AWAY: Final = 16


class HoverCard(QFrame):
    """Shows one card over the window; it takes no clicks and no keys, and goes for good when it is put away."""

    def __init__(self, window: QWidget, card: Card) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 10)
        column.setSpacing(5)
        title = _label(shortened(card.title, 60))
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        column.addWidget(title)
        if card.content:
            column.addWidget(_label("\n".join(shortened(line, 60) for line in card.content.split("\n"))))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(card.rows):
            grid.addWidget(_label(name, muted=True), row, 0)
            grid.addWidget(_label(shortened(value, 60)), row, 1)
        column.addLayout(grid)
        for finding in card.findings[:MOST_FINDINGS]:
            column.addLayout(_marked(finding.verdict, f"{finding.verdict}: {finding.title}"))
        more = len(card.findings) - MOST_FINDINGS
        if more > 0:
            column.addWidget(_label(tr("and {n} more findings").format(n=more), muted=True))
        if not card.findings and card.empty:
            column.addLayout(_marked("no data", card.empty))

    def place(self, pointer: QPoint) -> None:
        """Show it beside the pointer (in the window's coordinates), inside of the window."""
        self.adjustSize()
        room = self._window.rect()
        x, y = pointer.x() + _AWAY, pointer.y() + _AWAY
        if x + self.width() > room.right() - 4:
            x = pointer.x() - _AWAY - self.width()
        if y + self.height() > room.bottom() - 4:
            y = pointer.y() - _AWAY - self.height()
        self.move(max(x, 4), max(y, 4))
        self.show()
        self.raise_()


def _label(words: str, *, muted: bool = False) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if muted:
        label.setProperty("muted", True)
    return label


def _marked(verdict: str, words: str) -> QHBoxLayout:
    """Return words behind a state mark, broken to a width that can be read."""
    row, sign, label = QHBoxLayout(), QLabel(), _label(words)
    r = radius(FontMeasure(label.font()))
    edge, dpr = round(2 * r + 3), sign.devicePixelRatioF()
    picture = QPixmap(round(edge * dpr), round(edge * dpr))
    picture.setDevicePixelRatio(dpr)
    picture.fill(Qt.GlobalColor.transparent)
    canvas = QPainter(picture)
    canvas.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_mark(canvas, QPointF(edge / 2, edge / 2), verdict, r)
    canvas.end()
    sign.setPixmap(picture)
    most = label.fontMetrics().averageCharWidth() * 52
    if label.sizeHint().width() > most:
        label.setWordWrap(True)
        label.setFixedWidth(most)
        label.setFixedHeight(label.heightForWidth(most))
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label, 1)
    return row
