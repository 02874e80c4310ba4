"""The cross-section of the cell: drawn from the design, selected by mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cellbuilder.gui.canvas import layout, painter
from cellbuilder.gui.document import Document, Selection

MARGIN = 14.0
SEAM_REACH = 7.0


class StackView(QWidget):
    """Draws the stack; emits what a person asks for, and changes nothing itself."""

    move_asked = Signal(str, int)
    add_asked = Signal(int)
    remove_asked = Signal(str)

    def __init__(self, document: Document, selection: Selection) -> None:
        super().__init__()
        self._document, self._selection = document, selection
        self._true_scale = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(190)
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

    def _room(self) -> QRectF:
        return QRectF(self.rect()).adjusted(MARGIN, 36.0, -MARGIN, -46.0)

    def _refresh(self) -> None:
        names = [f"{slab.heading}: {slab.content}, {slab.size}" for slab in self.slabs()]
        chosen = " and ".join(self._selection.layers)
        self.setAccessibleDescription("; ".join(names) + (f". Selected: {chosen}" if chosen else ""))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw all layers, then the seams, then the selection."""
        canvas = QPainter(self)
        canvas.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawn = self.slabs()
        for slab in drawn:
            painter.draw_slab(canvas, self.slab_rect(slab), slab, selected=self._selection.layers == (slab.layer.id,))
        for seam in layout.seams(drawn, self._document.evaluation):
            painter.draw_seam(
                canvas, self._room(), self._room().left() + seam.x, seam.finding,
                selected=set(self._selection.layers) == set(seam.layers),
            )  # fmt: skip
        scale = "true proportion" if self._true_scale else "readable widths, not to scale"
        painter.draw_caption(canvas, QRectF(self.rect()), scale, focused=self.hasFocus())
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
        if event.button() == Qt.MouseButton.LeftButton:
            self._selection.select(*self._at(event.position()))
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what lies under the pointer."""
        QToolTip.showText(event.globalPosition().toPoint(), self._tip(self._at(event.position())), self)

    def _at(self, point: QPointF) -> tuple[str, ...]:
        room = self._room()
        drawn = self.slabs()
        for seam in layout.seams(drawn, self._document.evaluation):
            if abs(point.x() - room.left() - seam.x) <= SEAM_REACH:
                return seam.layers
        for slab in drawn:
            if self.slab_rect(slab).contains(point):
                return (slab.layer.id,)
        return ()

    def _tip(self, layers: tuple[str, ...]) -> str:
        drawn = self.slabs()
        if len(layers) == 1:
            slab = next(slab for slab in drawn if slab.layer.id == layers[0])
            return painter.plain(f"{slab.heading}\n{slab.content}\n{slab.size}")
        if len(layers) == 2:
            seam = next(seam for seam in layout.seams(drawn, self._document.evaluation) if seam.layers == layers)
            return painter.plain(seam.finding.title if seam.finding is not None else "no published evidence here")
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows select, Alt+arrows move, Insert adds, Delete removes."""
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = -1 if key == Qt.Key.Key_Left else 1
            if alt:
                self._ask_move(step)
            else:
                self._select_next(step)
        elif key == Qt.Key.Key_Delete and len(self._selection.layers) == 1:
            self.remove_asked.emit(self._selection.layers[0])
        elif key == Qt.Key.Key_Insert:
            self.add_asked.emit(self._insert_index())
        else:
            super().keyPressEvent(event)

    def _index(self) -> int:
        ids = [layer.id for layer in self._document.design.stack.layers]
        chosen = self._selection.layers
        return ids.index(chosen[-1]) if chosen and chosen[-1] in ids else -1

    def _insert_index(self) -> int:
        index = self._index()
        return index if len(self._selection.layers) == 2 else index + 1

    def _select_next(self, step: int) -> None:
        layers = self._document.design.stack.layers
        index = self._index()
        following = (0 if step > 0 else len(layers) - 1) if index < 0 else max(0, min(index + step, len(layers) - 1))
        self._selection.select(layers[following].id)

    def _ask_move(self, step: int) -> None:
        index = self._index()
        if index >= 0 and len(self._selection.layers) == 1:
            self.move_asked.emit(self._selection.layers[0], index + step)
