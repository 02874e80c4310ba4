"""The stack by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from cellbuilder.app import edits
from cellbuilder.app.drawing.picture import Pouch
from cellbuilder.app.words import tr
from cellbuilder.gui.canvas.look import STEP

if TYPE_CHECKING:
    from cellbuilder.gui.canvas.stack_view import StackView

KEYS: Final = (
    (tr("Left, Right"), tr("select the next layer")),
    (tr("Shift+Left, Shift+Right"), tr("select the seam on that side")),
    (tr("Home, End"), tr("select the first or the last layer")),
    (tr("Alt+Left, Alt+Right"), tr("move the layer")),
    (tr("Insert"), tr("add a layer after the selected one, or at the selected seam")),
    (tr("Delete"), tr("remove the layer")),
    (tr("Return"), tr("edit what is selected")),
    (tr("Menu, Shift+F10"), tr("what else can be done here")),
    (tr("Plus, Minus, 0"), tr("zoom in, zoom out, show all")),
    (tr("1, 2, 3"), tr("show one cell, both sides of a collector, several cells of a pouch")),
    (tr("Escape"), tr("end a drag, or select nothing")),
)
"""Every key that works in the stack, for the help and for screen readers."""
_POUCH: Final[dict[int, Pouch]] = {
    Qt.Key.Key_1: "one cell", Qt.Key.Key_2: "two-sided", Qt.Key.Key_3: "multi-layer",
}  # fmt: skip


class Keys:
    """What each key does; it emits what the view emits for the mouse."""

    def __init__(self, view: StackView) -> None:
        self._view = view

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; return whether it asked for anything."""
        key, held = event.key(), event.modifiers()
        chosen = self._view.selection.layers
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._arrow(-1 if key == Qt.Key.Key_Left else 1, held)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            layers = self._view.document.design.stack.layers
            self._view.selection.select(layers[0 if key == Qt.Key.Key_Home else -1].id)
        elif key == Qt.Key.Key_Delete and len(chosen) == 1:
            self._view.remove_asked.emit(chosen[0])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and chosen:
            self._view.edit_asked.emit()
        elif key == Qt.Key.Key_Insert:
            self._view.add_asked.emit(self._insert_index())
        elif key == Qt.Key.Key_Escape:
            self._view.selection.select()
        else:
            return self._show(key, held)
        return True

    def _show(self, key: int, held: Qt.KeyboardModifier) -> bool:
        if held & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier):
            return False
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._view.zoom(STEP)
        elif key == Qt.Key.Key_Minus:
            self._view.zoom(1.0 / STEP)
        elif key == Qt.Key.Key_0:
            self._view.zoom(0.0)
        elif key in _POUCH:
            self._view.look.set_pouch(_POUCH[key])
        else:
            return False
        return True

    def _arrow(self, step: int, held: Qt.KeyboardModifier) -> None:
        chosen = self._view.selection.layers
        if not held & Qt.KeyboardModifier.AltModifier:
            seam = bool(held & Qt.KeyboardModifier.ShiftModifier)
            self._view.selection.select(*self._neighbour(step, seam=seam))
        elif len(chosen) == 1:
            self._view.move_asked.emit(chosen[0], self._index(chosen[0]) + step)

    def _neighbour(self, step: int, *, seam: bool) -> tuple[str, ...]:
        """Return what lies next to the selection: a layer, or the seam on that side."""
        ids, chosen = [layer.id for layer in self._view.document.design.stack.layers], self._view.selection.layers
        if not chosen:
            return (ids[0 if step > 0 else -1],)
        edge = self._index(chosen[0] if step < 0 else chosen[-1])
        if len(chosen) > 1 and not seam:
            return (ids[edge],)
        following = edge + step
        if not 0 <= following < len(ids):
            return chosen
        return (ids[min(edge, following)], ids[max(edge, following)]) if seam else (ids[following],)

    def _index(self, layer_id: str) -> int:
        return edits.layer_index(self._view.document.design, layer_id)

    def _insert_index(self) -> int:
        chosen = self._view.selection.layers
        if not chosen:
            return len(self._view.document.design.stack.layers)
        return self._index(chosen[-1]) + (len(chosen) == 1)
