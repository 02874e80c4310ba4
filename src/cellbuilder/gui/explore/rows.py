"""The controls of the Explore tab: which input, from where to where, and which results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from cellbuilder import units
from cellbuilder.app import present
from cellbuilder.app.edits import EditError
from cellbuilder.app.exploring import Choice, Outcome, Varied
from cellbuilder.app.words import tr
from cellbuilder.gui.text import plain


class KeyBox(QComboBox):
    """A list of names, each with its key; what is chosen stays when the list changes, as far as it is still there."""

    picked = Signal()
    """A person chose another one."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._entries: tuple[tuple[str, str], ...] = ()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setMaxVisibleItems(24)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(lambda _index: self._choose())

    @property
    def key(self) -> str:
        """The key of what is chosen; empty if nothing is."""
        return str(self.currentData() or "")

    def show_entries(self, entries: Sequence[tuple[str, str]], key: str, divide_at: int | None = None) -> None:
        """Show keys with names, one of them chosen; a line stands before the place ``divide_at``."""
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            with QSignalBlocker(self):
                self.clear()
                for place, (entry, name) in enumerate(entries):
                    if place == divide_at and place:
                        self.insertSeparator(self.count())
                    self.addItem(name, entry)
                    self.setItemData(self.count() - 1, plain(name), Qt.ItemDataRole.ToolTipRole)
        if key != self.key:
            self.setCurrentIndex(max(self.findData(key), 0))
        self.setToolTip(plain(self.currentText()))

    def _choose(self) -> None:
        self.setToolTip(plain(self.currentText()))
        self.picked.emit()


class EndField(QLineEdit):
    """One number with its unit; a bare one is in the unit that is shown."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._shown: float | None = None
        self._unit = "1"
        self.setAccessibleName(name)

    @property
    def unit(self) -> str:
        """The unit that a bare number has."""
        return self._unit

    def show_value(self, value: float | None, unit: str) -> None:
        """Show a value."""
        self._shown, self._unit = value, unit
        self.setText("" if value is None else f"{value:.6g} {present.unit(unit)}".rstrip())
        self.setModified(False)
        self.mark("")

    def value(self) -> float | None:
        """Return the number in the unit that is shown, None where the field is empty.

        Raises:
            EditError: it cannot be read; the field is marked.
        """
        if not self.isModified():
            return self._shown
        if not self.text().strip():
            return None
        try:
            number, unit = units.parse(self.text(), units.find(self._unit).kind, self._unit)
        except units.UnitError as error:
            self.mark(str(error))
            raise EditError(f"{self.accessibleName()}: {error}") from None
        self.mark("")
        return float(f"{units.from_si(units.to_si(number, unit), self._unit):.12g}") if unit != self._unit else number

    def mark(self, problem: str) -> None:
        """Mark the field as wrong, or as good again."""
        if self.property("invalid") != bool(problem):
            self.setProperty("invalid", bool(problem))
            self.style().unpolish(self)
            self.style().polish(self)
        self.setAccessibleDescription(problem)
        self.setToolTip(plain(problem))

    def unmark(self, _typed: str = "") -> None:
        """Mark the field as good again, while something else is typed."""
        self.mark("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape brings back what was shown."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.show_value(self._shown, self._unit)
            self.selectAll()
        else:
            super().keyPressEvent(event)


class InputRows(QWidget):
    """An input and the range it goes through."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._choices: dict[str, Choice] = {}
        self.box = KeyBox(name)
        self.low, self.high = EndField(tr("{input}: from").format(input=name)), EndField(
            tr("{input}: to").format(input=name))  # fmt: skip
        self.log = QCheckBox(tr("log"))
        self.log.setAccessibleName(tr("{input}: equal factors").format(input=name))
        self.log.setToolTip(tr("Logarithmic: equal factors instead of equal steps"))
        label = QLabel(name)
        label.setBuddy(self.box)
        ends = QHBoxLayout()
        ends.setSpacing(4)
        for widget, stretch in ((self.low, 1), (QLabel(tr("to")), 0), (self.high, 1), (self.log, 0)):
            ends.addWidget(widget, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(label)
        column.addWidget(self.box)
        column.addLayout(ends)
        self.box.picked.connect(self._suggest)
        for field in (self.low, self.high):
            field.setMinimumWidth(round(QFontMetricsF(self.font()).horizontalAdvance("0") * 8))
            field.editingFinished.connect(partial(self._tell, field))
            field.textEdited.connect(field.unmark)
        self.log.clicked.connect(lambda _on=False: self.changed.emit())

    @property
    def choice(self) -> Choice | None:
        """The input that is chosen."""
        return self._choices.get(self.box.key)

    def show_choices(self, choices: Sequence[Choice], varied: Varied) -> None:
        """Show what can be varied, and what is."""
        self._choices = {choice.key: choice for choice in choices}
        entries = [(choice.key, choice.name[:1].upper() + choice.name[1:]) for choice in choices]
        divide_at = next((place for place, choice in enumerate(choices) if not choice.settable), None)
        was = self.box.key
        self.box.show_entries(entries, varied.key, divide_at)
        if was != varied.key or self.low.unit != varied.unit:
            self._show(varied)

    def varied(self) -> Varied | None:
        """Return the input with its range, None before anything is shown.

        Raises:
            EditError: an end cannot be read.
        """
        choice = self.choice
        if choice is None:
            return None
        low, high = self.low.value(), self.high.value()
        made = suggested(choice)
        return replace(made, low=made.low if low is None else low, high=made.high if high is None else high,
                       log=self.log.isChecked())  # fmt: skip

    def _suggest(self) -> None:
        if self.choice is not None:
            self._show(suggested(self.choice))
            self.changed.emit()

    def _show(self, varied: Varied) -> None:
        self.low.show_value(varied.low, varied.unit)
        self.high.show_value(varied.high, varied.unit)
        self.log.setChecked(varied.log)

    def _tell(self, field: EndField) -> None:
        if field.isModified():
            self.changed.emit()


def suggested(choice: Choice) -> Varied:
    """Return an input with the range to begin with."""
    return Varied(choice.key, choice.name, choice.unit, choice.low, choice.high, choice.log, choice.value)


def named(outcome: Outcome) -> str:
    """Return the name of a result, with its unit, and whether it is unknown."""
    unit = f" ({present.unit(outcome.unit)})" if present.unit(outcome.unit) else ""
    name = outcome.name[:1].upper() + outcome.name[1:] + unit
    return name if outcome.known else tr("{result}: unknown now").format(result=name)
