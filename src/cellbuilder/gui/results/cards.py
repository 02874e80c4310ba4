"""The headline: seven numbers on cards above the tabs, each of which can be asked how it came about."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from cellbuilder.app import headlines, present
from cellbuilder.app.words import tr
from cellbuilder.domain.result import Figure
from cellbuilder.gui import text
from cellbuilder.gui.document import Document
from cellbuilder.gui.follow import Follower
from cellbuilder.gui.results.explaining import explain_figure

CHARACTERS: Final = 13
"""A card is at least so many letters wide."""

SPACING: Final = 6
_NOUGHTS: Final = str.maketrans("123456789", "000000000")
NUMBER, SMALL = 1.25, 0.88
"""Sizes of letters against those of the window."""


class Card(QFrame):
    """One headline: name, number, unit, range, label. A click or Return asks how it was calculated."""

    asked = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleDescription(tr("Return: how was this calculated?"))
        self._compact = self._slim = False
        self._unit = ""
        self._detail = ("", "", False)
        self._told = ("", "")
        self.name, self.number, self.unit, self.span, self.label = (QLabel() for _ in range(5))
        self.name.setText(name)
        self.number.setObjectName(f"headline:{name}")
        for quiet in (self.name, self.unit, self.span, self.label):
            quiet.setProperty("muted", True)
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
        self._fit_letters()

    def set_compact(self, compact: bool) -> None:
        """Leave the label to the tool tip, and keep its mark only, to spare height."""
        self._compact = compact
        self.label.setVisible(not compact)
        self._show_detail()

    def set_slim(self, slim: bool) -> None:
        """Leave the range to the tool tip too; the mark stays with the unit."""
        self._slim = slim
        self.span.setVisible(not slim)
        self._show_detail()

    def show_figure(self, figure: Figure) -> None:
        """Show another value."""
        value = present.value(figure)
        unit = present.unit(figure.unit) if figure.value is not None else ""
        self.number.setText(value.removesuffix(unit).rstrip())
        self._unit = unit
        span, label = present.span(figure), present.label(figure)
        marked = label.endswith("*")
        word = tr("at least") if figure.at_least else tr("at most") if figure.at_most else label.removesuffix("*")
        self._detail = (span, "" if label == value else word, marked)
        self._show_detail()
        parts = (figure.name, f"{value}  {span}  {label}", figure.formula, figure.convention, figure.note,
                 tr("Click to read how it was calculated"))  # fmt: skip
        tip, name = "\n".join(part for part in parts if part), f"{self.name.text()}: {value}, {span} {label}"
        if (tip, name) != self._told:  # to tell it takes as long as to write it
            self._told = tip, name
            self.setToolTip(text.plain(tip))
            self.setAccessibleName(name)

    def written(self) -> str:
        """Return what is written, each digit as a nought: digits are equally wide."""
        return "|".join(label.text() for label in (self.number, self.unit, self.span, self.label)).translate(_NOUGHTS)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click asks."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and Space ask."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.asked.emit()
        else:
            super().keyPressEvent(event)

    def _fit_letters(self) -> None:
        """Make the number large and what goes with it small; the theme keeps the proportion."""
        for label, share in ((self.number, NUMBER), *((quiet, SMALL) for quiet in
                             (self.name, self.unit, self.span, self.label))):  # fmt: skip
            font = self.font()
            font.setPointSizeF(font.pointSizeF() * share)
            font.setBold(label is self.number)
            label.setFont(font)

    def _show_detail(self) -> None:
        span, label, marked = self._detail
        self.unit.setText(f"{self._unit} *" if self._slim and marked else self._unit)
        self.span.setText(f"{span} *".strip() if self._compact and marked else span)
        self.label.setText(f"{label} *" if marked and label else label)


class Headline(QWidget):
    """The cards in one row, or in two or more where the window is narrow or the letters are large."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._cards = {name: Card(name) for name in headlines.NAMES}
        self._columns, self._slim = 0, False
        self._written: list[str] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACING)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._arrange(len(self._cards))
        for name, card in self._cards.items():
            card.asked.connect(partial(self._explain, name))
        self.follower = Follower(self, self.refresh, document.changed)
        self.refresh()

    def minimumSizeHint(self) -> QSize:
        """The cards give way to the window's width by going into two rows."""
        return QSize(4 * self._least() + 3 * SPACING, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One row if all cards fit."""
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _least(self) -> int:
        return self.fontMetrics().averageCharWidth() * CHARACTERS

    def _explain(self, name: str) -> None:
        explain_figure(self, self._document, headlines.headlines(self._document.evaluation)[name])

    def _fit(self, width: int) -> None:
        widths = [card.minimumSizeHint().width() for card in self._cards.values()]
        count = len(widths)
        if width >= sum(max(each, self._least()) for each in widths) + (count - 1) * SPACING:
            self._arrange(count)
            return
        tries = ((count + 1) // 2, 3, 2)
        needed = {n: sum(max(widths[column::n]) for column in range(n)) + (n - 1) * SPACING for n in tries}
        self._arrange(next((n for n in tries if width >= needed[n]), 2))

    def set_slim(self, on: bool) -> None:
        """Show one row without ranges where every line of height counts."""
        if on == self._slim:
            return
        self._slim = on
        for card in self._cards.values():
            card.set_slim(on)
        self._columns = 0
        self._fit(self.width())

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for index, card in enumerate(self._cards.values()):
            self._grid.removeWidget(card)
            card.set_compact(columns < len(self._cards))
            self._grid.addWidget(card, index // columns, index % columns)
            card.setVisible(index < columns or not self._slim)
        for column in range(len(self._cards)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self.updateGeometry()

    def refresh(self) -> None:
        """Show the numbers of the design as it is now."""
        for name, figure in headlines.headlines(self._document.evaluation).items():
            self._cards[name].show_figure(figure)
        written = [card.written() for card in self._cards.values()]
        if written != self._written:  # measuring all cards takes as long as a chart
            self._written = written
            self._fit(self.width())
