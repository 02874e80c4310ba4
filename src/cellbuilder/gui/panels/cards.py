"""The headline: seven numbers on cards above the tabs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from cellbuilder.app import headlines, present
from cellbuilder.domain.result import Figure
from cellbuilder.gui import text
from cellbuilder.gui.document import Document

SMALLEST_CARD: Final = 96
SPACING: Final = 6


class Card(QFrame):
    """One headline: name, number, unit, range, label."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self._compact = False
        self._detail = ("", "")
        self.name, self.number, self.unit, self.span, self.label = (QLabel() for _ in range(5))
        self.name.setText(name)
        self.number.setObjectName(f"headline:{name}")
        font = self.number.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        font.setBold(True)
        self.number.setFont(font)
        for quiet in (self.name, self.unit, self.span, self.label):
            quiet.setProperty("muted", True)
            small = quiet.font()
            small.setPointSizeF(small.pointSizeF() * 0.88)
            quiet.setFont(small)
        for each in (self.name, self.number, self.unit, self.span, self.label):
            each.setTextFormat(Qt.TextFormat.PlainText)
            each.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        value = QHBoxLayout()
        value.setSpacing(4)
        value.addWidget(self.number, 0, Qt.AlignmentFlag.AlignBottom)
        value.addWidget(self.unit, 1, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 5, 4, 5)
        layout.setSpacing(1)
        layout.addWidget(self.name)
        layout.addLayout(value)
        layout.addWidget(self.span)
        layout.addWidget(self.label)

    def set_compact(self, compact: bool) -> None:
        """Leave the label to the tool tip, and keep its mark only, to spare height."""
        self._compact = compact
        self.label.setVisible(not compact)
        self._show_detail()

    def show_figure(self, figure: Figure) -> None:
        """Show another value."""
        value = present.value(figure)
        unit = present.unit(figure.unit) if figure.value is not None else ""
        self.number.setText(value.removesuffix(unit).rstrip())
        self.unit.setText(unit)
        span, label = present.span(figure), present.label(figure)
        self._detail = (span, "" if label == value else label)
        self._show_detail()
        parts = (figure.name, f"{value}  {span}  {label}", figure.formula, figure.convention, figure.note)
        self.setToolTip(text.plain("\n".join(part for part in parts if part)))
        self.setAccessibleName(f"{self.name.text()}: {value}, {span} {label}")

    def _show_detail(self) -> None:
        span, label = self._detail
        mark = " *" if self._compact and label.endswith("*") else ""
        self.span.setText(span + mark)
        self.label.setText(label)


class Headline(QWidget):
    """The cards in one row, or in two where the window is narrow."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._cards = {name: Card(name) for name in headlines.NAMES}
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACING)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._arrange(len(self._cards))
        document.changed.connect(self.refresh)
        self.refresh()

    def minimumSizeHint(self) -> QSize:
        """The cards give way to the window's width by going into two rows."""
        return QSize(4 * SMALLEST_CARD + 3 * SPACING, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One row if all cards fit."""
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        widths = [max(card.minimumSizeHint().width(), SMALLEST_CARD) for card in self._cards.values()]
        fits = width >= sum(widths) + (len(widths) - 1) * SPACING
        self._arrange(len(widths) if fits else (len(widths) + 1) // 2)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for index, card in enumerate(self._cards.values()):
            self._grid.removeWidget(card)
            card.set_compact(columns < len(self._cards))
            self._grid.addWidget(card, index // columns, index % columns)
        for column in range(len(self._cards)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self.updateGeometry()

    def refresh(self) -> None:
        """Show the numbers of the design as it is now."""
        for name, figure in headlines.headlines(self._document.evaluation).items():
            self._cards[name].show_figure(figure)
        self._fit(self.width())
