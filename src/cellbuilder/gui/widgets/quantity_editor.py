"""One editor for one quantity: field with unit, slider, and, unfolded, range, unit, kind, source and note."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cellbuilder import units
from cellbuilder.app import inspection, present
from cellbuilder.app.edits import EditError, with_range
from cellbuilder.app.words import tr
from cellbuilder.domain.base import record
from cellbuilder.domain.quantity import Quantity
from cellbuilder.gui import text
from cellbuilder.gui.widgets.quantity_field import QuantityField
from cellbuilder.gui.widgets.still_box import StillBox
from cellbuilder.gui.widgets.text_line import TextLine
from cellbuilder.gui.widgets.value_slider import ValueSlider

_KINDS: Final = ("", "measured", "calculated", "estimate", "assumption", "bound", "extrapolated")
_drags = count(1)


@record
class Behind:
    """What an unfolded editor tells beside the value: what the library has, what it was at first, where it was read."""

    library: Quantity | None = None
    first: Quantity | None = None
    first_name: str = ""
    cited: str = ""


class QuantityEditor(QWidget):
    """Draws a quantity and reports what a person wants instead. It never changes anything itself."""

    wanted = Signal(object, str)
    """A quantity or None, and the merge key of a drag (empty where the edit is a step of its own)."""
    left = Signal()

    def __init__(
        self, row: inspection.Number, ask: Callable[[], Behind] | None = None, *, heading: bool = True
    ) -> None:
        super().__init__()
        self.row, self._ask = row, ask
        self._shown: Quantity | None = None
        self._stand_in = inspection.NOTHING
        self._drag, self._drawn = "", False
        self.field = QuantityField(row.name, row.kind, row.unit, may_be_empty=not row.needed, tells_origin=False)
        self.slider = ValueSlider(tr("{name}, slider").format(name=row.name), log=row.range.log)
        self.origin = _muted()
        self.more = QToolButton()
        self.more.setAccessibleName(tr("{name}, details").format(name=row.name))
        self.more.setToolTip(tr("Range, unit, source and note"))
        self.more.setArrowType(Qt.ArrowType.RightArrow)
        self.more.setAutoRaise(True)
        self.more.setCheckable(True)
        self.details: Details | None = None
        self._lay_out(heading)
        self.field.entered.connect(lambda quantity: self.wanted.emit(quantity, ""))
        self.field.left.connect(self.left)
        self.field.moved.connect(self._nudged)
        self.slider.moved.connect(self._slid)
        self.more.toggled.connect(self._unfold)

    def _lay_out(self, heading: bool) -> None:
        keeps_room = self.slider.sizePolicy()
        keeps_room.setRetainSizeWhenHidden(True)
        self.slider.setSizePolicy(keeps_room)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        if heading:
            name = QLabel(self.row.name)
            name.setTextFormat(Qt.TextFormat.PlainText)
            name.setWordWrap(True)
            name.setBuddy(self.field)
            name.setToolTip(text.plain(self.row.hint))
            head = QHBoxLayout()
            head.setSpacing(6)
            head.addWidget(name, 1)
            head.addWidget(self.origin, 0, Qt.AlignmentFlag.AlignBottom)
            column.addLayout(head)
        else:
            self.origin.setParent(self)
            self.origin.hide()
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.field, 14)
        line.addWidget(self.slider, 7)
        line.addWidget(self.more)
        column.addLayout(line)
        column.addWidget(self.field.message)

    def show_quantity(self, quantity: Quantity | None, stand_in: inspection.StandIn = inspection.NOTHING) -> None:
        """Show a value, and what is used where there is none; nothing is emitted."""
        same = quantity is self._shown and stand_in == self._stand_in
        if same and self._drawn and not self.field.problem:
            return
        self._shown, self._stand_in, self._drawn = quantity, stand_in, True
        self.field.show_quantity(quantity)
        self.field.show_placeholder(stand_in.text or tr("none given"))
        self._show_slider()
        word = inspection.origin(quantity) if quantity is not None else stand_in.whence
        if self.origin.text() != word:
            self.origin.setText(word)
        if self.details is not None and self.more.isChecked():
            self.details.show_quantity(quantity, self._behind())

    def show_problem(self, reason: str) -> None:
        """Say why what was wanted cannot be."""
        if self.field.edit.isModified():
            self.field.show_problem(reason)
        else:
            self.field.warn(reason)
            self._show_slider()
        if self.details is not None:
            self.details.show_quantity(self._shown, self._behind())

    def _show_slider(self) -> None:
        low, high = inspection.span_of(self.row.range, self._shown)
        si = self._stand_in.si if self._shown is None else self._shown.si
        self.slider.setVisible(si is not None)
        self.slider.show_value(si, low, high)
        said = self.field.edit.text() or self.field.edit.placeholderText()
        if self.slider.accessibleDescription() != said:
            self.slider.setAccessibleDescription(said)

    def _slid(self, si: float, fresh: bool) -> None:
        unit = self.row.unit if self._shown is None else self._shown.unit
        self._move(inspection.set_to(unit, units.from_si(si, unit)), fresh)

    def _nudged(self, quantity: object, fresh: bool) -> None:
        assert isinstance(quantity, Quantity)
        self._move(quantity, fresh)
        self.field.edit.selectAll()

    def _move(self, quantity: Quantity, fresh: bool) -> None:
        if fresh or not self._drag:
            self._drag = f"{self.row.name}:{next(_drags)}"
        self.wanted.emit(quantity, self._drag)

    def _behind(self) -> Behind:
        return Behind() if self._ask is None else self._ask()

    def _unfold(self, on: bool) -> None:
        self.more.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
        if on and self.details is None:
            self.details = Details(self.row)
            self.details.wanted.connect(lambda quantity: self.wanted.emit(quantity, ""))
            self.details.left.connect(self.left)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self.details)
        if self.details is not None:
            self.details.show_quantity(self._shown, self._behind())
            self.details.setVisible(on)


class Details(QWidget):
    """Range, unit, kind and note of a quantity, its source, and ways back to what it was."""

    wanted = Signal(object)
    left = Signal()

    def __init__(self, row: inspection.Number) -> None:
        super().__init__()
        self.row = row
        self._shown: Quantity | None = None
        self._behind = Behind()
        self.low, self.high = (self._end(word) for word in ("low", "high"))
        self.unit = StillBox(tr("{name}, unit").format(name=row.name))
        for symbol in units.symbols(row.kind):
            self.unit.addItem(present.unit(symbol) or tr("plain number"), symbol)
        self.kind = StillBox(tr("{name}, kind").format(name=row.name))
        for kind in _KINDS:
            self.kind.addItem(kind or tr("not said"), kind or None)
        self.note = TextLine(tr("{name}, note").format(name=row.name))
        self.note.setPlaceholderText(tr("none"))
        self.source = _muted()
        self.source.setWordWrap(True)
        self.library, self.first, self.clear = QPushButton(), QPushButton(), QPushButton(tr("Leave empty"))
        self._lay_out()
        self.unit.activated.connect(lambda _row: self._change_unit())
        self.kind.activated.connect(lambda _row: self._change(kind=self.kind.currentData()))
        self.note.entered.connect(lambda words: self._change(note=words or None))
        self.note.left.connect(self.left)
        self.library.clicked.connect(lambda: self.wanted.emit(None))
        self.clear.clicked.connect(lambda: self.wanted.emit(None))
        self.first.clicked.connect(lambda: self.wanted.emit(self._behind.first))

    def _end(self, word: str) -> QuantityField:
        name = f"{self.row.name}, {word}"
        field = QuantityField(name, self.row.kind, self.row.unit, may_be_empty=True, tells_origin=False)
        field.show_placeholder(tr("low") if word == "low" else tr("high"))
        field.entered.connect(lambda quantity: self._change_end(field, word, quantity))
        field.left.connect(self.left)
        return field

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 2, 0, 6)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for number, (name, widget) in enumerate(
            ((tr("Range"), self.low), (tr("Unit"), self.unit), (tr("Kind"), self.kind), (tr("Note"), self.note))
        ):
            grid.addWidget(QLabel(name), number, 0)
            grid.addWidget(widget, number, 1, 1, 1 if widget is self.low else 2)
        grid.addWidget(self.high, 0, 2)
        for number, widget in enumerate(
            (self.low.message, self.high.message, self.source, self.library, self.first, self.clear), 4
        ):
            grid.addWidget(widget, number, 0, 1, 3)

    def show_quantity(self, quantity: Quantity | None, behind: Behind) -> None:
        """Show what stands beside the value; nothing is emitted."""
        self._shown, self._behind = quantity, behind
        for field, end in ((self.low, "low"), (self.high, "high")):
            bound = None if quantity is None else getattr(quantity, end)
            field.show_quantity(None if quantity is None or bound is None else _bare(bound, quantity.unit))
        for widget in (self.low, self.high, self.unit, self.kind, self.note):
            widget.setEnabled(quantity is not None)
        held = quantity or Quantity(value=None, unit=self.row.unit)
        self.unit.setCurrentIndex(self.unit.findData(held.unit))
        self.kind.setCurrentIndex(max(0, self.kind.findData(held.kind)))
        self.note.show_text(held.note or "")
        self.note.setToolTip(text.plain(held.note or ""))
        self.source.setText(text.shortened(behind.cited, 200))
        self.source.setToolTip(text.plain(behind.cited))
        self.source.setVisible(bool(behind.cited))
        self._show_ways_back(quantity, behind)

    def _show_ways_back(self, quantity: Quantity | None, behind: Behind) -> None:
        library = behind.library is not None and quantity is not None
        first = behind.first is not None and behind.first != quantity
        if behind.library is not None:
            self.library.setText(tr("Library: {value}").format(value=_short(behind.library)))
        if behind.first is not None:
            words = tr("Back to {origin}: {value}")
            self.first.setText(words.format(origin=behind.first_name, value=_short(behind.first)))
        self.library.setVisible(library)
        self.first.setVisible(first)
        self.clear.setVisible(quantity is not None and not self.row.needed and not library)

    def _change(self, **changes: object) -> None:
        if self._shown is None or all(getattr(self._shown, name) == value for name, value in changes.items()):
            return
        try:
            self.wanted.emit(with_range(self._shown, **changes))
        except EditError as error:
            self.high.warn(str(error))

    def _change_end(self, field: QuantityField, word: str, quantity: Quantity | None) -> None:
        if self._shown is None:
            return
        end = None if quantity is None else inspection.converted(quantity, self._shown.unit).value
        try:
            changed = with_range(self._shown, **{word: end})
        except EditError as error:
            field.show_problem(str(error))
            return
        self.wanted.emit(changed)

    def _change_unit(self) -> None:
        if self._shown is not None and self.unit.currentData() != self._shown.unit:
            self.wanted.emit(inspection.converted(self._shown, str(self.unit.currentData())))


def _bare(value: float, unit: str) -> Quantity:
    return Quantity(value=value, unit=unit)


def _short(quantity: Quantity) -> str:
    if quantity.value is None:
        return tr("unknown")
    percent = quantity.unit == "1" and quantity.value <= 1
    value, unit = (100.0 * quantity.value, "%") if percent else (quantity.value, quantity.unit)
    return f"{present.number(value)} {present.unit(unit)}".rstrip()


def _muted() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("muted", True)
    return label
