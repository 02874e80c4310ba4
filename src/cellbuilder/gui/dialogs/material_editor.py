"""Making and changing a material of one's own: every value with unit, range, source and what it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cellbuilder.app.library import material_draft, own_materials
from cellbuilder.app.library.material_draft import NUMBERS, Draft, Entered, Faults
from cellbuilder.app.words import tr
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.material import Category, Ion, Material, MaterialClass
from cellbuilder.domain.problem import UnwritableError
from cellbuilder.domain.quantity import Kind, ReferenceElectrode

METHODS = ("unknown", "experimental", "thermodynamic", "topotactic")


class _Choice(QComboBox):
    """A box that scrolling past does not change."""

    def __init__(self, name: str, choices: tuple[str, ...], nothing: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        if nothing:
            self.addItem(nothing, "")
        for choice in choices:
            self.addItem(choice, choice)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling past changes nothing."""
        event.ignore()

    def take(self, value: str) -> None:
        """Show a value."""
        self.setCurrentIndex(max(0, self.findData(value)))

    @property
    def value(self) -> str:
        """The value that is shown, empty for none."""
        return str(self.currentData() or "")


class _NumberRow:
    """Value, the ends of its range, what it is, and its source, with a problem below."""

    def __init__(self, key: str) -> None:
        known = NUMBERS[key]
        self.value, self.low, self.high, self.source = (QLineEdit() for _ in range(4))
        named = ((self.value, "", known.example), (self.low, tr("from"), tr("from")),
                 (self.high, tr("to"), tr("to")), (self.source, tr("source"), tr("source")))  # fmt: skip
        for edit, part, hint in named:
            edit.setAccessibleName(f"{known.name} {part}".strip())
            edit.setPlaceholderText(hint)
        self.source.setToolTip(tr("Notebook and page, DOI, or the key of a source"))
        self.kind = _Choice(tr("{name}: what the value is").format(name=known.name), get_args(Kind))
        self.name, self.problem = _label(known.name), _problem()
        self.name.setBuddy(self.value)

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """All parts, from left to right."""
        return self.name, self.value, self.low, self.high, self.kind, self.source

    def show_entered(self, entered: Entered) -> None:
        """Show a quantity."""
        for edit, shown in ((self.value, entered.value), (self.low, entered.low), (self.high, entered.high),
                            (self.source, entered.source)):  # fmt: skip
            edit.setText(shown)
            edit.setCursorPosition(0)
        self.kind.take(entered.kind)

    def entered(self) -> Entered:
        """Return what stands in the row."""
        return Entered(self.value.text(), self.low.text(), self.high.text(), self.kind.value, self.source.text())


