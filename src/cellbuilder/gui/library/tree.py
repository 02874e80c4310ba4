"""The tree of the library and what of it is in sight."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QSize, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QPainter, QPaintEvent, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import QTreeView

from cellbuilder.app.words import tr
from cellbuilder.gui.library.items import FOUND, FOUND_ROLE, KEY_ROLE, KIND_ROLE, NEW, TITLE_ROLE
from cellbuilder.gui.library.pictures import Pictures

DRAG_SIZE = QSize(220, 48)


class Found(QSortFilterProxyModel):
    """Lets through what was found, with the headings above it; everything where nothing is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.setRecursiveFilteringEnabled(True)
        self.setFilterRole(FOUND_ROLE)

    def show_found(self, *, all_of_it: bool) -> None:
        """Show what the source has marked as found, or all."""
        wanted = "" if all_of_it else f"^{FOUND}$"
        if wanted or self.filterRegularExpression().pattern():
            self.setFilterRegularExpression(wanted)
            self.invalidate()

    def is_found(self, index: QModelIndex) -> bool:
        """Whether a row is an entry that was found, not only a heading above one."""
        kind, everything = index.data(KIND_ROLE), not self.filterRegularExpression().pattern()
        return bool(kind) and kind != NEW and (everything or index.data(FOUND_ROLE) == FOUND)


class LibraryTree(QTreeView):
    """A tree in which Return opens what is selected, and from which entries can be dragged."""

    chosen = Signal(QModelIndex)
    current_changed = Signal()
    menu_asked = Signal()
    first_painted = Signal()

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._was_painted = False
        self.setHeaderHidden(True)
        self.setIndentation(11)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(tr("Library"))
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setDragEnabled(True)
        self.setDragDropMode(QTreeView.DragDropMode.DragOnly)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda _place: self.menu_asked.emit())

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        """Say that another row is the current one."""
        super().currentChanged(current, previous)
        self.current_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and Enter open; all else as usual."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def startDrag(self, _supportedActions: Qt.DropAction) -> None:
        """Drag an entry with its picture, or with its name where it has none."""
        index = self.currentIndex()
        if not index.data(KIND_ROLE) or index.data(KIND_ROLE) == NEW:
            return
        drag = QDrag(self)
        drag.setMimeData(self.model().mimeData([index]))
        picture = self.picture_of(index)
        drag.setPixmap(picture)
        drag.setHotSpot(picture.rect().center() / picture.devicePixelRatio())
        drag.exec(Qt.DropAction.CopyAction)

    def picture_of(self, index: QModelIndex) -> QPixmap:
        """Return what a drag of this entry looks like."""
        ratio = self.devicePixelRatioF()
        kind, key = index.data(KIND_ROLE), str(index.data(KEY_ROLE))
        if kind in ("model", "cell"):
            from cellbuilder.gui.library.pictures import drawn

            picture = drawn(self._pictures.workspace, kind, key, DRAG_SIZE, ratio)
            if picture is not None:
                return picture
        name = self.fontMetrics().elidedText(str(index.data(TITLE_ROLE)), Qt.TextElideMode.ElideRight, 240)
        size = QSize(self.fontMetrics().horizontalAdvance(name) + 20, self.fontMetrics().lineSpacing() + 10)
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        canvas = QPainter(picture)
        canvas.setRenderHint(QPainter.RenderHint.Antialiasing)
        canvas.setFont(self.font())
        canvas.setBrush(self.palette().color(QPalette.ColorRole.Highlight))
        canvas.setPen(Qt.PenStyle.NoPen)
        canvas.drawRoundedRect(0, 0, size.width(), size.height(), 5, 5)
        canvas.setPen(self.palette().color(QPalette.ColorRole.HighlightedText))
        canvas.drawText(10, 5 + self.fontMetrics().ascent(), name)
        canvas.end()
        return picture

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say so if nothing is listed."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.first_painted.emit()
        if self.model().rowCount() == 0:
            canvas = QPainter(self.viewport())
            canvas.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            area = self.viewport().rect().adjusted(8, 8, -8, -8)
            canvas.drawText(area, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, tr("nothing matches"))
            canvas.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the titles anew for the new width; what was chosen in sight stays in sight."""
        chosen = self.currentIndex()
        seen = chosen.isValid() and self.visualRect(chosen).top() < event.oldSize().height()
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()
        if seen and self.visualRect(chosen).bottom() > event.size().height():
            self.scrollTo(chosen)


def leaves(model: Found, parent: QModelIndex | None = None) -> Iterator[QModelIndex]:
    """Return the entries that were found, in the order in which they stand."""
    above = parent if parent is not None else QModelIndex()
    for row in range(model.rowCount(above)):
        index = model.index(row, 0, above)
        if model.is_found(index):
            yield index
        yield from leaves(model, index)
