"""A cell as a small picture, drawn as in the large one."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPixmap

from cellbuilder.app.drawing.thumbnail import thumbnail
from cellbuilder.domain.design import Design
from cellbuilder.gui.canvas.painter import Painter
from cellbuilder.gui.theme import current


def pixmap(design: Design, size: QSize, dpr: float) -> QPixmap:
    """Return a small picture of a cell in the colours in use; keep it, as it is drawn anew each time."""
    made = QPixmap(size * dpr)
    made.setDevicePixelRatio(dpr)
    made.fill(Qt.GlobalColor.transparent)
    canvas = QPainter(made)
    canvas.setRenderHint(QPainter.RenderHint.Antialiasing)
    Painter(QFont(), 1.0, keep=False).paint(canvas, thumbnail(design, size.width(), size.height(), current()))
    canvas.end()
    return made
