"""Present mode: large type, and only the stack, the headline and one plot, for a projector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from cellbuilder.app.words import tr

if TYPE_CHECKING:
    from cellbuilder.gui.main_window import MainWindow

SHARES = [11, 13]
"""Of the height, for stack and plot."""


class Presenting:
    """Enters and leaves present mode; everything stands afterwards as it did before."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._hidden: list[QWidget] = []
        self._shares: list[int] = []
        self._was = Qt.WindowState.WindowNoState
        self._on = False
        self._leave = window.actions_.make.action(tr("Leave present mode"), self.leave)
        self._leave.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        self._leave.setEnabled(False)

    @property
    def on(self) -> bool:
        """Whether the window presents."""
        return self._on

    def set(self, on: bool) -> None:
        """Enter or leave."""
        if on and not self._on:
            self._enter()
        elif self._on and not on:
            self._go_back()

    def leave(self) -> None:
        """Leave, if the window presents."""
        self._window.actions_.views.present.setChecked(False)

    def follow_window(self) -> None:
        """Leave if the window manager took the window out of full screen."""
        if self._on and self._window.isVisible() and not self._window.isFullScreen():
            self.leave()

    def _enter(self) -> None:
        window = self._window
        window.layout_.remember()
        beside = [window.menuBar(), window.statusBar(), *window.actions_.bars, *window.layout_.docks]
        self._hidden = [widget for widget in beside if not widget.isHidden()]
        for widget in self._hidden:
            widget.hide()
        self._was = window.windowState()
        self._shares = window.layout_.centre.sizes()
        window.settings.set_magnified(True)
        window.results.set_presenting(True)
        window.showFullScreen()
        self._on = True
        self._leave.setEnabled(True)
        window.layout_.fit()
        window.layout_.centre.setSizes(SHARES)
        window.stack_view.setFocus()

    def _go_back(self) -> None:
        window, self._on = self._window, False
        shares = self._shares
        self._leave.setEnabled(False)
        window.settings.set_magnified(False)
        window.results.set_presenting(False)
        for widget in self._hidden:
            widget.show()
        if window.isFullScreen():
            window.setWindowState(self._was)
        window.layout_.fit()
        # once the letters have their size again
        QTimer.singleShot(0, window, lambda: window.layout_.centre.setSizes(shares))
