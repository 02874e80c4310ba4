"""Work for idle moments, in slices that nobody notices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

SLICE_MS: Final = 8
"""So long a slice works at most before events come first again, a single step aside."""
REST_MS: Final = 2


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
