"""The cross-section of the cell: drawn from the design, selected and edited by mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QWidget

from cellbuilder.app import present
from cellbuilder.app.colours import SCHEMES
from cellbuilder.app.drawing import card as cards
from cellbuilder.app.drawing import overlay
from cellbuilder.app.drawing import picture as drawing
from cellbuilder.app.drawing.layers import Seam, Slab
from cellbuilder.app.drawing.shapes import Box, Shape
from cellbuilder.app.words import tr
from cellbuilder.domain.design import Design
from cellbuilder.gui import theme
from cellbuilder.gui.canvas.hover_card import HoverCard
from cellbuilder.gui.canvas.keys import KEYS, Keys
from cellbuilder.gui.canvas.look import STEP, StackLook
from cellbuilder.gui.canvas.painter import FontMeasure, Painter, rect
from cellbuilder.gui.canvas.pointer import Pointer
from cellbuilder.gui.canvas.tree import Tree, parts
from cellbuilder.gui.document import Document, Selection, is_seam
from cellbuilder.gui.follow import Follower

PICTURE_SIZE = QSize(1000, 340)
"""The least size of a copied picture."""
PATIENCE = 150
"""So many milliseconds a drag rests before screen readers are told."""


class StackView(QWidget):
    """Draws the stack; emits what a person asks for, and changes nothing itself."""

    move_asked = Signal(str, int)
    add_asked = Signal(int)
    remove_asked = Signal(str)
    edit_asked = Signal()
    menu_asked = Signal(QPoint)
    material_dropped = Signal(str, object)
    """A material of the library: before the layer at an index (int), or into a layer (its id)."""

    def __init__(self, document: Document, selection: Selection) -> None:
        super().__init__()
        self.document, self.selection = document, selection
        self.look = StackLook()
        self.bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar.setAccessibleName(tr("Scroll the stack"))
        self.bar.hide()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(PATIENCE)
        self._rest.timeout.connect(self._name)
        self._pointer, self._keys, self._tree = Pointer(self), Keys(self), Tree(self)
        self._picture: drawing.Picture | None = None
        self._drawn_design: Design | None = None
        self._drawn_for: tuple[object, ...] = ()
        self.measure = FontMeasure(self.font())
        self._card: HoverCard | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setAccessibleName(tr("Stack cross-section"))
        self.setWhatsThis("\n".join(f"{keys}: {what}" for keys, what in KEYS))
        self._fit_height()
        self.bar.valueChanged.connect(self._tell)
        self.look.changed.connect(self._fit_bar)
        selection.changed.connect(self._reveal)
        self._follower = Follower(self, self._refresh, document.changed, selection.changed, self.look.changed)

    # what is shown

    def sizeHint(self) -> QSize:
        """A stack is wider than high."""
        return QSize(760, 300)

    def set_true_scale(self, on: bool) -> None:
        """Switch between true proportion and readable widths."""
        self.look.set_true_scale(on)

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Zoom by a factor, so that what lies at ``x`` stays there; 0 fits the stack into the view."""
        at = self.width() / 2 if x is None else x
        share = (at + self.bar.value()) / self.content_width()
        self.look.set_zoom(self.look.zoom * factor)
        self.bar.setValue(round(share * self.content_width() - at))

    def content_width(self) -> float:
        """Return how wide the whole drawing is."""
        least = drawing.least_width(self.document.design, self.look.drawn, self.measure)
        return max(float(self.width()), least) * self.look.zoom

    def drawn(self) -> drawing.Picture:
        """Return the drawing as it is now; it is worked out once for each change."""
        design, look = self.document.design, self.look.drawn
        wide, high = self.content_width(), self.height() - (self.bar.height() if self.bar.isVisibleTo(self) else 0)
        seen = (float(self.bar.value()), float(self.bar.value() + self.width()))
        now = (wide, high, look, theme.scheme(), self.measure, seen, present.localised("."))
        if self._picture is None or self._drawn_design is not design or now != self._drawn_for:
            self._drawn_design, self._drawn_for = design, now
            self._picture = drawing.picture(
                design, self.document.evaluation, wide, high, theme.current(), self.measure, look, seen
            )
        return self._picture

    def slabs(self) -> tuple[Slab, ...]:
        """Return the layers as drawn now."""
        return self.drawn().slabs

    def slab_rect(self, slab: Slab) -> QRectF:
        """Return where a layer is drawn, in widget coordinates."""
        return rect(self.drawn().box(slab)).translated(-self.bar.value(), 0.0)

    def seams(self) -> tuple[Seam, ...]:
        """Return the boundaries as drawn now."""
        return self.drawn().seams

    def seam_rect(self, seam: Seam) -> QRectF:
        """Return the line of a boundary, in widget coordinates."""
        room = self.drawn().room
        return QRectF(room.x + seam.x - self.bar.value() - 1.0, room.y, 2.0, room.height)

    def plus_point(self, index: int) -> QPointF:
        """Return where the sign for adding before the layer at ``index`` stands, in widget coordinates."""
        room = self.drawn().room
        x, y = overlay.plus_place(self._pointer.gap_x(index), room)
        return QPointF(x - self.bar.value(), y)

    # following the design

    def _refresh(self) -> None:
        self._picture = None
        self._pointer.let_go_of_what_is_gone()
        self._hide_card()
        self._fit_bar()
        self._tell()

    def _tell(self) -> None:
        """Draw, and name everything for screen readers, in a drag once it rests."""
        if self.document.is_dragging:
            self._rest.start()
        else:
            self._name()
        self.update()

    def _name(self) -> None:
        self._rest.stop()
        design, evaluation = self.document.design, self.document.evaluation
        picture = self.drawn()
        names = [f"{slab.heading}: {slab.content}, {slab.size}" for slab in picture.slabs]
        chosen = " and ".join(self.selection.layers)
        said = "; ".join(names) + (f". Selected: {chosen}" if chosen else "")
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
        self._tree.tell(parts(picture, design, evaluation, -self.bar.value()))

    def _fit_bar(self) -> None:
        high = self.bar.sizeHint().height()
        beyond = self.content_width() - self.width()
        self.bar.setVisible(beyond > 0.5)
        self.bar.setGeometry(0, self.height() - high, self.width(), high)
        self.bar.setPageStep(self.width())
        self.bar.setSingleStep(40)
        self.bar.setRange(0, max(round(beyond), 0))

    def _fit_height(self) -> None:
        self.setMinimumHeight(max(150, round(8.5 * self.measure.line)))

    def _reveal(self) -> None:
        """Scroll to what is selected."""
        chosen = [self.slab_rect(slab) for slab in self.slabs() if slab.layer.id in self.selection.layers]
        if not chosen or not self.bar.maximum():
            return
        place = chosen[0].united(chosen[-1])
        if place.right() > self.width() or place.left() < 0:
            self.bar.setValue(round(self.bar.value() + place.center().x() - self.width() / 2))

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew where the font changes."""
        if event.type() == QEvent.Type.FontChange:
            self.measure = FontMeasure(self.font())
            self._fit_height()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw to the new size."""
        super().resizeEvent(event)
        self._follower.refresh()

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw all layers, then what lies over them."""
        picture, colours, shift = self.drawn(), theme.current(), self.bar.value()
        chosen, over = self._selected(picture), self._pointer.shapes(picture, colours, self.measure)
        canvas = QPainter(self)
        canvas.setRenderHint(QPainter.RenderHint.Antialiasing)
        brush = Painter(self.font(), self.measure.size)
        canvas.translate(-shift, 0)
        for shapes in (picture.shapes, chosen, picture.marks, over):
            brush.paint(canvas, shapes)
        canvas.translate(shift, 0)
        bar = self.bar.height() if self.bar.isVisibleTo(self) else 0
        foot = Box(0, 0, self.width(), self.height() - bar)
        brush.paint(canvas, drawing.legend(picture, foot, colours, self.measure))
        if self.hasFocus():
            canvas.setPen(QPen(QColor(colours.accent), 2.0))
            canvas.setBrush(Qt.BrushStyle.NoBrush)
            canvas.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 5, 5)
        canvas.end()

    def _selected(self, picture: drawing.Picture) -> list[Shape]:
        chosen, colours = self.selection.layers, theme.current()
        if is_seam(self.document.design, chosen):
            found = [picture.room.x + seam.x for seam in picture.seams if seam.layers == chosen]
            return [shape for x in found for shape in overlay.selected_seam(x, picture.room, colours)]
        boxes = [picture.box(slab) for slab in picture.slabs if slab.layer.id in chosen]
        return [shape for box in boxes for shape in overlay.selected(box, colours)]

    def picture(self) -> QImage:
        """Return the stack as a picture: always light, at twice the size, nothing selected."""
        size, colours = self.size().expandedTo(PICTURE_SIZE), SCHEMES["light"]
        wide = max(float(size.width()), drawing.least_width(self.document.design, self.look.drawn, self.measure))
        image = QImage(round(2 * wide), 2 * size.height(), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(2.0)
        image.fill(QColor(colours.base))
        made = drawing.picture(
            self.document.design, self.document.evaluation, wide, size.height(), colours, self.measure,
            self.look.drawn,
        )  # fmt: skip
        canvas = QPainter(image)
        canvas.setRenderHint(QPainter.RenderHint.Antialiasing)
        brush = Painter(self.font(), self.measure.size, keep=False)
        brush.paint(canvas, (*made.shapes, *made.marks))
        brush.paint(canvas, drawing.legend(made, Box(0, 0, wide, size.height()), colours, self.measure))
        canvas.end()
        return image

    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setImage(self.picture())

    # the card beside the pointer

    def card(self, layers: tuple[str, ...]) -> cards.Card | None:
        """Return what is known of a layer or of a seam."""
        design, evaluation = self.document.design, self.document.evaluation
        if len(layers) == 1:
            slab = next(slab for slab in self.slabs() if slab.layer.id == layers[0])
            return cards.layer_card(design, evaluation, slab)
        return cards.seam_card(design, evaluation, layers) if len(layers) == 2 else None

    def _show_card(self, point: QPoint) -> None:
        self._hide_card()
        card = self.card(self._pointer.at(QPointF(point)))
        if card is not None and not self._pointer.busy:
            self._card = HoverCard(self.window(), card)
            self._card.place(self.mapTo(self.window(), point))

    def _hide_card(self) -> None:
        if self._card is not None:
            self._card.hide()
            self._card.deleteLater()
            self._card = None

    def event(self, event: QEvent) -> bool:
        """Show the card where the pointer rests; keep plus, minus and nought for the zoom."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_card(event.pos())
            return True
        if event.type() in (QEvent.Type.Leave, QEvent.Type.Hide, QEvent.Type.FocusOut):
            self._hide_card()
        return super().event(event)

    # events, each handed to who knows

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus."""
        super().focusOutEvent(event)
        self._pointer.cancel()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends a drag; the rest is for the keys."""
        self._hide_card()
        if event.key() == Qt.Key.Key_Escape and self._pointer.cancel():
            return
        if not self._keys.press(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the seam or the layer under the pointer."""
        self._hide_card()
        self._pointer.press(event)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what could be done here, or drag."""
        if self._pointer.move(event):
            self._hide_card()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of a layer, or add one."""
        self._pointer.release(event)
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go on to the fields of what was clicked."""
        if event.button() == Qt.MouseButton.LeftButton and self.selection.layers:
            self._pointer.cancel()
            self.edit_asked.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget where the pointer was."""
        self._pointer.leave()
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll sideways else."""
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(STEP ** (turn.y() / 120.0), event.position().x())
        elif self.bar.maximum():
            self.bar.setValue(self.bar.value() - (turn.x() or turn.y()))
        else:
            event.ignore()
            return
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu where the pointer is, or on the selected layer if the keyboard asks."""
        self._hide_card()
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.mapToGlobal(self._middle_of_selection().toPoint())
        self.menu_asked.emit(place)

    def _middle_of_selection(self) -> QPointF:
        chosen = (self.slab_rect(slab) for slab in self.slabs() if slab.layer.id in self.selection.layers)
        return next(chosen, QRectF(self.rect())).center()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take materials and layers; the rest is for the window."""
        self._pointer.drag_over(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Mark where it would go."""
        self._pointer.drag_over(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the mark away."""
        self._pointer.leave()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for what was dropped here."""
        self._pointer.drop(event)
