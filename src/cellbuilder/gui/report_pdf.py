"""The report as PDF: the same HTML, laid out on pages of A4 with their numbers."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QMarginsF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from cellbuilder.gui import theme

POINTS = 9.0
DOTS_PER_INCH = 300


def pdf(html: str, title: str) -> bytes:
    """Return a PDF of an HTML document. It needs no window and may run on another thread.

    Laying out the pages is one call of Qt that takes most of a second and cannot be cancelled.
    """
    timers = QEventLoop()  # on another thread the timers of a text document want one, though nobody runs it
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)  # the document makes its own of 2 cm
    writer.setResolution(DOTS_PER_INCH)
    writer.setTitle(title)
    writer.setCreator("cellbuilder")
    document = QTextDocument()
    font = QFont(theme.family())
    font.setPointSizeF(POINTS)
    document.setDefaultFont(font)
    document.setHtml(html)
    document.print_(writer)
    buffer.close()
    timers.exit()
    return bytes(content.data())
