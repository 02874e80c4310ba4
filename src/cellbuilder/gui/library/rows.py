"""How a row of the library is drawn: letter or number in bold, the title on up to three lines, the cell below it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from cellbuilder.gui.library.items import BADGE_ROLE, KEY_ROLE, KIND_ROLE, TITLE_ROLE
from cellbuilder.gui.library.pictures import Pictures

PAD: Final = 4
MOST_LINES: Final = 3
PICTURE_LINES: Final = 1.7
"""Height of a picture in lines of text."""


class LibraryRows(QStyledItemDelegate):
    """Draws models and cells with badge and picture; everything else as usual, only less cramped."""

    def __init__(self, tree: QTreeView, pictures: Pictures) -> None:
        super().__init__(tree)
        self._tree, self._pictures = tree, pictures

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As many lines as the title needs, and the picture of a model."""
        badge, lines = str(index.data(BADGE_ROLE) or ""), 1
        step = option.fontMetrics.lineSpacing()
        if badge:
            width = self._room(index) - 2 * PAD - _indent(badge, option.font)
            lines = len(_wrapped(str(index.data(TITLE_ROLE)), option.font, width))
        picture = round(step * PICTURE_LINES) + PAD if index.data(KIND_ROLE) == "model" else 0
        return QSize(80, step * lines + picture + 2 * PAD)

    def _room(self, index: QModelIndex | QPersistentModelIndex) -> int:
        """Return the width of a row at its depth."""
        depth, above = 1, index.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        return self._tree.viewport().width() - depth * self._tree.indentation()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw background and focus by the style, then badge, title and picture."""
        badge = str(index.data(BADGE_ROLE) or "")
        if not badge:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style() if option.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        area = QRectF(option.rect).adjusted(PAD, PAD, -PAD, -PAD)
        indent, step = _indent(badge, option.font), option.fontMetrics.lineSpacing()
        painter.setFont(_bold(option.font))
        painter.drawText(QRectF(area.left(), area.top(), indent, step), Qt.AlignmentFlag.AlignLeft, badge)
        painter.setFont(option.font)
        top = area.top()
        for line in _wrapped(str(index.data(TITLE_ROLE)), option.font, area.width() - indent):
            place = QRectF(area.left() + indent, top, area.width() - indent, step)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, line)
            top += step
        if index.data(KIND_ROLE) == "model":
            size = QSize(round(area.width()), round(step * PICTURE_LINES))
            picture = self._pictures.get("model", str(index.data(KEY_ROLE)), size, self._tree.devicePixelRatioF())
            if picture is not None:
                painter.drawPixmap(round(area.left()), round(top + PAD), picture)
        painter.restore()


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold


def _indent(badge: str, font: QFont) -> float:
    """Return how far titles are moved in, so that they stand below one another."""
    return QFontMetricsF(_bold(font)).horizontalAdvance("T8.00" if "." in badge else "AB") + 6


def _wrapped(words: str, font: QFont, width: float) -> list[str]:
    """Break text at words into lines; what does not fit on the last one ends in dots."""
    layout = QTextLayout(words, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[str] = []
    layout.beginLayout()
    line = layout.createLine()
    while line.isValid() and len(lines) < MOST_LINES:
        line.setLineWidth(max(width, 20.0))
        start, end = line.textStart(), line.textStart() + line.textLength()
        last = len(lines) == MOST_LINES - 1 and end < len(words)
        lines.append(_dotted(words[start:], font, width) if last else words[start:end].rstrip())
        line = layout.createLine()
    layout.endLayout()
    return lines or [words]


def _dotted(words: str, font: QFont, width: float) -> str:
    return QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, width)
