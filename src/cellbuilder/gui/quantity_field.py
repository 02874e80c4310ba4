"""One field for one quantity: number with unit as typed; what cannot be read stays, with the reason."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from cellbuilder import units
from cellbuilder.app import present
from cellbuilder.domain.quantity import Quantity


class QuantityField(QWidget):
    """Shows a quantity and reports a new one when it is entered. Showing never writes back."""

    entered = Signal(object)

    def __init__(self, name: str, kind: str, default_unit: str, *, may_be_empty: bool = False) -> None:
        super().__init__()
        self._kind, self._unit = kind, default_unit
        self._may_be_empty = may_be_empty
        self._shown: Quantity | None = None
        self.edit = QLineEdit()
        self.edit.setAccessibleName(name)
        self.edit.setObjectName(f"field:{name}")
        self.message = QLabel()
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.edit)
        layout.addWidget(self.message)
        self.edit.editingFinished.connect(self._finish)
        self.edit.textEdited.connect(lambda _text: self._mark(""))

    def show_quantity(self, quantity: Quantity | None) -> None:
        """Show a value; nothing is emitted."""
        self._shown = quantity
        self.edit.setText(self._text(quantity))
        self._mark("")

    def show_problem(self, text: str) -> None:
        """Keep what was typed and say why it was not taken."""
        self._mark(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape brings the shown value back."""
        if event.key() == Qt.Key.Key_Escape:
            self.show_quantity(self._shown)
        else:
            super().keyPressEvent(event)

    def _text(self, quantity: Quantity | None) -> str:
        if quantity is None:
            return ""
        if quantity.value is None:
            return "unknown"
        return f"{quantity.value!r} {present.unit(quantity.unit)}".rstrip()

    def _finish(self) -> None:
        text = self.edit.text().strip()
        if text == self._text(self._shown):
            self._mark("")
            return
        if not text and self._may_be_empty:
            self.entered.emit(None)
            return
        try:
            number, symbol = units.parse(text, self._kind, self._shown.unit if self._shown else self._unit)
        except units.UnitError as error:
            self._mark(str(error))
            return
        typed = int(number) if number.is_integer() and abs(number) < 1e15 and "." not in text else number
        self.entered.emit(Quantity(value=typed, unit=symbol, note="entered in the window"))

    def _mark(self, problem: str) -> None:
        self.edit.setProperty("invalid", bool(problem))
        self.edit.style().unpolish(self.edit)
        self.edit.style().polish(self.edit)
        self.message.setProperty("problem", bool(problem))
        self.message.setProperty("muted", not problem)
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)
        self.message.setText(problem or self._origin())
        self.message.setVisible(bool(self.message.text()))

    def _origin(self) -> str:
        quantity = self._shown
        if quantity is None:
            return ""
        source = ""
        if quantity.source is not None:
            source = f"ref. {quantity.source.ref}" if quantity.source.ref.isdigit() else quantity.source.ref
        span = ""
        if quantity.low is not None and quantity.high is not None:
            span = f"range {quantity.low:g} – {quantity.high:g}"
        return "; ".join(part for part in (quantity.kind or "", source, span, quantity.note or "") if part)
