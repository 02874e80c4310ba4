"""A part of the inspector under a heading that folds it away; what is never opened is never made."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cellbuilder.app import inspection
from cellbuilder.app.words import tr
from cellbuilder.domain.design import Design
from cellbuilder.gui.inspector.writer import Fill

Make = Callable[[inspection.Row], tuple[QWidget, Fill]]
"""Makes the widget of a row, and what shows a design in it."""

_LOOK = """
QPushButton { border: 1px solid transparent; border-radius: 4px; padding: 3px 2px; text-align: left; }
QPushButton:hover { background: palette(base); }
QPushButton:focus { border: 2px solid palette(highlight); padding: 2px 1px; }
"""
_FOLDED, _UNFOLDED = "▸", "▾"


class FoldedSection(QWidget):
    """Rows under a heading. Without a name there is no heading, and the rows are always there."""

    toggled = Signal(str, bool)

    def __init__(self, section: inspection.Section, make: Make, *, is_open: bool) -> None:
        super().__init__()
        self.section = section
        self._make = make
        self._fills: list[Fill] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.heading: QPushButton | None = None
        self._body = QWidget()
        if section.name:
            self.heading = self._heading(is_open)
            self._column.addWidget(self.heading)
        self._column.addWidget(self._body)
        self._body.setVisible(is_open)
        if is_open:
            self._build()

    @property
    def is_open(self) -> bool:
        """Whether its rows are to be seen."""
        return self.heading is None or self.heading.isChecked()

    def _heading(self, is_open: bool) -> QPushButton:
        button = QPushButton(self._words(is_open, 0))
        button.setAccessibleName(self.section.name)
        button.setObjectName("section")
        button.setFlat(True)
        button.setAutoDefault(False)
        button.setCheckable(True)
        button.setChecked(is_open)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        font = button.font()
        font.setBold(True)
        button.setFont(font)
        button.setStyleSheet(_LOOK)
        button.toggled.connect(self._fold)
        return button

    def _words(self, is_open: bool, count: int) -> str:
        words = self.section.name if not count else tr("{name} · {n}").format(name=self.section.name, n=count)
        return f"{_UNFOLDED if is_open else _FOLDED} {words}"

    def _fold(self, on: bool) -> None:
        if on and self._fills is None:
            self._build()
        self._body.setVisible(on)
        self.toggled.emit(self.section.name, on)

    def _build(self) -> None:
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 2, 0, 6)
        column.setSpacing(7)
        self._fills = []
        for row in self.section.rows:
            widget, fill = self._make(row)
            column.addWidget(widget)
            self._fills.append(fill)

    def show_design(self, design: Design, given: Callable[[inspection.Section], int]) -> None:
        """Show what stands in a design; a folded section only says how much of it is given."""
        if self.is_open:
            for fill in self._fills or ():
                fill(design)
        if self.heading is not None:
            count = 0 if self.is_open else given(self.section)
            words = self._words(self.is_open, count)
            if self.heading.text() != words:
                self.heading.setText(words)
                self.heading.setToolTip(tr("{n} given").format(n=count) if count else "")
