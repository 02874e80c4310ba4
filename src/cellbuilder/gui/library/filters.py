"""A row of filters that writes a query: class, ion, and a property between two limits. It holds nothing of its own."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from cellbuilder.app import present
from cellbuilder.app.library.index import FACETS, MATERIAL_PROPERTIES, PROPERTIES
from cellbuilder.app.library.search import Query, with_bounds, with_facet
from cellbuilder.app.words import tr
from cellbuilder.gui.widgets.text_line import LineEdit


class _Choice(QComboBox):
    """A box that scrolling past does not change."""

    def __init__(self, name: str, nothing: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setMinimumContentsLength(3)
        self.setMinimumWidth(50)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.addItem(nothing, "")

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling past changes nothing."""
        event.ignore()

    def show_value(self, value: str) -> None:
        """Show what a query says; nothing is emitted."""
        with QSignalBlocker(self):
            self.setCurrentIndex(max(0, self.findData(value)))


class LibraryFilters(QWidget):
    """Shows what the query asks, as far as it fits, and reports the query that a change makes of it."""

    rewritten = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._query = Query()
        self.material_class = _Choice(tr("Class of the electrolyte"), tr("any class"))
        self.ion = _Choice(tr("Working ion"), tr("any ion"))
        self.quantity = _Choice(tr("Property with limits"), tr("any property"))
        for box, name in ((self.material_class, "class"), (self.ion, "ion")):
            for choice in FACETS[name].choices:
                box.addItem(choice, choice)
        for key in MATERIAL_PROPERTIES:
            self.quantity.addItem(PROPERTIES[key].name, key)
        self.least, self.most = LineEdit(), LineEdit()
        for field, name in ((self.least, tr("At least")), (self.most, tr("At most"))):
            field.setAccessibleName(name)
            field.setMinimumWidth(30)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.material_class, 0, 0)
        grid.addWidget(self.ion, 0, 1)
        grid.addWidget(self.quantity, 1, 0, 1, 2)
        grid.addWidget(self.least, 2, 0)
        grid.addWidget(self.most, 2, 1)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        self.material_class.activated.connect(lambda _at: self._set("class", self.material_class))
        self.ion.activated.connect(lambda _at: self._set("ion", self.ion))
        self.quantity.activated.connect(lambda _at: self._property_chosen())
        for field in (self.least, self.most):
            field.textEdited.connect(lambda _text: self._limits_typed())
        self.show_query(self._query)

    def show_query(self, query: Query) -> None:
        """Show the parts of a query that the row can show; nothing is emitted."""
        self._query = query
        self.material_class.show_value(query.facet("class"))
        self.ion.show_value(query.facet("ion"))
        key, low, high = query.bounds()
        if key or not (self.least.hasFocus() or self.most.hasFocus() or self.quantity.hasFocus()):
            self.quantity.show_value(key)
            for field, typed in ((self.least, low), (self.most, high)):
                if not field.hasFocus():
                    field.setText(typed)
        self._offer_limits()

    def _offer_limits(self) -> None:
        chosen = PROPERTIES.get(str(self.quantity.currentData()))
        for field, sign in ((self.least, "≥"), (self.most, "≤")):
            field.setVisible(chosen is not None)
            if chosen is not None:
                field.setPlaceholderText(f"{sign} {present.unit(chosen.unit)}")

    def _set(self, name: str, box: QComboBox) -> None:
        self.rewritten.emit(with_facet(self._query.text, name, str(box.currentData())))

    def _property_chosen(self) -> None:
        for field in (self.least, self.most):
            field.clear()
        key = str(self.quantity.currentData())
        self.rewritten.emit(with_bounds(self._query.text, "", "", ""))
        self.quantity.show_value(key)
        self._offer_limits()
        if key:
            self.least.setFocus()

    def _limits_typed(self) -> None:
        key = str(self.quantity.currentData())
        self.rewritten.emit(with_bounds(self._query.text, key, self.least.text(), self.most.text()))
