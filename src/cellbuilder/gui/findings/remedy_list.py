"""What can be done about a finding: each remedy as a button over what it would change, and the waiver."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cellbuilder.app.remedy_preview import Preview
from cellbuilder.app.words import tr
from cellbuilder.gui import text

PADDING = 24
"""Pixels of a button beside its words."""


class LongButton(QPushButton):
    """A button that cuts a long text with dots where there is no room; the whole of it is its accessible name."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.setAccessibleName(words)
        self.setToolTip(text.plain(words))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self._cut(10_000)

    def sizeHint(self) -> QSize:
        """Room for all of the words."""
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + PADDING + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(80, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the words to the new width."""
        super().resizeEvent(event)
        self._cut(event.size().width() - PADDING)

    def _cut(self, width: int) -> None:
        self.setText(text.for_menu(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, width)))


class RemedyList(QWidget):
    """Buttons below what is found, above what it rests on."""

    chosen = Signal(object)
    waiver_asked = Signal()
    waiver_withdrawn = Signal()
    unused_dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(6, 0, 6, 6)
        self._column.setSpacing(3)
        self.buttons: list[QPushButton] = []

    def show_remedies(
        self, previews: Sequence[Preview], *, trouble: bool, waived: bool, outgrown: bool = False, unused: bool = False
    ) -> None:
        """Offer these remedies; of a finding that reports trouble also to accept it, or to take that back.

        ``outgrown`` says that it was accepted when it was milder, ``unused`` that it lists waivers without a finding.
        """
        self._clear()
        if previews:
            self._column.addWidget(_heading(tr("What helps")))
        for preview in previews:
            self._column.addSpacing(4)
            self._add_button(preview.remedy.title, preview.text, partial(self.chosen.emit, preview))
            self._column.addWidget(_label(preview.text))
        if trouble and not previews:
            self._column.addWidget(_label(tr("No remedy that would help this stack is on record.")))
        if trouble and not waived:
            self._add_button(
                tr("Accept with a reason …"), tr("The reason is saved in the design."), self.waiver_asked.emit
            )
        if waived:
            self._add_button(tr("Take back the waiver"), tr("The finding counts again."), self.waiver_withdrawn.emit)
        elif outgrown:
            hint = tr("The reason given for a milder form leaves the design.")
            self._add_button(tr("Take back the waiver"), hint, self.waiver_withdrawn.emit)
        if unused:
            hint = tr("Waivers without a finding leave the design.")
            self._add_button(tr("Remove these waivers"), hint, self.unused_dropped.emit)

    def _add_button(self, words: str, description: str, run: Callable[[], object]) -> None:
        button = LongButton(words)
        button.setAccessibleDescription(description)
        button.clicked.connect(lambda _checked=False: run())
        self._column.addWidget(button)
        self.buttons.append(button)

    def _clear(self) -> None:
        self.buttons.clear()
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _heading(words: str) -> QLabel:
    label = QLabel(words)
    bold = label.font()
    bold.setBold(True)
    label.setFont(bold)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _label(words: str) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    label.setContentsMargins(8, 0, 0, 4)
    return label
