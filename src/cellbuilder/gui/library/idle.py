"""Work of the library in idle time: in slices that nobody notices, and pictures drawn when somebody looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QSize, QTimer, Signal
from PySide6.QtGui import QPixmap

from cellbuilder.app.library.index import ItemKind
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.design import Design
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.gui import theme

SLICE_MS: Final = 8
"""So long a slice works at most before events come first again, a single entry aside."""
REST_MS: Final = 2
MOST_PICTURES: Final = 400

_Key = tuple[ItemKind, str, int, int, float, str]


class Slices(QObject):
    """Runs steps one after the other in idle time; ``finish`` runs the rest at once."""

    finished = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Iterator[object] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._slice)

    @property
    def is_running(self) -> bool:
        """Whether steps are left."""
        return self._steps is not None

    def start(self, steps: Iterator[object]) -> None:
        """Run these steps; what was left of others is dropped."""
        self._steps = steps
        self._timer.start()

    def stop(self) -> None:
        """Drop what is left."""
        self._steps = None
        self._timer.stop()

    def finish(self) -> None:
        """Run what is left now."""
        while self._steps is not None:
            self._step()

    def _slice(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while self._steps is not None and clock.elapsed() < SLICE_MS:
            self._step()

    def _step(self) -> None:
        steps = self._steps
        if steps is None:
            return
        if next(steps, _END) is _END and steps is self._steps:
            self._steps = None
            self._timer.stop()
            self.finished.emit()


_END: Final = object()


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
