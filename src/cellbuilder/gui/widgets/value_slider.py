"""A slider for a quantity: linear, or logarithmic where the quantity spans decades. Showing never writes back."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

STEPS: Final = 1000
"""Places of the handle."""


class ValueSlider(QSlider):
    """Shows an SI value between two ends and reports what a person sets with mouse or keys, nothing else."""

    moved = Signal(float, bool)
    """The value in SI, and whether a new drag or a new key press begins with it."""

    def __init__(self, name: str, *, log: bool, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._log, self._low, self._high = log, 0.0, 1.0
        self._fresh = True
        self.setRange(0, STEPS)
        self.setSingleStep(STEPS // 100)
        self.setPageStep(STEPS // 10)
        self.setAccessibleName(name)
        self.setObjectName(f"slider:{name}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 6)
        self.actionTriggered.connect(self._act)

    def show_value(self, si: float | None, low: float, high: float) -> None:
        """Put the handle where a value stands between the ends of the slider; nothing is emitted."""
        if not self.isSliderDown():  # the scale must not slip under a handle that is held
            self._low, self._high = low, high
        place = 0 if si is None else self._place(si)
        if place != self.value():
            self.setValue(place)

    def value_at(self, place: int) -> float:
        """Return the SI value of a place of the handle."""
        part = place / STEPS
        if self._log:
            return float(self._low * (self._high / self._low) ** part)
        return self._low + (self._high - self._low) * part

    def _place(self, si: float) -> int:
        if self._log:
            part = 0.0 if si <= self._low else math.log(si / self._low) / math.log(self._high / self._low)
        else:
            part = (si - self._low) / (self._high - self._low)
        return round(STEPS * min(max(part, 0.0), 1.0))

    def _act(self, _action: int) -> None:
        place = self.sliderPosition()
        if place != self.value():
            fresh, self._fresh = self._fresh, False
            self.moved.emit(self.value_at(place), fresh)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every press is a step of its own; a key that is held down makes one step of all."""
        self._fresh = self._fresh or not event.isAutoRepeat()
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle to where the mouse is; from there it follows."""
        self._fresh = True
        if event.button() == Qt.MouseButton.LeftButton:
            option = QStyleOptionSlider()
            self.initStyleOption(option)
            style, kind = self.style(), QStyle.ComplexControl.CC_Slider
            handle = style.subControlRect(kind, option, QStyle.SubControl.SC_SliderHandle, self)
            groove = style.subControlRect(kind, option, QStyle.SubControl.SC_SliderGroove, self)
            if not handle.contains(event.position().toPoint()):
                along = round(event.position().x()) - groove.left() - handle.width() // 2
                room = groove.width() - handle.width()
                self.setSliderPosition(QStyle.sliderValueFromPosition(0, STEPS, along, room))
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The next drag is another step of the history."""
        super().mouseReleaseEvent(event)
        self._fresh = True

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling past a slider changes nothing."""
        event.ignore()
