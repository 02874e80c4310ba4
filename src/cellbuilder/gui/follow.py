"""What is done once something has happened: views out of sight wait to be drawn until somebody looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, SignalInstance
from PySide6.QtWidgets import QWidget


class Follower(QObject):
    """Calls ``draw`` when a signal comes and the widget is in sight; otherwise once when it is next shown.

    It also draws anew when palette or font change, so that a theme needs no signal of its own.
    """

    def __init__(self, widget: QWidget, draw: Callable[[], None], *signals: SignalInstance[Any]) -> None:
        super().__init__(widget)
        self._widget, self._draw = widget, draw
        self._stale = True
        widget.installEventFilter(self)
        for signal in signals:
            signal.connect(self.refresh)

    def refresh(self) -> None:
        """Draw now, or remember that there is something to draw."""
        self._stale = not self._widget.isVisible()
        if not self._stale:
            self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw what was missed."""
        if watched is self._widget:
            kind = event.type()
            if kind == QEvent.Type.Show and self._stale:
                self._stale = False
                self._draw()
            elif kind in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
                self.refresh()
        return False


class Afterwards(QObject):
    """Calls ``act`` once, a moment after events of some kinds have come to a widget."""

    def __init__(self, widget: QWidget, act: Callable[[], None], *kinds: QEvent.Type) -> None:
        super().__init__(widget)
        self._kinds = kinds
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(act)
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note what has come."""
        if event.type() in self._kinds:
            self._soon.start()
        return False
