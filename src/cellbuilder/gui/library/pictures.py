"""Small pictures of models and cells, drawn when somebody looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QPixmap

from cellbuilder.app.library.index import ItemKind
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.design import Design
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.gui import theme
from cellbuilder.gui.idle import REST_MS

MOST_PICTURES: Final = 400

_Key = tuple[ItemKind, str, int, int, float, str]


class Pictures(QObject):
    """Small pictures of models and cells, drawn one at a time in idle time, and kept."""

    ready = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._kept: dict[_Key, QPixmap | None] = {}
        self._wanted: dict[_Key, None] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._draw_next)

    def get(self, kind: ItemKind, key: str, size: QSize, ratio: float) -> QPixmap | None:
        """Return a picture that is there; otherwise it is drawn soon, and ``ready`` says so."""
        wanted: _Key = (kind, key, size.width(), size.height(), ratio, theme.scheme())
        if wanted in self._kept:
            return self._kept[wanted]
        if size.width() > 0 and size.height() > 0:
            self._wanted[wanted] = None
            self._timer.start()
        return None

    def forget(self) -> None:
        """Draw all anew when they are next looked at."""
        self._kept.clear()
        self._wanted.clear()

    @property
    def is_drawing(self) -> bool:
        """Whether pictures are still to come."""
        return bool(self._wanted)

    def _draw_next(self) -> None:
        if not self._wanted:
            self._timer.stop()
            return
        key = next(reversed(self._wanted))  # what was looked at last
        del self._wanted[key]
        if len(self._kept) >= MOST_PICTURES:
            self._kept.clear()
        self._kept[key] = drawn(self.workspace, key[0], key[1], QSize(key[2], key[3]), key[4])
        self.ready.emit()


def drawn(workspace: Workspace, kind: ItemKind, key: str, size: QSize, ratio: float) -> QPixmap | None:
    """Return the picture of a model or a cell, or None where its entry cannot be used."""
    from cellbuilder.gui.canvas import thumbnails

    makers: dict[ItemKind, Callable[[str], Design]] = {"model": workspace.from_model, "cell": workspace.from_cell}
    if kind not in makers:
        return None
    try:
        return thumbnails.pixmap(makers[kind](key), size, ratio)
    except (KeyError, UnreadableError):
        return None
