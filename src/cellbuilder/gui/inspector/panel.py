"""The inspector: everything that can be changed of the selected layer, seam or cell."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from cellbuilder.app import inspection
from cellbuilder.app.words import tr
from cellbuilder.domain.design import Design
from cellbuilder.gui.document import Document, Selection
from cellbuilder.gui.follow import Follower
from cellbuilder.gui.inspector.rows import given, layer_of, make
from cellbuilder.gui.inspector.section import FoldedSection
from cellbuilder.gui.inspector.writer import Writer
from cellbuilder.gui.widgets.quantity_field import QuantityField


class InspectorPanel(QScrollArea):
    """Draws from the design and writes through edits. Rebuilt when other fields are to be shown, refilled on edits."""

    left = Signal()
    """Nothing more is to be done here: the keyboard may go back to the stack."""

    def __init__(self, document: Document, selection: Selection) -> None:
        self._sections: tuple[inspection.Section, ...] = ()
        super().__init__()
        self._document, self._selection = document, selection
        self._writer = Writer(document)
        self._writer.left.connect(self.left)
        self._chosen: tuple[str, ...] | None = None
        self._folds: list[FoldedSection] = []
        self._open: dict[tuple[str, str], bool] = {}
        self._heading, self._made_for = QLabel(), self.font()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Inspector"))
        self._follower = Follower(self, self.refresh, selection.changed, document.changed)

    def refresh(self) -> None:
        """Show the selection; fields are made anew only when other fields are to be shown."""
        design = self._document.design
        ids = {layer.id for layer in design.stack.layers}
        chosen = tuple(key for key in self._selection.layers if key in ids)
        sections = inspection.of_selection(design, chosen)
        if chosen != self._chosen or sections != self._sections:
            self._build(chosen, sections)
        words = self._title(design, chosen)
        if self._heading.text() != words:
            self._heading.setText(words)
        count = given(design)
        for fold in self._folds:
            fold.show_design(design, count)

    def changeEvent(self, event: QEvent) -> None:
        """Another font asks for other sizes: the fields are made anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._sections and self.font() != self._made_for:
            self._sections = ()
            self._follower.refresh()

    def focus_first_field(self) -> None:
        """Put the cursor into the first number that can be edited."""
        body = self.widget()
        fields = [] if body is None else [field for field in body.findChildren(QuantityField) if field.isVisible()]
        if fields:
            fields[0].edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            fields[0].edit.selectAll()

    def open_section(self, name: str) -> None:
        """Unfold a part of what is shown."""
        for fold in self._folds:
            if fold.section.name == name and fold.heading is not None:
                fold.heading.setChecked(True)

    def _build(self, chosen: tuple[str, ...], sections: tuple[inspection.Section, ...]) -> None:
        same, place = chosen == self._chosen, self.verticalScrollBar().value()
        focused = self._focused_name() if same else ""
        self._put_away(hand_back=not focused)
        self._chosen, self._sections, self._made_for = chosen, sections, self.font()
        kind = inspection.kind_of(self._document.design, chosen)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        self._heading = _heading()
        column.addWidget(self._heading)
        self._folds = []
        for section in sections:
            is_open = self._open.get((kind, section.name), section.is_open)
            fold = FoldedSection(section, lambda row: make(row, self._writer), is_open=is_open)
            fold.toggled.connect(lambda name, on: self._folded(kind, name, on))
            column.addWidget(fold)
            self._folds.append(fold)
        column.addStretch(1)
        self.setWidget(body)
        if same:
            body.adjustSize()
            self.verticalScrollBar().setValue(place)
            self._focus_again(body, focused)

    def _folded(self, kind: str, name: str, on: bool) -> None:
        self._open[(kind, name)] = on
        design = self._document.design
        for fold in self._folds:
            if fold.section.name == name:
                fold.show_design(design, given(design))

    def _title(self, design: Design, chosen: tuple[str, ...]) -> str:
        kind = inspection.kind_of(design, chosen)
        if kind == "layer":
            return design.title(layer_of(design, chosen[0]))
        if kind == "seam":
            upper, lower = (design.title(layer_of(design, key)) for key in chosen)
            return tr("Contact: {upper} | {lower}").format(upper=upper, lower=lower)
        return design.name

    def _focused_name(self) -> str:
        focused, body = QApplication.focusWidget(), self.widget()
        inside = focused is not None and body is not None and body.isAncestorOf(focused)
        return focused.accessibleName() if inside and focused is not None else ""

    def _focus_again(self, body: QWidget, name: str) -> None:
        """Give the keyboard to what took the place of the field that had it, else back to the stack."""
        if not name:
            return
        found = next((widget for widget in body.findChildren(QWidget) if widget.accessibleName() == name), None)
        if found is not None and found.isVisible():
            found.setFocus()
        else:
            self.left.emit()

    def _put_away(self, *, hand_back: bool) -> None:
        """Let the old fields go: they write no more, the keyboard goes back to the stack, an event may still end."""
        old = self.widget()
        if old is None:
            return
        for widget in old.findChildren(QWidget):
            widget.blockSignals(True)
        focused = QApplication.focusWidget()
        if hand_back and focused is not None and old.isAncestorOf(focused):
            self.left.emit()
        self.takeWidget()
        old.deleteLater()


def _heading() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
