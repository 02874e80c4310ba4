"""One field for one quantity: number with unit as typed; what cannot be read stays, with the reason."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cellbuilder import units
from cellbuilder.app import inspection, present
from cellbuilder.app.words import tr
from cellbuilder.domain.quantity import Quantity
from cellbuilder.gui import text
from cellbuilder.gui.widgets.text_line import LineEdit

_STEPS: Final = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}


class QuantityField(QWidget):
    """Shows a quantity and reports a new one when it is entered. Showing never writes back."""

    entered = Signal(object)
    left = Signal()
    """Escape was pressed in a field with nothing to take back."""

    moved = Signal(object, bool)
    """Up or Down was pressed: the value one step on, and whether this is a new press (not the key held down)."""

    def __init__(
        self, name: str, kind: str, default_unit: str, *, may_be_empty: bool = False, tells_origin: bool = True
    ) -> None:
        super().__init__()
        self.name = name
        self._tells_origin = tells_origin
        self._kind, self._unit = kind, default_unit
        self._may_be_empty = may_be_empty
        self._shown: Quantity | None = None
        self._problem = ""
        self.edit = LineEdit()
        self.edit.setAccessibleName(name)
        self.edit.setObjectName(f"field:{name}")
        if may_be_empty:
            self.edit.setPlaceholderText(tr("none given ({unit})").format(unit=present.unit(default_unit)))
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
        if quantity is self._shown and not self.edit.isModified() and not self._problem:
            return
        if self.edit.isModified() and quantity == self._shown:
            return
        self._shown = quantity
        self._restore()

    def rewrite(self) -> None:
        """Write the value again, after another decimal separator was chosen; what is being typed stays."""
        if not self.edit.isModified():
            self._restore()

    def show_problem(self, reason: str) -> None:
        """Keep what was typed and say why it was not taken."""
        self.edit.setModified(True)
        self._mark(reason)

    def warn(self, reason: str) -> None:
        """Say why a value that was not typed here was not taken; the text stays as it is."""
        self._mark(reason)

    def show_placeholder(self, words: str) -> None:
        """Say in an empty field what is used instead."""
        if self.edit.placeholderText() != words:
            self.edit.setPlaceholderText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down change the value by a step; Escape brings it back, or else leaves the field."""
        steps = _STEPS.get(Qt.Key(event.key()))
        if steps is not None:
            self._step(steps, not event.isAutoRepeat())
        elif event.key() != Qt.Key.Key_Escape:
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

    def _step(self, steps: int, fresh: bool) -> None:
        self.commit()
        if not self._problem and self._shown is not None and self._shown.value is not None:
            self.moved.emit(inspection.stepped(self._shown, steps), fresh)

    def _read(self, typed: str) -> None:
        shown = self._shown
        default = self._unit if shown is None else self._unit_shown(shown)
        try:
            number, symbol = units.parse(typed, self._kind, default)
        except units.UnitError as error:
            self._mark(str(error))
            return
        if shown is not None and self._says(shown, number, symbol):
            self._restore()
            return
        whole = number.is_integer() and abs(number) < 1e15 and "." not in typed
        self._report(Quantity(value=int(number) if whole else number, unit=symbol, note=inspection.ENTERED))

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

    def _text(self, quantity: Quantity | None) -> str:
        if quantity is None:
            return ""
        if quantity.value is None:
            return tr("unknown")
        number = self._number_shown(quantity, quantity.value)
        return f"{present.localised(repr(number))} {present.unit(self._unit_shown(quantity))}".rstrip()

    def _mark(self, problem: str) -> None:
        self._problem = problem
        origin = "" if problem else self._origin()
        shown = problem or (text.shortened(origin) if self._tells_origin else "")
        for widget, name in ((self.edit, "invalid"), (self.message, "problem")):
            if widget.property(name) != bool(problem):
                widget.setProperty(name, bool(problem))
                widget.style().unpolish(widget)
                widget.style().polish(widget)
        if self.message.property("muted") != (not problem):
            self.message.setProperty("muted", not problem)
            self.message.style().unpolish(self.message)
            self.message.style().polish(self.message)
        if self.message.text() != shown:
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
            low, high = (self._number_shown(quantity, bound) for bound in (quantity.low, quantity.high))
            span = f"{low:g} – {high:g} {present.unit(self._unit_shown(quantity))}".rstrip()
        parts = (quantity.kind or "", span, source, quantity.note or "")
        return " · ".join(part for part in parts if part)

    def _says(self, quantity: Quantity, number: float, symbol: str) -> bool:
        """Whether a number with a unit is what the quantity says already."""
        if quantity.value is None or symbol != self._unit_shown(quantity):
            return False
        return math.isclose(number, self._number_shown(quantity, quantity.value), rel_tol=1e-12)

    def _in_percent(self, quantity: Quantity) -> bool:
        """Whether a bare fraction is shown in percent; exponents and ratios are not."""
        return quantity.unit == "1" and self._unit != "1"

    def _unit_shown(self, quantity: Quantity) -> str:
        return "%" if self._in_percent(quantity) else quantity.unit

    def _number_shown(self, quantity: Quantity, number: float) -> float:
        """Return a number of the quantity in the unit that a person reads."""
        if not self._in_percent(quantity):
            return number
        percent = float(f"{100 * number:.12g}")
        return int(percent) if percent.is_integer() else percent
