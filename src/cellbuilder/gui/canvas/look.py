"""How the stack is shown: scale, pouch view, zoom. Nothing of it belongs to the design."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Signal

from cellbuilder.app.drawing.picture import Look, Pouch

STEP: Final = 1.25
MOST_ZOOM: Final = 10.0


class StackLook(QObject):
    """The settings of the view; whoever shows them in a menu follows ``changed``."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look = Look()
        self._zoom = 1.0

    @property
    def drawn(self) -> Look:
        """Scale and pouch view, as the drawing takes them."""
        return self._look

    @property
    def zoom(self) -> float:
        """How many times wider than the view the stack is drawn."""
        return self._zoom

    def set_true_scale(self, on: bool) -> None:
        """Switch between true proportion and readable widths."""
        self._set(replace(self._look, true_scale=on), self._zoom)

    def set_pouch(self, pouch: Pouch) -> None:
        """Show one cell, both sides of a collector, or several cells."""
        self._set(replace(self._look, pouch=pouch), self._zoom)

    def set_zoom(self, zoom: float) -> None:
        """Zoom in or out, within bounds."""
        self._set(self._look, min(max(zoom, 1.0), MOST_ZOOM))

    def _set(self, look: Look, zoom: float) -> None:
        if (look, zoom) != (self._look, self._zoom):
            self._look, self._zoom = look, zoom
            self.changed.emit()
