"""One field for one quantity: number with unit as typed; what cannot be read stays, with the reason."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from cellbuilder import units
from cellbuilder.app import present
from cellbuilder.domain.quantity import Quantity
from cellbuilder.gui import text


class QuantityField(QWidget):
    """Shows a quantity and reports a new one when it is entered. Showing never writes back."""

    entered = Signal(object)
    left = Signal()
    """Escape was pressed in a field with nothing to take back."""

    def __init__(self, name: str, kind: str, default_unit: str, *, may_be_empty: bool = False) -> None:
        super().__init__()
        self.name = name
        self._kind, self._unit = kind, default_unit
        self._may_be_empty = may_be_empty
        self._shown: Quantity | None = None
        self._problem = ""
        self.edit = _Edit()
        self.edit.setAccessibleName(name)
        self.edit.setObjectName(f"field:{name}")
        if may_be_empty:
            self.edit.setPlaceholderText(f"none given ({present.unit(default_unit)})")
        self.message = QLabel()
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        small = self.message.font()
        small.setPointSizeF(small.pointSizeF() * 0.9)
        self.message.setFont(small)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.edit)
        layout.addWidget(self.message)
        self.setFocusProxy(self.edit)
        self.edit.editingFinished.connect(self.commit)
        self.edit.textEdited.connect(lambda _text: self._mark(""))
        self._mark("")

    @property
    def problem(self) -> str:
        """Why what stands in the field was not taken, or nothing."""
        return self._problem

    def show_quantity(self, quantity: Quantity | None) -> None:
        """Show a value; nothing is emitted. What is being typed stays unless the value changed."""
        if self.edit.isModified() and quantity == self._shown:
            return
        self._shown = quantity
        self._restore()

    def show_problem(self, reason: str) -> None:
        """Keep what was typed and say why it was not taken."""
        self.edit.setModified(True)
        self._mark(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape brings the shown value back; with nothing to bring back it leaves the field."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.edit.isModified():
            self._restore()
            self.edit.selectAll()
        else:
            event.ignore()
            self.left.emit()

    def commit(self) -> None:
        """Take what was typed, or say why not."""
        if not self.edit.isModified():
            return
        typed = self.edit.text().strip()
        if typed == self._text(self._shown):
            self._restore()
        elif not typed and self._may_be_empty:
            self._report(None)
        else:
            self._read(typed)

    def _read(self, typed: str) -> None:
        shown = self._shown
        default = self._unit if shown is None else _unit_shown(shown)
        try:
            number, symbol = units.parse(typed, self._kind, default)
        except units.UnitError as error:
            self._mark(str(error))
            return
        if shown is not None and _says(shown, number, symbol):
            self._restore()
            return
        whole = number.is_integer() and abs(number) < 1e15 and "." not in typed
        self._report(Quantity(value=int(number) if whole else number, unit=symbol, note="entered in the window"))

    def _report(self, quantity: Quantity | None) -> None:
        self._mark("")
        self.entered.emit(quantity)
        if not self._problem and self.edit.isModified():
            self._restore()
        if self.edit.hasFocus():
            self.edit.selectAll()

    def _restore(self) -> None:
        self.edit.setText(self._text(self._shown))
        self._mark("")

    @staticmethod
    def _text(quantity: Quantity | None) -> str:
        if quantity is None:
            return ""
        if quantity.value is None:
            return "unknown"
        number = _number_shown(quantity, quantity.value)
        return f"{number!r} {present.unit(_unit_shown(quantity))}".rstrip()

    def _mark(self, problem: str) -> None:
        self._problem = problem
        origin = "" if problem else self._origin()
        shown = problem or text.shortened(origin)
        for widget, name in ((self.edit, "invalid"), (self.message, "problem")):
            if widget.property(name) != bool(problem):
                widget.setProperty(name, bool(problem))
                widget.style().unpolish(widget)
                widget.style().polish(widget)
        if self.message.property("muted") != (not problem):
            self.message.setProperty("muted", not problem)
            self.message.style().unpolish(self.message)
            self.message.style().polish(self.message)
        self.message.setText(shown)
        self.message.setVisible(bool(shown))
        self.edit.setAccessibleDescription(problem or origin)
        for widget in (self.edit, self.message):
            widget.setToolTip(text.plain(origin))

    def _origin(self) -> str:
        quantity = self._shown
        if quantity is None:
            return ""
        source = span = ""
        if quantity.source is not None:
            source = f"ref. {quantity.source.ref}" if quantity.source.ref.isdigit() else quantity.source.ref
        if quantity.low is not None and quantity.high is not None:
            low, high = (_number_shown(quantity, bound) for bound in (quantity.low, quantity.high))
            span = f"{low:g} – {high:g} {present.unit(_unit_shown(quantity))}".rstrip()
        parts = (quantity.kind or "", span, source, quantity.note or "")
        return " · ".join(part for part in parts if part)


class _Edit(QLineEdit):
    """Leaves Ctrl+Z and Ctrl+Y to the document where there is nothing of its own to take back."""

    def event(self, event: QEvent) -> bool:
        """Claim the shortcuts of undo and redo only for what was typed here."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            undo, redo = (event.matches(key) for key in (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo))
            if (undo and not self.isUndoAvailable()) or (redo and not self.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)


def _says(quantity: Quantity, number: float, symbol: str) -> bool:
    """Whether a number with a unit is what the quantity says already."""
    if quantity.value is None or symbol != _unit_shown(quantity):
        return False
    return math.isclose(number, _number_shown(quantity, quantity.value), rel_tol=1e-12)


def _unit_shown(quantity: Quantity) -> str:
    """Return the unit that a person reads: a bare fraction is shown in percent."""
    return "%" if quantity.unit == "1" else quantity.unit


def _number_shown(quantity: Quantity, number: float) -> float:
    """Return a number of the quantity in the unit that a person reads."""
    if quantity.unit != "1":
        return number
    percent = float(f"{100 * number:.12g}")
    return int(percent) if percent.is_integer() else percent
