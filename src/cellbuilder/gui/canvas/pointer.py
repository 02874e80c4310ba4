"""The mouse over the stack: what lies under it, the sign for adding, dragging a layer, drops from the library."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from cellbuilder.app import edits
from cellbuilder.app.colours import Colours
from cellbuilder.app.drawing import overlay
from cellbuilder.app.drawing.marks import radius
from cellbuilder.app.drawing.picture import Picture, dragged
from cellbuilder.app.drawing.shapes import Measure, Shape
from cellbuilder.app.words import tr
from cellbuilder.gui import drops

if TYPE_CHECKING:
    from cellbuilder.gui.canvas.stack_view import StackView

SEAM_REACH: Final = 7.0
DROP_REACH: Final = 0.22
"""Share of a layer on each side that belongs to the gap beside it while something is dropped."""

Target = int | str
"""A gap, by the index of the layer behind it, or a layer by its id."""


class Pointer:
    """Keeps what the mouse is doing; only finding out what lies under it happens while it moves."""

    def __init__(self, view: StackView) -> None:
        self._view = view
        self._hover: int | None = None
        self._pressed: tuple[str, QPointF] | None = None
        self._on_plus: int | None = None
        self._dragged: str | None = None
        self._x = 0.0
        self._target: Target | None = None

    @property
    def busy(self) -> bool:
        """Whether a layer is being dragged or something is about to be dropped."""
        return self._dragged is not None or self._target is not None

    # what lies where

    def at(self, point: QPointF) -> tuple[str, ...]:
        """Return the layer or the two layers of the seam under a point of the view."""
        picture, x, y = self._view.drawn(), point.x() + self._view.bar.value(), point.y()
        if not picture.room.holds(x, y):
            return ()
        reach = min(SEAM_REACH, min(slab.width for slab in picture.slabs) / 3.0)
        on_mark = y < picture.room.y + 2.5 * radius(self._view.measure)
        for seam in picture.seams:
            if abs(x - picture.room.x - seam.x) <= (SEAM_REACH if on_mark else reach):
                return seam.layers
        return next(((place.layer.id,) for place in picture.places if place.box.holds(x, y)), ())

    def gap_x(self, index: int) -> float:
        """Return where the gap before the layer at ``index`` lies in the drawing."""
        picture = self._view.drawn()
        if index < len(picture.slabs):
            return picture.box(picture.slabs[index]).x
        return picture.box(picture.slabs[-1]).right

    def _gap_near(self, point: QPointF) -> int | None:
        """Return the gap beside which the pointer is, the two ends included."""
        picture, x = self._view.drawn(), point.x() + self._view.bar.value()
        if not picture.room.y <= point.y() <= picture.room.bottom:
            return None
        near = [(abs(self.gap_x(index) - x), index) for index in range(len(picture.slabs) + 1)]
        distance, index = min(near)
        beside = 2.0 * SEAM_REACH + 4 if index in (0, len(picture.slabs)) else SEAM_REACH + 4
        return index if distance <= beside else None

    def _target_at(self, point: QPointF) -> Target | None:
        """Return where something dropped would go: between two layers, or into one."""
        picture, x = self._view.drawn(), point.x() + self._view.bar.value()
        for index, slab in enumerate(picture.slabs):
            box = picture.box(slab)
            if box.x <= x <= box.right:
                edge = max(min(box.width * DROP_REACH, 26.0), min(box.width / 3.0, SEAM_REACH))
                if x - box.x < edge:
                    return index
                return index + 1 if box.right - x < edge else slab.layer.id
        if x < picture.box(picture.slabs[0]).x:
            return 0
        return len(picture.slabs) if x > picture.box(picture.slabs[-1]).right else None

    def _shown_plus(self) -> list[int]:
        """Return the gaps that offer to add a layer: under the pointer, and the selected seam."""
        found = [] if self._hover is None else [self._hover]
        chosen = self._view.selection.layers
        for index, seam in enumerate(self._view.drawn().seams, start=1):
            if seam.layers == chosen and index not in found:
                found.append(index)
        return found

    def _plus_at(self, point: QPointF) -> int | None:
        for index in self._shown_plus():
            place = self._view.plus_point(index) - point
            if math.hypot(place.x(), place.y()) <= overlay.PLUS + 2:
                return index
        return None

    # the mouse

    def press(self, event: QMouseEvent) -> None:
        """Select what was hit, or get ready to add or to drag."""
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            return
        left = event.button() == Qt.MouseButton.LeftButton
        self._on_plus = self._plus_at(event.position()) if left else None
        if self._on_plus is not None:
            return
        hit = self.at(event.position())
        self._view.selection.select(*hit)
        if left and len(hit) == 1:
            self._pressed = (hit[0], event.position())

    def move(self, event: QMouseEvent) -> bool:
        """Follow the pointer; return whether what is shown has changed."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._pressed is not None:
            return self._drag(event.position())
        hover = None if event.buttons() else self._gap_near(event.position())
        self._point(on_plus=self._plus_at(event.position()) is not None)
        if hover == self._hover:
            return False
        self._hover = hover
        self._view.update()
        return True

    def _point(self, *, on_plus: bool) -> None:
        """Show a hand over what can be clicked."""
        hand = self._view.cursor().shape() == Qt.CursorShape.PointingHandCursor
        if on_plus and not hand:
            self._view.setCursor(Qt.CursorShape.PointingHandCursor)
        elif hand and not on_plus:
            self._view.unsetCursor()

    def _drag(self, point: QPointF) -> bool:
        assert self._pressed is not None
        layer, start = self._pressed
        if self._dragged is None:
            if (point - start).manhattanLength() < QApplication.startDragDistance():
                return False
            self._dragged, self._hover = layer, None
            self._view.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._x = point.x() - start.x()
        inside = self._view.rect().contains(point.toPoint())
        self._target = self._move_gap(layer, point) if inside else None
        self._view.update()
        return True

    def _move_gap(self, layer: str, point: QPointF) -> int | None:
        """Return the gap into which a dragged layer would go, or None where it would stay."""
        picture, x = self._view.drawn(), point.x() + self._view.bar.value()
        at = min(range(len(picture.slabs) + 1), key=lambda index: abs(self.gap_x(index) - x))
        own = edits.layer_index(self._view.document.design, layer)
        return None if at in (own, own + 1) else at

    def release(self, event: QMouseEvent) -> None:
        """Move the dragged layer, or ask for a new one where the sign was clicked."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        plus, dragged, target = self._on_plus, self._dragged, self._target
        self.cancel()
        if plus is not None and self._plus_at(event.position()) == plus:
            self.leave()
            self._view.add_asked.emit(plus)
        elif dragged is not None and isinstance(target, int):
            own = edits.layer_index(self._view.document.design, dragged)
            self._view.move_asked.emit(dragged, target - (target > own))

    def cancel(self) -> bool:
        """Put everything back; return whether a layer was being dragged."""
        dragging = self._dragged is not None
        self._pressed = self._dragged = self._target = self._on_plus = None
        if dragging:
            self._view.unsetCursor()
        self._view.update()
        return dragging

    def let_go_of_what_is_gone(self) -> None:
        """End a drag whose layer went while it was held, by a key or an undo; forget a place that is no more."""
        ids = [layer.id for layer in self._view.document.design.stack.layers]
        if self._pressed is not None and self._pressed[0] not in ids:
            self.cancel()
        places: tuple[Target | None, ...] = (*ids, *range(len(ids) + 1))
        if self._target not in places:
            self._target = None
        if self._hover not in places:
            self._hover = None

    def leave(self) -> None:
        """The pointer has gone."""
        if self._dragged is None:
            self._hover = self._target = None
            self._point(on_plus=False)
            self._view.update()

    # drops

    def drag_over(self, event: QDropEvent) -> None:
        """Accept a material or a layer, and mark where it would go."""
        wanted = drops.item(event.mimeData())
        target = self._target_at(event.position()) if wanted is not None else None
        if wanted is None or wanted[0] not in ("material", "layer") or target is None:
            self.leave()
            event.ignore()
            return
        if target != self._target:
            self._target = target
            self._view.update()
        event.acceptProposedAction()

    def drop(self, event: QDropEvent) -> None:
        """Ask for the material here, or for the layer to be moved here."""
        wanted, target = drops.item(event.mimeData()), self._target_at(event.position())
        self.leave()
        if wanted is None or target is None or wanted[0] not in ("material", "layer"):
            event.ignore()
            return
        event.acceptProposedAction()
        kind, key = wanted
        if kind == "material":
            self._view.material_dropped.emit(key, target)
            return
        ids = [layer.id for layer in self._view.document.design.stack.layers]
        if key in ids:
            place = target if isinstance(target, int) else ids.index(target)
            self._view.move_asked.emit(key, place - (place > ids.index(key)))

    # what is drawn over the stack

    def shapes(self, picture: Picture, colours: Colours, measure: Measure) -> list[Shape]:
        """Return the signs for adding, the mark where something would go, the layer that is dragged."""
        found: list[Shape] = []
        if not self.busy:
            for index in self._shown_plus():
                found += overlay.plus(self.gap_x(index), picture.room, colours)
            return found
        if self._dragged is not None:
            found.append(dragged(picture, self._dragged, self._x, colours))
        if isinstance(self._target, int):
            words = "" if self._dragged is not None else tr("new layer here")
            found += overlay.drop_between(self.gap_x(self._target), picture.room, words, colours, measure)
        elif self._target is not None:
            slab = next(slab for slab in picture.slabs if slab.layer.id == self._target)
            words = tr("into {layer}").format(layer=slab.heading)
            found += overlay.drop_into(picture.box(slab), words, picture.room, colours, measure)
        return found
