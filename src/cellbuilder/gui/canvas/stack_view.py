"""The cross-section of the cell: drawn from the design, selected by mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cellbuilder.app import edits
from cellbuilder.gui import text
from cellbuilder.gui.canvas import layout, painter
from cellbuilder.gui.document import Document, Selection, is_seam

MARGIN = 14.0
SEAM_REACH = 7.0


class StackView(QWidget):
    """Draws the stack; emits what a person asks for, and changes nothing itself."""

    move_asked = Signal(str, int)
    add_asked = Signal(int)
    remove_asked = Signal(str)
    edit_asked = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, document: Document, selection: Selection) -> None:
        super().__init__()
        self._document, self._selection = document, selection
        self._true_scale = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(150)
        self.setAccessibleName("Stack cross-section")
        document.changed.connect(self._refresh)
        selection.changed.connect(self._refresh)
        self._refresh()

    def sizeHint(self) -> QSize:
        """A stack is wider than high."""
        return QSize(760, 300)

    def set_true_scale(self, on: bool) -> None:
        """Switch between true proportion and readable widths."""
        self._true_scale = on
        self.update()

    def slabs(self) -> tuple[layout.Slab, ...]:
        """Return the layers as drawn now."""
        return layout.slabs(
            self._document.design, self._document.evaluation, self._room().width(), true_scale=self._true_scale
        )

    def slab_rect(self, slab: layout.Slab) -> QRectF:
        """Return where a layer is drawn, in widget coordinates."""
        room = self._room()
        return QRectF(room.left() + slab.left, room.top(), slab.width, room.height())

    def seams(self) -> tuple[layout.Seam, ...]:
        """Return the boundaries as drawn now."""
        return layout.seams(self.slabs(), self._document.evaluation)

    def _room(self) -> QRectF:
        return QRectF(self.rect()).adjusted(MARGIN, painter.HEAD, -MARGIN, -painter.FOOT)

    def _refresh(self) -> None:
        names = [f"{slab.heading}: {slab.content}, {slab.size}" for slab in self.slabs()]
        chosen = " and ".join(self._selection.layers)
        self.setAccessibleDescription("; ".join(names) + (f". Selected: {chosen}" if chosen else ""))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw all layers, then the seams, then the selection."""
        canvas = QPainter(self)
        canvas.setRenderHint(QPainter.RenderHint.Antialiasing)
        room, drawn, chosen = self._room(), self.slabs(), self._selection.layers
        outlined = () if is_seam(self._document.design, chosen) else chosen
        for slab in drawn:
            painter.draw_slab(canvas, self.slab_rect(slab), slab, selected=slab.layer.id in outlined)
        verdicts: list[str] = [slab.finding.verdict for slab in drawn if slab.finding is not None]
        for seam in self.seams():
            painter.draw_seam(canvas, room, room.left() + seam.x, seam.finding, selected=chosen == seam.layers)
            verdicts.append(painter.verdict(seam.finding))
        scale = "true proportion" if self._true_scale else "readable widths, not to scale"
        painter.draw_legend(canvas, QRectF(self.rect()).adjusted(MARGIN, 0, -MARGIN, 0), verdicts, scale)
        if self.hasFocus():
            painter.draw_focus(canvas, QRectF(self.rect()))
        canvas.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus."""
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the seam or the layer under the pointer."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self._selection.select(*self._at(event.position()))
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go on to the fields of what was clicked."""
        if event.button() == Qt.MouseButton.LeftButton and self._selection.layers:
            self.edit_asked.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu where the pointer is, or on the selected layer if the keyboard asks."""
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.mapToGlobal(self._middle_of_selection().toPoint())
        self.menu_asked.emit(place)

    def event(self, event: QEvent) -> bool:
        """Say what lies under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(self._at(QPointF(event.pos()))), self)
            return True
        return super().event(event)

    def _middle_of_selection(self) -> QPointF:
        for slab in self.slabs():
            if slab.layer.id in self._selection.layers:
                return self.slab_rect(slab).center()
        return QPointF(self.rect().center())

    def _at(self, point: QPointF) -> tuple[str, ...]:
        drawn, room = self.slabs(), self._room()
        if not room.contains(point):
            return ()
        reach = min(SEAM_REACH, min(slab.width for slab in drawn) / 3.0)
        for seam in layout.seams(drawn, self._document.evaluation):
            on_mark = point.y() < room.top() + 2.5 * painter.MARK
            if abs(point.x() - room.left() - seam.x) <= (SEAM_REACH if on_mark else reach):
                return seam.layers
        return next(((slab.layer.id,) for slab in drawn if self.slab_rect(slab).contains(point)), ())

    def _tip(self, layers: tuple[str, ...]) -> str:
        if len(layers) == 1:
            slab = next(slab for slab in self.slabs() if slab.layer.id == layers[0])
            finding = f"\n{slab.finding.verdict}: {slab.finding.title}" if slab.finding is not None else ""
            return text.plain(f"{slab.heading}\n{slab.content}\n{slab.size}{finding}")
        if len(layers) == 2:
            found = next(seam.finding for seam in self.seams() if seam.layers == layers)
            return text.plain("no published evidence here" if found is None else f"{found.verdict}: {found.title}")
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows select, with Shift a seam, with Alt they move; Insert adds, Delete removes, Return edits."""
        key, chosen = event.key(), self._selection.layers
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._arrow(-1 if key == Qt.Key.Key_Left else 1, event.modifiers())
        elif key == Qt.Key.Key_Delete and len(chosen) == 1:
            self.remove_asked.emit(chosen[0])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and chosen:
            self.edit_asked.emit()
        elif key == Qt.Key.Key_Insert:
            self.add_asked.emit(self._insert_index())
        elif key == Qt.Key.Key_Escape:
            self._selection.select()
        else:
            super().keyPressEvent(event)

    def _arrow(self, step: int, modifiers: Qt.KeyboardModifier) -> None:
        chosen = self._selection.layers
        if not modifiers & Qt.KeyboardModifier.AltModifier:
            self._selection.select(*self._neighbour(step, seam=bool(modifiers & Qt.KeyboardModifier.ShiftModifier)))
        elif len(chosen) == 1:
            self.move_asked.emit(chosen[0], self._index(chosen[0]) + step)

    def _neighbour(self, step: int, *, seam: bool) -> tuple[str, ...]:
        """Return what lies next to the selection: a layer, or the seam on that side."""
        ids, chosen = [layer.id for layer in self._document.design.stack.layers], self._selection.layers
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
        return edits.layer_index(self._document.design, layer_id)

    def _insert_index(self) -> int:
        chosen = self._selection.layers
        if not chosen:
            return len(self._document.design.stack.layers)
        return self._index(chosen[-1]) + (len(chosen) == 1)