class MaterialEditor(QDialog):
    """A form. It closes once the material is saved; until then every problem stands beside its field."""

    def __init__(self, parent: QWidget | None, workspace: Workspace, start: Material | None, replacing: str | None):
        super().__init__(parent)
        self.setObjectName("material editor")
        self.setWindowTitle(tr("Edit material") if replacing else tr("New material"))
        self._workspace, self._base, self._replacing = workspace, start, replacing
        self.made: Material | None = None
        self.rows = {key: _NumberRow(key) for key in NUMBERS}
        self.words = {name: QLineEdit() for name in ("name", "symbol", "formula", "family", "aliases")}
        self.temperature, self.activation_energy = QLineEdit(), QLineEdit()
        self.category = _Choice(tr("Category"), get_args(Category))
        self.material_class = _Choice(tr("Class"), get_args(MaterialClass), tr("none"))
        self.ion = _Choice(tr("Working ion"), get_args(Ion), tr("none"))
        self.reference = _Choice(tr("Window against"), get_args(ReferenceElectrode))
        self.method = _Choice(tr("Window: method"), METHODS)
        self.potential_reference = _Choice(tr("Potential against"), get_args(ReferenceElectrode), tr("choose …"))
        self.note = QPlainTextEdit()
        self.problems = {key: _problem() for key in ("name", "formula", "category", "material_class", "ion")}
        self.problems |= {key: row.problem for key, row in self.rows.items()} | {"": _problem()}
        self._grid = QGridLayout()
        self._parts: dict[str, list[QWidget]] = {}
        self._lay_out()
        self._show(material_draft.of(start) if start is not None else Draft())
        self.category.currentIndexChanged.connect(lambda _at: self._follow_category())
        self._follow_category()
        self.words["name"].setFocus()
        if replacing is None:
            self.words["name"].selectAll()

    def _lay_out(self) -> None:
        body = QWidget()
        body.setLayout(self._grid)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(5, 3)
        for column in (2, 3, 4):
            self._grid.setColumnStretch(column, 1)
        self._text_row(tr("Name"), self.words["name"], "name")
        self._text_row(tr("Formula"), self.words["formula"], "formula", tr("Short name"), self.words["symbol"])
        self._text_row(tr("Category"), self.category, "category", tr("Working ion"), self.ion)
        self._grid.addWidget(self.problems["ion"], self._next(), 4, 1, 2)
        self._text_row(tr("Class"), self.material_class, "material_class", tr("Family"), self.words["family"])
        self._text_row(tr("Other names"), self.words["aliases"], "")
        self.words["aliases"].setPlaceholderText(tr("LPSCl; argyrodite chloride"))
        self.words["symbol"].setPlaceholderText(tr("as shown in the stack"))
        self.words["family"].setPlaceholderText(tr("argyrodite, NCM …"))
        heads = (tr("value"), tr("from"), tr("to"), tr("what it is"), tr("source"))
        heads_at = self._next()
        for column, head in enumerate(heads, start=1):
            label = _label(head)
            label.setProperty("muted", True)
            self._grid.addWidget(label, heads_at, column)
        for key in NUMBERS:
            self._number_row(key)
            if key == "conductivity":
                self._pair("conductivity", tr("at temperature"), self.temperature, tr("Activation energy"),
                           self.activation_energy)  # fmt: skip
            if key == "oxidation":
                self._pair("oxidation", tr("against"), self.reference, tr("Method"), self.method)
            if key == "average_potential":
                self._pair("average_potential", tr("against"), self.potential_reference)
        self.temperature.setPlaceholderText(tr("25 degC, or RT"))
        self.activation_energy.setPlaceholderText(tr("0.35 eV"))
        self._text_row(tr("Note"), self.note, "")
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 14)
        self._grid.setRowStretch(self._next(), 1)
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(body)
        self.place = _label("")
        self.place.setProperty("muted", True)
        self.place.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column_ = QVBoxLayout(self)
        column_.addWidget(scroll, 1)
        column_.addWidget(self.problems[""])
        column_.addWidget(self.place)
        column_.addWidget(buttons)
        folder = own_materials.path_of(self._replacing) if self._replacing else own_materials.folder()
        self.place.setText(tr("Kept in {place}. Empty fields mean unknown, never zero.").format(place=folder))
        letters = self.fontMetrics().averageCharWidth()
        lines, room = self.fontMetrics().lineSpacing(), self.screen().availableSize()
        self.resize(min(letters * 110, room.width() - 40), min(lines * 42, room.height() - 60))

    def _next(self) -> int:
        return self._grid.rowCount()

    def _text_row(self, name: str, field: QWidget, key: str, other: str = "", beside: QWidget | None = None) -> None:
        row, label = self._next(), _label(name)
        label.setBuddy(field)
        field.setAccessibleName(name)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(field, row, 1, 1, 1 if beside is not None else 5)
        if beside is not None:
            second = _label(other)
            second.setBuddy(beside)
            beside.setAccessibleName(other)
            self._grid.addWidget(second, row, 2, 1, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(beside, row, 4, 1, 2)
        if key:
            self._grid.addWidget(self.problems[key], row + 1, 1, 1, 5)

    def _number_row(self, key: str) -> None:
        at, row = self._next(), self.rows[key]
        for column, widget in enumerate(row.widgets):
            self._grid.addWidget(widget, at, column)
        self._grid.addWidget(row.problem, at + 1, 1, 1, 5)
        self._parts[key] = list(row.widgets)

    def _pair(self, key: str, name: str, field: QWidget, other: str = "", beside: QWidget | None = None) -> None:
        at, label = self._next(), _label(name)
        label.setProperty("muted", True)
        if not field.accessibleName():
            field.setAccessibleName(f"{NUMBERS[key].name} {name}")
        self._grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(field, at, 1)
        self._parts[key] += [label, field]
        if beside is not None:
            second = _label(other)
            second.setProperty("muted", True)
            if not beside.accessibleName():
                beside.setAccessibleName(other)
            self._grid.addWidget(second, at, 2, 1, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(beside, at, 4, 1, 2)
            self._parts[key] += [second, beside]

    def _show(self, draft: Draft) -> None:
        for name, edit in self.words.items():
            edit.setText(str(getattr(draft, name)))
            edit.setCursorPosition(0)
        for box, value in ((self.category, draft.category), (self.material_class, draft.material_class),
                           (self.ion, draft.ion), (self.reference, draft.window_reference),
                           (self.method, draft.window_method),
                           (self.potential_reference, draft.potential_reference)):  # fmt: skip
            box.take(value)
        for key, row in self.rows.items():
            row.show_entered(draft.number(key))
        self.temperature.setText(draft.temperature)
        self.activation_energy.setText(draft.activation_energy)
        self.note.setPlainText(draft.note)

    def draft(self) -> Draft:
        """Return what stands in the form."""
        words: Mapping[str, str] = {name: edit.text() for name, edit in self.words.items()}
        return Draft(
            **words, category=self.category.value, material_class=self.material_class.value, ion=self.ion.value,
            note=self.note.toPlainText(), temperature=self.temperature.text(),
            activation_energy=self.activation_energy.text(), window_reference=self.reference.value,
            window_method=self.method.value, potential_reference=self.potential_reference.value,
            numbers={key: row.entered() for key, row in self.rows.items()},
        )  # fmt: skip

    def _follow_category(self) -> None:
        """Show the quantities that such a material has, and those that were entered."""
        draft = self.draft()
        for key, parts in self._parts.items():
            for part in parts:
                part.setVisible(draft.applies(key))

    def accept(self) -> None:
        """Save the material; stay open with all problems if that cannot be done."""
        draft, library = self.draft(), self._workspace.library
        made = material_draft.build(draft, self._replacing or own_materials.free_id(draft.name, library), self._base)
        self._show_faults(made if isinstance(made, Faults) else Faults())
        if isinstance(made, Faults):
            return
        try:
            own_materials.save(made, library)
        except UnwritableError as error:
            self._show_faults(Faults({"": [str(error)]}))
            return
        self._workspace.reread()
        self.made = made
        super().accept()

    def _show_faults(self, faults: Faults) -> None:
        first: QWidget | None = None
        fields: dict[str, QWidget] = {**self.words, **{key: row.value for key, row in self.rows.items()}}
        for key, label in self.problems.items():
            said = "; ".join(faults.by_field.get(key, ()))
            label.setText(said)
            label.setVisible(bool(said))
            field = fields.get(key)
            if field is not None:
                _mark(field, said)
                first = first or (field if said else None)
        other = [f"{key.replace('_', ' ')}: {'; '.join(said)}" for key, said in faults.by_field.items()
                 if key not in self.problems]  # fmt: skip
        if other:
            rest = self.problems[""]
            rest.setText("\n".join([rest.text(), *other]).strip())
            rest.show()
        if first is not None:
            first.setFocus()


def _mark(field: QWidget, said: str) -> None:
    field.setAccessibleDescription(said)
    if bool(field.property("invalid")) != bool(said):
        field.setProperty("invalid", bool(said))
        field.style().unpolish(field)
        field.style().polish(field)


def _label(name: str) -> QLabel:
    label = QLabel(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _problem() -> QLabel:
    label = _label("")
    label.setProperty("problem", True)
    label.setWordWrap(True)
    label.hide()
    return label


def ask_material(
    parent: QWidget, workspace: Workspace, start: Material | None = None, replacing: str | None = None
) -> Material | None:
    """Let a person make or change a material; return what was saved, or None."""
    dialog = MaterialEditor(parent, workspace, start, replacing)
    dialog.exec()
    dialog.deleteLater()
    return dialog.made
