"""A row of buttons of which one is down: a choice that is seen at a glance and made with the arrows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget


class Segments(QWidget):
    """Choices by key; each has a short name and, as its tool tip, what it means."""

    chosen = Signal(str)
    """A person chose the key."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name = name
        self._keys: tuple[str, ...] = ()
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._keys[number]))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(1)

    @property
    def key(self) -> str:
        """The key of the button that is down."""
        number = self._group.checkedId()
        return self._keys[number] if number >= 0 else ""

    def button(self, key: str) -> QToolButton:
        """Return the button of a choice."""
        found = self._group.button(self._keys.index(key))
        assert isinstance(found, QToolButton)
        return found

    def offer(self, choices: Sequence[tuple[str, str, str]], chosen: str) -> None:
        """Offer keys with their names and meanings, and put one down."""
        keys = tuple(key for key, _, _ in choices)
        if keys != self._keys:
            for button in self._group.buttons():
                self._group.removeButton(button)
                self._row.removeWidget(button)
                button.deleteLater()
            self._keys = keys
            for number, (_, name, meaning) in enumerate(choices):
                button = QToolButton()
                button.setText(name)
                button.setCheckable(True)
                button.setAutoRaise(True)
                button.setToolTip(meaning)
                button.setAccessibleName(f"{self._name}: {name}")
                self._group.addButton(button, number)
                self._row.addWidget(button)
        if chosen in keys:
            self._group.button(keys.index(chosen)).setChecked(True)
