"""What is asked in the Explore tab: curve, map or spread, of which inputs and results."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QSpinBox, QToolButton, QVBoxLayout, QWidget

from cellbuilder.app.exploring import Choice, Menu, Outcome, Varied
from cellbuilder.app.words import tr
from cellbuilder.gui.explore.rows import EndField, InputRows, KeyBox, named, suggested

Mode = Literal["curve", "map", "spread"]
MOST_RESULTS: Final = 3
POINTS, MAP_POINTS, MOST_POINTS, MOST_MAP_POINTS = 41, 31, 401, 81
_FAVOURITES: Final = ("thickness:electrolyte", "loading:cathode", "temperature")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: ``varied`` holds one input for a curve, two for a map; keys of results; a target."""

    mode: Mode = "curve"
    varied: tuple[Varied, ...] = ()
    results: tuple[str, ...] = ()
    points: int = POINTS
    target: float | None = None


def settled(request: Request, menu: Menu) -> Request:
    """Return a request that this design can answer: what it has not, is replaced by what is usual."""
    choices = {choice.key: choice for choice in menu.choices}
    varied: list[Varied] = []
    for place in range(2):
        asked = request.varied[place] if place < len(request.varied) else None
        known = choices.get(asked.key) if asked is not None else None
        if asked is not None and known is not None and known.unit == asked.unit:
            varied.append(replace(asked, name=known.name, value=known.value))
        else:
            varied.append(suggested(_usual(menu, {entry.key for entry in varied})))
    outcomes = {outcome.key for outcome in menu.outcomes}
    results = tuple(key for key in dict.fromkeys(request.results) if key in outcomes)
    return replace(request, varied=tuple(varied), results=results or (menu.outcomes[0].key,))


def _usual(menu: Menu, taken: set[str]) -> Choice:
    choices = {choice.key: choice for choice in menu.choices if choice.key not in taken}
    return next((choices[key] for key in _FAVOURITES if key in choices), next(iter(choices.values())))


class ExploreControls(QWidget):
    """The column of controls. ``changed`` comes when a person wants something else."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._menu: Menu | None = None
        self._outcomes: dict[str, Outcome] = {}
        self.modes = QButtonGroup(self)
        self.mode_buttons: dict[Mode, QToolButton] = {}
        modes = QHBoxLayout()
        modes.setSpacing(2)
        said: tuple[tuple[Mode, str, str], ...] = (
            ("curve", tr("Curve"), tr("Results along one input")),
            ("map", tr("Map"), tr("One result over two inputs")),
            ("spread", tr("Spread"), tr("Draw all inputs within their ranges: what drives the result, what to measure "
                                        "next")),
        )  # fmt: skip
        for mode, name, tip in said:
            button = QToolButton()
            button.setText(name)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setAutoRaise(True)
            self.modes.addButton(button)
            self.mode_buttons[mode] = button
            modes.addWidget(button)
        modes.addStretch(1)
        self.mode_buttons["curve"].setChecked(True)
        self.first, self.second = InputRows(tr("Vary")), InputRows(tr("Against"))
        self.results = [KeyBox(name) for name in (tr("Result"), tr("Second result"), tr("Third result"))]
        self._result_name = QLabel(tr("Result"))
        self._result_name.setBuddy(self.results[0])
        self.points = QSpinBox()
        self.points.setAccessibleName(tr("Points"))
        self.points.setKeyboardTracking(False)
        self.points.setRange(2, MOST_POINTS)
        self.points.setValue(POINTS)
        self.target = EndField(tr("Target"))
        self.target.setPlaceholderText(tr("none"))
        points_name, self._target_name = QLabel(tr("Points")), QLabel(tr("Target"))
        points_name.setBuddy(self.points)
        self._target_name.setBuddy(self.target)
        self._last = QWidget()
        row = QHBoxLayout(self._last)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (points_name, self.points, self._target_name, self.target):
            row.addWidget(widget, 2 if widget is self.target else 1 if widget is self.points else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(6)
        column.addLayout(modes)
        for part in (self.first, self.second, self._result_name, *self.results, self._last):
            column.addWidget(part)
        column.addStretch(1)
        self._connect()
        self._arrange()

    @property
    def mode(self) -> Mode:
        """Curve, map or spread."""
        return next(mode for mode, button in self.mode_buttons.items() if button.isChecked())

    def outcome(self, key: str) -> Outcome:
        """Return a result by its key."""
        return self._outcomes[key]

    def request(self) -> Request:
        """Return what is asked.

        Raises:
            EditError: a field cannot be read.
        """
        if self._menu is None:
            return Request(self.mode)
        inputs = [rows.varied() for rows in (self.first, self.second)]
        boxes = self.results if self.mode == "curve" else self.results[:1]
        keys = tuple(box.key for box in boxes if box.key)
        target = self.target.value() if self.mode == "curve" else None
        return Request(
            self.mode, tuple(entry for entry in inputs if entry is not None), keys, self.points.value(), target
        )

    def show_menu(self, menu: Menu, request: Request) -> None:
        """Show what the design has, and what of it is looked at; what is being typed stays."""
        self._menu = menu
        self._outcomes = {outcome.key: outcome for outcome in menu.outcomes}
        for rows, varied in zip((self.first, self.second), request.varied, strict=True):
            rows.show_choices(menu.choices, varied)
        entries = [(outcome.key, named(outcome)) for outcome in menu.outcomes]
        for place, box in enumerate(self.results):
            key = request.results[place] if place < len(request.results) else box.key
            none = [("", tr("no further result"))] if place else []
            box.show_entries([*none, *entries], key if key in self._outcomes else "")
        self._follow_result()

    def _connect(self) -> None:
        self.modes.buttonClicked.connect(lambda _button: self._turn())
        for rows in (self.first, self.second):
            rows.changed.connect(self.changed)
        for box in self.results:
            box.picked.connect(self._pick)
        self.points.valueChanged.connect(lambda _value: self.changed.emit())
        self.target.editingFinished.connect(self._aim)
        self.target.textEdited.connect(self.target.unmark)

    def _turn(self) -> None:
        self.points.blockSignals(True)
        self.points.setMaximum(MOST_MAP_POINTS if self.mode == "map" else MOST_POINTS)
        self.points.setValue(MAP_POINTS if self.mode == "map" else POINTS)
        self.points.blockSignals(False)
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        mode = self.mode
        self.first.setVisible(mode != "spread")
        self.second.setVisible(mode == "map")
        self._last.setVisible(mode != "spread")
        for widget in (self._target_name, self.target, *self.results[1:]):
            widget.setVisible(mode == "curve")

    def _pick(self) -> None:
        self._follow_result()
        self.changed.emit()

    def _follow_result(self) -> None:
        """Give the target the unit of the result."""
        outcome = self._outcomes.get(self.results[0].key)
        if outcome is not None and outcome.unit != self.target.unit:
            self.target.show_value(None, outcome.unit)

    def _aim(self) -> None:
        if self.target.isModified():
            self.changed.emit()
